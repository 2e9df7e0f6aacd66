//! The laws of the design, each a test of its name.

use std::fmt::Write;

use crate::machine::{Left, run};
use crate::tables::values;

struct Case {
    name: &'static str,
    mapping: &'static str,
    files: Vec<(String, Vec<u8>)>,
}

impl Case {
    fn run(&self, threads: usize, block: Option<u64>) -> Left {
        let files: Vec<_> = self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        run(self.mapping, &files, threads, block)
    }
}

/// A small generator of numbers that look random; the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn quoted_csv(rows: u64) -> Vec<u8> {
    let mut numbers = Numbers(1);
    let mut text = String::from("id,name,amount\r\n");
    for id in 0..rows {
        let name = match numbers.below(7) {
            0 => "\"two\r\nlines\"".to_owned(),
            1 => "\"a \"\"quoted\"\" word, and a comma\"".to_owned(),
            2 => "\"\n\n,\n\"".to_owned(),
            3 => String::new(),
            _ => format!("name {}", numbers.below(50)),
        };
        let amount = if numbers.below(40) == 0 {
            "bad".to_owned()
        } else {
            format!("{}.{:02}", numbers.below(9000), numbers.below(100))
        };
        let end = ["\n", "\r\n", "\r", "\r\r\n", "\n\n"][numbers.below(5) as usize];
        write!(text, "{id},{name},{amount}{end}").unwrap();
    }
    text.into_bytes()
}

fn headed_lines(groups: u64) -> Vec<u8> {
    let mut numbers = Numbers(2);
    let mut text = String::new();
    for group in 0..groups {
        writeln!(text, "H{group:06}{}", if numbers.below(30) == 0 { "x" } else { "1" }).unwrap();
        for line in 0..numbers.below(60) {
            let amount =
                if numbers.below(90) == 0 { "12x45".to_owned() } else { format!("{:05}", numbers.below(90000)) };
            writeln!(text, "D{line:04}{amount}").unwrap();
            if numbers.below(3) == 0 {
                writeln!(text, "A note {line:03}").unwrap();
            }
        }
        if numbers.below(20) != 0 {
            writeln!(text, "T{group:06}").unwrap();
        }
        if numbers.below(50) == 0 {
            writeln!(text, "?nobody knows").unwrap();
        }
    }
    text.into_bytes()
}

fn cases() -> Vec<Case> {
    let mut numbers = Numbers(3);
    let fixed = (0..9000).flat_map(|id| format!("{id:06}{:05}", numbers.below(99999)).into_bytes()).collect();
    let many = (0..60).map(|file| {
        let rows = (0..40).fold(String::new(), |text, row| format!("{text}{file:03}{row:03}x\n"));
        (format!("in/f{file:02}.txt"), rows.into_bytes())
    });
    vec![
        Case {
            name: "CSV with quoted newlines",
            mapping: include_str!("mappings/quoted.yaml"),
            files: vec![("in/a.csv".into(), quoted_csv(60_000)), ("in/b.csv".into(), quoted_csv(50))],
        },
        Case {
            name: "kinds with parents and joined children",
            mapping: include_str!("mappings/parents.yaml"),
            files: vec![("in/a.txt".into(), headed_lines(400))],
        },
        Case {
            name: "fixed length",
            mapping: include_str!("mappings/length.yaml"),
            files: vec![("in/a.dat".into(), fixed)],
        },
        Case { name: "many small files", mapping: include_str!("mappings/small.yaml"), files: many.collect() },
    ]
}

#[test]
fn law_3_same_in_same_out_for_any_threads_and_any_blocks() {
    for case in cases() {
        let mut first: Option<Left> = None;
        for block in [Some(4 << 10), Some(64 << 10), None] {
            let mut bytes = None;
            for threads in [1, 2, 3, 8] {
                let left = case.run(threads, block);
                let files = bytes.get_or_insert_with(|| left.files.clone());
                assert!(left.files == *files, "{}: {threads} threads, blocks of {block:?}", case.name);
                let Some(first) = &first else {
                    first = Some(left);
                    continue;
                };
                assert_eq!(left.manifest["tables"], first.manifest["tables"], "{} {block:?}", case.name);
                assert_eq!(left.manifest["sources"], first.manifest["sources"], "{} {block:?}", case.name);
                assert_eq!(left.manifest["findings"], first.manifest["findings"], "{} {block:?}", case.name);
                assert_eq!(left.report.findings, first.report.findings, "{} {block:?}", case.name);
                if threads == 1 {
                    assert_eq!(values(&left), values(first), "{} {block:?}", case.name);
                }
            }
        }
    }
}

#[test]
fn law_1_every_byte_belongs_to_one_class() {
    for case in cases() {
        let left = case.run(2, Some(4 << 10));
        for (source, (name, bytes)) in left.manifest["sources"].as_array().unwrap().iter().zip(&case.files) {
            let classes = source["bytes_by_class"].as_object().unwrap();
            let sum: u64 = classes.values().map(|bytes| bytes.as_u64().unwrap()).sum();
            assert_eq!(sum, bytes.len() as u64, "{} {name}", case.name);
            assert!(classes["loaded"].as_u64().unwrap() > 0, "{} {name}", case.name);
            assert_eq!(classes["unread"], 0, "{} {name}", case.name);
        }
    }
}

/// The spans of the refused records do not overlap, and the `.raw` file is their bytes, in the order of the rejects.
#[test]
fn law_1_the_raw_bytes_are_the_spans_of_what_was_refused() {
    for case in cases() {
        let left = case.run(2, Some(4 << 10));
        let (mut raw, mut ends) = (Vec::new(), std::collections::BTreeMap::new());
        for batch in crate::tables::batches(&left.files["rejects/m.parquet"]) {
            let number = |name: &str, row: usize| -> usize {
                crate::tables::cell(batch.column_by_name(name).unwrap().as_ref(), row).parse().unwrap()
            };
            for row in 0..batch.num_rows() {
                let file = crate::tables::cell(batch.column_by_name("file").unwrap().as_ref(), row);
                let bytes = &case.files.iter().find(|(name, _)| *name == file).unwrap().1;
                let (start, end) = (number("offset", row), number("offset", row) + number("raw_length", row));
                assert!(ends.insert(file, end).is_none_or(|before| before <= start), "{} {start}", case.name);
                assert!(number("length", row) <= end - start);
                raw.extend_from_slice(&bytes[start..end]);
            }
        }
        assert!(raw == left.files["rejects/m.raw"], "{}", case.name);
    }
}

/// Blocks of a few bytes put a border at every place of these texts: inside quotes, line ends, characters, records.
#[test]
fn no_border_of_blocks_shows() {
    let strict = "tumpline: 1\nsource: {files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', header: 0, ragged: reject, fields: [{name: a, index: 1}, {name: b, index: 2}]}\ntable: t\nlimits: {rejects: 1000}\n";
    let lenient = strict.replace("ragged", "lenient: true, ragged");
    for (number, text) in crate::witness::texts(crate::rounds(600)).into_iter().enumerate() {
        let text = text.repeat(3);
        let mapping = if number % 5 == 0 { lenient.as_str() } else { strict };
        let files = [("in.csv", text.as_bytes())];
        let whole = run(mapping, &files, 1, None);
        for block in [3, 8, 21] {
            let cut = run(mapping, &files, 2, Some(block));
            assert_eq!(values(&cut), values(&whole), "{block} {text:?}");
            assert_eq!(cut.manifest["sources"], whole.manifest["sources"], "{block} {text:?}");
            assert_eq!(cut.report.findings, whole.report.findings, "{block} {text:?}");
        }
    }
}

#[test]
fn no_border_of_blocks_shows_between_parents_and_children() {
    let mapping = include_str!("mappings/parents.yaml");
    let mut numbers = Numbers(9);
    for _ in 0..crate::rounds(150) {
        let mut text = headed_lines(1 + numbers.below(4));
        text.drain(..(numbers.below(40) as usize).min(text.len()));
        let files = [("in/a.txt", text.as_slice())];
        let whole = run(mapping, &files, 1, None);
        for block in [7, 30, 100] {
            let cut = run(mapping, &files, 2, Some(block));
            assert_eq!(values(&cut), values(&whole), "{block} {}", String::from_utf8_lossy(&text));
            assert_eq!(cut.manifest["sources"], whole.manifest["sources"], "{block}");
            assert_eq!(cut.report.findings, whole.report.findings, "{block}");
        }
    }
}

const ORDERS: &str = "tumpline: 1
source:
  files: in.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields:
    - {name: who, personal: true}
    - {name: sin}
    - {name: amount, type: 'decimal(9,2)', null_if: ['-'], on_blank: zero, round: half_up}
    - {name: day, type: date, on_bad: empty}
tables:
  - table: orders
    columns:
      - {name: who, from: who, required: true}
      - {name: sin, from: sin, check: sin, personal: true}
      - {name: amount, from: amount, range: [0.00, 1000.00]}
      - {name: day, from: day, default: 2000-01-01, null_if: [2024-02-29]}
    limits: {rejects: 100}
";

const ORDERS_TEXT: &str = "who,sin,amount,day
Zaphod Beeblebrox,046454286,1.005,2024-02-29
Zaphod Beeblebrox,,-,2023-02-29
Zaphod Beeblebrox,046454286,,2024-01-01
Zaphod Beeblebrox,046454287,5.00,2024-01-01
Zaphod Beeblebrox,046454286,5000.00,2024-01-01
Zaphod Beeblebrox,046454286,five,2024-01-01
,046454286,7.00,2024-01-01
";

#[test]
fn law_2_no_silent_value() {
    let left = run(ORDERS, &[("in.csv", ORDERS_TEXT.as_bytes())], 2, None);
    let counts: Vec<_> =
        left.manifest["sources"][0]["fields"].as_array().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        counts,
        [
            r#"{"bad":0,"blank":1,"field":"record.amount","null_if":1,"rounded":1}"#,
            r#"{"bad":1,"blank":0,"field":"record.day","null_if":0,"rounded":0}"#,
        ]
    );
    let columns = &left.manifest["tables"][0]["columns"];
    assert_eq!((columns[3]["defaulted"].clone(), columns[3]["emptied"].clone()), (2.into(), 1.into()));
    assert_eq!((left.report.tables[0].rows, left.report.tables[0].rejected), (3, 4));
    assert_eq!(columns[2]["totals"]["sum"], "1.01");
}

#[test]
fn law_5_every_finding_has_a_place_and_the_earliest_is_told_first() {
    let left = run(ORDERS, &[("in.csv", ORDERS_TEXT.as_bytes())], 2, Some(16));
    let findings = crate::tables::batches(&left.files["findings.parquet"]);
    let mut offsets = Vec::new();
    for batch in &findings {
        for row in 0..batch.num_rows() {
            let number = |name: &str| {
                let column = batch.column_by_name(name).unwrap();
                arrow_array::cast::AsArray::as_primitive::<arrow_array::types::Int64Type>(column).value(row)
            };
            let (record, line, offset, length) = (number("record"), number("line"), number("offset"), number("length"));
            let (offset, length) = (usize::try_from(offset).unwrap(), usize::try_from(length).unwrap());
            let text = &ORDERS_TEXT[offset..offset + length];
            assert_eq!(ORDERS_TEXT.lines().nth(usize::try_from(line).unwrap() - 1), Some(text));
            assert_eq!(record, line);
            offsets.push(offset);
        }
    }
    assert_eq!(offsets.len(), 4);
    assert!(offsets.is_sorted());
}

#[test]
fn law_7_personal_values_stay_in_data_and_rejects() {
    use tumpline::cli::summary;
    use tumpline::cli::words::Language;
    let left = run(ORDERS, &[("in.csv", ORDERS_TEXT.as_bytes())], 2, None);
    let mut shown = vec![left.manifest.to_string()];
    shown.extend([Language::En, Language::Fr].map(|language| summary::summary(language, 100, &left.report, true)));
    shown.push(serde_json::to_string(&left.report).unwrap());
    for (path, bytes) in &left.files {
        if path.starts_with("rejects/") {
            continue;
        }
        if path.starts_with("data/") {
            // In the data itself, but not in its statistics, which readers show without opening a row.
            let reader =
                parquet::file::reader::SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).unwrap();
            let metadata = parquet::file::reader::FileReader::metadata(&reader);
            for group in metadata.row_groups() {
                assert!(group.columns()[..2].iter().all(|column| column.statistics().is_none()), "{path}");
            }
            continue;
        }
        shown.extend(values(&left).remove(path).unwrap_or_default());
        shown.push(String::from_utf8_lossy(bytes).into_owned());
    }
    for text in shown {
        assert!(!text.contains("Beeblebrox") && !text.contains("0464542"), "{text}");
    }
}

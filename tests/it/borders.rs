//! What a border of blocks, a reader of streams or a batch must not change, and the cases in which it once did.

use std::io::Write;

use tumpline::run::{Request, run_in_blocks};

use crate::machine::{Left, left, machine, run, run_on};
use crate::nasty::{CSV, LINES};
use crate::tables::batches;

/// The rows of a table, cells joined by `|`, without the trace.
fn rows(left: &Left, table: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with(&format!("data/{table}/"))) {
        for batch in batches(bytes) {
            let columns = &batch.columns()[..batch.num_columns() - 2];
            for row in 0..batch.num_rows() {
                let cells = columns.iter().map(|column| crate::tables::cell(column.as_ref(), row));
                rows.push(cells.collect::<Vec<_>>().join("|"));
            }
        }
    }
    rows
}

fn tree(records: &str) -> String {
    format!(
        "tumpline: 1\nsource:\n  files: in.*\n  format: fixed\n  encoding: ascii\n  records:\n    {records}\n    kinds:\n      - {{name: head, when: {{at: 1, is: H}}, fields: [{{name: b, at: 5-8}}]}}\n      - {{name: det, when: {{at: 1, is: D}}, under: head, fields: [{{name: x, at: 2-4}}]}}\ntables:\n  - {{table: t, from: det, limits: {{rejects: 99}}, columns: [{{name: b, from: head.b}}, {{name: x}}]}}\n"
    )
}

const GROUP: &str = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    group_max: 64
    max_length: 40
    kinds:
      - {name: p, when: {at: 1, is: P}, fields: [{name: k, at: 2-4}]}
      - {name: a, when: {at: 1, is: A}, under: p, fields: [{name: v, at: 2-4}]}
      - {name: o, when: {at: 1, is: O}, under: p, fields: [{name: w, at: 2-4}]}
tables:
  - {table: t, from: p, with: {a: at most one}, limits: {rejects: 99}, columns: [{name: k}, {name: v, from: a.v}]}
  - {table: u, from: o, limits: {rejects: 99}, columns: [{name: w}]}
";

fn check(name: &str, mapping: &str, bytes: &[u8], want: &[&str]) {
    for block in [None, Some(8), Some(10), Some(16), Some(20), Some(32)] {
        let left = run(mapping, &[("in.txt", bytes)], 2, block);
        assert_eq!(rows(&left, "t"), want, "{name}, blocks of {block:?}: {:?}", left.report.findings);
    }
}

#[test]
fn a_parent_is_judged_the_same_in_every_chunk() {
    check("too long", &tree("max_length: 10"), b"H...AAAA..............\nDx01\nDx02\nDx03\n", &[]);
    check("a tab", &tree("end: newline"), b"H...AA\tA\nDx01\nDx02\nDx03\n", &[]);
    check("tab stops", &tree("tabs: 4"), b"H\tAAAA\nDx01\nDx02\nDx03\n", &["AAAA|x01", "AAAA|x02", "AAAA|x03"]);
    let long = [b"H...AAAA\nDx01\nH...BBBB", &vec![b'.'; 70_000][..], b"\nDx02\nDx03\n"].concat();
    check("far too long", &tree("max_length: 10"), &long, &["AAAA|x01"]);
    let cut = tree("max_length: 10\n    long: cut");
    check("far too long, cut", &cut, &long, &["AAAA|x01", "BBBB|x02", "BBBB|x03"]);
    let code_after_tab = tree("tabs: 4").replace("{at: 1, is: H}", "{at: 5, is: H}").replace("at: 5-8", "at: 6-9");
    let text = b"D000HAAAA\n\tHBBBB\nDx01\nDx02\n";
    check("a code after a tab", &code_after_tab, text, &["BBBB|x01", "BBBB|x02"]);
}

#[test]
fn a_comment_is_no_parent() {
    let mapping = "tumpline: 1\nsource:\n  files: in.*\n  format: delimited\n  encoding: utf-8\n  delimiter: ','\n  header: 0\n  comment: '#'\n  records:\n    kinds:\n      - {name: det, when: {index: 1, is: D}, under: head, fields: [{name: x, index: 2}]}\n      - {name: head, fields: [{name: b, index: 2}]}\ntables:\n  - {table: t, from: det, limits: {rejects: 99}, columns: [{name: b, from: head.b}, {name: x}]}\n";
    check("comment", mapping, b"H,AAAA\n#c,CCCC\nD,x1\nD,x2\n", &["AAAA|x1", "AAAA|x2"]);
}

#[test]
fn a_group_stays_together_or_is_refused() {
    let others = (0..14).fold(String::new(), |others, number| format!("{others}O{number:03}\n"));
    check("too large", GROUP, format!("P001\nA001\n{others}P002\nA002\n").as_bytes(), &["002|002"]);
    let large = GROUP.replace("group_max: 64", "group_max: 1 MiB\n    long: cut");
    let text = [b"P001\nO001", &vec![b'.'; 70_000][..], b"\nA001\nP002\nA002\n"].concat();
    check("a long record in it", &large, &text, &["001|001", "002|002"]);
}

#[test]
fn padding_and_long_records_end_where_they_end() {
    let padded = [&b"aaa001\nbbb002\n"[..], &[0x1A; 100]].concat();
    check("padding", LINES, &padded, &["aaa|1", "bbb|2"]);
    let mapping = LINES
        .replace("fields", "records: {max_length: 8}, fields")
        .replace("table: t", "table: t\nlimits: {rejects: 9}");
    for length in 65_520..65_560 {
        let text = [b"aaa001\n", &vec![b'x'; length][..], b"\nbbb002\nccc003\n"].concat();
        let left = run(&mapping, &[("in.txt", &text)], 1, Some(16));
        assert_eq!(rows(&left, "t"), ["aaa|1", "bbb|2", "ccc|3"], "{length}");
    }
}

#[test]
fn conditions_count_as_fields_do() {
    let mapping = "tumpline: 1\nsource:\n  files: in.*\n  format: fixed\n  encoding: utf-8\n  records:\n    positions: characters\n    kinds:\n      - {name: det, when: {at: 3, is: D}, fields: [{name: x, at: 1-2}]}\n      - {name: rest, skip: other}\ntables:\n  - {table: t, from: det}\n";
    check("characters", mapping, "éaD\nebD\n".as_bytes(), &["éa", "eb"]);
    let bytes = mapping
        .replace("characters", "bytes")
        .replace("{at: 3, is: D}", "{at: 1-2, is: é}")
        .replace("at: 1-2}]", "at: 3-4}]");
    check("bytes", &bytes, "éxx\nebD\n".as_bytes(), &["xx"]);
}

#[test]
fn units_of_two_bytes_may_be_cut_by_length_or_be_odd() {
    let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let fixed = LINES.replace("cp850", "utf-16le").replace("fields", "records: {end: {length: 12}}, fields");
    let fixed = fixed.replace("at: 1-3", "at: 1-6").replace("at: 4-6", "at: 7-12");
    check("fixed length", &fixed, &units("aaa001bbb002"), &["aaa|1", "bbb|2"]);
    let odd = [units("\u{FEFF}a,n\r\nx,1\r\n"), vec![0x0A]].concat();
    let left = run(&CSV.replace("utf-8", "utf-16le"), &[("in.txt", &odd)], 2, None);
    assert_eq!((rows(&left, "t"), left.report.sources[0].unread_bytes), (vec!["x|1".to_owned()], 1));
}

#[test]
fn a_limit_within_the_head_is_kept() {
    let mapping = CSV.replace("delimiter", "preamble: 2, delimiter");
    for (limit, unread) in (0..7).zip([22, 19, 16, 12, 8, 4, 0]) {
        let host = machine(&[("m.yaml", mapping.as_bytes()), ("in.txt", b"t1\nt2\na,n\nx,1\ny,2\nz,3\n")]);
        let request = Request {
            paths: vec!["m.yaml".into()],
            out: "out".into(),
            limit: Some(limit),
            trial: true,
            ..Request::default()
        };
        let report = run_in_blocks(&host, &request, None, &|_| {}).unwrap();
        assert_eq!((report.sources[0].records, report.sources[0].unread_bytes), (limit.min(6), unread), "{limit}");
    }
}

#[test]
fn lines_before_the_header_are_lines() {
    let mapping = CSV
        .replace("delimiter", "preamble: 3, header: 0, delimiter")
        .replace("{name: a}", "{name: a, index: 1}")
        .replace("{name: n,", "{name: n, index: 2,");
    check("a blank one", &mapping, b"title\n\ndate\nx,1\ny,2\n", &["x|1", "y|2"]);
    let until = CSV.replace("delimiter", "preamble: until header, delimiter");
    check("an open quote", &until, b"\"unfinished title\na,n\nx,1\n", &["x|1"]);
    let escaped = CSV.replace("delimiter", "escape: '\\', delimiter");
    let left = run(&escaped, &[("in.txt", b"a,n\n\"p\\\nq\",1\nz,bad\n")], 1, None);
    assert_eq!(left.report.findings.last().unwrap().first.line, 4);
}

#[test]
fn random_texts_are_the_same_in_blocks_and_in_streams() {
    let group = GROUP
        .replace("      - {name: p,", "      - {name: h, when: {at: 1, is: H}, fields: [{name: g, at: 2-4}]}\n      - {name: t, when: {at: 1, is: T}, ends: h, skip: end}\n      - {name: p, under: h,")
        .replace("max_length: 40", "max_length: 20\n    tabs: 4")
        .replace("fields: [{name: v, at: 2-4}]", "same: [k], fields: [{name: k, at: 2-4}, {name: v, at: 2-4, null_if: [002]}]")
        .replace("{rejects: 99}", "{rejects: 9999}");
    let loose = group.replace("same: [k], ", "");
    let csv = CSV
        .replace("delimiter", "comment: '#', repeated_header: skip, delimiter")
        .replace("table: t", "table: t\nlimits: {rejects: 9999}");
    let tree = tree("max_length: 12");
    let cases: [(&str, &[&str]); 5] = [
        (
            &group,
            &[
                "H001\n",
                "P001\n",
                "P002\n",
                "A001\n",
                "A002\r\n",
                "O001\n",
                "O\t2\n",
                "T\n",
                "x\n",
                "P\n",
                "P003.....................\n",
                "\n",
            ],
        ),
        (
            &loose,
            &["H001\n", "P001\n", "P002\n", "A001\n", "A002\r\n", "O001\n", "O002\n", "T\n", "H\tq\n", "x\n", "\n"],
        ),
        (&tree, &["H...AAAA\n", "H...BB\n", "H...CCCC........\n", "Dx01\n", "Dx02\r\n", "Dx03\r", "z\n", "\n\n"]),
        (
            &csv,
            &["x,1\n", "\"a\nb\",2\n", "a,n\n", "# \"c\n", "\"q\"\"\",3\r\n", "6\" p,4\n", "\n", "x\n", "\"a,\n\",5\r"],
        ),
        (LINES, &["aaa001\n", "bbb002\r\n", "ccc\r", "\x0c", "\n", "ddd004\r\r\n"]),
    ];
    let mut seed = 12_345_u64;
    let mut below = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    for round in 0..1_500 {
        let (mapping, pieces) = cases[round % 5];
        let mut text = if round % 5 == 3 { b"a,n\n".to_vec() } else { Vec::new() };
        (0..below(30)).for_each(|_| text.extend(pieces[below(pieces.len())].bytes()));
        if below(3) == 0 {
            text.extend(vec![[0, 0x1A][below(2)]; below(60)]);
        }
        let told = |name: &str, bytes: &[u8], block| {
            let host = machine(&[("m.yaml", mapping.as_bytes()), (name, bytes)]);
            let left = left(&host, run_on(&host, 2, block).unwrap());
            let findings = left.report.findings.iter().map(|group| (group.code, group.count, group.first));
            let source = &left.manifest["sources"][0];
            let counts = (source["bytes_by_class"].clone(), source["records"].clone(), source["fields"].clone());
            (rows(&left, "t"), rows(&left, "u"), findings.collect::<Vec<_>>(), counts)
        };
        let block = Some(8 + 2 * below(30) as u64);
        let want = told("in.txt", &text, None);
        assert_eq!(told("in.txt", &text, block), want, "{block:?} {:?}", String::from_utf8_lossy(&text));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&text).unwrap();
        assert_eq!(
            told("in.gz", &packed.finish().unwrap(), block),
            want,
            "gz {block:?} {:?}",
            String::from_utf8_lossy(&text)
        );
    }
}

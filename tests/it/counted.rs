//! Tables whose elements a record counts itself (OCCURS DEPENDING ON): the elements that were written come back, wherever
//! blocks are cut, and a counter that cannot be refuses its record.

use crate::alike::rows;
use crate::machine::run;

pub const BOOK: &str = "
       01  R.
           05  ID-NO           PIC 9(4).
           05  N               PIC S9(4) COMP.
           05  G OCCURS 0 TO 5 DEPENDING ON N.
               10  M           PIC 9.
               10  H OCCURS 1 TO 3 DEPENDING ON M.
                   15  V       PIC 9(3) COMP-3.
               10  Z           PIC X.
           05  TAIL            PIC X(2).
";

const MAPPING: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: {file: r.cpy, slides: SLIDES}
  records: {end: newline}
tables:
- {table: r, columns: [{name: id_no}, {name: tail}], limits: {rejects: 9}}
- {table: g, from: record.g, columns: [{name: id_no}, {name: number}, {name: m}, {name: z}], limits: {rejects: 9}}
- table: h
  from: record.h
  columns: [{name: id_no}, {name: of, from: g.number}, {name: at, from: number}, {name: v}]
  limits: {rejects: 9}
";

/// The largest record: what stands behind a table that does not slide stands behind its largest number of elements.
const WIDTH_OF_G: usize = 1 + 3 * 2 + 1;

/// A source of numbers that are the same in each test.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Records, and the rows that they must become.
pub struct Written {
    pub bytes: Vec<u8>,
    pub records: Vec<String>,
    pub groups: Vec<String>,
    pub values: Vec<String>,
}

fn packed(value: u64) -> [u8; 2] {
    let digits = [value / 100, value / 10 % 10, value % 10].map(|digit| u8::try_from(digit).unwrap());
    [digits[0] << 4 | digits[1], digits[2] << 4 | 0x0F]
}

pub fn written(slides: bool) -> Written {
    let mut numbers = Numbers(7);
    let mut made = Written { bytes: Vec::new(), records: Vec::new(), groups: Vec::new(), values: Vec::new() };
    for id in 0..200 {
        let n = numbers.below(6);
        made.bytes.extend(format!("{id:04}").bytes());
        made.bytes.extend(u16::try_from(n).unwrap().to_be_bytes());
        for number in 1..=n {
            let start = made.bytes.len();
            let m = 1 + numbers.below(3);
            made.bytes.push(b'0' + u8::try_from(m).unwrap());
            for at in 1..=m {
                let value = numbers.below(1000);
                made.bytes.extend(packed(value));
                made.values.push(format!("{id}|{number}|{at}|{value}"));
            }
            if !slides {
                made.bytes.resize(start + WIDTH_OF_G - 1, b'?');
            }
            let z = char::from(b'A' + u8::try_from(numbers.below(26)).unwrap());
            made.bytes.push(z as u8);
            made.groups.push(format!("{id}|{number}|{m}|{z}"));
        }
        if !slides {
            made.bytes.resize(made.bytes.len() + usize::try_from(5 - n).unwrap() * WIDTH_OF_G, b'?');
        }
        made.bytes.extend(b"tt\n");
        made.records.push(format!("{id}|tt"));
    }
    made
}

fn mapping(slides: bool) -> String {
    MAPPING.replace("SLIDES", &slides.to_string())
}

#[test]
fn every_element_that_was_written_is_a_row() {
    for slides in [true, false] {
        let Written { bytes, records, groups, values } = written(slides);
        let mapping = mapping(slides);
        for (threads, block) in [(1, None), (3, Some(64)), (2, Some(1000))] {
            let left = run(&mapping, &[("in.dat", &bytes), ("r.cpy", BOOK.as_bytes())], threads, block);
            let found = ["r", "g", "h"].map(|table| rows(&left, table));
            assert_eq!(found, [&records, &groups, &values].map(Clone::clone));
        }
    }
}

#[test]
fn a_counter_that_cannot_be_refuses_its_record() {
    let mut bytes = b"0001\x00\x06tt\n0002\x80\x01tt\n".to_vec();
    bytes.extend(b"0003\x00\x011\x12\x3FAtt\n0004\x00\x010Att\n0005\x00\x01 \x12\x3FAtt\n0006\x00\x021\x12\x3FAtt\n");
    let left = run(&mapping(true), &[("in.dat", &bytes), ("r.cpy", BOOK.as_bytes())], 1, None);
    assert_eq!(rows(&left, "h").len(), 1);
    let findings = left.manifest["findings"].as_array().unwrap();
    let told: Vec<String> = findings.iter().map(|one| format!("{} {}", one["code"], one["count"])).collect();
    assert!(told.iter().any(|one| one.starts_with("\"TL0150\" 5")), "{told:?}");
}

#[test]
fn counters_alone_say_how_long_a_record_is() {
    let Written { bytes, records, groups, values } = written(true);
    let bytes: Vec<u8> = bytes.split(|byte| *byte == b'\n').collect::<Vec<_>>().concat();
    let mapping = mapping(true).replace("end: newline", "end: counters");
    for (threads, block) in [(1, None), (3, Some(5)), (2, Some(1000))] {
        for (name, file) in [("in.dat", bytes.clone()), ("in.dat.gz", crate::alike::packed(&bytes))] {
            let mapping = mapping.replace("in.dat", name);
            let left = run(&mapping, &[(name, &file), ("r.cpy", BOOK.as_bytes())], threads, block);
            assert_eq!(["r", "g", "h"].map(|table| rows(&left, table)), [&records, &groups, &values].map(Clone::clone));
        }
    }
}

#[test]
fn what_stands_before_and_behind_records_of_counters_is_declared() {
    let Written { bytes, records, .. } = written(true);
    let bytes: Vec<u8> = bytes.split(|byte| *byte == b'\n').collect::<Vec<_>>().concat();
    let bytes = [b"HEAD", &bytes[..], b"THE END\0"].concat();
    let mapping = mapping(true).replace("end: newline", "end: counters, file_header: 4, file_trailer: 8");
    for (threads, block) in [(1, None), (3, Some(5)), (2, Some(1000))] {
        for (name, file) in [("in.dat", bytes.clone()), ("in.dat.gz", crate::alike::packed(&bytes))] {
            let mapping = mapping.replace("in.dat", name);
            let left = run(&mapping, &[(name, &file), ("r.cpy", BOOK.as_bytes())], threads, block);
            assert_eq!(rows(&left, "r"), records, "{name} {block:?}");
            assert_eq!(left.manifest["sources"][0]["bytes_by_class"]["skipped"], 12, "{name} {block:?}");
        }
    }
}

#[test]
fn the_counter_that_led_nowhere_is_named_and_records_of_one_length_are_told_of_counters() {
    let lengths = mapping(true).replace("end: newline", "end: counters");
    let args = |mapping: &str, bytes: &[u8], code: &str| -> Vec<String> {
        let left = run(mapping, &[("in.dat", bytes), ("r.cpy", BOOK.as_bytes())], 1, None);
        let found = left.report.findings.iter().find(|one| one.code.id() == code);
        found.unwrap_or_else(|| panic!("{code}")).args.iter().map(tumpline::finding::Arg::plain).collect()
    };
    for (bytes, counter) in [(&b"0001\0\x06tt"[..], "N"), (b"0001\0\x019tt", "M")] {
        let told = args(&lengths, bytes, "TL0130");
        assert_eq!((told[0].as_str(), told[7].as_str()), ("counter", counter));
    }
    let fixed = mapping(true).replace("  records: {end: newline}\n", "");
    assert_eq!(args(&fixed, b"0001\0\0tt", "TL0115")[2], "counted");
    let one = "       01  R.\n           05  A  PIC X(8).\n";
    let plain = "tumpline: 1\nsource: {files: in.dat, format: cobol, encoding: ascii, copybook: r.cpy}\ntable: r\n";
    let left = run(plain, &[("in.dat", b"12345678901"), ("r.cpy", one.as_bytes())], 1, None);
    let cut = left.report.findings.iter().find(|one| one.code.id() == "TL0115").unwrap();
    assert_eq!(cut.args[2].plain(), "");
}

#[test]
fn a_counter_that_cannot_be_ends_a_file_without_other_lengths() {
    let mapping = mapping(true).replace("end: newline", "end: counters");
    for end in [&b"0002\x80\x01tt0003\x00\x00tt"[..], b"0002\x00\x06tt0003\x00\x00tt", b"0002\x00\x01", b"00"] {
        let bytes = [b"0001\x00\x00tt", end].concat();
        let left = run(&mapping, &[("in.dat", &bytes), ("r.cpy", BOOK.as_bytes())], 1, None);
        assert_eq!(rows(&left, "r"), ["1|tt"], "{end:?}");
        let findings = left.manifest["findings"].as_array().unwrap();
        let lost = findings.iter().find(|one| one["code"] == "TL0130").unwrap();
        assert_eq!((&lost["count"], &lost["severity"]), (&1.into(), &"fail".into()));
        assert_eq!(left.manifest["sources"][0]["bytes_by_class"]["unread"], end.len());
    }
}

#[test]
fn short_records_of_a_long_layout_are_held_a_few_at_a_time() {
    let book = "
       01  R.
           05  N  PIC 9(4).
           05  T OCCURS 0 TO 9000 DEPENDING ON N.
               10  V PIC X(100).
";
    // 5 bytes each; in the longest layout of 900,004 all of them would be 2.3 GB, more than a batch can point into.
    let bytes: Vec<u8> = (0..2500).flat_map(|_| *b"0000\n").collect();
    let mapping = "tumpline: 1\nsource: {files: in.dat, format: cobol, encoding: ascii, copybook: r.cpy, records: {end: newline}}\ntable: r\n";
    let left = run(mapping, &[("in.dat", &bytes), ("r.cpy", book.as_bytes())], 1, None);
    assert_eq!(rows(&left, "r"), vec!["0"; 2500]);
}

/// A record of three elements costs what three cost, and not what all do that there may be: those would take this test an
/// hour.
#[test]
fn what_is_not_there_is_not_evaluated() {
    let book = "
       01  R.
           05  ID-NO           PIC 9(4).
           05  N               PIC 9.
           05  T OCCURS 0 TO 2000000 DEPENDING ON N.
               10  A           PIC 9.
           05  TAIL            PIC X.
";
    let mapping = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: r.cpy
  records: {end: counters}
tables:
- {table: r, columns: [{name: id_no}, {name: tail}, {name: l, nest: record.t, columns: [{name: a}]}]}
- {table: t, from: record.t, columns: [{name: id_no}, {name: number}, {name: a}, {name: b, sql: \"a * 2\"}, {name: c, sql: \"a + id_no\"}], rules: [{id: few, row: \"b <= 18\"}]}
";
    let record = |number: usize| {
        let count = number % 4;
        let elements: String = (0..count).map(|at| ((number + at) % 10).to_string()).collect();
        format!("{number:04}{count}{elements}z")
    };
    let text: String = (0..60).map(record).collect();
    let left = run(mapping, &[("in.dat", text.as_bytes()), ("r.cpy", book.as_bytes())], 1, None);
    let elements = (0..60).flat_map(|number: usize| {
        (0..number % 4).map(move |at| {
            let a = (number + at) % 10;
            format!("{number}|{}|{a}|{}|{}", at + 1, 2 * a, a + number)
        })
    });
    assert_eq!(rows(&left, "t"), elements.collect::<Vec<_>>());
    assert_eq!(left.manifest["tables"][1]["absent"], 60 * 2_000_000 - 90);
}

/// What the mapping says of a counter's field is what the counter is, or the record is refused as before.
#[test]
fn a_counter_is_read_as_its_field_is() {
    let book = "       01 R. 05 ID-NO PIC 9. 05 N PIC S9. 05 T OCCURS 0 TO 3 DEPENDING ON N. 10 V PIC 9.\n";
    let of = |encoding: &str, keys: &str, bytes: &[u8]| {
        let mapping = format!(
            "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: {encoding}\n  copybook: {{file: r.cpy, slides: true}}\n  records: {{end: counters}}\n  fields: [{{name: n, {keys}}}]\ntables:\n- {{table: r, limits: {{rejects: 9}}}}\n- {{table: t, from: record.t, limits: {{rejects: 9}}, columns: [{{name: id_no}}, {{name: number}}, {{name: v}}]}}\n"
        );
        let left = run(&mapping, &[("in.dat", bytes), ("r.cpy", book.as_bytes())], 1, None);
        let told: Vec<&str> = left.report.findings.iter().map(|group| group.code.id()).collect();
        (rows(&left, "r"), rows(&left, "t"), told.join(" "))
    };
    let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    for (encoding, keys, bytes) in [
        ("ascii", "on_blank: zero", &b"1 2B563{"[..]),
        ("ascii", "on_low_values: zero", b"1\x002B563{"),
        ("ascii", "on_high_values: zero", b"1\xFF2B563{"),
        ("cp037", "signs: any", b"\xF1\xA0\xF2\xE2\xF5\xF6\xF3\xC0"),
    ] {
        let (records, elements, told) = of(encoding, keys, bytes);
        assert_eq!((records, told.as_str()), (texts(&["1|0", "2|2", "3|0"]), ""), "{keys}");
        assert_eq!(elements, texts(&["2|1|5", "2|2|6"]), "{keys}");
    }
    let (.., told) = of("ascii", "on_blank: reject", b"1 2B563{");
    assert!(told.contains("TL0130"), "{told}");
}

/// A kind's records end where the description ends that it reads, and a table in that slides as one elsewhere does: what was
/// written comes back, whatever the other descriptions of the bytes have.
#[test]
fn records_of_descriptions_of_the_same_bytes_have_their_own_lengths() {
    let long = "05 SEG-B. 10 B1 PIC X(30).";
    let short = "05 SEG-B. 10 B1 PIC X(3).";
    let anew = |segment: &str, name: &str, of: &str| segment.replacen(name, &format!("{name} REDEFINES {of}"), 1);
    let table = "05 SEG-A. 10 A1 PIC X(4). 10 M PIC 9. 10 U PIC 9 OCCURS 0 TO 5 DEPENDING ON M. 10 A2 PIC X(2).";
    let plain = "05 SEG-A. 10 A1 PIC X(4). 10 A2 PIC X(2).";
    let last = "05 SEG-A. 10 A1 PIC X(4). 10 A2 PIC X(2). 10 M PIC 9. 10 U PIC 9 OCCURS 0 TO 5 DEPENDING ON M.";
    let inner = "05 SEG-A. 10 A1 PIC X(4). 10 A2 PIC X(2). 10 I1 PIC X(9). 10 SEG-I REDEFINES I1. 15 M PIC 9. 15 U PIC 9 OCCURS 0 TO 5 DEPENDING ON M.";
    let mut numbers = Numbers(3);
    for (a, counts, behind) in [(table, true, false), (plain, false, false), (last, true, true), (inner, true, true)] {
        for b in [long, short] {
            for (first, second) in
                [(a.to_owned(), anew(b, "SEG-B", "SEG-A")), (b.to_owned(), anew(a, "SEG-A", "SEG-B"))]
            {
                let text = format!(
                    "01 R. 05 TYP PIC X. 05 N PIC 9. 05 T PIC 9 OCCURS 0 TO 5 DEPENDING ON N. {first} {second}"
                );
                let book: String = text.split_inclusive(". ").flat_map(|entry| ["       ", entry, "\n"]).collect();
                let (mut bytes, mut of_a, mut of_b, mut of_u) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
                for id in 0..40 {
                    let [n, m] = [numbers.below(6), numbers.below(6)];
                    let digits = |count: u64| (0..count).map(|at| (at % 10).to_string()).collect::<String>();
                    let is_a = numbers.below(2) == 0;
                    let rest = match (is_a, counts, behind) {
                        (true, true, false) => format!("{id:04}{m}{}zz", digits(m)),
                        (true, true, true) => format!("{id:04}zz{m}{}", digits(m)),
                        (true, false, _) => format!("{id:04}zz"),
                        (false, ..) if b == long => format!("{id:030}"),
                        (false, ..) => format!("{id:03}"),
                    };
                    bytes.extend(format!("{}{n}{}{rest}\n", if is_a { 'A' } else { 'B' }, digits(n)).bytes());
                    if is_a {
                        of_a.push(format!("{n}|{id:04}|zz"));
                        of_u.extend((0..m).filter(|_| counts).map(|at| format!("{id:04}|{}|{at}", at + 1)));
                    } else {
                        let id = if b == long { format!("{id:030}") } else { format!("{id:03}") };
                        of_b.push(format!("{n}|{id}"));
                    }
                }
                let elements =
                    "- {table: u, from: a.u, columns: [{name: a1}, {name: at, from: number}, {name: v, from: u}]}\n";
                let chosen = if a == inner { "[SEG-A, SEG-I]" } else { "SEG-A" };
                let mapping = format!(
                    "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: {{file: r.cpy, slides: true}}
  records:
    end: newline
    kinds:
    - {{name: a, when: {{at: 1, is: A}}, redefinition: {chosen}}}
    - {{name: b, when: {{at: 1, is: B}}, redefinition: SEG-B}}
tables:
- {{table: a, from: a, columns: [{{name: n}}, {{name: a1}}, {{name: a2}}]}}
- {{table: b, from: b, columns: [{{name: n}}, {{name: b1}}]}}
{}",
                    if counts { elements } else { "" }
                );
                let left = run(&mapping, &[("in.dat", &bytes), ("r.cpy", book.as_bytes())], 1, None);
                let told: Vec<&str> = left.report.findings.iter().map(|group| group.code.id()).collect();
                assert_eq!(told, Vec::<&str>::new(), "{book}");
                assert_eq!((rows(&left, "a"), rows(&left, "b"), rows(&left, "u")), (of_a, of_b, of_u), "{book}");
            }
        }
    }
}

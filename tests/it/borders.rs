//! What a border of blocks, a reader of streams or a batch must not change, and the cases in which it once did.

use tumpline::finding::Code;
use tumpline::run::{Request, run_in_blocks};

use crate::alike::{packed, rows, same_told};
use crate::machine::{left, machine, run, run_on};
use crate::nasty::{CSV, LINES};

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
    let cut = GROUP.replace("max_length: 40", "max_length: 40\n    long: cut");
    let text = [b"P002\nA002\nP001", &vec![b'.'; 70_000][..], b"\nP003\nA003\n"].concat();
    let told = same_told("a parent that is too large alone", &cut, &text, &[Some(4_000), None]);
    assert_eq!(told.tables[0], ["002|002", "003|003"]);
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
fn a_record_of_any_length_is_refused_alone_in_files_and_streams() {
    let mapping = LINES
        .replace("fields", "records: {max_length: 8}, fields")
        .replace("table: t", "table: t\nlimits: {rejects: 9}");
    let blocks = [Some(40_000), Some(1 << 20), None];
    for length in [70_000, 400_000, 3_000_000] {
        let long = vec![b'x'; length];
        let text = [b"aaa001\n", &long[..], b"\r\nbbb002\n", &long[..1000], b"\nccc003\n", &long[..]].concat();
        let told = same_told("a long line", &mapping, &text, &blocks);
        assert_eq!(told.tables, [["aaa|1", "bbb|2", "ccc|3"]], "{length}");
        assert_eq!(told.raw.len(), 2 * length + 2 + 1001, "{length}");
    }
    let wide = mapping.replace("cp850", "utf-16le").replace("max_length: 8", "max_length: 12");
    let wide = wide.replace("at: 1-3", "at: 1-6").replace("at: 4-6", "at: 7-12");
    let text = format!("aaa001\r\n{}\nbbb002", "\u{0A0D}x".repeat(90_001));
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let told = same_told("units of two bytes", &wide, &units, &[Some(40_000), None]);
    assert_eq!(told.tables, [["aaa|1", "bbb|2"]]);
    let csv = CSV.replace("fields", "records: {max_length: 40}, fields");
    let csv = csv.replace("table: t", "table: t\nlimits: {rejects: 9}");
    let text = format!("a,n\nx,1\n\"q\n\",{}\ny,2\n", "3".repeat(200_000));
    assert_eq!(same_told("a cell", &csv, text.as_bytes(), &blocks).tables, [["x|1", "y|2"]]);
    let told = same_told("lines in a cell", &csv, (text.clone() + "z,bad\n").as_bytes(), &[Some(4_000)]);
    assert_eq!(told.findings.iter().map(|found| found.2.line).collect::<Vec<_>>(), [3, 6]);
    let open = format!("a,n\nx,1\n\"q{}\ny,2\n", "3".repeat(300_000));
    let told = same_told("an open quote", &csv, open.as_bytes(), &blocks);
    assert_eq!(told.findings.last().map(|found| found.3.clone()), Some(vec![300_007_i64.into()]));
    let tree = tree("max_length: 10\n    long: cut");
    let parent = format!("H...AAAA\nDx01\nH...BBBB{}\nDx02\nDx03\n", ".".repeat(500_000));
    let told = same_told("a parent that is cut", &tree, parent.as_bytes(), &blocks);
    assert_eq!(told.tables, [["AAAA|x01", "BBBB|x02", "BBBB|x03"]]);
}

#[test]
fn what_a_stream_held_back_is_gone_when_the_run_has_ended() {
    let mapping = LINES.replace("fields", "records: {max_length: 8}, fields");
    let text = [b"aaa001\n", &vec![b'x'; 300_000][..], b"\n"].concat();
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("in.txt", &packed(&text))]);
    let report = run_on(&host, 2, Some(1 << 16)).unwrap();
    let names: Vec<_> = left(&host, report).files.into_keys().collect();
    assert_eq!(names, ["data/t/part-00000.parquet", "findings.parquet", "rejects/m.parquet", "rejects/m.raw"]);
    assert!(!host.files().iter().any(|path| path.contains(".staging/")), "{:?}", host.files());
    let host = machine(&[("m.yaml", mapping.replace("in.*", "\"-\"").as_bytes())]);
    host.set_stdin(text);
    let report = run_on(&host, 2, Some(1 << 16)).unwrap();
    let left = left(&host, report);
    assert_eq!((rows(&left, "t"), left.files["rejects/m.raw"].len()), (vec!["aaa|1".to_owned()], 300_001));
}

#[test]
fn padding_of_any_length_is_padding_at_the_end_alone() {
    let mapping = LINES.replace("table: t", "table: t\nlimits: {rejects: 9}");
    let blocks = [Some(50_000), Some(1 << 20), None];
    for pad in [0, 0x1A] {
        let padding = vec![pad; 300_000];
        let text = [b"aaa001\nbbb002", &padding[..]].concat();
        let told = same_told("at the end", &mapping, &text, &blocks);
        assert_eq!((&told.tables[0][..], told.refused.len()), (&["aaa|1".to_owned(), "bbb|2".to_owned()][..], 0));
        let text = [b"aaa001\n", &padding[..], b"bbb002\nccc003\n", &padding[..]].concat();
        assert_eq!(same_told("within", &mapping, &text, &blocks).tables, [["aaa|1", "ccc|3"]]);
        let text = [b"a,n\n\"x\",1\ny,2", &vec![pad; 2_500_000][..]].concat();
        assert_eq!(same_told("after rows", CSV, &text, &blocks).tables, [["x|1", "y|2"]]);
        let text = [b"a,n", &vec![pad; 2_500_000][..]].concat();
        let told = same_told("after the header", CSV, &text, &blocks);
        assert_eq!(told.findings[0].0, Code::NoRecords);
    }
    let units: Vec<u8> = "a,n\r\nx,1\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for pad in [[0, 0], [0, 0x1A]] {
        let text = [units.clone(), pad.repeat(100_001)].concat();
        let told = same_told("units of two bytes", &CSV.replace("utf-8", "utf-16be"), &text, &[Some(50_000), None]);
        assert_eq!(told.tables, [["x|1"]]);
    }
}

#[test]
fn padding_of_records_of_one_length_is_whole_records_or_what_is_no_record() {
    let mapping = LINES.replace("fields", "records: {end: {length: 6}}, fields").replace("type: int32", "trim: none");
    let mapping = mapping.replace("table: t", "table: t\nlimits: {rejects: 9}");
    for (text, want, separators) in [
        (&b"aaa001bbb002"[..], &["aaa|001", "bbb|002"][..], 0),
        (b"aaa001\x1A\x1A\x1A", &["aaa|001"], 3),
        (b"aaa001\x1A\x1A\x1A\x1A\x1A\x1A", &["aaa|001"], 6),
        (b"aaa001\r\n\x1A\0\0\0\0\0\0\0\0\0", &["aaa|001"], 12),
        (b"aaa00\0\0\0\0\0\0\0\0\0", &["aaa|00\0"], 8),
        (b"aaa001\0\0\0\0\0\0bbb002\0\0", &["aaa|001", "\0\0\0|\0\0\0", "bbb|002"], 2),
    ] {
        let told = same_told("a fixed length", &mapping, text, &[Some(4), Some(6), Some(9), None]);
        assert_eq!(told.tables, [want], "{text:?}");
        assert_eq!(told.classes[0]["separators"], separators, "{text:?}");
    }
    for rest in [&b""[..], b"bbb002"] {
        let text = [b"aaa001", &vec![0; 600_000][..], rest].concat();
        let told = same_told("many", &mapping, &text, &[Some(50_000), None]);
        let (rows, separators) = if rest.is_empty() { (1, 600_000) } else { (100_002, 0) };
        assert_eq!((told.tables[0].len(), &told.classes[0]["separators"]), (rows, &separators.into()));
    }
}

#[test]
fn a_line_of_the_preamble_loses_no_text_to_its_quotes() {
    let mapping = "tumpline: 1\nsource:\n  files: in.*\n  format: delimited\n  encoding: utf-8\n  delimiter: ','\n  preamble: 2\n  records:\n    kinds:\n      - {name: title, place: preamble, when: {index: 1, is: T}, fields: [{name: x, index: 2}]}\n      - {name: row, fields: [{name: a}]}\ntables:\n  - {table: t, from: title, limits: {rejects: 9}}\n  - {table: u, from: row}\n";
    for (line, strict, lenient) in [
        ("T,plain", Some("plain"), "plain"),
        ("T,\"a, b\"", Some("a, b"), "a, b"),
        ("T,\"lost\" and found", None, "\"lost\" and found"),
        ("T,the \"list\"", None, "the \"list\""),
        ("T,\"never closed", None, "\"never closed"),
    ] {
        let text = format!("{line}\nother \"line\"\na\n1\n");
        let told = same_told(line, mapping, text.as_bytes(), &[Some(8), None]);
        assert_eq!(told.tables, [strict.into_iter().collect(), vec!["1"]], "{line}");
        assert_eq!(told.findings.iter().any(|found| found.0 == Code::StrayQuote), strict.is_none(), "{line}");
        let loose = mapping.replace("delimiter", "lenient: true\n  delimiter");
        let told = same_told(line, &loose, text.as_bytes(), &[Some(8), None]);
        assert_eq!(told.tables, [[lenient], ["1"]], "{line}");
        assert_eq!(told.findings.len(), usize::from(strict.is_none()), "{line} {:?}", told.findings);
    }
}

#[test]
fn an_end_without_a_start_is_refused_for_all_that_stand_under_it() {
    let mapping = "tumpline: 1\nsource:\n  files: in.*\n  format: fixed\n  encoding: ascii\n  records:\n    kinds:\n      - {name: head, when: {at: 1, is: H}, skip: heads}\n      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: n, at: 2}]}\n      - {name: det, when: {at: 1, is: D}, under: tail, fields: [{name: x, at: 2-3}]}\ntables:\n  - {table: t, from: det, limits: {rejects: 99}, columns: [{name: n, from: tail.n}, {name: x}]}\n";
    let text = b"T0\nD01\nD02\nD03\nH\nT1\nD04\nD05\nT2\nD06\nD07\nD08\n";
    let told = same_told("ends", mapping, text, &[Some(2), Some(4), Some(7), Some(11), None]);
    assert_eq!(told.tables, [["1|04", "1|05"]]);
}

#[test]
fn a_place_behind_the_records_end_is_blank() {
    let kinds = |when: &str| {
        format!(
            "tumpline: 1\nsource:\n  files: in.*\n  format: fixed\n  encoding: ENC\n  records:\n    short: pad\n    positions: POS\n    kinds:\n      - {{name: det, when: {when}, fields: [{{name: x, at: 1-6}}]}}\n      - {{name: rest, skip: other}}\ntables:\n  - {{table: t, from: det}}\n"
        )
    };
    let text = "H\nH \nHé\n\u{20}\nHHH\nHH H\n";
    for (when, want) in [
        ("{at: 1-2, is: H}", &["H", "H"][..]),
        ("{at: 1-2, in: [HH, X]}", &["HHH", "HH H"]),
        ("{at: 1-2, not: H}", &["Hé", "-", "HHH", "HH H"]),
        ("{at: 4, is: H}", &["HH H"]),
        ("{at: 4, is: \" \"}", &["H", "H", "Hé", "-", "HHH"]),
        ("{at: 3-4, all: \" \"}", &["H", "H", "Hé", "-"]),
        ("{at: 1-4, all: H}", &[]),
        ("{at: 1-3, pattern: '^H  $'}", &["H", "H"]),
    ] {
        for (encoding, positions) in [("latin1", "bytes"), ("latin1", "characters"), ("utf-8", "characters")] {
            let mapping = kinds(when).replace("ENC", encoding).replace("POS", positions);
            let bytes: Vec<u8> = match encoding {
                "latin1" => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
                _ => text.as_bytes().to_vec(),
            };
            let told = same_told(when, &mapping, &bytes, &[Some(4)]);
            assert_eq!(told.tables, [want], "{when} {encoding} {positions}");
        }
    }
}

#[test]
fn a_group_of_many_small_records_is_too_large() {
    let mapping = GROUP.replace("group_max: 64", "group_max: 3 MiB");
    let mapping = mapping.replace("{name: w, at: 2-4}", "{name: w, at: 1}").replace("rejects: 99", "rejects: 99999");
    for (others, want) in [(12_286, &["001|001", "002|002"][..]), (12_287, &["002|002"])] {
        let text = format!("P001\nA001\n{}P002\nA002\n", "O\n".repeat(others));
        let told = same_told("small records", &mapping, text.as_bytes(), &[Some(3_000), Some(20_000), None]);
        assert_eq!(told.tables[0], want, "{others}");
    }
}

#[test]
fn tab_stops_count_what_positions_count() {
    let mapping = |encoding: &str, positions: &str| {
        format!(
            "tumpline: 1\nsource: {{files: in.*, format: fixed, encoding: {encoding}, records: {{tabs: 4, short: pad, positions: {positions}}}, fields: [{{name: a, at: 1-4}}, {{name: b, at: 5-8}}]}}\ntable: t\n"
        )
    };
    let text = "é\tb\n\tc\nabcd\te\n\u{909}\tf\n";
    let want = ["é|b", "-|c", "abcd|-", "\u{909}|f"];
    assert_eq!(same_told("utf-8", &mapping("utf-8", "characters"), text.as_bytes(), &[Some(4)]).tables, [want]);
    let units = text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    assert_eq!(same_told("utf-16be", &mapping("utf-16be", "characters"), &units, &[Some(4)]).tables, [want]);
    let none = mapping("utf-16be", "characters").replace("tabs: 4, ", "") + "limits: {rejects: 9}\n";
    let told = same_told("no stops", &none, &units, &[Some(4)]);
    assert_eq!(told.findings[0].0, Code::TabInRecord);
    let letter = "\u{909}bcdef\n".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    assert_eq!(same_told("a letter", &none, &letter, &[Some(4)]).tables, [["\u{909}bcd|ef"]]);
}

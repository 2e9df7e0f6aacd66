//! What no field reads: it is counted and told, silenced with a reason, or refused; and never shown.

use proptest::prelude::*;
use serde_json::Value;
use tumpline::finding::Severity;
use tumpline::run::report::Outcome;

use crate::machine::{Left, machine, run, run_on};

/// The places of the manifest, one a line: kind, unit and place, records with something of how many, the first, the reason.
fn told(left: &Left) -> Vec<String> {
    let unread = left.manifest["mappings"][0]["unread"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let line = |one: &Value| {
        let first =
            one.get("first").map(|first| format!(" {} {} {}", text(&first["file"]), first["record"], first["offset"]));
        let ignored = one.get("ignored").map(|reason| format!(" ({})", text(reason)));
        let [kind, unit, place] = ["kind", "unit", "place"].map(|key| text(&one[key]));
        let (first, ignored) = (first.unwrap_or_default(), ignored.unwrap_or_default());
        format!("{kind} {unit} {place}: {} of {}{first}{ignored}", one["not_blank"], one["records"])
    };
    unread.iter().map(line).collect()
}

/// How many places were warned of, and records refused.
fn warned_and_refused(left: &Left) -> (u64, u64) {
    let count = |code: &str, severity: Severity| {
        let groups = left.report.findings.iter();
        groups.filter(|group| group.code.id() == code && group.severity == severity).map(|group| group.count).sum()
    };
    (count("TL0514", Severity::Warn), count("TL0117", Severity::Reject))
}

fn fixed(records: &str, source: &str, fields: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: in*
  format: fixed
  encoding: ascii
  records: {{{records}}}
  {source}
  fields: [{fields}]
table: t
limits: {{rejects: 99}}
"
    )
}

#[test]
fn gaps_and_what_stands_behind_the_last_field_are_counted_with_the_first_place() {
    let mapping = fixed("end: newline", "about: {x: y}", "{name: a, at: 1-2}, {name: b, at: 5-6}");
    let left = run(&mapping, &[("in.txt", b"aa  bb\naa\0 bb   \naax bb\naa ybb  z\n")], 1, None);
    assert_eq!(told(&left), ["record bytes 3-4: 2 of 4 in.txt 3 17", "record bytes 7-: 1 of 2 in.txt 4 24"]);
    assert_eq!(warned_and_refused(&left), (2, 0));
    assert_eq!(left.report.outcome, Outcome::Published);
    let none = run(&mapping, &[("in.txt", b"aa  bb\n")], 1, None);
    assert_eq!(told(&none), ["record bytes 3-4: 0 of 1"]);
    assert_eq!(warned_and_refused(&none), (0, 0));
}

#[test]
fn a_source_whose_fields_cover_everything_says_nothing() {
    let mapping = fixed("end: {length: 4}", "about: {x: y}", "{name: a, at: 1-2}, {name: b, at: 3-4}");
    let left = run(&mapping, &[("in.txt", b"aabbccdd")], 1, None);
    assert!(left.manifest["mappings"][0].get("unread").is_none());
    let whole = fixed("end: newline", "about: {x: y}", "{name: a, pattern: '^(..)'}");
    assert_eq!(told(&run(&whole, &[("in.txt", b"aabbccdd\n")], 1, None)), [""; 0]);
}

#[test]
fn the_same_place_of_each_repetition_is_one_place() {
    let fields = "{name: id, at: 1}, {name: p, at: 2-10, repeat: {times: 3, width: 3}, fields: [{name: n, at: 1}, {name: m, at: 3}]}";
    let mapping = fixed("end: newline", "about: {x: y}", fields).replace("table: t", "table: t\nfrom: record.p");
    let left = run(&mapping, &[("in.txt", b"1a bc-de f\n1a bc de f\n")], 1, None);
    assert_eq!(told(&left), ["record bytes 3, 6, 9: 1 of 2 in.txt 1 0"]);
}

#[test]
fn a_condition_reads_its_place_and_each_kind_has_its_own() {
    let mapping = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    kind_at: 1
    kinds:
      - {name: head, is: H, fields: [{name: no, at: 2-3}]}
      - {name: note, is: N, skip: for people}
      - {name: line, is: L, under: head, fields: [{name: n, at: 3, type: int32}]}
  set_aside: [{when: {field: line.n, is: 7}, because: seven}]
tables:
  - {table: lines, from: line, columns: [{name: no, from: head.no}, {name: n}], limits: {rejects: 9}}
";
    // A line that is refused, and one that is skipped, have something in their gaps too: they are kept, or have a reason.
    let left = run(mapping, &[("in.txt", b"H01 x\nN   y\nL 1\nLz2\nLzx\nLz7\n")], 1, None);
    assert_eq!(told(&left), ["head bytes 4-: 1 of 1 in.txt 1 0", "line bytes 2: 1 of 2 in.txt 4 16"]);
    assert_eq!(left.report.findings.iter().filter(|group| group.code.id() == "TL0514").count(), 2);
}

#[test]
fn positions_count_characters_and_blanks_are_those_of_the_encoding() {
    let mapping = fixed("end: newline, positions: characters", "about: {x: y}", "{name: a, at: 1-4}, {name: b, at: 7}")
        .replace("encoding: ascii", "encoding: utf-8");
    let text = "caf\u{e9}  b\ncaf\u{e9} \u{e9}b\ncaf\u{e9}  b\u{3000}\n";
    let left = run(&mapping, &[("in.txt", text.as_bytes())], 1, None);
    assert_eq!(told(&left), ["record characters 5-6: 1 of 3 in.txt 2 9", "record characters 8-: 1 of 1 in.txt 3 19"]);

    let wide = fixed("end: newline", "about: {x: y}", "{name: a, at: 1-4}, {name: b, at: 9-10}")
        .replace("encoding: ascii", "encoding: utf-16le");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    // U+2020 has the bytes of blanks and is none.
    let left = run(&wide, &[("in.txt", &utf16("ab  c\nab \u{2020}c\n"))], 1, None);
    assert_eq!(told(&left), ["record bytes 5-8: 1 of 2 in.txt 2 12"]);
}

#[test]
fn what_a_long_line_was_cut_of_counts_however_long_it_is() {
    let mapping = fixed("end: newline, long: cut, max_length: 4", "about: {x: y}", "{name: a, at: 1-4}");
    let far = [b"bbbb".as_slice(), &b" ".repeat(300_000), b"x\naaaa\naaaa  \naaaa z\n"].concat();
    for block in [None, Some(1 << 12)] {
        let left = run(&mapping, &[("in.txt", &far)], 2, block);
        assert_eq!(told(&left), ["record bytes 5-: 2 of 3 in.txt 1 0"], "{block:?}");
    }
}

#[test]
fn a_reason_silences_a_place_and_stands_in_the_evidence() {
    let ignore = "ignore: [{at: 3, because: internal use}, {at: 7-, because: sequence numbers}]";
    let mapping = fixed("end: newline", ignore, "{name: a, at: 1-2}, {name: b, at: 5-6}");
    let left = run(&mapping, &[("in.txt", b"aax bb 001\naa  bb 002\n")], 1, None);
    let want = [
        "record bytes 3: 1 of 2 in.txt 1 0 (internal use)",
        "record bytes 4: 0 of 2",
        "record bytes 7-: 2 of 2 in.txt 1 0 (sequence numbers)",
    ];
    assert_eq!(told(&left), want);
    assert_eq!(warned_and_refused(&left), (0, 0));
    assert!(left.report.findings.is_empty());
}

#[test]
fn declared_blanks_refuse_a_record_and_its_fields_are_read_all_the_same() {
    let source = "filler: blank\n  ignore: [{at: 3, because: internal use}]";
    let mapping = fixed("end: newline", source, "{name: a, at: 1-2}, {name: b, at: 5-6, type: int32}")
        .replace("limits: {rejects: 99}", "limits: {rejects: 99, amount: {of: b, most: 10}}");
    let files: &[(&str, &[u8])] = &[("in.txt", b"aax 01\naa x02\naa  03!\naa y0x\naa  04  \n")];
    let left = run(&mapping, files, 1, None);
    assert_eq!(warned_and_refused(&left), (0, 3));
    assert_eq!((left.report.tables[0].rows, left.report.tables[0].rejected), (2, 3));
    // The amounts of two refused records are known.
    assert_eq!(left.report.tables[0].amounts[0].amount.as_deref(), Some("5"));
    assert_eq!(left.report.tables[0].amounts[0].unknown, 1);
    let group = left.report.findings.iter().find(|group| group.code.id() == "TL0117").unwrap();
    assert_eq!((group.first.record, group.args[0].plain()), (2, "4".to_owned()));
    assert_eq!(left.files["rejects/m.raw"], b"aa x02\naa  03!\naa y0x\n");
}

#[test]
fn a_kind_may_say_otherwise_than_its_source_and_a_parent_is_refused_with_its_children() {
    let mapping = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  filler: blank
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: id, at: 2-3}]}
      - {name: line, under: head, filler: any, fields: [{name: n, at: 2-3, type: int32}]}
tables:
  - {table: lines, from: line, columns: [{name: id, from: head.id}, {name: n}], limits: {rejects: 99}}
";
    let mut text = b"H01x\nL01\n".to_vec();
    // The children of a refused parent are refused in every batch and block.
    text.extend(b"L02y\n".repeat(20_000));
    text.extend(b"H02\nL03y\n");
    for (threads, block) in [(1, None), (2, Some(1 << 13))] {
        let left = run(mapping, &[("in.txt", &text)], threads, block);
        assert_eq!((left.report.tables[0].rows, warned_and_refused(&left)), (1, (2, 1)));
        assert_eq!(left.report.tables[0].rejected, 20_002);
        let at = "1 of 1 in.txt 20004 100013";
        assert_eq!(told(&left), [format!("line bytes 1: {at}"), format!("line bytes 4-: {at}")]);
    }
}

fn delimited(source: &str, fields: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: in*
  format: delimited
  encoding: ascii
  delimiter: ','
  {source}
  fields: [{fields}]
table: t
limits: {{rejects: 99}}
"
    )
}

#[test]
fn a_column_that_nobody_mapped_stops_the_run_until_a_reason_is_given() {
    let fields = "{name: a}, {name: b}";
    let csv: &[(&str, &[u8])] = &[("in.csv", b"a,phone,b\n1,,2\n3,\"  \",4\n5,555,6\n")];
    let refused = run(&delimited("header: 1", fields), csv, 1, None);
    assert_eq!((refused.report.outcome, refused.report.findings[0].code.id()), (Outcome::Refused, "TL0505"));
    let ignore = |name: &str| format!("header_match: fold\n  ignore: [{{{name}, because: not wanted by the town}}]");
    let named = run(&delimited(&ignore("header: PHONE"), fields), csv, 1, None);
    assert_eq!(named.report.outcome, Outcome::Published);
    assert_eq!(told(&named), ["record header PHONE: 1 of 3 in.csv 4 24 (not wanted by the town)"]);
    let numbered = run(&delimited(&ignore("index: 2"), fields), csv, 1, None);
    assert_eq!(told(&numbered), ["record cells 2: 1 of 3 in.csv 4 24 (not wanted by the town)"]);
    let other = run(&delimited(&ignore("header: fax"), fields), csv, 1, None);
    assert_eq!(other.report.findings[0].code.id(), "TL0505");
}

#[test]
fn cells_without_names_are_counted_by_their_numbers() {
    let mapping = delimited("header: 0", "{name: a, index: 1}, {name: b, index: 4}");
    let left = run(&mapping, &[("in.csv", b"1,,\"\",2\n1,,\"x,y\",2\n1,,,2,,z\n1,,,2,\n")], 1, None);
    assert_eq!(told(&left), ["record cells 2-3: 1 of 4 in.csv 2 8", "record cells 5-: 1 of 2 in.csv 3 19"]);
    let open = mapping.replace("  fields:", "  ignore: [{index: 5-, because: a bug of the export}]\n  fields:");
    let left = run(&open, &[("in.csv", b"1,,,2,,z\n")], 1, None);
    assert_eq!(told(&left), ["record cells 2-3: 0 of 1", "record cells 5-: 1 of 1 in.csv 1 0 (a bug of the export)"]);
    // Where fields are read by their numbers, a header's names are not known to be names: nothing of it is shown.
    let header = mapping.replace("header: 0", "header: 1");
    let left = run(&header, &[("in.csv", b"1,555-1234,x,2\n1,y,,2\n")], 1, None);
    assert_eq!(told(&left), ["record cells 2-3: 1 of 1 in.csv 2 15"]);
}

#[test]
fn cells_that_ragged_rows_have_too_many_count() {
    let mapping = delimited("ragged: truncate", "{name: a}, {name: b}");
    let left = run(&mapping, &[("in.csv", b"a,b\n1,2,\n1,2,x\n1,2\n")], 1, None);
    assert_eq!(told(&left), ["record cells 3-: 1 of 2 in.csv 3 9"]);
}

#[test]
fn a_kind_does_not_read_the_columns_of_another() {
    let mapping = "tumpline: 1
source:
  files: in.csv
  format: delimited
  encoding: ascii
  delimiter: ','
  records:
    kinds:
      - {name: total, when: {index: 1, is: T}, cells: 3, fields: [{name: sum, index: 3, type: int32}]}
      - {name: head, when: {index: 1, is: H}, fields: [{name: no, header: no}]}
      - {name: line, fields: [{name: no, header: no}, {name: amount, header: amount, type: int32}, {name: kind, header: kind}]}
tables:
  - {table: lines, from: line, columns: [{name: no}, {name: amount}]}
  - {table: heads, from: head, columns: [{name: no}]}
  - {table: totals, from: total, columns: [{name: sum}]}
";
    let left = run(mapping, &[("in.csv", b"kind,no,amount\nT,y,9\nH,1,x\nL,1,9\n")], 1, None);
    let want = ["total cells 2: 1 of 1 in.csv 2 15", "head header amount: 1 of 1 in.csv 3 21"];
    assert_eq!(told(&left), want);
}

#[test]
fn declared_blanks_refuse_cells_too() {
    let mapping = delimited("filler: blank\n  ignore: [{header: note, because: for people}]", "{name: a}, {name: b}");
    let mapping = mapping.replace("fields: [", "ragged: truncate\n  fields: [");
    let left = run(&mapping, &[("in.csv", b"a,note,b\n1,x,2\n1,,2,y\n1,,2, \n")], 1, None);
    assert_eq!((left.report.tables[0].rows, warned_and_refused(&left)), (2, (0, 1)));
    assert_eq!(left.report.findings.iter().find(|group| group.code.id() == "TL0117").unwrap().args[2].plain(), "4-");
}

#[test]
fn nothing_of_what_stands_there_is_shown() {
    let secret = "SIN-046-454-286";
    let csv = format!("a,note,b\n1,{secret},2\n");
    let mapping = delimited("ignore: [{header: note, because: for people}]", "{name: a}, {name: b}");
    let lines = format!("aa {secret} bb\n");
    let fixed = fixed("end: newline", "about: {x: y}", "{name: a, at: 1-2, personal: true}");
    for (mapping, bytes) in [(mapping, csv.as_bytes()), (fixed, lines.as_bytes())] {
        let left = run(&mapping, &[("in.txt", bytes)], 1, None);
        let manifest = left.manifest.to_string();
        assert!(!manifest.contains("046") && !format!("{:?}", left.report).contains("046"));
        assert!(!left.files["findings.parquet"].windows(6).any(|bytes| bytes == b"046-45"));
    }
}

#[test]
fn threads_blocks_and_compression_do_not_show() {
    let mapping = fixed("end: newline", "about: {x: y}", "{name: a, at: 1-6, type: int32}, {name: b, at: 10}");
    let line =
        |n: u32| format!("{n:06} {} y{}\n", if n % 97 == 3 { "x" } else { " " }, if n % 501 == 7 { " z" } else { "" });
    let text: String = (0..30_000).map(line).collect();
    let gz = {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
        out.finish().unwrap()
    };
    let want = told(&run(&mapping, &[("in.txt", text.as_bytes())], 1, None));
    assert_eq!(want.len(), 2);
    for (threads, block) in [(2, None), (8, Some(1 << 14)), (3, Some(777))] {
        assert_eq!(told(&run(&mapping, &[("in.txt", text.as_bytes())], threads, block)), want);
        let of_gz = told(&run(&mapping, &[("in.txt.gz", &gz)], threads, block));
        assert_eq!(of_gz, want.iter().map(|line| line.replace("in.txt", "in.txt.gz")).collect::<Vec<_>>());
    }
}

#[test]
fn the_earliest_of_several_files_is_the_example() {
    let mapping = fixed("end: newline", "about: {x: y}", "{name: a, at: 1}");
    let left = run(&mapping, &[("in1.txt", b"a\na\n"), ("in2.txt", b"a\na x\n"), ("in3.txt", b"ax\n")], 2, None);
    assert_eq!(told(&left), ["record bytes 2-: 2 of 2 in2.txt 2 2"]);
}

/// What a mapping is told of, as `CODE(args) text`.
fn mistakes(mapping: &str) -> Vec<String> {
    let read = tumpline::mapping::read("m", mapping);
    let told = read.diagnostics.iter().map(|one| {
        let args: Vec<String> = one.args.iter().map(tumpline::finding::Arg::plain).collect();
        format!("{}({}) {}", one.code.id(), args.join("|"), &mapping[one.at.start as usize..one.at.end as usize])
    });
    told.collect()
}

#[test]
fn an_ignored_place_that_is_read_or_does_not_exist_is_a_mistake() {
    let of = |ignore: &str| mistakes(&fixed("end: {length: 6}", ignore, "{name: a, at: 1-2}, {name: b, at: 5-6}"));
    assert_eq!(of("about: {x: y}"), ["TL0023(record|3-4) fields"]);
    assert_eq!(of("ignore: [{at: 3-4, because: x}]"), [""; 0]);
    assert_eq!(of("filler: blank"), [""; 0]);
    assert_eq!(of("ignore: [{at: 4-5, because: x}]"), ["TL0028(4-5|is_read) 4-5", "TL0023(record|3) fields"]);
    assert_eq!(of("ignore: [{at: 3-, because: x}]"), ["TL0028(3-|is_read) 3-"]);
    assert_eq!(of("ignore: [{at: 7, because: x}]")[0], "TL0015(7|beyond_end) 7");
    assert_eq!(of("ignore: [{at: 3-4}]")[0], "TL0003(because) at");
    assert!(of("ignore: [{header: x, because: x}]").contains(&"TL0027(header|fixed) header".to_owned()));
    let cells = |ignore: &str| mistakes(&delimited(ignore, "{name: a}, {name: b, index: 3}"));
    assert_eq!(cells("ignore: [{header: c, because: x}, {index: 4-, because: x}]"), [""; 0]);
    assert_eq!(cells("ignore: [{header: a, because: x}]"), ["TL0028(a|is_read) a"]);
    assert_eq!(cells("ignore: [{index: 2-3, because: x}]"), ["TL0028(2-3|is_read) 2-3"]);
    assert_eq!(cells("header: 0\n  ignore: [{header: c, because: x}]")[0].split('(').next(), Some("TL0014"));
}

#[test]
fn figures_of_places_that_cannot_be_are_found_by_verify() {
    let mapping = fixed("end: newline", "about: {x: y}", "{name: a, at: 1-2}, {name: b, at: 5-6}");
    let host = machine(&[("in.txt", b"aax bb\naa  bb\n"), ("m.yaml", mapping.as_bytes())]);
    let report = run_on(&host, 1, None).unwrap();
    let path = format!("{}/manifest.json", report.folder);
    let json = String::from_utf8(host.content(&path).unwrap()).unwrap();
    for (from, to, want) in [
        ("\"not_blank\": 1", "\"not_blank\": 3", "not_blank"),
        ("\"not_blank\": 1", "\"not_blank\": 0", "first"),
        ("\"unit\": \"bytes\"", "\"unit\": \"words\"", "unit"),
        ("\"record\": 1,\n", "\"record\": 9,\n", "first.record"),
        ("\"kind\": \"record\",\n          \"unit\"", "\"kind\": \"other\",\n          \"unit\"", "kind"),
        ("\"place\": \"3-4\",\n", "\"place\": \"3-4\",\n          \"ignored\": \"no\",\n", "TL0514"),
    ] {
        assert!(json.contains(from), "{from} {json}");
        host.put(&path, json.replacen(from, to, 1).into_bytes());
        let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
        let found: Vec<String> = verified.findings.iter().map(|(_, args)| format!("{args:?}")).collect();
        assert!(found.iter().any(|args| args.contains("unread") && args.contains(want)), "{want}: {found:?}");
    }
}

/// A field of the random mapping: its first place and its width.
fn fields() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec((0_usize..24, 1_usize..5), 1..5)
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = proptest::collection::vec(prop_oneof![6 => Just(' '), 1 => Just('\0'), 1 => Just('x')], 0..32);
    proptest::collection::vec(line.prop_map(String::from_iter), 1..40)
}

/// Slowly: of each run of places that no field has, and of all behind the last, how many lines have something there.
fn oracle(fields: &[(usize, usize)], lines: &[&String]) -> Vec<(String, usize, usize)> {
    let is_read = |at: usize| fields.iter().any(|(start, width)| (*start..start + width).contains(&at));
    let last = fields.iter().map(|(start, width)| start + width).max().unwrap_or(0);
    let mut places = Vec::new();
    let mut at = 0;
    while at < last {
        let end = (at..last).find(|at| is_read(*at)).unwrap_or(last);
        if end > at {
            places.push((at, end));
        }
        at = end.max(at + 1);
    }
    places.push((last, usize::MAX));
    let counted = places.into_iter().map(|(start, end)| {
        let pieces = lines.iter().map(|line| line.chars().skip(start).take(end - start).collect::<String>());
        let pieces: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
        let name = match end {
            usize::MAX => format!("{}-", start + 1),
            end if end == start + 1 => end.to_string(),
            end => format!("{}-{end}", start + 1),
        };
        (name, pieces.iter().filter(|piece| piece.contains('x')).count(), pieces.len())
    });
    counted.filter(|(_, _, records)| *records > 0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test] // the same places and counts as looking at one character after the other
    fn a_run_counts_what_a_slow_look_finds(fields in fields(), lines in lines(), block in prop_oneof![Just(None), (64_u64..300).prop_map(Some)]) {
        let list: Vec<String> = fields.iter().enumerate()
            .map(|(n, (start, width))| format!("{{name: f{n}, at: {}-{}}}", start + 1, start + width)).collect();
        let mapping = fixed("end: newline, short: pad", "about: {x: y}", &list.join(", "));
        // Empty lines are none; a short line is padded to its last field, so that it reaches all before that.
        let last = fields.iter().map(|(start, width)| start + width).max().unwrap_or(0);
        let padded: Vec<String> = lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{line:last$}")).collect();
        let text = lines.join("\n") + "\n";
        let left = run(&mapping, &[("in.txt", text.as_bytes())], 2, block);
        prop_assume!(left.report.outcome == Outcome::Published);
        let found: Vec<(String, usize, usize)> = left.manifest["mappings"][0]["unread"].as_array().cloned().unwrap_or_default()
            .iter().map(|one| (
                one["place"].as_str().unwrap().to_owned(),
                one["not_blank"].as_u64().unwrap() as usize,
                one["records"].as_u64().unwrap() as usize,
            )).collect();
        prop_assert_eq!(found, oracle(&fields, &padded.iter().collect::<Vec<_>>()), "{}", mapping);
    }
}

/// Bytes that SYNCHRONIZED leaves free are what another program left there: they are told as that, and refuse nothing.
#[test]
fn slack_bytes_are_told_as_such_and_are_no_filler() {
    let book = "
       01  R.
           05  A           PIC X.
           05  B           PIC S9(9) COMP SYNC.
           05  FILLER      PIC X.
           05  T OCCURS 2.
               10  C       PIC S9(4) COMP SYNC.
               10  D       PIC X.
";
    let of = |more: &str, record: &[u8]| {
        let mapping = format!(
            "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: ascii\n  copybook: r.cpy\n{more}table: t\n"
        );
        run(&mapping, &[("in.dat", record), ("r.cpy", book.as_bytes())], 1, None)
    };
    // The table begins with its first item, behind the slack bytes that this needs.
    let record = b"axyz\0\0\0\x05fq\0\x07d \0\x08ez";
    let [slack, filler, before, in_table] = ["slack 2-4: 1", "bytes 9: 1", "slack 10: 1", "slack 14, 18: 1"];
    let line = |place: &str| format!("record {place} of 1 in.dat 1 0");
    let left = of("", record);
    assert_eq!(told(&left), [slack, filler, before, in_table].map(line));
    assert_eq!(warned_and_refused(&left), (4, 0));
    let blank = of("  filler: blank\n", b"axyz\0\0\0\x05 q\0\x07d \0\x08ez");
    assert_eq!(warned_and_refused(&blank), (3, 0));
    let said = of("  ignore: [{at: 2-4, because: slack}]\n  fields: [{name: e, at: 18}]\n", record);
    let [at_9, at_10] = ["bytes 9: 1 of 1 in.dat 1 0", "slack 10: 1 of 1 in.dat 1 0"];
    let rest = ["slack 2-4: 1 of 1 in.dat 1 0 (slack)", at_9, at_10, "bytes 14: 0 of 1"];
    assert_eq!(told(&said), rest.map(|place| format!("record {place}")));
}

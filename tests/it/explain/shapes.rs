//! Records of every shape: padded, with tabs, of lenient files, told by their values, wide, long, split.

use tumpline::cli::diagnostics::Drawing;
use tumpline::cli::explain::{View, text};
use tumpline::cli::layout;
use tumpline::cli::words::{Language, spaced};
use tumpline::inspect::explain::record::Verdict::{self, No, Unasked, Untold, Yes};
use tumpline::inspect::explain::record::{Fate, From, Record, Said};
use tumpline::inspect::explain::{Ask, Explained, Which};

use super::{ask, asked, refused};
use crate::machine::machine;

fn record(mapping: &str, files: &[(&str, &[u8])], number: u64) -> Record {
    explained(mapping, files, number).record
}

fn explained(mapping: &str, files: &[(&str, &[u8])], number: u64) -> Explained {
    let host = machine(files);
    host.put("m.yaml", mapping.as_bytes().to_vec());
    let found = asked(&host, &ask("m.yaml", Which::Record, number));
    for language in [Language::En, Language::Fr] {
        for all in [false, true] {
            let said = drawn(&found, language, all);
            let long = said.lines().find(|line| layout::length(line) > 80 && !all);
            assert!(!said.contains('{') && long.is_none(), "{long:?}\n{said}");
        }
    }
    found
}

fn drawn(found: &Explained, language: Language, all: bool) -> String {
    spaced(language, &text(View { drawing: Drawing { language, colour: false, width: 80 }, all }, found))
}

fn value(record: &Record, name: &str) -> Said {
    let field = record.fields.iter().find(|field| field.name == name);
    field.map_or_else(|| panic!("{name}"), |field| field.value.clone())
}

fn text_said(text: &str) -> Said {
    Said::Text(text.to_owned())
}

#[test]
fn the_length_before_a_record_stands_apart_and_fields_count_behind_it() {
    let mapping = "tumpline: 1
source:
  files: a.bin
  format: fixed
  encoding: ascii
  records: {end: {bdw: big, rdw: big, spanned: true}, short: pad}
  fields: [{name: id, at: 1-2}, {name: word, at: 3-6}, {name: rest, at: 7-8}]
table: t
";
    let bytes = b"\0\x0D\0\0\0\x09\x01\0aabbb\0\x0C\0\0\0\x08\x02\0bcdd\0\x0C\0\0\0\x08\0\0eeff";
    let found = record(mapping, &[("a.bin", bytes)], 1);
    assert_eq!((found.offset, found.length, found.changed), (4, 21, false));
    assert_eq!(found.descriptors, [(0, 4), (9, 17)]);
    let spans: Vec<_> = found.fields.iter().map(|field| field.spans.clone()).collect();
    // The second field stands in two segments.
    assert_eq!(spans, [vec![(4, 6)], vec![(6, 9), (17, 18)], vec![(18, 20)]]);
    assert_eq!((value(&found, "word"), value(&found, "rest")), (text_said("bbbb"), text_said("cd")));
    let lengths: Vec<_> = found.lengths.iter().map(|one| (one.start, one.end, one.is_block, one.says)).collect();
    assert_eq!(lengths, [(0, 4, false, 9), (9, 13, true, 12), (13, 17, false, 8)]);
    // A block's length is in no record, and is told with what it says.
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("a.bin", bytes)]);
    for (at, want) in [(0, "TL0955 a.bin block_word 0 1 13"), (27, "TL0955 a.bin block_word 27 2 12")] {
        assert_eq!(refused(&host, &ask("m.yaml", Which::At, at)), [want]);
    }
    // A personal field that stands in two segments hides its bytes in both; the last byte is no field's.
    let personal = mapping.replace("at: 3-6", "at: 3-6, personal: true");
    let host = machine(&[("m.yaml", personal.as_bytes()), ("a.bin", bytes)]);
    let hidden = asked(&host, &Ask { show_personal: false, ..ask("m.yaml", Which::Record, 1) }).record;
    let left_out: Vec<usize> = (0..hidden.bytes.len()).filter(|at| hidden.bytes[*at].is_none()).collect();
    assert_eq!((left_out, &hidden.fields[1].value), (vec![6, 7, 8, 17, 20], &Said::Hidden));
    assert_eq!([&hidden.fields[0].value, &hidden.fields[2].value], [&text_said("aa"), &text_said("cd")]);
    let padded = record(mapping, &[("a.bin", bytes)], 2);
    assert_eq!((padded.offset, padded.changed, padded.fields[1].spans.as_slice()), (29, true, &[(6, 8)][..]));
}

const LINES: &str = "tumpline: 1
source:
  files: a.txt
  format: fixed
  encoding: ascii
  records: {end: newline, short: pad, long: cut, tabs: 4, max_length: 12}
  fields: [{name: id, at: 1-4}, {name: n, at: 5-8, type: int32, on_blank: empty}, {name: rest, at: 9-12}]
table: t
";

#[test]
fn lines_that_are_filled_up_or_cut_say_so_and_where_their_fields_stand() {
    let files: [(&str, &[u8]); 1] = [("a.txt", b"ab\nab\t12\tx\nabcd0012restTOOLONG\n")];
    let padded = record(LINES, &files, 1);
    assert!(padded.changed && matches!(padded.fate, Fate::Loaded(_)), "{padded:?}");
    assert_eq!([&padded.fields[0].spans, &padded.fields[1].spans], [&vec![(0, 2)], &vec![]]);
    let tabbed = record(LINES, &files, 2);
    assert_eq!((tabbed.fields[0].spans.len(), value(&tabbed, "n")), (0, text_said("12")));
    let cut = record(LINES, &files, 3);
    assert_eq!((cut.length, cut.bytes.len(), value(&cut, "rest")), (19, 19, text_said("rest")));
    assert_eq!((cut.findings[0].code.id(), cut.fields[2].spans.as_slice()), ("TL0125", &[(8, 12)][..]));
}

#[test]
fn cells_stand_where_they_are_whatever_quotes_and_delimiters_do() {
    let csv = |more: &str| {
        format!(
            "tumpline: 1\nsource: {{files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', {more} fields: [{{name: a}}, {{name: b}}, {{name: c, type: int32}}]}}\ntable: t\nlimits: {{rejects: 9}}\n"
        )
    };
    let files: [(&str, &[u8]); 1] = [("a.csv", b"c,a,b\n1,\"x \"\"y\"\"\",z\n2;say \"so\";z\n3,x\n")];
    let strict = record(&csv(""), &files, 2);
    let spans: Vec<_> = strict.fields.iter().flat_map(|field| field.spans.clone()).collect();
    assert_eq!(spans, [(3, 10), (12, 13), (0, 1)]);
    assert_eq!(value(&strict, "a"), text_said("x \"y\""));
    let lenient = record(&csv("lenient: true,"), &files, 3);
    assert_eq!((lenient.fields[0].spans.as_slice(), value(&lenient, "c")), (&[(2, 10)][..], text_said("2")));
    let codes: Vec<_> = lenient.findings.iter().map(|found| found.code.id()).collect();
    assert!(codes.contains(&"TL0123") && matches!(lenient.fate, Fate::Loaded(_)), "{codes:?}");
    let ragged = record(&csv(""), &files, 4);
    assert_eq!((ragged.findings[0].code.id(), ragged.unread, ragged.fate), ("TL0111", true, Fate::Refused));
}

#[test]
fn kinds_that_values_tell_are_told_as_the_run_tells_them() {
    let mapping = "tumpline: 1
source:
  files: a.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: big, when: {sql: 'n > 100 AND m > 0'}, fields: [{name: n, at: 1-3, type: int32}, {name: m, at: 4-6, type: int32}]}
      - {name: small, when: {field: n, in: [7, 8]}, fields: [{name: n, at: 1-3, type: int32}]}
  set_aside: [{when: {field: small.n, is: 8}, because: eights}]
tables: [{table: b, from: big, limits: {rejects: 9}}, {table: s, from: small, limits: {rejects: 9}}]
";
    let files: [(&str, &[u8]); 1] = [("a.txt", b"101001\n007001\n999xxx\n008001\n050001\n")];
    let verdicts = |record: &Record| record.kinds.iter().map(|tried| tried.verdict).collect::<Vec<Verdict>>();
    let wanted = [[Yes, Unasked], [No, Yes], [Untold, Unasked], [No, Yes], [No, No]];
    for (number, wanted) in (1..).zip(wanted) {
        assert_eq!(verdicts(&record(mapping, &files, number)), wanted, "{number}");
    }
    assert_eq!(record(mapping, &files, 4).fate, Fate::Aside("eights".into()));
}

#[test]
fn expressions_rules_parameters_look_ups_and_defaults_show_what_they_were_made_of() {
    let mapping = "tumpline: 1
source: {files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}, {name: n, type: 'decimal(9,2)'}]}
table: t
limits: {rejects: 9}
columns:
  - {name: a, default: none}
  - {name: share, sql: 'round(n / (n - 10), 2)', type: 'decimal(9,2)'}
  - {name: code, lookup: {in: c.csv, match: {old: a}, take: new}}
rules: [{id: most, row: share < limit_of, on_fail: warn}]
";
    let migration = "tumpline: 1\nparameters: {limit_of: {type: 'decimal(9,2)', default: 5.00}, other: {personal: true, default: x}}\n";
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("migration.yaml", migration.as_bytes())]);
    host.put("a.csv", "a,n\nx,12.00\n,10.00\n");
    host.put("c.csv", "old,new\ny,1\nx,2\n");
    let first = asked(&host, &ask("m.yaml", Which::Record, 2)).record;
    let columns = &first.tables[0].rows[0].columns;
    let From::Expression(share) = &columns[1].from else { panic!("{columns:?}") };
    assert_eq!(share.reads, [("n".to_owned(), text_said("12.00"))]);
    assert_eq!((share.steps[0].part.as_str(), &share.steps[0].value), ("n - 10", &text_said("2.00")));
    let From::Lookup(code) = &columns[2].from else { panic!("{columns:?}") };
    assert_eq!((code.row, &code.keys[0].2), (Some(2), &text_said("x")));
    let rule = &first.tables[0].rows[0].rules[0];
    assert_eq!(
        (rule.holds, rule.expression.reads.last()),
        (Some(false), Some(&("limit_of".to_owned(), text_said("5.00"))))
    );
    // What another branch makes needless does not fail.
    let cased =
        mapping.replace("'round(n / (n - 10), 2)'", "'case when n = 10 then 0 else round(n / (n - 10), 2) end'");
    let parts = |number: u64| {
        let host = machine(&[("m.yaml", cased.as_bytes()), ("migration.yaml", migration.as_bytes())]);
        host.put("a.csv", "a,n\nx,12.00\ny,10.00\n");
        host.put("c.csv", "old,new\ny,1\nx,2\n");
        let record = asked(&host, &ask("m.yaml", Which::Record, number)).record;
        let From::Expression(share) = &record.tables[0].rows[0].columns[1].from else { panic!("{record:?}") };
        share.steps.iter().map(|step| (step.part.clone(), step.failed.is_some())).collect::<Vec<_>>()
    };
    assert!(parts(2).iter().any(|(part, _)| part.starts_with("round")), "{:?}", parts(2));
    assert!(parts(3).iter().all(|(part, failed)| !failed && !part.starts_with("round")), "{:?}", parts(3));
    let set = Ask { set: vec![("limit_of".into(), "9.00".into())], ..ask("m.yaml", Which::Record, 2) };
    assert_eq!(asked(&host, &set).record.tables[0].rows[0].rules[0].holds, Some(true));
    let second = asked(&host, &ask("m.yaml", Which::Record, 3));
    let columns = &second.record.tables[0].rows[0].columns;
    assert_eq!((&columns[0].value, &columns[0].before), (&text_said("none"), &Some(Said::Empty)));
    let codes: Vec<_> = second.record.findings.iter().map(|found| (found.name.as_str(), found.code.id())).collect();
    assert_eq!(codes, [("t.share", "TL0402"), ("t.code", "TL0308")]);
    let said = drawn(&second, Language::En, false);
    for want in ["before `null_if` and `default`: (empty)", "n - 10 = `0.00`", "no row with `old` = `none` (a)"] {
        assert!(said.contains(want), "{want}\n{said}");
    }
}

#[test]
fn characters_that_nobody_sees_turn_nothing_around() {
    let csv = "tumpline: 1\nsource: {files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}]}\ntable: t\n";
    let text = "a\nx\u{202e}y\u{200b}z\u{7}\n";
    let host = machine(&[("m.yaml", csv.as_bytes()), ("a.csv", text.as_bytes())]);
    let said = drawn(&asked(&host, &ask("m.yaml", Which::Record, 2)), Language::En, false);
    assert!(said.contains("x.~~y.~~z.\n") && said.contains("`x\\u{202e}y\\u{200b}z\\u{7}`"), "{said}");
    assert!(!said.contains('\u{202e}') && !said.contains('\u{200b}'), "{said}");
}

#[test]
fn an_amount_that_is_divided_says_of_what_it_is_a_part() {
    let mapping = "tumpline: 1
source: {files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: k}, {name: n, type: 'decimal(9,2)'}, {name: w}]}
table: t
split: {in: s.csv, match: {old: k}, share: share, amounts: [n], unmatched: keep}
columns: [{name: k}, {name: n}, {name: w, default: none}, {name: new, split: new}]
";
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("a.csv", b"k,n,w\nA,100.01,\nB,5.00,x\n")]);
    host.put("s.csv", "old,new,share\nA,1,60\nA,2,40\n");
    let found = asked(&host, &ask("m.yaml", Which::Record, 2));
    let parts = found.record.tables[0].rows.iter().map(|row| {
        let column = &row.columns[1];
        (column.value.clone(), column.whole.clone(), row.columns[2].before.clone())
    });
    let part = |value: &str| (text_said(value), Some(text_said("100.01")), Some(Said::Empty));
    assert_eq!(parts.collect::<Vec<_>>(), [part("60.01"), part("40.00")]);
    assert!(drawn(&found, Language::En, false).contains("a part of 100.01"));
    let whole = &asked(&host, &ask("m.yaml", Which::Record, 3)).record.tables[0].rows[0].columns[1];
    assert_eq!((&whole.value, &whole.whole), (&text_said("5.00"), &None));
}

#[test]
fn wide_and_long_records_are_shown_on_a_few_pages() {
    let fields: Vec<String> =
        (0..500).map(|at| format!("{{name: f{at}, at: {}-{}}}", at * 3 + 1, at * 3 + 3)).collect();
    let fields = fields.join(", ");
    let mapping = format!(
        "tumpline: 1\nsource: {{files: a.txt, format: fixed, encoding: ascii, records: {{end: newline}}, fields: [{fields}]}}\ntable: t\n"
    );
    let line = "abc".repeat(500);
    let wide = explained(&mapping, &[("a.txt", line.as_bytes())], 1);
    let (few, all) = (drawn(&wide, Language::En, false), drawn(&wide, Language::En, true));
    assert!(few.contains("440 fields more") && few.contains("`--all` shows them") && few.contains("f499"), "{few}");
    assert!(all.lines().count() > few.lines().count() + 400 && all.contains("500  f499"), "{all}");
    let csv = "tumpline: 1\nsource: {files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}, {name: b}, {name: c}]}\ntable: t\n";
    let long = format!("a,b,c\n1,{},3\n", "x".repeat((1 << 20) - 8));
    let found = explained(csv, &[("a.csv", long.as_bytes())], 2);
    assert!(matches!(found.record.fate, Fate::Loaded(_)) && drawn(&found, Language::En, false).lines().count() < 60);
}

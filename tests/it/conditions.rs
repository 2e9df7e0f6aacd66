//! Conditions on values: of kinds, and of what is set aside. Whatever they look at, the size of blocks does not show.

use std::fmt::Write;

use tumpline::finding::Severity;
use tumpline::mapping;

use crate::alike::{Told, rows, same_told};
use crate::machine::run;

const BLOCKS: [Option<u64>; 6] = [Some(3), Some(8), Some(21), Some(64), Some(400), None];

fn told(mapping: &str, bytes: &[u8]) -> Told {
    same_told(mapping, mapping, bytes, &BLOCKS)
}

/// Code, how often, and the arguments of the first.
fn findings(told: &Told) -> Vec<String> {
    told.findings.iter().map(|(code, count, _, args)| format!("{} {count} {args:?}", code.id())).collect()
}

/// Kinds of lines that their values tell: two of one code by the sign of the amount.
const SIGNS: &str = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  defaults: {sign: overpunch}
  records:
    RECORDS
    fields: [{name: code, at: 1}]
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: batch, at: 2-4}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, skip: ends}
      - {name: credit, when: {sql: CREDIT}, under: head, fields: [{name: amount, at: 2-6, type: 'decimal(5,2)'MORE}]}
      - {name: debit, when: {field: code, is: D}, under: head, fields: [{name: amount, at: 2-6, type: 'decimal(5,2)'MORE}]}
      - {name: note, when: {sql: code = 'N'}, skip: remarks}
tables:
  - {table: credits, from: credit, limits: {rejects: 99}, columns: [{name: batch, from: head.batch}, {name: amount}]}
  - {table: debits, from: debit, limits: {rejects: 99}, columns: [{name: batch, from: head.batch}, {name: amount}]}
";

fn signs(condition: &str, more: &str, records: &str) -> String {
    SIGNS.replace("CREDIT", &format!("\"{condition}\"")).replace("MORE", more).replace("RECORDS", records)
}

const LINES: &[u8] = b"H001
D0012}
D0012{
Nwords, no amount
D0000}
T
H002
D0034L
D0099A
?
";

#[test]
fn values_tell_the_kinds_that_raw_bytes_do_not() {
    let told = told(&signs("code = 'D' AND amount < 0", "", "end: newline"), LINES);
    assert_eq!(told.tables, [vec!["001|-1.20", "002|-3.43"], vec!["001|1.20", "001|0.00", "002|9.91"]]);
    assert_eq!(findings(&told), ["TL0101 1 []"]);
    assert_eq!(told.classes[1]["skipped"], 2);
}

#[test]
fn a_field_that_does_not_decode_matters_where_the_condition_depends_on_it() {
    let text = b"H001\nD0x12}\nN0x12}\nD0012}\nD0x12{\n";
    // Guarded by the code, on either side of AND: the note is none, whatever stands in its place.
    for condition in
        ["code = 'D' AND amount < 0", "amount < 0 AND code = 'D'", "CASE WHEN code = 'D' THEN amount < 0 END"]
    {
        let told = told(&signs(condition, "", "end: newline"), text);
        assert_eq!(told.tables, [vec!["001|-1.20"], vec![]], "{condition}");
        let want = ["TL0202 2 [Int(2)]", "TL0116 2 [Text(\"credit\")]"];
        assert!(want.iter().all(|want| findings(&told).contains(&(*want).to_owned())), "{:?}", findings(&told));
        assert_eq!((told.classes[1]["rejected"].clone(), told.classes[1]["skipped"].clone()), (2.into(), 1.into()));
        // Of no kind: it counts against every table.
        assert_eq!((&told.totals[0][0]["rejected"], &told.totals[0][1]["rejected"]), (&2.into(), &2.into()));
    }
    // Not guarded: the note is refused too, and so is the line of no kind.
    let told_of = |condition: &str, more: &str| told(&signs(condition, more, "end: newline"), text);
    assert!(findings(&told_of("amount < 0", "")).contains(&"TL0116 3 [Text(\"credit\")]".to_owned()));
    // No value is not true: the next kind is tried.
    let tolerant = told_of("amount < 0", ", on_bad: empty");
    assert_eq!(tolerant.tables, [vec!["001|-1.20"], vec!["001|-", "001|-"]]);
    assert_eq!(findings(&tolerant), Vec::<String>::new());
    // What a field changes is counted once, of the kind that the record is of.
    let bad = &tolerant.classes[2];
    assert_eq!(bad.as_array().unwrap().len(), 1, "{bad}");
    assert_eq!((bad[0]["field"].clone(), bad[0]["bad"].clone()), ("debit.amount".into(), 2.into()));
}

#[test]
fn an_expression_that_fails_refuses_the_record_and_one_without_a_value_does_not() {
    let text = b"H001\nD0012N\nD0000{\nD     \nNnote \n";
    let told = told(&signs("code = 'D' AND 1 / amount < 0", ", on_blank: empty", "end: newline"), text);
    assert_eq!(findings(&told), ["TL0116 1 [Text(\"credit\")]", "TL0402 1 [Text(\"/\"), Text(\"1 / amount\")]"]);
    assert_eq!(told.tables, [vec!["001|-1.25"], vec!["001|-"]]);
    assert_eq!(told.refused.len(), 3, "{:?}", told.refused);
    assert!(told.refused[1].contains("TL0402") && told.refused[2].contains("TL0116"), "{:?}", told.refused);
}

#[test]
fn try_cast_over_a_text_is_the_way_to_be_tolerant() {
    let mapping = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: many, when: {sql: try_cast(count as int32) > 9}, fields: [{name: count, at: 1-3}]}
      - {name: few, fields: [{name: count, at: 1-3}]}
tables: [{table: many, from: many}, {table: few, from: few}]
";
    let told = told(mapping, b"012\n  9\nx12\n100\n");
    assert_eq!(told.tables, [["012", "100"], ["  9", "x12"]]);
    assert_eq!(findings(&told), Vec::<String>::new());
}

#[test]
fn a_record_is_an_orphan_or_has_a_parent_by_the_kind_that_its_values_tell() {
    let text = b"D0001}\nNx\nD0001{\nH001\nD0002}\nT\nD0003}\nT\nHxyz0123456789\nD0004}\n";
    let narrow = signs("code = 'D' AND amount < 0", "", "max_length: 10");
    let told = told(&narrow, text);
    assert_eq!(told.tables, [vec!["001|-0.20"], vec![]]);
    let found = findings(&told);
    for want in [
        "TL0102 3 [Text(\"credit\"), Text(\"head\")]",
        "TL0104 1 [Int(9), Int(40)]",
        "TL0109 1 [Int(14), Int(10)]",
        "TL0124 1 [Text(\"tail\"), Text(\"head\")]",
    ] {
        assert!(found.contains(&want.to_owned()), "{want}: {found:?}");
    }
    // Orphans are known by their kind: the debit counts against its own table alone.
    assert_eq!((&told.totals[0][0]["rejected"], &told.totals[0][1]["rejected"]), (&4.into(), &2.into()));
}

#[test]
fn a_joined_child_may_be_told_by_its_values() {
    let mapping = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    group_max: 48
    kinds:
      - {name: p, when: {at: 1, is: P}, fields: [{name: k, at: 2-3}]}
      - {name: main, when: {sql: rank = 1}, under: p, fields: [{name: rank, at: 2, type: int16}, {name: street, at: 3-6}]}
      - {name: more, under: p, fields: [{name: rank, at: 2, type: int16}, {name: street, at: 3-6}]}
tables:
  - {table: t, from: p, with: {main: at most one}, limits: {rejects: 99}, columns: [{name: k}, {name: street, from: main.street}]}
  - {table: u, from: more, limits: {rejects: 99}, columns: [{name: k, from: p.k}, {name: rank}, {name: street}]}
";
    let mut text =
        b"A1none\nP01\nA2elm \nA1oak \nP02\nA3ash \nP03\nA1fir \nA1yew \nP04\nAxbad \nA1box \nP05\n".to_vec();
    text.extend_from_slice(&b"A2long\n".repeat(9));
    text.extend_from_slice(b"P06\nA1end \n");
    let told = told(mapping, &text);
    assert_eq!(told.tables[0], ["01|oak", "02|-", "04|box", "06|end"]);
    assert_eq!(told.tables[1], ["01|2|elm", "02|3|ash"]);
    let codes: Vec<_> = told.findings.iter().map(|(code, count, ..)| (code.id(), *count)).collect();
    for want in [("TL0102", 1), ("TL0106", 1), ("TL0107", 1), ("TL0116", 1), ("TL0202", 1), ("TL0104", 11)] {
        assert!(codes.contains(&want), "{want:?}: {codes:?}");
    }
}

#[test]
fn what_a_short_line_does_not_reach_is_blank_for_the_condition_too() {
    let mapping = |records: &str, encoding: &str| {
        format!(
            "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: {encoding}
  records:
    {records}
    kinds:
      - {{name: owed, when: {{sql: amount > 0}}, fields: [{{name: id, at: 1}}, {{name: amount, at: 2-5, type: int32, sign: trailing, on_blank: zero}}]}}
      - {{name: none, fields: [{{name: id, at: 1}}]}}
tables: [{{table: owed, from: owed, limits: {{rejects: 9}}}}, {{table: none, from: none, limits: {{rejects: 9}}}}]
"
        )
    };
    // The sign of `b012` is the blank that was cut.
    let text = "a012 \nb012\nc\nd\té\n";
    let padded = told(&mapping("short: pad", "utf-8"), b"a012 \nb012\nc\n");
    assert_eq!(padded.tables, [vec!["a|12", "b|12"], vec!["c"]]);
    let refused = told(&mapping("short: reject", "utf-8"), b"a012 \nb012\nc\n");
    assert_eq!(refused.tables, [vec!["a|12"], vec!["c"]]);
    assert_eq!(findings(&refused), ["TL0108 1 [Int(4), Int(5)]"]);
    let wide: Vec<u8> = text.replace('d', "é").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let characters = mapping("{short: pad, positions: characters, tabs: 4", "utf-16le").replace("{short", "short");
    let characters = characters.replace(", positions", "\n    positions").replace(", tabs", "\n    tabs");
    let left = run(&characters, &[("in.txt", &wide)], 2, Some(8));
    assert_eq!((rows(&left, "owed"), rows(&left, "none")), (vec!["a|12".into(), "b|12".into()], vec!["c".into()]));
    let codes: Vec<_> = left.report.findings.iter().map(|group| group.code.id()).collect();
    assert_eq!(codes, ["TL0116", "TL0205"]);
}

#[test]
fn cells_names_of_files_and_lines_before_the_header_tell_kinds() {
    let mapping = "tumpline: 1
source:
  files: in*
  format: delimited
  encoding: ascii
  delimiter: ','
  preamble: until header
  records:
    kinds:
      - {name: dated, place: preamble, when: {sql: try_cast(day as date) is not null}, fields: [{name: day, index: 2}]}
      - {name: total, cells: 2, when: {sql: id = 'Sum'}, fields: [{name: id, index: 1}], skip: the list's own sum}
      - {name: old, when: {sql: \"_file LIKE '%1999%' AND _offset > 20\"}, skip: another year}
      - {name: dear, when: {field: price, in: [7.50, 9.00]}, fields: [{name: id}, {name: price, type: 'decimal(5,2)'}, {name: n, type: int32}]}
      - {name: cheap, when: {sql: price < 5}, fields: [{name: id}, {name: price, type: 'decimal(5,2)'}, {name: n, type: int32}]}
tables:
  - {table: days, from: dated, limits: {rejects: 99}}
  - {table: dear, from: dear, limits: {rejects: 99}}
  - {table: cheap, from: cheap, limits: {rejects: 99}}
";
    let text = "title \"1\n made,2026-01-31\nby,who\nid,price,n\na,7.50,1\nb,1.25,2\nc,6.00,3\nd,dear,4\n\"e\ne\",9.00,\"5\"\nSum,5\nf,1.00\n";
    let files: [(&str, &[u8]); 2] =
        [("in", text.as_bytes()), ("in1999", b"id,price,n\nz,1.00,9\ny,1.00,9\nx,1.00,9\n")];
    let whole = run(mapping, &files, 1, None);
    for (threads, block) in [(2, Some(3)), (8, Some(40)), (2, Some(7)), (1, Some(1000))] {
        let cut = run(mapping, &files, threads, block);
        assert_eq!(crate::tables::values(&cut), crate::tables::values(&whole), "{block:?}");
        assert_eq!(cut.manifest["sources"], whole.manifest["sources"], "{block:?}");
        assert_eq!(cut.report.findings, whole.report.findings, "{block:?}");
    }
    assert_eq!(rows(&whole, "days"), ["2026-01-31"]);
    assert_eq!(rows(&whole, "dear"), ["a|7.50|1", "e\ne|9.00|5"]);
    assert_eq!(rows(&whole, "cheap"), ["b|1.25|2", "z|1.00|9", "y|1.00|9"]);
    let codes: Vec<_> = whole.report.findings.iter().map(|group| (group.code.id(), group.count)).collect();
    for want in [("TL0101", 1), ("TL0111", 1), ("TL0116", 1), ("TL0202", 1)] {
        assert!(codes.contains(&want), "{codes:?}");
    }
    assert_eq!(whole.manifest["sources"][0]["records"]["skipped"], 3);
    assert_eq!(whole.manifest["sources"][1]["records"]["skipped"], 1);
}

#[test]
fn a_personal_field_in_a_condition_shows_nothing_of_its_value() {
    let mapping = |personal: &str| {
        format!(
            "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {{name: a, when: {{sql: name LIKE 'Z%'}}, fields: [{{name: name, at: 1-3{personal}}}]}}
      - {{name: b, skip: others}}
tables: [{{table: t, from: a, limits: {{rejects: 9}}}}]
"
        )
    };
    let shown = findings(&told(&mapping(""), b"Zoe\nZo\xe9\n"));
    assert_eq!(shown[1], "TL0201 1 [Int(3), Text(\"E9\")]", "{shown:?}");
    let hidden = told(&mapping(", personal: true"), b"Zoe\nZo\xe9\n");
    assert_eq!(findings(&hidden), ["TL0116 1 [Text(\"a\")]", "TL0201 1 [Int(3), Text(\"\")]"]);
    assert!(!hidden.refused[1..].iter().any(|line| line.contains("Zo")), "{:?}", hidden.refused);
    assert_eq!(hidden.totals[0][0]["columns"][0]["personal"], true);
}

const REPEATS: &str = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: year, at: 2-5, type: int16}]}
      - name: account
        under: head
        fields:
          - {name: fund, at: 1-3}
          - {name: months, at: 4-9, repeat: {times: 3, width: 2}, fields: [{name: amount, at: 1-2, type: int32}]}
tables:
  - table: months
    from: account.months
    set_aside:
REASONS    columns: [{name: year, from: head.year}, {name: fund}, {name: month, from: months.number}, {name: amount, range: [0, 90]}]
    limits: {rejects: 9}
";

fn repeats(reasons: &[&str]) -> String {
    let mut list = String::new();
    for (number, when) in reasons.iter().enumerate() {
        writeln!(list, "      - {{when: {when}, because: reason {number}}}").unwrap();
    }
    REPEATS.replace("REASONS", &list)
}

#[test]
fn a_repetition_is_set_aside_by_an_expression_of_all_that_its_row_is_lent() {
    let text = b"H2025\n100010203\n200990003\nH2026\n100000099\n900010203\n";
    for (when, left, out) in [
        (
            "{sql: amount = 0}",
            vec!["2025|100|1|1", "2025|100|2|2", "2025|100|3|3", "2026|900|1|1", "2026|900|2|2", "2026|900|3|3"],
            3,
        ),
        (
            "{sql: amount > 90 OR number = 2}",
            vec!["2025|100|1|1", "2025|100|3|3", "2025|200|3|3", "2026|100|1|0", "2026|900|1|1", "2026|900|3|3"],
            6,
        ),
        (
            "{sql: months.number > 1 AND head.year = 2026 OR months.amount = 99}",
            vec![
                "2025|100|1|1",
                "2025|100|2|2",
                "2025|100|3|3",
                "2025|200|2|0",
                "2025|200|3|3",
                "2026|100|1|0",
                "2026|900|1|1",
            ],
            5,
        ),
        (
            "{sql: fund = '900' OR amount > 90}",
            vec![
                "2025|100|1|1",
                "2025|100|2|2",
                "2025|100|3|3",
                "2025|200|2|0",
                "2025|200|3|3",
                "2026|100|1|0",
                "2026|100|2|0",
            ],
            5,
        ),
        // A field of the record, without an expression.
        ("{field: fund, in: ['200', '100']}", vec!["2026|900|1|1", "2026|900|2|2", "2026|900|3|3"], 9),
    ] {
        let told = told(&repeats(&[when]), text);
        // 99 is out of range where it is left in.
        let refused = if when == "{sql: amount = 0}" { vec!["TL0302"; 1] } else { vec![] };
        assert_eq!(told.findings.iter().map(|(code, ..)| code.id()).collect::<Vec<_>>(), refused, "{when}");
        assert_eq!(told.tables[0], left, "{when}");
        let aside = &told.totals[1][0];
        // Of refused records nothing is set aside.
        assert_eq!(aside["records"], if refused.is_empty() { out } else { 0 }, "{when}: {aside}");
    }
    let sums = told(&repeats(&["{sql: amount > 90 OR fund = '900'}"]), text).totals[1][0].clone();
    assert!(sums.to_string().contains("\"204\""), "{sums}");
}

#[test]
fn a_reason_that_fails_refuses_the_record_unless_one_before_it_holds() {
    let text = b"H2025\n100010203\n200040003\n3000x0102\n";
    let fails = "{sql: 6 / amount > 5}";
    let refused = told(&repeats(&[fails, "{sql: amount = 0}"]), text);
    assert_eq!(refused.tables[0], ["2025|100|2|2", "2025|100|3|3"]);
    // The record that does not decode says so, and nothing else.
    assert_eq!(
        findings(&refused),
        ["TL0205 1 [Int(2), Text(\"1\")]", "TL0402 1 [Text(\"/\"), Text(\"6 / amount\"), Text(\"2\")]"]
    );
    let guarded = told(&repeats(&["{field: amount, is: 0}", fails]), text);
    assert_eq!(guarded.tables[0], ["2025|100|2|2", "2025|100|3|3", "2025|200|1|4", "2025|200|3|3"]);
    assert_eq!(findings(&guarded), ["TL0205 1 [Int(2), Text(\"1\")]"]);
    let counts = |at: usize| guarded.totals[1][at]["records"].clone();
    assert_eq!((counts(0), counts(1)), (1.into(), 1.into()));
}

#[test]
fn the_same_holds_of_the_reasons_of_a_source() {
    let mapping = |reasons: &str| {
        format!(
            "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {{name: head, when: {{at: 1, is: H}}, fields: [{{name: year, at: 2-5, type: int16}}]}}
      - {{name: line, under: head, fields: [{{name: n, at: 1-2, type: int32}}]}}
  set_aside:
{reasons}tables: [{{table: t, from: line, limits: {{rejects: 9}}, columns: [{{name: n}}]}}]
"
        )
    };
    let zero = "    - {when: {field: line.n, is: 0}, because: nothing}\n";
    let fails = "    - {when: {sql: 6 / line.n > 5}, because: small}\n";
    let past = "    - {when: {field: head.year, is: 1999}, because: past}\n";
    let text = b"H2025\n00\n01\n02\nH1999\n00\n01\n02\n";
    let guarded = told(&mapping(&format!("{zero}{fails}{past}")), text);
    assert_eq!((findings(&guarded), guarded.tables), (Vec::new(), vec![vec!["2".to_owned()]]));
    assert_eq!(guarded.classes[1]["set_aside"], 6);
    let refused = told(&mapping(&format!("{fails}{zero}{past}")), text);
    // What stands under a record that is set aside is asked nothing.
    assert_eq!(findings(&refused), ["TL0402 1 [Text(\"/\"), Text(\"6 / line.n\")]"]);
    assert_eq!((refused.classes[1]["rejected"].clone(), refused.tables), (1.into(), vec![vec!["2".to_owned()]]));
}

#[test]
fn what_is_wrong_with_a_condition_is_told_at_its_place() {
    let kinds = |kinds: &str| {
        format!(
            "tumpline: 1\nsource:\n  files: in\n  format: fixed\n  encoding: ascii\n  records:\n    kinds:\n{kinds}tables: [{{table: t, from: k, columns: [{{name: x}}]}}]\n"
        )
    };
    let head = "      - {name: h, when: {at: 1, is: H}, fields: [{name: b, at: 2}]}\n";
    let of = |when: &str, rest: &str| {
        format!(
            "      - {{name: k, when: {when}, {rest}fields: [{{name: x, at: 1-2}}, {{name: g, at: 3-4, repeat: {{times: 2, width: 1}}, fields: [{{name: y, at: 1, type: int16}}]}}]}}\n"
        )
    };
    let child = "      - {name: c, under: k, skip: no}\n";
    let end = "      - {name: e, ends: k, skip: no}\n";
    for (text, want) in [
        (kinds(&(of("{sql: x = 'A'}", "") + child)), "TL0027(sql|parent_or_end) sql"),
        (kinds(&(of("{field: x, is: A}", "") + end)), "TL0027(field|parent_or_end) field"),
        (kinds(&(head.to_owned() + &of("{sql: x = 'A'}", "ends: h, "))), "TL0027(sql|parent_or_end) sql"),
        (kinds(&(of("{sql: x = 'A'}", "under: h, ") + head)), "TL0027(sql|before_parent) sql"),
        (kinds(&(of("{field: x, is: A}", "under: h, ") + head)), "TL0027(field|before_parent) field"),
        (
            kinds(&(head.to_owned() + &of("{sql: x = 'A' AND h.b = 'B'}", "under: h, "))),
            "TL0028(x = 'A' AND h.b = 'B'|other_kind) x = 'A' AND h.b = 'B'",
        ),
        (kinds(&of("{sql: 1 = 1}", "")), "TL0028(1 = 1|no_field) 1 = 1"),
        (kinds(&of("{sql: z = 'A'}", "")), "TL0006(z|x) z"),
        (kinds(&of("{sql: g.y = 1}", "")), "TL0006(g.y|) g.y"),
        (kinds(&of("{sql: x || 'A'}", "")), "TL0035(text|bool) x || 'A'"),
        (kinds(&of("{sql: x = 'A', is: B}", "")), "TL0014(sql|is) sql"),
        (repeats(&["{sql: 1 = 1}"]), "TL0028(1 = 1|no_field) 1 = 1"),
        (repeats(&["{sql: amont = 1}"]), "TL0006(amont|amount) amont"),
        (repeats(&["{sql: amount}"]), "TL0035(int64|bool) amount"),
    ] {
        let diagnostics = mapping::read("m", &text).diagnostics;
        let failed = diagnostics.iter().filter(|one| one.severity == Severity::Fail);
        let shown = tumpline::finding::Arg::plain;
        let told: Vec<_> = failed
            .map(|one| {
                let args: Vec<_> = one.args.iter().map(shown).collect();
                let at = &text[one.at.start as usize..one.at.end as usize];
                format!("{}({}) {at}", one.code.id(), args.join("|"))
            })
            .collect();
        assert_eq!(told, [want], "{text}");
    }
}

#[test]
fn any_byte_of_a_record_is_a_character_of_a_pattern() {
    // X'25' of a packed number is a line end in this page.
    let mapping = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: cp037
  records:
    end: {length: 6}
    kinds:
      - {name: head, when: {pattern: '^C....1'}, fields: [{name: id, at: 1-6}]}
      - {name: other, when: {at: 1, is: C}, skip: other sorts}
      - {name: line, when: {at: 1, is: D}, under: head, fields: [{name: text, at: 2-3}]}
table: t
from: line
columns: [{name: head, from: head._offset}, {name: text}]
";
    let record = |text: &[u8], number: [u8; 3], last: u8| [text, &number, &[last]].concat();
    let (c, d, [one, two]) = (0xC3, 0xC4, [0xF1, 0xF2]);
    let records = [
        record(&[c, 0x40], [0x00, 0x00, 0x1C], one),
        record(&[d, 0xC1], [0xC1, 0x40, 0x40], 0x40),
        record(&[c, 0x40], [0x00, 0x25, 0x0C], one),
        record(&[d, 0xC2], [0xC2, 0x40, 0x40], 0x40),
        record(&[c, 0x40], [0x00, 0x25, 0x0C], two),
        record(&[d, 0xC3], [0xC3, 0x40, 0x40], 0x40),
    ];
    for block in BLOCKS {
        let left = run(mapping, &[("in.dat", &records.concat())], 1, block);
        assert_eq!(rows(&left, "t"), ["0|AA", "12|BB", "12|CC"], "{block:?}");
    }
}

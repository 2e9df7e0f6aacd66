//! What the reader promises, by whole mappings.

use proptest::prelude::*;

use super::model::*;
use super::*;
use crate::finding::Arg;

/// Code, arguments and underlined text of every diagnostic.
fn told(text: &str) -> Vec<String> {
    let read = read("m", text);
    assert_eq!(read.mapping.is_none(), fails(&read.diagnostics), "{text}\n{:?}", read.diagnostics);
    read.diagnostics.iter().map(|one| line(one, text)).collect()
}

fn line(one: &Diagnostic, text: &str) -> String {
    assert_eq!(one.args.len(), one.code.args().len(), "{one:?}");
    let args = one.args.iter().map(|arg| match arg {
        Arg::Int(number) => number.to_string(),
        Arg::Text(text) => text.to_string(),
    });
    let under = &text[one.at.start as usize..one.at.end as usize];
    format!("{}({}) {under}", one.code.id(), args.collect::<Vec<_>>().join("|"))
}

/// A mapping of fixed lines with these kinds, and one table of `a`.
fn fixed(kinds: &str) -> String {
    format!(
        "tumpline: 1\nsource:\n  files: x\n  format: fixed\n  encoding: cp850\n  records:\n    kinds:\n{kinds}\ntable: t\nfrom: a\n"
    )
}

/// A mapping of fixed lines with these fields of its one kind.
fn fields(fields: &str) -> String {
    format!("tumpline: 1\nsource: {{files: x, format: fixed, encoding: cp850, fields: [{fields}]}}\ntable: t\n")
}

/// A delimited source with these keys, fields, and the table's.
fn delimited(keys: &str, fields: &str) -> String {
    format!(
        "tumpline: 1\nsource: {{files: x, format: delimited, encoding: cp850, delimiter: \";\", {keys} fields: [{fields}]}}\ntable: t\n"
    )
}

/// A table with these columns over typed fields.
fn columns(columns: &str) -> String {
    let typed = "{name: t, at: 1-9}, {name: i, at: 10-14, type: int32}, {name: d, at: 15-22, type: date}, \
                 {name: m, at: 23-30, type: \"decimal(8,2)\"}, {name: f, at: 31-40, type: float64}, \
                 {name: months, at: 41-54, repeat: {times: 2, width: 7}, fields: [{name: budget, at: 1-7, type: int32}]}";
    format!("{}columns: [{columns}]\n", fields(typed))
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let head = "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, fields: [{name: a, at: 1}]}\n";
    let mut wrong = Vec::new();
    for (text, want) in [
        // the tree
        ("a: [1", "TL0001(bracket) "),
        ("tumpline: &v 1", "TL0001(anchor) &v 1"),
        // keys
        (&*format!("{head}tabel: t\ntable: t\n"), "TL0002(tabel|table) tabel"),
        (&format!("{head}zzzzzzzz: t\ntable: t\n"), "TL0002(zzzzzzzz|) zzzzzzzz"),
        (&fields("{name: a, at: 1, tpye: text}"), "TL0002(tpye|type) tpye"),
        (
            "source: {files: x, format: fixed, encoding: cp850, fields: [{name: a, at: 1}]}\ntable: t\n",
            "TL0003(tumpline) source",
        ),
        ("tumpline: 1\ntable: t\n", "TL0003(source) tumpline"),
        (&fields("{at: 1}"), "TL0003(name) at"),
        (&fields("{name: a}"), "TL0003(at) name"),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, fields: [{name: a, at: 1}]}\ntable: t\n",
            "TL0003(encoding) files",
        ),
        (
            "tumpline: 1\nsource: {files: x, format: delimited, encoding: cp850, fields: [{name: a}]}\ntable: t\n",
            "TL0003(delimiter) files",
        ),
        ("tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850}\ntable: t\n", "TL0003(fields) files"),
        (&fields("[a, b]"), "TL0004(map|list) [a, b]"),
        (&fields("{name: [a], at: 1}"), "TL0004(text|list) [a]"),
        (&fields("{name: a.b, at: 1}"), "TL0004(name|text) a.b"),
        (&fields("{name: , at: 1}"), "TL0004(text|nothing) name"),
        (&format!("{head}table: t/u\n"), "TL0004(table_name|text) t/u"),
        (&format!("{head}table: NUL\n"), "TL0004(table_name|text) NUL"),
        (&format!("{head}table: t\nrules: [{{id: a}}]\n"), "TL0005(rules) rules"),
        (&columns("{name: a, sql: 1 + 1}"), "TL0005(sql) sql"),
        (&columns("{name: a, lookup: {in: x.csv}}"), "TL0005(lookup) lookup"),
        (&columns("{name: t, protect: token}"), "TL0005(protect) protect"),
        (&format!("{head}table: t\nload: {{sort_by: [a]}}\n"), "TL0005(sort_by) sort_by"),
        (&format!("{head}table: t\nlimits: {{amount: 1}}\n"), "TL0005(amount) amount"),
        (
            "tumpline: 1\nsource: {files: x, format: cobol, encoding: cp037, fields: [{name: a}]}\ntable: t\n",
            "TL0005(format: cobol) cobol",
        ),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, records: {end: {rdw: big}}, fields: [{name: a, at: 1}]}\ntable: t\n",
            "TL0005(rdw) rdw",
        ),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, controls: [], fields: [{name: a, at: 1}]}\ntable: t\n",
            "TL0005(controls) controls",
        ),
        // names
        (&columns("{name: a, from: tt}"), "TL0006(tt|t) tt"),
        (&columns("{name: budjet}"), "TL0006(budjet|) budjet"),
        (
            &fixed("    - {name: a, under: hed, fields: [{name: x, at: 1}]}\n    - {name: head, skip: no}"),
            "TL0008(hed|head) hed",
        ),
        (&columns("{name: a, from: recrd.t}"), "TL0008(recrd|record) recrd.t"),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp85, fields: [{name: a, at: 1}]}\ntable: t\n",
            "TL0009(cp85|cp850) cp85",
        ),
        (&fields("{name: a, at: 1, type: intt32}"), "TL0010(intt32|int32) intt32"),
        (&fields("{name: a, at: 1, type: decimal(15,2)}"), "TL0010(decimal(15|\"decimal(15,2)\") decimal(15"),
        (&fields("{name: a, at: 1, at: 2}"), "TL0011(at) at"),
        (&fields("{name: a, at: 1}, {name: a, at: 2}"), "TL0012(field|a) a"),
        (
            &fixed(
                "    - {name: a, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}\n    - {name: a, when: {at: 1, is: Y}, skip: no}",
            ),
            "TL0012(kind|a) a",
        ),
        (&columns("{name: t}, {name: t}"), "TL0012(column|t) t"),
        (&columns("{name: _file, from: t}"), "TL0012(column|_file) _file"),
        (&format!("{head}tables: [{{table: t}}, {{table: T}}]\n"), "TL0012(table|T) T"),
        // words
        (&fields("{name: a, at: 1, trim: rihgt}"), "TL0013(rihgt|right|none, left, right, both) rihgt"),
        (&fields("{name: a, at: 1, personal: YES}"), "TL0013(YES|true|true, false) YES"),
        (&columns("{name: t, check: sim}"), "TL0013(sim|sin|sin, bn, luhn, aba, iban, ca_postal_code, ca_transit) sim"),
        (&format!("{head}table: t\nload: {{compression: snappy}}\n"), "TL0013(snappy||zstd) snappy"),
        // what excludes, positions
        (&columns("{name: a, from: t, value: 1}"), "TL0014(from|value) from"),
        (&format!("{head}table: t\ntables: []\n"), "TL0014(table|tables) table"),
        (&delimited("header: 0,", "{name: a, header: A}"), "TL0014(header|header: 0) header"),
        (&delimited("quote: ';',", "{name: a}"), "TL0014(delimiter|quote) delimiter"),
        (
            &fields("{name: a, at: 1-3, type: int32, decimal: \",\", thousands: comma}"),
            "TL0014(decimal|thousands) decimal",
        ),
        (&fields("{name: a, at: 0-3}"), "TL0015(0-3|counts_from_1) 0-3"),
        (&fields("{name: a, at: 5-3}"), "TL0015(5-3|backwards) 5-3"),
        (&fields("{name: a, at: x}"), "TL0015(x|no_range) x"),
        (&fields("{name: a, at: 1-2000000000}"), "TL0015(1-2000000000|too_large) 1-2000000000"),
        (&fields("{name: a, at: 1-2000000}"), "TL0015(1-2000000|beyond_end) 1-2000000"),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, records: {end: {length: 8}}, fields: [{name: a, at: 1-9}]}\ntable: t\n",
            "TL0015(1-9|beyond_end) 1-9",
        ),
        (&delimited("", "{name: a, index: 1-2}"), "TL0015(1-2|one_cell) 1-2"),
        (
            &fields(
                "{name: a, at: 1-9, repeat: {times: 3, width: 3}, fields: [{name: x, at: 2-4}]}, {name: b, at: 10}",
            ),
            "TL0015(2-4|beyond_repetition) 2-4",
        ),
        (
            &fields("{name: a, at: 1-9, repeat: {times: 3, width: 2}, fields: [{name: x, at: 1}]}, {name: b, at: 10}"),
            "TL0015(1-9|not_times_width) 1-9",
        ),
        (&head.replace("tumpline: 1", "tumpline: 2\ntable: t"), "TL0016(2) 2"),
        (&fields("{name: a, at: 1, pattern: '('}"), "TL0017(syntax) '('"),
        (&fields("{name: a, at: 1, pattern: 'x'}"), "TL0017(no_group) 'x'"),
        (&fields("{name: a, at: 1, type: date, picture: ''}"), "TL0018(|empty) ''"),
        // types and constants
        (&columns("{name: t, type: int32}"), "TL0019(text|int32) int32"),
        (&columns("{name: m, type: \"decimal(8,1)\"}"), "TL0019(decimal(8,2)|decimal(8,1)) \"decimal(8,1)\""),
        (&columns("{name: f, type: text}"), "TL0019(float64|text) text"),
        (&columns("{name: i, default: x1}"), "TL0020(x1|int32) x1"),
        (&columns("{name: m, one_of: [1.50, 1.555]}"), "TL0020(1.555|decimal(8,2)) 1.555"),
        (&columns("{name: d, range: [2026-02-30, ~]}"), "TL0020(2026-02-30|date) 2026-02-30"),
        (&columns("{name: v, type: int16, value: 99999}"), "TL0020(99999|int16) 99999"),
        // bounds
        ("tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850}\n", "TL0024(table) tumpline"),
        (&columns(""), "TL0024(column) columns"),
        (&delimited("header: 10,", "{name: a}"), "TL0026(10|0|9) 10"),
        (&fields("{name: a, at: 1, type: \"decimal(39,2)\"}"), "TL0026(39|1|38) \"decimal(39,2)\""),
        (
            &fields("{name: a, at: 1-6, type: date, picture: YYMMDD, years: 1950-2050}"),
            "TL0026(1950-2050|1950-2049|1950-2049) 1950-2050",
        ),
        (&columns("{name: i, range: [9, 3]}"), "TL0026(3|9|) [9, 3]"),
        (&columns("{name: t, length: [9, 3]}"), "TL0026(3|9|) [9, 3]"),
        (&format!("{head}table: t\nlimits: {{rejects: -1}}\n"), "TL0026(-1|0|18446744073709551615) -1"),
        // what has no meaning
        (&fields("{name: a, at: 1, header: A}"), "TL0027(header|fixed) header"),
        (&delimited("", "{name: a, at: 1}"), "TL0027(at|delimited) at"),
        (&fields("{name: a, at: 1, sign: leading}"), "TL0027(sign|no_number) sign"),
        (&fields("{name: a, at: 1, on_blank: zero}"), "TL0027(on_blank|no_number) on_blank"),
        (&fields("{name: a, at: 1, picture: YYYYMMDD}"), "TL0027(picture|no_date) picture"),
        (&fields("{name: a, at: 1, true: Y}"), "TL0027(true|no_bool) true"),
        (&fields("{name: a, at: 1, type: bool, true: Y}"), "TL0003(false) name"),
        (&columns("{name: i, length: 3}"), "TL0027(length|no_text) length"),
        (&columns("{name: t, range: [a, b]}"), "TL0027(range|no_number) range"),
        (&columns("{name: m, check: sin}"), "TL0027(check|no_text) check"),
        (&format!("{head}table: t\nset_aside: []\n"), "TL0027(set_aside|no_repeat) set_aside"),
        (&fixed("    - {name: a, same: [x], fields: [{name: x, at: 1}]}"), "TL0027(same|no_parent) same"),
        (
            &fixed(
                "    - {name: a, when: {field: x, is: 1}, fields: [{name: x, at: 1}]}\n    - {name: b, under: a, skip: no}",
            ),
            "TL0027(field|parent_or_end) field",
        ),
        (
            &fields(
                "{name: g, at: 1-2, repeat: {times: 2, width: 1}, fields: [{name: x, at: 1, repeat: {times: 1, width: 1}}]}, {name: b, at: 3}",
            ),
            "TL0027(repeat|nested) repeat",
        ),
        // references
        (&columns("{name: b, from: months.budget}"), "TL0028(months.budget|no_repeat) months.budget"),
        (
            &fixed("    - {name: a, under: a, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}"),
            "TL0028(a|own_ancestor) a",
        ),
        (
            &(fixed(
                "    - {name: a, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}\n    - {name: b, when: {at: 1, is: Y}, fields: [{name: y, at: 1}]}",
            ) + "with: {b: exactly one}\n"),
            "TL0028(b|no_child) b",
        ),
        (
            &(fixed(
                "    - {name: a, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}\n    - {name: b, ends: a, when: {at: 1, is: Y}, fields: [{name: y, at: 1}]}",
            ) + "columns: [{name: y, from: b.y}]\n"),
            "TL0028(b.y|no_parent) b.y",
        ),
        // kinds that are told by their code
        (&fixed("    - {name: a, is: X, fields: [{name: x, at: 1}]}"), "TL0003(kind_at) is"),
        (&fixed("    - {name: a, when: {at: 1}, fields: [{name: x, at: 1}]}"), "TL0003(is) at"),
        (&fixed("    - {name: a, when: {is: X}, fields: [{name: x, at: 1}]}"), "TL0003(at) is"),
    ] {
        let got = told(text);
        if got != [want] {
            wrong.push(format!("{text}\n  got  {got:?}\n  want {want}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let deep = format!("a: {}", "[".repeat(60));
    assert!(told(&deep)[0].starts_with("TL0029(depth)"));
}

#[test]
fn doubts_do_not_stop_a_mapping() {
    for (text, want) in [
        (
            fixed("    - {name: a, fields: [{name: x, at: 1}]}\n    - {name: b, when: {at: 1, is: Y}, skip: no}"),
            "TL0021(b|a) b",
        ),
        (
            fixed(
                "    - {name: a, when: {at: 1, in: [X, Y]}, fields: [{name: x, at: 1}]}\n    - {name: b, when: {at: 1, is: Y}, skip: no}",
            ),
            "TL0021(b|a) b",
        ),
        (
            fixed(
                "    - {name: a, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}\n    - {name: b, fields: [{name: y, at: 1}]}",
            ),
            "TL0022(b) b",
        ),
        (
            fixed("    - {name: a, when: {at: 1, is: X}, fields: [{name: x, at: 3-4}, {name: y, at: 7-9}]}"),
            "TL0023(a|2, 5-6) a",
        ),
    ] {
        assert_eq!(told(&text), [want], "{text}");
        assert!(read("m", &text).mapping.is_some());
    }
    let length = fields("{name: x, at: 3-4}").replace("fields:", "records: {end: {length: 10}}, fields:");
    assert_eq!(told(&length), ["TL0023(record|1-2, 5-10) fields"]);
}

#[test]
fn all_mistakes_are_told_at_once_and_none_brings_others() {
    let text = "tumpline: 2
source:
  files: x
  format: fixd
  encoding: cp851
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, feilds: []}
      - name: entry
        when: {at: 0, is: D}
        under: hed
        fields:
          - {name: amount, at: 3-9, type: decmal, sign: overpunsh}
          - {name: posted, at: 9-3, type: date}
tables:
  - table: journal
    from: entry
    columns:
      - {name: amount, type: int32, range: [1, 2]}
      - {name: posted_on, from: postd}
      - {name: posted, required: maybe}
    limit: {rejects: 1}
";
    let want = [
        "TL0016(2) 2",
        "TL0013(fixd|fixed|fixed, delimited, cobol, report) fixd",
        "TL0009(cp851|cp850) cp851",
        "TL0002(feilds|fields) feilds",
        "TL0015(0|counts_from_1) 0",
        "TL0008(hed|head) hed",
        "TL0010(decmal|decimal(p,s)) decmal",
        "TL0013(overpunsh|overpunch|none, leading, trailing, overpunch, overpunch_p, minus_after, cr_db, parentheses, angles, any_text) overpunsh",
        "TL0006(postd|posted) postd",
        "TL0013(maybe||true, false) maybe",
        "TL0002(limit|limits) limit",
    ];
    assert_eq!(told(text), want);
}

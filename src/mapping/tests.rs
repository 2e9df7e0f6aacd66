//! What the reader promises, by whole mappings.

use proptest::prelude::*;

use super::model::*;
use super::*;

/// Code, arguments and underlined text of every diagnostic.
fn told(text: &str) -> Vec<String> {
    let read = read("m", text);
    assert_eq!(read.mapping.is_none(), fails(&read.diagnostics), "{text}\n{:?}", read.diagnostics);
    read.diagnostics.iter().map(|one| line(one, text)).collect()
}

fn line(one: &Diagnostic, text: &str) -> String {
    assert_eq!(one.args.len(), one.code.args().len(), "{one:?}");
    let args = one.args.iter().map(crate::finding::Arg::plain);
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

/// A fixed source whose records are told apart so.
fn described(records: &str) -> String {
    format!(
        "tumpline: 1\nsource: {{files: x, format: fixed, encoding: cp850, records: {{{records}}}, fields: [{{name: a, at: 1-5}}]}}\ntable: t\n"
    )
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
#[expect(clippy::too_many_lines, reason = "one flat table")]
fn every_mistake_is_told_at_its_place() {
    let head = "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, fields: [{name: a, at: 1}]}\n";
    let mut wrong = Vec::new();
    for (text, want) in [
        // the tree
        ("a: [1", "TL0001(bracket) "),
        (&*head.replace("tumpline: 1", "table: t\ntumpline: &v 1"), "TL0001(anchor) &v 1"),
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
        (&format!("{head}table: t\nrules: [{{id: a}}]\n"), "TL0003(test) id"),
        (
            &columns("{name: a, sql: 1 + t}"),
            "TL0034(+|(int64, text)|(int, int) (decimal, decimal) (float64, float64) (date, int) (date|timestamp, interval)) 1 + t",
        ),
        // look-ups
        (&columns("{name: t}, {name: a, lookup: {match: t, take: new}}"), "TL0003(in) match"),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, take: new}}"), "TL0003(match) in"),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, match: t}}"), "TL0003(take) in"),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, match: [], take: new}}"), "TL0024(header) match"),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, match: {old: [t]}, take: new}}"), "TL0004(text|list) [t]"),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, match: [t, t], take: new}}"), "TL0012(header|t) t"),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, match: {old: tt}, take: new}}"), "TL0007(tt|t) tt"),
        (&columns("{name: t}, {name: a, from: t, lookup: {in: x.csv, match: t, take: n}}"), "TL0014(from|lookup) from"),
        (&columns("{name: t}, {name: a, sql: t, lookup: {in: x.csv, match: t, take: n}}"), "TL0014(sql|lookup) sql"),
        (
            &columns("{name: t}, {name: a, value: x, lookup: {in: x.csv, match: t, take: n}}"),
            "TL0014(value|lookup) value",
        ),
        (&columns("{name: f}, {name: a, lookup: {in: x.csv, match: f, take: new}}"), "TL0028(f|float_key) f"),
        (
            &columns("{name: t}, {name: a, lookup: {in: x.csv, match: t, take: n, valid: {from: f, to: u, at: t}}}"),
            "TL0028(t|no_date) t",
        ),
        (
            &columns(
                "{name: t}, {name: d}, {name: a, lookup: {in: x.csv, match: t, take: n, valid: {from: f, at: d}}}",
            ),
            "TL0003(to) from",
        ),
        (&columns("{name: a, lookup: {in: x.csv, match: {k: a}, take: new}}"), "TL0028(a|circle) a"),
        (
            &columns("{name: t}, {name: a, lookup: {in: x.csv, match: t, take: n, unmatched: skip}}"),
            "TL0013(skip||reject, empty) skip",
        ),
        (
            &columns("{name: t}, {name: a, lookup: {in: x.csv, match: t, take: n, encoding: cp8500}}"),
            "TL0009(cp8500|cp850) cp8500",
        ),
        (
            &columns("{name: t}, {name: a, lookup: {in: x.csv, match: t, take: n, picture: MMDD}}"),
            "TL0018(MMDD|no_year) MMDD",
        ),
        (
            &columns("{name: t}, {name: a, lookup: {in: x.PARQUET, match: t, take: n, quote: none}}"),
            "TL0027(quote|parquet) quote",
        ),
        (&columns("{name: t}, {name: a, lookup: {in: x.csv, match: t, tak: n, take: n}}"), "TL0002(tak|take) tak"),
        (&columns("{name: t}, {name: a, lookup: x.csv}"), "TL0004(map|text) x.csv"),
        (&columns("{name: t, protect: token}"), "TL0005(protect) protect"),
        (&format!("{head}table: t\nlimits: {{rejects: 1, amount: 1}}\n"), "TL0004(map|text) 1"),
        (&format!("{head}table: t\nlimits: {{rejects: 1, amount: {{of: b, most: 1}}}}\n"), "TL0007(b|a) b"),
        (&format!("{head}table: t\nlimits: {{rejects: 1, amount: {{of: a, most: 1}}}}\n"), "TL0028(a|no_sum) a"),
        (&format!("{head}table: t\nlimits: {{rejects: 0.00001%}}\n"), "TL0004(share|text) 0.00001%"),
        (
            &format!("{head}table: t\nrules: [{{id: r, row: a = 'x', limits: {{breaches: 3}}, on_fail: fail}}]\n"),
            "TL0014(limits|on_fail: fail) limits",
        ),
        (
            &format!("{head}table: t\nrules: [{{id: r, row: a = 'x', limits: {{amount: 3}}}}]\n"),
            "TL0027(amount|no_amount) amount",
        ),
        (
            &format!(
                "{}table: t\nrules: [{{id: r, sum: a, amount: a}}]\n",
                head.replace("at: 1}", "at: 1, type: int32}")
            ),
            "TL0027(amount|summed) amount",
        ),
        (&format!("{head}table: t\nrules: [{{id: r, count: [~, ~], by: a}}]\n"), "TL0004(pair|nothing) [~, ~]"),
        (
            &format!("{head}table: t\n")
                .replace("fields:", "set_aside: [{when: {field: a, is: x}, because: ' '}], fields:"),
            "TL0004(text|nothing) ' '",
        ),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, records: {kinds: [{name: z, when: {at: 1, is: Z}, skip: ''}, {name: k, fields: [{name: a, at: 1}]}]}}\ntable: t\nfrom: k\n",
            "TL0004(text|nothing) ''",
        ),
        (
            "tumpline: 1\nsource: {files: x, format: cobol, encoding: cp850, fields: [{name: a}]}\ntable: t\n",
            "TL0003(copybook) files",
        ),
        (&described("end: {rdw: big, length: 5}"), "TL0014(rdw|length) rdw"),
        (&described("end: {bdw: big}"), "TL0003(rdw) bdw"),
        (&described("end: {}"), "TL0003(length) {}"),
        (&described("end: {rdw: middle}"), "TL0013(middle||big, little) middle"),
        (&described("end: {rdw: big, bdw_adjust: 4}"), "TL0027(bdw_adjust|only_bdw) bdw_adjust"),
        (&described("end: {length: 5, adjust: 4}"), "TL0027(adjust|only_told) adjust"),
        (&described("end: {length_at: 1-4, spanned: true}"), "TL0027(spanned|only_rdw) spanned"),
        (&described("end: {rdw: big, header: 5}"), "TL0027(header|only_header) header"),
        (&described("end: {length_at: 4-6, header: 5}"), "TL0015(4-6|behind_header) 4-6"),
        (&described("end: {length_at: 1-9, length_as: big}"), "TL0015(1-9|long_length) 1-9"),
        (&described("end: {length_at: 1-4, counts_itself: false}"), "TL0027(counts_itself|no_header) counts_itself"),
        (&described("end: {length_at: 1, lengths: {C: 60, P: x}}"), "TL0004(number|text) x"),
        (&described("end: {length_at: 1, lengths: {C: 60, PP: 64}}"), "TL0015(1|short_for_codes) 1"),
        (&described("end: {length_at: 1, lengths: {C: 6}, length_as: big}"), "TL0014(lengths|length_as) lengths"),
        (&described("end: {rdw: big, adjust: 1e3}"), "TL0004(number|text) 1e3"),
        (&described("end: {rdw: big, adjust: -70000}"), "TL0026(-70000|-65536|65536) -70000"),
        (&described("end: {rdw: big}, tabs: 8"), "TL0027(tabs|described) tabs"),
        (&described("end: newline, min_length: 4"), "TL0027(min_length|no_lengths) min_length"),
        (&described("end: {length: 5}, min_length: 4"), "TL0027(min_length|fixed_length) min_length"),
        (&described("end: {rdw: big}, min_length: 2 MiB"), "TL0026(2 MiB|0|1048576) 2 MiB"),
        (&described("end: {length: 8, block_length: 4}"), "TL0078(1|8|4|) block_length"),
        (&described("end: {length: 8, block_length: 20, records_per_block: 3}"), "TL0078(3|8|20|24) records_per_block"),
        (&described("end: {rdw: big}, min_length: 9, max_length: 8"), "TL0026(9|0|8) 9"),
        // names
        (&columns("{name: a, from: tt}"), "TL0006(tt|t) tt"),
        (&columns("{name: budjet}"), "TL0006(budjet|) budjet"),
        (
            &fixed(
                "    - {name: a, under: hed, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}\n    - {name: head, skip: no}",
            ),
            "TL0008(hed|head) hed",
        ),
        (&columns("{name: a, from: recrd.t}"), "TL0008(recrd|record) recrd.t"),
        (
            &fields("{name: a, at: 1}").replace("cp850,", "iso-2022-jp, records: {positions: characters},"),
            "TL0014(positions: characters|encoding) positions",
        ),
        (
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp8500, fields: [{name: a, at: 1}]}\ntable: t\n",
            "TL0009(cp8500|cp850) cp8500",
        ),
        (&fields("{name: a, at: 1, type: intt32}"), "TL0010(intt32|int32) intt32"),
        (&fields("{name: a, at: 1, type: decimal(15,2)}"), "TL0001(comma) decimal(15,2)"),
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
        (&format!("{head}table: t\ntables: [{{table: u}}]\n"), "TL0014(table|tables) table"),
        (&delimited("header: 0,", "{name: a, header: A}"), "TL0014(header|header: 0) header"),
        (&delimited("quote: ';',", "{name: a}"), "TL0014(delimiter|quote) delimiter"),
        (
            &fields("{name: a, at: 1, type: bool, true: Y, false: [N, \"\"], on_blank: empty}"),
            "TL0014(on_blank|false) on_blank",
        ),
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
        (
            &(delimited("", "")
                .replace("fields: []", "records: {kinds: [{name: a, cells: 3, fields: [{name: x, index: 4}]}]}")),
            "TL0015(4|beyond_end) x",
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
        (&fields("{name: a, at: 1, pattern: '('}"), "TL0017(paren) '('"),
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
        (head, "TL0024(table) tumpline"),
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
        (
            &fixed(
                "    - {name: a, when: {at: 1, is: X}, fields: [{name: x, at: 1}]}\n    - {name: b, under: a, ends: a, when: {at: 1, is: Y}}\n    - {name: c, under: b, skip: no}",
            ),
            "TL0028(a|ends_ancestor) a",
        ),
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
  encoding: cp8500
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
        "TL0009(cp8500|cp850) cp8500",
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

const JOURNAL: &str = r#"tumpline: 1
source:
  about: {system: GL of 1994, extracted_at: 2026-11-02, by: ON}
  files: {glob: ../samples/ledger/GLJ*.TXT, expect: 12}
  format: fixed
  encoding: CP850
  defaults: {trim: right, sign: overpunch}
  records:
    end: newline
    short: pad
    max_length: 64 KiB
    kinds:
      - {name: page, when: {at: 1, is: "1"}, skip: page heading}
      - name: head
        when: {at: 1, is: H}
        fields: [{name: batch_no, at: 2-9, type: int32, trim: both}, {name: fill, at: 10-60}]
      - name: entry
        when: {at: 1, in: [D, 5]}
        under: head
        same: [batch_no]
        fields:
          - {name: batch_no, at: 2-9, type: int32, trim: both}
          - {name: posted, at: 10-17, type: date, null_if: [00000000, ~, null]}
          - {name: amount, at: 18-32, type: "decimal(15,2)", round: half_even}
          - {name: sin, at: 33-41, personal: true}
          - {name: months, at: 42-55, repeat: {times: 2, width: 7}, fields: [{name: budget, at: 1-7, type: "decimal(7,0)"}]}
      - {name: note, when: {at: 1, is: N}, under: entry, fields: [{name: words, at: 2-40}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: n, at: 2-10, type: int64}]}
  set_aside: [{when: {field: entry.batch_no, is: 012}, because: empty journals}]
tables:
  - table: journal
    title: {en: Journal, fr: Journal général}
    from: entry
    with: {note: at most one}
    columns:
      - {name: batch, from: head.batch_no, type: int64}
      - {name: posted, required: true, range: [1990-01-01, ~], title: Posted}
      - {name: amount, default: 0.5, null_if: 12, on_fail: warn}
      - {name: sin, check: sin, length: [9, ~], pattern: '^\d+$'}
      - {name: province, value: ON, one_of: [ON, NO]}
      - {name: nothing, value: , type: date}
      - {name: note, from: note.words, about: As typed.}
    limits: {rejects: 10}
    load: {trace: false, compression: zstd}
  - {table: months, from: entry.months, set_aside: [{when: {field: budget, is: 0}, because: no budget}], columns: [{name: batch_no}, {name: number}, {name: no, from: months.number, type: int16}, {name: budget}, {name: again, from: months.budget, type: int32}]}
"#;

#[test]
fn a_good_mapping_becomes_its_model() {
    let read = read("gl", JOURNAL);
    let told: Vec<String> = read.diagnostics.iter().map(|one| line(one, JOURNAL)).collect();
    assert_eq!(told, ["TL0023(tail|11-10) tail"; 0]);
    let mapping = read.mapping.unwrap();
    assert_eq!((mapping.name.as_str(), mapping.digest.as_str()), ("gl", ""));
    assert_eq!(mapping.about[1], ("extracted_at".to_owned(), "2026-11-02".to_owned()));
    assert_eq!(mapping.about[2].1, "ON");
    let source = &mapping.source;
    assert_eq!((source.files.as_slice(), source.expect), (&["../samples/ledger/GLJ*.TXT".to_owned()][..], Some(12)));
    assert_eq!((source.encoding.as_str(), source.max_length, source.group_max), ("cp850", 65536, 16 << 20));
    let lines = Lines { short: Short::Pad, long: Long::Reject, tabs: None, positions: Positions::Bytes };
    assert_eq!(source.format, Format::Lines(lines));
    let names: Vec<&str> = source.kinds.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["page", "head", "entry", "note", "tail"]);
    assert_eq!(source.kinds[0].skip.as_deref(), Some("page heading"));

    let entry = &source.kinds[2];
    assert_eq!((entry.under, entry.same.as_slice(), entry.ends), (Some(1), &[(0, 0)][..], None));
    assert_eq!((source.kinds[3].under, source.kinds[4].ends), (Some(2), Some(1)));
    let codes = vec![Value::Text("D".into()), Value::Text("5".into())];
    let when = Condition { of: Operand::Bytes { start: 0, end: 1 }, test: Test::In(codes) };
    assert_eq!(entry.when, Some(when));
    let posted = &entry.fields[1];
    assert_eq!((&posted.place, posted.ty), (&FieldPlace::Bytes { start: 9, end: 17 }, Type::Date));
    assert_eq!(posted.reading.null_if, ["00000000", "~", "null"]);
    assert_eq!((posted.reading.sign.len(), posted.reading.trim), (0, Trim::Right));
    let amount = &entry.fields[2];
    assert_eq!(amount.ty, Type::Decimal { precision: 15, scale: 2 });
    assert_eq!((amount.reading.sign.as_slice(), amount.reading.round), (&[Sign::Overpunch][..], Some(Round::HalfEven)));
    assert_eq!((amount.reading.on_blank, amount.reading.decimal), (OnBlank::Reject, None));
    assert_eq!((entry.fields[3].personal, entry.fields[3].reading.on_blank), (true, OnBlank::Empty));
    let months = &entry.repeats[0];
    assert_eq!(
        (months.name.as_str(), &months.place),
        ("months", &RepeatPlace::Bytes { start: 41, times: 2, width: 7 })
    );
    assert_eq!(months.fields[0].place, FieldPlace::Bytes { start: 0, end: 7 });
    let of_entry = |field| FieldRef { kind: 2, repeat: None, field };
    let when = Condition { of: Operand::Field(of_entry(0)), test: Test::In(vec![Value::Int(12)]) };
    assert_eq!(source.set_aside, [SetAside { when, because: "empty journals".into() }]);

    let journal = &mapping.tables[0];
    assert_eq!(
        (journal.from, journal.repeat, journal.limits.rejects, journal.trace),
        (2, None, Most::Count(10), false)
    );
    assert_eq!(journal.with, [With { kind: 3, many: Many::MostOne }]);
    assert_eq!(journal.title, Title { en: "Journal".into(), fr: "Journal général".into() });
    let [batch, posted, amount, sin, province, nothing, note] = journal.columns.as_slice() else { panic!() };
    assert_eq!(batch.from, Origin::Field(FieldRef { kind: 1, repeat: None, field: 0 }));
    assert_eq!((batch.ty, posted.ty, posted.required), (Type::Int64, Type::Date, true));
    assert_eq!(posted.range, Some((Some(Value::Date(7305)), None)));
    assert_eq!((posted.title.en.as_str(), posted.title.fr.as_str()), ("Posted", "Posted"));
    assert_eq!((&amount.default, amount.on_fail), (&Some(Value::Decimal(50)), OnFail::Warn));
    assert_eq!(amount.null_if, [Value::Decimal(1200)]);
    assert_eq!((sin.personal, sin.check, sin.length), (true, Some(Check::Sin), Some((9, u32::MAX))));
    assert_eq!(province.from, Origin::Constant(Some(Value::Text("ON".into()))));
    assert_eq!(province.one_of[1], Value::Text("NO".into()));
    assert_eq!((&nothing.from, nothing.ty), (&Origin::Constant(None), Type::Date));
    assert_eq!((note.about.as_str(), note.personal), ("As typed.", false));

    let months = &mapping.tables[1];
    assert_eq!((months.repeat, months.limits.rejects, months.trace), (Some(0), Most::Count(0), true));
    let budget = FieldRef { kind: 2, repeat: Some(0), field: 0 };
    assert_eq!(months.set_aside[0].when.test, Test::In(vec![Value::Decimal(0)]));
    let from: Vec<&Origin> = months.columns.iter().map(|column| &column.from).collect();
    let number = &Origin::RepeatNumber(RepeatLevel { each: 1, times: 2 });
    assert_eq!(from, [&Origin::Field(of_entry(0)), number, number, &Origin::Field(budget), &Origin::Field(budget)]);
    let types: Vec<Type> = months.columns.iter().map(|column| column.ty).collect();
    assert_eq!(types[1..3], [Type::Int32, Type::Int16]);
}

const PAYABLES: &str = r#"tumpline: 1
source:
  files: payables-*.csv
  format: delimited
  encoding: cp1252
  delimiter: ";"
  quote: '"'
  preamble: until header
  header: 1
  defaults: {decimal: ",", thousands: [space, nbsp]}
  records:
    kinds:
      - {name: stated, place: preamble, when: {pattern: '^Nombre : \d+'}, fields: [{name: n, pattern: 'Nombre : (\d+)', type: int64}]}
      - {name: total, when: {index: 1, is: Total}, cells: 3, fields: [{name: n, index: 2, type: int64}, {name: amount, index: 3, type: "decimal(13,2)"}]}
      - name: invoice
        fields:
          - {name: vendor, header: Fournisseur}
          - {name: number}
          - {name: balance, header: Solde, type: "decimal(13,2)"}
tables:
  - {table: payable, from: invoice}
"#;

#[test]
fn a_payables_list_is_delimited_with_kinds() {
    let text = PAYABLES;
    let read = read("payables", text);
    let told: Vec<String> = read.diagnostics.iter().map(|one| line(one, text)).collect();
    assert_eq!(told, ["TL0022(stated) stated", "TL0022(total) total"]);
    let mapping = read.mapping.unwrap();
    let Format::Delimited(dialect) = &mapping.source.format else { panic!() };
    assert_eq!((dialect.delimiter.as_str(), dialect.quote, dialect.header), (";", Some('"'), 1));
    assert_eq!(dialect.preamble, Preamble::UntilHeader);
    let [stated, total, invoice] = mapping.source.kinds.as_slice() else { panic!() };
    assert!(stated.in_preamble && !total.in_preamble);
    assert_eq!(stated.fields[0].place, FieldPlace::Record);
    assert_eq!((total.cells, &total.fields[1].place), (Some(3), &FieldPlace::Index(2)));
    assert_eq!(total.when.as_ref().map(|when| &when.of), Some(&Operand::Index(0)));
    assert_eq!(invoice.fields[1].place, FieldPlace::Header("number".into()));
    assert_eq!((invoice.fields[0].reading.trim, invoice.fields[0].reading.decimal), (Trim::None, None));
    let balance = &invoice.fields[2].reading;
    assert_eq!((balance.decimal, balance.thousands.as_slice()), (Some(','), &[' ', '\u{a0}'][..]));
    assert_eq!(mapping.tables[0].columns.len(), 3);
}

const ROLL: &str = r#"tumpline: 1
source:
  files: "*.txt"
  format: fixed
  encoding: latin1
  records:
    short: pad
    kind_at: 20-21
    fields: [{name: roll, at: 1-19}]
    kinds:
      - {name: property, is: AA, fields: [{name: ward, at: 22-23}]}
      - {name: street, is: KK, under: property, same: [roll], fields: [{name: civic_no, at: 22-26, type: int32, on_blank: empty}]}
      - {name: value, is: PA, under: property, same: [roll], fields: [{name: class, at: 22-23}]}
      - {name: support, is: PB, under: property, same: [roll], fields: [{name: split, at: 22-51, repeat: {times: 3, width: 10}, fields: [{name: value, at: 1-10, type: int64, on_blank: empty}]}]}
      - {name: rest, in: [CC, DD], under: property, same: [roll], skip: not needed for the first cutover}
tables:
  - {table: property, from: property, with: {street: exactly one}, columns: [{name: roll, from: roll, pattern: '^\d{19}$'}, {name: ward, from: ward}, {name: civic_no, from: street.civic_no}]}
  - {table: assessment, from: value}
  - {table: school_support, from: support.split, set_aside: [{when: {field: value, is: 0}, because: no share}], columns: [{name: roll, from: roll}, {name: split_no, from: split.number}, {name: value, from: value}]}
"#;

#[test]
fn a_tax_roll_has_common_fields_and_a_common_code() {
    let text = ROLL;
    let read = read("roll", text);
    assert_eq!(read.diagnostics, []);
    let mapping = read.mapping.unwrap();
    for kind in &mapping.source.kinds {
        assert_eq!(kind.fields[0].name, "roll");
        assert_eq!(kind.when.as_ref().map(|when| &when.of), Some(&Operand::Bytes { start: 19, end: 21 }));
    }
    assert_eq!(mapping.source.kinds[4].same, [(0, 0)]);
    let names: Vec<&str> = mapping.tables[1].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["roll", "class"]);
    assert_eq!(mapping.tables[2].columns[1].from, Origin::RepeatNumber(RepeatLevel { each: 1, times: 3 }));
}

#[test]
fn payments_are_told_by_their_first_character() {
    let text = r#"tumpline: 1
source:
  files: "*.ach"
  format: fixed
  encoding: latin1
  records:
    max_length: 94
    kinds:
      - {name: padding, when: {all: "9"}, skip: block padding}
      - {name: batch, when: {at: 1, is: 5}, fields: [{name: company, at: 2-20}, {name: batch_no, at: 21-94, type: int32}]}
      - {name: entry, when: {at: 1, is: 6}, under: batch, fields: [{name: amount, at: 2-39, type: "decimal(10,2)"}]}
      - {name: addenda, when: {at: 1, is: 7}, under: entry, fields: [{name: text, at: 2-83}]}
      - {name: file_end, when: {at: 1, is: 9}, skip: controls come later}
table: payment
from: entry
with: {addenda: at most one}
columns: [{name: batch_no, from: batch.batch_no, required: true}, {name: amount}, {name: note, from: addenda.text}]
"#;
    let read = read("nacha", text);
    assert_eq!(read.diagnostics, []);
    let kinds = read.mapping.unwrap().source.kinds;
    assert_eq!(kinds[0].when, Some(Condition { of: Operand::Record, test: Test::All('9') }));
    let nine = Test::In(vec![Value::Text("9".into())]);
    assert_eq!(kinds[4].when.as_ref().map(|when| &when.test), Some(&nine));
}

#[test]
fn scalars_are_taken_as_written() {
    for written in
        ["ON", "NO", "Y", "05", "012", "1_000", "12:30", "~", "null", "0x1F", "1e3", "true", "2026-01-01", ".inf"]
    {
        let text = columns(&format!("{{name: t, value: {written}, one_of: [{written}, '{written}']}}"));
        let mapping = read("m", &text).mapping.unwrap();
        let column = &mapping.tables[0].columns[0];
        let value = Value::Text(written.to_owned());
        assert_eq!(column.from, Origin::Constant(Some(value.clone())), "{written}");
        assert_eq!(column.one_of, [value.clone(), value]);
    }
}

#[test]
fn delimited_keys_become_a_dialect() {
    let text = delimited(
        "quote: none, escape: '\\', header: 2, preamble: 3, header_match: fold, lenient: true, comment: '#', ragged: truncate, repeated_header: end,",
        "{name: a}, {name: m, repeat: {headers: [JAN, FEB]}, fields: [{name: v, type: int32}]}, {name: c, index: 7-10, repeat: {times: 2, width: 2}, fields: [{name: x, index: 2}]}",
    )
    .replace("\";\"", "tab");
    let read = read("m", &text);
    assert_eq!(read.diagnostics, [], "{text}");
    let source = read.mapping.unwrap().source;
    let want = Dialect {
        delimiter: "\t".into(),
        quote: None,
        escape: Some('\\'),
        header: 2,
        preamble: Preamble::Lines(3),
        header_match: HeaderMatch::Fold,
        lenient: true,
        comment: Some("#".into()),
        ragged: Ragged::Truncate,
        repeated_header: RepeatedHeader::End,
    };
    assert_eq!(source.format, Format::Delimited(want));
    let [months, cells] = source.kinds[0].repeats.as_slice() else { panic!() };
    assert_eq!(months.place, RepeatPlace::Headers(vec!["JAN".into(), "FEB".into()]));
    assert_eq!(months.fields[0].place, FieldPlace::Index(0));
    assert_eq!(cells.place, RepeatPlace::Cells { start: 6, times: 2, width: 2 });
    assert_eq!(cells.fields[0].place, FieldPlace::Index(1));
}

#[test]
fn a_mark_of_byte_order_and_line_ends_of_windows_are_no_mistake() {
    let text = format!("\u{feff}{}", fields("{name: a, at: 1}, {name: é, att: 2}").replace('\n', "\r\n"));
    assert_eq!(told(&text), ["TL0002(att|at) att"]);
}

#[test]
fn what_stands_in_the_wrong_shape_brings_no_other_mistakes() {
    let head = "tumpline: 1\ntable: t\ncolumns: [{name: a, type: int32, range: [1, 2]}]\nsource:\n  files: x\n  encoding: cp850\n  format: fixed\n";
    for (rest, want) in [
        ("  records:\n", "TL0004(map|nothing) records"),
        ("  records: {kinds: }\n", "TL0004(list|nothing) kinds"),
        ("  records: {kinds: [a]}\n", "TL0004(map|text) a"),
        ("  fields: {name: a}\n", "TL0004(list|map) {name: a}"),
        ("  fields: [{name: [a], at: 1}]\n", "TL0004(text|list) [a]"),
        ("  defaults: {type: in}\n  fields: [{name: a, at: 1, sign: none}]\n", "TL0010(in|) in"),
        ("  fields: [{name: a, at: 1, type: inte, sign: none}]\n", "TL0010(inte|int16) inte"),
        ("\tfields: []\n", "TL0001(tab) \t"),
    ] {
        let text = format!("{head}{rest}");
        assert_eq!(told(&text), [want], "{text}");
    }
    assert_eq!(told(&format!("{head}  fields: [{{name: a, at: 1, type: int32}}]\n")), [""; 0]);
}

/// A table of typed columns with these rules; all its columns are fields.
fn rules(rules: &str) -> String {
    let typed = "{name: t, at: 1-9}, {name: i, at: 10-14, type: int32}, {name: n, at: 15-22, type: int16}, \
                 {name: m, at: 23-30, type: \"decimal(8,2)\"}, {name: f, at: 31-40, type: float64}";
    format!("{}rules: [{rules}]\n", fields(typed))
}

fn set_rules(text: &str) -> Vec<SetRule> {
    let read = read("m", &rules(text));
    let mapping = read.mapping.unwrap_or_else(|| panic!("{text}: {:?}", read.diagnostics));
    mapping.tables[0].set_rules.clone()
}

#[test]
fn rules_over_several_rows_are_what_they_say() {
    let target = |table: &str, columns: &[&str]| {
        (table.to_owned(), columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>())
    };
    let of = |found: &Target| (found.table.clone(), found.columns.clone());
    for (rule, want) in [
        ("unique: [t, i]", SetTest::Unique { columns: vec![0, 1], nulls: Nulls::Skip }),
        ("unique: m, nulls: refuse", SetTest::Unique { columns: vec![3], nulls: Nulls::Refuse }),
        ("sum: m", SetTest::Sum { column: 3, by: vec![], equals: 0, tolerance: 0 }),
        (
            "sum: m, by: [t, i], equals: -10.5, tolerance: 0.05",
            SetTest::Sum { column: 3, by: vec![0, 1], equals: -1050, tolerance: 5 },
        ),
        (
            "sum: n, by: t, equals: 99999999999, tolerance: 1.0",
            SetTest::Sum { column: 2, by: vec![0], equals: 99_999_999_999, tolerance: 1 },
        ),
        ("count: 2, by: t", SetTest::Count { by: vec![0], least: 2, most: 2 }),
        ("count: [2, ~], by: t", SetTest::Count { by: vec![0], least: 2, most: u64::MAX }),
        ("count: [~, 9]", SetTest::Count { by: vec![], least: 0, most: 9 }),
        ("sequence: i, by: [t]", SetTest::Sequence { column: 1, by: vec![0] }),
    ] {
        let found = set_rules(&format!("{{id: a, {rule}}}"));
        assert_eq!((found[0].test.clone(), found[0].on_fail), (want, OnFail::Fail), "{rule}");
    }
    for (rule, columns, want) in [
        ("references: other.i", vec![1], target("other", &["i"])),
        ("references: [other.i, other.t]", vec![1, 0], target("other", &["i", "t"])),
        ("references: other.account, by: t, nulls: refuse", vec![0], target("other", &["account"])),
        ("references: other.a.b, by: [i]", vec![1], target("other", &["a.b"])),
    ] {
        let SetTest::References { columns: found, target, nulls } = &set_rules(&format!("{{id: a, {rule}}}"))[0].test
        else {
            panic!("{rule}")
        };
        assert_eq!((found, of(target)), (&columns, want), "{rule}");
        assert_eq!(*nulls == Nulls::Refuse, rule.contains("refuse"));
    }
    for (rule, by, want) in [
        ("sum: m, equals: {table: other, sum: x}", vec![], target("other", &["x"])),
        ("sum: m, by: t, equals: {table: other, sum: x}", vec![0], target("other", &["t", "x"])),
        (
            "sum: m, by: [t, i], equals: {table: other, sum: x, by: [a, b]}",
            vec![0, 1],
            target("other", &["a", "b", "x"]),
        ),
    ] {
        let found = &set_rules(&format!("{{id: a, {rule}, tolerance: 0.01}}"))[0].test;
        let SetTest::Compare { column, by: found, others, tolerance, .. } = found else { panic!("{rule}") };
        assert_eq!((*column, found, of(&others[0].target), *tolerance), (Some(3), &by, want, 1), "{rule}");
    }
    let found = set_rules(
        "{id: r, row: m > 0}, {id: u, unique: t, where: m > 0 AND t <> 'X', on_fail: reject, amount: m, about: Why}",
    );
    assert_eq!((found.len(), found[0].id.as_str(), found[0].about.as_str()), (1, "u", "Why"));
    assert_eq!((found[0].on_fail, found[0].amount), (OnFail::Reject, Some(3)));
    assert_eq!(found[0].filter.as_ref().unwrap().reads, [Reads::Column(3), Reads::Column(0)]);
}

#[test]
fn what_is_wrong_with_a_rule_over_several_rows_is_told_at_its_place() {
    for (rule, want) in [
        // one test, and what goes with it
        ("{id: a, unique: t, row: i > 0}", &["TL0014(row|unique) row"][..]),
        ("{id: a, sum: m, count: 2, sequence: i}", &["TL0014(sum|count) sum", "TL0014(sum|sequence) sum"]),
        ("{id: a, unique: t, tolerance: 1}", &["TL0027(tolerance|only_sum) tolerance"]),
        ("{id: a, count: 2, equals: 1}", &["TL0027(equals|only_sum) equals"]),
        ("{id: a, unique: t, by: i}", &["TL0027(by|only_by) by"]),
        ("{id: a, sum: m, nulls: skip}", &["TL0027(nulls|only_nulls) nulls"]),
        (
            "{id: a, row: i > 0, where: i > 0, amount: m}",
            &["TL0027(where|only_sets) where", "TL0027(amount|only_sets) amount"],
        ),
        ("{unique: t}", &["TL0003(id) unique"]),
        ("{id: a, row: i > 0}, {id: a, unique: t}", &["TL0012(rule|a) a"]),
        ("{id: a, compare: t}", &["TL0003(test) id", "TL0002(compare|) compare"]),
        // columns
        ("{id: a, unique: tt}", &["TL0007(tt|t) tt"]),
        ("{id: a, unique: [t, i, t]}", &["TL0028(t|twice) t"]),
        ("{id: a, unique: []}", &["TL0024(column) unique"]),
        ("{id: a, unique: [t, [i]]}", &["TL0004(text|list) [i]"]),
        ("{id: a, unique: {t: i}}", &["TL0004(text_or_list|map) {t: i}"]),
        ("{id: a, unique: f}", &["TL0028(f|float_key) f"]),
        (
            "{id: a, count: 1, by: [f, x, x]}",
            &["TL0028(f|float_key) f", "TL0007(x|t) x", "TL0007(x|t) x", "TL0028(x|twice) x"],
        ),
        ("{id: a, unique: t, nulls: drop}", &["TL0013(drop||skip, refuse) drop"]),
        ("{id: a, unique: t, amount: t}", &["TL0028(t|no_sum) t"]),
        ("{id: a, unique: t, where: i + 1}", &["TL0035(int64|bool) i + 1"]),
        ("{id: a, unique: t, where: j > 1}", &["TL0007(j|t) j"]),
        // sums
        ("{id: a, sum: t}", &["TL0028(t|no_sum) t"]),
        ("{id: a, sum: f}", &["TL0028(f|no_sum) f"]),
        ("{id: a, sum: m, tolerance: 0.005}", &["TL0020(0.005|decimal(8,2)) 0.005"]),
        ("{id: a, sum: m, tolerance: -1}", &["TL0026(-1|0|) -1"]),
        ("{id: a, sum: n, equals: 0.5}", &["TL0020(0.5|int16) 0.5"]),
        ("{id: a, sum: m, equals: [1]}", &["TL0004(text|list) [1]"]),
        ("{id: a, sum: m, equals: {sum: x}}", &["TL0003(table) sum"]),
        ("{id: a, sum: m, equals: {table: x}}", &["TL0003(sum) table"]),
        ("{id: a, sum: m, equals: {table: x, sum: y, bye: z}}", &["TL0002(bye|by) bye"]),
        ("{id: a, sum: m, by: t, equals: {table: x, sum: y, by: [a, b]}}", &["TL0043(1|2) by"]),
        ("{id: a, sum: m, equals: {table: x, sum: y, by: [a, a]}}", &["TL0028(a|twice) a"]),
        // references
        ("{id: a, references: t}", &["TL0004(table_column|text) t"]),
        ("{id: a, references: .t}", &["TL0004(table_column|text) .t"]),
        ("{id: a, references: [x.t, y.i]}", &["TL0028(y.i|other_table) y.i"]),
        ("{id: a, references: [x.t, x.t]}", &["TL0028(t|twice) x.t"]),
        ("{id: a, references: x.account}", &["TL0007(account|) x.account"]),
        ("{id: a, references: x.account, by: [t, i]}", &["TL0043(2|1) by"]),
        // counts and sequences
        ("{id: a, count: two}", &["TL0004(number|text) two"]),
        ("{id: a, count: [3, 2]}", &["TL0026(2|3|) [3, 2]"]),
        ("{id: a, count: [3]}", &["TL0004(pair|list) [3]"]),
        ("{id: a, sequence: m}", &["TL0028(m|no_whole) m"]),
        ("{id: a, sequence: i, on_fail: reject}", &["TL0014(on_fail: reject|sequence) on_fail"]),
        ("{id: a, unique: t, on_fail: stop}", &["TL0013(stop|fail|reject, warn, fail) stop"]),
    ] {
        assert_eq!(told(&rules(rule)), want, "{rule}");
    }
    let unsound = columns("{name: t}, {name: x, from: nothing}")
        + "rules: [{id: a, unique: [t, x], where: x > 1}]
";
    assert_eq!(told(&unsound), ["TL0006(nothing|) nothing"], "what is wrong with a column is told once");
}

#[test]
fn the_order_of_rows_is_by_columns_and_folders_are_short_exact_and_nobodys_secret() {
    let order = |load: &str| {
        let read = read("m", &(rules("") + load));
        let mapping = read.mapping.unwrap_or_else(|| panic!("{load}: {:?}", read.diagnostics));
        mapping.tables[0].order.clone()
    };
    for (load, partition_by, sort_by) in [
        ("load: {trace: true}\n", vec![], vec![]),
        ("load: {sort_by: m}\n", vec![], vec![3]),
        ("load: {sort_by: [f, t], partition_by: [n, t], trace: false}\n", vec![2, 0], vec![4, 0]),
    ] {
        assert_eq!(order(load), Order { partition_by, sort_by }, "{load}");
    }
    for (load, want) in [
        ("load: {sort_by: [t, tt]}\n", &["TL0007(tt|t) tt"][..]),
        ("load: {sort_by: []}\n", &["TL0024(column) sort_by"]),
        ("load: {sort_by: [t, i, t]}\n", &["TL0028(t|twice) t"]),
        ("load: {partition_by: [m, f, t]}\n", &["TL0028(m|no_folder) m", "TL0028(f|no_folder) f"]),
        ("load: {partition_by: {t: i}}\n", &["TL0004(text_or_list|map) {t: i}"]),
        ("load: {partition_by: _file}\n", &["TL0007(_file|) _file"]),
    ] {
        assert_eq!(told(&(rules("") + load)), want, "{load}");
    }
    let one = |personal: &str, trace: bool| {
        fields(&format!("{{name: t, at: 1-9{personal}}}")) + &format!("load: {{partition_by: t, trace: {trace}}}\n")
    };
    assert_eq!(told(&one("", true)), [""; 0]);
    assert_eq!(told(&one("", false)), ["TL0024(column) partition_by"], "no column is left for the files");
    assert_eq!(told(&one(", personal: true", true)), ["TL0028(t|personal_folder) t"]);
}

#[test]
fn of_rows_with_one_key_one_is_kept() {
    let dedupe = |dedupe: &str| {
        let read = read("m", &format!("{}dedupe: {dedupe}\n", rules("")));
        let mapping = read.mapping.unwrap_or_else(|| panic!("{dedupe}: {:?}", read.diagnostics));
        mapping.tables[0].dedupe.clone().unwrap()
    };
    for (text, by, order_by, keep, because) in [
        ("{by: t}", vec![0], vec![], Keep::Last, "duplicate"),
        ("{by: [m, i], keep: last, order_by: f}", vec![3, 1], vec![4], Keep::Last, "duplicate"),
        ("{by: t, keep: first, because: replaced}", vec![0], vec![], Keep::First, "replaced"),
    ] {
        assert_eq!(dedupe(text), Dedupe { by, order_by, keep, because: because.to_owned() }, "{text}");
    }
    for (text, want) in [
        ("{keep: last}", &["TL0003(by) keep"][..]),
        ("{by: []}", &["TL0024(column) by"]),
        ("{by: [t, f, x]}", &["TL0028(f|float_key) f", "TL0007(x|t) x"]),
        ("{by: t, order_by: [i, i]}", &["TL0028(i|twice) i"]),
        ("{by: t, keep: newest}", &["TL0013(newest||last, first) newest"]),
        ("{by: t, order: i}", &["TL0002(order|order_by) order"]),
        ("t", &["TL0004(map|text) t"]),
    ] {
        assert_eq!(told(&format!("{}dedupe: {text}\n", rules(""))), want, "{text}");
    }
}

/// Code, arguments and underlined text of every mistake in a `migration.yaml`.
fn told_of_migration(text: &str) -> Vec<String> {
    let read = migration::read(text);
    assert_eq!(read.migration.is_none(), fails(&read.diagnostics), "{text}\n{:?}", read.diagnostics);
    read.diagnostics.iter().map(|one| line(one, text)).collect()
}

#[test]
fn a_migration_has_a_title_and_people_who_sign_for_it() {
    let read = |text: &str| migration::read(text).migration;
    assert_eq!(read("tumpline: 1\ntitle: {en: Cutover, fr: Bascule}\n").unwrap().title.fr, "Bascule");
    assert_eq!((read(""), read("# nothing\n")), (Some(Migration::default()), Some(Migration::default())));
    let blank = "approved_by: [{name: ' ', role: a, on: 2026-12-01}, {name: A, role: '', on: 2026-12-01}]\n";
    assert_eq!(told_of_migration(blank), ["TL0004(text|nothing) ' '", "TL0004(text|nothing) ''"]);
    let text = "title: X\napproved_by: [{name: A, on: 2026-13-01}, {role: b, on: 2026-12-01}]\ntitel: Y\ntumpline: 2\n";
    let want = ["TL0020(2026-13-01|date) 2026-13-01", "TL0003(name) role", "TL0002(titel|title) titel", "TL0016(2) 2"];
    assert_eq!(told_of_migration(text), want);
}

#[test]
fn a_parameter_has_a_type_and_may_have_a_default() {
    let text = "parameters:
  cutover: {type: date, default: 2026-12-31, range: [2026-01-01, ~], title: {en: Last day, fr: Dernier jour}, about: x}
  town: {one_of: [ON, NO]}
  rate: {type: 'decimal(5,4)', default: 1.25}
  secret: {type: int32, personal: true}
";
    let parameters = migration::read(text).migration.unwrap().parameters;
    let ty = |at: usize| (parameters[at].name.as_str(), parameters[at].ty, parameters[at].default.clone());
    assert_eq!(ty(0), ("cutover", Type::Date, Some(Value::Date(20_818))));
    assert_eq!(ty(1), ("town", Type::Text, None));
    assert_eq!(ty(2), ("rate", Type::Decimal { precision: 5, scale: 4 }, Some(Value::Decimal(12_500))));
    assert_eq!(parameters[0].range, Some((Some(Value::Date(20_454)), None)));
    assert_eq!((parameters[0].title.fr.as_str(), parameters[0].about.as_str()), ("Dernier jour", "x"));
    assert_eq!(parameters[1].one_of, [Value::Text("ON".into()), Value::Text("NO".into())]);
    assert_eq!(parameters.iter().map(|one| one.personal).collect::<Vec<_>>(), [false, false, false, true]);
}

#[test]
fn what_is_wrong_with_a_parameter_is_told_at_its_place() {
    for (parameter, want) in [
        ("a: {tpye: date}", &["TL0002(tpye|type) tpye"][..]),
        ("a: {type: datum}", &["TL0010(datum|date) datum"]),
        ("a: date", &["TL0004(map|text) date"]),
        ("a: {type: date, default: 31.12.2026}", &["TL0020(31.12.2026|date) 31.12.2026"]),
        ("a: {type: int16, default: ~}", &["TL0020(~|int16) ~"]),
        ("a: {default: }", &["TL0004(text|nothing) default"]),
        ("a: {default: noth, one_of: [north, south]}", &["TL0013(noth|north|north, south) noth"]),
        ("a: {type: int16, default: 9, range: [1, 5]}", &["TL0026(9|1|5) 9"]),
        ("a: {type: int16, range: [5, 1]}", &["TL0026(1|5|) [5, 1]"]),
        ("a: {range: [1, 2]}", &["TL0027(range|no_number) range"]),
        ("a: {type: int16, one_of: [1, x]}", &["TL0020(x|int16) x"]),
        ("a: {value: 1}", &["TL0002(value|) value"]),
        ("a: {}, a: {}", &["TL0011(a) a"]),
        ("1a: {}", &["TL0004(parameter_name|text) 1a"]),
        ("_file: {}", &["TL0004(parameter_name|text) _file"]),
        ("a.b: {}", &["TL0004(parameter_name|text) a.b"]),
        ("TRUE: {}", &["TL0004(parameter_name|text) TRUE"]),
        ("null: {}", &["TL0004(parameter_name|text) null"]),
        ("interval: {}", &["TL0004(parameter_name|text) interval"]),
        ("date: {}, year: {}, town: {}, Rate_2: {}, cutover: {}", &[]),
        ("année: {}", &["TL0004(parameter_name|text) année"]),
    ] {
        assert_eq!(told_of_migration(&format!("parameters: {{{parameter}}}\n")), want, "{parameter}");
    }
    assert_eq!(told_of_migration("parameters: [a]\n"), ["TL0004(map|list) [a]"]);
    assert_eq!(told_of_migration("- a\n"), ["TL0004(map|list) - a"]);
}

/// What is wrong with the expressions of a mapping beside a `migration.yaml`.
fn told_beside(migration: &str, text: &str) -> Vec<String> {
    let declared = migration::read(migration).declared;
    let read = read_among("m", text, &declared, &());
    read.diagnostics.iter().filter(|one| one.severity == Severity::Fail).map(|one| line(one, text)).collect()
}

#[test]
fn a_parameter_is_a_bare_name_in_every_expression() {
    let migration =
        "parameters: {cutover: {type: date}, rate: {type: 'decimal(5,4)'}, secret: {type: int32, personal: true}}\n";
    let declared = migration::read(migration).declared;
    let text = columns(
        "{name: late, sql: d > cutover}, {name: tax, sql: 'round(m * rate, 2)', type: 'decimal(9,2)'}, {name: d}, {name: s, sql: i + secret}, {name: i}, {name: cutover, sql: cutover}",
    ) + "rules: [{id: r, row: d <= date '2026-12-31' and tax <> rate}]\n";
    let read = read_among("m", &text, &declared, &());
    let mapping = read.mapping.unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    let Origin::Expression(late) = &mapping.tables[0].columns[0].from else { panic!() };
    assert_eq!(late.reads[1], Reads::Parameter(0));
    assert_eq!(late.parameters().collect::<Vec<_>>(), [0]);
    assert_eq!(mapping.tables[0].columns[5].ty, Type::Date);
    let personal: Vec<_> = mapping.tables[0].columns.iter().map(|column| column.personal).collect();
    assert_eq!(
        personal,
        [false, false, false, true, false, false],
        "what shows a personal parameter, and no field of it"
    );
    let text = fields("{name: a, at: 1, type: int32}")
        .replace("fields:", "set_aside: [{when: {sql: a = secret}, because: x}], fields:");
    assert_eq!(told_beside(migration, &text), [""; 0]);
    assert_eq!(told(&text), ["TL0006(secret|) secret"], "without a migration there are no parameters");
}

#[test]
fn a_name_that_could_be_two_things_is_told_where_it_is_used() {
    let migration = "parameters: {i: {type: int32}, kept: {type: int32}, d: {type: date}}\n";
    for (column, rule, want) in [
        ("{name: x, sql: i + 1}", "x > 0", &["TL0041(i|field) i"][..]),
        ("{name: x, sql: record.i + 1}", "x > 0", &[]),
        ("{name: x, from: i}", "x > 0", &[]),
        ("{name: kept, sql: kept}", "_offset > 0", &[]),
        ("{name: kept, sql: kept}", "kept > 0", &["TL0041(kept|column) kept"]),
        ("{name: x, sql: m}", "x > i", &[]),
        ("{name: x, sql: m + kpt}", "x > 0", &["TL0006(kpt|kept) kpt"]),
        ("{name: x, sql: m}", "x > kepd", &["TL0007(kepd|kept) kepd"]),
        ("{name: x, sql: i.kept}", "_offset > 0", &["TL0006(i.kept|kept) i.kept"]),
    ] {
        let text = columns(column) + &format!("rules: [{{id: r, row: {rule}}}]\n");
        assert_eq!(told_beside(migration, &text), want, "{column} {rule}");
    }
    let repeated = "from: record.months\n";
    let text = columns("{name: x, sql: budget + i}").replace("table: t\n", &format!("table: t\n{repeated}"));
    assert_eq!(told_beside(migration, &text), ["TL0041(i|field) i"]);
}

#[test]
fn what_a_wrong_parameter_would_make_wrong_is_not_told_again() {
    let text = columns("{name: x, sql: i + rate}, {name: y, sql: i + nothing}, {name: z, sql: t + i}");
    for (migration, want) in [
        ("parameters: {rate: {type: in}}\n", &["TL0006(nothing|) nothing", "TL0034"][..]),
        ("parameters: {rate: 5}\n", &["TL0006(nothing|) nothing", "TL0034"]),
        ("parameters: [rate]\n", &["TL0034"]),
        ("parameters: {rate: \n", &["TL0034"]),
        ("- a\n", &["TL0034"]),
    ] {
        let told = told_beside(migration, &text);
        let begins = |(told, want): (&String, &&str)| told.starts_with(*want);
        assert!(told.len() == want.len() && told.iter().zip(want).all(begins), "{migration}: {told:?}");
    }
}

#[test]
fn a_parameter_is_no_constant_argument() {
    let migration = "parameters: {places: {type: int32}, form: {}}\n";
    for (sql, want) in [
        ("round(m, places)", "TL0037(round|scale) places"),
        ("strptime(t, form)", "TL0037(strptime|format) form"),
        ("t LIKE form", "TL0037(like|pattern) form"),
    ] {
        assert_eq!(told_beside(migration, &columns(&format!("{{name: x, sql: '{sql}'}}"))), [want], "{sql}");
    }
}

#[test]
fn a_mapping_of_two_thousand_columns_is_read_at_once() {
    let fields: Vec<String> = (0..2000).map(|i| format!("{{name: field_{i}, index: {}}}", i + 1)).collect();
    let columns: Vec<String> = (0..2000).map(|i| format!("{{name: column_{i}, from: fild_{i}}}")).collect();
    let text = delimited("", &fields.join(", ")) + &format!("columns: [{}]\n", columns.join(", "));
    let start = std::time::Instant::now();
    assert_eq!(told(&text).len(), 2000);
    // A second of a quiet machine; what grows with the cube of the columns takes hours.
    assert!(start.elapsed().as_secs() < 180, "{:?}", start.elapsed());
}

/// Pieces that mutations put into good mappings.
const PIECES: [&str; 24] = [
    "",
    " ",
    "\n",
    ":",
    ": ",
    "-",
    "[",
    "]",
    "{",
    "}",
    ",",
    "~",
    "0",
    "99999999999999999999",
    "'",
    "\"",
    "&a",
    "*a",
    "#",
    "é",
    "name: entry",
    "under: entry",
    "at: 0-0",
    "repeat: {times: 9}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn a_changed_mapping_is_read_or_told(
        which in 0_usize..3,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..12, 0_usize..24), 1..6),
    ) {
        let mut text: Vec<char> = [JOURNAL, PAYABLES, ROLL][which].chars().collect();
        for (at, cut, piece) in changes {
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, PIECES[piece].chars());
        }
        told(&text.into_iter().collect::<String>());
    }

    #[test]
    fn a_mapping_with_lines_moved_is_read_or_told(
        which in 0_usize..3,
        moves in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
    ) {
        let mut lines: Vec<&str> = [JOURNAL, PAYABLES, ROLL][which].lines().collect();
        for (from, to) in moves {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len()), line);
        }
        told(&lines.join("\n"));
    }
}

#[test]
fn look_ups_stand_after_those_that_make_their_keys() {
    let text = columns(
        "{name: last, lookup: {in: c.csv, match: {x: middle, y: t}, take: z}}, {name: t, personal: true}, \
         {name: middle, lookup: {in: b.csv, match: [first], take: y}}, {name: d}, \
         {name: first, type: int32, default: 0, lookup: {in: a.csv, match: {k: i}, take: x, valid: {from: f, to: u, at: d}, delimiter: tab, quote: none}}, {name: i}",
    );
    let mapping = read("m", &text).mapping.unwrap();
    let table = &mapping.tables[0];
    let names: Vec<_> = table.lookups.iter().map(|lookup| table.columns[lookup.column].name.as_str()).collect();
    assert_eq!(names, ["first", "middle", "last"]);
    let from: Vec<_> = table.columns.iter().map(|column| column.from.clone()).collect();
    assert_eq!([&from[0], &from[2], &from[4]], [&Origin::Lookup(2), &Origin::Lookup(1), &Origin::Lookup(0)]);
    let first = &table.lookups[0];
    assert_eq!((first.keys[0].header.as_str(), first.keys[0].column, first.take.as_str()), ("k", 5, "x"));
    assert_eq!(first.valid.as_ref().map(|valid| valid.at), Some(3));
    assert_eq!([first.unmatched, table.lookups[1].unmatched], [Unmatched::Empty, Unmatched::Report]);
    let CrosswalkReading::Text { delimiter, quote, encoding, .. } = &first.reading else { panic!("{first:?}") };
    assert_eq!((delimiter.as_str(), *quote, encoding.as_str()), ("\t", None, "utf-8"));
    let personal: Vec<_> = table.columns.iter().map(|column| column.personal).collect();
    assert_eq!(personal, [true, true, false, false, false, false], "what a personal key leads to is personal");
}

#[test]
fn look_ups_that_wait_for_each_other_are_told_and_those_that_wait_for_them_are_not() {
    let text = columns(
        "{name: one, lookup: {in: a.csv, match: {k: two}, take: v}}, {name: two, lookup: {in: a.csv, match: {k: one}, take: v}}, \
         {name: three, lookup: {in: a.csv, match: {k: two}, take: v}}",
    );
    assert_eq!(told(&text), ["TL0028(two|circle) two", "TL0028(one|circle) one"]);
    let unknown = fields("{name: t, at: 1}") + "from: nothing\ncolumns: [{name: a, lookup: {match: x, take: n}}]\n";
    assert_eq!(told(&unknown), ["TL0008(nothing|) nothing", "TL0003(in) match"], "though the table is not known");
    let read = read("m", &text);
    let also = read.diagnostics[0].also.unwrap();
    assert_eq!(&text[also.start as usize..also.end as usize], "two");
}

/// Batches of entries with repeated parts, and these controls.
fn controls(controls: &str) -> String {
    let kinds = "      - {name: title, when: {at: 1, is: X}, skip: titles}
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-9, type: int32}, {name: x, at: 10, type: float64}]}
      - {name: a, when: {at: 1, is: D}, under: head, fields: [{name: code, at: 2}, {name: m, at: 3-9, type: \"decimal(7,2)\"}, {name: part, at: 10-19, repeat: {times: 2, width: 5}, fields: [{name: v, at: 1-5, type: \"decimal(5,2)\"}]}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: no, at: 2-9, type: int32}, {name: total, at: 10-19, type: \"decimal(10,2)\"}]}
      - {name: file, when: {at: 1, is: F}, fields: [{name: n, at: 2-9, type: int64}]}";
    fixed(kinds).replace("  records:", &format!("  controls: [{controls}]\n  records:"))
}

#[test]
fn controls_are_what_they_say() {
    let at = |kind, repeat, field| FieldRef { kind, repeat, field };
    let all = |per| Figure::Count { of: None, per };
    let of = |of: &[(usize, Option<usize>)], per| Figure::Count {
        of: Some(of.iter().map(|(kind, repeat)| Counted { kind: *kind, repeat: *repeat }).collect()),
        per,
    };
    let sum = |fields: &[FieldRef], low_digits| Figure::Sum { fields: fields.to_vec(), low_digits };
    for (control, opened, want) in [
        ("says: file.n, count: all, per: 10", None, all(10)),
        ("says: tail.no, count: [a, title]", Some(1), of(&[(2, None), (0, None)], 1)),
        ("says: file.n, count: a.part", None, of(&[(2, Some(0))], 1)),
        ("says: tail.total, sum: a.m, low_digits: 10", Some(1), sum(&[at(2, None, 1)], Some(10))),
        ("says: tail.total, sum: [a.m, a.part.v]", Some(1), sum(&[at(2, None, 1), at(2, Some(0), 0)], None)),
        ("says: tail.no, is: head.no", Some(1), Figure::Is(at(1, None, 0))),
    ] {
        let text = controls(&format!("{{id: c, {control}, on_fail: warn, about: Why}}"));
        let read = read("m", &text);
        let source = read.mapping.unwrap_or_else(|| panic!("{control}: {:?}", read.diagnostics)).source;
        let [found] = &source.controls[..] else { panic!("{control}") };
        assert_eq!((&found.figure, found.opened, found.on_fail), (&want, opened, OnFail::Warn), "{control}");
        assert_eq!((found.id.as_str(), found.about.as_str(), found.filter.is_none()), ("c", "Why", true), "{control}");
    }
    for filter in [
        "{field: a.code, in: [R, S]}",
        "{field: code, in: [R, S]}",
        "{field: head.no, is: 4}",
        "{sql: \"code = 'R' AND head.no > 3\"}",
    ] {
        let text = controls(&format!("{{id: c, says: tail.total, sum: a.m, where: {filter}}}"));
        let filter = read("m", &text).mapping.unwrap().source.controls[0].filter.clone();
        assert!(filter.is_some_and(|filter| filter.is_typed()), "{text}");
    }
    for filter in ["{field: v, is: 0}", "{field: code, is: R}", "{sql: \"v > 0 AND a.code = 'R' AND part.v < 9\"}"] {
        let text = controls(&format!("{{id: c, says: file.n, count: a.part, where: {filter}}}"));
        assert!(read("m", &text).mapping.is_some(), "{filter}: {:?}", told(&text));
    }
}

#[test]
fn what_is_wrong_with_a_control_is_told_at_its_place() {
    for (control, want) in [
        ("id: d.e, says: file.n, count: a", "TL0004(name|text) d.e"),
        ("says: file.n", "TL0003(figure) id"),
        ("id: d, says: file.n, count: all, sum: a.m", "TL0014(count|sum) count"),
        ("count: all", "TL0003(says) id"),
        ("says: file.n, count: all, low_digits: 3", "TL0027(low_digits|only_sum) low_digits"),
        ("says: tail.total, sum: a.m, per: 3", "TL0027(per|only_count) per"),
        ("says: tail.no, is: head.no, where: {field: code, is: R}", "TL0027(where|only_counted) where"),
        ("says: file.n, count: all, where: {field: code, is: R}", "TL0027(where|one_kind) where"),
        ("says: file.n, count: [a, tail], where: {field: code, is: R}", "TL0027(where|one_kind) where"),
        ("says: file.n, count: [a, b]", "TL0008(b|a) b"),
        ("says: file.n, count: []", "TL0024(kind) count"),
        ("says: file.n, count: a.code", "TL0028(a.code|no_repeat) a.code"),
        ("says: tail.total, count: all", "TL0028(tail.total|no_count) tail.total"),
        ("says: tail.total, sum: a.code", "TL0028(a.code|no_sum) a.code"),
        ("says: tail.total, sum: a.n", "TL0006(n|m) a.n"),
        ("says: tail.total, sum: a.part.w", "TL0006(w|v) a.part.w"),
        ("says: title.n, count: all", "TL0028(title.n|skipped) title.n"),
        ("says: file.n, sum: a.m", "TL0044(a.m|decimal(7,2)|file.n|int64) a.m"),
        ("says: file.n, is: head.no", "TL0028(head.no|not_above) head.no"),
        ("says: tail.total, is: head.no", "TL0044(head.no|int32|tail.total|decimal(10,2)) head.no"),
        ("says: tail.no, is: head.x", "TL0028(head.x|float_key) head.x"),
        ("says: file.n, count: a, where: {field: tail.no, is: 1}", "TL0028(tail.no|not_lent) tail.no"),
        ("says: file.n, count: a, where: {sql: tail.no = 1}", "TL0028(tail.no = 1|not_lent) tail.no = 1"),
        ("says: file.n, count: a, where: {at: 1, is: D}", "TL0003(field) at"),
        ("says: file.n, count: a, on_fail: reject", "TL0013(reject||fail, warn) reject"),
        ("says: file.n, count: all, per: 0", "TL0026(0|1|18446744073709551615) 0"),
    ] {
        let id = if control.starts_with("id:") { String::new() } else { "id: c, ".to_owned() };
        let text = controls(&format!("{{{id}{control}}}"));
        let mut told = told(&text);
        told.retain(|line| line != "TL0022(file) file"); // not every control reads it
        assert_eq!(told, [want], "{control}");
    }
    let twice = "{id: c, says: file.n, count: a}";
    assert_eq!(told(&controls(&format!("{twice}, {twice}"))).len(), 1);
}

#[test]
fn what_is_wrong_with_a_split_is_told_at_its_place() {
    let split = "in: s.csv, match: {o: t}, share: p, amounts: [i]";
    let text = |split: &str, more: &str| {
        columns(&format!("{{name: t}}, {{name: i}}, {{name: d}}{more}")) + &format!("split: {{{split}}}\n")
    };
    for (keys, more, want) in [
        (split, ", {name: n, split: new}, {name: k, from: split.number}", ""),
        ("match: {o: t}, share: p, amounts: [i]", "", "TL0003(in) match"),
        ("in: s.csv, match: {o: t}", "", "TL0003(amounts) in TL0003(share) in"),
        ("in: s.csv, match: {o: t}, share: p, amounts: []", "", "TL0024(column) amounts"),
        ("in: s.csv, match: {o: t}, share: p, amounts: [t]", "", "TL0028(t|no_sum) t"),
        ("in: s.csv, match: {o: t}, share: p, amounts: [i, i]", "", "TL0028(i|twice) i"),
        ("in: s.csv, match: {o: x}, share: p, amounts: [i]", "", "TL0007(x|t) x"),
        ("in: s.csv, match: {o: t}, share: p, amounts: i, valid: {from: f, to: u, at: t}", "", "TL0028(t|no_date) t"),
        ("in: s.csv, match: {o: n}, share: p, amounts: i", ", {name: n, split: new}", "TL0028(n|circle) n"),
        (
            "in: s.csv, match: {o: t}, share: p, amounts: n",
            ", {name: n, type: int32, split: new}",
            "TL0028(n|circle) n",
        ),
        (
            "in: s.csv, match: {o: k}, share: p, amounts: i",
            ", {name: n, split: new}, {name: k, lookup: {in: a.csv, match: {x: n}, take: y}}",
            "TL0028(n|circle) n TL0028(k|circle) k",
        ),
        (split, ", {name: n, split: new, from: t}", "TL0014(from|split) from"),
        ("in: s.csv, match: {o: t}, share: p, amounts: i, unmatched: empty", "", "TL0013(empty||reject, keep) empty"),
    ] {
        assert_eq!(told(&text(keys, more)).join(" "), want, "{keys}{more}");
    }
    let alone = columns("{name: t}, {name: n, split: new}");
    assert_eq!(told(&alone), ["TL0027(split|no_split) split"]);
    let sql = text(split, ", {name: n, sql: split.number + 1}");
    assert_eq!(told(&sql).len(), 1, "expressions are computed before rows are split: {:?}", told(&sql));
    let personal = text(split, ", {name: n, split: new}").replace("{name: t}", "{name: t, personal: true}");
    let mapping = read("m", &personal).mapping.unwrap();
    assert!(mapping.tables[0].columns[3].personal, "what a personal key leads to is personal");
}

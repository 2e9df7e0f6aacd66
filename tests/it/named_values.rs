//! Level 88: values that have no name are told as declared, and a column may have the names.

use tumpline::run::Problem;
use tumpline::run::report::FindingGroup;

use crate::alike::rows;
use crate::machine::{Left, machine, run, run_on};

/// A run over these bytes; `copybook` stands among the keys of `copybook:`, `source` among those of the source.
fn of(book: &str, (copybook, source, table): (&str, &str, &str), bytes: &[u8]) -> Left {
    let mapping = format!(
        "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  copybook: {{file: r.cpy{copybook}}}\n{source}table: r\nlimits: {{rejects: 99}}\n{table}"
    );
    let book = format!("       01  R.\n{book}");
    run(&mapping, &[("in.dat", bytes), ("r.cpy", book.as_bytes())], 2, None)
}

/// Code, severity, count, subject and arguments of every finding.
fn told(left: &Left) -> Vec<String> {
    let one = |group: &FindingGroup| {
        let args: Vec<String> = group.args.iter().map(tumpline::finding::Arg::plain).collect();
        format!("{} {:?} {} {} {}", group.code.id(), group.severity, group.count, group.subject, args.join("|"))
    };
    left.report.findings.iter().map(one).collect()
}

const BOOK: &str = "
           05  K    PIC X.
               88  OPEN-K    VALUE 'O'.
               88  DONE-K    VALUES 'D' 'X' THRU 'Z'.
           05  N    PIC S9(3).
               88  LOW-N     VALUE ZERO THRU 9.
               88  NINE-N    VALUE 9.
               88  BELOW-N   VALUE -1.
";
const ASCII: &str = "  encoding: ascii\n";
const LABELS: &str = "columns: [{name: k}, {name: k_name, label: k}, {name: n}, {name: n_name, label: n}]\n";

#[test]
fn a_value_without_a_name_is_told_as_declared() {
    let bytes = b"O001D00JQ009 100";
    for (said, want, loaded) in [
        ("", "Warn", 4),
        (", conditions: warn", "Warn", 4),
        (", conditions: reject", "Reject", 2),
        (", conditions: off", "", 4),
    ] {
        let left = of(BOOK, (said, ASCII, LABELS), bytes);
        let mut all = told(&left);
        all.retain(|one| !want.is_empty() || one.contains("TL0305"));
        assert_eq!(rows(&left, "r").len(), loaded, "{said}: {all:?}");
        let wanted: Vec<String> = if want.is_empty() {
            Vec::new()
        } else {
            vec![
                format!("TL0305 {want} 1 record.k 'O', 'D', 'X' THRU 'Z'"),
                format!("TL0305 {want} 1 record.n ZERO THRU 9, 9, -1"),
            ]
        };
        assert_eq!(all, wanted, "{said}");
        if loaded == 4 {
            let want = ["O|OPEN-K|1|LOW-N", "D|DONE-K|-1|BELOW-N", "Q|-|9|LOW-N", "-|-|100|-"];
            assert_eq!(rows(&left, "r"), want, "{said}");
        }
    }
}

#[test]
fn an_item_says_otherwise_than_its_copybook() {
    let source = format!("{ASCII}  fields: [{{name: k, conditions: reject}}, {{name: n, conditions: off}}]\n");
    let left = of(BOOK, ("", &source, ""), b"O100Q001");
    assert_eq!(rows(&left, "r"), ["O|100"]);
    assert_eq!(told(&left).len(), 1, "{:?}", told(&left));
}

#[test]
fn numbers_of_all_usages_have_names() {
    let book = "
           05  P    PIC S9(3)V99 COMP-3.
               88  P-HALF    VALUE 0.50.
               88  P-MORE    VALUES 1 THRU 2.50.
           05  B    PIC S9(4) COMP.
               88  B-ONE     VALUE +1.
               88  B-MINUS   VALUE -2.
           05  Z    PIC 9(2).
               88  Z-TEXT    VALUE '07'.
";
    let columns = "columns: [{name: p, label: p}, {name: b, label: b}, {name: z, label: z}]\n";
    let bytes =
        [&b"\x00\x05\x0C\x00\x01\xF0\xF7"[..], b"\x00\x25\x0C\xFF\xFE\xF0\xF7", b"\x00\x25\x1C\x00\x03\xF0\xF8"]
            .concat();
    let left = of(book, ("", "  encoding: cp037\n", columns), &bytes);
    assert_eq!(rows(&left, "r"), ["P-HALF|B-ONE|Z-TEXT", "P-MORE|B-MINUS|Z-TEXT", "-|-|-"]);
    assert_eq!(told(&left).len(), 3, "{:?}", told(&left));
}

#[test]
fn figurative_constants_and_other_types_mean_what_they_can() {
    let book = "
           05  A    PIC X(3).
               88  A-NONE    VALUE SPACES.
               88  A-ZERO    VALUE ZEROS.
               88  A-ALL     VALUE ALL 'xy'.
               88  A-HEX     VALUE X'616263'.
           05  E    PIC X.
               88  E-END     VALUE HIGH-VALUES.
           05  D    PIC 9(8) COMP-3.
               88  D-NEVER   VALUE 0.
               88  D-EVER    VALUE 99991231.
           05  T    PIC X.
               88  T-YES     VALUE 'Y'.
";
    let source = "  encoding: ascii\n  fields: [{name: d, type: text}, {name: t, type: bool, true: Y, false: N}]\n";
    let columns = "columns: [{name: a, label: a}, {name: e}, {name: d}, {name: d_name, label: d}, {name: t}]\n";
    let one = |a: &str, d: [u8; 5]| [a.as_bytes(), b"q", &d, b"N"].concat();
    let bytes = [
        one("   ", [0, 0, 0, 0, 0x0F]),
        one("000", [0x09, 0x99, 0x91, 0x23, 0x1F]),
        one("xyx", [0, 0, 0, 0, 0x1F]),
        one("abc", [0, 0, 0, 0, 0x0F]),
    ]
    .concat();
    let left = of(book, ("", source, columns), &bytes);
    let want = [
        "-|q|00000000|D-NEVER|false",
        "A-ZERO|q|99991231|D-EVER|false",
        "A-ALL|q|00000001|-|false",
        "A-HEX|q|00000000|D-NEVER|false",
    ];
    assert_eq!(rows(&left, "r"), want);
    // Only blanks and the like have names in E, and a bool is checked by its words.
    assert_eq!(told(&left), ["TL0305 Warn 1 record.d 0, 99991231"]);
}

#[test]
fn between_two_texts_the_page_of_the_file_decides() {
    let book = "           05  A    PIC X(2).\n               88  A-ONE    VALUE 'A0' THRU '99'.\n";
    let columns = "columns: [{name: a, label: a}]\n";
    // In EBCDIC digits come behind letters: E9 is Z, F5 is 5, 81 is a.
    let left = of(book, ("", "  encoding: cp037\n", columns), b"\xE9\xE9\xF5\xF5\x81\x81");
    assert_eq!(rows(&left, "r"), ["A-ONE", "A-ONE", "-"]);
    let left = of(book, ("", ASCII, columns), b"ZZ55");
    assert_eq!(rows(&left, "r"), ["-", "-"]);
}

#[test]
fn in_a_table_a_value_without_a_name_is_told_once_a_repetition_and_only_where_it_is_there() {
    let book = "
           05  N    PIC 9.
           05  T OCCURS 1 TO 3 DEPENDING ON N.
               10  K  PIC X.
                   88  K-A  VALUE 'A'.
";
    let table = "from: record.t\ncolumns: [{name: k}, {name: name, label: k}]\n";
    let left = of(book, ("", "  encoding: ascii\n  records: {end: counters}\n", table), b"2AQ3QQA1A");
    assert_eq!(rows(&left, "r"), ["A|K-A", "Q|-", "Q|-", "Q|-", "A|K-A", "A|K-A"]);
    assert_eq!(told(&left), ["TL0305 Warn 3 record.t.k 'A'|2"]);
}

#[test]
fn a_personal_value_without_a_name_is_nowhere_in_what_is_told() {
    let source = format!("{ASCII}  fields: [{{name: k, personal: true, conditions: reject}}]\n");
    let left = of(BOOK, ("", &source, LABELS), b"Q001");
    let all = told(&left).join("\n");
    assert!(all.contains("TL0305") && !all.contains('Q') && !all.contains("THRU 'Z'"), "{all}");
    let columns = left.manifest["tables"][0]["columns"].as_array().unwrap();
    let label = columns.iter().find(|column| column["name"] == "k_name").unwrap();
    assert_eq!(label["personal"], true, "{label}");
}

#[test]
fn what_programs_were_compiled_with_says_which_signs_there_are() {
    let book = "           05  P    PIC S9(3) COMP-3.\n           05  Z    PIC 9(2).\n";
    // A packed plus of A, a digit with the zone E.
    let bytes = b"\x12\x3A\xF1\xE2";
    for (said, loaded) in [("", 0), (", numproc: pfd", 0), (", numproc: nopfd", 1), (", numproc: mig", 1)] {
        let left = of(book, (said, "  encoding: cp037\n", ""), bytes);
        assert_eq!(rows(&left, "r").len(), loaded, "{said}");
    }
    // C is a plus of a packed number without a sign too; a zone of a digit is a letter there.
    let book_of = |usage: &str| format!("           05  P    PIC 9(3){usage}.\n           05  Z    PIC 9.\n");
    for (usage, bytes, signs, want) in [
        (" COMP-3", &b"\x12\x3C\xF1\x12\x3F\xF2"[..], "preferred", vec!["123|1", "123|2"]),
        (" COMP-3", b"\x12\x3D\xF1\x12\x3A\xF2", "preferred", vec![]),
        (" COMP-3", b"\x12\x3D\xF1\x12\x3A\xF2", "any", vec!["123|2"]),
        ("", b"\xF1\xF2\xC3\xF1\xF1\xF2\xF3\xF2", "preferred", vec!["123|2"]),
        ("", b"\xF1\xF2\xC3\xF1\xF1\xF2\xF3\xF2", "any", vec!["123|1", "123|2"]),
    ] {
        let source = format!("  encoding: cp037\n  defaults: {{signs: {signs}}}\n");
        assert_eq!(rows(&of(&book_of(usage), ("", &source, ""), bytes), "r"), want, "{usage} {signs}");
    }
    // What is said of an item comes first.
    let source = "  encoding: cp037\n  fields: [{name: p, signs: preferred}]\n";
    assert_eq!(rows(&of(book, (", numproc: nopfd", source, ""), bytes), "r").len(), 0);
}

#[test]
fn names_under_a_group_hold_where_the_mapping_makes_it_a_field() {
    let book = "
           05  G.
               88  G-SAME    VALUE 'AA' 'BB'.
               10  A  PIC X.
               10  B  PIC X.
";
    let columns = "columns: [{name: a}, {name: g, label: g}]\n";
    let source = format!("{ASCII}  fields: [{{name: g, item: G}}]\n");
    let left = of(book, ("", &source, columns), b"AAABBB");
    assert_eq!(rows(&left, "r"), ["A|G-SAME", "A|-", "B|G-SAME"]);
    assert_eq!(told(&left), ["TL0305 Warn 1 record.g 'AA', 'BB'"]);
    assert_eq!(told(&of(book, ("", ASCII, ""), b"AAABBB")), [""; 0]);
}

#[test]
fn blanks_low_values_and_high_values_are_ends_of_ranges() {
    let book = "
           05  D    PIC X(2).
               88  LOWER  VALUE LOW-VALUES THRU 'H'.
               88  MID    VALUE 'I'.
               88  UPPER  VALUE 'X' THRU HIGH-VALUES.
               88  GAP    VALUE SPACES THRU 'MM'.
";
    let labels = "columns: [{name: d}, {name: l, label: d}]\n";
    for encoding in ["ascii", "cp1252", "cp037"] {
        let ebcdic = |text: &str| -> Vec<u8> {
            // A to I and X of cp037.
            let byte = |c: u8| match c {
                b' ' => 0x40,
                b'X' => 0xE7,
                letter => 0xC1 + (letter - b'A'),
            };
            text.bytes().map(byte).collect()
        };
        let text = "A I X H ";
        let bytes = if encoding == "cp037" { ebcdic(text) } else { text.as_bytes().to_vec() };
        let left = of(book, (", conditions: reject", &format!("  encoding: {encoding}\n"), labels), &bytes);
        assert_eq!(rows(&left, "r"), ["A|LOWER", "I|MID", "X|UPPER", "H|LOWER"], "{encoding} {:?}", told(&left));
    }
}

#[test]
fn names_that_only_a_blank_before_them_tells_apart_are_not_told_where_it_is_trimmed() {
    let book = "
           05  C    PIC X(2).
               88  LEFT-1   VALUE '1 '.
               88  RIGHT-1  VALUE ' 1'.
";
    let labels = "columns: [{name: c}, {name: l, label: c}]\n";
    let left = of(book, ("", "  encoding: ascii\n  defaults: {trim: right}\n", labels), b"1  1");
    assert_eq!(rows(&left, "r"), ["1|LEFT-1", " 1|RIGHT-1"]);
    let mapping = format!(
        "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: ascii\n  copybook: r.cpy\n  defaults: {{trim: both}}\ntable: r\n{labels}"
    );
    let book = format!("       01  R.\n{book}");
    let host = machine(&[("in.dat", b"1  1"), ("r.cpy", book.as_bytes()), ("m.yaml", mapping.as_bytes())]);
    let Err(Problem::Mappings(texts)) = run_on(&host, 1, None) else { panic!("labels of what is trimmed") };
    let of_all = texts.iter().flat_map(|text| &text.diagnostics);
    let told: Vec<_> = of_all.map(|one| (one.code.id(), one.args.last().map(tumpline::finding::Arg::plain))).collect();
    assert_eq!(told, [("TL0077", Some("trimmed".to_owned()))]);
}

#[test]
fn blanks_pass_whatever_is_trimmed_and_have_the_name_of_space_where_they_are_a_text() {
    let book = "
           05  C    PIC X(2).
               88  IS-A   VALUE 'A'.
               88  IS-B   VALUE ' B'.
               88  NONE   VALUE SPACES.
";
    let labels = "columns: [{name: l, label: c}]\n";
    for (trim, want) in [
        ("none", ["IS-A", "-", "IS-B", "-", "NONE"]),
        ("right", ["IS-A", "-", "IS-B", "-", "-"]),
        ("both", ["IS-A", "IS-A", "IS-B", "-", "-"]),
    ] {
        let keys = format!("  encoding: ascii\n  defaults: {{trim: {trim}}}\n");
        let left = of(book, ("", &keys, labels), b"A  A BC   ");
        let found = rows(&left, "r").join(",").replace("null", "-");
        let found: Vec<&str> = found.split(',').map(|one| if one.is_empty() { "-" } else { one }).collect();
        assert_eq!(found, want, "{trim}");
        let unnamed = want[..4].iter().filter(|one| **one == "-").count();
        assert_eq!(told(&left), [format!("TL0305 Warn {unnamed} record.c 'A', ' B', SPACE")], "{trim}");
    }
}

#[test]
fn level_88_of_a_number_that_is_edited_names_texts() {
    let book = "
           05  A    PIC ZZ9.99.
               88  NOTHING  VALUE '  0.00'.
               88  NONE-A   VALUE ZERO.
";
    let of = |more: &str| of(book, ("", &format!("  encoding: ascii\n{more}"), ""), b"  0.00  1.50");
    // As a number it has no such names, and no value is told for lack of one.
    assert_eq!((rows(&of(""), "r"), told(&of(""))), (vec!["0.00".to_owned(), "1.50".to_owned()], vec![]));
    let text = "  fields: [{name: a, type: text, conditions: reject}]\n";
    assert_eq!(rows(&of(text), "r"), ["  0.00"]);
}

//! Copybooks and what they come to.

use super::*;
use crate::finding::Arg;

/// Lines of a test at column 8.
fn fixed(text: &str) -> String {
    text.lines().map(|line| format!("       {line}\n")).collect::<Vec<_>>().concat()
}

/// Name, offset, length, elements and what is redefined, of every item, a line each.
fn layout(copybook: &Copybook) -> String {
    let line = |(path, item): &(Path, &Item)| {
        let indent = "  ".repeat(path.0.len() - 1);
        let name = item.name.as_deref().unwrap_or("-");
        let occurs = item.occurs.as_ref().map(|found| format!(" x{}..{}", found.least, found.most)).unwrap_or_default();
        let redefines = item.redefines.map(|at| format!(" ={at}")).unwrap_or_default();
        format!("{indent}{name} {}+{}{occurs}{redefines}\n", item.offset, item.length)
    };
    copybook.items().iter().map(line).collect()
}

fn read_as(text: &str, options: Options, library: &dyn Library) -> Copybook {
    match read("t", text, library, options) {
        Ok(copybook) => copybook,
        Err(broken) => panic!("{:?}\n{text}", broken.mistakes),
    }
}

fn check(text: &str, want: &str) {
    let found = layout(&read_as(text, Options::default(), &()));
    let want = want
        .trim()
        .lines()
        .map(|line| format!("{}\n", line.trim_end().strip_prefix("    ").unwrap_or(line)))
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(found, want, "{text}");
}

/// A library of books that are given here.
struct Books(&'static [(&'static str, &'static str)]);

impl Library for Books {
    fn find(&self, book: &str) -> Option<(String, String)> {
        let found = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(book))?;
        Some((found.0.to_owned(), fixed(found.1)))
    }
}

#[test]
fn every_usage_has_its_size() {
    let text = "01 R.
     05 A PIC X(3). 05 B PIC S9(4) COMP. 05 C PIC 9(5) BINARY. 05 D PIC S9(18) COMP-4. 05 E COMP-1. 05 F COMP-2.
     05 G PIC S9(7)V99 COMP-3. 05 H PIC 9(4) PACKED-DECIMAL. 05 I PIC 9(7) COMP-6. 05 J PIC S9(4) COMP-5.
     05 K PIC N(4). 05 L PIC G(2) DISPLAY-1. 05 M POINTER. 05 N INDEX. 05 O PIC S9(3) SIGN LEADING SEPARATE.
     05 P PIC S9(3). 05 Q PIC Z,ZZ9.99CR. 05 S BINARY-LONG. 05 T PIC 9(3)PPP COMP-3. 05 U PIC 9(5) NATIONAL.
     05 V PIC 9(3) PACKED-DECIMAL WITH NO SIGN. 05 W PIC X(3) COMP-X. 05 Y PIC 9(7) COMP-X.";
    check(
        &fixed(text),
        "R 0+104
      A 0+3
      B 3+2
      C 5+4
      D 9+8
      E 17+4
      F 21+8
      G 29+5
      H 34+3
      I 37+4
      J 41+2
      K 43+8
      L 51+4
      M 55+4
      N 59+4
      O 63+4
      P 67+3
      Q 70+10
      S 80+4
      T 84+2
      U 86+10
      V 96+2
      W 98+3
      Y 101+3",
    );
}

#[test]
fn tables_redefinitions_and_groups_have_their_places() {
    let text = "01 R.
 02 N PIC 99.
 02 G OCCURS 1 TO 3 TIMES DEPENDING ON N INDEXED BY I J.
    05 B PIC X. 05 C OCCURS 2 PIC 99.
 02 A PIC X(4).
 02 D REDEFINES A PIC 9(4).
 02 E REDEFINES A. 03 E1 PIC X(2). 03 PIC X(4).
 02 F PIC X.
01 S REDEFINES R PIC X(80).
77 T PIC 9.";
    check(
        &fixed(text),
        "R 0+24
      N 0+2
      G 2+5 x1..3
        B 2+1
        C 3+2 x2..2
      A 17+4
      D 17+4 =1
      E 17+6 =1
        E1 17+2
        - 19+4
      F 23+1
    S 0+80 =0
    T 0+1"
            .replace("D 17+4 =1", "D 17+4 =2")
            .replace("E 17+6 =1", "E 17+6 =2")
            .as_str(),
    );
}

#[test]
fn usage_and_sign_of_a_group_hold_for_what_is_in_it() {
    let copybook = read_as(
        &fixed("01 R COMP-3. 05 A PIC S9(5). 05 G SIGN LEADING SEPARATE DISPLAY. 10 B PIC S99. 10 C PIC 99."),
        Options::default(),
        &(),
    );
    assert_eq!(layout(&copybook), "R 0+8\n  A 0+3\n  G 3+5\n    B 3+3\n    C 6+2\n");
}

#[test]
fn slack_bytes_are_where_the_compilers_put_them() {
    let text = fixed(
        "01 R. 05 A PIC X. 05 B PIC S9(4) COMP SYNC. 05 C PIC X. 05 D PIC S9(18) COMP SYNC. 05 E PIC X. 05 F COMP-2 SYNC.
 05 G OCCURS 2. 10 H PIC X. 10 I PIC 9(9) COMP SYNC. 10 J PIC X.",
    );
    let ibm = read_as(&text, Options::default(), &());
    let places = |copybook: &Copybook| -> Vec<(u64, u64)> {
        copybook.items().iter().skip(1).map(|(_, item)| (item.offset, item.slack)).collect()
    };
    let want = [(0, 0), (2, 1), (4, 0), (8, 3), (16, 0), (24, 7), (32, 0), (32, 0), (36, 3), (40, 0)];
    assert_eq!(places(&ibm), want);
    assert_eq!(ibm.items().iter().find_map(|(_, item)| item.occurs.as_ref()).map(|occurs| occurs.stride), Some(12));
    // GnuCOBOL puts eight bytes on a boundary of eight; here that is the same. What fills an element up it puts before the
    // element's last value.
    let last = [&want[..9], &[(43, 3)]].concat();
    assert_eq!(places(&read_as(&text, Options { dialect: Dialect::GnuCobol, ..Options::default() }, &())), last);
}

/// IBM's examples (`FIELD-L`, and a table), and groups in groups: elsewhere the slack bytes stand in the group.
#[test]
fn a_group_begins_with_its_first_item_where_the_dialect_says_so() {
    for (text, ibm, others) in [
        (
            "01 L. 05 M PIC X(5). 05 N PIC XX. 05 O. 10 P PIC S9(9) COMP SYNC. 10 Q PIC X. 05 S REDEFINES O. 10 T PIC X(5).",
            "L 0+13|M 0+5|N 5+2|O 8+5/1|P 8+4|Q 12+1|S 8+5|T 8+5",
            "L 0+13|M 0+5|N 5+2|O 7+6|P 8+4/1|Q 12+1|S 7+5|T 7+5",
        ),
        (
            "01 R. 05 C PIC X. 05 H OCCURS 3. 10 H1 PIC S9(9) COMP SYNC. 10 H2 PIC X. 05 I PIC 9(3).",
            "R 0+31|C 0+1|H 4+5/3|H1 4+4|H2 8+1|I 28+3",
            "R 0+28|C 0+1|H 1+8|H1 4+4/3|H2 8+1|I 25+3",
        ),
        (
            "01 R. 05 C PIC X. 05 G. 10 H. 15 I PIC S9(4) COMP SYNC. 15 J PIC X. 10 K. 15 L PIC S9(9) COMP SYNC.",
            "R 0+12|C 0+1|G 2+10/1|H 2+3|I 2+2|J 4+1|K 8+4/3|L 8+4",
            "R 0+12|C 0+1|G 1+11|H 1+4|I 2+2/1|J 4+1|K 5+7|L 8+4/3",
        ),
        // What redefines begins where the other does.
        (
            "01 R. 05 C PIC X. 05 D PIC X(9). 05 E REDEFINES D. 10 F PIC S9(9) COMP SYNC. 05 G PIC X.",
            "R 0+11|C 0+1|D 1+9|E 1+7|F 4+4/3|G 10+1",
            "R 0+11|C 0+1|D 1+9|E 1+7|F 4+4/3|G 10+1",
        ),
    ] {
        for (dialect, want) in [(Dialect::Ibm, ibm), (Dialect::MicroFocus, others)] {
            let lines = fixed(&text.replace(". ", ".\n"));
            let copybook = read_as(&lines, Options { dialect, ..Options::default() }, &());
            let place = |item: &Item| {
                let slack = if item.slack > 0 { format!("/{}", item.slack) } else { String::new() };
                format!("{} {}+{}{slack}", item.name.clone().unwrap_or_default(), item.offset, item.length)
            };
            let places: Vec<String> = copybook.items().iter().map(|(_, item)| place(item)).collect();
            assert_eq!(places.join("|"), want, "{dialect:?} {text}");
        }
    }
}

/// Offsets and lengths as programs that `GnuCOBOL` 3.1.2 compiled tell them of themselves.
#[test]
fn gnucobol_fills_elements_up_in_its_own_way() {
    for (text, want) in [
        // By the widest boundary since a group began, here that of G2; the last value is one of G2's.
        (
            "01 R. 05 K PIC X(8). 05 T OCCURS 2. 10 X PIC X. 10 G2. 15 Y PIC S9(9) COMP SYNC. 15 Z PIC X.",
            "R 0+32|K 0+8|T 8+12|X 8+1|G2 9+8|Y 12+4|Z 19+1",
        ),
        // A group behind the item makes its boundary forgotten.
        (
            "01 R. 05 T OCCURS 2. 10 A PIC S9(9) COMP SYNC. 10 B PIC X. 10 G OCCURS 2. 15 C PIC X.",
            "R 0+14|T 0+7|A 0+4|B 4+1|G 5+1|C 5+1",
        ),
        // What redefines counts too, and its last value is the group's.
        (
            "01 R. 05 X PIC X. 05 T OCCURS 2. 10 A PIC S9(9) COMP SYNC. 10 D PIC X(8). 10 E REDEFINES D. 15 F PIC X. 15 G PIC S9(4) COMP SYNC.",
            "R 0+33|X 0+1|T 1+16|A 4+4|D 8+8|E 8+4|F 8+1|G 11+2",
        ),
        // SYNCHRONIZED of a group means nothing.
        ("01 R. 05 X PIC X. 05 G SYNC. 10 A PIC 9(4) COMP.", "R 0+3|X 0+1|G 1+2|A 1+2"),
        // Usages of its own; COMP-6 with a sign is COMP-3, and COMP-N is COMP-X.
        (
            "01 R. 05 A FLOAT. 05 B DOUBLE. 05 C HANDLE. 05 D SIGNED-SHORT. 05 E UNSIGNED-INT. 05 F SIGNED-LONG. 05 G BINARY-INT UNSIGNED. 05 H BINARY-LONG-LONG. 05 I BINARY-C-LONG. 05 J PIC S9(5) COMP-6. 05 K PIC 9(5) COMP-N. 05 L PIC X(3) COMP-N.",
            "R 0+59|A 0+4|B 4+8|C 12+4|D 16+2|E 18+4|F 22+8|G 30+4|H 34+8|I 42+8|J 50+3|K 53+3|L 56+3",
        ),
        ("01 R. 05 A PIC 9(19) COMP-X. 05 B PIC 9(38) COMP-X. 05 C PROGRAM-POINTER.", "R 0+32|A 0+8|B 8+16|C 24+8"),
    ] {
        let copybook = read_as(&fixed(text), Options { dialect: Dialect::GnuCobol, ..Options::default() }, &());
        let places = copybook
            .items()
            .into_iter()
            .map(|(_, item)| format!("{} {}+{}", item.name.clone().unwrap_or_default(), item.offset, item.length));
        assert_eq!(places.collect::<Vec<_>>().join("|"), want, "{text}");
    }
}

/// As `cobc` of `GnuCOBOL` 3.1 lays them out; what it writes to the number does not reach the last of its bytes.
#[test]
fn gnucobol_counts_a_groups_sign_for_edited_numbers_too() {
    for (text, gnu, other) in [
        ("01 R SIGN LEADING SEPARATE. 05 E PIC -(3)9. 05 Z PIC X.", 6, 5),
        ("01 R SIGN TRAILING SEPARATE. 05 E PIC ZZ9CR. 05 Z PIC X.", 7, 6),
        ("01 R SIGN LEADING SEPARATE. 05 E PIC ZZ9. 05 Z PIC X.", 4, 4),
        ("01 R SIGN LEADING SEPARATE. 05 E PIC -(3)9 OCCURS 3. 05 Z PIC X.", 16, 13),
        ("01 R SIGN LEADING SEPARATE. 05 F OCCURS 2. 10 E PIC -(3)9. 05 Z PIC X.", 11, 9),
        ("01 R SIGN LEADING. 05 E PIC -(3)9. 05 Z PIC X.", 5, 5),
    ] {
        for (dialect, want) in [(Dialect::GnuCobol, gnu), (Dialect::Ibm, other), (Dialect::MicroFocus, other)] {
            let copybook = read_as(&fixed(text), Options { dialect, ..Options::default() }, &());
            assert_eq!(copybook.records[0].length, want, "{text} {dialect:?}");
            let edited = copybook.items().into_iter().find(|(_, item)| item.name.as_deref() == Some("E"));
            let picture = text.split("PIC ").nth(1).unwrap_or_default();
            let places = if picture.starts_with("ZZ9CR") {
                5
            } else if picture.starts_with("ZZ9") {
                3
            } else {
                4
            };
            assert_eq!(edited.map(|(_, item)| item.length), Some(places), "{text} {dialect:?}");
        }
    }
}

#[test]
fn a_function_pointer_has_the_bytes_of_its_dialect() {
    for (dialect, bytes) in [(Dialect::Ibm, 4), (Dialect::MicroFocus, 8), (Dialect::GnuCobol, 8)] {
        let text = fixed("01 R. 05 A PIC X. 05 V FUNCTION-POINTER. 05 P PROCEDURE-POINTER.");
        let copybook = read_as(&text, Options { dialect, ..Options::default() }, &());
        let Part::Elementary(pointer) = &copybook.items()[2].1.part else { panic!("it has a value") };
        assert_eq!((copybook.records[0].length, pointer.usage.name()), (9 + bytes, "FUNCTION-POINTER"), "{dialect:?}");
    }
}

#[test]
fn both_reference_formats_are_read() {
    let numbered = "000100 01  REC.                                                         ABCD0001\n\
                    000200*    A comment with PIC X.\n\
                    000300     05  NAM\n\
                    000400-    E PIC X(5).                                                  ABCD0004\n\
                    000500D    05  DEBUG PIC X(99).\n\
                    000600     05  B PIC 9. *> behind\n\
                    000700/\n\
                    \t05\tC PIC X.\n";
    check(numbered, "REC 0+7\n      NAME 0+5\n      B 5+1\n      C 6+1");
    let free = "01 rec.\n05 a pic x(5). *> five\n* a comment\n05 b\n pic\n is 9(3).05 c pic x.\n";
    check(free.replace(").05", "). 05").as_str(), "REC 0+9\n      A 0+5\n      B 5+3\n      C 8+1");
    check(&format!("       >>SOURCE FORMAT IS FREE\n{}", "01 R. 05 A PIC X.\n"), "R 0+1\n      A 0+1");
}

#[test]
fn a_literal_goes_on_in_the_next_line() {
    let line = |text: &str| format!("{text:<72}\n");
    let text = line("       01  R PIC X. 88 C VALUE 'ABC") + &line("      -    'DEF'.");
    let copybook = read_as(&text, Options { reference: Some(Reference::Fixed), ..Options::default() }, &());
    let blanks = " ".repeat(72 - "       01  R PIC X. 88 C VALUE 'ABC".len());
    let want = vec![Value { from: Literal::Text(format!("ABC{blanks}DEF")), to: None }];
    assert_eq!(copybook.records[0].conditions[0].values, want);
}

#[test]
fn condition_names_have_their_values() {
    let copybook = read_as(
        &fixed(
            "01 R PIC X.\n 88 A VALUES ARE 'A', 'B' THRU 'D' ZERO.\n 88 B VALUE X'40' WHEN SET TO FALSE 'N'.\n 88 C VALUE -1.5 ALL 'x' FALSE ZERO.",
        ),
        Options::default(),
        &(),
    );
    let text = |text: &str| Literal::Text(text.to_owned());
    let one = |from: Literal| Value { from, to: None };
    let found: Vec<(&str, &[Value])> = copybook.records[0]
        .conditions
        .iter()
        .map(|condition| (condition.name.as_str(), condition.values.as_slice()))
        .collect();
    assert_eq!(
        found,
        [
            ("A", &[one(text("A")), Value { from: text("B"), to: Some(text("D")) }, one(Literal::Zero)][..]),
            ("B", &[one(Literal::Bytes(vec![0x40]))][..]),
            ("C", &[one(Literal::Number(String::from("-1.5"))), one(Literal::All(String::from("x")))][..]),
        ]
    );
}

#[test]
fn literals_are_read_as_the_prefix_before_their_quote_says() {
    let text = |text: &str| Some(Literal::Text(text.to_owned()));
    for (literal, want) in [
        ("N'AB'", text("AB")),
        ("n\"AB\"", text("AB")),
        ("U'AB'", text("AB")),
        ("NX'00480044'", text("HD")),
        ("nx'00C9'", text("É")),
        ("UX'C389'", text("É")),
        ("X'C1C2'", Some(Literal::Bytes(vec![0xC1, 0xC2]))),
        ("NX'004'", None),
        ("NX'D800'", None),
        ("UX'FF'", None),
        ("QX'00'", None),
    ] {
        let text = fixed(&format!("01 R PIC N(2).\n 88 A VALUE {literal}."));
        let read = read("t", &text, &(), Options::default());
        let found = read.ok().map(|copybook| copybook.records[0].conditions[0].values[0].from.clone());
        assert_eq!(found, want, "{literal}");
    }
}

#[test]
fn a_book_that_is_missing_is_told_alone() {
    for text in [
        "01 R.\n COPY NOWHERE.",
        "01 R.\n 05 A.\n COPY NOWHERE.\n 05 T PIC X OCCURS 0 TO 3 DEPENDING ON N.\n 05 B REDEFINES C PIC X.",
        "COPY NOWHERE.",
    ] {
        let broken = read("t", &fixed(text), &(), Options::default()).unwrap_err();
        let problems: Vec<&Problem> = broken.mistakes.iter().map(|mistake| &mistake.problem).collect();
        assert_eq!(problems, [&Problem::NoCopy(String::from("NOWHERE"))], "{text}");
    }
}

#[test]
fn books_are_copied_and_replaced() {
    let books = Books(&[
        ("INNER", "10 :TAG:-A PIC X(LEN). 10 XX-B PIC 9(3)."),
        ("OUTER", "05 G. COPY INNER REPLACING LEADING ==XX== BY ==YY== ==LEN== BY ==4==."),
        ("DCL", "05 D PIC X."),
    ]);
    let text = fixed(
        "01 R.\n COPY outer REPLACING ==:TAG:== BY ==T== 9(3) BY 9(5).\n EXEC SQL INCLUDE DCL END-EXEC.\n EXEC SQL DECLARE X TABLE (A CHAR(3)) END-EXEC.\n REPLACE ==PIC Q== BY ==PIC X(2)==.\n 05 E PIC Q.\n REPLACE OFF.",
    );
    let text = text.replace("outer", "OUTER");
    let copybook = read_as(&text, Options::default(), &books);
    assert_eq!(layout(&copybook), "R 0+12\n  G 0+9\n    T-A 0+4\n    YY-B 4+5\n  D 9+1\n  E 10+2\n");
    let names: Vec<&str> = copybook.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["t", "OUTER", "INNER", "DCL"]);
    assert_eq!(copybook.items()[2].1.at.file, 2, "a place is one in the book that has the words");
}

/// A book with what REPLACING is used on.
const REPLACED: &str = "05  OLD-A PIC X(5).
05  OLD-B
    PIC 9(2) COMP-3.
05  XOLD PIC X.
05  C-OLD PIC S9(5)V99 COMP-3.
05  D-ITEM, PIC X(2).
05  E-ITEM PIC X OCCURS 5 TIMES.
05  :TAG:-F PIC X(LEN).
05  (P)NAME PIC X(2).";

/// Bytes of the record and names, as `cobc` of `GnuCOBOL` 3.1 has them where it takes the name.
#[test]
fn phrases_are_compared_by_text_words() {
    let books = Books(&[("BK", REPLACED), ("B2", "COPY BK REPLACING ==LEN== BY ==2==.")]);
    for (book, phrases, bytes, has) in [
        ("BK", "==LEN== BY ==2==", 24, "OLD-A"),
        ("BK", "LEN BY 2", 24, "OLD-A"),
        ("BK", "==(LEN)== BY ==(2)==", 24, "OLD-A"),
        ("BK", "==(LEN)== BY ====", 23, "OLD-A"),
        ("B2", "==COMP-3.== BY ==.==", 27, "OLD-B"),
        ("B2", "==COMP-3. == BY ==. ==", 27, "OLD-B"),
        ("B2", "==9(2) COMP-3.== BY ==9(9).==", 31, "OLD-B"),
        ("B2", "==X(2).== BY ==X(20).==", 78, "D-ITEM"),
        ("B2", "==PIC X(2).== BY ==PIC X(5).==", 33, "D-ITEM"),
        ("B2", "==OCCURS 5 TIMES.== BY ==.==", 20, "E-ITEM"),
        ("B2", "==5== BY ==6==", 27, "OLD-A"),
        ("B2", "5 BY 6", 27, "OLD-A"),
        ("B2", "==2== BY ==3==", 27, "OLD-A"),
        ("B2", "==S9(5)V99== BY ==S9(9)==", 25, "C-OLD"),
        ("B2", "==V99== BY ==V9(5)==", 26, "C-OLD"),
        ("B2", "==COMP-3== BY ====", 27, "OLD-B"),
        ("B2", "==D-ITEM PIC X(2)== BY ==D-ITEM PIC X(8)==", 30, "D-ITEM"),
        ("B2", "==old-a== BY ==ZZ==", 24, "ZZ"),
        ("B2", "==OLD-A== BY ==N-A==; ==N-A== BY ==M-A==", 24, "N-A"),
        ("B2", "LEADING ==OLD== BY ==NEWER==", 24, "NEWER-A"),
        ("B2", "TRAILING ==OLD== BY ==NEW==", 24, "XNEW"),
        ("B2", "==:TAG:== BY ==T==", 24, "T-F"),
        ("B2", "==:TAG:== BY ====", 24, "-F"),
        ("B2", "LEADING ==:TAG:-== BY ==T==", 24, "TF"),
        ("B2", "==TAG== BY ==T==", 24, ":T:-F"),
        ("B2", "==(P)== BY ==Q-==", 24, "Q-NAME"),
        ("B2", "==P== BY ==Q==", 24, "(Q)NAME"),
        ("B2", "==05 OLD-A== BY ==05 G PIC X(5). 05 OLD-A==", 29, "G"),
    ] {
        let text = fixed(&format!("01 REC.\nCOPY {book} REPLACING\n{phrases}.\n05 Z PIC X."));
        let copybook = read_as(&text, Options::default(), &books);
        let names: Vec<&str> = copybook.items().iter().filter_map(|(_, item)| item.name.as_deref()).collect();
        assert_eq!((copybook.records[0].length, names.contains(&has)), (bytes, true), "{phrases}: {names:?}");
        // What a phrase puts in is looked at by no other.
        let idle = copybook.idle_phrases();
        assert_eq!(idle.is_empty(), !phrases.contains("M-A"), "{phrases}: {idle:?}");
    }
    let text = fixed("01 REC.\nREPLACE ==COMP-3.== BY ==.== ==LEN==\nBY ==2==.\nCOPY BK.\n05 Z PIC X.\nREPLACE OFF.");
    assert_eq!(read_as(&text, Options::default(), &books).records[0].length, 27);
}

#[test]
fn phrases_that_match_nothing_are_told() {
    let books =
        Books(&[("BK", "05 A PIC 9(2)."), ("IN", "COPY BK\nREPLACING ==9(2) .== BY ==X.== LEADING ==B== BY ==C==.")]);
    for (text, want) in [
        ("01 R.\nCOPY BK REPLACING ==9(3).== BY ==X.== A BY B.", "==9(3).== t 2"),
        ("01 R.\nCOPY BK REPLACING TRAILING ==-A== BY ==B==.", "TRAILING ==-A== t 2"),
        ("01 R.\nCOPY BK REPLACING ==== BY ==B==.", "==== t 2"),
        ("01 R.\n\nREPLACE ==A PIC X== BY ==B==.\nCOPY BK.", "==A PIC X== t 3"),
        ("01 R.\nREPLACE ==A== BY ==B==. REPLACE OFF.\nCOPY BK. REPLACE\n==A== BY ==C==.", "==A== t 2, ==A== t 4"),
        ("01 R.\nCOPY IN REPLACING A BY N.", "LEADING ==B== IN 2"),
        ("01 R.\nCOPY BK REPLACING A BY N.", ""),
        ("01 R.\nREPLACE ==A== BY ==B==.\nCOPY BK.\nREPLACE OFF.", ""),
    ] {
        let copybook = read_as(&fixed(text), Options::default(), &books);
        let told = |args: &Vec<Arg>| args.iter().map(Arg::plain).collect::<Vec<_>>().join(" ");
        let found: Vec<String> = copybook.idle_phrases().iter().map(told).collect();
        assert_eq!(found.join(", "), want, "{text}");
    }
}

#[test]
fn constants_renames_and_whole_programs_are_read() {
    let text = fixed(
        "IDENTIFICATION DIVISION. PROGRAM-ID. P.\nENVIRONMENT DIVISION. CONFIGURATION SECTION. SPECIAL-NAMES. DECIMAL-POINT IS COMMA.
DATA DIVISION. FILE SECTION. FD F RECORD CONTAINS 80.
01 R. 05 A PIC X(3). 05 B PIC 9.999,99. 05 C PIC X(N) OCCURS N.
66 D RENAMES A THRU B. 66 E RENAMES C.
78 N VALUE 7.
PROCEDURE DIVISION. MOVE 1 TO X.",
    );
    let wrong = read("t", &text, &(), Options::default());
    assert!(wrong.is_err(), "a constant stands before what uses it");
    let text = text.replace("01 R.", "78 N VALUE 7.\n        01 R.");
    let copybook = read_as(&text, Options::default(), &());
    assert_eq!(layout(&copybook), "R 0+60\n  A 0+3\n  B 3+8\n  C 11+7 x7..7\n");
    let renames: Vec<(&str, u64, u64)> =
        copybook.renames.iter().map(|renames| (renames.name.as_str(), renames.offset, renames.length)).collect();
    assert_eq!(renames, [("D", 0, 11), ("E", 11, 49)]);
}

#[test]
fn a_text_that_means_two_things_is_told() {
    // In fixed format the second item stands behind column 72.
    let text = format!("{:<72}05 B PIC X.\n", "       01  R. 05 A PIC X.");
    let mistakes = read("t", &text, &(), Options::default()).err().map(|broken| broken.mistakes).unwrap_or_default();
    assert!(matches!(mistakes.as_slice(), [Mistake { problem: Problem::Reference, .. }]), "{mistakes:?}");
}

#[test]
fn a_piece_of_a_record_is_a_record_without_a_name() {
    check(&fixed("05 A PIC X(2).\n05 B.\n 10 C PIC 9."), "- 0+3\n      A 0+2\n      B 2+1\n        C 2+1");
}

#[test]
fn counters_are_found_in_the_nearest_group() {
    let text = fixed(
        "01 R. 05 N PIC 9. 05 G OCCURS 0 TO 2 DEPENDING ON N.\n10 M PIC 9. 10 H OCCURS 0 TO 3 DEPENDING ON M PIC X.
05 K. 10 M PIC 9. 10 L OCCURS 9 DEPENDING ON M OF K PIC X.",
    );
    let copybook = read_as(&text, Options::default(), &());
    let found: Vec<(String, Vec<usize>, u32)> = copybook
        .items()
        .into_iter()
        .filter_map(|(_, item)| {
            let occurs = item.occurs.as_ref()?;
            Some((item.name.clone()?, occurs.depending.clone()?.0, occurs.least))
        })
        .collect();
    let want = [("G", vec![0, 0], 0), ("H", vec![0, 1, 0], 0), ("L", vec![0, 2, 0], 0)];
    assert_eq!(found, want.map(|(name, path, least)| (name.to_owned(), path, least)));
}

#[test]
fn mistakes_are_all_told_with_their_places() {
    use Problem::{
        Ambiguous, Belongs, Bounds, Clause, ClauseTwice, CommaNumber, CopyPhrase, Counter, Digits, Incomplete, Level,
        Name, NoCopy, NoParent, NoPeriod, NotAnEntry, Nothing, NothingInIt, Number, OccursHere, OfOccurs, OpenLiteral,
        OpenPseudoText, PictureOfGroup, Redefines, TooLong, Unknown, UsageOfPicture,
    };
    use mistake::PictureProblem;
    let s = |text: &str| text.to_owned();
    for (text, word, problem) in [
        ("01 R. 05 A PIC X", "X", NoPeriod),
        ("01 R. 05 A PIC X 05 B PIC X.", "05", NoPeriod),
        ("01 R PIC 9(3)Q.", "9(3)Q", Problem::Picture(PictureProblem::Symbol, 5)),
        ("01 05 PIC X.", "05", Name(s("05"))),
        ("01 R PIX X.", "PIX", Clause(s("PIX"), s("PIC"))),
        ("01 R PIC X CONSTANT.", "CONSTANT", Clause(s("CONSTANT"), s(""))),
        ("01 R. 05 A OCCURS 3 PIC X INDEXED BY I.", "INDEXED", OfOccurs(s("INDEXED"))),
        ("01 R. 05 A OCCURS 3 PIC X ASCENDING KEY A.", "ASCENDING", OfOccurs(s("ASCENDING"))),
        ("01 R. 05 A OCCURS 3 PIC X DESCENDING A.", "DESCENDING", OfOccurs(s("DESCENDING"))),
        ("01 R. 05 N PIC 9. 05 A OCCURS 3 PIC X DEPENDING ON N.", "DEPENDING", OfOccurs(s("DEPENDING"))),
        ("01 R PIC X PIC X.", "PIC", ClauseTwice("PICTURE")),
        ("01 R PIC 9 COMP COMP-3.", "COMP-3", ClauseTwice("USAGE")),
        ("01 R PIC.", "PIC", Incomplete("PICTURE")),
        ("50 R PIC X.", "50", Level(s("50"))),
        ("R PIC X.", "R", NotAnEntry(s("R"))),
        ("01 R. 05 A.", "05 A", NothingInIt(s("A"))),
        ("01 R PIC X. 05 A PIC X.", "X", PictureOfGroup(s("R"))),
        ("01 R. 05 A PIC X. 77 B PIC X. 05 C PIC X.", "05 C", NoParent),
        ("88 C VALUE 1.", "88 C", Belongs(88)),
        ("66 C RENAMES X.", "66 C", Belongs(66)),
        ("01 R. 05 A PIC X. 05 B REDEFINES AA PIC X.", "AA", Unknown(s("AA"), s("A"))),
        ("01 R. 05 A PIC X. 05 B PIC X. 05 C REDEFINES A PIC X.", "A", Redefines(s("A"))),
        ("01 R. 05 A PIC X OCCURS 0.", "OCCURS 0", Bounds),
        ("01 R. 05 A PIC X OCCURS 3 TO 2 DEPENDING ON R.", "OCCURS 3 TO 2 DEPENDING ON R", Bounds),
        ("01 R. 05 A PIC X OCCURS 1 TO 2.", "OCCURS 1 TO 2", Incomplete("DEPENDING ON")),
        ("01 R OCCURS 2. 05 A PIC X.", "OCCURS 2", OccursHere),
        ("01 R. 05 N PIC X. 05 A PIC X OCCURS 2 DEPENDING ON N.", "N", Counter(s("N"))),
        ("01 R. 05 A PIC X OCCURS 2 DEPENDING ON N. 05 N PIC 9.", "N", Counter(s("N"))),
        ("01 R. 05 N PIC 9P. 05 A PIC X OCCURS 20 DEPENDING ON N.", "N", Counter(s("N"))),
        ("01 R. 05 N PIC P9. 05 A PIC X OCCURS 20 DEPENDING ON N.", "N", Counter(s("N"))),
        ("01 R. 05 A PIC X OCCURS 2 DEPENDING ON M. 05 N PIC 9.", "M", Unknown(s("M"), s("R"))),
        ("01 R. 05 G. 10 N PIC 9. 05 H. 10 N PIC 9. 05 A PIC X OCCURS 2 DEPENDING ON N.", "N", Ambiguous(s("N"))),
        ("01 R PIC X(3) COMP-3.", "X(3)", UsageOfPicture(s("COMP-3"), s("X(3)"))),
        ("01 R PIC X(3) SIGN TRAILING SEPARATE.", "X(3)", UsageOfPicture(s("SIGN"), s("X(3)"))),
        ("01 R PIC 9(39).", "9(39)", Digits(38)),
        ("01 R. 05 A PIC X(4000000000). 05 B PIC X.", "05 A", TooLong(1 << 31)),
        ("01 R PIC X. 88 C VALUE 'A.", "'", OpenLiteral),
        ("01 R PIC X. 88 C VALUE 1-2.", "1-2", Number(s("1-2"))),
        ("01 R PIC 9V99 VALUE 1,50.", "1,50", CommaNumber(s("1,50"))),
        ("01 R PIC S9V99 VALUE IS -1,5 COMP-3.", "-1,5", CommaNumber(s("-1,5"))),
        ("01 R PIC 9V99 VALUE 1,5,0.", "1,5,0", Number(s("1,5,0"))),
        ("01 R PIC X. 88 C VALUE 1 THRU.", "THRU", Incomplete("THRU")),
        ("01 R. COPY BOOK.", "BOOK", NoCopy(s("BOOK"))),
        ("01 R. COPY A PREFIXING B-.", "PREFIXING", CopyPhrase(s("PREFIXING"))),
        ("01 R. COPY A OF LIB SUPPRESS SUFFIXING -B.", "SUFFIXING", CopyPhrase(s("SUFFIXING"))),
        ("01 R. COPY A JOINING B- AS PREFIX.", "JOINING", CopyPhrase(s("JOINING"))),
        ("01 R. COPY A OF LIB SUPPRESS PRINTING REPLACING B BY C.", "A", NoCopy(s("A"))),
        ("01 R. 05 A PIC X INDICATOR 10.", "INDICATOR", Clause(s("INDICATOR"), s(""))),
        ("01 R. 05 A PIC X TYPE IS SQL.", "TYPE", Clause(s("TYPE"), s(""))),
        ("01 R PIC X. COPY BOOK", "COPY", NoPeriod),
        ("01 R. COPY BOOK REPLACING ==A BY ==B==.", "==", Incomplete("REPLACING")),
        ("01 R. COPY BOOK REPLACING ==A== BY ==B.", "==", OpenPseudoText),
        ("", "", Nothing),
    ] {
        let options = Options { reference: Some(Reference::Free), ..Options::default() };
        let mistakes = read("t", text, &(), options).err().map(|broken| broken.mistakes).unwrap_or_default();
        let found: Vec<(&str, &Problem)> = mistakes
            .iter()
            .map(|mistake| (&text[mistake.at.span.start as usize..mistake.at.span.end as usize], &mistake.problem))
            .collect();
        assert!(found.contains(&(word, &problem)), "{text}: {found:?}");
    }
}

#[test]
fn what_follows_from_a_mistake_is_not_told_as_well() {
    for text in [
        "01 R. 05 A PCI X(3).",
        "01 R. 05 A PIC.",
        "01 R 05 A PIC X.",
        "01 R. 05 G OCURS 3. 10 A PIC X.",
        "01 R PIC X. 88 C VALUE 'A.",
        "01 R. 05 A OCCURS 3 PIC X INDEXED BY I.",
        "01 R PIC 9V99 VALUE 1,50.",
        "01 R PIC 9V99 VALUE 1,50 COMP-3.",
        "01 R PIC X. 88 C VALUE 1-2.",
    ] {
        let options = Options { reference: Some(Reference::Free), ..Options::default() };
        let mistakes = read("t", text, &(), options).err().map(|broken| broken.mistakes).unwrap_or_default();
        assert_eq!(mistakes.len(), 1, "{text}: {mistakes:?}");
    }
}

#[test]
fn a_sign_of_its_own_is_what_signed_digits_have() {
    let book = "01 R. 05 G SIGN TRAILING SEPARATE. 10 A PIC S9(3). 10 B PIC 9(3). 10 C PIC X(3). 10 D PIC -ZZ9.";
    let options = Options { reference: Some(Reference::Free), ..Options::default() };
    let read = read("t", book, &(), options).unwrap();
    assert_eq!(read.records[0].length, 4 + 3 + 3 + 4);
}

#[test]
fn a_book_that_copies_itself_is_told() {
    let books = Books(&[("A", "05 X PIC X. COPY B."), ("B", "COPY A.")]);
    let mistakes = read("t", &fixed("01 R. COPY A."), &books, Options::default())
        .err()
        .map(|broken| broken.mistakes)
        .unwrap_or_default();
    let problems: Vec<&Problem> = mistakes.iter().map(|mistake| &mistake.problem).collect();
    assert_eq!(problems, [&Problem::CopiesItself(String::from("A"))]);
}

#[test]
fn no_text_makes_it_panic() {
    let seeds = [
        fixed(
            "01 R. 05 A PIC S9(4)V99 COMP-3. 05 B OCCURS 1 TO 3 DEPENDING ON A. 10 C PIC X VALUE 'A'. 88 D VALUES 1 THRU 3.",
        ),
        fixed(
            "01 R. COPY A REPLACING ==:T:== BY ==X==. REPLACE A BY B. EXEC SQL INCLUDE X END-EXEC. 66 E RENAMES A THRU B.",
        ),
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap_or_default()
    };
    for round in 0..4000 {
        let mut text: Vec<char> = seeds[round % 2].chars().collect();
        for _ in 0..=random(6) {
            let at = random(text.len().max(1));
            if text.is_empty() {
                break;
            }
            match random(4) {
                0 => text[at] = ['.', '\'', '(', '9', '\t', '=', ' ', 'é', '-', '\n'][random(10)],
                1 => drop(text.remove(at)),
                2 => text.truncate(at.max(1)),
                _ => text.extend_from_within(at / 2..at),
            }
        }
        let text: String = text.into_iter().collect();
        let _ = read("t", &text, &(), Options::default());
    }
}

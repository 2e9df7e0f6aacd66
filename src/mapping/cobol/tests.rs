//! Mappings that take their fields from copybooks.

use std::sync::Arc;

use super::{Asked, Books, NotOpened};
use crate::finding::{Arg, Severity};
use crate::mapping::copybook::{Copybook, read};
use crate::mapping::diagnostic::Diagnostic;
use crate::mapping::migration::Declared;
use crate::mapping::model::{FieldPlace, Format, Kind, Mapping, RepeatPlace, Sign};
use crate::mapping::stored::{Endian, Float, Form};
use crate::mapping::{Read, read_among, types};

/// One copybook, whatever its name.
struct One(&'static str);

impl Books for One {
    fn open(&self, asked: &Asked) -> Result<Arc<Copybook>, NotOpened> {
        if asked.file == "missing.cpy" {
            return Err(NotOpened::Missing);
        }
        read("b.cpy", self.0, &(), asked.options).map(Arc::new).map_err(|_| NotOpened::Broken)
    }
}

const ACCOUNT: &str = "
       01  ACCOUNT-RECORD.
           05  ACCT-ID                PIC 9(11).
           05  ACCT-BAL               PIC S9(10)V99.
           05  ACCT-OPENED.
               10  OPEN-YEAR          PIC 9(4).
               10  OPEN-MONTH         PIC 99.
               10  OPEN-DAY           PIC 99.
           05  FILLER                 PIC X(5).
           05  ACCT-RATE              PIC S9(3)V9(4) COMP-3.
           05  ACCT-COUNT             PIC S9(4) COMP.
           05  MONTHS OCCURS 2.
               10  BUDGET             PIC 9(5).
               10  WEEKS OCCURS 3.
                   15  SPENT          PIC S9(3).
";

const SEGMENTS: &str = "
       01  R.
           05  CODE-OF                PIC X.
           05  BODY                   PIC X(8).
           05  COMPANY REDEFINES BODY.
               10  NAME               PIC X(6).
               10  PAID               PIC 99.
           05  PERSON REDEFINES BODY.
               10  NAME               PIC X(4).
               10  FILLER REDEFINES NAME.
                   15  NAME-NO        PIC 9(4).
               10  BORN               PIC 9(4).
";

fn source(of: &str) -> String {
    format!("tumpline: 1\nsource:\n  files: x\n  format: cobol\n  encoding: ascii\n  copybook: b.cpy\n{of}table: t\n")
}

fn mapping(book: &'static str, of: &str) -> Mapping {
    let read = read_among("m", &source(of), &Declared::default(), &One(book));
    let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
    mapping
}

/// Code and arguments of every mistake.
fn told(read: &Read) -> Vec<String> {
    read.diagnostics.iter().filter(|one| one.severity == Severity::Fail).map(said).collect()
}

/// The same of doubts too.
fn doubted(read: &Read) -> Vec<String> {
    read.diagnostics.iter().map(said).collect()
}

fn said(one: &Diagnostic) -> String {
    let args: Vec<String> = one.args.iter().map(Arg::plain).collect();
    format!("{}({})", one.code.id(), args.join("|"))
}

/// `name at start-end type`.
fn fields(kind: &Kind) -> Vec<String> {
    let text = |field: &crate::mapping::model::Field| {
        let FieldPlace::Bytes { start, end } = field.place else { panic!("{}", field.name) };
        format!("{} {}-{end} {}", field.name, start + 1, types::name(field.ty))
    };
    kind.fields.iter().map(text).collect()
}

#[test]
fn items_are_fields_in_their_places() {
    let mapping = mapping(ACCOUNT, "");
    let kind = &mapping.source.kinds[0];
    let want = [
        "acct_id 1-11 int64",
        "acct_bal 12-23 decimal(12,2)",
        "open_year 24-27 int16",
        "open_month 28-29 int16",
        "open_day 30-31 int16",
        "acct_rate 37-40 decimal(7,4)",
        "acct_count 41-42 int16",
    ];
    assert_eq!(fields(kind), want);
    assert_eq!(mapping.source.format, Format::FixedLength { length: 70 });
    let forms: Vec<bool> = kind.fields.iter().map(|field| field.reading.stored.is_some()).collect();
    assert_eq!(forms, [true; 7]);
    assert_eq!(
        kind.fields[5].reading.stored.map(|stored| (stored.form, stored.digits, stored.scale)),
        Some((Form::Packed, 7, 4))
    );
    let columns: Vec<&str> = mapping.tables[0].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns.len(), 7, "{columns:?}");
}

#[test]
fn tables_are_groups_and_those_within_them_number_both() {
    let tables = "
tables:
- {table: months, from: record.months}
- table: weeks
  from: record.weeks
  columns: [{name: month, from: months.number}, {name: week, from: number}, {name: spent}, {name: acct_id}]
";
    let text = source("").replace("table: t\n", tables);
    let read = read_among("m", &text, &Declared::default(), &One(ACCOUNT));
    let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
    let kind = &mapping.source.kinds[0];
    assert_eq!(kind.repeats[0].place, RepeatPlace::Bytes { start: 42, times: 2, width: 14 });
    let weeks = &kind.repeats[1];
    assert_eq!((weeks.name.as_str(), weeks.place.times(), weeks.place.byte_end()), ("weeks", 6, Some(70)));
    let starts: Vec<u32> = (0..6).filter_map(|at| weeks.place.byte_start(at)).collect();
    assert_eq!(starts, [47, 50, 53, 61, 64, 67]);
    let numbers =
        |name: &str| weeks.place.level(name).map(|level| (0..6).map(|at| level.number(at)).collect::<Vec<_>>());
    assert_eq!(numbers("months"), Some(vec![1, 1, 1, 2, 2, 2]));
    assert_eq!(numbers("weeks"), Some(vec![1, 2, 3, 1, 2, 3]));
}

#[test]
fn a_map_says_an_item_anew_and_makes_a_field_of_a_group() {
    let mapping = mapping(
        ACCOUNT,
        "  fields:\n  - {name: opened, item: ACCT-OPENED, type: date, picture: YYYYMMDD, null_if: [00000000]}\n  - {name: account, item: acct-id, type: text, personal: true}\n  - {name: filler, at: 32-36}\n  - {name: months, fields: [{name: budget, on_blank: zero}]}\n",
    );
    let kind = &mapping.source.kinds[0];
    let found = fields(kind);
    assert_eq!(found[0], "account 1-11 text");
    assert_eq!(found[7..], ["opened 24-31 date", "filler 32-36 text"]);
    let account = &kind.fields[0];
    assert!(account.personal && account.reading.stored.is_some());
    assert_eq!(kind.repeats[0].fields[0].reading.on_blank, crate::mapping::model::OnBlank::Zero);
}

#[test]
fn what_level_66_names_is_an_item_too() {
    const RENAMED: &str = "       01  R.
           05  A    PIC X(3).
           05  B    PIC S9(3) COMP-3.
           05  C    PIC 9(4).
       66  BB RENAMES B.
       66  AB RENAMES A THRU B.
";
    for (before, want) in [("", ["bb2 4-5 int16", "ab2 1-5 text"]), (", before: 4", ["bb2 8-9 int16", "ab2 5-9 text"])]
    {
        let of = "  fields: [{name: bb2, item: BB}, {name: ab2, item: AB OF R}]\n";
        let text = source(of).replace("copybook: b.cpy", &format!("copybook: {{file: b.cpy{before}}}"));
        let read = read_among("m", &text, &Declared::default(), &One(RENAMED));
        let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
        let kind = &mapping.source.kinds[0];
        assert_eq!(fields(kind)[3..], want);
        assert!(kind.fields[3].reading.stored.is_some());
    }
}

#[test]
fn bytes_may_stand_before_the_first_item() {
    let tables = "table: months\nfrom: record.months\n";
    let text =
        source("").replace("copybook: b.cpy", "copybook: {file: b.cpy, before: 4}").replace("table: t\n", tables);
    let read = read_among("m", &text, &Declared::default(), &One(ACCOUNT));
    let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
    let kind = &mapping.source.kinds[0];
    assert_eq!(fields(kind)[..2], ["acct_id 5-15 int64", "acct_bal 16-27 decimal(12,2)"]);
    assert_eq!(kind.repeats[0].place, RepeatPlace::Bytes { start: 46, times: 2, width: 14 });
    assert_eq!(mapping.source.format, Format::FixedLength { length: 74 });
}

#[test]
fn floats_are_as_the_copybooks_map_says() {
    const FLOATS: &str = "       01 A. 05 B COMP-1. 05 C COMP-2.\n";
    for (said, want) in [
        ("", Float::Hexadecimal),
        (", dialect: gnucobol", Float::Ieee(Endian::Little)),
        (", floats: ieee", Float::Ieee(Endian::Big)),
        (", dialect: gnucobol, floats: hexadecimal", Float::Hexadecimal),
    ] {
        let text = source("").replace("copybook: b.cpy", &format!("copybook: {{file: b.cpy{said}}}"));
        let read = read_among("m", &text, &Declared::default(), &One(FLOATS));
        let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
        for field in &mapping.source.kinds[0].fields {
            assert_eq!(field.reading.stored.map(|stored| stored.form), Some(Form::Float(want)), "{said}");
        }
    }
}

#[test]
fn binary_numbers_have_the_byte_order_that_the_copybooks_map_says() {
    const NUMBERS: &str = "       01 A. 05 B PIC S9(4) COMP. 05 C PIC S9(4) COMP-5.\n";
    for (said, want) in [
        ("", [Endian::Big, Endian::Big]),
        (", binary: little", [Endian::Little, Endian::Big]),
        (", dialect: gnucobol", [Endian::Big, Endian::Little]),
        (", dialect: gnucobol, binary: little", [Endian::Little, Endian::Little]),
    ] {
        let text = source("").replace("copybook: b.cpy", &format!("copybook: {{file: b.cpy{said}}}"));
        let read = read_among("m", &text, &Declared::default(), &One(NUMBERS));
        let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
        let endian = |field: &crate::mapping::model::Field| match field.reading.stored.map(|stored| stored.form) {
            Some(Form::Binary { endian, .. }) => endian,
            other => panic!("{other:?}"),
        };
        let found: Vec<Endian> = mapping.source.kinds[0].fields.iter().map(endian).collect();
        assert_eq!(found, want, "{said}");
    }
}

#[test]
fn signs_are_where_pictures_and_clauses_say() {
    const SIGNS: &str = "
       01  A.
           05  B PIC 99V99 SIGN LEADING SEPARATE.
           05  C PIC S9(3).99.
           05  D PIC ZZ9.99-.
           05  E SIGN TRAILING SEPARATE.
               10  F PIC 99.
               10  G PIC S99.
";
    let mapping = mapping(SIGNS, "");
    let reading = |at: usize| &mapping.source.kinds[0].fields[at].reading;
    let signed = |at: usize| reading(at).stored.map(|stored| stored.signed);
    assert_eq!([signed(0), signed(3), signed(4)], [Some(true), Some(false), Some(true)]);
    assert_eq!((&reading(1).sign, &reading(2).sign), (&vec![Sign::Overpunch], &vec![Sign::Trailing]));
    let want = ["b 1-5 decimal(4,2)", "c 6-11 decimal(5,2)", "d 12-18 decimal(5,2)", "f 19-20 int16", "g 21-23 int16"];
    assert_eq!(fields(&mapping.source.kinds[0]), want);
}

#[test]
fn a_kind_says_which_description_of_its_bytes_holds() {
    let text = source(
        "  records:\n    kinds:\n    - {name: company, when: {at: 1, is: C}, redefinition: COMPANY}\n    - {name: person, when: {at: 1, is: P}, redefinition: [person, name-no]}\n",
    );
    let read = read_among("m", &(text + "from: company\n"), &Declared::default(), &One(SEGMENTS));
    let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
    let found: Vec<Vec<String>> = mapping.source.kinds.iter().map(fields).collect();
    assert_eq!(found[0], ["code_of 1-1 text", "name 2-7 text", "paid 8-9 int16"]);
    assert_eq!(found[1], ["code_of 1-1 text", "name_no 2-5 int16", "born 6-9 int16"]);
}

#[test]
fn what_records_say_of_items_holds_for_every_kind() {
    let text = source(
        "  records:\n    fields: [{name: code_of, personal: true}, {name: last, at: 9}]\n    kinds:\n    - {name: company, when: {at: 1, is: C}, redefinition: COMPANY}\n    - {name: other, when: {at: 1, is: X}, skip: none}\n    - {name: person, when: {at: 1, is: P}, redefinition: [PERSON, NAME], fields: [{name: born, type: text}]}\n",
    );
    let read = read_among("m", &(text.clone() + "from: company\n"), &Declared::default(), &One(SEGMENTS));
    let Some(mapping) = read.mapping else { panic!("{:?}", read.diagnostics) };
    let [company, _, person] = mapping.source.kinds.as_slice() else { panic!("{:?}", mapping.source.kinds) };
    let named = |kind: &Kind| kind.fields.iter().map(|field| (field.name.clone(), field.personal)).collect::<Vec<_>>();
    for kind in [company, person] {
        assert!(named(kind).contains(&("code_of".to_owned(), true)), "{:?}", named(kind));
        assert!(named(kind).contains(&("last".to_owned(), false)), "{:?}", named(kind));
    }
    let wrong = text.replace("{name: code_of,", "{name: paid,") + "from: company\n";
    let read = read_among("m", &wrong, &Declared::default(), &One(SEGMENTS));
    assert_eq!(read.diagnostics.first().map(|one| one.code), Some(crate::finding::Code::UnknownItem));
}

/// Two places that are described twice, by the same names.
const TWICE: &str = "       01  R.
           05  HOME.
               10  DT     PIC 9(8).
               10  DTX REDEFINES DT PIC X(8).
           05  WORK.
               10  DT     PIC 9(8).
               10  DTX REDEFINES DT PIC X(8).
";

/// A description that is called as one of another place.
const STRAY: &str = "       01  R.
           05  ORD.
               10  A-ID   PIC X(5).
               10  STAT REDEFINES A-ID.
                   15  S1 PIC 99.
           05  PAY.
               10  STAT   PIC X(8).
               10  STAT-N REDEFINES STAT PIC 9(8).
";

/// An edited number and a date, with names for their values.
const EDITED: &str = "       01  R.
           05  A    PIC ZZ9.
               88  ONE-A   VALUE '  1'.
           05  D    PIC 9(8).
               88  NO-DAY  VALUE ZERO.
";

/// Names that blanks tell apart, a number whose digits may be blanks, and one whose digits are none.
const APART: &str = "       01  R.
           05  A    PIC X(2).
               88  LEFT-1   VALUE '1'.
               88  RIGHT-1  VALUE ' 1'.
           05  B    PIC X(2).
               88  SOME-B   VALUE ' A' THRU 'Z'.
           05  C    PIC 9(4) COMP-6.
           05  D    PIC 9(4) COMP-3.
";

/// Tables that count their elements in descriptions of the same bytes: in the midst of the record, and at its end.
const MOVING: &str = "
       01  REC.
           05  BODY PIC X(20).
           05  BA REDEFINES BODY.
             10  N PIC 9.
             10  T PIC 9 OCCURS 0 TO 4 DEPENDING ON N.
             10  AMT PIC 9(4).
           05  BB REDEFINES BODY.
             10  NB PIC 9.
             10  TB PIC 9 OCCURS 0 TO 4 DEPENDING ON NB.
             10  FILLER PIC X.
           05  BC REDEFINES BODY.
             10  NC PIC 9.
             10  OT OCCURS 2.
               15  IT PIC 9 OCCURS 0 TO 4 DEPENDING ON NC.
           05  CODE-A PIC X(2).
           05  LAST-ONE PIC X(9).
           05  CA REDEFINES LAST-ONE PIC 9(9).
           05  CB REDEFINES LAST-ONE.
             10  M PIC 9.
             10  U PIC 9 OCCURS 0 TO 4 DEPENDING ON M.
             10  V PIC 9.
";

#[test]
fn mistakes_are_told_where_they_stand() {
    for (book, of, want) in [
        (SEGMENTS, "", "TL0072(BODY|BODY, COMPANY, PERSON)"),
        (SEGMENTS, "  redefinition: [PERSON, NAME]\n", ""),
        (SEGMENTS, "  redefinition: [PERSON, NAME, NAME-NO]\n", ""),
        (SEGMENTS, "  redefinition: [PERSN, NAME]\n", "TL0068(PERSN|PERSON)"),
        (SEGMENTS, "  redefinition: PERSN\n", "TL0068(PERSN|PERSON)"),
        (SEGMENTS, "  redefinitoin: PERSON\n", "TL0002(redefinitoin|redefinition)"),
        (SEGMENTS, "  redefinition: ZZZZ\n", "TL0072(BODY|BODY, COMPANY, PERSON)"),
        (SEGMENTS, "  redefinition: [PERSON, NAME-NO, CODE-OF]\n", "TL0073(CODE-OF)"),
        (SEGMENTS, "  redefinition: [PERSON, NAME OF PERSON]\n", ""),
        (SEGMENTS, "  redefinition: [PERSON, NAME IN PERSON IN R]\n", ""),
        (SEGMENTS, "  redefinition: [PERSON, NAME-NO OF PERSON]\n", ""),
        (SEGMENTS, "  redefinition: NAME\n", "TL0092(NAME|NAME OF COMPANY, NAME OF PERSON)"),
        (SEGMENTS, "  redefinition: [PERSON, NAME, NAM OF PERSON]\n", "TL0068(NAM OF PERSON|NAME)"),
        (SEGMENTS, "  redefinition: [PERSON, NAME, CODE-OF OF R]\n", "TL0073(CODE-OF OF R)"),
        (TWICE, "  redefinition: [DT OF HOME, DTX OF WORK]\n  fields: [{name: x, item: DTX}]\n", ""),
        (TWICE, "  redefinition: DT\n", "TL0092(DT|DT OF HOME, DT OF WORK)"),
        (
            TWICE,
            "  redefinition: [dt of home, dt of work]\n  fields: [{name: x, item: DT}]\n",
            "TL0092(DT|DT OF HOME, DT OF WORK)",
        ),
        (STRAY, "  redefinition: [A-ID, STAT]\n", "TL0092(STAT|STAT OF ORD, STAT OF PAY)"),
        (STRAY, "  redefinition: [A-ID, STAT OF PAY]\n", ""),
        (
            "       01 A. 05 B PIC X(2).\n       66 BB RENAMES B.\n",
            "  fields: [{name: x, item: BBB}]\n",
            "TL0068(BBB|BB)",
        ),
        (
            "       01 A. 05 B PIC X(2).\n       66 R-4 RENAMES B.\n",
            "  fields: [{name: r_4}]\n",
            "TL0068(r_4|item: R-4)",
        ),
        ("       01 A. 05 G. 10 B PIC X(2).\n", "  fields: [{name: g}]\n", "TL0068(g|item: G)"),
        (ACCOUNT, "  record: ACCOUNT\n", "TL0068(ACCOUNT|ACCOUNT-RECORD)"),
        (ACCOUNT, "  fields: [{name: acct_idd}]\n", "TL0068(acct_idd|acct_id)"),
        (ACCOUNT, "  fields: [{name: x, item: ACCT-IDD}]\n", "TL0068(ACCT-IDD|ACCT-ID)"),
        (ACCOUNT, "  fields: [{name: x, item: BUDGET}]\n", "TL0076(BUDGET|months)"),
        (ACCOUNT, "  fields: [{name: spent, on_blank: zero}]\n", "TL0076(spent|weeks)"),
        (ACCOUNT, "  fields: [{name: months, fields: [{name: x, item: BUDGT}]}]\n", "TL0068(BUDGT|BUDGET)"),
        (
            ACCOUNT,
            "  fields: [{name: months, fields: [{name: weeks, fields: [{name: spent}]}]}]\n",
            "TL0079(weeks|months)",
        ),
        (ACCOUNT, "  fields: [{name: months, fields: [{name: spent, on_blank: zero}]}]\n", "TL0076(spent|weeks)"),
        (ACCOUNT, "  fields: [{name: acct_id, conditions: off}]\n", "TL0077(acct_id|none)"),
        (EDITED, "  fields: [{name: a, conditions: reject}]\n", "TL0077(a|edited)"),
        (EDITED, "  fields: [{name: a, type: text, conditions: reject}]\n", ""),
        (EDITED, "  fields: [{name: a, type: text, trim: both, conditions: reject}]\n", ""),
        (APART, "  fields: [{name: a, trim: both, conditions: reject}]\n", "TL0077(a|trimmed)"),
        (APART, "  fields: [{name: b, trim: both, conditions: reject}]\n", "TL0077(b|trimmed)"),
        (APART, "  fields: [{name: c, on_blank: number}]\n", ""),
        (APART, "  fields: [{name: d, on_blank: number}]\n", "TL0027(on_blank|no_bare_digits)"),
        (APART, "  fields: [{name: x, at: 1-2, on_blank: number}]\n", "TL0027(on_blank|no_bare_digits)"),
        (EDITED, "  fields: [{name: d, type: date, picture: YYYYMMDD, conditions: reject}]\n", "TL0077(d|type)"),
        (ACCOUNT, "  records: {end: {length: 69}}\n", "TL0075(70|69)"),
        (ACCOUNT, "  records: {end: {length: 80}}\n", ""),
        (ACCOUNT, "  fields: [{name: acct_bal, pattern: '1(.*)'}]\n", "TL0027(pattern|stored)"),
        (ACCOUNT, "  fields: [{name: acct_bal, sign: trailing}]\n", "TL0027(sign|stored)"),
        ("       01 A. 05 B PIC X(2).\n       01 C. 05 D PIC X(3).\n", "", "TL0071(A, C)"),
        ("       01 A. 05 B PIC Q.\n", "", "TL0070(b.cpy|broken)"),
        (
            "       01 N PIC 9.\n       01 A. 05 B PIC X OCCURS 0 TO 9 DEPENDING ON N.\n",
            "  record: A\n",
            "TL0066(counter_elsewhere|N|b.cpy|2)",
        ),
        // Something stands behind the bytes that are described anew.
        (MOVING, "  redefinition: [BA, CA]\n", "TL0066(table_moves|T|b.cpy|6)"),
        (MOVING, "  redefinition: [BA, CB]\n", "TL0066(table_moves|T|b.cpy|6)"),
        // Nothing that is read follows the table in it.
        (MOVING, "  redefinition: [BB, CA]\n", ""),
        // Several descriptions of the same bytes, of which one moves.
        (MOVING, "  redefinition: [BB, CA, CB]\n", "TL0066(table_moves|U|b.cpy|21)"),
        (MOVING, "  redefinition: [BODY, CA]\n", ""),
        (MOVING, "  redefinition: [BC, CA]\n", "TL0066(table_moves|IT|b.cpy|15)"),
    ] {
        let read = read_among("m", &source(of), &Declared::default(), &One(book));
        let told = told(&read);
        assert_eq!(told.first().map(String::as_str).unwrap_or_default(), want, "{book}{of}");
    }
    let keeps = source("  redefinition: [BA, CA]\n").replace("b.cpy", "{file: b.cpy, slides: false}");
    assert_eq!(told(&read_among("m", &keeps, &Declared::default(), &One(MOVING))), Vec::<String>::new());
}

#[test]
fn of_an_outer_table_only_its_number_can_be_named() {
    for (column, want) in [
        ("{name: budget}", "TL0028(budget|outer_table)"),
        ("{name: b, from: months.budget}", "TL0028(months.budget|outer_table)"),
        ("{name: b, from: months.number}", ""),
        ("{name: b, label: acct_id}", "TL0077(acct_id|none)"),
    ] {
        let table = format!("table: weeks\nfrom: record.weeks\ncolumns: [{{name: spent}}, {column}]\n");
        let text = source("").replace("table: t\n", &table);
        let read = read_among("m", &text, &Declared::default(), &One(ACCOUNT));
        assert_eq!(told(&read).first().map(String::as_str).unwrap_or_default(), want, "{column}");
    }
}

#[test]
fn the_number_of_an_element_and_a_field_that_is_called_so_are_told_apart() {
    const OF_ELEMENT: &str = "       01 R. 05 ID PIC 9. 05 LINES OCCURS 2. 10 NUMBER PIC 9. 10 SPENT PIC 9.\n";
    const OF_RECORD: &str = "       01 R. 05 NUMBER PIC 9. 05 LINES OCCURS 2. 10 SPENT PIC 9.\n";
    for (book, columns, want) in [
        (OF_ELEMENT, "{name: number}", "TL0088(number|field|lines.number)"),
        (OF_ELEMENT, "{name: n, from: lines.number}", "TL0088(lines.number|element|number)"),
        (OF_ELEMENT, "{name: n, sql: number + 1}", "TL0088(number|field|lines.number)"),
        (OF_ELEMENT, "{name: number}, {name: n, from: lines.number}", ""),
        (OF_ELEMENT, "{name: spent}, {name: id}", ""),
        (OF_RECORD, "{name: number}", "TL0088(number|field|lines.number)"),
        (OF_RECORD, "{name: n, from: record.number}", ""),
        (OF_RECORD, "{name: n, from: lines.number}", ""),
    ] {
        let table = format!("table: t\nfrom: record.lines\ncolumns: [{columns}]\n");
        let text = source("").replace("table: t\n", &table);
        let read = read_among("m", &text, &Declared::default(), &One(book));
        assert_eq!(doubted(&read).first().map(String::as_str).unwrap_or_default(), want, "{columns}");
    }
}

#[test]
fn what_is_said_of_blanks_low_and_high_values_holds_or_is_told() {
    const BOOK: &str = "
       01  R.
           05  N    PIC 9.
           05  A    PIC S9(4) COMP.
           05  B    PIC 9(3) COMP-6.
           05  C    PIC S9(9) COMP.
           05  D    PIC 9(2) COMP-X.
           05  F    COMP-1.
           05  T OCCURS 0 TO 3 DEPENDING ON N.
               10  M    PIC 9(2) COMP-X.
               10  U OCCURS 0 TO 3 DEPENDING ON M.
                   15  V    PIC X.
";
    for (keys, want) in [
        ("  defaults: {on_blank: zero}\n", "TL0089(`a` (8224), `d` (32), `m` (32))"),
        ("  defaults: {on_blank: reject}\n", ""),
        (
            "  defaults: {on_blank: zero}\n  fields: [{name: a, on_blank: empty}, {name: d, on_blank: number}, {name: t, fields: [{name: m, on_blank: zero}]}]\n",
            "",
        ),
        ("  fields: [{name: a, on_low_values: empty}]\n", "TL0027(on_low_values|zero_of_low_values)"),
        ("  fields: [{name: b, on_low_values: zero}]\n", "TL0027(on_low_values|zero_of_low_values)"),
        ("  fields: [{name: f, on_low_values: empty}]\n", "TL0027(on_low_values|zero_of_low_values)"),
        ("  fields: [{name: n, on_low_values: zero, on_blank: zero}]\n", ""),
        ("  fields: [{name: a, on_high_values: empty}]\n", "TL0027(on_high_values|number_of_high_values)"),
        ("  fields: [{name: d, on_high_values: empty}]\n", "TL0027(on_high_values|number_of_high_values)"),
        ("  fields: [{name: b, on_high_values: empty}, {name: f, on_high_values: empty}]\n", ""),
        ("  fields: [{name: n, on_blank: empty}]\n", "TL0027(on_blank|counts)"),
        ("  fields: [{name: n, on_bad: empty}]\n", "TL0027(on_bad|counts)"),
        ("  fields: [{name: t, fields: [{name: m, on_blank: empty}]}]\n", "TL0027(on_blank|counts)"),
    ] {
        let read = read_among("m", &source(keys), &Declared::default(), &One(BOOK));
        assert_eq!(doubted(&read).first().map(String::as_str).unwrap_or_default(), want, "{keys}");
    }
}

#[test]
fn national_digits_are_a_number_where_their_sign_has_a_character() {
    const BOOK: &str = "
       01  R.
           05  A    PIC S9(3) NATIONAL SIGN TRAILING SEPARATE.
           05  B    PIC -(3)9 NATIONAL.
           05  C    PIC ZZ/ZZ NATIONAL.
           05  T OCCURS 2.
               10  D    PIC S9(3) NATIONAL.
               10  E    PIC G(2) DISPLAY-1.
               10  P    POINTER.
";
    let read = read_among("m", &source("  records: {end: newline}\n"), &Declared::default(), &One(BOOK));
    assert_eq!(doubted(&read), ["TL0023(record|27-36, 41-50)"]);
    let kind = &read.mapping.unwrap().source.kinds[0];
    assert_eq!(fields(kind), ["a 1-8 int16", "b 9-16 int16", "c 17-26 text"]);
}

#[test]
fn items_of_utf_8_have_four_bytes_a_character_or_as_many_as_they_say() {
    const BOOK: &str = "
       01  R.
           05  A    PIC U(3).
           05  B    PIC U BYTE-LENGTH IS 5.
           05  C    PIC U(2) USAGE UTF-8.
           05  D    PIC 1.
";
    let read = read_among("m", &source(""), &Declared::default(), &One(BOOK));
    let kind = &read.mapping.unwrap().source.kinds[0];
    assert_eq!(fields(kind), ["a 1-12 text", "b 13-17 text", "c 18-25 text", "d 26-26 text"]);
    let encodings: Vec<Option<&str>> = kind.fields.iter().map(|field| field.reading.encoding.as_deref()).collect();
    assert_eq!(encodings, [Some("utf-8"), Some("utf-8"), Some("utf-8"), None]);
}

#[test]
fn numbers_that_may_hold_a_line_end_are_told_where_lines_are_records() {
    const BOOK: &str = "
       01  R.
           05  N    PIC 9(3).
           05  A    PIC S9(4) COMP.
           05  T OCCURS 2.
               10  B    PIC S9(3) COMP-3.
           05  F    COMP-1.
";
    for (keys, want) in [
        ("  records: {end: newline}\n", "TL0093(`a`, `f`, `b`|`X'15'`, `X'25'`)"),
        ("  records: {end: {rdw: big}}\n", ""),
        ("", ""),
    ] {
        let text = source(keys).replace("encoding: ascii", "encoding: cp037");
        let read = read_among("m", &text, &Declared::default(), &One(BOOK));
        assert_eq!(doubted(&read).first().map(String::as_str).unwrap_or_default(), want, "{keys}");
    }
    let lines = source("  records: {end: newline}\n");
    let read = read_among("m", &lines, &Declared::default(), &One(BOOK));
    assert_eq!(doubted(&read).first().map(String::as_str), Some("TL0093(`a`, `f`, `b`|`X'0A'`)"));
    let read = read_among("m", &lines, &Declared::default(), &One("       01 R. 05 N PIC S9(3).\n"));
    assert_eq!(doubted(&read), [""; 0]);
}

#[test]
fn a_name_that_copy_has_to_fill_in_is_told_and_left_out() {
    const BOOK: &str = "
       01  :TAG:-REC.
           05  :TAG:-ID     PIC X(3).
           05  :TAG:        PIC X(2).
           05  NAME-(P)     PIC X(2).
";
    let read =
        read_among("m", &source("  fields: [{name: code, item: \":TAG:\"}]\n"), &Declared::default(), &One(BOOK));
    assert_eq!(doubted(&read), ["TL0091(:TAG:-REC|:TAG:|REC)"]);
    let kind = &read.mapping.unwrap().source.kinds[0];
    assert_eq!(fields(kind), ["id 1-3 text", "code 4-5 text", "name 6-7 text"]);
}

#[test]
fn what_a_file_has_around_its_records_needs_no_end_where_the_copybook_says_how_long_they_are() {
    const BOOK: &str = "
       01  R.
           05  A        PIC X(3).
";
    let read = |records: &str| {
        let text = source(&format!("  records: {{{records}}}\n"));
        read_among("m", &text, &Declared::default(), &One(BOOK))
    };
    let around = read("file_header: 10, file_trailer: 12");
    assert_eq!(doubted(&around), [""; 0]);
    let source = around.mapping.unwrap().source;
    assert_eq!((source.edges.header, source.edges.trailer), (10, 12));
    assert_eq!(source.format, Format::FixedLength { length: 3 });
    for key in ["short: pad", "long: cut", "min_length: 2", "max_length: 9"] {
        let name = key.split_once(':').unwrap().0;
        assert_eq!(doubted(&read(key)), [format!("TL0027({name}|fixed_length)")]);
    }
}

#[test]
fn a_phrase_that_replaces_nothing_is_a_doubt() {
    const BOOK: &str = "
       01  R.
       REPLACE ==AMT== BY ==AMOUNT==.
           05  AMT-1    PIC X(3).
       REPLACE OFF.
";
    let read = read_among("m", &source(""), &Declared::default(), &One(BOOK));
    assert_eq!(doubted(&read), ["TL0095(==AMT==|b.cpy|3)"]);
}

#[test]
fn what_no_item_with_a_name_has_is_told_of_no_copybook() {
    for book in [
        "       01 R. 05 A PIC X. 05 B PIC S9(9) COMP SYNC. 05 C PIC X.\n",
        "       01 R. 05 T OCCURS 3. 10 A PIC X. 10 B PIC S9(9) COMP SYNC OCCURS 2. 10 FILLER PIC X. 05 Z PIC X.\n",
        "       01 R. 05 T OCCURS 3. 10 A PIC S9(9) COMP SYNC. 10 FILLER OCCURS 2. 15 B PIC X. 15 FILLER PIC X(2). 05 Z PIC X.\n",
    ] {
        for dialect in ["ibm", "micro-focus", "gnucobol"] {
            let text = source("").replace("copybook: b.cpy", &format!("copybook: {{file: b.cpy, dialect: {dialect}}}"));
            let read = read_among("m", &text, &Declared::default(), &One(book));
            assert_eq!(doubted(&read), [""; 0], "{dialect} {book}");
        }
    }
}

#[test]
fn what_a_copybook_says_makes_no_doubts() {
    const STORED: &str = "
       01  R.
           05  D    PIC 9(8) COMP-3.
           05  X    PIC X(6).
           05  Y REDEFINES X.
               10  Y1  PIC X(2).
               10  Y2  PIC X(4).
           05  Z REDEFINES X.
               10  Z1  PIC X(4).
               10  Z2  PIC X(2).
           05  FILLER PIC X(9).
";
    let keys = "  redefinition: [Y, Z]\n  fields: [{name: d, type: date, picture: YYYYMMDD}]\n";
    let text = source(keys).replace("copybook: b.cpy", "copybook: {file: b.cpy, before: 3}");
    let read = read_among("m", &text, &Declared::default(), &One(STORED));
    assert_eq!((read.diagnostics, read.mapping.is_some()), (Vec::new(), true));
}

#[test]
fn a_kind_is_not_told_by_what_stands_behind_a_table_that_slides() {
    const COUNTED: &str = "
       01  R.
           05  FIRST-NO  PIC 9.
           05  N         PIC 9.
           05  T OCCURS 0 TO 3 DEPENDING ON N PIC 9.
           05  TYP       PIC X.
";
    for (when, wrong) in [
        ("{field: typ, is: A}", "TL0027(field|behind_table)"),
        ("{sql: \"typ = 'A'\"}", "TL0027(sql|behind_table)"),
        ("{field: first_no, is: 1}", ""),
        ("{at: 3, is: A}", ""),
    ] {
        let kinds = format!("  records: {{kinds: [{{name: a, when: {when}}}, {{name: b}}]}}\n");
        let read = read_among("m", &(source(&kinds) + "from: a\n"), &Declared::default(), &One(COUNTED));
        let told = told(&read);
        assert_eq!(told.first().map(String::as_str).unwrap_or_default(), wrong, "{when}");
    }
}

#[test]
fn names_are_as_short_as_they_can_be() {
    let paths = |texts: &[&str]| -> Vec<Vec<String>> {
        texts.iter().map(|text| text.split('.').map(str::to_owned).collect()).collect()
    };
    let unique = |texts: &[&str]| super::names::unique(&paths(texts));
    assert_eq!(unique(&["r.a.x", "r.b.x", "r.y"]), ["a_x", "b_x", "y"]);
    assert_eq!(unique(&["r.a.x", "r.x", "a_x"]), ["r_a_x", "r_x", "a_x"]);
    assert_eq!(unique(&["x", "x", "r.x"]), ["x", "x_2", "r_x"]);
}

//! Descriptions of the same bytes that are all characters: what level 88 names tells them, and where nothing does, that is told.

use super::several::{drafted_by, text};

const FIRST: &str = "
       01  REC.
           05  REC-NO      PIC 9(6).
           05  REC-KIND    PIC X.
               88 IS-PERSON VALUE 'P'.
               88 IS-FIRM   VALUE 'F'.
";
const GROUPS: &str = "
           05  PERSON-DATA.
               10  SURNAME   PIC X(12).
               10  GIVEN     PIC X(8).
           05  FIRM-DATA REDEFINES PERSON-DATA.
               10  FIRM-NAME PIC X(14).
               10  FIRM-NO   PIC X(6).
";

fn people_and_firms(number: usize) -> Vec<u8> {
    let name = ["ROY", "TREMBLAY", "GAGNON", "BOUCHARD"][number % 4];
    text(&match number % 3 {
        0 => format!("{:06}F{:<14}{:06}", number + 1_000, "ROAD SALT INC", number * 7_919 % 999_999),
        _ => format!("{:06}P{name:<12}{:<8}", number + 1_000, "MARIE"),
    })
}

#[test]
fn groups_of_characters_are_kinds_where_level_88_is_called_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<Vec<u8>> = (0..60).map(people_and_firms).collect();
    let (mapping, said) = drafted_by(&format!("{FIRST}{GROUPS}"), folder.path(), &records, &[]);
    for (code, group) in [("P", "PERSON-DATA"), ("F", "FIRM-DATA")] {
        let want = format!("        when: {{at: 7, is: {code}}}\n        redefinition: {group}\n");
        assert!(mapping.contains(&want), "{want}\n{mapping}");
    }
    assert!(!said.contains("TL0987"), "{said}");
}

#[test]
fn groups_of_characters_that_nothing_tells_apart_are_doubted() {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<Vec<u8>> = (0..60).map(people_and_firms).collect();
    let without = FIRST.lines().filter(|line| !line.contains("88")).collect::<Vec<_>>().join("\n");
    let others = FIRST.replace("IS-PERSON", "KIND-1").replace("IS-FIRM", "KIND-2");
    for first in [without, others] {
        let (mapping, said) = drafted_by(&format!("{first}{GROUPS}"), folder.path(), &records, &[]);
        assert!(said.contains("TL0987") && mapping.contains("TL0987"), "{said}\n{mapping}");
        assert!(["PERSON-DATA", "FIRM-DATA"].iter().all(|name| said.contains(name)), "{said}");
    }
    // All records are of one of the two.
    let records: Vec<Vec<u8>> = (0..60).filter(|number| number % 3 > 0).map(people_and_firms).collect();
    let (_, said) = drafted_by(&format!("{FIRST}{GROUPS}"), folder.path(), &records, &[]);
    assert!(!said.contains("TL0987"), "{said}");
}

#[test]
fn single_items_of_the_same_bytes_are_kinds_where_level_88_names_each() {
    const BOOK: &str = "
       01  REC.
           05  REC-NO      PIC 9(6).
           05  VAL-TYPE    PIC X.
               88 VAL-IS-DATE  VALUE 'D'.
               88 VAL-IS-NUM   VALUE 'N'.
               88 VAL-IS-TEXT  VALUE 'T'.
           05  VAL-TEXT    PIC X(8).
           05  VAL-DATE REDEFINES VAL-TEXT PIC 9(8).
           05  VAL-NUM  REDEFINES VAL-TEXT PIC 9(6)V99.
";
    let folder = tempfile::tempdir().unwrap();
    let record = |number: usize| {
        let value = match number % 3 {
            0 => format!("D2026{:02}{:02}", number % 12 + 1, number % 28 + 1),
            1 => format!("N{:08}", number * 7_919_321 % 99_999_999),
            _ => format!("T{:<8}", ["SALT", "ARENA"][number % 2]),
        };
        text(&format!("{number:06}{value}"))
    };
    let records: Vec<Vec<u8>> = (0..60).map(record).collect();
    let (mapping, said) = drafted_by(BOOK, folder.path(), &records, &[]);
    for (code, item) in [("T", "VAL-TEXT"), ("D", "VAL-DATE"), ("N", "VAL-NUM")] {
        let want = format!("        when: {{at: 7, is: {code}}}\n        redefinition: {item}\n");
        assert!(mapping.contains(&want), "{want}\n{mapping}");
    }
    assert!(said.contains("60 rows in 3 tables"), "{said}");
    // Where level 88 names something else, the text is read.
    let other = BOOK.replace("VAL-IS-", "HOW-");
    let other = other.replace("DATE  VALUE", "ONE VALUE").replace("NUM   VALUE", "TWO VALUE");
    let (mapping, _) = drafted_by(&other.replace("TEXT  VALUE", "SIX VALUE"), folder.path(), &records, &[]);
    assert!(mapping.contains("  redefinition: VAL-TEXT\n") && !mapping.contains("kinds:"), "{mapping}");
}

#[test]
fn a_serial_number_or_a_day_tells_no_kinds_against_level_88_however_few_records_there_are() {
    // Of some records the other description decodes as well, so that what tells each record by itself seems to fit better.
    const BOOK: &str = "
       01  REC.
           05  SERIAL      PIC 9(4).
           05  REC-TYPE    PIC X.
               88 IS-TAX   VALUE 'T'.
               88 IS-WATER VALUE 'W'.
           05  TAX-DATA.
               10  ROLL    PIC X(4).
               10  AMT     PIC 9(8).
           05  WATER-DATA REDEFINES TAX-DATA.
               10  METER   PIC 9(6).
               10  READING PIC X(6).
";
    let folder = tempfile::tempdir().unwrap();
    for count in [8, 14, 24, 38] {
        let record = |number: usize| {
            text(&match number % 3 {
                0 => format!(
                    "{number:04}W{:06}{:<6}",
                    number * 37,
                    if number.is_multiple_of(2) { "   12" } else { "OK" }
                ),
                _ => format!("{number:04}T{:<4}{:08}", if number % 4 == 1 { "" } else { "  7" }, number * 1_234),
            })
        };
        let records: Vec<Vec<u8>> = (0..count).map(record).collect();
        let (mapping, said) = drafted_by(BOOK, folder.path(), &records, &[]);
        for code in ["T", "W"] {
            assert!(mapping.contains(&format!("when: {{at: 5, is: {code}}}\n")), "{count}\n{mapping}");
        }
        assert!(said.contains(&format!("{count} rows in 2 tables")), "{said}");
    }
}

//! Which of several records (level 01) of a copybook a file has, and what of it is about people: by the program, from the
//! question to a run of its draft.

use std::path::Path;
use std::process::Command;

use tumpline::extractors::encoding::Encoding;

const COPYBOOK: &str = "
       01  CUSTOMER-REC.
           05  CUST-CODE     PIC X.
           05  CUST-NO       PIC 9(6).
           05  CUST-NAME.
               10  SHORT     PIC X(12).
               10  STREET    PIC X(8).
       01  INVOICE-REC.
           05  INV-CODE      PIC X.
           05  INV-NO        PIC 9(8).
           05  AMOUNT        PIC S9(7)V99 COMP-3.
           05  DUE           PIC 9(8).
           05  PAID          PIC S9(7)V99 COMP-3.
       01  TAIL-REC.
           05  TAIL-CODE     PIC X.
           05  ROWS          PIC 9(9).
           05  TOTAL         PIC 9(17).
       77  WS-COUNT          PIC 9(4).
";

pub fn text(text: &str) -> Vec<u8> {
    Encoding::of("cp037").unwrap().encode(text).unwrap()
}

/// `S9(7)V99 COMP-3`.
fn packed(cents: u32) -> Vec<u8> {
    let digits = format!("{cents:09}C");
    (0..5).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn customer(number: u32) -> Vec<u8> {
    let name = ["ROAD SALT", "PUMP HOUSE", "ARENA"][number as usize % 3];
    text(&format!("C{number:06}{name:<12}{:<8}", "MAIN ST"))
}

fn invoice(number: u32) -> Vec<u8> {
    [
        text(&format!("I{:08}", number * 7)),
        packed(number * 3_711),
        text(&format!("2026{:04}", number % 9_000)),
        packed(number),
    ]
    .concat()
}

fn tail(rows: u32) -> Vec<u8> {
    text(&format!("T{rows:09}{:017}", rows * 91))
}

fn drafted(folder: &Path, records: &[Vec<u8>], more: &[&str]) -> (String, String) {
    drafted_by(COPYBOOK, folder, records, more)
}

/// What the program drafts of a file by a copybook, and how many records a run of it loads into each table.
pub fn drafted_by(copybook: &str, folder: &Path, records: &[Vec<u8>], more: &[&str]) -> (String, String) {
    std::fs::write(folder.join("r.cpy"), copybook).unwrap();
    std::fs::write(folder.join("r.dat"), records.concat()).unwrap();
    let program = |line: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).args(line).current_dir(folder).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{line:?}: {said}");
        said
    };
    let line = [&["infer", "r.dat", "--copybook", "r.cpy", "--out", "m.yaml", "--force"], more].concat();
    let said = program(&line);
    let run = program(&["run", "m.yaml", "--out", "out"]);
    (std::fs::read_to_string(folder.join("m.yaml")).unwrap(), said + &run)
}

#[test]
fn the_record_that_a_file_has_is_chosen_and_the_others_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (record, of) in [("CUSTOMER-REC", customer as fn(u32) -> Vec<u8>), ("INVOICE-REC", invoice)] {
        let records: Vec<Vec<u8>> = (1..=90).map(of).collect();
        let (mapping, said) = drafted(folder.path(), &records, &[]);
        assert!(mapping.contains(&format!("  record: {record}\n")), "{mapping}");
        let others = ["CUSTOMER-REC", "INVOICE-REC", "TAIL-REC"].into_iter().filter(|one| *one != record);
        others.for_each(|other| assert!(mapping.contains(other), "{other}\n{mapping}"));
        assert!(!mapping.contains("kinds:") && !mapping.contains("WS-COUNT"), "{mapping}");
        assert!(said.contains("90 rows in 1 table"), "{said}");
    }
}

#[test]
fn records_of_several_are_kinds_by_the_place_that_tells_them() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = (1..=60).flat_map(|number| [customer(number), invoice(number), invoice(number + 500)]);
    let records: Vec<Vec<u8>> = pairs.chain([tail(60)]).collect();
    let (mapping, said) = drafted(folder.path(), &records, &[]);
    for (record, code) in [("CUSTOMER-REC", "C"), ("INVOICE-REC", "I"), ("TAIL-REC", "T")] {
        let want = format!("        when: {{at: 1, is: {code}}}\n        record: {record}\n");
        assert!(mapping.contains(&want), "{want}\n{mapping}");
    }
    assert!(said.contains("181 rows in 3 tables"), "{said}");
}

#[test]
fn the_record_that_somebody_names_is_the_only_one() {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<Vec<u8>> = (1..=90).map(invoice).collect();
    let (mapping, said) = drafted(folder.path(), &records, &["--record", "invoice-rec"]);
    assert!(mapping.contains("  record: INVOICE-REC\n") && !mapping.contains("TAIL-REC"), "{mapping}");
    assert!(said.contains("90 rows in 1 table"), "{said}");
}

#[test]
fn what_is_about_people_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<Vec<u8>> = (1..=90).map(customer).collect();
    let (mapping, _) = drafted(folder.path(), &records, &[]);
    for want in ["    - {name: short, personal: true}\n", "    - {name: street, personal: true}\n"] {
        assert!(mapping.contains(want), "{want}\n{mapping}");
    }
    assert_eq!(mapping.matches("it is about people").count(), 1, "{mapping}");
    assert_eq!(mapping.matches("personal: true").count(), 2, "{mapping}");
}

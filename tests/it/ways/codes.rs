//! Kinds of records that controls, figurative constants and floats tell, or numbers before tables of any shape: by the program, from a
//! file and from its copybook alone, to a run of the draft.

use std::process::Command;

use super::marked::{UNLOAD, hex};
use super::several::{drafted_by, text};

/// Level 88 names a value that is no text; `X` stands for an item's name.
const TOLD: &str = "X-TYPE {code}.\n              88 X-IS VALUE {value}.\n";

#[test]
fn values_that_are_no_text_tell_kinds_with_a_file_and_by_the_copybook_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let program = |line: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).args(line).current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{line:?}\n{said}");
        said
    };
    for (code, values, bytes) in [
        ("PIC X", ["X'01'", "X'02'"], ["01", "02"]),
        ("PIC X(2)", ["X'0102'", "X'0103'"], ["0102", "0103"]),
        ("PIC X", ["X'C3'", "X'C9'"], ["C3", "C9"]),
        ("PIC X", ["LOW-VALUES", "HIGH-VALUES"], ["00", "FF"]),
        ("PIC X(2)", ["HIGH-VALUES", "'A'"], ["FFFF", "C140"]),
        ("PIC X", ["SPACES", "'A'"], ["40", "C1"]),
        ("PIC X(3)", ["ZEROS", "ALL 'AB'"], ["F0F0F0", "C1C2C1"]),
        ("COMP-1", ["1", "2"], ["41100000", "41200000"]),
    ] {
        let item = |name: &str, value: &str| {
            TOLD.replace("X-", &format!("{name}-")).replace("{code}", code).replace("{value}", value)
        };
        let book = format!(
            "
       01  CUSTOMER-REC.
           05  {}           05  CUST-NAME   PIC X(9).
       01  INVOICE-REC.
           05  {}           05  INV-NO      PIC 9(6).
           05  AMOUNT      PIC S9(7)V99 COMP-3.
           05  PAID        PIC 9(3).
",
            item("CUSTOMER", values[0]),
            item("INVOICE", values[1])
        );
        let framed = |record: Vec<u8>| [vec![0, record.len() as u8 + 4, 0, 0], record].concat();
        let one = |number: u32| {
            let amount = hex(&format!("{:09}C", number * 37));
            let names = ["ROAD SALT", "PUMPHOUSE", "ARENA 1  "];
            let customer = [hex(bytes[0]), text(names[number as usize % 3])].concat();
            let invoice = [hex(bytes[1]), text(&format!("{number:06}")), amount, text("007")].concat();
            [framed(customer), framed(invoice.clone()), framed(invoice)]
        };
        std::fs::write(path("r.cpy"), book).unwrap();
        std::fs::write(path("r.dat"), (1..=60).flat_map(one).collect::<Vec<_>>().concat()).unwrap();
        program(&["infer", "r.dat", "--copybook", "r.cpy", "--out", "m.yaml", "--force"]);
        let mapping = std::fs::read_to_string(path("m.yaml")).unwrap();
        assert!(mapping.contains("By the values that the copybook gives") && !mapping.contains("TL09"), "{mapping}");
        program(&["copybook", "r.cpy", "--mapping", "--files", "r.dat", "--out", "b.yaml", "--force"]);
        for mapping in ["m.yaml", "b.yaml"] {
            let said = program(&["check", mapping]);
            assert!(!said.contains("[TL"), "{code} {values:?}: {said}");
            let said = program(&["run", mapping, "--out", "out"]);
            assert!(said.contains("180 rows in 2 tables"), "{code} {values:?}: {said}");
        }
    }
}

#[test]
fn records_that_are_written_without_the_filler_at_their_end_are_of_their_kind() {
    let folder = tempfile::tempdir().unwrap();
    let book = "
       01  ROLL-REC.
           05  ROLL-TYPE  PIC S9(4) COMP.
           05  WARD       PIC X(12).
           05  FILLER     PIC X(40).
       01  BILL-REC.
           05  BILL-TYPE  PIC S9(4) COMP.
           05  AMOUNT     PIC S9(7)V99 COMP-3.
           05  BILL-NO    PIC 9(7).
";
    let one = |number: u32| {
        let roll = [hex("000A"), text(["WARD ONE    ", "WARD TWO    "][number as usize % 2])].concat();
        let bill = [hex("0014"), hex(&format!("{:09}C", number * 37)), text(&format!("{number:07}"))].concat();
        [roll, bill]
    };
    let framed = |record: Vec<u8>| [vec![0, record.len() as u8 + 4, 0, 0], record].concat();
    let records: Vec<Vec<u8>> = (1..=60).flat_map(one).map(framed).collect();
    let (mapping, said) = drafted_by(book, folder.path(), &records, &[]);
    for (field, code) in [("roll_type", 10), ("bill_type", 20)] {
        assert!(mapping.contains(&format!("when: {{field: {field}, is: {code}}}\n")), "{mapping}");
    }
    assert!(said.contains("120 rows in 2 tables") && !mapping.contains("short:"), "{said}\n{mapping}");
    // One kind, whose records are all as short, in blocks: these are no records.
    let alone = &book[..book.find("       01  BILL").unwrap()];
    let rolls: Vec<Vec<u8>> = records.into_iter().step_by(2).collect();
    let blocked: Vec<Vec<u8>> = rolls.chunks(6).map(|some| framed(some.concat())).collect();
    let (mapping, said) = drafted_by(alone, folder.path(), &blocked, &[]);
    assert!(mapping.contains("end: {bdw: big, rdw: big}") && said.contains("60 rows in 1 table"), "{said}\n{mapping}");
}

#[test]
fn what_a_program_has_not_filled_yet_is_no_mark() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("r.cpy"),
        UNLOAD
            .replace(" VALUE 'H'", " VALUE SPACES")
            .replace(" VALUE 'D'", " VALUE LOW-VALUES")
            .replace("-TYPE ", "-MARK "),
    )
    .unwrap();
    let line = ["copybook", "r.cpy", "--mapping", "--out", "m.yaml"];
    let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).args(line).current_dir(folder.path()).output().unwrap();
    assert!(done.status.success());
    let mapping = std::fs::read_to_string(folder.path().join("m.yaml")).unwrap();
    assert_eq!(mapping.matches("is: \"?").count(), 2, "{mapping}");
}

#[test]
fn kinds_that_all_count_their_tables_in_ways_of_their_own_are_told() {
    let folder = tempfile::tempdir().unwrap();
    for (code, bytes, tells) in [
        ("PIC S9(4) COMP", ["000A", "0014"], ["10", "20"]),
        ("PIC S9(3) COMP-3", ["010C", "020C"], ["10", "20"]),
        ("PIC N NATIONAL", ["0041", "0042"], ["A", "B"]),
    ] {
        let value = |tells: &str| if code.contains('N') { format!("N'{tells}'") } else { tells.to_owned() };
        let record = |name: &str, counter: &str, tells: &str| {
            format!(
                "       01  {name}-REC.
           05  {name}-TYPE  {code}.
               88  {name}-IS VALUE {}.
           05  {name}-CNT   {counter}.
           05  {name}-NO    PIC 9(5).
           05  {name}-TAB   OCCURS 0 TO 5 DEPENDING ON {name}-CNT.
               10  {name}-AMT  PIC S9(5)V99 COMP-3.
",
                value(tells)
            )
        };
        let book = record("ROLL", "PIC S9(4) COMP", tells[0]) + &record("BILL", "PIC S9(3) COMP-3", tells[1]);
        let framed = |record: Vec<u8>| [vec![0, record.len() as u8 + 4, 0, 0], record].concat();
        let pair = |number: usize| {
            let times = number % 5;
            let rest = || [text(&format!("{number:05}")), hex("0001234C").repeat(times)].concat();
            let roll = [hex(bytes[0]), hex(&format!("{times:04X}")), rest()].concat();
            let bill = [hex(bytes[1]), hex(&format!("{times:03}C")), rest()].concat();
            [framed(roll), framed(bill)]
        };
        let records: Vec<Vec<u8>> = (0..60).flat_map(pair).collect();
        let (mapping, said) = drafted_by(&book, folder.path(), &records, &[]);
        for (field, tells) in ["roll_type", "bill_type"].into_iter().zip(tells) {
            assert!(mapping.contains(&format!("{{field: {field}, is: {tells}}}")), "{code}\n{mapping}");
        }
        assert!(said.contains("360 rows in 4 tables"), "{code}: {said}");
        std::fs::write(folder.path().join("b.cpy"), &book).unwrap();
        let line = ["copybook", "b.cpy", "--mapping", "--out", "b.yaml", "--force"];
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).args(line).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success());
        let mapping = std::fs::read_to_string(folder.path().join("b.yaml")).unwrap();
        assert!(mapping.contains(&format!("{{field: bill_type, is: {}}}", tells[1])), "{code}\n{mapping}");
    }
}

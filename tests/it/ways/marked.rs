//! Kinds of records that numbers tell, or that the copybook itself names by a VALUE or a name of level 88: by the program, from
//! the question to a run of its draft.

use std::process::Command;

use super::several::{drafted_by, text};

pub fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// Two layouts of one length whose first item tells them.
fn book(code: &str) -> String {
    format!(
        "       01  CUSTOMER-REC.
           05  CUST-CODE   {code}.
           05  CUST-NAME   PIC X(14).
       01  INVOICE-REC.
           05  INV-CODE    {code}.
           05  INV-NO      PIC 9(6).
           05  AMOUNT      PIC S9(7)V99 COMP-3.
           05  PAID        PIC 9(3).
"
    )
}

/// Records of both, each after these bytes.
fn records(customer: &str, invoice: &str) -> Vec<Vec<u8>> {
    let one = |number: u32| {
        let amount = hex(&format!("{:09}C", number * 37));
        let invoice = [hex(invoice), text(&format!("{number:06}")), amount, text("007")].concat();
        let names = ["ROAD SALT", "PUMP HOUSE", "ARENA"];
        let customer = [hex(customer), text(&format!("{:<14}", names[number as usize % 3]))].concat();
        [customer, invoice.clone(), invoice]
    };
    (1..=60).flat_map(one).collect()
}

#[test]
fn numbers_of_every_usage_tell_kinds_as_texts_do() {
    let folder = tempfile::tempdir().unwrap();
    for (code, customer, invoice, tells) in [
        ("PIC S9(3) COMP-3", "010C", "020C", ["{field: cust_code, is: 10}", "{field: inv_code, is: 20}"]),
        ("PIC 9(2) COMP-3", "004F", "007F", ["{field: cust_code, is: 4}", "{field: inv_code, is: 7}"]),
        ("PIC S9(3) COMP-3", "001D", "000C", ["{field: cust_code, is: \"-1\"}", "{field: inv_code, is: 0}"]),
        ("PIC 9(4) COMP", "000A", "0014", ["{field: cust_code, is: 10}", "{field: inv_code, is: 20}"]),
        ("PIC S9(4) COMP-5", "0001", "0002", ["{field: cust_code, is: 1}", "{field: inv_code, is: 2}"]),
        ("PIC S9(9) COMP", "05F5E0FF", "00000014", ["{field: cust_code, is: 99999999}", "{field: inv_code, is: 20}"]),
        ("PIC S9(2)", "F0C1", "F0C2", ["{field: cust_code, is: 1}", "{field: inv_code, is: 2}"]),
        ("PIC 9(2)", "F0F1", "F0F2", ["{at: 1-2, is: 01}", "{at: 1-2, is: 02}"]),
        ("PIC X(2)", "C340", "C9D5", ["{at: 1-2, is: \"C \"}", "{at: 1-2, is: IN}"]),
        ("PIC N(2) NATIONAL", "00430020", "0049004E", ["{field: cust_code, is: C}", "{field: inv_code, is: IN}"]),
        ("PIC 9(1) NATIONAL", "0031", "0032", ["{field: cust_code, is: 1}", "{field: inv_code, is: 2}"]),
        ("PIC X", "01", "02", ["{at: 1, is: \"\\u0001\"}", "{at: 1, is: \"\\u0002\"}"]),
        ("PIC X", "00", "C9", ["{at: 1, is: \"\\u0000\"}", "{at: 1, is: I}"]),
        ("PIC X(2)", "FFFF", "C9D5", ["{at: 1-2, is: \"\\u009F\\u009F\"}", "{at: 1-2, is: IN}"]),
        ("PIC X", "15", "25", ["{at: 1, is: \"\\u0085\"}", "{at: 1, is: \"\\u000A\"}"]),
        ("COMP-1", "41100000", "41280000", ["{field: cust_code, is: 1}", "{field: inv_code, is: 2.5}"]),
        (
            "COMP-2",
            "4110000000000000",
            "C120000000000000",
            ["{field: cust_code, is: 1}", "{field: inv_code, is: \"-2\"}"],
        ),
    ] {
        let (mapping, said) = drafted_by(&book(code), folder.path(), &records(customer, invoice), &[]);
        for when in tells {
            assert!(mapping.contains(&format!("when: {when}\n")), "{code} {when}\n{mapping}");
        }
        assert!(said.contains("180 rows in 2 tables"), "{code}: {said}");
    }
}

#[test]
fn a_number_before_a_table_that_is_counted_tells_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let book = "
       01  ROLL-REC.
           05  ROLL-TYPE  PIC S9(3) COMP-3.
           05  YEARS      PIC 9.
           05  BY-YEAR    PIC 9(3) OCCURS 0 TO 5 DEPENDING ON YEARS.
           05  WARD       PIC X(6).
       01  BILL-REC.
           05  BILL-TYPE  PIC S9(3) COMP-3.
           05  AMOUNT     PIC S9(7)V99 COMP-3.
           05  DUE        PIC 9(8).
";
    let framed = |record: Vec<u8>| [vec![0, record.len() as u8 + 4, 0, 0], record].concat();
    let pair = |number: usize| {
        let years = number % 5;
        let roll = [hex("001C"), text(&format!("{years}{}WARD 3", "123".repeat(years)))].concat();
        let bill = [hex("002C"), hex(&format!("{:09}C", number * 31)), text("20260105")].concat();
        [framed(roll), framed(bill)]
    };
    let records: Vec<Vec<u8>> = (0..60).flat_map(pair).collect();
    let (mapping, said) = drafted_by(book, folder.path(), &records, &[]);
    for when in ["{field: roll_type, is: 1}", "{field: bill_type, is: 2}"] {
        assert!(mapping.contains(when), "{when}\n{mapping}");
    }
    assert!(said.contains("240 rows in 3 tables"), "{said}");
}

#[test]
fn a_draft_from_the_copybook_alone_tells_kinds_by_values_that_are_no_characters_of_the_source() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let program = |line: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).args(line).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
    };
    let cases = [
        ("PIC N(2) NATIONAL", ["N'C'", "N'IN'"], ["00430020", "0049004E"], ["C", "IN"]),
        ("PIC N(2) NATIONAL", ["NX'00430020'", "NX'0049004E'"], ["00430020", "0049004E"], ["C", "IN"]),
        ("PIC S9(3) COMP-3", ["10", "-20"], ["010C", "020D"], ["10", "\"-20\""]),
        ("PIC 9(4) COMP", ["1", "ZERO"], ["0001", "0000"], ["1", "0"]),
        ("COMP-1", ["1", "2.50"], ["41100000", "41280000"], ["1", "2.5"]),
    ];
    // By VALUE and by level 88, whatever the items and the values are called.
    let said = |case| [(case, "VALUE"), (case, ".\n              88 SO-IT-IS VALUE")];
    for ((code, values, bytes, tells), said) in cases.into_iter().flat_map(said) {
        let [customer, invoice] =
            values.map(|value| format!("{code}{}{said} {value}", if said == "VALUE" { " " } else { "" }));
        let book = book(code).replacen(code, &customer, 1).replace("CUST-CODE", "OURS").replace("INV-CODE", "THEIRS");
        let (first, second) = book.split_once("INVOICE-REC").unwrap();
        let book = format!("{first}INVOICE-REC{}", second.replacen(code, &invoice, 1));
        std::fs::write(path("r.cpy"), book).unwrap();
        std::fs::write(path("r.dat"), records(bytes[0], bytes[1]).concat()).unwrap();
        program(&["copybook", "r.cpy", "--mapping", "--files", "r.dat", "--out", "m.yaml", "--force"]);
        let mapping = std::fs::read_to_string(path("m.yaml")).unwrap();
        for when in [format!("{{field: ours, is: {}}}", tells[0]), format!("{{field: theirs, is: {}}}", tells[1])] {
            assert!(mapping.contains(&when), "{when}: {mapping}");
        }
        let said = program(&["run", "m.yaml", "--out", "out"]);
        assert!(said.contains("180 rows in 2 tables"), "{said}");
    }
}

/// A header, many records, a trailer.
pub const UNLOAD: &str = "
       01  HEADER-REC.
           05  H-TYPE   PIC X VALUE 'H'.
           05  H-DATE   PIC 9(8).
           05  H-FROM   PIC X(11).
       01  DETAIL-REC.
           05  D-TYPE   PIC X VALUE 'D'.
           05  D-NO     PIC 9(6).
           05  D-NAME   PIC X(8).
           05  D-AMOUNT PIC S9(7)V99 COMP-3.
       01  TRAILER-REC.
           05  T-TYPE   PIC X.
               88 IS-TRAILER VALUE 'T'.
           05  T-ROWS   PIC 9(9).
           05  T-TOTAL  PIC S9(9)V99 COMP-3.
           05  FILLER   PIC X(4).
";

fn unload(rows: u32) -> Vec<Vec<u8>> {
    let detail =
        |number: u32| [text(&format!("D{number:06}{:<8}", "SALT")), hex(&format!("{:09}C", number * 3))].concat();
    let trailer =
        [text(&format!("T{rows:09}")), hex(&format!("{:011}C", rows * (rows + 1) / 2 * 3)), text("    ")].concat();
    std::iter::once(text("H20260105GL OF 1994 ")).chain((1..=rows).map(detail)).chain([trailer]).collect()
}

#[test]
fn a_header_and_a_trailer_that_the_copybook_names_are_kinds_however_many_records_stand_between() {
    let folder = tempfile::tempdir().unwrap();
    for rows in [2, 30, 3_000] {
        let (mapping, said) = drafted_by(UNLOAD, folder.path(), &unload(rows), &[]);
        for (code, record) in [("H", "HEADER-REC"), ("D", "DETAIL-REC"), ("T", "TRAILER-REC")] {
            let want = format!("        when: {{at: 1, is: {code}}}\n        record: {record}\n");
            assert!(mapping.contains(&want), "{rows}: {want}\n{mapping}");
        }
        assert!(
            said.contains("in 3 tables") && mapping.contains("# By the values that the copybook gives H-TYPE."),
            "{said}\n{mapping}"
        );
    }
}

#[test]
fn a_header_and_a_trailer_are_told_by_numbers_of_items_whatever_these_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let coded = |mut record: Vec<u8>| {
        let code = match record.remove(0) {
            0xC8 => "001C",
            0xE3 => "009C",
            _ => "005C",
        };
        [hex(code), record].concat()
    };
    let records: Vec<Vec<u8>> = unload(1_000).into_iter().map(coded).collect();
    let book = UNLOAD.replace("-TYPE ", "-MARK ").replace("PIC X VALUE 'H'", "PIC S9(3) COMP-3 VALUE 1");
    let book = book.replace(
        "PIC X.\n               88 IS-TRAILER VALUE 'T'",
        "PIC S9(3) COMP-3.\n               88 SO-IT-IS VALUE 9",
    );
    for detail in ["PIC S9(3) COMP-3 VALUE 5", "PIC S9(3) COMP-3"] {
        let (mapping, said) = drafted_by(&book.replace("PIC X VALUE 'D'", detail), folder.path(), &records, &[]);
        for (field, code) in [("h_mark", 1), ("d_mark", 5), ("t_mark", 9)] {
            assert!(mapping.contains(&format!("when: {{field: {field}, is: {code}}}")), "{detail}\n{mapping}");
        }
        assert!(said.contains("1,002 rows in 3 tables"), "{said}\n{mapping}");
    }
    // First values of amounts that the records do not have tell nothing.
    let amounts = UNLOAD
        .replace("PIC S9(7)V99 COMP-3", "PIC S9(9) COMP-3 VALUE 7")
        .replace(" VALUE 'H'", "")
        .replace(" VALUE 'D'", "");
    let (mapping, _) = drafted_by(&amounts, folder.path(), &unload(40), &[]);
    assert!(!mapping.contains("field:"), "{mapping}");
}

#[test]
fn records_that_no_value_tells_are_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    // The first two characters of a detail are its own: a number.
    let book = UNLOAD.replace("PIC X VALUE 'D'", "PIC X").replace("'H'", "'#'").replace("'T'", "'&'");
    let record = |number: usize, mut record: Vec<u8>| {
        record[0] = match record[0] {
            0xC8 => 0x7B,
            0xE3 => 0x50,
            _ => text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,")[number % 38],
        };
        record
    };
    let records: Vec<Vec<u8>> = unload(30).into_iter().enumerate().map(|(number, one)| record(number, one)).collect();
    let (mapping, said) = drafted_by(&book, folder.path(), &records, &[]);
    assert!(mapping.contains("when: {at: 1, is: \"#\"}\n        record: HEADER-REC"), "{mapping}");
    assert!(mapping.contains("# No value tells these records"), "{mapping}");
    assert!(mapping.contains("- name: detail_rec\n        record: DETAIL-REC"), "{mapping}");
    assert!(said.contains("32 rows in 3 tables"), "{said}");
}

#[test]
fn values_that_the_data_contradict_tell_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // Details are marked as the copybook marks trailers.
    let book = UNLOAD
        .replace("VALUE 'D'", "VALUE 'T'")
        .replace("VALUE 'T'.\n           05  T-ROWS", "VALUE 'D'.\n           05  T-ROWS");
    let records = unload(40);
    let (mapping, _) = drafted_by(&book, folder.path(), &records[1..41], &[]);
    assert!(mapping.contains("  record: DETAIL-REC\n") && !mapping.contains("kinds:"), "{mapping}");
}

#[test]
fn texts_in_an_encoding_of_their_own_say_nothing_of_the_page_around_them() {
    const BOOK: &str = "
       01  PLACE-REC.
           05  PLACE-ID  PIC 9(6).
           05  CITY      PIC X(12).
           05  DESCR     ";
    let wide = |text: &str| -> Vec<u8> { format!("{text:<12}").encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let utf8 = |text: &str| format!("{text:<12}").into_bytes();
    let cities = ["Montreal", "Laval", "Qu\u{e9}bec", "C\u{f4}t\u{e9}", "Trois-Rives", "L\u{e9}vis"];
    let notes = ["TAXE MUNICIP", "QUARTIER EST", "TRAVAUX RTE", "QUOTE PART"];
    let folder = tempfile::tempdir().unwrap();
    for (picture, own) in [("PIC N(12) NATIONAL", &wide as &dyn Fn(&str) -> Vec<u8>), ("PIC U BYTE-LENGTH 12", &utf8)] {
        let record = |number: usize| {
            let city = format!("{:<12}", cities[number % 6]);
            [text(&format!("{number:06}")), cp297(&city), own(notes[number % 4])].concat()
        };
        let records: Vec<Vec<u8>> = (0..400).map(record).collect();
        let (mapping, said) = drafted_by(&format!("{BOOK}{picture}.\n"), folder.path(), &records, &[]);
        assert!(mapping.contains("  encoding: cp297\n"), "{picture}\n{mapping}");
        assert!(said.contains("400 rows in 1 table"), "{picture}: {said}");
    }
}

/// In the page of France, whose accented letters stand elsewhere than those of cp037.
fn cp297(said: &str) -> Vec<u8> {
    let byte = |character: char| match character {
        '\u{e9}' => 0xC0,
        '\u{f4}' => 0xCB,
        other => text(&other.to_string())[0],
    };
    said.chars().map(byte).collect()
}

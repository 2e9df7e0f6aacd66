use std::collections::BTreeSet;

use super::{ALL, of};

fn name(lines: &[String]) -> Option<&'static str> {
    of(&lines.iter().map(String::as_bytes).collect::<Vec<_>>()).map(|layout| layout.name)
}

#[test]
fn layouts_have_their_fields_in_order_within_their_records() {
    for layout in ALL {
        for kind in layout.kinds {
            let names: BTreeSet<&str> = kind.fields.iter().chain(kind.again).map(|place| place.name).collect();
            assert_eq!(names.len(), kind.fields.len() + kind.again.len(), "{} {}", layout.name, kind.name);
            let mut end = layout.code.map_or(0, |code| code.1);
            for place in kind.fields {
                assert!(place.from >= end && place.to > place.from, "{} {}", kind.name, place.name);
                end = place.to;
            }
            assert!(end <= layout.width, "{} {}", layout.name, kind.name);
        }
    }
}

/// A payment file whose batches are of this class.
fn payments(class: &str) -> Vec<String> {
    let line = |text: String| format!("{text:94}");
    vec![
        line(format!("101 0910000190123456789260102{}A094101TOWN BANK", "0930")),
        line(format!("5200{:36}{:10}{class}PAYROLL   260102260103   10910000", "TOWN OF X", "1234567890")),
        line(format!("622091000019{:17}{:010}{:15}{:22}  0{:015}", "12345", 1250, "E1", "NORA SINGH", 1)),
        line(format!("8200000001{:010}{:012}{:012}", 9_100_001, 0, 1250)),
        line(format!("9000001000001{:08}{:010}{:012}{:012}", 1, 9_100_001, 0, 1250)),
    ]
}

#[test]
fn payment_files_are_recognised_by_their_header_and_batches() {
    assert_eq!(name(&payments("PPD")), Some("NACHA payment files"));
    assert_eq!(name(&payments("IAT")), None, "other entries");
    let mut other = payments("PPD");
    other[0].replace_range(34..40, "120201");
    assert_eq!(name(&other), None, "another size of records");
    let mut elsewhere = payments("PPD");
    elsewhere[2].replace_range(29..41, &format!("{:012}", 1250));
    assert_eq!(name(&elsewhere), None, "money that stands elsewhere");
    let mut long = payments("PPD");
    long[2] += "X";
    assert_eq!(name(&long), None, "something stands beyond the record");
}

#[test]
fn entries_have_the_layout_of_their_batches_class() {
    let last = |lines: &[String]| {
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let entries: Vec<&[u8]> = rows.iter().copied().filter(|row| row[0] == b'6').collect();
        let kind = of(&rows).unwrap().kind(b"6", &entries, &rows).unwrap();
        (kind.fields[6].name, kind.why().is_some())
    };
    assert_eq!(last(&payments("PPD")), ("individual_name", false));
    assert_eq!(last(&payments("CTX")), ("addenda_count", false));
    let mut both = payments("CTX");
    let (batch, mut other) = (both[1..4].to_vec(), payments("PPD")[1..4].to_vec());
    other.extend(batch);
    both.splice(1..4, other);
    assert_eq!(last(&both), ("receiver", true), "nothing in an entry tells which batch it is of");
}

#[test]
fn a_directory_is_recognised_by_its_check_digits() {
    let aba = |number: u64| {
        let digits: Vec<u64> = format!("{number:08}").bytes().map(|digit| u64::from(digit - b'0')).collect();
        let sum: u64 = digits.iter().zip([3, 7, 1, 3, 7, 1, 3, 7]).map(|(digit, weight)| digit * weight).sum();
        number * 10 + (10 - sum % 10) % 10
    };
    let line = |number: u64| {
        let place = format!(
            "{:36}{:36}{:20}{:2}{:05}{:4}{:10}11{:5}",
            "BANK", "1 MAIN", "X", "NY", 10_001, "", "5555555555", ""
        );
        format!("{:09}O{:09}1010224000000000{place}", aba(1_100_000 + number * 17), aba(1_100_001))
    };
    let lines: Vec<String> = (0..40).map(line).collect();
    assert_eq!(name(&lines), Some("FedACH's directory"));
    let wrong: Vec<String> = lines.iter().map(|line| format!("{}7{}", &line[..8], &line[9..])).collect();
    assert_eq!(name(&wrong), None, "check digits that fail");
    assert_eq!(name(&lines[..2]), None, "two records show nothing");
}

#[test]
fn a_tax_file_is_recognised_by_its_kinds() {
    let line = |at: usize, code: &str| format!("5761{at:015}{code}1{:78}", "");
    let kinds = ["AA", "BB", "GG", "JJ", "KK", "PA", "PB"];
    let lines: Vec<String> = (0..70).map(|at| line(at / 7, kinds[at % 7])).collect();
    assert_eq!(name(&lines), Some("MPAC's year-end tax file"));
    let few: Vec<String> = (0..70).map(|at| line(at / 7, kinds[at % 3])).collect();
    assert_eq!(name(&few), None, "three kinds may be those of any file");
    let others: Vec<String> =
        (0..70).map(|at| line(at / 7, ["XA", "AB", "GG", "JJ", "KK", "PA", "PB"][at % 7])).collect();
    assert_eq!(name(&others), None, "codes that it does not have");
}

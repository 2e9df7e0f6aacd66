//! Lists with a total and an end below their records: what a total is by its figures, and what is passed over is told.

use std::path::PathBuf;

use tumpline::cli::infer::summary;
use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::{Draft, FigureDraft, Skip};
use tumpline::inspect::infer::{Inferred, Request, infer};

use super::tried_draft;

const NAMES: [&str; 6] = ["ROY", "MACDONALD", "LEE", "TREMBLAY", "COTE", "BOUCHARD"];
const RECORDS: u64 = 60;

fn cents(at: u64) -> u64 {
    at * at * 7_919 % 99_991 + 107
}

fn grouped(cents: u64) -> String {
    let whole = cents / 100;
    let whole = if whole > 999 { format!("{},{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
    format!("{whole}.{:02}", cents % 100)
}

/// The draft of these lines, kept with its file.
fn inferred(lines: &[String]) -> (tempfile::TempDir, Inferred) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("list.txt");
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    let inferred = infer(&RealHost, &Request { paths: vec![path], ..Request::default() }).unwrap();
    (folder, inferred)
}

fn records(draft: &Draft) -> u64 {
    draft.kinds.iter().map(|kind| kind.records).max().unwrap_or(0)
}

/// How records of a list and the total below them are written.
struct List {
    record: fn(u64, &str, u64) -> String,
    total: fn(u64) -> String,
}

const LISTS: [List; 8] = [
    List {
        record: |at, name, cents| format!("{name:<20}{:05}  {:>12}", at * 17 + 10_000, grouped(cents)),
        total: |cents| format!("{:<27}{:>12}", "TOTAL", grouped(cents)),
    },
    List {
        record: |at, name, cents| format!("{:05}  {name:<20}{:>12}", at * 17 + 10_000, grouped(cents)),
        total: |cents| format!("       {:<20}{:>12}", "GRAND TOTAL", grouped(cents)),
    },
    List {
        record: |at, name, cents| format!("{:05}  {name:<20}{:>12}", at * 17 + 10_000, grouped(cents)),
        total: |cents| format!("Grand total {}", grouped(cents)),
    },
    List {
        record: |at, name, cents| format!("{:05}{name:<20}{cents:09}", at * 17 + 10_000),
        total: |cents| format!("{:<25}{cents:09}", "TOTAL"),
    },
    List {
        record: |at, name, cents| format!("{:05}{name:<20}{cents:09}", at * 17 + 10_000),
        total: |cents| format!("99999{:<20}{cents:09}", "TOTAL"),
    },
    List {
        record: |at, name, cents| format!("{name:<20}{:05}{cents:09}", at * 17 + 10_000),
        total: |cents| format!("{:<20}{RECORDS:05}{cents:09}", "TOTAL"),
    },
    List {
        record: |at, name, cents| format!("{:05}  {name:<20}{:>12}", at * 17 + 10_000, grouped(cents)),
        total: |cents| format!("{:<27}{:>12}", "TOTAL G\u{c9}N\u{c9}RAL :", grouped(cents)),
    },
    // More blanks before the total than a number has digits.
    List {
        record: |at, name, cents| {
            format!(
                "{:05}   {name:<26}2024-{:02}-{:02}{:>15}",
                at * 17 + 10_000,
                at % 12 + 1,
                at * 7 % 28 + 1,
                grouped(cents)
            )
        },
        total: |cents| format!("        {:<36}{:>15}", "GRAND TOTAL", grouped(cents)),
    },
];

/// The lines of a list, with a total that is so many cents off.
fn lines(list: &List, off: u64) -> Vec<String> {
    let all = (1..=RECORDS).map(|at| (list.record)(at, NAMES[usize::try_from(at % 6).unwrap()], cents(at)));
    all.chain([(list.total)((1..=RECORDS).map(cents).sum::<u64>() + off)]).collect()
}

#[test]
fn a_total_that_is_the_sum_of_the_records_is_a_control_and_no_row() {
    for (number, list) in LISTS.iter().enumerate() {
        for end in [vec![], vec!["END OF REPORT".to_owned()], vec![String::new(), "*** FIN DU RAPPORT ***".to_owned()]]
        {
            let (_folder, found) = inferred(&[lines(list, 0), end].concat());
            let draft = &found.draft;
            let sum = |figure: &FigureDraft| matches!(figure, FigureDraft::Sum { .. });
            let told = draft.controls.iter().any(|control| control.certain && sum(&control.figure));
            assert!(told, "{number}: {:?}\n{:#?}", draft.controls, draft.kinds);
            assert_eq!(records(draft), RECORDS, "{number}: {:#?}", draft.kinds);
            let text = yaml(Language::En, draft);
            assert_eq!(text.matches("- table:").count(), 1, "{number}: {text}");
            assert_eq!(tried_draft(draft, Language::Fr).0, 0, "{number}: {text}");
            assert!(found.doubts.is_empty(), "{number}: {:?}", found.doubts);
        }
    }
}

#[test]
fn a_row_that_is_called_a_total_and_is_no_sum_is_told_with_what_the_records_come_to() {
    for (number, list) in LISTS.iter().enumerate() {
        let (_folder, found) = inferred(&lines(list, 1));
        assert!(found.draft.controls.iter().all(|control| !control.certain), "{number}: {:?}", found.draft.controls);
        let told: Vec<&str> = found.doubts.iter().map(|doubt| doubt.code.id()).collect();
        assert_eq!(told, ["TL0995"], "{number}");
        assert_eq!(found.doubts[0].args[1].plain(), (RECORDS + 1).to_string(), "{number}");
        assert_eq!(tried_draft(&found.draft, Language::En).0, 0, "{number}");
    }
}

#[test]
fn totals_of_groups_are_passed_over_where_each_is_the_sum_of_its_group() {
    for (off, skipped) in [(0, true), (7, false)] {
        let mut all = Vec::new();
        for group in 0..6_u64 {
            let own: Vec<u64> = (1..=8 + group).map(|at| cents(group * 50 + at)).collect();
            let record = |at: usize| (LISTS[1].record)(group * 50 + at as u64, NAMES[at % 6], own[at]);
            all.extend((0..own.len()).map(record));
            let sum = own.iter().sum::<u64>() + if group == 3 { off } else { 0 };
            all.push(format!("{:<27}{:>12}", "TOTAL", grouped(sum)));
        }
        let (_folder, found) = inferred(&all);
        let total = found.draft.kinds.iter().find(|kind| kind.skip == Some(Skip::Total));
        assert_eq!(total.map(|kind| kind.records), skipped.then_some(6), "{:#?}", found.draft.kinds);
        assert_eq!(found.doubts.iter().any(|doubt| doubt.code.id() == "TL0995"), !skipped, "{:?}", found.doubts);
    }
}

#[test]
fn a_firm_that_is_called_total_stays_a_record() {
    let firm = |at: u64| if at.is_multiple_of(20) { "TOTAL CANADA" } else { NAMES[usize::try_from(at % 6).unwrap()] };
    for list in &LISTS[..2] {
        let all: Vec<String> = (1..=RECORDS).map(|at| (list.record)(at, firm(at), cents(at))).collect();
        let (_folder, found) = inferred(&all);
        assert_eq!((found.draft.kinds.len(), records(&found.draft)), (1, RECORDS), "{:#?}", found.draft.kinds);
        assert!(found.doubts.is_empty(), "{:?}", found.doubts);
    }
}

#[test]
fn firms_that_are_called_total_do_not_hide_the_grand_total() {
    let firm = |at: u64| if at.is_multiple_of(20) { "TOTAL 33" } else { NAMES[usize::try_from(at % 6).unwrap()] };
    for list in [&LISTS[1], &LISTS[7]] {
        let records = (1..=RECORDS).map(|at| (list.record)(at, firm(at), cents(at)));
        let all: Vec<String> = records.chain([(list.total)((1..=RECORDS).map(cents).sum())]).collect();
        let (_folder, found) = inferred(&all);
        assert!(found.draft.controls.iter().any(|control| control.certain), "{:#?}", found.draft.kinds);
        assert_eq!(self::records(&found.draft), RECORDS, "{:#?}", found.draft.kinds);
        let told: Vec<String> = found.doubts.iter().map(|doubt| doubt.args[1].plain()).collect();
        assert_eq!(told, ["20, 40, 60"], "{:?}", found.doubts);
        assert_eq!(tried_draft(&found.draft, Language::En).0, 0);
    }
}

#[test]
fn what_is_passed_over_is_told_with_how_many_and_which() {
    let blank = " ".repeat(39);
    let mut all = lines(&LISTS[1], 0);
    all.insert(30, blank);
    all.push("END OF REPORT".to_owned());
    let (_folder, found) = inferred(&all);
    let text = summary(Language::En, 80, &found.draft, None).replace('\u{a0}', " ");
    assert!(text.contains("blank  1 record is passed over") && text.contains("it stands at 31"), "{text}");
    assert!(text.contains("line  1 record is passed over") && text.contains("it stands at 63"), "{text}");
    let csv = "no;nom;montant\n1001;Roy;12.50\n1002;Gagnon;13.75\n1003;Lee;99.10\nTotal;3;\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    std::fs::write(&path, csv).unwrap();
    let draft = infer(&RealHost, &Request { paths: vec![path], ..Request::default() }).unwrap().draft;
    let text = summary(Language::Fr, 80, &draft, None).replace('\u{a0}', " ");
    assert!(text.contains("total  1 enregistrement est laissé de côté") && text.contains("enregistrement 5"), "{text}");
}

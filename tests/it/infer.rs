//! Drafts of mappings: how much of the truth they find, and that they run.

mod beside;
mod cells;
mod drafts;
mod ends;
mod families;
mod framing;
mod hostile;
mod layouts;
mod named_totals;
mod open_readings;
mod printed;
mod published;
mod ragged;
mod related;
mod score;
mod settled;
mod totals;
mod touching;
mod trailers;
mod truth;
mod whole_files;

use std::path::{Path, PathBuf};

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::Draft;
use tumpline::inspect::infer::published::Recognise;
use tumpline::inspect::infer::{Request, infer};
use tumpline::run::{self, Request as RunRequest, put};

/// A draft of these files.
fn draft(paths: &[PathBuf]) -> Draft {
    drafted(paths, Recognise::Published)
}

fn drafted(paths: &[PathBuf], recognise: Recognise) -> Draft {
    infer(&RealHost, &Request { paths: paths.to_vec(), recognise, ..Request::default() }).unwrap().draft
}

/// Refused records of a trial run of the drafted mapping, and the records that it read.
fn tried(paths: &[PathBuf], language: Language) -> (u64, u64) {
    let absolute: Vec<PathBuf> = paths.iter().map(|path| std::path::absolute(path).unwrap()).collect();
    tried_draft(&draft(&absolute), language)
}

/// The same of a draft that names its files by absolute paths.
fn tried_draft(draft: &Draft, language: Language) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("drafted.yaml");
    std::fs::write(&mapping, yaml(language, draft)).unwrap();
    let request =
        RunRequest { paths: vec![mapping], out: folder.path().join("out"), trial: true, ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap();
    let source = &report.sources[0];
    (source.rejected, source.records)
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn a_trial_of_the_draft_loads_every_record_of_clean_files() {
    for path in [
        "fed/FedACHdir.txt",
        "nacha/201805101354.ach",
        "mpac/yetf.txt",
        "irs/oneTransactionFile.ascii",
        "carddemo/ASCII/acctdata.txt",
        "carddemo/ASCII/dailytran.txt",
    ] {
        let (rejected, records) = tried(&[here("../shared/conformance").join(path)], Language::Fr);
        assert!(records > 0, "{path}");
        assert_eq!(rejected, 0, "{path}");
    }
}

#[test]
fn a_trial_of_the_draft_runs_on_the_town_s_files() {
    // What is wrong with them on purpose is refused, and nothing else: see samples/MISTAKES.md.
    for (files, most) in [
        (vec!["samples/payables/CHEQUES.TXT"], 5),
        (vec!["samples/ledger/GLBAL.DAT"], 8),
        (vec!["samples/taxroll/LEVIES.TXT"], 8),
        (vec!["samples/taxroll/TAXROLL.TXT"], 38),
        (vec!["samples/ledger/GLJ2024.TXT", "samples/ledger/GLJ2025.TXT", "samples/ledger/GLJ2026.TXT"], 106),
        (vec!["samples/payroll/PAY202601.TXT", "samples/payroll/PAY202602.TXT"], 10),
    ] {
        let paths: Vec<PathBuf> = files.iter().map(|file| here(file)).collect();
        let (rejected, records) = tried(&paths, Language::En);
        assert!(rejected <= most && records > 50, "{files:?}: {rejected} of {records}");
    }
}

/// The code that stops a draft of files that hold these texts.
fn refused(texts: &[&[u8]]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    let write = |(at, text): (usize, &&[u8])| {
        let path = folder.path().join(format!("file{at}.txt"));
        std::fs::write(&path, text).unwrap();
        path
    };
    let paths = texts.iter().enumerate().map(write).collect();
    let stops = infer(&RealHost, &Request { paths, ..Request::default() }).unwrap_err();
    stops.iter().map(|stop| stop.code.id()).collect()
}

#[test]
fn what_cannot_be_drafted_says_why() {
    assert_eq!(refused(&[b""]), ["TL0951"]);
    assert_eq!(refused(&[b"\n\n\n"]), ["TL0951"]);
    let (lines, blocks) = ("AB 12345\n".repeat(40), "AB 12345".repeat(40));
    assert_eq!(refused(&[lines.as_bytes(), blocks.as_bytes()]), ["TL0947"]);
}

#[test]
fn a_draft_is_written_over_another_file_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("a.txt"), folder.path().join("a.yaml"));
    std::fs::write(&source, "0001SMITH     00012\n".repeat(30)).unwrap();
    std::fs::write(&out, "# mine\ntumpline: 1\n").unwrap();
    let mut request = Request { paths: vec![source.clone()], out: Some(out.clone()), ..Request::default() };
    let stops = infer(&RealHost, &request).unwrap_err();
    assert_eq!(stops[0].code.id(), "TL0949");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "# mine\ntumpline: 1\n");
    request.force = true;
    // The source itself is no mapping: no force writes over it.
    let over = Request { out: Some(source), ..request.clone() };
    assert_eq!(infer(&RealHost, &over).unwrap_err()[0].code.id(), "TL0949");
    let found = infer(&RealHost, &request).unwrap();
    put::put(&RealHost, &out, yaml(Language::En, &found.draft).as_bytes()).unwrap();
    assert!(std::fs::read_to_string(&out).unwrap().contains("tumpline: 1"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}

#[test]
fn the_batches_totals_are_found_as_controls() {
    let mut lines = Vec::new();
    for batch in 1..=12_u64 {
        let amounts: Vec<u64> = (0..batch % 5 + 2).map(|at| 1_000 + batch * 7_919 * (at + 3) % 99_991).collect();
        lines.push(format!("H{batch:06}{:25}\n", "GENERAL LEDGER"));
        let detail = |amount: &u64| format!("D{:06}{:15}{amount:09}{{\n", amount % 997, "SUPPLIES");
        lines.extend(amounts.iter().map(detail));
        lines.push(format!("T{:06}{:012}{{{:12}\n", amounts.len(), amounts.iter().sum::<u64>(), ""));
    }
    let text = lines.concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("batches.txt");
    std::fs::write(&path, text).unwrap();
    let draft = draft(&[path]);
    let sums = draft.controls.iter().filter(|control| control.certain && control.id.starts_with("sum")).count();
    assert_eq!(sums, 1, "{:?}\n{}", draft.controls, yaml(Language::En, &draft));
    let ends: Vec<&str> =
        draft.kinds.iter().filter(|kind| kind.ends.is_some()).map(|kind| kind.name.as_str()).collect();
    assert_eq!(ends, ["t"]);
}

#[test]
fn totals_of_amounts_with_zeros_before_them_are_found_as_controls() {
    let mut lines = Vec::new();
    for batch in 1..=15_u64 {
        let amounts: Vec<u64> = (0..batch % 5 + 3).map(|at| 100 + batch * 7_919 * (at + 3) % 99_991).collect();
        lines.push(format!("10{batch:04}{:<10}\n", ["VOIRIE", "EAU"][batch as usize % 2]));
        let detail = |(at, amount): (usize, &u64)| {
            let day = format!("{:02}{:02}2024", amount % 28 + 1, amount % 12 + 1);
            format!("20{:06}{:<15}{amount:09}{day}\n", amount * 31 % 999_983, ["Gagne", "Cote", "Smith"][at % 3])
        };
        lines.extend(amounts.iter().enumerate().map(detail));
        lines.push(format!("90{:06}{:012}\n", amounts.len(), amounts.iter().sum::<u64>()));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("batches.txt");
    std::fs::write(&path, lines.concat()).unwrap();
    let draft = draft(&[path]);
    let sums = draft.controls.iter().filter(|control| control.certain && control.id.starts_with("sum")).count();
    assert_eq!(sums, 1, "{:?}\n{}", draft.controls, yaml(Language::En, &draft));
    assert_eq!(tried_draft(&draft, Language::En).0, 0);
}

#[test]
fn the_one_total_of_a_file_is_no_day() {
    let details: Vec<(u64, u64)> = (1..=44).map(|at| (at * at * 7_919 % 999_983, at * 7_919 % 99_991)).collect();
    let total = 2_062_111;
    let rest = total - details.iter().map(|(_, amount)| amount).sum::<u64>().min(total);
    let detail = |(key, amount): (u64, u64)| format!("D{key:06}{amount:08}X\n");
    let lines: Vec<String> = std::iter::once("H20240131\n".to_owned())
        .chain(details.into_iter().chain([(5, rest)]).map(detail))
        .chain([format!("T{:06}{total:010}{:010}\n", 45, 22_222_222)])
        .collect();
    let found = fields_of(&lines);
    assert!(!found.iter().any(|field| field.contains("at: 11-18")), "{found:?}");
}

/// The drafted fields of a file of these lines, as the mapping writes them.
fn fields_of(lines: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.txt");
    std::fs::write(&path, lines.concat()).unwrap();
    // Long ones go on in the line below.
    let text = yaml(Language::En, &draft(&[path])).replace(",\n       ", ", ");
    text.lines().map(str::trim).filter(|line| line.starts_with("- {name:")).map(str::to_owned).collect()
}

#[test]
fn an_amount_with_separators_is_one_field() {
    let cents = |at: u64| at * at * 7_919_003 % 99_999_989;
    let whole = |at: u64, separator: &str| match cents(at) / 100 {
        more @ 1000.. => format!("{}{separator}{:03}", more / 1000, more % 1000),
        less => less.to_string(),
    };
    let line = |at: u64| {
        let minus = if at.is_multiple_of(3) { "-" } else { "" };
        format!("AC{:>14}  X\n", format!("{minus}{}.{:02}", whole(at, ","), cents(at) % 100))
    };
    let found = fields_of(&(1..200).map(line).collect::<Vec<_>>());
    assert!(found.iter().any(|field| field.contains("at: 3-16, type: \"decimal(15,2)\"")), "{found:?}");
    assert!(found.iter().any(|field| field.contains("thousands: comma")), "{found:?}");
    let line = |at: u64| {
        format!(
            "{at:>6}{:>14}{:1} B\n",
            format!("{},{:02}", whole(at, " "), cents(at) % 100),
            if at.is_multiple_of(4) { "-" } else { "" }
        )
    };
    let found = fields_of(&(1..300).map(line).collect::<Vec<_>>());
    assert!(
        found.iter().any(|field| field.contains("type: \"decimal(15,2)\"") && field.contains("thousands")),
        "{found:?}"
    );
}

/// Whether one of the fields stands at these places and is written so.
fn has(fields: &[String], at: &str, written: &str) -> bool {
    fields.iter().any(|field| field.contains(&format!("at: {at},")) && field.contains(written))
}

#[test]
fn a_number_that_ends_at_the_right_is_one_field() {
    let number = |at: u64| (at * at * 7_919 % 99_991) >> (at % 17);
    let found = fields_of(&(1..300).map(|at| format!("AB {:>6} X\n", number(at))).collect::<Vec<_>>());
    assert!(has(&found, "3-9", "type: int32"), "{found:?}");
    let signed = |at: u64| format!("{}{}", if at.is_multiple_of(4) { "-" } else { "" }, number(at));
    let found = fields_of(&(1..300).map(|at| format!("AB {:>7} X\n", signed(at))).collect::<Vec<_>>());
    assert!(has(&found, "3-10", "type: int32"), "{found:?}");
    let found = fields_of(&(1..300).map(|at| format!("{:>6}{:>6}\n", number(at), number(at + 7))).collect::<Vec<_>>());
    assert!(has(&found, "1-6", "type: int32") && has(&found, "7-12", "type: int32"), "{found:?}");
}

#[test]
fn numbers_that_count_up_are_no_dates_and_zeros_of_an_id_are_no_lack_of_it() {
    for first in [12_001_u64, 240_101, 20_240_101, 1] {
        let records = if first == 12_001 { 359 } else { 28 };
        let line = |at: u64| format!("AB{:08} {}\n", first + at, ["X", "Y", "ZZ"][at as usize % 3]);
        let lines: Vec<String> = (0..records).map(line).collect();
        let found = fields_of(&lines);
        assert!(!found.iter().any(|field| field.contains("date")), "{first}: {found:?}");
        if first > 1_000_000 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("vouchers.txt");
            std::fs::write(&path, lines.concat()).unwrap();
            let text = yaml(Language::En, &draft(&[path]));
            assert!(text.contains("Or, as a reading of all values: `type: date, picture: YYYYMMDD`"), "{text}");
        }
    }
    let id = |at: u64| if at.is_multiple_of(9) { 0 } else { at * 7_919 % 99_991 };
    let found = fields_of(&(1..300).map(|at| format!("{:05} AB\n", id(at))).collect::<Vec<_>>());
    assert!(!found.iter().any(|field| field.contains("null_if")), "{found:?}");
}

#[test]
fn a_date_takes_no_digits_of_the_amount_beside_it() {
    let line = |at: u64| {
        let cents = at * at * 7_919_003 % 9_999_989;
        format!("{:>7}.{:02}{:02}/{:02}/2024 X\n", cents / 100, cents % 100, at % 28 + 1, at % 12 + 1)
    };
    let found = fields_of(&(1..300).map(line).collect::<Vec<_>>());
    assert!(has(&found, "11-20", "DD/MM/YYYY"), "{found:?}");
    assert!(found.iter().any(|field| field.contains("-10, type: \"decimal")), "{found:?}");
}

#[test]
fn days_and_months_and_years_that_change_places_are_told_by_the_days_that_there_are() {
    // One of them is none: it does not make a year of the day.
    let day = |at: u64| if at == 7 { 30 } else { at % 28 + 1 };
    let month = |at: u64| if at == 7 { 2 } else { at % 12 + 1 };
    let found = fields_of(&(0..200).map(|at| format!("AB26{:02}{:02} X\n", month(at), day(at))).collect::<Vec<_>>());
    assert!(has(&found, "3-8", "YYMMDD"), "{found:?}");
}

/// The text of the mapping that is drafted from files of these names and lines.
fn drafted_text(files: &[(&str, String)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let write = |(name, text): &(&str, String)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    yaml(Language::En, &draft(&files.iter().map(write).collect::<Vec<_>>()))
}

/// The text without line breaks of its comments.
fn flat(text: &str) -> String {
    text.lines().map(|line| line.trim().trim_start_matches("# ")).collect::<Vec<_>>().join(" ")
}

#[test]
fn numbers_of_lines_are_whole_numbers_and_others_that_count_stay_text() {
    let words = ["GRAVEL", "SALT", "PAPER", "FUEL"];
    let vouchers = |most: fn(u64) -> u64| {
        let line = |voucher: u64, at: u64| {
            let word = words[usize::try_from((voucher * 7 + at) % 4).unwrap()];
            format!("{:06}{at:04}{word:10}\n", 510_000 + voucher * 7)
        };
        (1..=60).flat_map(|voucher| (1..=most(voucher)).map(move |at| line(voucher, at))).collect::<String>()
    };
    let text = drafted_text(&[("lines.txt", vouchers(|voucher| voucher % 5 + 1))]);
    assert!(text.contains("{name: f7_10, at: 7-10, type: int32"), "{text}");
    assert!(flat(&text).contains("and begins again where `f6` changes (60 times)"), "{text}");
    // Twelve months of each account come round so too.
    let text = drafted_text(&[("months.txt", vouchers(|_| 12))]);
    assert!(text.contains("{name: f7_10, at: 7-10}") || text.contains("{name: f9_10, at: 9-10}"), "{text}");
    // A number that goes on through the file may be what a voucher is called by.
    let one: Vec<_> = (1..=200).map(|at| format!("{at:06}{:10}\n", words[at % 4])).collect();
    let one = one.concat();
    let text = drafted_text(&[("one.txt", one)]);
    assert!(text.contains("{name: f1_6, at: 1-6}"), "{text}");
}

#[test]
fn days_of_the_month_that_the_files_are_called_after_are_dates() {
    let file = |paid: &str| {
        let lines: Vec<_> = (0..30).map(|at| format!("{:10}{paid} R\n", ["WAGES", "SALARIES"][at % 2])).collect();
        lines.concat()
    };
    let text = drafted_text(&[("PAY202601.TXT", file("26015")), ("PAY202602.TXT", file("26046"))]);
    assert!(text.contains("at: 11-15, type: date, picture: YYDDD"), "{text}");
    assert!(
        flat(&text).contains("Read so, 60 of 60 days are of the month in the name of their file (2 months)"),
        "{text}"
    );
    for names in [["PAY01.TXT", "PAY02.TXT"], ["PAY202602.TXT", "PAY202601.TXT"]] {
        let text = drafted_text(&[(names[0], file("26015")), (names[1], file("26046"))]);
        assert!(!text.contains("type: date"), "{text}");
    }
}

#[test]
fn a_mark_here_and_there_among_numbers_that_zeros_fill_up_is_a_mistake() {
    let paths = ["PAY202601.TXT", "PAY202602.TXT", "PAY202603.TXT"].map(|name| here("samples/payroll").join(name));
    let text = yaml(Language::En, &draft(&paths));
    assert!(text.contains("at: 83-92, type: \"decimal(9,2)\", sign: minus_after}"), "{text}");
    assert!(flat(&text).contains("1 value does not read so, the first in record 73."), "{text}");
    // The deductions and the net are the gross, but for the mistakes.
    assert!(flat(&text).contains("- {id: adds_up_1, row: f63_72 = f73_82 + f83_92}"), "{text}");
}

#[test]
fn a_code_of_letters_and_digits_by_turns_may_be_one_field() {
    let codes = ["L9H", "K2B", "M5V", "P0X", "T4R"];
    let line =
        |at: usize| format!("{:12}{}{:07}\n", ["SMITH", "ROY"][at % 2], codes[at * 7 % 5], at * at * 7_919 % 999_983);
    let text = drafted_text(&[("codes.txt", (1..200).map(line).collect())]);
    let said = flat(&text);
    let before = |field: &str| {
        let end = said.find(&format!("- {{name: {field},")).unwrap_or_else(|| panic!("{field}: {said}"));
        said[..end].rfind("- {name:").map_or("", |from| &said[from..end]).to_owned()
    };
    for field in ["f13", "f14"] {
        assert!(before(field).contains("It may be one field with the next."), "{text}");
    }
    assert!(!before("f15").contains("It may be one field with the next."), "{text}");
}

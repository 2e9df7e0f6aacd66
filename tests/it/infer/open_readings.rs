//! What a file leaves open is told with its other reading; and a draft says nothing that `check` has to doubt.

use std::path::{Path, PathBuf};
use std::process::Command;

use tumpline::cli::infer::summary;
use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::{Draft, FieldDraft, Other};
use tumpline::inspect::infer::{Inferred, Request, infer};
use tumpline::mapping::model::Type;

const NAMES: [&str; 6] = ["ROY", "LEE", "COTE", "GAGNON", "BOUCHARD", "TREMBLAY"];

fn name(at: u64) -> &'static str {
    NAMES[usize::try_from(at % 6).unwrap()]
}

/// A folder with these files, and what is drafted of the first of them, by the second as its layout if there is one.
fn inferred(files: &[(&str, Vec<u8>)]) -> (tempfile::TempDir, Inferred) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    for (name, bytes) in files {
        std::fs::write(path(name), bytes).unwrap();
    }
    let request = Request {
        paths: vec![path(files[0].0)],
        layout: files.get(1).map(|(name, _)| path(name)),
        out: Some(path("draft.yaml")),
        ..Request::default()
    };
    let found = infer(&RealHost, &request).unwrap();
    std::fs::write(path("draft.yaml"), yaml(Language::En, &found.draft)).unwrap();
    (folder, found)
}

/// The findings of `check` on the draft in a folder.
fn checked(folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(["check", "draft.yaml", "--lang", "en"]).current_dir(folder);
    String::from_utf8(command.output().unwrap().stderr).unwrap()
}

fn field(draft: &Draft, at: usize) -> &FieldDraft {
    &draft.kinds.iter().max_by_key(|kind| kind.records).unwrap().fields[at]
}

/// The readings that stand beside a field: types and pictures.
fn others(field: &FieldDraft) -> Vec<(Type, String)> {
    let of = |other: &Other| match other {
        Other::Value(other) => Some((other.ty, other.reading.picture.clone().unwrap_or_default())),
        _ => None,
    };
    field.others.iter().filter_map(of).collect()
}

#[test]
fn one_mark_among_whole_numbers_has_the_whole_number_beside_it() {
    let amount = |at: u64| if at == 10 { "1,5".to_owned() } else { (at * at * 7_919 % 41 + 1).to_string() };
    let csv: Vec<String> = (0..50).map(|at| format!("{};{};{}", 1000 + at, name(at), amount(at))).collect();
    let (_folder, found) = inferred(&[("list.csv", format!("no;nom;qte\n{}\n", csv.join("\n")).into_bytes())]);
    let quantity = field(&found.draft, 2);
    assert_eq!(quantity.ty.scale(), 1, "{quantity:#?}");
    assert!(others(quantity).contains(&(Type::Int32, String::new())), "{quantity:#?}");
    let text: Vec<String> = (0..50).map(|at| format!("{}{:<20}{:>8}", 1000 + at, name(at), amount(at))).collect();
    let (_folder, found) = inferred(&[("list.txt", (text.join("\n") + "\n").into_bytes())]);
    let quantity = field(&found.draft, 2);
    let all = others(quantity);
    assert_eq!((found.draft.kinds[0].fields.len(), quantity.ty), (3, Type::Text), "{:#?}", found.draft.kinds);
    assert!(all.iter().any(|(ty, _)| ty.scale() == 1) && all.iter().any(|(ty, _)| *ty == Type::Int32), "{quantity:#?}");
}

#[test]
fn six_digits_that_are_days_in_two_ways_have_the_other_way_beside_them() {
    // Days of 2015 to 2023, day first: the last two digits may be a day as well, of the years 2001 to 2031.
    let day = |at: u64| format!("{:02}{:02}{:02}", at * 7 % 28 + 1, at * 5 % 12 + 1, 15 + at * 3 % 9);
    let csv: Vec<String> = (0..60).map(|at| format!("{};{};{}", 1000 + at, name(at), day(at))).collect();
    let (_folder, found) = inferred(&[("list.csv", format!("no;nom;x\n{}\n", csv.join("\n")).into_bytes())]);
    let days = field(&found.draft, 2);
    let own = days.reading.picture.clone().unwrap_or_default();
    let pictures: Vec<String> = others(days).into_iter().map(|(_, picture)| picture).chain([own]).collect();
    for picture in ["DDMMYY", "YYMMDD"] {
        assert!(pictures.iter().any(|one| one == picture), "{picture}: {days:#?}");
    }
}

#[test]
fn lines_of_another_encoding_are_told_with_their_places() {
    let line =
        |at: u64| format!("{:05}{:<12}{:>9}", at, ["Gagné", "Côté", "Hébert"][at as usize % 3], at * 613 % 9_999);
    let latin = |text: &str| text.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect::<Vec<u8>>();
    for (is_utf8, encoding) in [(false, "cp1252"), (true, "utf-8")] {
        let mut bytes = Vec::new();
        for at in 0..80 {
            let text = line(at);
            let is_stray = [5, 17, 30].contains(&at);
            bytes.extend(if is_stray == is_utf8 { latin(&text) } else { text.into_bytes() });
            bytes.push(b'\n');
        }
        let (_folder, found) = inferred(&[("list.txt", bytes)]);
        assert_eq!(found.draft.source.encoding, encoding);
        for language in [Language::En, Language::Fr] {
            let text = summary(language, 80, &found.draft, None).replace(['\n', '\u{a0}'], " ");
            assert!(text.contains("6, 18, 31"), "{encoding}: {text}");
        }
        assert!(yaml(Language::En, &found.draft).contains("list.txt"));
    }
    let clean: Vec<u8> = (0..80).flat_map(|at| latin(&(line(at) + "\n"))).collect();
    let (_folder, found) = inferred(&[("list.txt", clean)]);
    assert!(!summary(Language::En, 80, &found.draft, None).contains("UTF-8"));
}

#[test]
fn a_draft_reads_what_few_records_have_and_check_has_nothing_to_doubt() {
    let mut lines = Vec::new();
    for page in 0..100_u64 {
        lines.push(format!("TOWN OF PORTAGE{:30}PAGE {:3}", "", page + 1));
        lines.push(format!("{:<10}{:<20}{:<8}{:>12}", "ACCOUNT", "NAME", "REF", "AMOUNT"));
        for row in 0..40 {
            let at = page * 40 + row;
            let (reference, remark) = (if at == 2_203 { "R1" } else { "" }, if at == 3_087 { "   VOID" } else { "" });
            let cents = at * 7_919 % 99_991 + 100;
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            lines.push(format!("{:<10}{:<20}{reference:<8}{amount:>12}{remark}", 10_000 + at, name(at)));
        }
    }
    let (folder, found) = inferred(&[("report.txt", (lines.join("\n") + "\n").into_bytes())]);
    let told = checked(folder.path());
    assert!(!told.contains("TL0023") && !told.contains("[TL"), "{told}\n{}", yaml(Language::En, &found.draft));
    assert_eq!(super::tried_draft(&found.draft, Language::En).0, 0, "{}", yaml(Language::En, &found.draft));
}

#[test]
fn a_layout_s_gaps_are_blank_or_a_text_of_their_own() {
    let layout = b"name,start,length,type\nacct,1,5,9(5)\nwho,9,20,X(20)\namount,29,9,9(9)\n".to_vec();
    for (gap, fields, code) in [("   ", 3, ""), (" A ", 4, "TL0954")] {
        let line = |at: u64| format!("{:05}{gap}{:<20}{:>9}", at * 613 % 99_991, name(at), at * 7_919 % 99_991);
        let text = (0..60).map(line).collect::<Vec<_>>().join("\n") + "\n";
        let (folder, found) = inferred(&[("list.txt", text.into_bytes()), ("layout.csv", layout.clone())]);
        assert_eq!(found.draft.kinds[0].fields.len(), fields, "{gap:?}: {:#?}", found.draft.kinds);
        let told: Vec<&str> = found.doubts.iter().map(|doubt| doubt.code.id()).collect();
        assert_eq!(told.join(" "), code, "{gap:?}");
        let told = checked(folder.path());
        assert!(!told.contains("TL0023"), "{gap:?}: {told}");
    }
}

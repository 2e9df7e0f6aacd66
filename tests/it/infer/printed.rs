//! Print files, drawn at random: headings on every page, amounts as people write them. No amount is cut, a heading is no
//! record, and a trial refuses nothing; files of records have no headings.

use tumpline::cli::words::Language;
use tumpline::inspect::infer::draft::{Draft, KindDraft, Skip};
use tumpline::mapping::model::FieldPlace;

use super::layouts::Draw;
use super::{draft, tried_draft};

/// Reports that are drawn.
const REPORTS: u64 = 60;

const NAMES: [&str; 8] = ["Tremblay", "Ng", "MacDonald", "Gagne", "Desrosiers", "Smith", "Theriault", "Van der Berg"];

/// Lines of a report, those of details, and the places of its amounts, from 0.
struct Report {
    lines: Vec<String>,
    details: usize,
    headings: usize,
    amounts: [(usize, usize); 2],
}

fn money(draw: &mut Draw, width: usize, commas: bool) -> String {
    let cents = draw.below(999_999);
    let sign = if draw.below(9) == 0 { "-" } else { "" };
    let whole = cents / 100;
    let whole = if commas && whole > 999 { format!("{},{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
    format!("{:>width$}", format!("{sign}{whole}.{:02}", cents % 100))
}

fn report(seed: u64) -> Report {
    let mut draw = Draw(seed.wrapping_mul(0xD134_2543_DE82_EF95) + 71);
    let pick = |draw: &mut Draw, from: &[usize]| from[usize::try_from(draw.below(from.len() as u64)).unwrap()];
    let (rows, page) = (pick(&mut draw, &[60, 200, 400]), pick(&mut draw, &[20, 50, 55]));
    let indent = " ".repeat(pick(&mut draw, &[0, 1, 2]));
    let gap = " ".repeat(pick(&mut draw, &[1, 2, 3]));
    let (name, width) = (pick(&mut draw, &[16, 22, 30]), pick(&mut draw, &[10, 12]));
    let [commas, upper, second, blank, rule] = [0; 5].map(|_| draw.below(2) == 0);
    let has_totals = draw.below(3) == 0;
    let first = indent.len() + 5 + gap.len() + name + gap.len();
    let amounts = [(first, first + width), (first + width + gap.len(), first + 2 * width + gap.len())];
    let header =
        format!("{indent}ACCT {gap}{:name$}{gap}{:>width$}{gap}{:>width$}{gap}STATUS", "NAME", "CURRENT", "OVER 30");
    let ruled = format!(
        "{indent}{}{gap}{}{gap}{}{gap}{}",
        "=".repeat(5),
        "=".repeat(name),
        "=".repeat(width),
        "=".repeat(width)
    );
    let mut found = Report { lines: Vec::new(), details: rows, headings: 0, amounts };
    for row in 0..rows {
        if row % page == 0 {
            let total = format!("{indent}{:1$}", "PAGE TOTAL", first - indent.len());
            found.lines.extend((has_totals && row > 0).then(|| format!("{total}{}", money(&mut draw, width, commas))));
            let title = format!("{:17}TOWN OF X   AGED TRIAL BALANCE   PAGE {:3}", "", row / page + 1);
            let report = second.then(|| format!("{indent}RUN 2024-03-31{:20}REPORT AR210", ""));
            let all: Vec<String> = [Some(title), report, Some(header.clone()), rule.then(|| ruled.clone())]
                .into_iter()
                .flatten()
                .collect();
            found.headings += all.len();
            found.lines.extend(all);
            found.lines.extend(blank.then(String::new));
        }
        let who = NAMES[pick(&mut draw, &[0, 1, 2, 3, 4, 5, 6, 7])];
        let who = if upper { who.to_uppercase() } else { who.to_owned() };
        let [one, other] = [0; 2].map(|_| money(&mut draw, width, commas));
        let status = ["OPEN", "PAID", "HELD"][pick(&mut draw, &[0, 1, 2])];
        found
            .lines
            .push(format!("{indent}{:05}{gap}{who:name$}{gap}{one}{gap}{other}{gap}{status}", draw.below(99_999)));
    }
    found
}

fn drafted(lines: &[String]) -> (tempfile::TempDir, Draft) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    let draft = draft(&[path]);
    (folder, draft)
}

/// Whether the amounts that stand at these places are one field each, or a part of one.
fn is_whole(kind: &KindDraft, lines: &[&String], (from, to): (usize, usize)) -> bool {
    let filled = |at: &usize| lines.iter().any(|line| line.as_bytes()[*at] != b' ');
    let Some(from) = (from..to).find(filled) else { return false };
    let holds = |place: &FieldPlace| match place {
        FieldPlace::Bytes { start, end } => *start as usize <= from && to <= *end as usize,
        _ => false,
    };
    kind.fields.iter().any(|field| holds(&field.place) && field.ty.scale() == 2)
}

#[test]
fn amounts_below_the_headings_of_pages_are_whole() {
    for seed in 0..crate::rounds(REPORTS) {
        let report = report(seed);
        let (_folder, draft) = drafted(&report.lines);
        let kind = draft.kinds.iter().max_by_key(|kind| kind.records).unwrap();
        let details: Vec<&String> = report
            .lines
            .iter()
            .filter(|line| ["OPEN", "PAID", "HELD"].iter().any(|status| line.ends_with(status)))
            .collect();
        let headings: u64 =
            draft.kinds.iter().filter(|kind| kind.skip == Some(Skip::Heading)).map(|kind| kind.records).sum();
        assert_eq!(headings, report.headings as u64, "{seed}: {}", report.lines.join("\n"));
        for place in report.amounts {
            assert!(
                is_whole(kind, &details, place),
                "{seed} {place:?}: {:?}\n{}",
                kind.fields,
                report.lines.join("\n")
            );
        }
        assert_eq!(tried_draft(&draft, Language::En).0, 0, "{seed} of {}", report.details);
    }
}

#[test]
fn records_of_batches_are_no_headings() {
    let head = |batch: u64| format!("H{batch:04}TOWN OF PORTAGE   GENERAL LEDGER   20240131");
    let texts: [fn(u64) -> String; 3] = [
        |at| format!("D{at:06}GRAVEL   ROADS    {:09}", at * 31),
        |_| String::from("DPAPER    WATER"),
        |at| format!("{:9}  {:6}", at * 7, at),
    ];
    for detail in texts {
        let mut lines = Vec::new();
        for batch in 0..8 {
            lines.push(head(batch));
            lines.push(String::from("H2 CASH  OFFICE   MAIN"));
            lines.extend((0..9).map(detail));
        }
        let (_folder, draft) = drafted(&lines);
        let all: u64 =
            draft.kinds.iter().filter(|kind| kind.skip == Some(Skip::Heading)).map(|kind| kind.records).sum();
        assert!(
            all == 0 || all == 16,
            "headers are told apart, or are the headings that they look like: {:?}",
            draft.kinds
        );
        let plain: Vec<String> = lines.iter().filter(|line| !line.starts_with("H2")).cloned().collect();
        let (_folder, draft) = drafted(&plain);
        assert!(draft.kinds.iter().all(|kind| kind.skip != Some(Skip::Heading)), "{:?}", draft.kinds);
    }
}

//! Layouts drawn to try two guesses: dates that are near others of their record, and codes before zeros that are always there.

use std::path::PathBuf;

use tumpline::calendar;
use tumpline::inspect::infer::draft::KindDraft;
use tumpline::mapping::model::Type;

use super::draft;
use super::layouts::Draw;
use super::score::{Rows, Verdict, place, verdict};
use super::truth::{True, What};

/// Layouts of each sort.
const LAYOUTS: u64 = 24;

/// The only kind of a file of these lines.
fn kind_of(lines: &[String]) -> KindDraft {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("drawn.txt");
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    draft(&[path]).kinds.remove(0)
}

fn written(day: i32, picture: &str) -> String {
    let (year, month, of_month) = calendar::civil(day);
    let two = year % 100;
    match picture {
        "YYMMDD" => format!("{two:02}{month:02}{of_month:02}"),
        "DDMMYY" => format!("{of_month:02}{month:02}{two:02}"),
        "MMDDYY" => format!("{month:02}{of_month:02}{two:02}"),
        _ => format!("{year}{month:02}{of_month:02}"),
    }
}

#[test]
fn a_date_of_few_values_is_never_read_by_another_picture() {
    let pictures = ["YYMMDD", "DDMMYY", "MMDDYY"];
    let mut right = 0;
    for seed in 9_000..9_000 + LAYOUTS {
        let mut draw = Draw(seed * 7_919 + 3);
        // Half of them are of the sort that can be settled.
        let any = seed.is_multiple_of(2);
        let picture = if any { pictures[usize::try_from(draw.below(3)).unwrap()] } else { "YYMMDD" };
        let of_first = ["YYYYMMDD", picture][usize::try_from(draw.below(1 + u64::from(any))).unwrap()];
        let (year, months) = (2012 + i64::try_from(draw.below(12)).unwrap(), 5 + draw.below(5));
        // Now and then a date that has nothing to do with the first one.
        let after = if draw.below(4) > 0 { 0 } else { 9_000 };
        let line = |draw: &mut Draw| {
            let due = calendar::days(year, 3 + i64::try_from(draw.below(months)).unwrap(), 5).unwrap();
            let made = due - i32::try_from(draw.below(60)).unwrap();
            let due = if draw.below(4) == 0 { String::from("000000") } else { written(due + after, picture) };
            let text = ["SUPPLIES", "GRAVEL", "PAPER"][usize::try_from(draw.below(3)).unwrap()];
            format!("{}{text:12}{due}AC", written(made, of_first))
        };
        let lines: Vec<String> = (0..150).map(|_| line(&mut draw)).collect();
        let kind = kind_of(&lines);
        let from = of_first.len() + 12;
        let at = (from, from + 6);
        let field = True { name: String::new(), at, what: What::Date(picture.to_owned()), is_name: false, read: None };
        let page = Rows(lines.iter().map(String::as_bytes).collect());
        assert_ne!(verdict(&field, &kind, &page), Verdict::Silent, "{seed}: {}", lines[0]);
        let found = kind.fields.iter().filter(|one| place(one).0 < at.1 && place(one).1 > at.0);
        for read in found.filter(|one| one.ty == Type::Date).map(|one| one.reading.picture.as_deref()) {
            assert_eq!(read, Some(picture), "{seed}: {}", lines[0]);
            right += 1;
        }
    }
    assert!(right * 4 >= LAYOUTS, "{right} of {LAYOUTS}");
}

#[test]
fn a_border_between_a_code_and_zeros_is_right_or_told() {
    let (mut right, mut all) = (0, 0);
    for seed in 40_000..40_000 + LAYOUTS {
        let mut draw = Draw(seed * 104_729 + 5);
        let (width, zeros, digits) = (1 + draw.below(3), 2 + draw.below(3), 1 + draw.below(4));
        let widths = [width, zeros + digits].map(|width| usize::try_from(width).unwrap());
        let codes: Vec<u64> =
            (0..2 + draw.below(4)).map(|_| 1 + draw.below(10_u64.pow(u32::try_from(width).unwrap()) - 1)).collect();
        let most = 10_u64.pow(u32::try_from(digits).unwrap()) - 1;
        let line = |draw: &mut Draw| {
            let code = codes[usize::try_from(draw.below(codes.len() as u64)).unwrap()];
            let number = 1 + draw.below(most);
            format!("AB{code:0first$}{number:0second$}X", first = widths[0], second = widths[1])
        };
        let lines: Vec<String> = (0..200).map(|_| line(&mut draw)).collect();
        let kind = kind_of(&lines);
        let page = Rows(lines.iter().map(String::as_bytes).collect());
        let end = 2 + widths[0];
        for at in [(2, end), (end, end + widths[1])] {
            let field = True { name: String::new(), at, what: What::Text, is_name: false, read: None };
            let found = verdict(&field, &kind, &page);
            assert_ne!(found, Verdict::Silent, "{seed}: {}", lines[0]);
            all += 1;
            right += u32::from(found != Verdict::BordersTold);
        }
    }
    assert!(right * 2 >= all, "{right} of {all}");
}

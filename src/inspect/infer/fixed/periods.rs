//! Digits that are days of the month that their file is called after: `PAY202601.TXT`.
//!
//! In: the names of the files, the fields of a kind and their values. Out: the same fields, those days among them. Refuses names
//! of one month alone, and days that are all of a month's beginning: a year, a month and a small number look the same.

use std::collections::BTreeSet;

use super::dates::{PICTURES, is_nothing};
use super::fields::{places, say_reads};
use super::near::{self, Values};
use crate::calendar;
use crate::extractors::decode::date::DateRules;
use crate::inspect::infer::draft::{FieldDraft, Form, Other, Reason, plain};
use crate::inspect::infer::values::spread::Spread;
use crate::inspect::infer::values::why::{Open, Other as Reading, Share};
use crate::mapping::model::Type;

/// Records, and months, that are no chance.
const RECORDS: u64 = 10;
const MONTHS: usize = 2;
/// Of so many days one may be of another month.
const RARE: u64 = 50;
/// The last day of a month that a running number would be as often as any.
const BEGINNING: i64 = 12;
/// Years that two digits stand for.
const YEARS: (i32, i32) = (1950, 2049);

/// A month: its year and its number.
type Month = (i64, i64);

/// Settles what is a day of its file's month; `months` has that of the file of each record, and `numbers` the records' numbers.
pub fn settle(fields: &mut [FieldDraft], values: &Values<'_>, months: &[Month], numbers: &[u64], form: &Form) {
    let different: BTreeSet<Month> = months.iter().copied().collect();
    if different.len() < MONTHS {
        return;
    }
    for field in fields.iter_mut().filter(|field| field.ty == Type::Text) {
        let Some((from, to)) = places(field) else { continue };
        let own = values(from, to);
        let tried = PICTURES.iter().filter(|picture| picture.len() == to - from);
        let found: Vec<(&str, Tried)> =
            tried.filter_map(|picture| Some((*picture, tried_on(picture, &own, months, numbers)?))).collect();
        if let [(picture, tried)] = &found[..] {
            let mut reading = plain(Type::Date, form);
            reading.picture = Some((*picture).to_owned());
            reading.years = (!picture.contains("YYYY")).then_some(YEARS);
            let Tried { inside, reads, failure } = *tried;
            let reading = Reading { ty: Type::Date, reading, open: Open::TooFew, reads, failure };
            field.others.retain(|other| !matches!(other, Other::Value(other) if other.ty == Type::Date));
            near::become_date(field, &reading, Reason::OfFile { inside, months: different.len() as u64 }, &own);
            say_reads(field, &reading);
        }
    }
}

/// What values are by a picture.
struct Tried {
    /// Days that are in their file's month, of all.
    inside: Share,
    /// Days, of all values.
    reads: Share,
    /// The number of the first record with none.
    failure: Option<u64>,
}

fn tried_on(picture: &str, values: &[Vec<u8>], months: &[Month], numbers: &[u64]) -> Option<Tried> {
    let rules = DateRules::new(picture, Type::Date, Some(YEARS)).ok()?;
    let mut tried = Tried { inside: Share::default(), reads: Share::default(), failure: None };
    let (mut late, mut spread) = (false, Spread::default());
    for ((value, month), number) in values.iter().zip(months).zip(numbers) {
        let text = value.trim_ascii();
        if text.is_empty() || is_nothing(text) {
            continue;
        }
        tried.reads.of += 1;
        let Some(day) = std::str::from_utf8(text).ok().and_then(|text| rules.date(text).ok()) else {
            tried.failure = tried.failure.or(Some(*number));
            continue;
        };
        tried.reads.n += 1;
        spread.push(day);
        let (year, of_year, day) = calendar::civil(day);
        tried.inside.n += u64::from((year, of_year) == *month);
        late |= day > BEGINNING;
    }
    tried.inside.of = tried.reads.n;
    let other = tried.reads.of - tried.inside.n;
    let once = spread.count() * 20 >= tried.reads.n * 19;
    let anew = picture.contains("MM") && spread.begins_anew_with_months(once, tried.failure.is_some());
    (late && !anew && tried.reads.of >= RECORDS && other * RARE <= tried.reads.of).then_some(tried)
}

/// The only month that a file's name has: `202601`, `2026-01`, `20260131`.
#[must_use]
pub fn month_of(name: &str) -> Option<Month> {
    let runs: Vec<&str> =
        name.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let alone = runs.iter().filter(|run| matches!(run.len(), 6 | 8)).filter_map(|run| month(&run[..4], &run[4..6]));
    let apart = runs.windows(2).filter(|pair| pair[0].len() == 4 && pair[1].len() == 2);
    let apart = apart.filter(|pair| is_beside(name, pair[0], pair[1])).filter_map(|pair| month(pair[0], pair[1]));
    let all: BTreeSet<Month> = alone.chain(apart).collect();
    let first = all.first().copied();
    first.filter(|_| all.len() == 1)
}

/// Whether these digits stand one after the other but for one character.
fn is_beside(name: &str, year: &str, month: &str) -> bool {
    ['-', '_', '.', ' '].iter().any(|mark| name.contains(&format!("{year}{mark}{month}")))
}

fn month(year: &str, month: &str) -> Option<Month> {
    let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
    let known = (i64::from(YEARS.0)..=i64::from(YEARS.1)).contains(&year) && (1..=12).contains(&month);
    known.then_some((year, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_month_or_none() {
        for (name, want) in [
            ("PAY202601.TXT", Some((2026, 1))),
            ("GL_2024-12-31.DAT", Some((2024, 12))),
            ("AP20240229.TXT", Some((2024, 2))),
            ("PAY202613.TXT", None),
            ("GLJ2024.TXT", None),
            ("AP202401-202403.TXT", None),
            ("123456.TXT", None),
            ("", None),
        ] {
            assert_eq!(month_of(name), want, "{name}");
        }
    }

    /// Whether values of two files of these months are days by this picture.
    fn are(picture: &str, first: &str, second: &str) -> bool {
        let values: Vec<Vec<u8>> = [first, second].iter().flat_map(|text| vec![text.as_bytes().to_vec(); 6]).collect();
        let months: Vec<Month> = [(2026, 1), (2026, 2)].iter().flat_map(|month| [*month; 6]).collect();
        tried_on(picture, &values, &months, &(1..=12).collect::<Vec<_>>()).is_some()
    }

    #[test]
    fn days_are_of_the_month_that_their_file_is_called_after() {
        assert!(are("YYDDD", "26015", "26046"));
        assert!(are("YYMMDD", "260115", "260215"));
        assert!(!are("YYDDD", "26015", "26015"), "the same in both");
        assert!(!are("YYMMDD", "260101", "260201"), "a batch may be numbered so");
        assert!(!are("YYMMDD", "261501", "261502"), "no days");
    }
}

//! Rows that are called totals and nothing else: `TOTAL   1,234.56` below the records of a list, `Grand total` at a report's end.
//!
//! In: the faces of records; later the drafted kinds. Out: a kind of each such sort of rows; then what their figures say: a
//! control of the file, the sums of groups, or nothing. Refuses to leave out or to set apart a row whose figures prove
//! nothing: a firm may be called so.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::places;
use super::figures::{self, Book, Number};
use super::headings::{self, Form, Part};
use super::kinds::{Kind, Told};
use super::page::{Class, LETTER, class};
use super::piece::{Piece, What};
use crate::finding::{Arg, Args, Code};
use crate::inspect::infer::delimited::called;
use crate::inspect::infer::delimited::why::CutWhy;
use crate::inspect::infer::draft::{ControlDraft, KindDraft, Reason, Skip};
use crate::inspect::infer::groups::{Group, LARGE};
use crate::inspect::infer::values::shape::shape;
use crate::inspect::infer::values::why::Share;

/// Records that one such row is below, at least, and of so many rows one may be such.
const RECORDS: usize = 3;
const SHARE: usize = 3;
/// Places that are told.
const PLACES: usize = 5;
/// Words of what is summed or counted, whatever it is; and marks between them and their figure.
const FIGURES: [&str; 12] = [
    "amount",
    "amounts",
    "montant",
    "montants",
    "record",
    "records",
    "enregistrements",
    "lines",
    "lignes",
    "count",
    "nombre",
    "items",
];
const MARKS: [u8; 8] = *b":.*=$()-";

/// The kinds of rows that are called totals, and the records that are none; those of `but` are records.
#[must_use]
pub fn apart(rows: &[&[u8]], records: Vec<usize>, but: &BTreeSet<usize>) -> (Vec<Kind>, Vec<usize>) {
    let mut found: BTreeMap<Form, Vec<usize>> = BTreeMap::new();
    for row in records.iter().filter(|row| !but.contains(row)) {
        if let Some(begins) = name(rows[*row]) {
            found.entry(begins).or_default().push(*row);
        }
    }
    if found.is_empty() {
        return (Vec::new(), records);
    }
    let alike = |begins: &Form| records.iter().filter(|row| says(&headings::form(rows[**row]), begins)).count();
    found.retain(|begins, own| alike(begins) == own.len());
    let taken: BTreeSet<usize> = found.values().flatten().copied().collect();
    if taken.len() * SHARE > records.len() || records.len() < RECORDS + taken.len() {
        return (Vec::new(), records);
    }
    let kind = |(begins, rows): (Form, Vec<usize>)| {
        let pattern = format!("^{}[ :.*=$()-]*[0-9]", headings::expression(&begins));
        Kind { told: Told::Total(pattern), rows }
    };
    let mut kinds: Vec<Kind> = found.into_iter().map(kind).collect();
    kinds.sort_by_key(|kind| kind.rows.first().copied());
    (kinds, records.into_iter().filter(|row| !taken.contains(row)).collect())
}

/// What a row begins with that is called a total of nothing in particular and has a figure: up to the end of these words.
fn name(row: &[u8]) -> Option<Form> {
    let plain = |face: &u8| if *face == LETTER { b'e' } else { face.to_ascii_lowercase() };
    let words: Vec<u8> = row.iter().map(plain).collect();
    let start = words.iter().position(|face| class(*face) == Class::Letter)?;
    let label = words[start..].split(u8::is_ascii_digit).next().unwrap_or_default();
    let end = label.windows(2).position(|two| two == b"  ").unwrap_or(label.len());
    let end = label[..end].iter().rposition(|face| class(*face) == Class::Letter)? + 1;
    let label = String::from_utf8_lossy(&label[..end]).into_owned();
    let of = called::called(&[Some(label)])?.of();
    let begins = headings::form(&row[..start + end]);
    let is = of.iter().all(|word| FIGURES.contains(&word.as_str())) && says(&headings::form(row), &begins);
    is.then_some(begins)
}

/// Whether a row begins so, with a figure behind it.
fn says(form: &Form, begins: &Form) -> bool {
    let is_mark = |part: &&Part| match part {
        Part::Face(face) => MARKS.contains(face),
        part => **part == Part::Blanks,
    };
    form.starts_with(begins) && form[begins.len()..].iter().find(|part| !is_mark(part)) == Some(&Part::Number)
}

/// The pieces of rows that are called totals, where each of their figures ends at the same place in all of them: blanks part
/// them, two or more, so that one may have a blank between its thousands.
#[must_use]
pub fn pieces(rows: &[&[u8]]) -> Option<Vec<Piece>> {
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let mut label = 0;
    for row in rows {
        for (from, to) in tokens(row) {
            if is_figure(&row[from..to]) {
                found.entry(to).and_modify(|least| *least = from.min(*least)).or_insert(from);
            } else {
                label = label.max(to);
            }
        }
    }
    let mut pieces = vec![Piece::new(0, label, What::Text)];
    for (to, from) in found {
        let free = pieces.last().map_or(0, |last| last.to);
        // A larger one of another day reaches over the blanks before it, as far as numbers have digits.
        let least = free.max(to.saturating_sub(figures::LONGEST)).min(from);
        let first = (least..from).rev().take_while(|at| rows.iter().all(|row| row.get(*at) == Some(&b' '))).last();
        (from >= free).then_some(())?;
        pieces.push(Piece::new(first.unwrap_or(from), to, What::Marked(0)));
    }
    (pieces.len() > 1 && label > 0).then_some(pieces)
}

/// What two blanks or more part in a row, and a figure behind words that one blank parts from them.
fn tokens(row: &[u8]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(from) = (at..row.len()).find(|at| row[*at] != b' ') {
        let ends = |at: &usize| row[*at] == b' ' && row.get(at + 1).is_none_or(|next| *next == b' ');
        let to = (from..row.len()).find(ends).unwrap_or(row.len());
        let figure = (from + 1..to).find(|at| row[at - 1] == b' ' && is_figure(&row[*at..to]));
        match figure.filter(|_| !is_figure(&row[from..to])) {
            Some(figure) => found.extend([(from, figure - 1), (figure, to)]),
            None => found.push((from, to)),
        }
        at = to;
    }
    found
}

/// Whether faces are a number, as people write it.
fn is_figure(faces: &[u8]) -> bool {
    let is_number =
        || figures::number(faces).is_some() || std::str::from_utf8(faces).is_ok_and(|text| shape(text).is_some());
    faces.iter().any(u8::is_ascii_digit) && is_number()
}

/// What became of the rows that are called totals.
#[derive(Debug, Default)]
pub struct Settled {
    /// Rows whose figures prove nothing.
    pub unproved: Vec<usize>,
    /// Those of them whose kind stands last.
    pub last: Vec<usize>,
    /// The number of one of them, and what the records above it come to.
    comes_to: Option<(usize, String)>,
}

/// Rows with a control of their file stay; those that are the sums of groups are passed over; the others are told.
pub fn settle(kinds: &[Kind], drafts: &mut [KindDraft], controls: &[ControlDraft], book: &Book<'_>) -> Settled {
    let mut settled = Settled::default();
    for (at, kind) in kinds.iter().enumerate().filter(|(_, kind)| matches!(kind.told, Told::Total(_))) {
        let has_control = controls.iter().any(|control| control.certain && control.says.0 == drafts[at].name);
        if has_control {
            continue;
        }
        let sums = book.sums_of_groups(drafts, at, &kind.rows);
        if sums == kind.rows.len() && sums > 1 {
            let draft = &mut drafts[at];
            let share = Share { n: sums as u64, of: kind.rows.len() as u64 };
            draft.why.retain(|why| !matches!(why, Reason::CalledTotal | Reason::Cut(_)));
            draft.why.push(Reason::Cut(passed_over(&kind.rows, Some(share))));
            draft.skip = Some(Skip::Total);
            draft.fields.clear();
            continue;
        }
        if let Some(row) = kind.rows.first()
            && settled.comes_to.is_none()
        {
            settled.comes_to = book.comes_to(drafts, at, *row).map(|sum| (*row, sum));
        }
        settled.unproved.extend(&kind.rows);
        if kind.rows.last() > settled.last.last() {
            settled.last.clone_from(&kind.rows);
        }
    }
    settled.unproved.sort_unstable();
    settled
}

/// Where rows that are passed over stand, and how many of them are sums.
#[must_use]
pub fn passed_over(rows: &[usize], sums: Option<Share>) -> CutWhy {
    let places = rows.iter().take(PLACES).map(|row| *row as u64 + 1).collect();
    CutWhy::Totals { places, n: rows.len() as u64, sums }
}

impl Settled {
    /// TL0995 of rows whose figures prove nothing; so many of them are skipped all the same.
    #[must_use]
    pub fn told(&self, skipped: usize) -> Option<(Code, Args)> {
        let listed = self.unproved.iter().take(PLACES).map(|row| (row + 1).to_string()).collect::<Vec<_>>().join(", ");
        let some = |n: usize| if n > 0 { Arg::from(n) } else { Arg::from("") };
        let more = self.unproved.len().saturating_sub(PLACES);
        let (place, sum) = match &self.comes_to {
            Some((row, sum)) => (Arg::from(row + 1), Arg::amount(sum.clone())),
            None => (Arg::from(""), Arg::from("")),
        };
        let args = vec![self.unproved.len().into(), listed.into(), some(more), place, sum, some(skipped)];
        (!self.unproved.is_empty()).then_some((Code::LikeTotals, args))
    }
}

impl Book<'_> {
    /// How many of these rows are the sums of the records since the one before: all of them, by one of their figures, or none.
    fn sums_of_groups(&self, kinds: &[KindDraft], at: usize, rows: &[usize]) -> usize {
        let start = |row: usize| self.files.iter().find(|file| file.contains(&row)).map_or(0, |file| file.start);
        let about = |number: usize| {
            let before = number.checked_sub(1).map_or(0, |before| rows[before] + 1);
            before.max(start(rows[number]))..rows[number]
        };
        let groups: Vec<Group> =
            (0..rows.len()).map(|number| Group { says: rows[number], about: about(number) }).collect();
        let is_sum = |field: (usize, usize)| {
            let says = self.says(&groups, field)?;
            let large = says.iter().any(|says| says.value >= LARGE);
            self.summed(kinds, &groups, &says).filter(|_| large)
        };
        let found = kinds[at].fields.iter().filter_map(places).any(|field| is_sum(field).is_some());
        if found { rows.len() } else { 0 }
    }

    /// What the records of the file above a row come to, where its last amount ends, or its last figure.
    fn comes_to(&self, kinds: &[KindDraft], at: usize, row: usize) -> Option<String> {
        let file = self.files.iter().find(|file| file.contains(&row))?;
        let about = Group { says: row, about: file.start..row };
        let figure = |field: (usize, usize)| Some(((self.number)(row, field.0, field.1)?.marked, field.1));
        // A code may stand behind the amount.
        let (_, end) = kinds[at].fields.iter().filter_map(places).filter_map(figure).max()?;
        let inside = self.inside(kinds, std::slice::from_ref(&about));
        let mut sums = inside.into_iter().filter_map(|kind| {
            let field = kinds[kind].fields.iter().filter_map(places).find(|field| field.1 == end)?;
            let mut numbers = self.rows(&about, kind).map(|row| (self.number)(row, field.0, field.1));
            let first = numbers.next()??;
            numbers.try_fold(first, |sum, number| sum.and(number?))
        });
        sums.next().map(text)
    }
}

/// A figure as text.
fn text(Number { value, marked }: Number) -> String {
    let (sign, size) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    if marked { format!("{sign}{}.{:02}", size / 100, size % 100) } else { format!("{sign}{size}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_a_total_are_whole_whatever_parts_their_thousands() {
        for (row, want) in [
            ("TOTAL      185 760,47      192 008,71", "1-5 6-21 22-37"),
            ("Grand total 293,449.50", "1-11 12-22"),
            ("TOTAL               00060031563478", "1-5 6-34"),
            ("   TOTAL    60   1.00-", "1-8 9-14 15-22"),
            ("        GRAND TOTAL                              338,683.84", "1-19 22-59"),
        ] {
            let found = pieces(&[row.as_bytes()]).unwrap();
            let found: Vec<String> = found.iter().map(|piece| format!("{}-{}", piece.from + 1, piece.to)).collect();
            assert_eq!(found.join(" "), want, "{row}");
        }
    }

    #[test]
    fn a_row_is_called_a_total_of_nothing_in_particular() {
        for (row, want) in [
            ("TOTAL                  274,614.86", true),
            ("       GRAND TOTAL     313591.14", true),
            ("Grand total 293,449.50", true),
            ("TOTAL G\u{80}N\u{80}RAL : 12", true),
            ("99999TOTAL               034010723", true),
            ("*** TOTALS ***    60   1,234.56", true),
            ("TOTAL RECORDS: 60", true),
            ("TOTAL CANADA LTD   12", false),
            ("SUBTOTAL DEPT 10      12.00", false),
            ("TOTAL", false),
            ("ROY TOTAL SERVICES 12", false),
            ("TOTALLY 12", false),
            ("10017  ROY    12.00", false),
        ] {
            let row: Vec<u8> = row.chars().map(|one| if one.is_ascii() { one as u8 } else { LETTER }).collect();
            assert_eq!(name(&row).is_some(), want, "{}", String::from_utf8_lossy(&row));
        }
    }
}

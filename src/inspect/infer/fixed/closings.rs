//! Totals of a printed report, wherever they stand, and the lines with which it ends.
//!
//! In: the faces of records without headings. Out: a kind of each such line, and the records that are left. Refuses what may be
//! a record: at most of the places that records always fill such a line has nothing, or no digit where they have one, and its first
//! words are no record's.

use std::collections::{BTreeMap, BTreeSet};

use super::headings::{self, Form, Part};
use super::kinds::{Kind, Told};
use super::page::{Class, LETTER, class};
use crate::inspect::infer::delimited::odd;
use crate::inspect::infer::draft::Skip;

/// Records that show which places they always fill, and such places.
const RECORDS: usize = 5;
const PLACES: usize = 4;
/// Lines of which one may be a total.
const SHARE: usize = 3;
/// Lines after the last record of a report, and letters of a word in them.
const LAST: usize = 3;
const LETTERS: usize = 3;
/// Lines above the first rule of a report.
const ABOVE: usize = 6;
/// Words of totals.
const TOTALS: [&[u8]; 2] = [b"TOTAL", b"TOTAUX"];

/// The kinds of totals and of last lines, and the records that are none; `is_report` where headings of pages were found.
#[must_use]
pub fn apart(rows: &[&[u8]], records: Vec<usize>, is_report: bool) -> (Vec<Kind>, Vec<usize>) {
    let forms: Vec<Form> = records.iter().map(|row| headings::form(rows[*row])).collect();
    let is_total = |at: &usize| {
        let indented = rows[records[*at]].first() == Some(&b' ');
        (is_report || indented) && total(&forms[*at]).is_some()
    };
    let (totals, others): (Vec<usize>, Vec<usize>) = (0..forms.len()).partition(is_total);
    let last = if is_report { others.len().saturating_sub(LAST) } else { others.len() };
    let body: Vec<&[u8]> = others[..last].iter().map(|at| rows[records[*at]]).collect();
    let always = always(&body);
    if body.len() < RECORDS || always.len() < PLACES {
        return (Vec::new(), records);
    }
    let lacks = |at: &usize| lacks(rows[records[*at]], &always);
    let ends = others.iter().rev().take_while(|at| others[last..].contains(at) && lacks(at) && has_word(&forms[**at]));
    let found = totals.iter().filter(|at| lacks(at)).filter_map(|at| Some((total(&forms[*at])?, Skip::Total)));
    let found = found.chain(ends.map(|at| (forms[*at].clone(), skip(&forms[*at]))));
    let found: BTreeMap<Form, Skip> = found.collect();
    let own = |begin: &Form| (0..forms.len()).filter(|at| forms[*at].starts_with(begin)).collect::<Vec<_>>();
    let found = found.into_iter().map(|(begin, skip)| (own(&begin), begin, skip));
    let found: Vec<_> = found.filter(|(own, ..)| own.iter().all(&lacks)).collect();
    let many = found.iter().map(|(own, ..)| own.len()).sum::<usize>() * SHARE > forms.len();
    kinds(records, if many { Vec::new() } else { found })
}

/// Titles and the heading of columns above the first rule of a report of one page, such as `======`, and the records that are
/// none: at most of the places that records always fill such a line has nothing, or no digit where they have one.
#[must_use]
pub fn openings(rows: &[&[u8]], records: Vec<usize>, rule: Option<usize>) -> (Vec<Kind>, Vec<usize>) {
    let Some(rule) = rule else { return (Vec::new(), records) };
    let (above, below): (Vec<usize>, Vec<usize>) = records.iter().partition(|row| **row < rule);
    let body: Vec<&[u8]> = below.iter().map(|row| rows[*row]).collect();
    let always = always(&body);
    let forms: Vec<Form> = above.iter().map(|row| headings::form(rows[*row])).collect();
    let is_title = |(row, form): (&usize, &Form)| lacks(rows[*row], &always) && has_word(form);
    let is = (1..=ABOVE).contains(&above.len()) && body.len() >= RECORDS && always.len() >= PLACES;
    let again = |form: &Form| below.iter().any(|row| headings::form(rows[*row]) == *form);
    if !is || !above.iter().zip(&forms).all(is_title) || forms.iter().any(again) {
        return (Vec::new(), records);
    }
    let kind = |(row, form): (&usize, &Form)| Kind {
        told: Told::Heading(format!("^{} *$", headings::expression(form)), Skip::Title),
        rows: vec![*row],
    };
    (above.iter().zip(&forms).map(kind).collect(), below)
}

/// Lines that say that a report ends, whatever stands before them, and the records that are none.
#[must_use]
pub fn ends(rows: &[&[u8]], records: Vec<usize>) -> (Vec<Kind>, Vec<usize>) {
    let letter = |face: &u8| if *face == LETTER { 'é' } else { char::from(*face) };
    let says = |row: &usize| odd::is_end(rows[*row].iter().map(letter).collect::<String>().trim());
    let (ends, left): (Vec<usize>, Vec<usize>) = records.iter().copied().partition(says);
    if ends.is_empty() || ends.len() * SHARE > records.len() {
        return (Vec::new(), records);
    }
    let mut found: BTreeMap<Form, Vec<usize>> = BTreeMap::new();
    for row in ends {
        found.entry(headings::form(rows[row])).or_default().push(row);
    }
    let kind = |(form, rows): (Form, Vec<usize>)| Kind {
        told: Told::Heading(format!("^{} *$", headings::expression(&form)), Skip::Title),
        rows,
    };
    (found.into_iter().map(kind).collect(), left)
}

/// A kind of each beginning, with its records by their places, and the records that are left.
fn kinds(records: Vec<usize>, found: Vec<(Vec<usize>, Form, Skip)>) -> (Vec<Kind>, Vec<usize>) {
    let mut kinds: Vec<Kind> = Vec::new();
    let mut taken = BTreeSet::new();
    for (own, begins, skip) in found {
        let rows: Vec<usize> = own.iter().map(|at| records[*at]).filter(|row| taken.insert(*row)).collect();
        let pattern = format!("^{}", headings::expression(&begins));
        kinds.push(Kind { told: Told::Heading(pattern, skip), rows });
    }
    kinds.retain(|kind| !kind.rows.is_empty());
    kinds.sort_by_key(|kind| kind.rows.first().copied());
    let left = records.into_iter().filter(|row| !taken.contains(row)).collect();
    (kinds, left)
}

/// Whether a row has nothing, or no digit where all have one, at most of the places that records always fill.
fn lacks(row: &[u8], always: &[(usize, bool)]) -> bool {
    let face = |column: usize| row.get(column).copied().unwrap_or(b' ');
    let odd =
        |(column, digit): &&(usize, bool)| face(*column) == b' ' || *digit && class(face(*column)) != Class::Digit;
    always.iter().filter(odd).count() * 2 > always.len()
}

/// Columns that are blank in none of these rows, and whether all have a digit there.
fn always(rows: &[&[u8]]) -> Vec<(usize, bool)> {
    let width = rows.iter().map(|row| row.len()).min().unwrap_or(0);
    let few =
        |is: &dyn Fn(u8) -> bool, column: usize| rows.iter().filter(|row| is(row[column])).count() * 50 <= rows.len();
    let filled = (0..width).filter(|column| few(&|face| face == b' ', *column));
    filled.map(|column| (column, few(&|face| class(face) != Class::Digit, column))).collect()
}

/// What a line has up to the word of a total, its end included, where one stands in it and no other word behind a number.
fn total(form: &Form) -> Option<Form> {
    let upper = |part: &Part| match part {
        Part::Face(face) => face.to_ascii_uppercase(),
        _ => b' ',
    };
    let line: Vec<u8> = form.iter().map(upper).collect();
    let of_word = |word: &&[u8]| Some(line.windows(word.len()).position(|part| part == *word)? + word.len());
    let end = TOTALS.iter().filter_map(of_word).min()?;
    Some(form[..end].to_vec())
}

fn has_word(form: &Form) -> bool {
    let letter = |part: &&Part| matches!(part, Part::Face(face) if class(*face) == Class::Letter);
    form.iter().filter(letter).count() >= LETTERS
}

/// What a last line is: a figure, or words.
fn skip(form: &Form) -> Skip {
    if form.contains(&Part::Number) { Skip::Total } else { Skip::Title }
}

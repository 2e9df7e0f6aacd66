//! Kinds of records, told apart by a code that says how the rest reads.
//!
//! In: the faces of all records, in the order of the files. Out: a code's place with the records of each value, or one kind.
//! A code is believed when the classes of the columns (blank, digit, letter, other) are much plainer in each of its kinds
//! than in all records together. Refuses to know fields.

use std::collections::BTreeMap;

use super::bits::{entropy, log2};
use super::page::{Class, class};

/// Records of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// What tells it; none: it takes what is left.
    pub told: Told,
    /// Its records, by their numbers from 0.
    pub rows: Vec<usize>,
}

/// What tells a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// Nothing else than this face.
    All(u8),
    /// These faces at this column, from 0.
    Code(usize, Vec<u8>),
    /// Nothing.
    Rest,
}

/// Columns where a code may stand.
const COLUMNS: usize = 40;
/// Different codes that a place may have.
const CODES: usize = 40;
/// Records that are looked at.
const ROWS: usize = 1200;
/// Columns that are looked at.
const WIDTH: usize = 400;
/// Of a hundred bits, those that a code must save.
const SAVED: u64 = 30;
/// Thousandths of bits that it must save in each record.
const SAVED_A_ROW: u64 = 6_000;

/// The kinds of these records, in the order in which they are tried.
#[must_use]
pub fn kinds(rows: &[&[u8]]) -> Vec<Kind> {
    let padding: Vec<usize> = (0..rows.len()).filter(|row| is_padding(rows[*row])).collect();
    let records: Vec<usize> = (0..rows.len()).filter(|row| !is_padding(rows[*row])).collect();
    let mut found = Vec::new();
    if let Some(first) = padding.first() {
        found.push(Kind { told: Told::All(rows[*first][0]), rows: padding });
    }
    let picked = picked(&records);
    let sheet = Sheet::of(rows, &picked);
    let mut kinds = match sheet.code() {
        Some((from, to)) => by_code(rows, &records, from, to),
        None => vec![Kind { told: Told::Rest, rows: records }],
    };
    if let [only] = kinds.as_mut_slice() {
        let apart = strangers(rows, &only.rows);
        only.rows.retain(|row| apart.iter().all(|kind| !kind.rows.contains(row)));
        if let Some(letter) = letter(rows, &only.rows).filter(|_| !apart.is_empty()) {
            only.told = Told::Code(0, vec![letter]);
        }
        found.extend(apart);
    }
    found.append(&mut kinds);
    found
}

/// The letter that all of these records begin with.
fn letter(rows: &[&[u8]], records: &[usize]) -> Option<u8> {
    let first = *rows[*records.first()?].first()?;
    let same = records.iter().all(|row| rows[*row].first() == Some(&first));
    (class(first) == Class::Letter && same).then_some(first)
}

/// A whole record of one character that is neither a blank nor a zero.
fn is_padding(row: &[u8]) -> bool {
    let first = row.first().copied().unwrap_or(b' ');
    row.len() > 1 && !matches!(first, b' ' | b'0') && row.iter().all(|face| *face == first)
}

fn picked(records: &[usize]) -> Vec<usize> {
    let all = records.len();
    if all <= ROWS { records.to_vec() } else { (0..ROWS).map(|at| records[at * (all - 1) / (ROWS - 1)]).collect() }
}

fn by_code(rows: &[&[u8]], records: &[usize], from: usize, to: usize) -> Vec<Kind> {
    let mut kinds: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
    for row in records {
        kinds.entry(code(rows[*row], from, to)).or_default().push(*row);
    }
    let mut kinds: Vec<Kind> =
        kinds.into_iter().map(|(code, rows)| Kind { told: Told::Code(from, code), rows }).collect();
    kinds.sort_by_key(|kind| kind.rows[0]);
    kinds
}

fn code(row: &[u8], from: usize, to: usize) -> Vec<u8> {
    (from..to).map(|column| row.get(column).copied().unwrap_or(b' ')).collect()
}

/// Classes of the records that are looked at.
struct Sheet<'a> {
    rows: Vec<&'a [u8]>,
    width: usize,
    /// Columns of more than one class.
    mixed: Vec<usize>,
}

impl<'a> Sheet<'a> {
    fn of(rows: &[&'a [u8]], picked: &[usize]) -> Self {
        let rows: Vec<&[u8]> = picked.iter().map(|row| rows[*row]).collect();
        let width = rows.iter().map(|row| row.len()).max().unwrap_or_default();
        let mut sheet = Self { rows, width, mixed: Vec::new() };
        let all: Vec<usize> = (0..sheet.rows.len()).collect();
        let is_mixed = |column: &usize| sheet.classes(&all, *column).iter().filter(|rows| **rows > 0).count() > 1;
        sheet.mixed = (0..width.min(WIDTH)).filter(is_mixed).collect();
        sheet
    }

    fn class(&self, row: usize, column: usize) -> Class {
        class(self.rows[row].get(column).copied().unwrap_or(b' '))
    }

    fn classes(&self, rows: &[usize], column: usize) -> [u32; 4] {
        let mut counts = [0; 4];
        for row in rows {
            counts[self.class(*row, column) as usize] += 1;
        }
        counts
    }

    /// Thousandths of bits that the classes of these records take.
    fn cost(&self, rows: &[usize]) -> u64 {
        let column = |column: &usize| {
            let counts = self.classes(rows, *column);
            let used = counts.iter().filter(|count| **count > 0).count() as u64;
            entropy(&counts) + 400 + (used - 1) * log2(rows.len() as u64 + 1) / 2
        };
        self.mixed.iter().map(column).sum()
    }

    /// The place whose codes save the most, if they save enough.
    fn code(&self) -> Option<(usize, usize)> {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let whole = self.cost(&all);
        let mut best: Option<(u64, usize, usize)> = None;
        for from in 0..self.width.min(COLUMNS) {
            for length in 1..=if from == 0 { 3 } else { 2 } {
                let Some(cost) = self.divided(from, from + length) else { continue };
                // A longer code, or one further behind, must be plainly better.
                if best.is_none_or(|(least, ..)| cost + least / 10 < least) {
                    best = Some((cost, from, from + length));
                }
            }
        }
        let (cost, from, to) = best.map(|best| self.longer(best))?;
        let saved = whole.saturating_sub(cost);
        (saved * 100 >= whole * SAVED && saved >= SAVED_A_ROW * self.rows.len() as u64).then_some((from, to))
    }

    /// A code of letters goes on where a letter follows it in every record, and nothing is lost by it.
    fn longer(&self, (cost, from, to): (u64, usize, usize)) -> (u64, usize, usize) {
        let letters = |column: usize| (0..self.rows.len()).all(|row| self.class(row, column) == Class::Letter);
        match self.divided(from, to + 1) {
            Some(longer) if letters(from) && letters(to) && longer * 2 <= cost * 3 => (longer, from, to + 1),
            _ => (cost, from, to),
        }
    }

    /// Bits that the classes take where each code has its own; none where the place is no code.
    fn divided(&self, from: usize, to: usize) -> Option<u64> {
        let mut kinds: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        let first = self.rows.first()?.get(from);
        if self.rows.iter().all(|row| row.get(from) == first) {
            return None;
        }
        for (at, row) in self.rows.iter().enumerate() {
            let code = code(row, from, to);
            if code.contains(&b' ') || kinds.len() > CODES {
                return None;
            }
            kinds.entry(code).or_default().push(at);
        }
        (kinds.len() > 1 && kinds.len() * 2 <= self.rows.len().max(40) && kinds.len() <= CODES)
            .then(|| kinds.values().map(|rows| self.cost(rows)).sum())
    }
}

/// Few records that look like none of the others, and begin as none of them does.
fn strangers(rows: &[&[u8]], records: &[usize]) -> Vec<Kind> {
    let width = records.iter().map(|row| rows[*row].len()).max().unwrap_or_default();
    let face = |row: usize, column: usize| rows[row].get(column).copied().unwrap_or(b' ');
    if records.len() < 5 {
        return Vec::new();
    }
    let mut counts = vec![[0_usize; 4]; width];
    for row in records {
        for (column, counts) in counts.iter_mut().enumerate() {
            counts[class(face(*row, column)) as usize] += 1;
        }
    }
    let strange = |row: &&usize| {
        let odd = counts
            .iter()
            .enumerate()
            .filter(|(column, counts)| counts[class(face(**row, *column)) as usize] * 25 <= records.len());
        let odd = odd.count();
        odd >= 5 && odd * 5 >= width
    };
    let found: Vec<usize> = records.iter().filter(strange).copied().collect();
    if found.is_empty() || found.len() * 10 > records.len() {
        return Vec::new();
    }
    let mut kinds: BTreeMap<Told, Vec<usize>> = BTreeMap::new();
    for row in found {
        let word = rows[row].iter().take_while(|face| class(**face) == Class::Letter).count().clamp(1, 12);
        let code = code(rows[row], 0, word);
        let others = |other: &&usize| **other != row && self::code(rows[**other], 0, word) == code;
        let alike = records.iter().filter(others).filter(|other| !strange(other)).count();
        if alike == 0 && !code.contains(&b' ') {
            kinds.entry(Told::Code(0, code)).or_default().push(row);
        }
    }
    kinds.into_iter().map(|(told, rows)| Kind { told, rows }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes with their numbers of records, in the order in which they are tried.
    fn check(lines: &[String], want: &[(&str, usize)]) {
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let told = |kind: &Kind| match &kind.told {
            Told::All(face) => format!("all {}", char::from(*face)),
            Told::Code(at, code) => format!("{} {}", at + 1, String::from_utf8_lossy(code)),
            Told::Rest => String::from("rest"),
        };
        let found: Vec<(String, usize)> = kinds(&rows).iter().map(|kind| (told(kind), kind.rows.len())).collect();
        let want: Vec<(String, usize)> = want.iter().map(|(told, rows)| ((*told).to_owned(), *rows)).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn a_code_tells_kinds_whose_columns_differ() {
        let mut lines = Vec::new();
        for batch in 0..20 {
            lines.push(format!("H{batch:08}KWAME LEFEBVRE        "));
            lines.extend((0..5).map(|at| format!("D{:08}{at:05}00001234567890120", 7_000 + at)));
            lines.push(format!("T{batch:08}                      "));
        }
        check(&lines, &[("1 H", 20), ("1 D", 100), ("1 T", 20)]);
    }

    #[test]
    fn a_flag_among_records_of_one_layout_is_no_code() {
        let flag = |at: usize| if at.is_multiple_of(3) { "X" } else { "R" };
        let lines: Vec<String> = (0..90).map(|at| format!("{}{:09}SMITH {:06}", flag(at), at * 7919, at)).collect();
        check(&lines, &[("rest", 90)]);
    }

    #[test]
    fn a_total_and_padding_stand_apart() {
        let mut lines: Vec<String> = (0..50).map(|at| format!("{:019}RT2026{:010}NAME", at, at * 31)).collect();
        lines.push(String::from("TOTAL 0000050"));
        lines.push("9".repeat(39));
        check(&lines, &[("all 9", 1), ("1 TOTAL", 1), ("rest", 50)]);
    }
}

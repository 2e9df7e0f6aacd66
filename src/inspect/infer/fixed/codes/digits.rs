//! Codes of one digit that may have two: `01`, `20` and `99`, of which the first places tell the kinds as well.
//!
//! In: a place of one column that was found. Out: the same with the next column, where the codes are such as people give, or a
//! day begins behind them; or whether nothing decides. Refuses codes of which the next digit is not always the same.

use std::collections::BTreeMap;

use super::{Place, Sheet, code};
use crate::inspect::infer::fixed::page::{Class, class};

/// Codes whose second digit is no zero, by which it is none of a number.
const OTHERS: usize = 2;
/// Years of days that may stand behind a code.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2049;

impl Sheet<'_> {
    /// The place with codes of two digits.
    pub(super) fn of_two_digits(&self, place: Place) -> Place {
        let Some(next) = next(&self.rows, (place.from, place.to)).filter(|_| place.to - place.from == 1) else {
            return place;
        };
        let rows = |short: u8| self.rows.iter().copied().filter(move |row| row.get(place.from) == Some(&short));
        let begins = |at: usize| next.keys().filter(|short| rows(**short).all(|row| is_day(row, at))).count();
        let (near, far) = (begins(place.to), begins(place.to + 1));
        let last = self.rows.last().map(|row| code(row, place.from, place.to + 1));
        let others = next.values().filter(|digit| **digit != b'0').count();
        let is_usual = |(first, second): (&u8, &u8)| *second == b'0' || first == second || *first == b'0';
        let given = next.iter().all(is_usual) && (others >= OTHERS || last.as_deref() == Some(b"99"));
        if near > far || near == far && !given {
            return place;
        }
        let mut groups = place.groups.clone();
        for code in groups.iter_mut().flatten() {
            let digit = code.first().and_then(|short| next.get(short));
            code.extend(digit);
        }
        Place { to: place.to + 1, groups, ..place }
    }
}

/// The digit behind each code of these columns, where all codes are digits and each always has the same one behind it.
#[must_use]
pub fn next(rows: &[&[u8]], (from, to): (usize, usize)) -> Option<BTreeMap<u8, u8>> {
    let mut next = BTreeMap::new();
    for row in rows {
        let (own, digit) = (*row.get(from)?, *row.get(to)?);
        let is_digit = |face: u8| class(face) == Class::Digit;
        if !is_digit(own) || !is_digit(digit) || *next.entry(own).or_insert(digit) != digit {
            return None;
        }
    }
    (next.len() > 1).then_some(next)
}

/// Whether eight digits that are a day begin here.
fn is_day(row: &[u8], at: usize) -> bool {
    let number = |from: usize, to: usize| {
        let digits = row.get(from..to).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
        std::str::from_utf8(digits).ok()?.parse::<u32>().ok()
    };
    let [year, month, day] = [(0, 4), (4, 6), (6, 8)].map(|(from, to)| number(at + from, at + to).unwrap_or(0));
    YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_two_digits_where_these_are_such_as_people_give_or_a_day_begins_behind_them() {
        for (codes, day, want) in [
            (["01", "20", "99"], false, 2),
            (["00", "10", "99"], false, 2),
            (["10", "20", "90"], true, 2),
            (["10", "20", "90"], false, 1),
            (["1", "5", "9"], true, 1),
            (["0", "5", "9"], true, 1),
            (["12", "54", "90"], false, 1),
        ] {
            let begin = if day { "20240115" } else { "00004711" };
            let mut lines = vec![format!("{}{begin}TOWN OF PORTAGE", codes[0])];
            lines.extend((0..40).map(|at| format!("{}{:09}ROY AND SONS   X", codes[1], at * 7_919)));
            lines.push(format!("{}00004000000123456", codes[2]));
            let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            let groups = codes.map(|code| vec![code.as_bytes()[..1].to_vec()]).to_vec();
            let place = Place { from: 0, to: 1, groups, records: vec![1, 40, 1] };
            assert_eq!(Sheet::of(rows).of_two_digits(place).to, want, "{codes:?} {day}");
        }
    }
}

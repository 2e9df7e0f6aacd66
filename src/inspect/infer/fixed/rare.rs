//! What few records have where the others have nothing: it may be in none of the rows that showed the borders.
//!
//! In: all rows of a kind, and the pieces that a page of them showed. Out: the same pieces, numbers without what stands before
//! them, and a text for whatever else is there; or whether nothing is. Refuses borders that the page shows.

use super::fields::places;
use super::piece::{Piece, What};
use crate::inspect::infer::draft::FieldDraft;
use crate::mapping::model::Filler;

/// Of so many rows one may have something beside its number.
const RARE: usize = 50;

/// The pieces of all rows.
#[must_use]
pub fn beside(rows: &[&[u8]], mut pieces: Vec<Piece>) -> Vec<Piece> {
    for piece in &mut pieces {
        if matches!(piece.what, What::Marked(_) | What::Digits | What::Signed | What::Overpunch) {
            piece.from = first(rows, piece);
        }
    }
    let taken: Vec<(usize, usize)> = pieces.iter().map(|piece| (piece.from, piece.to)).collect();
    pieces.extend(gaps(rows, &taken).into_iter().map(|(from, to)| Piece::new(from, to, What::Text)));
    pieces.sort_by_key(|piece| piece.from);
    pieces
}

/// Where a number begins behind what few rows have before it, parted from it by blanks: no number reaches there.
fn first(rows: &[&[u8]], piece: &Piece) -> usize {
    let face = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(b' ');
    let begins = |row: &[u8]| (piece.from..piece.to).find(|at| face(row, *at) != b' ');
    let (mut others, mut cut, mut least) = (0, piece.from, piece.to);
    for row in rows {
        let Some(start) = begins(row) else { continue };
        // Behind two blanks, or behind a letter and a blank, something else begins.
        let ends = |at: &usize| {
            let blanks = face(row, *at) == b' ' && face(row, at - 1) != b' ';
            blanks && (face(row, at + 1) == b' ' || face(row, at - 1).is_ascii_alphabetic())
        };
        match (start + 1..piece.to.saturating_sub(1)).rev().find(ends) {
            Some(end) => (others, cut) = (others + 1, cut.max(end)),
            None => least = least.min(start),
        }
    }
    if others * RARE <= rows.len() && cut <= least { cut } else { piece.from }
}

/// Places that are in none of these and hold something in some row, as far as they touch.
#[must_use]
pub fn gaps(rows: &[&[u8]], taken: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let mut read = vec![false; width];
    for (from, to) in taken {
        read[(*from).min(width)..(*to).min(width)].fill(true);
    }
    let mut filled = vec![false; width];
    for row in rows {
        for ((face, read), filled) in row.iter().zip(&read).zip(&mut filled) {
            *filled |= !read && *face != b' ';
        }
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < width {
        let end = (at..width).find(|at| read[*at]).unwrap_or(width);
        let first = (at..end).find(|at| filled[*at]);
        let last = (at..end).rev().find(|at| filled[*at]);
        found.extend(first.zip(last).map(|(first, last)| (first, last + 1)));
        at = end + 1;
    }
    found
}

/// Blanks, where no row has anything else in places that no field reads, and there are such places.
#[must_use]
pub fn filler(rows: &[&[u8]], fields: &[FieldDraft]) -> Filler {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let taken: Vec<(usize, usize)> = fields.iter().filter_map(places).collect();
    let is_read = |at: usize| taken.iter().any(|(from, to)| (*from..*to).contains(&at));
    let some = (0..width).any(|at| !is_read(at));
    if some && gaps(rows, &taken).is_empty() { Filler::Blank } else { Filler::Any }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_few_rows_have_beside_a_number_is_a_text_of_its_own() {
        let mut rows: Vec<String> = (0..400).map(|at| format!("{at:05}{:20}", at * 7)).collect();
        rows[77] = format!("{:05}  VOID{:14}", 77, 539);
        rows[78] = format!("{:05}    R1{:14}  LATE", 78, 546);
        let rows: Vec<&[u8]> = rows.iter().map(String::as_bytes).collect();
        let pieces = vec![Piece::new(0, 5, What::Digits), Piece::new(5, 25, What::Digits)];
        let found: Vec<(usize, usize)> = beside(&rows, pieces).iter().map(|piece| (piece.from, piece.to)).collect();
        assert_eq!(found, [(0, 5), (7, 11), (11, 25), (27, 31)]);
    }

    #[test]
    fn a_number_keeps_its_thousands_and_what_reaches_its_first_place() {
        let of = |line: &dyn Fn(usize) -> String| {
            let rows: Vec<String> = (0..60).map(line).collect();
            let rows: Vec<&[u8]> = rows.iter().map(String::as_bytes).collect();
            beside(&rows, vec![Piece::new(0, 12, What::Marked(2))]).len()
        };
        assert_eq!(of(&|at| format!("{:>12}", if at == 7 { "1 234 567,89" } else { "12,00" })), 1);
        assert_eq!(of(&|at| if at == 7 { "A  123456.00".into() } else { "123456789.00".into() }), 1);
    }
}

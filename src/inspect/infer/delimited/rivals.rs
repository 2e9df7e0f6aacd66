//! Which of several delimiters cuts a text best, and which others come near.
//!
//! In: a text and how each delimiter would cut it. Out: points; the others with their counts. A delimiter is judged by what its
//! cells become: a comma within `1234,56` is part of a number, a semicolon within a cell is a delimiter that was not seen.
//! Refuses: to cut anything in another way than it was told.

use super::dialect::{Guess, ROWS, percent};
use super::rows::{Cutter, Row, Text};
use super::why::CutWhy;

/// What it costs that the first row has another number of cells than most: it may be a header that would be lost.
const FIRST_ROW: u64 = 20;
/// What it costs that a blank follows it everywhere, as in a sentence.
const SPACED: u64 = 30;
/// Of a hundred rows so many fit a delimiter that may be the right one.
const RIVAL: u64 = 50;
/// Cells beyond which more of them say no more.
const WIDE: usize = 10;
/// So many points are more than any delimiter loses.
const FROM: u64 = 200;

/// How well a delimiter cuts: its rows of the usual width count twice, what its cells leave uncut is taken off.
pub fn points(text: Text<'_>, guess: &Guess, all: &[Guess]) -> u64 {
    let rivals: Vec<&Guess> = all.iter().filter(|other| is_rival(guess, other) || is_part(guess, other)).collect();
    let Some(cells) = Cells::of(text, guess, &rivals) else { return 0 };
    let width = u64::try_from(guess.width.min(WIDE)).unwrap_or(0);
    let lost = cells.uncut + cells.spaced * SPACED / 100 + if cells.first_fits { 0 } else { FIRST_ROW };
    FROM + 2 * percent(guess) + width - lost
}

/// What else would cut nearly as many rows.
pub fn told(best: &Guess, all: &[Guess]) -> Vec<CutWhy> {
    let near = |other: &&Guess| is_rival(best, other) && other.rows.n * 5 >= best.rows.n * 4;
    let told = |other: &Guess| CutWhy::OtherDelimiter {
        delimiter: other.dialect.delimiter.clone(),
        cells: u32::try_from(other.width).unwrap_or(u32::MAX),
        records: other.rows,
    };
    all.iter().filter(near).map(told).collect()
}

/// Whether another delimiter may be the right one. Colons stand in times, and `|` in `||` is the same one.
fn is_rival(guess: &Guess, other: &Guess) -> bool {
    let (own, theirs) = (guess.dialect.delimiter.as_str(), other.dialect.delimiter.as_str());
    let apart = !own.contains(theirs) && !theirs.contains(own);
    apart && !matches!(theirs, ":" | "!") && percent(other) >= RIVAL
}

/// Whether a delimiter of one character is a part of this one, as `|` of `||`: where it stands alone in cells as well, two of
/// them are a blank cell.
fn is_part(guess: &Guess, other: &Guess) -> bool {
    let (own, part) = (guess.dialect.delimiter.as_str(), other.dialect.delimiter.as_str());
    own != part && own.contains(part)
}

/// What the cells of a text are like.
struct Cells {
    /// Of a hundred rows of the usual width, those with another delimiter in a cell that is no number and not in quotes.
    uncut: u64,
    /// Of a hundred such rows, those of which every cell but the first begins with a blank.
    spaced: u64,
    first_fits: bool,
}

impl Cells {
    fn of(text: Text<'_>, guess: &Guess, rivals: &[&Guess]) -> Option<Self> {
        let cutter = Cutter::new(&guess.dialect, &text)?;
        let (mut rows, mut usual, mut uncut, mut spaced, mut first_fits) = (0, 0, 0, 0, true);
        cutter.each(text, 0, &mut |row| {
            rows += 1;
            let fits = row.cells.len() == guess.width;
            if rows == 1 {
                first_fits = fits;
            }
            usual += u64::from(fits);
            spaced += u64::from(fits && row.cells.iter().skip(1).all(|cell| cell.starts_with(b" ")));
            uncut += u64::from(fits && is_uncut(row, text, guess.dialect.quote, rivals));
            rows < ROWS
        });
        let share = |n: u64| n * 100 / usual.max(1);
        Some(Self { uncut: share(uncut), spaced: share(spaced), first_fits })
    }
}

fn is_uncut(row: &Row<'_>, text: Text<'_>, quote: Option<char>, rivals: &[&Guess]) -> bool {
    let within = |cell: &String| rivals.iter().any(|rival| cell.contains(&rival.dialect.delimiter)) && !is_number(cell);
    let quoted = |cell: &str| {
        let raw = || text.decode(row.raw).unwrap_or_default();
        quote.is_some_and(|quote| raw().contains(&format!("{quote}{cell}{quote}")))
    };
    row.cells.iter().filter_map(|cell| text.decode(cell)).any(|cell| within(&cell) && !quoted(&cell))
}

/// Whether nothing but a number stands there, whatever its marks are.
fn is_number(text: &str) -> bool {
    let marks = |letter: char| matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\'' | '-' | '+' | '(' | ')' | '$' | '%');
    text.chars().any(|letter| letter.is_ascii_digit()) && text.chars().all(|one| one.is_ascii_digit() || marks(one))
}

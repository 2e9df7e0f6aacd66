//! Which delimiter, quote and escape cut a text into rows of equally many cells.
//!
//! In: the beginning of a file. Out: a [`Guess`] with its counts. Refuses: names and types; a text without any such
//! delimiter has no guess.

use std::collections::BTreeMap;

use super::rivals;
use super::rows::{Cutter, Text};
use super::why::CutWhy;
use crate::inspect::infer::values::why::{Seen, Share};
use crate::mapping::model::{Dialect, HeaderMatch, Preamble, Ragged, RepeatedHeader};

/// Delimiters that are tried, the likelier first where two cut equally well.
const DELIMITERS: [&str; 14] = ["\t", "||", "|", "~|~", ";", "^", "~", "\u{1f}", "\u{1}", "¦", "§", ",", "!", ":"];
/// Bytes of a file that are enough to tell.
const BEGINNING: usize = 1 << 20;
/// Rows that are enough to tell.
pub(super) const ROWS: u64 = 2_000;
/// So many points less are as good as the best: two of a hundred rows.
const SLACK: u64 = 4;

/// How a text is cut, and how well that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Delimiter, quote and escape; all else is plain.
    pub dialect: Dialect,
    /// Cells that most rows have.
    pub width: usize,
    /// Rows that have as many.
    pub rows: Share,
    /// Cells in quotes.
    pub quoted: u64,
    /// Rows with a quote where none may stand.
    pub stray: Seen,
    /// Double quotes that stand in the text at all.
    pub marks: u64,
    /// Other delimiters that come near.
    pub others: Vec<CutWhy>,
    /// A quote is never closed.
    unclosed: bool,
}

/// A dialect that says nothing but its delimiter.
#[must_use]
pub fn plain(delimiter: &str) -> Dialect {
    Dialect {
        delimiter: delimiter.to_owned(),
        quote: Some('"'),
        escape: None,
        header: 1,
        preamble: Preamble::Lines(0),
        header_match: HeaderMatch::Exact,
        lenient: false,
        comment: None,
        ragged: Ragged::Reject,
        repeated_header: RepeatedHeader::Reject,
    }
}

/// The dialect that cuts the text best; none if nothing cuts most rows into two cells or more.
#[must_use]
pub fn guess(text: Text<'_>) -> Option<Guess> {
    let text = text.beginning(BEGINNING);
    let all: Vec<Guess> = DELIMITERS.iter().filter_map(|delimiter| by_delimiter(text, delimiter)).collect();
    let points: Vec<u64> = all.iter().map(|guess| rivals::points(text, guess, &all)).collect();
    let best = points.iter().max()?;
    let at = points.iter().position(|points| points + SLACK >= *best)?;
    Some(Guess { others: rivals::told(&all[at], &all), ..all[at].clone() })
}

/// The dialect with this delimiter; the text need not have it.
#[must_use]
pub fn given(text: Text<'_>, delimiter: &str) -> Option<Guess> {
    best_quotes(text.beginning(BEGINNING), delimiter)
}

/// Of a hundred rows, those of the usual width.
pub(super) fn percent(guess: &Guess) -> u64 {
    guess.rows.n * 100 / guess.rows.of.max(1)
}

fn by_delimiter(text: Text<'_>, delimiter: &str) -> Option<Guess> {
    // A colon stands in times and a mark of exclamation in sentences: these need to fit nearly always.
    let rare = matches!(delimiter, ":" | "!");
    if !text.has(delimiter) {
        return None;
    }
    best_quotes(text, delimiter).filter(|guess| {
        let enough = if rare { percent(guess) >= 95 && guess.width > 2 } else { percent(guess) >= 30 };
        guess.width > 1 && enough
    })
}

/// The first way to quote in which no quote stands where none may and as many rows fit as in any other.
fn best_quotes(text: Text<'_>, delimiter: &str) -> Option<Guess> {
    let plain = plain(delimiter);
    let way = |quote, escape| attempt(text, &Dialect { quote, escape, ..plain.clone() });
    let doubled = way(Some('"'), None)?;
    let unquoted = way(None, None)?;
    if doubled.marks == 0 {
        let single = way(Some('\''), None)?;
        let proves = single.quoted >= 3 && single.is_clean() && single.rows.n >= unquoted.rows.n;
        let escaped = way(Some('"'), Some('\\'))?;
        return Some(match (proves, escaped.rows.n > unquoted.rows.n) {
            (true, _) => single,
            (false, true) => escaped,
            (false, false) => doubled,
        });
    }
    let escaped = way(Some('"'), Some('\\'))?;
    let by_escape = escaped.is_clean() && (!doubled.is_clean() || escaped.rows.n > doubled.rows.n);
    if by_escape && escaped.quoted > 0 {
        return Some(escaped);
    }
    if doubled.is_clean() {
        return Some(doubled);
    }
    // Quotes in the midst of cells alone are text: inches, or a nickname.
    if unquoted.quoted == 0 && doubled.quoted == 0 {
        return Some(unquoted);
    }
    let lenient = attempt(text, &Dialect { lenient: true, ..plain })?;
    // Where rows with such quotes are few, they are mistakes, and quoted line breaks are not.
    if !doubled.unclosed && doubled.rows.n >= lenient.rows.n + doubled.stray.n {
        return Some(doubled);
    }
    Some(Guess { stray: if lenient.stray.n > 0 { lenient.stray } else { doubled.stray }, ..lenient })
}

impl Guess {
    const fn is_clean(&self) -> bool {
        self.stray.n == 0 && !self.unclosed
    }
}

/// Cuts the text by a dialect and counts.
fn attempt(text: Text<'_>, dialect: &Dialect) -> Option<Guess> {
    let cutter = Cutter::new(dialect, &text)?;
    let (mut widths, mut rows) = (BTreeMap::<usize, u64>::new(), 0);
    let (mut quoted, mut marks, mut stray) = (0, 0, Seen::default());
    let unread = cutter.each(text, 0, &mut |row| {
        rows += 1;
        *widths.entry(row.cells.len()).or_default() += 1;
        quoted += row.quoted;
        marks += memchr::memchr_iter(b'"', row.raw).count() as u64;
        if row.stray {
            stray.again(row.number);
        }
        rows < ROWS
    });
    let wide = widths.iter().filter(|(width, _)| **width > 1);
    let (width, n) = wide.max_by_key(|(width, n)| (**n, **width)).map_or((1, rows), |(width, n)| (*width, *n));
    let rows = Share { n, of: rows };
    Some(Guess {
        dialect: dialect.clone(),
        width,
        rows,
        quoted,
        stray,
        marks,
        unclosed: unread > 0,
        others: Vec::new(),
    })
}

//! Where the fields of one kind begin and end.
//!
//! In: a page of records of the kind. Out: its pieces, in the order of their places; blank columns that belong to no text
//! are in none. Refuses names and types. What the columns do not show is left together, with the reading told.

use super::aligned::{self, Run};
use super::digits::{self, Ending};
use super::mixed::Mixed;
use super::page::{Class, Column, Page, class};
use super::piece::{Piece, What};
use super::signs::{Side, Signs};
use super::tails::{self, Tail};
use super::{amounts, stamps, texts};
use crate::extractors::decode::number::overpunched;
use crate::inspect::infer::draft::Other;

/// The pieces of a page, those that are known among them.
#[must_use]
pub fn pieces(page: &Page<'_>, known: &[Piece]) -> Vec<Piece> {
    let columns = page.columns();
    let signs = Signs::of(page, &columns);
    let rows = signs.without(page);
    let plain = page.with(&rows);
    let plain_columns = plain.columns();
    let begins: Vec<usize> = signs.all(Side::Next).collect();
    let free = |piece: &Piece| {
        known.iter().all(|other| piece.to <= other.from || piece.from >= other.to)
            && begins.iter().all(|at| *at <= piece.from || *at >= piece.to)
    };
    let mut found: Vec<Piece> = stamps::pieces(&plain, &plain_columns).into_iter().filter(free).collect();
    found.extend(known.iter().cloned());
    found.sort_by_key(|piece| piece.from);
    let mut free = 0;
    let rows = aligned::bare(&plain);
    let bare = page.with(&rows);
    let bare_columns = bare.columns();
    let taken = found.iter().map(|piece| (piece.from, piece.to)).chain([(page.width(), page.width())]);
    let mut stretches = Vec::new();
    for (from, to) in taken {
        let inner = begins.iter().copied().filter(|at| *at > free && *at < from);
        let cuts: Vec<usize> = std::iter::once(free).chain(inner).chain([from]).collect();
        stretches.extend(cuts.windows(2).map(|cut| (cut[0], cut[1])));
        free = to;
    }
    for (from, to) in stretches {
        found.extend(Stretch { page: &bare, columns: &bare_columns, from, to, signs: &signs }.pieces());
    }
    found.sort_by_key(|piece| piece.from);
    let found = signs.among(aligned::whole(&plain, &bare, &begins, found));
    let found = widened(aligned::filled(page, &columns, amounts::behind_no_mark(page, found), known), &columns);
    tails::told(page, &columns, Mixed { page, columns: &columns, known }.settled(found))
}

/// Texts take the blank columns behind them, up to the next piece; but for one before a number, which nothing reads: a larger
/// number of another day would reach there.
fn widened(mut pieces: Vec<Piece>, columns: &[Column]) -> Vec<Piece> {
    for at in 0..pieces.len() {
        let next = pieces.get(at + 1);
        let end = next.map_or(columns.len(), |next| next.from - usize::from(may_grow(next, columns)));
        let piece = &mut pieces[at];
        let end = end.max(piece.to);
        let text = piece.what == What::Text && columns[piece.from].letter > 0 && piece.to - piece.from > 2;
        if text && columns[piece.to..end].iter().all(Column::is_blank) {
            piece.to = end;
        }
    }
    pieces
}

/// Digits of numbers that are all of one size by chance: one digit before letters is a part of a code.
const SHORT: std::ops::RangeInclusive<usize> = 2..=7;
/// Numbers of which one may have a mark where the others have a digit.
const NUMBERS: u32 = 5;
/// First digits of such numbers.
const FIRST: usize = 3;

/// Whether digits behind a blank column may be numbers of which larger ones begin before them: few digits, the first of them never
/// a zero, and not always the same.
fn may_grow(piece: &Piece, columns: &[Column]) -> bool {
    let is_blank = piece.from > 0 && columns[piece.from - 1].filled() == 0;
    let first = &columns[piece.from];
    let is_short = piece.what == What::Digits && SHORT.contains(&(piece.to - piece.from));
    is_blank && is_short && first.count(b'0') == 0 && first.usual() >= FIRST
}

/// Columns between pieces that are known.
struct Stretch<'a> {
    page: &'a Page<'a>,
    columns: &'a [Column],
    from: usize,
    to: usize,
    signs: &'a Signs,
}

/// A part of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Blank { from: usize, to: usize },
    Digits { from: usize, to: usize, ending: Ending },
    Text { from: usize, to: usize },
}

impl Part {
    const fn range(self) -> (usize, usize) {
        match self {
            Self::Blank { from, to } | Self::Digits { from, to, .. } | Self::Text { from, to } => (from, to),
        }
    }
}

impl Stretch<'_> {
    fn pieces(&self) -> Vec<Piece> {
        let parts = self.joined(&self.parts());
        let mut found = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            match parts[at] {
                Part::Blank { .. } => {}
                Part::Digits { from, to, ending } => found.extend(self.numbers(from, to, ending)),
                Part::Text { from, to } => {
                    if let Some(&Part::Digits { from: first, to: last, ending }) = parts.get(at + 1)
                        && first == to
                        && self.is_prefix(from, to)
                    {
                        if to - 1 > from {
                            found.extend(self.texts(from, to - 1));
                        }
                        found.extend(self.prefixed(first, last, ending));
                        at += 2;
                        continue;
                    }
                    found.extend(self.texts(from, to));
                }
            }
            at += 1;
        }
        found
    }

    /// Pieces of a text; those of them that are digits in every row are cut as numbers are.
    fn texts(&self, from: usize, to: usize) -> Vec<Piece> {
        let is_digits = |piece: &Piece| {
            let columns = &self.columns[piece.from..piece.to];
            columns.iter().all(|column| column.digit as usize * 50 >= self.page.len() * 49)
        };
        let cut = |piece: Piece| {
            if piece.what != What::Text || !is_digits(&piece) {
                return vec![piece];
            }
            let mut pieces = self.numbers(piece.from, piece.to, Ending::Plain);
            if let Some(last) = pieces.last_mut() {
                let own: Vec<Other> = piece.others.into_iter().filter(|other| !last.others.contains(other)).collect();
                last.others.extend(own);
            }
            pieces
        };
        texts::pieces(self.page, self.columns, from, to).into_iter().flat_map(cut).collect()
    }

    /// Runs of columns that show the same.
    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut at = self.from;
        while at < self.to {
            let part = self.part(at);
            at = part.range().1;
            parts.push(part);
        }
        parts
    }

    fn part(&self, from: usize) -> Part {
        let run = |holds: &dyn Fn(&Column) -> bool| {
            from + self.columns[from..self.to].iter().take_while(|column| holds(column)).count()
        };
        let to = run(&Column::is_blank);
        if to > from {
            return Part::Blank { from, to };
        }
        let to = (from..self.to).find(|at| !self.has_digits(*at)).unwrap_or(self.to);
        if to > from {
            let ending = if to < self.to { self.ending(from, to) } else { Ending::Plain };
            let to = if ending == Ending::Plain { to } else { to + 1 };
            return Part::Digits { from, to, ending };
        }
        let is_text = |at: usize| !self.columns[at].is_blank() && !self.has_digits(at);
        Part::Text { from, to: (from..self.to).find(|at| !is_text(*at)).unwrap_or(self.to) }
    }

    /// Whether digits stand in a column, but for a mark between those of one number.
    fn has_digits(&self, at: usize) -> bool {
        let column = &self.columns[at];
        let marks = [b'.', b','].into_iter().map(|mark| column.count(mark)).sum::<u32>();
        let is_slip = marks == 1 && column.filled() == column.digit + 1 && column.digit >= NUMBERS && at > self.from;
        let of_one = || {
            let digit = |row: usize, at: usize| self.page.face(row, at).is_ascii_digit();
            let is_mark = |row: usize| matches!(self.page.face(row, at), b'.' | b',');
            (0..self.page.len()).any(|row| is_mark(row) && digit(row, at - 1) && digit(row, at + 1))
        };
        !column.is_blank() && (column.is_digits() || is_slip && of_one())
    }

    /// Whether the column behind a run of digits is its sign.
    fn ending(&self, from: usize, to: usize) -> Ending {
        let column = &self.columns[to];
        if matches!(self.signs.side(to), Some(Side::Before | Side::Usual)) {
            return Ending::Sign;
        }
        let signs = column.count(b'-') + column.count(b'+');
        let before = &self.columns[to - 1];
        let digits = before.filled();
        let others = column.filled() - signs;
        if signs > 0 && others * 50 <= digits && to - from > 1 && column.filled() <= digits && !self.goes_on(to) {
            return Ending::Sign;
        }
        let punched: u32 = column.faces().filter(|(face, _)| overpunched(*face).is_some()).map(|(_, rows)| rows).sum();
        let letters = column.faces().filter(|(face, _)| overpunched(*face).is_some()).count();
        let zeros = column.count(b'{') + column.count(b'}');
        let braces = zeros > 0 && zeros * 50 >= punched;
        // Few letters behind many numbers are those of a code.
        let least = if column.letter < 100 { 5 } else { 8 };
        let goes = column.mostly(punched + column.digit) && (braces || letters >= least) && to - from > 1;
        // Letters of one half may be those of a code behind a date.
        let half = |letters: std::ops::RangeInclusive<u8>| letters.into_iter().all(|face| column.count(face) == 0);
        let weak = !braces && (half(b'A'..=b'I') || half(b'J'..=b'R'));
        let dated = || {
            let behind = digits::pieces(self.page, from, to, Ending::Plain).pop();
            behind.is_some_and(|piece| !matches!(piece.what, What::Digits))
        };
        let holds = goes && column.filled() * 100 >= digits * 95 && !(weak && dated());
        if holds { Ending::Overpunch } else { Ending::Plain }
    }

    /// Whether digits follow a sign where there is one, and nothing does where there is none: it is a hyphen.
    fn goes_on(&self, sign: usize) -> bool {
        let signs = self.columns[sign].filled() as usize;
        sign + 1 < self.to
            && self.rows(|sign, next| sign != b' ' && class(next) == Class::Digit, sign + 1) * 10 >= signs * 9
            && self.rows(|sign, next| (sign == b' ') != (next == b' '), sign + 1) * 20 <= self.page.len()
    }

    /// Whether a part is a hyphen, a slash or such between digits, and always the same.
    fn is_separator(&self, part: &Part) -> bool {
        let Part::Text { from, to } = *part else { return false };
        let column = &self.columns[from];
        to - from == 1 && column.other > 0 && column.is_constant()
    }

    /// Parts whose border is none: digits within words, and single blanks between words.
    fn joined(&self, parts: &[Part]) -> Vec<Part> {
        let mut found: Vec<Part> = Vec::new();
        let separated = |at: usize| {
            let is = |at: Option<usize>| at.and_then(|at| parts.get(at)).is_some_and(|part| self.is_separator(part));
            is(at.checked_sub(1)) || is(Some(at + 1))
        };
        for (at, part) in parts.iter().enumerate() {
            let text = match found.last() {
                Some(Part::Text { from, .. }) => *from,
                _ => part.range().0,
            };
            let (tail, part) = self.without_tail(text, *part);
            let part = match part {
                Part::Digits { from, to, ending: Ending::Plain } if separated(at) => Part::Text { from, to },
                Part::Digits { from, to, ending: Ending::Plain } if !self.stands_alone(from, to) => {
                    Part::Text { from, to }
                }
                Part::Blank { from, to } if to - from == 1 && self.is_between_words(parts.get(at + 1), at) => {
                    Part::Text { from, to }
                }
                other => other,
            };
            for part in tail.into_iter().chain([part]).filter(|part| part.range().0 < part.range().1) {
                match (found.last_mut(), part) {
                    (Some(Part::Text { to: end, .. }), Part::Text { to, .. }) => *end = to,
                    _ => found.push(part),
                }
            }
        }
        found
    }

    /// The digits with which the longest texts end that begin at `text`, and the part without them.
    fn without_tail(&self, text: usize, part: Part) -> (Option<Part>, Part) {
        match part {
            Part::Digits { from, to, ending } => {
                match (Tail { page: self.page, columns: self.columns, text }).end(from, to) {
                    Some(end) if end == to && ending == Ending::Plain => (None, Part::Text { from, to }),
                    Some(end) if end > from && end < to => {
                        (Some(Part::Text { from, to: end }), Part::Digits { from: end, to, ending })
                    }
                    _ => (None, part),
                }
            }
            _ => (None, part),
        }
    }

    fn is_between_words(&self, next: Option<&Part>, at: usize) -> bool {
        matches!(next, Some(Part::Text { .. })) && at > 0 && {
            let Some(Part::Text { from, .. }) = next else { return false };
            let before = &self.columns[from - 2];
            before.digit * 2 < before.filled() && self.columns[*from].letter * 2 > self.columns[*from].filled()
        }
    }

    /// Whether digits begin and end a field, and are not those of a house in an address.
    fn stands_alone(&self, from: usize, to: usize) -> bool {
        let aligned = || Run { page: self.page, from, to }.is_aligned();
        !self.is_of_a_text(from) && (aligned() || self.begins(from) && (to >= self.to || self.ends(to)))
    }

    /// Whether the digits are a word of the text before them: they are in some rows alone, and a single blank parts them from
    /// the word before.
    fn is_of_a_text(&self, from: usize) -> bool {
        let face = |row: usize, back: usize| from.checked_sub(back).map_or(b' ', |at| self.page.face(row, at));
        let filled: Vec<usize> = (0..self.page.len()).filter(|row| face(*row, 0) != b' ').collect();
        let follows = |row: &&usize| face(**row, 1) == b' ' && class(face(**row, 2)) == Class::Letter;
        from >= self.from + 2
            && filled.len() * 10 < self.page.len() * 9
            && filled.iter().filter(follows).count() * 2 > filled.len()
    }

    /// Rows where the second column is filled and the first is of this class.
    fn rows(&self, holds: impl Fn(u8, u8) -> bool, at: usize) -> usize {
        (0..self.page.len()).filter(|row| holds(self.page.face(*row, at - 1), self.page.face(*row, at))).count()
    }

    fn begins(&self, at: usize) -> bool {
        if at == self.from || self.columns[at - 1].is_blank() {
            return true;
        }
        let filled = self.columns[at].filled() as usize;
        let direct = self.rows(|before, here| class(before) != Class::Blank && class(here) == Class::Digit, at);
        let after_blank = self.rows(|before, here| before == b' ' && here != b' ', at);
        // Nearly always there, whatever stands before it; or there together with it.
        filled * 10 >= self.page.len() * 9 || direct * 10 >= filled * 8 || after_blank * 10 >= filled * 9
    }

    fn ends(&self, at: usize) -> bool {
        if self.columns[at].is_blank() {
            return true;
        }
        let is_word = |face: u8| matches!(class(face), Class::Letter | Class::Other);
        let here = (self.columns[at].letter + self.columns[at].other) as usize;
        let direct = self.rows(|before, here| class(before) == Class::Digit && is_word(here), at);
        let after_nothing = (0..self.page.len())
            .filter(|row| at >= 2 && self.page.is_blank(*row, at - 2, at) && is_word(self.page.face(*row, at)))
            .count();
        here * 10 >= self.columns[at].filled() as usize * 7 && (direct + after_nothing) * 10 >= here * 8
    }

    /// Whether the last column of a text is one letter, always the same, that is there when the digits behind it are: the
    /// prefix of a code.
    fn is_prefix(&self, from: usize, to: usize) -> bool {
        let letter = &self.columns[to - 1];
        let together = self.rows(|before, here| (before == b' ') != (here == b' '), to) * 50 <= self.page.len();
        let alone = to - from == 1
            || self.rows(|before, here| (before == b' ') != (here == b' '), to - 1) * 20 >= self.page.len();
        letter.is_constant() && letter.letter > 0 && together && alone
    }

    /// A letter with the digits behind it, unless these are a date or have a sign: then it stands alone.
    fn prefixed(&self, first: usize, last: usize, ending: Ending) -> Vec<Piece> {
        let from = first - 1;
        let numbers = self.numbers(first, last, ending);
        match numbers.first() {
            Some(piece) if piece.what == What::Digits => {
                let others = [vec![Other::Joined(vec![place(first)])], piece.others.clone()].concat();
                let joined = Piece { others, ..Piece::new(from, piece.to, What::Text) };
                std::iter::once(joined).chain(numbers.into_iter().skip(1)).collect()
            }
            _ => std::iter::once(Piece::new(from, first, What::Text)).chain(numbers).collect(),
        }
    }

    /// Blocks of a run that are blank together, each cut into numbers.
    fn numbers(&self, from: usize, to: usize, ending: Ending) -> Vec<Piece> {
        let digits = if ending == Ending::Plain { to } else { to - 1 };
        let mut blocks = Run { page: self.page, from, to: digits }.blocks();
        blocks.push((to, true));
        let last = blocks.len() - 2;
        let block = |(at, pair): (usize, &[(usize, bool)])| {
            let [(from, begins), (to, ends)] = [pair[0], pair[1]];
            let ending = if at == last { ending } else { Ending::Plain };
            let mut pieces = digits::pieces(self.page, from, to, ending);
            let whole = pieces.len() == 1 && pieces[0].others.is_empty();
            if whole && (Run { page: self.page, from, to }.is_long()) {
                pieces[0].others.push(Other::Joined(Vec::new()));
            }
            if let Some(first) = pieces.first_mut().filter(|_| !begins) {
                first.others.push(Other::Begins(vec![place(from)]));
            }
            if let Some(last) = pieces.last_mut().filter(|_| !ends) {
                last.others.push(Other::WithNext);
            }
            pieces
        };
        blocks.windows(2).enumerate().flat_map(block).collect()
    }
}

/// A column as the mapping counts it.
#[must_use]
pub fn place(column: usize) -> u32 {
    u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places of the pieces, counted from 1.
    fn check(lines: &[String], want: &str) {
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let found = pieces(&Page::of(&rows), &[]);
        let found: Vec<String> = found.iter().map(|piece| format!("{}-{}", piece.from + 1, piece.to)).collect();
        assert_eq!(found.join(" "), want);
    }

    #[test]
    fn texts_begin_where_blanks_end_in_many_records() {
        let names = ["SINGH", "MACDONALD, FLORA", "LEE", "TREMBLAY ET FILS"];
        let line = |at: usize| format!("{:20}{:12}{}", names[at % 4], ["OTTAWA", "HULL", "ST JEAN"][at % 3], at % 2);
        check(&(0..60).map(line).collect::<Vec<_>>(), "1-20 21-32 33-33");
    }

    #[test]
    fn letters_and_digits_between_blanks_are_one_code() {
        for codes in [["I3", "R1", "C2"], ["3I", "1R", "2C"], ["AB1", "CD2", "EF4"], ["L9H", "K1A", "M5V"]] {
            let line = |at: usize| {
                format!(
                    "{:05} {:8} {} {:09}",
                    at * 17 + 1,
                    ["LEE", "ROY"][at % 2],
                    codes[at % 3],
                    at * at * 7919 % 999_983
                )
            };
            let lines: Vec<String> = (0..60).map(line).collect();
            let want =
                format!("1-5 7-{} 16-{} {}-{}", 15, 15 + codes[0].len(), 17 + codes[0].len(), 25 + codes[0].len());
            check(&lines, &want);
        }
    }

    #[test]
    fn a_hyphen_that_always_stands_between_digits_is_no_sign() {
        let phone =
            |at: usize| format!("{:03}-{:03}-{:04}", [613, 819][at % 2], 200 + at * 7 % 800, at * 7919 % 10_000);
        for (before, lone) in [("", false), ("ROY      ", false), ("ROY      ", true)] {
            let line = |at: usize| {
                let phone = if lone { phone(at * 2) } else { phone(at) };
                format!("{:05} {before}{phone} K{}A 1B{}", at * 31 % 99_991, at % 10, at * 7 % 10)
            };
            let lines: Vec<String> = (0..300).map(line).collect();
            let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            for piece in pieces(&Page::of(&rows), &[]) {
                let text = &lines[0][piece.from..piece.to];
                let is_number = !matches!(piece.what, What::Text | What::Code);
                assert!(!(text.contains('-') && is_number), "{text} {piece:?}");
                assert!(!text.ends_with('-') || piece.what == What::Code, "{text} {piece:?}");
            }
        }
    }

    #[test]
    fn a_letter_that_tells_the_digit_behind_it_is_told_to_be_one_with_it() {
        for (codes, told) in [(["A1", "B2", "C3"], true), (["A1", "B2", "B3"], false)] {
            let line =
                |at: usize| format!("{:05}{}{:12}", at * 7_919 % 99_991, codes[at % 3], ["ROY", "LEE"][at * 7 / 3 % 2]);
            let lines: Vec<String> = (0..150).map(line).collect();
            let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            let found = pieces(&Page::of(&rows), &[]);
            let letter = found.iter().find(|piece| (piece.from, piece.to) == (5, 6)).unwrap();
            assert_eq!(letter.others.contains(&Other::WithNext), told, "{codes:?} {found:?}");
        }
    }

    #[test]
    fn a_letter_before_digits_is_a_part_of_the_code() {
        check(&(0..60).map(|at| format!("F{:05} PAID", at * 17)).collect::<Vec<_>>(), "1-7 8-11");
    }
}

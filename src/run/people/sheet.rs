//! One CSV file that a spreadsheet opens by a double click.
//!
//! In: rows of cells. Out: UTF-8 with a byte order mark, line ends of two bytes, cells quoted where they must be. A text
//! that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV Injection"); a plain
//! number with its sign is none, and stays. Refuses to know what the cells mean.

use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use super::Cell;
use super::inked::{Inked, Place};
use crate::canonical::{DIGITS, digits};
use crate::evidence::manifest::OutputEvidence;
use crate::host::Access;
use crate::run::output::Output;
use crate::run::publish::Staging;
use crate::run::{Stop, io};

/// What Excel holds in one cell is 32,767 characters.
const CELL: usize = 32_000;
/// Bytes of a text that is looked through without stopping.
const PLAIN: usize = 256;
/// Bytes of a cell that are copied at once; most have no more.
const SHORT: usize = 16;
/// And of a cell of a longer field.
const LONG: usize = 48;
/// The end of a row.
const END: &[u8] = b"\r\n";
/// What a file begins with, so that spreadsheets take it for UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// With these a formula begins in some spreadsheet; the last four are the wide forms of East Asia.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// What a language's spreadsheets expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Between cells.
    pub separator: char,
    /// Before decimals.
    pub decimal: char,
}

/// One file, being written.
pub struct Sheet {
    out: Output,
    marks: Marks,
    rows: u64,
}

impl Sheet {
    /// A new file of the run.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn create(staging: &Staging<'_>, path: String, marks: Marks, access: Access) -> Result<Self, Stop> {
        let mut sheet = Self { out: staging.output(path, access)?, marks, rows: 0 };
        sheet.write(BYTE_ORDER_MARK.as_bytes())?;
        Ok(sheet)
    }

    /// Rows so far, the first one among them.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a row.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Stop> {
        let mut text = Vec::new();
        line(self.marks, cells, &mut text);
        self.made(1, &text)
    }

    /// Adds the first of these rows, at most so many.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn rows_of(&mut self, lines: &Lines, most: u64) -> Result<(), Stop> {
        let added = lines.ends.len().min(usize::try_from(most).unwrap_or(usize::MAX));
        let Some(last) = added.checked_sub(1) else { return Ok(()) };
        self.made(added as u64, &lines.text[..lines.ends[last]])
    }

    /// Adds all of these rows.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn all_of(&mut self, lines: Lines) -> Result<(), Stop> {
        self.rows += lines.rows();
        self.out.add(lines.text).map_err(|error| io::stop("write", Path::new(self.out.path()), &error))
    }

    /// Adds so many rows as they stand.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn made(&mut self, rows: u64, text: &[u8]) -> Result<(), Stop> {
        self.rows += rows;
        self.write(text)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.out.write_all(bytes).map_err(|error| io::stop("write", Path::new(self.out.path()), &error))
    }

    /// Ends the file: on its way to the disk, with its hash.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(self) -> Result<OutputEvidence, Stop> {
        self.out.close(None)
    }
}

/// Rows that are made before their file has its turn.
#[derive(Debug)]
pub struct Lines {
    marks: Marks,
    /// UTF-8.
    text: Vec<u8>,
    /// Where each of them ends in the text.
    ends: Vec<usize>,
    /// The row that is being made has a cell.
    begun: bool,
}

/// A text as it stands in one cell, made once for many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready(Vec<u8>);

impl Ready {
    /// This text.
    #[must_use]
    pub fn new(marks: Marks, text: &str) -> Self {
        let mut cell = Vec::with_capacity(text.len() + 2);
        write_text(marks, text, &mut cell);
        Self(cell)
    }
}

impl Lines {
    /// None yet.
    #[must_use]
    pub const fn new(marks: Marks) -> Self {
        Self { marks, text: Vec::new(), ends: Vec::new(), begun: false }
    }

    /// Makes room for so many bytes.
    pub fn make_room(&mut self, bytes: usize) {
        self.text.reserve_exact(bytes);
    }

    /// Gives back the room that is left.
    pub fn give_back(&mut self) {
        self.text.shrink_to_fit();
    }

    /// These, each with its end.
    #[must_use]
    pub const fn of(marks: Marks, text: Vec<u8>, ends: Vec<usize>) -> Self {
        Self { marks, text, ends, begun: false }
    }

    /// Adds a text to the row.
    pub fn text(&mut self, text: &str) {
        self.next();
        write_text(self.marks, text, &mut self.text);
    }

    /// Adds a text that was made before.
    #[inline]
    pub fn ready(&mut self, ready: &Ready) {
        self.next();
        self.text.extend_from_slice(&ready.0);
    }

    /// Adds a piece of bytes of which [`is_clean`](Self::is_clean) holds, without the blanks around; gives its length.
    #[inline]
    pub fn clean(&mut self, bytes: &[u8], piece: Range<usize>) -> usize {
        let Range { start, end } = within_blanks(bytes, piece);
        let cell = &bytes[start..end];
        // Nothing but the mark of a formula makes it another text than it is.
        if cell.len() > CELL || is_mark(cell.first()) {
            self.text(std::str::from_utf8(cell).unwrap_or_default());
            return cell.len();
        }
        self.next();
        match bytes[start..].first_chunk::<SHORT>() {
            // As many bytes for each, of which those behind it are cut off: no call that goes by their number.
            Some(whole) if cell.len() <= SHORT => self.cut(whole, cell.len()),
            _ => self.text.extend_from_slice(cell),
        }
        cell.len()
    }

    /// Adds the pieces of a clean record, as far as it has them, each as [`clean`](Self::clean) does; false, and nothing, where the record is not
    /// clean, or too long. Its bytes are the first ones that are given; others may stand behind it.
    #[must_use]
    pub fn all_clean(&mut self, from: &[u8], length: usize, pieces: &[Place]) -> bool {
        let separator = u8::try_from(self.marks.separator).ok().filter(u8::is_ascii);
        let Some(separator) = separator.filter(|_| self.begun) else { return false };
        let mut inked = Inked::default();
        if !inked.look(&from[..length], separator) {
            return false;
        }
        // Room for all of them is made once, and what is not needed is cut off.
        let begun = self.text.len();
        let most = pieces.iter().map(|piece| piece.width + 1).sum::<usize>();
        self.text.resize(begun + most + LONG, 0);
        let (mut into, mut rest) = (&mut self.text[begun..], pieces);
        while let [piece, others @ ..] = rest {
            let cell = inked.within(piece).unwrap_or_default();
            if is_mark(from[cell.clone()].first()) {
                break;
            }
            into[0] = separator;
            let own = &mut into[1..];
            // As many bytes for each text of a field, of which those behind its end are overwritten: no branch that goes by its length.
            let (length, from) = (cell.len(), &from[cell.start..]);
            let is_copied = if piece.width <= SHORT {
                copied::<1>(from, own)
            } else {
                piece.width <= LONG && copied::<{ LONG / SHORT }>(from, own)
            };
            if !is_copied {
                own[..length].copy_from_slice(&from[..length]);
            }
            into = &mut own[length..];
            rest = others;
        }
        let left = into.len();
        self.text.truncate(self.text.len() - left);
        for piece in rest {
            self.clean(from, inked.within(piece).unwrap_or_default());
        }
        true
    }

    /// Adds the first of these bytes.
    #[inline]
    fn cut<const N: usize>(&mut self, bytes: &[u8; N], count: usize) {
        let end = self.text.len() + count;
        self.text.extend_from_slice(bytes);
        self.text.truncate(end);
    }

    /// Whether bytes are blanks and visible characters of ASCII alone, without a mark that must be quoted.
    #[must_use]
    pub fn is_clean(&self, bytes: &[u8]) -> bool {
        // A mark that is no byte of ASCII cannot be one of them.
        let separator = u8::try_from(self.marks.separator).unwrap_or(b'"');
        let is_clean = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'"' && *byte != separator;
        bytes.iter().fold(true, |clean, byte| clean & is_clean(byte))
    }

    /// Adds a number; an empty cell where there is none.
    pub fn number(&mut self, number: Option<u64>) {
        self.digits(number.map(digits));
    }

    /// Adds two numbers, which are often the same.
    pub fn numbers(&mut self, [one, other]: [Option<u64>; 2]) {
        let first = one.map(digits);
        self.digits(first);
        self.digits(if one == other { first } else { other.map(digits) });
    }

    #[inline]
    fn digits(&mut self, number: Option<([u8; DIGITS], usize)>) {
        self.next();
        match number {
            // Eight bytes are read as they were written; more would wait for both.
            Some((digits, count)) if count <= 8 => self.cut(&digits.as_chunks::<8>().0[0], count),
            Some((digits, count)) => self.cut(&digits, count),
            None => {}
        }
    }

    /// Adds what was made of cells before, as it stands, with the mark before it if it needs one.
    pub fn made(&mut self, cells: &[u8]) {
        self.begun = true;
        self.text.extend_from_slice(cells);
    }

    #[inline]
    fn next(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            push(self.marks.separator, &mut self.text);
        }
    }

    /// Bytes so far.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        self.text.as_slice()
    }

    /// Forgets all, and keeps the room.
    pub fn clear(&mut self) {
        self.begun = false;
        self.ends.clear();
        self.text.clear();
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.begun = false;
        self.text.extend_from_slice(END);
        self.ends.push(self.text.len());
    }

    /// Where each row ends in the bytes.
    #[must_use]
    pub const fn ends(&self) -> &[usize] {
        self.ends.as_slice()
    }

    /// Rows that have ended.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.ends.len() as u64
    }
}

/// Copies so many pieces of bytes; false, and nothing, where there are fewer. As numbers: the compiler makes one call of several copies.
#[inline]
fn copied<const PIECES: usize>(from: &[u8], into: &mut [u8]) -> bool {
    let pieces = from.as_chunks::<SHORT>().0.first_chunk::<PIECES>();
    let places = into.as_chunks_mut::<SHORT>().0.first_chunk_mut::<PIECES>();
    let Some((pieces, places)) = pieces.zip(places) else { return false };
    for (place, piece) in places.iter_mut().zip(pieces) {
        *place = u128::from_ne_bytes(*piece).to_ne_bytes();
    }
    true
}

/// Rows as a file has them.
#[must_use]
pub fn rows(marks: Marks, rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let mut text = BYTE_ORDER_MARK.as_bytes().to_vec();
    rows.into_iter().for_each(|cells| line(marks, &cells, &mut text));
    text
}

/// Appends a row with its line end.
fn line(marks: Marks, cells: &[Cell], text: &mut Vec<u8>) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            push(marks.separator, text);
        }
        write_cell(marks, cell, text);
    }
    text.extend_from_slice(END);
}

/// The piece, as far as there are such bytes.
#[must_use]
pub fn clip(bytes: &[u8], piece: &Range<usize>) -> Range<usize> {
    let end = piece.end.min(bytes.len());
    piece.start.min(end)..end
}

/// Whether it is the mark of a formula, of those that are visible characters of ASCII.
const fn is_mark(first: Option<&u8>) -> bool {
    matches!(first, Some(b'=' | b'+' | b'-' | b'@'))
}

/// The piece without the blanks around, of which eight are passed at once.
#[inline]
fn within_blanks(bytes: &[u8], Range { mut start, mut end }: Range<usize>) -> Range<usize> {
    while let Some(last) = bytes[start..end].last_chunk() {
        let others = u64::from_le_bytes(*last) ^ u64::from_le_bytes([b' '; 8]);
        end -= others.leading_zeros() as usize / 8;
        if others != 0 {
            break;
        }
    }
    // Of those that are fewer than eight.
    while start < end && bytes[end - 1] == b' ' {
        end -= 1;
    }
    while start < end && bytes[start] == b' ' {
        start += 1;
    }
    start..end
}

#[inline]
fn push(character: char, text: &mut Vec<u8>) {
    if let Some(byte) = u8::try_from(character).ok().filter(u8::is_ascii) {
        return text.push(byte);
    }
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

fn write_cell(marks: Marks, cell: &Cell, line: &mut Vec<u8>) {
    match cell {
        Cell::Number(number) => number.chars().for_each(|c| push(if c == '.' { marks.decimal } else { c }, line)),
        Cell::Text(text) => write_text(marks, text, line),
    }
}

fn write_text(marks: Marks, text: &str, line: &mut Vec<u8>) {
    if is_plain(marks, text) {
        line.extend_from_slice(text.as_bytes());
        return;
    }
    // No text has more characters than bytes.
    let end = if text.len() > CELL { text.char_indices().nth(CELL) } else { None };
    let (text, is_cut) = end.map_or((text, false), |(at, _)| (&text[..at], true));
    let is_formula = text.starts_with(FORMULA) && !is_number(text);
    let is_special = || {
        let bytes = text.as_bytes();
        memchr::memchr3(b'"', b'\n', b'\r', bytes).is_some() || text.contains(marks.separator)
    };
    let is_quoted = is_formula || is_special() || text.trim() != text;
    let mut put = |piece: &str| line.extend_from_slice(piece.as_bytes());
    put(if is_quoted { "\"" } else { "" });
    put(if is_formula { "'" } else { "" });
    for (at, piece) in text.split('"').enumerate() {
        put(if at > 0 { "\"\"" } else { "" });
        put(piece);
    }
    put(if is_cut { "…" } else { "" });
    put(if is_quoted { "\"" } else { "" });
}

/// A short text that begins and ends with a letter or a digit of ASCII, without a mark that must be quoted: most are so.
fn is_plain(marks: Marks, text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_letter = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r') || char::from(*byte) == marks.separator;
    let no_mark = || bytes.iter().fold(true, |none, byte| none & !is_mark(byte));
    bytes.len() <= PLAIN && is_letter(bytes.first()) && is_letter(bytes.last()) && no_mark()
}

/// A sign, and digits with marks between them: a spreadsheet computes nothing from it.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    ends(digits.chars().next())
        && ends(digits.chars().next_back())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENGLISH: Marks = Marks { separator: ',', decimal: '.' };
    const FRENCH: Marks = Marks { separator: ';', decimal: ',' };

    fn written(marks: Marks, cell: &Cell) -> String {
        let mut line = Vec::new();
        write_cell(marks, cell, &mut line);
        let line = String::from_utf8(line).unwrap();
        if let Cell::Text(text) = cell {
            let mut lines = Lines::new(marks);
            lines.text(text);
            lines.ready(&Ready::new(marks, text));
            lines.end();
            assert_eq!(lines.text, format!("{line}{}{line}\r\n", marks.separator).into_bytes());
            let mut lines = Lines::new(marks);
            if lines.is_clean(text.as_bytes()) {
                let want = Ready::new(marks, text.trim()).0;
                // Alone, and among other bytes.
                for (before, behind) in [("", ""), ("0", "0123456789ABCDEFGHIJ")] {
                    lines.clear();
                    let bytes = [before, text, behind].concat();
                    let found = lines.clean(bytes.as_bytes(), before.len()..before.len() + text.len());
                    assert_eq!((lines.bytes(), found), (&want[..], text.trim().len()), "{text}");
                }
            }
        }
        line
    }

    proptest! {
        #[test]
        fn pieces_of_a_clean_record_are_the_same_together_and_one_by_one(
            record in "[ A-Z0-9]{0,60}[-=+@ A]{0,3}[ A-Z]{0,20}",
            // A field may be far longer than a record that ends before it does.
            pieces in prop::collection::vec((0_usize..90, prop_oneof![9 => 0_usize..30, 1 => Just(1 << 40)]), 0..8),
            separator in prop_oneof![Just(','), Just('\t'), Just('§')],
            [begun, is_last]: [bool; 2],
        ) {
            let marks = Marks { separator, decimal: '.' };
            let pieces: Vec<_> = pieces.into_iter().map(|(start, length)| start..start + length).collect();
            let [mut together, mut single] = [Lines::new(marks), Lines::new(marks)];
            for lines in [&mut together, &mut single] {
                (0..u64::from(begun)).for_each(|number| lines.number(Some(number)));
            }
            let (clean, behind) = (record.clone() + "\r\nbehind", record.len());
            let places: Vec<Place> = pieces.iter().filter_map(Place::of).collect();
            let found = together.all_clean(&clean.as_bytes()[..if is_last { behind } else { clean.len() }], behind, &places);
            prop_assert_eq!(found, begun && separator.is_ascii());
            for piece in pieces.iter().filter(|_| found) {
                single.text(record.get(clip(record.as_bytes(), piece)).unwrap().trim());
            }
            prop_assert_eq!(together.bytes(), single.bytes());
        }
    }

    #[test]
    fn numbers_are_written_with_all_their_digits() {
        let powers =
            (0..20).flat_map(|digits| [10_u64.pow(digits), 10_u64.pow(digits) - 1, 10_u64.pow(digits) / 6 * 7]);
        for number in [0, 7, 10, 1_048_576, 1_020_304_050_607_080_900, u64::MAX].into_iter().chain(powers) {
            let mut lines = Lines::new(ENGLISH);
            lines.number(Some(number));
            assert_eq!(lines.text, number.to_string().into_bytes());
        }
        for (numbers, want) in [
            ([Some(12), Some(12)], "12,12"),
            ([Some(3), Some(400_000_000)], "3,400000000"),
            ([None, Some(5)], ",5"),
            ([Some(6), None], "6,"),
            ([None, None], ","),
        ] {
            let mut lines = Lines::new(ENGLISH);
            lines.numbers(numbers);
            assert_eq!(lines.text, want.as_bytes());
        }
    }

    #[test]
    fn a_row_is_made_of_pieces_of_rows() {
        let mut drafts = Lines::new(FRENCH);
        drafts.number(Some(1));
        drafts.text("a");
        let head = drafts.bytes().len();
        drafts.text("b;c");
        drafts.end();
        let mut lines = Lines::new(FRENCH);
        lines.made(&drafts.bytes()[..head]);
        lines.text("x");
        lines.made(&drafts.bytes()[head..]);
        assert_eq!(lines.text, b"1;a;x;\"b;c\"\r\n");
    }

    #[test]
    fn rows_are_cut_where_they_end() {
        let mut lines = Lines::new(FRENCH);
        for number in 0..3 {
            lines.number(Some(number));
            lines.number(None);
            lines.text("a;b");
            lines.end();
        }
        assert_eq!((lines.rows(), &lines.text[..lines.ends[1]]), (3, &b"0;;\"a;b\"\r\n1;;\"a;b\"\r\n"[..]));
    }

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        for (text, english, french) in [
            ("Roads", "Roads", "Roads"),
            ("a, b", "\"a, b\"", "a, b"),
            ("a; b", "a; b", "\"a; b\""),
            ("say \"no\"", "\"say \"\"no\"\"\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\"", "\"two\nlines\""),
            (" x", "\" x\"", "\" x\""),
            ("ROADS              ", "\"ROADS              \"", "\"ROADS              \""),
            ("        ", "\"        \"", "\"        \""),
            ("sixteen bytes or", "sixteen bytes or", "sixteen bytes or"),
            ("seventeen bytes or", "seventeen bytes or", "seventeen bytes or"),
            ("0012", "0012", "0012"),
        ] {
            assert_eq!(written(ENGLISH, &text.into()), english);
            assert_eq!(written(FRENCH, &text.into()), french);
        }
        assert_eq!(written(ENGLISH, &Cell::Number("-1234.50".into())), "-1234.50");
        assert_eq!(written(FRENCH, &Cell::Number("-1234.50".into())), "-1234,50");
    }

    #[test]
    fn no_text_is_a_formula_and_a_number_stays_one() {
        for (text, want) in [
            ("=1+1", "\"'=1+1\""),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("+1-705-555", "\"'+1-705-555\""),
            ("-2+3", "\"'-2+3\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("-", "\"'-\""),
            ("--1", "\"'--1\""),
            ("-12.50", "-12.50"),
            ("+7", "+7"),
            ("12.50-", "12.50-"),
        ] {
            assert_eq!(written(ENGLISH, &text.into()), want, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_where_a_character_ends() {
        let long = written(ENGLISH, &"é".repeat(CELL + 1).into());
        assert_eq!((long.chars().count(), long.ends_with("é…")), (CELL + 1, true));
        assert_eq!(written(ENGLISH, &"é".repeat(CELL).into()).chars().count(), CELL);
    }
}

//! One CSV file that a spreadsheet opens by a double click.
//!
//! In: rows of cells. Out: UTF-8 with a byte order mark, line ends of two bytes, cells quoted where they must be. A text
//! that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV Injection"); a plain
//! number with its sign is none, and stays. Refuses to know what the cells mean.

use std::io::Write;
use std::path::Path;

use super::Cell;
use crate::evidence::hash::Hashing;
use crate::evidence::manifest::OutputEvidence;
use crate::host::{Access, OutputFile};
use crate::run::publish::Staging;
use crate::run::{Stop, io};

/// What Excel holds in one cell is 32,767 characters.
const CELL: usize = 32_000;
/// Bytes that are written together.
const BUFFER: usize = 64 << 10;
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
    path: String,
    out: Hashing<Box<dyn OutputFile>>,
    marks: Marks,
    waiting: String,
    rows: u64,
}

impl Sheet {
    /// A new file of the run.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn create(staging: &Staging<'_>, path: String, marks: Marks, access: Access) -> Result<Self, Stop> {
        let out = Hashing::new(staging.create(&path, access)?);
        Ok(Self { path, out, marks, waiting: String::from("\u{feff}"), rows: 0 })
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
        line(self.marks, cells, &mut self.waiting);
        self.rows += 1;
        if self.waiting.len() < BUFFER { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let written = self.out.write_all(self.waiting.as_bytes());
        self.waiting.clear();
        written.map_err(|error| io::stop("write", Path::new(&self.path), &error))
    }

    /// Ends the file: on the disk, with its hash.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(mut self) -> Result<OutputEvidence, Stop> {
        self.flush()?;
        let synced = self.out.flush().and_then(|()| self.out.sync());
        synced.map_err(|error| io::stop("sync", Path::new(&self.path), &error))?;
        let (bytes, sha256) = self.out.finish();
        Ok(OutputEvidence { path: self.path, bytes, sha256, rows: None, mapping_sha256: None })
    }
}

/// Appends a row with its line end.
pub fn line(marks: Marks, cells: &[Cell], text: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(marks.separator);
        }
        write_cell(marks, cell, text);
    }
    text.push_str("\r\n");
}

fn write_cell(marks: Marks, cell: &Cell, line: &mut String) {
    let text = match cell {
        Cell::Number(number) => {
            line.extend(number.chars().map(|c| if c == '.' { marks.decimal } else { c }));
            return;
        }
        Cell::Text(text) => text,
    };
    // No text has more characters than bytes.
    let end = if text.len() > CELL { text.char_indices().nth(CELL) } else { None };
    let (text, is_cut) = end.map_or((text.as_str(), false), |(at, _)| (&text[..at], true));
    let is_formula = text.starts_with(FORMULA) && !is_number(text);
    let is_special = || {
        let bytes = text.as_bytes();
        memchr::memchr3(b'"', b'\n', b'\r', bytes).is_some() || text.contains(marks.separator)
    };
    let is_quoted = is_formula || is_special() || text.trim() != text;
    line.push_str(if is_quoted { "\"" } else { "" });
    line.push_str(if is_formula { "'" } else { "" });
    for (at, piece) in text.split('"').enumerate() {
        line.push_str(if at > 0 { "\"\"" } else { "" });
        line.push_str(piece);
    }
    line.push_str(if is_cut { "…" } else { "" });
    line.push_str(if is_quoted { "\"" } else { "" });
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
    use super::*;

    const ENGLISH: Marks = Marks { separator: ',', decimal: '.' };
    const FRENCH: Marks = Marks { separator: ';', decimal: ',' };

    fn written(marks: Marks, cell: &Cell) -> String {
        let mut line = String::new();
        write_cell(marks, cell, &mut line);
        line
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

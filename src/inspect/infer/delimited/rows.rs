//! The rows of delimited text, cut by the framer and the cutter of runs, so that what is judged is what a run will read.
//!
//! In: windows of a file and a dialect. Out: each row's cells, its bytes and its line. Refuses: names, types, what a row is.

use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::table::CellTable;
use crate::extractors::encoding::{Encoding, Unit};
use crate::extractors::frame::text::{Quoting, TextFramer, TextRules};
use crate::extractors::frame::{Frame, Framed, view};
use crate::extractors::slices::Slices;
use crate::inspect::sample::Window;
use crate::mapping::model::Dialect;

/// Bytes of the longest row; the default of `max_length:`.
pub const LONGEST: usize = 1 << 20;
/// Bytes of the longest row that is looked for where a shorter one never ends.
const LONGEST_AT_ALL: usize = 32 << 20;
/// Delimiters that a lenient reader tries on a row of one cell.
const USUAL: [&[u8]; 4] = [b",", b";", b"\t", b"|"];

/// A window of a file, in its encoding.
#[derive(Debug, Clone, Copy)]
pub struct Text<'w> {
    /// Its bytes; padding at the file's end left out.
    bytes: &'w [u8],
    encoding: Encoding,
    name: &'w str,
    /// It begins the file.
    first: bool,
    /// It ends the file.
    last: bool,
}

impl<'w> Text<'w> {
    /// `name` is the encoding's; none if there is no such encoding.
    #[must_use]
    pub fn new(window: &'w Window, name: &'w str) -> Option<Self> {
        let encoding = Encoding::of(name)?;
        let padding = if window.is_last { padding(encoding.unit(), &window.bytes) } else { 0 };
        let bytes = &window.bytes[..window.bytes.len() - padding];
        Some(Self { bytes, encoding, name, first: window.offset == 0, last: window.ends_line })
    }

    /// Only the first so many bytes; a row that they cut is none.
    #[must_use]
    pub fn beginning(self, bytes: usize) -> Self {
        let whole = self.bytes.len() <= bytes;
        let bytes = if whole { self.bytes } else { &self.bytes[..bytes & !1] };
        Self { bytes, last: self.last && whole, ..self }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// The text of a cell; none where its bytes are no characters.
    #[must_use]
    pub fn decode(self, cell: &[u8]) -> Option<String> {
        let mut text = Vec::new();
        self.encoding.decode(cell, &mut text).ok()?;
        String::from_utf8(text).ok()
    }

    /// Whether these characters stand anywhere in it; true where that cannot be told.
    #[must_use]
    pub fn has(self, characters: &str) -> bool {
        let bytes = if self.encoding.unit() == Unit::Byte { self.encoding.encode(characters) } else { None };
        bytes.is_none_or(|bytes| memchr::memmem::find(self.bytes, &bytes).is_some())
    }

    /// Whether a byte order mark begins it.
    #[must_use]
    pub fn has_mark(self) -> bool {
        let mark = view::byte_order_mark(self.name);
        self.first && !mark.is_empty() && self.view().starts_with(mark)
    }

    fn view(self) -> std::borrow::Cow<'w, [u8]> {
        view::view(self.encoding.unit(), self.bytes)
    }
}

/// Bytes at a file's end that are no record: Ctrl-Z and NUL.
fn padding(unit: Unit, bytes: &[u8]) -> usize {
    let fills = |byte: u8| matches!(byte, 0 | 0x1A);
    let pairs = || bytes.chunks_exact(2).rev();
    match unit {
        Unit::Utf16Le | Unit::Utf16Be if !bytes.len().is_multiple_of(2) => 0,
        Unit::Utf16Le => 2 * pairs().take_while(|pair| pair[1] == 0 && fills(pair[0])).count(),
        Unit::Utf16Be => 2 * pairs().take_while(|pair| pair[0] == 0 && fills(pair[1])).count(),
        _ => bytes.iter().rev().take_while(|byte| fills(**byte)).count(),
    }
}

/// One row.
#[derive(Debug)]
pub struct Row<'r> {
    /// Its cells, without quotes.
    pub cells: Vec<&'r [u8]>,
    /// Its bytes.
    pub raw: &'r [u8],
    /// Its number among the records of this window, from 1, as a run counts: headers, comments and titles too.
    pub number: u64,
    /// Its number among the rows that were told, from 1.
    pub told: u64,
    /// Its line in this window, from 1.
    pub line: u64,
    /// A quote stands where none may.
    pub stray: bool,
    /// It begins with a quote, or a cell of it does.
    pub quoted: u64,
}

impl Row<'_> {
    /// Whether a cell holds nothing but blanks.
    #[must_use]
    pub fn is_blank(&self, cell: usize) -> bool {
        self.cells.get(cell).is_none_or(|cell| is_blank(cell))
    }

    /// Cells that hold something.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !is_blank(cell)).count()
    }
}

pub(super) fn is_blank(cell: &[u8]) -> bool {
    cell.iter().all(|byte| matches!(byte, b' ' | b'\t' | 0))
}

/// Where a row stands: see [`Row`].
#[derive(Debug, Clone, Copy)]
struct Numbers {
    number: u64,
    told: u64,
    line: u64,
}

/// How rows are cut, with the characters of a dialect as bytes.
#[derive(Debug, Clone)]
pub struct Cutter {
    cells: CellRules,
    others: Vec<CellRules>,
    framing: TextRules,
    lenient: bool,
    scale: usize,
}

impl Cutter {
    /// Of a dialect; none where the encoding does not have its characters.
    #[must_use]
    pub fn new(dialect: &Dialect, text: &Text<'_>) -> Option<Self> {
        let unit = text.encoding.unit();
        let bytes = |characters: &str| -> Option<Vec<u8>> {
            if unit == Unit::Byte {
                return text.encoding.encode(characters);
            }
            characters.is_ascii().then(|| characters.as_bytes().to_vec())
        };
        let byte = |character: Option<char>| -> Option<Option<u8>> {
            let Some(character) = character else { return Some(None) };
            bytes(&character.to_string()).filter(|bytes| bytes.len() == 1).map(|bytes| bytes.first().copied())
        };
        let scale = view::scale(unit);
        let delimiter = bytes(&dialect.delimiter)?;
        let (quote, escape) = (byte(dialect.quote)?, byte(dialect.escape)?);
        let cells = CellRules { delimiter, quote, escape, scale };
        let others = USUAL.into_iter().filter(|usual| cells.delimiter != *usual);
        let others = others.map(|usual| CellRules { delimiter: usual.to_vec(), ..cells.clone() }).collect();
        let quoting = quote.filter(|_| !dialect.lenient);
        let quoting = quoting.map(|quote| Quoting { quote, escape, delimiter: cells.delimiter.clone() });
        let comment = dialect.comment.as_deref().and_then(bytes);
        let mark = view::byte_order_mark(text.name);
        let framing = TextRules { quoting, comment, max_length: LONGEST / scale, mark };
        Some(Self { cells, others, framing, lenient: dialect.lenient, scale })
    }

    /// The same for rows of any length that is read of a file.
    #[must_use]
    pub fn of_long_rows(&self) -> Self {
        let framing = TextRules { max_length: LONGEST_AT_ALL / self.scale, ..self.framing.clone() };
        Self { framing, ..self.clone() }
    }

    /// Tells every row of a window to `each` until it gives false; `skip` lines of it are passed over, whatever quotes they
    /// have. Gives the bytes that were not read, since a quote is never closed.
    pub fn each(&self, text: Text<'_>, skip: u64, each: &mut dyn FnMut(&Row<'_>) -> bool) -> u64 {
        let seen = text.view();
        let (at, lines, mut number) = if skip > 0 { self.after_lines(&seen, skip, text.last) } else { (0, 0, 0) };
        let mut framer = TextFramer::new(&self.framing, &seen, at, text.last);
        let (mut table, mut told) = (CellTable::default(), 0);
        loop {
            let span = match framer.next(usize::MAX) {
                Framed::Record(span) => span,
                Framed::Unclosed { start, .. } | Framed::Lost { start } => {
                    return ((seen.len() - start) * self.scale) as u64;
                }
                Framed::End { .. } | Framed::Cut { .. } => return 0,
            };
            number += 1;
            let comment =
                self.framing.comment.as_ref().is_some_and(|mark| seen[span.start as usize..].starts_with(mark));
            if comment {
                continue;
            }
            told += 1;
            let line = lines + u64::from(span.line) + 1;
            if !each(&self.row(text, &seen, span, Numbers { number, told, line }, &mut table)) {
                return 0;
            }
        }
    }

    fn row<'r>(
        &self,
        text: Text<'r>,
        seen: &[u8],
        span: RecordSpan,
        numbers: Numbers,
        table: &'r mut CellTable,
    ) -> Row<'r> {
        table.clear();
        let stray = if self.lenient {
            table.lenient(&self.cells, &self.others, None, (text.bytes, seen, span)).quote
        } else {
            table.strict(&self.cells, text.bytes, seen, span)
        };
        let (start, len) = (span.start as usize, span.len as usize);
        let quoted = self.cells.quote.map_or(0, |quote| self.quoted(quote, &seen[start..start + len]));
        let table = &*table;
        let slices = Slices { window: text.bytes, side: &table.side };
        let cells = table.record(0).iter().map(|slice| slices.get(slice)).collect();
        let raw = &text.bytes[start * self.scale..(start + len) * self.scale];
        let Numbers { number, told, line } = numbers;
        Row { cells, raw, number, told, line, stray: stray.is_some(), quoted }
    }

    /// Cells that begin with a quote, about: places of a quote after a delimiter, and at the beginning.
    fn quoted(&self, quote: u8, record: &[u8]) -> u64 {
        let delimiter = &self.cells.delimiter;
        let opens = |at: usize| at == 0 || record[..at].ends_with(delimiter);
        memchr::memchr_iter(quote, record).filter(|at| opens(*at)).count() as u64
    }

    /// The place after so many lines, blank ones among them; the lines and the records before it.
    fn after_lines(&self, seen: &[u8], skip: u64, last: bool) -> (usize, u64, u64) {
        let plain = TextRules { quoting: None, comment: None, ..self.framing.clone() };
        let mut framer = TextFramer::new(&plain, seen, 0, last);
        let mut records = 0;
        loop {
            let before = (framer.at(), u64::from(framer.line()), records);
            match framer.next(usize::MAX) {
                Framed::Record(span) if u64::from(span.line) < skip => records += 1,
                _ => return before,
            }
        }
    }
}

//! Records of text: lines, and delimited records whose quoted cells may hold line ends.
//!
//! LF, CR LF, CR and CR CR LF end a record wherever they stand outside quotes. Blank lines are separators; form feeds
//! and byte order marks are at a record's beginning: files that were joined into one have a mark where each began. All positions are in the window that the framer was given; windows of
//! encodings that are not byte by byte are made fit by [`crate::extractors::frame::view`].

use memchr::{memchr2, memchr3};

use crate::extractors::frame::{Frame, Framed};
use crate::extractors::{RecordSpan, scan};
use crate::simd::widest;

const FORM_FEED: u8 = 0x0C;
/// Blocks that are looked at together where records begin to be taken: twice as many each time, so that little is looked at in vain where
/// they soon end.
const FEW_BLOCKS: usize = 4;

/// How records are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRules {
    /// Quotes that may hide record ends; none: every line is a record.
    pub quoting: Option<Quoting>,
    /// A line that starts so is a record of its own, whatever quotes it has.
    pub comment: Option<Vec<u8>>,
    /// The longest record, in bytes of the window.
    pub max_length: usize,
    /// A byte order mark as the window shows it; empty if the encoding has none.
    pub mark: &'static [u8],
}

/// Where quotes count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoting {
    /// Opens a cell at its first byte, and closes it.
    pub quote: u8,
    /// Takes the meaning from the byte after it.
    pub escape: Option<u8>,
    /// Ends a cell; at least one byte.
    pub delimiter: Vec<u8>,
}

/// Bytes of the line end at `at`, 0 if none stands there.
#[must_use]
pub fn line_end(window: &[u8], at: usize) -> usize {
    match window.get(at..) {
        Some([b'\r', b'\r', b'\n', ..]) => 3,
        Some([b'\r', b'\n', ..]) => 2,
        Some([b'\r' | b'\n', ..]) => 1,
        _ => 0,
    }
}

/// Line ends in these bytes.
#[must_use]
pub fn line_ends(window: &[u8]) -> u64 {
    let (mut at, mut lines) = (0, 0);
    while let Some(found) = memchr2(b'\r', b'\n', &window[at..]) {
        at += found + line_end(window, at + found);
        lines += 1;
    }
    lines
}

/// The first line start at or after `at`, judged by the line ends around it alone; the window's end if none.
#[must_use]
pub fn line_start(window: &[u8], at: usize) -> usize {
    let before = at.checked_sub(1).map(|before| window[before]);
    match (before, window.get(at), window.get(at + 1)) {
        (Some(b'\r'), Some(b'\n'), _) => at + 1,
        (Some(b'\r'), Some(b'\r'), Some(b'\n')) => at + 2,
        (None | Some(b'\r' | b'\n'), ..) => at,
        _ => {
            let rest = window.get(at..).unwrap_or_default();
            memchr2(b'\r', b'\n', rest).map_or(window.len(), |end| at + end + line_end(window, at + end))
        }
    }
}

/// The first record start after `at`, if `at` is inside of a quoted cell; none if no quote closes.
#[must_use]
pub fn after_quoted(rules: &TextRules, window: &[u8], at: usize) -> Option<usize> {
    let quoting = rules.quoting.as_ref()?;
    let mut inside = Inside { rules, quoting, window, start: at, lines: 0 };
    let close = inside.close(at).ok()?;
    let end = inside.record_end(close).ok()?;
    Some(end + line_end(window, end))
}

/// Frames a window.
#[derive(Debug)]
pub struct TextFramer<'a> {
    rules: &'a TextRules,
    window: &'a [u8],
    at: usize,
    line: u32,
    last: bool,
}

impl<'a> TextFramer<'a> {
    /// From `at` on, which is where a record may start; `last` says that the source ends with the window.
    #[must_use]
    pub const fn new(rules: &'a TextRules, window: &'a [u8], at: usize, last: bool) -> Self {
        Self { rules, window, at, line: 0, last }
    }

    /// Takes the next records as long as each has nothing to be asked but where it ends, as [`Self::next`] would take them: they end in LF
    /// or CR LF, and quotes, if there are any, stand around cells. The rest, that one takes. `take` must be `#[inline(always)]`, as [`widest`] says.
    pub fn plain(&mut self, limit: usize, take: impl FnMut(RecordSpan)) {
        match &self.rules.quoting {
            _ if self.rules.comment.is_some() => {}
            None => widest(
                #[inline(always)]
                || self.blocks([b'\n', b'\r'], limit, take),
            ),
            Some(Quoting { quote, escape: None, delimiter }) if let [delimiter] = delimiter[..] => widest(
                #[inline(always)]
                || self.blocks([b'\n', b'\r', *quote, delimiter], limit, take),
            ),
            Some(_) => {}
        }
    }

    /// [`Self::plain`], a block of bytes at a time: by LF and CR, and a quote and a delimiter if there are any.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn blocks<const N: usize>(&mut self, wanted: [u8; N], limit: usize, mut take: impl FnMut(RecordSpan)) {
        let may_quote = N > 2;
        let (mut block, mut open, mut may_open) = (self.at, 0, 1);
        let (first, mut taken, mut lines_in_cells) = (self.line, 0, 0);
        let (mut found, mut together) = ([[0; N]; scan::TOGETHER], FEW_BLOCKS);
        loop {
            let ahead = self.window[block..].as_chunks().0;
            let ahead = &ahead[..ahead.len().min(together)];
            if ahead.is_empty() {
                return;
            }
            scan::blocks(ahead, wanted, &mut found);
            for found in &found[..ahead.len()] {
                let of = |byte: usize| found.get(byte).copied().unwrap_or_default();
                let [feeds, returns, quotes, delimiters] = [of(0), of(1), of(2), of(3)];
                let inside = if may_quote { scan::between(quotes) ^ open } else { 0 };
                let next = u64::from(self.window.get(block + scan::BLOCK) == Some(&b'\n')) << (scan::BLOCK - 1);
                let ends = feeds & !inside;
                // A CR that no LF follows is told by the other way; so is a quote within a text. A doubled quote closes and opens again,
                // with nothing between.
                let opens = quotes | delimiters | ends;
                let odd = returns & !(feeds >> 1 | next) | quotes & inside & !(opens << 1 | may_open);
                let mut left = ends & scan::before(odd);
                while left != 0 {
                    let bit = left.trailing_zeros();
                    let end = block + bit as usize;
                    let is_long = may_quote && end - self.at > self.rules.max_length;
                    if self.at >= limit || end + 3 > self.window.len() || !self.is_line(end) || is_long {
                        return;
                    }
                    let len = end - self.at - usize::from(self.window[end - 1] == b'\r');
                    take(RecordSpan::new(self.at, len, end + 1, self.line));
                    taken += 1;
                    let lines_before = if may_quote { (feeds & inside & scan::before(left)).count_ones() } else { 0 };
                    (self.at, self.line) = (end + 1, first + taken + lines_in_cells + lines_before);
                    left &= left - 1;
                }
                if odd != 0 || may_quote && block.saturating_sub(self.at) > self.rules.max_length {
                    return;
                }
                if may_quote {
                    lines_in_cells += (feeds & inside).count_ones();
                    (open, may_open) = (scan::carried(inside), opens >> (scan::BLOCK - 1));
                }
                block += scan::BLOCK;
            }
            together = (2 * together).min(scan::TOGETHER);
        }
    }

    /// Whether what stands up to the LF at `end` is no separator and begins with none.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn is_line(&self, end: usize) -> bool {
        let first = self.window[self.at];
        end > self.at && first != b'\r' && first != FORM_FEED && self.rules.mark.first() != Some(&first)
    }

    /// Takes separators; false if the next byte cannot be judged yet.
    fn skip_separators(&mut self, limit: usize) -> bool {
        while self.at < limit {
            match self.window.get(self.at) {
                Some(b'\r' | b'\n') => {
                    if !self.last && self.at + 3 > self.window.len() {
                        return false;
                    }
                    self.at += line_end(self.window, self.at);
                    self.line += 1;
                }
                Some(&FORM_FEED) => self.at += 1,
                Some(byte) if self.rules.mark.first() == Some(byte) => {
                    let rest = &self.window[self.at..];
                    if !rest.starts_with(self.rules.mark) {
                        return self.last || rest.len() >= self.rules.mark.len();
                    }
                    self.at += self.rules.mark.len();
                }
                _ => return true,
            }
        }
        true
    }

    fn record(&mut self, end: usize, lines: u32) -> Framed {
        if !self.last && end + 3 > self.window.len() {
            return Framed::Cut { start: self.at };
        }
        let next = end + line_end(self.window, end);
        let span = RecordSpan::new(self.at, end - self.at, next, self.line);
        self.at = next;
        self.line += lines + 1;
        Framed::Record(span)
    }
}

impl Frame for TextFramer<'_> {
    fn next(&mut self, limit: usize) -> Framed {
        if !self.skip_separators(limit) {
            return Framed::Cut { start: self.at };
        }
        let start = self.at;
        if start >= limit || start >= self.window.len() {
            return Framed::End { at: start };
        }
        let comment = self.rules.comment.as_ref().is_some_and(|mark| self.window[start..].starts_with(mark));
        let quoting = if comment { None } else { self.rules.quoting.as_ref() };
        let mut lines = 0;
        let end = match quoting {
            None => plain_end(self.window, start),
            Some(quoting) => {
                let mut inside = Inside { rules: self.rules, quoting, window: self.window, start, lines: 0 };
                let end = inside.record_end(start);
                lines = inside.lines;
                end
            }
        };
        match end {
            Ok(end) => self.record(end, lines),
            Err(Open::Plain) if self.last => self.record(self.window.len(), lines),
            Err(Open::TooLong(cell)) => Framed::Unclosed { start, cell },
            Err(Open::Quoted(cell)) if self.last => Framed::Unclosed { start, cell },
            Err(Open::Plain | Open::Quoted(_)) => Framed::Cut { start },
        }
    }
    fn at(&self) -> usize {
        self.at
    }
    fn line(&self) -> u32 {
        self.line
    }
}

/// Why a record's end was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The window ended outside quotes.
    Plain,
    /// The window ended inside the quotes of this cell.
    Quoted(u32),
    /// The record is longer than the longest, and inside the quotes of this cell.
    TooLong(u32),
}

fn plain_end(window: &[u8], from: usize) -> Result<usize, Open> {
    memchr2(b'\r', b'\n', &window[from..]).map(|end| from + end).ok_or(Open::Plain)
}

/// The search for the end of one record that may have quotes.
struct Inside<'a> {
    rules: &'a TextRules,
    quoting: &'a Quoting,
    window: &'a [u8],
    start: usize,
    lines: u32,
}

impl Inside<'_> {
    /// Place of the record end at or after `at`, which is outside quotes.
    fn record_end(&mut self, at: usize) -> Result<usize, Open> {
        if self.quoting.delimiter.len() == 1 && self.quoting.escape.is_none() {
            self.record_end_simple(at)
        } else {
            self.record_end_by_cells(at)
        }
    }

    /// One byte of delimiter and no escape: a quote opens exactly where a delimiter, or nothing, stands before it.
    fn record_end_simple(&mut self, mut at: usize) -> Result<usize, Open> {
        let Quoting { quote, ref delimiter, .. } = *self.quoting;
        let mut is_new = at == self.start;
        loop {
            let found = at + memchr3(quote, b'\r', b'\n', &self.window[at..]).ok_or(Open::Plain)?;
            if self.window[found] != quote {
                return Ok(found);
            }
            if let Some((end, lines)) = is_new.then(|| self.even_end()).flatten() {
                self.lines += lines;
                return Ok(end);
            }
            is_new = false;
            at = if found - self.start > self.rules.max_length {
                return plain_end(self.window, found);
            } else if found == self.start || self.window[found - 1] == delimiter[0] {
                self.close(found + 1)?
            } else {
                found + 1
            };
        }
    }

    /// The record's end and the lines in its cells, a block of bytes at a time, where each quote opens a cell, closes it, or is doubled in it. None
    /// where one stands elsewhere, where CR is in a cell, and where the window or the longest record ends before.
    fn even_end(&self) -> Option<(usize, u32)> {
        let wanted = [self.quoting.quote, *self.quoting.delimiter.first()?, b'\n', b'\r'];
        let (mut at, mut open, mut may_open, mut lines) = (self.start, 0, 1, 0);
        while at - self.start <= self.rules.max_length {
            let [quotes, delimiters, feeds, returns] = scan::block(self.window[at..].first_chunk()?, wanted);
            let inside = scan::between(quotes) ^ open;
            let ends = (feeds | returns) & !inside;
            let own = scan::before(ends);
            // A doubled quote closes and opens again, with nothing between.
            let opens_text = quotes & inside & !((delimiters | quotes) << 1 | may_open);
            if (opens_text | returns & inside) & own != 0 {
                return None;
            }
            lines += (feeds & inside & own).count_ones();
            if ends != 0 {
                let end = at + ends.trailing_zeros() as usize;
                return (end - self.start <= self.rules.max_length).then_some((end, lines));
            }
            open = scan::carried(inside);
            may_open = (delimiters | quotes) >> (scan::BLOCK - 1);
            at += scan::BLOCK;
        }
        None
    }

    /// The general rule, cell by cell from the left. `at` is at a cell's start, or after a closing quote.
    fn record_end_by_cells(&mut self, mut at: usize) -> Result<usize, Open> {
        let mut cell_starts = at == self.start;
        loop {
            let byte = *self.window.get(at).ok_or(Open::Plain)?;
            if at - self.start > self.rules.max_length {
                return plain_end(self.window, at);
            }
            if byte == self.quoting.quote && cell_starts {
                at = self.close(at + 1)?;
                cell_starts = false;
            } else if matches!(byte, b'\r' | b'\n') {
                return Ok(at);
            } else if self.quoting.escape == Some(byte) {
                // An escaped line end is text only inside quotes.
                at += if line_end(self.window, at + 1) > 0 { 1 } else { 2 };
                cell_starts = false;
            } else if self.window[at..].starts_with(&self.quoting.delimiter) {
                at += self.quoting.delimiter.len();
                cell_starts = true;
            } else {
                at += 1;
                cell_starts = false;
            }
        }
    }

    /// The place after the quote that closes the cell in which `at` stands; counts the lines in it.
    fn close(&mut self, mut at: usize) -> Result<usize, Open> {
        let Quoting { quote, escape, .. } = *self.quoting;
        let (opened, most) = (at - 1, self.start + self.rules.max_length + 1);
        let end = self.window.len().min(most);
        loop {
            let rest = self.window.get(at..end).unwrap_or_default();
            let found = match escape {
                Some(escape) if escape != quote => {
                    rest.iter().position(|byte| [b'\r', b'\n', quote, escape].contains(byte))
                }
                _ => memchr3(quote, b'\r', b'\n', rest),
            };
            let Some(found) = found.map(|found| at + found) else {
                let cell = self.cell_number(opened);
                return Err(if end == most { Open::TooLong(cell) } else { Open::Quoted(cell) });
            };
            let byte = self.window[found];
            at = if byte == quote {
                if self.window.get(found + 1) != Some(&quote) {
                    return Ok(found + 1);
                }
                found + 2
            } else if byte == b'\r' || byte == b'\n' {
                self.lines += 1;
                found + line_end(self.window, found)
            } else {
                // An escaped line end is text, and ends a line.
                let width = line_end(self.window, found + 1);
                self.lines += u32::from(width > 0);
                found + 1 + width.max(1)
            };
        }
    }

    /// Number of the cell that starts at `at`, from 1.
    fn cell_number(&self, at: usize) -> u32 {
        let (mut number, mut quoted, mut place) = (1, false, self.start);
        while place < at {
            quoted ^= self.window[place] == self.quoting.quote;
            if !quoted && self.window[place..].starts_with(&self.quoting.delimiter) {
                number += 1;
                place += self.quoting.delimiter.len() - 1;
            }
            place += 1;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A record's end, and the lines in its cells.
    type Ended = (Result<usize, Open>, u32);

    fn ends(rules: &TextRules, window: &[u8], start: usize) -> (Option<(usize, u32)>, Ended, Ended) {
        let quoting = rules.quoting.as_ref().unwrap();
        let inside = || Inside { rules, quoting, window, start, lines: 0 };
        let (mut simple, mut by_cells) = (inside(), inside());
        let found = (simple.record_end_simple(start), by_cells.record_end_by_cells(start));
        (inside().even_end(), (found.0, simple.lines), (found.1, by_cells.lines))
    }

    fn rules(max_length: usize) -> TextRules {
        let quoting = Quoting { quote: b'"', escape: None, delimiter: vec![b','] };
        TextRules { quoting: Some(quoting), comment: None, max_length, mark: b"" }
    }

    #[test]
    fn even_quotes_are_read_by_blocks_and_others_are_not() {
        let rest = "x".repeat(scan::BLOCK);
        for (record, want) in [
            (r#""a","b""#, Some(0)),
            ("\"a\nb\",\"\n\"", Some(2)),
            (r#""say ""no""","","""#, Some(0)),
            (r#"6" pipe,"a""#, None),
            ("\"a\r\nb\"", None),
            (r#"a,"b"c,"d""#, Some(0)),
        ] {
            for before in [0, 50, 61, 62, 63, 64, 130] {
                let window = format!("{},{record}\n{rest}", "y".repeat(before));
                let (even, simple, _) = ends(&rules(1_000), window.as_bytes(), 0);
                assert_eq!(even, want.map(|lines| (before + 1 + record.len(), lines)), "{before} {record}");
                assert!(even.is_none_or(|(end, lines)| simple == (Ok(end), lines)), "{before} {record}");
            }
        }
    }

    /// All records of a window, and where framing ended, one by one or with those that are taken by blocks.
    fn framed(
        rules: &TextRules,
        window: &[u8],
        (at, limit): (usize, usize),
        last: bool,
        by_blocks: bool,
    ) -> (Vec<RecordSpan>, Framed, u32) {
        let (mut framer, mut spans) = (TextFramer::new(rules, window, at, last), Vec::new());
        loop {
            if by_blocks {
                framer.plain(limit, |span| spans.push(span));
            }
            match framer.next(limit) {
                Framed::Record(span) => spans.push(span),
                end => return (spans, end, framer.line()),
            }
        }
    }

    #[test]
    fn plain_records_of_any_file_are_taken_together() {
        let quoted = Some(Quoting { quote: b'"', escape: None, delimiter: vec![b','] });
        let text = "x".repeat(62);
        for (record, quoting, wanted) in [
            (format!("{text}\n"), None, 9),
            (format!("{text}\r\n"), None, 9),
            (format!("{text}\n\u{c}"), None, 1),
            (format!("{text}\n\n"), None, 1),
            (format!("a,\"{text}\n\"\"{text}\",\"\"\n"), quoted.clone(), 9),
            (format!("\"{text}\r\n\r\n\",b\r\n"), quoted.clone(), 9),
            (format!("a,6\" {text}\n"), quoted.clone(), 0),
            (format!("\"a\r{text}\"\n"), quoted.clone(), 0),
            (format!("\"{}\"\n", text.repeat(20)), quoted, 0),
        ] {
            let window = record.repeat(10);
            let rules = TextRules { quoting, ..rules(1_000) };
            let mut framer = TextFramer::new(&rules, window.as_bytes(), 0, false);
            let mut records = 0;
            framer.plain(window.len(), |_| records += 1);
            assert_eq!(records, wanted, "{record:?}");
        }
    }

    proptest! {
        #[test]
        fn records_taken_by_blocks_are_those_that_are_found_one_by_one(
            text in prop_oneof![
                "([ -~]{0,70}(\n|\r\n)){0,12}",
                "([a-z\u{c}]{0,40}[\r\n\u{c}]{1,3}|\u{1a}?[a-z]{60,66}\n){0,12}[a-z]{0,70}",
                "((\"([a-z,\n]|\r\n|\"\"){0,40}\"|[a-z]{0,30})(,|,|\n|\r\n)){0,30}",
                "((\"([a-z,\n\r]|\"\"){0,40}\"|[a-z\"]{0,9})(,|,|\n|\r\n)){0,30}",
                "[\",\n\ra]{0,300}",
            ],
            (times, at, limit) in (prop::sample::select(vec![1_usize, 3, 30]), 0_usize..40, 0_usize..900),
            (last, marked, quoted, max_length) in (any::<bool>(), any::<bool>(), any::<bool>(), prop::sample::select(vec![10_usize, 60, 1_000])),
        ) {
            let mark: &[u8] = if marked { b"\x1a" } else { b"" };
            let rules = rules(max_length);
            let rules = TextRules { quoting: rules.quoting.clone().filter(|_| quoted), mark, ..rules };
            let (text, limit) = (text.repeat(times), limit * times);
            let of = |by_blocks| framed(&rules, text.as_bytes(), (at.min(text.len()), limit), last, by_blocks);
            prop_assert_eq!(of(true), of(false));
        }

        #[test]
        fn blocks_find_the_record_end_that_cells_one_by_one_do(
            text in prop_oneof!["[\",\n\ra]{0,200}", "((\"([a-z,\n]|\"\"){0,40}\"|[a-z]{0,9}),){0,8}\"?[a-z]{0,9}\"?\r?\n[a-z,\"\n]{0,99}"],
            before in "[,\"a]{0,9}",
            max_length in prop::sample::select(vec![10_usize, 60, 64, 1_000]),
        ) {
            let window = format!("{before}{text}");
            let (even, simple, by_cells) = ends(&rules(max_length), window.as_bytes(), before.len());
            prop_assert_eq!(simple, by_cells);
            if let Some((end, lines)) = even {
                prop_assert_eq!((Ok(end), lines), by_cells);
            }
        }
    }
}

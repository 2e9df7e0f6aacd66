//! What stands before the first row of a delimited file: preamble and header lines.
//!
//! In: the file's first bytes. Out: the head's records, and in which cell each declared header's column is.

use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::table::CellTable;
use crate::extractors::encoding::Encoding;
use crate::extractors::frame::text::{TextFramer, TextRules};
use crate::extractors::frame::{Frame, Framed};
use crate::extractors::slices::Slices;
use crate::finding::{Args, Code};
use crate::mapping::model::{HeaderMatch, Preamble};

/// Headers that a message names.
const NAMES: usize = 6;
/// Characters of a name that are shown.
const NAME_LETTERS: usize = 60;

/// How the head of a file is found.
#[derive(Debug, Clone)]
pub struct HeadRules {
    /// What stands before the header.
    pub preamble: Preamble,
    /// Header lines; the last one names the columns.
    pub header: u32,
    /// How names are compared.
    pub matching: HeaderMatch,
    /// The names that fields and repeats say, each once; those of `optional` places excluded.
    pub wanted: Vec<String>,
    /// Names that the mapping knows and no field reads: they may be there or not, and several times.
    pub ignored: Vec<String>,
    /// Cells from 0, end exclusive, that no field reads and that are known, whatever their header is.
    pub ignored_cells: Vec<(u32, u32)>,
    /// Cells, from 0, that fields read by their place: whatever their header is.
    pub by_index: Vec<u32>,
}

/// The head of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Preamble lines, in their order.
    pub preamble: Vec<RecordSpan>,
    /// Header records, in their order.
    pub header: Vec<RecordSpan>,
    /// Where the first row may start, in the view.
    pub end: usize,
    /// Lines of the head.
    pub lines: u32,
    /// The cell (from 0) of each wanted header.
    pub columns: Vec<Option<u32>>,
    /// Each ignored name's number, and a cell that it names.
    pub ignored: Vec<(usize, u32)>,
    /// Cells of the header; none without a header.
    pub width: Option<u32>,
    /// What is wrong with the header; fails the run.
    pub findings: Vec<(Code, Args)>,
}

/// What a head is read from.
#[derive(Debug, Clone, Copy)]
pub struct HeadText<'a> {
    /// The file's first bytes.
    pub window: &'a [u8],
    /// Their view.
    pub view: &'a [u8],
    /// Where text begins in the view, after a byte order mark.
    pub start: usize,
    /// The file ends with the window.
    pub last: bool,
}

/// Reads the head. An empty file has an empty head and no finding.
#[must_use]
pub fn head(
    rules: &HeadRules,
    cell_rules: &CellRules,
    text_rules: &TextRules,
    encoding: Encoding,
    text: HeadText<'_>,
) -> Head {
    let mut reader = Reader { rules, cell_rules, encoding, text, head: Head::default() };
    reader.head.end = text.start;
    let plain = TextRules { quoting: None, ..text_rules.clone() };
    match rules.preamble {
        Preamble::Lines(lines) => reader.preamble(&plain, lines),
        Preamble::UntilHeader => reader.until_header(&plain, text_rules),
    }
    // Where no line is the header, none is compared with it: that would blame whatever stands first.
    let found = reader.head.findings.is_empty();
    while found && reader.head.header.len() < rules.header as usize {
        let Some(span) = reader.next(text_rules) else { break };
        // A comment among the header lines is skipped as those among the rows are.
        let comment =
            text_rules.comment.as_ref().is_some_and(|mark| text.view[span.start as usize..].starts_with(mark));
        if comment { reader.head.preamble.push(span) } else { reader.head.header.push(span) }
    }
    reader.columns();
    reader.head
}

struct Reader<'a> {
    rules: &'a HeadRules,
    cell_rules: &'a CellRules,
    encoding: Encoding,
    text: HeadText<'a>,
    head: Head,
}

impl Reader<'_> {
    /// The next record of the head; lines count from the head's start.
    fn next(&mut self, rules: &TextRules) -> Option<RecordSpan> {
        let mut framer = TextFramer::new(rules, self.text.view, self.head.end, self.text.last);
        let Framed::Record(span) = framer.next(usize::MAX) else { return None };
        self.head.end = framer.at();
        let line = self.head.lines + span.line;
        self.head.lines += framer.line();
        Some(RecordSpan { line, ..span })
    }

    fn preamble(&mut self, plain: &TextRules, lines: u32) {
        // Blank lines count, though they are separators.
        loop {
            let here = (self.head.end, self.head.lines);
            match self.next(plain) {
                Some(span) if span.line < lines => self.head.preamble.push(span),
                _ => {
                    (self.head.end, self.head.lines) = here;
                    return;
                }
            }
        }
    }

    /// Everything before the line that holds all wanted headers; with several header lines, that is the last of them.
    fn until_header(&mut self, plain: &TextRules, quoted: &TextRules) {
        let start = (self.head.end, self.head.lines);
        let mut before = Vec::new();
        let mut near = Near::default();
        loop {
            let here = (self.head.end, self.head.lines);
            let next = self.next(quoted);
            let names = next.map(|span| self.names(span)).unwrap_or_default();
            if next.is_some() && self.missing(&names).is_empty() {
                let above = (self.rules.header.max(1) - 1) as usize;
                let keep = before.len().saturating_sub(above);
                (self.head.end, self.head.lines) = before.get(keep).map_or(here, |(place, _)| *place);
                before.truncate(keep);
                self.head.preamble = before.into_iter().map(|(_, span)| span).collect();
                return;
            }
            if let Some(span) = next {
                self.compare(&mut near, span, names);
            }
            (self.head.end, self.head.lines) = here;
            // A quote that opens a title and is never closed hides no header.
            let Some(span) = self.next(plain) else {
                (self.head.end, self.head.lines) = start;
                self.not_found(&near);
                return;
            };
            before.push((here, span));
        }
    }

    /// Keeps the line that holds the most of the wanted headers; the first of several.
    fn compare(&self, near: &mut Near, span: RecordSpan, names: Vec<Option<String>>) {
        let held = self.rules.wanted.len() - self.missing(&names).len();
        if held > near.held {
            *near = Near { held, line: span.line + 1, names };
        }
    }

    /// Says that no line is the header, unless the file is empty. A line that holds fewer than half of the wanted
    /// headers may hold data: nothing of it is named.
    fn not_found(&mut self, near: &Near) {
        if self.text.view.len() == self.text.start {
            return;
        }
        let wanted: Vec<&str> = self.rules.wanted.iter().map(String::as_str).collect();
        let args = if self.is_header(&near.names) {
            let (missing, others) = (self.missing(&near.names), self.others(&near.names));
            vec![u64::from(near.line).into(), listed(&missing).into(), listed(&others).into(), "".into()]
        } else {
            vec!["".into(), "".into(), "".into(), listed(&wanted).into()]
        };
        self.head.findings.push((Code::HeaderNotFound, args));
    }

    /// Whether a line holds at least half of the wanted headers, so that its cells are names and not data.
    fn is_header(&self, names: &[Option<String>]) -> bool {
        let (wanted, missing) = (self.rules.wanted.len(), self.missing(names).len());
        wanted == 0 || missing < wanted && missing <= wanted / 2
    }

    /// The wanted headers that are not among the names.
    fn missing(&self, names: &[Option<String>]) -> Vec<&str> {
        let there = |wanted: &str| names.iter().flatten().any(|name| self.same(name, wanted));
        self.rules.wanted.iter().map(String::as_str).filter(|wanted| !there(wanted)).collect()
    }

    /// The names that are not wanted, but those that are ignored and those of cells that are read by their place; empty for a cell that does not decode.
    fn others<'n>(&self, names: &'n [Option<String>]) -> Vec<&'n str> {
        let (wanted, ignored) = (&self.rules.wanted, &self.rules.ignored);
        let known = |name: &str| wanted.iter().chain(ignored).any(|wanted| self.same(name, wanted));
        let by_index = |cell: usize| {
            let mut ignored = self.rules.ignored_cells.iter();
            self.rules.by_index.iter().any(|index| *index as usize == cell)
                || ignored.any(|(start, end)| (*start as usize..*end as usize).contains(&cell))
        };
        let names = names.iter().map(|name| name.as_deref().unwrap_or_default()).enumerate();
        names.filter(|(cell, name)| !known(name) && !by_index(*cell)).map(|(_, name)| name).collect()
    }

    /// The names in a header record; none for a cell that does not decode.
    fn names(&self, span: RecordSpan) -> Vec<Option<String>> {
        let mut table = CellTable::default();
        table.clear();
        table.strict(self.cell_rules, self.text.window, self.text.view, span);
        let bytes = Slices { window: self.text.window, side: &table.side };
        let decode = |cell: &[u8]| {
            let mut text = Vec::new();
            self.encoding.decode(cell, &mut text).ok().and_then(|()| String::from_utf8(text).ok())
        };
        table.record(0).iter().map(|slice| decode(bytes.get(slice))).collect()
    }

    fn same(&self, name: &str, wanted: &str) -> bool {
        match self.rules.matching {
            HeaderMatch::Exact => name == wanted,
            HeaderMatch::Trim => name.trim() == wanted.trim(),
            HeaderMatch::Fold => name.trim().to_lowercase() == wanted.trim().to_lowercase(),
        }
    }

    fn columns(&mut self) {
        self.head.columns = vec![None; self.rules.wanted.len()];
        let Some(&span) = self.head.header.last() else {
            let wanted = self.rules.header > 0 && !self.rules.wanted.is_empty();
            if wanted && self.head.findings.is_empty() {
                self.not_found(&Near::default());
            }
            return;
        };
        let names = self.names(span);
        self.head.width = u32::try_from(names.len()).ok();
        if !self.is_header(&names) {
            return self.not_found(&Near::default());
        }
        for (number, wanted) in self.rules.wanted.iter().enumerate() {
            let mut places =
                names.iter().enumerate().filter(|(_, name)| name.as_ref().is_some_and(|name| self.same(name, wanted)));
            let first = places.next().and_then(|(place, _)| u32::try_from(place).ok());
            let twice = places.next().is_some();
            self.head.columns[number] = first;
            if twice {
                self.head.findings.push((Code::HeaderTwice, vec![wanted.as_str().into()]));
            }
        }
        let is_named =
            |name: &Option<String>, ignored: &str| name.as_ref().is_some_and(|name| self.same(name, ignored));
        let ignored = self.rules.ignored.iter().enumerate().flat_map(|(number, ignored)| {
            let cells = (0_u32..).zip(&names).filter(|(_, name)| is_named(name, ignored));
            cells.map(move |(cell, _)| (number, cell)).collect::<Vec<_>>()
        });
        self.head.ignored = ignored.collect();
        let (missing, others) = (self.missing(&names), self.others(&names));
        let mut found = Vec::new();
        if !missing.is_empty() {
            let near = |wanted: &&str| crate::mapping::nearest::nearest(wanted, others.iter().copied());
            let near: Vec<String> = missing.iter().filter_map(near).map(Into::into).collect();
            let args = vec![missing.len().into(), listed(&missing).into(), listed(&near).into()];
            found.push((Code::HeaderMissing, args));
        }
        if !others.is_empty() && !self.rules.wanted.is_empty() {
            found.push((Code::HeaderExtra, vec![others.len().into(), listed(&others).into()]));
        }
        self.head.findings.extend(found);
    }
}

/// The line that is nearest to the header that is looked for.
#[derive(Default)]
struct Near {
    /// Wanted headers that it holds.
    held: usize,
    /// From 1.
    line: u32,
    names: Vec<Option<String>>,
}

/// Names as a message shows them, the first few, and of a very long one its beginning.
fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let short = |name: &str| match name.char_indices().nth(NAME_LETTERS) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    };
    let shown = names.iter().take(NAMES).map(|name| short(name.as_ref()));
    let more = (names.len() > NAMES).then(|| String::from("…"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_a_few_names_and_a_part_of_a_long_one() {
        assert_eq!(listed(&["a", "é"]), "`a`, `é`");
        assert_eq!(listed(&["é".repeat(61)]), format!("`{}…`", "é".repeat(60)));
        assert_eq!(listed(&["x"; 7]), "`x`, `x`, `x`, `x`, `x`, `x`, …");
    }
}

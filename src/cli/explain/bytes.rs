//! The bytes of a record as hex and text, with the span of each field under them.
//!
//! Sixteen bytes a line, eight where the terminal is narrow. Under each line stands the number of every field that has
//! bytes in it, and a line as far as it goes; fields that share bytes stand one under the other.

use super::Words;
use crate::cli::{layout, words};
use crate::inspect::explain::record::{FieldSeen, Glyph, Record};

/// Bytes of a line, and of one on a narrow terminal.
const WIDE: usize = 16;
const NARROW: usize = 8;
/// The narrowest terminal on which wide lines fit.
const FITS: usize = 78;
/// Lines that are shown whatever stands in them.
const LINES: usize = 40;
/// Lines that are shown at most, where not all are asked for.
const MOST: usize = 64;
/// Lines under one line of bytes: more fields share a byte where a mapping does it on purpose.
const LANES: usize = 4;
/// Colours of terminals that fields have in turn.
const COLOURS: [u8; 6] = [36, 33, 35, 32, 34, 31];

/// The number of a span of bytes that someone edited.
pub(super) const EDITED: usize = usize::MAX;

/// A field's span, and its number from 1; 0: a length stands there; [`EDITED`].
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) number: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lane: usize,
}

/// Bytes, and what each is as text.
#[derive(Clone, Copy)]
pub(super) struct Drawn<'a> {
    pub(super) bytes: &'a [Option<u8>],
    pub(super) text: &'a [Glyph],
}

impl Words {
    pub(super) fn bytes(self, record: &Record) -> String {
        let (texts, width) = (self.texts, self.bytes_a_line());
        let spans = spans(record);
        let drawn = Drawn { bytes: &record.bytes, text: &record.text };
        let mut text = self.heading(texts.head_bytes, &[]);
        if (record.bytes.len() as u64) < record.length {
            let args = [("shown", record.bytes.len().into()), ("length", record.length.into())];
            text += &self.indented(&self.say(texts.hex_first, &args));
        }
        text += &self.ruler(width);
        let (rows, mut folded, mut shown) = (record.bytes.len().div_ceil(width), 0, 0);
        for row in 0..rows {
            let at = row * width..(row * width + width).min(record.bytes.len());
            let is_border = |span: &Span| at.contains(&span.start) || at.contains(&(span.end - 1));
            if !self.view.all && rows > LINES && !spans.iter().any(is_border) {
                folded += at.len();
                continue;
            }
            if folded > 0 {
                text += &self.indented(&self.say(texts.hex_folded, &[("bytes", std::mem::take(&mut folded).into())]));
            }
            if !self.view.all && shown == MOST {
                folded = record.bytes.len() - at.start;
                break;
            }
            shown += 1;
            text += &self.row(drawn, &spans, at, width);
        }
        if folded > 0 {
            text += &self.indented(&self.say(texts.hex_more, &[("bytes", folded.into())]));
        }
        let mut notes = vec![self.plain(texts.hex_legend)];
        notes.extend((!record.descriptors.is_empty()).then(|| self.plain(texts.descriptors)));
        notes.extend(record.changed.then(|| self.plain(texts.changed)));
        notes.extend(record.bytes.contains(&None).then(|| self.plain(texts.personal)));
        text + &notes.iter().map(|note| self.indented(note)).collect::<String>()
    }

    pub(super) fn bytes_a_line(self) -> usize {
        if self.width() < FITS { NARROW } else { WIDE }
    }

    /// Positions of a line's bytes, from the one that stands before it.
    pub(super) fn ruler(self, width: usize) -> String {
        let numbers = (0..width).fold(String::new(), |numbers, at| format!("{numbers}{at:>3}"));
        let head = self.plain(self.texts.hex_offset);
        let text = self.plain(self.texts.hex_text);
        format!("  {head:>7} {numbers}  {text}\n")
    }

    pub(super) fn row(self, drawn: Drawn<'_>, spans: &[Span], at: std::ops::Range<usize>, width: usize) -> String {
        let mut hex = String::new();
        let mut text = String::new();
        let here: Vec<&Span> = spans.iter().filter(|span| span.start < at.end && span.end > at.start).collect();
        for byte in at.clone() {
            let colour = here.iter().find(|span| (span.start..span.end).contains(&byte)).map(|span| span.number);
            let shown = drawn.bytes[byte].map_or_else(|| "··".to_owned(), |byte| format!("{byte:02X}"));
            hex += " ";
            hex += &self.coloured(colour, &shown);
            text += &self.coloured(colour, &glyph(drawn.text[byte]).to_string());
        }
        let blanks = " ".repeat(3 * (width - at.len()));
        let mut row = format!("  {:>7} {hex}{blanks}  {text}\n", at.start + 1);
        for lane in 0..LANES {
            let in_lane = || here.iter().filter(|span| span.lane == lane);
            if in_lane().next().is_none() {
                continue;
            }
            let mut marks = String::new();
            let mut to = 0;
            for span in in_lane() {
                let (first, last) = (span.start.max(at.start) - at.start, span.end.min(at.end) - at.start);
                marks += &" ".repeat((3 * first + 1).saturating_sub(to));
                let length = 3 * (last - first) - 1;
                let mark = match span.number {
                    0 => "=".repeat(length),
                    EDITED => "^".repeat(length),
                    number => format!("{number:-<length$}"),
                };
                let mark: String = mark.chars().take(length.max(3)).collect();
                to = 3 * first + 1 + layout::length(&mark);
                marks += &self.coloured(Some(span.number), &mark);
            }
            row.extend(["          ", marks.trim_end(), "\n"]);
        }
        row
    }

    fn coloured(self, number: Option<usize>, text: &str) -> String {
        match number.filter(|_| self.view.drawing.colour) {
            Some(number) => format!("\u{1b}[{}m{text}\u{1b}[0m", COLOURS[number % COLOURS.len()]),
            None => text.to_owned(),
        }
    }
}

fn glyph(glyph: Glyph) -> char {
    match glyph {
        Glyph::Is(c) if words::is_visible(c) => c,
        Glyph::Goes => '~',
        Glyph::Is(_) | Glyph::Control => '.',
        Glyph::Bad => '\u{FFFD}',
        Glyph::Hidden => '·',
    }
}

/// The spans of fields, each in the first lane where it meets no other.
fn spans(record: &Record) -> Vec<Span> {
    let of_field = |(at, field): (usize, &FieldSeen)| {
        field.spans.iter().map(|(start, end)| (at + 1, *start, *end)).collect::<Vec<_>>()
    };
    let descriptors = record.descriptors.iter().map(|(start, end)| (0, *start, *end));
    let mut spans: Vec<Span> = descriptors
        .chain(record.fields.iter().enumerate().flat_map(of_field))
        .map(|(number, start, end)| Span { number, start, end, lane: 0 })
        .filter(|span| span.start < span.end)
        .collect();
    spans.sort_by_key(|span| (span.start, span.number));
    let mut ends: Vec<usize> = Vec::new();
    for span in &mut spans {
        let free = ends.iter().position(|end| *end <= span.start);
        span.lane = free.unwrap_or(ends.len());
        match free {
            Some(lane) => ends[lane] = span.end,
            None => ends.push(span.end),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::diagnostics::Drawing;
    use crate::cli::explain::View;
    use crate::cli::words::Language;
    use crate::inspect::explain::record::{Fate, FieldAt, Said};

    fn field(start: usize, end: usize) -> FieldSeen {
        FieldSeen {
            name: "f".into(),
            repetition: None,
            at: FieldAt::Record,
            spans: vec![(start, end)],
            text: Said::Empty,
            r#type: "text".into(),
            value: Said::Empty,
            witness: None,
            findings: Vec::new(),
        }
    }

    fn record(bytes: &[u8], fields: Vec<FieldSeen>) -> Record {
        Record {
            number: 1,
            line: None,
            offset: 0,
            length: bytes.len() as u64,
            source_length: None,
            next: bytes.len() as u64,
            zone: "row",
            kind: None,
            kind_id: None,
            kinds: Vec::new(),
            parents: Vec::new(),
            closes: None,
            bytes: bytes.iter().map(|byte| Some(*byte)).collect(),
            text: bytes.iter().map(|byte| Glyph::Is(char::from(*byte))).collect(),
            descriptors: Vec::new(),
            lengths: Vec::new(),
            changed: false,
            fields,
            unread: false,
            tables: Vec::new(),
            joins: Vec::new(),
            findings: Vec::new(),
            fate: Fate::Informs,
        }
    }

    fn words(colour: bool, all: bool) -> Words {
        let drawing = Drawing { language: Language::En, colour, width: 80 };
        Words { view: View { drawing, all }, language: Language::En, texts: Language::En.explain() }
    }

    #[test]
    fn each_field_has_its_number_under_its_bytes() {
        let fields = vec![field(0, 1), field(1, 4), field(2, 6), field(15, 18)];
        let drawn = words(false, false).bytes(&record(b"0123456789ABCDEFGHIJ", fields));
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(
            &lines[2..6],
            [
                "        1  30 31 32 33 34 35 36 37 38 39 41 42 43 44 45 46  0123456789ABCDEF",
                "           1- 2-------                                  4-",
                "                 3----------",
                "       17  47 48 49 4A                                      GHIJ",
            ]
        );
        assert_eq!(lines[6], "           4----");
        assert!(drawn.lines().all(|line| layout::length(line) <= 80), "{drawn}");
    }

    #[test]
    fn the_length_before_a_record_is_marked_as_no_field() {
        let record = Record { descriptors: vec![(0, 4)], ..record(b"....abcdef", vec![field(4, 10)]) };
        let drawn = words(false, false).bytes(&record);
        assert_eq!(drawn.lines().nth(3), Some("           =========== 1----------------"), "{drawn}");
        assert!(drawn.contains("===") && drawn.lines().all(|line| layout::length(line) <= 80), "{drawn}");
    }

    #[test]
    fn long_records_show_where_fields_begin_and_end() {
        let long = record(&[b'x'; 10_000], vec![field(0, 9_000), field(9_990, 10_000)]);
        let drawn = crate::cli::words::spaced(Language::En, &words(false, false).bytes(&long));
        assert!(drawn.lines().count() < 20 && drawn.contains("8,976 bytes where no field"), "{drawn}");
        assert!(words(false, true).bytes(&long).matches("78 78").count() > 4_000);
    }

    #[test]
    fn colour_says_nothing_that_is_not_there_without_it() {
        let one = record(b"ab", vec![field(0, 1), field(1, 2)]);
        let coloured = words(true, false).bytes(&one);
        assert!(coloured.contains("\u{1b}["), "{coloured:?}");
        let plain = regex::Regex::new("\u{1b}\\[[0-9]+m").unwrap().replace_all(&coloured, "").into_owned();
        assert_eq!(plain, words(false, false).bytes(&one));
    }
}

//! A crosswalk of delimited text: bytes in, batches of typed rows out. Strict: a line that is not cut into as many cells
//! as its header is a mistake.

use super::rows::Rows;
use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::cells::CellTable;
use crate::extractors::delimited::head::{Head, HeadRules, HeadText, head};
use crate::extractors::encoding::Encoding;
use crate::extractors::fields::{Batch, Cut};
use crate::extractors::frame::text::{Quoting, TextFramer, TextRules};
use crate::extractors::frame::{Frame, Framed, view};
use crate::extractors::slices::{Slice, Slices};
use crate::finding::Code;
use crate::mapping::model::{HeaderMatch, Preamble};
use crate::run::Stop;
use crate::run::plan::{BATCH_RECORDS, view_byte, view_bytes};
use crate::run::windows::byte_order_mark;

/// Bytes of the longest line.
const MAX_LENGTH: usize = 1 << 20;

/// Reads all rows; gives the names of all columns. `(encoding, delimiter, quote)` as the mapping says.
///
/// # Errors
/// TL0014 for a delimiter that the encoding does not have; TL0911.
pub fn read(
    bytes: &[u8],
    (name, delimiter, quote): (&str, &str, Option<char>),
    rows: &mut Rows<'_>,
) -> Result<Vec<String>, Stop> {
    let unknown = || Stop::new(Code::UnknownEncoding, vec![name.into(), "".into()]);
    let encoding = Encoding::of(name).ok_or_else(unknown)?;
    let cells = CellRules {
        delimiter: view_bytes("delimiter", delimiter, encoding)?,
        quote: quote.map(|quote| view_byte("quote", quote, encoding)).transpose()?,
        escape: None,
        scale: view::scale(encoding.unit()),
    };
    let quoting = |quote| Quoting { quote, escape: None, delimiter: cells.delimiter.clone() };
    let framing = TextRules {
        quoting: cells.quote.map(quoting),
        comment: None,
        max_length: MAX_LENGTH,
        mark: view::byte_order_mark(name),
    };
    let seen = view::view(encoding.unit(), bytes);
    let mark = byte_order_mark(bytes).filter(|(marked, _)| *marked == name).map_or(0, |(_, length)| length);
    let start = usize::try_from(mark).unwrap_or(0) / cells.scale;
    let text = HeadText { window: bytes, view: &seen, start, last: true };
    let head = head(&head_rules(rows), &cells, &framing, encoding, text);
    let mut reader = Reader { bytes, seen: &seen, cells: &cells, encoding, head: &head, batch: Lines::default() };
    let names = reader.names();
    // A file without a line has no header, and no row either.
    if !names.is_empty() && rows.check_headers(&names) {
        reader.read(&framing, rows)?;
    }
    Ok(names)
}

fn head_rules(rows: &Rows<'_>) -> HeadRules {
    let mut wanted: Vec<String> = Vec::new();
    for header in rows.headers() {
        if !wanted.iter().any(|known| known == header) {
            wanted.push(header.to_owned());
        }
    }
    HeadRules { preamble: Preamble::Lines(0), header: 1, matching: HeaderMatch::Exact, wanted, by_index: Vec::new() }
}

/// Lines that are decoded together.
#[derive(Default)]
struct Lines {
    table: CellTable,
    records: Vec<Slice>,
    /// Numbers of the records that are sound.
    sound: Vec<u32>,
    /// On which line each of these stands.
    numbers: Vec<u32>,
}

struct Reader<'a> {
    bytes: &'a [u8],
    seen: &'a [u8],
    cells: &'a CellRules,
    encoding: Encoding,
    head: &'a Head,
    batch: Lines,
}

impl Reader<'_> {
    /// The names in the header; one that does not decode is empty, and so is none that is wanted.
    fn names(&mut self) -> Vec<String> {
        let Some(span) = self.head.header.last() else { return Vec::new() };
        let table = &mut self.batch.table;
        table.clear();
        table.strict(self.cells, self.bytes, self.seen, *span);
        let slices = Slices { window: self.bytes, side: &table.side };
        let name = |slice: &Slice| {
            let mut text = Vec::new();
            let decoded = self.encoding.decode(slices.get(*slice), &mut text);
            decoded.ok().and_then(|()| String::from_utf8(text).ok()).unwrap_or_default()
        };
        table.record(0).iter().map(name).collect()
    }

    fn read(&mut self, framing: &TextRules, rows: &mut Rows<'_>) -> Result<(), Stop> {
        let mut framer = TextFramer::new(framing, self.seen, self.head.end, true);
        self.clear();
        loop {
            match framer.next(usize::MAX) {
                Framed::Record(span) => self.line(span, rows),
                Framed::Unclosed { .. } => {
                    let line = self.head.lines + framer.line() + 1;
                    rows.mistake_on(line, Code::CrosswalkLine, vec!["unclosed".into()]);
                    break;
                }
                Framed::End { .. } | Framed::Cut { .. } => break,
            }
            if self.batch.records.len() == BATCH_RECORDS {
                self.push(rows)?;
            }
        }
        self.push(rows)
    }

    fn clear(&mut self) {
        self.batch.table.clear();
        self.batch.records.clear();
        self.batch.sound.clear();
        self.batch.numbers.clear();
    }

    fn line(&mut self, span: RecordSpan, rows: &mut Rows<'_>) {
        let batch = &mut self.batch;
        let number = u32::try_from(batch.records.len()).unwrap_or(u32::MAX);
        let stray = batch.table.strict(self.cells, self.bytes, self.seen, span);
        let (start, scale) = (span.start as usize, self.cells.scale);
        batch.records.push(Slice::of_window(start * scale, span.len as usize * scale));
        let width = u32::try_from(batch.table.record(number).len()).ok();
        let line = self.head.lines + span.line + 1;
        match stray {
            Some(_) => rows.mistake_on(line, Code::CrosswalkLine, vec!["quote".into()]),
            None if width != self.head.width => rows.mistake_on(line, Code::CrosswalkLine, vec!["cells".into()]),
            None => {
                batch.sound.push(number);
                batch.numbers.push(line);
            }
        }
    }

    fn push(&mut self, rows: &mut Rows<'_>) -> Result<(), Stop> {
        let Lines { table, records, sound, numbers } = &self.batch;
        let bytes = Slices { window: self.bytes, side: &table.side };
        let columns = &self.head.columns;
        let fields = Batch { bytes, records, cells: Some(table), columns, encoding: self.encoding };
        let wanted = head_rules(rows).wanted;
        let cut = |header: &str| Cut::Header(wanted.iter().position(|known| known == header).unwrap_or(usize::MAX));
        let decoders = rows.decoders().iter().zip(rows.headers());
        let decoded = decoders.map(|(decoder, header)| fields.field(decoder, cut(header), sound)).collect();
        rows.push(decoded, numbers)?;
        self.clear();
        Ok(())
    }
}

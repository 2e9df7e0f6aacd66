//! A crosswalk, or another file beside the sources, of delimited text: bytes in, batches of typed rows out. Strict: a line that is not cut into as many cells
//! as its header is a mistake.

use super::faults::Faults;
use crate::extractors::RecordSpan;
use crate::extractors::decode::{Decoded, Decoder};
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::head::{Head, HeadRules, HeadText, head};
use crate::extractors::delimited::table::CellTable;
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

/// What takes the rows of a file.
pub trait Takes {
    /// What reads each of the wanted columns.
    fn decoders(&self) -> &[Decoder];

    /// The headers of the wanted columns, in their order.
    fn headers(&self) -> Vec<&str>;

    /// What is wrong with the file.
    fn faults(&mut self) -> &mut Faults;

    /// Takes rows: one decoded array a wanted column, and the line of each row.
    ///
    /// # Errors
    /// TL0911, a defect; what the taker does with them may fail too.
    fn push(&mut self, decoded: Vec<Decoded>, lines: &[u32]) -> Result<(), Stop>;
}

/// A file from its front to its end, a part at a time.
pub trait Front {
    /// The bytes from where it stands, and whether the file ends with them.
    fn window(&self) -> (&[u8], bool);

    /// Goes on by so many bytes; there is more in the window then, unless the file ends with it.
    ///
    /// # Errors
    /// TL0901.
    fn pass(&mut self, used: usize) -> Result<(), Stop>;
}

impl Front for &[u8] {
    fn window(&self) -> (&[u8], bool) {
        (self, true)
    }

    fn pass(&mut self, used: usize) -> Result<(), Stop> {
        *self = &self[used..];
        Ok(())
    }
}

/// Reads all rows; gives the names of all columns. `(encoding, delimiter, quote)` as the mapping says.
///
/// # Errors
/// TL0014 for a delimiter that the encoding does not have; TL0911; what reading and taking give.
pub fn read(
    file: &mut dyn Front,
    (name, delimiter, quote): (&str, &str, Option<char>),
    rows: &mut dyn Takes,
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
    let wanted = head_rules(rows);
    let (bytes, last) = file.window();
    let seen = view::view(encoding.unit(), bytes);
    let mark = byte_order_mark(bytes).filter(|(marked, _)| *marked == name).map_or(0, |(_, length)| length);
    let start = usize::try_from(mark).unwrap_or(0) / cells.scale;
    let head = head(&wanted, &cells, &framing, encoding, HeadText { window: bytes, view: &seen, start, last });
    let mut batch = Lines::default();
    let names = names(&head, &cells, encoding, (bytes, &seen), &mut batch.table);
    drop(seen);
    let headers: Vec<&str> = wanted.wanted.iter().map(String::as_str).collect();
    // A file without a line has no header, and no row either.
    if !names.is_empty() && rows.faults().check_headers(headers, &names) {
        let (at, line) = (head.end, head.lines);
        Reader { cells: &cells, encoding, head: &head, wanted: &wanted.wanted, names: &names, batch }.read(
            &framing,
            (file, at, line),
            rows,
        )?;
    }
    Ok(names)
}

fn head_rules(rows: &dyn Takes) -> HeadRules {
    let mut wanted: Vec<String> = Vec::new();
    for header in rows.headers() {
        if !wanted.iter().any(|known| known == header) {
            wanted.push(header.to_owned());
        }
    }
    HeadRules {
        preamble: Preamble::Lines(0),
        header: 1,
        matching: HeaderMatch::Exact,
        wanted,
        ignored: Vec::new(),
        ignored_cells: Vec::new(),
        by_index: Vec::new(),
    }
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
    cells: &'a CellRules,
    encoding: Encoding,
    head: &'a Head,
    /// Each wanted header once.
    wanted: &'a [String],
    /// All headers.
    names: &'a [String],
    batch: Lines,
}

/// The names in the header; one that does not decode is empty, and so is none that is wanted.
fn names(
    head: &Head,
    cells: &CellRules,
    encoding: Encoding,
    (bytes, seen): (&[u8], &[u8]),
    table: &mut CellTable,
) -> Vec<String> {
    let Some(span) = head.header.last() else { return Vec::new() };
    table.clear();
    table.strict(cells, bytes, seen, *span);
    let slices = Slices { window: bytes, side: &table.side };
    let name = |slice: Slice| {
        let mut text = Vec::new();
        let decoded = encoding.decode(slices.get(slice), &mut text);
        decoded.ok().and_then(|()| String::from_utf8(text).ok()).unwrap_or_default()
    };
    table.record(0).iter().map(name).collect()
}

impl Reader<'_> {
    /// Reads the rows from a place of the window on, before which so many lines stand.
    fn read(
        &mut self,
        framing: &TextRules,
        (file, mut at, mut lines): (&mut dyn Front, usize, u32),
        rows: &mut dyn Takes,
    ) -> Result<(), Stop> {
        self.clear();
        loop {
            let (bytes, last) = file.window();
            let seen = view::view(self.encoding.unit(), bytes);
            let mut framer = TextFramer::new(framing, &seen, at, last);
            let next = loop {
                match framer.next(usize::MAX) {
                    Framed::Record(span) => self.line(span, lines, (bytes, &seen), rows),
                    Framed::Unclosed { cell, .. } => {
                        let header = self.header(cell as usize);
                        rows.faults().uncut(lines + framer.line() + 1, "unclosed", &header, None);
                        break None;
                    }
                    // Lines have no lengths that could be lost.
                    Framed::Lost { .. } => break None,
                    Framed::End { at } | Framed::Cut { start: at } => break (!last).then_some(at),
                }
                if self.batch.records.len() == BATCH_RECORDS {
                    self.push(bytes, rows)?;
                }
            };
            lines += framer.line();
            // What is gathered stands in this window.
            self.push(bytes, rows)?;
            drop(seen);
            let Some(end) = next else { return Ok(()) };
            file.pass(end * self.cells.scale)?;
            at = 0;
        }
    }

    fn clear(&mut self) {
        self.batch.table.clear();
        self.batch.records.clear();
        self.batch.sound.clear();
        self.batch.numbers.clear();
    }

    fn line(&mut self, span: RecordSpan, before: u32, (bytes, seen): (&[u8], &[u8]), rows: &mut dyn Takes) {
        let batch = &mut self.batch;
        let number = u32::try_from(batch.records.len()).unwrap_or(u32::MAX);
        let stray = batch.table.strict(self.cells, bytes, seen, span);
        let (start, scale) = (span.start as usize, self.cells.scale);
        batch.records.push(Slice::of_window(start * scale, span.len as usize * scale));
        let (line, cells) = (before + span.line + 1, batch.table.record(number).len());
        let wanted = self.head.width.map_or(self.names.len(), |width| width as usize);
        match stray {
            Some(cell) => rows.faults().uncut(line, "quote", &self.header(cell as usize), None),
            None if cells < wanted => rows.faults().uncut(line, "few", &self.header(cells + 1), Some((cells, wanted))),
            None if cells > wanted => rows.faults().uncut(line, "many", "", Some((cells, wanted))),
            None => {
                batch.sound.push(number);
                batch.numbers.push(line);
            }
        }
    }

    /// The header of a cell, from 1; its number where that cannot be read.
    fn header(&self, cell: usize) -> String {
        let name = cell.checked_sub(1).and_then(|at| self.names.get(at)).filter(|name| !name.is_empty());
        name.cloned().unwrap_or_else(|| cell.to_string())
    }

    fn push(&mut self, bytes: &[u8], rows: &mut dyn Takes) -> Result<(), Stop> {
        let Lines { table, records, sound, numbers } = &self.batch;
        let bytes = Slices { window: bytes, side: &table.side };
        let columns = &self.head.columns;
        let fields = Batch { bytes, records, cells: Some(table), columns, encoding: self.encoding };
        let place = |header: &str| self.wanted.iter().position(|known| known == header).unwrap_or(usize::MAX);
        let decoders = rows.decoders().iter().zip(rows.headers());
        let decoded =
            decoders.map(|(decoder, header)| fields.field(decoder, Cut::Header(place(header)), sound)).collect();
        rows.push(decoded, numbers)?;
        self.clear();
        Ok(())
    }
}

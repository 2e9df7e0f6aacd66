//! The encoding of the texts of a file: the family is known, its page by the bytes that pages read otherwise.
//!
//! In: the bytes of its text fields. Out: the page's name, and why. Refuses to look at numbers, whose bytes are no letters, and
//! at texts that are in an encoding of their own: NATIONAL and UTF-8 say nothing of the page around them.

use arrow_array::cast::AsArray;

use super::trial::{Column, Mark, Setting, Tried};
use crate::extractors::encoding::Encoding;
use crate::inspect::encoding::ebcdic::{Pages, Texts};
use crate::inspect::encoding::{Bytes, PageReading, Verdict};
use crate::inspect::sample::Window;

/// The page that is taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its name.
    pub name: &'static str,
    /// Why.
    pub why: Why,
    /// Whether texts are filled up with X'00'.
    pub padded: bool,
}

/// Why a page is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Somebody knows it.
    Known,
    /// Pages of EBCDIC.
    Ebcdic(Pages),
    /// No byte beyond ASCII was seen.
    OnlyAscii,
    /// Pages with ASCII.
    Page(Vec<PageReading>),
    /// UTF-8.
    Utf8,
}

/// The page of these records' texts.
#[must_use]
pub fn of(
    tried: &[Tried],
    (variants, rows): (&[usize], &[Vec<usize>]),
    records: &[Vec<u8>],
    (setting, known): (&Setting, bool),
) -> Page {
    let mut texts: Vec<&[u8]> = Vec::new();
    let own = Encoding::of(&setting.encoding);
    let whole = variants.iter().zip(rows).filter(|(_, rows)| rows.len() == records.len());
    let whole = whole.filter_map(|(variant, _)| tried.get(*variant));
    let of_tables: Vec<Vec<u8>> = own.map(|own| of_tables(whole, &own)).unwrap_or_default();
    for (variant, rows) in variants.iter().zip(rows) {
        let Some(tried) = tried.get(*variant) else { continue };
        for column in written(tried).filter(|column| column.table.is_none()) {
            let (start, end) = (column.start as usize, (column.start + column.width) as usize);
            // A record may end within its last text.
            let of_record = |row: &usize| {
                let record = &records[*row];
                &record[start.min(record.len())..end.min(record.len())]
            };
            let is_read = |row: &usize| column.marks.get(*row).is_some_and(|mark| *mark != Mark::Bad);
            texts.extend(rows.iter().filter(|row| is_read(row)).map(of_record).filter(|text| !text.is_empty()));
        }
    }
    texts.extend(of_tables.iter().map(Vec::as_slice));
    let padded = texts.iter().any(|text| text.last() == Some(&0) && text.iter().any(|byte| *byte != 0));
    let (name, why) = if setting.is_ebcdic() { ebcdic(&texts) } else { ascii(&texts) };
    if known {
        let name = crate::mapping::encodings::canonical(&setting.encoding).unwrap_or(name);
        return Page { name, why: Why::Known, padded };
    }
    Page { name, why, padded }
}

/// Texts in characters of the source.
fn written(tried: &Tried) -> impl Iterator<Item = &Column> {
    tried.columns.iter().filter(|column| column.is_text && column.is_written)
}

/// The bytes of texts in tables of descriptions that all records have: where their elements stand, only what was read of them says.
fn of_tables<'t>(tried: impl Iterator<Item = &'t Tried>, own: &Encoding) -> Vec<Vec<u8>> {
    let columns = tried.flat_map(|tried| written(tried).filter(|column| column.table.is_some()));
    let arrays = columns.flat_map(|column| &column.values).filter_map(|array| array.as_string_opt::<i32>());
    arrays.flat_map(|array| array.iter().flatten()).filter_map(|text| own.encode(text)).collect()
}

fn ebcdic(texts: &[&[u8]]) -> (&'static str, Why) {
    let mut counted = Texts::default();
    for text in texts {
        counted.add(text);
    }
    let pages = counted.pages();
    (pages.best(), Why::Ebcdic(pages))
}

fn ascii(texts: &[&[u8]]) -> (&'static str, Why) {
    let mut bytes = Bytes::default();
    // What fills texts up is no character of them.
    let written: Vec<u8> =
        texts.iter().flat_map(|text| text.iter().copied().filter(|byte| *byte != 0).chain([b' '])).collect();
    bytes.add(&Window { offset: 0, bytes: written, starts_line: true, ends_line: true, is_last: true });
    match bytes.verdict() {
        Verdict::Utf8 { .. } => ("utf-8", Why::Utf8),
        Verdict::Page(pages) => (pages.first().map_or("latin1", |page| page.name), Why::Page(pages)),
        _ if bytes.count(|byte| byte >= 0x80) == 0 => ("ascii", Why::OnlyAscii),
        _ => ("latin1", Why::Page(Vec::new())),
    }
}

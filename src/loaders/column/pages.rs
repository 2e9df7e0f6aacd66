//! The pages of one column in one row group: compressed where that helps, with their indexes and the column's metadata.
//!
//! In: the bytes of one page after the other, and of a dictionary. Out: the bytes of the column and what the file's footer says of it. Refuses
//! to know: how values are encoded.
//!
//! Whether the column is compressed is told from its first pages, [`TRIED_BYTES`] or more: packed numbers rarely get smaller,
//! and readers need not unpack then what was not worth packing. It depends on the column's values alone.

use bytes::Bytes;
use parquet::basic::{BoundaryOrder, Compression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriteSpec, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::super::table::ZSTD_LEVEL;
use super::dictionary::DictionaryPage;
use super::levels::Counts;
use super::packing::{Effort, Way};
use super::trial;

/// Pages wait until they have so many bytes together; then it is decided whether all are compressed.
const TRIED_BYTES: usize = 4_096;
/// Room for a page's header; most take less.
const HEADER_BYTES: usize = 64;
/// A column is compressed if that takes at least this share from it.
const SAVED_SHARE: usize = 16;

/// One page as it is before compression.
#[derive(Debug)]
pub(super) struct PlainPage {
    pub(super) encoding: Encoding,
    pub(super) counts: Counts,
    /// Least and greatest value as statistics hold them; nothing of a page of nulls.
    pub(super) ends: Option<(Vec<u8>, Vec<u8>)>,
    /// Bytes of the texts without their lengths; nothing of numbers.
    pub(super) text_bytes: Option<usize>,
    /// Levels and values.
    pub(super) body: Vec<u8>,
}

/// How all pages are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packed {
    /// That is not decided.
    Open,
    /// They are not.
    No,
    /// So.
    In(Way),
    /// The first one as the level does it, to so many bytes of so many; the next one tells how all others are.
    Asked { packed: usize, plain: usize },
}

/// The pages so far.
pub(super) struct Pages {
    column: ColumnDescPtr,
    /// Nothing of the values may be told.
    personal: bool,
    /// All pages wait for the dictionary, which stands before them.
    waits: bool,
    effort: Effort,
    /// The pages with their headers, one piece each: one that grew would be moved again and again.
    out: Vec<Bytes>,
    bytes: usize,
    packed: Packed,
    waiting: Vec<PlainPage>,
    index: ColumnIndexBuilder,
    offsets: OffsetIndexBuilder,
    written: Vec<PageEncodingStats>,
    sums: Sums,
}

#[derive(Debug, Default)]
struct Sums {
    /// Of the dictionary page in the file.
    dictionary_bytes: i64,
    rows: u64,
    entries: u64,
    nulls: u64,
    plain_bytes: i64,
    text_bytes: Option<i64>,
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Pages").field("sums", &self.sums).finish_non_exhaustive()
    }
}

impl Pages {
    /// `waits` for a column whose pages need a dictionary.
    pub(super) fn new(column: ColumnDescPtr, waits: bool, personal: bool, effort: Effort) -> Self {
        let mut index = ColumnIndexBuilder::new(column.physical_type());
        if personal {
            index.to_invalid();
        }
        Self {
            column,
            personal,
            waits,
            effort,
            out: Vec::new(),
            bytes: 0,
            packed: Packed::Open,
            waiting: Vec::new(),
            index,
            offsets: OffsetIndexBuilder::new(),
            written: Vec::new(),
            sums: Sums::default(),
        }
    }

    /// The next page.
    pub(super) fn push(&mut self, page: PlainPage) -> Result<()> {
        match self.packed {
            Packed::Open => {}
            Packed::No => return self.write(page, None),
            Packed::In(way) => {
                let body = way.pack(&page.body)?;
                return self.write(page, Some(body));
            }
            Packed::Asked { packed, plain } => {
                let body = Way::Near.pack(&page.body)?;
                self.packed = Packed::In(Way::told_by((packed, plain), (body.len(), page.body.len())));
                return self.write(page, Some(body));
            }
        }
        self.waiting.push(page);
        let waiting: usize = self.waiting.iter().map(|page| page.body.len()).sum();
        if self.waits || waiting < TRIED_BYTES { Ok(()) } else { self.decide(None) }
    }

    /// Whether pages are compressed, told from those that wait, which are written behind their dictionary.
    fn decide(&mut self, dictionary: Option<DictionaryPage>) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let bodies = dictionary.iter().map(|page| &page.body).chain(waiting.iter().map(|page| &page.body));
        let plain: usize = bodies.clone().map(Vec::len).sum();
        let saves = |bytes: usize| bytes + plain / SAVED_SHARE <= plain;
        let is_short = bodies.clone().all(|body| body.len() <= trial::TRIED);
        let way = match waiting.first().filter(|_| dictionary.is_none()) {
            Some(PlainPage { text_bytes: Some(_), counts, body, .. }) => Way::of_texts(body, counts.rows, self.effort)?,
            _ => Way::Level,
        };
        let mut small = None;
        if is_short || saves(bodies.clone().map(|body| trial::size(body)).sum::<Result<usize>>()?) {
            let all = bodies.map(|body| way.pack(body)).collect::<Result<Vec<_>>>()?;
            small = Some(all).filter(|all| saves(all.iter().map(Vec::len).sum()));
        }
        self.packed = match (&small, waiting.as_slice()) {
            (None, _) => Packed::No,
            (Some(small), [page]) if page.text_bytes.is_some() && dictionary.is_none() && way.asks(&page.body) => {
                Packed::Asked { packed: small.iter().map(Vec::len).sum(), plain }
            }
            _ => Packed::In(way),
        };
        let mut small = small.into_iter().flatten();
        if let Some(dictionary) = dictionary {
            self.write_dictionary(dictionary, small.next())?;
        }
        waiting.into_iter().try_for_each(|page| self.write(page, small.next()))
    }

    fn write_dictionary(&mut self, dictionary: DictionaryPage, packed: Option<Vec<u8>>) -> Result<()> {
        let DictionaryPage { entries, body } = dictionary;
        let plain_bytes = body.len();
        let page = Page::DictionaryPage {
            buf: packed.unwrap_or(body).into(),
            num_values: u32::try_from(entries)?,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        let written = self.put(CompressedPage::new(page, plain_bytes))?;
        self.sums.dictionary_bytes = i64::try_from(written.bytes_written)?;
        Ok(())
    }

    /// Puts a page behind the others, and counts it.
    fn put(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        let (page_type, encoding) = (page.page_type(), page.encoding());
        match self.written.last_mut().filter(|last| (last.page_type, last.encoding) == (page_type, encoding)) {
            Some(last) => last.count += 1,
            None => self.written.push(PageEncodingStats { page_type, encoding, count: 1 }),
        }
        let mut piece = TrackedWrite::new(Vec::with_capacity(page.compressed_size() + HEADER_BYTES));
        let mut written = SerializedPageWriter::new(&mut piece).write_page(page)?;
        written.offset = self.bytes as u64;
        let piece = piece.into_inner()?;
        self.bytes += piece.len();
        self.out.push(piece.into());
        self.sums.plain_bytes += i64::try_from(written.uncompressed_size)?;
        Ok(written)
    }

    fn write(&mut self, page: PlainPage, packed: Option<Vec<u8>>) -> Result<()> {
        let PlainPage { encoding, counts, ends, text_bytes, body } = page;
        let Counts { rows, entries, nulls } = counts;
        let plain_bytes = body.len();
        let page = Page::DataPage {
            buf: packed.unwrap_or(body).into(),
            num_values: u32::try_from(entries)?,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written = self.put(CompressedPage::new(page, plain_bytes))?;
        if !self.personal {
            let (least, greatest) = ends.unwrap_or_default();
            self.index.append(nulls == entries, least, greatest, i64::try_from(nulls)?, None);
        }
        let text_bytes = text_bytes.filter(|_| !self.personal).map(i64::try_from).transpose()?;
        self.offsets.append_row_count(i64::try_from(rows)?);
        self.offsets.append_offset_and_size(i64::try_from(written.offset)?, i32::try_from(written.compressed_size)?);
        self.offsets.append_unencoded_byte_array_data_bytes(text_bytes);
        self.sums.rows += rows as u64;
        self.sums.entries += entries as u64;
        self.sums.nulls += nulls as u64;
        self.sums.text_bytes = text_bytes.map(|bytes| bytes + self.sums.text_bytes.unwrap_or_default());
        Ok(())
    }

    /// Writes the pages that wait, behind the dictionary that they name; how many nulls all pages have.
    pub(super) fn finish(&mut self, dictionary: Option<DictionaryPage>) -> Result<u64> {
        if self.packed == Packed::Open {
            self.decide(dictionary)?;
        }
        Ok(self.sums.nulls)
    }

    /// The column's bytes and metadata, after [`Self::finish`].
    pub(super) fn close(
        mut self,
        statistics: Statistics,
        order: BoundaryOrder,
    ) -> Result<(Vec<Bytes>, ColumnCloseResult)> {
        let codec = match self.packed {
            Packed::Open | Packed::No => Compression::UNCOMPRESSED,
            Packed::In(_) | Packed::Asked { .. } => Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?),
        };
        let mut encodings = vec![Encoding::RLE];
        encodings.extend(self.written.iter().map(|pages| pages.encoding));
        let dictionary = self.sums.dictionary_bytes;
        let mut metadata = ColumnChunkMetaData::builder(self.column)
            .set_compression(codec)
            .set_encodings(encodings)
            .set_page_encoding_stats(self.written)
            .set_total_compressed_size(i64::try_from(self.bytes)?)
            .set_total_uncompressed_size(self.sums.plain_bytes)
            .set_num_values(i64::try_from(self.sums.entries)?)
            .set_dictionary_page_offset((dictionary > 0).then_some(0))
            .set_data_page_offset(dictionary)
            .set_unencoded_byte_array_data_bytes(self.sums.text_bytes);
        if !self.personal {
            metadata = metadata.set_statistics(statistics);
        }
        self.index.set_boundary_order(order);
        let closed = ColumnCloseResult {
            bytes_written: self.bytes as u64,
            rows_written: self.sums.rows,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: if self.index.valid() { Some(self.index.build()?) } else { None },
            offset_index: Some(self.offsets.build()),
        };
        Ok((self.out, closed))
    }
}

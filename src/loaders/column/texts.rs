//! Texts and bytes of one column, page by page, as numbers of a dictionary or as `DELTA_LENGTH_BYTE_ARRAY`: all lengths,
//! then all bytes.
//!
//! The bytes of a page's arrays stand one after the other in memory already; they are copied as they are. The least and
//! the greatest text are found by their first eight bytes, and looked at whole only where those are the same.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use parquet::basic::{BoundaryOrder, Encoding, Type};
use parquet::data_type::ByteArray;
use parquet::file::statistics::{Statistics, ValueStatistics};

use super::super::encoding::{first_bytes, first_bytes_of, key};
use super::bounds::Bounds;
use super::dictionary::{DictionaryPage, Found, Numbered, TextTable};
use super::pages::PlainPage;
use super::{Body, Levels, delta};

/// A page ends before its texts take more bytes, unless it would be empty.
const PAGE_BYTES: usize = 1 << 20;
/// Statistics hold no more bytes of a text.
const TOLD_BYTES: usize = 64;

/// The texts of the open page.
#[derive(Debug)]
pub(super) struct Texts {
    /// They are characters, not any bytes.
    utf8: bool,
    arrays: Vec<ArrayRef>,
    bytes: usize,
    lengths: Vec<i32>,
    /// Of whole texts.
    bounds: Bounds<Vec<u8>>,
    /// Of texts as they are told: cut ones may stand in another order.
    told: Bounds<Vec<u8>>,
    dictionary: Option<Numbered<TextTable>>,
}

/// The parts of an array.
struct Parts<'a> {
    offsets: &'a [i32],
    bytes: &'a [u8],
    array: &'a dyn Array,
}

impl<'a> Parts<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        let (offsets, bytes) = match array.data_type() {
            DataType::Utf8 => {
                let texts = array.as_string::<i32>();
                (texts.value_offsets(), texts.value_data())
            }
            DataType::Binary => {
                let bytes = array.as_binary::<i32>();
                (bytes.value_offsets(), bytes.value_data())
            }
            _ => return None,
        };
        Some(Self { offsets, bytes, array })
    }

    /// Offsets are ascending and within the bytes: Arrow's arrays hold to it.
    fn at(&self, row: usize) -> usize {
        self.offsets.get(row).and_then(|offset| usize::try_from(*offset).ok()).unwrap_or_default()
    }

    fn rows(&self) -> usize {
        self.array.len()
    }

    /// All texts, one after the other, those of nulls too.
    fn all(&self) -> &'a [u8] {
        &self.bytes[self.at(0)..self.at(self.rows())]
    }

    /// Bytes of the texts that are there.
    fn text_bytes(&self) -> usize {
        if self.array.null_count() == 0 { self.all().len() } else { self.texts().map(<[_]>::len).sum() }
    }

    /// Appends the texts that are there.
    fn append_to(&self, out: &mut Vec<u8>) {
        // Of nulls an array may hold bytes too.
        if self.text_bytes() == self.all().len() {
            out.extend_from_slice(self.all());
        } else {
            self.texts().for_each(|text| out.extend_from_slice(text));
        }
    }

    /// Appends the lengths of the texts that are there, in bytes.
    fn lengths(&self, out: &mut Vec<i32>) {
        if self.array.null_count() == 0 {
            out.extend(self.offsets.windows(2).map(|pair| pair[1] - pair[0]));
        } else {
            // An array's offsets are of 32 bits, so lengths are.
            out.extend(self.texts().map(|text| i32::try_from(text.len()).unwrap_or(i32::MAX)));
        }
    }

    /// The text of all rows, if they have one.
    fn one(&self) -> Option<&'a [u8]> {
        if self.array.null_count() > 0 || self.rows() == 0 {
            return None;
        }
        let (all, length) = (self.all(), self.at(1) - self.at(0));
        let (first, others) = all.split_at(length);
        // Most columns differ in the second row already.
        if self.rows() > 1 && !(others.starts_with(first) && self.at(2) == self.at(1) + length) {
            return None;
        }
        // Without a branch for each.
        let length = self.offsets[1] - self.offsets[0];
        let differ = self.offsets.windows(2).fold(0, |differ, pair| differ | ((pair[1] - pair[0]) ^ length));
        (differ == 0 && *others == all[..others.len()]).then_some(first)
    }

    /// Where the texts that are there stand among all bytes.
    fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let nulls = self.array.nulls();
        let pairs = self.offsets.windows(2).enumerate();
        pairs.filter(move |(row, _)| nulls.is_none_or(|nulls| nulls.is_valid(*row))).map(move |(_, pair)| {
            let [from, to] = [pair[0], pair[1]].map(|offset| usize::try_from(offset).unwrap_or_default());
            (from, to)
        })
    }

    /// The texts that are there.
    fn texts(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let bytes = self.bytes;
        self.places().map(move |(from, to)| &bytes[from..to])
    }

    /// The same, each behind its first bytes.
    fn headed(&self) -> impl Iterator<Item = (u64, &'a [u8])> + use<'a> {
        let bytes = self.bytes;
        self.places().map(move |(from, to)| (first_bytes_of(bytes, from, to), &bytes[from..to]))
    }

    /// The same, each behind its key.
    fn keyed(&self) -> impl Iterator<Item = (u128, &'a [u8])> + use<'a> {
        let bytes = self.bytes;
        self.places().map(move |(from, to)| (key(bytes, from, to), &bytes[from..to]))
    }
}

/// The numbers of the arrays' texts, as [`TextTable::page`] gives them.
fn number(arrays: &[ArrayRef], table: &mut TextTable, numbers: &mut Vec<u32>) -> Option<Found> {
    let parts = || arrays.iter().filter_map(Parts::of);
    let first = parts().next().and_then(|parts| parts.one());
    let is_one = first.is_some_and(|first| parts().all(|parts| parts.one() == Some(first)));
    // One call for both: what looks texts up is compiled into its loop.
    let most = if is_one { 1 } else { usize::MAX };
    let found = table.page(parts().take(most).map(|parts| parts.keyed().take(most)), numbers)?;
    Some(if is_one { Found::One(parts().map(|parts| parts.rows()).sum()) } else { found })
}

impl Texts {
    fn new(utf8: bool, dictionary: bool) -> Self {
        let dictionary = dictionary.then(|| Numbered::new(TextTable::new()));
        Self {
            utf8,
            arrays: Vec::new(),
            bytes: 0,
            lengths: Vec::new(),
            bounds: Bounds::new(),
            told: Bounds::new(),
            dictionary,
        }
    }

    /// The least and the greatest text as statistics may hold them, and whether they are that.
    fn as_told(&self, (least, greatest): &(Vec<u8>, Vec<u8>)) -> ((Vec<u8>, bool), (Vec<u8>, bool)) {
        (at_most(least, self.utf8), at_least(greatest, self.utf8))
    }
}

impl Body for Texts {
    fn fits(&self, array: &ArrayRef, rows: usize) -> usize {
        let Some(parts) = Parts::of(array) else { return 0 };
        let rows = parts.rows().min(rows);
        let room = parts.at(0) + PAGE_BYTES.saturating_sub(self.bytes);
        let fit = parts.offsets[1..=rows].partition_point(|end| usize::try_from(*end).is_ok_and(|end| end <= room));
        if fit == 0 && self.arrays.is_empty() { rows.min(1) } else { fit }
    }

    fn push(&mut self, array: &ArrayRef) -> bool {
        let Some(parts) = Parts::of(array) else { return false };
        self.bytes += parts.all().len();
        self.arrays.push(array.clone());
        true
    }

    fn is_full(&self) -> bool {
        self.bytes >= PAGE_BYTES
    }

    fn flush(&mut self, levels: &mut Levels) -> PlainPage {
        let counts = levels.counts();
        let arrays = std::mem::take(&mut self.arrays);
        let parts = || arrays.iter().filter_map(Parts::of);
        let mut body = Vec::new();
        levels.flush(&mut body);
        let named = self.dictionary.as_mut().and_then(|dictionary| {
            dictionary.page(|table, numbers| number(&arrays, table, numbers), &mut body).then(|| dictionary.named())
        });
        let mut ends = Ends::default();
        let encoding = if let (Some(named), Some(dictionary)) = (named, &self.dictionary) {
            for number in named {
                let entry = dictionary.table().entry(number);
                ends.look_at((first_bytes(entry), entry));
            }
            Encoding::RLE_DICTIONARY
        } else {
            self.lengths.clear();
            for parts in parts() {
                parts.lengths(&mut self.lengths);
                parts.headed().for_each(|text| ends.look_at(text));
            }
            body.reserve(self.bytes + counts.entries * 2);
            delta::encode(&self.lengths, &mut body);
            parts().for_each(|parts| parts.append_to(&mut body));
            Encoding::DELTA_LENGTH_BYTE_ARRAY
        };
        let text_bytes = parts().map(|parts| parts.text_bytes()).sum();
        self.bytes = 0;
        let ends = ends.found();
        if let Some(ends) = &ends {
            self.bounds.page(ends);
        }
        let ends = ends.map(|ends| self.as_told(&ends)).map(|((least, _), (greatest, _))| (least, greatest));
        if let Some(ends) = &ends {
            self.told.page(ends);
        }
        PlainPage { encoding, counts, ends, text_bytes: Some(text_bytes), body }
    }

    fn dictionary(&mut self) -> Option<DictionaryPage> {
        self.dictionary.take().map(|dictionary| dictionary.table().close())
    }

    fn statistics(&self, nulls: u64) -> (Statistics, BoundaryOrder) {
        let told = self.bounds.all().map(|ends| self.as_told(ends));
        let (least, greatest) = told.unzip();
        let exact = |end: &Option<(Vec<u8>, bool)>| end.as_ref().is_some_and(|(_, exact)| *exact);
        let exact_ends = (exact(&least), exact(&greatest));
        let value = |end: Option<(Vec<u8>, bool)>| end.map(|(bytes, _)| ByteArray::from(bytes));
        let values = ValueStatistics::new(value(least), value(greatest), None, Some(nulls), false);
        let values = values.with_min_is_exact(exact_ends.0).with_max_is_exact(exact_ends.1);
        (Statistics::ByteArray(values), self.told.order())
    }
}

/// The least and the greatest text so far, each behind its first eight bytes: ordered as texts are, as far as these tell.
struct Ends<'a> {
    least: (u64, Option<&'a [u8]>),
    greatest: (u64, Option<&'a [u8]>),
}

impl Default for Ends<'_> {
    /// No text: any is less and greater.
    fn default() -> Self {
        Self { least: (u64::MAX, None), greatest: (0, None) }
    }
}

impl<'a> Ends<'a> {
    #[inline]
    fn look_at(&mut self, (head, text): (u64, &'a [u8])) {
        let head = head.swap_bytes();
        // Most texts are neither, and cost a branch.
        if head <= self.least.0 || head >= self.greatest.0 {
            self.take(head, text);
        }
    }

    fn take(&mut self, head: u64, text: &'a [u8]) {
        let (least, greatest) = (self.least, self.greatest);
        if least.1.is_none_or(|whole| (head, text) < (least.0, whole)) {
            self.least = (head, Some(text));
        }
        if greatest.1.is_none_or(|whole| (head, text) > (greatest.0, whole)) {
            self.greatest = (head, Some(text));
        }
    }

    fn found(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let (least, greatest) = self.least.1.zip(self.greatest.1)?;
        Some((least.to_vec(), greatest.to_vec()))
    }
}

/// A text of at most [`TOLD_BYTES`] that is not greater, and whether it is the same.
fn at_most(text: &[u8], utf8: bool) -> (Vec<u8>, bool) {
    let told = cut(text, utf8);
    (told.to_vec(), told.len() == text.len())
}

/// A text of at most [`TOLD_BYTES`] that is not less, or the text itself where there is none, and whether it is the same.
fn at_least(text: &[u8], utf8: bool) -> (Vec<u8>, bool) {
    let told = cut(text, utf8);
    if told.len() == text.len() {
        return (told.to_vec(), true);
    }
    let next = if utf8 { std::str::from_utf8(told).ok().and_then(next_text) } else { next_bytes(told) };
    next.map_or_else(|| (text.to_vec(), true), |next| (next, false))
}

/// The beginning of a text that statistics may hold, of whole characters.
fn cut(text: &[u8], utf8: bool) -> &[u8] {
    let is_middle = |at: usize| utf8 && text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let end = (0..=TOLD_BYTES.min(text.len())).rev().find(|at| !is_middle(*at)).unwrap_or_default();
    &text[..end]
}

/// The shortest text that is greater than all that begin with this one; its last character may take as many bytes only.
fn next_text(text: &str) -> Option<Vec<u8>> {
    text.char_indices().rev().find_map(|(at, last)| {
        let next = char::from_u32(u32::from(last) + 1).filter(|next| next.len_utf8() == last.len_utf8())?;
        Some(format!("{}{next}", &text[..at]).into_bytes())
    })
}

fn next_bytes(bytes: &[u8]) -> Option<Vec<u8>> {
    let last = bytes.iter().rposition(|byte| *byte < u8::MAX)?;
    let mut next = bytes[..=last].to_vec();
    next[last] += 1;
    Some(next)
}

/// The body for texts or bytes in memory; nothing for other arrays.
pub(super) fn body(physical: Type, arrays: &DataType, dictionary: bool) -> Option<Box<dyn Body>> {
    let utf8 = match arrays {
        DataType::Utf8 => true,
        DataType::Binary => false,
        _ => return None,
    };
    (physical == Type::BYTE_ARRAY).then(|| -> Box<dyn Body> { Box::new(Texts::new(utf8, dictionary)) })
}

//! One field of many records that all have it whole, at the same place: a strip, cut from the first record to the last.
//!
//! In: a buffer, where each record begins in it, and the field's place. Out: its cells, and their bytes as words.
//! Refuses: types, and records that are too short or were made anew.

use crate::extractors::Cells;
use crate::extractors::cell::Cell;
use crate::extractors::slices::{Slice, Slices};

/// Where the records begin that are decoded together.
#[derive(Debug)]
pub struct Starts {
    /// In the window, in the order of the rows.
    places: Vec<u32>,
    /// Bytes of the shortest of them.
    least: u32,
    /// There is nothing but ASCII in them.
    ascii: bool,
}

/// Looking at records one by one takes so many times as long as at all that stands between the first and the last.
const SPARSE: usize = 8;

impl Starts {
    /// Of these rows; none if a record among them was made anew, or if there is none.
    #[must_use]
    pub fn of(bytes: Slices<'_>, records: &[Slice], rows: &[u32]) -> Option<Self> {
        let (mut first, mut least, mut end, mut sum, mut made) = (u32::MAX, u32::MAX, 0, 0, false);
        let place = |row: &u32| {
            let record = records[*row as usize];
            let (start, len) = record.in_window().unwrap_or_default();
            made |= record.is_made();
            first = first.min(start);
            least = least.min(len);
            end = end.max(start + len);
            sum += len as usize;
            start
        };
        let places: Vec<u32> = rows.iter().map(place).collect();
        if made {
            return None;
        }
        let all = bytes.window.get(first as usize..end as usize)?;
        // Among many records of other kinds a few are looked at by themselves.
        let ascii = if sum < all.len() / SPARSE {
            rows.iter().all(|row| bytes.get(records[*row as usize]).is_ascii())
        } else {
            all.is_ascii()
        };
        Some(Self { places, least, ascii })
    }

    /// The field from byte `start` to `end` of each record; none if a record ends before.
    #[must_use]
    pub fn strip<'a>(&'a self, window: &'a [u8], start: u32, end: u32) -> Option<Strip<'a>> {
        (start <= end && end <= self.least).then(|| self.cut(window, start, end))
    }

    /// The same, of records that are known to have it all.
    pub(super) fn cut<'a>(&'a self, window: &'a [u8], start: u32, end: u32) -> Strip<'a> {
        let Self { places: starts, ascii, .. } = self;
        Strip { window, starts, end: end as usize, len: (end - start) as usize, ascii: *ascii }
    }

    /// Some of these records, whose places in the window are chosen.
    #[must_use]
    pub fn chosen(&self, choose: impl FnOnce(&[u32]) -> Vec<u32>) -> Self {
        Self { places: choose(&self.places), ..*self }
    }
}

/// One field of records that all have it.
#[derive(Debug, Clone, Copy)]
pub struct Strip<'a> {
    window: &'a [u8],
    starts: &'a [u32],
    /// Where the field ends in its record.
    end: usize,
    len: usize,
    ascii: bool,
}

impl<'a> Strip<'a> {
    /// Where each record begins: what [`Self::word`] and [`Self::at`] are asked by.
    #[must_use]
    pub const fn starts(&self) -> &'a [u32] {
        self.starts
    }

    /// Bytes of the field.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.len
    }

    /// There is nothing but ASCII in it.
    #[must_use]
    pub const fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The eight bytes that end so many bytes before the field does, the first one the lowest; bytes of other fields too,
    /// where the field has fewer. 0 where the window begins behind the first of them.
    #[must_use]
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn word(&self, start: u32, back: usize) -> u64 {
        let up_to = &self.window[..start as usize + self.end - back];
        up_to.last_chunk::<8>().map_or(0, |word| u64::from_le_bytes(*word))
    }

    /// The field's first byte in the window, and the window.
    #[must_use]
    #[inline]
    pub const fn at(&self, start: u32) -> (usize, &'a [u8]) {
        (start as usize + self.end - self.len, self.window)
    }
}

impl Cells for Strip<'_> {
    fn len(&self) -> usize {
        self.starts.len()
    }
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    fn cell(&self, row: usize) -> Cell<'_> {
        Cell::ending(&self.window[..self.starts[row] as usize + self.end], self.len)
    }
    fn strip(&self) -> Option<Strip<'_>> {
        Some(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_is_cut_from_records_that_have_all_of_it() {
        let window = b"abcd\nefg\nhijkl\n";
        let records = [Slice::of_window(0, 4), Slice::of_window(5, 3), Slice::of_window(9, 5)];
        let bytes = Slices { window, side: b"" };
        let starts = |rows: &[u32]| Starts::of(bytes, &records, rows).unwrap();
        let cells = |rows: &[u32], start, end| {
            let starts = starts(rows);
            let strip = starts.strip(window, start, end)?;
            Some((0..strip.len()).map(|row| strip.cell(row).bytes().to_vec()).collect::<Vec<_>>())
        };
        assert_eq!(cells(&[0, 1, 2], 1, 3), Some(vec![b"bc".to_vec(), b"fg".to_vec(), b"ij".to_vec()]));
        assert_eq!(cells(&[2, 0], 2, 4), Some(vec![b"jk".to_vec(), b"cd".to_vec()]));
        assert_eq!(cells(&[0, 1, 2], 1, 4), None, "the second record ends before");
        assert!(Starts::of(bytes, &[Slice::of_side(0, 1)], &[0]).is_none(), "a record that was made anew");
        assert!(Starts::of(bytes, &records, &[]).is_none());
    }

    #[test]
    fn what_stands_between_a_few_records_does_not_tell_whether_they_are_ascii() {
        let mut window = [b'x'; 100];
        window[50] = 0xE9;
        let records = [(0, 4), (4, 90), (96, 4)].map(|(start, len)| Slice::of_window(start, len));
        for (rows, want) in [(&[0, 2][..], true), (&[0, 1, 2], false), (&[1], false), (&[0], true)] {
            let starts = Starts::of(Slices { window: &window, side: b"" }, &records, rows).unwrap();
            assert_eq!(starts.strip(&window, 0, 4).unwrap().is_ascii(), want, "{rows:?}");
        }
        window[97] = 0xE9;
        let starts = Starts::of(Slices { window: &window, side: b"" }, &records, &[0, 2]).unwrap();
        assert!(!starts.strip(&window, 0, 4).unwrap().is_ascii());
    }

    #[test]
    fn words_are_the_bytes_before_the_end_of_the_field() {
        let window = b"0123456789abcdef";
        let starts = Starts::of(Slices { window, side: b"" }, &[Slice::of_window(8, 8)], &[0]).unwrap();
        let strip = starts.strip(window, 0, 4).unwrap();
        assert_eq!(strip.word(8, 0), u64::from_le_bytes(*b"456789ab"));
        assert_eq!(strip.word(8, 4), u64::from_le_bytes(*b"01234567"));
        assert_eq!(strip.word(8, 5), 0, "the window begins behind it");
        assert_eq!(strip.at(8), (8, &window[..]));
        assert!(strip.is_ascii());
    }
}

//! The delimiters of records that are cut one after the other, found a block of bytes at a time.
//!
//! In: the view of a window, and where each record stands in it, in order. Out: the places of a record's delimiters, and
//! how many quotes it has. Blocks end where they like, so that what was found behind a record is kept for the next one: no
//! byte is looked at twice. Refuses: what a quote means; that quotes come in pairs is taken for granted, and for the
//! caller to find out.

use crate::extractors::scan::{BLOCK, between, block, carried};

/// Places that are kept before those of records that were cut are dropped.
const KEPT: usize = 1 << 10;

/// What was found in the blocks so far. Before any it knows of no byte.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Delimiters outside quotes, ascending; the first `taken` stand before the next record.
    marks: Vec<u32>,
    taken: usize,
    /// How many the record before had.
    usual: usize,
    /// Quotes of the last block.
    quotes: u64,
    /// A quoted cell goes on behind the last block: all bits, or none.
    open: u64,
    /// Behind the last block.
    next: usize,
}

/// One record of a view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) view: &'a [u8],
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
}

impl Ahead {
    /// Forgets all: the next record begins outside quotes.
    pub(super) fn forget(&mut self) {
        self.marks.clear();
        (self.taken, self.quotes, self.open, self.next) = (0, 0, 0, 0);
    }

    /// The delimiters of the next record that stand outside quotes, and how many quotes it has.
    #[inline]
    pub(super) fn record(&mut self, record: &Stretch<'_>) -> (&[u32], u32) {
        // The record begins in the last block, or behind it.
        if record.start >= self.next {
            self.forget();
            self.next = record.start;
        } else if self.taken > KEPT {
            self.marks.drain(..self.taken);
            self.taken = 0;
        }
        let block = self.next.saturating_sub(BLOCK);
        let mut quotes = if self.quotes == 0 {
            0
        } else {
            (self.quotes & u64::MAX << (record.start - block).min(BLOCK - 1) & below(record.end - block)).count_ones()
        };
        while self.next < record.end {
            let at = self.next;
            self.look(record);
            if self.quotes != 0 {
                quotes += (self.quotes & below(record.end - at)).count_ones();
            }
        }
        (self.delimiters(record.end), quotes)
    }

    /// Those before this place that no record has taken.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "windows are far smaller than 2 GiB")]
    fn delimiters(&mut self, end: usize) -> &[u32] {
        let (rest, end) = (&self.marks[self.taken..], end as u32);
        let is_usual = rest.get(self.usual).is_none_or(|mark| *mark >= end)
            && self.usual.checked_sub(1).is_none_or(|last| rest.get(last).is_some_and(|mark| *mark < end));
        if !is_usual {
            self.usual = rest.partition_point(|mark| *mark < end);
        }
        self.taken += self.usual;
        &rest[..self.usual]
    }

    /// Looks at one block more.
    #[inline]
    fn look(&mut self, record: &Stretch<'_>) {
        let here = &record.view[self.next..];
        let wanted = [record.delimiter, record.quote.unwrap_or(record.delimiter)];
        let [delimiters, quotes] = if let Some(bytes) = here.first_chunk() {
            block(bytes, wanted)
        } else {
            let mut padded = [0; BLOCK];
            padded[..here.len()].copy_from_slice(here);
            block(&padded, wanted).map(|bits| bits & below(here.len()))
        };
        self.quotes = if record.quote.is_some() { quotes } else { 0 };
        // Most blocks of most files have no quote.
        let inside = if self.quotes == 0 { self.open } else { between(self.quotes) ^ self.open };
        self.open = carried(inside);
        self.mark(delimiters & !inside);
        self.next += BLOCK;
    }

    /// Keeps the places of these bits of the block that is looked at.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "windows are far smaller than 2 GiB")]
    fn mark(&mut self, mut bits: u64) {
        let wanted = self.marks.len() + bits.count_ones() as usize;
        // As many as a step has, whether they are there or not: what a branch a delimiter would cost is more.
        while self.marks.len() < wanted {
            self.marks.extend_from_slice(&[(); 8].map(|()| {
                let place = self.next as u32 + bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
                place
            }));
        }
        self.marks.truncate(wanted);
    }
}

/// The bits below this one.
#[inline]
const fn below(bit: usize) -> u64 {
    if bit < BLOCK { !(u64::MAX << bit) } else { u64::MAX }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test] // the oracle looks at each byte of each record alone
        fn records_have_their_delimiters_and_quotes_wherever_blocks_end(
            records in prop::collection::vec("([a,]{0,9}|\"[a,]{0,70}\"){0,5}", 0..9), between in "[\n]{1,80}", quotes: bool,
        ) {
            let text = records.join(&between);
            let (mut ahead, mut start) = (Ahead::default(), 0);
            for record in &records {
                let end = start + record.len();
                let stretch = Stretch { view: text.as_bytes(), start, end, delimiter: b',', quote: quotes.then_some(b'"') };
                let (mut inside, mut want, mut marks) = (false, Vec::new(), 0);
                for (at, byte) in (0_u32..).zip(text.bytes()).take(end).skip(start) {
                    inside ^= quotes && byte == b'"';
                    marks += u32::from(quotes && byte == b'"');
                    want.extend((byte == b',' && !inside).then_some(at));
                }
                prop_assert_eq!(ahead.record(&stretch), (&want[..], marks));
                start = end + between.len();
            }
        }
    }
}

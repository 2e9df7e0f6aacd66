//! What a row, or several rows of one key, tell a rule; and its bytes.
//!
//! An entry is three texts of bytes: its **key** (the rule's number and the values), its **rest** (side, number in a
//! sequence, place), by both of which entries are sorted, and its **load**, which is not compared. So the first entry of a
//! key is that of its earliest row, and those of the table that is referred to come before those that refer.

use arrow_buffer::i256;

use super::control::REFUSED;
use crate::place::Place;

/// A row's place among all sources of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace {
    /// Number of the mapping.
    pub mapping: u16,
    /// In its sources.
    pub place: Place,
}

/// What is judged: one row, or several of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// 0: the table that is referred to; 1: the rule's own.
    pub side: u8,
    /// In a sequence: the row's number.
    pub number: Option<i64>,
    /// Of the row, or of the first of several.
    pub at: RowPlace,
    /// Rows.
    pub rows: u64,
    /// What is summed over them, unscaled.
    pub sum: i256,
    /// What is told to a control: it is of records that are refused.
    pub refused: bool,
}

/// Appends a number so that texts of bytes are in the order of their numbers: how many bytes, then they.
pub fn push_ordered(number: u64, into: &mut Vec<u8>) {
    let bytes = number.to_be_bytes();
    let skipped = number.leading_zeros() as usize / 8;
    into.push(8 - u8::try_from(skipped).unwrap_or(8));
    into.extend_from_slice(&bytes[skipped..]);
}

/// Appends a number, seven bits a byte, the lowest first.
pub fn push_number(number: u128, into: &mut Vec<u8>) {
    // Half the width is much faster, and nearly always enough.
    if let Ok(mut number) = u64::try_from(number) {
        while number >= 0x80 {
            into.push((number & 0x7F) as u8 | 0x80);
            number >>= 7;
        }
        return into.push((number & 0x7F) as u8);
    }
    let mut number = number;
    while number >= 0x80 {
        into.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    into.push((number & 0x7F) as u8);
}

/// Numbers near zero are short, whatever their sign.
#[must_use]
pub const fn folded(number: i128) -> u128 {
    ((number << 1) ^ (number >> 127)).cast_unsigned()
}

/// Bytes that are read from the front. What is not there reads as 0 or empty: the bytes are our own.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    fn ordered(&mut self) -> u64 {
        let count = usize::from(self.byte());
        self.take(count).iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// As [`push_number`] wrote it.
    pub fn number(&mut self) -> u128 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u128::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte < 0x80 {
                return number;
            }
        }
    }

    /// A number of at most 64 bits.
    pub fn small(&mut self) -> u64 {
        u64::try_from(self.number()).unwrap_or(u64::MAX)
    }

    /// A number with a sign.
    pub fn signed(&mut self) -> i128 {
        let number = self.number();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// So many bytes.
    pub fn take(&mut self, count: usize) -> &'a [u8] {
        let (first, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        first
    }

    /// Whether none is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Entry {
    /// Appends the rest.
    pub fn push_rest(&self, into: &mut Vec<u8>) {
        into.push(self.side);
        into.push(self.number.is_some().into());
        if let Some(number) = self.number {
            // The sign turned over puts numbers below zero before the others.
            into.extend_from_slice(&(number.cast_unsigned() ^ 1 << 63).to_be_bytes());
        }
        let RowPlace { mapping, place } = self.at;
        push_ordered(mapping.into(), into);
        push_ordered(place.file.into(), into);
        push_ordered(place.offset, into);
    }

    /// Appends the load.
    pub fn push_load(&self, into: &mut Vec<u8>) {
        let place = self.at.place;
        push_number(place.record.into(), into);
        push_number(place.line.into(), into);
        push_number(place.length.into(), into);
        push_number(self.rows.into(), into);
        match self.sum.to_i128() {
            Some(sum) => push_number(folded(sum), into),
            None => into.extend_from_slice(&self.sum.to_le_bytes()),
        }
        if self.refused {
            into.push(1);
        }
    }

    /// Its side, and whether its records are refused: entries of one key that have both in common may be added up.
    #[must_use]
    pub const fn tag(&self) -> u8 {
        self.side | if self.refused { REFUSED } else { 0 }
    }

    /// Appends both; the rest's length stands before them.
    pub fn push_whole(&self, into: &mut Vec<u8>) {
        let start = into.len();
        into.push(0);
        self.push_rest(into);
        into[start] = u8::try_from(into.len() - start - 1).unwrap_or(u8::MAX);
        self.push_load(into);
    }

    /// As [`Self::push_whole`] wrote it.
    #[must_use]
    pub fn read_whole(bytes: &[u8]) -> Self {
        let mut bytes = Bytes(bytes);
        let length = bytes.byte();
        let rest = bytes.take(length.into());
        Self::read(rest, bytes.0)
    }

    /// From both.
    #[must_use]
    pub fn read(rest: &[u8], load: &[u8]) -> Self {
        Self::read_with_value(rest, load).0
    }

    /// The same, and the value that stands behind the rest; empty if there is none.
    #[must_use]
    pub fn read_with_value<'a>(rest: &'a [u8], load: &[u8]) -> (Self, &'a [u8]) {
        let (mut rest, mut load) = (Bytes(rest), Bytes(load));
        let side = rest.byte();
        let number = (rest.byte() == 1).then(|| {
            let ordered = rest.take(8).iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            (ordered ^ 1 << 63).cast_signed()
        });
        let mapping = u16::try_from(rest.ordered()).unwrap_or(u16::MAX);
        let file = u32::try_from(rest.ordered()).unwrap_or(u32::MAX);
        let offset = rest.ordered();
        let [record, line, length, rows] = [(); 4].map(|()| load.small());
        // A number of at most 128 bits is shorter, whatever stands behind it.
        let sum = match load.0.first_chunk::<32>() {
            Some(wide) => {
                load.take(wide.len());
                i256::from_le_bytes(*wide)
            }
            None => i256::from_i128(load.signed()),
        };
        let at = RowPlace { mapping, place: Place { file, record, line, offset, length } };
        (Self { side, number, at, rows, sum, refused: !load.is_empty() }, rest.0)
    }
}

//! Whole records that stand within another one: its length is wrong, and goes on over them.
//!
//! In: what stands behind the layout of a record, and a place of it. Out: the records to which lengths lead from there, and how much
//! speaks for them. Refuses: to know where layouts end, and what a record must have but its least length.

use std::ops::Range;

use super::{Descriptors, Lengths, to_index, word_at};

/// A length of fewer bytes is met by chance too often to speak for itself.
const SURE: usize = 4;

/// The records to which lengths lead from one place on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The own bytes of those that stand there whole, each in one piece or in several.
    pub records: Vec<Vec<Range<usize>>>,
    /// The last of them ends where the bytes do.
    pub ends: bool,
    /// One more begins behind them, and is longer than what is left.
    goes_on: bool,
    is_sure: bool,
}

impl Hidden {
    /// What speaks for it: each length that leads on, and that the last one leads to the very end.
    #[must_use]
    pub const fn weight(&self) -> usize {
        let weight = self.records.len() + self.goes_on as usize + self.ends as usize;
        if self.is_sure || self.records.is_empty() { weight } else { weight - 1 }
    }
}

/// What begins at a place.
enum Next {
    /// A record, by the own bytes of its pieces; and the place behind it.
    Whole(Vec<Range<usize>>, usize),
    /// One with so many own bytes, which are more than there are.
    Beyond(usize),
    /// None.
    Nothing,
}

impl Descriptors {
    /// The records of at least so many own bytes, each with its length before it, to which lengths lead from this place on.
    #[must_use]
    pub fn hidden(&self, bytes: &[u8], at: usize, least: usize) -> Hidden {
        let (mut at, mut found) = (at, Hidden { is_sure: self.is_sure(), ..Hidden::default() });
        loop {
            match self.next(bytes, at) {
                Next::Whole(pieces, end) if pieces.iter().map(Range::len).sum::<usize>() >= least => {
                    found.records.push(pieces);
                    at = end;
                }
                Next::Beyond(own) => {
                    found.goes_on = own >= least;
                    break;
                }
                Next::Whole(..) | Next::Nothing => break,
            }
        }
        found.ends = at == bytes.len() && !found.records.is_empty();
        found
    }

    /// What stands at a place: of a record in segments, all of them.
    fn next(&self, bytes: &[u8], at: usize) -> Next {
        let (mut pieces, mut end, lead) = (Vec::new(), at, self.record.lead());
        loop {
            let part = bytes.get(end..).and_then(|rest| Some((self.part(rest, pieces.is_empty())?, self.told(rest)?)));
            let Some((goes_on, length)) = part else { return Next::Nothing };
            let start = end + lead;
            end = to_index(end, length);
            if end > bytes.len() {
                return Next::Beyond(end - start);
            }
            pieces.push(start..end);
            if !goes_on {
                return Next::Whole(pieces, end);
            }
        }
    }

    /// Whether the segment that begins here goes on in another one; none where it cannot stand here.
    fn part(&self, bytes: &[u8], begins: bool) -> Option<bool> {
        let Lengths::Spanned(word) = &self.record else { return Some(false) };
        let (segment, _) = word.segment(word_at(bytes, 0)?).ok()?;
        (segment.begins() == begins).then(|| segment.goes_on())
    }

    /// Whether lengths may be looked for where nothing says that one stands.
    #[must_use]
    pub const fn is_sure(&self) -> bool {
        match &self.record {
            Lengths::Word(_) | Lengths::Spanned(_) => true,
            Lengths::Field(field) => field.end - field.start >= SURE,
            Lengths::Computed(_) | Lengths::Fixed(_) | Lengths::Counted(_) => false,
        }
    }

    /// Bytes of the record, or the segment, that begins here, with what says so; none where nothing does.
    pub(super) fn told(&self, bytes: &[u8]) -> Option<u64> {
        let head = bytes.get(..self.record.head())?;
        match &self.record {
            Lengths::Word(word) => word.record(word_at(head, 0)?).ok(),
            Lengths::Spanned(word) => word.segment(word_at(head, 0)?).ok().map(|(_, length)| length),
            Lengths::Field(field) => field.record(head).ok(),
            Lengths::Computed(computed) => computed.record(head).ok(),
            Lengths::Fixed(_) | Lengths::Counted(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractors::frame::lengths::{LengthField, LengthWord, Number};

    fn described(record: Lengths) -> Descriptors {
        Descriptors { record, blocks: None, longest: 1 << 16 }
    }

    #[test]
    fn lengths_lead_from_record_to_record_as_far_as_they_go() {
        let words = described(Lengths::Word(LengthWord::new(false, true, 0)));
        let segments = described(Lengths::Spanned(LengthWord::new(false, true, 0)));
        let number = Number::Big;
        let field = LengthField { header: 2, start: 0, end: 2, number, counts_itself: true, adjust: 0 };
        let pairs = described(Lengths::Field(field));
        let two = b"\0\x07\0\0abc\0\x06\0\0xy";
        for (rules, bytes, at, (records, ends, weight)) in [
            (&words, &two[..], 0, (2, true, 3)),
            (&words, &two[..], 7, (1, true, 2)),
            (&words, &two[..12], 0, (1, false, 2)),
            (&words, &two[..9], 0, (1, false, 1)),
            (&words, &two[..], 1, (0, false, 0)),
            (&words, b"", 0, (0, false, 0)),
            (&words, b"ab", 7, (0, false, 0)),
            // Shorter than any record may be.
            (&words, b"\0\x05\0\0a", 0, (0, false, 0)),
            (&pairs, b"\0\x05abc\0\x04xy", 0, (2, true, 2)),
            (&described(Lengths::Fixed(3)), b"abcabc", 0, (0, false, 0)),
            (&segments, b"\0\x05\x01\0a\0\x05\x02\0b\0\x06\0\0xy", 0, (2, true, 3)),
            (&segments, b"\0\x05\x01\0a\0\x06\0\0xy", 0, (0, false, 0)),
            (&segments, b"\0\x05\x02\0a\0\x06\0\0xy", 0, (0, false, 0)),
        ] {
            let found = rules.hidden(bytes, at, 2);
            assert_eq!((found.records.len(), found.ends, found.weight()), (records, ends, weight), "{bytes:?} {at}");
        }
    }
}

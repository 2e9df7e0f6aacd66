//! The entries of what one control record speaks of in, in their order; whether its figure holds out.
//!
//! Refuses to know records, and what a control is called.

use arrow_buffer::i256;

use super::entry::{Entry, RowPlace};

/// What an entry tells a control, by its side; the order is that of their sorting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Here what it is about begins.
    Opened,
    /// A control record: `sum` is its figure, and `rows` is 1 if that could be read. Where the figure is a value of another
    /// record, `sum` is 1 if it is not the same; of the record that opens, the value stands with both.
    Says,
    /// Records that were loaded.
    Loaded,
    /// Records that were refused, and whose value could be read.
    Rejected,
    /// Records whose value could not be read.
    Unknown,
    /// Records that were set aside.
    SetAside,
    /// Records that only inform others, or are skipped.
    Informing,
}

/// In a byte that holds a side as well: the records are refused.
pub const REFUSED: u8 = 0x80;

impl Side {
    const ALL: [Self; 7] =
        [Self::Opened, Self::Says, Self::Loaded, Self::Rejected, Self::Unknown, Self::SetAside, Self::Informing];

    /// As a file of the run calls it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Says => "says",
            Self::Loaded => "loaded",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
            Self::SetAside => "set_aside",
            Self::Informing => "informing",
        }
    }

    /// Of this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.word() == word)
    }

    /// As an entry has it.
    #[must_use]
    pub const fn byte(self) -> u8 {
        self as u8
    }

    /// Of an entry.
    #[must_use]
    pub fn of(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }
}

/// Records, and what their values come to, unscaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Records, or repetitions.
    pub records: u64,
    /// The sum of their values; 0 where only records are counted.
    pub amount: i256,
}

impl Part {
    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.records += other.records;
        self.amount = self.amount.wrapping_add(other.amount);
    }
}

/// Records by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// Loaded.
    pub loaded: Part,
    /// Refused, with a value that can be read.
    pub rejected: Part,
    /// Set aside.
    pub set_aside: Part,
    /// Of kinds that only inform others, or are skipped.
    pub informing: Part,
    /// Those whose value cannot be read.
    pub unknown: u64,
}

impl Parts {
    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.loaded.add(other.loaded);
        self.rejected.add(other.rejected);
        self.set_aside.add(other.set_aside);
        self.informing.add(other.informing);
        self.unknown += other.unknown;
    }

    /// All whose value can be read.
    #[must_use]
    pub fn read(&self) -> Part {
        let mut all = Part::default();
        for part in [self.loaded, self.rejected, self.set_aside, self.informing] {
            all.add(part);
        }
        all
    }
}

/// How a figure follows from the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Their number, in units of so many, rounded up.
    Count {
        /// 1 or more.
        per: u64,
    },
    /// The sum of their values, or what is left of it when this divides it.
    Sum {
        /// A power of ten.
        modulus: Option<i256>,
    },
    /// It is the value of another record above, with which it was compared when it was read.
    Same,
    /// It is the value of the record that opens.
    Repeats,
}

impl Figure {
    /// What these records come to.
    #[must_use]
    pub fn of(self, read: Part) -> i256 {
        match self {
            Self::Count { per } => i256::from_i128(read.records.div_ceil(per.max(1)).into()),
            Self::Sum { modulus: Some(modulus) } => read.amount.checked_rem(modulus).unwrap_or(read.amount),
            Self::Sum { modulus: None } => read.amount,
            Self::Same | Self::Repeats => i256::ZERO,
        }
    }
}

/// Why a control does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Another figure.
    Differs {
        /// The control's.
        says: i256,
        /// The records'.
        found: i256,
    },
    /// Values that cannot be read.
    Unknown {
        /// How many.
        unknown: u64,
        /// The control's figure.
        says: i256,
        /// What the others come to.
        found: i256,
    },
    /// No control record.
    Missing,
    /// One where nothing is open.
    Outside,
    /// One more than one.
    Twice {
        /// The first.
        first: RowPlace,
    },
    /// Its figure cannot be read.
    Unread,
    /// The value that it repeats cannot be read.
    UnreadAbove,
    /// It does not repeat the value.
    Unlike,
}

/// What one control record speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    figure: Figure,
    /// Nothing is open: no control record belongs here.
    outside: bool,
    opened: Option<RowPlace>,
    says: Option<Entry>,
    parts: Parts,
    /// As bytes of a key, the value that the control record says, and that of the record that opened; empty where it
    /// cannot be read.
    values: [Vec<u8>; 2],
}

/// What it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// What does not hold, and where; that of single control records was told before.
    pub breach: Option<(RowPlace, Why)>,
    /// Whether the figure holds.
    pub holds: bool,
    /// The control's figure; 0 without one.
    pub says: i256,
    /// What the records come to.
    pub found: i256,
    /// They.
    pub parts: Parts,
}

impl Scope {
    /// No entry yet.
    #[must_use]
    pub fn new(figure: Figure, outside: bool) -> Self {
        Self { figure, outside, opened: None, says: None, parts: Parts::default(), values: [const { Vec::new() }; 2] }
    }

    /// Takes the next entry, with the value that it brings; `tell` is given what is wrong with it by itself.
    pub fn add(&mut self, entry: Entry, value: &[u8], tell: &mut dyn FnMut(RowPlace, Why)) {
        let part = Part { records: entry.rows, amount: entry.sum };
        match Side::of(entry.side) {
            Some(Side::Opened) if self.opened.is_some() => {}
            Some(Side::Opened) => {
                self.opened = Some(entry.at);
                self.values[1].extend_from_slice(value);
            }
            Some(Side::Says) if self.outside => tell(entry.at, Why::Outside),
            Some(Side::Says) => {
                if let Some(first) = self.says {
                    return tell(entry.at, Why::Twice { first: first.at });
                }
                self.says = Some(entry);
                self.values[0].extend_from_slice(value);
            }
            Some(Side::Loaded) => self.parts.loaded.add(part),
            Some(Side::Rejected) => self.parts.rejected.add(part),
            Some(Side::Unknown) => self.parts.unknown += entry.rows,
            Some(Side::SetAside) => self.parts.set_aside.add(part),
            Some(Side::Informing) => self.parts.informing.add(part),
            None => {}
        }
    }

    /// As bytes of a key, the value that the control record says, and that of the record that opened.
    #[must_use]
    pub const fn values(&self) -> &[Vec<u8>; 2] {
        &self.values
    }

    /// What all entries together come to; none where nothing is open.
    #[must_use]
    pub fn close(&self) -> Option<Closed> {
        let opened = self.opened.filter(|_| !self.outside)?;
        let found = self.figure.of(self.parts.read());
        let closed = |breach: Option<(RowPlace, Why)>, holds, says| {
            Some(Closed { breach, holds, says, found, parts: self.parts })
        };
        let Some(Entry { at, rows, sum: says, .. }) = self.says else {
            return closed(Some((opened, Why::Missing)), false, i256::ZERO);
        };
        if rows == 0 {
            return closed(Some((at, Why::Unread)), false, i256::ZERO);
        }
        match (self.figure, self.parts.unknown) {
            // Whether it is the same was told of the control record itself.
            (Figure::Same, _) => closed(None, says == i256::ZERO, i256::ZERO),
            (Figure::Repeats, _) => {
                let why = self.unlike();
                closed(why.map(|why| (at, why)), why.is_none(), i256::ZERO)
            }
            (_, 0) if says == found => closed(None, true, says),
            (_, 0) => closed(Some((at, Why::Differs { says, found })), false, says),
            (_, unknown) => closed(Some((at, Why::Unknown { unknown, says, found })), false, says),
        }
    }
}

impl Scope {
    /// Why the control record does not repeat the value of the one that opened.
    fn unlike(&self) -> Option<Why> {
        let [says, is] = &self.values;
        if is.is_empty() { Some(Why::UnreadAbove) } else { (says != is).then_some(Why::Unlike) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn entry(side: Side, record: u64, rows: u64, sum: i128) -> Entry {
        let place = Place { file: 0, record, line: record, offset: record * 10, length: 9 };
        let at = RowPlace { mapping: 0, place };
        Entry { side: side.byte(), number: None, at, rows, sum: i256::from_i128(sum), refused: false }
    }

    fn judged(figure: Figure, entries: &[Entry]) -> (Vec<(u64, Why)>, Option<Closed>) {
        let (mut scope, mut told) = (Scope::new(figure, false), Vec::new());
        for one in entries {
            scope.add(*one, &[], &mut |at, why| told.push((at.place.record, why)));
        }
        let closed = scope.close();
        told.extend(closed.and_then(|closed| closed.breach).map(|(at, why)| (at.place.record, why)));
        (told, closed)
    }

    #[test]
    fn a_figure_is_judged_by_all_records_that_were_read() {
        let number = |number: i128| i256::from_i128(number);
        let opened = entry(Side::Opened, 1, 1, 0);
        let says = |figure| entry(Side::Says, 9, 1, figure);
        let parts = [
            entry(Side::Loaded, 2, 3, 500),
            entry(Side::Rejected, 5, 1, 40),
            entry(Side::SetAside, 6, 2, 3),
            entry(Side::Informing, 7, 1, 0),
        ];
        let modulus = |digits| Figure::Sum { modulus: Some(i256::from_i128(digits)) };
        let sum = Figure::Sum { modulus: None };
        for (figure, said, found) in [
            (sum, 543, 543),
            (sum, 503, 543),
            (modulus(100), 43, 43),
            (modulus(100), 543, 43),
            (Figure::Count { per: 1 }, 7, 7),
            (Figure::Count { per: 3 }, 3, 3),
            (Figure::Count { per: 3 }, 2, 3),
        ] {
            let (told, closed) = judged(figure, &[&[opened, says(said)][..], &parts].concat());
            let why = Why::Differs { says: number(said), found: number(found) };
            assert_eq!(told, if said == found { vec![] } else { vec![(9, why)] }, "{figure:?} {said}");
            assert_eq!(closed.map(|closed| (closed.holds, closed.found)), Some((said == found, number(found))));
        }
        let unknown = [opened, says(500), parts[0], entry(Side::Unknown, 8, 2, 0)];
        let why = Why::Unknown { unknown: 2, says: number(500), found: number(500) };
        assert_eq!(judged(sum, &unknown).0, [(9, why)], "what cannot be read is never taken for nothing");
    }

    #[test]
    fn a_control_record_is_wanted_once() {
        let sum = Figure::Sum { modulus: None };
        let opened = entry(Side::Opened, 1, 1, 0);
        assert_eq!(judged(sum, &[opened]).0, [(1, Why::Missing)]);
        let (first, second) = (entry(Side::Says, 5, 1, 0), entry(Side::Says, 6, 1, 7));
        assert_eq!(judged(sum, &[opened, first, second]).0, [(6, Why::Twice { first: first.at })]);
        assert_eq!(judged(sum, &[opened, entry(Side::Says, 5, 0, 0)]).0, [(5, Why::Unread)]);
        let mut outside = Scope::new(sum, true);
        let mut told = Vec::new();
        outside.add(first, &[], &mut |at, why| told.push((at.place.record, why)));
        assert_eq!((told, outside.close()), (vec![(5, Why::Outside)], None));
        for (differs, holds) in [(0, true), (1, false)] {
            let (told, closed) = judged(Figure::Same, &[opened, entry(Side::Says, 5, 1, differs)]);
            assert_eq!((told.len(), closed.map(|closed| closed.holds)), (0, Some(holds)));
        }
    }

    #[test]
    fn a_value_is_repeated_or_it_is_told_why_not() {
        for (rows, said, above, want) in [
            (1, &b"x"[..], &b"x"[..], None),
            (1, b"x", b"y", Some(Why::Unlike)),
            (1, b"x", b"", Some(Why::UnreadAbove)),
            (0, b"", b"y", Some(Why::Unread)),
            (0, b"", b"", Some(Why::Unread)),
        ] {
            let mut scope = Scope::new(Figure::Repeats, false);
            scope.add(entry(Side::Opened, 1, 1, 0), above, &mut |_, _| ());
            scope.add(entry(Side::Says, 5, rows, 0), said, &mut |_, _| ());
            let closed = scope.close();
            let why = closed.and_then(|closed| closed.breach).map(|(at, why)| (at.place.record, why));
            assert_eq!((why, closed.map(|closed| closed.holds)), (want.map(|why| (5, why)), Some(want.is_none())));
        }
    }
}

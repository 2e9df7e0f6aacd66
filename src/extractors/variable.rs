//! Records that say themselves how often their groups stand there (OCCURS DEPENDING ON).
//!
//! In: a record. Out: the same record in the layout of the longest one, in which every field has one place; and which
//! repetitions there are. Refuses: framing, decoding anything but a counter, a counter that is out of its range.

pub mod own;
mod walk;

use crate::extractors::decode::stored::{Blanks, StoredRules, Why};
use crate::extractors::encoding::Encoding;
use crate::mapping::model::{Counter, CounterReading, OnBlank, RepeatPlace, RepeatStep, Variable, VariablePart};
use crate::mapping::stored::OnFill;
use walk::{Copies, Walk};

/// Reads the numbers of a record that say how often groups stand there.
pub trait Counters {
    /// The number of this counter, which stands in these bytes; none: they are no number in its range.
    fn read(&self, counter: usize, bytes: &[u8]) -> Option<u32>;
}

/// Where counters stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterPlace {
    /// First byte in the longest record, in the first repetition of every group around it.
    pub start: u32,
    /// Exclusive.
    pub end: u32,
    /// The groups around it, the outermost first: bytes of a repetition.
    pub widths: Vec<u32>,
}

impl CounterPlace {
    /// Its bytes in a record of the longest layout, in these repetitions of the groups around it.
    fn of<'r>(&self, record: &'r [u8], repetitions: &[u32]) -> &'r [u8] {
        let shift: u32 = self.widths.iter().zip(repetitions).map(|(width, at)| width * at).sum();
        let (start, end) = ((self.start + shift) as usize, (self.end + shift) as usize);
        record.get(start..end.min(record.len())).unwrap_or_default()
    }
}

/// The layout of a kind's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What stands behind a group follows its last repetition.
    pub slides: bool,
    /// The record from its first byte on.
    pub parts: Vec<VariablePart>,
    /// What says how many repetitions there are.
    pub counters: Vec<CounterPlace>,
}

impl Layout {
    /// Appends the record to `into` in the longest layout; what is not there is filled with `filler`, and what stands behind
    /// it comes after the longest record. A record that is too short stays so. Gives how many bytes the record must have
    /// for what its counters say.
    ///
    /// # Errors
    /// The index of the first counter that is no number in its range; `into` is then as it was.
    pub fn lay_out(
        &self,
        record: &[u8],
        counters: &dyn Counters,
        filler: u8,
        into: &mut Vec<u8>,
    ) -> Result<usize, usize> {
        let start = into.len();
        let mut laying =
            Laying { record, read: 0, wanted: 0, cut: None, filler, into, start, most: usize::MAX, whole: false };
        let walked = Walk::new(self, counters, &mut laying).parts(&self.parts);
        let Laying { read, wanted, cut, .. } = laying;
        match cut {
            _ if walked.is_err() => into.truncate(start),
            // Filler behind half a number would make it another one.
            Some(cut) => into.truncate(cut),
            None => into.extend_from_slice(record.get(read..).unwrap_or_default()),
        }
        walked.map(|()| wanted)
    }

    /// How many bytes a record has by what its counters say; `scratch` is overwritten. Nothing behind the last counter
    /// is laid out, so that it costs as much as the record has groups, and not as much as it could have.
    ///
    /// # Errors
    /// As of [`Self::lay_out`].
    fn measure(&self, record: &[u8], counters: &dyn Counters, scratch: &mut Vec<u8>) -> Result<usize, usize> {
        scratch.clear();
        // One that stands in a group stands as far behind as there are repetitions.
        let end = |counter: &CounterPlace| if counter.widths.is_empty() { counter.end as usize } else { usize::MAX };
        let most = self.counters.iter().map(end).max().unwrap_or(0);
        let [read, wanted, start] = [0; 3];
        let mut laying = Laying { record, read, wanted, cut: None, filler: 0, into: scratch, start, most, whole: true };
        Walk::new(self, counters, &mut laying).parts(&self.parts)?;
        Ok(laying.wanted)
    }

    /// How often a group stands in these repetitions of those around it, as its counter in a record of the longest layout
    /// says; none: it is no number in its range.
    fn count(&self, counter: usize, counters: &dyn Counters, laid: &[u8], repetitions: &[u32]) -> Option<u32> {
        counters.read(counter, self.counters[counter].of(laid, repetitions))
    }

    /// Bytes that stand at the same place whatever a record says.
    fn fixed(&self) -> u32 {
        let fixed = self.parts.iter().take_while(|part| !self.slides || !part.varies());
        fixed.map(VariablePart::width).sum()
    }

    /// Appends the numbers of a group's repetitions that a record in the longest layout has, ascending, from 0. `counters`
    /// have read it before.
    pub fn present(&self, place: &RepeatPlace, record: &[u8], counters: &dyn Counters, into: &mut Vec<u32>) {
        match place {
            RepeatPlace::Nested { steps, .. } => {
                Presence { layout: self, counters, record, into, repetitions: Vec::new() }.of(steps, 0);
            }
            _ => into.extend(0..place.times()),
        }
    }
}

/// A walk over the repetitions of one group.
struct Presence<'a> {
    layout: &'a Layout,
    counters: &'a dyn Counters,
    record: &'a [u8],
    into: &'a mut Vec<u32>,
    /// The repetitions that the walk is in, the outermost first.
    repetitions: Vec<u32>,
}

impl Presence<'_> {
    /// Each counter is read once for what it counts. `before` are the repetitions of this group in those around it before
    /// this one.
    fn of(&mut self, steps: &[RepeatStep], before: u32) {
        let Some((step, inner)) = steps.split_first() else { return self.into.push(before) };
        let count = step.counter.map_or(step.times, |counter| {
            self.layout.count(counter, self.counters, self.record, &self.repetitions).unwrap_or(0).min(step.times)
        });
        for at in 0..count {
            self.repetitions.push(at);
            self.of(inner, before * step.times + at);
            self.repetitions.pop();
        }
    }
}

/// The layout of a kind, with what reads its counters.
#[derive(Debug)]
pub struct Counted {
    layout: Layout,
    counters: Vec<CounterRules>,
    /// What stands where a repetition is not there.
    filler: u8,
}

#[derive(Debug)]
struct CounterRules {
    reading: CounterReading,
    rules: StoredRules,
    least: u32,
    most: u32,
}

impl Counted {
    /// Of records in this encoding.
    #[must_use]
    pub fn new(variable: &Variable, encoding: Encoding) -> Self {
        let place =
            |counter: &Counter| CounterPlace { start: counter.start, end: counter.end, widths: counter.widths.clone() };
        let work = |counter: &Counter| CounterRules {
            reading: counter.reading,
            rules: StoredRules::new(counter.reading.stored, encoding, true)
                .blanks(Blanks::of(counter.reading.on_blank, counter.reading.blanks_tell)),
            least: counter.least,
            most: counter.most,
        };
        let blank = encoding.encode(" ").unwrap_or_default();
        Self {
            layout: Layout {
                slides: variable.slides,
                parts: variable.parts.clone(),
                counters: variable.counters.iter().map(place).collect(),
            },
            counters: variable.counters.iter().map(work).collect(),
            filler: blank.first().copied().unwrap_or(b' '),
        }
    }

    /// Appends the numbers of the repetitions of a group that a record in the longest layout has, ascending, from 0.
    pub fn present(&self, place: &RepeatPlace, record: &[u8], into: &mut Vec<u32>) {
        self.layout.present(place, record, self, into);
    }

    /// Bytes from the first one on that stand at the same place whatever a record says.
    #[must_use]
    pub fn fixed(&self) -> u32 {
        self.layout.fixed()
    }

    /// Bytes that every record has: those up to the last counter that stands at one place whatever a record says.
    #[must_use]
    pub fn least(&self) -> usize {
        let is_there = |counter: &&CounterPlace| counter.widths.is_empty() && counter.end <= self.fixed();
        let counters = self.layout.counters.iter().filter(is_there);
        counters.map(|counter| counter.end as usize).max().unwrap_or(0)
    }

    /// How many bytes the record must have for what its counters say; `scratch` is overwritten.
    ///
    /// # Errors
    /// The index of the first counter that is no number in its range.
    pub fn measure(&self, record: &[u8], scratch: &mut Vec<u8>) -> Result<usize, usize> {
        self.layout.measure(record, self, scratch)
    }

    /// Appends the record in the longest layout. Gives how many bytes it must have.
    ///
    /// # Errors
    /// The index of the first counter that is no number in its range.
    pub fn lay_out(&self, record: &[u8], into: &mut Vec<u8>) -> Result<usize, usize> {
        self.layout.lay_out(record, self, self.filler, into)
    }
}

impl Counters for Counted {
    fn read(&self, counter: usize, bytes: &[u8]) -> Option<u32> {
        let CounterRules { reading, rules, least, most } = &self.counters[counter];
        let number = match rules.number(bytes) {
            Ok(number) => number,
            // A record that ends within it says no number.
            Err(why) if bytes.len() == usize::from(rules.bytes()) && is_zero(reading, &why) => 0,
            Err(_) => return None,
        };
        u32::try_from(number).ok().filter(|number| (least..=most).contains(&number))
    }
}

/// Whether the mapping says that what is no number is zero.
const fn is_zero(reading: &CounterReading, why: &Why) -> bool {
    match why {
        Why::Blank(_) => matches!(reading.on_blank, OnBlank::Zero),
        Why::Low => matches!(reading.fills.low, OnFill::Zero),
        Why::High => matches!(reading.fills.high, OnFill::Zero),
        Why::Null | Why::Bad(..) | Why::Refused(_) => false,
    }
}

/// Two are the same if they read the same.
impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        let counters = |of: &Self| of.counters.iter().map(|one| (one.reading, one.least, one.most)).collect::<Vec<_>>();
        self.layout == other.layout && self.filler == other.filler && counters(self) == counters(other)
    }
}

impl Eq for Counted {}

/// A record that is brought to the longest layout.
struct Laying<'a> {
    record: &'a [u8],
    /// Bytes of the record that were read, or would be if it had them.
    read: usize,
    /// Those up to the last one that is not of a repetition which is not there.
    wanted: usize,
    /// Where `into` was when the record ended too early.
    cut: Option<usize>,
    filler: u8,
    into: &'a mut Vec<u8>,
    /// Where the record begins in `into`.
    start: usize,
    /// Bytes of the longest layout that are wanted.
    most: usize,
    /// Its end is where the next record begins, so that it has what no field reads too.
    whole: bool,
}

impl Laying<'_> {
    /// How many of so many bytes are still wanted.
    fn wanted_of(&self, bytes: usize) -> usize {
        bytes.min(self.most.saturating_sub(self.into.len() - self.start))
    }
}

impl Copies for Laying<'_> {
    fn laid(&self) -> &[u8] {
        &self.into[self.start..]
    }

    /// Filler for those bytes that the record has not.
    fn copy(&mut self, bytes: usize) {
        let from = self.read.min(self.record.len());
        let there = bytes.min(self.record.len() - from);
        let laid = self.wanted_of(there);
        self.into.extend_from_slice(&self.record[from..from + laid]);
        if there < bytes {
            self.cut.get_or_insert(self.into.len());
        }
        self.fill(bytes - there);
        self.read += bytes;
    }

    fn rest(&mut self, bytes: usize) {
        self.copy(bytes);
        if self.whole {
            self.must_have();
        }
    }

    fn fill(&mut self, bytes: usize) {
        let laid = self.into.len() + self.wanted_of(bytes);
        self.into.resize(laid, self.filler);
    }

    fn must_have(&mut self) {
        self.wanted = self.read;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// ASCII digits, 0 to `most`.
    struct Digits(Vec<u32>);

    impl Counters for Digits {
        fn read(&self, counter: usize, bytes: &[u8]) -> Option<u32> {
            let count = std::str::from_utf8(bytes).ok()?.parse().ok()?;
            (count <= self.0[counter]).then_some(count)
        }
    }

    /// `COUNT`, twice at most a count and thrice at most a letter, then a letter.
    fn layout(slides: bool) -> (Layout, RepeatPlace, RepeatPlace) {
        let inner = VariablePart::Group { times: 3, width: 1, counter: Some(1), parts: vec![VariablePart::Bytes(1)] };
        let outer =
            VariablePart::Group { times: 2, width: 4, counter: Some(0), parts: vec![VariablePart::Bytes(1), inner] };
        let counters = vec![
            CounterPlace { start: 0, end: 1, widths: Vec::new() },
            CounterPlace { start: 1, end: 2, widths: vec![4] },
        ];
        let parts = vec![VariablePart::Bytes(1), outer, VariablePart::Bytes(1)];
        let step = |times, width, counter| RepeatStep { name: String::new(), times, width, counter: Some(counter) };
        let outer = RepeatPlace::Nested { start: 1, steps: vec![step(2, 4, 0)] };
        let inner = RepeatPlace::Nested { start: 2, steps: vec![step(2, 4, 0), step(3, 1, 1)] };
        (Layout { slides, parts, counters }, outer, inner)
    }

    #[test]
    fn a_record_is_brought_to_the_longest_layout() {
        let (layout, outer, inner) = layout(true);
        let digits = Digits(vec![2, 3]);
        for (record, want, wanted, groups, letters) in [
            ("0z", "0........z", 2, "..", "......"),
            ("10z", "10.......z", 3, "x.", "......"),
            ("12ABz", "12AB.....z", 5, "x.", "xx...."),
            ("21A2BCz", "21A..2BC.z", 7, "xx", "x..xx."),
            // Cut at its end.
            ("12A", "12A", 5, "x.", "xx...."),
            // More than is described.
            ("0zmore", "0........zmore", 2, "..", "......"),
        ] {
            let mut made = b"before".to_vec();
            let laid = layout.lay_out(record.as_bytes(), &digits, b'.', &mut made);
            assert_eq!(laid, Ok(wanted), "{record}");
            assert_eq!(layout.measure(record.as_bytes(), &digits, &mut Vec::new()), Ok(wanted), "{record}");
            assert_eq!(std::str::from_utf8(&made[6..]), Ok(want), "{record}");
            let present = |place: &RepeatPlace| -> String {
                let mut there = Vec::new();
                layout.present(place, &made[6..], &digits, &mut there);
                (0..place.times()).map(|at| if there.contains(&at) { 'x' } else { '.' }).collect()
            };
            assert_eq!(layout.fixed(), 1);
            assert_eq!((present(&outer).as_str(), present(&inner).as_str()), (groups, letters), "{record}");
        }
        for (record, counter) in [("3z", 0), ("", 0), ("x", 0), ("24ABCD", 1), ("21A", 1)] {
            let mut made = b"before".to_vec();
            let laid = layout.lay_out(record.as_bytes(), &digits, b'.', &mut made);
            assert_eq!((laid, made.as_slice()), (Err(counter), &b"before"[..]), "{record}");
        }
    }

    #[test]
    fn where_nothing_slides_places_are_always_the_same() {
        let (layout, ..) = layout(false);
        assert_eq!(layout.fixed(), 10);
        let mut made = Vec::new();
        let laid = layout.lay_out(b"12AB-9---z", &Digits(vec![2, 3]), b'.', &mut made);
        assert_eq!((laid, made.as_slice()), (Ok(10), &b"12AB-9---z"[..]));
        made.clear();
        assert_eq!(layout.lay_out(b"0z", &Digits(vec![2, 3]), b'.', &mut made), Ok(10));
        assert_eq!(made, b"0z");
    }

    proptest! {
        #[test] // any bytes: no panic, and the longest layout or nothing
        fn any_record_has_the_longest_layout_or_none(record in "[0-9a-c]{0,14}", slides: bool) {
            let (layout, ..) = layout(slides);
            let mut made = Vec::new();
            let laid = layout.lay_out(record.as_bytes(), &Digits(vec![2, 3]), b'.', &mut made);
            prop_assert_eq!(layout.measure(record.as_bytes(), &Digits(vec![2, 3]), &mut Vec::new()), laid);
            let Ok(wanted) = laid else {
                prop_assert!(made.is_empty());
                return Ok(());
            };
            // What is laid out as the record's own is the record.
            let own = layout.own(&made, &Digits(vec![2, 3]));
            for (at, byte) in made.iter().enumerate() {
                if let Some(there) = own.of(&(at..at + 1)) {
                    prop_assert_eq!(record.as_bytes()[there.start], *byte);
                }
            }
            let whole = own.of(&(0..made.len()));
            prop_assert_eq!(whole.unwrap_or(0..0), 0..record.len());
            let behind = made.len().saturating_sub(10);
            prop_assert!(made.len() >= 10 || record.len() < wanted || !slides);
            prop_assert!(record.as_bytes().ends_with(&made[made.len() - behind..]));
        }
    }
}

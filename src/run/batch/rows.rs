//! The rows of a batch, in columns: what is the same of nearly all of them is not written down for each.
//!
//! In: records as they are framed. Out: of each row what is known of it, as a [`Row`] or one by one, and runs of rows of one
//! kind. A record that stands where its span says costs that span and its kind. Refuses: knowing what a record means.

use std::ops::Range;

#[cfg(test)]
mod tests;

use super::Zone;
use crate::extractors::RecordSpan;
use crate::mapping::model::KindId;
use crate::place::Place;

/// One record of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Where it is, in its source.
    pub place: Place,
    /// Offset of the byte after its record end, in its source.
    pub next: u64,
    /// Bytes that are read without the record end; others than its place's where it was edited.
    pub length: u64,
    /// Offset of the byte after its record end, in what is read.
    pub end: u64,
    /// Of which kind.
    pub kind: Option<KindId>,
    /// What it is apart from that.
    pub zone: Zone,
    /// The row of its parent.
    pub parent: Option<u32>,
    /// It was read before, and stands here for its children only.
    pub ghost: bool,
    /// It is such a ghost, and its row stands in the run that is mended: only what is read of it is judged again.
    pub stands: bool,
    /// Its fields can be looked at.
    pub sound: bool,
    /// In the window's view; of an over-long record its first part.
    pub span: RecordSpan,
}

/// What the places of a chunk's records count from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin {
    /// Index of the file.
    pub file: u32,
    /// Offset of the window's first byte.
    pub base: u64,
    /// Bytes for one of the window's view.
    pub scale: u64,
    /// Lines of the file before the chunk; none where it has no lines.
    pub lines: Option<u64>,
}

/// Where a record is that does not follow from its span and the number of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Read {
    place: Place,
    next: u64,
    length: u64,
    end: u64,
}

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    zone: Zone,
    ghost: bool,
    stands: bool,
    sound: bool,
}

/// A sound row of the data.
const PLAIN: State = State { zone: Zone::Row, ghost: false, stands: false, sound: true };

/// Neither kind nor parent.
const NONE: u32 = u32::MAX;

/// The rows of one batch.
#[derive(Debug, Default)]
pub struct Rows {
    origin: Origin,
    spans: Vec<RecordSpan>,
    /// Of each row its kind, or [`NONE`].
    kinds: Vec<u32>,
    /// Of the first rows; those behind are [`PLAIN`].
    states: Vec<State>,
    /// Of the first rows; those behind have none.
    parents: Vec<u32>,
    /// What the record of the first row has for a number, if it stands where its span says.
    first: Option<u64>,
    /// Rows that stand elsewhere, in their order.
    others: Vec<(u32, Read)>,
}

impl Rows {
    /// With room for so many rows.
    pub(super) fn of(rows: usize, origin: Origin) -> Self {
        Self { origin, spans: Vec::with_capacity(rows), kinds: Vec::with_capacity(rows), ..Self::default() }
    }

    pub(super) fn clear(&mut self) {
        self.spans.clear();
        self.kinds.clear();
        self.states.clear();
        self.parents.clear();
        self.others.clear();
        self.first = None;
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A row.
    #[must_use]
    #[expect(clippy::inline_always, reason = "what is not asked of a row is not made")]
    #[inline(always)]
    pub fn get(&self, row: usize) -> Row {
        let State { zone, ghost, stands, sound } = self.state(row);
        let Read { place, next, length, end } = self.read(row);
        let (kind, parent, span) = (self.kind(row), self.parent(row), self.spans[row]);
        Row { place, next, length, end, kind, zone, parent, ghost, stands, sound, span }
    }

    /// All rows.
    #[expect(clippy::inline_always, reason = "what is not asked of a row is not made")]
    #[inline(always)]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Row> + ExactSizeIterator {
        (0..self.len()).map(
            #[inline(always)]
            |row| self.get(row),
        )
    }

    /// Where a row is, in its source.
    #[must_use]
    #[inline]
    pub fn place(&self, row: usize) -> Place {
        self.read(row).place
    }

    /// Bytes of a row that are read, without the record end.
    #[must_use]
    #[inline]
    pub fn length(&self, row: usize) -> u64 {
        self.read(row).length
    }

    /// Of which kind a row is.
    #[must_use]
    #[inline]
    pub fn kind(&self, row: usize) -> Option<KindId> {
        Some(self.kinds[row]).filter(|kind| *kind != NONE).map(|kind| kind as usize)
    }

    /// What a row is apart from its kind.
    #[must_use]
    #[inline]
    pub fn zone(&self, row: usize) -> Zone {
        self.state(row).zone
    }

    /// The row of a row's parent.
    #[must_use]
    #[inline]
    pub fn parent(&self, row: usize) -> Option<u32> {
        self.parents.get(row).copied().filter(|parent| *parent != NONE)
    }

    /// Whether a row was read before, and stands here for its children only.
    #[must_use]
    #[inline]
    pub fn is_ghost(&self, row: usize) -> bool {
        self.state(row).ghost
    }

    /// Whether a row is a ghost whose row stands in the run that is mended.
    #[must_use]
    #[inline]
    pub fn stands(&self, row: usize) -> bool {
        self.state(row).stands
    }

    /// Whether the fields of a row can be looked at.
    #[must_use]
    #[inline]
    pub fn is_sound(&self, row: usize) -> bool {
        self.state(row).sound
    }

    /// Neighbours of one kind that are sound, in the order of the rows; what is of no kind is left out.
    pub fn runs(&self) -> impl Iterator<Item = (KindId, Range<usize>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let (kind, first) = (*self.kinds.get(at)?, at);
                at += self.run(kind, first).max(1);
                if kind != NONE && self.is_sound(first) {
                    return Some((kind as usize, first..at));
                }
            }
        })
    }

    /// How many sound rows of a kind follow one another.
    #[inline]
    fn run(&self, kind: u32, first: usize) -> usize {
        let same = self.kinds[first..].iter().take_while(|other| **other == kind).count();
        let states = self.states.get(first..).unwrap_or_default();
        states[..same.min(states.len())].iter().position(|state| !state.sound).unwrap_or(same)
    }

    /// Whether all rows are records of the data that stand where their spans say, with nothing wrong about them.
    #[must_use]
    pub const fn are_plain(&self) -> bool {
        self.states.is_empty() && self.others.is_empty()
    }

    /// The bytes of the records of these rows, if all stand where their spans say.
    pub fn bytes(&self, rows: Range<usize>) -> impl Iterator<Item = Range<u64>> {
        let Origin { base, scale, .. } = self.origin;
        let bytes = move |span: &RecordSpan| {
            let start = base + u64::from(span.start) * scale;
            start..start + u64::from(span.len) * scale
        };
        self.spans[rows].iter().map(bytes)
    }

    pub(super) fn push(&mut self, row: Row) {
        let Row { place, next, length, end, kind, zone, parent, ghost, stands, sound, span } = row;
        let at = self.len();
        let goes_on = !ghost && self.goes_on(place.record);
        self.spans.push(span);
        self.kinds.push(kind.map_or(NONE, number));
        self.set_state(at, State { zone, ghost, stands, sound });
        self.set_parent(at, parent);
        let read = Read { place, next, length, end };
        if !goes_on || self.by_span(at) != read {
            self.others.push((number(at), read));
        }
    }

    /// The kind of records that are pushed together.
    pub(super) fn push_kinds(&mut self, kind: KindId, rows: usize) {
        self.kinds.resize(self.kinds.len() + rows, number(kind));
    }

    /// The kinds of records that are pushed together, up to the first of which none is told; gives how many they are.
    #[inline]
    pub(super) fn push_kinds_of(&mut self, spans: &[RecordSpan], kind: impl Fn(RecordSpan) -> Option<u32>) -> usize {
        let before = self.kinds.len();
        self.kinds.extend(spans.iter().map_while(|span| kind(*span)));
        self.kinds.len() - before
    }

    /// Whether a record of this number goes on, in the next row, with those of the rows before.
    pub(super) fn goes_on(&mut self, record: u64) -> bool {
        let first = record.wrapping_sub(self.len() as u64);
        *self.first.get_or_insert(first) == first
    }

    /// The records whose kinds were pushed: all stand where their spans say, and their numbers go on.
    pub(super) fn push_spans(&mut self, spans: &[RecordSpan]) {
        self.spans.extend_from_slice(spans);
    }

    pub(super) fn set_kind(&mut self, row: usize, kind: Option<KindId>) {
        self.kinds[row] = kind.map_or(NONE, number);
    }

    pub(super) fn set_parent(&mut self, row: usize, parent: Option<u32>) {
        if self.parents.len() <= row && parent.is_some() {
            self.parents.resize(row + 1, NONE);
        }
        if let Some(of_row) = self.parents.get_mut(row) {
            *of_row = parent.unwrap_or(NONE);
        }
    }

    pub(super) fn set_unsound(&mut self, row: usize) {
        self.set_state(row, State { sound: false, ..self.state(row) });
    }

    fn set_state(&mut self, row: usize, state: State) {
        if self.states.len() <= row && state != PLAIN {
            self.states.resize(row + 1, PLAIN);
        }
        if let Some(of_row) = self.states.get_mut(row) {
            *of_row = state;
        }
    }

    #[inline]
    fn state(&self, row: usize) -> State {
        self.states.get(row).copied().unwrap_or(PLAIN)
    }

    #[expect(clippy::inline_always, reason = "what is not asked of a row is not made")]
    #[inline(always)]
    fn read(&self, row: usize) -> Read {
        // Ghosts stand before the other rows.
        let may_be_other = self.others.last().is_some_and(|(last, _)| row <= *last as usize);
        let other = if may_be_other { self.other(row) } else { None };
        other.copied().unwrap_or_else(|| self.by_span(row))
    }

    /// Lent, so that what is asked of a row needs no place in memory.
    #[inline(never)]
    fn other(&self, row: usize) -> Option<&Read> {
        let found = self.others.binary_search_by_key(&row, |(other, _)| *other as usize);
        found.ok().map(|at| &self.others[at].1)
    }

    /// Where a record is that stands where its span says.
    #[expect(clippy::inline_always, reason = "what is not asked of a row is not made")]
    #[inline(always)]
    fn by_span(&self, row: usize) -> Read {
        let Origin { file, base, scale, lines } = self.origin;
        let span = self.spans[row];
        let at = |place: u32| base + u64::from(place) * scale;
        let (offset, length, next) = (at(span.start), u64::from(span.len) * scale, at(span.next));
        let record = self.first.unwrap_or_default().wrapping_add(row as u64);
        let line = lines.map_or(0, |lines| lines + u64::from(span.line) + 1);
        Read { place: Place { file, record, line, offset, length }, next, length, end: next }
    }
}

/// Of a row or a kind: a batch has fewer rows than its window has bytes, and a mapping far fewer kinds.
#[expect(clippy::cast_possible_truncation, reason = "far fewer")]
const fn number(of: usize) -> u32 {
    of as u32
}

//! What stands where no field reads: of each kind in one file, which places those are, and whether anything is there.
//!
//! In: a plan, a file's header, records. Out: of each place how many records reach it, in how many something stands there,
//! and the first of these. Refuses: what becomes of a record, and to keep a byte of one.
//!
//! A blank is the encoding's, a tab, or NUL. Old systems fill with either.

use std::collections::BTreeMap;

use crate::extractors::encoding::ebcdic;
use crate::extractors::fixed::characters;
use crate::extractors::slices::Slice;
use crate::finding::Arg;
use crate::mapping::model::{FieldPlace, Filler, Format, IgnoredPlace, Kind, KindId, Positions};
use crate::mapping::unread::{OPEN, Range, Reads, range_text};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::{Batch, Row};
use crate::run::plan::Plan;
use crate::run::walk::Text;
use crate::run::windows::{OpenSource, to_index};

/// Bytes that are read at once of a record of which the window has only a part.
const PIECE: usize = 64 << 10;

/// A place that no field reads, as the evidence names it. In the order of places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnreadPlace {
    /// Positions or cells; several where they are the same place of each repetition of a group.
    Ranges(Vec<Range>),
    /// The cell under this header.
    Header(String),
}

impl UnreadPlace {
    /// `12-20`, `3-4, 10-11`, or the header.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Ranges(ranges) => ranges.iter().copied().map(range_text).collect::<Vec<_>>().join(", "),
            Self::Header(name) => name.clone(),
        }
    }

    /// The place that has this text; none if no place has.
    #[must_use]
    pub fn named(unit: &str, text: &str) -> Option<Self> {
        if unit == "header" {
            return Some(Self::Header(text.to_owned()));
        }
        let range = |text: &str| {
            let (start, end) = text.split_once('-').unwrap_or((text, text));
            let start: u32 = start.parse().ok()?;
            let end = if end.is_empty() { OPEN } else { end.parse().ok()? };
            Some((start.checked_sub(1)?, end))
        };
        text.split(", ").map(range).collect::<Option<_>>().map(Self::Ranges)
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Ranges(ranges) if ranges.last().is_some_and(|range| range.1 == OPEN))
    }
}

/// A place as findings name it: bytes, characters, cells, header, slack; all but one are empty.
#[must_use]
pub fn place_args(plan: &Plan, kind: KindId, place: &UnreadPlace) -> [Arg; 5] {
    ["bytes", "characters", "cells", "header", SLACK]
        .map(|of| if of == unit(plan, kind, place) { Arg::from(place.text()) } else { Arg::from("") })
}

/// Bytes that SYNCHRONIZED leaves free.
const SLACK: &str = "slack";

/// What a place is counted in.
#[must_use]
pub fn unit(plan: &Plan, kind: KindId, place: &UnreadPlace) -> &'static str {
    match (place, &plan.mapping.source.format) {
        (UnreadPlace::Header(_), _) => "header",
        (UnreadPlace::Ranges(ranges), _) if plan.mapping.source.kinds[kind].slack.contains(ranges) => SLACK,
        (_, Format::Delimited(_)) => "cells",
        (_, Format::Lines(lines)) if lines.positions == Positions::Characters => "characters",
        _ => "bytes",
    }
}

/// What stands at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnreadCounts {
    /// Index of the kind's `ignore:` that says why it is not read.
    pub ignored: Option<usize>,
    /// Records that reach it.
    pub records: u64,
    /// Those of them with something there.
    pub not_blank: u64,
    /// The first of these.
    pub first: Option<Place>,
}

impl UnreadCounts {
    fn see(&mut self, found: Found, place: Place) {
        self.records += u64::from(found != Found::Nothing);
        if found == Found::Something {
            self.not_blank += 1;
            self.first = Some(self.first.map_or(place, |first| first.min(place)));
        }
    }

    /// Adds those of other records.
    pub fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.not_blank += other.not_blank;
        self.first = match (self.first, other.first) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }
}

/// By kind and place.
pub type UnreadSummary = BTreeMap<(KindId, UnreadPlace), UnreadCounts>;

/// What stands at a place of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// The record does not reach it.
    Nothing,
    Blanks,
    Something,
}

/// One place, and how it is looked at.
struct Watched {
    place: UnreadPlace,
    ranges: Vec<Range>,
    counts: UnreadCounts,
    /// SYNCHRONIZED leaves it free.
    slack: bool,
}

/// The places of all kinds in one file.
pub struct Unread<'a> {
    plan: &'a Plan,
    source: &'a OpenSource,
    kinds: Vec<Vec<Watched>>,
    blank: Blank,
    /// Places are cells.
    cells: bool,
    /// Positions are characters.
    characters: bool,
}

impl<'a> Unread<'a> {
    /// Of one file.
    #[must_use]
    pub fn new(plan: &'a Plan, source: &'a OpenSource) -> Self {
        let kinds = plan.mapping.source.kinds.iter().map(|kind| places(plan, source, kind)).collect();
        let characters = plan.lines().is_some_and(|lines| lines.positions == Positions::Characters);
        Self { plan, source, kinds, blank: Blank::of(&plan.blank), cells: plan.cells.is_some(), characters }
    }

    /// Whether any place of a kind is looked at.
    #[must_use]
    pub fn watches(&self, kind: KindId) -> bool {
        !self.kinds[kind].is_empty()
    }

    /// Whether any place at all is looked at.
    #[must_use]
    pub fn watches_any(&self) -> bool {
        self.kinds.iter().any(|places| !places.is_empty())
    }

    /// Whether any record of a kind may reach a place that is looked at, in a batch whose longest record has so many bytes
    /// (a character takes one at least) or cells.
    #[must_use]
    pub fn reaches(&self, kind: KindId, longest: usize) -> bool {
        let begins = |one: &Watched| one.ranges.iter().any(|(start, _)| (*start as usize) < longest);
        self.kinds[kind].iter().any(begins)
    }

    /// Counts a record of a kind.
    ///
    /// # Errors
    /// TL0901 where the rest of a record that is longer than the window cannot be read.
    pub fn see(&mut self, text: &Text<'_>, batch: &Batch, row: u32, kind: KindId) -> Result<(), Stop> {
        let place = batch.rows.place(row as usize);
        let mut watched = std::mem::take(&mut self.kinds[kind]);
        for one in &mut watched {
            let found = self.found(text, batch, row, one)?;
            one.counts.see(found, place);
        }
        self.kinds[kind] = watched;
        Ok(())
    }

    /// The first place of a record with something in it that is neither read nor ignored; what `long: cut` cut off is none,
    /// and slack bytes are none, which no program writes.
    #[must_use]
    pub fn filled(&self, text: &Text<'_>, batch: &Batch, row: u32, kind: KindId) -> Option<&UnreadPlace> {
        let mut places = self.kinds[kind].iter().filter(|one| one.counts.ignored.is_none() && !one.slack);
        places.find(|one| self.within(text, batch, row, one) == Found::Something).map(|one| &one.place)
    }

    /// What was counted, where any record reaches a place, or a reason is given for it.
    pub fn into_counts(self) -> impl Iterator<Item = ((KindId, UnreadPlace), UnreadCounts)> {
        let places = self
            .kinds
            .into_iter()
            .enumerate()
            .flat_map(|(kind, places)| places.into_iter().map(move |one| (kind, one)));
        let known = places.filter(|(_, one)| one.counts.records > 0 || one.counts.ignored.is_some());
        known.map(|(kind, one)| ((kind, one.place), one.counts))
    }

    fn found(&self, text: &Text<'_>, batch: &Batch, row: u32, one: &Watched) -> Result<Found, Stop> {
        let found = self.within(text, batch, row, one);
        if found == Found::Something || !one.place.is_open() || self.cells {
            return Ok(found);
        }
        Ok(found.max(self.behind(text, batch, row)?))
    }

    fn within(&self, text: &Text<'_>, batch: &Batch, row: u32, one: &Watched) -> Found {
        if self.cells {
            self.in_cells(text, batch, row, &one.ranges)
        } else {
            self.in_record(text, batch, row, &one.ranges)
        }
    }

    fn in_cells(&self, text: &Text<'_>, batch: &Batch, row: u32, ranges: &[Range]) -> Found {
        let (bytes, cells) = (batch.bytes(text), batch.cells.record(row));
        let mut found = Found::Nothing;
        for (start, end) in ranges {
            for cell in (*start as usize..*end as usize).map_while(|cell| cells.get(cell)) {
                found = found.max(Found::Blanks);
                if !self.blank.is_all_of(bytes.get(cell), 0) {
                    return Found::Something;
                }
            }
        }
        found
    }

    fn in_record(&self, text: &Text<'_>, batch: &Batch, row: u32, ranges: &[Range]) -> Found {
        let (bytes, record) = (batch.bytes(text), batch.records[row as usize]);
        let whole = bytes.get(record);
        let mut starts = Vec::new();
        let mut found = Found::Nothing;
        for (start, end) in ranges {
            let (part, phase) = if self.characters {
                let part = characters(self.plan.encoding, whole, record, *start, *end, &mut starts);
                (bytes.get(part), 0)
            } else {
                let from = (*start as usize).min(whole.len());
                (&whole[from..(*end as usize).clamp(from, whole.len())], from)
            };
            if part.is_empty() {
                continue;
            }
            found = found.max(Found::Blanks);
            if !self.blank.is_all_of(part, phase) {
                return Found::Something;
            }
        }
        found
    }

    /// What `long: cut` cut off, and the window does not have.
    fn behind(&self, text: &Text<'_>, batch: &Batch, row: u32) -> Result<Found, Stop> {
        let Some(tail) = batch.tail(row) else { return Ok(Found::Nothing) };
        if !self.blank.is_all_of(batch.bytes(text).get(tail), 0) {
            return Ok(Found::Something);
        }
        let Row { place, .. } = batch.rows.get(row as usize);
        let end = place.offset + place.length;
        let mut at = end.min(text.offset(text.framed)).max(place.offset);
        let mut buffer = vec![0; if at < end { PIECE } else { 0 }];
        while at < end {
            let wanted = to_index(end - at).min(PIECE);
            let read = self.source.read_at(at, &mut buffer[..wanted])?;
            if read == 0 || !self.blank.is_all_of(&buffer[..read], 0) {
                return Ok(Found::Something);
            }
            at += read as u64;
        }
        Ok(Found::Blanks)
    }
}

/// The tail of a line that `long: cut` cut, as far as the window has it: row and bytes.
pub type Tail = (u32, Slice);

/// The tail of a row.
#[must_use]
pub fn tail_of(tails: &[Tail], row: u32) -> Option<Slice> {
    let found = tails.binary_search_by(|(other, _)| other.cmp(&row)).ok()?;
    Some(tails[found].1)
}

/// The places of a kind that are looked at; none of a kind that is skipped.
fn places(plan: &Plan, source: &OpenSource, kind: &Kind) -> Vec<Watched> {
    if kind.skip.is_some() {
        return Vec::new();
    }
    let mut reads = Reads::of(kind);
    let watched = |place: UnreadPlace, ranges: Vec<Range>, ignored: Option<usize>| Watched {
        place,
        ranges,
        counts: UnreadCounts { ignored, ..UnreadCounts::default() },
        slack: false,
    };
    let named = if kind.in_preamble { Vec::new() } else { named_cells(plan, source) };
    let of_name = |name: &str| -> Vec<Range> {
        named.iter().filter(|(other, _)| *other == name).map(|(_, cell)| (*cell, cell + 1)).collect()
    };
    let mut found = Vec::new();
    for (number, ignored) in kind.ignore.iter().enumerate() {
        let (place, ranges) = match &ignored.place {
            IgnoredPlace::Range(start, end) => (UnreadPlace::Ranges(vec![(*start, *end)]), vec![(*start, *end)]),
            IgnoredPlace::Header(name) => (UnreadPlace::Header(name.clone()), of_name(name)),
        };
        reads.ranges.extend(&ranges);
        found.push(watched(place, ranges, Some(number)));
    }
    for ranges in own_slack(kind) {
        reads.ranges.extend(ranges);
        found.push(Watched { slack: true, ..watched(UnreadPlace::Ranges(ranges.clone()), ranges.clone(), None) });
    }
    if let Format::Described(described) = &plan.mapping.source.format {
        reads.ranges.extend(described.own_length());
    }
    let headers: Vec<Range> = reads.headers.iter().flat_map(|name| of_name(name)).collect();
    reads.ranges.extend(headers);
    if reads.whole {
        return found;
    }
    // Columns that other kinds read have names; they are known from the mapping, so that no cell is taken for one.
    // A kind with a number of cells of its own is not laid out as the header is.
    for (name, cell) in named.iter().filter(|_| kind.cells.is_none()) {
        let is_read = reads.ranges.iter().any(|(start, end)| (start..end).contains(&cell));
        if !is_read {
            reads.ranges.push((*cell, cell + 1));
            found.push(watched(UnreadPlace::Header((*name).to_owned()), vec![(*cell, cell + 1)], None));
        }
    }
    let end = match plan.mapping.source.format {
        Format::FixedLength { length } => length,
        Format::Lines(_) | Format::Described(_) | Format::Delimited(_) => kind.cells.unwrap_or(OPEN),
    };
    found.extend(reads.gaps(end).into_iter().map(|ranges| watched(UnreadPlace::Ranges(ranges.clone()), ranges, None)));
    found
}

/// The slack bytes of a kind of which the mapping says nothing: no field with a place of its own has them, nor a reason.
fn own_slack(kind: &Kind) -> impl Iterator<Item = &Vec<Range>> {
    let fields = kind.fields.iter().filter_map(|field| match field.place {
        FieldPlace::Bytes { start, end } => Some((start, end)),
        _ => None,
    });
    let ignored = kind.ignore.iter().filter_map(|one| match one.place {
        IgnoredPlace::Range(start, end) => Some((start, end)),
        IgnoredPlace::Header(_) => None,
    });
    let said: Vec<Range> = fields.chain(ignored).collect();
    let is_said = move |range: &Range| said.iter().any(|(start, end)| *start < range.1 && range.0 < *end);
    kind.slack.iter().filter(move |ranges| !ranges.iter().any(&is_said))
}

/// Names of the mapping that the file's header has, and their cells.
fn named_cells<'a>(plan: &'a Plan, source: &'a OpenSource) -> Vec<(&'a str, u32)> {
    let (Some(cells), Some(head)) = (&plan.cells, &source.head) else { return Vec::new() };
    let wanted = cells.head.wanted.iter().zip(&head.columns);
    let wanted = wanted.filter_map(|(name, cell)| Some((name.as_str(), (*cell)?)));
    let ignored = head.ignored.iter().map(|(number, cell)| (cells.head.ignored[*number].as_str(), *cell));
    wanted.chain(ignored).collect()
}

/// Whether records of a kind are refused for what stands where nobody reads.
#[must_use]
pub fn refuses(plan: &Plan, kind: KindId) -> bool {
    plan.mapping.source.kinds[kind].filler == Filler::Blank
}

/// A blank of the encoding, over eight bytes; its bits but for the others, which are in no blank and in no NUL.
#[derive(Debug, Clone, Copy)]
struct Blank {
    others: [u8; 8],
    unit: usize,
    /// A tab, in the same unit.
    tab: [u8; 4],
}

impl Blank {
    /// Every encoding's blank has one bit (0x20, 0x40), so that a unit without any other is a blank or NUL.
    fn of(blank: &[u8]) -> Self {
        let unit = blank.len().clamp(1, 4);
        let mut others = [0; 8];
        let mut tab = [0; 4];
        for (at, other) in others.iter_mut().enumerate() {
            *other = !blank.get(at % unit).copied().unwrap_or(b' ');
        }
        for (at, byte) in blank.iter().take(4).enumerate() {
            tab[at] = match *byte {
                0 => 0,
                ebcdic::BLANK => ebcdic::TAB,
                _ => b'\t',
            };
        }
        Self { others, unit, tab }
    }

    /// Whether there is nothing else; `phase` is how far from the start of a unit the bytes begin.
    #[inline]
    fn is_all_of(&self, bytes: &[u8], phase: usize) -> bool {
        let phase = phase % self.unit;
        let mut others = self.others;
        others.rotate_left(phase);
        let mask = u64::from_ne_bytes(others);
        let (words, rest) = bytes.as_chunks::<8>();
        let plain = words.iter().all(|word| u64::from_ne_bytes(*word) & mask == 0)
            && rest.iter().zip(others).all(|(byte, other)| byte & other == 0);
        plain || self.with_tabs(bytes, phase)
    }

    fn with_tabs(&self, bytes: &[u8], phase: usize) -> bool {
        let tab = &self.tab[..self.unit];
        let (before, units) = bytes.split_at(((self.unit - phase) % self.unit).min(bytes.len()));
        let is_blank = |at: usize, byte: u8| byte & self.others[at % self.unit] == 0;
        let blanks =
            |bytes: &[u8], phase: usize| bytes.iter().enumerate().all(|(at, byte)| is_blank(at + phase, *byte));
        blanks(before, phase) && units.chunks(self.unit).all(|unit| unit == tab || blanks(unit, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractors::encoding::Encoding;
    use crate::mapping::encodings;

    #[test]
    fn the_blank_of_every_encoding_has_one_bit() {
        for name in encodings::names() {
            let blank = Encoding::of(name).unwrap().encode(" ").unwrap();
            assert_eq!(blank.iter().map(|byte| byte.count_ones()).sum::<u32>(), 1, "{name}");
            assert!(8 % blank.len() == 0, "{name}");
        }
    }

    #[test]
    fn blanks_tabs_and_nuls_are_blank_and_nothing_else_is() {
        for (blank, bytes, phase, want) in [
            (&b" "[..], &b""[..], 0, true),
            (b" ", b" \0\0        \0       ", 0, true),
            (b" ", b" \t ", 3, true),
            (b" ", b"                 0", 0, false),
            (b" ", b"       x          ", 0, false),
            (b" ", b"\x40", 0, false),
            (b"\x40", b"\x40\x40\0", 0, true),
            (b"\x40", b" ", 0, false),
            (b"\x40", b"\x40\x05\x40", 0, true),
            (b"\x40", b"\x40\t\x40", 0, false),
            (b" \0", b" \0\0\0 \0 \0\t\0 \0", 0, true),
            (b" \0", b"\0 ", 0, false),
            (b" \0", b"\0 \0 \0 \0 \0 \0", 1, true),
            (b" \0", b"  ", 0, false),
            (b"\0 ", b"\0 \0\0\0\t", 0, true),
        ] {
            assert_eq!(Blank::of(blank).is_all_of(bytes, phase), want, "{blank:?} {bytes:?} {phase}");
        }
    }
}

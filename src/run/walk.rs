//! Framing a block without decoding it: where its records end, how many there are, which parents are open afterwards.
//!
//! In: a window and a place where a record may start. Out: a [`Walk`]. The start of a block is guessed from the bytes
//! around it; a guess counts only if it is the place to which the block before it came, so a wrong one costs time and
//! nothing else.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use crate::extractors::RecordSpan;
use crate::extractors::delimited::table::{CellTable, RowCells};
use crate::extractors::frame::descriptors::{DescribedFramer, Lost, NO_BLOCKS};
use crate::extractors::frame::fixed::FixedFramer;
use crate::extractors::frame::text::{TextFramer, after_quoted, line_end, line_start};
use crate::extractors::frame::{Frame, Framed, view};
use crate::extractors::kinds::RawRecord;
use crate::extractors::slices::{Slice, Slices};
use crate::finding::Code;
use crate::mapping::model::{KindId, RepeatedHeader};
use crate::place::Place;
use crate::run::Stop;
use crate::run::plan::{Framing, Plan};
use crate::run::windows::{OpenSource, Window, to_index};

/// Why a record is refused, where its own bytes do not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Its group is larger than may be.
    TooLarge,
    /// It ends a parent, and none was open.
    EndsNothing,
}

/// A parent that is open where a chunk begins.
#[derive(Debug, Clone)]
pub struct OpenParent {
    /// Where it is.
    pub place: Place,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// It was refused for a reason that its bytes do not show.
    pub refused: Option<Refused>,
    /// Its row stands in the run that is mended.
    pub stands: bool,
}

/// What must be known to start reading at a block.
#[derive(Debug, Clone, Default)]
pub struct Cursor {
    /// Offset of the first byte that belongs to no record before.
    pub next: u64,
    /// Records of the file before it.
    pub records: u64,
    /// Lines of the file before it.
    pub lines: u64,
    /// Offset where the block of records ends that is open there; at or before `next`: none is open.
    pub within: u64,
    /// The open parents, by kind.
    pub parents: Vec<Option<Arc<OpenParent>>>,
    /// The source ended before: nothing is read any more.
    pub ended: bool,
    /// The record in which it ended.
    pub unread_from: Option<Place>,
    /// The repeated header from which on all is a declared skip (`repeated_header: end`).
    pub skipped_from: Option<Place>,
    /// Records of the mapping before it, in all files.
    pub taken: u64,
}

/// A window as framers see it.
pub struct Text<'a> {
    /// The source's bytes.
    pub bytes: &'a [u8],
    /// What framers see of them.
    pub view: Cow<'a, [u8]>,
    /// How much of the view is the source's; behind it stand the bytes of open parents.
    pub framed: usize,
    /// Offset of the first byte in the source.
    pub base: u64,
    /// Bytes for one of the view.
    pub scale: usize,
    /// The source ends with the window.
    pub last: bool,
}

impl<'a> Text<'a> {
    /// The window's data from `from` (an offset of the source) on; for encodings that need it, a record starts there.
    #[must_use]
    pub fn new(plan: &Plan, window: &'a Window, from: u64) -> Self {
        let skip = Self::skipped(plan, window, from);
        let bytes = &window.bytes[skip..];
        let (base, scale) = (window.base + skip as u64, plan.scale());
        Self {
            bytes,
            view: view::view(plan.unit, bytes),
            framed: (window.data - skip) / scale,
            base,
            scale,
            last: window.last,
        }
    }

    /// Bytes of the window before the text.
    #[must_use]
    pub fn skipped(plan: &Plan, window: &Window, from: u64) -> usize {
        if view::needs_record_start(plan.unit) { to_index(from - window.base).min(window.data) } else { 0 }
    }

    /// Place in the view of an offset, at most the view's end.
    #[must_use]
    pub fn index(&self, offset: u64) -> usize {
        to_index(offset.saturating_sub(self.base)) / self.scale
    }

    /// Offset in the source of a place in the view.
    #[must_use]
    pub const fn offset(&self, index: usize) -> u64 {
        self.base + (index * self.scale) as u64
    }

    /// The bytes of a record.
    #[must_use]
    pub fn slice(&self, span: RecordSpan) -> Slice {
        Slice::of_window(span.start as usize * self.scale, span.len as usize * self.scale)
    }

    /// The raw bytes of a record.
    #[must_use]
    pub fn raw(&self, span: RecordSpan) -> &[u8] {
        &self.bytes[span.start as usize * self.scale..(span.start + span.len) as usize * self.scale]
    }

    /// The view of a record.
    #[must_use]
    pub fn seen(&self, span: RecordSpan) -> &[u8] {
        &self.view[span.start as usize..(span.start + span.len) as usize]
    }

    fn source_view(&self) -> &[u8] {
        &self.view[..self.framed]
    }

    /// A framer from a place of the view on, where the block of records is open that ends at the offset `within`.
    #[must_use]
    pub fn framer<'b>(&'b self, framing: &'b Framing, at: usize, within: u64) -> AnyFramer<'b> {
        match framing {
            Framing::Described(rules) => {
                let block_end = to_index(within.saturating_sub(if within == NO_BLOCKS { 0 } else { self.base }));
                let from = (at, block_end);
                AnyFramer::Described(DescribedFramer::new(rules, self.source_view(), from, self.last))
            }
            Framing::Text(rules) => AnyFramer::Text(TextFramer::new(rules, self.source_view(), at, self.last)),
            Framing::Fixed(length) => AnyFramer::Fixed(FixedFramer::new(self.source_view(), *length, at, self.last)),
        }
    }
}

/// One of the framers.
pub enum AnyFramer<'a> {
    /// Lines and delimited records.
    Text(TextFramer<'a>),
    /// Records of one length.
    Fixed(FixedFramer<'a>),
    /// Records that say how long they are.
    Described(DescribedFramer<'a>),
}

impl AnyFramer<'_> {
    /// Why a length led nowhere, if one did.
    fn lost(&self) -> Option<Lost> {
        if let Self::Described(framer) = self { framer.damage() } else { None }
    }

    /// Offset where the block of records ends that is open where framing goes on, in a text.
    fn within(&self, text: &Text<'_>) -> u64 {
        match self {
            Self::Described(framer) if framer.block_end() == usize::MAX => NO_BLOCKS,
            Self::Described(framer) => text.offset(framer.block_end()),
            Self::Text(_) | Self::Fixed(_) => 0,
        }
    }
}

impl Frame for AnyFramer<'_> {
    fn next(&mut self, limit: usize) -> Framed {
        match self {
            Self::Text(framer) => framer.next(limit),
            Self::Fixed(framer) => framer.next(limit),
            Self::Described(framer) => framer.next(limit),
        }
    }
    fn at(&self) -> usize {
        match self {
            Self::Text(framer) => framer.at(),
            Self::Fixed(framer) => framer.at(),
            Self::Described(framer) => framer.at(),
        }
    }
    fn line(&self) -> u32 {
        match self {
            Self::Text(framer) => framer.line(),
            Self::Fixed(framer) => framer.line(),
            Self::Described(framer) => framer.line(),
        }
    }
}

/// What a walk did to the open record of one parent kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Nothing.
    Unchanged,
    /// It was closed.
    Closed,
    /// This record is open: offset, bytes, record and line counted from the walk's start.
    Open {
        /// Offset in the source.
        offset: u64,
        /// Bytes.
        length: u64,
        /// Records before it in the walk.
        records: u64,
        /// Lines before it in the walk.
        lines: u64,
        /// It is refused for a reason that its bytes do not show.
        refused: Option<Refused>,
        /// It is refused if no record of this kind was open at the walk's start.
        needs: Option<KindId>,
    },
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All records that start in the block were framed.
    Whole,
    /// The window ended within a record, which starts at `next`.
    Cut,
    /// The record at `next` has a quote that is never closed.
    Unclosed {
        /// Number of the cell, from 1.
        cell: u32,
    },
    /// A repeated header stands at `next`, and ends the data.
    Header,
    /// The record or block at `next` has a length that leads nowhere.
    Lost(Lost),
}

/// What framing from one place gave.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Offset from which it went.
    pub from: u64,
    /// Offset to which it came.
    pub next: u64,
    /// Records framed.
    pub records: u64,
    /// Lines passed.
    pub lines: u64,
    /// Offset where the block of records ends that is open at `next`.
    pub within: u64,
    /// What became of each kind's open record.
    pub touched: Vec<Touch>,
    /// How it ended.
    pub end: End,
    /// The records, with lines counted from the walk's start; none where there are more than are worth keeping.
    pub spans: Option<Vec<RecordSpan>>,
    /// Where it passed another place at which the block may start: from there on, both are the same.
    pub passed: Option<Passed>,
    /// One of the records is the file's header again.
    pub repeats_header: bool,
}

/// Where a walk was in between.
#[derive(Debug, Clone, Copy)]
pub struct Passed {
    /// Offset in the source.
    at: u64,
    /// Records before it in the walk.
    records: u64,
    /// Lines before it in the walk.
    lines: u64,
}

impl Walk {
    /// One that has not begun, and keeps no records.
    #[must_use]
    pub const fn new(from: u64) -> Self {
        Self {
            from,
            next: from,
            records: 0,
            lines: 0,
            within: 0,
            touched: Vec::new(),
            end: End::Cut,
            spans: None,
            passed: None,
            repeats_header: false,
        }
    }

    /// Remembers a record; `lines` stood before the framer's first line.
    fn keep(&mut self, span: RecordSpan, lines: u64) {
        let spans = self.spans.as_mut().filter(|spans| spans.len() < KEPT_SPANS);
        match (spans, u32::try_from(lines)) {
            (Some(spans), Ok(lines)) => spans.push(RecordSpan { line: lines + span.line, ..span }),
            _ => self.spans = None,
        }
    }

    /// This walk, or its part from the other place on; none if neither begins there.
    #[must_use]
    pub fn beginning_at(mut self, from: u64) -> Option<Self> {
        if self.from == from {
            return Some(self);
        }
        let Passed { records, lines, .. } = self.passed.take().filter(|passed| passed.at == from)?;
        let before = u32::try_from(lines).unwrap_or(u32::MAX);
        if let Some(spans) = &mut self.spans {
            spans.drain(..to_index(records));
            for span in spans {
                span.line = span.line.saturating_sub(before);
            }
        }
        Some(Self { from, records: self.records - records, lines: self.lines - lines, ..self })
    }
}

/// How often records are looked for by blocks where that takes fewer than [`WORTH`] of them.
const TRIES: usize = 16;
/// Records that are worth looking for by blocks.
const WORTH: u64 = 4;

/// Records that a walk remembers: 8 MiB of them.
pub const KEPT_SPANS: usize = 1 << 19;

/// Walks windows of one source.
pub struct Walker<'a> {
    plan: &'a Plan,
    source: &'a OpenSource,
    cells: CellTable,
    /// Room for the records of a walk, which was grown by another one.
    room: Cell<Vec<RecordSpan>>,
}

impl<'a> Walker<'a> {
    /// For one file.
    #[must_use]
    pub fn new(plan: &'a Plan, source: &'a OpenSource) -> Self {
        Self { plan, source, cells: CellTable::default(), room: Cell::default() }
    }

    /// With the room of a walk that is over.
    #[must_use]
    pub fn with_room(self, mut room: Vec<RecordSpan>) -> Self {
        room.clear();
        self.room.set(room);
        self
    }

    /// The file.
    #[must_use]
    pub const fn source(&self) -> &'a OpenSource {
        self.source
    }

    /// A walk that has not begun.
    #[must_use]
    pub fn start(&self, from: u64) -> Walk {
        let touched = if self.plan.has_parents { vec![Touch::Unchanged; self.plan.kinds.len()] } else { Vec::new() };
        // Where a view begins at a record, places of one view mean nothing in another.
        let spans = (!view::needs_record_start(self.plan.unit)).then(|| self.room.take());
        let (passed, repeats_header) = (None, false);
        Walk {
            from,
            next: from,
            records: 0,
            lines: 0,
            within: 0,
            touched,
            end: End::Cut,
            spans,
            passed,
            repeats_header,
        }
    }

    /// A walk that has not begun, from where another one came to.
    #[must_use]
    pub fn start_at(&self, cursor: &Cursor) -> Walk {
        Walk { within: cursor.within, ..self.start(cursor.next) }
    }

    /// Walks from each place where the block may start.
    pub fn guesses(&mut self, window: &Window) -> Vec<Walk> {
        if view::needs_record_start(self.plan.unit) || window.base == window.start {
            return Vec::new();
        }
        let text = Text::new(self.plan, window, window.start);
        if text.index(window.start) > text.framed {
            return Vec::new(); // nothing but padding
        }
        let (start, limit) = (text.index(window.start), text.index(window.end));
        let mut places = match &self.plan.framing {
            // Nothing but the chain tells where the next record starts.
            Framing::Described(_) => return Vec::new(),
            Framing::Fixed(length) => {
                let past = window.start.saturating_sub(self.source.text_start) % *length as u64;
                vec![start + if past == 0 { 0 } else { *length - to_index(past) }]
            }
            Framing::Text(rules) => {
                let outside = line_start(text.source_view(), start);
                std::iter::once(outside).chain(after_quoted(rules, text.source_view(), start)).collect()
            }
        };
        places.dedup();
        if self.plan.has_groups {
            places = places.into_iter().filter_map(|place| self.group_border(&text, place, limit)).collect();
        }
        let mut places = places.into_iter().filter(|place| *place < limit);
        let Some(first) = places.next() else { return Vec::new() };
        let mut walk = self.start(text.offset(first));
        let mut walks = Vec::new();
        for place in places.filter(|place| *place > first) {
            // One walk may pass where the other begins: from there on they are the same.
            if !self.plan.has_parents {
                self.go_on(&text, place, &mut walk);
            }
            if walk.end == End::Whole && walk.next == text.offset(place) {
                walk.passed = Some(Passed { at: walk.next, records: walk.records, lines: walk.lines });
            }
            self.go_on(&text, limit, &mut walk);
            if walk.passed.is_none() {
                let mut other = self.start(text.offset(place));
                self.go_on(&text, limit, &mut other);
                walks.push(other);
            }
        }
        if walks.is_empty() {
            self.go_on(&text, limit, &mut walk);
        }
        walks.push(walk);
        walks
    }

    /// The first place from `at` on where no group can be open.
    fn group_border(&mut self, text: &Text<'_>, at: usize, limit: usize) -> Option<usize> {
        let mut framer = text.framer(&self.plan.framing, at, 0);
        loop {
            let before = framer.at();
            let Framed::Record(span) = framer.next(limit) else { return None };
            let Some(kind) = self.kind(text, span) else { continue };
            if self.plan.starts_group(kind) {
                return Some(before);
            }
            if self.plan.kinds[kind].ends.is_some_and(|parent| self.plan.starts_group(parent)) {
                return Some(framer.at());
            }
        }
    }

    /// The kind of a record, as far as raw bytes tell it.
    pub fn kind(&mut self, text: &Text<'_>, span: RecordSpan) -> Option<KindId> {
        let comment = if let Framing::Text(rules) = &self.plan.framing { rules.comment.as_deref() } else { None };
        let seen = &text.view[span.start as usize..];
        if self.plan.cells.is_some()
            && (comment.is_some_and(|mark| seen.starts_with(mark)) || is_header(self.source, text.raw(span)))
        {
            return None;
        }
        if let Some(only) = self.plan.matcher.only() {
            return Some(only);
        }
        self.cells.clear();
        let mut record = text.slice(span);
        if let Some(cells) = &self.plan.cells {
            let width = self.source.head.as_ref().and_then(|head| head.width);
            if cells.lenient {
                let width = width.map(|width| width as usize);
                self.cells.lenient(&cells.rules, &cells.others, width, (text.bytes, &text.view, span));
            } else {
                self.cells.strict(&cells.rules, text.bytes, &text.view, span);
            }
        } else {
            let seen = text.seen(span);
            record = self.plan.own_bytes(text, span, &mut self.cells);
            if let Some(stops) = self.plan.tabs.as_ref().filter(|_| seen.contains(&b'\t')) {
                record = stops.expand(text.raw(span), seen, &mut self.cells.side);
            }
        }
        let bytes = Slices { window: text.bytes, side: &self.cells.side };
        let cells = if self.plan.cells.is_some() { self.cells.record(0) } else { RowCells::default() };
        // A kind that values must tell neither opens nor closes anything.
        self.plan.matcher.kind(&RawRecord { bytes, record, cells }).kind()
    }

    /// A record whose end is behind the window, at the walk's end.
    pub fn long(&mut self, text: &Text<'_>, long: LongRecord, walk: &mut Walk) {
        let plan = self.plan;
        if plan.has_parents {
            let start = text.index(long.start);
            let kind = self.kind(text, RecordSpan::new(start, text.framed - start, text.framed, 0));
            let (lines, group) = (walk.lines, open_group(plan, walk));
            follow(plan, walk, kind, (long.start, long.length, long.next), lines, group);
        }
        walk.records += 1;
        walk.lines += 1 + long.lines;
        walk.end = End::Whole;
        walk.next = long.next;
    }

    /// Goes on with a walk from where it is to the block's end, or to the end of the group that is open there.
    pub fn go_on(&mut self, text: &Text<'_>, limit: usize, walk: &mut Walk) {
        let plan = self.plan;
        let (lines, mut framer) = (walk.lines, text.framer(&plan.framing, text.index(walk.next), walk.within));
        let ends_at_header = plan.cells.as_ref().is_some_and(|cells| cells.repeated_header == RepeatedHeader::End);
        let mut group = open_group(plan, walk);
        // Of most files nothing is asked but where their records end.
        let mut tries = if plan.has_parents || ends_at_header { 0 } else { TRIES };
        let (at, line, within, end) = loop {
            if tries > 0
                && let AnyFramer::Text(framer) = &mut framer
            {
                let records = walk.records;
                let source = self.source;
                framer.plain(
                    limit,
                    #[inline(always)]
                    |span| {
                        walk.keep(span, lines);
                        walk.records += 1;
                        walk.repeats_header |= is_header(source, text.raw(span));
                    },
                );
                tries -= usize::from(walk.records < records + WORTH);
            }
            let (before, before_line, before_within) = (framer.at(), framer.line(), framer.within(text));
            let span = match framer.next(if group.is_some() { usize::MAX } else { limit }) {
                Framed::Record(span) => span,
                Framed::End { .. } if group.is_some() && !text.last => {
                    break (before, before_line, before_within, End::Cut);
                }
                Framed::End { at } => break (at, framer.line(), framer.within(text), End::Whole),
                Framed::Cut { start } => break (start, framer.line(), framer.within(text), End::Cut),
                Framed::Unclosed { start, cell } => break (start, framer.line(), 0, End::Unclosed { cell }),
                Framed::Lost { start } => {
                    break (start, 0, framer.within(text), framer.lost().map_or(End::Cut, End::Lost));
                }
            };
            if ends_at_header && is_header(self.source, text.raw(span)) {
                break (span.start as usize, span.line, 0, End::Header);
            }
            if plan.has_parents {
                let kind = self.kind(text, span);
                if before >= limit && kind.is_some_and(|kind| plan.starts_group(kind)) {
                    break (before, before_line, before_within, End::Whole);
                }
                let (offset, next) = (text.offset(span.start as usize), text.offset(span.next as usize));
                let place = (offset, (span.len as usize * text.scale) as u64, next);
                group = follow(plan, walk, kind, place, lines + u64::from(span.line), group);
            }
            walk.keep(span, lines);
            walk.records += 1;
            walk.repeats_header |= is_header(self.source, text.raw(span));
        };
        walk.next = text.offset(at);
        walk.within = within;
        walk.lines = lines + u64::from(line);
        walk.end = end;
    }
}

/// Whether a record is the file's header line again.
#[must_use]
pub fn is_header(source: &OpenSource, record: &[u8]) -> bool {
    !source.header_raw.is_empty() && source.header_raw == record
}

/// An open parent whose group must stay in one chunk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct OpenGroup {
    offset: u64,
    records: u64,
    kind: KindId,
}

/// The first open group that is not too large.
fn open_group(plan: &Plan, walk: &Walk) -> Option<OpenGroup> {
    let open = walk.touched.iter().enumerate().filter_map(|(kind, touch)| match touch {
        Touch::Open { refused: Some(Refused::TooLarge), .. } => None,
        Touch::Open { offset, records, .. } if plan.kinds[kind].opens_group => {
            Some(OpenGroup { offset: *offset, records: *records, kind })
        }
        _ => None,
    });
    open.min()
}

/// What the next record does to the open parents. Given its offset, its length and the offset after its end, the lines
/// before it, and the group that is open before it. Gives the one that is open after it.
fn follow(
    plan: &Plan,
    walk: &mut Walk,
    kind: Option<KindId>,
    (offset, length, next): (u64, u64, u64),
    lines: u64,
    mut group: Option<OpenGroup>,
) -> Option<OpenGroup> {
    if !kind.is_some_and(|kind| plan.starts_group(kind)) {
        group = within_limits(plan, walk, group, next);
    }
    let Some(kind) = kind else { return group };
    if plan.is_parent(kind) || plan.kinds[kind].ends.is_some() {
        touch(plan, kind, (offset, length, walk.records, lines), &mut walk.touched);
        group = open_group(plan, walk);
    }
    within_limits(plan, walk, group, next)
}

/// The open group, with the record that ends at `next`; refused and another one, if it is too large with it.
fn within_limits(plan: &Plan, walk: &mut Walk, group: Option<OpenGroup>, next: u64) -> Option<OpenGroup> {
    let is_too_large = |group: &OpenGroup| plan.is_too_large(next - group.offset, walk.records - group.records + 1);
    let Some(large) = group.filter(is_too_large) else { return group };
    refuse_group(walk, large);
    open_group(plan, walk)
}

fn refuse_group(walk: &mut Walk, group: OpenGroup) {
    if let Touch::Open { refused, .. } = &mut walk.touched[group.kind] {
        *refused = Some(Refused::TooLarge);
    }
}

/// What a record of this kind does to the open parents: it closes what it ends and what stood under the last record
/// of its own kind, and is open itself if it has children. Given its offset, its length, and the records and lines
/// before it.
fn touch(plan: &Plan, kind: KindId, (offset, length, records, lines): (u64, u64, u64, u64), touched: &mut [Touch]) {
    let (mut refused, mut needs) = (None, None);
    if let Some(parent) = plan.kinds[kind].ends {
        match touched[parent] {
            Touch::Open { .. } => {}
            Touch::Closed => refused = Some(Refused::EndsNothing),
            Touch::Unchanged => needs = Some(parent),
        }
        touched[parent] = Touch::Closed;
        for below in &plan.kinds[parent].below {
            touched[*below] = Touch::Closed;
        }
    }
    if plan.is_parent(kind) {
        for below in &plan.kinds[kind].below {
            touched[*below] = Touch::Closed;
        }
        touched[kind] = Touch::Open { offset, length, records, lines, refused, needs };
    }
}

/// A record that is longer than the longest, and whose end is far behind its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongRecord {
    /// Offset of its first byte.
    pub start: u64,
    /// Bytes without its end.
    pub length: u64,
    /// Offset of the byte after its end.
    pub next: u64,
    /// Line ends in it, within quotes.
    pub lines: u64,
}

/// The end of the record at `start`, whose first bytes, up to `from`, have so many line ends, all of them in quotes.
///
/// # Errors
/// TL0901.
pub fn long_record(plan: &Plan, source: &OpenSource, start: u64, from: u64, lines: u64) -> Result<LongRecord, Stop> {
    let data_end = source.data_end();
    let (mut at, mut piece) = (from, vec![0; 1 << 20]);
    while at < data_end {
        let read = source.read_at(at, &mut piece)?.min(to_index(data_end - at));
        if read == 0 {
            return Err(Stop::new(Code::SourceChanged, vec![source.path().into()]));
        }
        let seen = view::view(plan.unit, &piece[..read]);
        if let Some(found) = memchr::memchr2(b'\r', b'\n', &seen) {
            let end = at + (found * plan.scale()) as u64;
            let mut after = vec![0; 3 * plan.scale()];
            let read = source.read_at(end, &mut after)?.min(to_index(data_end - end));
            let width = line_end(&view::view(plan.unit, &after[..read]), 0) * plan.scale();
            return Ok(LongRecord { start, length: end - start, next: end + width as u64, lines });
        }
        at += read as u64;
    }
    Ok(LongRecord { start, length: data_end - start, next: data_end, lines })
}

/// Bytes of the record that stands from `start` to `next`, without the line ends behind it.
///
/// # Errors
/// TL0901.
pub fn without_end(plan: &Plan, source: &OpenSource, start: u64, next: u64) -> Result<u64, Stop> {
    let mut end = next;
    while end > start {
        let from = end.saturating_sub(1 << 16).max(start);
        let mut piece = vec![0; to_index(end - from)];
        if source.read_at(from, &mut piece)? < piece.len() {
            return Err(Stop::new(Code::SourceChanged, vec![source.path().into()]));
        }
        let seen = view::view(plan.unit, &piece);
        if let Some(last) = seen.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')) {
            return Ok(from + ((last + 1) * plan.scale()) as u64 - start);
        }
        end = from;
    }
    Ok(0)
}

impl Cursor {
    /// At the beginning of a file, after its head.
    #[must_use]
    pub fn at_start(plan: &Plan, source: &OpenSource, taken: u64) -> Self {
        let parents = if plan.has_parents { vec![None; plan.kinds.len()] } else { Vec::new() };
        let ended = !source.findings.is_empty();
        let Some(head) = source.head.as_ref().filter(|_| !ended) else {
            let next = if ended { 0 } else { source.text_start };
            return Self { next, parents, ended, taken, ..Self::default() };
        };
        let records = (head.preamble.len() + head.header.len()) as u64;
        let next = (head.end * plan.scale()) as u64;
        Self { next, records, lines: u64::from(head.lines), parents, taken: taken + records, ..Self::default() }
    }

    /// After a walk that began here.
    #[must_use]
    pub fn after(&self, plan: &Plan, walk: &Walk, window: &Window, file: u32) -> Self {
        let parents = self.parents.iter().zip(&walk.touched).map(|(before, touch)| match *touch {
            Touch::Unchanged => before.clone(),
            Touch::Closed => None,
            Touch::Open { offset, length, records, lines, refused, needs } => {
                let ends_nothing = needs.filter(|kind| self.parents[*kind].is_none()).map(|_| Refused::EndsNothing);
                let (record, line) = (self.records + records + 1, plan.line(self.lines + lines));
                let at = to_index(offset - window.base);
                let bytes = window.bytes[at..(at + to_index(length)).min(window.data)].into();
                let place = Place { file, record, line, offset, length };
                Some(Arc::new(OpenParent { place, bytes, refused: refused.or(ends_nothing), stands: false }))
            }
        });
        let goes_on = !self.ended && self.skipped_from.is_none();
        let ends = goes_on && matches!(walk.end, End::Unclosed { .. } | End::Cut | End::Lost(_));
        let (record, line) = (self.records + walk.records + 1, plan.line(self.lines + walk.lines));
        let place = Place { file, record, line, offset: walk.next, length: 0 };
        Self {
            next: walk.next,
            records: self.records + walk.records,
            lines: self.lines + walk.lines,
            within: walk.within,
            parents: parents.collect(),
            ended: self.ended || ends,
            unread_from: self.unread_from.or(ends.then_some(place)),
            skipped_from: self.skipped_from.or((walk.end == End::Header).then_some(place)),
            taken: self.taken + walk.records,
        }
    }
}

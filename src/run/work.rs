//! The workers of one mapping: each claims blocks in order, and makes chunks of them.
//!
//! In: the plan and the files. Out: chunks, in any order, with their numbers. What a block hands on to the next one,
//! the cursor and the state of the file's hash, goes through [`Turns`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use crate::evidence::hash::hex;
use crate::extractors::RecordSpan;
use crate::extractors::frame::Framed;
use crate::extractors::frame::descriptors::{Blocks, Lost, NO_BLOCKS};
use crate::extractors::frame::text::line_ends;
use crate::finding::{Code, Severity};
use crate::host::Host;
use crate::host::stopwatch::{Stage, turn, within};
use crate::mapping::model::Empty;
use crate::place::Place;
use crate::run::batch::{Batches, ChunkStart, place_ghosts};
use crate::run::chunk::{Chunk, ChunkMaker};
use crate::run::descriptors;
use crate::run::hashing::Hashing;
use crate::run::order::Waiting;
use crate::run::plan::{Framing, LOOKAHEAD, Plan};
use crate::run::publish::Staging;
use crate::run::sources::SourceSpec;
use crate::run::spans::Class;
use crate::run::turns::{Gate, Turns};
use crate::run::walk::{Cursor, End, KEPT_SPANS, LongRecord, Text, Walk, Walker, long_record};
use crate::run::windows::{Claim, Claims, OpenSource, Window, to_index};
use crate::run::{Stop, io};
use crate::sha256::Sha256;
use crate::spare::Threads;

/// A chunk, or why there is none.
pub struct Done {
    /// Number of the chunk.
    pub chunk: u64,
    /// What it came to.
    pub made: Result<Made, Stop>,
}

/// A chunk with what is known of its file.
pub struct Made {
    /// The file.
    pub source: Arc<OpenSource>,
    /// What it came to.
    pub chunk: Chunk,
    /// Bytes of the block.
    pub bytes: u64,
    /// Records framed in it.
    pub records: u64,
    /// In a file's last chunk: its bytes and their SHA-256.
    pub file: Option<(u64, String)>,
}

/// What a worker has grown for one chunk, and uses again for the next.
struct Room {
    window: Vec<u8>,
    spans: Vec<RecordSpan>,
}

/// What the workers of one mapping share.
pub struct Workshop<'a, 's> {
    plan: &'a Plan,
    waiting: &'a Waiting<'a, 's>,
    claims: Mutex<Claims<'a>>,
    gate: Gate,
    cursors: Turns<Cursor>,
    hashes: Turns<Sha256>,
    /// Of the files that are written meanwhile.
    outputs: &'a Hashing,
    limit: u64,
    enough: AtomicBool,
    stopped: AtomicBool,
    threads: Arc<Threads>,
}

impl<'a, 's> Workshop<'a, 's> {
    /// For the files of one mapping; at most `2 × threads` chunks are under way, and at most `limit` records are taken.
    #[must_use]
    pub fn new(
        machine: (&'a dyn Host, &'a Staging<'a>),
        plan: &'a Plan,
        specs: &'a [SourceSpec],
        waiting: &'a Waiting<'a, 's>,
        threads: usize,
        limit: Option<u64>,
    ) -> Self {
        machine.1.hashing().help();
        Self {
            plan,
            waiting,
            claims: Mutex::new(Claims::new((machine.0, Some(machine.1)), plan, specs)),
            gate: Gate::new(2 * threads as u64),
            cursors: Turns::new(Cursor::default()),
            hashes: Turns::new(Sha256::new()),
            outputs: machine.1.hashing(),
            limit: limit.unwrap_or(u64::MAX),
            enough: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            threads: Threads::new(threads),
        }
    }

    /// Those that work here.
    #[must_use]
    pub const fn threads(&self) -> &Arc<Threads> {
        &self.threads
    }

    /// A chunk was merged: another may begin.
    pub fn merged(&self) {
        self.gate.leave();
    }

    /// All workers end soon.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.gate.stop();
        self.cursors.stop();
        self.hashes.stop();
    }

    /// Whoever leaves by a panic must not leave the others waiting.
    #[must_use]
    pub const fn stop_on_drop(&self) -> StopOnDrop<'_, 'a, 's> {
        StopOnDrop(self)
    }

    /// One worker: until no block is left, or the work is stopped.
    pub fn work(&self, done: &Sender<Done>) {
        let guard = self.stop_on_drop();
        let _at_work = self.threads.begin();
        // Memory counts where it is written to: this much is there for short records, and others leave it.
        let mut room = Room { window: Vec::new(), spans: Vec::with_capacity(KEPT_SPANS) };
        while within(Stage::Wait, || self.gate.enter()) {
            turn(Stage::Read);
            let claim = {
                let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
                if self.stopped.load(Ordering::SeqCst) || self.enough.load(Ordering::SeqCst) {
                    Ok(None)
                } else {
                    claims.next()
                }
            };
            let mut claim = match claim {
                Ok(Some(claim)) => claim,
                Ok(None) => break,
                Err(stop) => {
                    self.fail(done, u64::MAX, stop);
                    break;
                }
            };
            let chunk = claim.chunk;
            match self.chunk(&mut claim, &mut room) {
                Ok(Some(made)) => drop(done.send(Done { chunk, made: Ok(made) })),
                Ok(None) => break,
                Err(stop) => {
                    self.fail(done, chunk, stop);
                    break;
                }
            }
        }
        self.outputs.end_help();
        std::mem::forget(guard);
    }

    fn fail(&self, done: &Sender<Done>, chunk: u64, stop: Stop) {
        self.stop();
        drop(done.send(Done { chunk, made: Err(stop) }));
    }

    /// One block's way through; none if the work was stopped meanwhile.
    fn chunk(&self, claim: &mut Claim, room: &mut Room) -> Result<Option<Made>, Stop> {
        let plan = self.plan;
        let source = Arc::clone(&claim.source);
        let mut window = claim.window(plan, std::mem::take(&mut room.window))?;
        turn(Stage::Frame);
        let mut walker = Walker::new(plan, &source).with_room(std::mem::take(&mut room.spans));
        let guesses = walker.guesses(&window);
        let Some(before) = within(Stage::Wait, || self.cursors.take(claim.chunk)) else { return Ok(None) };
        if before.taken >= self.limit {
            // Claimed before the block that reached the limit was done: not read, on any number of threads.
            self.cursors.hand_on(before);
            return Ok(None);
        }
        let first = claim.block == 0;
        let cursor = if first { Cursor::at_start(plan, &source, before.taken) } else { before.clone() };
        if first {
            window.hold_head(&source)?;
        }
        let left = self.limit.saturating_sub(before.taken);
        let (walk, long) = resolve(plan, &mut walker, &mut window, &cursor, guesses)?;
        let after = cursor.after(plan, &walk, &window, source.index);
        if after.taken >= self.limit {
            self.enough.store(true, Ordering::SeqCst);
        }
        self.cursors.hand_on(after);
        let bytes = window.end - window.start;
        let mut hash = BlockHash { shop: self, chunk: claim.chunk, first, made: None };
        // Padding is not kept for the batches.
        if window.holds_own() {
            hash.try_now(&window);
        } else if !hash.wait(&window) {
            return Ok(None);
        }
        let start = Start { chunk: claim.chunk, cursor: &cursor, walk: &walk, long, first, left };
        let chunk = self.make(&source, &mut window, &start, &mut hash)?;
        if !hash.wait(&window) {
            return Ok(None);
        }
        let hash = hash.made.filter(|_| window.last_block);
        let file = hash.map(|hash| (window.end, hex(&hash.finalize())));
        let records = walk.records;
        *room = Room { window: window.bytes, spans: walk.spans.unwrap_or_default() };
        Ok(Some(Made { source, chunk, bytes, records, file }))
    }

    fn make(
        &self,
        source: &Arc<OpenSource>,
        window: &mut Window,
        start: &Start<'_>,
        hash: &mut BlockHash<'_, 'a, 's>,
    ) -> Result<Chunk, Stop> {
        let plan = self.plan;
        let Start { chunk: number, cursor, walk, long, first, left } = *start;
        let data_end = window.base + window.data as u64;
        let mut maker = ChunkMaker::new(plan, source, self.waiting, (number, walk.records));
        if first {
            for (code, args) in &source.findings {
                maker.file_finding(Place::file(source.index), *code, args.clone());
            }
            if source.findings.is_empty() {
                maker.count_bytes(Class::Skipped, 0..source.file_header);
            }
        }
        let mut at = cursor.next;
        if !cursor.ended && cursor.skipped_from.is_none() && (cursor.next < window.end || first) {
            let begin = Begin { cursor, walk, long, first, left };
            let framed_to = with_batches(plan, source, window, begin, |window, text, batches| {
                maker.take(text, batches, &mut || hash.try_now(window))?;
                Ok(batches.at())
            })?;
            at = if left > self.records_of(source, start) { walk.next } else { framed_to };
            maker.count_bytes(Class::Separator, framed_to..at);
        }
        self.rest(&mut maker, source, window, (at, data_end), start);
        maker.finish()
    }

    /// What no record has: padding, a skipped rest, what could not be read.
    fn rest(
        &self,
        maker: &mut ChunkMaker<'_, '_>,
        source: &OpenSource,
        window: &Window,
        (at, data_end): (u64, u64),
        start: &Start<'_>,
    ) {
        let Start { cursor, walk, .. } = *start;
        let is_over = cursor.ended || cursor.skipped_from.is_some();
        let ends_here = !is_over && !matches!(walk.end, End::Whole);
        let limited = start.left <= self.records_of(source, start) && at < walk.next;
        let half = walk.end == End::Whole
            && window.last
            && (window.start..window.end).contains(&at)
            && (1..self.plan.scale() as u64).contains(&data_end.saturating_sub(at));
        if ends_here || is_over || limited {
            let skips = cursor.skipped_from.is_some() || walk.end == End::Header;
            let class = if skips { Class::Skipped } else { Class::Unread };
            maker.count_bytes(class, at.max(window.start)..window.end);
        } else if half && !limited {
            // Half of a unit of UTF-16.
            maker.count_bytes(Class::Unread, at..data_end);
            let place = Place {
                file: source.index,
                record: cursor.records + walk.records + 1,
                line: self.plan.line(cursor.lines + walk.lines),
                offset: at,
                length: 0,
            };
            maker.file_finding(place, Code::SourceEnded, vec![(data_end - at).into()]);
        } else if window.last {
            maker.count_bytes(Class::of_end(self.plan), data_end.max(window.start).max(at)..window.end);
        }
        let (mut unread_from, mut skipped_from) = (cursor.unread_from, cursor.skipped_from);
        if ends_here {
            let (record, line) = (cursor.records + walk.records + 1, self.plan.line(cursor.lines + walk.lines));
            let place = Place { file: source.index, record, line, offset: at, length: 0 };
            if let End::Unclosed { cell } = walk.end {
                maker.file_finding(place, Code::UnclosedQuote, vec![i64::from(cell).into()]);
            }
            if let End::Lost(lost) = &walk.end {
                let args = descriptors::lost_args(self.plan, source, walk.next, lost);
                maker.file_finding(place, Code::LostLength, args);
            }
            *(if walk.end == End::Header { &mut skipped_from } else { &mut unread_from }) = Some(place);
        }
        if window.last_block {
            if let Some(place) = skipped_from {
                let bytes = window.end - place.offset;
                maker.file_note(place, Severity::Note, Code::DataEnded, vec![bytes.into()]);
            }
            // A block that is cut where a record should begin leaves nothing.
            if let Some(place) = unread_from.filter(|place| place.offset < window.end) {
                maker.file_finding(place, Code::SourceEnded, vec![(window.end - place.offset).into()]);
            }
            if let Some(damage) = &window.damage {
                maker.file_finding(Place::file(source.index), Code::BadCompression, io::damage_args(damage));
            }
            if !cursor.ended && unread_from.is_none() && cursor.records + walk.records == self.head_records(source) {
                let severity = match self.plan.mapping.source.empty {
                    Empty::Refuse => Severity::Fail,
                    Empty::Allow => Severity::Warn,
                };
                maker.file_note(Place::file(source.index), severity, Code::NoRecords, Vec::new());
            }
        }
    }

    /// Records of a chunk, those of its file's head too.
    fn records_of(&self, source: &OpenSource, start: &Start<'_>) -> u64 {
        start.walk.records + if start.first { self.head_records(source) } else { 0 }
    }

    fn head_records(&self, source: &OpenSource) -> u64 {
        let _ = self;
        source.head.as_ref().map_or(0, |head| (head.preamble.len() + head.header.len()) as u64)
    }
}

/// The hash of a block, which goes on from that of the block before. A worker does not stand still until its turn has come: it looks
/// between two batches whether it has.
struct BlockHash<'w, 'a, 's> {
    shop: &'w Workshop<'a, 's>,
    chunk: u64,
    /// The block is its file's first.
    first: bool,
    /// Of the file as far as this block goes.
    made: Option<Sha256>,
}

impl BlockHash<'_, '_, '_> {
    /// Hashes the block if its turn has come and it is not hashed yet.
    fn try_now(&mut self, window: &Window) {
        if self.made.is_none()
            && let Some(before) = self.shop.hashes.take_now(self.chunk)
        {
            self.hash(before, window.own());
        }
    }

    /// Waits for the block's turn and hashes it, if it is not hashed yet; false if the work was stopped.
    fn wait(&mut self, window: &Window) -> bool {
        if self.made.is_some() {
            return true;
        }
        let before = within(Stage::Wait, || self.shop.hashes.take(self.chunk));
        before.map(|before| self.hash(before, window.own())).is_some()
    }

    /// Beside the block what was written, unless other blocks wait for this one.
    fn hash(&mut self, before: Sha256, own: &[u8]) {
        let Self { shop: Workshop { hashes, outputs, .. }, first, .. } = *self;
        within(Stage::Hash, || {
            let mut hash = if first { Sha256::new() } else { before };
            if hashes.is_awaited() {
                hash.update(own);
            } else {
                outputs.beside(&mut hash, own);
            }
            hashes.hand_on(hash.clone());
            self.made = Some(hash);
        });
    }
}

/// The walk from where the block before came to, guessed or made now.
///
/// # Errors
/// TL0901, TL0902.
pub fn resolve(
    plan: &Plan,
    walker: &mut Walker<'_>,
    window: &mut Window,
    cursor: &Cursor,
    guesses: Vec<Walk>,
) -> Result<(Walk, Option<LongRecord>), Stop> {
    let mut walk =
        guesses.into_iter().find_map(|walk| walk.beginning_at(cursor.next)).unwrap_or_else(|| walker.start_at(cursor));
    let past =
        cursor.next >= window.end || (window.last && cursor.next.max(window.start) >= window.base + window.data as u64);
    let is_over = cursor.ended || cursor.skipped_from.is_some();
    if is_over || past {
        let end = if is_over {
            End::Cut
        } else {
            open_block(plan, window, cursor).map_or(End::Whole, |missing| End::Lost(Lost::in_block(missing)))
        };
        return Ok((Walk { end, ..walker.start_at(cursor) }, None));
    }
    let (scale, limits, source) = (plan.scale(), &plan.mapping.source, walker.source());
    // A group stays together: its records are read whole as long as it may go on.
    let most = if plan.has_groups { limits.group_max.max(limits.max_length) } else { limits.max_length };
    let longest = to_index(most) + 8 * scale;
    let is_text = matches!(plan.framing, Framing::Text(_));
    while walk.end == End::Cut {
        let text = Text::new(plan, window, walk.next);
        walker.go_on(&text, text.index(window.end), &mut walk);
        if walk.end != End::Cut {
            break;
        }
        let held = to_index(window.base + window.data as u64 - walk.next);
        let mut framer = text.framer(&plan.framing, text.index(walk.next), walk.within);
        let within = matches!(crate::extractors::frame::Frame::next(&mut framer, usize::MAX), Framed::Cut { .. });
        if held > longest && within && is_text {
            // A line end in the window's last bytes could not be judged there.
            let from = (window.base + window.data as u64 - 2 * scale as u64).max(walk.next);
            let lines = line_ends(&text.view[text.index(walk.next)..text.index(from)]);
            let long = long_record(plan, source, walk.next, from, lines)?;
            assert_eq!(walk.next, long.start);
            walker.long(&text, long, &mut walk);
            return Ok((walk, Some(long)));
        }
        if !window.extend(source, held.max(to_index(LOOKAHEAD)))? {
            break;
        }
    }
    Ok((walk, None))
}

/// Bytes that are missing of the block of records that is open where the data end, if they end at the cursor.
fn open_block(plan: &Plan, window: &Window, cursor: &Cursor) -> Option<u64> {
    // The last of blocks that have one length may be shorter.
    let is_blocked = plan.descriptors().is_some_and(|descriptors| descriptors.blocks.and_then(Blocks::word).is_some());
    let ends = window.last && cursor.next == window.base + window.data as u64;
    let missing = cursor.within.saturating_sub(cursor.next);
    (is_blocked && ends && missing > 0 && cursor.within != NO_BLOCKS).then_some(missing)
}

/// Where a chunk begins, and what was found when it was framed.
#[derive(Clone, Copy)]
pub struct Begin<'a> {
    /// Where it begins.
    pub cursor: &'a Cursor,
    /// What was found.
    pub walk: &'a Walk,
    /// The over-long record at its end.
    pub long: Option<LongRecord>,
    /// It is its file's first.
    pub first: bool,
    /// Records that may be taken.
    pub left: u64,
}

/// Lends the batches of a chunk to whoever takes them. The window's bytes behind its data are those of open parents then.
///
/// # Errors
/// What `take` gives.
pub fn with_batches<R>(
    plan: &Plan,
    source: &OpenSource,
    window: &mut Window,
    Begin { cursor, walk, long, first, left }: Begin<'_>,
    take: impl FnOnce(&Window, &Text<'_>, &mut Batches<'_>) -> Result<R, Stop>,
) -> Result<R, Stop> {
    let from = if first { window.base } else { cursor.next.max(window.base) };
    let skipped = Text::skipped(plan, window, from);
    window.bytes.truncate(window.data);
    let ghosts = place_ghosts(plan, cursor, &mut window.bytes, skipped);
    let text = Text::new(plan, window, from);
    let end = long.map_or(walk.next, |long| long.start);
    let chunk = ChunkStart { cursor, walk, end, long, first, ghosts: &ghosts, left, kept: None };
    take(window, &text, &mut Batches::new(plan, source, &text, chunk))
}

#[derive(Clone, Copy)]
struct Start<'a> {
    chunk: u64,
    cursor: &'a Cursor,
    walk: &'a Walk,
    long: Option<LongRecord>,
    first: bool,
    left: u64,
}

/// Stops the work when it is dropped.
pub struct StopOnDrop<'w, 'a, 's>(&'w Workshop<'a, 's>);

impl Drop for StopOnDrop<'_, '_, '_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

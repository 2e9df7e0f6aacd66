//! The refused records of a mapping, through the pipeline that every record goes through.
//!
//! In: [`Rejects`](super::kept::Rejects). Out: chunks, handed to the merger. Each chunk holds records of one file, which
//! keep the places that they had; what was open before them is opened for them. Refuses to read a source.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Mended;
use super::kept::{Reject, Rejects};
use crate::extractors::RecordSpan;
use crate::extractors::frame::descriptors::NO_BLOCKS;
use crate::extractors::frame::{Frame, Framed};
use crate::finding::Code;
use crate::host::Host;
use crate::host::streams::Compression;
use crate::mapping::model::KindId;
use crate::place::Place;
use crate::run::batch::{Batches, ChunkStart, KeptParent, KeptRow, place_behind, place_ghosts};
use crate::run::chunk::ChunkMaker;
use crate::run::merge::{Merged, Merger};
use crate::run::order::Waiting;
use crate::run::plan::{Framing, Plan};
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::run::replay::{changes, changes_by};
use crate::run::sources::SourceSpec;
use crate::run::walk::{self, Cursor, End, LongRecord, OpenParent, Text, Walk, Walker};
use crate::run::windows::{OpenSource, Window, to_index};
use crate::run::work::Made;
use crate::run::{Progress, Stop};

/// Runs all refused records of a mapping again.
///
/// # Errors
/// TL0933 to TL0936, TL0806, TL0901, TL0906, TL0907.
pub fn work(
    (host, _, waiting): (&dyn Host, &Staging<'_>, &Waiting<'_, '_>),
    (one, mended): (&Prepared, &Mended),
    mut merger: Merger<'_>,
    seen: &mut Progress,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Merged, Stop> {
    let rejects = Rejects::open(host, (&one.plan, &one.specs), (&mended.folder, mended.edited.is_some()))?;
    let mut feed = Feed::new((&one.plan, &one.specs), rejects);
    for chunk in 0.. {
        if host.interrupted() {
            return Err(Stop::new(Code::Interrupted, Vec::new()));
        }
        let Some(made) = feed.chunk(waiting, chunk)? else { break };
        seen.bytes += made.bytes;
        seen.records += made.records;
        seen.rejects += made.chunk.refused.rejects.rows();
        merger.take(chunk, made)?;
        progress(*seen);
    }
    merger.finish()
}

/// The file of which records are read, and what is open in it.
struct OfFile {
    source: Arc<OpenSource>,
    /// Number of the record that was read last.
    record: u64,
    parents: Vec<Option<Arc<OpenParent>>>,
    fresh: Vec<bool>,
}

/// Gives the refused records of a mapping to whoever takes them, file after file.
pub struct Feed<'a> {
    plan: &'a Plan,
    specs: &'a [SourceSpec],
    rejects: Rejects<'a>,
    file: Option<OfFile>,
    instead: Option<Instead<'a>>,
}

/// Bytes that stand in the place of those of one record.
#[derive(Debug, Clone, Copy)]
pub struct Instead<'a> {
    /// Which record: its file, by its number among the sources, and its own number.
    pub of: (u32, u64),
    /// The bytes, without a record end.
    pub bytes: &'a [u8],
}

/// Records that were taken.
struct Taken<R> {
    what: R,
    source: Arc<OpenSource>,
    records: u64,
    bytes: u64,
    /// The first that opens or closes something else than it did.
    reshaped: Option<Place>,
}

impl<'a> Feed<'a> {
    /// Of these refused records.
    #[must_use]
    pub const fn new((plan, specs): (&'a Plan, &'a [SourceSpec]), rejects: Rejects<'a>) -> Self {
        Self { plan, specs, rejects, file: None, instead: None }
    }

    /// The same, with other bytes of one record.
    #[must_use]
    pub fn with(self, instead: Option<Instead<'a>>) -> Self {
        Self { instead, ..self }
    }

    /// Frames the next records and hands them on, whatever they open or close; none at the end.
    ///
    /// # Errors
    /// TL0934 to TL0936, TL0806, TL0901; those of `take`.
    pub fn each<R>(
        &mut self,
        take: impl FnOnce(&OpenSource, &Text<'_>, &mut Batches<'_>) -> Result<R, Stop>,
    ) -> Result<Option<R>, Stop> {
        Ok(self.next(|source, text, batches| take(source, text, batches))?.map(|taken| taken.what))
    }

    /// The next records, as a chunk; none at the end.
    fn chunk(&mut self, waiting: &Waiting<'_, '_>, number: u64) -> Result<Option<Made>, Stop> {
        let (plan, specs) = (self.plan, self.specs);
        let taken = self.next(|source, text, batches| {
            let mut maker = ChunkMaker::new(plan, source, waiting, (number, 0));
            maker.take(text, batches, &mut || ())?;
            let joins_old = maker.joins_old();
            Ok((maker.finish()?, joins_old))
        })?;
        let Some(Taken { what: (chunk, joins_old), source, records, bytes, reshaped }) = taken else { return Ok(None) };
        let shaped = reshaped.map(|at| ("batches", at));
        if let Some((what, at)) = shaped.or(joins_old.map(|at| ("joined", at))) {
            let file = specs[source.index as usize].name.as_str();
            return Err(changes_by(what, (file, at.record)));
        }
        Ok(Some(Made { source, chunk, bytes, records, file: None }))
    }

    /// Frames the next records, and hands them on.
    fn next<R>(
        &mut self,
        take: impl FnOnce(&Arc<OpenSource>, &Text<'_>, &mut Batches<'_>) -> Result<R, Stop>,
    ) -> Result<Option<Taken<R>>, Stop> {
        let plan = self.plan;
        let Some(first) = self.rejects.peek()? else { return Ok(None) };
        let index = first.place.file;
        let mut of = match self.file.take().filter(|of| of.source.index == index) {
            Some(of) => of,
            None => self.open(index)?,
        };
        let mut rejects = self.group(&of.source)?;
        let (start, mut end) = (rejects[0].read.start, rejects[rejects.len() - 1].read.next);
        let long = rejects.last().map(|one| one.read).filter(|read| self.is_long(read));
        let long = long.map(|read| self.without_end(&of.source, read)).transpose()?;
        let mut bytes = vec![0; to_index(long.map_or(end, |long| long.start + self.longest()) - start)];
        if of.source.read_at(start, &mut bytes)? < bytes.len() {
            return Err(Stop::new(Code::SourceChanged, vec![of.source.path().into()]));
        }
        if long.is_none() {
            end = self.put_instead(&mut rejects, start, &mut bytes);
        }
        let data = bytes.len();
        let parents = std::mem::take(&mut of.parents);
        let cursor = Cursor { next: start, within: NO_BLOCKS, parents, ..Cursor::default() };
        let ghosts = place_ghosts(plan, &cursor, &mut bytes, 0);
        let rows = self.rows(&rejects, &mut of, &mut bytes);
        let window = Window { bytes, base: start, data, last: true, start, end, last_block: false, damage: None };
        let text = Text::new(plan, &window, start);
        let walk = Walk { next: end, within: NO_BLOCKS, end: End::Whole, ..Walk::new(start) };
        let (fresh, left) = (std::mem::take(&mut of.fresh), rows.len() as u64);
        let ends = long.map_or(end, |long| long.start);
        let kept = Some((&rows[..], &fresh[..]));
        let begin =
            ChunkStart { cursor: &cursor, walk: &walk, end: ends, long, first: false, ghosts: &ghosts, left, kept };
        let mut batches = Batches::new(plan, &of.source, &text, begin);
        let what = take(&of.source, &text, &mut batches)?;
        if let Some(missed) = batches.missed() {
            let file = self.specs[index as usize].name.as_str();
            let args = vec![plan.mapping.name.as_str().into(), file.into(), missed.place.record.into()];
            return Err(Stop::new(Code::CutOtherwise, args));
        }
        let reshaped = batches.reshaped();
        (of.parents, of.fresh) = batches.still_open();
        let source = Arc::clone(&of.source);
        self.file = Some(of);
        Ok(Some(Taken { what, source, records: left, bytes: end - start, reshaped }))
    }

    /// Puts the other bytes where they belong, if it is in these records; gives where these end then.
    fn put_instead(&self, rejects: &mut [Reject], start: u64, bytes: &mut Vec<u8>) -> u64 {
        let is_meant = |one: &Reject, of: (u32, u64)| (one.place.file, one.place.record) == of;
        let meant = self.instead.and_then(|it| Some((it, rejects.iter().position(|one| is_meant(one, it.of))?)));
        if let Some((instead, at)) = meant {
            let own = &mut rejects[at].read;
            let [from, to] = [own.start, own.next].map(|offset| to_index(offset - start));
            let length = self.length(&bytes[from..to]);
            bytes.splice(from..from + to_index(length), instead.bytes.iter().copied());
            let moved = |offset: u64| offset - length + instead.bytes.len() as u64;
            (own.length, own.next) = (instead.bytes.len() as u64, moved(own.next));
            for LongRecord { start, next, .. } in rejects[at + 1..].iter_mut().map(|one| &mut one.read) {
                (*start, *next) = (moved(*start), moved(*next));
            }
        }
        start + bytes.len() as u64
    }

    /// Bytes of the first record without its end.
    fn length(&self, bytes: &[u8]) -> u64 {
        let window = Window { bytes: bytes.to_vec(), data: bytes.len(), last: true, ..Window::default() };
        let text = Text::new(self.plan, &window, 0);
        let framed = text.framer(&self.plan.framing, 0, NO_BLOCKS).next(usize::MAX);
        let Framed::Record(span) = framed else { return bytes.len() as u64 };
        u64::from(span.len) * text.scale as u64
    }

    fn open(&mut self, index: u32) -> Result<OfFile, Stop> {
        let (path, name) = (self.rejects.raw_path().to_owned(), self.specs[index as usize].name.clone());
        let head = self.rejects.head(&name)?;
        let spec = SourceSpec { name, path: Some(path), compression: Compression::None, length: None };
        let source = OpenSource::of_rejects(self.plan, index, &spec, self.rejects.raw()?, &head)?;
        if !source.findings.is_empty() {
            return Err(changes("head", &source.spec.name));
        }
        let kinds = self.plan.kinds.len();
        Ok(OfFile { source: Arc::new(source), record: 0, parents: vec![None; kinds], fresh: vec![false; kinds] })
    }

    /// Bytes of a record that is held whole. What is longer ends its chunk; in a group, which goes on in one chunk, it
    /// makes that too large.
    fn longest(&self) -> u64 {
        let source = &self.plan.mapping.source;
        let most = self.plan.longest();
        let most = if self.plan.has_groups { source.group_max.max(most) } else { most };
        most + 8 * self.plan.scale() as u64
    }

    /// Whether it is too long to be held.
    fn is_long(&self, read: &LongRecord) -> bool {
        matches!(self.plan.framing, Framing::Text(_)) && read.next - read.start > self.longest()
    }

    /// A record that is too long to be held, with its length as it stands there now: its source had another one, if it was
    /// edited before.
    fn without_end(&self, source: &OpenSource, read: LongRecord) -> Result<LongRecord, Stop> {
        Ok(LongRecord { length: walk::without_end(self.plan, source, read.start, read.next)?, ..read })
    }

    /// Records of one file, about a block of them, or up to one that is too long to be held; a group stays together until it
    /// is too large.
    fn group(&mut self, source: &OpenSource) -> Result<Vec<Reject>, Stop> {
        let mut taken: Vec<Reject> = Vec::new();
        // Where the last group began.
        let mut began = None;
        while let Some(next) = self.rejects.peek()? {
            let next = next.clone();
            let starts = self.plan.has_groups && self.starts_group(source, &next.read)?;
            if let Some(first) = taken.first() {
                let size = next.read.next - first.read.start;
                let group = began.map_or(u64::MAX, |began| next.read.start - began);
                let is_border = starts || group > self.plan.mapping.source.group_max;
                if next.place.file != first.place.file || (size > self.plan.block && is_border) {
                    break;
                }
            }
            if starts {
                began = Some(next.read.start);
            }
            let ends = self.is_long(&next.read);
            self.rejects.take();
            taken.push(next);
            if ends {
                break;
            }
        }
        Ok(taken)
    }

    /// Whether a record closes every open group.
    fn starts_group(&self, source: &OpenSource, read: &LongRecord) -> Result<bool, Stop> {
        let wanted = (read.next - read.start).min(self.longest());
        let mut bytes = vec![0; to_index(wanted)];
        let found = source.read_at(read.start, &mut bytes)?;
        bytes.truncate(found);
        let window = Window { data: bytes.len(), bytes, base: read.start, last: true, ..Window::default() };
        let text = Text::new(self.plan, &window, read.start);
        let framed = text.framer(&self.plan.framing, 0, NO_BLOCKS).next(usize::MAX);
        let Framed::Record(span) = framed else { return Ok(false) };
        let kind = Walker::new(self.plan, source).kind(&text, span);
        Ok(kind.is_some_and(|kind| self.plan.starts_group(kind)))
    }

    /// What the records were; the bytes of parents that were loaded go behind the others.
    fn rows(&self, rejects: &[Reject], of: &mut OfFile, bytes: &mut Vec<u8>) -> Vec<KeptRow> {
        let head = of.source.head_bytes.len() as u64;
        let mut placed: BTreeMap<(KindId, u64), RecordSpan> = BTreeMap::new();
        let mut rows = Vec::with_capacity(rejects.len());
        for Reject { place, next, read, too_large, kind, parents } in rejects {
            let follows = place.record == of.record + 1 && of.record > 0;
            of.record = place.record;
            let open = (self.plan.has_parents && !follows).then(|| {
                let opened = parents.iter().map(|one| {
                    let place_it = |bytes_of: &Arc<[u8]>| {
                        *placed
                            .entry((one.kind, one.place.record))
                            .or_insert_with(|| place_behind(self.plan, bytes_of, bytes, 0))
                    };
                    KeptParent { kind: one.kind, place: one.place, span: one.bytes.as_ref().map(place_it) }
                });
                opened.collect()
            });
            let in_head = place.offset < head;
            rows.push(KeptRow {
                place: *place,
                next: *next,
                read: (read.start, read.next),
                in_head,
                too_large: *too_large,
                kind: *kind,
                open,
            });
        }
        rows
    }
}

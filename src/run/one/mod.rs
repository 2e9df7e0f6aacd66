//! One record of a source, as a run meets it.
//!
//! In: a plan, a file, and which record is meant: by its number, by a byte of it, or as one of those that are refused.
//! Out: a [`Met`]: its bytes, its place, its kind and parents, and what its evaluation knows of it; or why there is none.
//! The file goes through the walk and the batches of a run, on one thread and a window at a time; where records have one
//! length and no parents, the walk begins at the record's block. Refuses: rules over several rows, words, hiding anything.

mod met;
mod scratch;

use std::sync::Arc;

use crate::extractors::frame::descriptors::Blocks;
use crate::extractors::frame::lengths::WORD;
use crate::finding::{Arg, Args, Code};
use crate::host::Host;
use crate::run::batch::{Batch, Batches};
use crate::run::evaluate::seen::evaluate_seeing;
use crate::run::evaluate::{Verdict, evaluate};
use crate::run::plan::{Framing, Plan};
use crate::run::sources::SourceSpec;
use crate::run::walk::{Cursor, End, Text, Walk, Walker};
use crate::run::windows::{Claims, OpenSource, Window};
use crate::run::work::{Begin, resolve, with_batches};
use crate::run::{Problem, Progress, Stop, io};

pub use met::{Closed, Met, MetParent, MetRow, Piece};

pub use crate::run::batch::{Note, Zone, index};
pub use crate::run::chunk::Class;
pub use crate::run::evaluate::{Verdict as Settled, seen};
use scratch::Scratch;

/// Which record of a file is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// By its number, from 1.
    Record(u64),
    /// The one that has this byte, from 0.
    At(u64),
    /// Of those that are refused, by its number, from 1; those that only rules over several rows refuse are not counted.
    Refused(u64),
}

/// What came of a search in one file.
#[derive(Debug)]
pub enum Search {
    /// The record.
    Met(Box<Met>),
    /// The file has so many refused records, fewer than were asked for.
    Refused(u64),
}

/// Why a file has no such record: the `problem` of TL0955 and what belongs to it.
fn missed(spec: &SourceSpec, sought: Sought, problem: &str, other: Option<u64>) -> Stop {
    let wanted = match sought {
        Sought::Record(number) | Sought::At(number) | Sought::Refused(number) => number,
    };
    let other = other.map_or_else(|| "".into(), Into::into);
    Stop::new(Code::NoSuchRecord, vec![spec.name.as_str().into(), problem.into(), wanted.into(), other])
}

/// Finds a record of one file.
///
/// # Errors
/// TL0955 where there is none; what is wrong with the file as a whole; TL0901, TL0902, TL0906.
pub fn find(
    host: &dyn Host,
    plan: &Plan,
    spec: &SourceSpec,
    sought: Sought,
    told: &dyn Fn(Progress),
) -> Result<Search, Problem> {
    let scratch = spec.is_stream().then(|| Scratch::open(host)).transpose()?;
    let search = |staging: Option<&crate::run::publish::Staging<'_>>| {
        let specs = std::slice::from_ref(spec);
        let claims = Claims::new((host, staging), plan, specs);
        let total = spec.length.filter(|_| !spec.is_stream()).unwrap_or(0);
        Walking { host, plan, spec, sought, claims, refused: 0, before: None, passed_over: false, told, total }.find()
    };
    match &scratch {
        None => search(None),
        Some(scratch) => {
            let staging = scratch.stage()?;
            search(Some(&staging))
        }
    }
}

struct Walking<'a> {
    host: &'a dyn Host,
    plan: &'a Plan,
    spec: &'a SourceSpec,
    sought: Sought,
    claims: Claims<'a>,
    /// Refused records so far.
    refused: u64,
    /// Number and end of the record before, in the file.
    before: Option<(u64, u64)>,
    /// Records were passed over, and nothing was read yet.
    passed_over: bool,
    told: &'a dyn Fn(Progress),
    total: u64,
}

impl Walking<'_> {
    fn find(mut self) -> Result<Search, Problem> {
        if self.sought == Sought::Record(0) || self.sought == Sought::Refused(0) {
            return Err(self.missed("first", None).into());
        }
        let (mut cursor, mut buffer) = (self.shortcut(), Vec::new());
        let mut seen = Progress { total_bytes: self.total, pass: 1, ..Progress::default() };
        while let Some(mut claim) = self.claims.next()? {
            if self.host.interrupted() {
                return Err(Stop::new(Code::Interrupted, Vec::new()).into());
            }
            let source = Arc::clone(&claim.source);
            if !source.findings.is_empty() {
                // Of several files nobody would know which one it is.
                let stops = of_file(&source).into_iter().chain([self.missed("file", None)]);
                return Err(Problem::Sources { stops: stops.collect() });
            }
            let mut window = claim.window(self.plan, std::mem::take(&mut buffer))?;
            let first = claim.block == 0;
            let begin = cursor.take().unwrap_or_else(|| Cursor::at_start(self.plan, &source, 0));
            self.leave_out_padding(&source);
            if first {
                window.hold_head(&source)?;
            }
            let mut walker = Walker::new(self.plan, &source);
            let (walk, long) = resolve(self.plan, &mut walker, &mut window, &begin, Vec::new())?;
            let after = begin.after(self.plan, &walk, &window, source.index);
            if self.may_hold(&after) {
                let begin = Begin { cursor: &begin, walk: &walk, long, first, left: u64::MAX };
                if let Some(met) = self.chunk(&source, &mut window, begin)? {
                    return Ok(Search::Met(Box::new(met)));
                }
            } else if after.records > 0 && (first || walk.records > 0) {
                self.before = Some((after.records, after.next));
            }
            if let Some(problem) = self.ends(&after, &walk, &window, &source) {
                return problem.map_err(Into::into);
            }
            seen.bytes = window.end;
            seen.records = after.records;
            (self.told)(seen);
            (cursor, buffer) = (Some(after), window.bytes);
        }
        self.nowhere(0).map_err(Into::into)
    }

    fn missed(&self, problem: &str, other: Option<u64>) -> Stop {
        missed(self.spec, self.sought, problem, other)
    }

    /// Where records of one length have no parents: the cursor of the block in which the record begins. Blocks before it
    /// are not read.
    fn shortcut(&mut self) -> Option<Cursor> {
        let Framing::Fixed(length) = self.plan.framing else { return None };
        let length = length as u64;
        let plain = self.spec.length.filter(|_| !self.spec.is_stream())?;
        let number = match self.sought {
            Sought::Record(number) => number - 1,
            Sought::At(offset) => offset / length,
            Sought::Refused(_) => return None,
        };
        // A byte order mark before the first record would shift them all.
        if self.plan.mapping.source.edges.header > 0
            || self.plan.has_parents
            || self.plan.mapping.source.encoding.starts_with("utf")
        {
            return None;
        }
        let start = number.saturating_mul(length).min(plain.saturating_sub(1));
        let block = start / self.plan.block;
        // The first record that begins in that block.
        let records = (block * self.plan.block).div_ceil(length);
        if block == 0 {
            return None;
        }
        self.claims.pass_over(block);
        self.before = Some((records, records * length));
        self.passed_over = true;
        Some(Cursor { next: records * length, records, ..Cursor::default() })
    }

    /// What was passed over may have been padding, which is no record.
    fn leave_out_padding(&mut self, source: &OpenSource) {
        let Framing::Fixed(length) = self.plan.framing else { return };
        if let (Some((records, next)), true) = (self.before, std::mem::take(&mut self.passed_over)) {
            self.before = Some((records.min(source.data_end().div_ceil(length as u64)), next));
        }
    }

    /// Whether the record may be in the chunk after which the cursor is this.
    const fn may_hold(&self, after: &Cursor) -> bool {
        match self.sought {
            Sought::Record(number) => number <= after.records,
            Sought::At(offset) => offset < after.next,
            Sought::Refused(_) => true,
        }
    }

    fn chunk(&mut self, source: &OpenSource, window: &mut Window, begin: Begin<'_>) -> Result<Option<Met>, Stop> {
        let plan = self.plan;
        with_batches(plan, source, window, begin, |_, text, batches| self.batches(source, text, batches))
    }

    fn batches(
        &mut self,
        source: &OpenSource,
        text: &Text<'_>,
        batches: &mut Batches<'_>,
    ) -> Result<Option<Met>, Stop> {
        while let Some(batch) = batches.next()? {
            let Some(row) = self.row(source, text, batch)? else { continue };
            let (evaluated, seen) = evaluate_seeing(self.plan, source, text, batch, row)?;
            let met = Met::of((self.plan, source), text, batch, (row, evaluated, seen))?;
            return Ok(Some(met));
        }
        Ok(None)
    }

    /// The row of a batch that is meant, if it is one of it.
    fn row(&mut self, source: &OpenSource, text: &Text<'_>, batch: &Batch) -> Result<Option<u32>, Stop> {
        let evaluated = matches!(self.sought, Sought::Refused(_));
        let evaluated = evaluated.then(|| evaluate(self.plan, source, text, batch)).transpose()?;
        for (number, row) in (0_u32..).zip(batch.rows.iter()).filter(|(_, row)| !row.ghost) {
            match self.sought {
                Sought::Record(wanted) if row.place.record == wanted => return Ok(Some(number)),
                Sought::At(offset) if (row.place.offset..row.next).contains(&offset) => return Ok(Some(number)),
                Sought::At(offset) if offset < row.place.offset => {
                    let block = self.block_word(text, (offset, row.place.offset));
                    let problem = match offset {
                        _ if offset < source.file_header => "file_header",
                        _ if offset < source.text_start => "mark",
                        _ if block.is_some() => "block_word",
                        _ => "between",
                    };
                    let mut stop = self.missed(problem, Some(row.place.record));
                    stop.args.extend(block.into_iter().flatten());
                    return Err(stop);
                }
                Sought::Refused(wanted) => {
                    let verdicts = evaluated.as_ref().map(|evaluated| &evaluated.verdicts[number as usize]);
                    self.refused += u64::from(verdicts == Some(&Verdict::Refused));
                    if self.refused == wanted && verdicts == Some(&Verdict::Refused) {
                        return Ok(Some(number));
                    }
                }
                Sought::Record(_) | Sought::At(_) => {}
            }
            self.before = Some((row.place.record, row.next));
        }
        Ok(None)
    }

    /// Whether the length of a block stands at a place before the record that begins there; what it says, as far as it is
    /// in the window.
    fn block_word(&self, text: &Text<'_>, (at, record): (u64, u64)) -> Option<Args> {
        let word = self.plan.descriptors()?.blocks.and_then(Blocks::word)?;
        let from = record.checked_sub(WORD as u64).filter(|from| *from <= at)?;
        let bytes = || text.bytes.get(usize::try_from(from.checked_sub(text.base)?).ok()?..)?.first_chunk().copied();
        Some(bytes().map(|bytes| Arg::from(word.told_of_block(bytes))).into_iter().collect())
    }

    /// What ends the search behind a chunk, if anything does.
    fn ends(&self, after: &Cursor, walk: &Walk, window: &Window, source: &OpenSource) -> Option<Result<Search, Stop>> {
        if let Some(place) = after.skipped_from {
            return Some(self.over("skipped", place.record));
        }
        if let Some(place) = after.unread_from {
            // Why it cannot be read on is worth more than that it cannot.
            let problem = match walk.end {
                End::Unclosed { .. } => "unclosed",
                End::Lost(_) => "lost",
                _ => "unread",
            };
            return Some(self.over(problem, place.record));
        }
        let damage = window.damage.as_ref().map(io::damage_args);
        if let Some(args) = damage.filter(|_| window.last_block) {
            return Some(self.refused_or(Stop::new(Code::BadCompression, args)));
        }
        window.last_block.then(|| self.nowhere(window.end.max(source.length().unwrap_or(0))))
    }

    /// The records of the file end before its bytes do.
    fn over(&self, problem: &'static str, record: u64) -> Result<Search, Stop> {
        self.refused_or(self.missed(problem, Some(record)))
    }

    /// What is refused may be in the next file.
    fn refused_or(&self, stop: Stop) -> Result<Search, Stop> {
        if matches!(self.sought, Sought::Refused(_)) { Ok(Search::Refused(self.refused)) } else { Err(stop) }
    }

    /// All records were seen, and the file has so many bytes.
    fn nowhere(&self, bytes: u64) -> Result<Search, Stop> {
        let last = self.before.map_or(0, |(record, _)| record);
        match self.sought {
            Sought::Refused(_) => Ok(Search::Refused(self.refused)),
            Sought::Record(_) => Err(self.missed("records", Some(last))),
            Sought::At(offset) if offset < bytes => {
                let has_trailer = self.plan.mapping.source.edges.trailer > 0;
                Err(self.missed(if has_trailer { "file_trailer" } else { "padding" }, Some(last)))
            }
            Sought::At(_) => Err(self.missed("bytes", Some(bytes))),
        }
    }
}

/// What is wrong with a file as a whole.
fn of_file(source: &OpenSource) -> Vec<Stop> {
    let stop = |(code, args): &(Code, Args)| Stop::new(*code, args.clone());
    source.findings.iter().map(stop).collect()
}

//! All entries in, key by key; breaches out, in the order of their places.
//!
//! Partitions are judged side by side; what they find is sorted by another spool, so that nobody sees which was first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_buffer::i256;
use serde::{Deserialize, Serialize};

use super::controls::{self, ControlCount, ControlWork};
use super::dedupe::{self, DedupeWork};
use super::gather::{NOT_WHOLE, WHOLE};
use super::keeping::Keeper;
use super::plan::{self, SetRules, SetWork};
use super::reports::{ReportCount, ReportWork};
use super::spool::{EntryBytes, Gathered, Mark, Merge, PARTITIONS, Spool, Spooled};
use super::suspects::Suspects;
use super::{Closed, GAPS, gaps, lane};
use crate::evidence::text;
use crate::finding::{Arg, Args, Code};
use crate::host::Host;
use crate::mapping::model::{OnFail, Type};
use crate::place::Place;
use crate::run::Stop;
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::validate::set::control::{Scope, Side};
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::judge::{Breach, Group, Test, Why};
use crate::validate::set::key;
use crate::validate::set::report::Line;

/// Bytes of breaches that one partition gathers before it hands them on.
const GATHERED: usize = 4 << 20;
/// Where the values of a key begin, after the rule's number and whether it is whole.
const KEY_AT: usize = 3;
/// Characters of a key that a finding shows.
const SHOWN: usize = 200;
/// Rows of one key that are remembered until it is judged; where more are refused, the rest is read again.
const REMEMBERED: usize = 256;

/// What a rule came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleCount {
    /// Rows that it looked at.
    pub rows: u64,
    /// Keys among them.
    pub keys: u64,
    /// Findings.
    pub breaches: u64,
    /// Those that refuse a record.
    pub refused: u64,
    /// Those that would refuse an old row of the run that is mended, and do not.
    pub old: u64,
    /// Unscaled: what is at stake.
    pub amount: i256,
    /// Of it, what is at stake in records that are refused.
    pub refused_amount: i256,
}

impl RuleCount {
    pub(super) const NONE: Self =
        Self { rows: 0, keys: 0, breaches: 0, refused: 0, old: 0, amount: i256::ZERO, refused_amount: i256::ZERO };

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.keys += other.keys;
        self.breaches += other.breaches;
        self.refused += other.refused;
        self.old += other.old;
        self.amount = self.amount.wrapping_add(other.amount);
        self.refused_amount = self.refused_amount.wrapping_add(other.refused_amount);
    }
}

/// A breach with all that is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Number of the rule or control.
    pub rule: usize,
    /// Where.
    pub at: RowPlace,
    /// What.
    pub code: Code,
    /// Its arguments.
    pub args: Args,
    /// The rule refuses records, and this is one that it can refuse.
    pub refuses: bool,
    /// It is an old row of the run that is mended, which would have to be taken out, and stays.
    pub stays: bool,
    /// Only one row of the record is meant: its number in it, from 0.
    pub repetition: Option<u32>,
    /// The numbers of those entries of `accept:` that sign it off, if there is still one among them; of what cannot be
    /// proved, those that may.
    pub signed: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    record: u64,
    line: u64,
    length: u64,
    code: usize,
    args: Args,
    refuses: bool,
    stays: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repetition: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    signed: Vec<usize>,
}

/// The codes of breaches.
pub const CODES: [Code; 21] = [
    Code::NotUnique,
    Code::NoReference,
    Code::SumDiffers,
    Code::SumsDiffer,
    Code::SidesDiffer,
    Code::CountOutside,
    Code::SequenceGap,
    Code::SequenceTwice,
    Code::KeyEmpty,
    Code::ControlDiffers,
    Code::ControlMissing,
    Code::ControlOutside,
    Code::ControlUnknown,
    Code::ControlTwice,
    Code::ControlUnread,
    Code::ControlUnlike,
    Code::ReportDiffers,
    Code::NotInReport,
    Code::NoRowsOfReport,
    Code::ReportUnknown,
    Code::Duplicate,
];

/// What all rules came to.
pub struct Judged {
    /// One for each rule.
    pub counts: Vec<RuleCount>,
    /// One for each control.
    pub controls: Vec<ControlCount>,
    /// One for each figure of a control beside the files.
    pub reports: Vec<ReportCount>,
    /// Rows that are dropped.
    pub dropped: u64,
    /// The keys that crosswalks do not have.
    pub gaps: Spooled,
    /// Rows of the run that is mended that would be dropped, and are not.
    old_dropped: u64,
    /// What controls were told of records that are not refused, where that was asked for.
    pub kept: Option<Spooled>,
    breaches: Spooled,
}

impl Judged {
    /// Gives every breach, in the order of mappings and places.
    ///
    /// # Errors
    /// TL0901; what `take` gives.
    pub fn each(&self, take: &mut dyn FnMut(Told) -> Result<(), Stop>) -> Result<(), Stop> {
        for partition in 0..PARTITIONS {
            let mut merge = self.breaches.merge(partition)?;
            while let Some(entry) = merge.entry() {
                take(told(entry)?)?;
                merge.next()?;
            }
        }
        Ok(())
    }

    /// Rows of the run that is mended that rules would refuse, or that would be dropped. While rows are dropped, rules are
    /// judged on what is left of them: what they say before counts for nothing.
    #[must_use]
    pub fn old_rows(&self) -> u64 {
        let drops = self.dropped + self.old_dropped > 0;
        let by_rules = self.counts.iter().filter(|_| !drops).map(|count| count.old).sum::<u64>();
        self.old_dropped + by_rules
    }

    /// Whether an old row stands where a repaired one should: then nothing is known of what the rules would say, since they
    /// were told of both.
    #[must_use]
    pub const fn old_dropped(&self) -> bool {
        self.old_dropped > 0
    }

    /// Whether a rule refuses records.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.counts.iter().any(|count| count.refused > 0)
    }
}

fn told(entry: EntryBytes<'_>) -> Result<Told, Stop> {
    let defect = || Stop::new(Code::Defect, vec!["a stored breach".into()]);
    let length = entry.load.first().copied().unwrap_or(0).into();
    let (place, rest) = entry.rest.split_at_checked(length).ok_or_else(defect)?;
    let (rule, stored) = rest.split_first_chunk::<2>().ok_or_else(defect)?;
    let stored: Stored = serde_json::from_slice(stored).map_err(|_| defect())?;
    let RowPlace { mapping, place } = Entry::read(place, &[]).at;
    let place = Place { record: stored.record, line: stored.line, length: stored.length, ..place };
    let code = *CODES.get(stored.code).ok_or_else(defect)?;
    let rule = usize::from(u16::from_be_bytes(*rule));
    let Stored { args, refuses, stays, repetition, signed, .. } = stored;
    Ok(Told { rule, at: RowPlace { mapping, place }, code, args, refuses, stays, repetition, signed })
}

/// What is judged with.
pub struct Bench<'a> {
    /// The machine, which may be told to stop.
    pub host: &'a dyn Host,
    /// The rules.
    pub rules: &'a SetRules,
    /// The mappings, for the names of files.
    pub prepared: &'a [Prepared],
    /// Threads.
    pub threads: usize,
    /// Bytes of breaches that are held before they go to the disk.
    pub held: usize,
    /// What controls were told is kept.
    pub keeps: bool,
}

impl Bench<'_> {
    /// Judges all entries.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn judge(&self, entries: &Closed, staging: &Staging<'_>) -> Result<Judged, Stop> {
        let breaches = Mutex::new(Spool::new(staging, "breaches", self.held));
        let gaps = Mutex::new(Spool::new(staging, "gaps", self.held / GAPS));
        let kept = self.keeps.then(|| Mutex::new(Spool::new(staging, "kept", self.held / 8)));
        let next = AtomicUsize::new(0);
        let none = Counts {
            rules: vec![RuleCount::NONE; self.rules.all.len()],
            controls: vec![ControlCount::default(); self.rules.controls.len()],
            reports: vec![ReportCount::default(); self.rules.reports.len()],
            dropped: 0,
            old_dropped: 0,
        };
        let counts = Mutex::new(none);
        let worker = || -> Result<(), Stop> {
            let mut room = lane::Room::default();
            loop {
                if self.host.interrupted() {
                    return Err(Stop::new(Code::Interrupted, Vec::new()));
                }
                let partition = next.fetch_add(1, Ordering::Relaxed);
                let of_one = match partition.checked_sub(PARTITIONS) {
                    None => self.partition(
                        entries.sorted.merge(partition)?,
                        &breaches,
                        (&gaps, Keeper::new(kept.as_ref())),
                    )?,
                    Some(partition) if partition < lane::PARTITIONS && !entries.lane.is_empty() => {
                        self.lane(entries, partition, &breaches, (staging, &mut room))?
                    }
                    Some(_) => return Ok(()),
                };
                let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
                counts.dropped += of_one.dropped;
                counts.old_dropped += of_one.old_dropped;
                for (rule, count) in of_one.rules {
                    counts.rules[rule].add(count);
                }
                for (control, count) in of_one.controls {
                    counts.controls[control].add(&count);
                }
                for (report, count) in of_one.reports {
                    counts.reports[report].add(&count);
                }
            }
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads.min(PARTITIONS)).map(|_| scope.spawn(worker)).collect();
            let joined = workers.into_iter().map(|worker| {
                worker.join().unwrap_or_else(|_| Err(Stop::new(Code::Defect, vec!["a panic while judging".into()])))
            });
            joined.collect::<Vec<_>>().into_iter().collect::<Result<Vec<()>, Stop>>()
        })?;
        let Counts { mut rules, controls, reports, dropped, old_dropped } =
            counts.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.without_rows(&mut rules, &breaches)?;
        let breaches = breaches.into_inner().unwrap_or_else(PoisonError::into_inner);
        let gaps = gaps.into_inner().unwrap_or_else(PoisonError::into_inner).close()?;
        let kept = kept.map(|kept| kept.into_inner().unwrap_or_else(PoisonError::into_inner).close()).transpose()?;
        let breaches = breaches.close()?;
        Ok(Judged { counts: rules, controls, reports, dropped, old_dropped, gaps, kept, breaches })
    }

    /// Rules about the whole table are judged if no row is there at all.
    fn without_rows(&self, counts: &mut [RuleCount], to: &Mutex<Spool<'_>>) -> Result<(), Stop> {
        let mut found = Gathered::default();
        for (number, (work, count)) in self.rules.all.iter().zip(counts).enumerate() {
            if !work.key.is_empty() || count.keys > 0 || matches!(work.test, Test::Compare { .. }) {
                continue;
            }
            let mapping = u16::try_from(work.mapping).unwrap_or(u16::MAX);
            let at = RowPlace { mapping, place: Place::file(u32::MAX) };
            if let Some(breach) = Group::new(work.test).end_at(at) {
                OneKey { bench: self, work, number, key: &[], count, found: &mut found, to }.tell(breach, false)?;
            }
        }
        hand_on(&mut found, to)
    }

    /// The short keys of one partition.
    fn lane(
        &self,
        entries: &Closed,
        partition: usize,
        to: &Mutex<Spool<'_>>,
        (staging, room): (&Staging<'_>, &mut lane::Room),
    ) -> Result<OfPartition, Stop> {
        let most = (self.held / lane::ITEM).clamp(2, lane::SORTED);
        let mut items = entries.lane.sorted(partition, most, staging, room)?;
        let mut judging = Suspects::new(self, &entries.places, to);
        while let Some(item) = items.next()? {
            judging.add(item)?;
        }
        items.end(staging, room)?;
        Ok(OfPartition { rules: judging.end()?, ..OfPartition::default() })
    }

    fn partition(
        &self,
        mut merge: Merge,
        to: &Mutex<Spool<'_>>,
        (to_gaps, mut keeper): (&Mutex<Spool<'_>>, Keeper<'_, '_>),
    ) -> Result<OfPartition, Stop> {
        let mut of_one = OfPartition::default();
        let (mut found, mut gaps) = (Gathered::default(), Gathered::default());
        let mut key: Vec<u8> = Vec::new();
        while let Some(first) = merge.entry() {
            key.clear();
            key.extend_from_slice(first.key);
            let number = key.first_chunk::<2>().map_or(0, |number| usize::from(u16::from_be_bytes(*number)));
            match self.rules.find(number) {
                Some(plan::Judged::Rule(work)) => {
                    let count = of_one.rules.entry(number).or_insert(RuleCount::NONE);
                    let mut one = OneKey { bench: self, work, number, key: &key, count, found: &mut found, to };
                    one.judge(&mut merge)?;
                }
                Some(plan::Judged::Control(work)) => {
                    let count = of_one.controls.entry(number - self.rules.all.len()).or_default();
                    let mut one = OneScope { work, number, key: &key, count, found: &mut found };
                    one.judge(&mut merge, &mut keeper)?;
                    keeper.end_key(&key)?;
                }
                Some(plan::Judged::Report(work)) => {
                    let count = of_one.reports.entry(number - self.rules.number_of_report(0)).or_default();
                    let mut one = OneLine { work, number, key: &key, count, found: &mut found };
                    one.judge(&mut merge, &mut keeper)?;
                    keeper.end_key(&key)?;
                }
                Some(plan::Judged::Dedupe(work)) => {
                    let mut one = OneRow { bench: self, work, number, key: &key, found: &mut found, to };
                    let (dropped, old) = one.judge(&mut merge)?;
                    of_one.dropped += dropped;
                    of_one.old_dropped += old;
                }
                None if number < self.rules.first_gap() + self.rules.gaps.len() => {
                    gaps::gather(&key, &mut merge, &mut gaps)?;
                }
                None => return Err(Stop::new(Code::Defect, vec!["an entry of no rule".into()])),
            }
            if gaps.bytes() > GATHERED {
                hand_on(&mut gaps, to_gaps)?;
            }
            if found.bytes() > GATHERED {
                hand_on(&mut found, to)?;
            }
        }
        hand_on(&mut found, to)?;
        hand_on(&mut gaps, to_gaps)?;
        keeper.finish()?;
        Ok(of_one)
    }

    /// Whether a row stands in the run that is mended: its record's number is not known.
    fn is_old(&self, at: RowPlace) -> bool {
        at.place.record == 0 && self.prepared.get(usize::from(at.mapping)).is_some_and(|one| one.mended.is_some())
    }

    fn file(&self, at: RowPlace) -> &str {
        let specs = self.prepared.get(usize::from(at.mapping)).map(|one| one.specs.as_slice()).unwrap_or_default();
        specs.get(at.place.file as usize).map_or("", |spec| spec.name.as_str())
    }
}

/// What all rules and controls came to.
struct Counts {
    rules: Vec<RuleCount>,
    controls: Vec<ControlCount>,
    reports: Vec<ReportCount>,
    dropped: u64,
    old_dropped: u64,
}

/// What those of one partition came to, by their numbers.
#[derive(Default)]
struct OfPartition {
    rules: BTreeMap<usize, RuleCount>,
    controls: BTreeMap<usize, ControlCount>,
    reports: BTreeMap<usize, ReportCount>,
    dropped: u64,
    old_dropped: u64,
}

pub(super) fn hand_on(found: &mut Gathered, to: &Mutex<Spool<'_>>) -> Result<(), Stop> {
    let run = std::mem::take(found).sorted();
    to.lock().unwrap_or_else(PoisonError::into_inner).add(run)
}

/// The rows of one key that are refused if all of them together break the rule.
#[derive(Default)]
struct Rows {
    first: Vec<RowPlace>,
    /// Where those stand that are not remembered; no entry of the other table comes after them.
    more: Option<Mark>,
}

impl Rows {
    /// The row that the merge is at.
    fn add(&mut self, at: RowPlace, merge: &Merge) {
        if self.first.len() < REMEMBERED {
            self.first.push(at);
        } else if self.more.is_none() {
            self.more = Some(merge.mark());
        }
    }
}

/// The number of a row's record; empty of an old row, of which it is not known.
fn record(at: RowPlace) -> Arg {
    if at.place.record == 0 { "".into() } else { at.place.record.into() }
}

/// What is told of a record, or of a place, that is not refused for it.
fn plainly(rule: usize, at: RowPlace, (code, args): (Code, Args)) -> Told {
    Told { rule, at, code, args, refuses: false, stays: false, repetition: None, signed: Vec::new() }
}

/// Keeps what is told of a record, or of one of its rows alone.
fn store_told(found: &mut Gathered, told: Told) {
    let Told { rule, at, code, args, refuses, stays, repetition, signed } = told;
    let code = CODES.iter().position(|own| *own == code).unwrap_or(CODES.len());
    let Place { record, line, length, .. } = at.place;
    let stored = Stored { record, line, length, code, args, refuses, stays, repetition, signed };
    let mut rest = Vec::new();
    Entry { side: 0, number: None, at, rows: 0, sum: i256::ZERO, refused: false }.push_rest(&mut rest);
    let length = u8::try_from(rest.len()).unwrap_or(u8::MAX);
    rest.extend_from_slice(&u16::try_from(rule).unwrap_or(u16::MAX).to_be_bytes());
    // All of it is compared, so that breaches of one place have an order too. Numbers and texts are written as JSON without
    // fail.
    rest.extend(serde_json::to_vec(&stored).unwrap_or_default());
    found.push(&[], &rest, &[length]);
}

/// What one control record speaks of.
struct OneScope<'a> {
    work: &'a ControlWork,
    number: usize,
    key: &'a [u8],
    count: &'a mut ControlCount,
    found: &'a mut Gathered,
}

impl OneScope<'_> {
    /// Judges it, and goes past its entries.
    fn judge(&mut self, merge: &mut Merge, keeper: &mut Keeper<'_, '_>) -> Result<(), Stop> {
        let mut scope = Scope::new(self.work.figure, controls::is_outside(self.key));
        while let Some(bytes) = merge.entry().filter(|entry| entry.key == self.key) {
            let mut alone = None;
            let (entry, value) = Entry::read_with_value(bytes.rest, bytes.load);
            keeper.add(self.key, entry, value);
            scope.add(entry, value, &mut |at, why| alone = Some((at, why)));
            if let Some((at, why)) = alone {
                self.count.extra += 1;
                store_told(self.found, plainly(self.number, at, self.work.told(why, scope.values())));
            }
            merge.next()?;
        }
        if let Some(closed) = scope.close() {
            self.count.close(&closed);
            if let Some((at, why)) = closed.breach {
                let told = plainly(self.number, at, self.work.told(why, scope.values()));
                store_told(self.found, Told { signed: self.work.signed_off(why), ..told });
            }
        }
        Ok(())
    }
}

/// The rows of one key of which one is kept.
struct OneRow<'a, 'b, 's> {
    bench: &'a Bench<'b>,
    work: &'a DedupeWork,
    number: usize,
    key: &'a [u8],
    found: &'a mut Gathered,
    to: &'a Mutex<Spool<'s>>,
}

impl OneRow<'_, '_, '_> {
    /// Drops all but the first, and goes past them; gives how many, and how many old ones it would drop.
    fn judge(&mut self, merge: &mut Merge) -> Result<(u64, u64), Stop> {
        let (mut kept, mut dropped, mut old) = (None, 0, 0);
        while let Some(entry) = merge.entry().filter(|entry| entry.key == self.key) {
            let (at, repetition) = dedupe::row_of(entry);
            match kept {
                None => kept = Some(at),
                Some(kept) => {
                    let is_old = self.bench.is_old(at);
                    store_told(self.found, self.told((at, repetition, is_old), kept));
                    *if is_old { &mut old } else { &mut dropped } += 1;
                }
            }
            if self.found.bytes() > GATHERED {
                hand_on(self.found, self.to)?;
            }
            merge.next()?;
        }
        Ok((dropped, old))
    }

    fn told(&self, (at, repetition, is_old): (RowPlace, u32, bool), kept: RowPlace) -> Told {
        let key = shown(self.key, &self.work.key, self.work.personal);
        let mut args = vec![key, self.bench.file(kept).into(), record(kept)];
        args.extend(is_old.then(|| "old".into()));
        let told = plainly(self.number, at, (Code::Duplicate, args));
        Told { refuses: !is_old, stays: is_old, repetition: Some(repetition), ..told }
    }
}

/// One key of a report.
struct OneLine<'a> {
    work: &'a ReportWork,
    number: usize,
    key: &'a [u8],
    count: &'a mut ReportCount,
    found: &'a mut Gathered,
}

impl OneLine<'_> {
    /// Judges it, and goes past its entries.
    fn judge(&mut self, merge: &mut Merge, keeper: &mut Keeper<'_, '_>) -> Result<(), Stop> {
        let mut line = Line::new(self.work.figure, self.work.tolerance);
        while let Some(bytes) = merge.entry().filter(|entry| entry.key == self.key) {
            let entry = Entry::read(bytes.rest, bytes.load);
            // What the report says is read from it again.
            if entry.side != Side::Says.byte() {
                keeper.add(self.key, entry, &[]);
            }
            line.add(entry);
            merge.next()?;
        }
        let Some(closed) = line.close() else { return Ok(()) };
        self.count.close(&closed);
        if let Some(why) = closed.why {
            let told = plainly(self.number, closed.at, self.work.told(why, self.key(), &closed));
            let is_whole = self.key.get(2) != Some(&NOT_WHOLE);
            let key = if is_whole { values(self.key, &self.work.key) } else { Vec::new() };
            let signed = self.work.signed_off(why, (is_whole, &key), &closed);
            store_told(self.found, Told { signed, ..told });
        }
        Ok(())
    }

    fn key(&self) -> Arg {
        match (self.key.get(2), self.work.personal_key, self.work.key.as_slice()) {
            (Some(&NOT_WHOLE), ..) => "".into(),
            (_, personal, columns) => shown(self.key, columns, personal),
        }
    }
}

/// A key as a finding shows it.
fn shown(key: &[u8], columns: &[(Arc<str>, Type)], personal: bool) -> Arg {
    if personal {
        Arg::HiddenKey
    } else if columns.is_empty() {
        Arg::AllRows
    } else {
        shown_key(key, columns)
    }
}

/// A key's columns with their values, the first characters of them.
fn shown_key(key: &[u8], columns: &[(Arc<str>, Type)]) -> Arg {
    let mut left = SHOWN;
    let shown = columns.iter().zip(values(key, columns)).map(|((name, _), value)| {
        let cut = value.char_indices().nth(left).map(|(end, _)| format!("{}…", &value[..end]));
        left = left.saturating_sub(value.chars().count());
        (Arc::clone(name), cut.unwrap_or(value).into())
    });
    Arg::Key(shown.collect())
}

/// The values of a key's columns, whole.
fn values(key: &[u8], columns: &[(Arc<str>, Type)]) -> Vec<String> {
    let types: Vec<Type> = columns.iter().map(|(_, ty)| *ty).collect();
    key::shown(key.get(KEY_AT..).unwrap_or_default(), &types)
}

/// The entries of one key.
pub(super) struct OneKey<'a, 'b, 's> {
    pub bench: &'a Bench<'b>,
    pub work: &'a SetWork,
    pub number: usize,
    /// Of the rule, [`WHOLE`], and the values.
    pub key: &'a [u8],
    pub count: &'a mut RuleCount,
    pub found: &'a mut Gathered,
    pub to: &'a Mutex<Spool<'s>>,
}

impl OneKey<'_, '_, '_> {
    /// Judges them, and goes past them.
    fn judge(&mut self, merge: &mut Merge) -> Result<(), Stop> {
        let test = if self.key.get(2) == Some(&WHOLE) { self.work.test } else { Test::Never };
        assert!(test != Test::Never || self.key.get(2) == Some(&NOT_WHOLE));
        let refuses = self.work.on_fail == OnFail::Reject;
        let (mut group, mut rows) = (Group::new(test), Rows::default());
        let mut own = 0;
        while let Some(entry) = self.entry(merge) {
            if entry.side == 1 {
                own += entry.rows;
                if refuses && test.is_of_all_rows() {
                    rows.add(entry.at, merge);
                }
            }
            let mut breaches: [Option<Breach>; 2] = [None, None];
            group.add(entry, &mut |breach| {
                if let Some(free) = breaches.iter_mut().find(|free| free.is_none()) {
                    *free = Some(breach);
                }
            });
            breaches.into_iter().flatten().try_for_each(|breach| self.tell(breach, refuses))?;
            merge.next()?;
        }
        self.count.rows += own;
        // What two sides come to is asked of each key that either has.
        self.count.keys += u64::from(own > 0 || matches!(test, Test::Compare { .. }));
        match group.end() {
            Some(whole) if refuses && own > 0 => self.refuse(whole, &rows, merge),
            // A key that only the other table has is no record that could be refused.
            Some(whole) => self.tell(whole, false),
            None => Ok(()),
        }
    }

    /// The key's next entry.
    fn entry(&self, merge: &Merge) -> Option<Entry> {
        let bytes = merge.entry().filter(|entry| entry.key == self.key)?;
        Some(Entry::read(bytes.rest, bytes.load))
    }

    /// Refuses all rows of the key, for one breach.
    fn refuse(&mut self, whole: Breach, rows: &Rows, merge: &mut Merge) -> Result<(), Stop> {
        self.stake(whole.amount, true);
        for at in rows.first.iter().copied() {
            self.store(Breach { at, ..whole }, true)?;
        }
        let Some(more) = &rows.more else { return Ok(()) };
        merge.rewind(more)?;
        while let Some(entry) = self.entry(merge) {
            self.store(Breach { at: entry.at, ..whole }, true)?;
            merge.next()?;
        }
        Ok(())
    }

    pub(super) fn tell(&mut self, breach: Breach, refuses: bool) -> Result<(), Stop> {
        self.stake(breach.amount, refuses);
        self.store(breach, refuses)
    }

    /// What is at stake has no sign: what is owed does not pay for what is due.
    fn stake(&mut self, amount: i256, refuses: bool) {
        let amount = amount.wrapping_abs();
        self.count.amount = self.count.amount.wrapping_add(amount);
        if refuses {
            self.count.refused_amount = self.count.refused_amount.wrapping_add(amount);
        }
    }

    fn store(&mut self, breach: Breach, refuses: bool) -> Result<(), Stop> {
        let is_old = refuses && self.bench.is_old(breach.at);
        let refuses = refuses && !is_old;
        self.count.breaches += 1;
        self.count.refused += u64::from(refuses);
        self.count.old += u64::from(is_old);
        let told = plainly(self.number, breach.at, self.told(breach.why));
        store_told(self.found, Told { refuses, stays: is_old, ..told });
        if self.found.bytes() > GATHERED { hand_on(self.found, self.to) } else { Ok(()) }
    }

    fn key(&self) -> Arg {
        shown(self.key, &self.work.key, self.work.personal_key)
    }

    fn told(&self, why: Why) -> (Code, Args) {
        let unless_personal = |arg: Arg| if self.work.personal { Arg::Hidden } else { arg };
        let shown = |unscaled| unless_personal(Arg::amount(text::decimal(unscaled, self.work.scale.unwrap_or(0))));
        let whole = |number: i128| unless_personal(number.to_string().into());
        let (target, columns) = self.work.target.as_ref().map_or(("", ""), |(table, columns)| (table, columns));
        let wanted = || Arg::from(self.work.wanted.0.as_str());
        match why {
            Why::NotUnique { other } => {
                (Code::NotUnique, vec![self.key(), self.bench.file(other).into(), record(other)])
            }
            Why::NoReference => (Code::NoReference, vec![self.key(), target.into(), columns.into()]),
            Why::Sum { sum, rows } => {
                (Code::SumDiffers, vec![self.key(), shown(sum), Arg::amount(self.work.wanted.0.clone()), rows.into()])
            }
            Why::Sums { own, other } if self.work.sides.is_some() => {
                let [left, right] = self.work.sides.clone().unwrap_or_default();
                (Code::SidesDiffer, vec![self.key(), left.into(), shown(own), right.into(), shown(other)])
            }
            Why::Sums { own, other } => (Code::SumsDiffer, vec![self.key(), shown(own), shown(other), target.into()]),
            Why::Count { rows } => {
                // The bound that is broken; the other one is no news.
                let is_few = matches!(self.work.test, Test::Count { least, .. } if rows < least);
                let (least, most) =
                    if is_few { (wanted(), "".into()) } else { ("".into(), Arg::from(&*self.work.wanted.1)) };
                (Code::CountOutside, vec![self.key(), rows.into(), least, most])
            }
            Why::Gap { from, to } => {
                (Code::SequenceGap, vec![self.key(), whole(from), if from == to { "".into() } else { whole(to) }])
            }
            Why::Twice { number, other } => {
                let (number, file) = (whole(number.into()), self.bench.file(other).into());
                (Code::SequenceTwice, vec![self.key(), number, file, record(other)])
            }
            Why::KeyEmpty => (Code::KeyEmpty, Vec::new()),
        }
    }
}

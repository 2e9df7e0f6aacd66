//! All entries in, key by key; breaches out, in the order of their places.
//!
//! Partitions are judged side by side; what they find is sorted by another spool, so that nobody sees which was first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use arrow_buffer::i256;
use serde::{Deserialize, Serialize};

use super::controls::{self, ControlCount, ControlWork};
use super::gather::{NOT_WHOLE, WHOLE};
use super::plan::{self, SetRules, SetWork};
use super::spool::{EntryBytes, Gathered, Mark, Merge, PARTITIONS, Spool, Spooled};
use super::{GAPS, gaps};
use crate::evidence::text;
use crate::finding::{ALL_ROWS, Arg, Args, Code, PERSONAL};
use crate::mapping::model::OnFail;
use crate::place::Place;
use crate::run::Stop;
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::validate::set::control::Scope;
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::judge::{Breach, Group, Test, Why};
use crate::validate::set::key;

/// Bytes of breaches that one partition gathers before it hands them on.
const GATHERED: usize = 4 << 20;
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
    /// Unscaled: what is at stake.
    pub amount: i256,
    /// Of it, what is at stake in records that are refused.
    pub refused_amount: i256,
}

impl RuleCount {
    const NONE: Self =
        Self { rows: 0, keys: 0, breaches: 0, refused: 0, amount: i256::ZERO, refused_amount: i256::ZERO };

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.keys += other.keys;
        self.breaches += other.breaches;
        self.refused += other.refused;
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
}

#[derive(Serialize, Deserialize)]
struct Stored {
    record: u64,
    line: u64,
    length: u64,
    code: usize,
    args: Args,
    refuses: bool,
}

/// The codes of breaches.
pub const CODES: [Code; 14] = [
    Code::NotUnique,
    Code::NoReference,
    Code::SumDiffers,
    Code::SumsDiffer,
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
];

/// What all rules came to.
pub struct Judged {
    /// One for each rule.
    pub counts: Vec<RuleCount>,
    /// One for each control.
    pub controls: Vec<ControlCount>,
    /// The keys that crosswalks do not have.
    pub gaps: Spooled,
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
    Ok(Told { rule, at: RowPlace { mapping, place }, code, args: stored.args, refuses: stored.refuses })
}

/// What is judged with.
pub struct Bench<'a> {
    /// The rules.
    pub rules: &'a SetRules,
    /// The mappings, for the names of files.
    pub prepared: &'a [Prepared],
    /// Threads.
    pub threads: usize,
    /// Bytes of breaches that are held before they go to the disk.
    pub held: usize,
}

impl Bench<'_> {
    /// Judges all entries.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn judge(&self, entries: &Spooled, staging: &Staging<'_>) -> Result<Judged, Stop> {
        let breaches = Mutex::new(Spool::new(staging, "breaches", self.held));
        let gaps = Mutex::new(Spool::new(staging, "gaps", self.held / GAPS));
        let next = AtomicUsize::new(0);
        let none = Counts {
            rules: vec![RuleCount::NONE; self.rules.all.len()],
            controls: vec![ControlCount::default(); self.rules.controls.len()],
        };
        let counts = Mutex::new(none);
        let worker = || -> Result<(), Stop> {
            loop {
                let partition = next.fetch_add(1, Ordering::Relaxed);
                if partition >= PARTITIONS {
                    return Ok(());
                }
                let (rules, controls) = self.partition(entries.merge(partition)?, &breaches, &gaps)?;
                let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
                for (rule, count) in rules {
                    counts.rules[rule].add(count);
                }
                for (control, count) in controls {
                    counts.controls[control].add(&count);
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
        let Counts { mut rules, controls } = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.without_rows(&mut rules, &breaches)?;
        let breaches = breaches.into_inner().unwrap_or_else(PoisonError::into_inner);
        let gaps = gaps.into_inner().unwrap_or_else(PoisonError::into_inner).close()?;
        Ok(Judged { counts: rules, controls, gaps, breaches: breaches.close()? })
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

    fn partition(
        &self,
        mut merge: Merge,
        to: &Mutex<Spool<'_>>,
        to_gaps: &Mutex<Spool<'_>>,
    ) -> Result<OfPartition, Stop> {
        let (mut counts, mut controls) = OfPartition::default();
        let (mut found, mut gaps) = (Gathered::default(), Gathered::default());
        let mut key: Vec<u8> = Vec::new();
        while let Some(first) = merge.entry() {
            key.clear();
            key.extend_from_slice(first.key);
            let number = key.first_chunk::<2>().map_or(0, |number| usize::from(u16::from_be_bytes(*number)));
            match self.rules.find(number) {
                Some(plan::Judged::Rule(work)) => {
                    let count = counts.entry(number).or_insert(RuleCount::NONE);
                    let mut one = OneKey { bench: self, work, number, key: &key, count, found: &mut found, to };
                    one.judge(&mut merge)?;
                }
                Some(plan::Judged::Control(work)) => {
                    let count: &mut ControlCount = controls.entry(number - self.rules.all.len()).or_default();
                    let mut one = OneScope { work, number, key: &key, count, found: &mut found };
                    one.judge(&mut merge)?;
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
        Ok((counts, controls))
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
}

/// What those of one partition came to, by their numbers.
type OfPartition = (BTreeMap<usize, RuleCount>, BTreeMap<usize, ControlCount>);

fn hand_on(found: &mut Gathered, to: &Mutex<Spool<'_>>) -> Result<(), Stop> {
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

/// Keeps what is told of a place.
fn store(found: &mut Gathered, at: RowPlace, number: usize, ((code, args), refuses): ((Code, Args), bool)) {
    let code = CODES.iter().position(|own| *own == code).unwrap_or(CODES.len());
    let stored = Stored { record: at.place.record, line: at.place.line, length: at.place.length, code, args, refuses };
    let mut rest = Vec::new();
    Entry { side: 0, number: None, at, rows: 0, sum: i256::ZERO }.push_rest(&mut rest);
    let length = u8::try_from(rest.len()).unwrap_or(u8::MAX);
    rest.extend_from_slice(&u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes());
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
    fn judge(&mut self, merge: &mut Merge) -> Result<(), Stop> {
        let mut scope = Scope::new(self.work.figure, controls::is_outside(self.key));
        while let Some(bytes) = merge.entry().filter(|entry| entry.key == self.key) {
            let mut alone = None;
            scope.add(Entry::read(bytes.rest, bytes.load), &mut |at, why| alone = Some((at, why)));
            if let Some((at, why)) = alone {
                self.count.extra += 1;
                store(self.found, at, self.number, (self.work.told(why), false));
            }
            merge.next()?;
        }
        if let Some(closed) = scope.close() {
            self.count.close(&closed);
            if let Some((at, why)) = closed.breach {
                store(self.found, at, self.number, (self.work.told(why), false));
            }
        }
        Ok(())
    }
}

/// The entries of one key.
struct OneKey<'a, 'b, 's> {
    bench: &'a Bench<'b>,
    work: &'a SetWork,
    number: usize,
    key: &'a [u8],
    count: &'a mut RuleCount,
    found: &'a mut Gathered,
    to: &'a Mutex<Spool<'s>>,
}

impl OneKey<'_, '_, '_> {
    /// Judges them, and goes past them.
    fn judge(&mut self, merge: &mut Merge) -> Result<(), Stop> {
        let test = if self.key.get(2) == Some(&WHOLE) { self.work.test } else { Test::Never };
        debug_assert!(test != Test::Never || self.key.get(2) == Some(&NOT_WHOLE));
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
        self.count.keys += u64::from(own > 0);
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

    fn tell(&mut self, breach: Breach, refuses: bool) -> Result<(), Stop> {
        self.stake(breach.amount, refuses);
        self.store(breach, refuses)
    }

    fn stake(&mut self, amount: i256, refuses: bool) {
        self.count.amount = self.count.amount.wrapping_add(amount);
        if refuses {
            self.count.refused_amount = self.count.refused_amount.wrapping_add(amount);
        }
    }

    fn store(&mut self, breach: Breach, refuses: bool) -> Result<(), Stop> {
        self.count.breaches += 1;
        self.count.refused += u64::from(refuses);
        store(self.found, breach.at, self.number, (self.told(breach.why), refuses));
        if self.found.bytes() > GATHERED { hand_on(self.found, self.to) } else { Ok(()) }
    }

    fn key(&self) -> Arg {
        if self.work.personal {
            return PERSONAL.into();
        }
        if self.work.key.is_empty() {
            return ALL_ROWS.into();
        }
        let all = key::shown(self.key.get(3..).unwrap_or_default(), &self.work.key);
        match all.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &all[..end]).into(),
            None => all.into(),
        }
    }

    fn told(&self, why: Why) -> (Code, Args) {
        let shown_at = |unscaled: i256, scale: u8| -> Arg {
            if self.work.personal { PERSONAL.into() } else { text::decimal(unscaled, scale).into() }
        };
        let shown = |unscaled| shown_at(unscaled, self.work.scale.unwrap_or(0));
        let whole = |number: i128| shown_at(i256::from_i128(number), 0);
        let (target, columns) = self.work.target.as_ref().map_or(("", ""), |(table, columns)| (table, columns));
        let wanted = || self.work.wanted.0.as_str().into();
        match why {
            Why::NotUnique { other } => {
                (Code::NotUnique, vec![self.key(), self.bench.file(other).into(), other.place.record.into()])
            }
            Why::NoReference => (Code::NoReference, vec![self.key(), target.into(), columns.into()]),
            Why::Sum { sum, rows } => (Code::SumDiffers, vec![self.key(), shown(sum), wanted(), rows.into()]),
            Why::Sums { own, other } => (Code::SumsDiffer, vec![self.key(), shown(own), shown(other), target.into()]),
            Why::Count { rows } => {
                let most = self.work.wanted.1.as_str().into();
                (Code::CountOutside, vec![self.key(), rows.into(), wanted(), most])
            }
            Why::Gap { from, to } => {
                (Code::SequenceGap, vec![self.key(), whole(from), if from == to { "".into() } else { whole(to) }])
            }
            Why::Twice { number, other } => {
                let (number, file) = (whole(number.into()), self.bench.file(other).into());
                (Code::SequenceTwice, vec![self.key(), number, file, other.place.record.into()])
            }
            Why::KeyEmpty => (Code::KeyEmpty, Vec::new()),
        }
    }
}

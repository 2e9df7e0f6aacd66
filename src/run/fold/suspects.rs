//! Short keys, row by row in their order; those that break their rule out, with the rows' places.
//!
//! In: the items of one partition. Out: breaches. Two items tell whether a key breaks its rule: of `unique`, whether there
//! is a second one; of `references`, whether the first is the other table's. Only the rows of a key that does are looked
//! up. They wait until there are many, so that the places are read in their order. Refuses to judge otherwise than
//! [`Group`] does.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::gather::WHOLE;
use super::judging::{Bench, OneKey, RuleCount, hand_on};
use super::lane::{Item, tag};
use super::places::{ClosedPlaces, PlaceReader};
use super::plan::SetWork;
use super::spool::{Gathered, Spool};
use crate::finding::Code;
use crate::mapping::model::OnFail;
use crate::run::Stop;
use crate::validate::set::entry::Entry;
use crate::validate::set::judge::{Breach, Group, Test};

/// Rows that wait to be looked up.
const WAITING: usize = 1 << 16;

/// What is known of the key that came last.
struct Known {
    /// The last of its items.
    item: Item,
    rule: usize,
    /// Its rows break the rule.
    is_suspect: bool,
}

/// Items on their way.
pub struct Suspects<'a, 'b, 's> {
    bench: &'a Bench<'b>,
    places: PlaceReader<'a>,
    to: &'a Mutex<Spool<'s>>,
    /// One for each rule.
    counts: Vec<RuleCount>,
    known: Option<Known>,
    waiting: Vec<Item>,
    /// The key that was looked up last, as far as its rows came.
    group: Option<(Item, Group)>,
    found: Gathered,
}

fn defect() -> Stop {
    Stop::new(Code::Defect, vec!["an item of no rule".into()])
}

impl<'a, 'b, 's> Suspects<'a, 'b, 's> {
    /// None yet.
    pub fn new(bench: &'a Bench<'b>, places: &'a ClosedPlaces, to: &'a Mutex<Spool<'s>>) -> Self {
        Self {
            bench,
            places: places.reader(),
            to,
            counts: vec![RuleCount::NONE; bench.rules.all.len()],
            known: None,
            waiting: Vec::new(),
            group: None,
            found: Gathered::default(),
        }
    }

    /// Takes the next item.
    ///
    /// # Errors
    /// TL0901, TL0907; TL0911 for a row of no rule: a defect.
    pub fn add(&mut self, item: Item) -> Result<(), Stop> {
        let is_own = tag::side(item.tag) == 1;
        let known = self.known.take().filter(|known| known.item.is_of_key(&item));
        let (rule, work) = match &known {
            Some(known) => (known.rule, &self.bench.rules.all[known.rule]),
            None => self.work(&item)?,
        };
        let count = &mut self.counts[rule];
        count.rows += u64::from(is_own);
        // The other table's items come before the own: the key is counted with the first of these.
        count.keys += u64::from(is_own && known.as_ref().is_none_or(|known| tag::side(known.item.tag) == 0));
        let is_suspect = match (&known, work.test) {
            (Some(known), Test::Unique) => {
                self.waiting.extend((!known.is_suspect).then_some(known.item));
                true
            }
            (Some(known), _) => known.is_suspect,
            (None, test) => test == Test::References && is_own,
        };
        if is_suspect {
            self.waiting.push(item);
        }
        self.known = Some(Known { item, rule, is_suspect });
        if self.waiting.len() >= WAITING { self.look_up() } else { Ok(()) }
    }

    /// No item comes any more; gives what was counted.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn end(mut self) -> Result<BTreeMap<usize, RuleCount>, Stop> {
        self.look_up()?;
        hand_on(&mut self.found, self.to)?;
        Ok(self.counts.into_iter().enumerate().filter(|(_, count)| *count != RuleCount::NONE).collect())
    }

    /// Looks up the rows that wait, and tells what is wrong with each.
    fn look_up(&mut self) -> Result<(), Stop> {
        let waiting = std::mem::take(&mut self.waiting);
        for (item, entry) in waiting.iter().zip(self.entries(&waiting)?) {
            self.judge(item, entry)?;
        }
        Ok(())
    }

    fn work(&self, item: &Item) -> Result<(usize, &'a SetWork), Stop> {
        let key = item.key();
        let rule = usize::from(u16::from_be_bytes([key[0], key[1]]));
        self.bench.rules.all.get(rule).map(|work| (rule, work)).ok_or_else(defect)
    }

    /// An entry for each item; places are read in their order, table by table.
    fn entries(&mut self, items: &[Item]) -> Result<Vec<Entry>, Stop> {
        let mut order = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let (_, work) = self.work(item)?;
            let mapping = u16::try_from(work.mapping).unwrap_or(u16::MAX);
            order.push(((mapping, work.table), tag::of_side(item.tag, 1), at, work.stake));
        }
        order.sort_unstable();
        let mut entries = vec![None; items.len()];
        for (table, tag, at, stake) in order {
            entries[at] = Some(self.places.entry(table, tag, stake)?);
        }
        Ok(entries.into_iter().flatten().collect())
    }

    fn judge(&mut self, item: &Item, entry: Entry) -> Result<(), Stop> {
        let (number, work) = self.work(item)?;
        let mut group = match self.group.take() {
            Some((known, group)) if known.is_of_key(item) => group,
            _ => Group::new(work.test),
        };
        let mut breaches: [Option<Breach>; 2] = [None, None];
        group.add(entry, &mut |breach| {
            if let Some(free) = breaches.iter_mut().find(|free| free.is_none()) {
                *free = Some(breach);
            }
        });
        self.group = Some((*item, group));
        let [first, second, values @ ..] = item.key();
        let key = [&[first, second, WHOLE], &values[..]].concat();
        let count = &mut self.counts[number];
        let refuses = work.on_fail == OnFail::Reject;
        let mut one = OneKey { bench: self.bench, work, number, key: &key, count, found: &mut self.found, to: self.to };
        breaches.into_iter().flatten().try_for_each(|breach| one.tell(breach, refuses))
    }
}

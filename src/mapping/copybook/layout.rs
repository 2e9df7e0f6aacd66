//! Where each item stands: trees of entries in, items with offset and length out.

use super::copies::Copied;
use super::dialect::Dialect;
use super::entry::{Entry, Sign, Usage};
use super::item::{Copybook, Elementary, Item, Occurs, Part, Renames};
use super::picture::{Category, Picture};
use super::sizes::{alignment, fits, length, needs_picture, spare, usage};
use super::tree::{Node, Tree};
use super::{At, Mistake, Problem, names};
use crate::mapping::nearest;

/// The longest record.
const LONGEST: u64 = 1 << 31;
/// Digits that a decimal of 128 bits holds.
const MOST_DIGITS: u32 = 38;

pub(super) fn copybook(
    files: Vec<Copied>,
    trees: Vec<Tree>,
    dialect: Dialect,
    mistakes: &mut Vec<Mistake>,
) -> Copybook {
    let renames: Vec<(usize, Vec<Entry>)> = trees.iter().map(|tree| tree.renames.clone()).enumerate().collect();
    let roots: Vec<Node> = trees.into_iter().map(|tree| tree.root).collect();
    let mut placer = Placer { dialect, mistakes, widest: 1 };
    let records = placer.records(&roots);
    let mut copybook = Copybook { files, records, renames: Vec::new(), unmatched: Vec::new() };
    if !mistakes.is_empty() {
        return copybook;
    }
    let counters = names::counters(&copybook, &roots, mistakes);
    for (table, counter) in counters {
        names::set_counter(&mut copybook, &table, counter);
    }
    for (record, entries) in renames {
        let all: Vec<Renames> =
            entries.iter().filter_map(|entry| names::renamed(&copybook, record, entry, mistakes)).collect();
        copybook.renames.extend(all);
    }
    copybook
}

struct Placer<'a> {
    dialect: Dialect,
    mistakes: &'a mut Vec<Mistake>,
    /// `GnuCOBOL`: the largest boundary of an item since a group began, whichever that was.
    widest: u64,
}

/// What a group hands down to items that do not say it themselves.
#[derive(Clone, Copy, Default)]
struct Inherited {
    usage: Option<Usage>,
    sign: Option<Sign>,
    is_synchronized: bool,
}

impl Placer<'_> {
    fn tell(&mut self, at: At, problem: Problem) {
        self.mistakes.push(Mistake { at, problem });
    }

    fn records(&mut self, roots: &[Node]) -> Vec<Item> {
        let mut records: Vec<Item> = Vec::new();
        for root in roots {
            if let Some(occurs) = root.entry.occurs.as_ref().filter(|_| root.entry.level != 0) {
                self.tell(occurs.at, Problem::OccursHere);
            }
            let redefines = self.redefined(&root.entry, &records);
            let (mut record, _) = self.item(root, 0, Inherited::default());
            record.redefines = redefines;
            if record.total() > LONGEST {
                self.tell(record.at, Problem::TooLong(LONGEST));
            }
            records.push(record);
        }
        records
    }

    /// An item at this offset, or behind the slack that it needs there; and its alignment.
    fn item(&mut self, node: &Node, offset: u64, above: Inherited) -> (Item, u64) {
        let entry = &node.entry;
        let inherited = Inherited {
            usage: entry.usage.or(above.usage),
            sign: entry.sign.or(above.sign),
            is_synchronized: entry.is_synchronized || above.is_synchronized && self.dialect.groups_synchronize(),
        };
        let (offset, slack, length, alignment, part) = if node.children.is_empty() {
            let (elementary, length) = self.elementary(entry, inherited);
            let alignment =
                if inherited.is_synchronized { alignment(self.dialect, elementary.usage, length) } else { 1 };
            // A redefinition begins where what it reads again does.
            let slack = if entry.redefines.is_some() {
                0
            } else {
                self.widest = self.widest.max(alignment);
                offset.next_multiple_of(alignment) - offset
            };
            (offset + slack, slack, length, alignment, Part::Elementary(elementary))
        } else {
            if let Some((_, at)) = &entry.picture {
                let name = entry.name.clone().unwrap_or_default();
                self.tell(*at, Problem::PictureOfGroup(name));
            }
            let (mut items, length, alignment) = self.group(&node.children, offset, inherited);
            if self.dialect == Dialect::GnuCobol {
                let repeated = entry.occurs.as_ref().is_some_and(|occurs| occurs.most > 1);
                let pad = if repeated { length.next_multiple_of(self.widest) - length } else { 0 };
                move_last(&mut items, pad);
                (offset, 0, length + pad, 1, Part::Group(items))
            } else {
                let slack =
                    if self.dialect.groups_align() && entry.redefines.is_none() { first_slack(&mut items) } else { 0 };
                (offset + slack, slack, length.saturating_sub(slack), alignment, Part::Group(items))
            }
        };
        let occurs = entry.occurs.as_ref().map(|occurs| Occurs {
            least: occurs.least,
            most: occurs.most,
            stride: (length + self.spare(node, inherited)).next_multiple_of(alignment),
            depending: None,
        });
        let item = Item {
            level: entry.level,
            name: entry.name.clone(),
            at: entry.at,
            offset,
            length,
            slack,
            part,
            occurs,
            redefines: None,
            conditions: node.conditions.clone(),
            values: entry.values.clone(),
        };
        (item, alignment)
    }

    /// Items one after another, from this offset on; their bytes together, and the largest alignment.
    fn group(&mut self, children: &[Node], start: u64, inherited: Inherited) -> (Vec<Item>, u64, u64) {
        let mut items: Vec<Item> = Vec::with_capacity(children.len());
        let (mut end, mut largest) = (start, 1);
        self.widest = 1;
        for child in children {
            let redefines = self.redefined(&child.entry, &items);
            let offset = redefines.map_or(end, |at| items[at].offset);
            let (mut item, alignment) = self.item(child, offset, inherited);
            item.redefines = redefines;
            largest = largest.max(alignment);
            let spare = if item.occurs.is_none() { self.spare(child, inherited) } else { 0 };
            end = end.max(item.offset.saturating_add(item.total()).saturating_add(spare));
            if end > LONGEST {
                self.tell(item.at, Problem::TooLong(LONGEST));
                end = start;
            }
            items.push(item);
        }
        (items, end - start, largest)
    }

    /// Bytes behind an item that it does not use.
    fn spare(&self, node: &Node, inherited: Inherited) -> u64 {
        let picture = node.entry.picture.as_ref().filter(|_| node.children.is_empty());
        picture.map_or(0, |(picture, _)| {
            let usage = usage(self.dialect, node.entry.usage.or(inherited.usage), Some(picture));
            spare(self.dialect, usage, picture, node.entry.sign.or(inherited.sign))
        })
    }

    /// The item that an entry redefines: it stands before it, with nothing but other redefinitions between.
    fn redefined(&mut self, entry: &Entry, before: &[Item]) -> Option<usize> {
        let name = entry.redefines.as_ref()?;
        let found = before.iter().rposition(|item| item.name.as_deref() == Some(name.text.as_str()));
        let near = found.filter(|at| before[at + 1..].iter().all(|item| item.redefines.is_some()));
        if near.is_none() {
            let problem = if found.is_some() {
                Problem::Redefines(name.text.clone())
            } else {
                let names = before.iter().filter_map(|item| item.name.as_deref());
                Problem::Unknown(name.text.clone(), nearest::or_empty(&name.text, names).to_owned())
            };
            self.tell(name.at, problem);
        }
        near
    }

    fn elementary(&mut self, entry: &Entry, inherited: Inherited) -> (Elementary, u64) {
        let picture = entry.picture.as_ref().map(|(picture, _)| picture.clone());
        let usage = usage(self.dialect, inherited.usage, picture.as_ref());
        let at = entry.picture.as_ref().map_or(entry.at, |(_, at)| *at);
        let name = entry.name.clone().unwrap_or_else(|| String::from("FILLER"));
        // Of a group's SIGN, nothing is an edited number's. What the entry itself says holds without an S too, which some
        // compilers take.
        let takes_sign =
            |picture: &Picture| picture.category == Category::Numeric && (entry.sign.is_some() || picture.signed);
        let elementary = Elementary {
            sign: inherited.sign.filter(|_| picture.as_ref().is_some_and(takes_sign)),
            picture,
            usage,
            is_justified: entry.is_justified,
            is_blank_when_zero: entry.is_blank_when_zero,
        };
        let length = match &elementary.picture {
            None if needs_picture(usage) => {
                if !entry.is_partial {
                    self.tell(entry.at, Problem::NothingInIt(name));
                }
                0
            }
            Some(picture) if entry.sign.is_some() && picture.category != Category::Numeric => {
                self.tell(at, Problem::UsageOfPicture(String::from("SIGN"), picture.text.clone()));
                0
            }
            Some(picture) if picture.digits > MOST_DIGITS => {
                self.tell(at, Problem::Digits(MOST_DIGITS));
                0
            }
            Some(picture) if !fits(self.dialect, usage, picture) => {
                self.tell(at, Problem::UsageOfPicture(usage.name().to_owned(), picture.text.clone()));
                0
            }
            _ => length(self.dialect, &elementary),
        };
        (elementary, length)
    }
}

/// Takes the slack bytes before a group's first item off: they stand before the group.
fn first_slack(items: &mut [Item]) -> u64 {
    items.first_mut().map_or(0, |first| std::mem::take(&mut first.slack))
}

/// Moves the last value of a group by so many bytes, as `GnuCOBOL` does (its `compute_size`) where what `OCCURS` is
/// filled up to a boundary: the bytes that it is filled up with stand before that value.
fn move_last(items: &mut [Item], by: u64) {
    let Some(last) = items.last_mut() else { return };
    match &mut last.part {
        Part::Group(items) => move_last(items, by),
        Part::Elementary(_) => {
            last.offset += by;
            last.slack += by;
        }
    }
}

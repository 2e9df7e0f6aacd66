//! Descriptions of the same bytes (REDEFINES) of a record: which of them make kinds of records, and which are only read
//! one way or another.
//!
//! In: a record. Out: the first description of each place, and apart, the place whose descriptions are layouts of whole
//! records. Refuses to know what a record holds.

use super::draft::Chosen;
use crate::mapping::cobol::{areas, called};
use crate::mapping::copybook::{Item, Part};

/// A place that is described several times.
#[derive(Debug, Clone)]
pub struct Place<'i> {
    /// Its descriptions that have a name, in the order of the text.
    pub items: Vec<&'i Item>,
    /// The names that choose them in their record.
    names: Vec<String>,
    /// Bytes from the start of the record, end exclusive.
    pub bytes: (u64, u64),
}

impl<'i> Place<'i> {
    /// None of a place of this record that no name leads to.
    fn of(record: &Item, same: &[&'i Item]) -> Option<Self> {
        let all = same.iter().filter_map(|item| called(record, item).map(|name| (*item, name)));
        let (items, names): (Vec<&Item>, Vec<String>) = all.unzip();
        let start = same.iter().map(|item| item.offset).min()?;
        let end = same.iter().map(|item| item.offset + item.total()).max()?;
        (!items.is_empty()).then_some(Self { items, names, bytes: (start, end) })
    }

    /// Its descriptions are layouts of whole records: two of them are groups.
    fn makes_kinds(&self) -> bool {
        self.items.iter().filter(|item| is_group(item)).count() > 1
    }

    /// Its layouts: without the text that only makes room for them.
    pub fn layouts(&self) -> Vec<&'i Item> {
        let first_is_room = self.items.first().is_some_and(|first| !is_group(first));
        self.items.iter().copied().skip(usize::from(first_is_room)).collect()
    }

    /// The same where its descriptions are single items: all of them, and all but the first.
    pub fn readings(&self) -> [Vec<&'i Item>; 2] {
        [self.items.clone(), self.items.iter().copied().skip(1).collect()]
    }

    /// The description at an index, chosen among the others.
    fn chosen(&self, at: usize) -> Chosen {
        let others = self.names.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, name)| name.clone());
        Chosen { name: self.names.get(at).cloned().unwrap_or_default(), others: others.collect() }
    }
}

fn is_group(item: &Item) -> bool {
    matches!(item.part, Part::Group(_))
}

/// The largest place of a record whose descriptions are layouts of it.
pub fn layouts(record: &Item) -> Option<Place<'_>> {
    places(record).into_iter().find(Place::makes_kinds)
}

/// Places of a record that are described several times, the largest first.
pub fn places(record: &Item) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    outermost(record, record, &mut places);
    places.sort_by_key(|place| (std::cmp::Reverse(place.bytes.1 - place.bytes.0), place.bytes.0));
    places
}

/// Places that are described several times, but those within others and within tables.
fn outermost<'i>(record: &Item, item: &'i Item, into: &mut Vec<Place<'i>>) {
    if item.occurs.is_some() {
        return;
    }
    for same in areas(item.children()) {
        match same.as_slice() {
            [only] => outermost(record, only, into),
            several => into.extend(Place::of(record, several)),
        }
    }
}

/// What is chosen of all places of a record: of each the first description, or the one that `kind` is.
pub fn chosen(record: &Item, kind: Option<&Item>) -> Vec<Chosen> {
    let mut all = Vec::new();
    choose((record, record), kind, &mut all);
    all
}

/// The same of the places under an item of the record.
fn choose((record, item): (&Item, &Item), kind: Option<&Item>, into: &mut Vec<Chosen>) {
    for same in areas(item.children()) {
        if let [only] = same.as_slice() {
            choose((record, only), kind, into);
            continue;
        }
        let Some(place) = Place::of(record, &same) else { continue };
        let of_kind = kind.and_then(|kind| place.items.iter().position(|item| std::ptr::eq(*item, kind)));
        let one = place.chosen(of_kind.unwrap_or(0));
        let one = if of_kind.is_some() { Chosen { others: Vec::new(), ..one } } else { one };
        // Places that no name tells apart are chosen by one.
        if !into.contains(&one) {
            into.push(one);
        }
        choose((record, place.items[of_kind.unwrap_or(0)]), kind, into);
    }
}

//! Descriptions of the same bytes (REDEFINES) of a record: which of them make kinds of records, and which are only read
//! one way or another.
//!
//! In: a record. Out: the first description of each place, and apart, the place whose descriptions are layouts of whole
//! records. Refuses to know what a record holds.

use super::draft::Chosen;
use crate::mapping::cobol::{FILLER, areas, item_name};
use crate::mapping::copybook::{Item, Part};

/// A place that is described several times.
#[derive(Debug, Clone)]
pub struct Place<'i> {
    /// Its descriptions that have a name, in the order of the text.
    pub items: Vec<&'i Item>,
    /// Bytes from the start of the record, end exclusive.
    pub bytes: (u64, u64),
}

impl<'i> Place<'i> {
    /// None of a place that no name leads to.
    fn of(same: &[&'i Item]) -> Option<Self> {
        let items: Vec<&Item> = same.iter().copied().filter(|item| item_name(item) != FILLER).collect();
        let start = same.iter().map(|item| item.offset).min()?;
        let end = same.iter().map(|item| item.offset + item.total()).max()?;
        (!items.is_empty()).then_some(Self { items, bytes: (start, end) })
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

    /// The description at an index, chosen among the others.
    fn chosen(&self, at: usize) -> Chosen {
        let name = |item: &&Item| item_name(item).to_owned();
        let others = self.items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, item)| name(item));
        Chosen { name: self.items.get(at).map(name).unwrap_or_default(), others: others.collect() }
    }
}

fn is_group(item: &Item) -> bool {
    matches!(item.part, Part::Group(_))
}

/// The largest place of a record whose descriptions are layouts of it.
pub fn layouts(record: &Item) -> Option<Place<'_>> {
    let mut places = Vec::new();
    outermost(record, &mut places);
    let kinds = places.into_iter().filter(Place::makes_kinds);
    kinds.max_by_key(|place| (place.bytes.1 - place.bytes.0, std::cmp::Reverse(place.bytes.0)))
}

/// Places that are described several times, but those within others and within tables.
fn outermost<'i>(item: &'i Item, into: &mut Vec<Place<'i>>) {
    if item.occurs.is_some() {
        return;
    }
    for same in areas(item.children()) {
        match same.as_slice() {
            [only] => outermost(only, into),
            several => into.extend(Place::of(several)),
        }
    }
}

/// What is chosen of all places under an item: of each the first description, or the one that `kind` is.
pub fn chosen(item: &Item, kind: Option<&Item>, into: &mut Vec<Chosen>) {
    for same in areas(item.children()) {
        if let [only] = same.as_slice() {
            chosen(only, kind, into);
            continue;
        }
        let Some(place) = Place::of(&same) else { continue };
        let of_kind = kind.and_then(|kind| place.items.iter().position(|item| std::ptr::eq(*item, kind)));
        let one = place.chosen(of_kind.unwrap_or(0));
        let one = if of_kind.is_some() { Chosen { others: Vec::new(), ..one } } else { one };
        // One name chooses in every place that has it.
        if !into.contains(&one) {
            into.push(one);
        }
        chosen(place.items[of_kind.unwrap_or(0)], kind, into);
    }
}

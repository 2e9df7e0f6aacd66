//! OCCURS DEPENDING ON: which items say how many elements tables have, and what a record is made of then.

use super::books::Book;
use super::reading::{self, Characters};
use crate::mapping::copybook::{At, Item, Occurs, Part, Path};
use crate::mapping::model::{Counter, CounterReading, Variable, VariablePart};

/// The counters of a record, as they are met.
pub struct Counting<'b> {
    book: &'b Book,
    /// The record whose tables are counted, by its number in the book.
    record: Option<usize>,
    characters: Characters,
    found: Vec<(Path, Counter)>,
    /// Counters that stand in no byte of the record, each with the place of its table.
    elsewhere: Vec<(String, At)>,
}

impl<'b> Counting<'b> {
    /// None yet, of this record.
    pub fn new(book: &'b Book, record: &Item, characters: Characters) -> Self {
        let record = book.copybook.records.iter().position(|one| std::ptr::eq(one, record));
        Self { book, record, characters, found: Vec::new(), elsewhere: Vec::new() }
    }

    /// Names of counters that stand in another record, whose values no file has, and the places of their tables.
    pub fn elsewhere(&self) -> &[(String, At)] {
        &self.elsewhere
    }

    /// The number of the counter at this path, which a table depends on that stands at this place of the text.
    pub fn counter(&mut self, path: &Path, (occurs, at): (&Occurs, At)) -> Option<usize> {
        let (least, most) = (occurs.least, occurs.most);
        let is = |(known, counter): &(Path, Counter)| known == path && (counter.least, counter.most) == (least, most);
        if let Some(number) = self.found.iter().position(is) {
            return Some(number);
        }
        let item = self.book.copybook.item(path)?;
        if path.0.first() != self.record.as_ref() {
            self.elsewhere.push((item.name.clone().unwrap_or_default(), at));
            return None;
        }
        let Part::Elementary(elementary) = &item.part else { return None };
        let stored = reading::of(elementary, item.length, self.characters)?.stored?;
        let counter = Counter {
            name: item.name.clone().unwrap_or_default(),
            start: small(item.offset),
            end: small(item.offset + item.length),
            widths: self.around(path).map(|occurs| small(occurs.stride)).collect(),
            reading: CounterReading::plain(stored),
            least,
            most,
        };
        self.found.push((path.clone(), counter));
        Some(self.found.len() - 1)
    }

    /// Whether what stands behind a table follows its last element.
    pub const fn slides(&self) -> bool {
        self.book.slides
    }

    /// The tables in which an item stands, the outermost first.
    fn around(&self, path: &Path) -> impl Iterator<Item = &'b Occurs> {
        let above = (1..=path.0.len()).filter_map(|depth| self.book.copybook.item(&Path(path.0[..depth].to_vec())));
        above.filter_map(|item: &Item| item.occurs.as_ref())
    }

    /// What records of these parts are made of, where any of them depends on a counter.
    pub fn variable(self, parts: Vec<VariablePart>) -> Option<Variable> {
        let counters: Vec<Counter> = self.found.into_iter().map(|(_, counter)| counter).collect();
        (!counters.is_empty()).then_some(Variable { slides: self.book.slides, parts, counters })
    }
}

/// Adds bytes behind what is there.
pub fn bytes(parts: &mut Vec<VariablePart>, more: u64) {
    match parts.last_mut() {
        _ if more == 0 => {}
        Some(VariablePart::Bytes(bytes)) => *bytes = bytes.saturating_add(small(more)),
        _ => parts.push(VariablePart::Bytes(small(more))),
    }
}

/// Adds bytes behind what is there that only descriptions have which are not read.
pub fn rest(parts: &mut Vec<VariablePart>, more: u64) {
    parts.extend((more > 0).then(|| VariablePart::Rest(small(more))));
}

/// Moves what a record is made of behind so many bytes.
pub fn shift(variable: &mut Variable, before: u64) {
    if before > 0 {
        variable.parts.insert(0, VariablePart::Bytes(small(before)));
    }
    for counter in &mut variable.counters {
        counter.start = counter.start.saturating_add(small(before));
        counter.end = counter.end.saturating_add(small(before));
    }
}

/// A place in a record: none is longer than 2 GiB.
pub fn small(place: u64) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

//! Items of a record as fields: what a kind reads of its copybook.
//!
//! In: a record, and which of its redefinitions are meant. Out: pieces with names and places, elementary items and tables
//! in the order of the text, and every group besides, for fields that read one as text. FILLER is nothing's.

use super::books::Book;
use super::choice::{Choice, FILLER};
use super::counting::{self, Counting};
use super::names;
use super::pieces::{Items, Piece, Step, Table, is_called};
use super::reading::{self, Characters, Said};
use super::spare::Spare;
use crate::finding::Code;
use crate::mapping::copybook::{At, Item, Part, Renames};
use crate::mapping::mistakes::args;
use crate::mapping::model::{OnFail, Variable, VariablePart};
use crate::mapping::view::{Text, View};
use crate::place::Span;

/// The name of the kind of a source that has only one.
const KIND: &str = "record";

/// What a copybook gives to one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Where the mapping names it.
    pub at: Span,
    /// Bytes of the record.
    pub length: u64,
    /// What stands once.
    pub items: Items,
    /// What OCCURS.
    pub tables: Vec<Table>,
    /// Places that belong to FILLER, or to addresses, which mean nothing outside of their program.
    pub filler: Vec<Spare>,
    /// Places that SYNCHRONIZED leaves free.
    pub slack: Vec<Spare>,
    /// Places of items that have a value and are no field, since nothing here reads it.
    pub wanted: Vec<Spare>,
    /// It is known which of its redefinitions are meant.
    pub whole: bool,
    /// Where records say themselves how many elements a table has.
    pub variable: Option<Variable>,
    /// What follows for a value that level 88 does not name; none: nothing.
    pub conditions: Option<OnFail>,
}

impl Given {
    /// The table that a field of the mapping means.
    pub fn table(&self, view: View<'_>, name: Text<'_>) -> Option<&Table> {
        match view.text("item") {
            Some(item) => self.tables.iter().find(|table| is_called(&table.path, item.text)),
            None => self.tables.iter().find(|table| table.name == name.text),
        }
    }

    /// Tells that nothing is called so: TL0076 of what stands in a table, else TL0068.
    pub fn tell_unknown(&self, view: View<'_>, name: Text<'_>) {
        let Some(table) = self.tables.iter().find(|table| table.items.named(view, name).is_some()) else {
            return self.items.tell_unknown(view, name);
        };
        let wanted = view.text("item").unwrap_or(name);
        view.mistakes().fail(Code::ItemOfTable, wanted.at, args![wanted.text, table.name.as_str()]);
    }

    /// The same of what a map says among the fields of a table: TL0079 of a table within it.
    pub fn tell_unknown_in(&self, table: &Table, view: View<'_>, name: Text<'_>) {
        let holds = |other: &&Table| !std::ptr::eq(*other, table) && other.items.named(view, name).is_some();
        let wanted = view.text("item").unwrap_or(name);
        if let Some(inner) = self.table(view, name) {
            view.mistakes().fail(Code::TableOfTable, wanted.at, args![inner.name.as_str(), table.name.as_str()]);
        } else if let Some(other) = self.tables.iter().find(holds) {
            view.mistakes().fail(Code::ItemOfTable, wanted.at, args![wanted.text, other.name.as_str()]);
        } else {
            table.items.tell_unknown(view, name);
        }
    }

    /// What a kind reads of a record.
    pub fn of(book: &Book, record: &Item, choice: &Choice<'_>, characters: Characters) -> Self {
        let counting = Counting::new(book, record, characters);
        let [filler, slack, wanted] = [const { Vec::new() }; 3];
        let (tables, around, moving) = (Vec::new(), Vec::new(), Vec::new());
        let (above, end) = (Vec::from_iter(record.name.clone()), record.length);
        let mut walk = Walk { choice, characters, tables, filler, slack, wanted, around, above, counting, end, moving };
        let mut list = Vec::new();
        let parts = walk.item(record, (&[], 0), &mut list);
        choice.check(record);
        let Walk { tables, filler, slack, wanted, counting, moving, .. } = walk;
        let told = [("counter_elsewhere", counting.elsewhere()), ("table_moves", moving.as_slice())];
        for (problem, (name, at)) in
            told.into_iter().flat_map(|(problem, all)| all.iter().map(move |one| (problem, one)))
        {
            choice.tell_table(problem, name, book.copybook.line(*at));
        }
        let variable = counting.variable(parts);
        let (at, length) = (book.at, record.length);
        let whole = !choice.has_failed();
        let (items, conditions) = (Items { list, renames: renamed(book, record, characters) }, book.conditions);
        let mut given = Self { at, length, items, tables, filler, slack, wanted, whole, variable, conditions };
        given.mark_counters();
        given.name();
        given.shift(book.before);
        given
    }

    /// Marks what says how many elements tables have.
    fn mark_counters(&mut self) {
        let counters = self.variable.iter().flat_map(|variable| &variable.counters);
        let places: Vec<(u64, u64)> = counters.map(|one| (one.start.into(), (one.end - one.start).into())).collect();
        let mark = |list: &mut Vec<Piece>, from: u64| {
            for piece in list.iter_mut().filter(|piece| piece.said().stored.is_some()) {
                piece.counts = places.contains(&(from + piece.start, piece.length));
            }
        };
        mark(&mut self.items.list, 0);
        self.tables.iter_mut().for_each(|table| mark(&mut table.items.list, table.start));
    }

    /// Moves all places by what stands before the record's first item.
    fn shift(&mut self, before: u64) {
        self.length += before;
        let Items { list, renames } = &mut self.items;
        list.iter_mut().chain(renames).for_each(|piece| piece.start += before);
        self.tables.iter_mut().for_each(|table| table.start += before);
        let spares = self.filler.iter_mut().chain(&mut self.slack).chain(&mut self.wanted);
        spares.for_each(|spare| spare.shift(before));
        self.filler.extend((before > 0).then(|| Spare::of((0, before), &[])));
        self.variable.iter_mut().for_each(|variable| counting::shift(variable, before));
    }

    /// Gives names to fields and tables, which no two of them have.
    fn name(&mut self) {
        let lower = |path: &[String]| path.iter().map(|name| names::of(name)).collect::<Vec<_>>();
        let singles: Vec<usize> = (0..self.items.list.len()).filter(|at| !self.items.list[*at].is_group).collect();
        let paths: Vec<Vec<String>> = singles
            .iter()
            .map(|at| lower(&self.items.list[*at].path))
            .chain(self.tables.iter().map(|table| lower(&table.path)))
            .collect();
        // `record` is what the only kind is called: `record.number` would be of the kind and of the table.
        let is_kind = |path: &Vec<String>| path.last().is_some_and(|name| name == KIND);
        let kind = paths.iter().skip(singles.len()).any(is_kind).then(|| vec![KIND.to_owned()]);
        let skipped = usize::from(kind.is_some());
        let paths: Vec<Vec<String>> = kind.into_iter().chain(paths).collect();
        let mut names = names::unique(&paths).into_iter().skip(skipped);
        for (at, name) in singles.into_iter().zip(names.by_ref()) {
            self.items.list[at].name = name;
        }
        let names: Vec<String> = names.collect();
        for (table, name) in self.tables.iter_mut().zip(&names) {
            for step in &mut table.steps {
                step.name.clone_from(&names[step.table]);
            }
            let own: Vec<usize> = (0..table.items.list.len()).filter(|at| !table.items.list[*at].is_group).collect();
            let paths: Vec<Vec<String>> = own.iter().map(|at| lower(&table.items.list[*at].path)).collect();
            for (at, name) in own.into_iter().zip(names::unique(&paths)) {
                table.items.list[at].name = name;
            }
            table.name.clone_from(name);
        }
    }
}

/// The way through a record.
struct Walk<'c, 'a> {
    choice: &'c Choice<'a>,
    characters: Characters,
    tables: Vec<Table>,
    filler: Vec<Spare>,
    slack: Vec<Spare>,
    wanted: Vec<Spare>,
    /// The tables that are open.
    around: Vec<Step>,
    /// Names of all groups that are open.
    above: Vec<String>,
    counting: Counting<'c>,
    /// Where what is read ends: nothing stands behind an area that ends there.
    end: u64,
    /// Names of tables behind which something would move within bytes that do not, with their places.
    moving: Vec<(String, At)>,
}

impl Walk<'_, '_> {
    /// An item under groups of these names; places count from `from`. Gives what its bytes are made of.
    fn item(&mut self, item: &Item, (above, from): (&[String], u64), into: &mut Vec<Piece>) -> Vec<VariablePart> {
        let path: Vec<String> = above.iter().cloned().chain(item.name.clone()).collect();
        if let Some(occurs) = &item.occurs {
            let table = self.tables.len();
            let counter = occurs.depending.as_ref().and_then(|path| self.counting.counter(path, (occurs, item.at)));
            let (times, width) = (occurs.most, occurs.stride);
            let path = if item.name.is_some() { path } else { above.iter().cloned().chain([nameless(item)]).collect() };
            self.leave_free((item.offset - item.slack, item.offset));
            self.around.push(Step { table, name: String::new(), times, width, counter });
            self.tables.push(Table {
                name: String::new(),
                path,
                at: item.at,
                start: item.offset,
                steps: self.around.clone(),
                items: Items::default(),
            });
            let mut list = Vec::new();
            let mut parts = self.item(&Item { occurs: None, slack: 0, ..item.clone() }, (&[], item.offset), &mut list);
            self.tables[table].items.list = list;
            self.leave_free((item.offset + item.length, item.offset + width));
            self.around.pop();
            counting::bytes(&mut parts, width - item.length);
            return vec![VariablePart::Group { times, width: counting::small(width), counter, parts }];
        }
        self.leave_free((item.offset - item.slack, item.offset));
        let start = item.offset - from;
        let mut parts = Vec::new();
        match &item.part {
            Part::Elementary(elementary) => {
                counting::bytes(&mut parts, item.length);
                let place = Spare::of((item.offset, item.offset + item.length), &self.around);
                let said = reading::of(elementary, item.length, self.characters);
                if item.name.is_none() || elementary.usage.is_address() {
                    self.filler.push(place);
                } else if said.is_none() {
                    self.wanted.push(place);
                }
                if item.name.is_some() {
                    into.push(Piece::of(item, path, start, said));
                }
            }
            Part::Group(children) => {
                if item.name.is_some() {
                    let said = Some(Said::text());
                    let path = path.clone();
                    into.push(Piece::of(item, path, start, said));
                }
                let mut end = item.offset;
                for same in areas(children) {
                    let (first, last) = area(&same);
                    counting::bytes(&mut parts, first - end);
                    let of = if let [only] = same[..] {
                        self.inner(only, (&path, from), into)
                    } else {
                        self.area(&same, (&path, from), into)
                    };
                    parts.extend(of);
                    end = last;
                }
            }
        }
        parts
    }

    /// An item of an open group.
    fn inner(&mut self, item: &Item, around: (&[String], u64), into: &mut Vec<Piece>) -> Vec<VariablePart> {
        let depth = self.above.len();
        self.above.extend(item.name.clone());
        let parts = self.item(item, around, into);
        self.above.truncate(depth);
        parts
    }

    /// Bytes that SYNCHRONIZED leaves free, if there are any.
    fn leave_free(&mut self, (start, end): (u64, u64)) {
        if start < end {
            self.slack.push(Spare::of((start, end), &self.around));
        }
    }

    /// What is read of several items that describe the same bytes; what these are made of. Compilers forbid a table that counts
    /// its elements there. Where nothing stands behind them, a record has as many bytes as the one description that is read;
    /// else they keep their number, and nothing can move within them.
    fn area(&mut self, same: &[&Item], around: (&[String], u64), into: &mut Vec<Piece>) -> Vec<VariablePart> {
        let (first, last) = area(same);
        let chosen = self.choice.among(same, &self.above);
        let end = chosen.iter().map(|item| item.offset + item.total()).max().unwrap_or(last);
        let is_free = chosen.len() == 1 && last == self.end;
        let (tables, pieces, outer) = (self.tables.len(), into.len(), self.end);
        let mut parts = Vec::new();
        for item in chosen {
            self.end = if is_free { end } else { outer };
            parts = self.inner(item, around, into);
        }
        self.end = outer;
        if !is_free {
            self.keep(tables, around.1, &into[pieces..]);
            parts.clear();
            counting::bytes(&mut parts, end - first);
        }
        counting::rest(&mut parts, last - end);
        parts
    }

    /// Notes the tables from this one on that would move what is read behind them.
    fn keep(&mut self, first: usize, from: u64, pieces: &[Piece]) {
        if !self.counting.slides() {
            return;
        }
        let tables = &self.tables[first..];
        let starts = |from: u64, list: &[Piece]| list.iter().map(|piece| from + piece.start).collect::<Vec<_>>();
        let of_tables = tables.iter().flat_map(|table| starts(table.start, &table.items.list));
        let read: Vec<u64> = starts(from, pieces).into_iter().chain(of_tables).collect();
        let open = self.around.len();
        let moves = |table: &&Table| {
            let Some((own, outer)) = table.steps.split_last() else { return false };
            let end = table.start + u64::from(own.times) * own.width;
            let is_repeated = outer.iter().skip(open).any(|step| step.times > 1);
            own.counter.is_some() && (is_repeated || read.iter().any(|start| *start >= end))
        };
        let found = tables.iter().filter(moves).filter_map(|table| Some((table.path.last().cloned()?, table.at)));
        let found: Vec<(String, At)> = found.filter(|one| !self.moving.contains(one)).collect();
        self.moving.extend(found);
    }
}

/// Entries 66 of a record: one value as it is read, several items as the text of their bytes, which they are to COBOL.
fn renamed(book: &Book, record: &Item, characters: Characters) -> Vec<Piece> {
    let of_record =
        |renames: &&Renames| book.copybook.records.get(renames.record).is_some_and(|one| std::ptr::eq(one, record));
    let piece = |renames: &Renames| {
        let path = record.name.iter().chain([&renames.name]).cloned().collect();
        let item = renames.item.as_ref().and_then(|path| book.copybook.item(path));
        let said = match item.map(|item| &item.part) {
            Some(Part::Elementary(elementary)) => reading::of(elementary, renames.length, characters),
            _ => Some(Said::text()),
        };
        Piece::renamed(renames, path, said)
    };
    book.copybook.renames.iter().filter(of_record).map(piece).collect()
}

/// What a table is called whose item is FILLER: after the first item in it that has a name.
fn nameless(item: &Item) -> String {
    fn first(item: &Item) -> Option<&str> {
        item.children().iter().find_map(|child| child.name.as_deref().or_else(|| first(child)))
    }
    first(item).map_or_else(|| FILLER.to_owned(), |name| format!("{FILLER}-{name}"))
}

/// The first byte of items that describe the same ones, and the byte after the last.
fn area(same: &[&Item]) -> (u64, u64) {
    let first = same.iter().map(|item| item.offset).min().unwrap_or_default();
    (first, same.iter().map(|item| item.offset + item.total()).max().unwrap_or_default())
}

/// Items under one group, those together that describe the same bytes.
#[must_use]
pub fn areas(items: &[Item]) -> Vec<Vec<&Item>> {
    let mut areas: Vec<(usize, Vec<&Item>)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let mut first = at;
        while let Some(before) = items.get(first).and_then(|item| item.redefines) {
            first = before;
        }
        match areas.iter_mut().find(|(area, _)| *area == first) {
            Some((_, same)) => same.push(item),
            None => areas.push((at, vec![item])),
        }
    }
    areas.into_iter().map(|(_, same)| same).collect()
}

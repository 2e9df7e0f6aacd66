//! Random layouts: items under one another, tables in tables, tables that are counted, descriptions of the same bytes.

use super::flavour::{Flavour, Framing};
use super::item::{Holds, Item, Occurs, Part};
use super::usages::{self, Usage};
use crate::random::Dice;

/// A copybook.
#[derive(Debug)]
pub struct Layout {
    /// Stands in every name.
    pub number: usize,
    pub record: Item,
    pub kinds: Vec<Kind>,
    /// Its records are lines: no bytes but characters.
    pub lines: bool,
}

/// One kind of its records, told by the first byte.
#[derive(Debug)]
pub struct Kind {
    pub letter: char,
    /// Which description of the same bytes it has, and the others, which it has not.
    pub chosen: Option<String>,
    pub others: Vec<String>,
}

impl Layout {
    /// The name of the item that tells the kind.
    pub fn told_by(&self) -> &str {
        self.record.children()[0].name.as_deref().unwrap_or_default()
    }

    pub fn name(&self) -> &str {
        self.record.name.as_deref().unwrap_or_default()
    }

    pub fn copybook(&self) -> String {
        let mut text = String::new();
        self.record.text(1, &mut text);
        text
    }

    pub fn is_counted(&self) -> bool {
        self.record.all().iter().any(|item| item.occurs.as_ref().is_some_and(|occurs| occurs.counter.is_some()))
    }
}

/// The maker of one layout; `seen` has the names of all usages and clauses that it took.
pub struct Maker<'d> {
    pub dice: &'d mut Dice,
    pub flavour: Flavour,
    pub seen: Vec<&'static str>,
    number: usize,
    names: usize,
    /// Tables that are open.
    around: usize,
}

impl<'d> Maker<'d> {
    pub fn new(dice: &'d mut Dice, flavour: &Flavour, number: usize) -> Self {
        Self { dice, flavour: *flavour, seen: Vec::new(), number, names: 0, around: 0 }
    }

    /// A layout.
    pub fn layout(&mut self) -> Layout {
        let varying = matches!(self.flavour.framing, Framing::Varying(_));
        let counted = varying && (self.flavour.slides || self.dice.below(3) > 0);
        // Where a table is counted, the compiler adds up what stands before an item without the bytes that SYNCHRONIZED
        // leaves free, and with every description of the same bytes.
        self.flavour.sync &= !counted;
        let tag = Usage {
            seen: "X",
            clauses: "PIC X".to_owned(),
            holds: Holds::Text { width: 1, letters: false, apart: false },
        };
        let mut items = vec![self.item("K", tag)];
        let count = 2 + self.dice.below(4);
        items.extend(self.items(count, 0, true));
        let mut kinds = vec![Kind { letter: 'A', chosen: None, others: Vec::new() }];
        if !counted && self.dice.one_in(3) {
            let (described, names) = self.redefined();
            items.extend(described);
            let others = |own: &String| names.iter().filter(|name| *name != own).cloned().collect();
            kinds = names
                .iter()
                .zip('A'..)
                .map(|(own, letter)| Kind { letter, chosen: Some(own.clone()), others: others(own) })
                .collect();
        }
        if counted {
            items.extend(self.counted());
        }
        if self.dice.one_in(2) {
            items.extend(self.items(2, 0, true));
        }
        if items.last().is_some_and(|last| last.name.is_none()) {
            items.push(self.value());
        }
        let record = Item {
            name: Some(format!("R-L{}", self.number)),
            clauses: String::new(),
            part: Part::Group(items),
            occurs: None,
            redefines: None,
        };
        Layout { number: self.number, record, kinds, lines: self.flavour.framing == Framing::Lines }
    }

    fn name(&mut self, letter: &str) -> String {
        self.names += 1;
        format!("{letter}{}-L{}", self.names, self.number)
    }

    fn item(&mut self, letter: &str, usage: Usage) -> Item {
        self.seen.push(usage.seen);
        let name = self.name(letter);
        let clauses = if self.flavour.comma { swapped(&usage.clauses) } else { usage.clauses };
        Item { name: Some(name), clauses, part: Part::Value(usage.holds), occurs: None, redefines: None }
    }

    fn group(&mut self, letter: &str, items: Vec<Item>) -> Item {
        let name = self.name(letter);
        Item { name: Some(name), clauses: String::new(), part: Part::Group(items), occurs: None, redefines: None }
    }

    fn value(&mut self) -> Item {
        let usage = usages::any(self.dice, &self.flavour);
        self.item("V", usage)
    }

    /// Items one after another; `tables`: some may occur.
    fn items(&mut self, count: usize, depth: usize, tables: bool) -> Vec<Item> {
        (0..count).map(|_| self.one(depth, tables)).collect()
    }

    fn one(&mut self, depth: usize, tables: bool) -> Item {
        match self.dice.below(12) {
            0 => self.filler(),
            1 if depth < 3 => {
                let count = 1 + self.dice.below(3);
                let items = self.items(count, depth + 1, tables);
                self.group("G", items)
            }
            2 if depth < 3 => self.inheriting(),
            3 => self.alone(),
            4 | 5 if tables && depth < 3 => self.table(depth),
            6 if tables => {
                let usage = usages::readable(self.dice, &self.flavour);
                let item = self.item("E", usage);
                self.occurring(item, 4)
            }
            _ => self.value(),
        }
    }

    fn filler(&mut self) -> Item {
        self.seen.push("FILLER");
        let width = 1 + self.dice.below(5) as u32;
        let part = Part::Value(Holds::Text { width, letters: false, apart: false });
        Item { name: None, clauses: format!("PIC X({width})"), part, occurs: None, redefines: None }
    }

    /// A group of one item, so that bytes can be moved to it which no number has.
    fn alone(&mut self) -> Item {
        let usage = usages::readable(self.dice, &self.flavour);
        let item = self.item("B", usage);
        self.group("W", vec![item])
    }

    /// A group that says what its items are.
    fn inheriting(&mut self) -> Item {
        let lines = self.flavour.framing == Framing::Lines;
        let (seen, words, texts) = [
            ("SIGN of a group", "SIGN LEADING SEPARATE", true),
            ("SIGN of a group", "SIGN TRAILING SEPARATE", true),
            ("SIGN of a group", "SIGN IS LEADING", true),
            ("USAGE of a group", "COMP-3", true),
            ("USAGE of a group", "USAGE COMP", false),
        ][self.dice.below(if lines { 3 } else { 5 })];
        self.seen.push(seen);
        let mut items = Vec::new();
        for _ in 0..=self.dice.below(2) {
            let (digits, signed) = (1 + self.dice.below(9) as u32, self.dice.one_in(2));
            let clauses = format!("PIC {}9({digits})", if signed { "S" } else { "" });
            items.push(
                self.item("V", Usage { seen, clauses, holds: Holds::Number { digits, scale: 0, signed, texts } }),
            );
        }
        Item { clauses: words.to_owned(), ..self.group("G", items) }
    }

    fn occurring(&mut self, item: Item, most: usize) -> Item {
        self.seen.push("OCCURS");
        let most = 1 + self.dice.below(most) as u32;
        Item { occurs: Some(Occurs { least: most, most, counter: None }), ..item }
    }

    fn table(&mut self, depth: usize) -> Item {
        if depth > 0 {
            self.seen.push("OCCURS in a group");
        }
        let sync = self.flavour.sync;
        // In a table within a table the compiler moves the last item twice, over what follows.
        self.flavour.sync &= self.around == 0;
        self.around += 1;
        let usage = usages::readable(self.dice, &self.flavour);
        let mut items = vec![self.item("V", usage)];
        let count = self.dice.below(3);
        items.extend(self.items(count, depth + 1, true));
        self.around -= 1;
        self.flavour.sync = sync;
        let group = self.group("T", items);
        self.occurring(group, 3)
    }

    /// A description of some bytes, and one or two more of them.
    fn redefined(&mut self) -> (Vec<Item>, Vec<String>) {
        self.seen.push("REDEFINES");
        let mut items: Vec<Item> = Vec::new();
        for _ in 0..2 + self.dice.below(2) {
            let count = 1 + self.dice.below(3);
            let usage = usages::readable(self.dice, &self.flavour);
            let mut inside = vec![self.item("V", usage)];
            inside.extend(self.items(count, 1, true));
            let first = items.first().and_then(|item| item.name.clone());
            let group = self.group("D", inside);
            items.push(Item { redefines: first, ..group });
        }
        let names = items.iter().filter_map(|item| item.name.clone()).collect();
        (items, names)
    }

    /// A counter, and what OCCURS so many times: between two numbers.
    fn counter(&mut self) -> (Item, Occurs) {
        let most = 1 + self.dice.below(4) as u32;
        let least = (self.dice.below(2) as u32).min(most - 1);
        let (clauses, texts) =
            [("PIC 9", true), ("PIC S9(4) COMP", false), ("PIC 9(3) COMP-3", true), ("PIC 99 BINARY", false)]
                [self.dice.below(4)];
        let holds = Holds::Number { digits: 1, scale: 0, signed: false, texts };
        let counter = self.item("N", Usage { seen: "counter", clauses: clauses.to_owned(), holds });
        let occurs = Occurs { least, most, counter: counter.name.clone() };
        (counter, occurs)
    }

    /// A counter, what may stand between, and the table that it counts. In it may be another one, whose counter stands
    /// before both: one within the outer table's elements the compiler reads in the first of them alone.
    fn counted(&mut self) -> Vec<Item> {
        self.seen.push("DEPENDING ON");
        let (counter, mut occurs) = self.counter();
        let within = (self.flavour.moves() && self.dice.one_in(3)).then(|| self.counter());
        if within.is_some() {
            // The compiler takes no record that is shorter than one with few outer, but all inner elements.
            occurs.least = 0;
        }
        let between = self.dice.below(2);
        let mut items = vec![counter];
        items.extend(within.as_ref().map(|(counter, _)| counter.clone()));
        items.extend(self.items(between, 1, false));
        let usage = usages::readable(self.dice, &self.flavour);
        let value = self.item("V", usage);
        let table = if within.is_none() && self.dice.one_in(3) {
            value
        } else {
            let mut inside = vec![value];
            let count = self.dice.below(3);
            inside.extend(self.items(count, 1, true));
            if let Some((_, occurs)) = within {
                self.seen.push("DEPENDING ON in a table");
                let usage = usages::readable(self.dice, &self.flavour);
                let item = self.item("V", usage);
                inside.push(Item { occurs: Some(occurs), ..self.group("C", vec![item]) });
                inside.extend(self.items(1, 1, false));
            }
            self.group("C", inside)
        };
        items.push(Item { occurs: Some(occurs), ..table });
        items
    }
}

/// Points and commas of a picture, where DECIMAL-POINT IS COMMA.
fn swapped(text: &str) -> String {
    text.chars()
        .map(|one| match one {
            '.' => ',',
            ',' => '.',
            other => other,
        })
        .collect()
}

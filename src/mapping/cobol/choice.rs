//! Which of several descriptions of the same bytes a kind reads.

use std::cell::{Cell, RefCell};

use crate::finding::Code;
use crate::mapping::copybook::Item;
use crate::mapping::mistakes::args;
use crate::mapping::nearest;
use crate::mapping::view::{Text, View};
use crate::place::Span;

/// The names that `redefinition:` has, a kind's and the source's.
pub struct Choice<'a> {
    /// Who is told of mistakes; nobody where there is no mapping.
    view: Option<View<'a>>,
    wanted: Vec<Text<'a>>,
    /// Of each, whether it chose something.
    used: RefCell<Vec<bool>>,
    /// Names of the kind itself; those of the source come behind them, and not every kind has what they choose.
    own: usize,
    /// Something is open, or unknown.
    failed: Cell<bool>,
}

impl<'a> Choice<'a> {
    /// Of the map of a kind, in this source; of a source without kinds it is the same map.
    pub fn of(view: View<'a>, source: View<'a>) -> Self {
        let mut wanted = view.texts("redefinition").unwrap_or_default();
        let own = wanted.len();
        let of_source = source.texts("redefinition").unwrap_or_default();
        wanted.extend(of_source.into_iter().filter(|_| view.head() != source.head()));
        let used = RefCell::new(vec![false; wanted.len()]);
        Self { view: Some(view), wanted, used, own, failed: Cell::new(false) }
    }

    /// Of names alone, as a mapping that is not there yet would have them.
    pub fn named(names: &'a [String]) -> Self {
        let wanted = names.iter().map(|name| Text { text: name, at: Span::default() }).collect();
        let used = RefCell::new(vec![false; names.len()]);
        Self { view: None, wanted, used, own: 0, failed: Cell::new(false) }
    }

    /// Whether a description is open, or a name is none.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// Of items that describe the same bytes, those that are read. Where nothing chooses, TL0072 names them.
    pub fn among<'i>(&self, same: &[&'i Item]) -> Vec<&'i Item> {
        if let [only] = same {
            return vec![only];
        }
        let by = |is: &dyn Fn(&Item, &str) -> bool| -> Vec<&'i Item> {
            same.iter().copied().filter(|item| self.takes(item, is)).collect()
        };
        let mut chosen = by(&|item, wanted| is_called(item, wanted) || item.name.is_none() && holds(item, wanted));
        if chosen.is_empty() {
            chosen = by(&holds);
        }
        if chosen.is_empty() {
            self.failed.set(true);
            let names: Vec<&str> = same.iter().map(|item| name(item)).collect();
            if let Some(view) = self.view {
                let key = if view.has("redefinition") { "redefinition" } else { "copybook" };
                view.mistakes().fail(Code::RedefinitionOpen, view.key_at(key), args![names[0], names.join(", ")]);
            }
        }
        chosen
    }

    /// Tells what is wrong with a table that counts its elements, TL0066: `counter_elsewhere` with the name of what counts them, or
    /// `table_moves` with its own.
    pub fn tell_table(&self, problem: &str, name: &str) {
        self.failed.set(true);
        if let Some(view) = self.view {
            let key = if view.has("copybook") { view.key_at("copybook") } else { view.head() };
            view.mistakes().fail(Code::CopybookItem, key, args![problem, name]);
        }
    }

    /// Whether an item is one that is named.
    fn takes(&self, item: &Item, is: &dyn Fn(&Item, &str) -> bool) -> bool {
        let mut takes = false;
        for (at, text) in self.wanted.iter().enumerate() {
            if is(item, text.text) {
                self.used.borrow_mut()[at] = true;
                takes = true;
            }
        }
        takes
    }

    /// Tells names that chose nothing in this record, TL0068 or TL0073.
    pub fn check(&self, record: &Item) {
        let Some(view) = self.view else { return };
        let used = self.used.borrow();
        let own = self.wanted.iter().zip(used.iter()).take(self.own);
        for (text, _) in own.filter(|(_, used)| !**used) {
            self.failed.set(true);
            let mistakes = view.mistakes();
            if holds(record, text.text) {
                mistakes.fail(Code::RedefinesNothing, text.at, args![text.text]);
            } else {
                let wanted = text.text.to_ascii_uppercase();
                let mut names = Vec::new();
                all(record, &mut names);
                let nearest = nearest::or_empty(&wanted, names);
                mistakes.fail(Code::UnknownItem, text.at, args![text.text, nearest]);
            }
        }
    }
}

/// An item's name, or that of the first under it that has one.
#[must_use]
pub fn name(item: &Item) -> &str {
    let below = || item.children().iter().map(name).find(|name| *name != FILLER);
    item.name.as_deref().or_else(below).unwrap_or(FILLER)
}

/// The name of what has none.
pub const FILLER: &str = "FILLER";

fn is_called(item: &Item, wanted: &str) -> bool {
    item.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
}

/// The name by which `redefinition:` chooses a description: its own, or that of the first item under it that has one.
#[must_use]
pub fn called(item: &Item) -> Option<&str> {
    Some(name(item)).filter(|name| *name != FILLER)
}

/// Whether it, or an item under it, is called so: a description without a name is chosen by what is in it.
fn holds(item: &Item, wanted: &str) -> bool {
    is_called(item, wanted) || item.children().iter().any(|child| holds(child, wanted))
}

fn all<'i>(item: &'i Item, names: &mut Vec<&'i str>) {
    names.extend(item.name.as_deref());
    item.children().iter().for_each(|child| all(child, names));
}

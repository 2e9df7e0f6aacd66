//! Which of several descriptions of the same bytes a kind reads.

use std::cell::{Cell, RefCell};

use super::fields::areas;
use super::pieces::{is_called, qualified};
use crate::finding::{Arg, Args, Code};
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
    /// Of each, the items by which it chose something, with the names of the groups around them.
    used: RefCell<Vec<Vec<Vec<String>>>>,
    /// Names of the kind itself; those of the source come behind them, and not every kind has what they choose.
    own: usize,
    /// The source, where it may choose as well.
    source: Option<View<'a>>,
    /// Descriptions of the same bytes of which none is chosen: the first, and all of them.
    open: RefCell<Vec<Args>>,
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
        let used = RefCell::new(vec![Vec::new(); wanted.len()]);
        let open = RefCell::default();
        Self { view: Some(view), wanted, used, own, source: Some(source), open, failed: Cell::new(false) }
    }

    /// Of names alone, as a mapping that is not there yet would have them.
    pub fn named(names: &'a [String]) -> Self {
        let wanted = names.iter().map(|name| Text { text: name, at: Span::default() }).collect();
        let used = RefCell::new(vec![Vec::new(); names.len()]);
        let open = RefCell::default();
        Self { view: None, wanted, used, own: 0, source: None, open, failed: Cell::new(false) }
    }

    /// Whether a description is open, or a name is none.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// Of items that describe the same bytes under groups of these names, those that are read; where nothing chooses, none.
    pub fn among<'i>(&self, same: &[&'i Item], above: &[String]) -> Vec<&'i Item> {
        if let [only] = same {
            return vec![only];
        }
        let by = |is: &dyn Fn(&Item) -> bool| -> Vec<&'i Item> {
            let all = same.iter().copied();
            all.filter(|item| self.takes(item, above, is(item))).collect()
        };
        let mut chosen = by(&|item| item.name.is_none());
        if chosen.is_empty() {
            chosen = by(&|_| true);
        }
        if chosen.is_empty() {
            self.failed.set(true);
            let names: Vec<&str> = same.iter().map(|item| name(item)).collect();
            self.open.borrow_mut().push(args![names[0], names.join(", ")]);
        }
        chosen
    }

    /// Tells what is wrong with a table that counts its elements, TL0066: `counter_elsewhere` with the name of what counts them, or
    /// `table_moves` with its own; and the file and the line where the table stands.
    pub fn tell_table(&self, problem: &str, name: &str, place: Option<(&str, usize)>) {
        self.failed.set(true);
        if let Some(view) = self.view {
            let key = if view.has("copybook") { view.key_at("copybook") } else { view.head() };
            let (file, line) = place.map_or(("".into(), "".into()), |(file, line)| (Arg::from(file), Arg::from(line)));
            view.mistakes().fail(Code::CopybookItem, key, args![problem, name, file, line]);
        }
    }

    /// Whether an item is one that is named, or, where that counts, something under it is.
    fn takes(&self, item: &Item, above: &[String], within: bool) -> bool {
        let mut paths = Vec::new();
        all(item, above, &mut paths);
        paths.retain(|(_, found)| within || std::ptr::eq(*found, item));
        let mut takes = false;
        for (text, used) in self.wanted.iter().zip(self.used.borrow_mut().iter_mut()) {
            let mut meant = paths.iter().filter(|(path, found)| found.name.is_some() && is_called(path, text.text));
            let Some((first, _)) = meant.clone().next() else { continue };
            takes = true;
            // What holds it is chosen once, by whichever item within it.
            if !meant.any(|(path, _)| used.contains(path)) {
                used.push(first.clone());
            }
        }
        takes
    }

    /// Tells names that chose nothing in this record, TL0068 or TL0073, and those by which several items are meant, TL0092; and which
    /// descriptions nothing chooses, TL0072: not where a name or the key is misspelt, since that is told.
    pub fn check(&self, record: &Item) {
        let Some(view) = self.view else { return };
        let used = self.used.borrow();
        for (text, used) in self.wanted.iter().zip(used.iter()).filter(|(_, used)| used.len() > 1) {
            self.failed.set(true);
            view.mistakes().fail(Code::AmbiguousItem, text.at, args![text.text, qualified(used).join(", ")]);
        }
        let mut is_misspelt = [Some(view), self.source].iter().flatten().any(|view| view.misspells("redefinition"));
        let own = self.wanted.iter().zip(used.iter()).take(self.own);
        for (text, _) in own.filter(|(_, used)| used.is_empty()) {
            self.failed.set(true);
            let mistakes = view.mistakes();
            let mut items = Vec::new();
            all(record, &[], &mut items);
            if items.iter().any(|(path, item)| item.name.is_some() && is_called(path, text.text)) {
                mistakes.fail(Code::RedefinesNothing, text.at, args![text.text]);
            } else {
                let wanted = text.text.to_ascii_uppercase();
                let own = wanted.split_whitespace().next().unwrap_or_default();
                let nearest = nearest::or_empty(own, items.iter().filter_map(|(_, item)| item.name.as_deref()));
                is_misspelt |= !nearest.is_empty();
                mistakes.fail(Code::UnknownItem, text.at, args![text.text, nearest]);
            }
        }
        for open in self.open.borrow_mut().drain(..).filter(|_| !is_misspelt) {
            let key = if view.has("redefinition") { "redefinition" } else { "copybook" };
            view.mistakes().fail(Code::RedefinitionOpen, view.key_at(key), open);
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

/// The name by which `redefinition:` chooses a description in a record: its own, or that of the first item under it that has
/// one; with the names of groups around it where another item of the record that may be meant is called the same.
#[must_use]
pub fn called(record: &Item, item: &Item) -> Option<String> {
    let meant = first_named(item)?;
    let mut items = Vec::new();
    all(record, &[], &mut items);
    items.retain(|(_, other)| other.name == meant.name && !are_apart(record, meant, other));
    items.sort_by_key(|(_, other)| !std::ptr::eq(*other, meant));
    let paths: Vec<Vec<String>> = items.into_iter().map(|(path, _)| path).collect();
    qualified(&paths).into_iter().next()
}

/// Whether they stand in two descriptions of the same bytes that have names, so that who chooses one never comes to the other.
fn are_apart(item: &Item, one: &Item, other: &Item) -> bool {
    areas(item.children()).iter().any(|same| {
        let around = |inner: &Item| same.iter().copied().find(|item| is_around(item, inner));
        match (around(one), around(other)) {
            (Some(first), Some(second)) if std::ptr::eq(first, second) => are_apart(first, one, other),
            (Some(first), Some(second)) => first.name.is_some() && second.name.is_some(),
            _ => false,
        }
    })
}

/// Whether an item is this one, or stands around it.
fn is_around(item: &Item, inner: &Item) -> bool {
    std::ptr::eq(item, inner) || item.children().iter().any(|child| is_around(child, inner))
}

fn first_named(item: &Item) -> Option<&Item> {
    if item.name.is_some() { Some(item) } else { item.children().iter().find_map(first_named) }
}

/// An item under groups of these names, and all under it, with the names that lead to each.
fn all<'i>(item: &'i Item, above: &[String], into: &mut Vec<(Vec<String>, &'i Item)>) {
    let path: Vec<String> = above.iter().cloned().chain(item.name.clone()).collect();
    into.push((path.clone(), item));
    item.children().iter().for_each(|child| all(child, &path, into));
}

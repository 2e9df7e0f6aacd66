//! Entries under one another: a flat list in, a tree for each record out.

use super::entry::{Condition, Entry};
use super::{Mistake, Problem};

/// An entry with what stands under it.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) entry: Entry,
    pub(super) children: Vec<Node>,
    pub(super) conditions: Vec<Condition>,
}

/// A record with the entries 66 behind it.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) renames: Vec<Entry>,
}

/// The level of what holds entries that begin below level 1: a piece that is meant to be copied into a record.
const PIECE: u8 = 0;

pub(super) fn trees(entries: Vec<Entry>, mistakes: &mut Vec<Mistake>) -> Vec<Tree> {
    let mut grown = Grown { trees: Vec::new(), open: Vec::new(), mistakes };
    for entry in entries {
        grown.add(entry);
    }
    grown.close(0);
    grown.trees
}

struct Grown<'a> {
    trees: Vec<Tree>,
    /// The last entry and those above it, the record first.
    open: Vec<Node>,
    mistakes: &'a mut Vec<Mistake>,
}

impl Grown<'_> {
    fn add(&mut self, entry: Entry) {
        match entry.level {
            66 => self.rename(entry),
            88 => self.condition(entry),
            1 | 77 => {
                self.close(0);
                self.open.push(node(entry));
            }
            level => self.item(level, entry),
        }
    }

    fn item(&mut self, level: u8, entry: Entry) {
        let above = self.open.iter().rposition(|node| node.entry.level < level && node.entry.level != 77);
        match above {
            Some(above) => self.close(above + 1),
            None if self.trees.is_empty() && self.open.is_empty() => {
                self.open.push(node(Entry::bare(PIECE, None, entry.at)));
            }
            None => return self.mistakes.push(Mistake { at: entry.at, problem: Problem::NoParent }),
        }
        self.open.push(node(entry));
    }

    fn condition(&mut self, entry: Entry) {
        match (self.open.last_mut(), entry.name) {
            (Some(item), Some(name)) => {
                item.conditions.push(Condition { name, at: entry.at, values: entry.values });
            }
            _ => self.mistakes.push(Mistake { at: entry.at, problem: Problem::Belongs(88) }),
        }
    }

    fn rename(&mut self, entry: Entry) {
        self.close(1);
        self.close(0);
        match self.trees.last_mut() {
            Some(tree) => tree.renames.push(entry),
            None => self.mistakes.push(Mistake { at: entry.at, problem: Problem::Belongs(66) }),
        }
    }

    /// Closes what is open deeper than so many.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(done) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some(above) => above.children.push(done),
                None => self.trees.push(Tree { root: done, renames: Vec::new() }),
            }
        }
    }
}

fn node(entry: Entry) -> Node {
    Node { entry, children: Vec::new(), conditions: Vec::new() }
}

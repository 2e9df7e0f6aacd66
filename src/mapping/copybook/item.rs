//! What a copybook comes to: items with offset and length.
//!
//! Offsets are those of a record whose tables all have their largest number of elements, each item at its first element.

use super::At;
use super::copies::Copied;
use super::entry::{Condition, Sign, Usage, Value};
use super::picture::Picture;
use super::replacing::Unmatched;
use crate::finding::Args;
use crate::mapping::mistakes::args;

/// A copybook that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copybook {
    /// The file that was asked for, then those that it copies.
    pub files: Vec<Copied>,
    /// Its records: entries of level 1 and 77; one without a name where the text begins below level 1.
    pub records: Vec<Item>,
    /// Entries 66: another name for a part of a record.
    pub renames: Vec<Renames>,
    /// Phrases of REPLACING and REPLACE that match nothing, in the order of their places.
    pub unmatched: Vec<Unmatched>,
}

/// One data item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// 1 to 49, or 77; 0 for the record around a piece.
    pub level: u8,
    /// In capitals; None: FILLER.
    pub name: Option<String>,
    /// Its level and its name in the text.
    pub at: At,
    /// Bytes from the start of the record.
    pub offset: u64,
    /// Bytes of one element.
    pub length: u64,
    /// Bytes before it that SYNCHRONIZED leaves free.
    pub slack: u64,
    /// What it is made of.
    pub part: Part,
    /// How often it stands there.
    pub occurs: Option<Occurs>,
    /// The item whose bytes it reads again: its index among those under the same one.
    pub redefines: Option<usize>,
    /// Names of its values.
    pub conditions: Vec<Condition>,
    /// What a program puts there.
    pub values: Vec<Value>,
}

/// A group, or what has a value of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Items in their order.
    Group(Vec<Item>),
    /// One value.
    Elementary(Elementary),
}

/// How the bytes of one value are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elementary {
    /// None where the usage needs none.
    pub picture: Option<Picture>,
    /// Its own, or that of the group around it.
    pub usage: Usage,
    /// Its own, or that of the group around it; None: the sign goes with the last digit.
    pub sign: Option<Sign>,
    /// JUSTIFIED RIGHT.
    pub is_justified: bool,
    /// BLANK WHEN ZERO.
    pub is_blank_when_zero: bool,
}

/// OCCURS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurs {
    /// The least number of elements.
    pub least: u32,
    /// The largest.
    pub most: u32,
    /// From the start of one element to that of the next.
    pub stride: u64,
    /// The item that says how many there are.
    pub depending: Option<Path>,
}

/// Which item: the record's index, then indices among those under one another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<usize>);

/// A part of a record under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renames {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub at: At,
    /// Index of the record.
    pub record: usize,
    /// Bytes from the start of the record.
    pub offset: u64,
    /// Bytes.
    pub length: u64,
    /// The item, if it is one.
    pub item: Option<Path>,
}

impl Item {
    /// Bytes of all its elements.
    #[must_use]
    pub fn total(&self) -> u64 {
        match &self.occurs {
            Some(occurs) => occurs.stride.saturating_mul(u64::from(occurs.most)),
            None => self.length,
        }
    }

    /// What stands under it.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match &self.part {
            Part::Group(items) => items,
            Part::Elementary(_) => &[],
        }
    }
}

impl Copybook {
    /// Of each phrase that matches nothing: what it looks for, its file and its line.
    #[must_use]
    pub fn idle_phrases(&self) -> Vec<Args> {
        let told = |phrase: &Unmatched| {
            let (file, line) = self.line(phrase.at)?;
            Some(args![phrase.wanted.as_str(), file, line])
        };
        self.unmatched.iter().filter_map(told).collect()
    }

    /// The name of the file of a place, and its line, from 1.
    #[must_use]
    pub fn line(&self, at: At) -> Option<(&str, usize)> {
        let file = self.files.get(usize::from(at.file))?;
        let before = file.text.get(..at.span.start as usize)?;
        Some((&file.name, 1 + before.matches('\n').count()))
    }

    /// The item of a path.
    #[must_use]
    pub fn item(&self, path: &Path) -> Option<&Item> {
        let (record, rest) = path.0.split_first()?;
        rest.iter().try_fold(self.records.get(*record)?, |item, at| item.children().get(*at))
    }

    /// Whether both have the same items in the same places.
    pub(super) fn is_laid_out_as(&self, other: &Self) -> bool {
        let items = |copybook: &Self| -> Vec<(Path, Option<String>, u64, u64)> {
            let items = copybook.items().into_iter();
            items.map(|(path, item)| (path, item.name.clone(), item.offset, item.total())).collect()
        };
        items(self) == items(other)
    }

    /// Every item with its path, in the order of the text.
    #[must_use]
    pub fn items(&self) -> Vec<(Path, &Item)> {
        let mut all = Vec::new();
        for (at, record) in self.records.iter().enumerate() {
            collect(record, &mut vec![at], &mut all);
        }
        all
    }
}

fn collect<'i>(item: &'i Item, path: &mut Vec<usize>, all: &mut Vec<(Path, &'i Item)>) {
    all.push((Path(path.clone()), item));
    for (at, child) in item.children().iter().enumerate() {
        path.push(at);
        collect(child, path, all);
        path.pop();
    }
}

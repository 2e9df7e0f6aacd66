//! Pieces of a record: its items, and those of one element of a table, by the names that a mapping knows them by.
//!
//! Refuses to know how they are found, and to read them.

use super::names;
use super::reading::Said;
use crate::finding::Code;
use crate::mapping::copybook::{At, Condition, Item, Part, Renames, Value};
use crate::mapping::mistakes::args;
use crate::mapping::nearest;
use crate::mapping::view::{Text, View};

/// Items of a record, or of one element of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Items {
    /// In the order of the text.
    pub(super) list: Vec<Piece>,
    /// Parts of the record by other names (level 66), which only `item:` makes fields of.
    pub(super) renames: Vec<Piece>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What the field is called where the mapping does not say; empty for a group.
    pub name: String,
    /// Names of the groups around it, the outermost first, and its own, in capitals.
    pub(super) path: Vec<String>,
    /// Bytes from the start of the record, or of the element.
    pub start: u64,
    /// Bytes.
    pub length: u64,
    /// How it is read; none: its bytes mean nothing outside of its program.
    pub said: Option<Said>,
    /// A group is a field only where the mapping makes it one.
    pub is_group: bool,
    /// It says how many elements a table has.
    pub counts: bool,
    /// Names of its values (level 88).
    pub conditions: Vec<Condition>,
    /// What a program puts there (VALUE).
    pub values: Vec<Value>,
}

/// An item that OCCURS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the group is called.
    pub name: String,
    /// Names of the groups around it, the outermost first, and its own, in capitals.
    pub(super) path: Vec<String>,
    /// Where the copybook describes it.
    pub(super) at: At,
    /// Bytes from the start of the record to the first element of all.
    pub start: u64,
    /// The tables around it, the outermost first, and itself: names of their paths, elements, bytes of one.
    pub steps: Vec<Step>,
    /// What an element is made of.
    pub items: Items,
}

/// One of the tables that stand in one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Index of its table.
    pub(super) table: usize,
    /// What that is called.
    pub name: String,
    /// Elements.
    pub times: u32,
    /// Bytes of an element.
    pub width: u64,
    /// What says how many there are, by its number among the kind's counters.
    pub counter: Option<usize>,
}

impl Piece {
    /// An item, which has its name as a field later.
    pub(super) fn of(item: &Item, path: Vec<String>, start: u64, said: Option<Said>) -> Self {
        let is_group = matches!(item.part, Part::Group(_));
        let (conditions, values) = (item.conditions.clone(), item.values.clone());
        Self {
            name: String::new(),
            path,
            start,
            length: item.length,
            said,
            is_group,
            counts: false,
            conditions,
            values,
        }
    }

    /// A part of a record (level 66) of this path: one value, or as a group.
    pub(super) fn renamed(renames: &Renames, path: Vec<String>, said: Option<Said>) -> Self {
        Self {
            name: String::new(),
            path,
            start: renames.offset,
            length: renames.length,
            said,
            is_group: true,
            counts: false,
            conditions: Vec::new(),
            values: Vec::new(),
        }
    }

    /// How it is read; as text where its bytes mean nothing outside of its program.
    pub fn said(&self) -> &Said {
        static TEXT: Said = Said::text();
        self.said.as_ref().unwrap_or(&TEXT)
    }

    /// The item's own name, in capitals.
    pub fn item(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Whether it stands in a group.
    fn is_within(&self, group: &Self) -> bool {
        let end = |piece: &Self| piece.start + piece.length;
        let is_below = self.path.len() > group.path.len() && self.path.starts_with(&group.path);
        is_below && group.start <= self.start && end(self) <= end(group)
    }

    /// How many characters it has.
    pub fn characters(&self) -> u64 {
        let is_wide = self.said().encoding.is_some_and(|name| name.starts_with("utf-16"));
        if is_wide { self.length / 2 } else { self.length }
    }
}

/// A group's name, and its fields by what they are called within it.
pub type Group<'a> = (String, Vec<(String, &'a Piece)>);

impl Items {
    /// The groups that stand once, beside these tables: what each is called, and its fields.
    pub fn groups(&self, tables: &[Table]) -> Vec<Group<'_>> {
        let lower = |path: &[String]| path.iter().map(|name| names::of(name)).collect::<Vec<_>>();
        let groups: Vec<&Piece> = self.list.iter().filter(|piece| piece.is_group).collect();
        let paths = groups.iter().map(|group| lower(&group.path)).chain(tables.iter().map(|table| lower(&table.path)));
        let named = names::unique(&paths.collect::<Vec<_>>()).into_iter().zip(groups);
        named
            .map(|(name, group)| {
                let members: Vec<&Piece> = self.fields().filter(|piece| piece.is_within(group)).collect();
                let within: Vec<_> = members.iter().map(|piece| lower(&piece.path[group.path.len()..])).collect();
                (name, names::unique(&within).into_iter().zip(members).collect())
            })
            .collect()
    }

    /// Its fields, in the order of the text.
    pub fn fields(&self) -> impl Iterator<Item = &Piece> {
        self.list.iter().filter(|piece| !piece.is_group && piece.said.is_some())
    }

    /// Whatever `item:` may name.
    fn all(&self) -> impl Iterator<Item = &Piece> {
        self.list.iter().chain(&self.renames)
    }

    /// What a field of the mapping means: the item that `item:` names, or the one whose field is called so.
    pub fn named(&self, view: View<'_>, name: Text<'_>) -> Option<&Piece> {
        self.all().find(|piece| match view.text("item") {
            Some(item) => is_called(&piece.path, item.text),
            None => piece.name == name.text,
        })
    }

    /// Whether `item:` means several of them, which is told: TL0092.
    pub fn tell_several(&self, view: View<'_>) -> bool {
        let Some(wanted) = view.text("item") else { return false };
        let mut paths: Vec<Vec<String>> = Vec::new();
        for piece in self.all().filter(|piece| is_called(&piece.path, wanted.text)) {
            if !paths.contains(&piece.path) {
                paths.push(piece.path.clone());
            }
        }
        if paths.len() > 1 {
            view.mistakes().fail(Code::AmbiguousItem, wanted.at, args![wanted.text, qualified(&paths).join(", ")]);
        }
        paths.len() > 1
    }

    /// Tells that no item, or no field, is called so: TL0068.
    pub fn tell_unknown(&self, view: View<'_>, name: Text<'_>) {
        let item = name.text.to_ascii_uppercase().replace('_', "-");
        let (wanted, nearest) = if let Some(wanted) = view.text("item") {
            let names = self.all().filter_map(|piece| piece.path.last()).map(String::as_str);
            (wanted, nearest::or_empty(&wanted.text.to_ascii_uppercase(), names).to_owned())
        } else if self.all().any(|piece| is_called(&piece.path, &item)) {
            // A group, or what 66 renames, is no field until it is named by `item:`.
            (name, format!("item: {item}"))
        } else {
            (name, nearest::or_empty(name.text, self.fields().map(|piece| piece.name.as_str())).to_owned())
        };
        view.mistakes().fail(Code::UnknownItem, wanted.at, args![wanted.text, nearest]);
    }
}

/// Whether `B OF A` means the item of this path.
pub(super) fn is_called(path: &[String], wanted: &str) -> bool {
    let wanted = wanted.to_ascii_uppercase();
    let mut words = wanted.split_whitespace().filter(|word| !matches!(*word, "OF" | "IN"));
    let mut path = path.iter().rev();
    let Some(own) = words.next() else { return false };
    path.next().is_some_and(|name| name == own) && words.all(|group| path.any(|name| name == group))
}

/// `B OF A` for each path, as short as it can be without meaning another one.
pub(super) fn qualified(paths: &[Vec<String>]) -> Vec<String> {
    let short = |path: &Vec<String>| {
        let mut names =
            (1..=path.len()).map(|count| path.iter().rev().take(count).cloned().collect::<Vec<_>>().join(" OF "));
        let is_only = |name: &String| paths.iter().filter(|other| is_called(other, name)).count() == 1;
        names.clone().find(is_only).or_else(|| names.next_back()).unwrap_or_default()
    };
    paths.iter().map(short).collect()
}

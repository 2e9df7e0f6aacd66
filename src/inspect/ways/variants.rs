//! The descriptions that a record may have: its entry of level 01, and of the items that describe the same bytes, one.
//!
//! In: a copybook. Out: each description with the names that choose it. Of several places that are described more than
//! once, all but one have their first description, so that there are no more variants than descriptions. Refuses bytes.

use crate::mapping::cobol::{areas, called};
use crate::mapping::copybook::{At, Copybook, Item};

/// More descriptions are not tried.
const MOST: usize = 48;
/// Level 77: an item that is no record.
const ALONE: u8 = 77;

/// One description of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The record's name, where the copybook has several.
    pub record: Option<String>,
    /// What `redefinition:` has.
    pub chosen: Vec<String>,
    /// The description that makes it differ from the record's first variant, by the name that chooses it; of those
    /// within one another the outermost.
    pub differs: Option<String>,
    /// That one and the place's first description are groups: they say different things, not the same in two ways.
    pub of_groups: bool,
    /// Bytes of the items that it reads.
    pub length: u64,
    /// The same without FILLER at their end: programs leave out what nobody reads.
    pub named: u64,
    /// Bytes of the record's longest description.
    pub longest: u64,
}

/// All of them, each record's first descriptions before its others.
#[must_use]
pub fn of(copybook: &Copybook, wanted: Option<&str>) -> Vec<Variant> {
    let is_wanted = |item: &&Item| {
        let name = item.name.as_deref().unwrap_or_default();
        item.level != ALONE && wanted.is_none_or(|wanted| name.eq_ignore_ascii_case(wanted))
    };
    let whole = copybook.records.iter().filter(|item| item.level != ALONE).count();
    let mut found = Vec::new();
    for record in copybook.records.iter().filter(is_wanted) {
        let name = record.name.clone().filter(|_| whole > 1);
        let mut trails = vec![Vec::new()];
        collect((record, record), &[], &mut trails);
        found.extend(trails.iter().map(|trail| variant(record, name.clone(), trail)));
    }
    found.truncate(MOST);
    found
}

fn variant(record: &Item, name: Option<String>, trail: &[At]) -> Variant {
    let mut walk = Walk { record, trail, chosen: Vec::new(), differs: None, of_groups: false, end: 0, named: 0 };
    walk.item(record);
    let Walk { chosen, differs, of_groups, end, named, .. } = walk;
    Variant { record: name, chosen, differs, of_groups, length: end, named, longest: record.length }
}

/// The descriptions of one place of a record that a mapping can name.
fn named<'i>(record: &Item, same: &[&'i Item]) -> Vec<(&'i Item, String)> {
    same.iter().filter_map(|item| called(record, item).map(|name| (*item, name))).collect()
}

/// Ways to each description under an item of a record that is not the first of its place.
fn collect((record, item): (&Item, &Item), trail: &[At], into: &mut Vec<Vec<At>>) {
    for same in areas(item.children()) {
        let named = named(record, &same);
        let first = named.first().map(|(first, _)| first.at);
        for other in &same {
            let mut way = trail.to_vec();
            if same.len() > 1 && named.iter().any(|(item, _)| std::ptr::eq(*item, *other)) && Some(other.at) != first {
                way.push(other.at);
                into.push(way.clone());
            } else if same.len() > 1 && Some(other.at) != first {
                continue;
            }
            collect((record, other), &way, into);
        }
    }
}

struct Walk<'t> {
    record: &'t Item,
    trail: &'t [At],
    chosen: Vec<String>,
    differs: Option<String>,
    of_groups: bool,
    end: u64,
    named: u64,
}

impl Walk<'_> {
    fn item(&mut self, item: &Item) {
        let end = item.offset + item.total();
        if item.children().is_empty() {
            self.end = self.end.max(end);
            self.named = self.named.max(if item.name.is_some() { end } else { 0 });
        }
        for same in areas(item.children()) {
            let [only] = same[..] else {
                self.area(&same);
                continue;
            };
            self.item(only);
        }
        if item.occurs.is_some() {
            (self.end, self.named) = (self.end.max(end), self.named.max(end));
        }
    }

    fn area(&mut self, same: &[&Item]) {
        let named = named(self.record, same);
        let forced = named.iter().find(|(item, _)| self.trail.contains(&item.at));
        if let (Some((item, name)), Some((first, _)), None) = (forced, named.first(), &self.differs) {
            self.differs = Some(name.clone());
            self.of_groups = [item, first].iter().all(|item| !item.children().is_empty());
        }
        let Some((item, name)) = forced.or(named.first()) else { return };
        self.chosen.push(name.clone());
        self.item(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::copybook::{Library, Options, read};

    struct None;

    impl Library for None {
        fn find(&self, _: &str) -> Option<(String, String)> {
            Option::None
        }
    }

    #[test]
    fn every_description_has_a_variant_with_the_names_on_its_way() {
        let text = "
       01  R.
           05  T        PIC X.
           05  BODY     PIC X(20).
           05  COMPANY REDEFINES BODY.
               10  NAME     PIC X(8).
               10  NAME-NO REDEFINES NAME PIC 9(8).
           05  FILLER REDEFINES BODY.
               10  BORN     PIC 9(4).
       01  S  PIC X(3).
";
        let copybook = read("b", text, &None, Options::default()).unwrap();
        let shown = |variant: &Variant| {
            format!(
                "{} {} {} {}",
                variant.record.as_deref().unwrap_or("-"),
                variant.chosen.join("+"),
                variant.differs.as_deref().unwrap_or("-"),
                variant.length
            )
        };
        let found: Vec<String> = of(&copybook, Option::None).iter().map(shown).collect();
        assert_eq!(
            found,
            ["R BODY - 21", "R COMPANY+NAME COMPANY 9", "R COMPANY+NAME-NO COMPANY 9", "R BORN BORN 5", "S  - 3"]
        );
        assert_eq!(of(&copybook, Some("s")).len(), 1);
    }

    #[test]
    fn descriptions_of_one_name_are_told_apart_by_their_groups() {
        let text = "
       01  R.
           05  HOME.
               10  DT     PIC 9(8).
               10  DTX REDEFINES DT PIC X(8).
           05  WORK.
               10  DT     PIC 9(8).
               10  DTX REDEFINES DT PIC X(8).
";
        let copybook = read("b", text, &None, Options::default()).unwrap();
        let found: Vec<String> = of(&copybook, Option::None).iter().map(|one| one.chosen.join("+")).collect();
        assert_eq!(found, ["DT OF HOME+DT OF WORK", "DTX OF HOME+DT OF WORK", "DT OF HOME+DTX OF WORK"]);
    }
}

//! Codes with their records' shapes: which are one group, and how far two groups are from each other.
//!
//! In: counts of classes by column. Out: groups, costs in thousandths of bits. Refuses records and places.

use std::collections::BTreeMap;

use crate::inspect::infer::fixed::bits::{entropy, log2};
use crate::inspect::infer::fixed::page::{Class, class};

/// Thousandths of bits that two groups must save by being two.
const APART: u64 = 15_000;
/// Records of a group that is no chance.
pub const FEW: u32 = 3;
/// Of so many times, one by which fewer records may show by chance what others have.
const CHANCE: u32 = 10;

/// Blank, zero, another digit, a letter, something else.
pub type Counts = [u32; 5];

/// Codes whose records look alike.
#[derive(Debug, Clone)]
pub struct Group {
    /// Each with its records.
    pub codes: Vec<(Vec<u8>, u32)>,
    /// Records of all codes.
    pub records: u32,
    /// By column of those that count.
    pub columns: Vec<Counts>,
}

impl Group {
    /// Thousandths of bits that its faces take; zeros count as digits where they are not told apart.
    pub fn cost(&self, zeros: bool) -> u64 {
        self.columns.iter().map(|counts| cost(*counts, self.records, zeros)).sum()
    }

    /// Thousandths of bits that its codes take, though they tell nothing.
    pub fn codes_cost(&self) -> u64 {
        entropy(&self.codes.iter().map(|(_, records)| *records).collect::<Vec<_>>())
    }

    pub fn and(&self, other: &Self) -> Self {
        let codes = self.codes.iter().chain(&other.codes).cloned().collect();
        let sum = |(one, other): (&Counts, &Counts)| std::array::from_fn(|at| one[at] + other[at]);
        let columns = self.columns.iter().zip(&other.columns).map(sum).collect();
        Self { codes, records: self.records + other.records, columns }
    }

    /// What is lost when the two are taken for one; of two that have next to no records nobody can say that they are alike.
    fn apart(&self, other: &Self) -> u64 {
        if self.records < FEW && other.records < FEW {
            return u64::MAX;
        }
        self.and(other).cost(true).saturating_sub(self.cost(true) + other.cost(true))
    }

    /// The class that a column shows in nearly all of its records; none where it shows several.
    fn usual(&self, column: usize) -> Option<usize> {
        let folded = folded(self.columns[column]);
        (0..4).find(|class| folded[*class] * 10 >= self.records * 7)
    }

    /// Whether next to no records may have by chance what another group's few records show in a column.
    fn may_have(&self, column: usize, few: &Self) -> bool {
        let Some(class) = few.usual(column).filter(|_| few.records < FEW) else { return false };
        let own = folded(self.columns[column])[class];
        own.saturating_pow(few.records) * CHANCE > self.records.saturating_pow(few.records)
    }

    /// Of a hundred columns that are filled in one of the two, those that show another class in each; so many others show
    /// the same in all records.
    pub fn breadth(&self, other: &Self, same: usize) -> usize {
        let (mut filled, mut differ) = (same, 0);
        for column in 0..self.columns.len() {
            let (one, two) = (self.usual(column), other.usual(column));
            if one != Some(0) || two != Some(0) {
                filled += 1;
                let apart = one != two && one.is_some() && two.is_some();
                differ += usize::from(apart && !self.may_have(column, other) && !other.may_have(column, self));
            }
        }
        differ * 100 / filled.max(1)
    }
}

/// Blanks, digits, letters, others.
const fn folded([blank, zero, digit, letter, other]: Counts) -> [u32; 4] {
    [blank, zero + digit, letter, other]
}

fn cost([blank, zero, digit, letter, other]: Counts, records: u32, zeros: bool) -> u64 {
    let counts = if zeros { [blank, zero, digit, letter, other] } else { [blank, zero + digit, 0, letter, other] };
    let used = counts.iter().filter(|count| **count > 0).count() as u64;
    entropy(&counts) + 400 + used.saturating_sub(1) * log2(u64::from(records) + 1) / 2
}

/// Whether all codes begin with a letter.
pub fn has_letters(groups: &[Group]) -> bool {
    let codes = groups.iter().flat_map(|group| &group.codes);
    codes.filter_map(|(code, _)| code.first()).all(|face| class(*face) == Class::Letter)
}

/// Groups whose records look alike become one, those first that differ the least; the most frequent come first.
pub fn merged(groups: Vec<Group>) -> Vec<Group> {
    let mut groups: BTreeMap<usize, Group> = (0..).zip(groups).collect();
    let mut apart = BTreeMap::new();
    for at in groups.keys() {
        apart.extend(pairs(&groups, *at));
    }
    while let Some((one, two)) = nearest(&apart) {
        let Some((group, other)) = groups.get(&one).zip(groups.get(&two)) else { break };
        let both = group.and(other);
        groups.insert(one, both);
        groups.remove(&two);
        apart.retain(|(first, second), _| *first != two && *second != two);
        apart.extend(pairs(&groups, one));
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.codes.sort_by_key(|(_, records)| std::cmp::Reverse(*records));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.records));
    groups
}

/// What is lost with a group and each other one.
fn pairs(groups: &BTreeMap<usize, Group>, at: usize) -> Vec<((usize, usize), u64)> {
    let others = groups.iter().filter(|(other, _)| **other != at);
    others.map(|(other, group)| ((at.min(*other), at.max(*other)), groups[&at].apart(group))).collect()
}

/// The two groups that differ the least, if that is little.
fn nearest(apart: &BTreeMap<(usize, usize), u64>) -> Option<(usize, usize)> {
    let (pair, lost) = apart.iter().min_by_key(|(_, lost)| **lost)?;
    (*lost < APART).then_some(*pair)
}

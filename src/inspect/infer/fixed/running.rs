//! Numbers that count the records of a group and begin again at 1 with the next: the place of a line, whose zeros say nothing.
//!
//! In: the fields of a kind and their values, and the groups that its records stand in. Out: the same fields, those numbers among
//! them. Refuses what counts through all groups, since things are called by such numbers, and what comes round after as many
//! records each time, as months do.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{become_number, places, say_reads};
use super::figures;
use super::near::Values;
use crate::inspect::infer::draft::{FieldDraft, Form, Other, Reason, Within};
use crate::inspect::infer::values::why::{Open, Other as Reading, Share};
use crate::mapping::model::Type;

/// Groups of several records that are no chance, and their different lengths.
const GROUPS: usize = 3;
const LENGTHS: usize = 2;
/// Records that count on from the one before.
const STEPS: u64 = 10;
/// Of so many records one may count wrongly.
const RARE: u64 = 50;
/// Fields before a number that are tried as what its groups are of, the nearest first.
const TRIED: usize = 8;

/// Groups that the records of a kind stand in.
pub struct Grouping {
    /// What they are of.
    pub within: Within,
    /// The group of each record.
    pub of: Vec<usize>,
}

/// Settles what counts, where `groupings` are known by the order of the records.
pub fn settle(fields: &mut [FieldDraft], values: &Values<'_>, groupings: &[Grouping], form: &Form) {
    for at in 0..fields.len() {
        let Some(number) = open(&fields[at]) else { continue };
        let Some((from, to)) = places(&fields[at]) else { continue };
        let own: Vec<Option<i128>> = values(from, to).iter().map(|value| figures::whole_number(value)).collect();
        let by_order = groupings.iter().find_map(|one| Some((one.within.clone(), counted(&own, &one.of)?)));
        let by_field = || {
            let before = fields[..at].iter().rev().take(TRIED);
            before
                .filter_map(|field| grouping(field, values))
                .find_map(|one| Some((one.within, counted(&own, &one.of)?)))
        };
        if let Some((within, groups)) = by_order.or_else(by_field) {
            become_number(&mut fields[at], &number, form);
            say_reads(&mut fields[at], &number);
            let has_decimals = |other: &Other| matches!(other, Other::Value(other) if other.open == Open::Decimals);
            fields[at].others.retain(|other| !has_decimals(other));
            fields[at].why.push(Reason::Running { within, groups });
        }
    }
}

/// The whole number that a text of digits may be.
fn open(field: &FieldDraft) -> Option<Reading> {
    let whole = |other: &Other| match other {
        Other::Value(other) if matches!(other.ty, Type::Int32 | Type::Int64) => Some((**other).clone()),
        _ => None,
    };
    field.others.iter().filter(|_| field.ty == Type::Text).find_map(whole)
}

/// Groups of records that have the same in a field, one after the other.
fn grouping(field: &FieldDraft, values: &Values<'_>) -> Option<Grouping> {
    let (from, to) = places(field)?;
    let mut known: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let number = |value: Vec<u8>| {
        let next = known.len();
        *known.entry(value).or_insert(next)
    };
    let of = values(from, to).into_iter().map(number).collect();
    Some(Grouping { within: Within::Field(field.name.clone()), of })
}

/// The groups, if the numbers count in each of them from 1 on, and how many there are.
fn counted(numbers: &[Option<i128>], of: &[usize]) -> Option<u64> {
    let mut wrong = 0_u64;
    let mut lengths: Vec<u64> = Vec::new();
    let mut before: Option<(usize, i128)> = None;
    for (number, group) in numbers.iter().zip(of) {
        let on = before.filter(|(known, _)| known == group).map(|(_, number)| number);
        match lengths.last_mut().filter(|_| on.is_some()) {
            Some(length) => *length += 1,
            None => lengths.push(1),
        }
        let want = on.map_or(1, |number| number.saturating_add(1));
        wrong += u64::from(*number != Some(want));
        before = Some((*group, number.unwrap_or(want)));
    }
    let several: Vec<u64> = lengths.iter().copied().filter(|length| *length > 1).collect();
    let different: BTreeSet<u64> = several.iter().copied().collect();
    let share = Share { n: wrong, of: numbers.len() as u64 };
    let steps: u64 = several.iter().map(|length| length - 1).sum();
    let holds = share.n * RARE <= share.of && steps >= STEPS && several.len() >= GROUPS && different.len() >= LENGTHS;
    holds.then_some(lengths.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups that are counted where each has so many records, and the number of a record is made from its place in
    /// its group and its group.
    fn groups(lengths: &[usize], number: impl Fn(i128, usize) -> i128) -> Option<u64> {
        let records = || {
            let group = |(group, length): (usize, &usize)| (1..=*length).map(move |at| (group, at));
            lengths.iter().enumerate().flat_map(group)
        };
        let numbers: Vec<Option<i128>> =
            records().map(|(group, at)| i128::try_from(at).ok().map(|at| number(at, group))).collect();
        let of: Vec<usize> = records().map(|(group, _)| group).collect();
        counted(&numbers, &of)
    }

    #[test]
    fn only_what_begins_again_with_each_group_counts_it() {
        assert_eq!(groups(&[3, 5, 4, 1, 6], |at, _| at), Some(5));
        assert_eq!(groups(&[12, 12, 12, 12], |at, _| at), None, "months come round so too");
        assert_eq!(groups(&[30], |at, _| at), None, "one group shows nothing");
        assert_eq!(groups(&[3, 5, 4, 6], |at, group| at + 10 * group as i128), None, "it goes on");
        assert_eq!(groups(&[3, 5, 4, 6], |at, _| at - 1), None, "from 0");
        assert_eq!(groups(&[1, 1, 1, 2, 2, 1, 1], |at, _| at), None, "too few count on");
        let odd = |at: i128, group: usize| if at == 4 && group == 7 { 9 } else { at };
        assert_eq!(groups(&[5, 6, 7, 8, 5, 6, 7, 4, 8, 9], odd), Some(10), "one record counts wrongly");
    }
}

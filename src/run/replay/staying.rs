//! Old rows that a rule, or `dedupe:`, would take out of the run that is mended, and that stay.
//!
//! In: what is told of rows, in the order of their places. Out: for each rule that would take any out, how many they are,
//! what made it so, and where the first one is. Refuses to say what breaks the rule: the findings about the rows do.

use std::collections::BTreeMap;

use crate::finding::{Arg, Code};
use crate::run::fold::judging::Told;

/// Of each rule, by its number.
#[derive(Debug, Default)]
pub struct Staying {
    rules: BTreeMap<usize, OfRule>,
}

/// What one rule says.
#[derive(Debug, Default)]
struct OfRule {
    rows: u64,
    first: Option<Told>,
    /// A repaired record has a part in it.
    is_of_repaired: bool,
}

impl Staying {
    /// Counts what is told; an old row is left out as repeated for the sake of a repaired one alone.
    pub fn note(&mut self, told: &Told) {
        if !told.stays && !told.refuses {
            return;
        }
        let rule = self.rules.entry(told.rule).or_default();
        rule.is_of_repaired |= told.refuses || told.code == Code::Duplicate;
        if told.stays {
            rule.rows += 1;
            rule.first.get_or_insert_with(|| told.clone());
        }
    }

    /// One TL0715 for each rule.
    pub fn told(self, run: &str) -> impl Iterator<Item = Told> {
        self.rules.into_values().filter_map(move |rule| {
            let cause = if rule.is_of_repaired { "repaired" } else { "rule" };
            let args: Vec<Arg> = vec![rule.rows.into(), run.into(), cause.into()];
            Some(Told { code: Code::OldRowsRefused, args, ..rule.first? })
        })
    }
}

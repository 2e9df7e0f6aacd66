//! Which differences of which controls are signed off, ready to be compared with what the controls come to.
//!
//! In: the entries of `accept:`, and the controls of a run. Out: each control has the entries that are about it. They are
//! compared where the values are still there, so that it does not matter whether these may be shown.

use arrow_buffer::i256;

use super::plan::SetRules;
use crate::canonical;
use crate::mapping::constant;
use crate::mapping::model::{Accept, Type, Value};
use crate::run::prepare::Prepared;

/// One difference that is signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its number among all that are.
    pub number: usize,
    /// Unscaled; none where it has more decimals than the control, whose difference it never is.
    difference: Option<i256>,
    /// Of a control beside the files: the key's values as texts, in its order.
    key: Vec<String>,
}

impl Signed {
    fn new((number, accept): (usize, &Accept), scale: u8, key: Vec<String>) -> Self {
        let difference = match constant::parse(&accept.difference, Type::Decimal { precision: 38, scale }) {
            Some(Value::Decimal(unscaled)) => Some(i256::from_i128(unscaled)),
            _ => None,
        };
        Self { number, difference, key }
    }

    /// Whether another one signs off the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.difference.is_some() && (self.difference, &self.key) == (other.difference, &other.key)
    }
}

/// The numbers of those that sign off this difference of this key.
#[must_use]
pub fn of(all: &[Signed], difference: i256, key: &[String]) -> Vec<usize> {
    let own = all.iter().filter(|signed| signed.difference == Some(difference) && signed.key == key);
    own.map(|signed| signed.number).collect()
}

/// The numbers of those that sign off any difference of this key.
#[must_use]
pub fn of_any(all: &[Signed], key: &[String]) -> Vec<usize> {
    all.iter().filter(|signed| signed.key == key).map(|signed| signed.number).collect()
}

/// Gives each control what is signed off of it.
pub fn assign(rules: &mut SetRules, prepared: &[Prepared], accept: &[Accept]) {
    for work in &mut rules.controls {
        let mapping = &prepared[work.mapping].plan.mapping;
        let id = &mapping.source.controls[work.number].id;
        let own = accept.iter().enumerate();
        let own = own.filter(|(_, one)| one.mapping.as_ref() == Some(&mapping.name) && one.control == *id);
        work.signed = own.map(|one| Signed::new(one, work.scale, Vec::new())).collect();
    }
    for work in &mut rules.reports {
        let report = &prepared[work.mapping].plan.mapping.tables[work.table].reports[work.report];
        let names = [&report.id, &report.figures[work.number].name];
        let own = accept.iter().enumerate();
        let own = own.filter(|(_, one)| one.mapping.is_none() && names.contains(&&one.control));
        work.signed = own.filter_map(|one| Some(Signed::new(one, work.scale, key_of(one.1, &work.key)?))).collect();
    }
}

/// The values of an entry's key, in the order of the control's columns.
fn key_of(accept: &Accept, columns: &[(std::sync::Arc<str>, Type)]) -> Option<Vec<String>> {
    let value = |(name, ty): &(std::sync::Arc<str>, Type)| {
        let (_, written) = accept.key.iter().find(|(other, _)| *other.text == **name)?;
        Some(canonical::text(*ty, &constant::parse(&written.text, *ty)?))
    };
    columns.iter().map(value).collect()
}

//! What a mapping has to say of fields: which programs left without a value, which signs they have, so that records are not
//! refused; and which are about people.
//!
//! In: records as they read where all that is allowed, and where nothing is. Out: keys for fields, each with how many
//! values want it. Refuses to say what a blank means: what is drafted empties it, and the comment says how many there are.

use super::trial::{Column, Mark, Tried};
use crate::finding::Code;

/// Fields that share a key are said once for all, if they are so many.
const SHARED: usize = 4;

/// A key of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fill {
    /// The field.
    pub field: String,
    /// Its table, if it is in one.
    pub table: Option<String>,
    /// The key.
    pub key: &'static str,
    /// Its value.
    pub value: &'static str,
    /// Values that want it.
    pub count: u64,
}

/// The key that lets in more signs.
const SIGNS: &str = "signs";
/// The key of a field that is about people.
const PERSONAL: &str = "personal";

impl Fill {
    /// The mark of a field that is about people, perhaps in a table.
    #[must_use]
    pub fn personal(field: &str, table: Option<&String>) -> Self {
        Self { field: field.to_owned(), table: table.cloned(), key: PERSONAL, value: "true", count: 0 }
    }

    /// Whether it is such a mark.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.key == PERSONAL
    }
}

/// The key that takes away what these codes say.
const fn key_of(code: Code) -> Option<(&'static str, &'static str)> {
    match code {
        Code::Blank | Code::HoldsBlanks => Some(("on_blank", "empty")),
        Code::LowValues => Some(("on_low_values", "empty")),
        Code::HighValues => Some(("on_high_values", "empty")),
        Code::BadZonedSign | Code::BadPackedSign => Some((SIGNS, "any")),
        _ => None,
    }
}

/// The keys of one description's fields, by its records that read with every allowance; `strict` are the same records, read
/// without any, and `all` those beside them too, of which these are the description's.
#[must_use]
pub fn of(strict: &Tried, allowed: &Tried, (all, rows): (&Tried, &[usize])) -> Vec<Fill> {
    let mut fills = Vec::new();
    let bad = |column: &Column| rows.iter().filter(|row| column.marks.get(**row) == Some(&Mark::Bad)).count() as u64;
    for column in &strict.columns {
        let is_it = |other: &&Column| other.name == column.name && other.table == column.table;
        let Some(other) = allowed.columns.iter().find(is_it) else { continue };
        for (code, count) in &column.codes {
            let left = other.codes.iter().find(|(known, _)| known == code).map_or(0, |(_, left)| *left);
            let Some((key, value)) = key_of(*code).filter(|_| *count > left) else { continue };
            let count = count - left;
            // Where more does not decode with it than does for it, it lets in what is none by chance.
            if key == SIGNS && all.columns.iter().find(is_it).is_some_and(|one| bad(one) > count) {
                continue;
            }
            let (field, table) = (column.name.clone(), column.table.clone());
            match fills.iter_mut().find(|one: &&mut Fill| one.field == field && one.table == table && one.key == key) {
                Some(known) => known.count += count,
                None => fills.push(Fill { field, table, key, value, count }),
            }
        }
    }
    fills
}

/// Keys that so many fields want that the source says them for all; the others stay.
#[must_use]
pub fn shared(fills: &mut [Vec<Fill>]) -> Vec<(&'static str, &'static str, u64)> {
    let mut found: Vec<(&'static str, &'static str, u64)> = Vec::new();
    for (key, value) in [("on_blank", "empty"), ("on_low_values", "empty"), ("on_high_values", "empty"), (SIGNS, "any")]
    {
        let wants = |fill: &&Fill| fill.key == key;
        let all: Vec<&Fill> = fills.iter().flatten().filter(wants).collect();
        if all.len() >= SHARED {
            found.push((key, value, all.iter().map(|fill| fill.count).sum()));
            for fills in fills.iter_mut() {
                fills.retain(|fill| fill.key != key);
            }
        }
    }
    found
}

//! `split:` of a table, and of the columns that are taken from it: maps in, a checked split out.
//!
//! When it has its turn among the look-ups is found by [`lookup`]. Refuses to know what the file holds.

use super::lookup::{self, ColumnMap, Days, IsTold, Made, Resolved, Scope, Sought};
use super::mistakes::args;
use super::model::{CrosswalkReading, Origin, Split, Unsplit};
use super::set_rules;
use super::view::{Text, View};
use crate::finding::Code;
use crate::place::Span;

/// A split's keys, before the names of columns are known.
pub struct Draft<'a> {
    /// Place of the `split` key.
    at: Span,
    file: &'a str,
    keys: Vec<(&'a str, Text<'a>)>,
    valid: Option<Days<'a>>,
    share: &'a str,
    amounts: Vec<Text<'a>>,
    weights: bool,
    unmatched: Unsplit,
    amount: Result<Option<Text<'a>>, IsTold>,
    reading: CrosswalkReading,
}

/// The split of a table that can be read; tells columns that are taken from one that there is not.
pub fn draft<'v>(of_table: View<'v>, maps: &[ColumnMap<'v>]) -> Option<Draft<'v>> {
    let Some(entry) = of_table.entry("split") else {
        for entry in maps.iter().flat_map(|(_, map)| *map).filter(|entry| entry.key == "split") {
            of_table.mistakes().fail(Code::KeyMisplaced, entry.key_at, args!["split", "no_split"]);
        }
        return None;
    };
    let view = of_table.map("split", "split")?;
    let needed = |key| view.need(key).and_then(|_| view.text(key)).map(|text| text.text);
    let (file, share) = (needed("in"), needed("share"));
    let keys = view.need("match").and_then(|_| lookup::keys(view));
    let amounts = view.need("amounts").and_then(|_| set_rules::listed(view, "amounts"));
    let valid = lookup::days(view);
    let reading = lookup::reading(view, file);
    let weights = view.flag("weights").unwrap_or(false);
    let unmatched = if view.word("unmatched") == Some("keep") { Unsplit::Keep } else { Unsplit::Reject };
    Some(Draft {
        at: entry.key_at,
        file: file?,
        keys: keys?,
        valid: valid.ok()?,
        share: share?,
        amounts: amounts?,
        weights,
        unmatched,
        amount: lookup::amount(view),
        reading: reading?,
    })
}

/// A split whose columns are known.
pub fn resolved(maps: &[ColumnMap<'_>], scope: &Scope<'_>, draft: Draft<'_>) -> Option<Resolved> {
    let sought = scope.sought(&draft.keys, draft.valid);
    let amounts: Vec<_> = (0..draft.amounts.len()).map(|at| divided(scope, &draft.amounts, at)).collect();
    let amount = draft.amount.and_then(|name| name.map(|name| scope.number(name).ok_or(IsTold)).transpose());
    let takes = takes(maps, scope);
    let Sought { keys, valid, mut named } = sought?;
    let amounts: Vec<usize> = amounts.into_iter().collect::<Option<_>>()?;
    named.extend(amounts.iter().copied().zip(draft.amounts.iter().map(|name| name.at)));
    let amount = amount.ok()?;
    named.extend(amount);
    let numbers = scope.columns.iter().enumerate().filter(|(_, column)| column.from == Origin::PartNumber);
    let makes = takes.iter().map(|(column, _)| *column).chain(numbers.map(|(column, _)| column)).collect();
    let split = Split {
        at: draft.at,
        file: draft.file.to_owned(),
        keys,
        takes,
        share: draft.share.to_owned(),
        weights: draft.weights,
        valid,
        unmatched: draft.unmatched,
        amount: amount.map_or(amounts[0], |(column, _)| column),
        reading: draft.reading,
        amounts,
        first_after: 0, // known when the look-ups are in their order
    };
    Some(Resolved { made: Made::Split(Box::new(split)), makes, named })
}

/// A column that can be divided, named once.
fn divided(scope: &Scope<'_>, names: &[Text<'_>], at: usize) -> Option<usize> {
    let name = names[at];
    if let Some(first) = names[..at].iter().find(|other| other.text == name.text) {
        scope.mistakes.fail_with(Code::BadReference, name.at, Some(first.at), args![name.text, "twice"]);
        return None;
    }
    scope.number(name).map(|(column, _)| column)
}

/// The columns that are taken, with their headers.
fn takes(maps: &[ColumnMap<'_>], scope: &Scope<'_>) -> Vec<(usize, String)> {
    let taken = |(_, entries): &ColumnMap<'_>| {
        let (name, header) = (lookup::scalar(entries, "name")?, lookup::scalar(entries, "split")?);
        let column = scope.columns.iter().position(|column| column.at == name.at)?;
        Some((column, header.text.to_owned()))
    };
    maps.iter().filter_map(taken).collect()
}

//! A record as a mapping would read it that is not there yet: its fields and tables, with their names.
//!
//! In: a copybook, a record of it, and the descriptions that are chosen. Out: what the kind would have. So that a draft
//! calls nothing otherwise than the mapping will. Refuses to choose.

use std::sync::Arc;

use super::books::Book;
use super::choice::Choice;
use super::fields::Given;
use super::pieces::{Items, Piece};
use super::reading::Characters;
use crate::mapping::copybook::{Condition, Copybook, Dialect, Value};
use crate::mapping::model::Type;
use crate::mapping::stored::Stored;

/// A record with its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOut {
    /// Bytes of the longest record.
    pub length: u64,
    /// Its length follows from what it counts itself.
    pub varies: bool,
    /// What stands once.
    pub fields: Vec<LaidField>,
    /// What OCCURS.
    pub tables: Vec<LaidTable>,
}

/// A field to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidField {
    /// What the mapping calls it.
    pub name: String,
    /// The item's own name.
    pub item: String,
    /// Names of the groups around it, without the record's, the outermost first.
    pub groups: Vec<String>,
    /// Bytes from the start of the record, or of the element.
    pub start: u64,
    /// Bytes.
    pub length: u64,
    /// Its type.
    pub ty: Type,
    /// How its number stands in its bytes; none: as text.
    pub stored: Option<Stored>,
    /// The encoding of its characters, where it is not the source's.
    pub encoding: Option<&'static str>,
    /// Names of its values.
    pub conditions: Vec<Condition>,
    /// What a program puts there (VALUE).
    pub values: Vec<Value>,
}

/// A table to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidTable {
    /// What the mapping calls it.
    pub name: String,
    /// The tables around it, the outermost first.
    pub around: Vec<String>,
    /// Bytes from the start of the record to its first element.
    pub start: u64,
    /// What an element is made of.
    pub fields: Vec<LaidField>,
}

/// The record of this index, read with the descriptions of these names; none if there is no such record, or if they leave
/// open what is read.
#[must_use]
pub fn laid_out(
    copybook: &Arc<Copybook>,
    (dialect, ebcdic): (Dialect, bool),
    record: usize,
    chosen: &[String],
) -> Option<LaidOut> {
    let book = Book::plain(Arc::clone(copybook), dialect);
    let record = copybook.records.get(record)?;
    let characters = Characters { ebcdic, dialect, float: book.float, binary: book.binary, signs: book.signs };
    let given = Given::of(&book, record, &Choice::named(chosen), characters);
    let tables = given.tables.iter().map(|table| LaidTable {
        name: table.name.clone(),
        around: table.steps.iter().rev().skip(1).rev().map(|step| step.name.clone()).collect(),
        start: table.start,
        fields: fields(&table.items, 0),
    });
    given.whole.then(|| LaidOut {
        length: given.length,
        varies: given.variable.as_ref().is_some_and(|variable| variable.slides),
        fields: fields(&given.items, usize::from(record.name.is_some())),
        tables: tables.collect(),
    })
}

/// Fields, and of the groups around them those behind so many.
fn fields(items: &Items, behind: usize) -> Vec<LaidField> {
    let groups =
        |path: &[String]| path.split_last().and_then(|(_, groups)| groups.get(behind..)).unwrap_or_default().to_vec();
    let field = |piece: &Piece| LaidField {
        name: piece.name.clone(),
        item: piece.item().to_owned(),
        groups: groups(&piece.path),
        start: piece.start,
        length: piece.length,
        ty: piece.said().ty,
        stored: piece.said().stored,
        encoding: piece.said().encoding,
        conditions: piece.conditions.clone(),
        values: piece.values.clone(),
    };
    items.fields().map(field).collect()
}

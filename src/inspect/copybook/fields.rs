//! What the name, the length and level 88 of an item say of its field: that it is about people, or a day.
//!
//! In: a record as it is laid out. Out: drafts of its fields. Refuses to make anything a day: a name proves nothing.

use super::draft::{DayDraft, FieldDraft, TableDraft};
use crate::inspect::infer::values::names;
use crate::mapping::cobol::{LaidField, LaidOut};
use crate::mapping::copybook::Value;
use crate::mapping::model::Type;
use crate::mapping::stored::Form;

/// Words of names that keys have.
const KEYS: [&str; 11] = ["id", "key", "cle", "no", "num", "nbr", "nr", "number", "numero", "ident", "matricule"];
/// Words of names of numbers that an employer gives.
const STAFF: [&str; 5] = ["emp", "employee", "employe", "matricule", "staff"];
/// Words of names that days and times do not have.
const AMOUNTS: [&str; 10] = ["amt", "amount", "bal", "balance", "tot", "total", "count", "cnt", "montant", "solde"];
/// Words of names of days with a time.
const STAMPS: [&str; 4] = ["timestamp", "stamp", "ts", "horodatage"];

/// Drafts of fields.
#[must_use]
pub fn drafts(fields: &[LaidField]) -> Vec<FieldDraft> {
    fields.iter().map(draft).collect()
}

/// Drafts of the tables of a record: those of which an element has a name.
#[must_use]
pub fn tables(laid: &LaidOut) -> Vec<TableDraft> {
    let table = |table: &crate::mapping::cobol::LaidTable| TableDraft {
        name: table.name.clone(),
        table: String::new(),
        around: table.around.clone(),
        fields: drafts(&table.fields),
    };
    laid.tables.iter().filter(|table| !table.fields.is_empty()).map(table).collect()
}

fn draft(field: &LaidField) -> FieldDraft {
    let names = field.conditions.iter().map(|condition| {
        let values: Vec<String> = condition.values.iter().map(Value::written).collect();
        (condition.name.clone(), values.join(", "))
    });
    let (name, names) = (field.name.clone(), names.collect());
    FieldDraft { name, personal: is_personal(field), day: day(field), names, high: false }
}

/// By its own name, or as a part of what is about people.
#[must_use]
pub fn is_personal(field: &LaidField) -> bool {
    names::is_personal(&field.item) || field.groups.iter().any(|group| names::is_of_people(group))
}

/// The field that is called like a key; the first one where none is. What tells who somebody is, is none: a key stands in
/// every table and list. A number that an employer gives may be.
#[must_use]
pub fn key(fields: &[LaidField]) -> Option<String> {
    let is_key = |field: &&LaidField| has(&field.item, &KEYS);
    let is_plain = |field: &&LaidField| !is_personal(field);
    let plain = || fields.iter().filter(is_plain);
    let of_staff = || fields.iter().filter(is_key).find(|field| has(&field.item, &STAFF));
    let found = plain().find(is_key).or_else(of_staff).or_else(|| plain().next());
    found.map(|field| field.name.clone())
}

fn has(name: &str, known: &[&str]) -> bool {
    names::words(name).iter().any(|word| known.contains(&word.as_str()))
}

/// Digits, or characters of a text; none of what is neither text nor a whole number without a sign.
fn width(field: &LaidField) -> Option<u64> {
    match field.stored {
        None if field.ty == Type::Text && field.encoding == Some("utf-16be") => Some(field.length / 2),
        None if field.ty == Type::Text => Some(field.length),
        Some(stored) if stored.scale == 0 && !stored.signed && !matches!(stored.form, Form::Float(_)) => {
            Some(u64::from(stored.digits))
        }
        _ => None,
    }
}

fn day(field: &LaidField) -> Option<DayDraft> {
    let (item, width) = (&field.item, width(field)?);
    if has(item, &AMOUNTS) {
        return None;
    }
    let is_text = field.stored.is_none();
    let draft = |ty, pictures: &'static [&'static str], short| {
        let zeros = if pictures.iter().all(|picture| picture.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            "0".repeat(usize::try_from(width).unwrap_or_default())
        } else {
            String::new()
        };
        Some(DayDraft { ty, pictures, short, zeros })
    };
    if is_text && width == 26 && (has(item, &STAMPS) || names::is_day(item) || names::is_time(item)) {
        return draft(Type::Timestamp, &["YYYY-MM-DD-HH.MI.SS.FFFFFF", "YYYY-MM-DD HH:MI:SS.FFFFFF"], false);
    }
    if names::is_time(item) && !names::is_day(item) {
        return match width {
            4 => draft(Type::Time, &["HHMI"], false),
            6 => draft(Type::Time, &["HHMISS"], false),
            8 if is_text => draft(Type::Time, &["HH:MI:SS", "HHMISSFF"], false),
            8 => draft(Type::Time, &["HHMISSFF"], false),
            _ => None,
        };
    }
    if !names::is_day(item) {
        return None;
    }
    match width {
        5 => draft(Type::Date, &["YYDDD"], true),
        6 => draft(Type::Date, &["YYMMDD", "MMDDYY", "DDMMYY"], true),
        7 => draft(Type::Date, &["YYYYDDD", "CYYMMDD"], false),
        8 => draft(Type::Date, &["YYYYMMDD", "MMDDYYYY", "DDMMYYYY"], false),
        10 if is_text => draft(Type::Date, &["YYYY-MM-DD", "MM/DD/YYYY", "DD/MM/YYYY"], false),
        _ => None,
    }
}

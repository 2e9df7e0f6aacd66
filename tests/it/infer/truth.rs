//! Layouts that are known: fields with their places and types, by kind.

use tumpline::mapping;
use tumpline::mapping::model::{Field, FieldPlace, Operand, RepeatPlace, Sign, Test, Type, Value};

/// A field as it is.
#[derive(Debug, Clone)]
pub struct True {
    /// Its name.
    pub name: String,
    /// Places from 0, end exclusive.
    pub at: (usize, usize),
    /// What it holds.
    pub what: What,
    /// A number by which something is called, such as a batch: its mapping calls it so too.
    pub is_name: bool,
    /// How a mapping reads it, where there is one, with the encoding.
    pub read: Option<(Box<Field>, String)>,
}

/// What a field holds, as far as a draft is held to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Text, codes among it.
    Text,
    /// Digits, with so many decimals.
    Number(u8),
    /// Digits, the last one with the sign.
    Overpunch(u8),
    /// Digits with a place for the sign.
    Signed(u8),
    /// A date or time by this picture.
    Date(String),
}

/// A kind: its code with the place where it begins, none for what takes the rest; and its fields.
pub struct Kind {
    /// Code and place.
    pub code: Option<(usize, String)>,
    /// Fields by place.
    pub fields: Vec<True>,
}

/// What a mapping that people wrote says.
pub fn of_mapping(path: &str) -> Vec<Kind> {
    // A parameter of the migration, which fields do not need.
    let text = std::fs::read_to_string(super::here(path)).unwrap().replace("<= cutover", "<= posted_on");
    let read = mapping::read("truth", &text);
    let mapping = read.mapping.unwrap_or_else(|| panic!("{path}: {:?}", read.diagnostics));
    let mut kinds = Vec::new();
    for kind in mapping.source.kinds.iter().filter(|kind| kind.skip.is_none()) {
        let encoding = &mapping.source.encoding;
        let mut fields: Vec<True> = kind.fields.iter().filter_map(|field| of_field(field, 0, encoding)).collect();
        for repeat in &kind.repeats {
            let RepeatPlace::Bytes { start, times, width } = repeat.place else { continue };
            let one =
                |at: u32| repeat.fields.iter().filter_map(move |field| of_field(field, start + at * width, encoding));
            fields.extend((0..times).flat_map(one));
        }
        let codes: Vec<Option<(usize, String)>> = match &kind.when {
            Some(when) => match (&when.of, &when.test) {
                (Operand::Bytes { start, .. }, Test::In(values)) => {
                    values.iter().map(|value| Some((*start as usize, text_of(value)))).collect()
                }
                _ => continue,
            },
            None => vec![None],
        };
        kinds.extend(codes.into_iter().map(|code| Kind { code, fields: fields.clone() }));
    }
    kinds
}

fn text_of(value: &Value) -> String {
    let Value::Text(text) = value else { panic!("a code is text") };
    text.clone()
}

fn of_field(field: &Field, base: u32, encoding: &str) -> Option<True> {
    let FieldPlace::Bytes { start, end } = field.place else { return None };
    let what = what(field.ty, &field.reading.sign, field.reading.picture.as_deref());
    let at = ((base + start) as usize, (base + end) as usize);
    let read = Some((Box::new(field.clone()), encoding.to_owned()));
    Some(True { name: field.name.clone(), at, is_name: is_name(&field.name) && what == What::Number(0), what, read })
}

/// `batch_no`, or the `number` of a cheque.
fn is_name(name: &str) -> bool {
    name.ends_with("_no") || name == "number"
}

/// What a type with its reading holds.
pub fn what(ty: Type, sign: &[Sign], picture: Option<&str>) -> What {
    match ty {
        Type::Date | Type::Time | Type::Timestamp => What::Date(picture.unwrap_or("YYYY-MM-DD").to_owned()),
        _ if !ty.is_number() => What::Text,
        _ if sign.contains(&Sign::Overpunch) => What::Overpunch(ty.scale()),
        _ if sign.contains(&Sign::Trailing) || sign.contains(&Sign::MinusAfter) => What::Signed(ty.scale()),
        _ => What::Number(ty.scale()),
    }
}

/// Fields of one kind, one after the other, by their widths.
fn in_a_row(fields: &[(&str, usize, What)]) -> Vec<Kind> {
    let mut at = 0;
    let one = |(name, width, what): &(&str, usize, What)| {
        at += width;
        True { name: (*name).to_owned(), at: (at - width, at), what: what.clone(), is_name: false, read: None }
    };
    vec![Kind { code: None, fields: fields.iter().map(one).collect() }]
}

/// CVACT01Y.cpy.
pub fn accounts() -> Vec<Kind> {
    let day = || What::Date("YYYY-MM-DD".to_owned());
    in_a_row(&[
        ("id", 11, What::Text),
        ("status", 1, What::Text),
        ("balance", 12, What::Overpunch(2)),
        ("credit_limit", 12, What::Overpunch(2)),
        ("cash_limit", 12, What::Overpunch(2)),
        ("opened", 10, day()),
        ("expires", 10, day()),
        ("reissued", 10, day()),
        ("cycle_credit", 12, What::Overpunch(2)),
        ("cycle_debit", 12, What::Overpunch(2)),
        ("zip", 10, What::Text),
        ("group", 10, What::Text),
    ])
}

/// CVTRA06Y.cpy.
pub fn transactions() -> Vec<Kind> {
    let stamp = || What::Date("YYYY-MM-DD HH:MI:SS.FFFFFF".to_owned());
    in_a_row(&[
        ("id", 16, What::Text),
        ("type", 2, What::Text),
        ("category", 4, What::Text),
        ("source", 10, What::Text),
        ("description", 100, What::Text),
        ("amount", 11, What::Overpunch(2)),
        ("merchant", 9, What::Text),
        ("merchant_name", 50, What::Text),
        ("merchant_city", 50, What::Text),
        ("merchant_zip", 10, What::Text),
        ("card", 16, What::Text),
        ("made", 26, stamp()),
        ("processed", 26, stamp()),
    ])
}

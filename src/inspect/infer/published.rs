//! Published layouts that files are recognised by: names, places and types from who published them, confirmed by the records.
//!
//! In: the faces of records. Out: the layout of which they have the marks that every file of it has; and the fields of a kind,
//! each with what its values say of it. Refuses a layout for its width alone, and a type that the values do not read as: such
//! a field stays what loses nothing, and says so.

mod fedach;
mod mpac;
mod nacha;
#[cfg(test)]
mod tests;

use super::draft::{FieldDraft, Other, Reason};
use super::layout::{Doubt, Layout, LayoutField, Said, places};
use super::values::why::{self as value, Open, Share, Why};
use super::values::{Around, plain};
use crate::mapping::model::{OnBlank, Reading, Type};

/// What a draft may go by beside the records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Recognise {
    /// Layouts that somebody published.
    #[default]
    Published,
    /// Nothing.
    Nothing,
}

/// A layout that somebody published.
#[derive(Debug)]
pub struct Published {
    /// What the files are called, in their own words.
    pub name: &'static str,
    /// Where the layout is published.
    pub source: &'static str,
    /// Places of a record.
    width: usize,
    /// The place of the code of kinds, from 0, end exclusive; none where there is one kind.
    pub code: Option<(usize, usize)>,
    /// Fields of all kinds, before the code.
    pub common: &'static [Place],
    kinds: &'static [KindOf],
    /// Whether records have the marks of such files.
    has_marks: fn(&[&[u8]]) -> bool,
}

/// The layout of a kind.
#[derive(Debug)]
pub struct KindOf {
    /// Its code; empty where there is one kind.
    code: &'static str,
    /// When it is that of a code which several layouts have.
    given: Given,
    /// Its name.
    pub name: &'static str,
    /// In the order of their places.
    pub fields: &'static [Place],
    /// Fields that read places of others a second time.
    pub again: &'static [Place],
}

/// When a layout is that of its code; of several the first one is.
#[derive(Debug, Clone, Copy)]
enum Given {
    /// Always.
    Always,
    /// Where all of its records have this at a place from 0.
    Has(usize, &'static str),
    /// Where the records of the file say so, all kinds together.
    Where(fn(&[&[u8]]) -> bool),
    /// The same; then its records are of several layouts that nothing in them tells, and it has what these share.
    Mixed(fn(&[&[u8]]) -> bool),
}

/// A field of a layout.
#[derive(Debug)]
pub struct Place {
    /// What the layout calls it.
    pub name: &'static str,
    /// From 0.
    pub from: usize,
    /// Exclusive.
    pub to: usize,
    holds: Holds,
    personal: bool,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    /// Digits with so many decimals that are not written.
    Number(u8),
    /// The same, without a sign: a letter is never a digit with one.
    Digits(u8),
    /// A number, but its unit is in another field, and the decimals may be others there.
    Measure(u8),
    /// A year, of which zeros are none.
    Year,
    /// A day by this picture.
    Day(&'static str),
}

/// Text at these places, counted from 1.
const fn text(name: &'static str, first: usize, last: usize) -> Place {
    Place { name, from: first - 1, to: last, holds: Holds::Text, personal: false }
}

/// Text about a person.
const fn person(name: &'static str, first: usize, last: usize) -> Place {
    Place { personal: true, ..text(name, first, last) }
}

/// A number with so many decimals.
const fn number(name: &'static str, first: usize, last: usize, decimals: u8) -> Place {
    Place { holds: Holds::Number(decimals), ..text(name, first, last) }
}

/// Digits without a sign.
const fn digits(name: &'static str, first: usize, last: usize, decimals: u8) -> Place {
    Place { holds: Holds::Digits(decimals), ..text(name, first, last) }
}

/// A number whose unit another field says, with so many decimals as a rule.
const fn measure(name: &'static str, first: usize, last: usize, decimals: u8) -> Place {
    Place { holds: Holds::Measure(decimals), ..text(name, first, last) }
}

/// A year.
const fn year(name: &'static str, first: usize, last: usize) -> Place {
    Place { holds: Holds::Year, ..text(name, first, last) }
}

/// A day.
const fn day(name: &'static str, first: usize, last: usize, picture: &'static str) -> Place {
    Place { holds: Holds::Day(picture), ..text(name, first, last) }
}

/// The layouts that are recognised.
static ALL: [&Published; 3] = [&nacha::NACHA, &fedach::FEDACH, &mpac::MPAC];

/// Of so many values one may be no number.
const RARE: u64 = 50;
/// Of a hundred records, those that must be of the layout.
const MOST: usize = 98;

/// The layout of these records, if it is one that is recognised.
#[must_use]
pub fn of(rows: &[&[u8]]) -> Option<&'static Published> {
    let rows: Vec<&[u8]> = rows.iter().copied().filter(|row| !row.trim_ascii().is_empty()).collect();
    ALL.into_iter().find(|layout| !rows.is_empty() && layout.fits(&rows))
}

impl Published {
    fn fits(&self, rows: &[&[u8]]) -> bool {
        rows.iter().all(|row| row.trim_ascii_end().len() <= self.width) && (self.has_marks)(rows)
    }

    /// The layout of the records of a kind, by its code; `all` are the records of all kinds.
    #[must_use]
    pub fn kind(&self, code: &[u8], rows: &[&[u8]], all: &[&[u8]]) -> Option<&'static KindOf> {
        let given = |kind: &&KindOf| match kind.given {
            Given::Always => true,
            Given::Has(at, text) => rows.iter().all(|row| has(row, at, text)),
            Given::Where(is) | Given::Mixed(is) => is(all),
        };
        let of_code = |kind: &&KindOf| self.code.is_none() || kind.code.as_bytes() == code;
        self.kinds.iter().filter(of_code).find(given)
    }

    /// The place behind the last field of any kind.
    #[must_use]
    pub fn end(&self) -> usize {
        let fields = self.kinds.iter().flat_map(|kind| kind.fields);
        fields.chain(self.common).map(|field| field.to).max().unwrap_or(0)
    }

    /// These fields over records, as many as there are slices of.
    #[must_use]
    pub fn fields(
        &self,
        places: &[&Place],
        records: usize,
        slices: &places::Slices<'_, '_>,
        around: &Around,
    ) -> Vec<FieldDraft> {
        let fields = places.iter().map(|place| place.layout()).collect();
        // Places are given: there is nothing to refuse.
        let found = places::fields(&Layout { fields, ordered: true }, records, slices, around);
        let fields = found.map(|found| found.fields).unwrap_or_default();
        let own = |(field, place): (FieldDraft, &&Place)| {
            let field = self.field(field, place, records);
            let zeros = |record: &usize| slices(*record, place.from, place.to).iter().all(|byte| *byte == b'0');
            if place.holds == Holds::Year {
                without_zeros(field, place, (0..records).filter(zeros).count())
            } else {
                field
            }
        };
        fields.into_iter().zip(places).map(own).collect()
    }

    fn field(&self, field: FieldDraft, place: &Place, records: usize) -> FieldDraft {
        let field = place.with_mistakes(field, records);
        let why =
            field.why.into_iter().map(|why| if why == Reason::Layout { Reason::OfPublished(self.name) } else { why });
        let mut others = field.others;
        if let Holds::Measure(_) = place.holds
            && field.ty.is_number()
        {
            others.push(text_too());
        }
        let ty = match field.ty {
            Type::Decimal { precision: 0..=9, scale: 0 } => Type::Int32,
            Type::Decimal { precision: 10..=18, scale: 0 } => Type::Int64,
            other => other,
        };
        FieldDraft { ty, why: why.collect(), personal: field.personal || place.personal, others, ..field }
    }
}

impl KindOf {
    /// What people should know of a kind of this layout.
    #[must_use]
    pub fn why(&self) -> Option<Reason> {
        matches!(self.given, Given::Mixed(_)).then_some(Reason::EntriesOfClasses)
    }
}

impl Place {
    fn layout(&self) -> LayoutField {
        let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let said = match self.holds {
            Holds::Text => Said::Text,
            Holds::Number(decimals) | Holds::Measure(decimals) => Said::Decimal(Some(decimals)),
            Holds::Digits(decimals) => Said::Digits(decimals),
            Holds::Year => Said::Digits(0),
            Holds::Day(picture) => Said::Date(Some(picture.to_owned())),
        };
        LayoutField { name: self.name.to_owned(), at: Some((small(self.from), small(self.to))), said }
    }

    /// A number is one although a value here and there is none, as the comment then says.
    fn with_mistakes(&self, field: FieldDraft, records: usize) -> FieldDraft {
        let scale = match self.holds {
            Holds::Number(scale) | Holds::Digits(scale) | Holds::Measure(scale) => scale,
            Holds::Year => 0,
            Holds::Text | Holds::Day(_) => return field,
        };
        let few = |why: &Reason| match why {
            Reason::Doubt(Doubt::Fails { n, .. }) => *n * RARE <= records as u64,
            _ => false,
        };
        if field.ty != Type::Text || !field.why.iter().any(few) {
            return field;
        }
        let precision = u8::try_from(self.to - self.from).unwrap_or(38).clamp(scale.max(1), 38);
        let ty = Type::Decimal { precision, scale };
        let others = field.others.iter().filter(|other| !matches!(other, Other::Value(other) if other.ty.is_number()));
        let others = others.cloned().collect();
        let of_text = |why: &Reason| matches!(why, Reason::Value(Why::LeadingZeros(_) | Why::SameLength(_)));
        let why = field.why.iter().filter(|why| !of_text(why)).cloned().collect();
        let reading = Reading { on_blank: OnBlank::Empty, ..plain(ty, true) };
        FieldDraft { ty, reading, why, others, ..field }
    }
}

/// A year, where so many records have zeros.
fn without_zeros(mut field: FieldDraft, place: &Place, n: usize) -> FieldDraft {
    let text = "0".repeat(place.to - place.from);
    if n > 0 && field.ty.is_number() && !field.reading.null_if.contains(&text) {
        field.reading.null_if.push(text.clone());
        field.why.push(Reason::Value(Why::NoValue { text, n: n as u64 }));
    }
    field
}

/// Text beside a number.
fn text_too() -> Other {
    let reading = plain(Type::Text, true);
    let reads = Share::default();
    Other::Value(Box::new(value::Other { ty: Type::Text, reading, open: Open::Decimals, reads, failure: None }))
}

/// Whether a record has this text at a place from 0.
fn has(row: &[u8], at: usize, text: &str) -> bool {
    row.get(at..at + text.len()) == Some(text.as_bytes())
}

/// Whether a record has nothing but digits from 0, end exclusive.
fn is_digits(row: &[u8], from: usize, to: usize) -> bool {
    row.get(from..to).is_some_and(|text| text.iter().all(u8::is_ascii_digit))
}

/// Whether nearly all records are so.
fn mostly(rows: &[&[u8]], is: impl Fn(&[u8]) -> bool) -> bool {
    rows.iter().filter(|row| is(row)).count() * 100 >= rows.len() * MOST
}

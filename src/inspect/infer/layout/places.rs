//! A layout of places and records of fixed width: fields from the layout, types from both.
//!
//! In: pieces of records without their ends. Out: the fields, and where layout and data do not agree. Refuses: kinds of records.

use super::settle::{Stand, settle};
use super::shift::Shift;
use super::signs;
use super::{Doubt, Layout, LayoutField, Said};
use crate::finding::{Args, Code};
use crate::inspect::infer::delimited::naming::names;
use crate::inspect::infer::draft::{FieldDraft, Form, Other, Reason};
use crate::inspect::infer::fixed::fields::become_text;
use crate::inspect::infer::values::why::Seen;
use crate::inspect::infer::values::{Around, Column};
use crate::mapping::model::FieldPlace;

/// Of so many records in which a text ends before its border, one may have something behind it all the same.
const RARE: u64 = 10;

/// The bytes of a record, from 0, between two places; fewer where it ends before.
pub type Slices<'s, 'r> = dyn Fn(usize, usize, usize) -> &'r [u8] + 's;

/// Fields, and where layout and data do not agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// In the order of the layout.
    pub fields: Vec<FieldDraft>,
    /// By the layout's names.
    pub doubts: Vec<(String, Doubt)>,
}

/// The fields of a layout over records.
///
/// # Errors
/// TL0953 where a field has no place: the layout is one of delimited text.
pub fn fields(
    layout: &Layout,
    records: usize,
    slices: &Slices<'_, '_>,
    around: &Around,
) -> Result<Placed, (Code, Args)> {
    let signed = signs::joined(layout, records, slices, &around.encoding);
    let mut watched = watched(&signed.layout, around)?;
    let end = watched.iter().map(|one| one.to).max().unwrap_or(0);
    let (number, mut beyond) = (records as u64, Seen::default());
    let mut shift = Shift::of(&layout.fields);
    for record in 0..records {
        let slice = |from: usize, to: usize| slices(record, from, to);
        let place = record as u64 + 1;
        for one in &mut watched {
            one.read(&slice, place);
        }
        shift.read(&slice, place);
        if !slice(end, usize::MAX).trim_ascii().is_empty() {
            beyond.again(place);
        }
    }
    let written: Vec<String> = layout.fields.iter().map(|field| field.name.clone()).collect();
    let (mut fields, mut doubts) = (Vec::new(), Vec::new());
    for (at, (name, one)) in names(&written).into_iter().zip(watched).enumerate() {
        let said = one.field.name.clone();
        let of_sign = signed.doubts.iter().filter(|(field, _)| *field == at).map(|(_, doubt)| doubt.clone());
        let (field, of_field) = one.field(name, number, of_sign.collect());
        fields.push(field);
        doubts.extend(of_field.into_iter().map(|doubt| (said.clone(), doubt)));
    }
    let by_days = shift.by_days(number);
    if let Some((field, _)) = by_days {
        // What stands there is cut in the middle, and reads as numbers and days all the same.
        fields.iter_mut().skip(field).for_each(|field| become_text(field, &Form::Length(0)));
    }
    let shifted = by_days.or_else(|| shift.doubt(number));
    doubts.extend(shifted.map(|(field, doubt)| (layout.fields[field].name.clone(), doubt)));
    if beyond.n > 0 {
        let last = layout.fields.last().map_or(String::new(), |field| field.name.clone());
        doubts.push((last, Doubt::Beyond { n: beyond.n, first: beyond.first }));
    }
    Ok(Placed { fields, doubts })
}

fn watched<'l>(layout: &'l Layout, around: &Around) -> Result<Vec<Watched<'l>>, (Code, Args)> {
    let one = |field: &'l LayoutField| {
        let unplaced = || (Code::LayoutMistake, vec!["".into(), "".into(), "place".into(), field.name.as_str().into()]);
        let (from, to) = field.at.ok_or_else(unplaced)?;
        let column = Column::new(Around { name: field.name.clone(), fixed: true, ..around.clone() });
        let (from, to) = (from as usize, to as usize);
        Ok(Watched { field, from, to, column, border: Border::default(), short: Seen::default(), reached: false })
    };
    layout.fields.iter().map(one).collect()
}

/// A field while records go by.
struct Watched<'l> {
    field: &'l LayoutField,
    from: usize,
    to: usize,
    column: Column,
    border: Border,
    /// Records that end inside of it.
    short: Seen,
    /// Some record reaches it.
    reached: bool,
}

impl Watched<'_> {
    fn read<'r>(&mut self, slice: &dyn Fn(usize, usize) -> &'r [u8], number: u64) {
        let bytes = slice(self.from, self.to);
        self.column.push(bytes, number);
        self.reached |= !bytes.is_empty();
        if !bytes.is_empty() && bytes.len() < self.to - self.from && self.field.said != Said::Text {
            self.short.again(number);
        }
        let last = slice(self.to.saturating_sub(1), self.to).last();
        if let (Some(last), Some(next)) = (last, slice(self.to, self.to + 1).first()) {
            self.border.read(*last, *next, number);
        }
    }

    /// The field, and what is told of it, `of_sign` first.
    fn field(self, name: String, records: u64, of_sign: Vec<Doubt>) -> (FieldDraft, Vec<Doubt>) {
        let width = u32::try_from(self.to - self.from).unwrap_or(u32::MAX);
        let found = self.column.found(None);
        let (found, doubt) = settle(&self.column, found, &self.field.said, Stand { fixed: true, width });
        let mut doubts: Vec<Doubt> = of_sign.into_iter().chain(doubt).collect();
        if let Some(cut) = self.border.cuts(records) {
            doubts.push(Doubt::Border { n: cut.n, first: cut.first });
        }
        if !self.reached {
            doubts.push(Doubt::Past);
        }
        if self.short.n > 0 {
            doubts.push(Doubt::Short { n: self.short.n, first: self.short.first });
        }
        let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let layout = [Reason::Layout].into_iter().chain(doubts.iter().cloned().map(Reason::Doubt));
        let field = FieldDraft {
            name,
            place: FieldPlace::Bytes { start: small(self.from), end: small(self.to) },
            ty: found.ty,
            reading: found.reading,
            check: found.check,
            personal: found.personal,
            why: layout.chain(found.why.into_iter().map(Reason::Value)).collect(),
            others: found.others.into_iter().map(|other| Other::Value(Box::new(other))).collect(),
        };
        (field, doubts)
    }
}

/// What stands on both sides of a field's end.
#[derive(Debug, Clone, Copy, Default)]
struct Border {
    /// Records with letters on both sides.
    letters: Seen,
    /// Records with a letter before, and a small one behind: a word goes on.
    small: u64,
    /// Records in which the field ends with a blank.
    blank: u64,
    /// Of these, those with something behind it.
    fresh: u64,
}

impl Border {
    fn read(&mut self, last: u8, next: u8, number: u64) {
        let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
        if is_letter(last) && is_letter(next) {
            self.letters.again(number);
            self.small += u64::from(next.is_ascii_lowercase());
        }
        if matches!(last, b' ' | 0) {
            self.blank += 1;
            self.fresh += u64::from(!matches!(next, b' ' | 0));
        }
    }

    /// Whether it cuts words. Behind a field's true end the next one begins, whether the field is full or not; where it
    /// cuts a longer field, something stands behind it only if the field is full.
    fn cuts(&self, records: u64) -> Option<Seen> {
        let overflows = self.blank > 0 && self.fresh * RARE <= self.blank;
        let goes_on = self.blank == 0 && self.small * 2 > records;
        (self.letters.n > 1 && (overflows || goes_on)).then_some(self.letters)
    }
}

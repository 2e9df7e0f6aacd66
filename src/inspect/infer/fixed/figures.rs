//! Figures that control records say of the records before them, found by trying.
//!
//! In: the drafted kinds and the values of their fields, group by group. Out: controls that held wherever they could be
//! tried. Refuses what holds by chance: it takes several groups with different figures, or one figure of some size.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fields::{become_number, places};
use crate::inspect::infer::draft::{ControlDraft, FieldDraft, FigureDraft, Form, KindDraft, Other, Reason, When};
use crate::inspect::infer::groups::{GROUPS, Group, LARGE, groups};
use crate::inspect::infer::values::why::{Open, Other as Read, Share, Why};
use crate::mapping::model::{FieldPlace, Reading, Sign, Type};

/// A sum of a single group that is no chance.
const SUM: i128 = 10_000;
/// Fields that may be one number.
const TOGETHER: usize = 4;
/// Places that a number takes at most.
pub const LONGEST: usize = 38;
/// Digits that are always the same and may stand before a figure.
const LED: usize = 2;

/// The records as figures are sought in them.
pub struct Book<'a> {
    /// The kind of each record, none for padding.
    pub of: &'a [Option<usize>],
    /// The records of each file.
    pub files: &'a [Range<usize>],
    /// The number that stands in these places of a record, if one does.
    pub number: &'a dyn Fn(usize, usize, usize) -> Option<Number>,
    /// Whether something stands in this place of a record.
    pub is_filled: &'a dyn Fn(usize, usize) -> bool,
    /// The field of a kind at these places, with what its values say.
    pub field: &'a dyn Fn(usize, usize, usize) -> FieldDraft,
}

impl Book<'_> {
    /// The figures that hold, in the order of the control records' fields. Fields whose digits come to a figure only
    /// together are made one.
    #[must_use]
    pub fn controls(&self, kinds: &mut [KindDraft], form: &Form) -> Vec<ControlDraft> {
        let mut found = Vec::new();
        for at in 0..kinds.len() {
            let groups = groups(self.of, self.files, (at, &kinds[at]));
            let mut from = 0;
            while !groups.is_empty() && from < kinds[at].fields.len() {
                let one = |book: &Self| book.control(kinds, at, from, &groups).map(|hit| vec![hit]);
                let hits = self.both(kinds, at, from, &groups).or_else(|| one(self)).unwrap_or_default();
                let led = hits.first().is_some_and(|hit| led(&kinds[at].fields[from], hit).is_some());
                let next = from + hits.len().max(1) + usize::from(led);
                for (field, hit) in (from..).zip(hits) {
                    let id = format!("{}_{}", hit.name, found.len() + 1);
                    let (certain, figure) = (hit.certain, hit.figure.clone());
                    let says = (kinds[at].name.clone(), self.say(kinds, (at, field), &hit, form));
                    if certain {
                        become_summed(kinds, &figure, form);
                    }
                    found.push(ControlDraft { id, says, figure, groups: groups.len() as u64, certain });
                }
                from = next;
            }
        }
        // A field that a figure was said of may have become another one since.
        let is_there = |kind: &str, field: &str| {
            kinds.iter().any(|one| one.name == kind && one.fields.iter().any(|one| one.name == field))
        };
        found.retain(|control| {
            is_there(&control.says.0, &control.says.1)
                && match &control.figure {
                    FigureDraft::Sum { kind, field, .. } | FigureDraft::Is(kind, field) => is_there(kind, field),
                    FigureDraft::Count(_) | FigureDraft::CountAll => true,
                }
        });
        found
    }

    /// Makes the field that says a figure, and the number that is summed, what they are; the name of the former.
    fn say(&self, kinds: &mut [KindDraft], (at, field): (usize, usize), hit: &Hit, form: &Form) -> String {
        if !hit.certain || is_published(&kinds[at].fields[field]) {
            return kinds[at].fields[field].name.clone();
        }
        let says = written_as(hit.field(form), &(self.field)(at, hit.at.0, hit.at.1));
        let name = says.name.clone();
        let end = places(&kinds[at].fields[hit.last]).map_or(0, |(_, to)| to);
        let rest = (end > hit.at.1).then(|| (self.field)(at, hit.at.1, end));
        let led = led(&kinds[at].fields[field], hit).map(|(from, to)| (self.field)(at, from, to));
        kinds[at].fields.splice(field..=hit.last, led.into_iter().chain([says]).chain(rest));
        name
    }

    /// Where a figure may begin in digits from this place on: there, or behind those that are always the same, as the last ones of
    /// a code are.
    fn begins(&self, groups: &[Group], from: usize) -> Vec<usize> {
        let first = |to: usize| {
            let says = self.says(groups, (from, to)).unwrap_or_default();
            says.first().copied().filter(|one| one.value > 0 && says.iter().all(|other| other == one))
        };
        std::iter::once(from).chain((from + 1..=from + LED).take_while(|to| first(*to).is_some())).collect()
    }

    /// What the digits from this field of a control record on come to, the longest first: their end may lie within a field,
    /// since nothing else may have shown the border.
    fn control(&self, kinds: &[KindDraft], at: usize, first: usize, groups: &[Group]) -> Option<Hit> {
        let fields = &kinds[at].fields;
        let (from, own) = places(&fields[first])?;
        let mut end = from;
        let touching = fields[first..].iter().take(TOGETHER).take_while(|field| {
            let touches = places(field).is_some_and(|(start, _)| start == end);
            end = if touches { places(field).map_or(end, |(_, to)| to) } else { end };
            touches && !matches!(field.ty, Type::Date | Type::Time | Type::Timestamp)
        });
        let to = touching.filter_map(places).map(|(_, to)| to).last()?;
        // Blanks behind a number are those of the next one, which stands at the right of its field.
        let is_filled = |end: usize| groups.iter().any(|group| (self.is_filled)(group.says, end - 1));
        let ends = |start: usize| (start + 1..=to.min(start + LONGEST)).rev().map(move |to| (start, to));
        // No figure begins within the code that tells its kind.
        let is_behind_code = |start: &usize| match &kinds[at].when {
            Some(When::At { start: code, end, .. }) => !(*code as usize..*end as usize).contains(start),
            _ => true,
        };
        let begins = self.begins(groups, from).into_iter().filter(is_behind_code);
        begins.flat_map(ends).filter(|(_, to)| is_filled(*to)).find_map(|(start, to)| {
            let says = self.says(groups, (start, to))?;
            let different: BTreeSet<i128> = says.iter().map(|says| says.value).collect();
            let named = kinds[at].why.contains(&Reason::CalledTotal);
            let often = groups.len() >= GROUPS && different.len() >= GROUPS;
            let certain = named || often;
            let whole = named || !often || is_published(&fields[first]);
            if whole && (start, to) != (from, own) || !often && different.iter().any(|figure| *figure < LARGE) {
                return None;
            }
            let (name, figure, reading) = self.figure(kinds, groups, &says)?;
            let last = first + fields[first..].iter().position(|field| places(field).is_some_and(|one| one.1 >= to))?;
            Some(Hit { name, figure, reading, certain, last, at: (start, to) })
        })
    }

    /// A count and a sum in the digits of one field, where each is tried too seldom to be sure: both at once are no chance.
    fn both(&self, kinds: &[KindDraft], at: usize, first: usize, groups: &[Group]) -> Option<Vec<Hit>> {
        let field = &kinds[at].fields[first];
        let (from, to) = places(field).filter(|_| !is_published(field) && field.ty != Type::Date)?;
        (groups.len() < GROUPS && to < from + LONGEST).then_some(())?;
        let large = |says: &[Number], least: i128| says.iter().all(|says| says.value >= least);
        let counted = |at: (usize, usize)| {
            let says = self.says(groups, at).filter(|says| large(says, LARGE))?;
            self.counted(kinds, groups, &says)
        };
        let summed = |at: (usize, usize)| {
            let says = self.says(groups, at).filter(|says| large(says, SUM))?;
            self.summed(kinds, groups, &says)
        };
        let hit = |(name, figure, reading): Found, last: usize, at: (usize, usize)| Hit {
            name,
            figure,
            reading,
            certain: true,
            last,
            at,
        };
        (from + 1..to).find_map(|border| {
            let (before, behind) = ((from, border), (border, to));
            let (one, other) = match counted(before) {
                Some(count) => (count, summed(behind)?),
                None => counted(behind).and_then(|count| Some((summed(before)?, count)))?,
            };
            Some(vec![hit(one, first, before), hit(other, first + 1, behind)])
        })
    }

    /// What the control record of each group has at these places.
    pub(super) fn says(&self, groups: &[Group], (from, to): (usize, usize)) -> Option<Vec<Number>> {
        groups.iter().map(|group| (self.number)(group.says, from, to)).collect()
    }

    /// What comes to these figures in every group.
    fn figure(&self, kinds: &[KindDraft], groups: &[Group], says: &[Number]) -> Option<Found> {
        self.counted(kinds, groups, says).or_else(|| self.summed(kinds, groups, says))
    }

    pub(super) fn rows<'g>(&'g self, group: &'g Group, kind: usize) -> impl Iterator<Item = usize> + 'g {
        group.about.clone().filter(move |row| self.of[*row] == Some(kind))
    }

    /// The kinds of the records that groups are about.
    pub(super) fn inside(&self, kinds: &[KindDraft], groups: &[Group]) -> Vec<usize> {
        let has = |kind: &usize| groups.iter().any(|group| self.rows(group, *kind).next().is_some());
        (0..kinds.len()).filter(has).collect()
    }

    /// The kinds whose records are as many.
    fn counted(&self, kinds: &[KindDraft], groups: &[Group], says: &[Number]) -> Option<Found> {
        let holds = |count: &dyn Fn(&Group) -> usize| {
            let is = |(group, says): (&Group, &Number)| !says.marked && i128::try_from(count(group)) == Ok(says.value);
            groups.iter().zip(says).all(is)
        };
        if groups.iter().zip(says).any(|(group, says)| says.value > group.about.len() as i128) {
            return None;
        }
        let inside = self.inside(kinds, groups);
        let name = |kind: &usize| kinds[*kind].name.clone();
        let one = inside.iter().find(|kind| holds(&|group| self.rows(group, **kind).count()));
        let names = match one {
            Some(kind) => vec![name(kind)],
            None if holds(&|group| group.about.clone().filter(|row| self.of[*row].is_some()).count()) => {
                inside.iter().map(name).collect()
            }
            None => return None,
        };
        Some(("count", FigureDraft::Count(names), None))
    }

    /// The field whose sum is as much.
    pub(super) fn summed(&self, kinds: &[KindDraft], groups: &[Group], says: &[Number]) -> Option<Found> {
        let inside = self.inside(kinds, groups);
        let fields = || inside.iter().flat_map(|kind| kinds[*kind].fields.iter().map(move |field| (*kind, field)));
        // Digits that were left text are a number where their sums are kept.
        let numbers = fields().filter(|(_, other)| is_number(other));
        for (kind, other) in numbers.chain(fields().filter(|(_, other)| whole(other).is_some())) {
            let (from, to) = places(other)?;
            let adds = |(group, says): (&Group, &Number)| {
                let nothing = Number { value: 0, ..*says };
                let mut numbers = self.rows(group, kind).map(|row| (self.number)(row, from, to));
                numbers.try_fold(nothing, |sum, number| sum.and(number?)) == Some(*says)
            };
            if groups.iter().zip(says).all(adds) {
                let (kind, field) = (kinds[kind].name.clone(), other.name.clone());
                let figure = FigureDraft::Sum { kind, field, low_digits: None };
                let read = whole(other)
                    .map_or_else(|| (other.ty, other.reading.clone()), |number| (number.ty, number.reading));
                return Some(("sum", figure, Some(read)));
            }
        }
        None
    }
}

/// The name of a figure, what it is, and how the field that is summed is read.
pub(super) type Found = (&'static str, FigureDraft, Option<(Type, Reading)>);

/// A figure that holds.
struct Hit {
    name: &'static str,
    figure: FigureDraft,
    /// How the field that is summed is read; none for a count.
    reading: Option<(Type, Reading)>,
    certain: bool,
    /// The last field that has some of its digits.
    last: usize,
    at: (usize, usize),
}

impl Hit {
    /// The field of the figure: a number with the decimals and the sign of what is summed.
    fn field(&self, form: &Form) -> FieldDraft {
        let [start, end] = [self.at.0, self.at.1].map(|column| u32::try_from(column).unwrap_or(u32::MAX));
        let name = if end - start == 1 { format!("f{end}") } else { format!("f{}_{end}", start + 1) };
        let digits = u8::try_from(end - start).unwrap_or(38).min(38);
        let scale = self.reading.as_ref().map_or(0, |(ty, _)| ty.scale()).min(digits);
        let ty = match scale {
            // A count is small, however wide its field is.
            0 if digits <= 18 || self.reading.is_none() => Type::Int64,
            _ => Type::Decimal { precision: digits, scale },
        };
        let field = FieldDraft::text(name, FieldPlace::Bytes { start, end }, form).of_type(ty, form);
        let reading = match &self.reading {
            Some((_, reading)) => Reading {
                sign: reading.sign.clone(),
                decimal: reading.decimal,
                thousands: reading.thousands.clone(),
                ..field.reading.clone()
            },
            None => field.reading.clone(),
        };
        let others = cents(ty, &reading, Share::default()).into_iter().collect();
        FieldDraft { reading, others, ..field }
    }
}

/// The field of a figure, with what its own text has and the smaller numbers that it is the sum of have not: thousands, and a
/// sign behind them.
fn written_as(mut says: FieldDraft, own: &FieldDraft) -> FieldDraft {
    let other = own.others.iter().find_map(|other| match other {
        Other::Value(other) if other.ty.is_number() && other.failure.is_none() => Some(&other.reading),
        _ => None,
    });
    let reading = if own.ty.is_number() { Some(&own.reading) } else { other };
    if let Some(own) = reading {
        let has = says.reading.thousands.clone();
        says.reading.thousands.extend(own.thousands.iter().filter(|mark| !has.contains(mark)));
        let signs = own.sign.iter().filter(|sign| !matches!(sign, Sign::None | Sign::Leading));
        let signs: Vec<Sign> = signs.filter(|sign| !says.reading.sign.contains(sign)).copied().collect();
        says.reading.sign.extend(signs);
    }
    says
}

/// The places of a field before the figure, if that begins within it.
fn led(field: &FieldDraft, hit: &Hit) -> Option<(usize, usize)> {
    let (from, _) = places(field)?;
    (hit.certain && from < hit.at.0).then_some((from, hit.at.0))
}

/// The amount that a whole number with a sign may be: its decimals are not written, and a sum of such numbers shows none.
fn cents(ty: Type, reading: &Reading, reads: Share) -> Option<Other> {
    let precision = match ty {
        Type::Int32 => 9,
        Type::Int64 => 18,
        Type::Decimal { precision, scale: 0 } => precision,
        _ => return None,
    };
    let is_signed = reading.sign.iter().any(|sign| !matches!(sign, Sign::None | Sign::Leading));
    let other = |ty| Read { ty, reading: reading.clone(), open: Open::Decimals, reads, failure: None };
    (is_signed && reading.decimal.is_none())
        .then(|| Other::Value(Box::new(other(Type::Decimal { precision, scale: 2 }))))
}

/// Whether a layout that somebody published says where the field is.
fn is_published(field: &FieldDraft) -> bool {
    field.why.iter().any(|why| matches!(why, Reason::OfPublished(_)))
}

/// The whole number that a text of digits may be; also where only its decimals are in doubt.
fn whole(field: &FieldDraft) -> Option<Read> {
    if field.ty != Type::Text {
        return None;
    }
    let values = field.others.iter().filter_map(|other| match other {
        Other::Value(other) if other.failure.is_none() => Some(&**other),
        _ => None,
    });
    let number = values.clone().find(|other| matches!(other.ty, Type::Int32 | Type::Int64)).cloned();
    let of_cents = |other: &&Read| other.open == Open::Decimals && other.reading.decimal.is_none();
    number.or_else(|| {
        let other = values.clone().find(|other| of_cents(other) && other.ty.scale() > 0)?;
        let ty = match other.ty {
            Type::Decimal { precision: 0..=9, .. } => Type::Int32,
            Type::Decimal { precision: 10..=18, .. } => Type::Int64,
            Type::Decimal { precision, .. } => Type::Decimal { precision, scale: 0 },
            _ => return None,
        };
        Some(Read { ty, ..other.clone() })
    })
}

fn is_number(field: &FieldDraft) -> bool {
    field.ty.is_number()
}

/// Makes the field that is summed a number, where it was digits that might be one.
fn become_summed(kinds: &mut [KindDraft], figure: &FigureDraft, form: &Form) {
    let FigureDraft::Sum { kind, field, .. } = figure else { return };
    let kind = kinds.iter_mut().find(|one| one.name == *kind);
    let field = kind.and_then(|kind| kind.fields.iter_mut().find(|one| one.name == *field));
    if let Some((field, number)) = field.and_then(|field| whole(field).map(|number| (field, number))) {
        become_number(field, &number, form);
        // The range was that of amounts.
        let is_implied = |why: &Reason| matches!(why, Reason::Value(Why::Implied(_)));
        if number.ty.scale() == 0 && field.why.iter().any(is_implied) {
            field.why.retain(|why| !matches!(why, Reason::Value(Why::Implied(_) | Why::Range { .. })));
        }
        field.others.extend(cents(number.ty, &number.reading, number.reads));
    }
}

/// A number as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its digits; hundredths where it has a mark.
    pub value: i128,
    /// It has a decimal mark and two digits behind it.
    pub marked: bool,
}

impl Number {
    pub(super) fn and(self, other: Self) -> Option<Self> {
        let value = self.value.checked_add(other.value).filter(|_| self.marked == other.marked)?;
        Some(Self { value, ..self })
    }
}

/// The number that faces are: digits, perhaps with a mark before the last two, the sign before or behind them or in the
/// last one.
#[must_use]
pub fn number(faces: &[u8]) -> Option<Number> {
    let text = faces.trim_ascii();
    match without_mark(text) {
        Some(digits) => whole_number(&digits).map(|value| Number { value, marked: true }),
        None => whole_number(text).map(|value| Number { value, marked: false }),
    }
}

/// Digits without the mark before the last two, and without the commas, points or blanks between thousands before it.
fn without_mark(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(u8::is_ascii_digit)?;
    let at = end.checked_sub(2).filter(|at| matches!(text[*at], b'.' | b','))?;
    let (before, mark) = (&text[..at], text[at]);
    let other = if mark == b'.' { b',' } else { b'.' };
    let between = if before.contains(&b' ') { b' ' } else { other };
    let mut parts = before.split(|face| *face == between);
    let first = parts.next()?.to_vec();
    let threes: Vec<&[u8]> = parts.collect();
    let is_three = |part: &&[u8]| part.len() == 3 && part.iter().all(u8::is_ascii_digit);
    // No more than three digits stand before the first of them.
    let led = first.iter().filter(|face| face.is_ascii_digit()).count();
    (threes.is_empty() || led <= 3 && threes.iter().all(is_three))
        .then(|| [first, threes.concat(), text[at + 1..].to_vec()].concat())
}

/// The number that digits are, the sign before or behind them or in the last one.
#[must_use]
pub fn whole_number(faces: &[u8]) -> Option<i128> {
    let text = faces.trim_ascii();
    let (text, minus) = match text {
        [b'-', rest @ ..] | [rest @ .., b'-'] => (rest, true),
        [rest @ .., b'+'] => (rest, false),
        _ => (text, false),
    };
    let (last, before) = text.split_last()?;
    let (digit, negative) = match last {
        b'0'..=b'9' => (last - b'0', minus),
        _ => crate::extractors::decode::number::overpunched(*last)?,
    };
    let start = before.iter().try_fold(0_i128, |sum, face| {
        face.is_ascii_digit().then(|| sum.checked_mul(10)?.checked_add(i128::from(face - b'0')))?
    })?;
    let magnitude = start.checked_mul(10)?.checked_add(i128::from(digit))?;
    Some(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_signs() {
        for (faces, want) in [
            ("00012", Some(12)),
            ("0001B", Some(12)),
            ("0001K", Some(-12)),
            ("12-", Some(-12)),
            ("12 ", Some(12)),
            ("-5", Some(-5)),
            ("1.2", None),
            ("", None),
            ("AB", None),
        ] {
            let want = want.map(|value| Number { value, marked: false });
            assert_eq!(number(faces.as_bytes()), want, "{faces}");
        }
        for (faces, want) in [
            ("  12.34", Some(1234)),
            ("1,234.56-", Some(123_456)),
            ("-1.234,56", Some(-123_456)),
            ("1 234 567,89", Some(123_456_789)),
            ("1234,567.89", None),
            ("12 34,56", None),
            ("12.345", None),
            ("1,23.45", None),
            (".5", None),
        ] {
            let want =
                want.map(|value| Number { value: if faces.ends_with('-') { -value } else { value }, marked: true });
            assert_eq!(number(faces.as_bytes()), want, "{faces}");
        }
    }
}

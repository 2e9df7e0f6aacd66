//! How a field would decode that does not: elsewhere in the record, by another picture, with another sign or mark.
//!
//! In: rows of which most values of a field fail. Out: the one change with which they decode. Each is tried with the decoder of
//! the run. Refuses changes that only some of the values bear out.

use arrow_array::Array;

use super::tally::{blank, failed};
use crate::extractors::decode::Decoder;
use crate::extractors::fields::{Batch as Fields, Cut};
use crate::mapping::model::{Field, FieldPlace, FieldRef, Format, Reading, Sign, Type};
use crate::run::plan::{Plan, field_of};

/// How far a field may lie off.
const SHIFTS: u32 = 8;
/// Pictures of dates that old systems write.
const PICTURES: [&str; 17] = [
    "YYYYMMDD",
    "DDMMYYYY",
    "MMDDYYYY",
    "YYYY-MM-DD",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "YYYY/MM/DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "YYMMDD",
    "DDMMYY",
    "MMDDYY",
    "YYYYDDD",
    "YYDDD",
    "CYYMMDD",
    "DD-MON-YYYY",
];
/// Marks before decimals with the separators that go with them, as they are written behind `decimal:`.
const MARKS: [(&str, char, &[char]); 5] = [
    ("comma", ',', &[]),
    ("dot", '.', &[]),
    ("comma, thousands: [space, nbsp, nnbsp]", ',', &[' ', '\u{a0}', '\u{202f}']),
    ("comma, thousands: dot", ',', &['.']),
    ("dot, thousands: comma", '.', &[',']),
];
/// A window for pictures of two digits, where the mapping has none.
const YEARS: (i32, i32) = (1950, 2049);

/// A change with which most values decode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The key that changes.
    pub key: &'static str,
    /// What is written there; several where more than one fits.
    pub values: Vec<String>,
    /// Values that decode then.
    pub good: u64,
    /// Values that were tried, blank ones not counted.
    pub of: u64,
}

/// The change of a field of single records.
pub fn of(plan: &Plan, fields: &Fields<'_>, at: FieldRef, rows: &[u32]) -> Option<Trial> {
    let field = field_of(&plan.mapping, at);
    let work = &plan.kinds[at.kind].fields[at.field];
    let try_it = Try { plan, fields, field, cut: work.cut, rows };
    try_it.readings().or_else(|| try_it.shifts(at))
}

struct Try<'a> {
    plan: &'a Plan,
    fields: &'a Fields<'a>,
    field: &'a Field,
    cut: Cut,
    rows: &'a [u32],
}

impl Try<'_> {
    /// Values that decode, of those that are there; none if too few do.
    fn good(&self, decoder: &Decoder, cut: Cut) -> Option<(u64, u64)> {
        let found = self.fields.field(decoder, cut, self.rows);
        let there = found.array.len() as u64 - blank(&found);
        let good = there - failed(&found).min(there);
        (there > 0 && 100 * good >= 99 * there && 2 * there >= self.rows.len() as u64).then_some((good, there))
    }

    fn decoder(&self, reading: &Reading) -> Option<Decoder> {
        let fixed = !matches!(self.plan.mapping.source.format, Format::Delimited(_));
        let encoding = reading.encoding.as_deref().unwrap_or(&self.plan.mapping.source.encoding);
        Decoder::new(&self.field.ty, reading, encoding, fixed).ok()
    }

    /// Those of several values of a key with which the field decodes.
    fn values(&self, key: &'static str, readings: impl Iterator<Item = (String, Reading)>) -> Option<Trial> {
        let mut found: Option<Trial> = None;
        for (value, reading) in readings {
            let Some((good, of)) = self.decoder(&reading).and_then(|decoder| self.good(&decoder, self.cut)) else {
                continue;
            };
            match &mut found {
                Some(trial) => trial.values.push(value),
                None => found = Some(Trial { key, values: vec![value], good, of }),
            }
        }
        found
    }

    /// Places of the field, where it has some.
    const fn width(&self) -> Option<usize> {
        match self.cut {
            Cut::Bytes(start, end) | Cut::Characters(start, end) => Some((end - start) as usize),
            _ => None,
        }
    }

    fn readings(&self) -> Option<Trial> {
        let own = &self.field.reading;
        let ty = self.field.ty;
        if ty == Type::Date {
            let years = Some(own.years.unwrap_or(YEARS));
            let others = PICTURES.iter().filter(|picture| own.picture.as_deref() != Some(**picture));
            let others = others.filter(|picture| self.width().is_none_or(|width| width == picture.len()));
            return self.values(
                "picture",
                others.map(|picture| {
                    let picture = (*picture).to_owned();
                    (picture.clone(), Reading { picture: Some(picture), years, ..own.clone() })
                }),
            );
        }
        if !ty.is_number() {
            return None;
        }
        let signs = [
            ("overpunch", Sign::Overpunch),
            ("trailing", Sign::Trailing),
            ("leading", Sign::Leading),
            ("minus_after", Sign::MinusAfter),
            ("cr_db", Sign::CrDb),
            ("parentheses", Sign::Parentheses),
        ];
        let with_sign = |(word, sign): (&str, Sign)| (word.to_owned(), Reading { sign: vec![sign], ..own.clone() });
        let signed = signs.into_iter().filter(|(_, sign)| !own.sign.contains(sign)).map(with_sign);
        self.marks().or_else(|| self.values("sign", signed))
    }

    /// The first of the usual marks, and of separators with them, with which a decimal decodes.
    fn marks(&self) -> Option<Trial> {
        let is_decimal = matches!(self.field.ty, Type::Decimal { .. });
        MARKS.iter().filter(|_| is_decimal).find_map(|(written, mark, thousands)| {
            let reading = Reading { decimal: Some(*mark), thousands: thousands.to_vec(), ..self.field.reading.clone() };
            self.values("decimal", std::iter::once(((*written).to_owned(), reading)))
        })
    }

    /// The nearest place at which the field decodes; of equals one that no other field has.
    fn shifts(&self, at: FieldRef) -> Option<Trial> {
        let (Cut::Bytes(start, end) | Cut::Characters(start, end)) = self.cut else { return None };
        let decoder = self.decoder(&self.field.reading)?;
        let mut candidates: Vec<(u32, u32)> = Vec::new();
        for by in 1..=SHIFTS {
            candidates.extend(start.checked_sub(by).map(|start| (start, end.saturating_sub(by))));
            candidates.push((start + by, end + by));
        }
        for by in 1..=2 {
            candidates.push((start, end + by));
            candidates.extend(start.checked_sub(by).map(|start| (start, end)));
            candidates.extend((start + by < end).then_some((start + by, end)));
            candidates.extend(end.checked_sub(by).filter(|end| start < *end).map(|end| (start, end)));
        }
        let good = candidates.into_iter().filter_map(|(start, end)| {
            let cut =
                if matches!(self.cut, Cut::Bytes(..)) { Cut::Bytes(start, end) } else { Cut::Characters(start, end) };
            Some(((start, end), self.good(&decoder, cut)?))
        });
        let found = good.min_by_key(|(place, _)| self.others_at(at, *place))?;
        let ((start, end), (good, of)) = found;
        let value = if end == start + 1 { end.to_string() } else { format!("{}-{end}", start + 1) };
        Some(Trial { key: "at", values: vec![value], good, of })
    }

    /// Other fields of the kind that have some of these places.
    fn others_at(&self, at: FieldRef, (start, end): (u32, u32)) -> usize {
        let fields = self.plan.mapping.source.kinds[at.kind].fields.iter().enumerate();
        let others = fields.filter(|(number, other)| {
            *number != at.field
                && matches!(other.place, FieldPlace::Bytes { start: first, end: last } if first < end && start < last)
        });
        others.count()
    }
}

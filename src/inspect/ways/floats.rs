//! How floats are made: base 16, or IEEE with either byte first. All bytes decode in each, so that only what the values come to tells.
//!
//! In: the best reading, with its records. Out: the reading whose floats are simplest, at the front, and another one that may be meant
//! as well. Refuses to decide where values of several formats are about as simple.

use super::cuts::Candidate;
use super::reader::Reader;
use super::reading::Reading;
use super::search::{MANY, SOME, Search};
use super::trial::{Column, Fills, Setting, Tried};
use super::{keys, simple, without};
use crate::finding::Code;
use crate::mapping::copybook::Float;
use crate::mapping::stored::{Endian, Form};
use crate::run::Stop;

/// What is spare on average differs by chance: by 0.4 digits between two values of all digits, and by less the more there are. Its
/// square, in thousandths, times the different values has to be more than three such.
const CHANCE: i64 = 1_700_000;
/// So many more, that the declared format can hardly be right.
const ODD: i64 = 700;
/// More different values say no more.
const DIFFERENT: usize = 50;

/// How the floats of a reading look.
struct Look {
    reader: usize,
    /// Thousandths of a digit that a value has to spare on average.
    spare: i64,
    /// Different values.
    different: i64,
}

impl Look {
    /// Whether its floats are clearly simpler than those of another one.
    const fn is_clear_of(&self, other: &Self) -> bool {
        let more = self.spare - other.spare;
        more > 0 && more * more * self.different >= CHANCE
    }
}

/// Brings the reading to the front whose floats are simplest, of those that differ from the best in these alone: TL0987 where another one
/// is about as simple.
///
/// # Errors
/// As [`super::trial::tried`].
pub fn settled(search: &Search<'_>, found: &mut Vec<(Reading, Candidate, usize)>) -> Result<Option<Stop>, Stop> {
    let Some((best, candidate, own)) = found.first().cloned() else { return Ok(None) };
    if !has_floats(&search.readers[own]) {
        return Ok(None);
    }
    let records = search.affordable(&search.readers[own], &without(&candidate.records, best.before), MANY);
    let tried = search.readers[own].tried(&records)?;
    let mut looks = Vec::new();
    for (at, reader) in search.readers.iter().enumerate() {
        let is_near = reader.setting.encoding == best.setting.encoding && has_floats(reader);
        let again = if is_near { reader.tried(&records)? } else { Vec::new() };
        if at == own || is_near && differ_in_floats(&tried, &again) {
            looks.extend(look(reader, at, &records)?);
        }
    }
    let Some(first) = looks.iter().max_by_key(|one| (one.spare, std::cmp::Reverse(one.reader))) else {
        return Ok(None);
    };
    let open: Vec<&Look> = looks.iter().filter(|one| !first.is_clear_of(one)).collect();
    // Of those that may be meant the usual one.
    let Some(kept) = open.iter().map(|one| one.reader).min() else { return Ok(None) };
    let reading = of(&search.readers[kept], &best, &records)?;
    let said = |at: usize| -> Result<String, Stop> {
        Ok(how(&of(&search.readers[at], &best, &records)?, float_of(&search.readers[at])))
    };
    let other = open.iter().map(|one| one.reader).find(|at| *at != kept);
    let told = match other {
        Some(other) => Some(Stop::new(Code::ReadsEitherWay, vec![said(kept)?.into(), said(other)?.into()])),
        None => None,
    };
    if kept != own {
        found.retain(|(reading, _, reader)| !(*reader == kept && reading.is_cut_as(&best)));
        found.insert(0, (reading, candidate, kept));
    }
    Ok(told)
}

/// TL0143: another format in which the floats of these records are so much simpler than in the declared one that this can hardly be
/// right; none where the copybook has no floats.
#[must_use]
pub fn odd(search: &Search<'_>, declared: &Setting, records: &[Vec<u8>]) -> Option<Stop> {
    let own = Reader::new(search.shelf, declared, (0, Fills::Left)).filter(has_floats)?;
    let records = search.affordable(&own, records, SOME);
    let tried = own.tried(&records).ok()?;
    let now = look(&own, 0, &records).ok()??;
    let mut best: Option<(Look, Float)> = None;
    for (at, reader) in search.readers.iter().enumerate().filter(|(_, one)| one.setting.encoding == declared.encoding) {
        let is_rival = has_floats(reader) && search.budget.take(reader.cost(records.iter().map(Vec::len).sum()));
        if is_rival
            && differ_in_floats(&tried, &reader.tried(&records).ok()?)
            && let Some(look) = look(reader, at, &records).ok()?
            && best.as_ref().is_none_or(|(known, _)| known.spare < look.spare)
        {
            best = float_of(reader).map(|float| (look, float));
        }
    }
    let (_, float) = best.filter(|(best, _)| best.is_clear_of(&now) && best.spare >= now.spare + ODD)?;
    Some(Stop::new(Code::FloatsOdd, vec![word(float).into(), word(float_of(&own)?).into()]))
}

/// What a reading says, with how its floats are made.
fn how(reading: &Reading, float: Option<Float>) -> String {
    let how = keys::how(reading);
    match float.filter(|_| !how.contains("floats: ")) {
        Some(float) => format!("{how}, floats: {}", word(float)),
        None => how,
    }
}

/// A value of `floats:`.
const fn word(float: Float) -> &'static str {
    match float {
        Float::Hexadecimal => "hexadecimal",
        Float::Ieee(Endian::Big) => "ieee",
        Float::Ieee(Endian::Little) => "ieee-little",
    }
}

/// The best reading with another setting.
fn of(reader: &Reader, best: &Reading, records: &[Vec<u8>]) -> Result<Reading, Stop> {
    let (counts, records) = reader.score(records)?;
    let (setting, order) = (reader.setting.clone(), reader.order);
    Ok(Reading { setting, counts, records, order, ..best.clone() })
}

fn has_floats(reader: &Reader) -> bool {
    float_of(reader).is_some()
}

fn float_of(reader: &Reader) -> Option<Float> {
    let kinds = reader.plans.iter().flat_map(|(_, plan)| &plan.mapping.source.kinds);
    let fields = kinds.flat_map(|kind| kind.fields.iter().chain(kind.repeats.iter().flat_map(|group| &group.fields)));
    fields.filter_map(|field| field.reading.stored).find_map(|stored| match stored.form {
        Form::Float(float) => Some(float),
        _ => None,
    })
}

/// Whether all but floats has the same values, and some float has another one.
#[must_use]
pub fn differ_in_floats(one: &[Tried], other: &[Tried]) -> bool {
    let columns = |tried: &Tried| tried.columns.len();
    if one.len() != other.len() || one.iter().zip(other).any(|(one, other)| columns(one) != columns(other)) {
        return false;
    }
    let all = || one.iter().zip(other).flat_map(|(one, other)| one.columns.iter().zip(&other.columns));
    let is_same = |(one, other): (&Column, &Column)| {
        (one.start, one.width) == (other.start, other.width)
            && one.values.len() == other.values.len()
            && one.values.iter().zip(&other.values).all(|(one, other)| one.as_ref() == other.as_ref())
    };
    all().filter(|(one, _)| !is_float(one)).all(is_same) && all().any(|both| is_float(both.0) && !is_same(both))
}

fn is_float(column: &Column) -> bool {
    matches!(column.stored.map(|stored| stored.form), Some(Form::Float(_)))
}

/// How the floats look that stand once in these records, each record under the description that suits it; none where all are zero.
fn look(reader: &Reader, at: usize, records: &[Vec<u8>]) -> Result<Option<Look>, Stop> {
    let tried = reader.tried(records)?;
    let (variants, rows) = reader.by_variant(records)?;
    let mut all: Vec<(&[u8], i64)> = Vec::new();
    for (variant, rows) in variants.iter().zip(&rows) {
        let Some(tried) = tried.get(*variant) else { continue };
        // Where level 88 names values, these names tell.
        let is_open = |column: &&Column| is_float(column) && column.table.is_none() && !column.has_names;
        for column in tried.columns.iter().filter(is_open) {
            let values = tried.values(column);
            all.extend(rows.iter().filter_map(|row| spare(column, &records[*row], values.get(*row)?.as_ref())));
        }
    }
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let Some(spare) = all.iter().map(|(_, spare)| spare).sum::<i64>().checked_div(count) else { return Ok(None) };
    let mut different: Vec<&[u8]> = all.into_iter().map(|(bytes, _)| bytes).collect();
    different.sort_unstable();
    different.dedup();
    let different = i64::try_from(different.len().min(DIFFERENT)).unwrap_or(0);
    Ok(Some(Look { reader: at, spare, different }))
}

/// A float of a record, and what it has to spare.
fn spare<'r>(column: &Column, record: &'r [u8], value: Option<&String>) -> Option<(&'r [u8], i64)> {
    let Form::Float(float) = column.stored?.form else { return None };
    let bytes = record.get(column.start as usize..(column.start + column.width) as usize)?;
    // The text of a single is as short as it can be, and not what stands there to the last digit.
    let exact = |value: &String| match bytes.len() {
        4 => value.parse::<f32>().ok().map(f64::from),
        _ => value.parse().ok(),
    };
    let spare = simple::spare(bytes, float, value.and_then(exact))?;
    Some((bytes, simple::thousandths(spare)))
}

//! The first field that slides: from which field on the values of records stand elsewhere than the copybook says.
//!
//! In: records, and the plan of their description. Out: the field, and by how many bytes it and those behind it would have to
//! be moved. A copybook of another release has a few bytes more or fewer than the file: before them all decodes, behind them
//! nothing. Refuses small gains: chance makes some.

use super::percent;
use super::reading::{Reading, STEP};
use super::trial::{self, Mark, Tried};
use crate::finding::Code;
use crate::run::Stop;
use crate::run::plan::Plan;

/// How far fields are moved.
const MOST: usize = 16;
/// So often records are decoded for it: as they stand, and moved both ways.
pub const TRIALS: u64 = 2 * MOST as u64 + 1;
/// Of a hundred values, so many more have to decode.
const GAIN: u64 = 8;
/// Of a thousand values behind the field, so many have to decode where they are moved to.
const GOOD: u64 = 900;

/// Fields that stand elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slide {
    /// The first of them.
    pub field: String,
    /// By how many bytes they stand further right; below zero: left.
    pub by: i64,
    /// Of a thousand values from there on, those that decode now.
    pub before: u64,
    /// Those that decode there.
    pub after: u64,
    /// Of a thousand values of the whole record, those that decode with it.
    pub whole: u64,
}

impl Slide {
    /// It, for people.
    #[must_use]
    pub fn told(&self) -> Stop {
        let args = vec![
            self.field.as_str().into(),
            self.by.unsigned_abs().into(),
            if self.by > 0 { "right" } else { "left" }.into(),
            percent(self.before).into(),
            percent(self.after).into(),
        ];
        Stop::new(Code::FieldsSlide, args)
    }

    /// Whether it explains as well what a reading does whose records begin so many bytes later.
    #[must_use]
    pub fn explains(&self, by: i64, reading: &Reading) -> bool {
        self.by == by && self.whole + STEP >= reading.counts.share()
    }
}

/// Fields that were moved: how many values decode in all, from which field on, by how many bytes, and what they come to.
type Moved = (u64, usize, i64, Vec<(u64, u64)>);

/// Values that decode, field by field, and how many there are. Whether they look usual does not count: a text that is
/// too long looks odd itself, and what slides stands behind it.
fn worth(tried: &Tried) -> Vec<(u64, u64)> {
    let of = |column: &trial::Column| {
        let good = column.count(Mark::Usual) + column.count(Mark::Odd);
        (good, good + column.count(Mark::Bad))
    };
    tried.columns.iter().map(of).collect()
}

/// The same of moved records: a field that the record's end now cuts, and did not before, does not decode.
fn pushed_out(tried: &Tried, records: &[Vec<u8>], by: isize) -> Vec<(u64, u64)> {
    let mut worth = worth(tried);
    let Ok(by) = usize::try_from(by) else { return worth };
    for (column, (good, all)) in tried.columns.iter().zip(&mut worth) {
        let end = (column.start + column.width) as usize;
        let is_cut = |(record, _): &(&Vec<u8>, &Mark)| record.len() >= end && record.len() < end + by;
        for (_, mark) in records.iter().zip(&column.marks).filter(is_cut) {
            match mark {
                Mark::Usual | Mark::Odd => *good -= 1,
                Mark::Missing => *all += 1,
                Mark::Bad | Mark::None => {}
            }
        }
    }
    worth
}

/// The slide of these records, if one explains what does not decode.
///
/// # Errors
/// As [`trial::tried`].
pub fn of(plan: &Plan, records: &[Vec<u8>]) -> Result<Option<Slide>, Stop> {
    let tried = trial::tried(plan, records)?;
    let now = worth(&tried);
    let total: u64 = now.iter().map(|(worth, _)| worth).sum();
    let all: u64 = now.iter().map(|(_, all)| all).sum();
    let mut best: Option<Moved> = None;
    for by in (1..=MOST).flat_map(|by| [by.cast_signed(), -by.cast_signed()]) {
        let moved = pushed_out(&trial::tried(plan, &moved(records, by))?, records, by);
        let mut sum = total;
        // From the last field back: what is gained if it and all behind it are moved.
        for field in (1..moved.len().min(now.len())).rev() {
            sum = sum + moved[field].0 - now[field].0;
            if best.as_ref().is_none_or(|(most, ..)| sum > *most) {
                best = Some((sum, field, by as i64, moved.clone()));
            }
        }
    }
    let Some((sum, field, by, moved)) = best else { return Ok(None) };
    if sum <= total || (sum - total) * 100 < all * GAIN {
        return Ok(None);
    }
    let share = |counts: &[(u64, u64)]| {
        let (worth, all) = counts[field..].iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        worth * 1000 / all.max(1)
    };
    let (before, after) = (share(&now), share(&moved));
    let name = tried.columns[field].name.clone();
    let all = now[..field].iter().chain(&moved[field..]).map(|(_, all)| all).sum::<u64>();
    let whole = sum * 1000 / all.max(1);
    Ok((after >= GOOD).then_some(Slide { field: name, by, before, after, whole }))
}

/// Records whose bytes stand so many places further left, or right with zeros before them.
fn moved(records: &[Vec<u8>], by: isize) -> Vec<Vec<u8>> {
    let one = |record: &Vec<u8>| match usize::try_from(by) {
        Ok(by) => record.get(by..).unwrap_or_default().to_vec(),
        Err(_) => [&vec![0; by.unsigned_abs()][..], record].concat(),
    };
    records.iter().map(one).collect()
}

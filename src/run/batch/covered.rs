//! Whether the length of a record goes on over whole records behind its own: read so, these would be lost.
//!
//! In: a record, its kind, and how many bytes of it are read. Out: what TL0138 says. Refuses to take what may be a value for a
//! length: the less is known of the place, the more must lead on from there.

use crate::extractors::encoding::Encoding;
use crate::extractors::fields::Cut;
use crate::extractors::frame::descriptors::{Descriptors, Hidden};
use crate::finding::Args;
use crate::mapping::model::{Field, KindId, Type};
use crate::mapping::stored::Form;
use crate::run::plan::{KindPlan, Plan};

/// What must speak for records where a layout ends; elsewhere behind what is read; and there where no digits do.
const AT_AN_END: usize = 2;
const ELSEWHERE: usize = 3;
const WITHOUT_DIGITS: usize = 5;
/// What stands before it in EBCDIC are controls.
const EBCDIC_BLANK: u8 = 0x40;

/// What TL0138 says of a record of which so many bytes are read, if whole records stand behind them.
pub(super) fn covered(plan: &Plan, kind: KindId, bytes: &[u8], read: usize) -> Option<Args> {
    let rules = plan.descriptors()?;
    let rest = bytes.get(read..).filter(|rest| !rest.is_empty())?;
    let least = plan.kinds.iter().map(KindPlan::least_record).filter(|least| *least > 0).min().unwrap_or(1);
    let ends = [0, plan.kinds[kind].spare as usize].into_iter().filter(|at| read + at > 0);
    let at_ends = ends.map(|at| (at, rules.hidden(rest, at, least))).find(|(_, found)| is_meant(plan, rest, found));
    let elsewhere = || {
        let places = (1..rest.len()).filter(|_| rules.is_sure());
        let mut found = places.map(|at| (at, rules.hidden(rest, at, least)));
        found.find(|(_, found)| found.weight() >= ELSEWHERE && stands_for_itself(plan, rest, found))
    };
    let (at, found) = exact(plan, rules, rest).map(|found| (0, found)).or(at_ends).or_else(elsewhere)?;
    Some(vec![found.records.len().into(), (read + at + 1).into(), bytes.len().into()])
}

/// The records to which lengths lead from the end of what is read to the very end of the record, right where one of them may
/// stand: these are no values, whatever the records hold. Several may be parts of one, or begin with bytes that no kind reads.
fn exact(plan: &Plan, rules: &Descriptors, rest: &[u8]) -> Option<Hidden> {
    // Of one that counts its tables, the longest layout says nothing of the shortest.
    let least = plan.kinds.iter().map(|kind| if kind.variable.is_some() { 1 } else { kind.least_length as usize });
    let one = rules.hidden(rest, 0, least.min().unwrap_or(0).max(1));
    let several = || Some(rules.hidden(rest, 0, 1)).filter(|found| found.records.len() > 1);
    if !rules.is_sure() {
        None
    } else if one.ends {
        Some(one)
    } else {
        several().filter(|found| found.ends)
    }
}

/// Whether records follow where a layout ends: several that end where it does are no chance.
fn is_meant(plan: &Plan, rest: &[u8], found: &Hidden) -> bool {
    let is_sure = found.ends && found.records.len() > 1;
    found.weight() >= AT_AN_END && (is_sure || reads(plan, rest, found).is_some_and(|digits| digits || found.ends))
}

/// Whether records follow where nothing says that they may.
fn stands_for_itself(plan: &Plan, rest: &[u8], found: &Hidden) -> bool {
    reads(plan, rest, found).is_some_and(|digits| digits || found.weight() >= WITHOUT_DIGITS)
}

/// Whether digits of these records read as those of a kind; none where those of a record do not.
fn reads(plan: &Plan, rest: &[u8], found: &Hidden) -> Option<bool> {
    let read = |record: &[u8]| (0..plan.kinds.len()).filter_map(|kind| reads_as(plan, kind, record)).max();
    let all: Option<Vec<bool>> = found.records.iter().map(|record| read(&rest[record.clone()])).collect();
    all.map(|digits| digits.contains(&true))
}

/// Whether a record has digits that read as those of a kind; none where most of them do not, or a text has what none has.
/// Behind what it counts itself nothing is looked at.
fn reads_as(plan: &Plan, kind: KindId, record: &[u8]) -> Option<bool> {
    let work = &plan.kinds[kind];
    let end = work.variable.as_ref().map_or(record.len(), |counted| record.len().min(counted.fixed() as usize));
    let (mut good, mut bad) = (0, 0);
    for (field, work) in plan.mapping.source.kinds[kind].fields.iter().zip(&work.fields) {
        let Cut::Bytes(first, last) = work.cut else { continue };
        let Some(cell) = record[..end].get(first as usize..last as usize) else { continue };
        if !is_legible(plan.encoding, field, cell) {
            return None;
        }
        if !has_digits(field) {
            continue;
        }
        let reads = work.decoder.decode(&[cell][..]).findings.is_empty();
        (good, bad) = (good + usize::from(reads), bad + usize::from(!reads));
    }
    (good >= bad).then_some(good > 0)
}

/// Whether only some bytes are a value of this field: bytes of a text are, and those of a binary number.
fn has_digits(field: &Field) -> bool {
    match field.reading.stored {
        Some(stored) => matches!(stored.form, Form::Zoned(_) | Form::Packed),
        None => field.ty != Type::Text,
    }
}

/// Whether a text in the source's encoding has characters alone, or nothing.
fn is_legible(encoding: Encoding, field: &Field, cell: &[u8]) -> bool {
    let is_text = field.ty == Type::Text && field.reading.stored.is_none() && field.reading.encoding.is_none();
    let first = match encoding.ebcdic() {
        Some(_) => EBCDIC_BLANK,
        None if encoding.ascii_compatible() => b' ',
        None => 0,
    };
    !is_text || cell.iter().all(|byte| *byte >= first) || cell.iter().all(|byte| *byte == 0)
}

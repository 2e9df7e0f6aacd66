//! Whether the length of a record goes on over whole records behind its own: read so, these would be lost.
//!
//! In: a record, its kind, and how many bytes of it are read. Out: what TL0138 says. Refuses to take what may be a value for a
//! length: the less is known of the place, the more must lead on from there, and the more must read as records do.

mod reading;

use crate::extractors::frame::descriptors::{Descriptors, Hidden};
use crate::finding::Args;
use crate::mapping::model::KindId;
use crate::run::plan::Plan;
use reading::Known;

/// What must speak for records where a layout ends; elsewhere behind what is read; and there where no digits do.
const AT_AN_END: usize = 2;
const ELSEWHERE: usize = 3;
const WITHOUT_DIGITS: usize = 5;
/// What must speak for records to the very end where nothing in them can be judged, and they are not as long as their kind.
const UNJUDGED: usize = 4;

/// What TL0138 says of a record of which so many bytes are read, if whole records stand behind them.
pub(super) fn covered(plan: &Plan, kind: KindId, bytes: &[u8], read: usize) -> Option<Args> {
    let rules = plan.descriptors()?;
    let rest = bytes.get(read..).filter(|rest| !rest.is_empty())?;
    let known = Known { plan, own: (kind, &bytes[..read]) };
    let spare = plan.kinds[kind].spare as usize;
    if rest.len() == spare {
        return None; // as long as its layout: what nobody reads of it may be anything
    }
    let place = |at: usize| match at {
        at if at == spare && at + read > 0 => Place::End,
        0 if read > 0 => Place::Filler,
        _ => Place::Elsewhere,
    };
    let ends = std::iter::once(0).chain((spare > 0).then_some(spare));
    let others = (1..rest.len()).filter(|at| *at != spare);
    let mut all = ends.chain(others).map(|at| (at, rules.hidden(rest, at, plan.shortest.least)));
    let (at, found) = all.find(|(at, found)| is_meant((rules, known), (rest, found), place(*at)))?;
    Some(vec![found.records.len().into(), (read + at + 1).into(), bytes.len().into()])
}

/// A place behind what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The layout ends there, and nothing is said of what stands behind it.
    End,
    /// What is read ends there, and what the layout has behind it nobody reads.
    Filler,
    /// Any other.
    Elsewhere,
}

/// Whether what lengths lead to are records. Where a layout ends, those that fill the record to its very end are, if nothing in them
/// contradicts it: four bytes say so much by chance only where most of them are zeros. Of fewer bytes they must be as long as their kind
/// besides, and at any other place speak for themselves by their digits; where nothing in one can be judged, as of binary numbers, its length says
/// enough that leads to the very end.
fn is_meant((rules, known): (&Descriptors, Known<'_>), (rest, found): (&[u8], &Hidden), place: Place) -> bool {
    let least = if place == Place::Elsewhere { ELSEWHERE } else { AT_AN_END };
    let is_enough = found.weight() >= least && (rules.is_sure() || place != Place::Elsewhere);
    if found.records.is_empty() || !found.ends && !is_enough {
        return false;
    }
    let Some(reading) = known.reading(rest, &found.records) else { return false };
    let may_fill = match place {
        Place::End | Place::Filler if rules.is_sure() => {
            reading.may_be() && (reading.is_judged || reading.fits || found.weight() >= UNJUDGED)
        }
        Place::End if reading.is_whole() || reading.fits && !reading.is_judged => true,
        Place::End | Place::Filler if reading.fits && found.records.len() > 1 => true,
        _ => reading.is_sure(),
    };
    let without_digits = rules.is_sure() && found.weight() >= WITHOUT_DIGITS && reading.is_legible();
    found.ends && may_fill || is_enough && (reading.has_digits() || without_digits)
}

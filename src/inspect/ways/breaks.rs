//! Which length is wrong where a chain of them breaks: the framer stops at it only if it leads nowhere at once.
//!
//! In: a framer that stopped, or a record that has others in it, and how far the chain led. Out: a [`Broken`]. Refuses to say
//! whether there is a chain at all.

use super::cuts::{Cut, LEAST, LONGER, Led};
use super::rest::Broken;
use crate::extractors::frame::Frame;
use crate::extractors::frame::descriptors::{DescribedFramer, Descriptors};

/// So many lengths of two bytes are no chance: nothing else stands in them.
const MANY: u64 = 32;
/// So much must speak for records within one that is far longer than all before it.
const SURE: usize = 4;

/// Whether records have whole records in them: an earlier length that is too large goes on over what begins others.
#[derive(Debug, Default)]
pub struct Swallowing {
    /// They have as a rule.
    is_usual: bool,
}

impl Swallowing {
    /// The place in a record's own bytes from which others fill it; none where records before it have some too. `led`: how far
    /// the chain led before it.
    pub fn of(&mut self, rules: &Descriptors, own: &[u8], led: Led) -> Option<usize> {
        let inner = rules.blocks.is_some().then(|| rules.hidden(own, 0, 1));
        let is_block = inner.is_some_and(|inner| inner.ends && inner.records.len() as u64 >= LEAST);
        self.is_usual |= is_block && led.records == 0;
        if self.is_usual || led.records == 0 {
            return None;
        }
        let is_giant = own.len() as u64 > LONGER * led.longest;
        let least = usize::try_from(led.shortest).unwrap_or(1).max(1);
        let fills = |at: &usize| {
            let inner = rules.hidden(own, *at, least);
            inner.ends && inner.weight() >= SURE
        };
        if is_block { Some(0) } else { (1..own.len()).filter(|_| is_giant).find(fills) }
    }
}

/// The block that is open, by the place of its word, and the records before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Open(Option<usize>, u64);

impl Open {
    /// A record begins, behind those to which the chain led; says whether it ends in another block than the last one.
    pub fn see(&mut self, framer: &DescribedFramer<'_>, led: Led) -> bool {
        let is_other = self.0 != framer.block_at();
        if is_other {
            *self = Self(framer.block_at(), led.records);
        }
        is_other
    }

    /// Records before the block in which the framer stopped.
    const fn records(self, framer: &DescribedFramer<'_>, led: Led) -> u64 {
        match (self.0, framer.block_at()) {
            (Some(known), Some(open)) if known == open => self.1,
            _ => led.records,
        }
    }
}

/// The length that is too large where the record that begins at `from` has others from this place of it on: that of its block
/// where it is a block itself, else its own.
#[must_use]
pub fn swallowed(framer: &DescribedFramer<'_>, (from, inner): (usize, usize), (led, open): (Led, Open)) -> Broken {
    match framer.block_at().filter(|_| inner == 0) {
        Some(block) => Broken { of_block: true, ..of(framer, block, from, open.records(framer, led)) },
        None => of(framer, from, from + 1, led.records),
    }
}

/// The length of a word that leads nowhere, behind some that do: that of a record far longer than those before it, that of the
/// open block where its records lead to the next one, or the one at which the framer stopped. `giant`: how far the chain led
/// before such a record, and where that begins.
#[must_use]
pub fn broken(
    framer: &DescribedFramer<'_>,
    cut: &Cut,
    (led, open): (Led, Open),
    giant: Option<(Led, usize)>,
) -> Option<Broken> {
    let least = match cut {
        Cut::Words { .. } => LEAST,
        Cut::Prefix { .. } => MANY,
        _ => return None,
    };
    framer.lost().filter(|_| led.records >= least)?;
    if let Some((before, at)) = giant {
        return Some(of(framer, at, at + 1, before.records));
    }
    stopped(framer, (led, open))
}

/// The length of the open block where its records lead to the next one, or the one at which the framer stopped.
#[must_use]
pub fn stopped(framer: &DescribedFramer<'_>, (led, open): (Led, Open)) -> Option<Broken> {
    if let Some((block, next)) = framer.wrong_block() {
        return Some(Broken { of_block: true, ..of(framer, block, next, open.records(framer, led)) });
    }
    let (at, lost) = (framer.at() as u64, framer.lost()?.led_on(framer.again()));
    Some(Broken { at, records: led.records, lost, of_block: false, at_start: false })
}

/// The length at `at` is wrong, and others may lead on from a place behind `from`.
fn of(framer: &DescribedFramer<'_>, at: usize, from: usize, records: u64) -> Broken {
    let again = framer.again_from(from).map(|again| (again - at) as u64);
    Broken { at: at as u64, records, lost: framer.lost_at(at).led_on(again), of_block: false, at_start: false }
}

//! Chains of lengths whose beginning is damaged: the first length leads nowhere, and from a place behind it on others lead to the end.
//!
//! In: a sample, and the rules of a way that leads nowhere from the file's beginning. Out: a candidate with the records behind the damage, and
//! what is damaged. Refuses a chain of few records, and one that breaks again.

use super::breaks::{self, Open};
use super::cuts::{Candidate, Cut, LEAST, Led};
use super::follow::{self, From};
use super::rest::Edge;
use crate::extractors::frame::descriptors::{DescribedFramer, Descriptors};
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::sample::Sample;

/// Bytes behind a damage in which lengths may lead on again.
const NEAR: usize = 8 << 10;
/// Fewer records behind a damage show no way.
const SHOWN: u64 = 4 * LEAST;

/// The way behind a damage at the file's beginning, with whether any record stands in several pieces.
#[must_use]
pub fn resumed(sample: &Sample, cut: &Cut, rules: &Descriptors, most: usize) -> Option<(Candidate, bool)> {
    let window = sample.windows.first()?;
    let mut framer = DescribedFramer::new(rules, &window.bytes, (0, 0), window.is_last);
    let (mut led, mut open) = (Led::default(), Open::default());
    loop {
        match framer.next(usize::MAX) {
            Framed::Record(_) if led.records + 1 < LEAST => {
                open.see(&framer, led);
                led.records += 1;
            }
            Framed::Lost { .. } => break,
            _ => return None,
        }
    }
    let broken = breaks::stopped(&framer, (led, open))?;
    let (start, block_end) = framer.resumed(framer.at() + 1, NEAR)?;
    let from = From { start: start as u64, block_end };
    let (found, in_pieces) = follow::from(sample, cut, rules, from, most)?;
    if found.led.records < SHOWN || matches!(found.tail, Edge::Broken(_)) {
        return None;
    }
    let broken = broken.before(start as u64);
    let trailer = (window.bytes.len() as u64).saturating_sub(broken.at);
    let led = Led { to_the_end: false, ..found.led };
    Some((Candidate { header: 0, trailer, tail: Edge::Broken(broken), led, ..found }, in_pieces))
}

//! The first records of the sources, read as a run reads them, and what they say against the mapping.
//!
//! In: a plan and its files. Out: doubts, each with its place in the mapping and how many records show it. Refuses to
//! show a value of a field, to read what can be read only once, and to read more than a few megabytes.

mod doubts;
mod edits;
mod lengths;
mod pages;
mod tally;
mod trials;

use std::path::Path;

use crate::extractors::encoding::Unit;
use crate::finding::{Args, Code};
use crate::host::Host;
use crate::host::streams::Damage;
use crate::inspect::nuls;
use crate::inspect::sample::Nothing;
use crate::inspect::ways::hint::hint;
use crate::mapping::diagnostic::Diagnostic;
use crate::mapping::model::Format;
use crate::run::Stop;
use crate::run::diagnosis::Doubted;
use crate::run::io::damage_args;
use crate::run::peek::{Ended, Peek, Unclosed};
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;
use crate::run::windows::cut_record;
use tally::Tally;

/// Most files that are opened.
const FILES: usize = 4;
/// Most files whose length is compared with that of their records.
const MEASURED: usize = 1_000;
/// Most bytes that are read of all of them.
const BYTES: u64 = 4 << 20;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Sample<'a> {
    /// The mapping's plan, with its crosswalks.
    pub plan: &'a Plan,
    /// Its files.
    pub specs: &'a [SourceSpec],
    /// The mapping's text.
    pub text: &'a str,
    /// What its text alone says: it is not said again.
    pub known: &'a [Diagnostic],
    /// Where it stands.
    pub path: &'a Path,
    /// Every parameter has a value, so that columns can be computed.
    pub evaluates: bool,
}

/// What was read, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// The earliest place in the mapping first.
    pub doubts: Vec<Diagnostic>,
    /// Files that were opened, and all there are.
    pub files: (u64, u64),
    /// Records that were read.
    pub records: u64,
    /// The files were read to their ends.
    pub whole: bool,
}

/// Reads the first records, and judges them.
///
/// # Errors
/// TL0901; TL0911, a defect.
pub fn look(host: &dyn Host, sample: Sample<'_>) -> Result<Looked, Stop> {
    let Sample { plan, specs, .. } = sample;
    let mut seen = Seen {
        tally: Tally::new(plan),
        pages: pages::Pages::new(plan),
        heads: Vec::new(),
        odd: Vec::new(),
        opened: 0,
        whole: true,
    };
    let count = specs.len().clamp(1, FILES) as u64;
    let mut lengths = None;
    for (index, spec) in (0_u32..).zip(specs.iter().take(FILES)) {
        let Some(peek) = Peek::open(host, plan, (index, spec), BYTES / count)? else { continue };
        seen.opened += 1;
        seen.whole &= peek.is_whole() && peek.is_read();
        seen.pages.see(peek.bytes());
        seen.odd.extend(odd(plan, spec, &peek));
        seen.odd.extend(lengths::endless(plan, spec, &peek));
        seen.odd.extend(peek.damage().map(|damage| damaged(spec, damage)));
        seen.heads.extend(peek.findings().iter().cloned());
        let ended = peek.each(sample.evaluates, &mut |batch| seen.tally.see(plan, &batch))?;
        seen.whole &= ended.is_none();
        match ended {
            Some(Ended::Quote(quote)) => seen.odd.push(never_closed(spec, quote)),
            Some(Ended::Length(code, args)) => seen.heads.push((code, args)),
            None => {}
        }
        if lengths.is_none() {
            lengths = lengths::judge(plan, &seen.tally, (index, spec), peek.bytes())?;
        }
    }
    // Where records have another length, the file need not be a multiple of this one.
    for spec in specs.iter().take(if lengths.is_none() { MEASURED } else { 0 }) {
        seen.odd.extend(cut(host, plan, spec)?);
    }
    if otherwise(plan, &seen) {
        let of = Doubted { plan, specs, path: sample.path, text: sample.text };
        seen.odd.extend(hint(host, of).map(|hint| (hint.code, hint.args)));
    }
    let doubts = doubts::of(sample, &seen, lengths);
    let whole = seen.whole && seen.opened == specs.len() as u64;
    Ok(Looked { doubts, files: (seen.opened, specs.len() as u64), records: seen.tally.records, whole })
}

/// A compressed file that could not be read on.
fn damaged(spec: &SourceSpec, damage: &Damage) -> (Code, Args) {
    (Code::CompressedDamaged, [vec![spec.name.as_str().into()], damage_args(damage)].concat())
}

/// Whether a file of records of one length ends within one.
fn cut(host: &dyn Host, plan: &Plan, spec: &SourceSpec) -> Result<Option<(Code, Args)>, Stop> {
    let Format::FixedLength { length } = plan.mapping.source.format else { return Ok(None) };
    let cut = cut_record(host, plan, spec)?;
    let told = |(records, rest): (u64, u64)| {
        let args = vec![spec.name.as_str().into(), rest.into(), i64::from(length).into(), records.into()];
        (Code::LastRecordCut, args)
    };
    Ok(cut.map(told))
}

/// Whether it is asked which other way the files of a copybook may read: many values do not decode, or lengths lead nowhere, or it has
/// floats.
fn otherwise(plan: &Plan, seen: &Seen<'_>) -> bool {
    let (mut failed, mut there) = (0, 0);
    for field in seen.tally.fields.values() {
        (failed, there) = (failed + field.failed, there + field.values - field.blank);
    }
    let unsound: u64 = seen.tally.structure.values().map(|times| times.count).sum();
    let lost = seen.heads.iter().any(|(code, _)| *code == Code::LostLength);
    let untold = seen.tally.records - seen.tally.kinds.iter().sum::<u64>().min(seen.tally.records);
    plan.mapping.source.of_copybook
        && (plan.mapping.source.has_floats()
            || 10 * failed > there
            || 2 * (unsound + untold) > seen.tally.records
            || lost
            || seen.tally.records == 0)
}

/// What is odd of a file as a whole: nothing stands in it, or NULs do.
fn odd(plan: &Plan, spec: &SourceSpec, peek: &Peek<'_>) -> Option<(Code, Args)> {
    let nothing = Nothing::of(peek.bytes()).filter(|_| peek.is_whole());
    if let Some(nothing) = nothing {
        return Some((Code::HoldsNothing, vec![spec.name.as_str().into(), nothing.word().into()]));
    }
    let is_text = matches!(plan.mapping.source.format, Format::Lines(_) | Format::Delimited(_));
    let nuls = nuls::of(peek.bytes(), peek.is_whole()).filter(|_| is_text && plan.unit == Unit::Byte);
    nuls.map(|nuls| nuls.told(&spec.name))
}

/// A quote that is never closed, with its place.
fn never_closed(spec: &SourceSpec, quote: Unclosed) -> (Code, Args) {
    let bytes = quote.bytes.map_or("".into(), Into::into);
    let args =
        vec![spec.name.as_str().into(), quote.record.into(), quote.line.into(), i64::from(quote.cell).into(), bytes];
    (Code::QuoteUnclosed, args)
}

/// What was seen in all files.
struct Seen<'a> {
    tally: Tally<'a>,
    pages: pages::Pages,
    /// What is wrong with the files' heads.
    heads: Vec<(Code, Args)>,
    /// What is odd of files as a whole.
    odd: Vec<(Code, Args)>,
    opened: u64,
    whole: bool,
}

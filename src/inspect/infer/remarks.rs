//! What a person should know of the files as a whole, before anything is drafted of them.
//!
//! In: files that were looked at. Out: those that speak for a draft, each content once; and what is odd of the others, as
//! findings. Refuses words, and to guess what is meant.

use std::collections::BTreeMap;

use super::delimited;
use super::records::{self, Cut, Looked, Reading};
use crate::evidence::hash;
use crate::finding::{Args, Code};
use crate::inspect::framing::{LineEnds, Rest, Tail};
use crate::inspect::look::Framing;
use crate::inspect::nuls::{self, Nuls};
use crate::inspect::sample::Sample;
use crate::inspect::ways::rest::{self, Edge};
use crate::run::io as machine;

/// Something odd: a code with its arguments.
pub type Remark = (Code, Args);

/// Files that a draft is made of.
pub struct Kept {
    /// Each has something in it that none of the others has.
    pub files: Vec<Looked>,
    /// What is odd of the others.
    pub remarks: Vec<Remark>,
}

/// The files, without those that hold nothing and without what was seen before.
///
/// # Errors
/// TL0951 where all of them hold nothing.
pub fn kept(all: Vec<Looked>) -> Result<Kept, Remark> {
    let mut kept = Kept { files: Vec::new(), remarks: Vec::new() };
    let mut seen: BTreeMap<(u64, String), String> = BTreeMap::new();
    let mut first = None;
    for file in all {
        let shown = machine::shown(&file.path);
        if let Some(nothing) = file.sample.nothing() {
            let args: Args = vec![shown.into(), nothing.word().into()];
            first.get_or_insert_with(|| (Code::NothingToInfer, args.clone()));
            kept.remarks.push((Code::HoldsNothing, args));
            continue;
        }
        let content = content(&file.sample);
        if let Some(other) = seen.get(&content) {
            let args: Args = if *other == shown {
                vec![shown.into(), "".into(), 2_u64.into()]
            } else {
                vec![shown.into(), other.as_str().into(), "".into()]
            };
            kept.remarks.push((Code::SameFileGiven, args));
        } else {
            seen.insert(content, shown);
            kept.files.push(file);
        }
    }
    match first {
        Some(nothing) if kept.files.is_empty() => Err(nothing),
        _ => Ok(kept),
    }
}

/// The length of the stored file, and a hash of what was read of it.
fn content(sample: &Sample) -> (u64, String) {
    let mut all = String::new();
    for window in &sample.windows {
        all += &hash::sha256(&window.bytes);
    }
    (sample.stored.length.unwrap_or(sample.stored.bytes), all)
}

/// NULs that stand in the text of files.
#[must_use]
pub fn nuls(files: &[Looked], reading: &Reading) -> Vec<Remark> {
    // The lengths before records have them.
    if reading.encoding.starts_with("utf-16") || matches!(reading.cut, Cut::Words { .. }) {
        return Vec::new();
    }
    let of = |file: &Looked| {
        let mut found: Option<Nuls> = None;
        for window in &file.sample.windows {
            let here = nuls::of(&window.bytes, window.is_last);
            found = match (found, here) {
                (Some(before), Some(here)) => Some(Nuls { count: before.count + here.count, ..before }),
                (None, Some(here)) => Some(here.in_window(window.offset)),
                (before, None) => before,
            };
        }
        found.map(|nuls| nuls.told(&machine::shown(&file.path)))
    };
    files.iter().filter_map(of).collect()
}

/// Lines that end in different ways, with how often each stands there.
#[must_use]
pub fn ends(files: &[Looked], reading: &Reading) -> Vec<Remark> {
    let told = |file: &&Looked| reading.cut == Cut::Lines && file.judged.ends.kinds() > 1;
    let of = |file: &Looked| {
        let LineEnds { lf, cr_lf, cr, cr_cr_lf } = file.judged.ends;
        let all = [(lf, "LF"), (cr_lf, "CR LF"), (cr, "CR"), (cr_cr_lf, "CR CR LF")];
        let ends = all.iter().filter(|(count, _)| *count > 0).map(|(count, end)| format!("{count} {end}"));
        (Code::EndsDiffer, vec![machine::shown(&file.path).into(), ends.collect::<Vec<_>>().join(", ").into()])
    };
    files.iter().filter(told).map(of).collect()
}

/// Files of records of one length that end within one; or leave bytes over, nobody knows where.
#[must_use]
pub fn cut(files: &[Looked], reading: &Reading) -> Vec<Remark> {
    let Cut::Length(length) = reading.cut else { return Vec::new() };
    let of = |file: &Looked| {
        let left = match file.judged.rest {
            Some(Rest { tail: Tail::Cut(left), .. }) => left,
            Some(_) => return None,
            None => file.judged.fixed.first()?.left_over.filter(|left| *left > 0)?,
        };
        let passed = file.judged.rest.map_or(0, |rest| rest.header + rest.trailer);
        let records = file.sample.stored.length?.saturating_sub(passed) / length as u64;
        let args = vec![machine::shown(&file.path).into(), left.into(), length.into(), records.into()];
        Some((Code::LastRecordCut, args))
    };
    files.iter().filter_map(of).collect()
}

/// What a person has to decide of files whose records begin with their length: where one leads nowhere, or the last one is cut.
#[must_use]
pub fn chained(files: &[Looked]) -> Vec<Remark> {
    let of = |file: &Looked| {
        let Framing::Chain(chain) = file.judged.framing else { return Vec::new() };
        let doubts =
            rest::doubts(&machine::shown(&file.path), &chain.cut, (0, Edge::NoRecord), (chain.trailer, chain.tail));
        doubts.into_iter().map(|doubt| (doubt.code, doubt.args)).collect()
    };
    files.iter().flat_map(of).collect()
}

/// Files of records of one length, where other lengths would do nearly as well.
#[must_use]
pub fn lengths(files: &[Looked], reading: &Reading) -> Vec<Remark> {
    let Cut::Length(length) = reading.cut else { return Vec::new() };
    let of = |file: &Looked| {
        let chosen = file.judged.fixed.first()?;
        let others: Vec<String> = chosen.rivals(&file.judged.fixed).map(|other| other.length.to_string()).collect();
        let args = vec![machine::shown(&file.path).into(), length.into(), others.join(", ").into()];
        (!others.is_empty()).then_some((Code::OtherLength, args))
    };
    files.iter().filter_map(of).collect()
}

/// Lines of fixed width that commas would cut into cells as well.
#[must_use]
pub fn cells(files: &[Looked], reading: &Reading) -> Option<Remark> {
    let cells = records::perhaps_cells(files.first()?, reading)?;
    Some((Code::EitherWay, vec![machine::shown(&files.first()?.path).into(), cells.into()]))
}

/// A delimiter that somebody named and that stands in none of the files.
#[must_use]
pub fn delimiter(files: &[Looked], reading: &Reading, delimiter: &str) -> Option<Remark> {
    let first = files.first()?;
    let there = files.iter().any(|file| delimited::has(&file.sample, &reading.encoding, delimiter));
    (!there).then(|| (Code::DelimiterNotThere, vec![delimiter.into(), machine::shown(&first.path).into()]))
}

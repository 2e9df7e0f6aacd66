//! What a person should know of the files as a whole, before anything is drafted of them.
//!
//! In: files that were looked at. Out: those that speak for a draft, each content once; and what is odd of the others, as
//! findings. Refuses words, and to guess what is meant.

use std::collections::BTreeMap;

use super::delimited;
use super::records::{Looked, Reading};
use crate::evidence::hash;
use crate::finding::{Args, Code};
use crate::inspect::nuls::{self, Nuls};
use crate::inspect::sample::Sample;
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
            kept.remarks.push((Code::SameFileGiven, vec![shown.into(), other.as_str().into()]));
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
    if reading.encoding.starts_with("utf-16") {
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

/// A delimiter that somebody named and that stands in none of the files.
#[must_use]
pub fn delimiter(files: &[Looked], reading: &Reading, delimiter: &str) -> Option<Remark> {
    let first = files.first()?;
    let there = files.iter().any(|file| delimited::has(&file.sample, &reading.encoding, delimiter));
    (!there).then(|| (Code::DelimiterNotThere, vec![delimiter.into(), machine::shown(&first.path).into()]))
}

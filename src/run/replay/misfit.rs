//! Whether edited bytes are as many records as were refused, and if not, from where on they do not fit.
//!
//! In: the `.raw` file, and the refused records as they were. Out: nothing, or the first record that does not fit. Records
//! that nobody edited are told by a hash of their bytes; those between them are compared by their number. Bytes with a mark
//! before them that the records did not have are none of them. Refuses to guess which record was meant.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

use super::cuts::Cuts;
use super::unreadable;
use crate::evidence::verify::content::Parquet;
use crate::finding::{Arg, Code};
use crate::host::Host;
use crate::loaders::rejects::RAW_MAX;
use crate::run::plan::{Framing, Plan};
use crate::run::windows::{byte_order_mark, to_index};
use crate::run::{Stop, io};

/// Bytes of the longest byte order mark.
const LONGEST_MARK: usize = 3;

/// Edited records in a row, behind which the next one that was not edited is looked for.
const EDITED: usize = 64;

/// Records whose bytes are read at once: each may be as long as the longest that is kept.
const ROWS: usize = 64;

/// Checks how many records there are.
///
/// # Errors
/// TL0934 where they are not as many; TL0806, TL0901.
pub fn check(host: &dyn Host, plan: &Plan, raw: &Path, rejects: &Path) -> Result<(), Stop> {
    let mut cuts = Cuts::open(host, plan, raw)?;
    let (mut found, wanted) = (0_u64, open(host, rejects)?.rows());
    while cuts.next()?.is_some() {
        found += 1;
    }
    if found == wanted && cuts.is_at_end() {
        return Ok(());
    }
    let before = before(host, rejects)?;
    let (at, row) = first(&before, &now(host, plan, raw, before.len() + EDITED)?);
    let (source, record) = place(host, rejects, row)?;
    let number = at as u64 + 1;
    let args = [Arg::from(io::shown(raw)), found.into(), wanted.into(), number.into(), source, record];
    Err(Stop::new(Code::RawRecords, args.into()))
}

/// Checks that no editor put a byte order mark before the records: it would shift the first one, and whoever writes a mark
/// may have written all characters otherwise.
///
/// # Errors
/// TL0971; TL0806, TL0901.
pub fn mark(host: &dyn Host, plan: &Plan, raw: &Path, rejects: &Path) -> Result<(), Stop> {
    let mut first = [0; LONGEST_MARK];
    let file = host.open(raw).map_err(|error| io::stop("open", raw, &error))?;
    let read = file.read_at(0, &mut first).map_err(|error| io::stop("read", raw, &error))?;
    let Some((mark, length)) = byte_order_mark(&first[..read]) else { return Ok(()) };
    let encoding = plan.mapping.source.encoding.as_str();
    // In text of this encoding it stands between records.
    let is_apart = matches!(plan.framing, Framing::Text(_)) && mark == encoding;
    if is_apart || starts(host, rejects, &first[..to_index(length)])? {
        return Ok(());
    }
    Err(Stop::new(Code::RawMarked, vec![io::shown(raw).into(), mark.into(), encoding.into()]))
}

/// Whether the first refused record starts with these bytes.
fn starts(host: &dyn Host, rejects: &Path, with: &[u8]) -> Result<bool, Stop> {
    let wrong = || unreadable(&io::shown(rejects), "raw");
    let mut batches = open(host, rejects)?.batches_of(&["raw"], 1).map_err(|_| wrong())?;
    let Some(batch) = batches.next() else { return Ok(false) };
    let batch = batch.map_err(|_| wrong())?;
    let raw = batch.column(0).as_binary_opt::<i32>().ok_or_else(wrong)?;
    Ok(raw.iter().next().flatten().is_some_and(|bytes| bytes.starts_with(with)))
}

fn open(host: &dyn Host, rejects: &Path) -> Result<Parquet, Stop> {
    let file = host.open(rejects).map_err(|error| io::stop("open", rejects, &error))?;
    Parquet::open(file).map_err(|problem| unreadable(&io::shown(rejects), &problem))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The refused records as they were.
fn before(host: &dyn Host, rejects: &Path) -> Result<Vec<u64>, Stop> {
    let wrong = || unreadable(&io::shown(rejects), "raw");
    let mut hashes = Vec::new();
    for batch in open(host, rejects)?.batches_of(&["raw"], ROWS).map_err(|_| wrong())? {
        let batch = batch.map_err(|_| wrong())?;
        let raw = batch.column(0).as_binary_opt::<i32>().ok_or_else(wrong)?;
        hashes.extend(raw.iter().map(|bytes| hash(bytes.unwrap_or_default())));
    }
    Ok(hashes)
}

/// The first records as they are.
fn now(host: &dyn Host, plan: &Plan, raw: &Path, most: usize) -> Result<Vec<u64>, Stop> {
    let (mut cuts, mut hashes) = (Cuts::open(host, plan, raw)?, Vec::new());
    while hashes.len() < most {
        let Some(record) = cuts.next()? else { break };
        hashes.push(hash(&cuts.first_bytes(&record, RAW_MAX)?));
    }
    Ok(hashes)
}

/// The first record of those that are there which does not fit, and the one in whose place it should stand.
fn first(before: &[u64], now: &[u64]) -> (usize, usize) {
    let (mut at, mut row) = (0, 0);
    while at < now.len() && row < before.len() {
        match again(&before[row..], &now[at..]) {
            Some((skipped, more)) if skipped == more => (row, at) = (row + skipped.max(1), at + more.max(1)),
            _ => break,
        }
    }
    (at, row)
}

/// After how many records of either the same one follows.
fn again(before: &[u64], now: &[u64]) -> Option<(usize, usize)> {
    let within = |sum: usize| (0..=sum).map(move |skipped| (skipped, sum - skipped));
    let is_same =
        |(skipped, more): &(usize, usize)| before.get(*skipped).is_some_and(|old| now.get(*more) == Some(old));
    (0..=2 * EDITED).flat_map(within).find(is_same)
}

/// The first of these records, by their source and number, whose bytes were edited. What is longer than the bytes that are
/// kept of it is taken for edited. Where there are other records than before, [`check`] tells it.
///
/// # Errors
/// TL0806, TL0901.
pub fn edited(
    host: &dyn Host,
    plan: &Plan,
    (raw, rejects): (&Path, &Path),
    of: &BTreeSet<(String, u64)>,
) -> Result<Option<(String, u64)>, Stop> {
    let wrong = || unreadable(&io::shown(rejects), "raw");
    let mut cuts = Cuts::open(host, plan, raw)?;
    for batch in open(host, rejects)?.batches_of(&["file", "record", "raw"], ROWS).map_err(|_| wrong())? {
        let batch = batch.map_err(|_| wrong())?;
        let files = batch.column(0).as_string_opt::<i32>().ok_or_else(wrong)?;
        let records = batch.column(1).as_primitive_opt::<Int64Type>().ok_or_else(wrong)?;
        let raws = batch.column(2).as_binary_opt::<i32>().ok_or_else(wrong)?;
        for row in 0..batch.num_rows() {
            let Some(now) = cuts.next()? else { return Ok(None) };
            let named = (files.value(row).to_owned(), u64::try_from(records.value(row)).unwrap_or(0));
            let is_same = || Ok::<bool, Stop>(cuts.first_bytes(&now, RAW_MAX + 1)? == raws.value(row));
            if of.contains(&named) && !is_same()? {
                return Ok(Some(named));
            }
        }
    }
    Ok(None)
}

/// The source and the number of a refused record; nothing behind the last.
fn place(host: &dyn Host, rejects: &Path, row: usize) -> Result<(Arg, Arg), Stop> {
    let wrong = || unreadable(&io::shown(rejects), "record");
    let mut first = 0;
    for batch in open(host, rejects)?.batches(&["file", "record"]).map_err(|_| wrong())? {
        let batch = batch.map_err(|_| wrong())?;
        let at = row - first;
        if at < batch.num_rows() {
            let files = batch.column(0).as_string_opt::<i32>().ok_or_else(wrong)?;
            let records = batch.column(1).as_primitive_opt::<Int64Type>().ok_or_else(wrong)?;
            return Ok((files.value(at).into(), u64::try_from(records.value(at)).unwrap_or(0).into()));
        }
        first += batch.num_rows();
    }
    Ok(("".into(), "".into()))
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_record_that_does_not_fit_is_told_behind_edited_ones() {
        for (before, now, want) in [
            ("abcdef", "abdef", (2, 2)),
            ("abcdef", "abcxdef", (3, 3)),
            ("abcdef", "aXcdf", (4, 4)),
            ("abcdef", "aXYdeZf", (5, 5)),
            ("abcdef", "abcde", (5, 5)),
            ("abcdef", "abcdefg", (6, 6)),
            ("abcdef", "", (0, 0)),
            ("abcdef", "UVWXY", (0, 0)),
        ] {
            let codes = |text: &str| text.bytes().map(u64::from).collect::<Vec<_>>();
            assert_eq!(first(&codes(before), &codes(now)), want, "{before} {now}");
        }
    }
}

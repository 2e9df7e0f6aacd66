//! From which bytes a record of a run came, where refused records were edited and run again.
//!
//! In: a run, and a place in one of its sources. Out: the run among whose refused records the bytes stand that were read,
//! and as what each run refused the record before. Where none of the runs was given edited bytes, what its source has is
//! what it read. Refuses to read a source, and to decode.

use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;

use super::of_run::not_traced;
use super::record::{Edit, Record};
use super::run_said::{findings, number_of, text};
use crate::evidence::manifest::{Manifest, MendedEvidence};
use crate::evidence::verify::content::Parquet;
use crate::evidence::verify::hash_of;
use crate::evidence::which;
use crate::host::Host;
use crate::run::one::Sought;
use crate::run::{Stop, io};

/// What is known of the bytes of a record.
pub enum BytesOf {
    /// They are its source's.
    Source,
    /// A run is gone, by its ID: if the record was among its refused ones, it may have been edited there.
    Lost(String),
    /// They stand among refused records.
    Repaired(Repaired),
}

/// A record that was refused, and read again.
pub struct Repaired {
    /// The folder of the run that has its bytes.
    pub folder: PathBuf,
    /// They are not as that run wrote them.
    pub is_edited: bool,
    /// Its number in its file.
    pub record: u64,
    /// As it was refused, the newest first.
    pub before: Vec<Before>,
}

/// A record as a run refused it.
pub struct Before {
    /// That run's ID and folder.
    refused_by: (String, PathBuf),
    /// The run that read it again.
    read_by: String,
    /// The file in which its bytes may have been edited.
    raw: PathBuf,
    /// Its bytes, the first [`RAW_MAX`](crate::loaders::rejects::RAW_MAX) of them.
    pub bytes: Vec<u8>,
}

/// A run, and below it the run that it mends.
struct Level {
    folder: PathBuf,
    manifest: Manifest,
}

impl Level {
    /// How it was given the refused records of the run that it mends.
    fn took(&self, mapping: &str) -> Option<&MendedEvidence> {
        self.manifest.mends.as_ref()?.rejects.iter().find(|one| one.mapping == mapping)
    }

    fn edited(&self, mapping: &str) -> Option<&String> {
        self.took(mapping)?.edited_sha256.as_ref()
    }

    fn raw(&self, mapping: &str) -> PathBuf {
        self.folder.join(raw_name(mapping))
    }

    /// What it wrote there.
    fn written(&self, mapping: &str) -> Option<&String> {
        let outputs = &self.manifest.outputs;
        outputs.iter().find(|output| output.path == raw_name(mapping)).map(|output| &output.sha256)
    }
}

fn raw_name(mapping: &str) -> String {
    format!("rejects/{mapping}.raw")
}

/// From which bytes a record came: its mapping, its file, and its number or a byte of it.
///
/// # Errors
/// TL0957 where they were edited again since; TL0901.
pub fn bytes_of(
    host: &dyn Host,
    (folder, manifest): (&Path, &Manifest),
    (mapping, file): (&str, &str),
    sought: Sought,
) -> Result<BytesOf, Stop> {
    let (levels, lost) = levels(host, folder, manifest)?;
    let otherwise = || lost.clone().map_or(BytesOf::Source, BytesOf::Lost);
    if levels.iter().all(|level| level.edited(mapping).is_none()) {
        return Ok(otherwise());
    }
    // What any of them refused, the first one did.
    let first = levels.last().map(|level| row(host, level, (mapping, file), sought)).transpose()?.flatten();
    let Some((record, _)) = first else { return Ok(otherwise()) };
    let found =
        levels.iter().map(|level| Ok(row(host, level, (mapping, file), Sought::Record(record))?.map(|row| row.1)));
    let found: Vec<Option<Vec<u8>>> = found.collect::<Result<_, Stop>>()?;
    let first = found.iter().position(Option::is_some).unwrap_or(found.len());
    let held: Vec<(usize, Vec<u8>)> = (first..).zip(found.into_iter().skip(first).map_while(|bytes| bytes)).collect();
    let Some((at, is_edited)) = bytes_at(host, &levels, mapping, held.iter().map(|(at, _)| *at))? else {
        return Ok(otherwise());
    };
    let before = held.into_iter().filter(|(at, _)| *at > 0).map(|(at, bytes)| Before {
        refused_by: (levels[at].manifest.run.clone(), levels[at].folder.clone()),
        read_by: levels[at - 1].manifest.run.clone(),
        raw: levels[at].raw(mapping),
        bytes,
    });
    let before = before.collect();
    Ok(BytesOf::Repaired(Repaired { folder: levels[at].folder.clone(), is_edited, record, before }))
}

/// A run, the one that it mends, and so on; and the ID of the first that is not there.
fn levels(host: &dyn Host, folder: &Path, manifest: &Manifest) -> Result<(Vec<Level>, Option<String>), Stop> {
    let whole = host.absolute(folder).map_err(|error| io::stop("open", folder, &error))?;
    let mut levels = vec![Level { folder: folder.to_owned(), manifest: manifest.clone() }];
    // The folder may be the link to the run that is read.
    let outs: Vec<&Path> = whole.ancestors().skip(1).take(2).collect();
    while let Some(mends) = levels.last().and_then(|level| level.manifest.mends.as_ref()) {
        let run = mends.run.clone();
        let found = outs.iter().find_map(|out| which::of_id(host, out, &run));
        let read = found.and_then(|(folder, json)| Some((folder, Manifest::from_json(&json).ok()?)));
        // No run mends one that began after it.
        let Some((folder, manifest)) = read.filter(|_| levels.iter().all(|level| level.manifest.run != run)) else {
            return Ok((levels, Some(run)));
        };
        levels.push(Level { folder, manifest });
    }
    Ok((levels, None))
}

/// Number and bytes of a record that a run refused.
fn row(
    host: &dyn Host,
    level: &Level,
    (mapping, file): (&str, &str),
    sought: Sought,
) -> Result<Option<(u64, Vec<u8>)>, Stop> {
    let path = level.folder.join(format!("rejects/{mapping}.parquet"));
    if host.kind(&path).is_err() {
        return Ok(None);
    }
    let opened = host.open(&path).map_err(|error| io::stop("open", &path, &error))?;
    let broken = || not_traced(&path, "parquet");
    let parquet = Parquet::open(opened).map_err(|_| broken())?;
    // Edited bytes are as many as they are; their place is the one that they had.
    let length = if level.manifest.mends.is_some() { "length" } else { "raw_length" };
    let mut before = 0;
    for batch in parquet.batches(&["file", "record", "offset", length]).map_err(|_| broken())? {
        let batch = batch.map_err(|_| broken())?;
        let is_meant = |row: &usize| {
            let number = |name| number_of(&batch, name, *row).unwrap_or(0);
            let is_meant = match sought {
                Sought::Record(wanted) => number("record") == wanted,
                Sought::At(offset) => (number("offset")..number("offset") + number(length)).contains(&offset),
                Sought::Refused(_) => false,
            };
            is_meant && text(&batch, "file", *row) == Some(file)
        };
        if let Some(row) = (0..batch.num_rows()).find(is_meant) {
            let number = number_of(&batch, "record", row).unwrap_or(0);
            let whole = parquet.row(&["raw"], before + row).map_err(|_| broken())?.ok_or_else(broken)?;
            let raw = whole.column(0).as_binary_opt::<i32>().ok_or_else(broken)?;
            return Ok(Some((number, raw.value(0).to_vec())));
        }
        before += batch.num_rows();
    }
    Ok(None)
}

/// Which of the runs that refused a record has the bytes that were read last, and whether they were edited; none: they are
/// the source's.
fn bytes_at(
    host: &dyn Host,
    levels: &[Level],
    mapping: &str,
    held: impl Iterator<Item = usize>,
) -> Result<Option<(usize, bool)>, Stop> {
    for at in held {
        let edited = at.checked_sub(1).and_then(|above| levels[above].edited(mapping));
        let path = levels[at].raw(mapping);
        let now = host.kind(&path).ok().map(|_| hash_of(host, &path)).transpose()?;
        if now.is_some() && now.as_ref() == edited.or_else(|| levels[at].written(mapping)) {
            return Ok(Some((at, edited.is_some())));
        }
        if edited.is_some() {
            return Err(not_traced(&path, "edited"));
        }
        // Nobody had edited them when they were read: the run below has the same.
    }
    Ok(None)
}

impl Before {
    /// What stood there, as it may be shown, and what became of it; `record` is what the bytes are, none where they are too
    /// long for that. `now` is what stands there later.
    ///
    /// # Errors
    /// TL0957 for findings that cannot be read, TL0901.
    pub fn edit(
        &self,
        host: &dyn Host,
        (mapping, file, number): (&str, &str, u64),
        record: Option<Record>,
        now: &[u8],
    ) -> Result<Edit, Stop> {
        let (run, folder) = &self.refused_by;
        let (bytes, text) = record.map(|record| (record.bytes, record.text)).unwrap_or_default();
        Ok(Edit {
            refused_by: run.clone(),
            read_by: self.read_by.clone(),
            raw: io::shown(&self.raw),
            length: self.bytes.len() as u64,
            bytes,
            text,
            differs: differences(&self.bytes, now),
            findings: findings(host, folder, (mapping, file, number))?,
        })
    }
}

/// Where bytes are not what they are later: first byte from 0, and the one behind.
fn differences(before: &[u8], now: &[u8]) -> Vec<(usize, usize)> {
    if before.len() == now.len() {
        let other: Vec<usize> = (0..before.len()).filter(|at| before[*at] != now[*at]).collect();
        let runs = other.chunk_by(|one, next| one + 1 == *next);
        return runs.filter_map(|run| Some((*run.first()?, run.last()? + 1))).collect();
    }
    let shorter = before.len().min(now.len());
    let ahead = (0..shorter).take_while(|at| before[*at] == now[*at]).count();
    let behind = (1..=shorter - ahead).take_while(|at| before[before.len() - at] == now[now.len() - at]).count();
    let between = (ahead, before.len() - behind);
    if between.0 < between.1 { vec![between] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn what_was_edited_is_told_from_what_was_not() {
        for (before, now, want) in [
            ("abcdef", "abXdeY", vec![(2, 3), (5, 6)]),
            ("abcdef", "XXXdef", vec![(0, 3)]),
            ("abcdef", "abXef", vec![(2, 4)]),
            ("abef", "abcdef", vec![]),
            ("aa", "aaa", vec![]),
            ("aaa", "aa", vec![(2, 3)]),
            ("", "ab", vec![]),
            ("ab", "", vec![(0, 2)]),
            ("ab", "ab", vec![]),
        ] {
            assert_eq!(differences(before.as_bytes(), now.as_bytes()), want, "{before} {now}");
        }
    }
}

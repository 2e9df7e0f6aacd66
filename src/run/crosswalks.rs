//! The crosswalks of a mapping: read whole before a run begins, and shared by its threads.
//!
//! In: a mapping and its folder. Out: for each look-up the crosswalk and its taken column, what they take of memory, what
//! goes into the evidence; or every mistake of every crosswalk at once. Refuses: looking up, and words.
//!
//! Look-ups that have the same file, keys and reading share one crosswalk. A row that stands for several others (a key
//! that is split by shares) has its place here: it is a mistake today, told as a key that stands twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::evidence::hash;
use crate::evidence::manifest::CrosswalkEvidence;
use crate::finding::Code;
use crate::host::{Host, PathKind};
use crate::mapping::model::{CrosswalkReading, FieldRef, Lookup, Mapping, Origin, Table, Type};
use crate::run::{Stop, io, sources};
use crate::transforms::lookup::Crosswalk;

pub mod faults;
mod parquet;
pub mod rows;
pub mod text;

use rows::Rows;

/// Bytes of the largest file that is read.
const MOST_BYTES: usize = 1 << 30;

/// The crosswalks of one mapping.
#[derive(Debug, Default)]
pub struct Crosswalks {
    /// For each table, one for each of its look-ups.
    pub lookups: Vec<Vec<LookupWork>>,
    /// The files, in the order in which look-ups name them.
    pub files: Vec<CrosswalkFile>,
    /// What is not wrong, and may not be meant.
    pub doubts: Vec<Stop>,
    /// Bytes that they take, and that reading the largest took besides.
    pub bytes: u64,
}

/// One file.
#[derive(Debug, Clone)]
pub struct CrosswalkFile {
    /// What is kept of it.
    pub evidence: CrosswalkEvidence,
    /// Bytes of memory of all that was made of it.
    pub memory: u64,
}

/// One look-up, ready to work.
#[derive(Debug, Clone)]
pub struct LookupWork {
    /// The crosswalk.
    pub crosswalk: Arc<Crosswalk>,
    /// Index of its taken column.
    pub taken: usize,
    /// The fields that its keys come from, through other look-ups too.
    pub fields: Vec<FieldRef>,
}

/// What one crosswalk has to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// As the mapping names it.
    file: String,
    reading: CrosswalkReading,
    /// Headers of the keys, with their types.
    keys: Vec<(String, Type)>,
    /// Headers of the first and last day.
    valid: Option<(String, String)>,
    /// Headers of the values, with their types.
    taken: Vec<(String, Type)>,
}

impl Wanted {
    fn of(table: &Table, lookup: &Lookup) -> Self {
        let key = |key: &crate::mapping::model::LookupKey| (key.header.clone(), table.columns[key.column].ty);
        Self {
            file: lookup.file.clone(),
            reading: lookup.reading.clone(),
            keys: lookup.keys.iter().map(key).collect(),
            valid: lookup.valid.as_ref().map(|valid| (valid.from.clone(), valid.to.clone())),
            taken: Vec::new(),
        }
    }

    fn is_shared_with(&self, other: &Self) -> bool {
        Self { taken: Vec::new(), ..self.clone() } == Self { taken: Vec::new(), ..other.clone() }
    }

    /// Index of a taken column, which is added if it is not there.
    fn take(&mut self, header: &str, ty: Type) -> usize {
        let known = self.taken.iter().position(|(name, known)| name == header && *known == ty);
        known.unwrap_or_else(|| {
            self.taken.push((header.to_owned(), ty));
            self.taken.len() - 1
        })
    }

    /// Every header with its type: keys, then days, then taken values.
    fn columns(&self) -> Vec<(&str, Type)> {
        let days = self.valid.iter().flat_map(|(from, to)| [(from.as_str(), Type::Date), (to.as_str(), Type::Date)]);
        let [keys, taken] = [&self.keys, &self.taken].map(|list| list.iter().map(|(name, ty)| (name.as_str(), *ty)));
        keys.chain(days).chain(taken).collect()
    }
}

/// One crosswalk that was read.
struct Loaded {
    crosswalk: Crosswalk,
    evidence: CrosswalkEvidence,
    headers: Vec<String>,
    doubts: Vec<Stop>,
    /// Bytes that only reading it took.
    reading: u64,
}

/// Reads the crosswalks of a mapping; `path` is the mapping's file.
///
/// # Errors
/// Everything that is wrong with them: TL0421 to TL0431, TL0908 and TL0909 for a file that is not there, TL0901.
pub fn load(host: &dyn Host, path: &Path, mapping: &Mapping) -> Result<Crosswalks, Vec<Stop>> {
    let (wanted, places) = wanted(mapping);
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let (mut loaded, mut stops) = (Vec::with_capacity(wanted.len()), Vec::new());
    for one in &wanted {
        match load_one(host, &folder.join(&one.file), one, &mapping.name) {
            Ok(read) => loaded.push(read),
            Err(wrong) => stops.extend(wrong),
        }
    }
    stops.dedup();
    if !stops.is_empty() {
        return Err(stops);
    }
    let files = files(&loaded).map_err(|stop| vec![stop])?;
    let largest = loaded.iter().map(|one| one.reading).max().unwrap_or(0);
    let bytes = largest + loaded.iter().map(|one| one.crosswalk.bytes()).sum::<u64>();
    let mut doubts: Vec<Stop> = loaded.iter_mut().flat_map(|one| std::mem::take(&mut one.doubts)).collect();
    doubts.extend(unused(&wanted, &loaded));
    let crosswalks: Vec<_> = loaded.into_iter().map(|one| Arc::new(one.crosswalk)).collect();
    let works = mapping.tables.iter().zip(places).map(|(table, places)| works(table, &places, &crosswalks));
    Ok(Crosswalks { lookups: works.collect(), files, doubts, bytes })
}

/// The crosswalks that a mapping wants, and for each look-up of each table which of them it is, and its taken column.
fn wanted(mapping: &Mapping) -> (Vec<Wanted>, Vec<Vec<(usize, usize)>>) {
    let mut all: Vec<Wanted> = Vec::new();
    let mut place = |table: &Table, lookup: &Lookup| {
        let one = Wanted::of(table, lookup);
        let at = all.iter().position(|other| other.is_shared_with(&one)).unwrap_or_else(|| {
            all.push(one);
            all.len() - 1
        });
        (at, all[at].take(&lookup.take, table.columns[lookup.column].ty))
    };
    let of_table = |table: &Table| table.lookups.iter().map(|lookup| place(table, lookup)).collect();
    let places = mapping.tables.iter().map(of_table).collect();
    (all, places)
}

fn works(table: &Table, places: &[(usize, usize)], crosswalks: &[Arc<Crosswalk>]) -> Vec<LookupWork> {
    let works = places.iter().enumerate().map(|(lookup, (crosswalk, taken))| LookupWork {
        crosswalk: Arc::clone(&crosswalks[*crosswalk]),
        taken: *taken,
        fields: fields(table, &table.lookups[lookup]),
    });
    works.collect()
}

/// The fields that a look-up's keys come from.
fn fields(table: &Table, lookup: &Lookup) -> Vec<FieldRef> {
    let at = lookup.valid.as_ref().map(|valid| valid.at);
    let of_column = |column: usize| match &table.columns[column].from {
        Origin::Field(field) => vec![*field],
        Origin::Expression(expression) => expression.fields().collect(),
        // It stands before this one, so that this ends.
        Origin::Lookup(other) => fields(table, &table.lookups[*other]),
        Origin::Constant(_) | Origin::RepeatNumber => Vec::new(),
    };
    lookup.keys.iter().map(|key| key.column).chain(at).flat_map(of_column).collect()
}

fn load_one(host: &dyn Host, path: &Path, wanted: &Wanted, mapping: &str) -> Result<Loaded, Vec<Stop>> {
    let bytes = bytes(host, path).map_err(|stop| vec![stop])?;
    let (length, sha256) = (bytes.len(), hash::sha256(&bytes));
    let mut rows = Rows::new(wanted).map_err(|stop| vec![stop])?;
    let headers = match &wanted.reading {
        _ if length > MOST_BYTES => return Err(vec![unreadable(wanted, "size")]),
        CrosswalkReading::Text { encoding, delimiter, quote, .. } => {
            text::read(&mut bytes.as_slice(), (encoding, delimiter, *quote), &mut rows)
        }
        CrosswalkReading::Parquet => parquet::read(bytes, &mut rows),
    };
    let headers = headers.map_err(|stop| vec![stop])?;
    let read = rows.finish()?;
    let evidence = CrosswalkEvidence {
        mapping: mapping.to_owned(),
        file: wanted.file.clone(),
        bytes: length as u64,
        sha256,
        rows: read.rows,
    };
    let reading = length as u64 + read.beside;
    Ok(Loaded { crosswalk: read.crosswalk, evidence, headers, doubts: read.doubts, reading })
}

fn unreadable(wanted: &Wanted, problem: &str) -> Stop {
    Stop::new(Code::CrosswalkUnreadable, vec![wanted.file.as_str().into(), problem.into()])
}

fn bytes(host: &dyn Host, path: &Path) -> Result<Vec<u8>, Stop> {
    let wanted = match sources::kind(host, path)? {
        PathKind::File => return host.read(path).map_err(|error| io::stop("read", path, &error)),
        PathKind::Folder => "file",
        PathKind::Stream => "no pipe",
    };
    Err(Stop::new(Code::WrongPath, vec![io::shown(path).into(), wanted.into()]))
}

/// One entry for each file; a file that was read twice must have been the same.
fn files(loaded: &[Loaded]) -> Result<Vec<CrosswalkFile>, Stop> {
    let mut files: Vec<CrosswalkFile> = Vec::new();
    for one in loaded {
        let memory = one.crosswalk.bytes();
        match files.iter_mut().find(|file| file.evidence.file == one.evidence.file) {
            Some(file) if file.evidence == one.evidence => file.memory += memory,
            Some(file) => return Err(Stop::new(Code::SourceChanged, vec![file.evidence.file.as_str().into()])),
            None => files.push(CrosswalkFile { evidence: one.evidence.clone(), memory }),
        }
    }
    Ok(files)
}

/// Headers of each file that no look-up names.
fn unused(wanted: &[Wanted], loaded: &[Loaded]) -> Vec<Stop> {
    let mut files: BTreeMap<&str, (&[String], BTreeSet<&str>)> = BTreeMap::new();
    for (one, read) in wanted.iter().zip(loaded) {
        let file = files.entry(&one.file).or_insert_with(|| (&read.headers, BTreeSet::new()));
        file.1.extend(one.columns().iter().map(|(name, _)| *name));
    }
    let doubt = |(file, (headers, used)): (&str, (&[String], BTreeSet<&str>))| {
        let names: Vec<&str> = headers.iter().map(String::as_str).filter(|name| !used.contains(name)).collect();
        let args = vec![file.into(), names.len().into(), listed(&names).into()];
        (!names.is_empty()).then(|| Stop::new(Code::CrosswalkUnused, args))
    };
    files.into_iter().filter_map(doubt).collect()
}

/// Headers that a message names.
const NAMES: usize = 6;

/// Names as a message shows them, the first few.
fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(NAMES).map(|name| format!("`{name}`"));
    let more = (names.len() > NAMES).then(|| String::from("…"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

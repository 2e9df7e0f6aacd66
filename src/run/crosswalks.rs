//! The crosswalks of a mapping: read whole before a run begins, and shared by its threads.
//!
//! In: a mapping and its folder. Out: for each look-up the crosswalk and its taken column, for each split its parts, what
//! they take of memory, what goes into the evidence; or every mistake of every crosswalk at once. Refuses: looking up, and
//! words.
//!
//! Look-ups that have the same file, keys and reading share one crosswalk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::evidence::hash;
use crate::evidence::manifest::CrosswalkEvidence;
use crate::finding::Code;
use crate::host::{Host, PathKind};
use crate::mapping::model::{
    CrosswalkReading, FieldRef, Lookup, LookupKey, Mapping, Origin, Split, Table, Type, Validity,
};
use crate::run::{Stop, io, sources};
use crate::transforms::lookup::Crosswalk;
use crate::transforms::lookup::used::Used;
use crate::transforms::split::{SHARE_DIGITS, SHARE_SCALE, Splits};

pub mod faults;
pub mod guard;
mod parquet;
pub mod rows;
pub mod text;

use rows::{Made, Rows};

/// Bytes of the largest file that is read.
const MOST_BYTES: usize = 1 << 30;

/// The crosswalks of one mapping.
#[derive(Debug, Default)]
pub struct Crosswalks {
    /// For each table, and behind them for the elements of each list, one for each of its look-ups.
    pub lookups: Vec<Vec<LookupWork>>,
    /// For each of these its split, if it has one.
    pub splits: Vec<Option<SplitWork>>,
    /// The files, in the order in which look-ups name them.
    pub files: Vec<CrosswalkFile>,
    /// The headers of each file, by its name in the mapping.
    pub headers: BTreeMap<String, Vec<String>>,
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
    /// Rows of the crosswalk that were found.
    pub used: Arc<Used>,
}

/// A table's split, ready to work.
#[derive(Debug, Clone)]
pub struct SplitWork {
    /// The splits.
    pub splits: Arc<Splits>,
    /// The fields that its keys come from, through look-ups too.
    pub fields: Vec<FieldRef>,
    /// Splits that were found.
    pub used: Arc<Used>,
}

impl Crosswalks {
    /// Parts of the split that has most, among all tables; 1 where there is none.
    #[must_use]
    pub fn most_parts(&self) -> u32 {
        self.splits.iter().flatten().map(|work| work.splits.most()).max().unwrap_or(1).max(1)
    }
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
    /// Of a split: the header of the shares, and whether they are weights.
    shares: Option<(String, bool)>,
    /// Headers of the values, with their types.
    taken: Vec<(String, Type)>,
}

/// The type of shares.
const SHARE: Type = Type::Decimal { precision: SHARE_DIGITS, scale: SHARE_SCALE };

impl Wanted {
    /// The headers of the key, as a message lists them.
    fn key(&self) -> String {
        let headers: Vec<&str> = self.keys.iter().map(|(header, _)| header.as_str()).collect();
        listed(&headers)
    }

    /// Those of the first and last day.
    fn days(&self) -> String {
        self.valid.as_ref().map_or_else(String::new, |(from, to)| listed(&[from, to]))
    }

    /// That of the shares.
    fn share(&self) -> String {
        self.shares.as_ref().map_or_else(String::new, |(share, _)| listed(&[share]))
    }

    /// Those of the values.
    fn values(&self) -> String {
        let headers: Vec<&str> = self.taken.iter().map(|(header, _)| header.as_str()).collect();
        listed(&headers)
    }

    fn of(table: &Table, lookup: &Lookup) -> Self {
        Self {
            file: lookup.file.clone(),
            reading: lookup.reading.clone(),
            keys: keys(table, &lookup.keys),
            valid: lookup.valid.as_ref().map(headers),
            shares: None,
            taken: Vec::new(),
        }
    }

    fn of_split(table: &Table, split: &Split) -> Self {
        let take = |(column, header): &(usize, String)| (header.clone(), table.columns[*column].ty);
        Self {
            file: split.file.clone(),
            reading: split.reading.clone(),
            keys: keys(table, &split.keys),
            valid: split.valid.as_ref().map(headers),
            shares: Some((split.share.clone(), split.weights)),
            taken: split.takes.iter().map(take).collect(),
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

    /// Every header with its type: keys, then days, then shares, then taken values.
    fn columns(&self) -> Vec<(&str, Type)> {
        let days = self.valid.iter().flat_map(|(from, to)| [(from.as_str(), Type::Date), (to.as_str(), Type::Date)]);
        let [keys, taken] = [&self.keys, &self.taken].map(|list| list.iter().map(|(name, ty)| (name.as_str(), *ty)));
        let shares = self.shares.iter().map(|(name, _)| (name.as_str(), SHARE));
        keys.chain(days).chain(shares).chain(taken).collect()
    }
}

fn keys(table: &Table, keys: &[LookupKey]) -> Vec<(String, Type)> {
    keys.iter().map(|key| (key.header.clone(), table.columns[key.column].ty)).collect()
}

fn headers(valid: &Validity) -> (String, String) {
    (valid.from.clone(), valid.to.clone())
}

/// One crosswalk that was read.
struct Loaded {
    made: Made,
    evidence: CrosswalkEvidence,
    headers: Vec<String>,
    doubts: Vec<Stop>,
    /// Bytes that only reading it took.
    reading: u64,
}

/// Reads the crosswalks of a mapping; `path` is the mapping's file.
///
/// # Errors
/// Everything that is wrong with them: TL0421 to TL0431, TL0434 to TL0437, TL0908 and TL0909 for a file that is not there, TL0901.
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
    let bytes = largest + loaded.iter().map(|one| one.made.bytes()).sum::<u64>();
    let mut doubts: Vec<Stop> = loaded.iter_mut().flat_map(|one| std::mem::take(&mut one.doubts)).collect();
    doubts.extend(unused(&wanted, &loaded));
    let headers = wanted.iter().zip(&mut loaded);
    let headers = headers.map(|(one, read)| (one.file.clone(), std::mem::take(&mut read.headers))).collect();
    let made: Vec<_> = loaded.into_iter().map(|one| one.made).collect();
    let works = mapping.with_nested().into_iter().zip(places).map(|(table, places)| works(table, &places, &made));
    let (lookups, splits): (Vec<Vec<LookupWork>>, Vec<Option<SplitWork>>) = works.unzip();
    let marks = lookups.iter().flatten().map(|work| &work.used).chain(splits.iter().flatten().map(|work| &work.used));
    let bytes = bytes + marks.map(|used| used.bytes()).sum::<u64>();
    Ok(Crosswalks { lookups, splits, files, headers, doubts, bytes })
}

/// Which crosswalk each look-up of a table is, with its taken column, and which its split is.
type Places = (Vec<(usize, usize)>, Option<usize>);

/// The crosswalks that a mapping wants, and for each table which of them it has.
fn wanted(mapping: &Mapping) -> (Vec<Wanted>, Vec<Places>) {
    let mut all: Vec<Wanted> = Vec::new();
    let mut place = |table: &Table, lookup: &Lookup| {
        let one = Wanted::of(table, lookup);
        let at = all.iter().position(|other| other.is_shared_with(&one)).unwrap_or_else(|| {
            all.push(one);
            all.len() - 1
        });
        (at, all[at].take(&lookup.take, table.columns[lookup.column].ty))
    };
    let of_table = |table: &Table| -> Vec<_> { table.lookups.iter().map(|lookup| place(table, lookup)).collect() };
    let tables = mapping.with_nested();
    let lookups: Vec<_> = tables.iter().copied().map(of_table).collect();
    let split = |table: &Table| {
        all.push(Wanted::of_split(table, table.split.as_ref()?));
        Some(all.len() - 1)
    };
    let splits: Vec<_> = tables.into_iter().map(split).collect();
    (all, lookups.into_iter().zip(splits).collect())
}

fn works(table: &Table, (lookups, split): &Places, made: &[Made]) -> (Vec<LookupWork>, Option<SplitWork>) {
    let lookups = table.lookups.iter().zip(lookups).filter_map(|(lookup, (crosswalk, taken))| {
        let Made::Crosswalk(crosswalk) = &made[*crosswalk] else { return None };
        let fields = fields(table, &lookup.keys, lookup.valid.as_ref());
        let used = Arc::new(crosswalk.unused());
        Some(LookupWork { crosswalk: Arc::clone(crosswalk), taken: *taken, fields, used })
    });
    let split = table.split.as_ref().zip(*split).and_then(|(split, at)| {
        let Made::Splits(splits) = &made[at] else { return None };
        let fields = fields(table, &split.keys, split.valid.as_ref());
        let used = Arc::new(splits.crosswalk().unused());
        Some(SplitWork { splits: Arc::clone(splits), fields, used })
    });
    (lookups.collect(), split)
}

/// The fields that keys, and the day, come from.
fn fields(table: &Table, keys: &[LookupKey], valid: Option<&Validity>) -> Vec<FieldRef> {
    let at = valid.map(|valid| valid.at);
    let of_column = |column: usize| match &table.columns[column].from {
        Origin::Field(field) | Origin::Label(field) => vec![*field],
        Origin::Expression(expression) => expression.fields().collect(),
        // It stands before this one, so that this ends.
        Origin::Lookup(other) => {
            let other = &table.lookups[*other];
            fields(table, &other.keys, other.valid.as_ref())
        }
        Origin::Split(_) => {
            table.split.as_ref().map(|split| fields(table, &split.keys, split.valid.as_ref())).unwrap_or_default()
        }
        Origin::Constant(_) | Origin::RepeatNumber(_) | Origin::PartNumber => Vec::new(),
    };
    keys.iter().map(|key| key.column).chain(at).flat_map(of_column).collect()
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
    Ok(Loaded { made: read.made, evidence, headers, doubts: read.doubts, reading })
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
        let memory = one.made.bytes();
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
#[must_use]
pub fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(NAMES).map(|name| format!("`{name}`"));
    let more = (names.len() > NAMES).then(|| String::from("…"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

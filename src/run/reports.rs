//! The files of controls beside the sources: read before a run begins, and again by each pass.
//!
//! In: the reports of a mapping's tables and the folder of `migration.yaml`. Out: what goes into the evidence, or every
//! mistake of every file at once; then the entries of their lines. A file is read a part at a time: what is held of it is a
//! digest of each key, to find one that stands twice. Refuses: judging.

use std::path::{Path, PathBuf};

use arrow_array::{Array, ArrayRef};
use arrow_buffer::i256;

use crate::evidence::hash;
use crate::evidence::manifest::ControlFileEvidence;
use crate::extractors::decode::{Decoded, Decoder};
use crate::finding::Code;
use crate::host::{Host, PathKind, SourceFile};
use crate::mapping::model::{CrosswalkReading, Mapping, Report, Table};
use crate::place::Place;
use crate::run::crosswalks::faults::Faults;
use crate::run::crosswalks::listed;
use crate::run::crosswalks::rows::reading;
use crate::run::crosswalks::text::{self, Front, Takes};
use crate::run::fold::gather::GATHERED;
use crate::run::fold::reports;
use crate::run::fold::spool::{Gathered, SortedRun};
use crate::run::{Stop, io, sources};
use crate::sha256::Sha256;
use crate::validate::set::control::Side;
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::key::Columns;

/// Bytes of a file that are read at once; more than its longest line has.
const WINDOW: usize = 4 << 20;

/// A report's file without mistakes.
#[derive(Debug, Clone)]
pub struct ReportFile {
    /// The table that it is about, in its mapping.
    pub table: usize,
    /// Its number at that table.
    pub report: usize,
    /// What is kept of it.
    pub evidence: ControlFileEvidence,
    path: PathBuf,
}

/// Reads the reports of a mapping's tables; `folder` is that of `migration.yaml`.
///
/// # Errors
/// Everything that is wrong with them: TL0421 to TL0431, TL0908 and TL0909 for a file that is not there, TL0901.
pub fn load(host: &dyn Host, folder: &Path, mapping: &Mapping) -> Result<Vec<ReportFile>, Vec<Stop>> {
    let (mut files, mut stops) = (Vec::new(), Vec::new());
    for (at, table) in mapping.tables.iter().enumerate() {
        for (number, report) in table.reports.iter().enumerate() {
            let path = folder.join(&report.file);
            match checked(host, &path, (table, report), &mapping.name) {
                Ok(evidence) => files.push(ReportFile { table: at, report: number, evidence, path }),
                Err(wrong) => stops.extend(wrong),
            }
        }
    }
    if stops.is_empty() { Ok(files) } else { Err(stops) }
}

fn checked(
    host: &dyn Host,
    path: &Path,
    of: (&Table, &Report),
    mapping: &str,
) -> Result<ControlFileEvidence, Vec<Stop>> {
    let mut keys = Keys::default();
    let mut take = |key: &[u8], line, _: &[i128]| {
        keys.add(key, line);
        Ok(())
    };
    let one = |stop: Stop| vec![stop];
    let mut lines = Lines::of(of, &mut take).map_err(one)?;
    let (bytes, sha256) = read(host, path, of.1, &mut lines).map_err(one)?;
    let Lines { mut faults, rows, .. } = lines;
    let headers: Vec<&str> = of.1.keys.iter().map(|key| key.header.as_str()).collect();
    keys.twice(&listed(&headers), &mut faults);
    if rows == 0 && faults.is_empty() {
        faults.add(0, Code::CrosswalkEmpty, Vec::new());
    }
    if !faults.is_empty() {
        return Err(faults.stops());
    }
    let (control, file) = (of.1.id.clone(), of.1.file.clone());
    Ok(ControlFileEvidence { mapping: mapping.to_owned(), control, file, bytes, sha256, rows })
}

/// Reads all of a file; gives its bytes and their digest.
fn read(host: &dyn Host, path: &Path, report: &Report, rows: &mut Lines<'_>) -> Result<(u64, String), Stop> {
    let CrosswalkReading::Text { encoding, delimiter, quote, .. } = &report.reading else {
        return Err(Stop::new(Code::Defect, vec!["a report that is no text".into()]));
    };
    let wanted = match sources::kind(host, path)? {
        PathKind::File => None,
        PathKind::Folder => Some("file"),
        PathKind::Stream => Some("no pipe"),
    };
    if let Some(wanted) = wanted {
        return Err(Stop::new(Code::WrongPath, vec![io::shown(path).into(), wanted.into()]));
    }
    let file = host.open(path).map_err(|error| io::stop("open", path, &error))?;
    let mut window = Window { file: &*file, path, bytes: Vec::new(), read: 0, ended: false, hash: Sha256::new() };
    window.pass(0)?;
    text::read(&mut window, (encoding, delimiter, *quote), rows)?;
    // What the framer did not want, after a quote that is never closed, is in the digest all the same.
    while !window.ended {
        let held = window.bytes.len();
        window.pass(held)?;
    }
    Ok((window.read, hash::hex(&window.hash.finalize())))
}

/// A part of a file.
struct Window<'a> {
    file: &'a dyn SourceFile,
    path: &'a Path,
    bytes: Vec<u8>,
    /// Bytes that were read.
    read: u64,
    ended: bool,
    hash: Sha256,
}

impl Front for Window<'_> {
    fn window(&self) -> (&[u8], bool) {
        (&self.bytes, self.ended)
    }

    fn pass(&mut self, used: usize) -> Result<(), Stop> {
        self.bytes.drain(..used);
        let mut filled = self.bytes.len();
        self.bytes.resize(filled + WINDOW, 0);
        while filled < self.bytes.len() && !self.ended {
            let found = self.file.read_at(self.read, &mut self.bytes[filled..]);
            let count = found.map_err(|error| io::stop("read", self.path, &error))?;
            self.hash.update(&self.bytes[filled..filled + count]);
            (self.read, self.ended, filled) = (self.read + count as u64, count == 0, filled + count);
        }
        self.bytes.truncate(filled);
        Ok(())
    }
}

/// Digests of the keys of a file, with their lines.
#[derive(Default)]
struct Keys(Vec<(u128, u32)>);

impl Keys {
    fn add(&mut self, key: &[u8], line: u32) {
        let digest = Sha256::digest(key);
        let half = digest.first_chunk::<16>().map_or(0, |half| u128::from_le_bytes(*half));
        self.0.push((half, line));
    }

    /// Tells keys that stand twice, under these headers.
    fn twice(mut self, headers: &str, faults: &mut Faults) {
        self.0.sort_unstable();
        let mut twice: Vec<(u32, u32)> = Vec::new();
        for same in self.0.chunk_by(|one, other| one.0 == other.0) {
            let first = same[0].1;
            twice.extend(same[1..].iter().map(|(_, line)| (*line, first)));
        }
        twice.sort_unstable();
        for (line, first) in twice {
            faults.on_line(line, Code::CrosswalkTwice, vec![i64::from(first).into(), headers.into()]);
        }
    }
}

/// Takes a line: its key without the figure's number, where it stands, its figures.
type Take<'a> = &'a mut dyn FnMut(&[u8], u32, &[i128]) -> Result<(), Stop>;

/// The lines of a report.
struct Lines<'a> {
    report: &'a Report,
    decoders: Vec<Decoder>,
    faults: Faults,
    rows: u64,
    take: Take<'a>,
}

impl<'a> Lines<'a> {
    /// # Errors
    /// TL0009, TL0018: what the check of the migration could not see.
    fn of((table, report): (&'a Table, &'a Report), take: Take<'a>) -> Result<Self, Stop> {
        let encoding = match &report.reading {
            CrosswalkReading::Text { encoding, .. } => encoding,
            CrosswalkReading::Parquet => "utf-8",
        };
        let keys = report.keys.iter().map(|key| table.columns[key.column].ty);
        let figures = report.figures.iter().map(|figure| Report::figure_type(figure, &table.columns));
        let decoders = keys.chain(figures).map(|ty| Decoder::new(&ty, &reading(ty, &report.reading), encoding, false));
        let decoders = decoders.collect::<Result<_, _>>().map_err(|(code, args)| Stop::new(code, args))?;
        Ok(Self { report, decoders, faults: Faults::of(&report.file), rows: 0, take })
    }

    /// A line without a figure says nothing that could be compared.
    fn empty_figures(&mut self, figures: &[ArrayRef], lines: &[u32], sound: &mut [bool]) {
        for (figure, array) in self.report.figures.iter().zip(figures) {
            for row in 0..if array.null_count() > 0 { lines.len() } else { 0 } {
                if sound[row] && array.is_null(row) {
                    self.faults.on_line(lines[row], Code::CrosswalkNoKey, vec![figure.header.as_str().into()]);
                    sound[row] = false;
                }
            }
        }
    }
}

impl Takes for Lines<'_> {
    fn decoders(&self) -> &[Decoder] {
        &self.decoders
    }

    fn headers(&self) -> Vec<&str> {
        let keys = self.report.keys.iter().map(|key| key.header.as_str());
        keys.chain(self.report.figures.iter().map(|figure| figure.header.as_str())).collect()
    }

    fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }

    fn push(&mut self, decoded: Vec<Decoded>, lines: &[u32]) -> Result<(), Stop> {
        self.rows += lines.len() as u64;
        let mut sound = vec![true; lines.len()];
        let keys = self.report.keys.iter().map(|key| key.header.as_str());
        let headers: Vec<&str> = keys.chain(self.report.figures.iter().map(|figure| figure.header.as_str())).collect();
        self.faults.undecoded(&headers, &decoded, lines, &mut sound);
        let arrays: Vec<ArrayRef> = decoded.into_iter().map(|column| column.array).collect();
        let (keys, figures) = arrays.split_at(self.report.keys.len());
        self.empty_figures(figures, lines, &mut sound);
        let wrong = || Stop::new(Code::Defect, vec!["columns of a report".into()]);
        let keys = Columns::of(keys).ok_or_else(wrong)?;
        let columns = figures.iter().map(|array| Columns::of([array])).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
        let (mut key, mut said) = (Vec::new(), Vec::new());
        for row in (0..lines.len()).filter(|row| sound[*row]) {
            key.clear();
            keys.push(row, &mut key);
            said.clear();
            said.extend(columns.iter().map(|column| column.number(row).unwrap_or(0)));
            (self.take)(&key, lines[row], &said)?;
        }
        Ok(())
    }
}

impl ReportFile {
    /// Gives what its lines say, sorted in runs. Of the figures of the report, `first` is the number of the first; `mapping` is
    /// that of the mapping.
    ///
    /// # Errors
    /// TL0902 where it is not what was read before; TL0901; what `give` gives.
    pub fn tell(
        &self,
        (host, table): (&dyn Host, &Table),
        (mapping, first): (u16, u16),
        give: &mut dyn FnMut(SortedRun) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let report = &table.reports[self.report];
        let mut gathered = Gathered::default();
        let mut take = |key: &[u8], line: u32, figures: &[i128]| {
            for (id, figure) in (first..).zip(figures) {
                push(&mut gathered, &[reports::key(id, true).as_slice(), key].concat(), (mapping, line), *figure);
            }
            if gathered.bytes() > GATHERED { give(std::mem::take(&mut gathered).sorted()) } else { Ok(()) }
        };
        let mut lines = Lines::of((table, report), &mut take)?;
        let (bytes, sha256) = read(host, &self.path, report, &mut lines)?;
        if (bytes, &sha256) != (self.evidence.bytes, &self.evidence.sha256) {
            return Err(Stop::new(Code::SourceChanged, vec![io::shown(&self.path).into()]));
        }
        give(gathered.sorted())
    }
}

/// Memory that reading a report takes for each of its rows: its key's digest, while there are twice as many places.
const KEY: u64 = 2 * size_of::<(u128, u32)>() as u64;

/// Bytes that reading the largest of these took, and will take again.
#[must_use]
pub fn memory<'a>(files: impl Iterator<Item = &'a ReportFile>) -> u64 {
    files.map(|file| 3 * WINDOW as u64 + file.evidence.rows * KEY).max().unwrap_or(0)
}

fn push(gathered: &mut Gathered, key: &[u8], (mapping, line): (u16, u32), figure: i128) {
    let place = Place { file: u32::MAX, record: 0, line: line.into(), offset: 0, length: 0 };
    let at = RowPlace { mapping, place };
    let entry =
        Entry { side: Side::Says.byte(), number: None, at, rows: 1, sum: i256::from_i128(figure), refused: false };
    let (mut rest, mut load) = (Vec::new(), Vec::new());
    entry.push_rest(&mut rest);
    entry.push_load(&mut load);
    gathered.push(key, &rest, &load);
}

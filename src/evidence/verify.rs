//! Whether a run's evidence still holds: what is on the disk against what the manifest says.
//!
//! In: a run's folder. Out: what was checked, and findings. Files are read once from front to back, and tables a few
//! columns at a time, so that memory is flat. Refuses to mend anything, and to take the manifest's word for a total.

use std::collections::BTreeSet;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use sha2::{Digest, Sha256};

use super::manifest::{self, ColumnEvidence, Manifest, OutputEvidence, SourceEvidence, TableEvidence};
use super::totals::{ColumnTotals, Running};
use super::{hash, text, unseen};
use crate::finding::{Args, Code};
use crate::host::{Host, PathKind, SourceFile, paths};
use crate::run::{Stop, io as machine};

/// Columns of a table that are read in one pass.
const COLUMNS_AT_ONCE: usize = 16;
/// Bytes that are hashed at once.
const BUFFER: usize = 1 << 20;
/// Rows of a batch.
const BATCH: usize = 8192;

/// What was checked, and what does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// The run's ID; empty if its manifest cannot be read.
    pub run: String,
    /// The run's folder.
    pub folder: PathBuf,
    /// Files of the run that are there as the manifest says.
    pub files: u64,
    /// Sources that are there as they were read.
    pub sources: u64,
    /// Rows of all tables that were counted again.
    pub rows: u64,
    /// Columns whose totals were computed again.
    pub columns: u64,
    /// TL0801 to TL0807, in the order of the manifest.
    pub findings: Vec<(Code, Args)>,
}

impl Verification {
    /// Whether everything that could be checked is as the manifest says.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(|(code, _)| is_difference(*code))
    }
}

/// Whether a finding says that something is not as the manifest says; a source that could not be compared says nothing.
#[must_use]
pub const fn is_difference(code: Code) -> bool {
    !unseen::is_unseen(code)
}

/// Checks a run: `dir` is its folder, or an output folder, whose `current` run is meant, or that `current` itself.
///
/// # Errors
/// TL0908 if nothing is there, TL0909 if it is no run, TL0901 where the machine fails.
pub fn verify(host: &dyn Host, dir: &Path) -> Result<Verification, Stop> {
    let folder = run_folder(host, dir)?;
    let path = folder.join(manifest::FILE);
    let json = host.read(&path).map_err(|error| machine::stop("read", &path, &error))?;
    let mut check = Check { host, done: Verification { folder, ..Verification::default() } };
    match Manifest::from_json(&json) {
        Ok(manifest) => check.manifest(&manifest)?,
        Err(problem) => check.find(Code::EvidenceUnreadable, unreadable(&problem)),
    }
    Ok(check.done)
}

/// What is wrong with a manifest: a version, or `line:column` of the JSON.
fn unreadable(problem: &str) -> Args {
    let file = manifest::FILE.into();
    match problem.split_once(':') {
        Some((line, _)) => vec![file, "JSON".into(), line.into()],
        None => vec![file, problem.into(), "".into()],
    }
}

fn run_folder(host: &dyn Host, dir: &Path) -> Result<PathBuf, Stop> {
    let is_there = |folder: &Path| host.kind(&folder.join(manifest::FILE)).is_ok();
    if is_there(dir) {
        return Ok(dir.to_owned());
    }
    let led_by = |link: &Path| Some(link.parent()?.join(host.target(link).ok()?));
    // A copy that followed the link has a folder in its place.
    let led = [led_by(&dir.join("current")), led_by(dir), Some(dir.join("current"))];
    if let Some(folder) = led.into_iter().flatten().find(|folder| is_there(folder)) {
        return Ok(folder);
    }
    let shown = machine::shown(dir).into();
    Err(match host.kind(dir) {
        Ok(_) => Stop::new(Code::WrongPath, vec![shown, "run".into()]),
        Err(_) => Stop::new(Code::NoSuchPath, vec![shown]),
    })
}

struct Check<'h> {
    host: &'h dyn Host,
    done: Verification,
}

impl Check<'_> {
    fn find(&mut self, code: Code, args: Args) {
        self.done.findings.push((code, args));
    }

    /// A figure of the manifest against the one that was found: of what, and which.
    fn compare(&mut self, (of, what): (&str, &str), manifest: &str, found: &str) {
        if manifest != found {
            self.find(Code::EvidenceTotal, vec![of.into(), what.into(), manifest.into(), found.into()]);
        }
    }

    fn manifest(&mut self, manifest: &Manifest) -> Result<(), Stop> {
        self.done.run.clone_from(&manifest.run);
        self.compare(("", "identity"), &manifest.identity, &manifest.identity_of_inputs());
        let mut sound = BTreeSet::new();
        for output in &manifest.outputs {
            if self.output(output)? {
                sound.insert(output.path.as_str());
            }
        }
        self.extra(manifest)?;
        for table in &manifest.tables {
            let within = format!("data/{}/", table.table);
            let parts = || manifest.outputs.iter().filter(|output| is_part(&output.path, &within));
            if parts().all(|part| sound.contains(part.path.as_str())) {
                let parts: Vec<&str> = parts().map(|part| part.path.as_str()).collect();
                self.table(table, &parts)?;
            }
        }
        manifest.sources.iter().try_for_each(|source| self.source(source))
    }

    /// Whether a file is there with the manifest's bytes.
    fn output(&mut self, output: &OutputEvidence) -> Result<bool, Stop> {
        let path = self.done.folder.join(&output.path);
        let Some(file) = open(self.host, &path)? else {
            self.find(Code::EvidenceMissing, vec![output.path.as_str().into()]);
            return Ok(false);
        };
        let sound = hashed(&*file, &path)? == (output.bytes, output.sha256.clone());
        if !sound {
            self.find(Code::EvidenceHash, vec![output.path.as_str().into()]);
            return Ok(false);
        }
        self.done.files += 1;
        if let Some(rows) = output.rows {
            return self.rows(&output.path, rows, file, &path);
        }
        Ok(true)
    }

    /// Whether a Parquet file can be read; its rows are compared.
    fn rows(&mut self, name: &str, rows: u64, file: Box<dyn SourceFile>, path: &Path) -> Result<bool, Stop> {
        let Ok(reader) = builder(file, path)? else {
            self.find(Code::EvidenceUnreadable, vec![name.into(), "Parquet".into(), "".into()]);
            return Ok(false);
        };
        let found = reader.metadata().file_metadata().num_rows();
        self.compare((name, "rows"), &rows.to_string(), &found.to_string());
        Ok(true)
    }

    /// Files that are in the run's folder and not in the manifest.
    fn extra(&mut self, manifest: &Manifest) -> Result<(), Stop> {
        let known: BTreeSet<&str> = manifest.outputs.iter().map(|output| output.path.as_str()).collect();
        let mut names = Vec::new();
        files_below(self.host, &self.done.folder, "", &mut names)?;
        for name in names {
            if name != manifest::FILE && !known.contains(name.as_str()) {
                self.find(Code::EvidenceExtra, vec![name.into()]);
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &TableEvidence, parts: &[&str]) -> Result<(), Stop> {
        let mut rows = 0;
        for columns in table.columns.chunks(COLUMNS_AT_ONCE) {
            let Some(running) = self.read_columns(columns, parts)? else { return Ok(()) };
            for (column, running) in columns.iter().zip(&running) {
                let totals = running.totals();
                rows = totals.count + totals.empty;
                self.totals(&format!("{}.{}", table.table, column.name), &column.totals, &totals);
                self.done.columns += 1;
            }
        }
        self.compare((&table.table, "rows"), &table.rows.to_string(), &rows.to_string());
        self.done.rows += rows;
        Ok(())
    }

    fn totals(&mut self, name: &str, manifest: &ColumnTotals, found: &ColumnTotals) {
        let shown = |value: &Option<String>| value.clone().unwrap_or_default();
        self.compare((name, "count"), &manifest.count.to_string(), &found.count.to_string());
        self.compare((name, "empty"), &manifest.empty.to_string(), &found.empty.to_string());
        self.compare((name, "min"), &shown(&manifest.min), &shown(&found.min));
        self.compare((name, "max"), &shown(&manifest.max), &shown(&found.max));
        self.compare((name, "sum"), &shown(&manifest.sum), &shown(&found.sum));
    }

    /// Totals of some columns over all parts; none, with a finding, if a part does not have them so.
    fn read_columns(&mut self, columns: &[ColumnEvidence], parts: &[&str]) -> Result<Option<Vec<Running>>, Stop> {
        let mut running = Vec::new();
        for column in columns {
            let Some(ty) = text::type_named(&column.ty) else {
                self.find(Code::EvidenceUnreadable, vec![manifest::FILE.into(), column.ty.as_str().into(), "".into()]);
                return Ok(None);
            };
            running.push(Running::new(ty, column.personal));
        }
        for part in parts {
            if let Err(problem) = read_part(self.host, &self.done.folder.join(part), columns, &mut running)? {
                self.find(Code::EvidenceUnreadable, vec![(*part).into(), problem.into(), "".into()]);
                return Ok(None);
            }
        }
        Ok(Some(running))
    }

    fn source(&mut self, source: &SourceEvidence) -> Result<(), Stop> {
        self.compare((&source.file, "bytes"), &source.bytes.to_string(), &source.bytes_by_class.sum().to_string());
        let shown = PathBuf::from(source.path.as_deref().unwrap_or("-"));
        let place = unseen::place(self.host, source).map_err(|error| machine::stop("open", &shown, &error))?;
        let path = match place {
            Ok(path) => path,
            Err((code, args)) => {
                self.find(code, args);
                return Ok(());
            }
        };
        let file = self.host.open(&path).map_err(|error| machine::stop("open", &path, &error))?;
        let bytes = source.stored_bytes.unwrap_or(source.bytes);
        let sha256 = source.stored_sha256.as_ref().unwrap_or(&source.sha256);
        if hashed(&*file, &path)? == (bytes, sha256.clone()) {
            self.done.sources += 1;
        } else {
            self.find(Code::SourceDiffers, vec![source.file.as_str().into()]);
        }
        Ok(())
    }
}

fn is_part(path: &str, within: &str) -> bool {
    path.strip_prefix(within).is_some_and(|name| Path::new(name).extension().is_some_and(|ending| ending == "parquet"))
}

fn open(host: &dyn Host, path: &Path) -> Result<Option<Box<dyn SourceFile>>, Stop> {
    match host.open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(machine::stop("open", path, &error)),
    }
}

/// Bytes and SHA-256 of a file.
fn hashed(file: &dyn SourceFile, path: &Path) -> Result<(u64, String), Stop> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; BUFFER]);
    loop {
        let read = file.read_at(bytes, &mut buffer).map_err(|error| machine::stop("read", path, &error))?;
        if read == 0 {
            return Ok((bytes, hash::hex(&hash.finalize())));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}

fn files_below(host: &dyn Host, folder: &Path, name: &str, found: &mut Vec<String>) -> Result<(), Stop> {
    let entries = host.list(folder).map_err(|error| machine::stop("list", folder, &error))?;
    for entry in entries {
        let path = folder.join(&entry);
        let name = format!("{name}{}", paths::shown(&entry));
        match host.kind(&path) {
            Ok(PathKind::Folder) => files_below(host, &path, &format!("{name}/"), found)?,
            _ => found.push(name),
        }
    }
    Ok(())
}

type Builder = ParquetRecordBatchReaderBuilder<Chunks>;

/// A reader of a Parquet file, or what Parquet says is wrong with it.
fn builder(file: Box<dyn SourceFile>, path: &Path) -> Result<Result<Builder, ParquetError>, Stop> {
    let length = file.stat().map_err(|error| machine::stop("read", path, &error))?.length;
    let chunks = Chunks { file: file.into(), length };
    // The file's own types say what is checked; the hint of an Arrow schema would make dictionaries of some.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    Ok(ParquetRecordBatchReaderBuilder::try_new_with_options(chunks, options))
}

/// Adds the columns of one part; the inner error is a problem of the file.
fn read_part(
    host: &dyn Host,
    path: &Path,
    columns: &[ColumnEvidence],
    running: &mut [Running],
) -> Result<Result<(), String>, Stop> {
    let file = host.open(path).map_err(|error| machine::stop("open", path, &error))?;
    Ok(builder(file, path)?.map_err(|_| "Parquet".to_owned()).and_then(|builder| read_into(builder, columns, running)))
}

fn read_into(builder: Builder, columns: &[ColumnEvidence], running: &mut [Running]) -> Result<(), String> {
    let fields = builder.schema().fields();
    let index = |column: &ColumnEvidence| fields.find(&column.name).map(|(at, _)| at).ok_or(column.name.clone());
    let wanted = columns.iter().map(index).collect::<Result<Vec<_>, _>>()?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
    let unreadable = || "Parquet".to_owned();
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|_| unreadable())?;
    for batch in reader {
        let batch = batch.map_err(|_| unreadable())?;
        for (column, running) in columns.iter().zip(running.iter_mut()) {
            let array = batch.column_by_name(&column.name).ok_or_else(unreadable)?;
            running.add(array).map_err(|_| column.name.clone())?;
        }
    }
    Ok(())
}

/// A file of the host, as Parquet reads it.
struct Chunks {
    file: Arc<dyn SourceFile>,
    length: u64,
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(From { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("past the end".to_owned()));
        }
        let mut bytes = vec![0; length];
        if self.file.read_at(start, &mut bytes)? == length {
            Ok(bytes.into())
        } else {
            Err(ParquetError::EOF("past the end".to_owned()))
        }
    }
}

/// The bytes of a file from a place on.
struct From {
    file: Arc<dyn SourceFile>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, Date32Array, Decimal64Array, Int32Array, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;

    use super::super::manifest::tests::manifest as bare;
    use super::*;
    use crate::evidence::hash::Hashing;
    use crate::host::fake::FakeHost;
    use crate::host::{Access, OutputFile};

    const FOLDER: &str = "out/runs/A";

    fn columns(part: i32) -> Vec<(&'static str, &'static str, bool, ArrayRef)> {
        let amounts = Decimal64Array::from(vec![Some(-1050), None, Some(i64::from(part))]);
        vec![
            ("line", "int32", false, Arc::new(Int32Array::from_iter_values(part * 3..part * 3 + 3))),
            ("amount", "decimal(15,2)", false, Arc::new(amounts.with_precision_and_scale(15, 2).unwrap())),
            ("posted", "date", false, Arc::new(Date32Array::from(vec![part, 11_016, 20_000]))),
            ("sin", "text", true, Arc::new(StringArray::from(vec![Some("a"), None, None]))),
        ]
    }

    fn write(host: &FakeHost, path: &str, part: i32) -> OutputEvidence {
        let batch = RecordBatch::try_from_iter(columns(part).into_iter().map(|(name, _, _, array)| (name, array)));
        let batch = batch.unwrap();
        let full = Path::new(FOLDER).join(path);
        host.create_folder(full.parent().unwrap(), Access::Usual).unwrap();
        let mut file = Hashing::new(host.create(&full, Access::Usual).unwrap());
        let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        file.sync().unwrap();
        let (bytes, sha256) = file.finish();
        OutputEvidence { path: path.to_owned(), bytes, sha256, rows: Some(3) }
    }

    /// A run of two parts, with its source.
    fn run() -> (FakeHost, Manifest) {
        let host = FakeHost::new();
        let mut manifest = bare();
        let source = vec![b'x'; 100];
        manifest.sources[0].sha256 = hash::sha256(&source);
        manifest.identity = manifest.identity_of_inputs();
        host.put("samples/GLJ1.TXT", source);
        manifest.outputs = (0..2).map(|n| write(&host, &format!("data/journal/part-0000{n}.parquet"), n)).collect();
        let columns = columns(0).into_iter().zip(columns(1)).map(|((name, ty, personal, one), (.., two))| {
            let mut running = Running::new(text::type_named(ty).unwrap(), personal);
            running.add(&one).unwrap();
            running.add(&two).unwrap();
            let totals = running.totals();
            ColumnEvidence { name: name.to_owned(), ty: ty.to_owned(), personal, defaulted: 0, totals }
        });
        manifest.tables = vec![TableEvidence {
            mapping: "journal".to_owned(),
            table: "journal".to_owned(),
            rows: 6,
            rejected: 0,
            limit: 0,
            columns: columns.collect(),
        }];
        host.put("out/runs/A/report.html", "for people");
        manifest.outputs.push(OutputEvidence {
            path: "report.html".to_owned(),
            bytes: 10,
            sha256: hash::sha256(b"for people"),
            rows: None,
        });
        host.switch(Path::new("out/current"), "runs/A").unwrap();
        (host, manifest)
    }

    fn codes(host: &FakeHost, manifest: &Manifest) -> Vec<String> {
        host.put(Path::new(FOLDER).join(manifest::FILE), manifest.to_json().unwrap());
        let found = verify(host, Path::new(FOLDER)).unwrap().findings;
        found
            .into_iter()
            .map(|(code, args)| {
                assert_eq!(args.len(), code.args().len());
                let text = |arg: &crate::finding::Arg| match arg {
                    crate::finding::Arg::Text(text) => text.to_string(),
                    crate::finding::Arg::Int(number) => number.to_string(),
                };
                let named = if code == Code::EvidenceTotal { &args[..2] } else { &args[..1] };
                format!("{} {}", code.id(), named.iter().map(text).collect::<Vec<_>>().join(": "))
            })
            .collect()
    }

    #[test]
    fn a_run_as_it_was_left_holds() {
        let (host, manifest) = run();
        assert_eq!(codes(&host, &manifest), [""; 0]);
        let done = verify(&host, Path::new("out")).unwrap();
        assert!(done.holds());
        assert_eq!(done.folder, Path::new(FOLDER));
        assert_eq!((done.files, done.sources, done.rows, done.columns), (3, 1, 6, 4));
    }

    #[test]
    fn a_file_that_holds_the_path_is_followed_as_a_link_is() {
        let (host, manifest) = run();
        host.remove_file(Path::new("out/current")).unwrap();
        host.put("out/current", "runs/A\n");
        assert_eq!(codes(&host, &manifest), [""; 0]);
        for dir in ["out", "out/current"] {
            assert_eq!(verify(&host, Path::new(dir)).unwrap().folder, Path::new(FOLDER), "{dir}");
        }
    }

    #[test]
    fn whatever_was_changed_is_found() {
        type Change = fn(&FakeHost, &mut Manifest);
        let cases: [(&str, Change); 14] = [
            ("TL0801 report.html", |host, _| host.remove_file(Path::new("out/runs/A/report.html")).unwrap()),
            ("TL0802 report.html", |host, _| host.put("out/runs/A/report.html", "for People")),
            ("TL0802 report.html", |host, _| host.put("out/runs/A/report.html", "for people!")),
            ("TL0802 data/journal/part-00001.parquet", |host, _| {
                host.put("out/runs/A/data/journal/part-00001.parquet", "no Parquet");
            }),
            ("TL0806 data/journal/part-00001.parquet", |host, manifest| {
                host.put("out/runs/A/data/journal/part-00001.parquet", "no Parquet");
                manifest.outputs[1].bytes = 10;
                manifest.outputs[1].sha256 = hash::sha256(b"no Parquet");
            }),
            ("TL0803 journal.amount: sum", |_, m| m.tables[0].columns[1].totals.sum = Some("0.00".to_owned())),
            ("TL0803 journal.posted: min", |_, m| m.tables[0].columns[2].totals.min = None),
            ("TL0803 journal.sin: count", |_, m| m.tables[0].columns[3].totals.count = 3),
            ("TL0803 journal: rows", |_, m| m.tables[0].rows = 7),
            ("TL0803 data/journal/part-00000.parquet: rows", |_, m| m.outputs[0].rows = Some(4)),
            ("TL0803 GLJ1.TXT: bytes", |_, m| m.sources[0].bytes_by_class.unread = 1),
            ("TL0803 : identity", |_, m| m.mappings[0].sha256.clear()),
            ("TL0804 GLJ1.TXT", |host, _| host.put("samples/GLJ1.TXT", "other")),
            ("TL0807 data/journal/more.parquet", |host, _| host.put("out/runs/A/data/journal/more.parquet", "x")),
        ];
        for (want, change) in cases {
            let (host, mut manifest) = run();
            change(&host, &mut manifest);
            assert_eq!(codes(&host, &manifest), [want]);
            assert!(!verify(&host, Path::new(FOLDER)).unwrap().holds());
        }
    }

    #[test]
    fn a_source_that_is_gone_is_told_and_no_failure() {
        let (host, manifest) = run();
        host.remove_file(Path::new("samples/GLJ1.TXT")).unwrap();
        assert_eq!(codes(&host, &manifest), ["TL0805 GLJ1.TXT"]);
        assert!(verify(&host, Path::new("out")).unwrap().holds());
    }

    #[test]
    fn a_manifest_that_cannot_be_read_is_told() {
        let (host, _) = run();
        assert_eq!(verify(&host, Path::new("out")).unwrap_err().code, Code::WrongPath);
        assert_eq!(verify(&host, Path::new("gone")).unwrap_err().code, Code::NoSuchPath);
        host.put("out/runs/A/manifest.json", "{");
        let done = verify(&host, Path::new("out")).unwrap();
        assert_eq!(
            done.findings,
            [(Code::EvidenceUnreadable, vec!["manifest.json".into(), "JSON".into(), "1".into()])]
        );
    }
}

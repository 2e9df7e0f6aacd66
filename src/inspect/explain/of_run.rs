//! Which record is meant, where a run's folder or a file of it is given.
//!
//! In: a folder, or a Parquet file and the number of one of its rows. Out: a [`Target`], as far as the run's manifest
//! leads: to its mapping, its source, its parameters; and what the run found of the record. Refuses to trust that source
//! and mapping are still what they were: they are compared, and what differs is told.

use std::path::{Path, PathBuf};

use arrow_array::{ArrayRef, RecordBatch};

use super::edited::{BytesOf, bytes_of};
use super::of_mappings::{is_called, which};
use super::run_said::{findings, number_of, text};
use super::{Ask, OfRun, Target, Which, no_such};
use crate::evidence::coverage::run_folder;
use crate::evidence::manifest::{self, Manifest, SourceEvidence};
use crate::evidence::verify::content::Parquet;
use crate::evidence::verify::sources::{State, state};
use crate::finding::Code;
use crate::host::streams::Compression;
use crate::host::{Host, PathKind, paths};
use crate::loaders::table::{FILE_COLUMN, OFFSET_COLUMN};
use crate::mapping::model::{Mapping, Type};
use crate::run::one::Sought;
use crate::run::one::seen::{Seen, SeenRow, Shown};
use crate::run::prepare::Prepared;
use crate::run::replay::rows::as_stages_have_it;
use crate::run::replay::{self, same};
use crate::run::sources::{self, SourceSpec};
use crate::run::{Problem, Request, Stop, io};
use crate::transforms::sql::steps::text_at;

/// Sources up to this size are read whole, to see whether they are what they were.
const HASHED: u64 = 1 << 30;

/// A run whose folder was read.
pub struct OfRunFolder {
    folder: PathBuf,
    manifest: Manifest,
    /// Of the file that has the record.
    source: SourceEvidence,
    /// The row from which the way led, with its table.
    row: Option<(String, RecordBatch)>,
    /// A run that it stands upon and that is gone.
    lost: Option<String>,
}

/// Where a record of a run was.
struct Traced {
    mapping: String,
    file: String,
    sought: Sought,
    /// The row that leads there, with its table.
    row: Option<(String, RecordBatch)>,
}

/// TL0957.
pub fn not_traced(path: &Path, problem: &str) -> Stop {
    Stop::new(Code::NotTraced, vec![io::shown(path).into(), problem.into()])
}

/// What is meant; none if the path is no run's.
///
/// # Errors
/// TL0955 to TL0958; TL0806 and others for a manifest that cannot be read; TL0901, TL0908.
pub fn target(host: &dyn Host, ask: &Ask) -> Result<Option<Target>, Problem> {
    let (folder, row) = match (ask.which, sources::kind(host, &ask.path)?) {
        (Which::Row, PathKind::File) => {
            let row = row(host, &ask.path, ask.number)?;
            (above(host, &ask.path)?, Some(row))
        }
        (Which::Row, _) => return Err(not_traced(&ask.path, "parquet").into()),
        (_, PathKind::Folder) => match run_folder(host, &ask.path) {
            // It may be one of mappings.
            Err(stop) if stop.code == Code::WrongPath => return Ok(None),
            found => (found?.0, None),
        },
        _ => return Ok(None),
    };
    let manifest = read(host, &folder)?;
    let Traced { mapping, file, sought, row } = match row {
        Some(traced) => traced,
        None if ask.which == Which::Reject => reject(host, &folder, &manifest, ask)?,
        None => named(&manifest, ask)?,
    };
    let source = manifest.sources.iter().find(|one| one.mapping == mapping && one.file == file);
    let source = source.ok_or_else(|| not_traced(&ask.path, "source"))?.clone();
    let own = source.path.as_ref().map(|shown| found_path(host, shown));
    let (repaired, lost) = match bytes_of(host, (&folder, &manifest), (&mapping, &file), sought)? {
        BytesOf::Repaired(repaired) => (Some(repaired), None),
        BytesOf::Lost(run) => (None, Some(run)),
        BytesOf::Source => (None, None),
    };
    let specs = match &repaired {
        Some(_) => replay::specs(&manifest, &mapping),
        None => vec![spec(host, ask, &source, own.as_deref())?],
    };
    let path = ask.mapping.clone().map_or_else(|| mapping_path(host, &mapping, &source, own.as_deref()), Ok)?;
    let request = Request { set: ask.set.clone(), ..Request::default() };
    let set = same::set(&manifest, &request);
    let run = OfRunFolder { folder, manifest, source, row, lost };
    Ok(Some(Target { mapping: path, specs, sought, set, run: Some(run), repaired }))
}

/// The source, where it is now.
fn spec(host: &dyn Host, ask: &Ask, source: &SourceEvidence, own: Option<&Path>) -> Result<SourceSpec, Stop> {
    let path = given(host, ask, source).or_else(|| own.map(Path::to_owned));
    let path = path.ok_or_else(|| not_traced(&ask.path, "source"))?;
    sources::spec(host, source.file.clone(), Some(path)).map_err(|stop| match stop.code {
        Code::NoSuchPath => Stop::new(Code::SourceGone, vec![source.file.as_str().into()]),
        _ => stop,
    })
}

/// The file of `--source` that takes the place of a source: of several the one of its name; in a folder the file of its
/// name.
fn given(host: &dyn Host, ask: &Ask, source: &SourceEvidence) -> Option<PathBuf> {
    let name = source.file.rsplit('/').next().unwrap_or(&source.file);
    let all = || ask.sources.iter().filter(|(of, _)| of.as_ref().is_none_or(|of| *of == source.mapping));
    let is_called = |path: &PathBuf| path.file_name().is_some_and(|file| paths::shown(file) == name);
    let (_, path) = all().find(|(_, path)| is_called(path)).or_else(|| all().next())?;
    let in_folder = host.kind(path).is_ok_and(|kind| kind == PathKind::Folder);
    Some(if in_folder { path.join(name) } else { path.clone() })
}

fn read(host: &dyn Host, folder: &Path) -> Result<Manifest, Stop> {
    let path = folder.join(manifest::FILE);
    let json = host.read(&path).map_err(|error| io::stop("read", &path, &error))?;
    Manifest::from_json(&json).map_err(|wrong| {
        let first = wrong.into_iter().next();
        first.map_or_else(|| not_traced(folder, "no_run"), |(code, args)| Stop::new(code, args))
    })
}

/// The run's folder above one of its files.
fn above(host: &dyn Host, path: &Path) -> Result<PathBuf, Stop> {
    let whole = host.absolute(path).map_err(|error| io::stop("open", path, &error))?;
    let mut folders = whole.ancestors().skip(1);
    let found = folders.find(|folder| host.kind(&folder.join(manifest::FILE)).is_ok());
    found.map(Path::to_owned).ok_or_else(|| not_traced(path, "no_run"))
}

/// A path as the manifest shows it, as the system has it.
fn found_path(host: &dyn Host, shown: &str) -> PathBuf {
    let path = PathBuf::from(shown);
    let named = paths::named(shown).map(PathBuf::from);
    named.filter(|_| host.kind(&path).is_err()).unwrap_or(path)
}

/// The mapping of a source: beside the folder from which the source's name leads to its path.
fn mapping_path(host: &dyn Host, name: &str, source: &SourceEvidence, path: Option<&Path>) -> Result<PathBuf, Stop> {
    let shown = path.map(io::shown).unwrap_or_default();
    let folder = shown.strip_suffix(&source.file).map(|folder| folder.trim_end_matches('/'));
    let path = folder.map(|folder| PathBuf::from(folder).join(format!("{name}.yaml")));
    let found = path.as_ref().filter(|path| host.kind(path).is_ok_and(|kind| kind == PathKind::File));
    found.cloned().ok_or_else(|| {
        let shown = path.as_deref().map_or_else(|| format!("{name}.yaml"), io::shown);
        Stop::new(Code::MappingGone, vec![name.into(), shown.into()])
    })
}

/// Where a row of a Parquet file comes from.
fn row(host: &dyn Host, path: &Path, number: u64) -> Result<Traced, Stop> {
    let file = host.open(path).map_err(|error| io::stop("open", path, &error))?;
    let parquet = Parquet::open(file).map_err(|_| not_traced(path, "parquet"))?;
    let name = paths::shown(path.file_name().unwrap_or_default());
    let at = usize::try_from(number).unwrap_or(usize::MAX);
    let (Some(at), true) = (at.checked_sub(1), number <= parquet.rows()) else {
        let problem = if number == 0 { "zero" } else { "rows" };
        return Err(Stop::new(
            Code::NoSuchRecord,
            vec![name.into(), problem.into(), number.into(), parquet.rows().into()],
        ));
    };
    let columns = || not_traced(path, "columns");
    if !parquet.has(FILE_COLUMN) {
        return told_of(path, &parquet, at);
    }
    let batch = parquet.row(&[FILE_COLUMN, OFFSET_COLUMN], at).map_err(|_| columns())?.ok_or_else(columns)?;
    let file = text(&batch, FILE_COLUMN, 0).ok_or_else(columns)?.to_owned();
    let offset = number_of(&batch, OFFSET_COLUMN, 0).ok_or_else(columns)?;
    let said = |key: &str| parquet.said(key).map(str::to_owned).ok_or_else(|| not_traced(path, "mapping"));
    let (mapping, table) = (said("tumpline.mapping")?, said("tumpline.table")?);
    let whole = parquet.row(&parquet.names(), at).map_err(|_| columns())?;
    Ok(Traced { mapping, file, sought: Sought::At(offset), row: whole.map(|batch| (table, batch)) })
}

/// What a row of the refused records or of the findings is about.
fn told_of(path: &Path, parquet: &Parquet, at: usize) -> Result<Traced, Stop> {
    let columns = || not_traced(path, "columns");
    let names: Vec<&str> = ["mapping", "file", "record"].into_iter().filter(|name| parquet.has(name)).collect();
    let batch = parquet.row(&names, at).map_err(|_| columns())?.ok_or_else(columns)?;
    let file = text(&batch, "file", 0).ok_or_else(columns)?.to_owned();
    let record = number_of(&batch, "record", 0).ok_or_else(columns)?;
    // Refused records stand in a file of their mapping.
    let of_mapping = path.file_stem().map(paths::shown).unwrap_or_default();
    let mapping = text(&batch, "mapping", 0).map_or(of_mapping, str::to_owned);
    Ok(Traced { mapping, file, sought: Sought::Record(record), row: None })
}

/// A refused record of a run, by its number among all: mapping after mapping, in the order of their names.
fn reject(host: &dyn Host, folder: &Path, manifest: &Manifest, ask: &Ask) -> Result<Traced, Stop> {
    let mut before = 0;
    let meant = |name: &String| ask.mapping_name.as_ref().is_none_or(|wanted| wanted == name);
    for mapping in manifest.mappings.iter().map(|one| &one.name).filter(|name| meant(name)) {
        let path = folder.join(format!("rejects/{mapping}.parquet"));
        if host.kind(&path).is_err() {
            continue;
        }
        let file = host.open(&path).map_err(|error| io::stop("open", &path, &error))?;
        let parquet = Parquet::open(file).map_err(|_| not_traced(&path, "parquet"))?;
        let rows = parquet.rows();
        let Some(at) = ask.number.checked_sub(before + 1).filter(|at| *at < rows) else {
            before += rows;
            continue;
        };
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let columns = || not_traced(&path, "columns");
        let batch = parquet.row(&["file", "record"], at).map_err(|_| columns())?.ok_or_else(columns)?;
        let file = text(&batch, "file", 0).ok_or_else(columns)?.to_owned();
        let record = number_of(&batch, "record", 0).ok_or_else(columns)?;
        return Ok(Traced { mapping: mapping.clone(), file, sought: Sought::Record(record), row: None });
    }
    let problem = if ask.number == 0 { "zero" } else { "rejects" };
    Err(no_such(&io::shown(folder), problem, ask.number, before))
}

/// The file of a run that the command names.
fn named(manifest: &Manifest, ask: &Ask) -> Result<Traced, Stop> {
    let of_mapping = |one: &&SourceEvidence| ask.mapping_name.as_ref().is_none_or(|name| *name == one.mapping);
    let spec = |one: &SourceEvidence| SourceSpec {
        name: one.file.clone(),
        path: None,
        compression: Compression::None,
        length: None,
    };
    let all: Vec<&SourceEvidence> = manifest.sources.iter().filter(of_mapping).collect();
    let called = |one: &&&SourceEvidence| ask.file.as_ref().is_none_or(|name| is_called(&spec(one), name));
    let meant: Vec<_> = all.iter().filter(called).collect();
    let names = |some: &[&&SourceEvidence]| some.iter().map(|one| format!("{}={}", one.mapping, one.file)).collect();
    let one = match meant[..] {
        [one] => one,
        [] => return Err(which(ask.file.as_ref(), "none", names(&all.iter().collect::<Vec<_>>()))),
        _ => return Err(which(ask.file.as_ref(), "several", names(&meant))),
    };
    let sought = if ask.which == Which::At { Sought::At(ask.number) } else { Sought::Record(ask.number) };
    Ok(Traced { mapping: one.mapping.clone(), file: one.file.clone(), sought, row: None })
}

impl OfRunFolder {
    /// Whether the way led from a row.
    pub const fn is_of_row(&self) -> bool {
        self.row.is_some()
    }

    /// Its source among those of its mapping.
    ///
    /// # Errors
    /// TL0957 where it is none of them.
    pub fn spec<'s>(&self, specs: &'s [SourceSpec]) -> Result<&'s SourceSpec, Stop> {
        let found = specs.iter().find(|spec| spec.name == self.source.file);
        found.ok_or_else(|| not_traced(&self.folder, "source"))
    }

    /// Which of the rows that a record makes has the values of the row from which the way led: its table, and its number
    /// among those of the record.
    pub fn row(&self, mapping: &Mapping, seen: &Seen) -> Option<(usize, usize)> {
        let (name, batch) = self.row.as_ref()?;
        let table = mapping.tables.iter().position(|table| table.name == *name)?;
        let declared = mapping.tables[table].columns.iter().enumerate();
        let stored = declared.filter_map(|(at, column)| Some((at, column.ty, batch.column_by_name(&column.name)?)));
        let value = |(at, ty, array): (usize, Type, &ArrayRef)| {
            let value = text_at(&as_stages_have_it(array, ty)?, ty, 0)?;
            Some((at, value))
        };
        let values: Vec<(usize, Shown)> = stored.map(value).collect::<Option<_>>()?;
        let has = |row: &SeenRow| {
            let same = |(at, value): &(usize, Shown)| row.columns.get(*at).is_some_and(|column| column.value == *value);
            row.left_out.is_none() && values.iter().all(same)
        };
        let rows = &seen.tables.iter().find(|seen| seen.table == table)?.rows;
        Some((table, rows.iter().position(has)?))
    }

    /// What the run says of a record of a file, and what is not as it was; of the file only where it was read.
    ///
    /// # Errors
    /// TL0957 for findings that cannot be read, TL0901.
    pub fn told(
        self,
        host: &dyn Host,
        prepared: &Prepared,
        (read, record): (Option<&SourceSpec>, u64),
    ) -> Result<OfRun, Stop> {
        let Self { folder, manifest, source, lost, .. } = self;
        let told = read.and_then(|spec| differs(host, &source, spec));
        let known = manifest.mappings.iter().find(|one| one.name == prepared.plan.mapping.name);
        let findings = findings(host, &folder, (&source.mapping, &source.file, record))?;
        Ok(OfRun {
            run: manifest.run,
            outcome: manifest.outcome,
            folder: io::shown(&folder),
            only_size: read.is_some() && source.bytes > HASHED && told.is_none(),
            source: told,
            row_differs: false,
            mapping_differs: known.is_none_or(|known| known.sha256 != prepared.sha256),
            findings,
            edits: Vec::new(),
            lost,
        })
    }
}

/// Whether a source is not what the run read.
fn differs(host: &dyn Host, source: &SourceEvidence, spec: &SourceSpec) -> Option<Stop> {
    let is_other_size = spec.compression == Compression::None && spec.length != Some(source.bytes);
    if source.bytes > HASHED {
        return is_other_size.then(|| Stop::new(Code::SourceDiffers, vec![source.file.as_str().into()]));
    }
    let path = spec.path.as_deref().map(io::shown);
    match state(host, &SourceEvidence { path, ..source.clone() }) {
        State::Same => None,
        State::Told(Code::SourceUnread, _) if !is_other_size => None,
        State::Told(code, args) => Some(Stop::new(code, args)),
    }
}

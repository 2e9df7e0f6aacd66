//! Which mappings a command means, and which files their sources are.
//!
//! In: paths of the command, patterns of a mapping. Out: mappings' texts, and source files with their names in the
//! order in which they are read. Refuses to read a record.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::evidence::{hash, manifest};
use crate::finding::{Args, Code};
use crate::host::streams::{Compression, MAGIC_LENGTH};
use crate::host::{Host, PathKind, paths};
use crate::mapping::model::Mapping;
use crate::run::{Stop, io};

/// The file that says what concerns a migration as a whole.
const MIGRATION: &str = "migration.yaml";
/// How a mapping's name ends.
const ENDING: &str = ".yaml";
/// Names that only a run's own folder has together.
const RUN_MARKS: [&str; 2] = [manifest::FILE, "findings.parquet"];
/// Names that only an output folder has together.
const OUTPUT_MARKS: [&str; 2] = [".lock", ".staging"];
/// What runs make in an output folder.
const OUTPUT_ENTRIES: [&str; 4] = ["current", "runs", "refused", "trial"];
/// The standard input, as a path.
const STANDARD_INPUT: &str = "-";

/// A mapping's text, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingFile {
    /// The file's name without `.yaml`.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its text, without a byte order mark.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A `migration.yaml`, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// Its text.
    pub file: MappingFile,
    folder: PathBuf,
}

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpec {
    /// Relative to the mapping's folder, as its pattern is written, with `/`; for a `--source` file its own name, or
    /// its name in the folder given; see [`paths::shown`]. `-` is the standard input.
    pub name: String,
    /// Where it is; none: the standard input.
    pub path: Option<PathBuf>,
    /// How it is stored; for the standard input and a pipe it is told when they are read.
    pub compression: Compression,
    /// Stored bytes; none: the standard input, or a pipe.
    pub length: Option<u64>,
}

impl SourceSpec {
    /// Whether it is read from front to back, through a reader.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        self.length.is_none() || self.compression != Compression::None
    }

    /// Where the same bytes may be found again.
    #[must_use]
    pub fn lasting_path(&self) -> Option<&Path> {
        self.path.as_deref().filter(|_| self.length.is_some())
    }
}

/// The mappings that the command's paths mean: files, or all `*.yaml` directly in a folder except `migration.yaml` and
/// hidden ones, in the byte order of their names.
///
/// # Errors
/// TL0908 for a path that is not there, TL0909 for a folder without a mapping, a name in it that only looks like a
/// mapping's (`.yml`, `.YAML`, not Unicode, a pipe) and a text that is not UTF-8, TL0012 for two mappings of one name,
/// TL0901 where the machine fails.
pub fn mappings(host: &dyn Host, paths: &[PathBuf]) -> Result<Vec<MappingFile>, Stop> {
    let mut found = Vec::new();
    for path in paths {
        match kind(host, path)? {
            PathKind::File if path.file_name().is_some_and(|name| name == MIGRATION) => {
                return Err(wrong_path(path, "mapping"));
            }
            PathKind::File | PathKind::Stream => found.push(mapping_file(host, path)?),
            PathKind::Folder => found.extend(mappings_in(host, path)?),
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    match found.windows(2).find(|pair| pair[0].name == pair[1].name) {
        Some(pair) => Err(Stop::new(Code::DuplicateName, vec!["mapping".into(), pair[0].name.as_str().into()])),
        None => Ok(found),
    }
}

/// The names of the mappings at these paths; none of them is read, and what is wrong with them is told when they are.
#[must_use]
pub fn names(host: &dyn Host, paths: &[PathBuf]) -> BTreeSet<String> {
    let of = |path: &PathBuf| match host.kind(path) {
        Ok(PathKind::Folder) => names_in(host, path).unwrap_or_default(),
        _ => vec![name_of(&paths::shown(path.file_name().unwrap_or_default()))],
    };
    paths.iter().flat_map(of).collect()
}

fn names_in(host: &dyn Host, folder: &Path) -> Result<Vec<String>, Stop> {
    let files = list(host, folder)?;
    let files = files.iter().filter(|name| is_like_a_mapping(name) && *name != MIGRATION);
    Ok(files.map(|name| name_of(&paths::shown(name))).collect())
}

/// The `migration.yaml` beside these mappings, if there is one: a mapping means the same alone and with its folder.
///
/// # Errors
/// As [`mappings`]; TL0012 if two folders have one, TL0909 for one that is no file.
pub fn migration(host: &dyn Host, mappings: &[MappingFile]) -> Result<Option<MigrationFile>, Stop> {
    let mut looked_at = BTreeSet::new();
    let mut found = None;
    for mapping in mappings {
        let beside = mapping.path.with_file_name(MIGRATION);
        let folder = folder(host, &mapping.path)?;
        if !looked_at.insert(folder.clone()) {
            continue;
        }
        match kind(host, &beside) {
            Err(stop) if stop.code == Code::NoSuchPath => continue,
            Err(stop) => return Err(stop),
            Ok(PathKind::File) => {}
            Ok(_) => return Err(wrong_path(&beside, "file")),
        }
        let file = mapping_file(host, &beside)?;
        if found.replace(MigrationFile { file, folder }).is_some() {
            return Err(Stop::new(Code::DuplicateName, vec!["migration".into(), MIGRATION.into()]));
        }
    }
    Ok(found)
}

impl MigrationFile {
    /// The names of all mappings beside it, whether they can be read or not.
    ///
    /// # Errors
    /// TL0901 where the folder cannot be listed.
    pub fn names(&self, host: &dyn Host) -> Result<Vec<String>, Stop> {
        names_in(host, here(self.file.path.parent().unwrap_or_else(|| Path::new(""))))
    }

    /// Whether it stands beside a mapping.
    ///
    /// # Errors
    /// TL0901 where the system does not say where the mapping stands.
    pub fn is_beside(&self, host: &dyn Host, mapping: &Path) -> Result<bool, Stop> {
        Ok(folder(host, mapping)? == self.folder)
    }
}

/// The folder of a file, by a name that all ways to write it have in common.
fn folder(host: &dyn Host, file: &Path) -> Result<PathBuf, Stop> {
    let folder = here(file.parent().unwrap_or(Path::new("")));
    host.absolute(folder).map_err(|error| io::stop("open", folder, &error))
}

fn mappings_in(host: &dyn Host, folder: &Path) -> Result<Vec<MappingFile>, Stop> {
    let mut files = Vec::new();
    for name in list(host, folder)?.into_iter().filter(|name| is_like_a_mapping(name) && name != MIGRATION) {
        let path = folder.join(&name);
        match (kind(host, &path)?, name.to_str()) {
            (PathKind::Folder, _) => {}
            (PathKind::Stream, _) => return Err(wrong_path(&path, "no pipe")),
            (PathKind::File, None) => return Err(wrong_path(&path, "Unicode")),
            (PathKind::File, Some(name)) if !name.ends_with(ENDING) => return Err(wrong_path(&path, ENDING)),
            (PathKind::File, Some(_)) => files.push(mapping_file(host, &path)?),
        }
    }
    if files.is_empty() {
        return Err(wrong_path(folder, "mappings"));
    }
    Ok(files)
}

/// Whether whoever put this name into the folder may have meant a mapping: none is passed over without a word.
fn is_like_a_mapping(name: &OsStr) -> bool {
    let ending = Path::new(name).extension().unwrap_or_default();
    !paths::shown(name).starts_with('.') && ["yaml", "yml"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// A mapping's name: its file's without the ending.
fn name_of(file: &str) -> String {
    [ENDING, ".yml"].iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(file).to_owned()
}

fn mapping_file(host: &dyn Host, path: &Path) -> Result<MappingFile, Stop> {
    let bytes = host.read(path).map_err(|error| io::stop("read", path, &error))?;
    let sha256 = hash::sha256(&bytes);
    let text = String::from_utf8(bytes).map_err(|_| wrong_path(path, "UTF-8"))?;
    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
    let file = paths::shown(path.file_name().unwrap_or_default());
    Ok(MappingFile { name: name_of(&file), path: path.to_owned(), text, sha256 })
}

/// What stands at a path that the command or a mapping names.
///
/// # Errors
/// TL0908 where there is nothing, TL0901.
pub fn kind(host: &dyn Host, path: &Path) -> Result<PathKind, Stop> {
    host.kind(path).map_err(|error| match error.kind() {
        // Windows has names, such as those with a `*`, that no file can have.
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => no_such_path(path),
        _ => io::stop("open", path, &error),
    })
}

fn list(host: &dyn Host, folder: &Path) -> Result<Vec<OsString>, Stop> {
    host.list(folder).map_err(|error| io::stop("list", folder, &error))
}

fn no_such_path(path: &Path) -> Stop {
    Stop::new(Code::NoSuchPath, vec![io::shown(path).into()])
}

/// TL0909: something else is wanted at a path.
#[must_use]
pub fn wrong_path(path: &Path, wanted: &str) -> Stop {
    Stop::new(Code::WrongPath, vec![io::shown(path).into(), wanted.into()])
}

/// The files of a mapping's source, in the byte order of their names: those of the command's `--source` for this
/// mapping if there are any, else those that the mapping names.
///
/// Patterns: `*` and `?` stand for characters of a name, `[a-z]` and `[!a-z]` for one of some, `**` for folders of any
/// depth; case counts; a name that begins with a dot is not matched unless the pattern's does. What is not Unicode in a
/// name is one character of it. On Windows `\` is `/`, there alone, since it stands in names elsewhere. A folder given
/// by `--source` takes the place of the patterns' folders: the last part of each pattern and `expect:` still hold. A
/// pipe or a device is a source if `--source` names it; a pattern that finds one is refused, as it is where it finds
/// what a run wrote.
///
/// # Errors
/// TL0501 for a pattern that nothing matches, TL0502 for another number of files than `expect:`, TL0908 and TL0909 for
/// a path that is not there or is no file, TL0512 for a name that leads to nothing, TL0513 for a file of a run, TL0017
/// for a pattern that is none, TL0012 for two files of one name, TL0910 for a `--source` without a mapping's name where there are several mappings, TL0901 where the machine fails.
pub fn find(
    host: &dyn Host,
    mapping_path: &Path,
    mapping: &Mapping,
    given: &[(Option<String>, PathBuf)],
    only_mapping: bool,
) -> Result<Vec<SourceSpec>, Vec<(Code, Args)>> {
    if !only_mapping && given.iter().any(|(name, _)| name.is_none()) {
        return Err(vec![(Code::BadOption, vec!["--source".into(), "MAPPING=".into(), "".into(), "".into()])]);
    }
    let mut search = Search { host, found: BTreeMap::new(), wrong: Vec::new() };
    let mine = given.iter().filter(|(name, _)| name.as_ref().is_none_or(|name| *name == mapping.name));
    let mine: Vec<&Path> = mine.map(|(_, path)| path.as_path()).collect();
    let patterns: Vec<String> = mapping.source.files.iter().map(|pattern| slashed(pattern, cfg!(windows))).collect();
    let mut counted = true;
    for path in &mine {
        counted &= search.given(path, &patterns);
    }
    if mine.is_empty() {
        let base = mapping_path.parent().unwrap_or(Path::new(""));
        for pattern in &patterns {
            search.pattern(base, pattern);
        }
    }
    if counted && search.wrong.is_empty() {
        search.expect(mapping.source.expect);
    }
    search.specs()
}

struct Search<'h> {
    host: &'h dyn Host,
    /// Names are unique, and their order is that of reading.
    found: BTreeMap<String, Option<PathBuf>>,
    wrong: Vec<(Code, Args)>,
}

impl Search<'_> {
    fn add(&mut self, name: String, path: Option<PathBuf>) {
        if self.found.get(&name).is_some_and(|there| *there != path) {
            self.wrong.push((Code::DuplicateName, vec!["file".into(), name.into()]));
        } else {
            self.found.insert(name, path);
        }
    }

    fn stop(&mut self, stop: Stop) {
        self.wrong.push((stop.code, stop.args));
    }

    /// A path of `--source`; whether it was a folder, so that the mapping's patterns were looked for in it.
    fn given(&mut self, path: &Path, patterns: &[String]) -> bool {
        if path == Path::new(STANDARD_INPUT) {
            self.add(STANDARD_INPUT.to_owned(), None);
            return false;
        }
        match kind(self.host, path) {
            Ok(PathKind::Folder) if patterns.iter().all(|pattern| pattern == STANDARD_INPUT) => {
                self.stop(wrong_path(path, "file"));
            }
            Ok(PathKind::Folder) => {
                let names = patterns.iter().filter(|pattern| *pattern != STANDARD_INPUT);
                names.for_each(|pattern| self.pattern(path, last_part(pattern)));
                return true;
            }
            Ok(PathKind::File | PathKind::Stream) => {
                self.add(paths::shown(path.file_name().unwrap_or_default()), Some(path.to_owned()));
            }
            Err(stop) => self.stop(stop),
        }
        false
    }

    /// Files that a pattern of the mapping means, seen from a folder.
    fn pattern(&mut self, base: &Path, pattern: &str) {
        if pattern == STANDARD_INPUT {
            return self.add(STANDARD_INPUT.to_owned(), None);
        }
        let (start, parts) = match split(pattern) {
            Ok(split) => split,
            Err(problem) => return self.wrong.push((Code::BadPattern, vec![problem.into()])),
        };
        let at = base.join(&start);
        if parts.is_empty() {
            return self.literal(start, at);
        }
        let mut walk = Walk::new(self.host);
        match kind(self.host, here(&at)) {
            Ok(PathKind::Folder) => walk.folder(&at, &start, &parts),
            Ok(_) => {}
            Err(stop) if stop.code == Code::NoSuchPath => {}
            Err(stop) => walk.wrong.push(stop),
        }
        if walk.matched.is_empty() && walk.wrong.is_empty() {
            self.wrong.push((Code::NoFiles, vec![pattern.into()]));
        }
        walk.wrong.into_iter().for_each(|stop| self.stop(stop));
        for (name, path) in walk.matched {
            self.add(name, Some(path));
        }
    }

    fn literal(&mut self, name: String, path: PathBuf) {
        match kind(self.host, &path) {
            Ok(PathKind::File) => self.add(name, Some(path)),
            Ok(PathKind::Folder) => self.stop(wrong_path(&path, "file")),
            Ok(PathKind::Stream) => self.stop(wrong_path(&path, "no pipe")),
            Err(stop) => self.stop(stop),
        }
    }

    fn expect(&mut self, wanted: Option<u64>) {
        let found = self.found.len() as u64;
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found) {
            self.wrong.push((Code::FileCount, vec![found.into(), wanted.into()]));
        }
    }

    fn specs(mut self) -> Result<Vec<SourceSpec>, Vec<(Code, Args)>> {
        let mut specs = Vec::new();
        for (name, path) in std::mem::take(&mut self.found) {
            match spec(self.host, name, path) {
                Ok(spec) => specs.push(spec),
                Err(stop) => self.stop(stop),
            }
        }
        if self.wrong.is_empty() { Ok(specs) } else { Err(self.wrong) }
    }
}

/// Where the command stands, which a mapping's path without a folder does not say.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// What one pattern finds. All that matches is found or told: what is left out would be missing in the tables.
struct Walk<'h> {
    host: &'h dyn Host,
    /// Names and paths of files.
    matched: Vec<(String, PathBuf)>,
    wrong: Vec<Stop>,
}

impl<'h> Walk<'h> {
    const fn new(host: &'h dyn Host) -> Self {
        Self { host, matched: Vec::new(), wrong: Vec::new() }
    }

    /// Finds files under `at` that the parts of a pattern match; `name` is what `at` is called in a source's names.
    fn folder(&mut self, at: &Path, name: &str, parts: &[Part]) {
        match list(self.host, here(at)) {
            Ok(entries) if has(&entries, &RUN_MARKS) => {
                self.of_a_run(at, |walk| walk.entries(at, name, parts, &entries));
            }
            Ok(entries) => self.entries(at, name, parts, &entries),
            Err(stop) => self.tell(stop),
        }
    }

    fn entries(&mut self, at: &Path, name: &str, parts: &[Part], entries: &[OsString]) {
        let Some((part, rest)) = parts.split_first() else { return };
        if matches!(part, Part::Folders) {
            self.entries(at, name, rest, entries);
        }
        let holds_runs = has(entries, &OUTPUT_MARKS);
        let is_own = |entry: &&OsString| holds_runs && OUTPUT_ENTRIES.iter().any(|own| *entry == own);
        let matching = entries.iter().filter(|entry| part.matches(&entry.to_string_lossy()));
        let (own, others): (Vec<_>, Vec<_>) = matching.partition(is_own);
        let take = |walk: &mut Self, entry: &OsString| {
            walk.entry(&at.join(entry), &below(name, &paths::shown(entry)), parts);
        };
        for entry in others {
            take(self, entry);
        }
        self.of_a_run(at, |walk| {
            for entry in own {
                take(walk, entry);
            }
        });
    }

    /// An entry that the first part of a pattern matches.
    fn entry(&mut self, path: &Path, name: &str, parts: &[Part]) {
        let Some((part, rest)) = parts.split_first() else { return };
        let is_file = rest.is_empty() && matches!(part, Part::Name { .. });
        match (kind(self.host, path), part) {
            (Ok(PathKind::Folder), Part::Folders) => self.folder(path, name, parts),
            (Ok(PathKind::Folder), Part::Name { .. }) => self.folder(path, name, rest),
            (Ok(PathKind::File), _) if is_file => self.matched.push((name.to_owned(), path.to_owned())),
            (Ok(PathKind::Stream), _) if is_file => self.tell(wrong_path(path, "no pipe")),
            (Ok(_), _) => {}
            (Err(stop), _) => self.tell(nowhere(stop)),
        }
    }

    /// What a run wrote is no source: the first file found in it is told, and nothing else of it.
    fn of_a_run(&mut self, folder: &Path, find: impl FnOnce(&mut Self)) {
        let mut within = Self::new(self.host);
        find(&mut within);
        let deeper = within.wrong.iter().find(|stop| stop.code == Code::RunAsSource);
        let deeper = deeper.and_then(|stop| stop.args.first().cloned());
        if let Some(file) = within.matched.first().map(|(name, _)| name.as_str().into()).or(deeper) {
            self.tell(Stop::new(Code::RunAsSource, vec![file, io::shown(here(folder)).into()]));
        }
    }

    /// `**` comes to a name by more than one way.
    fn tell(&mut self, stop: Stop) {
        if !self.wrong.contains(&stop) {
            self.wrong.push(stop);
        }
    }
}

/// A name that its folder has and that leads to nothing, such as a link to a disk that is not there.
fn nowhere(stop: Stop) -> Stop {
    if stop.code == Code::NoSuchPath { Stop { code: Code::LeadsNowhere, ..stop } } else { stop }
}

fn has(entries: &[OsString], names: &[&str]) -> bool {
    names.iter().all(|name| entries.iter().any(|entry| entry == name))
}

/// A file, a pipe, or the standard input, as a source is opened.
///
/// # Errors
/// TL0901, TL0908.
pub fn spec(host: &dyn Host, name: String, path: Option<PathBuf>) -> Result<SourceSpec, Stop> {
    let Some(path) = path else {
        return Ok(SourceSpec { name, path: None, compression: Compression::None, length: None });
    };
    if kind(host, &path)? == PathKind::Stream {
        return Ok(SourceSpec { name, path: Some(path), compression: Compression::None, length: None });
    }
    let file = host.open(&path).map_err(|error| io::stop("open", &path, &error))?;
    let mut first = [0; MAGIC_LENGTH];
    let read = file.read_at(0, &mut first).map_err(|error| io::stop("read", &path, &error))?;
    let length = file.stat().map_err(|error| io::stop("read", &path, &error))?.length;
    let compression = Compression::of(&name, &first[..read]);
    Ok(SourceSpec { name, path: Some(path), compression, length: Some(length) })
}

/// A pattern with `/` alone between its parts.
fn slashed(pattern: &str, windows: bool) -> String {
    if windows { pattern.replace('\\', "/") } else { pattern.to_owned() }
}

fn last_part(pattern: &str) -> &str {
    pattern.rsplit('/').next().unwrap_or(pattern)
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() || folder.ends_with('/') { format!("{folder}{name}") } else { format!("{folder}/{name}") }
}

/// One part of a pattern, between slashes.
enum Part {
    /// `**`: folders of any depth, also none.
    Folders,
    /// A name, or a pattern of names.
    Name { regex: Regex, hidden: bool },
}

impl Part {
    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Folders => !name.starts_with('.'),
            Self::Name { regex, hidden } => (*hidden || !name.starts_with('.')) && regex.is_match(name),
        }
    }
}

/// The folders (or the whole path) that a pattern names in words, and the parts from the first special character on.
fn split(pattern: &str) -> Result<(String, Vec<Part>), String> {
    let special = |part: &&str| part.contains(['*', '?', '[']);
    let all: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let literal = all.iter().position(special).unwrap_or(all.len());
    // Two slashes are a share on Windows, and elsewhere the same as one.
    let root = &pattern[..pattern.bytes().take_while(|byte| *byte == b'/').count().min(2)];
    let mut parts = all[literal..].iter().map(|part| compile(part)).collect::<Result<Vec<_>, _>>()?;
    if matches!(parts.last(), Some(Part::Folders)) {
        parts.push(compile("*")?);
    }
    Ok((format!("{root}{}", all[..literal].join("/")), parts))
}

/// The pattern that takes this file and no other. A `-` alone would be the standard input.
#[must_use]
pub fn pattern_of(path: &str) -> String {
    if path == STANDARD_INPUT {
        return format!("./{path}");
    }
    path.chars().fold(String::with_capacity(path.len()), |mut pattern, one| {
        match one {
            '*' | '?' | '[' => pattern.extend(['[', one, ']']),
            other => pattern.push(other),
        }
        pattern
    })
}

fn compile(part: &str) -> Result<Part, String> {
    if part == "**" {
        return Ok(Part::Folders);
    }
    let mut regex = String::from(r"(?s)\A");
    let mut rest = part.chars();
    while let Some(next) = rest.next() {
        match next {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            '[' => {
                let (class, after) = class(rest.as_str()).ok_or_else(|| format!("[ … ? {part}"))?;
                regex.push_str(&class);
                rest = after.chars();
            }
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    regex.push_str(r"\z");
    let regex = Regex::new(&regex).map_err(|_| part.to_owned())?;
    Ok(Part::Name { regex, hidden: part.starts_with('.') })
}

/// A class without its opening bracket, as a regular expression's, and what follows it.
fn class(text: &str) -> Option<(String, &str)> {
    let (not, body) = text.strip_prefix(['!', '^']).map_or(("", text), |body| ("^", body));
    let first = body.chars().next()?.len_utf8(); // a bracket that stands first is a character
    let end = first + body[first..].find(']')?;
    let escape = |c: char| if c == '-' { "-".to_owned() } else { regex::escape(c.encode_utf8(&mut [0; 4])) };
    let inner: Vec<char> = body[..end].chars().collect();
    let dash_at_edge = |at: usize| inner[at] == '-' && (at == 0 || at + 1 == inner.len());
    let of = |at: usize| if dash_at_edge(at) { r"\-".to_owned() } else { escape(inner[at]) };
    Some((format!("[{not}{}]", (0..inner.len()).map(of).collect::<String>()), &body[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fake::FakeHost;
    use crate::mapping::model::{Empty, Format, Source};
    use crate::place::Span;

    fn mapping(files: &[&str], expect: Option<u64>) -> Mapping {
        Mapping {
            name: "journal".to_owned(),
            digest: String::new(),
            about: Vec::new(),
            source: Source {
                files: files.iter().map(|&pattern| pattern.to_owned()).collect(),
                files_at: Span::default(),
                expect,
                empty: Empty::Refuse,
                encoding: "utf-8".to_owned(),
                of_copybook: false,
                format: Format::FixedLength { length: 80 },
                edges: crate::mapping::model::Edges::default(),
                max_length: 1 << 20,
                group_max: 1 << 24,
                kinds: Vec::new(),
                set_aside: Vec::new(),
                controls: Vec::new(),
            },
            tables: Vec::new(),
        }
    }

    fn machine() -> FakeHost {
        let host = FakeHost::new();
        for path in [
            "town/mappings/journal.yaml",
            "town/mappings/near.txt",
            "town/samples/GLJ2.TXT",
            "town/samples/GLJ1.TXT",
            "town/samples/glj3.txt",
            "town/samples/.GLJ9.TXT",
            "town/samples/GLJÉ.TXT",
            "town/samples/a{1}.csv",
            "town/samples/old/GLJ0.TXT",
            "town/samples/old/.git/GLJ8.TXT",
            "other/GLJ1.TXT",
        ] {
            host.put(path, "x");
        }
        host
    }

    fn names(found: Result<Vec<SourceSpec>, Vec<(Code, Args)>>) -> Result<Vec<String>, Vec<&'static str>> {
        found
            .map(|specs| specs.into_iter().map(|spec| spec.name).collect())
            .map_err(|wrong| wrong.iter().map(|(code, _)| code.id()).collect())
    }

    #[test]
    fn patterns_find_files_in_the_byte_order_of_their_names() {
        let s = |name: &str| format!("../samples/{name}");
        for (files, expect, want) in [
            (&["../samples/GLJ?.TXT"][..], None, Ok(vec![s("GLJ1.TXT"), s("GLJ2.TXT"), s("GLJÉ.TXT")])),
            (&["../samples/GLJ[0-9].TXT"], Some(2), Ok(vec![s("GLJ1.TXT"), s("GLJ2.TXT")])),
            (&["../samples/GLJ[!12].TXT"], None, Ok(vec![s("GLJÉ.TXT")])),
            (&["../samples/.GLJ*"], None, Ok(vec![s(".GLJ9.TXT")])),
            (&["../samples/a{1}.c*"], None, Ok(vec![s("a{1}.csv")])),
            (&["../samples/**/GLJ[01].TXT"], None, Ok(vec![s("GLJ1.TXT"), s("old/GLJ0.TXT")])),
            (&["../samples/*/*"], None, Ok(vec![s("old/GLJ0.TXT")])),
            (&["../samples/old/**"], None, Ok(vec![s("old/GLJ0.TXT")])),
            (&["./near.txt", "near.*"], Some(1), Ok(vec!["near.txt".to_owned()])),
            (&["*.txt", "-"], None, Ok(vec!["-".to_owned(), "near.txt".to_owned()])),
            (&["../samples/GLJ[0-9].TXT"], Some(3), Err(vec!["TL0502"])),
            (&["*.csv", "nowhere/*", "../samples/GLJ1.TXT/*"], Some(3), Err(vec!["TL0501", "TL0501", "TL0501"])),
            (&["../samples", "gone.txt", "a[b"], None, Err(vec!["TL0909", "TL0908", "TL0017"])),
            (&["a[z-a]"], None, Err(vec!["TL0017"])),
        ] {
            let found = find(&machine(), Path::new("town/mappings/journal.yaml"), &mapping(files, expect), &[], true);
            assert_eq!(names(found), want, "{files:?}");
        }
    }

    #[test]
    fn windows_writes_backslashes_and_shares() {
        for (pattern, windows, want) in
            [(r"..\samples\GLJ*.TXT", true, "../samples/GLJ*.TXT"), (r"a\b*.TXT", false, r"a\b*.TXT")]
        {
            assert_eq!(slashed(pattern, windows), want);
        }
        for (pattern, want) in
            [(r"\\town\gl\*.TXT", "//town/gl"), (r"C:\gl\1.TXT", "C:/gl/1.TXT"), ("/gl/*", "/gl"), ("gl/*", "gl")]
        {
            assert_eq!(split(&slashed(pattern, true)).unwrap().0, want);
        }
    }

    #[test]
    fn sources_of_the_command_take_the_place_of_the_mappings() {
        let named = |path: &str| (Some("journal".to_owned()), PathBuf::from(path));
        let any = |path: &str| (None, PathBuf::from(path));
        for (given, only, want) in [
            (vec![any("other/GLJ1.TXT")], true, Ok(vec!["GLJ1.TXT"])),
            (vec![any("other/GLJ1.TXT")], false, Err(vec!["TL0910"])),
            (vec![named("town/samples/glj3.txt"), named("other/GLJ1.TXT")], false, Ok(vec!["GLJ1.TXT", "glj3.txt"])),
            (vec![(Some("vendors".to_owned()), PathBuf::from("other/GLJ1.TXT"))], false, Ok(vec!["near.txt"])),
            (vec![any("other")], true, Err(vec!["TL0501"])),
            (vec![any("town/mappings")], true, Ok(vec!["near.txt"])),
            (vec![any("-")], true, Ok(vec!["-"])),
            (vec![any("gone.txt")], true, Err(vec!["TL0908"])),
            (vec![any("other/GLJ1.TXT"), any("town/samples/GLJ1.TXT")], true, Err(vec!["TL0012"])),
        ] {
            let mapping = mapping(&["near*.txt"], Some(1));
            let found = find(&machine(), Path::new("town/mappings/journal.yaml"), &mapping, &given, only);
            let want = want.map(|names| names.into_iter().map(str::to_owned).collect());
            assert_eq!(names(found), want, "{given:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_opened_is_told_before_the_run() {
        let host = machine();
        host.fail("open", "near.txt", ErrorKind::PermissionDenied, 0);
        let found = find(&host, Path::new("town/mappings/journal.yaml"), &mapping(&["*.txt"], None), &[], true);
        assert_eq!(names(found), Err(vec!["TL0901"]));
    }

    #[test]
    fn compression_and_length_are_known_before_the_run() {
        let host = FakeHost::new();
        host.put("a.txt.gz", "no gzip");
        host.put("b.txt", b"\x28\xB5\x2F\xFD....".to_vec());
        let found = find(&host, Path::new("journal.yaml"), &mapping(&["*.*"], None), &[], true).unwrap();
        let told: Vec<_> = found.iter().map(|spec| (spec.compression, spec.length)).collect();
        assert_eq!(told, [(Compression::Gz, Some(7)), (Compression::Zst, Some(8))]);
    }

    #[test]
    fn a_folder_is_all_its_mappings_but_not_those_below_it() {
        let host = FakeHost::new();
        for path in ["m/b.yaml", "m/a.yaml", "m/migration.yaml", "m/.x.yaml", "m/.c.yml", "m/sub/d.yaml", "e.yml"] {
            host.put(path, "\u{FEFF}tumpline: 1\n");
        }
        let found = mappings(&host, &["m".into(), "e.yml".into()]).unwrap();
        let names: Vec<_> = found.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "e"]);
        assert_eq!(found[0].text, "tumpline: 1\n");
        assert_eq!(found[0].sha256, hash::sha256("\u{FEFF}tumpline: 1\n".as_bytes()));
    }

    #[test]
    fn a_migration_is_what_stands_beside_the_mappings() {
        let host = FakeHost::new();
        for path in ["m/a.yaml", "m/b.yaml", "m/migration.yaml", "n/c.yaml", "n/migration.yaml", "o/d.yaml", "e.yaml"] {
            host.put(path, "tumpline: 1\n");
        }
        host.put("f/f.yaml", "tumpline: 1\n");
        host.put("f/migration.yaml/x", "tumpline: 1\n");
        let beside = |paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            let files = mappings(&host, &paths).unwrap();
            let found = migration(&host, &files).map_err(|stop| stop.code)?;
            Ok(found.map(|found| {
                let has = |file: &&MappingFile| found.is_beside(&host, &file.path).unwrap();
                let names: Vec<_> = files.iter().filter(has).map(|file| file.name.as_str()).collect();
                format!("{}: {}", found.file.path.display(), names.join(" "))
            }))
        };
        for (paths, want) in [
            (&["m"][..], Ok(Some("m/migration.yaml: a b"))),
            (&["m/a.yaml"], Ok(Some("m/migration.yaml: a"))),
            (&["m/a.yaml", "m/b.yaml"], Ok(Some("m/migration.yaml: a b"))),
            (&["m", "o", "e.yaml"], Ok(Some("m/migration.yaml: a b"))),
            (&["o", "e.yaml"], Ok(None)),
            (&["m", "n"], Err(Code::DuplicateName)),
            (&["m/a.yaml", "n/c.yaml"], Err(Code::DuplicateName)),
            (&["f"], Err(Code::WrongPath)),
        ] {
            assert_eq!(beside(paths), want.map(|found| found.map(str::to_owned)), "{paths:?}");
        }
    }

    #[test]
    fn a_command_without_readable_mappings_stops() {
        let host = FakeHost::new();
        host.put("m/a.yaml", "x");
        host.put("n/a.yaml", "x");
        host.put("latin.yaml", b"caf\xE9".to_vec());
        host.put("empty/x.txt", "x");
        host.put("migration.yaml", "title: {}\n");
        for (paths, want) in [
            (&["gone"][..], Code::NoSuchPath),
            (&["empty"], Code::WrongPath),
            (&["latin.yaml"], Code::WrongPath),
            (&["migration.yaml"], Code::WrongPath),
            (&["m", "n"], Code::DuplicateName),
        ] {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            assert_eq!(mappings(&host, &paths).unwrap_err().code, want, "{paths:?}");
        }
    }
}

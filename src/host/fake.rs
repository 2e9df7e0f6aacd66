//! A machine in memory, for tests: files, links, clock and environment that a test makes up, and any operation failing.
//!
//! Operations that can fail have the words of [`crate::run::io::stop`] (`open`, `read`, `write`, `create`, `rename`,
//! `list`, `lock`, `sync`, `remove`), `link` and `stat`. It knows `/` as the only separator.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, Cursor, ErrorKind, Read, Write};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::stopwatch::Clock;
use super::{Access, Host, Lock, OutputFile, PathKind, SourceFile, Stat, Syncing};

/// A machine in memory. Clones are the same machine.
#[derive(Clone)]
pub struct FakeHost(Arc<Mutex<Machine>>);

/// Fills a buffer with the bytes that a made file has from this offset on.
pub type Maker = Arc<dyn Fn(u64, &mut [u8]) + Send + Sync>;

struct Machine {
    entries: BTreeMap<String, Entry>,
    failures: Vec<Failure>,
    log: Vec<String>,
    keep_log: bool,
    interrupted: bool,
    locks: BTreeSet<String>,
    changing: BTreeSet<String>,
    stdin: Vec<u8>,
    variables: BTreeMap<String, String>,
    free_space: Option<u64>,
    now: jiff::Timestamp,
    clock: i128,
    next_identity: u64,
}

enum Entry {
    Folder(Access),
    File { body: Arc<Body>, access: Access },
    Link(String),
    Pipe(Vec<u8>),
}

struct Body {
    content: Mutex<Content>,
    identity: u64,
    modified: Mutex<i128>,
}

enum Content {
    Bytes(Vec<u8>),
    Made { length: u64, maker: Maker },
}

struct Failure {
    operation: String,
    path_contains: String,
    kind: ErrorKind,
    after: u64,
    times: u64,
}

/// Each look at it takes a microsecond.
#[derive(Default)]
struct Ticks(AtomicU64);

impl Clock for Ticks {
    fn nanoseconds(&self) -> u64 {
        self.0.fetch_add(1_000, Ordering::Relaxed)
    }
}

impl Default for FakeHost {
    fn default() -> Self {
        Self::new()
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The path with `/`, without `.` and with `..` resolved by its words.
fn key(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut root = "";
    for component in path.components() {
        match component {
            Component::RootDir => root = "/",
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => drop(parts.pop()),
            Component::ParentDir => parts.push("..".to_owned()),
            Component::CurDir => {}
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::Prefix(prefix) => parts.push(prefix.as_os_str().to_string_lossy().into_owned()),
        }
    }
    format!("{root}{}", parts.join("/"))
}

fn parent(key: &str) -> &str {
    match key.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((parent, _)) => parent,
        None => "",
    }
}

fn inside(folder: &str) -> String {
    if folder.is_empty() || folder == "/" { folder.to_owned() } else { format!("{folder}/") }
}

impl FakeHost {
    /// An empty machine; the time is 2026-11-24T15:30:12Z.
    #[must_use]
    pub fn new() -> Self {
        let now = jiff::Timestamp::from_second(1_795_534_212).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Self(Arc::new(Mutex::new(Machine {
            entries: BTreeMap::new(),
            failures: Vec::new(),
            log: Vec::new(),
            keep_log: false,
            interrupted: false,
            locks: BTreeSet::new(),
            changing: BTreeSet::new(),
            stdin: Vec::new(),
            variables: BTreeMap::new(),
            free_space: None,
            now,
            clock: now.as_nanosecond(),
            next_identity: 1,
        })))
    }

    /// Puts a file there, with its folders, whatever was there before.
    pub fn put(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.put_content(path.as_ref(), Content::Bytes(bytes.into()));
    }

    /// Puts a file there whose bytes are made when they are read, so that it may be of any length.
    pub fn put_made(
        &self,
        path: impl AsRef<Path>,
        length: u64,
        maker: impl Fn(u64, &mut [u8]) + Send + Sync + 'static,
    ) {
        self.put_content(path.as_ref(), Content::Made { length, maker: Arc::new(maker) });
    }

    /// Puts a pipe there that gives these bytes, once.
    pub fn put_pipe(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        let (mut machine, key) = (held(&self.0), key(path.as_ref()));
        machine.make_folders(parent(&key), Access::Usual);
        machine.entries.insert(key, Entry::Pipe(bytes.into()));
    }

    /// Puts a folder there.
    pub fn put_folder(&self, path: impl AsRef<Path>) {
        held(&self.0).make_folders(&key(path.as_ref()), Access::Usual);
    }

    fn put_content(&self, path: &Path, content: Content) {
        let mut machine = held(&self.0);
        let key = machine.resolve(&key(path));
        machine.make_folders(parent(&key).to_owned().as_str(), Access::Usual);
        let body = machine.body(content);
        machine.entries.insert(key, Entry::File { body, access: Access::Usual });
    }

    /// Lets an operation fail on paths that contain the text, after so many that succeed (for `write`: bytes), and
    /// ever after. An empty operation or path means any.
    pub fn fail(&self, operation: &str, path_contains: &str, kind: ErrorKind, after: u64) {
        self.fail_times(operation, path_contains, kind, after, u64::MAX);
    }

    /// As [`Self::fail`], but only so many times.
    pub fn fail_times(&self, operation: &str, path_contains: &str, kind: ErrorKind, after: u64, times: u64) {
        let (operation, path_contains) = (operation.to_owned(), path_contains.to_owned());
        held(&self.0).failures.push(Failure { operation, path_contains, kind, after, times });
    }

    /// Forgets all failures that were asked for.
    pub fn heal(&self) {
        held(&self.0).failures.clear();
    }

    /// Lets every stat of the file tell another time of change, as if someone wrote to it all the while.
    pub fn change_while_read(&self, path: impl AsRef<Path>) {
        held(&self.0).changing.insert(key(path.as_ref()));
    }

    /// The user presses Ctrl-C.
    pub fn interrupt(&self) {
        held(&self.0).interrupted = true;
    }

    /// What stands on the standard input.
    pub fn set_stdin(&self, bytes: impl Into<Vec<u8>>) {
        held(&self.0).stdin = bytes.into();
    }

    /// Sets an environment variable.
    pub fn set_variable(&self, name: &str, value: &str) {
        held(&self.0).variables.insert(name.to_owned(), value.to_owned());
    }

    /// Sets the time.
    pub fn set_now(&self, now: jiff::Timestamp) {
        held(&self.0).now = now;
    }

    /// Sets what [`Host::free_space`] says.
    pub fn set_free_space(&self, bytes: Option<u64>) {
        held(&self.0).free_space = bytes;
    }

    /// Keeps a list of the operations from now on: `rename out/a -> out/b`.
    pub fn keep_log(&self) {
        let mut machine = held(&self.0);
        machine.keep_log = true;
        machine.log.clear();
    }

    /// The operations since [`Self::keep_log`].
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        held(&self.0).log.clone()
    }

    /// Paths of all files (not links), in the order of their bytes.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let machine = held(&self.0);
        machine.entries.iter().filter(|(_, e)| matches!(e, Entry::File { .. })).map(|(key, _)| key.clone()).collect()
    }

    /// The bytes of a file; none if it is not there or its bytes are made.
    #[must_use]
    pub fn content(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let machine = held(&self.0);
        let Entry::File { body, .. } = machine.entries.get(&machine.resolve(&key(path.as_ref())))? else { return None };
        match &*held(&body.content) {
            Content::Bytes(bytes) => Some(bytes.clone()),
            Content::Made { .. } => None,
        }
    }

    /// Who may read a file or folder; none if it is not there.
    #[must_use]
    pub fn access(&self, path: impl AsRef<Path>) -> Option<Access> {
        let machine = held(&self.0);
        match machine.entries.get(&machine.resolve(&key(path.as_ref())))? {
            Entry::Folder(access) | Entry::File { access, .. } => Some(*access),
            Entry::Link(_) | Entry::Pipe(_) => None,
        }
    }
}

impl Machine {
    fn body(&mut self, content: Content) -> Arc<Body> {
        self.next_identity += 1;
        Arc::new(Body { content: Mutex::new(content), identity: self.next_identity, modified: Mutex::new(self.clock) })
    }

    /// Notes the operation; the error if it is to fail. `amount` is 1, or the bytes of a write: how much may succeed.
    fn attempt(&mut self, operation: &str, path: &str, amount: u64) -> io::Result<u64> {
        if self.keep_log {
            self.log.push(format!("{operation} {path}"));
        }
        let mut allowed = amount;
        for failure in &mut self.failures {
            let meant = failure.operation.is_empty() || failure.operation == operation;
            if !meant || !path.contains(&failure.path_contains) || failure.times == 0 {
                continue;
            }
            // A failure of any operation counts operations; one of `write` counts bytes.
            let wanted = if failure.operation.is_empty() { 1 } else { amount };
            if failure.after == 0 && amount > 0 {
                failure.times -= 1;
                return Err(failure.kind.into());
            }
            let granted = wanted.min(failure.after);
            failure.after -= granted;
            allowed = if wanted == amount { allowed.min(granted) } else { allowed };
        }
        Ok(allowed)
    }

    /// The key with every link on the way followed.
    fn resolve(&self, key: &str) -> String {
        let mut key = key.to_owned();
        for _ in 0..8 {
            let link = key.match_indices('/').map(|(at, _)| at).chain([key.len()]).find_map(|end| {
                match self.entries.get(&key[..end]) {
                    Some(Entry::Link(target)) => Some((end, target)),
                    _ => None,
                }
            });
            let Some((end, target)) = link else { break };
            let rest = &key[end..];
            key = self::key(Path::new(&format!("{}{target}{rest}", inside(parent(&key[..end])))));
        }
        key
    }

    fn is_folder(&self, key: &str) -> bool {
        let root = key.is_empty() || key == "/";
        root || key.split('/').all(|part| part == "..") || matches!(self.entries.get(key), Some(Entry::Folder(_)))
    }

    fn make_folders(&mut self, key: &str, access: Access) {
        if !self.is_folder(key) {
            let above = parent(key).to_owned();
            self.make_folders(&above, access);
            self.entries.insert(key.to_owned(), Entry::Folder(access));
        }
    }

    fn file(&self, key: &str) -> io::Result<Arc<Body>> {
        match self.entries.get(&self.resolve(key)) {
            Some(Entry::File { body, .. }) => Ok(Arc::clone(body)),
            Some(Entry::Pipe(_)) => Err(ErrorKind::Unsupported.into()),
            _ if self.is_folder(&self.resolve(key)) => Err(ErrorKind::IsADirectory.into()),
            _ => Err(ErrorKind::NotFound.into()),
        }
    }

    /// The key of a new entry, if its folder is there.
    fn place(&self, key: &str) -> io::Result<String> {
        let name = &key[key.rfind('/').map_or(0, |at| at + 1)..];
        let folder = self.resolve(parent(key));
        if self.is_folder(&folder) { Ok(format!("{}{name}", inside(&folder))) } else { Err(ErrorKind::NotFound.into()) }
    }

    /// An entry and all that it holds, taken out.
    fn take(&mut self, key: &str) -> Vec<(String, Entry)> {
        let within = inside(key);
        let keys: Vec<String> = self.entries.keys().filter(|k| *k == key || k.starts_with(&within)).cloned().collect();
        keys.into_iter().filter_map(|k| self.entries.remove(&k).map(|e| (k[key.len()..].to_owned(), e))).collect()
    }
}

impl Host for FakeHost {
    fn interrupted(&self) -> bool {
        held(&self.0).interrupted
    }

    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("stat", &key, 1)?;
        match machine.file(&key) {
            Ok(_) => Ok(PathKind::File),
            Err(error) if error.kind() == ErrorKind::IsADirectory => Ok(PathKind::Folder),
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(PathKind::Stream),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let (mut machine, key) = (held(&self.0), key(folder));
        machine.attempt("list", &key, 1)?;
        let key = machine.resolve(&key);
        if !machine.is_folder(&key) {
            let there = machine.entries.contains_key(&key);
            return Err(if there { ErrorKind::NotADirectory } else { ErrorKind::NotFound }.into());
        }
        let names = machine.entries.keys().filter_map(|k| k.strip_prefix(&inside(&key)));
        Ok(names.filter(|name| !name.is_empty() && !name.contains('/')).map(OsString::from).collect())
    }

    /// The machine has one working folder, and every path is seen from there.
    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn behind_links(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("read", &key, 1)?;
        let body = machine.file(&key)?;
        let length = usize::try_from(body.length()).map_err(|_| ErrorKind::FileTooLarge)?;
        let mut bytes = vec![0; length];
        body.read_at(0, &mut bytes);
        Ok(bytes)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SourceFile>> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("open", &key, 1)?;
        let body = machine.file(&key)?;
        drop(machine);
        Ok(Box::new(FakeSource { host: self.clone(), key, body }))
    }

    fn open_stream(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("open", &key, 1)?;
        let key = machine.resolve(&key);
        match machine.entries.get_mut(&key) {
            Some(Entry::Pipe(bytes)) => Ok(Box::new(Cursor::new(std::mem::take(bytes)))),
            Some(_) => Err(ErrorKind::InvalidInput.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn standard_input(&self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(std::mem::take(&mut held(&self.0).stdin)))
    }

    fn create(&self, path: &Path, access: Access) -> io::Result<Box<dyn OutputFile>> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("create", &key, 1)?;
        let place = machine.place(&key)?;
        if machine.entries.contains_key(&place) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let body = machine.body(Content::Bytes(Vec::new()));
        machine.entries.insert(place, Entry::File { body: Arc::clone(&body), access });
        drop(machine);
        Ok(Box::new(FakeOutput { host: self.clone(), key, body }))
    }

    fn create_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("create", &key, 1)?;
        let key = machine.resolve(&key);
        let mut above = key.as_str();
        while !above.is_empty() && above != "/" {
            if matches!(machine.entries.get(above), Some(Entry::File { .. })) {
                return Err(ErrorKind::NotADirectory.into());
            }
            above = parent(above);
        }
        machine.make_folders(&key, access);
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (mut machine, from, to) = (held(&self.0), key(from), key(to));
        machine.attempt("link", &format!("{from} -> {to}"), 1)?;
        let (from, to) = (machine.resolve(&from), machine.place(&to)?);
        if machine.entries.contains_key(&to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let Some(Entry::File { body, access }) = machine.entries.get(&from) else {
            return Err(ErrorKind::NotFound.into());
        };
        let (body, access) = (Arc::clone(body), *access);
        machine.entries.insert(to, Entry::File { body, access });
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (mut machine, from, to) = (held(&self.0), key(from), key(to));
        machine.attempt("rename", &format!("{from} -> {to}"), 1)?;
        let (from, to) = (machine.place(&from)?, machine.place(&to)?);
        if !machine.entries.contains_key(&from) {
            return Err(ErrorKind::NotFound.into());
        }
        if matches!(machine.entries.get(&to), Some(Entry::Folder(_))) {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        for (rest, entry) in machine.take(&from) {
            machine.entries.insert(format!("{to}{rest}"), entry);
        }
        Ok(())
    }

    fn permit_as(&self, path: &Path, other: &Path) -> io::Result<()> {
        let (mut machine, path, other) = (held(&self.0), key(path), key(other));
        let (path, other) = (machine.resolve(&path), machine.resolve(&other));
        let Some(Entry::File { access: wanted, .. }) = machine.entries.get(&other) else {
            return Err(ErrorKind::NotFound.into());
        };
        let wanted = *wanted;
        match machine.entries.get_mut(&path) {
            Some(Entry::File { access, .. }) => *access = wanted,
            _ => return Err(ErrorKind::NotFound.into()),
        }
        Ok(())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("remove", &key, 1)?;
        let key = machine.place(&key)?;
        match machine.entries.get(&key) {
            Some(Entry::Folder(_)) => drop(machine.take(&key)),
            Some(_) => return Err(ErrorKind::NotADirectory.into()),
            None => return Err(ErrorKind::NotFound.into()),
        }
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("remove", &key, 1)?;
        let key = machine.place(&key)?;
        match machine.entries.get(&key) {
            Some(Entry::Folder(_)) => Err(ErrorKind::IsADirectory.into()),
            Some(_) => machine.entries.remove(&key).map(drop).ok_or(ErrorKind::NotFound.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("sync", &key, 1)?;
        if machine.is_folder(&machine.resolve(&key)) { Ok(()) } else { Err(ErrorKind::NotFound.into()) }
    }

    fn switch(&self, link: &Path, target: &str) -> io::Result<()> {
        let (mut machine, key) = (held(&self.0), key(link));
        machine.attempt("rename", &format!("{key} => {target}"), 1)?;
        let place = machine.place(&key)?;
        if machine.is_folder(&place) {
            return Err(ErrorKind::IsADirectory.into());
        }
        machine.entries.insert(place, Entry::Link(target.to_owned()));
        Ok(())
    }

    fn target(&self, link: &Path) -> io::Result<String> {
        let (mut machine, key) = (held(&self.0), key(link));
        machine.attempt("read", &key, 1)?;
        let place = machine.place(&key)?;
        if let Some(Entry::Link(target)) = machine.entries.get(&place) {
            return Ok(target.clone());
        }
        match &*held(&machine.file(&place)?.content) {
            Content::Bytes(bytes) => Ok(String::from_utf8_lossy(bytes).trim_end().to_owned()),
            Content::Made { .. } => Err(ErrorKind::InvalidData.into()),
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Lock>>> {
        let (mut machine, key) = (held(&self.0), key(path));
        machine.attempt("lock", &key, 1)?;
        let place = machine.place(&key)?;
        if !machine.entries.contains_key(&place) {
            let body = machine.body(Content::Bytes(Vec::new()));
            machine.entries.insert(place.clone(), Entry::File { body, access: Access::Usual });
        }
        let free = machine.locks.insert(place.clone());
        drop(machine);
        Ok(free.then(|| Box::new(FakeLock { host: self.clone(), key: place }) as Box<dyn Lock>))
    }

    fn free_space(&self, _path: &Path) -> Option<u64> {
        held(&self.0).free_space
    }

    fn now(&self) -> jiff::Timestamp {
        held(&self.0).now
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(Ticks::default())
    }

    fn variable(&self, name: &str) -> Option<String> {
        held(&self.0).variables.get(name).cloned()
    }
}

impl std::fmt::Debug for FakeHost {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("FakeHost ")?;
        to.debug_list().entries(self.files()).finish()?;
        to.write_char(' ')
    }
}

impl Body {
    fn length(&self) -> u64 {
        match &*held(&self.content) {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Made { length, .. } => *length,
        }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let left = usize::try_from(self.length().saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = left.min(buffer.len());
        let maker = match &*held(&self.content) {
            Content::Bytes(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                buffer[..wanted].copy_from_slice(&bytes[start..start + wanted]);
                return wanted;
            }
            Content::Made { maker, .. } => Arc::clone(maker),
        };
        maker(offset, &mut buffer[..wanted]);
        wanted
    }
}

struct FakeSource {
    host: FakeHost,
    key: String,
    body: Arc<Body>,
}

impl SourceFile for FakeSource {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        held(&self.host.0).attempt("read", &self.key, 1)?;
        Ok(self.body.read_at(offset, buffer))
    }

    /// In the log: `will read 0..9 town/x.txt`.
    fn will_read(&self, bytes: Range<u64>) {
        let mut machine = held(&self.host.0);
        if machine.keep_log && !bytes.is_empty() {
            machine.log.push(format!("will read {bytes:?} {}", self.key));
        }
    }

    fn stat(&self) -> io::Result<Stat> {
        let mut machine = held(&self.host.0);
        machine.attempt("stat", &self.key, 1)?;
        if machine.changing.contains(&self.key) {
            *held(&self.body.modified) += 1;
        }
        let modified = *held(&self.body.modified);
        Ok(Stat { length: self.body.length(), modified, changed: 0, identity: (1, self.body.identity) })
    }
}

struct FakeOutput {
    host: FakeHost,
    key: String,
    body: Arc<Body>,
}

impl Write for FakeOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut machine = held(&self.host.0);
        let allowed = machine.attempt("write", &self.key, bytes.len() as u64)?;
        let allowed = usize::try_from(allowed).unwrap_or(bytes.len());
        match &mut *held(&self.body.content) {
            Content::Bytes(content) => content.extend_from_slice(&bytes[..allowed]),
            Content::Made { .. } => return Err(ErrorKind::Unsupported.into()),
        }
        machine.clock += 1;
        *held(&self.body.modified) = machine.clock;
        Ok(allowed)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl OutputFile for FakeOutput {
    fn sync(&mut self) -> io::Result<()> {
        held(&self.host.0).attempt("sync", &self.key, 1).map(drop)
    }

    /// At once: what comes after it stands behind it in every test.
    fn sync_behind(mut self: Box<Self>) -> Syncing {
        Syncing::Ended(self.sync())
    }
}

struct FakeLock {
    host: FakeHost,
    key: String,
}

impl Lock for FakeLock {}

impl Drop for FakeLock {
    fn drop(&mut self) {
        held(&self.host.0).locks.remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_file_has_any_length_without_a_disk() {
        let host = FakeHost::new();
        host.put_made("big.txt", 10_000_000_000, |offset, buffer| {
            for (i, byte) in buffer.iter_mut().enumerate() {
                *byte = b'0' + u8::try_from((offset + i as u64) % 10).unwrap();
            }
        });
        let file = host.open(Path::new("./a/../big.txt")).unwrap();
        let mut buffer = [0; 4];
        assert_eq!(file.read_at(9_999_999_997, &mut buffer).unwrap(), 3);
        assert_eq!(&buffer[..3], b"789");
        assert_eq!(file.stat().unwrap().length, 10_000_000_000);
    }

    #[test]
    fn a_full_disk_takes_what_fits_and_no_more() {
        let host = FakeHost::new();
        host.fail("write", "out", ErrorKind::StorageFull, 5);
        let mut file = host.create(Path::new("out.txt"), Access::Usual).unwrap();
        assert_eq!(file.write_all(b"0123456789").unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(host.content("out.txt").unwrap(), b"01234");
    }

    #[test]
    fn any_operation_fails_after_so_many() {
        let host = FakeHost::new();
        host.put("a/x", "1");
        host.fail_times("", "", ErrorKind::Other, 2, 1);
        let outcomes: Vec<bool> = (0..4).map(|_| host.kind(Path::new("a/x")).is_ok()).collect();
        assert_eq!(outcomes, [true, true, false, true]);
    }

    #[test]
    fn folders_links_and_renames_are_as_on_a_disk() {
        let host = FakeHost::new();
        host.put("out/runs/1/x", "1");
        host.put("out/runs/2/x", "2");
        for run in ["1", "2"] {
            host.switch(Path::new("out/current"), &format!("runs/{run}")).unwrap();
            assert_eq!(host.read(Path::new("out/current/x")).unwrap(), run.as_bytes());
            assert_eq!(host.target(Path::new("out/current")).unwrap(), format!("runs/{run}"));
        }
        host.rename(Path::new("out/runs/1"), Path::new("out/runs/3")).unwrap();
        assert_eq!(host.list(Path::new("out/runs")).unwrap(), ["2", "3"]);
        assert!(host.rename(Path::new("out/runs/3"), Path::new("out/runs/2")).is_err());
        host.remove_folder(Path::new("out/runs/3")).unwrap();
        assert_eq!(host.files(), ["out/runs/2/x"]);
        assert_eq!(host.kind(Path::new("out/runs/3")).unwrap_err().kind(), ErrorKind::NotFound);
        assert!(host.create(Path::new("out/no/x"), Access::Usual).is_err(), "its folder is not there");
    }

    #[test]
    fn a_changing_file_differs_at_every_look() {
        let host = FakeHost::new();
        host.put("x", "1");
        let file = host.open(Path::new("x")).unwrap();
        assert_eq!(file.stat().unwrap(), file.stat().unwrap());
        host.change_while_read("x");
        assert_ne!(file.stat().unwrap(), file.stat().unwrap());
    }
}

//! The machine as it is: files, clock and environment of the process.
//!
//! Refuses to know what the files mean. Every Unix call has its twin for Windows here.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle, ScopedJoinHandle};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::stopwatch::Clock;
use super::{Access, Host, Lock, OutputFile, PathKind, SourceFile, Stat, Syncing, joined};

/// The machine that the program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealHost;

/// Of a longer piece Linux reads ahead what a device takes at once, and drops the rest.
#[cfg(target_os = "linux")]
const ADVISED: usize = 512 << 10;

/// Room for a long file is asked for in pieces of so many bytes.
const ROOM: u64 = 16 << 20;
/// Of a file with fewer bytes nothing is known yet: it may end with the next ones.
const LONG: u64 = 1 << 20;
/// Where a disk has less than this, room that is not needed in the end may be what another file lacks meanwhile.
const PLENTY: u64 = 1 << 30;

/// So many folders are brought to the disk at once.
const SYNCED_TOGETHER: usize = 16;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C does not kill the program: it is told by [`Host::interrupted`]. Where the system does not let us
/// listen, Ctrl-C kills it as before, and the next run cleans up.
pub fn listen_for_interrupts() {
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst));
}

impl Host for RealHost {
    fn interrupted(&self) -> bool {
        INTERRUPTED.load(Ordering::SeqCst)
    }

    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        let found = fs::metadata(path)?;
        Ok(match (found.is_dir(), found.is_file()) {
            (true, _) => PathKind::Folder,
            (_, true) => PathKind::File,
            _ => PathKind::Stream,
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
        let mut names = names.collect::<io::Result<Vec<_>>>()?;
        names.sort_unstable();
        Ok(names)
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        std::path::absolute(path)
    }

    fn behind_links(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SourceFile>> {
        match self.kind(path)? {
            PathKind::File => Ok(Box::new(RealSource(File::open(path)?))),
            PathKind::Folder => Err(ErrorKind::IsADirectory.into()),
            PathKind::Stream => Err(ErrorKind::Unsupported.into()),
        }
    }

    fn open_stream(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn standard_input(&self) -> Box<dyn Read + Send> {
        Box::new(io::stdin())
    }

    fn create(&self, path: &Path, access: Access) -> io::Result<Box<dyn OutputFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if access == Access::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = access; // a new file has its folder's permissions there
        Ok(Box::new(RealOutput::new(options.open(path)?)))
    }

    fn create_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        if access == Access::Owner {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        }
        #[cfg(not(unix))]
        let _ = access;
        builder.create(path)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn permit_as(&self, path: &Path, other: &Path) -> io::Result<()> {
        fs::set_permissions(path, fs::metadata(other)?.permissions())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        remove_file_or_link(path)
    }

    /// Nothing on Windows, which has no such call, and on file systems that refuse it for folders.
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        #[cfg(unix)]
        match File::open(path)?.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {}
            other => return other,
        }
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    /// At once: a file system brings to the disk together what several ask for, and one after the other takes as many times as long.
    fn sync_folders(&self, paths: &[PathBuf]) -> Result<(), (usize, io::Error)> {
        let sync = |path: &PathBuf| self.sync_folder(path);
        for (first, group) in (0..).step_by(SYNCED_TOGETHER).zip(paths.chunks(SYNCED_TOGETHER)) {
            let synced: Vec<io::Result<()>> = std::thread::scope(|scope| {
                let start = |path| (path, Builder::new().spawn_scoped(scope, move || sync(path)));
                let started: Vec<_> = group.iter().map(start).collect();
                let end = |(path, thread): (_, io::Result<ScopedJoinHandle<'_, _>>)| {
                    thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| sync(path))
                };
                started.into_iter().map(end).collect()
            });
            let failed = (first..).zip(synced).find_map(|(place, synced)| Some((place, synced.err()?)));
            failed.map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    fn switch(&self, link: &Path, target: &str) -> io::Result<()> {
        let fresh = beside(link)?;
        match remove_file_or_link(&fresh) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        if make_link(&fresh, target).is_err() {
            let mut file = File::create_new(&fresh)?;
            file.write_all(format!("{target}\n").as_bytes())?;
            file.sync_all()?;
        }
        put_in_place(&fresh, link).inspect_err(|_| drop(remove_file_or_link(&fresh)))
    }

    fn target(&self, link: &Path) -> io::Result<String> {
        let target = if fs::symlink_metadata(link)?.is_symlink() {
            fs::read_link(link)?.to_str().ok_or(ErrorKind::InvalidData)?.to_owned()
        } else {
            fs::read_to_string(link)?
        };
        Ok(if cfg!(windows) { target.trim_end().replace('\\', "/") } else { target.trim_end().to_owned() })
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Lock>>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(RealLock(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    #[cfg(unix)]
    fn free_space(&self, path: &Path) -> Option<u64> {
        let found = path.ancestors().find(|at| at.exists()).filter(|at| !at.as_os_str().is_empty());
        let system = rustix::fs::statvfs(found.unwrap_or(Path::new("."))).ok()?;
        system.f_bavail.checked_mul(system.f_frsize)
    }

    #[cfg(not(unix))]
    fn free_space(&self, _path: &Path) -> Option<u64> {
        None
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(Since(Instant::now()))
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

/// A clock that began at this moment.
struct Since(Instant);

impl Clock for Since {
    fn nanoseconds(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// The name under which a link is made before it takes its place.
fn beside(link: &Path) -> io::Result<PathBuf> {
    let name = link.file_name().ok_or(ErrorKind::InvalidInput)?;
    Ok(link.with_file_name(format!(".{}.new", name.to_string_lossy())))
}

#[cfg(unix)]
fn make_link(link: &Path, target: &str) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn make_link(link: &Path, target: &str) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target.replace('/', "\\"), link)
}

#[cfg(not(any(unix, windows)))]
fn make_link(_link: &Path, _target: &str) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(windows))]
fn put_in_place(fresh: &Path, link: &Path) -> io::Result<()> {
    fs::rename(fresh, link)
}

/// Windows renames neither a link to a folder over a file nor anything over such a link, so that the old one has to go
/// first.
#[cfg(windows)]
fn put_in_place(fresh: &Path, link: &Path) -> io::Result<()> {
    let refused = match fs::rename(fresh, link) {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    if fs::symlink_metadata(link).is_ok_and(|found| found.is_dir()) {
        return Err(refused); // a folder that is no link is not ours
    }
    remove_file_or_link(link).map_err(|_| refused)?;
    fs::rename(fresh, link)
}

fn remove_file_or_link(path: &Path) -> io::Result<()> {
    #[cfg(windows)]
    if fs::symlink_metadata(path)?.is_symlink() {
        return fs::remove_dir(path).or_else(|_| fs::remove_file(path));
    }
    fs::remove_file(path)
}

struct RealSource(File);

impl SourceFile for RealSource {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match read_some_at(&self.0, offset + filled as u64, &mut buffer[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// Nothing but on Linux. An error changes nothing: whoever reads meets it.
    fn will_read(&self, bytes: Range<u64>) {
        #[cfg(target_os = "linux")]
        for offset in bytes.clone().step_by(ADVISED) {
            let length = std::num::NonZeroU64::new((bytes.end - offset).min(ADVISED as u64));
            let _ = rustix::fs::fadvise(&self.0, offset, length, rustix::fs::Advice::WillNeed);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = bytes;
    }

    fn stat(&self) -> io::Result<Stat> {
        let found = self.0.metadata()?;
        let (modified, changed) = (nanoseconds(found.modified()?), changed(&found));
        Ok(Stat { length: found.len(), modified, changed, identity: identity(&found) })
    }
}

#[cfg(unix)]
fn read_some_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_some_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

#[cfg(unix)]
fn identity(found: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn identity(_found: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(unix)]
fn changed(found: &fs::Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(found.ctime()) * 1_000_000_000 + i128::from(found.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_found: &fs::Metadata) -> i128 {
    0
}

fn nanoseconds(time: SystemTime) -> i128 {
    let signed = |nanos: u128| i128::try_from(nanos).unwrap_or(i128::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => signed(after.as_nanos()),
        Err(before) => -signed(before.duration().as_nanos()),
    }
}

/// A file, and what of it is on its way to the disk.
struct RealOutput {
    file: Arc<File>,
    /// So many were written.
    bytes: u64,
    /// Where the room ends that was asked for; nothing once the system does not give any.
    room: Option<u64>,
    /// The piece that is on its way.
    ahead: Option<JoinHandle<io::Result<()>>>,
    /// What came of the pieces before. The system tells of an error once.
    came: io::Result<()>,
}

impl RealOutput {
    fn new(file: File) -> Self {
        Self { file: Arc::new(file), bytes: 0, room: Some(0), ahead: None, came: Ok(()) }
    }

    /// Asks for room on the disk before so many bytes are written, if the file is long: for many blocks at once that is less work
    /// than for one after the other. Nothing depends on it.
    fn make_room(&mut self, more: usize) {
        let end = self.bytes + more as u64;
        if let Some(room) = self.room.filter(|room| end > (*room).max(LONG)) {
            let wanted = end.next_multiple_of(ROOM);
            let from = room.max(self.bytes);
            self.room = given(&self.file, from..wanted).then_some(wanted);
        }
    }

    /// Gives back what room is left.
    fn give_back(&mut self) -> io::Result<()> {
        match &mut self.room {
            Some(room) if *room > self.bytes => {
                *room = self.bytes;
                self.file.set_len(self.bytes)
            }
            _ => Ok(()),
        }
    }

    fn sync_all(&mut self) -> io::Result<()> {
        std::mem::replace(&mut self.came, Ok(()))?;
        self.ahead.take().map_or(Ok(()), joined)?;
        self.give_back()?;
        self.file.sync_all()
    }
}

/// Whether the system keeps room for these bytes behind the file's end.
#[cfg(target_os = "linux")]
fn given(file: &File, bytes: Range<u64>) -> bool {
    use rustix::fs::{FallocateFlags, fallocate, fstatvfs};
    let has_plenty = |free: rustix::fs::StatVfs| free.f_bavail.saturating_mul(free.f_frsize) >= PLENTY;
    fstatvfs(file).is_ok_and(has_plenty)
        && fallocate(file, FallocateFlags::KEEP_SIZE, bytes.start, bytes.end - bytes.start).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn given(_file: &File, _bytes: Range<u64>) -> bool {
    false
}

impl Drop for RealOutput {
    /// A system may not remove a file that is open in a thread.
    fn drop(&mut self) {
        let _ = self.ahead.take().map(joined);
    }
}

impl Write for RealOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.make_room(bytes.len());
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl OutputFile for RealOutput {
    /// Nothing while another piece is on its way: it goes with the next one.
    fn send_ahead(&mut self) {
        if self.came.is_err() || self.ahead.as_ref().is_some_and(|ahead| !ahead.is_finished()) {
            return;
        }
        self.came = self.ahead.take().map_or(Ok(()), joined);
        let file = Arc::clone(&self.file);
        // Without a thread all goes in the end.
        self.ahead = Builder::new().spawn(move || file.sync_data()).ok();
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn sync_behind(self: Box<Self>) -> Syncing {
        let file = Arc::new(Mutex::new(self));
        let own = Arc::clone(&file);
        let sync = |file: &Mutex<Box<Self>>| file.lock().unwrap_or_else(PoisonError::into_inner).sync_all();
        Builder::new().spawn(move || sync(&own)).map_or_else(|_| Syncing::Ended(sync(&file)), Syncing::Under)
    }
}

/// The system frees the lock when the file is closed.
struct RealLock(#[expect(dead_code, reason = "kept open: closing it ends the lock")] File);

impl Lock for RealLock {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_goes_to_the_disk_ahead_and_an_error_is_told_when_it_is_synced() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str| RealOutput::new(File::create_new(folder.path().join(name)).unwrap());
        let mut file = make("x");
        for piece in ["one ", "two ", "three"] {
            file.write_all(piece.as_bytes()).unwrap();
            file.send_ahead();
            assert!(file.ahead.is_some());
        }
        file.sync().unwrap();
        file.write_all(b".").unwrap();
        Box::new(file).sync_behind().wait().unwrap();
        assert_eq!(fs::read(folder.path().join("x")).unwrap(), b"one two three.");
        for (behind, earlier) in [(false, false), (false, true), (true, false), (true, true)] {
            let mut file = make(&format!("{behind} {earlier}"));
            file.ahead = Some(std::thread::spawn(|| Err(ErrorKind::StorageFull.into())));
            while earlier && file.came.is_ok() {
                file.send_ahead();
            }
            let told = if behind { Box::new(file).sync_behind().wait() } else { file.sync() };
            assert_eq!(told.map_err(|error| error.kind()), Err(ErrorKind::StorageFull), "{behind} {earlier}");
        }
    }

    #[test]
    fn room_that_a_long_file_does_not_need_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let mut file = RealOutput::new(File::create_new(&path).unwrap());
        let piece = vec![b'x'; usize::try_from(LONG).unwrap()];
        file.write_all(&piece).unwrap();
        assert_eq!(file.room, Some(0), "it may end here");
        // Nothing where the disk is nearly full, or gives no room.
        for (pieces, room) in [(1, ROOM), (13, ROOM), (2, 2 * ROOM)] {
            (0..pieces).for_each(|_| file.write_all(&piece).unwrap());
            file.write_all(b"y").unwrap();
            assert!(file.room.is_none_or(|found| found == room), "{pieces}");
        }
        let length = 17 * LONG + 3;
        assert_eq!(fs::metadata(&path).unwrap().len(), length, "room is no length");
        file.sync().unwrap();
        file.write_all(b"z").unwrap();
        Box::new(file).sync_behind().wait().unwrap();
        let found = fs::metadata(&path).unwrap();
        assert_eq!(found.len(), length + 1);
        #[cfg(unix)]
        assert!(std::os::unix::fs::MetadataExt::blocks(&found) * 512 < length + LONG);
        let pieces = |count: usize| piece.repeat(count);
        let want = [pieces(2), b"y".to_vec(), pieces(13), b"y".to_vec(), pieces(2), b"yz".to_vec()].concat();
        assert!(fs::read(&path).unwrap() == want);
    }

    #[test]
    fn files_are_written_once_and_read_at_any_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/x.txt");
        RealHost.create_folder(path.parent().unwrap(), Access::Usual).unwrap();
        let mut file = RealHost.create(&path, Access::Usual).unwrap();
        file.write_all(b"0123456789").unwrap();
        file.sync().unwrap();
        assert_eq!(RealHost.create(&path, Access::Usual).err().map(|e| e.kind()), Some(ErrorKind::AlreadyExists));
        let source = RealHost.open(&path).unwrap();
        // Of what is not there, too, nothing comes of it but what is read.
        for soon in [0..10, 4..4, 0..1 << 22, 99..100] {
            source.will_read(soon);
        }
        let mut buffer = [0; 8];
        for (offset, want) in [(0, &b"01234567"[..]), (7, b"789"), (10, b""), (99, b"")] {
            let read = source.read_at(offset, &mut buffer).unwrap();
            assert_eq!(&buffer[..read], want, "{offset}");
        }
        assert_eq!(source.stat().unwrap().length, 10);
        assert_eq!(RealHost.kind(&path).unwrap(), PathKind::File);
        assert_eq!(RealHost.kind(folder.path()).unwrap(), PathKind::Folder);
        assert!(RealHost.open(folder.path()).is_err());
        RealHost.sync_folder(folder.path()).unwrap();
    }

    #[test]
    fn names_are_listed_in_the_order_of_their_bytes() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "é", "B", "a"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(RealHost.list(folder.path()).unwrap(), ["B", "a", "b", "é"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_a_stream_and_is_not_opened_as_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(RealHost.kind(&path).unwrap(), PathKind::Stream);
        assert_eq!(RealHost.open(&path).err().map(|error| error.kind()), Some(ErrorKind::Unsupported));
        let writer = std::thread::spawn({
            let path = path.clone();
            move || fs::write(path, "12345").unwrap()
        });
        let mut text = String::new();
        RealHost.open_stream(&path).unwrap().read_to_string(&mut text).unwrap();
        writer.join().unwrap();
        assert_eq!(text, "12345");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_whose_time_is_put_back_is_another_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, "12345").unwrap();
        let source = RealHost.open(&path).unwrap();
        let before = source.stat().unwrap();
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20)); // some systems count time in steps of 10 ms
        fs::write(&path, "54321").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        let after = source.stat().unwrap();
        assert_eq!((before.length, before.modified), (after.length, after.modified));
        assert_ne!(before, after);
    }

    #[test]
    fn a_link_is_switched_whatever_it_pointed_at_before() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("current");
        assert_eq!(RealHost.target(&link).unwrap_err().kind(), ErrorKind::NotFound);
        for target in ["runs/1", "runs/2"] {
            RealHost.switch(&link, target).unwrap();
            assert_eq!(RealHost.target(&link).unwrap(), target);
        }
        RealHost.remove_file(&link).unwrap();
        fs::write(&link, "runs/3\n").unwrap();
        assert_eq!(RealHost.target(&link).unwrap(), "runs/3", "a file that holds the path");
        RealHost.switch(&link, "runs/4").unwrap();
        assert_eq!(RealHost.target(&link).unwrap(), "runs/4");
        assert_eq!(RealHost.list(folder.path()).unwrap(), ["current"]);
    }

    #[test]
    fn the_second_lock_is_refused_until_the_first_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let first = RealHost.lock(&path).unwrap();
        assert!(first.is_some());
        assert!(RealHost.lock(&path).unwrap().is_none());
        drop(first);
        assert!(RealHost.lock(&path).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_the_owner_alone_may_read_is_0600_and_0700() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (inner, file) = (folder.path().join("inner"), folder.path().join("inner/file"));
        RealHost.create_folder(&inner, Access::Owner).unwrap();
        drop(RealHost.create(&file, Access::Owner).unwrap());
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&file)), (0o700, 0o600));
        assert!(RealHost.free_space(&file.join("not/there")).unwrap() > 0);
    }
}

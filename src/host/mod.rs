//! The only place that touches files, clock and environment.
//!
//! A test replaces [`Host`], makes any operation fail, and makes 10 GB without a disk.
//! Unix-only calls stay in this folder, each with its twin for Windows.

pub mod fake;
pub mod paths;
pub mod real;
pub mod stopwatch;
pub mod streams;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use stopwatch::Clock;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A pipe or a device: it is read once, from front to back, and opening it may wait for who writes.
    Stream,
}

/// Who may read what is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As the system's mask says.
    Usual,
    /// The owner alone: 0600 for files, 0700 for folders.
    Owner,
}

/// What is known of an open file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stat {
    /// Bytes.
    pub length: u64,
    /// Nanoseconds since 1970-01-01 of the last change.
    pub modified: i128,
    /// Nanoseconds since 1970-01-01 of the last change of the file or of what is known of it, which no program can put
    /// back; 0 where the system does not tell.
    pub changed: i128,
    /// Device and number of the file; zeros where the system has none.
    pub identity: (u64, u64),
}

/// A source, open for reading at any place, from several threads.
pub trait SourceFile: Send + Sync {
    /// Reads up to `buffer.len()` bytes from `offset`; fewer only at the file's end.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Says that these bytes, or those of them that the file has, are read soon: the system may bring them into memory meanwhile.
    fn will_read(&self, _bytes: Range<u64>) {}
    /// The file as it is now.
    fn stat(&self) -> io::Result<Stat>;
}

/// A file that is being written.
pub trait OutputFile: Write + Send {
    /// Begins to bring what was written to the disk, for a file that is to be synced; an error is told then.
    fn send_ahead(&mut self) {}
    /// Brings all that was written to the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// The same while the caller does something else, and closes the file.
    fn sync_behind(self: Box<Self>) -> Syncing;
}

/// A file on its way to the disk.
pub enum Syncing {
    /// It came there, or not.
    Ended(io::Result<()>),
    /// A thread brings it.
    Under(JoinHandle<io::Result<()>>),
}

impl Syncing {
    /// Waits until it came there.
    ///
    /// # Errors
    /// Those of the system, as [`OutputFile::sync`] has them.
    pub fn wait(self) -> io::Result<()> {
        match self {
            Self::Ended(result) => result,
            Self::Under(thread) => joined(thread),
        }
    }
}

fn joined(thread: JoinHandle<io::Result<()>>) -> io::Result<()> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A lock that ends when it is dropped, or with its process.
pub trait Lock: Send + Sync {}

/// The machine, as the program sees it.
pub trait Host: Send + Sync {
    /// What stands at the path; `NotFound` if nothing does.
    fn kind(&self, path: &Path) -> io::Result<PathKind>;
    /// Names in a folder, in the order of their bytes.
    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// The path from the system's root; the path itself where it is so already.
    fn absolute(&self, path: &Path) -> io::Result<PathBuf>;
    /// The path from the system's root of what a path leads to, links followed.
    fn behind_links(&self, path: &Path) -> io::Result<PathBuf>;
    /// A whole small file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// A source; `Unsupported` for a pipe or a device, which is not opened.
    fn open(&self, path: &Path) -> io::Result<Box<dyn SourceFile>>;
    /// A pipe or a device.
    fn open_stream(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// The standard input.
    fn standard_input(&self) -> Box<dyn Read + Send>;
    /// A new file; `AlreadyExists` if there is one.
    fn create(&self, path: &Path, access: Access) -> io::Result<Box<dyn OutputFile>>;
    /// A new folder with its parents; no error if it is there.
    fn create_folder(&self, path: &Path, access: Access) -> io::Result<()>;
    /// Gives a file a second name in another folder, for the same bytes on the disk; any error where the system or the
    /// disk has no such thing.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file or folder; replaces a file.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file the permissions that another one has, as far as the system has such.
    fn permit_as(&self, path: &Path, other: &Path) -> io::Result<()>;
    /// Removes a folder with all that it holds.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a file or a link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Brings a folder's entries to the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// The same of several, none of which waits for another.
    ///
    /// # Errors
    /// The first that failed, by its place among them.
    fn sync_folders(&self, paths: &[PathBuf]) -> Result<(), (usize, io::Error)> {
        let mut all = paths.iter().enumerate();
        all.try_for_each(|(place, path)| self.sync_folder(path).map_err(|error| (place, error)))
    }
    /// Points `link` at the relative path `target` in one step, whatever it pointed at before; where no link can
    /// be made, a file that holds the path.
    fn switch(&self, link: &Path, target: &str) -> io::Result<()>;
    /// What `link` points at; `NotFound` if there is none.
    fn target(&self, link: &Path) -> io::Result<String>;
    /// Locks a file; none if another holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Lock>>>;
    /// Bytes that may still be written at this path; none where the system does not say.
    fn free_space(&self, path: &Path) -> Option<u64>;
    /// The time.
    fn now(&self) -> jiff::Timestamp;
    /// A clock for what lasts.
    fn clock(&self) -> Arc<dyn Clock>;
    /// Whether the user wants the program to end (Ctrl-C).
    fn interrupted(&self) -> bool;
    /// An environment variable, if it is set and readable.
    fn variable(&self, name: &str) -> Option<String>;
}

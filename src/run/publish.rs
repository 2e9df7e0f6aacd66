//! Where a run writes, and how its output appears all at once.
//!
//! In: the output folder of the command, a run's ID, files as they are made. Out: `runs/ID` with `current` pointing to
//! it, `refused/ID` or `trial/ID`. A run writes into `.staging/ID`; when it ends, everything is synced, the folder is
//! renamed, and `current` is switched last of all. Refuses to know what the files hold, and whether the run is good.
//!
//! The law: whatever fails, and whenever, a reader of `current` sees the old run or the new one; and if
//! [`Staging::finish`] gives an error, the old one (as far as the machine still obeys).

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::finding::Code;
use crate::host::{Access, Host, Lock, OutputFile, PathKind, SourceFile, paths};
use crate::run::hashing::Hashing;
use crate::run::output::{Closing, Output};
use crate::run::report::Outcome;
use crate::run::{Stop, io};

const LOCK: &str = ".lock";
const STAGING: &str = ".staging";
const CURRENT: &str = "current";
const ENDS: [Outcome; 3] = [Outcome::Published, Outcome::Refused, Outcome::Trial];

/// The folder of `--out`, locked for one run.
pub struct OutputFolder<'h> {
    host: &'h dyn Host,
    out: PathBuf,
    /// Held until the folder is dropped.
    _lock: Box<dyn Lock>,
}

impl<'h> OutputFolder<'h> {
    /// Makes the folder if it is not there, locks it, and removes what interrupted runs left in `.staging`.
    ///
    /// # Errors
    /// TL0903 if another run is at work in it, TL0909 if it is a file, TL0901 and TL0907 where the machine fails.
    pub fn open(host: &'h dyn Host, out: &Path) -> Result<Self, Stop> {
        if host.kind(out).is_ok_and(|kind| kind != PathKind::Folder) {
            return Err(Stop::new(Code::WrongPath, vec![io::shown(out).into(), "folder".into()]));
        }
        host.create_folder(out, Access::Usual).map_err(|error| io::stop("create", out, &error))?;
        let path = out.join(LOCK);
        let lock = host.lock(&path).map_err(|error| io::stop("lock", &path, &error))?;
        let lock = lock.ok_or_else(|| Stop::new(Code::OutputBusy, vec![io::shown(out).into()]))?;
        remove_leftovers(host, &out.join(STAGING))?;
        Ok(Self { host, out: out.to_owned(), _lock: lock })
    }

    /// Whether a run may be published: `current` must be a link, or the file that holds the path, so that it can be
    /// switched.
    ///
    /// # Errors
    /// TL0909 if it is a folder, as in a copy that followed the link; TL0901 where the machine fails.
    pub fn check_current(&self) -> Result<(), Stop> {
        let current = self.out.join(CURRENT);
        match self.host.target(&current) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(_) if self.host.kind(&current).is_ok_and(|kind| kind == PathKind::Folder) => {
                Err(Stop::new(Code::WrongPath, vec![io::shown(&current).into(), "link".into()]))
            }
            Err(error) => Err(io::stop("read", &current, &error)),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.out
    }

    /// The folder of a new run, out of sight until it is finished. Where a run of this ID is there already, `-2` is
    /// added to it, and so on.
    ///
    /// # Errors
    /// TL0901 and TL0907 where the machine fails.
    pub fn stage(&self, run_id: &str) -> Result<Staging<'_>, Stop> {
        let id = self.free_id(run_id)?;
        let hidden = self.out.join(STAGING);
        let folder = hidden.join(&id);
        for (path, access) in [(&hidden, Access::Owner), (&folder, Access::Usual)] {
            self.host.create_folder(path, access).map_err(|error| io::stop("create", path, &error))?;
        }
        let made = Mutex::new(BTreeSet::from([folder.clone()]));
        let held = hidden.join(format!("{id}.held"));
        let (hashing, closing) = (Arc::default(), Arc::default());
        let holds = Mutex::new(false);
        Ok(Staging { output: self, id, folder, held, holds, made, hashing, closing, finished: false })
    }

    fn free_id(&self, run_id: &str) -> Result<String, Stop> {
        let mut id = run_id.to_owned();
        let mut number = 1;
        while self.is_taken(&id)? {
            number += 1;
            id = format!("{run_id}-{number}");
        }
        Ok(id)
    }

    fn is_taken(&self, id: &str) -> Result<bool, Stop> {
        for end in ENDS {
            let path = self.out.join(folder_of(end)).join(id);
            match self.host.kind(&path) {
                Ok(_) => return Ok(true),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(io::stop("open", &path, &error)),
            }
        }
        Ok(false)
    }

    /// Points `current` at a run; back to what it was if that cannot be brought to the disk.
    fn switch(&self, id: &str) -> Result<(), Stop> {
        let current = self.out.join(CURRENT);
        let old = match self.host.target(&current) {
            Ok(target) => Some(target),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(io::stop("read", &current, &error)),
        };
        let target = format!("{}/{id}", folder_of(Outcome::Published));
        let switched = self
            .host
            .switch(&current, &target)
            .map_err(|error| io::stop("rename", &current, &error))
            .and_then(|()| self.sync(&self.out));
        if switched.is_err() && self.host.target(&current).is_ok_and(|now| now == target) {
            let _ = match old {
                Some(old) => self.host.switch(&current, &old),
                None => self.host.remove_file(&current),
            };
        }
        switched
    }

    fn sync(&self, folder: &Path) -> Result<(), Stop> {
        self.host.sync_folder(folder).map_err(|error| io::stop("sync", folder, &error))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Stop> {
        self.host.rename(from, to).map_err(|error| io::stop("rename", to, &error))
    }
}

fn remove_leftovers(host: &dyn Host, hidden: &Path) -> Result<(), Stop> {
    let names = match host.list(hidden) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        listed => listed.map_err(|error| io::stop("list", hidden, &error))?,
    };
    for path in names.iter().map(|name| hidden.join(name)) {
        let removed = match host.kind(&path) {
            Ok(PathKind::Folder) => host.remove_folder(&path),
            _ => host.remove_file(&path),
        };
        removed.map_err(|error| io::stop("remove", &path, &error))?;
    }
    Ok(())
}

/// The folder in the output folder that runs of this outcome stand in.
#[must_use]
pub const fn folder_of(end: Outcome) -> &'static str {
    match end {
        Outcome::Published => "runs",
        Outcome::Refused => "refused",
        Outcome::Trial => "trial",
    }
}

/// A file that is written at its end and read at any place.
pub struct HeldFile {
    /// Where it is.
    pub path: PathBuf,
    /// Appends to it.
    pub writer: Box<dyn OutputFile>,
    /// Reads what was written.
    pub reader: Box<dyn SourceFile>,
}

/// A run's folder before it is finished; dropped unfinished, it is removed.
pub struct Staging<'o> {
    output: &'o OutputFolder<'o>,
    id: String,
    folder: PathBuf,
    /// Where files are that only the run itself reads.
    held: PathBuf,
    /// There are such files.
    holds: Mutex<bool>,
    /// Folders that were made, to be synced.
    made: Mutex<BTreeSet<PathBuf>>,
    /// Its files that are written, to be hashed.
    hashing: Arc<Hashing>,
    /// Its files that are on their way to the disk.
    closing: Arc<Closing>,
    finished: bool,
}

impl Staging<'_> {
    /// The output folder.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.output.out
    }

    /// The run's ID as it will be.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Gives the run another ID than that it was staged with: its digits of the identity are known only when the
    /// sources were read. Gives back the ID as it will be.
    ///
    /// # Errors
    /// TL0901 where the machine fails.
    pub fn set_id(&mut self, run_id: &str) -> Result<&str, Stop> {
        self.id = self.output.free_id(run_id)?;
        Ok(&self.id)
    }

    /// The folder of the run that `current` shows now, and the names of its tables. None if there is none, or if it
    /// cannot be read: this is only told, and stops nothing.
    #[must_use]
    pub fn current(&self) -> Option<(PathBuf, Vec<String>)> {
        let (host, out) = (self.output.host, &self.output.out);
        let folder = out.join(host.target(&out.join(CURRENT)).ok()?);
        let tables = host.list(&folder.join("data")).ok()?;
        Some((folder, tables.iter().map(|name| paths::shown(name)).collect()))
    }

    /// A new file of the run, with the folders that it needs; `relative` is with `/`. Its writer syncs it.
    ///
    /// # Errors
    /// TL0901 and TL0907 where the machine fails.
    pub fn create(&self, relative: &str, access: Access) -> Result<Box<dyn OutputFile>, Stop> {
        let path = self.folder.join(relative);
        self.make_folder(path.parent().unwrap_or(&self.folder))?;
        self.output.host.create(&path, access).map_err(|error| io::stop("create", &path, &error))
    }

    /// A new file of the run, hashed while it is written; [`Self::finish`] waits until it is on the disk.
    ///
    /// # Errors
    /// TL0901 and TL0907 where the machine fails.
    pub fn output(&self, relative: String, access: Access) -> Result<Output, Stop> {
        let file = self.create(&relative, access)?;
        Ok(Output::new(relative, file, &self.hashing, Arc::clone(&self.closing)))
    }

    /// Who works out the digests of its files.
    #[must_use]
    pub fn hashing(&self) -> &Arc<Hashing> {
        &self.hashing
    }

    /// A file of an earlier run, which is a file of this one too: the same on the disk where the system can do that, else
    /// a copy.
    ///
    /// # Errors
    /// TL0901 and TL0907 where the machine fails.
    pub fn carry(&self, from: &Path, relative: &str) -> Result<(), Stop> {
        let path = self.folder.join(relative);
        self.make_folder(path.parent().unwrap_or(&self.folder))?;
        let host = self.output.host;
        if host.link(from, &path).is_ok() {
            return Ok(());
        }
        let source = host.open(from).map_err(|error| io::stop("open", from, &error))?;
        let mut copy = self.create(relative, Access::Usual)?;
        let (mut at, mut buffer) = (0, vec![0; 1 << 20]);
        loop {
            let read = source.read_at(at, &mut buffer).map_err(|error| io::stop("read", from, &error))?;
            if read == 0 {
                break;
            }
            copy.write_all(&buffer[..read]).map_err(|error| io::stop("write", &path, &error))?;
            at += read as u64;
        }
        copy.sync().map_err(|error| io::stop("sync", &path, &error))
    }

    /// A file of the run that was written and closed.
    ///
    /// # Errors
    /// TL0901 where the machine fails.
    pub fn open(&self, relative: &str) -> Result<Box<dyn SourceFile>, Stop> {
        let path = self.folder.join(relative);
        self.output.host.open(&path).map_err(|error| io::stop("open", &path, &error))
    }

    /// A new file beside the run, for its owner alone, that is written and read while the run lasts.
    ///
    /// # Errors
    /// TL0901 and TL0907 where the machine fails.
    pub fn hold(&self, name: &str) -> Result<HeldFile, Stop> {
        let (host, folder) = (self.output.host, &self.held);
        *self.holds.lock().unwrap_or_else(PoisonError::into_inner) = true;
        host.create_folder(folder, Access::Owner).map_err(|error| io::stop("create", folder, &error))?;
        let path = folder.join(name);
        let writer = host.create(&path, Access::Owner).map_err(|error| io::stop("create", &path, &error))?;
        let reader = host.open(&path).map_err(|error| io::stop("open", &path, &error))?;
        Ok(HeldFile { path, writer, reader })
    }

    /// Bytes that may still be written; none where the system does not say.
    #[must_use]
    pub fn free_space(&self) -> Option<u64> {
        self.output.host.free_space(&self.held)
    }

    /// Removes a file that was held, and is closed.
    ///
    /// # Errors
    /// TL0901 where the machine fails.
    pub fn remove_held(&self, name: &str) -> Result<(), Stop> {
        let path = self.held.join(name);
        self.output.host.remove_file(&path).map_err(|error| io::stop("remove", &path, &error))
    }

    fn make_folder(&self, folder: &Path) -> Result<(), Stop> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if !made.contains(folder) {
            let host = self.output.host;
            host.create_folder(folder, Access::Usual).map_err(|error| io::stop("create", folder, &error))?;
            made.extend(folder.ancestors().take_while(|at| *at != self.folder).map(Path::to_owned));
        }
        Ok(())
    }

    /// Brings the run to its place, and switches `current` to it if it is to be published. All files must be closed, and
    /// synced but for those of [`Self::output`]. The folder of a refused run is its owner's alone. Gives back the run's folder.
    ///
    /// # Errors
    /// TL0901 and TL0907 where the machine fails; then nothing was published, and the run's folder is removed.
    pub fn finish(mut self, end: Outcome) -> Result<PathBuf, Stop> {
        let above = self.output.out.join(folder_of(end));
        let host = self.output.host;
        host.create_folder(&above, Access::Usual).map_err(|error| io::stop("create", &above, &error))?;
        self.closing.wait()?;
        self.sync()?;
        if end == Outcome::Refused {
            self.close_to_others()?;
        }
        let place = above.join(&self.id);
        self.output.rename(&self.folder, &place)?;
        self.folder = place; // from here on this is what has to go if something fails
        self.output.sync(&above)?;
        if end == Outcome::Published {
            self.output.switch(&self.id)?;
        }
        self.finished = true;
        Ok(std::mem::take(&mut self.folder))
    }

    /// The run's folders, and the one that they are to stand in: nothing names them yet, so that their order means nothing.
    fn sync(&self) -> Result<(), Stop> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let mut folders: Vec<PathBuf> = made.iter().cloned().collect();
        folders.sort();
        folders.push(self.output.out.clone());
        let synced = self.output.host.sync_folders(&folders);
        synced.map_err(|(place, error)| io::stop("sync", &folders[place], &error))
    }

    /// Puts all that the folder holds into one that only the owner may enter.
    fn close_to_others(&mut self) -> Result<(), Stop> {
        let host = self.output.host;
        let closed = self.folder.with_file_name(format!("{}.closed", self.id));
        host.create_folder(&closed, Access::Owner).map_err(|error| io::stop("create", &closed, &error))?;
        let open = std::mem::replace(&mut self.folder, closed);
        let moved = self.move_all(&open);
        let removed = host.remove_folder(&open).map_err(|error| io::stop("remove", &open, &error));
        moved.and(removed)?;
        self.output.sync(&self.folder)
    }

    fn move_all(&self, from: &Path) -> Result<(), Stop> {
        let names = self.output.host.list(from).map_err(|error| io::stop("list", from, &error))?;
        names.iter().try_for_each(|name| self.output.rename(&from.join(name), &self.folder.join(name)))
    }
}

impl Drop for Staging<'_> {
    /// Where even that fails, the next run removes it. A run whose `current` could not be switched back stays.
    fn drop(&mut self) {
        // A system may not remove a file that is open.
        let _ = self.closing.wait();
        if *self.holds.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = self.output.host.remove_folder(&self.held);
        }
        if self.finished {
            return;
        }
        let current = self.output.host.target(&self.output.out.join(CURRENT));
        if current.is_ok_and(|target| self.output.out.join(target) == self.folder) {
            return;
        }
        let _ = self.output.host.remove_folder(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::host::fake::FakeHost;

    const OUT: &str = "town/out";

    fn run(host: &FakeHost, id: &str, end: Outcome) -> Result<PathBuf, Stop> {
        let output = OutputFolder::open(host, Path::new(OUT))?;
        let staging = output.stage(id)?;
        for (relative, access) in [
            ("data/journal/part-00000.parquet", Access::Usual),
            ("rejects/j.raw", Access::Owner),
            ("m.json", Access::Usual),
        ] {
            let mut file = staging.output(relative.to_owned(), access)?;
            file.write_all(id.as_bytes()).map_err(|error| io::stop("write", Path::new(relative), &error))?;
            file.close(None)?;
        }
        staging.finish(end)
    }

    #[test]
    fn what_was_held_goes_with_the_run() {
        for end in [Some(Outcome::Published), None] {
            let host = FakeHost::new();
            let output = OutputFolder::open(&host, Path::new(OUT)).unwrap();
            let staging = output.stage("A").unwrap();
            let mut file = staging.hold("source-0").unwrap();
            file.writer.write_all(b"secret").unwrap();
            let mut read = [0; 4];
            assert_eq!((file.reader.read_at(2, &mut read).unwrap(), &read), (4, b"cret"));
            assert_eq!(host.access(&file.path), Some(Access::Owner));
            assert_eq!(host.access(file.path.parent().unwrap()), Some(Access::Owner));
            let path = file.path.clone();
            drop(file);
            match end {
                Some(end) => drop(staging.finish(end).unwrap()),
                None => drop(staging),
            }
            assert!(host.kind(&path).is_err(), "{end:?}");
        }
    }

    /// What a reader of `current` sees: the run's ID from each file, none if there is no run.
    fn seen(host: &FakeHost) -> Option<Vec<u8>> {
        let of = |file: &str| host.content(format!("{OUT}/current/{file}"));
        let files = ["data/journal/part-00000.parquet", "rejects/j.raw", "m.json"].map(of);
        assert!(files.iter().all(|file| *file == files[0]), "a mixture");
        files[0].clone()
    }

    #[test]
    fn a_run_appears_at_its_place() {
        for (end, place) in [(Outcome::Published, "runs"), (Outcome::Refused, "refused"), (Outcome::Trial, "trial")] {
            let host = FakeHost::new();
            let folder = run(&host, "A", end).unwrap();
            assert_eq!(folder, Path::new(OUT).join(place).join("A"));
            let files = ["data/journal/part-00000.parquet", "m.json", "rejects/j.raw"];
            let want: Vec<_> = files.iter().map(|file| format!("{OUT}/{place}/A/{file}")).collect();
            let found: Vec<_> = host.files().into_iter().filter(|file| !file.ends_with(LOCK)).collect();
            assert_eq!(found, want);
            assert_eq!(seen(&host), (end == Outcome::Published).then(|| b"A".to_vec()));
            let access = if end == Outcome::Refused { Access::Owner } else { Access::Usual };
            assert_eq!(host.access(&folder), Some(access));
            assert_eq!(host.access(folder.join("rejects/j.raw")), Some(Access::Owner));
            assert!(host.list(&Path::new(OUT).join(STAGING)).unwrap().is_empty());
        }
    }

    #[test]
    fn a_real_disk_does_the_same() {
        let disk = tempfile::tempdir().unwrap();
        let host = crate::host::real::RealHost;
        for id in ["A", "B"] {
            let output = OutputFolder::open(&host, disk.path()).unwrap();
            let staging = output.stage(id).unwrap();
            let mut file = staging.output("data/t/x".to_owned(), Access::Usual).unwrap();
            file.write_all(id.as_bytes()).unwrap();
            file.close(None).unwrap();
            let before = staging.current();
            let want = (id == "B").then(|| (disk.path().join("runs/A"), vec!["t".to_owned()]));
            assert_eq!(before, want, "what `current` showed before");
            staging.finish(Outcome::Published).unwrap();
            assert_eq!(std::fs::read(disk.path().join("runs").join(id).join("data/t/x")).unwrap(), id.as_bytes());
            assert_eq!(host.target(&disk.path().join("current")).unwrap(), format!("runs/{id}"));
        }
        let output = OutputFolder::open(&host, disk.path()).unwrap();
        let staging = output.stage("C").unwrap();
        drop(staging.create("rejects/r.raw", Access::Owner).unwrap());
        let folder = staging.finish(Outcome::Refused).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&folder), mode(&folder.join("rejects/r.raw"))), (0o700, 0o600));
        }
        assert_eq!(host.list(disk.path()).unwrap(), [".lock", ".staging", "current", "refused", "runs"]);
        assert!(folder.join("rejects/r.raw").exists());
    }

    #[test]
    fn an_id_that_is_there_already_gets_a_number() {
        let host = FakeHost::new();
        for (end, want) in
            [(Outcome::Published, "runs/A"), (Outcome::Refused, "refused/A-2"), (Outcome::Trial, "trial/A-3")]
        {
            assert_eq!(run(&host, "A", end).unwrap(), Path::new(OUT).join(want));
        }
        let output = OutputFolder::open(&host, Path::new(OUT)).unwrap();
        let mut staging = output.stage("B").unwrap();
        assert_eq!(staging.set_id("A").unwrap(), "A-4");
        assert_eq!(staging.finish(Outcome::Trial).unwrap(), Path::new("town/out/trial/A-4"));
    }

    #[test]
    fn a_second_run_in_the_same_folder_is_told_so() {
        let host = FakeHost::new();
        let first = OutputFolder::open(&host, Path::new(OUT)).unwrap();
        assert_eq!(OutputFolder::open(&host, Path::new(OUT)).err().map(|stop| stop.code), Some(Code::OutputBusy));
        drop(first);
        assert!(OutputFolder::open(&host, Path::new(OUT)).is_ok());
    }

    #[test]
    fn what_an_interrupted_run_left_is_removed() {
        let host = FakeHost::new();
        host.put("town/out/.staging/old/data/x", "x");
        host.put("town/out/.staging/stray", "x");
        let output = OutputFolder::open(&host, Path::new(OUT)).unwrap();
        assert_eq!(host.files(), ["town/out/.lock"]);
        let staging = output.stage("A").unwrap();
        drop(staging.create("data/x", Access::Usual).unwrap());
        drop(staging);
        assert_eq!(host.files(), ["town/out/.lock"], "an unfinished run is removed when it is dropped");
    }

    #[test]
    fn a_file_is_no_output_folder() {
        let host = FakeHost::new();
        host.put("town/out", "x");
        assert_eq!(OutputFolder::open(&host, Path::new(OUT)).err().map(|stop| stop.code), Some(Code::WrongPath));
    }

    #[test]
    fn everything_is_on_the_disk_before_current_is_switched() {
        let host = FakeHost::new();
        host.keep_log();
        run(&host, "A", Outcome::Published).unwrap();
        let log = host.log();
        let at =
            |wanted: &str| log.iter().position(|line| line == wanted).unwrap_or_else(|| panic!("{wanted}: {log:#?}"));
        let folders = ["/.staging/A/data/journal", "/.staging/A/data", "/.staging/A", ""];
        let files =
            ["data/journal/part-00000.parquet", "rejects/j.raw", "m.json"].map(|file| format!("/.staging/A/{file}"));
        for folder in folders.into_iter().chain(files.iter().map(String::as_str)) {
            let order = [
                &format!("sync town/out{folder}"),
                "rename town/out/.staging/A -> town/out/runs/A",
                "sync town/out/runs",
                "rename town/out/current => runs/A",
            ];
            assert!(order.map(at).is_sorted(), "{log:#?}");
        }
        assert_eq!(log.last().map(String::as_str), Some("sync town/out"), "{log:#?}");
    }

    #[test]
    fn a_file_that_does_not_come_to_the_disk_ends_the_run() {
        for file in ["part-00000.parquet", "j.raw", "m.json"] {
            let host = FakeHost::new();
            run(&host, "A", Outcome::Published).unwrap();
            host.fail("sync", file, ErrorKind::StorageFull, 0);
            assert_eq!(run(&host, "B", Outcome::Published).err().map(|stop| stop.code), Some(Code::DiskFull), "{file}");
            assert_eq!(seen(&host), Some(b"A".to_vec()));
        }
    }

    /// Law 4. Each operation of a run fails in turn: once, or with all that follow it as if the machine had died.
    #[test]
    fn all_or_nothing_whatever_operation_fails() {
        for (old, end) in [(None, Outcome::Published), (Some("A"), Outcome::Published), (Some("A"), Outcome::Refused)] {
            for times in [1, u64::MAX] {
                let mut failed = 0;
                for after in 0.. {
                    let host = FakeHost::new();
                    if let Some(old) = old {
                        run(&host, old, Outcome::Published).unwrap();
                    }
                    host.fail_times("", "", ErrorKind::Other, after, times);
                    let outcome = run(&host, "B", end);
                    host.heal();
                    let (before, seen) = (old.map(|id| id.as_bytes().to_vec()), seen(&host));
                    match &outcome {
                        Ok(_) if end == Outcome::Published => assert_eq!(seen, Some(b"B".to_vec())),
                        Err(_) if times == u64::MAX => assert!(seen == before || seen == Some(b"B".to_vec())),
                        _ => assert_eq!(seen, before, "after {after} operations"),
                    }
                    run(&host, "C", Outcome::Published).expect("the next run is not disturbed");
                    assert_eq!(self::seen(&host), Some(b"C".to_vec()));
                    if times == 1 && outcome.is_err() {
                        let b = |file: &String| file.contains("/B/") || file.contains("/B.closed/");
                        assert_eq!(host.files().into_iter().find(b), None, "a failed run leaves nothing");
                    }
                    failed += u64::from(outcome.is_err());
                    if after > 10 + failed {
                        break;
                    }
                }
                assert!(failed > 15, "{failed}");
            }
        }
    }
}

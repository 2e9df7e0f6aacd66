//! One file of a run: hashed while it is written, and on its way to the disk while the run goes on.
//!
//! In: bytes, one after the other. Out: what the manifest says of the file, and in the end that all files are on the disk. Refuses to
//! know what they hold, and where the run stands.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::evidence::manifest::OutputEvidence;
use crate::finding::Code;
use crate::host::stopwatch::{Stage, within};
use crate::host::{OutputFile, Syncing};
use crate::run::hashing::{self, Digest, Hashing};
use crate::run::{Stop, io as stops};

/// So many files are on their way at once; whoever closes another waits for the first one.
const MOST_UNDER_WAY: usize = 8;
/// Bytes that are sent to the disk together while a file is written: so what is left when it is closed is short.
const SENT: u64 = 16 << 20;

/// Fewer bytes are copied to those before them, so that they are written together.
const WORTH_KEEPING: usize = 64 << 10;

/// A file that is being written.
pub struct Output {
    path: String,
    file: Box<dyn OutputFile>,
    /// Bytes in the file.
    bytes: u64,
    digest: Digest,
    /// What follows them.
    gathered: Vec<u8>,
    closing: Arc<Closing>,
}

impl Output {
    /// Of a file that nothing was written to; `path` is that in the run's folder.
    #[must_use]
    pub fn new(path: String, file: Box<dyn OutputFile>, hashing: &Arc<Hashing>, closing: Arc<Closing>) -> Self {
        Self { path, file, bytes: 0, digest: Digest::new(hashing), gathered: Vec::new(), closing }
    }

    /// Where it is in the run's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Adds these bytes, which need not be copied where they are many.
    ///
    /// # Errors
    /// The system's, also about bytes that were added before.
    pub fn add(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if bytes.len() < WORTH_KEEPING {
            return self.write_all(&bytes);
        }
        self.drain()?;
        self.put(bytes)
    }

    /// Ends the file, which goes to the disk from here on: what is said of it, with its rows if it has such.
    ///
    /// # Errors
    /// TL0901, TL0907: of this file, or of one that was closed before it.
    pub fn close(mut self, rows: Option<u64>) -> Result<OutputEvidence, Stop> {
        self.flush().map_err(|error| stops::stop("write", Path::new(&self.path), &error))?;
        let sha256 = self.digest.finish().ok_or_else(|| Stop::new(Code::Defect, vec!["digest".into()]))?;
        self.closing.add(self.path.clone(), self.file.sync_behind())?;
        Ok(OutputEvidence { path: self.path, bytes: self.bytes, sha256, rows, mapping_sha256: None })
    }

    fn drain(&mut self) -> io::Result<()> {
        let gathered = std::mem::take(&mut self.gathered);
        if gathered.is_empty() { Ok(()) } else { self.put(gathered) }
    }

    fn put(&mut self, piece: Vec<u8>) -> io::Result<()> {
        within(Stage::Write, || self.file.write_all(&piece))?;
        let before = self.bytes;
        self.bytes += piece.len() as u64;
        if self.bytes / SENT > before / SENT {
            self.file.send_ahead();
        }
        self.digest.written(piece);
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Pieces are filled, so that they begin where pages of the file and of memory do: the system copies them faster (`make bench-pages`).
        if self.gathered.len() == hashing::PIECE {
            self.drain()?;
        }
        if self.gathered.capacity() == 0 {
            self.gathered = self.digest.piece();
        }
        let taken = bytes.len().min(hashing::PIECE - self.gathered.len());
        self.gathered.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.drain()?;
        self.file.flush()
    }
}

/// The files of a run that are on their way to the disk, the one that was closed first at the front.
#[derive(Default)]
pub struct Closing(Mutex<VecDeque<(String, Syncing)>>);

impl Closing {
    fn add(&self, path: String, file: Syncing) -> Result<(), Stop> {
        let first = {
            let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            files.push_back((path, file));
            if files.len() > MOST_UNDER_WAY { files.pop_front() } else { None }
        };
        first.map_or(Ok(()), ended)
    }

    /// Waits until all files are on the disk.
    ///
    /// # Errors
    /// TL0901, TL0907 of the first one that did not come there; the others are waited for all the same.
    pub fn wait(&self) -> Result<(), Stop> {
        let files = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        files.into_iter().map(ended).fold(Ok(()), Result::and)
    }
}

fn ended((path, file): (String, Syncing)) -> Result<(), Stop> {
    file.wait().map_err(|error| stops::stop("sync", Path::new(&path), &error))
}

#[cfg(test)]
mod tests {
    use std::sync::MutexGuard;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;
    use crate::finding::Arg;

    /// A file that comes to the disk, or not, when it is told so.
    fn under_way() -> (Sender<io::Result<()>>, Syncing) {
        let (tell, told): (_, Receiver<io::Result<()>>) = channel();
        (tell, Syncing::Under(std::thread::spawn(move || told.recv().unwrap())))
    }

    fn failed(result: Result<(), Stop>) -> Option<(Code, Option<Arg>)> {
        result.err().map(|stop| (stop.code, stop.args.into_iter().nth(1)))
    }

    /// A file in memory, of which is known how it was written.
    #[derive(Clone, Default)]
    struct Watched(Arc<Mutex<Seen>>);

    #[derive(Default)]
    struct Seen {
        bytes: Vec<u8>,
        /// Where each piece ends.
        ends: Vec<usize>,
        /// How often it was sent ahead.
        sent: usize,
    }

    impl Watched {
        fn seen(&self) -> MutexGuard<'_, Seen> {
            self.0.lock().unwrap()
        }

        fn output(&self) -> Output {
            Output::new("x".to_owned(), Box::new(self.clone()), &Arc::default(), Arc::default())
        }
    }

    impl Write for Watched {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut seen = self.seen();
            let taken = bytes.len().min(1 << 20);
            seen.bytes.extend_from_slice(&bytes[..taken]);
            let end = seen.bytes.len();
            seen.ends.push(end);
            Ok(taken)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl OutputFile for Watched {
        fn send_ahead(&mut self) {
            self.seen().sent += 1;
        }
        fn sync(&mut self) -> io::Result<()> {
            Ok(())
        }
        fn sync_behind(self: Box<Self>) -> Syncing {
            Syncing::Ended(Ok(()))
        }
    }

    #[test]
    fn long_files_go_to_the_disk_while_they_are_written() {
        let file = Watched::default();
        let mut output = file.output();
        let piece = vec![b'x'; usize::try_from(SENT).unwrap()];
        for (bytes, want) in [(piece.len() - 1, 0), (1, 1), (1, 1), (2 * piece.len(), 3)] {
            [&piece[..], &piece].concat()[..bytes].chunks(1 << 22).for_each(|part| output.write_all(part).unwrap());
            output.flush().unwrap();
            assert_eq!(file.seen().sent, want, "{bytes}");
        }
        assert_eq!(output.close(None).unwrap().bytes, 3 * SENT + 1);
    }

    #[test]
    fn what_is_written_by_parts_goes_out_in_full_pieces() {
        let file = Watched::default();
        let wanted: Vec<u8> = (0..3 * hashing::PIECE + 5).map(|at| (at % 251).to_le_bytes()[0]).collect();
        let mut output = file.output();
        for part in wanted.chunks(hashing::PIECE / 3) {
            output.write_all(part).unwrap();
        }
        output.close(None).unwrap();
        let seen = file.seen();
        assert!(seen.bytes == wanted);
        assert_eq!(seen.ends, [hashing::PIECE, 2 * hashing::PIECE, 3 * hashing::PIECE, wanted.len()]);
    }

    #[test]
    fn all_files_are_waited_for_and_the_first_that_fails_is_named() {
        let closing = Closing::default();
        let tells = ["a", "b", "c"].map(|path| {
            let (tell, file) = under_way();
            closing.add(path.to_owned(), file).unwrap();
            tell
        });
        let ended = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| closing.wait());
            tells[2].send(Err(io::Error::other("no"))).unwrap();
            tells[1].send(Err(io::Error::other("no"))).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!waiting.is_finished(), "the first file is not on the disk");
            tells[0].send(Ok(())).unwrap();
            waiting.join().unwrap()
        });
        assert_eq!(failed(ended), Some((Code::Io, Some("b".into()))));
        assert_eq!(failed(closing.wait()), None, "what was told is over");
    }

    #[test]
    fn who_closes_more_files_than_may_be_under_way_waits_for_the_first() {
        let closing = Closing::default();
        for number in 0..MOST_UNDER_WAY {
            let (tell, file) = under_way();
            tell.send(if number == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }).unwrap();
            assert_eq!(failed(closing.add(number.to_string(), file)), None);
        }
        let added = closing.add("last".to_owned(), Syncing::Ended(Ok(())));
        assert_eq!(
            added.err().map(|stop| (stop.code, stop.args.into_iter().next())),
            Some((Code::DiskFull, Some("0".into())))
        );
        assert_eq!(failed(closing.wait()), None);
    }
}

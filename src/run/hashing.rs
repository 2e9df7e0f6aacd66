//! The SHA-256 of the files of a run, and who works it out: whoever hashes a source takes what was written along.
//!
//! In: the bytes of each file, as it has them. Out: the digest of each. Refuses to know what files hold and where they stand.
//!
//! Bytes that were written wait for a worker that hashes a block of a source: both together take two thirds of the time that
//! they take one after the other ([`Sha256::update_both`]). Nothing waits where no worker will come, and what waits is
//! bounded; then who writes hashes it. Each file's pieces are hashed in their order, by one thread at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::evidence::hash::hex;
use crate::host::stopwatch::{Stage, within};
use crate::sha256::Sha256;

/// Bytes of all files that may wait.
const MOST_WAITING: usize = 12 << 20;
/// Bytes of a usual piece.
pub const PIECE: usize = 256 << 10;
/// So many pieces of the usual size are kept to be filled again.
const MOST_FREE: usize = 8;

/// The files of a run that are being written.
#[derive(Default)]
pub struct Hashing {
    state: Mutex<State>,
    given_back: Condvar,
}

#[derive(Default)]
struct State {
    /// By number.
    files: BTreeMap<u64, File>,
    /// The next file's number.
    next: u64,
    /// Bytes that wait.
    waiting: usize,
    /// Room of pieces that were hashed.
    free: Vec<Vec<u8>>,
    /// A worker will come.
    is_helped: bool,
}

struct File {
    /// None while a thread has it.
    hash: Option<Sha256>,
    /// What is to be hashed, the first ones first.
    pieces: Vec<Vec<u8>>,
}

/// What a thread hashes of one file; it gives the hash back when this is dropped.
struct Taken<'a> {
    from: &'a Hashing,
    file: u64,
    hash: Sha256,
    pieces: Vec<Vec<u8>>,
}

impl Hashing {
    /// Workers will hash what waits, until [`Self::end_help`].
    pub fn help(&self) {
        self.state().is_helped = true;
    }

    /// No worker will come any more: this one hashes what waits now, and who writes all that follows.
    pub fn end_help(&self) {
        self.state().is_helped = false;
        while self.ease() {}
    }

    /// Hashes what waits of one file, for a thread that has made what others write now; false if nothing waits.
    pub fn ease(&self) -> bool {
        self.take(usize::MAX).map(Taken::hash_all).is_some()
    }

    /// Hashes the bytes of a source, and what waits beside them.
    pub fn beside(&self, hash: &mut Sha256, mut source: &[u8]) {
        while !source.is_empty()
            && let Some(mut taken) = self.take(source.len())
        {
            let Taken { hash: of_file, pieces, .. } = &mut taken;
            for piece in pieces {
                let (own, rest) = source.split_at(source.len().min(piece.len()));
                Sha256::update_both((hash, own), (of_file, piece));
                source = rest;
            }
        }
        hash.update(source);
    }

    /// The first pieces of a file that has some, until they come to `room` bytes.
    fn take(&self, room: usize) -> Option<Taken<'_>> {
        let mut state = self.state();
        let (number, file) = state.files.iter_mut().find(|(_, file)| file.hash.is_some() && !file.pieces.is_empty())?;
        let mut before = 0;
        let first = file.pieces.iter().take_while(|piece| {
            before += piece.len();
            before - piece.len() < room
        });
        let count = first.count();
        let (file, hash, pieces) = (*number, file.hash.take()?, file.pieces.drain(..count).collect());
        Some(self.taken(&mut state, file, hash, pieces))
    }

    /// All that waits of one file, once no other thread has it.
    fn take_of(&self, file: u64) -> Option<Taken<'_>> {
        let is_taken = |state: &mut State| state.files.get(&file).is_some_and(|file| file.hash.is_none());
        let state = self.given_back.wait_while(self.state(), is_taken);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let found = state.files.get_mut(&file).filter(|found| !found.pieces.is_empty())?;
        let (hash, pieces) = (found.hash.take()?, std::mem::take(&mut found.pieces));
        Some(self.taken(&mut state, file, hash, pieces))
    }

    fn taken(&self, state: &mut State, file: u64, hash: Sha256, pieces: Vec<Vec<u8>>) -> Taken<'_> {
        state.waiting -= pieces.iter().map(Vec::len).sum::<usize>();
        Taken { from: self, file, hash, pieces }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl File {
    const fn new() -> Self {
        Self { hash: Some(Sha256::new()), pieces: Vec::new() }
    }
}

impl Taken<'_> {
    fn hash_all(mut self) {
        within(Stage::Hash, || self.pieces.iter().for_each(|piece| self.hash.update(piece)));
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut state = self.from.state();
        if let Some(file) = state.files.get_mut(&self.file) {
            file.hash = Some(std::mem::take(&mut self.hash));
        }
        let room = MOST_FREE.saturating_sub(state.free.len());
        state.free.extend(self.pieces.drain(..).filter(|piece| piece.capacity() == PIECE).take(room));
        drop(state);
        self.from.given_back.notify_all();
    }
}

/// The digest of one file, as far as it is known.
pub struct Digest {
    of: Arc<Hashing>,
    file: u64,
}

impl Digest {
    /// Of a file that nothing was written to.
    #[must_use]
    pub fn new(of: &Arc<Hashing>) -> Self {
        let mut state = of.state();
        let file = state.next;
        state.next += 1;
        state.files.insert(file, File::new());
        Self { of: Arc::clone(of), file }
    }

    /// Takes what was written; a file that is not known is told of by [`Self::finish`].
    pub fn written(&self, piece: Vec<u8>) {
        let can_wait = {
            let mut state = self.of.state();
            let State { files, waiting, .. } = &mut *state;
            let Some(file) = files.get_mut(&self.file) else { return };
            *waiting += piece.len();
            file.pieces.push(piece);
            state.is_helped && state.waiting <= MOST_WAITING
        };
        if !can_wait {
            self.catch_up();
        }
    }

    /// An empty piece, with room for [`PIECE`].
    #[must_use]
    pub fn piece(&self) -> Vec<u8> {
        let mut piece = self.of.state().free.pop().unwrap_or_default();
        piece.clear();
        piece.reserve_exact(PIECE);
        piece
    }

    /// In hexadecimal, of all that was written; none if it was lost, which is a defect.
    #[must_use]
    pub fn finish(self) -> Option<String> {
        self.catch_up();
        let file = self.of.state().files.remove(&self.file)?;
        Some(hex(&file.hash?.finalize()))
    }

    fn catch_up(&self) {
        while let Some(taken) = within(Stage::Wait, || self.of.take_of(self.file)) {
            taken.hash_all();
        }
    }
}

impl Drop for Digest {
    fn drop(&mut self) {
        let mut state = self.of.state();
        if let Some(left) = state.files.remove(&self.file) {
            state.waiting -= left.pieces.iter().map(Vec::len).sum::<usize>();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn bytes(length: usize, seed: usize) -> Vec<u8> {
        (0..length).map(|at| (at * seed / 5).to_le_bytes()[0]).collect()
    }

    fn digest(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    fn waiting(of: &Hashing) -> usize {
        let state = of.state();
        assert_eq!(state.waiting, state.files.values().flat_map(|file| &file.pieces).map(Vec::len).sum::<usize>());
        state.waiting
    }

    #[test]
    fn what_waits_is_hashed_beside_a_source() {
        let of = Arc::new(Hashing::default());
        let files = [Digest::new(&of), Digest::new(&of)];
        of.help();
        let (mut hash, mut source, mut written) = (Sha256::new(), Vec::new(), [Vec::new(), Vec::new()]);
        for (round, own) in [1000, 64, 0, 5, 300].into_iter().enumerate() {
            for (file, all) in written.iter_mut().enumerate() {
                for length in [70, 0, 200 * file, 128] {
                    let piece = bytes(length, 3 + file + round);
                    all.extend_from_slice(&piece);
                    files[file].written(piece);
                }
            }
            let before = waiting(&of);
            of.beside(&mut hash, &bytes(own, 2));
            source.extend(bytes(own, 2));
            assert!(before >= waiting(&of) + own.min(before), "{own} bytes take as many along, and a piece goes whole");
        }
        assert_eq!(hex(&hash.finalize()), digest(&source));
        for (file, all) in files.into_iter().zip(&written) {
            assert_eq!(file.finish(), Some(digest(all)));
        }
        assert_eq!(waiting(&of), 0);
    }

    #[test]
    fn nothing_waits_where_no_worker_comes_or_too_much_would() {
        let of = Arc::new(Hashing::default());
        let (file, other) = (Digest::new(&of), Digest::new(&of));
        file.written(bytes(100, 1));
        assert_eq!(waiting(&of), 0);
        of.help();
        file.written(bytes(MOST_WAITING, 1));
        other.written(Vec::new());
        assert_eq!(waiting(&of), MOST_WAITING);
        other.written(bytes(1, 1));
        assert_eq!(waiting(&of), MOST_WAITING, "who writes hashes its own file");
        file.written(bytes(1, 1));
        assert_eq!(waiting(&of), 0);
        other.written(bytes(7, 1));
        assert_eq!(waiting(&of), 7);
        of.ease();
        assert_eq!(waiting(&of), 0);
        of.ease();
        other.written(bytes(7, 1));
        assert_eq!(waiting(&of), 7);
        of.end_help();
        assert_eq!(waiting(&of), 0);
        other.written(bytes(7, 1));
        assert_eq!(waiting(&of), 0);
        assert_eq!(other.finish(), Some(digest(&[bytes(1, 1), bytes(7, 1), bytes(7, 1), bytes(7, 1)].concat())));
    }

    #[test]
    fn a_file_that_a_worker_has_is_waited_for() {
        let of = Arc::new(Hashing::default());
        let file = Digest::new(&of);
        of.help();
        file.written(bytes(10, 1));
        let taken = of.take(1).unwrap();
        file.written(bytes(20, 1));
        assert!(of.take(1).is_none(), "another thread has it");
        let ended = std::thread::scope(|scope| {
            let finishing = scope.spawn(|| file.finish());
            std::thread::sleep(Duration::from_millis(20));
            assert!(!finishing.is_finished());
            taken.hash_all();
            finishing.join().unwrap()
        });
        assert_eq!(ended, Some(digest(&[bytes(10, 1), bytes(20, 1)].concat())));
    }

    #[test]
    fn a_file_that_is_given_up_leaves_nothing() {
        let of = Arc::new(Hashing::default());
        let file = Digest::new(&of);
        of.help();
        file.written(bytes(10, 1));
        let taken = of.take(1);
        file.written(bytes(10, 1));
        drop(file);
        drop(taken);
        assert_eq!((waiting(&of), of.state().files.len()), (0, 0));
    }
}

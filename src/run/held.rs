//! What a stream held back: bytes behind a window in which a record, or what may be padding, does not end. They wait on
//! the disk until their blocks come, and where a refused record is that long, until it was written.
//!
//! In: bytes of one stream, in pieces. Out: reads at any place of the pieces. Refuses to know what the bytes mean.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::finding::Code;
use crate::run::publish::{HeldFile, Staging};
use crate::run::{Stop, io};

/// Bytes that are left free on the disk: the run's own files need room too.
const LEFT_FREE: u64 = 256 << 20;

/// The bytes that one stream held back. They are gone when it is dropped, as far as memory and handles go; the file
/// goes with [`Staging::remove_held`].
#[derive(Default)]
pub struct Held(Mutex<State>);

#[derive(Default)]
struct State {
    /// The file, and its bytes.
    file: Option<(HeldFile, u64)>,
    pieces: Vec<Piece>,
    data_end: Option<u64>,
}

/// Bytes of the stream that stand one after the other.
#[derive(Clone, Copy)]
struct Piece {
    from: u64,
    to: u64,
    /// Place in the file.
    at: u64,
}

impl Held {
    /// Offset to which bytes are held that go on without a gap.
    #[must_use]
    pub fn end(&self) -> Option<u64> {
        self.with(|state| state.pieces.last().map(|piece| piece.to))
    }

    /// Where the stream's padding begins, once that is known.
    #[must_use]
    pub fn data_end(&self) -> Option<u64> {
        self.with(|state| state.data_end)
    }

    /// The stream was read to its end.
    pub fn set_data_end(&self, data_end: u64) {
        self.with(|state| state.data_end = Some(data_end));
    }

    /// Appends bytes that stand at this offset of the stream, of a source that is called so; the file gets this name.
    ///
    /// # Errors
    /// TL0901, TL0907; TL0912 where hardly any room would be left on the disk: a packed file of a few kilobytes may have
    /// terabytes of zeros in it.
    pub fn append(
        &self,
        (staging, name): (&Staging<'_>, &str),
        source: &Path,
        offset: u64,
        bytes: &[u8],
    ) -> Result<(), Stop> {
        self.with(|state| {
            let held = state.file.as_ref().map_or(0, |(_, end)| *end);
            if let Some(free) = staging.free_space().filter(|free| *free < LEFT_FREE + bytes.len() as u64) {
                let args = vec![io::shown(source).into(), held.into(), free.into()];
                return Err(Stop::new(Code::HeldTooMuch, args));
            }
            let (file, end) = match &mut state.file {
                Some(there) => there,
                none => none.insert((staging.hold(name)?, 0)),
            };
            file.writer.write_all(bytes).map_err(|error| io::stop("write", &file.path, &error))?;
            let length = bytes.len() as u64;
            match state.pieces.last_mut().filter(|piece| piece.to == offset) {
                Some(piece) => piece.to += length,
                None => state.pieces.push(Piece { from: offset, to: offset + length, at: *end }),
            }
            *end += length;
            Ok(())
        })
    }

    /// Reads from an offset of the stream on; fewer bytes than wanted only where no more are held.
    ///
    /// # Errors
    /// TL0901; TL0911 for bytes that are not held.
    pub fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, Stop> {
        self.with(|state| {
            let piece = state.pieces.iter().rev().find(|piece| (piece.from..=piece.to).contains(&offset));
            let (Some((file, _)), Some(piece)) = (&state.file, piece) else {
                return Err(Stop::new(Code::Defect, vec!["a stream is read once".into()]));
            };
            let wanted = usize::try_from(piece.to - offset).unwrap_or(usize::MAX).min(buffer.len());
            let read = file.reader.read_at(piece.at + (offset - piece.from), &mut buffer[..wanted]);
            read.map_err(|error| io::stop("read", &file.path, &error))
        })
    }

    /// Closes the file; whether there was one.
    pub fn close(&self) -> bool {
        self.with(|state| {
            state.pieces.clear();
            state.file.take().is_some()
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

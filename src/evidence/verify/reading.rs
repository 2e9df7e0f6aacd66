//! The bytes of a file, from front to back.

use std::io::{self, ErrorKind, Read};
use std::ops::Deref;

use crate::evidence::hash;
use crate::host::SourceFile;
use crate::sha256::Sha256;

/// Bytes that are hashed at once.
const BUFFER: usize = 1 << 20;

/// The bytes of a file from a place on.
pub struct Reading<F> {
    file: F,
    at: u64,
}

impl<F> Reading<F> {
    /// From the file's first byte.
    pub fn new(file: F) -> Self {
        Self::from(file, 0)
    }

    /// From this offset.
    pub fn from(file: F, at: u64) -> Self {
        Self { file, at }
    }
}

impl<F: Deref<Target = dyn SourceFile>> Read for Reading<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// What was read of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Hashed {
    /// How much.
    pub bytes: u64,
    /// Of it.
    pub sha256: String,
    /// Compressed bytes were damaged; what came before was read.
    pub damaged: bool,
}

/// Length and SHA-256 of what can be read; damage ends it, as it ended the run's reading.
///
/// # Errors
/// The system's.
pub fn hashed(mut from: impl Read) -> io::Result<Hashed> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; BUFFER]);
    let damaged = loop {
        match from.read(&mut buffer) {
            Ok(0) => break false,
            Ok(read) => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) => break true,
            Err(error) => return Err(error),
        }
    };
    Ok(Hashed { bytes, sha256: hash::hex(&hash.finalize()), damaged })
}

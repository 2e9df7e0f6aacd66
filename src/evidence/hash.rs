//! SHA-256 of what is written, while it is written.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::host::stopwatch::{Stage, within};

/// A file that counts its bytes and hashes them.
pub struct Hashing<W: Write> {
    file: W,
    bytes: u64,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    /// Hashes what is written to the file from now on.
    #[must_use]
    pub fn new(file: W) -> Self {
        Self { file, bytes: 0, hash: Sha256::new() }
    }

    /// Bytes so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The file itself: what is written to it is not hashed.
    pub fn file(&mut self) -> &mut W {
        &mut self.file
    }

    /// The file, how many bytes were written, and their SHA-256 in hexadecimal.
    #[must_use]
    pub fn finish(self) -> (W, u64, String) {
        (self.file, self.bytes, hex(&self.hash.finalize()))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = within(Stage::Write, || self.file.write(bytes))?;
        within(Stage::Hash, || self.hash.update(&bytes[..written]));
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)]).collect()
}

/// SHA-256 of bytes in memory, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::path::Path;

    use super::*;
    use crate::host::fake::FakeHost;
    use crate::host::{Access, Host};

    /// Source: FIPS 180-4, example of "abc".
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn what_was_written_is_hashed_and_nothing_else() {
        let host = FakeHost::new();
        let mut file = Hashing::new(host.create(Path::new("x"), Access::Usual).unwrap());
        file.write_all(b"a").unwrap();
        file.write_all(b"bc").unwrap();
        let (_, bytes, sha256_of_all) = file.finish();
        assert_eq!((bytes, sha256_of_all.as_str()), (3, ABC));
        assert_eq!(sha256(b"abc"), ABC);
    }

    #[test]
    fn bytes_that_the_disk_did_not_take_are_not_hashed() {
        let host = FakeHost::new();
        host.fail("write", "", ErrorKind::StorageFull, 3);
        let mut file = Hashing::new(host.create(Path::new("x"), Access::Usual).unwrap());
        assert!(file.write_all(b"abcd").is_err());
        let (_, bytes, sha256) = file.finish();
        assert_eq!((bytes, sha256.as_str()), (3, ABC));
    }
}

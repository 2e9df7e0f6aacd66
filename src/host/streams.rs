//! Sources that are read from front to back: compressed files and the standard input.
//!
//! In: a path or the standard input. Out: the decompressed bytes; after the end, length and SHA-256 of the stored
//! ones. A damaged or cut-off file, and anything but zeros after gzip data, is an error of kind `InvalidData` or
//! `UnexpectedEof`; other kinds are the system's. Refuses to know what the bytes mean.
//! Sources: RFC 1952 (gzip), RFC 8878 (Zstandard), the .xz format 1.2.1, bzip2 1.0.8.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Host, PathKind, SourceFile};
use crate::sha256::Sha256;

/// Stored bytes that are read at once.
const BUFFER: usize = 256 * 1024;
/// What a decoder may take; xz -9 needs 65 MiB. A Zstandard window of more is refused too.
const MEMORY_LIMIT: u64 = 128 * 1024 * 1024;
/// 2 to this power is [`MEMORY_LIMIT`].
const WINDOW_LOG: u32 = 27;
/// As many first bytes of a file as [`Compression::of`] wants to see.
pub const MAGIC_LENGTH: usize = 10;

/// How a source is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Compression {
    None,
    Gz,
    Zst,
    Bz2,
    Xz,
}

impl Compression {
    /// Told by the first bytes (up to [`MAGIC_LENGTH`]), and where these say nothing, by the name's ending: a file
    /// that is called `.gz` and is none is damaged, not text.
    #[must_use]
    pub fn of(name: &str, first_bytes: &[u8]) -> Self {
        match Self::of_bytes(first_bytes) {
            Self::None => Self::of_name(name),
            told => told,
        }
    }

    fn of_bytes(first: &[u8]) -> Self {
        match first {
            [0x1F, 0x8B, 8, flags, ..] if flags & 0xE0 == 0 => Self::Gz,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zst,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Self::Bz2,
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            _ => Self::None,
        }
    }

    fn of_name(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let known = [("gz", Self::Gz), ("zst", Self::Zst), ("bz2", Self::Bz2), ("xz", Self::Xz)];
        known.iter().find(|(word, _)| ending.eq_ignore_ascii_case(word)).map_or(Self::None, |(_, told)| *told)
    }
}

/// The stored bytes of a source that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Bytes.
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

/// What is known of the stored bytes, shared between who reads the stream and who asks afterwards.
#[derive(Debug, Clone, Default)]
pub struct StoredHash(Arc<Mutex<Below>>);

#[derive(Debug, Default)]
struct Below {
    hash: Sha256,
    bytes: u64,
    ended: bool,
    failed: Option<ErrorKind>,
}

impl StoredHash {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Length and hash; none before the stream was read to its end.
    #[must_use]
    pub fn stored(&self) -> Option<Stored> {
        self.with(|below| {
            let sha256 = || crate::evidence::hash::hex(&below.hash.clone().finalize());
            below.ended.then(|| Stored { bytes: below.bytes, sha256: sha256() })
        })
    }

    /// Stored bytes that were read by now.
    #[must_use]
    pub fn bytes_so_far(&self) -> u64 {
        self.with(|below| below.bytes)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Below) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The decompressed bytes of a source; `path` is none for the standard input. Its compression, and that of a pipe, is
/// told by the first bytes where `compression` is `None`. `stored` learns the stored bytes while they are read.
///
/// # Errors
/// Those of the system, and `InvalidData` where a decoder cannot start.
pub fn open_stream(
    host: &dyn Host,
    path: Option<&Path>,
    compression: Compression,
    stored: &StoredHash,
) -> io::Result<Box<dyn Read + Send>> {
    let (below, compression): (Box<dyn Read + Send>, _) = match path {
        Some(path) if host.kind(path)? == PathKind::Stream => sniffed(host.open_stream(path)?, compression)?,
        Some(path) => (Box::new(Sequential { file: host.open(path)?, offset: 0 }), compression),
        None => sniffed(host.standard_input(), compression)?,
    };
    let below = Box::new(Hashed { below, told: stored.clone() });
    if compression == Compression::None {
        return Ok(below); // the reader above makes its pieces as large as it likes
    }
    let decoder = Decoder::new(BufReader::with_capacity(BUFFER, below), compression)?;
    Ok(Box::new(Decompressed { decoder, told: stored.clone(), read: 0, done: false }))
}

type Bytes = Box<dyn Read + Send>;

fn sniffed(mut input: Bytes, compression: Compression) -> io::Result<(Bytes, Compression)> {
    let mut first = Vec::with_capacity(MAGIC_LENGTH);
    (&mut input).take(MAGIC_LENGTH as u64).read_to_end(&mut first)?;
    let compression = if compression == Compression::None { Compression::of_bytes(&first) } else { compression };
    Ok((Box::new(Cursor::new(first).chain(input)), compression))
}

/// A source file, from front to back.
struct Sequential {
    file: Box<dyn SourceFile>,
    offset: u64,
}

impl Read for Sequential {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(self.offset, buffer)?;
        self.offset += read as u64;
        Ok(read)
    }
}

/// The stored bytes, hashed as they pass.
struct Hashed {
    below: Bytes,
    told: StoredHash,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let outcome = self.below.read(buffer);
        self.told.with(|told| match &outcome {
            Ok(0) => told.ended = told.ended || !buffer.is_empty(),
            Ok(read) => {
                told.hash.update(&buffer[..*read]);
                told.bytes += *read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => told.failed = Some(error.kind()),
        });
        outcome
    }
}

type Buffered = BufReader<Box<Hashed>>;

enum Decoder {
    Gz(Members),
    Zst(zstd::stream::read::Decoder<'static, Buffered>),
    Bz2(bzip2::bufread::MultiBzDecoder<Buffered>),
    Xz(liblzma::bufread::XzDecoder<Buffered>),
    Plain(Buffered),
}

impl Decoder {
    fn new(below: Buffered, compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self::Plain(below),
            Compression::Gz => Self::Gz(Members(flate2::bufread::GzDecoder::new(Lent(Some(below))))),
            Compression::Zst => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(below)?;
                decoder.window_log_max(WINDOW_LOG)?;
                Self::Zst(decoder)
            }
            Compression::Bz2 => Self::Bz2(bzip2::bufread::MultiBzDecoder::new(below)),
            Compression::Xz => {
                let stream = liblzma::stream::Stream::new_stream_decoder(MEMORY_LIMIT, liblzma::stream::CONCATENATED)?;
                Self::Xz(liblzma::bufread::XzDecoder::new_stream(below, stream))
            }
        })
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gz(decoder) => decoder.read(buffer),
            Self::Zst(decoder) => decoder.read(buffer),
            Self::Bz2(decoder) => decoder.read(buffer),
            Self::Xz(decoder) => decoder.read(buffer),
            Self::Plain(below) => below.read(buffer),
        }
    }

    fn below(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Gz(decoder) => decoder.0.get_mut(),
            Self::Zst(decoder) => decoder.get_mut(),
            Self::Bz2(decoder) => decoder.get_mut(),
            Self::Xz(decoder) => decoder.get_mut(),
            Self::Plain(below) => below,
        }
    }
}

/// The members of a gzip file, one behind the other. Zeros may fill it up behind the last one, as tapes and block transfers
/// leave them; gzip passes over them, too.
struct Members(flate2::bufread::GzDecoder<Lent>);

/// What a decoder reads of, until the next one gets it.
#[derive(Default)]
struct Lent(Option<Buffered>);

impl Read for Lent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |below| below.read(buffer))
    }
}

impl BufRead for Lent {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.as_mut().map_or(Ok(&[]), BufRead::fill_buf)
    }

    fn consume(&mut self, bytes: usize) {
        self.0.iter_mut().for_each(|below| below.consume(bytes));
    }
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.0.read(buffer)?;
            if read > 0 || !self.next()? {
                return Ok(read);
            }
        }
    }
}

impl Members {
    /// Goes to the next member, if there is one.
    fn next(&mut self) -> io::Result<bool> {
        let below = self.0.get_mut();
        let mut filled = false;
        loop {
            let bytes = below.fill_buf()?;
            let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
            let (is_end, is_other) = (bytes.is_empty(), zeros < bytes.len());
            below.consume(zeros);
            if is_end || (filled || zeros > 0) && is_other {
                return Ok(false);
            }
            if is_other {
                break;
            }
            filled = true;
        }
        self.0 = flate2::bufread::GzDecoder::new(std::mem::take(below));
        Ok(true)
    }
}

/// Why a compressed file cannot be read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// It ends before its data do; else they are not what its form says.
    pub is_cut: bool,
    /// Bytes that were decompressed before.
    pub read: u64,
    /// Stored bytes that were read.
    pub stored: u64,
    /// In the decoder's words.
    pub problem: String,
}

impl Damage {
    /// What an error of [`open_stream`]'s reader says, if it is none of the system's.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// `cut` or `damaged`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        if self.is_cut { "cut" } else { "damaged" }
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.problem)
    }
}

impl std::error::Error for Damage {}

/// Decompressed bytes; every error of a decoder is damage, unless the system failed below it.
struct Decompressed {
    decoder: Decoder,
    told: StoredHash,
    /// Bytes that were given.
    read: u64,
    done: bool,
}

impl Read for Decompressed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.done || buffer.is_empty() {
            return Ok(0);
        }
        match self.decoder.read(buffer) {
            Ok(0) => self.end(),
            Ok(read) => {
                self.read += read as u64;
                Ok(read)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => Err(self.damage(error)),
        }
    }
}

impl Decompressed {
    /// Nothing may follow the compressed data, and there must have been some.
    fn end(&mut self) -> io::Result<usize> {
        if !self.decoder.below().fill_buf()?.is_empty() {
            return Err(self.damage(io::Error::new(ErrorKind::InvalidData, "bytes after the compressed data")));
        }
        if self.told.with(|told| told.bytes == 0) {
            return Err(self.damage(io::Error::new(ErrorKind::UnexpectedEof, "an empty file")));
        }
        self.done = true;
        Ok(0)
    }

    /// A decoder that has asked for more than there is was cut short, whatever it says itself.
    fn damage(&self, error: io::Error) -> io::Error {
        let (failed, stored, ended) = self.told.with(|told| (told.failed, told.bytes, told.ended));
        if let Some(failed) = failed {
            return io::Error::new(failed, error);
        }
        let is_cut = ended || error.kind() == ErrorKind::UnexpectedEof;
        let kind = if is_cut { ErrorKind::UnexpectedEof } else { ErrorKind::InvalidData };
        io::Error::new(kind, Damage { is_cut, read: self.read, stored, problem: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::fake::FakeHost;
    use super::*;

    const ALL: [Compression; 4] = [Compression::Gz, Compression::Zst, Compression::Bz2, Compression::Xz];

    fn compressed(text: &[u8], compression: Compression) -> Vec<u8> {
        match compression {
            Compression::None => text.to_vec(),
            Compression::Gz => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Zst => {
                let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
                encoder.include_checksum(true).unwrap();
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Bz2 => {
                let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Xz => {
                let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
        }
    }

    fn read(bytes: &[u8], compression: Compression) -> (io::Result<Vec<u8>>, Option<Stored>) {
        let host = FakeHost::new();
        host.put("x", bytes);
        let stored = StoredHash::new();
        let mut text = Vec::new();
        let outcome = open_stream(&host, Some(Path::new("x")), compression, &stored)
            .and_then(|mut stream| stream.read_to_end(&mut text));
        (outcome.map(|_| text), stored.stored())
    }

    fn text() -> Vec<u8> {
        (0..3000_u32)
            .flat_map(|n| format!("{n:06};Montréal;{}\r\n", n.wrapping_mul(2_654_435_761)).into_bytes())
            .collect()
    }

    #[test]
    fn compression_is_told_by_bytes_then_by_name() {
        let gz = compressed(b"x", Compression::Gz);
        for (name, first, want) in [
            ("a.txt", &b"ordinary t"[..], Compression::None),
            ("a.txt", &gz[..10], Compression::Gz),
            ("a.GZ", b"", Compression::Gz),
            ("a.xz", &gz[..10], Compression::Gz),
            ("a.zst", b"ordinary t", Compression::Zst),
            ("a.csv.bz2", b"", Compression::Bz2),
            ("gz", b"", Compression::None),
            ("a", b"BZh9 is no", Compression::None),
        ] {
            assert_eq!(Compression::of(name, first), want, "{name}");
        }
        for compression in ALL {
            let bytes = compressed(b"some text", compression);
            assert_eq!(Compression::of("x", &bytes[..MAGIC_LENGTH]), compression);
        }
    }

    #[test]
    fn every_member_is_read_and_the_stored_bytes_are_hashed() {
        let text = text();
        for compression in [&ALL[..], &[Compression::None]].concat() {
            for members in [1, 3] {
                let bytes: Vec<u8> = (0..members).flat_map(|_| compressed(&text, compression)).collect();
                let (outcome, stored) = read(&bytes, compression);
                assert!(outcome.unwrap() == text.repeat(members), "{compression:?}");
                let sha256 = crate::evidence::hash::hex(&Sha256::digest(&bytes));
                assert_eq!(stored, Some(Stored { bytes: bytes.len() as u64, sha256 }), "{compression:?}");
            }
        }
    }

    #[test]
    fn a_cut_off_file_is_damage_wherever_it_is_cut() {
        for compression in ALL {
            let bytes = compressed(b"a short text, twice: a short text", compression);
            for end in 0..bytes.len() {
                let error = read(&bytes[..end], compression).0.unwrap_err();
                let damage = Damage::of(&error).unwrap_or_else(|| panic!("{compression:?} cut at {end}: {error:?}"));
                assert!(damage.is_cut && damage.stored == end as u64, "{compression:?} cut at {end}: {damage:?}");
            }
        }
    }

    #[test]
    fn bytes_after_the_end_are_damage() {
        for compression in ALL {
            for tail in [&b"\n"[..], b"BZ", b"garbage that is longer", b"\x1F\x8B", b"\0\0\0", b"\0\0\x1F\x8B", b"\0x"]
            {
                if compression == Compression::Gz && tail == b"\0\0\0" {
                    continue; // it is filled up
                }
                let bytes = [&compressed(b"a text", compression)[..], tail].concat();
                let kind = read(&bytes, compression).0.map_err(|error| error.kind());
                assert!(
                    matches!(kind, Err(ErrorKind::UnexpectedEof | ErrorKind::InvalidData)),
                    "{compression:?} {tail:?}: {kind:?}"
                );
            }
        }
    }

    #[test]
    fn zeros_fill_up_what_gzip_has_compressed() {
        for (members, zeros) in [(1, 1), (1, 512), (3, 2 * BUFFER + 7)] {
            let bytes = [compressed(b"a text", Compression::Gz).repeat(members), vec![0; zeros]].concat();
            let (outcome, stored) = read(&bytes, Compression::Gz);
            assert!(outcome.unwrap() == b"a text".repeat(members), "{members} {zeros}");
            assert_eq!(stored.map(|stored| stored.bytes), Some(bytes.len() as u64), "all of it is hashed");
        }
    }

    #[test]
    fn a_changed_byte_is_damage() {
        for compression in ALL {
            let mut bytes = compressed(&text(), compression);
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            let error = read(&bytes, compression).0.unwrap_err();
            assert!(Damage::of(&error).is_some_and(|damage| !damage.is_cut), "{compression:?} {error:?}");
        }
    }

    #[test]
    fn a_failing_disk_is_not_damage() {
        for compression in ALL {
            let host = FakeHost::new();
            host.put("x", compressed(&text(), compression));
            host.fail("read", "x", ErrorKind::TimedOut, 0);
            let outcome = open_stream(&host, Some(Path::new("x")), compression, &StoredHash::new())
                .and_then(|mut stream| stream.read_to_end(&mut Vec::new()));
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TimedOut, "{compression:?}");
        }
    }

    #[test]
    fn the_standard_input_is_told_by_its_first_bytes() {
        for compression in [&ALL[..], &[Compression::None]].concat() {
            for want in [&b"1"[..], b"a longer text than the magic bytes"] {
                let host = FakeHost::new();
                host.set_stdin(compressed(want, compression));
                let mut text = Vec::new();
                let mut stream = open_stream(&host, None, Compression::None, &StoredHash::new()).unwrap();
                stream.read_to_end(&mut text).unwrap();
                assert_eq!(text, want, "{compression:?}");
            }
        }
    }

    #[test]
    fn a_decoder_that_wants_too_much_memory_is_refused() {
        let mut options = liblzma::stream::LzmaOptions::new_preset(0).unwrap();
        options.dict_size(1 << 28);
        let mut filters = liblzma::stream::Filters::new();
        filters.lzma2(&options);
        let stream = liblzma::stream::Stream::new_stream_encoder(&filters, liblzma::stream::Check::Crc32).unwrap();
        let mut encoder = liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
        encoder.write_all(b"text").unwrap();
        let bytes = encoder.finish().unwrap();
        assert_eq!(read(&bytes, Compression::Xz).0.unwrap_err().kind(), ErrorKind::InvalidData);
    }
}

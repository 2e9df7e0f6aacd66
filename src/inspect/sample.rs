//! The bytes of a file that are enough to judge it by: all of a small one, windows across a large one.
//!
//! In: a path. Out: windows of the content, decompressed, each with its place; or every window in turn. Refuses
//! folders, pipes and devices, and to know what the bytes mean: a window begins and ends at line ends where it has any.

use std::io::{self, Read};
use std::path::Path;

use super::encoding::Mark;
use crate::extractors::frame::text::line_end;
use crate::finding::Code;
use crate::host::streams::{Compression, MAGIC_LENGTH, StoredHash, open_stream};
use crate::host::{Host, PathKind, SourceFile, Stat, paths};
use crate::run::{Stop, io as machine, sources};

/// How much is read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes: a file of no more is read whole, and no more is read of the beginning of a compressed one.
    pub whole: u64,
    /// Windows of a larger file: one at its beginning, one at its end, the others evenly between; at least two.
    pub windows: u32,
    /// Bytes of one such window.
    pub window: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { whole: 64 << 20, windows: 32, window: 1 << 20 }
    }
}

/// Bytes that stand together in a file's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Bytes of the content before it.
    pub offset: u64,
    /// At least one, but for an empty file.
    pub bytes: Vec<u8>,
    /// Whether its first byte begins the file or follows a line end: a record of text may begin there.
    pub starts_line: bool,
    /// Whether it ends with the content, or with a line end.
    pub ends_line: bool,
    /// Whether its last byte is the content's last.
    pub is_last: bool,
}

impl Window {
    /// The place after its last byte.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }
}

/// What is known of a file beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// How it is stored.
    pub compression: Compression,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Bytes of the content; none where it is compressed and was not read to its end.
    pub length: Option<u64>,
}

/// Windows of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The file.
    pub stored: Stored,
    /// In the order of their places, without overlap; the first begins the file. One, and empty, for an empty file.
    pub windows: Vec<Window>,
    /// Whether the windows are the whole content; it is then one window.
    pub is_whole: bool,
}

/// Why a file has no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nothing {
    /// It has no byte.
    Empty,
    /// A byte order mark alone.
    Mark,
    /// Blanks, line ends and what fills up the end of files.
    Blank,
}

impl Nothing {
    /// Of the whole content of a file; none where something stands in it.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let length = match Mark::of(bytes) {
            Some(Mark::Utf8) => 3,
            Some(Mark::Utf16Le | Mark::Utf16Be) => 2,
            None => 0,
        };
        match &bytes[length..] {
            [] if length == 0 => Some(Self::Empty),
            [] => Some(Self::Mark),
            rest => rest
                .iter()
                .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0 | 0x0C | 0x1A))
                .then_some(Self::Blank),
        }
    }

    /// As a finding says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Mark => "mark",
            Self::Blank => "blank",
        }
    }
}

impl Sample {
    /// Why there is no record; none where there may be one.
    #[must_use]
    pub fn nothing(&self) -> Option<Nothing> {
        let [window] = &self.windows[..] else { return None };
        if self.is_whole { Nothing::of(&window.bytes) } else { None }
    }

    /// Bytes of all windows.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.windows.iter().map(|window| window.bytes.len() as u64).sum()
    }
}

/// What is told of every window; its error ends the reading.
pub type Each<'a> = dyn FnMut(&Window, u64) -> Result<(), Stop> + 'a;

/// A file that is open to be looked at.
pub struct Opened<'h> {
    host: &'h dyn Host,
    path: &'h Path,
    file: Box<dyn SourceFile>,
    stat: Stat,
    compression: Compression,
}

/// Opens a file to look at it.
///
/// # Errors
/// TL0908 where there is nothing, TL0909 for a folder, a pipe or a device, TL0901.
pub fn open<'h>(host: &'h dyn Host, path: &'h Path) -> Result<Opened<'h>, Stop> {
    let wrong = |wanted: &str| Err(Stop::new(Code::WrongPath, vec![machine::shown(path).into(), wanted.into()]));
    match sources::kind(host, path)? {
        PathKind::Folder => return wrong("file"),
        PathKind::Stream => return wrong("no stream"),
        PathKind::File => {}
    }
    let file = host.open(path).map_err(|error| machine::stop("open", path, &error))?;
    let failed = |error: io::Error| machine::stop("read", path, &error);
    let mut first = [0; MAGIC_LENGTH];
    let read = file.read_at(0, &mut first).map_err(failed)?;
    let stat = file.stat().map_err(failed)?;
    let name = paths::shown(path.file_name().unwrap_or_default());
    // An empty file holds nothing, whatever it is called.
    let compression = if read == 0 { Compression::None } else { Compression::of(&name, &first[..read]) };
    Ok(Opened { host, path, file, stat, compression })
}

impl Opened<'_> {
    /// The file.
    #[must_use]
    pub fn stored(&self) -> Stored {
        let length = (self.compression == Compression::None).then_some(self.stat.length);
        Stored { compression: self.compression, bytes: self.stat.length, length }
    }

    /// Windows of the file.
    ///
    /// # Errors
    /// TL0901; TL0135 for a damaged compressed file; TL0902 where the file changed meanwhile.
    pub fn sample(&self, bounds: Bounds) -> Result<Sample, Stop> {
        let sample = match self.compression {
            Compression::None if self.stat.length <= bounds.whole => {
                let bytes = self.read_at(0, self.stat.length)?;
                Sample { stored: self.stored(), windows: vec![whole(bytes)], is_whole: true }
            }
            Compression::None => self.spread(bounds)?,
            _ => self.beginning(bounds.whole)?,
        };
        self.unchanged()?;
        Ok(sample)
    }

    /// Every byte, window by window of so many bytes without regard to line ends: flat memory for any length. Tells
    /// `each` the windows, and how many of the stored bytes were read by then; its error ends the reading. Out: the
    /// file with its length, and the SHA-256 of the stored bytes.
    ///
    /// # Errors
    /// Those of `each`; TL0901, TL0902; TL0906 where the user wants an end.
    pub fn every(&self, size: usize, each: &mut Each<'_>) -> Result<(Stored, String), Stop> {
        let (mut reader, hash) = self.reader()?;
        let (mut next, mut offset) = (self.fill(&mut *reader, size)?, 0);
        loop {
            if self.host.interrupted() {
                return Err(Stop::new(Code::Interrupted, Vec::new()));
            }
            let read = hash.bytes_so_far();
            let bytes = std::mem::replace(&mut next, self.fill(&mut *reader, size)?);
            let is_last = next.is_empty();
            let window = Window { offset, bytes, starts_line: offset == 0, ends_line: is_last, is_last };
            offset = window.end();
            each(&window, read)?;
            if is_last {
                break;
            }
        }
        self.unchanged()?;
        let sha256 = hash.stored().map(|stored| stored.sha256).unwrap_or_default();
        Ok((Stored { length: Some(offset), ..self.stored() }, sha256))
    }

    /// Bytes from any place of the stored file.
    ///
    /// # Errors
    /// TL0901, also where the file has fewer.
    pub fn read_at(&self, offset: u64, length: u64) -> Result<Vec<u8>, Stop> {
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        machine::read_whole(&*self.file, self.path, offset, &mut bytes)?;
        Ok(bytes)
    }

    fn spread(&self, bounds: Bounds) -> Result<Sample, Stop> {
        let (count, size) = (u64::from(bounds.windows.max(2)), u64::from(bounds.window.max(2)));
        let last = self.stat.length.saturating_sub(size);
        let starts = (0..count).map(|at| share(last, at, count - 1));
        let mut windows: Vec<Window> = Vec::new();
        for start in starts {
            let start = start.max(windows.last().map_or(0, Window::end));
            let length = size.min(self.stat.length - start);
            if length > 0 {
                windows.push(trimmed(start, self.read_at(start, length)?, self.stat.length));
            }
        }
        Ok(Sample { stored: self.stored(), windows, is_whole: false })
    }

    fn beginning(&self, bound: u64) -> Result<Sample, Stop> {
        let (mut reader, _) = self.reader()?;
        let mut bytes = self.fill(&mut *reader, usize::try_from(bound).unwrap_or(usize::MAX))?;
        let is_whole = self.fill(&mut *reader, 1)?.is_empty();
        if is_whole {
            let stored = Stored { length: Some(bytes.len() as u64), ..self.stored() };
            return Ok(Sample { stored, windows: vec![whole(bytes)], is_whole });
        }
        let kept = last_line_end(&bytes).unwrap_or(bytes.len());
        let ends_line = last_line_end(&bytes).is_some();
        bytes.truncate(kept);
        let window = Window { offset: 0, bytes, starts_line: true, ends_line, is_last: false };
        Ok(Sample { stored: self.stored(), windows: vec![window], is_whole })
    }

    fn reader(&self) -> Result<(Box<dyn Read + Send>, StoredHash), Stop> {
        let hash = StoredHash::new();
        let reader = open_stream(self.host, Some(self.path), self.compression, &hash);
        Ok((reader.map_err(|error| machine::stop("open", self.path, &error))?, hash))
    }

    /// The next so many bytes; fewer only at the end.
    fn fill(&self, reader: &mut dyn Read, size: usize) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        let read = reader.take(size as u64).read_to_end(&mut bytes);
        read.map_err(|error| machine::stop("read", self.path, &error))?;
        Ok(bytes)
    }

    fn unchanged(&self) -> Result<(), Stop> {
        let now = self.file.stat().map_err(|error| machine::stop("read", self.path, &error))?;
        let changed = || Stop::new(Code::SourceChanged, vec![machine::shown(self.path).into()]);
        if now == self.stat { Ok(()) } else { Err(changed()) }
    }
}

fn whole(bytes: Vec<u8>) -> Window {
    Window { offset: 0, bytes, starts_line: true, ends_line: true, is_last: true }
}

/// So many parts of so many of a number, rounded down to an even one: units of two bytes stay whole.
fn share(number: u64, part: u64, parts: u64) -> u64 {
    let share = u128::from(number) * u128::from(part) / u128::from(parts.max(1));
    u64::try_from(share).unwrap_or(number) & !1
}

/// A window without the broken lines at its ends, where it has line ends within its first and last quarters.
fn trimmed(offset: u64, mut bytes: Vec<u8>, length: u64) -> Window {
    let is_last = offset + bytes.len() as u64 == length;
    let quarter = bytes.len() / 4;
    let end = last_line_end(&bytes).filter(|end| !is_last && bytes.len() - end <= quarter);
    bytes.truncate(end.unwrap_or(bytes.len()));
    let start = first_line_start(&bytes[..quarter.min(bytes.len())]).filter(|_| offset > 0);
    bytes.drain(..start.unwrap_or(0));
    Window {
        offset: offset + start.unwrap_or(0) as u64,
        bytes,
        starts_line: offset == 0 || start.is_some(),
        ends_line: is_last || end.is_some(),
        is_last,
    }
}

/// The place after the first line end, the whole of it in UTF-16 too.
fn first_line_start(bytes: &[u8]) -> Option<usize> {
    let at = memchr::memchr2(b'\r', b'\n', bytes)?;
    let after = whole_unit(bytes, at + line_end(bytes, at).max(1));
    let is_feed = bytes[at] == b'\r' && matches!(bytes.get(after..after + 2), Some([b'\n', 0] | [0, b'\n']));
    let after = if is_feed { after + 2 } else { after };
    (after < bytes.len()).then_some(after)
}

/// The place after the last line end, the whole of it in UTF-16 too; one that may go on is none.
fn last_line_end(bytes: &[u8]) -> Option<usize> {
    let at = memchr::memrchr2(b'\r', b'\n', bytes)?;
    let may_go_on = bytes[at] == b'\r' && bytes.len() - at <= 2;
    if may_go_on { last_line_end(&bytes[..at]) } else { Some(whole_unit(bytes, at + 1)) }
}

/// Windows begin at even places, so that the other byte of a unit of UTF-16 is found.
fn whole_unit(bytes: &[u8], after: usize) -> usize {
    if after % 2 == 1 && bytes.get(after) == Some(&0) { after + 1 } else { after }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;
    use crate::host::fake::FakeHost;

    const SMALL: Bounds = Bounds { whole: 100, windows: 4, window: 40 };

    fn sample(host: &FakeHost, path: &str) -> Result<Sample, Code> {
        let opened = open(host, Path::new(path)).map_err(|stop| stop.code)?;
        opened.sample(SMALL).map_err(|stop| stop.code)
    }

    fn code<T>(found: Result<T, Stop>) -> Option<Code> {
        found.err().map(|stop| stop.code)
    }

    #[test]
    fn a_file_of_nothing_says_of_what() {
        for (bytes, want) in [
            (&b""[..], Some("empty")),
            (b"\xEF\xBB\xBF", Some("mark")),
            (b"\xFF\xFE", Some("mark")),
            (b"\xEF\xBB\xBF\n\n", Some("blank")),
            (b"  \r\n\t\x1A\0", Some("blank")),
            (b"\nx", None),
        ] {
            assert_eq!(Nothing::of(bytes).map(Nothing::word), want, "{bytes:?}");
        }
    }

    #[test]
    fn a_small_file_is_read_whole_and_an_empty_one_is_one_empty_window() {
        let host = FakeHost::new();
        for length in [0, 1, 100] {
            host.put("x", vec![b'x'; length]);
            let found = sample(&host, "x").unwrap();
            assert!(found.is_whole && found.windows.len() == 1 && found.bytes() == length as u64, "{length}");
            assert_eq!(found.stored.length, Some(length as u64));
        }
        host.put("x.gz", "");
        assert!(sample(&host, "x.gz").unwrap().is_whole, "empty, whatever it is called");
    }

    #[test]
    fn a_large_file_is_seen_at_both_ends_and_between_at_whole_lines() {
        let host = FakeHost::new();
        let line = b"0123456\r\n";
        host.put_made("big", 9_000_000_000, move |offset, buffer| {
            for (at, byte) in buffer.iter_mut().enumerate() {
                *byte = line[usize::try_from((offset + at as u64) % 9).unwrap()];
            }
        });
        let found = sample(&host, "big").unwrap();
        assert!(!found.is_whole && found.windows.len() == 4);
        assert_eq!((found.windows[0].offset, found.windows[3].end()), (0, 9_000_000_000));
        for window in &found.windows {
            assert!(window.starts_line && window.ends_line);
            assert_eq!((window.offset % 9, window.end() % 9), (0, 0), "{}", window.offset);
            assert_eq!(window.is_last, window.end() == 9_000_000_000);
        }
        assert!(found.windows[1].offset > 2_900_000_000 && found.windows[1].offset < 3_100_000_000);
    }

    #[test]
    fn without_line_ends_windows_stay_as_they_are_and_never_overlap() {
        let host = FakeHost::new();
        host.put("x", vec![b'x'; 101]);
        let found = sample(&host, "x").unwrap();
        assert_eq!(found.bytes(), 101, "they would overlap, so they are put together");
        assert!(found.windows.windows(2).all(|pair| pair[0].end() <= pair[1].offset));
        assert!(!found.windows[1].starts_line && !found.windows[0].ends_line);
    }

    #[test]
    fn units_of_utf_16_stay_whole() {
        let host = FakeHost::new();
        let text: Vec<u8> = "abcde\r\n".repeat(50).encode_utf16().flat_map(u16::to_le_bytes).collect();
        host.put("x", text);
        for window in sample(&host, "x").unwrap().windows {
            assert_eq!((window.offset % 2, window.end() % 2), (0, 0));
            assert!(!window.starts_line || window.offset % 14 == 0, "{}", window.offset);
            assert!(!window.ends_line || window.end() % 14 == 0, "{}", window.end());
        }
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let host = FakeHost::new();
        host.put_folder("folder");
        host.put_pipe("pipe", "x");
        host.put("locked", "x");
        host.fail("open", "locked", ErrorKind::PermissionDenied, 0);
        for (path, want) in
            [("folder", Code::WrongPath), ("pipe", Code::WrongPath), ("none", Code::NoSuchPath), ("locked", Code::Io)]
        {
            assert_eq!(sample(&host, path).unwrap_err(), want, "{path}");
        }
        host.heal();
        host.fail("read", "locked", ErrorKind::Other, 1);
        assert_eq!(sample(&host, "locked"), Err(Code::Io));
        host.heal();
        let opened = open(&host, Path::new("locked")).unwrap();
        host.change_while_read("locked");
        assert_eq!(code(opened.sample(SMALL)), Some(Code::SourceChanged));
    }

    #[test]
    fn every_byte_comes_once_and_in_order() {
        let host = FakeHost::new();
        host.put("x", (0..=255).collect::<Vec<u8>>());
        let opened = open(&host, Path::new("x")).unwrap();
        let mut seen = Vec::new();
        let (stored, sha256) = opened
            .every(100, &mut |window, read| {
                assert_eq!(window.offset, seen.len() as u64);
                seen.extend_from_slice(&window.bytes);
                assert_eq!((window.is_last, read >= window.end()), (seen.len() == 256, true));
                Ok(())
            })
            .unwrap();
        assert_eq!((seen.len(), stored.length), (256, Some(256)));
        assert_eq!(sha256, crate::evidence::hash::sha256(&seen));
        host.interrupt();
        assert_eq!(code(opened.every(100, &mut |_, _| Ok(()))), Some(Code::Interrupted));
    }

    #[test]
    fn a_compressed_file_is_read_from_its_beginning() {
        let host = FakeHost::new();
        let text = "0123456\n".repeat(100);
        let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
        host.put("x.zst", packed.clone());
        let opened = open(&host, Path::new("x.zst")).unwrap();
        let found = opened.sample(SMALL).unwrap();
        assert!(!found.is_whole && found.stored.length.is_none());
        assert_eq!((found.bytes(), found.windows[0].ends_line, found.windows[0].is_last), (96, true, false));
        assert_eq!(opened.every(64, &mut |_, _| Ok(())).unwrap().0.length, Some(800));
        let found = opened.sample(Bounds { whole: 800, ..SMALL }).unwrap();
        assert!(found.is_whole && found.stored.length == Some(800));
        host.put("cut.zst", &packed[..packed.len() - 4]);
        let opened = open(&host, Path::new("cut.zst")).unwrap();
        assert_eq!(code(opened.every(64, &mut |_, _| Ok(()))), Some(Code::CompressedDamaged));
    }
}

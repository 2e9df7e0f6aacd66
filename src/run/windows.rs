//! The bytes of the sources, block by block.
//!
//! In: the files of one mapping. Out: windows of bytes, claimed in order by workers; plain files are read by the worker
//! that claimed the block, compressed ones and the standard input by the claim itself, through one reader.
//! Refuses: knowing records beyond a file's head.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::extractors::delimited::head::{Head, HeadText, head};
use crate::extractors::encoding::Unit;
use crate::extractors::frame::view::view;
use crate::finding::{Args, Code};
use crate::host::streams::{Compression, StoredHash, open_stream};
use crate::host::{Host, SourceFile, Stat};
use crate::run::Stop;
use crate::run::io;
use crate::run::plan::{Framing, LOOKAHEAD, Plan};
use crate::run::sources::SourceSpec;

/// How much of a file its head must stand in.
const HEAD_BYTES: u64 = 1 << 20;

/// One file of a source, open.
pub struct OpenSource {
    /// Its number in the mapping's files, in reading order.
    pub index: u32,
    /// Where it is.
    pub spec: SourceSpec,
    /// Where text begins, after a byte order mark.
    pub text_start: u64,
    /// What stands before its rows; none in fixed sources.
    pub head: Option<Head>,
    /// The head's bytes: positions of `head` are in their view.
    pub head_bytes: Vec<u8>,
    /// The last header record, raw.
    pub header_raw: Vec<u8>,
    /// What is wrong with the file as a whole; fails the run, and no record is read.
    pub findings: Vec<(Code, Args)>,
    bytes: SourceBytes,
}

enum SourceBytes {
    Plain { file: Box<dyn SourceFile>, before: Stat, data_end: u64 },
    Stream(StoredHash),
}

impl OpenSource {
    /// The path in words.
    #[must_use]
    pub fn path(&self) -> String {
        self.spec.path.as_deref().map_or_else(|| "-".to_owned(), io::shown)
    }

    fn path_buf(&self) -> PathBuf {
        self.spec.path.clone().unwrap_or_else(|| PathBuf::from("-"))
    }

    /// Bytes of a plain file.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        if let SourceBytes::Plain { before, .. } = &self.bytes { Some(before.length) } else { None }
    }

    /// Where the padding at a plain file's end begins.
    #[must_use]
    pub fn data_end(&self) -> u64 {
        if let SourceBytes::Plain { data_end, .. } = &self.bytes { *data_end } else { u64::MAX }
    }

    /// Size and hash of what is stored, for a source that was read to its end through a reader.
    #[must_use]
    pub fn stored(&self) -> Option<(u64, String)> {
        match &self.bytes {
            SourceBytes::Stream(told) => told.stored().map(|stored| (stored.bytes, stored.sha256)),
            SourceBytes::Plain { .. } => None,
        }
    }

    /// Whether the source is stored compressed.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.spec.compression != Compression::None
    }

    /// Reads at any place of a plain file.
    ///
    /// # Errors
    /// TL0901; TL0911 for a stream.
    pub fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, Stop> {
        match &self.bytes {
            SourceBytes::Plain { file, .. } => {
                file.read_at(offset, buffer).map_err(|error| io::stop("read", &self.path_buf(), &error))
            }
            SourceBytes::Stream(_) => Err(Stop::new(Code::Defect, vec!["a stream is read once".into()])),
        }
    }

    /// # Errors
    /// TL0902 if the file is not what it was when it was opened.
    pub fn check_unchanged(&self) -> Result<(), Stop> {
        let SourceBytes::Plain { file, before, .. } = &self.bytes else { return Ok(()) };
        let now = file.stat().map_err(|error| io::stop("read", &self.path_buf(), &error))?;
        if now == *before { Ok(()) } else { Err(Stop::new(Code::SourceChanged, vec![self.path().into()])) }
    }
}

/// The bytes around one block.
#[derive(Debug, Default)]
pub struct Window {
    /// From a little before the block to a little after it.
    pub bytes: Vec<u8>,
    /// Offset of the first byte in the source.
    pub base: u64,
    /// Bytes that hold data: padding at the source's end is left out.
    pub data: usize,
    /// The data ends with the window.
    pub last: bool,
    /// The block's first byte in the source.
    pub start: u64,
    /// The byte after its last one, in the source; the source's end in the last block.
    pub end: u64,
    /// The source ends with this block.
    pub last_block: bool,
    /// Why a stream could not be read on, at the place where the data ends.
    pub damage: Option<String>,
}

impl Window {
    /// The block's own bytes, padding too.
    #[must_use]
    pub fn own(&self) -> &[u8] {
        &self.bytes[to_index(self.start - self.base)..to_index(self.end - self.base)]
    }

    /// Reads on until the window holds `more` bytes more, or the data ends. False if nothing could be added.
    ///
    /// # Errors
    /// TL0901.
    pub fn extend(&mut self, source: &OpenSource, more: usize) -> Result<bool, Stop> {
        let SourceBytes::Plain { data_end, .. } = &source.bytes else { return Ok(false) };
        if self.last {
            return Ok(false);
        }
        self.bytes.truncate(self.data);
        let from = self.base + self.data as u64;
        let wanted = to_index((data_end - from).min(more as u64));
        self.bytes.resize(self.data + wanted, 0);
        let read = source.read_at(from, &mut self.bytes[self.data..])?;
        if read < wanted {
            return Err(Stop::new(Code::SourceChanged, vec![source.path().into()]));
        }
        self.data += wanted;
        self.last = from + wanted as u64 == *data_end;
        Ok(wanted > 0)
    }
}

/// A length that was bounded by a window's size.
#[must_use]
pub fn to_index(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// One block, claimed.
pub struct Claim {
    /// Number of the chunk in the mapping's run, from 0.
    pub chunk: u64,
    /// Number of the block in its file, from 0.
    pub block: u64,
    /// The file.
    pub source: Arc<OpenSource>,
    /// The bytes, if the claim has read them.
    window: Option<Window>,
}

/// Hands out blocks in order. One worker at a time is in it.
pub struct Claims<'a> {
    host: &'a dyn Host,
    plan: &'a Plan,
    specs: &'a [SourceSpec],
    file: usize,
    block: u64,
    chunk: u64,
    current: Option<Arc<OpenSource>>,
    stream: Option<Stream>,
}

/// What was read of a stream and not handed out.
struct Stream {
    reader: Box<dyn Read + Send>,
    held: Vec<u8>,
    base: u64,
    ended: bool,
    damage: Option<String>,
}

impl Stream {
    fn fill(&mut self, until: u64, path: &Path) -> Result<(), Stop> {
        let wanted = to_index(until - self.base).saturating_sub(self.held.len());
        if self.ended || wanted == 0 {
            return Ok(());
        }
        let before = self.held.len();
        match (&mut self.reader).take(wanted as u64).read_to_end(&mut self.held) {
            Ok(read) => self.ended = read < wanted,
            Err(error)
                if matches!(error.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof) =>
            {
                // What was decoded before the damage is kept, and told of.
                self.damage = Some(error.to_string());
                self.ended = true;
            }
            Err(error) => return Err(io::stop("read", path, &error)),
        }
        debug_assert!(self.held.len() >= before);
        Ok(())
    }
}

impl<'a> Claims<'a> {
    /// Of a mapping's files.
    #[must_use]
    pub fn new(host: &'a dyn Host, plan: &'a Plan, specs: &'a [SourceSpec]) -> Self {
        Self { host, plan, specs, file: 0, block: 0, chunk: 0, current: None, stream: None }
    }

    /// The next block; none when all were handed out.
    ///
    /// # Errors
    /// TL0901 where a file cannot be opened or read.
    pub fn next(&mut self) -> Result<Option<Claim>, Stop> {
        let source = if let Some(source) = &self.current {
            Arc::clone(source)
        } else {
            let Some(spec) = self.specs.get(self.file) else { return Ok(None) };
            let source = Arc::new(self.open(spec)?);
            self.current = Some(Arc::clone(&source));
            source
        };
        let start = self.block * self.plan.block;
        let end = start + self.plan.block;
        let (window, last) = match &mut self.stream {
            Some(_) => {
                let window = self.stream_window(&source, start, end)?;
                let last = window.last_block;
                (Some(window), last)
            }
            None => (None, source.length().is_none_or(|length| end >= length)),
        };
        let claim = Claim { chunk: self.chunk, block: self.block, source, window };
        self.chunk += 1;
        self.block += 1;
        if last {
            (self.file, self.block, self.current, self.stream) = (self.file + 1, 0, None, None);
        }
        Ok(Some(claim))
    }

    fn stream_window(&mut self, source: &OpenSource, start: u64, end: u64) -> Result<Window, Stop> {
        let plan = self.plan;
        let ahead = LOOKAHEAD
            + plan.mapping.source.max_length
            + if plan.has_groups { plan.mapping.source.group_max } else { 0 };
        let Some(stream) = &mut self.stream else { return Err(Stop::new(Code::Defect, vec!["no stream".into()])) };
        stream.fill(end + ahead, &source.path_buf())?;
        let length = stream.base + stream.held.len() as u64;
        let data = stream.held.len() - if stream.ended { padding(plan, &stream.held) } else { 0 };
        let last_block = stream.ended && end >= length;
        let window = Window {
            bytes: stream.held.clone(),
            base: stream.base,
            data,
            last: stream.ended,
            start,
            end: if last_block { length } else { end },
            last_block,
            damage: stream.damage.clone(),
        };
        if !last_block {
            let behind = end - behind(plan) - stream.base;
            stream.held.drain(..to_index(behind));
            stream.base += behind;
        }
        Ok(window)
    }

    fn open(&mut self, spec: &SourceSpec) -> Result<OpenSource, Stop> {
        let index = u32::try_from(self.file).unwrap_or(u32::MAX);
        let shown = spec.path.clone().unwrap_or_else(|| PathBuf::from("-"));
        let mut first = Vec::new();
        let (bytes, ended) = match &spec.path {
            Some(path) if spec.compression == Compression::None => {
                let stopped = |doing| move |error: std::io::Error| io::stop(doing, path, &error);
                let file = self.host.open(path).map_err(stopped("open"))?;
                let before = file.stat().map_err(stopped("open"))?;
                first.resize(to_index(before.length.min(HEAD_BYTES)), 0);
                let read = file.read_at(0, &mut first).map_err(stopped("read"))?;
                first.truncate(read);
                let data_end = data_end(self.plan, file.as_ref(), before.length).map_err(stopped("read"))?;
                first.truncate(to_index(data_end.min(HEAD_BYTES)));
                (SourceBytes::Plain { file, before, data_end }, data_end <= HEAD_BYTES)
            }
            path => {
                let told = StoredHash::new();
                let reader = open_stream(self.host, path.as_deref(), spec.compression, &told)
                    .map_err(|error| io::stop("open", &shown, &error))?;
                let mut stream = Stream { reader, held: Vec::new(), base: 0, ended: false, damage: None };
                stream.fill(HEAD_BYTES, &shown)?;
                let data = stream.held.len() - if stream.ended { padding(self.plan, &stream.held) } else { 0 };
                first.extend_from_slice(&stream.held[..data]);
                let ended = stream.ended;
                self.stream = Some(stream);
                (SourceBytes::Stream(told), ended)
            }
        };
        Ok(self.read_head(index, spec, bytes, &first, ended))
    }

    fn read_head(&self, index: u32, spec: &SourceSpec, bytes: SourceBytes, first: &[u8], last: bool) -> OpenSource {
        let plan = self.plan;
        let mut findings = Vec::new();
        let mark = byte_order_mark(first);
        let declared = plan.mapping.source.encoding.as_str();
        let own = mark.filter(|(name, _)| *name == declared);
        if let (Some((found, _)), None) = (mark, own)
            && !matches!(plan.framing, Framing::Fixed(_))
        {
            findings.push((Code::OtherEncoding, vec![found.into(), declared.into()]));
        }
        let text_start = own.map_or(0, |(_, length)| length);
        let mut source = OpenSource {
            index,
            spec: spec.clone(),
            text_start: text_start as u64,
            head: None,
            head_bytes: Vec::new(),
            header_raw: Vec::new(),
            findings,
            bytes,
        };
        if let (Some(cells), Framing::Text(rules)) = (&plan.cells, &plan.framing) {
            let seen = view(plan.unit, first);
            let text = HeadText { window: first, view: &seen, start: text_start / plan.scale(), last };
            let found = head(&cells.head, &cells.rules, rules, plan.encoding, text);
            if let Some(span) = found.header.last() {
                let scale = plan.scale();
                source.header_raw =
                    first[span.start as usize * scale..(span.start + span.len) as usize * scale].to_vec();
            }
            source.findings.extend(found.findings.iter().cloned());
            source.head_bytes = first[..found.end * plan.scale()].to_vec();
            source.head = Some(found);
        }
        source
    }
}

impl Claim {
    /// The block's window; reads it if the claim has not. `buffer` is reused.
    ///
    /// # Errors
    /// TL0901, TL0902.
    pub fn window(&mut self, plan: &Plan, buffer: Vec<u8>) -> Result<Window, Stop> {
        if let Some(window) = self.window.take() {
            return Ok(window);
        }
        let SourceBytes::Plain { before, data_end, .. } = &self.source.bytes else {
            return Err(Stop::new(Code::Defect, vec!["a stream's block without its bytes".into()]));
        };
        let start = self.block * plan.block;
        let base = start - if self.block == 0 { 0 } else { behind(plan) };
        let last_block = start + plan.block >= before.length;
        let end = if last_block { before.length } else { start + plan.block };
        let read_end = if last_block { before.length } else { (end + LOOKAHEAD).min(before.length) };
        // What an earlier block left in the buffer is written over; only what the buffer grows by is zeroed.
        let mut bytes = buffer;
        bytes.resize(to_index(read_end - base), 0);
        let read = self.source.read_at(base, &mut bytes)?;
        if read < bytes.len() {
            return Err(Stop::new(Code::SourceChanged, vec![self.source.path().into()]));
        }
        let data = to_index(read_end.min(*data_end).max(base) - base);
        Ok(Window { bytes, base, data, last: read_end >= *data_end, start, end, last_block, damage: None })
    }
}

/// Bytes before a block that tell whether a line starts at it.
const fn behind(plan: &Plan) -> u64 {
    2 * plan.scale() as u64
}

/// Encodings and lengths of byte order marks.
fn byte_order_mark(first: &[u8]) -> Option<(&'static str, usize)> {
    match first {
        [0xEF, 0xBB, 0xBF, ..] => Some(("utf-8", 3)),
        [0xFF, 0xFE, ..] => Some(("utf-16le", 2)),
        [0xFE, 0xFF, ..] => Some(("utf-16be", 2)),
        _ => None,
    }
}

/// Bytes of Ctrl-Z and NUL at the end of these.
fn padding(plan: &Plan, bytes: &[u8]) -> usize {
    if matches!(plan.framing, Framing::Fixed(_)) {
        return 0;
    }
    match plan.unit {
        Unit::Utf16Le | Unit::Utf16Be if !bytes.len().is_multiple_of(2) => 0,
        Unit::Utf16Le => {
            2 * bytes.chunks_exact(2).rev().take_while(|pair| pair[1] == 0 && matches!(pair[0], 0 | 0x1A)).count()
        }
        Unit::Utf16Be => {
            2 * bytes.chunks_exact(2).rev().take_while(|pair| pair[0] == 0 && matches!(pair[1], 0 | 0x1A)).count()
        }
        _ => bytes.iter().rev().take_while(|byte| matches!(byte, 0 | 0x1A)).count(),
    }
}

/// Where the padding at a file's end begins.
fn data_end(plan: &Plan, file: &dyn SourceFile, length: u64) -> std::io::Result<u64> {
    let mut end = length;
    let mut piece = vec![0; 64 << 10];
    loop {
        let from = end.saturating_sub(piece.len() as u64 - 1) & !1;
        let wanted = to_index(end - from);
        let read = file.read_at(from, &mut piece[..wanted])?;
        let padded = padding(plan, &piece[..read]);
        end -= padded as u64;
        if padded < wanted || end == 0 || read < wanted {
            return Ok(end);
        }
    }
}

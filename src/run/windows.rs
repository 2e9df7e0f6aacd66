//! The bytes of the sources, block by block.
//!
//! In: the files of one mapping. Out: windows of bytes, claimed in order by workers; plain files are read by the worker
//! that claimed the block, compressed ones, pipes and the standard input by the claim itself, through one reader.
//! Refuses: knowing records beyond a file's head.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::extractors::delimited::head::{Head, HeadText, head};
use crate::extractors::encoding::Unit;
use crate::extractors::frame::view::view;
use crate::finding::{Args, Code};
use crate::host::streams::{Compression, Damage, StoredHash, open_stream};
use crate::host::{Host, SourceFile, Stat};
use crate::run::descriptors::TRIED;
use crate::run::held::Held;
use crate::run::plan::{Framing, LOOKAHEAD, Plan};
use crate::run::publish::Staging;
use crate::run::sources::SourceSpec;
use crate::run::{Stop, io};

/// How much of a file its head must stand in.
const HEAD_BYTES: u64 = 1 << 20;
/// Bytes before a block that a window has. Two characters tell whether a line starts at the block. With so many, bytes of the file come to where
/// in a page of memory they are in a page of the file, or to 64 bytes behind it; where that is a few bytes, the system's copy takes three times
/// as long on AMD's processors (`make bench-pages` shows it).
const BEHIND: u64 = 64;
/// How much of a stream is held back at once.
const HELD_BYTES: u64 = 1 << 20;

/// One file of a source, open.
pub struct OpenSource {
    /// Its number in the mapping's files, in reading order.
    pub index: u32,
    /// Where it is.
    pub spec: SourceSpec,
    /// Where text begins, after a byte order mark or the declared bytes of the file's header.
    pub text_start: u64,
    /// Bytes at its start that are a declared skip.
    pub file_header: u64,
    /// Of records that say how long they are: the file's first bytes.
    pub first_bytes: Vec<u8>,
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
    Plain {
        file: Box<dyn SourceFile>,
        before: Stat,
        data_end: u64,
    },
    /// With the file as it was, where it is one.
    Stream {
        told: StoredHash,
        held: Arc<Held>,
        watched: Option<(Box<dyn SourceFile>, Stat)>,
    },
}

impl OpenSource {
    /// A file of which only these bytes are there: refused records, one after the other. Its first bytes are `head`.
    ///
    /// # Errors
    /// TL0901.
    pub fn of_rejects(
        plan: &Plan,
        index: u32,
        spec: &SourceSpec,
        file: Box<dyn SourceFile>,
        head: &[u8],
    ) -> Result<Self, Stop> {
        let path = spec.path.clone().unwrap_or_default();
        let before = file.stat().map_err(|error| io::stop("open", &path, &error))?;
        let bytes = SourceBytes::Plain { file, before, data_end: before.length };
        Ok(with_head(plan, index, spec, bytes, (head, true)))
    }

    /// A file of which only the first bytes are here, or all of them.
    ///
    /// # Errors
    /// TL0901.
    pub fn of_first_bytes(
        plan: &Plan,
        index: u32,
        spec: &SourceSpec,
        file: Box<dyn SourceFile>,
        is_whole: bool,
    ) -> Result<Self, Stop> {
        let path = spec.path.clone().unwrap_or_default();
        let stopped = |error: std::io::Error| io::stop("read", &path, &error);
        let before = file.stat().map_err(stopped)?;
        let mut first = vec![0; to_index(before.length.min(HEAD_BYTES))];
        let read = file.read_at(0, &mut first).map_err(stopped)?;
        first.truncate(read);
        let data_end = if is_whole {
            let solid = solid_end(plan, file.as_ref(), before.length).map_err(stopped)?;
            data_end(plan, solid, before.length, text_start(plan, &first))
        } else {
            before.length
        };
        first.truncate(to_index(data_end.min(HEAD_BYTES)));
        let bytes = SourceBytes::Plain { file, before, data_end };
        let source = with_head(plan, index, spec, bytes, (&first, is_whole && data_end <= HEAD_BYTES));
        Ok(if is_whole { with_edges(plan, source, before.length) } else { source })
    }

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

    /// Where the padding at the end begins; of a stream that was not read to its end, behind all that there is.
    #[must_use]
    pub fn data_end(&self) -> u64 {
        match &self.bytes {
            SourceBytes::Plain { data_end, .. } => *data_end,
            SourceBytes::Stream { held, .. } => held.data_end().unwrap_or(u64::MAX),
        }
    }

    /// Closes the file of what a stream held back; whether there was one.
    #[must_use]
    pub fn close_held(&self) -> bool {
        if let SourceBytes::Stream { held, .. } = &self.bytes { held.close() } else { false }
    }

    /// The name of the file of what a stream held back.
    #[must_use]
    pub fn held_name(&self) -> String {
        held_name(self.index)
    }

    /// Size and hash of what is stored, for a source that was read to its end through a reader.
    #[must_use]
    pub fn stored(&self) -> Option<(u64, String)> {
        match &self.bytes {
            SourceBytes::Stream { told, .. } => told.stored().map(|stored| (stored.bytes, stored.sha256)),
            SourceBytes::Plain { .. } => None,
        }
    }

    /// Whether the source is stored compressed.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.spec.compression != Compression::None
    }

    /// Reads at any place of a plain file, or of what a stream held back.
    ///
    /// # Errors
    /// TL0901; TL0911 for other places of a stream.
    pub fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, Stop> {
        match &self.bytes {
            SourceBytes::Plain { file, .. } => {
                file.read_at(offset, buffer).map_err(|error| io::stop("read", &self.path_buf(), &error))
            }
            SourceBytes::Stream { held, .. } => held.read_at(offset, buffer),
        }
    }

    /// # Errors
    /// TL0902 if the file is not what it was when it was opened.
    pub fn check_unchanged(&self) -> Result<(), Stop> {
        let (file, before) = match &self.bytes {
            SourceBytes::Plain { file, before, .. } | SourceBytes::Stream { watched: Some((file, before)), .. } => {
                (file, before)
            }
            SourceBytes::Stream { watched: None, .. } => return Ok(()),
        };
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
    pub damage: Option<Damage>,
}

impl Window {
    /// The block's own bytes, padding too.
    #[must_use]
    pub fn own(&self) -> &[u8] {
        &self.bytes[to_index(self.start - self.base)..to_index(self.end - self.base)]
    }

    /// None of the block's bytes is padding at the source's end.
    #[must_use]
    pub fn holds_own(&self) -> bool {
        to_index(self.end - self.base) <= self.data
    }

    /// Reads on, in a file's first window, until it holds the file's head.
    ///
    /// # Errors
    /// TL0901.
    pub fn hold_head(&mut self, source: &OpenSource) -> Result<(), Stop> {
        while self.data < source.head_bytes.len() && self.extend(source, source.head_bytes.len())? {}
        Ok(())
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
    staging: Option<&'a Staging<'a>>,
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
    bytes: Vec<u8>,
    /// Offset of the first byte.
    base: u64,
    /// Offset to which the reader came; what stands between the bytes and it is held back.
    read: u64,
    held: Arc<Held>,
    text_start: u64,
    /// Offset after the last byte that is no padding.
    solid: u64,
    /// Offset of the last line end.
    line_end: Option<u64>,
    ended: bool,
    damage: Option<Damage>,
}

impl Stream {
    fn new(reader: Box<dyn Read + Send>) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            base: 0,
            read: 0,
            held: Arc::default(),
            text_start: 0,
            solid: 0,
            line_end: None,
            ended: false,
            damage: None,
        }
    }

    /// Offset after the bytes.
    fn end(&self) -> u64 {
        self.base + self.bytes.len() as u64
    }

    /// Where the padding begins, once that is known.
    fn data_end(&self, plan: &Plan) -> Option<u64> {
        self.ended.then(|| data_end(plan, self.solid, self.read, self.text_start))
    }

    /// Reads up to an offset; and where a record may go on behind it, so far that its end is known.
    fn fill(&mut self, until: u64, at: &At<'_>) -> Result<(), Stop> {
        // Units of two bytes are not torn.
        let until = until.next_multiple_of(2);
        self.take_back(until)?;
        if self.end() == self.read {
            let mut bytes = std::mem::take(&mut self.bytes);
            self.read_on(until.saturating_sub(self.read), &mut bytes, at)?;
            self.bytes = bytes;
        }
        while !self.ended && self.is_open(at.plan) {
            self.hold_back(at)?;
        }
        if let Some(data_end) = self.data_end(at.plan) {
            self.held.set_data_end(data_end);
        }
        Ok(())
    }

    /// Of what was held back, the bytes up to an offset.
    fn take_back(&mut self, until: u64) -> Result<(), Stop> {
        while self.end() < self.read.min(until) {
            let (offset, before) = (self.end(), self.bytes.len());
            let wanted = to_index(self.read.min(until) - offset);
            self.bytes.resize(before + wanted, 0);
            let read = self.held.read_at(offset, &mut self.bytes[before..])?;
            self.bytes.truncate(before + read);
            if read == 0 {
                return Err(Stop::new(Code::Defect, vec!["what a stream held back".into()]));
            }
        }
        Ok(())
    }

    /// Appends so many bytes from the reader, fewer only at its end.
    fn read_on(&mut self, wanted: u64, bytes: &mut Vec<u8>, at: &At<'_>) -> Result<(), Stop> {
        if self.ended || wanted == 0 {
            return Ok(());
        }
        let before = bytes.len();
        match (&mut self.reader).take(wanted).read_to_end(bytes) {
            Ok(read) => self.ended = (read as u64) < wanted,
            // What was decoded before the damage is kept, and told of.
            Err(error) => match Damage::of(&error) {
                Some(damage) => (self.damage, self.ended) = (Some(damage.clone()), true),
                None => return Err(io::stop("read", at.path, &error)),
            },
        }
        let fresh = &bytes[before..];
        let padded = padding(at.plan, fresh);
        if padded < fresh.len() {
            self.solid = self.read + (fresh.len() - padded) as u64;
        }
        self.line_end = last_line_end(at.plan, fresh).map(|end| self.read + end as u64).or(self.line_end);
        self.read += fresh.len() as u64;
        Ok(())
    }

    /// Whether what goes on at the end of the bytes goes on behind all that was read.
    fn is_open(&self, plan: &Plan) -> bool {
        let tail = to_index(LOOKAHEAD) - 64;
        let from = self.bytes.len().saturating_sub(tail) & !1;
        if matches!(plan.framing, Framing::Described(_)) || plan.mapping.source.edges.trailer > 0 {
            return false; // The window holds the longest record, and there is no padding.
        }
        if matches!(plan.framing, Framing::Fixed(_)) {
            // Whole records of padding are records if anything comes after them.
            return self.solid <= self.base + from as u64;
        }
        // A line end at the very end cannot be judged, and counts as one behind it.
        let judged = self.bytes.len().saturating_sub(3 * plan.scale());
        let known = self
            .line_end
            .is_some_and(|end| end >= self.base + judged as u64 && end + 3 * plan.scale() as u64 <= self.read);
        !known && last_line_end(plan, &self.bytes[from.min(judged)..judged]).is_none()
    }

    /// Reads on, and holds what it reads; where that begins, the bytes before it too.
    fn hold_back(&mut self, at: &At<'_>) -> Result<(), Stop> {
        let name = held_name(at.file);
        let staging = at.staging.ok_or_else(|| Stop::new(Code::Defect, vec!["nowhere to hold a stream".into()]))?;
        if self.held.end() != Some(self.read) {
            self.held.append((staging, &name), at.path, self.base, &self.bytes)?;
        }
        let (mut piece, offset) = (Vec::new(), self.read);
        self.read_on(HELD_BYTES, &mut piece, at)?;
        self.held.append((staging, &name), at.path, offset, &piece)
    }
}

/// Where a stream is read: what its reader must know beside it.
struct At<'a> {
    plan: &'a Plan,
    staging: Option<&'a Staging<'a>>,
    file: u32,
    path: &'a Path,
}

fn held_name(file: u32) -> String {
    format!("source-{file}")
}

impl<'a> Claims<'a> {
    /// Of a mapping's files; without a staging only such as are no streams.
    #[must_use]
    pub fn new(
        (host, staging): (&'a dyn Host, Option<&'a Staging<'a>>),
        plan: &'a Plan,
        specs: &'a [SourceSpec],
    ) -> Self {
        Self { host, staging, plan, specs, file: 0, block: 0, chunk: 0, current: None, stream: None }
    }

    /// Passes over the first blocks of a plain file of which nothing was claimed yet.
    pub const fn pass_over(&mut self, blocks: u64) {
        self.block = blocks;
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
        let Some(stream) = &mut self.stream else { return Err(Stop::new(Code::Defect, vec!["no stream".into()])) };
        let path = source.path_buf();
        let trailer = plan.mapping.source.edges.trailer;
        stream
            .fill(end + plan.ahead() + trailer, &At { plan, staging: self.staging, file: source.index, path: &path })?;
        let (data_end, known) = match stream.data_end(plan) {
            Some(data_end) => (data_end, data_end),
            // What is read may be the trailer.
            None => (u64::MAX, stream.end().saturating_sub(trailer)),
        };
        let last_block = stream.ended && end >= stream.read;
        let window = Window {
            bytes: stream.bytes.clone(),
            base: stream.base,
            data: to_index(stream.end().min(known).max(stream.base) - stream.base),
            last: stream.end() >= data_end,
            start,
            end: if last_block { stream.read } else { end },
            last_block,
            damage: stream.damage.clone(),
        };
        if !last_block {
            let behind = end.saturating_sub(BEHIND).saturating_sub(stream.base);
            stream.bytes.drain(..to_index(behind));
            stream.base += behind;
        }
        Ok(window)
    }

    fn open(&mut self, spec: &SourceSpec) -> Result<OpenSource, Stop> {
        let index = u32::try_from(self.file).unwrap_or(u32::MAX);
        let shown = spec.path.clone().unwrap_or_else(|| PathBuf::from("-"));
        let mut first = Vec::new();
        let (bytes, ended, length) = match &spec.path {
            Some(path) if !spec.is_stream() => {
                let stopped = |doing| move |error: std::io::Error| io::stop(doing, path, &error);
                let file = self.host.open(path).map_err(stopped("open"))?;
                let before = file.stat().map_err(stopped("open"))?;
                first.resize(to_index(before.length.min(HEAD_BYTES)), 0);
                let read = file.read_at(0, &mut first).map_err(stopped("read"))?;
                first.truncate(read);
                let solid = solid_end(self.plan, file.as_ref(), before.length).map_err(stopped("read"))?;
                let data_end = data_end(self.plan, solid, before.length, text_start(self.plan, &first));
                first.truncate(to_index(data_end.min(HEAD_BYTES)));
                (SourceBytes::Plain { file, before, data_end }, data_end <= HEAD_BYTES, Some(before.length))
            }
            path => {
                let told = StoredHash::new();
                let watched = spec.lasting_path().map(|path| self.watched(path)).transpose()?;
                let reader = open_stream(self.host, path.as_deref(), spec.compression, &told)
                    .map_err(|error| io::stop("open", &shown, &error))?;
                let mut stream = Stream::new(reader);
                let at = At { plan: self.plan, staging: self.staging, file: index, path: &shown };
                stream.fill(HEAD_BYTES, &at)?;
                stream.text_start = text_start(self.plan, &stream.bytes);
                let data_end = stream.data_end(self.plan).unwrap_or(u64::MAX);
                first.extend_from_slice(&stream.bytes[..to_index(data_end.min(stream.bytes.len() as u64))]);
                let (ended, held) = (data_end <= HEAD_BYTES, Arc::clone(&stream.held));
                let length = stream.ended.then_some(stream.read);
                self.stream = Some(stream);
                (SourceBytes::Stream { told, held, watched }, ended, length)
            }
        };
        let source = with_head(self.plan, index, spec, bytes, (&first, ended));
        Ok(if let Some(length) = length { with_edges(self.plan, source, length) } else { source })
    }

    /// A file as it is before it is read through a reader.
    fn watched(&self, path: &Path) -> Result<(Box<dyn SourceFile>, Stat), Stop> {
        let file = self.host.open(path).map_err(|error| io::stop("open", path, &error))?;
        let before = file.stat().map_err(|error| io::stop("open", path, &error))?;
        Ok((file, before))
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
        let SourceBytes::Plain { file, before, data_end } = &self.source.bytes else {
            return Err(Stop::new(Code::Defect, vec!["a stream's block without its bytes".into()]));
        };
        let start = self.block * plan.block;
        let base = start.saturating_sub(BEHIND);
        let last_block = start + plan.block >= before.length;
        let end = if last_block { before.length } else { start + plan.block };
        let read_end = if last_block { before.length } else { (end + LOOKAHEAD).min(before.length) };
        // What an earlier block left in the buffer is written over; only what the buffer grows by is zeroed.
        let mut bytes = buffer;
        if bytes.capacity() == 0 {
            // The next window has what stands before it too, and open parents may be put behind it.
            let most = plan.block + 2 * LOOKAHEAD + BEHIND;
            bytes.reserve_exact(to_index(most.min(before.length + LOOKAHEAD)));
        }
        bytes.resize(to_index(read_end - base), 0);
        let read = self.source.read_at(base, &mut bytes)?;
        if read < bytes.len() {
            return Err(Stop::new(Code::SourceChanged, vec![self.source.path().into()]));
        }
        // The next block is claimed while this one is worked on.
        file.will_read(read_end..(end + plan.block).min(before.length));
        let data = to_index(read_end.min(*data_end).max(base) - base);
        Ok(Window { bytes, base, data, last: read_end >= *data_end, start, end, last_block, damage: None })
    }
}

/// A file with what its first bytes say; `last`: there are no more.
fn with_head(
    plan: &Plan,
    index: u32,
    spec: &SourceSpec,
    bytes: SourceBytes,
    (first, last): (&[u8], bool),
) -> OpenSource {
    let mut findings = Vec::new();
    let text_start = text_start(plan, first);
    if let (Some((found, _)), 0) = (byte_order_mark(first), text_start)
        && matches!(plan.framing, Framing::Text(_))
    {
        findings.push((Code::OtherEncoding, vec![found.into(), plan.mapping.source.encoding.as_str().into()]));
    }
    let mut source = OpenSource {
        index,
        spec: spec.clone(),
        text_start,
        file_header: plan.mapping.source.edges.header,
        first_bytes: plan.descriptors().map_or_else(Vec::new, |_| first[..first.len().min(TRIED)].to_vec()),
        head: None,
        head_bytes: Vec::new(),
        header_raw: Vec::new(),
        findings,
        bytes,
    };
    if let (Some(cells), Framing::Text(rules)) = (&plan.cells, &plan.framing) {
        let seen = view(plan.unit, first);
        let text = HeadText { window: first, view: &seen, start: to_index(text_start) / plan.scale(), last };
        let found = head(&cells.head, &cells.rules, rules, plan.encoding, text);
        if let Some(span) = found.header.last() {
            let scale = plan.scale();
            source.header_raw = first[span.start as usize * scale..(span.start + span.len) as usize * scale].to_vec();
        }
        source.findings.extend(found.findings.iter().cloned());
        source.head_bytes = first[..found.end * plan.scale()].to_vec();
        source.head = Some(found);
    }
    source
}

/// Whole records of one length, and the bytes behind the last of them that are neither a record nor padding; none where
/// there are no such bytes, or it cannot be known without reading the file.
///
/// # Errors
/// TL0901.
pub fn cut_record(host: &dyn Host, plan: &Plan, spec: &SourceSpec) -> Result<Option<(u64, u64)>, Stop> {
    let (Framing::Fixed(record), Some(path)) = (&plan.framing, spec.lasting_path()) else { return Ok(None) };
    if spec.is_stream() {
        return Ok(None);
    }
    let stopped = |error: std::io::Error| io::stop("read", path, &error);
    let file = host.open(path).map_err(stopped)?;
    let length = file.stat().map_err(stopped)?.length;
    let mut first = vec![0; to_index(length.min(HEAD_BYTES))];
    let read = file.read_at(0, &mut first).map_err(stopped)?;
    first.truncate(read);
    let start = text_start(plan, &first);
    let solid = solid_end(plan, file.as_ref(), length).map_err(stopped)?;
    let bytes = data_end(plan, solid, length, start).saturating_sub(start);
    let (records, rest) = (bytes / *record as u64, bytes % *record as u64);
    Ok((rest > 0).then_some((records, rest)))
}

/// A file of so many bytes that must have its declared header and trailer; an empty one has neither.
fn with_edges(plan: &Plan, source: OpenSource, length: u64) -> OpenSource {
    let wanted = plan.mapping.source.edges.header + plan.mapping.source.edges.trailer;
    if length >= wanted {
        return source;
    }
    if length == 0 {
        return OpenSource { text_start: 0, file_header: 0, ..source };
    }
    let finding = (Code::EdgesMissing, vec![length.into(), wanted.into()]);
    OpenSource { findings: vec![finding], ..source }
}

/// Encodings and lengths of byte order marks.
pub fn byte_order_mark(first: &[u8]) -> Option<(&'static str, u64)> {
    match first {
        [0xEF, 0xBB, 0xBF, ..] => Some(("utf-8", 3)),
        [0xFF, 0xFE, ..] => Some(("utf-16le", 2)),
        [0xFE, 0xFF, ..] => Some(("utf-16be", 2)),
        _ => None,
    }
}

/// Where text begins: behind the declared header, or after the byte order mark of the declared encoding, if one stands
/// there.
fn text_start(plan: &Plan, first: &[u8]) -> u64 {
    let declared = plan.mapping.source.edges.header;
    if declared > 0 || plan.descriptors().is_some() {
        return declared;
    }
    byte_order_mark(first).filter(|(name, _)| *name == plan.mapping.source.encoding).map_or(0, |(_, length)| length)
}

/// Bytes of padding at the end of these: Ctrl-Z (in EBCDIC SUB) and NUL, and after records of one length line ends too.
///
/// Of records that a copybook describes, a zero is a number: nothing is padding.
fn padding(plan: &Plan, bytes: &[u8]) -> usize {
    if matches!(plan.framing, Framing::Fixed(_)) && plan.mapping.source.of_copybook {
        return 0;
    }
    if matches!(plan.framing, Framing::Fixed(_)) {
        return bytes.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n' | 0 | 0x1A)).count();
    }
    let units = bytes.chunks_exact(2).rev();
    match plan.unit {
        Unit::Utf16Le | Unit::Utf16Be if !bytes.len().is_multiple_of(2) => 0,
        Unit::Utf16Le => 2 * units.take_while(|pair| pair[1] == 0 && matches!(pair[0], 0 | 0x1A)).count(),
        Unit::Utf16Be => 2 * units.take_while(|pair| pair[0] == 0 && matches!(pair[1], 0 | 0x1A)).count(),
        Unit::Ebcdic(_) => bytes.iter().rev().take_while(|byte| matches!(byte, 0 | 0x3F)).count(),
        _ => bytes.iter().rev().take_while(|byte| matches!(byte, 0 | 0x1A)).count(),
    }
}

/// Place of the last line end in these bytes.
fn last_line_end(plan: &Plan, bytes: &[u8]) -> Option<usize> {
    let units = |high: usize| {
        let is_end = |pair: &[u8]| pair[high] == 0 && matches!(pair[1 - high], b'\r' | b'\n');
        bytes.chunks_exact(2).rposition(is_end).map(|unit| unit * 2)
    };
    match plan.unit {
        Unit::Utf16Le => units(1),
        Unit::Utf16Be => units(0),
        Unit::Ebcdic(_) => memchr::memrchr3(0x0D, 0x15, 0x25, bytes),
        _ => memchr::memrchr2(b'\r', b'\n', bytes),
    }
}

/// Where the padding at a source's end begins, given the place after the last byte that is none. Of records of one
/// length, only whole ones are padding, and what is too short for one: the last record may end in such bytes. Records that
/// say how long they are have no padding behind them, and none stands before a declared trailer.
fn data_end(plan: &Plan, solid: u64, length: u64, text_start: u64) -> u64 {
    let trailer = plan.mapping.source.edges.trailer;
    if trailer > 0 || plan.descriptors().is_some() {
        return length.saturating_sub(trailer);
    }
    let Framing::Fixed(record) = plan.framing else { return solid };
    let records = solid.saturating_sub(text_start).div_ceil(record as u64);
    (text_start + records * record as u64).min(length)
}

/// The place after a file's last byte that is no padding.
fn solid_end(plan: &Plan, file: &dyn SourceFile, length: u64) -> std::io::Result<u64> {
    if plan.descriptors().is_some() {
        return Ok(length);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fake::FakeHost;
    use crate::run::{Request, Sizes, run_in_sizes};

    const MAPPING: &str = "tumpline: 1
source: {files: x.txt, format: delimited, encoding: ascii, delimiter: ',', header: 0, fields: [{name: a, index: 1, type: int32}]}
table: t
";

    #[test]
    fn the_system_is_told_which_block_is_read_next() {
        let host = FakeHost::new();
        host.put("m.yaml", MAPPING);
        host.put("x.txt", format!("7,{}\n", "x".repeat(1021)).repeat(32 * to_index(LOOKAHEAD) / 1024));
        host.keep_log();
        let request =
            Request { paths: vec!["m.yaml".into()], out: "out".into(), threads: Some(1), ..Request::default() };
        let sizes = Sizes { block: Some(10 * LOOKAHEAD), held: None };
        run_in_sizes(&host, &request, sizes, &|_| {}).unwrap();
        let log = host.log();
        let told: Vec<&str> = log.iter().filter_map(|line| line.strip_prefix("will read ")).collect();
        // Each block but the first, without what was read of it behind the one before.
        let blocks = [(11, 20), (21, 30), (31, 32)].map(|(from, to)| (from * LOOKAHEAD, to * LOOKAHEAD));
        assert_eq!(told, blocks.map(|(from, to)| format!("{from}..{to} x.txt")));
    }
}

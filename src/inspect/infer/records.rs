//! The records of the files that a mapping is drafted from, as far as they were read.
//!
//! In: files, through the host. Out: their records as slices, in order, and how they are told apart. Refuses files that
//! read in different ways: one mapping reads one way.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use super::columned;
use super::delimited::{self, dialect::Guess};
use super::draft::Reason;
use super::fixed::page;
use crate::extractors::encoding::{Encoding, Unit};
use crate::extractors::frame::lengths::LengthWord;
use crate::extractors::frame::text::{self, TextFramer, TextRules};
use crate::extractors::frame::{Frame, Framed, view};
use crate::finding::{Arg, Code};
use crate::host::Host;
use crate::inspect::encoding::Verdict;
use crate::inspect::encoding::ebcdic::Pages;
use crate::inspect::framing::{Rest, behind_gap, each_record};
use crate::inspect::look::{Ebcdic, Framing, Judged, judge};
use crate::inspect::sample::{self, Bounds, Sample, Window};
use crate::inspect::ways::cuts as ways;
use crate::mapping::encodings;
use crate::mapping::model::Edges;
use crate::run::{Stop, io as machine};

/// What is read of a file: all of a small one, windows across a large one.
const BOUNDS: Bounds = Bounds { whole: 32 << 20, windows: 32, window: 512 << 10 };

/// A file that was looked at.
#[derive(Debug)]
pub struct Looked {
    /// Its path as it was given.
    pub path: PathBuf,
    /// What was read.
    pub sample: Sample,
    /// What it seems to be.
    pub judged: Judged,
}

/// Reads the files, as far as their sizes allow.
///
/// # Errors
/// TL0901, TL0902, TL0908, TL0909 of a file.
pub fn look(host: &dyn Host, paths: &[PathBuf]) -> Result<Vec<Looked>, Stop> {
    let one = |path: &PathBuf| {
        let sample = sample::open(host, path)?.sample(BOUNDS)?;
        let judged = judge(&sample);
        Ok(Looked { path: path.clone(), sample, judged })
    };
    paths.iter().map(one).collect()
}

/// How the records of all files are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// By line ends.
    Lines,
    /// All are of one length.
    Length(usize),
    /// By the lengths before them.
    Words {
        /// How a length stands there.
        word: LengthWord,
        /// Whether they stand in blocks that begin with their length too.
        in_blocks: bool,
    },
}

impl Cut {
    /// Of a file that was judged; none where nobody can tell.
    fn of(framing: &Framing) -> Option<Self> {
        match *framing {
            Framing::Lines => Some(Self::Lines),
            Framing::Fixed(length) => Some(Self::Length(usize::try_from(length).unwrap_or(usize::MAX))),
            Framing::Chain(chain) => match chain.cut {
                ways::Cut::Words { word, blocks, spanned: false }
                    if blocks.is_none_or(|block| block == word) && chain.begins() == chain.header =>
                {
                    Some(Self::Words { word, in_blocks: blocks.is_some() })
                }
                _ => None,
            },
            Framing::Empty | Framing::Unknown => None,
        }
    }
}

/// How the files are cut, and in which encoding they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How records are cut.
    pub cut: Cut,
    /// Bytes at the ends of every file that are in no record.
    pub edges: Edges,
    /// The encoding's name in a mapping.
    pub encoding: String,
    /// Other encodings that would read the same bytes, the next best first.
    pub others: Vec<String>,
    /// Letters beyond ASCII that were read.
    pub letters: u64,
    /// The pages of EBCDIC, where their evidence chose the encoding.
    pub pages: Option<Pages>,
}

/// How all of these files read; `encoding` is what the user says of it.
///
/// # Errors
/// TL0946 where nobody can tell how records end, TL0947 where two files read in different ways, TL0948 where no
/// encoding is known, TL0009 where what the user says is none.
pub fn reading(files: &[Looked], encoding: Option<&str>) -> Result<Reading, Stop> {
    let unknown = |name: &str| Stop::new(Code::UnknownEncoding, vec![name.into(), "".into()]);
    let encoding = encoding.map(|name| encodings::canonical(name).ok_or_else(|| unknown(name))).transpose()?;
    let pages = if encoding.is_none() { pages(files) } else { None };
    let encoding = encoding.or(pages.as_ref().map(Pages::best));
    let mut found: Option<(Reading, &Looked)> = None;
    for file in files {
        let shown = || Arg::from(machine::shown(&file.path));
        let unknown_end = || Stop::new(Code::UnknownRecordEnd, vec![shown()]);
        let cut = Cut::of(&file.judged.framing).ok_or_else(unknown_end)?;
        let name = encoding.or(file.judged.verdict.name());
        let name = name.ok_or_else(|| untold(file))?;
        let (letters, others) = of_pages(&file.judged.verdict, name);
        let edges = edges(&file.judged);
        let here = Reading { cut, edges, encoding: name.to_owned(), others, letters, pages: pages.clone() };
        let is_cut_so = |known: &Reading| known.cut == here.cut && known.edges == here.edges;
        found = Some(match found {
            None => (here, file),
            Some((known, _)) if is_cut_so(&known) && known.encoding == here.encoding => {
                (Reading { letters: known.letters + here.letters, ..known }, file)
            }
            Some((known, _)) if is_cut_so(&known) && known.encoding == "ascii" => (here, file),
            Some((known, last)) if is_cut_so(&known) && here.encoding == "ascii" => (known, last),
            Some((_, last)) => {
                return Err(Stop::new(Code::FilesDiffer, vec![machine::shown(&last.path).into(), shown()]));
            }
        });
    }
    found.map(|(reading, _)| reading).ok_or_else(|| Stop::new(Code::NothingToInfer, vec!["".into(), "".into()]))
}

/// What a mapping passes over at the ends of a file.
fn edges(judged: &Judged) -> Edges {
    match judged.framing {
        Framing::Chain(chain) => Edges { header: chain.header, trailer: chain.tail.passed(chain.trailer) },
        _ => judged.rest.map(Rest::edges).unwrap_or_default(),
    }
}

/// The pages of files of which each is EBCDIC, in lines and nothing but text: letters of all of them tell which.
fn pages(files: &[Looked]) -> Option<Pages> {
    let is_text = |file: &Looked| {
        let is_ebcdic = matches!(file.judged.verdict, Verdict::Ebcdic { .. });
        is_ebcdic && file.judged.framing == Framing::Lines && Ebcdic::of(&file.sample).is_lines()
    };
    files.iter().all(is_text).then(|| Ebcdic::of_all(files.iter().map(|file| &file.sample)).pages)
}

/// TL0948 of a file: where it is EBCDIC, with the page that reads it best.
fn untold(file: &Looked) -> Stop {
    let is_ebcdic = matches!(file.judged.verdict, Verdict::Ebcdic { .. });
    let page = if is_ebcdic { Ebcdic::of(&file.sample).pages.best() } else { "" };
    Stop::new(Code::EncodingUntold, vec![machine::shown(&file.path).into(), page.into()])
}

impl Reading {
    /// Why the encoding is thought to be so.
    #[must_use]
    pub fn why(&self) -> Option<Reason> {
        if let Some(pages) = &self.pages {
            return Some(Reason::Ebcdic(pages.clone()));
        }
        if self.letters > 0 {
            return Some(Reason::EncodingBy { letters: self.letters, others: self.others.clone() });
        }
        (self.encoding == "ascii").then_some(Reason::OnlyAscii)
    }
}

/// Lines that are enough to see whether they are columns.
const SEEN: usize = 10_000;
/// Endings of the names of delimited files.
const ENDINGS: [&str; 4] = ["csv", "tsv", "psv", "tab"];

/// What may stand behind the code of a kind.
const MARKS: [u8; 4] = *b",;|\t";

/// Whether the files are delimited text: their name says so, or a delimiter cuts most lines into as many cells. Where lines
/// are of few lengths, as those of fixed width are, a comma or two in each may belong to a name, and more to amounts.
#[must_use]
pub fn is_delimited(files: &[Looked], reading: &Reading) -> bool {
    let Some(first) = files.first().filter(|_| reading.cut == Cut::Lines) else { return false };
    let name = first.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name.split('.').skip(1).any(|piece| ENDINGS.contains(&piece)) {
        return true;
    }
    let coded = |lines: &[&[u8]]| MARKS.iter().any(|mark| columned::is_coded(lines, *mark));
    let headed = |lines: &[&[u8]]| MARKS.iter().any(|mark| columned::is_headed(lines, *mark));
    if by_faces(first, reading, &|lines| coded(lines) || headed(lines)).unwrap_or(false) {
        return true;
    }
    let guess = delimited::guess(&first.sample, &reading.encoding);
    let fits = |guess: &Guess| guess.rows.n * 5 >= guess.rows.of * 4 && guess.rows.n > 1;
    let clear = |guess: &Guess| match guess.dialect.delimiter.as_str() {
        "," => guess.width > 3,
        // These stand in times and in sentences.
        ":" | "!" => false,
        _ => true,
    };
    let in_columns = |guess: &Guess| match guess.dialect.delimiter.as_bytes() {
        b"," => by_faces(first, reading, &|lines| columned::is_columned(lines, b',')).unwrap_or(false),
        _ => false,
    };
    guess.is_some_and(|guess| fits(&guess) && (clear(&guess) || !is_regular(first, reading)) && !in_columns(&guess))
}

/// How many cells commas make of each line of a file, where nothing shows whether its lines are of fixed width.
#[must_use]
pub fn perhaps_cells(file: &Looked, reading: &Reading) -> Option<usize> {
    by_faces(file, reading, &|lines| columned::perhaps_cells(lines, b',')).flatten()
}

/// What the first lines of a file show by their faces.
fn by_faces<T>(file: &Looked, reading: &Reading, shown: &dyn Fn(&[&[u8]]) -> T) -> Option<T> {
    let faces = Faces::under(&reading.encoding).filter(|_| reading.cut == Cut::Lines)?;
    let records = Records::of(std::slice::from_ref(file), reading);
    let rows: Vec<Vec<u8>> = records.raw.iter().take(SEEN).map(|record| faces.of(record)).collect();
    Some(shown(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// Whether nearly all lines are of a few lengths.
fn is_regular(file: &Looked, reading: &Reading) -> bool {
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    let records = Records::of(std::slice::from_ref(file), reading);
    for record in &records.raw {
        *lengths.entry(record.len()).or_default() += 1;
    }
    let mut counts: Vec<usize> = lengths.into_values().collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let few: usize = counts.iter().take(4).sum();
    let (usual, all) = (counts.first().copied().unwrap_or(0), records.raw.len());
    usual * 10 >= all * 9 && all > 2 || few * 100 >= all * 95 && all >= 20
}

/// Letters beyond ASCII, and the other pages that read the bytes.
fn of_pages(verdict: &Verdict, name: &str) -> (u64, Vec<String>) {
    match verdict {
        Verdict::Utf8 { characters } => (*characters, Vec::new()),
        Verdict::Page(pages) => {
            let others = pages.iter().map(|page| page.name.to_owned()).filter(|page| page != name).take(3).collect();
            (pages.first().map_or(0, |page| page.sensible), others)
        }
        _ => (0, Vec::new()),
    }
}

/// Records of all files, in order.
#[derive(Debug)]
pub struct Records<'a> {
    /// Each with its bytes, without the line end.
    pub raw: Vec<&'a [u8]>,
    /// The records of each file.
    pub files: Vec<Range<usize>>,
    /// What the files are called, without their folders.
    pub names: Vec<String>,
    /// Whether every record of every file is there.
    pub is_whole: bool,
    /// Bytes that were read.
    pub read: u64,
    /// Bytes of the files' contents, as far as that is known.
    pub bytes: u64,
}

impl<'a> Records<'a> {
    /// Of these files, cut as a run cuts them.
    #[must_use]
    pub fn of(files: &'a [Looked], reading: &Reading) -> Self {
        let mut found =
            Self { raw: Vec::new(), files: Vec::new(), names: Vec::new(), is_whole: true, read: 0, bytes: 0 };
        for file in files {
            let first = found.raw.len();
            for window in &file.sample.windows {
                let before = found.raw.len();
                match reading.cut {
                    Cut::Lines => found.lines(window, &reading.encoding),
                    Cut::Length(length) => found.lengths(window, length as u64, reading.edges),
                    Cut::Words { word, in_blocks } => found.words(window, (word, in_blocks), reading.edges.header),
                }
                let is_read = found.raw.len() > before || window.offset == 0;
                found.read += if is_read { window.bytes.len() as u64 } else { 0 };
            }
            while found.raw.len() > first && found.raw.last().is_some_and(|record| is_filling(record)) {
                found.raw.pop();
            }
            found.files.push(first..found.raw.len());
            found.names.push(file.path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            found.is_whole &= file.sample.is_whole;
            found.bytes += file.sample.stored.length.unwrap_or(file.sample.stored.bytes);
        }
        found
    }

    /// Those of one file, as if it had pieces that were not read: what holds of whole files is of all of them.
    #[must_use]
    pub fn only(&self, file: usize) -> Self {
        let raw = self.raw[self.files[file].clone()].to_vec();
        let files = std::iter::once(0..raw.len()).collect();
        Self { raw, files, names: vec![self.names[file].clone()], is_whole: false, ..*self }
    }

    /// Page breaks and marks before a line are none of it, and blank lines are no records.
    fn lines(&mut self, window: &'a Window, encoding: &str) {
        let Some(unit) = Encoding::of(encoding).map(Encoding::unit) else { return };
        let seen = view::view(unit, &window.bytes);
        // Windows of a large file begin at line ends of ASCII.
        let is_ebcdic = matches!(unit, Unit::Ebcdic(_));
        let starts = if is_ebcdic { window.offset == 0 } else { window.starts_line };
        let ends = if is_ebcdic { window.is_last } else { window.ends_line };
        let mark = view::byte_order_mark(encoding);
        let rules = TextRules { quoting: None, comment: None, max_length: usize::MAX, mark };
        let first = if starts { 0 } else { text::line_start(&seen, 1) };
        let mut framer = TextFramer::new(&rules, &seen, first, ends);
        let scale = view::scale(unit);
        while let Framed::Record(span) = framer.next(usize::MAX) {
            let (start, end) = (span.start as usize * scale, (span.start + span.len) as usize * scale);
            self.raw.extend(window.bytes.get(start..end));
        }
    }

    fn lengths(&mut self, window: &'a Window, length: u64, edges: Edges) {
        let to = if window.is_last { window.end().saturating_sub(edges.trailer) } else { window.end() };
        let over = window.offset.max(edges.header) - edges.header;
        let from = edges.header + over.div_ceil(length) * length;
        let place = |offset: u64| usize::try_from(offset - window.offset).unwrap_or(usize::MAX);
        let inside = if from < to { window.bytes.get(place(from)..place(to)) } else { None };
        self.raw.extend(inside.unwrap_or_default().chunks_exact(usize::try_from(length).unwrap_or(usize::MAX)));
    }

    /// Behind a gap, from where lengths lead through the window again.
    fn words(&mut self, window: &'a Window, way: (LengthWord, bool), header: u64) {
        let first = if window.offset == 0 {
            usize::try_from(header).ok()
        } else {
            behind_gap(&window.bytes, window.is_last, way)
        };
        let bytes = first.and_then(|first| window.bytes.get(first..)).unwrap_or_default();
        each_record(bytes, window.is_last, way, &mut |record| self.raw.push(record));
    }
}

/// What old systems fill the end of a file with.
fn is_filling(record: &[u8]) -> bool {
    record.iter().all(|byte| matches!(byte, 0x1A | 0 | b'\r' | b'\n'))
}

/// What characters look like, byte by byte or character by character.
#[derive(Debug)]
pub struct Faces {
    table: [u8; 256],
    encoding: Encoding,
    by_character: bool,
}

impl Faces {
    /// Under an encoding; none where the mapping has no such encoding.
    #[must_use]
    pub fn under(name: &str) -> Option<Self> {
        let encoding = Encoding::of(name)?;
        let mut table = [page::OTHER; 256];
        let mut text = Vec::new();
        for byte in 0..=u8::MAX {
            text.clear();
            if encoding.decode(&[byte], &mut text).is_ok() {
                let character = std::str::from_utf8(&text).ok().and_then(|text| text.chars().next());
                table[usize::from(byte)] = character.map_or(page::OTHER, face);
            }
        }
        Some(Self { table, encoding, by_character: encoding.is_utf8() && name == "utf-8" })
    }

    /// Whether places count characters.
    #[must_use]
    pub const fn by_character(&self) -> bool {
        self.by_character
    }

    /// The faces of a record.
    #[must_use]
    pub fn of(&self, record: &[u8]) -> Vec<u8> {
        match std::str::from_utf8(record) {
            Ok(text) if self.by_character => text.chars().map(face).collect(),
            _ => record.iter().map(|byte| self.table[usize::from(*byte)]).collect(),
        }
    }

    /// The faces of so many characters of a record at most.
    #[must_use]
    pub fn first(&self, record: &[u8], most: usize) -> Vec<u8> {
        if record.len() <= most { self.of(record) } else { self.of(self.bytes(record, 0, most)) }
    }

    /// Places of a record.
    #[must_use]
    pub fn length(&self, record: &[u8]) -> usize {
        match std::str::from_utf8(record) {
            Ok(text) if self.by_character => text.chars().count(),
            _ => record.len(),
        }
    }

    /// The bytes of these places of a record; fewer where it ends before.
    #[must_use]
    pub fn bytes<'r>(&self, record: &'r [u8], from: usize, to: usize) -> &'r [u8] {
        let place = |at: usize| match std::str::from_utf8(record) {
            Ok(text) if self.by_character => text.char_indices().nth(at).map_or(record.len(), |(byte, _)| byte),
            _ => at.min(record.len()),
        };
        &record[place(from)..place(to)]
    }

    /// What these bytes say.
    #[must_use]
    pub fn text(&self, bytes: &[u8]) -> Option<String> {
        let mut text = Vec::new();
        self.encoding.decode(bytes, &mut text).ok()?;
        String::from_utf8(text).ok()
    }
}

fn face(character: char) -> u8 {
    match u8::try_from(character) {
        Ok(byte) if byte.is_ascii() => byte,
        _ if character == '\u{A0}' => b' ',
        _ if character.is_alphabetic() => page::LETTER,
        _ => page::OTHER,
    }
}

//! What `look` tells programs.
//!
//! In: what was found. Out: the document of `--json`. Bytes are two hexadecimal digits, values and records as they read
//! in the encoding that is likely. Refuses words, but in the message of a file that could not be read.

use serde::Serialize;

use super::head::line_ends;
use super::reading::Reading;
use crate::cli::json::{self, Told};
use crate::cli::words::Language;
use crate::inspect::encoding::Verdict;
use crate::inspect::framing::{Chain, Rest, Tail};
use crate::inspect::look::{At, Face, Framing, Kept, Looked, Sort, same, shapes};
use crate::inspect::ways::cuts::Cut;
use crate::inspect::ways::rest::Edge;

/// The document.
#[must_use]
pub fn document(language: Language, exit: u8, files: &[Looked]) -> String {
    let named = |groups: Vec<Vec<usize>>| -> Vec<Vec<&str>> {
        groups.into_iter().map(|group| group.into_iter().map(|at| files[at].path.as_str()).collect()).collect()
    };
    let body = Body {
        files: files.iter().map(|file| File::of(language, file)).collect(),
        same: named(same(files)),
        shapes: named(shapes(files)),
    };
    json::document("look", exit, body)
}

#[derive(Serialize)]
struct Body<'a> {
    files: Vec<File<'a>>,
    same: Vec<Vec<&'a str>>,
    shapes: Vec<Vec<&'a str>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Told>,
    #[serde(flatten)]
    found: Option<Found>,
}

impl<'a> File<'a> {
    fn of(language: Language, file: &'a Looked) -> Self {
        let (problem, found) = match &file.face {
            Ok(face) => (None, Some(Found::of(face))),
            Err(stop) => (Some(Told::stop(language, stop)), None),
        };
        Self { path: &file.path, problem, found }
    }
}

#[derive(Serialize)]
struct Found {
    bytes: u64,
    content_bytes: Option<u64>,
    read_bytes: u64,
    samples: u64,
    whole: bool,
    records: Option<u64>,
    content: Option<&'static str>,
    framing: FramingFound,
    line_ends: Vec<Counted>,
    lengths: Vec<LengthFound>,
    encoding: EncodingFound,
    delimiter: Option<DelimiterFound>,
    odd_quotes: u64,
    padding: Option<ByteCount>,
    odd_bytes: Vec<ByteFound>,
    values: Vec<ValuesFound>,
    first: Vec<RecordFound>,
    last: Vec<RecordFound>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum FramingFound {
    Empty,
    Lines,
    Fixed { length: u64, ends: Option<EndsFound>, candidates: Vec<FixedFound> },
    Lengths(LengthsFound),
    Unknown,
}

/// What stands before the first record, and behind the last.
#[derive(Serialize)]
struct EndsFound {
    header: u64,
    trailer: u64,
    trailer_is: &'static str,
}

/// How a length stands before a record.
#[derive(Serialize)]
struct WordFound {
    word_bytes: u64,
    leads: bool,
    big_endian: bool,
    counts_itself: bool,
}

#[derive(Serialize)]
struct LengthsFound {
    #[serde(flatten)]
    word: WordFound,
    blocks: Option<u64>,
    spanned: bool,
    records: u64,
    bytes: u64,
    to_the_end: bool,
    #[serde(flatten)]
    ends: EndsFound,
    leads_nowhere_at: Option<u64>,
    leads_on_at: Option<u64>,
    records_behind: u64,
}

#[derive(Serialize)]
struct FixedFound {
    length: u64,
    left_over: Option<u64>,
    agreement_per_mille: u32,
    beside_per_mille: u32,
}

#[derive(Serialize)]
struct Counted {
    end: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct LengthFound {
    length: u64,
    count: u64,
    first_offset: u64,
    first_record: Option<u64>,
}

#[derive(Serialize)]
struct EncodingFound {
    verdict: &'static str,
    name: Option<&'static str>,
    pages: Vec<PageFound>,
    utf8_characters: u64,
    utf8_invalid: u64,
}

#[derive(Serialize)]
struct PageFound {
    name: &'static str,
    score: i64,
    sensible: u64,
    odd: u64,
    undefined: u64,
    same_as_first: bool,
}

#[derive(Serialize)]
struct DelimiterFound {
    byte: char,
    times: u64,
    records: u64,
}

#[derive(Serialize)]
struct ByteCount {
    byte: String,
    count: u64,
}

#[derive(Serialize)]
struct ByteFound {
    byte: String,
    count: u64,
    offset: u64,
    record: Option<u64>,
    position: Option<u64>,
}

#[derive(Serialize)]
struct ValuesFound {
    first: u64,
    last: u64,
    short_records: u64,
    partial_records: u64,
    other_records: u64,
    values: Vec<ValueFound>,
}

#[derive(Serialize)]
struct ValueFound {
    value: String,
    hex: String,
    count: u64,
    #[serde(flatten)]
    at: AtFound,
}

#[derive(Serialize)]
struct AtFound {
    record: Option<u64>,
    offset: u64,
}

#[derive(Serialize)]
struct RecordFound {
    #[serde(flatten)]
    at: AtFound,
    length: u64,
    text: String,
}

impl Found {
    fn of(face: &Face) -> Self {
        let (width, reading) = (face.lens.width(), Reading::of(face));
        let at = |at: At| AtFound { record: at.record, offset: at.offset * width };
        let record =
            |kept: &Kept| RecordFound { at: at(kept.at), length: kept.length, text: reading.text(&kept.bytes) };
        let values = face.values.iter().map(|values| ValuesFound {
            first: values.positions.first,
            last: values.positions.last,
            short_records: values.short,
            partial_records: values.partial,
            other_records: values.others,
            values: values
                .ranked()
                .into_iter()
                .map(|(value, count, first)| ValueFound {
                    value: reading.text(value),
                    hex: value.iter().map(|byte| hex(*byte)).collect(),
                    count,
                    at: at(first),
                })
                .collect(),
        });
        let odd_bytes = face.places.iter().map(|place| ByteFound {
            byte: hex(place.byte),
            count: face.bytes.counts[usize::from(place.byte)],
            offset: place.offset * width,
            record: place.at.and_then(|at| at.record),
            position: place.at.map(|_| place.position),
        });
        let lengths = face.lines.lengths.iter().filter(|_| face.framing == Framing::Lines);
        Self {
            bytes: face.stored.bytes,
            content_bytes: face.stored.length,
            read_bytes: face.extent.bytes,
            samples: face.extent.samples,
            whole: face.extent.is_whole,
            records: face.records_in_all(),
            content: face.sort.map(content),
            framing: framing(face),
            line_ends: line_ends(face).into_iter().map(|(end, count)| Counted { end, count }).collect(),
            lengths: lengths
                .map(|(length, seen)| LengthFound {
                    length: *length,
                    count: seen.count,
                    first_offset: seen.offset * width,
                    first_record: seen.line,
                })
                .collect(),
            encoding: encoding(face),
            delimiter: face.delimiters.likely().map(|found| DelimiterFound {
                byte: char::from(found.byte),
                times: found.times,
                records: found.records,
            }),
            odd_quotes: face.delimiters.odd_quotes,
            padding: face.padding.map(|padding| ByteCount { byte: hex(padding.byte), count: padding.count }),
            odd_bytes: odd_bytes.collect(),
            values: values.collect(),
            first: face.first.iter().map(record).collect(),
            last: face.last.iter().map(record).collect(),
        }
    }
}

fn hex(byte: u8) -> String {
    format!("{byte:02X}")
}

fn framing(face: &Face) -> FramingFound {
    match face.framing {
        Framing::Empty => FramingFound::Empty,
        Framing::Lines => FramingFound::Lines,
        Framing::Fixed(length) => FramingFound::Fixed {
            length,
            ends: face.rest.map(ends),
            candidates: face
                .fixed
                .iter()
                .map(|one| FixedFound {
                    length: one.length,
                    left_over: one.left_over,
                    agreement_per_mille: one.agreement,
                    beside_per_mille: one.beside,
                })
                .collect(),
        },
        Framing::Chain(chain) => FramingFound::Lengths(lengths(&chain)),
        Framing::Unknown => FramingFound::Unknown,
    }
}

fn encoding(face: &Face) -> EncodingFound {
    let verdict = match face.verdict {
        Verdict::Empty => "empty",
        Verdict::Ascii => "ascii",
        Verdict::Utf8 { .. } => "utf-8",
        Verdict::Utf16 { .. } => "utf-16",
        Verdict::Page(_) => "page",
        Verdict::Ebcdic { .. } => "ebcdic",
        Verdict::Binary { .. } => "binary",
    };
    let pages = match (&face.verdict, &face.ebcdic) {
        (Verdict::Page(pages), _) => pages.as_slice(),
        (_, Some(ebcdic)) => ebcdic.pages.readings.as_slice(),
        _ => &[],
    };
    EncodingFound {
        verdict,
        name: face.encoding(),
        pages: pages
            .iter()
            .map(|page| PageFound {
                name: page.name,
                score: page.score,
                sensible: page.sensible,
                odd: page.odd,
                undefined: page.undefined,
                same_as_first: page.same_as_first,
            })
            .collect(),
        utf8_characters: face.bytes.utf8.characters,
        utf8_invalid: face.bytes.utf8.invalid,
    }
}

/// What stands at the ends of a file of one length.
const fn ends(rest: Rest) -> EndsFound {
    let trailer_is = match rest.tail {
        Tail::Nothing => "nothing",
        Tail::Fill(_) => "fill",
        Tail::Alike(_) => "alike",
        Tail::Labels => "labels",
        Tail::Other => "other",
        Tail::Cut(_) => "cut",
    };
    EndsFound { header: rest.header, trailer: rest.trailer, trailer_is }
}

/// How lengths lead.
fn lengths(chain: &Chain) -> LengthsFound {
    let (word_bytes, leads, big_endian, counts_itself) = match chain.cut {
        Cut::Prefix { big, counts_itself } => (2, true, big, counts_itself),
        Cut::Words { word, .. } => (4, word.leads, word.big, word.counts_itself),
        _ => (0, false, false, false),
    };
    let (trailer_is, broken) = match chain.tail {
        Edge::NoRecord if chain.trailer > 0 => ("other", None),
        Edge::NoRecord => ("nothing", None),
        Edge::Fill(_) => ("fill", None),
        Edge::Alike(_) => ("alike", None),
        Edge::Piece => ("cut", None),
        Edge::Broken(broken) => ("damage", Some(broken)),
    };
    let begins = broken.and_then(|broken| broken.begins());
    LengthsFound {
        word: WordFound { word_bytes, leads, big_endian, counts_itself },
        blocks: chain.has_blocks().then_some(chain.led.blocks),
        spanned: chain.is_spanned(),
        records: chain.led.records,
        bytes: chain.led.bytes,
        to_the_end: chain.led.to_the_end && chain.trailer == 0,
        ends: EndsFound { header: chain.header, trailer: chain.trailer, trailer_is },
        leads_nowhere_at: broken.map(|broken| broken.at + broken.lost.behind),
        leads_on_at: begins.or(chain.behind.map(|behind| behind.at)),
        records_behind: chain.behind.map_or(0, |behind| behind.led.records),
    }
}

/// What a text is that has no records.
const fn content(sort: Sort) -> &'static str {
    match sort {
        Sort::Json => "json",
        Sort::Xml => "xml",
        Sort::Yaml { is_mapping: false } => "yaml",
        Sort::Yaml { is_mapping: true } => "mapping",
        Sort::Copybook => "copybook",
        Sort::Program => "program",
    }
}

//! `source:`: the map in; files, dialect, kinds and what is set aside out.

use super::blanks;
use super::cobol::{self, Books};
use super::condition::{self, Scope};
use super::controls;
use super::encodings;
use super::field::{self, ReadingKeys};
use super::keys::{CHARACTER_WORDS, MOST_GROUP, MOST_RECORD, RECORD_BYTES};
use super::kinds::{self, Cobol, KindDraft, Kinds, Layout};
use super::lengths::{self, LENGTH_KEYS};
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{
    Control, Described, DescribedBy, Dialect, Edges, Empty, Format, HeaderMatch, Lines, Long, Positions, Preamble,
    Ragged, RepeatedHeader, SetAside, Short, Source,
};
use super::tree::{Node, Shape};
use super::view::{self, View};
use crate::finding::Code;
use crate::place::Span;

const GROUP_BYTES: u64 = 16 << 20;

/// A source as far as it could be read.
pub struct SourceDraft<'a> {
    files: Files,
    encoding: Option<&'static str>,
    of_copybook: bool,
    format: Option<Format>,
    edges: Edges,
    max_length: u64,
    group_max: u64,
    /// Its kinds.
    pub kinds: Kinds<'a>,
    set_aside: Vec<SetAside>,
    /// The old system's own figures.
    pub controls: Vec<Control>,
    /// All of them could be read.
    pub controls_whole: bool,
}

impl SourceDraft<'_> {
    /// The source of the model; none if a part of it is missing.
    pub fn into_model(self) -> Option<Source> {
        Some(Source {
            files: self.files.patterns,
            files_at: self.files.at,
            expect: self.files.expect,
            empty: self.files.empty,
            encoding: self.encoding?.to_owned(),
            of_copybook: self.of_copybook,
            format: self.format?,
            edges: self.edges,
            max_length: self.max_length,
            group_max: self.group_max,
            kinds: self.kinds.into_model(),
            set_aside: self.set_aside,
            controls: self.controls,
        })
    }

    /// The places of a record that say its length: they are read, whoever else reads them.
    pub fn own_length(&self) -> Vec<(u32, u32)> {
        if let Some(Format::Described(described)) = &self.format { described.own_length() } else { Vec::new() }
    }

    /// Bytes of a record, where all have the same.
    pub fn record_length(&self) -> Option<u32> {
        match self.format {
            Some(Format::FixedLength { length }) => Some(length),
            _ => None,
        }
    }
}

/// The source of this map.
pub fn read<'a>(view: View<'a>, parameters: &'a Declared, books: &dyn Books) -> SourceDraft<'a> {
    let mistakes = view.mistakes();
    let files = files(view);
    view.need("encoding");
    let encoding = view.text("encoding").and_then(|text| field::encoding(text, mistakes));
    let records = view.map("records", "records");
    let max_length = records.and_then(|records| records.text("max_length"));
    let max_length = max_length.and_then(|text| view::size(text, MOST_RECORD, mistakes));
    let group_max = records.and_then(|records| records.text("group_max"));
    let group_max = group_max.and_then(|text| view::size(text, MOST_GROUP, mistakes)).unwrap_or(GROUP_BYTES);
    let (format, layout) = format(view, records, max_length.unwrap_or(RECORD_BYTES));
    check_positions(view, records, encoding);
    let defaults = view.map("defaults", "defaults").map(ReadingKeys::read).unwrap_or_default();
    defaults.check_picture(mistakes);
    let is_cobol = view.word("format") == Some("cobol");
    let cobol = is_cobol.then(|| Cobol {
        book: cobol::of_source(view, books),
        source: view,
        books,
        ebcdic: encoding.is_some_and(encodings::is_ebcdic),
    });
    if !is_cobol {
        misplaced_cobol(view, records);
    }
    let kinds = kinds::read(view, records, layout, &defaults, (parameters, cobol.as_ref()));
    if let Some(defaults) = view.map("defaults", "defaults").filter(|_| is_cobol) {
        blanks::doubt(defaults, &kinds, encoding.is_some_and(encodings::is_ebcdic));
    }
    let format = if is_cobol { cobol_format(view, records, format, &kinds) } else { format };
    if let Some(Format::Lines(_)) = format {
        let end = records.filter(|records| records.has("end")).map(|records| records.key_at("end"));
        let end = end.unwrap_or_else(|| view.key_at("format"));
        blanks::doubt_lines(end, &kinds, encoding.is_some_and(encodings::is_ebcdic), mistakes);
    }
    check_preamble(view, records, &kinds);
    let set_aside = match view.list("set_aside") {
        Some(nodes) => self::set_aside(nodes, Scope::Source, &kinds, mistakes),
        None => Vec::new(),
    };
    let controls = controls::read(view, &kinds);
    let stated =
        view.entry("controls").map_or(0, |entry| if let Shape::List(all) = &entry.value.shape { all.len() } else { 1 });
    let controls_whole = controls.len() == stated;
    let max_length = match format {
        Some(Format::FixedLength { length }) => u64::from(length),
        _ => max_length.unwrap_or(RECORD_BYTES),
    };
    let edges = records.map(lengths::edges).unwrap_or_default();
    SourceDraft {
        files,
        encoding,
        of_copybook: is_cobol,
        format,
        edges,
        max_length,
        group_max,
        kinds,
        set_aside,
        controls,
        controls_whole,
    }
}

/// `set_aside:` of a source or a table.
pub fn set_aside(nodes: &[Node], scope: Scope<'_>, kinds: &Kinds<'_>, mistakes: &Mistakes) -> Vec<SetAside> {
    let mut found = Vec::new();
    for view in nodes.iter().filter_map(|node| View::open(node, "set_aside", mistakes)) {
        view.need("because");
        view.need("when");
        let because = view.said("because");
        let when = view.map("when", "condition").and_then(|when| condition::read(when, scope, kinds));
        if let (Some(when), Some(because)) = (when, because) {
            found.push(SetAside { when, because: because.text.to_owned() });
        }
    }
    found
}

#[derive(Default)]
struct Files {
    patterns: Vec<String>,
    at: Span,
    expect: Option<u64>,
    empty: Empty,
}

fn files(view: View<'_>) -> Files {
    let mistakes = view.mistakes();
    let Some(node) = view.need("files") else { return Files::default() };
    let long = matches!(node.shape, Shape::Map(_)).then(|| View::open(node, "files", mistakes));
    let texts = match long {
        Some(Some(long)) => long.need("glob").and_then(|_| long.texts("glob")),
        Some(None) => None,
        None => view.texts("files"),
    };
    let long = long.flatten();
    let expect = long.and_then(|long| long.whole("expect"));
    let empty = match long.and_then(|long| long.word("empty")) {
        Some("allow") => Empty::Allow,
        _ => Empty::Refuse,
    };
    if texts.as_ref().is_some_and(|texts| texts.is_empty() || texts.iter().any(|one| one.text.is_empty())) {
        mistakes.fail(Code::WrongShape, node.at, args!["text_or_list", "nothing"]);
    }
    let patterns = texts.unwrap_or_default().iter().map(|one| one.text.to_owned()).collect();
    Files { patterns, at: node.at, expect, empty }
}

const DELIMITED_KEYS: [&str; 10] = [
    "delimiter",
    "quote",
    "escape",
    "header",
    "preamble",
    "header_match",
    "lenient",
    "comment",
    "ragged",
    "repeated_header",
];
const LINE_KEYS: [&str; 4] = ["short", "long", "tabs", "positions"];

fn format(view: View<'_>, records: Option<View<'_>>, max_length: u64) -> (Option<Format>, Layout) {
    view.need("format");
    match view.word("format") {
        Some(word @ ("fixed" | "cobol")) => {
            view.misplaced_all(&DELIMITED_KEYS, "fixed");
            let format = fixed(records, word == "cobol", max_length);
            let most = match format {
                Some(Format::FixedLength { length }) => u64::from(length),
                // The copybook says how long they are.
                Some(_) if word == "cobol" => MOST_RECORD,
                Some(_) => max_length,
                None => u64::MAX,
            };
            (format, Layout::Fixed { most })
        }
        Some("delimited") => {
            if let Some(records) = records {
                records.misplaced_all(&LINE_KEYS, "delimited");
                records.misplaced_all(&LENGTH_KEYS, "delimited");
                if records.get("end").is_some_and(|end| matches!(end.shape, Shape::Map(_))) {
                    records.misplaced("end", "delimited");
                } else if records.has("end") {
                    records.word("end");
                }
            }
            let header = view.whole("header");
            let named = header != Some(0);
            let header_at = view.entry("header").map(|entry| entry.key_at);
            (dialect(view, header).map(Format::Delimited), Layout::Delimited { header: named, header_at })
        }
        Some(later) => {
            let at = view.get("format").map(|node| node.at).unwrap_or_default();
            view.mistakes().fail(Code::NotYet, at, args![format!("format: {later}")]);
            (None, Layout::Unknown)
        }
        None => (None, Layout::Unknown),
    }
}

/// `end: counters`: records of one kind, whose tables slide.
fn counted(records: View<'_>, kinds: &Kinds<'_>) -> Option<Format> {
    let mistakes = records.mistakes();
    let [only] = kinds.list.as_slice() else {
        mistakes.fail(Code::Conflict, records.key_at("end"), args!["end: counters", "kinds"]);
        return None;
    };
    let given = only.given.as_ref()?;
    if !given.variable.as_ref().is_some_and(|variable| variable.slides) {
        mistakes.fail(Code::Conflict, records.key_at("end"), args!["end: counters", "copybook"]);
        return None;
    }
    let by = DescribedBy::Counters { longest: u32::try_from(given.length).ok()? };
    Some(Format::Described(Described { by, blocks: None, short: Short::Reject, min_length: 0 }))
}

const COBOL_KEYS: [&str; 3] = ["copybook", "record", "redefinition"];

/// Keys of copybooks in a source that has none.
fn misplaced_cobol(view: View<'_>, records: Option<View<'_>>) {
    view.misplaced_all(&COBOL_KEYS, "no_cobol");
    let is_counted = |end: &Node| matches!(&end.shape, Shape::Plain(text) | Shape::Quoted(text) if text == "counters");
    if let Some(records) = records.filter(|records| records.get("end").is_some_and(is_counted)) {
        records.misplaced("end", "no_cobol");
    }
    let kinds = records.and_then(|records| records.get("kinds")).map(|node| &node.shape);
    let Some(Shape::List(kinds)) = kinds else { return };
    for entry in
        kinds.iter().filter_map(|node| if let Shape::Map(entries) = &node.shape { Some(entries) } else { None })
    {
        for entry in entry.iter().filter(|entry| COBOL_KEYS.contains(&entry.key.as_str())) {
            view.mistakes().fail(Code::KeyMisplaced, entry.key_at, args![entry.key.as_str(), "no_cobol"]);
        }
    }
}

/// The format of records that a copybook describes: where nothing says what ends them, all have the length of the copybook's
/// record. TL0074 where kinds differ, TL0075 where the copybook's record is longer than the file's.
fn cobol_format(
    view: View<'_>,
    records: Option<View<'_>>,
    format: Option<Format>,
    kinds: &Kinds<'_>,
) -> Option<Format> {
    let given = || kinds.list.iter().filter_map(|draft| draft.given.as_ref());
    if !view.has("copybook") && !kinds.list.iter().any(KindDraft::has_copybook) {
        view.missing("copybook");
        return None;
    }
    if records.is_some_and(|records| records.has("end")) {
        let length = match format {
            Some(Format::FixedLength { length }) => length,
            Some(Format::Described(Described { by: DescribedBy::Counters { .. }, .. })) => {
                return counted(records?, kinds);
            }
            other => return other,
        };
        let longest = given().filter(|given| given.variable.is_none()).map(|given| given.length).max().unwrap_or(0);
        if longest > u64::from(length) {
            let at = records.map(|records| records.key_at("end")).unwrap_or_default();
            view.mistakes().fail(Code::RecordBeyondEnd, at, args![longest, u64::from(length)]);
            return None;
        }
        return format;
    }
    let mut lengths: Vec<u64> = given().map(|given| given.length).collect();
    lengths.sort_unstable();
    lengths.dedup();
    match lengths.as_slice() {
        [length] => u32::try_from(*length).ok().map(|length| Format::FixedLength { length }),
        [] => None,
        several => {
            let lengths: Vec<String> = several.iter().map(u64::to_string).collect();
            view.mistakes().fail(Code::CobolLengths, view.key_at("format"), args![lengths.join(", ")]);
            None
        }
    }
}

/// The format of records without cells; `of_copybook`: where nothing says what ends them, the copybook will.
fn fixed(records: Option<View<'_>>, of_copybook: bool, max_length: u64) -> Option<Format> {
    let usual = Lines { short: Short::Reject, long: Long::Reject, tabs: None, positions: Positions::Bytes };
    let Some(records) = records else { return Some(Format::Lines(usual)) };
    if records.get("end").is_some_and(|end| matches!(end.shape, Shape::Map(_))) {
        return lengths::read(records.map("end", "end")?, records, max_length);
    }
    if records.has("end") && records.word("end")? == "counters" {
        // How long they are is known with the copybook, and so is the least that they have.
        records.misplaced_all(&LINE_KEYS, "described");
        records.misplaced("min_length", "described");
        let by = DescribedBy::Counters { longest: 0 };
        return Some(Format::Described(Described { by, blocks: None, short: Short::Reject, min_length: 0 }));
    }
    if of_copybook && !records.has("end") {
        records.misplaced_all(&LINE_KEYS, "fixed_length");
        records.misplaced_all(&["min_length", "max_length"], "fixed_length");
        return Some(Format::Lines(usual));
    }
    records.misplaced_all(&LENGTH_KEYS, "no_lengths");
    Some(Format::Lines(Lines {
        short: if records.word("short") == Some("pad") { Short::Pad } else { Short::Reject },
        long: if records.word("long") == Some("cut") { Long::Cut } else { Long::Reject },
        tabs: records.whole("tabs").and_then(|tabs| u32::try_from(tabs).ok()),
        positions: match records.word("positions") {
            Some("characters") => Positions::Characters,
            _ => Positions::Bytes,
        },
    }))
}

fn dialect(view: View<'_>, header: Option<u64>) -> Option<Dialect> {
    view.need("delimiter");
    let header = if view.has("header") { header? } else { 1 };
    let delimiter = delimiter(view);
    let quote = match view.text("quote") {
        Some(text) if text.text == "none" => None,
        Some(text) => field::character(text, view.mistakes()),
        None => Some('"'),
    };
    let escape = view.text("escape").and_then(|text| field::character(text, view.mistakes()));
    let preamble = preamble(view, header);
    let comment = view.text("comment").and_then(|text| {
        let there = !text.text.is_empty();
        if !there {
            view.mistakes().fail(Code::WrongShape, text.at, args!["text", "nothing"]);
        }
        there.then(|| text.text.to_owned())
    });
    let dialect = Dialect {
        delimiter: delimiter.clone().unwrap_or_default(),
        quote,
        escape,
        header: u32::try_from(header).unwrap_or(1),
        preamble,
        header_match: match view.word("header_match") {
            Some("trim") => HeaderMatch::Trim,
            Some("fold") => HeaderMatch::Fold,
            _ => HeaderMatch::Exact,
        },
        lenient: view.flag("lenient").unwrap_or(false),
        comment,
        ragged: match view.word("ragged") {
            Some("pad") => Ragged::Pad,
            Some("truncate") => Ragged::Truncate,
            _ => Ragged::Reject,
        },
        repeated_header: match view.word("repeated_header") {
            Some("skip") => RepeatedHeader::Skip,
            Some("end") => RepeatedHeader::End,
            _ => RepeatedHeader::Reject,
        },
    };
    check_characters(view, &dialect);
    delimiter.map(|_| dialect)
}

/// One or several characters, or the word for one; tells TL0004.
pub fn delimiter(view: View<'_>) -> Option<String> {
    let found = view.text("delimiter")?;
    if let Some((_, character)) = CHARACTER_WORDS.iter().find(|(word, _)| *word == found.text) {
        return Some(character.to_string());
    }
    if found.text.is_empty() || found.text.contains(['\n', '\r']) {
        view.mistakes().fail(Code::WrongShape, found.at, args!["character", "text"]);
        return None;
    }
    Some(found.text.to_owned())
}

/// One character cannot have two meanings.
fn check_characters(view: View<'_>, dialect: &Dialect) {
    let told = |key: &str, other: &str| {
        let also = view.entry(other).map(|entry| entry.key_at);
        view.mistakes().fail_with(Code::Conflict, view.key_at(key), also, args![key, other]);
    };
    if dialect.quote.is_some_and(|quote| dialect.delimiter.contains(quote)) {
        told("delimiter", "quote");
    }
    if dialect.escape.is_some_and(|escape| dialect.delimiter.contains(escape)) {
        told("escape", "delimiter");
    }
    if dialect.escape.is_some() && dialect.escape == dialect.quote {
        told("escape", "quote");
    }
}

fn preamble(view: View<'_>, header: u64) -> Preamble {
    match view.text("preamble") {
        Some(text) if text.text == "until header" => {
            if header == 0 {
                view.conflict("preamble", "header");
            }
            Preamble::UntilHeader
        }
        Some(text) if text.text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Preamble::Lines(view.whole("preamble").and_then(|lines| u32::try_from(lines).ok()).unwrap_or(0))
        }
        Some(_) => {
            view.word("preamble");
            Preamble::Lines(0)
        }
        None => Preamble::Lines(0),
    }
}

/// Where what a byte means depends on those before it, a character cannot be counted to.
fn check_positions(view: View<'_>, records: Option<View<'_>>, encoding: Option<&str>) {
    let Some(records) = records.filter(|_| encoding.is_some_and(encodings::is_stateful)) else { return };
    if records.word("positions") == Some("characters") {
        let (key, other) = (records.key_at("positions"), Some(view.key_at("encoding")));
        view.mistakes().fail_with(Code::Conflict, key, other, args!["positions: characters", "encoding"]);
    }
}

/// A kind of the preamble needs a preamble.
fn check_preamble(view: View<'_>, records: Option<View<'_>>, kinds: &Kinds<'_>) {
    let there = view.has("preamble") || records.is_none() || !matches!(kinds.layout, Layout::Delimited { .. });
    for kind in kinds.list.iter().map(|draft| &draft.kind).filter(|kind| kind.in_preamble && !there) {
        view.mistakes().fail(Code::MissingKey, kind.at, args!["preamble"]);
    }
}

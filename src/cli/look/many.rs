//! Several files in one table; which are the same, and which differ in shape.
//!
//! In: all files, and the faces of those that could be read. Out: text. Refuses to compare what was not read.

use super::Writer;
use super::head::{line_ends, list};
use super::reading::Reading;
use crate::cli::layout::{self, Side};
use crate::cli::{numbers, words};
use crate::inspect::encoding::Verdict;
use crate::inspect::look::{Face, Framing, Looked, OtherHeader, Sort, headers, same, shapes};
use crate::inspect::ways::cuts::Cut;

/// Files that are named in one sentence.
const NAMED: usize = 12;

pub(super) fn overview(writer: Writer, files: &[Looked], faces: &[(&Looked, &Face)]) -> String {
    let words = writer.words();
    let bytes = faces.iter().map(|(_, face)| face.stored.bytes).sum();
    let folder = common_folder(files);
    let head = [
        ("files", faces.len().into()),
        ("bytes", numbers::bytes(writer.language, bytes).into()),
        ("folder", words::shown(folder).into()),
    ];
    let template = if folder.is_empty() { words.files } else { words.folder };
    let mut text = format!("{}\n", writer.say(template, &head));
    let heads = [
        words.column_size,
        words.column_records,
        words.column_framing,
        words.column_length,
        words.encoding,
        words.column_file,
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(faces.iter().map(|(file, face)| row(writer, &words::shown(&file.path[folder.len()..]), face)));
    let sides = [Side::Right, Side::Right, Side::Left, Side::Right, Side::Left];
    text += &layout::hanging_table(writer.width, &sides, &rows);
    for group in same(files) {
        let whole = group.iter().all(|at| files[*at].face.as_ref().is_ok_and(|face| face.extent.is_whole));
        let template = if whole { words.same } else { words.same_samples };
        text += &layout::wrapped(
            writer.width,
            "",
            &writer.say(template, &[("files", names(writer, files, &group).into())]),
        );
    }
    text + &told_shapes(writer, files)
}

fn told_shapes(writer: Writer, files: &[Looked]) -> String {
    let words = writer.words();
    let (groups, others): (Vec<Vec<usize>>, Vec<Vec<usize>>) =
        shapes(files).into_iter().partition(|group| sort(files, group).is_none());
    let others = others.iter().map(|group| without_records(writer, files, group)).collect::<String>();
    let text = match groups.as_slice() {
        [] => String::new(),
        [one] if one.len() < 2 => String::new(),
        [_] => {
            let template = if others.is_empty() { words.one_shape } else { words.others_one_shape };
            layout::wrapped(writer.width, "", &words::plain(writer.language, template))
        }
        several => {
            let args = [("shapes", several.len().into())];
            let template = if others.is_empty() { words.some_shapes } else { words.others_some_shapes };
            let mut text = layout::wrapped(writer.width, "", &writer.say(template, &args));
            let told = |template: &str, group: &[usize]| {
                let args = [("files", names(writer, files, group).into())];
                layout::wrapped(writer.width, "  - ", &writer.say(template, &args))
            };
            text.extend(several.iter().filter(|group| group.len() > 1).map(|group| told(words.shape, group)));
            let alone: Vec<usize> = several.iter().filter(|group| group.len() == 1).flatten().copied().collect();
            text += &if alone.is_empty() { String::new() } else { told(words.shape_alone, &alone) };
            let headers = headers(files, several);
            text.extend(headers.iter().map(|one| layout::wrapped(writer.width, "", &other_header(writer, files, one))));
            text
        }
    };
    others + &text
}

/// What files of one shape are, where they have no records.
fn sort(files: &[Looked], group: &[usize]) -> Option<Sort> {
    files[*group.first()?].face.as_ref().ok()?.sort
}

fn without_records(writer: Writer, files: &[Looked], group: &[usize]) -> String {
    let Some(sort) = sort(files, group) else { return String::new() };
    let words = writer.words();
    let name = match sort {
        Sort::Json => words.framing_json,
        Sort::Xml => words.framing_xml,
        Sort::Yaml { is_mapping: false } => words.framing_yaml,
        Sort::Yaml { is_mapping: true } => words.framing_mapping,
        Sort::Copybook => words.framing_copybook,
        Sort::Program => words.framing_program,
    };
    let args = [("files", names(writer, files, group).into()), ("sort", name.into())];
    layout::wrapped(writer.width, "", &writer.say(words.shape_none, &args))
}

/// How a header differs from that of another file.
fn other_header(writer: Writer, files: &[Looked], one: &OtherHeader) -> String {
    let listed = |file: usize, all: &[Vec<u8>]| {
        let reading = files[file].face.as_ref().map(Reading::of);
        let text =
            |name: &Vec<u8>| reading.as_ref().map_or(String::new(), |reading| format!("`{}`", reading.text(name)));
        let mut shown: Vec<String> = all.iter().take(NAMED).map(text).collect();
        if all.len() > NAMED {
            shown.push("…".to_owned());
        }
        shown.join(", ")
    };
    let args = [
        ("file", names(writer, files, &[one.file]).into()),
        ("other", names(writer, files, &[one.other]).into()),
        ("missing", listed(one.other, &one.missing).into()),
        ("extra", listed(one.file, &one.extra).into()),
    ];
    let words = writer.words();
    let same_names = one.missing.is_empty() && one.extra.is_empty();
    writer.say(if same_names { words.other_order } else { words.other_header }, &args)
}

/// The folder that all paths begin with, with its last slash; empty if there is none.
fn common_folder(files: &[Looked]) -> &str {
    let Some((first, others)) = files.split_first() else { return "" };
    let mut folder = &first.path[..first.path.rfind('/').map_or(0, |at| at + 1)];
    while !others.iter().all(|other| other.path.starts_with(folder)) {
        folder = &folder[..folder[..folder.len() - 1].rfind('/').map_or(0, |at| at + 1)];
    }
    folder
}

fn names(writer: Writer, files: &[Looked], group: &[usize]) -> String {
    let folder = common_folder(files).len();
    let shown: Vec<String> = group.iter().take(NAMED).map(|at| words::shown(&files[*at].path[folder..])).collect();
    let mut shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    if group.len() > NAMED {
        shown.push("…");
    }
    list(writer, &shown)
}

fn row(writer: Writer, name: &str, face: &Face) -> Vec<String> {
    let (words, language) = (writer.words(), writer.language);
    let about = if face.extent.is_whole { "" } else { "~" };
    let records = face
        .records_in_all()
        .filter(|_| face.framing != Framing::Unknown)
        .map_or(String::new(), |count| format!("{about}{}", numbers::count(language, count)));
    let (framing, length) = match face.framing {
        Framing::Empty => (words.framing_none.to_owned(), String::new()),
        Framing::Lines => {
            let ends: Vec<&str> = line_ends(face).iter().map(|(end, _)| *end).collect();
            let shortest = face.lines.lengths.keys().next().copied().unwrap_or(0);
            let longest = face.lines.longest;
            let length = if shortest == longest { longest.to_string() } else { format!("{shortest}-{longest}") };
            (ends.join(" + "), length)
        }
        Framing::Fixed(length) => (words.framing_length.to_owned(), length.to_string()),
        Framing::Chain(chain) => {
            let name = match chain.cut {
                Cut::Prefix { .. } => words.framing_two,
                _ if chain.is_spanned() => "VBS",
                _ if chain.has_blocks() => "BDW, RDW",
                _ => words.framing_words,
            };
            (name.to_owned(), format!("{}-{}", chain.led.shortest, chain.led.longest))
        }
        Framing::Unknown => (words.framing_unknown.to_owned(), String::new()),
    };
    let encoding = match &face.verdict {
        Verdict::Empty => "",
        Verdict::Ebcdic { .. } => "EBCDIC",
        Verdict::Binary { .. } => words.encoding_binary,
        other => other.name().unwrap_or_default(),
    };
    vec![numbers::bytes(language, face.stored.bytes), records, framing, length, encoding.to_owned(), name.to_owned()]
}

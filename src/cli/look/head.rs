//! The first lines of a file: size, records, lengths, cells, encoding, and how a mapping of it may begin.
//!
//! In: a face. Out: lines of a label and a text. Refuses certainty that the evidence does not have.

use super::Writer;
use super::why::why;
use crate::cli::layout::{self, Side};
use crate::cli::{numbers, words};
use crate::finding::Arg;
use crate::host::streams::Compression;
use crate::inspect::encoding::{Mark, PageReading, Verdict, reads_as};
use crate::inspect::framing::{LineEnds, Rest, Tail};
use crate::inspect::look::{At, Ebcdic, Face, Framing, Lens, Looked, Sort};
use crate::inspect::sample::Nothing;
use crate::inspect::ways::cuts::Cut;
use crate::inspect::ways::keys;
use crate::mapping::model::Edges;

/// So much of the best page's letters makes another one nearly as likely, in hundredths.
const NEARLY: i64 = 90;
/// Pages that are named beside the first.
const NAMED: usize = 6;
/// Bytes that are shown to tell two pages apart.
const DECIDING: usize = 2;
/// A file of lines has a mapping where so many of a hundred are of one length, or they are of so many lengths.
const REGULAR: u64 = 50;
const KINDS: usize = 12;

pub(super) fn head(writer: Writer, file: &Looked, face: &Face) -> String {
    let words = writer.words();
    let mut rows: Vec<(&str, String)> = vec![(words.size, size(writer, face))];
    if let Some(nothing) = face.nothing {
        let why = match nothing {
            Nothing::Empty => words.empty,
            Nothing::Mark => words.mark_alone,
            Nothing::Blank => words.blanks_alone,
        };
        rows.push((words.records, why.to_owned()));
    } else {
        rows.extend(face.sort.map(|sort| (words.content, sort_of(writer, sort))));
        if face.sort.is_none() {
            rows.extend(of_records(writer, face));
        }
        rows.extend(encoding(writer, face).into_iter().map(|text| (words.encoding, text)));
        rows.extend(ending(writer, face).map(|text| (words.ending, text)));
        rows.extend(mapping(file, face).map(|text| (words.mapping, text)));
    }
    let mut last = "";
    let rows = rows.into_iter().map(|(label, text)| {
        let label = if std::mem::replace(&mut last, label) == label { "" } else { label };
        vec![label.to_owned(), words::plain(writer.language, &text)]
    });
    layout::hanging_table(writer.width, &[Side::Left], &rows.collect::<Vec<_>>())
}

/// How records are told apart, how long they are, and what their cells are.
fn of_records(writer: Writer, face: &Face) -> Vec<(&'static str, String)> {
    let words = writer.words();
    let mut rows = vec![(words.records, records(writer, face))];
    rows.extend(lengths(writer, face).map(|text| (words.lengths, text)));
    rows.extend(why(writer, face).into_iter().map(|text| (words.why, text)));
    rows.extend(cells(writer, face).map(|text| (words.cells, text)));
    rows.extend(quotes(writer, face).map(|text| (words.cells, text)));
    rows
}

/// Parts of one row, with what the language has between them.
pub(super) fn joined(writer: Writer, parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(writer.words().between)
}

fn size(writer: Writer, face: &Face) -> String {
    let (words, language) = (writer.words(), writer.language);
    let stored = &face.stored;
    let shown = |bytes: u64| Arg::from(numbers::bytes(language, bytes));
    let size = match stored.compression {
        Compression::None if stored.bytes < 1000 => writer.say(words.size_small, &[("bytes", stored.bytes.into())]),
        Compression::None => {
            writer.say(words.size_plain, &[("bytes", shown(stored.bytes)), ("exact", stored.bytes.into())])
        }
        packing => {
            let name = match packing {
                Compression::Gz => "gzip",
                Compression::Zst => "Zstandard",
                Compression::Bz2 => "bzip2",
                Compression::Xz | Compression::None => "xz",
            };
            let content = stored.length.map_or(Arg::from(""), Arg::from);
            writer.say(
                words.size_packed,
                &[("bytes", shown(stored.bytes)), ("packing", name.into()), ("content", content)],
            )
        }
    };
    let read = shown(face.extent.bytes);
    let how = match (face.extent.is_whole, stored.length) {
        (true, _) => words.read_whole.to_owned(),
        (false, Some(_)) => writer.say(words.read_samples, &[("samples", face.extent.samples.into()), ("read", read)]),
        (false, None) => writer.say(words.read_beginning, &[("read", read)]),
    };
    joined(writer, [Some(size), Some(how)])
}

fn records(writer: Writer, face: &Face) -> String {
    let words = writer.words();
    let of = |template: &str, count: u64| Some(writer.say(template, &[("records", count.into())]));
    let count = match (face.extent.is_whole, face.records_in_all(), face.framing) {
        (_, _, Framing::Empty | Framing::Unknown) => None,
        (true, ..) | (_, Some(_), Framing::Fixed(_)) => of(words.records_counted, face.records_in_all().unwrap_or(0)),
        (false, Some(about), _) => of(words.records_about, rounded(about)),
        (false, None, _) => of(words.records_seen, face.records),
    };
    let how = match face.framing {
        Framing::Lines => match line_ends(face).as_slice() {
            [] => words.by_no_end.to_owned(),
            [(end, _)] => writer.say(words.by_one_end, &[("end", (*end).into())]),
            several => {
                let one = |(end, count): &(&str, u64)| format!("{} {end}", numbers::count(writer.language, *count));
                let ends = several.iter().map(one).collect::<Vec<_>>().join(", ");
                writer.say(words.by_ends, &[("ends", ends.into())])
            }
        },
        Framing::Fixed(length) => writer.say(words.by_length, &[("length", length.into())]),
        Framing::Chain(_) => words.by_words.to_owned(),
        Framing::Empty | Framing::Unknown => words.by_nothing.to_owned(),
    };
    let is_unended = face.framing == Framing::Lines && face.lines.unended.is_some() && face.lines.ends.all() > 0;
    joined(writer, [count, Some(how), is_unended.then(|| words.unended.to_owned())])
}

/// The first three digits of a number that is not known better.
fn rounded(number: u64) -> u64 {
    let unit = 10_u64.pow(number.max(1).ilog10().saturating_sub(2));
    number / unit * unit
}

/// The line ends that there are, the most frequent first. In EBCDIC, NEL and LF both end a line.
pub(super) fn line_ends(face: &Face) -> Vec<(&'static str, u64)> {
    let LineEnds { lf, cr_lf, cr, cr_cr_lf } = face.lines.ends;
    let mut found = match &face.ebcdic {
        Some(ebcdic) if face.lens == Lens::EbcdicLines => match (ebcdic.nel, ebcdic.lf) {
            (_, 0) => vec![("NEL", lf), ("CR NEL", cr_lf), ("CR", cr), ("CR CR NEL", cr_cr_lf)],
            (0, _) => vec![("LF", lf), ("CR LF", cr_lf), ("CR", cr), ("CR CR LF", cr_cr_lf)],
            (nel, lf) => vec![("NEL", nel), ("LF", lf), ("CR", cr)],
        },
        _ => vec![("LF", lf), ("CR LF", cr_lf), ("CR", cr), ("CR CR LF", cr_cr_lf)],
    };
    found.retain(|(_, count)| *count > 0);
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found
}

fn lengths(writer: Writer, face: &Face) -> Option<String> {
    let words = writer.words();
    let (shortest, longest) = match face.framing {
        Framing::Lines => (*face.lines.lengths.keys().next()?, face.lines.longest),
        Framing::Chain(chain) => {
            let behind = chain.behind.map_or(chain.led, |behind| behind.led);
            (chain.led.shortest.min(behind.shortest), chain.led.longest.max(behind.longest))
        }
        _ => return None,
    };
    if shortest == longest {
        return Some(writer.say(words.lengths_one, &[("length", shortest.into())]));
    }
    let usual = face.lines.usual().filter(|usual| face.framing == Framing::Lines && *usual > 0);
    let share =
        usual.and_then(|usual| face.lines.lengths.get(&usual)).map(|seen| percent(seen.count, face.lines.count()));
    let range = writer.say(
        words.lengths_some,
        &[
            ("shortest", shortest.into()),
            ("longest", longest.into()),
            ("usual", usual.map_or("".into(), Arg::from)),
            ("share", share.map_or("".into(), Arg::from)),
        ],
    );
    let blank = face.lines.lengths.get(&0).filter(|_| face.framing == Framing::Lines).map(|seen| seen.count);
    joined(writer, [Some(range), blank.map(|count| writer.say(words.lengths_blank, &[("count", count.into())]))]).into()
}

/// Per cent, rounded down, so that 100 is all.
pub(super) fn percent(part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(part) * 100 / u128::from(whole.max(1))).unwrap_or(100)
}

fn cells(writer: Writer, face: &Face) -> Option<String> {
    let words = writer.words();
    let found = face.delimiters.likely().filter(|_| face.framing == Framing::Lines)?;
    let shown = if found.byte == b'\t' { words.cells_tab.to_owned() } else { format!("`{}`", char::from(found.byte)) };
    Some(writer.say(
        words.cells_found,
        &[
            ("delimiter", shown.into()),
            ("times", found.times.into()),
            ("records", found.records.into()),
            ("share", percent(found.records, face.delimiters.records).into()),
        ],
    ))
}

fn quotes(writer: Writer, face: &Face) -> Option<String> {
    face.delimiters.likely().filter(|_| face.framing == Framing::Lines)?;
    let first = face.delimiters.first_odd?;
    let args = [("count", face.delimiters.odd_quotes.into()), ("place", record_place(writer, first).into())];
    Some(writer.say(writer.words().cells_quotes, &args))
}

/// Where a record is.
pub(super) fn record_place(writer: Writer, at: At) -> String {
    let words = writer.words();
    match at.record {
        Some(record) => writer.say(words.place_record, &[("record", record.into())]),
        None => writer.say(words.place_at, &[("offset", at.offset.into())]),
    }
}

fn encoding(writer: Writer, face: &Face) -> Vec<String> {
    let words = writer.words();
    let number = |number: u64| Arg::from(number);
    match &face.verdict {
        Verdict::Empty => Vec::new(),
        Verdict::Ascii => vec![words.is_ascii.to_owned()],
        Verdict::Utf8 { characters } => {
            let marked = (face.bytes.mark == Some(Mark::Utf8)).then(|| words.is_utf8_marked.to_owned());
            let said = writer.say(words.is_utf8, &[("characters", number(*characters))]);
            let twice = face.bytes.utf8.twice;
            let twice = (twice > 0).then(|| writer.say(words.is_utf8_twice, &[("count", number(twice))]));
            let broken = (face.bytes.utf8.invalid > 0).then(|| broken(writer, face));
            [Some(joined(writer, [Some(said), marked])), broken, twice].into_iter().flatten().collect()
        }
        Verdict::Utf16 { .. } => {
            vec![writer.say(words.is_utf16, &[("name", face.verdict.name().unwrap_or_default().into())])]
        }
        Verdict::Page(pages) => page(writer, face, pages),
        Verdict::Ebcdic { blanks, digits, letters } => {
            let args = [("blanks", number(*blanks)), ("digits", number(*digits)), ("letters", number(*letters))];
            let mut said = vec![writer.say(words.is_ebcdic, &args)];
            said.extend(face.ebcdic.iter().flat_map(|found| ebcdic(writer, found)));
            said
        }
        Verdict::Binary { odd } => vec![writer.say(words.is_binary, &[("odd", number(*odd))])],
    }
}

/// The places of a text of UTF-8 that are no character; the first by its record, where that was seen.
fn broken(writer: Writer, face: &Face) -> String {
    let utf8 = &face.bytes.utf8;
    let offset = utf8.first_invalid.unwrap_or(0);
    let record = face.places.iter().find(|place| place.offset == offset).and_then(|place| place.at?.record);
    let record = record.map_or_else(|| Arg::from(""), Arg::from);
    let args = [("count", utf8.invalid.into()), ("offset", offset.into()), ("record", record)];
    writer.say(writer.words().is_utf8_broken, &args)
}

fn page(writer: Writer, face: &Face, pages: &[PageReading]) -> Vec<String> {
    let words = writer.words();
    let Some((best, others)) = pages.split_first() else { return Vec::new() };
    let high = face.bytes.count(|byte| byte >= 0x80);
    let args = [("name", best.name.into()), ("high", high.into()), ("sensible", best.sensible.into())];
    let template = if best.score > 0 { words.is_page } else { words.is_page_unsure };
    let mut said = vec![writer.say(template, &args)];
    let names = |pages: &mut dyn Iterator<Item = &PageReading>| {
        let names: Vec<&str> = pages.map(|page| page.name).collect();
        list(writer, &names)
    };
    let same = names(&mut others.iter().filter(|page| page.same_as_first));
    if !same.is_empty() {
        said.push(writer.say(words.is_page_same, &[("names", same.into())]));
    }
    let is_near = |page: &&PageReading| !page.same_as_first && page.score * 100 >= best.score * NEARLY;
    said.extend(others.iter().filter(is_near).filter(|_| best.score > 0).map(|page| {
        let decide = deciding(writer, face, best.name, page.name);
        let args = [("name", page.name.into()), ("sensible", page.sensible.into()), ("bytes", decide.into())];
        writer.say(words.is_page_or, &args)
    }));
    if best.undefined > 0 {
        let args = [("count", best.undefined.into()), ("name", best.name.into())];
        said.push(writer.say(words.is_page_undefined, &args));
    }
    let utf8 = &face.bytes.utf8;
    if utf8.characters > utf8.invalid {
        let args = [("count", utf8.invalid.into()), ("offset", utf8.first_invalid.unwrap_or(0).into())];
        said.push(writer.say(words.is_nearly_utf8, &args));
    }
    said
}

/// The page of an EBCDIC file, and whether there is more than text in it.
fn ebcdic(writer: Writer, found: &Ebcdic) -> Vec<String> {
    let (words, pages) = (writer.words(), &found.pages);
    let mut said = Vec::new();
    let best = pages.best();
    if pages.is_told_by_nothing() {
        said.push(writer.say(words.is_ebcdic_any, &[("name", best.into())]));
    } else {
        let sensible = pages.readings.first().map_or(0, |page| page.sensible);
        let template = if sensible > 0 { words.is_ebcdic_page } else { words.is_ebcdic_unsure };
        said.push(writer.say(template, &[("name", best.into()), ("sensible", sensible.into())]));
        let same: Vec<&str> = pages.same().take(NAMED).collect();
        if !same.is_empty() {
            said.push(writer.say(words.is_page_same, &[("names", list(writer, &same).into())]));
        }
        if let Some(next) = pages.next().filter(|_| sensible > 0) {
            let shown = |read: Option<char>| read.map_or_else(|| "-".to_owned(), String::from);
            let decided = pages.deciding.iter().take(DECIDING).map(|one| {
                let args = [
                    ("byte", format!("{:02X}", one.byte).into()),
                    ("count", one.count.into()),
                    ("one", shown(one.one).into()),
                    ("other", shown(one.other).into()),
                ];
                writer.say(words.is_page_decided, &args)
            });
            let decided = decided.collect::<Vec<_>>().join(", ");
            let args = [("name", next.name.into()), ("sensible", next.sensible.into()), ("bytes", decided.into())];
            let is_near = i64::try_from(next.sensible * 100 / sensible.max(1)).unwrap_or(0) >= NEARLY;
            said.push(writer.say(if is_near { words.is_page_or } else { words.is_page_next }, &args));
        }
    }
    said.extend(found.has_numbers().then(|| writer.say(words.is_ebcdic_numbers, &[("bytes", found.no_text.into())])));
    said
}

/// The most frequent bytes that two pages read otherwise.
fn deciding(writer: Writer, face: &Face, one: &str, other: &str) -> String {
    let mut bytes: Vec<u8> = (0x80..=0xFF_u8)
        .filter(|byte| face.bytes.counts[usize::from(*byte)] > 0 && reads_as(one, *byte) != reads_as(other, *byte))
        .collect();
    bytes.sort_by_key(|byte| std::cmp::Reverse(face.bytes.counts[usize::from(*byte)]));
    let told = bytes.iter().take(DECIDING).map(|byte| {
        let args = [
            ("byte", format!("{byte:02X}").into()),
            ("count", face.bytes.counts[usize::from(*byte)].into()),
            ("one", super::tables::read(one, *byte).into()),
            ("other", super::tables::read(other, *byte).into()),
        ];
        writer.say(writer.words().is_page_decided, &args)
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Names, with `and` before the last.
pub(super) fn list(writer: Writer, names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} {} {last}", before.join(", "), writer.words().and),
    }
}

fn ending(writer: Writer, face: &Face) -> Option<String> {
    let is_told = matches!(face.framing, Framing::Chain(_)) || face.rest.is_some_and(|rest| rest.tail != Tail::Nothing);
    let padding = face.padding.filter(|_| !is_told)?;
    let byte = super::tables::control(writer, padding.byte);
    let other = padding.other.map_or_else(String::new, |other| super::tables::control(writer, other));
    // Only the last sample was looked at.
    let is_all = face.extent.is_whole || padding.count < face.tail.len() as u64;
    let template = if is_all { writer.words().padding } else { writer.words().padding_or_more };
    Some(writer.say(template, &[("count", padding.count.into()), ("byte", byte.into()), ("other", other.into())]))
}

/// The first lines of a mapping, where the file is of a sort that mappings read.
fn mapping(file: &Looked, face: &Face) -> Option<String> {
    // Packed and binary numbers have no text to map: the copybook says where they are.
    if face.sort.is_some() {
        return None;
    }
    let encoding = face.encoding().filter(|_| face.ebcdic.as_ref().is_none_or(|found| !found.has_numbers()))?;
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let name = if name.contains(|c: char| ",:#'\"{}[]&*!|>%@`\\".contains(c) || c.is_whitespace() || c.is_control()) {
        format!("'{}'", name.replace('\'', "''"))
    } else {
        name.to_owned()
    };
    let format = match (face.framing, face.delimiters.likely()) {
        (Framing::Lines, Some(found)) if found.byte == b'\t' => String::from("delimited, delimiter: tab"),
        (Framing::Lines, Some(found)) => format!("delimited, delimiter: '{}'", char::from(found.byte)),
        (Framing::Lines, None) if is_prose(face) => return None,
        (Framing::Lines, None) => String::from("fixed, records: {end: newline}"),
        (Framing::Fixed(length), _) => cut_so(&Cut::Fixed(length), face.rest.map(Rest::edges).unwrap_or_default()),
        (Framing::Chain(chain), _) => {
            cut_so(&chain.cut, Edges { header: chain.header, trailer: chain.tail.passed(chain.trailer) })
        }
        _ => return None,
    };
    Some(format!("source: {{files: {}, encoding: {encoding}, format: {format}}}", words::shown(&name)))
}

/// How records are told apart, and what is passed over at the ends of a file, as keys of a mapping.
fn cut_so(cut: &Cut, edges: Edges) -> String {
    let keys: Vec<String> = std::iter::once(keys::end(cut)).chain(keys::edges(edges)).collect();
    format!("fixed, records: {{{}}}", keys.join(", "))
}

/// What a text is that has no records.
pub(super) fn sort_of(writer: Writer, sort: Sort) -> String {
    let words = writer.words();
    match sort {
        Sort::Json => words.sort_json,
        Sort::Xml => words.sort_xml,
        Sort::Yaml { is_mapping: false } => words.sort_yaml,
        Sort::Yaml { is_mapping: true } => words.sort_mapping,
        Sort::Copybook => words.sort_copybook,
        Sort::Program => words.sort_program,
    }
    .to_owned()
}

/// Whether lines are of so many lengths that they are of no fixed width.
fn is_prose(face: &Face) -> bool {
    let usual = face.lines.usual().and_then(|usual| face.lines.lengths.get(&usual)).map_or(0, |seen| seen.count);
    face.lines.lengths.len() > KINDS && percent(usual, face.lines.count()) < REGULAR
}

//! The tables of a file: lengths as a histogram, values at places, bytes from 80 on, control characters.
//!
//! In: a face. Out: text; nothing where there is nothing to show. Refuses more rows than a screen has.

use super::Writer;
use super::head::record_place;
use super::reading::{DOT, Reading};
use crate::cli::layout::{self, Side};
use crate::cli::{numbers, words};
use crate::inspect::encoding::{Verdict, reads_as};
use crate::inspect::framing::Lines;
use crate::inspect::look::{Face, Framing, Lens, Place, SUBSTITUTE, Values};

/// Rows of a table.
const ROWS: usize = 12;
/// So many different lengths have a row each.
const LENGTHS: usize = 12;
/// Values of the first byte are shown of their own accord if there are no more.
const KINDS: usize = ROWS;
/// The longest bar.
const BAR: usize = 50;
/// Characters of a value or of a place's surroundings.
const VALUE: usize = 40;
/// Pages whose readings are shown, and how they are headed.
const PAGES: [(&str, &str); 4] = [("cp850", "850"), ("cp1252", "1252"), ("latin1", "Latin-1"), ("macintosh", "Mac")];

pub(super) fn lengths(writer: Writer, face: &Face) -> String {
    let lines = &face.lines;
    if face.framing != Framing::Lines || lines.lengths.len() < 2 {
        return String::new();
    }
    let rows = if lines.lengths.len() <= LENGTHS { each_length(lines) } else { ranges(writer, lines) };
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let words = writer.words();
    let shown: Vec<Vec<String>> = rows
        .iter()
        .map(|(length, count)| vec![length.clone(), numbers::count(writer.language, *count), bar(*count, most)])
        .collect();
    let mut text = writer.heading(words.head_lengths);
    text += &layout::table(&[Side::Right, Side::Right, Side::Left], &shown);
    if lines.other_lengths > 0 {
        text += &writer.line(&writer.say(words.other_lengths, &[("count", lines.other_lengths.into())]));
    }
    text
}

fn bar(count: u64, most: u64) -> String {
    let length = u128::from(count) * BAR as u128 / u128::from(most.max(1));
    "#".repeat(usize::try_from(length).unwrap_or(BAR).max(usize::from(count > 0)))
}

fn each_length(lines: &Lines) -> Vec<(String, u64)> {
    lines.lengths.iter().map(|(length, seen)| (length.to_string(), seen.count)).collect()
}

/// Ranges of equally many lengths, up to the one below which 99 of 100 lines are; the longer ones are the last row.
fn ranges(writer: Writer, lines: &Lines) -> Vec<(String, u64)> {
    let shortest = lines.lengths.keys().next().copied().unwrap_or(0);
    let (mut below, mut most) = (0, shortest);
    for (length, seen) in &lines.lengths {
        below += seen.count;
        most = *length;
        if u128::from(below) * 100 >= u128::from(lines.count()) * 99 {
            break;
        }
    }
    let width = ((most - shortest + 1).div_ceil(LENGTHS as u64 - 1)).max(1);
    let of = |from: u64, to: u64| lines.lengths.range(from..=to).map(|(_, seen)| seen.count).sum::<u64>();
    let mut rows = Vec::new();
    let mut from = shortest;
    while from <= most {
        let to = from.saturating_add(width - 1).min(most);
        let label = if from == to { from.to_string() } else { format!("{from}-{to}") };
        rows.push((label, of(from, to)));
        from = to + 1;
    }
    let rest = of(most + 1, u64::MAX);
    if rest > 0 {
        rows.push((writer.say(writer.words().and_more, &[("length", (most + 1).to_string().as_str().into())]), rest));
    }
    rows
}

pub(super) fn values(writer: Writer, face: &Face) -> String {
    let is_asked = face.values.iter().any(|values| (values.positions.first, values.positions.last) != (1, 1));
    let is_shown = |values: &&Values| {
        let tells = face.records > 1 && values.seen.len() <= KINDS && face.delimiters.likely().is_none();
        is_asked || tells
    };
    face.values.iter().filter(is_shown).map(|values| one_place(writer, face, values)).collect()
}

fn one_place(writer: Writer, face: &Face, values: &Values) -> String {
    let (words, language) = (writer.words(), writer.language);
    let (first, last) = (values.positions.first, values.positions.last);
    let place = if first == last { first.to_string() } else { format!("{first}-{last}") };
    let mut text = writer.heading(&writer.say(words.head_values, &[("place", place.as_str().into())]));
    let (reading, ranked) = (Reading::of(face), values.ranked());
    let mut rows = vec![[words.column_value, words.column_count, words.column_first].map(str::to_owned).to_vec()];
    rows.extend(ranked.iter().take(ROWS).map(|(value, count, at)| {
        vec![value_shown(writer, &reading, value), numbers::count(language, *count), record_place(writer, *at)]
    }));
    if ranked.is_empty() {
        text = writer.heading(&writer.say(words.head_values, &[("place", place.as_str().into())]));
    } else {
        text += &layout::table(&[Side::Left, Side::Right, Side::Left], &rows);
    }
    let rest = ranked.iter().skip(ROWS).map(|(_, count, _)| count).sum::<u64>() + values.others;
    let more = ranked.len().saturating_sub(ROWS) as u64 + u64::from(values.others > 0);
    if more > 0 {
        text += &writer.line(&writer.say(words.more_values, &[("values", more.into()), ("records", rest.into())]));
    }
    if values.partial > 0 {
        text += &writer.line(&writer.say(words.partial_values, &[("records", values.partial.into())]));
    }
    if values.short > 0 {
        text += &writer.line(&writer.say(words.short_values, &[("records", values.short.into())]));
    }
    text
}

/// A value between backticks, so that blanks show; one that is all blanks is said to be.
fn value_shown(writer: Writer, reading: &Reading, value: &[u8]) -> String {
    let text = reading.text(value);
    let blanks = text.chars().count() as u64;
    if text.chars().all(|one| one == ' ') {
        return writer.say(writer.words().blanks, &[("count", blanks.into())]);
    }
    let hex: Vec<String> = value.iter().map(|byte| format!("{byte:02X}")).collect();
    let shown = if text.contains([DOT, char::REPLACEMENT_CHARACTER]) { hex.join(" ") } else { format!("`{text}`") };
    if shown.chars().count() <= VALUE { shown } else { shown.chars().take(VALUE - 1).chain(['…']).collect() }
}

/// Bytes from 80 on, where they are text of one byte a character, or may be.
pub(super) fn high(writer: Writer, face: &Face) -> String {
    let Verdict::Page(pages) = &face.verdict else { return String::new() };
    let (words, language) = (writer.words(), writer.language);
    let mut found: Vec<u8> = (0x80..=0xFF_u8).filter(|byte| face.bytes.counts[usize::from(*byte)] > 0).collect();
    found.sort_by_key(|byte| std::cmp::Reverse(face.bytes.counts[usize::from(*byte)]));
    let shown: Vec<(&str, &str)> = match pages.first() {
        Some(first) if PAGES.iter().all(|(name, _)| *name != first.name) => {
            std::iter::once((first.name, first.name)).chain(PAGES).collect()
        }
        _ => PAGES.to_vec(),
    };
    let mut heads = vec![words.column_byte.to_owned(), words.column_count.to_owned()];
    heads.extend(shown.iter().map(|(_, head)| (*head).to_owned()));
    heads.push(words.column_first.to_owned());
    let reading = Reading::of(face);
    let mut rows = vec![heads];
    rows.extend(found.iter().take(ROWS).map(|byte| {
        let count = face.bytes.counts[usize::from(*byte)];
        let mut row = vec![format!("{byte:02X}"), numbers::count(language, count)];
        row.extend(shown.iter().map(|(page, _)| read(page, *byte)));
        row.push(place(writer, &reading, face, *byte));
        row
    }));
    let mut sides = vec![Side::Left, Side::Right];
    sides.extend(shown.iter().map(|_| Side::Left));
    let mut text = writer.heading(words.head_high);
    text += &layout::hanging_table(writer.width, &sides, &rows);
    let more = found.len().saturating_sub(ROWS) as u64;
    if more > 0 {
        text += &writer.line(&writer.say(words.more_bytes, &[("count", more.into())]));
    }
    text
}

/// A byte in a page; `-` where it is no character that texts have.
pub(super) fn read(page: &str, byte: u8) -> String {
    match reads_as(page, byte) {
        Some('\u{a0}') => String::from("nbsp"),
        Some(character) if !character.is_control() && character != '\u{ad}' => character.to_string(),
        _ => String::from("-"),
    }
}

/// Where a byte stands first, and among what.
fn place(writer: Writer, reading: &Reading, face: &Face, byte: u8) -> String {
    let Some(place) = face.places.iter().find(|place| place.byte == byte) else { return String::new() };
    let where_it_is = place_alone(writer, face, place);
    let around = reading.text(&place.around);
    let [where_it_is, around] = [&where_it_is, around.trim()].map(|text| text.replace(' ', "\u{a0}"));
    if around.is_empty() {
        return where_it_is;
    }
    writer.say(writer.words().place_around, &[("place", where_it_is.into()), ("around", around.into())])
}

fn place_alone(writer: Writer, face: &Face, place: &Place) -> String {
    let words = writer.words();
    let position = ("position", place.position.into());
    match place.at.map(|at| (at.record, at.offset)) {
        Some((Some(record), _)) => writer.say(words.place, &[("record", record.into()), position]),
        Some((None, offset)) => {
            writer.say(words.place_offset, &[("offset", (offset * face.lens.width()).into()), position])
        }
        None => writer.say(words.place_nowhere, &[("offset", (place.offset * face.lens.width()).into())]),
    }
}

/// Control characters of a text; binary fields have any.
pub(super) fn controls(writer: Writer, face: &Face) -> String {
    let (words, language) = (writer.words(), writer.language);
    if matches!(face.verdict, Verdict::Binary { .. } | Verdict::Ebcdic { .. }) || face.lens == Lens::EbcdicLines {
        return String::new();
    }
    let is_substitute = |byte: u8| byte == SUBSTITUTE && face.lens.width() > 1;
    let is_control = |place: &&Place| (place.byte < 0x20 || place.byte == 0x7F) && !is_substitute(place.byte);
    let mut rows = vec![[words.column_byte, words.column_count, words.column_first].map(str::to_owned).to_vec()];
    let padded = face.padding.zip(face.stored.length).map(|(padding, length)| length.saturating_sub(padding.count));
    let is_padding = |place: &&Place| padded.is_some_and(|padded| place.offset >= padded);
    let told = face.places.iter().filter(is_control).filter(|place| !is_padding(place));
    rows.extend(told.map(|place| {
        let count = face.bytes.counts[usize::from(place.byte)];
        vec![control(writer, place.byte), numbers::count(language, count), place_alone(writer, face, place)]
    }));
    if rows.len() == 1 {
        return String::new();
    }
    writer.heading(words.head_controls) + &layout::hanging_table(writer.width, &[Side::Left, Side::Right], &rows)
}

/// A control character by its digits and its name.
pub(super) fn control(writer: Writer, byte: u8) -> String {
    let words = writer.words();
    let name = match byte {
        0 => words.nul,
        b'\t' => words.tab,
        0x0C => words.form_feed,
        0x1A => words.ctrl_z,
        0x1B => words.escape,
        _ => return format!("{byte:02X}"),
    };
    format!("{byte:02X} ({})", words::plain(writer.language, name))
}

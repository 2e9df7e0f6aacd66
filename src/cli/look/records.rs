//! The first and the last records under a ruler, and bytes in hexadecimal where they are no text.
//!
//! In: a face. Out: text. Refuses to show more of a record than a few lines of it.

use super::Writer;
use super::reading::{DOT, Reading};
use crate::cli::{layout, numbers};
use crate::inspect::encoding::Verdict;
use crate::inspect::look::{Face, Framing, Kept};

/// Bytes in a row of hexadecimal.
const ROW: usize = 16;
/// Rows of hexadecimal of one record.
const ROWS: usize = 8;
/// Characters of a record that are shown, in rows.
const SHOWN: usize = 600;
/// Characters of the record's number.
const NUMBER: usize = 11;

pub(super) fn records(writer: Writer, face: &Face) -> String {
    let words = writer.words();
    let reading = Reading::of(face);
    if face.framing == Framing::Unknown {
        let last = if face.tail.is_empty() { String::new() } else { writer.heading(words.head_bytes_last) };
        let last = last + &hexadecimal(&reading, face.tail_at, &face.tail);
        return writer.heading(words.head_bytes) + &hexadecimal(&reading, 0, &face.head) + &last;
    }
    let is_whole_end = face.extent.is_whole || face.stored.length.is_some();
    let head_last = if is_whole_end { words.head_last } else { words.head_last_read };
    let mut text = String::new();
    for (heading, kept) in [(words.head_first, &face.first), (head_last, &face.last)] {
        if kept.is_empty() {
            continue;
        }
        text += &writer.heading(heading);
        text += &match face.verdict {
            Verdict::Binary { .. } => kept.iter().map(|one| numbered_hexadecimal(writer, &reading, one)).collect(),
            _ => ruled(writer, face, &reading, kept),
        };
    }
    if matches!(face.verdict, Verdict::Ebcdic { .. }) && text.contains(DOT) {
        text += &writer.heading(words.head_hexadecimal);
        text.extend(face.first.iter().take(1).map(|one| numbered_hexadecimal(writer, &reading, one)));
    }
    if text.contains(DOT) {
        text += &writer.line(words.dots);
    }
    let is_wide = |kept: &Kept| !kept.bytes.is_ascii();
    if reading.has_wide() && face.first.iter().chain(&face.last).any(is_wide) {
        text += &writer.line(words.in_characters);
    }
    text
}

/// Records under rulers: a row of each, then the next row of each.
fn ruled(writer: Writer, face: &Face, reading: &Reading, kept: &[Kept]) -> String {
    let width = (writer.width - NUMBER - 3) / 10 * 10;
    let texts: Vec<Vec<char>> = kept.iter().map(|one| reading.text(&one.bytes).chars().take(SHOWN).collect()).collect();
    let longest = texts.iter().map(Vec::len).max().unwrap_or(0);
    let (mut shown, mut blank) = (String::new(), None);
    for start in (0..longest.max(1)).step_by(width) {
        let is_blank = |text: &Vec<char>| text.iter().skip(start).take(width).all(|one| *one == ' ');
        if start > 0 && texts.iter().all(is_blank) {
            blank = blank.or(Some(start));
            continue;
        }
        shown += &blanks(writer, blank.take(), start);
        let end = (start + width).min(longest.max(start + 10).div_ceil(5) * 5);
        shown += &format!("{:NUMBER$}  {}\n", "", ruler(start, end));
        for (one, text) in kept.iter().zip(&texts) {
            if start > 0 && text.len() <= start {
                continue;
            }
            let row: String = text.iter().skip(start).take(width).collect();
            shown += format!("{:>NUMBER$}  {row}", number(writer, face, one)).trim_end();
            shown.push('\n');
        }
    }
    shown += &blanks(writer, blank, longest);
    for (one, text) in kept.iter().zip(&texts) {
        let bytes: usize =
            if reading.has_wide() { text.iter().map(|character| character.len_utf8()).sum() } else { text.len() };
        let more = one.length.saturating_sub(bytes as u64);
        if more > 0 {
            let said = writer.say(writer.words().more_of_record, &[("bytes", more.into())]);
            shown += &format!("{:>NUMBER$}  {said}\n", number(writer, face, one));
        }
    }
    shown
}

/// What stands for rows that are blank in all records.
fn blanks(writer: Writer, from: Option<usize>, to: usize) -> String {
    let Some(from) = from else { return String::new() };
    let args = [("first", (from + 1).into()), ("last", to.into())];
    format!("{:NUMBER$}  ({})\n", "", writer.say(writer.words().blank, &args))
}

/// `....5...10...15`: the last digit of a number stands at its place.
fn ruler(start: usize, end: usize) -> String {
    let mut ruler = String::new();
    for mark in (start + 5..=end).step_by(5) {
        let number = mark.to_string();
        ruler += &".".repeat((mark - start).saturating_sub(layout::length(&ruler) + number.len()));
        ruler += &number;
    }
    ruler
}

fn number(writer: Writer, face: &Face, kept: &Kept) -> String {
    match kept.at.record {
        Some(record) => numbers::count(writer.language, record),
        None => format!("@{}", kept.at.offset * face.lens.width()),
    }
}

fn numbered_hexadecimal(writer: Writer, reading: &Reading, kept: &Kept) -> String {
    let shown = &kept.bytes[..kept.bytes.len().min(ROW * ROWS)];
    let mut text = writer.line(&super::head::record_place(writer, kept.at));
    text += &hexadecimal(reading, 0, shown);
    let more = kept.length.saturating_sub(shown.len() as u64);
    if more > 0 {
        text += &writer.line(&writer.say(writer.words().more_of_record, &[("bytes", more.into())]));
    }
    text
}

/// Sixteen bytes a row: the place of the first, the bytes, and what they read as.
fn hexadecimal(reading: &Reading, start: u64, bytes: &[u8]) -> String {
    let mut shown = String::new();
    for (row, chunk) in (0_u64..).zip(bytes.chunks(ROW)) {
        let hex: Vec<String> = chunk.iter().map(|byte| format!("{byte:02X}")).collect();
        let place = start + row * ROW as u64;
        shown += format!("  {place:>10}  {:<47}  {}", hex.join(" "), reading.text(chunk)).trim_end();
        shown.push('\n');
    }
    shown
}

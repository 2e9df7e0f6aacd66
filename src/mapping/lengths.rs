//! `end:` as a map: records that are told apart by lengths, one for all or each its own.
//!
//! In: the map, and the keys of `records:` that go with it. Out: how lengths are read. Refuses bytes.

use super::keys::MOST_RECORD;
use super::mistakes::args;
use super::model::{Described, DescribedBy, Edges, Format, LengthAs, Short, Word};
use super::tree::{Entry, Shape};
use super::view::{View, wrong_shape};
use crate::finding::Code;

const WORD_KEYS: [&str; 2] = ["counts_itself", "adjust"];
const BLOCK_KEYS: [&str; 2] = ["bdw_counts_itself", "bdw_adjust"];
const PLACE_KEYS: [&str; 3] = ["header", "length_as", "lengths"];
const LINE_KEYS: [&str; 3] = ["long", "tabs", "positions"];
/// Keys of `records:` that go with lengths alone.
pub const LENGTH_KEYS: [&str; 3] = ["file_header", "file_trailer", "min_length"];
/// Most digits of a length that is text.
const MOST_DIGITS: u64 = 18;
/// Most bytes of a code that stands for a length.
const MOST_CODE: u64 = 64;
/// Most bytes of a length that is a number.
const MOST_BYTES: u64 = 8;

/// What the map says; `records` has it. Keys that only lines have are told.
pub fn read(end: View<'_>, records: View<'_>, max_length: u64) -> Option<Format> {
    let by = by(end);
    let blocks = blocks(end);
    if let Some(DescribedBy::Fixed { length }) = by
        && !end.has("bdw")
    {
        records.misplaced_all(&LINE_KEYS, "fixed_length");
        records.misplaced_all(&["short", "min_length", "max_length"], "fixed_length");
        return Some(Format::FixedLength { length });
    }
    records.misplaced_all(&LINE_KEYS, "described");
    let short = if records.word("short") == Some("pad") { Short::Pad } else { Short::Reject };
    let min_length = records.text("min_length");
    let min_length = min_length.and_then(|text| super::view::size(text, MOST_RECORD, records.mistakes())).unwrap_or(0);
    if min_length > max_length {
        records.conflict("min_length", "max_length");
    }
    let blocks = if end.has("bdw") { Some(blocks?) } else { None };
    Some(Format::Described(Described { by: by?, blocks, short, min_length }))
}

/// The bytes at a file's ends.
pub fn edges(records: View<'_>) -> Edges {
    let bytes = |key: &str| records.whole(key).unwrap_or(0);
    Edges { header: bytes("file_header"), trailer: bytes("file_trailer") }
}

fn by(end: View<'_>) -> Option<DescribedBy> {
    let clash = end.conflict("rdw", "length") | end.conflict("rdw", "length_at") | end.conflict("length_at", "length");
    if !end.has("length_at") {
        end.misplaced_all(&PLACE_KEYS, "only_length_at");
    }
    if !end.has("rdw") {
        end.misplaced("spanned", "only_rdw");
    }
    if !end.has("rdw") && !end.has("length_at") {
        end.misplaced_all(&WORD_KEYS, "only_told");
    }
    let found = if end.has("rdw") {
        let spanned = end.flag("spanned").unwrap_or(false);
        word(end, "rdw", WORD_KEYS).map(|word| DescribedBy::Word { word, spanned })
    } else if end.has("length_at") {
        place(end)
    } else {
        end.need(if end.has("bdw") && !end.has("length") { "rdw" } else { "length" });
        let length = end.whole("length").and_then(|length| u32::try_from(length).ok());
        length.map(|length| DescribedBy::Fixed { length })
    };
    found.filter(|_| !clash)
}

fn blocks(end: View<'_>) -> Option<Word> {
    if !end.has("bdw") {
        end.misplaced_all(&BLOCK_KEYS, "only_bdw");
        return None;
    }
    word(end, "bdw", BLOCK_KEYS)
}

/// A word whose length may leave itself out, and may be shifted.
fn word(end: View<'_>, key: &str, [counts_itself, adjust]: [&str; 2]) -> Option<Word> {
    let (counts_itself, adjust) = (end.flag(counts_itself).unwrap_or(true), end.signed(adjust).unwrap_or(0));
    end.word(key).map(|order| Word { is_little: order == "little", counts_itself, adjust })
}

fn place(end: View<'_>) -> Option<DescribedBy> {
    let header = end.whole("header").and_then(|header| u32::try_from(header).ok()).unwrap_or(0);
    if header == 0 {
        // A field of the record counts the record: there is nothing else to count.
        end.misplaced("counts_itself", "no_header");
    }
    end.conflict("lengths", "length_as");
    let length_as = match end.word("length_as") {
        Some("big") => LengthAs::Big,
        Some("little") => LengthAs::Little,
        Some("packed") => LengthAs::Packed,
        _ if end.has("lengths") => LengthAs::Codes(codes(end)?),
        _ => LengthAs::Text,
    };
    let found = end.text("length_at")?;
    let (start, last) = super::position::range(found, end.mistakes())?;
    let (wide, most) = (
        u64::from(last - start),
        match &length_as {
            LengthAs::Text => MOST_DIGITS,
            LengthAs::Codes(_) => MOST_CODE,
            LengthAs::Big | LengthAs::Little | LengthAs::Packed => MOST_BYTES,
        },
    );
    if wide > most {
        super::position::refuse(found, "long_length", end.mistakes());
        return None;
    }
    if header > 0 && last > header {
        super::position::refuse(found, "behind_header", end.mistakes());
        return None;
    }
    if let LengthAs::Codes(codes) = &length_as
        && codes.iter().any(|(code, _)| code.chars().count() as u64 > wide)
    {
        super::position::refuse(found, "short_for_codes", end.mistakes());
        return None;
    }
    let (counts_itself, adjust) = (end.flag("counts_itself").unwrap_or(true), end.signed("adjust").unwrap_or(0));
    Some(DescribedBy::Place { header, start, end: last, length_as, counts_itself, adjust })
}

/// Codes with their lengths; at least one.
fn codes(end: View<'_>) -> Option<Vec<(String, u32)>> {
    let node = end.get("lengths")?;
    let Shape::Map(entries) = &node.shape else {
        wrong_shape("map", &node.shape, node.at, end.mistakes());
        return None;
    };
    if entries.is_empty() {
        end.mistakes().fail(Code::WrongShape, node.at, args!["map", "nothing"]);
        return None;
    }
    let one = |entry: &Entry| {
        let length = super::view::text(&entry.value, end.mistakes())?;
        let length = super::view::whole(length, 1, MOST_RECORD, end.mistakes())?;
        Some((entry.key.clone(), u32::try_from(length).ok()?))
    };
    // All mistakes are told.
    let found: Vec<_> = entries.iter().map(one).collect();
    found.into_iter().collect()
}

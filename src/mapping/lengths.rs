//! `end:` as a map: records that are told apart by lengths, one for all or each its own.
//!
//! In: the map, and the keys of `records:` that go with it. Out: how lengths are read. Refuses bytes.

use super::keys::MOST_RECORD;
use super::length_expression;
use super::mistakes::args;
use super::model::{BlockFill, Blocks, Described, DescribedBy, Edges, Format, LengthAs, Short, Word};
use super::tree::{Entry, Shape};
use super::view::{View, wrong_shape};
use crate::finding::{Args, Code};

const WORD_KEYS: [&str; 2] = ["counts_itself", "adjust"];
const BLOCK_KEYS: [&str; 2] = ["bdw_counts_itself", "bdw_adjust"];
const EVEN_KEYS: [&str; 3] = ["block_length", "records_per_block", "block_fill"];
const PLACE_KEYS: [&str; 2] = ["length_as", "lengths"];
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
    let has_blocks = end.has("bdw") || EVEN_KEYS.iter().any(|key| end.has(key));
    let blocks = blocks(end, by.as_ref());
    if let Some(DescribedBy::Fixed { length }) = by
        && !has_blocks
    {
        records.misplaced_all(&LINE_KEYS, "fixed_length");
        records.misplaced_all(&["short", "min_length", "max_length"], "fixed_length");
        return Some(Format::FixedLength { length });
    }
    records.misplaced_all(&LINE_KEYS, "described");
    let short = if records.word("short") == Some("pad") { Short::Pad } else { Short::Reject };
    let min_length = records.text("min_length");
    let min_length = min_length.and_then(|text| super::view::size(text, MOST_RECORD, records.mistakes())).unwrap_or(0);
    if min_length > max_length
        && let Some(told) = records.text("min_length")
    {
        records.mistakes().fail(Code::OutOfBounds, told.at, args![told.text, 0_u64, max_length]);
    }
    let blocks = if has_blocks { Some(blocks?) } else { None };
    Some(Format::Described(Described { by: by?, blocks, short, min_length }))
}

/// The bytes at a file's ends.
pub fn edges(records: View<'_>) -> Edges {
    let bytes = |key: &str| records.whole(key).unwrap_or(0);
    Edges { header: bytes("file_header"), trailer: bytes("file_trailer") }
}

fn by(end: View<'_>) -> Option<DescribedBy> {
    let clash = end.conflict("rdw", "length") | end.conflict("rdw", "length_at") | end.conflict("length_at", "length");
    let is_computed = end.get("length").is_some_and(|node| matches!(node.shape, Shape::Map(_)));
    if !end.has("length_at") {
        end.misplaced_all(&PLACE_KEYS, "only_length_at");
    }
    if !end.has("length_at") && !is_computed {
        end.misplaced("header", "only_header");
    }
    if !end.has("rdw") {
        end.misplaced("spanned", "only_rdw");
    }
    if is_computed {
        end.misplaced("adjust", "computed");
    } else if !end.has("rdw") && !end.has("length_at") {
        end.misplaced_all(&WORD_KEYS, "only_told");
    }
    let found = if end.has("rdw") {
        let spanned = end.flag("spanned").unwrap_or(false);
        word(end, "rdw", WORD_KEYS).map(|word| DescribedBy::Word { word, spanned })
    } else if end.has("length_at") {
        place(end)
    } else if is_computed {
        computed(end)
    } else {
        end.need(if end.has("bdw") && !end.has("length") { "rdw" } else { "length" });
        let length = end.whole("length").and_then(|length| u32::try_from(length).ok());
        length.map(|length| DescribedBy::Fixed { length })
    };
    found.filter(|_| !clash)
}

/// `bdw:`, or blocks of one length. What a header or an expression measures has no place of its own in these.
fn blocks(end: View<'_>, by: Option<&DescribedBy>) -> Option<Blocks> {
    if end.has("bdw") {
        let clash = EVEN_KEYS.iter().fold(false, |clash, key| end.conflict(key, "bdw") | clash);
        return word(end, "bdw", BLOCK_KEYS).filter(|_| !clash).map(Blocks::Word);
    }
    end.misplaced_all(&BLOCK_KEYS, "only_bdw");
    if !EVEN_KEYS.iter().any(|key| end.has(key)) {
        return None;
    }
    match by? {
        DescribedBy::Fixed { length } => even(end, *length),
        DescribedBy::Word { spanned, .. } => {
            // What is left of a block is told by a word of zeros.
            let fill = block_fill(end).filter(|fill| *fill == BlockFill::Any);
            end.misplaced("records_per_block", "even_blocks");
            if fill.is_none() {
                end.misplaced("block_fill", "even_blocks");
            }
            end.need("block_length");
            let clash = *spanned && end.conflict("block_length", "spanned");
            let length = number(end, "block_length").filter(|_| !clash)?;
            Some(Blocks::Even { length, filled: length, fill })
        }
        DescribedBy::Counters { .. } | DescribedBy::Computed { .. } | DescribedBy::Place { .. } => {
            end.misplaced_all(&EVEN_KEYS, "even_blocks");
            None
        }
    }
}

fn number(end: View<'_>, key: &str) -> Option<u32> {
    end.whole(key).and_then(|number| u32::try_from(number).ok())
}

fn block_fill(end: View<'_>) -> Option<BlockFill> {
    end.word("block_fill").map(|word| match word {
        "low_values" => BlockFill::LowValues,
        "high_values" => BlockFill::HighValues,
        "any" => BlockFill::Any,
        _ => BlockFill::Blanks,
    })
}

/// Blocks of records of one length.
fn even(end: View<'_>, record: u32) -> Option<Blocks> {
    let fill = block_fill(end);
    let (length, records) = (number(end, "block_length"), number(end, "records_per_block"));
    if end.has("block_length") && length.is_none() || end.has("records_per_block") && records.is_none() {
        return None; // what is wrong is told
    }
    let of_records = records.map(|records| u64::from(records) * u64::from(record));
    let length = length.map(u64::from).or(of_records);
    let Some(length) = length else {
        end.need("block_length");
        return None;
    };
    let filled = of_records.unwrap_or(length / u64::from(record) * u64::from(record));
    let too_small = |key: &str, other: &str, args: Args| {
        let also = end.entry(other).map(|entry| entry.key_at);
        end.mistakes().fail_with(Code::BlockTooSmall, end.key_at(key), also, args);
    };
    if length < u64::from(record) {
        too_small("block_length", "length", args![1_u64, u64::from(record), length, ""]);
        return None;
    }
    if let Some(records) = records.filter(|_| filled > length) {
        too_small("records_per_block", "block_length", args![u64::from(records), u64::from(record), length, filled]);
        return None;
    }
    if let Some(told) = end.text("records_per_block").filter(|_| length > MOST_RECORD) {
        end.mistakes().fail(Code::OutOfBounds, told.at, args![told.text, 1_u64, MOST_RECORD / u64::from(record)]);
        return None;
    }
    Some(Blocks::Even { length: u32::try_from(length).ok()?, filled: u32::try_from(filled).ok()?, fill })
}

/// `length: {sql: …}`.
fn computed(end: View<'_>) -> Option<DescribedBy> {
    let header = header(end);
    let counts_itself = end.flag("counts_itself").unwrap_or(true);
    let length = length_expression::read(end.map("length", "length")?, header)?;
    Some(DescribedBy::Computed { header, counts_itself, length: Box::new(length) })
}

/// Bytes before a record; without them there is nothing else to count than the record.
fn header(end: View<'_>) -> u32 {
    let header = number(end, "header").unwrap_or(0);
    if header == 0 {
        end.misplaced("counts_itself", "no_header");
    }
    header
}

/// A word whose length may leave itself out, and may be shifted.
fn word(end: View<'_>, key: &str, [counts_itself, adjust]: [&str; 2]) -> Option<Word> {
    let (counts_itself, adjust) = (end.flag(counts_itself).unwrap_or(true), end.signed(adjust).unwrap_or(0));
    end.word(key).map(|order| Word { is_little: order == "little", counts_itself, adjust })
}

fn place(end: View<'_>) -> Option<DescribedBy> {
    let header = header(end);
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

//! Records that say how long they are: the rules of a mapping as the framer has them, and what is told of a lost length.
//!
//! In: the mapping's words for lengths; a length that led nowhere, and the first bytes of its file. Out: the framer's rules;
//! a finding's arguments, with another way to read the lengths if one leads on. Refuses to read a file, and to go that way.

use std::sync::Arc;

use crate::evidence::hash::hex;
use crate::extractors::encoding::Encoding;
use crate::extractors::frame::computed::ComputedLength;
use crate::extractors::frame::descriptors::{Blocks, DescribedFramer, Descriptors, Even, Lengths, Lost};
use crate::extractors::frame::lengths::{LengthField, LengthWord, Number, WORD, Why};
use crate::extractors::frame::{Frame, Framed};
use crate::extractors::variable::Counted;
use crate::finding::{Arg, Args, Code};
use crate::mapping::model::{self as mapping, BlockFill, Described, DescribedBy, LengthAs, Source, Word};
use crate::run::Stop;
use crate::run::length_program::LengthProgram;
use crate::run::plan::Plan;
use crate::run::windows::{OpenSource, to_index};

/// Bytes of a record that can always be: longer ones need a longer `max_length`.
const USUAL: u64 = 1 << 20;
/// Bytes of a file in which another way to read its lengths is looked for.
pub const TRIED: usize = 256 << 10;
/// Records that such a way must lead over, if the file has as many.
const LED: u64 = 20;

/// As data, why a length leads nowhere behind which others lead on.
const WRONG: &str = "wrong";

/// The rules of a mapping.
///
/// # Errors
/// TL0014 where lengths are text, and the encoding's digits are not one byte each.
pub fn of(described: &Described, source: &Source, encoding: Encoding) -> Result<Descriptors, Stop> {
    let most = source.max_length.max(USUAL);
    let of_word = u64::from(u16::MAX) + WORD as u64;
    let (record, longest) = match &described.by {
        DescribedBy::Fixed { length } => (Lengths::Fixed(*length as usize), u64::from(*length)),
        DescribedBy::Word { word, spanned: false } => {
            (Lengths::Word(of_mapping(*word)), of_word.saturating_add_signed(word.adjust.max(0)))
        }
        // A segment may have less in it than its words.
        DescribedBy::Word { word, spanned: true } => (Lengths::Spanned(of_mapping(*word)), 2 * most + of_word),
        DescribedBy::Counters { longest } => {
            let variable = source.kinds.first().and_then(|kind| kind.variable.as_ref());
            let none = || Stop::new(Code::Conflict, vec!["end: counters".into(), "copybook".into()]);
            let counted = Counted::new(variable.ok_or_else(none)?, encoding);
            (Lengths::Counted(Arc::new(counted)), u64::from(*longest))
        }
        DescribedBy::Computed { header, counts_itself, length } => {
            let work = LengthProgram::new(length, encoding)?;
            let ends = length.fields.iter().map(|field| field.end);
            let head = ends.chain([*header]).max().unwrap_or_default() as usize;
            let (header, counts_itself) = (*header as usize, *counts_itself);
            let computed = ComputedLength { header, head, counts_itself, work: Arc::new(work) };
            (Lengths::Computed(computed), most + header as u64)
        }
        DescribedBy::Place { header, start, end, length_as, counts_itself, adjust } => {
            let number = number(length_as, (end - start) as usize, encoding)?;
            let (header, start, end) = (*header as usize, *start as usize, *end as usize);
            let field = LengthField { header, start, end, number, counts_itself: *counts_itself, adjust: *adjust };
            (Lengths::Field(field), most + header as u64)
        }
    };
    let blocks = described.blocks.map(|blocks| match blocks {
        mapping::Blocks::Word(word) => Blocks::Word(of_mapping(word)),
        mapping::Blocks::Even { length, filled, fill } => {
            let blank = || encoding.encode(" ").and_then(|blank| blank.first().copied()).unwrap_or(b' ');
            let is_mixed = fill == Some(BlockFill::Any);
            let fill = fill.and_then(|fill| match fill {
                BlockFill::LowValues => Some(0x00),
                BlockFill::HighValues => Some(0xFF),
                BlockFill::Blanks => Some(blank()),
                BlockFill::Any => None,
            });
            Blocks::Even(Even { length: length as usize, filled: filled as usize, fill, is_mixed })
        }
    });
    // A window has all of what fills up a block.
    let longest = match blocks {
        Some(Blocks::Even(even)) => longest.max(even.length as u64),
        _ => longest,
    };
    Ok(Descriptors { record, blocks, longest: to_index(longest) })
}

/// The byte that a record is throughout, where systems fill up a block or a file of such records with it, and the key that
/// says so: a record that counts its tables may be no more than that, and so may one in a block that nothing is said of.
#[must_use]
pub fn filled(rules: &Descriptors, record: &[u8], blank: &[u8]) -> Option<(u8, &'static str)> {
    let byte = *record.first()?;
    let key = match byte {
        0x00 => "block_fill: low_values",
        0xFF => "block_fill: high_values",
        _ if blank == [byte] => "block_fill: blanks",
        _ => return None,
    };
    let key = match (&rules.record, rules.blocks) {
        (Lengths::Counted(_), _) => "file_trailer:",
        (Lengths::Fixed(_), Some(Blocks::Even(even))) if even.fill != Some(byte) => key,
        _ => return None,
    };
    record.iter().all(|other| *other == byte).then_some((byte, key))
}

const fn of_mapping(word: Word) -> LengthWord {
    LengthWord::new(word.is_little, word.counts_itself, word.adjust)
}

/// How a length stands at a place of so many bytes.
///
/// # Errors
/// TL0014 as of [`of`].
pub(super) fn number(length_as: &LengthAs, wide: usize, encoding: Encoding) -> Result<Number, Stop> {
    let byte = |text: &str| match encoding.encode(text).as_deref() {
        Some(&[byte]) => Ok(byte),
        _ => Err(Stop::new(Code::Conflict, vec!["length_as: text".into(), "encoding".into()])),
    };
    Ok(match length_as {
        LengthAs::Text => Number::Digits { zero: byte("0")?, blank: byte(" ")? },
        LengthAs::Big => Number::Big,
        LengthAs::Little => Number::Little,
        LengthAs::Packed => Number::Packed,
        LengthAs::Codes(codes) => {
            let blank = byte(" ")?;
            let code = |(code, length): &(String, u32)| {
                let mut bytes = encoding.encode(code).filter(|bytes| bytes.len() <= wide).ok_or_else(|| {
                    Stop::new(Code::Conflict, vec![format!("lengths: {code}").into(), "encoding".into()])
                })?;
                bytes.resize(wide, blank);
                Ok((bytes, u64::from(*length)))
            };
            Number::Codes(codes.iter().map(code).collect::<Result<_, Stop>>()?)
        }
    })
}

/// What is told of a length that leads nowhere; `start` is the offset of the record or block that has it. Bytes of a file
/// are not shown where the source has anything personal: nobody knows what stands at a wrong place.
#[must_use]
pub fn lost_args(plan: &Plan, source: &OpenSource, start: u64, lost: &Lost) -> Args {
    let is_personal = plan.mapping.source.kinds.iter().any(|kind| {
        let repeated = kind.repeats.iter().flat_map(|repeat| &repeat.fields);
        kind.fields.iter().chain(repeated).any(|field| field.personal)
    });
    let none = || Arg::from("");
    let (hint, led) = other_way(plan, source).unwrap_or_default();
    let counter = |at: usize| plan.mapping.source.kinds.first()?.variable.as_ref()?.counters.get(at);
    let counter = if let Why::Counter(at) = lost.no.why { counter(at) } else { None };
    let why = if lost.again.is_some() { WRONG } else { lost.no.why.name() };
    vec![
        why.into(),
        (start + lost.behind).into(),
        if is_personal { none() } else { hex(lost.bytes()).into() },
        lost.no.found.filter(|_| !is_personal).map_or_else(none, Arg::from),
        lost.no.wanted.map_or_else(none, Arg::from),
        hint.into(),
        if led > 0 { led.into() } else { none() },
        counter.map_or_else(none, |counter| counter.name.as_str().into()),
        lost.again.map_or_else(none, |again| (start + again).into()),
        padding(lost.bytes()).map_or_else(none, Arg::from),
    ]
}

/// The byte that all of these are, as the docs write it, if files are filled up with it: X'00', X'FF', X'1A', the blanks of ASCII and of
/// EBCDIC. It says nothing of anybody.
#[must_use]
pub fn padding(bytes: &[u8]) -> Option<String> {
    let first = *bytes.first()?;
    let is_fill = matches!(first, 0x00 | 0xFF | 0x1A | b' ' | 0x40) && bytes.iter().all(|byte| *byte == first);
    is_fill.then(|| format!("X'{first:02X}'"))
}

/// Another way to read the lengths of a file, where the declared one leads nowhere soon: as the mapping would have it, with
/// the records that it leads over.
fn other_way(plan: &Plan, source: &OpenSource) -> Option<(String, u64)> {
    let declared = plan.descriptors()?;
    let at = to_index(source.text_start);
    let is_all = source.data_end() <= source.first_bytes.len() as u64;
    let (led_over, leads_on) = led(declared, &source.first_bytes, at, is_all);
    if leads_on {
        return None;
    }
    // A way that gets no further says nothing: blocks of a file that is cut are a chain, too.
    let leads = |rules: &Descriptors| {
        let (records, leads_on) = led(rules, &source.first_bytes, at, is_all);
        (leads_on && records > led_over).then_some(records)
    };
    let rules = |record, blocks: Option<LengthWord>| Descriptors {
        record,
        blocks: blocks.map(Blocks::Word),
        longest: usize::from(u16::MAX) + WORD,
    };
    // Blocks alone are a chain too: what is in them says more.
    let blocks = USUAL_WORDS.into_iter().map(Some).chain([None]);
    blocks.into_iter().find_map(|block| {
        USUAL_WORDS.into_iter().find_map(|word| {
            let whole = leads(&rules(Lengths::Word(word), block)).map(|records| (records, ""));
            let pieces = || leads(&rules(Lengths::Spanned(word), block)).map(|records| (records, ", spanned: true"));
            let (records, spanned) = whole.or_else(pieces)?;
            let block = block.map(|block| said("bdw", block, ", bdw_counts_itself: false") + ", ");
            let record = said("rdw", word, ", counts_itself: false") + spanned;
            Some((block.unwrap_or_default() + &record, records))
        })
    })
}

/// The words that files have, that of the mainframe first.
const USUAL_WORDS: [LengthWord; 4] = [
    LengthWord::new(false, true, 0),
    LengthWord::new(false, false, 0),
    LengthWord::new(true, true, 0),
    LengthWord::new(true, false, 0),
];

/// A word as the mapping language has it.
fn said(key: &str, word: LengthWord, counts_less: &str) -> String {
    let order = if word.big { "big" } else { "little" };
    format!("{key}: {order}{}", if word.counts_itself { "" } else { counts_less })
}

/// How many records these lengths lead over, and whether they lead over enough of them, or to the end.
fn led(rules: &Descriptors, bytes: &[u8], at: usize, is_all: bool) -> (u64, bool) {
    let mut framer = DescribedFramer::new(rules, bytes, (at, 0), is_all);
    let mut records = 0;
    while records < LED {
        match framer.next(usize::MAX) {
            Framed::Record(_) => records += 1,
            Framed::End { .. } if is_all && records > 1 => break,
            _ => return (records, false),
        }
    }
    (records, true)
}

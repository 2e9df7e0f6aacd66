//! Of which kind a record is, told by its raw bytes.
//!
//! In: a record's bytes and cells. Out: the first kind whose condition holds, or may hold since it looks at typed values.
//! A place that the record does not reach is blank: old systems cut blanks at the end of lines.
//! Refuses: typed values, parents, what becomes of a record that is of no kind.

use crate::extractors::cell::Cell;
use crate::extractors::delimited::table::RowCells;
use crate::extractors::encoding::Encoding;
use crate::extractors::fixed::{characters, padded};
use crate::extractors::slices::{Slice, Slices};
use crate::mapping::model::{Kind, KindId, Operand, Pattern, Positions, Test, Value};

/// A record as the conditions see it.
#[derive(Debug, Clone, Copy)]
pub struct RawRecord<'a> {
    /// Where slices point.
    pub bytes: Slices<'a>,
    /// The whole record.
    pub record: Slice,
    /// Its cells; empty in fixed sources.
    pub cells: RowCells<'a>,
}

/// What the raw bytes of a record tell of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It is of this kind.
    Of(KindId),
    /// It is of none before this one, whose condition looks at typed values.
    Perhaps(KindId),
    /// It is of no kind.
    None,
}

impl Told {
    /// The kind, where raw bytes tell it.
    #[must_use]
    pub const fn kind(self) -> Option<KindId> {
        if let Self::Of(kind) = self { Some(kind) } else { None }
    }
}

/// The conditions of a source's kinds.
#[derive(Debug, Clone)]
pub struct KindMatcher {
    rows: Vec<Matcher>,
    /// The same where a few bytes at one place tell all kinds of rows.
    codes: Option<Codes>,
    preamble: Vec<Matcher>,
    encoding: Encoding,
    /// A blank, as the encoding writes it.
    blank: Vec<u8>,
}

/// Codes of up to eight bytes at one place, as numbers.
#[derive(Debug, Clone)]
struct Codes {
    start: u32,
    end: u32,
    /// In the order of the kinds.
    kinds: Vec<(u64, KindId)>,
    /// What each byte tells, where codes are one byte.
    bytes: Option<Box<[Told; 256]>>,
    /// What has no such code.
    others: Told,
}

#[derive(Debug, Clone)]
struct Matcher {
    kind: KindId,
    cells: Option<usize>,
    of: Place,
    test: Compiled,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Record,
    Bytes(u32, u32),
    Characters(u32, u32),
    Cell(usize),
}

#[derive(Debug, Clone)]
enum Compiled {
    Always,
    In(Vec<Vec<u8>>),
    NotIn(Vec<Vec<u8>>),
    All(Vec<u8>),
    Pattern(Pattern),
    /// Typed values tell.
    Values,
}

impl KindMatcher {
    /// Of the kinds in their order; literals are encoded as the source is. A literal that the encoding cannot write
    /// never matches.
    #[must_use]
    pub fn new(kinds: &[Kind], encoding: Encoding, positions: Positions) -> Self {
        let matchers = |preamble: bool| {
            let kinds = kinds.iter().enumerate().filter(|(_, kind)| kind.in_preamble == preamble);
            kinds.map(|(id, kind)| Matcher::new(id, kind, encoding, positions)).collect()
        };
        let blank = encoding.encode(" ").unwrap_or_default();
        let rows: Vec<Matcher> = matchers(false);
        Self { codes: Codes::of(&rows), rows, preamble: matchers(true), encoding, blank }
    }

    /// The kind of a row.
    #[must_use]
    #[inline]
    pub fn kind(&self, record: &RawRecord<'_>) -> Told {
        let told = self.codes.as_ref().and_then(|codes| codes.told(record));
        told.unwrap_or_else(|| self.first(&self.rows, record))
    }

    /// The kind of a preamble's line.
    #[must_use]
    pub fn preamble_kind(&self, record: &RawRecord<'_>) -> Told {
        self.first(&self.preamble, record)
    }

    /// The kind of a record that is not of this one, nor of any before it.
    #[must_use]
    pub fn kind_after(&self, kind: KindId, record: &RawRecord<'_>) -> Told {
        let in_preamble = self.preamble.iter().any(|matcher| matcher.kind == kind);
        let matchers = if in_preamble { &self.preamble } else { &self.rows };
        self.first(&matchers[matchers.partition_point(|matcher| matcher.kind <= kind)..], record)
    }

    /// The place of the byte that tells the kind of every row that has it, and what each byte tells, if one does.
    #[must_use]
    pub fn by_byte(&self) -> Option<(usize, &[Told; 256])> {
        let codes = self.codes.as_ref()?;
        codes.bytes.as_deref().map(|bytes| (codes.start as usize, bytes))
    }

    /// The one kind that takes every row, if there is one.
    #[must_use]
    pub fn only(&self) -> Option<KindId> {
        self.rows
            .first()
            .filter(|first| matches!(first.test, Compiled::Always) && first.cells.is_none())
            .map(|first| first.kind)
    }

    fn first(&self, matchers: &[Matcher], record: &RawRecord<'_>) -> Told {
        match matchers.iter().find(|matcher| matcher.holds(record, self.encoding, &self.blank)) {
            Some(Matcher { kind, test: Compiled::Values, .. }) => Told::Perhaps(*kind),
            Some(Matcher { kind, .. }) => Told::Of(*kind),
            None => Told::None,
        }
    }
}

impl Codes {
    /// Of the kinds of rows, if codes tell them; the last kind may take what has none.
    fn of(rows: &[Matcher]) -> Option<Self> {
        let (rows, others) = match rows.split_last()? {
            (Matcher { kind, cells: None, test: Compiled::Always, .. }, rows) => (rows, Told::Of(*kind)),
            _ => (rows, Told::None),
        };
        let Place::Bytes(start, end) = rows.first()?.of else { return None };
        let mut kinds = Vec::new();
        for matcher in rows {
            let (Place::Bytes(first, after), Compiled::In(literals), None) = (matcher.of, &matcher.test, matcher.cells)
            else {
                return None;
            };
            if (first, after) != (start, end) || end - start > 8 {
                return None;
            }
            // A literal of another length never matches.
            let literals = literals.iter().filter(|literal| literal.len() == (end - start) as usize);
            kinds.extend(literals.map(|literal| (Cell::from(literal.as_slice()).big_endian(), matcher.kind)));
        }
        let of_byte = |byte: usize| Self::of_code(&kinds, byte as u64).unwrap_or(others);
        let bytes = (end - start == 1).then(|| Box::new(std::array::from_fn(of_byte)));
        Some(Self { start, end, kinds, bytes, others })
    }

    /// The first kind that has this code.
    #[inline]
    fn of_code(kinds: &[(u64, KindId)], code: u64) -> Option<Told> {
        kinds.iter().find(|(other, _)| *other == code).map(|(_, kind)| Told::Of(*kind))
    }

    /// The kind of a record; none where it ends before the code does.
    #[inline]
    fn told(&self, record: &RawRecord<'_>) -> Option<Told> {
        let place = record.record.part(self.start, self.end);
        if place.len() < (self.end - self.start) as usize {
            return None;
        }
        let code = record.bytes.cell(place);
        if let Some(bytes) = &self.bytes {
            return code.first().map(|byte| bytes[usize::from(byte)]);
        }
        Some(Self::of_code(&self.kinds, code.big_endian()).unwrap_or(self.others))
    }
}

impl Matcher {
    fn new(kind: KindId, declared: &Kind, encoding: Encoding, positions: Positions) -> Self {
        let cells = declared.cells.map(|cells| cells as usize);
        let Some(when) = &declared.when else {
            return Self { kind, cells, of: Place::Record, test: Compiled::Always };
        };
        let of = match when.of {
            Operand::Record | Operand::Field(_) | Operand::Expression(..) => Place::Record,
            Operand::Bytes { start, end } if positions == Positions::Characters => Place::Characters(start, end),
            Operand::Bytes { start, end } => Place::Bytes(start, end),
            Operand::Index(index) => Place::Cell(index as usize),
        };
        let padded = |text: &String| {
            let (mut bytes, blank) = (encoding.encode(text)?, encoding.encode(" ")?);
            let missing = match of {
                Place::Bytes(start, end) => ((end - start) as usize).saturating_sub(bytes.len()) / blank.len(),
                Place::Characters(start, end) => ((end - start) as usize).saturating_sub(text.chars().count()),
                Place::Record | Place::Cell(_) => 0,
            };
            bytes.extend(blank.repeat(missing));
            Some(bytes)
        };
        let literals = |values: &[Value]| {
            let texts = values.iter().filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
            texts.filter_map(padded).collect()
        };
        let test = match &when.test {
            _ if when.is_typed() => Compiled::Values,
            Test::In(values) => Compiled::In(literals(values)),
            Test::NotIn(values) => Compiled::NotIn(literals(values)),
            Test::All(character) => Compiled::All(encoding.encode(&character.to_string()).unwrap_or_default()),
            Test::Pattern(pattern) => Compiled::Pattern(pattern.clone()),
            Test::Cells(_) | Test::True => Compiled::Always,
        };
        let cells = if let Test::Cells(cells) = when.test { Some(cells as usize) } else { cells };
        Self { kind, cells, of, test }
    }

    fn holds(&self, record: &RawRecord<'_>, encoding: Encoding, blank: &[u8]) -> bool {
        if self.cells.is_some_and(|cells| cells != record.cells.len()) {
            return false;
        }
        let slice = match self.of {
            Place::Record => Some(record.record),
            Place::Bytes(start, end) => Some(record.record.part(start, end)),
            Place::Characters(start, end) => {
                let text = record.bytes.get(record.record);
                Some(characters(encoding, text, record.record, start, end, &mut Vec::new()))
            }
            Place::Cell(index) => record.cells.get(index),
        };
        let Some(slice) = slice else { return false };
        let (found, padded) = (record.bytes.get(slice), self.padded(record, slice, encoding, blank));
        let text = padded.as_deref().unwrap_or(found);
        match &self.test {
            Compiled::Always | Compiled::Values => true,
            Compiled::In(literals) => literals.iter().any(|literal| literal == text),
            Compiled::NotIn(literals) => !literals.iter().any(|literal| literal == text),
            Compiled::All(unit) => {
                !unit.is_empty() && !text.is_empty() && text.chunks(unit.len()).all(|piece| piece == unit)
            }
            Compiled::Pattern(pattern) => matches_pattern(pattern, text, encoding),
        }
    }

    /// What stands at a place that reaches behind the record's end, filled up with blanks; none for other places.
    fn padded(&self, record: &RawRecord<'_>, slice: Slice, encoding: Encoding, blank: &[u8]) -> Option<Vec<u8>> {
        let text = record.bytes.get(slice);
        let missing = match self.of {
            Place::Record | Place::Cell(_) => 0,
            Place::Bytes(start, end) => ((end - start) as usize).saturating_sub(text.len()) / blank.len().max(1),
            Place::Characters(start, end) => {
                let wanted = (end - start) as usize;
                // A character has at least a byte, so that a place of fewer bytes is short whatever they are.
                if text.len() >= wanted && encoding.ascii_compatible() && text.is_ascii() {
                    return None;
                }
                let mut starts = Vec::new();
                let found = encoding.character_starts(text, &mut starts).map_or(text.len(), |()| starts.len());
                wanted.saturating_sub(found)
            }
        };
        (missing > 0).then(|| padded(text, missing, blank))
    }
}

fn matches_pattern(pattern: &Pattern, text: &[u8], encoding: Encoding) -> bool {
    let mut decoded = Vec::new();
    encoding.decode(text, &mut decoded).is_ok()
        && std::str::from_utf8(&decoded).is_ok_and(|text| pattern.0.is_match(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test] // what codes tell is what the conditions tell, one after the other
        fn codes_tell_what_conditions_do(record in "[AB1 ]{0,6}", codes in prop::collection::vec("[AB1 ]{1,3}", 1..6), end in 2..4_u32, rest: bool) {
            let of = Place::Bytes(1, end);
            let literals = |pair: &[String]| pair.iter().map(|code| code.clone().into_bytes()).collect();
            let mut rows: Vec<Matcher> = codes
                .chunks(2)
                .enumerate()
                .map(|(kind, pair)| Matcher { kind, cells: None, of, test: Compiled::In(literals(pair)) })
                .collect();
            if rest {
                rows.push(Matcher { kind: 9, cells: None, of: Place::Record, test: Compiled::Always });
            }
            let matcher = KindMatcher {
                codes: Codes::of(&rows),
                rows,
                preamble: Vec::new(),
                encoding: Encoding::of("ascii").unwrap(),
                blank: b" ".to_vec(),
            };
            let bytes = Slices { window: record.as_bytes(), side: b"" };
            let raw = RawRecord { bytes, record: Slice::of_window(0, record.len()), cells: RowCells::default() };
            prop_assert!(matcher.codes.is_some());
            let told = matcher.first(&matcher.rows, &raw);
            prop_assert_eq!(matcher.kind(&raw), told);
            prop_assert_eq!(matcher.by_byte().is_some(), end == 2);
            if let (Some((place, by_byte)), Some(byte)) = (matcher.by_byte(), record.as_bytes().get(1)) {
                prop_assert_eq!((place, by_byte[usize::from(*byte)]), (1, told));
            }
        }
    }
}

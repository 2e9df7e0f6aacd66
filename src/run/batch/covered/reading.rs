//! Whether bytes read as records of a source: what texts have in them, and digits.
//!
//! In: a plan, and the bytes of what may be records. Out: what speaks for them and against them. Refuses to decide.

use std::ops::Range;

use crate::extractors::decode::Decoder;
use crate::extractors::delimited::table::RowCells;
use crate::extractors::encoding::{self, Encoding};
use crate::extractors::fields::Cut;
use crate::extractors::kinds::RawRecord;
use crate::extractors::slices::{Slice, Slices};
use crate::mapping::model::{Field, FieldPlace, KindId, Operand, Type};
use crate::mapping::stored::Form;
use crate::run::plan::{KindPlan, Plan};

/// What stands before a blank, of EBCDIC or of any other encoding, are controls.
const EBCDIC_BLANK: u16 = 0x40;
const BLANK: u16 = 0x20;
/// Bytes of digits, or characters, that are no chance, behind a length that fits.
const SURE: usize = 4;
/// Packed numbers of fewer bytes are small binary ones too.
const PACKED: usize = 3;

/// What speaks for records, and against them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// Numbers of digits that decode, and those that do not.
    good: usize,
    bad: usize,
    /// Of these, packed ones: others may be letters.
    unpacked: usize,
    /// Bytes of digits that decode and are no small binary number, of the record that has fewest; and its characters.
    digits: usize,
    letters: usize,
    /// Each has the length that its kind says.
    pub fits: bool,
    /// Each has characters or digits.
    pub is_judged: bool,
}

impl Reading {
    /// Whether they may be records: most packed numbers decode.
    pub const fn may_be(self) -> bool {
        self.good >= self.unpacked
    }

    /// Whether nothing speaks against them.
    pub const fn is_legible(self) -> bool {
        self.good >= self.bad
    }

    /// Whether most numbers of digits decode.
    pub const fn has_digits(self) -> bool {
        self.good >= self.bad && self.good > 0
    }

    /// Whether digits speak for them so much that nothing else need to.
    pub const fn is_sure(self) -> bool {
        self.bad == 0 && self.digits >= SURE
    }

    /// Whether each is as long as its kind, and has characters.
    pub const fn is_whole(self) -> bool {
        self.is_legible() && self.fits && self.letters >= SURE
    }

    /// Both together.
    fn and(self, other: Self) -> Self {
        Self {
            good: self.good + other.good,
            bad: self.bad + other.bad,
            unpacked: self.unpacked + other.unpacked,
            digits: self.digits.min(other.digits),
            letters: self.letters.min(other.letters),
            fits: self.fits && other.fits,
            is_judged: self.is_judged && other.is_judged,
        }
    }

    fn see(&mut self, decoder: &Decoder, (field, cell): (&Field, &[u8])) {
        let read = decoder.decode(&[cell][..]);
        let is_packed = field.reading.stored.is_some_and(|stored| stored.form == Form::Packed);
        if !read.findings.is_empty() {
            self.bad += 1;
            self.unpacked += usize::from(is_packed);
        } else if read.array.null_count() == 0 {
            self.good += 1;
            self.digits += if is_packed && cell.len() < PACKED { 0 } else { cell.len() };
        }
    }
}

/// What records are compared with: a plan, and the record that goes on over them.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// It.
    pub plan: &'a Plan,
    /// The kind of that record, and its own bytes.
    pub own: (KindId, &'a [u8]),
}

impl Known<'_> {
    /// How these records read; none where a text of one has what no text has.
    pub fn reading(self, bytes: &[u8], records: &[Vec<Range<usize>>]) -> Option<Reading> {
        let read = |pieces: &Vec<Range<usize>>| {
            let record: Vec<u8> = pieces.iter().flat_map(|piece| &bytes[piece.clone()]).copied().collect();
            self.of_record(&record)
        };
        let mut all = records.iter().map(read);
        let first = all.next()??;
        all.try_fold(first, |sum, one| one.map(|one| sum.and(one)))
    }

    /// How a record reads as one of the kind that its code tells, or else of the kind as which it reads best.
    fn of_record(self, record: &[u8]) -> Option<Reading> {
        let bytes = Slices { window: record, side: &[] };
        let raw = RawRecord { bytes, record: Slice::of_window(0, record.len()), cells: RowCells::default() };
        let told = self.plan.matcher.kind(&raw).kind();
        let kinds = told.map_or(0..self.plan.kinds.len(), |kind| kind..kind + 1);
        // What stands before the first byte that is read may be no part of those within.
        let before = self.plan.shortest.before;
        let shifts = if before > 0 { &[0, before][..] } else { &[0] };
        let all = kinds.flat_map(|kind| shifts.iter().map(move |shift| (kind, *shift)));
        let readings = all.filter_map(|(kind, shift)| self.of_kind((kind, told.is_some()), (record, shift)));
        readings.max_by_key(|one| (one.good.cast_signed() - one.bad.cast_signed(), one.digits))
    }

    /// How a record reads as one of this kind, whose fields stand so many bytes further left. Behind what it counts itself nothing
    /// is looked at.
    fn of_kind(self, (kind, is_told): (KindId, bool), (record, shift): (&[u8], usize)) -> Option<Reading> {
        let work = &self.plan.kinds[kind];
        let end = work.variable.as_ref().map_or(record.len(), |counted| record.len().min(counted.fixed() as usize));
        let mut reading = Reading { fits: fits(work, record), ..Reading::default() };
        let mut is_blank = None;
        for (field, work) in self.plan.mapping.source.kinds[kind].fields.iter().zip(&work.fields) {
            let Cut::Bytes(first, last) = work.cut else { continue };
            let Some(place) = (first as usize).checked_sub(shift).map(|first| first..last as usize - shift) else {
                continue;
            };
            let Some(cell) = record[..end].get(place) else { continue };
            let is_zero = cell.iter().all(|byte| *byte == 0);
            if let Some(unit) = Unit::of(self.plan.encoding, field).filter(|_| !(is_told && self.tells(kind, field))) {
                if !is_zero && !unit.is_legible(cell) && !self.is_odd(kind, unit, (first, last)) {
                    return None;
                }
                reading.letters += if is_zero { 0 } else { unit.letters(cell) };
                is_blank = Some(is_zero && is_blank.unwrap_or(true));
            }
            if has_digits(field) && !is_zero && !self.is_blank(cell) {
                reading.see(&work.decoder, (field, cell));
            }
        }
        reading.is_judged = is_blank.is_some() || reading.good + reading.bad > 0;
        // Characters that are zeros throughout are none of a record.
        (is_blank != Some(true)).then_some(reading)
    }

    /// Whether the bytes of this field tell the kind.
    fn tells(self, kind: KindId, field: &Field) -> bool {
        let when = self.plan.mapping.source.kinds[kind].when.as_ref();
        let place =
            when.and_then(|when| if let Operand::Bytes { start, end } = when.of { Some((start, end)) } else { None });
        matches!(field.place, FieldPlace::Bytes { start, end } if Some((start, end)) == place)
    }

    /// Whether the record that goes on over others has controls in this place of characters itself.
    fn is_odd(self, kind: KindId, unit: Unit, (first, last): (u32, u32)) -> bool {
        let own = self.own.1.get(first as usize..last as usize).filter(|_| self.own.0 == kind);
        own.is_some_and(|own| !unit.is_legible(own))
    }

    fn is_blank(self, cell: &[u8]) -> bool {
        cell.iter().all(|byte| self.plan.blank.first() == Some(byte))
    }
}

/// Whether a record is as long as its kind says, perhaps without what nobody reads at its end.
fn fits(work: &KindPlan, record: &[u8]) -> bool {
    let counted = work.variable.as_ref().map(|counted| counted.measure(record, &mut Vec::new()));
    let read = counted.unwrap_or(Ok(work.least_length as usize));
    read.is_ok_and(|read| [read, read + work.spare as usize].contains(&record.len()))
}

/// Whether only some bytes are a value of this field: bytes of a text are, and those of a binary number.
fn has_digits(field: &Field) -> bool {
    match field.reading.stored {
        Some(stored) => matches!(stored.form, Form::Zoned(_) | Form::Packed),
        None => field.ty != Type::Text,
    }
}

/// A character of a field: its bytes, and the first one that is no control.
#[derive(Debug, Clone, Copy)]
struct Unit {
    bytes: usize,
    first: u16,
}

impl Unit {
    /// None of a field that has no characters.
    fn of(encoding: Encoding, field: &Field) -> Option<Self> {
        let is_binary = field.reading.stored.is_some_and(|stored| !matches!(stored.form, Form::Zoned(_)));
        let own = field.reading.encoding.as_deref().map_or(Some(encoding), Encoding::of).filter(|_| !is_binary)?;
        match own.unit() {
            encoding::Unit::Utf16Be => Some(Self { bytes: 2, first: BLANK }),
            _ if own.ebcdic().is_some() => Some(Self { bytes: 1, first: EBCDIC_BLANK }),
            _ if own.ascii_compatible() => Some(Self { bytes: 1, first: BLANK }),
            _ => None,
        }
    }

    /// Whether these characters have no controls.
    fn is_legible(self, cell: &[u8]) -> bool {
        self.values(cell).all(|value| value >= self.first)
    }

    /// Characters that are no blanks.
    fn letters(self, cell: &[u8]) -> usize {
        self.values(cell).filter(|value| *value > self.first).count()
    }

    fn values(self, cell: &[u8]) -> impl Iterator<Item = u16> + '_ {
        cell.chunks(self.bytes).map(|unit| unit.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)))
    }
}

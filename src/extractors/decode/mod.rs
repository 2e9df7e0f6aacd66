//! One field of a batch of records: bytes in, one typed Arrow array out.
//!
//! The steps, in this order: encoding, `pattern`, `trim`, `null_if`, blank, type. Plain forms in encodings that keep
//! ASCII are read from the bytes, those of EBCDIC after a look into a table, stored numbers by their form; everything else goes
//! through the general reader. Both give the same.
//! Refuses: deciding what becomes of a record, showing a value in a finding.

use std::sync::Arc;

use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type,
    Int64Type, Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, OffsetBuffer, ScalarBuffer};

use crate::arrays::array_type;
use crate::extractors::Cells;
use crate::extractors::cell::Cell;
use crate::extractors::encoding::Encoding;
use crate::extractors::pieces::Pieces;
use crate::extractors::strip::Strip;
use crate::finding::{Args, Code, RowFinding};
use crate::mapping::model::{OnBlank, Reading, Trim, Type};

mod blocks;
mod copied;
pub mod date;
pub mod edited;
mod floats;
pub mod number;
mod pieces;
pub mod round_trip;
mod slow;
pub mod stored;
mod strips;
#[cfg(test)]
mod tests;
mod texts;

use blocks::{Column, Narrow, Taken};
use copied::{Copied, Whole};
use date::DateRules;
use edited::EditedRules;
use floats::{Float, Plainest};
use number::{NumberRules, QuickForm};
use slow::Slow;
use stored::columns::NumberOf;
use stored::{Scaling, StoredRules};
use texts::{Plain, Short, TextRules, is_blank};

/// Why a text is no value of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// TL0201 to TL0235.
    pub code: Code,
    /// A position in the field from 1, or a count; what the code's first argument is.
    pub number: i64,
}

impl Refusal {
    const fn plain(code: Code) -> Self {
        Self { code, number: 0 }
    }

    /// At a byte of a text; told as the number of its character, from 1.
    fn at(code: Code, text: &str, byte: usize) -> Self {
        let before = text.get(..byte).map_or(byte, |before| before.chars().count());
        Self { code, number: i64::try_from(before + 1).unwrap_or(i64::MAX) }
    }
}

/// Declared changes of values, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldCounts {
    /// Texts that `null_if` made empty.
    pub null_if: u64,
    /// Blanks that `on_blank` made empty or zero; blank texts are empty anyway and are not counted.
    pub blank: u64,
    /// Texts that do not decode and that `on_bad` made empty.
    pub bad: u64,
    /// Values that `round` rounded.
    pub rounded: u64,
    /// LOW-VALUES that `on_low_values` made empty or zero.
    pub low: u64,
    /// HIGH-VALUES that `on_high_values` made empty or zero.
    pub high: u64,
}

impl FieldCounts {
    /// Adds those of another batch.
    pub const fn add(&mut self, other: Self) {
        self.null_if += other.null_if;
        self.blank += other.blank;
        self.bad += other.bad;
        self.rounded += other.rounded;
        self.low += other.low;
        self.high += other.high;
    }

    /// Takes off those of rows that were counted elsewhere.
    pub const fn subtract(&mut self, other: Self) {
        self.null_if -= other.null_if;
        self.blank -= other.blank;
        self.bad -= other.bad;
        self.rounded -= other.rounded;
        self.low -= other.low;
        self.high -= other.high;
    }
}

/// What one field of a batch came to.
#[derive(Debug)]
pub struct Decoded {
    /// Of the field's type; null where there is no value, or a finding.
    pub array: ArrayRef,
    /// At most one a row, in the order of the rows.
    pub findings: Vec<RowFinding>,
    /// Declared changes.
    pub counts: FieldCounts,
}

/// The rows whose values are read one by one.
struct Rows<'c, C: ?Sized, N> {
    cells: &'c C,
    /// What the readers of whole columns made of them; none: nothing.
    ready: Option<Column<N>>,
}

impl<'c, C: ?Sized, N> Rows<'c, C, N> {
    const fn all(cells: &'c C) -> Self {
        Self { cells, ready: None }
    }
}

/// Reads one field.
#[derive(Debug, Clone)]
pub struct Decoder {
    ty: Type,
    texts: TextRules,
    reads: Reads,
}

#[derive(Debug, Clone)]
enum Reads {
    Text,
    Number(NumberRules),
    Edited(EditedRules),
    Date(DateRules),
    Bool(Words),
    Float(Option<char>),
    Stored(NumberOf),
    /// With the values that mean "no value".
    StoredFloat(Vec<f64>),
}

/// What true and false are called.
#[derive(Debug, Clone)]
struct Words {
    yes: Vec<String>,
    no: Vec<String>,
    /// Those of at most eight ASCII characters that are not blank, as [`Cell::little_endian`] has them, with their lengths
    /// and what they mean.
    short: Vec<(usize, u64, bool)>,
}

impl Words {
    fn new(yes: Vec<String>, no: Vec<String>) -> Self {
        let all = yes.iter().map(|word| (word, true)).chain(no.iter().map(|word| (word, false)));
        let is_short = |word: &str| word.len() <= 8 && word.is_ascii() && !word.bytes().all(is_blank);
        let short = all.filter(|(word, _)| is_short(word)).map(|(word, means)| {
            let word = Cell::from(word.as_bytes());
            (word.len(), word.little_endian(), means)
        });
        let short = short.collect();
        Self { yes, no, short }
    }

    /// Of a text that is exactly one of the short words.
    #[inline]
    fn of_plain(&self, text: Cell<'_>) -> Option<bool> {
        let (len, word) = (text.len(), text.little_endian());
        let found = self.short.iter().find(|(other_len, other, _)| (*other_len, *other) == (len, word));
        found.map(|(_, _, means)| *means)
    }

    /// None for a word that is neither. The word "" is a blank field.
    fn value(&self, text: &str) -> Option<bool> {
        let text = if text.bytes().all(is_blank) { "" } else { text };
        let is = |words: &[String]| words.iter().any(|word| word == text);
        if is(&self.yes) { Some(true) } else { is(&self.no).then_some(false) }
    }
}

impl Reads {
    /// Whether a blank field has a value.
    fn takes_blank(&self) -> bool {
        matches!(self, Self::Bool(words) if words.value("").is_some())
    }
}

/// The picture that a type has where none is declared.
const fn usual_picture(ty: Type) -> &'static str {
    match ty {
        Type::Time => "HH:MM:SS",
        Type::Timestamp => "YYYY-MM-DD HH:MM:SS",
        _ => "YYYY-MM-DD",
    }
}

impl Decoder {
    /// `encoding` is the source's; `fixed` says that decimals are implied where no mark is declared.
    ///
    /// # Errors
    /// TL0009 for an encoding, TL0018 for a picture that is none.
    pub fn new(ty: &Type, reading: &Reading, encoding: &str, fixed: bool) -> Result<Self, (Code, Args)> {
        let named =
            |name: &str| Encoding::of(name).ok_or_else(|| (Code::UnknownEncoding, vec![name.into(), "".into()]));
        let source = named(encoding)?;
        let mut texts = TextRules::new(reading, reading.encoding.as_deref().map_or(Ok(source), named)?, source);
        let held = reading.edited.as_ref().filter(|_| ty.is_number() || matches!(ty, Type::Float32 | Type::Float64));
        if let Some(picture) = held {
            texts.keep_whole();
            let reads = Reads::Edited(EditedRules::new(*ty, picture, reading.round));
            return Ok(Self { ty: *ty, texts, reads });
        }
        let reads = match (ty, &texts.stored) {
            (Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { .. }, Some(stored)) => {
                let scaling = Scaling::new(*ty, stored.scale(), reading.round);
                Reads::Stored(NumberOf::new(scaling, &reading.null_if))
            }
            (Type::Float32 | Type::Float64, Some(_)) => {
                Reads::StoredFloat(reading.null_if.iter().filter_map(|text| text.trim().parse().ok()).collect())
            }
            (Type::Text, _) => Reads::Text,
            (Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { .. }, None) => {
                Reads::Number(NumberRules::new(*ty, reading, fixed))
            }
            (Type::Date | Type::Time | Type::Timestamp, _) => {
                let picture = reading.picture.as_deref().unwrap_or(usual_picture(*ty));
                let rules = DateRules::new(picture, *ty, reading.years);
                Reads::Date(rules.map_err(|problem| (Code::BadPicture, vec![picture.into(), problem.into()]))?)
            }
            (Type::Bool, _) => Reads::Bool(Words::new(reading.true_words.clone(), reading.false_words.clone())),
            (Type::Float32 | Type::Float64, None) => Reads::Float(reading.decimal),
        };
        Ok(Self { ty: *ty, texts, reads })
    }

    /// Reads all rows.
    #[must_use]
    pub fn decode<C: Cells + ?Sized>(&self, cells: &C) -> Decoded {
        match (&self.reads, &self.texts.stored) {
            (Reads::Stored(to), Some(stored)) => self.stored_numbers(cells, stored, to),
            (Reads::StoredFloat(nulls), Some(stored)) => self.stored_floats(cells, stored, nulls),
            (Reads::Stored(_) | Reads::StoredFloat(_) | Reads::Text, _) => self.text(cells),
            (Reads::Number(rules), _) => self.numbers(cells, rules),
            (Reads::Edited(rules), _) => self.edited(cells, rules),
            (Reads::Date(rules), _) => self.dates(cells, rules),
            (Reads::Bool(words), _) => self.booleans(cells, words),
            (Reads::Float(mark), _) => self.floats(cells, *mark),
        }
    }

    /// Whether ASCII, whatever it is, has no finding here and changes no count: it is a text, or blank.
    #[must_use]
    pub fn tells_nothing_of_ascii(&self) -> bool {
        let texts = &self.texts;
        let is_text = matches!(self.reads, Reads::Text) && texts.takes_columns();
        is_text && texts.null_if.is_empty() && texts.on_blank != OnBlank::Reject
    }

    fn numbers<C: Cells + ?Sized>(&self, cells: &C, rules: &NumberRules) -> Decoded {
        match self.ty {
            Type::Int16 => self.numbers_as::<C, Int16Type>(cells, rules),
            Type::Int32 => self.numbers_as::<C, Int32Type>(cells, rules),
            Type::Decimal { precision, .. } if precision <= crate::arrays::DECIMAL64_DIGITS => {
                self.numbers_as::<C, Decimal64Type>(cells, rules)
            }
            Type::Decimal { .. } => self.numbers_as::<C, Decimal128Type>(cells, rules),
            _ => self.numbers_as::<C, Int64Type>(cells, rules),
        }
    }

    /// Numbers of one width; what most of them look like is asked once, not of each.
    fn numbers_as<C: Cells + ?Sized, T: ArrowPrimitiveType>(&self, cells: &C, rules: &NumberRules) -> Decoded
    where
        T::Native: Narrow + TryFrom<i64> + TryFrom<i128>,
    {
        let narrow = |value: i64| T::Native::try_from(value).ok();
        let read = |text: &str, blanks_after: usize| {
            let (value, rounded) = rules.read(text, blanks_after)?;
            let value = T::Native::try_from(value).map_err(|_| Refusal::plain(Code::NumberTooLarge))?;
            Ok((value, rounded))
        };
        let ready = self.plainest(
            cells,
            |text| rules.quick(text),
            |strip, nulls| {
                let blanks = rules.passes_blanks() && self.texts.trims_left();
                strips::numbers(strip, Taken { rules, nulls }, blanks)
            },
            |cells, nulls| pieces::numbers(cells, Taken { rules, nulls }),
        );
        let cells = Rows { cells, ready };
        match rules.quick_form() {
            QuickForm::Digits => self.values::<C, T>(cells, |cell| rules.quick_digits(cell).and_then(narrow), read),
            QuickForm::Overpunch => {
                self.values::<C, T>(cells, |cell| rules.quick_overpunch(cell).and_then(narrow), read)
            }
            QuickForm::Whole => self.values::<C, T>(cells, |cell| rules.quick_whole(cell).and_then(narrow), read),
            QuickForm::Marked(mark) => {
                self.values::<C, T>(cells, |cell| rules.quick_marked(mark, cell).and_then(narrow), read)
            }
            QuickForm::MarkedOverpunch(mark) => {
                let quick = |cell: Cell<'_>| rules.quick_marked_overpunch(mark, cell).and_then(narrow);
                self.values::<C, T>(cells, quick, read)
            }
            QuickForm::Edited => self.values::<C, T>(cells, |cell| rules.quick_edited(cell).and_then(narrow), read),
            QuickForm::None => self.values::<C, T>(cells, |_| None, read),
        }
    }

    /// What the readers of whole columns make of the cells; none where they read nothing of them. `quick` reads the texts
    /// that mean "no value": rows with their values are left over.
    fn plainest<'c, C: Cells + ?Sized, V, N>(
        &self,
        cells: &'c C,
        quick: impl Fn(Cell<'_>) -> Option<V>,
        of_strip: impl FnOnce(&Strip<'c>, &[V]) -> Option<Column<N>>,
        of_pieces: impl FnOnce(&Pieces<'c>, &[V]) -> Option<Column<N>>,
    ) -> Option<Column<N>> {
        if self.texts.plain != Plain::Ascii {
            return None;
        }
        let nulls: Vec<V> = self.texts.null_if.iter().filter_map(|text| quick(text.as_bytes().into())).collect();
        match (cells.strip(), cells.pieces()) {
            (Some(strip), _) => of_strip(&strip, &nulls),
            (_, Some(pieces)) => of_pieces(&pieces, &nulls),
            _ => None,
        }
    }

    fn dates<C: Cells + ?Sized>(&self, cells: &C, rules: &DateRules) -> Decoded {
        match self.ty {
            Type::Time => {
                let read = |text: &str, _| Ok((rules.time(text)?, false));
                self.values::<C, Time64MicrosecondType>(Rows::all(cells), |_| None, read)
            }
            Type::Timestamp => {
                let ready = self.plainest(
                    cells,
                    |text| rules.quick_timestamp(text),
                    |strip, nulls| strips::timestamps(strip, rules, nulls),
                    |cells, nulls| pieces::timestamps(cells, rules, nulls),
                );
                self.values::<C, TimestampMicrosecondType>(
                    Rows { cells, ready },
                    |cell| rules.quick_timestamp(cell),
                    |text, _| Ok((rules.timestamp(text)?, false)),
                )
            }
            _ => {
                if let Some(stored) = self.dated_by_number(rules) {
                    return self.stored_dates(cells, stored, rules);
                }
                let read = |text: &str, _| Ok((rules.date(text)?, false));
                let ready = self.plainest(
                    cells,
                    |text| rules.quick(text),
                    |strip, nulls| strips::dates(strip, rules, nulls),
                    |cells, nulls| pieces::dates(cells, rules, nulls),
                );
                self.values::<C, Date32Type>(Rows { cells, ready }, |cell| rules.quick(cell), read)
            }
        }
    }

    fn array<T: ArrowPrimitiveType>(&self, slow: Slow<'_>, values: Vec<T::Native>) -> Decoded {
        let nulls = slow.nulls();
        let values = PrimitiveArray::<T>::new(ScalarBuffer::from(values), nulls).with_data_type(array_type(self.ty));
        slow.decoded(Arc::new(values))
    }

    /// How the number is stored that is a date as it stands, without its digits having to be looked at.
    fn dated_by_number(&self, rules: &DateRules) -> Option<&StoredRules> {
        let stored = self.texts.stored.as_deref()?;
        let plain = self.texts.plain == Plain::Digits && self.texts.null_if.is_empty();
        (plain && stored.digits() == 8 && rules.is_plain()).then_some(stored)
    }

    /// Dates whose year, month and day are the digits of a stored number.
    fn stored_dates<C: Cells + ?Sized>(&self, cells: &C, stored: &StoredRules, rules: &DateRules) -> Decoded {
        let mut slow = Slow::new(self, cells.len());
        let read = |text: &str, _| Ok((rules.date(text)?, false));
        let value = |row| {
            let cell = cells.cell(row);
            let quick = stored.quick(cell).and_then(DateRules::of_number);
            quick.unwrap_or_else(|| slow.value(row, cell.bytes(), read).unwrap_or_default())
        };
        let values: Vec<i32> = (0..cells.len()).map(value).collect();
        self.array::<Date32Type>(slow, values)
    }

    fn floats<C: Cells + ?Sized>(&self, cells: &C, mark: Option<char>) -> Decoded {
        if self.ty == Type::Float32 {
            self.floats_as::<C, Float32Type>(cells, mark)
        } else {
            self.floats_as::<C, Float64Type>(cells, mark)
        }
    }

    fn floats_as<C: Cells + ?Sized, T: ArrowPrimitiveType>(&self, cells: &C, mark: Option<char>) -> Decoded
    where
        T::Native: Float,
    {
        let quick = |cell: Cell<'_>| floats::read(std::str::from_utf8(cell.bytes()).ok()?, mark);
        let plainest = Plainest::of(mark, self.texts.trims_left());
        let ready = self.plainest(
            cells,
            quick,
            |strip, nulls| plainest?.strip(strip, nulls),
            |pieces, nulls| Some(plainest?.pieces(pieces, nulls)),
        );
        self.values::<C, T>(Rows { cells, ready }, quick, |text, _| {
            Ok((floats::read(text, mark).ok_or_else(|| floats::no_float(text, mark))?, false))
        })
    }

    /// One value a row: `quick` reads the plainest bytes, `read` any text.
    fn values<C: Cells + ?Sized, T: ArrowPrimitiveType>(
        &self,
        Rows { cells, ready }: Rows<'_, C, T::Native>,
        quick: impl Fn(Cell<'_>) -> Option<T::Native>,
        read: impl Fn(&str, usize) -> Result<(T::Native, bool), Refusal>,
    ) -> Decoded {
        let rows = cells.len();
        let mut slow = Slow::new(self, rows);
        let mut short: Short = [0; size_of::<Short>()];
        // Most of what the readers of whole columns leave over is blank; the rest is often no value, one as the other.
        let is_left = ready.is_some();
        let mut is_value = true;
        let mut value = |row| {
            let cell = cells.cell(row);
            if is_left && self.texts.is_plainly_blank(cell.bytes()) {
                return slow.value(row, cell.bytes(), &read).unwrap_or_default();
            }
            let quickly = if is_value || !is_left {
                let plain = self.texts.plain(cell, &mut short).and_then(|text| Some((text, quick(text)?)));
                let is_there = |(text, _): &(Cell<'_>, _)| !self.texts.is_null(text.bytes());
                plain.filter(is_there).map(|(_, value)| value).or_else(|| self.trimmed(cell, &quick))
            } else {
                None
            };
            quickly.unwrap_or_else(|| {
                let value = slow.value(row, cell.bytes(), &read);
                is_value = value.is_some();
                value.unwrap_or_default()
            })
        };
        let values: Vec<T::Native> = match ready {
            None => (0..rows).map(value).collect(),
            Some(Column { mut values, others }) => {
                for row in others {
                    values[row as usize] = value(row as usize);
                }
                values
            }
        };
        self.array::<T>(slow, values)
    }

    /// The value of a cell that is plain but for the blanks around it.
    fn trimmed<N>(&self, cell: Cell<'_>, quick: &impl Fn(Cell<'_>) -> Option<N>) -> Option<N> {
        let means_blanks = matches!(&self.reads, Reads::Number(rules) if !rules.passes_blanks());
        let text = self.texts.plain_trimmed(cell).filter(|text| text.len() < cell.len() && !means_blanks)?;
        quick(text).filter(|_| !self.texts.is_null(text.bytes()))
    }

    fn booleans<C: Cells + ?Sized>(&self, cells: &C, words: &Words) -> Decoded {
        let rows = cells.len();
        let mut slow = Slow::new(self, rows);
        let read = |text: &str, _| {
            let value = words.value(text).ok_or(Refusal::plain(Code::NotABoolean))?;
            Ok((value, false))
        };
        let plain = |cell: Cell<'_>| {
            let text = self.texts.plain_trimmed(cell)?;
            words.of_plain(text).filter(|_| !self.texts.is_null(text.bytes()))
        };
        let value = |row| {
            let cell = cells.cell(row);
            plain(cell).unwrap_or_else(|| slow.value(row, cell.bytes(), read).unwrap_or_default())
        };
        let values = BooleanBuffer::collect_bool(rows, value);
        let nulls = slow.nulls();
        slow.decoded(Arc::new(BooleanArray::new(values, nulls)))
    }

    fn text<C: Cells + ?Sized>(&self, cells: &C) -> Decoded {
        let texts = &self.texts;
        // What is blank and was not trimmed has to be looked at.
        let quick = texts.on_blank != OnBlank::Reject || texts.trim != Trim::None;
        let (strip, pieces) =
            if quick && texts.takes_columns() { (cells.strip(), cells.pieces()) } else { (None, None) };
        let plain = |row: usize, into: &mut Vec<u8>| quick && texts.plain_text(cells.cell(row), into);
        let found = match (strip.filter(Strip::is_ascii), pieces) {
            (Some(strip), _) => {
                let append = |row: usize, into: &mut Vec<u8>| texts.strip_text(&strip, row, into);
                let room = cells.len() * strip.width();
                match strip.width() {
                    1..=16 => self.copied(cells, room, |row, into| texts.short_text::<1>(&strip, row, into), append),
                    17..=32 => self.copied(cells, room, |row, into| texts.short_text::<2>(&strip, row, into), append),
                    33..=64 => self.copied(cells, room, |row, into| texts.short_text::<4>(&strip, row, into), append),
                    _ => self.text_by(cells, USUAL_TEXT, append),
                }
            }
            (_, Some(pieces)) => {
                let by = |check: bool| {
                    let trims = (texts.trims_left(), texts.trims_right());
                    let whole = Whole::new(pieces, trims, check, texts.upper.as_deref());
                    self.copied(
                        cells,
                        whole.room(),
                        |row, into| whole.copy(row, into),
                        |row, into| texts.piece_text(&pieces, row, into, check) || plain(row, into),
                    )
                };
                // All texts of a column are looked at together; only where one is no UTF-8, each for itself.
                if texts.is_utf8() { by(false).or_else(|| by(true)) } else { by(true) }
            }
            _ => self.text_by(cells, USUAL_TEXT, plain),
        };
        found.unwrap_or_else(|| Slow::new(self, cells.len()).undone(cells.len()))
    }

    /// Texts, of which `append` gives the plainest: false, and nothing appended, where it has none. Room is made for so many
    /// bytes a row. None if what was appended is not UTF-8.
    fn text_by<C: Cells + ?Sized>(
        &self,
        cells: &C,
        usual: usize,
        append: impl Fn(usize, &mut Vec<u8>) -> bool,
    ) -> Option<Decoded> {
        let rows = cells.len();
        let mut offsets: Vec<i32> = Vec::with_capacity(rows + 1);
        let mut bytes: Vec<u8> = Vec::with_capacity(rows * usual);
        let mut slow = Slow::new(self, rows);
        offsets.push(0);
        offsets.extend((0..rows).map(|row| {
            let start = bytes.len();
            if !append(row, &mut bytes) || self.texts.is_null(&bytes[start..]) {
                bytes.truncate(start);
                slow.text(row, cells.cell(row).bytes(), &mut bytes);
            }
            end_at(bytes.len())
        }));
        texts_of(slow, offsets, bytes)
    }

    /// The same, of which `copy` copies most as they stand: false, and nothing copied, for those that `append` is asked for. Room is made for
    /// so many bytes in all.
    fn copied<C: Cells + ?Sized>(
        &self,
        cells: &C,
        room: usize,
        copy: impl Fn(usize, &mut Copied) -> bool,
        append: impl Fn(usize, &mut Vec<u8>) -> bool,
    ) -> Option<Decoded> {
        let rows = cells.len();
        let (mut slow, mut copied, mut text) = (Slow::new(self, rows), Copied::new(room), Vec::new());
        let mut offsets: Vec<i32> = Vec::with_capacity(rows + 1);
        offsets.push(0);
        offsets.extend((0..rows).map(|row| {
            let start = copied.end();
            if !copy(row, &mut copied) || self.texts.is_null(copied.since(start)) {
                copied.back_to(start);
                text.clear();
                if !append(row, &mut text) || self.texts.is_null(&text) {
                    text.clear();
                    slow.text(row, cells.cell(row).bytes(), &mut text);
                }
                copied.put(&text);
            }
            end_at(copied.end())
        }));
        texts_of(slow, offsets, copied.into_bytes())
    }
}

/// Texts that end there; none if they are not UTF-8.
fn texts_of(slow: Slow<'_>, offsets: Vec<i32>, bytes: Vec<u8>) -> Option<Decoded> {
    let nulls = slow.nulls();
    // Arrow looks at all of it, and at where each text begins.
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    let array = StringArray::try_new(offsets, Buffer::from_vec(bytes), nulls).ok()?;
    Some(slow.decoded(Arc::new(array)))
}

/// Bytes of a usual text: room for them is made at once.
const USUAL_TEXT: usize = 16;

/// Where a text ends. A batch is a part of one window, which is smaller than 2 GiB.
fn end_at(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

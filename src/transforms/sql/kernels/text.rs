//! Texts over whole columns: written straight into one buffer; where a batch is ASCII, code points are bytes.

use arrow_array::{Array, StringArray};
use arrow_buffer::BooleanBuffer;
use memchr::memmem;

use super::Raw;
use super::writer::{Constant, Writer};
use crate::canonical;
use crate::mapping::model::{Type, Value};
use crate::mapping::sql::op::{Op, Prepared};
use crate::mapping::sql::types::Ty;
use crate::transforms::sql::column::{Column, Data};
use crate::transforms::sql::scalar::Call;
use crate::transforms::sql::value::MOST_TEXT;

/// The bytes of a column's texts.
#[derive(Clone, Copy)]
struct Bytes<'a> {
    all: &'a [u8],
    offsets: &'a [i32],
}

impl<'a> Bytes<'a> {
    fn of(texts: &'a StringArray) -> Self {
        Self { all: texts.value_data(), offsets: texts.value_offsets() }
    }

    /// What is used of the buffer.
    fn used(&self) -> &'a [u8] {
        let [first, last] = [self.offsets.first(), self.offsets.last()].map(|at| index(*at.unwrap_or(&0)));
        self.all.get(first..last).unwrap_or_default()
    }

    #[inline]
    fn rows(self) -> impl Iterator<Item = (usize, usize)> {
        self.offsets.windows(2).map(move |ends| (index(ends[0]), index(ends[1])))
    }
}

#[inline]
#[expect(clippy::cast_sign_loss, reason = "offsets of texts are never below 0")]
const fn index(offset: i32) -> usize {
    offset as usize
}

/// The texts of a column, if all of them are ASCII.
fn ascii(column: &Column) -> Option<Bytes<'_>> {
    let bytes = Bytes::of(column.texts()?);
    bytes.used().is_ascii().then_some(bytes)
}

fn count(column: &Column) -> Option<usize> {
    if let Column::One(Some(Value::Int(number))) = column { usize::try_from(*number).ok() } else { None }
}

fn finished(writer: Writer) -> Option<Raw> {
    let (texts, bad) = writer.finish()?;
    Some(Raw { data: Data::Text(texts), bad })
}

/// A part of each row: from its start and end in the column's bytes, those of the part.
fn parts(bytes: Bytes<'_>, f: impl Fn(usize, usize) -> (usize, usize)) -> Option<Raw> {
    let rows = bytes.offsets.len() - 1;
    let mut writer = Writer::new(rows, bytes.used().len());
    for (start, end) in bytes.rows() {
        let (start, end) = f(start, end);
        writer.put(bytes.all, start, end);
        writer.end();
    }
    finished(writer)
}

enum Piece<'a> {
    One(Constant<'a>, usize),
    Many(Bytes<'a>),
}

/// `a || b || …`.
pub fn join(args: &[&Column], rows: usize) -> Option<Raw> {
    let pieces: Vec<Piece<'_>> = args
        .iter()
        .map(|arg| match arg.one_text() {
            Some(text) => Some(Piece::One(Constant::new(text.as_bytes()), text.len())),
            None => arg.texts().map(|texts| Piece::Many(Bytes::of(texts))),
        })
        .collect::<Option<_>>()?;
    let total = |piece: &Piece<'_>| match piece {
        Piece::One(_, length) => length * rows,
        Piece::Many(bytes) => bytes.used().len(),
    };
    let mut writer = Writer::new(rows, pieces.iter().map(total).sum());
    for row in 0..rows {
        for piece in &pieces {
            match piece {
                Piece::One(text, _) => writer.put_constant(text),
                Piece::Many(bytes) => {
                    writer.put(bytes.all, index(bytes.offsets[row]), index(bytes.offsets[row + 1]));
                }
            }
        }
        writer.end();
    }
    finished(writer)
}

/// To a constant length with one ASCII character.
pub fn pad(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let bytes = ascii(args[0])?;
    let (length, fill) = (count(args[1]).filter(|length| *length <= MOST_TEXT)?, args[2].one_text()?);
    let &[fill] = fill.as_bytes() else { return None };
    if !fill.is_ascii() {
        return None;
    }
    let rows = bytes.offsets.len() - 1;
    let mut writer = Writer::new(rows, rows * length);
    let left = call.op == Op::PadLeft;
    for (start, end) in bytes.rows() {
        let missing = length.saturating_sub(end - start);
        if left {
            writer.fill(fill, missing);
        }
        writer.put(bytes.all, start, end.min(start + length));
        if !left {
            writer.fill(fill, missing);
        }
        writer.end();
    }
    finished(writer)
}

/// A part at constant places.
pub fn part(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let (bytes, number) = (ascii(args[0])?, count(args[1])?);
    match call.op {
        Op::Left => parts(bytes, |start, end| (start, end.min(start.saturating_add(number)))),
        Op::Right => parts(bytes, |start, end| (end - number.min(end - start), end)),
        _ => {
            let skipped = number.checked_sub(1)?;
            let length = match args.get(2) {
                None => usize::MAX,
                Some(length) => count(length)?,
            };
            parts(bytes, |start, end| {
                let first = end.min(start.saturating_add(skipped));
                (first, end.min(first.saturating_add(length)))
            })
        }
    }
}

/// The nth piece between constant marks, from 1.
pub fn piece(args: &[&Column]) -> Option<Raw> {
    let bytes = Bytes::of(args[0].texts()?);
    let (mark, skipped) = (args[1].one_text()?.as_bytes(), count(args[2])?.checked_sub(1)?);
    if mark.is_empty() {
        return None;
    }
    let mark = memmem::Finder::new(mark);
    let next = |from: usize, end: usize| match *mark.needle() {
        // Cells are short: to look at their bytes is faster than to start a search.
        [byte] => bytes.all[from..end].iter().position(|own| *own == byte),
        _ => mark.find(&bytes.all[from..end]),
    };
    parts(bytes, |mut start, end| {
        for _ in 0..skipped {
            match next(start, end) {
                Some(length) => start += length + mark.needle().len(),
                None => return (end, end),
            }
        }
        (start, next(start, end).map_or(end, |length| start + length))
    })
}

/// Rows whose text is this one.
#[must_use]
pub fn equal(texts: &StringArray, wanted: &[u8]) -> BooleanBuffer {
    let bytes = Bytes::of(texts);
    let rows: &[i32] = bytes.offsets;
    let Some(last) = wanted.len().checked_sub(1).filter(|last| *last < 8) else {
        return BooleanBuffer::collect_bool(texts.len(), |row| texts.value(row).as_bytes() == wanted);
    };
    // Eight bytes at once, of which those past the text do not count.
    let mask = u64::MAX >> (8 * (7 - last));
    let word = |text: &[u8]| text.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    let wanted_word = word(wanted);
    BooleanBuffer::collect_bool(texts.len(), |row| {
        let (start, end) = (index(rows[row]), index(rows[row + 1]));
        end - start == wanted.len()
            && match bytes.all.get(start..start + 8).and_then(|eight| eight.first_chunk()) {
                Some(eight) => u64::from_le_bytes(*eight) & mask == wanted_word,
                None => word(&bytes.all[start..end]) == wanted_word,
            }
    })
}

/// Without ASCII characters at the ends.
pub fn trim(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let bytes = Bytes::of(args[0].texts()?);
    let what = match args.get(1) {
        None => " ",
        Some(what) => what.one_text()?,
    };
    if !what.is_ascii() {
        return None;
    }
    let (what, op) = (what.as_bytes(), call.op);
    let is_what = |byte: &u8| what.contains(byte);
    parts(bytes, |mut start, mut end| {
        while op != Op::TrimRight && start < end && is_what(&bytes.all[start]) {
            start += 1;
        }
        while op != Op::TrimLeft && start < end && is_what(&bytes.all[end - 1]) {
            end -= 1;
        }
        (start, end)
    })
}

/// Small or capital letters of ASCII.
pub fn case(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let bytes = ascii(args[0])?;
    let used = bytes.used();
    let changed = if call.op == Op::Upper { used.to_ascii_uppercase() } else { used.to_ascii_lowercase() };
    let rows = bytes.offsets.len() - 1;
    let first = *bytes.offsets.first()?;
    let offsets: Vec<i32> = bytes.offsets.iter().map(|offset| offset - first).collect();
    let offsets = arrow_buffer::OffsetBuffer::new(offsets.into());
    let texts = StringArray::try_new(offsets, arrow_buffer::Buffer::from_vec(changed), None).ok()?;
    assert_eq!(texts.len(), rows);
    Raw::of(Data::Text(texts))
}

/// Code points.
pub fn length(args: &[&Column]) -> Option<Raw> {
    let bytes = ascii(args[0])?;
    Raw::of(Data::I64(bytes.offsets.windows(2).map(|ends| i64::from(ends[1] - ends[0])).collect()))
}

/// Questions whose answer is a truth.
pub fn test(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let texts = args[0].texts()?;
    let rows = texts.len();
    let bits = match (call.op, call.prepared) {
        (Op::Like, Prepared::Like(like)) => BooleanBuffer::collect_bool(rows, |row| like.is_match(texts.value(row))),
        (Op::StartsWith, _) => {
            let part = args[1].one_text()?;
            BooleanBuffer::collect_bool(rows, |row| texts.value(row).starts_with(part))
        }
        (Op::EndsWith, _) => {
            let part = args[1].one_text()?;
            BooleanBuffer::collect_bool(rows, |row| texts.value(row).ends_with(part))
        }
        (Op::Contains, _) => {
            let part = args[1].one_text()?;
            BooleanBuffer::collect_bool(rows, |row| texts.value(row).contains(part))
        }
        _ => return None,
    };
    Raw::of(Data::Bool(bits))
}

/// Whole numbers, decimals and dates made texts.
pub fn cast(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    if *call.prepared != Prepared::Type(Type::Text) {
        return None;
    }
    let Column::Many(many) = args[0] else { return None };
    match (&many.data, call.types[0]) {
        (Data::I64(numbers), Ty::Int(_) | Ty::Decimal { .. }) => {
            let scale = usize::from(call.types[0].scale());
            let mut writer = Writer::new(numbers.len(), numbers.len() * 8);
            for number in numbers {
                write_number(&mut writer, *number, scale);
                writer.end();
            }
            finished(writer)
        }
        (Data::I32(days), Ty::Date) => {
            let mut writer = Writer::new(days.len(), days.len() * 10);
            for day in days {
                writer.put_all(canonical::Date(*day).to_string().as_bytes());
                writer.end();
            }
            finished(writer)
        }
        _ => None,
    }
}

/// Digits with a sign and a mark: a whole number's, or a decimal's of at most 18 digits.
fn write_number(writer: &mut Writer, number: i64, scale: usize) {
    let mut digits = [b'0'; 40];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    let mut written = 0;
    while rest > 0 || written <= scale {
        if written == scale && scale > 0 {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        written += 1;
    }
    if number < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    writer.put(&digits, at, digits.len());
}

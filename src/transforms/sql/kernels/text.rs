//! Texts over whole columns: written straight into one buffer; where a batch is ASCII, code points are bytes.

use arrow_array::{Array, StringArray};
use arrow_buffer::BooleanBuffer;

use super::Raw;
use super::writer::Writer;
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
    fn rows(self) -> impl Iterator<Item = &'a [u8]> {
        self.offsets.windows(2).map(move |ends| &self.all[index(ends[0])..index(ends[1])])
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

fn finished(writer: Writer, rows: usize) -> Option<Raw> {
    let (texts, too_long) = writer.finish()?;
    let bad = (!too_long.is_empty()).then(|| {
        let mut bad = vec![false; rows];
        too_long.iter().filter_map(|row| usize::try_from(*row).ok()).for_each(|row| bad[row] = true);
        BooleanBuffer::from(bad)
    });
    Some(Raw { data: Data::Text(texts), bad })
}

/// Parts of each row, borrowed from the column.
fn parts<'a>(bytes: Bytes<'a>, f: impl Fn(&'a [u8]) -> &'a [u8]) -> Option<Raw> {
    let rows = bytes.offsets.len() - 1;
    let mut writer = Writer::new(rows, bytes.used().len());
    for text in bytes.rows() {
        writer.bytes.extend_from_slice(f(text));
        writer.end();
    }
    finished(writer, rows)
}

enum Piece<'a> {
    One(&'a [u8]),
    Many(Bytes<'a>),
}

/// `a || b || …`.
pub fn join(args: &[&Column], rows: usize) -> Option<Raw> {
    let pieces: Vec<Piece<'_>> = args
        .iter()
        .map(|arg| match arg.one_text() {
            Some(text) => Some(Piece::One(text.as_bytes())),
            None => arg.texts().map(|texts| Piece::Many(Bytes::of(texts))),
        })
        .collect::<Option<_>>()?;
    let total = |piece: &Piece<'_>| match piece {
        Piece::One(text) => text.len() * rows,
        Piece::Many(bytes) => bytes.used().len(),
    };
    let mut writer = Writer::new(rows, pieces.iter().map(total).sum());
    for row in 0..rows {
        for piece in &pieces {
            match piece {
                Piece::One(text) => writer.bytes.extend_from_slice(text),
                Piece::Many(bytes) => {
                    let (start, end) = (index(bytes.offsets[row]), index(bytes.offsets[row + 1]));
                    writer.bytes.extend_from_slice(&bytes.all[start..end]);
                }
            }
        }
        writer.end();
    }
    finished(writer, rows)
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
    for text in bytes.rows() {
        if text.len() >= length {
            writer.bytes.extend_from_slice(&text[..length]);
        } else if left {
            writer.bytes.resize(writer.bytes.len() + length - text.len(), fill);
            writer.bytes.extend_from_slice(text);
        } else {
            let end = writer.bytes.len() + length;
            writer.bytes.extend_from_slice(text);
            writer.bytes.resize(end, fill);
        }
        writer.end();
    }
    finished(writer, rows)
}

/// A part at constant places.
pub fn part(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let (bytes, number) = (ascii(args[0])?, count(args[1])?);
    match call.op {
        Op::Left => parts(bytes, |text| &text[..number.min(text.len())]),
        Op::Right => parts(bytes, |text| &text[text.len() - number.min(text.len())..]),
        _ => {
            let start = number.checked_sub(1)?;
            let length = match args.get(2) {
                None => usize::MAX,
                Some(length) => count(length)?,
            };
            parts(bytes, |text| {
                let rest = &text[start.min(text.len())..];
                &rest[..length.min(rest.len())]
            })
        }
    }
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
    parts(bytes, |mut text| {
        if op != Op::TrimRight {
            text = &text[text.iter().position(|byte| !is_what(byte)).unwrap_or(text.len())..];
        }
        if op != Op::TrimLeft {
            text = &text[..text.iter().rposition(|byte| !is_what(byte)).map_or(0, |last| last + 1)];
        }
        text
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
    debug_assert_eq!(texts.len(), rows);
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
                write_number(&mut writer.bytes, *number, scale);
                writer.end();
            }
            finished(writer, numbers.len())
        }
        (Data::I32(days), Ty::Date) => {
            let mut writer = Writer::new(days.len(), days.len() * 10);
            for day in days {
                use std::io::Write as _;
                let _ = write!(writer.bytes, "{}", canonical::Date(*day));
                writer.end();
            }
            finished(writer, days.len())
        }
        _ => None,
    }
}

/// Digits with a sign and a mark: a whole number's, or a decimal's of at most 18 digits.
fn write_number(bytes: &mut Vec<u8>, number: i64, scale: usize) {
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
    bytes.extend_from_slice(&digits[at..]);
}

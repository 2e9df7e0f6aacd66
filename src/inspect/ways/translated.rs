//! Packed numbers that were translated from EBCDIC to ASCII with the whole file.
//!
//! In: records whose texts are ASCII, and their packed fields that hardly decode. Out: TL0097, where nearly all are numbers once
//! the translation is undone. Refuses to read them so: whether two bytes have become one, nobody sees.

use super::percent;
use super::trial::{Column, Mark, Setting, Tried};
use crate::extractors::encoding::Encoding;
use crate::finding::Code;
use crate::run::Stop;

/// Pages from which files are translated, and to which.
const FROM: [&str; 3] = ["cp037", "cp1047", "cp500"];
const TO: [&str; 4] = ["latin1", "cp1252", "cp850", "cp437"];
/// Of a thousand values of a field, at most so many decode as they stand, and at least so many do with the translation undone.
const HARDLY: u64 = 500;
const NEARLY: u64 = 800;
/// Small numbers are often others once they are translated: then nearly all must be numbers with it undone, and so many of a
/// thousand more than as they stand.
const ALL: u64 = 990;
const MORE: u64 = 50;
/// What bytes become that have no counterpart: the question mark, and SUB.
const LOST: [u8; 2] = [b'?', 0x1A];
/// One byte of so many must be left.
const LEFT: usize = 8;
/// Fields that are named.
const TOLD: usize = 5;

/// The packed fields of these descriptions, each in its own records, that look translated.
#[must_use]
pub fn of(
    tried: &[Tried],
    (variants, rows): (&[usize], &[Vec<usize>]),
    records: &[Vec<u8>],
    setting: &Setting,
) -> Option<Stop> {
    if setting.is_ebcdic() {
        return None;
    }
    let pairs = variants.iter().zip(rows).filter_map(|(variant, rows)| Some((tried.get(*variant)?, rows)));
    let packed = pairs.flat_map(|(tried, rows)| {
        let columns = tried.columns.iter().filter(|column| column.is_packed() && column.table.is_none());
        columns.map(move |column| Found::of(column, rows, records))
    });
    let found: Vec<Found> = packed.filter(Found::is_translated).collect();
    let sum = |of: fn(&Found) -> u64| found.iter().map(of).sum::<u64>();
    let share = |part: u64| percent(part * 1000 / sum(|one| one.all).max(1));
    let names: Vec<String> = found.iter().take(TOLD).map(|one| format!("`{}`", one.name)).collect();
    let args = vec![names.join(", ").into(), share(sum(|one| one.now)).into(), share(sum(|one| one.undone)).into()];
    (!found.is_empty()).then(|| Stop::new(Code::PackedTranslated, args))
}

/// What was found of a field: its values, those that decode, and those that would.
struct Found {
    name: String,
    all: u64,
    now: u64,
    undone: u64,
}

impl Found {
    fn of(column: &Column, rows: &[usize], records: &[Vec<u8>]) -> Self {
        let mark = |row: &usize| column.marks.get(*row).copied().unwrap_or(Mark::None);
        let place = column.start as usize..(column.start + column.width) as usize;
        let there: Vec<usize> =
            rows.iter().copied().filter(|row| !matches!(mark(row), Mark::None | Mark::Missing)).collect();
        let values: Vec<&[u8]> = there.iter().filter_map(|row| records[*row].get(place.clone())).collect();
        let now = there.iter().filter(|row| mark(row) != Mark::Bad).count() as u64;
        Self { name: column.name.clone(), all: values.len() as u64, now, undone: undone(&values) }
    }

    fn is_translated(&self) -> bool {
        let [now, undone] = [self.now, self.undone].map(|part| part * 1000 / self.all.max(1));
        self.all > 0 && (now <= HARDLY && undone >= NEARLY || undone >= ALL && undone >= now + MORE)
    }
}

/// How many of these are packed numbers once a translation is undone, by the pages of which most are; none where hardly one of
/// their bytes is left.
fn undone(values: &[&[u8]]) -> u64 {
    let bytes = || values.iter().copied().flatten();
    if LEFT * bytes().filter(|byte| !LOST.contains(byte)).count() < bytes().count() {
        return 0;
    }
    let pairs = FROM.into_iter().flat_map(|from| TO.into_iter().map(move |to| (from, to)));
    let count = |(from, to)| {
        let table = table(from, to)?;
        Some(values.iter().filter(|value| is_packed(value, &table)).count() as u64)
    };
    pairs.filter_map(count).max().unwrap_or(0)
}

/// The byte of a page from which each byte of another one came, if one did.
fn table(from: &str, to: &str) -> Option<[Option<u8>; 256]> {
    let (from, to) = (Encoding::of(from)?, Encoding::of(to)?);
    let mut table = [None; 256];
    for (byte, origin) in (0..=u8::MAX).zip(&mut table) {
        let mut text = Vec::new();
        let read = to.decode(&[byte], &mut text).ok().and_then(|()| String::from_utf8(text).ok());
        *origin = read.and_then(|text| from.encode(&text)).and_then(|bytes| bytes.first().copied());
    }
    Some(table)
}

/// Whether these bytes came from digits, and a sign in the last half byte; those that are lost may have.
fn is_packed(value: &[u8], table: &[Option<u8>; 256]) -> bool {
    let Some((last, body)) = value.split_last() else { return false };
    let came = |byte: &u8, is: &dyn Fn(u8) -> bool| LOST.contains(byte) || table[usize::from(*byte)].is_some_and(is);
    let is_digits = |byte: u8| byte >> 4 <= 9 && byte & 0xF <= 9;
    let is_signed = |byte: u8| byte >> 4 <= 9 && matches!(byte & 0xF, 0xC | 0xD | 0xF);
    body.iter().all(|byte| came(byte, &is_digits)) && came(last, &is_signed)
}

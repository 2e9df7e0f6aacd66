//! Single decoders: picoseconds a value, where a field is read as a whole column and where its cells are read one by one; and SHA-256 of
//! one row of bytes and of two at once. One thread; what is read stands in memory, in batches as a run has them.
//!
//! Every answer is compared with what was written.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and ends where it cannot go on")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal64Type, Int32Type};
use arrow_array::{Array, ArrayRef};
use tumpline::extractors::Cells;
use tumpline::extractors::decode::Decoder;
use tumpline::extractors::slices::{Slice, Slices};
use tumpline::extractors::strip::Starts;
use tumpline::mapping::model::{Reading, Type};
use tumpline::mapping::stored::{Endian, Form, Signs, Stored};
use tumpline::sha256::Sha256;

const ROWS: usize = 8_192;
const ROUNDS: usize = 200;
const HASHED: usize = 16 << 20;
/// Bytes of each field, and of those that are texts.
const WIDTHS: [usize; 7] = [8, 13, 12, 8, 20, 5, 4];
const TEXTS: usize = 61;

const MAPPING: &str = "tumpline: 1
source:
  files: x
  format: fixed
  encoding: ascii
  records: {end: newline}
  fields:
    - {name: digits, at: 1-8, type: int32}
    - {name: overpunched, at: 9-21, type: \"decimal(15,2)\", sign: overpunch}
    - {name: marked, at: 22-33, type: \"decimal(12,2)\", decimal: \".\", trim: both}
    - {name: date, at: 34-41, type: date, picture: YYYYMMDD}
    - {name: text, at: 42-61, trim: right}
table: t
";

/// COMP-3 and COMP, which copybooks describe: PIC S9(7)V99 and PIC S9(8).
fn stored_fields() -> [(&'static str, Type, Reading); 2] {
    let of = |form, bytes, digits, scale| {
        let stored = Stored { form, bytes, digits, scale, signed: true, signs: Signs::Preferred };
        Reading { stored: Some(stored), ..Reading::plain() }
    };
    let binary = Form::Binary { endian: Endian::Big, all_bits: false };
    [
        ("packed", Type::Decimal { precision: 9, scale: 2 }, of(Form::Packed, 5, 9, 2)),
        ("binary", Type::Int32, of(binary, 4, 8, 0)),
    ]
}

/// What a field has in a row.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Number(i64),
    Text(String),
}

/// A row's values, and its record.
fn row(number: usize) -> (Vec<Value>, Vec<u8>) {
    let seed = i64::try_from(number * 48_271 % 9_999_991).unwrap();
    let value = if number.is_multiple_of(3) { -seed } else { seed };
    let (year, month, day) = (1990 + seed % 40, 1 + seed % 12, 1 + seed % 28);
    let name = format!("LIBRARY {}", seed % 100_000);
    let (hundreds, last) = (seed / 10, usize::try_from(seed % 10).unwrap());
    let punched = if value < 0 { b"}JKLMNOPQR" } else { b"{ABCDEFGHI" }[last];
    let marked = format!("{}{}.{:02}", if value < 0 { "-" } else { "" }, seed / 100, seed % 100);
    let texts =
        format!("{seed:08}{hundreds:012}{}{marked:>12}{year:04}{month:02}{day:02}{name:<20}", char::from(punched));
    let mut record = texts.into_bytes();
    let sign = if value < 0 { "D" } else { "C" };
    let nibbles: Vec<u8> =
        format!("{seed:09}{sign}").chars().map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap()).collect();
    record.extend(nibbles.chunks(2).map(|pair| pair[0] << 4 | pair[1]));
    record.extend(i32::try_from(value).unwrap().to_be_bytes());
    let numbers = [seed, value, value, days(year, month, day), value, value].map(Value::Number);
    let [digits, overpunched, marked, date, packed, binary] = numbers;
    (vec![digits, overpunched, marked, date, Value::Text(name), packed, binary], record)
}

/// Days since 1970-01-01, counted.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let leaps = |year: i64| i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let years: i64 = (1970..year).map(|year| 365 + leaps(year)).sum();
    let months = [31, 28 + leaps(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    years + months.iter().take(usize::try_from(month - 1).unwrap()).sum::<i64>() + day - 1
}

fn values(array: &ArrayRef) -> Vec<Value> {
    assert_eq!(array.null_count(), 0);
    let numbers = |all: Vec<i64>| all.into_iter().map(Value::Number).collect();
    if let Some(texts) = array.as_string_opt::<i32>() {
        return texts.iter().map(|text| Value::Text(text.unwrap().to_owned())).collect();
    }
    if let Some(days) = array.as_primitive_opt::<Date32Type>() {
        return numbers(days.values().iter().map(|day| i64::from(*day)).collect());
    }
    match array.as_primitive_opt::<Int32Type>() {
        Some(whole) => numbers(whole.values().iter().map(|value| i64::from(*value)).collect()),
        None => numbers(array.as_primitive::<Decimal64Type>().values().to_vec()),
    }
}

/// Picoseconds a value; the median of the rounds.
fn measure<C: Cells + ?Sized>(decoder: &Decoder, cells: &C, want: &[Value]) -> u128 {
    let answer = decoder.decode(cells);
    assert!(answer.findings.is_empty());
    assert_eq!(values(&answer.array), want);
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(decoder.decode(black_box(cells)));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2].as_nanos() * 1_000 / ROWS as u128
}

/// The same of a field that starts at a byte of these records and has so many, which stand in one window.
fn column(decoder: &Decoder, records: &[&[u8]], (from, width): (usize, usize), want: &[Value]) -> u128 {
    let length = records[0].len();
    let window: Vec<u8> = records.iter().flat_map(|record| record.iter().chain(b"\n")).copied().collect();
    let slices: Vec<Slice> = (0..ROWS).map(|row| Slice::of_window(row * (length + 1), length)).collect();
    let rows: Vec<u32> = (0..u32::try_from(ROWS).unwrap()).collect();
    let starts = Starts::of(Slices { window: &window, side: &[] }, &slices, &rows).unwrap();
    let place = |byte: usize| u32::try_from(byte).unwrap();
    let strip = starts.strip(&window, place(from), place(from + width)).unwrap();
    measure(decoder, &strip, want)
}

fn main() {
    let mapping = tumpline::mapping::read("m", MAPPING).mapping.unwrap();
    let (wanted, records): (Vec<_>, Vec<_>) = (0..ROWS).map(row).unzip();
    // Text and stored numbers apart: most files have the one or the other.
    let (texts, stored): (Vec<&[u8]>, Vec<&[u8]>) = records.iter().map(|record| record.split_at(TEXTS)).unzip();
    println!("{ROWS} values, {ROUNDS} rounds\n{:<12} {:>16} {:>16}", "", "a column, ps", "one by one, ps");
    let mut at = 0;
    let texts_of = mapping.source.kinds[0].fields.iter();
    let texts_of = texts_of.map(|field| (field.name.as_str(), field.ty, field.reading.clone()));
    for (number, (name, ty, reading)) in texts_of.chain(stored_fields()).enumerate() {
        let width = WIDTHS[number];
        let (records, from) = if at < TEXTS { (&texts, at) } else { (&stored, at - TEXTS) };
        let decoder = Decoder::new(&ty, &reading, "ascii", true).unwrap();
        let want: Vec<Value> = wanted.iter().map(|values| values[number].clone()).collect();
        let cells: Vec<&[u8]> = records.iter().map(|record| &record[from..from + width]).collect();
        let (column, single) = (column(&decoder, records, (from, width), &want), measure(&decoder, &cells[..], &want));
        println!("{name:<12} {column:>16} {single:>16}");
        at += width;
    }
    hashes();
}

fn hashes() {
    let bytes: Vec<u8> = (0..2 * HASHED).map(|at| ((at * at) >> 7).to_le_bytes()[0]).collect();
    let (one, other) = bytes.split_at(HASHED);
    let (mut alone, mut both) = (Duration::MAX, Duration::MAX);
    for _ in 0..7 {
        let start = Instant::now();
        let want = [Sha256::digest(one), Sha256::digest(other)];
        alone = alone.min(start.elapsed());
        let start = Instant::now();
        let mut hashes = (Sha256::new(), Sha256::new());
        Sha256::update_both((&mut hashes.0, one), (&mut hashes.1, other));
        let got = [hashes.0.finalize(), hashes.1.finalize()];
        both = both.min(start.elapsed());
        assert_eq!(got, want);
    }
    let speed = |time: Duration| 2 * HASHED as u128 * 1_000 / time.as_nanos();
    println!("SHA-256: one row of bytes {} MB/s, two at once {}", speed(alone), speed(both));
}

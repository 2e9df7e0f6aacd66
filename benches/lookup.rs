//! A million look-ups in a crosswalk of a hundred thousand rows, one thread: rows a second.
//!
//! `benches/lookup_peers.py` does the same joins with Polars and `DuckDB`. Both print the sum of the lengths of what was
//! taken, so that it is seen that they did the same.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and ends where it cannot go on")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, Date32Array, Int32Array, StringArray};
use arrow_schema::DataType;
use tumpline::transforms::lookup::{Builder, Crosswalk};

const ROWS: usize = 100_000;
const PROBES: usize = 1_000_000;
const BATCH: usize = 8_192;
const ROUNDS: usize = 7;

/// An account of the crosswalk, `01-000123-4567`; one in sixteen probes has none.
fn account(number: usize) -> String {
    format!("{:02}-{number:06}-{:04}", number % 97, number * 7919 % 10_000)
}

/// The same order of probes in every program: a multiplicative walk through more numbers than there are rows.
fn probed(at: usize) -> usize {
    at * 48_271 % (ROWS + ROWS / 16)
}

fn texts(values: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(values.map(Some).collect::<StringArray>())
}

fn batches(all: &[ArrayRef]) -> Vec<Vec<ArrayRef>> {
    let starts = (0..PROBES).step_by(BATCH);
    starts.map(|start| all.iter().map(|one| one.slice(start, BATCH.min(PROBES - start))).collect()).collect()
}

fn build(keys: &[ArrayRef], days: Option<(&ArrayRef, &ArrayRef)>) -> Crosswalk {
    let types = keys.iter().map(|key| key.data_type().clone()).collect();
    let mut builder = Builder::new(types, days.is_some());
    assert!(builder.push(keys, days).unwrap().is_empty());
    builder.finish(vec![texts((0..keys[0].len()).map(|row| format!("1-{:08}-00", row % ROWS)))]).0
}

fn measure(name: &str, crosswalk: &Crosswalk, keys: &[ArrayRef], at: Option<&ArrayRef>) {
    let all: Vec<ArrayRef> = keys.iter().chain(at).cloned().collect();
    let batches = batches(&all);
    let mut best = Duration::MAX;
    let (mut bytes, mut found) = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        (bytes, found) = (0, 0);
        for batch in &batches {
            let rows = crosswalk.probe(&batch[..keys.len()], batch.get(keys.len())).unwrap();
            let taken = crosswalk.take(0, &rows).unwrap();
            found += taken.len() - taken.null_count();
            bytes += taken.as_string::<i32>().value_data().len();
        }
        best = best.min(start.elapsed());
    }
    let rate = PROBES as u128 * 1_000 / best.as_nanos().max(1);
    println!("{name}: {rate} M rows/s, {found} found, {bytes} bytes taken, {} KiB", crosswalk.bytes() >> 10);
}

fn main() {
    let keys = [texts((0..ROWS).map(account))];
    let probes = [texts((0..PROBES).map(|at| account(probed(at))))];
    measure("text", &build(&keys, None), &probes, None);
    let number = |rows: &mut dyn Iterator<Item = usize>| -> ArrayRef {
        Arc::new(rows.map(|row| i32::try_from(row % 12).ok()).collect::<Int32Array>())
    };
    let two = [keys[0].clone(), number(&mut (0..ROWS))];
    let probes_two = [probes[0].clone(), number(&mut (0..PROBES).map(probed))];
    assert_eq!(two[1].data_type(), &DataType::Int32);
    measure("text and number", &build(&two, None), &probes_two, None);
    let day = |days: &mut dyn Iterator<Item = usize>| -> ArrayRef {
        Arc::new(days.map(|day| i32::try_from(day).ok()).collect::<Date32Array>())
    };
    let dated = [texts((0..2 * ROWS).map(|row| account(row % ROWS)))];
    let from = day(&mut (0..2 * ROWS).map(|row| if row < ROWS { 0 } else { 1_000 }));
    let to = day(&mut (0..2 * ROWS).map(|row| if row < ROWS { 999 } else { 2_000 }));
    let at = day(&mut (0..PROBES).map(|at| at * 31 % 2_001));
    measure("text on a day", &build(&dated, Some((&from, &to))), &probes, Some(&at));
    let million = [texts((0..1_000_000).map(account))];
    measure("text, a million rows", &build(&million, None), &probes, None);
}

//! The walk over records that say how long they are, or whose length is computed, beside the one over lines: what is done before a block may be
//! handed on. One thread, 64 MiB of records of 40 to 79 bytes that stand in memory.
//!
//! Nothing can be guessed where only the chain of lengths tells where records start, so that blocks are walked one
//! after the other: what this prints is the most that all threads together can read.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and ends where it cannot go on")]

use std::time::{Duration, Instant};

use tumpline::extractors::encoding::Encoding;
use tumpline::extractors::frame::descriptors::{DescribedFramer, Descriptors, Lengths};
use tumpline::extractors::frame::lengths::{LengthWord, WORD};
use tumpline::extractors::frame::text::{TextFramer, TextRules};
use tumpline::extractors::frame::{Frame, Framed};
use tumpline::mapping::model::Format;
use tumpline::run::descriptors::of;

const BYTES: usize = 64 << 20;
const ROUNDS: usize = 7;

/// Lengths that are the same in every run.
fn lengths() -> impl Iterator<Item = usize> {
    (0..).map(|at: usize| 40 + at * 48_271 % 40)
}

fn records(before: fn(usize) -> Vec<u8>, after: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(BYTES + 128);
    for length in lengths() {
        if bytes.len() >= BYTES {
            break;
        }
        bytes.extend(before(length));
        bytes.resize(bytes.len() + length, b'x');
        bytes.extend(after);
    }
    bytes
}

fn word(length: usize) -> Vec<u8> {
    let [high, low] = u16::try_from(length + WORD).unwrap().to_be_bytes();
    vec![high, low, 0, 0]
}

fn measure<F: Frame>(name: &str, bytes: usize, framer: impl Fn() -> F) {
    let (mut best, mut records, mut sum) = (Duration::MAX, 0_u64, 0_u64);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        (records, sum) = (0, 0);
        let mut framer = framer();
        while let Framed::Record(span) = framer.next(usize::MAX) {
            records += 1;
            sum += u64::from(span.len);
        }
        best = best.min(start.elapsed());
    }
    let each = best.as_nanos() / u128::from(records);
    let speed = bytes as u128 * 1_000 / best.as_nanos();
    println!("{name:<8} {records:>9} records, {sum:>9} bytes in them, {each:>3} ns each, {speed:>6} MB/s");
}

/// The rules of a length that is computed from the two bytes of a record that say it.
fn computed(sql: &str) -> Descriptors {
    let text = format!(
        "tumpline: 1
source:
  files: x
  format: fixed
  encoding: ascii
  records: {{end: {{length: {{sql: \"{sql}\", fields: [{{name: n, at: 1-2, as: big}}]}}}}}}
  fields: [{{name: a, at: 5}}]
table: t
"
    );
    let mapping = tumpline::mapping::read("m", &text).mapping.unwrap();
    let Format::Described(described) = &mapping.source.format else { panic!("{sql}") };
    of(described, &mapping.source, Encoding::of("ascii").unwrap()).unwrap()
}

fn main() {
    let chain = records(word, b"");
    let rules = Descriptors { record: Lengths::Word(LengthWord::new(false, true, 0)), blocks: None, longest: 1 << 16 };
    measure("lengths", chain.len(), || DescribedFramer::new(&rules, &chain, (0, 0), true));
    for (name, sql) in [("affine", "n * 2 - n"), ("computed", "case when n > 60 then n else n % 61 end")] {
        let rules = computed(sql);
        measure(name, chain.len(), || DescribedFramer::new(&rules, &chain, (0, 0), true));
    }
    let lines = records(|_| Vec::new(), b"\n");
    let rules = TextRules { quoting: None, comment: None, max_length: 1 << 20, mark: &[] };
    measure("lines", lines.len(), || TextFramer::new(&rules, &lines, 0, true));
}

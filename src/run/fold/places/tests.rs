use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::host::fake::FakeHost;
use crate::run::publish::OutputFolder;

fn row() -> impl Strategy<Value = (Place, i128, i128)> {
    let number = || prop_oneof![0..9_u64, any::<u64>()];
    let amount = || prop_oneof![-9..9_i128, any::<i128>()];
    (number(), number(), number(), number(), amount(), amount()).prop_map(
        |(record, line, offset, length, one, other)| (Place { file: 3, record, line, offset, length }, one, other),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_row_comes_back_with_its_place_and_amounts(
        chunks in proptest::collection::vec((proptest::collection::vec(row(), 0..20), 0_usize..200), 0..6),
        held in 0_usize..2_000,
    ) {
        let host = FakeHost::new();
        let output = OutputFolder::open(&host, Path::new("out")).unwrap();
        let staging = output.stage("run").unwrap();
        let mut places = Places::new(&staging, held);
        // Repeated, so that a chunk has several blocks.
        let chunks: Vec<Vec<_>> = chunks.into_iter().map(|(rows, times)| rows.repeat(times)).collect();
        for (number, rows) in chunks.iter().enumerate() {
            let mut chunk = ChunkPlaces::new(2);
            for (place, one, other) in rows {
                chunk.push(place, [*one, *other].into_iter()).unwrap();
            }
            places.add((7, 1), number as u64, chunk).unwrap();
        }
        let closed = places.close();
        let mut reader = closed.reader();
        for (number, rows) in chunks.iter().enumerate() {
            for (at, (place, one, other)) in rows.iter().enumerate().step_by(rows.len() / 50 + 1) {
                let tag = tag::of(7, number as u64, at as u64).unwrap();
                for (amount, wanted) in [(None, 0), (Some(0), *one), (Some(1), *other)] {
                    let entry = reader.entry((7, 1), tag, amount).unwrap();
                    prop_assert_eq!(entry.at, RowPlace { mapping: 7, place: *place });
                    prop_assert_eq!(entry.sum, i256::from_i128(wanted));
                }
            }
        }
    }
}

#[test]
fn rows_at_even_steps_take_a_few_bytes() {
    let mut chunk = ChunkPlaces::new(0);
    for row in 0..100_000_u64 {
        let place = Place { file: 0, record: row + 1, line: row + 1, offset: row * 102, length: 101 };
        chunk.push(&place, std::iter::empty()).unwrap();
    }
    let (_, _, bytes) = chunk.finish().unwrap();
    assert!(bytes.len() < 5_000, "{} bytes", bytes.len());
}

#[test]
fn a_row_that_was_not_told_of_is_a_defect() {
    let host = FakeHost::new();
    let output = OutputFolder::open(&host, Path::new("out")).unwrap();
    let staging = output.stage("run").unwrap();
    let closed = Places::new(&staging, 0).close();
    let tag = tag::of(0, 0, 0).unwrap();
    assert_eq!(closed.reader().entry((0, 0), tag, None).unwrap_err().code, Code::Defect);
}

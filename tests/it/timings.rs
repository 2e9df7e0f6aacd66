//! `--timings`: where the time went is told, and nothing else is another.

use std::fmt::Write;

use tumpline::host::stopwatch::{Role, Stage};
use tumpline::run::{Request, run_in_blocks};

use crate::machine::{left, machine};

const MAPPING: &str = "tumpline: 1
source:
  files: a.txt
  format: fixed
  encoding: ascii
  records: {end: newline}
  fields: [{name: no, at: 1-6, type: int32}, {name: amount, at: 7-12, type: \"decimal(6,2)\"}, {name: text, at: 13-20}]
tables:
  - table: t
    columns: [{name: no}, {name: amount}, {name: text}, {name: double, type: \"decimal(8,2)\", sql: \"amount * 2\"}]
    rules: [{id: size, row: \"amount >= 0.00\"}]
";

#[test]
fn stages_sum_to_the_time_of_each_thread_and_change_no_byte() {
    let mut lines = String::new();
    for line in 0..30_000 {
        writeln!(lines, "{line:06}{:06}text {:03}", line * 7 % 10_000, line % 9).unwrap();
    }
    let run = |timings: bool, threads: usize| {
        let host = machine(&[("m.yaml", MAPPING.as_bytes()), ("a.txt", lines.as_bytes())]);
        let (paths, out) = (vec!["m.yaml".into()], "out".into());
        let request = Request { paths, out, threads: Some(threads), timings, ..Request::default() };
        let report = run_in_blocks(&host, &request, Some(64 << 10), &|_| {}).unwrap();
        left(&host, report)
    };
    let without = run(false, 2);
    assert_eq!(without.report.timings, None);
    for threads in [1, 2, 3] {
        let with = run(true, threads);
        assert_eq!(with.files, without.files, "{threads} threads");
        let times = with.report.timings.unwrap();
        let roles: Vec<Role> = times.iter().map(|time| time.role).collect();
        assert_eq!(roles, [vec![Role::Main], vec![Role::Worker; threads]].concat());
        let all: Vec<u64> = Stage::ALL.map(|stage| times.iter().map(|time| time.spent[stage as usize]).sum()).to_vec();
        for (stage, nanoseconds) in Stage::ALL.iter().zip(&all) {
            assert!(*nanoseconds > 0, "{stage:?} was never told: {all:?}");
        }
        // Each look at the fake clock takes a microsecond; a thread's stages are all that it saw pass.
        assert!(times.iter().all(|time| time.total() > 0 && time.total() % 1_000 == 0), "{times:?}");
    }
}

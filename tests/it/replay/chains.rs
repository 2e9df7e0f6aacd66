//! Any sequence of edits and replays, from any run, beside one run over the bytes as they were edited.

use std::collections::BTreeMap;

use tumpline::finding::Code;
use tumpline::host::Host;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Stop};

use super::{LINES, base, findings, holds, later, table, try_replay};
use crate::machine::{Left, left, machine};
use crate::random::{Dice, number};

const FILES: usize = 2;
const RECORDS: usize = 5;

/// All records of all files.
type Bytes = Vec<String>;

/// A run, and the records that it stands for as they were edited.
#[derive(Clone)]
struct Known {
    folder: String,
    run: String,
    records: Bytes,
    /// The run that it mends, and whether it was given edited bytes of it.
    mends: Option<(String, bool)>,
    /// Its refused records as they stand in its `.raw`.
    raw: Vec<String>,
}

fn line(dice: &mut Dice, number: usize, is_good: bool) -> String {
    let name = dice.pick(&["ann", "bob", "eve"]);
    let (amount, name) = match (is_good, dice.below(2)) {
        (true, _) => (format!("{number:06}"), name),
        (false, 0) => (format!("x{number:05}"), name),
        (false, _) => (format!("{number:06}"), "zed"),
    };
    format!("{number:03}{amount}{name}  ")
}

/// Whether a run under the mapping refuses it.
fn is_bad(line: &str) -> bool {
    line.contains('x') || line.contains("zed")
}

fn files(records: &[String]) -> Vec<(String, Vec<u8>)> {
    let file = |(at, lines): (usize, &[String])| (format!("in/{at}.txt"), (lines.join("\n") + "\n").into_bytes());
    records.chunks(RECORDS).enumerate().map(file).collect()
}

/// A run over these bytes.
fn whole(records: &[String]) -> Left {
    let files = files(records);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let host = machine(&files);
    host.put("m.yaml", mapping());
    let report = base(&host);
    left(&host, report)
}

fn mapping() -> Vec<u8> {
    LINES.replace("rejects: 2", "rejects: 99").into_bytes()
}

/// The records that a run refused.
fn refused(records: &[String]) -> Vec<usize> {
    (0..records.len()).filter(|at| is_bad(&records[*at])).collect()
}

struct Town {
    host: FakeHost,
    runs: BTreeMap<String, Known>,
    current: String,
    /// By the run that is read now: records that a replay repaired.
    seen: [usize; 4],
}

impl Town {
    fn new(dice: &mut Dice) -> Self {
        let records: Bytes = (0..FILES * RECORDS)
            .map(|number| {
                let is_good = dice.one_in(2);
                line(dice, number, is_good)
            })
            .collect();
        let host = machine(&[]);
        for (path, bytes) in files(&records) {
            host.put(path, bytes);
        }
        host.put("m.yaml", mapping());
        let mut town = Self { host, runs: BTreeMap::new(), current: String::new(), seen: [0; 4] };
        town.run(&records);
        town
    }

    fn run(&mut self, records: &[String]) {
        let report = base(&self.host);
        assert_eq!(report.outcome, Outcome::Published);
        self.keep(&report, records.to_vec(), None);
    }

    fn keep(&mut self, report: &Report, records: Bytes, mends: Option<(String, bool)>) {
        let raw = refused(&records).into_iter().map(|at| records[at].clone()).collect();
        let (folder, run) = (report.folder.clone(), report.run.clone());
        if report.outcome == Outcome::Published {
            self.current.clone_from(&run);
        }
        self.runs.insert(run.clone(), Known { folder, run, records, mends, raw });
    }

    /// Edits some refused records of a run, and gives what the records are then.
    fn edit(&mut self, dice: &mut Dice, run: &str) {
        let Some(known) = self.runs.get_mut(run) else { return };
        let numbers = refused(&known.records);
        for (at, number) in numbers.into_iter().enumerate() {
            match dice.below(4) {
                0 => known.raw[at] = line(dice, number, true),
                1 => known.raw[at] = line(dice, number, false),
                2 => known.raw[at].clone_from(&known.records[number]),
                _ => {}
            }
        }
        let bytes = known.raw.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
        self.host.put(format!("{}/rejects/m.raw", known.folder), bytes.into_bytes());
    }

    fn is_edited(&self, run: &str) -> bool {
        let known = &self.runs[run];
        refused(&known.records).into_iter().zip(&known.raw).any(|(at, line)| known.records[at] != *line)
    }

    /// What the records of a run are, as they were edited in its rejects.
    fn edited(&self, run: &str) -> Bytes {
        let known = &self.runs[run];
        let mut records = known.records.clone();
        refused(&known.records).into_iter().zip(&known.raw).for_each(|(at, line)| records[at].clone_from(line));
        records
    }

    fn stands_upon(&self, run: &str, other: &str) -> bool {
        let mut below = self.runs[run].mends.as_ref();
        while let Some((mended, _)) = below {
            if mended == other {
                return true;
            }
            below = self.runs[mended].mends.as_ref();
        }
        false
    }

    /// Records that a replay repaired in the run that is read now, and that are refused in these.
    fn lost(&self, records: &[String], from: &str) -> usize {
        if self.current == from {
            return 0;
        }
        let now = &self.runs[&self.current];
        let was_refused =
            |at: usize| self.runs.values().any(|one| self.stands_upon(&now.run, &one.run) && is_bad(&one.records[at]));
        let is_lost = |at: &usize| is_bad(&records[*at]) && !is_bad(&now.records[*at]) && was_refused(*at);
        (0..records.len()).filter(is_lost).count()
    }

    /// A replay of a run by its folder.
    fn replay(&mut self, name: &str, from: &str) {
        let (records, was_edited) = (self.edited(from), self.is_edited(from));
        let lost = self.lost(&records, from);
        let before = self.runs[from].folder.clone();
        match try_replay(&self.host, &before, None) {
            Err(Problem::Stop(Stop { code: Code::LaterRepairs, .. })) => {
                let given = |one: &Known| {
                    let own = one.mends.as_ref().is_some_and(|(mended, given)| *given && mended != from);
                    self.stands_upon(&one.run, from) && (own || self.is_edited(&one.run))
                };
                assert!(self.runs.values().any(given), "{name}");
                self.seen[3] += 1;
            }
            Err(problem) => panic!("{name}{problem:?}"),
            Ok(report) => {
                holds(&self.host, &report);
                let changed = report.mended.as_ref().is_some_and(|mended| mended.changed);
                let moved = refused(&records).len() < refused(&self.runs[from].records).len();
                let wanted = if lost == 0 { Outcome::Published } else { Outcome::Refused };
                if !changed {
                    let known = report.mended.as_ref().is_some_and(|mended| mended.known);
                    assert!(known || !(moved || was_edited), "{name}");
                    return;
                }
                let after = left(&self.host, report);
                assert_eq!(after.report.outcome, wanted, "{name}");
                let told = findings(&after).iter().filter(|one| one.0 == "TL0742").count();
                assert_eq!(told, lost, "{name}");
                let full = whole(&records);
                assert_eq!(table(&after, "t"), table(&full, "t"), "{name}");
                assert_eq!(after.files["rejects/m.raw"], full.files["rejects/m.raw"], "{name}");
                self.seen[usize::from(lost > 0)] += 1;
                self.keep(&after.report, records, Some((from.to_owned(), was_edited)));
            }
        }
    }
}

/// Whatever is edited, and whichever run is named: a replay comes to what a run over the edited bytes comes to, and no record
/// that was repaired drops out of what people read.
#[test]
fn edits_and_replays_from_any_run_come_to_what_a_run_over_the_edited_bytes_comes_to() {
    let mut all = [0; 4];
    for round in 0..number("TUMPLINE_ROUNDS", 25) {
        let seed = (number("TUMPLINE_SEED", 11) << 32) + round;
        let dice = &mut Dice::of(seed);
        let mut town = Town::new(dice);
        for step in 0..8 {
            let runs: Vec<String> = town.runs.keys().cloned().collect();
            let from = runs[dice.below(runs.len())].clone();
            if !dice.one_in(4) {
                town.edit(dice, &from);
            }
            if dice.one_in(8) {
                later(&town.host);
                let first = town.runs.values().find(|one| one.mends.is_none()).map(|one| one.records.clone());
                town.run(&first.unwrap_or_default());
                town.seen[2] += 1;
            } else {
                town.replay(&format!("round {round} step {step} from {from}\n"), &from);
            }
            let link = town.host.target(std::path::Path::new("out/current")).unwrap_or_default();
            assert_eq!(link, format!("runs/{}", town.current), "round {round} step {step}");
        }
        for (all, own) in all.iter_mut().zip(town.seen) {
            *all += own;
        }
    }
    assert!(all.iter().all(|one| *one > 3), "{all:?}");
}

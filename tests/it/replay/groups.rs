//! Groups that are one row of a table (`with:`): what is refused in them is run again, and what stands stays.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use tumpline::finding::Code;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Stop};

use super::{base, edit, findings, holds, moved, raw, replay, same_as_a_run, stop, table, try_replay};
use crate::machine::{Left, left, machine, run_on};
use crate::random::{Dice, number};
use crate::tables::batches;

/// Properties with one street line, at most one lot, and any number of values, which have parts.
const ROLL: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    group_max: 60
    kinds:
      - {name: property, when: {at: 1, is: P}, fields: [{name: no, at: 2-3, type: int32}]}
      - {name: street, when: {at: 1, is: S}, under: property, same: [no], fields: [{name: no, at: 2-3, type: int32}, {name: v, at: 4-5, type: int32}]}
      - {name: lot, when: {at: 1, is: L}, under: property, same: [no], fields: [{name: no, at: 2-3, type: int32}, {name: v, at: 4-5, type: int32}]}
      - {name: part, when: {at: 1, is: Q}, under: value, fields: [{name: v, at: 4-5, type: int32}]}
      - {name: value, when: {at: 1, is: V}, under: property, fields: [{name: v, at: 4-5, type: int32}]}
      - {name: rest, when: {at: 1, is: R}, skip: rest}
tables:
  - {table: property, from: property, with: {street: exactly one, lot: at most one}, limits: {rejects: 99}, columns: [{name: no, range: [1, 60]}, {name: street, from: street.v}, {name: lot, from: lot.v}]}
  - {table: value, from: value, limits: {rejects: 99}, columns: [{name: no, from: property.no}, {name: v, range: [1, 60]}]}
  - {table: part, from: part, limits: {rejects: 99}, columns: [{name: value, from: value.v}, {name: v}]}
";

fn roll(text: &str) -> FakeHost {
    let host = machine(&[("in.txt", text.as_bytes())]);
    host.put("m.yaml", ROLL.as_bytes().to_vec());
    host
}

/// What is mended of `text`, which must become `mended` in the rejects.
fn after(text: &str, mended: &str) -> Left {
    let host = roll(text);
    let before = base(&host);
    edit(&host, &before, mended.as_bytes());
    replay(&host, "out")
}

/// Why records are refused.
fn codes(left: &Left) -> Vec<String> {
    findings(left).into_iter().filter(|one| one.1 == "reject").map(|one| one.0).collect()
}

#[test]
fn a_mended_child_of_a_parent_that_stands_is_loaded() {
    let text = "P01  \nS0111\nL0112\nV0113\nQ01x5\nV01x4\nP02  \nS0221\n";
    let all = after(text, "Q0115\nV0114\n");
    assert_eq!((all.report.outcome, moved(&all)), (Outcome::Published, (2, 0)));
    assert_eq!((table(&all, "value").len(), table(&all, "part").len()), (2, 1));
    assert_eq!(table(&all, "property").len(), 2, "the parents stand as they were");
    // One that is wrong still has its own fault, and no other.
    let one = after(text, "Q01x5\nV0114\n");
    assert_eq!((moved(&one), codes(&one)), ((1, 1), vec!["TL0202".to_owned()]));
}

#[test]
fn what_is_still_refused_of_a_parent_that_stands_can_be_mended_later() {
    let host = roll("P01  \nS0111\nV0112\nQ01x5\nV01x3\n");
    let before = base(&host);
    edit(&host, &before, b"Q01x5\nV0113\n");
    let first = replay(&host, "out");
    edit(&host, &first.report, b"Q0115\n");
    let second = replay(&host, "out");
    assert_eq!((moved(&second), table(&second, "part").len()), ((1, 0), 1));
}

#[test]
fn a_group_that_was_refused_is_made_whole() {
    for (text, mended, rows) in [
        // The joined child itself was refused, or was of no kind, or was another's.
        ("P01  \nS01x1\nV0113\n", "P01  \nS0111\nV0113\n", 1),
        ("P01  \n?0111\nV0113\n", "P01  \nS0111\nV0113\n", 1),
        ("P01  \nS0211\nV0113\n", "P01  \nS0111\nV0113\n", 1),
        // There were two.
        ("P01  \nS0111\nS0112\nV0113\n", "P01  \nS0111\nL0112\nV0113\n", 1),
        // Those that others are joined into stand before and behind.
        ("P09  \nS0911\nP01  \nS01x1\nV0113\nP08  \nS0811\n", "P01  \nS0111\nV0113\n", 1),
    ] {
        let left = after(text, mended);
        assert_eq!((left.report.outcome, moved(&left).1), (Outcome::Published, 0), "{text}");
        assert_eq!(table(&left, "value").len(), rows, "{text}");
        assert!(table(&left, "property").iter().any(|row| row[..2] == ["1", "11"]), "{text}");
    }
}

/// The row of a parent stands as it was made; a head that becomes a detail leaves what stood under it to another.
#[test]
fn what_would_change_a_row_that_stands_needs_a_new_run() {
    for (text, mended, what, record) in [
        ("P01  \nS0111\nL0212\nV0113\n", "L0112\n", "joined", 3_u64),
        ("P01  \nS0111\n?0112\nV0113\n", "S0112\n", "joined", 3_u64),
        ("P01  \nS0111\nP99  \nS9911\n", "V0111\nS9911\n", "batches", 3),
        ("P01  \nS0111\n?0112\nV0113\n", "P0112\n", "batches", 3),
    ] {
        let host = roll(text);
        let before = base(&host);
        edit(&host, &before, mended.as_bytes());
        let stop = stop(&host, "out");
        let args = vec![what.into(), "in.txt".into(), record.into(), "".into()];
        assert_eq!((stop.code, stop.args), (Code::ReplayChanges, args), "{text}");
    }
}

/// What is skipped in a group belongs to its size, and does not stand among the refused records.
#[test]
fn a_group_that_was_too_large_stays_so() {
    let text = format!("P01  \nS0111\nV0113\nR{}\n", "r".repeat(60));
    let host = roll(&text);
    let before = base(&host);
    assert_eq!(raw(&host, &before), b"P01  \nS0111\nV0113\n");
    assert!(!replay(&host, "out").report.mended.is_some_and(|mended| mended.changed));
    host.put("m.yaml", ROLL.replace("group_max: 60", "group_max: 90").into_bytes());
    assert_eq!(moved(&replay(&host, "out")), (3, 0));
}

fn group(dice: &mut Dice, text: &mut String) {
    let line = |dice: &mut Dice, text: &mut String, kind: &str, no: &str| {
        let kind = if dice.one_in(14) { dice.pick(&["?", "V", "S", "P", "Q"]) } else { kind };
        let no = if dice.one_in(14) { dice.pick(&["01", "02", "70", "x1"]) } else { no };
        let value = dice.pick(&["11", "12", "13", "11", "70", "x1"]);
        text.extend([kind, no, value, "\n"]);
    };
    let no = dice.pick(&["01", "02", "03", "04", "70"]);
    line(dice, text, "P", no);
    let mut lines = vec!["S"; [1, 1, 1, 1, 1, 0, 2][dice.below(7)]];
    lines.extend(vec!["L"; [0, 1, 1, 1, 2][dice.below(5)]]);
    (0..dice.below(5)).for_each(|_| lines.push(dice.pick(&["V", "V", "V", "Q", "Q", "R"])));
    for kind in lines {
        line(dice, text, kind, no);
    }
}

/// Another line of the same length; most often one that is sound.
fn mended_line(dice: &mut Dice, line: &str) -> String {
    let mut line = match dice.below(6) {
        0 => line.replacen(['P', 'S', 'L', 'V', 'Q', '?'], dice.pick(&["S", "L", "V", "Q"]), 1),
        _ => line.replace('?', dice.pick(&["S", "L", "V", "Q", "?"])),
    };
    line = line.replace('x', dice.pick(&["0", "0", "0", "x"]));
    let no = dice.pick(&["01", "02", "03", "04"]);
    if dice.one_in(4) && line.len() > 3 {
        line.replace_range(1..3, no);
    }
    line
}

/// The bytes of the rejects and of the source, some of whose refused lines are mended the same.
fn mended_bytes(dice: &mut Dice, text: &str, host: &FakeHost, before: &Report) -> (String, String) {
    let (mut source, mut rejects) = (text.to_owned(), String::new());
    for batch in batches(&host.content(format!("{}/rejects/m.parquet", before.folder)).unwrap()) {
        let offsets = batch.column_by_name("offset").unwrap().as_primitive::<Int64Type>();
        for offset in offsets.values() {
            let at = usize::try_from(*offset).unwrap();
            let end = at + text[at..].find('\n').unwrap();
            let line = if dice.one_in(3) { text[at..end].to_owned() } else { mended_line(dice, &text[at..end]) };
            source.replace_range(at..end, &line);
            rejects += &(line + "\n");
        }
    }
    (source, rejects)
}

/// Base and replay come to what a run of the mended mapping over the mended bytes comes to, whatever group stands at the
/// border of a chunk.
#[test]
fn a_replay_of_groups_comes_to_what_a_run_over_the_mended_bytes_comes_to() {
    let (mut taken, mut repaired, mut anew) = (0, 0, 0);
    for round in 0..number("TUMPLINE_ROUNDS", 80) {
        let dice = &mut Dice::of((number("TUMPLINE_SEED", 5) << 32) + round);
        let mut text = String::new();
        (0..=dice.below(6)).for_each(|_| group(dice, &mut text));
        let block = 8 + dice.below(80) as u64;
        let strict = ROLL.replace("lot: at most one", dice.pick(&["lot: at most one", "lot: exactly one"]));
        let strict = strict.replace(", same: [no]", dice.pick(&["", ", same: [no]"]));
        let mended = strict.replace("range: [1, 60]", dice.pick(&["range: [1, 60]", "range: [1, 99]"]));
        let host = machine(&[("in.txt", text.as_bytes()), ("m.yaml", strict.as_bytes())]);
        let before = run_on(&host, 2, Some(block)).unwrap();
        let (source, rejects) = mended_bytes(dice, &text, &host, &before);
        let name = format!("round {round}\n{mended}\n{text}becomes\n{source}rejects\n{rejects}{block}\n");
        edit(&host, &before, rejects.as_bytes());
        host.put("m.yaml", mended.clone().into_bytes());
        let report = match try_replay(&host, "out", Some(block)) {
            Ok(report) => report,
            Err(Problem::Stop(Stop { code: Code::ReplayChanges, args }))
                if [&args[0]].iter().any(|what| **what == "batches".into() || **what == "joined".into()) =>
            {
                anew += 1;
                continue;
            }
            Err(problem) => panic!("{name}{problem:?}"),
        };
        taken += 1;
        let full = machine(&[("in.txt", source.as_bytes()), ("m.yaml", mended.as_bytes())]);
        let whole = left(&full, run_on(&full, 1, None).unwrap());
        let Some(mended) = report.mended.as_ref().filter(|mended| mended.changed) else { continue };
        holds(&host, &report);
        repaired += mended.mappings[0].refused - mended.mappings[0].records.rejected;
        same_as_a_run(&name, &left(&host, report), &whole);
    }
    assert!(taken > 30 && repaired > 50 && anew > 2, "{taken} {repaired} {anew}");
}

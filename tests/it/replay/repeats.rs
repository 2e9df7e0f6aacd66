//! Controls that repeat a value of the record that opens: when that record was refused, the control record waits for it.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use tumpline::finding::Code;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{FindingGroup, Outcome, Report};

use super::{base, edit, mend, raw, replay, stop};
use crate::machine::{Left, left, machine};
use crate::tables::batches;

const TAILS: &str = "
tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-3, type: int32}, {name: clerk, at: 4-6}]}
      - {name: row, when: {at: 1, is: D}, under: head, fields: [{name: id, at: 2-3, type: int32}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: no, at: 2-3, type: int32}, {name: clerk, at: 4-6}]}
  controls:
    - {id: number, says: tail.no, is: head.no}
    - {id: clerk, says: tail.clerk, is: head.clerk}
tables:
  - {table: b, from: head, columns: [{name: no}, {name: clerk, one_of: [ann, bob]}], limits: {rejects: 9}}
  - {table: t, from: row, columns: [{name: no, from: head.no}, {name: id}], limits: {rejects: 9}}
";

fn town(text: &str) -> FakeHost {
    let host = machine(&[("in.txt", text.as_bytes())]);
    host.put("m.yaml", TAILS.as_bytes().to_vec());
    host
}

/// What controls found: code, how often, what is said, and the record of the first.
fn told(report: &Report) -> Vec<String> {
    let of_control = |group: &&FindingGroup| group.subject.starts_with("source.controls.");
    let line = |group: &FindingGroup| {
        let args: Vec<String> = group.args.iter().map(tumpline::run::names::arg).collect();
        let id = group.subject.trim_start_matches("source.controls.");
        format!("{id} {}×{} {} @{}", group.code.id(), group.count, args.join("|"), group.first.record)
    };
    let mut told: Vec<String> = report.findings.iter().filter(of_control).map(line).collect();
    told.sort();
    told
}

fn check(left: &Left, outcome: Outcome, want: &[&str]) {
    assert_eq!((told(&left.report), left.report.outcome), (want.iter().map(|&it| it.to_owned()).collect(), outcome));
}

/// Replays with these refused records, which had been others.
fn with(host: &FakeHost, report: &Report, from: &str, to: &str) -> Left {
    assert_eq!(String::from_utf8_lossy(&raw(host, report)), from);
    edit(host, report, to.as_bytes());
    replay(host, &report.folder)
}

#[test]
fn a_control_that_waits_for_a_refused_record_is_judged_when_that_is_repaired() {
    let host = town("H0xann\nD01\nT01ann\nH02bob\nD05\nT02bob\n");
    let before = base(&host);
    let before = left(&host, before);
    check(&before, Outcome::Refused, &["number TL0725×1 head.no @3"]);
    let wrong = with(&host, &before.report, "H0xann\nD01\n", "H07bob\nD01\n");
    check(&wrong, Outcome::Refused, &["clerk TL0726×1 ann|head.clerk|bob @3", "number TL0726×1 1|head.no|7 @3"]);
    let right = with(&host, &before.report, "H07bob\nD01\n", "H01ann\nD01\n");
    check(&right, Outcome::Published, &[]);
    let controls = right.manifest["controls"].as_array().unwrap();
    assert!(controls.iter().all(|control| control["differing"] == 0 && control["scopes"] != 0), "{controls:?}");
    let files = host.files();
    let again = replay(&host, "out");
    assert_eq!((again.report.run, host.files() == files), (right.report.run, true), "twice changes nothing");
}

#[test]
fn what_waits_is_kept_from_replay_to_replay() {
    let host = town("H0xann\nD01\nT01ann\nH0ybob\nD05\nT02bob\n");
    let before = base(&host);
    let before = left(&host, before);
    check(&before, Outcome::Refused, &["number TL0725×2 head.no @3"]);
    let first = with(&host, &before.report, "H0xann\nD01\nH0ybob\nD05\n", "H0xann\nD01\nH02bob\nD05\n");
    check(&first, Outcome::Refused, &["number TL0725×1 head.no @3"]);
    let second = with(&host, &first.report, "H0xann\nD01\n", "H03ann\nD01\n");
    check(&second, Outcome::Refused, &["number TL0726×1 1|head.no|3 @3"]);
    let last = with(&host, &first.report, "H03ann\nD01\n", "H01ann\nD01\n");
    check(&last, Outcome::Published, &[]);
}

/// Its number could be read, and was the same: an edit may not change that unseen.
#[test]
fn a_value_that_was_repeated_is_asked_of_the_record_as_it_was_edited() {
    for (head, edited, first, want) in [
        ("H01zed", "H01ann", &["clerk TL0726×1 ann|head.clerk|zed @3"][..], &[][..]),
        ("H01zed", "H02ann", &["clerk TL0726×1 ann|head.clerk|zed @3"], &["number TL0726×1 1|head.no|2 @3"]),
    ] {
        let host = town(&format!("{head}\nD01\nT01ann\nH02bob\nD05\nT02bob\n"));
        let before = base(&host);
        assert_eq!(told(&before), first);
        let after = with(&host, &before, &format!("{head}\nD01\n"), &format!("{edited}\nD01\n"));
        check(&after, if want.is_empty() { Outcome::Published } else { Outcome::Refused }, want);
    }
}

#[test]
fn a_mended_mapping_heals_what_waited() {
    let host = town("H01zed\nD01\nT01zed\n");
    assert_eq!((base(&host).outcome, told(&base(&host))), (Outcome::Published, Vec::new()));
    let host = town("H1.ann\nD01\nT01ann\n");
    assert_eq!(told(&base(&host)), ["number TL0725×1 head.no @3"]);
    mend(
        &host,
        "{name: no, at: 2-3, type: int32}, {name: clerk, at: 4-6}]}\n      - {name: row",
        "{name: no, at: 2, type: int32}, {name: clerk, at: 4-6}]}\n      - {name: row",
    );
    check(&replay(&host, "out"), Outcome::Published, &[]);
}

/// Control records under the record that was refused are refused with it, and tell it again themselves.
#[test]
fn several_control_records_of_one_record_heal_with_it() {
    let text = "F0x\nH01ann\nD01\nT01ann\nH02bob\nD02\nT01ann\n";
    let host = town(text);
    let file =
        "      - {name: file, when: {at: 1, is: F}, fields: [{name: no, at: 2-3, type: int32}]}\n      - {name: head";
    let mapping =
        TAILS.replace("      - {name: head", file).replace("is: T}, ends: head", "is: T}, ends: head, under: file");
    let mapping = mapping
        .replace("head.no}\n", "file.no}\n")
        .replace("    - {id: clerk, says: tail.clerk, is: head.clerk}\n", "");
    host.put("m.yaml", mapping.into_bytes());
    let before = base(&host);
    assert_eq!(told(&before), ["number TL0725×2 file.no @4"]);
    let wrong = with(&host, &before, "F0x\nT01ann\nT01ann\n", "F07\nT01ann\nT07ann\n");
    check(&wrong, Outcome::Refused, &["number TL0726×1 1|file.no|7 @4"]);
    let right = with(&host, &before, "F07\nT01ann\nT07ann\n", "F01\nT01ann\nT01ann\n");
    check(&right, Outcome::Published, &[]);
}

#[test]
fn a_control_record_that_was_refused_itself_is_compared_with_a_record_that_stands() {
    let host = town("H01ann\nD01\nT0xann\n");
    let before = base(&host);
    assert_eq!(told(&before), ["number TL0725×1 tail.no @3"]);
    let wrong = with(&host, &before, "T0xann\n", "T02ann\n");
    check(&wrong, Outcome::Refused, &["number TL0726×1 2|head.no|1 @3"]);
    let right = with(&host, &before, "T02ann\n", "T01ann\n");
    check(&right, Outcome::Published, &[]);
}

#[test]
fn what_a_control_record_said_can_be_left_to_a_warning() {
    let host = town("H0xann\nD01\nT01ann\nH02bob\nD05\nT02bob\n");
    assert_eq!(base(&host).outcome, Outcome::Refused);
    mend(
        &host,
        "is: head.no}\n    - {id: clerk",
        "is: head.no, on_fail: warn, about: the number is lost}\n    - {id: clerk",
    );
    check(&replay(&host, "out"), Outcome::Published, &["number TL0725×1 head.no @3"]);
}

/// Two controls that repeat two values of one record.
#[test]
fn every_control_waits_for_itself() {
    let host = town("H0xzed\nD01\nT01ann\n");
    let before = base(&host);
    assert_eq!(told(&before), ["clerk TL0726×1 ann|head.clerk|zed @3", "number TL0725×1 head.no @3"]);
    let first = with(&host, &before, "H0xzed\nD01\n", "H01zed\nD01\n");
    check(&first, Outcome::Refused, &["clerk TL0726×1 ann|head.clerk|zed @3"]);
    let last = with(&host, &first.report, "H01zed\nD01\n", "H01ann\nD01\n");
    check(&last, Outcome::Published, &[]);
}

#[test]
fn values_of_personal_fields_are_kept_and_not_shown() {
    let host = town("H0xann\nD01\nT01ann\n");
    host.put("m.yaml", TAILS.replace("{name: clerk, at: 4-6}", "{name: clerk, at: 4-6, personal: true}").into_bytes());
    let before = base(&host);
    let wrong = with(&host, &before, "H0xann\nD01\n", "H01bob\nD01\n");
    check(&wrong, Outcome::Refused, &["clerk TL0726×1 |head.clerk| @3"]);
    assert_eq!(host.access(format!("{}/rejects/m.controls", wrong.report.folder)), Some(tumpline::host::Access::Owner));
}

/// The file as the program wrote it before it kept values.
fn older(bytes: &[u8], format: &str, said: &str) -> Vec<u8> {
    let batches = batches(bytes);
    let columns: Vec<usize> = (0..batches[0].num_columns() - 1).collect();
    let schema = Arc::new(batches[0].schema().project(&columns).unwrap());
    let pairs = [("format", format), ("controls", said)];
    let pairs = pairs.map(|(key, text)| KeyValue::new(format!("tumpline.{key}"), text.to_owned())).to_vec();
    let properties = WriterProperties::builder().set_key_value_metadata(Some(pairs)).build();
    let mut written = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut written, schema, Some(properties)).unwrap();
    batches.iter().for_each(|batch| writer.write(&batch.project(&columns).unwrap()).unwrap());
    writer.close().unwrap();
    written
}

#[test]
fn what_another_version_of_the_program_kept_of_controls_is_not_judged() {
    let host = town("H0xann\nD01\nT01ann\n");
    let before = base(&host);
    let path = format!("{}/rejects/m.controls", before.folder);
    let kept = host.content(&path).unwrap();
    let value =
        |batch: &RecordBatch| batch.column_by_name("value").unwrap().as_binary::<i32>().iter().flatten().count();
    assert_eq!(batches(&kept).iter().map(value).sum::<usize>(), 2, "what both controls say of the tail");
    for said in ["[]", "{\"version\":3,\"controls\":[]}", ""] {
        let mut manifest = left(&host, before.clone()).manifest;
        let bytes = older(&kept, &manifest["format"].to_string(), said);
        for output in manifest["outputs"].as_array_mut().unwrap() {
            if output["path"] == "rejects/m.controls" {
                output["sha256"] = tumpline::evidence::hash::sha256(&bytes).into();
                output["bytes"] = bytes.len().into();
            }
        }
        host.put(&path, bytes);
        host.put(format!("{}/manifest.json", before.folder), crate::evidence::sealed(&manifest));
        let stop = stop(&host, "out");
        assert_eq!((stop.code, stop.args), (Code::BaseTooOld, vec![before.run.as_str().into()]), "{said}");
    }
}

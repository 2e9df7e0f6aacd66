//! A replay that would have to take old rows out says which, and why.

use tumpline::finding::{Arg, Code, Severity};
use tumpline::host::fake::FakeHost;
use tumpline::run::replay::{ReplayRequest, replay_in_sizes};
use tumpline::run::report::{FindingGroup, Outcome, Report};
use tumpline::run::{Request, Sizes, run_in_blocks};

use super::{NAMES, base, edit, holds, later, replay, rule, vendors};
use crate::machine::machine;

const ACCOUNTS: &str = "
tumpline: 1
source: {files: accounts.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: no}]}
table: accounts
";

const JOURNAL: &str = "
tumpline: 1
source:
  files: journal.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: j}, {name: l}, {name: acc}, {name: v, type: int16}, {name: amount, type: 'decimal(9,2)'}]
table: journal
dedupe: {by: [j, l], order_by: v}
rules:
  - {id: bal, sum: amount, by: j, on_fail: reject}
  - {id: acc, references: accounts.no, by: acc, on_fail: reject}
limits: {rejects: 100}
";

const ROWS: &[u8] =
    b"j,l,acc,v,amount\n1,1,A,1,5.00\n1,2,A,1,-5.00\n1,1,A,2,x7.00\n2,1,A,1,3.00\n2,2,A,1,-2.00\n3,1,C,1,3.00\n3,2,A,1,-3.00\n";

/// A journal beside the accounts, whose mapping stands before its own.
fn books(journal: &str) -> FakeHost {
    machine(&[
        ("accounts.csv", b"no\nA\nB\n"),
        ("journal.csv", ROWS),
        ("a.yaml", ACCOUNTS.as_bytes()),
        ("m.yaml", journal.as_bytes()),
    ])
}

fn request() -> Request {
    Request { paths: vec!["a.yaml".into(), "m.yaml".into()], out: "out".into(), threads: Some(2), ..Request::default() }
}

fn base_of_both(host: &FakeHost) -> Report {
    run_in_blocks(host, &request(), None, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn replay_both(host: &FakeHost) -> Report {
    later(host);
    let asked = ReplayRequest { dir: "out".into(), request: Request { out: "".into(), ..request() } };
    let report = replay_in_sizes(host, &asked, Sizes::default(), &|_| {});
    let report = report.unwrap_or_else(|problem| panic!("{problem:?}"));
    holds(host, &report);
    report
}

/// Mapping, code, subject and number of the findings of a severity.
fn told(report: &Report, severity: Severity) -> Vec<(&str, &str, &str, u64)> {
    let groups = report.findings.iter().filter(|group| group.severity == severity);
    let mut told: Vec<_> =
        groups.map(|it| (it.mapping.as_str(), it.code.id(), it.subject.as_str(), it.count)).collect();
    told.sort_unstable();
    told
}

fn group(report: &Report, code: Code) -> &FindingGroup {
    report.findings.iter().find(|group| group.code == code).unwrap()
}

fn key(columns: &[(&str, &str)]) -> Arg {
    Arg::Key(columns.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
}

/// What rules say of both rows counts for nothing: neither its figures nor ordinary rejects are why nothing is published.
#[test]
fn an_old_row_that_a_repaired_one_would_replace_is_told_as_the_cause() {
    let host = books(JOURNAL);
    let before = base_of_both(&host);
    assert_eq!(before.outcome, Outcome::Published);
    let rejects = |amount: &str| String::from_utf8_lossy(&ROWS[44..]).replace("x7.00", amount).into_bytes();
    edit(&host, &before, &rejects("7.00"));
    let after = replay_both(&host);
    assert_eq!(after.outcome, Outcome::Refused);
    let subject = "journal.dedupe";
    assert_eq!(told(&after, Severity::Fail), [("m", "TL0714", subject, 1), ("m", "TL0715", subject, 1)]);
    assert_eq!(told(&after, Severity::Warn), [("m", "TL0712", "", 1)]);
    assert_eq!(group(&after, Code::NotJudged).args, [2_u64.into(), "dedupe:".into()]);
    assert!(after.rules.is_empty(), "{:?}", after.rules);
    let left_out = group(&after, Code::Duplicate);
    let kept = [key(&[("j", "1"), ("l", "1")]), "journal.csv".into(), 4_u64.into(), "old".into()];
    assert_eq!((left_out.file.as_str(), left_out.first.offset, &left_out.args[..]), ("journal.csv", 17, &kept[..]));
    let refused = group(&after, Code::OldRowsRefused);
    assert_eq!((refused.file.as_str(), refused.first.offset), ("journal.csv", 17));
    assert_eq!(refused.args, [1_u64.into(), before.run.as_str().into(), "repaired".into()]);
    // As the advice says: the record is put back as it was, and another one is mended.
    edit(&host, &before, &String::from_utf8_lossy(&rejects("x7.00")).replace("-2.00", "-3.00").into_bytes());
    let right = replay_both(&host);
    assert_eq!((right.outcome, right.tables[1].rows), (Outcome::Published, 4), "{:?}", right.findings);
}

/// Where a refused replay is replayed, its old row is judged again, and told once.
#[test]
fn a_refused_replay_is_no_lasting_mark_on_the_old_row() {
    let host = books(JOURNAL);
    let before = base_of_both(&host);
    edit(&host, &before, &String::from_utf8_lossy(&ROWS[44..]).replace("x7.00", "7.00").into_bytes());
    let refused = replay_both(&host);
    later(&host);
    let asked = ReplayRequest { dir: refused.folder.as_str().into(), request: Request { out: "".into(), ..request() } };
    let again = replay_in_sizes(&host, &asked, Sizes::default(), &|_| {});
    let again = again.unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(told(&again, Severity::Fail), told(&refused, Severity::Fail));
}

/// A rule that would take old rows out stands with its own mapping, with the place of the first.
#[test]
fn each_rule_says_how_many_old_rows_it_would_take_out() {
    let host = books(&JOURNAL.replace("dedupe: {by: [j, l], order_by: v}\n", ""));
    let before = base_of_both(&host);
    edit(&host, &before, &String::from_utf8_lossy(&ROWS[44..]).replace("x7.00", "7.00").into_bytes());
    let after = replay_both(&host);
    let refused: Vec<_> = after.findings.iter().filter(|it| it.code == Code::OldRowsRefused).collect();
    assert_eq!(refused.len(), 1, "the accounts of old rows are there: {refused:?}");
    let one = refused[0];
    assert_eq!((one.mapping.as_str(), one.subject.as_str()), ("m", "journal.bal"));
    assert_eq!((one.file.as_str(), one.first.offset), ("journal.csv", 17));
    assert_eq!(one.args, [2_u64.into(), before.run.as_str().into(), "repaired".into()]);
    let bal = after.rules.iter().find(|it| it.rule == "bal").map(|it| (it.rows, it.breaches));
    assert_eq!(bal, Some((7, 5)), "TL0715 is no breach");
}

/// What a rule says now, and what repaired records have a part in, is told of each rule by itself.
#[test]
fn the_cause_is_told_of_each_rule() {
    let host = machine(NAMES);
    let mapping = super::LINES.to_owned() + &rule("reject") + "  - {id: few, count: 1, by: id, on_fail: reject}\n";
    host.put("m.yaml", mapping.clone().into_bytes());
    let before = base(&host);
    edit(&host, &before, b"002002.00ann  \n");
    host.put(
        "m.yaml",
        mapping.replace("count: 1", "count: 2").replace("by: id", "by: id, where: id <> 2").into_bytes(),
    );
    let after = replay(&host, "out").report;
    let causes = after.findings.iter().filter(|it| it.code == Code::OldRowsRefused);
    let mut causes: Vec<_> = causes.map(|it| (it.subject.as_str(), it.args[0].clone(), it.args[2].clone())).collect();
    causes.sort_by_key(|one| one.0);
    assert_eq!(causes, [("t.few", 2_u64.into(), "rule".into()), ("t.once", 1_u64.into(), "repaired".into())]);
}

#[test]
fn a_row_that_was_left_out_keeps_the_names_of_its_key_in_a_replay() {
    let host = vendors(b"2500101ann\n2500102ann\n2500203cy \n");
    let before = base(&host);
    edit(&host, &before, b"2500203bob\n");
    let after = replay(&host, "out").report;
    assert_eq!(after.outcome, Outcome::Published);
    assert_eq!(group(&after, Code::Duplicate).args[0], key(&[("no", "1")]));
}

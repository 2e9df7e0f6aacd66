//! Rules between tables, of `migration.yaml`: what one side comes to by key, the other comes to.

use tumpline::cli::words::{Language, sentence};
use tumpline::finding::Arg;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Request, Sizes, run_in_sizes};

use crate::machine::{Left, left, machine};

fn mapping(table: &str, fields: &str) -> String {
    format!(
        "tumpline: 1\nsource: {{files: {table}.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{fields}]}}\ntable: {table}\n"
    )
}

const MONEY: &str = "type: \"decimal(9,2)\"";

/// A ledger: what accounts had, what was booked by period, and what they have.
fn ledger(migration: &str, activity: &str) -> FakeHost {
    let opening = mapping("opening", &format!("{{name: acct}}, {{name: amount, {MONEY}}}"));
    let booked = mapping(
        "activity",
        &format!("{{name: account}}, {{name: period, type: int32}}, {{name: amount, {MONEY}}}, {{name: side}}"),
    );
    let closing =
        mapping("closing", &format!("{{name: account}}, {{name: balance, {MONEY}}}, {{name: n, type: int32}}"));
    machine(&[
        ("m/opening.yaml", opening.as_bytes()),
        ("m/activity.yaml", booked.as_bytes()),
        ("m/closing.yaml", closing.as_bytes()),
        ("m/migration.yaml", migration.as_bytes()),
        ("m/opening.csv", b"acct,amount\na,100.00\nb,50.00\n"),
        ("m/activity.csv", activity.as_bytes()),
        ("m/closing.csv", b"account,balance,n\na,130.00,2\nb,45.00,1\nc,0.00,0\n"),
    ])
}

const ACTIVITY: &str = "account,period,amount,side\na,1,20.00,D\na,2,10.00,D\nb,1,5.00,C\n";

/// Opening, and what was booked on each side, are the closing balance.
const FLOW: &str = "{id: flow, compare: [{table: opening, sum: amount, by: acct}, {table: activity, sum: amount, by: account, where: side = 'D'}, {table: activity, sum: amount, by: account, where: side = 'C', minus: true}], equals: {table: closing, sum: balance, by: account}";

fn run_on(host: &FakeHost, paths: &[&str], threads: usize, sizes: Sizes) -> Result<Report, Problem> {
    let paths = paths.iter().map(Into::into).collect();
    let request = Request { paths, out: "out".into(), threads: Some(threads), ..Request::default() };
    run_in_sizes(host, &request, sizes, &|_| {})
}

/// Findings of rules; the same for any threads and room in memory, and what is left holds as evidence.
fn told(migration: &str, activity: &str) -> (Vec<String>, Left) {
    let all = [(1, None, None), (2, Some(9), Some(0)), (8, Some(30), Some(300))].map(|(threads, block, held)| {
        let host = ledger(migration, activity);
        let report =
            run_on(&host, &["m"], threads, Sizes { block, held }).unwrap_or_else(|problem| panic!("{problem:?}"));
        let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
        assert_eq!(verified.findings, [], "{migration}");
        left(&host, report)
    });
    assert_eq!(all[0].files["findings.parquet"], all[1].files["findings.parquet"]);
    assert_eq!(all[0].files["findings.parquet"], all[2].files["findings.parquet"]);
    let [first, ..] = all;
    let said = |language, args: &[Arg], code| sentence(language, code, args).replace('\u{a0}', " ");
    let line = |group: &tumpline::run::report::FindingGroup| {
        format!(
            "{} {}\u{d7}{} {}",
            group.subject,
            group.code.id(),
            group.count,
            said(Language::En, &group.args, group.code)
        )
    };
    (first.report.findings.iter().map(line).collect(), first)
}

fn rules(rules: &str) -> String {
    format!("rules: [{rules}]\n")
}

#[test]
fn opening_and_activity_are_closing_for_each_account() {
    let (found, left) = told(&rules(&format!("{FLOW}}}")), ACTIVITY);
    assert_eq!((found, left.report.outcome), (vec![], Outcome::Published));
    let rule = &left.manifest["tables"][2]["rules"][0];
    assert_eq!((&rule["rule"], &rule["keys"], &rule["rows"]), (&"flow".into(), &3.into(), &2.into()));
    let (found, left) = told(&rules(&format!("{FLOW}}}")), &ACTIVITY.replace("20.00", "1020.50"));
    assert_eq!(
        found,
        ["opening.flow TL0713\u{d7}1 acct a: opening + activity − activity comes to 1,130.50, and closing to 130.00"]
    );
    assert_eq!(left.report.outcome, Outcome::Refused);
    let near = rules(&format!("{FLOW}, tolerance: 0.05, on_fail: warn}}"));
    assert_eq!(told(&near, &ACTIVITY.replace("20.00", "20.05")).0, [""; 0]);
    let (found, left) = told(&near, &ACTIVITY.replace("20.00", "20.06"));
    assert_eq!((found.len(), left.report.outcome), (1, Outcome::Published));
    // The whole difference counts against a limit, not what is above the tolerance.
    for (limits, outcome) in [
        ("{amount: 0.06}", Outcome::Published),
        ("{amount: 0.05}", Outcome::Refused),
        ("{breaches: 1}", Outcome::Published),
        ("{breaches: 0}", Outcome::Refused),
    ] {
        let limited = rules(&format!("{FLOW}, tolerance: 0.05, on_fail: warn, limits: {limits}}}"));
        assert_eq!(told(&limited, &ACTIVITY.replace("20.00", "20.06")).1.report.outcome, outcome, "{limits}");
    }
    // A key that only the other side has.
    let (only, left) = told(&rules(&format!("{FLOW}}}")), &format!("{ACTIVITY}d,1,3.00,D\n"));
    let rule = &left.manifest["tables"][2]["rules"][0];
    assert_eq!((&rule["keys"], &rule["rows"]), (&4.into(), &2.into()), "keys of all sides, rows of the first table");
    assert_eq!(
        only,
        ["opening.flow TL0713\u{d7}1 acct d: opening + activity − activity comes to 3.00, and closing to 0.00"]
    );
}

#[test]
fn rows_are_counted_too_and_without_a_key_whole_tables_are_compared() {
    let counts = "{id: n, compare: {table: activity, count: rows, by: account}, equals: {table: closing, sum: n}}";
    assert_eq!(told(&rules(counts), ACTIVITY).0, [""; 0]);
    let more = format!("{ACTIVITY}b,2,0.00,D\n");
    assert_eq!(
        told(&rules(counts), &more).0,
        ["activity.n TL0713\u{d7}1 account b: activity comes to 2, and closing to 1"]
    );
    let whole = "{id: all, compare: {table: closing, sum: balance}, equals: [{table: opening, sum: amount}, {table: activity, sum: amount}]}";
    let found = told(&rules(whole), ACTIVITY).0;
    assert_eq!(
        found,
        ["closing.all TL0713\u{d7}1 the whole table: closing comes to 175.00, and opening + activity to 185.00"]
    );
}

#[test]
fn the_other_side_of_a_mappings_own_rule_has_a_condition_too() {
    let host = ledger("", ACTIVITY);
    let rule = "rules: [{id: d, sum: balance, by: account, where: account = 'a', equals: {table: activity, sum: amount, where: side = 'D' AND period = 1}, tolerance: 110}]\n";
    let closing = String::from_utf8(host.content("m/closing.yaml").unwrap()).unwrap();
    host.put("m/closing.yaml", (closing.clone() + rule).into_bytes());
    assert_eq!(run_on(&host, &["m"], 1, Sizes::default()).unwrap().outcome, Outcome::Published);
    host.put(
        "m/closing.yaml",
        (closing.clone() + &rule.replace(" AND period = 1", "").replace("110", "99")).into_bytes(),
    );
    assert_eq!(run_on(&host, &["m"], 1, Sizes::default()).unwrap().outcome, Outcome::Refused);
    host.put("m/closing.yaml", (closing + &rule.replace("period = 1", "perod = 1")).into_bytes());
    assert_eq!(mistakes(&host), ["m/closing.yaml TL0007 perod|period"]);
}

/// What is wrong with the texts of a machine.
fn mistakes(host: &FakeHost) -> Vec<String> {
    match run_on(host, &["m"], 1, Sizes::default()) {
        Err(Problem::Mappings(texts)) => {
            let args = |args: &[Arg]| args.iter().map(Arg::plain).collect::<Vec<_>>().join("|");
            let of_text = texts.iter().flat_map(|text| text.diagnostics.iter().map(move |one| (text, one)));
            of_text.map(|(text, one)| format!("{} {} {}", text.path, one.code.id(), args(&one.args))).collect()
        }
        other => panic!("{:?}", other.map(|report| report.outcome)),
    }
}

#[test]
fn what_is_wrong_with_a_rule_between_tables_is_told_in_its_file() {
    let one = "{id: a, compare: {table: closing, sum: balance, by: account}, equals: {table: opening, sum: amount, by: acct}}";
    assert_eq!(run_on(&ledger(&rules(one), ACTIVITY), &["m"], 1, Sizes::default()).unwrap().outcome, Outcome::Refused);
    for (rule, want) in [
        (one.replace("table: closing", "table: closng"), "TL0042 closng|closing"),
        (one.replace("table: opening", "table: openin"), "TL0042 openin|opening"),
        (one.replace("by: acct", "by: account"), "TL0007 opening.account|opening.amount"),
        (one.replace("by: acct", "by: [acct, amount]"), "TL0043 1|2"),
        (one.replace("sum: balance", "sum: account"), "TL0028 account|no_sum"),
        (one.replace("sum: amount", "count: rows"), "TL0044 balance|decimal(9,2)|count|int64"),
        (one.replace("sum: amount", "sum: amount, count: rows"), "TL0014 sum|count"),
        (one.replace("sum: amount, ", ""), "TL0003 sum_or_count"),
        (one.replace("by: acct", "by: amount"), "TL0044 account|text|opening.amount|decimal(9,2)"),
        (one.replace("by: acct", "by: acct, where: amount"), "TL0035 decimal(9,2)|bool"),
        (one.replace("equals:", "on_fail: reject, equals:"), "TL0013 reject||fail, warn"),
        (format!("{one}, {one}"), "TL0012 rule|a"),
    ] {
        assert_eq!(mistakes(&ledger(&rules(&rule), ACTIVITY)), [format!("m/migration.yaml {want}")], "{rule}");
    }
}

#[test]
fn one_mapping_of_a_folder_runs_alone_and_says_what_was_not_judged() {
    let host = ledger(&rules(&format!("{FLOW}}}")), ACTIVITY);
    for (path, paths) in [("closing", ["m/closing.yaml"]), ("opening", ["m/opening.yaml"])] {
        let report = run_on(&host, &paths, 1, Sizes::default()).unwrap_or_else(|problem| panic!("{path}: {problem:?}"));
        let codes: Vec<&str> = report.findings.iter().map(|group| group.code.id()).collect();
        assert_eq!((codes, report.outcome), (vec!["TL0712"], Outcome::Published), "{path}");
    }
}

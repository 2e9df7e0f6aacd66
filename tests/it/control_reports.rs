//! Controls beside the files: what the old system printed is what was read, key by key, or it is said of which key it is not.

use std::fmt::Write;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use tumpline::cli::diagnostics::Drawing;
use tumpline::cli::words::{Language, sentence};
use tumpline::finding::{Arg, Code, Severity};
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{FindingGroup, Outcome, Report};
use tumpline::run::{Problem, Request, Sizes, run_in_sizes};

use crate::machine::{Left, left, machine};
use crate::tables::{batches, cell};

/// A journal of funds and accounts.
const JOURNAL: &str = "tumpline: 1
source:
  files: in.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: fund}, {name: account}, {name: amount, type: \"decimal(9,2)\"}, {name: day, type: date}, {name: state}]
  set_aside: [{when: {field: record.state, is: C}, because: closed}]
table: journal
limits: {rejects: 99}
columns: [{name: fund}, {name: account, required: true}, {name: amount}, {name: day, from: day}, {name: state, one_of: [A, C]}]
";

/// Three keys.
const ROWS: &str = "fund,account,amount,day,state
100,4010,1000.00,2026-01-02,A
100,4010,234.56,2026-01-03,A
100,4020,-50.00,2026-02-01,A
200,4010,7.00,2026-03-01,A
";

/// A control of their sums and numbers, with more keys if wanted.
fn control(more: &str) -> String {
    format!("{{id: tb, file: controls/tb.csv, table: journal, match: {{fund: fund, acct: account}}{more}}}")
}

fn sums(more: &str) -> String {
    control(&format!(", compare: {{balance: {{sum: amount}}}}{more}"))
}

fn place(rows: &str, report: &str, migration: &str) -> FakeHost {
    machine(&[
        ("m/journal.yaml", JOURNAL.as_bytes()),
        ("m/migration.yaml", migration.as_bytes()),
        ("m/in.csv", rows.as_bytes()),
        ("m/controls/tb.csv", report.as_bytes()),
    ])
}

fn run_on(host: &FakeHost, threads: usize, sizes: Sizes) -> Result<Report, Problem> {
    let request = Request { paths: vec!["m".into()], out: "out".into(), threads: Some(threads), ..Request::default() };
    run_in_sizes(host, &request, sizes, &|_| {})
}

/// The same for any threads, blocks, and room in memory; what is left holds as evidence.
fn run(rows: &str, report: &str, migration: &str) -> Left {
    let mut all = [(1, None, None), (2, Some(40), Some(0)), (8, Some(7), Some(100))].map(|(threads, block, held)| {
        let host = place(rows, report, migration);
        let report = run_on(&host, threads, Sizes { block, held }).unwrap_or_else(|problem| panic!("{problem:?}"));
        let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
        assert_eq!(verified.findings, [], "{migration}");
        left(&host, report)
    });
    for other in &all[1..] {
        assert_eq!(told(other), told(&all[0]));
        assert_eq!(other.manifest["controls"], all[0].manifest["controls"]);
        assert_eq!(other.files["findings.parquet"], all[0].files["findings.parquet"]);
    }
    let [first, ..] = &mut all;
    Left { report: first.report.clone(), files: std::mem::take(&mut first.files), manifest: first.manifest.clone() }
}

fn of_controls(left: &Left) -> Vec<&FindingGroup> {
    left.report.findings.iter().filter(|group| group.subject.starts_with("migration.controls.")).collect()
}

/// Findings of controls in groups: code, how many, and what is said of the first.
fn told(left: &Left) -> Vec<String> {
    let line = |group: &&FindingGroup| {
        let said = sentence(Language::En, group.code, &group.args).replace('\u{a0}', " ");
        format!("{} {}\u{d7}{} {said}", &group.subject["migration.controls.".len()..], group.code.id(), group.count)
    };
    let mut told: Vec<String> = of_controls(left).iter().map(line).collect();
    told.sort();
    told
}

fn check(rows: &str, report: &str, control: &str, want: &[&str]) -> Left {
    let left = run(rows, report, &format!("controls: [{control}]\n"));
    assert_eq!(told(&left), want, "{report}");
    let fails = of_controls(&left).iter().any(|group| group.severity == Severity::Fail);
    assert_eq!(left.report.outcome == Outcome::Refused, fails);
    left
}

const EQUAL: &str = "fund,acct,balance,lines\n100,4010,1234.56,2\n100,4020,-50.00,1\n200,4010,7.00,1\n";

#[test]
fn a_report_that_the_table_comes_to_publishes_and_stands_in_the_evidence() {
    let both = control(", compare: {balance: {sum: amount}, lines: count}");
    let left = check(ROWS, EQUAL, &both, &[]);
    let controls = left.manifest["controls"].as_array().unwrap();
    let names: Vec<&str> = controls.iter().map(|one| one["control"].as_str().unwrap()).collect();
    assert_eq!(names, ["tb.balance", "tb.lines"]);
    assert_eq!(controls[0]["says"], "1191.56");
    assert_eq!((&controls[1]["says"], &controls[0]["report"]["equal"]), (&"4".into(), &3.into()));
    assert_eq!(left.manifest["control_files"][0]["rows"], 3);
    let other = check(ROWS, &format!("{EQUAL}300,1,0.00,0\n"), &both, &[]);
    assert_ne!(other.manifest["identity"], left.manifest["identity"], "the report is what went in");
}

#[test]
fn each_key_that_differs_is_told_with_its_columns_and_how_far_it_is_off() {
    let report = "fund,acct,balance\n100,4010,1230.00\n100,4020,-49.00\n300,4010,5.00\n400,1,0.00\n";
    let left = check(
        ROWS,
        report,
        &sums(""),
        &[
            "tb TL0730\u{d7}2 fund 100, account 4010: `balance` of `controls/tb.csv` (line 2) is 1,230.00, and `journal` comes to 1,234.56, more by 4.56",
            "tb TL0731\u{d7}1 fund 200, account 4010: `controls/tb.csv` does not have it, and `journal` comes to 7.00 (`balance`)",
            "tb TL0732\u{d7}1 fund 300, account 4010: `balance` of `controls/tb.csv` (line 4) is 5.00, and `journal` has no row of it",
        ],
    );
    let group = of_controls(&left)[0];
    let french = sentence(Language::Fr, group.code, &group.args);
    assert!(french.contains("donne 1\u{a0}234,56, soit 4,56 de plus"), "{french}");
    assert_eq!(tumpline::run::names::arg(&group.args[0]), "100, 4010");
    assert_eq!(tumpline::run::names::arg(&group.args[6]), "1234.56", "as data it is plain");
    let control = &left.manifest["controls"][0];
    for (key, want) in [("equal", 1), ("different", 2), ("not_in_report", 1), ("without_rows", 1), ("unknown", 0)] {
        assert_eq!(control["report"][key], want, "{key}");
    }
    assert_eq!((&control["scopes"], &control["differing"]), (&5.into(), &4.into()));
}

#[test]
fn nothing_on_one_side_is_a_figure_of_zero() {
    let rows = "fund,account,amount,day,state\n100,1,5.00,2026-01-02,A\n100,1,-5.00,2026-01-02,A\n";
    check(rows, "fund,acct,balance\n900,9,0.00\n", &sums(""), &[]);
    let counted = control(", compare: {lines: count}, on_fail: warn");
    check(
        rows,
        "fund,acct,lines\n900,9,0\n",
        &counted,
        &[
            "tb TL0731\u{d7}1 fund 100, account 1: `controls/tb.csv` does not have it, and `journal` comes to 2 (`lines`)",
        ],
    );
}

#[test]
fn what_was_refused_or_set_aside_explains_a_difference_and_what_cannot_be_read_leaves_the_control_open() {
    let more = "100,4010,10.00,2026-01-02,X\n100,4020,3.00,2026-01-02,C\n";
    let report = "fund,acct,balance\n100,4010,1244.56\n100,4020,-47.00\n200,4010,7.00\n";
    let left = check(&format!("{ROWS}{more}"), report, &sums(""), &[]);
    let control = &left.manifest["controls"][0];
    assert_eq!((&control["rejected"]["amount"], &control["set_aside"]["amount"]), (&"10.00".into(), &"3.00".into()));
    assert_eq!((&control["loaded"]["amount"], &control["difference"]), (&"1191.56".into(), &"0.00".into()));
    let report = report.replace("1244.56", "1245.00");
    let said = "tb TL0730\u{d7}1 fund 100, account 4010: `balance` of `controls/tb.csv` (line 2) is 1,245.00, and `journal` comes to 1,244.56, less by 0.44; 10.00 of that was refused";
    check(&format!("{ROWS}{more}"), &report, &sums(""), &[said]);
    // An amount that does not decode; a key that does not.
    for (line, said) in [
        ("200,4010,7x,2026-01-02,A\n", "fund 200, account 4010: `balance`"),
        ("200,,7.00,2026-01-02,A\n", ""),
        ("200\n", "`balance`"),
    ] {
        let left = run(&format!("{ROWS}{line}"), EQUAL, &format!("controls: [{}]\n", sums("")));
        let told = told(&left);
        let open = !said.is_empty();
        assert_eq!(told.iter().any(|one| one.starts_with(&format!("tb TL0733\u{d7}1 {said}"))), open, "{told:?}");
    }
}

#[test]
fn a_tolerance_is_per_key_and_where_says_which_rows_count() {
    let report = "fund,acct,balance\n100,4010,1234.55\n100,4020,-49.99\n200,4010,7.00\n";
    check(ROWS, report, &sums(", tolerance: 0.01"), &[]);
    let january = "fund,acct,balance\n100,4010,1234.56\n";
    check(ROWS, january, &sums(", where: day < DATE '2026-02-01'"), &[]);
    let migration = format!(
        "parameters: {{cutover: {{type: date, default: 2026-01-31}}}}\ncontrols: [{}]\n",
        sums(", where: day <= cutover")
    );
    assert_eq!(run(ROWS, january, &migration).report.outcome, Outcome::Published);
    // Of a row whose day cannot be read nobody knows whether it counts.
    let left = run(&format!("{ROWS}100,4010,1.00,20x6-01-01,A\n"), january, &migration);
    assert!(told(&left)[0].starts_with("tb TL0733"), "{:?}", told(&left));
}

#[test]
fn a_difference_is_signed_off_by_its_key() {
    let report = EQUAL.replace("1234.56", "1230.00").replace("7.00", "8.00");
    let run = |accept: &str| run(ROWS, &report, &format!("controls: [{}]\naccept: [{accept}]\n", sums("")));
    let accept = |key: &str, difference: &str| {
        format!("{{control: tb, key: {{{key}}}, difference: {difference}, because: known, by: M. Tremblay}}")
    };
    let both = [accept("fund: 100, account: 4010", "-4.56"), accept("account: 4010, fund: 200", "1.0")].join(", ");
    let left = run(&both);
    assert_eq!(left.report.outcome, Outcome::Published);
    assert_eq!(
        told(&left),
        [
            "tb TL0734\u{d7}2 fund 100, account 4010: a difference of -4.56 that M. Tremblay accepted: known (`balance` of `controls/tb.csv`)"
        ]
    );
    assert_eq!(left.manifest["controls"][0]["accepted"][0]["key"][0]["value"], "100");
    let left = run(&accept("fund: 100, account: 4020", "-4.56"));
    assert_eq!(left.report.outcome, Outcome::Refused);
    assert!(left.report.findings.iter().any(|group| group.code == Code::AcceptUnused));
    for (wrong, want) in [
        ("{control: tc, difference: 1, because: b, by: c}", "TL0047 tc|tb"),
        ("{control: tb.lines, difference: 1, because: b, by: c}", "TL0047 tb.lines|"),
        ("{control: tb, key: {fund: 1, acount: 2}, difference: 1, because: b, by: c}", "TL0007 acount|account"),
        ("{control: tb, key: {fund: 1}, difference: 1, because: b, by: c}", "TL0003 account"),
        ("{control: jurnal.x, difference: 1, because: b, by: c}", "TL0047 jurnal.x|"),
    ] {
        let migration = format!("controls: [{}]\naccept: [{wrong}]\n", sums(""));
        assert_eq!(mistakes(&migration), [want], "{wrong}");
    }
}

#[test]
fn an_entry_that_signs_off_what_another_one_does_is_a_mistake_with_both_places() {
    let report = EQUAL.replace("1234.56", "1230.00").replace("7.00", "8.00");
    let entry = |control: &str, fund: &str, difference: &str| {
        format!(
            "  - {{control: {control}, key: {{fund: {fund}, account: 4010}}, difference: {difference}, because: b, by: c}}\n"
        )
    };
    let both = control(", compare: {balance: {sum: amount}, lines: count}, on_fail: warn");
    let migration = |control: &str, entries: &[String]| format!("controls: [{control}]\naccept:\n{}", entries.concat());
    let tb = || entry("tb", "100", "-4.56");
    let other = entry("tb", "200", "1");
    let written = migration(&sums(""), &[tb(), other.clone(), entry("tb", "100", "-4.560")]);
    assert_eq!(mistakes(&written), ["TL0719 tb|-4.560|5|3"]);
    // Of two figures, each may have the difference; three entries are one too many.
    assert_eq!(mistakes(&migration(&both, &[tb(), tb(), tb()])), ["TL0719 tb|-4.56|5|3"]);
    // An entry that is about one key and says another difference is no repetition, and is told as what it is.
    let left = run(ROWS, &report, &migration(&sums(""), &[tb(), other, entry("tb", "100", "-4.57")]));
    assert_eq!(left.report.outcome, Outcome::Published);
    let unused: Vec<_> = left.report.findings.iter().filter(|one| one.code == Code::AcceptUnused).collect();
    assert_eq!(unused.iter().map(|one| one.count).sum::<u64>(), 1);
}

/// What is wrong with a `migration.yaml`.
fn mistakes(migration: &str) -> Vec<String> {
    match run_on(&place(ROWS, EQUAL, migration), 1, Sizes::default()) {
        Err(Problem::Mappings(texts)) => {
            let all = texts.iter().flat_map(|text| &text.diagnostics);
            let args = |args: &[Arg]| args.iter().map(Arg::plain).collect::<Vec<_>>().join("|");
            all.map(|one| format!("{} {}", one.code.id(), args(&one.args))).collect()
        }
        other => panic!("{:?}", other.map(|report| report.outcome)),
    }
}

#[test]
fn what_is_wrong_with_a_control_is_told_before_the_run() {
    for (control, want) in [
        (sums(", wher: a"), "TL0002 wher|where"),
        (sums("").replace("table: journal", "table: jornal"), "TL0042 jornal|journal"),
        (sums("").replace("acct: account", "acct: acount"), "TL0007 acount|account"),
        (sums("").replace("sum: amount", "sum: fund"), "TL0028 fund|no_sum"),
        (sums("").replace("{sum: amount}", "counts"), "TL0013 counts|count|count"),
        (sums(", tolerance: -1"), "TL0026 -1|0|"),
        (sums(", tolerance: 0.001"), "TL0020 0.001|decimal(9,2)"),
        (control(", compare: {lines: count}, tolerance: 1"), "TL0027 tolerance|only_sum"),
        (sums(", where: amount"), "TL0035 decimal(9,2)|bool"),
        (sums(", decimal: comma, thousands: comma"), "TL0014 thousands|decimal"),
        (format!("{}, {}", sums(""), sums("")), "TL0012 control|tb"),
        (control(""), "TL0003 compare"),
    ] {
        assert_eq!(mistakes(&format!("controls: [{control}]\n")), [want], "{control}");
    }
}

/// Why a run with this report does not begin.
fn stops(report: &str, control: &str) -> Vec<String> {
    match run_on(&place(ROWS, report, &format!("controls: [{control}]\n")), 1, Sizes::default()) {
        Err(Problem::Sources { stops }) => {
            let args = |args: &[Arg]| args.iter().map(Arg::plain).collect::<Vec<_>>().join("|");
            stops.iter().map(|stop| format!("{} {}", stop.code.id(), args(&stop.args))).collect()
        }
        other => panic!("{:?}", other.map(|report| report.outcome)),
    }
}

#[test]
fn a_report_that_cannot_be_read_is_a_mistake_with_its_place() {
    let tb = "controls/tb.csv";
    for (report, want) in [
        (EQUAL.replace("-50.00", "-5o.00"), vec![format!("TL0424 {tb}|3|balance|TL0202")]),
        (EQUAL.replace("-50.00", ""), vec![format!("TL0425 {tb}|3|balance")]),
        (format!("{EQUAL}100,4020,1.00,1\n"), vec![format!("TL0426 {tb}|5|3|`fund`, `acct`")]),
        (format!("{EQUAL}100,4020\n"), vec![format!("TL0423 {tb}|5|few|balance|2|4")]),
        (EQUAL.replace("balance", "balanse"), vec![format!("TL0421 {tb}|`balance`|`balanse`")]),
        ("fund,acct,balance\n".to_owned(), vec![format!("TL0429 {tb}")]),
    ] {
        assert_eq!(stops(&report, &sums("")), want, "{report}");
    }
    let elsewhere = sums("").replace("tb.csv", "none.csv");
    assert_eq!(stops(EQUAL, &elsewhere), ["TL0908 m/controls/none.csv"]);
}

#[test]
fn figures_are_read_as_they_are_printed() {
    let report = "fund;acct;balance\n100;4010;1.234,56\n100;4020;(50,00)\n200;4010;7,00\n";
    let more = ", delimiter: ';', decimal: comma, thousands: dot, sign: parentheses";
    check(ROWS, report, &sums(more), &[]);
    let report = "fund,acct,balance\n100,4010,\"1,234.56CR\"\n100,4020,50.00DB\n200,4010,7.00CR\n";
    let negated =
        ROWS.replace(",1000.00", ",-1000.00").replace(",234", ",-234").replace("-50", "50").replace(",7.00", ",-7.00");
    check(&negated, report, &sums(", thousands: comma, sign: cr_db"), &[]);
}

#[test]
fn a_personal_key_is_never_shown() {
    let journal = JOURNAL.replace("{name: account}", "{name: account, personal: true}");
    let host = place(ROWS, &EQUAL.replace("1234.56", "1234.57"), &format!("controls: [{}]\n", sums("")));
    host.put("m/journal.yaml", journal.into_bytes());
    let report = run_on(&host, 1, Sizes::default()).unwrap();
    let left = left(&host, report);
    let said = &told(&left)[0];
    assert!(said.contains("a key that is personal (not shown): `balance`") && !said.contains("4010"), "{said}");
    assert!(!said.contains("1,234"), "{said}");
    assert!(!left.manifest["controls"].to_string().contains("1234"));
}

/// A run beside a report that differs by 0.01, whose column of this name is personal, and whose difference is signed off.
fn personal(column: &str, accept: &str, language: Language) -> Left {
    let marked = |text: &str| text.replace(&format!("{{name: {column}"), &format!("{{name: {column}, personal: true"));
    let report = EQUAL.replace("1234.56", "1234.57");
    let host = place(ROWS, &report, &format!("controls: [{}]\naccept: [{accept}]\n", sums("")));
    host.put("m/journal.yaml", marked(JOURNAL).into_bytes());
    let people = Some(tumpline::cli::people::scribe(language));
    let request = Request { paths: vec!["m".into()], out: "out".into(), people, ..Request::default() };
    let made = run_in_sizes(&host, &request, Sizes::default(), &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    let verified = tumpline::evidence::verify::verify(&host, made.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, []);
    left(&host, made)
}

#[test]
fn what_is_personal_can_be_signed_off_and_is_not_shown() {
    let sign = |key: &str, difference: &str| {
        format!(
            "{{control: tb, key: {{fund: 100, account: {key}}}, difference: {difference}, because: known, by: M. T.}}"
        )
    };
    for (column, key) in [("account", "a key that is personal (not shown)"), ("amount", "fund 100, account 4010")] {
        let left = personal(column, &sign("4010", "0.010"), Language::En);
        assert_eq!(left.report.outcome, Outcome::Published, "{column}: {:?}", left.report.findings);
        let said = format!(
            "tb TL0734\u{d7}1 {key}: a difference of (personal, not shown) that M. T. accepted: known (`balance` of `controls/tb.csv`)"
        );
        assert_eq!(told(&left), [said], "{column}");
        let accepted = &left.manifest["controls"][0]["accepted"][0];
        assert_eq!((accepted["by"].as_str(), &accepted["difference"]), (Some("M. T."), &serde_json::Value::Null));
        assert_eq!(accepted["key"].is_null(), column == "account");
        let people: String = ["reconciliation.csv", "findings.csv"]
            .map(|name| String::from_utf8(left.files[&format!("for-people/{name}")].clone()).unwrap())
            .concat();
        assert!(people.contains("(personal, not shown)"), "{people}");
        assert!(!people.contains("0.01") && (column == "amount" || !people.contains("4010")), "{people}");
        // Another key or difference is not covered.
        for other in [sign("4020", "0.01"), sign("4010", "-0.01"), sign("4010", "0.011")] {
            let left = personal(column, &other, Language::En);
            assert_eq!(left.report.outcome, Outcome::Refused, "{column} {other}");
            let unused = left.report.findings.iter().find(|one| one.code == Code::AcceptUnused).unwrap();
            let said = sentence(Language::En, unused.code, &unused.args).replace('\u{a0}', " ");
            let key = if column == "account" {
                ""
            } else if other.contains("4020") {
                " (fund 100, account 4020)"
            } else {
                " (fund 100, account 4010)"
            };
            assert_eq!(
                said,
                format!(
                    "`tb{key}`: line 2 of migration.yaml accepts a difference of (personal, not shown), and there is no such difference"
                )
            );
        }
    }
}

/// A mistake is drawn with its line, and what may be personal is not read there.
#[test]
fn mistakes_of_what_is_signed_off_do_not_show_what_is_personal() {
    let entry = "{control: tb, key: {fund: 100, account: 4010}, difference: 0.01, because: b, by: c}";
    for (accept, want) in [
        (format!("{entry}, {entry}"), "TL0719"),
        (entry.replace("fund:", "fond:"), "TL0007"),
        (entry.replace("0.01", "4010x"), "TL0020"),
        (entry.replace("fund: 100, ", ""), "TL0003"),
        (entry.replace("key:", "kee:"), "TL0002"),
        (entry.replace("by: c", "by: ["), "TL0001"),
    ] {
        for personal in [true, false] {
            let migration = format!("controls: [{}]\naccept: [{accept}]\n", sums(""));
            let host = place(ROWS, EQUAL, &migration);
            let mark = |text: &str| text.replace("{name: account", "{name: account, personal: true");
            let journal = if personal { mark(JOURNAL) } else { JOURNAL.to_owned() };
            host.put("m/journal.yaml", journal.into_bytes());
            let Err(Problem::Mappings(texts)) = run_on(&host, 1, Sizes::default()) else { panic!("{accept}") };
            let drawing = Drawing { language: Language::En, colour: false, width: 200 };
            let drawn: String = texts.iter().map(|text| drawing.mapping(text)).collect();
            assert!(drawn.contains(want) && drawn.contains("migration.yaml:2:"), "{drawn}");
            let hides = |text: &str| !drawn.contains(text);
            assert_eq!(hides("4010"), personal || ["TL0002", "TL0001"].contains(&want), "{want} {drawn}");
            assert!(!personal || hides("0.01"), "{drawn}");
        }
    }
}

/// Of each entry that nothing was found for, why.
fn unused(batch: &RecordBatch) -> Vec<String> {
    let [codes, args] = ["code", "args"].map(|name| batch.column_by_name(name));
    let (Some(codes), Some(args)) = (codes, args.and_then(|args| args.as_list_opt::<i32>())) else { return Vec::new() };
    let found = (0..batch.num_rows()).filter(|row| cell(codes, *row) == "TL0728");
    found.map(|row| cell(&args.value(row), 3)).collect()
}

/// Where the rows of a key cannot be read, nobody knows whether the difference is the one that is signed off.
#[test]
fn an_entry_of_what_cannot_be_proved_is_not_said_to_be_wrong() {
    let entry = |account: &str| {
        format!("{{control: tb, key: {{fund: 100, account: {account}}}, difference: 0.50, because: b, by: c}}")
    };
    for (rows, wants) in [
        (ROWS.replace("234.56", "234x56"), ["open", "none"]),
        // A row whose key cannot be read may be of any.
        (ROWS.replace("100,4010,234.56,2026-01-03,A", "100"), ["open", "open"]),
    ] {
        let accept = [entry("4010"), entry("4020")].join(", ");
        let left = run(&rows, EQUAL, &format!("controls: [{}]\naccept: [{accept}]\n", sums("")));
        let unused: Vec<String> = batches(&left.files["findings.parquet"]).iter().flat_map(unused).collect();
        assert_eq!(unused.len(), 2, "{unused:?}");
        for (found, want) in unused.iter().zip(wants) {
            assert_eq!(found, want);
        }
    }
}

#[test]
fn sentences_about_what_is_personal_are_whole() {
    let find = |left: &Left, words: &str| {
        let text = String::from_utf8(left.files["for-people/findings.csv"].clone()).unwrap().replace('\u{a0}', " ");
        assert!(text.contains(words), "{words}\n{text}");
    };
    let english = personal("amount", "", Language::En);
    let said = "fund 100, account 4010: `balance` of `controls/tb.csv` (line 2) is (personal, not shown), and `journal` comes to (personal, not shown)";
    assert_eq!(told(&english), [format!("tb TL0730\u{d7}1 {said}")]);
    find(&english, &format!("\"{said}\""));
    let french = personal("amount", "", Language::Fr);
    find(
        &french,
        "fund 100, account 4010 : `balance` de `controls/tb.csv` (ligne 2) est (donnée personnelle, non montrée), et `journal` donne (donnée personnelle, non montrée)",
    );
    let key = personal("account", "", Language::En);
    find(
        &key,
        "a key that is personal (not shown): `balance` of `controls/tb.csv` (line 2) is (personal, not shown), and",
    );
    let sums = String::from_utf8(french.files["for-people/reconciliation.csv"].clone()).unwrap();
    let hidden = "(donnée personnelle, non montrée)";
    assert!(sums.contains(&format!("journal;tb;non;3;1;;{hidden};{hidden};")), "{sums}");
}

#[test]
fn a_key_in_whose_values_a_comma_stands_keeps_the_names_of_its_columns() {
    let rows = ROWS.replace("100,4020,", "\"Water, sewer\",\"4,020 \"\"b\"\"\",");
    let host = place(&rows, EQUAL, &format!("controls: [{}]\n", sums("")));
    let people = Some(tumpline::cli::people::scribe(Language::En));
    let request = Request { paths: vec!["m".into()], out: "out".into(), people, ..Request::default() };
    let made = run_in_sizes(&host, &request, Sizes::default(), &|_| {}).unwrap();
    let left = left(&host, made);
    let text = String::from_utf8(left.files["for-people/findings.csv"].clone()).unwrap();
    assert!(text.contains("fund Water, sewer, account 4,020 \"\"b\"\": `controls/tb.csv` does not have it"), "{text}");
}

#[test]
fn figures_that_are_less_or_more_are_set_alike_for_people() {
    let report = EQUAL.replace("1234.56", "1230.00").replace("-50.00", "-49.00").replace("7.00", "1008.50");
    let host = place(ROWS, &report, &format!("controls: [{}]\n", sums("")));
    let people = Some(tumpline::cli::people::scribe(Language::Fr));
    let request = Request { paths: vec!["m".into()], out: "out".into(), people, ..Request::default() };
    let made = run_in_sizes(&host, &request, Sizes::default(), &|_| {}).unwrap();
    let left = left(&host, made);
    let text = String::from_utf8(left.files["for-people/findings.csv"].clone()).unwrap();
    for said in ["soit 4,56 de plus", "soit 1,00 de moins", "soit 1\u{a0}001,50 de moins"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn without_a_key_the_whole_table_is_compared() {
    let whole = "{id: tb, file: controls/tb.csv, table: journal, compare: {total: {sum: amount}}}";
    check(ROWS, "total\n1191.56\n", whole, &[]);
    check(
        ROWS,
        "total\n1191.00\n",
        whole,
        &[
            "tb TL0730\u{d7}1 the whole table: `total` of `controls/tb.csv` (line 2) is 1,191.00, and `journal` comes to 1,191.56, more by 0.56",
        ],
    );
}

#[test]
fn a_large_report_is_read_in_parts_and_goes_to_the_disk() {
    let (mut rows, mut report) = (String::from("fund,account,amount,day,state\n"), String::from("fund,acct,balance\n"));
    let keys = usize::try_from(crate::rounds(300_000)).unwrap();
    for key in 0..keys {
        writeln!(report, "{},a{key:060},{}.00", key % 7, key % 97).unwrap();
        if key % 10 == 0 {
            writeln!(rows, "{},a{key:060},{}.00,2026-01-01,A", key % 7, key % 97 + usize::from(key == 50_000)).unwrap();
        }
    }
    let host = place(&rows, &report, &format!("controls: [{}]\n", sums("")));
    let made = run_on(&host, 2, Sizes { block: Some(1 << 20), held: Some(1 << 20) }).unwrap();
    let left = left(&host, made);
    let count =
        |code: Code| of_controls(&left).iter().filter(|group| group.code == code).map(|group| group.count).sum::<u64>();
    let zero = (0..keys).filter(|key| key % 10 != 0 && key % 97 == 0).count() as u64;
    assert_eq!((count(Code::ReportDiffers), count(Code::NoRowsOfReport)), (1, (keys - keys / 10) as u64 - zero));
    assert!(report.len() > 4 << 20, "more than one window");
}

#[test]
fn who_signs_stands_in_the_evidence_and_is_no_part_of_what_is_signed() {
    let migration = |signed: &str, end: &str| format!("title: T\n{signed}controls: [{}]\n{end}", sums(""));
    let signed =
        "approved_by:\n  - {name: M. Tremblay, role: treasurer, on: 2026-12-01}\n  - {name: A. Roy, on: 2026-12-02}\n";
    let without = run(ROWS, EQUAL, &migration("", ""));
    for with in [migration(signed, ""), migration("", signed)] {
        let with = run(ROWS, EQUAL, &with);
        assert_eq!(with.manifest["identity"], without.manifest["identity"]);
        assert_ne!(with.manifest["migration"]["sha256"], without.manifest["migration"]["sha256"]);
        let people = with.manifest["migration"]["approved_by"].as_array().unwrap();
        let named: Vec<_> = people.iter().map(|one| (one["name"].as_str(), one["on"].as_str())).collect();
        assert_eq!(named, [(Some("M. Tremblay"), Some("2026-12-01")), (Some("A. Roy"), Some("2026-12-02"))]);
        assert_eq!(with.report.migration.unwrap().approved_by[0].role, "treasurer");
    }
    let other = run(ROWS, EQUAL, &migration(signed, "accept: []\n"));
    assert_ne!(other.manifest["identity"], without.manifest["identity"], "what is not a signature is signed");
}

type Forge = fn(&mut serde_json::Value);

#[test]
fn a_manifest_whose_control_says_another_figure_does_not_hold() {
    let cases: [(&str, Forge); 5] = [
        ("loaded", |one| {
            one["controls"][0]["loaded"]["amount"] = "1192.56".into();
            one["controls"][0]["read"]["amount"] = "1192.56".into();
            one["controls"][0]["found"] = "1192.56".into();
            one["controls"][0]["says"] = "1192.56".into();
        }),
        ("equal", |one| one["controls"][0]["report"]["equal"] = 2.into()),
        ("file", |one| one["controls"][0]["report"]["file"] = "controls/other.csv".into()),
        ("table", |one| one["controls"][0]["report"]["table"] = "ledger".into()),
        ("digest", |one| one["control_files"][0]["sha256"] = "00".into()),
    ];
    for (what, forge) in cases {
        let host = place(ROWS, EQUAL, &format!("controls: [{}]\n", sums("")));
        let report = run_on(&host, 1, Sizes::default()).unwrap();
        let path = format!("{}/manifest.json", report.folder);
        let mut manifest: serde_json::Value = serde_json::from_slice(&host.content(&path).unwrap()).unwrap();
        forge(&mut manifest);
        host.put(&path, serde_json::to_vec_pretty(&manifest).unwrap());
        let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
        let codes: Vec<&str> = verified.findings.iter().map(|found| found.0.id()).collect();
        // Beside the document's own digest.
        assert!(codes.iter().any(|code| ["TL0803", "TL0812"].contains(code)), "{what}: {codes:?}");
        assert!(!verified.holds(), "{what}");
    }
}

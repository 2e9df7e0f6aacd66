//! What rules want of other tables, told in the mapping that says it.

use tumpline::host::fake::FakeHost;
use tumpline::run::{MappingText, Problem, Request, prepare};

use crate::machine::machine;

const ACCOUNTS: &str = "tumpline: 1
source:
  files: accounts.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: account}, {name: fund, type: int16}, {name: budget, type: 'decimal(9,2)'}, {name: rate, type: 'decimal(9,4)'}, {name: opened, type: date}]
table: accounts
";

fn journal(rule: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: journal.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{{name: account}}, {{name: fund, type: int64}}, {{name: amount, type: 'decimal(15,2)'}}, {{name: parent, type: int32}}]
table: journal
rules: [{{id: a, {rule}}}]
"
    )
}

fn town(journal: &str, accounts: &str) -> FakeHost {
    let rows: &[u8] = b"account,fund\n";
    machine(&[
        ("m/accounts.yaml", accounts.as_bytes()),
        ("m/journal.yaml", journal.as_bytes()),
        ("m/accounts.csv", rows),
        ("m/journal.csv", rows),
    ])
}

/// Path, code, arguments and underlined text of every mistake.
fn mistakes(texts: &[MappingText]) -> Vec<String> {
    let text = tumpline::finding::Arg::plain;
    let lines = texts.iter().flat_map(|of| {
        of.diagnostics.iter().map(move |one| {
            let args: Vec<_> = one.args.iter().map(text).collect();
            let under = &of.text[one.at.start as usize..one.at.end as usize];
            format!("{}: {}({}) {under}", of.path, one.code.id(), args.join("|"))
        })
    });
    lines.collect()
}

fn check(host: &FakeHost, request: &Request) -> Vec<String> {
    let checked = prepare::check(host, request).unwrap_or_else(|problem| panic!("{problem:?}"));
    let told = checked.mappings.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
    for one in &checked.mappings {
        assert_eq!(one.mapping.is_none(), !one.text.diagnostics.is_empty(), "{:?}", one.text.diagnostics);
    }
    mistakes(&told)
}

fn request(path: &str) -> Request {
    Request { paths: vec![path.into()], ..Request::default() }
}

#[test]
fn a_rules_target_must_be_there_and_be_comparable() {
    for (rule, want) in [
        ("references: accounts.account", ""),
        ("references: [accounts.account, accounts.fund]", ""),
        ("references: accounts.fund, by: parent", ""),
        ("references: journal.fund, by: parent", ""),
        ("sum: amount, by: account, equals: {table: accounts, sum: budget}", ""),
        ("sum: fund, by: account, equals: {table: accounts, sum: fund}", ""),
        ("references: acounts.account", "TL0042(acounts|accounts) acounts.account"),
        ("references: Accounts.account", "TL0042(Accounts|accounts) Accounts.account"),
        ("references: zzzzzzzz.account", "TL0042(zzzzzzzz|) zzzzzzzz.account"),
        ("references: accounts.acount, by: account", "TL0007(accounts.acount|accounts.account) accounts.acount"),
        ("references: accounts.zzzzzzzz, by: account", "TL0007(accounts.zzzzzzzz|) accounts.zzzzzzzz"),
        ("references: accounts.account, by: fund", "TL0044(fund|int64|accounts.account|text) accounts.account"),
        ("references: accounts.opened, by: fund", "TL0044(fund|int64|accounts.opened|date) accounts.opened"),
        (
            "references: accounts.rate, by: amount",
            "TL0044(amount|decimal(15,2)|accounts.rate|decimal(9,4)) accounts.rate",
        ),
        (
            "sum: amount, equals: {table: acounts, sum: budget}",
            "TL0042(acounts|accounts) {table: acounts, sum: budget}",
        ),
        (
            "sum: amount, equals: {table: accounts, sum: buget}",
            "TL0007(accounts.buget|accounts.budget) {table: accounts, sum: buget}",
        ),
        (
            "sum: amount, by: parent, equals: {table: accounts, sum: budget}",
            "TL0007(accounts.parent|) {table: accounts, sum: budget}",
        ),
        (
            "sum: amount, equals: {table: accounts, sum: rate}",
            "TL0044(amount|decimal(15,2)|accounts.rate|decimal(9,4)) {table: accounts, sum: rate}",
        ),
        (
            "sum: amount, equals: {table: accounts, sum: account}",
            "TL0028(accounts.account|no_sum) {table: accounts, sum: account}",
        ),
    ] {
        let told = check(&town(&journal(rule), ACCOUNTS), &request("m"));
        let want: Vec<String> = if want.is_empty() { Vec::new() } else { vec![format!("m/journal.yaml: {want}")] };
        assert_eq!(told, want, "{rule}");
    }
}

#[test]
fn a_part_of_a_migration_is_not_proven_but_may_be_tried() {
    let host = town(&journal("references: accounts.account"), ACCOUNTS);
    let alone = ["m/journal.yaml: TL0042(accounts|) accounts.account"];
    assert_eq!(check(&host, &request("m/journal.yaml")), alone);
    let run = Request { out: "out".into(), ..request("m/journal.yaml") };
    let Err(Problem::Mappings(texts)) = prepare::prepare(&host, &run, None) else { panic!() };
    assert_eq!(mistakes(&texts), alone);
    let trial = prepare::prepare(&host, &Request { trial: true, ..run }, None).map_err(|_| "").unwrap();
    assert_eq!(trial.mappings[0].plan.mapping.tables[0].set_rules.len(), 1, "the rule is left to the run");
    let only = Request { only: vec!["journal".into()], out: "out".into(), ..request("m") };
    let only = prepare::prepare(&host, &only, None).map_err(|_| "").unwrap();
    assert_eq!((only.mappings.len(), only.mappings[0].plan.mapping.tables[0].set_rules.len()), (1, 1));
}

#[test]
fn what_a_wrong_mapping_would_make_wrong_elsewhere_is_not_told_there() {
    let host = town(&journal("references: accounts.account"), &ACCOUNTS.replace("utf-8", "utf-9"));
    assert_eq!(check(&host, &request("m")), ["m/accounts.yaml: TL0009(utf-9|utf-8) utf-9"]);
}

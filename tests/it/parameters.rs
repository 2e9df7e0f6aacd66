//! Parameters of a migration: what they mean in expressions, and what stays of them.

use serde_json::{Value, json};
use tumpline::evidence::manifest::content_digest;
use tumpline::evidence::verify::verify;
use tumpline::finding::Arg;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Request, prepare, run_in_blocks};

use crate::machine::{Left, left, machine};
use crate::tables::{batches, cell};

const MIGRATION: &str = "tumpline: 1
title: {en: Cutover, fr: Bascule}
parameters:
  cutover: {type: date, default: 2026-12-31}
  rate: {type: 'decimal(5,2)', default: 2.00}
";

const MAPPING: &str = "tumpline: 1
source:
  files: '*.csv'
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: id, type: int32}, {name: day, type: date}, {name: amount, type: 'decimal(9,2)'}]
  set_aside: [{when: {sql: day > cutover + interval '1' year}, because: far after the cutover}]
table: t
columns:
  - {name: id}
  - {name: day}
  - {name: late, sql: day > cutover}
  - {name: share, sql: 'cast(case when amount <> 0 then round(amount / rate, 2) else 0.00 end as text)'}
rules:
  - {id: not-long-before, row: \"day >= cutover - interval '1' year\"}
limits: {rejects: 3}
";

const ROWS: &[u8] = b"id,day,amount
1,2026-06-30,10.00
2,2027-06-30,0.00
3,2028-06-30,5.00
4,2024-06-30,0.00
";

fn town(migration: &str, mapping: &str) -> FakeHost {
    machine(&[("m/migration.yaml", migration.as_bytes()), ("m/t.yaml", mapping.as_bytes()), ("m/a.csv", ROWS)])
}

fn request(path: &str, set: &[(&str, &str)]) -> Request {
    Request {
        paths: vec![path.into()],
        out: "out".into(),
        set: set.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        threads: Some(1),
        ..Request::default()
    }
}

fn try_run(host: &FakeHost, path: &str, set: &[(&str, &str)]) -> Result<Report, Problem> {
    run_in_blocks(host, &request(path, set), None, &|_| {})
}

/// A run that holds as evidence.
fn run(host: &FakeHost, path: &str, set: &[(&str, &str)]) -> Left {
    let report = try_run(host, path, set).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(verify(host, report.folder.as_ref()).unwrap().findings, []);
    left(host, report)
}

/// The cells of a column of the table `t`.
fn column(left: &Left, at: usize) -> Vec<String> {
    let batches = batches(&left.files["data/t/part-00000.parquet"]);
    batches.iter().flat_map(|batch| (0..batch.num_rows()).map(|row| cell(batch.column(at), row))).collect()
}

fn told(problem: &Problem) -> Vec<String> {
    let text = tumpline::finding::Arg::plain;
    let line = |code: tumpline::finding::Code, args: &[Arg]| {
        format!("{} {}", code.id(), args.iter().map(text).collect::<Vec<_>>().join("|"))
    };
    match problem {
        Problem::Stop(stop) => vec![line(stop.code, &stop.args)],
        Problem::Sources { stops } => stops.iter().map(|stop| line(stop.code, &stop.args)).collect(),
        Problem::Mappings(texts) => {
            let of = |text: &tumpline::run::MappingText| {
                let path = text.path.clone();
                let told = text.diagnostics.clone();
                told.into_iter().map(move |one| format!("{path}: {}", line(one.code, &one.args))).collect::<Vec<_>>()
            };
            texts.iter().flat_map(of).collect()
        }
    }
}

#[test]
fn columns_rules_and_reasons_know_the_parameters() {
    let host = town(MIGRATION, MAPPING);
    let usual = run(&host, "m", &[]);
    assert_eq!(
        (column(&usual, 0), column(&usual, 2)),
        (vec!["1".into(), "2".into()], vec!["false".into(), "true".into()])
    );
    assert_eq!(column(&usual, 3), ["5.00", "0.00"]);
    assert_eq!((usual.report.sources[0].aside, usual.report.tables[0].rejected), (1, 1));
    let later = run(&host, "m", &[("cutover", "2027-12-31"), ("rate", "-4")]);
    assert_eq!(column(&later, 0), ["2", "3"]);
    assert_eq!(column(&later, 3), ["0.00", "-1.25"]);
    assert_eq!((later.report.sources[0].aside, later.report.tables[0].rejected), (0, 2));
}

#[test]
fn what_fails_for_a_parameters_value_fails_only_in_the_rows_that_need_it() {
    let host = town(MIGRATION, &MAPPING.replace("rejects: 3", "rejects: 9"));
    let left = run(&host, "m", &[("rate", "0")]);
    assert_eq!(column(&left, 0), ["2"], "a row that the CASE guards is loaded");
    let failed = left.report.findings.iter().find(|group| group.code.id() == "TL0402").unwrap();
    assert_eq!((failed.count, failed.first.record), (1, 2));
}

#[test]
fn a_parameter_of_every_type_is_the_value_that_was_set() {
    for (ty, text, shown) in [
        ("text", "O'Brien = x", "O'Brien = x"),
        ("text", "", ""),
        ("int16", "-32768", "-32768"),
        ("int32", "2147483647", "2147483647"),
        ("int64", "9223372036854775807", "9223372036854775807"),
        ("decimal(38,10)", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789"),
        ("decimal(5,2)", "7", "7.00"),
        ("date", "1900-03-01", "1900-03-01"),
        ("time", "23:59", "23:59:00"),
        ("timestamp", "2026-12-31T23:59", "2026-12-31 23:59:00"),
        ("bool", "false", "false"),
        ("float32", "0.1", "0.1"),
        ("float64", "1e-3", "0.001"),
    ] {
        let migration = format!("parameters: {{p: {{type: '{ty}'}}}}\n");
        // Floats have no text.
        let sql = match ty {
            "float32" => "case when p = cast(''0.10000000149011612'' as float64) then ''0.1'' end",
            "float64" => "case when p = cast(''0.001'' as float64) then ''0.001'' end",
            _ => "cast(p as text)",
        };
        let mapping = MAPPING.split("  set_aside").next().unwrap().to_owned()
            + &format!("table: t\ncolumns: [{{name: p, sql: '{sql}'}}, {{name: same, sql: p = p AND p IN (p)}}]\n");
        let left = run(&town(&migration, &mapping), "m", &[("p", text)]);
        let parameter = &left.manifest["migration"]["parameters"][0];
        assert_eq!((&parameter["value"], &parameter["type"]), (&json!(shown), &json!(ty)));
        assert_eq!(column(&left, 1), vec!["true"; 4], "{ty}");
        assert_eq!(column(&left, 0)[0], shown, "{ty}");
    }
}

#[test]
fn the_evidence_says_what_a_run_was_told() {
    let host = town(MIGRATION, MAPPING);
    let usual = run(&host, "m", &[]);
    let want = json!({
        "sha256": tumpline::evidence::hash::sha256(MIGRATION.as_bytes()),
        // Verified by `evidence::every_change_of_what_a_manifest_says_of_its_migration_is_told`.
        "sealed_sha256": usual.manifest["migration"]["sealed_sha256"],
        "title": {"en": "Cutover", "fr": "Bascule"},
        "parameters": [
            {"name": "cutover", "type": "date", "set": false, "personal": false, "value": "2026-12-31"},
            {"name": "rate", "type": "decimal(5,2)", "set": false, "personal": false, "value": "2.00"},
        ],
    });
    assert_eq!(usual.manifest["migration"], want);
    let said = run(&host, "m", &[("cutover", "2026-12-31"), ("rate", "2")]);
    assert_eq!(said.manifest["migration"]["parameters"][1]["set"], true);
    assert_eq!(said.manifest["identity"], usual.manifest["identity"], "who gave a value decides nothing");
    assert_eq!(said.files, usual.files);
    let other = run(&host, "m", &[("rate", "2.01")]);
    assert_ne!(other.manifest["identity"], usual.manifest["identity"]);
    host.put("m/migration.yaml", format!("{MIGRATION}# a word\n"));
    assert_ne!(run(&host, "m", &[]).manifest["identity"], usual.manifest["identity"]);
    let alone = machine(&[("m/t.yaml", MAPPING.split("  set_aside").next().unwrap().as_bytes()), ("m/a.csv", ROWS)]);
    alone.put("m/t.yaml", alone.content("m/t.yaml").unwrap().into_iter().chain(*b"table: t\n").collect::<Vec<_>>());
    assert_eq!(run(&alone, "m", &[]).manifest.get("migration"), None);
}

#[test]
fn a_mapping_means_the_same_alone_and_with_its_migration() {
    let host = town(MIGRATION, MAPPING);
    let (together, alone) = (run(&host, "m", &[("rate", "3")]), run(&host, "m/t.yaml", &[("rate", "3")]));
    assert_eq!(together.files, alone.files);
    assert_eq!(together.manifest["identity"], alone.manifest["identity"]);
    // A mapping elsewhere has no part in it, whatever it is run with.
    host.put("n/u.yaml", MAPPING.replace("table: t", "table: u"));
    host.put("n/a.csv", ROWS);
    let both = Request { paths: vec!["m".into(), "n".into()], ..request("m", &[]) };
    let problem = run_in_blocks(&host, &both, None, &|_| {}).unwrap_err();
    let names: Vec<String> =
        told(&problem).into_iter().map(|line| line.split('|').next().unwrap().to_owned()).collect();
    let want = ["cutover", "cutover", "rate"].map(|name| format!("n/u.yaml: TL0006 {name}"));
    assert_eq!(names[..3], want);
}

#[test]
fn a_run_needs_every_value_and_tells_all_that_is_wrong_at_once() {
    let migration = "parameters: {cutover: {type: date}, rate: {type: 'decimal(5,2)'}, unused: {}}\n";
    let host = town(migration, &MAPPING.replace("'*.csv'", "'*.txt'"));
    let problem = try_run(&host, "m", &[("rate", "1,5"), ("rat", "1")]).unwrap_err();
    let want = [
        "TL0910 --set|no_parameter|rat|rate",
        "TL0922 rate|1,5|decimal(5,2)|123.50",
        "TL0921 cutover|date|2026-12-31",
        "TL0921 unused|text|…",
        "TL0501 *.txt",
    ];
    assert_eq!(told(&problem), want);
    let host = town(migration, MAPPING);
    let checked = prepare::check(&host, &request("m", &[("rate", "1.5")])).unwrap();
    let given: Vec<_> = checked.migration.unwrap().settings.iter().map(Option::is_some).collect();
    assert_eq!((given, checked.mappings[0].block), (vec![false, true, false], 16 << 20), "a check needs none");
    let Err(wrong) = prepare::check(&host, &request("m", &[("rate", "x")])) else { panic!() };
    assert_eq!(told(&wrong), ["TL0922 rate|x|decimal(5,2)|123.50"]);
}

#[test]
fn mistakes_of_a_migration_and_of_its_mappings_are_told_at_once() {
    let host = town(
        "parameters: {cutover: {type: dat}, rate: {type: int32}}\n",
        &MAPPING.replace("amount <> 0", "amont <> 0").replace("/ rate", "/ 2"),
    );
    let want = ["m/migration.yaml: TL0010 dat|date", "m/t.yaml: TL0006 amont|amount"];
    for path in ["m", "m/t.yaml"] {
        assert_eq!(told(&try_run(&host, path, &[("rate", "x")]).unwrap_err()), want, "{path}");
    }
    let checked = prepare::check(&host, &request("m", &[("rate", "x")])).unwrap();
    assert!(checked.migration.unwrap().migration.is_none() && checked.mappings[0].mapping.is_none());
}

#[test]
fn a_personal_parameter_shows_nowhere_but_in_the_data() {
    let migration = "parameters: {sin: {type: int32, personal: true, default: 46454286}, cutover: {type: date, default: 2026-12-31}, rate: {type: int32, default: 1}}\n";
    let mapping = MAPPING.replace("- {name: id}", "- {name: id}\n  - {name: clerk, sql: sin, type: int64}");
    let host = town(migration, &mapping);
    let left = run(&host, "m", &[("sin", "46454287")]);
    assert_eq!(column(&left, 1), ["46454287"; 2]);
    let parameter = &left.manifest["migration"]["parameters"][0];
    let digest = tumpline::evidence::hash::sha256(b"46454287");
    let want = json!({"name": "sin", "type": "int32", "set": true, "personal": true, "sha256": digest});
    assert_eq!(*parameter, want);
    assert_eq!(left.manifest["tables"][0]["columns"][1]["personal"], true);
    assert_eq!(left.manifest["tables"][0]["columns"][0]["personal"], false);
    assert!(!left.manifest.to_string().contains("4645428"));
    assert_eq!(left.report.migration.unwrap().parameters[0].value, None);
    assert_eq!(left.report.outcome, Outcome::Published);
    let wrong = try_run(&host, "m", &[("sin", "46454287x")]).unwrap_err();
    assert_eq!(told(&wrong), ["TL0922 sin||int32|12"]);
}

#[test]
fn a_forged_parameter_is_told() {
    type Forge = fn(&mut Value);
    let cases: [(&str, Forge); 7] = [
        ("TL0803", |m| m["parameters"][0]["value"] = "2026-12-30".into()),
        ("TL0811 migration.parameters[0].value", |m| m["parameters"][0]["value"] = "31.12.2026".into()),
        ("TL0811 migration.parameters[1].value", |m| m["parameters"][1]["value"] = "2.0".into()),
        ("TL0811 migration.parameters[0].type", |m| m["parameters"][0]["type"] = "day".into()),
        ("TL0812 migration.parameters[0].value|migration.parameters[0].personal", |m| {
            m["parameters"][0]["personal"] = true.into();
        }),
        ("TL0812 migration.parameters[0].sha256|migration.parameters[0].personal", |m| {
            m["parameters"][0]["sha256"] = "ab".into();
        }),
        ("TL0812 migration.parameters[0]|migration.parameters[2]", |m| {
            let again = m["parameters"][0].clone();
            m["parameters"].as_array_mut().unwrap().push(again);
        }),
    ];
    let host = town(MIGRATION, MAPPING);
    let folder = try_run(&host, "m", &[]).unwrap().folder;
    let path = format!("{folder}/manifest.json");
    let whole: Value = serde_json::from_slice(&host.content(&path).unwrap()).unwrap();
    for (want, forge) in cases {
        let mut forged = whole.clone();
        forge(&mut forged["migration"]);
        forged["content_sha256"] = content_digest(&serde_json::to_vec_pretty(&forged).unwrap()).unwrap().into();
        host.put(&path, serde_json::to_vec_pretty(&forged).unwrap());
        let stops = verify(&host, folder.as_ref()).unwrap().findings;
        let stops = stops.into_iter().map(|(code, args)| tumpline::run::Stop::new(code, args)).collect();
        let found = told(&Problem::Sources { stops });
        assert!(found.iter().any(|told| told.starts_with(want)), "{want} is not among {found:#?}");
        assert!(found.iter().any(|told| told.starts_with("TL0803 |identity")) || want.contains("sonal"), "{found:#?}");
    }
}

//! What crosswalks cover: rows and money of what is there and of what is not, and the lists that people fill in.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tumpline::evidence::coverage;
use tumpline::evidence::which::Chosen;
use tumpline::host::Host;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::Outcome;
use tumpline::run::{Request, Sizes, run_in_sizes};

use crate::machine::{Left, left, machine, run, run_on};

const HEAD: &str = "tumpline: 1
source:
  files: in.txt
  format: delimited
  encoding: utf-8
  delimiter: ','
  set_aside: [{when: {field: no, is: 99}, because: not for us}]
  fields: [{name: no, type: int32}, {name: acct}, {name: amount, type: 'decimal(9,2)', on_blank: empty}, {name: on, type: date, on_blank: empty}]
table: t
";

fn mapping(lookup: &str, tail: &str) -> String {
    format!(
        "{HEAD}columns: [{{name: no}}, {{name: acct}}, {{name: amount}}, {{name: on}}, {{name: new, {lookup}}}]\n{tail}\n"
    )
}

const LOOKUP: &str = "lookup: {in: c.csv, match: {old: acct}, take: new, amount: amount}";

fn source(rows: &str) -> Vec<u8> {
    format!("no,acct,amount,on\n{rows}").into_bytes()
}

fn one(left: &Left) -> &Value {
    &left.manifest["coverage"][0]
}

fn list<'l>(left: &'l Left, path: &str) -> &'l str {
    std::str::from_utf8(&left.files[path]).unwrap()
}

#[test]
fn all_rows_that_are_looked_up_are_counted_and_the_largest_missing_keys_come_first() {
    let rows = "1,a,10.00,\n2,x,-5.00,\n3,y,3.00,\n4,x,5.00,\n5,,7.00,\n99,z,100.00,\n6,y,,\nbad,w,1.00,\n7,v,-1.00,\n";
    let text = mapping(LOOKUP, "limits: {rejects: 1}");
    let left = run(&text, &[("in.txt", &source(rows)), ("c.csv", b"memo,old,new\n,a,A\n,b,B\n")], 1, None);
    assert_eq!(left.report.outcome, Outcome::Refused, "this is when it is needed");
    let money = |rows: u64, amount: &str, gross: &str| json!({"rows": rows, "amount": amount, "gross": gross});
    let want = json!({
        "mapping": "m", "table": "t", "column": "new", "crosswalk": "c.csv", "leads_to": "reject", "keys": 2, "used": 1, "of": "amount",
        "matched": money(1, "10.00", "10.00"),
        "unmatched": money(6, "3.00", "15.00"),
        "outside": money(0, "0.00", "0.00"),
        "empty": money(1, "7.00", "7.00"),
        "unknown": 1, "missing": 4, "personal": false, "list": "for-people/crosswalk/m.t.new.csv",
        "largest": [
            {"key": "x", "hole": false, "rows": 2, "amount": "0.00", "gross": "10.00", "file": "in.txt", "record": 3},
            {"key": "y", "hole": false, "rows": 2, "amount": "3.00", "gross": "3.00", "file": "in.txt", "record": 4},
            {"key": "v", "hole": false, "rows": 1, "amount": "-1.00", "gross": "1.00", "file": "in.txt", "record": 10},
            {"key": "w", "hole": false, "rows": 1, "amount": "1.00", "gross": "1.00", "file": "in.txt", "record": 9},
        ],
    });
    assert_eq!(one(&left), &want);
    let want = "\u{feff}memo,old,new,_rows,_amount,_gross,_file,_record\r\n\
        ,x,,2,0.00,10.00,in.txt,3\r\n,y,,2,3.00,3.00,in.txt,4\r\n,v,,1,-1.00,1.00,in.txt,10\r\n,w,,1,1.00,1.00,in.txt,9\r\n";
    assert_eq!(list(&left, "for-people/crosswalk/m.t.new.csv"), want);
}

#[test]
fn without_an_amount_rows_are_counted_alone() {
    let lookup = LOOKUP.replace(", amount: amount", ", unmatched: empty");
    let left = run(
        &mapping(&lookup, ""),
        &[("in.txt", &source("1,x,1.00,\n2,y,2.00,\n3,y,,\n")), ("c.csv", b"old,new\na,A\n")],
        1,
        None,
    );
    assert_eq!((&one(&left)["leads_to"], &one(&left)["unmatched"]), (&"empty".into(), &json!({"rows": 3})));
    assert_eq!(
        list(&left, "for-people/crosswalk/m.t.new.csv"),
        "\u{feff}old,new,_rows,_file,_record\r\ny,,2,in.txt,3\r\nx,,1,in.txt,2\r\n"
    );
    let left = run(&mapping(&lookup, ""), &[("in.txt", &source("1,a,1.00,\n")), ("c.csv", b"old,new\na,A\n")], 1, None);
    assert_eq!((&one(&left)["missing"], one(&left).get("list")), (&0.into(), None));
    assert!(!left.files.keys().any(|path| path.starts_with("for-people/crosswalk/")));
}

#[test]
fn a_hole_is_listed_with_its_days_and_closes_when_they_are_filled_in() {
    let lookup = "lookup: {in: c.csv, match: {old: acct}, take: new, amount: amount, picture: YYYYMMDD, delimiter: ';', valid: {from: f, to: u, at: on}}";
    let rows = "1,a,10.00,2018-05-05\n2,a,20.00,2019-12-31\n3,a,30.00,2021-06-06\n4,a,40.00,2020-02-02\n5,b,50.00,2020-01-01\n6,a,1.00,2018-07-07\n";
    let text = mapping(lookup, "");
    let crosswalk = "old;f;u;new\na;20200101;20201231;A20\na;20220101;;A22\n";
    let left = run(&text, &[("in.txt", &source(rows)), ("c.csv", crosswalk.as_bytes())], 1, None);
    let figures =
        |class: &str| (one(&left)[class]["rows"].as_u64().unwrap(), one(&left)[class]["gross"].as_str().unwrap());
    assert_eq!(
        [figures("matched"), figures("unmatched"), figures("outside")],
        [(1, "40.00"), (1, "50.00"), (4, "61.00")]
    );
    assert_eq!((&one(&left)["keys"], &one(&left)["used"]), (&1.into(), &1.into()), "keys, not periods");
    let list = list(&left, "for-people/crosswalk/m.t.new.csv");
    let want = "\u{feff}old;f;u;new;_rows;_amount;_gross;_file;_record\r\nb;;;;1;50.00;50.00;in.txt;6\r\n\
        a;;20191231;;3;31.00;31.00;in.txt;2\r\na;20210101;20211231;;1;30.00;30.00;in.txt;4\r\n";
    assert_eq!(list, want);
    let filled = crosswalk.to_owned() + &filled(list, ';', 3, 4);
    let left = run(&text, &[("in.txt", &source(rows)), ("c.csv", filled.as_bytes())], 1, None);
    assert_eq!((&one(&left)["missing"], left.report.outcome), (&0.into(), Outcome::Published), "{filled}");
}

/// The lines of a list without its header, with a new code in this cell, cut after so many cells.
fn filled(list: &str, delimiter: char, new: usize, width: usize) -> String {
    let line = |line: &str| {
        let mut cells: Vec<&str> = line.split(delimiter).take(width).collect();
        cells[new] = "NEW";
        cells.join(&delimiter.to_string()) + "\n"
    };
    list.lines().skip(1).map(line).collect()
}

#[test]
fn a_key_comes_back_as_it_was_whatever_it_looks_like() {
    let keys = ["=1+1", "-2+3", "@x", "'=q", "-40", "0010", "\"q\"\"uote\"", "\"c,omma\"", "é", "'a"];
    let rows: Vec<String> = keys.iter().enumerate().map(|(no, key)| format!("{no},{key},1.00,\n")).collect();
    let rows = rows.concat();
    let text = mapping(LOOKUP, "");
    let left = run(&text, &[("in.txt", &source(&rows)), ("c.csv", b"old,new\na,A\n")], 1, None);
    assert_eq!(one(&left)["missing"], keys.len());
    let list = list(&left, "for-people/crosswalk/m.t.new.csv");
    for cell in ["\r\n'=1+1,", "\r\n'-2+3,", "\r\n'@x,", "\r\n''=q,", "\r\n-40,", "\r\n0010,", "\r\n'a,"] {
        assert!(list.contains(cell), "{cell}{list}");
    }
    // The list itself, filled in, is a crosswalk: what stands behind is there for people only.
    let lines: String = list.lines().map(|line| line.replacen(",,1,", ",NEW,1,", 1) + "\r\n").collect();
    let left = run(&text, &[("in.txt", &source(&rows)), ("c.csv", lines.as_bytes())], 1, None);
    assert_eq!((&one(&left)["missing"], left.report.outcome), (&0.into(), Outcome::Published), "{lines}");
}

#[test]
fn typed_keys_and_decimal_marks_are_written_as_the_crosswalk_writes_them() {
    let text = "tumpline: 1
source: {files: in.txt, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: rate, type: 'decimal(5,2)'}, {name: on, type: date}, {name: fund, type: int32}]}
table: t
columns: [{name: rate}, {name: on}, {name: fund}, {name: 'new code/é', lookup: {in: c.csv, match: {r: rate, d: on, fund: fund}, take: new, decimal: comma, delimiter: ';', picture: DD/MM/YYYY}}]
limits: {rejects: 9}
";
    let rows = b"rate,on,fund\n-1.50,2026-01-31,7\n";
    let left = run(text, &[("in.txt", rows), ("c.csv", b"fund;new;d;r\n1;N;01/02/2026;0,5\n")], 1, None);
    let list = list(&left, "for-people/crosswalk/m.t.new_code_é.csv");
    assert_eq!(list, "\u{feff}fund;new;d;r;_rows;_file;_record\r\n7;;31/01/2026;-1,50;1;in.txt;2\r\n");
    assert_eq!(one(&left)["largest"][0]["key"], "-1.50, 2026-01-31, 7");
}

#[test]
fn personal_keys_are_counted_and_appear_nowhere() {
    let text =
        mapping(LOOKUP, "").replace("{name: acct}, {name: amount", "{name: acct, personal: true}, {name: amount");
    let left = run(
        &text,
        &[("in.txt", &source("1,s3cret,1.00,\n2,s3cret,1.00,\n3,other,1.00,\n")), ("c.csv", b"old,new\na,A\n")],
        1,
        None,
    );
    let coverage = one(&left);
    assert_eq!((&coverage["missing"], &coverage["personal"]), (&2.into(), &true.into()));
    assert_eq!((coverage.get("list"), coverage.get("largest")), (None, None));
    assert!(!left.files.keys().any(|path| path.starts_with("for-people/crosswalk/")));
    assert!(!left.manifest.to_string().contains("s3cret"));
    let text = mapping(LOOKUP, "").replace("{name: amount},", "{name: amount, personal: true},");
    let left = run(&text, &[("in.txt", &source("1,x,1.25,\n")), ("c.csv", b"old,new\na,A\n")], 1, None);
    assert_eq!(one(&left)["unmatched"], json!({"rows": 1}), "personal money is not shown");
    assert!(!list(&left, "for-people/crosswalk/m.t.new.csv").contains("1.25"));
}

#[test]
fn a_split_is_covered_by_whole_rows_and_what_it_takes_by_parts() {
    let text = format!(
        "{HEAD}split: {{in: s.csv, match: {{old: acct}}, share: percent, amounts: [amount]}}
columns: [{{name: acct}}, {{name: amount}}, {{name: new, split: new}}, {{name: group, lookup: {{in: g.csv, match: [new], take: group, amount: amount}}}}]
limits: {{rejects: 9}}
"
    );
    let files: [(&str, &[u8]); 3] = [
        ("in.txt", &source("1,a,1.01,\n2,x,2.00,\n")),
        ("s.csv", b"old,new,percent\na,A1,50\na,A2,50\n"),
        ("g.csv", b"new,group\nA1,G\n"),
    ];
    let left = run(&text, &files, 1, None);
    let coverage = left.manifest["coverage"].as_array().unwrap();
    let figures = |at: usize, class: &str| {
        (coverage[at][class]["rows"].as_u64().unwrap(), coverage[at][class]["amount"].as_str().unwrap())
    };
    assert_eq!(
        [figures(0, "matched"), figures(0, "unmatched"), figures(0, "empty")],
        [(1, "0.51"), (1, "0.50"), (1, "2.00")]
    );
    assert_eq!([figures(1, "matched"), figures(1, "unmatched")], [(1, "1.01"), (1, "2.00")]);
    assert_eq!(
        (&coverage[1]["column"], &coverage[1]["list"]),
        (&Value::Null, &"for-people/crosswalk/m.t.split.csv".into())
    );
    assert_eq!(list(&left, "for-people/crosswalk/m.t.split.csv").lines().nth(1), Some("x,,,1,2.00,2.00,in.txt,3"));
    assert_eq!(list(&left, "for-people/crosswalk/m.t.group.csv").lines().nth(1), Some("A2,,1,0.50,0.50,in.txt,2"));
}

/// Runs with little memory for what is gathered, which must show nowhere.
fn small(text: &str, files: &[(&str, &[u8])], threads: usize, sizes: Sizes) -> Left {
    let host = machine(files);
    host.put("m.yaml", text.as_bytes().to_vec());
    let request =
        Request { paths: vec!["m.yaml".into()], out: "out".into(), threads: Some(threads), ..Request::default() };
    let report = run_in_sizes(&host, &request, sizes, &|_| {}).unwrap();
    assert!(!host.files().iter().any(|path| path.contains(".staging/")), "nothing is left");
    left(&host, report)
}

#[test]
fn many_missing_keys_agree_with_an_oracle_whatever_the_memory_and_the_threads() {
    let key = |no: u64| format!("k{}", no * no % 3_001);
    let cents = |no: u64| i64::try_from(no * 7_919 % 20_011).unwrap() - 10_000;
    let shown =
        |cents: i64| format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
    let mut want: BTreeMap<String, (u64, i64, i64)> = BTreeMap::new();
    let mut rows = Vec::new();
    for no in 100..8_100 {
        rows.push(format!("{no},{},{},\n", key(no), shown(cents(no))));
        let known = want.entry(key(no)).or_default();
        *known = (known.0 + 1, known.1 + cents(no), known.2 + cents(no).abs());
    }
    let there: Vec<String> = want.keys().step_by(3).cloned().collect();
    let crosswalk: Vec<String> = there.iter().map(|key| format!("{key},N\n")).collect();
    want.retain(|key, _| !there.contains(key));
    let mut order: Vec<_> = want.into_iter().collect();
    order.sort_by(|(one, mine), (other, theirs)| {
        // Of keys with as much money, and as many rows, the shorter comes first.
        (theirs.2, theirs.0, one.len(), one).cmp(&(mine.2, mine.0, other.len(), other))
    });
    let want: Vec<String> = order
        .iter()
        .map(|(key, (rows, net, gross))| format!("{key},,{rows},{},{}", shown(*net), shown(*gross)))
        .collect();
    // A rule that refuses makes it read everything twice.
    let text = mapping(LOOKUP, "rules: [{id: once, unique: acct, on_fail: reject}]\nlimits: {rejects: 100%}");
    let (source, crosswalk) = (source(&rows.concat()), format!("old,new\n{}", crosswalk.concat()));
    let files: [(&str, &[u8]); 2] = [("in.txt", &source), ("c.csv", crosswalk.as_bytes())];
    let mut first: Option<(Vec<u8>, Value)> = None;
    for (threads, block, held) in [(1, None, None), (3, Some(3_000), Some(4_000)), (2, Some(40_000), Some(200))] {
        let left = small(&text, &files, threads, Sizes { block, held });
        let bytes = left.files["for-people/crosswalk/m.t.new.csv"].clone();
        let (bytes, coverage) = first.get_or_insert((bytes.clone(), left.manifest["coverage"].clone())).clone();
        assert!(
            bytes == left.files["for-people/crosswalk/m.t.new.csv"] && coverage == left.manifest["coverage"],
            "{threads} {block:?}"
        );
        let list = list(&left, "for-people/crosswalk/m.t.new.csv");
        let found: Vec<&str> = list.lines().skip(1).map(|line| line.rsplitn(3, ',').last().unwrap()).collect();
        assert_eq!(found, want);
        assert_eq!(one(&left)["missing"], want.len());
        assert_eq!((&one(&left)["keys"], &one(&left)["used"]), (&there.len().into(), &there.len().into()));
    }
}

type Change = fn(&mut Value);

#[test]
fn what_a_manifest_says_of_coverage_must_follow_from_the_rest() {
    let text = mapping(LOOKUP, "limits: {rejects: 9}");
    let host = machine(&[
        ("m.yaml", text.as_bytes()),
        ("in.txt", &source("1,a,1.00,\n2,x,1.00,\n")),
        ("c.csv", b"old,new\na,A\n"),
    ]);
    let report = run_on(&host, 1, None).unwrap();
    let path = format!("{}/manifest.json", report.folder);
    let sound: Value = serde_json::from_slice(&host.content(&path).unwrap()).unwrap();
    let changes: [(&str, Change); 9] = [
        ("coverage[0].used", |it| it["used"] = 2.into()),
        ("coverage[0].missing", |it| it["missing"] = 2.into()),
        ("coverage[0].matched", |it| it["matched"]["rows"] = 0.into()),
        ("coverage[0].list", |it| drop(it.as_object_mut().unwrap().remove("list"))),
        ("coverage[0].list", |it| it["personal"] = true.into()),
        ("coverage[0].crosswalk", |it| it["crosswalk"] = "d.csv".into()),
        ("coverage[0].leads_to", |it| it["leads_to"] = "nothing".into()),
        ("coverage[0].unknown", |it| it["unknown"] = 3.into()),
        ("coverage", |it| it["column"] = "acct".into()),
    ];
    for (want, change) in changes {
        let mut manifest = sound.clone();
        change(&mut manifest["coverage"][0]);
        host.put(&path, serde_json::to_vec_pretty(&manifest).unwrap());
        let found = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap().findings;
        let names = |args: &[tumpline::finding::Arg]| args.iter().any(|arg| *arg == want.into());
        assert!(found.iter().any(|(_, args)| names(args)), "{want}: {found:?}");
    }
}

#[test]
fn the_newest_run_is_meant_whatever_became_of_it() {
    let host = FakeHost::new();
    host.put("in.txt", source("1,x,1.00,\n"));
    host.put("c.csv", b"old,new\na,A\n".to_vec());
    let mut runs = Vec::new();
    let read = |dir: &str| coverage::read(&host, dir.as_ref());
    // All within one second: the digest in an ID tells nothing of what came first.
    for tail in ["limits: {rejects: 1}", "limits: {rejects: 0}", "limits: {rejects: 2}", "limits: {rejects: 3}"] {
        host.put("m.yaml", mapping(LOOKUP, tail).into_bytes());
        host.set_now(host.now() + jiff::SignedDuration::from_millis(10));
        runs.push(run_on(&host, 1, None).unwrap());
        let (newest, last) = (read("out").unwrap(), runs.last().unwrap());
        assert_eq!((&newest.run, newest.outcome, newest.chosen), (&last.run, last.outcome, Chosen::Newest));
        assert_eq!(newest.coverage[0].largest[0].key, "x");
    }
    let starts: std::collections::BTreeSet<&str> = runs.iter().map(|report| &report.run[..16]).collect();
    assert_eq!(starts.len(), 1, "{starts:?}");
    assert_eq!(read(&runs[0].folder).unwrap().run, runs[0].run);
    host.put("empty/x", "x");
    for (dir, want) in [("nowhere", "TL0908"), ("empty", "TL0909")] {
        assert_eq!(read(dir).unwrap_err().code.id(), want);
    }
    assert!(host.kind("out/refused".as_ref()).is_ok());
}

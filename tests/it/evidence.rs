//! What `verify` proves: every change of a run's files or manifest is told.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tumpline::evidence::hash::sha256;
use tumpline::evidence::manifest::{FILE, content_digest};
use tumpline::evidence::verify::{Verification, verify};
use tumpline::evidence::which::Chosen;
use tumpline::finding::{Arg, Code};
use tumpline::host::fake::FakeHost;
use tumpline::host::{Access, Host};
use tumpline::run::report::Outcome;
use tumpline::run::{Request, run};

use crate::machine::machine;

/// What a manifest says and no file of the run can prove: a change of these is told by the digest alone. In front of each
/// group stands the reason.
const BY_DIGEST_ALONE: [&str; 96] = [
    // It is the digest; here it is made anew after each change.
    "content_sha256 changed",
    // Of the machine and the moment, not of the data; before `started` it is told.
    "ended changed",
    "parameters.threads changed",
    "tool changed",
    // Words of the mapping and of `migration.yaml`, whose own file is not among the run's; its SHA-256 is in the identity.
    "mappings.[].about doubled",
    "mappings.[].about emptied",
    "mappings.[].about shortened",
    "mappings.[].about.[].name changed",
    "mappings.[].about.[].value changed",
    "set_aside.[].because changed",
    "set_aside.[].definition changed",
    // Places that no field reads and that are blank, or ignored: nothing was warned of.
    "mappings.[] without unread",
    "mappings.[].unread emptied",
    "mappings.[].unread shortened",
    "mappings.[].unread.[].first.offset changed",
    "mappings.[].unread.[].first.record changed",
    "mappings.[].unread.[].ignored changed",
    "mappings.[].unread.[].place changed",
    // A limit that is not passed, before or after.
    "tables.[].limit changed",
    "tables.[] without amount_limits",
    "tables.[].amount_limits doubled",
    "tables.[].amount_limits emptied",
    "tables.[].amount_limits shortened",
    "tables.[].amount_limits.[].amount changed",
    "tables.[].amount_limits.[].most changed",
    "tables.[].rules.[] without limits",
    "tables.[].rules.[].limits without amount",
    "tables.[].rules.[].limits without breaches",
    "tables.[].rules.[].limits.amount changed",
    "tables.[].rules.[].limits.breaches changed",
    // Kinds of which nothing was refused, and that make no rows.
    "mappings.[].kinds.[] without kind",
    "mappings.[].kinds.[].kind changed",
    "mappings.[].kinds.[].counts_against emptied",
    "mappings.[].kinds.[].counts_against shortened",
    // Values that are in no file of the run: it takes the sources and the mapping to count them again.
    "set_aside.[].sums emptied",
    "set_aside.[].sums shortened",
    "set_aside.[].sums.[].name changed",
    "set_aside.[].sums.[].value changed",
    "sources.[].fields emptied",
    "sources.[].fields shortened",
    "sources.[].fields.[].field changed",
    "sources.[].fields.[].bad changed",
    "sources.[].fields.[].blank changed",
    "sources.[].fields.[] without low_values",
    "sources.[].fields.[].low_values changed",
    "sources.[].fields.[].null_if changed",
    "sources.[].fields.[].rounded changed",
    "tables.[].columns.[].defaulted changed",
    "tables.[].columns.[].emptied changed",
    // What was looked up of all records, those that are in no table too; the lists of missing keys are files of the run.
    "coverage.[].empty.amount changed",
    "coverage.[].empty.gross changed",
    "coverage.[].empty.rows changed",
    "coverage.[].keys changed",
    "coverage.[].largest doubled",
    "coverage.[].largest shortened",
    "coverage.[].largest.[] without amount",
    "coverage.[].largest.[] without gross",
    "coverage.[].largest.[] without to",
    "coverage.[].largest.[].amount changed",
    "coverage.[].largest.[].file changed",
    "coverage.[].largest.[].gross changed",
    "coverage.[].largest.[].hole changed",
    "coverage.[].largest.[].key changed",
    "coverage.[].largest.[].record changed",
    "coverage.[].largest.[].rows changed",
    "coverage.[].largest.[].to changed",
    "coverage.[].matched.amount changed",
    "coverage.[].matched.gross changed",
    "coverage.[].matched.rows changed",
    "coverage.[].missing changed",
    "coverage.[].outside.amount changed",
    "coverage.[].outside.gross changed",
    "coverage.[].outside.rows changed",
    "coverage.[].unknown changed",
    "coverage.[].unmatched.amount changed",
    "coverage.[].unmatched.gross changed",
    "coverage.[].unmatched.rows changed",
    "coverage.[].used changed",
    // What rules over several rows came to: nothing judges them again.
    "tables.[] without rules",
    "tables.[].rules emptied",
    "tables.[].rules shortened",
    "tables.[].rules.[] without amount",
    "tables.[].rules.[].amount changed",
    "tables.[].rules.[].keys changed",
    "tables.[].rules.[].rule changed",
    // That there is a control inside of the files that holds, what it is called, and how many files or groups it is about.
    "controls shortened",
    "controls.[].control changed",
    "controls.[].scopes changed",
    // Words of the mapping, as long as a control holds.
    "controls.[].figure changed",
    "controls.[].low_digits changed",
    // Of a control beside the files whose keys are all equal.
    "controls.[].report.all_rows changed",
    "controls.[].report.header changed",
    "controls.[].report.tolerance changed",
    // Crosswalks are not among the run's files; that they are the same is in the identity.
    "crosswalks.[].rows changed",
    // Told, as a source that is gone; that is no difference.
    "sources.[] without path",
    "sources.[].path changed",
];

/// The samples and their mappings, on a machine in memory, and the folder of their run.
fn samples() -> (FakeHost, String) {
    let host = FakeHost::new();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for folder in ["mappings", "samples"] {
        copy(&host, &root.join(folder), folder);
    }
    let request = Request { paths: vec!["mappings".into()], out: "out".into(), ..Request::default() };
    let report = run(&host, &request, &|_| {}).unwrap();
    (host, report.folder)
}

pub fn copy(host: &FakeHost, from: &Path, to: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            copy(host, &path, &name);
        } else {
            host.put(&name, std::fs::read(&path).unwrap());
        }
    }
}

fn verified(host: &FakeHost) -> Verification {
    verify(host, Path::new("out")).unwrap()
}

fn manifest(host: &FakeHost, folder: &str) -> Value {
    serde_json::from_slice(&host.content(Path::new(folder).join(FILE)).unwrap()).unwrap()
}

fn put_manifest(host: &FakeHost, folder: &str, json: Vec<u8>) {
    host.put(Path::new(folder).join(FILE), json);
}

/// Codes with their arguments, as `TL0803 journal: rows|6|5`.
fn told(host: &FakeHost) -> Vec<String> {
    let word = |arg: Arg| arg.plain();
    let told = |(code, args): (Code, Vec<Arg>)| {
        assert_eq!(args.len(), code.args().len());
        let args = args.into_iter().map(word).collect::<Vec<_>>().join("|");
        // What a figure is a figure of is a word of its own, and may be empty.
        let args = if code.id() == "TL0803" { args.replacen('|', ": ", 1) } else { args };
        format!("{} {}", code.id(), args.trim_start_matches(": "))
    };
    verified(host).findings.into_iter().map(told).collect()
}

/// One change of a manifest.
struct Change {
    /// The path with `[]` for every index, and what was done.
    name: String,
    pointer: String,
    new: Value,
}

impl Change {
    fn of(&self, whole: &Value) -> Value {
        let mut changed = whole.clone();
        *changed.pointer_mut(&self.pointer).unwrap() = self.new.clone();
        changed
    }
}

/// Every number one more, every text and truth changed, every list emptied and with an element doubled, every key
/// removed, and a key added to every object: one change at a time.
fn changes(whole: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    walk(whole, &mut Vec::new(), &mut found);
    found
}

fn walk(value: &Value, path: &mut Vec<String>, found: &mut Vec<Change>) {
    let mut add = |done: &str, path: &[String], new: Value| {
        found.push(Change { name: format!("{} {done}", called(path)), pointer: pointer(path), new });
    };
    match value {
        Value::Null => panic!("the manifest has no null"),
        Value::Bool(truth) => add("changed", path, (!truth).into()),
        Value::Number(number) => add("changed", path, (number.as_u64().unwrap() + 1).into()),
        Value::String(text) => add("changed", path, changed(text).into()),
        Value::Array(list) => {
            if let Some(last) = list.last() {
                add("emptied", path, Value::Array(Vec::new()));
                add("doubled", path, Value::Array(list.iter().chain([last]).cloned().collect()));
                add("shortened", path, Value::Array(list[..list.len() - 1].to_vec()));
            }
        }
        Value::Object(object) => {
            let with =
                |key: &str| object.clone().into_iter().chain([(key.to_owned(), 1.into())]).collect::<Map<_, _>>();
            add("with another key", path, with("more").into());
            for key in object.keys() {
                let mut without = object.clone();
                without.remove(key);
                add(&format!("without {key}"), path, without.into());
            }
        }
    }
    let children: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        path.push(key);
        walk(child, path, found);
        path.pop();
    }
}

/// Another text of the same kind: the last digit one more, or the last letter another.
fn changed(text: &str) -> String {
    match text.char_indices().rev().find(|(_, letter)| letter.is_ascii_digit()) {
        Some((at, digit)) => format!("{}{}{}", &text[..at], (digit.to_digit(10).unwrap() + 1) % 10, &text[at + 1..]),
        None => format!("{text}x"),
    }
}

fn pointer(path: &[String]) -> String {
    path.iter().flat_map(|key| ["/", key]).collect()
}

fn called(path: &[String]) -> String {
    path.iter().map(|key| if key.parse::<u32>().is_ok() { "[]" } else { key }).collect::<Vec<_>>().join(".")
}

/// As a run writes it, with its digest.
pub fn sealed(changed: &Value) -> Vec<u8> {
    let printed = |value: &Value| serde_json::to_vec_pretty(value).unwrap();
    let mut changed = changed.clone();
    if changed.get("content_sha256").is_some() {
        changed["content_sha256"] = content_digest(&printed(&changed)).unwrap().into();
    }
    printed(&changed)
}

/// Three of the changes of each name, from the first elements of lists to the last; `TUMPLINE_EVERY_LEAF` takes all, and
/// minutes.
fn some(changes: Vec<Change>) -> Vec<Change> {
    if std::env::var_os("TUMPLINE_EVERY_LEAF").is_some() {
        return changes;
    }
    let mut by_name: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for change in changes {
        by_name.entry(change.name.clone()).or_default().push(change);
    }
    let three = |all: Vec<Change>| {
        let kept = [0, all.len() / 2, all.len() - 1];
        all.into_iter().enumerate().filter(move |(place, _)| kept.contains(place)).map(|(_, change)| change)
    };
    by_name.into_values().flat_map(three).collect()
}

#[test]
fn the_digest_tells_every_change_of_a_manifest() {
    let (host, folder) = samples();
    let whole = manifest(&host, &folder);
    let is_told = |json: &[u8], says: &Value| content_digest(json).is_none_or(|digest| *says != digest);
    let json = host.content(Path::new(&folder).join(FILE)).unwrap();
    assert!(!is_told(&json, &whole["content_sha256"]));
    for change in some(changes(&whole)).into_iter().step_by(crate::every(4)) {
        let changed = change.of(&whole);
        let printed = serde_json::to_vec_pretty(&changed).unwrap();
        assert!(is_told(&printed, &changed["content_sha256"]), "{}", change.name);
    }
    for at in (0..json.len()).step_by(997) {
        let mut flipped = json.clone();
        flipped[at] ^= 1;
        let read = serde_json::from_slice::<Value>(&flipped);
        assert!(read.map_or(true, |read| is_told(&flipped, &read["content_sha256"])), "byte {at}");
    }
    put_manifest(&host, &folder, [&json[..], b"\n"].concat());
    assert_eq!(told(&host), ["TL0802 manifest.json||"]);
}

#[test]
fn what_a_manifest_says_is_proved_by_the_files_but_for_these() {
    let mut missed = Vec::new();
    for (host, folder) in [samples(), looked_up()] {
        let whole = manifest(&host, &folder);
        put_manifest(&host, &folder, sealed(&whole));
        assert_eq!(told(&host), [""; 0]);
        for change in some(changes(&whole)).into_iter().step_by(crate::every(10)) {
            put_manifest(&host, &folder, sealed(&change.of(&whole)));
            if verified(&host).holds() {
                missed.push(change.name);
            }
        }
    }
    let known = |name: &&String| !BY_DIGEST_ALONE.contains(&name.as_str());
    assert_eq!(missed.iter().filter(known).collect::<Vec<_>>(), [""; 0]);
    let unused = BY_DIGEST_ALONE.iter().filter(|name| !missed.iter().any(|missed| missed == *name));
    assert!(!crate::is_thorough() || unused.count() == 0, "proved after all: {missed:?}");
}

#[test]
fn every_change_of_what_a_manifest_says_of_its_migration_is_told() {
    let signed = "title: {en: Cutover, fr: Bascule}\nparameters: {day: {type: date, default: 2026-12-31}, secret: {personal: true, default: x}}\n";
    let approved = "approved_by:\n  - {name: M. Tremblay, role: treasurer, on: 2026-12-01}\n";
    for migration in [signed.to_owned(), format!("{signed}{approved}")] {
        let (host, folder) = small();
        let before = manifest(&host, &folder);
        assert!(before.get("migration").is_none());
        host.put("in/migration.yaml", format!("tumpline: 1\n{migration}"));
        let request = Request { paths: vec!["in/m.yaml".into()], out: "out".into(), ..Request::default() };
        let folder = run(&host, &request, &|_| {}).unwrap().folder;
        let whole = manifest(&host, &folder);
        assert_eq!(told(&host), [""; 0]);
        let of_migration: Vec<Change> =
            changes(&whole).into_iter().filter(|change| change.pointer.starts_with("/migration")).collect();
        assert!(of_migration.len() > 30, "{}", of_migration.len());
        for change in of_migration {
            put_manifest(&host, &folder, sealed(&change.of(&whole)));
            assert!(!verified(&host).holds(), "{}", change.name);
        }
    }
}

#[test]
fn the_run_in_force_is_meant_and_a_newer_one_is_told() {
    let (host, folder) = small();
    let found = |dir: &str| {
        let Verification { folder, chosen, newer, .. } = verify(&host, Path::new(dir)).unwrap();
        (folder.to_str().unwrap().to_owned(), chosen, newer.map(|newer| newer.to_str().unwrap().to_owned()))
    };
    assert_eq!(found("out"), (folder.clone(), Chosen::Current, None));
    assert_eq!(found(&folder), (folder.clone(), Chosen::Named, None));
    // A quarter of a second later, so that the ID's start is the same.
    host.set_now(host.now() + jiff::SignedDuration::from_millis(250));
    let mapping = String::from_utf8(host.content("in/m.yaml").unwrap()).unwrap();
    host.put("in/m.yaml", mapping.replace("rejects: 3", "rejects: 1"));
    let request = Request { paths: vec!["in/m.yaml".into()], out: "out".into(), ..Request::default() };
    let refused = run(&host, &request, &|_| {}).unwrap();
    assert_eq!(refused.outcome, Outcome::Refused);
    assert_eq!(found("out"), (folder.clone(), Chosen::Current, Some(refused.folder.clone())));
    host.remove_file(Path::new("out/current")).unwrap();
    assert_eq!(found("out"), (refused.folder, Chosen::Newest, None));
}

#[test]
fn every_change_of_a_file_is_told() {
    let (host, folder) = samples();
    let within = format!("{folder}/");
    for path in host.files().into_iter().filter(|path| path.starts_with(&within)) {
        let whole = host.content(&path).unwrap();
        let mut ways = vec![Vec::new(), whole[..whole.len() - 1].to_vec(), [&whole[..], b"x"].concat()];
        for at in [0, whole.len() / 2, whole.len() - 1] {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            ways.push(flipped);
        }
        for changed in ways.into_iter().step_by(crate::every(3)) {
            host.put(&path, changed);
            assert!(!verified(&host).holds(), "{path}");
        }
        host.remove_file(Path::new(&path)).unwrap();
        // A folder without its manifest is no run.
        assert!(verify(&host, Path::new("out")).map_or(path.ends_with(FILE), |done| !done.holds()), "{path}");
        host.put(&path, whole);
    }
    assert_eq!(told(&host), [""; 0]);
    for more in ["x", "data/x", "data/journal/part-00001.parquet", "data/journal/.x.parquet", "rejects/x.raw"] {
        host.put(format!("{within}{more}"), "x");
        assert_eq!(told(&host), [format!("TL0807 {more}")]);
        host.remove_file(Path::new(&format!("{within}{more}"))).unwrap();
    }
    for more in ["more/", "data/more/", "data/journal/more/"] {
        host.create_folder(Path::new(&format!("{within}{more}")), Access::Usual).unwrap();
        assert_eq!(told(&host), [format!("TL0807 {more}")]);
        host.remove_folder(Path::new(&format!("{within}{more}"))).unwrap();
    }
}

/// A small run: three rows, one record set aside, two refused, a personal column.
fn small() -> (FakeHost, String) {
    small_with(3, &Request::default())
}

fn small_with(limit: u32, request: &Request) -> (FakeHost, String) {
    let mapping = format!(
        "\
tumpline: 1
source:
  files: '*.csv'
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields:
    - {{name: id, type: int32}}
    - {{name: sin, type: int32, personal: true}}
    - {{name: state}}
  set_aside:
    - {{when: {{field: record.state, is: R}}, because: reversed}}
table: t
columns:
  - {{name: id}}
  - {{name: sin}}
  - {{name: state, one_of: [A, R]}}
limits: {{rejects: {limit}}}
"
    );
    let host = machine(&[
        ("in/m.yaml", mapping.as_bytes()),
        ("in/a.csv", b"id,sin,state\n1,46454286,A\n2,46454286,R\n3,46454287,X\n"),
        ("in/b.csv", b"id,sin,state\n5,46454288,A\nzz,46454289,A\n7,46454290,A\n"),
    ]);
    let request = Request { paths: vec!["in/m.yaml".into()], out: "out".into(), threads: Some(1), ..request.clone() };
    let report = run(&host, &request, &|_| {}).unwrap();
    (host, report.folder)
}

fn folder_holds((host, folder): &(FakeHost, String)) -> Value {
    let done = verify(host, Path::new(folder)).unwrap();
    let unread = |code: Code| code == Code::SourceUnread;
    assert!(done.holds() && done.findings.iter().all(|(code, _)| unread(*code)), "{folder}: {:?}", done.findings);
    manifest(host, folder)
}

#[test]
fn a_run_holds_whatever_its_outcome() {
    let published = folder_holds(&small());
    assert_eq!((&published["outcome"], &published["tables"][0]["rejected"]), (&json!("published"), &json!(2)));
    assert_eq!(folder_holds(&small_with(1, &Request::default()))["outcome"], "refused");
    assert_eq!(folder_holds(&small_with(1, &Request { trial: true, ..Request::default() }))["outcome"], "trial");
    let limited = folder_holds(&small_with(3, &Request { limit: Some(2), trial: true, ..Request::default() }));
    assert_eq!(limited["parameters"]["limit"], 2);
}

#[test]
fn a_stranger_is_told_what_contradicts_what() {
    type Forge = fn(&FakeHost, &str, &mut Value);
    let cases: [(&str, Forge); 18] = [
        ("TL0803 tables[0].rejected|1|2", |_, _, m| m["tables"][0]["rejected"] = 1.into()),
        ("TL0803 sources[0].records.rejected|0|1", |_, _, m| m["sources"][0]["records"]["rejected"] = 0.into()),
        ("TL0803 findings: m TL0305 t.state reject|2|1", |_, _, m| {
            let all = m["findings"].as_array_mut().unwrap();
            all.iter_mut().find(|one| one["code"] == "TL0305").unwrap()["count"] = 2.into();
        }),
        ("TL0803 findings: m TL0202 record.id reject|-|1", |_, _, m| m["findings"] = json!([])),
        ("TL0803 sources[1].records.loaded|3|2", |_, _, m| m["sources"][1]["records"]["loaded"] = 3.into()),
        ("TL0803 mappings[0]: set_aside|0|1", |_, _, m| m["set_aside"] = json!([])),
        ("TL0812 tables|mappings[0]", |_, _, m| m["tables"] = json!([])),
        ("TL0812 tables[0].limit|findings.parquet", |_, _, m| m["tables"][0]["limit"] = 1.into()),
        ("TL0803 data/t/part-00000.parquet: columns[1]|sin int32|sin int32 personal", |_, _, m| {
            m["tables"][0]["columns"][1]["personal"] = false.into();
        }),
        ("TL0812 tables[0].columns[1].totals.min|tables[0].columns[1].personal", |_, _, m| {
            m["tables"][0]["columns"][1]["totals"]["min"] = "46454286".into();
        }),
        ("TL0803 data/t/part-00000.parquet: columns[0]|id int64|id int32", |_, _, m| {
            m["tables"][0]["columns"][0]["type"] = "int64".into();
        }),
        ("TL0803 t.id: sum|14|13", |_, _, m| m["tables"][0]["columns"][0]["totals"]["sum"] = "14".into()),
        ("TL0803 outcome|trial|runs", |_, _, m| m["outcome"] = "trial".into()),
        ("TL0812 outcome|findings", |_, _, m| m["outcome"] = "refused".into()),
        ("TL0803 sources[0].bytes|53|52", |_, _, m| m["sources"][0]["bytes"] = 53.into()),
        ("TL0811 started", |_, _, m| m["started"] = "yesterday".into()),
        ("TL0803 mappings[0]: set_aside|18446744073709551615|1", |_, _, m| {
            m["set_aside"][0]["records"] = u64::MAX.into();
        }),
        ("TL0801 data/t/part-00001.parquet", |_, _, m| {
            let mut more = m["outputs"][0].clone();
            more["path"] = "data/t/part-00001.parquet".into();
            m["outputs"].as_array_mut().unwrap().insert(1, more);
        }),
    ];
    for (want, forge) in cases {
        let (host, folder) = small();
        let mut forged = manifest(&host, &folder);
        forge(&host, &folder, &mut forged);
        put_manifest(&host, &folder, sealed(&forged));
        let found = told(&host);
        assert!(found.iter().any(|told| told == want), "{want} is not among {found:#?}");
        assert!(!found.iter().any(|told| want.contains("sin") && told.contains("464542")), "{found:#?}");
    }
}

/// Columns that look into one crosswalk: keys that it has and has not, and one that is empty.
fn looked_up() -> (FakeHost, String) {
    let mapping = b"\
tumpline: 1
source: {files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a, on_blank: empty}, {name: n}]}
table: t
columns:
  - {name: a}
  - {name: b, lookup: {in: c.csv, match: {old: a}, take: new, unmatched: empty}}
  - {name: c, default: none, lookup: {in: c.csv, match: {old: a}, take: new}}
";
    let host = machine(&[
        ("in/m.yaml", mapping),
        ("in/in.csv", b"a,n\nx,1\nx,2\ny,3\nz,4\n,5\n"),
        ("in/c.csv", b"old,new\nx,X\ny,Y\n"),
    ]);
    let request =
        Request { paths: vec!["in/m.yaml".into()], out: "out".into(), threads: Some(1), ..Request::default() };
    let folder = run(&host, &request, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}")).folder;
    (host, folder)
}

#[test]
fn what_look_ups_came_to_is_proved_by_the_rows() {
    type Forge = fn(&mut Value);
    let (host, folder) = looked_up();
    let whole = folder_holds(&(host.clone(), folder.clone()));
    let cases: [(&str, Forge); 5] = [
        ("TL0803 tables[0].columns[1].lookup: rows|6|5", |m| {
            m["tables"][0]["columns"][1]["lookup"]["matched"] = 4.into();
        }),
        ("TL0812 tables[0].columns[2].lookup|tables[0].columns[2].totals.empty", |m| {
            let lookup = &mut m["tables"][0]["columns"][2]["lookup"];
            (lookup["matched"], lookup["unmatched"]) = (2.into(), 2.into());
        }),
        ("TL0812 tables[0].columns[1].lookup.crosswalk|crosswalks", |m| {
            m["tables"][0]["columns"][1]["lookup"]["crosswalk"] = "d.csv".into();
        }),
        ("TL0812 crosswalks[0]|tables", |m| m["crosswalks"][0]["mapping"] = "n".into()),
        ("TL0811 crosswalks[0].rows", |m| m["crosswalks"][0]["rows"] = 0.into()),
    ];
    for (want, forge) in cases {
        let mut forged = whole.clone();
        forge(&mut forged);
        put_manifest(&host, &folder, sealed(&forged));
        let found = told(&host);
        assert!(found.iter().any(|told| told == want), "{want} is not among {found:#?}");
    }
}

/// Children, repetitions that are set aside, two reasons of the same words, a compressed source: figures that follow
/// from one another in roundabout ways.
#[test]
fn a_run_of_many_kinds_holds() {
    let mapping = b"\
tumpline: 1
source:
  files: '*.TXT*'
  format: fixed
  encoding: ascii
  defaults: {sign: none}
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-3, type: int32}]}
      - name: months
        when: {at: 1, is: M}
        under: head
        fields:
          - {name: state, at: 2}
          - {name: p, at: 3-8, repeat: {times: 3, width: 2}, fields: [{name: amount, at: 1-2, type: int32}]}
      - {name: note, when: {at: 1, is: N}, skip: for people}
  set_aside:
    - {when: {field: months.state, is: R}, because: reversed}
    - {when: {field: months.state, is: S}, because: reversed}
tables:
  - table: t
    from: months.p
    set_aside: [{when: {field: amount, is: 0}, because: nothing}]
    columns: [{name: no, from: head.no}, {name: amount}]
";
    let host = machine(&[("in/m.yaml", mapping), ("in/A.TXT", b"H01\nM 010002\nMR010101\nMS020202\nNxx\n")]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, b"H02\nM 070000\n").unwrap();
    host.put("in/B.TXT.gz", gz.finish().unwrap());
    let request = Request { paths: vec!["in/m.yaml".into()], out: "out".into(), ..Request::default() };
    let folder = run(&host, &request, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}")).folder;
    let mut forged = folder_holds(&(host.clone(), folder.clone()));
    assert_eq!((&forged["tables"][0]["rows"], &forged["set_aside"][2]["records"]), (&json!(3), &json!(3)));
    forged["set_aside"][2]["records"] = 2.into();
    put_manifest(&host, &folder, sealed(&forged));
    assert_eq!(told(&host), ["TL0803 tables[0].rows|3|4"]);
}

/// A file of one table, mapping or run in the place of another's, with the manifest's hashes to match.
#[test]
fn one_file_does_not_pass_for_another() {
    let (host, folder) = samples();
    let whole = manifest(&host, &folder);
    for (place, other) in [
        ("data/owner/part-00000.parquet", "data/property/part-00000.parquet"),
        ("data/owner/part-00000.parquet", "findings.parquet"),
        ("rejects/journal.parquet", "rejects/payroll.parquet"),
        ("rejects/journal.raw", "rejects/payroll.raw"),
        ("rejects/journal.parquet", "findings.parquet"),
        ("findings.parquet", "rejects/journal.parquet"),
        ("findings.parquet", "rejects/journal.raw"),
    ] {
        let at = |path: &str| Path::new(&folder).join(path);
        let (kept, forged) = (host.content(at(place)).unwrap(), host.content(at(other)).unwrap());
        let mut manifest = whole.clone();
        let outputs = manifest["outputs"].as_array_mut().unwrap();
        let rows = outputs.iter().find(|output| output["path"] == other).unwrap().get("rows").cloned();
        let output = outputs.iter_mut().find(|output| output["path"] == place).unwrap();
        (output["bytes"], output["sha256"]) = (forged.len().into(), sha256(&forged).into());
        match rows {
            Some(rows) => output["rows"] = rows,
            None => drop(output.as_object_mut().unwrap().remove("rows")),
        }
        host.put(at(place), forged);
        put_manifest(&host, &folder, sealed(&manifest));
        assert!(!verified(&host).holds(), "{other} as {place}");
        host.put(at(place), kept);
    }
}

#[test]
fn sources_that_could_not_be_checked_are_told_and_no_difference() {
    let (host, folder) = small();
    assert_eq!(verify(&host, Path::new(&folder)).unwrap().sources, 2);
    host.remove_file(Path::new("in/a.csv")).unwrap();
    host.fail("open", "b.csv", ErrorKind::PermissionDenied, 0);
    let done = verified(&host);
    assert!(done.holds());
    let codes: Vec<Code> = done.findings.iter().map(|(code, _)| *code).collect();
    assert_eq!((codes, done.sources), (vec![Code::SourceGone, Code::SourceUnreadable], 0));
    host.heal();
    host.put("in/b.csv", "id,sin,state\n");
    assert_eq!(told(&host), ["TL0805 a.csv", "TL0804 b.csv"]);
    assert!(!verified(&host).holds());
}

#[test]
fn what_is_no_run_and_what_cannot_be_read_are_told_apart() {
    let stop = |host: &FakeHost, dir: &str| verify(host, Path::new(dir)).unwrap_err().code;
    let (host, folder) = small();
    for (dir, want) in [("nowhere", Code::NoSuchPath), ("in/a.csv", Code::WrongPath), ("out/runs", Code::WrongPath)] {
        assert_eq!(stop(&host, dir), want, "{dir}");
    }
    for (operation, path) in [
        ("read", "manifest.json"),
        ("open", "data/t/part-00000.parquet"),
        ("read", "rejects/m.raw"),
        ("open", "findings.parquet"),
        ("list", "rejects"),
    ] {
        host.fail(operation, path, ErrorKind::PermissionDenied, 0);
        assert_eq!(stop(&host, "out"), Code::Io, "{operation} {path}");
        host.heal();
    }
    put_manifest(&host, &folder, b"{".to_vec());
    assert_eq!(told(&host), ["TL0806 manifest.json|JSON|1"]);
    put_manifest(&host, &folder, b"{\"manifest\": 1}".to_vec());
    assert_eq!(told(&host), ["TL0806 manifest.json|version 1|"]);
}

#[test]
fn a_file_that_holds_the_path_is_followed_as_a_link_is() {
    let (host, folder) = small();
    for _ in 0..2 {
        for dir in ["out", "out/current", &folder] {
            assert_eq!(verify(&host, Path::new(dir)).unwrap().folder, Path::new(&folder), "{dir}");
        }
        host.remove_file(Path::new("out/current")).unwrap();
        host.put("out/current", format!("{}\n", folder.strip_prefix("out/").unwrap()));
    }
    assert_eq!(told(&host), [""; 0]);
}

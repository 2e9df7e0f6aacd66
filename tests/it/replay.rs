//! What a run refused is run again, under a mended mapping or as someone edited it.

use std::path::Path;

use tumpline::evidence::verify::{is_difference, verify};
use tumpline::finding::Code;
use tumpline::host::fake::FakeHost;
use tumpline::run::replay::{ReplayRequest, replay_in_sizes};
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Request, Sizes, Stop};

use crate::machine::{Left, left, machine, run_on};
use crate::random::{beside, number, strict_and_mended};
use crate::tables::{batches, cell};

mod again;
mod chains;
mod groups;
mod long;
mod repairs;
mod repeats;
mod staying;

const LINES: &str = "
tumpline: 1
source:
  files: in/*.txt
  format: fixed
  encoding: ascii
  fields:
    - {name: id, at: 1-3, type: int32}
    - {name: amount, at: 4-9, type: 'decimal(6,2)', decimal: '.'}
    - {name: name, at: 10-14}
table: t
limits: {rejects: 2}
columns:
  - {name: id}
  - {name: amount}
  - {name: name, one_of: [ann, bob, eve]}
";

/// A second later than it was.
fn later(host: &FakeHost) {
    let now = tumpline::host::Host::now(host);
    host.set_now(now.checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
}

/// Runs `m.yaml`, which must not stop.
fn base(host: &FakeHost) -> Report {
    run_on(host, 2, None).unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn asked(dir: &str, set: &[(&str, &str)]) -> ReplayRequest {
    let set = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request { paths: vec!["m.yaml".into()], set, threads: Some(2), ..Request::default() };
    ReplayRequest { dir: dir.into(), request }
}

fn try_replay(host: &FakeHost, dir: &str, block: Option<u64>) -> Result<Report, Problem> {
    later(host);
    replay_in_sizes(host, &asked(dir, &[]), Sizes { block, held: None }, &|_| {})
}

/// Replays, and reads what that left, which must hold as evidence.
fn replay(host: &FakeHost, dir: &str) -> Left {
    let report = try_replay(host, dir, None).unwrap_or_else(|problem| panic!("{problem:?}"));
    holds(host, &report);
    left(host, report)
}

fn holds(host: &FakeHost, report: &Report) {
    let found = verify(host, Path::new(&report.folder)).unwrap().findings;
    assert!(!found.iter().any(|(code, _)| is_difference(*code)), "{found:?}");
}

fn stop(host: &FakeHost, dir: &str) -> Stop {
    match try_replay(host, dir, None) {
        Err(Problem::Stop(stop)) => stop,
        other => panic!("{other:?}"),
    }
}

/// Files by path, of runs by what stands behind their folder.
fn raw(host: &FakeHost, report: &Report) -> Vec<u8> {
    host.content(format!("{}/rejects/m.raw", report.folder)).unwrap()
}

fn edit(host: &FakeHost, report: &Report, bytes: &[u8]) {
    host.put(format!("{}/rejects/m.raw", report.folder), bytes.to_vec());
}

fn moved(left: &Left) -> (u64, u64) {
    let one = &left.report.mended.as_ref().unwrap().mappings[0];
    (one.records.loaded, one.records.rejected)
}

/// The rows of a table, all columns as text, sorted.
fn table(left: &Left, name: &str) -> Vec<Vec<String>> {
    let within = format!("data/{name}/");
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with(&within)) {
        for batch in batches(bytes) {
            rows.extend(
                (0..batch.num_rows()).map(|row| batch.columns().iter().map(|column| cell(column, row)).collect()),
            );
        }
    }
    rows.sort();
    rows
}

fn ids(left: &Left) -> Vec<String> {
    table(left, "t").into_iter().map(|row| row[0].clone()).collect()
}

#[test]
fn records_that_say_how_long_they_are_are_framed_again_without_their_blocks() {
    let word = |length: usize, code: u8| [0, u8::try_from(length).unwrap(), code, 0];
    let one = |text: &str, code| [&word(text.len() + 4, code)[..], text.as_bytes()].concat();
    let block = |records: &[Vec<u8>]| {
        let inside = records.concat();
        [&word(inside.len() + 4, 0)[..], &inside].concat()
    };
    let bytes = [
        block(&[one("0010ann", 0), one("002xbob", 0), one("003", 1)]),
        block(&[one("yev", 3)]),
        block(&[one("e", 2), one("0044cy", 0), one("005", 0)]),
    ];
    let mapping = "tumpline: 1
source: {files: in.bin, format: fixed, encoding: ascii, records: {end: {bdw: big, rdw: big, spanned: true}, short: SHORT}, fields: [{name: id, at: 1-3, type: int32}, {name: n, at: 4, type: int32, on_blank: empty}, {name: name, at: 5-7}]}
table: t
limits: {rejects: 2}
";
    let host = machine(&[("in.bin", &bytes.concat())]);
    host.put("m.yaml", mapping.replace("SHORT", "reject").into_bytes());
    let report = base(&host);
    // Of a spanned record, the words of blocks between its segments stand there; those around it do not.
    let spanned = [one("003", 1), block(&[one("yev", 3)]), word(9, 0).to_vec(), one("e", 2)];
    let spanned = [&spanned[..2].concat()[..], &bytes[2][..9]].concat();
    let refused = [one("002xbob", 0), spanned, one("0044cy", 0), one("005", 0)].concat();
    assert_eq!(raw(&host, &report), refused);
    host.put("m.yaml", mapping.replace("SHORT", "pad").into_bytes());
    let left = replay(&host, "out");
    assert_eq!(moved(&left), (2, 2));
    assert_eq!(ids(&left), ["1", "4", "5"]);
    // A record that was edited has another length.
    let edited = [one("0022bobby", 0), one("0033eve", 0), one("0044cy", 0), one("005", 0)].concat();
    edit(&host, &report, &edited);
    let left = replay(&host, &report.folder);
    assert_eq!(moved(&left), (4, 0));
    edit(&host, &report, &edited[..edited.len() - 1]);
    assert_eq!(stop(&host, &report.folder).code, Code::RawRecords);
}

const ABC: &[(&str, &[u8])] = &[
    ("in/a.txt", b"001001.00ann  \n002002.00bob  \n003x03.00eve  \n"),
    ("in/b.txt", b"004004.00ann  \n005y05.00bob  \n006006.50cy   \n"),
];

fn town() -> FakeHost {
    let host = machine(ABC);
    host.put("m.yaml", LINES.as_bytes().to_vec());
    host
}

fn mend(host: &FakeHost, from: &str, to: &str) {
    let text = String::from_utf8(host.content("m.yaml").unwrap()).unwrap();
    assert!(text.contains(from), "{from}");
    host.put("m.yaml", text.replacen(from, to, 1).into_bytes());
}

#[test]
fn a_mended_mapping_repairs_what_was_refused_without_the_sources() {
    let host = town();
    let before = base(&host);
    assert_eq!(before.outcome, Outcome::Refused);
    tumpline::host::Host::remove_folder(&host, Path::new("in")).unwrap();
    mend(&host, "eve]", "eve, cy]");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Published, (1, 2)));
    assert_eq!(ids(&after), ["1", "2", "4", "6"]);
    assert_eq!(after.manifest["mends"]["run"], before.run.as_str());
    assert_eq!(after.manifest["tables"][0]["columns"][1]["totals"]["sum"], "13.50");
    assert_eq!(raw(&host, &after.report), b"003x03.00eve  \n005y05.00bob  \n");
    let old = host.content(format!("{}/data/t/part-00000.parquet", before.folder)).unwrap();
    assert!(after.files["data/t/part-00000.parquet"] == old, "byte for byte");
    assert!(after.files.contains_key("data/t/part-00001.parquet"));
}

#[test]
fn twice_changes_nothing() {
    let host = town();
    base(&host);
    mend(&host, "eve]", "eve, cy]");
    let first = replay(&host, "out");
    let files = host.files();
    let second = replay(&host, "out");
    assert_eq!((host.files(), &second.report.run), (files, &first.report.run));
    assert!(!second.report.mended.as_ref().unwrap().changed);
    assert_eq!(moved(&second), (0, 2));
}

#[test]
fn edited_bytes_repair_what_was_refused_and_are_evidence() {
    let host = town();
    let before = base(&host);
    edit(&host, &before, b"003003.00eve  \n005005.5 bob  \n006y06.50cy   \n");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Published, (2, 1)));
    let rejects = &after.manifest["mends"]["rejects"][0];
    assert_ne!(rejects["edited_sha256"], rejects["raw_sha256"]);
    assert_eq!(raw(&host, &after.report), b"006y06.50cy   \n");
    // What was edited and is still refused is what the next replay begins with.
    edit(&host, &after.report, b"006006.50eve  \n");
    let last = replay(&host, "out");
    assert_eq!((last.report.outcome, moved(&last)), (Outcome::Published, (1, 0)));
    assert_eq!(ids(&last), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(last.manifest["sources"][1]["bytes_by_class"]["rejected"], 0);
}

#[test]
fn edited_bytes_must_be_as_many_records() {
    let host = town();
    let before = base(&host);
    edit(&host, &before, b"003003.00eve  \n005005.00bob  \n");
    let stop = stop(&host, "out");
    assert_eq!(stop.code, Code::RawRecords);
    // All differ: from the first on nothing fits.
    assert_eq!(stop.args[1..], [2_u64.into(), 3_u64.into(), 1_u64.into(), "in/a.txt".into(), 3_u64.into()]);
    edit(&host, &before, b"003x03.00eve  \n006006.50cy   \n");
    let stop = self::stop(&host, "out");
    assert_eq!(stop.args[3..], [2_u64.into(), "in/b.txt".into(), 2_u64.into()], "the second was taken out");
}

#[test]
fn a_base_that_was_changed_is_told() {
    let host = town();
    let before = base(&host);
    let part = format!("{}/data/t/part-00000.parquet", before.folder);
    let mut bytes = host.content(&part).unwrap();
    bytes[20] ^= 1;
    host.put(&part, bytes);
    let stop = stop(&host, "out");
    assert_eq!(
        (stop.code, &stop.args[2], &stop.args[3]),
        (Code::BaseDiffers, &"TL0802".into(), &"data/t/part-00000.parquet".into())
    );
}

#[test]
fn what_old_rows_depend_on_may_not_change() {
    for (from, to, what, name) in [
        ("table: t\n", "table: u\n", "table", "t"),
        ("{name: amount}", "{name: amount, type: 'decimal(8,2)'}", "column", "t.amount"),
        ("{name: name, one", "{name: nom, from: name, one", "column", "t.nom"),
    ] {
        let host = town();
        base(&host);
        mend(&host, from, to);
        let stop = stop(&host, "out");
        assert_eq!(
            (stop.code, stop.args),
            (Code::ReplayChanges, vec![what.into(), name.into(), "".into(), "".into()]),
            "{to}"
        );
    }
}

const PARENTS: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-4, type: int32}]}
      - {name: entry, when: {at: 1, is: D}, under: head, fields: [{name: line, at: 2-4, type: int32}]}
      - {name: note, when: {at: 1, is: N}, under: head, fields: [{name: txt, at: 2-4}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, skip: tail}
tables:
  - {table: b, from: head, with: {note: at most one}, columns: [{name: no}, {name: note, from: note.txt}], limits: {rejects: 9}}
  - {table: e, from: entry, columns: [{name: no, from: head.no}, {name: line}], limits: {rejects: 9}}
";

/// Old rows would belong to another parent, or have another child: their rows stand already.
#[test]
fn a_record_that_is_mended_into_a_parent_an_end_or_a_joined_child_needs_a_new_run() {
    for (text, mended) in [
        ("H001\nD001\nX002\nD002\nT\n", "H002\n"),
        ("H001\nD001\nX\nD002\nT\n", "T\n"),
        ("H001\nD001\nXabc\nD002\nT\n", "Nabc\n"),
        ("H001\nNabc\nD001\nXdef\nT\n", "Ndef\n"),
    ] {
        let what = if mended.starts_with('N') { "joined" } else { "batches" };
        let host = machine(&[("in.txt", text.as_bytes())]);
        host.put("m.yaml", PARENTS.as_bytes().to_vec());
        let before = base(&host);
        edit(&host, &before, mended.as_bytes());
        let stop = stop(&host, "out");
        assert_eq!((stop.code, &stop.args[0]), (Code::ReplayChanges, &what.into()), "{text}{mended}");
    }
}

#[test]
fn what_is_left_out_stays_left_out_for_the_same() {
    let mapping = |tail: &str| format!("{LINES}{tail}");
    let dedupe = |by: &str, keep: &str| format!("dedupe: {{by: [{by}], keep: {keep}}}\n");
    let aside = |most: &str| {
        LINES.replace(
            "table: t\n",
            &format!("  set_aside: [{{when: {{sql: amount < {most}}}, because: small}}]\ntable: t\n"),
        )
    };
    for (from, to) in [
        (mapping(&dedupe("name", "last")), mapping(&dedupe("name", "first"))),
        (mapping(&dedupe("name", "last")), mapping(&dedupe("id", "last"))),
        (aside("1.50"), aside("1.00")),
        (LINES.to_owned(), aside("1.50")),
        (aside("1.50"), LINES.to_owned()),
    ] {
        let host = machine(ABC);
        let put = |text: &str| host.put("m.yaml", text.replace("rejects: 2", "rejects: 3").into_bytes());
        put(&from);
        base(&host);
        put(&to);
        let stop = stop(&host, "out");
        assert_eq!((stop.code, &stop.args[0]), (Code::ReplayChanges, &"reason".into()), "{from}{to}");
    }
}

/// Base and replay come to what a run of the mended mapping comes to.
#[test]
fn a_replay_comes_to_what_a_run_of_the_mended_mapping_comes_to() {
    let (mut repaired, mut taken, mut inside, mut waited) = (0, 0, 0, 0);
    for round in 0..number("TUMPLINE_ROUNDS", crate::rounds(100)) {
        let seed = (number("TUMPLINE_SEED", 7) << 32) + round;
        let (strict, mended, bytes, block) = strict_and_mended(seed);
        let (migration, csv) = beside(seed, &mended);
        if [&strict, &mended].iter().any(|text| tumpline::mapping::read("m", text).mapping.is_none()) {
            continue;
        }
        let name =
            format!("round {round}\n{strict}\n{mended}\n{migration}{csv}{:?}\n", String::from_utf8_lossy(&bytes));
        let files: &[(&str, &[u8])] =
            &[("in.txt", &bytes), ("migration.yaml", migration.as_bytes()), ("report.csv", csv.as_bytes())];
        let (host, full) = (machine(files), machine(files));
        host.put("m.yaml", strict.into_bytes());
        full.put("m.yaml", mended.clone().into_bytes());
        let before = run_on(&host, 2, Some(block)).unwrap_or_else(|problem| panic!("{name}{problem:?}"));
        let whole = left(&full, run_on(&full, 1, None).unwrap());
        host.put("m.yaml", mended.into_bytes());
        let report = match try_replay(&host, "out", Some(block)) {
            Ok(report) => report,
            // A record that would be another parent, or the end of one: old rows would be another's.
            Err(Problem::Stop(Stop { code: Code::ReplayChanges, args }))
                if args[0] == "batches".into() || args[0] == "joined".into() =>
            {
                continue;
            }
            Err(problem) => panic!("{name}{problem:?}"),
        };
        holds(&host, &report);
        taken += 1;
        let Some(mended) = report.mended.as_ref().filter(|mended| mended.changed) else { continue };
        repaired += mended.mappings[0].refused - mended.mappings[0].records.rejected;
        let after = left(&host, report);
        same_as_a_run(&name, &after, &whole);
        inside += u64::from(after.manifest["controls"].as_array().unwrap().len() > 2);
        let unread = |report: &Report| report.findings.iter().filter(|group| group.code == Code::ControlUnread).count();
        waited += u64::from(unread(&before) > unread(&after.report));
    }
    assert!(taken > crate::rounds(50) && repaired > 10, "{taken} {repaired}");
    assert!(!crate::is_thorough() || inside > 2 && waited > 0, "{inside} {waited}");
}

/// What a replay left is what a run of the mended mapping leaves.
fn same_as_a_run(name: &str, after: &Left, whole: &Left) {
    for one in whole.manifest["tables"].as_array().unwrap() {
        let one = one["table"].as_str().unwrap();
        assert_eq!(table(after, one), table(whole, one), "{name}{one}");
    }
    let told = |left: &Left| {
        let source = &left.manifest["sources"][0];
        let kinds = left.manifest["mappings"][0]["kinds"].clone();
        serde_json::json!([
            left.manifest["tables"],
            left.manifest["set_aside"],
            left.manifest["controls"],
            left.manifest["findings"],
            source["records"],
            source["bytes_by_class"],
            kinds,
            left.manifest["outcome"]
        ])
    };
    assert_eq!(told(after), told(whole), "{name}{:?}\n{:?}", findings(after), findings(whole));
    assert_eq!(of_controls(after), of_controls(whole), "{name}");
    assert_eq!(after.files["rejects/m.raw"], whole.files["rejects/m.raw"], "{name}");
}

/// The findings of controls.
fn of_controls(left: &Left) -> Vec<(String, String, String, String, String)> {
    let mut found = findings(left);
    found.retain(|one| one.0.starts_with("TL072") || one.0.starts_with("TL073"));
    found.sort();
    found
}

/// Findings as code, severity, file, record and offset.
fn findings(left: &Left) -> Vec<(String, String, String, String, String)> {
    let mut found = Vec::new();
    for batch in batches(&left.files["findings.parquet"]) {
        let text = |name: &str, row: usize| cell(batch.column_by_name(name).unwrap().as_ref(), row);
        found.extend((0..batch.num_rows()).map(|row| {
            (text("code", row), text("severity", row), text("file", row), text("record", row), text("offset", row))
        }));
    }
    found
}

fn rule(on_fail: &str) -> String {
    format!("rules:\n  - {{id: once, unique: name, on_fail: {on_fail}}}\n")
}

const NAMES: &[(&str, &[u8])] = &[("in/a.txt", b"001001.00ann  \n002x02.00ann  \n003003.00eve  \n")];

#[test]
fn a_rule_over_old_and_repaired_rows_finds_both() {
    for (on_fail, more) in [("fail", &["TL0717"]), ("reject", &["TL0715"])] {
        let host = machine(NAMES);
        host.put("m.yaml", (LINES.to_owned() + &rule(on_fail)).into_bytes());
        let before = base(&host);
        assert_eq!(before.outcome, Outcome::Published);
        edit(&host, &before, b"002002.00ann  \n");
        let after = replay(&host, "out");
        assert_eq!(after.report.outcome, Outcome::Refused, "{on_fail}");
        let found = findings(&after);
        let of = |record: &str, offset: &str| {
            let [code, severity, file] = ["TL0701", "fail", "in/a.txt"].map(str::to_owned);
            (code, severity, file, record.to_owned(), offset.to_owned())
        };
        // Of an old row, the record's number is not known.
        assert!(found.contains(&of("-", "0")) && found.contains(&of("2", "15")), "{on_fail}: {found:?}");
        let others: Vec<&str> = found.iter().map(|one| one.0.as_str()).filter(|code| *code != "TL0701").collect();
        assert_eq!(others, more, "{on_fail}");
        assert_eq!(after.report.rules[0].rows, 3);
        // What is published is as it was.
        assert!(
            host.content("out/current/manifest.json")
                .is_some_and(|json| { String::from_utf8_lossy(&json).contains(&before.run) })
        );
    }
}

#[test]
fn a_rule_that_holds_over_the_whole_lets_it_be_published() {
    let host = machine(NAMES);
    host.put("m.yaml", (LINES.to_owned() + &rule("reject")).into_bytes());
    let before = base(&host);
    edit(&host, &before, b"002002.00bob  \n");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, after.report.rules[0].rows), (Outcome::Published, 3));
    assert_eq!(ids(&after), ["1", "2", "3"]);
}

#[test]
fn what_a_rule_refused_is_judged_again_with_what_was_mended() {
    let host = machine(&[("in/a.txt", b"001001.00ann  \n002002.00ann  \n003003.00eve  \n")]);
    host.put("m.yaml", (LINES.to_owned() + &rule("reject")).into_bytes());
    let before = base(&host);
    assert_eq!(raw(&host, &before), b"001001.00ann  \n002002.00ann  \n");
    let same = replay(&host, "out");
    assert!(!same.report.mended.as_ref().unwrap().changed);
    edit(&host, &before, b"001001.00ann  \n002002.00bob  \n");
    let after = replay(&host, "out");
    assert_eq!((moved(&after), ids(&after).len()), ((2, 0), 3));
}

#[test]
fn a_runs_own_folder_may_be_named_and_a_trial_not() {
    let host = town();
    let first = base(&host);
    mend(&host, "eve]", "eve, cy]");
    let after = replay(&host, &first.folder);
    assert_eq!(moved(&after), (1, 2));
    let trial = Request { paths: vec!["m.yaml".into()], out: "out".into(), trial: true, ..Request::default() };
    let trial = tumpline::run::run(&host, &trial, &|_| {}).unwrap();
    assert_eq!(stop(&host, &trial.folder).code, Code::BaseTrial);
    assert_eq!(stop(&host, "in").code, Code::WrongPath);
    assert_eq!(stop(&host, "nowhere").code, Code::NoSuchPath);
    // An output folder that has trials alone.
    let host = town();
    let trial = Request { paths: vec!["m.yaml".into()], out: "out".into(), trial: true, ..Request::default() };
    tumpline::run::run(&host, &trial, &|_| {}).unwrap();
    assert_eq!(stop(&host, "out").code, Code::BaseTrial);
}

#[test]
fn a_parameter_keeps_the_value_that_old_rows_were_made_with() {
    let host = town();
    host.put("migration.yaml", b"tumpline: 1\nparameters:\n  most: {type: int32}\n".to_vec());
    mend(&host, "  - {name: amount}", "  - {name: amount}\n  - {name: most, sql: most}");
    let with = |set: &[(&str, &str)]| asked("out", set).request.set;
    let request =
        Request { paths: vec!["m.yaml".into()], out: "out".into(), set: with(&[("most", "7")]), ..Request::default() };
    tumpline::run::run(&host, &request, &|_| {}).unwrap();
    mend(&host, "eve]", "eve, cy]");
    later(&host);
    let other = replay_in_sizes(&host, &asked("out", &[("most", "8")]), Sizes::default(), &|_| {});
    assert!(matches!(&other, Err(Problem::Stop(stop)) if stop.code == Code::ReplayParameter), "{other:?}");
    let after = replay(&host, "out");
    assert!(table(&after, "t").iter().all(|row| row[2] == "7"));
}

#[test]
fn where_no_link_can_be_made_old_parts_are_copied() {
    let host = town();
    let before = base(&host);
    mend(&host, "eve]", "eve, cy]");
    host.fail("link", "", std::io::ErrorKind::Unsupported, 0);
    let after = replay(&host, "out");
    let old = host.content(format!("{}/data/t/part-00000.parquet", before.folder)).unwrap();
    assert!(after.files["data/t/part-00000.parquet"] == old);
}

#[test]
fn whatever_fails_nothing_is_published_and_what_was_stays() {
    for after in [0, 3, 9, 15, 25, 40] {
        let host = town();
        base(&host);
        mend(&host, "eve]", "eve, cy]");
        let files = host.files();
        host.fail("", "", std::io::ErrorKind::Other, after);
        let ended = try_replay(&host, "out", None);
        host.heal();
        if ended.is_err() {
            let runs = |files: Vec<String>| files.into_iter().filter(|file| file.contains("/runs/")).count();
            assert_eq!(runs(host.files()), runs(files), "{after}");
        }
        replay(&host, "out");
    }
    let host = town();
    base(&host);
    mend(&host, "eve]", "eve, cy]");
    host.interrupt();
    assert_eq!(stop(&host, "out").code, Code::Interrupted);
    assert!(host.content("out/current/manifest.json").is_none());
}

#[test]
fn verify_tells_what_a_replay_says_wrong_of_the_run_that_it_mends() {
    let host = town();
    base(&host);
    mend(&host, "eve]", "eve, cy]");
    let after = replay(&host, "out");
    let path = format!("{}/manifest.json", after.report.folder);
    let text = String::from_utf8(host.content(&path).unwrap()).unwrap();
    for (from, to) in [("\"refused\": 3", "\"refused\": 4"), ("\"refused_bytes\": 42", "\"refused_bytes\": 41")] {
        assert!(text.contains(from), "{text}");
        host.put(&path, text.replacen(from, to, 1).into_bytes());
        let found = verify(&host, Path::new(&after.report.folder)).unwrap().findings;
        let of = |key: &str| found.iter().filter(|(_, args)| format!("{args:?}").contains(key)).count();
        // Against its own classes, and against the run that is mended.
        assert_eq!(of("mends.rejects[0]"), 2, "{found:?}");
    }
}

const BATCHES: &str = "
tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-3, type: int32}]}
      - {name: row, when: {at: 1, is: D}, under: head, fields: [{name: id, at: 2-3, type: int32}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: n, at: 2-3, type: int32}, {name: sum, at: 4-6, type: int32}, {name: no, at: 7-8, type: int32}]}
  controls:
    - {id: rows, says: tail.n, count: [row]}
    - {id: sum, says: tail.sum, sum: row.id}
    - {id: same, says: tail.no, is: head.no}
table: t
from: row
limits: {rejects: 5}
";

const BATCH: &[u8] = b"H01\nD01\nD0x\nT0200301\nH02\nD05\nT0100502\nH03\nD09\nT010x903\n";

fn batches_of(bytes: &[u8]) -> FakeHost {
    let host = machine(&[("in.txt", bytes)]);
    host.put("m.yaml", BATCHES.as_bytes().to_vec());
    host
}

#[test]
fn controls_of_batches_are_judged_over_old_and_repaired_records() {
    let host = batches_of(BATCH);
    let before = base(&host);
    assert_eq!(before.outcome, Outcome::Refused);
    let kept = format!("{}/rejects/m.controls", before.folder);
    assert_eq!(host.access(&kept), Some(tumpline::host::Access::Owner));
    edit(&host, &before, b"D03\nT0100903\n");
    let wrong = replay(&host, "out");
    assert_eq!(wrong.report.outcome, Outcome::Refused, "3 is not what the tail says");
    assert_eq!(of_controls(&wrong).len(), 1);
    let control = &wrong.manifest["controls"][1];
    assert_eq!((&control["says"], &control["found"], &control["differing"]), (&"17".into(), &"18".into(), &1.into()));
    let after = {
        edit(&host, &before, b"D02\nT0100903\n");
        replay(&host, &before.folder)
    };
    assert_eq!(
        (after.report.outcome, ids(&after)),
        (Outcome::Published, ["1", "2", "5", "9"].map(str::to_owned).to_vec())
    );
    let held = |control: usize| after.manifest["controls"][control]["differing"] == 0;
    assert!((0..3).all(held), "{}", after.manifest["controls"]);
}

#[test]
fn a_replay_of_a_replay_still_knows_what_the_first_records_told() {
    let host = batches_of(BATCH);
    let before = base(&host);
    edit(&host, &before, b"D02\nT010x903\n");
    let first = replay(&host, "out");
    assert_eq!((first.report.outcome, moved(&first)), (Outcome::Refused, (1, 1)));
    edit(&host, &first.report, b"T0100903\n");
    let last = replay(&host, "out");
    assert_eq!((last.report.outcome, of_controls(&last)), (Outcome::Published, Vec::new()));
    assert_eq!(last.manifest["controls"][1]["says"], "17");
}

#[test]
fn a_difference_of_old_records_can_be_signed_off() {
    let host = batches_of(b"H01\nD01\nT0100201\n");
    assert_eq!(base(&host).outcome, Outcome::Refused);
    let accept =
        "tumpline: 1\naccept:\n  - {control: m.sum, difference: 1, because: lost in 1994, by: the treasurer}\n";
    host.put("migration.yaml", accept.as_bytes().to_vec());
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, ids(&after).len()), (Outcome::Published, 1));
    assert_eq!(after.manifest["controls"][1]["accepted"][0]["difference"], "1");
}

#[test]
fn controls_that_old_records_were_not_asked_for_are_judged_by_a_run() {
    for (from, to, what, name) in [
        ("sum: row.id}", "sum: [row.id, head.no]}", "control", "sum"),
        ("count: [row]}", "count: [row], where: {field: row.id, is: 1}}", "control", "rows"),
        ("    - {id: same, says: tail.no, is: head.no}\n", "", "controls", "same"),
        ("    - {id: same", "    - {id: more, says: tail.n, count: [row]}\n    - {id: same", "controls", "more"),
    ] {
        let host = batches_of(BATCH);
        base(&host);
        mend(&host, from, to);
        let stop = stop(&host, "out");
        assert_eq!(
            (stop.code, stop.args),
            (Code::ReplayChanges, vec![what.into(), name.into(), "".into(), "".into()]),
            "{to}"
        );
    }
    let host = batches_of(BATCH);
    base(&host);
    mend(&host, "count: [row]}", "count: [row], on_fail: warn}");
    assert!(!replay(&host, "out").report.mended.unwrap().changed, "how it is judged may change");
}

/// Vendors by folders of their year, sorted, the last version of each.
const VENDORS: &str = "
tumpline: 1
source:
  files: in/*.txt
  format: fixed
  encoding: ascii
  fields:
    - {name: year, at: 1-2, type: int16}
    - {name: no, at: 3-5, type: int32}
    - {name: version, at: 6-7, type: int32}
    - {name: name, at: 8-10}
table: t
limits: {rejects: 9}
columns: [{name: year}, {name: no, required: true}, {name: version}, {name: name, one_of: [ann, bob]}]
rules:
  - {id: once, unique: [year, no, version]}
load: {partition_by: year, sort_by: no}
dedupe: {by: no, order_by: version}
";

fn vendors(lines: &[u8]) -> FakeHost {
    let host = machine(&[("in/a.txt", lines)]);
    host.put("m.yaml", VENDORS.as_bytes().to_vec());
    host
}

fn parts(left: &Left) -> Vec<&str> {
    left.files.keys().filter(|path| path.starts_with("data/")).map(String::as_str).collect()
}

#[test]
fn repaired_rows_stand_sorted_in_their_folders_beside_the_old_ones() {
    let host = vendors(b"2500901ann\n2600101bob\n2500502cy \n2500302cy \n2700202cy \n");
    let before = base(&host);
    mend(&host, "bob]", "bob, cy]");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Published, (3, 0)));
    let of = |year: u8, part: u8| format!("data/t/year={year}/part-0000{part}.parquet");
    assert_eq!(parts(&after), [of(25, 0), of(25, 1), of(26, 0), of(27, 1)]);
    let rows = batches(&after.files[&of(25, 1)]);
    let numbers: Vec<String> = (0..2).map(|row| cell(rows[0].column_by_name("no").unwrap().as_ref(), row)).collect();
    assert_eq!(numbers, ["3", "5"]);
    let old = host.content(format!("{}/{}", before.folder, of(25, 0))).unwrap();
    assert!(after.files[&of(25, 0)] == old, "byte for byte");
    // The old rows' years, which no file has, are known to the rule.
    assert_eq!(after.report.rules[0].rows, 5);
    let again = replay(&host, "out");
    assert!(!again.report.mended.unwrap().changed);
}

#[test]
fn a_repaired_row_that_loses_is_left_out_and_one_that_wins_is_not_published() {
    // 1 was there twice; what was left out stays so, and is told.
    let host = vendors(b"2500101ann\n2500102ann\n2500201bob\n2500203cy \n2500100cy \n");
    let before = base(&host);
    let aside = |left: &Left| left.manifest["set_aside"][0]["records"].clone();
    edit(&host, &before, b"2500203cy \n2500100bob\n");
    let lost = replay(&host, "out");
    assert_eq!((lost.report.outcome, table(&lost, "t").len(), aside(&lost)), (Outcome::Published, 2, 2.into()));
    let dropped = findings(&lost).into_iter().filter(|one| one.0 == "TL0714").map(|one| (one.3, one.4));
    assert_eq!(dropped.collect::<Vec<_>>(), [("5", "44"), ("1", "0")].map(|(one, other)| (one.into(), other.into())));
    edit(&host, &lost.report, b"2500203bob\n");
    let won = replay(&host, "out");
    let found = findings(&won);
    let told =
        |code: &str| found.iter().find(|one| one.0 == code).map(|one| (one.1.as_str(), one.3.as_str(), one.4.as_str()));
    assert_eq!(won.report.outcome, Outcome::Refused);
    assert_eq!((told("TL0715"), found.iter().filter(|one| one.0 == "TL0714").count()), (Some(("fail", "-", "22")), 3));
    assert!(found.iter().any(|one| one.0 == "TL0714" && one.4 == "22" && one.3 == "-"), "{found:?}");
}

/// A repaired row that is left out as repeated breaks no rule with the old row that stands for it.
#[test]
fn a_rule_that_refuses_is_judged_when_repeated_rows_are_left_out() {
    for rule in ["unique: no, on_fail: reject", "count: 1, by: no, on_fail: reject"] {
        let host = vendors(b"2500102ann\n2500101cy \n2500301cy \n");
        mend(&host, "unique: [year, no, version]", rule);
        base(&host);
        mend(&host, "bob]", "bob, cy]");
        let after = replay(&host, "out");
        let aside = after.manifest["set_aside"][0]["records"].clone();
        assert_eq!(
            (after.report.outcome, table(&after, "t").len(), aside),
            (Outcome::Published, 2, 1.into()),
            "{rule} {:?}",
            after.report.findings
        );
    }
}

#[test]
fn folders_and_what_tells_rows_apart_stay() {
    for (from, to, what) in [
        ("partition_by: year", "partition_by: no", "folders"),
        ("partition_by: year, ", "", "folders"),
        ("sort_by: no}", "sort_by: no, trace: false}", "dedupe"),
    ] {
        let host = vendors(b"2500901ann\n2500502cy \n");
        base(&host);
        mend(&host, from, to);
        let stop = stop(&host, "out");
        assert_eq!(
            (stop.code, stop.args),
            (Code::ReplayChanges, vec![what.into(), "t".into(), "".into(), "".into()]),
            "{to}"
        );
    }
}

#[test]
fn a_record_that_opens_or_closes_a_batch_only_now_needs_a_run() {
    let host = batches_of(b"H01\nD01\nX0100101\nH02\nD05\nT0100502\n");
    let before = base(&host);
    edit(&host, &before, b"T0100101\n");
    let stop = stop(&host, "out");
    assert_eq!(
        (stop.code, stop.args),
        (Code::ReplayChanges, vec!["batches".into(), "in.txt".into(), 3_u64.into(), "".into()])
    );
}

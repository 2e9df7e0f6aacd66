//! The old system's own figures: a file that does not agree with itself is never published, and it is said which figure.

use std::fmt::Write;

use tumpline::cli::words::{Language, sentence};
use tumpline::finding::{Code, Severity};
use tumpline::run::report::{FindingGroup, Outcome};

use crate::machine::{Left, run};

/// Batches of lines, with a count and a total each, and a count of the file.
const BATCHES: &str = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-5, type: int32}]}
      - {name: line, when: {at: 1, is: D}, under: head, fields: [{name: code, at: 2}, {name: amount, at: 3-8, type: \"decimal(6,2)\"}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: no, at: 2-5, type: int32}, {name: n, at: 6-8, type: int32}, {name: total, at: 9-16, type: \"decimal(8,2)\"}]}
      - {name: page, when: {at: 1, is: P}, skip: page headings}
      - {name: end, when: {at: 1, is: F}, fields: [{name: records, at: 2-5, type: int32}]}
  set_aside: [{when: {field: line.code, is: A}, because: closed}]
  controls:
    - {id: number, says: tail.no, is: head.no}
    - {id: count, says: tail.n, count: line}
    - {id: total, says: tail.total, sum: line.amount}
    - {id: records, says: end.records, count: all}
tables:
  - {table: t, from: line, limits: {rejects: 99}, columns: [{name: no, from: head.no}, {name: code, one_of: [A, B]}, {name: amount}]}
";

/// Controls that were told of, with their codes, arguments and the record of the first.
fn told(left: &Left) -> Vec<String> {
    let of_control = |group: &&FindingGroup| group.subject.starts_with("source.controls.");
    let line = |group: &FindingGroup| {
        let args: Vec<String> = group.args.iter().map(tumpline::run::names::arg).collect();
        let id = group.subject.trim_start_matches("source.controls.");
        format!("{id} {}×{} {} @{}", group.code.id(), group.count, args.join("|"), group.first.record)
    };
    let mut told: Vec<String> = left.report.findings.iter().filter(of_control).map(line).collect();
    told.sort();
    told
}

/// The same for any threads and blocks.
fn same(mapping: &str, files: &[(&str, &[u8])]) -> Left {
    let first = run(mapping, files, 1, None);
    for (threads, block) in [(1, Some(7)), (2, Some(20)), (8, Some(40)), (2, Some(1000))] {
        let other = run(mapping, files, threads, block);
        assert_eq!(told(&other), told(&first), "{threads} {block:?}");
        assert_eq!(other.manifest["controls"], first.manifest["controls"], "{threads} {block:?}");
    }
    first
}

fn check(text: &str, want: &[&str]) -> Left {
    let left = same(BATCHES, &[("in.txt", text.as_bytes())]);
    assert_eq!(told(&left), want, "{text}\n{:?}", left.report.findings);
    let fails = left.report.findings.iter().any(|group| group.severity == Severity::Fail);
    assert_eq!(left.report.outcome == Outcome::Refused, fails);
    left
}

#[test]
fn a_file_that_agrees_with_itself_is_published() {
    let left = check("H0001\nDB000150\nDB000050\nT000100200000200\nH0002\nP\nT000200000000000\nF0008\n", &[]);
    assert_eq!(left.report.outcome, Outcome::Published);
}

#[test]
fn a_figure_that_does_not_hold_is_told_at_its_control_record() {
    check(
        "H0001\nDB000150\nT000100200000160\nH0002\nT000300000000000\nF0007\n",
        &[
            "count TL0720×1 2|1|1 @3",
            "number TL0726×1 3|head.no|2 @5",
            "records TL0720×1 7|6|1 @6",
            "total TL0720×1 1.60|1.50|0.10 @3",
        ],
    );
}

#[test]
fn records_without_a_control_record_and_control_records_of_nothing_are_told() {
    let missing = |id: &str, record: u64| format!("{id} TL0721×1 tail|head @{record}");
    let wants = ["count", "number", "total"].map(|id| missing(id, 1));
    let mut want: Vec<&str> = wants.iter().map(String::as_str).collect();
    want.push("records TL0721×1 end| @1");
    want.sort_unstable();
    check("H0001\nDB000150\n", &want);
    check("H0001\nH0002\nT000200000000000\nF0004\n", &wants.each_ref().map(String::as_str));
    let left = check(
        "T000200000000000\nF0003\nF0003\n",
        &[
            "count TL0722×1 tail|head @1",
            "number TL0722×1 tail|head @1",
            "records TL0724×1 end|2 @3",
            "total TL0722×1 tail|head @1",
        ],
    );
    assert!(left.report.findings.iter().any(|group| group.code == Code::EndWithoutStart));
}

#[test]
fn what_is_refused_or_set_aside_counts_and_what_cannot_be_read_leaves_the_control_open() {
    check("H0001\nDA000150\nDX000050\nDB000001\nT000100300000201\nF0006\n", &[]);
    check("H0001\nDB0001x0\nDB000050\nT000100200000050\nF0005\n", &["total TL0723×1 1|0.50|0.50|0.00 @4"]);
    check("H0001\nDB000050\nT000100x00000050\nF0004\n", &["count TL0725×1 tail.n @3"]);
    // A head that is refused still opens its batch, and has no number.
    check("Hxx01\nDB000050\nT000100100000050\nF0004\n", &["number TL0725×1 head.no @3"]);
}

/// The figures of a control in the manifest: said, found, difference; then records and amounts read, refused, set aside,
/// informing, loaded; and those that cannot be read.
fn figures(left: &Left, id: &str) -> String {
    let controls = left.manifest["controls"].as_array().unwrap();
    let control = controls.iter().find(|control| control["control"] == id).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let part = |name: &str| format!("{}:{}", control[name]["records"], text(&control[name]["amount"]));
    let figures = ["says", "found", "difference"].map(|name| text(&control[name])).join(" ");
    let parts = ["read", "rejected", "set_aside", "informing", "loaded"].map(part).join(" ");
    format!("{figures} | {parts} | {} {}/{}", control["unknown"], control["differing"], control["scopes"])
}

#[test]
fn every_control_is_reconciled_with_what_was_loaded() {
    let text =
        "H0001\nDA000150\nDX000050\nDB000001\nT000100300000201\nH0002\nDB000700\nDBx00000\nT000200200000800\nF0009\n";
    let left = check(text, &["records TL0720×1 9|10|-1 @10", "total TL0723×1 1|8.00|7.00|1.00 @9"]);
    assert_eq!(figures(&left, "number"), "- - - | 0:- 0:- 0:- 0:- 0:- | 0 0/2");
    assert_eq!(figures(&left, "count"), "5 5 0 | 5:- 2:- 1:- 0:- 2:- | 0 0/2");
    assert_eq!(figures(&left, "total"), "10.01 9.01 1.00 | 4:9.01 1:0.50 1:1.50 0:0.00 2:7.01 | 1 1/2");
    assert_eq!(figures(&left, "records"), "9 10 -1 | 10:- 2:- 1:- 5:- 2:- | 0 1/1");
    assert_eq!(left.report.controls.len(), 4);
}

/// Two batches whose differences come to nothing together, and hashes of which only the last digits count.
#[test]
fn a_control_that_fails_is_seen_in_the_files_for_people_whatever_its_differences_come_to() {
    let mapping = BATCHES.replace(
        "    - {id: records,",
        "    - {id: hash, says: tail.n, sum: line.hash, low_digits: 1, on_fail: warn}\n    - {id: pages, says: tail.n, count: line, per: 2, on_fail: warn}\n    - {id: records,",
    );
    let mapping =
        mapping.replace("{name: amount, at: 3-8,", "{name: hash, at: 8, type: int32}, {name: amount, at: 3-8,");
    let text = "H0001\nDB000105\nDB000107\nT000100200000312\nH0002\nDB000101\nT000200100000001\nF0008\n";
    let host = crate::machine::machine(&[("m.yaml", mapping.as_bytes()), ("in.txt", text.as_bytes())]);
    let request = tumpline::run::Request {
        paths: vec!["m.yaml".into()],
        out: "out".into(),
        people: Some(tumpline::cli::people::scribe(Language::En)),
        ..tumpline::run::Request::default()
    };
    let report = tumpline::run::run(&host, &request, &|_| {}).unwrap();
    assert_eq!(report.outcome, Outcome::Refused);
    let shown = tumpline::cli::summary::summary(Language::En, 100, &report, false).replace('\u{a0}', " ");
    for line in ["total   does not hold in 2 of 2 files or batches", "pages   does not hold in 1 of 2 files or batches"]
    {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    let left = crate::machine::left(&host, report);
    let sheet = String::from_utf8(left.files["for-people/reconciliation.csv"].clone()).unwrap();
    for row in [
        "mapping,control,holds,\"files, batches or keys\",of these not holding,counted in,says,read,rejected,set aside,informing,loaded,unreadable,compared,difference,",
        "m,number,yes,2,0,,,,,,,,0,,\r\n",
        "m,count,yes,2,0,,3,3,0,0,0,3,0,3,0\r\n",
        "m,total,no,2,2,,3.13,3.13,0.00,0.00,0.00,3.13,0,3.13,0.00\r\n",
        "m,hash,yes,2,0,last 1\u{a0}digit of each sum,,13,0,0,0,13,0,,\r\n",
        "m,pages,no,2,1,units of 2,3,3,0,0,0,3,0,2,1\r\n",
    ] {
        assert!(sheet.contains(row), "{row}\n{sheet}");
    }
}

type Forge = fn(&mut serde_json::Value);

#[test]
fn a_control_in_the_manifest_cannot_be_changed_without_a_word() {
    let host = crate::machine::machine(&[
        ("m.yaml", BATCHES.as_bytes()),
        ("in.txt", b"H0001\nDA000150\nDB000050\nT000100200000200\nF0005\n"),
    ]);
    let report = crate::machine::run_on(&host, 1, None).unwrap();
    let path = format!("{}/manifest.json", report.folder);
    let whole: serde_json::Value = serde_json::from_slice(&host.content(&path).unwrap()).unwrap();
    let cases: [(&str, Forge); 9] = [
        ("", |_| ()),
        ("TL0803", |c| c[2]["loaded"]["amount"] = "0.51".into()),
        ("TL0803", |c| c[1]["loaded"]["records"] = 3.into()),
        ("TL0803", |c| c[2]["says"] = "2.01".into()),
        ("TL0812", |c| (c[2]["found"], c[2]["says"]) = ("2.01".into(), "2.01".into())),
        ("TL0812", |c| c[1]["differing"] = 1.into()),
        ("TL0812", |c| c[1]["unknown"] = 1.into()),
        ("TL0812", |c| drop(c[2]["read"].as_object_mut().unwrap().remove("amount"))),
        ("TL0809", |c| drop(c[2].as_object_mut().unwrap().remove("scopes"))),
    ];
    for (want, forge) in cases {
        let mut forged = whole.clone();
        forge(&mut forged["controls"]);
        let sealed = crate::evidence::sealed(&forged);
        host.put(&path, sealed);
        let found = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap().findings;
        let codes: Vec<&str> = found.iter().map(|(code, _)| code.id()).collect();
        assert!(if want.is_empty() { codes.is_empty() } else { codes.contains(&want) }, "{want}: {found:?}");
    }
}

/// A run of `BATCHES` beside a `migration.yaml` that accepts this.
fn accepted(text: &str, accept: &str) -> Result<Left, tumpline::run::Problem> {
    accepted_of(BATCHES, text, accept)
}

/// The same of another mapping.
fn accepted_of(mapping: &str, text: &str, accept: &str) -> Result<Left, tumpline::run::Problem> {
    let migration = format!("tumpline: 1\naccept: [{accept}]\n");
    let files = [("m.yaml", mapping), ("migration.yaml", &migration), ("in.txt", text)];
    let host = crate::machine::machine(&files.map(|(path, text)| (path, text.as_bytes())));
    let report = crate::machine::run_on(&host, 2, Some(16))?;
    let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, []);
    Ok(crate::machine::left(&host, report))
}

#[test]
fn a_difference_is_signed_off_by_name_and_no_other_one_is() {
    let text = "H0001\nDB000150\nT000100100000160\nF0004\n";
    let sign =
        |difference: &str| format!("{{control: m.total, difference: {difference}, because: old cent, by: M. T.}}");
    let left = accepted(text, &sign("0.1")).unwrap();
    assert_eq!(left.report.outcome, Outcome::Published);
    assert_eq!(told(&left), ["total TL0727×1 0.10|1.60|1.50|M. T.|old cent @3"]);
    assert_eq!(left.manifest["controls"][2]["accepted"][0]["by"], "M. T.");
    assert_eq!(left.manifest["controls"][2]["difference"], "0.10");
    for other in ["-0.10", "0.11", "0.101"] {
        let left = accepted(text, &sign(other)).unwrap();
        assert_eq!(
            (left.report.outcome, told(&left)),
            (Outcome::Refused, vec!["total TL0720×1 1.60|1.50|0.10 @3".to_owned()])
        );
        let unused = |group: &&FindingGroup| group.code == Code::AcceptUnused && group.severity == Severity::Warn;
        assert_eq!(left.report.findings.iter().filter(unused).count(), 1, "{other}");
    }
    // Each signs one difference off.
    let twice = "H0001\nDB000150\nT000100100000160\nH0002\nDB000150\nT000200100000160\nF0007\n";
    assert_eq!(accepted(twice, &sign("0.10")).unwrap().report.outcome, Outcome::Refused);
    let both = format!("{}, {}", sign("0.10"), sign("0.10"));
    assert_eq!(accepted(twice, &both).unwrap().report.outcome, Outcome::Published);
    // What cannot be read has no difference that could be signed off, and nobody knows whether it is the one.
    let open = accepted("H0001\nDB0001x0\nT000100100000010\nF0004\n", &both).unwrap().report;
    let unused = open.findings.iter().find(|group| group.code == Code::AcceptUnused).unwrap();
    let said = sentence(Language::En, unused.code, &unused.args);
    let want =
        "`m.total`: line 2 of migration.yaml accepts a difference of 0.10, and whether there is one cannot be proved";
    assert_eq!((open.outcome, unused.count, said.as_str()), (Outcome::Refused, 2, want));
}

#[test]
fn an_entry_too_many_is_told_as_one_that_repeats_another() {
    let sign = "{control: m.total, difference: 0.10, because: old cent, by: M. T.}";
    let one = "H0001\nDB000150\nT000100100000160\nF0004\n";
    let left = accepted(one, &format!("{sign},\n  {}", sign.replace("0.10", "0.1"))).unwrap();
    assert_eq!(left.report.outcome, Outcome::Published);
    let found = |code: Code| left.report.findings.iter().find(|group| group.code == code);
    assert!(found(Code::AcceptUnused).is_none());
    let said = found(Code::AcceptRepeated).map(|group| sentence(Language::En, group.code, &group.args));
    let want = "`m.total`: line 3 of migration.yaml accepts a difference of 0.1 once more, as line 2 does";
    assert_eq!(said.as_deref(), Some(want));
}

#[test]
fn a_difference_of_a_personal_figure_is_signed_off_and_not_shown() {
    let text = "H0001\nDB000150\nT000100100000160\nF0004\n";
    let mapping = BATCHES.replace("{name: amount, at: 3-8", "{name: amount, personal: true, at: 3-8");
    for (difference, want) in [("0.1", Outcome::Published), ("0.11", Outcome::Refused)] {
        let sign = format!("{{control: m.total, difference: {difference}, because: old cent, by: M. T.}}");
        let left = accepted_of(&mapping, text, &sign).unwrap();
        assert_eq!(left.report.outcome, want);
        if want == Outcome::Published {
            assert_eq!(told(&left), ["total TL0727×1 personal|||M. T.|old cent @3"]);
            let accepted = &left.manifest["controls"][2]["accepted"][0];
            assert_eq!((accepted["by"].as_str(), accepted["difference"].is_null()), (Some("M. T."), true));
        }
    }
}

#[test]
fn what_is_accepted_must_be_a_control_and_a_number() {
    for (accept, want) in [
        ("{control: m.totla, difference: 0.1, because: a, by: b}", "TL0047"),
        ("{control: total, difference: 0.1, because: a, by: b}", "TL0047"),
        ("{control: m.total, difference: ten, because: a, by: b}", "TL0020"),
        ("{control: m.total, difference: 1, because: a}", "TL0003"),
        ("{control: m.total, difference: 1, because: '', by: b}", "TL0004"),
        ("{control: m.total, difference: 1, because: a, by: ' '}", "TL0004"),
        // A value that is repeated has no difference.
        ("{control: m.number, difference: 1, because: a, by: b}", "TL0027"),
    ] {
        let Err(tumpline::run::Problem::Mappings(texts)) = accepted("F0001\n", accept) else { panic!("{accept}") };
        let codes: Vec<&str> = texts.iter().flat_map(|text| &text.diagnostics).map(|one| one.code.id()).collect();
        assert_eq!(codes, [want], "{accept}");
    }
}

#[test]
fn a_control_beside_the_files_is_not_called_as_one_inside_of_them() {
    for (header, want) in [("total", &["TL0012"][..]), ("sum", &[])] {
        let migration =
            format!("controls: [{{id: m, file: tb.csv, table: t, compare: {{{header}: {{sum: amount}}}}}}]\n");
        let host = crate::machine::machine(&[
            ("m/m.yaml", BATCHES.as_bytes()),
            ("m/in.txt", b"H0001\nDB000150\nT000100100000150\nF0004\n"),
            ("m/migration.yaml", migration.as_bytes()),
            ("m/tb.csv", format!("{header}\n1.50\n").as_bytes()),
        ]);
        let request =
            tumpline::run::Request { paths: vec!["m".into()], out: "out".into(), ..tumpline::run::Request::default() };
        let told: Vec<&str> = match tumpline::run::run(&host, &request, &|_| {}) {
            Ok(report) => report.findings.iter().map(|group| group.code.id()).collect(),
            Err(tumpline::run::Problem::Mappings(texts)) => {
                texts.iter().flat_map(|text| &text.diagnostics).map(|one| one.code.id()).collect()
            }
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(told, want, "{header}");
    }
}

#[test]
fn a_batch_may_span_many_blocks() {
    let (mut text, mut total) = (String::new(), 0);
    for batch in 1..=3 {
        writeln!(text, "H{batch:04}").unwrap();
        let mut sum = 0;
        for line in 1..=200 {
            writeln!(text, "DB{line:06}\nP").unwrap();
            sum += line;
        }
        writeln!(text, "T{batch:04}200{sum:08}").unwrap();
        total += 402;
    }
    writeln!(text, "F{:04}", total + 1).unwrap();
    check(&text, &[]);
    check(
        &text.replacen("DB000117\n", "", 1),
        &[
            "count TL0720×1 200|199|1 @401",
            "records TL0720×1 1207|1206|1 @1206",
            "total TL0720×1 201.00|199.83|1.17 @401",
        ],
    );
}

#[test]
fn every_file_is_a_scope_of_its_own() {
    let whole: &[u8] = b"H0001\nT000100000000000\nF0003\n";
    let short: &[u8] = b"H0002\nT000200000000000\n";
    let left = same(BATCHES, &[("in.1", whole), ("in.2", short)]);
    assert_eq!(told(&left), ["records TL0721×1 end| @1"]);
    let file = &left.report.findings.iter().find(|group| group.code == Code::ControlMissing).unwrap().file;
    assert_eq!(file, "in.2");
}

#[test]
fn a_control_may_only_warn() {
    let mapping = BATCHES.replace("count: line}", "count: line, on_fail: warn}");
    let left = run(&mapping, &[("in.txt", b"H0001\nT000100300000000\nF0003\n")], 2, None);
    assert_eq!((left.report.outcome, told(&left)), (Outcome::Published, vec!["count TL0720×1 3|0|3 @2".to_owned()]));
}

#[test]
fn personal_figures_are_not_shown() {
    let mapping = BATCHES.replace("{name: amount, at: 3-8,", "{name: amount, personal: true, at: 3-8,");
    let left = run(&mapping, &[("in.txt", b"H0001\nDB000150\nT000100100000777\nF0004\n")], 2, None);
    assert_eq!(told(&left), ["total TL0720×1 || @3"]);
    let manifest = left.manifest.to_string();
    assert!(!manifest.contains("7.77") && !manifest.contains("1.50"), "{manifest}");
}

#[test]
fn repetitions_are_counted_and_summed() {
    let mapping = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    short: pad
    kinds:
      - {name: credit, when: {at: 1, is: C}, fields: [{name: part, at: 2-13, repeat: {times: 3, width: 4}, fields: [{name: code, at: 1}, {name: v, at: 2-4, type: \"decimal(3,0)\", on_blank: empty}]}]}
      - {name: end, when: {at: 1, is: Z}, fields: [{name: n, at: 2-4, type: int32}, {name: total, at: 5-8, type: \"decimal(4,0)\"}, {name: big, at: 9-12, type: \"decimal(4,0)\"}]}
  controls:
    - {id: n, says: end.n, count: credit.part, where: {sql: \"code IS NOT NULL\"}}
    - {id: total, says: end.total, sum: credit.part.v}
    - {id: big, says: end.big, sum: credit.part.v, where: {sql: \"v > 5 AND credit.part.code = 'x'\"}}
tables:
  - {table: t, from: credit.part, set_aside: [{when: {sql: \"v IS NULL\"}, because: unused}], columns: [{name: code}, {name: v}]}
";
    let text = b"Cx001x007y009\nCx011\nZ00400280018\n";
    let left = same(mapping, &[("in.txt", text)]);
    assert_eq!(told(&left), [""; 0], "{:?}", left.report.findings);
    let left = same(mapping, &[("in.txt", b"Cx001x007y009\nCx012\nZ00400280018\n")]);
    assert_eq!(told(&left), ["big TL0720×1 18|19|-1 @3", "total TL0720×1 28|29|-1 @3"]);
}

/// The mapping and the migration of the page about controls are ones that the program reads.
#[test]
fn the_examples_of_their_page_are_read_without_mistakes() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/controls.md")).unwrap();
    let mut blocks = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let read = tumpline::mapping::read("journal", blocks.next().unwrap());
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.mapping.unwrap().source.controls.len(), 4);
    let rules = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md")).unwrap();
    let between = rules.split("```yml\n").nth(1).unwrap().split("```").next().unwrap();
    let mut found = [0; 4];
    for block in blocks.chain([between]) {
        let read = tumpline::mapping::migration::read(block);
        assert_eq!(read.diagnostics, [], "{block}");
        let read = read.migration.unwrap();
        let here = [read.accept.len(), read.reports.len(), read.approved_by.len(), read.rules.len()];
        found.iter_mut().zip(here).for_each(|(sum, here)| *sum += here);
    }
    assert_eq!(found, [2, 1, 1, 2]);
}

/// A small payment file with two batches, as a bank takes it.
struct Payments {
    text: Vec<u8>,
    /// Places of digits, and the control that must fail if one is changed.
    digits: Vec<(usize, &'static str)>,
}

fn check_digit(bank: u64) -> u64 {
    let digits = (0..8).map(|at| bank / 10_u64.pow(7 - at) % 10);
    let sum: u64 = digits.zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}

impl Payments {
    fn line(&mut self, line: &str, digits: &[(std::ops::RangeInclusive<usize>, &'static str)]) {
        let start = self.text.len();
        for (places, control) in digits {
            self.digits.extend(places.clone().map(|place| (start + place - 1, *control)));
        }
        self.text.extend_from_slice(format!("{line:<94}\n").as_bytes());
    }

    fn new() -> Self {
        let mut file = Self { text: Vec::new(), digits: Vec::new() };
        file.line("101 076401251 0764012512606011200A094101FIRST BANK             TOWN OF X", &[]);
        let (mut all_n, mut all_hash, mut all_debits, mut all_credits) = (0, 0, 0, 0);
        for batch in 1..=2_u64 {
            file.line(
                &format!("5200TOWN OF X{:27}0764012512PPDPAYROLL   {:6}260602   107640125{batch:07}", "", ""),
                &[],
            );
            let (mut n, mut hash, mut debits, mut credits) = (0, 0, 0, 0);
            for entry in 1..=3_u64 {
                let bank = 7_640_125 + 21_000_000 * (entry % 2) + batch;
                let (code, amount) = (if entry == 2 { 27 } else { 22 }, entry * 12_345 + batch);
                let flag = u8::from(entry == 1);
                let line = format!(
                    "6{code}{bank:08}{}{:<17}{amount:010}{:15}{:22}  {flag}07640125{:07}",
                    check_digit(bank),
                    "0012345",
                    "",
                    "A PERSON",
                    batch * 10 + entry
                );
                let side = if code == 27 { "batch-debits" } else { "batch-credits" };
                file.line(&line, &[(4..=11, "batch-hash"), (30..=39, side)]);
                if flag == 1 {
                    file.line(&format!("705{:80}0001{:07}", "RENT", batch * 10 + entry), &[]);
                }
                n += 1 + u64::from(flag);
                hash += bank;
                *(if code == 27 { &mut debits } else { &mut credits }) += amount;
            }
            let line = format!("8200{n:06}{hash:010}{debits:012}{credits:012}0764012512{:25}07640125{batch:07}", "");
            let figures = [
                (5..=10, "batch-count"),
                (11..=20, "batch-hash"),
                (21..=32, "batch-debits"),
                (33..=44, "batch-credits"),
            ];
            file.line(&line, &[&figures[..], &[(88..=94, "batch-number")]].concat());
            (all_n, all_hash) = (all_n + n, all_hash + hash);
            (all_debits, all_credits) = (all_debits + debits, all_credits + credits);
        }
        let blocks = 2;
        let line = format!("9{:06}{blocks:06}{all_n:08}{all_hash:010}{all_debits:012}{all_credits:012}", 2);
        let figures = [
            (2..=7, "file-batches"),
            (8..=13, "file-blocks"),
            (14..=21, "file-count"),
            (22..=31, "file-hash"),
            (32..=43, "file-debits"),
            (44..=55, "file-credits"),
        ];
        file.line(&line, &figures);
        while file.text.len() < 95 * 10 * blocks {
            file.line(&"9".repeat(94), &[]);
        }
        file
    }
}

fn payments(text: &[u8]) -> Left {
    let mapping = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings/formats/nacha.yaml")).unwrap();
    run(&mapping.replace("\"*.ach\"", "in.ach"), &[("in.ach", text)], 2, None)
}

#[test]
fn any_digit_of_a_payment_file_that_is_changed_breaks_a_control_by_name() {
    let file = Payments::new();
    let whole = payments(&file.text);
    assert_eq!((whole.report.outcome, told(&whole)), (Outcome::Published, Vec::new()), "{:?}", whole.report.findings);
    let mut state = 20_260_601_u64;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    for _ in 0..crate::rounds(300) {
        let (at, control) = file.digits[next(file.digits.len())];
        let mut text = file.text.clone();
        text[at] = b'0' + (text[at] - b'0' + 1 + u8::try_from(next(9)).unwrap()) % 10;
        let left = payments(&text);
        assert_eq!(left.report.outcome, Outcome::Refused);
        let named = told(&left);
        assert!(named.iter().any(|line| line.starts_with(&format!("{control} TL07"))), "{at} {control}: {named:?}");
    }
}

//! Of several rows with one key, one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::json;
use tumpline::finding::Code;
use tumpline::run::report::{AsideReport, Outcome};
use tumpline::run::{Problem, Request, Sizes, run_in_sizes};

use super::{HEADER, mapping, of_lines};
use crate::machine::{Left, left, machine};
use crate::set_rules::generator::Dice;
use crate::set_rules::{findings, rows, run, run_on};

/// The first column of the rows that are loaded.
fn ids(left: &Left) -> Vec<usize> {
    rows(left, "t").into_iter().map(|row| row[0].as_ref().unwrap().parse().unwrap()).collect()
}

/// What is said of the rows that are left out: record, key, and the record that is kept.
fn dropped(left: &Left) -> Vec<(i64, String, String)> {
    let found = findings(left).into_iter().filter(|found| found.code == "TL0714");
    let of = |found: crate::set_rules::Found| {
        assert_eq!(
            (found.severity.as_str(), found.subject.as_str(), found.args[1].as_str()),
            ("note", "t.dedupe", "in.csv")
        );
        (found.record.unwrap(), found.args[0].clone(), found.args[2].clone())
    };
    found.map(of).collect()
}

fn asides(left: &Left) -> Vec<AsideReport> {
    left.report.sources.iter().flat_map(|source| source.set_aside.clone()).collect()
}

#[test]
fn the_last_row_of_a_key_is_kept_or_the_first_and_the_others_are_counted_listed_and_added_up() {
    let lines = "1,a,1,,1.00,,2026-01-05,,\n2,b,1,,2.00,,,,\n3,a,1,,3.00,,2026-01-09,,\n4,,1,,4.00,,,,\n5,,1,,5.00,,,,\n6,a,1,,6.00,,2026-01-09,,\n7,a,2,,7.00,,,,\n8,a,1,,8.00,,,,\n9,a,1,,9.00,,2025-01-01,,\n";
    for (keys, kept, wanted) in [
        ("{by: [t, small]}", vec![2, 4, 5, 7, 9], vec![(1, 9), (3, 9), (6, 9), (8, 9)]),
        ("{by: [t, small], keep: first}", vec![1, 2, 4, 5, 7], vec![(3, 1), (6, 1), (8, 1), (9, 1)]),
        ("{by: [t, small], order_by: day}", vec![2, 4, 5, 6, 7], vec![(1, 6), (3, 6), (8, 6), (9, 6)]),
        ("{by: [t, small], order_by: day, keep: first}", vec![2, 4, 5, 7, 9], vec![(1, 9), (3, 9), (6, 9), (8, 9)]),
        (
            "{by: [t, small], order_by: [flag, amount], keep: first}",
            vec![1, 2, 4, 5, 7],
            vec![(3, 1), (6, 1), (8, 1), (9, 1)],
        ),
        ("{by: id}", (1..=9).collect(), vec![]),
    ] {
        let left = of_lines(&format!("    dedupe: {keys}\n"), lines, 2, Sizes::default());
        assert_eq!((left.report.outcome, ids(&left)), (Outcome::Published, kept), "{keys}");
        // The header is record 1.
        let told = wanted.iter().map(|(out, kept)| (out + 1, "a, 1".to_owned(), (kept + 1).to_string()));
        assert_eq!(dropped(&left), told.collect::<Vec<_>>(), "{keys}");
        let aside = &asides(&left)[0];
        assert_eq!((aside.because.as_str(), aside.records), ("duplicate", wanted.len() as u64), "{keys}");
        let sum: i64 = wanted.iter().map(|(out, _)| out).sum();
        let shown = aside.sums.iter().find(|(name, _)| name == "record.amount").map(|(_, sum)| sum.clone());
        assert_eq!(shown, (sum > 0).then(|| format!("{sum}.00")), "{keys}");
        let source = &left.manifest["sources"][0];
        assert_eq!((&source["records"]["loaded"], &source["records"]["rejected"]), (&json!(9), &json!(0)), "{keys}");
        let one = &left.manifest["set_aside"][0];
        assert_eq!(
            (&one["table"], &one["because"], &one["records"]),
            (&json!("t"), &json!("duplicate"), &json!(wanted.len()))
        );
    }
}

#[test]
fn rules_are_judged_on_what_is_left_and_a_row_that_was_dropped_does_not_come_back() {
    let lines = "1,a,1,,1.00,,,,\n2,a,1,,-3.00,,,,\n3,b,1,,3.00,,,,\n4,c,2,,5.00,,,,\n5,c,2,,0.00,,,,\n6,d,3,,0.00,,,,\n7,d,3,,1.00,,,,\n";
    let keys = "    dedupe: {by: t}\n    rules: [{id: once, unique: t, on_fail: reject}, {id: zero, sum: amount, by: small, on_fail: reject}]\n";
    let left = of_lines(keys, lines, 2, Sizes::default());
    assert_eq!(ids(&left), [2, 3, 5], "the sum of 1 is zero without row 1; of 3 nothing is left");
    let told = dropped(&left).into_iter().map(|(record, ..)| record);
    assert_eq!(told.collect::<Vec<_>>(), [2, 5, 7]);
    let breaches: Vec<u64> = left.report.rules.iter().map(|rule| rule.breaches).collect();
    assert_eq!((breaches, left.report.tables[0].rejected), (vec![0, 1], 1));
}

#[test]
fn a_row_that_is_refused_by_itself_is_no_candidate() {
    let lines = "1,a,1,,1.00,,,,\n2,a,2,,2.00,,1999-13-13,,\n3,b,3,,1.00,,,,\n4,b,-3,,1.00,,,,\n";
    let keys = "    rules: [{id: above, row: small > 0}]\n    dedupe: {by: t}\n";
    let left = of_lines(keys, lines, 1, Sizes::default());
    assert_eq!((ids(&left), dropped(&left).len(), left.report.tables[0].rejected), (vec![1, 3], 0, 2));
}

#[test]
fn a_record_may_lose_its_row_in_one_table_and_keep_it_in_another() {
    let text = "tumpline: 1
source: {files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: k}, {name: n, type: int32}]}
tables:
  - {table: t, columns: [{name: n}, {name: k}], dedupe: {by: k, because: replaced}}
  - {table: u, columns: [{name: n}, {name: k}], dedupe: {by: n, keep: first}, load: {sort_by: k}}
  - {table: v, columns: [{name: n}], rules: [{id: sum, sum: n, equals: 9}]}
";
    let files = [("m.yaml", text), ("in.csv", "k,n\na,2\nb,3\na,2\nb,2\n")];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let left = run(&files, 2, Sizes::default());
    let of = |table: &str| -> Vec<String> {
        rows(&left, table).into_iter().map(|row| row.last().unwrap().clone().unwrap()).collect()
    };
    assert_eq!(
        (of("t"), of("u"), of("v").len()),
        (vec!["12".to_owned(), "16".to_owned()], vec!["4".to_owned(), "8".to_owned()], 4)
    );
    let counted: Vec<(String, u64)> = asides(&left).into_iter().map(|aside| (aside.because, aside.records)).collect();
    assert_eq!(counted, [("replaced".to_owned(), 2), ("duplicate".to_owned(), 2)]);
}

#[test]
fn rows_of_one_record_are_told_apart() {
    let text = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: utf-8
  fields:
    - {name: id, at: 1}
    - {name: pairs, at: 2-10, repeat: {times: 3, width: 3}, fields: [{name: k, at: 1}, {name: n, at: 2-3, type: int32}]}
  controls: []
tables:
  - {table: t, from: record.pairs, columns: [{name: id}, {name: k}, {name: n}], set_aside: [{when: {field: n, is: 0}, because: nothing}], dedupe: {by: [id, k]}}
"
    .replace("  controls: []\n", "");
    let files = [("m.yaml", text.as_str()), ("in.txt", "1a01b02a03\n2a00a05c00\n2c07a04c08\n")];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    for (threads, block, held) in [(1, None, None), (3, Some(11), Some(0))] {
        let left = run(&files, threads, Sizes { block, held });
        let loaded: Vec<String> =
            rows(&left, "t").into_iter().map(|row| row[..3].iter().flatten().cloned().collect()).collect();
        assert_eq!(loaded, ["1b2", "1a3", "2a4", "2c8"]);
        let counted: Vec<u64> = asides(&left).iter().map(|aside| aside.records).collect();
        assert_eq!(counted, [2, 3]);
        let sums = left.manifest["set_aside"][1]["sums"].as_array().unwrap();
        assert!(sums.iter().any(|sum| sum["name"] == "record.pairs.n" && sum["value"] == "13"), "{sums:?}");
        assert_eq!(findings(&left).iter().filter(|found| found.code == "TL0714").count(), 3);
    }
}

#[test]
fn a_personal_key_is_not_shown() {
    let text = mapping("    dedupe: {by: [t]}\n").replace("{name: t,", "{name: t, personal: true,");
    let files = [("m.yaml", text), ("in.csv", format!("{HEADER}1,secret,,,,,,,\n2,secret,,,,,,,\n"))];
    let left = run(&files.map(|(name, text)| (name.to_owned(), text.into_bytes())), 1, Sizes::default());
    assert_eq!(dropped(&left), [(2, "personal".to_owned(), "3".to_owned())]);
}

#[test]
fn controls_count_rows_that_were_dropped_as_set_aside() {
    let text = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: utf-8
  records:
    end: newline
    kinds:
      - {name: tail, when: {at: 1, is: T}, fields: [{name: total, at: 2-4, type: int32}]}
      - {name: line, fields: [{name: k, at: 1}, {name: n, at: 2-4, type: int32}]}
  controls: [{id: total, says: tail.total, sum: line.n}]
tables:
  - {table: t, from: line, dedupe: {by: k}}
";
    let files = [("m.yaml", text), ("in.txt", "a001\nb002\na003\nT006\n")];
    let left = run(&files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())), 1, Sizes::default());
    let control = &left.report.controls[0];
    assert_eq!(left.report.outcome, Outcome::Published);
    let amounts =
        [&control.set_aside, &control.loaded].map(|part| (part.records, part.amount.clone().unwrap_or_default()));
    assert_eq!(amounts, [(1, "1".to_owned()), (2, "5".to_owned())]);
}

#[test]
fn a_source_that_is_read_once_cannot_lose_rows_and_a_run_of_a_part_keeps_them_all() {
    let files = |host: &tumpline::host::fake::FakeHost| {
        host.put(
            "m/m.yaml",
            mapping("    dedupe: {by: t}\n").replace("{glob: in.csv, empty: allow}", "in.csv").into_bytes(),
        );
        host.put("m/in.csv", format!("{HEADER}1,a,,,,,,,\n2,a,,,,,,,\n").into_bytes());
    };
    let host = machine(&[]);
    files(&host);
    let request = |change: &dyn Fn(&mut Request)| {
        let mut request = Request { paths: vec![PathBuf::from("m")], out: "out".into(), ..Request::default() };
        change(&mut request);
        run_in_sizes(&host, &request, Sizes::default(), &|_| {})
    };
    host.set_stdin(format!("{HEADER}1,a,,,,,,,\n").into_bytes());
    let once = request(&|request| request.sources = vec![(None, PathBuf::from("-"))]);
    assert!(matches!(&once, Err(Problem::Stop(stop)) if stop.code == Code::ReadOnce), "{:?}", once.err());
    let part = request(&|request| (request.limit, request.trial) = (Some(9), true)).unwrap();
    let part = left(&host, part);
    assert_eq!(ids(&part), [1, 2]);
    assert!(part.report.findings.iter().any(|group| group.code == Code::NotJudged));
}

#[test]
fn a_machine_that_fails_while_rows_are_dropped_shows_the_old_run() {
    const SIZES: Sizes = Sizes { block: Some(200), held: Some(100) };
    let keys = "    dedupe: {by: t, order_by: small}\n    load: {sort_by: t}\n";
    let lines = random(4, 40).into_iter().map(|row| row.line()).collect::<String>();
    let text = format!("{HEADER}{lines}");
    let host = || machine(&[("m/m.yaml", mapping(keys).as_bytes()), ("m/in.csv", text.as_bytes())]);
    let first = host();
    first.keep_log();
    run_on(&first, 1, SIZES).unwrap();
    let count = first.log().len() as u64;
    let shown =
        |host: &tumpline::host::fake::FakeHost| tumpline::host::Host::target(host, "out/current".as_ref()).unwrap();
    for after in (0..count - 20).step_by(13) {
        let host = host();
        run_on(&host, 1, Sizes::default()).unwrap();
        let old = shown(&host);
        host.fail_times("", "", ErrorKind::Other, after, 1);
        let outcome = run_on(&host, 1, SIZES);
        host.heal();
        assert!(outcome.is_ok() || shown(&host) == old, "{after}");
        run_on(&host, 1, SIZES).unwrap();
        assert!(!host.files().iter().any(|path| path.contains(".staging/")), "{after}: {:?}", host.files());
    }
}

/// A row with a key of two columns, what it is ordered by, and an amount for a rule.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    id: usize,
    key: (Option<String>, Option<i64>),
    order: (Option<String>, Option<i64>),
    amount: i64,
}

impl Row {
    fn line(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        format!(
            "{},{},{},{},{}.00,,{},,\n",
            self.id,
            text(&self.key.0),
            number(self.key.1),
            number(self.order.1),
            self.amount,
            text(&self.order.0)
        )
    }
}

fn random(seed: u64, count: usize) -> Vec<Row> {
    let mut dice = Dice(seed);
    let mut row = |id| {
        let mut text = |all: &[&str]| (!dice.one_in(6)).then(|| dice.pick(all).to_owned());
        let (name, day) = (text(&["a", "ab", "b", "é"]), text(&["2026-01-01", "1999-12-31", "2026-01-02"]));
        let mut number = |most: usize| (!dice.one_in(6)).then(|| i64::try_from(dice.below(most)).unwrap() - 1);
        let (small, whole) = (number(3), number(4));
        Row { id, key: (name, small), order: (day, whole), amount: i64::try_from(dice.below(3)).unwrap() - 1 }
    };
    (0..count).map(&mut row).collect()
}

/// Ids that stay: one of each key, the one that is preferred; and of these, with the rule, those of groups that add up to zero.
fn oracle(rows: &[Row], (both, first, ordered, ruled): (bool, bool, bool, bool)) -> BTreeSet<usize> {
    let mut groups: BTreeMap<(Option<String>, Option<i64>), Vec<&Row>> = BTreeMap::new();
    let mut stay = BTreeSet::new();
    for row in rows {
        match (&row.key, both) {
            ((None, _), _) | ((_, None), true) => drop(stay.insert(row.id)),
            ((name, number), both) => groups.entry((name.clone(), number.filter(|_| both))).or_default().push(row),
        }
    }
    for mut group in groups.into_values() {
        if ordered {
            // Stable: rows that are equal stay in the order of the sources. Where the last is kept, nothing comes first.
            let place = |row: &&Row| {
                let (day, whole) = &row.order;
                ((day.is_none() == first, day.clone()), (whole.is_none() == first, *whole))
            };
            group.sort_by_key(place);
        }
        stay.extend(if first { group.first() } else { group.last() }.map(|row| row.id));
    }
    let mut sums: BTreeMap<Option<i64>, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| stay.contains(&row.id)) {
        *sums.entry(row.order.1).or_default() += row.amount;
    }
    let is_zero = |id: &usize| !ruled || sums[&rows[*id].order.1] == 0;
    stay.into_iter().filter(is_zero).collect()
}

/// `make witnesses` installs `DuckDB` where this test looks for it; without it, it compares with its own oracle alone.
#[test]
fn random_tables_keep_the_rows_that_row_number_gives() {
    let mut asked = Vec::new();
    for seed in 0..crate::random::number("TUMPLINE_ROUNDS", 60) {
        let mut dice = Dice(seed + 1_000);
        let rows = random(seed, dice.below(90));
        let choice = (dice.one_in(2), dice.one_in(2), dice.one_in(2), dice.one_in(2));
        let (both, first, ordered, ruled) = choice;
        let mut keys = format!("    dedupe: {{by: {}", if both { "[t, small]" } else { "t" });
        keys += if first { ", keep: first" } else { "" };
        keys += if ordered { ", order_by: [day, whole]" } else { "" };
        keys += if ruled { "}\n    rules: [{id: zero, sum: amount, by: whole, on_fail: reject}]\n" } else { "}\n" };
        keys += if dice.one_in(2) { "    load: {partition_by: small}\n" } else { "" };
        let lines: String = rows.iter().map(Row::line).collect();
        let whole = of_lines(&keys, &lines, 1, Sizes::default());
        let kept: BTreeSet<usize> = ids(&whole).into_iter().collect();
        assert_eq!(kept, oracle(&rows, choice), "{seed} {keys}\n{lines}");
        let sizes = Sizes {
            block: [None, Some(64), Some(300)][dice.below(3)],
            held: [None, Some(0), Some(150)][dice.below(3)],
        };
        let again = of_lines(&keys, &lines, 1 + dice.below(8), sizes);
        assert_eq!((dropped(&again), ids(&again)), (dropped(&whole), ids(&whole)), "{seed} {keys}");
        let values = rows.iter().map(|row| json!([row.id, row.key.0, row.key.1, row.order.0, row.order.1, row.amount]));
        asked.push(json!({"seed": seed, "rows": values.collect::<Vec<_>>(), "both": both, "first": first, "ordered": ordered, "ruled": ruled, "kept": kept}));
    }
    let Some(mut python) = crate::witness::readers("repeated rows") else { return };
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/order/duck.py");
    let mut child = python.arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    for one in &asked {
        writeln!(to, "{one}").unwrap();
    }
    drop(to);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.is_empty(), "{told}");
}

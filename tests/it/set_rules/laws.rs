//! What does not show, what is counted once, what is never told; and how often a run begins again.

use std::fmt::Write;
use std::path::PathBuf;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use tumpline::cli::summary;
use tumpline::cli::words::Language;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Request, Sizes, run_in_sizes};

use super::generator::{Dice, Made};
use super::{Found, codes, findings, of_rules, rows, run};
use crate::machine::{Left, left, machine};
use crate::tables::{batches, values};

/// A mapping `m` of `in.csv`: a text, a group, a number and an amount.
const CSV: &str = "tumpline: 1
source:
  files: in.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: k}, {name: g}, {name: n, type: int64, on_blank: empty}, {name: amt, type: \"decimal(9,2)\", on_blank: empty}]
tables:
  - table: t
    limits: {rejects: 9999999}
    rules: [RULES]
";

pub fn csv(rules: &str) -> String {
    CSV.replace("RULES", rules)
}

pub fn files(mapping: &str, name: &str, text: &str) -> Vec<(String, Vec<u8>)> {
    vec![("m.yaml".to_owned(), mapping.as_bytes().to_vec()), (name.to_owned(), text.as_bytes().to_vec())]
}

fn of_csv(rules: &str, lines: &str) -> Left {
    run(&files(&csv(rules), "in.csv", &format!("k,g,n,amt\n{lines}")), 2, Sizes::default())
}

/// The first column of a table.
fn first(left: &Left, table: &str) -> Vec<String> {
    rows(left, table).into_iter().map(|row| row[0].clone().unwrap_or_default()).collect()
}

/// All that must be the same, whatever the sizes of blocks.
fn same(one: &Left, other: &Left, name: &str) {
    assert_eq!(one.report.outcome, other.report.outcome, "{name}");
    assert_eq!(one.report.findings, other.report.findings, "{name}");
    assert_eq!(one.report.rules, other.report.rules, "{name}");
    for part in ["tables", "sources", "findings", "mappings", "set_aside", "rules"] {
        assert_eq!(one.manifest[part], other.manifest[part], "{name} {part}");
    }
    let (mine, theirs) = (values(one), values(other));
    for (file, rows) in &mine {
        assert_eq!(Some(rows), theirs.get(file), "{name} {file}");
    }
    assert_eq!(mine.len(), theirs.len(), "{name}");
}

/// On any number of threads, with spools and blocks of any size.
fn same_in_all_sizes(files: &[(String, Vec<u8>)], blocks: &[Option<u64>], name: &str) -> Left {
    let whole = run(files, 1, Sizes::default());
    for &block in blocks {
        let mut first: Option<Left> = None;
        for (threads, held) in [(1, None), (2, Some(0)), (8, Some(300)), (2, None), (8, Some(0))] {
            let name = format!("{name}: {threads} threads, blocks of {block:?}, {held:?} held");
            let found = run(files, threads, Sizes { block, held });
            if let Some(first) = &first {
                assert!(found.files == first.files, "{name}: {:?} {:?}", findings(&found), findings(first));
                assert_eq!(found.manifest["identity"], first.manifest["identity"], "{name}");
            } else {
                same(&found, &whole, &name);
                first = Some(found);
            }
        }
    }
    whole
}

#[test]
fn threads_blocks_and_spools_do_not_show_in_random_migrations() {
    for seed in 5_000..5_000 + crate::rounds(12) {
        let made = Made::random(&mut Dice(seed));
        same_in_all_sizes(&made.files(true), &[None, Some(64), Some(500)], &format!("seed {seed}"));
    }
}

#[test]
fn threads_blocks_and_spools_do_not_show_where_hundreds_of_runs_go_to_the_disk() {
    let mut dice = Dice(1);
    let mut text = String::from("k,g,n,amt\n");
    for row in 0..6_000 {
        let (key, group, amount) = (dice.below(5_000), dice.below(300), dice.below(2_000));
        let amount = if dice.one_in(200) { "bad".to_owned() } else { format!("{}.{:02}", amount / 100, amount % 100) };
        writeln!(text, "key {key},g{group},{row},{amount}").unwrap();
    }
    let rules = "{id: a, unique: k, on_fail: reject}, {id: b, sum: amt, by: g, equals: 190, tolerance: 90, on_fail: reject}, \
                 {id: c, sequence: n, on_fail: warn}, {id: d, count: [20, ~], by: [g], on_fail: warn}, \
                 {id: e, count: 1, by: n, where: \"1 // (n % 20) >= 0\", on_fail: warn}, {id: f, unique: [g, k], amount: amt}";
    let left = same_in_all_sizes(&files(&csv(rules), "in.csv", &text), &[Some(700), Some(4 << 10)], "many runs");
    let found = codes(&left);
    for code in ["TL0701", "TL0703", "TL0705", "TL0706", "TL0402"] {
        assert!(found.get(code).is_some_and(|count| *count > 5), "{code}: {found:?}");
    }
}

#[test]
fn findings_stand_in_the_order_of_their_places_those_of_rules_at_the_end() {
    let lines = "a,x,0,1.00\nb,x,0,1.00\na,y,1,1.00\nb,y,0,2.00\nc,,2,1.00\n";
    let rules = "{id: one, unique: k, on_fail: warn}, {id: two, count: 2, by: g, where: 1 / n > 0, on_fail: warn}, \
                 {id: three, sum: amt, by: g, equals: 3, on_fail: warn}";
    let mapping = csv(rules).replace(
        "limits",
        "columns: [{name: k}, {name: g, one_of: [x], on_fail: warn}, {name: n}, {name: amt}]\n    limits",
    );
    for block in [None, Some(4), Some(30)] {
        let left = run(&files(&mapping, "in.csv", &format!("k,g,n,amt\n{lines}")), 3, Sizes { block, held: Some(0) });
        let found: Vec<_> =
            findings(&left).into_iter().map(|found| (found.record.unwrap() - 1, found.code, found.subject)).collect();
        let found: Vec<_> = found.iter().map(|(row, code, subject)| (*row, code.as_str(), subject.as_str())).collect();
        assert_eq!(
            found,
            [
                (1, "TL0402", "t.two"),
                (2, "TL0402", "t.two"),
                (3, "TL0305", "t.g"),
                (4, "TL0305", "t.g"),
                (4, "TL0402", "t.two"),
                (1, "TL0701", "t.one"),
                (1, "TL0703", "t.three"),
                (2, "TL0701", "t.one"),
                (3, "TL0701", "t.one"),
                (3, "TL0705", "t.two"),
                (4, "TL0701", "t.one"),
                (5, "TL0705", "t.two"),
                (5, "TL0703", "t.three"),
            ],
            "{block:?}"
        );
    }
}

const GROUPS: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: h, at: 2}]}
      - {name: note, when: {at: 1, is: A}, under: head, fields: [{name: a, at: 2}]}
      - {name: det, when: {at: 1, is: D}, under: head, fields: [{name: d, at: 2}]}
      - {name: sub, when: {at: 1, is: S}, under: det, fields: [{name: s, at: 2}]}
tables:
  - {table: heads, from: head, WITHcolumns: [{name: h}], limits: {rejects: 99}RULES heads}
  - {table: notes, from: note, columns: [{name: a}], limits: {rejects: 99}RULES notes}
  - {table: dets, from: det, columns: [{name: d}, {name: h, from: head.h}], limits: {rejects: 99}RULES dets}
  - {table: subs, from: sub, columns: [{name: s}], limits: {rejects: 99}RULES subs}
";

const GROUPS_TEXT: &str = "H1\nAx\nD1\nS1\nS2\nD2\nH2\nAx\nD3\nS3\nH3\nAy\nD4\nS4\nD1\nS5\n";

#[test]
fn what_hangs_on_a_refused_record_is_refused_across_chunks() {
    let joined = "with: {note: at most one}, ";
    for (with, rules_of, rule, want) in [
        // Both notes go; where they are joined, so do their heads with all that hangs on them.
        ("", "notes", "unique: a", ["1,2,3", "y", "1,2,3,4,1", "1,2,3,4,5"]),
        (joined, "notes", "unique: a", ["3", "y", "4,1", "4,5"]),
        // Both details 1 go, and what is under them.
        ("", "dets", "unique: d", ["1,2,3", "x,x,y", "2,3,4", "3,4"]),
        // A head goes with all under it, a joined note too.
        (joined, "heads", "unique: h, where: h = '9'", ["1,2,3", "x,x,y", "1,2,3,4,1", "1,2,3,4,5"]),
        (joined, "heads", "references: dets.h, by: h, where: h <> '2'", ["1,2,3", "x,x,y", "1,2,3,4,1", "1,2,3,4,5"]),
        (joined, "heads", "references: subs.s, by: h", ["1,2,3", "x,x,y", "1,2,3,4,1", "1,2,3,4,5"]),
        (joined, "heads", "references: notes.a, by: h, where: h <> '2'", ["2", "x", "3", "3"]),
        ("", "heads", "references: notes.a, by: h, where: h <> '1'", ["1", "x", "1,2", "1,2"]),
    ] {
        let mut mapping = GROUPS.replace("WITH", with);
        for table in ["heads", "notes", "dets", "subs"] {
            let rules = if table == rules_of {
                format!(", rules: [{{id: r, {rule}, on_fail: reject}}]")
            } else {
                String::new()
            };
            mapping = mapping.replace(&format!("RULES {table}"), &rules);
        }
        let files = files(&mapping, "in.txt", GROUPS_TEXT);
        let left = same_in_all_sizes(&files, &[Some(2), Some(3), Some(7), Some(20)], rule);
        let found = ["heads", "notes", "dets", "subs"].map(|table| first(&left, table).join(","));
        assert_eq!(found, want.map(str::to_owned), "{rule} {with}");
        // Every record is in one class, and every refused one has its reasons.
        let refused = left.report.sources[0].rejected;
        let rejects: usize =
            batches(&left.files["rejects/m.parquet"]).iter().map(arrow_array::RecordBatch::num_rows).sum();
        let loaded: usize = found.iter().filter(|texts| !texts.is_empty()).map(|texts| texts.split(',').count()).sum();
        assert_eq!((rejects as u64, loaded as u64), (refused, 16 - refused), "{rule} {with}");
    }
}

const REPEATED: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  fields: [{name: k, at: 1}, {name: p, at: 2-7, repeat: {times: 3, width: 2}, fields: [{name: v, at: 1-2, type: int32}]}]
tables:
  - {table: whole, from: record, limits: {rejects: LIMIT}}
  - {table: parts, from: record.p, columns: [{name: k}, {name: v, from: p.v}], limits: {rejects: LIMIT}, rules: [{id: r, RULE, on_fail: reject}]}
";

#[test]
fn a_record_is_refused_once_whatever_its_rows_break_and_counts_against_each_table_once() {
    let text = "a010101\nb020304\nc050602\nd070809\n";
    for (rule, refused, told) in [
        ("unique: [k, v]", 1, 3),              // a's three rows are alike
        ("unique: v", 3, 5),                   // and b and c share a value
        ("sum: v, by: [k], equals: 24", 3, 9), // only d is right
        ("count: [1, 3], by: v", 0, 0),
    ] {
        let mapping = REPEATED.replace("RULE", rule).replace("LIMIT", &refused.to_string());
        let left = same_in_all_sizes(&files(&mapping, "in.txt", text), &[Some(8), Some(20)], rule);
        assert_eq!(left.report.outcome, Outcome::Published, "{rule}: as many as the limit allows");
        assert_eq!(left.report.tables.iter().map(|table| table.rejected).collect::<Vec<_>>(), [refused; 2], "{rule}");
        assert_eq!(
            left.report.tables.iter().map(|table| table.rows).collect::<Vec<_>>(),
            [4 - refused, 3 * (4 - refused)]
        );
        assert_eq!(of_rules(&left).len(), told, "{rule}");
        let rejects = batches(&left.files["rejects/m.parquet"]);
        let of_rejects = |batch: &arrow_array::RecordBatch| {
            let lists = batch.column_by_name("findings").unwrap().as_list::<i32>().clone();
            (0..lists.len()).map(|row| lists.value(row).len()).collect::<Vec<_>>()
        };
        let counts: Vec<usize> = rejects.iter().flat_map(of_rejects).collect();
        assert_eq!((counts.len() as u64, counts.iter().sum::<usize>()), (refused, told), "{rule}");
        if refused > 0 {
            let less = REPEATED.replace("RULE", rule).replace("LIMIT", &(refused - 1).to_string());
            let left = run(&files(&less, "in.txt", text), 1, Sizes::default());
            assert_eq!((left.report.outcome, codes(&left)["TL0601"]), (Outcome::Refused, 2), "{rule}");
        }
    }
}

#[test]
fn a_record_that_feeds_two_tables_leaves_both() {
    let two = csv("").replace(
        "    rules: []\n",
        "  - {table: u, columns: [{name: n}], limits: {rejects: 9}, rules: [{id: r, unique: n, on_fail: reject}]}\n",
    );
    let left = run(&files(&two, "in.csv", "k,g,n,amt\na,,1,\nb,,2,\nc,,1,\n"), 2, Sizes::default());
    assert_eq!((first(&left, "t"), first(&left, "u")), (vec!["b".to_owned()], vec!["2".to_owned()]));
    assert_eq!(left.report.tables.iter().map(|table| table.rejected).collect::<Vec<_>>(), [2, 2]);
}

/// Rows that hang on the row before them, of which the first hangs on none.
fn chain(length: usize) -> String {
    (1..=length).fold(String::new(), |mut text, row| {
        writeln!(text, "{row},{},,", row - 1).unwrap();
        text
    })
}

const CHAIN: &str = "{id: r, references: t.k, by: g, on_fail: reject}";

#[test]
fn a_chain_of_references_is_followed_to_its_end() {
    let lines = format!("{}x,x,,\ny,x,,\n", chain(30));
    let files = files(&csv(CHAIN), "in.csv", &format!("k,g,n,amt\n{lines}"));
    let left = same_in_all_sizes(&files, &[Some(5), Some(50)], "a chain");
    assert_eq!(first(&left, "t"), ["x", "y"]);
    assert_eq!((left.report.outcome, codes(&left)["TL0702"]), (Outcome::Published, 30));
    let records: Vec<_> = of_rules(&left).iter().map(|found| found.record.unwrap()).collect();
    assert_eq!(records, (2..32).collect::<Vec<_>>(), "each in the order of the source, whatever pass found it");
    assert!(of_rules(&left).iter().all(|found| found.severity == "reject"));
}

#[test]
fn a_chain_goes_through_several_tables() {
    // a needs b, b needs c, c needs a sum that is right; and a's refusal breaks another sum of c.
    let mapping = "tumpline: 1
source:
  files: NAME.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: k}, {name: v, type: int64}]
tables: [{table: NAME, limits: {rejects: 99}, rules: [RULES]}]
";
    let of = |name: &str, rules: &str| {
        (format!("{name}.yaml"), mapping.replace("NAME", name).replace("RULES", rules).into_bytes())
    };
    let data = |name: &str, lines: &str| (format!("{name}.csv"), format!("k,v\n{lines}").into_bytes());
    let files = [
        of("a", "{id: r, references: b.k, on_fail: reject}"),
        of("b", "{id: r, references: c.k, on_fail: reject}"),
        of("c", "{id: s, sum: v, by: k, equals: 5, on_fail: reject}, {id: t, references: a.v, by: v, on_fail: reject}"),
        data("a", "p,5\nq,4\nr,1\nr,3\n"),
        data("b", "p,0\nq,0\nr,0\n"),
        data("c", "p,5\nq,4\nr,2\nr,3\n"),
    ];
    let left = same_in_all_sizes(&files, &[Some(3)], "three tables");
    // q's sum is 4; r's 2 is in no row of a, after which r's sum is 3. Then b and a follow.
    assert_eq!(["a", "b", "c"].map(|table| first(&left, table).join(",")), ["p", "p", "p"]);
    let severities: Vec<_> =
        of_rules(&left).into_iter().map(|found| (found.subject, found.code, found.args[0].clone())).collect();
    assert_eq!(severities.len(), 8, "{severities:?}");
}

#[test]
fn rules_that_refuse_for_too_long_fail_the_run_and_a_hundred_passes_are_not_too_long() {
    let settled = of_csv(CHAIN, &format!("{}x,x,,\n", chain(99)));
    assert_eq!((settled.report.outcome, first(&settled, "t")), (Outcome::Published, vec!["x".to_owned()]));
    assert_eq!(codes(&settled).get("TL0710"), None);
    let more = of_csv(CHAIN, &format!("{}x,x,,\n", chain(102)));
    assert_eq!((more.report.outcome, codes(&more)["TL0710"]), (Outcome::Refused, 1));
    assert_eq!(first(&more, "t"), ["100", "101", "102", "x"]);
    let last = of_rules(&more).pop().unwrap();
    assert_eq!((last.severity.as_str(), last.record), ("fail", Some(101)));
}

#[test]
fn a_whole_table_is_judged_though_it_has_no_row() {
    for (rule, broken) in [
        ("count: [1, ~]", Some("TL0705")),
        ("count: 0", None),
        ("sum: amt", None),
        ("sum: amt, equals: 5, tolerance: 4.99", Some("TL0703")),
        ("count: [1, ~], where: k = 'no'", Some("TL0705")),
        ("count: [1, ~], by: k", None),
        ("sequence: n", None),
    ] {
        for (on_fail, outcome) in [("fail", Outcome::Refused), ("warn", Outcome::Published)] {
            let left =
                of_csv(&format!("{{id: r, {rule}, on_fail: {on_fail}}}").replace("reject}", "fail}"), "a,,,bad\n");
            let found = of_rules(&left);
            assert_eq!(
                found.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(),
                Vec::from_iter(broken),
                "{rule}"
            );
            let wanted = if broken.is_some() { outcome } else { Outcome::Published };
            assert_eq!(left.report.outcome, wanted, "{rule} {on_fail}");
            assert!(found.iter().all(|found| (&found.file, found.record, found.offset) == (&None, None, None)));
        }
    }
}

#[test]
fn sums_are_exact_beyond_38_digits_and_so_are_their_bounds() {
    let most = "99999999999999999999999999999999999999";
    let mapping = csv("RULE").replace("decimal(9,2)", "decimal(38,0)");
    for (rule, lines, want) in [
        (format!("sum: amt, equals: {most}, tolerance: {most}"), 2, None),
        (format!("sum: amt, equals: {most}, tolerance: {most}"), 3, Some("299999999999999999999999999999999999997")),
        (format!("sum: amt, equals: -{most}, tolerance: {most}"), 1, Some(most)),
        ("sum: amt, where: k = 'x'".to_owned(), 3, None),
    ] {
        let mapping = mapping.replace("RULE", &format!("{{id: r, {rule}, on_fail: warn}}"));
        let text = format!("k,g,n,amt\n{}", format!("a,,,{most}\n").repeat(lines));
        let left = run(&files(&mapping, "in.csv", &text), 1, Sizes::default());
        let sums: Vec<String> = of_rules(&left).into_iter().map(|found| found.args[1].clone()).collect();
        assert_eq!(sums, Vec::from_iter(want), "{rule} {lines}");
    }
}

#[test]
fn personal_keys_and_sums_are_told_nowhere_but_in_the_data() {
    let mapping = csv(
        "{id: a, unique: k, on_fail: warn}, {id: b, sum: amt, by: k, on_fail: warn}, {id: c, references: t.k, by: g, nulls: refuse}, \
         {id: d, sequence: n, by: k, on_fail: warn}, {id: e, count: 7, by: [g, k], on_fail: reject}, {id: f, sum: n, by: amt, on_fail: warn}, \
         {id: h, sum: amt, by: g, equals: {table: t, sum: amt, by: [k]}}",
    )
    .replace("{name: k}", "{name: k, personal: true}")
    .replace("on_blank: empty}, {name: amt", "on_blank: empty, personal: true}, {name: amt");
    let lines = "Beeblebrox,Beeblebrox,71717171,5.37\nBeeblebrox,none,71717175,6.38\nBeeblebrox,,71717175,\n";
    let text = format!("k,g,n,amt\n{}{lines}", lines.replace("Beeblebrox", "Trillian").repeat(3));
    for on_fail in ["reject", "warn", "fail"] {
        let mapping = mapping.replace("on_fail: reject", &format!("on_fail: {on_fail}"));
        let left = run(&files(&mapping, "in.csv", &text), 2, Sizes::default());
        assert!(of_rules(&left).len() > 10, "{on_fail}: {:?}", codes(&left));
        let mut shown = vec![left.manifest.to_string(), serde_json::to_string(&left.report).unwrap()];
        shown.extend([Language::En, Language::Fr].map(|language| summary::summary(language, 100, &left.report, true)));
        shown.push(format!("{:?}", findings(&left)));
        shown.push(String::from_utf8_lossy(&left.files["findings.parquet"]).into_owned());
        for batch in batches(&left.files["rejects/m.parquet"]) {
            shown.push(format!("{:?}", batch.column_by_name("findings").unwrap()));
        }
        // Only the sum of this rule is personal: its key is shown.
        let is_of_f = |found: &Found| found.subject == "t.f" && found.args.first().is_some_and(|key| key == "5.37");
        assert!(on_fail == "reject" || findings(&left).iter().any(is_of_f), "{on_fail}");
        for text in shown {
            for secret in ["Beeblebrox", "Trillian", "7171717", "71717", "11.75"] {
                assert!(!text.contains(secret), "{on_fail}: {secret} in {text}");
            }
        }
    }
}

fn part_of(files: &[(String, Vec<u8>)], request: Request) -> Report {
    let files: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (format!("m/{name}"), bytes.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let host = machine(&files);
    let request = Request { paths: vec![PathBuf::from("m")], out: "out".into(), trial: true, ..request };
    let report = run_in_sizes(&host, &request, Sizes { block: Some(8), held: Some(0) }, &|_| {}).unwrap();
    left(&host, report).report
}

#[test]
fn a_run_of_a_part_judges_what_it_has_all_of_and_says_what_it_does_not_judge() {
    let two = csv("{id: a, unique: k, on_fail: reject}, {id: b, references: u.n, by: n, on_fail: reject}")
        + "  - {table: u, columns: [{name: n}], rules: [{id: c, unique: n, on_fail: warn}], limits: {rejects: 9}}\n";
    let files = files(&two, "in.csv", "k,g,n,amt\na,,1,\na,,2,\nb,,,\nc,,4,\n");
    let codes =
        |report: &Report| report.findings.iter().map(|group| (group.code.id(), group.count)).collect::<Vec<_>>();
    let some = part_of(&files, Request { limit: Some(3), ..Request::default() });
    assert_eq!((codes(&some), some.tables[0].rows), (vec![("TL0712", 1)], 2));
    let only = part_of(&files, Request { only: vec!["t".to_owned()], ..Request::default() });
    assert_eq!((codes(&only), only.tables[0].rows), (vec![("TL0701", 2), ("TL0712", 1)], 2));
    let other = part_of(&files, Request { only: vec!["u".to_owned()], ..Request::default() });
    assert_eq!(other.tables[0].rows, 4);
    let whole = part_of(&files, Request::default());
    assert_eq!((codes(&whole), whole.tables[0].rows), (vec![("TL0701", 2)], 2));
}

#[test]
fn the_amount_at_stake_is_that_of_each_breach_once() {
    let mapping = "tumpline: 1
source: {files: NAME.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: k}, {name: v, type: int64}, {name: r}]}
tables: [{table: NAME, limits: {rejects: 99}, rules: [RULES]}]
";
    let rules = "{id: s, sum: v, by: k, equals: {table: c, sum: v}, where: k = r, on_fail: reject}, \
                 {id: chain, references: a.k, by: r, amount: v, on_fail: reject}, {id: u, unique: r, amount: v, on_fail: warn}";
    let of = |name: &str, rules: &str, lines: &str| {
        let mapping = mapping.replace("NAME", name).replace("RULES", rules);
        [
            (format!("{name}.yaml"), mapping.into_bytes()),
            (format!("{name}.csv"), format!("k,v,r\n{lines}").into_bytes()),
        ]
    };
    // What c has of p alone is found in every pass after the first, and counted in the last.
    let own = of("a", rules, "p,5,p\nq,4,q\nx,100,no\ny,200,x\nz,300,y\nq,0,q\n");
    let left = run(&[own, of("c", "", "p,8,\nq,4,\n")].concat(), 2, Sizes::default());
    assert_eq!(first(&left, "a"), ["q", "q"]);
    let amounts: Vec<_> = left.report.rules.iter().map(|rule| rule.amount.clone().unwrap()).collect();
    assert_eq!(amounts, ["11", "600", "4"], "{:?}", of_rules(&left));
    // A key that c alone has is no record that could be refused.
    assert_eq!(left.report.outcome, Outcome::Refused);
    let last = of_rules(&left).into_iter().find(|found| found.code == "TL0704" && found.severity == "fail").unwrap();
    assert_eq!((last.file.as_deref(), last.mapping.as_str(), last.record), (Some("c.csv"), "a", Some(2)));
    assert_eq!(last.args, ["p", "0", "8", "c"]);
}

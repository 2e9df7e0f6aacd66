//! Rows that become several by shares: what is loaded, what a crosswalk of shares may not be, and what stays true.

use tumpline::finding::Arg;
use tumpline::run::report::Outcome;
use tumpline::run::{Problem, Stop};

use crate::alike;
use crate::machine::{Left, machine, run, run_on};

const FIELDS: &str = "{name: acct}, {name: no, type: int32}, {name: amount, type: 'decimal(9,2)', on_blank: empty}, \
    {name: tax, type: int64, on_blank: empty}, {name: on, type: date, on_blank: empty}";
const HEADER: &str = "acct,no,amount,tax,on\n";

/// A mapping over `acct,no,amount,tax,on` whose table splits, with these keys of it and of the table.
fn mapping(split: &str, table: &str) -> String {
    format!(
        "tumpline: 1
source: {{files: in.txt, format: delimited, encoding: utf-8, delimiter: ',', fields: [{FIELDS}]}}
table: t
split: {{in: s.csv, match: {{old: acct}}, share: percent, amounts: [amount, tax]{split}}}
columns: [{{name: acct}}, {{name: new, split: new}}, {{name: part, from: split.number}}, {{name: no}}, {{name: amount}}, {{name: tax}}, {{name: on}}]
{table}
"
    )
}

const SPLITS: &[u8] = b"old,new,percent\na,A1,60\nb,B,100\na,A2,40\nc,C1,33.3333\nc,C2,33.3333\nc,C3,33.3334\n";

fn ran(mapping: &str, rows: &str, splits: &[u8]) -> Left {
    run(mapping, &[("in.txt", format!("{HEADER}{rows}").as_bytes()), ("s.csv", splits)], 1, None)
}

fn codes(left: &Left) -> Vec<String> {
    let told =
        |group: &tumpline::run::report::FindingGroup| format!("{} {} {}", group.code.id(), group.subject, group.count);
    left.report.findings.iter().map(told).collect()
}

/// Mistakes in a crosswalk of shares.
fn stops(split: &str, splits: &str) -> Vec<String> {
    let host = machine(&[("in.txt", format!("{HEADER}a,1,1.00,,\n").as_bytes()), ("s.csv", splits.as_bytes())]);
    host.put("m.yaml", mapping(split, "").into_bytes());
    let Err(Problem::Sources { stops }) = run_on(&host, 1, None) else { panic!("the run began") };
    stops.iter().map(line).collect()
}

fn line(stop: &Stop) -> String {
    let args = stop.args.iter().map(Arg::plain);
    format!("{} {}", stop.code.id(), args.collect::<Vec<_>>().join("|"))
}

#[test]
fn a_row_becomes_as_many_as_its_key_has_and_amounts_add_up_to_the_cent() {
    let rows = "a,1,100.01,5,\nb,2,-3.33,,\nc,3,-100.00,1,\n,4,7.77,9,\n";
    let left = ran(&mapping("", ""), rows, SPLITS);
    let want = [
        "a|A1|1|1|60.01|3|-",
        "a|A2|2|1|40.00|2|-",
        "b|B|1|2|-3.33|-|-",
        "c|C1|1|3|-33.33|0|-",
        "c|C2|2|3|-33.33|0|-",
        "c|C3|3|3|-33.34|1|-",
        "-|-|1|4|7.77|9|-",
    ];
    assert_eq!(alike::rows(&left, "t"), want);
    assert_eq!((codes(&left), left.report.outcome), (vec![], Outcome::Published));
    let table = &left.manifest["tables"][0];
    let want = serde_json::json!({
        "crosswalk": "s.csv", "amounts": ["amount", "tax"], "matched": 6, "unmatched": 0, "empty": 1, "added": 3
    });
    assert_eq!((&table["split"], &table["rows"]), (&want, &7.into()));
    assert_eq!(table["columns"][4]["totals"]["sum"], "4.45", "as without the split");
    assert_eq!(left.manifest["crosswalks"][0]["file"], "s.csv");
}

#[test]
fn a_key_without_a_split_is_refused_or_stays_whole() {
    let rows = "a,1,1.00,,\nx,2,2.00,,\n";
    let left = ran(&mapping("", "limits: {rejects: 1, amount: {of: amount, most: 2.00}}"), rows, SPLITS);
    assert_eq!(alike::rows(&left, "t"), ["a|A1|1|1|0.60|-|-", "a|A2|2|1|0.40|-|-"]);
    assert_eq!(codes(&left), ["TL0308 t.split 1"]);
    assert_eq!(left.report.outcome, Outcome::Published);
    assert_eq!(left.manifest["tables"][0]["amount_limits"][0]["amount"], "2.00", "the refused row is whole");
    let keep = mapping(", unmatched: keep", "").replace("split: new}", "split: new, default: X}");
    let left = ran(&keep, rows, SPLITS);
    assert_eq!(alike::rows(&left, "t")[2], "x|X|1|2|2.00|-|-");
    assert_eq!((codes(&left), &left.manifest["tables"][0]["split"]["unmatched"]), (vec![], &1.into()));
    assert_eq!(left.manifest["tables"][0]["columns"][1]["defaulted"], 1);
}

#[test]
fn checks_and_rules_judge_the_parts_and_limits_count_all_of_a_refused_record() {
    let table = "rules: [{id: known, row: new <> 'C2'}]\nlimits: {rejects: 3, amount: {of: amount, most: 11.02}}";
    let text = mapping("", table).replace("{name: amount}", "{name: amount, range: [~, 6.00]}");
    let left = ran(&text, "a,1,10.00,,\nb,2,10.00,,\nc,3,-1.02,,\n", SPLITS);
    assert_eq!(
        alike::rows(&left, "t"),
        ["a|A1|1|1|6.00|-|-", "a|A2|2|1|4.00|-|-"],
        "10.00 is more, and its parts are not"
    );
    let mut told = codes(&left);
    told.sort();
    assert_eq!(told, ["TL0302 t.amount 1", "TL0320 t.known 1"], "one finding a record");
    assert_eq!(left.manifest["tables"][0]["amount_limits"][0]["amount"], "11.02");
}

#[test]
fn rules_over_several_rows_see_the_parts() {
    let rules = |unique: &str| {
        format!(
            "rules: [{{id: once, unique: [{unique}], on_fail: warn}}, {{id: zero, sum: amount, by: [no]}}, {{id: parts, sequence: part, by: [no]}}]"
        )
    };
    let rows = "a,1,1.01,,\nc,1,-1.01,,\n";
    let left = ran(&mapping("", &rules("no, new")), rows, SPLITS);
    assert_eq!((codes(&left), left.report.outcome), (vec!["TL0707 t.parts 2".to_owned()], Outcome::Refused));
    let left = ran(&mapping("", &rules("no, part")), rows, SPLITS);
    assert_eq!(codes(&left), ["TL0707 t.parts 2", "TL0701 t.once 4"]);
    // A rule refuses the whole record for one of its parts.
    let reject = "rules: [{id: few, count: [1, 2], by: [acct, no], on_fail: reject}]\nlimits: {rejects: 1}";
    let left = ran(&mapping("", reject), rows, SPLITS);
    assert_eq!(alike::rows(&left, "t").len(), 2);
    assert_eq!(
        (left.manifest["sources"][0]["records"]["rejected"].as_u64(), left.report.outcome),
        (Some(1), Outcome::Published)
    );
}

#[test]
fn a_split_may_hold_for_a_time() {
    let splits = b"old,new,percent,since,until\na,A1,60,2020-01-01,\na,A0,100,,2018-12-31\na,A2,40,2020-01-01,\n";
    let text = mapping(", valid: {from: since, to: until, at: on}", "limits: {rejects: 1}");
    let rows = "a,1,1.00,,2018-12-31\na,2,1.00,,2020-01-01\na,3,1.00,,2019-10-10\na,4,1.00,,\n";
    let left = ran(&text, rows, splits);
    let want =
        ["a|A0|1|1|1.00|-|2018-12-31", "a|A1|1|2|0.60|-|2020-01-01", "a|A2|2|2|0.40|-|2020-01-01", "a|-|1|4|1.00|-|-"];
    assert_eq!(alike::rows(&left, "t"), want);
    assert_eq!(codes(&left), ["TL0309 t.split 1"]);
    assert_eq!(left.report.findings[0].args, ["s.csv".into(), "2020-01-01".into(), "".into()], "the nearest period");
}

#[test]
fn look_ups_may_make_a_split_s_keys_and_name_its_parts() {
    let columns = "[{name: acct}, {name: last, lookup: {in: l.csv, match: {k: new, n: part}, take: v}}, \
        {name: new, split: new}, {name: part, type: int64, from: split.number}, {name: amount}, {name: tax}, \
        {name: middle, lookup: {in: m.csv, match: {k: acct}, take: v}}]";
    let text = mapping("", "").replace("{old: acct}", "{old: middle}");
    let (head, tail) = text.split_once("columns: [").unwrap();
    let text = format!("{head}columns: {columns}{}", tail.split_once("]\n").unwrap().1.replace(']', ""));
    let files: [(&str, &[u8]); 4] = [
        ("in.txt", b"acct,no,amount,tax,on\nq,1,1.00,,\nr,2,2.00,,\n"),
        ("m.csv", b"k,v\nq,a\nr,b\n"),
        ("s.csv", SPLITS),
        ("l.csv", b"k,n,v\nA1,1,x\nA2,2,y\nB,1,z\n"),
    ];
    let left = run(&text, &files, 1, None);
    assert_eq!(alike::rows(&left, "t"), ["q|x|A1|1|0.60|-|a", "q|y|A2|2|0.40|-|a", "r|z|B|1|2.00|-|b"]);
    let lookups: Vec<_> =
        [1, 6].map(|at: usize| left.manifest["tables"][0]["columns"][at]["lookup"]["matched"].clone()).to_vec();
    assert_eq!(lookups, [3, 3], "rows of the table, whichever was first");
}

#[test]
fn repetitions_are_split_each_alone_and_those_left_out_are_not_there() {
    let text = "tumpline: 1
source:
  files: in.txt
  format: delimited
  encoding: utf-8
  delimiter: ','
  records:
    kinds:
      - name: r
        fields: [{name: acct}, {name: months, index: 2-4, repeat: {times: 3, width: 1}, fields: [{name: amount, index: 1, type: int32}]}]
table: t
from: r.months
set_aside: [{when: {field: amount, is: 0}, because: nothing}]
split: {in: s.csv, match: {old: acct}, share: percent, amounts: [amount]}
columns: [{name: acct}, {name: month, from: months.number}, {name: new, split: new}, {name: amount}]
limits: {rejects: 1}
";
    let rows = b"acct,a,b,c\na,5,0,3\nx,1,1,1\nb,0,0,1\n";
    let left = run(text, &[("in.txt", rows), ("s.csv", SPLITS)], 1, None);
    assert_eq!(alike::rows(&left, "t"), ["a|1|A1|3", "a|1|A2|2", "a|3|A1|2", "a|3|A2|1", "b|3|B|1"]);
    assert_eq!(codes(&left), ["TL0308 t.split 3"], "one finding a repetition");
    assert_eq!(left.manifest["set_aside"][0]["records"], 3);
}

#[test]
fn shares_are_checked_before_the_run() {
    for (splits, want) in [
        ("a,A1,60\na,A2,39.99\n", vec!["TL0435 s.csv|2|99.99|`percent`"]),
        ("b,B,100\na,A1,60\na,A2,40.0000000001\n", vec!["TL0435 s.csv|3|100.0000000001|`percent`"]),
        ("a,A1,60\na,A2,\n", vec!["TL0434 s.csv|3|`percent`"]),
        ("a,A1,120\na,A2,-20\nb,B,0\n", vec!["TL0434 s.csv|3|`percent`", "TL0434 s.csv|4|`percent`"]),
        ("a,A1,33.33333333333\n", vec!["TL0424 s.csv|2|percent|TL0204"]),
        ("a,A1,60\nb,B,100\na,A1,40\n", vec!["TL0436 s.csv|4|2|`new`"]),
        // A line that stands there twice is one mistake, not a wrong sum besides.
        ("a,A1,100\nb,B,100\na,A1,100\n", vec!["TL0436 s.csv|4|2|`new`"]),
        (",A1,100\n", vec!["TL0425 s.csv|2|old"]),
        ("", vec!["TL0429 s.csv"]),
    ] {
        assert_eq!(stops("", &format!("old,new,percent\n{splits}")), want, "{splits}");
    }
    // All at once; but of a key that has lost a line nobody says that its shares are not a hundred.
    let all = "a,A1,60\na,A2,0\nb,B1,60\nb,B2,39\n,C,100\nd,D,50\nd,D,50\ne,E1,200\ne,E2,x\n";
    assert_eq!(
        stops("", &format!("old,new,percent\n{all}")),
        [
            "TL0434 s.csv|3|`percent`",
            "TL0435 s.csv|4|99|`percent`",
            "TL0425 s.csv|6|old",
            "TL0436 s.csv|8|7|`new`",
            "TL0424 s.csv|10|percent|TL0202",
        ]
    );
    // Nor of any, if nobody knows whose a line is: it is not cut into cells, or its key does not decode.
    for (line, want) in [("a,A2", "TL0423 s.csv|3|few|percent|2|3"), ("a\u{1},\"A\"2,40", "TL0423 s.csv|3|quote|new||")]
    {
        assert_eq!(stops("", &format!("old,new,percent\na,A1,60\n{line}\n")), [want]);
    }
    let dated = "old,new,percent,f,u\na,A,100,2020-01-01,\na,B,100,2021-01-01,\nb,C,0,,\nb,D,10,2020-01-01,2020-12-31\nc,E,20,,\n";
    assert_eq!(
        stops(", valid: {from: f, to: u, at: on}", dated),
        ["TL0427 s.csv|3|2|`f`, `u`", "TL0434 s.csv|4|`percent`", "TL0435 s.csv|6|20|`percent`"]
    );
    assert_eq!(stops("", "old,new,share\na,A,100\n"), ["TL0421 s.csv|`percent`|"]);
    let dated = "old,new,percent,f,u\na,A1,60,,2019-12-31\na,A2,40,,2019-12-31\na,A3,100,2019-12-31,\n";
    assert_eq!(stops(", valid: {from: f, to: u, at: on}", dated), ["TL0427 s.csv|4|2|`f`, `u`"]);
}

#[test]
fn weights_need_not_be_a_hundred() {
    let splits = b"old,new,percent\na,A1,1200.5\na,A2,600.25\nb,B,1\n";
    let left = ran(&mapping(", weights: true", ""), "a,1,10.00,,\nb,2,1.00,,\n", splits);
    assert_eq!(alike::rows(&left, "t"), ["a|A1|1|1|6.67|-|-", "a|A2|2|1|3.33|-|-", "b|B|1|2|1.00|-|-"]);
}

#[test]
fn many_rows_are_split_the_same_in_blocks_of_any_size_on_any_number_of_threads() {
    let mut rows = Vec::new();
    for number in 0..3_000 {
        let key = ["a", "b", "c", "x"][number % 4];
        rows.push(format!("{key},{number},{}.{:02},{number},\n", number * 7, number % 100));
    }
    let text = mapping("", "limits: {rejects: 1000}");
    let files: Vec<(&str, Vec<u8>)> =
        vec![("in.txt", format!("{HEADER}{}", rows.concat()).into_bytes()), ("s.csv", SPLITS.to_vec())];
    let ran = |threads: usize, block: Option<u64>| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let left = run(&text, &files, threads, block);
        (alike::rows(&left, "t"), left.manifest["tables"].clone(), codes(&left))
    };
    let want = ran(1, None);
    assert_eq!(want.0.len(), 750 * 6);
    for (threads, block) in [(1, Some(300)), (3, Some(2_000)), (2, Some(64))] {
        assert!(ran(threads, block) == want, "{threads} threads, blocks of {block:?}");
    }
    let cents = |row: &String| row.split('|').nth(4).unwrap().replace('.', "").parse::<i64>().unwrap();
    let sum: i64 = want.0.iter().map(cents).sum();
    let whole: i64 = (0..3_000).filter(|number| number % 4 < 3).map(|number| number * 700 + number % 100).sum();
    assert_eq!(sum, whole, "to the cent");
}

/// The first block of this language after the heading.
fn block<'p>(page: &'p str, fence: &str) -> &'p str {
    page.split_once(&format!("```{fence}\n")).unwrap().1.split_once("```").unwrap().0
}

#[test]
fn the_page_s_example_does_what_the_page_says() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/crosswalks.md")).unwrap();
    let files: [(&str, &[u8]); 2] = [
        ("journal.csv", b"no,acct,amount\n1,4100,100.01\n2,4200,-5.00\n"),
        ("splits.csv", block(&page, "text").as_bytes()),
    ];
    let left = run(block(&page, "yaml"), &files, 1, None);
    let want = ["1|4100|5100-01|1|60.01", "1|4100|5100-02|2|40.00", "2|4200|5200|1|-5.00"];
    assert_eq!(alike::rows(&left, "journal"), want);
    assert_eq!((codes(&left), left.report.outcome), (vec![], Outcome::Published));
}

//! Old codes and new ones: what a look-up finds, what it refuses, and what a crosswalk may not be.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use tumpline::host::fake::FakeHost;
use tumpline::run::prepare::{self, CheckedMapping};
use tumpline::run::report::Outcome;
use tumpline::run::{Problem, Request, Stop};

use crate::machine::{Left, machine, run, run_on};
use crate::tables::{batches, cell};

const FIELDS: &str =
    "{name: acct}, {name: fund, type: int32, on_blank: empty}, {name: on, type: date, on_blank: empty}";

/// A mapping over `acct,fund,on` with these columns.
fn mapping(columns: &str) -> String {
    format!(
        "tumpline: 1\nsource: {{files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{FIELDS}]}}\n\
         table: t\nlimits: {{rejects: 100}}\nload: {{trace: false}}\ncolumns: [{columns}]\n"
    )
}

/// A header and its lines.
fn file(header: &str, lines: impl Iterator<Item = String>) -> String {
    std::iter::once(header.to_owned()).chain(lines).map(|line| line + "\n").collect()
}

fn rows(left: &Left) -> Vec<String> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with("data/t/")) {
        for batch in batches(bytes) {
            for row in 0..batch.num_rows() {
                let cells = batch.columns().iter().map(|column| cell(column.as_ref(), row));
                rows.push(cells.collect::<Vec<_>>().join("|"));
            }
        }
    }
    rows
}

fn codes(left: &Left) -> Vec<(&'static str, String, u64)> {
    left.report.findings.iter().map(|group| (group.code.id(), group.subject.clone(), group.count)).collect()
}

fn told(code: &'static str, subject: &str, count: u64) -> (&'static str, String, u64) {
    (code, subject.to_owned(), count)
}

/// The stops of a run that could not begin.
fn stops(columns: &str, crosswalk: &[u8]) -> Vec<String> {
    let host = machine(&[("in.csv", b"acct,fund,on\na,1,\n"), ("c.csv", crosswalk), ("c.parquet", crosswalk)]);
    host.put("m.yaml", mapping(columns).into_bytes());
    let Err(Problem::Sources { stops }) = run_on(&host, 1, None) else { panic!("the run began") };
    assert!(!host.files().iter().any(|path| path.starts_with("out")), "nothing was made");
    let checked = check(&host);
    assert_eq!(checked.stops, stops, "`check` tells the same");
    stops.iter().map(line).collect()
}

fn line(stop: &Stop) -> String {
    assert_eq!(stop.args.len(), stop.code.args().len(), "{stop:?}");
    let args = stop.args.iter().map(tumpline::finding::Arg::plain);
    format!("{} {}", stop.code.id(), args.collect::<Vec<_>>().join("|"))
}

fn check(host: &FakeHost) -> CheckedMapping {
    let request = Request { paths: vec!["m.yaml".into()], threads: Some(1), ..Request::default() };
    prepare::check(host, &request).unwrap().mappings.remove(0)
}

const ACCOUNT: &str = "{name: acct}, {name: new, lookup: {in: c.csv, match: {old: acct}, take: new}}";

#[test]
fn a_key_becomes_what_the_crosswalk_says_and_one_that_is_not_there_is_refused() {
    let source = b"acct,fund,on\na,,\nb,,\n,,\nzz,,\nb,,\n";
    let left = run(&mapping(ACCOUNT), &[("in.csv", source), ("c.csv", b"old,new\nb,B\na,A\nc,C\n")], 2, None);
    assert_eq!(rows(&left), ["a|A", "b|B", "-|-", "b|B"]);
    assert_eq!(codes(&left), [told("TL0308", "t.new", 1)]);
    assert_eq!(left.report.outcome, Outcome::Published);
    let group = &left.report.findings[0];
    assert_eq!((group.first.line, &group.args[..]), (5, &["c.csv".into()][..]), "the key itself is not shown");
    let column = &left.manifest["tables"][0]["columns"][1];
    let want = serde_json::json!({"crosswalk": "c.csv", "matched": 3, "unmatched": 0, "empty": 1});
    assert_eq!(column["lookup"], want);
    let crosswalk = &left.manifest["crosswalks"][0];
    assert_eq!((&crosswalk["file"], &crosswalk["rows"], &crosswalk["bytes"]), (&"c.csv".into(), &3.into(), &20.into()));
    assert_eq!(crosswalk["sha256"].as_str().map(str::len), Some(64));
    let other = run(&mapping(ACCOUNT), &[("in.csv", source), ("c.csv", b"old,new\nb,B\na,A\nc,D\n")], 2, None);
    assert_ne!(left.manifest["identity"], other.manifest["identity"], "a crosswalk decides what comes out");
}

#[test]
fn what_is_not_there_is_what_the_mapping_says() {
    let source = b"acct,fund,on\na,,\nzz,,\n,,\nq,,\n";
    for (keys, column, want, findings, counts) in [
        ("", "default: X", &["a|A", "zz|X", "-|X", "q|X"][..], vec![], (1, 2, 1, 3)),
        (", unmatched: empty", "", &["a|A", "zz|-", "-|-", "q|-"], vec![], (1, 2, 1, 0)),
        (", unmatched: reject", "default: X", &["a|A", "-|X"], vec![told("TL0308", "t.new", 2)], (1, 0, 1, 1)),
        ("", "on_fail: warn", &["a|A", "zz|-", "-|-", "q|-"], vec![told("TL0308", "t.new", 2)], (1, 2, 1, 0)),
        ("", "required: true", &["a|A"], vec![told("TL0301", "t.new", 1), told("TL0308", "t.new", 2)], (1, 0, 0, 0)),
        (", unmatched: empty", "required: true", &["a|A"], vec![told("TL0301", "t.new", 3)], (1, 0, 0, 0)),
    ] {
        let columns = format!(
            "{{name: acct}}, {{name: new, {column}, lookup: {{in: c.csv, match: {{old: acct}}, take: new{keys}}}}}"
        )
        .replace(", ,", ",");
        let left = run(&mapping(&columns), &[("in.csv", source), ("c.csv", b"old,new\na,A\n")], 1, None);
        assert_eq!(rows(&left), want, "{columns}");
        assert_eq!(codes(&left), findings, "{columns}");
        let made = &left.manifest["tables"][0]["columns"][1];
        let (matched, unmatched, empty, defaulted) = counts;
        let want =
            serde_json::json!({"crosswalk": "c.csv", "matched": matched, "unmatched": unmatched, "empty": empty});
        assert_eq!((&made["lookup"], &made["defaulted"]), (&want, &defaulted.into()), "{columns}");
    }
}

#[test]
fn several_keys_of_their_types_and_a_key_that_is_looked_up_itself() {
    let columns = "{name: last, type: int32, lookup: {in: b.csv, match: [company, dept], take: number}}, \
        {name: dept, value: D1}, {name: fund}, {name: acct}, \
        {name: company, lookup: {in: a.csv, match: {f: fund, a: acct}, take: c}}";
    let a = b"a,f,c\nx,010,one\nx,-2,two\ny,10,three\n";
    let b = b"company,dept,number\none,D1, 7 \ntwo,D1,8\ntwo,D2,9\n";
    let source = b"acct,fund,on\nx,10,\nx,-2,\ny,10,\nx,11,\n";
    let left = run(&mapping(columns), &[("in.csv", source), ("a.csv", a), ("b.csv", b)], 1, None);
    assert_eq!(rows(&left), ["7|D1|10|x|one", "8|D1|-2|x|two"]);
    assert_eq!(codes(&left), [told("TL0308", "t.last", 1), told("TL0308", "t.company", 1)], "one finding a mistake");
}

#[test]
fn a_chain_of_three_links_breaks_where_it_is_told() {
    let columns = "{name: group, lookup: {in: g.csv, match: [account], take: group}}, \
        {name: account, lookup: {in: n.csv, match: [interim], take: account}}, \
        {name: interim, lookup: {in: i.csv, match: {old: acct}, take: interim}}, {name: acct}";
    let files: [(&str, &[u8]); 4] = [
        ("in.csv", b"acct,fund,on\na,,\nb,,\nc,,\nd,,\n"),
        ("i.csv", b"old,interim\na,ia\nb,ib\nc,ic\n"),
        ("n.csv", b"interim,account\nia,na\nib,nb\n"),
        ("g.csv", b"account,group\nna,ga\n"),
    ];
    let left = run(&mapping(columns), &files, 1, None);
    assert_eq!(rows(&left), ["ga|na|ia|a"]);
    let mut found = codes(&left);
    found.sort();
    assert_eq!(found, ["t.account", "t.group", "t.interim"].map(|column| told("TL0308", column, 1)), "each once");
}

#[test]
fn a_key_may_be_computed_and_a_rule_may_read_what_was_looked_up() {
    let columns = "{name: new, required: true, lookup: {in: c.csv, match: {old: key}, take: new}}, \
        {name: acct}, {name: key, sql: \"acct || '-' || CAST(100 % fund AS text)\"}";
    let mapping = mapping(columns) + "rules: [{id: other, row: new <> acct}]\n";
    let source = b"acct,fund,on\na,60,\nb,95,\nc,0,\nd,1,\nx,,\n";
    let crosswalk = b"old,new\na-40,A\nb-5,b\n";
    let left = run(&mapping, &[("in.csv", source), ("c.csv", crosswalk)], 1, None);
    assert_eq!(rows(&left), ["A|a|a-40"]);
    let want = [
        told("TL0301", "t.new", 1),
        told("TL0308", "t.new", 1),
        told("TL0320", "t.other", 1),
        told("TL0402", "t.key", 1),
    ];
    let mut found = codes(&left);
    found.sort();
    assert_eq!(found, want, "a key that could not be computed is told once");
}

#[test]
fn a_row_holds_from_its_first_day_to_its_last() {
    let columns = "{name: new, lookup: {in: c.csv, match: {old: acct}, take: new, picture: YYYYMMDD, \
        valid: {from: since, to: until, at: on}}}, {name: acct}, {name: on}";
    let crosswalk = b"old,since,until,new\na,20200101,20201231,A20\na,20210102,,A21\na,,20191231,A19\n";
    let days = ["1999-01-01", "2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01", "2021-01-02", "2999-12-31", ""];
    let source = file("acct,fund,on", days.iter().map(|day| format!("a,,{day}")));
    let left = run(&mapping(columns), &[("in.csv", source.as_bytes()), ("c.csv", crosswalk)], 1, None);
    let want = ["A19|a|1999-01-01", "A19|a|2019-12-31", "A20|a|2020-01-01", "A20|a|2020-12-31", "A21|a|2021-01-02"];
    assert_eq!(rows(&left), [&want[..], &["A21|a|2999-12-31", "-|a|-"]].concat());
    assert_eq!(codes(&left), [told("TL0309", "t.new", 1)], "the key is there, but not on the day between two periods");
    let group = &left.report.findings[0];
    assert_eq!((group.first.line, &group.args[1..]), (6, &["2020-01-01".into(), "2020-12-31".into()][..]));
}

#[test]
fn a_crosswalk_has_its_own_encoding_and_delimiter() {
    let columns = "{name: new, lookup: {in: c.csv, match: {\"clé\": acct}, take: \"libellé\", encoding: cp1252, delimiter: \";\"}}, \
        {name: rate, type: \"decimal(5,2)\", required: true, one_of: [0.5], lookup: {in: c.csv, match: {\"clé\": acct}, take: taux, encoding: cp1252, delimiter: \";\", decimal: comma}}";
    let crosswalk = b"cl\xe9;libell\xe9;taux\r\n\x80uro;\"d\xe9;pens\xe9\";0,50\r\n";
    let source = "acct,fund,on\n€uro,,\n".as_bytes();
    let columns = columns.replace("{name: rate", "{name: acct}, {name: rate");
    let left = run(&mapping(&columns), &[("in.csv", source), ("c.csv", crosswalk)], 1, None);
    assert_eq!((left.report.outcome, codes(&left)), (Outcome::Published, vec![]));
    let (_, bytes) = left.files.iter().find(|(path, _)| path.starts_with("data/t/")).unwrap();
    let batch = batches(bytes).remove(0);
    assert_eq!(cell(batch.column(0).as_ref(), 0), "dé;pensé");
    let marked = [&b"\xEF\xBB\xBFold,new\n"[..], "é,É\n".as_bytes()].concat();
    let left = run(&mapping(ACCOUNT), &[("in.csv", "acct,fund,on\né,,\n".as_bytes()), ("c.csv", &marked)], 1, None);
    assert_eq!(rows(&left), ["é|É"], "a byte order mark is no part of the first header");
}

fn parquet(columns: Vec<(&str, ArrayRef)>, compression: Compression) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn a_crosswalk_may_be_parquet() {
    let texts = |values: &[&str]| -> ArrayRef { Arc::new(StringArray::from(values.to_vec())) };
    let money = Decimal128Array::from(vec![150, -5]).with_data_type(DataType::Decimal128(9, 2));
    let columns = vec![
        ("old", texts(&["a", "b"])),
        ("fund", Arc::new(Int64Array::from(vec![1, 2]))),
        ("new", texts(&["A", "B"])),
        ("amount", Arc::new(money)),
        ("since", Arc::new(Date32Array::from(vec![Some(0), None]))),
        ("until", Arc::new(Date32Array::from(vec![None, Some(0)]))),
        ("share", Arc::new(Float64Array::from(vec![0.5, 0.5]))),
    ];
    let [crosswalk, snappy] =
        [Compression::UNCOMPRESSED, Compression::SNAPPY].map(|compression| parquet(columns.clone(), compression));
    let keys = "in: c.parquet, match: {old: acct, fund: fund}, valid: {from: since, to: until, at: on}";
    let columns = format!(
        "{{name: new, lookup: {{{keys}, take: new}}}}, {{name: amount, lookup: {{{keys}, take: amount}}}}, {{name: acct}}, {{name: fund}}, {{name: on}}"
    );
    let source = b"acct,fund,on\na,1,1970-01-01\na,2,1970-01-01\nb,2,1970-01-01\nb,2,1970-01-02\n";
    for bytes in [&crosswalk, &snappy] {
        let left = run(&mapping(&columns), &[("in.csv", source), ("c.parquet", bytes)], 1, None);
        assert_eq!(rows(&left), ["A|1.50|a|1|1970-01-01", "B|-0.05|b|2|1970-01-01"]);
        let want = ["TL0308", "TL0309"].map(|code| ["t.new", "t.amount"].map(|column| told(code, column, 1)));
        assert_eq!(codes(&left), want.concat());
    }
    let taken = |name: &str, ty: &str| {
        format!(
            "{{name: acct}}, {{name: x, type: {ty}, lookup: {{in: c.parquet, match: {{old: acct}}, take: {name}}}}}"
        )
    };
    for (columns, bytes, want) in [
        (taken("new", "text"), &b"old,new\n"[..], vec!["TL0430 c.parquet|Parquet"]),
        (taken("share", "float64"), &crosswalk, vec!["TL0430 c.parquet|type"]),
        (taken("neu", "text"), &crosswalk, vec!["TL0421 c.parquet|`neu`|`new`"]),
        (taken("new", "int32"), &crosswalk, vec!["TL0424 c.parquet|1|new|TL0202", "TL0424 c.parquet|2|new|TL0202"]),
        (taken("amount", "\"decimal(5,1)\""), &crosswalk, vec!["TL0424 c.parquet|2|amount|TL0204"]),
    ] {
        assert_eq!(stops(&columns, bytes), want, "{columns}");
    }
}

#[test]
fn what_is_wrong_with_a_crosswalk_is_told_at_once_and_before_anything_is_read() {
    let dated = "{name: on}, {name: fund}, {name: new, lookup: {in: c.csv, match: {f: fund}, take: new, valid: {from: a, to: z, at: on}}}";
    for (columns, crosswalk, want) in [
        (ACCOUNT, &b""[..], vec!["TL0429 c.csv"]),
        (ACCOUNT, b"old,new\n", vec!["TL0429 c.csv"]),
        (ACCOUNT, b"old;new\na;b\n", vec!["TL0421 c.csv|`new`, `old`|"]),
        (ACCOUNT, b"old,neww\na,b\n", vec!["TL0421 c.csv|`new`|`neww`"]),
        (ACCOUNT, b"old,new,old\na,b,c\n", vec!["TL0422 c.csv|old"]),
        (ACCOUNT, b"old,new\na,1\nb,2\n\na,3\n", vec!["TL0426 c.csv|5|2|`old`"]),
        (ACCOUNT, b"old,new\na,1\n,2\n", vec!["TL0425 c.csv|3|old"]),
        (ACCOUNT, b"old,new\na,1,\nb\nc,3\n", vec!["TL0423 c.csv|2|many||3|2", "TL0423 c.csv|3|few|new|1|2"]),
        (ACCOUNT, b"old,new\na,\"x\"y\nb,\"x\n", vec!["TL0423 c.csv|2|quote|new||", "TL0423 c.csv|3|unclosed|new||"]),
        (ACCOUNT, b"old,new\n\xE9,1\nb,\xE9\n", vec!["TL0424 c.csv|2|old|TL0201", "TL0424 c.csv|3|new|TL0201"]),
        (
            dated,
            b"f,a,z,new\n1,2020-01-01,2020-06-30,x\n2,,,y\n1,2020-06-30,,z\n2,,1970-01-01,w\nx,,,\n1,2020-02-30,,\n3,2021-01-01,2020-01-01,\n",
            vec![
                "TL0427 c.csv|4|2|`a`, `z`",
                "TL0427 c.csv|5|3|`a`, `z`",
                "TL0424 c.csv|6|f|TL0202",
                "TL0424 c.csv|7|a|TL0212",
                "TL0428 c.csv|8|`a`, `z`",
            ],
        ),
    ] {
        assert_eq!(stops(columns, crosswalk), want, "{}", String::from_utf8_lossy(crosswalk));
    }
    let many: String = (0..100).map(|_| "a,1\n").collect();
    let found = stops(ACCOUNT, format!("old,new\n{many}").as_bytes());
    assert_eq!((found.len(), found[50].as_str()), (51, "TL0431 c.csv|49"));
}

#[test]
fn a_crosswalk_that_is_not_there_stops_the_run_with_all_that_is_missing() {
    let columns = "{name: acct}, {name: a, lookup: {in: maps/a.csv, match: {old: acct}, take: new}}, \
        {name: b, lookup: {in: maps, match: {old: acct}, take: new}}, \
        {name: c, lookup: {in: pipe, match: {old: acct}, take: new}}";
    let host = machine(&[("maps/c.csv", b"old,new\n")]);
    host.put_pipe("pipe", "old,new\n");
    host.put("m.yaml", mapping(columns).into_bytes());
    let Err(Problem::Sources { stops }) = run_on(&host, 1, None) else { panic!("the run began") };
    let want = ["TL0908 in.csv", "TL0908 maps/a.csv", "TL0909 maps|file", "TL0909 pipe|no pipe"];
    assert_eq!(stops.iter().map(line).collect::<Vec<_>>(), want);
}

#[test]
fn blanks_and_columns_that_nobody_uses_are_doubts_of_check_alone() {
    let crosswalk = b"old,new,note\na,A,x\nb ,B,y\n c, C,\n";
    let host = machine(&[("in.csv", b"acct,fund,on\na,,\n"), ("c.csv", crosswalk)]);
    host.put("m.yaml", mapping(ACCOUNT).into_bytes());
    let checked = check(&host);
    assert_eq!(checked.stops, []);
    let want = ["TL0432 c.csv|old|2|3", "TL0432 c.csv|new|1|4", "TL0433 c.csv|1|`note`"];
    assert_eq!(checked.doubts.iter().map(line).collect::<Vec<_>>(), want);
    assert_eq!((checked.crosswalks.len(), checked.crosswalks[0].evidence.rows), (1, 3));
    assert!(checked.bound > checked.crosswalks[0].memory);
    assert_eq!(run_on(&host, 1, None).unwrap().outcome, Outcome::Published);
}

#[test]
fn look_ups_of_one_file_and_key_share_one_crosswalk_and_its_memory_is_said() {
    let look = |name: &str, take: &str, file: &str| {
        format!("{{name: {name}, lookup: {{in: {file}, match: {{old: acct}}, take: {take}}}}}")
    };
    let crosswalk = file("old,new,more", (0..50_000).map(|row| format!("k{row},v{row},w{row}")));
    let host = machine(&[("in.csv", b"acct,fund,on\nk7,,\n"), ("c.csv", crosswalk.as_bytes())]);
    let bound = |columns: &str| {
        host.put("m.yaml", mapping(columns).into_bytes());
        let checked = check(&host);
        assert_eq!(checked.stops, []);
        (checked.bound, checked.crosswalks.iter().map(|one| one.memory).collect::<Vec<_>>())
    };
    let (none, _) = bound("{name: acct}");
    let (one, of_one) = bound(&format!("{{name: acct}}, {}", look("a", "new", "c.csv")));
    let (two, of_two) =
        bound(&format!("{{name: acct}}, {}, {}", look("a", "new", "c.csv"), look("b", "more", "c.csv")));
    assert!(one - none > of_one[0] + crosswalk.len() as u64, "the crosswalk, and the file while it is read");
    assert!(of_two[0] > of_one[0] && of_two[0] < 2 * of_one[0] && two > one, "{of_one:?} {of_two:?}");
    let report = run_on(&host, 1, None).unwrap();
    assert_eq!((report.outcome, report.memory_bound), (Outcome::Published, two));
}

#[test]
fn a_personal_key_makes_what_it_leads_to_personal_and_is_never_shown() {
    let columns = "{name: acct, personal: true}, {name: new, lookup: {in: c.csv, match: {old: acct}, take: new}}";
    let source = b"acct,fund,on\nSECRETKEY,,\nHIDDEN,,\n";
    let left = run(&mapping(columns), &[("in.csv", source), ("c.csv", b"old,new\nHIDDEN,PRIVATE\n")], 1, None);
    assert_eq!(codes(&left), [told("TL0308", "t.new", 1)]);
    assert!(left.manifest["tables"][0]["columns"][1]["personal"].as_bool().unwrap());
    let shown = format!("{}{:?}", left.manifest, left.report);
    assert!(["SECRETKEY", "HIDDEN", "PRIVATE"].iter().all(|value| !shown.contains(value)), "{shown}");
}

#[test]
fn what_a_key_computed_of_something_personal_leads_to_is_personal() {
    let columns = "{name: acct, personal: true}, {name: key, sql: upper(acct)}, \
        {name: new, lookup: {in: c.csv, match: {old: key}, take: new}}";
    let left =
        run(&mapping(columns), &[("in.csv", b"acct,fund,on\na,,\n"), ("c.csv", b"old,new\nA,PRIVATE\n")], 1, None);
    assert_eq!(rows(&left), ["a|A|PRIVATE"]);
    let columns = left.manifest["tables"][0]["columns"].as_array().unwrap();
    assert!(columns.iter().all(|column| column["personal"] == true), "{columns:#?}");
}

#[test]
fn a_field_that_did_not_decode_is_told_once() {
    let columns = "{name: fund}, {name: new, required: true, lookup: {in: c.csv, match: {f: fund}, take: new}}, \
        {name: more, type: int32, sql: fund + 1}, {name: last, required: true, lookup: {in: c.csv, match: {f: more}, take: new}}";
    let source = b"acct,fund,on\na,x,\n";
    let left = run(&mapping(columns), &[("in.csv", source), ("c.csv", b"f,new\n1,B\n")], 1, None);
    assert_eq!(codes(&left), [told("TL0202", "record.fund", 1)]);
}

#[test]
fn the_same_comes_out_whatever_the_threads_and_blocks_are() {
    let source = file("acct,fund,on", (0..3_000).map(|row| format!("k{},,", row * 7 % 1_100)));
    let crosswalk = file("old,new", (0..1_000).map(|row| format!("k{row},v{row}")));
    let files: &[(&str, &[u8])] = &[("in.csv", source.as_bytes()), ("c.csv", crosswalk.as_bytes())];
    let mapping = mapping(&ACCOUNT.replace("take: new", "take: new, unmatched: empty"));
    let results = [(1, 4_096), (2, 4_096), (2, 1_000)].map(|(threads, block)| {
        let left = run(&mapping, files, threads, Some(block));
        (rows(&left), left.manifest["tables"].clone())
    });
    assert_eq!(results[0].0.len(), 3_000);
    assert!(results.iter().all(|result| *result == results[0]));
}

#[test]
fn repetitions_and_parents_are_looked_up_row_by_row() {
    let mapping = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: fund, at: 2-3}]}
      - name: line
        when: {at: 1, is: D}
        under: head
        fields: [{name: parts, at: 2-7, repeat: {times: 3, width: 2}, fields: [{name: code, at: 1-2}]}]
table: t
from: line.parts
set_aside: [{when: {field: code, is: zz}, because: none}]
limits: {rejects: 9}
load: {trace: false}
columns:
  - {name: new, lookup: {in: c.csv, match: {f: fund, c: code}, take: new}}
  - {name: fund, from: head.fund}
  - {name: code}
  - {name: number, from: parts.number}
";
    let source = "H01\nDaabbzz\nDaaaacc\nDccddaa\nH02\nDaazzzz\n";
    let crosswalk = b"f,c,new\n01,aa,1A\n01,bb,1B\n01,zz,never\n02,aa,2A\n";
    let want = ["1A|01|aa|1", "1B|01|bb|2", "2A|02|aa|1"];
    for block in [None, Some(8)] {
        let left = run(mapping, &[("in.txt", source.as_bytes()), ("c.csv", crosswalk)], 2, block);
        assert_eq!(rows(&left), want, "{block:?}");
        assert_eq!(codes(&left), [told("TL0308", "t.new", 3)], "one finding a repetition");
        let want = serde_json::json!({"crosswalk": "c.csv", "matched": 3, "unmatched": 0, "empty": 0});
        assert_eq!(left.manifest["tables"][0]["columns"][0]["lookup"], want);
    }
}

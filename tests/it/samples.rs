//! The sample migration against the totals that its generator planted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use serde_json::{Value, json};
use tumpline::host::real::RealHost;
use tumpline::mapping::targets;
use tumpline::run::replay::{ReplayRequest, replay};
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Request, run};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn run_samples(out: &Path) -> Report {
    let request = Request { paths: vec![root().join("mappings")], out: out.to_owned(), ..Request::default() };
    run(&RealHost, &request, &|_| {}).unwrap()
}

/// What `samples/TOTALS.json` says of a mapping, as this report tells it.
fn told(report: &Report, mapping: &str, wanted: &Value) -> Value {
    let source = report.sources.iter().find(|source| source.mapping == mapping).unwrap();
    let sums_wanted = |because: &str, name: &str| !wanted["set_aside"][because]["sums"][name].is_null();
    let short = |name: &str| name.rsplit('.').next().unwrap().to_owned();
    let asides: BTreeMap<_, _> = source
        .set_aside
        .iter()
        .map(|aside| {
            let sums = aside.sums.iter().map(|(name, sum)| (short(name), sum.clone()));
            let sums: BTreeMap<_, _> = sums.filter(|(name, _)| sums_wanted(&aside.because, name)).collect();
            (aside.because.clone(), json!({"records": aside.records, "sums": sums}))
        })
        .collect();
    let manifest = std::fs::read(Path::new(&report.folder).join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let named = |list: &Value, key: &str, name: &str| {
        list.as_array().unwrap().iter().find(|one| one[key] == name).unwrap().clone()
    };
    let sum = |table: &str, column: &str| {
        named(&named(&manifest["tables"], "table", table)["columns"], "name", column)["totals"]["sum"].clone()
    };
    let tables = report.tables.iter().filter(|table| table.mapping == mapping);
    let tables: BTreeMap<_, _> = tables
        .map(|table| {
            let wanted = wanted["tables"][&table.table]["totals"].as_object().unwrap();
            let totals: BTreeMap<_, _> = wanted.keys().map(|name| (name, sum(&table.table, name))).collect();
            (table.table.clone(), json!({"rows": table.rows, "rejected": table.rejected, "totals": totals}))
        })
        .collect();
    let mut findings: BTreeMap<&str, u64> = BTreeMap::new();
    for group in report.findings.iter().filter(|group| group.mapping == mapping) {
        *findings.entry(group.code.id()).or_default() += group.count;
    }
    json!({
        "files": source.files, "bytes": source.bytes, "records": source.records, "loaded": source.loaded,
        "rejected": source.rejected,
        "set_aside": asides, "tables": tables, "findings": findings,
    })
}

/// The rules over several rows of a mapping that do not hold: what is at stake, and each finding, as `TOTALS.json` has it.
fn told_of_rules(report: &Report, mapping: &str) -> Value {
    let broken = report.rules.iter().filter(|rule| rule.mapping == mapping && rule.breaches > 0);
    let told = broken.map(|rule| {
        let name = format!("{}.{}", rule.table, rule.rule);
        let found = found(report, mapping, &name);
        assert_eq!(rule.breaches, found.len() as u64, "{name}");
        (name, json!({"at_stake": rule.amount, "found": found}))
    });
    Value::Object(told.collect())
}

/// The findings of a rule, in the order of their files and records: where, which, and its arguments.
fn found(report: &Report, mapping: &str, rule: &str) -> Vec<String> {
    let texts = |array: &ArrayRef| -> Vec<String> {
        array.as_string::<i32>().iter().map(|text| text.unwrap_or_default().to_owned()).collect()
    };
    let short = |path: &String| path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name).to_owned();
    let bytes = std::fs::read(Path::new(&report.folder).join("findings.parquet")).unwrap();
    let mut found = Vec::new();
    for batch in crate::tables::batches(&bytes) {
        let column = |name: &str| batch.column_by_name(name).unwrap();
        let [mappings, files, codes, subjects] = ["mapping", "file", "code", "subject"].map(|name| texts(column(name)));
        let (records, args) = (column("record").as_primitive::<Int64Type>(), column("args").as_list::<i32>());
        for row in (0..batch.num_rows()).filter(|row| mappings[*row] == mapping && subjects[*row] == rule) {
            let args: Vec<String> = texts(&args.value(row)).iter().map(short).collect();
            found.push((short(&files[row]), records.value(row), codes[row].clone(), args));
        }
    }
    found.sort();
    found.into_iter().map(|(file, record, code, args)| format!("{file} {record} {code}: {}", args.join("; "))).collect()
}

#[test]
fn the_samples_load_as_their_generator_says() {
    let out = tempfile::tempdir().unwrap();
    let report = run_samples(out.path());
    let totals: Value = serde_json::from_slice(&std::fs::read(root().join("samples/TOTALS.json")).unwrap()).unwrap();
    for (mapping, wanted) in totals.as_object().unwrap() {
        let told = told(&report, mapping, wanted);
        // Title and header lines, which the generator counts apart, inform or are skipped.
        let source = report.sources.iter().find(|source| source.mapping == *mapping).unwrap();
        let others = ["informing", "skipped", "heading"].iter().map(|key| wanted[key].as_u64().unwrap()).sum::<u64>();
        assert_eq!(source.informing + source.skipped, others, "{mapping}");
        for (key, found) in told.as_object().unwrap() {
            assert_eq!(found, &wanted[key], "{mapping} {key}");
        }
        assert_eq!(told_of_rules(&report, mapping), wanted["rules"], "{mapping}");
    }
    assert_eq!(report.outcome, Outcome::Published);
}

/// The bytes of the samples' output, by their SHA-256. They change only with the version of the output's format; after
/// such a change `TUMPLINE_WRITE_GOLDEN=1` writes them anew.
#[test]
fn the_samples_give_the_bytes_that_they_always_gave() {
    let out = tempfile::tempdir().unwrap();
    let report = run_samples(out.path());
    let manifest = std::fs::read(Path::new(&report.folder).join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let mut golden = format!("format {}\n", manifest["format"]);
    for output in manifest["outputs"].as_array().unwrap() {
        writeln!(golden, "{} {}", output["sha256"].as_str().unwrap(), output["path"].as_str().unwrap()).unwrap();
    }
    let path = root().join("tests/it/golden.txt");
    if std::env::var_os("TUMPLINE_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, &golden).unwrap();
    }
    assert_eq!(golden, std::fs::read_to_string(&path).unwrap());
}

/// A stranger's check: everything that the manifest says, from the files alone; and one changed byte is told.
#[test]
fn a_run_verifies_until_one_of_its_bytes_changes() {
    let out = tempfile::tempdir().unwrap();
    let report = run_samples(out.path());
    let verified = tumpline::evidence::verify::verify(&RealHost, out.path()).unwrap();
    assert_eq!(verified.findings, []);
    assert_eq!(verified.rows, report.tables.iter().map(|table| table.rows).sum::<u64>());
    let part = Path::new(&report.folder).join("data/journal/part-00000.parquet");
    let mut bytes = std::fs::read(&part).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&part, bytes).unwrap();
    let verified = tumpline::evidence::verify::verify(&RealHost, out.path()).unwrap();
    assert!(!verified.holds());
}

/// The sample migration has controls of both sorts, a sorted table in folders, and one without repeated rows.
#[test]
fn the_samples_can_be_replayed_when_their_rejects_were_mended() {
    let out = tempfile::tempdir().unwrap();
    let before = run_samples(out.path());
    let edit = |mapping: &str, from: &str, to: &str| {
        let path = Path::new(&before.folder).join(format!("rejects/{mapping}.raw"));
        let bytes = std::fs::read(&path).unwrap();
        let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
        std::fs::write(&path, [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()).unwrap();
    };
    edit("receivables", "02/29/2025", "02/28/2025");
    edit("levies", "0000018130Z", "00000181300");
    edit("vendors", "22-02-1997", "22-02-1997;2026-08-17 16:05:00");
    edit("balances", "0000S0000000{", "000000000000{");
    // Their property stands, with the street and the lot that were joined into it.
    edit("taxroll", "000Z393000", "0000393000");
    edit("taxroll", "0000223570   WT", "0000223570   RT");
    let request = Request { paths: vec![root().join("mappings")], ..Request::default() };
    let asked = ReplayRequest { dir: out.path().to_owned(), request };
    let after = replay(&RealHost, &asked, &|_| {}).unwrap();
    assert_eq!(after.outcome, Outcome::Published);
    let mended = after.mended.as_ref().unwrap();
    let repaired = |table: &str| mended.tables.iter().find(|one| one.table == table).unwrap().rows;
    let repaired = ["receivable", "tax_levy", "vendor", "assessment"].map(repaired);
    assert_eq!(repaired, [1, 1, 1, 2]);
    let told = |report: &Report| {
        let held =
            report.controls.iter().map(|one| (one.control.clone(), one.says.clone(), one.found.clone(), one.differing));
        held.collect::<Vec<_>>()
    };
    assert_eq!(told(&after), told(&before), "what the old system wrote is what it was");
    assert!(after.controls.iter().all(|one| one.differing == 0));
    assert_eq!(tumpline::evidence::verify::verify(&RealHost, out.path()).unwrap().findings, []);
}

/// Every rule of the page about rules is one that the program reads, beside the tables that the page tells of.
#[test]
fn the_rules_of_their_page_are_read_without_mistakes() {
    let page = std::fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let blocks: Vec<&str> = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 7, "{}", blocks.len());
    let table = |name: &str, fields: &str| {
        format!(
            "tumpline: 1\nsource: {{files: x, format: delimited, encoding: utf-8, delimiter: ',', fields: [{fields}]}}\ntable: {name}\n"
        )
    };
    let money = "type: \"decimal(13,2)\"";
    let mut texts = vec![
        table("accounts", "{name: account}, {name: fund}"),
        table("vendors", "{name: number}"),
        table("control", &format!("{{name: fund}}, {{name: balance, {money}}}")),
    ];
    let fields = format!(
        "{{name: journal_no, type: int32}}, {{name: line_no, type: int32}}, {{name: fund}}, {{name: account}}, {{name: side}}, \
         {{name: vendor_no}}, {{name: invoice_no}}, {{name: posted_on, type: date}}, {{name: due_on, type: date}}, {{name: amount, {money}}}"
    );
    texts.push(table("journal", &fields) + "rules:\n" + &blocks.concat());
    let read = texts.iter().map(|text| {
        let read = tumpline::mapping::read("page", text);
        read.mapping.unwrap_or_else(|| panic!("{:?}\n{text}", read.diagnostics))
    });
    let mut mappings: Vec<_> = read.collect();
    assert_eq!(mappings[3].tables[0].set_rules.len(), 11);
    let parameters = tumpline::mapping::migration::Declared::default();
    let placed = mappings.iter_mut().zip(&texts);
    let placed = placed.map(|(mapping, text)| targets::Placed { mapping, text, parameters: &parameters });
    let found = targets::check(&mut placed.collect::<Vec<_>>(), true);
    assert!(found.iter().all(Vec::is_empty), "{found:?}");
}

/// Every mapping of the guide is one that the program reads.
#[test]
fn the_guides_mappings_are_read_without_mistakes() {
    let guide = std::fs::read_to_string(root().join("docs/mapping.md")).unwrap();
    let blocks: Vec<&str> = guide.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 5, "{}", blocks.len());
    for block in blocks {
        let read = tumpline::mapping::read("guide", block);
        assert!(read.mapping.is_some(), "{:?}\n{block}", read.diagnostics);
    }
}

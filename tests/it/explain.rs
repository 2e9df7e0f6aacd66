//! `explain` says what a run does: each record alone is what it was among all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use tumpline::host::Host;
use tumpline::host::real::RealHost;
use tumpline::inspect::explain::record::{Fate, Said, Verdict};
use tumpline::inspect::explain::{Ask, Explained, Which, explain, explain_in_blocks};
use tumpline::run::Problem;

use crate::machine::{machine, run_on};
use crate::samples::run_samples;
use crate::tables::{batches, cell};

mod counted;
mod lists;
mod masks;
mod nasty;
mod replayed;
mod said;
mod shapes;

/// A question about `m.yaml`, or about a run.
fn ask(path: impl Into<PathBuf>, which: Which, number: u64) -> Ask {
    Ask {
        path: path.into(),
        which,
        number,
        mapping_name: None,
        file: None,
        mapping: None,
        sources: Vec::new(),
        set: Vec::new(),
        show_personal: true,
    }
}

fn asked(host: &dyn Host, ask: &Ask) -> Explained {
    explain(host, ask, &|_| {}).unwrap_or_else(|problem| panic!("{ask:?}: {problem:?}"))
}

/// Codes of what is wrong, and the arguments of the first.
fn refused(host: &dyn Host, ask: &Ask) -> Vec<String> {
    told(explain(host, ask, &|_| {}).unwrap_err())
}

/// The same of a problem.
fn told(problem: Problem) -> Vec<String> {
    let stops = match problem {
        Problem::Stop(stop) => vec![stop],
        Problem::Sources { stops } => stops,
        Problem::Mappings(texts) => return texts.iter().map(|text| text.path.clone()).collect(),
    };
    stops
        .iter()
        .map(|stop| {
            let args = stop.args.iter().map(tumpline::finding::Arg::plain);
            std::iter::once(stop.code.id().to_owned()).chain(args).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// Code, severity, subject and arguments.
type Told = (String, String, String, Vec<String>);

/// What needs all records: rules over several rows, and what a source as a whole shows.
fn needs_all(told: &Told) -> bool {
    ["TL05", "TL07"].iter().any(|start| told.0.starts_with(start))
}

fn told_here(explained: &Explained) -> Vec<Told> {
    let findings = explained.record.findings.iter();
    let told = findings.map(|found| {
        let args = found.args.iter().map(tumpline::finding::Arg::plain).collect();
        let severity = tumpline::run::names::severity(found.severity).to_owned();
        (found.code.id().to_owned(), severity, found.name.clone(), args)
    });
    let mut told: Vec<Told> = told.collect();
    told.sort();
    told
}

fn told_by_run(explained: &Explained) -> Vec<Told> {
    let findings = explained.run.iter().flat_map(|run| &run.findings);
    let told = findings.map(|found| {
        let severity = tumpline::run::names::severity(found.severity).to_owned();
        (found.code.id().to_owned(), severity, found.subject.clone(), found.args.clone())
    });
    let mut told: Vec<Told> = told.filter(|told| !needs_all(told)).collect();
    told.sort();
    told
}

fn parquet_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            parquet_files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn every_refused_record_of_the_samples_is_what_the_run_said() {
    let out = tempfile::tempdir().unwrap();
    let report = run_samples(out.path());
    let folder = Path::new(&report.folder);
    let mut number = 0_u64;
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    for mapping in report.sources.iter().map(|source| &source.mapping) {
        for batch in batches(&std::fs::read(folder.join(format!("rejects/{mapping}.parquet"))).unwrap()) {
            for row in 0..batch.num_rows() {
                number += 1;
                if !number.is_multiple_of(crate::every(3) as u64) {
                    continue;
                }
                let found = asked(&RealHost, &ask(out.path(), Which::Reject, number));
                check_reject(&found, &batch, row);
                found.record.findings.iter().for_each(|one| *codes.entry(one.code.id().to_owned()).or_default() += 1);
            }
        }
    }
    assert!(number > 200 && codes.len() > 25 / crate::every(2), "{number} {codes:?}");
    let past = refused(&RealHost, &ask(out.path(), Which::Reject, number + 1));
    assert!(
        past[0].starts_with("TL0955") && past[0].ends_with(&format!(" rejects {} {number}", number + 1)),
        "{past:?}"
    );
}

fn check_reject(found: &Explained, batch: &RecordBatch, row: usize) {
    let number = |name: &str| {
        let value = batch.column_by_name(name).unwrap().as_primitive::<Int64Type>().value(row);
        u64::try_from(value).unwrap()
    };
    let text = |name: &str| {
        let texts = batch.column_by_name(name).unwrap().as_string::<i32>();
        texts.is_valid(row).then(|| texts.value(row).to_owned())
    };
    let record = &found.record;
    assert_eq!(Some(&found.file), text("file").as_ref());
    assert_eq!((record.number, record.offset, record.length), (number("record"), number("offset"), number("length")));
    assert_eq!(record.kind, text("kind"), "{record:?}");
    let raw = batch.column_by_name("raw").unwrap().as_binary::<i32>().value(row);
    assert!(record.bytes.iter().copied().eq(raw.iter().map(|byte| Some(*byte))), "{record:?}");
    let by_run = told_by_run(found);
    let here: Vec<Told> = told_here(found);
    assert_eq!(here, by_run, "record {} of {}", record.number, found.file);
    let refuses = here.iter().any(|told| told.1 == "reject");
    assert_eq!(record.fate == Fate::Refused, refuses, "{:?}", record.fate);
    let run = found.run.as_ref().unwrap();
    assert!(run.source.is_none() && !run.mapping_differs, "{run:?}");
}

#[test]
fn rows_of_the_samples_lead_back_to_the_values_that_they_have() {
    let out = tempfile::tempdir().unwrap();
    run_samples(out.path());
    let mut files = Vec::new();
    parquet_files(&out.path().join("current/data"), &mut files);
    assert!(files.len() > 15, "{files:?}");
    let mut seen = 0;
    for path in files {
        let batches = batches(&std::fs::read(&path).unwrap());
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        for number in (0..rows).step_by(rows.div_ceil(9).max(1)) {
            let mut at = number;
            let batch = batches.iter().find(|batch| {
                let here = at < batch.num_rows();
                at -= if here { 0 } else { batch.num_rows() };
                here
            });
            check_row(&path, number as u64 + 1, batch.unwrap(), at);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// One of the rows that the record makes has the values of the row.
fn check_row(path: &Path, number: u64, batch: &RecordBatch, at: usize) {
    let found = asked(&RealHost, &ask(path, Which::Row, number));
    let offset = batch.column_by_name("_offset").unwrap().as_primitive::<Int64Type>().value(at);
    assert_eq!(found.record.offset, u64::try_from(offset).unwrap());
    assert_eq!(found.file, batch.column_by_name("_file").unwrap().as_string::<i32>().value(at));
    assert!(matches!(found.record.fate, Fate::Loaded(_)), "{:?}", found.record.fate);
    let schema = batch.schema();
    let columns = schema.fields().iter().map(|field| field.name().as_str()).filter(|name| !name.starts_with('_'));
    let wanted: BTreeMap<&str, String> =
        columns.map(|name| (name, cell(batch.column_by_name(name).unwrap(), at))).collect();
    let text = |said: &Said| match said {
        Said::Empty => "-".to_owned(),
        Said::Text(text) => text.clone(),
        Said::Hidden => panic!("it was asked for"),
    };
    let rows = found.record.tables.iter().flat_map(|table| &table.rows).filter(|row| row.left_out.is_none());
    let made: Vec<BTreeMap<&str, String>> = rows
        .map(|row| {
            let columns = row.columns.iter().filter(|column| wanted.contains_key(column.name.as_str()));
            columns.map(|column| (column.name.as_str(), text(&column.value))).collect()
        })
        .collect();
    let asked = found.record.tables.iter().flat_map(|table| &table.rows).filter(|row| row.asked).count();
    assert_eq!((asked, found.run.as_ref().map(|run| run.row_differs)), (1, Some(false)));
    assert!(made.contains(&wanted), "row {number} of {}: {wanted:?}\n{made:?}", path.display());
}

/// The parts of an answer that do not say how the record was named.
fn record_of(explained: &Explained) -> String {
    serde_json::to_string(&explained.record).unwrap()
}

fn in_blocks(host: &dyn Host, ask: &Ask, block: Option<u64>) -> Explained {
    explain_in_blocks(host, ask, block, &|_| {}).unwrap_or_else(|problem| panic!("{ask:?} {block:?}: {problem:?}"))
}

/// Batches of heads, entries with notes, and tails; some of them orphans, too short, or of no kind.
const BATCHES: &str = "H0000011\nD000100100\nAfirst    \nD000200250\nT000001\nD000300300\n\nH000002x\nD000400100\nAone      \nAtwo      \n\
                       T000002\nX\nH0000031\nD00\nD0005001x0\nT000003\nT000003\n";

#[test]
fn a_record_is_the_same_by_its_number_by_each_of_its_bytes_and_in_blocks_of_any_size() {
    for (mapping, path, bytes) in [
        (include_str!("mappings/parents.yaml"), "in/a.txt", BATCHES.as_bytes()),
        (include_str!("mappings/length.yaml"), "in/a.dat", b"00000100100000002xx100000003001000000040".as_slice()),
        (
            include_str!("mappings/quoted.yaml"),
            "in/a.csv",
            b"id,name,amount\n1,\"a\nb\"\"c\",1.00\n2,x\"y,2\n3,z,3.00,4\n4,,x\n",
        ),
    ] {
        let host = machine(&[("m.yaml", mapping.as_bytes()), (path, bytes)]);
        let report = run_on(&host, 1, None).unwrap();
        let source = &report.sources[0];

        let records = source.records;
        assert!(records > 3, "{source:?}");
        let mut fates: BTreeMap<&str, u64> = BTreeMap::new();
        for number in 1..=records {
            let whole = asked(&host, &ask("m.yaml", Which::Record, number));
            assert_eq!(whole.record.number, number);
            *fates.entry(fate(&whole.record.fate)).or_default() += 1;
            for block in [7, 16, 33, 1_000] {
                let part = in_blocks(&host, &ask("m.yaml", Which::Record, number), Some(block));
                assert_eq!(record_of(&part), record_of(&whole), "record {number} in blocks of {block}");
            }
            for offset in [whole.record.offset, whole.record.next - 1] {
                for block in [None, Some(16)] {
                    let by_byte = in_blocks(&host, &ask("m.yaml", Which::At, offset), block);
                    assert_eq!(record_of(&by_byte), record_of(&whole), "byte {offset}");
                }
            }
        }
        let counted = [("refused", source.rejected), ("loaded", source.loaded), ("informs", source.informing)];
        for (name, wanted) in counted {
            assert_eq!(fates.get(name).copied().unwrap_or(0), wanted, "{name} {fates:?}");
        }
        for number in 1..=source.rejected {
            let rejected = asked(&host, &ask("m.yaml", Which::Reject, number));
            assert_eq!(rejected.record.fate, Fate::Refused);
        }
    }
}

fn fate(fate: &Fate) -> &'static str {
    match fate {
        Fate::Loaded(_) | Fate::Joined(_) => "loaded",
        Fate::Informs => "informs",
        Fate::Refused => "refused",
        Fate::Aside(_) => "aside",
        Fate::Skipped(_) => "skipped",
    }
}

#[test]
fn what_a_kind_a_parent_and_a_joined_child_are_is_told() {
    let host = machine(&[("m.yaml", include_bytes!("mappings/parents.yaml")), ("in/a.txt", BATCHES.as_bytes())]);
    let entry = asked(&host, &ask("m.yaml", Which::Record, 2)).record;
    let tried: Vec<_> = entry.kinds.iter().map(|tried| (tried.kind.as_str(), tried.verdict)).collect();
    let want = [("head", Verdict::No), ("entry", Verdict::Yes), ("note", Verdict::Unasked), ("tail", Verdict::Unasked)];
    assert_eq!(tried, want);
    assert_eq!(entry.kinds[0].found, Some(Said::Text("D".into())));
    let parent = &entry.parents[0];
    assert_eq!((parent.kind.as_str(), parent.place.record, parent.place.offset), ("head", 1, 0));
    assert_eq!(parent.fields[0], ("no".into(), Said::Text("1".into())));
    let note = asked(&host, &ask("m.yaml", Which::Record, 3)).record;
    assert_eq!(note.fate, Fate::Joined(vec!["entries".into()]));
    let lent = &entry.tables[0].lent;
    assert_eq!(
        lent.iter().map(|(kind, at)| (kind.as_str(), at.as_ref().map(|at| at.record))).collect::<Vec<_>>(),
        [("head", Some(1)), ("note", Some(3))]
    );
    let tail = asked(&host, &ask("m.yaml", Which::Record, 5)).record;
    assert_eq!(tail.closes.and_then(|closes| closes.place).map(|place| place.record), Some(1));
    // A child of a refused head, and one of none.
    let child = asked(&host, &ask("m.yaml", Which::Record, 8)).record;
    assert!(child.parents[0].place.refused && child.fate == Fate::Refused, "{child:?}");
    let orphan = asked(&host, &ask("m.yaml", Which::Record, 6)).record;
    assert!(orphan.parents.is_empty() && orphan.findings[0].code.id() == "TL0102" && orphan.unread, "{orphan:?}");
    let unknown = asked(&host, &ask("m.yaml", Which::Record, 12)).record;
    assert!(unknown.kind.is_none() && unknown.kinds.iter().all(|tried| tried.verdict == Verdict::No), "{unknown:?}");
}

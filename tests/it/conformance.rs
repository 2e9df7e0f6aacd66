//! Real files that nobody here wrote, with the totals that their folder's README gives for a correct load.

use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use tumpline::host::real::RealHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Request, run};

use crate::tables::batches;

/// A run that has ended.
pub struct Loaded {
    pub report: Report,
    _out: tempfile::TempDir,
}

/// Runs a mapping of this repository, or of any absolute path, over a source.
pub fn load(mapping: &str, source: &Path) -> Loaded {
    let out = tempfile::tempdir().unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let request = Request {
        paths: vec![root.join(mapping)],
        out: out.path().to_owned(),
        sources: vec![(None, source.to_owned())],
        ..Request::default()
    };
    let report = run(&RealHost, &request, &|_| {}).unwrap();
    Loaded { report, _out: out }
}

/// A file that others wrote.
pub fn shared(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance").join(file)
}

impl Loaded {
    /// All batches of a table.
    pub fn table(&self, table: &str) -> Vec<RecordBatch> {
        let folder = Path::new(&self.report.folder).join("data").join(table);
        let mut parts: Vec<_> = std::fs::read_dir(folder).unwrap().map(|part| part.unwrap().path()).collect();
        parts.sort();
        parts.iter().flat_map(|part| batches(&std::fs::read(part).unwrap())).collect()
    }

    /// How many rows a table has.
    pub fn rows(&self, table: &str) -> usize {
        self.table(table).iter().map(RecordBatch::num_rows).sum()
    }

    /// The texts of a column; empty where there is none.
    pub fn texts(&self, table: &str, column: &str) -> Vec<String> {
        let column = |batch: &RecordBatch| -> Vec<String> {
            let texts = batch.column_by_name(column).unwrap().as_string::<i32>();
            texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
        };
        self.table(table).iter().flat_map(column).collect()
    }

    /// The unscaled sum of a column of numbers.
    pub fn sum(&self, table: &str, column: &str) -> i128 {
        let column = |batch: &RecordBatch| -> i128 {
            let array = batch.column_by_name(column).unwrap();
            match array.data_type() {
                DataType::Int16 => array.as_primitive::<Int16Type>().iter().flatten().map(i128::from).sum(),
                DataType::Int32 => array.as_primitive::<Int32Type>().iter().flatten().map(i128::from).sum(),
                DataType::Int64 => array.as_primitive::<Int64Type>().iter().flatten().map(i128::from).sum(),
                DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().iter().flatten().sum(),
                other => panic!("{other}"),
            }
        };
        self.table(table).iter().map(column).sum()
    }
}

fn count(texts: &[String], wanted: impl Fn(&str) -> bool) -> usize {
    texts.iter().filter(|text| wanted(text)).count()
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_directory_of_routing_numbers_has_its_totals() {
    let loaded = load("mappings/formats/fedach.yaml", &shared("fed/FedACHdir.txt"));
    assert_eq!(loaded.report.outcome, Outcome::Published);
    assert_eq!(loaded.report.sources[0].rejected, 0);
    let numbers = loaded.texts("routing_number", "routing_no");
    assert_eq!(numbers.len(), 18_198);
    assert_eq!(numbers.iter().map(|number| number.parse::<u64>().unwrap()).sum::<u64>(), 2_872_930_373_371);
    let distinct: std::collections::BTreeSet<_> = numbers.iter().collect();
    assert_eq!(distinct.len(), numbers.len());
    let types = loaded.texts("routing_number", "record_type");
    assert_eq!(["1", "2", "0"].map(|kind| count(&types, |found| found == kind)), [16_551, 1_606, 41]);
    assert_eq!(count(&loaded.texts("routing_number", "zip"), |zip| zip.starts_with('0')), 1_473);
}

fn payments_are_whole(loaded: &Loaded) {
    assert_eq!(loaded.report.outcome, Outcome::Published);
    assert_eq!(loaded.report.sources[0].rejected, 0);
    assert_eq!(loaded.rows("payment"), 5_000);
    assert_eq!(count(&loaded.texts("payment", "note"), |note| !note.is_empty()), 5_000);
    let codes = loaded.texts("payment", "tx_code");
    assert_eq!(count(&codes, |code| matches!(code, "22" | "32")), 5_000);
    assert_eq!(loaded.sum("payment", "amount"), 500_000_000);
    assert_eq!(loaded.sum("payment", "rdfi") % 10_000_000_000, 5_690_050_000);
    assert_eq!(loaded.rows("batch"), 4);
    assert_eq!(loaded.rows("payment_file"), 1);
    assert_eq!(loaded.sum("batch_control", "credits"), 500_000_000);
    assert_eq!(loaded.sum("batch_control", "debits"), 0);
    assert_eq!(loaded.sum("file_control", "credits"), 500_000_000);
    assert_eq!(loaded.sum("file_control", "batches"), 4);
    assert_eq!(loaded.sum("file_control", "blocks"), 1_001 + i128::from(loaded.report.sources[0].skipped / 10));
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_payment_file_has_its_totals() {
    let loaded = load("mappings/formats/nacha.yaml", &shared("nacha/201805101354.ach"));
    assert_eq!(loaded.report.sources[0].records, 10_010);
    payments_are_whole(&loaded);
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn a_padded_payment_file_tells_padding_from_its_control() {
    let folder = tempfile::tempdir().unwrap();
    let padded = folder.path().join("padded.ach");
    let mut bytes = std::fs::read(shared("nacha/201805101354.ach")).unwrap();
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    let file_end = bytes.windows(13).position(|at| at == b"9000004001001").unwrap();
    bytes[file_end + 12] = b'2'; // blocks of ten records
    (0..10).for_each(|_| bytes.extend_from_slice(format!("{}\n", "9".repeat(94)).as_bytes()));
    std::fs::write(&padded, bytes).unwrap();
    let loaded = load("mappings/formats/nacha.yaml", &padded);
    assert_eq!(loaded.report.sources[0].skipped, 10);
    payments_are_whole(&loaded);
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_tax_file_has_its_totals() {
    let loaded = load("mappings/formats/mpac.yaml", &shared("mpac/yetf.txt"));
    assert_eq!(loaded.report.outcome, Outcome::Published);
    assert_eq!(loaded.report.sources[0].records, 17);
    assert_eq!(loaded.rows("property"), 1);
    for (table, column) in
        [("assessment", "phase_in"), ("assessment", "total"), ("destination", "value"), ("destination", "amount")]
    {
        assert_eq!(loaded.sum(table, column), 13_965_000, "{table}.{column}");
    }
    assert_eq!(loaded.sum("school_support", "value"), 195_000 + 139_000);
}

/// IRS Publication 1220: records of 750 bytes without a separator, told by their first byte.
const TRANSACTIONS: &str = r#"
tumpline: 1
source:
  files: "*.ascii"
  format: fixed
  encoding: ascii
  records:
    end: {length: 750}
    fields: [{name: type, at: 1}, {name: sequence, at: 500-507, type: int32}]
    kinds: [{name: record}]
table: record
"#;

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn records_without_separators_are_cut_by_their_length() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("irs.yaml");
    std::fs::write(&mapping, TRANSACTIONS).unwrap();
    let loaded = load(mapping.to_str().unwrap(), &shared("irs/oneTransactionFile.ascii"));
    assert_eq!(loaded.texts("record", "type").concat(), "TABBCKF");
    assert_eq!(loaded.sum("record", "sequence"), (1..=7).sum::<i128>());
}

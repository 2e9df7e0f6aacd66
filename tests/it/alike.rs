//! One source read in blocks of several sizes, on several threads, from a file and from a stream: always the same.

use std::io::Write;

use tumpline::finding::{Args, Code};
use tumpline::host::fake::FakeHost;
use tumpline::place::Place;

use crate::machine::{Left, left, machine, run_on};
use crate::tables::batches;

/// The rows of a table, cells joined by `|`, without the trace.
pub fn rows(left: &Left, table: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with(&format!("data/{table}/"))) {
        for batch in batches(bytes) {
            let columns = &batch.columns()[..batch.num_columns() - 2];
            for row in 0..batch.num_rows() {
                let cells = columns.iter().map(|column| crate::tables::cell(column.as_ref(), row));
                rows.push(cells.collect::<Vec<_>>().join("|"));
            }
        }
    }
    rows
}

/// All that a run tells of one source and must tell in blocks of any size, on any number of threads, of a file and of
/// a stream.
pub struct Told {
    /// Rows of each table.
    pub tables: Vec<Vec<String>>,
    /// The rejects and the findings.
    pub refused: Vec<String>,
    /// The bytes of the rejects.
    pub raw: Vec<u8>,
    /// What the report says.
    pub findings: Vec<(Code, u64, Place, Args)>,
    /// Bytes and records by class, counts of fields, the hash.
    pub classes: Vec<serde_json::Value>,
    /// What the manifest says of the tables and of what was set aside.
    pub totals: serde_json::Value,
}

impl Told {
    /// Fails with what differs alone.
    fn check(&self, want: &Self, name: &str) {
        assert_eq!(self.tables, want.tables, "{name}");
        assert_eq!(self.findings, want.findings, "{name}");
        assert_eq!(self.classes, want.classes, "{name}");
        assert_eq!(self.totals, want.totals, "{name}");
        for (mine, theirs) in self.refused.iter().zip(&want.refused) {
            assert!(mine == theirs, "{name}: {mine:.2000}\n\n{theirs:.2000}");
        }
        assert_eq!(self.refused.len(), want.refused.len(), "{name}");
        assert!(self.raw == want.raw, "{name}: .raw");
    }
}

fn told_by(host: &FakeHost, threads: usize, block: Option<u64>) -> Told {
    let left = left(host, run_on(host, threads, block).unwrap());
    let findings = left.report.findings.iter().map(|group| (group.code, group.count, group.first, group.args.clone()));
    let source = &left.manifest["sources"][0];
    let tables = left.manifest["tables"].as_array().unwrap();
    let names = tables.iter().map(|table| table["table"].as_str().unwrap());
    Told {
        tables: names.map(|table| rows(&left, table)).collect(),
        refused: refused(&left),
        raw: left.files["rejects/m.raw"].clone(),
        findings: findings.collect(),
        classes: ["bytes_by_class", "records", "fields", "sha256"].map(|key| source[key].clone()).to_vec(),
        totals: serde_json::json!([left.manifest["tables"], left.manifest["set_aside"]]),
    }
}

/// Number of the record, offset and findings of each refused record, and of each finding.
fn refused(left: &Left) -> Vec<String> {
    let files = crate::tables::values(left);
    ["rejects/m.parquet", "findings.parquet"].iter().flat_map(|file| files[*file].clone()).collect()
}

/// A gzip file.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn told_of_file(mapping: &str, bytes: &[u8], threads: usize, block: Option<u64>) -> Told {
    told_by(&machine(&[("m.yaml", mapping.as_bytes()), ("in.txt", bytes)]), threads, block)
}

/// The name stays, so that all that is written of it is the same: a stream is told by its first bytes.
fn told_of_stream(mapping: &str, bytes: &[u8], threads: usize, block: Option<u64>) -> Told {
    told_of_file(mapping, &packed(bytes), threads, block)
}

/// Files and streams, blocks of these sizes: the same. Gives what they told.
pub fn same_told(name: &str, mapping: &str, bytes: &[u8], blocks: &[Option<u64>]) -> Told {
    let want = told_of_file(mapping, bytes, 1, None);
    for &block in blocks {
        told_of_file(mapping, bytes, 3, block).check(&want, &format!("{name}: a file, blocks of {block:?}"));
        told_of_stream(mapping, bytes, 2, block).check(&want, &format!("{name}: a stream, blocks of {block:?}"));
    }
    want
}

//! Unloads of a mainframe that nobody here wrote, with the totals that their folder's README gives for a correct load.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use tumpline::run::report::Outcome;

use crate::conformance::{Loaded, load, shared};
use crate::tables::cell;

/// A run of this mapping over a file of the folder.
fn card_demo(mapping: &str, file: &str) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.yaml");
    let mapping = mapping.replace("CPY", &shared("carddemo/cpy").display().to_string());
    std::fs::write(&path, mapping).unwrap();
    let loaded = load(path.to_str().unwrap(), &shared("carddemo").join(file));
    assert_eq!(loaded.report.outcome, Outcome::Published, "{file}");
    assert_eq!(loaded.report.sources[0].rejected, 0, "{file}");
    loaded
}

/// One record of one kind, in either encoding.
fn plain(copybook: &str, source: &str) -> String {
    format!(
        "tumpline: 1\nsource:\n  files: x\n  format: cobol\n  copybook: CPY/{copybook}.cpy\n{source}table: record\n"
    )
}

const EBCDIC: &str = "  encoding: cp037\n";
const ASCII: &str = "  encoding: ascii\n  records: {end: newline}\n";

/// The cells of a table by column, without those of its trace.
fn cells(loaded: &Loaded, table: &str) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |batch: &RecordBatch| {
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            let values = (0..batch.num_rows()).map(|row| cell(column, row));
            all.entry(field.name().clone()).or_default().extend(values);
        }
    };
    loaded.table(table).iter().for_each(&mut add);
    all.retain(|name, _| !name.starts_with('_'));
    all
}

/// Cells that differ: column, row from 0, one, other.
fn apart(one: &Loaded, other: &Loaded) -> (usize, Vec<(String, usize, String, String)>) {
    let (one, other) = (cells(one, "record"), cells(other, "record"));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let mut apart = Vec::new();
    for (name, ones) in &one {
        assert_eq!(ones.len(), other[name].len());
        let pairs = ones.iter().zip(&other[name]).enumerate().filter(|(_, (one, other))| one != other);
        apart.extend(pairs.map(|(row, (one, other))| (name.clone(), row, one.clone(), other.clone())));
    }
    (one.values().map(Vec::len).sum(), apart)
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn accounts_have_their_totals_and_are_those_of_their_text_twin() {
    let accounts = card_demo(&plain("CVACT01Y", EBCDIC), "EBCDIC/ACCTDATA.PS");
    assert_eq!(accounts.rows("record"), 50);
    for (column, want) in
        [("acct_curr_bal", 1_226_900), ("acct_credit_limit", 23_371_100), ("acct_cash_credit_limit", 12_214_800)]
    {
        assert_eq!(accounts.sum("record", column), want, "{column}");
    }
    let twin = card_demo(&plain("CVACT01Y", ASCII), "ASCII/acctdata.txt");
    let (cells, apart) = apart(&accounts, &twin);
    assert_eq!(cells, 50 * 12);
    let known = ("acct_addr_zip".to_owned(), 48, "ZEROAPR".to_owned(), "A000000000".to_owned());
    assert_eq!(apart, [known]);
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_days_transactions_have_their_totals_and_are_those_of_their_text_twin() {
    let day = card_demo(&plain("CVTRA06Y", EBCDIC), "EBCDIC/DALYTRAN.PS");
    assert_eq!(day.rows("record"), 300);
    assert_eq!(day.sum("record", "dalytran_amt"), 10_480_154);
    let amounts: Vec<i64> =
        cells(&day, "record")["dalytran_amt"].iter().map(|amount| amount.replace('.', "").parse().unwrap()).collect();
    assert_eq!(amounts.iter().filter(|amount| **amount < 0).count(), 50);
    assert_eq!((amounts.iter().min(), amounts.iter().max()), (Some(&-99_833), Some(&99_977)));
    let twin = card_demo(&plain("CVTRA06Y", ASCII), "ASCII/dailytran.txt");
    assert_eq!(apart(&day, &twin), (300 * 13, Vec::new()));
}

/// Five descriptions of the same 460 bytes, and a table within two of them.
const EXPORT: &str = "
tumpline: 1
source:
  files: x
  format: cobol
  encoding: cp037
  copybook: CPY/CVEXPORT.cpy
  redefinition: EXPORT-TIMESTAMP
  records:
    kind_at: 1
    kinds:
      - {name: customer, is: C, redefinition: EXPORT-CUSTOMER-DATA}
      - {name: account, is: A, redefinition: EXPORT-ACCOUNT-DATA}
      - {name: xref, is: X, redefinition: EXPORT-CARD-XREF-DATA}
      - {name: transaction, is: T, redefinition: EXPORT-TRANSACTION-DATA}
      - {name: card, is: D, redefinition: EXPORT-CARD-DATA}
tables:
  - {table: customer, from: customer}
  - {table: account, from: account}
  - {table: xref, from: xref}
  - {table: transaction, from: transaction}
  - {table: card, from: card}
  - {table: address_line, from: customer.exp_cust_addr_lines}
";

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn an_export_of_five_record_types_becomes_five_tables_in_one_pass() {
    let loaded = card_demo(EXPORT, "EBCDIC/EXPORT.DATA.PS");
    assert_eq!(loaded.report.sources[0].records, 500);
    let tables = [("customer", 50), ("account", 50), ("xref", 50), ("transaction", 300), ("card", 50)];
    for (table, rows) in tables {
        assert_eq!(loaded.rows(table), rows, "{table}");
    }
    for (table, column, sum) in [
        ("account", "exp_acct_curr_bal", 1_158_300),
        ("transaction", "exp_tran_amt", 10_480_154),
        ("card", "exp_card_cvv_cd", 24_950),
        ("customer", "exp_cust_fico_credit_score", 19_977),
    ] {
        assert_eq!(loaded.sum(table, column), sum, "{table}.{column}");
    }
    let numbers = |table: &str| cells(&loaded, table)["export_sequence_num"].clone();
    let numbers: BTreeSet<u32> =
        tables.iter().flat_map(|(table, _)| numbers(table)).map(|number| number.parse().unwrap()).collect();
    assert_eq!(numbers.len(), 500);
    let last = numbers.iter().max().copied().unwrap();
    let missing: Vec<u32> = (1..=last).filter(|number| !numbers.contains(number)).collect();
    assert_eq!(missing, (451..=459).collect::<Vec<_>>());
    assert_eq!(loaded.rows("address_line"), 150);
}

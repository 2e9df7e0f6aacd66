//! Columns that are structures: they hold what flat columns of the same names hold, and everything but the files knows them
//! as such.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use arrow_array::RecordBatch;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::{FileReader, SerializedFileReader};
use tumpline::evidence::verify::verify;
use tumpline::host::Host;
use tumpline::run::replay::{ReplayRequest, replay_in_sizes};
use tumpline::run::{Problem, Request, Sizes};

use super::rows;
use super::told::tumpline;
use crate::machine::{Left, left, machine, run, run_on};
use crate::random::Dice;
use crate::witness::readers;

const BOOK: &str = "
       01  R.
           05  ID-NO           PIC 9(4).
           05  HOME-ADDRESS.
               10  STREET      PIC X(6).
               10  PLACE.
                   15  CITY    PIC X(4).
                   15  ZIP     PIC X(3).
           05  WORK-ADDRESS.
               10  STREET      PIC X(6).
               10  PLACE.
                   15  CITY    PIC X(4).
                   15  ZIP     PIC X(3).
           05  AMOUNT          PIC S9(5)V99.
           05  STATE           PIC X.
               88  OPEN-ACCT   VALUE 'O'.
               88  SHUT        VALUE 'S'.
           05  MONTHS OCCURS 2.
               10  DETAIL.
                   15  SPENT   PIC 9(3).
                   15  CODE    PIC X.
               10  NOTE        PIC X(2).
";

const HEAD: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: r.cpy
  records: {end: newline}
table: r
limits: {rejects: 999}
";

/// Structures of groups of the copybook and of the record itself, in one another, and in the elements of a list.
const NESTED: &str = "columns:
  - {name: id_no}
  - {name: home, nest: record.home_address, title: {en: Home, fr: Domicile}}
  - name: work
    nest: record.work_address
    columns:
      - {name: street, null_if: [none]}
      - {name: place, nest: record.work_address_place}
      - {name: capitals, sql: upper(street)}
  - name: balance
    nest: record
    about: What is owed.
    columns: [{name: amount, range: [-900, 900]}, {name: state, label: state}, {name: source, value: old}]
  - {name: code, lookup: {in: k.csv, match: {old: home.city}, take: new, unmatched: empty}}
  - {name: tail, from: state}
  - {name: months, nest: record.months, columns: [{name: n, from: number}, {name: detail, nest: record.months.detail, columns: [{name: spent}, {name: letter, from: code}]}, {name: note}]}
";

/// The same, flat.
const FLAT: &str = "columns:
  - {name: id_no}
  - {name: home.street, from: home_address_street}
  - {name: home.city, from: home_address_place_city}
  - {name: home.zip, from: home_address_place_zip}
  - {name: work.street, from: work_address_street, null_if: [none]}
  - {name: work.place.city, from: work_address_place_city}
  - {name: work.place.zip, from: work_address_place_zip}
  - {name: work.capitals, sql: upper(work_address_street)}
  - {name: balance.amount, from: amount, range: [-900, 900]}
  - {name: balance.state, label: state}
  - {name: balance.source, value: old}
  - {name: code, lookup: {in: k.csv, match: {old: home.city}, take: new, unmatched: empty}}
  - {name: tail, from: state}
  - {name: months, nest: record.months, columns: [{name: n, from: number}, {name: detail.spent, from: spent}, {name: detail.letter, from: code}, {name: note}]}
";

/// What rules, an order and limits say of columns in structures.
const TAIL: &str = "load: {sort_by: [work.place.zip, id_no]}
rules:
  - {id: owed, row: balance.amount <> 0, on_fail: warn}
  - {id: once, unique: [id_no, home.street], on_fail: warn}
";

const CODES: &[u8] = b"old,new\nAAAA,alpha\nBBBB,beta\n";

/// So many random records, some of which are refused.
fn records(dice: &mut Dice, count: usize) -> Vec<u8> {
    let mut text = String::new();
    for number in 0..count {
        let street = |dice: &mut Dice| format!("{:6}", dice.pick(&["none", "Elm", "Oak 1", "Rue B", ""]));
        let place = |dice: &mut Dice| format!("{}{:3}", dice.pick(&["AAAA", "BBBB", "CCCC", "    "]), dice.below(20));
        let (home, work) = (street(dice) + &place(dice), street(dice) + &place(dice));
        let amount = dice.pick(&["0000000", "0010050", "001005}", "0000007", "0099999"]);
        let mut month = || format!("{:03}{}n{}", dice.below(900), dice.pick(&["x", "y"]), dice.below(9));
        let months = month() + &month();
        writeln!(text, "{number:04}{home}{work}{amount}{}{months}", dice.pick(&["O", "S", " "])).unwrap();
    }
    text.into_bytes()
}

fn of(columns: &str, tail: &str, records: &[u8], (threads, block): (usize, Option<u64>)) -> Left {
    let files: [(&str, &[u8]); 3] = [("in.dat", records), ("r.cpy", BOOK.as_bytes()), ("k.csv", CODES)];
    run(&format!("{HEAD}{columns}{tail}"), &files, threads, block)
}

/// Rows without a mark of what stands together.
fn flat(rows: Vec<String>) -> Vec<String> {
    let plain = |row: String| row.replace(['(', ')'], "").replace(',', "|");
    rows.into_iter().map(plain).collect()
}

#[test]
fn structures_hold_what_flat_columns_hold() {
    let (mut refused, mut all) = (0, 0);
    for seed in 0..12 {
        let mut dice = Dice::of(seed);
        let count = 1 + dice.below(60);
        let records = records(&mut dice, count);
        for tail in ["", TAIL] {
            let at = (1 + dice.below(3), Some(1 + dice.below(400) as u64));
            let (nested, plain) = (of(NESTED, tail, &records, at), of(FLAT, tail, &records, at));
            assert_eq!(flat(rows(&nested, "r")), flat(rows(&plain, "r")), "{seed}");
            // All that a run says of the columns, but that they stand together.
            let without = |left: &Left| {
                let mut table = left.manifest["tables"][0].clone();
                table.as_object_mut().unwrap().remove("structures");
                for list in table["lists"].as_array_mut().unwrap() {
                    list.as_object_mut().unwrap().remove("structures");
                }
                table
            };
            assert_eq!(without(&nested), without(&plain), "{seed}");
            assert_eq!(nested.manifest["findings"], plain.manifest["findings"], "{seed}");
            assert_eq!(
                nested.manifest["tables"][0]["structures"],
                serde_json::json!(["home", "work", "work.place", "balance"])
            );
            refused += count - rows(&nested, "r").len();
            all += count;
        }
    }
    assert!(refused > 0 && refused * 3 < all, "{refused} of {all}");
}

fn part(left: &Left) -> Bytes {
    Bytes::from(left.files["data/r/part-00000.parquet"].clone())
}

#[test]
fn a_structure_is_never_null_and_its_pages_are_those_of_flat_columns() {
    let records = records(&mut Dice::of(3), 500);
    let [nested, plain] = [NESTED, FLAT].map(|columns| part(&of(columns, "", &records, (1, None))));
    let [nested_pages, flat_pages] = [&nested, &plain].map(|bytes| {
        let reader = SerializedFileReader::new(bytes.clone()).unwrap();
        let columns = reader.metadata().row_group(0).columns().to_vec();
        let of = |column: &parquet::file::metadata::ColumnChunkMetaData| {
            let nulls = column.statistics().and_then(parquet::file::statistics::Statistics::null_count_opt);
            (column.num_values(), column.compressed_size(), column.uncompressed_size(), nulls)
        };
        columns.iter().map(of).collect::<Vec<_>>()
    });
    assert_eq!(nested_pages, flat_pages);
    let builder = ParquetRecordBatchReaderBuilder::try_new(nested).unwrap();
    let schema = builder.schema().clone();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["id_no", "home", "work", "balance", "code", "tail", "months", "_file", "_offset"]);
    let home = schema.field(1);
    assert_eq!((home.is_nullable(), home.metadata()["tumpline.title_fr"].as_str()), (false, "Domicile"));
    assert_eq!(schema.field(3).metadata()["tumpline.about"], "What is owed.");
    let batches: Vec<RecordBatch> = builder.build().unwrap().collect::<Result<_, _>>().unwrap();
    let home = batches[0].column(1);
    assert!(home.null_count() == 0 && arrow_array::cast::AsArray::as_struct(home).column(0).null_count() > 0);
}

#[test]
fn names_and_marks_reach_into_structures() {
    let columns = NESTED.replace("nest: record.work_address\n", "nest: record.work_address\n    personal: true\n");
    let left = of(&columns, TAIL, b"0001Elm   AAAA1  Oak   BBBB2  0000000O001xn1002yn2\n", (1, None));
    let columns = left.manifest["tables"][0]["columns"].as_array().unwrap();
    let marked = |name: &str| columns.iter().find(|column| column["name"] == name).unwrap()["personal"] == true;
    assert_eq!(
        ["work.street", "work.place.zip", "work.capitals", "home.street"].map(marked),
        [true, true, true, false]
    );
    let findings = left.manifest["findings"].as_array().unwrap();
    assert!(findings.iter().any(|one| one["code"] == "TL0310" || one["subject"] == "r.owed"), "{findings:?}");
    let lookup = columns.iter().find(|column| column["name"] == "code").unwrap();
    assert_eq!(lookup["lookup"]["matched"], 1);
    assert_eq!(
        rows(&left, "r"),
        ["1|(Elm,AAAA,1)|(Oak,(BBBB,2),OAK)|(0.00,OPEN-ACCT,old)|alpha|O|[(1,(1,x),n1) (2,(2,y),n2)]"]
    );
}

#[test]
fn verify_tells_structures_that_someone_changed() {
    let host = machine(&[("in.dat", &records(&mut Dice::of(1), 20)), ("r.cpy", BOOK.as_bytes()), ("k.csv", CODES)]);
    host.put("m.yaml", format!("{HEAD}{NESTED}{TAIL}").into_bytes());
    let report = run_on(&host, 1, None).unwrap();
    let path = format!("{}/manifest.json", report.folder);
    let manifest: serde_json::Value = serde_json::from_slice(&host.content(&path).unwrap()).unwrap();
    for (place, value) in [
        ("/tables/0/structures", serde_json::json!(["home", "balance"])),
        ("/tables/0/lists/0/structures", serde_json::json!([])),
        ("/tables/0/columns/1/name", "street".into()),
    ] {
        let mut changed = manifest.clone();
        *changed.pointer_mut(place).unwrap_or_else(|| panic!("{place}: {manifest}")) = value;
        host.put(&path, serde_json::to_vec_pretty(&changed).unwrap());
        let found = verify(&host, report.folder.as_ref()).unwrap().findings;
        assert!(found.iter().any(|found| format!("{found:?}").contains("columns[")), "{place}: {found:?}");
    }
}

#[test]
fn refused_records_come_into_structures_and_into_no_others() {
    let host = machine(&[("in.dat", &records(&mut Dice::of(5), 40)), ("r.cpy", BOOK.as_bytes()), ("k.csv", CODES)]);
    let wide = NESTED.replace("[-900, 900]", "[-9999, 9999]");
    let replayed = |columns: &str| -> Result<Left, Problem> {
        host.put("m.yaml", format!("{HEAD}{NESTED}{TAIL}").into_bytes());
        run_on(&host, 1, Some(300)).unwrap();
        host.put("m.yaml", format!("{HEAD}{columns}{TAIL}").into_bytes());
        host.set_now(host.now().checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
        let request = Request { paths: vec!["m.yaml".into()], threads: Some(2), ..Request::default() };
        let asked = ReplayRequest { dir: "out".into(), request };
        let report = replay_in_sizes(&host, &asked, Sizes::default(), &|_| {})?;
        host.set_now(host.now().checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
        let verified = verify(&host, report.folder.as_ref()).unwrap();
        assert_eq!(verified.findings, []);
        Ok(left(&host, report))
    };
    let again = replayed(&wide).unwrap_or_else(|problem| panic!("{problem:?}"));
    let whole = of(&wide, TAIL, &host.content("in.dat").unwrap(), (1, None));
    let (mut found, mut wanted) = (rows(&again, "r"), rows(&whole, "r"));
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!(again.manifest["tables"][0]["columns"], whole.manifest["tables"][0]["columns"]);
    let refused = format!("{:?}", replayed(&FLAT.replace("[-900, 900]", "[-9999, 9999]")).err());
    assert!(refused.contains("ReplayChanges") && refused.contains("r.home"), "{refused}");
}

fn town(columns: &str) -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(town.path().join(name), bytes).unwrap();
    put("r.cpy", BOOK.as_bytes());
    put("k.csv", CODES);
    put("in.dat", &records(&mut Dice::of(7), 300));
    put("m.yaml", format!("{HEAD}{columns}{TAIL}").as_bytes());
    town
}

#[test]
fn check_the_field_map_and_explain_have_them() {
    let town = town(NESTED);
    // Lines are as wide as where they are read.
    let flat = |said: String| said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = flat(tumpline(town.path(), &["check", "m.yaml"]));
    for wanted in
        ["structure of record.home_address", "work.place", "structure of record.months.detail", "balance.amount"]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    tumpline(town.path(), &["check", "m.yaml", "--csv", "map.csv"]);
    let map = std::fs::read_to_string(town.path().join("map.csv")).unwrap();
    for wanted in ["home.street", "work.place.zip", "months.detail.spent", "Home"] {
        assert!(map.contains(wanted), "{wanted}: {map}");
    }
    tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
    tumpline(town.path(), &["verify", "out/current"]);
    let said = flat(tumpline(town.path(), &["explain", "out/current/data/r/part-00000.parquet", "--row", "3"]));
    for wanted in ["home.street", "work.capitals", "balance.state", "detail.spent"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
}

/// `make witnesses` installs pyarrow and `DuckDB` where this test looks for them; without them it says so.
#[test]
fn pyarrow_and_duckdb_see_in_structures_what_flat_columns_have() {
    let Some(mut python) = readers("structures") else { return };
    let (nested, flat) = (town(NESTED), town(FLAT));
    for town in [&nested, &flat] {
        tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
    }
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/lists/structures.py");
    let data = [&nested, &flat].map(|town| town.path().join("out/current/data/r"));
    let output: std::process::Output = Command::output(python.arg(program).args(data)).unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{told}");
}

//! `--round-trip`: what a run says of values that it encodes again.

use std::path::PathBuf;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use serde_json::Value;
use tumpline::run::{Request, run_in_blocks};

use crate::machine::{Left, left, machine};

const BOOK: &str = "
       01 REC.
          05 KEY-NO   PIC 9(4).
          05 AMOUNT   PIC S9(5)V99 COMP-3.
          05 BALANCE  PIC S9(5)V99.
          05 COUNTER  PIC S9(4) COMP.
          05 RATE     COMP-1.
          05 WORD     PIC X(6).
          05 MONTH    OCCURS 2.
             10 SPENT PIC S9(3) COMP-3.
";

const MAPPING: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: cp037
  copybook: REC.cpy
  defaults: {signs: any, on_blank: zero}
  fields: [{name: word, PERSONAL}]
table: rec
";

/// A record of canonical bytes with this number.
fn record(number: usize) -> Vec<u8> {
    let digits = |number: usize, width: usize| -> Vec<u8> {
        format!("{number:0width$}").bytes().map(|digit| digit - b'0' + 0xF0).collect()
    };
    let mut record = digits(number, 4);
    record.extend([0x00, 0x12, 0x34, if number.is_multiple_of(2) { 0x5C } else { 0x5D }]);
    record.extend(digits(number, 6));
    record.push(0xC0 | u8::try_from(number % 10).unwrap());
    record.extend([0x00, 0x2A, 0x42, 0x64, 0x00, 0x00]);
    record.extend([0xC1, 0xC2, 0x40, 0x40, 0x40, 0x40, 0x01, 0x0C, 0x02, 0x0D]);
    record
}

fn run(bytes: &[u8], personal: bool, round_trip: bool, block: Option<u64>) -> Left {
    let host = machine(&[("in.dat", bytes), ("REC.cpy", BOOK.as_bytes())]);
    let personal = if personal { "personal: true" } else { "trim: right" };
    host.put("m.yaml", MAPPING.replace("PERSONAL", personal).into_bytes());
    let (paths, out) = (vec![PathBuf::from("m.yaml")], "out".into());
    let request = Request { paths, out, threads: Some(2), round_trip, ..Request::default() };
    let report = run_in_blocks(&host, &request, block, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, []);
    left(&host, report)
}

/// What the evidence says of a field.
fn field<'l>(left: &'l Left, name: &str) -> &'l Value {
    let fields = left.manifest["mappings"][0]["round_trip"].as_array().unwrap();
    fields
        .iter()
        .find(|field| field["field"] == format!("record.{name}"))
        .unwrap_or_else(|| panic!("{name}: {fields:?}"))
}

/// Values that give the same bytes, and the others by their reason: `found` for `wanted`, how many, the first's number.
fn told(field: &Value) -> (u64, Vec<String>) {
    let reasons = field["reasons"].as_array().map(Vec::as_slice).unwrap_or_default();
    let said = |reason: &Value| {
        let signs = reason["found"].as_str().map(|found| format!(" {found}/{}", reason["wanted"].as_str().unwrap()));
        let (why, values) = (reason["why"].as_str().unwrap(), &reason["values"]);
        format!("{why}{} {values} @{}", signs.unwrap_or_default(), reason["first"][0]["record"])
    };
    (field["same"].as_u64().unwrap(), reasons.iter().map(said).collect())
}

#[test]
fn a_plus_of_a_packed_number_without_a_sign_is_taken_and_counted() {
    let book = b"       01 REC.\n          05 N PIC 9(3) COMP-3.\n";
    let host = machine(&[("in.dat", b"\x12\x3F\x12\x3C\x45\x6C"), ("REC.cpy", book)]);
    let mapping = format!("{}table: rec\n", MAPPING.split("  defaults").next().unwrap());
    host.put("m.yaml", mapping.into_bytes());
    let (paths, out) = (vec![PathBuf::from("m.yaml")], "out".into());
    let request = Request { paths, out, threads: Some(1), round_trip: true, ..Request::default() };
    let report = run_in_blocks(&host, &request, None, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    let left = left(&host, report);
    assert_eq!(left.manifest["tables"][0]["rows"], 3);
    assert_eq!(told(field(&left, "n")), (1, vec!["packed_sign C/F 2 @2".to_owned()]));
}

#[test]
fn canonical_records_differ_nowhere() {
    let bytes: Vec<u8> = (0..200).flat_map(record).collect();
    let left = run(&bytes, false, true, Some(256));
    let fields = left.manifest["mappings"][0]["round_trip"].as_array().unwrap();
    assert_eq!(fields.len(), 7);
    for field in fields {
        assert_eq!((&field["other"], &field["reasons"]), (&Value::from(0), &Value::Null), "{field}");
    }
    assert_eq!(told(field(&left, "month.spent")), (400, vec![]));
}

#[test]
fn each_planted_form_is_counted_and_named_where_it_stands_first() {
    let mut records: Vec<Vec<u8>> = (0..100).map(record).collect();
    for at in [10, 20, 30] {
        records[at][7] = 0x5F; // packed: F
    }
    records[11][4..8].copy_from_slice(&[0, 0, 0, 0x0D]); // minus zero
    records[12][4..8].fill(0x40); // blanks
    records[13][14] |= 0xF0; // zoned: F
    records[14][14] = 0xA0 | records[14][14] & 0xF; // zoned: A
    records[15][17..21].copy_from_slice(&[0x43, 0x06, 0x40, 0x00]);
    records[16][21..27].copy_from_slice(&[0xC1, 0x05, 0x40, 0x40, 0x40, 0x40]); // a tab behind a text
    records[17][28] = 0x0F;
    records[17][30] = 0x0B;
    for block in [None, Some(64), Some(500)] {
        let left = run(&records.concat(), false, true, block);
        let said = |name: &str| told(field(&left, name));
        let amount = ["packed_sign F/C 3 @11", "minus_zero 1 @12", "blanks 1 @13"].map(String::from).to_vec();
        assert_eq!(said("amount"), (95, amount));
        let balance = ["zoned_sign A/C 1 @15", "zoned_sign F/C 1 @14"].map(String::from).to_vec();
        assert_eq!(said("balance"), (98, balance));
        assert_eq!(said("rate"), (99, vec!["not_normalised 1 @16".into()]));
        assert_eq!(said("word"), (99, vec!["filled_tabs 1 @17".into()]));
        let spent = ["packed_sign B/D 1 @18", "packed_sign F/C 1 @18"].map(String::from).to_vec();
        assert_eq!(said("month.spent"), (198, spent));
        assert_eq!(said("counter"), (100, vec![]));
        let first = &field(&left, "amount")["reasons"][0]["first"];
        let numbers: Vec<u64> = first.as_array().unwrap().iter().map(|it| it["record"].as_u64().unwrap()).collect();
        assert_eq!(numbers, [11, 21, 31]);
        assert_eq!(field(&left, "amount")["first"]["offset"], 10 * records[0].len());
    }
}

#[test]
fn a_run_that_is_not_asked_says_nothing_and_writes_the_same_tables() {
    let bytes: Vec<u8> = (0..50).flat_map(record).collect();
    let (asked, other) = (run(&bytes, false, true, Some(256)), run(&bytes, false, false, Some(256)));
    assert_eq!(other.manifest["mappings"][0].get("round_trip"), None);
    assert_eq!(other.report.sources[0].round_trip, None);
    assert_eq!(asked.manifest["identity"], other.manifest["identity"]);
    assert!(asked.files == other.files);
}

#[test]
fn why_a_personal_value_differs_is_not_told() {
    let mut bytes = record(1);
    bytes[22] = 0x05;
    bytes[23] = 0x40;
    let left = run(&bytes, true, true, None);
    let word = field(&left, "word");
    assert_eq!((&word["other"], word.get("reasons")), (&Value::from(1), None));
    assert_eq!(word["first"]["record"], 1);
}

#[test]
fn what_is_declared_to_be_empty_has_no_bytes_and_cells_are_not_looked_at() {
    let host = machine(&[("in.txt", b"AB  \nXX  \n    \n")]);
    host.put(
        "m.yaml",
        b"tumpline: 1\nsource: {files: in.txt, format: fixed, encoding: ascii, fields: [{name: a, at: 1-4, null_if: [XX]}]}\ntable: t\n"
            .to_vec(),
    );
    let request = Request {
        paths: vec!["m.yaml".into()],
        out: "out".into(),
        threads: Some(1),
        round_trip: true,
        ..Request::default()
    };
    let report = run_in_blocks(&host, &request, None, &|_| {}).unwrap();
    let fields = report.sources[0].round_trip.clone().unwrap();
    assert_eq!((fields[0].same, fields[0].empty, fields[0].other), (2, 1, 0));

    let host = machine(&[("in.csv", b"a\nx\n")]);
    host.put(
        "m.yaml",
        b"tumpline: 1\nsource: {files: in.csv, format: delimited, encoding: ascii, delimiter: \",\", header: 1, fields: [{name: a, header: a}]}\ntable: t\n"
            .to_vec(),
    );
    let report = run_in_blocks(&host, &request, None, &|_| {}).unwrap();
    assert_eq!(report.sources[0].round_trip, Some(vec![]));
}

#[test]
fn a_zero_that_is_blank_when_zero_and_the_minus_of_a_float_give_their_bytes() {
    let book = "
       01 REC.
          05 BLANK-NO PIC 9(3) BLANK WHEN ZERO.
          05 NO       PIC 9(3).
          05 RATE     COMP-1.
          05 SHARE    COMP-1.
          05 WIDE     COMP-2.
";
    let minus = [0x80_u8, 0, 0, 0];
    let record = |digit: u8| [&[digit; 6][..], &minus, &minus, &minus, &[0; 4]].concat();
    let host = machine(&[("in.dat", &[record(0x40), record(0xF0)].concat()), ("REC.cpy", book.as_bytes())]);
    let share = "{name: share, type: \"decimal(9,2)\", round: half_up}";
    host.put("m.yaml", MAPPING.replace("{name: word, PERSONAL}", share).into_bytes());
    let (paths, out) = (vec![PathBuf::from("m.yaml")], "out".into());
    let request = Request { paths, out, threads: Some(1), round_trip: true, ..Request::default() };
    let left = left(&host, run_in_blocks(&host, &request, None, &|_| {}).unwrap());
    for (name, want) in [
        ("blank_no", (1, vec!["zeros 1 @2"])),
        ("no", (1, vec!["blanks 1 @1"])),
        ("rate", (2, vec![])),
        ("share", (0, vec!["minus_zero 2 @1"])),
        ("wide", (2, vec![])),
    ] {
        let (same, reasons) = told(field(&left, name));
        assert_eq!((same, reasons.iter().map(String::as_str).collect::<Vec<_>>()), want, "{name}");
    }
    // The table holds what the run says: the minus stands there.
    let part = left.files.iter().find(|(path, _)| path.starts_with("data/rec/")).unwrap().1;
    for batch in crate::tables::batches(part) {
        let [rate, wide] = ["rate", "wide"].map(|name| batch.column_by_name(name).unwrap());
        let rates = rate.as_primitive::<Float32Type>().iter().flatten();
        let mut wide = wide.as_primitive::<Float64Type>().iter().flatten();
        assert!(rates.map(f64::from).chain(wide.by_ref()).all(|zero| zero == 0.0 && zero.is_sign_negative()));
    }
}

/// What the program says on the terminal, on one line.
fn said(folder: &std::path::Path, words: &[&str]) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tumpline"));
    let output = command.args(words).current_dir(folder).env_remove("LC_ALL").env("LANG", "C").output().unwrap();
    let text = String::from_utf8([output.stderr, output.stdout].concat()).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn people_are_told_in_words_of_a_run_and_of_one_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut records: Vec<Vec<u8>> = (0..100).map(record).collect();
    records[10][7] = 0x5F;
    records[20][7] = 0x5F;
    records[20][17..21].copy_from_slice(&[0x43, 0x06, 0x40, 0x00]);
    for (name, bytes) in [
        ("in.dat", records.concat()),
        ("REC.cpy", BOOK.as_bytes().to_vec()),
        ("m.yaml", MAPPING.replace("PERSONAL", "trim: right").into_bytes()),
        ("same.yaml", MAPPING.replace("PERSONAL", "trim: right").replace("in.dat", "same.dat").into_bytes()),
        ("same.dat", records[..9].concat()),
        ("hidden.yaml", MAPPING.replace("name: word, PERSONAL", "name: amount, personal: true").into_bytes()),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let run = |mapping: &str, more: &[&str]| {
        said(folder.path(), &[&["run", mapping, "--out", "out", "--trial", "--round-trip"][..], more].concat())
    };
    let text = run("m.yaml", &[]);
    assert!(text.contains("Round trip: encoded again, 3 of 800 values give other bytes than were read"), "{text}");
    assert!(text.contains("packed sign F instead of C: 2 values; the first: in.dat, record 11"), "{text}");
    assert!(text.contains("hexadecimal float that is not normalised: 1 value"), "{text}");
    let text = run("same.yaml", &["--lang", "fr"]);
    assert!(text.contains("Aller-retour : 72 valeurs recodées de 7 champs redonnent les octets lus"), "{text}");
    let text = run("hidden.yaml", &[]);
    assert!(text.contains("record.amount other bytes: 2 values") && !text.contains("packed sign"), "{text}");

    let explain = |mapping: &str| said(folder.path(), &["explain", mapping, "--record", "21"]);
    let text = explain("m.yaml");
    assert!(text.contains("Second witness: 5 of 7 stored fields, encoded again, give the bytes"), "{text}");
    assert!(text.contains("`amount`: X'0012345F' would be X'0012345C' (packed sign F instead of C)"), "{text}");
    assert!(
        text.contains("`rate`: X'43064000' would be X'42640000' (hexadecimal float that is not normalised)"),
        "{text}"
    );
    let text = explain("hidden.yaml");
    assert!(text.contains("`amount`: other bytes (personal)") && !text.contains("0012345F"), "{text}");
}

#[test]
fn figures_that_cannot_be_are_found_when_a_run_is_verified() {
    use tumpline::evidence::manifest::{Manifest, RoundTripEvidence};
    use tumpline::evidence::verify::verify;

    type Change = fn(&mut RoundTripEvidence);

    let mut bytes: Vec<u8> = (0..20).flat_map(record).collect();
    bytes[7] = 0x5F;
    let host = machine(&[("in.dat", &bytes), ("REC.cpy", BOOK.as_bytes())]);
    host.put("m.yaml", MAPPING.replace("PERSONAL", "trim: right").into_bytes());
    let (paths, out) = (vec![PathBuf::from("m.yaml")], "out".into());
    let request = Request { paths, out, threads: Some(1), round_trip: true, ..Request::default() };
    let report = run_in_blocks(&host, &request, None, &|_| {}).unwrap();
    let path = format!("{}/manifest.json", report.folder);
    let whole = Manifest::from_json(&host.content(&path).unwrap()).unwrap();
    let place = |change: &dyn Fn(&mut Manifest)| {
        let mut manifest = whole.clone();
        change(&mut manifest);
        host.put(&path, manifest.to_json().unwrap().into_bytes());
        let found = verify(&host, report.folder.as_ref()).unwrap().findings;
        found.iter().map(|(code, args)| format!("{} {}", code.id(), args[0].plain())).collect::<Vec<_>>()
    };
    assert_eq!(place(&|_| ()), [""; 0]);
    let at = "TL0812 mappings[0].round_trip[1]";
    let of = |manifest: &mut Manifest| std::mem::take(&mut manifest.mappings[0].round_trip[1]);
    let cases: [(&str, Change); 4] = [
        ("", |one| one.same -= 1),
        (".reasons", |one| one.reasons[0].values += 1),
        (".first", |one| one.first = None),
        (".first", |one| one.reasons[0].first[0].record = 99),
    ];
    for (key, change) in cases {
        let found = place(&|manifest| {
            let mut one = of(manifest);
            change(&mut one);
            manifest.mappings[0].round_trip[1] = one;
        });
        assert_eq!(found, [format!("{at}{key}")]);
    }
}

//! How floats are made is told by what they come to, since all bytes decode in every format; where that tells nothing, so does the draft.

#![allow(
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "floats are what is tested"
)]

use std::process::Command;

use super::marked::hex;
use super::several::{drafted_by, text};

type Make = fn(f64) -> [u8; 4];

/// Base 16: 24 bits behind the point, the first four of them not all zero.
fn hexadecimal(value: f64) -> [u8; 4] {
    let mut exponent = 64_u32;
    let mut part = value;
    if value == 0.0 {
        return [0; 4];
    }
    while part >= 1.0 {
        part /= 16.0;
        exponent += 1;
    }
    while part < 1.0 / 16.0 {
        part *= 16.0;
        exponent -= 1;
    }
    let digits = (part * 16_777_216.0).round() as u32;
    ((exponent << 24) | digits).to_be_bytes()
}

fn ieee(value: f64) -> [u8; 4] {
    (value as f32).to_be_bytes()
}

fn ieee_little(value: f64) -> [u8; 4] {
    (value as f32).to_le_bytes()
}

const MADE: [(&str, Make); 3] = [("", hexadecimal), ("floats: ieee", ieee), ("dialect: micro-focus", ieee_little)];

const BOOK: &str = "
       01  RATE-REC.
           05  RATE-NO   PIC 9(6).
           05  SERVICE   PIC X(10).
           05  RATE      COMP-1.
";

fn records(make: Make, value: impl Fn(usize) -> f64, count: usize) -> Vec<Vec<u8>> {
    let one = |number: usize| [text(&format!("{number:06}{:<10}", "WATER")), make(value(number)).to_vec()].concat();
    (0..count).map(one).collect()
}

/// What is said, without the ends of its lines.
fn on_one_line(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Numbers that look as if drawn by lot, below one.
fn lot(number: usize) -> f64 {
    f64::from((number as u32).wrapping_mul(2_654_435_761)) / 4_294_967_296.0
}

#[test]
fn floats_that_people_wrote_are_read_in_the_format_in_which_they_are_simplest() {
    let folder = tempfile::tempdir().unwrap();
    let cents = |most: f64| move |number: usize| (lot(number) * most * 100.0).round().max(1.0) / 100.0;
    for (what, value) in [
        ("cents up to 20", &cents(20.0) as &dyn Fn(usize) -> f64),
        ("cents up to 90,000", &cents(90_000.0)),
        ("whole numbers", &|number| (lot(number) * 1_000.0).ceil()),
        ("rates", &|number| (lot(number) * 9_999.0).ceil() / 10_000.0),
    ] {
        for (want, make) in MADE {
            let (mapping, said) = drafted_by(BOOK, folder.path(), &records(make, value, 300), &[]);
            let line = mapping.lines().find(|line| line.starts_with("  copybook:")).unwrap();
            let is_right = if want.is_empty() { !line.contains('{') } else { line.contains(want) };
            assert!(is_right && !said.contains("TL0987"), "{what}, {want}: {line}\n{said}");
        }
    }
}

#[test]
fn floats_of_a_second_description_of_the_same_bytes_are_tried_in_every_format() {
    const BOOK: &str = "
       01  A-REC.
           05  REC-NO    PIC 9(6).
           05  REC-KIND  PIC X.
           05  BODY      PIC X(14).
           05  RATE-DATA REDEFINES BODY.
               10  SERVICE  PIC X(10).
               10  RATE     COMP-1.
           05  OWNER-DATA REDEFINES BODY.
               10  OWNER-NO PIC 9(8).
               10  BALANCE  PIC S9(9)V99 COMP-3.
";
    let folder = tempfile::tempdir().unwrap();
    for (want, make) in MADE {
        let record = |number: usize| {
            let head = text(&format!("{number:06}{}", if number.is_multiple_of(2) { 'R' } else { 'O' }));
            let rate = || [text(&format!("{:<10}", "WATER")), make((lot(number) * 9_000.0).ceil() / 100.0).to_vec()];
            let owner = || [text(&format!("{:08}", number * 7_919)), hex(&format!("{:011}C", number * 3_711))];
            [head, if number.is_multiple_of(2) { rate().concat() } else { owner().concat() }].concat()
        };
        let records: Vec<Vec<u8>> = (0..120).map(record).collect();
        let (mapping, said) = drafted_by(BOOK, folder.path(), &records, &[]);
        let line = mapping.lines().find(|line| line.starts_with("  copybook:")).unwrap();
        assert!(if want.is_empty() { !line.contains('{') } else { line.contains(want) }, "{want}: {mapping}");
        assert!(said.contains("120 rows in 2 tables"), "{said}");
    }
}

#[test]
fn floats_of_all_digits_that_two_formats_read_alike_are_doubted() {
    let folder = tempfile::tempdir().unwrap();
    for value in [
        // Base 16 with every bit by lot, within numbers that IEEE has as well.
        &(|number| 0.07 + lot(number) * 0.9 + lot(number * 7 + 3) / 70_000.0) as &dyn Fn(usize) -> f64,
        // Powers of two are such in both.
        &|number| 2_f64.powi((number % 14) as i32 - 3),
    ] {
        let (_, said) = drafted_by(BOOK, folder.path(), &records(hexadecimal, value, 120), &[]);
        let said = on_one_line(&said);
        let names_both = said.contains("floats: ieee") && said.contains("floats: hexadecimal");
        assert!(said.contains("TL0987") && names_both, "{said}");
    }
}

#[test]
fn a_run_whose_floats_look_as_nobody_writes_them_says_in_which_format_they_would_be_simple() {
    let folder = tempfile::tempdir().unwrap();
    let cents = |number: usize| (lot(number) * 90_000.0).ceil() / 100.0;
    std::fs::write(folder.path().join("r.cpy"), BOOK).unwrap();
    for (declared, key) in [("hexadecimal", ""), ("ieee", "floats: ieee, "), ("ieee-little", "floats: ieee-little, ")] {
        for ((_, make), own) in MADE.into_iter().zip(["hexadecimal", "ieee", "ieee-little"]) {
            std::fs::write(folder.path().join("r.dat"), records(make, cents, 200).concat()).unwrap();
            let mapping = format!(
                "tumpline: 1\nsource:\n  files: r.dat\n  format: cobol\n  encoding: cp037\n  copybook: {{{key}file: r.cpy}}\ntable: t\n"
            );
            std::fs::write(folder.path().join("m.yaml"), mapping).unwrap();
            for line in [&["run", "m.yaml", "--out", "out"][..], &["check", "m.yaml"]] {
                let program =
                    Command::new(env!("CARGO_BIN_EXE_tumpline")).args(line).current_dir(folder.path()).output();
                let said = on_one_line(&String::from_utf8_lossy(&program.unwrap().stderr));
                // Some of these bytes are no number in another format: then it is said in which way all are.
                let is_told = said.contains("TL0143") && said.contains(&format!("`floats: {own}`"));
                assert_eq!(is_told || said.contains("TL0133"), declared != own, "{line:?}, {declared}, {own}: {said}");
            }
        }
    }
}

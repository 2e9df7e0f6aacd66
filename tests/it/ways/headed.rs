//! A header, details and a trailer, in one batch or several: whatever the first and the last have in common with the others, each is read
//! by its own description, and no amount is lost.

use std::fmt::Write;
use std::path::Path;

use tumpline::cli::infer::ways::yaml;
use tumpline::cli::words::Language;
use tumpline::extractors::encoding::Encoding;
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::Answer;
use tumpline::run::report::Report;
use tumpline::run::{self, Request as RunRequest};

use super::doubts;
use super::random::word;
use super::wrong::{asked_in, write};
use crate::random::Dice;

/// How the copybook says which records are which.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// Records of level 01, each with a VALUE.
    Value,
    /// Groups that redefine one another, and names of level 88.
    Named,
    /// Records of level 01, and nothing.
    Nothing,
}

/// How records are told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ends {
    Fixed,
    Words,
    Blocks,
}

/// What stands in a record of this number.
type Bytes = Box<dyn Fn(usize, &Encoding) -> Vec<u8>>;

/// An item: its name, its picture, and what stands there in a record of this number.
struct Item {
    name: &'static str,
    picture: String,
    bytes: Bytes,
}

fn text(name: &'static str, width: usize, of: impl Fn(usize) -> String + 'static) -> Item {
    let bytes = move |number: usize, page: &Encoding| page.encode(&format!("{:<width$}", of(number))).unwrap();
    Item { name, picture: format!("X({width})"), bytes: Box::new(bytes) }
}

fn digits(name: &'static str, width: usize, of: impl Fn(usize) -> usize + 'static) -> Item {
    let bytes = move |number: usize, page: &Encoding| page.encode(&format!("{:0width$}", of(number))).unwrap();
    Item { name, picture: format!("9({width})"), bytes: Box::new(bytes) }
}

fn packed(name: &'static str, of: impl Fn(usize) -> usize + 'static) -> Item {
    let hex = |digits: &str, at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    let bytes = move |number: usize, _: &Encoding| {
        let digits = format!("{:011}C", of(number));
        (0..6).map(|at| hex(&digits, 2 * at)).collect()
    };
    Item { name, picture: "S9(9)V99 COMP-3".to_owned(), bytes: Box::new(bytes) }
}

/// The items of a header, details and a trailer.
fn items(dice: &mut Dice, rows: usize) -> [Vec<Item>; 3] {
    const NAMES: [&str; 5] = ["ROAD SALT", "TREMBLAY", "PUMP HOUSE", "ARENA", "LIBRARY AND HALL"];
    let date = || digits("H-DATE", 8, |_| 20_240_131);
    let from = |width| text("H-FROM", width, |_| "PORTAGE".to_owned());
    let head = match dice.below(5) {
        0 => vec![date()],
        1 => vec![from(20)],
        2 => vec![date(), from(10)],
        3 => vec![from(8), date()],
        _ => vec![date(), from(24)],
    };
    let wide = 16 + dice.below(40);
    let start = [7_000_000, 1, 20_240_000][dice.below(3)];
    let mut detail = vec![
        digits("D-NO", 8 + dice.below(3), move |number| start + number * 7),
        packed("D-AMT", |number| number * 3_711 % 900_000),
        text("D-NAME", wide, |number| NAMES[number % 5].to_owned()),
    ];
    if dice.one_in(3) {
        detail.swap(1, 2);
    }
    let mut trailer = vec![digits("T-ROWS", [4, 6, 8, 9][dice.below(4)], move |_| rows)];
    if dice.one_in(2) {
        trailer.push(packed("T-SUM", move |_| (0..rows).map(|number| number * 3_711 % 900_000).sum()));
    }
    [head, detail, trailer]
}

/// A copybook and a file of it: so many details in each of some batches.
pub struct Made {
    pub book: String,
    pub bytes: Vec<u8>,
}

const CODES: [&str; 3] = ["HD", "DT", "TR"];
const RECORDS: [&str; 3] = ["HEADER", "DETAIL", "TRAILER"];

pub fn made(dice: &mut Dice, (said, ends, page): (Said, Ends, &str), (batches, rows): (usize, usize)) -> Made {
    let encoding = Encoding::of(page).unwrap();
    let items = items(dice, rows);
    let bytes = |kind: usize, number: usize| -> Vec<u8> {
        let own = items[kind].iter().flat_map(|item| (item.bytes)(number, &encoding));
        encoding.encode(CODES[kind]).unwrap().into_iter().chain(own).collect()
    };
    let widths = [0, 1, 2].map(|kind| bytes(kind, 0).len());
    let widest = widths.into_iter().max().unwrap();
    let is_own = said != Said::Named && ends != Ends::Fixed;
    let mut book = String::new();
    if said == Said::Named {
        book += "       01  REC.\n           05  REC-TYPE  PIC X(2).\n";
        for (name, code) in RECORDS.iter().zip(CODES) {
            writeln!(book, "               88 IS-{name} VALUE '{code}'.").unwrap();
        }
        writeln!(book, "           05  BODY  PIC X({}).", widest - 2).unwrap();
    }
    for (kind, name) in RECORDS.iter().enumerate() {
        let level = match said {
            Said::Named => {
                writeln!(book, "           05  {name}-DATA REDEFINES BODY.").unwrap();
                10
            }
            said => {
                let value = if said == Said::Value { format!(" VALUE '{}'", CODES[kind]) } else { String::new() };
                writeln!(book, "       01  {name}.\n           05  {name}-TYPE  PIC X(2){value}.").unwrap();
                5
            }
        };
        for item in &items[kind] {
            writeln!(book, "             {level:02}  {}  PIC {}.", item.name, item.picture).unwrap();
        }
        let rest = if is_own { 0 } else { widest - widths[kind] };
        if rest > 0 {
            writeln!(book, "             {level:02}  FILLER  PIC X({rest}).").unwrap();
        }
    }
    let blank = encoding.encode(" ").unwrap()[0];
    let record = |kind: usize, number: usize| {
        let mut record = bytes(kind, number);
        record.resize(if is_own { record.len() } else { widest }, blank);
        record
    };
    let batch = || {
        let details = (0..rows).map(|number| record(1, number));
        std::iter::once(record(0, 0)).chain(details).chain([record(2, 0)]).collect::<Vec<_>>()
    };
    let records: Vec<Vec<u8>> = (0..batches).flat_map(|_| batch()).collect();
    Made { book, bytes: framed(&records, ends) }
}

fn framed(records: &[Vec<u8>], ends: Ends) -> Vec<u8> {
    let framed: Vec<Vec<u8>> = records.iter().map(|one| [word(one.len() + 4, true, 0), one.clone()].concat()).collect();
    let block = |block: &[Vec<u8>]| [word(block.concat().len() + 4, true, 0), block.concat()].concat();
    match ends {
        Ends::Fixed => records.concat(),
        Ends::Words => framed.concat(),
        Ends::Blocks => framed.chunks(13).flat_map(block).collect(),
    }
}

/// What a run of the draft does.
fn ran(folder: &Path, answer: &Answer) -> Report {
    let mapping = write(folder, "drafted.yaml", yaml(Language::En, answer).as_bytes());
    let request = RunRequest { paths: vec![mapping], out: folder.join("out"), trial: true, ..RunRequest::default() };
    run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"))
}

/// The sum of the details' amounts, as it is in what a run loads.
fn sum(report: &Report) -> Option<String> {
    let totals = report.tables.iter().flat_map(|table| &table.totals);
    totals.filter(|(name, _)| name == "d_amt").map(|(_, sum)| sum.clone()).next()
}

#[test]
fn a_header_and_a_trailer_are_no_details_and_details_are_neither() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(18);
    let rounds = std::env::var("TUMPLINE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(24);
    for round in 0..rounds {
        let said = [Said::Value, Said::Named, Said::Nothing][round % 3];
        let ends = [Ends::Fixed, Ends::Words, Ends::Blocks, Ends::Fixed][dice.below(4)];
        let page = ["cp037", "cp1252"][dice.below(2)];
        let (batches, rows) = [(1, 200), (1, 30), (5, 40), (1, 600)][dice.below(4)];
        let Made { book, bytes } = made(&mut dice, (said, ends, page), (batches, rows));
        let answer = asked_in(folder.path(), &book, &bytes);
        let report = ran(folder.path(), &answer);
        let cents: usize = batches * (0..rows).map(|number| number * 3_711 % 900_000).sum::<usize>();
        let (loaded, refused) = (report.sources[0].loaded, report.sources[0].rejected);
        let what = format!("{round} {said:?} {ends:?} {page} {batches} × {rows}\n{book}\n{}", answer.draft.text());
        let is_right = sum(&report) == Some(format!("{}.{:02}", cents / 100, cents % 100));
        if said == Said::Nothing {
            assert!(is_right || refused > 0 || !doubts(&answer).is_empty(), "{what}");
            continue;
        }
        let (all, one) = ((batches * rows) as u64, batches as u64);
        let of_tables: Vec<u64> = report.tables.iter().map(|table| table.rows).collect();
        assert!(is_right && refused == 0 && doubts(&answer).is_empty(), "{:?} {refused} {what}", doubts(&answer));
        assert_eq!((of_tables, loaded), (vec![one, all, one], all + 2 * one), "{what}");
    }
}

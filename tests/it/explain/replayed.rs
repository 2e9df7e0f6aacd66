//! Records that were edited among the refused ones and run again: `explain` reads the bytes that the run read.

use std::collections::BTreeMap;
use std::path::Path;

use tumpline::cli::diagnostics::Drawing;
use tumpline::cli::explain::{View, text};
use tumpline::cli::layout;
use tumpline::cli::words::{Language, spaced};
use tumpline::host::Host;
use tumpline::host::fake::FakeHost;
use tumpline::inspect::explain::record::{Edit, Fate, Said};
use tumpline::inspect::explain::{Ask, Explained, Which};
use tumpline::run::replay::{ReplayRequest, replay_in_sizes};
use tumpline::run::report::Report;
use tumpline::run::{Request, Sizes};

use super::{ask, asked, refused};
use crate::machine::{machine, run_on};
use crate::random::Dice;

const LINES: &str = "tumpline: 1
source:
  files: in/*.txt
  format: fixed
  encoding: ascii
  records: {end: newline, short: pad}
  fields:
    - {name: id, at: 1-3, type: int32}
    - {name: amount, at: 4-9, type: 'decimal(6,2)', decimal: '.'}
    - {name: name, at: 10-14}
table: t
limits: {rejects: 99}
columns: [{name: id}, {name: amount}, {name: name, one_of: [ann, bob, eve]}]
";

const TEXT: &str = "001001.00ann  \n002x02.00bob  \n003003.00zed  \n004004.00eve  \n";

fn town(mapping: &str, text: &str) -> (FakeHost, Report) {
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("in/a.txt", text.as_bytes())]);
    let report = run_on(&host, 2, None).unwrap_or_else(|problem| panic!("{problem:?}"));
    (host, report)
}

fn raw(report: &Report) -> String {
    format!("{}/rejects/m.raw", report.folder)
}

/// Replays the output folder with these bytes in place of what the run refused.
fn edited(host: &FakeHost, report: &Report, bytes: &str) -> Report {
    host.put(raw(report), bytes.as_bytes().to_vec());
    host.set_now(host.now().checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
    let request = Request { paths: vec!["m.yaml".into()], threads: Some(2), ..Request::default() };
    let asked = ReplayRequest { dir: "out".into(), request };
    replay_in_sizes(host, &asked, Sizes::default(), &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn of(host: &FakeHost, which: Which, number: u64) -> Explained {
    asked(host, &ask("out", which, number))
}

fn edits(found: &Explained) -> &[Edit] {
    found.run.as_ref().map_or(&[], |run| &run.edits)
}

fn bytes(found: &[Option<u8>]) -> String {
    found.iter().map(|byte| byte.map_or('·', char::from)).collect()
}

/// Its bytes now, and those before each edit with what refused them.
fn told(found: &Explained) -> (String, Vec<(String, Vec<&'static str>)>) {
    let before = edits(found).iter().map(|edit| {
        let codes = edit.findings.iter().map(|one| one.code.id()).collect();
        (bytes(&edit.bytes), codes)
    });
    (bytes(&found.record.bytes), before.collect())
}

fn loaded(found: &Explained) -> bool {
    matches!(found.record.fate, Fate::Loaded(_) | Fate::Joined(_))
}

/// All rows of the table of a run: id, part, and number in it.
fn rows(host: &FakeHost, report: &Report, table: &str) -> Vec<(String, String, u64)> {
    let within = format!("{}/data/{table}/", report.folder);
    let mut rows = Vec::new();
    for path in host.files().into_iter().filter(|path| path.starts_with(&within)) {
        for batch in crate::tables::batches(&host.content(&path).unwrap()) {
            let id = batch.column(0);
            rows.extend((0..batch.num_rows()).map(|row| (crate::tables::cell(id, row), path.clone(), row as u64 + 1)));
        }
    }
    rows
}

#[test]
fn a_repaired_row_is_explained_by_the_bytes_that_it_came_from() {
    let (host, base) = town(LINES, TEXT);
    let replay = edited(&host, &base, "002002.50bob  \n003003.75zed  \n");
    // A row that was repaired, and one of the base.
    for (id, part, number) in rows(&host, &replay, "t") {
        let found = asked(&host, &ask(part.as_str(), Which::Row, number));
        let run = found.run.as_ref().unwrap();
        assert!(loaded(&found) && !run.row_differs && run.lost.is_none() && run.source.is_none(), "{id}: {run:?}");
        let row = &found.record.tables[0].rows[0];
        assert_eq!((&row.columns[0].value, row.asked), (&Said::Text(id.clone()), true));
        let want = match id.as_str() {
            "2" => ("002002.50bob  ", vec![("002x02.00bob  ".to_owned(), vec!["TL0202"])]),
            "1" => ("001001.00ann  ", vec![]),
            _ => ("004004.00eve  ", vec![]),
        };
        assert_eq!(told(&found), (want.0.to_owned(), want.1), "{id}");
    }
    // The same record by its number, and by each of its bytes in the source.
    for (which, number) in [(Which::Record, 2), (Which::At, 15), (Which::At, 28), (Which::At, 29)] {
        let found = of(&host, which, number);
        assert_eq!((found.record.number, found.record.offset, loaded(&found)), (2, 15, true), "{which:?} {number}");
        let [edit] = edits(&found) else { panic!("{found:?}") };
        assert_eq!((&edit.refused_by, &edit.read_by), (&base.run, &replay.run));
        assert_eq!((edit.raw.as_str(), &edit.differs), (raw(&base).as_str(), &vec![(3, 4), (7, 8)]));
    }
    // What was edited and is refused still.
    for (which, number) in [(Which::Reject, 1), (Which::Record, 3), (Which::At, 30)] {
        let found = of(&host, which, number);
        assert_eq!((found.record.number, &found.record.fate), (3, &Fate::Refused), "{which:?}");
        assert_eq!(told(&found).0, "003003.75zed  ");
        assert_eq!(told(&found).1, [("003003.00zed  ".to_owned(), vec!["TL0305"])]);
        let codes: Vec<_> = found.run.iter().flat_map(|run| &run.findings).map(|one| one.code.id()).collect();
        assert_eq!(codes, ["TL0305"]);
    }
    assert_eq!(told(&of(&host, Which::Record, 4)), ("004004.00eve  ".to_owned(), vec![]));
    // The run that is mended has what it refused.
    let before = asked(&host, &ask(base.folder.as_str(), Which::Reject, 1));
    assert_eq!((told(&before), before.record.fate), (("002x02.00bob  ".to_owned(), vec![]), Fate::Refused));
}

#[test]
fn each_edit_of_a_chain_of_replays_is_told() {
    let (host, base) = town(LINES, TEXT);
    let first = edited(&host, &base, "002002.50bob  \n003003.75zed  \n");
    let second = edited(&host, &first, "003003.75eve\n");
    let found = of(&host, Which::Record, 3);
    let before = |bytes: &str| (bytes.to_owned(), vec!["TL0305"]);
    assert_eq!(told(&found), ("003003.75eve".to_owned(), vec![before("003003.75zed  "), before("003003.00zed  ")]));
    let runs: Vec<_> = edits(&found).iter().map(|edit| [edit.refused_by.as_str(), edit.read_by.as_str()]).collect();
    assert_eq!(runs, [[&first.run, &second.run], [&base.run, &first.run]].map(|run| run.map(String::as_str)));
    assert_eq!((found.record.length, found.record.source_length, loaded(&found)), (12, Some(14), true));
    let spans: Vec<_> = edits(&found).iter().map(|edit| edit.differs.clone()).collect();
    assert_eq!(spans, [vec![(9, 14)], vec![(7, 9)]]);
    // Repaired two runs before.
    let found = of(&host, Which::Record, 2);
    assert_eq!((told(&found).0.as_str(), edits(&found)[0].read_by.as_str()), ("002002.50bob  ", first.run.as_str()));
    // In the first of the two it is refused.
    let found = asked(&host, &ask(first.folder.as_str(), Which::Record, 3));
    assert_eq!((told(&found).0.as_str(), &found.record.fate), ("003003.75zed  ", &Fate::Refused));
    // It needs no source.
    host.remove_file("in/a.txt".as_ref()).unwrap();
    assert!(loaded(&of(&host, Which::Record, 3)) && loaded(&of(&host, Which::Record, 2)));
    assert_eq!(refused(&host, &ask("out", Which::Record, 4)), ["TL0805 in/a.txt"]);
    // What nobody edits any more: the second run has the record, the first was given other bytes since.
    host.put(raw(&first), "003009.99eve\n");
    let gone = refused(&host, &ask("out", Which::Record, 3));
    assert!(gone[0].starts_with("TL0957") && gone[0].ends_with("/rejects/m.raw edited"), "{gone:?}");
    assert!(loaded(&of(&host, Which::Record, 2)));
}

#[test]
fn what_became_longer_takes_no_byte_of_the_next_record() {
    let (host, base) = town(LINES, TEXT);
    let replay = edited(&host, &base, "002002.50bob  \n003003.75zed  and more\n");
    edited(&host, &replay, "003003.75zed  and more than that\n");
    for (number, record) in [(30, 3), (44, 3), (45, 4), (46, 4), (60, 4)] {
        let found = of(&host, Which::At, number.min(59));
        assert_eq!((found.record.number, edits(&found).len()), (record, if record == 3 { 2 } else { 0 }), "{number}");
    }
}

#[test]
fn a_run_that_is_gone_is_told_of() {
    let (host, base) = town(LINES, TEXT);
    let first = edited(&host, &base, "002002.50bob  \n003003.75zed  \n");
    host.remove_file(format!("{}/manifest.json", base.folder).as_ref()).unwrap();
    let found = of(&host, Which::Record, 2);
    assert_eq!(found.run.as_ref().and_then(|run| run.lost.clone()), Some(base.run));
    // What is refused still stands in the run itself.
    let found = of(&host, Which::Record, 3);
    assert_eq!(told(&found), ("003003.75zed  ".to_owned(), vec![]), "{}", first.run);
}

#[test]
fn personal_values_are_left_out_of_what_was_edited() {
    let mapping = LINES.replace("{name: name, at: 10-14}", "{name: name, at: 10-14, personal: true}");
    let (host, base) = town(&mapping, TEXT);
    edited(&host, &base, "002x02.00bob  \n003003.00anne \n");
    let found = asked(&host, &Ask { show_personal: false, ..ask("out", Which::Record, 3) });
    let [edit] = edits(&found) else { panic!("{found:?}") };
    assert_eq!((bytes(&edit.bytes), edit.length), ("003003.00·····".to_owned(), 14));
    let said = drawn(&found, Language::En, true);
    assert!(said.contains("Before it was edited") && !said.contains("zed") && !said.contains("7A 65"), "{said}");
}

fn drawn(found: &Explained, language: Language, all: bool) -> String {
    let drawing = Drawing { language, colour: false, width: 80 };
    let said = spaced(language, &text(View { drawing, all }, found));
    // Paths are as long as they are.
    let long = said.lines().find(|line| layout::length(line) > 80 && !line.contains("/rejects/"));
    assert!(!said.contains('{') && long.is_none(), "{long:?}\n{said}");
    said
}

#[test]
fn people_see_what_the_record_was_and_where_it_was_edited() {
    let (host, base) = town(LINES, TEXT);
    let replay = edited(&host, &base, "002002.50bob  \n003003.75zed  \n");
    let found = of(&host, Which::Record, 2);
    let said = drawn(&found, Language::En, false);
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = format!("Its bytes are not those of the source: run {} read them as they were edited", replay.run);
    assert!(flat.contains(&first) && flat.contains(&raw(&base)), "{said}");
    let heading = format!("Before it was edited, as run {} refused it\n  TL0202  record.amount: ", base.run);
    assert!(said.contains(&heading), "{said}");
    assert!(said.contains("        1  30 30 32 78 30 32 2E 30 30 62 6F 62 20 20        002x02.00bob"), "{said}");
    assert!(said.contains("\n                    ^^          ^^\n"), "{said}");
    let said = drawn(&found, Language::Fr, false);
    assert!(said.contains("Avant sa modification, tel que l’exécution"), "{said}");
    // What became shorter.
    let second = edited(&host, &replay, "003003.75eve\n");
    let said = drawn(&of(&host, Which::Record, 3), Language::En, false);
    assert!(said.contains("It had 14 bytes, and has 12 now.") && said.contains(&second.run), "{said}");
}

#[test]
fn a_child_is_explained_under_the_parent_that_was_edited() {
    let text = "H0000011\nD000100100\nH000002x\nD000200200\nAone      \nD0003003x0\n";
    let (host, base) = town(include_str!("../mappings/parents.yaml"), text);
    let replay = edited(&host, &base, "H0000022\nD000200200\nAone      \nD0003003x0\n");
    let found = of(&host, Which::Record, 4);
    let parent = &found.record.parents[0];
    assert_eq!((parent.place.record, parent.place.refused), (3, false));
    assert_eq!(parent.fields[1], ("flag".into(), Said::Text("2".into())));
    assert!(loaded(&found) && edits(&found).is_empty(), "{found:?}");
    assert!(loaded(&of(&host, Which::Record, 5)));
    assert_eq!(told(&of(&host, Which::Record, 3)).1[0].0, "H000002x");
    // The next one is refused still, and its parent, which was loaded, is the edited one.
    edited(&host, &replay, "D000300300\n");
    let found = of(&host, Which::Record, 6);
    assert_eq!((loaded(&found), found.record.parents[0].place.record), (true, 3));
    assert_eq!(found.record.parents[0].fields[1].1, Said::Text("2".into()));
    assert_eq!(told(&found).1.len(), 1);
}

#[test]
fn records_that_say_how_long_they_are_and_rows_of_cells_are_explained_as_edited() {
    let rdw = "tumpline: 1
source: {files: in/a.txt, format: fixed, encoding: ascii, records: {end: {rdw: big}, short: pad}, fields: [{name: id, at: 1-2, type: int32}, {name: rest, at: 3-6}]}
table: t
limits: {rejects: 9}
";
    let record = |text: &str| format!("\0{}\0\0{text}", char::from(u8::try_from(text.len() + 4).unwrap()));
    let (host, base) = town(rdw, &["01ab", "x2cd", "03ef"].map(record).concat());
    let first = edited(&host, &base, &record("y2cdef"));
    let found = of(&host, Which::Reject, 1);
    assert_eq!((found.record.length, edits(&found)[0].differs.as_slice()), (10, [(1, 8)].as_slice()));
    edited(&host, &first, &record("02c"));
    let found = of(&host, Which::Record, 2);
    let want = ["y2cdef", "x2cd"].map(|text| (record(text), vec!["TL0202"]));
    assert_eq!((loaded(&found), told(&found)), (true, (record("02c"), want.to_vec())));
    assert_eq!(
        (&found.record.fields[1].spans, &found.record.fields[1].value),
        (&vec![(6, 7)], &Said::Text("c".into()))
    );
    let csv = "tumpline: 1
source: {files: in/a.txt, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: id, type: int32}, {name: name}]}
table: t
limits: {rejects: 9}
";
    let (host, base) = town(csv, "id,name\n1,ann\nx,\"b\no\"\"b\"\n3,eve\ny,zed\n");
    edited(&host, &base, "2,\"bo\n\nb\"\ny,zed\n");
    let found = of(&host, Which::Record, 3);
    assert_eq!((loaded(&found), told(&found).1), (true, vec![("x,\"b\no\"\"b\"".to_owned(), vec!["TL0202"])]));
    assert_eq!(found.record.fields[1].value, Said::Text("bo\n\nb".into()));
    assert_eq!(found.record.fields[1].at, tumpline::inspect::explain::record::FieldAt::Header("name".into(), Some(2)));
    let still = of(&host, Which::Reject, 1);
    assert_eq!((still.record.number, still.record.line, told(&still)), (5, Some(6), ("y,zed".to_owned(), vec![])));
}

/// Lines as a file has them.
fn whole<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.map(|line| line.to_owned() + "\n").collect()
}

/// Whatever was edited in whatever replay: each record is what the run that is asked has of it.
#[test]
fn random_chains_explain_every_record_as_the_run_has_it() {
    let name = |dice: &mut Dice| dice.pick(&["ann", "bob", "zed", "cy"]);
    let mut repaired = 0;
    for seed in 0..12 {
        let mut dice = Dice::of(seed);
        let line = |dice: &mut Dice, id: usize| format!("{id:03}{:06}{:5}", format!("{id:03}.00"), name(dice));
        let mut lines: BTreeMap<usize, String> = (1..=9).map(|id| (id, line(&mut dice, id))).collect();
        let text = whole(lines.values().map(String::as_str));
        let (host, mut report) = town(LINES, &text);
        let is_bad = |line: &str| line.contains("zed") || line.contains("cy");
        let mut were_edited = std::collections::BTreeSet::new();
        for _ in 0..3 {
            let refused: Vec<usize> = lines.iter().filter(|(_, line)| is_bad(line)).map(|(id, _)| *id).collect();
            if refused.is_empty() {
                break;
            }
            for id in &refused {
                let now = line(&mut dice, *id);
                if lines[id] != now {
                    were_edited.insert(*id);
                }
                lines.insert(*id, now);
            }
            let bytes = whole(refused.iter().map(|id| lines[id].as_str()));
            report = edited(&host, &report, &bytes);
        }
        for (id, line) in &lines {
            let found = asked(&host, &ask(report.folder.as_str(), Which::Record, *id as u64));
            assert_eq!((bytes(&found.record.bytes).as_str(), loaded(&found)), (line.as_str(), !is_bad(line)), "{seed}");
            assert_eq!(!edits(&found).is_empty(), were_edited.contains(id), "{seed}: {id}");
        }
        for (id, part, number) in rows(&host, &report, "t") {
            let found = asked(&host, &ask(part.as_str(), Which::Row, number));
            let id: usize = id.parse().unwrap();
            assert_eq!((bytes(&found.record.bytes), loaded(&found)), (lines[&id].clone(), true), "{seed}");
            repaired += usize::from(were_edited.contains(&id));
        }
        assert!(Path::new(&report.folder).starts_with("out"));
    }
    assert!(repaired > 5, "{repaired}");
}

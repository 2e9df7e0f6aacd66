//! Copybooks whose items have the names that a draft gives to keys and numbers, that the language has words for, or that
//! differ in nothing but a hyphen: whatever they are, the draft loads every element under its record's key and its numbers.

use std::fmt::Write;
use std::path::Path;

use super::{town, tumpline};
use crate::alike::rows;
use crate::machine::run;
use crate::random::Dice;

const NAMES: [&str; 30] = [
    "NUMBER",
    "number-number",
    "LINE",
    "LINE-NUMBER",
    "LINE_NUMBER",
    "LINE-ELEMENT",
    "LINE-NUMBER-2",
    "RECORD",
    "RECORD-NUMBER",
    "RECORD-SEQ",
    "RECORD-2",
    "KEY",
    "ID",
    "SEQ",
    "R",
    "R-LINE",
    "NULL",
    "true",
    "ON",
    "From",
    "COLUMNS",
    "1E5",
    "-FILE",
    "_OFFSET",
    ":TAG:-LINE",
    "A.B",
    "DÉTAIL",
    "AN-ITEM-WITH-A-NAME-THAT-IS-LONGER-THAN-ANY-COMPILER-TAKES-IT-TO-BE-1",
    "AN-ITEM-WITH-A-NAME-THAT-IS-LONGER-THAN-ANY-COMPILER-TAKES-IT-TO-BE-2",
    "FILLER",
];

/// What OCCURS: elements, and in each of them items of two characters and tables.
struct Table {
    times: usize,
    parts: Vec<Part>,
}

enum Part {
    /// Whether it has a name.
    Item(bool),
    Table(Table),
}

/// A record: its copybook, and the tables of it.
struct Made {
    book: String,
    /// Fields of four digits before the tables.
    singles: usize,
    tables: Vec<Table>,
}

fn entry(book: &mut String, level: usize, name: &str, clauses: &str) {
    writeln!(book, "           {level:02}  {name} {clauses}.").unwrap();
}

fn table(dice: &mut Dice, book: &mut String, level: usize) -> Table {
    let times = 1 + dice.below(3);
    entry(book, level, dice.pick(&NAMES), &format!("OCCURS {times}"));
    let mut parts = Vec::new();
    for _ in 0..=dice.below(3) {
        if level < 15 && dice.one_in(3) {
            parts.push(Part::Table(table(dice, book, level + 5)));
        } else {
            let name = dice.pick(&NAMES);
            entry(book, level + 5, name, "PIC X(2)");
            parts.push(Part::Item(name != "FILLER"));
        }
    }
    Table { times, parts }
}

impl Made {
    fn of(dice: &mut Dice) -> Self {
        let mut book =
            format!("       01  {}.\n           05  SEQ PIC 9(4).\n", dice.pick(&["R", "RECORD", "LINE", "FILLER"]));
        let singles = dice.below(4);
        for _ in 0..singles {
            let name = dice.pick(&NAMES[..NAMES.len() - 1]);
            entry(&mut book, 5, name, "PIC 9(4)");
        }
        let tables = (0..=dice.below(2)).map(|_| table(dice, &mut book, 5)).collect();
        Self { book, singles: singles + 1, tables }
    }

    /// So many records, and the rows of each table with an item that has a name, in the order of the text.
    fn written(&self, dice: &mut Dice, records: usize) -> (String, Vec<Vec<String>>) {
        let mut written = Written { dice, text: String::new(), rows: Vec::new() };
        for record in 1..=records {
            written.text += &format!("{record:04}").repeat(self.singles);
            let mut next = 0;
            for table in &self.tables {
                written.table(table, &[record], &mut next);
            }
        }
        (written.text, written.rows.into_iter().filter(|(named, _)| *named).map(|(_, rows)| rows).collect())
    }
}

struct Written<'d> {
    dice: &'d mut Dice,
    text: String,
    /// Of each table, whether an item of it has a name.
    rows: Vec<(bool, Vec<String>)>,
}

impl Written<'_> {
    /// A table in these elements of those around it; `next` is its number in the order of the text.
    fn table(&mut self, table: &Table, numbers: &[usize], next: &mut usize) {
        let own = *next;
        if self.rows.len() == own {
            self.rows.push((table.parts.iter().any(|part| matches!(part, Part::Item(true))), Vec::new()));
        }
        let mut behind = own + 1;
        for element in 1..=table.times {
            let numbers = [numbers, &[element]].concat();
            let mut row: Vec<String> = numbers.iter().map(usize::to_string).collect();
            behind = own + 1;
            for part in &table.parts {
                match part {
                    Part::Table(inner) => self.table(inner, &numbers, &mut behind),
                    Part::Item(named) => {
                        let text = if *named { format!("{:02}", self.dice.below(100)) } else { "  ".to_owned() };
                        self.text += &text;
                        row.extend(named.then_some(text));
                    }
                }
            }
            self.rows[own].1.push(row.join("|"));
        }
        *next = behind;
    }
}

/// The tables of a draft that are made of elements.
fn tables(draft: &str) -> Vec<String> {
    let name = |line: &str| line.trim().strip_prefix("- table: ").map(|name| name.trim_matches('"').to_owned());
    let lines: Vec<&str> = draft.lines().collect();
    let of_elements = lines.windows(3).filter(|three| {
        three[1..].iter().any(|line| line.contains("from: record.") || line.contains("from: \"record."))
    });
    let mut names: Vec<String> = of_elements.filter_map(|three| name(three[0])).collect();
    names.dedup();
    names
}

/// A draft is accepted without a word, and loads every row of every table.
fn loads(name: &str, (made, draft): (&Made, &str), (text, want): (&str, &[Vec<String>])) {
    let left = run(draft, &[("in.dat", text.as_bytes()), ("b.cpy", made.book.as_bytes())], 1, None);
    assert_eq!(left.report.sources[0].rejected, 0, "{name}: {draft}");
    let names = tables(draft);
    assert_eq!(names.len(), want.len(), "{name}: {draft}");
    for (table, want) in names.iter().zip(want) {
        assert_eq!(rows(&left, table), *want, "{name} {table}:\n{}\n{draft}", made.book);
    }
}

/// What a command that writes `m.yaml` has drafted, and what `check` says of it.
fn drafted(town: &Path, line: &[&str]) -> String {
    let (_, said, code) = tumpline(town, &[line, &["--out", "m.yaml"]].concat());
    let book = || std::fs::read_to_string(town.join("b.cpy")).unwrap();
    assert_eq!(code, 0, "{said}\n{}", book());
    let draft = std::fs::read_to_string(town.join("m.yaml")).unwrap();
    let (_, said, code) = tumpline(town, &["check", "m.yaml"]);
    // What COPY has to fill in is a doubt of its own.
    let doubts = said.matches("[TL").count() - said.matches("[TL0091]").count();
    assert!(code == 0 && doubts == 0, "{said}\n{}\n{draft}", book());
    draft
}

#[test]
fn whatever_items_are_called_a_draft_loads_each_element_under_its_key_and_its_numbers() {
    for seed in 0..60 {
        let dice = &mut Dice::of(seed);
        let made = Made::of(dice);
        let (text, want) = made.written(dice, 3);
        let town = town(&made.book);
        std::fs::write(town.path().join("in.dat"), &text).unwrap();
        let line = ["copybook", "b.cpy", "--mapping", "--dialect", "gnucobol", "--files", "in.dat"];
        loads(&seed.to_string(), (&made, &drafted(town.path(), &line)), (&text, &want));
    }
}

#[test]
fn so_does_the_draft_of_a_file_and_its_copybook() {
    for seed in 0..6 {
        let dice = &mut Dice::of(seed);
        let made = Made::of(dice);
        let (text, want) = made.written(dice, 40);
        let town = town(&made.book);
        std::fs::write(town.path().join("in.dat"), &text).unwrap();
        let draft = drafted(town.path(), &["infer", "in.dat", "--copybook", "b.cpy"]);
        loads(&seed.to_string(), (&made, &draft), (&text, &want));
    }
}

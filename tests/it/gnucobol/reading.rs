//! What Tumpline makes of a file: rows of each table, beside what the program that wrote it says of the same items.

use std::collections::BTreeMap;
use std::fmt::Write;

use arrow_array::RecordBatch;
use tumpline::run::report::Outcome;

use super::flavour::Flavour;
use super::item::{Holds, Item};
use super::layouts::{Kind, Layout};
use super::program::{Chapter, width};
use super::values::{Filled, Given, Stands, float, plain};
use crate::machine::{Left, run};
use crate::tables::{batches, cell};

/// Rows of a table: which element of each table around it, and its fields.
type Rows = Vec<(Vec<u32>, BTreeMap<String, Stands>)>;

fn field(name: &str) -> String {
    name.to_ascii_lowercase().replace('-', "_")
}

fn table_name(kind: &Kind, table: Option<&str>) -> String {
    let kind = kind.letter.to_ascii_lowercase();
    table.map_or_else(|| format!("kind_{kind}"), |table| format!("{}_of_{kind}", field(table)))
}

/// The mapping of a layout: a kind for each description, a table for each kind and each item that occurs in it.
pub fn mapping(layout: &Layout, flavour: &Flavour) -> String {
    let mut text = format!(
        "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: latin1\n  copybook: {{file: r.cpy, {}}}\n  defaults: {{on_blank: empty, on_low_values: empty, on_high_values: empty}}\n  records:\n{}    kinds:\n",
        flavour.copybook(),
        flavour.end()
    );
    let name = |kind: &Kind| format!("kind{}", kind.letter.to_ascii_lowercase());
    for kind in &layout.kinds {
        let chosen = kind.chosen.as_ref().map(|name| format!(", redefinition: {name}")).unwrap_or_default();
        writeln!(text, "      - {{name: {}, when: {{at: 1, is: {}}}{chosen}}}", name(kind), kind.letter).unwrap();
    }
    text += "tables:\n";
    for kind in &layout.kinds {
        let mut tables = vec![(Vec::new(), Vec::new())];
        collect(&layout.record, kind, &[], &mut tables);
        for (around, fields) in &tables {
            let (last, from) = match around.last() {
                Some(last) => (Some(*last), format!("{}.{}", name(kind), field(last))),
                None => (None, name(kind)),
            };
            writeln!(text, "  - table: {}\n    from: {from}\n    columns:", table_name(kind, last)).unwrap();
            for (at, table) in around.iter().enumerate() {
                let of = if at + 1 == around.len() { String::new() } else { field(table) + "." };
                writeln!(text, "      - {{name: at_{at}, from: {of}number}}").unwrap();
            }
            for one in fields {
                writeln!(text, "      - {{name: {}}}", field(one)).unwrap();
            }
        }
    }
    text
}

/// The tables of a kind: what stands around them with themselves, and their fields.
fn collect<'l>(item: &'l Item, kind: &Kind, around: &[&'l str], tables: &mut Vec<(Vec<&'l str>, Vec<&'l str>)>) {
    let Some(name) = item.name.as_deref() else { return };
    if kind.others.iter().any(|other| other == name) {
        return;
    }
    let mut inside = around.to_vec();
    if item.occurs.is_some() {
        inside.push(name);
        tables.push((inside.clone(), Vec::new()));
    }
    if item.children().is_empty() && item.is_read() {
        let own = tables.iter_mut().find(|(table, _)| *table == inside);
        if let Some((_, fields)) = own {
            fields.push(name);
        }
    }
    item.children().iter().for_each(|child| collect(child, kind, &inside, tables));
}

/// What the program says of an item, in the words of a table's cell.
fn told(filled: &Filled<'_>, said: &str) -> Stands {
    let Some((_, behind)) = width(filled.holds) else { return filled.text(said.strip_suffix('|').unwrap_or(said)) };
    let (whole, rest) = said.split_at(said.len() - behind as usize);
    let number = plain(&format!("{whole}.{rest}"));
    if matches!(filled.holds, Holds::Single | Holds::Double) {
        return Stands::Float(float(filled.holds, &number));
    }
    if filled.stands() == Stands::None { Stands::None } else { Stands::Number(number) }
}

/// Each item of each record beside what the program read in it; rows as the program says they are.
pub fn expected(
    chapter: &Chapter<'_>,
    records: &[Vec<(String, String)>],
    wrong: &mut Vec<String>,
) -> BTreeMap<String, Rows> {
    let mut tables: BTreeMap<String, Rows> = BTreeMap::new();
    for ((filled, kind), said) in chapter.records.iter().zip(&chapter.kinds).zip(records) {
        let read: Vec<&Filled<'_>> = filled.iter().filter(|filled| filled.holds.is_read()).collect();
        if read.len() != said.len() {
            wrong.push(format!(
                "L{}: the program tells of {} items, not {}",
                chapter.layout.number,
                said.len(),
                read.len()
            ));
            continue;
        }
        for (filled, (name, said)) in read.into_iter().zip(said) {
            assert_eq!(filled.name, name);
            let stands = stands(filled, said, wrong);
            let last = filled.tables.last().map(|(table, _)| *table);
            let at: Vec<u32> = filled.tables.iter().map(|(_, at)| *at).collect();
            let rows = tables.entry(table_name(kind, last)).or_default();
            let is_open = |(last, fields): &(Vec<u32>, BTreeMap<String, Stands>)| {
                *last == at && !fields.contains_key(&field(name))
            };
            if !rows.last().is_some_and(is_open) {
                rows.push((at, BTreeMap::new()));
            }
            rows.last_mut().unwrap().1.insert(field(name), stands);
        }
    }
    tables
}

/// What stands in an item: as the program says, who must say what was moved.
fn stands(filled: &Filled<'_>, said: &str, wrong: &mut Vec<String>) -> Stands {
    let thought = filled.stands();
    // The compiler reads a fill as if it were a number, and DB as if it were blank; a float of any bits has more digits
    // than it tells.
    let is_fill = matches!(filled.given, Given::Fill(_)) || filled.clauses.contains("DB");
    if is_fill || matches!((&filled.given, filled.holds), (Given::Bytes(_), Holds::Single | Holds::Double)) {
        return thought;
    }
    let told = told(filled, said);
    match thought {
        _ if thought == Stands::Unknown => told,
        _ => {
            if thought != told {
                wrong.push(format!(
                    "{} {}: {:?} was moved, {told:?} is told",
                    filled.name, filled.clauses, filled.given
                ));
            }
            told
        }
    }
}

/// Runs a mapping; what is wrong with its rows.
pub fn compare(
    chapter: &Chapter<'_>,
    flavour: &Flavour,
    file: &[u8],
    tables: &BTreeMap<String, Rows>,
    wrong: &mut Vec<String>,
) -> usize {
    let mapping = mapping(chapter.layout, flavour);
    let copybook = chapter.layout.copybook();
    let left = run(&mapping, &[("in.dat", file), ("r.cpy", copybook.as_bytes())], 1, None);
    let rejected: u64 = left.report.sources.iter().map(|source| source.rejected).sum();
    if left.report.outcome != Outcome::Published || rejected > 0 {
        let findings = &left.manifest["findings"];
        wrong.push(format!("L{}: {rejected} records are refused: {findings}", chapter.layout.number));
    }
    let mut cells = 0;
    for (table, rows) in tables {
        let found = found(&left, table);
        if found.len() != rows.len() {
            wrong.push(format!("L{} {table}: {} rows, not {}", chapter.layout.number, found.len(), rows.len()));
            continue;
        }
        for (at, ((places, fields), found)) in rows.iter().zip(&found).enumerate() {
            for (number, place) in places.iter().enumerate() {
                if found[&format!("at_{number}")] != place.to_string() {
                    wrong.push(format!("L{} {table} row {at}: {places:?} is {found:?}", chapter.layout.number));
                }
            }
            for (name, stands) in fields {
                cells += 1;
                if !is(stands, &found[name]) {
                    wrong.push(format!("{table} row {at}: {name} is {:?}, not {stands:?}", found[name]));
                }
            }
        }
    }
    cells
}

fn is(stands: &Stands, found: &str) -> bool {
    match stands {
        Stands::None | Stands::Unknown => found == "-",
        Stands::Number(number) => *number == plain(found) && found != "-",
        Stands::Text(text) => text == found,
        Stands::Float(float) => float == found,
    }
}

fn found(left: &Left, table: &str) -> Vec<BTreeMap<String, String>> {
    let parts = left.files.iter().filter(|(path, _)| path.starts_with(&format!("data/{table}/")));
    let batches: Vec<RecordBatch> = parts.flat_map(|(_, bytes)| batches(bytes)).collect();
    let row = |batch: &RecordBatch, row: usize| {
        let schema = batch.schema();
        let cells = schema.fields().iter().zip(batch.columns()).filter(|(field, _)| !field.name().starts_with('_'));
        cells.map(|(field, column)| (field.name().clone(), cell(column, row))).collect()
    };
    batches.iter().flat_map(|batch| (0..batch.num_rows()).map(|at| row(batch, at)).collect::<Vec<_>>()).collect()
}

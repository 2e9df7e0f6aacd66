//! Whether rows that are called totals are totals or records: a firm may be called `Total Canada`, too.
//!
//! In: such rows, with what the ledger found of them, and what the columns hold. Out: those that are totals, by the condition
//! that tells them, which no record meets; the others, which are records. Refuses: to call a row a total for its words alone.

use std::collections::BTreeMap;

use regex::Regex;

use super::called::{Rest, WORD};
use super::odd::Waiting;
use super::rows::is_blank;
use super::sums::{Cell, Proof};
use crate::mapping::model::Dialect;

/// Rows that are written into a condition as they stand, and names that are.
const LITERAL: usize = 20;
const NAMES: usize = 60;
/// Bits of a figure, in units of its column, by which a sum is no chance: of a row that is called after its group, of one that
/// lacks what records have, of one that is called a total of nothing in particular, and of any other.
const NAMED: u32 = 2;
const LACKS: u32 = 7;
const TOTAL: u32 = 9;
const ALONE: u32 = 16;

/// What is known of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// It holds figures or days: a text is none of its values.
    pub figures: bool,
    /// Next to no record leaves it blank.
    pub always: bool,
}

/// Rows that one condition tells.
#[derive(Debug)]
pub struct Totals {
    /// They.
    pub rows: Vec<Waiting>,
    /// The condition, where their first text is not enough: records begin with it too.
    pub pattern: Option<String>,
}

/// Totals, and records.
pub fn judged(waiting: Vec<Waiting>, columns: &[Holds], dialect: &Dialect) -> (Vec<Totals>, Vec<Waiting>) {
    let mut classes: BTreeMap<Class, Vec<Waiting>> = BTreeMap::new();
    for row in waiting {
        classes.entry(class(&row)).or_default().push(row);
    }
    let (mut found, mut records) = (Vec::new(), Vec::new());
    for rows in classes.into_values() {
        let is = accepted(&rows, columns);
        let (totals, others): (Vec<_>, Vec<_>) = rows.into_iter().zip(is).partition(|(_, is)| *is);
        found.push(totals.into_iter().map(|(row, _)| row).collect::<Vec<_>>());
        records.extend(others.into_iter().map(|(row, _)| row));
    }
    found.retain(|rows| !rows.is_empty());
    found.sort_by_key(|rows| rows.iter().map(|row| row.order).min());
    let mut totals = Vec::new();
    // Rows that no condition tells from records are records, and others may then not be told from these.
    while !found.is_empty() {
        let told: Vec<Tells> =
            found.iter().map(|rows| Condition { rows, columns, dialect }.told_from(&records)).collect();
        let (kept, lost): (Vec<_>, Vec<_>) = found.into_iter().zip(told).partition(|(_, told)| *told != Tells::Nothing);
        if lost.is_empty() {
            totals = kept.into_iter().map(|(rows, told)| Totals { rows, pattern: told.pattern() }).collect();
            break;
        }
        records.extend(lost.into_iter().flat_map(|(rows, _)| rows));
        found = kept.into_iter().map(|(rows, _)| rows).collect();
    }
    records.sort_by_key(|row| row.order);
    (totals, records)
}

/// Rows that are called in the same way: the cell, the number of cells, where the rest stands, and the text where that says no
/// more than that it is a total.
type Class = (usize, usize, Rest, String);

fn class(row: &Waiting) -> Class {
    let says = row.rest != Rest::None && !row.of.is_empty();
    (row.cell, row.cells.len(), row.rest, if says { String::new() } else { row.shape() })
}

/// Which rows of a class are totals: each by its own sum, or by the sums of all.
fn accepted(rows: &[Waiting], columns: &[Holds]) -> Vec<bool> {
    let is_sum = |row: &&Waiting| row.found.rows.is_some_and(|rows| rows > 1);
    let proves = |row: &Waiting| is_sum(&row) && row.found.bits >= needs(row, columns);
    let is_supported = |row: &&Waiting| lacks(row, columns) || row.found.is_named && !row.found.is_own;
    let bits: u32 = rows.iter().filter(is_sum).filter(is_supported).map(|row| row.found.bits).sum();
    let several = rows.iter().filter(is_sum).count() > 1 && bits >= ALONE || rows.iter().any(proves);
    // A text among figures is none of their values, whatever the row comes to.
    let stands = |row: &Waiting| columns.get(row.cell).is_some_and(|column| column.figures);
    let is = |row: &Waiting| proves(row) || several && row.found.rows.is_some() && is_supported(&row) || stands(row);
    rows.iter().map(is).collect()
}

fn needs(row: &Waiting, columns: &[Holds]) -> u32 {
    let Waiting { found, of, .. } = row;
    match (found.is_named, found.is_own) {
        (true, false) if of.is_empty() && found.is_at_end => 0,
        (true, false) if !of.is_empty() => NAMED,
        _ if lacks(row, columns) => LACKS,
        (true, false) => TOTAL,
        (true, true) | (false, false) => ALONE,
        (false, true) => u32::MAX,
    }
}

/// Whether it leaves something blank that records always have.
fn lacks(row: &Waiting, columns: &[Holds]) -> bool {
    let is_missing = |at: usize| row.cells.get(at).is_none_or(|cell| is_blank(cell));
    columns.iter().enumerate().any(|(at, column)| column.always && at != row.cell && is_missing(at))
}

impl Waiting {
    /// What the rows above say of it.
    #[must_use]
    pub const fn proof(&self) -> Proof {
        match (self.found.rows, self.found.is_tried) {
            (Some(_), _) => Proof::Sum,
            (None, true) => Proof::None,
            (None, false) => Proof::Untold,
        }
    }
}

/// What tells rows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tells {
    /// The text of their cell.
    Text,
    /// A regular expression.
    Pattern(String),
    /// None that was tried.
    Nothing,
}

impl Tells {
    fn pattern(self) -> Option<String> {
        if let Self::Pattern(pattern) = self { Some(pattern) } else { None }
    }
}

/// What tells the totals of a class.
struct Condition<'c> {
    rows: &'c [Waiting],
    columns: &'c [Holds],
    dialect: &'c Dialect,
}

impl Condition<'_> {
    /// A condition that all of the rows meet, and none of the records: their text alone; their blank cells and figures beside
    /// it; their names; or they as they stand.
    fn told_from(&self, records: &[Waiting]) -> Tells {
        let shape = self.rows[0].shape();
        let same = self.rows.iter().all(|row| row.shape() == shape);
        if same && !records.iter().any(|row| row.cell == self.rows[0].cell && row.shape() == shape) {
            return Tells::Text;
        }
        let tells = |pattern: &String| {
            let Ok(regex) = Regex::new(pattern) else { return false };
            self.rows.iter().all(|row| regex.is_match(&row.raw)) && !records.iter().any(|row| regex.is_match(&row.raw))
        };
        let word = || self.by_cells(&self.word()).filter(|_| self.lacks());
        let names = || self.by_cells(&self.names()?);
        let pattern = word().filter(tells).or_else(|| names().filter(tells));
        pattern.or_else(|| self.literal().filter(tells)).map_or(Tells::Nothing, Tells::Pattern)
    }

    /// Whether all of them leave blank what records always have.
    fn lacks(&self) -> bool {
        let missing = |at: usize| self.rows.iter().all(|row| row.cells.get(at).is_none_or(|cell| is_blank(cell)));
        let name = self.rows[0].cell;
        self.columns.iter().enumerate().any(|(at, column)| column.always && at != name && missing(at))
    }

    /// The text of the cell as any row of the class has it: the word, and what stands before or behind it.
    fn word(&self) -> String {
        let first = &self.rows[0];
        if self.rows.iter().all(|row| row.shape() == first.shape()) {
            return shaped(&first.shape());
        }
        let (any, mark) = (self.no_delimiter("") + "*", self.no_delimiter(r"\w") + "*");
        let (before, behind) = match first.rest {
            Rest::None => (&mark, &mark),
            Rest::Behind => (&mark, &any),
            Rest::Before => (&any, &mark),
            Rest::Around => (&any, &any),
        };
        format!("(?i:{before}{WORD}{behind})")
    }

    /// The texts of the cells, each once.
    fn names(&self) -> Option<String> {
        let mut names: Vec<String> = self.rows.iter().map(|row| regex::escape(&row.text)).collect();
        names.sort_unstable();
        names.dedup();
        (names.len() <= NAMES).then(|| format!("(?:{})", names.join("|")))
    }

    /// The pattern of the cells: nothing, a figure, anything, or the text.
    fn by_cells(&self, name: &str) -> Option<String> {
        let first = self.rows.first()?;
        let any = self.any();
        let cell = |at: usize| {
            let blank = |row: &Waiting| row.cells.get(at).is_none_or(|cell| is_blank(cell));
            let figure =
                |row: &Waiting| row.cells.get(at).is_some_and(|cell| matches!(Cell::of(cell), Cell::Figure(_)));
            match () {
                () if at == first.cell => format!(r#"\s*"?\s*{name}\s*"?\s*"#),
                () if self.rows.iter().all(blank) => BLANK.to_owned(),
                () if self.rows.iter().all(figure) => FIGURE.to_owned(),
                () if self.rows.iter().all(|row| figure(row) || blank(row)) => format!("(?:{FIGURE}|{BLANK})"),
                () => any.clone(),
            }
        };
        let cells: Vec<String> = (0..first.cells.len()).map(cell).collect();
        Some(format!("^{}$", cells.join(&regex::escape(&self.dialect.delimiter))))
    }

    fn literal(&self) -> Option<String> {
        let all: Vec<String> = self.rows.iter().map(|row| regex::escape(&row.raw)).collect();
        (all.len() <= LITERAL).then(|| format!("^(?:{})$", all.join("|")))
    }

    /// A character within a cell, that is none of these either.
    fn no_delimiter(&self, nor: &str) -> String {
        let first = self.dialect.delimiter.chars().next().unwrap_or(',');
        format!(r#"[^{}"{nor}]"#, regex::escape(&first.to_string()))
    }

    /// Any cell, with or without quotes.
    fn any(&self) -> String {
        let no = self.no_delimiter("");
        let quoted = |quote: char| format!(r"\s*{quote}(?:[^{quote}]|{quote}{quote})*{quote}\s*|{no}*");
        format!("(?:{})", self.dialect.quote.map_or_else(|| no.replace('"', "") + "*", quoted))
    }
}

/// A figure in a cell, with or without quotes; and nothing in one.
pub const FIGURE: &str = r#"\s*"?\s*[-(+$€]*\s*[.,]?\d[\d.,' \x{a0}\x{202f}]*(?:[)-]|\s*CR)?\s*[$€]?\s*"?\s*"#;
const BLANK: &str = r#"\s*(?:"\s*")?\s*"#;

/// The regular expression of a text, of whose digits a run is one `0`.
pub fn shaped(shape: &str) -> String {
    regex::escape(shape).replace('0', r"\d+")
}

#[cfg(test)]
mod tests {
    use super::super::called;
    use super::super::dialect::plain;
    use super::super::ledger::Found;
    use super::*;

    fn row(order: u64, cells: &[&str], found: Found) -> Waiting {
        let texts: Vec<Option<String>> = cells.iter().map(|cell| Some((*cell).to_owned())).collect();
        let called = called::called(&texts).unwrap();
        Waiting {
            place: order,
            order,
            cell: called.cell,
            cells: cells.iter().map(|cell| cell.as_bytes().to_vec()).collect(),
            raw: cells.join(","),
            of: called.of(),
            rest: called.rest,
            is_first: called.is_first,
            text: called.text,
            found,
        }
    }

    const COLUMNS: [Holds; 3] = [
        Holds { figures: false, always: true },
        Holds { figures: true, always: true },
        Holds { figures: false, always: false },
    ];
    const NO: Found =
        Found { is_tried: true, rows: None, bits: 0, is_named: true, is_own: true, is_at_end: false, comes_to: None };
    const SUM: Found = Found { rows: Some(9), bits: 14, is_own: false, ..NO };

    #[test]
    fn a_firm_of_that_name_stays_a_record() {
        let firm = |order| row(order, &["Total", "5.00", ""], NO);
        let (totals, records) = judged(vec![firm(1), firm(2)], &COLUMNS, &plain(","));
        assert_eq!((totals.len(), records.len()), (0, 2));
        let sum = row(9, &["Total", "95.00", ""], SUM);
        let other = row(2, &["Total", "5.00", "x"], NO);
        let (totals, records) = judged(vec![firm(1), other, sum], &COLUMNS, &plain(","));
        assert_eq!((totals[0].pattern.as_deref(), records.len()), (Some("^(?:Total,95\\.00,)$"), 2));
        let (totals, records) = judged(vec![row(3, &["Total", "", "x"], NO)], &COLUMNS, &plain(","));
        assert_eq!((totals.len(), records.len()), (0, 1), "that it lacks something is no proof");
    }

    #[test]
    fn a_sum_needs_the_more_the_less_else_speaks_for_it() {
        let sum = |bits, is_named, is_own| Found { bits, is_named, is_own, ..SUM };
        for (cells, found, want) in [
            (["Total Bell", "95.00", ""], sum(2, true, false), true),
            (["Total Bell", "95.00", ""], sum(1, true, false), false),
            (["Total", "95.00", ""], sum(9, true, false), true),
            (["Total", "95.00", ""], sum(8, true, false), false),
            (["Total", "95.00", ""], Found { is_at_end: true, ..sum(1, true, false) }, true),
            (["Total Bell", "95.00", ""], sum(15, false, false), false),
            (["Total Bell", "95.00", ""], sum(16, false, false), true),
            (["Total Canada", "95.00", "INV-7"], sum(60, false, true), false),
            (["Total Bell", "", "95.00"], sum(7, false, true), true),
        ] {
            let (totals, _) = judged(vec![row(1, &cells, found)], &COLUMNS, &plain(","));
            assert_eq!(totals.len(), usize::from(want), "{cells:?} {found:?}");
        }
        let all = (1..4).map(|at| row(at, &["Total", "0.95", ""], sum(6, true, false))).collect();
        assert_eq!(judged(all, &COLUMNS, &plain(",")).0.len(), 1, "three of few bits are no chance");
    }

    #[test]
    fn totals_of_many_names_have_one_condition_where_records_fill_a_cell_that_they_leave_blank() {
        let at = |order, name: &str, more: &[&str], found| row(order, &[&[name][..], more].concat(), found);
        let columns = [COLUMNS[0], Holds { figures: false, always: true }, COLUMNS[1]];
        let all = ["Total Bell", "Total Roy, et fils", "Total Hydro"];
        let mut waiting: Vec<Waiting> =
            (1..).zip(all).map(|(order, name)| at(order, name, &["", "9.50"], SUM)).collect();
        waiting[1].raw = "\"Total Roy, et fils\",,9.50".to_owned();
        waiting.push(at(9, "Total Canada", &["INV-1", "5.00"], NO));
        let (totals, records) = judged(waiting.clone(), &columns, &plain(","));
        let pattern = totals[0].pattern.clone().unwrap_or_default();
        assert_eq!(
            (totals.len(), records.len(), pattern.contains("Hydro")),
            (1, 1, true),
            "the comma is in a name: {pattern}"
        );
        waiting.remove(1);
        let (totals, _) = judged(waiting, &columns, &plain(","));
        let pattern = totals[0].pattern.clone().unwrap_or_default();
        let regex = Regex::new(&pattern).unwrap();
        let tells = |raw: &str| regex.is_match(raw);
        assert!(tells("Total Ville,,1.00") && !tells("Total Canada,INV-2,1.00") && !tells("Ville,,1.00"), "{pattern}");
    }
}

//! Whether rows that begin like a total are totals or records: a firm may be called `Total`, too.
//!
//! In: such rows, with what the rows above say of them, and what the columns hold. Out: those that are totals, by the condition
//! that tells them, which no record meets; the others, which are records. Refuses: to call a row a total for its words alone.

use std::collections::BTreeMap;

use regex::Regex;

use super::odd::Waiting;
use super::sums::{self, Proof};

/// Rows that are written into a condition as they stand.
const LITERAL: usize = 3;

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
pub fn judged(waiting: Vec<Waiting>, columns: &[Holds], delimiter: &str) -> (Vec<Totals>, Vec<Waiting>) {
    let mut groups: BTreeMap<(usize, usize, String), Vec<Waiting>> = BTreeMap::new();
    for row in waiting {
        groups.entry((row.cell, row.cells.len(), row.shape())).or_default().push(row);
    }
    let mut groups: Vec<Vec<Waiting>> = groups.into_values().collect();
    groups.sort_by_key(|rows| rows.iter().map(|row| row.order).min());
    let (mut totals, mut records) = (Vec::new(), Vec::new());
    for rows in groups {
        let shows = |row: &Waiting| is_total(row, columns);
        // That a figure is that of the one row above it says little alone.
        let any = rows.iter().any(shows);
        let (found, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| shows(row) || any && row.proof == Proof::Same);
        let pattern = if others.is_empty() || found.is_empty() { None } else { apart(&found, &others, delimiter) };
        if found.is_empty() || !others.is_empty() && pattern.is_none() {
            records.extend(found);
        } else {
            totals.push(Totals { rows: found, pattern });
        }
        records.extend(others);
    }
    records.sort_by_key(|row| row.order);
    (totals, records)
}

/// Whether something but its words shows that a row is a total: its figure, or what it lacks of a record. Where nobody can tell
/// its figure, the end of the file is enough.
fn is_total(row: &Waiting, columns: &[Holds]) -> bool {
    let is_blank = |at: usize| row.cells.get(at).is_none_or(|cell| super::rows::is_blank(cell));
    let stands_among_figures = columns.get(row.cell).is_some_and(|column| column.figures);
    let lacks = columns.iter().enumerate().any(|(at, column)| column.always && at != row.cell && is_blank(at));
    let at_end = row.is_last && row.proof == Proof::Untold;
    row.proof == Proof::Sum || stands_among_figures || lacks || at_end
}

/// A condition that all of these rows meet, and none of those: by their blank cells and their figures, or as they stand.
fn apart(totals: &[Waiting], records: &[Waiting], delimiter: &str) -> Option<String> {
    let tells = |pattern: &String| {
        let Ok(regex) = Regex::new(pattern) else { return false };
        totals.iter().all(|row| regex.is_match(&row.raw)) && !records.iter().any(|row| regex.is_match(&row.raw))
    };
    let literal = || {
        let all: Vec<String> = totals.iter().map(|row| regex::escape(&row.raw)).collect();
        (all.len() <= LITERAL).then(|| format!("^(?:{})$", all.join("|")))
    };
    by_cells(totals, delimiter).filter(tells).or_else(|| literal().filter(tells))
}

/// The pattern of the cells: nothing, a figure, or the text; none where another text stands in one.
fn by_cells(totals: &[Waiting], delimiter: &str) -> Option<String> {
    let first = totals.first()?;
    let cell = |at: usize| {
        let is_figure = |row: &Waiting| row.cells.get(at).is_some_and(|cell| sums::figure(cell).is_some());
        let is_blank = |row: &Waiting| row.cells.get(at).is_none_or(|cell| super::rows::is_blank(cell));
        match () {
            () if at == first.cell => Some(format!(r#"\s*"?\s*{}\s*"?\s*"#, shaped(&first.shape()))),
            () if totals.iter().all(is_blank) => Some(String::from(r"\s*")),
            () if totals.iter().all(|row| is_figure(row) || is_blank(row)) => Some(FIGURE.to_owned()),
            () => None,
        }
    };
    let cells = (0..first.cells.len()).map(cell).collect::<Option<Vec<_>>>()?;
    Some(format!("^{}$", cells.join(&regex::escape(delimiter))))
}

/// A figure in a cell, with or without quotes.
pub const FIGURE: &str = r#"\s*"?[-(+]?[\d., ]*\d[)-]?"?\s*"#;

/// The regular expression of a text, of whose digits a run is one `0`.
pub fn shaped(shape: &str) -> String {
    regex::escape(shape).replace('0', r"\d+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(order: u64, cells: &[&str], proof: Proof) -> Waiting {
        Waiting {
            place: order,
            order,
            cell: 0,
            cells: cells.iter().map(|cell| cell.as_bytes().to_vec()).collect(),
            raw: cells.join(","),
            text: cells[0].to_owned(),
            proof,
            is_last: false,
        }
    }

    #[test]
    fn a_firm_of_that_name_stays_a_record() {
        let columns = [Holds { figures: false, always: true }, Holds { figures: true, always: true }];
        let columns = [columns[0], columns[1], Holds { figures: false, always: false }];
        let firm = |order| row(order, &["Total", "5.00", ""], Proof::None);
        let (totals, records) = judged(vec![firm(1), firm(2)], &columns, ",");
        assert_eq!((totals.len(), records.len()), (0, 2));
        let sum = row(9, &["Total", "95.00", ""], Proof::Sum);
        let (totals, records) = judged(vec![firm(1), row(2, &["Total", "5.00", "x"], Proof::None), sum], &columns, ",");
        assert_eq!((totals[0].pattern.as_deref(), records.len()), (Some("^(?:Total,95\\.00,)$"), 2));
        let (totals, records) = judged(vec![row(3, &["Total", "", "x"], Proof::Untold)], &columns, ",");
        assert_eq!((totals.len(), records.len()), (1, 0), "it lacks what records have");
    }
}

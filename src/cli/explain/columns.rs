//! The rows that are made of a record: each column with its value and where that comes from, and the rules of rows.

use super::{Words, line};
use crate::cli::layout::{self, Side};
use crate::cli::words;
use crate::finding::{Arg, Code};
use crate::inspect::explain::Explained;
use crate::inspect::explain::record::{
    ColumnSeen, ExpressionSeen, From, LookupSeen, Record, RowSeen, RuleSeen, Said, TableSeen,
};

/// Rows of one record that are shown where not all are asked for.
const MOST: usize = 3;

impl Words {
    pub(super) fn tables(self, explained: &Explained) -> String {
        let tables = explained.record.tables.iter().map(|table| self.table(&explained.record, table));
        tables.collect::<Vec<_>>().join("\n")
    }

    fn table(self, record: &Record, table: &TableSeen) -> String {
        let texts = self.texts;
        let mut text = self.heading(texts.head_table, &[("table", table.name.as_str().into())]);
        for (kind, place) in &table.lent {
            // A parent in force is told already.
            let is_parent = record.parents.iter().any(|parent| Some(&parent.place) == place.as_ref());
            let told = match place {
                Some(place) => {
                    let args = [
                        ("kind", kind.as_str().into()),
                        ("record", place.record.into()),
                        ("line", line(place.line)),
                        ("offset", place.offset.into()),
                    ];
                    self.say(texts.lent, &args)
                }
                None => self.say(texts.lent_none, &[("kind", kind.as_str().into())]),
            };
            if !is_parent {
                text += &self.indented(&told);
            }
        }
        let most = match table.rows.iter().any(|row| row.asked) {
            _ if self.view.all => usize::MAX,
            true => 1,
            false => MOST,
        };
        // Rows with something wrong before others, and those that stay before those that are left out.
        let is_wrong = |row: &RowSeen| row.columns.iter().any(|column| !column.findings.is_empty());
        let mut shown: Vec<&RowSeen> = table.rows.iter().collect();
        shown.sort_by_key(|row| (!row.asked, row.left_out.is_some(), !is_wrong(row)));
        shown.truncate(most);
        for row in &shown {
            text += &self.made_row(record, row);
        }
        let more = table.rows.len() - shown.len();
        if more > 0 {
            text += &self.indented(&self.say(texts.more_rows, &[("more", more.into())]));
        }
        text
    }

    fn made_row(self, record: &Record, row: &RowSeen) -> String {
        let texts = self.texts;
        let number = |template, number: Option<Arg>| number.map(|number| self.say(template, &[("number", number)]));
        let repetition = row.repetition.as_deref().map(Arg::from);
        let which =
            [number(texts.repetition, repetition), number(texts.part, row.part.map(|part| i64::from(part).into()))];
        let which: Vec<String> = which.into_iter().flatten().collect();
        let mut text = if which.is_empty() { String::new() } else { self.indented(&which.join(", ")) };
        if row.asked && (row.repetition.is_some() || row.part.is_some()) {
            text += &self.indented(&self.plain(texts.row_asked));
        }
        if let Some(because) = &row.left_out {
            text += &self.indented(&self.say(texts.left_out, &[("because", because.as_str().into())]));
            if !self.view.all {
                return text;
            }
        }
        let rows: Vec<Vec<String>> = row.columns.iter().flat_map(|column| self.column(record, column)).collect();
        text += &layout::hanging_table(self.width(), &[Side::Left, Side::Left], &rows);
        text += &self.lists(record, &row.lists);
        if !row.rules.is_empty() {
            text += &self.heading(texts.head_rules, &[]);
            let rows: Vec<Vec<String>> = row.rules.iter().flat_map(|rule| self.rule(rule)).collect();
            text += &layout::hanging_table(self.width(), &[Side::Left, Side::Left], &rows);
        }
        text
    }

    /// A column: its name, its value, and lines about where that comes from.
    pub(super) fn column(self, record: &Record, column: &ColumnSeen) -> Vec<Vec<String>> {
        self.named(&column.name, record, column)
    }

    /// The same under another name.
    pub(super) fn named(self, name: &str, record: &Record, column: &ColumnSeen) -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        if !column.findings.is_empty() {
            lines.push(self.with_findings(record, &column.findings, String::new));
        }
        lines.extend(self.origin(&column.from));
        if let Some(whole) = &column.whole {
            lines.push(self.say(self.texts.divided, &[("value", self.value(whole).into())]));
        }
        if let Some(before) = &column.before {
            lines.push(self.say(self.texts.before, &[("value", self.value(before).into())]));
        }
        rows(name, self.value(&column.value), lines)
    }

    fn origin(self, from: &From) -> Vec<String> {
        let texts = self.texts;
        match from {
            From::Field(field, None) => vec![self.say(texts.from_field, &[("field", field.as_str().into())])],
            From::Field(field, Some(record)) => {
                vec![self.say(texts.from_other, &[("field", field.as_str().into()), ("record", (*record).into())])]
            }
            From::Constant => vec![self.plain(texts.from_constant)],
            From::Repetition => vec![self.plain(texts.from_repetition)],
            From::Part => vec![self.plain(texts.from_part)],
            From::Expression(expression) => self.expression(expression),
            From::Lookup(lookup) => vec![self.lookup(lookup)],
        }
    }

    /// An expression, what it reads, and what its operations come to.
    fn expression(self, expression: &ExpressionSeen) -> Vec<String> {
        let mut lines = vec![words::shown(&one_line(&expression.sql))];
        let equals =
            |name: &str, value: String| self.say(self.texts.equals, &[("name", name.into()), ("value", value.into())]);
        let reads = expression.reads.iter().map(|(name, value)| equals(name, self.operand(value)));
        let reads = reads.collect::<Vec<_>>().join(", ");
        if !reads.is_empty() {
            lines.push(reads);
        }
        lines.extend(expression.steps.iter().map(|step| match step.failed {
            Some(code) => self.say(self.texts.fails, &[("name", step.part.as_str().into()), ("why", code.id().into())]),
            None => equals(&step.part, self.operand(&step.value)),
        }));
        lines
    }

    /// An operand: a text in quotes, so that blanks show.
    fn operand(self, said: &Said) -> String {
        self.quoted(said)
    }

    fn lookup(self, lookup: &LookupSeen) -> String {
        let texts = self.texts;
        let place = [("file", lookup.file.as_str().into()), ("take", lookup.take.as_str().into())];
        let hidden = lookup.keys.iter().any(|(_, _, said)| *said == Said::Hidden);
        let head = match lookup.row {
            _ if hidden => return self.say(texts.lookup_hidden, &place),
            Some(row) => {
                let [file, take] = place;
                self.say(texts.lookup_row, &[file, take, ("row", i64::from(row).into())])
            }
            None if lookup.found => self.say(texts.lookup_rows, &place),
            None => self.say(texts.lookup_none, &place),
        };
        let key = |(column, header, said): &(String, String, Said)| {
            let args = [
                ("column", column.as_str().into()),
                ("header", header.as_str().into()),
                ("value", self.quoted(said).into()),
            ];
            self.say(texts.lookup_key, &args)
        };
        format!("{head} {}", lookup.keys.iter().map(key).collect::<Vec<_>>().join(", "))
    }

    fn rule(self, rule: &RuleSeen) -> Vec<Vec<String>> {
        let texts = self.texts;
        let why = |code: Code| self.say(texts.rule_failed, &[("why", code.id().into())]);
        let verdict = match (rule.failed, rule.holds) {
            (Some(code), _) => why(code),
            (None, Some(true)) => self.plain(texts.rule_holds),
            (None, Some(false)) => self.plain(texts.rule_broken),
            (None, None) => self.plain(texts.rule_empty),
        };
        rows(&rule.id, verdict, self.expression(&rule.expression))
    }
}

/// A name and a value, beside the first of several lines.
fn rows(name: &str, value: String, lines: Vec<String>) -> Vec<Vec<String>> {
    let mut lines = lines.into_iter();
    let first = vec![words::shown(name), value, lines.next().unwrap_or_default()];
    let others = lines.map(|line| vec![String::new(), String::new(), line]);
    std::iter::once(first).chain(others).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

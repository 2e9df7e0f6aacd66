//! The fields of a record: where each stands, what is there, and what it is read as.

use super::Words;
use crate::cli::layout::{self, Side};
use crate::cli::words;
use crate::inspect::explain::record::{FieldAt, FieldSeen, Record};

/// Fields that are listed where not all are asked for.
const MOST: usize = 60;
/// Characters of a value that are shown, however narrow the terminal is.
const VALUE: usize = 12;
/// The same of the text that it is made of.
const TEXT: usize = 8;

impl Words {
    pub(super) fn fields(self, record: &Record) -> String {
        let texts = self.texts;
        if record.fields.is_empty() {
            return String::new();
        }
        let mut text = self.heading(texts.head_fields, &[]);
        if record.unread {
            text += &self.indented(&self.plain(texts.unread));
        }
        let heads = [texts.field_name, texts.field_at, texts.field_text, texts.field_value];
        let mut rows = vec![std::iter::once(String::new()).chain(heads.map(|head| self.plain(head))).collect()];
        let listed = |at: usize, field: &FieldSeen| self.view.all || at < MOST || !field.findings.is_empty();
        let all = record.fields.iter().enumerate();
        let shown: Vec<_> = all.filter(|(at, field)| listed(*at, field)).collect();
        rows.extend(shown.iter().map(|(at, field)| self.field(*at, field)));
        let widest = |rows: &[Vec<String>], cell: usize| {
            rows.iter().filter_map(|row| row.get(cell)).map(|text| layout::length(text)).max().unwrap_or(0) + 2
        };
        let left = |rows: &[Vec<String>], cells: usize| {
            let margin = (0..cells).map(|cell| widest(rows, cell)).sum::<usize>() + layout::length(layout::INDENT);
            self.width().saturating_sub(margin)
        };
        // The text and the value share what names and places leave; what the texts do not need is the values'.
        let room = (left(&rows, 3) / 2).saturating_sub(2).clamp(TEXT, super::QUOTED);
        for (row, (_, field)) in rows.iter_mut().skip(1).zip(&shown) {
            row.push(self.quoted_within(room, &field.text));
        }
        let room = left(&rows, 4).max(VALUE);
        for (row, (_, field)) in rows.iter_mut().skip(1).zip(&shown) {
            let value = || if record.unread { String::new() } else { self.value_within(room, &field.value) };
            row.push(self.with_findings(record, &field.findings, value));
        }
        text += &layout::hanging_table(self.width(), &[Side::Right, Side::Left, Side::Left, Side::Left], &rows);
        let more = record.fields.len() - shown.len();
        if more > 0 {
            text += &self.indented(&self.say(texts.more_fields, &[("more", more.into())]));
        }
        text + &self.witness(record)
    }

    /// A field without its text and its value.
    fn field(self, at: usize, field: &FieldSeen) -> Vec<String> {
        let number = field.repetition.as_ref().map(|number| format!("[{number}]")).unwrap_or_default();
        let name = format!("{}{number}", words::shown(&field.name));
        vec![(at + 1).to_string(), name, self.place(&field.name, &field.at)]
    }

    /// What is wrong with a value, or the value.
    pub(super) fn with_findings(self, record: &Record, findings: &[usize], value: impl FnOnce() -> String) -> String {
        let told = findings
            .iter()
            .filter_map(|at| record.findings.get(*at))
            .map(|found| format!("{} {}", found.code.id(), words::sentence(self.language, found.code, &found.args)));
        let told: Vec<String> = told.collect();
        if told.is_empty() { value() } else { told.join("; ") }
    }

    /// Where a field stands; a header that is its name is not said again.
    fn place(self, name: &str, at: &FieldAt) -> String {
        let texts = self.texts;
        let range = |template, first: u32, last: u32| {
            self.say(template, &[("first", i64::from(first).into()), ("last", i64::from(last).into())])
        };
        match at {
            FieldAt::Bytes(first, last) if first == last => {
                self.say(texts.at_byte, &[("first", i64::from(*first).into())])
            }
            FieldAt::Bytes(first, last) => range(texts.at_bytes, *first, *last),
            FieldAt::Characters(first, last) if first == last => {
                self.say(texts.at_character, &[("first", i64::from(*first).into())])
            }
            FieldAt::Characters(first, last) => range(texts.at_characters, *first, *last),
            FieldAt::Cell(cell) => self.say(texts.at_cell, &[("cell", i64::from(*cell).into())]),
            FieldAt::Header(header, Some(cell)) if header == name => {
                self.say(texts.at_cell, &[("cell", i64::from(*cell).into())])
            }
            FieldAt::Header(header, cell) => {
                let cell = cell.map_or_else(|| "".into(), |cell| i64::from(cell).into());
                self.say(texts.at_header, &[("header", header.as_str().into()), ("cell", cell)])
            }
            FieldAt::Record => self.plain(texts.at_record),
        }
    }
}

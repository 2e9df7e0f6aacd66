//! What becomes of a record, what is wrong with it, of which kind it is and what stands above it.

use super::{Words, line};
use crate::cli::layout::{self, Side};
use crate::cli::plan_words;
use crate::finding::{Arg, Code, Severity};
use crate::inspect::explain::record::{Fate, Finding, Parent, Record, Said, Tried, Verdict};
use crate::inspect::explain::{Explained, OfRun};

impl Words {
    pub(super) fn fate(self, explained: &Explained) -> String {
        let (texts, record) = (self.texts, &explained.record);
        let by_run = explained.run.as_ref().and_then(|run| self.by_run(&record.fate, run));
        let mut text = match &record.fate {
            Fate::Loaded(tables) => {
                let template = match tables.iter().any(|(_, rows)| *rows > 0) {
                    true if by_run.is_some() => texts.loaded_alone,
                    true => texts.loaded,
                    false => texts.loaded_nothing,
                };
                let rows = |(table, rows): &(String, u64)| {
                    self.say(texts.rows_of, &[("table", table.as_str().into()), ("rows", (*rows).into())])
                };
                let tables = tables.iter().map(rows).collect::<Vec<_>>().join(", ");
                self.line(template, &[("tables", tables.into())])
            }
            Fate::Joined(tables) => self.joined(explained, tables),
            Fate::Informs if record.zone == "header" => self.line(texts.is_header, &[]),
            Fate::Informs => self.line(texts.informs, &[]),
            Fate::Refused => {
                let reject = |found: &&Finding| found.severity == Severity::Reject;
                let reasons = record.findings.iter().filter(reject).count();
                self.line(texts.refused, &[("findings", reasons.into())])
            }
            Fate::Aside(because) => self.line(texts.aside, &[("because", because.as_str().into())]),
            Fate::Skipped(None) if record.zone == "preamble" => self.line(texts.is_preamble, &[]),
            Fate::Skipped(None) if record.zone == "skipped" => self.line(texts.is_comment, &[]),
            Fate::Skipped(because) => {
                self.line(texts.skipped, &[("because", because.clone().unwrap_or_default().into())])
            }
        };
        text += &by_run.unwrap_or_default();
        if let Some(closing) = &record.closes {
            text += &match &closing.place {
                Some(place) => {
                    let args = [
                        ("kind", closing.kind.as_str().into()),
                        ("record", place.record.into()),
                        ("line", line(place.line)),
                    ];
                    self.line(texts.closes, &args)
                }
                None => self.line(texts.closes_nothing, &[("kind", closing.kind.as_str().into())]),
            };
        }
        text
    }

    /// What a run did with a record that would be loaded otherwise.
    fn by_run(self, fate: &Fate, run: &OfRun) -> Option<String> {
        let refuses = run.findings.iter().any(|found| found.severity == Severity::Reject);
        let template = match fate {
            Fate::Refused => return None,
            _ if refuses => self.texts.refused_by_run,
            _ if run.findings.iter().any(|found| found.code == Code::Duplicate) => self.texts.dropped_by_run,
            _ => return None,
        };
        Some(self.line(template, &[("run", run.run.as_str().into())]))
    }

    /// The rows that its parents make of it: a line for each of these.
    fn joined(self, explained: &Explained, tables: &[String]) -> String {
        let model = &explained.model;
        let makes = |parent: &Parent, name: &String| {
            let table = model.tables.iter().find(|table| table.name == *name);
            table.is_some_and(|table| model.source.kinds[table.from].name == parent.kind)
        };
        let line = |parent: &Parent| {
            let own: Vec<String> = tables.iter().filter(|name| makes(parent, name)).cloned().collect();
            let args = [("tables", quoted(&own).into()), ("record", parent.place.record.into())];
            (!own.is_empty()).then(|| self.line(self.texts.joined, &args))
        };
        explained.record.parents.iter().filter_map(line).collect()
    }

    pub(super) fn findings(self, explained: &Explained) -> String {
        let findings = &explained.record.findings;
        if findings.is_empty() {
            return String::new();
        }
        let told = findings.iter().map(|found| self.told((found.code, found.severity, &found.args), &found.name));
        self.heading(self.texts.head_findings, &[]) + &told.collect::<String>()
    }

    pub(super) fn run_findings(self, explained: &Explained) -> String {
        let Some(run) = &explained.run else { return String::new() };
        let args: [(&str, Arg); 1] = [("run", run.run.as_str().into())];
        if run.findings.is_empty() {
            return self.line(self.texts.run_findings_none, &args);
        }
        if run.findings.len() == explained.record.findings.len() && run.findings.iter().all(|one| explained.says(one)) {
            return self.line(self.texts.run_findings_same, &args);
        }
        let told = run
            .findings
            .iter()
            .map(|found| self.told((found.code, found.severity, &found.arguments()), &found.subject));
        self.heading(self.texts.head_run_findings, &args) + &told.collect::<String>()
    }

    pub(super) fn kinds(self, explained: &Explained) -> String {
        let (texts, record) = (self.texts, &explained.record);
        if record.kinds.is_empty() {
            return String::new();
        }
        let mut text = match &record.kind {
            Some(kind) => self.heading(texts.head_kind, &[("kind", kind.as_str().into())]),
            None => self.heading(texts.head_no_kind, &[]),
        };
        let asked: Vec<_> = record.kinds.iter().filter(|tried| tried.verdict != Verdict::Unasked).collect();
        let row = |tried: &&Tried| {
            let verdict = match tried.verdict {
                Verdict::Yes => texts.yes,
                Verdict::Untold => texts.untold,
                Verdict::No | Verdict::Unasked => texts.no,
            };
            let mut when = plan_words::kind_condition(self.language, &explained.model.source, tried.id);
            if let Some(found) = tried.found.as_ref().filter(|_| tried.verdict == Verdict::No) {
                when += ", ";
                when += &self.say(texts.there_is, &[("found", self.quoted(found).into())]);
            }
            vec![self.plain(verdict), tried.kind.clone(), when]
        };
        let rows: Vec<_> = asked.iter().map(row).collect();
        text += &layout::hanging_table(self.width(), &[Side::Left, Side::Left], &rows);
        let unasked: Vec<String> = record
            .kinds
            .iter()
            .filter(|tried| tried.verdict == Verdict::Unasked)
            .map(|tried| tried.kind.clone())
            .collect();
        if !unasked.is_empty() {
            text += &self.indented(&self.say(texts.unasked, &[("kinds", unasked.join(", ").into())]));
        }
        text
    }

    pub(super) fn parents(self, record: &Record) -> String {
        if record.parents.is_empty() {
            return String::new();
        }
        let parent = |parent: &Parent| {
            let mut text = self.indented(&self.around(self.texts.parent, &parent.kind, &parent.place));
            let value = |(name, value): &(String, Said)| {
                self.say(self.texts.equals, &[("name", name.as_str().into()), ("value", self.quoted(value).into())])
            };
            let fields = parent.fields.iter().map(value).collect::<Vec<_>>().join(", ");
            if !fields.is_empty() {
                text += &layout::wrapped(self.width(), "    ", &fields);
            }
            text
        };
        self.heading(self.texts.head_parents, &[]) + &record.parents.iter().map(parent).collect::<String>()
    }

    /// What was not asked.
    pub(super) fn rest(self, explained: &Explained) -> String {
        let texts = self.texts;
        let of = |names: &[String]| [("count", names.len().into()), ("names", names.join(", ").into())];
        let mut text = String::new();
        if !explained.set_rules.is_empty() {
            let template = if explained.run.is_some() { texts.judged_by_run } else { texts.not_judged };
            text += &self.line(template, &of(&explained.set_rules));
        }
        if !explained.controls.is_empty() {
            text += &self.line(texts.controls, &of(&explained.controls));
        }
        text
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

//! The names by which findings are written down: stable, in no language.

use crate::finding::{Arg, Severity, Subject};
use crate::mapping::model::{Mapping, OnFail};

/// `note`, `warn`, `reject` or `fail`.
#[must_use]
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warn => "warn",
        Severity::Reject => "reject",
        Severity::Fail => "fail",
    }
}

/// The severity of this name.
#[must_use]
pub fn severity_named(name: &str) -> Option<Severity> {
    [Severity::Note, Severity::Warn, Severity::Reject, Severity::Fail].into_iter().find(|one| severity(*one) == name)
}

/// `reject`, `warn` or `fail`.
#[must_use]
pub const fn on_fail(on_fail: OnFail) -> &'static str {
    match on_fail {
        OnFail::Reject => "reject",
        OnFail::Warn => "warn",
        OnFail::Fail => "fail",
    }
}

/// `entry`, `entry.amount`, `entry.months.budget`, `journal.amount`, `balance.months.amount`,
/// `journal.dedupe`; empty for a record or file as a whole.
#[must_use]
pub fn subject(mapping: &Mapping, subject: Subject) -> String {
    let kind = |id: u16| &mapping.source.kinds[usize::from(id)];
    match subject {
        Subject::Record => String::new(),
        Subject::Kind(id) => kind(id).name.clone(),
        Subject::Field(id, None, field) => format!("{}.{}", kind(id).name, kind(id).fields[usize::from(field)].name),
        Subject::Field(id, Some(repeat), field) => {
            let group = &kind(id).repeats[usize::from(repeat)];
            format!("{}.{}.{}", kind(id).name, group.name, group.fields[usize::from(field)].name)
        }
        Subject::Column(table, column) => {
            let table = mapping.table_at(usize::from(table));
            format!("{}.{}", table.name, table.columns[usize::from(column)].name)
        }
        Subject::Rule(table, rule) => {
            let table = &mapping.tables[usize::from(table)];
            format!("{}.{}", table.name, table.rules[usize::from(rule)].id)
        }
        Subject::Control(control) => {
            format!("source.controls.{}", mapping.source.controls[usize::from(control)].id)
        }
        Subject::Report(table, report, figure) => {
            let report = &mapping.tables[usize::from(table)].reports[usize::from(report)];
            format!("migration.controls.{}", report.figures[usize::from(figure)].name)
        }
        Subject::Dedupe(table) => format!("{}.dedupe", mapping.tables[usize::from(table)].name),
        Subject::Split(table) => format!("{}.split", mapping.tables[usize::from(table)].name),
        Subject::SetRule(table, rule) => {
            let table = &mapping.tables[usize::from(table)];
            format!("{}.{}", table.name, table.set_rules[usize::from(rule)].id)
        }
    }
}

/// An argument as text.
#[must_use]
pub fn arg(arg: &Arg) -> String {
    arg.plain()
}

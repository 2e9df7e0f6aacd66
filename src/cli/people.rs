//! The words of the files for people without Parquet.
//!
//! In: findings, refused records and the manifest of a run, one at a time. Out: cells. Refuses to know how a file is
//! written, and any figure that is not in the manifest.

use super::words::{self, Language};
use crate::finding::{Arg, Severity};
use crate::run::people::sheet::Marks;
use crate::run::people::{Cell, Found, Scribe};

mod reconciliation;

/// Who writes in a language.
#[must_use]
pub fn scribe(language: Language) -> &'static dyn Scribe {
    match language {
        Language::En => &Language::En,
        Language::Fr => &Language::Fr,
    }
}

impl Scribe for Language {
    fn language(&self) -> &'static str {
        self.name()
    }

    /// What Excel expects there: where the comma stands before decimals, cells are apart by a semicolon.
    fn marks(&self) -> Marks {
        let separator = match self {
            Self::En => ',',
            Self::Fr => ';',
        };
        Marks { separator, decimal: self.decimal() }
    }

    fn finding_heads(&self) -> [Cell; 9] {
        let texts = self.texts();
        [
            texts.people_severity,
            texts.people_mapping,
            texts.people_file,
            texts.people_line,
            texts.people_record,
            texts.people_subject,
            texts.people_code,
            texts.people_what,
            texts.people_advice,
        ]
        .map(Cell::from)
    }

    fn reject_heads(&self) -> [Cell; 5] {
        let texts = self.texts();
        [texts.people_file, texts.people_line, texts.people_record, texts.people_what, texts.people_advice]
            .map(Cell::from)
    }

    fn severity(&self, severity: Severity) -> &'static str {
        words::severity(*self, severity)
    }

    fn what(&self, found: &Found<'_>) -> String {
        words::sentence(*self, found.code, &found.args)
    }

    fn wrong(&self, found: &Found<'_>, what: String) -> String {
        let name = found.subject.split_once('.').map_or("", |(_, name)| name);
        if name.is_empty() || what.contains(name) {
            return what;
        }
        words::say(*self, self.texts().people_wrong, &[("name", name.into()), ("what", what.into())])
    }

    fn advice(&self, found: &Found<'_>) -> String {
        words::advice_here(*self, found.code, &found.args)
    }

    fn as_for(&self, record: u64, file: Option<&str>) -> String {
        let texts = self.texts();
        // Without marks between the digits, as in the cell of the record's number, so that it is found there.
        let record = ("record", Arg::from(record.to_string()));
        match file {
            None => words::say(*self, texts.people_as_for, &[record]),
            Some(file) => words::say(*self, texts.people_as_for_in, &[record, ("file", file.into())]),
        }
    }

    fn record_head(&self) -> Cell {
        self.texts().people_record.into()
    }

    fn more(&self, rows: u64, file: &str) -> Vec<Cell> {
        let args = [("rows", rows.into()), ("file", Arg::from(file))];
        vec![words::say(*self, self.texts().people_more, &args).into()]
    }

    fn reconciliation(&self, manifest: &crate::evidence::manifest::Manifest) -> Vec<Vec<Cell>> {
        reconciliation::rows(*self, manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    #[test]
    fn the_name_of_a_field_stands_once() {
        let found = |subject, code| Found { subject, code, severity: Severity::Reject, args: Vec::new() };
        for language in [Language::En, Language::Fr] {
            let named = found("vendor.opened", Code::Required);
            let wrong = language.wrong(&named, language.what(&named));
            assert!(wrong.starts_with("opened") && wrong.matches("opened").count() == 1, "{wrong}");
            assert_eq!(language.wrong(&named, wrong.clone()), wrong);
            let unnamed = found("", Code::Required);
            assert_eq!(language.wrong(&unnamed, language.what(&unnamed)), language.what(&unnamed));
        }
    }
}

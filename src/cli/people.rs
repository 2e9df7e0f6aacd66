//! The words of the files for people without Parquet.
//!
//! In: findings, refused records and the manifest of a run, one at a time. Out: cells. Refuses to know how a file is
//! written, and any figure that is not in the manifest.

use super::words::{self, Language};
use crate::finding::Arg;
use crate::run::people::sheet::Marks;
use crate::run::people::{Cell, Found, Refused, Scribe};

mod reconciliation;

/// Who writes in a language.
#[must_use]
pub fn scribe(language: Language) -> &'static dyn Scribe {
    match language {
        Language::En => &Language::En,
        Language::Fr => &Language::Fr,
    }
}

/// Between what is wrong with one record.
const AND: &str = " | ";

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

    fn finding_heads(&self) -> Vec<Cell> {
        let texts = self.texts();
        let place = [texts.people_severity, texts.people_mapping, texts.people_file, texts.people_line];
        let what = [texts.people_record, texts.people_subject, texts.people_code, texts.people_what];
        place.into_iter().chain(what).chain([texts.people_advice]).map(Cell::from).collect()
    }

    fn finding(&self, found: &Found<'_>) -> Vec<Cell> {
        let number = |number: Option<u64>| number.map_or_else(Cell::empty, Cell::from);
        vec![
            words::severity(*self, found.severity).into(),
            found.mapping.into(),
            found.file.unwrap_or_default().into(),
            number(found.line),
            number(found.record),
            found.subject.into(),
            found.code.id().into(),
            words::sentence(*self, found.code, &found.args).into(),
            words::advice_here(*self, found.code, &found.args).into(),
        ]
    }

    fn reject_heads(&self) -> Vec<Cell> {
        let texts = self.texts();
        [texts.people_file, texts.people_line, texts.people_record, texts.people_what, texts.people_advice]
            .map(Cell::from)
            .to_vec()
    }

    fn reject(&self, refused: &Refused<'_>) -> Vec<Cell> {
        let wrong: Vec<String> = refused.found.iter().map(|found| self.wrong(found)).collect();
        let mut advice: Vec<String> = Vec::new();
        for found in &refused.found {
            let said = words::advice_here(*self, found.code, &found.args);
            if !advice.contains(&said) {
                advice.push(said);
            }
        }
        vec![
            refused.file.into(),
            refused.line.map_or_else(Cell::empty, Cell::from),
            refused.record.into(),
            wrong.join(AND).into(),
            advice.join(AND).into(),
        ]
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

impl Language {
    /// What is wrong, after the name of the field or rule if the sentence does not have it.
    fn wrong(self, found: &Found<'_>) -> String {
        let what = words::sentence(self, found.code, &found.args);
        let name = found.subject.split_once('.').map_or("", |(_, name)| name);
        if name.is_empty() || what.contains(name) {
            return what;
        }
        words::say(self, self.texts().people_wrong, &[("name", name.into()), ("what", what.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Severity};

    fn found(subject: &str, code: Code, args: Vec<Arg>) -> Found<'_> {
        let place = (Some("VEND.TXT"), Some(7), Some(7));
        let (file, line, record) = place;
        Found { mapping: "vendors", file, line, record, subject, code, severity: Severity::Reject, args }
    }

    #[test]
    fn all_that_is_wrong_with_a_record_is_in_one_cell() {
        let two = Refused {
            file: "VEND.TXT",
            line: Some(7),
            record: 7,
            found: vec![
                found("vendor.opened", Code::Required, Vec::new()),
                found("", Code::RaggedRecord, vec![12_i64.into(), 13_i64.into()]),
            ],
        };
        for language in [Language::En, Language::Fr] {
            let cells = language.reject(&two);
            let Cell::Text(wrong) = &cells[3] else { panic!("{cells:?}") };
            assert!(wrong.starts_with("opened") && wrong.matches(AND).count() == 1, "{wrong}");
            assert_eq!(cells.len(), language.reject_heads().len());
        }
    }

    #[test]
    fn each_cell_has_its_head() {
        for language in [Language::En, Language::Fr] {
            let cells = language.finding(&found("vendor.opened", Code::Required, Vec::new()));
            assert_eq!(cells.len(), language.finding_heads().len());
        }
    }
}

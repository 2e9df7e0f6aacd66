//! The manifest's controls: whether their figures follow from one another, and whether what does not hold was told.

use arrow_buffer::i256;

use super::Figures;
use crate::evidence::manifest::{
    ControlEvidence, ControlFileEvidence, FindingEvidence, PartEvidence, ReportEvidence, TableEvidence,
};
use crate::evidence::text;
use crate::finding::Code;

/// A sum as it is written: its digits as a whole number, and how many of them stand after the mark.
fn number(text: &str) -> Option<(i256, u8)> {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let unscaled = i256::from_string(&text.replace('.', ""))?;
    let scale = u8::try_from(decimals).ok()?;
    (text::decimal(unscaled, scale) == text).then_some((unscaled, scale))
}

impl Figures<'_> {
    pub(super) fn controls(&mut self) {
        let manifest = self.manifest;
        self.once("controls", manifest.controls.iter().map(|it| (&it.mapping, &it.control)));
        for (index, control) in manifest.controls.iter().enumerate() {
            let path = format!("controls[{index}]");
            if self.mapping_named(&control.mapping).is_none() {
                self.told.conflict(format!("{path}.mapping"), "mappings");
            }
            self.parts(&path, control);
            self.difference(&path, control);
            self.told_of(&path, control);
            let is_whole = (control.per, control.low_digits) == (1, 0);
            let fits = match (control.figure.as_str(), &control.report) {
                ("count", None) => control.low_digits == 0,
                ("sum", None) => control.per == 1,
                _ => is_whole,
            };
            if !fits {
                self.told.conflict(format!("{path}.per"), format!("{path}.figure"));
            }
            if let Some(report) = &control.report {
                self.report(&path, control, report);
            }
        }
        self.control_files();
    }

    /// Of a control beside the files: its keys add up, and what it says was loaded is what the table's files have.
    fn report(&mut self, path: &str, control: &ControlEvidence, report: &ReportEvidence) {
        let ReportEvidence { equal, different, not_in_report, without_rows, unknown, .. } = *report;
        let differing = [different, not_in_report, without_rows, unknown].map(u128::from).iter().sum::<u128>();
        self.told.compare(format_args!("{path}.differing"), control.differing, differing);
        self.told.compare(format_args!("{path}.scopes"), control.scopes, differing + u128::from(equal));
        self.name(path, control, report);
        self.once(&format!("{path}.report.key"), report.key.iter());
        // Without a key, all rows have one; those that cannot be read are one more.
        if report.key.is_empty() && control.scopes > 1 + u64::from(unknown > 0) {
            self.told.conflict(format!("{path}.scopes"), format!("{path}.report.key"));
        }
        if (control.unknown > 0) != (unknown > 0) {
            self.told.conflict(format!("{path}.unknown"), format!("{path}.report.unknown"));
        }
        let has_file = |it: &&ControlFileEvidence| {
            (&it.mapping, &it.control, &it.file) == (&control.mapping, &report.report, &report.file)
        };
        match self.manifest.control_files.iter().find(has_file) {
            None => self.told.conflict(format!("{path}.report.file"), "control_files"),
            Some(file) if u128::from(file.rows) > u128::from(control.scopes) => {
                self.told.conflict(format!("{path}.scopes"), "control_files");
            }
            Some(_) => {}
        }
        let of_table = |it: &&TableEvidence| (&it.mapping, &it.table) == (&control.mapping, &report.table);
        let Some(table) = self.manifest.tables.iter().find(of_table) else {
            return self.told.conflict(format!("{path}.report.table"), "tables");
        };
        let known = |name: &String| table.columns.iter().any(|column| column.name == *name);
        if !report.key.iter().chain(&report.column).all(known) || report.column.is_some() != (control.figure == "sum") {
            return self.told.conflict(format!("{path}.report"), "tables");
        }
        if report.all_rows {
            self.loaded_rows(path, control, (report, table));
        } else if control.loaded.records > table.rows {
            self.told.conflict(format!("{path}.loaded.records"), "tables");
        }
    }

    /// A figure has its control's name; one of several has its header's behind it.
    fn name(&mut self, path: &str, control: &ControlEvidence, report: &ReportEvidence) {
        let is_its = |it: &&ControlEvidence| it.report.as_ref().is_some_and(|it| it.report == report.report);
        let several = self.manifest.controls.iter().filter(is_its).count() > 1;
        let name = if several { format!("{}.{}", report.report, report.header) } else { report.report.clone() };
        if control.control != name {
            self.told.conflict(format!("{path}.control"), format!("{path}.report"));
        }
    }

    /// Where all rows of a table count: their number and sum, as its files have them.
    fn loaded_rows(
        &mut self,
        path: &str,
        control: &ControlEvidence,
        (report, table): (&ReportEvidence, &TableEvidence),
    ) {
        let Some(Some(found)) = self.contents.tables.get(table.table.as_str()) else { return };
        self.told.compare(format_args!("{path}.loaded.records"), control.loaded.records, found.rows());
        let column = report.column.as_ref().and_then(|name| table.columns.iter().position(|one| one.name == *name));
        let Some((column, amount)) = column.zip(control.loaded.amount.as_ref()) else { return };
        let sum = found.totals.get(column).and_then(|running| running.totals().sum);
        // A sum of nothing is not written for a column.
        let is_nothing = sum.is_none() && number(amount).is_some_and(|(amount, _)| amount == i256::ZERO);
        if !is_nothing {
            self.told.compare(format_args!("{path}.loaded.amount"), amount, sum.unwrap_or_default());
        }
    }

    /// A file of a control is one that some control beside the files is about, unless none was judged.
    fn control_files(&mut self) {
        let manifest = self.manifest;
        self.once("control_files", manifest.control_files.iter().map(|it| (&it.mapping, &it.control)));
        for (index, file) in manifest.control_files.iter().enumerate() {
            let mut reports = manifest.controls.iter().filter_map(|it| Some((&it.mapping, it.report.as_ref()?)));
            let is_its = |(mapping, report): (&String, &ReportEvidence)| {
                (mapping, &report.report, &report.file) == (&file.mapping, &file.control, &file.file)
            };
            if manifest.parameters.limit.is_none() && !reports.any(is_its) {
                self.told.conflict(format!("control_files[{index}]"), "controls");
            }
        }
    }

    /// What was read is what was loaded, refused, set aside or only informs others.
    fn parts(&mut self, path: &str, control: &ControlEvidence) {
        let ControlEvidence { read, rejected, set_aside, informing, loaded, .. } = control;
        let parts = [rejected, set_aside, informing, loaded];
        let records: u128 = parts.iter().map(|part| u128::from(part.records)).sum();
        self.told.compare(format_args!("{path}.read.records"), read.records, records);
        let amounts = |part: &PartEvidence| part.amount.is_some();
        if parts.iter().any(|part| amounts(part) != amounts(read)) {
            return self.told.conflict(format!("{path}.read.amount"), format!("{path}.loaded.amount"));
        }
        let Some(amount) = &read.amount else { return };
        let sums: Option<Vec<(i256, u8)>> = parts.iter().map(|part| part.amount.as_deref().and_then(number)).collect();
        let Some((sums, (_, scale))) = sums.zip(number(amount)) else {
            return self.told.value(format!("{path}.read.amount"));
        };
        let sum = sums.iter().fold(i256::ZERO, |sum, (amount, _)| sum.wrapping_add(*amount));
        self.told.compare(format_args!("{path}.read.amount"), amount, text::decimal(sum, scale));
    }

    /// The difference is that of what is said and what was found, which follows from what was read.
    fn difference(&mut self, path: &str, control: &ControlEvidence) {
        let [says, found, difference] = [&control.says, &control.found, &control.difference].map(Option::as_deref);
        let figures = [says, found, difference].map(|figure| figure.map(number));
        let (Some(says), Some(found), Some(difference)) = (figures[0], figures[1], figures[2]) else {
            if figures.iter().any(Option::is_some) {
                self.told.conflict(format!("{path}.says"), format!("{path}.found"));
            }
            return;
        };
        let (Some((says, _)), Some((found, scale)), Some(_)) = (says, found, difference) else {
            return self.told.value(format!("{path}.says"));
        };
        let shown = control.difference.as_deref().unwrap_or_default();
        let follows = text::decimal(says.wrapping_sub(found), scale);
        self.told.compare(format_args!("{path}.difference"), shown, follows);
        if !follows_from_read(control, found) {
            self.told.conflict(format!("{path}.found"), format!("{path}.read"));
        }
    }

    /// A control that does not hold is told by a finding, and no other is.
    fn told_of(&mut self, path: &str, control: &ControlEvidence) {
        let (place, accepted) = match &control.report {
            None => ("source", Code::ControlAccepted),
            Some(_) => ("migration", Code::ReportAccepted),
        };
        let subject = format!("{place}.controls.{}", control.control);
        let mut findings = self.manifest.findings.iter();
        let is_told = findings.any(|it| it.mapping == control.mapping && it.subject == subject);
        let differs = control.difference.as_deref().and_then(number).is_some_and(|(number, _)| number != i256::ZERO);
        // Keys that are off by less may come to any difference.
        let is_exact = control.report.as_ref().and_then(|it| number(&it.tolerance)).is_none_or(|it| it.0 == i256::ZERO);
        if (control.differing + control.extra > 0) != is_told || differs && is_exact && control.differing == 0 {
            self.told.conflict(format!("{path}.differing"), "findings");
        }
        let is_accepted =
            |it: &&FindingEvidence| it.mapping == control.mapping && it.subject == subject && it.code == accepted.id();
        let accepted: u64 = self.manifest.findings.iter().filter(is_accepted).map(|it| it.count).sum();
        if accepted != control.accepted.len() as u64 {
            self.told.conflict(format!("{path}.accepted"), "findings");
        }
        if control.differing > control.scopes {
            self.told.conflict(format!("{path}.differing"), format!("{path}.scopes"));
        }
        if control.unknown > 0 && control.differing == 0 {
            self.told.conflict(format!("{path}.unknown"), format!("{path}.differing"));
        }
    }
}

/// Whether what was found follows from what was read: exactly where there is one scope or nothing to round, else as far
/// as the totals show it.
fn follows_from_read(control: &ControlEvidence, found: i256) -> bool {
    let (whole, scopes) = (|number: u64| i256::from_i128(number.into()), control.scopes);
    if control.figure == "count" {
        let most = whole(control.read.records.div_ceil(control.per.max(1)).saturating_add(scopes.saturating_sub(1)));
        let least = whole(control.read.records.div_ceil(control.per.max(1)));
        return if control.per == 1 { found == least } else { (least..=most).contains(&found) };
    }
    let Some((read, _)) = control.read.amount.as_deref().and_then(number) else { return false };
    if control.low_digits == 0 {
        return found == read;
    }
    let modulus = i256::from_i128(10).wrapping_pow(u32::try_from(control.low_digits).unwrap_or(u32::MAX));
    found.wrapping_sub(read).checked_rem(modulus) == Some(i256::ZERO)
}

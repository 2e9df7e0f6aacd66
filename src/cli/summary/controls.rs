//! The reconciliation: what the old system says of itself, and what became of it.

use super::{Summary, layout, numbers, words};
use crate::cli::layout::Side;
use crate::evidence::manifest::{ControlEvidence, PartEvidence, ReportEvidence, Standing};
use crate::finding::Arg;

/// Controls that are listed.
const CONTROLS: usize = 30;

impl Summary<'_> {
    /// What the old system says of itself, and what became of it: each line closes.
    pub(super) fn controls(&self) -> String {
        let texts = self.texts;
        if self.report.controls.is_empty() {
            return String::new();
        }
        // One that repeats a value has no figures.
        let controls: Vec<&ControlEvidence> = self.report.controls.iter().filter(|it| it.figure != "is").collect();
        let heads = [texts.head_control, texts.head_says];
        let parts = [texts.head_difference, texts.head_rejected, texts.head_set_aside, texts.head_informing];
        let heads: Vec<String> = heads.into_iter().chain(parts).map(str::to_owned).collect();
        let heads = [heads, vec![texts.head_loaded.to_owned(), texts.head_unknown.to_owned()]].concat();
        let rows: Vec<Vec<String>> = controls.iter().take(CONTROLS).map(|one| self.control(one)).collect();
        let mut sides = [Side::Right; 8];
        sides[0] = Side::Left;
        let table = layout::table_of_what_counts(&sides, &[&[heads.clone()][..], &rows].concat());
        let fits = table.lines().all(|line| layout::length(line) <= self.width);
        let listed = if fits { table } else { self.told_apart(&heads, &rows) };
        let more = controls.len().saturating_sub(CONTROLS);
        let listed = if controls.is_empty() { String::new() } else { listed };
        let more = self.more(texts.more_controls, more, "manifest.json");
        self.heading(texts.controls, &[]) + &listed + &more + &self.others()
    }

    /// A control's cells. A figure in units, or of some digits alone, does not say what was loaded.
    fn control(&self, control: &ControlEvidence) -> Vec<String> {
        let is_whole = control.per == 1 && control.low_digits == 0 && control.says.is_some();
        let figure = |figure: Option<&str>| {
            let is_zero = |figure: &str| figure.bytes().all(|byte| matches!(byte, b'0' | b'.'));
            figure.map_or_else(String::new, |text| {
                if is_zero(text) { String::from("0") } else { numbers::grouped(self.language, text) }
            })
        };
        let part = |part: &PartEvidence| match (&part.amount, control.figure.as_str()) {
            _ if !is_whole => String::new(),
            (Some(amount), _) => figure(Some(amount)),
            (None, "count") => self.count(part.records),
            (None, _) => String::new(),
        };
        let mut cells = vec![self.control_name(control)];
        let figures = [&control.says, &control.difference];
        cells.extend(figures.map(|of| figure(of.as_deref().filter(|_| control.adds_up()))));
        let parts = [&control.rejected, &control.set_aside, &control.informing, &control.loaded];
        cells.extend(parts.map(part));
        cells.push(self.count(control.unknown));
        cells
    }

    /// Rows that are too wide for a table: each cell that counts with its heading.
    fn told_apart(&self, heads: &[String], rows: &[Vec<String>]) -> String {
        let cell = |(head, cell): (&String, &String)| {
            (!cell.is_empty() && cell != "0").then(|| format!("{head}\u{a0}{cell}").replace(' ', "\u{a0}"))
        };
        let row = |row: &Vec<String>| {
            let cells: Vec<String> = heads.iter().zip(row).skip(1).filter_map(cell).collect();
            vec![row[0].clone(), cells.join(", ")]
        };
        layout::hanging_table(self.width, &[Side::Left], &rows.iter().map(row).collect::<Vec<_>>())
    }

    /// Its mapping's name before it where there are several; a control beside the files has none.
    fn control_name(&self, control: &ControlEvidence) -> String {
        let is_alone = self.report.sources.len() < 2 || control.report.is_some();
        let mapping = if is_alone { "" } else { control.mapping.as_str() };
        words::shown(format!("{mapping} {}", control.control).trim_start())
    }

    /// What stands in no column: values that are repeated, figures in units or of some digits, keys of reports.
    fn others(&self) -> String {
        let said = |control: &ControlEvidence| {
            let texts = [self.other(control), self.failing(control)];
            texts.map(|text| Some(vec![self.control_name(control), text?]))
        };
        let rows = self.report.controls.iter().take(CONTROLS).flat_map(said).flatten();
        let rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() { String::new() } else { layout::hanging_table(self.width, &[Side::Left], &rows) }
    }

    /// In how many files or groups it does not hold: the differences of several may come to nothing together.
    fn failing(&self, control: &ControlEvidence) -> Option<String> {
        let is_told = control.report.is_some() || control.figure == "is";
        let (differing, all) = (control.failing(), control.all());
        let signed = if control.standing() == Standing::SignedOff { self.texts.control_signed } else { "" };
        let args = [("differing", differing.into()), ("all", all.into()), ("signed", signed.into())];
        (!is_told && differing > 0).then(|| self.say(self.texts.control_fails, &args))
    }

    fn other(&self, control: &ControlEvidence) -> Option<String> {
        let texts = self.texts;
        if let Some(report) = &control.report {
            return Some(self.keys(report));
        }
        if control.figure == "is" {
            let (all, differing) = (control.all(), control.failing());
            let args = [("records", all.into()), ("differing", differing.into())];
            return Some(self.say(if differing == 0 { texts.control_same } else { texts.control_unlike }, &args));
        }
        let part = |part: &PartEvidence| match &part.amount {
            Some(amount) if amount.bytes().any(|byte| matches!(byte, b'1'..=b'9')) => Arg::amount(amount.clone()),
            None if part.records > 0 => part.records.into(),
            _ => "".into(),
        };
        let ControlEvidence { read, rejected, set_aside, informing, loaded, .. } = control;
        let parts = [("rejected", rejected), ("aside", set_aside), ("informing", informing), ("loaded", loaded)];
        let parts = parts.into_iter().map(|(name, of)| (name, part(of)));
        let (template, unit) = match (control.per, control.low_digits) {
            (1, 0) => return None,
            (per, 0) => (texts.control_units, per),
            (_, digits) if control.adds_up() => (texts.control_digits, digits),
            (_, digits) => (texts.control_digits_each, digits),
        };
        let read = match part(read) {
            Arg::Text(nothing) if nothing.is_empty() => 0_u64.into(),
            read => read,
        };
        let whole = [("unit", unit.into()), ("sums", control.all().into()), ("read", read)];
        let args: Vec<(&str, Arg)> = whole.into_iter().chain(parts).collect();
        control.says.is_some().then(|| self.say(template, &args))
    }

    /// How many keys of a report hold, and what the others lack.
    fn keys(&self, report: &ReportEvidence) -> String {
        let if_any = |count: u64| if count == 0 { "".into() } else { Arg::from(count) };
        let args = [
            ("file", report.file.as_str().into()),
            ("equal", report.equal.into()),
            ("different", if_any(report.different)),
            ("missing", if_any(report.not_in_report)),
            ("without", if_any(report.without_rows)),
            ("unknown", if_any(report.unknown)),
        ];
        self.say(self.texts.control_keys, &args)
    }
}

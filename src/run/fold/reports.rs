//! The controls beside the files, made ready: what the rows of a table tell them, and how they are judged and counted.
//!
//! Each figure of a report is a control of its own. Its key is its number and the values of the key's columns, as in a rule
//! over several rows; the report's lines and the table's rows have the same keys.

use std::sync::Arc;

use arrow_buffer::i256;

use super::gather::{NOT_WHOLE, WHOLE};
use super::signed::{self, Signed};
use crate::evidence::manifest::{ControlEvidence, PartEvidence, ReportEvidence};
use crate::evidence::text;
use crate::finding::{Arg, Args, Code};
use crate::mapping::model::{Accept, OnFail, Report, ReportFigure, Table, Type};
use crate::run::computed::Computed;
use crate::run::parameters::Setting;
use crate::run::prepare::Prepared;
use crate::validate::set::control::{Figure, Part, Parts};
use crate::validate::set::report::{Closed, Why};

/// What the rows of a table tell one figure of a report.
#[derive(Debug)]
pub struct Tally {
    /// Number among all rules and controls of the run.
    pub id: u16,
    /// The key's columns.
    pub key: Vec<usize>,
    /// The column that is summed; none: rows are counted.
    pub sum: Option<usize>,
    /// The rows that count.
    pub filter: Option<Arc<Computed>>,
}

/// A figure of a report, ready to be judged.
#[derive(Debug)]
pub struct ReportWork {
    /// Number of its mapping.
    pub mapping: usize,
    /// Its table in that mapping.
    pub table: usize,
    /// Its report at that table.
    pub report: usize,
    /// Its number in that report.
    pub number: usize,
    /// The columns of its key.
    pub key: Vec<(Arc<str>, Type)>,
    /// How it follows from the rows.
    pub figure: Figure,
    /// How far it may be off.
    pub tolerance: i256,
    /// A column of the key, or the one that is summed, is personal: figures are not shown.
    pub personal: bool,
    /// A column of the key is: nor is the key.
    pub personal_key: bool,
    /// Of the figure.
    pub scale: u8,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
    /// What is signed off of it.
    pub signed: Vec<Signed>,
    file: String,
    header: String,
    table_name: String,
}

/// Makes the reports of a mapping ready, the first figure with this number, and tells its plan what its rows have to tell.
pub fn plan(mapping: usize, prepared: &mut Prepared, first: usize, settings: &[Option<Setting>]) -> Vec<ReportWork> {
    let declared = Arc::clone(&prepared.plan.mapping);
    let mut works = Vec::new();
    for (at, table) in declared.tables.iter().enumerate() {
        for (number, report) in table.reports.iter().enumerate() {
            let filter = report.filter.as_ref().map(|filter| Arc::new(Computed::new(filter, settings)));
            for (own, figure) in report.figures.iter().enumerate() {
                prepared.plan.tables[at].tallies.push(Tally {
                    id: u16::try_from(first + works.len()).unwrap_or(u16::MAX),
                    key: report.keys.iter().map(|key| key.column).collect(),
                    sum: figure.sum,
                    filter: filter.clone(),
                });
                works.push(ReportWork::new((mapping, at, number, own), table, report, figure));
            }
        }
    }
    works
}

/// The key of a figure without its values; rows whose key cannot be read have no values.
#[must_use]
pub fn key(id: u16, is_whole: bool) -> Vec<u8> {
    let [high, low] = id.to_be_bytes();
    vec![high, low, if is_whole { WHOLE } else { NOT_WHOLE }]
}

impl ReportWork {
    fn new(
        (mapping, at, report, number): (usize, usize, usize, usize),
        table: &Table,
        of: &Report,
        figure: &ReportFigure,
    ) -> Self {
        let columns = of.keys.iter().map(|key| &table.columns[key.column]);
        let personal_key = columns.clone().any(|column| column.personal);
        Self {
            mapping,
            table: at,
            report,
            number,
            key: columns.map(|column| (column.name.as_str().into(), column.ty)).collect(),
            figure: if figure.sum.is_some() { Figure::Sum { modulus: None } } else { Figure::Count { per: 1 } },
            tolerance: i256::from_i128(figure.tolerance),
            personal: personal_key || figure.sum.is_some_and(|sum| table.columns[sum].personal),
            personal_key,
            scale: figure.sum.map_or(0, |sum| table.columns[sum].ty.scale()),
            on_fail: of.on_fail,
            signed: Vec::new(),
            file: of.file.clone(),
            header: figure.header.clone(),
            table_name: table.name.clone(),
        }
    }

    fn shown(&self, figure: i256) -> String {
        text::decimal(figure, self.scale)
    }

    fn amount(&self, figure: i256) -> Arg {
        if self.personal { Arg::Hidden } else { Arg::amount(self.shown(figure)) }
    }

    /// The figure, or nothing where it is 0 or may not be shown.
    fn if_any(&self, figure: i256) -> Arg {
        if self.personal || figure == i256::ZERO { nothing() } else { self.amount(figure) }
    }

    /// Of some rows the figure.
    fn of(&self, part: Part) -> i256 {
        self.figure.of(part)
    }

    /// What is said of a key where its figure does not hold.
    #[must_use]
    pub fn told(&self, why: Why, key: Arg, closed: &Closed) -> (Code, Args) {
        let Closed { line, says, found, parts, .. } = *closed;
        let difference = says.wrapping_sub(found);
        let (less, more) = if difference > i256::ZERO { (difference, i256::ZERO) } else { (i256::ZERO, difference) };
        let [less, more] = [less, more.wrapping_abs()].map(|off| self.if_any(off));
        let named = [key, self.file.as_str().into(), self.header.as_str().into()];
        let table = Arg::from(self.table_name.as_str());
        let others = [says, found].map(|figure| if self.personal { nothing() } else { self.amount(figure) });
        let (says, found) = (self.amount(says), self.amount(found));
        let rest = match why {
            Why::Differs => {
                let [rejected, aside] = [parts.rejected, parts.set_aside].map(|part| self.if_any(self.of(part)));
                vec![line.into(), says, table, found, less, more, rejected, aside]
            }
            Why::NotInReport => vec![table, found],
            Why::NoRows => vec![line.into(), says, table],
            Why::Unknown => [table, parts.unknown.into()].into_iter().chain(others).collect(),
        };
        let code = match why {
            Why::Differs => Code::ReportDiffers,
            Why::NotInReport => Code::NotInReport,
            Why::NoRows => Code::NoRowsOfReport,
            Why::Unknown => Code::ReportUnknown,
        };
        (code, named.into_iter().chain(rest).collect())
    }

    /// What is told of a difference that is signed off, by what was told of the difference.
    #[must_use]
    pub fn accepted(&self, args: &Args, accept: &Accept) -> Option<(Code, Args)> {
        let [key, file, header, ..] = &args[..] else { return None };
        let difference = if self.personal { Arg::Hidden } else { Arg::amount(accept.difference.clone()) };
        let by = [accept.by.as_str(), accept.because.as_str()].map(Arg::from);
        let named = [key.clone(), file.clone(), header.clone(), difference];
        Some((Code::ReportAccepted, named.into_iter().chain(by).collect()))
    }

    /// Those that sign off the difference of a key with these values; where nobody knows the difference, those that may, and
    /// all where nobody knows the key.
    #[must_use]
    pub fn signed_off(&self, why: Why, (is_whole, key): (bool, &[String]), closed: &Closed) -> Vec<usize> {
        match why {
            Why::Differs | Why::NotInReport | Why::NoRows => {
                signed::of(&self.signed, closed.says.wrapping_sub(closed.found), key)
            }
            Why::Unknown if is_whole => signed::of_any(&self.signed, key),
            Why::Unknown => self.signed.iter().map(|signed| signed.number).collect(),
        }
    }

    /// What it came to, for the manifest.
    #[must_use]
    pub fn evidence(&self, mapping: &str, table: &Table, count: &ReportCount) -> ControlEvidence {
        let (report, figure) = (&table.reports[self.report], &table.reports[self.report].figures[self.number]);
        let shown = |figure: i256| (!self.personal).then(|| self.shown(figure));
        let sums = figure.sum.is_some() && !self.personal;
        let part = |part: Part| PartEvidence { records: part.records, amount: sums.then(|| self.shown(part.amount)) };
        let name = |column: usize| table.columns[column].name.clone();
        let ReportCount { equal, different, not_in_report, without_rows, unknown, says, found, parts } = *count;
        let differing = different + not_in_report + without_rows + unknown;
        ControlEvidence {
            mapping: mapping.to_owned(),
            control: figure.name.clone(),
            scopes: equal + differing,
            differing,
            extra: 0,
            figure: if figure.sum.is_some() { "sum" } else { "count" }.to_owned(),
            per: 1,
            low_digits: 0,
            says: shown(says),
            found: shown(found),
            difference: shown(says.wrapping_sub(found)),
            read: part(parts.read()),
            rejected: part(parts.rejected),
            set_aside: part(parts.set_aside),
            informing: part(parts.informing),
            loaded: part(parts.loaded),
            unknown: parts.unknown,
            report: Some(ReportEvidence {
                report: report.id.clone(),
                file: report.file.clone(),
                header: figure.header.clone(),
                table: table.name.clone(),
                key: report.keys.iter().map(|key| name(key.column)).collect(),
                column: figure.sum.map(name),
                all_rows: report.filter.is_none(),
                tolerance: text::decimal(self.tolerance, self.scale),
                equal,
                different,
                not_in_report,
                without_rows,
                unknown,
            }),
            accepted: Vec::new(),
        }
    }
}

/// A figure that is not told.
fn nothing() -> Arg {
    Arg::amount(String::new())
}

/// What a figure of a report came to, over all keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReportCount {
    /// Keys whose figure holds.
    pub equal: u64,
    /// Keys that both sides have, with different figures.
    pub different: u64,
    /// Keys that the report lacks.
    pub not_in_report: u64,
    /// Keys of which there is no row.
    pub without_rows: u64,
    /// Keys of which values cannot be read; rows whose key cannot be read are one more.
    pub unknown: u64,
    /// What the report says, unscaled.
    pub says: i256,
    /// What the rows come to, unscaled.
    pub found: i256,
    /// The rows.
    pub parts: Parts,
}

impl ReportCount {
    /// One more key.
    pub fn close(&mut self, closed: &Closed) {
        *match closed.why {
            None => &mut self.equal,
            Some(Why::Differs) => &mut self.different,
            Some(Why::NotInReport) => &mut self.not_in_report,
            Some(Why::NoRows) => &mut self.without_rows,
            Some(Why::Unknown) => &mut self.unknown,
        } += 1;
        self.says = self.says.wrapping_add(closed.says);
        self.found = self.found.wrapping_add(closed.found);
        self.parts.add(closed.parts);
    }

    /// Adds those of another partition.
    pub fn add(&mut self, other: &Self) {
        self.equal += other.equal;
        self.different += other.different;
        self.not_in_report += other.not_in_report;
        self.without_rows += other.without_rows;
        self.unknown += other.unknown;
        self.says = self.says.wrapping_add(other.says);
        self.found = self.found.wrapping_add(other.found);
        self.parts.add(other.parts);
    }
}

//! The controls beside the files, made ready: what the rows of a table tell them, and how they are judged and counted.
//!
//! Each figure of a report is a control of its own. Its key is its number and the values of the key's columns, as in a rule
//! over several rows; the report's lines and the table's rows have the same keys.

use std::sync::Arc;

use arrow_buffer::i256;

use super::gather::{NOT_WHOLE, WHOLE};
use crate::canonical;
use crate::evidence::manifest::{ControlEvidence, PartEvidence, ReportEvidence};
use crate::evidence::text;
use crate::finding::{Arg, Args, Code};
use crate::mapping::constant;
use crate::mapping::model::{Accept, OnFail, Report, ReportFigure, Table, Type, Value};
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
    /// A column of the key, or the one that is summed, is personal: values are not shown.
    pub personal: bool,
    /// Of the figure.
    pub scale: u8,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
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
        let personal = columns.clone().chain(figure.sum.map(|sum| &table.columns[sum])).any(|column| column.personal);
        Self {
            mapping,
            table: at,
            report,
            number,
            key: columns.map(|column| (column.name.as_str().into(), column.ty)).collect(),
            figure: if figure.sum.is_some() { Figure::Sum { modulus: None } } else { Figure::Count { per: 1 } },
            tolerance: i256::from_i128(figure.tolerance),
            personal,
            scale: figure.sum.map_or(0, |sum| table.columns[sum].ty.scale()),
            on_fail: of.on_fail,
            file: of.file.clone(),
            header: figure.header.clone(),
            table_name: table.name.clone(),
        }
    }

    fn shown(&self, figure: i256) -> String {
        if self.personal { String::new() } else { text::decimal(figure, self.scale) }
    }

    fn amount(&self, figure: i256) -> Arg {
        Arg::amount(self.shown(figure))
    }

    /// The figure, or nothing where it is 0.
    fn if_any(&self, figure: i256) -> Arg {
        if figure == i256::ZERO { "".into() } else { self.amount(figure) }
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
        let is_less = difference > i256::ZERO;
        let off = self.amount(difference.wrapping_abs());
        let nothing = || Arg::from("");
        let less = if is_less { off.clone() } else { nothing() };
        let more = if is_less { nothing() } else { off };
        let named = [key, self.file.as_str().into(), self.header.as_str().into()];
        let table = Arg::from(self.table_name.as_str());
        let (says, found) = (self.amount(says), self.amount(found));
        let rest = match why {
            Why::Differs => {
                let [rejected, aside] = [parts.rejected, parts.set_aside].map(|part| self.if_any(self.of(part)));
                vec![line.into(), says, table, found, less, more, rejected, aside]
            }
            Why::NotInReport => vec![table, found],
            Why::NoRows => vec![line.into(), says, table],
            Why::Unknown => vec![table, parts.unknown.into(), says, found],
        };
        let code = match why {
            Why::Differs => Code::ReportDiffers,
            Why::NotInReport => Code::NotInReport,
            Why::NoRows => Code::NoRowsOfReport,
            Why::Unknown => Code::ReportUnknown,
        };
        (code, named.into_iter().chain(rest).collect())
    }

    /// What is told of a difference that is signed off, if it is this one.
    #[must_use]
    pub fn accepted(&self, code: Code, args: &Args, accept: &Accept) -> Option<(Code, Args)> {
        let [key, file, header, ..] = &args[..] else { return None };
        let amount = |name: &str| {
            let at = code.args().iter().position(|arg| *arg == name)?;
            if let Arg::Amount(text) = args.get(at)? { self.unscaled(text) } else { None }
        };
        let difference = match code {
            Code::ReportDiffers => amount("less").or_else(|| amount("more")?.checked_neg())?,
            Code::NotInReport => amount("found")?.checked_neg()?,
            Code::NoRowsOfReport => amount("says")?,
            _ => return None,
        };
        if self.personal || self.unscaled(&accept.difference)? != difference || !self.is_key(key, accept) {
            return None;
        }
        let difference = self.amount(i256::from_i128(difference));
        let by = [accept.by.as_str(), accept.because.as_str()].map(Arg::from);
        let args = [key.clone(), file.clone(), header.clone(), difference].into_iter().chain(by).collect();
        Some((Code::ReportAccepted, args))
    }

    fn unscaled(&self, text: &str) -> Option<i128> {
        match constant::parse(text, Type::Decimal { precision: 38, scale: self.scale })? {
            Value::Decimal(unscaled) => Some(unscaled),
            _ => None,
        }
    }

    fn is_key(&self, key: &Arg, accept: &Accept) -> bool {
        let columns = match key {
            Arg::Key(columns) => columns.as_slice(),
            Arg::AllRows => &[],
            _ => return false,
        };
        columns.len() == accept.key.len()
            && columns.iter().zip(&self.key).all(|((name, value), (_, ty))| {
                let written = accept.key.iter().find(|(other, _)| *other.text == **name);
                let written = written.and_then(|(_, written)| constant::parse(&written.text, *ty));
                written.is_some_and(|written| canonical::text(*ty, &written) == **value)
            })
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

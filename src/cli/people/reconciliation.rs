//! `reconciliation.csv`: what the treasurer signs. Every source with what became of it, every table with its totals, every
//! control and rule.

use crate::cli::words::{self, Language, Texts};
use crate::evidence::manifest::{
    AcceptedEvidence, AmountLimitEvidence, AsideEvidence, ColumnEvidence, ControlEvidence, Manifest, Named,
    PartEvidence, RuleEvidence, SourceEvidence, Standing, TableEvidence,
};
use crate::finding::Arg;
use crate::mapping::model::ELEMENT;
use crate::run::people::Cell;

type Row = Vec<Cell>;

/// All rows; parts are apart by an empty row, and a part without a row is left out.
pub fn rows(language: Language, manifest: &Manifest) -> Vec<Row> {
    let writer = Writer { language, texts: language.texts(), manifest };
    let parts = [
        writer.head(),
        writer.sources(),
        writer.set_aside(),
        writer.left_out(),
        writer.tables(),
        writer.refused_money(),
        writer.controls(),
        writer.rules(),
        writer.signatures(),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.enumerate().flat_map(|(at, part)| (at > 0).then(Row::new).into_iter().chain(part)).collect()
}

struct Writer<'a> {
    language: Language,
    texts: &'static Texts,
    manifest: &'a Manifest,
}

fn number(text: &str) -> Cell {
    Cell::Number(text.to_owned())
}

fn optional(text: Option<&String>) -> Cell {
    text.map_or_else(Cell::empty, |text| number(text))
}

/// A title, heads, and rows; nothing where there are no rows.
fn part(title: &str, heads: &[&str], rows: Vec<Row>) -> Vec<Row> {
    if rows.is_empty() {
        return rows;
    }
    let heads = heads.iter().map(|head| Cell::from(*head)).collect();
    [vec![vec![title.into()], heads], rows].concat()
}

impl Writer<'_> {
    fn head(&self) -> Vec<Row> {
        let (texts, manifest) = (self.texts, self.manifest);
        let title = manifest.migration.as_ref().map(|migration| match self.language {
            Language::En => migration.title.en.clone(),
            Language::Fr => migration.title.fr.clone(),
        });
        let mut rows = vec![vec![texts.people_reconciliation.into(), title.unwrap_or_default().into()]];
        rows.push(vec![texts.people_run.into(), manifest.run.as_str().into()]);
        rows.push(vec![texts.people_started.into(), manifest.started.as_str().into()]);
        rows.push(vec![texts.people_outcome.into(), words::outcome(self.language, manifest.outcome).into()]);
        rows
    }

    fn sources(&self) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_mapping, texts.people_file, texts.head_bytes, texts.head_read, texts.head_loaded];
        let others = [texts.head_rejected, texts.head_set_aside, texts.head_informing, texts.head_skipped];
        let heads = [&heads[..], &others, &[texts.head_unread]].concat();
        let mut totals = [0; 8];
        let mut rows: Vec<Row> = Vec::new();
        for source in &self.manifest.sources {
            let figures = figures(source);
            totals.iter_mut().zip(figures).for_each(|(total, figure)| *total += figure);
            let names = [source.mapping.as_str(), source.file.as_str()].map(Cell::from);
            rows.push(names.into_iter().chain(figures.map(Cell::from)).collect());
        }
        if rows.len() > 1 {
            rows.push([texts.people_total.into(), Cell::empty()].into_iter().chain(totals.map(Cell::from)).collect());
        }
        part(texts.people_sources, &heads, rows)
    }

    fn set_aside(&self) -> Vec<Row> {
        self.reasons((self.texts.set_aside, self.texts.people_records), |aside| aside.table.is_none())
    }

    fn left_out(&self) -> Vec<Row> {
        self.reasons((self.texts.left_out, self.texts.head_rows), |aside| aside.table.is_some())
    }

    /// Reasons for what is counted in records or rows.
    fn reasons(&self, (title, counted): (&'static str, &'static str), is: impl Fn(&AsideEvidence) -> bool) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_mapping, texts.head_table, texts.people_reason, counted];
        let heads = [&heads[..], &[texts.people_field, texts.people_total]].concat();
        let asides = self.manifest.set_aside.iter().filter(|aside| aside.records > 0 && is(aside));
        part(title, &heads, asides.flat_map(aside).collect())
    }

    fn tables(&self) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_mapping, texts.head_table, texts.head_rows, texts.head_rejected];
        let heads = [&heads[..], &[texts.head_allowed, texts.people_field, texts.people_total]].concat();
        part(texts.people_tables, &heads, self.manifest.tables.iter().flat_map(table).collect())
    }

    fn refused_money(&self) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_mapping, texts.head_table, texts.people_field, texts.people_refused];
        let heads = [&heads[..], &[texts.head_unknown, texts.head_allowed]].concat();
        let tables = self.manifest.tables.iter();
        let limits = tables.flat_map(|table| table.amount_limits.iter().map(move |limit| self.refused(table, limit)));
        part(texts.people_refused_money, &heads, limits.collect())
    }

    fn controls(&self) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_mapping, texts.head_control, texts.head_holds, texts.people_scopes];
        let judged = [texts.people_differing, texts.people_counted, texts.head_says, texts.head_read];
        let parts = [texts.head_rejected, texts.head_set_aside, texts.head_informing, texts.head_loaded];
        let compared = [texts.head_unknown, texts.people_compared, texts.head_difference];
        let accepted = [texts.people_accepted, texts.people_because, texts.people_by];
        let heads = [&heads[..], &judged, &parts, &compared, &accepted].concat();
        part(
            texts.people_controls,
            &heads,
            self.manifest.controls.iter().flat_map(|control| self.control(control)).collect(),
        )
    }

    fn rules(&self) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_mapping, texts.head_table, texts.head_rule, texts.head_rows, texts.head_keys];
        let heads = [&heads[..], &[texts.head_findings, texts.head_at_stake, texts.head_allowed]].concat();
        let tables = self.manifest.tables.iter();
        let rules = tables.flat_map(|table| table.rules.iter().map(move |one| rule(table, one)));
        part(texts.people_rules, &heads, rules.collect())
    }

    /// Who has signed for the migration, and room for who signs this run.
    fn signatures(&self) -> Vec<Row> {
        let texts = self.texts;
        let heads = [texts.people_name, texts.people_role, texts.people_date, texts.people_signature];
        let signed = self.manifest.migration.iter().flat_map(|migration| &migration.approved_by);
        let signed = signed.map(|one| [&one.name, &one.role, &one.on].map(|text| Cell::from(text.as_str())).to_vec());
        part(texts.people_signatures, &heads, signed.chain([vec![Cell::empty(); heads.len()]]).collect())
    }
}

/// Bytes, records of every class, and what became of them; bytes unread.
fn figures(source: &SourceEvidence) -> [u64; 8] {
    let of = &source.records;
    let read = of.loaded + of.rejected + of.set_aside + of.informing + of.skipped;
    [source.bytes, read, of.loaded, of.rejected, of.set_aside, of.informing, of.skipped, source.bytes_by_class.unread]
}

/// A row, and one more for each other sum.
fn aside(aside: &AsideEvidence) -> Vec<Row> {
    let table = aside.table.as_deref().unwrap_or_default();
    let names: Row = [aside.mapping.as_str(), table, aside.because.as_str()].map(Cell::from).to_vec();
    let first = [names, vec![aside.records.into()]].concat();
    with_sums(first, aside.sums.iter().map(|Named { name, value }| (name.clone(), value.as_str())))
}

/// A row, and one more for each other sum of money.
fn table(table: &TableEvidence) -> Vec<Row> {
    let names = [&table.mapping, &table.table].map(|name| Cell::from(name.as_str()));
    let first = names.into_iter().chain([table.rows, table.rejected, table.limit].map(Cell::from)).collect();
    let is_money = |column: &&ColumnEvidence| column.ty.starts_with("decimal") && !column.personal;
    let columns = table.columns.iter().filter(is_money).map(|column| (column.name.clone(), column));
    let lists = table.lists.iter().flat_map(|list| {
        let name = |column: &ColumnEvidence| match column.name.as_str() {
            ELEMENT => list.list.clone(),
            name => format!("{}.{name}", list.list),
        };
        list.columns.iter().filter(is_money).map(move |column| (name(column), column))
    });
    let columns = columns.chain(lists);
    with_sums(first, columns.filter_map(|(name, column)| Some((name, column.totals.sum.as_deref()?))))
}

/// The first sum stands in the row itself; each other one below, under the same names.
fn with_sums<'a>(first: Row, sums: impl Iterator<Item = (String, &'a str)>) -> Vec<Row> {
    let sum = |(name, sum): (String, &str)| vec![Cell::from(name.as_str()), number(sum)];
    let mut sums = sums.map(sum);
    let below = |cell: &Cell| if matches!(cell, Cell::Number(_)) { Cell::empty() } else { cell.clone() };
    let names: Row = first.iter().map(below).collect();
    let mut rows = vec![[first, sums.next().unwrap_or_default()].concat()];
    rows.extend(sums.map(|sum| [names.clone(), sum].concat()));
    rows
}

impl Writer<'_> {
    /// A control's figures, and one more row for each other difference that was accepted. One that repeats a value has
    /// counts alone. What is personal is said to be so.
    fn control(&self, control: &ControlEvidence) -> Vec<Row> {
        // Values that are repeated are no figures, and the last digits of several sums add up to none.
        let is_bare = control.figure == "is" || !control.adds_up();
        let amount = |amount: Option<&String>| match amount {
            Some(amount) => number(amount),
            None if control.figure == "is" => Cell::empty(),
            None => self.personal(),
        };
        let figure = |figure: Option<&String>| if is_bare { Cell::empty() } else { amount(figure) };
        let part = |part: &PartEvidence| match &part.amount {
            None if control.figure == "count" => part.records.into(),
            of => amount(of.as_ref()),
        };
        let names = [control.mapping.as_str().into(), control.control.as_str().into(), self.standing(control)];
        let judged = [control.all().into(), control.failing().into(), self.counted_in(control)];
        let parts = [&control.read, &control.rejected, &control.set_aside, &control.informing, &control.loaded];
        let figures = names.into_iter().chain(judged).chain([figure(control.says.as_ref())]).chain(parts.map(part));
        let end = [control.unknown.into(), figure(control.found.as_ref()), figure(control.difference.as_ref())];
        let first: Row = figures.chain(end).collect();
        let mut accepted = control.accepted.iter().map(|one| self.accepted(control, one));
        let width = first.len();
        let mut rows = vec![[first.clone(), accepted.next().unwrap_or_default()].concat()];
        rows.extend(accepted.map(|one| {
            let names = first[..2].iter().cloned().chain(std::iter::repeat_n(Cell::empty(), width - 2));
            names.chain(one).collect()
        }));
        rows
    }

    fn standing(&self, control: &ControlEvidence) -> Cell {
        let word = match control.standing() {
            Standing::Holds => self.texts.control_yes,
            Standing::SignedOff => self.texts.control_signed,
            Standing::Fails => self.texts.control_no,
        };
        word.into()
    }

    /// Units, or last digits; empty where a control counts or adds up all there is.
    fn counted_in(&self, control: &ControlEvidence) -> Cell {
        let texts = self.texts;
        let said = |template, unit: u64| words::say(self.language, template, &[("unit", unit.into())]).into();
        match (control.per, control.low_digits) {
            (0 | 1, 0) => Cell::empty(),
            (per, 0) => said(texts.people_units, per),
            (_, digits) => said(texts.people_digits, digits),
        }
    }

    /// A difference that was accepted: how much, of which key and why, by whom.
    fn accepted(&self, control: &ControlEvidence, one: &AcceptedEvidence) -> Row {
        let has_key = control.report.as_ref().is_some_and(|report| !report.key.is_empty());
        let named = |Named { name, value }: &Named| format!("{name} {value}");
        let key = match (has_key, one.key.is_empty()) {
            (true, true) => words::plain(self.language, self.texts.key_personal),
            _ => one.key.iter().map(named).collect::<Vec<_>>().join(", "),
        };
        let because = if key.is_empty() {
            one.because.clone()
        } else {
            let args = [("name", Arg::from(key)), ("what", one.because.as_str().into())];
            words::say(self.language, self.texts.people_wrong, &args)
        };
        let difference = one.difference.as_ref().map_or_else(|| self.personal(), |difference| number(difference));
        vec![difference, because.into(), one.by.as_str().into()]
    }

    fn refused(&self, table: &TableEvidence, limit: &AmountLimitEvidence) -> Row {
        let names = [&table.mapping, &table.table, &limit.column].map(|name| Cell::from(name.as_str()));
        let amount = limit.amount.as_ref().map_or_else(|| self.personal(), |amount| number(amount));
        names.into_iter().chain([amount, limit.unknown.into(), number(&limit.most)]).collect()
    }

    fn personal(&self) -> Cell {
        words::plain(self.language, self.texts.value_personal).into()
    }
}

fn rule(table: &TableEvidence, rule: &RuleEvidence) -> Row {
    let names = [&table.mapping, &table.table, &rule.rule].map(|name| Cell::from(name.as_str()));
    let counts = [rule.rows, rule.keys, rule.breaches].map(Cell::from);
    let allowed = rule.limits.as_ref().and_then(|limits| limits.breaches).map_or_else(Cell::empty, Cell::from);
    names.into_iter().chain(counts).chain([optional(rule.amount.as_ref()), allowed]).collect()
}

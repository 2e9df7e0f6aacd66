//! What a control counts or adds up, as a digest: what was told to it means the same as long as this is the same.
//!
//! In: the control as the mapping has it. Out: SHA-256 of its text, in which kinds, fields and columns stand by name. What
//! only judges what was told (a tolerance, blocks, last digits, the report's file) is no part of it.

use crate::evidence::hash;
use crate::mapping::model::{
    Condition, Control, Counted, Figure, Mapping, Operand, Reads, Report, ReportFigure, SetAside, Table,
};
use crate::mapping::types;
use crate::run::batch::subject_of;
use crate::run::names;
use crate::run::plan::field_of;

/// Of a control inside of the files.
#[must_use]
pub fn of_control(mapping: &Mapping, control: &Control) -> String {
    let field = |at| format!("{} {}", names::subject(mapping, subject_of(at)), types::name(field_of(mapping, at).ty));
    let kind = |kind: usize| mapping.source.kinds[kind].name.as_str();
    let mut text = format!("says {}\nof {}\n", field(control.says), control.opened.map_or("the file", kind));
    let counted = |of: &Counted| {
        let group = of.repeat.map(|repeat| mapping.source.kinds[of.kind].repeats[repeat].name.as_str());
        [Some(kind(of.kind)), group].into_iter().flatten().collect::<Vec<_>>().join(".")
    };
    let figure = match &control.figure {
        Figure::Count { of: None, .. } => "count all".to_owned(),
        Figure::Count { of: Some(of), .. } => {
            format!("count {}", of.iter().map(counted).collect::<Vec<_>>().join(", "))
        }
        Figure::Sum { fields, .. } => {
            format!("sum {}", fields.iter().map(|at| field(*at)).collect::<Vec<_>>().join(", "))
        }
        Figure::Is(at) if control.repeats_opened().is_some() => format!("is {}", field(*at)),
        // Where it is not the same is told of the record at once.
        Figure::Is(at) => format!("is {}\non_fail {}", field(*at), names::on_fail(control.on_fail)),
    };
    text.push_str(&figure);
    if let Some(filter) = &control.filter {
        text.push_str(&condition(mapping, filter));
    }
    hash::sha256(text.as_bytes())
}

fn condition(mapping: &Mapping, Condition { of, test }: &Condition) -> String {
    let field = |at| format!("{} {}", names::subject(mapping, subject_of(at)), types::name(field_of(mapping, at).ty));
    let of = match of {
        Operand::Field(at) => field(*at),
        Operand::Expression(of, expression) => {
            let reads = expression.reads.iter().filter_map(|read| match read {
                Reads::Field(at) => Some(field(*at)),
                _ => None,
            });
            let kind = &mapping.source.kinds[*of].name;
            format!("{kind}: {}\n{}", expression.typed.text, reads.collect::<Vec<_>>().join(", "))
        }
        Operand::Record | Operand::Bytes { .. } | Operand::Index(_) => String::new(),
    };
    format!("\nwhere {of}\n{test:?}")
}

/// Of every reason to leave records or rows out, in the order of the plan's reasons.
#[must_use]
pub fn of_reasons(mapping: &Mapping) -> Vec<String> {
    let aside = |aside: &SetAside| hash::sha256(condition(mapping, &aside.when).as_bytes());
    let of_table = |table: &Table| {
        let names = |columns: &[usize]| {
            columns.iter().map(|at| table.columns[*at].name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let dedupe = table.dedupe.iter().map(|it| {
            let text = format!("dedupe {}\nby {}\n{:?}", names(&it.by), names(&it.order_by), it.keep);
            hash::sha256(text.as_bytes())
        });
        table.set_aside.iter().map(aside).chain(dedupe).collect::<Vec<_>>()
    };
    mapping.source.set_aside.iter().map(aside).chain(mapping.tables.iter().flat_map(of_table)).collect()
}

/// Of a figure of a control beside the files.
#[must_use]
pub fn of_report(table: &Table, report: &Report, figure: &ReportFigure) -> String {
    let column = |at: usize| format!("{} {}", table.columns[at].name, types::name(table.columns[at].ty));
    let keys: Vec<String> = report.keys.iter().map(|key| column(key.column)).collect();
    let figure = figure.sum.map_or_else(|| "count".to_owned(), |at| format!("sum {}", column(at)));
    let filter = report.filter.as_ref().map_or("", |filter| filter.typed.text.as_str());
    hash::sha256(format!("table {}\nby {}\n{figure}\nwhere {filter}", table.name, keys.join(", ")).as_bytes())
}

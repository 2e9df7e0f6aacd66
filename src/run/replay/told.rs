//! What old records told the controls, told again.
//!
//! In: `rejects/MAPPING.controls` of the run that is mended. Out: the same entries, under the numbers that the controls
//! have now. Refuses where the controls are not the same, or count something else than they did.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_buffer::i256;

use super::base::Base;
use super::{changes, unreadable};
use crate::evidence::manifest::ControlEvidence;
use crate::evidence::verify::content::Parquet;
use crate::finding::Code;
use crate::host::Host;
use crate::loaders::controls::{self, COLUMNS, CONTROLS, ControlSaid};
use crate::mapping::model::Mapping;
use crate::place::Place;
use crate::run::fold::gather::GATHERED;
use crate::run::fold::keeping::{self, Numbered};
use crate::run::fold::plan::SetRules;
use crate::run::fold::spool::{Gathered, Spool};
use crate::run::prepare::Prepared;
use crate::run::{Stop, io};
use crate::validate::set::control::Side;
use crate::validate::set::entry::{Entry, RowPlace};

/// Whether the mappings have the controls that were judged, and what these were told is there.
///
/// # Errors
/// TL0933, TL0936.
pub fn check(host: &dyn Host, base: &Base, prepared: &[Prepared]) -> Result<(), Stop> {
    let manifest = &base.standing.manifest;
    let too_old = || Stop::new(Code::BaseTooOld, vec![manifest.run.as_str().into()]);
    for one in prepared {
        let mapping = &one.plan.mapping;
        let known = manifest.controls.iter().filter(|control| control.mapping == mapping.name);
        let known: BTreeSet<_> = known.map(named).collect();
        let now = names(mapping);
        if let Some((control, _)) = known.symmetric_difference(&now).next() {
            return Err(changes("controls", control));
        }
        let path = keeping::path(&mapping.name);
        if now.is_empty() {
            continue;
        }
        if !manifest.outputs.iter().any(|output| output.path == path) {
            return Err(too_old());
        }
        said(&open(host, base, &path)?).ok_or_else(too_old)?;
    }
    Ok(())
}

/// The file in which a mapping's are.
fn open(host: &dyn Host, base: &Base, path: &str) -> Result<Parquet, Stop> {
    let full = base.folder.join(path);
    let file = host.open(&full).map_err(|error| io::stop("open", &full, &error))?;
    Parquet::open(file).map_err(|problem| unreadable(path, &problem))
}

/// The controls that it has; none if another version of the program wrote it.
fn said(file: &Parquet) -> Option<Vec<ControlSaid>> {
    controls::said(file.said(&format!("tumpline.{CONTROLS}")).unwrap_or_default())
}

/// A control with its table, if it stands beside the files.
type Name = (String, Option<String>);

fn named(control: &ControlEvidence) -> Name {
    (control.control.clone(), control.report.as_ref().map(|report| report.table.clone()))
}

fn names(mapping: &Mapping) -> BTreeSet<Name> {
    let inside = mapping.source.controls.iter().map(|control| (control.id.clone(), None));
    let beside = mapping.tables.iter().flat_map(|table| {
        let figures = table.reports.iter().flat_map(|report| &report.figures);
        figures.map(|figure| (figure.name.clone(), Some(table.name.clone())))
    });
    inside.chain(beside).collect()
}

/// Adds the entries of all mappings to those of the new run.
///
/// # Errors
/// TL0806, TL0936, TL0901, TL0907.
pub fn tell(
    (host, base): (&dyn Host, &Base),
    prepared: &[Prepared],
    rules: &SetRules,
    to: &mut Spool<'_>,
) -> Result<(), Stop> {
    let all = keeping::numbered(rules, prepared);
    for (mapping, one) in prepared.iter().enumerate() {
        let now: Vec<&Numbered> = all.iter().filter(|control| control.mapping == mapping).collect();
        if !now.is_empty() {
            let path = keeping::path(&one.plan.mapping.name);
            OfMapping { path, number: one.plan.number, now }.tell(host, base, to)?;
        }
    }
    Ok(())
}

struct OfMapping<'a> {
    path: String,
    /// Of the mapping.
    number: u16,
    /// Its controls.
    now: Vec<&'a Numbered>,
}

impl OfMapping<'_> {
    fn wrong(&self, what: &str) -> Stop {
        unreadable(&self.path, what)
    }

    fn tell(&self, host: &dyn Host, base: &Base, to: &mut Spool<'_>) -> Result<(), Stop> {
        let parquet = open(host, base, &self.path)?;
        let said = said(&parquet).ok_or_else(|| self.wrong(CONTROLS))?;
        let numbers = said.iter().map(|said| self.number_of(said)).collect::<Result<Vec<_>, _>>()?;
        let mut gathered = Gathered::default();
        for batch in parquet.batches(&COLUMNS).map_err(|column| self.wrong(&column))? {
            let batch = batch.map_err(|_| self.wrong("Parquet"))?;
            self.batch(&batch, &numbers, &mut gathered).ok_or_else(|| self.wrong("columns"))?;
            if gathered.bytes() > GATHERED {
                to.add(std::mem::take(&mut gathered).sorted())?;
            }
        }
        to.add(gathered.sorted())
    }

    /// The number that a control has now.
    fn number_of(&self, said: &ControlSaid) -> Result<u16, Stop> {
        let known = |one: &&&Numbered| (&one.said.control, &one.said.table) == (&said.control, &said.table);
        let now = self.now.iter().find(known).filter(|now| now.said.sha256 == said.sha256);
        let number = now.and_then(|now| u16::try_from(now.number).ok());
        number.ok_or_else(|| changes("control", &said.control))
    }

    fn batch(&self, batch: &RecordBatch, numbers: &[u16], into: &mut Gathered) -> Option<()> {
        let column = |at: usize| batch.column_by_name(COLUMNS[at]);
        let controls = column(0)?.as_primitive_opt::<Int32Type>()?;
        let sides = column(1)?.as_string_opt::<i32>()?;
        let keys = column(2)?.as_binary_opt::<i32>()?;
        let places = (3..9).map(|at| column(at)?.as_primitive_opt::<Int64Type>());
        let places = places.collect::<Option<Vec<_>>>()?;
        let sums = column(9)?.as_string_opt::<i32>()?;
        let values = column(10)?.as_binary_opt::<i32>()?;
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        for row in 0..batch.num_rows() {
            let number = numbers.get(usize::try_from(controls.value(row)).ok()?)?;
            let place = |at: usize| u64::try_from(places[at].value(row)).ok();
            let file = u32::try_from(place(0)?).ok()?;
            let [record, line, offset, length] = [place(1)?, place(2)?, place(3)?, place(4)?];
            let entry = Entry {
                side: Side::named(sides.value(row))?.byte(),
                number: None,
                at: RowPlace { mapping: self.number, place: Place { file, record, line, offset, length } },
                rows: place(5)?,
                sum: i256::from_string(sums.value(row))?,
                refused: false,
            };
            rest.clear();
            load.clear();
            entry.push_rest(&mut rest);
            if values.is_valid(row) {
                rest.extend_from_slice(values.value(row));
            }
            entry.push_load(&mut load);
            into.push(&[&number.to_be_bytes()[..], keys.value(row)].concat(), &rest, &load);
        }
        Some(())
    }
}

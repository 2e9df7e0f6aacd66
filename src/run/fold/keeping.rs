//! What controls were told of records that are not refused: a run keeps it, so that the others can be run again alone.
//!
//! In: entries, while they are judged. Out: `rejects/MAPPING.controls`, a Parquet file for its owner alone, since keys of
//! reports may be personal, and values that are repeated. Entries of one key and side are added up, but for control records,
//! each of which stays. Refuses what refused records told: they tell it again.

use std::sync::Mutex;

use super::definition;
use super::gather::GATHERED;
use super::judging::hand_on;
use super::plan::{Judged, SetRules};
use super::spool::{Gathered, PARTITIONS, Spool, Spooled};
use crate::evidence::manifest::OutputEvidence;
use crate::finding::{Args, Code};
use crate::host::Access;
use crate::loaders::chunk::ChunkEncoder;
use crate::loaders::controls::{self, ControlRow, ControlSaid};
use crate::loaders::table::TablePlan;
use crate::run::Stop;
use crate::run::merge::Part;
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::validate::set::control::Side;
use crate::validate::set::entry::Entry;

/// Rows that are written together.
const WRITTEN: usize = 4_096;
/// In a key, bytes of the control's number.
pub const NUMBER: usize = 2;

/// Keeps entries of one partition.
pub struct Keeper<'a, 's> {
    to: Option<&'a Mutex<Spool<'s>>>,
    gathered: Gathered,
    /// With its value.
    last: Option<(Entry, Vec<u8>)>,
}

impl<'a, 's> Keeper<'a, 's> {
    /// Keeps them there; nothing if nowhere is said.
    #[must_use]
    pub fn new(to: Option<&'a Mutex<Spool<'s>>>) -> Self {
        Self { to, gathered: Gathered::default(), last: None }
    }

    /// Takes the next entry of a key, with the value that it brings.
    pub fn add(&mut self, key: &[u8], entry: Entry, value: &[u8]) {
        if self.to.is_none() || entry.refused {
            return;
        }
        match &mut self.last {
            Some((last, _)) if last.side == entry.side && entry.side != Side::Says.byte() => {
                last.rows += entry.rows;
                last.sum = last.sum.wrapping_add(entry.sum);
            }
            _ => {
                self.put(key);
                self.last = Some((entry, value.to_vec()));
            }
        }
    }

    /// The key has no more entries.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn end_key(&mut self, key: &[u8]) -> Result<(), Stop> {
        self.put(key);
        if self.gathered.bytes() > GATHERED { self.finish() } else { Ok(()) }
    }

    /// Hands on what was gathered.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn finish(&mut self) -> Result<(), Stop> {
        self.to.map_or(Ok(()), |to| hand_on(&mut self.gathered, to))
    }

    fn put(&mut self, key: &[u8]) {
        let Some((entry, value)) = self.last.take() else { return };
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        entry.push_rest(&mut rest);
        rest.extend_from_slice(&value);
        entry.push_load(&mut load);
        self.gathered.push(key, &rest, &load);
    }
}

/// The file of a mapping.
#[must_use]
pub fn path(mapping: &str) -> String {
    format!("rejects/{mapping}.controls")
}

/// A control with its number among all that is judged in the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Among all rules and controls.
    pub number: usize,
    /// Its mapping.
    pub mapping: usize,
    /// As a file names it.
    pub said: ControlSaid,
}

/// All controls, in the order of their numbers.
#[must_use]
pub fn numbered(rules: &SetRules, prepared: &[Prepared]) -> Vec<Numbered> {
    let said = |judged: Judged<'_>| {
        let declared = &prepared[judged.mapping()].plan.mapping;
        match judged {
            Judged::Control(work) => {
                let control = &declared.source.controls[work.number];
                let sha256 = definition::of_control(declared, control);
                Some(ControlSaid { control: control.id.clone(), table: None, sha256 })
            }
            Judged::Report(work) => {
                let table = &declared.tables[work.table];
                let report = &table.reports[work.report];
                let figure = &report.figures[work.number];
                let sha256 = definition::of_report(table, report, figure);
                Some(ControlSaid { control: figure.name.clone(), table: Some(table.name.clone()), sha256 })
            }
            Judged::Rule(_) | Judged::Dedupe(_) => None,
        }
    };
    let numbers = rules.all.len()..rules.number_of_report(rules.reports.len());
    let judged = numbers.filter_map(|number| Some((number, rules.find(number)?)));
    judged
        .filter_map(|(number, judged)| Some(Numbered { number, mapping: judged.mapping(), said: said(judged)? }))
        .collect()
}

fn stop((code, args): (Code, Args)) -> Stop {
    Stop::new(code, args)
}

/// Writes what was kept, a file for each mapping that has controls.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(
    kept: &Spooled,
    rules: &SetRules,
    prepared: &[Prepared],
    staging: &Staging<'_>,
) -> Result<Vec<OutputEvidence>, Stop> {
    let all = numbered(rules, prepared);
    let mut outputs = Vec::new();
    for (mapping, one) in prepared.iter().enumerate() {
        let own: Vec<&Numbered> = all.iter().filter(|one| one.mapping == mapping).collect();
        if own.is_empty() {
            continue;
        }
        let said: Vec<ControlSaid> = own.iter().map(|one| one.said.clone()).collect();
        let plan = controls::plan(&said).map_err(stop)?;
        let part = Part::create(staging, path(&one.plan.mapping.name), &plan, Access::Owner)?;
        let mut writing = Writing { plan: &plan, part, rows: Vec::new() };
        let number_of = |key: &[u8]| {
            let number = key.first_chunk::<NUMBER>().map(|number| usize::from(u16::from_be_bytes(*number)))?;
            own.iter().position(|one| one.number == number)
        };
        for partition in 0..PARTITIONS {
            let mut merge = kept.merge(partition)?;
            while let Some(bytes) = merge.entry() {
                if let Some(control) = number_of(bytes.key) {
                    writing.take(control, bytes.key, Entry::read_with_value(bytes.rest, bytes.load))?;
                }
                merge.next()?;
            }
        }
        outputs.push(writing.finish()?);
    }
    Ok(outputs)
}

/// One file, being written.
struct Writing<'a> {
    plan: &'a TablePlan,
    part: Part,
    rows: Vec<ControlRow>,
}

impl Writing<'_> {
    fn take(&mut self, control: usize, key: &[u8], (entry, value): (Entry, &[u8])) -> Result<(), Stop> {
        let Some(side) = Side::of(entry.side) else { return Ok(()) };
        self.rows.push(ControlRow {
            control,
            side: side.word(),
            key: key[NUMBER..].to_vec(),
            place: entry.at.place,
            rows: entry.rows,
            sum: entry.sum.to_string(),
            value: (!value.is_empty()).then(|| value.to_vec()),
        });
        if self.rows.len() < WRITTEN { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let mut encoder = ChunkEncoder::new(self.plan);
        encoder.push(controls::batch(&self.rows).map_err(stop)?).map_err(stop)?;
        self.rows.clear();
        self.part.append(encoder.finish().map_err(stop)?)
    }

    fn finish(mut self) -> Result<OutputEvidence, Stop> {
        self.flush()?;
        self.part.close()
    }
}

//! The refused records of one mapping: a file for each kind, with a column for each field.
//!
//! In: `rejects/MAPPING.parquet` and the texts of the same records, side by side. Out: `rejects/MAPPING/KIND.csv`, and
//! `no-kind.csv` for records of which nobody knows the kind; no file without a record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch, StructArray};

use super::findings::{Findings, Said, number, place, range, text};
use super::records::{self, HIDDEN, Texts};
use super::restore::Shapes;
use super::sheet::{Lines, Ready, Sheet};
use super::{Cell, FOLDER, Found, Room, unreadable};
use crate::evidence::manifest::OutputEvidence;
use crate::evidence::verify::content::{Parquet, Problem};
use crate::host::{Access, SourceFile};
use crate::mapping::model::KindId;
use crate::run::Stop;
use crate::run::in_order::in_order;
use crate::run::plan::Plan;

/// Rows of a batch; a record's texts are at most 64 KiB.
const BATCH: usize = 512;
/// Between what is wrong with one record.
const AND: &str = " | ";
/// The file of records of no kind.
const NO_KIND: &str = "no-kind";

/// Writes the files.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(
    room: Room<'_>,
    shapes: &Shapes<'_>,
    plan: &Plan,
    texts: Box<dyn SourceFile>,
) -> Result<Vec<OutputEvidence>, Stop> {
    let Some(of) = &plan.texts else { return Ok(Vec::new()) };
    let path = format!("rejects/{}.parquet", plan.mapping.name);
    let records = Parquet::open(room.staging.open(&path)?).map_err(unreadable)?;
    let texts = Parquet::open(texts).map_err(unreadable)?;
    let names = names(plan);
    let full: Vec<AtomicBool> = names.iter().map(|_| AtomicBool::new(false)).collect();
    let records = records.batches_of(&["file", "record", "line", "findings"], BATCH).map_err(unreadable)?;
    let texts = texts.batches_of(&["kind", "texts"], BATCH).map_err(unreadable)?;
    let batches = records.zip(texts).map(|(records, texts)| match (records, texts) {
        (Ok(records), Ok(texts)) => Ok((records, texts)),
        _ => Err(unreadable("Parquet".to_owned())),
    });
    let make = |(records, texts): (RecordBatch, RecordBatch)| {
        lines((room, shapes, plan), &full, &records, &texts).map_err(unreadable)
    };
    let mut files = Files { room, plan, of, names, path, full: &full, open: BTreeMap::new() };
    in_order(room.threads, batches, make, |made| files.take(made))?;
    files.close()
}

/// What was made of the records of one kind.
struct Made {
    lines: Lines,
    /// Records behind them, for which there is no room.
    over: u64,
}

/// What a batch makes of records that it reads: by kind, the last for records of none.
fn lines(
    (room, shapes, plan): (Room<'_>, &Shapes<'_>, &Plan),
    full: &[AtomicBool],
    records: &RecordBatch,
    texts: &RecordBatch,
) -> Result<BTreeMap<KindId, Made>, Problem> {
    if records.num_rows() != texts.num_rows() {
        return Err("texts".to_owned());
    }
    let column = |name: &str| records.column_by_name(name);
    let (files, numbers, lines) = (text(column, "file")?, number(column, "record")?, number(column, "line")?);
    let of_records = column("findings").and_then(|array| array.as_list_opt::<i32>()).ok_or("findings")?;
    let all = of_records.values().as_any().downcast_ref::<StructArray>().ok_or("findings")?;
    let findings = Findings::of(|name| all.column_by_name(name))?;
    let column = |name: &str| texts.column_by_name(name);
    let kinds = number(column, "kind")?;
    let texts = column("texts").and_then(|array| array.as_binary_opt::<i32>()).ok_or("texts")?;
    let (scribe, marks, mapping) = (room.scribe, room.scribe.marks(), plan.mapping.name.as_str());
    let say = |found: &Found<'_>| {
        let texts = [scribe.wrong(found, scribe.what(found)), scribe.advice(found)];
        texts.map(|text| (Ready::new(marks, &text), text))
    };
    let mut said = Said::new(shapes);
    let none = plan.kinds.len();
    let mut made: BTreeMap<KindId, Made> = BTreeMap::new();
    for row in 0..records.num_rows() {
        let kind = place(kinds, row).map_or(none, |kind| usize::try_from(kind).unwrap_or(none));
        let is_full = full.get(kind).ok_or("kind")?.load(Ordering::Relaxed);
        let of_kind = made.entry(kind).or_insert_with(|| Made { lines: Lines::new(marks), over: 0 });
        if is_full {
            of_kind.over += 1;
            continue;
        }
        let row_of = &mut of_kind.lines;
        row_of.text(files.value(row));
        row_of.number(place(lines, row));
        row_of.number(place(numbers, row));
        let of_record = range(of_records.value_offsets(), row);
        if of_record.len() == 1 {
            let [(wrong, _), (advice, _)] = said.of(findings.told(mapping, of_record.start), &say)?;
            row_of.ready(wrong);
            row_of.ready(advice);
        } else {
            let [mut all_wrong, mut all_advice] = [Vec::new(), Vec::new()];
            for at in of_record {
                let [(_, wrong), (_, advice)] = said.of(findings.told(mapping, at), &say)?;
                all_wrong.push(wrong.clone());
                if !all_advice.contains(advice) {
                    all_advice.push(advice.clone());
                }
            }
            row_of.text(&all_wrong.join(AND));
            row_of.text(&all_advice.join(AND));
        }
        for text in records::apart(texts.value(row)) {
            row_of.text(text.unwrap_or(HIDDEN));
        }
        row_of.end();
    }
    Ok(made)
}

/// A file's name for each kind, and one for records of none: what every system takes, each name once.
fn names(plan: &Plan) -> Vec<String> {
    let kinds = plan.mapping.source.kinds.iter().map(|kind| kind.name.as_str());
    let mut taken = BTreeSet::new();
    let mut free = |name: &str| {
        let base = plain_name(name);
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut candidates = std::iter::once(base.clone()).chain(numbered);
        candidates.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    };
    kinds.chain([NO_KIND]).map(&mut free).collect()
}

/// A name without what some system refuses in a file's name.
fn plain_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect();
    let lower = plain.to_ascii_lowercase();
    let is_device = ["con", "prn", "aux", "nul"].contains(&lower.as_str())
        || lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    if is_device { plain + "_" } else { plain }
}

/// The files of one mapping, each made when its first record comes.
struct Files<'a> {
    room: Room<'a>,
    plan: &'a Plan,
    of: &'a Texts,
    names: Vec<String>,
    /// Where all records are.
    path: String,
    /// By kind: the file has no room any more. No record is made a line of behind the one that filled it.
    full: &'a [AtomicBool],
    /// By kind, the last for records of none: the file, and records that it has no room for.
    open: BTreeMap<KindId, (Sheet, u64)>,
}

impl Files<'_> {
    fn take(&mut self, made: BTreeMap<KindId, Made>) -> Result<(), Stop> {
        // The first row is no record.
        let most = self.room.scribe.most_rows() + 1;
        for (kind, Made { lines, over }) in made {
            let full = &self.full[kind];
            let (sheet, left_out) = self.file(kind)?;
            let room = most.saturating_sub(sheet.rows());
            sheet.rows_of(&lines, room)?;
            *left_out += lines.rows().saturating_sub(room) + over;
            full.store(sheet.rows() >= most, Ordering::Relaxed);
        }
        Ok(())
    }

    fn file(&mut self, kind: KindId) -> Result<&mut (Sheet, u64), Stop> {
        if !self.open.contains_key(&kind) {
            let path = format!("{FOLDER}/rejects/{}/{}.csv", self.plan.mapping.name, self.names[kind]);
            let mut sheet = self.room.sheet(path, Access::Owner)?;
            let fields: Vec<Cell> = match self.of.names(kind) {
                Some(names) => names.map(Cell::from).collect(),
                None => vec![self.room.scribe.record_head()],
            };
            sheet.row(&self.room.scribe.reject_heads().into_iter().chain(fields).collect::<Vec<_>>())?;
            self.open.insert(kind, (sheet, 0));
        }
        self.open.get_mut(&kind).ok_or_else(|| unreadable("kind".to_owned()))
    }

    fn close(self) -> Result<Vec<OutputEvidence>, Stop> {
        let Self { room, path, open, .. } = self;
        let ended = |(mut sheet, left_out): (Sheet, u64)| {
            if left_out > 0 {
                sheet.row(&room.scribe.more(left_out, &path))?;
            }
            sheet.close()
        };
        open.into_values().map(ended).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kinds_name_is_a_files_name() {
        for (name, want) in [("entry", "entry"), ("a/b", "a_b"), ("CON", "CON_"), ("écriture 1", "écriture_1")] {
            assert_eq!(plain_name(name), want);
        }
    }
}

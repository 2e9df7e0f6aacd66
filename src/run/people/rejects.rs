//! The refused records of one mapping: a file for each kind, with a column for each field.
//!
//! In: `rejects/MAPPING.parquet` and the texts of the same records, side by side. Out: `rejects/MAPPING/KIND.csv`, and
//! `no-kind.csv` for records of which nobody knows the kind; no file without a record.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch, StringArray, StructArray};

use super::findings::args_of;
use super::records::{HIDDEN, Texts};
use super::restore::{self, Shapes};
use super::sheet::Sheet;
use super::{Cell, FOLDER, Found, Refused, Room, unreadable};
use crate::evidence::manifest::OutputEvidence;
use crate::evidence::verify::content::{Parquet, Problem};
use crate::host::{Access, SourceFile};
use crate::mapping::model::KindId;
use crate::run::Stop;
use crate::run::plan::Plan;

/// Rows of a batch; a record's texts are at most 64 KiB.
const BATCH: usize = 512;
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
    let mut files = Files { room, plan, of, names, path, open: BTreeMap::new() };
    let records = records.batches_of(&["file", "record", "line", "findings"], BATCH).map_err(unreadable)?;
    let texts = texts.batches_of(&["kind", "texts"], BATCH).map_err(unreadable)?;
    for (records, texts) in records.zip(texts) {
        let [records, texts] = [records, texts].map(|batch| batch.map_err(|_| unreadable("Parquet".to_owned())));
        files.take(shapes, &records?, &texts?)?;
    }
    files.close()
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
    /// By kind, the last for records of none: the file, and records that it has no room for.
    open: BTreeMap<KindId, (Sheet, u64)>,
}

impl Files<'_> {
    fn take(&mut self, shapes: &Shapes<'_>, records: &RecordBatch, texts: &RecordBatch) -> Result<(), Stop> {
        if records.num_rows() != texts.num_rows() {
            return Err(unreadable("texts".to_owned()));
        }
        let kinds = texts.column(0).as_primitive_opt::<Int64Type>().ok_or_else(|| unreadable("kind".to_owned()))?;
        let texts = texts.column(1).as_list_opt::<i32>().ok_or_else(|| unreadable("texts".to_owned()))?;
        for row in 0..records.num_rows() {
            let none = self.plan.kinds.len();
            let kind = if kinds.is_valid(row) { usize::try_from(kinds.value(row)).unwrap_or(none) } else { none };
            let of_record = texts.value(row);
            let of_record = of_record.as_string_opt::<i32>().ok_or_else(|| unreadable("texts".to_owned()))?;
            let (scribe, plan) = (self.room.scribe, self.plan);
            let (sheet, left_out) = self.file(kind)?;
            if sheet.rows() > scribe.most_rows() {
                *left_out += 1;
                continue;
            }
            let refused = refused(shapes, &plan.mapping.name, records, row).map_err(unreadable)?;
            sheet.row(&[scribe.reject(&refused), fields(of_record)].concat())?;
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
            sheet.row(&[self.room.scribe.reject_heads(), fields].concat())?;
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

/// The cells of a record's fields.
fn fields(texts: &StringArray) -> Vec<Cell> {
    texts.iter().map(|text| Cell::from(text.unwrap_or(HIDDEN))).collect()
}

fn refused<'b>(
    shapes: &Shapes<'_>,
    mapping: &'b str,
    records: &'b RecordBatch,
    row: usize,
) -> Result<Refused<'b>, Problem> {
    let column = |name: &str| records.column_by_name(name).ok_or_else(|| name.to_owned());
    let number = |name: &str| {
        let array = column(name)?.as_primitive_opt::<Int64Type>().ok_or_else(|| name.to_owned())?;
        Ok::<_, Problem>(array.is_valid(row).then(|| u64::try_from(array.value(row)).unwrap_or(0)))
    };
    let file = column("file")?.as_string_opt::<i32>().ok_or("file")?.value(row);
    let findings = column("findings")?.as_list_opt::<i32>().ok_or("findings")?;
    let (first, end) = (findings.value_offsets()[row], findings.value_offsets()[row + 1]);
    let of_all = findings.values().as_any().downcast_ref::<StructArray>().ok_or("findings")?;
    let found = (first..end).map(|at| found(shapes, mapping, of_all, usize::try_from(at).unwrap_or(0)));
    let record = number("record")?.unwrap_or(0);
    Ok(Refused { file, line: number("line")?, record, found: found.collect::<Result<_, _>>()? })
}

fn found<'b>(
    shapes: &Shapes<'_>,
    mapping: &'b str,
    findings: &'b StructArray,
    at: usize,
) -> Result<Found<'b>, Problem> {
    let text = |name: &str| {
        let column = findings.column_by_name(name).and_then(|array| array.as_string_opt::<i32>());
        column.map(|array| array.value(at)).ok_or_else(|| name.to_owned())
    };
    let code = shapes.code(text("code")?).ok_or("code")?;
    let (severity, subject) = (restore::severity(text("severity")?).ok_or("severity")?, text("subject")?);
    let args = findings.column_by_name("args").and_then(|array| array.as_list_opt::<i32>()).ok_or("args")?;
    let args = args_of(shapes, (mapping, code, subject), &args.value(at))?;
    Ok(Found { mapping, file: None, line: None, record: None, subject, code, severity, args })
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

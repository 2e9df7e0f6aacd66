//! `findings.csv`: what `findings.parquet` has, in its order, in words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};

use super::restore::Shapes;
use super::sheet::{Lines, Ready, Sheet};
use super::{FOLDER, Found, Room, unreadable};
use crate::evidence::verify::content::{Parquet, Problem};
use crate::host::Access;
use crate::run::Stop;
use crate::run::in_order::in_order;
use crate::run::merge::FINDINGS;
use crate::run::names;

/// Rows of a batch: their lines are some hundred kilobytes, room that is used again and again.
const BATCH: usize = 1024;
/// What is read of each finding.
const COLUMNS: [&str; 8] = ["mapping", "file", "record", "line", "code", "severity", "subject", "args"];

/// Writes the file, all but its end; gives how many findings it does not have.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(room: Room<'_>, shapes: &Shapes<'_>) -> Result<(Sheet, u64), Stop> {
    let mut sheet = room.sheet(format!("{FOLDER}/findings.csv"), Access::Usual)?;
    sheet.row(&room.scribe.finding_heads())?;
    let parquet = Parquet::open(room.staging.open(FINDINGS)?).map_err(unreadable)?;
    let listed = parquet.rows().min(room.scribe.most_rows());
    let mut left = usize::try_from(listed).unwrap_or(usize::MAX);
    let batches = parquet.batches_of(&COLUMNS, BATCH).map_err(unreadable)?;
    let batches = batches.map_while(|batch| {
        let taken = batch.map(|batch| batch.slice(0, batch.num_rows().min(left)));
        left -= taken.as_ref().map_or(0, RecordBatch::num_rows);
        let is_over = taken.as_ref().is_ok_and(|batch| batch.num_rows() == 0);
        (!is_over).then(|| taken.map_err(|_| unreadable("Parquet".to_owned())))
    });
    let make = |batch: RecordBatch| lines(room, shapes, &batch).map_err(unreadable);
    in_order(room.threads, batches, make, |lines| sheet.rows_of(&lines, lines.rows()))?;
    let left_out = parquet.rows() - listed;
    if left_out > 0 {
        sheet.row(&room.scribe.more(left_out, FINDINGS))?;
    }
    Ok((sheet, left_out))
}

fn lines(room: Room<'_>, shapes: &Shapes<'_>, batch: &RecordBatch) -> Result<Lines, Problem> {
    let column = |name: &str| batch.column_by_name(name);
    let [mappings, files] = [text(column, "mapping")?, text(column, "file")?];
    let [records, lines] = [number(column, "record")?, number(column, "line")?];
    let findings = Findings::of(column)?;
    let (scribe, marks) = (room.scribe, room.scribe.marks());
    let mut said = Said::new(shapes);
    let mut made = Lines::new(marks);
    for row in 0..batch.num_rows() {
        let told = findings.told(mappings.value(row), row);
        let (mapping, subject, code) = (told.mapping, told.subject, told.code);
        let [severity, what, advice] = said.of(told, |found| {
            let severity = Ready::new(marks, scribe.severity(found.severity));
            [severity, Ready::new(marks, &scribe.what(found)), Ready::new(marks, &scribe.advice(found))]
        })?;
        made.ready(severity);
        made.text(mapping);
        made.text(if files.is_valid(row) { files.value(row) } else { "" });
        made.number(place(lines, row));
        made.number(place(records, row));
        made.text(subject);
        made.text(code);
        made.ready(what);
        made.ready(advice);
        made.end();
    }
    Ok(made)
}

/// The columns that each finding has, wherever it stands.
pub struct Findings<'b> {
    codes: &'b StringArray,
    severities: &'b StringArray,
    subjects: &'b StringArray,
    /// Where the arguments of each begin, and the last ones end.
    offsets: &'b [i32],
    args: &'b StringArray,
}

impl<'b> Findings<'b> {
    /// Of columns by their names.
    ///
    /// # Errors
    /// The column that is not there, or not what it was written as.
    pub fn of(column: impl Fn(&str) -> Option<&'b ArrayRef>) -> Result<Self, Problem> {
        let args = column("args").and_then(|array| array.as_list_opt::<i32>()).ok_or("args")?;
        Ok(Self {
            codes: text(&column, "code")?,
            severities: text(&column, "severity")?,
            subjects: text(&column, "subject")?,
            offsets: args.value_offsets(),
            args: args.values().as_string_opt::<i32>().ok_or("args")?,
        })
    }

    /// One of them.
    pub fn told(&self, mapping: &'b str, at: usize) -> Told<'b> {
        Told {
            mapping,
            subject: self.subjects.value(at),
            code: self.codes.value(at),
            severity: self.severities.value(at),
            args: Arguments { of_all: self.args, own: range(self.offsets, at) },
        }
    }
}

/// A finding as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Told<'b> {
    mapping: &'b str,
    subject: &'b str,
    code: &'b str,
    severity: &'b str,
    args: Arguments<'b>,
}

/// The arguments of one finding among those of all.
#[derive(Debug, Clone)]
struct Arguments<'b> {
    of_all: &'b StringArray,
    own: Range<usize>,
}

impl<'b> Arguments<'b> {
    fn each(&self) -> impl Iterator<Item = &'b str> + use<'b> {
        let of_all = self.of_all;
        self.own.clone().map(|at| of_all.value(at))
    }
}

impl PartialEq for Arguments<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.each().eq(other.each())
    }
}

impl Eq for Arguments<'_> {}

impl Hash for Arguments<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.each().for_each(|text| text.hash(state));
    }
}

/// What is said of the findings of one batch: many are the same but for their places.
pub struct Said<'b, T> {
    shapes: &'b Shapes<'b>,
    known: HashMap<Told<'b>, T>,
}

impl<'b, T> Said<'b, T> {
    /// Nothing yet.
    #[must_use]
    pub fn new(shapes: &'b Shapes<'b>) -> Self {
        Self { shapes, known: HashMap::new() }
    }

    /// What is said of a finding; `say` is asked where it was not said before.
    ///
    /// # Errors
    /// The column that holds what no finding has.
    pub fn of(&mut self, told: Told<'b>, say: impl FnOnce(&Found<'_>) -> T) -> Result<&T, Problem> {
        Ok(match self.known.entry(told) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let Told { mapping, subject, code, severity, args } = free.key();
                let (mapping, subject) = (*mapping, *subject);
                let code = self.shapes.code(code).ok_or("code")?;
                let severity = names::severity_named(severity).ok_or("severity")?;
                let args = self.shapes.args((mapping, code, subject), args.each());
                free.insert(say(&Found { subject, code, severity, args }))
            }
        })
    }
}

/// Where the elements of one list stand.
pub fn range(offsets: &[i32], row: usize) -> Range<usize> {
    let at = |offset: i32| usize::try_from(offset).unwrap_or(0);
    at(offsets[row])..at(offsets[row + 1])
}

/// A column of texts.
///
/// # Errors
/// Its name.
pub fn text<'b>(column: impl Fn(&str) -> Option<&'b ArrayRef>, name: &str) -> Result<&'b StringArray, Problem> {
    column(name).and_then(|array| array.as_string_opt::<i32>()).ok_or_else(|| name.to_owned())
}

/// A column of numbers.
///
/// # Errors
/// Its name.
pub fn number<'b>(column: impl Fn(&str) -> Option<&'b ArrayRef>, name: &str) -> Result<&'b Int64Array, Problem> {
    column(name).and_then(|array| array.as_primitive_opt::<Int64Type>()).ok_or_else(|| name.to_owned())
}

/// A number from 1 that may be missing.
pub fn place(numbers: &Int64Array, row: usize) -> Option<u64> {
    numbers.is_valid(row).then(|| u64::try_from(numbers.value(row)).unwrap_or(0))
}

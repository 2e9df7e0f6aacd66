//! `findings.csv`: of each sort the first findings that `findings.parquet` has, in its order, in words.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};

use super::restore::Shapes;
use super::sheet::{Lines, Ready, Sheet};
use super::{FOLDER, Found, Room, Scribe, unreadable};
use crate::evidence::verify::content::{Parquet, Problem};
use crate::host::Access;
use crate::run::Stop;
use crate::run::in_order::in_order;
use crate::run::merge::FINDINGS;
use crate::run::names;
use crate::run::report::FindingGroup;

/// Rows of a batch: their lines are a megabyte. Whose turn it is to write goes from thread to thread with each batch, which takes as long as
/// the lines of some hundred rows.
const BATCH: usize = 8192;
/// What is read of each finding.
const COLUMNS: [&str; 8] = ["mapping", "file", "record", "line", "code", "severity", "subject", "args"];

/// Writes the file, all but its end; gives how many findings it does not have.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(room: Room<'_>, groups: &[FindingGroup]) -> Result<(Sheet, u64), Stop> {
    let (scribe, shapes) = (room.scribe, Shapes::new(groups));
    let mut sheet = room.sheet(format!("{FOLDER}/findings.csv"), Access::Usual)?;
    sheet.row(&scribe.finding_heads())?;
    let parquet = Parquet::open(room.staging.open(FINDINGS)?).map_err(unreadable)?;
    let mut batches = parquet.batches_of(&COLUMNS, BATCH).map_err(unreadable)?;
    let sorts = Sorts::new(scribe, groups);
    let mut choice = Choice { sorts: &sorts, counts: vec![(0, 0); sorts.all.len()], last: 0, room: scribe.most_rows() };
    let chosen = std::iter::from_fn(|| {
        if choice.is_over() {
            return None;
        }
        let batch = batches.next()?.map_err(|_| unreadable("Parquet".to_owned()));
        Some(batch.and_then(|batch| choice.of(&shapes, batch).map_err(unreadable)))
    });
    // One thread writes, and another one hashes meanwhile.
    let hashing = room.staging.hashing();
    let make = |chosen: Chosen| {
        let made = lines(room, (&shapes, &sorts), &chosen).map_err(unreadable);
        hashing.ease();
        made
    };
    hashing.help();
    let written = in_order(room.threads, chosen, make, |lines| sheet.all_of(lines));
    hashing.end_help();
    written?;
    let left_out = (parquet.rows() + 1).saturating_sub(sheet.rows());
    if left_out > 0 {
        sheet.row(&scribe.more(left_out, FINDINGS))?;
    }
    Ok((sheet, left_out))
}

/// What a finding is one of: mapping, code, subject, severity.
type Sort<'t> = [&'t str; 4];

/// All sorts of findings: how many of each there are, and where its advice stands.
struct Sorts<'a> {
    scribe: &'a dyn Scribe,
    all: Vec<(Sort<'a>, u64, OnceLock<First>)>,
}

/// The first finding of a sort.
struct First {
    file: String,
    advice: String,
    /// Where the advice stands, for findings of the same file and of others.
    elsewhere: [Ready; 2],
}

impl<'a> Sorts<'a> {
    fn new(scribe: &'a dyn Scribe, groups: &'a [FindingGroup]) -> Self {
        let mut counts: BTreeMap<Sort<'a>, u64> = BTreeMap::new();
        for group in groups {
            let sort = [group.mapping.as_str(), group.code.id(), &group.subject, names::severity(group.severity)];
            *counts.entry(sort).or_default() += group.count;
        }
        Self { scribe, all: counts.into_iter().map(|(sort, count)| (sort, count, OnceLock::new())).collect() }
    }

    /// What is said of a finding behind the first ones of its sort, if the first of all has this advice.
    fn elsewhere(&self, sort: usize, file: &str, advice: &str) -> Option<&Ready> {
        let first = self.all[sort].2.get().filter(|first| first.advice == advice)?;
        let [near, far] = &first.elsewhere;
        Some(if first.file == file { near } else { far })
    }
}

/// Chooses the findings that the file has, in their order.
struct Choice<'s, 'a> {
    sorts: &'s Sorts<'a>,
    /// Of each sort: findings that were met, and those that were chosen.
    counts: Vec<(u64, u64)>,
    /// The sort that was met last.
    last: usize,
    /// Rows that the file has room for.
    room: u64,
}

/// The findings of a batch that the file has.
struct Chosen {
    batch: RecordBatch,
    rows: Vec<ChosenRow>,
}

/// One of them.
#[derive(Clone, Copy)]
struct ChosenRow {
    row: usize,
    sort: usize,
    /// It is among the first ones of its sort, which say what to do.
    is_full: bool,
}

impl Choice<'_, '_> {
    /// Nothing that comes has room.
    fn is_over(&self) -> bool {
        let most = self.sorts.scribe.most_of_sort();
        let mut sorts = self.sorts.all.iter().zip(&self.counts);
        self.room == 0 || sorts.all(|((_, count, _), (met, chosen))| met >= count || *chosen >= most)
    }

    fn of(&mut self, shapes: &Shapes<'_>, batch: RecordBatch) -> Result<Chosen, Problem> {
        let mut rows = Vec::with_capacity(batch.num_rows());
        let column = |name: &str| batch.column_by_name(name);
        let (mappings, findings) = (text(column, "mapping")?, Findings::of(column)?);
        let (files, records) = (text(column, "file")?, number(column, "record")?);
        for row in 0..batch.num_rows() {
            let told = findings.told(mappings.value(row), row);
            let sort = [told.mapping, told.code, told.subject, told.severity];
            let all = &self.sorts.all;
            if all.get(self.last).is_none_or(|(known, ..)| *known != sort) {
                self.last = all.iter().position(|(known, ..)| *known == sort).ok_or("sort")?;
            }
            let (met, chosen) = &mut self.counts[self.last];
            *met += 1;
            if *chosen >= self.sorts.scribe.most_of_sort() || self.room == 0 {
                continue;
            }
            (*chosen, self.room) = (*chosen + 1, self.room - 1);
            // What is about a file as a whole has no record to look for.
            let first = &all[self.last].2;
            let is_full = *chosen <= self.sorts.scribe.most_advice() || first.get().is_none();
            rows.push(ChosenRow { row, sort: self.last, is_full });
            if let Some(record) = place(records, row).filter(|_| first.get().is_none()) {
                let found = told.found(shapes)?;
                first.get_or_init(|| First::new(self.sorts.scribe, &found, (value(files, row), record)));
            }
        }
        Ok(Chosen { batch, rows })
    }
}
impl First {
    fn new(scribe: &dyn Scribe, found: &Found<'_>, (file, record): (&str, u64)) -> Self {
        let elsewhere = [None, Some(file)].map(|file| Ready::new(scribe.marks(), &scribe.as_for(record, file)));
        Self { file: file.to_owned(), advice: scribe.advice(found), elsewhere }
    }
}

fn lines(
    room: Room<'_>,
    (shapes, sorts): (&Shapes<'_>, &Sorts<'_>),
    Chosen { batch, rows }: &Chosen,
) -> Result<Lines, Problem> {
    let column = |name: &str| batch.column_by_name(name);
    let [mappings, files] = [text(column, "mapping")?, text(column, "file")?];
    let [records, lines] = [number(column, "record")?, number(column, "line")?];
    let findings = Findings::of(column)?;
    let (scribe, marks) = (room.scribe, room.scribe.marks());
    let mut said = Said::new(shapes);
    let (mut made, mut name) = (Lines::new(marks), None::<(&str, Ready)>);
    for ChosenRow { row, sort, is_full } in rows.iter().copied() {
        let told = findings.told(mappings.value(row), row);
        let (mapping, subject, code) = (told.mapping, told.subject, told.code);
        let ([before @ .., advice], words) = said.of(told, |found| {
            let words = scribe.advice(found);
            let texts = [scribe.severity(found.severity), mapping, subject, code, &scribe.what(found), &words];
            (texts.map(|text| Ready::new(marks, text)), words.clone())
        })?;
        let [severity, mapping, rest @ ..] = before;
        let file = value(files, row);
        if name.as_ref().is_none_or(|(known, _)| *known != file) {
            name = Some((file, Ready::new(marks, file)));
        }
        made.ready(severity);
        made.ready(mapping);
        if let Some((_, file)) = &name {
            made.ready(file);
        }
        made.numbers([place(lines, row), place(records, row)]);
        for text in rest {
            made.ready(text);
        }
        let elsewhere = if is_full { None } else { sorts.elsewhere(sort, file, words) };
        made.ready(elsewhere.unwrap_or(advice));
        made.end();
    }
    Ok(made)
}

/// A text that may be missing.
fn value(texts: &StringArray, row: usize) -> &str {
    if texts.is_valid(row) { texts.value(row) } else { "" }
}

/// The columns of findings.
struct Findings<'b> {
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
    fn of(column: impl Fn(&str) -> Option<&'b ArrayRef>) -> Result<Self, Problem> {
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
    fn told(&self, mapping: &'b str, at: usize) -> Told<'b> {
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
struct Told<'b> {
    mapping: &'b str,
    subject: &'b str,
    code: &'b str,
    severity: &'b str,
    args: Arguments<'b>,
}

impl<'b> Told<'b> {
    /// The finding.
    ///
    /// # Errors
    /// The column that holds what no finding has.
    fn found(&self, shapes: &Shapes<'_>) -> Result<Found<'b>, Problem> {
        let Self { mapping, subject, code, severity, args } = self;
        let code = shapes.code(code).ok_or("code")?;
        let severity = names::severity_named(severity).ok_or("severity")?;
        let args = shapes.args((*mapping, code, *subject), args.each());
        Ok(Found { subject, code, severity, args })
    }
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
struct Said<'b, T> {
    shapes: &'b Shapes<'b>,
    /// Where in all it stands.
    known: HashMap<Told<'b>, usize>,
    all: Vec<T>,
    /// Of the finding before; most are like that one.
    last: Option<(Told<'b>, usize)>,
}

impl<'b, T> Said<'b, T> {
    /// Nothing yet.
    fn new(shapes: &'b Shapes<'b>) -> Self {
        Self { shapes, known: HashMap::new(), all: Vec::new(), last: None }
    }

    /// What is said of a finding; `say` is asked where it was not said before.
    ///
    /// # Errors
    /// The column that holds what no finding has.
    fn of(&mut self, told: Told<'b>, say: impl FnOnce(&Found<'_>) -> T) -> Result<&T, Problem> {
        if let Some((_, at)) = self.last.as_ref().filter(|(last, _)| *last == told) {
            return Ok(&self.all[*at]);
        }
        let at = match self.known.entry(told.clone()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                self.all.push(say(&told.found(self.shapes)?));
                *free.insert(self.all.len() - 1)
            }
        };
        self.last = Some((told, at));
        Ok(&self.all[at])
    }
}

/// Where the elements of one list stand.
fn range(offsets: &[i32], row: usize) -> Range<usize> {
    let at = |offset: i32| usize::try_from(offset).unwrap_or(0);
    at(offsets[row])..at(offsets[row + 1])
}

/// A column of texts.
///
/// # Errors
/// Its name.
fn text<'b>(column: impl Fn(&str) -> Option<&'b ArrayRef>, name: &str) -> Result<&'b StringArray, Problem> {
    column(name).and_then(|array| array.as_string_opt::<i32>()).ok_or_else(|| name.to_owned())
}

/// A column of numbers.
///
/// # Errors
/// Its name.
fn number<'b>(column: impl Fn(&str) -> Option<&'b ArrayRef>, name: &str) -> Result<&'b Int64Array, Problem> {
    column(name).and_then(|array| array.as_primitive_opt::<Int64Type>()).ok_or_else(|| name.to_owned())
}

/// A number from 1 that may be missing.
fn place(numbers: &Int64Array, row: usize) -> Option<u64> {
    numbers.is_valid(row).then(|| u64::try_from(numbers.value(row)).unwrap_or(0))
}

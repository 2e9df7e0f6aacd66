//! Records read in one way, as a run reads them: which values decode, and which of these look as values do.
//!
//! In: records, each as its own bytes; the copybook, an encoding, a dialect, a description. Out: a mark for each field of each
//! record. A mapping is made, and its plan decodes: nothing is read here in another way than by a run. So that it does not
//! matter how records are told apart in their file, each has its length before it. Refuses to keep a value that it was
//! not asked for.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef};

use super::shelf::{Flavour, Shelf};
use super::usual;
use super::variants::Variant;
use crate::extractors::decode::Decoded;
use crate::extractors::fields::Repetitions;
use crate::extractors::repeated::Repeated;
use crate::finding::Code;
use crate::host::streams::Compression;
use crate::mapping::copybook::Dialect;
use crate::mapping::keys::{MOST_RECORD, RECORD_BYTES};
use crate::mapping::migration::Declared;
use crate::mapping::model::{Field, FieldPlace, FieldRef, Mapping, RepeatPlace, Type};
use crate::mapping::stored::{self, Form, Signs, Stored};
use crate::mapping::written::scalar;
use crate::mapping::{encodings, read_among};
use crate::run::Stop;
use crate::run::peek::{Peek, Seen};
use crate::run::plan::{Plan, field_of};
use crate::run::sources::SourceSpec;
use crate::run::variable;

/// What a reading says of characters and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The encoding, as a mapping names it.
    pub encoding: String,
    /// Whose COBOL.
    pub dialect: Dialect,
    /// `floats:`, where it is not the dialect's.
    pub floats: Option<&'static str>,
    /// `slides:`, where it is not the dialect's.
    pub slides: Option<bool>,
    /// `binary:`, where it is not the usual one.
    pub binary: Option<&'static str>,
    /// DECIMAL-POINT IS COMMA.
    pub comma: bool,
}

impl Setting {
    /// Of this encoding and dialect.
    #[must_use]
    pub fn new(encoding: &str, dialect: Dialect) -> Self {
        Self { encoding: encoding.to_owned(), dialect, floats: None, slides: None, binary: None, comma: false }
    }

    /// What the copybook is read as.
    #[must_use]
    pub const fn flavour(&self) -> Flavour {
        (self.dialect, self.comma)
    }

    /// Whether its characters are EBCDIC.
    #[must_use]
    pub fn is_ebcdic(&self) -> bool {
        encodings::is_ebcdic(&self.encoding)
    }

    /// What a mapping says after `copybook:`, with so many bytes before the first item.
    #[must_use]
    pub fn copybook(&self, of: &Shelf, before: u64) -> String {
        let mut keys = Vec::new();
        keys.extend((self.dialect != Dialect::default()).then(|| format!("dialect: {}", self.dialect.name())));
        keys.extend(of.book.reference.map(|reference| format!("format: {}", super::keys::reference(reference))));
        keys.extend(self.floats.map(|floats| format!("floats: {floats}")));
        keys.extend(self.slides.map(|slides| format!("slides: {slides}")));
        keys.extend(self.binary.map(|binary| format!("binary: {binary}")));
        keys.extend((before > 0).then(|| format!("before: {before}")));
        keys.extend(self.comma.then(|| "decimal_comma: true".to_owned()));
        let copies = of.copies();
        if !copies.is_empty() {
            let copies: Vec<String> = copies.iter().map(|folder| scalar(folder)).collect();
            keys.push(format!("copies: [{}]", copies.join(", ")));
        }
        let file = scalar(&of.file());
        if keys.is_empty() { file } else { format!("{{file: {file}, {}}}", keys.join(", ")) }
    }
}

/// Which values mean that a program gave none; whether a trial tells of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fills {
    /// They are no values: neither good nor bad.
    Left,
    /// The same; a sign that is none of the dialect's does not decode.
    LeftWithoutSigns,
    /// They are told, as a mapping without a word about them does.
    Told,
}

/// The plan that reads records of this description.
#[must_use]
pub fn plan(shelf: &Shelf, setting: &Setting, variant: &Variant, fills: Fills) -> Option<Plan> {
    let length = "{length_at: 1-4, length_as: big, header: 4, counts_itself: false}";
    let most = variant.longest.clamp(RECORD_BYTES, MOST_RECORD);
    plan_with(shelf, setting, variant, (fills, &format!("{{end: {length}, short: pad, max_length: {most}}}")))
}

/// The same, with records told apart so.
#[must_use]
pub fn plan_with(shelf: &Shelf, setting: &Setting, variant: &Variant, (fills, records): (Fills, &str)) -> Option<Plan> {
    let Setting { encoding, .. } = setting;
    let copybook = setting.copybook(shelf, 0);
    let mut text = format!(
        "tumpline: 1\nsource:\n  files: x\n  format: cobol\n  encoding: {encoding}\n  copybook: {copybook}\n  records: {records}\n"
    );
    text.extend(variant.record.as_ref().map(|name| format!("  record: {}\n", scalar(name))));
    if !variant.chosen.is_empty() {
        let names: Vec<String> = variant.chosen.iter().map(|name| scalar(name)).collect();
        text.extend(["  redefinition: [", &names.join(", "), "]\n"]);
    }
    if fills != Fills::Told {
        let signs = if fills == Fills::Left { "signs: any, " } else { "" };
        text.extend(["  defaults: {pad: low_values, ", signs]);
        text += "on_blank: empty, on_low_values: empty, on_high_values: empty}\n";
    }
    text += "table: t\n";
    let mut mapping = read_among("trial", &text, &Declared::default(), shelf).mapping?;
    keep_unsigned(&mut mapping);
    Plan::new(Arc::new(mapping), &[], None).ok()
}

/// Digits without a sign stay so: a letter where their last one should stand is mostly the end, or the beginning, of a text
/// that stands elsewhere than the copybook says.
fn keep_unsigned(mapping: &mut Mapping) {
    let kinds = mapping.source.kinds.iter_mut();
    let fields = kinds.flat_map(|kind| {
        kind.fields.iter_mut().chain(kind.repeats.iter_mut().flat_map(|repeat| repeat.fields.iter_mut()))
    });
    for stored in fields.filter_map(|field| field.reading.stored.as_mut()) {
        if matches!(stored.form, Form::Zoned(_)) && !stored.signed {
            stored.signs = Signs::Preferred;
        }
    }
}

/// What became of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// There is none.
    None,
    /// It decodes, and looks as such values do.
    Usual,
    /// It decodes, and looks odd.
    Odd,
    /// It does not decode, or is no text that anyone can read.
    Bad,
    /// The record ends before it.
    Missing,
}

/// One field in all records; of a table all its elements together.
#[derive(Debug, Clone)]
pub struct Column {
    /// The field's name.
    pub name: String,
    /// The table's, if it is in one.
    pub table: Option<String>,
    /// Its place in the record, of a table's the first element's.
    pub start: u32,
    /// Bytes.
    pub width: u32,
    /// Whether it is text.
    pub is_text: bool,
    /// Whether it stands there as characters of the source.
    pub is_written: bool,
    /// How its number stands in its bytes, if it is one.
    pub stored: Option<Stored>,
    /// Level 88 names values of it.
    pub has_names: bool,
    /// Record by record.
    pub marks: Vec<Mark>,
    /// Codes of the values that do not decode, with their number.
    pub codes: Vec<(Code, u64)>,
    /// Its values, batch by batch.
    pub values: Vec<ArrayRef>,
}

impl Column {
    /// Whether it is packed: two digits a byte, and perhaps a sign.
    #[must_use]
    pub fn is_packed(&self) -> bool {
        self.stored.is_some_and(|stored| matches!(stored.form, Form::Packed | Form::PackedUnsigned))
    }

    /// Whether it is made of decimal digits: then most bytes do not decode, where any do as text or as a binary number.
    #[must_use]
    pub fn is_decimal(&self) -> bool {
        self.is_packed() || self.stored.is_some_and(|stored| matches!(stored.form, Form::Zoned(_)))
    }

    /// Values of this mark.
    #[must_use]
    pub fn count(&self, mark: Mark) -> u64 {
        self.marks.iter().filter(|one| **one == mark).count() as u64
    }
}

/// Records that were read in one way.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// Fields in the order of their places.
    pub columns: Vec<Column>,
    /// Of each record, whether its structure is whole.
    pub sound: Vec<bool>,
}

impl Tried {
    /// Values of a record that decode, that look odd among them, and that do not decode.
    #[must_use]
    pub fn of_row(&self, row: usize) -> Counts {
        let mut counts = Counts::default();
        for column in &self.columns {
            match column.marks.get(row) {
                Some(Mark::Usual) => counts.usual += 1,
                Some(Mark::Odd) => counts.odd += 1,
                Some(Mark::Bad) => counts.bad += 1,
                Some(Mark::Missing) => counts.missing += 1,
                Some(Mark::None) | None => {}
            }
        }
        counts
    }

    /// Bytes of a record that are decimal digits and decode, where they stand once.
    #[must_use]
    pub fn digits(&self, row: usize) -> u64 {
        let decimal = self.columns.iter().filter(|column| column.is_decimal() && column.table.is_none());
        let usual = decimal.filter(|column| column.marks.get(row) == Some(&Mark::Usual));
        usual.map(|column| u64::from(column.width)).sum()
    }

    /// Of each record the value of a field that stands once, where a mapping can write it.
    #[must_use]
    pub fn values(&self, column: &Column) -> Vec<Option<String>> {
        let mut all = column.values.iter().flat_map(|array| (0..array.len()).map(|at| usual::written(array, at)));
        let of = |(sound, mark): (&bool, &Mark)| {
            let value = sound.then(|| all.next()).flatten().flatten();
            value.filter(|_| matches!(mark, Mark::Usual | Mark::Odd))
        };
        self.sound.iter().zip(&column.marks).map(of).collect()
    }

    /// Whether both have the same values.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |(one, other): (&Column, &Column)| {
            one.name == other.name
                && one.values.len() == other.values.len()
                && one.values.iter().zip(&other.values).all(|(one, other)| one.as_ref() == other.as_ref())
        };
        self.columns.len() == other.columns.len() && self.columns.iter().zip(&other.columns).all(same)
    }
}

/// Values, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// They decode and look usual.
    pub usual: u64,
    /// They decode and look odd.
    pub odd: u64,
    /// They do not decode.
    pub bad: u64,
    /// Their record ends before them: they are no values.
    pub missing: u64,
    /// Bytes that records have and their description reads.
    pub read: u64,
    /// Bytes that records have, or that their description reads: what only fills a record up is none of them.
    pub bytes: u64,
}

impl Counts {
    /// Of a thousand values, those that decode; 1,000 where there are none.
    #[must_use]
    pub fn share(self) -> u64 {
        ((self.usual + self.odd) * 1000).checked_div(self.all()).unwrap_or(1000)
    }

    /// Of a thousand values that the description has, those that are there and decode; 1,000 where it has none.
    #[must_use]
    pub fn reach(self) -> u64 {
        ((self.usual + self.odd) * 1000).checked_div(self.all() + self.missing).unwrap_or(1000)
    }

    /// Of a thousand bytes, those that records have and their description reads; 1,000 where there are none.
    #[must_use]
    pub fn fit(self) -> u64 {
        (self.read * 1000).checked_div(self.bytes).unwrap_or(1000)
    }

    /// Of a thousand values that decode, those that look usual.
    #[must_use]
    pub fn usual_share(self) -> u64 {
        (self.usual * 1000).checked_div(self.usual + self.odd).unwrap_or(1000)
    }

    /// Values.
    #[must_use]
    pub const fn all(self) -> u64 {
        self.usual + self.odd + self.bad
    }

    /// Adds others.
    pub const fn add(&mut self, other: Self) {
        self.usual += other.usual;
        self.odd += other.odd;
        self.bad += other.bad;
        self.missing += other.missing;
        self.read += other.read;
        self.bytes += other.bytes;
    }
}

/// Reads records.
///
/// # Errors
/// TL0901, TL0911: defects, since all is in memory.
pub fn tried<B: AsRef<[u8]>>(plan: &Plan, records: &[B]) -> Result<Tried, Stop> {
    let mut bytes = Vec::new();
    for record in records {
        let record = record.as_ref();
        bytes.extend(u32::try_from(record.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(record);
    }
    let lengths: Vec<usize> = records.iter().map(|record| record.as_ref().len()).collect();
    let length = Some(bytes.len() as u64);
    let spec = SourceSpec { name: "x".to_owned(), path: None, compression: Compression::None, length };
    let peek = Peek::of_bytes(plan, (0, &spec), bytes, true)?;
    let mut tried = Tried { columns: columns(plan), sound: Vec::with_capacity(records.len()) };
    peek.each(false, &mut |seen| {
        see(plan, &seen, &mut tried);
        Ok(())
    })?;
    // What follows a counted table stands nowhere for sure.
    if plan.kinds[0].variable.is_none() {
        tried.columns.iter_mut().for_each(|column| miss(column, &lengths));
    }
    tried.columns.sort_by_key(|column| column.start);
    Ok(tried)
}

/// Marks the values that records of these lengths end before.
fn miss(column: &mut Column, lengths: &[usize]) {
    for (mark, length) in column.marks.iter_mut().zip(lengths) {
        if *length <= column.start as usize {
            *mark = Mark::Missing;
        }
    }
}

/// All fields of the plan's only kind, those of groups behind the others.
fn fields(plan: &Plan) -> impl Iterator<Item = (FieldRef, u32, Option<&str>)> + '_ {
    let kind = &plan.mapping.source.kinds[0];
    let single = (0..kind.fields.len()).map(|field| (FieldRef { kind: 0, repeat: None, field }, 0, None));
    let repeated = kind.repeats.iter().enumerate().flat_map(|(number, group)| {
        let from = match &group.place {
            RepeatPlace::Bytes { start, .. } => *start,
            place => place.byte_start(0).unwrap_or_default(),
        };
        let name = Some(group.name.as_str());
        (0..group.fields.len()).map(move |field| (FieldRef { kind: 0, repeat: Some(number), field }, from, name))
    });
    single.chain(repeated)
}

fn columns(plan: &Plan) -> Vec<Column> {
    let column = |(at, from, table): (FieldRef, u32, Option<&str>)| {
        let field = field_of(&plan.mapping, at);
        let (start, end) = match field.place {
            FieldPlace::Bytes { start, end } => (start, end),
            _ => (0, 0),
        };
        Column {
            name: field.name.clone(),
            table: table.map(str::to_owned),
            start: from + start,
            width: end - start,
            is_text: field.ty == Type::Text && field.reading.stored.is_none(),
            is_written: stored::is_written(field.reading.encoding.as_deref(), field.reading.stored),
            stored: field.reading.stored,
            has_names: match at.repeat {
                None => plan.kinds[0].fields[at.field].named.is_some(),
                Some(number) => plan.kinds[0].repeats[number].fields[at.field].named.is_some(),
            },
            marks: Vec::new(),
            codes: Vec::new(),
            values: Vec::new(),
        }
    };
    fields(plan).map(column).collect()
}

fn see(plan: &Plan, seen: &Seen<'_>, tried: &mut Tried) {
    let batch = seen.batch;
    let is_sound = |row: &crate::run::batch::Row| row.sound && row.kind == Some(0);
    let rows: Vec<u32> = (0_u32..).zip(batch.rows.iter()).filter(|(_, row)| is_sound(row)).map(|(at, _)| at).collect();
    let before = tried.sound.len();
    tried.sound.extend(batch.rows.iter().map(|row| is_sound(&row)));
    let decoded_fields = batch.fields(plan, seen.source, seen.text);
    for ((at, ..), column) in fields(plan).zip(&mut tried.columns) {
        column.marks.resize(before + batch.rows.len(), Mark::Bad);
        let work = &plan.kinds[0];
        let field = field_of(&plan.mapping, at);
        let (decoded, repeated, named) = match at.repeat {
            None => {
                let wanted = &work.fields[at.field];
                (decoded_fields.field(&wanted.decoder, wanted.cut, &rows), Repeated::All(1), &wanted.named)
            }
            Some(number) => {
                let group = &work.repeats[number];
                let repeated = variable::present(plan, &decoded_fields, (0, number), &rows);
                let of = Repetitions { cut: &group.cut, repeated: &repeated };
                let wanted = &group.fields[at.field];
                (decoded_fields.repeated(&wanted.decoder, of, wanted.cut, &rows), repeated, &wanted.named)
            }
        };
        let mut marks = marks(field, &decoded);
        if let Some(named) = named {
            usual::named(&named.values, &decoded.array, &mut marks);
        }
        for (place, row) in (0_u32..).zip(&rows) {
            let values = repeated.of(place);
            let of_row = marks.get(values.start as usize..values.end as usize).unwrap_or_default();
            column.marks[before + *row as usize] = together(of_row);
        }
        for found in &decoded.findings {
            match column.codes.iter_mut().find(|(code, _)| *code == found.code) {
                Some((_, count)) => *count += 1,
                None => column.codes.push((found.code, 1)),
            }
        }
        column.values.push(decoded.array);
    }
}

/// The mark of the elements of one record: one that does not decode makes all of them bad.
fn together(marks: &[Mark]) -> Mark {
    let has = |mark: Mark| marks.contains(&mark);
    [Mark::Bad, Mark::Odd, Mark::Usual].into_iter().find(|mark| has(*mark)).unwrap_or(Mark::None)
}

fn marks(field: &Field, decoded: &Decoded) -> Vec<Mark> {
    let array = &decoded.array;
    let mut marks: Vec<Mark> = (0..array.len())
        .map(|row| if array.is_null(row) { Mark::None } else { usual::mark(field, array.as_ref(), row) })
        .collect();
    for found in &decoded.findings {
        if let Some(mark) = marks.get_mut(found.row as usize) {
            // Programs write floats that are no number too: that there is none does not say that they are read wrongly.
            *mark = if found.code == Code::NotFinite { Mark::Odd } else { Mark::Bad };
        }
    }
    marks
}

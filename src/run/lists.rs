//! The keys that crosswalks do not have, as lists that people fill in; and what each look-up came to, as evidence.
//!
//! In: missing keys, the largest first. Out: one CSV a look-up, under the crosswalk's own headers, so that a line with its new
//! codes filled in is a line of the crosswalk: UTF-8 with a byte order mark, the crosswalk's delimiter and quotes, its
//! dates and decimal mark. Behind them stand columns for people, whose names begin with `_`. Refuses: personal keys; they are
//! counted only.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use crate::evidence::manifest::{CoverageEvidence, CoveredEvidence, MissingEvidence, OutputEvidence};
use crate::evidence::text;
use crate::host::Access;
use crate::mapping::model::{
    CrosswalkReading, Lookup, LookupKey, OnFail, Split, Table, Type, Unmatched, Unsplit, Validity,
};
use crate::mapping::picture::{self, Token};
use crate::run::crosswalks::guard::guarded;
use crate::run::fold::gaps::{self, GapWork, Missing};
use crate::run::fold::spool::Spooled;
use crate::run::output::Output;
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::run::summary::{Covered, Summary};
use crate::run::{Stop, io};

/// Missing keys that the manifest shows of each look-up.
const SHOWN: usize = 10;
/// Characters of a key that it shows.
const CHARACTERS: usize = 200;

/// What is known of a look-up's missing keys.
#[derive(Debug, Default)]
pub struct Listed {
    missing: u64,
    list: Option<String>,
    largest: Vec<MissingEvidence>,
}

/// Writes all lists; gives what is known of each look-up's missing keys, and the files. `first`: number of the first
/// look-up.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(
    staging: &Staging<'_>,
    prepared: &[Prepared],
    (works, first): (&[GapWork], usize),
    gaps: &Spooled,
) -> Result<(Vec<Listed>, Vec<OutputEvidence>), Stop> {
    let mut listed: Vec<Listed> = works.iter().map(|_| Listed::default()).collect();
    let (mut outputs, mut names, mut open) = (Vec::new(), BTreeSet::new(), None::<(usize, List<'_>)>);
    let types = |id: usize| works.get(id - first).map(|work| work.key.as_slice()).unwrap_or_default();
    gaps::each(gaps, types, &mut |missing| {
        let number = missing.id - first;
        let (Some(work), Some(known)) = (works.get(number), listed.get_mut(number)) else { return Ok(()) };
        known.missing += 1;
        if work.personal {
            return Ok(());
        }
        let Some(asked) = Asked::of(&prepared[work.mapping], work) else { return Ok(()) };
        if open.as_ref().is_none_or(|(at, _)| *at != number) {
            outputs.extend(open.take().map(|(_, list)| list.close()).transpose()?);
            let list = List::create(staging, &asked, &mut names)?;
            known.list = Some(list.out.path().to_owned());
            open = Some((number, list));
        }
        if known.largest.len() < SHOWN {
            known.largest.push(asked.evidence(&missing, &prepared[usize::from(missing.at.mapping)]));
        }
        match &mut open {
            Some((_, list)) => list.line(&asked, &missing, &prepared[usize::from(missing.at.mapping)]),
            None => Ok(()),
        }
    })?;
    outputs.extend(open.map(|(_, list)| list.close()).transpose()?);
    Ok((listed, outputs))
}

/// What the look-ups and splits of a mapping came to. `listed` has one for each of them.
#[must_use]
pub fn evidence(one: &Prepared, summary: &Summary, works: &[(&GapWork, &Listed)]) -> Vec<CoverageEvidence> {
    let evidence = |(work, listed): &(&GapWork, &Listed)| Some(Asked::of(one, work)?.coverage(summary, listed));
    works.iter().filter_map(evidence).collect()
}

/// A look-up or a split, as a list is about it.
struct Asked<'a> {
    one: &'a Prepared,
    work: &'a GapWork,
    table: &'a Table,
    sort: Sort<'a>,
}

enum Sort<'a> {
    Lookup(&'a Lookup),
    Split(&'a Split),
}

impl<'a> Asked<'a> {
    fn of(one: &'a Prepared, work: &'a GapWork) -> Option<Self> {
        let table = one.plan.mapping.table_at(work.table);
        // The split comes after all look-ups.
        let sort = table.lookups.get(work.number).map(Sort::Lookup).or(table.split.as_ref().map(Sort::Split))?;
        Some(Self { one, work, table, sort })
    }

    fn file(&self) -> &'a str {
        match &self.sort {
            Sort::Lookup(lookup) => &lookup.file,
            Sort::Split(split) => &split.file,
        }
    }

    fn reading(&self) -> &'a CrosswalkReading {
        match &self.sort {
            Sort::Lookup(lookup) => &lookup.reading,
            Sort::Split(split) => &split.reading,
        }
    }

    fn keys(&self) -> (&'a [LookupKey], Option<&'a Validity>) {
        match &self.sort {
            Sort::Lookup(lookup) => (&lookup.keys, lookup.valid.as_ref()),
            Sort::Split(split) => (&split.keys, split.valid.as_ref()),
        }
    }

    /// The table, and the way to the list in it whose elements are looked up.
    fn place(&self) -> (&'a str, Option<&'a str>) {
        // The elements of a list are called by the way to them: `account.months`.
        self.table.name.split_once('.').map_or((&self.table.name, None), |(table, way)| (table, Some(way)))
    }

    /// What a column is called, in a list by the way to it.
    fn name(&self, column: usize) -> String {
        let name = &self.table.columns[column].name;
        self.place().1.map_or_else(|| name.clone(), |way| format!("{way}.{name}"))
    }

    fn column(&self) -> Option<String> {
        match &self.sort {
            Sort::Lookup(lookup) => Some(self.name(lookup.column)),
            Sort::Split(_) => None,
        }
    }

    fn headers(&self) -> &'a [String] {
        let crosswalks = &self.one.plan.crosswalks;
        crosswalks.headers.get(self.file()).map(Vec::as_slice).unwrap_or_default()
    }

    /// What follows for a row whose key is not there.
    fn leads_to(&self) -> &'static str {
        match &self.sort {
            Sort::Split(Split { unmatched: Unsplit::Keep, .. }) => "keep",
            Sort::Split(_) => "reject",
            Sort::Lookup(Lookup { unmatched: Unmatched::Empty, column, .. }) => {
                if self.table.columns[*column].default.is_some() { "default" } else { "empty" }
            }
            Sort::Lookup(lookup) => match self.table.columns[lookup.column].on_fail {
                OnFail::Reject => "reject",
                OnFail::Warn => "warn",
                OnFail::Fail => "fail",
            },
        }
    }

    /// Keys of the crosswalk, and how many of them were found.
    fn used(&self) -> (u64, u64) {
        let crosswalks = &self.one.plan.crosswalks;
        let (crosswalk, used) = match &self.sort {
            Sort::Lookup(_) => {
                let work = &crosswalks.lookups[self.work.table][self.work.number];
                (work.crosswalk.as_ref(), &work.used)
            }
            Sort::Split(_) => match &crosswalks.splits[self.work.table] {
                Some(work) => (work.splits.crosswalk(), &work.used),
                None => return (0, 0),
            },
        };
        (crosswalk.keys().into(), crosswalk.used_keys(used).into())
    }

    /// The scale of its money, if that may be shown.
    fn scale(&self) -> Option<u8> {
        let column = &self.table.columns[self.work.amount?];
        (!column.personal).then_some(column.ty.scale())
    }

    fn coverage(&self, summary: &Summary, listed: &Listed) -> CoverageEvidence {
        let counts = summary.coverage(self.work.table, self.work.number);
        let (keys, used) = self.used();
        let scale = self.scale();
        let covered = |covered: Covered| CoveredEvidence {
            rows: covered.rows,
            amount: scale.map(|scale| text::decimal(covered.net, scale)),
            gross: scale.map(|scale| text::decimal(covered.gross, scale)),
        };
        CoverageEvidence {
            mapping: self.one.plan.mapping.name.clone(),
            table: self.place().0.to_owned(),
            column: self.column(),
            crosswalk: self.file().to_owned(),
            leads_to: self.leads_to().to_owned(),
            keys,
            used,
            of: self.work.amount.map(|column| self.name(column)),
            matched: covered(counts.matched),
            unmatched: covered(counts.unmatched),
            outside: covered(counts.outside),
            empty: covered(counts.empty),
            unknown: counts.unknown,
            missing: listed.missing,
            personal: self.work.personal,
            list: listed.list.clone(),
            largest: listed.largest.clone(),
        }
    }

    fn evidence(&self, missing: &Missing, read: &Prepared) -> MissingEvidence {
        let (keys, _) = self.keys();
        let (key, days) = missing.texts.split_at(keys.len().min(missing.texts.len()));
        let whole = key.join(", ");
        let key = match whole.char_indices().nth(CHARACTERS) {
            Some((end, _)) => format!("{}…", &whole[..end]),
            None => whole,
        };
        let day = |at: usize| days.get(at).filter(|day| missing.is_hole && !day.is_empty()).cloned();
        let scale = self.scale();
        MissingEvidence {
            key,
            hole: missing.is_hole,
            from: day(0),
            to: day(1),
            rows: missing.rows,
            amount: scale.map(|scale| text::decimal(missing.net, scale)),
            gross: scale.map(|scale| text::decimal(missing.gross, scale)),
            file: file_of(missing, read).to_owned(),
            record: missing.at.place.record,
        }
    }
}

fn file_of<'p>(missing: &Missing, read: &'p Prepared) -> &'p str {
    read.specs.get(missing.at.place.file as usize).map_or("", |spec| spec.name.as_str())
}

/// A list that is being written.
struct List<'a> {
    out: Output,
    delimiter: String,
    quote: Option<char>,
    /// By header of the crosswalk.
    cells: BTreeMap<&'a str, Cell>,
}

/// What stands under a header: a value of the key, or a day of a hole.
#[derive(Clone, Copy)]
struct Cell {
    at: usize,
    ty: Type,
}

/// Columns for people, behind those of the crosswalk.
const FOR_PEOPLE: [&str; 5] = ["_rows", "_amount", "_gross", "_file", "_record"];

fn for_people(asked: &Asked<'_>) -> impl Iterator<Item = &'static str> + use<> {
    let has_money = asked.scale().is_some();
    FOR_PEOPLE.into_iter().filter(move |name| has_money || !matches!(*name, "_amount" | "_gross"))
}

impl<'a> List<'a> {
    fn create(staging: &Staging<'_>, asked: &Asked<'a>, names: &mut BTreeSet<String>) -> Result<Self, Stop> {
        let path = free_name(asked, names);
        let (delimiter, quote) = match asked.reading() {
            CrosswalkReading::Text { delimiter, quote, .. } => (delimiter.clone(), *quote),
            CrosswalkReading::Parquet => (",".to_owned(), Some('"')),
        };
        let (keys, valid) = asked.keys();
        let mut cells = BTreeMap::new();
        for (at, header) in valid.iter().flat_map(|valid| [&valid.from, &valid.to]).enumerate() {
            cells.insert(header.as_str(), Cell { at: keys.len() + at, ty: Type::Date });
        }
        for (at, key) in keys.iter().enumerate() {
            cells.insert(key.header.as_str(), Cell { at, ty: asked.table.columns[key.column].ty });
        }
        let out = staging.output(path, Access::Usual)?;
        let mut list = Self { out, delimiter, quote, cells };
        let people = for_people(asked);
        let headers: Vec<String> = asked.headers().iter().cloned().chain(people.map(str::to_owned)).collect();
        list.put(&format!("\u{feff}{}", list.joined(&headers)))?;
        Ok(list)
    }

    fn line(&mut self, asked: &Asked<'_>, missing: &Missing, read: &Prepared) -> Result<(), Stop> {
        let cell = |header: &String| {
            let cell = self.cells.get(header.as_str())?;
            let is_hidden = cell.at >= asked.keys().0.len() && !missing.is_hole;
            missing.texts.get(cell.at).filter(|_| !is_hidden).map(|text| written(text, cell.ty, asked.reading()))
        };
        let mut cells: Vec<String> = asked.headers().iter().map(|header| cell(header).unwrap_or_default()).collect();
        let scale = asked.scale().unwrap_or(0);
        cells.extend(for_people(asked).map(|name| match name {
            "_rows" => missing.rows.to_string(),
            "_amount" => text::decimal(missing.net, scale),
            "_gross" => text::decimal(missing.gross, scale),
            "_file" => guarded(file_of(missing, read)),
            _ => missing.at.place.record.to_string(),
        }));
        self.put(&self.joined(&cells))
    }

    /// Cells, quoted where they must be.
    fn joined(&self, cells: &[String]) -> String {
        let quoted = |cell: &String| match self.quote {
            Some(quote) if cell.contains([quote, '\n', '\r']) || cell.contains(&self.delimiter) => {
                let inner = cell.replace(quote, &format!("{quote}{quote}"));
                format!("{quote}{inner}{quote}")
            }
            _ => cell.clone(),
        };
        cells.iter().map(quoted).collect::<Vec<_>>().join(&self.delimiter) + "\r\n"
    }

    fn put(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write_all(text.as_bytes()).map_err(|error| io::stop("write", self.out.path().as_ref(), &error))
    }

    fn close(self) -> Result<OutputEvidence, Stop> {
        self.out.close(None)
    }
}

/// `for-people/crosswalk/MAPPING.TABLE.COLUMN.csv`, with what a file's name may not have as `_`.
fn free_name(asked: &Asked<'_>, names: &mut BTreeSet<String>) -> String {
    let column = asked.column().unwrap_or_else(|| "split".to_owned());
    let safe: String = column.chars().map(|one| if one.is_alphanumeric() || one == '-' { one } else { '_' }).collect();
    let base = format!("for-people/crosswalk/{}.{}.{safe}", asked.one.plan.mapping.name, asked.place().0);
    let mut name = base.clone();
    for number in 2.. {
        if names.insert(name.to_lowercase()) {
            break;
        }
        name = format!("{base}-{number}");
    }
    name + ".csv"
}

/// A value as the crosswalk writes it.
fn written(text: &str, ty: Type, reading: &CrosswalkReading) -> String {
    let CrosswalkReading::Text { picture, decimal, .. } = reading else { return guarded_if_text(text, ty) };
    match (ty, picture, decimal) {
        (Type::Date, Some(picture), _) => by_picture(text, picture).unwrap_or_else(|| text.to_owned()),
        (Type::Decimal { .. }, _, Some(mark)) => text.replace('.', &mark.to_string()),
        _ => guarded_if_text(text, ty),
    }
}

fn guarded_if_text(text: &str, ty: Type) -> String {
    if ty == Type::Text { guarded(text) } else { text.to_owned() }
}

/// A date `YYYY-MM-DD` by a picture; none where it has parts that are not written so.
fn by_picture(date: &str, picture: &str) -> Option<String> {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let tokens = picture::parse(picture, Type::Date, false).ok()?;
    let text = |token: &Token| match token {
        Token::Literal(text) => Some(text.clone()),
        Token::Year4 => Some(year.to_owned()),
        Token::Month => Some(month.to_owned()),
        Token::Day => Some(day.to_owned()),
        _ => None,
    };
    tokens.iter().map(text).collect()
}

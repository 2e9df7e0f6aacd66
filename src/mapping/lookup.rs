//! `lookup:` of columns: the table's columns in, its look-ups out, each after those that make its keys; among them the
//! table's split, whose parts are there before what names them.
//!
//! A name on the crosswalk's side is a header of its file, one on the table's side a column. Refuses to know what the
//! file holds. What a wrong column would make wrong here is not told again.

use super::mistakes::{Mistakes, args};
use super::model::{Column, CrosswalkReading, Lookup, LookupKey, Origin, Split, Type, Unmatched, Validity};
use super::nearest::or_empty;
use super::tree::{Entry, Shape};
use super::view::{self, Text, View};
use super::{field, picture, source, split};
use crate::finding::Code;
use crate::place::Span;

/// What a table looks up.
pub struct Lookups {
    /// Each after those that make its keys.
    pub lookups: Vec<Lookup>,
    /// Its split.
    pub split: Option<Split>,
}

/// The look-ups of a table whose columns are known, and its split; columns are told their own. `maps` are those of the
/// single columns.
pub fn resolve(view: View<'_>, maps: &[ColumnMap<'_>], columns: &mut [Column]) -> Lookups {
    settled(maps, columns, (view.mistakes(), Some(view)))
}

/// The look-ups of a list's elements, which have no split.
pub fn of_elements(maps: &[ColumnMap<'_>], columns: &mut [Column], mistakes: &Mistakes) -> Vec<Lookup> {
    settled(maps, columns, (mistakes, None)).lookups
}

fn settled(
    maps: &[ColumnMap<'_>],
    columns: &mut [Column],
    (mistakes, of_table): (&Mistakes, Option<View<'_>>),
) -> Lookups {
    let names = declared(maps);
    let scope = Scope { columns, names: &names, mistakes };
    let drafts = drafts(maps, mistakes);
    let mut found: Vec<_> = drafts.filter_map(|(name, draft)| scope.resolved(name, draft)).collect();
    // It stands last: what can be looked up of whole rows is, since there are fewer of them.
    let split = of_table.and_then(|view| split::draft(view, maps));
    found.extend(split.and_then(|draft| split::resolved(maps, &scope, draft)));
    let order = in_order(&found, &scope);
    let (mut lookups, mut split) = (Vec::new(), None);
    for at in order {
        match &found[at].made {
            Made::Lookup(lookup) => lookups.push((**lookup).clone()),
            Made::Split(made) => split = Some(Split { first_after: lookups.len(), ..(**made).clone() }),
        }
    }
    for (number, lookup) in lookups.iter().enumerate() {
        columns[lookup.column].from = Origin::Lookup(number);
    }
    for (number, (column, _)) in split.iter().flat_map(|split| &split.takes).enumerate() {
        columns[*column].from = Origin::Split(number);
    }
    Lookups { lookups, split }
}

/// Tells the mistakes in look-ups of a table whose columns are not known.
pub fn check_alone(view: View<'_>) {
    let maps = column_maps(view);
    drafts(&maps, view.mistakes()).for_each(drop);
    split::draft(view, &maps);
}

/// A look-up's keys, before the names of columns are known.
struct Draft<'a> {
    /// Place of the `lookup` key.
    at: Span,
    file: &'a str,
    /// Header and column.
    keys: Vec<(&'a str, Text<'a>)>,
    take: &'a str,
    valid: Option<Days<'a>>,
    unmatched: Unmatched,
    amount: Result<Option<Text<'a>>, IsTold>,
    reading: CrosswalkReading,
}

/// The map of a single column, with what stands before its name: the way to the structure that it is in.
pub type ColumnMap<'v> = (String, &'v [Entry]);

/// The maps of a table's own columns.
fn column_maps(view: View<'_>) -> Vec<ColumnMap<'_>> {
    let nodes = match view.get("columns").map(|node| &node.shape) {
        Some(Shape::List(nodes)) => nodes.as_slice(),
        _ => &[],
    };
    let maps = nodes.iter().filter_map(|node| match &node.shape {
        Shape::Map(entries) => Some((String::new(), entries.as_slice())),
        _ => None,
    });
    maps.collect()
}

pub fn scalar<'a>(entries: &'a [Entry], key: &str) -> Option<Text<'a>> {
    let node = &entries.iter().find(|entry| entry.key == key)?.value;
    match &node.shape {
        Shape::Plain(text) | Shape::Quoted(text) => Some(Text { text, at: node.at }),
        _ => None,
    }
}

/// The names of all columns, also of those that are wrong.
fn declared(maps: &[ColumnMap<'_>]) -> Vec<String> {
    maps.iter().filter_map(|(way, entries)| Some(format!("{way}{}", scalar(entries, "name")?.text))).collect()
}

/// Every look-up that can be read, with its column's name.
fn drafts<'v>(maps: &[ColumnMap<'v>], mistakes: &'v Mistakes) -> impl Iterator<Item = (Option<Text<'v>>, Draft<'v>)> {
    maps.iter().filter_map(move |(_, entries)| {
        let entry = entries.iter().find(|entry| entry.key == "lookup")?;
        let inner = View::open(&entry.value, "lookup", mistakes)?;
        let has_default = entries.iter().any(|entry| entry.key == "default");
        Some((scalar(entries, "name"), draft(inner, entry.key_at, has_default)?))
    })
}

fn draft(view: View<'_>, at: Span, has_default: bool) -> Option<Draft<'_>> {
    let needed = |key| view.need(key).and_then(|_| view.text(key)).map(|text| text.text);
    let (file, take) = (needed("in"), needed("take"));
    let keys = view.need("match").and_then(|_| keys(view));
    let valid = days(view);
    let unmatched = match view.word("unmatched") {
        Some("empty") => Unmatched::Empty,
        None if has_default => Unmatched::Empty,
        _ => Unmatched::Report,
    };
    let reading = reading(view, file);
    let amount = amount(view);
    Some(Draft { at, file: file?, keys: keys?, take: take?, valid: valid.ok()?, unmatched, amount, reading: reading? })
}

/// `{old: account}`, or names that are the same on both sides.
pub fn keys(view: View<'_>) -> Option<Vec<(&str, Text<'_>)>> {
    let mistakes = view.mistakes();
    let node = view.get("match")?;
    let (count, found): (usize, Vec<(&str, Text<'_>)>) = match &node.shape {
        Shape::Map(entries) => {
            let pairs = entries.iter().filter_map(|one| Some((one.key.as_str(), view::text(&one.value, mistakes)?)));
            (entries.len(), pairs.collect())
        }
        Shape::List(nodes) => {
            let texts = nodes.iter().filter_map(|node| view::text(node, mistakes));
            (nodes.len(), texts.map(|text| (text.text, text)).collect())
        }
        _ => (1, view.texts("match")?.into_iter().map(|text| (text.text, text)).collect()),
    };
    if count == 0 {
        mistakes.fail(Code::NothingToLoad, view.key_at("match"), args!["header"]);
    }
    for (at, (header, text)) in found.iter().enumerate() {
        if let Some((_, first)) = found[..at].iter().find(|(other, _)| other == header) {
            field::twice("header", header, text.at, first.at, mistakes);
        }
    }
    (count > 0 && found.len() == count).then_some(found)
}

/// `valid:`: the headers of the first and last day, and the column of the day.
pub type Days<'a> = (&'a str, &'a str, Text<'a>);

/// Something that cannot be read, and is told already.
pub struct IsTold;

/// The days of a look-up or split, if it has any.
pub fn days(view: View<'_>) -> Result<Option<Days<'_>>, IsTold> {
    if !view.has("valid") {
        return Ok(None);
    }
    let view = view.map("valid", "valid").ok_or(IsTold)?;
    let [from, to, at] = ["from", "to", "at"].map(|key| view.need(key).and_then(|_| view.text(key)).ok_or(IsTold));
    Ok(Some((from?.text, to?.text, at?)))
}

/// `amount:`, the name of a column.
pub fn amount(view: View<'_>) -> Result<Option<Text<'_>>, IsTold> {
    if view.has("amount") { view.text("amount").map(Some).ok_or(IsTold) } else { Ok(None) }
}

/// Keys that say how a text is cut and read; a Parquet file says so itself.
const TEXT_KEYS: [&str; 5] = ["encoding", "delimiter", "quote", "picture", "decimal"];

/// How the crosswalk of a look-up or split is read.
pub fn reading(view: View<'_>, file: Option<&str>) -> Option<CrosswalkReading> {
    if file.is_some_and(is_parquet) {
        view.misplaced_all(&TEXT_KEYS, "parquet");
        return Some(CrosswalkReading::Parquet);
    }
    text_reading(view)
}

/// How delimited text beside the sources reads, as the keys of this map say.
pub fn text_reading(view: View<'_>) -> Option<CrosswalkReading> {
    let mistakes = view.mistakes();
    let encoding = match view.text("encoding") {
        Some(text) => field::encoding(text, mistakes),
        None => (!view.has("encoding")).then_some("utf-8"),
    };
    let delimiter = if view.has("delimiter") { source::delimiter(view) } else { Some(",".to_owned()) };
    let quote = match view.text("quote") {
        Some(text) if text.text == "none" => None,
        Some(text) => field::character(text, mistakes),
        None => Some('"'),
    };
    if let (Some(delimiter), Some(quote)) = (&delimiter, quote)
        && delimiter.contains(quote)
    {
        mistakes.fail(Code::Conflict, view.head(), args!["delimiter", "quote"]);
    }
    let picture = view.text("picture");
    if let Some(text) = picture
        && let Err(problem) = picture::parse(text.text, Type::Date, false)
    {
        mistakes.fail(Code::BadPicture, text.at, args![text.text, problem]);
    }
    Some(CrosswalkReading::Text {
        encoding: encoding?.to_owned(),
        delimiter: delimiter?,
        quote,
        picture: picture.map(|text| text.text.to_owned()),
        decimal: view.text("decimal").and_then(|text| field::character(text, mistakes)),
        thousands: field::characters(view, "thousands").unwrap_or_default(),
        sign: field::signs(view).unwrap_or_default(),
    })
}

fn is_parquet(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("parquet"))
}

/// The columns that names may stand for.
pub struct Scope<'a> {
    /// Those that could be read.
    pub columns: &'a [Column],
    /// Also of columns that are wrong: nothing is said of these here.
    names: &'a [String],
    /// Where mistakes go.
    pub mistakes: &'a Mistakes,
}

/// A look-up or a split, with the columns that it makes, and the places at which it names columns.
pub struct Resolved {
    /// What it is.
    pub made: Made,
    /// Columns that are not there before.
    pub makes: Vec<usize>,
    /// Columns that must be there before, and where they are named.
    pub named: Vec<(usize, Span)>,
}

/// What makes columns after others.
pub enum Made {
    /// A look-up.
    Lookup(Box<Lookup>),
    /// The table's split.
    Split(Box<Split>),
}

/// Keys and day of a look-up or a split, resolved, with the columns that they name.
pub struct Sought {
    /// At least one.
    pub keys: Vec<LookupKey>,
    /// When a row of the crosswalk holds.
    pub valid: Option<Validity>,
    /// Where each column is named.
    pub named: Vec<(usize, Span)>,
}

impl Scope<'_> {
    fn resolved(&self, name: Option<Text<'_>>, draft: Draft<'_>) -> Option<Resolved> {
        let sought = self.sought(&draft.keys, draft.valid);
        let amount = draft.amount.and_then(|name| name.map(|name| self.number(name).ok_or(IsTold)).transpose());
        let own = self.columns.iter().position(|column| name.is_some_and(|name| name.at == column.at))?;
        let Sought { keys, valid, mut named } = sought?;
        let amount = amount.ok()?;
        named.extend(amount);
        let lookup = Lookup {
            column: own,
            at: draft.at,
            file: draft.file.to_owned(),
            keys,
            take: draft.take.to_owned(),
            valid,
            unmatched: draft.unmatched,
            amount: amount.map(|(column, _)| column),
            reading: draft.reading,
        };
        Some(Resolved { made: Made::Lookup(Box::new(lookup)), makes: vec![own], named })
    }

    /// What a row is looked up by; tells every column that is not there, or cannot be a key or a day.
    pub fn sought(&self, keys: &[(&str, Text<'_>)], valid: Option<Days<'_>>) -> Option<Sought> {
        let keys: Vec<_> = keys.iter().map(|(header, name)| self.key(header, *name)).collect();
        let at = valid.map(|(_, _, name)| self.day(name));
        let keys: Vec<(LookupKey, Span)> = keys.into_iter().collect::<Option<_>>()?;
        let mut named: Vec<_> = keys.iter().map(|(key, at)| (key.column, *at)).collect();
        let valid = match (valid, at) {
            (Some((from, to, name)), Some(at)) => {
                named.push((at?, name.at));
                Some(Validity { from: from.to_owned(), to: to.to_owned(), at: at? })
            }
            _ => None,
        };
        Some(Sought { keys: keys.into_iter().map(|(key, _)| key).collect(), valid, named })
    }

    /// The column of this name; tells a name that there is not.
    pub fn find(&self, name: Text<'_>) -> Option<usize> {
        let found = self.columns.iter().position(|column| column.name == name.text);
        if found.is_none() && !self.names.iter().any(|known| known == name.text) {
            let nearest = or_empty(name.text, self.columns.iter().map(|column| column.name.as_str()));
            self.mistakes.fail(Code::UnknownColumn, name.at, args![name.text, nearest]);
        }
        found
    }

    /// A column of whole numbers or decimals, and where it is named.
    pub fn number(&self, name: Text<'_>) -> Option<(usize, Span)> {
        let column = self.find(name)?;
        if !self.columns[column].ty.is_number() {
            self.refuse(name, column, "no_sum");
            return None;
        }
        Some((column, name.at))
    }

    fn key(&self, header: &str, name: Text<'_>) -> Option<(LookupKey, Span)> {
        let column = self.find(name)?;
        if matches!(self.columns[column].ty, Type::Float32 | Type::Float64) {
            self.refuse(name, column, "float_key");
            return None;
        }
        Some((LookupKey { header: header.to_owned(), column }, name.at))
    }

    fn day(&self, name: Text<'_>) -> Option<usize> {
        let column = self.find(name)?;
        if self.columns[column].ty != Type::Date {
            self.refuse(name, column, "no_date");
            return None;
        }
        Some(column)
    }

    /// Tells that a column cannot be what it is named for.
    pub fn refuse(&self, name: Text<'_>, column: usize, why: &str) {
        let also = Some(self.columns[column].at);
        self.mistakes.fail_with(Code::BadReference, name.at, also, args![name.text, why]);
    }
}

/// The look-ups, each after those whose columns it names; tells those that wait for themselves.
fn in_order(found: &[Resolved], scope: &Scope<'_>) -> Vec<usize> {
    let maker = |column: usize| found.iter().position(|one| one.makes.contains(&column));
    let mut order: Vec<usize> = Vec::with_capacity(found.len());
    while order.len() < found.len() {
        let is_ready = |at: usize| {
            let waits = |(column, _): &(usize, Span)| maker(*column).is_some_and(|other| !order.contains(&other));
            !order.contains(&at) && !found[at].named.iter().any(waits)
        };
        let Some(next) = (0..found.len()).find(|at| is_ready(*at)) else {
            tell_circles(found, &order, scope);
            return order;
        };
        order.push(next);
    }
    order
}

/// Each name by which a look-up that has no turn reaches itself.
fn tell_circles(found: &[Resolved], order: &[usize], scope: &Scope<'_>) {
    let named = |column: usize| found.iter().find(|one| one.makes.contains(&column)).map_or(&[][..], |one| &one.named);
    let left = found.iter().enumerate().filter(|(at, _)| !order.contains(at)).map(|(_, one)| one);
    for one in left {
        for (column, at) in &one.named {
            let (mut reached, mut next) = (vec![*column], 0);
            while let Some(here) = reached.get(next).copied() {
                let new = named(here).iter().map(|(column, _)| *column).filter(|column| !reached.contains(column));
                let new: Vec<_> = new.collect();
                reached.extend(new);
                next += 1;
            }
            if one.makes.iter().any(|own| reached.contains(own)) {
                let (name, also) = (scope.columns[*column].name.as_str(), scope.columns[*column].at);
                scope.mistakes.fail_with(Code::BadReference, *at, Some(also), args![name, "circle"]);
            }
        }
    }
}

//! Makes the mapping of a reading: its lines, and why each is as it is.
//!
//! In: a reading, its kinds, its page, and its records. Out: a [`Draft`]. Refuses to know where the mapping will stand.

use super::cuts::Cut;
use super::draft::{Draft, FILES, Line, NAME, RECORDS, TABLE, Why};
use super::fills::{self, Fill};
use super::keys;
use super::kinds::{Kind, Kinds};
use super::pages::Page;
use super::reader::Reader;
use super::reading::Reading;
use super::rest::Edge;
use super::shelf::Shelf;
use super::tellers::Place;
use super::trial::{self, Fills, Tried};
use super::variants::Variant;
use crate::extractors::encoding::Encoding;
use crate::inspect::copybook::draft::{max_length, no_names};
use crate::inspect::copybook::fields::{self, is_personal};
use crate::inspect::copybook::table_names::TableNames;
use crate::mapping::cobol::{ALONE, LaidField, LaidOut, laid_out};
use crate::mapping::copybook::Item;
use crate::mapping::model::Edges;
use crate::mapping::written::scalar;
use crate::run::Stop;

/// Drafts the mapping of the best reading.
pub struct Drafter<'a> {
    /// The copybook.
    pub shelf: &'a Shelf,
    /// What reads the records.
    pub reader: &'a Reader,
    /// The reading.
    pub reading: &'a Reading,
    /// The kinds of its records.
    pub kinds: &'a Kinds,
    /// Its encoding.
    pub page: &'a Page,
    /// What speaks for its decimal mark, where something has to.
    pub comma: Option<Why>,
}

impl Drafter<'_> {
    /// The mapping; `rows` are the records of each kind, `same` other settings that give the same values.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn draft(
        &self,
        tried: &[Tried],
        (rows, records): (&[Vec<usize>], &[Vec<u8>]),
        same: &[String],
    ) -> Result<Draft, Stop> {
        let mut fills = self.fills(tried, (rows, records))?;
        let shared = fills::shared(&mut fills);
        let mut draft = Draft::default();
        draft.line(0, "tumpline: 1");
        draft.line(0, "source:");
        draft.line(2, format!("files: {FILES}"));
        draft.line(2, "format: cobol");
        draft.told(2, format!("encoding: {}", self.page.name), vec![Why::Page(self.page.why.clone())]);
        let same = if same.is_empty() { Vec::new() } else { vec![Why::Same(same.to_vec())] };
        let counts = self.reading.counts;
        let mut why =
            vec![Why::Decodes { good: counts.usual + counts.odd, of: counts.all(), records: self.reading.records.0 }];
        why.extend((self.reading.before > 0).then_some(Why::Before(self.reading.before)));
        why.extend(self.comma.clone());
        why.extend(same);
        draft.told(2, format!("copybook: {}", self.reader.setting.copybook(self.shelf, self.reading.before)), why);
        self.defaults(&mut draft, &shared);
        self.records(&mut draft, (rows, records), &fills, tried);
        self.tables(&mut draft);
        Ok(draft)
    }

    fn variants(&self) -> Vec<&Variant> {
        self.kinds
            .variants()
            .into_iter()
            .filter_map(|at| self.reader.plans.get(at))
            .map(|(variant, _)| variant)
            .collect()
    }

    /// Keys of fields of each kind. A record in which something does not decode whatever is allowed has no say: it may be of
    /// another kind, such as a header, and what it leaves blank is no blank of this one.
    fn fills(&self, tried: &[Tried], (rows, records): (&[Vec<usize>], &[Vec<u8>])) -> Result<Vec<Vec<Fill>>, Stop> {
        let mut all = Vec::new();
        for (at, rows) in self.kinds.variants().into_iter().zip(rows) {
            let (Some((variant, plan)), Some(every)) = (self.reader.plans.get(at), tried.get(at)) else { continue };
            let own = rows.iter().filter(|row| !self.is_mixed() && reads(tried, at, **row));
            let own: Vec<&[u8]> = own.map(|row| records[*row].as_slice()).collect();
            let strict = trial::plan(self.shelf, &self.reader.setting, variant, Fills::Told);
            let strict = strict.map(|strict| trial::tried(&strict, &own)).transpose()?.unwrap_or_default();
            let mut of_kind = fills::of(&strict, &trial::tried(plan, &own)?, (every, rows));
            of_kind.extend(self.personal(variant));
            all.push(of_kind);
        }
        Ok(all)
    }

    /// Whether records of several kinds are read by one description, since no place tells them apart: what those of another kind
    /// would need is no reason to let anything in.
    const fn is_mixed(&self) -> bool {
        matches!(self.kinds, Kinds::Untold(..))
    }

    /// A description as the mapping will read it.
    fn laid(&self, variant: &Variant) -> Option<LaidOut> {
        let setting = &self.reader.setting;
        let copybook = self.shelf.of(setting.flavour())?;
        let is_it = |item: &Item| {
            item.level != ALONE && variant.record.as_ref().is_none_or(|name| item.name.as_ref() == Some(name))
        };
        let record = copybook.records.iter().position(is_it)?;
        laid_out(copybook, (setting.dialect, setting.is_ebcdic()), record, &variant.chosen)
    }

    /// Marks of the fields that are about people, by the names of their items and groups.
    fn personal(&self, variant: &Variant) -> Vec<Fill> {
        let marks = |fields: &[LaidField], table: Option<&String>| -> Vec<Fill> {
            let marked = fields.iter().filter(|field| is_personal(field));
            marked.map(|field| Fill::personal(&field.name, table)).collect()
        };
        let of = |laid: LaidOut| {
            let of_tables: Vec<Fill> =
                laid.tables.iter().flat_map(|table| marks(&table.fields, Some(&table.name))).collect();
            marks(&laid.fields, None).into_iter().chain(of_tables).collect()
        };
        self.laid(variant).map(of).unwrap_or_default()
    }

    fn defaults(&self, draft: &mut Draft, shared: &[(&'static str, &'static str, u64)]) {
        let mut keys: Vec<String> = shared.iter().map(|(key, value, _)| format!("{key}: {value}")).collect();
        let mut why: Vec<Why> = shared.iter().map(|(key, _, count)| Why::Fill(key, *count)).collect();
        if self.page.padded {
            keys.push("pad: low_values".to_owned());
            why.push(Why::Padded);
        }
        if !keys.is_empty() {
            draft.told(2, format!("defaults: {{{}}}", keys.join(", ")), why);
        }
    }

    /// What speaks for the way in which records are told apart.
    fn why_cut(&self) -> Vec<Why> {
        let Reading { led, cut, tail, .. } = self.reading;
        let Edges { header, trailer } = self.reading.edges();
        let is_all = (self.reading.header, self.reading.trailer) == (0, 0);
        let mut why = Vec::new();
        match cut {
            Cut::Fixed(length) => {
                why.extend((led.to_the_end && is_all).then_some(Why::Divides(led.records, *length)));
                let spare = length.saturating_sub(self.reading.length + self.reading.before);
                why.extend((spare > 0).then_some(Why::Spare(spare)));
            }
            Cut::Lines => why.push(Why::Lines(*led)),
            Cut::Counters => why.push(Why::Counted(*led)),
            Cut::Words { .. } | Cut::FixedInBlocks(..) | Cut::Prefix { .. } => why.push(match tail {
                Edge::Broken(broken) => match broken.begins() {
                    Some(from) => Why::ChainFrom(*led, from),
                    None => Why::ChainTo(*led, broken.at),
                },
                _ => Why::Chain(*led),
            }),
        }
        why.extend((header > 0).then_some(Why::Header(header)));
        why.extend((trailer > 0).then_some(match tail {
            Edge::Fill(byte) => Why::Filled(trailer, *byte),
            _ => Why::Remains(trailer),
        }));
        why
    }

    fn records(
        &self,
        draft: &mut Draft,
        (rows, records): (&[Vec<usize>], &[Vec<u8>]),
        fills: &[Vec<Fill>],
        tried: &[Tried],
    ) {
        let kinds = if let Kinds::Told { kinds, .. } = self.kinds { kinds.len() } else { 1 };
        let variants = self.variants();
        let lengths: Vec<u64> = variants.iter().map(|variant| variant.longest + self.reading.before).collect();
        let is_own = |length: u64| lengths.iter().all(|own| *own == length);
        let edges: Vec<String> = keys::edges(self.reading.edges()).collect();
        let end = match self.reading.cut {
            Cut::Fixed(length) if is_own(length) && edges.is_empty() => None,
            ref cut => Some(keys::end(cut)),
        };
        draft.told(2, RECORDS, self.why_cut());
        draft.lines.extend(end.map(|end| Line { indent: 4, text: end, why: Vec::new() }));
        for edge in edges {
            draft.line(4, edge);
        }
        if !matches!(self.reading.cut, Cut::Fixed(_) | Cut::FixedInBlocks(..)) {
            let longest = lengths.iter().max().copied().and_then(max_length);
            draft.lines.extend(longest.map(|bytes| Line {
                indent: 4,
                text: format!("max_length: {bytes}"),
                why: Vec::new(),
            }));
        }
        let is_short = |(at, rows): (usize, &Vec<usize>)| {
            let variant = self.kinds.variants()[at];
            let variable = self.reader.plans[variant].1.kinds[0].variable.is_some();
            let ends = |row: usize| (records[row].len() as u64) < variants[at].named;
            !variable && rows.iter().any(|row| ends(*row) && reads(tried, variant, *row))
        };
        let is_one_length = matches!(self.reading.cut, Cut::Fixed(_) | Cut::Counters);
        if !is_one_length && !self.is_mixed() && rows.iter().enumerate().any(is_short) {
            draft.told(4, "short: pad", vec![Why::Short]);
        }
        if kinds == 1 {
            // A map that would be empty is left out; what speaks for it goes with the copybook.
            draft.forget_empty();
            self.single(draft, &variants, fills.first(), (rows, tried));
        } else {
            self.several(draft, &variants, fills, records.len() as u64);
        }
    }

    /// The one description that all records have.
    fn single(
        &self,
        draft: &mut Draft,
        variants: &[&Variant],
        fills: Option<&Vec<Fill>>,
        (rows, tried): (&[Vec<usize>], &[Tried]),
    ) {
        let Some(variant) = variants.first() else { return };
        let mut why = Vec::new();
        let others: Vec<String> = self
            .reader
            .plans
            .iter()
            .filter(|(other, _)| other != *variant)
            .filter_map(|(other, _)| other.differs.clone().or_else(|| other.record.clone()))
            .collect();
        let all =
            tried.first().map_or(0, |one| one.sound.len() as u64).max(rows.iter().map(Vec::len).sum::<usize>() as u64);
        if let Kinds::Untold(_, suits) = self.kinds {
            why.push(Why::Untold(*suits, all));
        }
        why.extend((!others.is_empty()).then_some(Why::Others(others)));
        if let Some(record) = &variant.record {
            draft.told(2, format!("record: {}", scalar(record)), std::mem::take(&mut why));
        }
        if !variant.chosen.is_empty() {
            draft.told(2, format!("redefinition: {}", list(&variant.chosen)), why);
        }
        items(draft, 2, fills.map(Vec::as_slice).unwrap_or_default());
    }

    /// Several kinds, each with its own description.
    fn several(&self, draft: &mut Draft, variants: &[&Variant], fills: &[Vec<Fill>], all: u64) {
        let Kinds::Told { place, kinds } = self.kinds else { return };
        draft.line(4, "kinds:");
        let names = self.names();
        for (((kind, variant), fills), name) in kinds.iter().zip(variants).zip(fills).zip(names) {
            let seen = Why::Kind(kind.rows.len() as u64, all);
            let said = kind.said.iter().map(|item| Why::Said(item.clone()));
            let why = said.chain(kind.codes.is_empty().then_some(Why::Left)).chain([seen]).collect();
            draft.told(6, format!("- name: {name}"), why);
            draft.lines.extend(self.when(kind, *place).map(|text| Line { indent: 8, text, why: Vec::new() }));
            draft.lines.extend(variant.record.iter().map(|record| Line {
                indent: 8,
                text: format!("record: {}", scalar(record)),
                why: Vec::new(),
            }));
            if !variant.chosen.is_empty() {
                draft.line(8, format!("redefinition: {}", list(&variant.chosen)));
            }
            items(draft, 8, fills);
        }
    }

    /// What tells a kind; nothing where it takes what is left.
    fn when(&self, kind: &Kind, place: Place) -> Option<String> {
        let before = u32::try_from(self.reading.before).unwrap_or(0);
        let (start, end) = (place.start + before, place.end + before);
        let at = if place.by_value {
            format!("field: {}", scalar(&self.field(kind.variant, place)?))
        } else if end == start + 1 {
            format!("at: {end}")
        } else {
            format!("at: {}-{end}", start + 1)
        };
        let wide = if place.by_value { 0 } else { (end - start) as usize };
        let written = |code: &String| if place.by_value { code.clone() } else { self.in_page(code) };
        let codes: Vec<String> = kind.codes.iter().map(|code| scalar(&format!("{:<wide$}", written(code)))).collect();
        match &codes[..] {
            [] => None,
            [only] => Some(format!("when: {{{at}, is: {only}}}")),
            several => Some(format!("when: {{{at}, in: [{}]}}", several.join(", "))),
        }
    }

    /// A text that was read before the page was known, as the page has its bytes.
    fn in_page(&self, text: &str) -> String {
        let read = || {
            let bytes = Encoding::of(&self.reader.setting.encoding)?.encode(text)?;
            let mut text = Vec::new();
            Encoding::of(self.page.name)?.decode(&bytes, &mut text).ok()?;
            String::from_utf8(text).ok()
        };
        read().unwrap_or_else(|| text.to_owned())
    }

    /// The name of the field at a place.
    fn field(&self, variant: usize, place: Place) -> Option<String> {
        let laid = self.laid(&self.reader.plans.get(variant)?.0)?;
        let is_it = |field: &&LaidField| field.start == u64::from(place.start);
        laid.fields.iter().find(is_it).map(|field| field.name.clone())
    }

    /// Names of the kinds: that of the description that makes each differ.
    fn names(&self) -> Vec<String> {
        let mut names = TableNames::default();
        let of_variant = |variant: &Variant| {
            let of = variant.differs.as_ref().or(variant.record.as_ref()).or(variant.chosen.first());
            let laid = self.laid(variant);
            let but = laid.map(|laid| no_names(fields::key(&laid.fields).as_deref(), &fields::tables(&laid)));
            names.take(&of.map_or_else(|| "record".to_owned(), |name| kind_name(name)), &but.unwrap_or_default())
        };
        self.variants().into_iter().map(of_variant).collect()
    }

    fn tables(&self, draft: &mut Draft) {
        draft.line(0, "tables:");
        let kinds = self.kinds.variants();
        let names = if kinds.len() == 1 { vec!["record".to_owned()] } else { self.names() };
        for (at, name) in kinds.iter().zip(&names) {
            let table = if kinds.len() == 1 { NAME.to_owned() } else { format!("{NAME}_{name}") };
            let Some(laid) = self.reader.plans.get(*at).and_then(|(variant, _)| self.laid(variant)) else { continue };
            let (key, groups) = (fields::key(&laid.fields), fields::tables(&laid));
            // A record of tables alone has no columns of its own.
            if !laid.fields.is_empty() || groups.is_empty() {
                draft.line(2, format!("{TABLE}{table}"));
                draft.line(4, format!("from: {name}"));
            }
            for group in groups {
                draft.line(2, format!("{TABLE}{table}_{}", group.name));
                draft.line(4, format!("from: {}", scalar(&format!("{name}.{}", group.name))));
                draft.told(4, "columns:", vec![Why::Element]);
                for (column, from) in group.columns(key.as_deref(), name) {
                    let from = from.map(|from| format!(", from: {}", scalar(&from))).unwrap_or_default();
                    draft.line(6, format!("- {{name: {}{from}}}", scalar(&column)));
                }
            }
        }
    }
}

/// An item's name as that of a kind, without the groups that `B OF A` names: letters, digits and `_`, a letter first.
fn kind_name(item: &str) -> String {
    let item = item.split_whitespace().next().unwrap_or_default();
    let plain: String =
        item.to_ascii_lowercase().chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' }).collect();
    if plain.starts_with(|first: char| first.is_ascii_alphabetic()) { plain } else { format!("kind_{plain}") }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| scalar(name)).collect();
    if let [only] = &names[..] { only.clone() } else { format!("[{}]", names.join(", ")) }
}

/// Items said anew.
fn items(draft: &mut Draft, indent: usize, fills: &[Fill]) {
    if fills.is_empty() {
        return;
    }
    draft.line(indent, "fields:");
    let mut done: Vec<(&Option<String>, &str)> = Vec::new();
    for fill in fills {
        let of = (&fill.table, fill.field.as_str());
        if done.contains(&of) || fill.table.is_some() && done.iter().any(|(table, _)| *table == &fill.table) {
            continue;
        }
        done.push(of);
        let own = |field: &str| {
            let keys = fills.iter().filter(|one| one.table == fill.table && one.field == field);
            let keys: Vec<String> = keys.map(|one| format!("{}: {}", one.key, one.value)).collect();
            format!("{{name: {}, {}}}", scalar(field), keys.join(", "))
        };
        let Some(table) = &fill.table else {
            let own_fills: Vec<&Fill> =
                fills.iter().filter(|one| one.table.is_none() && one.field == fill.field).collect();
            let why = told(draft, &own_fills);
            draft.told(indent + 2, format!("- {}", own(&fill.field)), why);
            continue;
        };
        let inner: Vec<&Fill> = fills.iter().filter(|one| one.table.as_ref() == Some(table)).collect();
        let mut names: Vec<&str> = Vec::new();
        for one in &inner {
            if !names.contains(&one.field.as_str()) {
                names.push(&one.field);
            }
        }
        let items: Vec<String> = names.into_iter().map(own).collect();
        let why = told(draft, &inner);
        draft.told(indent + 2, format!("- {{name: {}, fields: [{}]}}", scalar(table), items.join(", ")), why);
    }
}

/// Why these keys; what is about people is explained once.
fn told(draft: &Draft, fills: &[&Fill]) -> Vec<Why> {
    let is_said = draft.lines.iter().any(|line| line.why.contains(&Why::Personal));
    let marks = !is_said && fills.iter().any(|fill| fill.is_personal());
    let counted = fills.iter().filter(|fill| !fill.is_personal()).map(|fill| Why::Fill(fill.key, fill.count));
    counted.chain(marks.then_some(Why::Personal)).collect()
}

/// Whether a record has no value that does not decode under a description, whatever is allowed.
fn reads(tried: &[Tried], variant: usize, row: usize) -> bool {
    tried.get(variant).is_none_or(|tried| tried.of_row(row).bad == 0)
}

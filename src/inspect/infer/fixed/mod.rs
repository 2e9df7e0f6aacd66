//! Records of fixed width: their kinds, the borders of their fields, and what the fields are.
//!
//! In: records and their faces. Out: a draft. Refuses files; names nobody gave are those of places.

pub mod aligned;
pub mod alike;
pub mod amounts;
mod between;
pub mod bits;
pub mod borders;
pub mod closings;
pub mod codes;
pub mod dates;
pub mod digits;
pub mod fields;
pub mod figures;
pub mod headings;
pub mod held;
pub mod kinds;
pub mod mixed;
pub mod named;
pub mod near;
pub mod order;
pub mod page;
pub mod periods;
pub mod piece;
pub mod rare;
pub mod running;
pub mod signs;
pub mod stamps;
pub mod starts;
pub mod sums;
pub mod tails;
pub mod texts;
pub mod windows;

use std::collections::{BTreeMap, BTreeSet};

use super::delimited::why::CutWhy;
use super::draft::{ControlDraft, Draft, FieldDraft, Form, KindDraft, Other, Reason, Seen, Skip, SourceDraft, When};
use super::published::{self, KindOf, Place, Published, Recognise};
use super::records::{Cut, Faces, Reading, Records};
use crate::finding::{Args, Code};
use crate::mapping::model::{Edges, FieldPlace, Filler, Short, Sign, Type};
use fields::Typing;
use kinds::{Kind, Kinds, Told};
use page::Page;
use piece::{Piece, What};

/// Columns in which fields are looked for: no machine of those that wrote fixed-width records had longer ones.
pub const WIDEST: usize = 32_760;

/// Columns beyond which a record that is longer than nearly all others has no fields of its own.
const LONG: usize = 4_096;
/// Records of which one may be so long and show where its fields are.
const SHOWING: usize = 5;

/// Whether half of the records or more are longer than any of fixed width.
#[must_use]
pub fn is_too_wide(records: &Records<'_>) -> bool {
    records.raw.iter().filter(|record| record.len() > WIDEST).count() * 2 >= records.raw.len()
}

/// Drafts a mapping of records of fixed width, and what a person should know of them; `year` is that of today, `name` the
/// mapping's.
#[must_use]
pub fn draft(
    name: &str,
    records: &Records<'_>,
    reading: &Reading,
    faces: &Faces,
    year: i32,
    recognise: Recognise,
) -> (Draft, Vec<(Code, Args)>) {
    let rows: Vec<Vec<u8>> = records.raw.iter().map(|record| faces.first(record, WIDEST)).collect();
    let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
    let layout = (recognise == Recognise::Published).then(|| published::of(&rows)).flatten();
    let form = form(records, reading.cut, layout.map_or(0, Published::end));
    let drafting = Drafting { records, rows: &rows, faces, typing: Typing { reading, year, form: &form }, layout };
    let (draft, mut totals, _) = drafting.draft(name, &BTreeSet::new());
    if totals.unproved.is_empty() {
        return (draft, Vec::new());
    }
    // Rows whose figures prove nothing are what they would be under any other name. What stands last may be the sum of them, too.
    let (last, others): (Vec<usize>, Vec<usize>) = totals.unproved.iter().partition(|row| totals.last.contains(row));
    let others: BTreeSet<usize> = others.into_iter().collect();
    let without = (!others.is_empty()).then(|| drafting.draft(name, &others));
    let without = without.filter(|(_, again, _)| again.unproved.is_empty());
    let (but, (draft, _, left_out)) = if let Some(drafted) = without {
        (others, drafted)
    } else {
        let all = others.into_iter().chain(last).collect();
        let drafted = drafting.draft(name, &all);
        (all, drafted)
    };
    totals.unproved.retain(|row| but.contains(row));
    let skipped = but.iter().filter(|row| left_out.contains(row)).count();
    (draft, totals.told(skipped).into_iter().collect())
}

impl Drafting<'_> {
    /// The draft, what became of rows that are called totals, and the records that are passed over; those of `but` are no
    /// totals.
    fn draft(&self, name: &str, but: &BTreeSet<usize>) -> (Draft, named::Settled, BTreeSet<usize>) {
        let (records, rows, reading) = (self.records, self.rows, self.typing.reading);
        let Kinds { all: kinds, perhaps } =
            self.layout.map_or_else(|| kinds::kinds(rows, but), |layout| kinds::at(rows, layout.code));
        let shared = self.common(&kinds);
        let mut found: Vec<KindDraft> = kinds.iter().map(|kind| self.kind(kind, &shared)).collect();
        if let (Some(place), Some(last)) = (perhaps, found.last_mut()) {
            last.why.push(self.perhaps(&place));
        }
        name_apart(&mut found);
        self.longer_codes(&kinds, &mut found);
        let of = self.of(&kinds);
        self.stand(&of, &mut found, shared.last().map_or(0, |piece| piece.to));
        self.between(&kinds, &of, &mut found);
        let (controls, totals) = self.figures(&kinds, &of, &mut found);
        // Last of all: figures may have made other fields of those that were found first.
        for (kind, draft) in kinds.iter().zip(&mut found) {
            draft.unique = self.unique(kind, &draft.fields);
            draft.filler = self.filler(kind, draft);
            let is_there = |name: &String| draft.fields.iter().any(|field| field.name == *name);
            draft.sums.retain(|sum| is_there(&sum.total) && sum.parts.iter().all(is_there));
        }
        let left_out = kinds.iter().filter(|kind| kind.is_left_out()).flat_map(|kind| kind.rows.clone()).collect();
        let source = SourceDraft {
            files: Vec::new(),
            encoding: reading.encoding.clone(),
            form: self.typing.form.clone(),
            edges: reading.edges,
            max_length: None,
            why: why(records, reading, self.typing.form, self.layout),
        };
        let seen = Seen {
            files: records.files.len() as u64,
            bytes: records.bytes,
            records: records.raw.len() as u64,
            read: if records.is_whole { records.bytes } else { records.read },
        };
        (Draft { name: name.to_owned(), source, kinds: found, common: Vec::new(), controls, seen }, totals, left_out)
    }
}
/// Lines have at least so many places.
fn form(records: &Records<'_>, cut: Cut, least: usize) -> Form {
    let lengths = || records.raw.iter().map(|record| record.len());
    let longest = || lengths().max().unwrap_or(1).max(least).max(1);
    let short = |all: usize| if lengths().all(|length| length == all) { Short::Reject } else { Short::Pad };
    match cut {
        Cut::Length(length) => Form::Length(u32::try_from(length).unwrap_or(u32::MAX)),
        Cut::Lines => {
            let all = longest();
            Form::Lines { longest: u32::try_from(all).unwrap_or(u32::MAX), short: short(all), tabs: None }
        }
        Cut::Words { word, in_blocks } => Form::Words { word, in_blocks, short: short(longest()) },
    }
}

fn why(records: &Records<'_>, reading: &Reading, form: &Form, layout: Option<&Published>) -> Vec<Reason> {
    let lengths = || records.raw.iter().map(|record| u32::try_from(record.len()).unwrap_or(u32::MAX));
    let (shortest, longest) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
    let mut why: Vec<Reason> =
        layout.map(|layout| Reason::Published { name: layout.name, source: layout.source }).into_iter().collect();
    match (form, shortest == longest) {
        (_, true) => why.push(Reason::SameLength { length: longest, records: records.raw.len() as u64 }),
        _ => why.push(Reason::Lengths { shortest, longest }),
    }
    if matches!(form, Form::Words { .. }) {
        why.push(Reason::Words { records: records.raw.len() as u64 });
    }
    why.extend((reading.edges != Edges::default()).then_some(Reason::Edges(reading.edges)));
    why.extend(reading.why());
    why
}

/// The only kind, with these fields.
#[must_use]
pub fn single(fields: Vec<FieldDraft>, records: u64) -> KindDraft {
    KindDraft {
        name: String::from("record"),
        when: None,
        under: None,
        ends: None,
        skip: None,
        cells: None,
        in_preamble: false,
        filler: Filler::Any,
        fields,
        groups: Vec::new(),
        unique: Vec::new(),
        sums: Vec::new(),
        records,
        why: vec![Reason::Records { records, of: records }],
    }
}

/// Two kinds of one name get numbers.
fn name_apart(kinds: &mut [KindDraft]) {
    let mut taken = BTreeSet::new();
    for kind in kinds {
        let plain = kind.name.clone();
        let mut number = 2;
        while !taken.insert(kind.name.clone()) {
            kind.name = format!("{plain}_{number}");
            number += 1;
        }
    }
}

/// A draft under way.
struct Drafting<'a> {
    records: &'a Records<'a>,
    rows: &'a [&'a [u8]],
    faces: &'a Faces,
    typing: Typing<'a>,
    /// The published layout of the records.
    layout: Option<&'static Published>,
}

impl Drafting<'_> {
    /// What all kinds have before their code, cut once for all.
    fn common(&self, kinds: &[Kind]) -> Vec<Piece> {
        if let Some(layout) = self.layout {
            return layout.common.iter().map(|place| Piece::new(place.from, place.to, What::Text)).collect();
        }
        let code = kinds.iter().find_map(|kind| match &kind.told {
            Told::Codes(at, _) if kinds.len() > 1 => Some(*at),
            _ => None,
        });
        let Some(from) = code.filter(|from| *from > 0) else { return Vec::new() };
        let told = |kind: &&Kind| !kind.is_left_out() && !matches!(kind.told, Told::Total(_));
        let mut all: Vec<usize> = kinds.iter().filter(told).flat_map(|kind| kind.rows.iter().copied()).collect();
        all.sort_unstable();
        let rows: Vec<&[u8]> = all.iter().map(|row| &self.rows[*row][..from.min(self.rows[*row].len())]).collect();
        borders::pieces(&Page::of(&rows), &[])
    }

    /// What records without a code have in common with those that have one: nothing, where something of theirs goes on
    /// across the place of the code.
    fn common_to_rest(&self, kind: &Kind, common: &[Piece]) -> Vec<Piece> {
        let Some(end) = common.last().map(|piece| piece.to) else { return Vec::new() };
        let rows: Vec<&[u8]> = kind.rows.iter().map(|row| self.rows[*row]).collect();
        let crosses = |piece: &Piece| piece.from < end && end < piece.to;
        if borders::pieces(&Page::of(&rows), &[]).iter().any(crosses) { Vec::new() } else { common.to_vec() }
    }

    fn kind(&self, kind: &Kind, common: &[Piece]) -> KindDraft {
        let records = kind.rows.len() as u64;
        let why = vec![Reason::Records { records, of: self.rows.len() as u64 }];
        let mut draft = KindDraft { why, ..single(Vec::new(), records) };
        let mut known = match kind.told {
            Told::Rest => self.common_to_rest(kind, common),
            Told::Total(_) => Vec::new(),
            _ => common.to_vec(),
        };
        match &kind.told {
            Told::All(face) => {
                draft.why.push(self.passed_over(kind));
                let (name, skip) = if *face == b' ' { ("blank", Skip::Blank) } else { ("padding", Skip::Padding) };
                name.clone_into(&mut draft.name);
                draft.when = Some(When::All(char::from(*face)));
                draft.skip = Some(skip);
                return draft;
            }
            Told::Heading(pattern, skip) => {
                draft.why.push(self.passed_over(kind));
                draft.name = String::from(match skip {
                    Skip::Total => "total",
                    Skip::Title => "line",
                    _ => "heading",
                });
                draft.when = Some(When::Pattern(pattern.clone()));
                draft.skip = Some(*skip);
                return draft;
            }
            Told::Total(pattern) => {
                draft.why.push(Reason::CalledTotal);
                draft.name = String::from("total");
                draft.when = Some(When::Pattern(pattern.clone()));
            }
            Told::Codes(at, codes) => {
                let to = at + codes[0].len();
                let texts = self.codes(*at, to, &kind.rows);
                draft.name = kind_name(texts.first().map_or("", |(text, _)| text));
                if texts.len() > 1 {
                    draft.why.push(Reason::Codes(texts.clone()));
                }
                let is = texts.into_iter().map(|(text, _)| text).collect();
                draft.when = Some(When::At { start: place(*at), end: place(to), is });
                known.push(Piece::new(*at, to, What::Text));
            }
            Told::Rest => {}
        }
        if let Some(layout) = self.published(kind) {
            layout.name.clone_into(&mut draft.name);
            draft.why.extend(layout.why());
            known.extend(layout.fields.iter().map(|place| Piece::new(place.from, place.to, What::Text)));
        }
        let (reach, longest) = self.reach(kind, known.last().map_or(0, |piece| piece.to));
        let rows: Vec<&[u8]> =
            kind.rows.iter().map(|row| &self.rows[*row][..reach.min(self.rows[*row].len())]).collect();
        let of_total = if matches!(kind.told, Told::Total(_)) { named::pieces(&rows) } else { None };
        let mut pieces = of_total.unwrap_or_else(|| {
            let page = Page::of(&rows);
            rare::beside(&rows, borders::pieces(&page, &within(known, page.width())))
        });
        if longest > reach {
            pieces.push(Piece::new(reach, longest, What::Text));
        }
        let places = self.places(kind);
        let own = |piece: &&Piece| places.iter().all(|place| piece.to <= place.from || piece.from >= place.to);
        draft.fields = pieces.iter().filter(own).map(|piece| self.field(kind, piece)).collect();
        draft.fields.extend(self.of_layout(kind, &places));
        draft.fields.sort_by_key(fields::places);
        let values = |from: usize, to: usize| self.values(&kind.rows, from, to);
        self.of_files(kind, &mut draft.fields);
        near::settle(&mut draft.fields, &values);
        draft
    }

    /// Tells that codes of one digit may have two, where each always has the same digit behind it.
    fn longer_codes(&self, kinds: &[Kind], drafts: &mut [KindDraft]) {
        let coded = |kind: &&Kind| matches!(&kind.told, Told::Codes(_, codes) if codes[0].len() == 1);
        let Some(Told::Codes(at, _)) = kinds.iter().find(coded).map(|kind| &kind.told) else { return };
        let read = kinds.iter().filter(|kind| !kind.is_left_out());
        let all: Vec<&[u8]> = read.flat_map(|kind| &kind.rows).map(|row| self.rows[*row]).collect();
        if self.layout.is_some() || codes::digits::next(&all, (*at, at + 1)).is_none() {
            return;
        }
        for draft in drafts.iter_mut().filter(|draft| draft.skip.is_none()) {
            if let Some(code) = draft.fields.iter_mut().find(|field| field.name == "code") {
                code.others.push(Other::WithNext);
            }
        }
    }

    /// Where records that are passed over stand, if that is known.
    fn passed_over(&self, kind: &Kind) -> Reason {
        let is_known = self.records.is_whole && self.records.files.len() == 1;
        let mut why = named::passed_over(&kind.rows, None);
        if let CutWhy::Totals { places, .. } = &mut why
            && !is_known
        {
            places.clear();
        }
        Reason::Cut(why)
    }

    /// The published layout of a kind.
    fn published(&self, kind: &Kind) -> Option<&'static KindOf> {
        let code: &[u8] = match &kind.told {
            Told::Codes(_, codes) => &codes[0],
            _ => &[],
        };
        let rows: Vec<&[u8]> = kind.rows.iter().map(|row| self.rows[*row]).collect();
        self.layout?.kind(code, &rows, self.rows)
    }

    /// The places of a kind's published layout, as far as records can reach.
    fn places(&self, kind: &Kind) -> Vec<&'static Place> {
        let Some(published) = self.layout else { return Vec::new() };
        let own = self.published(kind).into_iter().flat_map(|layout| layout.fields.iter().chain(layout.again));
        let reaches = |place: &&Place| match self.typing.form {
            Form::Length(length) => place.to <= *length as usize,
            _ => true,
        };
        published.common.iter().chain(own).filter(reaches).collect()
    }

    fn of_layout(&self, kind: &Kind, places: &[&Place]) -> Vec<FieldDraft> {
        let Some(published) = self.layout else { return Vec::new() };
        let record = |at: usize| self.records.raw[kind.rows[at]];
        let slices = |at: usize, from: usize, to: usize| self.faces.bytes(record(at), from, to);
        published.fields(places, kind.rows.len(), &slices, &self.typing.around())
    }

    /// The columns in which fields of a kind are looked for, and those of its longest record: where next to no record is so
    /// long, nothing shows borders, and the rest is one text. The first `least` columns are known.
    fn reach(&self, kind: &Kind, least: usize) -> (usize, usize) {
        let mut lengths: Vec<usize> = kind.rows.iter().map(|row| self.faces.length(self.records.raw[*row])).collect();
        lengths.sort_unstable();
        let longest = lengths.last().copied().unwrap_or(0);
        let usual = lengths.iter().rev().nth(lengths.len() / 20).copied().unwrap_or(0);
        let usual = if lengths.len() < SHOWING { least } else { usual.clamp(least, WIDEST) };
        (if longest > LONG { usual } else { longest }, longest)
    }

    /// What these records have at these places, with their counts, the most frequent first.
    fn codes(&self, from: usize, to: usize, rows: &[usize]) -> Vec<(String, u64)> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for row in rows {
            let text = self.faces.text(self.faces.bytes(self.records.raw[*row], from, to)).unwrap_or_default();
            *counts.entry(text).or_default() += 1;
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, records)| std::cmp::Reverse(*records));
        counts
    }

    /// A place that looks like a code.
    fn perhaps(&self, place: &codes::Place) -> Reason {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let codes = self.codes(place.from, place.to, &all);
        Reason::PerhapsCode { start: self::place(place.from) + 1, end: self::place(place.to), codes }
    }

    fn field(&self, kind: &Kind, piece: &Piece) -> FieldDraft {
        let values: Vec<(&[u8], u64)> = kind
            .rows
            .iter()
            .map(|row| (self.faces.bytes(self.records.raw[*row], piece.from, piece.to), *row as u64 + 1))
            .collect();
        let faces = kind.rows.iter().map(|row| {
            let row = self.rows[*row];
            &row[piece.from.min(row.len())..piece.to.min(row.len())]
        });
        let code = matches!(&kind.told, Told::Codes(at, codes) if *at == piece.from && at + codes[0].len() == piece.to);
        let mut field = self.typing.field(piece, &values, fields::Sizes::of(faces));
        if code {
            field.name = String::from("code");
            field = FieldDraft { others: Vec::new(), ..field };
        }
        field
    }

    /// Blanks, where no record has anything else in places that no field reads, and there are such places: a larger number or
    /// a longer text of another day would stand there unread.
    fn filler(&self, kind: &Kind, draft: &KindDraft) -> Filler {
        if draft.skip.is_some() {
            return Filler::Any;
        }
        let rows: Vec<&[u8]> = kind.rows.iter().map(|row| self.rows[*row]).collect();
        rare::filler(&rows, &draft.fields)
    }

    /// The field, else the pair of fields, that has no value twice.
    fn unique(&self, kind: &Kind, fields: &[FieldDraft]) -> Vec<Vec<String>> {
        if kind.rows.len() < 10 || !self.records.is_whole {
            return Vec::new();
        }
        let value = |row: usize, field: &FieldDraft| match field.place {
            FieldPlace::Bytes { start, end } => self.faces.bytes(self.records.raw[row], start as usize, end as usize),
            _ => &[],
        };
        let differ = |of: &[&FieldDraft]| {
            let mut seen = BTreeSet::new();
            kind.rows.iter().all(|row| seen.insert(of.iter().map(|field| value(*row, field)).collect::<Vec<_>>()))
        };
        let text = |row: usize, field: &FieldDraft| self.faces.text(value(row, field)).unwrap_or_default();
        let is_words = |field: &FieldDraft| kind.rows.iter().any(|row| text(*row, field).trim().contains(' '));
        let is_key = |field: &&FieldDraft| is_of_a_key(field) && !is_words(field);
        let mut keys: Vec<&FieldDraft> = fields.iter().filter(is_key).collect();
        keys.sort_by_key(|field| may_have_cents(field));
        keys.truncate(8);
        if let Some(key) = keys.iter().find(|key| key.ty != Type::Date && differ(&[key])) {
            return vec![vec![key.name.clone()]];
        }
        let pairs =
            keys.iter().enumerate().flat_map(|(at, first)| keys[at + 1..].iter().map(move |second| [*first, *second]));
        pairs
            .take(15)
            .find(|pair| differ(pair))
            .map(|pair| pair.map(|field| field.name.clone()).to_vec())
            .into_iter()
            .collect()
    }

    /// The kind of each record; none for padding.
    fn of(&self, kinds: &[Kind]) -> Vec<Option<usize>> {
        let mut of = vec![None; self.rows.len()];
        for (at, kind) in kinds.iter().enumerate().filter(|(_, kind)| !kind.is_left_out()) {
            for row in &kind.rows {
                of[*row] = Some(at);
            }
        }
        of
    }

    /// Figures that control records say, and what became of rows that are called totals; only where every record is there to
    /// be counted.
    fn figures(
        &self,
        kinds: &[Kind],
        of: &[Option<usize>],
        drafts: &mut [KindDraft],
    ) -> (Vec<ControlDraft>, named::Settled) {
        let number = |row: usize, from: usize, to: usize| {
            let row = self.rows[row];
            figures::number(&row[from.min(row.len())..to.min(row.len())])
        };
        let field = |kind: usize, from: usize, to: usize| self.field(&kinds[kind], &Piece::new(from, to, What::Digits));
        let is_filled = |row: usize, at: usize| self.rows[row].get(at).is_some_and(|face| *face != b' ');
        let book =
            figures::Book { of, files: &self.records.files, number: &number, is_filled: &is_filled, field: &field };
        let controls = if self.records.is_whole { book.controls(drafts, self.typing.form) } else { Vec::new() };
        let totals = named::settle(kinds, drafts, &controls, &book);
        (controls, totals)
    }

    /// Sets parents and ends.
    fn stand(&self, of: &[Option<usize>], drafts: &mut [KindDraft], prefix: usize) {
        if !self.records.is_whole {
            return;
        }
        let same = |one: usize, other: usize| {
            let prefix_of = |row: usize| self.rows[row].get(..prefix);
            prefix > 0 && prefix_of(one).is_some() && prefix_of(one) == prefix_of(other)
        };
        let standings = order::standings(drafts.len(), of, &self.records.files, &same);
        for (draft, standing) in drafts.iter_mut().zip(standings) {
            (draft.under, draft.ends) = (standing.under, standing.ends);
            draft.why.extend(standing.why);
        }
    }
}

/// Whether a field may be one of a key: no amount is, nor a number that may have cents.
fn is_of_a_key(field: &FieldDraft) -> bool {
    match field.ty {
        Type::Time | Type::Timestamp => false,
        ty if ty.is_number() => ty.scale() == 0 && field.reading.sign == [Sign::None] && !may_have_cents(field),
        _ => true,
    }
}

/// Whether its values may be amounts with decimals.
fn may_have_cents(field: &FieldDraft) -> bool {
    field.others.iter().any(|other| matches!(other, Other::Value(other) if other.ty.scale() > 0))
}

/// Pieces as far as a page reaches.
fn within(pieces: Vec<Piece>, width: usize) -> Vec<Piece> {
    let cut = |piece: Piece| Piece { to: piece.to.min(width), ..piece };
    pieces.into_iter().filter(|piece| piece.from < width).map(cut).collect()
}

/// A kind's name from its code.
fn kind_name(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_lowercase()).collect();
    match plain.chars().next() {
        None => String::from("kind"),
        Some(first) if first.is_ascii_digit() => format!("k{plain}"),
        Some(_) => plain,
    }
}

fn place(column: usize) -> u32 {
    u32::try_from(column).unwrap_or(u32::MAX)
}

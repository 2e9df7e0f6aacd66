//! A record that was met, as it is shown.
//!
//! In: what a run knows of a record, and what of it is personal. Out: a [`Record`] of names and texts. Refuses to compute
//! anything that the run did not.

use std::ops::Range;

use super::hidden::{Hidden, is_there};
use super::record::{
    Around, Closing, Fate, FieldAt, FieldSeen, Finding, Glyph, LengthSeen, Parent, Record, Said, Tried, Verdict,
    Witness,
};
use crate::evidence::hash::hex;
use crate::extractors::decode::round_trip::{Difference, Trip};
use crate::extractors::encoding::Encoding;
use crate::extractors::frame::descriptors::{Blocks, Lengths};
use crate::extractors::frame::lengths::WORD;
use crate::finding::{Code, Subject};
use crate::mapping::model::{Field, FieldPlace, FieldRef, KindId, Mapping, Positions, RepeatPlace};
use crate::mapping::stored::Form;
use crate::mapping::types;
use crate::run::names;
use crate::run::one::{Class, Met, MetRow, Note, Piece, Settled, Zone, index};
use crate::run::people::records::{decoded, in_hex};
use crate::run::plan::{Framing, Plan};

/// Bytes of the longest character.
const CHARACTER: usize = 4;

/// The record.
///
/// `asked` is the row from which the way led to it: its table, and its number among the record's rows of that.
pub fn record(plan: &Plan, met: &Met, hidden: &Hidden, asked: Option<(usize, usize)>) -> Record {
    Building {
        plan,
        asked,
        mapping: &plan.mapping,
        met,
        hidden,
        masked: hidden.bytes((&plan.mapping, &plan.blank), met),
    }
    .record()
}

pub(super) struct Building<'a> {
    pub(super) plan: &'a Plan,
    pub(super) mapping: &'a Mapping,
    pub(super) met: &'a Met,
    pub(super) hidden: &'a Hidden,
    /// The row from which the way led to the record.
    pub(super) asked: Option<(usize, usize)>,
    /// Of each byte, whether it is left out.
    masked: Vec<bool>,
}

impl Building<'_> {
    fn record(&self) -> Record {
        let Met { row, next, length, raw, as_read, sound, .. } = self.met;
        let place = row.place;
        let kind_id = row.kind;
        let tables = self.met.seen.tables.iter().filter(|seen| !self.is_within(seen.table));
        let shown = raw.iter().zip(&self.masked).map(|(byte, masked)| (!masked).then_some(*byte));
        Record {
            number: place.record,
            line: self.line(place.line),
            offset: place.offset,
            length: *length,
            source_length: Some(place.length).filter(|own| own != length),
            next: *next,
            zone: match row.zone {
                Zone::Row => "row",
                Zone::Preamble => "preamble",
                Zone::Header => "header",
                Zone::Skipped => "skipped",
            },
            kind: kind_id.map(|kind| self.kind(kind)),
            kind_id,
            kinds: self.kinds(),
            parents: self.parents(),
            closes: self.met.closes.map(|closed| Closing {
                kind: self.kind(closed.kind),
                place: closed.place.map(|place| self.around(&MetRow { place, kind: None, ..*row })),
            }),
            bytes: shown.collect(),
            text: self.glyphs(),
            descriptors: self.met.descriptors.iter().map(|at| (at.start, at.end)).collect(),
            lengths: self.lengths(),
            changed: as_read.is_some(),
            fields: self.fields(),
            unread: !sound,
            tables: tables.map(|seen| self.table(seen)).collect(),
            joins: self.met.joins.iter().map(|table| self.mapping.tables[*table].name.clone()).collect(),
            findings: self.findings(),
            fate: self.fate(),
        }
    }

    /// What stands before the record, and before its segments: the block's length too, where one begins between them.
    fn lengths(&self) -> Vec<LengthSeen> {
        let Some(rules) = self.plan.descriptors() else { return Vec::new() };
        let seen = |at: &Range<usize>| -> Vec<LengthSeen> {
            let bytes = self.met.raw.get(at.clone()).unwrap_or_default();
            let one = |from: usize, wide: usize, is_block: bool, says: u64| LengthSeen {
                start: at.start + from,
                end: at.start + from + wide,
                is_block,
                says,
            };
            let word_at = |from: usize| bytes.get(from..)?.first_chunk().copied();
            let is_both = bytes.len() == 2 * WORD && matches!(rules.record, Lengths::Spanned(_));
            let block = rules.blocks.and_then(Blocks::word).filter(|_| is_both).zip(word_at(0));
            let block = block.map(|(word, bytes)| one(0, WORD, true, word.told_of_block(bytes)));
            let from = bytes.len().saturating_sub(WORD);
            let own = match &rules.record {
                Lengths::Word(word) | Lengths::Spanned(word) => {
                    word_at(from).map(|bytes| one(from, WORD, false, word.told(bytes)))
                }
                Lengths::Field(field) => {
                    let told = bytes.get(field.start..field.end).and_then(|bytes| field.number.read(bytes));
                    told.map(|told| one(field.start, field.end - field.start, false, told))
                }
                Lengths::Fixed(_) | Lengths::Computed(_) | Lengths::Counted(_) => None,
            };
            block.into_iter().chain(own).collect()
        };
        self.met.descriptors.iter().flat_map(seen).collect()
    }

    pub(super) fn kind(&self, kind: KindId) -> String {
        self.mapping.source.kinds[kind].name.clone()
    }

    fn line(&self, line: u64) -> Option<u64> {
        (line > 0 && matches!(self.plan.framing, Framing::Text(_))).then_some(line)
    }

    pub(super) fn around(&self, row: &MetRow) -> Around {
        Around {
            record: row.place.record,
            line: self.line(row.place.line),
            offset: row.place.offset,
            refused: row.kind.is_some() && row.verdict == Settled::Refused,
        }
    }

    /// The kinds in the order in which they are tried; of a row those of rows, of a line before the header those of such.
    fn kinds(&self) -> Vec<Tried> {
        let zone = self.met.row.zone;
        if !matches!(zone, Zone::Row | Zone::Preamble) {
            return Vec::new();
        }
        let untold = self.met.notes.iter().find(|note| note.code == Code::KindUntold).map(|note| note.subject);
        let mut is_over = self.met.notes.iter().any(|note| note.code == Code::RepeatedHeader);
        let tried = self.mapping.source.kinds.iter().enumerate();
        let tried = tried.filter(|(_, kind)| kind.in_preamble == (zone == Zone::Preamble)).map(|(id, kind)| {
            let verdict = match () {
                () if is_over => Verdict::Unasked,
                () if self.met.row.kind == Some(id) => Verdict::Yes,
                () if untold == Some(Subject::Kind(index(id))) => Verdict::Untold,
                () => Verdict::No,
            };
            is_over |= matches!(verdict, Verdict::Yes | Verdict::Untold);
            let found = self.met.looked_at.get(id).and_then(Option::as_ref).map(|piece| self.piece(piece));
            Tried { kind: kind.name.clone(), id, verdict, found: found.filter(|_| verdict != Verdict::Unasked) }
        });
        tried.collect()
    }

    /// A piece as text, unless any byte of it is left out.
    fn piece(&self, piece: &Piece) -> Said {
        Said::of(Some(&text(self.plan.encoding, &piece.bytes)), self.is_masked(piece))
    }

    /// Whether any byte of a piece is left out, or nobody knows which bytes it is.
    fn is_masked(&self, piece: &Piece) -> bool {
        let masked = piece.at.iter().cloned().flatten().any(|at| self.masked.get(at).copied().unwrap_or(false));
        masked || (piece.at.is_empty() && is_there(piece, &self.plan.blank) && self.hidden.hides())
    }

    fn parents(&self) -> Vec<Parent> {
        let parents = self.met.above.iter().filter_map(|above| {
            let kind = above.row.kind?;
            let declared = &self.mapping.source.kinds[kind].fields;
            let value = |(field, (declared, value)): (usize, (&Field, &Option<String>))| {
                let is_hidden = self.hidden.field(FieldRef { kind, repeat: None, field });
                (declared.name.clone(), Said::of(value.as_ref(), is_hidden))
            };
            let fields = declared.iter().zip(&above.fields).enumerate().map(value).collect();
            Some(Parent { kind: self.kind(kind), place: self.around(&above.row), fields })
        });
        parents.collect()
    }

    /// What each byte is as text: characters are tried one by one, so that one that is none hides no other.
    fn glyphs(&self) -> Vec<Glyph> {
        let raw = &self.met.raw;
        let mut glyphs = Vec::with_capacity(raw.len());
        while glyphs.len() < raw.len() {
            let at = glyphs.len();
            // A length is no text, whatever its bytes would be.
            if self.met.descriptors.iter().any(|descriptor| descriptor.contains(&at)) {
                glyphs.push(Glyph::Control);
                continue;
            }
            let mut lengths = 1..=CHARACTER.min(raw.len() - at);
            let found = lengths.find_map(|length| Some((length, one(self.plan.encoding, &raw[at..at + length])?)));
            let (length, glyph) = match found {
                Some((length, c)) if c.is_control() => (length, Glyph::Control),
                Some((length, c)) => (length, Glyph::Is(c)),
                None => (1, Glyph::Bad),
            };
            glyphs.push(glyph);
            glyphs.extend(std::iter::repeat_n(Glyph::Goes, length - 1));
        }
        for (glyph, masked) in glyphs.iter_mut().zip(&self.masked) {
            if *masked {
                *glyph = Glyph::Hidden;
            }
        }
        glyphs
    }

    fn fields(&self) -> Vec<FieldSeen> {
        let Some(kind) = self.met.row.kind else { return Vec::new() };
        let declared = &self.mapping.source.kinds[kind];
        let fields = declared.fields.iter().zip(&self.met.fields).enumerate();
        let fields = fields.filter_map(|(field, (declared, piece))| {
            let value = self.met.seen.fields.get(field).and_then(Option::as_ref);
            Some(self.field((FieldRef { kind, repeat: None, field }, declared), (piece.as_ref()?, value), None))
        });
        let mut fields: Vec<FieldSeen> = fields.collect();
        for (group, (repeat, pieces)) in declared.repeats.iter().zip(&self.met.repeats).enumerate() {
            let times = pieces.first().map_or(0, Vec::len);
            for time in 0..times {
                for (field, (declared, pieces)) in repeat.fields.iter().zip(pieces).enumerate() {
                    let at = FieldRef { kind, repeat: Some(group), field };
                    let values = self.met.seen.repeats.get(group).and_then(|fields| fields.get(field));
                    let value = values.and_then(|values| values.get(time)).and_then(Option::as_ref);
                    let Some(piece) = pieces.get(time).and_then(Option::as_ref) else { continue };
                    let mut seen = self.field((at, declared), (piece, value), u32::try_from(time).ok());
                    seen.name = format!("{}.{}", repeat.name, declared.name);
                    fields.push(seen);
                }
            }
        }
        fields
    }

    fn field(
        &self,
        (at, declared): (FieldRef, &Field),
        (piece, value): (&Piece, Option<&String>),
        time: Option<u32>,
    ) -> FieldSeen {
        // Of a record whose form is wrong, nobody knows what stands where a field should.
        let is_hidden = self.hidden.field(at) || (!self.met.sound && self.is_masked(piece));
        let encoding = declared.reading.encoding.as_deref().and_then(Encoding::of).unwrap_or(self.plan.encoding);
        let subject = Subject::Field(index(at.kind), at.repeat.map(index), index(at.field));
        let repetition = self.number(at, time);
        FieldSeen {
            name: declared.name.clone(),
            at: self.place(at, declared, piece, time),
            spans: piece.at.iter().map(|at| (at.start, at.end)).collect(),
            text: Said::of(Some(&raw(declared, encoding, &piece.bytes)), is_hidden),
            r#type: types::name(declared.ty),
            value: Said::of(value, is_hidden),
            witness: value.and_then(|_| self.witness(at, &piece.bytes)),
            findings: self.about_element(subject, repetition.as_deref()),
            repetition,
        }
    }

    /// The number of a repetition, as findings have it.
    fn number(&self, at: FieldRef, time: Option<u32>) -> Option<String> {
        let (group, time) = at.repeat.zip(time)?;
        Some(self.mapping.source.kinds[at.kind].repeats[group].place.numbers(time))
    }

    /// What the value of a stored or an edited number encodes to.
    fn witness(&self, at: FieldRef, bytes: &[u8]) -> Option<Witness> {
        let work = &self.plan.kinds[at.kind];
        let fields = at.repeat.map_or(&work.fields, |group| &work.repeats[group].fields);
        let decoder = &fields.get(at.field)?.decoder;
        let again = if decoder.is_witnessed() { decoder.witness(bytes)? } else { return None };
        let is_hidden = self.hidden.field(at);
        let hex = |bytes: &[u8]| Said::of(Some(&hex(bytes).to_uppercase()), is_hidden);
        let other = if let Trip::Other(difference) = again.trip { Some(difference) } else { None };
        let shown = other.filter(|_| !is_hidden);
        let signs = shown.and_then(Difference::signs);
        Some(Witness {
            same: other.is_none(),
            found: hex(bytes),
            bytes: hex(&again.bytes),
            why: shown.map(Difference::name),
            sign_found: signs.map(|(found, _)| format!("{found:X}")),
            sign_wanted: signs.map(|(_, wanted)| format!("{wanted:X}")),
        })
    }

    /// Where a field stands, as the mapping counts.
    fn place(&self, at: FieldRef, declared: &Field, piece: &Piece, time: Option<u32>) -> FieldAt {
        let characters = self.plan.lines().is_some_and(|lines| lines.positions == Positions::Characters);
        let repeat =
            at.repeat.zip(time).map(|(group, time)| (&self.mapping.source.kinds[at.kind].repeats[group].place, time));
        if let Some(counted) = &piece.counted {
            let of = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            return FieldAt::Bytes(of(counted.start + 1), of(counted.end));
        }
        let shift = repeat.and_then(|(place, time)| place.byte_start(time)).unwrap_or(0);
        match (&declared.place, repeat) {
            (_, Some((RepeatPlace::Headers(names), time))) => {
                let name = names.get(time as usize).cloned().unwrap_or_default();
                FieldAt::Header(name, piece.cell.map(|cell| cell + 1))
            }
            (FieldPlace::Bytes { start, end }, _) if characters => FieldAt::Characters(start + shift + 1, end + shift),
            (FieldPlace::Bytes { start, end }, _) => FieldAt::Bytes(start + shift + 1, end + shift),
            (FieldPlace::Header(name), _) => FieldAt::Header(name.clone(), piece.cell.map(|cell| cell + 1)),
            (FieldPlace::Index(_), _) => FieldAt::Cell(piece.cell.unwrap_or(0) + 1),
            (FieldPlace::Record, _) => FieldAt::Record,
        }
    }

    /// Numbers of the findings about something.
    pub(super) fn about(&self, subject: Subject) -> Vec<usize> {
        let notes = self.met.notes.iter().enumerate();
        notes.filter(|(_, note)| note.subject == subject).map(|(number, _)| number).collect()
    }

    /// The same, but for what is said of another element.
    pub(super) fn about_element(&self, subject: Subject, number: Option<&str>) -> Vec<usize> {
        let is_of_other = |at: &usize| {
            let said = self.met.notes[*at].element();
            number.is_some() && said.is_some_and(|said| Some(said.as_str()) != number)
        };
        self.about(subject).into_iter().filter(|at| !is_of_other(at)).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let finding = |note: &Note| Finding {
            code: note.code,
            severity: note.severity,
            subject: note.subject,
            name: names::subject(self.mapping, note.subject),
            args: note.args.to_vec(),
        };
        self.met.notes.iter().map(finding).collect()
    }

    fn fate(&self) -> Fate {
        let kind = self.met.row.kind.map(|kind| &self.mapping.source.kinds[kind]);
        match (self.met.verdict, self.met.class) {
            (Settled::Refused, _) => Fate::Refused,
            (_, Class::Skipped) => Fate::Skipped(kind.and_then(|kind| kind.skip.clone())),
            (Settled::Aside(reason), _) => {
                Fate::Aside(self.plan.reasons().nth(reason as usize).unwrap_or_default().to_owned())
            }
            (Settled::Fine, Class::Informs) => Fate::Informs,
            (Settled::Fine, Class::Loads) => {
                let tables = self.met.seen.tables.iter().filter(|table| table.table < self.mapping.tables.len());
                let rows = tables.map(|table| {
                    let loaded = table.rows.iter().filter(|row| row.left_out.is_none()).count();
                    (self.mapping.tables[table.table].name.clone(), loaded as u64)
                });
                let rows: Vec<_> = rows.collect();
                let joins = self.met.joins.iter().map(|table| self.mapping.tables[*table].name.clone());
                if rows.is_empty() { Fate::Joined(joins.collect()) } else { Fate::Loaded(rows) }
            }
        }
    }
}

/// The one character that bytes are, if they are one.
fn one(encoding: Encoding, bytes: &[u8]) -> Option<char> {
    let text = decoded(encoding, bytes)?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// A field's bytes as people read them: as text, but for numbers that are stored otherwise than as digits.
fn raw(declared: &Field, encoding: Encoding, bytes: &[u8]) -> String {
    match declared.reading.stored.map(|stored| stored.form) {
        None | Some(Form::Zoned(_)) => text(encoding, bytes),
        Some(_) => in_hex(bytes, ""),
    }
}

/// Bytes as text; what is none as `X'12345C'`.
fn text(encoding: Encoding, bytes: &[u8]) -> String {
    decoded(encoding, bytes).unwrap_or_else(|| in_hex(bytes, ""))
}

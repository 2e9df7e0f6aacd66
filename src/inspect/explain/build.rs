//! A record that was met, as it is shown.
//!
//! In: what a run knows of a record, and what of it is personal. Out: a [`Record`] of names and texts. Refuses to compute
//! anything that the run did not.

use super::hidden::Hidden;
use super::record::{
    Around, Closing, ColumnSeen, ExpressionSeen, Fate, FieldAt, FieldSeen, Finding, From, Glyph, LookupSeen, Parent,
    Record, RowSeen, RuleSeen, Said, StepSeen, TableSeen, Tried, Verdict,
};
use crate::evidence::hash::hex;
use crate::extractors::encoding::Encoding;
use crate::finding::{Code, Subject};
use crate::mapping::model::{
    Expression, Field, FieldPlace, FieldRef, KindId, LookupKey, Mapping, Origin, Reads, RepeatPlace, Table, Validity,
};
use crate::mapping::types;
use crate::run::names;
use crate::run::one::seen::{SeenColumn, SeenExpression, SeenLookup, SeenRow, SeenTable};
use crate::run::one::{Class, Met, MetRow, Note, Piece, Settled, Zone, index};
use crate::run::people::records::decoded;
use crate::run::plan::{Framing, Plan, field_of};

/// Bytes of the longest character.
const CHARACTER: usize = 4;

/// The record.
///
/// `asked` is the row from which the way led to it: its table, and its number among the record's rows of that.
pub fn record(plan: &Plan, met: &Met, hidden: &Hidden, asked: Option<(usize, usize)>) -> Record {
    Building { plan, asked, mapping: &plan.mapping, met, hidden, masked: hidden.bytes(&plan.mapping, met) }.record()
}

struct Building<'a> {
    plan: &'a Plan,
    mapping: &'a Mapping,
    met: &'a Met,
    hidden: &'a Hidden,
    asked: Option<(usize, usize)>,
    /// Of each byte, whether it is left out.
    masked: Vec<bool>,
}

impl Building<'_> {
    fn record(&self) -> Record {
        let Met { row, next, raw, as_read, sound, .. } = self.met;
        let place = row.place;
        let kind_id = row.kind;
        let shown = raw.iter().zip(&self.masked).map(|(byte, masked)| (!masked).then_some(*byte));
        Record {
            number: place.record,
            line: self.line(place.line),
            offset: place.offset,
            length: place.length,
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
            changed: as_read.is_some(),
            fields: self.fields(),
            unread: !sound,
            tables: self.met.seen.tables.iter().map(|table| self.table(table)).collect(),
            joins: self.met.joins.iter().map(|table| self.mapping.tables[*table].name.clone()).collect(),
            findings: self.findings(),
            fate: self.fate(),
        }
    }

    fn kind(&self, kind: KindId) -> String {
        self.mapping.source.kinds[kind].name.clone()
    }

    fn line(&self, line: u64) -> Option<u64> {
        (line > 0 && matches!(self.plan.framing, Framing::Text(_))).then_some(line)
    }

    fn around(&self, row: &MetRow) -> Around {
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
            let found = self.met.looked_at.get(id).and_then(Option::as_ref).map(|piece| self.piece(piece, false));
            Tried { kind: kind.name.clone(), id, verdict, found: found.filter(|_| verdict != Verdict::Unasked) }
        });
        tried.collect()
    }

    /// A piece as text, unless any byte of it is left out.
    fn piece(&self, piece: &Piece, is_hidden: bool) -> Said {
        let masked = piece.at.clone().into_iter().flatten().any(|at| self.masked.get(at).copied().unwrap_or(false));
        Said::of(Some(&text(self.plan.encoding, &piece.bytes)), is_hidden || masked)
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
        let fields = declared.fields.iter().zip(&self.met.fields).enumerate().map(|(field, (declared, piece))| {
            let value = self.met.seen.fields.get(field).and_then(Option::as_ref);
            self.field((FieldRef { kind, repeat: None, field }, declared), (piece, value), None)
        });
        let mut fields: Vec<FieldSeen> = fields.collect();
        for (group, (repeat, pieces)) in declared.repeats.iter().zip(&self.met.repeats).enumerate() {
            let times = pieces.first().map_or(0, Vec::len);
            for time in 0..times {
                for (field, (declared, pieces)) in repeat.fields.iter().zip(pieces).enumerate() {
                    let at = FieldRef { kind, repeat: Some(group), field };
                    let values = self.met.seen.repeats.get(group).and_then(|fields| fields.get(field));
                    let value = values.and_then(|values| values.get(time)).and_then(Option::as_ref);
                    let Some(piece) = pieces.get(time) else { continue };
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
        let is_hidden = self.hidden.field(at);
        let encoding = declared.reading.encoding.as_deref().and_then(Encoding::of).unwrap_or(self.plan.encoding);
        let subject = Subject::Field(index(at.kind), at.repeat.map(index), index(at.field));
        FieldSeen {
            name: declared.name.clone(),
            repetition: time.map(|time| time + 1),
            at: self.place(at, declared, piece, time),
            span: piece.at.clone().map(|at| (at.start, at.end)),
            text: Said::of(Some(&text(encoding, &piece.bytes)), is_hidden),
            r#type: types::name(declared.ty),
            value: Said::of(value, is_hidden),
            findings: self.about(subject),
        }
    }

    /// Where a field stands, as the mapping counts.
    fn place(&self, at: FieldRef, declared: &Field, piece: &Piece, time: Option<u32>) -> FieldAt {
        let characters =
            self.plan.lines().is_some_and(|lines| lines.positions == crate::mapping::model::Positions::Characters);
        let repeat =
            at.repeat.zip(time).map(|(group, time)| (&self.mapping.source.kinds[at.kind].repeats[group].place, time));
        let shift = match repeat {
            Some((RepeatPlace::Bytes { start, width, .. }, time)) => start + time * width,
            _ => 0,
        };
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
    fn about(&self, subject: Subject) -> Vec<usize> {
        let notes = self.met.notes.iter().enumerate();
        notes.filter(|(_, note)| note.subject == subject).map(|(number, _)| number).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let finding = |note: &Note| Finding {
            code: note.code,
            severity: note.severity,
            subject: note.subject,
            name: names::subject(self.mapping, note.subject),
            args: note.args.clone(),
        };
        self.met.notes.iter().map(finding).collect()
    }

    fn table(&self, seen: &SeenTable) -> TableSeen {
        let declared = &self.mapping.tables[seen.table];
        let other = |row: u32| self.met.others.iter().find(|(number, _)| *number == row).map(|(_, met)| met);
        let lent =
            seen.lent.iter().map(|(kind, row)| (self.kind(*kind), row.and_then(other).map(|met| self.around(met))));
        let lent: Vec<_> = lent.collect();
        let repeated = declared.repeat.is_some();
        // A row that was not split is whole.
        let is_split = |row: &SeenRow| seen.rows.iter().filter(|one| one.repetition == row.repetition).count() > 1;
        let rows = seen.rows.iter().map(|row| self.row((seen.table, declared), row, (repeated, is_split(row), &lent)));
        let mut rows: Vec<RowSeen> = rows.collect();
        if let Some((_, row)) = self.asked.filter(|(table, _)| *table == seen.table) {
            rows[row].asked = true;
        }
        TableSeen { name: declared.name.clone(), id: seen.table, lent, rows }
    }

    fn row(
        &self,
        (table, declared): (usize, &Table),
        seen: &SeenRow,
        (repeated, is_split, lent): (bool, bool, &[(String, Option<Around>)]),
    ) -> RowSeen {
        let columns = seen.columns.iter().enumerate().map(|(number, column)| {
            let is_hidden = self.hidden.column(table, number);
            let value = Said::of(column.value.as_ref(), is_hidden);
            let before = column.input.as_ref().map(|input| Said::of(input.as_ref(), is_hidden));
            let differs = column.input.as_ref().is_some_and(|input| *input != column.value) && seen.part.is_none();
            ColumnSeen {
                name: declared.columns[number].name.clone(),
                value,
                from: self.from((table, declared), (number, column), lent),
                before: before.filter(|_| differs),
                findings: self.about(Subject::Column(index(table), index(number))),
            }
        });
        let rules = declared.rules.iter().zip(&seen.rules).map(|(rule, seen)| RuleSeen {
            id: rule.id.clone(),
            holds: seen.holds,
            failed: seen.failed,
            expression: self.expression((table, &rule.row), &seen.computed, false),
        });
        RowSeen {
            repetition: repeated.then_some(seen.repetition + 1),
            part: seen.part.filter(|_| is_split).map(|part| part + 1),
            asked: false,
            left_out: seen.left_out.and_then(|reason| declared.reasons().nth(reason)).map(str::to_owned),
            columns: columns.collect(),
            rules: rules.collect(),
        }
    }

    fn from(
        &self,
        (table, declared): (usize, &Table),
        (number, seen): (usize, &SeenColumn),
        lent: &[(String, Option<Around>)],
    ) -> From {
        let expression = |expression: &Expression| {
            let is_hidden = self.hidden.column(table, number);
            let seen = seen.computed.as_ref();
            seen.map(|seen| self.expression((table, expression), seen, is_hidden))
        };
        match &declared.columns[number].from {
            Origin::Field(at) => {
                let kind = self.kind(at.kind);
                let other = lent.iter().find(|(name, _)| *name == kind).and_then(|(_, place)| place.as_ref());
                From::Field(self.field_name(*at), other.map(|place| place.record))
            }
            Origin::Constant(_) => From::Constant,
            Origin::RepeatNumber => From::Repetition,
            Origin::PartNumber => From::Part,
            Origin::Expression(of) => expression(of).map_or(From::Constant, From::Expression),
            Origin::Lookup(at) => {
                let lookup = &declared.lookups[*at];
                let keys = (&lookup.keys[..], lookup.valid.as_ref());
                From::Lookup(self.lookup((table, declared), (&lookup.file, &lookup.take), keys, seen.looked.as_ref()))
            }
            Origin::Split(at) => {
                let Some(split) = &declared.split else { return From::Constant };
                let take = split.takes.get(*at).map_or("", |(_, header)| header.as_str());
                let keys = (&split.keys[..], split.valid.as_ref());
                From::Lookup(self.lookup((table, declared), (&split.file, take), keys, seen.looked.as_ref()))
            }
        }
    }

    fn lookup(
        &self,
        (table, declared): (usize, &Table),
        (file, take): (&str, &str),
        (keys, valid): (&[LookupKey], Option<&Validity>),
        seen: Option<&SeenLookup>,
    ) -> LookupSeen {
        let value = |(column, value): &(usize, Option<String>)| {
            let name = declared.columns[*column].name.clone();
            (name, Said::of(value.as_ref(), self.hidden.column(table, *column)))
        };
        let headers = keys.iter().map(|key| key.header.clone());
        let days = valid.map(|valid| format!("{} … {}", valid.from, valid.to));
        let values = seen.into_iter().flat_map(|seen| seen.keys.iter().chain(&seen.day)).map(value);
        let keys = values.zip(headers.chain(days)).map(|((name, said), header)| (name, header, said));
        let is_hidden = keys.clone().any(|(_, _, said)| said == Said::Hidden);
        LookupSeen {
            file: file.to_owned(),
            take: take.to_owned(),
            keys: keys.collect(),
            // A row of the crosswalk would tell whose key it is.
            row: seen.and_then(|seen| seen.row).filter(|_| !is_hidden).map(|row| row + 1),
        }
    }

    /// An expression with what it reads; its operations only where nothing that it reads is left out.
    fn expression(
        &self,
        (table, declared): (usize, &Expression),
        seen: &SeenExpression,
        is_hidden: bool,
    ) -> ExpressionSeen {
        let hides = |read: &Reads| self.hidden.read(table, *read);
        let all_hidden = is_hidden || seen.reads.iter().any(|(read, _)| hides(read));
        let personal = declared.parameters().any(|at| self.hidden.parameter(at));
        let reads = seen
            .reads
            .iter()
            .map(|(read, value)| (self.read_name(table, *read), Said::of(value.as_ref(), hides(read))));
        let given = declared.parameters().filter_map(|at| self.hidden.given(at));
        let steps = seen.steps.iter().map(|step| StepSeen {
            part: step.part.clone(),
            value: step.value.as_ref().map_or(Said::Empty, |value| Said::of(value.as_ref(), false)),
            failed: step.value.as_ref().err().copied(),
        });
        let steps = if all_hidden || personal { Vec::new() } else { steps.collect() };
        ExpressionSeen { sql: declared.typed.text.clone(), reads: reads.chain(given).collect(), steps }
    }

    fn read_name(&self, table: usize, read: Reads) -> String {
        match read {
            Reads::Field(at) => self.field_name(at),
            Reads::RepeatNumber => "number".to_owned(),
            Reads::File => "_file".to_owned(),
            Reads::Offset => "_offset".to_owned(),
            Reads::Column(column) => self.mapping.tables[table].columns[column].name.clone(),
            Reads::Parameter(_) => String::new(),
        }
    }

    /// `amount` of the record's own kind, `head.batch_no` of another.
    fn field_name(&self, at: FieldRef) -> String {
        let kind = &self.mapping.source.kinds[at.kind];
        let name = &field_of(self.mapping, at).name;
        let group = at.repeat.map(|group| format!("{}.", kind.repeats[group].name)).unwrap_or_default();
        if self.met.row.kind == Some(at.kind) {
            format!("{group}{name}")
        } else {
            format!("{}.{group}{name}", kind.name)
        }
    }

    fn fate(&self) -> Fate {
        let kind = self.met.row.kind.map(|kind| &self.mapping.source.kinds[kind]);
        match (self.met.verdict, self.met.class) {
            (Settled::Refused, _) => Fate::Refused,
            (_, Class::Skipped) => Fate::Skipped(kind.and_then(|kind| kind.skip.clone())),
            (Settled::Aside(reason), _) => Fate::Aside(self.plan.reasons().nth(reason).unwrap_or_default().to_owned()),
            (Settled::Fine, Class::Informs) => Fate::Informs,
            (Settled::Fine, Class::Loads) => {
                let rows = self.met.seen.tables.iter().map(|table| {
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

/// Bytes as text; what is none as `X'12345C'`.
fn text(encoding: Encoding, bytes: &[u8]) -> String {
    decoded(encoding, bytes).unwrap_or_else(|| format!("X'{}'", hex(bytes).to_uppercase()))
}

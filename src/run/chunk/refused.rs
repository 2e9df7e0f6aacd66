//! What is wrong with the records of one chunk: findings, the records that are refused, and their lines for people.
//!
//! In: a batch of records with their findings and verdicts. Out: rows of the two tables of what went wrong, pieces of the file of refused
//! bytes, drafts. Records are held until they are worth an array for each column: of a batch only some are refused, and an array costs
//! more than a few values in it. Refuses: judging a record.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{stop, whole};
use crate::extractors::fields::Batch as Fields;
use crate::finding::Subject;
use crate::host::stopwatch::{Stage, within};
use crate::loaders::chunk::{ChunkEncoder, Encoded};
use crate::loaders::rejects::{Args, AsRow, ParentRow, Placed, RAW_MAX, RejectRow, Rejects, Told, finding_batch_of};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::{Batch, Note, Row};
use crate::run::evaluate::{Evaluated, Verdict};
use crate::run::names;
use crate::run::order::Waiting;
use crate::run::people::drafts::{Drafted, Drafter};
use crate::run::plan::Plan;
use crate::run::summary::Summary;
use crate::run::walk::Text;
use crate::run::windows::{OpenSource, to_index};

/// Bytes of refused records that are held together: one room for all of a chunk would be copied whenever it grows.
const RAW_PIECE: usize = 128 << 10;
/// Findings that are written together, or a record's if it has more.
const HELD: usize = 4096;
/// Bytes of refused records that are written together, or one record's if it has more.
const HELD_BYTES: usize = 512 << 10;

/// Bytes of refused records.
pub enum RawPiece {
    /// As they are.
    Bytes(Vec<u8>),
    /// To be read from the source again: offset and length.
    Source(Arc<OpenSource>, u64, u64),
}

/// What the refused records and the findings of a chunk came to.
pub struct Refused {
    /// Rows of the rejects' table.
    pub rejects: Encoded,
    /// Rows of the findings' table.
    pub findings: Encoded,
    /// The drafts of the refused records' lines, if people want them.
    pub drafted: Option<Drafted>,
    /// The refused records with their record ends.
    pub raw: Vec<RawPiece>,
}

/// Takes what is wrong with the records of one chunk.
pub struct Refuser<'a> {
    plan: &'a Plan,
    source: &'a Arc<OpenSource>,
    rejects: ChunkEncoder<'a>,
    findings: ChunkEncoder<'a>,
    drafter: Option<Drafter<'a>>,
    raw: Vec<RawPiece>,
    held: Held<'a>,
}

/// What is not written yet.
#[derive(Default)]
struct Held<'a> {
    notes: Vec<Note>,
    /// Of each.
    places: Vec<Place>,
    rows: Rejects<'a>,
    /// Of each of these rows: its notes.
    refused: Vec<Range<usize>>,
}

impl Held<'_> {
    /// Room for what is written together, of which nothing is used before it is needed.
    fn make_room(&mut self) {
        self.notes.reserve_exact(HELD);
        self.places.reserve_exact(HELD);
        self.rows.make_room(HELD, HELD_BYTES);
        self.refused.reserve_exact(HELD);
    }
}

impl<'a> Refuser<'a> {
    /// For a chunk of this source.
    pub fn new(plan: &'a Plan, source: &'a Arc<OpenSource>, waiting: &'a Waiting<'a, '_>) -> Self {
        Self {
            plan,
            source,
            rejects: ChunkEncoder::new(&plan.rejects),
            findings: ChunkEncoder::new(&plan.findings),
            drafter: waiting.drafts.and_then(|drafts| drafts.drafter(plan, &source.spec.name)),
            raw: Vec::new(),
            held: Held::default(),
        }
    }

    /// Takes the findings of a batch, by row, and the records that are refused.
    ///
    /// # Errors
    /// TL0901, TL0907, TL0911.
    pub fn take(
        &mut self,
        text: &Text<'_>,
        batch: &Batch,
        evaluated: &mut Evaluated,
        summary: &mut Summary,
    ) -> Result<(), Stop> {
        if evaluated.notes.is_empty() {
            return Ok(());
        }
        if self.held.notes.capacity() == 0 {
            self.held.make_room();
        }
        let fields = batch.fields(self.plan, self.source, text);
        let mut rest = std::mem::take(&mut evaluated.notes).into_iter();
        within(Stage::Encode, || {
            while let Some(Note { row, .. }) = rest.as_slice().first() {
                let (row, first) = (*row, self.held.notes.len());
                let count = rest.as_slice().iter().take_while(|note| note.row == row).count();
                self.held.notes.extend(rest.by_ref().take(count));
                self.held.places.extend(std::iter::repeat_n(batch.rows.place(row as usize), count));
                if evaluated.verdicts[row as usize] == Verdict::Refused {
                    self.refuse((text, &fields), (batch, evaluated), row, first..first + count)?;
                }
                if self.held.notes.len() >= HELD || self.held.rows.bytes() >= HELD_BYTES {
                    self.write(summary)?;
                }
            }
            Ok(())
        })
    }

    /// Takes a finding about the file as a whole.
    pub fn tell(&mut self, note: Note, place: Place) {
        self.held.notes.push(note);
        self.held.places.push(place);
    }

    /// What all came to.
    ///
    /// # Errors
    /// TL0901, TL0907, TL0911.
    pub fn finish(mut self, summary: &mut Summary) -> Result<Refused, Stop> {
        self.write(summary)?;
        Ok(Refused {
            rejects: self.rejects.finish().map_err(stop)?,
            findings: self.findings.finish().map_err(stop)?,
            drafted: self.drafter.map(Drafter::finish).transpose()?,
            raw: self.raw,
        })
    }

    /// Holds a refused record that has these of the notes.
    fn refuse(
        &mut self,
        (text, fields): (&Text<'_>, &Fields<'_>),
        (batch, evaluated): (&Batch, &Evaluated),
        number: u32,
        notes: Range<usize>,
    ) -> Result<(), Stop> {
        let row = batch.rows.get(number as usize);
        let at = text.offset(row.span.start as usize);
        let (whole, raw_length) = (whole(text, &row), row.end - at);
        let first = whole.is_none().then(|| self.first_bytes(at, &row)).transpose()?;
        let reject = RejectRow {
            place: row.place,
            raw: whole.map_or(first.as_deref().unwrap_or_default(), |whole| &whole[..to_index(row.length)]),
            raw_length,
            findings: notes.len(),
            kind: row.kind.map(|kind| self.plan.mapping.source.kinds[kind].name.as_str()),
        };
        self.held.rows.push(reject, parents(self.plan, text, (batch, evaluated), number));
        match (whole, self.raw.last_mut()) {
            (Some(whole), Some(RawPiece::Bytes(held))) if held.capacity() - held.len() >= whole.len() => {
                held.extend_from_slice(whole);
            }
            (Some(whole), _) => {
                let mut held = Vec::with_capacity(RAW_PIECE.max(whole.len()));
                held.extend_from_slice(whole);
                self.raw.push(RawPiece::Bytes(held));
            }
            (None, _) => self.raw.push(RawPiece::Source(Arc::clone(self.source), at, raw_length)),
        }
        if let Some(drafter) = &mut self.drafter {
            drafter.take(fields, (number, &row), self.held.notes[notes.clone()].iter())?;
        }
        self.held.refused.push(notes);
        Ok(())
    }

    /// The first bytes of a record of which the window has only a part.
    fn first_bytes(&self, at: u64, row: &Row) -> Result<Vec<u8>, Stop> {
        let mut first = vec![0; to_index(row.length).min(RAW_MAX)];
        let read = self.source.read_at(at, &mut first)?;
        first.truncate(read);
        Ok(first)
    }

    /// Writes all that is held.
    fn write(&mut self, summary: &mut Summary) -> Result<(), Stop> {
        let (plan, file) = (self.plan, self.source.spec.name.as_str());
        let Held { notes, places, rows, refused } = &mut self.held;
        if notes.is_empty() {
            return Ok(());
        }
        let mut names = Names::default();
        names.add(plan, notes);
        let found: Vec<NoteRow<'_>> = names.rows(notes);
        // Often many that follow one another differ in their place alone.
        let alike: Vec<&[NoteRow<'_>]> = found.chunk_by(|one, other| one.note.is_alike(other.note)).collect();
        let mut first = 0;
        for alike in &alike {
            let Note { severity, subject, code, ref args, .. } = *alike[0].note;
            summary.found_often((alike.len() as u64, places[first]), severity, code, subject, args);
            first += alike.len();
        }
        let findings: Vec<_> = alike.iter().map(|alike| (&alike[0], alike.len())).collect();
        let (told, at) = (Told::of(&findings).map_err(stop)?, Placed::at(file, places).map_err(stop)?);
        let batch = finding_batch_of(&plan.mapping.name, at.clone(), told.clone()).map_err(stop)?;
        self.findings.push(batch).map_err(stop)?;
        if !refused.is_empty() {
            // Most findings are those of refused records.
            let are_all = refused.iter().map(Range::len).sum::<usize>() == found.len();
            let at = Some(at).filter(|_| are_all && refused.len() == found.len());
            let told = if are_all {
                told
            } else {
                let of_refused = refused.iter().flat_map(|own| &found[own.clone()]).map(|row| (row, 1));
                Told::of(&of_refused.collect::<Vec<_>>()).map_err(stop)?
            };
            self.rejects.push(rows.take(file, told, at).map_err(stop)?).map_err(stop)?;
        }
        notes.clear();
        places.clear();
        refused.clear();
        Ok(())
    }
}

/// The parents that were open before a refused record; the bytes of one that was refused too stand among the rejects.
fn parents<'a, 'b>(
    plan: &'a Plan,
    text: &'b Text<'_>,
    (batch, evaluated): (&'b Batch, &'b Evaluated),
    row: u32,
) -> impl Iterator<Item = ParentRow<'a, 'b>> {
    let width = plan.openers.len();
    let open = &batch.open[row as usize * width..(row as usize + 1) * width];
    // What begins a group closes the one before it, which may have been read in another chunk: there it is known whether
    // that was refused.
    let starts = width > 0 && batch.rows.kind(row as usize).is_some_and(|kind| plan.starts_group(kind));
    let closed = |kind: &usize| {
        let opens = |kind: usize| plan.kinds[kind].opens_group;
        opens(*kind) || (0..plan.kinds.len()).any(|above| opens(above) && plan.kinds[above].below.contains(kind))
    };
    let parents = plan.openers.iter().zip(open).filter(move |(kind, _)| !starts || !closed(kind));
    parents.filter_map(move |(kind, parent)| {
        let parent = (*parent)? as usize;
        let is_refused = evaluated.verdicts[parent] == Verdict::Refused;
        Some(ParentRow {
            kind: plan.mapping.source.kinds[*kind].name.as_str(),
            place: batch.rows.place(parent),
            raw: (!is_refused || batch.rows.stands(parent)).then(|| text.raw(batch.rows.get(parent).span)),
        })
    })
}

/// The names of subjects, each made once.
#[derive(Default)]
struct Names(BTreeMap<Subject, String>);

impl Names {
    fn add(&mut self, plan: &Plan, notes: &[Note]) {
        let mut last = None;
        for note in notes.iter().filter(|note| last.replace(note.subject) != Some(note.subject)) {
            self.0.entry(note.subject).or_insert_with(|| names::subject(&plan.mapping, note.subject));
        }
    }

    /// Of notes whose names were added.
    fn rows<'n>(&'n self, notes: &'n [Note]) -> Vec<NoteRow<'n>> {
        let mut last = (Subject::Record, "");
        let row = |note: &'n Note| {
            if last.0 != note.subject {
                last = (note.subject, self.0.get(&note.subject).map_or("", String::as_str));
            }
            NoteRow { note, subject: last.1 }
        };
        notes.iter().map(row).collect()
    }
}

/// A note with the name of its subject; that of a record has none.
struct NoteRow<'n> {
    note: &'n Note,
    subject: &'n str,
}

impl AsRow for NoteRow<'_> {
    fn code(&self) -> &'static str {
        self.note.code.id()
    }
    fn severity(&self) -> &'static str {
        names::severity(self.note.severity)
    }
    fn subject(&self) -> &str {
        self.subject
    }
    fn push_args(&self, to: &mut Args) {
        // Writing into a text does not fail.
        self.note.args.iter().for_each(|arg| to.push(|text| arg.write_plain(text).unwrap_or_default()));
    }
}

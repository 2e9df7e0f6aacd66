//! Lines of refused records, made while records are read: only a worker has a record's cells before it.
//!
//! In: refused rows, with what is wrong with each. Out: pieces of the file of each kind. Which records of a sort are the first
//! ones, that say what to do in full, depends on the chunks before; where these do not tell yet, the line has a gap, which is
//! filled when the chunk has its turn. What a chunk has over a part of its block waits in a file beside the run. Refuses: order
//! between chunks, the files that people get.

use std::collections::BTreeMap;
use std::mem::size_of;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::records::Texts;
use super::sheet::{Lines, Marks, Ready};
use super::{AND, Found, Scribe};
use crate::extractors::fields::Batch as Fields;
use crate::finding::{Code, Severity, Subject};
use crate::mapping::model::KindId;
use crate::run::batch::{Note, Row};
use crate::run::plan::Plan;
use crate::run::publish::{HeldFile, Staging};
use crate::run::{Stop, io, names};

/// A piece is ended when it has so many bytes.
const PIECE: usize = 128 << 10;
/// Findings whose words a chunk remembers.
const KNOWN: usize = 64;

/// What is said to do about a sort of findings, in the records of one kind: that, severity, code, subject, words.
type Key = (KindId, Severity, Code, Subject, String);

/// What the workers of one mapping share, in one pass, and whoever merges what they draft.
pub struct Drafts<'s> {
    staging: &'s Staging<'s>,
    name: String,
    /// Made when the first piece comes that waits on the disk; and its bytes.
    file: Mutex<Option<(HeldFile, u64)>>,
    advice: Mutex<Known>,
    /// By kind, the last for records of none: records of merged chunks.
    merged: Vec<AtomicU64>,
}

/// Every piece of advice, and each by its number: the order in which threads met them, which shows nowhere.
#[derive(Default)]
struct Known {
    numbers: BTreeMap<Key, usize>,
    all: Vec<Arc<Advice>>,
}

/// Something to do about it, for some records of a kind.
#[derive(Debug)]
pub struct Advice {
    number: usize,
    /// In words.
    pub full: Phrase,
    /// What is said instead, once enough merged records have said it in full.
    pub elsewhere: OnceLock<Elsewhere>,
}

/// Where a piece of advice stands.
#[derive(Debug)]
pub struct Elsewhere {
    file: u32,
    /// For records of the same file.
    near: Phrase,
    /// For those of others.
    far: Phrase,
}

impl Elsewhere {
    /// With this record of the file of this number and name.
    #[must_use]
    pub fn new(scribe: &dyn Scribe, (file, name): (u32, &str), record: u64) -> Self {
        let phrase = |file| Phrase::new(scribe.marks(), scribe.as_for(record, file));
        Self { file, near: phrase(None), far: phrase(Some(name)) }
    }

    /// For a record of this file.
    #[must_use]
    pub const fn of(&self, file: u32) -> &Phrase {
        if file == self.file { &self.near } else { &self.far }
    }
}

/// Words, and the same as a cell.
#[derive(Debug)]
pub struct Phrase(String, Ready);

impl Phrase {
    fn new(marks: Marks, words: String) -> Self {
        let ready = Ready::new(marks, &words);
        Self(words, ready)
    }
}

/// Adds a cell of all these phrases, each once.
pub fn write<'p>(mut phrases: impl Iterator<Item = &'p Phrase>, line: &mut Lines) {
    let Some(first) = phrases.next() else { return line.text("") };
    let mut all = vec![];
    for Phrase(words, _) in phrases {
        if *words != first.0 && !all.contains(&words.as_str()) {
            all.push(words.as_str());
        }
    }
    if all.is_empty() {
        line.ready(&first.1);
    } else {
        all.insert(0, &first.0);
        line.text(&all.join(AND));
    }
}

/// Lines of one kind, some of which may have a gap.
#[derive(Debug)]
pub struct Piece {
    /// One behind the last for records of none.
    pub kind: KindId,
    /// The lines.
    pub lines: Lines,
    /// Of each gap: its line, where it is in the text, the record, and how many pieces of advice belong there, and which.
    gaps: Vec<u64>,
}

/// What there is to do, which is not in a line yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap<'p> {
    /// Number of the line in the piece, from 0.
    pub line: usize,
    /// The byte of the text before which it belongs.
    pub at: usize,
    /// From 1.
    pub record: u64,
    /// By number.
    pub advice: &'p [u64],
}

impl Piece {
    const fn new(kind: KindId, lines: Lines) -> Self {
        Self { kind, lines, gaps: Vec::new() }
    }

    /// Its gaps, in the order of the lines.
    pub fn gaps(&self) -> impl Iterator<Item = Gap<'_>> {
        let mut rest = self.gaps.as_slice();
        std::iter::from_fn(move || {
            let ([line, at, record, count], behind) = rest.split_first_chunk()?;
            let (advice, behind) = behind.split_at_checked(to_usize(*count))?;
            rest = behind;
            Some(Gap { line: to_usize(*line), at: to_usize(*at), record: *record, advice })
        })
    }
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A piece, or where it waits.
#[derive(Debug)]
enum Waiting {
    Here(Piece),
    /// The bytes at which it begins, then its kind, its numbers for ends and for gaps, and the bytes of its text.
    OnDisk(u64, KindId, [usize; 3]),
}

/// What the drafts of a chunk came to.
#[derive(Debug, Default)]
pub struct Drafted {
    /// Those of one kind in the order of its records.
    pieces: Vec<Waiting>,
    /// By kind, the last for records of none: refused records, those without a line among them.
    pub records: Vec<u64>,
}

impl<'s> Drafts<'s> {
    /// For a mapping's refused records; none where nobody wants them.
    #[must_use]
    pub fn new(staging: &'s Staging<'s>, plan: &Plan) -> Option<Self> {
        plan.texts.as_ref()?;
        Some(Self {
            staging,
            name: format!("texts-{}", plan.number),
            file: Mutex::default(),
            advice: Mutex::default(),
            merged: (0..=plan.kinds.len()).map(|_| AtomicU64::new(0)).collect(),
        })
    }

    /// What drafts the lines of a chunk of this file.
    #[must_use]
    pub fn drafter<'d>(&'d self, plan: &'d Plan, file: &str) -> Option<Drafter<'d>> {
        let texts = plan.texts.as_ref()?;
        let marks = texts.scribe.marks();
        Some(Drafter {
            drafts: self,
            plan,
            texts,
            file: Ready::new(marks, file),
            open: (0..=plan.kinds.len()).map(|kind| Piece::new(kind, Lines::new(marks))).collect(),
            room: usize::try_from(plan.block / 4).unwrap_or(0),
            known: Vec::new(),
            own: Vec::new(),
            text: Vec::new(),
            drafted: Drafted { records: vec![0; plan.kinds.len() + 1], ..Drafted::default() },
        })
    }

    /// So many more records of a kind are in merged chunks.
    pub fn merged(&self, records: &[u64]) {
        for (merged, records) in self.merged.iter().zip(records) {
            merged.fetch_add(*records, Ordering::Relaxed);
        }
    }

    /// A piece of advice.
    #[must_use]
    pub fn advice(&self, number: u64) -> Option<Arc<Advice>> {
        locked(&self.advice).all.get(to_usize(number)).cloned()
    }

    fn advice_of(&self, marks: Marks, key: Key) -> Arc<Advice> {
        let mut known = locked(&self.advice);
        if let Some(number) = known.numbers.get(&key) {
            return Arc::clone(&known.all[*number]);
        }
        let (number, full) = (known.all.len(), Phrase::new(marks, key.4.clone()));
        let advice = Arc::new(Advice { number, full, elsewhere: OnceLock::new() });
        known.numbers.insert(key, number);
        known.all.push(Arc::clone(&advice));
        advice
    }

    fn write(&self, piece: &Piece) -> Result<Waiting, Stop> {
        let (ends, text) = (piece.lines.ends(), piece.lines.bytes());
        let numbers = ends.iter().map(|end| *end as u64).chain(piece.gaps.iter().copied());
        let head: Vec<u8> = numbers.flat_map(u64::to_le_bytes).collect();
        let mut file = locked(&self.file);
        let (own, end) = match &mut *file {
            Some(there) => there,
            none => none.insert((self.staging.hold(&self.name)?, 0)),
        };
        let written = own.writer.write_all(&head).and_then(|()| own.writer.write_all(text));
        written.map_err(|error| io::stop("write", &own.path, &error))?;
        let waiting = Waiting::OnDisk(*end, piece.kind, [ends.len(), piece.gaps.len(), text.len()]);
        *end += (head.len() + text.len()) as u64;
        Ok(waiting)
    }

    /// Gives the pieces of a chunk, one at a time.
    ///
    /// # Errors
    /// TL0901, TL0911, and what `take` gives.
    pub fn each(
        &self,
        marks: Marks,
        drafted: Drafted,
        take: &mut dyn FnMut(Piece) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        drafted.pieces.into_iter().try_for_each(|piece| match piece {
            Waiting::Here(piece) => take(piece),
            Waiting::OnDisk(at, kind, sizes) => take(self.read(marks, (at, kind), sizes)?),
        })
    }

    fn read(&self, marks: Marks, (at, kind): (u64, KindId), [ends, gaps, text]: [usize; 3]) -> Result<Piece, Stop> {
        let lost = || Stop::new(Code::Defect, vec!["texts".into()]);
        let numbers = (ends + gaps) * size_of::<u64>();
        let mut bytes = vec![0; numbers + text];
        let file = locked(&self.file);
        let HeldFile { path, reader, .. } = &file.as_ref().ok_or_else(lost)?.0;
        let mut filled = 0;
        while filled < bytes.len() {
            let read = reader.read_at(at + filled as u64, &mut bytes[filled..]);
            match read.map_err(|error| io::stop("read", Path::new(path), &error))? {
                0 => return Err(lost()),
                read => filled += read,
            }
        }
        drop(file);
        let text = bytes.split_off(numbers);
        let mut numbers = bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let ends = numbers.by_ref().take(ends).map(to_usize).collect();
        Ok(Piece { kind, lines: Lines::of(marks, text, ends), gaps: numbers.collect() })
    }
}

fn locked<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A finding whose words are known.
struct Said {
    kind: KindId,
    /// The first one that is so.
    note: Note,
    /// What is wrong.
    wrong: String,
    ready: Ready,
    /// What to do about it.
    advice: Arc<Advice>,
}

/// Drafts the lines of one chunk.
pub struct Drafter<'d> {
    drafts: &'d Drafts<'d>,
    plan: &'d Plan,
    texts: &'d Texts,
    /// The source's name.
    file: Ready,
    /// By kind, the last for records of none.
    open: Vec<Piece>,
    /// Bytes of pieces that may be held.
    room: usize,
    /// The one that was met last stands last.
    known: Vec<Said>,
    /// A record's pieces of advice.
    own: Vec<Arc<Advice>>,
    text: Vec<u8>,
    drafted: Drafted,
}

impl Drafter<'_> {
    /// Drafts the line of a refused record, of which all this was noted.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn take<'n>(
        &mut self,
        fields: &Fields<'_>,
        (number, row): (u32, &Row),
        notes: impl ExactSizeIterator<Item = &'n Note>,
    ) -> Result<(), Stop> {
        let kind = row.kind.unwrap_or(self.plan.kinds.len());
        self.drafted.records[kind] += 1;
        // Which lines have no room is told by merged chunks alone, so that threads do not show.
        if self.drafts.merged[kind].load(Ordering::Relaxed) >= self.texts.scribe.most_rows() {
            return Ok(());
        }
        let is_single = notes.len() == 1;
        let wrong = self.own(kind, notes);
        let Piece { lines, gaps, .. } = &mut self.open[kind];
        if lines.bytes().is_empty() {
            lines.make_room(PIECE + PIECE / 8);
        }
        lines.ready(&self.file);
        lines.numbers([Some(row.place.line).filter(|line| *line > 0), Some(row.place.record)]);
        match self.known.last() {
            Some(known) if is_single => lines.ready(&known.ready),
            _ => lines.text(&wrong.join(AND)),
        }
        if self.own.iter().all(|one| one.elsewhere.get().is_some()) {
            let elsewhere = self.own.iter().filter_map(|one| one.elsewhere.get());
            write(elsewhere.map(|one| one.of(row.place.file)), lines);
        } else {
            let at = [lines.rows(), lines.bytes().len() as u64, row.place.record, self.own.len() as u64];
            gaps.extend(at.into_iter().chain(self.own.iter().map(|one| one.number as u64)));
        }
        self.texts.cells(self.plan, fields, (number, row), (lines, &mut self.text));
        lines.end();
        if lines.bytes().len() < PIECE { Ok(()) } else { self.flush(kind) }
    }

    /// Finds what there is to do about a record; gives what is wrong with it, if that is more than one thing.
    fn own<'n>(&mut self, kind: KindId, notes: impl ExactSizeIterator<Item = &'n Note>) -> Vec<String> {
        let is_single = notes.len() == 1;
        let (mut wrong, mut own) = (Vec::new(), Vec::new());
        for note in notes {
            let known = self.known(kind, note);
            let Said { advice, wrong: words, .. } = &self.known[known];
            // Most records have what the one before had.
            if is_single && matches!(self.own.as_slice(), [one] if one.number == advice.number) {
                return wrong;
            }
            if !is_single {
                wrong.push(words.clone());
            }
            if !own.iter().any(|one: &Arc<Advice>| one.number == advice.number) {
                own.push(Arc::clone(advice));
            }
        }
        self.own = own;
        wrong
    }

    /// The words of a finding: their number among those that are known, which is the last.
    fn known(&mut self, kind: KindId, note: &Note) -> usize {
        if let Some(at) = self.known.iter().rposition(|one| one.kind == kind && one.note.is_alike(note)) {
            let last = self.known.len() - 1;
            self.known.swap(at, last);
        } else {
            if self.known.len() == KNOWN {
                self.known.remove(0);
            }
            let said = self.said(kind, note);
            self.known.push(said);
        }
        self.known.len() - 1
    }

    fn said(&self, kind: KindId, note: &Note) -> Said {
        let Note { severity, subject, code, args, .. } = note;
        let (scribe, name) = (self.texts.scribe, names::subject(&self.plan.mapping, *subject));
        let found = Found { subject: &name, code: *code, severity: *severity, args: args.to_vec() };
        let wrong = scribe.wrong(&found, scribe.what(&found));
        let key = (kind, *severity, *code, *subject, scribe.advice(&found));
        let advice = self.drafts.advice_of(scribe.marks(), key);
        let ready = Ready::new(scribe.marks(), &wrong);
        Said { kind, note: note.clone(), wrong, ready, advice }
    }

    fn flush(&mut self, kind: KindId) -> Result<(), Stop> {
        let next = Piece::new(kind, Lines::new(self.texts.scribe.marks()));
        let piece = std::mem::replace(&mut self.open[kind], next);
        let bytes = piece.lines.bytes().len();
        let waiting = match self.room.checked_sub(bytes) {
            Some(room) => {
                self.room = room;
                Waiting::Here(piece)
            }
            None => self.drafts.write(&piece)?,
        };
        self.drafted.pieces.push(waiting);
        Ok(())
    }

    /// What the chunk came to.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn finish(mut self) -> Result<Drafted, Stop> {
        for kind in 0..self.open.len() {
            if self.open[kind].lines.rows() > 0 {
                self.open[kind].lines.give_back();
                self.flush(kind)?;
            }
        }
        Ok(self.drafted)
    }
}

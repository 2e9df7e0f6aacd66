//! Lines of refused records, as far as they are known while records are read: only a worker has a record's cells before it.
//!
//! In: refused rows, with what is wrong with each. Out: pieces of one file beside the run, in which lines stand without the
//! cell that says what to do, since that depends on how often it is said; and for each chunk, which pieces are its own.
//! Refuses: order between chunks, the files that people get.
//!
//! A piece is the length of its index in bytes, the index, and the text of its lines. In the index each line has its kind,
//! its file, its record in two halves, the bytes before and behind the missing cell, and then how many pieces of advice it
//! has, and which: numbers of 32 bits, low byte first.

use std::collections::BTreeMap;
use std::mem::{size_of, size_of_val};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::records::Texts;
use super::sheet::{Lines, Ready};
use super::{AND, Found};
use crate::extractors::fields::Batch as Fields;
use crate::finding::{Code, Severity, Subject};
use crate::host::SourceFile;
use crate::mapping::model::KindId;
use crate::place::Place;
use crate::run::batch::{Note, Row};
use crate::run::plan::Plan;
use crate::run::publish::{HeldFile, Staging};
use crate::run::{Stop, io, names};

/// A piece is written when it has so many bytes.
const PIECE: usize = 128 << 10;
/// Neighbouring pieces are one up to so many bytes.
const JOINED: u64 = 128 << 10;
/// Findings whose words a chunk remembers.
const KNOWN: usize = 64;

/// What is said to do about a sort of findings, in the records of one kind: that, severity, code, subject, words.
type Key = (KindId, Severity, Code, Subject, String);

/// Where the drafts of one mapping wait, in one pass.
pub struct Drafts<'s> {
    staging: &'s Staging<'s>,
    name: String,
    /// Made when the first piece comes; and its bytes.
    file: Mutex<Option<(HeldFile, u64)>>,
    /// Every piece of advice, by its number: the order in which threads met them, which shows nowhere.
    advice: Mutex<BTreeMap<Key, u32>>,
    /// By kind, the last for records of none: records of merged chunks.
    merged: Vec<AtomicU64>,
}

/// Where some lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    at: u64,
    bytes: u64,
}

/// What the drafts of a chunk, or of several in their order, came to.
#[derive(Debug, Default)]
pub struct Drafted {
    /// In the order of the records.
    pieces: Vec<Piece>,
    /// By the number of the advice: records that have it, and the first of them.
    counts: BTreeMap<u32, (u64, Place)>,
    /// By kind, the last for records of none: refused records, those without a line among them.
    records: Vec<u64>,
}

/// Something to do about it, for some records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// In words.
    pub words: String,
    /// Records that have it.
    pub records: u64,
    /// The first of them.
    pub first: Place,
}

/// All drafts of a mapping, to be read.
pub struct Drawn {
    file: Box<dyn SourceFile>,
    path: PathBuf,
    /// In the order of the records.
    pub pieces: Vec<Piece>,
    /// By number; what no merged record has is none.
    pub advice: BTreeMap<u32, Advice>,
    /// By kind, the last for records of none: refused records.
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

    /// What drafts the lines of a chunk.
    #[must_use]
    pub fn drafter<'d>(&'d self, plan: &'d Plan, file: &str) -> Option<Drafter<'d>> {
        let texts = plan.texts.as_ref()?;
        Some(Drafter {
            drafts: self,
            plan,
            texts,
            file: Ready::new(texts.scribe.marks(), file),
            lines: Lines::new(texts.scribe.marks()),
            index: Vec::new(),
            known: Vec::new(),
            own: Vec::new(),
            room: Vec::new(),
            drafted: Drafted { records: vec![0; plan.kinds.len() + 1], ..Drafted::default() },
        })
    }

    /// Takes what a chunk came to; chunks come in their order.
    pub fn merge(&self, chunk: Drafted, into: &mut Drafted) {
        for (merged, records) in self.merged.iter().zip(&chunk.records) {
            merged.fetch_add(*records, Ordering::Relaxed);
        }
        into.add(chunk);
    }

    /// All chunks were merged; none where no record was refused.
    #[must_use]
    pub fn drawn(&self, all: Drafted) -> Option<Drawn> {
        let (HeldFile { path, reader, .. }, _) = locked(&self.file).take()?;
        let of = |((_, _, _, _, words), number): (Key, u32)| {
            let (records, first) = *all.counts.get(&number)?;
            Some((number, Advice { words, records, first }))
        };
        let advice = std::mem::take(&mut *locked(&self.advice)).into_iter().filter_map(of).collect();
        Some(Drawn { file: reader, path, pieces: all.pieces, advice, records: all.records })
    }

    fn number(&self, key: Key) -> u32 {
        let mut known = locked(&self.advice);
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(key).or_insert(next)
    }

    fn write(&self, index: &[u32], text: &[u8]) -> Result<Piece, Stop> {
        let numbers = [to_u32(size_of_val(index))];
        let head: Vec<u8> = numbers.iter().chain(index).flat_map(|number| number.to_le_bytes()).collect();
        let mut file = locked(&self.file);
        let (own, end) = match &mut *file {
            Some(there) => there,
            none => none.insert((self.staging.hold(&self.name)?, 0)),
        };
        let written = own.writer.write_all(&head).and_then(|()| own.writer.write_all(text));
        written.map_err(|error| io::stop("write", &own.path, &error))?;
        let piece = Piece { at: *end, bytes: (head.len() + text.len()) as u64 };
        *end += piece.bytes;
        Ok(piece)
    }
}

fn locked<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Drafted {
    fn add(&mut self, next: Self) {
        for piece in next.pieces {
            match self.pieces.last_mut() {
                Some(last) if last.at + last.bytes == piece.at && last.bytes + piece.bytes <= JOINED => {
                    last.bytes += piece.bytes;
                }
                _ => self.pieces.push(piece),
            }
        }
        for (number, (records, first)) in next.counts {
            self.counts.entry(number).or_insert((0, first)).0 += records;
        }
        self.records.resize(self.records.len().max(next.records.len()), 0);
        self.records.iter_mut().zip(next.records).for_each(|(all, own)| *all += own);
    }
}

/// A finding whose words are known.
struct Known {
    kind: KindId,
    /// The first one that is so.
    note: Note,
    /// What is wrong.
    wrong: String,
    ready: Ready,
    /// The number of what to do about it.
    advice: u32,
}

/// Drafts the lines of one chunk.
pub struct Drafter<'d> {
    drafts: &'d Drafts<'d>,
    plan: &'d Plan,
    texts: &'d Texts,
    /// The source's name.
    file: Ready,
    lines: Lines,
    index: Vec<u32>,
    /// The one that was met last stands last.
    known: Vec<Known>,
    /// Numbers of a record's pieces of advice.
    own: Vec<u32>,
    room: Vec<u8>,
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
        self.own.clear();
        let (mut wrong, is_single) = (Vec::new(), notes.len() == 1);
        for note in notes {
            let known = self.known(kind, note);
            let advice = known.advice;
            if !is_single {
                wrong.push(known.wrong.clone());
            }
            if !self.own.contains(&advice) {
                self.own.push(advice);
                self.drafted.counts.entry(advice).or_insert((0, row.place)).0 += 1;
            }
        }
        // Which lines have no room is told by merged chunks alone, so that threads do not show.
        if self.drafts.merged[kind].load(Ordering::Relaxed) >= self.texts.scribe.most_rows() {
            return Ok(());
        }
        let before = self.lines.bytes().len();
        self.lines.ready(&self.file);
        self.lines.number(Some(row.place.line).filter(|line| *line > 0));
        self.lines.number(Some(row.place.record));
        match self.known.last() {
            Some(known) if is_single => self.lines.ready(&known.ready),
            _ => self.lines.text(&wrong.join(AND)),
        }
        let middle = self.lines.bytes().len();
        self.texts.cells(self.plan, fields, (number, row), (&mut self.lines, &mut self.room));
        self.lines.leave();
        let end = self.lines.bytes().len();
        let [high, low] = [row.place.record >> 32, row.place.record & u64::from(u32::MAX)];
        let [high, low] = [high, low].map(|half| u32::try_from(half).unwrap_or(u32::MAX));
        let numbers = [to_u32(kind), row.place.file, high, low, to_u32(middle - before), to_u32(end - middle)];
        self.index.extend(numbers);
        self.index.push(to_u32(self.own.len()));
        self.index.extend(&self.own);
        if end + size_of::<u32>() * self.index.len() < PIECE { Ok(()) } else { self.flush() }
    }

    /// The words of a finding; the last one of those that are known.
    fn known(&mut self, kind: KindId, note: &Note) -> &Known {
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
        &self.known[self.known.len() - 1]
    }

    fn said(&self, kind: KindId, note: &Note) -> Known {
        let Note { severity, subject, code, args, .. } = note;
        let (scribe, name) = (self.texts.scribe, names::subject(&self.plan.mapping, *subject));
        let found = Found { subject: &name, code: *code, severity: *severity, args: args.clone() };
        let wrong = scribe.wrong(&found, scribe.what(&found));
        let advice = self.drafts.number((kind, *severity, *code, *subject, scribe.advice(&found)));
        let ready = Ready::new(scribe.marks(), &wrong);
        Known { kind, note: note.clone(), wrong, ready, advice }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        if self.index.is_empty() {
            return Ok(());
        }
        self.drafted.pieces.push(self.drafts.write(&self.index, self.lines.bytes())?);
        self.index.clear();
        self.lines.clear();
        Ok(())
    }

    /// What the chunk came to.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn finish(mut self) -> Result<Drafted, Stop> {
        self.flush()?;
        Ok(self.drafted)
    }
}

/// One draft of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft<'p> {
    /// One behind the last for records of none.
    pub kind: KindId,
    /// Number of the file.
    pub file: u32,
    /// From 1.
    pub record: u64,
    /// Before what there is to do.
    pub head: &'p [u8],
    /// Behind it.
    pub tail: &'p [u8],
    /// Numbers of what there is to do, as they were written.
    advice: &'p [u8],
}

impl Draft<'_> {
    /// What there is to do, by number.
    #[must_use]
    pub fn advice(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.advice.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }
}

impl Drawn {
    /// The bytes of a piece.
    ///
    /// # Errors
    /// TL0901.
    pub fn read(&self, piece: Piece) -> Result<Vec<u8>, Stop> {
        let mut bytes = vec![0; usize::try_from(piece.bytes).unwrap_or(0)];
        let read = self.file.read_at(piece.at, &mut bytes);
        let read = read.map_err(|error| io::stop("read", Path::new(&self.path), &error))?;
        bytes.truncate(read);
        Ok(bytes)
    }
}

/// The drafts of a piece, one after the other; none where it is no piece.
pub fn drafts(piece: &[u8]) -> impl Iterator<Item = Option<Draft<'_>>> {
    let mut rest = piece;
    let (mut index, mut text): (&[u8], &[u8]) = (&[], &[]);
    std::iter::from_fn(move || {
        if index.is_empty() {
            if rest.is_empty() {
                return None;
            }
            let of = opened(rest);
            (index, rest) = of.unwrap_or_default();
            text = rest;
        }
        let draft = next(&mut index, &mut text);
        rest = if draft.is_some() { text } else { &[] };
        index = if draft.is_some() { index } else { &[] };
        Some(draft)
    })
}

/// The index of the first piece, and what is behind it.
fn opened(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

fn next<'p>(index: &mut &'p [u8], text: &mut &'p [u8]) -> Option<Draft<'p>> {
    let (numbers, behind) = index.split_first_chunk::<{ 7 * 4 }>()?;
    let of = |at: usize| numbers[at * 4..].first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let (advice, behind) = behind.split_at_checked(of(6) as usize * size_of::<u32>())?;
    let (head, after) = text.split_at_checked(of(4) as usize)?;
    let (tail, after) = after.split_at_checked(of(5) as usize)?;
    (*index, *text) = (behind, after);
    let record = u64::from(of(2)) << 32 | u64::from(of(3));
    Some(Draft { kind: of(0) as usize, file: of(1), record, head, tail, advice })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(drafts: &[Draft<'_>]) -> Vec<u8> {
        let (mut index, mut text) = (Vec::new(), Vec::new());
        for draft in drafts {
            let record = [draft.record >> 32, draft.record & u64::from(u32::MAX)];
            let [high, low] = record.map(|half| u32::try_from(half).unwrap());
            let numbers =
                [to_u32(draft.kind), draft.file, high, low, to_u32(draft.head.len()), to_u32(draft.tail.len())];
            index.extend(numbers.into_iter().chain([to_u32(draft.advice().len())]).chain(draft.advice()));
            text.extend([draft.head, draft.tail].concat());
        }
        let index: Vec<u8> = index.iter().flat_map(|number: &u32| number.to_le_bytes()).collect();
        [&to_u32(index.len()).to_le_bytes()[..], &index, &text].concat()
    }

    #[test]
    fn drafts_come_back_as_they_were_written_and_damage_is_seen() {
        let advice: Vec<u8> = [7_u32, 1 << 20].iter().flat_map(|number| number.to_le_bytes()).collect();
        let all = [
            Draft { kind: 0, file: 3, record: u64::MAX, head: b"a,1", tail: b",x", advice: &advice },
            Draft { kind: 2, file: 0, record: 1, head: b"", tail: b"", advice: &advice[..4] },
            Draft { kind: 1, file: 0, record: 1 << 32, head: b"b", tail: b",y", advice: &[] },
        ];
        // Neighbouring pieces are read as one.
        let joined = [piece(&all[..2]), piece(&all[2..])].concat();
        assert_eq!(drafts(&joined).collect::<Option<Vec<_>>>().unwrap(), all);
        assert_eq!(all[0].advice().collect::<Vec<_>>(), [7, 1 << 20]);
        assert_eq!(drafts(&[]).count(), 0);
        for cut in 1..joined.len() {
            let read: Option<Vec<_>> = drafts(&joined[..cut]).collect();
            assert_eq!(read.is_some(), cut == piece(&all[..2]).len(), "{cut}");
        }
    }

    #[test]
    fn what_chunks_came_to_adds_up_in_their_order() {
        let place = |record| Place { file: 0, record, line: 0, offset: 0, length: 0 };
        let chunk = |at, bytes, record| Drafted {
            pieces: vec![Piece { at, bytes }],
            counts: BTreeMap::from([(4, (2, place(record)))]),
            records: vec![2, 0],
        };
        let mut all = Drafted::default();
        for (at, bytes, record) in [(100, 10, 1), (110, 5, 9), (0, 100, 20), (100, JOINED, 30)] {
            all.add(chunk(at, bytes, record));
        }
        assert_eq!(all.pieces, [(100, 15), (0, 100), (100, JOINED)].map(|(at, bytes)| Piece { at, bytes }));
        assert_eq!((all.counts, all.records), (BTreeMap::from([(4, (8, place(1)))]), vec![8, 0]));
    }
}

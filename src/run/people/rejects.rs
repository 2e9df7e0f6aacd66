//! The refused records of one mapping: a file for each kind, with a column for each field.
//!
//! In: drafts of lines, and how often each piece of advice is given. Out: `rejects/MAPPING/KIND.csv`, and `no-kind.csv` for
//! records of which nobody knows the kind; no file without a record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use super::drafts::{Advice, Draft, Drawn, drafts};
use super::records::Texts;
use super::sheet::{Lines, Marks, Ready, Sheet};
use super::{AND, Cell, FOLDER, Kept, Room, Scribe, unreadable};
use crate::evidence::manifest::OutputEvidence;
use crate::evidence::verify::content::Problem;
use crate::host::Access;
use crate::mapping::model::KindId;
use crate::run::Stop;
use crate::run::in_order::in_order;
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;

/// The file of records of no kind.
const NO_KIND: &str = "no-kind";

/// Writes the files.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(room: Room<'_>, kept: &Kept<'_>) -> Result<Vec<OutputEvidence>, Stop> {
    let (plan, Some(drawn)) = (kept.plan, &kept.drawn) else { return Ok(Vec::new()) };
    let Some(of) = &plan.texts else { return Ok(Vec::new()) };
    let path = format!("rejects/{}.parquet", plan.mapping.name);
    let names = names(plan);
    let full: Vec<AtomicBool> = names.iter().map(|_| AtomicBool::new(false)).collect();
    let todo = ToDo::new(room.scribe, drawn, kept.specs);
    let make = |piece| lines(&todo, &full, &drawn.read(piece)?).map_err(unreadable);
    let records = &drawn.records;
    let mut files = Files { room, plan, of, names, path, full: &full, records, open: BTreeMap::new() };
    in_order(room.threads, drawn.pieces.iter().copied().map(Ok), make, |made| files.take(&made))?;
    files.close()
}

/// What each piece of advice is in a cell.
struct ToDo<'a> {
    marks: Marks,
    all: BTreeMap<u32, Said<'a>>,
}

/// One piece of advice, in the words of each of its records.
struct Said<'a> {
    of: &'a Advice,
    full: Phrase,
    /// Where the advice stands, for records of the same file and of others; nothing where all have it themselves.
    elsewhere: Option<[Phrase; 2]>,
}

/// Words, and the same as a cell.
struct Phrase(String, Ready);

impl Phrase {
    fn new(scribe: &dyn Scribe, words: String) -> Self {
        let ready = Ready::new(scribe.marks(), &words);
        Self(words, ready)
    }
}

impl<'a> ToDo<'a> {
    fn new(scribe: &dyn Scribe, drawn: &'a Drawn, specs: &[SourceSpec]) -> Self {
        let said = |of: &'a Advice| {
            let file = specs.get(of.first.file as usize).map_or("", |spec| spec.name.as_str());
            let elsewhere = [None, Some(file)].map(|file| Phrase::new(scribe, scribe.as_for(of.first.record, file)));
            let elsewhere = Some(elsewhere).filter(|_| of.records > scribe.most_advice());
            Said { of, full: Phrase::new(scribe, of.words.clone()), elsewhere }
        };
        let all = drawn.advice.iter().map(|(number, advice)| (*number, said(advice))).collect();
        Self { marks: scribe.marks(), all }
    }

    fn of(&self, draft: &Draft<'_>, number: u32) -> Option<&Phrase> {
        let Said { of, full, elsewhere } = self.all.get(&number)?;
        let is_first = (draft.file, draft.record) == (of.first.file, of.first.record);
        Some(match elsewhere.as_ref().filter(|_| !is_first) {
            None => full,
            Some([near, _]) if draft.file == of.first.file => near,
            Some([_, far]) => far,
        })
    }

    fn write(&self, draft: &Draft<'_>, line: &mut Lines) -> Option<()> {
        let mut numbers = draft.advice();
        if let (1, Some(number)) = (numbers.len(), numbers.next()) {
            line.ready(&self.of(draft, number)?.1);
            return Some(());
        }
        let mut all: Vec<&str> = Vec::new();
        for number in draft.advice() {
            let words = self.of(draft, number)?.0.as_str();
            if !all.contains(&words) {
                all.push(words);
            }
        }
        line.text(&all.join(AND));
        Some(())
    }
}

/// What a piece makes of records: by kind, the last for records of none.
fn lines(todo: &ToDo<'_>, full: &[AtomicBool], piece: &[u8]) -> Result<BTreeMap<KindId, Lines>, Problem> {
    let mut made: BTreeMap<KindId, Lines> = BTreeMap::new();
    for draft in drafts(piece) {
        let draft = draft.ok_or("texts")?;
        if full.get(draft.kind).ok_or("kind")?.load(Ordering::Relaxed) {
            continue;
        }
        let line = made.entry(draft.kind).or_insert_with(|| Lines::new(todo.marks));
        line.made(draft.head);
        todo.write(&draft, line).ok_or("advice")?;
        line.made(draft.tail);
        line.end();
    }
    Ok(made)
}

/// A file's name for each kind, and one for records of none: what every system takes, each name once.
fn names(plan: &Plan) -> Vec<String> {
    let kinds = plan.mapping.source.kinds.iter().map(|kind| kind.name.as_str());
    let mut taken = BTreeSet::new();
    let mut free = |name: &str| {
        let base = plain_name(name);
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut candidates = std::iter::once(base.clone()).chain(numbered);
        candidates.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    };
    kinds.chain([NO_KIND]).map(&mut free).collect()
}

/// A name without what some system refuses in a file's name.
fn plain_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect();
    let lower = plain.to_ascii_lowercase();
    let is_device = ["con", "prn", "aux", "nul"].contains(&lower.as_str())
        || lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    if is_device { plain + "_" } else { plain }
}

/// The files of one mapping, each made when its first record comes.
struct Files<'a> {
    room: Room<'a>,
    plan: &'a Plan,
    of: &'a Texts,
    names: Vec<String>,
    /// Where all records are.
    path: String,
    /// By kind: the file has no room any more. No record is made a line of behind the one that filled it.
    full: &'a [AtomicBool],
    /// By kind: refused records.
    records: &'a [u64],
    /// By kind, the last for records of none.
    open: BTreeMap<KindId, Sheet>,
}

impl Files<'_> {
    fn take(&mut self, made: &BTreeMap<KindId, Lines>) -> Result<(), Stop> {
        // The first row is no record.
        let most = self.room.scribe.most_rows() + 1;
        for (kind, lines) in made {
            let full = &self.full[*kind];
            let sheet = self.file(*kind)?;
            sheet.rows_of(lines, most.saturating_sub(sheet.rows()))?;
            full.store(sheet.rows() >= most, Ordering::Relaxed);
        }
        Ok(())
    }

    fn file(&mut self, kind: KindId) -> Result<&mut Sheet, Stop> {
        if !self.open.contains_key(&kind) {
            let path = format!("{FOLDER}/rejects/{}/{}.csv", self.plan.mapping.name, self.names[kind]);
            let mut sheet = self.room.sheet(path, Access::Owner)?;
            let fields: Vec<Cell> = match self.of.names(kind) {
                Some(names) => names.map(Cell::from).collect(),
                None => vec![self.room.scribe.record_head()],
            };
            sheet.row(&self.room.scribe.reject_heads().into_iter().chain(fields).collect::<Vec<_>>())?;
            self.open.insert(kind, sheet);
        }
        self.open.get_mut(&kind).ok_or_else(|| unreadable("kind".to_owned()))
    }

    fn close(self) -> Result<Vec<OutputEvidence>, Stop> {
        let Self { room, path, open, records, .. } = self;
        let ended = |(kind, mut sheet): (KindId, Sheet)| {
            let listed = sheet.rows().saturating_sub(1);
            let left_out = records.get(kind).map_or(0, |records| records.saturating_sub(listed));
            if left_out > 0 {
                sheet.row(&room.scribe.more(left_out, &path))?;
            }
            sheet.close()
        };
        open.into_iter().map(ended).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kinds_name_is_a_files_name() {
        for (name, want) in [("entry", "entry"), ("a/b", "a_b"), ("CON", "CON_"), ("écriture 1", "écriture_1")] {
            assert_eq!(plain_name(name), want);
        }
    }
}

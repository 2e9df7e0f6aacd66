//! The refused records of one mapping: a file for each kind, with a column for each field.
//!
//! In: drafts of lines, chunk after chunk. Out: `rejects/MAPPING/KIND.csv`, and `no-kind.csv` for records of which nobody knows
//! the kind; no file without a record. They are written while records are read: a row of a million has no later turn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::drafts::{self, Advice, Drafted, Drafts, Elsewhere, Gap, Piece};
use super::records::Texts;
use super::sheet::{Lines, Sheet};
use super::{Cell, FOLDER};
use crate::evidence::manifest::OutputEvidence;
use crate::finding::Code;
use crate::host::Access;
use crate::mapping::model::KindId;
use crate::run::Stop;
use crate::run::plan::Plan;
use crate::run::publish::Staging;

/// The file of records of no kind.
const NO_KIND: &str = "no-kind";

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
pub struct Files<'a> {
    staging: &'a Staging<'a>,
    drafts: &'a Drafts<'a>,
    plan: &'a Plan,
    of: &'a Texts,
    /// By kind, the last for records of none.
    names: Vec<String>,
    open: BTreeMap<KindId, Sheet>,
    /// By kind: refused records.
    records: Vec<u64>,
    /// By number: what there is to do.
    said: BTreeMap<u64, Told>,
    /// Lines whose gaps are filled.
    filled: Lines,
}

/// A piece of advice, and the records that say it in full.
struct Told {
    advice: Arc<Advice>,
    /// So many.
    records: u64,
    /// The first of them: file and record.
    first: (u32, String, u64),
}

impl<'a> Files<'a> {
    /// None yet; nothing where nobody wants them.
    #[must_use]
    pub fn new(staging: &'a Staging<'a>, plan: &'a Plan, drafts: &'a Drafts<'a>) -> Option<Self> {
        let of = plan.texts.as_ref()?;
        Some(Self {
            staging,
            drafts,
            plan,
            of,
            names: names(plan),
            open: BTreeMap::new(),
            records: vec![0; plan.kinds.len() + 1],
            said: BTreeMap::new(),
            filled: Lines::new(of.scribe.marks()),
        })
    }

    /// Adds the lines of a chunk of the file of this number and name; chunks come in their order.
    ///
    /// # Errors
    /// TL0901, TL0907, TL0911.
    pub fn take(&mut self, drafted: Drafted, file: (u32, &str)) -> Result<(), Stop> {
        self.records.iter_mut().zip(&drafted.records).for_each(|(all, own)| *all += own);
        let records = drafted.records.clone();
        let (drafts, marks) = (self.drafts, self.of.scribe.marks());
        drafts.each(marks, drafted, &mut |piece| self.write(piece, file))?;
        drafts.merged(&records);
        Ok(())
    }

    fn write(&mut self, piece: Piece, file: (u32, &str)) -> Result<(), Stop> {
        // The first row is no record.
        let most = self.of.scribe.most_rows() + 1;
        let room = most.saturating_sub(self.sheet(piece.kind)?.rows());
        if piece.gaps().next().is_none() {
            let sheet = self.sheet(piece.kind)?;
            return if piece.lines.rows() <= room {
                sheet.all_of(piece.lines)
            } else {
                sheet.rows_of(&piece.lines, room)
            };
        }
        let rows = usize::try_from(room.min(piece.lines.rows())).unwrap_or(usize::MAX);
        let Some(end) = rows.checked_sub(1).map(|last| piece.lines.ends()[last]) else { return Ok(()) };
        self.filled.clear();
        let (text, mut from) = (piece.lines.bytes(), 0);
        for gap in piece.gaps().take_while(|gap| gap.line < rows) {
            self.filled.made(&text[from..gap.at]);
            self.fill(gap, file)?;
            from = gap.at;
        }
        self.filled.made(&text[from..end]);
        let filled = std::mem::replace(&mut self.filled, Lines::new(self.of.scribe.marks()));
        self.sheet(piece.kind)?.made(rows as u64, filled.bytes())?;
        self.filled = filled;
        Ok(())
    }

    /// Adds what there is to do: in full for the first records that say so, then where that stands.
    fn fill(&mut self, gap: Gap<'_>, (file, name): (u32, &str)) -> Result<(), Stop> {
        let unknown = || Stop::new(Code::Defect, vec!["advice".into()]);
        let most = self.of.scribe.most_advice();
        let mut all: Vec<(Arc<Advice>, bool)> = Vec::with_capacity(gap.advice.len());
        for number in gap.advice {
            if !self.said.contains_key(number) {
                let advice = self.drafts.advice(*number).ok_or_else(unknown)?;
                let first = (file, name.to_owned(), gap.record);
                self.said.insert(*number, Told { advice, records: 0, first });
            }
            let told = self.said.get_mut(number).ok_or_else(unknown)?;
            let is_full = told.advice.elsewhere.get().is_none();
            all.push((Arc::clone(&told.advice), is_full));
            told.records += u64::from(is_full);
            if is_full && told.records >= most {
                let (file, name, record) = &told.first;
                let elsewhere = Elsewhere::new(self.of.scribe, (*file, name), *record);
                // Nobody else sets it.
                let _ = told.advice.elsewhere.set(elsewhere);
            }
        }
        let phrases = all.iter().filter_map(|(advice, is_full)| {
            if *is_full { Some(&advice.full) } else { advice.elsewhere.get().map(|elsewhere| elsewhere.of(file)) }
        });
        drafts::write(phrases, &mut self.filled);
        Ok(())
    }

    fn sheet(&mut self, kind: KindId) -> Result<&mut Sheet, Stop> {
        if !self.open.contains_key(&kind) {
            let path = format!("{FOLDER}/rejects/{}/{}.csv", self.plan.mapping.name, self.names[kind]);
            let scribe = self.of.scribe;
            let mut sheet = Sheet::create(self.staging, path, scribe.marks(), Access::Owner)?;
            let fields: Vec<Cell> = match self.of.names(kind) {
                Some(names) => names.map(Cell::from).collect(),
                None => vec![scribe.record_head()],
            };
            sheet.row(&scribe.reject_heads().into_iter().chain(fields).collect::<Vec<_>>())?;
            self.open.insert(kind, sheet);
        }
        self.open.get_mut(&kind).ok_or_else(|| Stop::new(Code::Defect, vec!["kind".into()]))
    }

    /// Ends the files: on the disk, with their hashes.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(self) -> Result<Vec<OutputEvidence>, Stop> {
        let Self { plan, of, open, records, .. } = self;
        let path = format!("rejects/{}.parquet", plan.mapping.name);
        let ended = |(kind, mut sheet): (KindId, Sheet)| {
            let listed = sheet.rows().saturating_sub(1);
            let left_out = records[kind].saturating_sub(listed);
            if left_out > 0 {
                sheet.row(&of.scribe.more(left_out, &path))?;
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

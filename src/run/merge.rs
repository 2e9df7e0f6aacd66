//! Chunks, in order, into the files of a run.
//!
//! In: finished chunks in any order. Out: parts, rejects, findings, and one [`Summary`]. Refuses: what chunks are made of.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use crate::evidence::manifest::OutputEvidence;
use crate::finding::{Args, Code};
use crate::host::Access;
use crate::loaders::chunk::{ChunkEncoder, Encoded};
use crate::loaders::part::Appender;
use crate::loaders::rejects::{PlacedFindingRow, finding_batch, finding_plan, head_batch, head_plan};
use crate::loaders::table::TablePlan;
use crate::run::Stop;
use crate::run::chunk::{Chunk, RawPiece, Refused};
use crate::run::output::Output;
use crate::run::people::drafts::{Drafted, Drafts};
use crate::run::people::rejects;
use crate::run::plan::{PART_CHUNKS, Plan};
use crate::run::publish::Staging;
use crate::run::summary::Summary;
use crate::run::windows::{OpenSource, to_index};
use crate::run::work::Made;
use crate::spare::{Threads, both};

/// The findings' file in a run's folder.
pub const FINDINGS: &str = "findings.parquet";

/// One Parquet file, being written.
pub struct Part {
    path: String,
    appender: Appender<Output>,
}

impl Part {
    /// A new file of the run.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn create(staging: &Staging<'_>, path: String, plan: &TablePlan, access: Access) -> Result<Self, Stop> {
        let out = staging.output(path.clone(), access)?;
        let appender = Appender::new(plan, out).map_err(|refused| named(refused, &path))?;
        Ok(Self { path, appender })
    }

    /// Appends a chunk's rows.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn append(&mut self, rows: Encoded) -> Result<(), Stop> {
        if rows.rows() == 0 {
            return Ok(());
        }
        self.appender.append(rows).map_err(|refused| named(refused, &self.path))
    }

    /// Ends the file: on its way to the disk, with its hash.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(self) -> Result<OutputEvidence, Stop> {
        let (out, rows) = self.appender.close().map_err(|refused| named(refused, &self.path))?;
        out.close(Some(rows.rows))
    }
}

/// A loader's failure, with the path of the file.
fn named((code, mut args): (Code, Args), path: &str) -> Stop {
    let at = match code {
        Code::Io => Some(1),
        Code::DiskFull => Some(0),
        _ => None,
    };
    if let Some(arg) = at.and_then(|at| args.get_mut(at)) {
        *arg = path.into();
    }
    Stop::new(code, args)
}

/// The findings of a run: one file for all mappings.
pub struct Findings {
    plan: TablePlan,
    part: Part,
}

impl Findings {
    /// `findings.parquet` of a run.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn create(staging: &Staging<'_>) -> Result<Self, Stop> {
        let plan = finding_plan(&[]).map_err(|refused| named(refused, FINDINGS))?;
        let part = Part::create(staging, FINDINGS.to_owned(), &plan, Access::Usual)?;
        Ok(Self { plan, part })
    }

    /// Appends the findings of a chunk.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn append(&mut self, rows: Encoded) -> Result<(), Stop> {
        self.part.append(rows)
    }

    /// Appends findings that no chunk made.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn tell(&mut self, rows: &[PlacedFindingRow]) -> Result<(), Stop> {
        let failed = |refused| named(refused, FINDINGS);
        let mut encoder = ChunkEncoder::new(&self.plan);
        encoder.push(finding_batch(rows).map_err(failed)?).map_err(failed)?;
        self.append(encoder.finish().map_err(failed)?)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(self) -> Result<OutputEvidence, Stop> {
        self.part.close()
    }
}

/// What is known of one file when all its chunks were merged.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// Decompressed bytes.
    pub bytes: u64,
    /// Of the decompressed bytes.
    pub sha256: String,
    /// Bytes and hash of what is stored, where that is compressed.
    pub stored: Option<(u64, String)>,
}

/// What a mapping's chunks came to.
pub struct Merged {
    /// What was counted.
    pub summary: Summary,
    /// By number of the file.
    pub files: BTreeMap<u32, ReadFile>,
    /// The files written.
    pub outputs: Vec<OutputEvidence>,
    /// Of it all, what was counted of refused records that were run again, if they were.
    pub again: Option<Summary>,
}

/// Merges the chunks of one mapping.
pub struct Merger<'a> {
    plan: &'a Plan,
    staging: &'a Staging<'a>,
    findings: &'a mut Findings,
    waiting: BTreeMap<u64, Made>,
    next: u64,
    /// That make the chunks.
    threads: Arc<Threads>,
    parts: Parts<'a>,
    rejects: Part,
    heads: Heads,
    raw: Raw<'a>,
    outputs: Vec<OutputEvidence>,
    /// What was counted so far.
    pub summary: Summary,
    /// By number of the file.
    pub files: BTreeMap<u32, ReadFile>,
}

impl<'a> Merger<'a> {
    /// Of one mapping.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn new(
        plan: &'a Plan,
        staging: &'a Staging<'a>,
        findings: &'a mut Findings,
        drafts: Option<&'a Drafts<'a>>,
    ) -> Result<Self, Stop> {
        let name = &plan.mapping.name;
        let (path, raw_path) = (format!("rejects/{name}.parquet"), raw_path(plan));
        Ok(Self {
            plan,
            staging,
            findings,
            waiting: BTreeMap::new(),
            next: 0,
            threads: Threads::new(0),
            parts: Parts { plan, staging, first: 0, open: plan.tables.iter().map(|_| None).collect() },
            rejects: Part::create(staging, path, &plan.rejects, Access::Owner)?,
            heads: Heads::default(),
            raw: Raw {
                plan,
                out: staging.output(raw_path, Access::Owner)?,
                people: drafts.and_then(|drafts| rejects::Files::new(staging, plan, drafts)),
            },
            outputs: Vec::new(),
            summary: Summary::new(plan),
            files: BTreeMap::new(),
        })
    }

    /// The tables' parts begin with this number; where it is not 0, those before it are written already.
    #[must_use]
    pub fn after(self, first_part: u64) -> Self {
        Self { parts: Parts { first: first_part, ..self.parts }, ..self }
    }

    /// What a chunk came to is written by one of these threads, too, once it is spare.
    #[must_use]
    pub fn beside(self, threads: &Arc<Threads>) -> Self {
        Self { threads: Arc::clone(threads), ..self }
    }

    /// Takes a chunk; merges it and those that waited for it. Gives how many were merged.
    ///
    /// # Errors
    /// TL0901, TL0902, TL0907.
    pub fn take(&mut self, chunk: u64, made: Made) -> Result<u64, Stop> {
        self.waiting.insert(chunk, made);
        let before = self.next;
        while let Some(made) = self.waiting.remove(&self.next) {
            self.merge(made)?;
            self.next += 1;
            if self.next.is_multiple_of(PART_CHUNKS) {
                self.outputs.extend(self.parts.close()?);
            }
        }
        Ok(self.next - before)
    }

    fn merge(&mut self, made: Made) -> Result<(), Stop> {
        let Made { source, chunk, file, .. } = made;
        let Chunk { tables, refused: Refused { rejects, findings, drafted, raw }, summary } = chunk;
        if rejects.rows() > 0 {
            self.heads.add((self.staging, self.plan), &source)?;
        }
        let Self { next, parts, raw: out, rejects: rejected, findings: told, .. } = self;
        let bytes = || out.take((drafted, raw), &source);
        let columns = || {
            for (table, encoded) in tables.into_iter().enumerate().filter(|(_, encoded)| encoded.rows() > 0) {
                parts.of(table, *next)?.append(encoded)?;
            }
            rejected.append(rejects)?;
            told.append(findings)
        };
        let (bytes, columns) = both(&self.threads, bytes, columns);
        columns.and(bytes)?;
        self.summary.merge(summary);
        if let Some((bytes, sha256)) = file {
            self.end_file(&source, bytes, sha256)?;
        }
        Ok(())
    }

    fn end_file(&mut self, source: &OpenSource, bytes: u64, sha256: String) -> Result<(), Stop> {
        source.check_unchanged()?;
        if source.close_held() {
            self.staging.remove_held(&source.held_name())?;
        }
        let stored = if source.is_compressed() { source.stored() } else { None };
        self.files.insert(source.index, ReadFile { bytes, sha256, stored });
        Ok(())
    }

    /// Ends all files; a table without a row gets one part that has its schema.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn finish(mut self) -> Result<Merged, Stop> {
        for table in 0..self.plan.tables.len() {
            let has_file = self.plan.tables[table].order.is_some() || self.parts.first > 0;
            if self.summary.tables[table].rows == 0 && !has_file {
                self.parts.of(table, 0)?;
            }
        }
        let mut outputs = self.outputs;
        outputs.extend(self.parts.close()?);
        outputs.push(self.rejects.close()?);
        outputs.extend(self.heads.close()?);
        outputs.extend(self.raw.close()?);
        Ok(Merged { summary: self.summary, files: self.files, outputs, again: None })
    }
}

/// The parts of the tables that are open, at most one of each.
struct Parts<'a> {
    plan: &'a Plan,
    staging: &'a Staging<'a>,
    /// Number of the first part; tables have the parts before it already.
    first: u64,
    open: Vec<Option<Part>>,
}

impl Parts<'_> {
    /// The part of a table that the rows of this chunk belong to.
    fn of(&mut self, table: usize, chunk: u64) -> Result<&mut Part, Stop> {
        let number = self.first + chunk / PART_CHUNKS;
        let declared = &self.plan.mapping.tables[table].name;
        let slot = &mut self.open[table];
        if slot.is_none() {
            let path = format!("data/{declared}/part-{number:05}.parquet");
            *slot = Some(Part::create(self.staging, path, &self.plan.tables[table].load, Access::Usual)?);
        }
        slot.as_mut().ok_or_else(|| Stop::new(Code::Defect, vec!["part".into()]))
    }

    fn close(&mut self) -> Result<Vec<OutputEvidence>, Stop> {
        self.open.iter_mut().filter_map(Option::take).map(Part::close).collect()
    }
}

/// The bytes of refused records, and the same for people, if they want them.
struct Raw<'a> {
    plan: &'a Plan,
    out: Output,
    people: Option<rejects::Files<'a>>,
}

impl Raw<'_> {
    /// Adds those of a chunk of this file.
    fn take(&mut self, (drafted, raw): (Option<Drafted>, Vec<RawPiece>), source: &OpenSource) -> Result<(), Stop> {
        if let (Some(people), Some(drafted)) = (&mut self.people, drafted) {
            people.take(drafted, (source.index, &source.spec.name))?;
        }
        raw.into_iter().try_for_each(|piece| self.write(piece))
    }

    fn write(&mut self, piece: RawPiece) -> Result<(), Stop> {
        let path = raw_path(self.plan);
        let stopped = |error: std::io::Error| crate::run::io::stop("write", path.as_ref(), &error);
        match piece {
            RawPiece::Bytes(bytes) => self.out.add(bytes).map_err(stopped),
            RawPiece::Source(source, offset, length) => {
                let (mut at, end, mut buffer) = (offset, offset + length, vec![0; 1 << 20]);
                while at < end {
                    let wanted = to_index((end - at).min(buffer.len() as u64));
                    let read = source.read_at(at, &mut buffer[..wanted])?;
                    if read == 0 {
                        return Err(Stop::new(Code::SourceChanged, vec![source.path().into()]));
                    }
                    self.out.write_all(&buffer[..read]).map_err(stopped)?;
                    at += read as u64;
                }
                Ok(())
            }
        }
    }

    fn close(self) -> Result<Vec<OutputEvidence>, Stop> {
        let own = self.out.close(None)?;
        let people = self.people.map_or_else(|| Ok(Vec::new()), rejects::Files::close)?;
        Ok(std::iter::once(own).chain(people).collect())
    }
}

/// The heads of the files that have refused records: without them, nobody could say what their cells are.
#[derive(Default)]
struct Heads {
    part: Option<(TablePlan, Part)>,
    /// The file whose head was written last.
    last: Option<u32>,
}

impl Heads {
    /// Adds the head of a file, if it has one that is not there yet; files come one after the other.
    fn add(&mut self, (staging, plan): (&Staging<'_>, &Plan), source: &OpenSource) -> Result<(), Stop> {
        if source.head_bytes.is_empty() || self.last.replace(source.index) == Some(source.index) {
            return Ok(());
        }
        let path = format!("rejects/{}.head", plan.mapping.name);
        let (table, part) = match &mut self.part {
            Some(known) => known,
            free => {
                let table = head_plan().map_err(|refused| named(refused, &path))?;
                let part = Part::create(staging, path.clone(), &table, Access::Owner)?;
                free.insert((table, part))
            }
        };
        let mut encoder = ChunkEncoder::new(table);
        let failed = |refused| named(refused, &path);
        encoder.push(head_batch(&source.spec.name, &source.head_bytes)).map_err(failed)?;
        part.append(encoder.finish().map_err(failed)?)
    }

    fn close(self) -> Result<Option<OutputEvidence>, Stop> {
        self.part.map(|(_, part)| part.close()).transpose()
    }
}

fn raw_path(plan: &Plan) -> String {
    format!("rejects/{}.raw", plan.mapping.name)
}

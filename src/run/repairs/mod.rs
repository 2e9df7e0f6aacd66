//! What replays repaired in the run that people read now, and what a run that is to take its place makes of it.
//!
//! In: the run that `current` leads to, the runs that it stands upon, and the refused records of the new run. Out: each
//! repaired record that the new run refuses again; how many there are of which nobody can tell. Records are told by the
//! place that they have in a file, which must be the same file. Refuses to decide what follows from it.

mod places;
mod untold;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::evidence::manifest::{self, Manifest, MendsEvidence};
use crate::evidence::verify::hash_of;
use crate::evidence::which;
use crate::host::{Host, SourceFile};
use crate::place::Place;
use crate::run::Stop;
use crate::run::merge::ReadFile;
use crate::run::prepare::Prepared;
use places::{Files, Places, Unreadable};

/// The run that people read now, made by a replay.
pub struct Repairs<'h> {
    host: &'h dyn Host,
    current: Link,
    /// What it stands upon, as far as that still stands: the run that it mends first.
    bases: Vec<Link>,
}

/// One of the runs that mend each other.
struct Link {
    folder: PathBuf,
    manifest: Manifest,
}

/// A mapping of the new run.
#[derive(Clone, Copy)]
pub struct Anew<'a> {
    /// As it was run.
    pub prepared: &'a Prepared,
    /// What its files were, by their numbers.
    pub files: &'a BTreeMap<u32, ReadFile>,
}

/// What became of the repaired records of a mapping.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Records that are refused again, by the number of the run in whose rejects they were mended.
    again: Vec<u64>,
    /// Refused records cannot be compared: a file of them is gone, or was changed.
    is_open: bool,
}

impl Anew<'_> {
    fn mapping(&self) -> &str {
        &self.prepared.plan.mapping.name
    }

    /// The number of a file that has these bytes.
    fn number_of(&self, name: &str, sha256: &str) -> Option<u32> {
        let at = self.prepared.specs.iter().position(|spec| spec.name == name)?;
        let number = u32::try_from(at).ok()?;
        self.files.get(&number).filter(|read| read.sha256 == sha256).map(|_| number)
    }
}

impl<'h> Repairs<'h> {
    /// Those of the run that `current` leads to; none where no replay made it.
    #[must_use]
    pub fn of_current(host: &'h dyn Host, out: &Path) -> Option<Self> {
        let folder = out.join(host.target(&out.join("current")).ok()?);
        let manifest = Manifest::from_json(&host.read(&folder.join(manifest::FILE)).ok()?).ok()?;
        let mut mends = Some(manifest.mends.clone()?);
        let mut bases = Vec::new();
        while let Some(link) = mends.as_ref().and_then(|mends| base(host, out, mends)) {
            mends.clone_from(&link.manifest.mends);
            bases.push(link);
        }
        Some(Self { host, current: Link { folder, manifest }, bases })
    }

    /// The ID of the run that people read now.
    #[must_use]
    pub fn run(&self) -> &str {
        &self.current.manifest.run
    }

    /// Gives each repaired record of a mapping that is among its refused ones again, with the file of the output folder in
    /// which it had been refused, and how it was mended.
    ///
    /// # Errors
    /// What `take` gives; TL0901 where that file cannot be read.
    pub fn each_again(
        &self,
        of: Anew<'_>,
        rejects: Box<dyn SourceFile>,
        take: &mut dyn FnMut(Place, [String; 2]) -> Result<(), Stop>,
    ) -> Result<Counted, Stop> {
        let mut known: Vec<Option<[String; 2]>> = vec![None; self.bases.len()];
        let mut counted = Counted { again: vec![0; self.bases.len()], is_open: false };
        let files = self.same_files(of);
        let Ok(mut all) = Compared::open(self, of.mapping(), &files, rejects) else {
            return Ok(Counted { is_open: true, ..counted });
        };
        loop {
            match all.next() {
                Ok(Some((place, behind))) => {
                    counted.again[behind] += 1;
                    let mended = match known[behind].take() {
                        Some(mended) => mended,
                        None => [self.raw(behind, of.mapping()), self.how(behind, of.mapping())?.to_owned()],
                    };
                    known[behind] = Some(mended.clone());
                    take(place, mended)?;
                }
                Ok(None) => return Ok(counted),
                Err(Unreadable) => return Ok(Counted { is_open: true, ..counted }),
            }
        }
    }

    /// The files that the new run read as the current one did.
    fn same_files(&self, of: Anew<'_>) -> Files<'_> {
        let own = self.current.manifest.sources.iter().filter(|source| source.mapping == of.mapping());
        own.filter_map(|source| Some((source.file.as_str(), of.number_of(&source.file, &source.sha256)?))).collect()
    }

    /// The bytes of refused records, by a path in the output folder.
    fn raw(&self, behind: usize, mapping: &str) -> String {
        let folder = &self.bases[behind].folder;
        let names = folder.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy());
        let names: Vec<_> = names.collect();
        let folder: Vec<_> = names.into_iter().rev().collect();
        format!("{}/rejects/{mapping}.raw", folder.join("/"))
    }

    /// How the records of a mapping were mended that a run had refused.
    fn how(&self, behind: usize, mapping: &str) -> Result<&'static str, Stop> {
        let mends = self.links().nth(behind).and_then(|link| link.manifest.mends.as_ref());
        let mut rejects = mends.into_iter().flat_map(|mends| &mends.rejects);
        let edited = rejects.find(|one| one.mapping == mapping).and_then(|one| one.edited_sha256.as_ref());
        let Some(edited) = edited else { return Ok("mapping") };
        let path = self.bases[behind].folder.join(format!("rejects/{mapping}.raw"));
        let is_there = self.host.kind(&path).is_ok() && hash_of(self.host, &path)? == *edited;
        Ok(if is_there { "edited" } else { "again" })
    }

    /// The current run, and those that it stands upon.
    fn links(&self) -> impl Iterator<Item = &Link> {
        std::iter::once(&self.current).chain(&self.bases)
    }
}

/// The run that another one mends, if it still is the same.
fn base(host: &dyn Host, out: &Path, mends: &MendsEvidence) -> Option<Link> {
    let (folder, json) = which::of_id(host, out, &mends.run)?;
    let manifest = Manifest::from_json(&json).ok()?;
    let is_same = manifest::content_digest(&json).as_ref() == Some(&mends.content_sha256);
    is_same.then_some(Link { folder, manifest })
}

/// Refused records of the new run, beside those of the runs before.
struct Compared<'f> {
    now: Places<'f>,
    current: Places<'f>,
    bases: Vec<Places<'f>>,
}

impl<'f> Compared<'f> {
    fn open(
        repairs: &Repairs<'_>,
        mapping: &str,
        files: &'f Files<'f>,
        rejects: Box<dyn SourceFile>,
    ) -> Result<Self, Unreadable> {
        let of = |link: &Link| {
            let file = repairs.host.open(&link.folder.join(format!("rejects/{mapping}.parquet")));
            Places::open(file.map_err(|_| Unreadable)?, files)
        };
        let bases = repairs.bases.iter().map(of).collect::<Result<_, _>>()?;
        Ok(Self { now: Places::open(rejects, files)?, current: of(&repairs.current)?, bases })
    }

    /// The next record that was repaired, with the number of the run that refused it last.
    fn next(&mut self) -> Result<Option<(Place, usize)>, Unreadable> {
        while let Some(place) = self.now.next()? {
            if self.current.has(place)? {
                continue;
            }
            let mut mended = None;
            for (number, base) in self.bases.iter_mut().enumerate() {
                // Each run refuses some of what the one refused that it mends.
                let has = base.has(place)?;
                mended = mended.or(has.then_some(number));
            }
            if let Some(behind) = mended {
                return Ok(Some((place, behind)));
            }
        }
        Ok(None)
    }
}

//! The only place that knows the order of the stages: plan, work, merge, settle, publish.

pub mod io;
pub mod publish;
pub mod report;
pub mod sources;

use crate::finding::{Args, Code};

/// Why a run could not be done: the command, a mapping, or the environment is wrong. Nothing was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What is wrong. TL0901 to TL0907 exit with 3, TL0906 with 130, all others with 2.
    pub code: Code,
    /// Arguments in the order of [`Code::args`].
    pub args: Args,
}

impl Stop {
    /// A stop with its arguments.
    #[must_use]
    pub fn new(code: Code, args: Args) -> Self {
        Self { code, args }
    }
}

/// What the command asks of a run.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Mappings, or a migration's folder.
    pub paths: Vec<std::path::PathBuf>,
    /// The output folder.
    pub out: std::path::PathBuf,
    /// `--source [MAPPING=]FILE`: the mapping's name if given, and the file.
    pub sources: Vec<(Option<String>, std::path::PathBuf)>,
    /// `--only TABLE`.
    pub only: Vec<String>,
    /// Worker threads; none: as many as cores.
    pub threads: Option<usize>,
    /// `--memory`, in bytes.
    pub memory: Option<u64>,
    /// `--limit N` records of each mapping.
    pub limit: Option<u64>,
    /// `--trial`, or implied by `--limit` and `--only`.
    pub trial: bool,
}

/// Told while a run works; every number is a total since its start.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Bytes of all sources.
    pub total_bytes: u64,
    /// Bytes worked off.
    pub bytes: u64,
    /// Records worked off.
    pub records: u64,
    /// Records refused.
    pub rejects: u64,
}

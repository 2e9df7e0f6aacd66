//! What the stages of a run are called where their time is told: in English and in French.

use super::Language;
use crate::host::stopwatch::Stage;

/// What a table of times is told with.
#[derive(Debug, Clone, Copy)]
pub struct TimingWords {
    /// Heading of the table.
    pub heading: &'static str,
    /// Headings of the columns: stage, seconds and share of those that make chunks, the same of the one that writes.
    pub heads: [&'static str; 5],
    /// A share of a hundred.
    pub share: &'static str,
    /// Name of the last row.
    pub all: &'static str,
}

/// The words of one language.
#[must_use]
pub const fn words(language: Language) -> TimingWords {
    match language {
        Language::En => TimingWords {
            heading: "Where the time of the threads went",
            heads: ["stage", "workers, s", "share", "writer, s", "share"],
            share: "{share}%",
            all: "all",
        },
        Language::Fr => TimingWords {
            heading: "Où le temps des fils est passé",
            heads: ["étape", "ouvriers, s", "part", "écrivain, s", "part"],
            share: "{share} %",
            all: "en tout",
        },
    }
}

/// The name of a stage.
#[must_use]
pub const fn stage(language: Language, stage: Stage) -> &'static str {
    let (english, french) = match stage {
        Stage::Read => ("read", "lire"),
        Stage::Frame => ("frame", "découper"),
        Stage::Decode => ("decode", "décoder"),
        Stage::Map => ("map", "composer"),
        Stage::Check => ("check", "vérifier"),
        Stage::Encode => ("encode", "encoder"),
        Stage::Hash => ("hash", "hacher"),
        Stage::Write => ("write", "écrire"),
        Stage::Wait => ("wait", "attendre"),
        Stage::Rest => ("rest", "le reste"),
    };
    match language {
        Language::En => english,
        Language::Fr => french,
    }
}

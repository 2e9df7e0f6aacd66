//! What does not hold, in the order in which it was looked at.

use std::fmt::Display;

use crate::finding::{Arg, Args, Code};

/// Stands for what is not there, in comparisons.
pub const NOTHING: &str = "-";

/// Findings of a verification.
#[derive(Debug, Default)]
pub struct Told(pub Vec<(Code, Args)>);

impl Told {
    /// Adds a finding.
    pub fn find(&mut self, code: Code, args: Args) {
        self.0.push((code, args));
    }

    /// A file is not what the run wrote.
    pub fn changed(&mut self, file: &str) {
        self.find(Code::EvidenceHash, vec![file.into(), "".into(), "".into()]);
    }

    /// A figure of the manifest against the one that was found; gives whether they are the same. What it is a figure of
    /// stands before its name and a colon.
    pub fn compare(&mut self, what: impl Display, manifest: impl Display, found: impl Display) -> bool {
        let (manifest, found) = (manifest.to_string(), found.to_string());
        let same = manifest == found;
        if !same {
            let what = what.to_string();
            let (of, what) = what.rsplit_once(": ").unwrap_or(("", &what));
            self.find(Code::EvidenceTotal, vec![of.into(), what.into(), manifest.into(), found.into()]);
        }
        same
    }

    /// Two statements of the manifest that cannot both be true.
    pub fn conflict(&mut self, key: impl Into<Arg>, other: impl Into<Arg>) {
        self.find(Code::ManifestConflict, vec![key.into(), other.into()]);
    }

    /// A value that this key cannot have.
    pub fn value(&mut self, key: impl Into<Arg>) {
        self.find(Code::ManifestValue, vec![key.into()]);
    }
}

/// A figure that may be missing.
pub fn shown<T: ToString>(figure: Option<T>) -> String {
    figure.map_or_else(|| NOTHING.to_owned(), |figure| figure.to_string())
}

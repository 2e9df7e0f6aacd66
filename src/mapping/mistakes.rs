//! All the mistakes of one reading: whoever finds one adds it here and goes on.
//!
//! Refuses to know what the mistakes are about.

use std::cell::RefCell;

use super::diagnostic::{Diagnostic, Edit};
use crate::finding::{Args, Code, Severity};
use crate::place::Span;

/// The arguments of a diagnostic, each made of a text or a number.
macro_rules! args {
    ($($arg:expr),* $(,)?) => { vec![$($crate::finding::Arg::from($arg)),*] };
}
pub(crate) use args;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Mistakes {
    source: String,
    found: RefCell<Vec<Diagnostic>>,
}

impl Mistakes {
    /// None yet in this text.
    #[must_use]
    pub fn of(source: &str) -> Self {
        Self { source: source.to_owned(), found: RefCell::default() }
    }

    /// The text in which they are.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Mistakes that were found elsewhere.
    pub fn extend(&self, found: impl IntoIterator<Item = Diagnostic>) {
        self.found.borrow_mut().extend(found);
    }

    /// A mistake.
    pub fn fail(&self, code: Code, at: Span, args: Args) {
        self.add(Severity::Fail, code, at, None, args);
    }

    /// A mistake with what is to be written instead.
    pub fn fail_mended(&self, code: Code, at: Span, args: Args, edit: Option<Edit>) {
        self.found.borrow_mut().push(Diagnostic { edit, ..Diagnostic::fail(code, at, args) });
    }

    /// A mistake that has to do with another place.
    pub fn fail_with(&self, code: Code, at: Span, also: Option<Span>, args: Args) {
        self.add(Severity::Fail, code, at, also, args);
    }

    /// A doubt.
    pub fn warn(&self, code: Code, at: Span, args: Args) {
        self.add(Severity::Warn, code, at, None, args);
    }

    /// A doubt that has to do with another place.
    pub fn warn_with(&self, code: Code, at: Span, also: Option<Span>, args: Args) {
        self.add(Severity::Warn, code, at, also, args);
    }

    fn add(&self, severity: Severity, code: Code, at: Span, also: Option<Span>, args: Args) {
        self.found.borrow_mut().push(Diagnostic { severity, code, args, at, also, edit: None });
    }

    /// Everything, the earliest place first, nothing twice.
    #[must_use]
    pub fn sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by(|a, b| (a.at, a.code, &a.args).cmp(&(b.at, b.code, &b.args)));
        found.dedup();
        found
    }
}

//! One mistake in a mapping's text, as data.

use crate::finding::{Args, Code, Severity};
use crate::place::Span;

/// A mistake ([`Severity::Fail`]) or a doubt ([`Severity::Warn`]), with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `Fail` or `Warn`.
    pub severity: Severity,
    /// What is wrong.
    pub code: Code,
    /// Arguments in the order of [`Code::args`].
    pub args: Args,
    /// The text to underline.
    pub at: Span,
    /// Another place that has to do with it, such as the first of two.
    pub also: Option<Span>,
    /// What to write instead, where that can be told.
    pub edit: Option<Edit>,
}

impl Diagnostic {
    /// A mistake without another place.
    #[must_use]
    pub const fn fail(code: Code, at: Span, args: Args) -> Self {
        Self { severity: Severity::Fail, code, args, at, also: None, edit: None }
    }

    /// A doubt without another place.
    #[must_use]
    pub const fn warn(code: Code, at: Span, args: Args) -> Self {
        Self { severity: Severity::Warn, code, args, at, also: None, edit: None }
    }
}

/// A piece of the text that is replaced by another; an empty piece is a place where something is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text.
    pub at: Span,
    /// What stands there afterwards.
    pub text: String,
    /// Nothing else can be meant: it may be done without asking.
    pub certain: bool,
}

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
}

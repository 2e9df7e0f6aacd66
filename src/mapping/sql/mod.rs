//! Expressions of the mapping language: text in, a typed expression or all its mistakes out.
//!
//! `parse` reads SQL's syntax, `table` says what there is, `check` gives every part a type. Nothing is computed here.
//! Refuses to know Arrow, and what fields there are: [`Names`] is the caller's.

mod check;
mod expr;
pub mod format;
pub mod like;
pub mod op;
mod parse;
mod reference;
pub mod table;
#[cfg(test)]
mod tests;
mod tree;
pub mod types;

pub use expr::{Expr, Kind, NameId, Typed};
pub use reference::reference;

use super::model::Type;
use crate::finding::{Args, Code};
use crate::place::Span;

/// The names that an expression may use.
pub trait Names {
    /// What a name, split at its dots, stands for.
    fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)>;
    /// Every name as it is written, for suggestions.
    fn all(&self) -> Vec<String>;
    /// The code of a name that does not resolve; its arguments are the name and the nearest one.
    fn missing(&self) -> Code {
        Code::UnknownField
    }
}

/// A mistake in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub code: Code,
    /// Bytes of the expression's text.
    pub at: Span,
    /// In the order of [`Code::args`].
    pub args: Args,
}

fn mistake(code: Code, at: Span, args: Args) -> Mistake {
    Mistake { code, at, args }
}

/// Reads and checks an expression; `wanted` is the type that its values must have.
///
/// # Errors
/// All mistakes, the earliest first: TL0030 to TL0038, TL0010, TL0017, TL0018, TL0020, and that of unknown names. A text
/// that does not parse has one.
pub fn read(text: &str, names: &dyn Names, wanted: Option<Type>) -> Result<Typed, Vec<Mistake>> {
    let tree = parse::parse(text).map_err(|one| vec![one])?;
    check::check(&tree, text, names, wanted)
}

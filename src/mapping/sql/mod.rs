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
    /// Why a name may not be used although it stands for something: a code with its arguments.
    fn refused(&self, _name: &[&str]) -> Option<(Code, Args)> {
        None
    }
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

/// Whether this text, written bare, is a name wherever an expression may have one: no word of SQL.
#[must_use]
pub fn is_name(text: &str) -> bool {
    struct Only<'a>(&'a str);
    impl Names for Only<'_> {
        fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)> {
            (name == [self.0]).then_some((0, Type::Int64))
        }
        fn all(&self) -> Vec<String> {
            Vec::new()
        }
    }
    let everywhere = format!("case when {text} = {text} then {text} + {text} else {text} end");
    read(&everywhere, &Only(text), None).is_ok_and(|typed| typed.inputs.len() == 1)
}

/// Reads and checks an expression; `wanted` is the type that its values must have.
///
/// # Errors
/// All mistakes, the earliest first: TL0030 to TL0038, TL0010, TL0017, TL0018, TL0020, those of unknown and of refused
/// names. A text
/// that does not parse has one.
pub fn read(text: &str, names: &dyn Names, wanted: Option<Type>) -> Result<Typed, Vec<Mistake>> {
    let tree = parse::parse(text).map_err(|one| vec![one])?;
    check::check(&tree, text, names, wanted)
}

//! The mapping language: text in, a checked [`model::Mapping`] or all its mistakes out.
//!
//! Refuses to know bytes, files and Parquet.

pub mod accept;
mod attach;
mod blanks;
mod check;
pub mod cobol;
mod compares;
mod condition;
pub mod constant;
mod controls;
pub mod copybook;
pub mod diagnostic;
pub mod edited;
pub mod encodings;
mod expression;
mod field;
pub mod guarded;
pub mod keys;
mod kinds;
mod length_expression;
mod lengths;
mod limits;
mod lookup;
pub mod mend;
pub mod migration;
pub(crate) mod mistakes;
pub mod model;
pub mod nearest;
mod nest;
mod never;
pub mod offsets;
mod order;
pub mod personal;
pub mod picture;
mod position;
mod reports;
mod rules;
mod set_rules;
mod source;
mod split;
pub mod sql;
pub mod stored;
mod structure;
mod syntax;
mod table;
pub mod targets;
#[cfg(test)]
mod tests;
mod tree;
pub mod types;
pub mod unread;
mod view;
pub mod written;

use crate::finding::{Code, Severity};
use crate::place::Span;
use cobol::Books;
use diagnostic::Diagnostic;
use migration::Declared;
use mistakes::{Mistakes, args};
use model::Mapping;
use tree::{Node, Shape};
use view::View;

/// What the text of a mapping says.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// None if any diagnostic is [`Severity::Fail`].
    pub mapping: Option<Mapping>,
    /// Mistakes and doubts, the earliest place first.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a mapping that has no `migration.yaml` beside it; see [`read_among`].
#[must_use]
pub fn read(name: &str, text: &str) -> Read {
    read_among(name, text, &Declared::default(), &())
}

/// Reads a mapping whose expressions may name these parameters, and whose fields may be items of these copybooks; `name` is its file's name without `.yaml`. The digest is left empty.
///
/// All mistakes are told at once, TL0001 to TL0044, except where YAML itself cannot be read on.
#[must_use]
pub fn read_among(name: &str, text: &str, parameters: &Declared, books: &dyn Books) -> Read {
    let mistakes = Mistakes::of(text);
    let node = tree::read(text, &mistakes);
    let mapping = node.as_ref().and_then(|node| mapping(name, node, (parameters, books), &mistakes));
    let diagnostics = mistakes.sorted();
    Read { mapping: mapping.filter(|_| !fails(&diagnostics)), diagnostics }
}

fn fails(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|one| one.severity == Severity::Fail)
}

fn mapping(
    name: &str,
    node: &Node,
    (parameters, books): (&Declared, &dyn Books),
    mistakes: &Mistakes,
) -> Option<Mapping> {
    let empty = Node { at: Span::default(), shape: Shape::Map(Vec::new()) };
    let node = if node.shape == Shape::Nothing { &empty } else { node };
    let top = View::open(node, "mapping", mistakes)?;
    top.need("tumpline");
    check_version(top);
    top.need("source");
    let view = top.map("source", "source");
    let source = view.map(|view| source::read(view, parameters, books));
    let tables = table::read(top, source.as_ref().map(|source| &source.kinds));
    let source = source?;
    check::check(&source, &tables, mistakes);
    let mut mapping = Mapping {
        name: name.to_owned(),
        digest: String::new(),
        about: view.map(about).unwrap_or_default(),
        source: source.into_model()?,
        tables: tables.list,
    };
    personal::spread(&mut mapping, parameters);
    Some(mapping)
}

fn check_version(top: View<'_>) {
    if let Some(version) = top.text("tumpline").filter(|version| version.text != "1") {
        top.mistakes().fail(Code::BadVersion, version.at, args![version.text]);
    }
}

/// `about:` as written.
fn about(source: View<'_>) -> Vec<(String, String)> {
    let mistakes = source.mistakes();
    let Some(node) = source.get("about") else { return Vec::new() };
    let Shape::Map(entries) = &node.shape else {
        if node.shape != Shape::Refused {
            view::wrong_shape("map", &node.shape, node.at, mistakes);
        }
        return Vec::new();
    };
    let texts = entries.iter().filter_map(|entry| {
        let text = view::text(&entry.value, mistakes)?;
        Some((entry.key.clone(), text.text.to_owned()))
    });
    texts.collect()
}

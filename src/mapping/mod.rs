//! The mapping language: text in, a checked [`model::Mapping`] or all its mistakes out.
//!
//! Refuses to know bytes, files and Parquet.

mod check;
mod condition;
pub mod constant;
pub mod diagnostic;
pub mod encodings;
mod expression;
mod field;
pub mod keys;
mod kinds;
mod lookup;
mod mistakes;
pub mod model;
pub mod nearest;
pub mod offsets;
mod personal;
pub mod picture;
mod position;
mod rules;
mod source;
pub mod sql;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod tree;
pub mod types;
mod view;

use crate::finding::{Code, Severity};
use crate::place::Span;
use diagnostic::Diagnostic;
use mistakes::{Mistakes, args};
use model::{Mapping, Title};
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

/// `migration.yaml`: what holds for all the mappings of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Migration {
    /// For people.
    pub title: Title,
}

/// Reads a mapping; `name` is its file's name without `.yaml`. The digest is left empty.
///
/// All mistakes are told at once, TL0001 to TL0029, except where YAML itself cannot be read on.
#[must_use]
pub fn read(name: &str, text: &str) -> Read {
    let mistakes = Mistakes::of(text);
    let node = tree::read(text, &mistakes);
    let mapping = node.as_ref().and_then(|node| mapping(name, node, &mistakes));
    let diagnostics = mistakes.sorted();
    Read { mapping: mapping.filter(|_| !fails(&diagnostics)), diagnostics }
}

/// Reads `migration.yaml`; none if any diagnostic is [`Severity::Fail`]. An empty text is a migration too.
#[must_use]
pub fn read_migration(text: &str) -> (Option<Migration>, Vec<Diagnostic>) {
    let mistakes = Mistakes::default();
    let node = tree::read(text, &mistakes);
    let migration = node.as_ref().and_then(|node| match node.shape {
        Shape::Nothing => Some(Migration::default()),
        _ => View::open(node, "migration", &mistakes).map(|view| Migration { title: table::title(view) }),
    });
    let diagnostics = mistakes.sorted();
    (migration.filter(|_| !fails(&diagnostics)), diagnostics)
}

fn fails(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|one| one.severity == Severity::Fail)
}

fn mapping(name: &str, node: &Node, mistakes: &Mistakes) -> Option<Mapping> {
    let empty = Node { at: Span::default(), shape: Shape::Map(Vec::new()) };
    let node = if node.shape == Shape::Nothing { &empty } else { node };
    let top = View::open(node, "mapping", mistakes)?;
    check_version(top);
    top.need("source");
    let view = top.map("source", "source");
    let source = view.map(source::read);
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
    personal::spread(&mut mapping);
    Some(mapping)
}

fn check_version(top: View<'_>) {
    top.need("tumpline");
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

//! What of `migration.yaml` may be personal and is not shown where a mistake is drawn: keys and differences that are signed
//! off under `accept:`.
//!
//! In: the text, and the mappings beside it as far as they could be read. Out: places in the text; the text without what
//! stands there. What nobody knows not to be personal is taken for it. Refuses to tell mistakes.

use std::borrow::Cow;

use super::diagnostic::Diagnostic;
use super::mistakes::Mistakes;
use super::model::{Kind, Mapping, Table};
use super::tree::{self, Entry, Node, Shape};
use crate::finding::Arg;
use crate::place::Span;

/// What says which control is meant, why and by whom: no value of it is data.
const OPEN: [&str; 3] = ["control", "because", "by"];

/// The places that are not shown.
#[must_use]
pub fn places(text: &str, mappings: &[&Mapping]) -> Vec<Span> {
    let Some(Node { shape: Shape::Map(entries), .. }) = tree::read(text, &Mistakes::of(text)) else {
        return unread(text);
    };
    let mut places = Vec::new();
    for accepted in entries.iter().filter(|entry| entry.key == "accept") {
        let known = Controls { entries: &entries, mappings };
        match &accepted.value.shape {
            Shape::List(all) => all.iter().for_each(|one| known.entry(one, &mut places)),
            _ => known.entry(&accepted.value, &mut places),
        }
    }
    places
}

/// The text with other characters in these places; each takes as many bytes as the one that stood there.
#[must_use]
pub fn masked<'t>(text: &'t str, places: &[Span]) -> Cow<'t, str> {
    if places.is_empty() {
        return text.into();
    }
    let is_hidden = |at: usize| places.iter().any(|place| (place.start as usize..place.end as usize).contains(&at));
    let mask = |(at, letter): (usize, char)| match letter.len_utf8() {
        _ if letter.is_whitespace() || !is_hidden(at) => letter,
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '\u{1F784}',
    };
    text.char_indices().map(mask).collect()
}

/// Takes what stands in these places out of the arguments of mistakes.
pub fn hide(text: &str, places: &[Span], diagnostics: &mut [Diagnostic]) {
    let said =
        |place: &Span| text.get(place.start as usize..place.end as usize).map(|said| said.trim_matches(['"', '\'']));
    let said: Vec<&str> = places.iter().filter_map(said).collect();
    for arg in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.args) {
        if matches!(&*arg, Arg::Text(text) if said.contains(&&**text)) {
            *arg = Arg::Hidden;
        }
    }
}

/// The controls that there are, as far as they could be read.
struct Controls<'a> {
    /// Of `migration.yaml`.
    entries: &'a [Entry],
    mappings: &'a [&'a Mapping],
}

impl<'a> Controls<'a> {
    /// One entry: what is not known to be open is not shown.
    fn entry(&self, node: &Node, places: &mut Vec<Span>) {
        let Shape::Map(entries) = &node.shape else { return leaves(node, places) };
        let known = child(entries, "control").and_then(written).map(|control| self.named(control));
        for Entry { key, value, .. } in entries {
            match (key.as_str(), &known) {
                (open, _) if OPEN.contains(&open) => {}
                ("difference", Some(known)) if known.has_open_figures() => {}
                ("key", Some(known)) => known.keys(value, places),
                _ => leaves(value, places),
            }
        }
    }

    fn named(&self, control: &str) -> Known<'a> {
        let is_of = |id: &str| control.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let drafts = match child(self.entries, "controls").map(|node| &node.shape) {
            Some(Shape::List(drafts)) => drafts.as_slice(),
            _ => &[],
        };
        let mut drafts =
            drafts.iter().filter_map(|draft| if let Shape::Map(draft) = &draft.shape { Some(draft) } else { None });
        if let Some(draft) = drafts.find(|draft| child(draft, "id").and_then(written).is_some_and(is_of)) {
            let name = child(draft, "table").and_then(written);
            let mut tables = self.mappings.iter().flat_map(|mapping| &mapping.tables);
            let table = tables.find(|table| Some(table.name.as_str()) == name);
            return table.map_or(Known::Nothing, |table| Known::Report(table, draft));
        }
        let mapping = control.rsplit_once('.').and_then(|(name, _)| self.mappings.iter().find(|one| one.name == name));
        mapping.map_or(Known::Nothing, |mapping| Known::Inside(mapping))
    }
}

fn child<'a>(entries: &'a [Entry], key: &str) -> Option<&'a Node> {
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

fn written(node: &Node) -> Option<&str> {
    match &node.shape {
        Shape::Plain(text) | Shape::Quoted(text) => Some(text),
        _ => None,
    }
}

/// Every value in it.
fn leaves(node: &Node, places: &mut Vec<Span>) {
    match &node.shape {
        Shape::Nothing => {}
        Shape::List(all) => all.iter().for_each(|one| leaves(one, places)),
        Shape::Map(entries) => entries.iter().for_each(|entry| {
            places.push(entry.key_at);
            leaves(&entry.value, places);
        }),
        Shape::Plain(_) | Shape::Quoted(_) | Shape::Refused => places.push(node.at),
    }
}

/// What is known of the control that an entry names.
enum Known<'a> {
    /// Its table, and what `migration.yaml` says of it.
    Report(&'a Table, &'a [Entry]),
    Inside(&'a Mapping),
    Nothing,
}

impl Known<'_> {
    /// No figure of it is personal, nor a key that the figure is of.
    fn has_open_figures(&self) -> bool {
        match self {
            Self::Report(table, draft) => {
                let told: Vec<&Node> = ["match", "compare"].iter().filter_map(|key| child(draft, key)).collect();
                let mut personal = table.columns.iter().filter(|column| column.personal);
                !personal.any(|column| told.iter().any(|node| names(node, &column.name)))
            }
            Self::Inside(mapping) => {
                let fields = |kind: &Kind| {
                    let repeats = kind.repeats.iter().flat_map(|repeat| &repeat.fields);
                    kind.fields.iter().chain(repeats).any(|field| field.personal)
                };
                !mapping.source.kinds.iter().any(fields)
            }
            Self::Nothing => false,
        }
    }

    /// The values of a key, but those of columns that are not personal.
    fn keys(&self, key: &Node, places: &mut Vec<Span>) {
        let (Self::Report(table, _), Shape::Map(entries)) = (self, &key.shape) else { return leaves(key, places) };
        for Entry { key, value, .. } in entries {
            match table.columns.iter().find(|column| column.name == *key) {
                Some(column) if !column.personal => {}
                _ => leaves(value, places),
            }
        }
    }
}

/// Whether a name stands anywhere in it.
fn names(node: &Node, name: &str) -> bool {
    match &node.shape {
        Shape::Plain(text) | Shape::Quoted(text) => text == name,
        Shape::List(all) => all.iter().any(|one| names(one, name)),
        Shape::Map(entries) => entries.iter().any(|entry| entry.key == name || names(&entry.value, name)),
        Shape::Nothing | Shape::Refused => false,
    }
}

/// Of a text that is no YAML, all words under `accept:`: where a value begins and ends, nobody knows.
fn unread(text: &str) -> Vec<Span> {
    let (mut places, mut at, mut inside) = (Vec::new(), 0, false);
    for line in text.split_inclusive('\n') {
        let goes_on = line.starts_with([' ', '-', '\t', '\r', '\n', '#']);
        inside = line.starts_with("accept") || (inside && goes_on);
        let from = if goes_on { 0 } else { "accept".len() };
        if inside {
            let words = line.char_indices().skip(from).filter(|(_, letter)| letter.is_alphanumeric());
            places.extend(words.filter_map(|(start, letter)| {
                let (start, end) = (at + start, at + start + letter.len_utf8());
                Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
            }));
        }
        at += line.len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        masked(text, &places(text, &[])).into_owned()
    }

    #[test]
    fn what_nobody_knows_not_to_be_personal_is_not_shown() {
        for (text, want) in [
            (
                "accept: [{control: tb, key: {sin: 046454286}, difference: 1.5, because: old, by: M. T.}]\n",
                "accept: [{control: tb, key: {***: *********}, difference: ***, because: old, by: M. T.}]\n",
            ),
            (
                "accept:\n  - control: tb\n    kee: {nom: \"Éva 日\"}\n    by: M\nrules: []\n",
                "accept:\n  - control: tb\n    kee: {***: *·** •*}\n    by: M\nrules: []\n",
            ),
            ("accept:\n  - 046454286\n", "accept:\n  - *********\n"),
            (
                "title: a\naccept:\n  - {key: {a: 1}, by: [}\nrules: [x]\n",
                "title: a\naccept:\n  - {***: {*: *}, **: [}\nrules: [x]\n",
            ),
            ("title: a\nrules: [x]\n", "title: a\nrules: [x]\n"),
        ] {
            assert_eq!(shown(text), want);
            assert_eq!(shown(text).len(), text.len());
        }
    }

    #[test]
    fn what_is_not_shown_is_in_no_argument() {
        let text = "accept: [{control: tb, key: {sin: '046454286'}}]";
        let mut found = [Diagnostic::fail(
            crate::finding::Code::BadConstant,
            Span::default(),
            vec!["046454286".into(), "int32".into()],
        )];
        hide(text, &places(text, &[]), &mut found);
        assert_eq!(found[0].args, [Arg::Hidden, "int32".into()]);
    }
}

//! What `tumpline explain` says, for people.
//!
//! In: what is known of a record, or a code. Out: text of a given width. Refuses to know what is personal: that was left
//! out before.

mod before;
mod bytes;
pub mod code;
mod columns;
mod fields;
mod lists;
mod parts;
mod witness;

use super::diagnostics::Drawing;
use super::layout;
use super::words::explain::Texts;
use super::words::{self, Language};
use crate::finding::{Arg, Args, Code, Severity};
use crate::inspect::explain::record::{Around, LengthSeen, Said};
use crate::inspect::explain::{Explained, Which};

/// How a record is shown.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Language, colour and width.
    pub drawing: Drawing,
    /// All bytes and rows, however many.
    pub all: bool,
}

/// The whole of it.
#[must_use]
pub fn text(view: View, explained: &Explained) -> String {
    let words = Words { view, language: view.drawing.language, texts: view.drawing.language.explain() };
    let sections = [
        words.head(explained),
        words.fate(explained),
        words.findings(explained),
        words.run_findings(explained),
        words.kinds(explained),
        words.parents(&explained.record),
        words.bytes(&explained.record),
        words.before(explained),
        words.fields(&explained.record),
        words.tables(explained),
        words.rest(explained),
    ];
    sections.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n")
}

#[derive(Clone, Copy)]
struct Words {
    view: View,
    language: Language,
    texts: &'static Texts,
}

impl Words {
    fn width(self) -> usize {
        self.view.drawing.width
    }

    fn say(self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn plain(self, text: &str) -> String {
        words::plain(self.language, text)
    }

    /// A paragraph.
    fn line(self, template: &str, args: &[(&str, Arg)]) -> String {
        layout::wrapped(self.width(), "", &self.say(template, args))
    }

    fn indented(self, text: &str) -> String {
        layout::wrapped(self.width(), layout::INDENT, text)
    }

    /// A heading.
    fn heading(self, template: &str, args: &[(&str, Arg)]) -> String {
        let text = self.say(template, args);
        let text = if self.view.drawing.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text };
        format!("{text}\n")
    }

    fn head(self, explained: &Explained) -> String {
        let (texts, record) = (self.texts, &explained.record);
        let in_source = record.source_length.unwrap_or(record.length);
        let last = (record.offset + in_source).saturating_sub(1).max(record.offset);
        let args = [
            ("record", record.number.into()),
            ("file", explained.file.as_str().into()),
            ("line", line(record.line)),
            ("first", record.offset.into()),
            ("last", last.into()),
            ("length", record.length.into()),
        ];
        let mut text = self.line(texts.head, &args);
        if explained.which == Which::At && explained.number >= record.offset + in_source {
            text += &self.line(texts.in_end, &[("at", explained.number.into())]);
        }
        let is_there = |seen: &&LengthSeen| {
            let place = explained.number.checked_sub(record.offset).and_then(|place| usize::try_from(place).ok());
            explained.which == Which::At && place.is_some_and(|place| (seen.start..seen.end).contains(&place))
        };
        if let Some(seen) = record.lengths.iter().find(is_there) {
            let template = if seen.is_block { texts.at_block_length } else { texts.at_length };
            text += &self.line(template, &[("at", explained.number.into()), ("says", seen.says.into())]);
        }
        let args = [("mapping", explained.mapping.as_str().into()), ("path", explained.mapping_path.as_str().into())];
        text += &self.line(texts.mapping, &args);
        let Some(run) = &explained.run else { return text };
        let outcome = words::outcome(self.language, run.outcome);
        let args =
            [("run", run.run.as_str().into()), ("outcome", outcome.into()), ("folder", run.folder.as_str().into())];
        text += &self.line(texts.run, &args);
        if let Some(edit) = run.edits.first() {
            let args = [("run", edit.read_by.as_str().into()), ("path", edit.raw.as_str().into())];
            text += &self.line(texts.edited, &args);
        }
        if let Some(run) = &run.lost {
            text += &self.line(texts.lost, &[("run", run.as_str().into())]);
        }
        if run.only_size {
            text += &self.line(texts.only_size, &[]);
        }
        if run.mapping_differs {
            text += &self.line(texts.mapping_differs, &[]);
        }
        if run.row_differs {
            text += &self.line(texts.row_differs, &[]);
        }
        if let Some(stop) = &run.source {
            text.push('\n');
            text += &self.view.drawing.doubt(stop);
        }
        text
    }

    /// A code, what is wrong, and what to do.
    fn told(self, (code, severity, args): (Code, Severity, &Args), subject: &str) -> String {
        let sentence = words::sentence(self.language, code, args);
        let severity = words::severity(self.language, severity);
        let subject = if subject.is_empty() { String::new() } else { format!("{}: ", words::shown(subject)) };
        let subject = self.plain(&subject.replace(": ", if self.language == Language::Fr { " : " } else { ": " }));
        let margin = format!("{}{}  ", layout::INDENT, code.id());
        let first = layout::wrapped(self.width(), &margin, &format!("{subject}{sentence} ({severity})"));
        let margin = format!("{}-> ", " ".repeat(layout::length(&margin)));
        first + &layout::wrapped(self.width(), &margin, &words::advice_here(self.language, code, args))
    }

    /// A value as people read it.
    fn value(self, said: &Said) -> String {
        self.value_within(LONGEST, said)
    }

    /// The same, in so many characters.
    fn value_within(self, most: usize, said: &Said) -> String {
        match said {
            Said::Empty => self.plain(self.texts.empty),
            Said::Hidden => self.plain(self.texts.hidden),
            Said::Text(text) => self.cut(most, &words::shown(text)),
        }
    }

    /// A text as it stands there, between marks that show its blanks.
    fn quoted(self, said: &Said) -> String {
        self.quoted_within(QUOTED, said)
    }

    /// The same, in so many characters.
    fn quoted_within(self, most: usize, said: &Said) -> String {
        match said {
            Said::Text(text) => format!("`{}`", self.cut(most, &words::shown(text))),
            other => self.value(other),
        }
    }

    /// A text of so many characters, if not all is asked for.
    fn cut(self, most: usize, text: &str) -> String {
        if self.view.all || layout::length(text) <= most {
            return text.to_owned();
        }
        text.chars().take(most - 1).chain(std::iter::once('…')).collect()
    }

    fn around(self, template: &str, kind: &str, place: &Around) -> String {
        let args = [
            ("kind", kind.into()),
            ("record", place.record.into()),
            ("line", line(place.line)),
            ("offset", place.offset.into()),
        ];
        self.say(template, &args) + &self.refused(place)
    }

    /// What stands behind a record that was refused.
    fn refused(self, place: &Around) -> String {
        if place.refused { format!(", {}", self.plain(self.texts.parent_refused)) } else { String::new() }
    }
}

/// Characters of the longest value that is shown whole.
const LONGEST: usize = 28;
/// Of one between marks: a line is not broken in it.
const QUOTED: usize = 24;

/// A line's number, or nothing.
fn line(line: Option<u64>) -> Arg {
    line.map_or_else(|| "".into(), Into::into)
}

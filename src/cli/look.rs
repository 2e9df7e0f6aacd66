//! What `look` shows of files.
//!
//! In: faces, a language and a width. Out: text. Refuses colour, and to know where it is shown.

mod head;
mod json;
mod many;
mod reading;
mod records;
mod tables;
mod why;

use super::layout;
use super::words::look::LookWords;
use super::words::{self, Language};
use crate::finding::Arg;
use crate::inspect::look::{Face, Looked};

pub use json::document;

/// Of more files, only a table is shown.
const SHOWN: usize = 4;

/// What everything here is written with.
#[derive(Clone, Copy)]
struct Writer {
    language: Language,
    width: usize,
}

impl Writer {
    const fn words(self) -> &'static LookWords {
        LookWords::of(self.language)
    }

    fn say(self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    /// A sentence on lines of its own.
    fn line(self, text: &str) -> String {
        layout::wrapped(self.width, layout::INDENT, text)
    }

    fn heading(self, text: &str) -> String {
        format!("\n{}\n", words::plain(self.language, text))
    }
}

/// Files that could be looked at: each as a whole if there are few, else what they have in common. `values` says that
/// values at places were asked for: they are shown of any number of files.
#[must_use]
pub fn text(language: Language, width: usize, files: &[Looked], values: bool) -> String {
    let writer = Writer { language, width };
    let faces: Vec<(&Looked, &Face)> =
        files.iter().filter_map(|file| file.face.as_ref().ok().map(|face| (file, face))).collect();
    let mut text = String::new();
    if files.len() > 1 && !faces.is_empty() {
        text += &many::overview(writer, files, &faces);
    }
    for (file, face) in &faces {
        if faces.len() <= SHOWN {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.extend([gap, &one(writer, file, face)]);
        } else if values {
            text.extend(["\n", &words::shown(&file.path), "\n"]);
            text += tables::values(writer, face).trim_start_matches('\n');
        }
    }
    if faces.len() > SHOWN {
        text += "\n";
        text += &layout::wrapped(width, "", writer.words().look_at_one);
    }
    text
}

fn one(writer: Writer, file: &Looked, face: &Face) -> String {
    let mut text = format!("{}\n", words::shown(&file.path));
    text += &head::head(writer, file, face);
    if face.nothing.is_some() {
        return text;
    }
    if face.sort.is_none() {
        text += &tables::lengths(writer, face);
        text += &tables::values(writer, face);
    }
    text += &tables::high(writer, face);
    text += &tables::controls(writer, face);
    text += &records::records(writer, face);
    text
}

#[cfg(test)]
mod tests;

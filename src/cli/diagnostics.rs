//! Mistakes, drawn for people: file, line, column, the text underlined, and what to do.
//!
//! In: diagnostics and stops as data. Out: text, with colour if it is wanted. Refuses to know where it is shown.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, Title};

use super::engine::MappingText;
use super::layout;
use super::words::{self, Language};
use crate::finding::{Arg, Code, Severity};
use crate::inspect::check::first::Looked;
use crate::inspect::check::misfits::Misfit;
use crate::mapping::diagnostic::{Diagnostic, Edit};
use crate::mapping::mend;
use crate::place::Span;
use crate::run::Stop;

/// How mistakes are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawing {
    /// The language of the words.
    pub language: Language,
    /// Whether there are colours.
    pub colour: bool,
    /// Characters of the longest line.
    pub width: usize,
}

impl Drawing {
    /// `terminal` is its width in characters, if it is one. Colour on a terminal; `NO_COLOR` takes it away, else `CLICOLOR_FORCE` gives it.
    #[must_use]
    pub fn new(language: Language, terminal: Option<usize>, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| variable(name).is_some_and(|text| !text.is_empty());
        let is_forced = variable("CLICOLOR_FORCE").is_some_and(|text| !text.is_empty() && text != "0");
        let is_dumb = variable("TERM").is_some_and(|text| text == "dumb");
        let colour = !is_set("NO_COLOR") && (is_forced || terminal.is_some() && !is_dumb);
        Self { language, colour, width: layout::width_of(terminal) }
    }

    /// All that is wrong with one mapping, in the order of the diagnostics; an advice is given once.
    #[must_use]
    pub fn mapping(self, mapping: &MappingText) -> String {
        let mut advised = BTreeSet::new();
        let drawn = mapping.diagnostics.iter().map(|diagnostic| {
            let advice = self.advice(diagnostic.code, &diagnostic.args);
            let advice = advised.insert(advice.clone()).then_some(advice);
            self.diagnostic(mapping, diagnostic, advice) + "\n"
        });
        drawn.collect()
    }

    /// What the first records say against a mapping.
    #[must_use]
    pub fn looked(self, mapping: &MappingText, looked: &Looked) -> String {
        let text = MappingText { diagnostics: looked.doubts.clone(), ..mapping.clone() };
        self.mapping(&text)
    }

    /// What is wrong with the files that a mapping names, each where the mapping names it.
    #[must_use]
    pub fn misfits(self, mapping: &MappingText, misfits: &[Misfit]) -> String {
        let drawn = misfits.iter().map(|one| match one.at {
            None => self.stop(&one.stop) + "\n",
            Some(at) => {
                let Stop { code, args } = &one.stop;
                let advice = self.advice(*code, args);
                let found = Diagnostic { edit: one.edit.clone(), ..Diagnostic::fail(*code, at, args.clone()) };
                self.diagnostic(mapping, &found, Some(advice)) + "\n"
            }
        });
        drawn.collect()
    }

    /// A stop, and what to do.
    #[must_use]
    pub fn stop(self, stop: &Stop) -> String {
        self.told(Severity::Fail, stop)
    }

    /// A doubt about what is in no mapping, and what to do.
    #[must_use]
    pub fn doubt(self, doubt: &Stop) -> String {
        self.told(Severity::Warn, doubt)
    }

    fn told(self, severity: Severity, stop: &Stop) -> String {
        let title = self.title(severity, stop.code, &stop.args);
        self.drawn(title.element(self.help().message(self.advice(stop.code, &stop.args))))
    }

    fn diagnostic(self, mapping: &MappingText, diagnostic: &Diagnostic, advice: Option<String>) -> String {
        let title = self.title(diagnostic.severity, diagnostic.code, &diagnostic.args);
        let text = &*mapping.shown();
        let at = on_one_line(text, diagnostic.at);
        let also = diagnostic.also.map(|also| on_one_line(text, also));
        // Only the lines concerned are handed on: a mapping may have thousands of lines, and as many mistakes.
        let first = also.as_ref().map_or(at.start, |also| also.start.min(at.start));
        let last = also.as_ref().map_or(at.end, |also| also.end.max(at.end));
        let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
        let within = |span: Range<usize>| span.start - start..span.end - start;
        let path = words::shown(&mapping.path);
        let mut snippet = Snippet::source(&text[start..end])
            .line_start(line_of(text, start))
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(within(at)));
        if let Some(also) = also {
            let label = words::plain(self.language, self.language.texts().see_also);
            snippet = snippet.annotation(AnnotationKind::Context.span(within(also)).label(label));
        }
        let mut drawing = title.element(snippet);
        if let Some(edit) = &diagnostic.edit {
            let name = self.language.texts().write;
            // `   = write: ` stands before it, where line numbers have three digits.
            let margin = " ".repeat(layout::length(name) + 8);
            let lines = layout::wrapped(self.width, &margin, &written(text, edit, self.width));
            let lines = lines.lines().map(str::trim).collect::<Vec<_>>().join("\n");
            drawing = drawing.element(Level::NOTE.with_name(name).message(lines));
        }
        self.drawn(match advice {
            Some(advice) => drawing.element(self.help().message(advice)),
            None => drawing,
        })
    }

    /// The first lines: what is wrong.
    fn title(self, severity: Severity, code: Code, args: &[Arg]) -> Title<'static> {
        let margin = " ".repeat(layout::length(self.name(severity)) + layout::length(code.id()) + 4);
        let lines = layout::wrapped(self.width, &margin, &words::sentence(self.language, code, args));
        let lines = lines.lines().map(str::trim).collect::<Vec<_>>().join("\n");
        self.level(severity).primary_title(lines).id(code.id())
    }

    fn name(self, severity: Severity) -> &'static str {
        let texts = self.language.texts();
        match severity {
            Severity::Fail | Severity::Reject => texts.error,
            Severity::Warn | Severity::Note => texts.warning,
        }
    }

    fn level(self, severity: Severity) -> Level<'static> {
        let level = match severity {
            Severity::Fail | Severity::Reject => Level::ERROR,
            Severity::Warn | Severity::Note => Level::WARNING,
        };
        level.with_name(self.name(severity))
    }

    fn help(self) -> Level<'static> {
        Level::HELP.with_name(self.language.texts().help)
    }

    fn advice(self, code: Code, args: &[Arg]) -> String {
        // `   = what to do: ` stands before it, where line numbers have three digits.
        let margin = " ".repeat(layout::length(self.language.texts().help) + 8);
        let lines = layout::wrapped(self.width, &margin, &words::advice_here(self.language, code, args));
        lines.lines().map(str::trim).collect::<Vec<_>>().join("\n")
    }

    fn drawn(self, group: Group<'_>) -> String {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(self.width).decor_style(DecorStyle::Ascii);
        let drawn = renderer.render(&[group]);
        drawn.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
    }
}

/// Of a line that is longer than so many of the terminal's, the part around what changes is shown.
const LINES: usize = 6;

/// The line as it should be, without its indentation: nobody can write what is cut. Of a line that would fill a terminal, what
/// changes is whole.
fn written(text: &str, edit: &Edit, width: usize) -> String {
    let (start, end) = (boundary(text, edit.at.start), boundary(text, edit.at.end));
    let edit = Edit { at: Span { start: to_u32(start), end: to_u32(end.max(start)) }, ..edit.clone() };
    let line = if edit.text.ends_with('\n') { edit.text.clone() } else { mend::lines(text, &edit) };
    let line = words::shown(line.lines().last().unwrap_or_default().trim_end());
    // Where it is the indentation that changes, it is shown.
    let moves = edit.text.trim().is_empty() && text[..start].ends_with('\n');
    let line = if moves { format!("`{line}`") } else { line.trim_start().to_owned() };
    let wanted = edit.text.trim();
    let from = line.find(wanted).map_or(0, |at| line[..at].chars().count());
    let inside = layout::length(wanted);
    layout::around(&line, from + inside / 2, (width * LINES).max(inside + width))
}

fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Line and column of a place, both from 1; the column counts characters.
#[must_use]
pub fn line_and_column(text: &str, offset: u32) -> (usize, usize) {
    let at = boundary(text, offset);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    (line_of(text, at), text[start..at].chars().count() + 1)
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// The last place at or before the offset where a character starts.
fn boundary(text: &str, offset: u32) -> usize {
    let at = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The part of a span on its first line, cut to the text; whatever the span, it can be drawn.
fn on_one_line(text: &str, span: Span) -> Range<usize> {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let line = text[start..end].find(['\n', '\r']).map_or(end, |length| start + length);
    start..line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::infer::layout::Doubt;

    const MAPPING: &str = "tumpline: 1\nsource:\n  files: \"*.txt\"\n  formats: fixed\n  encoding: cp850\n";

    fn mistake(code: Code, args: &[&str], start: u32, end: u32, also: Option<Span>) -> MappingText {
        let args = args.iter().map(|arg| (*arg).into()).collect();
        let at = Span { start, end };
        let diagnostics = vec![Diagnostic { also, ..Diagnostic::fail(code, at, args) }];
        MappingText { path: "gl.yaml".into(), text: MAPPING.into(), diagnostics, hidden: Vec::new() }
    }

    /// A wide terminal.
    const WIDE: usize = 100;
    const PLAIN: Drawing = Drawing { language: Language::En, colour: false, width: WIDE };
    const FRENCH: Drawing = Drawing { language: Language::Fr, colour: false, width: WIDE };

    #[test]
    fn a_mistake_is_drawn_with_its_place_underlined() {
        let mapping = mistake(Code::UnknownKey, &["formats", "format"], 39, 46, None);
        assert_eq!(
            PLAIN.mapping(&mapping),
            "\
error[TL0002]: unknown key `formats`; did you mean `format`?
 --> gl.yaml:4:3
  |
4 |   formats: fixed
  |   ^^^^^^^
  |
  = what to do: Correct the key's spelling or its indentation; docs/reference/mapping.md lists the
                keys of each place.

"
        );
        assert_eq!(
            FRENCH.mapping(&mapping).replace('\u{a0}', "~"),
            "\
erreur[TL0002]: clé inconnue `formats`~; vouliez-vous dire `format`~?
 --> gl.yaml:4:3
  |
4 |   formats: fixed
  |   ^^^^^^^
  |
  = que faire~: Corrigez l’orthographe ou le retrait de la clé~; docs/reference/mapping.md donne
                les clés de chaque endroit.

"
        );
    }

    #[test]
    fn two_places_of_one_mistake_are_both_drawn() {
        let also = Some(Span { start: 22, end: 27 });
        let drawn = PLAIN.mapping(&mistake(Code::Conflict, &["formats", "files"], 39, 46, also));
        assert!(drawn.contains("3 |   files:") && drawn.contains("this belongs to it"), "{drawn}");
    }

    #[test]
    fn no_span_makes_the_drawing_fail() {
        let end = u32::try_from(MAPPING.len()).unwrap();
        for (start, last) in [(0, 0), (end, end), (0, end), (end + 5, end + 9), (30, 3), (11, 12)] {
            let drawn =
                PLAIN.mapping(&mistake(Code::MissingKey, &["x"], start, last, Some(Span { start: last, end: start })));
            assert!(drawn.contains("gl.yaml"), "{start} {last}: {drawn}");
        }
        let mut empty = mistake(Code::NothingToLoad, &["table"], 0, 0, None);
        for text in ["", "é", "\r\n\u{feff}é", "\n\n"] {
            empty.text = text.into();
            empty.diagnostics[0].at = Span { start: 1, end: 2 };
            assert!(PLAIN.mapping(&empty).contains("TL0024"));
        }
    }

    #[test]
    fn a_stop_ends_with_what_to_do() {
        let stop = Stop::new(Code::Io, vec!["read".into(), "/n/\u{1b}[2J".into(), "permission denied".into()]);
        assert_eq!(
            PLAIN.stop(&stop),
            "\
error[TL0901]: cannot read `/n/\\u{1b}[2J`: permission denied
 |
 = what to do: Check that the path is right, the disk there and the permission given; then try
               again.
"
        );
    }

    #[test]
    fn what_is_to_be_written_is_whole_however_long_its_line_is() {
        let name = "b".repeat(300);
        for (before, width) in [("x".repeat(10), 80), ("x, ".repeat(60), 80), ("x, ".repeat(900), 60)] {
            let text = format!("a: [{before}, {{name: old}}, {before}]\n");
            let start = u32::try_from(text.find("old").unwrap()).unwrap();
            let edit = Edit { at: Span { start, end: start + 3 }, text: name.clone(), certain: false };
            let line = written(&text, &edit, width);
            assert!(line.contains(&name), "{line}");
            assert_eq!(line.contains('…'), before.len() > 100, "{line}");
        }
    }

    #[test]
    fn no_line_is_longer_than_the_terminal() {
        let doubt = Doubt::Shifted { right: true, n: 200, first: 1 };
        let (code, args) = doubt.told("field of a layout");
        for drawing in [PLAIN, FRENCH] {
            let drawn = drawing.doubt(&Stop::new(code, args.clone()));
            assert!(drawn.lines().all(|line| layout::length(line) <= drawing.width), "{drawn}");
        }
    }

    #[test]
    fn colour_is_where_it_is_wanted() {
        for (terminal, variables, want) in [
            (Some(80), &[][..], true),
            (None, &[], false),
            (Some(80), &[("NO_COLOR", "1")], false),
            (Some(80), &[("NO_COLOR", "")], true),
            (None, &[("CLICOLOR_FORCE", "1")], true),
            (None, &[("CLICOLOR_FORCE", "0")], false),
            (None, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (Some(80), &[("TERM", "dumb")], false),
        ] {
            let variable =
                |name: &str| variables.iter().find(|(set, _)| *set == name).map(|(_, text)| (*text).to_owned());
            let drawing = Drawing::new(Language::En, terminal, &variable);
            assert_eq!(drawing.colour, want, "{terminal:?} {variables:?}");
            let drawn = drawing.stop(&Stop::new(Code::Interrupted, Vec::new()));
            assert_eq!(drawn.contains('\u{1b}'), want);
        }
    }

    #[test]
    fn lines_and_columns_count_from_1() {
        for (offset, want) in [(0, (1, 1)), (11, (1, 12)), (12, (2, 1)), (9999, (6, 1))] {
            assert_eq!(line_and_column(MAPPING, offset), want, "{offset}");
        }
        assert_eq!(line_and_column("éé", 3), (1, 2));
    }
}

//! `--fix`: does what is certain in the mappings themselves.
//!
//! In: paths of mappings. Out: the files mended, and which lines changed. Every byte that no edit is about stays; a file is
//! replaced in one step. Refuses edits that are only proposals, and any that leave their mistake where it was.

use std::ops::Range;
use std::path::Path;

use crate::finding::Code;
use crate::host::Host;
use crate::mapping::diagnostic::{Diagnostic, Edit};
use crate::mapping::{self, mend, migration};
use crate::place::Span;
use crate::run::{MappingText, Request, Stop, io, prepare, put};

/// How often all is read again: what is mended may show other mistakes.
const ROUNDS: usize = 12;

/// A line that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number when it was changed, from 1.
    pub line: usize,
    /// As it was.
    pub before: String,
    /// As it is; may be several lines.
    pub after: String,
}

/// What changed in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file, for people.
    pub path: String,
    /// In the order in which they were done.
    pub changes: Vec<Change>,
}

impl Fixed {
    /// A change of a later round: what it makes of a line that has changed already is what that line has become.
    fn add(&mut self, change: Change) {
        let same = |known: &&mut Change| known.line == change.line && known.after == change.before;
        match self.changes.iter_mut().find(same) {
            Some(known) => known.after = change.after,
            None => self.changes.push(change),
        }
    }
}

/// Mends the mappings of a request, and the `migration.yaml` beside them.
///
/// # Errors
/// Those of [`prepare::look`]; TL0901, TL0907 where a file cannot be written; TL0902 where it changed meanwhile.
pub fn fix(host: &dyn Host, request: &Request) -> Result<Vec<Fixed>, Stop> {
    let mut fixed: Vec<Fixed> = Vec::new();
    for _ in 0..ROUNDS {
        let looked = prepare::look(host, request)?;
        let migration = looked.migration.as_ref().map(|one| (&one.path, &one.text, Read::Migration));
        let mappings = looked.mappings.iter().map(|one| (&one.path, &one.text, Read::Mapping));
        let mut again = false;
        for (path, text, read) in migration.into_iter().chain(mappings) {
            let (new, changes) = mended(text, read);
            if changes.is_empty() {
                continue;
            }
            replace(host, path, &text.text, &new)?;
            again = true;
            match fixed.iter_mut().find(|one| one.path == text.path) {
                Some(known) => {
                    for change in changes {
                        known.add(change);
                    }
                }
                None => fixed.push(Fixed { path: text.path.clone(), changes }),
            }
        }
        if !again {
            break;
        }
    }
    Ok(fixed)
}

/// How a text is read again.
#[derive(Debug, Clone, Copy)]
enum Read {
    Mapping,
    Migration,
}

impl Read {
    fn mistakes(self, text: &str) -> Vec<Diagnostic> {
        match self {
            Self::Mapping => mapping::read("", text).diagnostics,
            Self::Migration => migration::read(text).diagnostics,
        }
    }
}

/// The text with every certain edit that takes its mistake away, and what changed.
fn mended(mapping: &MappingText, read: Read) -> (String, Vec<Change>) {
    let text = mapping.text.as_str();
    let certain = |one: &&Diagnostic| one.edit.as_ref().is_some_and(|edit| edit.certain);
    let mut done: Vec<&Edit> = Vec::new();
    for one in mapping.diagnostics.iter().filter(certain) {
        let Some(edit) = &one.edit else { continue };
        let is_apart = done.iter().all(|other| other.at.end <= edit.at.start || edit.at.end <= other.at.start);
        if is_apart && takes_away(text, one, edit, read) {
            done.push(edit);
        }
    }
    let changes = changes(&mapping.shown(), &done);
    (mend::applied(text, done), changes)
}

/// Whether the mistake is not there any more once its edit is done, and no other in its place.
fn takes_away(text: &str, mistake: &Diagnostic, edit: &Edit, read: Read) -> bool {
    let mended = mend::applied(text, [edit]);
    let longest = edit.at.start + u32::try_from(edit.text.len()).unwrap_or(u32::MAX);
    let near = edit.at.start.min(mistake.at.start)..=longest.max(mistake.at.start);
    let is_same =
        |one: &Diagnostic| one.code == mistake.code && one.args == mistake.args && near.contains(&one.at.start);
    // The text was not read before: what is wrong in its place now was not judged.
    let is_unread = mistake.code == Code::YamlSyntax && !edit.text.trim().is_empty();
    let is_new = |one: &Diagnostic| {
        let touches = one.at.start < longest && edit.at.start < one.at.end;
        is_unread && (touches || one.code == Code::YamlSyntax && one.at.start == longest)
    };
    mended != text && !read.mistakes(&mended).iter().any(|one| is_same(one) || is_new(one))
}

/// The lines that these edits touch; two edits of one line are one change.
fn changes(text: &str, edits: &[&Edit]) -> Vec<Change> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.at);
    let mut groups: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let lines = mend::touched(text, edit.at);
        match groups.last_mut().filter(|(known, _)| lines.start < known.end) {
            Some((known, all)) => {
                known.end = known.end.max(lines.end);
                all.push(edit);
            }
            None => groups.push((lines, vec![edit])),
        }
    }
    groups.into_iter().map(|(lines, edits)| change(text, lines, &edits)).collect()
}

fn change(text: &str, lines: Range<usize>, edits: &[&Edit]) -> Change {
    let line = text[..lines.start].matches('\n').count() + 1;
    let first = u32::try_from(lines.start).unwrap_or(u32::MAX);
    let own = |edit: &&Edit| {
        let at = Span { start: edit.at.start - first, end: edit.at.end - first };
        Edit { at, ..(*edit).clone() }
    };
    let before = &text[lines];
    let after = mend::applied(before, &edits.iter().map(own).collect::<Vec<_>>());
    let without_end = |text: &str| text.trim_end_matches(['\r', '\n']).to_owned();
    Change { line, before: without_end(before), after: without_end(&after) }
}

/// Puts a text in the place of the one that was read; a byte order mark before it stays.
fn replace(host: &dyn Host, path: &Path, old: &str, new: &str) -> Result<(), Stop> {
    // A link stays one.
    let path = &host.behind_links(path).map_err(|error| io::stop("read", path, &error))?;
    let now = host.read(path).map_err(|error| io::stop("read", path, &error))?;
    let Some(before) = now.strip_suffix(old.as_bytes()) else {
        return Err(Stop::new(Code::SourceChanged, vec![io::shown(path).into()]));
    };
    put::put(host, path, &[before, new.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::real::RealHost;

    fn fixed(text: &str) -> (String, usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gl.yaml");
        std::fs::write(&path, text).unwrap();
        let request = Request { paths: vec![path.clone()], ..Request::default() };
        let fixed = fix(&RealHost, &request).unwrap();
        let changes = fixed.iter().map(|one| one.changes.len()).sum();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        (std::fs::read_to_string(&path).unwrap(), changes)
    }

    #[test]
    fn what_is_certain_is_done_and_every_other_byte_stays() {
        let text = "\u{feff}# GL, of 1994\r\ntumpline: 1\r\nsource:  # é\r\n  files: *.txt\r\n  format:fixed\r\nencodng: cp850\r\n  feilds:\r\n    - {name: a, at: 1-3, type: decimal(3,1), trm: both}   # kept\r\n    - {name: b, at: 4-5, tpe: intger}\r\ntable: t\r\n";
        let want = "\u{feff}# GL, of 1994\r\ntumpline: 1\r\nsource:  # é\r\n  files: '*.txt'\r\n  format: fixed\r\n  encoding: cp850\r\n  fields:\r\n    - {name: a, at: 1-3, type: \"decimal(3,1)\", trim: both}   # kept\r\n    - {name: b, at: 4-5, type: intger}\r\ntable: t\r\n";
        assert_eq!(fixed(text), (want.to_owned(), 6));
    }

    #[test]
    fn a_line_with_several_mistakes_is_shown_once_as_it_becomes() {
        let text = "tumpline: 1\nsource:\n  files: x\n  format: fixed\n  encoding: cp850\n  fields:\n    - {nam: id, att: 1-6}\ntables:\n  - table: t\n    colums: [{name: id, form: id}]\n";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gl.yaml");
        std::fs::write(&path, text).unwrap();
        let fixed = fix(&RealHost, &Request { paths: vec![path], ..Request::default() }).unwrap();
        let shown: Vec<(usize, &str, &str)> =
            fixed[0].changes.iter().map(|one| (one.line, one.before.trim(), one.after.trim())).collect();
        // The second mistake of the last line shows only when the first one is mended.
        assert_eq!(
            shown,
            [
                (7, "- {nam: id, att: 1-6}", "- {name: id, at: 1-6}"),
                (10, "colums: [{name: id, form: id}]", "columns: [{name: id, from: id}]"),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_mapping_that_only_its_owner_reads_stays_so() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gl.yaml");
        std::fs::write(&path, "tumpline: 1\nsource: {files: x, format: fixed, encodng: cp850}\n").unwrap();
        for mode in [0o600, 0o640] {
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
            fix(&RealHost, &Request { paths: vec![path.clone()], ..Request::default() }).unwrap();
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
            std::fs::write(&path, "tumpline: 1\nsource: {files: x, formt: fixed}\n").unwrap();
        }
    }

    #[test]
    fn a_space_behind_a_colon_and_a_line_one_place_too_far_are_mended() {
        let text = "tumpline: 1\nsource:\n  files: x\n   format: fixed\n  encoding: cp850\n  fields:\n    - {name: a, at:1}\n    - {name:b, at: 2}\ntable: t\ncolumns: [{name: a, from:a, required: true}]\n";
        let want = "tumpline: 1\nsource:\n  files: x\n  format: fixed\n  encoding: cp850\n  fields:\n    - {name: a, at: 1}\n    - {name: b, at: 2}\ntable: t\ncolumns: [{name: a, from: a, required: true}]\n";
        assert_eq!(fixed(text), (want.to_owned(), 4));
    }

    #[test]
    fn what_is_written_between_a_value_and_the_next_key_is_what_was_meant_or_nothing() {
        for (lines, want) in [
            ("- {name: amount; at: 4-5}", Some("- {name: amount, at: 4-5}")),
            ("- {name: amount at: 4-5}", Some("- {name: amount, at: 4-5}")),
            ("- {name: amount; at: 4-5; type: int32}", Some("- {name: amount, at: 4-5, type: int32}")),
            ("-{name: owner, at: 1-4}", Some("- {name: owner, at: 1-4}")),
            ("-{name: 'owner', at: 1-4}", Some("- {name: 'owner', at: 1-4}")),
            ("- {name: owner, at: 1-4},", Some("- {name: owner, at: 1-4}")),
            ("- {name: owner, at: 1-4}, # x", Some("- {name: owner, at: 1-4} # x")),
            (
                "- {name: owner, at: 1-4}\n     - {name: st, at: 6}",
                Some("- {name: owner, at: 1-4}\n    - {name: st, at: 6}"),
            ),
            ("- name = owner\n      at: 1-4", None),
            ("- {name: a, at: 1-4, type: decimal(4,2)}", Some("- {name: a, at: 1-4, type: \"decimal(4,2)\"}")),
            ("- name: owner, at: 1-4", None),
            ("- name: owner; at: 1-4", None),
            ("- name: owner at: 1-4", None),
            ("- name: owner typ: text\n      at: 1-4", None),
            ("- name: owner\n    at: 1-4", None),
            ("- name: owner\n    at: 1-4\n    type: text", None),
            ("- {name: owner, at: 1-4, type text}", None),
            ("- {name: owner, at: 1-4, typ text}", None),
            ("- {name: owner, at = 1-4}", None),
            ("- {name: owner, at 1-4}", None),
            ("- {name = owner, at: 1-4}", None),
            ("- {name owner, at: 1-4}", None),
            ("- {name: owner, at: 1-4}}", None),
            ("- {\"name: owner, at: 1-4}", None),
            ("- {name: 'owner, at: 1-4}", None),
            ("- {name: owner | at: 1-4}", None),
            ("- {name: owner, pattern: a at: 1-4}", None),
            ("- {name: owner, at: 1-4, null_if: 0, 9}", None),
        ] {
            let text = |lines: &str| {
                let head = "tumpline: 1\nsource:\n  files: x\n  format: fixed\n  encoding: cp850\n  fields:\n    ";
                format!("{head}{lines}\ntables:\n  - {{table: t, from: record}}\n")
            };
            assert_eq!(fixed(&text(lines)).0, text(want.unwrap_or(lines)), "{lines}");
        }
    }

    #[test]
    fn what_may_be_meant_otherwise_is_left() {
        for text in [
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp851, fields: [{name: a, at: 0-3}]}\ntable: t\n",
            "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, fields: [{name: ab, at: 1}]}\ntable: t\ncolumns: [{name: c, from: ac}]\n",
            "tumpline: 1\nsource: {files: \"x\n",
            "",
        ] {
            assert_eq!(fixed(text), (text.to_owned(), 0));
        }
    }
}

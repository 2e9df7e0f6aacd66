//! Headings of printed pages: lines that stand again wherever a page begins, at the same distances.
//!
//! In: the faces of records, in their order. Out: a kind of each line of the heading, and of the total before it; the
//! records that are left. Refuses what may be records: each line of a heading stands nowhere else, and one at least is
//! words or a rule without a digit, or has the number of its page.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kind, Told};
use super::page::{Class, LETTER, OTHER, class};
use crate::inspect::infer::draft::Skip;

/// Lines that may stand before the first heading, and those of the longest.
const BEFORE: usize = 3;
const LINES: usize = 12;
/// Of so many lines, one may be of a heading.
const SHARE: usize = 3;
/// Letters that make words, and marks that make a rule.
const LETTERS: usize = 3;
const RULE: usize = 5;
/// Letters of a regular expression that fits into a line of a mapping.
const LONGEST: usize = 50;
/// Headings that show what stands before each.
const SEVERAL: usize = 3;
/// What stands before the number of a page.
const NUMBERED: [&[u8]; 6] = [b"PAGE#", b"PAGE:#", b"PAGE NO#", b"PAGE NO.#", b"FOLIO#", b"FOLIO:#"];

/// The word of totals, which one line needs before a heading; several lines that are alike do not.
const TOTAL: &[u8] = b"TOTAL";

/// What a line always has: its characters but the digits, which may be others the next time.
pub(super) type Form = Vec<Part>;

/// A part of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Blanks, however many.
    Blanks,
    /// Digits, and the blanks before them.
    Number,
    /// This character.
    Face(u8),
}

/// Kinds of headings and their totals, if there are any, and the records that are none.
#[must_use]
pub fn apart(rows: &[&[u8]], records: Vec<usize>) -> (Vec<Kind>, Vec<usize>) {
    let begins: Vec<Form> = records.iter().take(BEFORE).map(|row| form(rows[*row])).collect();
    let again = |at: usize| records[at + 1..].iter().any(|row| form(rows[*row]) == begins[at]);
    let Some(first) = (0..begins.len()).find(|at| again(*at)) else { return (Vec::new(), records) };
    let forms: Vec<Form> = records.iter().map(|row| form(rows[*row])).collect();
    let Some(block) = Block::of(&forms, first) else { return (Vec::new(), records) };
    let mut found: BTreeMap<String, (Skip, Vec<usize>)> = BTreeMap::new();
    for (at, pattern, skip) in block.headings(&forms).into_iter().chain(block.totals(&forms)) {
        found.entry(pattern).or_insert_with(|| (skip, Vec::new())).1.push(records[at]);
    }
    let taken: BTreeSet<usize> = found.values().flat_map(|(_, rows)| rows.iter().copied()).collect();
    let left = records.into_iter().filter(|row| !taken.contains(row)).collect();
    let kind = |(pattern, (skip, rows))| Kind { told: Told::Heading(pattern, skip), rows };
    let mut kinds: Vec<Kind> = found.into_iter().map(kind).collect();
    kinds.sort_by_key(|kind| kind.rows.first().copied());
    (kinds, left)
}

/// A heading: where it begins each time, and how far from there its lines are.
struct Block {
    starts: Vec<usize>,
    lines: Vec<usize>,
}

impl Block {
    /// The heading that begins with this line.
    fn of(forms: &[Form], first: usize) -> Option<Self> {
        let mut counts: BTreeMap<Form, usize> = BTreeMap::new();
        for form in forms {
            *counts.entry(shape(form)).or_default() += 1;
        }
        let starts: Vec<usize> = (first..forms.len()).filter(|at| forms[*at] == forms[first]).collect();
        let reach = (starts.get(1)? - first).min(LINES);
        let block = &forms[first..first + reach];
        // The last heading may stand at the end of what was read.
        let again =
            |line: &usize| starts.iter().all(|start| forms.get(start + line).is_none_or(|form| *form == block[*line]));
        let again: Vec<usize> = (0..reach).filter(again).collect();
        let is_own = |line: &usize| {
            let own = shape(&block[*line]);
            let within = again.iter().filter(|other| shape(&block[**other]) == own).count();
            counts[&own] <= within * starts.len()
        };
        let lines: Vec<usize> = again.iter().copied().filter(is_own).collect();
        let is_bare = lines.len() > 1 && lines.iter().any(|line| is_bare(&block[*line]));
        let is = is_bare || lines.iter().any(|line| is_numbered(&block[*line]));
        (is && lines.len() * starts.len() * SHARE <= forms.len()).then_some(Self { starts, lines })
    }

    /// Its lines, with what tells them.
    fn headings(&self, forms: &[Form]) -> Vec<(usize, String, Skip)> {
        let of_line = |line: &usize| {
            let pattern = pattern(&forms[self.starts[0] + line], forms);
            let all = self.starts.iter().map(move |start| start + line).filter(|at| *at < forms.len());
            all.map(|at| (at, pattern.clone(), Skip::Heading)).collect::<Vec<_>>()
        };
        self.lines.iter().flat_map(of_line).collect()
    }

    /// The lines before all headings but the first, where these have the same words, and no other line has but the last.
    fn totals(&self, forms: &[Form]) -> Vec<(usize, String, Skip)> {
        let ends: Vec<usize> = self.starts[1..].iter().map(|start| start - 1).collect();
        let said = words(&forms[ends[0]]);
        let alike: Vec<usize> = (0..forms.len()).filter(|at| words(&forms[*at]) == said).collect();
        let letters = said.iter().filter(|part| matches!(part, Part::Face(_))).count();
        let others = alike.iter().filter(|at| !ends.contains(at) && **at + 1 < forms.len()).count();
        let is = letters >= LETTERS && others == 0 && ends.iter().all(|end| alike.contains(end));
        let is = is && (self.starts.len() >= SEVERAL || has(&said, &[TOTAL]));
        let alike = if is { alike } else { Vec::new() };
        alike.into_iter().map(|at| (at, format!("^{} ", expression(&said)), Skip::Total)).collect()
    }
}

/// The form of a line.
pub(super) fn form(row: &[u8]) -> Form {
    let mut form: Form = Vec::new();
    for face in row.trim_ascii_end() {
        let part = match class(*face) {
            Class::Digit => Part::Number,
            Class::Blank => Part::Blanks,
            _ => Part::Face(*face),
        };
        if part == Part::Number {
            form.pop_if(|last| *last == Part::Blanks);
        }
        if matches!(part, Part::Face(_)) || form.last() != Some(&part) {
            form.push(part);
        }
    }
    form
}

/// The same with any word for each: records that have the same word by chance look like others then.
fn shape(form: &Form) -> Form {
    let letter = |part: &Part| match part {
        Part::Face(face) if class(*face) == Class::Letter => Part::Face(LETTER),
        part => *part,
    };
    let mut shape: Form = form.iter().map(letter).collect();
    shape.dedup();
    shape
}

/// What a line has before its first number or mark.
fn words(form: &Form) -> Form {
    let is_word = |part: &&Part| match part {
        Part::Face(face) => class(*face) == Class::Letter || matches!(face, b'.' | b':'),
        part => **part == Part::Blanks,
    };
    let mut words: Form = form.iter().take_while(is_word).copied().collect();
    words.pop_if(|last| *last == Part::Blanks);
    words
}

/// Whether a line is words or a rule, without a digit.
fn is_bare(form: &Form) -> bool {
    let faces = || form.iter().filter_map(|part| if let Part::Face(face) = part { Some(*face) } else { None });
    let letters = faces().filter(|face| class(*face) == Class::Letter).count();
    let inner = form.iter().skip(1).filter(|part| **part == Part::Blanks).count();
    let is_rule = letters == 0 && faces().count() >= RULE;
    !form.contains(&Part::Number) && (letters >= LETTERS && inner > 0 || is_rule)
}

/// Whether a line has the number of its page.
fn is_numbered(form: &Form) -> bool {
    has(form, &NUMBERED)
}

/// Whether a line has one of these texts, its numbers written `#`.
fn has(form: &Form, texts: &[&[u8]]) -> bool {
    let face = |part: &Part| match part {
        Part::Blanks => b' ',
        Part::Number => b'#',
        Part::Face(face) => face.to_ascii_uppercase(),
    };
    let line: Vec<u8> = form.iter().map(face).collect();
    texts.iter().any(|text| line.windows(text.len()).any(|part| part == *text))
}

/// The regular expression of lines of this form: as far as it needs to go where it is long.
fn pattern(form: &Form, forms: &[Form]) -> String {
    let ends = (1..form.len()).filter(|end| form[*end] == Part::Blanks);
    let short = ends.take_while(|end| expression(&form[..*end]).len() <= LONGEST).last().unwrap_or(0);
    let alike = |prefix: &[Part]| forms.iter().filter(|other| other.starts_with(prefix)).count();
    let is_told = short > 0 && alike(&form[..short]) == forms.iter().filter(|other| *other == form).count();
    match expression(form) {
        whole if whole.len() > LONGEST && is_told => format!("^{} ", expression(&form[..short])),
        whole => format!("^{whole} *$"),
    }
}

/// The regular expression of these parts; many of the same mark are any number of it.
pub(super) fn expression(form: &[Part]) -> String {
    let mut text = String::new();
    for alike in form.chunk_by(|one, other| one == other) {
        let one = match alike[0] {
            Part::Blanks => String::from(" +"),
            Part::Number => String::from("[ 0-9]+"),
            Part::Face(LETTER | OTHER) => String::from("."),
            Part::Face(face) if b"\\.+*?()|[]{}^$".contains(&face) => format!("\\{}", char::from(face)),
            Part::Face(face) => char::from(face).to_string(),
        };
        text += &if alike.len() < RULE { one.repeat(alike.len()) } else { one + "+" };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The patterns of headings, each with its lines, and the records that are left.
    fn told(lines: &[&str]) -> (Vec<String>, usize) {
        let rows: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        let (kinds, left) = apart(&rows, (0..rows.len()).collect());
        let shown = |kind: Kind| match kind.told {
            Told::Heading(pattern, _) => format!("{pattern} {}", kind.rows.len()),
            other => format!("{other:?}"),
        };
        (kinds.into_iter().map(shown).collect(), left.len())
    }

    #[test]
    fn what_stands_again_at_the_top_of_pages_is_a_heading() {
        let top = |of: &'static str| vec!["TOWN OF X   PAGE   7", "BY *", of, "ACCT  NAME", "-----  ----"];
        let one = ["00123  ROY", "00456  NG", "00789  LEE-HO", "00790  COTE", "00991  LEE", "012  X", "013  NG"];
        let two = ["00123  ROY", "00456  LEE", "00789  ROY-COTE", "00790  NG", "00991  ROY", "012  Z", "013  A"];
        let lines = [top("ROADS"), one.to_vec(), top("WATER"), two.to_vec()].concat();
        let (patterns, left) = told(&lines);
        let want = ["^TOWN +OF +X +PAGE[ 0-9]+ *$ 2", "^BY +\\* *$ 2", "^ACCT +NAME *$ 2", "^-+ +---- *$ 2"];
        assert_eq!(
            patterns, want,
            "a record that has the same name on both pages is one, and what is below the title is another"
        );
        assert_eq!(left, lines.len() - 8);
        assert_eq!(told(&["0012", "0013", "0014", "0015"]).1, 4, "numbers are no heading");
        assert_eq!(told(&["H1", "D ROY", "D LEE", "D NG", "D COTE", "H1", "D ROSS", "D X", "D Y", "D Z"]).1, 10);
        assert_eq!(told(&[]).1, 0);
    }
}

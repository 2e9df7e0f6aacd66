//! What was counted, as doubts about the mapping, each at the place that it is about.

use super::edits;
use super::lengths::Off;
use super::tally::{FieldKey, FieldTally, Times};
use super::trials::Trial;
use super::{Sample, Seen};
use crate::finding::{Arg, Code, Severity};
use crate::mapping::diagnostic::{Diagnostic, Edit};
use crate::mapping::mistakes::args;
use crate::mapping::model::{Column, Field, FieldPlace, FieldRef, Kind, KindId, Operand, Origin};
use crate::place::Place;
use crate::run::plan::field_of;
use crate::run::unread::place_args;

/// Records below which nothing is said of what never occurs.
const LEAST: u64 = 3;
/// Most values of a place that are shown.
const SHOWN: usize = 4;

/// All doubts, the earliest place first.
pub fn of(sample: Sample<'_>, seen: &Seen<'_>, off: Option<Off>) -> Vec<Diagnostic> {
    let work = Doubts { sample, seen };
    let mut found = Vec::new();
    found.extend(work.heads());
    found.extend(work.pages());
    let files = sample.plan.mapping.source.files_at;
    found.extend(seen.odd.iter().map(|(code, args)| Diagnostic::warn(*code, files, args.clone())));
    // Of records that are cut wrongly, nothing else is worth a word.
    if let Some(off) = off {
        found.push(work.off(&off));
    } else if seen.tally.records > 0 {
        found.extend(work.kinds());
        found.extend(work.short());
        found.extend(work.fields());
        found.extend(work.blank());
        found.extend(work.columns());
        found.extend(work.unread());
    }
    found.retain(|doubt| !sample.known.iter().any(|known| says(known, doubt)));
    found.sort_by(|one, other| (one.at, one.code, &one.args).cmp(&(other.at, other.code, &other.args)));
    found
}

/// Whether a doubt about the text says already why records show another.
fn says(known: &Diagnostic, doubt: &Diagnostic) -> bool {
    let same = match known.code {
        Code::KindNeverMatches => Code::KindNotThere,
        Code::PictureTooWide => Code::FieldFails,
        _ => return false,
    };
    doubt.code == same && doubt.at == known.at
}

struct Doubts<'a> {
    sample: Sample<'a>,
    seen: &'a Seen<'a>,
}

impl Doubts<'_> {
    fn text(&self) -> &str {
        self.sample.text
    }

    /// The file and the record of a place.
    fn place(&self, place: Option<Place>) -> [Arg; 2] {
        let Some(place) = place else { return ["".into(), "".into()] };
        let name = self.sample.specs.get(place.file as usize).map_or("", |spec| spec.name.as_str());
        [name.into(), place.record.into()]
    }

    /// Headers that are missing or not known; one that is misspelt is one mistake.
    fn heads(&self) -> Vec<Diagnostic> {
        let source = &self.sample.plan.mapping.source;
        let heads = &self.seen.heads;
        let is_near = |args: &[Arg]| matches!(args, [Arg::Int(1), _, Arg::Text(near)] if !near.is_empty());
        let misspelt = heads.iter().any(|(code, args)| *code == Code::HeaderMissing && is_near(args));
        let mut found: Vec<Diagnostic> = Vec::new();
        for (code, args) in heads {
            let extra = *code == Code::HeaderExtra;
            if extra && misspelt && matches!(args.first(), Some(Arg::Int(1))) {
                continue;
            }
            let wanted = match args.get(1) {
                Some(Arg::Text(header)) if *code == Code::HeaderMissing => Some(header.trim_matches('`')),
                _ => None,
            };
            let mut fields = source.kinds.iter().flat_map(|kind| &kind.fields);
            let field = wanted.and_then(|header| {
                fields.find(|field| matches!(&field.place, FieldPlace::Header(name) if name == header))
            });
            let near = match args.get(2) {
                Some(Arg::Text(near)) if is_near(args) => near.trim_matches('`'),
                _ => "",
            };
            let edit = field
                .filter(|_| !near.is_empty())
                .and_then(|field| edits::key_edit(self.text(), field.at, "header", near));
            let at = field.map_or(source.files_at, |field| field.at);
            // A run reads nothing of a file whose head is not as it should be, and publishes nothing.
            let severity = if *code == Code::LostLength { Severity::Warn } else { Severity::Fail };
            let doubt = Diagnostic { severity, edit, ..Diagnostic::warn(*code, at, args.clone()) };
            if !found.contains(&doubt) {
                found.push(doubt);
            }
        }
        found
    }

    fn pages(&self) -> Option<Diagnostic> {
        let other = self.seen.pages.other()?;
        let declared = self.sample.plan.mapping.source.encoding.as_str();
        let at = edits::value_of(self.text(), "encoding")?;
        let edit = Edit { at, text: other.name.to_owned(), certain: false };
        let args = args![declared, other.before, other.of, other.name, other.after];
        Some(Diagnostic { edit: Some(edit), ..Diagnostic::warn(Code::EncodingOff, at, args) })
    }

    fn off(&self, off: &Off) -> Diagnostic {
        let files = self.sample.plan.mapping.source.files_at;
        match off {
            Off::Short { lines, of, usual, wanted } => {
                let args = args![*lines, *of, *usual, i64::from(*wanted)];
                Diagnostic::warn(Code::LinesShort, files, args)
            }
            Off::Length { length, fits } => {
                let at = edits::value_of(self.text(), "length").unwrap_or(files);
                let edit = Some(Edit { at, text: fits.to_string(), certain: false });
                let args = args![i64::from(*length), i64::from(*fits), "", ""];
                Diagnostic { edit, ..Diagnostic::warn(Code::LengthOff, at, args) }
            }
            Off::Lines { length, line } => {
                let at = edits::value_of(self.text(), "length").unwrap_or(files);
                let args = args![i64::from(*length), "", *line, ""];
                Diagnostic { edit: edits::newline(self.text(), at), ..Diagnostic::warn(Code::LengthOff, at, args) }
            }
            Off::Uneven { length, ends } => {
                let at = edits::value_of(self.text(), "length").unwrap_or(files);
                let args = args![i64::from(*length), "", "", *ends];
                Diagnostic { edit: edits::newline(self.text(), at), ..Diagnostic::warn(Code::LengthOff, at, args) }
            }
        }
    }

    /// Kinds of which there is no record.
    fn kinds(&self) -> Vec<Diagnostic> {
        let tally = &self.seen.tally;
        let kinds = &self.sample.plan.mapping.source.kinds;
        let untold: u64 = tally.untold.values().sum();
        let mut usual: Vec<(&Vec<u8>, u64)> = tally.untold.iter().map(|(bytes, times)| (bytes, *times)).collect();
        usual.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let shown = |(bytes, times): &(&Vec<u8>, u64)| format!("`{}` ({times})", self.decoded(bytes));
        let shown: Vec<String> = usual.iter().take(SHOWN).map(shown).collect();
        let missing = kinds.iter().zip(&tally.kinds).filter(|(kind, records)| {
            **records == 0 && !kind.in_preamble && kind.when.is_some() && kinds.len() > 1 && tally.records >= LEAST
        });
        missing
            .map(|(kind, _)| {
                let args = args![kind.name.as_str(), tally.records, untold, shown.join(", ")];
                let edit = kind.when.as_ref().and_then(|when| edits::narrower(self.text(), kind.at, when));
                Diagnostic { edit, ..Diagnostic::warn(Code::KindNotThere, kind.at, args) }
            })
            .collect()
    }

    /// Kinds of which most records end before the last field; a source of one kind is told as a whole.
    fn short(&self) -> Vec<Diagnostic> {
        let (plan, tally) = (self.sample.plan, &self.seen.tally);
        let doubt = |(number, kind): (KindId, &Kind)| {
            let (times, records) = (tally.structure.get(&(Some(number), Code::ShortRecord))?, tally.kinds[number]);
            let usual = times.usual().filter(|_| 2 * times.count > records)?;
            let is_cut =
                |field: &&Field| matches!(field.place, FieldPlace::Bytes { end, .. } if i64::from(end) > usual);
            let start = |field: &&Field| if let FieldPlace::Bytes { start, .. } = field.place { start } else { 0 };
            let field = kind.fields.iter().filter(is_cut).min_by_key(start).map_or("", |field| field.name.as_str());
            let args = args![
                kind.name.as_str(),
                times.count,
                records,
                usual,
                field,
                i64::from(plan.kinds[number].least_length)
            ];
            Some(Diagnostic::warn(Code::KindEndsEarly, kind.at, args))
        };
        let kinds = plan.mapping.source.kinds.iter().enumerate();
        if plan.kinds.len() > 1 { kinds.filter_map(doubt).collect() } else { Vec::new() }
    }

    fn decoded(&self, bytes: &[u8]) -> String {
        let mut text = Vec::new();
        match self.sample.plan.encoding.decode(bytes, &mut text) {
            Ok(()) => String::from_utf8_lossy(&text).into_owned(),
            Err(_) => bytes.escape_ascii().to_string(),
        }
    }

    fn field(&self, (kind, repeat, field): FieldKey) -> &Field {
        field_of(&self.sample.plan.mapping, FieldRef { kind, repeat, field })
    }

    /// Fields of which most values do not decode.
    fn fields(&self) -> Vec<Diagnostic> {
        let failing = self.seen.tally.fields.iter().filter(|(_, tally)| is_failing(tally));
        failing.map(|(key, tally)| self.failing(self.field(*key), tally)).collect()
    }

    fn failing(&self, field: &Field, tally: &FieldTally) -> Diagnostic {
        let [file, record] = self.place(tally.first);
        let there = tally.values - tally.blank;
        let (key, values, good, of) = match &tally.trial {
            Some(Trial { key, values, good, of }) => (*key, values.as_slice(), *good, *of),
            None => ("", &[][..], 0, 0),
        };
        let other = values.join("` / `");
        let args = args![field.name.as_str(), tally.failed, there, file, record, key, other, good, of];
        let edit = match values {
            [only] => edits::key_edit(self.text(), field.at, key, only),
            _ => None,
        };
        Diagnostic { edit, ..Diagnostic::warn(Code::FieldFails, field.at, args) }
    }

    /// Fields that are blank in every record, by kind.
    fn blank(&self) -> Vec<Diagnostic> {
        let kinds = self.sample.plan.mapping.source.kinds.iter().enumerate();
        let doubt = |(number, kind): (KindId, &Kind)| {
            let of_kind = self.seen.tally.fields.iter().filter(|((kind, ..), _)| *kind == number);
            let is_blank = |tally: &FieldTally| tally.values >= LEAST && tally.blank == tally.values;
            let blank = of_kind.filter(|(_, tally)| is_blank(tally)).map(|(key, _)| self.field(*key));
            // What tells a kind may be LOW-VALUES or HIGH-VALUES.
            let blank: Vec<&Field> = blank.filter(|field| !tells(kind, field)).collect();
            let names: Vec<String> = blank.iter().map(|field| format!("`{}`", field.name)).collect();
            let at = if let [only] = blank.as_slice() { only.at } else { kind.at };
            let args = args![kind.name.as_str(), blank.len(), names.join(", "), self.seen.tally.kinds[number]];
            (!blank.is_empty()).then(|| Diagnostic::warn(Code::FieldsBlank, at, args))
        };
        kinds.filter_map(doubt).collect()
    }

    /// Columns of which no value is what it must be.
    fn columns(&self) -> Vec<Diagnostic> {
        let tables = self.sample.plan.mapping.with_nested();
        let doubt = |(&(table, column, code), times): (&(usize, usize, Code), &Times)| {
            let key = key_of(code)?;
            let column: &Column = tables.get(table)?.columns.get(column)?;
            let Origin::Field(FieldRef { kind, repeat, field }) = column.from else { return None };
            let tally = self.seen.tally.fields.get(&(kind, repeat, field))?;
            let values = tally.values - tally.blank - tally.failed;
            if values < LEAST || times.count < values {
                return None;
            }
            let [file, record] = self.place(times.first);
            let args = args![column.name.as_str(), key, values, file, record];
            Some(Diagnostic::warn(Code::NeverMet, column.at, args))
        };
        self.seen.tally.columns.iter().filter_map(doubt).collect()
    }

    /// What stands where no field reads.
    fn unread(&self) -> Vec<Diagnostic> {
        let plan = self.sample.plan;
        let filled =
            self.seen.tally.unread.iter().filter(|(_, counts)| counts.ignored.is_none() && counts.not_blank > 0);
        filled
            .map(|((kind, place), counts)| {
                let mut args = args![counts.not_blank, counts.records];
                args.extend(place_args(plan, *kind, place));
                Diagnostic::warn(Code::UnreadNotBlank, plan.mapping.source.kinds[*kind].at, args)
            })
            .collect()
    }
}

/// Whether the bytes of this field, and no others, tell the kind.
fn tells(kind: &Kind, field: &Field) -> bool {
    let place = kind
        .when
        .as_ref()
        .and_then(|when| if let Operand::Bytes { start, end } = when.of { Some((start, end)) } else { None });
    matches!(field.place, FieldPlace::Bytes { start, end } if Some((start, end)) == place)
}

fn is_failing(tally: &FieldTally) -> bool {
    tally.failed > 0 && 2 * tally.failed > tally.values - tally.blank
}

/// The key of a column that a code is about.
const fn key_of(code: Code) -> Option<&'static str> {
    match code {
        Code::OutOfRange => Some("range"),
        Code::BadLength => Some("length"),
        Code::PatternFailed => Some("pattern"),
        Code::NotOneOf => Some("one_of"),
        Code::CheckFailed => Some("check"),
        _ => None,
    }
}

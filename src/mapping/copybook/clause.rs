//! Clauses of an entry: PICTURE, USAGE, SIGN, OCCURS and the others, but for VALUE.

use super::Problem;
use super::entry::{Entry, Name, OccursClause, Sign, SignPlace, Usage};
use super::picture::{self, Category, Picture};
use super::sentence::{CLAUSES, OF_OCCURS, Reader, Rest};
use super::words::{Word, from_to};
use crate::mapping::nearest;

impl Reader<'_> {
    /// Takes one clause, whose first word is this; false where it is none.
    pub(super) fn clause(&mut self, word: &Word, rest: &mut Rest<'_>, entry: &mut Entry) -> bool {
        match word.plain() {
            "IS" | "GLOBAL" | "VOLATILE" => {}
            "EXTERNAL" => {
                if rest.skip(&["AS"]) {
                    rest.next();
                }
            }
            "DATE" => {
                rest.skip(&["FORMAT"]);
                rest.skip(&["IS"]);
                rest.next();
            }
            "PIC" | "PICTURE" => self.picture(word, rest, entry),
            "USAGE" | "GROUP-USAGE" => {
                rest.skip(&["IS"]);
                let Some(usage) = rest.next() else {
                    self.tell(word.at, Problem::Incomplete("USAGE"));
                    return false;
                };
                return self.usage(usage, rest, entry);
            }
            "SIGN" | "LEADING" | "TRAILING" => self.sign(word, rest, entry),
            "OCCURS" => self.occurs(word, rest, entry),
            "REDEFINES" => {
                let name = self.name("REDEFINES", word, rest);
                entry.redefines = entry.redefines.take().or(name);
            }
            "RENAMES" => {
                let from = self.name("RENAMES", word, rest);
                let to = if rest.skip(&["THRU", "THROUGH"]) { self.name("RENAMES", word, rest) } else { None };
                entry.renames = from.map(|from| (from, to));
            }
            "SYNC" | "SYNCHRONIZED" => {
                rest.skip(&["LEFT", "RIGHT"]);
                entry.is_synchronized = true;
            }
            "JUST" | "JUSTIFIED" => {
                rest.skip(&["RIGHT"]);
                entry.is_justified = true;
            }
            "BLANK" => {
                rest.skip(&["WHEN"]);
                if !rest.skip(&["ZERO", "ZEROS", "ZEROES"]) {
                    self.tell(word.at, Problem::Incomplete("BLANK WHEN ZERO"));
                }
                entry.is_blank_when_zero = true;
            }
            "VALUE" | "VALUES" => self.values(word, rest, entry),
            _ => return self.usage(word, rest, entry),
        }
        true
    }

    fn picture(&mut self, word: &Word, rest: &mut Rest<'_>, entry: &mut Entry) {
        rest.skip(&["IS"]);
        let Some(text) = rest.next().filter(|word| !word.plain().is_empty()) else {
            entry.is_partial = true;
            return self.tell(word.at, Problem::Incomplete("PICTURE"));
        };
        let read = picture::picture(text.plain(), self.comma, &|name| self.constants.get(name).copied());
        match read {
            _ if entry.picture.is_some() => self.tell(word.at, Problem::ClauseTwice("PICTURE")),
            Ok(mut picture) => {
                if rest.skip(&["BYTE-LENGTH"]) {
                    picture.bytes = self.byte_length(&picture, rest);
                }
                entry.picture = Some((picture, text.at));
            }
            Err((problem, place)) => {
                self.tell(text.at, Problem::Picture(problem, place));
                // So that the item is not told to be empty as well.
                entry.picture = picture::picture("X", false, &|_| None).ok().map(|picture| (picture, text.at));
            }
        }
    }

    /// BYTE-LENGTH, which a picture of one `U` may have.
    fn byte_length(&mut self, picture: &Picture, rest: &mut Rest<'_>) -> Option<u32> {
        let word = rest.last;
        rest.skip(&["IS"]);
        let bytes = rest.next().and_then(|word| self.whole(word)).filter(|bytes| *bytes > 0);
        let found = bytes.filter(|_| picture.category == Category::Utf8 && picture.size == 1);
        if found.is_none() {
            self.tell(from_to(word, rest.last), Problem::Incomplete("BYTE-LENGTH"));
        }
        found
    }

    fn usage(&mut self, word: &Word, rest: &mut Rest<'_>, entry: &mut Entry) -> bool {
        let text = word.plain().replace("COMPUTATIONAL", "COMP");
        let usage = match text.as_str() {
            "DISPLAY" => Usage::Display,
            "COMP" | "COMP-0" | "COMP-4" | "BINARY" => Usage::Binary,
            "COMP-1" | "FLOAT-SHORT" | "FLOAT" => Usage::Float,
            "COMP-2" | "FLOAT-LONG" | "DOUBLE" => Usage::Double,
            "COMP-3" | "PACKED-DECIMAL" => Usage::Packed,
            "COMP-5" => Usage::Native,
            "COMP-N" => Usage::CompN,
            "COMP-6" => Usage::PackedUnsigned,
            "COMP-9" => Usage::Little,
            "COMP-X" => Usage::CompX,
            "NATIONAL" => Usage::National,
            "DISPLAY-1" => Usage::Dbcs,
            "UTF-8" => Usage::Utf8,
            "POINTER" | "POINTER-32" => Usage::Pointer,
            "PROCEDURE-POINTER" | "PROGRAM-POINTER" => Usage::LongPointer,
            "FUNCTION-POINTER" => Usage::FunctionPointer,
            "OBJECT" => {
                rest.skip(&["REFERENCE"]);
                if !CLAUSES.contains(&rest.peek()) {
                    rest.next();
                }
                Usage::Pointer
            }
            "INDEX" | "HANDLE" => Usage::Index,
            // GnuCOBOL's, by the sizes of C where these are 64 bits wide.
            "SIGNED-SHORT" => Usage::Sized(2, true),
            "SIGNED-INT" => Usage::Sized(4, true),
            "SIGNED-LONG" => Usage::Sized(8, true),
            "UNSIGNED-SHORT" => Usage::Sized(2, false),
            "UNSIGNED-INT" => Usage::Sized(4, false),
            "UNSIGNED-LONG" => Usage::Sized(8, false),
            "BINARY-CHAR" | "BINARY-SHORT" | "BINARY-LONG" | "BINARY-INT" | "BINARY-DOUBLE" | "BINARY-LONG-LONG"
            | "BINARY-C-LONG" => {
                let bytes = match text.as_str() {
                    "BINARY-CHAR" => 1,
                    "BINARY-SHORT" => 2,
                    "BINARY-LONG" | "BINARY-INT" => 4,
                    _ => 8,
                };
                let unsigned = rest.skip(&["UNSIGNED"]);
                rest.skip(&["SIGNED"]);
                Usage::Sized(bytes, !unsigned)
            }
            _ => {
                let told = word.shown();
                // A level number within an entry: the full stop before it is what is missing.
                let problem = if told.parse::<u8>().is_ok() {
                    Problem::NoPeriod
                } else if OF_OCCURS.contains(&told.as_str()) {
                    Problem::OfOccurs(told)
                } else {
                    let others = CLAUSES.iter().copied().filter(|clause| *clause != told);
                    let nearest = nearest::or_empty(&told, others).to_owned();
                    Problem::Clause(told, nearest)
                };
                self.tell(word.at, problem);
                return false;
            }
        };
        if text == "COMP-3" || text == "PACKED-DECIMAL" {
            // PACKED-DECIMAL WITH NO SIGN is COMP-6.
            if rest.peek() == "WITH" || rest.peek() == "NO" {
                rest.skip(&["WITH"]);
                rest.skip(&["NO"]);
                rest.skip(&["SIGN"]);
                entry.usage = Some(Usage::PackedUnsigned);
                return true;
            }
        }
        if entry.usage.is_some_and(|before| before != usage) {
            self.tell(word.at, Problem::ClauseTwice("USAGE"));
        }
        entry.usage = Some(usage);
        true
    }

    fn sign(&mut self, word: &Word, rest: &mut Rest<'_>, entry: &mut Entry) {
        let mut place = word.plain();
        if place == "SIGN" {
            rest.skip(&["IS"]);
            place = rest.next().map_or("", Word::plain);
        }
        let place = match place {
            "LEADING" => SignPlace::Leading,
            "TRAILING" => SignPlace::Trailing,
            _ => return self.tell(word.at, Problem::Incomplete("SIGN")),
        };
        let is_separate = rest.skip(&["SEPARATE"]);
        rest.skip(&["CHARACTER"]);
        entry.sign = Some(Sign { place, is_separate });
    }

    fn name(&mut self, clause: &'static str, word: &Word, rest: &mut Rest<'_>) -> Option<Name> {
        rest.skip(&["ON", "IS"]);
        let Some(found) = rest.next().filter(|found| !found.plain().is_empty()) else {
            self.tell(word.at, Problem::Incomplete(clause));
            return None;
        };
        let mut of = Vec::new();
        while rest.skip(&["OF", "IN"]) {
            of.extend(rest.next().map(|word| word.plain().to_owned()));
        }
        Some(Name { text: found.plain().to_owned(), of, at: from_to(found.at, rest.last) })
    }

    fn occurs(&mut self, word: &Word, rest: &mut Rest<'_>, entry: &mut Entry) {
        let Some(first) = rest.next() else { return self.tell(word.at, Problem::Incomplete("OCCURS")) };
        let mut bounds = (None, self.whole(first));
        if rest.skip(&["TO"]) {
            bounds = (bounds.1, rest.next().and_then(|word| self.whole(word)));
            if bounds.0.is_none() {
                bounds.1 = None;
            }
        }
        rest.skip(&["TIMES"]);
        let mut depending = None;
        loop {
            match rest.peek() {
                "DEPENDING" => {
                    rest.next();
                    depending = self.name("DEPENDING ON", word, rest);
                }
                "ASCENDING" | "DESCENDING" => {
                    rest.next();
                    rest.skip(&["KEY"]);
                    rest.skip(&["IS", "ARE"]);
                    names(rest);
                }
                "INDEXED" => {
                    rest.next();
                    rest.skip(&["BY"]);
                    names(rest);
                }
                _ => break,
            }
        }
        let at = from_to(word.at, rest.last);
        // Without a lower bound: as often as it stands there, or none up to that where it depends on a counter.
        let (least, most) = match bounds {
            (Some(least), Some(most)) if least <= most && most > 0 => (least, most),
            (None, Some(most)) if most > 0 => (if depending.is_some() { 0 } else { most }, most),
            _ => return self.tell(at, Problem::Bounds),
        };
        if depending.is_none() && least != most {
            return self.tell(at, Problem::Incomplete("DEPENDING ON"));
        }
        entry.occurs = Some(OccursClause { least, most, depending, at });
    }
}

/// Passes over names, up to the next clause.
fn names(rest: &mut Rest<'_>) {
    while !rest.peek().is_empty() && !CLAUSES.contains(&rest.peek()) {
        rest.next();
    }
}

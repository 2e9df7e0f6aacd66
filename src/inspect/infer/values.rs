//! What the values of one field are: its texts one by one in, a type and a reading that hold for all of them out.
//!
//! A fold of bounded memory: counts, pictures that still stand, a few values. What the values leave open stays text, and
//! the other readings stand beside it. Every reading is proved by the decoder of runs on the values that were kept.
//! Refuses: words, files, where a field stands in its record.

pub mod counting;
pub mod dates;
mod judge;
pub mod listed;
pub mod names;
pub mod numbers;
pub mod pictures;
mod proof;
pub mod shape;
pub mod spread;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod why;

use crate::extractors::encoding::Encoding;
use crate::mapping::model::{Check, OnBlank, Reading, Sign, Trim, Type};
use counting::Counting;
use dates::Dates;
use listed::Periods;
use numbers::Numbers;
use proof::Kept;
use texts::{Distinct, Nothing};
use why::{Other, Seen, Share, Why};

/// What is known of a field beside its values.
#[derive(Debug, Clone)]
pub struct Around {
    /// It stands at fixed places: blanks fill it up, decimals may be implied.
    pub fixed: bool,
    /// The source's, as the mapping names it.
    pub encoding: String,
    /// What the files call it; empty if they do not.
    pub name: String,
    /// The year of today.
    pub year: i32,
}

/// What the values are.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The type that holds for all values.
    pub ty: Type,
    /// How they are read; as [`plain`] where nothing is peculiar.
    pub reading: Reading,
    /// The check that all values pass.
    pub check: Option<Check>,
    /// It is about people, as far as name and values show.
    pub personal: bool,
    /// What speaks for it, and what a person should know.
    pub why: Vec<Why>,
    /// Readings that the values leave open.
    pub others: Vec<Other>,
}

/// How a mapping reads a field that says no more than its type.
#[must_use]
pub fn plain(ty: Type, fixed: bool) -> Reading {
    let trim = match (ty, fixed) {
        (Type::Text, true) => Trim::Right,
        (Type::Text, false) => Trim::None,
        _ => Trim::Both,
    };
    Reading {
        trim,
        sign: vec![Sign::Leading],
        decimal: if fixed { None } else { Some('.') },
        on_blank: if ty == Type::Text { OnBlank::Empty } else { OnBlank::Reject },
        ..Reading::plain()
    }
}

/// How many different texts that may mean "no value" are counted.
const NOTHINGS: usize = 8;

/// The values of a field so far.
#[derive(Debug, Clone)]
pub struct Column {
    around: Around,
    encoding: Option<Encoding>,
    /// Values that were told.
    values: u64,
    blanks: u64,
    /// Values with blanks before them, and after them.
    padded: (u64, u64),
    undecoded: Seen,
    /// Checks that every value has passed so far, a bit each.
    checks: u8,
    nothings: Vec<(String, Nothing, u64)>,
    numbers: Numbers,
    dates: Dates,
    counting: Counting,
    periods: Periods,
    /// The picture that more than the values one by one speaks for.
    expected: Option<String>,
    distinct: Distinct,
    kept: Kept,
    scratch: Vec<u8>,
}

impl Column {
    /// Before any value.
    #[must_use]
    pub fn new(around: Around) -> Self {
        Self {
            encoding: Encoding::of(&around.encoding),
            around,
            values: 0,
            blanks: 0,
            padded: (0, 0),
            undecoded: Seen::default(),
            checks: u8::MAX,
            nothings: Vec::new(),
            numbers: Numbers::default(),
            dates: Dates::default(),
            counting: Counting::default(),
            periods: Periods::default(),
            expected: None,
            distinct: Distinct::default(),
            kept: Kept::default(),
            scratch: Vec::new(),
        }
    }

    /// The places of the digits speak for days by this picture: a few values that are none do not keep the others from it.
    #[must_use]
    pub fn expecting(self, picture: &str) -> Self {
        Self { expected: Some(picture.to_owned()), ..self }
    }

    /// One value as it stands in its record, with the blanks around it. `place` is told again of the first value that is
    /// peculiar; a record's number from 1 serves people best.
    pub fn push(&mut self, raw: &[u8], place: u64) {
        self.values += 1;
        self.kept.push(raw);
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        let decoded = self.encoding.map(|encoding| encoding.decode(raw, &mut scratch));
        match std::str::from_utf8(&scratch) {
            Ok(text) if matches!(decoded, Some(Ok(()))) => self.text(text, place),
            _ => self.undecoded.again(place),
        }
        self.scratch = scratch;
    }

    fn text(&mut self, whole: &str, place: u64) {
        let text = trimmed(whole);
        if text.is_empty() {
            self.blanks += 1;
            return;
        }
        self.padded.0 += u64::from(!whole.starts_with(text));
        self.padded.1 += u64::from(!whole.ends_with(text));
        self.distinct.push(text);
        if self.checks != 0 {
            self.checks &= judge::checks(text);
        }
        let nothing = Nothing::of(text);
        if let Some(nothing) = nothing {
            self.nothing(text, nothing);
        }
        self.dates.push(text, place, nothing.is_some());
        if nothing.is_none() {
            self.counting.push(text.as_bytes());
            self.periods.push(text.as_bytes());
        }
        if matches!(nothing, None | Some(Nothing::Zeros | Nothing::Nines)) {
            self.numbers.push(text, place);
        }
    }

    fn nothing(&mut self, text: &str, nothing: Nothing) {
        if let Some(known) = self.nothings.iter_mut().find(|known| known.0 == text) {
            known.2 += 1;
        } else if self.nothings.len() < NOTHINGS {
            self.nothings.push((text.to_owned(), nothing, 1));
        }
    }

    /// Whether this text, without blanks around it, is one of the values, as far as they are told apart.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.distinct.has(text)
    }

    /// How many of the values that were kept do not decode so, and how many were; none if there can be no such reading.
    #[must_use]
    pub fn refused(&self, ty: Type, reading: &Reading) -> Option<Share> {
        let n = self.kept.refused(ty, reading, &self.around)?;
        Some(Share { n, of: self.kept.count() })
    }

    /// The reading with all texts that may mean "no value" taken for that, and blanks for empty if there are any.
    #[must_use]
    pub fn allowing(&self, reading: Reading) -> Reading {
        let null_if = self.nothings.iter().map(|nothing| nothing.0.clone()).collect();
        let on_blank = if self.blanks > 0 { OnBlank::Empty } else { reading.on_blank };
        Reading { null_if, on_blank, ..reading }
    }

    /// How many values are this text, which may mean "no value".
    #[must_use]
    pub fn nothings_of(&self, text: &str) -> u64 {
        self.nothings.iter().find(|nothing| nothing.0 == text).map_or(0, |nothing| nothing.2)
    }

    /// Whether there is no value but blanks.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.filled() == 0
    }

    /// Numbers with zeros before them, if there are any, and none has a sign or a mark.
    #[must_use]
    pub fn leading_zeros(&self) -> Option<Seen> {
        let plain = self.numbers.signs.is_empty() && self.numbers.point.decimals.is_none();
        Some(self.numbers.leading_zeros).filter(|seen| plain && seen.n > 0)
    }

    /// How many values are blank, and of how many.
    #[must_use]
    pub const fn blanks(&self) -> Share {
        Share { n: self.blanks, of: self.values }
    }

    /// The window that two-digit years by this picture suggest.
    #[must_use]
    pub fn window(&self, picture: &str) -> Option<dates::Window> {
        let years = self.dates.of(picture)?.years()?;
        dates::window(&years, self.around.year, names::is_personal(&self.around.name))
    }

    /// Values that are not blank.
    const fn filled(&self) -> u64 {
        self.values - self.blanks
    }

    /// The decimal mark that the values themselves prove.
    #[must_use]
    pub fn mark(&self) -> Option<char> {
        let Numbers { point, comma, .. } = &self.numbers;
        let proves = |one: &numbers::System, other: &numbers::System| {
            one.reads > 0 && one.fails.n == 0 && other.fails.n > 0 && one.is_shown()
        };
        if proves(point, comma) { Some('.') } else { proves(comma, point).then_some(',') }
    }

    /// What the values are. `mark`: the decimal mark of the file's other numbers, where that is certain.
    #[must_use]
    pub fn found(&self, mark: Option<char>) -> Found {
        judge::judge(self, mark)
    }

    fn share(&self, n: u64) -> Share {
        Share { n, of: self.values }
    }
}

/// Without the blanks that decoders take off.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

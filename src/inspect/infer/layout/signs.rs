//! Signs that a layout has as fields of their own, beside the number that they are of: without them it would lose them.
//!
//! In: a layout with places, and records. Out: the layout as its values are to be read, a number with its sign in one, and
//! what people are told of it. Refuses to choose where a sign touches two numbers: both are text.

use super::places::Slices;
use super::{Doubt, Layout, LayoutField, Said};
use crate::extractors::encoding::Encoding;
use crate::inspect::infer::values::why::Seen;

/// A layout, and for some fields, by their order, what is told of them.
pub struct Signed {
    pub layout: Layout,
    pub doubts: Vec<(usize, Doubt)>,
}

/// The layout with the signs of its numbers.
#[must_use]
pub fn joined(layout: &Layout, records: usize, slices: &Slices<'_, '_>, encoding: &str) -> Signed {
    let mut found = Signed { layout: layout.clone(), doubts: Vec::new() };
    let Some(encoding) = Encoding::of(encoding) else { return found };
    let sheet = Sheet { fields: &layout.fields, records, slices, encoding };
    for sign in 0..layout.fields.len() {
        let Some((mark, seen)) = sheet.mark(sign) else { continue };
        match (sheet.before(sign), sheet.behind(sign).filter(|_| mark == Mark::Minus), mark) {
            (Some(number), None, Mark::Letters) => found.doubts.push((number, Doubt::Letters)),
            (Some(number), None, _) | (None, Some(number), _) => {
                found.layout.fields[number] = with(&layout.fields[number], &layout.fields[sign]);
                found.doubts.push((number, Doubt::Sign { n: seen.n, first: seen.first }));
            }
            (Some(before), Some(behind), _) => {
                for number in [before, behind] {
                    found.layout.fields[number].said = Said::Text;
                    found.doubts.push((number, Doubt::OpenSign { n: seen.n, first: seen.first }));
                }
            }
            (None, None, _) => {}
        }
    }
    found
}

/// What a field has that stands beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A minus, a plus or a blank.
    Minus,
    /// `CR`, `DB` or blanks.
    Credit,
    /// `C` and `D`, which the mapping language has no sign for.
    Letters,
}

impl Mark {
    /// What a text is of, if it is no blank, and whether it says that the number is negative.
    fn of(text: &str) -> Option<(Self, bool)> {
        match text {
            "-" | "+" => Some((Self::Minus, text == "-")),
            "CR" | "DB" => Some((Self::Credit, text == "CR")),
            "C" | "D" => Some((Self::Letters, text == "C")),
            _ => None,
        }
    }
}

struct Sheet<'a, 's, 'r> {
    fields: &'a [LayoutField],
    records: usize,
    slices: &'a Slices<'s, 'r>,
    encoding: Encoding,
}

impl Sheet<'_, '_, '_> {
    /// What a field of one place, or of two for `CR`, always has, and the records in which it is negative; not `-` alone,
    /// which would be a hyphen.
    fn mark(&self, field: usize) -> Option<(Mark, Seen)> {
        let width = self.fields[field].at.map_or(0, |(from, to)| to - from);
        let (mut found, mut seen, mut positive, mut blank) = (None, Seen::default(), false, false);
        for record in 0..self.records {
            let text = self.text(field, record)?;
            if text.is_empty() {
                blank = true;
                continue;
            }
            let (mark, negative) = Mark::of(&text)?;
            if *found.get_or_insert(mark) != mark {
                return None;
            }
            if negative { seen.again(record as u64 + 1) } else { positive = true }
        }
        let fits = |mark: &Mark| width == if *mark == Mark::Credit { 2 } else { 1 };
        let others = positive || blank && found != Some(Mark::Letters);
        found.filter(fits).filter(|_| seen.n > 0 && others).map(|mark| (mark, seen))
    }

    /// The number that ends where a field begins.
    fn before(&self, sign: usize) -> Option<usize> {
        let from = self.fields[sign].at?.0;
        (0..self.fields.len())
            .find(|field| self.fields[*field].at.is_some_and(|at| at.1 == from) && self.is_number(*field))
    }

    /// The number that begins where a field ends.
    fn behind(&self, sign: usize) -> Option<usize> {
        let to = self.fields[sign].at?.1;
        (0..self.fields.len())
            .find(|field| self.fields[*field].at.is_some_and(|at| at.0 == to) && self.is_number(*field))
    }

    /// Whether a field has digits, a mark between them at most, and the layout says nothing else of it.
    fn is_number(&self, field: usize) -> bool {
        let may = matches!(
            self.fields[field].said,
            Said::Nothing | Said::Whole | Said::Decimal(_) | Said::Unsigned(_) | Said::Digits(_)
        );
        let is = |text: String| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        let filled = || (0..self.records).any(|record| self.text(field, record).is_some_and(|text| !text.is_empty()));
        may && (0..self.records).all(|record| self.text(field, record).is_some_and(is)) && filled()
    }

    /// What a record has in a field, without blanks.
    fn text(&self, field: usize, record: usize) -> Option<String> {
        let (from, to) = self.fields[field].at?;
        let mut text = Vec::new();
        self.encoding.decode((self.slices)(record, from as usize, to as usize), &mut text).ok()?;
        String::from_utf8(text).ok().map(|text| text.trim().to_owned())
    }
}

/// A number with the place of its sign: it is no longer digits alone.
fn with(number: &LayoutField, sign: &LayoutField) -> LayoutField {
    let at = number.at.zip(sign.at).map(|((from, to), (start, end))| (from.min(start), to.max(end)));
    let said = match number.said {
        Said::Whole => Said::Decimal(Some(0)),
        Said::Unsigned(scale) | Said::Digits(scale) => Said::Decimal(Some(scale)),
        ref said => said.clone(),
    };
    LayoutField { at, said, ..number.clone() }
}

//! The verdict on a field: which type and which reading hold for all of its values, and what else they leave open.
//!
//! Words for yes and no are asked first, then days, then numbers; what is left is text. A verdict that its proof breaks is
//! text too, and says so.

mod date;
mod number;

use super::texts::{Nothing, yes_and_no};
use super::why::{Open, Other, Seen, Share, Why};
use super::{Column, Found, names, plain};
use crate::mapping::model::{Check, OnBlank, Reading, Trim, Type};
use crate::validate::numbers::holds;

/// A reading, before it is proved.
struct Verdict {
    ty: Type,
    reading: Reading,
    why: Vec<Why>,
    /// Values that are known not to read so.
    exceptions: u64,
}

/// Checks that are tried, with how many different values are enough to believe one.
const CHECKS: [(Check, u64); 5] =
    [(Check::Sin, 10), (Check::Bn, 10), (Check::Aba, 10), (Check::Iban, 3), (Check::CaPostalCode, 5)];
/// Words from which on one of so many may be a mistake among words for yes and no.
const MANY: u64 = 100;
const RARE: u64 = 66;
/// Of so many days more than one has one digit: a third of all days of a month.
const SHORT: u64 = 5;
/// Of so many values one has blanks around it where an export pads them.
const PADDED: u64 = 10;
/// Values of which a listed one must have several: a list of names is none of codes.
const MOST_CODES: usize = 12;
const LONGEST_CODE: usize = 12;

/// What the values of a column are.
pub fn judge(column: &Column, mark: Option<char>) -> Found {
    let mut judge = Judge { column, mark, others: Vec::new() };
    let verdict = judge.verdict();
    judge.finish(verdict)
}

struct Judge<'c> {
    column: &'c Column,
    mark: Option<char>,
    others: Vec<Other>,
}

impl Judge<'_> {
    fn verdict(&mut self) -> Verdict {
        let column = self.column;
        if column.values == 0 {
            return self.text(vec![Why::NoValues]);
        }
        if column.filled() == 0 {
            return self.text(vec![Why::AlwaysBlank(column.values)]);
        }
        if column.undecoded.n > 0 {
            return self.text(vec![Why::NotDecoded(column.undecoded)]);
        }
        if let Some(check) = self.check() {
            return self.text(vec![Why::Checks(check)]);
        }
        if names::is_personal_number(&column.around.name) {
            return self.text(Vec::new());
        }
        let found = self.boolean().or_else(|| self.date()).or_else(|| self.number());
        let Some(found) = found else { return self.text(self.why_text()) };
        let refused = column.kept.refused(found.ty, &found.reading, &column.around);
        let most = found.exceptions;
        if refused.is_some_and(|refused| refused <= most) { found } else { self.text(vec![Why::NotProved]) }
    }

    /// The check that all values pass.
    fn check(&self) -> Option<Check> {
        let (different, _) = self.column.distinct.count();
        let passes = |check: Check| {
            let at = CHECKS.iter().position(|known| known.0 == check);
            at.is_some_and(|at| self.column.checks & (1 << at) != 0)
        };
        CHECKS.iter().find(|(check, enough)| different >= *enough && passes(*check)).map(|(check, _)| *check)
    }

    /// What is no text, and no reading takes: days of one digit, where many values are such, and shares of a hundred.
    fn why_text(&self) -> Vec<Why> {
        let (short, percents) = (self.column.dates.short, self.column.numbers.percents);
        let filled = self.column.filled();
        let short = (short.n * SHORT > filled).then_some(Why::ShortDates(short));
        let percents = (percents.n * 2 > filled).then_some(Why::Percents(percents));
        let orders = self.column.dates.both_orders().find(|(one, _)| one.tried.text.starts_with("DD"));
        let orders = orders.map(|(one, other)| Why::BothOrders { day: other.fails, month: one.fails });
        short.into_iter().chain(percents).chain(orders).collect()
    }

    fn text(&self, mut why: Vec<Why>) -> Verdict {
        let column = self.column;
        let mut reading = plain(Type::Text, column.around.fixed);
        let (left, right) = column.padded;
        // A blank here and there is a part of the text; an export that pads does so often.
        let pads = |n: u64| n * PADDED >= column.filled().max(1);
        match (column.around.fixed, left > 0 && pads(left), right > 0 && pads(right)) {
            (true, true, _) | (false, true, true) => reading.trim = Trim::Both,
            (false, true, false) => reading.trim = Trim::Left,
            (false, false, true) => reading.trim = Trim::Right,
            (_, false, _) => {}
        }
        if left > 0 {
            why.push(Why::LeftBlanks(column.share(left)));
        }
        if right > 0 && !column.around.fixed {
            why.push(Why::RightBlanks(column.share(right)));
        }
        for (text, nothing, n) in &column.nothings {
            let (text, n) = (text.clone(), *n);
            match nothing {
                Nothing::Null => {
                    reading.null_if.push(text.clone());
                    why.push(Why::NoValue { text, n });
                }
                Nothing::Word | Nothing::Marks => why.push(Why::PerhapsNoValue { text, n }),
                Nothing::Zeros | Nothing::Nines => {}
            }
        }
        Verdict { ty: Type::Text, reading, why, exceptions: 0 }
    }

    /// Words for yes and no.
    fn boolean(&mut self) -> Option<Verdict> {
        let column = self.column;
        let all = column.distinct.all()?;
        let is_word = |text: &str| Nothing::of(text).is_none();
        let words: Vec<(&str, u64)> = all.into_iter().filter(|one| is_word(one.0)).collect();
        let of = words.iter().map(|one| one.1).sum::<u64>();
        // One word in very many may be a mistake.
        let usual = words.iter().filter(|one| of < MANY || one.1 * RARE > of);
        let texts: Vec<&str> = usual.map(|one| one.0).collect();
        let (yes, no) = yes_and_no(&texts, column.blanks > 0)?;
        let known = |text: &str| yes.iter().chain(&no).any(|word| word == text);
        let exceptions: u64 = words.iter().filter(|one| !known(one.0)).map(|one| one.1).sum();
        let why = (exceptions > 0).then_some(Why::Exceptions(Seen { n: exceptions, first: 0 }));
        let mut reading = plain(Type::Bool, column.around.fixed);
        (reading.true_words, reading.false_words) = (yes, no);
        let reads = Why::Reads(Share { n: of - exceptions, of });
        let why = [reads].into_iter().chain(why).collect();
        let mut verdict = Verdict { ty: Type::Bool, reading, why, exceptions };
        let takes_blank = verdict.reading.false_words.iter().any(String::is_empty);
        self.none_of(&mut verdict, |_| true);
        if !takes_blank {
            self.blanks(&mut verdict);
        }
        Some(verdict)
    }

    /// Blanks become empty.
    fn blanks(&self, verdict: &mut Verdict) {
        if self.column.blanks > 0 {
            verdict.reading.on_blank = OnBlank::Empty;
        }
    }

    /// Texts that mean "no value" and that `is_none` takes for such.
    fn none_of(&self, verdict: &mut Verdict, is_none: impl Fn(&(String, Nothing, u64)) -> bool) {
        for nothing in self.column.nothings.iter().filter(|nothing| is_none(nothing)) {
            verdict.reading.null_if.push(nothing.0.clone());
            verdict.why.push(Why::NoValue { text: nothing.0.clone(), n: nothing.2 });
        }
    }

    fn other(&mut self, ty: Type, reading: Reading, open: Open, reads: Share, fails: Seen) {
        let failure = (fails.n > 0).then_some(fails.first);
        self.others.push(Other { ty, reading, open, reads, failure });
    }

    fn finish(self, verdict: Verdict) -> Found {
        let column = self.column;
        let check = self.check().filter(|_| verdict.ty == Type::Text);
        let by_name = names::is_personal(&column.around.name);
        let by_values = check.is_some_and(names::is_check_of_people);
        let personal = by_name || by_values;
        let Verdict { ty, reading, mut why, .. } = verdict;
        if column.blanks > 0 && column.filled() > 0 {
            why.push(Why::Blanks(column.share(column.blanks)));
        }
        why.extend(values(column, ty));
        if by_name {
            why.push(Why::PersonalName);
        } else if by_values {
            why.push(Why::PersonalValues);
        }
        if personal {
            why.retain(|why| {
                !matches!(why, Why::Range { .. } | Why::Serials { .. } | Why::Constant(_) | Why::Values(_))
            });
        }
        Found { ty, reading, check, personal, why, others: self.others }
    }
}

/// The checks that a text passes, a bit each.
pub(super) fn checks(text: &str) -> u8 {
    let bit = |at: usize| if holds(CHECKS[at].0, text) { 1 << at } else { 0 };
    (0..CHECKS.len()).map(bit).sum()
}

/// What is told of the values themselves: one alone, a few, all different.
fn values(column: &Column, ty: Type) -> Option<Why> {
    let (different, more) = column.distinct.count();
    let filled = column.filled();
    match column.distinct.all() {
        Some(all) if filled > 1 && all.len() == 1 => Some(Why::Constant(all[0].0.to_owned())),
        Some(all) if is_codes(&all, filled) && matches!(ty, Type::Text | Type::Int16 | Type::Int32) => {
            Some(Why::Values(all.into_iter().map(|(text, count)| (text.to_owned(), count)).collect()))
        }
        _ if filled > 1 && column.distinct.all_different() => Some(Why::AllDifferent(filled)),
        _ if different > 1 && !more => Some(Why::Distinct(different)),
        _ => None,
    }
}

fn is_codes(all: &[(&str, u64)], filled: u64) -> bool {
    let few = (2..=MOST_CODES).contains(&all.len()) && filled >= 3 * all.len() as u64;
    few && all.iter().all(|(text, _)| text.chars().count() <= LONGEST_CODE)
}

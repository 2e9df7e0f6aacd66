//! Numbers: the decimal mark that holds, how wide they are, and whether digits are a number or a code.

use super::{Judge, Verdict};
use crate::canonical;
use crate::inspect::infer::values::numbers::{Numbers, System};
use crate::inspect::infer::values::texts::Nothing;
use crate::inspect::infer::values::why::{Open, Seen, Share, Why};
use crate::inspect::infer::values::{names, plain};
use crate::mapping::model::{Reading, Sign, Type, Value};

/// Values from which on a few that are no number do not keep amounts from being numbers.
const MANY: u64 = 100;
/// Of so many values one may be none.
const RARE: u64 = 66;
/// Of so many numbers one has a mark where it may be a slip; of fewer, where it is the only one.
const SLIPS: u64 = 50;
const FEW: u64 = 4;
/// Digits of which an export without leading zeros makes numbers that are codes: phones, rolls, accounts of a bank.
const CODE_DIGITS: u32 = 9;
/// Digits that amounts have with their cents, and few numbers of things.
const CENTS: u32 = 6;
/// Digits of a day with its whole year.
const DAY_DIGITS: u32 = 8;
/// Of so many half years between the first and the last one is there, at least; ranges are counted in millionths.
const SPARSE: i128 = 5;
const MILLION: i128 = 1_000_000;
/// Different lengths, without leading zeros, that numbers have and codes have not.
const LENGTHS: u32 = 3;
/// Days as spreadsheets count them, of 1954 to 2064, and the number of 1970-01-01 among them.
const SERIALS: std::ops::RangeInclusive<i32> = 20_000..=60_000;
const SERIAL_OF_1970: i32 = 25_569;
/// Most digits of any number.
const MOST_DIGITS: u32 = 38;

impl Judge<'_> {
    pub(super) fn number(&mut self) -> Option<Verdict> {
        let numbers = &self.column.numbers;
        let (point, comma) = (&numbers.point, &numbers.comma);
        if point.reads == 0 && comma.reads == 0 {
            return (numbers.scientific.n > 0).then(|| self.text(vec![Why::Scientific(numbers.scientific)]));
        }
        let punched = numbers.signed(Sign::Overpunch);
        if punched > 0 && !numbers.is_punched() {
            self.undecided_punch();
            return None;
        }
        match (point.fails.n == 0, comma.fails.n == 0) {
            (true, true) if point.is_shown() || comma.is_shown() => self.by_mark_of_others(),
            (true, _) => self.numeric(point, None),
            (false, true) => self.numeric(comma, None),
            (false, false) => self.nearly(),
        }
    }

    /// A point or a comma that may be the decimal mark or stand between thousands.
    fn by_mark_of_others(&mut self) -> Option<Verdict> {
        let Numbers { point, comma, .. } = &self.column.numbers;
        if let Some(mark) = self.mark {
            return self.numeric(if mark == '.' { point } else { comma }, Some(Why::MarkOfOthers(mark)));
        }
        self.other_number(point, Open::Ambiguous);
        self.other_number(comma, Open::Ambiguous);
        Some(self.text(Vec::new()))
    }

    /// Letters as last digits that a code could have as well.
    fn undecided_punch(&mut self) {
        let (point, both) = (&self.column.numbers.point, self.column.numbers.has_both_signs());
        if point.fails.n == 0 && (both || self.column.around.fixed) {
            self.other_number(point, Open::Code);
        }
    }

    /// Some values are no number in either system.
    fn nearly(&mut self) -> Option<Verdict> {
        let numbers = &self.column.numbers;
        let best = if numbers.point.reads >= numbers.comma.reads { &numbers.point } else { &numbers.comma };
        let amounts = best.decimals.is_some() || !numbers.signs.is_empty();
        if amounts && best.reads >= MANY && best.fails.n * RARE <= best.reads {
            return self.numeric(best, None);
        }
        if best.fails.n * 10 <= best.reads {
            self.other_number(best, Open::Exceptions);
        }
        (numbers.scientific.n > 0).then(|| self.text(vec![Why::Scientific(numbers.scientific)]))
    }

    fn numeric(&mut self, system: &System, mark: Option<Why>) -> Option<Verdict> {
        if self.marks_are_odd(system) {
            let plain = system.without_mark();
            if system.reads >= MANY && system.marked.n * RARE <= system.reads {
                return self.numeric(&plain, None);
            }
            self.other_number(&plain, Open::Ambiguous);
            self.other_number(system, Open::Ambiguous);
            return None;
        }
        if self.is_cut(system) {
            self.other_number(system, Open::Exceptions);
            return None;
        }
        if self.may_be_two(system) {
            self.other_number(system, Open::Ambiguous);
            return None;
        }
        let mut why = vec![Why::Reads(reads(system))];
        why.extend(mark);
        if self.is_plain(system) {
            if let Some(code) = self.code().or_else(|| self.may_be_day()) {
                self.other_number(system, Open::Code);
                return Some(self.text(vec![code]));
            }
            if self.is_years() {
                why.push(Why::Years);
                if self.is_sparse(system) {
                    self.other(Type::Text, plain(Type::Text, true), Open::Code, reads(system), system.fails);
                }
            }
        }
        if is_marked_here_and_there(system) {
            self.other_number(&system.without_mark(), Open::Ambiguous);
        }
        let implied = self.implied(system);
        let (scale, beyond) = system.usual();
        let ty = self.ty(system, scale, implied.as_ref())?;
        why.extend(self.styles(system, scale));
        let exceptions = both(system.fails, beyond);
        why.extend((exceptions.n > 0).then_some(Why::Exceptions(exceptions)));
        why.extend(range(system, ty));
        why.extend(implied);
        why.extend(self.serials(system));
        let mut verdict = Verdict { ty, reading: self.number_reading(system, ty), why, exceptions: exceptions.n };
        self.none_of(&mut verdict, |nothing| !matches!(nothing.1, Nothing::Zeros | Nothing::Nines));
        self.dashes(&mut verdict);
        self.nines(&mut verdict);
        self.blanks(&mut verdict);
        Some(verdict)
    }

    /// Whether a mark stands in a few numbers while zeros fill the others up, whose decimals are not written: `000161675`
    /// and `001234.56`.
    fn marks_are_odd(&self, system: &System) -> bool {
        self.column.around.fixed && system.marked.n > 0 && system.marked.n < self.column.numbers.zero_filled
    }

    /// Whether a sign stands alone where others stand at numbers, or a mark with nothing behind it: these places are not those
    /// of the whole number.
    fn is_cut(&self, system: &System) -> bool {
        if self.column.around.fixed && system.decimals.is_some_and(|(fewest, _)| fewest == 0) {
            return true;
        }
        let signs = &self.column.numbers.signs;
        let signed = signs.iter().any(|(sign, _)| matches!(sign, Sign::Leading | Sign::Trailing | Sign::MinusAfter));
        self.column.around.fixed && signed && self.column.nothings.iter().any(|one| one.0 == "-" || one.0 == "+")
    }

    /// Whether a blank stands between the digits of every value, and no mark or sign shows that they are one number: it may be
    /// a fund and an account.
    fn may_be_two(&self, system: &System) -> bool {
        let signs = &self.column.numbers.signs;
        let plain = system.decimals.is_none() && signs.is_empty() && self.column.numbers.currencies.is_empty();
        let all = system.grouped.n > 0 && system.grouped.n == system.reads;
        !self.column.around.fixed && plain && all && system.thousands == [' ']
    }

    /// Digits alone: no mark, no sign, nothing between them.
    fn is_plain(&self, system: &System) -> bool {
        let numbers = &self.column.numbers;
        system.decimals.is_none() && system.grouped.n == 0 && numbers.signs.is_empty() && numbers.currencies.is_empty()
    }

    fn is_years(&self) -> bool {
        let numbers = &self.column.numbers;
        numbers.lengths == 1 << 4 && numbers.years == numbers.digits
    }

    /// Whether few of the years between the first and the last are there, as it is with codes.
    fn is_sparse(&self, system: &System) -> bool {
        let (different, _) = self.column.distinct.count();
        let span = system.range.map_or(0, |(least, most)| (most - least) / MILLION + 1);
        self.column.around.fixed && different >= 3 && span * 2 > SPARSE * i128::from(different)
    }

    /// Why digits are a code rather than a number.
    fn code(&self) -> Option<Why> {
        let (numbers, fixed) = (&self.column.numbers, self.column.around.fixed);
        let one_length = numbers.lengths.is_power_of_two().then(|| numbers.lengths.trailing_zeros());
        let filled_up = numbers.leading_zeros.n > 0;
        if self.is_years() || fixed && self.column.padded.0 > 0 && !filled_up {
            return None;
        }
        let zeros = || Why::LeadingZeros(numbers.leading_zeros);
        match (fixed, one_length) {
            (false, _) if filled_up => Some(zeros()),
            (false, Some(length)) if length >= CODE_DIGITS => Some(Why::SameLength(length)),
            // Zeros fill numbers of various sizes up, and hardly any code.
            (true, Some(_)) if numbers.significant.count_ones() >= LENGTHS => None,
            (true, _) if filled_up => Some(zeros()),
            (true, Some(length)) => Some(Why::SameLength(length)),
            (true, None) | (false, _) => None,
        }
    }

    /// Digits that would be days as well: which they are is left open.
    fn may_be_day(&self) -> Option<Why> {
        let one_length =
            self.column.numbers.lengths.is_power_of_two().then(|| self.column.numbers.lengths.trailing_zeros());
        let is_day = self.others.iter().any(|other| other.ty == Type::Date && other.open == Open::Ambiguous);
        one_length.filter(|length| is_day && *length == DAY_DIGITS).map(Why::SameLength)
    }

    /// Decimals that are not written, of numbers at fixed places.
    fn implied(&mut self, system: &System) -> Option<Why> {
        let (numbers, around) = (&self.column.numbers, &self.column.around);
        if !around.fixed || system.decimals.is_some() || system.grouped.n > 0 || self.is_years() {
            return None;
        }
        let (of, n) = numbers.cents;
        let share = Share { n, of };
        let filled_up = numbers.leading_zeros.n > 0;
        let signed = numbers.signed(Sign::Leading) < numbers.signs.iter().map(|one| one.1.n).sum();
        // One number in a hundred ends with two zeros by chance.
        let money = system.whole >= CODE_DIGITS && of >= 20 && n * 20 >= of;
        if filled_up && system.whole >= 5 && (signed || money) {
            // Small ones without such zeros may be a number of something, whose sign is in its last digit.
            let small = system.whole < CODE_DIGITS || numbers.significant >> CENTS == 0;
            if let Some(ty) = whole(system.whole).filter(|_| small && !money) {
                self.other(ty, self.number_reading(system, ty), Open::Decimals, reads(system), Seen::default());
            }
            return Some(Why::Implied(share));
        }
        if filled_up && system.whole >= 7 {
            let ty = decimal(system.whole, 2, false)?;
            self.other(ty, self.number_reading(system, ty), Open::Decimals, reads(system), Seen::default());
        }
        None
    }

    fn ty(&self, system: &System, scale: u32, implied: Option<&Why>) -> Option<Type> {
        match (implied, system.decimals) {
            (Some(_), _) => decimal(system.whole, 2, false),
            (None, Some(_)) => decimal(system.whole + scale, scale, true),
            (None, None) if self.is_plain(system) && self.is_years() => Some(Type::Int16),
            (None, None) => whole(system.whole),
        }
    }

    fn number_reading(&self, system: &System, ty: Type) -> Reading {
        let (numbers, fixed) = (&self.column.numbers, self.column.around.fixed);
        let mut reading = plain(ty, fixed);
        if system.decimals.is_some() || system.mark == ',' && system.is_shown() {
            reading.decimal = Some(system.mark);
        }
        reading.thousands.clone_from(&system.thousands);
        reading.currency = numbers.currencies.iter().map(|one| one.0.to_owned()).collect();
        if !numbers.signs.is_empty() {
            reading.sign = numbers.signs.iter().map(|one| one.0).collect();
            reading.sign.sort_by_key(|sign| *sign as u8);
        }
        reading
    }

    fn styles(&self, system: &System, scale: u32) -> Vec<Why> {
        let numbers = &self.column.numbers;
        let mut why = Vec::new();
        if let Some((fewest, _)) = system.decimals {
            let small = |digits: u32| u8::try_from(digits).unwrap_or(u8::MAX);
            why.push(Why::Mark { mark: system.mark, fewest: small(fewest.min(scale)), most: small(scale) });
        }
        if system.grouped.n > 0 {
            why.push(Why::Thousands(system.thousands.clone(), system.grouped));
        }
        why.extend(numbers.signs.iter().map(|(sign, seen)| Why::Signs(*sign, *seen)));
        why.extend(numbers.currencies.iter().map(|(text, seen)| Why::Currency((*text).to_owned(), *seen)));
        why
    }

    /// Days as spreadsheets count them, where the name says that these whole numbers are days.
    fn serials(&self, system: &System) -> Option<Why> {
        let around = &self.column.around;
        let named = names::is_day(&around.name) && self.is_plain(system) && !names::is_personal(&around.name);
        let (least, most) = system.range.filter(|(least, most)| named && least <= most)?;
        let text = |value: i128| {
            let number = i32::try_from(value / MILLION).ok().filter(|number| SERIALS.contains(number))?;
            Some(canonical::text(Type::Date, &Value::Date(number - SERIAL_OF_1970)))
        };
        Some(Why::Serials { least: text(least)?, most: text(most)? })
    }

    /// Hyphens that stand for zero where a spreadsheet wrote the amounts.
    fn dashes(&self, verdict: &mut Verdict) {
        let dashes = self.column.nothings.iter().filter(|one| one.1 == Nothing::Marks && one.0.contains('-'));
        verdict.why.extend(dashes.map(|one| Why::PerhapsZero { text: one.0.clone(), n: one.2 }));
    }

    /// Nines that may mean "no limit".
    fn nines(&self, verdict: &mut Verdict) {
        let nines = self.column.nothings.iter().filter(|one| one.1 == Nothing::Nines);
        verdict.why.extend(nines.map(|one| Why::PerhapsNoValue { text: one.0.clone(), n: one.2 }));
    }

    fn other_number(&mut self, system: &System, open: Open) {
        let ty = match system.decimals {
            Some((_, most)) => decimal(system.whole + most, most, true),
            None => whole(system.whole),
        };
        if let Some(ty) = ty {
            self.other(ty, self.number_reading(system, ty), open, reads(system), system.fails);
        }
    }
}

/// Whether next to no number has a mark: it may be a slip among whole numbers.
fn is_marked_here_and_there(system: &System) -> bool {
    let (marked, reads) = (system.marked.n, system.reads);
    system.decimals.is_some() && marked > 0 && marked * FEW < reads && (marked == 1 || marked * SLIPS <= reads)
}

/// Exceptions of two sorts.
fn both(one: Seen, other: Seen) -> Seen {
    match (one.n, other.n) {
        (0, _) => other,
        (_, 0) => one,
        _ => Seen { n: one.n + other.n, first: one.first.min(other.first) },
    }
}

fn reads(system: &System) -> Share {
    Share { n: system.reads, of: system.reads + system.fails.n }
}

/// A whole number of so many digits.
fn whole(digits: u32) -> Option<Type> {
    match digits {
        0..=9 => Some(Type::Int32),
        10..=18 => Some(Type::Int64),
        _ => decimal(digits, 0, false),
    }
}

/// A decimal of so many digits; with `room`, of as many as amounts have, since larger ones may come.
fn decimal(digits: u32, scale: u32, room: bool) -> Option<Type> {
    let digits = match digits {
        0..=15 if room => 15,
        16..=18 if room => 18,
        _ => digits.max(scale).max(1),
    };
    let small = |number: u32| u8::try_from(number).ok();
    (digits <= MOST_DIGITS).then_some(Type::Decimal { precision: small(digits)?, scale: small(scale)? })
}

/// The least and the most number, as the mapping writes them.
fn range(system: &System, ty: Type) -> Option<Why> {
    /// Decimals of the range as it was counted.
    const COUNTED: u32 = 6;
    let (least, most) = system.range.filter(|(least, most)| least <= most)?;
    let text = |value: i128| {
        let value = match ty {
            Type::Decimal { scale, .. } if system.decimals.is_some() => {
                let most = 10_i128.pow(COUNTED.checked_sub(u32::from(scale))?);
                Value::Decimal(value / most)
            }
            Type::Decimal { .. } => Value::Decimal(value / 10_i128.pow(COUNTED)),
            _ => Value::Int(i64::try_from(value / 10_i128.pow(COUNTED)).ok()?),
        };
        Some(canonical::text(ty, &value))
    };
    Some(Why::Range { least: text(least)?, most: text(most)? })
}

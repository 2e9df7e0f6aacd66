//! A field of which a layout says one thing and its values another: what is drafted, and what people are told.
//!
//! The layout's type is taken where all values read so. Where they do not, the field stays what loses nothing.

use super::{Doubt, Said};
use crate::inspect::infer::values::why::{Open, Other, Share, Why};
use crate::inspect::infer::values::{Column, Found, plain};
use crate::mapping::model::{Reading, Sign, Trim, Type};

/// How a field stands.
#[derive(Debug, Clone, Copy)]
pub struct Stand {
    /// It has a fixed place: its decimals are implied.
    pub fixed: bool,
    /// Its width, where it has a fixed place.
    pub width: u32,
}

/// The field as it is drafted, and where layout and data do not agree.
#[must_use]
pub fn settle(column: &Column, found: Found, said: &Said, stand: Stand) -> (Found, Option<Doubt>) {
    match said {
        Said::Nothing => (with_zeros(column, found, stand), None),
        Said::Unread(text) => (found, Some(Doubt::Unread(text.clone()))),
        Said::Text => (as_text(found, stand), None),
        _ if column.is_blank() => (found, None),
        Said::Decimal(Some(scale)) if stand.fixed => implied(column, found, *scale, stand),
        Said::Whole => whole(found, stand),
        Said::Unsigned(scale) => unsigned(column, found, *scale, stand),
        Said::Digits(scale) => digits(column, found, *scale, stand),
        Said::Date(Some(picture)) => by_picture(column, found, (Type::Date, picture), stand),
        Said::Time(Some(picture)) => by_picture(column, found, (Type::Time, picture), stand),
        Said::Timestamp(Some(picture)) => by_picture(column, found, (Type::Timestamp, picture), stand),
        _ => of_class(found, said),
    }
}

/// Whether a type is what the layout says.
fn fits(said: &Said, ty: Type) -> bool {
    match said {
        Said::Whole => ty.is_number() && ty.scale() == 0,
        Said::Decimal(_) | Said::Unsigned(_) | Said::Digits(_) => ty.is_number(),
        Said::Date(_) => ty == Type::Date,
        Said::Time(_) => ty == Type::Time,
        Said::Timestamp(_) => matches!(ty, Type::Timestamp | Type::Date),
        Said::Bool => ty == Type::Bool,
        Said::Nothing | Said::Text | Said::Unread(_) => true,
    }
}

/// Digits with zeros before them: nothing says that these are no part of a code.
fn with_zeros(column: &Column, found: Found, stand: Stand) -> Found {
    let zeros = column.leading_zeros().filter(|_| stand.fixed && found.ty.is_number());
    let Some(zeros) = zeros else { return found };
    let mut text = as_text(found, stand);
    text.why.push(Why::LeadingZeros(zeros));
    text.others.iter_mut().take(1).for_each(|number| number.open = Open::Code);
    text
}

/// Text as the layout says; what the values would be besides stands beside it.
fn as_text(found: Found, stand: Stand) -> Found {
    if found.ty == Type::Text {
        return found;
    }
    let mut reading = plain(Type::Text, stand.fixed);
    if !stand.fixed && found.why.iter().any(|why| matches!(why, Why::LeftBlanks(_) | Why::RightBlanks(_))) {
        reading.trim = Trim::Both;
    }
    let mut others = found.others;
    others.insert(0, other(found.ty, found.reading, &found.why));
    let why = found.why.into_iter().filter(|why| !of_type(why)).collect();
    Found { ty: Type::Text, reading, check: found.check, personal: found.personal, why, others }
}

fn other(ty: Type, reading: Reading, why: &[Why]) -> Other {
    let reads = why.iter().find_map(|why| if let Why::Reads(share) = why { Some(*share) } else { None });
    Other { ty, reading, open: Open::Ambiguous, reads: reads.unwrap_or_default(), failure: None }
}

/// Reasons that speak of a type and not of the values themselves.
const fn of_type(why: &Why) -> bool {
    matches!(why, Why::Reads(_) | Why::Range { .. } | Why::NoValue { .. } | Why::Window { .. } | Why::Mark { .. })
}

/// The reading of the layout's class that holds, the values' own first.
fn of_class(mut found: Found, said: &Said) -> (Found, Option<Doubt>) {
    if fits(said, found.ty) {
        let doubt = exceptions(&found).or_else(|| decimals(&found, said));
        return (found, doubt);
    }
    // Digits that are days are numbers too; the day says more.
    let digits =
        found.reading.picture.as_ref().is_some_and(|picture| picture.bytes().all(|byte| byte.is_ascii_uppercase()));
    if digits && found.ty == Type::Date && matches!(said, Said::Whole | Said::Decimal(_)) {
        return (found, None);
    }
    let fitting: Vec<usize> = (0..found.others.len()).filter(|at| fits(said, found.others[*at].ty)).collect();
    let holds = |at: &usize| found.others[*at].failure.is_none() && found.others[*at].open != Open::Code;
    let holding: Vec<usize> = fitting.iter().copied().filter(holds).collect();
    if let [only] = holding[..] {
        let other = found.others.remove(only);
        found.why.insert(0, Why::Reads(other.reads));
        (found.ty, found.reading) = (other.ty, other.reading);
        return (found, None);
    }
    if !holding.is_empty() || fitting.iter().any(|at| found.others[*at].open == Open::Code) {
        return (found, None);
    }
    let broken = fitting.first().map(|at| &found.others[*at]);
    let doubt =
        broken.map_or(Doubt::Never, |other| Doubt::Fails { n: other.reads.of - other.reads.n, first: other.failure });
    (found, Some(doubt))
}

fn exceptions(found: &Found) -> Option<Doubt> {
    found.why.iter().find_map(|why| match why {
        Why::Exceptions(seen) => Some(Doubt::Fails { n: seen.n, first: Some(seen.first) }),
        _ => None,
    })
}

/// More decimals in the data than the layout says.
fn decimals(found: &Found, said: &Said) -> Option<Doubt> {
    match said {
        Said::Decimal(Some(scale)) if found.ty.scale() > *scale => Some(Doubt::Decimals(found.ty.scale())),
        _ => None,
    }
}

/// Digits whose decimals the layout knows.
fn implied(column: &Column, found: Found, scale: u8, stand: Stand) -> (Found, Option<Doubt>) {
    if found.reading.decimal.is_some() {
        return of_class(found, &Said::Decimal(Some(scale)));
    }
    let own = (found.ty.is_number()).then(|| found.reading.clone());
    let number = found.others.iter().find(|other| other.ty.is_number() && other.failure.is_none());
    let reading = own.or_else(|| number.map(|other| other.reading.clone()));
    let reading = column.allowing(reading.unwrap_or_else(|| plain(Type::Int64, true)));
    // Numbers as people write them have the decimals that they show.
    if !reading.thousands.is_empty() {
        return of_class(found, &Said::Decimal(Some(scale)));
    }
    read_as(column, found, (scale, reading), stand)
}

/// A whole number: nobody said that the file does not write its decimals.
fn whole(found: Found, stand: Stand) -> (Found, Option<Doubt>) {
    of_class(if stand.fixed { without_decimals(found) } else { found }, &Said::Whole)
}

/// Digits of which cents were guessed, as the whole number that they are as well.
fn without_decimals(mut found: Found) -> Found {
    let is_guessed = found.why.iter().any(|why| matches!(why, Why::Implied(_)));
    let Type::Decimal { precision, scale } = found.ty else { return found };
    if !is_guessed || scale == 0 || found.reading.decimal.is_some() {
        return found;
    }
    found.ty = match precision {
        0..=9 => Type::Int32,
        10..=18 => Type::Int64,
        _ => Type::Decimal { precision, scale: 0 },
    };
    found.why.retain(|why| !matches!(why, Why::Implied(_) | Why::Range { .. }));
    found.others.retain(|other| other.ty != found.ty);
    found
}

/// A number that has no sign of its own: where its last digits are letters, it stays text.
fn unsigned(column: &Column, found: Found, scale: u8, stand: Stand) -> (Found, Option<Doubt>) {
    let punched = stand.fixed.then(|| punched(&found)).flatten();
    match (scale, punched) {
        (0, None) => whole(found, stand),
        (_, None) if stand.fixed => implied(column, found, scale, stand),
        (_, None) => of_class(found, &Said::Decimal(Some(scale))),
        (0, Some(seen)) => (as_text(without_decimals(found), stand), Some(seen)),
        (_, Some(seen)) => (as_text(found, stand), Some(seen)),
    }
}

/// The values whose last digit is a letter, with their sign in it.
fn punched(found: &Found) -> Option<Doubt> {
    let is_punched = |sign: &Sign| matches!(sign, Sign::Overpunch | Sign::OverpunchP);
    let shown = found.why.iter().find_map(|why| match why {
        Why::Signs(sign, seen) if is_punched(sign) => Some(Doubt::Punched { n: seen.n, first: seen.first }),
        _ => None,
    });
    let holds = |other: &&Other| other.failure.is_none() && other.reading.sign.iter().any(is_punched);
    shown.or_else(|| found.others.iter().find(holds).map(|other| Doubt::Punched { n: other.reads.n, first: 0 }))
}

/// Digits alone: a letter that others would read as a digit with a sign is none.
fn digits(column: &Column, found: Found, scale: u8, stand: Stand) -> (Found, Option<Doubt>) {
    let reading = column.allowing(plain(Type::Int64, true));
    let (found, doubt) = read_as(column, found, (scale, reading), stand);
    (if doubt.is_some() { as_text(found, stand) } else { found }, doubt)
}

/// A number that is read so, if all values are.
fn read_as(column: &Column, mut found: Found, (scale, reading): (u8, Reading), stand: Stand) -> (Found, Option<Doubt>) {
    let null_if = reading.null_if.into_iter().filter(|text| !text.bytes().any(|byte| byte.is_ascii_digit())).collect();
    let reading = Reading { null_if, ..reading };
    let precision = u8::try_from(stand.width).unwrap_or(u8::MAX).clamp(scale.max(1), 38);
    let ty = Type::Decimal { precision, scale };
    match column.refused(ty, &reading) {
        Some(Share { n: 0, .. }) => {
            found.why.retain(|why| !of_type(why) && !matches!(why, Why::Implied(_) | Why::LeadingZeros(_)));
            found.others.retain(|other| !other.ty.is_number());
            (found.ty, found.reading) = (ty, reading);
            (found, None)
        }
        refused => (found, Some(broken(refused))),
    }
}

fn broken(refused: Option<Share>) -> Doubt {
    match refused {
        Some(refused) if refused.n < refused.of => Doubt::Fails { n: refused.n, first: None },
        _ => Doubt::Never,
    }
}

/// Days and times in the layout's picture.
fn by_picture(column: &Column, mut found: Found, (ty, picture): (Type, &str), stand: Stand) -> (Found, Option<Doubt>) {
    if found.reading.picture.as_deref() == Some(picture) {
        let doubt = exceptions(&found);
        return (found, doubt);
    }
    let two_digits = crate::mapping::picture::parse(picture, ty, false) == Err("years_missing");
    let window = column.window(picture);
    let years = two_digits.then(|| window.map_or((1950, 2049), |window| window.years));
    let reading = Reading { picture: Some(picture.to_owned()), years, ..column.allowing(plain(ty, stand.fixed)) };
    let refused = column.refused(ty, &reading);
    if !matches!(refused, Some(Share { n: 0, .. })) {
        let other_picture = found.reading.picture.clone().map(Doubt::Picture);
        return (found, Some(other_picture.unwrap_or_else(|| broken(refused))));
    }
    found.others.retain(|other| other.reading.picture.as_deref() != Some(picture));
    if found.ty != Type::Text {
        found.others.insert(0, other(found.ty, found.reading, &found.why));
    }
    found.why.retain(|why| !of_type(why) && !matches!(why, Why::LeadingZeros(_) | Why::SameLength(_)));
    found.why.extend(window.map(|window| Why::Window { years: window.years, gap: window.gap }));
    if two_digits && window.is_none() {
        found.why.push(Why::NoWindow);
    }
    let texts = reading.null_if.iter();
    found.why.extend(texts.map(|text| Why::NoValue { text: text.clone(), n: column.nothings_of(text) }));
    (found.ty, found.reading) = (ty, reading);
    (found, None)
}

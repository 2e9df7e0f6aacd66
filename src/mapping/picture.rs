//! Pictures of dates and times, such as `YYYYMMDD` or `DD-MON-YY`: text in, tokens or what is wrong with it out.

use crate::mapping::model::Type;

/// One piece of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Text that must stand there.
    Literal(String),
    /// `YYYY`.
    Year4,
    /// `YY`, in the window of `years:`.
    Year2,
    /// `C`: 0 for the 1900s, 1 for the 2000s, up to 9.
    Century,
    /// `MM`.
    Month,
    /// `MON`: an English or French month name or its abbreviation.
    MonthName,
    /// `DD`.
    Day,
    /// `DDD`, day of the year from 001.
    DayOfYear,
    /// `HH`.
    Hour,
    /// `MI`, or `MM` after `HH`.
    Minute,
    /// `SS`.
    Second,
    /// `F…`: so many digits of a second's fraction, 1 to 6.
    Fraction(u8),
    /// `EXCEL`: days since 1899-12-30, from 61 on; 1 to 59 count from 1899-12-31 (60 is no day).
    ExcelSerial,
}

/// The tokens of a picture for a date, a time or a timestamp; each part of it may stand once.
///
/// # Errors
/// One of the stable words that TL0018 takes: `unknown_letter` (also a part that the type has not, or that stands
/// twice), `no_year`, `no_day`, `no_time`, `years_missing` (`YY` without `years:`), `empty`.
pub fn parse(picture: &str, ty: Type, has_years: bool) -> Result<Vec<Token>, &'static str> {
    if picture.is_empty() {
        return Err("empty");
    }
    if picture == "EXCEL" && ty == Type::Date {
        return Ok(vec![Token::ExcelSerial]);
    }
    let tokens = tokens(picture)?;
    check_parts(&tokens, ty)?;
    let has = |token: &Token| tokens.contains(token);
    if !has_years && has(&Token::Year2) && !has(&Token::Century) {
        return Err("years_missing");
    }
    if ty != Type::Time {
        check_date(&tokens)?;
    }
    if ty != Type::Date {
        check_time(&tokens)?;
    }
    Ok(tokens)
}

/// Words of a picture, the longest of those that begin alike first.
const WORDS: [(&str, Token); 11] = [
    ("YYYY", Token::Year4),
    ("YY", Token::Year2),
    ("CYY", Token::Century),
    ("MON", Token::MonthName),
    ("MM", Token::Month),
    ("MI", Token::Minute),
    ("DDD", Token::DayOfYear),
    ("DD", Token::Day),
    ("HH", Token::Hour),
    ("SS", Token::Second),
    ("F", Token::Fraction(1)),
];

fn tokens(picture: &str) -> Result<Vec<Token>, &'static str> {
    let mut tokens = Vec::new();
    let mut rest = picture;
    while !rest.is_empty() {
        let (token, length) = token(rest, &tokens).ok_or("unknown_letter")?;
        tokens.push(token);
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// The token at the start of a picture's rest, and its bytes.
fn token(rest: &str, before: &[Token]) -> Option<(Token, usize)> {
    let literal = rest.find(char::is_alphabetic).unwrap_or(rest.len());
    if literal > 0 {
        return Some((Token::Literal(rest[..literal].to_owned()), literal));
    }
    if rest.starts_with("THH") && before.last().is_some_and(|last| part(last) == Some(Part::Date)) {
        return Some((Token::Literal("T".to_owned()), 1));
    }
    let (word, token) = WORDS.iter().find(|word| rest.starts_with(word.0))?;
    match token {
        Token::Century => (!rest.starts_with("CYYYY")).then_some((Token::Century, 1)),
        Token::Fraction(_) => {
            let digits = rest.bytes().take_while(|letter| *letter == b'F').count();
            let fraction = u8::try_from(digits).ok().filter(|digits| *digits <= 6)?;
            Some((Token::Fraction(fraction), digits))
        }
        Token::Month if before.contains(&Token::Hour) && !before.contains(&Token::Minute) => Some((Token::Minute, 2)),
        token => Some((token.clone(), word.len())),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Date,
    Time,
}

/// What a token is part of; a literal of neither.
fn part(token: &Token) -> Option<Part> {
    match token {
        Token::Literal(_) => None,
        Token::Hour | Token::Minute | Token::Second | Token::Fraction(_) => Some(Part::Time),
        _ => Some(Part::Date),
    }
}

/// Tokens that say the same thing have the same text.
fn says(token: &Token) -> &'static str {
    match token {
        Token::Literal(_) => "",
        Token::Year4 | Token::Year2 => "year",
        Token::Century => "century",
        Token::Month | Token::MonthName => "month",
        Token::Day | Token::DayOfYear | Token::ExcelSerial => "day",
        Token::Hour => "hour",
        Token::Minute => "minute",
        Token::Second => "second",
        Token::Fraction(_) => "fraction",
    }
}

fn check_parts(tokens: &[Token], ty: Type) -> Result<(), &'static str> {
    let foreign = match ty {
        Type::Date => Some(Part::Time),
        Type::Time => Some(Part::Date),
        _ => None,
    };
    let twice =
        |at: usize| !says(&tokens[at]).is_empty() && tokens[..at].iter().any(|one| says(one) == says(&tokens[at]));
    let wrong = |at: usize| twice(at) || (foreign.is_some() && part(&tokens[at]) == foreign);
    if (0..tokens.len()).any(wrong) { Err("unknown_letter") } else { Ok(()) }
}

fn check_date(tokens: &[Token]) -> Result<(), &'static str> {
    let says = |what: &str| tokens.iter().any(|token| says(token) == what);
    if !says("year") {
        return Err("no_year");
    }
    // A day of the month needs the month; a day of the year leaves no room for one.
    let day_of_year = tokens.contains(&Token::DayOfYear);
    if says("day") && says("month") != day_of_year { Ok(()) } else { Err("no_day") }
}

fn check_time(tokens: &[Token]) -> Result<(), &'static str> {
    let says = |what: &str| tokens.iter().any(|token| says(token) == what);
    let whole = says("hour") && says("minute") && (says("second") || !says("fraction"));
    if whole { Ok(()) } else { Err("no_time") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens as one text: the words of a picture, literals in quotes, `MI` for every minute.
    fn shown(tokens: &[Token]) -> String {
        let word = |token: &Token| match token {
            Token::Literal(text) => format!("'{text}'"),
            Token::Fraction(digits) => format!("F{digits}"),
            Token::Century => "C".to_owned(),
            Token::ExcelSerial => "EXCEL".to_owned(),
            other => WORDS.iter().find(|word| word.1 == *other).unwrap().0.to_owned(),
        };
        tokens.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    fn read(picture: &str, ty: Type, has_years: bool) -> String {
        parse(picture, ty, has_years).map_or_else(str::to_owned, |tokens| shown(&tokens))
    }

    #[test]
    fn a_picture_is_its_tokens() {
        for (picture, ty, want) in [
            ("YYYYMMDD", Type::Date, "YYYY MM DD"),
            ("YYYY-MM-DD", Type::Date, "YYYY '-' MM '-' DD"),
            ("YYYYDDD", Type::Date, "YYYY DDD"),
            ("CYYMMDD", Type::Date, "C YY MM DD"),
            ("CYYDDD", Type::Date, "C YY DDD"),
            ("DD MON YYYY", Type::Date, "DD ' ' MON ' ' YYYY"),
            ("MON DD, YYYY", Type::Date, "MON ' ' DD ', ' YYYY"),
            ("DDMONYYYY", Type::Date, "DD MON YYYY"),
            ("00YYYYMMDD", Type::Date, "'00' YYYY MM DD"),
            ("EXCEL", Type::Date, "EXCEL"),
            ("HHMI", Type::Time, "HH MI"),
            ("HHMMSS", Type::Time, "HH MI SS"),
            ("HH:MM", Type::Time, "HH ':' MI"),
            ("HH:MI:SS.FFF", Type::Time, "HH ':' MI ':' SS '.' F3"),
            ("HHMISSFFFFFF", Type::Time, "HH MI SS F6"),
            ("YYYY-MM-DD HH:MM:SS", Type::Timestamp, "YYYY '-' MM '-' DD ' ' HH ':' MI ':' SS"),
            ("YYYY-MM-DDTHH:MI", Type::Timestamp, "YYYY '-' MM '-' DD 'T' HH ':' MI"),
            ("HH:MM DD/MM/YYYY", Type::Timestamp, "HH ':' MI ' ' DD '/' MM '/' YYYY"),
            ("YYYYMMDDHHMMSS", Type::Timestamp, "YYYY MM DD HH MI SS"),
        ] {
            for has_years in [false, true] {
                assert_eq!(read(picture, ty, has_years), want, "{picture}");
            }
        }
        assert_eq!(read("DD-MON-YY", Type::Date, true), "DD '-' MON '-' YY");
        assert_eq!(read("YYMMDDHHMI", Type::Timestamp, true), "YY MM DD HH MI");
    }

    #[test]
    fn what_is_wrong_with_a_picture_is_told_by_its_word() {
        for (ty, problem, pictures) in [
            (Type::Date, "empty", &[""][..]),
            (Type::Date, "years_missing", &["YYMMDD", "DD-MON-YY", "YYDDD"]),
            (Type::Date, "no_year", &["MMDD", "DDD"]),
            (Type::Date, "no_year", &["--", "12", " "]),
            (Type::Date, "no_day", &["YYYY", "YYYYMM", "YYYYDD", "MON YYYY", "YYYYMMDDD"]),
            (Type::Date, "unknown_letter", &["YYYYMMDDHHMM", "YYYY-MM-DDTHH:MM", "YYYYMMDD SS", "YYYYMMDDF"]),
            (
                Type::Date,
                "unknown_letter",
                &["yyyymmdd", "YYYYMMDDX", "YYYYY", "YYYYMD", "CMMDD", "CYYYYMMDD", "YYYY年MM"],
            ),
            (
                Type::Date,
                "unknown_letter",
                &["DD/DD/YYYY", "YYYYMMDDYY", "YYYYMMMON", "EXCELYYYY", "EXCEL ", "YYYYDDDD"],
            ),
            (Type::Time, "empty", &[""]),
            (Type::Time, "no_time", &["HH", "MI", "HHSS", "SS", "HH:MI.FF", ":"]),
            (
                Type::Time,
                "unknown_letter",
                &["YYYYHHMI", "MMHH", "DDHHMI", "THHMI", "HHMISSFFFFFFF", "HH:MMZ", "EXCEL"],
            ),
            (Type::Timestamp, "no_time", &["YYYYMMDD", "YYYYMMDDHH"]),
            (Type::Timestamp, "no_year", &["HHMISS", "MMDDHHMI"]),
            (Type::Timestamp, "no_day", &["YYYYHHMM"]),
            (Type::Timestamp, "years_missing", &["YYMMDDHHMI"]),
            (Type::Timestamp, "unknown_letter", &["YYYY-MM-DD THH:MI", "YYYYMMDDTTHHMI", "YYYYMMDDHHTMI", "EXCEL"]),
        ] {
            for picture in pictures {
                assert_eq!(read(picture, ty, false), problem, "{picture}");
            }
        }
    }
}

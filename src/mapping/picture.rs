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

/// The tokens of a picture for a date, a time or a timestamp.
///
/// # Errors
/// One of the stable words that TL0018 takes: `unknown_letter`, `no_year`, `no_day`, `no_time`, `years_missing`
/// (`YY` without `years:`), `empty`.
pub fn parse(picture: &str, ty: Type, has_years: bool) -> Result<Vec<Token>, &'static str> {
    if picture.is_empty() {
        return Err("empty");
    }
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = picture;
    while !rest.is_empty() {
        let (token, width) = next(rest, &tokens)?;
        rest = &rest[width..];
        match (tokens.last_mut(), token) {
            (Some(Token::Literal(before)), Token::Literal(more)) => before.push_str(&more),
            (_, token) => tokens.push(token),
        }
    }
    complete(&tokens, ty, has_years).map(|()| tokens)
}

/// The token at the beginning of `rest`, and its bytes.
fn next(rest: &str, before: &[Token]) -> Result<(Token, usize), &'static str> {
    let timed = before.iter().any(|token| matches!(token, Token::Hour));
    let fraction = rest.bytes().take_while(|byte| *byte == b'F').count();
    if let Ok(digits @ 1..=6) = u8::try_from(fraction) {
        return Ok((Token::Fraction(digits), fraction));
    }
    let known = [
        ("EXCEL", Token::ExcelSerial),
        ("YYYY", Token::Year4),
        ("YY", Token::Year2),
        ("MON", Token::MonthName),
        ("MM", if timed { Token::Minute } else { Token::Month }),
        ("MI", Token::Minute),
        ("DDD", Token::DayOfYear),
        ("DD", Token::Day),
        ("HH", Token::Hour),
        ("SS", Token::Second),
    ];
    if let Some((word, token)) = known.into_iter().find(|(word, _)| rest.starts_with(word)) {
        return Ok((token, word.len()));
    }
    if rest.starts_with("CYY") {
        return Ok((Token::Century, 1));
    }
    let Some(first) = rest.chars().next() else { return Err("empty") };
    // A `T` between a date and a time stands for itself.
    let between = first == 'T' && rest.starts_with("THH") && !before.is_empty();
    if first.is_alphabetic() && !between {
        return Err("unknown_letter");
    }
    Ok((Token::Literal(first.to_string()), first.len_utf8()))
}

/// Whether the tokens make a whole date, time or timestamp, and nothing else.
fn complete(tokens: &[Token], ty: Type, has_years: bool) -> Result<(), &'static str> {
    let has = |token: &Token| tokens.contains(token);
    let serial = has(&Token::ExcelSerial);
    let month = has(&Token::Month) || has(&Token::MonthName);
    let dated = serial || (has(&Token::Day) && month) || has(&Token::DayOfYear);
    let yeared = serial || has(&Token::Year4) || has(&Token::Year2);
    let timed = has(&Token::Hour) && has(&Token::Minute);
    let any_time =
        tokens.iter().any(|token| matches!(token, Token::Hour | Token::Minute | Token::Second | Token::Fraction(_)));
    let any_date = yeared || dated || month || has(&Token::Day);
    let date_wanted = ty != Type::Time;
    let time_wanted = matches!(ty, Type::Time | Type::Timestamp);
    if (any_time && !time_wanted) || (any_date && !date_wanted) || (serial && tokens.len() > 1) {
        return Err("unknown_letter");
    }
    if date_wanted && !yeared {
        return Err("no_year");
    }
    if date_wanted && !dated {
        return Err("no_day");
    }
    if time_wanted && !timed {
        return Err("no_time");
    }
    if has(&Token::Year2) && !has(&Token::Century) && !has_years {
        return Err("years_missing");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_into_its_tokens_or_refused() {
        use Token::{
            Century, Day, DayOfYear, ExcelSerial, Fraction, Hour, Minute, Month, MonthName, Second, Year2, Year4,
        };
        let dash = || Token::Literal("-".into());
        for (picture, ty, years, want) in [
            ("YYYYMMDD", Type::Date, false, Ok(vec![Year4, Month, Day])),
            ("YYYY-MM-DD", Type::Date, false, Ok(vec![Year4, dash(), Month, dash(), Day])),
            ("YYMMDD", Type::Date, true, Ok(vec![Year2, Month, Day])),
            ("YYMMDD", Type::Date, false, Err("years_missing")),
            ("DD-MON-YY", Type::Date, true, Ok(vec![Day, dash(), MonthName, dash(), Year2])),
            ("YYDDD", Type::Date, true, Ok(vec![Year2, DayOfYear])),
            ("YYYYDDD", Type::Date, false, Ok(vec![Year4, DayOfYear])),
            ("CYYMMDD", Type::Date, false, Ok(vec![Century, Year2, Month, Day])),
            ("CYYDDD", Type::Date, false, Ok(vec![Century, Year2, DayOfYear])),
            ("EXCEL", Type::Date, false, Ok(vec![ExcelSerial])),
            ("HHMM", Type::Time, false, Ok(vec![Hour, Minute])),
            (
                "HH:MI:SS.FFF",
                Type::Time,
                false,
                Ok(vec![
                    Hour,
                    Token::Literal(":".into()),
                    Minute,
                    Token::Literal(":".into()),
                    Second,
                    Token::Literal(".".into()),
                    Fraction(3),
                ]),
            ),
            (
                "YYYYMMDDTHHMMSS",
                Type::Timestamp,
                false,
                Ok(vec![Year4, Month, Day, Token::Literal("T".into()), Hour, Minute, Second]),
            ),
            ("0YYDDD", Type::Date, true, Ok(vec![Token::Literal("0".into()), Year2, DayOfYear])),
            ("YYYY-QQ", Type::Date, false, Err("unknown_letter")),
            ("MMDD", Type::Date, false, Err("no_year")),
            ("YYYYMM", Type::Date, false, Err("no_day")),
            ("YYYYMMDD", Type::Timestamp, false, Err("no_time")),
            ("YYYYMMDDHHMM", Type::Date, false, Err("unknown_letter")),
            ("", Type::Date, false, Err("empty")),
        ] {
            assert_eq!(parse(picture, ty, years), want, "{picture}");
        }
    }
}

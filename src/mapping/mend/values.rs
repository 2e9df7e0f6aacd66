//! Values as people write them in, as mappings write them out: places, pictures, constants. None where two readings fit.

use crate::mapping::diagnostic::Edit;
use crate::place::Span;

/// `6:13`, `6..13` and `6–13` as `6-13`; a place that counts from 0, or runs backwards.
pub fn position(text: &str, problem: &str) -> Option<String> {
    let numbers = || -> Option<(u32, u32)> {
        let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let [first, last] = parts[..] else { return None };
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    let (first, last) = match problem {
        "no_range" => numbers().filter(|(first, last)| 0 < *first && first <= last)?,
        "backwards" => numbers().map(|(first, last)| (last, first))?,
        "counts_from_1" if text.trim() == "0" => return Some("1".to_owned()),
        "counts_from_1" => numbers().map(|(first, last)| (first + 1, last + 1))?,
        _ => return None,
    };
    Some(format!("{first}-{last}"))
}

/// A picture of another language or program in ours: `%Y%m%d`, `yyyymmdd`, `AAAAMMJJ`; without a window of years, one
/// has to be said, and no picture does that.
pub fn picture(text: &str, problem: &str) -> Option<String> {
    if problem != "unknown_letter" {
        return None;
    }
    let percent = [("%Y", "YYYY"), ("%y", "YY"), ("%m", "MM"), ("%d", "DD"), ("%H", "HH"), ("%M", "MI"), ("%S", "SS")];
    let by_percent = percent.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let found = if by_percent.contains('%') || by_percent == text {
        text.to_uppercase().replace('A', "Y").replace('J', "D")
    } else {
        by_percent
    };
    let is_known = |c: char| !c.is_alphabetic() || "YMDHISF".contains(c);
    (found != text && !found.contains('%') && found.chars().all(is_known)).then_some(found)
}

/// A window of years behind a picture that needs one, where the field stands between braces. Which hundred years it
/// is, somebody must know.
pub fn window(text: &str, at: Span) -> Option<Edit> {
    let line = text[..at.start as usize].rsplit('\n').next().unwrap_or_default();
    let at = Span { start: at.end, end: at.end };
    line.contains('{').then(|| Edit { at, text: ", years: 1950-2049".to_owned(), certain: false })
}

/// A picture without its marks, if it has as many letters then as its field has places; `field` is where the field is
/// named, before its picture.
pub fn narrower(text: &str, field: Span, picture: &str, places: i64) -> Option<Edit> {
    let plain: String = picture.chars().filter(|c| c.is_alphanumeric()).collect();
    let end = field.end as usize;
    let start = end + text.get(end..)?.find(picture)?;
    let at = Span { start: u32::try_from(start).ok()?, end: u32::try_from(start + picture.len()).ok()? };
    let fits = i64::try_from(plain.len()).is_ok_and(|letters| letters == places);
    fits.then_some(Edit { at, text: plain, certain: false })
}

/// A date with its year last or with other marks, a number with a comma; not `03/04/2026`, which may be two days.
pub fn constant(text: &str, ty: &str) -> Option<String> {
    match ty {
        "date" => date(text),
        ty if ty.starts_with("decimal") || ty.starts_with("float") => {
            let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
            let one = plain.matches(',').count() == 1 && !plain.contains('.');
            let mended = if one { plain.replace(',', ".") } else { plain.replace(',', "") };
            let number = mended.strip_prefix('-').unwrap_or(&mended);
            let is_number = number.starts_with(|c: char| c.is_ascii_digit())
                && number.chars().all(|c| c.is_ascii_digit() || c == '.')
                && number.matches('.').count() <= 1;
            (is_number && mended != text).then_some(mended)
        }
        _ => None,
    }
}

fn date(text: &str) -> Option<String> {
    plain_date(text).filter(|mended| mended != text)
}

fn plain_date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let written = |year: &str, month: u32, day: u32| format!("{year}-{month:02}-{day:02}");
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=31).contains(number));
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            let (month, day) = (number(month)?, number(day)?);
            (month <= 12).then(|| written(year, month, day))
        }
        [one, two, year] if year.len() == 4 => {
            let (one, two) = (number(one)?, number(two)?);
            match (one, two) {
                (day, month) if day == month || (day > 12 && month <= 12) => Some(written(year, month, day)),
                (month, day) if month <= 12 && day > 12 => Some(written(year, month, day)),
                _ => None,
            }
        }
        [digits] if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            plain_date(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
        }
        _ => None,
    }
}

/// A type as a mapping writes it between braces: with quotes if it has a comma.
pub fn quoted(ty: &str) -> String {
    if ty.contains(',') { format!("\"{ty}\"") } else { ty.to_owned() }
}

/// `[most, least]` the right way round.
pub fn turned_round(text: &str) -> Option<String> {
    let (least, most) = text.strip_prefix('[')?.strip_suffix(']')?.split_once(',')?;
    Some(format!("[{}, {}]", most.trim(), least.trim()))
}

/// A number that is written as a word, or with marks between its thousands.
pub fn number(text: &str) -> Option<String> {
    match text.to_lowercase().as_str() {
        "none" | "no" | "zero" | "aucun" | "aucune" | "zéro" | "~" | "null" => return Some("0".to_owned()),
        _ => {}
    }
    let plain = text.trim_matches(['"', '\'']);
    let digits: String =
        plain.chars().filter(|c| !matches!(c, ' ' | ',' | '_' | '\'' | '\u{a0}' | '\u{202f}')).collect();
    let is_grouped = digits != text && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_grouped.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_two_readings_is_not_mended() {
        for (text, ty, want) in [
            ("31/12/2026", "date", Some("2026-12-31")),
            ("12/31/2026", "date", Some("2026-12-31")),
            ("03/04/2026", "date", None),
            ("03/03/2026", "date", Some("2026-03-03")),
            ("2026/12/31", "date", Some("2026-12-31")),
            ("20261231", "date", Some("2026-12-31")),
            ("2026-13-01", "date", None),
            ("soon", "date", None),
            ("5000,00", "decimal(9,2)", Some("5000.00")),
            ("1,234,567.5", "decimal(9,2)", Some("1234567.5")),
            ("1 234,5", "decimal(9,2)", Some("1234.5")),
            ("1.005", "decimal(9,2)", None),
            ("x", "decimal(9,2)", None),
        ] {
            assert_eq!(constant(text, ty).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn pictures_of_other_programs_are_read() {
        for (text, want) in [
            ("%Y%m%d", Some("YYYYMMDD")),
            ("%d/%m/%Y", Some("DD/MM/YYYY")),
            ("%j", None),
            ("yyyymmdd", Some("YYYYMMDD")),
            ("dd-mm-yyyy", Some("DD-MM-YYYY")),
            ("AAAAMMJJ", Some("YYYYMMDD")),
            ("JJ/MM/AAAA", Some("DD/MM/YYYY")),
            ("YYYYQQ", None),
        ] {
            assert_eq!(picture(text, "unknown_letter").as_deref(), want, "{text}");
        }
        assert_eq!(picture("YYMMDD", "years_missing"), None);
    }

    #[test]
    fn places_are_written_with_a_dash() {
        for (text, problem, want) in [
            ("6:13", "no_range", Some("6-13")),
            ("6..13", "no_range", Some("6-13")),
            ("6\u{2013}13", "no_range", Some("6-13")),
            ("6,7,8", "no_range", None),
            ("x", "no_range", None),
            ("13:6", "no_range", None),
            ("19-14", "backwards", Some("14-19")),
            ("0-4", "counts_from_1", Some("1-5")),
            ("0", "counts_from_1", Some("1")),
            ("31", "beyond_end", None),
        ] {
            assert_eq!(position(text, problem).as_deref(), want, "{text}");
        }
    }
}

//! Types of fields as vendors write them: `X(10)`, `9(7)V99`, `NUM(9,2)`, `date YYYYMMDD`, `%d/%m/%Y`.

use super::Said;
use crate::inspect::infer::values::names::words;
use crate::mapping::model::Type;
use crate::mapping::picture;

const TEXTS: [&str; 16] = [
    "x",
    "a",
    "an",
    "c",
    "char",
    "character",
    "varchar",
    "text",
    "texte",
    "string",
    "alpha",
    "alphanumeric",
    "alphanum",
    "alphanumerique",
    "nvarchar",
    "str",
];
const WHOLES: [&str; 11] =
    ["int", "integer", "entier", "bigint", "smallint", "long", "int16", "int32", "int64", "count", "year"];
const NUMBERS: [&str; 16] = [
    "n",
    "9",
    "num",
    "numeric",
    "numerique",
    "number",
    "nombre",
    "decimal",
    "dec",
    "amount",
    "montant",
    "money",
    "zoned",
    "currency",
    "float",
    "double",
];
const DATES: [&str; 4] = ["d", "date", "jour", "dt"];
const TIMES: [&str; 3] = ["t", "time", "heure"];
const STAMPS: [&str; 4] = ["datetime", "timestamp", "ts", "horodatage"];
const BOOLS: [&str; 6] = ["bool", "boolean", "flag", "logical", "yn", "indicator"];
const BINARY: [&str; 8] = ["comp", "binary", "packed", "comp3", "p", "b", "float4", "blob"];

/// What a type says; `format` is a second text that may say more, such as a picture.
#[must_use]
pub fn said(ty: &str, format: &str) -> Said {
    let (ty, format) = if ty.trim().is_empty() { (format.trim(), "") } else { (ty.trim(), format.trim()) };
    let of_picture = || picture_of(format).or_else(|| picture_of(ty));
    let words = words(ty);
    let first = words.first().map_or("", String::as_str);
    let is = |known: &[&str]| known.contains(&first);
    if ty.is_empty() {
        return Said::Nothing;
    }
    if words.iter().any(|word| BINARY.contains(&word.as_str())) {
        return Said::Unread(ty.to_owned());
    }
    if let Some(said) = cobol(ty) {
        return said;
    }
    if let Some((type_of, picture)) = of_picture() {
        return match type_of {
            Type::Time => Said::Time(Some(picture)),
            Type::Timestamp => Said::Timestamp(Some(picture)),
            _ => Said::Date(Some(picture)),
        };
    }
    match () {
        () if is(&STAMPS) => Said::Timestamp(None),
        () if is(&DATES) => Said::Date(None),
        () if is(&TIMES) => Said::Time(None),
        () if is(&BOOLS) => Said::Bool,
        () if is(&WHOLES) => Said::Whole,
        () if is(&NUMBERS) => number(&words),
        () if is(&TEXTS) => Said::Text,
        () => Said::Unread(ty.to_owned()),
    }
}

/// `N(9,2)` has two decimals, `N(9)` none; `number` may have any.
fn number(words: &[String]) -> Said {
    match words.get(1..) {
        Some([_, scale, ..]) => scale.parse().map_or(Said::Decimal(None), |scale| Said::Decimal(Some(scale))),
        Some([digits]) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Said::Whole,
        _ => Said::Decimal(None),
    }
}

/// A picture of COBOL: `X(10)`, `S9(7)V99`.
fn cobol(text: &str) -> Option<Said> {
    let upper = text.to_ascii_uppercase();
    let body = upper.trim_start_matches("PICTURE").trim_start_matches("PIC").trim_start_matches("IS").trim();
    let plain = unrolled(body)?;
    let letters = |allowed: &str| !plain.is_empty() && plain.chars().all(|letter| allowed.contains(letter));
    if plain.len() > 1 && letters("XA") || body.starts_with("X(") || body.starts_with("A(") {
        return Some(Said::Text);
    }
    let digits = plain.strip_prefix('S').unwrap_or(&plain);
    let (whole, decimals) = digits.split_once('V').unwrap_or((digits, ""));
    let nines = |text: &str| text.bytes().all(|byte| byte == b'9');
    if !nines(whole) || !nines(decimals) || whole.is_empty() && decimals.is_empty() || !body.contains(['(', 'V', 'S']) {
        return None;
    }
    let scale = u8::try_from(decimals.len()).ok()?;
    Some(match scale {
        0 if plain.starts_with('S') => Said::Whole,
        _ if plain.starts_with('S') => Said::Decimal(Some(scale)),
        // Without S a letter in the last place is no sign.
        _ => Said::Unsigned(scale),
    })
}

/// `9(3)` is `999`.
fn unrolled(picture: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = picture;
    while let Some((before, after)) = rest.split_once('(') {
        let (times, after) = after.split_once(')')?;
        let last = before.chars().last()?;
        let times: usize = times.trim().parse().ok().filter(|times| (1..=9999).contains(times))?;
        plain.push_str(before);
        plain.extend(std::iter::repeat_n(last, times - 1));
        rest = after;
    }
    plain.push_str(rest);
    Some(plain)
}

/// The picture of the language that a format is, with its type.
fn picture_of(format: &str) -> Option<(Type, String)> {
    let text = if format.contains('%') { strptime(format)? } else { spelt(format) };
    let fits = |ty: &Type| picture::parse(&text, *ty, true).is_ok() && text != "EXCEL";
    [Type::Date, Type::Timestamp, Type::Time].into_iter().find(fits).map(|ty| (ty, text.clone()))
}

/// `ccyymmdd`, `jj/mm/aaaa`, `date dd-mmm-yyyy` as the language has them.
fn spelt(format: &str) -> String {
    let upper = format.trim().to_uppercase();
    let body = upper.strip_prefix("DATE").unwrap_or(&upper).trim().trim_matches(['(', ')']);
    let body = body.replace("CCYY", "YYYY").replace("AAAA", "YYYY").replace("AA", "YY").replace("JJ", "DD");
    body.replace("MMM", "MON").replace("HH24", "HH")
}

/// `%Y-%m-%d` as the language has it.
fn strptime(format: &str) -> Option<String> {
    let mut text = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        text.push_str(match letters.next()? {
            'Y' => "YYYY",
            'y' => "YY",
            'm' => "MM",
            'd' => "DD",
            'b' | 'B' => "MON",
            'j' => "DDD",
            'H' => "HH",
            'M' => "MI",
            'S' => "SS",
            'f' => "FFFFFF",
            'F' => "YYYY-MM-DD",
            'T' => "HH:MI:SS",
            _ => return None,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_vendors_write_them() {
        let day = |picture: &str| Said::Date(Some(picture.to_owned()));
        for (ty, format, want) in [
            ("", "", Said::Nothing),
            ("X(10)", "", Said::Text),
            ("", "9(5)V99", Said::Unsigned(2)),
            ("PIC X(10)", "", Said::Text),
            ("CHAR", "", Said::Text),
            ("9(7)V99", "", Said::Unsigned(2)),
            ("S9(7)V99", "", Said::Decimal(Some(2))),
            ("PIC S9(9)", "", Said::Whole),
            ("9(9)", "", Said::Unsigned(0)),
            ("S9(7)V99 COMP-3", "", Said::Unread("S9(7)V99 COMP-3".to_owned())),
            ("NUM(9,2)", "", Said::Decimal(Some(2))),
            ("N(9)", "", Said::Whole),
            ("Numeric", "", Said::Decimal(None)),
            ("integer", "default", Said::Whole),
            ("date", "", Said::Date(None)),
            ("date", "%d/%m/%Y", day("DD/MM/YYYY")),
            ("date", "default", Said::Date(None)),
            ("Date CCYYMMDD", "", day("YYYYMMDD")),
            ("JJ/MM/AAAA", "", day("DD/MM/YYYY")),
            ("datetime", "%Y-%m-%d %H:%M:%S", Said::Timestamp(Some("YYYY-MM-DD HH:MI:SS".to_owned()))),
            ("time", "", Said::Time(None)),
            ("boolean", "", Said::Bool),
            ("geojson", "", Said::Unread("geojson".to_owned())),
        ] {
            assert_eq!(said(ty, format), want, "{ty} {format}");
        }
    }
}

//! Names of types, and which changes of type lose nothing.

use super::keys::TYPES;
use super::mistakes::{Mistakes, args};
use super::model::Type;
use super::nearest::or_empty;
use super::view::Text;
use crate::finding::Code;

/// As the mapping writes it, such as `decimal(15,2)`.
#[must_use]
pub fn name(ty: Type) -> String {
    match ty {
        Type::Text => "text".to_owned(),
        Type::Int16 => "int16".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Float32 => "float32".to_owned(),
        Type::Float64 => "float64".to_owned(),
    }
}

/// The type of this name; tells TL0010 or TL0026.
pub(super) fn parse(found: Text<'_>, mistakes: &Mistakes) -> Option<Type> {
    let plain = match found.text {
        "text" => Type::Text,
        "int16" => Type::Int16,
        "int32" => Type::Int32,
        "int64" => Type::Int64,
        "date" => Type::Date,
        "time" => Type::Time,
        "timestamp" => Type::Timestamp,
        "bool" => Type::Bool,
        "float32" => Type::Float32,
        "float64" => Type::Float64,
        other => return decimal(other, found, mistakes),
    };
    Some(plain)
}

fn decimal(text: &str, found: Text<'_>, mistakes: &Mistakes) -> Option<Type> {
    let inside = text.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')'));
    let digits = |part: &str| part.trim().parse::<u16>().ok();
    let Some((precision, scale)) =
        inside.and_then(|inside| inside.split_once(',')).and_then(|(p, s)| Some((digits(p)?, digits(s)?)))
    else {
        mistakes.fail(Code::UnknownType, found.at, args![text, nearest_type(text)]);
        return None;
    };
    let bounded = |value: u16, least: u16, most: u16| {
        let fits = (least..=most).contains(&value);
        if !fits {
            let [value, least, most] = [value, least, most].map(i64::from);
            mistakes.fail(Code::OutOfBounds, found.at, args![value, least, most]);
        }
        fits.then(|| u8::try_from(value).ok()).flatten()
    };
    let precision = bounded(precision, 1, 38)?;
    let scale = bounded(scale, 0, u16::from(precision))?;
    Some(Type::Decimal { precision, scale })
}

fn nearest_type(text: &str) -> String {
    let inside = text.strip_prefix("decimal(").map(|rest| rest.trim_end_matches(')').trim());
    let cut = inside.filter(|inside| inside.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(precision) = cut.filter(|precision| !precision.is_empty()) {
        return format!("\"decimal({precision},2)\"");
    }
    let usual = match text.to_ascii_lowercase().as_str() {
        "string" | "str" | "char" | "varchar" | "alphanumeric" | "texte" => "text",
        "int" | "integer" | "bigint" | "long" | "entier" => "int64",
        "smallint" | "short" => "int16",
        "number" | "numeric" | "money" | "amount" | "decimal" => "decimal(p,s)",
        "boolean" | "flag" => "bool",
        "datetime" => "timestamp",
        "float" | "double" | "real" => "float64",
        _ => "",
    };
    if !usual.is_empty() {
        return usual.to_owned();
    }
    let nearest = or_empty(text, TYPES.iter().map(|&(name, _)| name.split('(').next().unwrap_or(name)));
    if nearest == "decimal" { "decimal(p,s)".to_owned() } else { nearest.to_owned() }
}

/// Whether values of this type are numbers.
pub(super) fn is_number(ty: Type) -> bool {
    matches!(ty, Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { .. } | Type::Float32 | Type::Float64)
}

/// Whether values of this type are dates or times.
pub(super) fn is_date(ty: Type) -> bool {
    matches!(ty, Type::Date | Type::Time | Type::Timestamp)
}

/// Whether values of this type are whole numbers.
pub(super) fn is_whole(ty: Type) -> bool {
    whole_digits(ty).is_some()
}

/// Digits that every value of a whole-number type fits into.
fn whole_digits(ty: Type) -> Option<u8> {
    match ty {
        Type::Int16 => Some(5),
        Type::Int32 => Some(10),
        Type::Int64 => Some(19),
        _ => None,
    }
}

/// Whether a field of one type may become a column of another: nothing is lost, or a value that does not fit is
/// a finding (narrower whole numbers, fewer digits before the mark).
#[must_use]
pub fn keeps(from: Type, to: Type) -> bool {
    match (from, to) {
        (from, to) if from == to => true,
        (Type::Float32 | Type::Float64, to) => from == Type::Float32 && to == Type::Float64,
        (_, Type::Text) | (Type::Date, Type::Timestamp) => true,
        (Type::Decimal { scale, .. }, Type::Decimal { scale: kept, .. }) => scale <= kept,
        (Type::Decimal { scale, .. }, to) => scale == 0 && whole_digits(to).is_some(),
        (from, Type::Decimal { precision, scale }) => {
            whole_digits(from).is_some_and(|digits| digits <= precision - scale)
        }
        (from, to) => whole_digits(from).is_some() && whole_digits(to).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Span;

    fn ty(text: &str) -> Type {
        parse(Text { text, at: Span::default() }, &Mistakes::default()).unwrap()
    }

    #[test]
    fn names_and_types_are_one_to_one() {
        for text in [
            "text",
            "int16",
            "int32",
            "int64",
            "decimal(38,38)",
            "date",
            "time",
            "timestamp",
            "bool",
            "float32",
            "float64",
        ] {
            assert_eq!(name(ty(text)), text);
        }
        assert_eq!(name(ty("decimal( 15 , 2 )")), "decimal(15,2)");
    }

    #[test]
    fn a_wrong_type_is_told_with_the_nearest() {
        for (text, want) in [
            ("int23", "TL0010 int32"),
            ("string", "TL0010 text"),
            ("decimal(15", "TL0010 \"decimal(15,2)\""),
            ("decimal", "TL0010 decimal(p,s)"),
            ("decimal(0,0)", "TL0026 1"),
            ("decimal(39,2)", "TL0026 1"),
            ("decimal(5,6)", "TL0026 0"),
            ("decimal(99999999999,2)", "TL0010 decimal(p,s)"),
        ] {
            let mistakes = Mistakes::default();
            assert_eq!(parse(Text { text, at: Span::default() }, &mistakes), None, "{text}");
            let found = mistakes.sorted();
            let second = found[0].args[1].plain();
            let got = format!("{} {second}", found[0].code.id());
            assert!(want == got || want.starts_with("TL0010") && text.len() > 15, "{text}: {got}");
        }
    }

    #[test]
    fn only_changes_that_keep_the_value_are_allowed() {
        for (from, to, want) in [
            ("int16", "int64", true),
            ("int64", "int16", true),
            ("int32", "decimal(10,0)", true),
            ("int32", "decimal(11,2)", false),
            ("int64", "decimal(21,2)", true),
            ("decimal(15,2)", "decimal(18,4)", true),
            ("decimal(15,2)", "decimal(9,2)", true),
            ("decimal(15,2)", "decimal(15,1)", false),
            ("decimal(7,0)", "int32", true),
            ("decimal(7,2)", "int32", false),
            ("int32", "float64", false),
            ("float32", "float64", true),
            ("float64", "float32", false),
            ("float64", "text", false),
            ("date", "text", true),
            ("bool", "text", true),
            ("text", "int32", false),
            ("text", "date", false),
            ("date", "timestamp", true),
            ("timestamp", "date", false),
            ("bool", "int16", false),
        ] {
            assert_eq!(keeps(ty(from), ty(to)), want, "{from} to {to}");
        }
    }
}

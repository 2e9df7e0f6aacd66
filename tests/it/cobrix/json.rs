//! Another reader's rows: JSON whose numbers keep every digit.

use serde_json::{Map, Value};

/// The mark of a text that was a number: a character for private use.
const NUMBER: char = '\u{E000}';

/// What the other reader says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// A text.
    Text(String),
    /// A number, digit by digit as it is written.
    Number(String),
}

impl Leaf {
    /// Of a value that is neither a map nor a list.
    pub fn of(value: &Value) -> Option<Self> {
        let Value::String(text) = value else { return None };
        Some(
            text.strip_prefix(NUMBER)
                .map_or_else(|| Self::Text(text.clone()), |digits| Self::Number(digits.to_owned())),
        )
    }
}

impl std::fmt::Display for Leaf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(digits) => f.write_str(digits),
        }
    }
}

/// The maps of a text that has one after the other, or lists of them.
pub fn rows(text: &str) -> Vec<Map<String, Value>> {
    let text = quoted(text);
    let values = serde_json::Deserializer::from_str(&text).into_iter::<Value>().map(Result::unwrap);
    let mut rows = Vec::new();
    for value in values {
        match value {
            Value::Array(list) => rows.extend(list.into_iter().map(map)),
            one => rows.push(map(one)),
        }
    }
    rows
}

fn map(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("{value}") };
    map
}

/// The text with every number made a string.
fn quoted(text: &str) -> String {
    let mut all = String::with_capacity(text.len() * 2);
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        all.push(one);
        if one == '"' {
            string(&mut rest, &mut all);
        } else if one == '-' || one.is_ascii_digit() {
            all.pop();
            all.push_str("\"\\uE000");
            all.push(one);
            while let Some(more) = rest.next_if(|more| more.is_ascii_digit() || "+-.eE".contains(*more)) {
                all.push(more);
            }
            all.push('"');
        }
    }
    all
}

/// The rest of a string, behind its first quote.
fn string(rest: &mut impl Iterator<Item = char>, all: &mut String) {
    while let Some(one) = rest.next() {
        all.push(one);
        match one {
            '"' => return,
            '\\' => all.extend(rest.next()),
            _ => {}
        }
    }
}

/// A decimal number as its digits without needless zeros, and how many of them stand behind the point (below zero: so
/// many zeros follow).
pub fn exact(number: &str) -> Option<(bool, String, i64)> {
    let (number, negative) = number.strip_prefix('-').map_or((number, false), |rest| (rest, true));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{behind}");
    let digits = all.trim_start_matches('0').trim_end_matches('0');
    let cut = i64::try_from(all.len() - all.trim_end_matches('0').len()).ok()?;
    if digits.is_empty() {
        return Some((false, String::new(), 0));
    }
    let scale = i64::try_from(behind.len()).ok()? - cut - exponent.trim_start_matches('+').parse::<i64>().ok()?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| (negative, digits.to_owned(), scale))
}

#[test]
fn numbers_keep_their_digits() {
    let rows = rows(r#"{"a":1.10,"b":"2","c":[{"d":-1E+3}]} [{"e":"\"5"}]"#);
    assert_eq!(Leaf::of(&rows[0]["a"]), Some(Leaf::Number("1.10".to_owned())));
    assert_eq!(Leaf::of(&rows[0]["b"]), Some(Leaf::Text("2".to_owned())));
    assert_eq!(Leaf::of(&rows[1]["e"]), Some(Leaf::Text("\"5".to_owned())));
    for (one, other) in [("1.10", "1.1"), ("-1E+3", "-1000"), ("0.00", "-0"), ("12.5e-3", "0.0125"), ("00100", "100.0")]
    {
        assert_eq!(exact(one), exact(other), "{one}");
    }
    assert_ne!(exact("1.1"), exact("11"));
}

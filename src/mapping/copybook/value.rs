//! VALUE: literals, figurative constants and ranges.

use super::Problem;
use super::entry::{Entry, Literal, Value};
use super::sentence::{CLAUSES, Reader, Rest};
use super::words::{Text, Word, Written};

impl Reader<'_> {
    pub(super) fn values(&mut self, word: &Word, rest: &mut Rest<'_>, entry: &mut Entry) {
        rest.skip(&["IS", "ARE"]);
        while !CLAUSES.contains(&rest.peek()) {
            if rest.skip(&["WHEN", "SET", "FALSE"]) {
                // WHEN SET TO FALSE says what SET writes, not what is true; FALSE alone is the same.
                while rest.skip(&["SET", "TO", "FALSE", "IS"]) {}
                rest.next();
                continue;
            }
            if rest.is_over() {
                break;
            }
            // What is no literal is told.
            let Some(from) = self.literal(rest) else { return };
            let is_range = rest.skip(&["THRU", "THROUGH"]);
            if is_range && rest.is_over() {
                return self.tell(rest.last, Problem::Incomplete("THRU"));
            }
            let to = if is_range { self.literal(rest) } else { None };
            entry.values.push(Value { from, to });
        }
        if entry.values.is_empty() {
            self.tell(word.at, Problem::Incomplete("VALUE"));
        }
    }

    fn literal(&mut self, rest: &mut Rest<'_>) -> Option<Literal> {
        let word = rest.next()?;
        Some(match &word.text {
            Text::Literal(Written::Characters, text) => Literal::Text(text.clone()),
            Text::Literal(written, digits) => {
                let bytes = bytes(digits).and_then(|bytes| of_bytes(*written, bytes));
                bytes.unwrap_or_else(|| {
                    self.tell(word.at, Problem::Number(digits.clone()));
                    Literal::Bytes(Vec::new())
                })
            }
            _ => match word.plain() {
                "ZERO" | "ZEROS" | "ZEROES" => Literal::Zero,
                "SPACE" | "SPACES" => Literal::Space,
                "HIGH-VALUE" | "HIGH-VALUES" => Literal::High,
                "LOW-VALUE" | "LOW-VALUES" | "NULL" | "NULLS" => Literal::Low,
                "QUOTE" | "QUOTES" => Literal::Quote,
                "ALL" => match self.literal(rest)? {
                    Literal::Text(text) => Literal::All(text),
                    other => other,
                },
                number => {
                    let Some(found) = self.number(number) else {
                        self.tell(word.at, self.no_number(number));
                        return None;
                    };
                    Literal::Number(found)
                }
            },
        })
    }

    /// What is told of a word that is no number: it may be one if the decimal mark is the comma.
    fn no_number(&self, word: &str) -> Problem {
        let is_decimal = word.matches(',').count() == 1 && self.number(&word.replace(',', ".")).is_some();
        let problem = if is_decimal { Problem::CommaNumber } else { Problem::Number };
        problem(word.to_owned())
    }

    /// A number with a point before its decimals; a constant's value.
    fn number(&self, text: &str) -> Option<String> {
        if let Some(value) = self.constants.get(text) {
            return Some(value.to_string());
        }
        let text = if self.comma { text.replace(',', ".") } else { text.to_owned() };
        let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
        let points = digits.bytes().filter(|byte| *byte == b'.').count();
        let is_number = points <= 1
            && digits.bytes().any(|byte| byte.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        is_number.then_some(text)
    }
}

/// Bytes of two hexadecimal digits each.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok().filter(|text| text.len() == 2)?;
        u8::from_str_radix(text, 16).ok()
    };
    digits.as_bytes().chunks(2).map(pair).collect()
}

/// What these bytes are; none where they are no characters of the encoding in which they are written.
fn of_bytes(written: Written, bytes: Vec<u8>) -> Option<Literal> {
    match written {
        Written::Utf16 => {
            let units = bytes.chunks(2).map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
            String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok().map(Literal::Text)
        }
        Written::Utf8 => String::from_utf8(bytes).ok().map(Literal::Text),
        Written::Bytes | Written::Characters => Some(Literal::Bytes(bytes)),
    }
}

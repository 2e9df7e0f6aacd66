//! Formats of `strptime` and `strftime`, such as `%d/%m/%Y`: text in, pieces or what is wrong with it out.
//!
//! Refuses `%y`: a century is never guessed.

/// What may be wrong with a format, in the words of TL0018.
pub const PROBLEMS: &[&str] = &[
    "format_empty",
    "format_letter",
    "format_century",
    "format_part_twice",
    "format_without_year",
    "format_without_day",
    "format_without_hour",
];

/// One piece of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Piece {
    Literal(String),
    /// `%Y`, four digits.
    Year,
    /// `%m`; `%-m` without a leading zero.
    Month {
        padded: bool,
    },
    /// `%b`: Jan, Feb, …
    MonthName,
    /// `%d`, `%-d`.
    Day {
        padded: bool,
    },
    /// `%j`, three digits.
    DayOfYear,
    /// `%H`, `%-H`: 0 to 23.
    Hour {
        padded: bool,
    },
    /// `%M`, `%-M`.
    Minute {
        padded: bool,
    },
    /// `%S`, `%-S`.
    Second {
        padded: bool,
    },
    /// `%f`: six digits; one to six are read.
    Micros,
}

/// A format, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// As written.
    pub text: String,
    /// In their order.
    pub pieces: Vec<Piece>,
    /// Whether it says a time of day.
    pub has_time: bool,
    /// Whether it says a whole date.
    pub has_date: bool,
}

impl Format {
    /// The pieces of a format.
    ///
    /// # Errors
    /// A word of [`PROBLEMS`].
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let pieces = pieces(text)?;
        let has = |want: fn(&Piece) -> bool| pieces.iter().any(want);
        let has_time = has(|piece| {
            matches!(piece, Piece::Hour { .. } | Piece::Minute { .. } | Piece::Second { .. } | Piece::Micros)
        });
        let month_day = has(|piece| matches!(piece, Piece::Month { .. } | Piece::MonthName))
            && has(|piece| matches!(piece, Piece::Day { .. }));
        let of_year = has(|piece| *piece == Piece::DayOfYear);
        let has_date = has(|piece| *piece == Piece::Year) && (month_day != of_year);
        Ok(Self { text: text.to_owned(), pieces, has_time, has_date })
    }

    /// What is missing to read dates by it, or stands there twice.
    ///
    /// # Errors
    /// A word of [`PROBLEMS`].
    pub fn reads_dates(&self) -> Result<(), &'static str> {
        let hours = self.pieces.iter().any(|piece| matches!(piece, Piece::Hour { .. }));
        for (at, piece) in self.pieces.iter().enumerate() {
            let same = |other: &Piece| part(piece) != 0 && part(piece) == part(other);
            if self.pieces[..at].iter().any(same) {
                return Err("format_part_twice");
            }
        }
        match (self.pieces.contains(&Piece::Year), self.has_date) {
            (false, _) => Err("format_without_year"),
            (true, false) => Err("format_without_day"),
            _ if self.has_time && !hours => Err("format_without_hour"),
            _ => Ok(()),
        }
    }
}

/// Pieces that say the same have the same number; 0 says nothing.
const fn part(piece: &Piece) -> u8 {
    match piece {
        Piece::Literal(_) => 0,
        Piece::Year => 1,
        Piece::Month { .. } | Piece::MonthName => 2,
        Piece::Day { .. } => 3,
        Piece::DayOfYear => 4,
        Piece::Hour { .. } => 5,
        Piece::Minute { .. } => 6,
        Piece::Second { .. } => 7,
        Piece::Micros => 8,
    }
}

fn pieces(text: &str) -> Result<Vec<Piece>, &'static str> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            literal.push(c);
            continue;
        }
        let mut letter = chars.next().ok_or("format_letter")?;
        let padded = letter != '-';
        if !padded {
            letter = chars.next().filter(|letter| "mdHMS".contains(*letter)).ok_or("format_letter")?;
        }
        let piece = match letter {
            '%' => {
                literal.push('%');
                continue;
            }
            'Y' => Piece::Year,
            'y' => return Err("format_century"),
            'm' => Piece::Month { padded },
            'b' => Piece::MonthName,
            'd' => Piece::Day { padded },
            'j' => Piece::DayOfYear,
            'H' => Piece::Hour { padded },
            'M' => Piece::Minute { padded },
            'S' => Piece::Second { padded },
            'f' => Piece::Micros,
            _ => return Err("format_letter"),
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        pieces.push(piece);
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    if pieces.is_empty() { Err("format_empty") } else { Ok(pieces) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_its_pieces_or_a_word() {
        for (text, want) in [
            ("%Y-%m-%d", Ok(())),
            ("%d/%m/%Y %H:%M:%S", Ok(())),
            ("%Y%j", Ok(())),
            ("%-d %b %Y", Ok(())),
            ("100%% %Y%m%d", Ok(())),
            ("%d/%m/%y", Err("format_century")),
            ("%d/%m", Err("format_without_year")),
            ("%Y-%m", Err("format_without_day")),
            ("%Y%m%d%M", Err("format_without_hour")),
            ("%Y%Y%m%d", Err("format_part_twice")),
            ("%Q", Err("format_letter")),
            ("%", Err("format_letter")),
            ("%-Y", Err("format_letter")),
            ("", Err("format_empty")),
        ] {
            assert_eq!(Format::new(text).and_then(|format| format.reads_dates()), want, "{text}");
        }
    }
}

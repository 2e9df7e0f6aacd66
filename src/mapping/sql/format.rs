//! Formats of `strptime` and `strftime`, such as `%d/%m/%Y`: text in, pieces or what is wrong with it out.
//!
//! Refuses `%y`: a century is never guessed.

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
    /// The words of TL0018: `empty`, `unknown_letter` (also a part that stands twice), `years_missing` for `%y`.
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

    /// What is missing to read dates by it, as TL0018 says it: `no_year`, `no_day`, `no_time`, or a part twice.
    ///
    /// # Errors
    /// The word.
    pub fn reads_dates(&self) -> Result<(), &'static str> {
        let hours = self.pieces.iter().any(|piece| matches!(piece, Piece::Hour { .. }));
        for (at, piece) in self.pieces.iter().enumerate() {
            let same = |other: &Piece| part(piece) != 0 && part(piece) == part(other);
            if self.pieces[..at].iter().any(same) {
                return Err("unknown_letter");
            }
        }
        match (self.pieces.contains(&Piece::Year), self.has_date) {
            (false, _) => Err("no_year"),
            (true, false) => Err("no_day"),
            _ if self.has_time && !hours => Err("no_time"),
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
        let mut letter = chars.next().ok_or("unknown_letter")?;
        let padded = letter != '-';
        if !padded {
            letter = chars.next().filter(|letter| "mdHMS".contains(*letter)).ok_or("unknown_letter")?;
        }
        let piece = match letter {
            '%' => {
                literal.push('%');
                continue;
            }
            'Y' => Piece::Year,
            'y' => return Err("years_missing"),
            'm' => Piece::Month { padded },
            'b' => Piece::MonthName,
            'd' => Piece::Day { padded },
            'j' => Piece::DayOfYear,
            'H' => Piece::Hour { padded },
            'M' => Piece::Minute { padded },
            'S' => Piece::Second { padded },
            'f' => Piece::Micros,
            _ => return Err("unknown_letter"),
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        pieces.push(piece);
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    if pieces.is_empty() { Err("empty") } else { Ok(pieces) }
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
            ("%d/%m/%y", Err("years_missing")),
            ("%d/%m", Err("no_year")),
            ("%Y-%m", Err("no_day")),
            ("%Y%m%d%M", Err("no_time")),
            ("%Y%Y%m%d", Err("unknown_letter")),
            ("%Q", Err("unknown_letter")),
            ("%", Err("unknown_letter")),
            ("%-Y", Err("unknown_letter")),
            ("", Err("empty")),
        ] {
            assert_eq!(Format::new(text).and_then(|format| format.reads_dates()), want, "{text}");
        }
    }
}

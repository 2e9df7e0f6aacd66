//! A layout that somebody wrote: names, places and types of fields, as vendors give them.
//!
//! In: a table of fields with a line of headers, a Frictionless table schema, or a JSON Schema. Out: a [`Layout`], or all that
//! is wrong with it. Refuses: data; what a layout and data come to together is for [`settle`], [`apply`] and [`places`].

pub mod apply;
pub mod places;
mod schema;
pub mod settle;
mod shift;
mod signs;
mod table;
#[cfg(test)]
mod tests;
mod types;

use crate::finding::{Args, Code};

/// The largest layout that is read, in bytes.
const LARGEST: usize = 16 << 20;

/// Fields in the order of the layout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// At least one.
    pub fields: Vec<LayoutField>,
    /// Their order is that of the columns; the properties of a JSON Schema have none.
    pub ordered: bool,
}

impl Layout {
    /// The place behind the last field, from 0.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.fields.iter().filter_map(|field| field.at).map(|(_, end)| end).max().unwrap_or(0)
    }

    /// What is odd of it whatever the data are: two fields of one name (TL0954), or that share places while neither lies
    /// within the other (TL0960).
    #[must_use]
    pub fn doubts(&self) -> Vec<(Code, Args)> {
        let mut found = Vec::new();
        for (at, field) in self.fields.iter().enumerate() {
            let before = &self.fields[..at];
            if before.iter().any(|other| other.name == field.name) {
                found.push(Doubt::Twice.told(&field.name));
            }
            let overlaps =
                |other: &&LayoutField| field.at.zip(other.at).is_some_and(|(one, other)| overlaps(one, other));
            found.extend(before.iter().find(overlaps).and_then(|other| {
                let ((from, to), (start, end)) = (field.at?, other.at?);
                let (from, to) = (from.max(start) + 1, to.min(end));
                let places = if from == to { from.to_string() } else { format!("{from}-{to}") };
                Some((Code::FieldsOverlap, vec![other.name.as_str().into(), field.name.as_str().into(), places.into()]))
            }));
        }
        found
    }
}

/// Whether two share places, and neither lies within the other.
const fn overlaps((from, to): (u32, u32), (start, end): (u32, u32)) -> bool {
    let within = from >= start && to <= end || start >= from && end <= to;
    from < end && start < to && !within
}

/// One field of a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutField {
    /// As written.
    pub name: String,
    /// Places from 0, end exclusive; none in a layout of delimited text.
    pub at: Option<(u32, u32)>,
    /// What it is said to hold.
    pub said: Said,
}

/// What a layout says of a field's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// Characters.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers with so many decimals, if it says how many.
    Decimal(Option<u8>),
    /// Numbers with so many decimals, of which no letter is a sign.
    Unsigned(u8),
    /// Digits alone, without a sign, with so many decimals that are not written.
    Digits(u8),
    /// Days, in this picture, if it says which.
    Date(Option<String>),
    /// Times of day.
    Time(Option<String>),
    /// Days with times.
    Timestamp(Option<String>),
    /// Yes or no.
    Bool,
    /// Something that the mapping language does not have, as written.
    Unread(String),
}

/// A place where a layout and the data do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// So many values do not read as the layout says; the first of them, if it is known.
    Fails {
        /// Values.
        n: u64,
        /// Number of the record.
        first: Option<u64>,
    },
    /// No value reads as the layout says.
    Never,
    /// The values follow another picture than the layout's.
    Picture(String),
    /// The values have more decimals than the layout says.
    Decimals(u8),
    /// The layout has a type that the mapping language does not have.
    Unread(String),
    /// The file has no such column.
    Missing,
    /// The layout does not have this column.
    Extra,
    /// Letters stand on both sides of the border behind the field: it cuts words.
    Border {
        /// Records.
        n: u64,
        /// The first of them.
        first: u64,
    },
    /// Records end before the field does.
    Short {
        /// Records.
        n: u64,
        /// The first of them.
        first: u64,
    },
    /// Every record ends before the field begins.
    Past,
    /// Another field has its name.
    Twice,
    /// From the field on, every border fits better a place beside: further right, else further left.
    Shifted {
        /// Further right.
        right: bool,
        /// Records.
        n: u64,
        /// The first of them.
        first: u64,
    },
    /// The field beside it has its sign: both are read as one number.
    Sign {
        /// Records with a negative number.
        n: u64,
        /// The first of them.
        first: u64,
    },
    /// A sign stands between it and another number: nothing says whose it is.
    OpenSign {
        /// Records with a negative number.
        n: u64,
        /// The first of them.
        first: u64,
    },
    /// The last digits of values are letters, as signs are, and the layout has none.
    Punched {
        /// Values.
        n: u64,
        /// Number of the record of the first.
        first: u64,
    },
    /// The letters `C` and `D` stand behind it, which may be its sign: none is read.
    Letters,
    /// Something stands behind the last field.
    Beyond {
        /// Records.
        n: u64,
        /// The first of them.
        first: u64,
    },
}

impl Doubt {
    /// TL0954 of a field.
    #[must_use]
    pub fn told(&self, field: &str) -> (Code, Args) {
        let (problem, n, first) = match self {
            Self::Fails { n, first } => ("fails", Some(*n), *first),
            Self::Never => ("never", None, None),
            Self::Picture(_) => ("picture", None, None),
            Self::Decimals(_) => ("decimals", None, None),
            Self::Unread(_) => ("unread", None, None),
            Self::Missing => ("missing", None, None),
            Self::Extra => ("extra", None, None),
            Self::Border { n, first } => ("border", Some(*n), Some(*first)),
            Self::Short { n, first } => ("short", Some(*n), Some(*first)),
            Self::Past => ("past", None, None),
            Self::Twice => ("twice", None, None),
            Self::Shifted { right, n, first } => (if *right { "right" } else { "left" }, Some(*n), Some(*first)),
            Self::Sign { n, first } => ("sign", Some(*n), Some(*first)),
            Self::OpenSign { n, first } => ("open_sign", Some(*n), Some(*first)),
            Self::Punched { n, first } => ("punched", Some(*n), Some(*first)),
            Self::Letters => ("letters", None, None),
            Self::Beyond { n, first } => ("beyond", Some(*n), Some(*first)),
        };
        let number = |number: Option<u64>| number.filter(|number| *number > 0).map_or("".into(), Into::into);
        (Code::LayoutContradicted, vec![field.into(), problem.into(), number(n), number(first)])
    }
}

/// Reads a layout; `path` is what messages call it.
///
/// # Errors
/// TL0952 where it cannot be read as a whole, TL0953 for each line that cannot.
pub fn read(path: &str, bytes: &[u8]) -> Result<Layout, Vec<(Code, Args)>> {
    let unread = |problem: &str| vec![(Code::LayoutUnread, vec![path.into(), problem.into()])];
    if bytes.len() > LARGEST {
        return Err(unread("large"));
    }
    let json = bytes.trim_ascii_start().first().is_some_and(|byte| matches!(byte, b'{' | b'['));
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let json = json || bytes.trim_ascii_start().first().is_some_and(|byte| matches!(byte, b'{' | b'['));
    let layout = if json { schema::read(bytes).map_err(unread)? } else { table::read(path, bytes)? };
    if layout.fields.is_empty() { Err(unread("no_fields")) } else { Ok(layout) }
}

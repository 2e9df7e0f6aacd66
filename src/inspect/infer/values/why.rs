//! Why the values of a field are thought to be what they are, as data; whoever shows it has the words.
//!
//! Counts are of values that were told to the column; a place is the number that the teller gave with a value.

use crate::mapping::model::{Check, Reading, Sign, Type};

/// How many values something holds for, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// For so many.
    pub n: u64,
    /// Of so many.
    pub of: u64,
}

/// A place where something was seen first, and how often it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// How often.
    pub n: u64,
    /// Place of the first.
    pub first: u64,
}

impl Seen {
    /// Once more, at this place.
    pub const fn again(&mut self, place: u64) {
        if self.n == 0 {
            self.first = place;
        }
        self.n += 1;
    }

    /// Once more, at a place that may lie before the others; 0 is none that is known.
    pub const fn before(&mut self, place: u64) {
        let known = self.first;
        self.again(place);
        if place > 0 && (known == 0 || place < known) {
            self.first = place;
        }
    }
}

/// One thing that speaks for a reading, or that a person should know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// There is no value at all.
    NoValues,
    /// Every value is blank.
    AlwaysBlank(u64),
    /// Some values are blank.
    Blanks(Share),
    /// Every value that is not blank is this one.
    Constant(String),
    /// Few values; the most frequent first.
    Values(Vec<(String, u64)>),
    /// So many different values.
    Distinct(u64),
    /// No value stands twice.
    AllDifferent(u64),
    /// Values of this text mean "no value", and are read so.
    NoValue {
        /// The text.
        text: String,
        /// Values.
        n: u64,
    },
    /// Values of this text may mean "no value", and are read as they stand.
    PerhapsNoValue {
        /// The text.
        text: String,
        /// Values.
        n: u64,
    },
    /// Values of this text mean "no value", and are read so; a spreadsheet prints a zero so as well.
    PerhapsZero {
        /// The text.
        text: String,
        /// Values.
        n: u64,
    },
    /// Whole numbers under the name of a day: those that they would be as spreadsheets count days.
    Serials {
        /// Least.
        least: String,
        /// Most.
        most: String,
    },
    /// So many values read so, of those that are neither blank nor mean "no value".
    Reads(Share),
    /// These values do not read so: their records will be refused.
    Exceptions(Seen),
    /// The least and the most value, as a mapping writes them.
    Range {
        /// Least.
        least: String,
        /// Most.
        most: String,
    },
    /// Values that can only be a day in the first place, never a month.
    DayFirst(Seen),
    /// Values that can only be a day in the second place, never a month.
    MonthFirst(Seen),
    /// Another order of day, month and year reads too, but would scatter the values over more years.
    FewerYears {
        /// Years that the values are of.
        years: u64,
        /// Years that they would be of.
        otherwise: u64,
    },
    /// Values that can only be a day in the first place, and others in the second: two orders stand side by side.
    BothOrders {
        /// The day in the first place.
        day: Seen,
        /// The month.
        month: Seen,
    },
    /// Two digits of the year: the hundred years were chosen so that they begin where years are missing.
    Window {
        /// First and last year of the window.
        years: (i32, i32),
        /// The first and the last of the two-digit years that stand nowhere.
        gap: (u8, u8),
    },
    /// Two digits of the year, and no gap among them that would tell the century.
    NoWindow,
    /// Every time of day is midnight.
    Midnight,
    /// Digits with leading zeros, which a number would lose.
    LeadingZeros(Seen),
    /// Digits that are always as many, as those of a code are.
    SameLength(u32),
    /// Whole numbers between 1900 and 2100, as years are.
    Years,
    /// Digits after this mark: the fewest and the most of them.
    Mark {
        /// The mark.
        mark: char,
        /// Fewest.
        fewest: u8,
        /// Most.
        most: u8,
    },
    /// The mark was told apart from a separator of thousands by the other columns of the file.
    MarkOfOthers(char),
    /// Separators of thousands in some values.
    Thousands(Vec<char>, Seen),
    /// Signs in this style.
    Signs(Sign, Seen),
    /// Currency signs in some values.
    Currency(String, Seen),
    /// The decimals are not written; this many numbers end with two zeros, which speaks for cents.
    Implied(Share),
    /// Numbers in the form of `5.76E+18`: a spreadsheet has lost their last digits.
    Scientific(Seen),
    /// Days or months of one digit, which no picture reads; an expression may.
    ShortDates(Seen),
    /// Numbers with `%` behind them.
    Percents(Seen),
    /// Blanks before the values.
    LeftBlanks(Share),
    /// Blanks after the values.
    RightBlanks(Share),
    /// Bytes that are no character of the encoding.
    NotDecoded(Seen),
    /// All values pass the check of such numbers.
    Checks(Check),
    /// The name says that it is about people.
    PersonalName,
    /// The values pass the check of numbers that people have.
    PersonalValues,
    /// The reading did not hold for the values that were kept to prove it.
    NotProved,
}

/// Another reading that the values leave open.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// Its type.
    pub ty: Type,
    /// How it would be read.
    pub reading: Reading,
    /// What keeps it from being taken.
    pub open: Open,
    /// How many values read so.
    pub reads: Share,
    /// The first value that does not.
    pub failure: Option<u64>,
}

/// What keeps a reading from being taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Another reading holds for all values too.
    Ambiguous,
    /// Some values do not read so.
    Exceptions,
    /// A code or a number of something; as a number it could lose zeros.
    Code,
    /// Days that would be spread as numbers are.
    Spread,
    /// Too few different values to tell.
    TooFew,
    /// The century of a year.
    Century,
    /// The decimals are written nowhere.
    Decimals,
}

//! What is wrong with a copybook, as data.

use super::At;

/// One thing wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The words to underline.
    pub at: At,
    /// What is wrong there.
    pub problem: Problem,
}

/// What can be wrong. Texts are words of the copybook, in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A literal without its closing quote.
    OpenLiteral,
    /// `==` without the one that closes it.
    OpenPseudoText,
    /// An entry, or a COPY, without its full stop.
    NoPeriod,
    /// Text that is no entry: its first word.
    NotAnEntry(String),
    /// A level number that is none of 1 to 49, 66, 77, 78 and 88.
    Level(String),
    /// A name without a letter.
    Name(String),
    /// The text can be read in fixed and in free format, and says different things.
    Reference,
    /// A word that no clause begins with, and the nearest that one does.
    Clause(String, String),
    /// A word that belongs directly behind OCCURS.
    OfOccurs(String),
    /// A clause a second time.
    ClauseTwice(&'static str),
    /// A clause without what must follow it.
    Incomplete(&'static str),
    /// A picture that is none: what, and the place in it, from 1.
    Picture(PictureProblem, usize),
    /// A number that is too large, or none.
    Number(String),
    /// A number, if the decimal mark is the comma.
    CommaNumber(String),
    /// The book that COPY names is not there.
    NoCopy(String),
    /// COPY with a phrase that is not read: its first word.
    CopyPhrase(String),
    /// A book copies itself.
    CopiesItself(String),
    /// A compiler directive that changes what is compiled.
    Directive(String),
    /// An entry deeper than 1 without one that it stands under.
    NoParent,
    /// An entry with a picture that has entries under it.
    PictureOfGroup(String),
    /// An entry without a picture, a usage that needs none, or entries under it.
    NothingInIt(String),
    /// A usage that the picture does not go with.
    UsageOfPicture(String, String),
    /// REDEFINES of a name that is not the item before it on the same level.
    Redefines(String),
    /// A name that is not there, and the nearest that is.
    Unknown(String, String),
    /// A name that several items have.
    Ambiguous(String),
    /// DEPENDING ON what is no whole number, or stands after its table.
    Counter(String),
    /// OCCURS with bounds that are none.
    Bounds,
    /// OCCURS on level 1, 66, 77 or 88.
    OccursHere,
    /// An entry 66 or 88 that has nothing to belong to.
    Belongs(u8),
    /// RENAMES whose end stands before its beginning.
    Renames(String),
    /// More digits than the output holds: as many.
    Digits(u32),
    /// A record longer than this.
    TooLong(u64),
    /// There is no data description at all.
    Nothing,
}

impl Problem {
    /// Whether it may be that something stands in a book that is not there.
    pub(super) const fn may_be_of_a_missing_book(&self) -> bool {
        matches!(self, Self::NothingInIt(_) | Self::Redefines(_) | Self::Unknown(..) | Self::Counter(_) | Self::Nothing)
    }
}

/// What can be wrong with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureProblem {
    /// It is empty.
    Empty,
    /// A character that no picture has.
    Symbol,
    /// A bracket that is not closed, or holds no number.
    Repeat,
    /// A symbol that may stand only once, or not here.
    Place,
    /// It is one only if the decimal mark is the other of point and comma.
    Point,
    /// Symbols that do not go together.
    Mixed,
}

impl PictureProblem {
    /// As data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Symbol => "symbol",
            Self::Repeat => "repeat",
            Self::Place => "place",
            Self::Point => "point",
            Self::Mixed => "mixed",
        }
    }
}

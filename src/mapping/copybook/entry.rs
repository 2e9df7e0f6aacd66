//! One data description entry, as it was read.

use super::At;
use super::picture::Picture;

/// An entry as it stands.
#[expect(clippy::struct_excessive_bools, reason = "each is a clause that stands there or not")]
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) level: u8,
    /// None: FILLER.
    pub(super) name: Option<String>,
    /// Its level and its name.
    pub(super) at: At,
    pub(super) picture: Option<(Picture, At)>,
    pub(super) usage: Option<Usage>,
    pub(super) sign: Option<Sign>,
    pub(super) occurs: Option<OccursClause>,
    pub(super) redefines: Option<Name>,
    pub(super) renames: Option<(Name, Option<Name>)>,
    pub(super) is_synchronized: bool,
    pub(super) is_justified: bool,
    pub(super) is_blank_when_zero: bool,
    pub(super) values: Vec<Value>,
    /// Not all of it is understood, which is told: what it lacks may stand there.
    pub(super) is_partial: bool,
}

impl Entry {
    /// One without clauses.
    pub(super) const fn bare(level: u8, name: Option<String>, at: At) -> Self {
        Self {
            level,
            name,
            at,
            picture: None,
            usage: None,
            sign: None,
            occurs: None,
            redefines: None,
            renames: None,
            is_synchronized: false,
            is_justified: false,
            is_blank_when_zero: false,
            values: Vec::new(),
            is_partial: false,
        }
    }
}

/// A name that an entry refers to, with the names after OF and IN.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) of: Vec<String>,
    pub(super) at: At,
}

/// OCCURS.
#[derive(Debug, Clone)]
pub(super) struct OccursClause {
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) depending: Option<Name>,
    pub(super) at: At,
}

/// USAGE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Characters; zoned digits.
    Display,
    /// COMP, COMP-4, BINARY: a big-endian number that holds what the picture holds.
    Binary,
    /// COMP-5: a number in the machine's order that uses all its bits.
    Native,
    /// COMP-N: COMP-5 of as few bytes as hold the digits; to `GnuCOBOL` the same as COMP-X.
    CompN,
    /// COMP-9 of some tools: a little-endian number.
    Little,
    /// COMP-X: a big-endian number without a sign, of as many bytes as the picture has X, or as few as hold its digits.
    CompX,
    /// BINARY-CHAR, BINARY-SHORT, BINARY-LONG, BINARY-DOUBLE: bytes, and whether there is a sign.
    Sized(u8, bool),
    /// COMP-3, PACKED-DECIMAL: two digits a byte, the sign in the last half.
    Packed,
    /// COMP-6: two digits a byte, no sign.
    PackedUnsigned,
    /// COMP-1: four bytes.
    Float,
    /// COMP-2: eight bytes.
    Double,
    /// UTF-16, big-endian.
    National,
    /// DISPLAY-1: characters of two bytes.
    Dbcs,
    /// UTF-8.
    Utf8,
    /// POINTER, an address.
    Pointer,
    /// PROCEDURE-POINTER and PROGRAM-POINTER: an address of code.
    LongPointer,
    /// FUNCTION-POINTER.
    FunctionPointer,
    /// INDEX.
    Index,
}

impl Usage {
    /// Whether it means nothing outside of its program.
    #[must_use]
    pub const fn is_address(self) -> bool {
        matches!(self, Self::Pointer | Self::LongPointer | Self::FunctionPointer | Self::Index)
    }
}

/// SIGN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// Where it stands.
    pub place: SignPlace,
    /// Whether it has a byte of its own.
    pub is_separate: bool,
}

impl Sign {
    /// In COBOL's words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match (self.place, self.is_separate) {
            (SignPlace::Leading, false) => "LEADING",
            (SignPlace::Leading, true) => "LEADING SEPARATE",
            (SignPlace::Trailing, false) => "TRAILING",
            (SignPlace::Trailing, true) => "TRAILING SEPARATE",
        }
    }
}

/// At which end a sign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignPlace {
    /// At the first digit.
    Leading,
    /// At the last digit.
    Trailing,
}

/// A value, or from one to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value, or the first.
    pub from: Literal,
    /// The last, with THRU.
    pub to: Option<Literal>,
}

/// A level 88: a name for values of the item above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub at: At,
    /// The values for which it is true.
    pub values: Vec<Value>,
}

/// A constant of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// In quotes.
    Text(String),
    /// `X'40'`.
    Bytes(Vec<u8>),
    /// A number as it is written, with a point before its decimals.
    Number(String),
    /// ZERO.
    Zero,
    /// SPACE.
    Space,
    /// HIGH-VALUE.
    High,
    /// LOW-VALUE and NULL.
    Low,
    /// QUOTE.
    Quote,
    /// ALL 'x'.
    All(String),
}

impl Value {
    /// In COBOL's words.
    #[must_use]
    pub fn written(&self) -> String {
        match &self.to {
            None => self.from.written(),
            Some(to) => format!("{} THRU {}", self.from.written(), to.written()),
        }
    }
}

impl Literal {
    /// In COBOL's words.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => format!("'{text}'"),
            Self::Bytes(bytes) => {
                let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
                format!("X'{}'", digits.concat())
            }
            Self::Number(number) => number.clone(),
            Self::Zero => String::from("ZERO"),
            Self::Space => String::from("SPACE"),
            Self::High => String::from("HIGH-VALUE"),
            Self::Low => String::from("LOW-VALUE"),
            Self::Quote => String::from("QUOTE"),
            Self::All(text) => format!("ALL '{text}'"),
        }
    }
}

impl Usage {
    /// In COBOL's words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Display => "DISPLAY",
            Self::Binary => "COMP",
            Self::Native => "COMP-5",
            Self::CompN => "COMP-N",
            Self::Little => "COMP-9",
            Self::CompX => "COMP-X",
            Self::Sized(1, _) => "BINARY-CHAR",
            Self::Sized(2, _) => "BINARY-SHORT",
            Self::Sized(4, _) => "BINARY-LONG",
            Self::Sized(..) => "BINARY-DOUBLE",
            Self::Packed => "COMP-3",
            Self::PackedUnsigned => "COMP-6",
            Self::Float => "COMP-1",
            Self::Double => "COMP-2",
            Self::National => "NATIONAL",
            Self::Dbcs => "DISPLAY-1",
            Self::Utf8 => "UTF-8",
            Self::Pointer => "POINTER",
            Self::LongPointer => "PROCEDURE-POINTER",
            Self::FunctionPointer => "FUNCTION-POINTER",
            Self::Index => "INDEX",
        }
    }
}

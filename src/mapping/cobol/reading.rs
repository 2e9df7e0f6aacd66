//! How the bytes of an item are read: its picture and usage in, the type and the reading of a field out.
//!
//! Sources: IBM Enterprise COBOL 6.4 Programming Guide, "Formats for numeric data"; Micro Focus Visual COBOL, "SIGN"
//! directive, and `GnuCOBOL` 3, `-fsign`, for signs in ASCII.

use std::sync::Arc;

use crate::mapping::copybook::becomes::becomes;
use crate::mapping::copybook::picture::{Category, Picture, Symbol};
use crate::mapping::copybook::{Dialect, Elementary, Endian, SignPlace, Usage};
use crate::mapping::edited::{Edited, Place, Zero};
use crate::mapping::model::{OnBlank, Sign, Trim, Type};
use crate::mapping::stored::{Alphabet, Float, Form, Signs, Stored, Zoned};

/// What a copybook leaves open: which characters DISPLAY items have, and how binary numbers and floats are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Characters {
    /// The source's encoding is an EBCDIC page.
    pub ebcdic: bool,
    /// Whose signs ASCII has.
    pub dialect: Dialect,
    /// How COMP-1 and COMP-2 are made.
    pub float: Float,
    /// Which byte of COMP, COMP-4 and BINARY stands first.
    pub binary: Endian,
    /// Which signs numbers have.
    pub signs: Signs,
}

impl Characters {
    const fn alphabet(self) -> Alphabet {
        match (self.ebcdic, self.dialect) {
            (true, _) => Alphabet::Ebcdic,
            (false, Dialect::Ibm) => Alphabet::Overpunch,
            (false, Dialect::MicroFocus | Dialect::GnuCobol) => Alphabet::OverpunchP,
        }
    }

    /// What the S of an edited picture means.
    const fn overpunch(self) -> Place {
        if matches!(self.alphabet(), Alphabet::OverpunchP) { Place::OverpunchP } else { Place::Overpunch }
    }
}

/// What a copybook says of a field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its type, where the mapping gives it no other.
    pub ty: Type,
    /// How its number stands in its bytes; none: as text.
    pub stored: Option<Stored>,
    /// Blanks that are taken off.
    pub trim: Trim,
    /// How the sign of an edited number is written.
    pub sign: Vec<Sign>,
    /// The decimal mark of an edited number.
    pub decimal: Option<char>,
    /// What stands between its thousands.
    pub thousands: Option<char>,
    /// Its currency sign.
    pub currency: Option<String>,
    /// What a blank is, where the copybook says it.
    pub on_blank: Option<OnBlank>,
    /// Another encoding than the source's.
    pub encoding: Option<&'static str>,
    /// It is an edited number: its picture says where blanks stand, so that `trim` has no say in it.
    pub edited: bool,
    /// The places of that picture, to which the number is held.
    pub picture: Option<Arc<Edited>>,
}

impl Said {
    /// Text: of a group, or of an item that is no number.
    pub const fn text() -> Self {
        Self {
            ty: Type::Text,
            stored: None,
            trim: Trim::Right,
            sign: Vec::new(),
            decimal: None,
            thousands: None,
            currency: None,
            on_blank: None,
            encoding: None,
            edited: false,
            picture: None,
        }
    }

    fn stored(ty: Type, stored: Stored) -> Self {
        Self { ty, stored: Some(stored), trim: Trim::Both, ..Self::text() }
    }
}

/// How an item of so many bytes is read; none for addresses, indexes and characters of two bytes, whose bytes mean
/// nothing outside of their program.
pub fn of(item: &Elementary, length: u64, characters: Characters) -> Option<Said> {
    let ty = becomes(item, length)?;
    let bytes = u8::try_from(length).unwrap_or(u8::MAX);
    let number = |form, digits: u32| {
        let (scale, signed) = item.picture.as_ref().map_or((0, true), |picture| (picture.scale, picture.signed));
        let digits = byte(digits);
        Said::stored(ty, Stored { form, bytes, digits, scale: small(scale), signed, signs: characters.signs })
    };
    let digits = item.picture.as_ref().map_or(0, |picture| picture.digits);
    let dialect = characters.dialect;
    let binary = |endian, all_bits| number(Form::Binary { endian, all_bits }, if all_bits { 0 } else { digits });
    Some(match item.usage {
        Usage::Display => display(item, ty, bytes, characters),
        Usage::National => national(item, ty, bytes, characters)?,
        Usage::Utf8 => Said { encoding: Some("utf-8"), trim: trim(item), ..Said::text() },
        Usage::Packed => number(Form::Packed, digits),
        Usage::PackedUnsigned => number(Form::PackedUnsigned, digits),
        Usage::Binary => binary(characters.binary, false),
        Usage::Native | Usage::CompN => binary(dialect.native(), true),
        Usage::Little => binary(Endian::Little, false),
        Usage::CompX => binary(Endian::Big, true),
        Usage::Sized(_, signed) => {
            let said = binary(dialect.native(), true);
            Said { stored: said.stored.map(|stored| Stored { signed, ..stored }), ..said }
        }
        Usage::Float | Usage::Double => number(Form::Float(characters.float), 0),
        Usage::Dbcs | Usage::Pointer | Usage::LongPointer | Usage::FunctionPointer | Usage::Index => return None,
    })
}

/// The blanks of a text that fill it up.
const fn trim(item: &Elementary) -> Trim {
    if item.is_justified { Trim::Both } else { Trim::Right }
}

fn byte(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn small(number: i32) -> i8 {
    i8::try_from(number).unwrap_or(if number < 0 { i8::MIN } else { i8::MAX })
}

fn display(item: &Elementary, ty: Type, bytes: u8, characters: Characters) -> Said {
    match &item.picture {
        Some(picture) if picture.category == Category::Numeric => {
            zoned(item, picture, (ty, bytes), (characters.alphabet(), characters.signs))
        }
        Some(picture) if picture.category == Category::NumericEdited => edited_item(item, picture, ty, characters),
        _ => Said { trim: trim(item), ..Said::text() },
    }
}

/// A digit a character.
fn zoned(item: &Elementary, picture: &Picture, (ty, bytes): (Type, u8), (alphabet, signs): (Alphabet, Signs)) -> Said {
    let zoned = Zoned {
        leading: item.sign.is_some_and(|sign| sign.place == SignPlace::Leading),
        separate: item.sign.is_some_and(|sign| sign.is_separate),
        alphabet,
    };
    let stored = Stored {
        form: Form::Zoned(zoned),
        bytes,
        digits: byte(picture.digits),
        scale: small(picture.scale),
        // A SIGN clause of its own says so too, without an S.
        signed: picture.signed || item.sign.is_some(),
        signs,
    };
    Said { on_blank: item.is_blank_when_zero.then_some(OnBlank::Zero), ..Said::stored(ty, stored) }
}

/// A number as people read it, with the places of its picture.
fn edited_item(item: &Elementary, picture: &Picture, ty: Type, characters: Characters) -> Said {
    let text = || Said { edited: true, trim: trim(item), ..Said::text() };
    let said = if ty == Type::Text { text() } else { edited(picture, ty, characters) };
    let places = Edited::of(picture, item.is_blank_when_zero, characters.overpunch());
    // Where every digit may be a blank, that is what zero is.
    let is_blank = item.is_blank_when_zero || places.as_ref().is_some_and(|places| places.zero == Zero::Blanks);
    Said { on_blank: is_blank.then_some(OnBlank::Zero), picture: places.map(Arc::new), ..said }
}

/// A number as people read it.
fn edited(picture: &Picture, ty: Type, characters: Characters) -> Said {
    let has = |wanted: &dyn Fn(Symbol) -> bool| picture.symbols.iter().any(|(symbol, _)| wanted(*symbol));
    let (has_point, has_comma) = (has(&|symbol| symbol == Symbol::Point), has(&|symbol| symbol == Symbol::Comma));
    let (point, between) = if picture.comma { (',', '.') } else { ('.', ',') };
    let sign = if has(&|symbol| matches!(symbol, Symbol::Credit | Symbol::Debit)) {
        // Both stand after negative numbers alone.
        let credit = has(&|symbol| symbol == Symbol::Credit).then_some(Sign::Credit);
        credit.into_iter().chain(has(&|symbol| symbol == Symbol::Debit).then_some(Sign::Debit)).collect()
    } else if picture.text.contains(['S', 's']) {
        // A decimal point among zoned digits, as some programs write them.
        vec![if characters.alphabet() == Alphabet::OverpunchP { Sign::OverpunchP } else { Sign::Overpunch }]
    } else if picture.signed {
        // One that floats stands there more than once, and before the digits.
        let is_sign = |symbol: &Symbol| matches!(symbol, Symbol::Char('+' | '-'));
        let signs = picture.symbols.iter().filter(|(symbol, _)| is_sign(symbol)).map(|(_, times)| times).sum::<u32>();
        let behind = signs == 1 && picture.symbols.last().is_some_and(|(symbol, _)| is_sign(symbol));
        vec![if behind { Sign::Trailing } else { Sign::LeadingApart }]
    } else {
        vec![Sign::None]
    };
    let currency = has(&|symbol| symbol == Symbol::Currency).then(|| currency(&picture.text));
    Said {
        ty,
        trim: Trim::Both,
        sign,
        decimal: has_point.then_some(point),
        thousands: has_comma.then_some(between),
        currency,
        edited: true,
        ..Said::text()
    }
}

/// The character of a picture that is no other symbol.
fn currency(picture: &str) -> String {
    picture.chars().find(|one| !one.is_ascii_alphanumeric() && !"+-.,()/*".contains(*one)).unwrap_or('$').to_string()
}

/// UTF-16: text, or digits with a sign of their own; none where the sign goes with a digit, which no character does.
fn national(item: &Elementary, ty: Type, bytes: u8, characters: Characters) -> Option<Said> {
    let encoding = Some("utf-16be");
    let Some(picture) = item.picture.as_ref().filter(|picture| picture.digits > 0) else {
        return Some(Said { trim: trim(item), encoding, ..Said::text() });
    };
    if picture.category == Category::NumericEdited {
        return Some(Said { encoding, ..edited_item(item, picture, ty, characters) });
    }
    if picture.signed && !item.sign.is_some_and(|sign| sign.is_separate) {
        return None;
    }
    Some(Said { encoding, ..zoned(item, picture, (ty, bytes), (Alphabet::Utf16(Endian::Big), characters.signs)) })
}

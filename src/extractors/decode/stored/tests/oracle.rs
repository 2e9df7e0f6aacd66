//! Stored numbers, read as slowly and plainly as the manuals describe them.
//!
//! In: a layout and bytes. Out: the number, or the code of what is wrong. Refuses: to share anything with the decoder.

use crate::mapping::model::{Round, Type};
use crate::mapping::stored::{Alphabet, Endian, Form, Signs, Stored, Zoned};

/// The unscaled number of a field; `tells`: the mapping says what blanks become.
pub fn number(
    layout: Stored,
    encoding: &str,
    (fills, tells): (bool, bool),
    field: &[u8],
) -> Result<i128, &'static str> {
    let blank = if encoding == "cp037" { 0x40 } else { 0x20 };
    let all = |byte: u8| field.iter().all(|other| *other == byte);
    let is_text = matches!(layout.form, Form::Zoned(_));
    let filled = if field.is_empty() {
        Some("TL0200")
    } else if all(blank) {
        Some(if is_text { "TL0200" } else { "TL0220" })
    } else if all(0) {
        Some("TL0221")
    } else if all(0xFF) {
        Some("TL0222")
    } else {
        None
    };
    // What is never a number, though it may read as one.
    let never = match (layout.form, filled) {
        (_, Some("TL0200")) | (Form::Zoned(_) | Form::Packed, Some(_)) => true,
        (Form::PackedUnsigned, Some("TL0220")) => tells || field.len() > 1,
        (Form::Binary { .. }, Some("TL0220")) => tells || field.len() > 3,
        (Form::Binary { .. }, Some("TL0222")) => fills && !layout.signed && field.len() > 3,
        _ => false,
    };
    if never {
        return Err(filled.unwrap_or_default());
    }
    let read = if field.len() == usize::from(layout.bytes) { read(layout, field) } else { Err("TL0231") };
    match (read, filled) {
        (Err(_), Some(code)) if field.len() == usize::from(layout.bytes) => Err(code),
        (read, _) => read,
    }
}

fn read(layout: Stored, field: &[u8]) -> Result<i128, &'static str> {
    match layout.form {
        Form::Zoned(form) => zoned(layout, form, field),
        Form::Packed => packed(layout, field, true),
        Form::PackedUnsigned => packed(layout, field, false),
        Form::Binary { endian, all_bits } => binary(layout, endian, all_bits, field),
        Form::Float(_) => Err("no whole number"),
    }
}

fn signs(layout: Stored) -> (&'static str, &'static str) {
    match (layout.signed, layout.signs) {
        (true, Signs::Preferred) => ("CF", "D"),
        (true, Signs::Any) => ("ACEF", "BD"),
        (false, Signs::Preferred) => ("CF", ""),
        (false, Signs::Any) => ("ACEF", ""),
    }
}

fn packed(layout: Stored, field: &[u8], has_sign: bool) -> Result<i128, &'static str> {
    let halves: String = field.iter().flat_map(|byte| [byte >> 4, byte & 0xF]).map(letter_of_half).collect();
    let (digits, sign) = if has_sign { halves.split_at(halves.len() - 1) } else { (halves.as_str(), "F") };
    if digits.chars().any(|digit| !digit.is_ascii_digit()) {
        return Err("TL0226");
    }
    let (plus, minus) = signs(layout);
    let negative = minus.contains(sign);
    if has_sign && !negative && !plus.contains(sign) {
        let means_minus = sign == "D" || sign == "B" && layout.signs == Signs::Any;
        return Err(if means_minus && !layout.signed { "TL0229" } else { "TL0227" });
    }
    let digits = digits.trim_start_matches('0');
    if digits.len() > usize::from(layout.digits) {
        return Err("TL0228");
    }
    signed(digits, negative)
}

fn letter_of_half(half: u8) -> char {
    char::from_digit(half.into(), 16).unwrap_or('?').to_ascii_uppercase()
}

fn signed(digits: &str, negative: bool) -> Result<i128, &'static str> {
    let value: i128 = format!("0{digits}").parse().map_err(|_| "TL0203")?;
    Ok(if negative { -value } else { value })
}

fn zoned(layout: Stored, form: Zoned, field: &[u8]) -> Result<i128, &'static str> {
    let (mut digits, mut negative) = (String::new(), false);
    for (place, &byte) in field.iter().enumerate() {
        let has_sign = place == if form.leading { 0 } else { field.len() - 1 };
        if !has_sign {
            digits += &digit(form, byte)?.to_string();
            continue;
        }
        let letter = if form.alphabet == Alphabet::Ebcdic { letter_of(byte) } else { char::from(byte) };
        if form.separate {
            negative = match letter {
                '+' => false,
                '-' if layout.signed => true,
                '-' => return Err("TL0229"),
                _ => return Err("TL0225"),
            };
        } else {
            let (found, minus) = sign(layout, form, byte)?;
            digits += &found.to_string();
            negative = minus;
        }
    }
    signed(digits.trim_start_matches('0'), negative)
}

fn letter_of(byte: u8) -> char {
    match byte {
        0x4E => '+',
        0x60 => '-',
        _ => '?',
    }
}

fn digit(form: Zoned, byte: u8) -> Result<u8, &'static str> {
    let (zone, blank) = if form.alphabet == Alphabet::Ebcdic { (0xF, 0x40) } else { (3, b' ') };
    match byte {
        _ if byte >> 4 == zone && byte & 0xF < 10 => Ok(byte & 0xF),
        _ if byte == blank => Err("TL0223"),
        _ => Err("TL0224"),
    }
}

fn sign(layout: Stored, form: Zoned, byte: u8) -> Result<(u8, bool), &'static str> {
    let why = match digit(form, byte) {
        Ok(digit) => return Ok((digit, false)),
        Err(why) => why,
    };
    let place = |letters: &str| letters.find(char::from(byte)).and_then(|place| u8::try_from(place).ok());
    let (overs, unders, ps) = (place("{ABCDEFGHI"), place("}JKLMNOPQR"), place("pqrstuvwxy"));
    let (plus, minus, other) = match form.alphabet {
        Alphabet::Ebcdic => {
            let zone = format!("{:X}", byte >> 4);
            let found = Some(byte & 0xF).filter(|digit| *digit < 10);
            let any = layout.signs == Signs::Any;
            let plus = if any { "ACE" } else { "C" };
            let minus = if any { "BD" } else { "D" };
            (
                found.filter(|_| plus.contains(&zone)),
                found.filter(|_| minus.contains(&zone)),
                found.filter(|_| byte >> 4 >= 0xA),
            )
        }
        Alphabet::Overpunch => (overs, unders, ps),
        Alphabet::OverpunchP => (None, ps, overs.or(unders)),
        // Its pairs have a table of their own.
        Alphabet::Utf16(_) => (None, None, None),
    };
    match (plus, minus, other) {
        (Some(digit), ..) if layout.signed || layout.signs == Signs::Any => Ok((digit, false)),
        (Some(_), ..) => Err("TL0225"),
        (_, Some(digit), _) if layout.signed => Ok((digit, true)),
        (_, Some(_), _) => Err("TL0229"),
        (.., Some(_)) => Err("TL0225"),
        _ => Err(why),
    }
}

fn binary(layout: Stored, endian: Endian, all_bits: bool, field: &[u8]) -> Result<i128, &'static str> {
    let mut field = field.to_vec();
    if endian == Endian::Little {
        field.reverse();
    }
    let negative = layout.signed && field[0] >= 0x80;
    let own = |byte: u8| if negative { !byte } else { byte };
    let size = field.iter().fold(0_u128, |size, byte| size * 256 + u128::from(own(*byte)));
    let size = size + u128::from(negative);
    let digits = size.to_string().len();
    if size != 0 && digits > usize::from(layout.digits) && !all_bits {
        return Err("TL0230");
    }
    if digits > 38 {
        return Err("TL0203");
    }
    let size = i128::try_from(size).map_err(|_| "TL0203")?;
    Ok(if negative { -size } else { size })
}

/// The number at the type's decimals, by its digits as text.
pub fn rescaled(number: i128, scale: i8, ty: Type, round: Option<Round>) -> Result<i128, &'static str> {
    let (precision, wanted, bounds) = match ty {
        Type::Int16 => (38, 0, (i16::MIN.into(), i16::MAX.into())),
        Type::Int32 => (38, 0, (i32::MIN.into(), i32::MAX.into())),
        Type::Int64 => (38, 0, (i64::MIN.into(), i64::MAX.into())),
        Type::Decimal { precision, scale } => (precision, scale, (i128::MIN, i128::MAX)),
        _ => return Err("no number"),
    };
    let more = i32::from(wanted) - i32::from(scale);
    let mut digits = number.unsigned_abs().to_string();
    let mut up = false;
    if more >= 0 {
        digits += &"0".repeat(more.unsigned_abs() as usize);
    } else {
        let dropped = more.unsigned_abs() as usize;
        digits = "0".repeat(dropped) + &digits;
        let (kept, lost) = digits.split_at(digits.len() - dropped);
        if lost.contains(|digit| digit != '0') {
            let half = format!("5{}", "0".repeat(dropped - 1));
            let odd = kept.ends_with(['1', '3', '5', '7', '9']);
            up = match round {
                None => return Err("TL0204"),
                Some(Round::Truncate) => false,
                Some(Round::HalfUp) => *lost >= *half,
                Some(Round::HalfEven) => *lost > *half || *lost == *half && odd,
            };
        }
        digits = format!("0{kept}");
    }
    let digits = digits.trim_start_matches('0');
    let size: i128 = format!("0{digits}").parse().map_err(|_| "TL0203")?;
    let size = size + i128::from(up);
    let value = if number < 0 { -size } else { size };
    let fits = size.to_string().len() <= usize::from(precision) && (bounds.0..=bounds.1).contains(&value);
    if fits { Ok(value) } else { Err("TL0203") }
}

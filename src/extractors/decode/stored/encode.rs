//! Numbers to the bytes that a program would have stored: what a reader must give back.
//!
//! In: an unscaled number, or a float. Out: its canonical bytes (C and D as signs, F where there is none); none if the
//! picture does not hold it. Refuses: other signs, which say the same.

use super::floats::Parts;
use super::most;
use crate::mapping::stored::{Alphabet, Endian, Float, Form, Stored, Zoned};

/// The bytes of a number that is no float.
#[must_use]
pub fn encode(stored: Stored, number: i128) -> Option<Vec<u8>> {
    let (bytes, negative) = (usize::from(stored.bytes), number < 0);
    if negative && !stored.signed {
        return None;
    }
    let within = number.unsigned_abs() <= most(u32::from(stored.digits)).unsigned_abs();
    match stored.form {
        Form::Binary { endian, all_bits } if within || all_bits => binary(endian, bytes, stored.signed, number),
        Form::Zoned(form) if within => zoned(form, bytes, stored.signed, number),
        Form::Packed if within => {
            let sign = match (stored.signed, negative) {
                (false, _) => 'F',
                (true, false) => 'C',
                (true, true) => 'D',
            };
            packed(&format!("{}{sign}", number.unsigned_abs()), bytes)
        }
        Form::PackedUnsigned if within => packed(&number.unsigned_abs().to_string(), bytes),
        _ => None,
    }
}

/// The bytes of the nearest float of four or eight bytes; none if it has none.
#[must_use]
pub fn encode_float(float: Float, bytes: u8, number: f64) -> Option<Vec<u8>> {
    let parts = Parts::of(number)?;
    let (word, bytes) = match (float, bytes) {
        (Float::Hexadecimal, 4) => (parts.hexadecimal(24)?, 4),
        (Float::Hexadecimal, 8) => (parts.hexadecimal(56)?, 8),
        (Float::Ieee(_), 4) => (u64::from(parts.single().ok()?.0.to_bits()), 4),
        (Float::Ieee(_), 8) => (number.to_bits(), 8),
        _ => return None,
    };
    let mut field = word.to_be_bytes()[8 - bytes..].to_vec();
    if float == Float::Ieee(Endian::Little) {
        field.reverse();
    }
    Some(field)
}

fn binary(endian: Endian, bytes: usize, signed: bool, number: i128) -> Option<Vec<u8>> {
    let bits = u32::try_from(8 * bytes).ok()?.checked_sub(u32::from(signed))?;
    let fits = bits >= 127 || number >> bits == if number < 0 { -1 } else { 0 };
    let whole = number.to_be_bytes();
    let mut field = whole.get(whole.len().checked_sub(bytes)?..)?.to_vec();
    if endian == Endian::Little {
        field.reverse();
    }
    fits.then_some(field)
}

fn packed(halves: &str, bytes: usize) -> Option<Vec<u8>> {
    let halves = format!("{halves:0>width$}", width = 2 * bytes);
    let field = halves.as_bytes().chunks(2).map(|pair| {
        let [high, low] = pair else { return None };
        let half = |byte: &u8| char::from(*byte).to_digit(16);
        u8::try_from(half(high)? << 4 | half(low)?).ok()
    });
    field.collect::<Option<Vec<u8>>>().filter(|field| field.len() == bytes)
}

fn zoned(form: Zoned, bytes: usize, signed: bool, number: i128) -> Option<Vec<u8>> {
    let is_ebcdic = form.alphabet == Alphabet::Ebcdic;
    let zone = if is_ebcdic { 0xF0 } else { b'0' };
    let width = bytes.checked_sub(usize::from(form.separate))?;
    let text = format!("{:0width$}", number.unsigned_abs());
    let mut field: Vec<u8> = text.bytes().map(|digit| digit - b'0' + zone).collect();
    let place = if form.leading { 0 } else { field.len().checked_sub(usize::from(!form.separate))? };
    if form.separate {
        let (plus, minus) = if is_ebcdic { (0x4E, 0x60) } else { (b'+', b'-') };
        field.insert(place, if number < 0 { minus } else { plus });
    } else if signed {
        let byte = field.get_mut(place)?;
        *byte = punched(form.alphabet, *byte - zone, number < 0);
    }
    (field.len() == bytes).then_some(field)
}

/// A digit with its sign.
fn punched(alphabet: Alphabet, digit: u8, negative: bool) -> u8 {
    match (alphabet, negative) {
        (Alphabet::Ebcdic, false) => 0xC0 | digit,
        (Alphabet::Ebcdic, true) => 0xD0 | digit,
        (Alphabet::Overpunch, false) => b"{ABCDEFGHI"[usize::from(digit)],
        (Alphabet::Overpunch, true) => b"}JKLMNOPQR"[usize::from(digit)],
        (Alphabet::OverpunchP, false) => b'0' + digit,
        (Alphabet::OverpunchP, true) => b'p' + digit,
    }
}

impl Parts {
    fn of(number: f64) -> Option<Self> {
        super::FloatRules::new(Float::Ieee(Endian::Big), 8).parts(&number.to_be_bytes()).ok()
    }

    /// Normalized, the first digit not zero; none above the largest exponent, or where the number becomes zero.
    fn hexadecimal(self, bits: u32) -> Option<u64> {
        let sign = u64::from(self.negative) << 63;
        let width = if bits == 24 { 32 } else { 0 };
        if self.mantissa == 0 {
            return Some(sign >> width);
        }
        // As a fraction of 64 bits, its first digit not zero; the exponent in digits.
        let zeros = self.mantissa.leading_zeros();
        let power = self.exponent + 64 - zeros.cast_signed();
        let digits = power.div_euclid(4) + i32::from(power.rem_euclid(4) != 0);
        let fraction = self.mantissa << zeros >> (4 * digits - power).unsigned_abs();
        let spare = 64 - bits;
        let rounded = u128::from(fraction) + (1_u128 << (spare - 1));
        let (fraction, digits) =
            if rounded >> 64 == 0 { (rounded >> spare, digits) } else { (rounded >> (spare + 4), digits + 1) };
        let exponent = u64::try_from(digits + 64).ok().filter(|exponent| *exponent < 128)?;
        let word = exponent << 56 | u64::try_from(fraction).ok()? << (56 - bits);
        Some((sign | word) >> width)
    }
}

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
    let mut field = Vec::with_capacity(usize::from(stored.bytes));
    encode_into(stored, number, &mut field).then_some(field)
}

/// Appends them; false if there are none, and then what is appended means nothing.
#[must_use]
pub fn encode_into(stored: Stored, number: i128, into: &mut Vec<u8>) -> bool {
    let (bytes, negative) = (usize::from(stored.bytes), number < 0);
    if negative && !stored.signed {
        return false;
    }
    let within = number.unsigned_abs() <= most(u32::from(stored.digits)).unsigned_abs();
    let start = into.len();
    into.resize(start + bytes, 0);
    let field = &mut into[start..];
    match stored.form {
        Form::Binary { endian, all_bits } if within || all_bits => binary(endian, stored.signed, number, field),
        Form::Zoned(Zoned { alphabet: Alphabet::Utf16(endian), .. }) if bytes % 2 == 0 && within => {
            utf16(endian, (stored, number), field)
        }
        Form::Zoned(form) if within => zoned(form, stored.signed, number, field),
        Form::Packed if within => {
            let sign = match (stored.signed, negative) {
                (false, _) => 0xF,
                (true, false) => 0xC,
                (true, true) => 0xD,
            };
            packed(Some(sign), number, field)
        }
        Form::PackedUnsigned if within => packed(None, number, field),
        _ => false,
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

/// The digits of a number that are left, the last one first; zeros behind them.
struct Digits(u128);

impl Digits {
    const fn of(number: i128) -> Self {
        Self(number.unsigned_abs())
    }

    fn next(&mut self) -> u8 {
        // Most numbers have 64 bits, whose division is quick.
        if let Ok(small) = u64::try_from(self.0) {
            self.0 = u128::from(small / 10);
            return (small % 10).to_le_bytes()[0];
        }
        let digit = self.0 % 10;
        self.0 /= 10;
        digit.to_le_bytes()[0]
    }

    const fn are_spent(&self) -> bool {
        self.0 == 0
    }
}

fn binary(endian: Endian, signed: bool, number: i128, field: &mut [u8]) -> bool {
    let whole = number.to_be_bytes();
    let kept = whole.len().checked_sub(field.len()).and_then(|cut| whole.get(cut..));
    let bits = u32::try_from(8 * field.len()).ok().and_then(|bits| bits.checked_sub(u32::from(signed)));
    let (Some(kept), Some(bits)) = (kept, bits) else { return false };
    field.copy_from_slice(kept);
    if endian == Endian::Little {
        field.reverse();
    }
    bits >= 127 || number >> bits == if number < 0 { -1 } else { 0 }
}

fn packed(sign: Option<u8>, number: i128, field: &mut [u8]) -> bool {
    let (mut sign, mut digits) = (sign, Digits::of(number));
    for byte in field.iter_mut().rev() {
        let low = sign.take().unwrap_or_else(|| digits.next());
        *byte = digits.next() << 4 | low;
    }
    digits.are_spent()
}

fn zoned(form: Zoned, signed: bool, number: i128, field: &mut [u8]) -> bool {
    let is_ebcdic = form.alphabet == Alphabet::Ebcdic;
    let zone = if is_ebcdic { 0xF0 } else { b'0' };
    let signed_byte = if form.leading { 0 } else { field.len().saturating_sub(1) };
    let mut digits = Digits::of(number);
    for (place, byte) in field.iter_mut().enumerate().rev() {
        let has_sign = place == signed_byte && (signed || form.separate);
        *byte = match (has_sign, form.separate) {
            (true, true) => apart(is_ebcdic, number < 0),
            (true, false) => punched(form.alphabet, digits.next(), number < 0),
            (false, _) => zone + digits.next(),
        };
    }
    digits.are_spent()
}

/// The same in characters of two bytes.
fn utf16(endian: Endian, (stored, number): (Stored, i128), field: &mut [u8]) -> bool {
    let Form::Zoned(form) = stored.form else { return false };
    let half = field.len() / 2;
    let held = zoned(form, stored.signed, number, &mut field[..half]);
    for place in (0..half).rev() {
        let character = field[place];
        let pair = if endian == Endian::Big { [0, character] } else { [character, 0] };
        field[2 * place..2 * place + 2].copy_from_slice(&pair);
    }
    held && (form.separate || !stored.signed)
}

/// The byte of a sign that stands apart.
const fn apart(is_ebcdic: bool, negative: bool) -> u8 {
    match (is_ebcdic, negative) {
        (true, false) => 0x4E,
        (true, true) => 0x60,
        (false, false) => b'+',
        (false, true) => b'-',
    }
}

/// A digit with its sign.
fn punched(alphabet: Alphabet, digit: u8, negative: bool) -> u8 {
    match (alphabet, negative) {
        (Alphabet::Ebcdic, false) => 0xC0 | digit,
        (Alphabet::Ebcdic, true) => 0xD0 | digit,
        (Alphabet::Overpunch, false) => b"{ABCDEFGHI"[usize::from(digit)],
        (Alphabet::Overpunch, true) => b"}JKLMNOPQR"[usize::from(digit)],
        (Alphabet::OverpunchP | Alphabet::Utf16(_), false) => b'0' + digit,
        (Alphabet::OverpunchP | Alphabet::Utf16(_), true) => b'p' + digit,
    }
}

impl Parts {
    fn of(number: f64) -> Option<Self> {
        super::FloatRules::new(Float::Ieee(Endian::Big), 8).parts(&number.to_be_bytes()).ok()
    }

    /// Normalized, the first digit not zero; none above the largest exponent, or where the number becomes zero.
    pub(super) fn hexadecimal(self, bits: u32) -> Option<u64> {
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

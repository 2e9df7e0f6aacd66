//! Bytes of a character encoding to UTF-8, exactly or not at all.
//!
//! Single-byte pages of DOS and Windows are strict tables of our own: a byte that the page does not have is refused.
//! The others are those of `encoding_rs`, asked never to replace anything.
//! Refuses: guessing an encoding, U+FFFD for what it cannot read.

use encoding_rs::{DecoderResult, EncoderResult};

pub mod pages;
#[cfg(test)]
mod tests;

use pages::NONE;

/// What framers may take for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A byte below 80 is always that ASCII character.
    Byte,
    /// A lead byte of 81 or more may be followed by one that looks like ASCII (GBK, GB18030, Big5).
    Trail,
    /// Shift JIS: as `Trail`, and A1 to DF stand alone.
    ShiftJis,
    /// Two bytes, the low one first.
    Utf16Le,
    /// Two bytes, the high one first.
    Utf16Be,
    /// Escape sequences change what bytes mean (ISO-2022-JP).
    Stateful,
}

/// A byte or sequence that the encoding does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid {
    /// Its first byte, from 0.
    pub position: usize,
    /// That byte.
    pub byte: u8,
}

/// One character encoding.
#[derive(Debug, Clone, Copy)]
pub struct Encoding(Which);

#[derive(Debug, Clone, Copy)]
enum Which {
    Utf8,
    Page(&'static [u16; 128]),
    Other(&'static encoding_rs::Encoding),
}

/// The pages that are ours, by canonical name.
const PAGES: &[(&str, &[u16; 128])] = &[
    ("ascii", &pages::ASCII),
    ("latin1", &pages::LATIN1),
    ("cp437", &pages::CP437),
    ("cp850", &pages::CP850),
    ("cp852", &pages::CP852),
    ("cp858", &pages::CP858),
    ("cp860", &pages::CP860),
    ("cp861", &pages::CP861),
    ("cp863", &pages::CP863),
    ("cp865", &pages::CP865),
    ("cp1250", &pages::CP1250),
    ("cp1251", &pages::CP1251),
    ("cp1252", &pages::CP1252),
    ("cp1253", &pages::CP1253),
    ("cp1254", &pages::CP1254),
    ("cp1255", &pages::CP1255),
    ("cp1256", &pages::CP1256),
    ("cp1257", &pages::CP1257),
    ("cp1258", &pages::CP1258),
];

impl Encoding {
    /// The encoding of a canonical name, as `mapping::encodings` gives it.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        if name == "utf-8" {
            return Some(Self(Which::Utf8));
        }
        if let Some((_, page)) = PAGES.iter().find(|(known, _)| *known == name) {
            return Some(Self(Which::Page(page)));
        }
        let known = crate::mapping::encodings::canonical(name)?;
        encoding_rs::Encoding::for_label(known.as_bytes()).map(|other| Self(Which::Other(other)))
    }

    /// What framers may take for granted.
    #[must_use]
    pub fn unit(self) -> Unit {
        let Which::Other(other) = self.0 else { return Unit::Byte };
        match other.name() {
            "UTF-16LE" => Unit::Utf16Le,
            "UTF-16BE" => Unit::Utf16Be,
            "ISO-2022-JP" => Unit::Stateful,
            "Shift_JIS" => Unit::ShiftJis,
            "GBK" | "gb18030" | "Big5" => Unit::Trail,
            _ => Unit::Byte,
        }
    }

    /// Every byte below 80 means that ASCII character, always.
    #[must_use]
    pub fn ascii_compatible(self) -> bool {
        self.unit() == Unit::Byte
    }

    /// Appends the characters of all these bytes.
    ///
    /// # Errors
    /// The first byte or sequence that the encoding does not have; then nothing is appended.
    pub fn decode(self, bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
        if bytes.is_ascii() && self.ascii_compatible() {
            into.extend_from_slice(bytes);
            return Ok(());
        }
        let before = into.len();
        let done = match self.0 {
            Which::Utf8 => utf8(bytes, into),
            Which::Page(page) => of_page(page, bytes, into),
            Which::Other(other) => of_other(other, bytes, into),
        };
        if done.is_err() {
            into.truncate(before);
        }
        done
    }

    /// The bytes of a text; none if the encoding does not have all its characters.
    #[must_use]
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self.0 {
            Which::Utf8 => Some(text.as_bytes().to_vec()),
            Which::Page(page) => text.chars().map(|character| byte_of(page, character)).collect(),
            Which::Other(other) => match self.unit() {
                Unit::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
                Unit::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
                _ => encoded(other, text),
            },
        }
    }

    /// Appends the place of each character's first byte.
    ///
    /// # Errors
    /// The first byte or sequence that the encoding does not have.
    #[expect(clippy::cast_possible_truncation, reason = "records are far smaller than 4 GiB")]
    pub fn character_starts(self, bytes: &[u8], starts: &mut Vec<u32>) -> Result<(), Invalid> {
        let mut scratch = Vec::new();
        match self.0 {
            Which::Page(page) => {
                of_page(page, bytes, &mut scratch)?;
                starts.extend(0..bytes.len() as u32);
            }
            Which::Utf8 => {
                utf8(bytes, &mut scratch)?;
                starts.extend((0..bytes.len() as u32).filter(|at| bytes[*at as usize] & 0xC0 != 0x80));
            }
            Which::Other(other) => {
                // The longest sequence of these encodings has four bytes, escape sequences apart.
                of_other(other, bytes, &mut scratch)?;
                let mut at = 0;
                while at < bytes.len() {
                    starts.push(at as u32);
                    let width = (1..=8).find(|width| is_character(other, &bytes[at..(at + width).min(bytes.len())]));
                    at += width.unwrap_or(1);
                }
            }
        }
        Ok(())
    }
}

fn is_character(other: &'static encoding_rs::Encoding, bytes: &[u8]) -> bool {
    let mut scratch = Vec::new();
    of_other(other, bytes, &mut scratch).is_ok() && !scratch.is_empty()
}

fn utf8(bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    match std::str::from_utf8(bytes) {
        Ok(text) => into.extend_from_slice(text.as_bytes()),
        Err(error) => return Err(invalid(bytes, error.valid_up_to())),
    }
    Ok(())
}

fn invalid(bytes: &[u8], position: usize) -> Invalid {
    Invalid { position, byte: bytes.get(position).copied().unwrap_or_default() }
}

fn of_page(page: &[u16; 128], bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    into.reserve(bytes.len());
    for (position, &byte) in bytes.iter().enumerate() {
        if byte < 0x80 {
            into.push(byte);
            continue;
        }
        let code = page[usize::from(byte - 0x80)];
        let character = char::from_u32(u32::from(code)).filter(|_| code != NONE).ok_or(Invalid { position, byte })?;
        into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(())
}

fn byte_of(page: &[u16; 128], character: char) -> Option<u8> {
    let code = u32::from(character);
    if code < 0x80 {
        return u8::try_from(code).ok();
    }
    let place = page.iter().position(|known| u32::from(*known) == code && *known != NONE)?;
    u8::try_from(place + 0x80).ok()
}

fn of_other(other: &'static encoding_rs::Encoding, bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    let mut decoder = other.new_decoder_without_bom_handling();
    let mut read = 0;
    let mut piece = [0; 1024];
    loop {
        let (result, taken, written) = decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut piece, true);
        into.extend_from_slice(&piece[..written]);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let position = read.saturating_sub(usize::from(length) + usize::from(after));
                return Err(invalid(bytes, position));
            }
        }
    }
}

fn encoded(other: &'static encoding_rs::Encoding, text: &str) -> Option<Vec<u8>> {
    let mut encoder = other.new_encoder();
    let mut bytes = vec![0; encoder.max_buffer_length_from_utf8_without_replacement(text.len())?];
    let (result, read, written) = encoder.encode_from_utf8_without_replacement(text, &mut bytes, true);
    bytes.truncate(written);
    let whole = read == text.len() && matches!(result, EncoderResult::InputEmpty);
    whole.then_some(bytes)
}

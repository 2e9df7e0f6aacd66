//! Bytes in, the characters that they are out, and the other way round; strict in both directions.
//!
//! Refuses to know labels (they are resolved by [`crate::mapping::encodings`]), byte order marks, and replacement
//! characters: a byte that is no character is told with its place, never made U+FFFD.
//!
//! DOS, Windows and EBCDIC pages are tables of our own, since the web's rules, which `encoding_rs` follows, make control
//! characters of undefined bytes.

pub mod ebcdic;
mod pages;
#[cfg(test)]
mod tests;

use ebcdic::Ebcdic;
use pages::UNDEFINED;

use crate::mapping::encodings;

/// How bytes are characters.
#[derive(Clone, Copy, Debug)]
pub struct Encoding(Kind);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Utf8,
    Utf16(Order),
    Page(&'static [u16; 128]),
    Ebcdic(Ebcdic),
    Web(&'static encoding_rs::Encoding),
}

#[derive(Clone, Copy, Debug)]
enum Order {
    Little,
    Big,
}

/// What has to be read together, so that a byte below 80 is the ASCII character and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// One byte: single-byte pages, UTF-8 and EUC-JP, whose second bytes are never below 80.
    Byte,
    /// A lead byte from 81 on and the byte after it, which may be below 80: GBK, GB18030, Big5, EUC-KR (as the web
    /// and Windows have it, with the letters of page 949).
    Trail,
    /// As `Trail`, with half-width katakana (A1 to DF) that stand alone.
    ShiftJis,
    /// Two bytes, the low one first.
    Utf16Le,
    /// Two bytes, the high one first.
    Utf16Be,
    /// One byte, which is hardly ever the ASCII character: a page of EBCDIC.
    Ebcdic(Ebcdic),
    /// Escape sequences say what the bytes after them mean: ISO-2022-JP.
    Stateful,
}

/// Characters of bytes 80 to FF: up to three bytes of UTF-8, and then how many; 0 where there is none.
pub type Upper = [[u8; 4]; 128];

/// Where the first bytes stand that are no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid {
    /// First of these bytes, from 0.
    pub position: usize,
    /// That byte.
    pub byte: u8,
}

impl Invalid {
    fn at(position: usize, bytes: &[u8]) -> Self {
        Self { position, byte: bytes.get(position).copied().unwrap_or_default() }
    }
}

impl Encoding {
    /// The encoding of this name, one of [`encodings::names`]; labels such as `IBM850` are none.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        if encodings::canonical(name) != Some(name) {
            return None;
        }
        let page = || pages::PAGES.iter().find(|page| page.0 == name).map(|page| Kind::Page(page.1));
        let web = || encoding_rs::Encoding::for_label(name.as_bytes()).map(Kind::Web);
        match name {
            "utf-8" => Some(Self(Kind::Utf8)),
            "utf-16le" => Some(Self(Kind::Utf16(Order::Little))),
            "utf-16be" => Some(Self(Kind::Utf16(Order::Big))),
            _ => page().or_else(|| Ebcdic::of(name).map(Kind::Ebcdic)).or_else(web).map(Self),
        }
    }

    /// Whether every byte below 80 is that ASCII character, wherever it stands, and no other byte is.
    #[must_use]
    pub fn ascii_compatible(self) -> bool {
        self.unit() == Unit::Byte
    }

    /// What has to be read together.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self.0 {
            Kind::Utf16(Order::Little) => Unit::Utf16Le,
            Kind::Utf16(Order::Big) => Unit::Utf16Be,
            Kind::Web(web) if web == encoding_rs::SHIFT_JIS => Unit::ShiftJis,
            Kind::Web(web) if web == encoding_rs::ISO_2022_JP => Unit::Stateful,
            Kind::Web(web) if web.is_single_byte() || web == encoding_rs::EUC_JP => Unit::Byte,
            Kind::Web(_) => Unit::Trail,
            Kind::Ebcdic(page) => Unit::Ebcdic(page),
            Kind::Utf8 | Kind::Page(_) => Unit::Byte,
        }
    }

    /// Its page, if it is EBCDIC.
    #[must_use]
    pub const fn ebcdic(self) -> Option<Ebcdic> {
        if let Kind::Ebcdic(page) = self.0 { Some(page) } else { None }
    }

    /// Whether decoding changes no byte.
    #[must_use]
    pub fn is_utf8(self) -> bool {
        matches!(self.0, Kind::Utf8)
    }

    /// Characters of bytes 80 to FF, FFFF where there is none; only of pages with a table of our own.
    #[must_use]
    pub fn page(self) -> Option<&'static [u16; 128]> {
        match self.0 {
            Kind::Page(page) => Some(page),
            _ => None,
        }
    }

    /// The same characters as UTF-8.
    #[must_use]
    pub fn upper(self) -> Option<Upper> {
        let page = self.page()?;
        Some(std::array::from_fn(|at| {
            let mut text = [0; 4];
            // Of a page's characters none is above FFFF.
            let character = character(page[at]).filter(|character| character.len_utf8() < text.len());
            let count = character.map_or(0, |character| character.encode_utf8(&mut text).len());
            text[3] = u8::try_from(count).unwrap_or_default();
            text
        }))
    }

    /// Appends the text of the bytes as UTF-8. A byte order mark is the character U+FEFF.
    ///
    /// # Errors
    /// The first bytes that are no character, or a part of one; `into` is then as it was.
    pub fn decode(self, bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
        let other = matches!(self.unit(), Unit::Utf16Le | Unit::Utf16Be | Unit::Stateful | Unit::Ebcdic(_));
        if bytes.is_ascii() && !other {
            into.extend_from_slice(bytes);
            return Ok(());
        }
        let before = into.len();
        let decoded = match self.0 {
            Kind::Utf8 => utf8(bytes, into),
            Kind::Utf16(order) => utf16(order, bytes, into),
            Kind::Page(page) => by_page(page, bytes, into),
            Kind::Ebcdic(page) => page.decode(bytes, into),
            Kind::Web(web) => by_web(web, bytes, into),
        };
        if decoded.is_err() {
            into.truncate(before);
        }
        decoded
    }

    /// The bytes of a text; none if a character has none, or would come back as another one.
    #[must_use]
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len());
        self.encode_into(text, &mut bytes).then_some(bytes)
    }

    /// Appends them; false if there are none, and then what is appended means nothing.
    #[must_use]
    pub fn encode_into(self, text: &str, into: &mut Vec<u8>) -> bool {
        let mut each = |byte: Option<u8>| byte.map(|byte| into.push(byte)).is_some();
        match self.0 {
            Kind::Page(page) => return text.chars().all(|character| each(page_byte(page, character))),
            Kind::Ebcdic(page) => return text.chars().all(|character| each(page.byte(character))),
            Kind::Utf8 => into.extend_from_slice(text.as_bytes()),
            Kind::Utf16(order) => into.extend(text.encode_utf16().flat_map(|unit| order.bytes(unit))),
            Kind::Web(web) => {
                let bytes = web.encode(text).0;
                let mut back = Vec::new();
                if self.decode(&bytes, &mut back).is_err() || back != text.as_bytes() {
                    return false;
                }
                into.extend_from_slice(&bytes);
            }
        }
        true
    }

    /// Appends the offset of each character's first byte. The two code points of Big5 8862, 8864, 88A3 and 88A5 are
    /// one character; an escape sequence of ISO-2022-JP belongs to none.
    ///
    /// # Errors
    /// As of [`Self::decode`]; `starts` is then as it was.
    pub fn character_starts(self, bytes: &[u8], starts: &mut Vec<u32>) -> Result<(), Invalid> {
        self.decode(bytes, &mut Vec::with_capacity(bytes.len()))?;
        let (mut at, mut shifted) = (0, false);
        while at < bytes.len() {
            if self.unit() == Unit::Stateful && bytes[at] == ESCAPE {
                shifted = bytes.get(at + 1) == Some(&b'$');
                at += ESCAPE_SEQUENCE;
                continue;
            }
            #[expect(clippy::cast_possible_truncation, reason = "records are smaller than their window, below 4 GiB")]
            starts.push(at as u32);
            at += if shifted { 2 } else { self.width(bytes, at) };
        }
        Ok(())
    }

    /// Bytes of the character at a place, in bytes that decode.
    fn width(self, bytes: &[u8], at: usize) -> usize {
        match (self.0, self.unit()) {
            (Kind::Utf8, _) => match bytes[at] {
                0..0xC0 => 1,
                0xC0..0xE0 => 2,
                0xE0..0xF0 => 3,
                0xF0.. => 4,
            },
            (Kind::Utf16(order), _) => {
                if matches!(order.high(bytes, at), 0xD8..0xDC) {
                    4
                } else {
                    2
                }
            }
            (Kind::Web(web), Unit::Byte) if web == encoding_rs::EUC_JP => match bytes[at] {
                0..0x80 => 1,
                0x8F => 3,
                0x80.. => 2,
            },
            (_, Unit::ShiftJis) if matches!(bytes[at], 0x81..=0x9F | 0xE0..=0xFC) => 2,
            (_, Unit::Trail) if bytes[at] > 0x80 => match bytes.get(at + 1) {
                Some(0x30..=0x39) => 4, // Only GB18030 has digits there.
                _ => 2,
            },
            _ => 1,
        }
    }
}

/// Escape sequences of ISO-2022-JP; `ESC $ @` and `ESC $ B` begin two-byte characters, all others one-byte ones.
const ESCAPE: u8 = 0x1B;
const ESCAPE_SEQUENCE: usize = 3;

impl Order {
    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        }
    }

    fn bytes(self, unit: u16) -> [u8; 2] {
        match self {
            Self::Little => unit.to_le_bytes(),
            Self::Big => unit.to_be_bytes(),
        }
    }

    /// The high byte of the unit at a place.
    fn high(self, bytes: &[u8], at: usize) -> u8 {
        match self {
            Self::Little => bytes[at + 1],
            Self::Big => bytes[at],
        }
    }
}

fn utf8(bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    std::str::from_utf8(bytes).map_err(|error| Invalid::at(error.valid_up_to(), bytes))?;
    into.extend_from_slice(bytes);
    Ok(())
}

fn utf16(order: Order, bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut position = 0;
    for found in char::decode_utf16(pairs.iter().map(|pair| order.unit(*pair))) {
        let character = found.map_err(|_| Invalid::at(position, bytes))?;
        position += character.len_utf16() * 2;
        push(character, into);
    }
    if odd.is_empty() { Ok(()) } else { Err(Invalid::at(position, bytes)) }
}

fn by_page(page: &[u16; 128], bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    let mut at = 0;
    while at < bytes.len() {
        let plain = encoding_rs::Encoding::ascii_valid_up_to(&bytes[at..]);
        into.extend_from_slice(&bytes[at..at + plain]);
        at += plain;
        for &byte in bytes[at..].iter().take_while(|byte| !byte.is_ascii()) {
            push(upper(page, byte).ok_or(Invalid { position: at, byte })?, into);
            at += 1;
        }
    }
    Ok(())
}

/// The character of a byte from 80 on.
fn upper(page: &[u16; 128], byte: u8) -> Option<char> {
    character(page[usize::from(byte & 0x7F)])
}

fn character(unit: u16) -> Option<char> {
    if unit == UNDEFINED { None } else { char::from_u32(u32::from(unit)) }
}

fn page_byte(page: &[u16; 128], character: char) -> Option<u8> {
    if character.is_ascii() {
        return u8::try_from(character).ok();
    }
    (0x80..=0xFF).find(|byte| upper(page, *byte) == Some(character))
}

fn by_web(web: &'static encoding_rs::Encoding, bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
    use encoding_rs::DecoderResult::{InputEmpty, Malformed, OutputFull};
    let mut decoder = web.new_decoder_without_bom_handling();
    let mut read = 0;
    loop {
        let before = into.len();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - read);
        into.resize(before + room.unwrap_or(bytes.len()), 0);
        let (end, taken, made) = decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut into[before..], true);
        read += taken;
        into.truncate(before + made);
        match end {
            InputEmpty => return Ok(()),
            OutputFull => {}
            Malformed(length, after) => {
                let position = read.saturating_sub(usize::from(length) + usize::from(after));
                return Err(Invalid::at(position, bytes));
            }
        }
    }
}

fn push(character: char, into: &mut Vec<u8>) {
    into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

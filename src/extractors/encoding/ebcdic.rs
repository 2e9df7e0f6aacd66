//! EBCDIC: one byte a character, none of them where ASCII has it.
//!
//! In: bytes of a page. Out: their characters; ASCII alone where that is all there is, which is most of it. Refuses:
//! bytes without a character. NEL (15) stays U+0085 in texts and ends lines in views, as LF (25) does.

use super::{Invalid, push};
use crate::extractors::cell::Cell;

mod tables;

use tables::NONE;

/// The characters of 256 bytes; FFFF is none.
pub type Characters = [u16; 256];

/// A blank.
pub const BLANK: u8 = 0x40;
/// A horizontal tab.
pub const TAB: u8 = 0x05;
/// In views, and for [`Page::ascii`]: no ASCII character.
const OTHER: u8 = 0xFF;
const NEL: usize = 0x15;

/// One page.
#[derive(Debug)]
pub struct Page {
    characters: Characters,
    /// The ASCII character of each byte, or `OTHER`.
    ascii: [u8; 256],
    /// The same with NEL as a line feed.
    view: [u8; 256],
    /// The byte of each ASCII character that the page has; of the others, any.
    bytes: [u8; 128],
}

/// A page, by its address.
#[derive(Debug, Clone, Copy)]
pub struct Ebcdic(&'static Page);

impl PartialEq for Ebcdic {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Ebcdic {}

/// A page that differs from another one in these bytes.
const fn but(page: &Characters, others: &[(u8, u16)]) -> Characters {
    let (mut page, mut at) = (*page, 0);
    while at < others.len() {
        page[others[at].0 as usize] = others[at].1;
        at += 1;
    }
    page
}

/// A page of these characters from byte 40 on, with the controls that all pages have.
const fn of_graphics(graphics: &[u16; 192]) -> Characters {
    let (mut page, mut at) = (tables::CP037, 0);
    while at < graphics.len() {
        page[at + 0x40] = graphics[at];
        at += 1;
    }
    page
}

impl Page {
    const fn of(characters: &Characters) -> Self {
        let (mut ascii, mut bytes, mut at) = ([OTHER; 256], [0; 128], 256);
        // From the last one, so that the first byte stays where a page has a character twice.
        while at > 0 {
            at -= 1;
            if characters[at] < 0x80 {
                ascii[at] = characters[at].to_le_bytes()[0];
                bytes[characters[at] as usize] = at.to_le_bytes()[0];
            }
        }
        let mut view = ascii;
        view[NEL] = b'\n';
        Self { characters: *characters, ascii, view, bytes }
    }
}

/// Each page by its name.
static PAGES: [(&str, Page); 29] = [
    ("cp037", Page::of(&tables::CP037)),
    ("cp273", Page::of(&tables::CP273)),
    ("cp275", Page::of(&tables::CP275)),
    ("cp277", Page::of(&tables::CP277)),
    ("cp278", Page::of(&tables::CP278)),
    ("cp280", Page::of(&tables::CP280)),
    ("cp284", Page::of(&tables::CP284)),
    ("cp285", Page::of(&tables::CP285)),
    ("cp290", Page::of(&tables::CP290)),
    ("cp297", Page::of(&tables::CP297)),
    ("cp500", Page::of(&tables::CP500)),
    ("cp838", Page::of(&tables::CP838)),
    ("cp870", Page::of(&tables::CP870)),
    ("cp871", Page::of(&tables::CP871)),
    ("cp875", Page::of(&tables::CP875)),
    ("cp1025", Page::of(&tables::CP1025)),
    ("cp1026", Page::of(&tables::CP1026)),
    ("cp1047", Page::of(&tables::CP1047)),
    ("cp1140", Page::of(&tables::CP1140)),
    ("cp1141", Page::of(&tables::CP1141)),
    ("cp1142", Page::of(&tables::CP1142)),
    ("cp1143", Page::of(&tables::CP1143)),
    ("cp1144", Page::of(&tables::CP1144)),
    ("cp1145", Page::of(&tables::CP1145)),
    ("cp1146", Page::of(&tables::CP1146)),
    ("cp1147", Page::of(&tables::CP1147)),
    ("cp1148", Page::of(&tables::CP1148)),
    ("cp1149", Page::of(&tables::CP1149)),
    ("cp1160", Page::of(&tables::CP1160)),
];

impl Ebcdic {
    /// The page of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        PAGES.iter().find(|page| page.0 == name).map(|page| Self(&page.1))
    }

    /// Appends the text of bytes that are all ASCII characters; false, and nothing else, if one is not.
    #[inline]
    pub fn ascii(self, bytes: &[u8], into: &mut Vec<u8>) -> bool {
        let (before, mut all) = (into.len(), 0);
        into.extend(bytes.iter().map(|byte| {
            let character = self.0.ascii[usize::from(*byte)];
            all |= character;
            character
        }));
        if all >= 0x80 {
            into.truncate(before);
        }
        all < 0x80
    }

    /// The text of a short cell that is all ASCII characters; none if it has more bytes than there is room, or another
    /// character. The first eight bytes of the buffer are left free.
    #[inline]
    pub fn short_ascii<'b, const ROOM: usize>(self, bytes: &[u8], buffer: &'b mut [u8; ROOM]) -> Option<Cell<'b>> {
        let text = buffer.get_mut(8..8 + bytes.len())?;
        let mut all = 0;
        for (to, byte) in text.iter_mut().zip(bytes) {
            *to = self.0.ascii[usize::from(*byte)];
            all |= *to;
        }
        if all < 0x80 { Some(Cell::ending(&buffer[..8 + bytes.len()], bytes.len())) } else { None }
    }

    /// Appends the text of the bytes as UTF-8; false, and nothing, if a byte is no character.
    #[inline]
    pub fn decode_all(self, bytes: &[u8], into: &mut Vec<u8>) -> bool {
        let before = into.len();
        if self.ascii(bytes, into) || self.decode(bytes, into).is_ok() {
            return true;
        }
        into.truncate(before);
        false
    }

    /// Appends the text of the bytes as UTF-8; what is appended before an invalid byte stays.
    ///
    /// # Errors
    /// The first byte that is no character.
    pub fn decode(self, bytes: &[u8], into: &mut Vec<u8>) -> Result<(), Invalid> {
        if self.ascii(bytes, into) {
            return Ok(());
        }
        for (position, &byte) in bytes.iter().enumerate() {
            push(self.character(byte).ok_or(Invalid { position, byte })?, into);
        }
        Ok(())
    }

    /// The byte of a character; the first one where the page has it twice.
    #[must_use]
    pub fn byte(self, character: char) -> Option<u8> {
        let is = |byte: &u8| self.character(*byte) == Some(character);
        match self.0.bytes.get(character as usize) {
            Some(byte) => Some(*byte).filter(is),
            None => (0..=0xFF).find(is),
        }
    }

    /// What framers see: ASCII characters as themselves, NEL as a line feed, one byte a byte.
    #[must_use]
    pub fn view(self, window: &[u8]) -> Vec<u8> {
        window.iter().map(|byte| self.0.view[usize::from(*byte)]).collect()
    }

    fn character(self, byte: u8) -> Option<char> {
        let unit = self.0.characters[usize::from(byte)];
        if unit == NONE { None } else { char::from_u32(u32::from(unit)) }
    }
}

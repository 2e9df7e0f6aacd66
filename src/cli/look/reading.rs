//! Bytes as characters that a terminal can show, one for each position.
//!
//! In: bytes of a record, and what encoding they seem to be in. Out: text. Refuses control characters: they are `·`.

use crate::cli::words::is_visible;
use crate::inspect::encoding::{Verdict, ebcdic, reads_as};
use crate::inspect::look::{Face, Lens};

/// What stands for a byte that is no character that can be shown.
pub const DOT: char = '·';

/// How the bytes of a file are read.
pub struct Reading {
    /// The character of each byte; none for UTF-8, whose characters may have several.
    page: Option<Vec<char>>,
}

impl Reading {
    /// Of a file.
    #[must_use]
    pub fn of(face: &Face) -> Self {
        let ascii = |byte: u8| Some(char::from(byte)).filter(char::is_ascii);
        let page = |read: &dyn Fn(u8) -> Option<char>| {
            Some((0..=255).map(|byte| read(byte).filter(|character| is_visible(*character)).unwrap_or(DOT)).collect())
        };
        let page = match (&face.verdict, face.lens) {
            (_, Lens::Utf16 { .. }) => page(&|byte| Some(char::from(byte))),
            (Verdict::Page(pages), _) if !pages.is_empty() => page(&|byte| reads_as(pages[0].name, byte)),
            (Verdict::Ebcdic { .. }, _) => page(&|byte| {
                let best = face.ebcdic.as_ref().and_then(|found| reads_as(found.pages.best(), byte));
                ebcdic::reads_as(byte).or(best.filter(|_| byte > 0x40))
            }),
            (Verdict::Binary { .. } | Verdict::Page(_), _) => page(&ascii),
            (Verdict::Empty | Verdict::Ascii | Verdict::Utf8 { .. } | Verdict::Utf16 { .. }, _) => None,
        };
        Self { page }
    }

    /// The characters of bytes.
    #[must_use]
    pub fn text(&self, bytes: &[u8]) -> String {
        if let Some(page) = &self.page {
            return bytes.iter().map(|byte| page[usize::from(*byte)]).collect();
        }
        let text = String::from_utf8_lossy(bytes);
        text.chars().map(|one| if is_visible(one) { one } else { DOT }).collect()
    }

    /// Whether one character may have several bytes.
    #[must_use]
    pub fn has_wide(&self) -> bool {
        self.page.is_none()
    }
}

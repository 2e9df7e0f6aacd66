//! What a file of EBCDIC shows of its page, of its line ends and of what is no text in it.
//!
//! In: a sample. Out: counts, and the pages with their evidence. Which bytes are text, nobody has said: so letters with accents
//! count only where they stand between letters, unless there are lines and nothing but text. Refuses to take NEL and LF for one.

use super::lens::EBCDIC_ENDS;
use crate::inspect::encoding::ebcdic::{Pages, Texts};
use crate::inspect::sample::Sample;

/// Of a hundred bytes so many are no text where numbers are packed or binary.
const NUMBERS: u64 = 4;

/// An EBCDIC file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ebcdic {
    /// Its pages.
    pub pages: Pages,
    /// Bytes 15.
    pub nel: u64,
    /// Bytes 25.
    pub lf: u64,
    /// Bytes that are control characters in every page, but for line ends, tabs and X'00'.
    pub no_text: u64,
    /// Bytes.
    pub of: u64,
}

impl Ebcdic {
    /// Of a sample.
    #[must_use]
    pub fn of(sample: &Sample) -> Self {
        Self::of_all(std::iter::once(sample))
    }

    /// Of the samples of several files.
    #[must_use]
    pub fn of_all<'s>(samples: impl Iterator<Item = &'s Sample>) -> Self {
        let mut texts = Texts::default();
        let mut counts = [0_u64; 256];
        for window in samples.flat_map(|sample| &sample.windows) {
            texts.add(&window.bytes);
            window.bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        }
        let [nel, lf] = EBCDIC_ENDS.map(|byte| counts[usize::from(byte)]);
        // Texts have these control characters, and what fills them up.
        let is_text = |byte: u8| EBCDIC_ENDS.contains(&byte) || matches!(byte, 0 | 0x05 | 0x0D | 0x40..=0xFE);
        let no_text = (0..=255_u8).filter(|byte| !is_text(*byte)).map(|byte| counts[usize::from(byte)]).sum();
        let texts = if no_text == 0 && nel + lf > 0 { texts } else { texts.between_letters() };
        Self { pages: texts.pages(), nel, lf, no_text, of: counts.iter().sum() }
    }

    /// Whether it is text and nothing else, in lines.
    #[must_use]
    pub const fn is_lines(&self) -> bool {
        self.no_text == 0 && self.nel + self.lf > 0
    }

    /// Whether numbers seem to stand in it that are no text.
    #[must_use]
    pub const fn has_numbers(&self) -> bool {
        self.no_text * 100 >= self.of * NUMBERS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractors::encoding::Encoding;
    use crate::inspect::framing::tests::whole;

    #[test]
    fn letters_between_letters_tell_the_page_and_ends_are_told_apart() {
        let text = "00017HÉLÈNE TREMBLAY 120\u{85}00018JÉRÔME CÔTÉ     7\u{85}".repeat(9);
        let bytes = Encoding::of("cp297").unwrap().encode(&text).unwrap();
        let found = Ebcdic::of(&whole(&bytes));
        assert!(found.pages.readings[0].sensible > 0 && found.pages.next().is_some());
        assert_eq!((found.nel, found.lf, found.has_numbers()), (18, 0, false));
        let packed = [&bytes[..], &[0x00, 0x12, 0x3C, 0x0F].repeat(40)].concat();
        assert!(Ebcdic::of(&whole(&packed)).has_numbers());
        let plain = Ebcdic::of(&whole(b"\xC1\xC2\x40\xF1\x25"));
        assert!(plain.pages.is_told_by_nothing() && plain.lf == 1);
    }
}

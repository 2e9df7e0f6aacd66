//! Lengths that stand in the first bytes of what they measure: descriptor words, headers, fields of a record.
//!
//! In: these first bytes. Out: the bytes of the whole, descriptor and all, or why there is no length. Refuses: to look for
//! a length elsewhere, to know where the source ends.
//! Source: IBM, z/OS DFSMS Using Data Sets, "Variable-Length Record Formats": RDW and SDW (two bytes of length that count
//! the word, the segment's code, zero), BDW (two bytes and two zeros; extended: the first bit is set, and 31 bits follow).
//! The same word in the other byte order is how tools write it after a transfer; Cobrix takes that by default.

/// Bytes of a descriptor word.
pub const WORD: usize = 4;

/// Why there is no length, or none that leads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Bytes of the word that must be zero are not.
    Zeros,
    /// It is less than there must be.
    Below,
    /// It is no number, or none of the declared codes.
    NoNumber,
    /// A number of the record that says how often a group stands in it is none in its range: which of its counters.
    Counter(usize),
    /// What computes it fails, or has no value.
    NoResult,
    /// The rest of a block is no record, and not filled up either.
    NotFill,
    /// Of a spanned record, a segment that cannot stand there.
    Segment,
    /// It is more than a record may have.
    Beyond,
    /// The source ends before.
    SourceEnd,
    /// The block ends before.
    BlockEnd,
    /// The block's rest is too short for a length.
    BlockRest,
    /// The source ends where a record of its open block should begin.
    BlockCut,
}

impl Why {
    /// As data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zeros => "zeros",
            Self::Below => "below",
            Self::NoNumber => "no_number",
            Self::Counter(_) => "counter",
            Self::NoResult => "no_result",
            Self::NotFill => "not_fill",
            Self::Segment => "segment",
            Self::Beyond => "beyond",
            Self::SourceEnd => "source_end",
            Self::BlockEnd => "block_end",
            Self::BlockRest => "block_rest",
            Self::BlockCut => "block_cut",
        }
    }
}

/// A length that is none, with what it says, as far as it says anything, and what it was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLength {
    /// Why.
    pub why: Why,
    /// Bytes of the whole that it says; those of a length that is computed or shifted may be below zero.
    pub found: Option<i64>,
    /// What `found` is too small or too large for.
    pub wanted: Option<u64>,
}

impl NoLength {
    /// For this reason alone.
    #[must_use]
    pub const fn only(why: Why) -> Self {
        Self { why, found: None, wanted: None }
    }

    /// It says so much.
    #[must_use]
    pub fn of(why: Why, found: impl Into<i128>, wanted: u64) -> Self {
        let found = found.into().clamp(i64::MIN.into(), i64::MAX.into());
        Self { why, found: i64::try_from(found).ok(), wanted: Some(wanted) }
    }
}

/// Which piece of a spanned record a segment is; its number stands in the segment's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// All of it.
    Whole,
    /// The first one.
    First,
    /// The last one.
    Last,
    /// One between.
    Middle,
}

impl Segment {
    /// Whether another one follows.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::First | Self::Middle)
    }

    /// Whether a record begins with it.
    #[must_use]
    pub const fn begins(self) -> bool {
        matches!(self, Self::Whole | Self::First)
    }
}

/// How a length stands before what it measures, in a word of four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthWord {
    /// Whether the length is in the first two bytes; else it is in the last two.
    pub leads: bool,
    /// Whether its high byte stands first.
    pub big: bool,
    /// Whether it counts the word itself.
    pub counts_itself: bool,
    /// What is added to it.
    pub adjust: i64,
}

impl LengthWord {
    /// Every way, that of the mainframe first.
    pub const ALL: [Self; 8] = {
        const fn way(leads: bool, big: bool, counts_itself: bool) -> LengthWord {
            LengthWord { leads, big, counts_itself, adjust: 0 }
        }
        [
            way(true, true, true),
            way(true, true, false),
            way(true, false, true),
            way(true, false, false),
            way(false, true, true),
            way(false, true, false),
            way(false, false, true),
            way(false, false, false),
        ]
    };

    /// As z/OS writes it, or the same in the other byte order.
    #[must_use]
    pub const fn new(is_little: bool, counts_itself: bool, adjust: i64) -> Self {
        Self { leads: !is_little, big: !is_little, counts_itself, adjust }
    }

    /// The length, and the two other bytes in the order that they have after a leading length.
    fn split(self, [first, second, third, fourth]: [u8; WORD]) -> (u16, [u8; 2]) {
        let (length, rest) =
            if self.leads { ([first, second], [third, fourth]) } else { ([third, fourth], [second, first]) };
        (if self.big { u16::from_be_bytes(length) } else { u16::from_le_bytes(length) }, rest)
    }

    fn total(self, told: u64) -> Result<u64, NoLength> {
        let least = if self.counts_itself { WORD } else { WORD + 1 };
        total((WORD, least), self.counts_itself, self.adjust, told.into())
    }

    /// The number that a record's word has, whatever it counts.
    #[must_use]
    pub fn told(self, word: [u8; WORD]) -> u64 {
        self.split(word).0.into()
    }

    /// The number that a block's word has; that of an extended one has 31 bits.
    #[must_use]
    pub fn told_of_block(self, word: [u8; WORD]) -> u64 {
        self.extended(word).map_or_else(|| self.told(word), u64::from)
    }

    /// The number of an extended word of a block, if it is one.
    fn extended(self, word: [u8; WORD]) -> Option<u32> {
        const EXTENDED: u32 = 1 << 31;
        let whole = if self.big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) };
        (self.leads == self.big && whole & EXTENDED != 0).then_some(whole & !EXTENDED)
    }

    /// Bytes of a record with its word.
    ///
    /// # Errors
    /// What is wrong with the word.
    #[inline]
    pub fn record(self, word: [u8; WORD]) -> Result<u64, NoLength> {
        let (told, rest) = self.split(word);
        if rest == [0, 0] { self.total(u64::from(told)) } else { Err(NoLength::only(Why::Zeros)) }
    }

    /// A segment of a spanned record, and its bytes with its word.
    ///
    /// # Errors
    /// What is wrong with the word.
    pub fn segment(self, word: [u8; WORD]) -> Result<(Segment, u64), NoLength> {
        let (told, rest) = self.split(word);
        let segment = match rest {
            [0, 0] => Segment::Whole,
            [1, 0] => Segment::First,
            [2, 0] => Segment::Last,
            [3, 0] => Segment::Middle,
            [_, 0] => return Err(NoLength::only(Why::Segment)),
            _ => return Err(NoLength::only(Why::Zeros)),
        };
        Ok((segment, self.total(u64::from(told))?))
    }

    /// Bytes of a block with its word, which may be an extended one.
    ///
    /// # Errors
    /// What is wrong with the word; a block without a record is none.
    pub fn block(self, word: [u8; WORD]) -> Result<u64, NoLength> {
        let bytes = match self.extended(word) {
            Some(told) => self.total(told.into())?,
            None => self.record(word)?,
        };
        if bytes > WORD as u64 { Ok(bytes) } else { Err(NoLength::of(Why::Below, bytes, WORD as u64 + 1)) }
    }
}

/// How a number stands in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// Binary, the high byte first; eight bytes at most.
    Big,
    /// Binary, the low byte first; eight bytes at most.
    Little,
    /// Two digits a byte, and a sign (C or F) in the last half byte.
    Packed,
    /// Digits from this byte on; blanks may stand before them.
    Digits {
        /// The byte of `0`; the other digits follow it.
        zero: u8,
        /// The byte of a blank.
        blank: u8,
    },
    /// As one of these codes, each of all bytes of the place, with its number.
    Codes(Vec<(Vec<u8>, u64)>),
}

impl Number {
    /// The number that these bytes are; none if they are none.
    #[must_use]
    pub fn read(&self, bytes: &[u8]) -> Option<u64> {
        match *self {
            Self::Big => digits(bytes.iter().copied(), 256, 256),
            Self::Little => digits(bytes.iter().rev().copied(), 256, 256),
            Self::Packed => {
                let (last, body) = bytes.split_last()?;
                let halves = body.iter().flat_map(|byte| [byte >> 4, byte & 0xF]).chain([last >> 4]);
                digits(halves, 10, 10).filter(|_| matches!(last & 0xF, 0xC | 0xF))
            }
            Self::Digits { zero, blank } => {
                let first = bytes.iter().position(|byte| *byte != blank)?;
                digits(bytes[first..].iter().map(|byte| byte.wrapping_sub(zero)), 10, 10)
            }
            Self::Codes(ref codes) => codes.iter().find(|(code, _)| code == bytes).map(|(_, length)| *length),
        }
    }
}

/// The number that has these digits; none if one of them is none, or if it does not fit.
fn digits(digits: impl Iterator<Item = u8>, base: u64, most: u64) -> Option<u64> {
    digits.map(u64::from).try_fold(
        0_u64,
        |sum, digit| {
            if digit < most { sum.checked_mul(base)?.checked_add(digit) } else { None }
        },
    )
}

/// A length at a place of a header, or of the record itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LengthField {
    /// Bytes before the record that are none of its own; 0: the length is a field of the record.
    pub header: usize,
    /// First byte of the length, from 0.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// How it stands there.
    pub number: Number,
    /// Whether it counts the header.
    pub counts_itself: bool,
    /// What is added to it.
    pub adjust: i64,
}

impl LengthField {
    /// Bytes that must be there to read it.
    #[must_use]
    pub const fn head(&self) -> usize {
        if self.header > self.end { self.header } else { self.end }
    }

    /// Bytes of a record with its header, given its first [`Self::head`] bytes.
    ///
    /// # Errors
    /// No number, or one that is too small.
    pub fn record(&self, head: &[u8]) -> Result<u64, NoLength> {
        let bytes = head.get(self.start..self.end).unwrap_or_default();
        let told = self.number.read(bytes).ok_or(NoLength::only(Why::NoNumber))?;
        total((self.header, self.head()), self.counts_itself, self.adjust, told.into())
    }
}

/// Bytes of the whole, given the length that is told.
pub(super) fn total(
    (before, least): (usize, usize),
    counts_itself: bool,
    adjust: i64,
    told: i128,
) -> Result<u64, NoLength> {
    let before = if counts_itself { 0 } else { before };
    let sum = told + i128::from(adjust) + before as i128;
    if sum < least as i128 {
        return Err(NoLength::of(Why::Below, sum, least as u64));
    }
    Ok(u64::try_from(sum).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIG: LengthWord = LengthWord::new(false, true, 0);
    const LITTLE: LengthWord = LengthWord::new(true, true, 0);

    #[test]
    fn a_word_says_the_bytes_of_its_record_with_itself() {
        let outside = LengthWord::new(true, false, 0);
        for (way, word, want) in [
            (BIG, [0, 80, 0, 0], Ok(80)),
            (BIG, [1, 0, 0, 0], Ok(256)),
            (BIG, [0, 4, 0, 0], Ok(4)),
            (BIG, [0, 3, 0, 0], Err(Why::Below)),
            (BIG, [0, 0, 0, 0], Err(Why::Below)),
            (BIG, [0, 80, 1, 0], Err(Why::Zeros)),
            (LITTLE, [0, 0, 80, 0], Ok(80)),
            (LITTLE, [0, 0, 0, 1], Ok(256)),
            (LITTLE, [0, 80, 0, 0], Err(Why::Zeros)),
            (outside, [0, 0, 80, 0], Ok(84)),
            (outside, [0, 0, 0, 0], Err(Why::Below)),
            (LengthWord::new(false, true, -4), [0, 84, 0, 0], Ok(80)),
            (LengthWord::new(false, true, -9), [0, 4, 0, 0], Err(Why::Below)),
        ] {
            assert_eq!(way.record(word).map_err(|bad| bad.why), want, "{way:?} {word:?}");
        }
        let shifted = LengthWord::new(false, true, -9).record([0, 4, 0, 0]);
        assert_eq!(shifted, Err(NoLength::of(Why::Below, -5, 4)), "what is below zero is told as it is");
    }

    #[test]
    fn segments_are_numbered_beside_the_length() {
        for (way, word, want) in [
            (BIG, [0, 9, 0, 0], Ok((Segment::Whole, 9))),
            (BIG, [0, 9, 1, 0], Ok((Segment::First, 9))),
            (BIG, [0, 9, 2, 0], Ok((Segment::Last, 9))),
            (BIG, [0, 9, 3, 0], Ok((Segment::Middle, 9))),
            (BIG, [0, 9, 4, 0], Err(Why::Segment)),
            (BIG, [0, 9, 0x80, 0], Err(Why::Segment)),
            (BIG, [0, 9, 0, 1], Err(Why::Zeros)),
            (LITTLE, [0, 1, 9, 0], Ok((Segment::First, 9))),
        ] {
            assert_eq!(way.segment(word).map_err(|bad| bad.why), want, "{way:?} {word:?}");
        }
    }

    #[test]
    fn blocks_may_have_a_length_of_31_bits() {
        for (way, word, want) in [
            (BIG, [0x7F, 0xF8, 0, 0], Ok(32_760)),
            (BIG, [0x80, 1, 0, 0], Ok(65_536)),
            (BIG, [0x80, 0, 0, 4], Err(Why::Below)),
            (BIG, [0, 4, 0, 0], Err(Why::Below)),
            (BIG, [0, 9, 0, 1], Err(Why::Zeros)),
            (LITTLE, [0, 0, 1, 0x80], Ok(65_536)),
            (LITTLE, [0, 0, 9, 0], Ok(9)),
        ] {
            assert_eq!(way.block(word).map_err(|bad| bad.why), want, "{way:?} {word:?}");
        }
    }

    #[test]
    fn a_length_of_a_field_is_a_number_in_its_own_way() {
        let digits = || Number::Digits { zero: b'0', blank: b' ' };
        let text = digits();
        let codes = || Number::Codes(vec![(b"C ".to_vec(), 60), (b"P1".to_vec(), 64)]);
        let ebcdic = Number::Digits { zero: 0xF0, blank: 0x40 };
        for (number, bytes, want) in [
            (&text, &b"0012"[..], Some(12)),
            (&text, b"  12", Some(12)),
            (&text, b"12  ", None),
            (&text, b"    ", None),
            (&text, b"1-2", None),
            (&ebcdic, &[0x40, 0xF1, 0xF9], Some(19)),
            (&ebcdic, b"019", None),
            (&codes(), b"C ", Some(60)),
            (&codes(), b"P1", Some(64)),
            (&codes(), b"P2", None),
            (&Number::Big, &[1, 2], Some(258)),
            (&Number::Little, &[1, 2], Some(513)),
            (&Number::Big, &[0xFF; 8], Some(u64::MAX)),
            (&Number::Packed, &[0x01, 0x2C], Some(12)),
            (&Number::Packed, &[0x01, 0x2F], Some(12)),
            (&Number::Packed, &[0x01, 0x2D], None),
            (&Number::Packed, &[0x0A, 0x2C], None),
        ] {
            assert_eq!(number.read(bytes), want, "{number:?} {bytes:?}");
        }
        let of = |header, counts_itself, adjust| LengthField {
            header,
            start: 3,
            end: 5,
            number: digits(),
            counts_itself,
            adjust,
        };
        for (field, head, want) in [
            (of(0, true, 0), b"abc09", Ok(9)),
            (of(0, true, 0), b"abc04", Err(Why::Below)),
            (of(0, true, 5), b"abc00", Ok(5)),
            (of(5, false, 0), b"abc10", Ok(15)),
            (of(5, true, 0), b"abc10", Ok(10)),
            (of(5, true, 0), b"abcxx", Err(Why::NoNumber)),
        ] {
            assert_eq!(field.record(head).map_err(|bad| bad.why), want, "{field:?}");
        }
    }
}

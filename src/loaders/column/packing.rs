//! How pages are compressed: zstd's fastest level, in the way that suits the column.
//!
//! In: the bytes of pages. Out: these, compressed; and which way takes less, told from a piece of a page. Refuses to know: what
//! they hold.
//!
//! Texts of which short pieces come again and again, such as words and codes, are compressed a fifth faster and to less if matches may be
//! short, a small table remembers them, and more is passed over where none is found. Others get larger so, and no faster. Long texts get
//! smaller if long matches are looked for before short ones, in as much time. Texts such as addresses hold more that never came before, so
//! that a table which stays in the nearest cache remembers nearly as much as a large one, in seven eighths of the time; others, such as names
//! of some thousand, lose by it: the second page tells. Bytes of refused records, which stand in a file of their own, too, are worth less time.

use std::cell::RefCell;

use parquet::errors::Result;
use zstd::bulk::Compressor;
use zstd::zstd_safe::{CParameter, ParamSwitch, Strategy, compress_bound};

use super::super::table::ZSTD_LEVEL;

/// What a column is worth, whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Effort {
    /// It is read again and again; about so many rows come.
    Rows(u64),
    /// It is evidence, which is read once if at all: little time, and more bytes.
    Little,
}

/// A way to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As the level does it for so many bytes.
    Level,
    /// As the level does it for pages of 256 KiB and more, whatever their bytes.
    Long,
    /// Short matches.
    Short,
    /// Long matches, and short ones where there is none.
    Far,
    /// Matches that a small table remembers.
    Near,
    /// Half the time of [`Self::Level`], for half as many bytes again: most places are passed over.
    Quick,
    /// Two thirds of the time of [`Self::Quick`]: what comes often is written in fewer bits, and next to nothing is found again.
    Bare,
}

/// All ways.
const WAYS: usize = Way::Bare as usize + 1;

/// A way to compress is looked for where so many pages come.
const WORTH_PAGES: u64 = 5;
/// Bytes that tell which way suits.
const PIECE_BYTES: usize = 16 << 10;
/// Pages of fewer bytes are not tried: the level does otherwise with them.
const LEAST_BYTES: usize = 256 << 10;
/// Bytes of a text, on the average, from which on matches are long: sentences rather than names and addresses.
const LONG_TEXT: usize = 40;
/// What is found again is worth the time that evidence has if it takes at least this share from a piece.
const FOUND_SHARE: usize = 8;
/// Short matches are taken if that takes at least this share from a piece: they find more in one than in a page.
const SAVED_SHARE: usize = 16;
/// A small table is taken if pages get larger by less than this share: from page to page they differ by some thousandths.
const GROWN_SHARE: usize = 64;

thread_local! {
    /// Each thread keeps one of each way, made when it is first asked for: the tables of zstd are a megabyte, which costs more to make than a
    /// page to compress. What was compressed before does not show in a page.
    static PACKERS: RefCell<[Option<Compressor<'static>>; WAYS]> = RefCell::default();
}

impl Way {
    /// That of a page of so many texts and those behind it.
    pub(super) fn of_texts(page: &[u8], texts: usize, effort: Effort) -> Result<Self> {
        let Some(piece) = page.last_chunk::<PIECE_BYTES>().filter(|_| page.len() >= LEAST_BYTES) else {
            return Ok(Self::Level);
        };
        let otherwise = if page.len() >= LONG_TEXT * texts { Self::Far } else { Self::Level };
        match effort {
            Effort::Little => {
                let (quick, bare) = (Self::Quick.pack(piece)?.len(), Self::Bare.pack(piece)?.len());
                return Ok(if quick + bare / FOUND_SHARE <= bare { Self::Quick } else { Self::Bare });
            }
            Effort::Rows(rows) if rows < WORTH_PAGES * texts as u64 => return Ok(otherwise),
            Effort::Rows(_) => {}
        }
        let (long, short) = (Self::Long.pack(piece)?.len(), Self::Short.pack(piece)?.len());
        Ok(if short + long / SAVED_SHARE <= long { Self::Short } else { otherwise })
    }

    /// Whether a page of texts, compressed in this way, is followed by one that tells whether [`Self::Near`] does.
    pub(super) const fn asks(self, page: &[u8]) -> bool {
        matches!(self, Self::Level) && page.len() >= LEAST_BYTES
    }

    /// That of all pages behind two: one was compressed as the level does it, the next one with a small table. Of each its bytes, compressed
    /// and before.
    pub(super) const fn told_by((level, before): (usize, usize), (near, of_near): (usize, usize)) -> Self {
        // By numbers of 64 bits: a page has far less than 4 GiB.
        let (level, near) = (level as u64 * of_near as u64, near as u64 * before as u64);
        if near <= level + level / GROWN_SHARE as u64 { Self::Near } else { Self::Level }
    }

    /// A page, compressed; in a vector with room for more, as it is soon written.
    pub(super) fn pack(self, bytes: &[u8]) -> Result<Vec<u8>> {
        PACKERS.with_borrow_mut(|packers| {
            let zstd = match &mut packers[self as usize] {
                Some(zstd) => zstd,
                none => none.insert(self.compressor()?),
            };
            let mut out = Vec::with_capacity(compress_bound(bytes.len()));
            zstd.compress_to_buffer(bytes, &mut out)?;
            Ok(out)
        })
    }

    fn compressor(self) -> Result<Compressor<'static>> {
        let mut zstd = Compressor::new(ZSTD_LEVEL)?;
        let (strategy, window, table, least, passed) = match self {
            Self::Level => return Ok(zstd),
            Self::Long => (Strategy::ZSTD_fast, 19, 14, 7, 0),
            Self::Short => (Strategy::ZSTD_fast, 18, 13, 5, 4),
            Self::Far => (Strategy::ZSTD_dfast, 19, 15, 5, 0),
            Self::Near => (Strategy::ZSTD_fast, 19, 12, 7, 0),
            Self::Quick => (Strategy::ZSTD_fast, 19, 13, 7, 32),
            Self::Bare => (Strategy::ZSTD_fast, 17, 10, 7, 4096),
        };
        for parameter in [
            CParameter::Strategy(strategy),
            CParameter::WindowLog(window),
            CParameter::HashLog(table),
            // Of the table for short matches, where there are two.
            CParameter::ChainLog(11),
            CParameter::MinMatch(least),
            CParameter::TargetLength(passed),
            // Where much is passed over, zstd would leave the bytes between matches as they are.
            CParameter::LiteralCompressionMode(ParamSwitch::Enable),
        ] {
            zstd.set_parameter(parameter)?;
        }
        Ok(zstd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of so many bytes and more, each made of the next number of a row without order.
    fn texts(bytes: usize, text: impl Fn(usize) -> String) -> Vec<u8> {
        let (mut state, mut texts) = (7_u64, Vec::new());
        while texts.len() < bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            texts.extend_from_slice(text(usize::try_from(state >> 24).unwrap()).as_bytes());
        }
        texts
    }

    #[test]
    fn evidence_is_searched_where_much_of_it_is_found_again() {
        let digits = texts(400_000, |n| format!("{:09}{:09}", n % 1_000_000_007, n % 999_999_937));
        let padded = texts(400_000, |n| format!("{:09}{:300}", n % 1_000_000_007, ""));
        for (page, way) in [
            (&digits[..], Way::Bare),
            (&padded[..], Way::Quick),
            (&padded[..LEAST_BYTES], Way::Quick),
            (&padded[..LEAST_BYTES - 1], Way::Level),
        ] {
            assert_eq!(Way::of_texts(page, 1_000, Effort::Little).unwrap(), way);
            let [quick, bare] = [Way::Quick, Way::Bare].map(|way| way.pack(page).unwrap().len());
            assert!(bare < page.len() / 2 && quick < bare * 2, "{quick} {bare}");
            assert_eq!(quick * 2 < bare, way != Way::Bare, "{quick} {bare}");
        }
    }

    #[test]
    fn the_way_that_takes_less_is_taken_and_all_ways_give_the_bytes_back() {
        let words =
            "WATER LEVY REFUND PARTS PERMIT FEES ROAD SALT ARENA FIRE TAX TRANSIT POSTAGE RECREATION GRANT PIPES"
                .split(' ');
        let words: Vec<&str> = words.collect();
        let word = |n: usize| words[n % words.len()];
        let short =
            texts(400_000, |n| format!("{} {} {} {:05}", word(n), word(n >> 4), word(n >> 8), n >> 12 & 0xFFFF));
        let sentences = ["paid by cheque on the due date", "transfer from the reserve fund for roads"];
        let long = texts(400_000, |n| format!("{} {}; ", sentences[n % 2], n >> 1 & 7));
        for (page, texts, way) in [
            (&short[..], short.len() / 39, Way::Short),
            (&long[..], long.len() / 40, Way::Far),
            (&long[..], long.len() / 40 + 1, Way::Level),
            (&short[..LEAST_BYTES - 1], 1_000, Way::Level),
        ] {
            assert_eq!(Way::of_texts(page, texts, Effort::Rows(5 * texts as u64)).unwrap(), way);
            let few = if way == Way::Far { way } else { Way::Level };
            assert_eq!(Way::of_texts(page, texts, Effort::Rows(5 * texts as u64 - 1)).unwrap(), few);
            let all = [Way::Level, Way::Long, Way::Short, Way::Quick, Way::Far, Way::Near, Way::Bare];
            let sizes = all.map(|way| {
                let packed = way.pack(page).unwrap();
                assert_eq!(zstd::bulk::decompress(&packed, page.len()).unwrap(), page);
                packed.len()
            });
            assert!(sizes[3] < page.len() * 3 / 4, "{sizes:?}");
            assert_eq!(way == Way::Short, sizes[2] < sizes[0] && page.len() >= LEAST_BYTES, "{sizes:?}");
            assert!(way != Way::Far || sizes[4] < sizes[0], "{sizes:?}");
        }
    }

    #[test]
    fn a_small_table_is_taken_if_pages_hardly_grow_by_it() {
        for (level, near, want) in [
            ((1_000, 5_000), (1_000, 5_000), Way::Near),
            ((1_000, 5_000), (1_015, 5_000), Way::Near),
            ((1_000, 5_000), (1_016, 5_000), Way::Level),
            ((1_000, 5_000), (800, 5_000), Way::Near),
            // A page of half as many bytes.
            ((1_000, 5_000), (507, 2_500), Way::Near),
            ((1_000, 5_000), (508, 2_500), Way::Level),
        ] {
            assert_eq!(Way::told_by(level, near), want, "{level:?} {near:?}");
        }
    }
}

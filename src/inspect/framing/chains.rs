//! Records that begin with their length: files of variable length from mainframes (RDW), and in blocks (BDW).
//!
//! In: the beginning of a file. Out: each way to read the lengths by which every record is followed by another one, up
//! to the end of the file or of what is known of it. Refuses to say that chance did not do it: the number of records
//! says that. Source: IBM, z/OS DFSMS Using Data Sets, "Variable-length record formats"; the four ways are those that
//! files have after a transfer (see Cobrix, `is_rdw_big_endian`, `rdw_adjustment`).

use crate::inspect::sample::Sample;

/// Bytes of the word.
const WORD: usize = 4;
/// Fewer records show nothing.
const LEAST: u64 = 2;

/// How a length stands before what it measures, in a word of four bytes, of which the other two are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthWord {
    /// Whether the length is in the first two bytes; else it is in the last two.
    pub leads: bool,
    /// Whether its high byte stands first.
    pub big: bool,
    /// Whether it counts the word itself.
    pub counts_itself: bool,
}

impl LengthWord {
    /// Every way, that of the mainframe first.
    pub const ALL: [Self; 8] = [
        Self { leads: true, big: true, counts_itself: true },
        Self { leads: true, big: true, counts_itself: false },
        Self { leads: true, big: false, counts_itself: true },
        Self { leads: true, big: false, counts_itself: false },
        Self { leads: false, big: true, counts_itself: true },
        Self { leads: false, big: true, counts_itself: false },
        Self { leads: false, big: false, counts_itself: true },
        Self { leads: false, big: false, counts_itself: false },
    ];

    /// Bytes of the word and of what it measures; none if it is no such word.
    #[must_use]
    pub fn read(self, word: [u8; WORD]) -> Option<usize> {
        let [first, second, third, fourth] = word;
        let (length, rest) =
            if self.leads { ([first, second], [third, fourth]) } else { ([third, fourth], [first, second]) };
        let length = usize::from(if self.big { u16::from_be_bytes(length) } else { u16::from_le_bytes(length) });
        let length = if self.counts_itself { length } else { length + WORD };
        (rest == [0, 0] && length > WORD).then_some(length)
    }
}

/// Whether records stand in blocks that begin with their length too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// They do not.
    None,
    /// They do, and so many blocks were seen.
    Bdw(u64),
}

/// A way to read a file's lengths by which they lead from record to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// The way.
    pub word: LengthWord,
    /// Whether there are blocks around the records; their word is of the same way.
    pub blocks: Blocks,
    /// Records that were followed.
    pub records: u64,
    /// Bytes that were followed, with the words.
    pub bytes: u64,
    /// The shortest record without its word.
    pub shortest: usize,
    /// The longest record without its word.
    pub longest: usize,
    /// Whether the last record ends where the content does; else it ends with, or behind, what is known of it.
    pub to_the_end: bool,
}

/// The ways to read a file's lengths that lead through all that is known of its beginning; usually none, or one.
#[must_use]
pub fn chains(sample: &Sample) -> Vec<Chain> {
    let Some(first) = sample.windows.first() else { return Vec::new() };
    let (bytes, is_all) = (&first.bytes, first.is_last);
    let enough = |chain: &Chain| chain.records >= LEAST;
    // Blocks alone are a chain too: what is in them says more.
    let one = |word| blocked(bytes, is_all, word).filter(enough).or_else(|| plain(bytes, is_all, word).filter(enough));
    LengthWord::ALL.into_iter().filter_map(one).collect()
}

/// Records as they follow one another in some bytes.
struct Walk {
    records: u64,
    shortest: usize,
    longest: usize,
}

impl Walk {
    const fn new() -> Self {
        Self { records: 0, shortest: usize::MAX, longest: 0 }
    }

    /// Follows records; the place after the last whole one, none where a word is none. `cut` says that the bytes go on.
    fn through(&mut self, bytes: &[u8], word: LengthWord, cut: bool) -> Option<usize> {
        let mut at = 0;
        while let Some(found) = bytes.get(at..at + WORD) {
            let length = word.read(found.try_into().ok()?)?;
            if at + length > bytes.len() {
                return cut.then_some(at);
            }
            self.records += 1;
            self.shortest = self.shortest.min(length - WORD);
            self.longest = self.longest.max(length - WORD);
            at += length;
        }
        (cut || at == bytes.len()).then_some(at)
    }

    fn chain(&self, word: LengthWord, blocks: Blocks, bytes: usize, to_the_end: bool) -> Chain {
        let (records, shortest, longest) = (self.records, self.shortest, self.longest);
        Chain { word, blocks, records, bytes: bytes as u64, shortest, longest, to_the_end }
    }
}

fn plain(bytes: &[u8], is_all: bool, word: LengthWord) -> Option<Chain> {
    let mut walk = Walk::new();
    let end = walk.through(bytes, word, !is_all)?;
    Some(walk.chain(word, Blocks::None, end, is_all))
}

fn blocked(bytes: &[u8], is_all: bool, word: LengthWord) -> Option<Chain> {
    let (mut walk, mut at, mut blocks) = (Walk::new(), 0, 0);
    while let Some(found) = bytes.get(at..at + WORD) {
        let length = word.read(found.try_into().ok()?)?;
        let Some(block) = bytes.get(at + WORD..at + length) else { break };
        walk.through(block, word, false)?;
        blocks += 1;
        at += length;
    }
    let is_whole = at == bytes.len();
    (is_whole || (!is_all && blocks > 0)).then(|| walk.chain(word, Blocks::Bdw(blocks), at, is_all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::framing::tests::whole;

    fn with_word(word: LengthWord, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + if word.counts_itself { WORD } else { 0 }).unwrap();
        let length = if word.big { length.to_be_bytes() } else { length.to_le_bytes() };
        let words = if word.leads { [length, [0, 0]] } else { [[0, 0], length] };
        [words.as_flattened(), body].concat()
    }

    fn records(word: LengthWord) -> Vec<u8> {
        (0..40_u8).flat_map(|at| with_word(word, &vec![b'A' + at % 26; usize::from(at) + 3])).collect()
    }

    #[test]
    fn every_way_is_found_and_no_other() {
        for word in LengthWord::ALL {
            let found = chains(&whole(&records(word)));
            let ways: Vec<_> = found.iter().map(|chain| (chain.word, chain.blocks)).collect();
            assert_eq!(ways, [(word, Blocks::None)]);
            assert_eq!((found[0].records, found[0].shortest, found[0].longest), (40, 3, 42));
            assert!(found[0].to_the_end && found[0].bytes == records(word).len() as u64);
        }
    }

    #[test]
    fn blocks_are_followed_to_the_record() {
        let word = LengthWord::ALL[0];
        let block = with_word(word, &records(word));
        let found = chains(&whole(&[block.clone(), block].concat()));
        assert_eq!(found.iter().map(|chain| (chain.blocks, chain.records)).collect::<Vec<_>>(), [(Blocks::Bdw(2), 80)]);
    }

    #[test]
    fn a_chain_that_breaks_is_none() {
        let word = LengthWord::ALL[0];
        let mut cut = records(word);
        cut.pop();
        for bytes in [&cut[..], b"", b"\0\x05\0\0x", b"ABCDEFGH", &[0; 100]] {
            assert_eq!(chains(&whole(bytes)), [], "{}", bytes.len());
        }
        let mut sample = whole(&cut);
        sample.windows[0].is_last = false;
        let found = chains(&sample);
        assert_eq!(found.iter().map(|chain| (chain.records, chain.to_the_end)).collect::<Vec<_>>(), [(39, false)]);
    }
}

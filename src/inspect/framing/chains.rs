//! Records that begin with their length: files of variable length from mainframes (RDW), and in blocks (BDW).
//!
//! In: the beginning of a file. Out: each way to read the lengths by which every record is followed by another one, up
//! to the end of the file or of what is known of it. Refuses to say that chance did not do it: the number of records
//! says that. Source: IBM, z/OS DFSMS Using Data Sets, "Variable-length record formats"; the four ways are those that
//! files have after a transfer (see Cobrix, `is_rdw_big_endian`, `rdw_adjustment`).

use crate::extractors::frame::descriptors::{Blocks as InBlocks, DescribedFramer, Descriptors, Lengths};
pub use crate::extractors::frame::lengths::LengthWord;
use crate::extractors::frame::lengths::WORD;
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::sample::Sample;

/// Fewer records show nothing.
const LEAST: u64 = 2;
/// Records that follow each other behind a gap, and no chance.
const ENOUGH: u64 = 8;

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
    let one = |word| [true, false].into_iter().find_map(|blocks| chain(bytes, is_all, word, blocks).filter(enough));
    LengthWord::ALL.into_iter().filter_map(one).collect()
}

/// How a run reads these lengths.
fn rules(bytes: &[u8], word: LengthWord, in_blocks: bool) -> Descriptors {
    Descriptors {
        record: Lengths::Word(word),
        blocks: in_blocks.then_some(InBlocks::Word(word)),
        longest: bytes.len().max(usize::from(u16::MAX) + WORD),
    }
}

/// Tells `each` the records of a file's beginning without their words; `is_all`: it is the whole file.
pub fn each_record<'b>(
    bytes: &'b [u8],
    is_all: bool,
    (word, in_blocks): (LengthWord, bool),
    each: &mut dyn FnMut(&'b [u8]),
) {
    let rules = rules(bytes, word, in_blocks);
    let mut framer = DescribedFramer::new(&rules, bytes, (0, 0), is_all);
    while let Framed::Record(span) = framer.next(usize::MAX) {
        let (start, end) = (span.start as usize + WORD, (span.start + span.len) as usize);
        bytes.get(start..end).into_iter().for_each(&mut *each);
    }
}

/// Where the first record begins in bytes from behind a gap: from there on lengths lead through all of them. Of blocks it is
/// the first that begins there. `is_last`: the bytes end with the content.
#[must_use]
pub fn behind_gap(bytes: &[u8], is_last: bool, (word, in_blocks): (LengthWord, bool)) -> Option<usize> {
    let most = bytes.len().min(usize::from(u16::MAX) + WORD);
    let leads = |from: &usize| {
        let found = chain(&bytes[*from..], is_last, word, in_blocks);
        found.is_some_and(|found| found.records >= ENOUGH)
    };
    (0..most).find(leads)
}

/// The chain of these lengths from the first byte on; none where one of them leads nowhere, or measures nothing.
fn chain(bytes: &[u8], is_all: bool, word: LengthWord, in_blocks: bool) -> Option<Chain> {
    let rules = rules(bytes, word, in_blocks);
    let mut framer = DescribedFramer::new(&rules, bytes, (0, 0), is_all);
    let (mut blocks, mut end) = (0, 0);
    let mut chain = Chain {
        word,
        blocks: Blocks::None,
        records: 0,
        bytes: 0,
        shortest: usize::MAX,
        longest: 0,
        to_the_end: is_all,
    };
    loop {
        match framer.next(usize::MAX) {
            Framed::Record(span) => {
                let (start, length) = (span.start as usize, (span.len as usize).checked_sub(WORD + 1)? + 1);
                blocks += u64::from(in_blocks && start > end);
                end = span.next as usize;
                chain.records += 1;
                chain.shortest = chain.shortest.min(length);
                chain.longest = chain.longest.max(length);
            }
            Framed::End { .. } | Framed::Cut { .. } => break,
            Framed::Unclosed { .. } | Framed::Lost { .. } => return None,
        }
    }
    chain.bytes = end as u64;
    chain.blocks = if in_blocks { Blocks::Bdw(blocks) } else { Blocks::None };
    Some(chain)
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
    fn records_are_found_again_behind_a_gap() {
        for word in LengthWord::ALL {
            let bytes = records(word);
            // The third record begins after two of 3 and 4 bytes.
            let third = 2 * WORD + 3 + 4;
            assert_eq!(behind_gap(&bytes[WORD + 4..], true, (word, false)), Some(third - WORD - 4));
            assert_eq!(behind_gap(&bytes[..60], true, (word, false)), None, "too few, and the last is cut");
            assert_eq!(behind_gap(b"", true, (word, false)), None);
        }
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

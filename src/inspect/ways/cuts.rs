//! The ways to tell records apart that a file may have.
//!
//! In: a sample. Out: candidates with the records that they give, and how far they lead. Refuses to know what a record means.

use super::follow::follow;
use super::rest::Edge;
use crate::extractors::frame::descriptors::{Blocks, Descriptors, Lengths};
use crate::extractors::frame::lengths::{LengthField, LengthWord, Number, WORD};
use crate::inspect::sample::Sample;

/// Bytes at a file's start that may be no record.
pub const MOST_BEFORE: u64 = 16;
/// A record at the end that is so many times as long as the longest before it is none.
pub const LONGER: u64 = 4;
/// So many times the records of a chain that breaks are no chance.
const FAR: u64 = 4;
/// Fewer records show no chain.
pub const LEAST: u64 = 2;

/// How records are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// All have so many bytes.
    Fixed(u64),
    /// By words before them, perhaps in blocks, perhaps in segments.
    Words {
        /// Before each record.
        word: LengthWord,
        /// Before each block.
        blocks: Option<LengthWord>,
        /// Records stand in segments.
        spanned: bool,
    },
    /// All have so many bytes, in blocks with a word.
    FixedInBlocks(u64, LengthWord),
    /// By two bytes before each.
    Prefix {
        /// Whether the high byte stands first.
        big: bool,
        /// Whether they count themselves.
        counts_itself: bool,
    },
    /// By line ends.
    Lines,
    /// By what they count themselves.
    Counters,
}

/// How many records must stand before a length that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// More than chance would have.
    Many,
    /// A few: nothing else reads, and what decodes must show whether they are any.
    Few,
}

/// How far a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Led {
    /// Records in all that was looked at, or that the file's size makes.
    pub records: u64,
    /// It was followed to the end of the file, or divides its size.
    pub to_the_end: bool,
    /// Bytes that were followed; of records of one length those of the file.
    pub bytes: u64,
    /// Bytes of the shortest record.
    pub shortest: u64,
    /// Bytes of the longest.
    pub longest: u64,
}

/// A way with the records that it gives.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The way.
    pub cut: Cut,
    /// Bytes at the file's start that are in no record.
    pub header: u64,
    /// Bytes at its end that are in no record; of lines those of a last one that may be cut.
    pub trailer: u64,
    /// What these are, as far as their bytes show it.
    pub tail: Edge,
    /// How far it leads.
    pub led: Led,
    /// Records from all over what was read, without what tells them apart.
    pub records: Vec<Vec<u8>>,
}

/// At most so many of these, evenly from all of them.
#[must_use]
pub fn evenly<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|at| all[at * (all.len() - 1) / (most - 1).max(1)].clone()).collect()
}

/// Every way in which lengths lead on; of each the first place from which they do.
#[must_use]
pub fn chains(sample: &Sample, lengths: &[u64], (proof, most): (Proof, usize)) -> Vec<Candidate> {
    let ways = ways(lengths);
    let found = ways.iter().filter_map(|cut| first(|start| chain(sample, cut, start, (proof, most)))).collect();
    without_broken(without_parts(found))
}

/// The first place from which a way leads on; a later one if that leads to the file's end over no fewer records, and the
/// first does not.
fn first(from: impl Fn(u64) -> Option<Candidate>) -> Option<Candidate> {
    let mut starts = 0..=MOST_BEFORE;
    let found = starts.by_ref().find_map(&from)?;
    let is_open = |one: &Candidate| matches!(one.tail, Edge::Piece | Edge::Broken(_));
    let is_better = |other: &Candidate| !is_open(other) && other.led.records >= found.led.records;
    if !is_open(&found) {
        return Some(found);
    }
    let better = starts.filter_map(from).find(is_better);
    Some(better.unwrap_or(found))
}

/// Chains without those that leave bytes at the file's ends where another leads from its first byte to the same end, over
/// as many records or more: what such a chain leaves out at both ends is a record.
fn without_parts(mut chains: Vec<Candidate>) -> Vec<Candidate> {
    let is_whole = |one: &Candidate| (one.header, one.trailer) == (0, 0);
    let whole = chains.iter().filter(|one| is_whole(one) && one.led.records > LEAST).map(|one| one.led.records).max();
    chains.retain(|one| is_broken(one) || is_whole(one) || whole.is_none_or(|records| records < one.led.records));
    chains
}

const fn is_broken(one: &Candidate) -> bool {
    matches!(one.tail, Edge::Broken(_))
}

/// Chains without those that break, but for those that lead about as far as any of them: what decodes shows whether they are
/// any. Blocks lead as far as the records in them.
fn without_broken(mut chains: Vec<Candidate>) -> Vec<Candidate> {
    let furthest = chains.iter().filter(|one| is_broken(one)).map(|one| one.led.bytes).max().unwrap_or(0);
    let passed = |one: &Candidate| chains.iter().any(|whole| goes_far_beyond(whole, one));
    let passed: Vec<bool> = chains.iter().map(passed).collect();
    let mut passed = passed.into_iter();
    chains.retain(|one| {
        let is_passed = passed.next().unwrap_or(false);
        !is_broken(one) || 2 * one.led.bytes >= furthest && !is_passed
    });
    chains
}

/// Whether a chain from the file's first byte on has many times the records of one that breaks, and tells as much of them apart:
/// where it has no blocks, those may be what it takes for records.
fn goes_far_beyond(whole: &Candidate, broken: &Candidate) -> bool {
    let has_blocks = |one: &Candidate| matches!(one.cut, Cut::Words { blocks: Some(_), .. });
    let is_as_fine = has_blocks(whole) || !has_blocks(broken);
    let is_whole = matches!(whole.cut, Cut::Words { .. }) && whole.header == 0 && !is_broken(whole);
    is_as_fine && is_whole && whole.led.records >= FAR * broken.led.records.max(LEAST)
}

/// Records whose lengths follow from what they count, from the first place from which these rules lead on.
#[must_use]
pub fn counted(sample: &Sample, rules: &Descriptors, most: usize) -> Option<Candidate> {
    first(|start| follow(sample, &Cut::Counters, rules, start, (Proof::Many, most)).map(|(found, _)| found))
}

fn ways(lengths: &[u64]) -> Vec<Cut> {
    let z = [(false, true), (false, false), (true, true), (true, false)];
    let words = z.map(|(little, counts)| LengthWord::new(little, counts, 0));
    let mut ways = Vec::new();
    for spanned in [false, true] {
        for blocks in words.into_iter().map(Some).chain([None]) {
            ways.extend(words.into_iter().map(|word| Cut::Words { word, blocks, spanned }));
        }
    }
    let named = |word: &LengthWord| word.leads == word.big;
    let others = LengthWord::ALL.into_iter().filter(|word| !named(word));
    ways.extend(others.map(|word| Cut::Words { word, blocks: None, spanned: false }));
    let pairs = [(true, true), (true, false), (false, true), (false, false)];
    ways.extend(pairs.map(|(big, counts_itself)| Cut::Prefix { big, counts_itself }));
    ways.extend(lengths.iter().flat_map(|length| words.into_iter().map(|word| Cut::FixedInBlocks(*length, word))));
    ways
}

/// The framer's rules for a way that has lengths.
#[must_use]
pub fn rules(cut: &Cut) -> Option<Descriptors> {
    let longest = 2 * usize::from(u16::MAX) + WORD;
    let (record, blocks) = match *cut {
        Cut::Words { word, blocks, spanned: false } => (Lengths::Word(word), blocks),
        Cut::Words { word, blocks, spanned: true } => (Lengths::Spanned(word), blocks),
        Cut::FixedInBlocks(length, word) => (Lengths::Fixed(usize::try_from(length).ok()?), Some(word)),
        Cut::Prefix { big, counts_itself } => {
            let number = if big { Number::Big } else { Number::Little };
            let field = LengthField { header: 2, start: 0, end: 2, number, counts_itself, adjust: 0 };
            (Lengths::Field(field), None)
        }
        Cut::Fixed(_) | Cut::Lines | Cut::Counters => return None,
    };
    Some(Descriptors { record, blocks: blocks.map(Blocks::Word), longest })
}

fn chain(sample: &Sample, cut: &Cut, start: u64, wanted: (Proof, usize)) -> Option<Candidate> {
    let found = follow(sample, cut, &rules(cut)?, start, wanted)?;
    // Segments that are all whole are no segments, and blocks of one record each may be: both are said by simpler ways.
    let is_spanned = matches!(cut, Cut::Words { spanned: true, .. });
    (!is_spanned || found.1).then_some(found.0)
}

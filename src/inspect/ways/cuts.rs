//! The ways to tell records apart that a file may have.
//!
//! In: a sample. Out: candidates with the records that they give, and how far they lead. Refuses to know what a record means.

use super::follow::follow;
use super::rest::Edge;
use super::resumed;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Blocks that a record ends in, as far as there are any.
    pub blocks: u64,
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
    let found = |cut: &Cut| first(|start| chain(sample, cut, start, (proof, most)));
    let (mut led, mut lost) = (Vec::new(), Vec::new());
    for cut in ways {
        match found(&cut) {
            Some(one) => led.push(one),
            None => lost.push(cut),
        }
    }
    let begun: Vec<Candidate> =
        lost.iter().filter(|cut| may_be(cut, &led)).filter_map(|cut| resumed(sample, cut, most)).collect();
    led.extend(begun);
    without_broken(without_parts(led))
}

/// Whether records may be told apart so behind a damage: where others lead from the file's first byte to its end, these may be the
/// blocks around them.
fn may_be(cut: &Cut, led: &[Candidate]) -> bool {
    let is_whole =
        |one: &&Candidate| (one.header, one.trailer) == (0, 0) && one.led.to_the_end && one.led.records > LEAST;
    let own = match cut {
        Cut::Words { blocks: Some(word), .. } | Cut::FixedInBlocks(_, word) => Some(*word),
        _ => None,
    };
    let around = |one: &Candidate| match one.cut {
        Cut::Words { word, blocks: None, spanned: false } => own == Some(word),
        // The two first bytes of such a word.
        Cut::Prefix { big, .. } => own.is_some_and(|own| own.big == big),
        _ => false,
    };
    !matches!(cut, Cut::Prefix { .. }) && led.iter().filter(is_whole).all(around)
}

/// The chain of a way behind a damage at the file's beginning.
fn resumed(sample: &Sample, cut: &Cut, most: usize) -> Option<Candidate> {
    let (found, in_pieces) = resumed::resumed(sample, cut, &rules(cut)?, most)?;
    is_simplest(cut, in_pieces).then_some(found)
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
    let most = |has_blocks: bool| most_records(&chains, has_blocks);
    let (with, without) = (most(true), most(false));
    let whole: Vec<(Cut, u64)> = chains
        .iter()
        .filter(|one| one.header == 0 && one.trailer == 0 && one.led.to_the_end && !is_broken(one))
        .map(|one| (one.cut, one.led.records))
        .collect();
    chains.retain(|one| {
        // Chains without blocks may have what are blocks for records.
        let others = if has_blocks(one) { with } else { with.max(without) };
        // The same words in blocks that leave themselves out, or count themselves: those that lead over all of the file are it.
        let is_other = |(cut, records): &(Cut, u64)| are_in_blocks(cut, &one.cut) && *records > one.led.records;
        if is_broken(one) && whole.iter().any(is_other) {
            return false;
        }
        !is_broken(one) || 2 * one.led.bytes >= furthest && others < FAR * one.led.records.max(LEAST)
    });
    chains
}

/// Records of the chain that has most of them, of those with words that lead from the file's first byte on and do not break.
fn most_records(chains: &[Candidate], with_blocks: bool) -> u64 {
    let is_whole = |one: &&Candidate| {
        matches!(one.cut, Cut::Words { .. }) && one.header == 0 && !is_broken(one) && has_blocks(one) == with_blocks
    };
    chains.iter().filter(is_whole).map(|one| one.led.records).max().unwrap_or(0)
}

/// Whether both have the same words before records, in blocks.
fn are_in_blocks(one: &Cut, other: &Cut) -> bool {
    match (one, other) {
        (
            Cut::Words { word, blocks: Some(_), spanned },
            Cut::Words { word: own, blocks: Some(_), spanned: own_spanned },
        ) => (word, spanned) == (own, own_spanned),
        (Cut::FixedInBlocks(length, _), Cut::FixedInBlocks(own, _)) => length == own,
        _ => false,
    }
}

const fn has_blocks(one: &Candidate) -> bool {
    matches!(one.cut, Cut::Words { blocks: Some(_), .. })
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
    let (found, in_pieces) = follow(sample, cut, &rules(cut)?, start, wanted)?;
    is_simplest(cut, in_pieces).then_some(found)
}

/// Whether no simpler way says the same: segments that are all whole are no segments, and blocks of one record each may be.
const fn is_simplest(cut: &Cut, in_pieces: bool) -> bool {
    !matches!(cut, Cut::Words { spanned: true, .. }) || in_pieces
}

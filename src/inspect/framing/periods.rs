//! The lengths that records may have in a file that has them all equally long.
//!
//! In: a sample. Out: candidates, the likeliest first. The evidence: where one kind of byte (digit, letter, blank, zero,
//! other) gives way to another, so it does a length further on, since fields stand under one another; one byte more or
//! fewer and it mostly does not, and so it does two and three lengths further on. And the length divides the size. Bytes are
//! not compared: values come back too, but not after every record, and most of a record may be blank. Refuses to say what a
//! record is.

use super::{labels, padding};
use crate::inspect::sample::Sample;
use crate::inspect::ways::rest::Solid;

/// The longest record that is looked for.
const LONGEST: u64 = 32_760;
/// The longest one that does not divide the size.
const LONGEST_UNDIVIDED: u64 = 4_096;
/// Bytes that are compared, of each of a few windows: so many records of the length, but no fewer bytes.
const COMPARED: usize = 128 * 1024;
const RECORDS: usize = 8;
const FEWEST: usize = 16 * 1024;
const WINDOWS: usize = 2;
/// By so much, in thousandths, a length has to stand out from its neighbours.
const STANDS_OUT: u32 = 60;
/// Fewer bytes show nothing.
const LEAST: u64 = 100;
/// A length is nearly as good as the best if it stands out by this much of a hundred.
const NEARLY: u32 = 75;
/// The same for a length of which the best is a multiple.
const NEARLY_PART: u32 = 50;
/// A length of which the second and the third record stand out by less than so much of a hundred is a distance between fields.
const AGAIN: u32 = 50;
/// A length that divides the size is preferred if it stands out by so much of a hundred of what the best of all does.
const DIVIDING: u32 = 50;
/// So many candidates are named.
const NAMED: usize = 5;

/// A length that all records may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    /// Bytes of a record.
    pub length: u64,
    /// Bytes of the content that whole records of this length leave over, without padding at the end; none where the
    /// content's length is not known.
    pub left_over: Option<u64>,
    /// Of a thousand places where the kind of byte changes, here or the length further on, so many are such places in
    /// both.
    pub agreement: u32,
    /// The same for one byte more or fewer, whichever is more.
    pub beside: u32,
}

impl Fixed {
    /// By how much it agrees better than its neighbours, in thousandths.
    #[must_use]
    pub const fn stands_out(&self) -> u32 {
        self.agreement.saturating_sub(self.beside)
    }

    /// The others of these that may be the length instead: two records together are no other length, unless they stand out far
    /// more.
    pub fn rivals<'a>(&'a self, all: &'a [Self]) -> impl Iterator<Item = &'a Self> {
        let is_pair =
            |one: &Self| one.length.is_multiple_of(self.length) && self.stands_out() * 100 >= one.stands_out() * NEARLY;
        all.iter().filter(move |one| !is_pair(one))
    }
}

/// What a byte is, in ASCII or in EBCDIC: 0 to 5.
pub(super) const fn kind(byte: u8) -> u8 {
    match byte {
        0 => 0,
        b' ' | 0x40 => 1,
        b'0'..=b'9' => 2,
        0xF0..=0xF9 => 3,
        b'A'..=b'Z' | b'a'..=b'z' | 0x81..=0xEF => 4,
        _ => 5,
    }
}

/// Where bytes are of another kind than those before them: a bit for each byte.
struct Changes {
    bits: Vec<u64>,
    /// Bits before each place.
    before: Vec<u32>,
}

impl Changes {
    fn of(bytes: &[u8]) -> Self {
        let mut bits = vec![0_u64; bytes.len() / 64 + 2];
        let mut before = vec![0; bytes.len() + 1];
        for at in 0..bytes.len() {
            let is_change = at > 0 && kind(bytes[at]) != kind(bytes[at - 1]);
            bits[at / 64] |= u64::from(is_change) << (at % 64);
            before[at + 1] = before[at] + u32::from(is_change);
        }
        Self { bits, before }
    }

    fn len(&self) -> usize {
        self.before.len() - 1
    }

    /// The 64 bits from a place on.
    fn word(&self, at: usize) -> u64 {
        let (word, shift) = (at / 64, at % 64);
        let next = if shift == 0 { 0 } else { self.bits[word + 1] << (64 - shift) };
        self.bits[word] >> shift | next
    }

    fn count(&self, from: usize, to: usize) -> u64 {
        u64::from(self.before[to] - self.before[from])
    }

    /// Of the places in so many bytes that are such, or have such a one so far after them, those that are both, and all.
    fn shared(&self, length: usize, distance: usize) -> (u64, u64) {
        let Some(compared) = length.checked_sub(distance) else { return (0, 0) };
        let pair = |at: usize| {
            let both = self.word(at) & self.word(at + distance);
            let used = compared - at;
            if used < 64 { both & ((1 << used) - 1) } else { both }
        };
        let both = (0..compared).step_by(64).map(|at| u64::from(pair(at).count_ones())).sum();
        (both, self.count(0, compared) + self.count(distance, length) - both)
    }
}

/// Of a thousand places that are a change, or have one so far after them, so many are both; of places too few for that, 0.
fn agreement(windows: &[Changes], distance: usize) -> u32 {
    let (mut both, mut either) = (0_u64, 0_u64);
    for window in windows {
        let shared = window.shared(window.len().min(FEWEST.max(RECORDS * distance)), distance);
        (both, either) = (both + shared.0, either + shared.1);
    }
    u32::try_from(both * 1000 / either.max(1)).unwrap_or(0)
}

/// The lengths that records may have; at least three records have to be seen.
#[must_use]
pub fn fixed_lengths(sample: &Sample) -> Vec<Fixed> {
    if sample.bytes() < LEAST {
        return Vec::new();
    }
    let windows = sample.windows.iter().take(WINDOWS);
    let bytes: Vec<Changes> = windows.map(|window| Changes::of(middle(&window.bytes))).collect();
    let longest = bytes.iter().map(Changes::len).max().unwrap_or(0) as u64 / 3;
    let sizes = sizes(sample);
    let left_over = |length: u64| sizes.iter().map(|size| size % length).min();
    let one = |length: u64| candidate(&bytes, length, left_over(length));
    let stands_out = |found: &[Fixed]| found.iter().map(Fixed::stands_out).max().unwrap_or(0);
    let mut found: Vec<Fixed> =
        (2..=longest.min(LONGEST)).filter(|length| left_over(*length) == Some(0)).filter_map(one).collect();
    let all: Vec<Fixed> = (2..=longest.min(LONGEST_UNDIVIDED)).filter_map(one).collect();
    // Some length divides any size.
    if stands_out(&found) * 100 < stands_out(&all) * DIVIDING {
        found = all;
    }
    if found.iter().any(|one| comes_again(&bytes, *one)) {
        found.retain(|one| comes_again(&bytes, *one));
    }
    let mut found = likely(found);
    found.sort_by_key(|one| (one.left_over.unwrap_or(0) > 0, one.length));
    found.truncate(NAMED);
    found
}

/// Of these lengths those that may be meant. Twice the length is a period too, and a better one where records come in pairs: of
/// those that stand out nearly as much as the best, the shortest is meant, if it divides the size. One that divides all of these
/// needs less.
fn likely(found: Vec<Fixed>) -> Vec<Fixed> {
    let best = found.iter().map(Fixed::stands_out).max().unwrap_or(0);
    let reaches = |one: &Fixed, needed: u32| one.stands_out() * 100 >= best * needed;
    let (nearly, others): (Vec<Fixed>, Vec<Fixed>) = found.into_iter().partition(|one| reaches(one, NEARLY));
    let divides = |one: &Fixed| nearly.iter().all(|other| other.length % one.length == 0);
    let parts: Vec<Fixed> = others.into_iter().filter(|one| reaches(one, NEARLY_PART) && divides(one)).collect();
    [parts, nearly].concat()
}

/// Whether the records behind the next one show the length as well, as far as there are any.
fn comes_again(bytes: &[Changes], one: Fixed) -> bool {
    let stands_out = |times: u64| {
        let distance = usize::try_from(one.length * times).unwrap_or(usize::MAX);
        let enough = bytes.iter().any(|bytes| bytes.len() / 2 > distance);
        enough.then(|| at(bytes, distance)).map(|(agreed, beside)| agreed.saturating_sub(beside))
    };
    (2..=3).filter_map(stands_out).all(|again| again * 100 >= one.stands_out() * AGAIN)
}

fn candidate(bytes: &[Changes], length: u64, left_over: Option<u64>) -> Option<Fixed> {
    let distance = usize::try_from(length).ok()?;
    let (agreement, beside) = at(bytes, distance);
    let found = Fixed { length, left_over, agreement, beside };
    (found.stands_out() >= STANDS_OUT).then_some(found)
}

/// How much a distance agrees, and its neighbours.
fn at(bytes: &[Changes], distance: usize) -> (u32, u32) {
    (agreement(bytes, distance), agreement(bytes, distance - 1).max(agreement(bytes, distance + 1)))
}

/// Bytes of the content without its labels, with and without what fills its end.
fn sizes(sample: &Sample) -> Vec<u64> {
    let Some(length) = sample.stored.length else { return Vec::new() };
    let padded = padding(sample).map(|padding| length - padding.count);
    let filled = Solid::of(sample).map(|solid| solid.from);
    let before = labels::first(sample);
    let ends = [Some(length), padded, filled, Some(length - labels::last(sample))].into_iter().flatten();
    ends.filter_map(|end| end.checked_sub(before)).filter(|size| *size > 0).collect()
}

/// The middle of a window: a file's beginning and end may be other records.
fn middle(bytes: &[u8]) -> &[u8] {
    let length = bytes.len().min(COMPARED);
    let start = (bytes.len() - length) / 2;
    &bytes[start..start + length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::framing::tests::whole;

    fn records(count: u32, end: &str) -> Vec<u8> {
        let mixed = |at: u32| {
            let once = (u64::from(at) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            (twice ^ twice >> 27) >> 20 & 0xFFFF_FFFF
        };
        let name = |at: u32| ["TREMBLAY", "ROY", "GAGNON-LEBLANC", "COTE"][(mixed(at) % 4) as usize];
        let status = |at: u32| ["A", "A", "I"][(mixed(at) / 4 % 3) as usize];
        let one = |at: u32| format!("{at:06}{:<20}{:09}{}{end}", name(at), mixed(at) % 99_991, status(at));
        (0..count).map(one).collect::<String>().into_bytes()
    }

    #[test]
    fn the_length_that_divides_and_agrees_comes_first() {
        let found = fixed_lengths(&whole(&records(200, "")));
        assert_eq!(found.first().map(|one| (one.length, one.left_over)), Some((36, Some(0))), "{found:?}");
        assert!(found[0].agreement > found[0].beside + 100, "{found:?}");
        let mut padded = records(200, "");
        padded.extend([0x1A; 5]);
        assert_eq!(
            fixed_lengths(&whole(&padded)).first().map(|one| one.length),
            Some(36),
            "without what fills the end"
        );
        let mut odd = b"HEADER 2024".to_vec();
        odd.extend(records(200, ""));
        let found = fixed_lengths(&whole(&odd));
        assert!(found.iter().any(|one| one.length == 36 && one.left_over == Some(11)), "{found:?}");
    }

    #[test]
    fn without_columns_there_is_no_length() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        let noise: Vec<u8> = (0..20_000).map(|_| next()).collect();
        for bytes in [&noise[..6_000], &[b' '; 5_000], b"", b"x", b"abcabc"] {
            assert_eq!(fixed_lengths(&whole(bytes)), [], "{}", bytes.len());
        }
    }
}

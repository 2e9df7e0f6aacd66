//! SHA-256 of bytes as they come, and of two rows of bytes at the same time.
//!
//! In: bytes in pieces of any length. Out: the digest. Refuses to know what the bytes are.
//! Source: FIPS 180-4, 5.1.1 (padding), 5.3.3 (first state), 6.2.2 (rounds).
//!
//! Each block of 64 bytes waits for the one before it, so that one row of bytes leaves half of a processor's unit for such
//! blocks idle. Where that unit is there, [`Sha256::update_both`] fills it with a second row; else both go one after the other.

use multiversion::multiversion;
use multiversion::target::match_target;
use sha2::block_api::compress256;

/// Bytes that are hashed at once.
const BLOCK: usize = 64;

type Block = [u8; BLOCK];
type State = [u32; 8];

/// The fractional parts of the square roots of the first eight primes.
const FIRST: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The state of one row of bytes.
#[derive(Debug, Clone)]
pub struct Sha256 {
    state: State,
    /// All bytes so far.
    bytes: u64,
    /// Those of them that make no whole block yet, at its start.
    begun: Block,
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

impl Sha256 {
    /// Of no byte.
    #[must_use]
    pub const fn new() -> Self {
        Self { state: FIRST, bytes: 0, begun: [0; BLOCK] }
    }

    /// Of these bytes.
    #[must_use]
    pub fn digest(bytes: &[u8]) -> [u8; 32] {
        let mut hash = Self::new();
        hash.update(bytes);
        hash.finalize()
    }

    /// The next bytes.
    pub fn update(&mut self, bytes: impl AsRef<[u8]>) {
        let (blocks, rest) = self.blocks(bytes.as_ref()).as_chunks();
        compress256(&mut self.state, blocks);
        self.end(blocks.len(), rest);
    }

    /// The next bytes of both; the least time where they are equally many.
    pub fn update_both((one, bytes): (&mut Self, &[u8]), (other, others): (&mut Self, &[u8])) {
        let (blocks, rest) = one.blocks(bytes).as_chunks();
        let (others, others_rest) = other.blocks(others).as_chunks();
        let shared = blocks.len().min(others.len());
        both((&mut one.state, &blocks[..shared]), (&mut other.state, &others[..shared]));
        compress256(&mut one.state, &blocks[shared..]);
        compress256(&mut other.state, &others[shared..]);
        one.end(blocks.len(), rest);
        other.end(others.len(), others_rest);
    }

    /// The digest.
    #[must_use]
    pub fn finalize(mut self) -> [u8; 32] {
        let bits = self.bytes.wrapping_mul(8).to_be_bytes();
        // A one, and zeros until a block lacks just the number of bits.
        let zeros = (2 * BLOCK - 1 - bits.len() - self.waiting()) % BLOCK;
        let mut padding = [0; 2 * BLOCK];
        padding[0] = 0x80;
        padding[1 + zeros..][..bits.len()].copy_from_slice(&bits);
        self.update(&padding[..1 + zeros + bits.len()]);
        let mut digest = [0; 32];
        digest.as_chunks_mut().0.iter_mut().zip(self.state).for_each(|(word, value)| *word = value.to_be_bytes());
        digest
    }

    /// How many bytes make no whole block yet.
    fn waiting(&self) -> usize {
        let [lowest, ..] = self.bytes.to_le_bytes();
        usize::from(lowest) % BLOCK
    }

    /// Fills the block that was begun, if one was; the bytes behind it.
    fn blocks<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let waiting = self.waiting();
        if waiting == 0 {
            return bytes;
        }
        let (first, rest) = bytes.split_at(bytes.len().min(BLOCK - waiting));
        self.begun[waiting..][..first.len()].copy_from_slice(first);
        self.bytes += first.len() as u64;
        if self.waiting() == 0 {
            compress256(&mut self.state, &[self.begun]);
        }
        rest
    }

    /// So many whole blocks were hashed, and these bytes follow: fewer than a block, and none where one is begun.
    fn end(&mut self, blocks: usize, rest: &[u8]) {
        if !rest.is_empty() {
            self.begun[..rest.len()].copy_from_slice(rest);
        }
        self.bytes += (blocks * BLOCK + rest.len()) as u64;
    }
}

/// As many blocks of one row of bytes as of the other.
#[multiversion(targets("x86_64+sha+sse2+ssse3+sse4.1"))]
fn both(one: (&mut State, &[Block]), other: (&mut State, &[Block])) {
    match_target! {
        "x86_64+sha+sse2+ssse3+sse4.1" => sha_unit::lanes([one.0, other.0], [one.1, other.1]),
        _ => {
            compress256(one.0, one.1);
            compress256(other.0, other.1);
        }
    }
}

/// The unit for SHA of x86-64 processors (2013; 2017 with AMD, 2019 with Intel's for servers). It takes four words of a block at once, and the eight words of a state as `abef` and `cdgh`.
/// Source: Intel's manual for software developers, volume 2, SHA256RNDS2, SHA256MSG1, SHA256MSG2.
#[cfg(target_arch = "x86_64")]
mod sha_unit {
    use core::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_extract_epi32, _mm_set_epi32, _mm_set_epi64x, _mm_setzero_si128,
        _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8, _mm_shuffle_epi32,
    };

    use multiversion::target;

    use super::{Block, State};

    /// The fractional parts of the cube roots of the first 64 primes, four rounds together.
    const ROUNDS: [[u32; 4]; 16] = [
        [0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5],
        [0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5],
        [0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3],
        [0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174],
        [0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc],
        [0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da],
        [0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7],
        [0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967],
        [0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13],
        [0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85],
        [0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3],
        [0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070],
        [0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5],
        [0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3],
        [0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208],
        [0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2],
    ];

    /// One row of bytes within a block.
    #[derive(Clone, Copy)]
    struct Lane {
        abef: __m128i,
        cdgh: __m128i,
        /// The last sixteen words of the schedule, the oldest four where the next four go.
        words: [__m128i; 4],
    }

    /// Hashes as many blocks of each lane as of the others.
    #[target("x86_64+sha+sse2+ssse3+sse4.1")]
    pub(super) fn lanes<const N: usize>(states: [&mut State; N], blocks: [&[Block]; N]) {
        let mut lanes: [Lane; N] = std::array::from_fn(|lane| begun(states[lane]));
        let count = blocks.iter().map(|blocks| blocks.len()).min().unwrap_or(0);
        let blocks = blocks.map(|blocks| &blocks[..count]);
        for at in 0..count {
            let before = lanes;
            for (lane, blocks) in lanes.iter_mut().zip(blocks) {
                lane.words = std::array::from_fn(|four| words(&blocks[at], four));
            }
            sixteen_rounds::<0, N>(&mut lanes);
            sixteen_rounds::<4, N>(&mut lanes);
            sixteen_rounds::<8, N>(&mut lanes);
            sixteen_rounds::<12, N>(&mut lanes);
            for (lane, before) in lanes.iter_mut().zip(before) {
                lane.abef = _mm_add_epi32(lane.abef, before.abef);
                lane.cdgh = _mm_add_epi32(lane.cdgh, before.cdgh);
            }
        }
        states.into_iter().zip(&lanes).for_each(|(state, lane)| *state = state_of(lane));
    }

    #[expect(clippy::many_single_char_names, reason = "they are called so in the standard")]
    #[target("x86_64+sha+sse2+ssse3+sse4.1")]
    #[inline]
    fn begun(state: &State) -> Lane {
        let [a, b, c, d, e, f, g, h] = state.map(u32::cast_signed);
        let (abef, cdgh) = (_mm_set_epi32(a, b, e, f), _mm_set_epi32(c, d, g, h));
        Lane { abef, cdgh, words: [_mm_setzero_si128(); 4] }
    }

    #[expect(clippy::many_single_char_names, reason = "they are called so in the standard")]
    #[target("x86_64+sha+sse2+ssse3+sse4.1")]
    #[inline]
    fn state_of(lane: &Lane) -> State {
        let of = |words| {
            let (low, high) = (_mm_extract_epi32::<0>(words), _mm_extract_epi32::<1>(words));
            [_mm_extract_epi32::<3>(words), _mm_extract_epi32::<2>(words), high, low].map(i32::cast_unsigned)
        };
        let ([a, b, e, f], [c, d, g, h]) = (of(lane.abef), of(lane.cdgh));
        [a, b, c, d, e, f, g, h]
    }

    /// Four words of a block, whose first byte is the highest.
    #[target("x86_64+sha+sse2+ssse3+sse4.1")]
    #[inline]
    fn words(block: &Block, four: usize) -> __m128i {
        let halves = block.as_chunks().0;
        let half = |at| i64::from_le_bytes(halves[2 * four + at]);
        let turned = _mm_set_epi64x(0x0C0D_0E0F_0809_0A0B, 0x0405_0607_0001_0203);
        _mm_shuffle_epi8(_mm_set_epi64x(half(1), half(0)), turned)
    }

    /// Sixteen rounds from this four of [`ROUNDS`] on. Written out, since a loop would keep the words in memory.
    #[target("x86_64+sha+sse2+ssse3+sse4.1")]
    #[inline]
    fn sixteen_rounds<const FIRST: usize, const N: usize>(lanes: &mut [Lane; N]) {
        four_rounds::<FIRST, 0, N>(lanes);
        four_rounds::<FIRST, 1, N>(lanes);
        four_rounds::<FIRST, 2, N>(lanes);
        four_rounds::<FIRST, 3, N>(lanes);
    }

    /// The words of the first sixteen rounds are the block's; those of all others follow from the sixteen before.
    #[target("x86_64+sha+sse2+ssse3+sse4.1")]
    #[inline]
    fn four_rounds<const FIRST: usize, const FOUR: usize, const N: usize>(lanes: &mut [Lane; N]) {
        for lane in lanes {
            if FIRST > 0 {
                let [w0, w1, w2, w3] = std::array::from_fn(|at| lane.words[(FOUR + at) % 4]);
                let sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8::<4>(w3, w2));
                lane.words[FOUR] = _mm_sha256msg2_epu32(sum, w3);
            }
            let [k0, k1, k2, k3] = ROUNDS[FIRST + FOUR].map(u32::cast_signed);
            let sums = _mm_add_epi32(lane.words[FOUR], _mm_set_epi32(k3, k2, k1, k0));
            lane.cdgh = _mm_sha256rnds2_epu32(lane.cdgh, lane.abef, sums);
            lane.abef = _mm_sha256rnds2_epu32(lane.abef, lane.cdgh, _mm_shuffle_epi32::<0x0E>(sums));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::Digest;

    use super::*;
    use crate::evidence::hash::hex;

    /// Bytes of which no two blocks are equal.
    fn bytes(length: usize, seed: u8) -> Vec<u8> {
        (0..length).map(|at| ((at * at / 7) ^ (at >> 5)).to_le_bytes()[0] ^ seed).collect()
    }

    /// By the other implementation.
    fn other(bytes: &[u8]) -> [u8; 32] {
        sha2::Sha256::digest(bytes).into()
    }

    #[test]
    fn a_digest_is_that_of_the_standard() {
        // Source: FIPS 180-2, appendix B, and NIST's example of no byte.
        for (bytes, want) in [
            (&b""[..], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
        ] {
            assert_eq!(hex(&Sha256::digest(bytes)), want);
        }
    }

    #[test]
    fn every_length_is_padded_as_the_other_implementation_does() {
        for length in 0..=300 {
            assert_eq!(Sha256::digest(&bytes(length, 0)), other(&bytes(length, 0)), "{length}");
        }
    }

    proptest! {
        #[test]
        fn pieces_of_two_rows_of_bytes_come_to_the_digest_of_each(
            pieces in proptest::collection::vec((0..400_usize, 0..400_usize), 0..12),
        ) {
            let of = |one: usize, two: usize| (bytes(one, 1), bytes(two, 2));
            let (mut hashes, mut all) = ((Sha256::new(), Sha256::new()), (Vec::new(), Vec::new()));
            for (one, two) in pieces.into_iter().map(|(one, two)| of(one, two)) {
                Sha256::update_both((&mut hashes.0, &one), (&mut hashes.1, &two));
                all.0.extend(one);
                all.1.extend(two);
            }
            prop_assert_eq!((hashes.0.finalize(), hashes.1.finalize()), (other(&all.0), other(&all.1)));
        }

        #[test]
        fn pieces_come_to_the_digest_of_all(pieces in proptest::collection::vec(0..400_usize, 0..12)) {
            let all: Vec<u8> = pieces.iter().flat_map(|length| bytes(*length, 3)).collect();
            let mut hash = Sha256::new();
            for length in pieces {
                hash.update(bytes(length, 3));
            }
            prop_assert_eq!(hash.finalize(), other(&all));
        }
    }
}

//! Whether pages may be worth compressing, told from pieces of them: most packed numbers do not get smaller, and a trial of
//! whole pages would cost as much as their compression does.
//!
//! In: the bytes of pages. Out: about how many they would be. Refuses to know: what they hold.

use parquet::errors::Result;

use super::packing::Way;

/// Bytes of each piece; enough for texts to repeat.
const PIECE_BYTES: usize = 8_192;
/// Pieces of a page, from its first bytes to its last.
const PIECES: usize = 4;

/// Bytes of all pieces: of a page that has no more, compressing it is the trial.
pub(super) const TRIED: usize = PIECES * PIECE_BYTES;

/// About how many bytes the page has when it is compressed; exactly, where it is no longer than its pieces.
pub(super) fn size(page: &[u8]) -> Result<usize> {
    if page.len() <= TRIED {
        return Ok(Way::Level.pack(page)?.len());
    }
    let step = (page.len() - PIECE_BYTES) / (PIECES - 1);
    let pieces: [&[u8]; PIECES] = std::array::from_fn(|piece| &page[piece * step..][..PIECE_BYTES]);
    Ok(Way::Level.pack(&pieces.concat())?.len() * page.len() / TRIED)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that do not get smaller.
    fn noise(bytes: usize) -> Vec<u8> {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state.to_be_bytes()[0]
        };
        (0..bytes).map(|_| next()).collect()
    }

    #[test]
    fn pieces_tell_of_the_page() {
        let words: Vec<u8> =
            noise(300_000).iter().flat_map(|byte| format!("ARENA {:02} ", byte % 50).into_bytes()).collect();
        let halves = [noise(200_000), vec![b'0'; 200_000]].concat();
        for page in [noise(400_000), words, halves, noise(20_000), Vec::new()] {
            let (guessed, real) = (size(&page).unwrap(), Way::Level.pack(&page).unwrap().len());
            assert!(guessed.abs_diff(real) <= page.len() / 16, "{guessed} for {real} of {}", page.len());
        }
    }
}

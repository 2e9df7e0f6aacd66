//! Fields that add up, and fields that only seem to: a constant more, nothing more, one of them a rate of 1, numbers that count
//! together; drawn at random, with what each record really says. None may be wrong in silence.

use std::ops::Range;
use std::sync::LazyLock;

use super::hostile::{Said, Sheet, score_of};
use super::layouts::Draw;
use super::score::Score;
use super::truth::{True, What};

/// Layouts that are drawn, each class of them several times.
const SEEDS: Range<u64> = 0..48;
/// Others, that nobody had looked at when the guesses were made.
const UNSEEN: u64 = 50_000;
/// Classes of layouts.
const CLASSES: u64 = 8;
/// Records of a layout.
const RECORDS: [u64; 3] = [200, 60, 350];

/// The numbers of a record: a whole and two that may be its parts.
fn numbers(draw: &mut Draw, class: u64, row: u64) -> [u64; 3] {
    let amount = |draw: &mut Draw| {
        let most = 10_u64.pow(3 + u32::try_from(draw.below(5)).unwrap());
        1 + draw.below(most)
    };
    let (one, other) = (amount(draw), amount(draw));
    match class {
        0 | 1 => [one + other, one, other],
        2 => [one, one, 0],
        3 => [one + 100, one, 100],
        4 => [one, one, 1],
        5 => [3 * row + 700, 2 * row + 400, row + 300],
        6 => [one, other, amount(draw)],
        // It holds in three records of four.
        _ => [one + other + u64::from(draw.below(4) == 0), one, other],
    }
}

fn sheet(seed: u64) -> Sheet {
    let mut draw = Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 23);
    let (class, records) = (seed % CLASSES, RECORDS[usize::try_from(seed / CLASSES % 3).unwrap()]);
    // The whole stands before its parts, or behind them.
    let order = [[0, 1, 2], [1, 2, 0]][usize::try_from(draw.below(2)).unwrap()];
    let width = 9 + usize::try_from(draw.below(3)).unwrap();
    let gap = usize::try_from(draw.below(2)).unwrap();
    let mut sheet = Sheet { said: vec![Vec::new(); 4], ..Sheet::default() };
    let mut at = 0;
    for number in 0..4 {
        let (name, wide) = (format!("field {number}"), if number == 0 { 8 } else { width });
        let what = if number == 0 { What::Text } else { What::Number(0) };
        sheet.fields.push(True { name, at: (at, at + wide), what, is_name: false, read: None });
        at += wide + gap;
    }
    for row in 0..records {
        let numbers = numbers(&mut draw, class, row);
        let word = ["WAGES", "FUEL", "GRAVEL"][usize::try_from(draw.below(3)).unwrap()];
        let mut cells = vec![format!("{word:8}")];
        sheet.said[0].push(Said::Text);
        for (place, number) in order.iter().map(|part| numbers[*part]).enumerate() {
            cells.push(format!("{number:0width$}"));
            sheet.said[place + 1].push(Said::Number(number.into()));
        }
        sheet.lines.push(cells.join(&" ".repeat(gap)) + "\n");
    }
    sheet
}

/// The score of all layouts together, measured once for all tests.
pub fn score() -> Score {
    static SCORE: LazyLock<Score> = LazyLock::new(|| score_of(crate::seeds(SEEDS), &sheet));
    *SCORE
}

#[test]
fn sums_that_hold_by_chance_make_nothing_wrong_in_silence() {
    for score in [score(), score_of(UNSEEN..UNSEEN + crate::rounds(24), &sheet)] {
        assert_eq!(score.silent, 0, "{score:?}");
        assert!(score.right * 2 >= score.fields, "{score:?}");
    }
}

#[test]
fn a_sum_that_always_holds_becomes_a_rule() {
    let folder = tempfile::tempdir().unwrap();
    for seed in crate::seeds(SEEDS) {
        let kind = sheet(seed).draft(folder.path()).kinds.remove(0);
        let sums = kind.sums.iter().filter(|sum| sum.share.n == sum.share.of).count();
        assert!(sums <= usize::from(seed % CLASSES < 2), "{seed}: {:?}", kind.sums);
        if seed % CLASSES < 2 && sums == 0 {
            let borders: Vec<_> = kind.fields.iter().map(|field| field.name.clone()).collect();
            assert_ne!(borders.len(), 4, "{seed}: {borders:?}");
        }
    }
}

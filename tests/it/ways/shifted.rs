//! Bytes that were lost on the way, or added: it is said from which record on all stands beside, and the draft is that of the whole file.

use tumpline::finding::{Arg, Code};

use super::doubts;
use super::headed::{Ends, Said, made};
use super::random::{self, Made};
use super::wrong::asked_in;
use crate::random::Dice;

/// Records of one length, and their copybook.
fn records(dice: &mut Dice, round: usize) -> (String, Vec<u8>, usize) {
    let page = ["cp037", "cp1252"][dice.below(2)];
    if round.is_multiple_of(2) {
        let records = random::framed(dice, page, Made::Fixed);
        return (random::COPYBOOK.to_owned(), records.concat(), 120);
    }
    let made = made(dice, (Said::Value, Ends::Fixed, page), (1, 198));
    (made.book, made.bytes, 200)
}

#[test]
fn bytes_that_are_lost_or_added_are_told_with_the_record_and_make_no_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(5);
    for round in 0..12 {
        let (book, bytes, count) = records(&mut dice, round);
        let length = bytes.len() / count;
        let whole = asked_in(folder.path(), &book, &bytes);
        assert!(!doubts(&whole).contains(&"TL0993"), "{:?}", whole.doubts);
        // A loss in the last few records cannot be told from a file that is cut.
        let record = if round == 4 { 2 } else { dice.below(count - 12) };
        let (by, at) = (1 + dice.below(5), record * length + dice.below(length - 6));
        let is_lost = dice.one_in(2);
        let (left, right) = bytes.split_at(at);
        let damaged = if is_lost { [left, &right[by..]].concat() } else { [left, &right[..by], right].concat() };
        let answer = asked_in(folder.path(), &book, &damaged);
        let what = format!(
            "{round}: {by} at {at} of {record}, {is_lost}, {:?}\n{book}\n{}",
            answer.doubts,
            answer.draft.text()
        );
        let told =
            answer.doubts.iter().find(|doubt| doubt.code == Code::RecordsShift).unwrap_or_else(|| panic!("{what}"));
        let [_, Arg::Int(from), _, bytes, side] = &told.args[..] else { panic!("{what}") };
        let from = usize::try_from(*from).unwrap();
        // A record in which few bytes are left in their place, or most are, may be of either part.
        assert!((record + 1..=record + 2).contains(&from), "{from} {what}");
        assert_eq!(
            (bytes, side),
            (&Arg::from(by as u64), &Arg::from(if is_lost { "left" } else { "right" })),
            "{what}"
        );
        // What the whole file's trailer says holds in that alone.
        let but_controls = |answer: &tumpline::inspect::ways::Answer| {
            let text = answer.draft.text();
            let is_other = |line: &&str| !line.contains("controls:") && !line.contains("{id: ");
            text.lines().filter(is_other).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(but_controls(&answer), but_controls(&whole), "{what}");
        assert!(!doubts(&answer).contains(&"TL0990"), "{what}");
    }
}

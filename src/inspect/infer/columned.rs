//! Whether lines that have the same mark several times are of fixed width all the same: amounts and names have commas too.
//!
//! In: lines and the mark. Out: whether they are columns, and whether nothing shows it. Refuses to choose where lines may be
//! both.

use std::collections::{BTreeMap, BTreeSet};

/// Lines that are enough to see columns, and those that are where blanks before numbers show them.
const LINES: usize = 5;
const FEWEST: usize = 2;
/// Blank columns between others that show columns in lines of any length.
const GAPS: usize = 2;
/// Lines of a title before a header, and lines behind the last row.
const TITLES: usize = 5;
const LAST: usize = 2;
/// Letters of the longest code before a mark, and codes of one file.
const CODE: usize = 3;
const CODES: usize = 12;

/// Whether these lines are columns, and the mark a part of what stands in them.
#[must_use]
pub fn is_columned(lines: &[&[u8]], mark: u8) -> bool {
    let lines = filled(lines);
    if are_thousands(&lines, mark) {
        return true;
    }
    if lines.len() < FEWEST || !is_of_one_length(&lines) {
        return lines.len() >= LINES && is_columned_at_first(&lines, mark);
    }
    let first = places(lines[0], mark);
    let is_even = lines.iter().filter(|line| places(line, mark) == first).count() * 20 >= lines.len() * 19;
    if lines.len() < LINES {
        is_even && shows_columns(&lines, &first, mark) && first.iter().all(|at| is_in_a_number(&lines, *at))
    } else if is_even {
        first.iter().all(|at| is_in_a_number(&lines, *at)) || holds_two_numbers(&lines, mark)
    } else {
        is_of_one_length(&lines.iter().map(|line| line.trim_ascii_end()).collect::<Vec<_>>()) || starts(&lines) >= 2
    }
}

/// Whether the mark stands in two lines or more, and nowhere but before three digits of a number that blanks lead up to: `   7,042.73`.
fn are_thousands(lines: &[&[u8]], mark: u8) -> bool {
    let is_digit = |line: &[u8], at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
    let parts = |line: &[u8], at: usize| {
        let digits = line[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let before = line[..at - digits].iter().rev();
        let is_led = before.clone().next() == Some(&mark) || before.take_while(|byte| **byte == b' ').count() >= GAPS;
        is_led && (1..=3).contains(&digits) && (1..=3).all(|next| is_digit(line, at + next)) && !is_digit(line, at + 4)
    };
    let marked: Vec<&[u8]> = lines.iter().copied().filter(|line| line.contains(&mark)).collect();
    marked.len() >= FEWEST && marked.iter().all(|line| places(line, mark).iter().all(|at| parts(line, *at)))
}

/// Whether lines of any length, as they are without the blanks at their ends, begin with columns: two places or more before
/// the first mark are blank in all and touch a column that all fill, and each mark is within a number or before a blank,
/// as in `Gagne, Anne`.
fn is_columned_at_first(lines: &[&[u8]], mark: u8) -> bool {
    // Headings of a page have no mark, and are of any length.
    let marked: Vec<&[u8]> = lines.iter().copied().filter(|line| line.contains(&mark)).collect();
    let lines = if marked.len() * 2 > lines.len() { &marked } else { lines };
    let first = |line: &&[u8]| line.iter().position(|byte| *byte == mark);
    let reach = lines.iter().map(|line| first(line).unwrap_or(line.len())).min().unwrap_or(0);
    // Totals have blanks where records have something.
    let often = |count: usize| count * 10 >= lines.len() * 9;
    let is =
        |blank: bool, at: usize| at < reach && often(lines.iter().filter(|line| (line[at] == b' ') == blank).count());
    let is_gap = |at: &usize| is(true, *at) && (is(false, at - 1) || is(false, at + 1));
    let gaps: Vec<usize> = (1..reach).filter(is_gap).collect();
    let apart = gaps.windows(2).filter(|pair| pair[1] > pair[0] + 1).count() + usize::from(!gaps.is_empty());
    let within = |line: &[u8]| {
        let digit = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_digit);
        let is = |at: &usize| line.get(at + 1) == Some(&b' ') || digit(at.checked_sub(1)) && digit(Some(at + 1));
        places(line, mark).iter().all(is)
    };
    apart >= GAPS && mostly(lines, within)
}

/// How many cells the mark makes of each of these lines, where all are of one length, the mark stands at the same places in
/// all, and nothing shows whether they are columns.
#[must_use]
pub fn perhaps_cells(lines: &[&[u8]], mark: u8) -> Option<usize> {
    let lines = filled(lines);
    let first = places(lines.first()?, mark);
    let is_even = lines.iter().all(|line| line.len() == lines[0].len() && places(line, mark) == first);
    let is_open = lines.len() >= FEWEST && is_even && !first.is_empty() && !shows_columns(&lines, &first, mark);
    is_open.then_some(first.len() + 1)
}

/// Whether each line begins with one of a few short codes of one length and the mark, and all lines of a code have as many
/// marks: these are cells, however many of them other codes have.
#[must_use]
pub fn is_coded(lines: &[&[u8]], mark: u8) -> bool {
    let mut codes: BTreeMap<&[u8], usize> = BTreeMap::new();
    let lines = filled(lines);
    for line in &lines {
        let code = line.split(|byte| *byte == mark).next().unwrap_or_default();
        let is_code = (1..=CODE).contains(&code.len()) && code.iter().all(u8::is_ascii_alphanumeric);
        let marks = marks(line, mark);
        if !is_code || marks == 0 || *codes.entry(code).or_insert(marks) != marks {
            return false;
        }
    }
    let is_even = codes.keys().all(|code| Some(code.len()) == codes.keys().next().map(|first| first.len()));
    let several = (2..=CODES).contains(&codes.len()) && lines.len() >= 2 * codes.len();
    several && is_even && codes.values().any(|marks| *marks > 1)
}

/// Whether the first line that has the mark names cells: words between marks, as many as in nearly all other lines, whose marks
/// stand at other places than its own where it is a comma. Lines of one length are cells all the same, and so is what follows
/// a few lines of a title.
#[must_use]
pub fn is_headed(lines: &[&[u8]], mark: u8) -> bool {
    let lines = filled(lines);
    let titles = lines.iter().take(TITLES).take_while(|line| marks(line, mark) == 0).count();
    let Some((head, rows)) = lines[titles..].split_first().filter(|(_, rows)| !rows.is_empty()) else { return false };
    let last = rows.iter().rev().take(LAST).take_while(|line| marks(line, mark) == 0).count();
    let rows = &rows[..rows.len() - last];
    let names: Vec<&[u8]> = head.split(|byte| *byte == mark).map(bare).collect();
    let is_name = |name: &&[u8]| {
        let begins = name.first().is_some_and(|first| first.is_ascii_alphabetic() || !first.is_ascii());
        begins && !name.windows(2).any(|pair| pair == b"  ")
    };
    let different = names.iter().collect::<BTreeSet<_>>().len() == names.len();
    let own = places(head, mark);
    let is_row = |row: &[u8]| marks(row, mark) == own.len() && row.iter().any(u8::is_ascii_digit);
    let moved = rows.iter().filter(|row| places(row, mark) != own).count();
    let is_apart = mark != b',' || moved * 2 > rows.len();
    !rows.is_empty() && names.len() > 1 && names.iter().all(is_name) && different && mostly(rows, is_row) && is_apart
}

/// A cell without blanks and quotes around it.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell)
}

/// Marks that stand in no quotes.
fn marks(line: &[u8], mark: u8) -> usize {
    let outside = line.split(|byte| *byte == b'"').step_by(2);
    outside.map(|piece| memchr::memchr_iter(mark, piece).count()).sum()
}

fn filled<'l>(lines: &[&'l [u8]]) -> Vec<&'l [u8]> {
    lines.iter().copied().filter(|line| !line.trim_ascii().is_empty()).collect()
}

/// Whether blanks show columns: before the digits in front of each mark, or between two things of one cell.
fn shows_columns(lines: &[&[u8]], marks: &[usize], mark: u8) -> bool {
    let padded = |line: &[u8], at: usize| {
        let digits = line[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        digits > 0 && line[..at - digits].last().is_some_and(|byte| matches!(byte, b' ' | b'-' | b'+'))
    };
    let parted = |line: &[u8]| {
        line.split(|byte| *byte == mark).any(|cell| cell.trim_ascii().windows(2).any(|pair| pair == b"  "))
    };
    let is_padded = |at: &usize| lines.iter().any(|line| line.len() > *at && padded(line, *at));
    marks.iter().all(is_padded) || lines.iter().any(|line| parted(line))
}

fn places(line: &[u8], mark: u8) -> Vec<usize> {
    line.iter().enumerate().filter(|(_, byte)| **byte == mark).map(|(at, _)| at).collect()
}

fn is_of_one_length(lines: &[&[u8]]) -> bool {
    let usual = lines.iter().filter(|line| line.len() == lines[lines.len() / 2].len()).count();
    usual * 20 >= lines.len() * 19
}

/// Whether nearly all lines are so.
fn mostly(lines: &[&[u8]], is: impl Fn(&[u8]) -> bool) -> bool {
    lines.iter().filter(|line| is(line)).count() * 20 >= lines.len() * 19
}

/// Whether the mark at this place has a digit before it, and behind it the two digits of cents or the three of thousands: no
/// mark follows cents.
fn is_in_a_number(lines: &[&[u8]], at: usize) -> bool {
    let digits = |line: &[u8]| line[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let before = |line: &[u8]| at > 0 && line[at - 1].is_ascii_digit();
    let is = |line: &[u8]| match digits(line) {
        2 => line.get(at + 3) != Some(&line[at]),
        digits => digits == 3,
    };
    mostly(lines, |line| line.len() > at && before(line) && is(line))
}

/// Whether a cell between two marks has two numbers, in some lines with several blanks between them: those of telephone
/// numbers have one.
fn holds_two_numbers(lines: &[&[u8]], mark: u8) -> bool {
    let two = |cell: &[u8], gap: usize| {
        let words: Vec<&[u8]> = cell.split(|byte| *byte == b' ').collect();
        let digits = |word: &&[u8]| word.iter().all(u8::is_ascii_digit);
        let ends = |word: &&[u8]| word.last().is_some_and(u8::is_ascii_digit);
        let last = words.iter().rposition(|word| !word.is_empty()).unwrap_or(0);
        let blanks = words[..last].iter().rev().take_while(|word| word.is_empty()).count();
        last > blanks && blanks + 1 >= gap && digits(&words[last]) && ends(&words[last - blanks - 1])
    };
    let any = |line: &[u8], gap: usize| line.split(|byte| *byte == mark).any(|cell| two(cell, gap));
    mostly(lines, |line| any(line, 1)) && lines.iter().filter(|line| any(line, 2)).count() * 5 >= lines.len()
}

/// Columns in which something begins behind a blank in nearly every line, and behind two in some.
fn starts(lines: &[&[u8]]) -> usize {
    let face = |line: &[u8], at: usize| line.get(at).copied().unwrap_or(b' ');
    let begins = |at: &usize| {
        let here = lines.iter().filter(|line| face(line, *at) != b' ' && face(line, at - 1) == b' ');
        let (here, wide) =
            here.fold((0, 0), |(here, wide), line| (here + 1, wide + usize::from(face(line, at - 2) == b' ')));
        here * 5 >= lines.len() * 4 && wide * 5 >= lines.len()
    };
    let width = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    (2..width).filter(begins).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: impl Fn(u64) -> String) -> bool {
        let lines: Vec<String> = (1..60).map(line).collect();
        is_columned(&lines.iter().map(String::as_bytes).collect::<Vec<_>>(), b',')
    }

    #[test]
    fn marks_in_amounts_and_names_make_no_cells() {
        let cents = |at: u64| at * at * 7_919 % 900_000 + 100_000;
        let amount = |at: u64| format!("{},{:03}.{:02}", cents(at) / 100_000, cents(at) / 100 % 1000, cents(at) % 100);
        assert!(of(|at| format!("{at:04} {} {} {} X", amount(at), amount(at + 1), amount(at + 2))));
        let comma = |at: u64| format!("{:>5},{:02}", at * at % 90_000, at % 100);
        assert!(of(|at| format!("{at:04}{}{}{}{}", comma(at), comma(at + 7), comma(at + 9), comma(at + 13))));
        let names = ["SINGH, NORA", "O'CONNOR, MARGARET", "LEE, AN", "TREMBLAY, MARIE"];
        let name = |at: u64| names[usize::try_from(at * 7 / 3).unwrap_or(0) % 4];
        assert!(of(|at| format!("{at:04}{:22}{:22}{:20}{:8}", name(at), name(at + 1), name(at + 2), at * 31)));
    }

    #[test]
    fn lines_without_the_blanks_at_their_ends_are_columns() {
        let firsts = ["Anne", "Luc", "Marie-Josee", "Jean"];
        let name = |at: u64| {
            format!(
                "{}, {}",
                &"TREMBLAYMACDONALD"[..usize::try_from(at * 7 % 13).unwrap_or(0) + 3],
                firsts[usize::try_from(at % 4).unwrap_or(0)]
            )
        };
        let what = |at: u64| ["", "PERMIT", "DOG LICENCE"][usize::try_from(at * at % 3).unwrap_or(0)];
        let stripped = |line: String| line.trim_end().to_owned();
        assert!(of(|at| stripped(format!(
            "2024-01-{:02} {:>10} {at:06} {:25} {}",
            at % 28 + 1,
            at * 31,
            name(at),
            what(at)
        ))));
        assert!(of(|at| stripped(format!("{at:05} {:>12} {:30}{}", at * at * 97, name(at), what(at)))));
        assert!(!of(|at| format!("{at},{},{}", name(at).replace(", ", ","), what(at))), "cells of any width");
        assert!(!of(|at| format!("2024-01-{:02},{at:06},{},{}", at % 28 + 1, what(at), at * at)), "no blanks between");
        assert!(!of(|at| format!("{} {}, {}", at * at, name(at).replace(", ", " "), what(at))), "no column is blank");
    }

    #[test]
    fn blanks_before_numbers_show_columns_in_two_lines() {
        let few = |lines: &[&str]| is_columned(&lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), b',');
        assert!(few(&["SALT  6186,50   401,09  1927,12", "PAPER    1,05    17,40   -20,75"]));
        assert!(!few(&["1,10,20,30", "2,11,21,31"]));
        assert!(!few(&["0001,SMITH     ,     310,12", "0002,ROY       ,      31,14"]));
        assert!(few(&[
            "H0001",
            "D01BELL      7,042.7301",
            "D02ROY   1,104,311.2202",
            "D03LEE        42.7301",
            "T2   49,370.41"
        ]));
        assert!(!few(&["1001,042.73", "1002,311.22"]), "nothing leads up to them");
        assert!(!few(&["no,sum", "  17,042.73", "  18,311.22"]), "a header has the mark");
    }

    #[test]
    fn a_few_codes_before_marks_are_cells() {
        let coded = |lines: &[&str]| is_coded(&lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), b',');
        assert!(coded(&[
            "H,1,x",
            "D,Bell,1.50,a",
            "D,\"Roy, Ltd\",2.50,b",
            "T,2",
            "D,Bell,2.75,c",
            "T,9",
            "H,2,y",
            "T,1"
        ]));
        assert!(!coded(&["H,1,x", "D,Bell,1.50,a", "D,Roy, Ltd,2.50,b", "H,2,y"]), "a row of another width");
        assert!(!coded(&["12,50 SALT", "7,25 GRAVEL", "12,75 SALT", "7,00 PAPER"]), "numbers of any length");
        assert!(!coded(&["H 1 x", "D,2,y", "D,3,y", "H 2 z"]), "no mark");
    }

    #[test]
    fn a_line_that_names_as_many_cells_as_others_have_is_a_header() {
        let headed = |head: &str, row: &dyn Fn(u64) -> String| {
            let lines: Vec<String> = std::iter::once(head.to_owned()).chain((0..40).map(row)).collect();
            is_headed(&lines.iter().map(String::as_bytes).collect::<Vec<_>>(), b',')
        };
        let row = |at: u64| format!("AP,{:06},705{:07}", at * 7_919 % 999_983, at * 104_729 % 9_999_991);
        assert!(headed("Module,Roll,Phone", &row));
        assert!(headed("\"Module\",\"Roll\",\"Phone\"", &|at| format!("\"{}\"", row(at).replace(',', "\",\""))));
        assert!(!headed("Module,Roll", &row), "fewer names");
        assert!(!headed("AP,000001,7050000001", &row), "a row");
        assert!(
            !headed("NAME, FIRST        NUMBER", &|at| format!("TREMBLAY, ANNE     {at:06}")),
            "a heading of columns"
        );
    }

    #[test]
    fn what_blanks_do_not_show_may_be_both() {
        let cells = |lines: &[&str]| perhaps_cells(&lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), b',');
        assert_eq!(cells(&["00001,7408,B", "00002,7409,C"]), Some(3));
        assert_eq!(cells(&["0000010042445,19", "0000020004245,77"]), Some(2));
        assert_eq!(cells(&["00001,     7,    0", "00002,   140,  977"]), Some(3));
        assert_eq!(cells(&["00001    19,19", "00002  4519,77"]), None, "blanks show two columns");
        assert_eq!(cells(&["    19,19", "  4519,77"]), None, "blanks fill up a number");
        assert_eq!(cells(&["0001 SALT", "0002 FUEL"]), None);
        assert_eq!(cells(&["00001,7408,B", "0002,17409,C"]), None, "the marks stand at other places");
    }

    #[test]
    fn cells_between_marks_are_cells() {
        assert!(!of(|at| format!("{at:04},SMITH     ,{:>8},2024-01-{:02}", at * 31, at % 28 + 1)));
        assert!(!of(|at| format!(
            "{:60}",
            format!("{at},SMITH {},{},{}", &"AAAAAAAAA"[..usize::try_from(at % 9).unwrap_or(0)], at * at, at % 7)
        )));
        assert!(!of(|at| format!("{at},{},{},{}", at * at, at % 7, at * 31)));
        assert!(!of(|at| format!("{at:04},{:04},{:04},{:04}", at % 90, at % 7, at * 31)));
    }
}

//! Whether lines that have the same mark several times are of fixed width all the same: amounts and names have commas too.
//!
//! In: lines and the mark. Out: whether they are columns. Refuses to say what is delimited: lines whose marks stand at the
//! same places, with a cell between two of them, may be both, and are.

/// Lines that are enough to see columns.
const LINES: usize = 5;

/// Whether these lines are columns, and the mark a part of what stands in them.
#[must_use]
pub fn is_columned(lines: &[&[u8]], mark: u8) -> bool {
    let lines: Vec<&[u8]> = lines.iter().copied().filter(|line| !line.trim_ascii().is_empty()).collect();
    if lines.len() < LINES || !is_of_one_length(&lines) {
        return false;
    }
    let first = places(lines[0], mark);
    let same = lines.iter().filter(|line| places(line, mark) == first).count();
    if same * 20 >= lines.len() * 19 {
        first.iter().all(|at| is_in_a_number(&lines, *at)) || holds_two_numbers(&lines, mark)
    } else {
        is_of_one_length(&lines.iter().map(|line| line.trim_ascii_end()).collect::<Vec<_>>()) || starts(&lines) >= 2
    }
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

/// Whether the mark at this place has a digit before it, and behind it the two digits of cents or the three of thousands.
fn is_in_a_number(lines: &[&[u8]], at: usize) -> bool {
    let digits = |line: &[u8]| line[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let before = |line: &[u8]| at > 0 && line[at - 1].is_ascii_digit();
    mostly(lines, |line| line.len() > at && before(line) && matches!(digits(line), 2 | 3))
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

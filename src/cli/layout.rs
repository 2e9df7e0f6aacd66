//! Plain text in columns and lines of at most a hundred characters.
//!
//! Widths count characters. A non-breaking space is never broken at. Refuses words and numbers.

/// The longest line.
pub const WIDTH: usize = 100;
/// Before every line under a heading.
pub const INDENT: &str = "  ";

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// Rows of equally many cells, two spaces apart and indented; no space at a line's end.
#[must_use]
pub fn table(sides: &[Side], rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| length(cell)).max();
    let widths: Vec<usize> = (0..sides.len()).map(|column| width(column).unwrap_or(0)).collect();
    rows.iter().map(|row| table_line(sides, &widths, row)).collect()
}

fn table_line(sides: &[Side], widths: &[usize], row: &[String]) -> String {
    let cells = row.iter().zip(sides).zip(widths).map(|((cell, side), &width)| {
        let blanks = " ".repeat(width - length(cell).min(width));
        match side {
            Side::Left => format!("{cell}{blanks}"),
            Side::Right => format!("{blanks}{cell}"),
        }
    });
    let line = format!("{INDENT}{}", cells.collect::<Vec<_>>().join("  "));
    format!("{}\n", line.trim_end())
}

/// A table without the columns that are zero, or empty, in all rows but the heading.
#[must_use]
pub fn table_of_what_counts(sides: &[Side], rows: &[Vec<String>]) -> String {
    let counts = |column: &usize| {
        let mut below = rows.iter().skip(1).filter_map(|row| row.get(*column));
        below.any(|cell| cell != "0" && !cell.is_empty())
    };
    let kept: Vec<usize> = (0..sides.len()).filter(counts).collect();
    let keep = |row: &Vec<String>| kept.iter().filter_map(|column| row.get(*column).cloned()).collect();
    let sides: Vec<Side> = kept.iter().map(|column| sides[*column]).collect();
    table(&sides, &rows.iter().map(keep).collect::<Vec<_>>())
}

/// A text in lines; the first begins with `first`, the others with blanks of the same width.
#[must_use]
pub fn wrapped(first: &str, text: &str) -> String {
    let margin = length(first);
    let mut lines = String::from(first);
    let mut at = margin;
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 && at + 1 + length(word) > WIDTH {
            lines.push('\n');
            lines.push_str(&" ".repeat(margin));
            at = margin;
        } else if index > 0 {
            lines.push(' ');
            at += 1;
        }
        lines.push_str(word);
        at += length(word);
    }
    lines.push('\n');
    lines
}

/// Characters of a text.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Side::{Left, Right};

    fn rows(cells: &[&[&str]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn columns_are_aligned_and_lines_have_no_end_blanks() {
        let rows = rows(&[&["table", "rows", ""], &["é", "1,000", "x"]]);
        assert_eq!(table(&[Left, Right, Left], &rows), "  table   rows\n  é      1,000  x\n");
    }

    #[test]
    fn columns_that_count_nothing_are_left_out() {
        let rows = rows(&[&["t", "a", "b"], &["x", "0", "1"], &["y", "0", "0"]]);
        assert_eq!(table_of_what_counts(&[Left, Right, Right], &rows), "  t  b\n  x  1\n  y  0\n");
    }

    #[test]
    fn long_texts_are_broken_at_spaces_and_hang() {
        let text = wrapped("TL0212  ", &"word ".repeat(30));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| length(line) <= WIDTH));
        assert!(lines[0].starts_with("TL0212  word") && lines[1].starts_with("        word"));
        assert_eq!(wrapped("", "a\u{a0}b"), "a\u{a0}b\n");
        let long = "x".repeat(200);
        assert_eq!(wrapped("", &long), format!("{long}\n"), "a path is never broken");
    }
}

//! Plain text in columns and lines of a given width.
//!
//! Widths count characters. A non-breaking space is never broken at. Refuses words and numbers.

/// The longest line where nobody says how wide lines may be, and of what is kept.
pub const WIDTH: usize = 80;
/// The longest line on the widest terminal: longer ones are hard to read.
pub const WIDEST: usize = 120;
/// The longest line on the narrowest.
pub const NARROWEST: usize = 60;
/// A longer text between backticks is broken.
const QUOTED: usize = 30;
/// Of so many characters of a line, the last cell of a row has one at least, if it is long.
const LAST: usize = 4;
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
    let (sides, rows) = what_counts(sides, rows);
    table(&sides, &rows)
}

/// The columns that are not zero, or empty, in all rows but the heading.
#[must_use]
pub fn what_counts(sides: &[Side], rows: &[Vec<String>]) -> (Vec<Side>, Vec<Vec<String>>) {
    let counts = |column: &usize| {
        let mut below = rows.iter().skip(1).filter_map(|row| row.get(*column));
        below.any(|cell| cell != "0" && !cell.is_empty())
    };
    let kept: Vec<usize> = (0..sides.len()).filter(counts).collect();
    let keep = |row: &Vec<String>| kept.iter().filter_map(|column| row.get(*column).cloned()).collect();
    let sides: Vec<Side> = kept.iter().map(|column| sides[*column]).collect();
    (sides, rows.iter().map(keep).collect())
}

/// Rows of equally many cells as [`table`] lays them out; the last cell is a text that goes on under itself. Where next to no
/// place would be left to it, the widest of the others may be longer than its column, and the last stands below.
#[must_use]
pub fn hanging_table(width: usize, sides: &[Side], rows: &[Vec<String>]) -> String {
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| length(cell)).max();
    let mut widths: Vec<usize> = (0..sides.len()).map(|column| widest(column).unwrap_or(0)).collect();
    let is_full = |row: &Vec<String>| row.last().is_some_and(|last| margin(&widths) + length(last) > width);
    let over = (margin(&widths) + width / LAST).saturating_sub(width);
    if over > 0
        && rows.iter().any(is_full)
        && let Some(widest) = widths.iter_mut().max()
    {
        *widest = widest.saturating_sub(over).max(1);
    }
    rows.iter().filter_map(|row| hanging_row(width, sides, &widths, row)).collect()
}

/// Before a last cell that stands below its row, since a word of it is too long for its column.
const BELOW: &str = "      ";

/// The characters before the last cell of a row.
fn margin(widths: &[usize]) -> usize {
    length(INDENT) + widths.iter().map(|width| width + 2).sum::<usize>()
}

fn hanging_row(width: usize, sides: &[Side], widths: &[usize], row: &[String]) -> Option<String> {
    let (last, cells) = row.split_last()?;
    let margin = margin(widths);
    let begun = |cells: &[String], to: usize| {
        let line = table_line(sides, widths, cells);
        let line = line.trim_end_matches('\n');
        format!("{line}{}", " ".repeat(to.saturating_sub(length(line))))
    };
    let first = begun(cells, margin);
    if length(&first) > margin
        && let Some((wide, before)) = cells.split_last()
    {
        let wide = wrapped(width, &begun(before, self::margin(&widths[..before.len()])), wide);
        return Some(wide + &wrapped(width, &" ".repeat(margin), last));
    }
    let longest = words(last).iter().map(|word| length(word)).max().unwrap_or(0);
    if margin + longest > width && BELOW.len() + longest <= width {
        return Some(format!("{}\n{}", first.trim_end(), wrapped(width, BELOW, last)));
    }
    let whole = wrapped(width, &first, last);
    Some(if last.is_empty() { format!("{}\n", whole.trim_end()) } else { whole })
}

/// At most so many characters of a line, those around one of them; what is left out is an ellipsis.
#[must_use]
pub fn around(line: &str, at: usize, most: usize) -> String {
    let all = length(line);
    if all <= most {
        return line.to_owned();
    }
    let kept = most.saturating_sub(2).max(1);
    let start = at.saturating_sub(kept / 2).min(all - kept);
    let part: String = line.chars().skip(start).take(kept).collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if start + kept < all { "…" } else { "" });
    format!("{before}{part}{after}")
}

/// A text in lines of a width; the first begins with `first`, the others with blanks as wide as it.
#[must_use]
pub fn wrapped(width: usize, first: &str, text: &str) -> String {
    let margin = length(first);
    let mut lines = String::from(first);
    let mut at = margin;
    for (index, word) in words(text).into_iter().enumerate() {
        if index > 0 && at + 1 + length(&word) > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(margin));
            at = margin;
        } else if index > 0 {
            lines.push(' ');
            at += 1;
        }
        lines.push_str(&word);
        at += length(&word);
    }
    lines.push('\n');
    lines
}

/// A text's words; what stands between backticks is one, if it is short, and so is a mark with the word before it: in French a
/// blank parts them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match words.last_mut() {
            Some(last) if last.matches('`').count() % 2 == 1 && length(last) < QUOTED || is_mark(word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Whether a word is a mark that ends the words before it.
fn is_mark(word: &str) -> bool {
    word.starts_with([':', ';', '?', '!', '»']) && word.chars().count() <= 2
}

/// Characters of the longest line on a terminal of this width; none where it is no terminal.
#[must_use]
pub fn width_of(terminal: Option<usize>) -> usize {
    terminal.map_or(WIDTH, |width| width.clamp(NARROWEST, WIDEST))
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
    fn the_last_cell_of_a_hanging_table_goes_on_under_itself() {
        let rows = rows(&[&["a", "1", "one two three"], &["bb", "20", "four"]]);
        assert_eq!(hanging_table(18, &[Left, Right], &rows), "  a    1  one two\n          three\n  bb  20  four\n");
        let long = [["a", "the record matches a pattern of words", "skipped: a total of them"], ["b", "1", "four"]];
        let text = hanging_table(40, &[Left, Left], &self::rows(&[&long[0][..], &long[1][..]]));
        assert!(text.lines().all(|line| length(line) <= 40), "{text}");
        assert!(text.contains(&format!("\n{}skipped: a", " ".repeat(30))), "{text}");
    }

    #[test]
    fn long_texts_are_broken_at_spaces_and_hang() {
        let text = wrapped(WIDTH, "TL0212  ", &"word ".repeat(30));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| length(line) <= WIDTH));
        assert!(lines[0].starts_with("TL0212  word") && lines[1].starts_with("        word"));
        assert_eq!(wrapped(WIDTH, "", "a\u{a0}b"), "a\u{a0}b\n");
        assert_eq!(wrapped(12, "", "one `two: [3]` four"), "one\n`two: [3]`\nfour\n");
        let long = "x".repeat(200);
        assert_eq!(wrapped(WIDTH, "", &long), format!("{long}\n"), "a path is never broken");
    }

    #[test]
    fn a_word_that_is_too_long_for_the_last_column_stands_below_its_row() {
        let rows = rows(&[&["first_name", "text", "customer_data.first_name; personal"], &["id", "int32", "id"]]);
        let sides = [Side::Left; 2];
        let table = hanging_table(40, &sides, &rows);
        assert_eq!(table, "  first_name  text\n      customer_data.first_name; personal\n  id          int32  id\n");
        assert!(hanging_table(60, &sides, &rows).starts_with("  first_name  text   customer_data"));
        assert!(hanging_table(28, &sides, &rows).contains("text   customer_data"), "there is no room anywhere");
    }
}

//! The name that was probably meant: a wrong name and the right ones in, the nearest out.

/// Longest name that is compared, in characters.
const LONGEST: usize = 64;

/// The candidate with the fewest slips from `name`; none if all are too far. Of equals the first.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = folded(name);
    if wrong.len() > LONGEST {
        return None;
    }
    let mut best = None;
    // One more than the slips that a candidate may have: less than the best so far.
    let mut below = most_slips(wrong.len()) + 1;
    for candidate in candidates {
        let right = folded(candidate);
        if below == 0 || right.len() > LONGEST || right.len().abs_diff(wrong.len()) >= below {
            continue;
        }
        let slips = slips(&wrong, &right, below - 1);
        if slips < below {
            below = slips;
            best = Some(candidate);
        }
    }
    best
}

/// The nearest as an argument of a diagnostic: empty if there is none.
#[must_use]
pub fn or_empty<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> &'a str {
    nearest(name, candidates).unwrap_or_default()
}

fn most_slips(length: usize) -> usize {
    match length {
        0..=2 => 1,
        3..=5 => 2,
        _ => length.div_ceil(3),
    }
}

fn folded(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '-' | ' ') { '_' } else { c }).collect()
}

/// Letters put in, left out, changed, or swapped with their neighbour (optimal string alignment); more than
/// `allowed` may be told as any such number. Neither text is longer than [`LONGEST`].
fn slips(a: &[char], b: &[char], allowed: usize) -> usize {
    let (a, b) = without_common_ends(a, b);
    let mut rows = [[0; LONGEST + 1]; 3];
    rows[1] = std::array::from_fn(|j| j);
    let mut least_before = 0;
    for i in 0..a.len() {
        let [before, above, mut row] = rows;
        row[0] = i + 1;
        let mut least_here = i + 1;
        for j in 0..b.len() {
            let changed = above[j] + usize::from(a[i] != b[j]);
            let mut least = changed.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
            least_here = least_here.min(least);
        }
        if least_here.min(least_before) > allowed {
            return allowed + 1;
        }
        least_before = least_here;
        rows = [above, row, before];
    }
    rows[1][b.len()]
}

fn without_common_ends<'a>(a: &'a [char], b: &'a [char]) -> (&'a [char], &'a [char]) {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_that_was_meant() {
        let keys = ["name", "at", "type", "trim", "null_if", "on_blank", "thousands", "encoding"];
        for (wrong, right) in [
            ("nmae", Some("name")),
            ("naem", Some("name")),
            ("tpye", Some("type")),
            ("Type", Some("type")),
            ("nullif", Some("null_if")),
            ("null-if", Some("null_if")),
            ("onblank", Some("on_blank")),
            ("thousand", Some("thousands")),
            ("encodng", Some("encoding")),
            ("zzzzzz", None),
            ("", None),
            ("description", None),
        ] {
            assert_eq!(nearest(wrong, keys), right, "{wrong}");
        }
    }

    #[test]
    fn slips_count_swaps_once() {
        for (a, b, want) in
            [("", "", 0), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "", 3), ("abcd", "acbd", 1)]
        {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(slips(&chars(a), &chars(b), 9), want, "{a} {b}");
        }
    }
}

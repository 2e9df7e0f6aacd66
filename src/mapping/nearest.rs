//! The name that was probably meant: a wrong name and the right ones in, the nearest out.

/// Longest name that is compared, in characters.
const LONGEST: usize = 64;

/// Whether a candidate is the name with a kind before it, such as `head.batch_no`.
fn is_named_in_full(name: &str, candidate: &str) -> bool {
    candidate.strip_suffix(name).is_some_and(|kind| kind.ends_with('.'))
}

/// Letters of which a name has at least so many where another one begins with it.
const BEGINNING: usize = 4;

/// The candidate with the fewest slips from `name`, of equals the first; if all are too far, the only one that begins
/// with it, or that it begins with.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = folded(name);
    if wrong.len() > LONGEST {
        return None;
    }
    let mut best = None;
    let mut begins = Vec::new();
    // One more than the slips that a candidate may have: less than the best so far.
    let mut below = most_slips(wrong.len()) + 1;
    for candidate in candidates {
        if is_named_in_full(name, candidate) {
            return Some(candidate);
        }
        let right = folded(candidate);
        let is_alike = right.first() == wrong.first() && right.len().min(wrong.len()) >= BEGINNING;
        if is_alike && (right.starts_with(&wrong) || wrong.starts_with(&right)) {
            begins.push(candidate);
        }
        if below == 0 || right.len() > LONGEST || right.len().abs_diff(wrong.len()) >= below {
            continue;
        }
        let slips = slips(&wrong, &right, below - 1);
        if slips < below {
            below = slips;
            best = Some(candidate);
        }
    }
    best.or_else(|| begins.first().copied().filter(|_| begins.len() == 1))
}

/// Whether nothing but the nearest candidate can be meant: a slip or two in a word, no digit among them, and every other
/// candidate has twice as many.
#[must_use]
pub fn is_sure<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> bool {
    let wrong = folded(name);
    let digits = |name: &[char]| name.iter().filter(|c| c.is_ascii_digit()).copied().collect::<Vec<_>>();
    let mut near: Vec<usize> = candidates
        .into_iter()
        .map(folded)
        .filter(|right| right.len().max(wrong.len()) <= LONGEST && digits(right) == digits(&wrong))
        .map(|right| slips(&wrong, &right, LONGEST))
        .collect();
    near.sort_unstable();
    let fewest = near.first().copied().unwrap_or(LONGEST);
    fewest <= 2 && 3 * fewest <= wrong.len() && near.get(1).is_none_or(|next| *next >= 2 * fewest.max(1))
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
    fn one_name_alone_may_be_meant() {
        let keys = ["name", "at", "type", "true", "trim", "on_blank", "on_bad", "limits", "int32", "int64"];
        for (wrong, want) in [
            ("nmae", true),
            ("limit", true),
            ("limts", true),
            ("on_blnak", true),
            ("on_bla", false),
            ("tyue", false),
            ("int3", false),
            ("x", false),
            ("something", false),
        ] {
            assert_eq!(is_sure(wrong, keys), want, "{wrong}");
        }
    }

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

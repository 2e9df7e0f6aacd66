//! Names of fields: COBOL's, in small letters, with `_` for `-`; with the group's name before it where one stands twice.
//! A dot would lead into a group, and what begins with `_` is the trace's: no compiler has such names. What COPY has to fill
//! in is left out.

use std::collections::HashMap;

use crate::mapping::copybook::placeholder;

/// `ACCT-CURR-BAL` as `acct_curr_bal`.
#[must_use]
pub fn of(name: &str) -> String {
    let name = placeholder::filled(name).to_ascii_lowercase();
    name.replace(['-', '.'], "_").trim_start_matches('_').to_owned()
}

/// Names of items by their paths: each as short as it can be without being another's.
///
/// A path has the names of the groups around an item, the outermost first, then its own.
pub fn unique(paths: &[Vec<String>]) -> Vec<String> {
    let mut parts = vec![1_usize; paths.len()];
    loop {
        let names: Vec<String> = paths.iter().zip(&parts).map(|(path, parts)| last(path, *parts)).collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for name in &names {
            *times.entry(name).or_default() += 1;
        }
        let longer: Vec<usize> =
            (0..paths.len()).filter(|at| times[names[*at].as_str()] > 1 && parts[*at] < paths[*at].len()).collect();
        if longer.is_empty() {
            return numbered(names);
        }
        for at in longer {
            parts[at] += 1;
        }
    }
}

fn last(path: &[String], parts: usize) -> String {
    path[path.len().saturating_sub(parts)..].join("_")
}

/// What is still called the same has a number behind it, from the second on.
fn numbered(names: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let free = (2_usize..).map(|number| format!("{name}_{number}"));
        let one = std::iter::once(name.clone()).chain(free).find(|one| !all.contains(one));
        all.push(one.unwrap_or(name));
    }
    all
}

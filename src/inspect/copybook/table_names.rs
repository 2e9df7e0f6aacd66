//! Names of the tables of a draft: fit for folders, and no two of them the same, whatever the case of their letters.
//!
//! In: the name that a table would like to have. Out: one that it has. Refuses to know what tables hold.

use std::collections::BTreeSet;

/// Bytes of the longest name of a table.
const LONGEST: usize = 100;
/// Names that Windows gives no folder.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Those that are taken, in small letters.
#[derive(Debug, Default)]
pub struct TableNames(BTreeSet<String>);

impl TableNames {
    /// This name, or one with a number behind it; none of `but`.
    pub fn take(&mut self, wanted: &str, but: &BTreeSet<String>) -> String {
        let plain = plain(wanted);
        let numbered = (2_u32..).map(|number| {
            let end = format!("_{number}");
            format!("{}{end}", &plain[..plain.len().min(LONGEST - end.len())])
        });
        let is_free = |name: &String| {
            let lower = name.to_ascii_lowercase();
            !self.0.contains(&lower) && !but.contains(&lower)
        };
        let name = std::iter::once(plain.clone()).chain(numbered).find(is_free).unwrap_or_default();
        self.0.insert(name.to_ascii_lowercase());
        name
    }
}

/// ASCII letters, digits and `_`, and not too many of them.
fn plain(name: &str) -> String {
    let letters = name.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' });
    let mut plain = letters.collect::<String>().trim_matches('_').to_owned();
    plain.truncate(LONGEST);
    let port = plain.strip_prefix("com").or_else(|| plain.strip_prefix("lpt"));
    let is_port = port.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    if plain.is_empty() || is_port || RESERVED.contains(&plain.as_str()) {
        plain += if plain.is_empty() { "record" } else { "_record" };
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_name_of_its_own_that_a_folder_can_have() {
        let long = "a".repeat(150);
        let (mut names, but) = (TableNames::default(), BTreeSet::from(["b".to_owned()]));
        let taken =
            ["x", "X", "x_2", "con", "com1", "d\u{e9}tail", "", "b", &long, &long].map(|name| names.take(name, &but));
        let cut = format!("{}_2", "a".repeat(98));
        let want =
            ["x", "X_2", "x_2_2", "con_record", "com1_record", "d_tail", "record", "b_2", &"a".repeat(100), &cut];
        assert_eq!(taken, want);
    }
}

//! Names of fields from the headers of columns: letters, digits and `_`, each once.

use crate::inspect::infer::values::names::words;

/// Letters of the longest name.
const LONGEST: usize = 60;

/// A name for each header, in their order; a column without a header, or with one that has no letter of a name, is called
/// by its number.
#[must_use]
pub fn names(headers: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(headers.len());
    for (at, header) in headers.iter().enumerate() {
        let name = name(header).unwrap_or_else(|| format!("column_{}", at + 1));
        let name = fresh(&name, &names);
        names.push(name);
    }
    names
}

/// The name that a text makes, if it makes one.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    let joined = words(text).join("_");
    let short: String = joined.chars().take(LONGEST).collect();
    let short = short.trim_end_matches('_');
    match short.chars().next() {
        None => None,
        Some(first) if first.is_ascii_digit() => Some(format!("n_{short}")),
        Some(_) => Some(short.to_owned()),
    }
}

/// The name, or the first of its numbered ones that none has yet.
fn fresh(name: &str, taken: &[String]) -> String {
    let free = |name: &String| !taken.contains(name);
    let numbered = (2_u32..).map(|number| format!("{name}_{number}"));
    [name.to_owned()].into_iter().chain(numbered).find(free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_become_names_that_stand_once() {
        let headers = ["Date d'échéance", "Solde", "solde", "", "1st pay", "N°", "%", "DATE_FACT", "Solde 2"];
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        assert_eq!(
            names(&headers),
            ["date_d_echeance", "solde", "solde_2", "column_4", "n_1st_pay", "n", "column_7", "date_fact", "solde_2_2"]
        );
        assert_eq!(name(&"x".repeat(90)).map(|name| name.len()), Some(60));
    }
}

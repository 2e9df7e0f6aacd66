//! Names of encodings: every label that the language takes, and the one name that each stands for.

/// The name that a label stands for, in lower case, such as `cp850` for `IBM850`; none if unknown.
#[must_use]
pub fn canonical(label: &str) -> Option<&'static str> {
    names().iter().copied().find(|name| name.eq_ignore_ascii_case(label))
}

/// Every name, in the order in which the reference lists them.
#[must_use]
pub fn names() -> &'static [&'static str] {
    &["ascii", "utf-8", "latin1", "cp850", "cp1252"]
}

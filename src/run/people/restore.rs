//! The arguments of findings as they were before they became text.
//!
//! In: texts, and for each sort of findings the arguments of one of them. Out: arguments that words are made of. Refuses
//! to guess where a text does not fit: it stays a text.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Arg, Args, Code, key_values};
use crate::run::report::FindingGroup;

/// What the arguments of each sort of findings are, and the names of codes.
pub struct Shapes<'a> {
    of: BTreeMap<(&'a str, Code, &'a str), &'a Args>,
    codes: BTreeMap<&'static str, Code>,
}

impl<'a> Shapes<'a> {
    /// Of these sorts.
    #[must_use]
    pub fn new(groups: &'a [FindingGroup]) -> Self {
        let of = groups.iter().map(|group| ((group.mapping.as_str(), group.code, group.subject.as_str()), &group.args));
        Self { of: of.collect(), codes: Code::ALL.iter().map(|code| (code.id(), *code)).collect() }
    }

    /// The code of this text.
    #[must_use]
    pub fn code(&self, id: &str) -> Option<Code> {
        self.codes.get(id).copied()
    }

    /// The arguments of a finding.
    #[must_use]
    pub fn args<'t>(
        &self,
        (mapping, code, subject): (&'t str, Code, &'t str),
        texts: impl Iterator<Item = &'t str>,
    ) -> Args
    where
        'a: 't,
    {
        let known = self.of.get(&(mapping, code, subject)).map_or(&[][..], |args| args.as_slice());
        texts.enumerate().map(|(at, text)| restored(known.get(at), text)).collect()
    }
}

/// An argument whose text this is, if it is like that one.
#[must_use]
pub fn restored(like: Option<&Arg>, text: &str) -> Arg {
    let as_text = || Arg::from(text);
    match like {
        Some(Arg::Int(_)) => text.parse().map_or_else(|_| as_text(), Arg::Int),
        Some(Arg::Amount(_)) => Arg::Amount(text.into()),
        Some(Arg::Key(columns)) => key(columns, text).unwrap_or_else(as_text),
        Some(same @ (Arg::AllRows | Arg::HiddenKey | Arg::Hidden)) if same.plain() == text => same.clone(),
        _ => as_text(),
    }
}

/// A key whose columns are called so.
fn key(columns: &[(Arc<str>, Arc<str>)], text: &str) -> Option<Arg> {
    let values = if columns.len() == 1 { vec![text.to_owned()] } else { key_values(text) };
    let named = columns.iter().zip(&values).map(|((name, _), value)| (Arc::clone(name), Arc::from(value.as_str())));
    (values.len() == columns.len()).then(|| Arg::Key(named.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_what_it_was() {
        let column = |name: &str, value: &str| (Arc::from(name), Arc::from(value));
        let two = Arg::Key(vec![column("fund", "1"), column("year", "2024")]);
        for (like, text, want) in [
            (Arg::Int(7), "12", Arg::Int(12)),
            (Arg::Int(7), "", Arg::from("")),
            (Arg::from("2000"), "2024", Arg::from("2024")),
            (Arg::amount("1.00".into()), "2.50", Arg::amount("2.50".into())),
            (Arg::HiddenKey, "personal", Arg::HiddenKey),
            (two.clone(), "3, 2025", Arg::Key(vec![column("fund", "3"), column("year", "2025")])),
            (two, "a, b, 2025", Arg::from("a, b, 2025")),
            (Arg::Key(vec![column("name", "")]), "a, b", Arg::Key(vec![column("name", "a, b")])),
        ] {
            assert_eq!(restored(Some(&like), text), want, "{text}");
        }
        let values = ["", "a", "a, b", ",", ", ", "\"", "\"a\", \"b\"", "a\"", " x", "a,b"];
        for (one, other) in values.iter().flat_map(|one| values.map(|other| (*one, other))) {
            let key = Arg::Key(vec![column("fund", one), column("year", other)]);
            assert_eq!(restored(Some(&key), &key.plain()), key, "{}", key.plain());
        }
    }
}

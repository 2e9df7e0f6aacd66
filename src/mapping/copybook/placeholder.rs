//! Names that COPY … REPLACING has to fill in: `:TAG:-BALANCE`, `(P)BALANCE`. They show where a copybook is read that
//! programs only copy.
//!
//! In: a copybook, or a name. Out: the first such name with its placeholder; a name without it. Refuses to fill it in.

use super::Copybook;
use crate::finding::Args;
use crate::mapping::mistakes::args;

/// What stands around placeholders.
const BRACKETS: [(char, char); 2] = [(':', ':'), ('(', ')')];

impl Copybook {
    /// The first name that has a placeholder, the placeholder, and the name without it.
    #[must_use]
    pub fn placeholder(&self) -> Option<Args> {
        self.items().into_iter().find_map(|(_, item)| {
            let name = item.name.as_deref()?;
            let (start, end) = placeholder(name)?;
            Some(args![name, &name[start..end], filled(name)])
        })
    }
}

/// Where the first placeholder of a name stands.
fn placeholder(name: &str) -> Option<(usize, usize)> {
    BRACKETS.iter().find_map(|(open, close)| {
        let start = name.find(*open)?;
        let within = name[start + 1..].find(*close)?;
        (within > 0).then_some((start, start + within + 2))
    })
}

/// A name without its placeholders, or with what stands in them where it has nothing else.
#[must_use]
pub fn filled(name: &str) -> String {
    let mut rest = name.to_owned();
    while let Some((start, end)) = placeholder(&rest) {
        rest.replace_range(start..end, "");
    }
    let has_more = rest.contains(char::is_alphanumeric);
    let kept = if has_more { rest.as_str() } else { name };
    kept.replace([':', '(', ')'], "").trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_stands_beside_its_placeholders() {
        for (name, want) in [
            (":TAG:-BALANCE", "BALANCE"),
            ("WS-:TAG:", "WS"),
            (":A:-DATE-:B:", "DATE"),
            ("(P)NAME", "NAME"),
            (":TAG:", "TAG"),
            ("PLAIN-NAME", "PLAIN-NAME"),
            ("ODD:", "ODD"),
        ] {
            assert_eq!(filled(name), want, "{name}");
        }
    }
}

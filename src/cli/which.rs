//! Which run a command looked at, and why, in words: where an output folder was named, one line.

use crate::cli::layout;
use crate::cli::words::{self, Language};
use crate::evidence::which::Chosen;

/// The line; nothing where the run's own folder was named. `newer` is the folder of a newer run.
#[must_use]
pub fn line(language: Language, width: usize, chosen: Chosen, newer: Option<&str>) -> String {
    let texts = language.texts();
    let newer = newer.map(words::shown).unwrap_or_default();
    let text = match chosen {
        Chosen::Named => return String::new(),
        Chosen::Current => words::say(language, texts.which_current, &[("newer", newer.into())]),
        Chosen::Newest => words::plain(language, texts.which_newest),
    };
    layout::wrapped(width, layout::INDENT, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_not_named_is_told_with_why_it_is_this_one() {
        for (language, chosen, newer, want) in [
            (Language::En, Chosen::Named, None, ""),
            (Language::En, Chosen::Current, None, "  the one that `current` leads to\n"),
            (
                Language::En,
                Chosen::Current,
                Some("out/refused/R"),
                "  the one that `current` leads to; a newer one stands in out/refused/R\n",
            ),
            (Language::Fr, Chosen::Newest, None, "  la plus récente de ce dossier, quel qu’en soit le résultat\n"),
        ] {
            assert_eq!(line(language, 100, chosen, newer), want);
        }
    }
}

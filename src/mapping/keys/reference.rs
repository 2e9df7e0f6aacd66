//! `docs/reference/mapping.md`: the table of keys in, a page of Markdown out.

use super::{
    CHARACTER_WORDS, CHECKS, CONDITIONS, Key, NOT_THERE, PICTURES, PLACES, SHORT_FORM, SIGNS, TYPES, Wanted, of,
};
use crate::mapping::encodings;

const INTRODUCTION: &str = "# Keys of a mapping and of migration.yaml

This page is made from the program's own table of keys; a test fails when it drifts.

A mapping is YAML. Where a text or a word is wanted, a plain scalar is taken as it is written: `ON`, `NO`, `05`, `012`,
`12:30`, `~` and `null` stay what they are. A key that is not here is an error; so are anchors, aliases, tags and a
second document. Places and cells count from 1, and ranges include their end. In braces, a type with a comma needs
quotes: `{name: amount, type: \"decimal(15,2)\"}`.
";

/// The page, in English.
#[must_use]
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (place, about) in PLACES {
        page += &section(place, about);
    }
    page += &words_table("Types", "Type", TYPES);
    page += &words_table("Signs", "`sign:`", SIGNS);
    page += &characters();
    page += &encodings_table();
    page += &words_table("Checks", "`check:`", CHECKS);
    page += &words_table("Pictures", "Letters", PICTURES);
    page += "\nAny other character that is no letter stands for itself: `DD-MON-YY`, `YYYY/MM/DD HH:MM`.\n";
    page += &words_table("Conditions", "Condition", CONDITIONS);
    page
}

fn section(place: &str, about: &str) -> String {
    let mut section = format!("\n## {place}\n\n{about}");
    if place == "mapping" {
        section = format!("{section} {SHORT_FORM}");
    }
    section += "\n\n| key | takes | default | about | example |\n| --- | --- | --- | --- | --- |\n";
    for one in of(place).filter(|one| one.place == place) {
        section += &row(one);
    }
    section
}

fn row(one: &Key) -> String {
    if one.later {
        return format!("| `{}` | | | {} {NOT_THERE} | |\n", one.key, one.about);
    }
    let default = match one.default {
        "required" => "**required**".to_owned(),
        default => cell(default),
    };
    format!("| `{}` | {} | {default} | {} | {} |\n", one.key, words(one.wanted), cell(one.about), code(one.example))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn code(text: &str) -> String {
    format!("`{}`", cell(text))
}

fn list_of(words: &[&str]) -> String {
    words.iter().map(|word| code(word)).collect::<Vec<_>>().join(", ")
}

fn link(place: &str) -> String {
    format!("[{place}](#{place})")
}

/// What a key takes, in words.
fn words(wanted: Wanted) -> String {
    match wanted {
        Wanted::Text => "text".to_owned(),
        Wanted::Name => "name".to_owned(),
        Wanted::Reference => "name of another part".to_owned(),
        Wanted::Word(words) if words.len() == 1 => list_of(words),
        Wanted::Word(words) => format!("one of {}", list_of(words)),
        Wanted::Words(words) if words.len() > 5 => "one of the [signs](#signs), or a list of them".to_owned(),
        Wanted::Words(words) => format!("one or a list of {}", list_of(words)),
        Wanted::Whole(1, 1) => "`1`".to_owned(),
        Wanted::Whole(least, u64::MAX) => format!("whole number from {least}"),
        Wanted::Whole(least, most) => format!("whole number from {least} to {most}"),
        Wanted::Signed(most) => format!("whole number from -{most} to {most}"),
        Wanted::Flag => "`true` or `false`".to_owned(),
        Wanted::Texts => "text, or a list of texts".to_owned(),
        Wanted::TextList => "list of texts".to_owned(),
        Wanted::Character => "[character](#characters)".to_owned(),
        Wanted::Characters => "[character](#characters), or a list of them".to_owned(),
        Wanted::Position => "place, or first-last".to_owned(),
        Wanted::OpenPosition => "place, first-last, or first- for all from there on".to_owned(),
        Wanted::Index => "number of a cell".to_owned(),
        Wanted::Type => "[type](#types)".to_owned(),
        Wanted::Encoding => "[encoding](#encodings)".to_owned(),
        Wanted::Pattern => "regular expression".to_owned(),
        Wanted::Expression => "[expression](sql.md)".to_owned(),
        Wanted::Size => "bytes; with `KiB`, `MiB` or `GiB` if wanted".to_owned(),
        Wanted::Years => "first-last year, 100 years".to_owned(),
        Wanted::Value => "value of its type".to_owned(),
        Wanted::Values => "value of its type, or a list".to_owned(),
        Wanted::Number => "number".to_owned(),
        Wanted::Most => "whole number, or a share such as `0.1%`".to_owned(),
        Wanted::Pair => "list of least and most".to_owned(),
        Wanted::Map(place) => link(place),
        Wanted::List(place) => format!("list of {}", link(place)),
        Wanted::NamedMaps(place) => format!("map of names to {}", link(place)),
        Wanted::FreeMap => "map of any names to texts".to_owned(),
        Wanted::NamedWords(words) => format!("map of names to {}", list_of(words)),
        Wanted::Named(options) => {
            let each = options.iter().map(|&one| self::words(one)).collect::<Vec<_>>();
            format!("map of names to {}", each.join(" or "))
        }
        Wanted::Either(options) => options.iter().map(|&one| self::words(one)).collect::<Vec<_>>().join(", or "),
    }
}

fn words_table(title: &str, head: &str, rows: &[(&str, &str)]) -> String {
    let mut table = format!("\n## {title}\n\n| {head} | meaning |\n| --- | --- |\n");
    table.extend(rows.iter().map(|(word, about)| format!("| {} | {} |\n", code(word), cell(about))));
    table
}

fn characters() -> String {
    let mut table = "\n## Characters\n\nThe character itself, or:\n\n| word | character |\n| --- | --- |\n".to_owned();
    let rows = CHARACTER_WORDS.iter().map(|(word, one)| format!("| `{word}` | U+{:04X} |\n", u32::from(*one)));
    table.extend(rows);
    table
}

fn encodings_table() -> String {
    let names: Vec<String> = encodings::names().iter().map(|name| format!("`{name}`")).collect();
    format!(
        "\n## Encodings\n\nUpper and lower case are the same, and usual other names of these are taken too.\n\n{}.\n",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_and_every_word_is_on_the_page() {
        let page = reference();
        for one in super::super::KEYS {
            assert!(page.contains(&format!("\n| `{}` |", one.key)), "{}", one.key);
        }
        for (place, _) in PLACES {
            assert!(page.contains(&format!("\n## {place}\n")), "{place}");
        }
        for name in encodings::names() {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
        for line in page.lines().filter(|line| line.starts_with("| `")) {
            let bars = line.replace("\\|", "").matches('|').count();
            assert!(bars == 3 || bars == 6, "{line}");
        }
    }
}

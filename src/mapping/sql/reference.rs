//! `docs/reference/sql.md`: the table in, a page of Markdown out.

use super::table::{self, Entry, Group, Nulls};

const INTRODUCTION: &str = include_str!("reference.md");

const GROUPS: [(Group, &str); 4] = [
    (Group::Numbers, "Numbers"),
    (Group::Logic, "Comparison, truth, choice, conversion"),
    (Group::Text, "Text"),
    (Group::Dates, "Dates and times"),
];

/// The page, in English and French.
#[must_use]
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (group, heading) in GROUPS {
        page.extend(["\n## ", heading, "\n"]);
        page.extend(table::all().filter(|entry| entry.group == group).map(section));
    }
    page
}

fn section(entry: &Entry) -> String {
    let takes: Vec<&str> = entry.takes.iter().map(|takes| takes.word()).collect();
    let more = if entry.more { ", …" } else { "" };
    let nulls = match entry.nulls {
        Nulls::Spread => "",
        Nulls::Skipped => " Operands without a value are left out.",
        Nulls::Own => " Operands without a value: as described.",
    };
    let fails: Vec<String> = entry.fails.iter().map(|code| format!("[{0}](findings.md)", code.id())).collect();
    let fails = if fails.is_empty() { String::new() } else { format!(" Fails with {}.", fails.join(", ")) };
    let examples: Vec<String> = entry
        .examples
        .iter()
        .map(|(text, result)| {
            format!("- `{text}` → {}\n", if result.is_empty() { "(empty)".to_owned() } else { format!("`{result}`") })
        })
        .collect();
    format!(
        "\n### `{}`\n\n({}{more}) → {}  \n{}{nulls}{fails}  \n*{}*\n\n{}",
        entry.form,
        takes.join(", "),
        entry.gives.words(),
        entry.about[0],
        entry.about[1],
        examples.concat(),
    )
}

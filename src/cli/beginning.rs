//! A folder to begin with: a small mapping, its source, and what an editor needs to help with both.
//!
//! In: a language. Out: files with their paths in the folder, and what is said of them. Refuses to write them.

use std::path::Path;

use super::layout::{self, Side};
use super::words::init::InitWords;
use super::words::{self, Language};
use crate::mapping::keys;
use crate::run::init::NewFile;
use crate::run::io;

/// In code page 850, with line ends of DOS.
const SOURCE: &[u8] = b"D000123202601150000012550Caf\x82 du Quai        P\r\n\
    D000207202602020000350000Northern Fuel       P\r\n\
    D000123202602280000099995Caf\x82 du Quai        C\r\n\
    T0000030000462545\r\n";

/// Tells the editor which files have which schema.
const SETTINGS: &str = r#"{
  "yaml.schemas": {
    "mapping.schema.json": ["*.yaml", "!migration.yaml"],
    "migration.schema.json": "migration.yaml"
  }
}
"#;

const MAPPING: &str = "payments.yaml";

/// The files.
#[must_use]
pub fn files(language: Language) -> Vec<NewFile> {
    let words = InitWords::of(language);
    vec![
        (MAPPING, words.mapping.into()),
        ("migration.yaml", words.migration.into()),
        ("in/PAYMENTS.TXT", SOURCE.into()),
        ("mapping.schema.json", keys::json_schema().into_bytes()),
        ("migration.schema.json", keys::migration_schema().into_bytes()),
        (".vscode/settings.json", SETTINGS.into()),
    ]
}

/// What was written, and what to do with it.
#[must_use]
pub fn told(language: Language, width: usize, folder: &Path) -> String {
    let (words, shown) = (InitWords::of(language), io::shown(folder));
    let folder = words::shown(&shown);
    let row = |name: &str, about: &str| vec![name.to_owned(), words::plain(language, about)];
    let made = [
        row(MAPPING, words.about_mapping),
        row("migration.yaml", words.about_migration),
        row("in/PAYMENTS.TXT", words.about_source),
        row("*.schema.json, .vscode", words.about_editor),
    ];
    let quoted = if folder.contains(|c: char| c.is_whitespace()) { format!("'{folder}'") } else { folder.clone() };
    let out = Path::new(&folder).join("out");
    let out = quoted.replace(&folder, &io::shown(&out));
    let next = [
        row(&format!("tumpline check {quoted}"), words.step_check),
        row(&format!("tumpline run {quoted} --out {out}"), words.step_run),
        row(words.look, words.step_look),
    ];
    let head = words::say(language, words.made, &[("folder", folder.as_str().into())]);
    let sides = [Side::Left];
    format!(
        "{head}\n{}{}\n{}",
        layout::hanging_table(width, &sides, &made),
        words::plain(language, words.next),
        layout::hanging_table(width, &sides, &next),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_names_every_step_and_quotes_blanks() {
        for language in [Language::En, Language::Fr] {
            let said = told(language, 80, Path::new("my town"));
            let look = if language == Language::En { "tumpline look FILE" } else { "tumpline look FICHIER" };
            for want in ["tumpline check 'my town'", "--out 'my town/out'", look] {
                assert!(said.contains(want), "{want}\n{said}");
            }
            assert!(said.lines().all(|line| layout::length(line) <= 80), "{said}");
        }
    }

    #[test]
    fn the_source_has_the_total_that_it_states() {
        let lines: Vec<&[u8]> = SOURCE.split(|byte| *byte == b'\n').collect();
        let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<u64>().ok());
        let sum: Option<u64> = lines[..3].iter().map(|line| number(&line[15..25])).sum();
        assert_eq!((sum, lines[0].len(), lines[3].len()), (number(&lines[3][7..17]), 47, 18));
    }
}

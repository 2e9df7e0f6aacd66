//! The folders of a table that is laid out by the values of columns, as Hive names them: `fiscal_year=2026/fund=010/`.
//!
//! In: rows in their order, by the values that come first in it. Out: the path of each row's folder. What a file system
//! or a reader could take for something else is written as `%` and two hexadecimal digits (Hive's `FileUtils`, which
//! Spark, `DuckDB`, Polars and Arrow read back); no value is `__HIVE_DEFAULT_PARTITION__`.
//!
//! Some file systems take `A` and `a` for one name. So of two values that differ in nothing else, letters of the second are
//! escaped too, from its start, as many as it needs.
//!
//! macOS takes the two forms of `é` for one name as well: what may have another form is escaped.
//!
//! A name is at most 255 bytes long, as file systems want it; a value that needs more is refused with its record, and so is
//! the text that stands for no value, since readers take it for that even where it is escaped.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;

use super::forms;
use crate::canonical;
use crate::finding::{Code, RowFinding};
use crate::mapping::model::{Type, Value};
use crate::run::Stop;
use crate::validate::set::key::read_ordered;

/// Folders that a table may have; each is at least one file.
pub const MOST: u64 = 10_000;
/// The name of no value.
pub const NOTHING: &str = "__HIVE_DEFAULT_PARTITION__";

/// Bytes of the longest name.
const LONGEST: usize = 255;

/// What is wrong with the values of a column as names of folders, by row.
#[must_use]
pub fn check(column: &str, values: &ArrayRef) -> Vec<RowFinding> {
    let Some(texts) = values.as_string_opt::<i32>() else { return Vec::new() };
    let before = escaped(column, 0).len() + 1;
    let wrong = |text: &str| {
        let length = before + value_escaped(text, 0).len();
        if text == NOTHING {
            Some(vec!["means_empty".into(), "".into(), "".into()])
        } else if length > LONGEST {
            Some(vec!["too_long".into(), length.into(), LONGEST.into()])
        } else {
            None
        }
    };
    let rows = (0_u32..).zip(texts.iter());
    rows.filter_map(|(row, text)| Some(RowFinding { row, code: Code::NoFolderName, args: wrong(text?)?.into() }))
        .collect()
}

/// The folders of one table.
pub struct Folders<'a> {
    table: &'a str,
    columns: &'a [(String, Type)],
    /// Bytes with which the rows of the last folder begin; none before the first.
    now: Option<Vec<u8>>,
    count: u64,
    /// By what they are called where case does not count.
    known: BTreeMap<String, String>,
    /// Those that the table has already.
    old: BTreeSet<String>,
}

impl<'a> Folders<'a> {
    /// Of this table: names and types of the columns whose values are folders.
    #[must_use]
    pub const fn new(table: &'a str, columns: &'a [(String, Type)]) -> Self {
        Self { table, columns, now: None, count: 0, known: BTreeMap::new(), old: BTreeSet::new() }
    }

    /// The same, where the table has files at these paths already: their folders keep their names.
    #[must_use]
    pub fn after<'p>(mut self, files: impl Iterator<Item = &'p str>) -> Self {
        let above = format!("data/{}/", self.table);
        for path in files {
            let below = path.strip_prefix(&above).unwrap_or_default();
            let ends = below.match_indices('/').map(|(at, _)| above.len() + at + 1);
            for folder in ends.filter_map(|end| path.get(..end)) {
                self.known.insert(folder.to_lowercase(), folder.to_owned());
            }
            self.old.extend(path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")));
        }
        self.count = self.old.len() as u64;
        self
    }

    /// The folder of a table without a row.
    #[must_use]
    pub fn first(&self) -> String {
        let name = |(column, _): &(String, Type)| format!("{}={NOTHING}/", escaped(column, 0));
        let below: String = self.columns.iter().map(name).collect();
        format!("data/{}/{below}", self.table)
    }

    /// Whether a row with this order stands in the last folder.
    #[must_use]
    pub fn has(&self, order: &[u8]) -> bool {
        self.now.as_ref().is_some_and(|now| order.starts_with(now))
    }

    /// The folder of a row with this order.
    ///
    /// # Errors
    /// TL0718 where too many values differ in nothing but large and small letters. TL0911 for other bytes.
    pub fn next(&mut self, order: &[u8]) -> Result<String, Stop> {
        let mut is_new = true;
        let (mut path, mut rest) = (format!("data/{}/", self.table), order);
        for (name, ty) in self.columns {
            let value;
            (value, rest) =
                read_ordered(rest, *ty).ok_or_else(|| Stop::new(Code::Defect, vec!["a stored folder".into()]))?;
            if !self.are_too_many() {
                path = self.below(&path, &escaped(name, 0), *ty, value.as_ref())?;
                is_new = !self.old.contains(&path);
            }
        }
        self.count += u64::from(is_new);
        self.now = Some(order[..order.len() - rest.len()].to_vec());
        Ok(path)
    }

    /// Whether the table has more folders than it may.
    #[must_use]
    pub const fn are_too_many(&self) -> bool {
        self.count > MOST
    }

    /// All rows have come.
    ///
    /// # Errors
    /// TL0602 for too many folders.
    pub fn check(&self) -> Result<(), Stop> {
        if !self.are_too_many() {
            return Ok(());
        }
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let args = vec![self.table.into(), names.join(", ").into(), self.count.into(), MOST.into()];
        Err(Stop::new(Code::TooManyFolders, args))
    }

    /// The folder of a value below another folder.
    fn below(&mut self, above: &str, name: &str, ty: Type, value: Option<&Value>) -> Result<String, Stop> {
        let text = value.map(|value| canonical::text(ty, value));
        let below = |letters| match &text {
            Some(text) => format!("{name}={}", value_escaped(text, letters)),
            None => format!("{name}={NOTHING}"),
        };
        let is_free = |path: &String| self.known.get(&path.to_lowercase()).is_none_or(|known| known == path);
        // With all letters escaped no other value has the name.
        let letters = text.as_ref().map_or(0, |text| text.chars().filter(|one| has_case(*one)).count());
        let names = (0..=letters).map(below).take_while(|name| name.len() <= LONGEST);
        let Some(found) = names.map(|name| format!("{above}{name}/")).find(is_free) else {
            let args = vec!["too_long".into(), below(letters).len().into(), LONGEST.into()];
            return Err(Stop::new(Code::NoFolderName, args));
        };
        self.known.insert(found.to_lowercase(), found.clone());
        Ok(found)
    }
}

/// A text that does not lose its end where systems drop dots there.
fn value_escaped(text: &str, letters: usize) -> String {
    match text.strip_suffix('.') {
        Some(start) => escaped(start, letters) + "%2E",
        None => escaped(text, letters),
    }
}

/// Whether there is a large and a small one.
fn has_case(character: char) -> bool {
    !character.to_lowercase().eq([character]) || !character.to_uppercase().eq([character])
}

/// The first `letters` that are large or small are escaped too.
fn escaped(text: &str, mut letters: usize) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let is_plain = character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '+' | ',' | '~');
        let is_letter = letters > 0 && has_case(character);
        letters -= usize::from(is_letter);
        if !is_letter && (is_plain || (!character.is_ascii() && !forms::has_other(character))) {
            shown.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                // Writing to a text does not fail.
                let _ = write!(shown, "%{byte:02X}");
            }
        }
    }
    shown
}

/// The value and the column's name of a folder's name; none if it is no such name.
#[must_use]
pub fn named(folder: &str, ty: Type) -> Option<(String, Option<Value>)> {
    let (name, text) = folder.split_once('=')?;
    let name = unescaped(name)?;
    if text == NOTHING {
        return Some((name, None));
    }
    Some((name, Some(crate::mapping::constant::parse(&unescaped(text)?, ty)?)))
}

fn unescaped(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = rest.split_first_chunk::<2>()?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_has_folders_keeps_their_names() {
        let columns = [("k".to_owned(), Type::Text), ("n".to_owned(), Type::Int16)];
        let files = ["data/t/k=A/n=1/part-00000.parquet", "data/t/k=%62/n=2/part-00000.parquet"];
        let mut folders = Folders::new("t", &columns).after(files.into_iter());
        assert_eq!(folders.count, 2);
        for (text, folder) in [("A", "data/t/k=A/"), ("a", "data/t/k=%61/"), ("B", "data/t/k=B/"), ("c", "data/t/k=c/")]
        {
            let value = Value::Text(text.to_owned());
            assert_eq!(folders.below("data/t/", "k", Type::Text, Some(&value)).unwrap(), folder);
        }
    }

    #[test]
    fn a_folder_has_the_value_that_it_was_made_of() {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let (long, other) = ("a".repeat(253), format!("A{}", "a".repeat(248)));
        let all = [
            "",
            "a",
            "A",
            "a b",
            "é",
            "É",
            "e\u{301}",
            "E\u{301}",
            "Å",
            "\u{212B}",
            "A\u{30A}",
            "\u{1112}\u{1161}",
            "하",
            "%",
            "a/b",
            "..",
            "a.",
            "=",
            "\u{7f}<>|\"*?",
            "🏛",
        ];
        let words = ["tax", "Tax", "TAX", "tAX", "ÉTÉ", "été", "Été", &long, &other, &"a".repeat(249)];
        let all = [&all[..], &words].concat();
        let values: Vec<(Type, Option<Value>)> = all.iter().map(|one| (Type::Text, text(one))).collect();
        let others = [
            (Type::Int16, Some(Value::Int(-5))),
            (Type::Date, Some(Value::Date(20_484))),
            (Type::Bool, Some(Value::Bool(true))),
            (Type::Text, None),
        ];
        let mut known = std::collections::BTreeSet::new();
        let mut folders = Folders::new("t", &[]);
        for (ty, value) in values.into_iter().chain(others) {
            let path = folders.below("data/t/", "k", ty, value.as_ref()).unwrap();
            let folder = path.strip_prefix("data/t/").unwrap().strip_suffix('/').unwrap();
            assert!(known.insert(path.to_lowercase()), "{path}");
            assert!(folder.chars().all(|one| !"/<>|\"*?:\\".contains(one) && !one.is_control()), "{folder}");
            assert!(!folder.ends_with(['.', ' ']), "{folder}");
            assert_eq!(named(folder, ty), Some(("k".to_owned(), value)), "{folder}");
        }
        // On a Mac, the two forms are one name.
        assert!(known.contains("data/t/k=é/") && known.contains("data/t/k=e%cc%81/"), "{known:?}");
        assert!(known.contains("data/t/k=tax/") && known.contains("data/t/k=%54ax/"), "{known:?}");
        let again = Some(Value::Text("A".repeat(253)));
        let stop = folders.below("data/t/", "k", Type::Text, again.as_ref()).unwrap_err();
        assert_eq!(stop.code, Code::NoFolderName);
        for folder in ["k", "k=%", "k=%4", "k=%zz", "k=%FF"] {
            assert_eq!(named(folder, Type::Text), None, "{folder}");
        }
        assert_eq!(named("k=x", Type::Int16), None);
        assert_eq!(named("a%3Db=7", Type::Int16), Some(("a=b".to_owned(), Some(Value::Int(7)))));
    }
}

//! A reading as the mapping language has it: `encoding: cp037, end: {rdw: big}`.

use super::cuts::Cut;
use super::reading::Reading;
use super::trial::Setting;
use crate::extractors::frame::lengths::LengthWord;
use crate::mapping::copybook::{Dialect, Reference};
use crate::mapping::model::Edges;

/// What a reading says, as the keys of a mapping on one line.
#[must_use]
pub fn how(reading: &Reading) -> String {
    of(reading).join(", ")
}

/// The same, key by key.
#[must_use]
pub fn of(reading: &Reading) -> Vec<String> {
    let mut keys = vec![format!("encoding: {}", reading.setting.encoding)];
    keys.push(end(&reading.cut));
    keys.extend(edges(reading.edges()));
    keys.extend((reading.before > 0).then(|| format!("before: {}", reading.before)));
    let setting = setting(&reading.setting);
    keys.extend(Some(setting).filter(|setting| !setting.is_empty()));
    keys
}

/// What a mapping passes over at a file's ends, as keys.
pub fn edges(edges: Edges) -> impl Iterator<Item = String> {
    let both = [("file_header", edges.header), ("file_trailer", edges.trailer)];
    both.into_iter().filter(|(_, bytes)| *bytes > 0).map(|(key, bytes)| format!("{key}: {bytes}"))
}

/// The dialect of a setting, where it stands alone: the usual one has a name too.
#[must_use]
pub fn named(setting: &Setting) -> String {
    let keys = self::setting(setting);
    if keys.is_empty() { format!("dialect: {}", setting.dialect.name()) } else { keys }
}

/// The same and what differs from it, as keys; nothing for the usual one.
#[must_use]
pub fn setting(setting: &Setting) -> String {
    let mut keys = Vec::new();
    let is_plain = setting.floats.is_none() && setting.slides.is_none() && setting.binary.is_none() && !setting.comma;
    let is_usual = setting.dialect == Dialect::default() && is_plain;
    keys.extend((!is_usual).then(|| format!("dialect: {}", setting.dialect.name())));
    keys.extend(setting.floats.map(|floats| format!("floats: {floats}")));
    keys.extend(setting.slides.map(|slides| format!("slides: {slides}")));
    keys.extend(setting.binary.map(|binary| format!("binary: {binary}")));
    keys.extend(setting.comma.then(|| "decimal_comma: true".to_owned()));
    keys.join(", ")
}

/// A value of `format:` of a copybook.
#[must_use]
pub const fn reference(reference: Reference) -> &'static str {
    match reference {
        Reference::Fixed => "fixed",
        Reference::Free => "free",
    }
}

/// What a mapping says of record ends.
#[must_use]
pub fn end(cut: &Cut) -> String {
    let order = |word: &LengthWord| if word.big { "big" } else { "little" };
    match cut {
        Cut::Fixed(length) => format!("end: {{length: {length}}}"),
        Cut::FixedInBlocks(length, word) => {
            let counts = if word.counts_itself { "" } else { ", bdw_counts_itself: false" };
            format!("end: {{bdw: {}, length: {length}{counts}}}", order(word))
        }
        Cut::Words { word, blocks, spanned } if word.leads == word.big => {
            let mut keys = Vec::new();
            keys.extend(blocks.map(|block| format!("bdw: {}", order(&block))));
            keys.push(format!("rdw: {}", order(word)));
            keys.extend(spanned.then(|| "spanned: true".to_owned()));
            keys.extend((!word.counts_itself).then(|| "counts_itself: false".to_owned()));
            let is_less = blocks.is_some_and(|block| !block.counts_itself);
            keys.extend(is_less.then(|| "bdw_counts_itself: false".to_owned()));
            format!("end: {{{}}}", keys.join(", "))
        }
        Cut::Words { word, .. } => {
            let at = if word.leads { "1-2" } else { "3-4" };
            let counts = if word.counts_itself { "" } else { ", counts_itself: false" };
            format!("end: {{length_at: {at}, length_as: {}, header: 4{counts}}}", order(word))
        }
        Cut::Prefix { big, counts_itself } => {
            let (order, counts) =
                (if *big { "big" } else { "little" }, if *counts_itself { "" } else { ", counts_itself: false" });
            format!("end: {{length_at: 1-2, length_as: {order}, header: 2{counts}}}")
        }
        Cut::Lines => "end: newline".to_owned(),
        Cut::Counters => "end: counters".to_owned(),
    }
}

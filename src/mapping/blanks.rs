//! What `on_blank:` of `defaults:` does not take away: numbers of few bytes, which blanks may be as well.
//!
//! In: the map, and the fields of all kinds. Out: a doubt. Refuses to choose: what a field itself says holds.

use super::kinds::Kinds;
use super::mistakes::args;
use super::model::OnBlank;
use super::view::View;
use crate::finding::Code;

/// Names that a doubt shows.
const SHOWN: usize = 5;

/// Tells TL0089 where `on_blank:` of the defaults says nothing of fields whose blanks are numbers.
pub fn doubt(defaults: View<'_>, kinds: &Kinds<'_>, ebcdic: bool) {
    if !matches!(defaults.word("on_blank"), Some("empty" | "zero")) {
        return;
    }
    let blank = if ebcdic { 0x40 } else { 0x20 };
    let fields = kinds.list.iter().flat_map(|kind| {
        let groups = kind.fields.repeats.iter();
        kind.fields.single.iter().chain(groups.flat_map(|group| &group.fields)).map(|one| &one.field)
    });
    let numbers = fields.filter_map(|field| {
        let reading = &field.reading;
        let is_told = reading.blanks_tell || reading.on_blank == OnBlank::Number;
        let number = reading.stored.filter(|_| !is_told)?.number_of_blanks(blank)?;
        Some(format!("`{}` ({number})", field.name))
    });
    let mut all: Vec<String> = numbers.collect();
    all.dedup();
    let more = all.len() > SHOWN;
    all.truncate(SHOWN);
    all.extend(more.then(|| "…".to_owned()));
    if !all.is_empty() {
        defaults.mistakes().warn(Code::BlanksAreNumbers, defaults.key_at("on_blank"), args![all.join(", ")]);
    }
}

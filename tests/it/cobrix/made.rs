//! Fields that the other reader makes itself, as far as ours has something to hold beside them: numbers and lengths of
//! records, and ids of segments, which are keys of parents here.

use serde_json::{Map, Value};

use super::json::Leaf;
use super::loaded::Row;

/// Their names.
pub const MADE: &[&str] = &["File_Id", "Record_Id", "Record_Byte_Length", "Seg_Id0", "Seg_Id1", "Seg_Id2"];

/// Fields that tell parents apart: what `under` has.
const KEYS: [&str; 4] = ["COMPANY_ID", "TAXPAYER", "EXTENSION", "CUSTOMER_NAME"];

/// Bytes of a descriptor word.
const WORD: i64 = 4;

type Theirs = Map<String, Value>;

fn number(row: &Theirs, field: &str) -> Option<i64> {
    match Leaf::of(row.get(field)?) {
        Some(Leaf::Number(digits)) => digits.parse().ok(),
        _ => None,
    }
}

/// What does not agree: records by their numbers, lengths by the place of the next record.
pub fn places(theirs: &[Theirs], ours: &[&Row]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, row) in theirs.iter().enumerate() {
        if number(row, "Record_Id").is_some_and(|id| i64::try_from(at) != Ok(id)) {
            wrong.push(format!("{at}: {:?} is no number from 0", row["Record_Id"]));
        }
        let next = ours.get(at + 1).map(|next| next.offset - ours[at].offset - WORD);
        if let (Some(length), Some(next)) = (number(row, "Record_Byte_Length"), next)
            && length != next
        {
            wrong.push(format!("{at}: {length} bytes | {next} bytes"));
        }
    }
    wrong
}

/// What does not agree: parents by the ids of segments. A parent has the id of its child's level above, and none of the
/// child's own level.
pub fn parents(theirs: &[Theirs], ours: &[&Row]) -> (usize, Vec<String>) {
    let (mut compared, mut wrong) = (0, Vec::new());
    for (at, row) in theirs.iter().enumerate() {
        let level = if row.contains_key("Seg_Id2") { 2 } else { usize::from(row.contains_key("Seg_Id1")) };
        let Some(above) = level.checked_sub(1) else { continue };
        let (id, own) = (format!("Seg_Id{above}"), format!("Seg_Id{level}"));
        let is_parent = |one: &&Theirs| one.get(&id) == row.get(&id) && !one.contains_key(&own);
        let key = theirs[..at].iter().rev().find(is_parent).and_then(key);
        compared += 1;
        if !ours[at].cells["under"].is(key.as_ref()) {
            wrong.push(format!("{at}: under {key:?} | {}", ours[at].cells["under"]));
        }
    }
    (compared, wrong)
}

fn key(row: &Theirs) -> Option<Leaf> {
    row.iter().find_map(|(name, value)| match value {
        Value::Object(inner) => key(inner),
        one => KEYS.contains(&name.as_str()).then(|| Leaf::of(one)).flatten(),
    })
}

//! What names refer to: counters of tables, and what entries 66 rename.

use super::entry::Usage;
use super::entry::{Entry, Name};
use super::item::{Copybook, Item, Part, Path, Renames};
use super::picture::Category;
use super::tree::Node;
use super::{Mistake, Problem};
use crate::mapping::nearest;

/// Each table with the item that counts its elements.
pub(super) fn counters(copybook: &Copybook, roots: &[Node], mistakes: &mut Vec<Mistake>) -> Vec<(Path, Path)> {
    let items = copybook.items();
    let mut all = Vec::new();
    for (path, item) in &items {
        let Some(name) =
            node(roots, path).and_then(|node| node.entry.occurs.as_ref()).and_then(|occurs| occurs.depending.as_ref())
        else {
            continue;
        };
        match named(&items, name, path) {
            Ok(counter) if counts(copybook, &counter, path, item) => all.push((path.clone(), counter)),
            Ok(_) => mistakes.push(Mistake { at: name.at, problem: Problem::Counter(name.text.clone()) }),
            Err(problem) => mistakes.push(Mistake { at: name.at, problem }),
        }
    }
    all
}

fn node<'n>(roots: &'n [Node], path: &Path) -> Option<&'n Node> {
    let (record, rest) = path.0.split_first()?;
    rest.iter().try_fold(roots.get(*record)?, |node, at| node.children.get(*at))
}

/// The item of a name: of several, the one that shares most groups with who asks.
fn named(items: &[(Path, &Item)], name: &Name, from: &Path) -> Result<Path, Problem> {
    let is_called = |item: &Item, name: &str| item.name.as_deref() == Some(name);
    let ancestors = |path: &Path| -> Vec<&Item> {
        items
            .iter()
            .filter(|(above, _)| above.0.len() < path.0.len() && path.0.starts_with(&above.0))
            .map(|(_, item)| *item)
            .collect()
    };
    let found: Vec<&Path> = items
        .iter()
        .filter(|(_, item)| is_called(item, &name.text))
        .filter(|(path, _)| name.of.iter().all(|of| ancestors(path).iter().any(|item| is_called(item, of))))
        .map(|(path, _)| path)
        .collect();
    let shared = |path: &Path| path.0.iter().zip(&from.0).take_while(|(one, other)| one == other).count();
    let most = found.iter().map(|path| shared(path)).max();
    let mut nearest_found = found.iter().filter(|path| Some(shared(path)) == most);
    match (nearest_found.next(), nearest_found.next()) {
        (Some(path), None) => Ok((*path).clone()),
        (Some(_), Some(_)) => Err(Problem::Ambiguous(name.text.clone())),
        (None, _) => {
            let names = items.iter().filter_map(|(_, item)| item.name.as_deref());
            Err(Problem::Unknown(name.text.clone(), nearest::or_empty(&name.text, names).to_owned()))
        }
    }
}

/// Whether an item can say how many elements a table has: a whole number that stands before it, or in another record, which
/// a program has and a file has not: who reads records has to refuse it.
fn counts(copybook: &Copybook, counter: &Path, table: &Path, item: &Item) -> bool {
    let Some(found) = copybook.item(counter) else { return false };
    let is_before = counter.0.first() != table.0.first() || found.offset + found.length <= item.offset;
    let is_whole = match &found.part {
        Part::Elementary(elementary) if elementary.usage == Usage::National => false,
        Part::Elementary(elementary) => match &elementary.picture {
            // What P stands for is not in the bytes: `9P` has no digit that says how many elements there are.
            Some(picture) => picture.category == Category::Numeric && picture.scale == 0,
            None => matches!(elementary.usage, Usage::Sized(..)),
        },
        Part::Group(_) => false,
    };
    is_before && is_whole && !counter.0.starts_with(&table.0)
}

pub(super) fn set_counter(copybook: &mut Copybook, table: &Path, counter: Path) {
    let Some((record, rest)) = table.0.split_first() else { return };
    let mut item = &mut copybook.records[*record];
    for at in rest {
        let Part::Group(items) = &mut item.part else { return };
        item = &mut items[*at];
    }
    if let Some(occurs) = &mut item.occurs {
        occurs.depending = Some(counter);
    }
}

/// An entry 66.
pub(super) fn renamed(
    copybook: &Copybook,
    record: usize,
    entry: &Entry,
    mistakes: &mut Vec<Mistake>,
) -> Option<Renames> {
    let items: Vec<(Path, &Item)> =
        copybook.items().into_iter().filter(|(path, _)| path.0.first() == Some(&record)).collect();
    let mut find = |name: &Name| {
        named(&items, name, &Path(vec![record])).map_err(|problem| mistakes.push(Mistake { at: name.at, problem })).ok()
    };
    let (name, Some((from, to))) = (entry.name.clone(), &entry.renames) else {
        mistakes.push(Mistake { at: entry.at, problem: Problem::Incomplete("RENAMES") });
        return None;
    };
    let (first, last) = (find(from)?, to.as_ref().map(&mut find));
    let last = match last {
        Some(last) => last?,
        None => first.clone(),
    };
    let (begin, end) = (copybook.item(&first)?, copybook.item(&last)?);
    let length = (end.offset + end.total()).checked_sub(begin.offset).filter(|_| end.offset >= begin.offset);
    let (Some(name), Some(length)) = (name, length) else {
        mistakes.push(Mistake { at: entry.at, problem: Problem::Renames(from.text.clone()) });
        return None;
    };
    let item = (first == last).then_some(first);
    Some(Renames { name, at: entry.at, record, offset: begin.offset, length, item })
}

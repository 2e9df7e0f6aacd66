//! What is wrong with the files that a mapping names, at the place where it names them, and what to write there instead.
//!
//! In: the stops that looking for sources and crosswalks gave. Out: the same with their places; a file that is not there
//! with the nearest that is. Refuses to open a file.

use std::path::Path;

use crate::finding::{Arg, Code};
use crate::host::{Host, paths};
use crate::mapping::diagnostic::Edit;
use crate::mapping::model::Mapping;
use crate::mapping::nearest::nearest;
use crate::place::Span;
use crate::run::Stop;

/// Letters behind `lookup:` among which its names stand.
const MOST_LETTERS: usize = 600;

/// Something wrong with a file, and where the mapping names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What is wrong.
    pub stop: Stop,
    /// What is underlined; none where the mapping does not name it.
    pub at: Option<Span>,
    /// What to write instead.
    pub edit: Option<Edit>,
}

/// The mapping that names the files, and its text.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// What its paths are relative to.
    pub folder: &'a Path,
    /// As it was read.
    pub mapping: &'a Mapping,
    /// Its YAML.
    pub text: &'a str,
}

/// The stops with their places in the mapping.
#[must_use]
pub fn placed(host: &dyn Host, named: Named<'_>, stops: Vec<Stop>) -> Vec<Misfit> {
    let misfit = |stop: Stop| {
        let at = place(named, &stop);
        let (at, edit) = match at.and_then(|at| wrong(named, &stop, at)) {
            Some((wrong, found)) => {
                let text = right(host, named, &stop, &wrong);
                (Some(found), text.map(|text| Edit { at: found, text, certain: false }))
            }
            None => (at, None),
        };
        Misfit { stop, at, edit }
    };
    stops.into_iter().map(misfit).collect()
}

/// Where the mapping names what a stop is about: its `files:`, or the look-up of a crosswalk.
fn place(named: Named<'_>, stop: &Stop) -> Option<Span> {
    let files = named.mapping.source.files_at;
    let looked_up = |file: &str| {
        let mut tables = named.mapping.with_nested().into_iter();
        tables.find_map(|table| table.lookups.iter().find(|lookup| lookup.file == file).map(|lookup| lookup.at))
    };
    match (stop.code, stop.args.first()) {
        (Code::NoFiles | Code::FileCount | Code::LeadsNowhere | Code::RunAsSource, _) => Some(files),
        (Code::NoSuchPath | Code::WrongPath, Some(Arg::Text(path))) => {
            let of_crosswalk =
                named.mapping.with_nested().into_iter().flat_map(|table| &table.lookups).find(|lookup| {
                    let joined = paths::shown(named.folder.join(&lookup.file).as_os_str());
                    joined == **path || lookup.file == **path
                });
            let is_source = named.mapping.source.files.iter().any(|file| path.ends_with(file.as_str()));
            of_crosswalk.map(|lookup| lookup.at).or(is_source.then_some(files))
        }
        (code, Some(Arg::Text(file))) if code.id().starts_with("TL042") || code.id().starts_with("TL043") => {
            looked_up(file)
        }
        _ => None,
    }
}

/// The name that is wrong, and where it stands: in the `files:`, or behind the `lookup:` that is at this place.
fn wrong(named: Named<'_>, stop: &Stop, at: Span) -> Option<(String, Span)> {
    let files = named.mapping.source.files.iter();
    let crosswalks =
        named.mapping.with_nested().into_iter().flat_map(|table| &table.lookups).map(|lookup| &lookup.file);
    let name = match (stop.code, &stop.args[..]) {
        (Code::CrosswalkHeader | Code::CrosswalkHeaderTwice, [_, Arg::Text(header), ..]) => {
            header.trim_matches('`').to_owned()
        }
        (Code::NoFiles, [Arg::Text(pattern), ..]) => pattern.to_string(),
        (Code::NoSuchPath | Code::WrongPath, [Arg::Text(path), ..]) => {
            files.chain(crosswalks).filter(|file| path.ends_with(file.as_str())).max_by_key(|file| file.len())?.clone()
        }
        _ => return None,
    };
    let start = at.start as usize;
    let all = named.text.get(start..)?;
    let near = all.char_indices().nth(MOST_LETTERS).map_or(all, |(end, _)| &all[..end]);
    let (found, _) = near.match_indices(name.as_str()).find(|(found, _)| is_alone(near, *found, name.len()))?;
    let at = |offset: usize| u32::try_from(start + offset).ok();
    Some((name.clone(), Span { start: at(found)?, end: at(found + name.len())? }))
}

/// What is there instead.
fn right(host: &dyn Host, named: Named<'_>, stop: &Stop, wrong: &str) -> Option<String> {
    match (stop.code, &stop.args[..]) {
        (Code::CrosswalkHeader, [_, _, Arg::Text(nearest)]) => {
            Some(nearest.trim_matches('`').to_owned()).filter(|text| !text.is_empty() && !text.contains('`'))
        }
        (Code::NoFiles | Code::NoSuchPath, _) => there(host, named.folder, wrong),
        _ => None,
    }
}

/// Whether a part of a text is no part of a longer word.
fn is_alone(text: &str, start: usize, length: usize) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !is_word(text[..start].chars().next_back()) && !is_word(text[start + length..].chars().next())
}

/// The path or pattern of which there is a file: with `/` between its folders, or with the name of the nearest file; of a
/// pattern, what stands before its first `*` or `?`.
fn there(host: &dyn Host, folder: &Path, written: &str) -> Option<String> {
    let slashed = written.replace('\\', "/");
    let (parent, name) = slashed.rsplit_once('/').map_or(("", slashed.as_str()), |(parent, name)| (parent, name));
    let at = folder.join(parent);
    let at = if at.as_os_str().is_empty() { Path::new(".") } else { &at };
    let names: Vec<String> = host.list(at).ok()?.iter().map(|name| paths::shown(name)).collect();
    let fixed = name.find(['*', '?']).unwrap_or(name.len());
    let (begins, rest) = name.split_at(fixed);
    let length = begins.chars().count();
    let beginning = |name: &String| {
        if rest.is_empty() { name.clone() } else { name.chars().take(length).collect() }
    };
    let beginnings: Vec<String> = names.iter().map(beginning).collect();
    let found = beginnings.iter().find(|one| one.as_str() == begins).map(String::as_str);
    let found = found.or_else(|| nearest(begins, beginnings.iter().map(String::as_str)))?;
    let path = if parent.is_empty() { format!("{found}{rest}") } else { format!("{parent}/{found}{rest}") };
    (path != written).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::real::RealHost;

    #[test]
    fn a_file_that_is_not_there_is_the_nearest_that_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        for name in ["in/GLJ2025.TXT", "in/GLJ2026.TXT", "vendors.csv"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        for (written, want) in [
            ("in/LGJ*.TXT", Some("in/GLJ*.TXT")),
            ("in\\GLJ*.TXT", Some("in/GLJ*.TXT")),
            ("in/glj2026.txt", Some("in/GLJ2026.TXT")),
            ("vendor.csv", Some("vendors.csv")),
            ("in/PAYROLL*.DAT", None),
            ("nowhere/x.csv", None),
        ] {
            assert_eq!(there(&RealHost, folder.path(), written).as_deref(), want, "{written}");
        }
    }
}

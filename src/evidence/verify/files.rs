//! The files of a run's folder against those that its manifest lists.
//!
//! In: the folder and the manifest. Out: what each file holds, if it is the one that the run wrote, and findings. A file
//! is hashed before anything in it is believed. Refuses to compare totals.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use super::content::{Findings, Parquet, Problem, Rejects, Table};
use super::reading::{Reading, hashed};
use super::told::{NOTHING, Told, shown};
use crate::evidence::manifest::{self, Manifest, OutputEvidence, TableEvidence};
use crate::finding::Code;
use crate::host::{Host, PathKind, SourceFile, paths};
use crate::run::{Stop, io as machine};

/// The file of all findings.
pub const FINDINGS: &str = "findings.parquet";

/// What a file of the run is there for, told by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role<'m> {
    /// A part of this table.
    Part(&'m TableEvidence),
    /// Refused records of this mapping.
    Rejects(&'m str),
    /// Their bytes.
    Raw(&'m str),
    /// The heads of their files, or what controls were told of the other records.
    Beside,
    /// All findings.
    Findings,
    /// For people.
    Other,
    /// Nothing of this run is called so.
    None,
}

/// What a file holds.
pub enum Content<'m> {
    /// A part of this table.
    Part(&'m str, Table),
    /// Refused records of this mapping.
    Rejects(&'m str, Rejects),
    /// All findings.
    Findings(Findings),
    /// What is not counted.
    Other,
}

/// One file that was looked at.
pub struct Examined<'m> {
    /// What does not hold.
    pub told: Told,
    /// None where it is not what the run wrote.
    pub content: Option<Content<'m>>,
}

/// The role of a path.
#[must_use]
pub fn role<'m>(manifest: &'m Manifest, path: &str) -> Role<'m> {
    let of_mapping = |name: &str| manifest.mappings.iter().map(|m| m.name.as_str()).find(|known| *known == name);
    if let Some(path) = path.strip_prefix("data/") {
        let Some((table, below)) = path.split_once('/') else { return Role::None };
        let (folders, part) = below.rsplit_once('/').map_or((None, below), |(folders, part)| (Some(folders), part));
        if !is_part(part) || folders.is_some_and(|folders| folders.split('/').any(|folder| !folder.contains('='))) {
            return Role::None;
        }
        return manifest.tables.iter().find(|known| known.table == table).map_or(Role::None, Role::Part);
    }
    if let Some(path) = path.strip_prefix("rejects/") {
        let rejects = path.strip_suffix(".parquet").and_then(of_mapping).map(Role::Rejects);
        let raw = || path.strip_suffix(".raw").and_then(of_mapping).map(Role::Raw);
        let beside = || path.strip_suffix(".head").or_else(|| path.strip_suffix(".controls"));
        let beside = || beside().and_then(of_mapping).map(|_| Role::Beside);
        return rejects.or_else(raw).or_else(beside).unwrap_or(Role::None);
    }
    if path == FINDINGS { Role::Findings } else { Role::Other }
}

fn is_part(name: &str) -> bool {
    let number = name.strip_prefix("part-").and_then(|rest| rest.strip_suffix(".parquet"));
    number.is_some_and(|digits| digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Looks at one file that the manifest lists.
///
/// # Errors
/// TL0901 where the machine fails.
pub fn examine<'m>(
    host: &dyn Host,
    folder: &Path,
    manifest: &'m Manifest,
    output: &OutputEvidence,
) -> Result<Examined<'m>, Stop> {
    let mut told = Told::default();
    let (name, path) = (output.path.as_str(), folder.join(&output.path));
    let role = role(manifest, name);
    if role == Role::None {
        told.find(Code::EvidenceExtra, vec![name.into()]);
    }
    let file = match host.open(&path) {
        Ok(file) => file,
        Err(error) if is_missing(error.kind()) => {
            told.find(Code::EvidenceMissing, vec![name.into()]);
            return Ok(Examined { told, content: None });
        }
        Err(error) => return Err(machine::stop("open", &path, &error)),
    };
    let found = hashed(Reading::new(&*file)).map_err(|error| machine::stop("read", &path, &error))?;
    if found.bytes != output.bytes || found.sha256 != output.sha256 {
        told.changed(name);
        return Ok(Examined { told, content: None });
    }
    let content = match content(manifest, role, file, output, &mut told) {
        Ok(content) => content,
        Err(problem) => {
            told.find(Code::EvidenceUnreadable, vec![name.into(), problem.into(), "".into()]);
            None
        }
    };
    Ok(Examined { told, content })
}

fn is_missing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

fn content<'m>(
    manifest: &'m Manifest,
    role: Role<'m>,
    file: Box<dyn SourceFile>,
    output: &OutputEvidence,
    told: &mut Told,
) -> Result<Option<Content<'m>>, Problem> {
    if matches!(role, Role::Raw(_) | Role::Other | Role::None) {
        told.compare(format_args!("{}: rows", output.path), shown(output.rows), NOTHING);
        return Ok(Some(Content::Other));
    }
    let parquet = Parquet::open(file)?;
    told.compare(format_args!("{}: rows", output.path), shown(output.rows), parquet.rows());
    let mut says = |key: &str, manifest: &str| {
        let found = parquet.said(&format!("tumpline.{key}")).unwrap_or(NOTHING);
        told.compare(format_args!("{}: {key}", output.path), manifest, found);
    };
    says("format", &manifest.format.to_string());
    Ok(match role {
        Role::Part(table) => {
            let mapping = manifest.mappings.iter().find(|mapping| mapping.name == table.mapping);
            says("mapping", &table.mapping);
            let carried = output.mapping_sha256.as_deref();
            says("mapping_sha256", carried.or(mapping.map(|one| one.sha256.as_str())).unwrap_or(NOTHING));
            says("table", &table.table);
            let own = table.columns.iter().map(|column| (column.name.clone(), column));
            let of_lists = table
                .lists
                .iter()
                .flat_map(|list| list.columns.iter().map(|column| (format!("{}.{}", list.list, column.name), column)));
            let hidden = own.chain(of_lists).filter(|(_, column)| column.personal).map(|(name, _)| name);
            let part = parquet.table(&output.path, &hidden.collect())?;
            same_columns(table, &part, &output.path, told).then_some(Content::Part(&table.table, part))
        }
        Role::Rejects(mapping) => Some(Content::Rejects(mapping, parquet.rejects()?)),
        Role::Findings => Some(Content::Findings(parquet.findings()?)),
        Role::Beside => Some(Content::Other),
        Role::Raw(_) | Role::Other | Role::None => None,
    })
}

/// The type of a column of lists.
const LIST: &str = "list";
/// The type of a column that is a structure.
const STRUCTURE: &str = "structure";

/// Whether a part has the columns of its table: names, types and personal marks, in their order.
fn same_columns(table: &TableEvidence, part: &Table, path: &str, told: &mut Told) -> bool {
    let words =
        |name: &str, ty: &str, personal: bool| format!("{name} {ty}{}", if personal { " personal" } else { "" });
    let mut manifest: Vec<_> = table.columns.iter().map(|it| words(&it.name, &it.ty, it.personal)).collect();
    let mut found: Vec<_> = part.columns.iter().map(|it| words(&it.name, &it.ty, it.personal)).collect();
    let structures = |names: &[String]| names.iter().map(|name| words(name, STRUCTURE, false)).collect::<Vec<_>>();
    manifest.extend(structures(&table.structures));
    found.extend(structures(&part.structures));
    for list in &table.lists {
        manifest.push(words(&list.list, LIST, false));
        manifest.extend(list.columns.iter().map(|it| words(&it.name, &it.ty, it.personal)));
        manifest.extend(structures(&list.structures));
    }
    for list in &part.lists {
        found.push(words(&list.way, LIST, false));
        found.extend(list.columns.iter().map(|it| words(&it.name, &it.ty, it.personal)));
        found.extend(structures(&list.structures));
    }
    let different = (0..manifest.len().max(found.len())).find(|index| manifest.get(*index) != found.get(*index));
    different.is_none_or(|index| {
        let what = format!("{path}: columns[{index}]");
        told.compare(what, shown(manifest.get(index)), shown(found.get(index)))
    })
}

/// Files and folders that are in the run's folder and not in the manifest.
///
/// # Errors
/// TL0901 where the machine fails.
pub fn extra(host: &dyn Host, folder: &Path, manifest: &Manifest) -> Result<Told, Stop> {
    let known: BTreeSet<&str> = manifest.outputs.iter().map(|output| output.path.as_str()).collect();
    let mut told = Told::default();
    extra_below(host, folder, "", &known, &mut told)?;
    Ok(told)
}

fn extra_below(
    host: &dyn Host,
    folder: &Path,
    name: &str,
    known: &BTreeSet<&str>,
    told: &mut Told,
) -> Result<(), Stop> {
    let entries = host.list(folder).map_err(|error| machine::stop("list", folder, &error))?;
    for entry in entries {
        let path = folder.join(&entry);
        let name = format!("{name}{}", paths::shown(&entry));
        let within = format!("{name}/");
        let is_folder = host.kind(&path).is_ok_and(|kind| kind == PathKind::Folder);
        if is_folder && known.iter().any(|path| path.starts_with(&within)) {
            extra_below(host, &path, &within, known, told)?;
        } else if is_folder {
            told.find(Code::EvidenceExtra, vec![within.into()]);
        } else if name != manifest::FILE && !known.contains(name.as_str()) {
            told.find(Code::EvidenceExtra, vec![name.into()]);
        }
    }
    Ok(())
}

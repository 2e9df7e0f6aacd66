//! A mapping, drafted from files that nobody described.
//!
//! In: files. Out: a [`draft::Draft`]; the text that somebody made of it, written. Refuses words and YAML: reasons are
//! data, and `cli` writes them.

pub mod delimited;
pub mod draft;
pub mod fixed;
pub mod layout;
pub mod records;
mod separated;
pub mod values;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::sample;
use crate::calendar;
use crate::finding::Code;
use crate::host::{Access, Host, paths};
use crate::run::{Stop, io as machine};
use draft::Draft;
use layout::Layout;
use records::{Faces, Records};
use separated::Known;

/// What a mapping is drafted from, and where it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Files of one shape; at least one.
    pub paths: Vec<PathBuf>,
    /// The encoding, where somebody knows it.
    pub encoding: Option<String>,
    /// What stands between cells, where somebody knows it.
    pub delimiter: Option<String>,
    /// A layout of the fields.
    pub layout: Option<PathBuf>,
    /// The mapping's file; none: nothing is written.
    pub out: Option<PathBuf>,
    /// A file that is there is written over.
    pub force: bool,
}

/// Drafts a mapping of these files.
///
/// # Errors
/// Those of [`records::look`] and [`records::reading`]; TL0949 where `out` is there and may not be written over; TL0950
/// where a delimited file has another header than the first; TL0952 and TL0953, all of them, of a layout.
pub fn infer(host: &dyn Host, request: &Request) -> Result<Draft, Vec<Stop>> {
    let layout = request.layout.as_ref().map(|path| layout_at(host, path)).transpose()?;
    drafted(host, request, layout.as_ref()).map_err(|stop| vec![stop])
}

/// The layout in a file.
fn layout_at(host: &dyn Host, path: &Path) -> Result<Layout, Vec<Stop>> {
    let stop = |(code, args)| Stop::new(code, args);
    let bytes =
        sample::open(host, path).and_then(|file| file.sample(sample::Bounds::default())).map_err(|stop| vec![stop])?;
    let bytes: Vec<u8> = bytes.windows.into_iter().flat_map(|window| window.bytes).collect();
    layout::read(&machine::shown(path), &bytes).map_err(|all| all.into_iter().map(stop).collect())
}

fn drafted(host: &dyn Host, request: &Request, layout: Option<&Layout>) -> Result<Draft, Stop> {
    if let Some(out) = request.out.as_ref().filter(|out| !request.force && host.kind(out).is_ok()) {
        return Err(Stop::new(Code::OutExists, vec![machine::shown(out).into()]));
    }
    let looked = records::look(host, &request.paths)?;
    let days = host.now().as_second().div_euclid(86_400);
    let year = i32::try_from(calendar::civil(i32::try_from(days).unwrap_or_default()).0).unwrap_or_default();
    let (name, paths) = (name(request), files(host, request)?);
    let known = Known { name: &name, request, paths: &paths, year, layout };
    if let Some(draft) = separated::draft(&looked, known)? {
        return Ok(draft);
    }
    let reading = records::reading(&looked, request.encoding.as_deref())?;
    let first = machine::shown(request.paths.first().map_or_else(|| Path::new(""), PathBuf::as_path));
    let faces =
        Faces::under(&reading.encoding).ok_or_else(|| Stop::new(Code::EncodingUntold, vec![first.clone().into()]))?;
    let records = Records::of(&looked, reading.cut);
    if records.raw.iter().all(|record| record.is_empty()) {
        return Err(Stop::new(Code::NothingToInfer, vec![first.into()]));
    }
    if let Some(layout) = layout {
        return separated::placed(known, layout, &records, &reading, &faces);
    }
    let mut draft = fixed::draft(&name, &records, &reading, &faces, year);
    draft.source.files = paths;
    Ok(draft)
}

/// The name of the mapping: that of its file, else that of the first file.
fn name(request: &Request) -> String {
    let path = request.out.as_ref().or(request.paths.first());
    let stem = path.and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().to_lowercase());
    let plain: String =
        stem.unwrap_or_default().chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' }).collect();
    let plain = plain.trim_matches('_');
    match plain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => plain.to_owned(),
        _ => format!("table_{plain}").trim_end_matches('_').to_owned(),
    }
}

/// The files as the mapping names them: relative ones from where it will stand, as far as that is where we are.
fn files(host: &dyn Host, request: &Request) -> Result<Vec<String>, Stop> {
    let elsewhere = request.out.as_ref().and_then(|out| out.parent()).is_some_and(|folder| folder != Path::new(""));
    let one = |path: &PathBuf| {
        let path = if elsewhere {
            host.absolute(path).map_err(|error| machine::stop("open", path, &error))?
        } else {
            path.clone()
        };
        Ok(paths::shown(path.as_os_str()))
    };
    request.paths.iter().map(one).collect()
}

/// Writes the text to where the request says, if it says so: whole, or not at all.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(host: &dyn Host, request: &Request, text: &str) -> Result<(), Stop> {
    let Some(out) = &request.out else { return Ok(()) };
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = out.with_file_name(name);
    let failed = |error: std::io::Error| machine::stop("write", out, &error);
    let mut file = host.create(&new, Access::Usual).map_err(failed)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync());
    drop(file);
    let moved = written.and_then(|()| host.rename(&new, out));
    if moved.is_err() {
        // What could not be finished is not left behind; what failed is told.
        let _ = host.remove_file(&new);
    }
    moved.map_err(failed)
}

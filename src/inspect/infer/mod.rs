//! A mapping, drafted from files that nobody described.
//!
//! In: files. Out: a [`draft::Draft`]. Refuses words, YAML and to write anything: reasons are data, `cli` makes text of them.

mod columned;
pub mod delimited;
pub mod draft;
mod ebcdic;
pub mod fixed;
pub mod groups;
pub mod layout;
mod personal;
pub mod published;
pub mod records;
mod remarks;
mod strays;
mod tabs;
pub mod values;
mod wide;

use std::path::{Path, PathBuf};

use crate::calendar;
use crate::finding::{Args, Code};
use crate::host::{Host, paths};
use crate::mapping::model::{Short, Type};
use crate::run::{Stop, io as machine, put};
use draft::{Draft, FieldDraft, KindDraft, Other, Reason};
use layout::{Doubt, Layout, LayoutField};
use published::Recognise;
use records::{Cut, Faces, Looked, Reading, Records};
use remarks::Kept;

/// What a mapping is drafted from, and where it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Files of one shape; at least one.
    pub paths: Vec<PathBuf>,
    /// The encoding, where somebody knows it.
    pub encoding: Option<String>,
    /// What stands between cells, where somebody knows it.
    pub delimiter: Option<String>,
    /// A layout that somebody wrote: names, places, types.
    pub layout: Option<PathBuf>,
    /// Whether published layouts are recognised; a layout that was given goes before them.
    pub recognise: Recognise,
    /// The mapping's file; none: nothing is written.
    pub out: Option<PathBuf>,
    /// A file that is there is written over.
    pub force: bool,
}

/// A mapping; what is odd of the files (TL0975 to TL0978), and where a layout that was given and the data do not agree
/// (TL0954).
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// The mapping.
    pub draft: Draft,
    /// Of the files first, then in the order of the fields.
    pub doubts: Vec<Stop>,
}

/// Drafts a mapping of these files.
///
/// # Errors
/// Those of [`records::look`] and [`records::reading`], of a layout (TL0952, TL0953) and of delimited text (TL0950,
/// TL0951); TL0949 where `out` is there and may not be written over.
pub fn infer(host: &dyn Host, request: &Request) -> Result<Inferred, Vec<Stop>> {
    let one = |stop: Stop| vec![stop];
    may_write(host, request.out.as_deref(), request.force).map_err(one)?;
    let layout = request.layout.as_ref().map(|path| read_layout(host, path)).transpose()?;
    let looked = records::look(host, &request.paths).map_err(one)?;
    let Kept { files: looked, mut remarks } = remarks::kept(looked).map_err(|remark| vec![of(remark)])?;
    let reading = records::reading(&looked, request.encoding.as_deref()).map_err(one)?;
    let days = host.now().as_second().div_euclid(86_400);
    let year = i32::try_from(calendar::civil(i32::try_from(days).unwrap_or_default()).0).unwrap_or_default();
    remarks.extend(remarks::nuls(&looked, &reading));
    remarks.extend(request.delimiter.as_deref().and_then(|named| remarks::delimiter(&looked, &reading, named)));
    let files = files(host, request, &looked).map_err(one)?;
    let name = name_of(request.out.as_deref().or(looked.first().map(|file| file.path.as_path())));
    let delimiter = request.delimiter.as_deref();
    let recognise = if layout.is_some() { Recognise::Nothing } else { request.recognise };
    let known =
        Known { name, files, looked: &looked, reading: &reading, year, delimiter, layout: layout.as_ref(), recognise };
    let is_delimited = known.is_delimited();
    known.may_be_cells(request).map_err(one)?;
    let (mut draft, doubts, of_rows) = if is_delimited { known.delimited()? } else { known.fixed()? };
    remarks.extend(of_rows);
    remarks.extend(if is_delimited || layout.is_some() { None } else { remarks::cells(&looked, &reading) });
    // Within quotes a cell may have line ends of its own.
    remarks.extend(if is_delimited { Vec::new() } else { remarks::ends(&looked, &reading) });
    remarks.extend(remarks::cut(&looked, &reading));
    remarks.extend(remarks::chained(&looked));
    remarks.extend(remarks::lengths(&looked, &reading));
    remarks.extend(layout.iter().flat_map(Layout::doubts));
    personal::mark(&mut draft);
    forget_same(&mut draft);
    draft.source.why.extend(strays::of(&looked, &reading));
    draft.source.why.extend(remarks.iter().map(|(code, args)| Reason::Told(*code, args.clone())));
    let doubts = doubts.iter().map(|(field, doubt)| doubt.told(field));
    Ok(Inferred { draft, doubts: remarks.into_iter().chain(doubts).map(of).collect() })
}

/// Whether a draft may be written there.
///
/// # Errors
/// TL0949 where something is there, unless it is a mapping and `force` says that it goes.
pub fn may_write(host: &dyn Host, out: Option<&Path>, force: bool) -> Result<(), Stop> {
    let Some(out) = out else { return Ok(()) };
    if !force && host.kind(out).is_ok() {
        return Err(Stop::new(Code::OutExists, vec![machine::shown(out).into(), "".into()]));
    }
    // A source or a layout is never written over by its own draft.
    put::may_replace(host, out, "mapping", &is_mapping)
}

fn read_layout(host: &dyn Host, path: &Path) -> Result<Layout, Vec<Stop>> {
    let bytes = host.read(path).map_err(|error| vec![machine::stop("read", path, &error)])?;
    layout::read(&machine::shown(path), &bytes).map_err(|all| all.into_iter().map(of).collect())
}

fn of((code, args): (Code, Args)) -> Stop {
    Stop::new(code, args)
}

/// What is known before a draft begins.
struct Known<'a> {
    name: String,
    files: Vec<String>,
    looked: &'a [Looked],
    reading: &'a Reading,
    year: i32,
    delimiter: Option<&'a str>,
    layout: Option<&'a Layout>,
    recognise: Recognise,
}

/// A draft; fields in which a layout and the data do not agree; what else a person should know.
type Drafted = (Draft, Vec<(String, Doubt)>, Vec<(Code, Args)>);

impl Known<'_> {
    /// A layout says what the files are: with places, fixed width; without, delimited. Else the files say it.
    fn is_delimited(&self) -> bool {
        let placed = self.layout.map(|layout| layout.fields.iter().any(|field| field.at.is_some()));
        match placed {
            Some(placed) => !placed,
            None => self.delimiter.is_some() || self.has_cells(),
        }
    }

    /// UTF-16 is looked at as UTF-8.
    fn has_cells(&self) -> bool {
        match wide::narrow(self.looked, self.reading) {
            Some(narrow) => {
                let reading = Reading { encoding: String::from(wide::UTF8), ..self.reading.clone() };
                records::is_delimited(&narrow.looked, &reading)
            }
            None => records::is_delimited(self.looked, self.reading),
        }
    }

    /// A layout without places is one of cells.
    ///
    /// # Errors
    /// TL0952 where nothing stands between cells.
    fn may_be_cells(&self, request: &Request) -> Result<(), Stop> {
        let placed = |layout: &Layout| layout.fields.iter().any(|field| field.at.is_some());
        let Some(path) = request.layout.as_ref().filter(|_| !self.layout.is_none_or(placed)) else { return Ok(()) };
        let first = self.looked.first().filter(|_| self.delimiter.is_none());
        let cut = |file: &Looked| {
            let guess = delimited::guess(&file.sample, &self.reading.encoding);
            self.reading.cut == Cut::Lines
                && (guess.is_some_and(|guess| guess.width > 1) || records::is_delimited(self.looked, self.reading))
        };
        let is_cut = first.is_none_or(cut);
        if is_cut {
            Ok(())
        } else {
            Err(Stop::new(Code::LayoutUnread, vec![machine::shown(path).into(), "no_places".into()]))
        }
    }

    /// EBCDIC is read as UTF-8.
    fn delimited(&self) -> Result<Drafted, Vec<Stop>> {
        let Some(looked) = ebcdic::translated(self.looked, &self.reading.encoding) else { return self.of_cells() };
        let reading = Reading { encoding: String::from(wide::UTF8), ..self.reading.clone() };
        let (mut draft, doubts, remarks) = Known { looked: &looked, reading: &reading, ..self.same() }.of_cells()?;
        draft.source.encoding.clone_from(&self.reading.encoding);
        // Letters with accents have two bytes of UTF-8.
        draft.seen.read = draft.seen.read.min(draft.seen.bytes);
        Ok((draft, doubts, remarks))
    }

    fn of_cells(&self) -> Result<Drafted, Vec<Stop>> {
        let files: Vec<delimited::File<'_>> = self
            .files
            .iter()
            .zip(self.looked)
            .map(|(path, file)| delimited::File { path, sample: &file.sample })
            .collect();
        let given = delimited::Given {
            name: self.name.clone(),
            encoding: self.reading.encoding.clone(),
            why: self.reading.why().into_iter().collect(),
            year: self.year,
            delimiter: self.delimiter.map(str::to_owned),
        };
        let found = delimited::draft(&files, &given, self.layout).map_err(|stop| vec![of(stop)])?;
        Ok((found.draft, found.doubts, found.remarks))
    }

    /// UTF-16 is read as UTF-8; the mapping counts characters of either.
    fn fixed(&self) -> Result<Drafted, Vec<Stop>> {
        let Some(narrow) = wide::narrow(self.looked, self.reading) else { return self.of_records() };
        let reading = Reading { encoding: String::from(wide::UTF8), ..self.reading.clone() };
        let known = Known { looked: &narrow.looked, reading: &reading, ..self.same() };
        let (mut draft, doubts, remarks) = known.of_records()?;
        draft.source.encoding.clone_from(&self.reading.encoding);
        narrow.tell(&mut draft.source, draft.seen.records);
        Ok((draft, doubts, remarks))
    }

    fn same(&self) -> Self {
        Self { name: self.name.clone(), files: self.files.clone(), ..*self }
    }

    /// Lines with tabs are read as a run reads them.
    fn of_records(&self) -> Result<Drafted, Vec<Stop>> {
        let Some(filled) = tabs::filled(self.looked, self.reading) else { return self.of_lines() };
        let (mut draft, doubts, remarks) = Known { looked: &filled.looked, ..self.same() }.of_lines()?;
        filled.tell(&mut draft.source);
        Ok((draft, doubts, remarks))
    }

    fn of_lines(&self) -> Result<Drafted, Vec<Stop>> {
        let first = self.files.first().map_or("", String::as_str);
        let stop = |code| vec![Stop::new(code, vec![first.into(), "".into()])];
        let faces = Faces::under(&self.reading.encoding).ok_or_else(|| stop(Code::EncodingUntold))?;
        let records = Records::of(self.looked, self.reading);
        if records.raw.iter().all(|record| record.is_empty()) {
            return Err(stop(Code::NothingToInfer));
        }
        if self.layout.is_none() && fixed::is_too_wide(&records) {
            let longest = records.raw.iter().map(|record| record.len()).max().unwrap_or(0);
            let args = vec![first.into(), longest.into(), fixed::WIDEST.into()];
            return Err(vec![Stop::new(Code::RecordsTooWide, args)]);
        }
        self.are_alike(&records, &faces)?;
        let (mut draft, mut told) = fixed::draft(&self.name, &records, self.reading, &faces, self.year, self.recognise);
        draft.source.files.clone_from(&self.files);
        let Some(layout) = self.layout else {
            told.extend(self.held(&records, &faces, &mut draft));
            return Ok((draft, Vec::new(), told));
        };
        let around = values::Around {
            fixed: true,
            encoding: self.reading.encoding.clone(),
            name: String::new(),
            year: self.year,
        };
        let slices = |record: usize, from: usize, to: usize| faces.bytes(records.raw[record], from, to);
        let placed = layout::places::fields(layout, records.raw.len(), &slices, &around);
        let placed = placed.map_err(|stop| vec![of(stop)])?;
        if let draft::Form::Lines { longest, short, .. } = &mut draft.source.form
            && *longest < layout.end()
        {
            (*longest, *short) = (layout.end(), Short::Pad);
        }
        let kind = fixed::single(placed.fields, records.raw.len() as u64);
        let (kind, besides) = between_places(kind, layout, &records, &faces, &around);
        draft.kinds = vec![kind];
        draft.controls.clear();
        Ok((draft, placed.doubts.into_iter().chain(besides).collect(), Vec::new()))
    }

    /// Each of several files, drafted alone and held against the draft of all.
    fn held(&self, records: &Records<'_>, faces: &Faces, draft: &mut Draft) -> Vec<(Code, Args)> {
        let published = |why: &Reason| matches!(why, Reason::Published { .. });
        if self.looked.len() < 2 || draft.source.why.iter().any(published) {
            return Vec::new();
        }
        let alone = |(at, file): (usize, &Looked)| {
            let own = records.only(at);
            let (draft, _) = fixed::draft(&self.name, &own, self.reading, faces, self.year, Recognise::Nothing);
            fixed::held::Alone { name: machine::shown(&file.path), draft }
        };
        let files: Vec<_> = self.looked.iter().enumerate().map(alone).collect();
        fixed::held::settle(draft, &files)
    }

    /// Files of fixed width are of one layout.
    ///
    /// # Errors
    /// TL0947.
    fn are_alike(&self, records: &Records<'_>, faces: &Faces) -> Result<(), Vec<Stop>> {
        let rows: Vec<Vec<u8>> = records.raw.iter().map(|record| faces.first(record, fixed::WIDEST)).collect();
        let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
        let Some((one, other)) = fixed::alike::apart(&rows, &records.files) else { return Ok(()) };
        let [one, other] = [one, other].map(|at| machine::shown(&self.looked[at].path));
        Err(vec![Stop::new(Code::FilesDiffer, vec![other.into(), one.into()])])
    }
}

/// The kind of a layout with a text for each place that none of its fields reads and where records have something, which is
/// told; where they have nothing, one that has is refused.
fn between_places(
    mut kind: KindDraft,
    layout: &Layout,
    records: &Records<'_>,
    faces: &Faces,
    around: &values::Around,
) -> (KindDraft, Vec<(String, Doubt)>) {
    let rows: Vec<Vec<u8>> = records.raw.iter().map(|record| faces.first(record, fixed::WIDEST)).collect();
    let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
    let taken: Vec<(usize, usize)> = kind.fields.iter().filter_map(fixed::fields::places).collect();
    let places = fixed::rare::gaps(&rows, &taken).into_iter().map(|(from, to)| {
        let name = if to == from + 1 { format!("f{to}") } else { format!("f{}_{to}", from + 1) };
        let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let at = Some((small(from), small(to)));
        LayoutField { name, at, said: layout::Said::Text }
    });
    let gaps = Layout { fields: places.collect(), ordered: true };
    let slices = |record: usize, from: usize, to: usize| faces.bytes(records.raw[record], from, to);
    let count = if gaps.fields.is_empty() { 0 } else { records.raw.len() };
    let found = layout::places::fields(&gaps, count, &slices, around);
    let found = found.map(|placed| placed.fields).unwrap_or_default();
    // What stands behind the last field is told already.
    let is_inside =
        |field: &&FieldDraft| fixed::fields::places(field).is_some_and(|(from, _)| from < layout.end() as usize);
    let doubts = found.iter().filter(is_inside).map(|field| (field.name.clone(), Doubt::Extra)).collect();
    let extra = |field: FieldDraft| FieldDraft { why: vec![Reason::Doubt(Doubt::Extra)], ..field };
    if !found.is_empty() {
        kind.fields.extend(found.into_iter().map(extra));
        kind.fields.sort_by_key(fixed::fields::places);
    }
    kind.filler = fixed::rare::filler(&rows, &kind.fields);
    (kind, doubts)
}

/// Forgets other readings that read as the field does already.
fn forget_same(draft: &mut Draft) {
    for kind in &mut draft.kinds {
        let groups = kind.groups.iter_mut().flat_map(|group| &mut group.fields);
        for field in kind.fields.iter_mut().chain(groups) {
            let (ty, reading) = (field.ty, field.reading.clone());
            field.others.retain(|other| match other {
                Other::Value(other) if other.ty == Type::Text && ty == Type::Text => {
                    (other.reading.trim, &other.reading.null_if) != (reading.trim, &reading.null_if)
                }
                Other::Value(other) => other.ty != ty || other.reading != reading,
                _ => true,
            });
        }
    }
}

/// Whether a file begins as mappings do, whatever comments stand before.
pub(super) fn is_mapping(head: &[u8]) -> bool {
    head.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"tumpline:"))
}

/// The name of a mapping after a file: its own, or the first that it reads.
#[must_use]
pub fn name_of(path: Option<&Path>) -> String {
    let stem = path.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().to_lowercase());
    let plain: String =
        stem.unwrap_or_default().chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' }).collect();
    let plain = plain.trim_matches('_');
    match plain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => plain.to_owned(),
        _ => format!("table_{plain}").trim_end_matches('_').to_owned(),
    }
}

/// A file as a mapping names it that will stand at `out`: a relative one from its folder, unless nothing but the root is
/// above both; without steps back and forth, as long as no link leads these elsewhere.
///
/// # Errors
/// TL0901.
pub fn named_from(host: &dyn Host, out: Option<&Path>, path: &Path) -> Result<String, Stop> {
    let absolute = |path: &Path| host.absolute(path).map_err(|error| machine::stop("open", path, &error));
    let folder = out.and_then(Path::parent).filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let (folder, whole) = (absolute(folder)?, absolute(path)?);
    let near = if path.is_absolute() { None } else { paths::relative(&folder, &whole) };
    let leads_there = |named: &PathBuf| {
        let one = host.behind_links(&folder.join(named));
        one.is_ok_and(|one| host.behind_links(&whole).is_ok_and(|whole| one == whole))
    };
    let named = [near, Some(paths::straight(&whole))].into_iter().flatten().find(leads_there).unwrap_or(whole);
    Ok(paths::shown(named.as_os_str()))
}

/// The files as the mapping names them.
fn files(host: &dyn Host, request: &Request, looked: &[Looked]) -> Result<Vec<String>, Stop> {
    looked.iter().map(|file| named_from(host, request.out.as_deref(), &file.path)).collect()
}

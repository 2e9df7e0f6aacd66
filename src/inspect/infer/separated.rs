//! Files that were looked at and a layout that was given, brought together: delimited text, or places of a layout.
//!
//! In: samples, and what the user said. Out: a draft where the files are delimited or a layout has places; none where the
//! borders of fields must be found. Refuses: fixed width without a layout.

use super::delimited::dialect::Guess;
use super::delimited::{self, File, Given};
use super::draft::{Draft, Form, KindDraft, Reason, Seen, SourceDraft};
use super::layout::{Layout, places};
use super::records::{Faces, Looked, Reading, Records};
use super::values::Around;
use super::{Request, fixed};
use crate::finding::{Arg, Code};
use crate::inspect::sample::Sample;
use crate::mapping::encodings;
use crate::run::{Stop, io as machine};

/// Endings of names that say what is inside.
const ENDINGS: [&str; 5] = ["csv", "tsv", "psv", "tab", "ssv"];

/// What stands around the files.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The mapping's name.
    pub name: &'k str,
    /// What the user asked for.
    pub request: &'k Request,
    /// The files, as the mapping names them.
    pub paths: &'k [String],
    /// The year of today.
    pub year: i32,
    /// A layout, if one was given.
    pub layout: Option<&'k Layout>,
}

/// A draft of delimited files; none where they are not delimited.
///
/// # Errors
/// TL0947 where two files are in different encodings, TL0948 where no encoding is known, those of [`delimited::draft`].
pub fn draft(looked: &[Looked], known: Known<'_>) -> Result<Option<Draft>, Stop> {
    let by_columns = known.layout.is_some_and(|layout| layout.fields.iter().all(|field| field.at.is_none()));
    let by_places = known.layout.is_some() && !by_columns;
    let said = known.request.delimiter.is_some() || by_columns;
    if by_places || !said && !looked.first().is_some_and(|file| is_delimited(file, known.request)) {
        return Ok(None);
    }
    let (encoding, why) = encoding(looked, known.request)?;
    let files: Vec<File<'_>> =
        looked.iter().zip(known.paths).map(|(file, path)| File { path, sample: &file.sample }).collect();
    let given = Given {
        name: known.name.to_owned(),
        encoding,
        why,
        year: known.year,
        delimiter: known.request.delimiter.clone(),
    };
    let drafted = delimited::draft(&files, &given, known.layout).map_err(|(code, args)| Stop::new(code, args))?;
    Ok(Some(Draft { doubts: drafted.doubts, ..drafted.draft }))
}

/// Whether the file is cut by a delimiter: its name says so, or nearly all of its lines do.
fn is_delimited(file: &Looked, request: &Request) -> bool {
    let ending = file.path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let inner = file.path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let named = ENDINGS.iter().any(|known| ending.as_deref() == Some(*known) || inner.ends_with(&format!(".{known}")));
    let name = request.encoding.as_deref().and_then(encodings::canonical).or(file.judged.verdict.name());
    let guess = name.and_then(|name| delimited::guess(&file.sample, name));
    named || guess.is_some_and(|guess| is_certain(&guess, &file.sample))
}

/// Whether nearly all lines have as many cells. Where all lines are equally long, as those of fixed width are, a comma in
/// each of them may belong to a name.
fn is_certain(guess: &Guess, sample: &Sample) -> bool {
    let most = guess.rows.n * 100 >= guess.rows.of * 80;
    let lines = sample.windows.first().map(|window| window.bytes.split(|byte| *byte == b'\n'));
    let mut lengths = lines.into_iter().flatten().map(<[u8]>::len).filter(|length| *length > 0);
    let first = lengths.next();
    let equal = lengths.all(|length| Some(length) == first);
    most && guess.rows.n > 1 && (!equal || guess.width > 3 || guess.dialect.delimiter != ",")
}

/// The encoding of all files, and why it is that one.
fn encoding(looked: &[Looked], request: &Request) -> Result<(String, Vec<Reason>), Stop> {
    if let Some(name) = &request.encoding {
        let unknown = || Stop::new(Code::UnknownEncoding, vec![name.as_str().into(), "".into()]);
        return Ok((encodings::canonical(name).ok_or_else(unknown)?.to_owned(), Vec::new()));
    }
    let mut found: Option<(&'static str, &Looked)> = None;
    for file in looked.iter().filter(|file| file.sample.bytes() > 0) {
        let shown = |file: &Looked| Arg::from(machine::shown(&file.path));
        let name = file.judged.verdict.name();
        let name = name.ok_or_else(|| Stop::new(Code::EncodingUntold, vec![shown(file)]))?;
        found = match found {
            Some((known, other)) if known != name && known != "ascii" && name != "ascii" => {
                return Err(Stop::new(Code::FilesDiffer, vec![shown(file), shown(other)]));
            }
            Some((known, other)) if name == "ascii" || known == name => Some((known, other)),
            _ => Some((name, file)),
        };
    }
    let (name, file) = found.ok_or_else(|| Stop::new(Code::NothingToInfer, vec!["".into()]))?;
    Ok((name.to_owned(), fixed::why_encoding(name, &super::records::of_pages(&file.judged.verdict, name))))
}

/// A draft of records whose fields a layout places.
///
/// # Errors
/// TL0953 where a field of the layout has no place.
pub fn placed(
    known: Known<'_>,
    layout: &Layout,
    records: &Records<'_>,
    reading: &Reading,
    faces: &Faces,
) -> Result<Draft, Stop> {
    let around =
        Around { fixed: true, encoding: reading.encoding.clone(), name: String::new(), year: known.year, mark: None };
    let slices = |record: usize, from: usize, to: usize| faces.bytes(records.raw[record], from, to);
    let found = places::fields(layout, records.raw.len(), &slices, &around);
    let found = found.map_err(|(code, args)| Stop::new(code, args))?;
    let form = fixed::form(records, reading.cut);
    let source = SourceDraft {
        files: known.paths.to_vec(),
        encoding: reading.encoding.clone(),
        why: fixed::why(records, reading, &form),
        form: to_end(form, layout),
    };
    let number = records.raw.len() as u64;
    let kind = KindDraft {
        name: "record".to_owned(),
        when: None,
        under: None,
        ends: None,
        skip: None,
        cells: None,
        in_preamble: false,
        fields: found.fields,
        groups: Vec::new(),
        unique: Vec::new(),
        records: number,
        why: Vec::new(),
    };
    let read = if records.is_whole { records.bytes } else { records.read };
    Ok(Draft {
        name: known.name.to_owned(),
        source,
        kinds: vec![kind],
        common: Vec::new(),
        controls: Vec::new(),
        seen: Seen { files: records.files.len() as u64, bytes: records.bytes, records: number, read },
        doubts: found.doubts,
    })
}

/// Lines may be as long as the layout; shorter ones are padded.
fn to_end(form: Form, layout: &Layout) -> Form {
    let end = layout.fields.iter().filter_map(|field| field.at).map(|(_, end)| end).max().unwrap_or(0);
    match form {
        Form::Lines { longest, .. } if longest < end => {
            Form::Lines { longest: end, short: crate::mapping::model::Short::Pad }
        }
        other => other,
    }
}

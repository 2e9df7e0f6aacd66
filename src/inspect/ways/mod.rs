//! Which way does this file read? A file and the copybook that is said to describe it in, the ways to read it out.
//!
//! `shelf` reads the copybook in each dialect, `variants` its descriptions; `cuts` and `regular` find the ways to tell records apart, `breaks` says which
//! length is wrong where they break, `resumed` where they begin again behind one at the beginning, and `further` follows them through large files, `rest` and `ends` say what stands at a file's ends, `trial` reads
//! records in one way, `usual` says whether values look as values do, and `worth` which description suits; `search` compares; `slide`, `shifts`, `kinds` and `pages` say what is to know of the
//! best, `floats` how its floats are made; `draft` makes a mapping of it, `standing` gives that parents and ends, `peeked` tries it, `hint` says what a mapping should have said. Refuses words, to read anything in
//! another way than a run does, and to keep silent about a second way that holds, or about one that hardly does.

mod best;
mod breaks;
pub mod budget;
pub mod cuts;
pub mod draft;
mod drafter;
mod ends;
mod fills;
mod floats;
pub mod follow;
pub mod further;
pub mod hint;
pub mod keys;
pub mod kinds;
mod ordered;
pub mod pages;
mod peeked;
pub mod reader;
pub mod reading;
pub mod regular;
pub mod rest;
mod resumed;
pub mod search;
pub mod shelf;
mod shifts;
mod simple;
pub mod slide;
mod standing;
mod tellers;
mod translated;
pub mod trial;
mod usual;
pub mod variants;
mod worth;

use std::cmp::Reverse;
use std::path::PathBuf;

use crate::finding::{Arg, Code};
use crate::host::Host;
use crate::inspect::encoding::ebcdic;
use crate::inspect::infer;
use crate::inspect::sample::{self, Bounds, Sample};
use crate::mapping::encodings;
use crate::run::{Problem, Stop, io as machine};
use best::Best;
use budget::Budget;
use cuts::{Candidate, Proof};
use draft::Draft;
use peeked::Peeked;
use reading::Reading;
use search::Search;
use shelf::{Book, Shelf};
use slide::Slide;

/// What is read of a file: all of a small one, windows across a large one.
pub const BOUNDS: Bounds = Bounds { whole: 8 << 20, windows: 8, window: 256 << 10 };
/// Of a thousand values so many have to decode where a mapping is drafted, and where nothing is said against it.
const LEAST: u64 = 600;
const FITS: u64 = 900;
/// What stands for EBCDIC and for ASCII until the page is known: both have a character for every byte that texts have.
const FIRST_PAGES: [&str; 2] = ["cp037", "cp850"];
/// A family of encodings is not tried where the other has so many times as many of its letters, digits and blanks.
const FAMILY: u64 = 6;

/// What is to be read, and where the mapping goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Files of one shape; at least one.
    pub paths: Vec<PathBuf>,
    /// What describes them.
    pub book: Book,
    /// The encoding, where somebody knows it.
    pub encoding: Option<String>,
    /// The mapping's file; none: nothing is written.
    pub out: Option<PathBuf>,
    /// A file that is there is written over.
    pub force: bool,
}

/// A field that does not decode in some records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Its name, with its table's before it.
    pub name: String,
    /// Values that do not decode.
    pub bad: u64,
    /// Values.
    pub of: u64,
}

/// How a file reads.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The file, for people.
    pub file: String,
    /// The copybook, for people.
    pub copybook: String,
    /// Bytes of its content, where that is known.
    pub bytes: Option<u64>,
    /// Bytes that were looked at.
    pub read: u64,
    /// Whether these are all.
    pub is_whole: bool,
    /// The ways to read it, the best first; at least one.
    pub readings: Vec<Reading>,
    /// The fields that fail in the best, in the order of their places.
    pub failing: Vec<Failing>,
    /// Which field slides in the best.
    pub slide: Option<Slide>,
    /// The mapping of the best.
    pub draft: Draft,
    /// TL0090, TL0091, TL0095, TL0097, TL0098, TL0099, TL0986 to TL0990, TL0999.
    pub doubts: Vec<Stop>,
}

impl Answer {
    /// The best reading.
    #[must_use]
    pub fn best(&self) -> &Reading {
        &self.readings[0]
    }

    /// Leaves bytes of records out of what is told where anything in them is about people: nobody knows what stands at a wrong
    /// place.
    fn hide(&mut self) {
        let is_personal = self.draft.lines.iter().any(|line| line.why.contains(&draft::Why::Personal));
        let shows = |doubt: &&mut Stop| is_personal && is_damage(doubt);
        for doubt in self.doubts.iter_mut().filter(shows) {
            let bytes = doubt.code.args().iter().position(|arg| *arg == "bytes");
            bytes.and_then(|at| doubt.args.get_mut(at)).into_iter().for_each(|bytes| *bytes = "".into());
        }
    }
}

/// Asks how files read.
///
/// # Errors
/// Those of the copybook; TL0949 where `out` is there; TL0951 where nothing stands in the file; TL0985 where no way reads it;
/// TL0009 for an encoding that there is not; TL0901, TL0902, TL0908, TL0909.
pub fn ask(host: &dyn Host, request: &Request) -> Result<Answer, Problem> {
    let stops = |stop: Stop| Problem::Sources { stops: vec![stop] };
    infer::may_write(host, request.out.as_deref(), request.force).map_err(stops)?;
    let shelf = Shelf::read(host, request.book.clone())?;
    let (path, sample) = first_sample(host, &request.paths).map_err(stops)?;
    let file = machine::shown(path);
    let encodings = wanted(request.encoding.as_deref(), &sample).map_err(stops)?;
    let budget = Budget::ample();
    let search = Search::new(&shelf, &sample, &encodings, &budget);
    let mut found = search.readings(Proof::Many).map_err(stops)?;
    let slides = slid_first(&search, &mut found).map_err(stops)?;
    let reads =
        |reading: &Reading| reading.counts.all() > 0 && (slides || reading.believed(reading.counts.share()) >= LEAST);
    if !found.first().is_some_and(|(reading, ..)| reads(reading)) {
        // A file that is damaged soon behind its beginning.
        let few = search.readings(Proof::Few).map_err(stops)?;
        found = if few.first().is_some_and(|(reading, ..)| reads(reading)) { few } else { found };
    }
    let floats = floats::settled(&search, &mut found).map_err(stops)?;
    let shift =
        shifts::first((host, path), &search, &mut found, |found| found.first().is_some_and(|(one, ..)| reads(one)))
            .map_err(stops)?;
    if let Some((reading, candidate, _)) = found.first_mut().filter(|(reading, ..)| reads(reading)) {
        let further = further::followed(host, path, (&sample, reading)).map_err(stops)?;
        if let Some(Candidate { trailer, tail, led, .. }) = further {
            (reading.trailer, reading.tail, reading.led) = (trailer, tail, led);
            candidate.led = led;
        }
    }
    let best = found.first().filter(|(reading, ..)| reads(reading));

    let sizes = (sample.stored.length.unwrap_or(u64::MAX), search.shortest());
    let Some((reading, candidate, reader)) = best else {
        let nothing = nothing_reads(&file, &shelf, &found, sizes);
        let is_ascii = |(one, ..): &&(Reading, Candidate, usize)| one.counts.all() > 0 && !one.setting.is_ebcdic();
        let translated = found.iter().find(is_ascii).and_then(|one| search.translated(one));
        let stops = std::iter::once(nothing).chain(translated).collect();
        return Err(Problem::Sources { stops });
    };
    let best = Best { search: &search, shelf: &shelf, reading, candidate, reader: *reader };
    let known = request.encoding.is_some();
    let mut answer = best.answer(&found, known).map_err(stops)?;
    if reading.too_short().is_some() {
        // No mapping can say it: the copybook's record does not fit into the file's.
        let slides = answer.doubts.into_iter().filter(|doubt| doubt.code == Code::FieldsSlide);
        let stops = std::iter::once(nothing_reads(&file, &shelf, &found, sizes)).chain(slides).collect();
        return Err(Problem::Sources { stops });
    }
    (answer.file, answer.copybook) = (file, shelf.file());
    (answer.bytes, answer.read, answer.is_whole) = (sample.stored.length, sample.bytes(), sample.is_whole);
    let place = draft::Place::of(host, request).map_err(stops)?;
    answer.draft.place(&place);
    if let Some(stood) = standing::stood(host, &request.paths, &shelf, &answer.draft).map_err(stops)? {
        answer.draft = stood;
    }
    match &shift {
        Some(shift) => answer.doubts.push(shift.told(&answer.file)),
        None => answer.doubts.extend(answer.best().doubts(&answer.file)),
    }
    for other in request.paths.iter().filter(|other| *other != path) {
        answer.doubts.extend(search.doubts(host, (answer.best(), *reader), other).map_err(stops)?);
    }
    answer.doubts.extend(floats);
    answer.doubts.extend(verified(host, request, &shelf, &answer).map_err(stops)?);
    answer.hide();
    Ok(answer)
}

/// Whether it says that lengths lead nowhere.
const fn is_damage(doubt: &Stop) -> bool {
    matches!(doubt.code, Code::ChainBreaks | Code::StartBreaks)
}

/// The first file that something stands in.
fn first_sample<'p>(host: &dyn Host, paths: &'p [PathBuf]) -> Result<(&'p PathBuf, Sample), Stop> {
    let mut nothing = None;
    for path in paths {
        let sample = sample::open(host, path)?.sample(BOUNDS)?;
        match sample.nothing() {
            None => return Ok((path, sample)),
            Some(why) => {
                let args = vec![machine::shown(path).into(), why.word().into()];
                nothing.get_or_insert_with(|| Stop::new(Code::NothingToInfer, args));
            }
        }
    }
    Err(nothing.unwrap_or_else(|| Stop::new(Code::NothingToInfer, vec!["".into(), "".into()])))
}

/// The encodings that are tried: the one that somebody knows, or one for each family that the bytes may be of.
pub(super) fn wanted(known: Option<&str>, sample: &Sample) -> Result<Vec<&'static str>, Stop> {
    if let Some(name) = known {
        let unknown = || Stop::new(Code::UnknownEncoding, vec![name.into(), "".into()]);
        return Ok(vec![encodings::canonical(name).ok_or_else(unknown)?]);
    }
    let [ebcdic, ascii] = families(sample);
    Ok(match (ebcdic > FAMILY * ascii, ascii > FAMILY * ebcdic) {
        (true, _) => vec![FIRST_PAGES[0]],
        (_, true) => vec![FIRST_PAGES[1]],
        _ if ebcdic >= ascii => FIRST_PAGES.to_vec(),
        _ => vec![FIRST_PAGES[1], FIRST_PAGES[0]],
    })
}

/// Letters, digits and blanks of EBCDIC, and of ASCII.
fn families(sample: &Sample) -> [u64; 2] {
    let bytes = || sample.windows.iter().flat_map(|window| &window.bytes);
    let is_ebcdic = |byte: &&u8| ebcdic::reads_as(**byte).is_some_and(|one| one.is_ascii_alphanumeric() || one == ' ');
    let is_ascii = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b' ';
    [bytes().filter(is_ebcdic).count() as u64, bytes().filter(is_ascii).count() as u64]
}

/// Brings the reading to the front in which all would decode but for a field that slides, if there is one and nothing
/// reads as well as it is; says whether there is.
fn slid_first(search: &Search<'_>, found: &mut [(Reading, Candidate, usize)]) -> Result<bool, Stop> {
    let Some(most) =
        found.first().map(|(reading, ..)| reading.believed(reading.counts.share())).filter(|share| *share < FITS)
    else {
        return Ok(false);
    };
    let mut best: Option<((u64, Reverse<u64>), usize)> = None;
    for (at, (reading, candidate, reader)) in found.iter().enumerate() {
        let Some((_, plan)) = search.readers[*reader].plans.first() else { continue };
        let slide = slide::of(plan, &without(&candidate.records, reading.before))?;
        let whole = slide.map_or(0, |slide| reading.believed(slide.whole));
        let key = (whole / reading::STEP, Reverse(reading.against()));
        if whole >= FITS && whole > most && best.is_none_or(|(known, _)| key > known) {
            best = Some((key, at));
        }
    }
    if let Some((_, at)) = best {
        found[..=at].rotate_right(1);
    }
    Ok(best.is_some())
}

/// Records without what stands before their first item.
pub(super) fn without(records: &[Vec<u8>], before: u64) -> Vec<Vec<u8>> {
    let skipped = usize::try_from(before).unwrap_or(0);
    records.iter().map(|record| record.get(skipped..).unwrap_or_default().to_vec()).collect()
}

/// Why no mapping is drafted: what comes nearest; or that the file, or each record of what comes nearest, is shorter than the
/// copybook's record, where all that is there may decode.
fn nothing_reads(file: &str, shelf: &Shelf, found: &[(Reading, Candidate, usize)], (size, least): (u64, u64)) -> Stop {
    let nearest = found.iter().map(|(reading, ..)| reading).find(|reading| reading.counts.all() > 0);
    let short = match nearest.filter(|reading| reading.counts.share() >= LEAST) {
        Some(reading) => reading.too_short(),
        None => (size < least).then_some((size, least)),
    };
    let none = || Arg::from("");
    let near = nearest.filter(|_| short.is_none());
    let (how, share) = near.map_or_else(
        || (none(), none()),
        |reading| (keys::how(reading).into(), percent(reading.counts.share()).into()),
    );
    let (length, wanted) = short.map_or_else(|| (none(), none()), |(length, wanted)| (length.into(), wanted.into()));
    Stop::new(Code::NoWayReads, vec![file.into(), shelf.file().into(), how, share, length, wanted])
}

/// A share of a thousand in hundredths; all is only what is all.
#[must_use]
pub const fn percent(share: u64) -> u64 {
    share / 10
}

/// Reads the first records of every file by the drafted mapping, as a run would: TL0989 for a file of which some records
/// would be refused, TL0098 where lengths go on over whole records.
fn verified(host: &dyn Host, request: &Request, shelf: &Shelf, answer: &Answer) -> Result<Vec<Stop>, Stop> {
    let text = answer.draft.text();
    let Some(plan) = draft::plan(shelf, &text) else {
        return Err(Stop::new(Code::Defect, vec![text.into()]));
    };
    // Of the first file it may be said already why.
    let is_told = answer
        .doubts
        .iter()
        .any(|doubt| matches!(doubt.code, Code::ReadsPartly | Code::FieldsSlide | Code::RecordsShift));
    let mut doubts = Vec::new();
    for path in &request.paths {
        let (peeked, file) = (Peeked::of(host, &plan, path)?, machine::shown(path));
        // Of a file that is said to be damaged already, one place is enough.
        let is_broken = answer.doubts.iter().any(|doubt| is_damage(doubt) && doubt.args[0] == file.as_str().into());
        doubts.extend(peeked.doubt(&file).filter(|_| !is_broken));
        // Nor what may be a piece of a record: that it is refused is said.
        let is_rest = |doubt: &Stop| doubt.code == Code::RestOfRecord && doubt.args[0] == file.as_str().into();
        let is_said = is_broken
            || is_told && file == answer.file
            || 2 * peeked.refused <= peeked.records && answer.doubts.iter().any(is_rest);
        doubts.extend(peeked.refusal(&file).filter(|_| !is_said));
    }
    Ok(doubts)
}

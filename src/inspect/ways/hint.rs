//! What a mapping should have said: the way in which its first file reads, where the declared one does not.
//!
//! In: a mapping of a copybook, and one of its files, many of whose values do not decode. Out: the keys that differ, and how
//! much decodes with each; or from which field on the copybook is a few bytes off; or that the file was translated. Refuses to look
//! at a file that can be read only once, and to say anything where no way is much better.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use super::budget::Budget;
use super::cuts::{self, Candidate, Cut, Proof};
use super::reader::Reader;
use super::reading::Reading;
use super::rest::Edge;
use super::search::Search;
use super::shelf::{Book, Flavour, Shelf};
use super::trial::{Fills, Setting};
use super::{floats, follow, keys, pages, percent, regular, slide, wanted, without};
use crate::extractors::frame::lengths::LengthWord;
use crate::finding::Code;
use crate::host::Host;
use crate::inspect::sample::{self, Bounds, Sample};
use crate::mapping::cobol::{Asked, Books, NotOpened};
use crate::mapping::copybook::Copybook;
use crate::mapping::migration::Declared;
use crate::mapping::model::{Blocks, Described, DescribedBy, Field, FieldPlace, Format, Lines, Short, Source, Word};
use crate::mapping::stored::{Endian, Float, Form, Signs};
use crate::mapping::{encodings, read_among};
use crate::run::Stop;
use crate::run::copybooks::Beside;
use crate::run::diagnosis::{Diagnosis, Doubted};
use crate::run::plan::Plan;

/// What is read of the file.
const BOUNDS: Bounds = Bounds { whole: 1 << 20, windows: 4, window: 128 << 10 };
/// Of a thousand values so many have to decode in the way that is named, and so many more than in the declared one.
const FITS: u64 = 900;
const BETTER: u64 = 150;
/// Where all decode, so many more are enough: a sign of another dialect is a part of some values.
const NEARLY_ALL: u64 = 995;
const LITTLE: u64 = 40;
/// All values decode, and look usual.
const ALL: (u64, u64) = (1000, 1000);
/// Records by which the declared way is judged, and the page of texts; by which signs are, and fields that slide.
const SOME: usize = 200;
const FEW: usize = 48;
const SLIDING: usize = 16;
/// Ways of which it is asked whether fields slide.
const SLID: usize = 3;
/// Bytes that are decoded at most, all trials together: whoever waits for a finding did not ask for a search.
pub const MOST: u64 = 4 << 20;

/// Asks which way a file reads, for a run.
#[derive(Debug)]
pub struct Ways;

impl Diagnosis for Ways {
    fn hint(&self, host: &dyn Host, of: Doubted<'_>) -> Option<Stop> {
        hint(host, of)
    }
}

/// What the mapping should have said, or what is wrong with the copybook or the file: TL0133, TL0143, TL0988, TL0097.
#[must_use]
pub fn hint(host: &dyn Host, of: Doubted<'_>) -> Option<Stop> {
    hint_within(host, of, &Budget::of(MOST))
}

/// The same, for which no more than this may be decoded.
#[must_use]
pub fn hint_within(host: &dyn Host, of: Doubted<'_>, budget: &Budget) -> Option<Stop> {
    let source = &of.plan.mapping.source;
    let path = of.specs.iter().find_map(|spec| spec.lasting_path()).filter(|_| source.of_copybook)?;
    let book = book(host, of.path, of.text)?;
    let dialect = book.dialect.unwrap_or_default();
    let comma = book.comma == Some(true);
    let shelf = Shelf::read(host, Book { dialect: None, comma: book.comma.filter(|comma| *comma), ..book }).ok()?;
    let sample = sample::open(host, path).ok()?.sample(BOUNDS).ok()?;
    let declared = encodings::canonical(&source.encoding)?;
    let is_other = |other: &&str| encodings::is_ebcdic(other) != encodings::is_ebcdic(declared);
    // A page of the same family reads numbers the same: letters are another question.
    let others = wanted(None, &sample).ok()?.into_iter().filter(is_other);
    let encodings: Vec<&str> = std::iter::once(declared).chain(others).collect();
    let search = Search::new(&shelf, &sample, &encodings, budget);
    let (way, now) = declared_way(of.plan, &search, (dialect, comma), &sample)?;
    // Where nothing could be so much better, nothing is looked for, but floats: all bytes decode as these.
    if !is_better(now, 1000) {
        let lines = search.readers.first()?.lines();
        let records = without(&followed(&sample, &way, lines)?, way.before);
        return floats::odd(&search, &way.setting, &records);
    }
    let found = search.readings(Proof::Many).ok()?;
    let has_end = of.text.contains("end:");
    let told = || {
        let (reading, ..) = found.first().filter(|(best, ..)| best.counts.all() > 0)?;
        is_better(now, reading.counts.share()).then(|| otherwise(&search, (&way, now, has_end), &found[0])).flatten()
    };
    let translated = || search.translated(found.iter().find(|one| is_ascii(one)).filter(|_| way.setting.is_ebcdic())?);
    translated().or_else(told).or_else(|| slid(&search, &way, now, &found))
}

/// Whether so many of a thousand values are clearly more.
const fn is_better(now: u64, share: u64) -> bool {
    share >= FITS && share >= now + BETTER || share >= NEARLY_ALL && share >= now + LITTLE
}

fn is_ascii((reading, ..): &(Reading, Candidate, usize)) -> bool {
    reading.counts.all() > 0 && !reading.setting.is_ebcdic()
}

/// TL0133: the keys with which the best way reads, and what decodes so; `has_end`: the mapping says how records end. None where fields of a later item explain it as well.
fn otherwise(
    search: &Search<'_>,
    (way, now, has_end): (&Reading, u64, bool),
    (best, candidate, reader): &(Reading, Candidate, usize),
) -> Option<Stop> {
    let reader = *reader;
    if slides(best, way.before, candidate, reader, search) {
        return None;
    }
    let (setting, share) = strictest(search, (&way.setting, reader), best, &candidate.records)?;
    let setting = Setting { encoding: paged(search, reader, best, &candidate.records)?, ..setting };
    // Records can begin nowhere else.
    let best = Reading { setting, head: Edge::NoRecord, ..best.clone() };
    let mut with = differing(way, &best);
    // What a file begins and ends with is said beside how its records end.
    if !has_end && with.iter().any(|key| key.starts_with("file_")) && !with.contains(&keys::end(&best.cut)) {
        with.insert(0, keys::end(&best.cut));
    }
    // Of several descriptions a record may have the shortest.
    let least = search.readers[reader].plans.iter().map(|(variant, _)| variant.length).min().unwrap_or(0);
    let is_short = |record: &Vec<u8>| (record.len() as u64) < least + best.before;
    let may_be_short = !matches!(best.cut, Cut::Fixed(_) | Cut::Counters) && !search.readers[reader].varies();
    if may_be_short && !way.pads && candidate.records.iter().any(is_short) {
        with.push("short: pad".to_owned());
    }
    let args = || vec![percent(now).into(), with.join(", ").into(), percent(share).into(), best.records.0.into()];
    (!with.is_empty() && is_better(now, share)).then(|| Stop::new(Code::ReadsOtherwise, args()))
}

/// The setting of a reading's encoding with which most of these records decodes where no sign is let in that is none of its dialect,
/// and how much does; of equals the declared one.
fn strictest(
    search: &Search<'_>,
    (declared, reader): (&Setting, usize),
    reading: &Reading,
    records: &[Vec<u8>],
) -> Option<(Setting, u64)> {
    let own = &search.readers[reader].setting;
    let declared = Setting { encoding: own.encoding.clone(), ..declared.clone() };
    let others = search.readers.iter().map(|other| &other.setting);
    let others = others.filter(|other| *other != own && other.encoding == own.encoding);
    search.budget.keep(0);
    let mut best: Option<(&Setting, (u64, u64))> = None;
    for setting in std::iter::once(&declared).chain([own]).chain(others) {
        let Some(strict) = Reader::new(search.shelf, setting, (0, Fills::LeftWithoutSigns)) else { continue };
        let records = search.affordable(&strict, &without(records, reading.before), FEW);
        if records.is_empty() || best.is_some_and(|(_, known)| known == ALL) {
            break;
        }
        let (counts, _) = strict.score(&records).ok()?;
        let found = (counts.share(), counts.usual_share());
        if best.is_none_or(|(_, known)| found > known) {
            best = Some((setting, found));
        }
    }
    best.map(|(setting, (share, _))| (setting.clone(), share))
}

/// TL0988: the field from which on the values of one of these ways would decode beside, where the declared one tells the same records
/// apart, or the way's records have about the copybook's length.
fn slid(search: &Search<'_>, way: &Reading, now: u64, found: &[(Reading, Candidate, usize)]) -> Option<Stop> {
    search.budget.keep(0);
    let near = found.iter().filter(|(reading, ..)| reading.is_cut_as(way) || reading.is_near());
    near.take(SLID).find_map(|(reading, candidate, reader)| {
        let reader = &search.readers[*reader];
        let records = search.affordable(reader, &without(&candidate.records, reading.before), SLIDING);
        let (_, plan) = reader.plans.first()?;
        let bytes = records.iter().map(Vec::len).sum::<usize>() as u64;
        if records.is_empty() || !search.budget.take(slide::TRIALS * bytes) {
            return None;
        }
        let slide = slide::of(plan, &records).ok()?.filter(|slide| is_better(now, slide.whole))?;
        Some(slide.told())
    })
}

/// Whether fields of a later item explain as well what a way with other bytes before each record does: then it is the copybook
/// that may be wrong, and no key is.
fn slides(best: &Reading, declared: u64, candidate: &Candidate, reader: usize, search: &Search<'_>) -> bool {
    let by = best.before.cast_signed() - declared.cast_signed();
    if by == 0 {
        return false;
    }
    let reader = &search.readers[reader];
    search.budget.keep(0);
    let records = search.affordable(reader, &without(&candidate.records, declared), SOME);
    let slide = reader.plans.first().and_then(|(_, plan)| slide::of(plan, &records).ok()?);
    slide.is_some_and(|slide| slide.explains(by, best))
}

/// The page of the texts of a reading, as far as more may be decoded.
fn paged(search: &Search<'_>, reader: usize, reading: &Reading, records: &[Vec<u8>]) -> Option<String> {
    let reader = &search.readers[reader];
    search.budget.keep(0);
    let records = search.affordable(reader, &without(records, reading.before), SOME);
    let tried = reader.tried(&records).ok()?;
    let all: Vec<usize> = (0..records.len()).collect();
    let page = pages::of(&tried, (&[0], &[all]), &records, (&reading.setting, false));
    Some(page.name.to_owned())
}

/// The keys of the best that the declared way has not.
fn differing(declared: &Reading, best: &Reading) -> Vec<String> {
    let known = keys::of(declared);
    // Pages of one family read alike: which one it is, is not known here.
    let is_family = declared.setting.is_ebcdic() == best.setting.is_ebcdic();
    let mut keys = keys::of(best);
    keys.retain(|key| !(known.contains(key) || is_family && key.starts_with("encoding:")));
    // The usual dialect has a name where another one is declared.
    let is_usual = keys::setting(&best.setting).is_empty() && !keys::setting(&declared.setting).is_empty();
    keys.extend(is_usual.then(|| keys::named(&best.setting)));
    keys
}

/// The copybook that a mapping names.
fn book(host: &dyn Host, path: &Path, text: &str) -> Option<Book> {
    let watched = Watched { beside: Beside::new(host, path), asked: RefCell::default() };
    let _ = read_among("m", text, &Declared::default(), &watched);
    let asked = watched.asked.into_inner().into_iter().next()?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Some(Book {
        file: folder.join(&asked.file),
        copies: asked.copies.iter().map(|copy| folder.join(copy)).collect(),
        dialect: Some(asked.options.dialect),
        reference: asked.options.reference,
        comma: Some(asked.options.comma),
        record: None,
    })
}

/// The books beside a mapping, with what it asks for.
struct Watched<'h> {
    beside: Beside<'h>,
    asked: RefCell<Vec<Asked>>,
}

impl Books for Watched<'_> {
    fn open(&self, asked: &Asked) -> Result<Arc<Copybook>, NotOpened> {
        self.asked.borrow_mut().push(asked.clone());
        self.beside.open(asked)
    }
}

/// The declared way, and of a thousand values those that decode in it.
fn declared_way(
    plan: &Plan,
    search: &Search<'_>,
    (dialect, comma): Flavour,
    sample: &Sample,
) -> Option<(Reading, u64)> {
    let source = &plan.mapping.source;
    let mut setting = Setting { comma, ..Setting::new(encodings::canonical(&source.encoding)?, dialect) };
    let is_usual = |float: Float| float == dialect.float();
    setting.floats = floats(source).filter(|(float, _)| !is_usual(*float)).map(|(_, word)| word);
    setting.binary = is_little(source).then_some("little");
    let fills = if lets_signs_in(source) { Fills::Left } else { Fills::LeftWithoutSigns };
    let reader = &Reader::new(search.shelf, &setting, (0, fills))?;
    let edges = (source.edges.header, source.edges.trailer);
    let way = Reading::declared(cut(&source.format)?, edges, (setting, reader.length, before(plan, reader)));
    let skipped = usize::try_from(way.before).unwrap_or(0);
    let followed = followed(sample, &way, reader.lines()).unwrap_or_default();
    let records: Vec<Vec<u8>> =
        followed.iter().map(|record| record.get(skipped..).unwrap_or_default().to_vec()).collect();
    let records = search.affordable(reader, &records, SOME);
    let share = if records.is_empty() { 0 } else { reader.score(&records).ok()?.0.share() };
    Some((Reading { pads: pads(&source.format), ..way }, share))
}

/// Whether some number takes any sign.
fn lets_signs_in(source: &Source) -> bool {
    let fields = source.kinds.iter().flat_map(|kind| &kind.fields);
    fields.filter_map(|field| field.reading.stored).any(|stored| stored.signs == Signs::Any)
}

/// Whether records that end early are filled up.
const fn pads(format: &Format) -> bool {
    matches!(
        format,
        Format::Lines(Lines { short: Short::Pad, .. }) | Format::Described(Described { short: Short::Pad, .. })
    )
}

/// Bytes of each record before the copybook's first item: how much further right its fields stand in the mapping.
fn before(plan: &Plan, reader: &Reader) -> u64 {
    let start = |plan: &Plan, name: &str| {
        let mut fields = plan.mapping.source.kinds.iter().flat_map(|kind| &kind.fields);
        fields.find(|field| field.name == name).and_then(|field| match field.place {
            FieldPlace::Bytes { start, .. } => Some(start),
            _ => None,
        })
    };
    let mut fields = reader
        .plans
        .iter()
        .flat_map(|(_, trial)| trial.mapping.source.kinds[0].fields.iter().map(move |field| (trial, field)));
    let moved = fields.find_map(|(trial, field)| start(plan, &field.name)?.checked_sub(start(trial, &field.name)?));
    u64::from(moved.unwrap_or(0))
}

/// How the floats of a source are made, where it has any.
fn floats(source: &Source) -> Option<(Float, &'static str)> {
    let fields = source.kinds.iter().flat_map(|kind| &kind.fields);
    let float = fields.filter_map(|field| field.reading.stored).find_map(|stored| match stored.form {
        Form::Float(float) => Some(float),
        _ => None,
    })?;
    let word = match float {
        Float::Hexadecimal => "hexadecimal",
        Float::Ieee(Endian::Big) => "ieee",
        Float::Ieee(Endian::Little) => "ieee-little",
    };
    Some((float, word))
}

/// Whether all numbers of COMP have the low byte first.
fn is_little(source: &Source) -> bool {
    let fields = source.kinds.iter().flat_map(|kind| &kind.fields);
    let endian = |field: &Field| match field.reading.stored?.form {
        Form::Binary { endian, all_bits: false } => Some(endian),
        _ => None,
    };
    let found: Vec<Endian> = fields.filter_map(endian).collect();
    !found.is_empty() && found.iter().all(|endian| *endian == Endian::Little)
}

fn word(word: Word) -> LengthWord {
    LengthWord::new(word.is_little, word.counts_itself, word.adjust)
}

/// The way of a format; none for one that is not tried here.
fn cut(format: &Format) -> Option<Cut> {
    match format {
        Format::FixedLength { length } => Some(Cut::Fixed(u64::from(*length))),
        Format::Lines(_) => Some(Cut::Lines),
        Format::Described(Described { by: DescribedBy::Word { word: of, spanned }, blocks, .. }) => {
            let blocks = match blocks {
                None => None,
                Some(Blocks::Word(block)) => Some(word(*block)),
                Some(Blocks::Even { .. }) => return None,
            };
            Some(Cut::Words { word: word(*of), blocks, spanned: *spanned })
        }
        Format::Described(Described {
            by: DescribedBy::Fixed { length }, blocks: Some(Blocks::Word(block)), ..
        }) => Some(Cut::FixedInBlocks(u64::from(*length), word(*block))),
        Format::Described(_) | Format::Delimited(_) => None,
    }
}

/// The records of a way; none where it leads nowhere.
fn followed(sample: &Sample, way: &Reading, lines: (u64, u64)) -> Option<Vec<Vec<u8>>> {
    let found = match &way.cut {
        Cut::Fixed(length) => regular::fixed(sample, *length, way.header, SOME),
        Cut::Lines => regular::lines(sample, lines, way.setting.is_ebcdic(), SOME),
        cut => follow::follow(sample, cut, &cuts::rules(cut)?, way.header, (Proof::Many, SOME)).map(|(found, _)| found),
    };
    found.map(|found| found.records)
}

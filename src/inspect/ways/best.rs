//! What is to know of the best reading: its kinds, its page, what fails in it, what else holds, and its mapping.
//!
//! In: all readings, the best first. Out: an answer. Refuses to read files.

use std::cmp::Reverse;

use super::cuts::Candidate;
use super::draft::Why;
use super::drafter;
use super::keys;
use super::kinds::{self, Kinds};
use super::reader::Reader;
use super::reading::Reading;
use super::search::{self, Search};
use super::shelf::Shelf;
use super::slide::{self, Slide};
use super::tellers::{self, Said};
use super::trial::{self, Counts, Mark, Setting};
use super::variants::Variant;
use super::{Answer, FITS, Failing, floats, pages, percent, translated, without};
use crate::extractors::encoding::Encoding;
use crate::finding::Code;
use crate::run::Stop;

/// Where less decodes of a thousand values, it is asked which fields slide.
const SLIDES: u64 = 985;
/// Fields that fail are told up to so many.
const TOLD: usize = 5;

/// The best reading, with what it was found by.
pub struct Best<'a> {
    /// What reads.
    pub search: &'a Search<'a>,
    /// The copybook.
    pub shelf: &'a Shelf,
    /// The reading.
    pub reading: &'a Reading,
    /// Its records.
    pub candidate: &'a Candidate,
    /// Its reader.
    pub reader: usize,
}

impl Best<'_> {
    /// The records without what stands before their first item.
    fn records(&self) -> Vec<Vec<u8>> {
        without(&self.candidate.records, self.reading.before)
    }

    /// The answer, without what is known of the file; `known`: somebody knows the encoding.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn answer(&self, found: &[(Reading, Candidate, usize)], known: bool) -> Result<Answer, Stop> {
        let reader = &self.search.readers[self.reader];
        let records = self.records();
        let tried = reader.tried(&records)?;
        let unknown = || Stop::new(Code::UnknownEncoding, vec![reader.setting.encoding.as_str().into(), "".into()]);
        let encoding = Encoding::of(&reader.setting.encoding).ok_or_else(unknown)?;
        let all: Vec<&Variant> = reader.plans.iter().map(|(variant, _)| variant).collect();
        let copybook = self.shelf.of(reader.setting.flavour());
        let said = copybook.map(|copybook| tellers::said(copybook, &reader.setting, &all)).unwrap_or_default();
        let named = copybook.map(|copybook| tellers::named(copybook)).unwrap_or_default();
        let (lengths, variants) = (self.lengths_differ(), all);
        let of_read = records.iter().map(Vec::as_slice).collect();
        let read = kinds::Read { variants, tried: &tried, records: of_read, lengths, encoding, named };
        let kinds = read.kinds(&said);
        let rows = kinds.rows(records.len());
        let variants = kinds.variants();
        let page = pages::of(&tried, (&variants, &rows), &records, (&reader.setting, known));
        let (failing, drafted) = failing(&tried, (&variants, &rows));
        let slide = if self.reading.counts.share() < SLIDES {
            self.slide(&kinds, &records, &rows)?
        } else {
            self.slide_instead(&kinds, &rows)?
        };
        let (same, either) = self.others(found, &tried)?;
        let told = |(_, (reading, ..)): &(usize, &(Reading, Candidate, usize))| !self.is_same(reading, &same);
        // Two that come to the same mapping are one way.
        let mut ways = Vec::new();
        let mut is_new = |(_, (reading, ..)): &(usize, &(Reading, Candidate, usize))| {
            let way = keys::how(reading);
            let is_new = !ways.contains(&way);
            ways.extend(is_new.then_some(way));
            is_new
        };
        let found = found.iter().enumerate().filter(told).filter(|one| is_new(one));
        let found: Vec<_> = found.take(search::TOLD).collect();
        let either = either.and_then(|at| found.iter().position(|(place, _)| *place == at));
        let mut readings: Vec<Reading> = found.iter().map(|(_, (reading, ..))| reading.clone()).collect();
        for reading in readings.iter_mut().filter(|one| one.setting.is_ebcdic() == self.reading.setting.is_ebcdic()) {
            page.name.clone_into(&mut reading.setting.encoding);
        }
        let mut doubts = Vec::new();
        let best = &readings[0];
        if drafted.share() < FITS {
            doubts.push(partly((best, drafted), &failing));
        }
        doubts.extend(translated::of(&tried, (&variants, &rows), &records, &reader.setting));
        doubts.extend(self.placeholder());
        doubts.extend(self.idle_phrases());
        doubts.extend(Self::undecided(&read, &said, &kinds));
        doubts.extend(slide.as_ref().map(Slide::told));
        doubts.extend(either.map(|at| {
            let args = vec![keys::how(best).into(), keys::how(&readings[at]).into()];
            Stop::new(Code::ReadsEitherWay, args)
        }));
        let comma = self.comma((&records, drafted), (&variants, &rows))?;
        doubts.extend(matches!(comma, Some(Comma::Open)).then(|| self.open_comma()).flatten());
        let comma = comma.and_then(Comma::why);
        let counts = with_left_out(drafted, (&tried, &variants), (&rows, records.len()));
        let (kinds, page) = (&kinds, &page);
        let maker = drafter::Drafter { shelf: self.shelf, reader, reading: best, counts, kinds, page, comma };
        let draft = maker.draft(&tried, (&rows, &records), &same)?;
        // The best first, then those of which most decodes.
        readings[1..].sort_by_key(|one| Reverse(percent(one.counts.share())));
        let (bytes, read, is_whole, file, copybook) = (None, 0, false, String::new(), String::new());
        Ok(Answer { file, copybook, bytes, read, is_whole, readings, failing, slide, draft, doubts })
    }

    /// Whether a reading is the best with a setting that gives the same values.
    fn is_same(&self, other: &Reading, same: &[String]) -> bool {
        other.is_cut_as(self.reading)
            && other.setting != self.reading.setting
            && same.contains(&keys::named(&other.setting))
    }

    /// Descriptions of the same bytes that read as well as the drafted one, or that of a kind: which is meant, values do not tell.
    fn undecided(read: &kinds::Read<'_>, said: &[Said], kinds: &Kinds) -> Option<Stop> {
        let name = |at: usize| {
            let variant = read.variants[at];
            variant.differs.as_ref().or(variant.record.as_ref()).or(variant.chosen.first())
        };
        // Two items of the same bytes say the same in two ways.
        let differ = |one: usize, other: usize| {
            let [one, other] = [one, other].map(|at| read.variants[at]);
            one.of_groups || other.of_groups || one.record != other.record
        };
        let (own, other) = match kinds {
            Kinds::One(best) => {
                let mut others = read.as_good(said, *best).into_iter();
                (*best, others.find(|at| differ(*best, *at) && name(*at).is_some())?)
            }
            Kinds::Told { kinds, .. } => {
                let mut open = kinds.iter().filter(|kind| kind.said.is_none());
                open.find_map(|kind| Some((kind.variant, kind.either?)))?
            }
            Kinds::Untold(..) => return None,
        };
        Some(Stop::new(Code::ReadsEitherWay, vec![name(own)?.as_str().into(), name(other)?.as_str().into()]))
    }

    /// What speaks for the decimal mark of the reading, or that nothing does; none where no picture leaves it open.
    fn comma(
        &self,
        (records, own): (&[Vec<u8>], Counts),
        (variants, rows): (&[usize], &[Vec<usize>]),
    ) -> Result<Option<Comma>, Stop> {
        let setting = &self.search.readers[self.reader].setting;
        let other = Setting { comma: !setting.comma, ..setting.clone() };
        let is_other = |reader: &&Reader| reader.setting == other;
        let Some(other) = self.search.readers.iter().find(is_other) else {
            return Ok((setting.comma && self.shelf.book.comma.is_none()).then_some(Comma::Only));
        };
        let (_, counts) = failing(&other.tried(records)?, (variants, rows));
        Ok(match counts.bad.checked_sub(own.bad) {
            Some(more @ 1..) => setting.comma.then_some(Comma::Better(more)),
            _ => Some(Comma::Open),
        })
    }

    /// The first picture of which nothing tells which mark is meant.
    fn open_comma(&self) -> Option<Stop> {
        let flavour = self.search.readers[self.reader].setting.flavour();
        let args = self.shelf.of(flavour).and_then(|book| book.open_comma())?;
        Some(Stop::new(Code::CommaOpen, args))
    }

    fn placeholder(&self) -> Option<Stop> {
        let flavour = self.search.readers[self.reader].setting.flavour();
        Some(Stop::new(Code::Placeholder, self.shelf.of(flavour)?.placeholder()?))
    }

    fn idle_phrases(&self) -> Vec<Stop> {
        let flavour = self.search.readers[self.reader].setting.flavour();
        let phrases = self.shelf.of(flavour).map(|book| book.idle_phrases()).unwrap_or_default();
        phrases.into_iter().map(|phrase| Stop::new(Code::IdlePhrase, phrase)).collect()
    }

    fn lengths_differ(&self) -> bool {
        self.candidate.led.shortest != self.candidate.led.longest
    }

    /// Fields that would stand further right than the copybook says where the way has bytes before its first item: texts before
    /// them read in both, so that values do not tell which it is.
    fn slide_instead(&self, kinds: &Kinds, rows: &[Vec<usize>]) -> Result<Option<Slide>, Stop> {
        let before = self.reading.before.cast_signed();
        if before == 0 {
            return Ok(None);
        }
        Ok(self.slide(kinds, &self.candidate.records, rows)?.filter(|slide| slide.explains(before, self.reading)))
    }

    fn slide(&self, kinds: &Kinds, records: &[Vec<u8>], rows: &[Vec<usize>]) -> Result<Option<Slide>, Stop> {
        let reader = &self.search.readers[self.reader];
        let most = (0..rows.len()).max_by_key(|at| rows[*at].len()).unwrap_or(0);
        let variant = match kinds {
            Kinds::One(at) | Kinds::Untold(at, _) => *at,
            Kinds::Told { kinds, .. } => kinds.get(most).map_or(0, |kind| kind.variant),
        };
        let of_kind: Vec<Vec<u8>> =
            rows.get(most).map(|rows| rows.iter().map(|row| records[*row].clone()).collect()).unwrap_or_default();
        reader.plans.get(variant).map_or(Ok(None), |(_, plan)| slide::of(plan, &of_kind))
    }

    /// Dialects and the like that give the same values; and the first reading that holds as well and gives others.
    fn others(
        &self,
        found: &[(Reading, Candidate, usize)],
        tried: &[trial::Tried],
    ) -> Result<(Vec<String>, Option<usize>), Stop> {
        let (mut same, mut either) = (Vec::new(), None);
        for (at, (other, _, reader)) in found.iter().enumerate().skip(1) {
            // Of the other decimal mark it is told what it would come to.
            let is_marked = other.setting.comma == self.reading.setting.comma;
            if !is_marked || !self.reading.is_level(other) || other.against() > self.reading.against() + NEARLY {
                continue;
            }
            // One that leads nowhere sooner is no rival.
            if other.unread() > self.reading.unread() || other.unread() > 0 && !other.is_cut_as(self.reading) {
                continue;
            }
            let is_cut_so = other.is_cut_as(self.reading);
            let again = if is_cut_so && other.setting.encoding == self.reading.setting.encoding {
                self.search.readers[*reader].tried(&self.records())?
            } else {
                Vec::new()
            };
            let is_same = again.len() == tried.len() && again.iter().zip(tried).all(|(one, other)| one.is_same(other));
            if is_same {
                same.push(keys::named(&other.setting));
            } else if either.is_none() && !floats::differ_in_floats(tried, &again) {
                either = Some(at);
            }
        }
        Ok((same, either))
    }
}

/// Readings whose oddities weigh so much more are no rivals.
const NEARLY: u64 = 1;

/// Which decimal mark edited numbers have.
enum Comma {
    /// No compiler takes the pictures without the clause.
    Only,
    /// So many values more fail without it.
    Better(u64),
    /// Either may be meant.
    Open,
}

impl Comma {
    const fn why(self) -> Option<Why> {
        match self {
            Self::Only => Some(Why::CommaOnly),
            Self::Better(more) => Some(Why::CommaBetter(more)),
            Self::Open => None,
        }
    }
}

/// The fields that fail: those of each kind in its own records.
fn failing(tried: &[trial::Tried], (variants, rows): (&[usize], &[Vec<usize>])) -> (Vec<Failing>, Counts) {
    let mut all = Counts::default();
    let mut found: Vec<(u32, Failing)> = Vec::new();
    for (variant, rows) in variants.iter().zip(rows) {
        for column in tried.get(*variant).iter().flat_map(|one| &one.columns) {
            let marks = || rows.iter().filter_map(|row| column.marks.get(*row));
            let of = marks().filter(|mark| !matches!(mark, Mark::None | Mark::Missing)).count() as u64;
            let bad = marks().filter(|mark| **mark == Mark::Bad).count() as u64;
            all.add(Counts { usual: of - bad, bad, ..Counts::default() });
            let table = column.table.as_ref().map(|table| format!("{table}.")).unwrap_or_default();
            let name = table + &column.name;
            match found.iter_mut().find(|(start, one)| (*start, &one.name) == (column.start, &name)) {
                Some((_, known)) => (known.bad, known.of) = (known.bad + bad, known.of + of),
                None => found.push((column.start, Failing { name, bad, of })),
            }
        }
    }
    found.sort_by_key(|(start, _)| *start);
    (found.into_iter().map(|(_, one)| one).filter(|one| one.bad > 0).collect(), all)
}

/// These counts, with the records that are of no kind: none of their values decodes, as many as the largest kind's have.
fn with_left_out(
    counts: Counts,
    (tried, variants): (&[trial::Tried], &[usize]),
    (rows, records): (&[Vec<usize>], usize),
) -> Counts {
    let left = records.saturating_sub(rows.iter().map(Vec::len).sum());
    let largest = variants.iter().zip(rows).max_by_key(|(_, rows)| rows.len());
    let fields = largest.and_then(|(variant, _)| tried.get(*variant)).map_or(0, |one| one.columns.len());
    let mut all = counts;
    all.add(Counts { bad: (left * fields) as u64, ..Counts::default() });
    all
}

/// What speaks against the best where it hardly holds.
fn partly((reading, drafted): (&Reading, Counts), failing: &[Failing]) -> Stop {
    let names: Vec<String> =
        failing.iter().take(TOLD).map(|one| format!("`{}` ({}/{})", one.name, one.bad, one.of)).collect();
    let share = percent(drafted.share());
    Stop::new(Code::ReadsPartly, vec![keys::how(reading).into(), share.into(), names.join(", ").into()])
}

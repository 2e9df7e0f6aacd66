//! What reads records in one way: a setting, with a plan for each description of the copybook.
//!
//! In: the copybook and an encoding. Out: readers, one for each setting that reads anything otherwise than those before it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::kinds::Read;
use super::shelf::{Flavour, Shelf};
use super::trial::{self, Counts, Fills, Setting, Tried};
use super::variants::{self, Variant};
use crate::extractors::encoding::{Encoding, ebcdic};
use crate::mapping::copybook::{Copybook, Item, Part, Usage};
use crate::mapping::model::{Field, FieldPlace, Mapping};
use crate::run::Stop;
use crate::run::plan::Plan;

/// One way to read records, with a plan for each description.
pub struct Reader {
    /// Characters and numbers.
    pub setting: Setting,
    /// Descriptions and their plans.
    pub plans: Vec<(Variant, Plan)>,
    /// Bytes of the longest record.
    pub length: u64,
    /// The same without FILLER at the end of records.
    pub named: u64,
    /// The place of its setting among those that are tried: the usual ones come first.
    pub order: usize,
}

impl Reader {
    /// Of one setting, at this place among others; none where its copybook does not read.
    #[must_use]
    pub fn new(shelf: &Shelf, setting: &Setting, (order, fills): (usize, Fills)) -> Option<Self> {
        let copybook = shelf.of(setting.flavour())?;
        let variants = variants::of(copybook, shelf.book.record.as_deref());
        let plan = |variant: Variant| {
            let plan = trial::plan(shelf, setting, &variant, fills)?;
            Some((variant, plan))
        };
        let plans: Vec<(Variant, Plan)> = variants.into_iter().filter_map(plan).collect();
        let length = plans.iter().map(|(variant, _)| variant.longest).max()?;
        let named = plans.iter().map(|(variant, _)| variant.named).max()?;
        Some(Self { setting: setting.clone(), plans, length, named, order })
    }

    /// Bytes of the longest record, and the least that a description of one reads: blanks behind that may be cut.
    #[must_use]
    pub fn lines(&self) -> (u64, u64) {
        let named = self.plans.iter().map(|(variant, _)| variant.named);
        (self.length, named.min().unwrap_or(self.length))
    }

    /// Bytes that are decoded of records of so many bytes: all of them under each description.
    #[must_use]
    pub fn cost(&self, bytes: usize) -> u64 {
        (bytes * self.plans.len()) as u64
    }

    /// Records under each description.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn tried<B: AsRef<[u8]>>(&self, records: &[B]) -> Result<Vec<Tried>, Stop> {
        self.plans.iter().map(|(_, plan)| trial::tried(plan, records)).collect()
    }

    /// Whether records say themselves how often their tables stand in them.
    #[must_use]
    pub fn varies(&self) -> bool {
        self.plans.iter().any(|(_, plan)| plan.kinds[0].variable.is_some())
    }

    /// Bytes that a record has and this description reads, and those that one of both has. What fills a record up behind the
    /// last item is no byte of it; a record that ends early lacks bytes only where it counts them itself.
    fn fit(&self, plan: usize, record: &[u8]) -> (u64, u64) {
        let (variant, plan) = &self.plans[plan];
        let blank = if self.setting.is_ebcdic() { ebcdic::BLANK } else { b' ' };
        let filled = record.iter().rev().take_while(|byte| **byte == blank || **byte == 0).count();
        let (all, written) = (record.len() as u64, (record.len() - filled) as u64);
        let counted = plan.kinds[0].variable.as_ref().map(|counted| counted.measure(record, &mut Vec::new()));
        let wanted = match counted {
            Some(Ok(wanted)) => wanted as u64,
            // What it counts is no number: it is told as that.
            Some(Err(_)) => all,
            None => variant.longest.min(all),
        };
        (wanted.min(all), wanted.max(written))
    }

    /// Records as they read under each description.
    fn read<'a, B: AsRef<[u8]>>(&'a self, tried: &'a [Tried], records: &'a [B]) -> Option<Read<'a>> {
        let records: Vec<&[u8]> = records.iter().map(AsRef::as_ref).collect();
        let lengths = records.iter().any(|record| record.len() != records[0].len());
        let variants = self.plans.iter().map(|(variant, _)| variant).collect();
        let encoding = Encoding::of(&self.setting.encoding)?;
        Some(Read { variants, tried, records, lengths, encoding, named: Vec::new() })
    }

    /// The descriptions that suit some of these records best, and the records of each.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn by_variant(&self, records: &[Vec<u8>]) -> Result<(Vec<usize>, Vec<Vec<usize>>), Stop> {
        let tried = self.tried(records)?;
        let read = self.read(&tried, records);
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in 0..records.len() {
            let suits = read.as_ref().map(|read| read.suits(row)).unwrap_or_default();
            let best = suits.iter().enumerate().max_by_key(|(at, suits)| (**suits, Reverse(*at)));
            of.entry(best.map_or(0, |(at, _)| at)).or_default().push(row);
        }
        Ok(of.into_iter().unzip())
    }

    /// What each of these records is worth by the description that suits it best, and how many of its bytes are digits that decode.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn worth(&self, records: &[&[u8]]) -> Result<Vec<(u64, u64)>, Stop> {
        let tried = self.tried(records)?;
        let read = self.read(&tried, records);
        let best = |row: usize| {
            let suits = read.as_ref().map(|read| read.suits(row)).unwrap_or_default();
            suits.into_iter().zip(tried.iter().map(|one| one.digits(row))).max().unwrap_or_default()
        };
        Ok((0..records.len()).map(best).collect())
    }

    /// What decodes of these records, each under the description that suits it best; how many records there are, and
    /// how many decode throughout.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn score<B: AsRef<[u8]>>(&self, records: &[B]) -> Result<(Counts, (u64, u64)), Stop> {
        let tried = self.tried(records)?;
        let read = self.read(&tried, records);
        let mut counts = Counts::default();
        let mut clean = 0;
        for (row, record) in records.iter().enumerate() {
            let (suits, own) = read.as_ref().map(|read| (read.suits(row), read.own(row))).unwrap_or_default();
            let of_each = tried.iter().map(|one| one.of_row(row)).enumerate();
            let key = |at: usize| (suits.get(at).copied(), own.get(at).copied());
            let fitted = of_each.map(|(plan, one)| {
                let (read, bytes) = self.fit(plan, record.as_ref());
                (plan, Counts { read, bytes, ..one })
            });
            // Of descriptions under which all decodes, the one that reads most of the record.
            let best =
                fitted.max_by_key(|(at, one)| (key(*at), one.share(), one.reach(), one.usual_share(), one.fit()));
            let (_, best) = best.unwrap_or_default();
            clean += u64::from(best.bad == 0);
            counts.add(best);
        }
        Ok((counts, (records.len() as u64, clean)))
    }
}

/// What a plan of this setting does: equal where two settings read everything the same.
fn shape(mapping: &Mapping) -> String {
    let kind = &mapping.source.kinds[0];
    let place = |place: &FieldPlace| if let FieldPlace::Bytes { start, end } = place { (*start, *end) } else { (0, 0) };
    let fields = |fields: &[Field]| -> Vec<_> {
        fields
            .iter()
            .map(|field| {
                let reading = &field.reading;
                (
                    place(&field.place),
                    field.ty,
                    reading.stored,
                    reading.sign.clone(),
                    reading.decimal,
                    reading.edited.clone(),
                )
            })
            .collect()
    };
    let repeats: Vec<_> = kind.repeats.iter().map(|one| (&one.place, fields(&one.fields))).collect();
    format!("{:?} {repeats:?} {:?}", fields(&kind.fields), kind.variable)
}

/// All values of a key, or only the usual one where no item asks for it.
fn some<T: Copy>(values: &[T], is_asked: bool) -> impl Iterator<Item = T> + '_ {
    values.iter().copied().take(if is_asked { values.len() } else { 1 })
}

fn any(book: &Copybook, is: fn(&Item) -> bool) -> bool {
    book.items().iter().any(|(_, item)| is(item))
}

fn is_binary(item: &Item) -> bool {
    matches!(&item.part, Part::Elementary(elementary) if elementary.usage == Usage::Binary)
}

fn is_float(item: &Item) -> bool {
    matches!(&item.part, Part::Elementary(elementary) if matches!(elementary.usage, Usage::Float | Usage::Double))
}

fn is_counted(item: &Item) -> bool {
    item.occurs.as_ref().is_some_and(|occurs| occurs.depending.is_some())
}

/// The settings of an encoding that read records in different ways, the usual ones first.
#[must_use]
pub fn all(shelf: &Shelf, encoding: &str) -> Vec<Reader> {
    let has =
        |is: fn(&Item) -> bool| shelf.flavours().filter_map(|flavour| shelf.of(flavour)).any(|book| any(book, is));
    let mut settings = Vec::new();
    for binary in some(&[None, Some("little")], has(is_binary)) {
        for floats in some(&[None, Some("ieee"), Some("ieee-little"), Some("hexadecimal")], has(is_float)) {
            for slides in some(&[None, Some(true), Some(false)], has(is_counted)) {
                let setting = |(dialect, comma): Flavour| Setting {
                    floats,
                    slides,
                    binary,
                    comma,
                    ..Setting::new(encoding, dialect)
                };
                settings.extend(shelf.flavours().map(setting));
            }
        }
    }
    let (mut shapes, mut readers) = (Vec::new(), Vec::new());
    for setting in &settings {
        let Some(reader) = Reader::new(shelf, setting, (readers.len(), Fills::Left)) else { continue };
        // What the first description has as a text may be a number in another one.
        let shape: Vec<String> = reader.plans.iter().map(|(_, plan)| shape(&plan.mapping)).collect();
        if !shapes.contains(&shape) {
            shapes.push(shape);
            readers.push(reader);
        }
    }
    readers
}

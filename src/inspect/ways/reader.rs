//! What reads records in one way: a setting, with a plan for each description of the copybook.
//!
//! In: the copybook and an encoding. Out: readers, one for each setting that reads anything otherwise than those before it.

use super::shelf::{Flavour, Shelf};
use super::trial::{self, Counts, Fills, Setting, Tried};
use super::variants::{self, Variant};
use crate::extractors::encoding::ebcdic;
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
    fn new(shelf: &Shelf, setting: &Setting, order: usize) -> Option<Self> {
        let copybook = shelf.of(setting.flavour())?;
        let variants = variants::of(copybook, shelf.book.record.as_deref());
        let plan = |variant: Variant| {
            let plan = trial::plan(shelf, setting, &variant, Fills::Left)?;
            Some((variant, plan))
        };
        let plans: Vec<(Variant, Plan)> = variants.into_iter().filter_map(plan).collect();
        let length = plans.iter().map(|(variant, _)| variant.longest).max()?;
        let named = plans.iter().map(|(variant, _)| variant.named).max()?;
        Some(Self { setting: setting.clone(), plans, length, named, order })
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

    /// What decodes of these records, each under the description that suits it best; how many records there are, and
    /// how many decode throughout.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn score<B: AsRef<[u8]>>(&self, records: &[B]) -> Result<(Counts, (u64, u64)), Stop> {
        let tried = self.tried(records)?;
        let mut counts = Counts::default();
        let mut clean = 0;
        for (row, record) in records.iter().enumerate() {
            let of_each = tried.iter().map(|one| one.of_row(row)).enumerate();
            let fitted = of_each.map(|(plan, one)| {
                let (read, bytes) = self.fit(plan, record.as_ref());
                Counts { read, bytes, ..one }
            });
            // Of descriptions under which all decodes, the one that reads most of the record.
            let best = fitted.max_by_key(|one| (one.share(), one.reach(), one.usual_share(), one.fit()));
            let best = best.unwrap_or_default();
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
        let Some(copybook) = shelf.of(setting.flavour()) else { continue };
        let Some(first) = variants::of(copybook, shelf.book.record.as_deref()).into_iter().next() else { continue };
        let Some(plan) = trial::plan(shelf, setting, &first, Fills::Left) else { continue };
        let shape = shape(&plan.mapping);
        if !shapes.contains(&shape) {
            shapes.push(shape);
            readers.extend(Reader::new(shelf, setting, readers.len()));
        }
    }
    readers
}

//! What reads records in one way: a setting, with a plan for each description of the copybook.
//!
//! In: the copybook and an encoding. Out: readers, one for each setting that reads anything otherwise than those before it.

use super::shelf::Shelf;
use super::trial::{self, Counts, Fills, Setting, Tried};
use super::variants::{self, Variant};
use crate::mapping::copybook::Dialect;
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
    /// The place of its setting among those that are tried: the usual ones come first.
    pub order: usize,
}

impl Reader {
    fn new(shelf: &Shelf, setting: &Setting, order: usize) -> Option<Self> {
        let copybook = shelf.of(setting.dialect)?;
        let variants = variants::of(copybook, shelf.book.record.as_deref());
        let plan = |variant: Variant| {
            let plan = trial::plan(shelf, setting, &variant, Fills::Left)?;
            Some((variant, plan))
        };
        let plans: Vec<(Variant, Plan)> = variants.into_iter().filter_map(plan).collect();
        let length = plans.iter().map(|(variant, _)| variant.longest).max()?;
        Some(Self { setting: setting.clone(), plans, length, order })
    }

    /// Records under each description.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn tried<B: AsRef<[u8]>>(&self, records: &[B]) -> Result<Vec<Tried>, Stop> {
        self.plans.iter().map(|(_, plan)| trial::tried(plan, records)).collect()
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
        for row in 0..records.len() {
            let best = tried.iter().map(|one| one.of_row(row)).max_by_key(|one| (one.share(), one.usual_share()));
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
            .map(|field| (place(&field.place), field.ty, field.reading.stored, field.reading.sign.clone()))
            .collect()
    };
    let repeats: Vec<_> = kind.repeats.iter().map(|one| (&one.place, fields(&one.fields))).collect();
    format!("{:?} {repeats:?} {:?}", fields(&kind.fields), kind.variable)
}

/// The settings of an encoding that read records in different ways, the usual ones first.
#[must_use]
pub fn all(shelf: &Shelf, encoding: &str) -> Vec<Reader> {
    let mut settings = Vec::new();
    for floats in [None, Some("ieee"), Some("ieee-little"), Some("hexadecimal")] {
        for slides in [None, Some(true), Some(false)] {
            let setting = |dialect: Dialect| Setting { floats, slides, ..Setting::new(encoding, dialect) };
            settings.extend(shelf.dialects().map(setting));
        }
    }
    let (mut shapes, mut readers) = (Vec::new(), Vec::new());
    for setting in &settings {
        let Some(copybook) = shelf.of(setting.dialect) else { continue };
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

//! Names of values (level 88): findings for values that have none, and the names as a column.

use arrow_array::ArrayRef;

use super::{Evaluation, Lent, RowsOf, defect, severity};
use crate::finding::RowFinding;
use crate::mapping::model::{FieldRef, KindId};
use crate::run::Stop;
use crate::run::batch::subject_of;
use crate::run::plan::NamedWork;

impl Evaluation<'_> {
    /// Tells the values of fields that have no name: once a record, whichever tables read them.
    pub(super) fn unnamed(&mut self) {
        for kind in 0..self.kinds.len() {
            for field in self.watched(kind) {
                self.unnamed_of(field);
            }
        }
    }

    /// The fields of a kind whose values must have a name.
    fn watched(&self, kind: KindId) -> Vec<FieldRef> {
        let work = &self.plan.kinds[kind];
        let single = (0..work.fields.len()).map(|field| FieldRef { kind, repeat: None, field });
        let group = |repeat: usize| (0..work.repeats[repeat].fields.len()).map(move |field| (repeat, field));
        let grouped = (0..work.repeats.len()).flat_map(group);
        let grouped = grouped.map(|(repeat, field)| FieldRef { kind, repeat: Some(repeat), field });
        let is_watched = |at: &FieldRef| self.named(*at).is_some_and(|named| named.on_fail.is_some());
        let has_rows = !self.kinds[kind].rows.is_empty();
        single.chain(grouped).filter(|at| has_rows && is_watched(at)).collect()
    }

    fn named(&self, at: FieldRef) -> Option<&'_ NamedWork> {
        let work = &self.plan.kinds[at.kind];
        let field = match at.repeat {
            Some(repeat) => work.repeats.get(repeat)?.fields.get(at.field)?,
            None => work.fields.get(at.field)?,
        };
        field.named.as_ref()
    }

    fn unnamed_of(&mut self, at: FieldRef) {
        let rows = &self.kinds[at.kind];
        let values = match at.repeat {
            Some(repeat) => rows.repeats.get(repeat).and_then(|group| group.get(at.field)),
            None => rows.fields.get(at.field),
        };
        let (Some(values), Some(named)) = (values, self.named(at)) else { return };
        let Some(on_fail) = named.on_fail else { return };
        let mut found = Vec::new();
        named.values.check(values.all(), &named.written, &mut found);
        if found.is_empty() {
            return;
        }
        let (records, repeated) = (rows.rows.clone(), self.repeated(at.kind, at.repeat).clone());
        let found: Vec<(RowFinding, _)> = found.into_iter().map(|found| (found, severity(on_fail))).collect();
        let of = RowsOf { records: &records, repeated: &repeated, parts: None, place: self.repeated_place(at) };
        self.tell_column(subject_of(at), &[at], of, found);
    }

    /// The names of a field's values, one for each row of a table.
    pub(super) fn labels(&self, table: usize, at: FieldRef, of: RowsOf<'_>, lent: &mut Lent) -> Result<ArrayRef, Stop> {
        let values = self.lend(table, at, of, lent)?;
        let named = self.named(at).ok_or_else(|| defect("names of values"))?;
        Ok(named.values.labels(values.all()))
    }
}

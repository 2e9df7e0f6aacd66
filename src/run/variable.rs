//! Kinds whose records say themselves how often their groups stand there: their layout, ready to use.

use crate::extractors::decode::stored::StoredRules;
use crate::extractors::encoding::Encoding;
use crate::extractors::fields::Batch as Fields;
use crate::extractors::variable::{CounterPlace, Counters, Layout};
use crate::mapping::model::{Counter, KindId, RepeatPlace, Variable};
use crate::run::plan::Plan;

/// The layout of a kind, with what reads its counters.
#[derive(Debug)]
pub struct VariableWork {
    layout: Layout,
    counters: Vec<CounterWork>,
    /// What stands where a repetition is not there.
    filler: u8,
}

#[derive(Debug)]
struct CounterWork {
    rules: StoredRules,
    least: u32,
    most: u32,
}

impl VariableWork {
    /// Of records in this encoding.
    #[must_use]
    pub fn new(variable: &Variable, encoding: Encoding) -> Self {
        let place =
            |counter: &Counter| CounterPlace { start: counter.start, end: counter.end, widths: counter.widths.clone() };
        let work = |counter: &Counter| CounterWork {
            rules: StoredRules::new(counter.stored, encoding, false),
            least: counter.least,
            most: counter.most,
        };
        let blank = encoding.encode(" ").unwrap_or_default();
        Self {
            layout: Layout {
                slides: variable.slides,
                parts: variable.parts.clone(),
                counters: variable.counters.iter().map(place).collect(),
            },
            counters: variable.counters.iter().map(work).collect(),
            filler: blank.first().copied().unwrap_or(b' '),
        }
    }

    /// Appends the record in the longest layout. Gives how many bytes it must have.
    ///
    /// # Errors
    /// The index of the first counter that is no number in its range.
    pub fn lay_out(&self, record: &[u8], into: &mut Vec<u8>) -> Result<usize, usize> {
        self.layout.lay_out(record, self, self.filler, into)
    }
}

/// Which repetitions of a kind's group these rows have, row by row; nothing where all have all.
#[must_use]
pub fn present(plan: &Plan, fields: &Fields<'_>, (kind, group): (KindId, usize), rows: &[u32]) -> Vec<bool> {
    let place = &plan.mapping.source.kinds[kind].repeats[group].place;
    let mut there = Vec::new();
    if let Some(work) = plan.kinds[kind].variable.as_ref().filter(|_| is_counted(place)) {
        for row in rows {
            let record = fields.bytes.get(fields.records[*row as usize]);
            there.extend(work.layout.present(place, record, work));
        }
    }
    there
}

/// Whether a counter says how many repetitions there are.
fn is_counted(place: &RepeatPlace) -> bool {
    matches!(place, RepeatPlace::Nested { steps, .. } if steps.iter().any(|step| step.counter.is_some()))
}

impl Counters for VariableWork {
    fn read(&self, counter: usize, bytes: &[u8]) -> Option<u32> {
        let CounterWork { rules, least, most } = &self.counters[counter];
        let number = rules.number(bytes).ok()?;
        u32::try_from(number).ok().filter(|number| (least..=most).contains(&number))
    }
}

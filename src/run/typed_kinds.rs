//! Of which kind records are, where their raw bytes do not tell it but their values do.
//!
//! In: a batch, and of each record in question the first kind that it may be of. Out: its kind, none, or why that cannot
//! be told. The kinds are tried in order, each over all records that are left. What does not decode counts only where
//! the condition depends on it: then the record is refused, since the next kind would be a guess.
//! Refuses: structure, which raw bytes tell; what becomes of a record.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, StringArray};

use crate::extractors::decode::Decoded;
use crate::extractors::fields::Batch as Fields;
use crate::extractors::fixed;
use crate::extractors::kinds::Told;
use crate::extractors::slices::Slice;
use crate::finding::{Code, RowFinding, Severity, Subject};
use crate::mapping::model::{Condition, FieldRef, KindId, Operand, Reads, Test};
use crate::run::Stop;
use crate::run::batch::{Batch, Note, index, short_length};
use crate::run::computed::Computed;
use crate::run::conditions;
use crate::run::plan::{BATCH_BYTES, Plan};
use crate::run::walk::Text;
use crate::run::windows::{OpenSource, to_index};

/// What the values of a record tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It is of this kind.
    Of(KindId),
    /// It is of no kind.
    None,
    /// It cannot be told, for these reasons.
    Untold(Vec<Note>),
}

/// Whether a record is of one kind.
#[derive(Debug, Clone)]
enum Answer {
    Yes,
    No,
    Untold(Vec<Note>),
}

/// The records of one file.
#[derive(Clone, Copy)]
pub struct Records<'a> {
    /// What is known of them.
    pub plan: &'a Plan,
    /// The file.
    pub source: &'a OpenSource,
    /// Their bytes.
    pub text: &'a Text<'a>,
}

impl Records<'_> {
    /// The kinds of these rows; each comes with the first kind that it may be of.
    ///
    /// # Errors
    /// TL0911 where stages do not agree about types: a defect.
    pub fn decide(self, batch: &mut Batch, asked: &[(u32, KindId)]) -> Result<Vec<Decided>, Stop> {
        let mut decided = vec![Decided::None; asked.len()];
        let mut waiting: BTreeMap<KindId, Vec<usize>> = BTreeMap::new();
        for (number, (_, kind)) in asked.iter().enumerate() {
            waiting.entry(*kind).or_default().push(number);
        }
        while let Some((kind, numbers)) = waiting.pop_first() {
            for some in numbers.chunks(self.at_once(kind)) {
                let rows: Vec<u32> = some.iter().map(|number| asked[*number].0).collect();
                let answers = self.ask(batch, kind, &rows)?;
                for ((number, row), answer) in some.iter().zip(rows).zip(answers) {
                    decided[*number] = match answer {
                        Answer::Yes => Decided::Of(kind),
                        Answer::Untold(notes) => Decided::Untold(notes),
                        Answer::No => match self.plan.matcher.kind_after(kind, &batch.raw(self.plan, self.text, row)) {
                            Told::Of(later) => Decided::Of(later),
                            Told::None => Decided::None,
                            Told::Perhaps(later) => {
                                waiting.entry(later).or_default().push(*number);
                                continue;
                            }
                        },
                    };
                }
            }
        }
        Ok(decided)
    }

    /// Rows that are asked about one kind together: all of them may have to be filled up.
    fn at_once(self, kind: KindId) -> usize {
        let most = BATCH_BYTES / u64::from(self.plan.kinds[kind].least_length.max(1));
        to_index(most).max(1)
    }

    /// Whether each of these rows is of the kind.
    fn ask(self, batch: &mut Batch, kind: KindId, rows: &[u32]) -> Result<Vec<Answer>, Stop> {
        let Self { plan, source, text } = self;
        let side = batch.cells.side.len();
        let records = self.filled_up(batch, kind, rows);
        let fields = Fields { records: &records, ..batch.fields(plan, source, text) };
        let asking = Asking { plan, source, batch, fields, kind, rows };
        let answers = match (&plan.mapping.source.kinds[kind].when, &plan.kinds[kind].when) {
            (_, Some(computed)) => asking.by_expression(computed),
            (Some(Condition { of: Operand::Field(at), test }), None) => Ok(asking.by_field(*at, test)),
            _ => Err(defect()),
        };
        batch.cells.side.truncate(side);
        answers
    }

    /// The batch's records, those of these rows as long as the kind's: what a record does not reach is blank.
    fn filled_up(self, batch: &mut Batch, kind: KindId, rows: &[u32]) -> Vec<Slice> {
        let (mut records, wanted) = (batch.records.clone(), self.plan.kinds[kind].least_length);
        for &row in rows {
            let record = batch.raw(self.plan, self.text, row);
            let bytes = record.bytes.get(record.record);
            if let Some(length) = short_length(self.plan, bytes, wanted) {
                let padded = fixed::padded(bytes, wanted as usize - length, &self.plan.blank);
                records[row as usize] = batch.cells.aside(&padded);
            }
        }
        records
    }
}

fn defect() -> Stop {
    Stop::new(Code::Defect, vec!["the condition of a kind".into()])
}

/// A question about one kind.
struct Asking<'a> {
    plan: &'a Plan,
    source: &'a OpenSource,
    batch: &'a Batch,
    fields: Fields<'a>,
    kind: KindId,
    rows: &'a [u32],
}

impl Asking<'_> {
    fn by_field(&self, at: FieldRef, test: &Test) -> Vec<Answer> {
        let Decoded { array, findings, .. } = self.decoded(at);
        let holds = |row| if conditions::holds(test, array.as_ref(), row) { Answer::Yes } else { Answer::No };
        let mut answers: Vec<Answer> = (0..self.rows.len()).map(holds).collect();
        for found in findings {
            answers[found.row as usize] = self.unread(at, &found);
        }
        answers
    }

    fn by_expression(&self, computed: &Computed) -> Result<Vec<Answer>, Stop> {
        let inputs = computed.reads.iter().map(|read| self.input(read)).collect::<Result<Vec<_>, _>>()?;
        let unread: Vec<Vec<u32>> =
            inputs.iter().map(|(_, findings)| findings.iter().map(|found| found.row).collect()).collect();
        let arrays = inputs.iter().map(|(array, _)| array).zip(unread.iter().map(Vec::as_slice));
        let evaluated = computed.program.evaluate_of(arrays, self.rows.len());
        let evaluated = evaluated.map_err(|(code, args)| Stop::new(code, args))?;
        let truths = evaluated.array.as_boolean();
        let holds = |row| if truths.is_valid(row) && truths.value(row) { Answer::Yes } else { Answer::No };
        let mut answers: Vec<Answer> = (0..self.rows.len()).map(holds).collect();
        for RowFinding { row, code, args } in evaluated.failed {
            let subject = Subject::Kind(index(self.kind));
            let why = Note { row: self.rows[row as usize], severity: Severity::Reject, subject, code, args };
            answers[row as usize] = self.untold(why);
        }
        for (row, input) in evaluated.unread {
            let (Reads::Field(at), (_, findings)) = (computed.reads[input], &inputs[input]) else {
                return Err(defect());
            };
            let found = findings.binary_search_by_key(&row, |found| found.row).map_err(|_| defect())?;
            answers[row as usize] = self.unread(at, &findings[found]);
        }
        Ok(answers)
    }

    /// What an expression reads, and the rows in which that does not decode.
    fn input(&self, read: &Reads) -> Result<(ArrayRef, Vec<RowFinding>), Stop> {
        let rows = self.rows;
        Ok(match read {
            Reads::Field(at) => {
                let Decoded { array, findings, .. } = self.decoded(*at);
                (array, findings)
            }
            Reads::File => {
                let names = std::iter::repeat_n(&self.source.spec.name, rows.len());
                (Arc::new(StringArray::from_iter_values(names)), Vec::new())
            }
            Reads::Offset => {
                let offset = |row: &u32| i64::try_from(self.batch.rows.place(*row as usize).offset).unwrap_or(i64::MAX);
                (Arc::new(Int64Array::from_iter_values(rows.iter().map(offset))), Vec::new())
            }
            Reads::OffsetOf(_) | Reads::RepeatNumber(_) | Reads::Column(_) | Reads::Parameter(_) => {
                return Err(defect());
            }
        })
    }

    /// A field of the rows. What it changes is counted when their kind is known.
    fn decoded(&self, at: FieldRef) -> Decoded {
        let wanted = &self.plan.kinds[at.kind].fields[at.field];
        self.fields.field(&wanted.decoder, wanted.cut, self.rows)
    }

    /// A row whose kind depends on a field that does not decode.
    fn unread(&self, at: FieldRef, found: &RowFinding) -> Answer {
        self.untold(Note::of_field(self.plan, self.rows[found.row as usize], at, found.clone()))
    }

    fn untold(&self, why: Note) -> Answer {
        let name = self.plan.mapping.source.kinds[self.kind].name.as_str();
        let (severity, subject) = (Severity::Reject, Subject::Kind(index(self.kind)));
        let untold = Note { row: why.row, severity, subject, code: Code::KindUntold, args: vec![name.into()].into() };
        Answer::Untold(vec![why, untold])
    }
}

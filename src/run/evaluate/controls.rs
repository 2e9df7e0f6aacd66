//! What the records of a batch tell the controls, whatever becomes of them.
//!
//! In: decoded rows with their verdicts. Out: for each control, each file or group that it is about, and each class of
//! records, one [`ControlEntry`]. A record that is refused is told of too, as long as its value decodes: a control says
//! what there was, not what was loaded. Refuses: judging; parents that are lent, which their own chunk has told.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_buffer::i256;
use arrow_select::take::take;

use super::{Evaluation, Made, NOWHERE, RowsOf, Verdict, defect, is_true, numbers_of, severity, stop};
use crate::evidence::text;
use crate::finding::{Arg, Args, Code, Subject};
use crate::mapping::model::{Counted, FieldRef, KindId, Reads};
use crate::run::Stop;
use crate::run::batch::{Note, index};
use crate::run::chunk::{Class, class};
use crate::run::conditions;
use crate::run::fold::controls::{Filter, Measure, Telling};
use crate::run::plan::field_of;
use crate::validate::set::control::{Part, Side};
use crate::validate::set::key::Columns;

/// Characters of a value that a finding shows.
const SHOWN: usize = 200;

/// What some records of a batch tell a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlEntry {
    /// Index among the plan's controls.
    pub telling: usize,
    /// The row that opened what it is about; none: the file, or nothing is open.
    pub opened: Option<u32>,
    /// What is told.
    pub side: Side,
    /// Of records that are refused.
    pub refused: bool,
    /// The first of their rows.
    pub row: u32,
    /// Records, or repetitions.
    pub records: u64,
    /// What their values come to, unscaled.
    pub amount: i256,
    /// As bytes of a key: the value that a control record repeats, or that it repeats if this record opens; empty for others,
    /// and where it cannot be read.
    pub value: Vec<u8>,
}

/// The records of one control in a row that are about the same thing, side by side.
struct Run {
    telling: usize,
    opened: Option<u32>,
    parts: [(u32, Part); 6],
}

/// What is told of records side by side, and whether these are refused: of some that are not, the value cannot be read
/// either.
const SIDES: [(Side, bool); 6] = [
    (Side::Loaded, false),
    (Side::Rejected, true),
    (Side::Unknown, true),
    (Side::Unknown, false),
    (Side::SetAside, false),
    (Side::Informing, false),
];

impl Run {
    const NONE: [(u32, Part); 6] = [(NOWHERE, Part { records: 0, amount: i256::ZERO }); 6];

    fn add(&mut self, side: (Side, bool), row: u32, amount: i128) {
        let Some(at) = SIDES.iter().position(|other| *other == side) else { return };
        let (first, part) = &mut self.parts[at];
        *first = (*first).min(row);
        part.add(Part { records: 1, amount: i256::from_i128(amount) });
    }

    /// What it came to; then it is about something else.
    fn close(&mut self, opened: Option<u32>, into: &mut Vec<ControlEntry>) {
        for ((side, refused), (row, part)) in SIDES.iter().zip(std::mem::replace(&mut self.parts, Self::NONE)) {
            if part.records > 0 {
                let Part { records, amount } = part;
                into.push(ControlEntry {
                    telling: self.telling,
                    opened: self.opened,
                    side: *side,
                    refused: *refused,
                    row,
                    records,
                    amount,
                    value: Vec::new(),
                });
            }
        }
        self.opened = opened;
    }
}

/// What is known of the records or repetitions that one control counts.
struct Counting<'a> {
    counted: Counted,
    /// The field that is summed, with its values.
    summed: Option<(FieldRef, Columns<'a>)>,
    /// Of each decoded record and repetition: whether it is meant; none where that cannot be told.
    meant: Option<Vec<Option<bool>>>,
    /// Of each decoded record and repetition: whether every table leaves it out.
    left_out: Vec<bool>,
    loads: bool,
}

impl Evaluation<'_> {
    /// Tells all controls of the batch's records. `tables` are those of their rows.
    pub(super) fn controls(&mut self, tables: &[Made<'_>]) -> Result<(), Stop> {
        let plan = self.plan;
        let mut entries = Vec::new();
        for (number, telling) in plan.controls.iter().enumerate() {
            self.openings(number, telling, &mut entries)?;
            self.figures(number, telling, &mut entries)?;
            match &telling.of {
                Measure::Every => self.every(number, telling, &mut entries),
                Measure::Counted(counted) => {
                    for counted in counted {
                        self.counted(number, telling, (*counted, None), tables, &mut entries)?;
                    }
                }
                Measure::Summed(fields) => {
                    for at in fields {
                        let counted = Counted { kind: at.kind, repeat: at.repeat };
                        self.counted(number, telling, (counted, Some(*at)), tables, &mut entries)?;
                    }
                }
                Measure::Same(_) | Measure::Repeats(_) => {}
            }
        }
        self.out.controls = entries;
        Ok(())
    }

    /// The rows that are told of here, with their numbers.
    fn told_rows(&self) -> impl Iterator<Item = (u32, crate::run::batch::Row)> {
        (0_u32..).zip(self.batch.rows.iter()).filter(|(_, row)| !row.ghost)
    }

    /// The row that opened what a row belongs to.
    fn opened(&self, telling: &Telling, row: u32) -> Option<u32> {
        self.batch.scopes[row as usize * self.plan.scopes.len() + telling.scope?]
    }

    /// Where what a control is about begins.
    fn openings(&self, number: usize, telling: &Telling, into: &mut Vec<ControlEntry>) -> Result<(), Stop> {
        // A file begins where it does, whatever becomes of its first record.
        let opening = |row: u32, opened: Option<u32>, value: Vec<u8>| ControlEntry {
            telling: number,
            opened,
            side: Side::Opened,
            refused: opened.is_some_and(|row| self.is_refused(row)),
            row,
            records: 1,
            amount: i256::ZERO,
            value,
        };
        let Some(scope) = telling.scope else {
            into.extend(self.told_rows().next().map(|(row, _)| opening(row, None, Vec::new())));
            return Ok(());
        };
        let kind = Some(self.plan.scopes[scope]);
        for (row, _) in self.told_rows().filter(|(_, row)| row.kind == kind) {
            let value = if let Measure::Repeats(at) = telling.of { self.value(row, at)? } else { Vec::new() };
            into.push(opening(row, Some(row), value));
        }
        Ok(())
    }

    /// What the control records say.
    fn figures(&mut self, number: usize, telling: &Telling, into: &mut Vec<ControlEntry>) -> Result<(), Stop> {
        let says = telling.says;
        let kind = Some(says.kind);
        let rows: Vec<u32> = self.told_rows().filter(|(_, row)| row.kind == kind).map(|(row, _)| row).collect();
        let array = self.kinds[says.kind].fields.get(says.field).map(|values| values.all().clone());
        for row in rows {
            let opened = self.opened(telling, row);
            let value = if let Measure::Repeats(_) = telling.of { self.value(row, says)? } else { Vec::new() };
            let (records, amount) = match (&telling.of, &array) {
                (Measure::Repeats(_), _) => (u64::from(!value.is_empty()), 0),
                (Measure::Same(at), _) if telling.scope.is_none() || opened.is_some() => {
                    (1, i128::from(!self.is_same(telling, row, opened, *at)?))
                }
                (Measure::Same(_), _) | (_, None) => (0, 0),
                (_, Some(array)) => {
                    let numbers = Columns::of([array]).ok_or_else(|| defect("a control's figure"))?;
                    let value = self.decoded(row).and_then(|place| numbers.number(place as usize));
                    (u64::from(value.is_some()), value.unwrap_or(0))
                }
            };
            let amount = i256::from_i128(amount);
            let refused = self.is_refused(row);
            into.push(ControlEntry { telling: number, opened, side: Side::Says, refused, row, records, amount, value });
        }
        Ok(())
    }

    /// Whether a control record repeats a value of a record above that it is refused with; it is told if not.
    fn is_same(&mut self, telling: &Telling, row: u32, opened: Option<u32>, at: FieldRef) -> Result<bool, Stop> {
        let says = telling.says;
        let from = opened.filter(|row| self.batch.rows.kind(*row as usize) == Some(at.kind));
        let there = from.map_or_else(|| self.ancestor(row, at.kind), |from| self.decoded(from));
        let unread = |place: Option<u32>, row: u32, at: FieldRef| place.is_none() || self.is_undecoded(row, at);
        let found = match (self.decoded(row), there) {
            (here, _) if unread(here, row, says) => Some((Code::ControlUnread, vec![self.field_name(says).into()])),
            (_, there) if unread(there, from.unwrap_or(row), at) => {
                Some((Code::ControlUnread, vec![self.field_name(at).into()]))
            }
            (Some(here), Some(there)) => self.unlike((says, here), (at, there))?,
            _ => None,
        };
        let same = found.is_none();
        let (severity, subject) = (severity(telling.on_fail), Subject::Control(index(telling.own)));
        self.out.notes.extend(found.map(|(code, args)| Note { row, severity, subject, code, args: args.into() }));
        Ok(same)
    }

    /// The value of a record's own field, as bytes of a key; empty if it cannot be read.
    fn value(&self, row: u32, at: FieldRef) -> Result<Vec<u8>, Stop> {
        let mut value = Vec::new();
        if let Some(place) = self.decoded(row).filter(|_| !self.is_undecoded(row, at)) {
            let array = self.kinds[at.kind].fields[at.field].all();
            let values = Columns::of([array]).ok_or_else(|| defect("a control's value"))?;
            values.push(place as usize, &mut value);
        }
        Ok(value)
    }

    /// A row's place among the decoded rows of its kind.
    fn decoded(&self, row: u32) -> Option<u32> {
        Some(self.places[row as usize]).filter(|place| *place != NOWHERE)
    }

    /// What is said of two values that are not the same.
    fn unlike(&self, mine: (FieldRef, u32), theirs: (FieldRef, u32)) -> Result<Option<(Code, Args)>, Stop> {
        let array = |(at, _): (FieldRef, u32)| self.kinds[at.kind].fields[at.field].all();
        let [here, there] = [mine.1, theirs.1].map(|place| place as usize);
        let same = conditions::same(array(mine).as_ref(), here, array(theirs).as_ref(), there);
        if same.ok_or_else(|| defect("types of a control"))? {
            return Ok(None);
        }
        let personal = [mine, theirs].iter().any(|(at, _)| field_of(&self.plan.mapping, *at).personal);
        let shown = |one: (FieldRef, u32)| -> Arg {
            if personal { "".into() } else { self.shown(one.0, array(one), one.1 as usize).into() }
        };
        Ok(Some((Code::ControlUnlike, vec![shown(mine), self.field_name(theirs.0).into(), shown(theirs)])))
    }

    fn field_name(&self, at: FieldRef) -> String {
        let kind = &self.plan.mapping.source.kinds[at.kind];
        format!("{}.{}", kind.name, kind.fields[at.field].name)
    }

    /// A value as a finding shows it.
    fn shown(&self, at: FieldRef, array: &ArrayRef, place: usize) -> String {
        if let Some(texts) = array.as_string_opt::<i32>() {
            return if texts.is_valid(place) {
                texts.value(place).chars().take(SHOWN).collect()
            } else {
                String::new()
            };
        }
        let number = Columns::of([array]).and_then(|numbers| numbers.number(place));
        number.map(|number| text::value(field_of(&self.plan.mapping, at).ty, number)).unwrap_or_default()
    }

    /// Every record, header lines and skipped ones too.
    fn every(&self, number: usize, telling: &Telling, into: &mut Vec<ControlEntry>) {
        let mut run = Run { telling: number, opened: None, parts: Run::NONE };
        for (row, _) in self.told_rows() {
            let opened = self.opened(telling, row);
            if opened != run.opened {
                run.close(opened, into);
            }
            run.add((self.side(row), self.is_refused(row)), row, 0);
        }
        run.close(None, into);
    }

    fn is_refused(&self, row: u32) -> bool {
        self.out.verdicts[row as usize] == Verdict::Refused
    }

    /// What became of a record.
    fn side(&self, row: u32) -> Side {
        match (self.out.verdicts[row as usize], class(self.plan, &self.batch.rows.get(row as usize))) {
            (Verdict::Refused, _) => Side::Rejected,
            (Verdict::Fine, Class::Loads) => Side::Loaded,
            (Verdict::Aside(_), Class::Loads | Class::Informs) => Side::SetAside,
            (_, Class::Informs | Class::Skipped) => Side::Informing,
        }
    }

    /// The records of a kind, or their repetitions, with the values of the field that is summed.
    fn counted(
        &self,
        number: usize,
        telling: &Telling,
        (counted, summed): (Counted, Option<FieldRef>),
        tables: &[Made<'_>],
        into: &mut Vec<ControlEntry>,
    ) -> Result<(), Stop> {
        let of_kind = &self.kinds[counted.kind];
        let repeated = self.repeated(counted.kind, counted.repeat);
        // How many there would be in a record that was not cut into fields, nobody knows: each that there may be.
        let most = counted.repeat.map_or(1, |repeat| self.plan.kinds[counted.kind].repeats[repeat].times);
        let values = summed.and_then(|at| match at.repeat {
            Some(repeat) => of_kind.repeats.get(repeat)?.get(at.field),
            None => of_kind.fields.get(at.field),
        });
        let values =
            values.map(|values| Columns::of([values.all()]).ok_or_else(|| defect("a summed field"))).transpose()?;
        let counting = Counting {
            counted,
            summed: summed.zip(values),
            meant: telling.filter.as_ref().map(|filter| self.meant(filter, counted)).transpose()?,
            left_out: self.left_out_everywhere(counted, tables),
            loads: self.loads(counted),
        };
        let mut run = Run { telling: number, opened: None, parts: Run::NONE };
        for (row, of) in self.told_rows() {
            if of.kind != Some(counted.kind) {
                continue;
            }
            let opened = self.opened(telling, row);
            if opened != run.opened {
                run.close(opened, into);
            }
            match self.decoded(row) {
                Some(place) => {
                    for value in repeated.of(place) {
                        self.count_one(&counting, row, Some(value as usize), (summed.is_some(), &mut run));
                    }
                }
                None => (0..most).for_each(|_| self.count_one(&counting, row, None, (summed.is_some(), &mut run))),
            }
        }
        run.close(None, into);
        Ok(())
    }

    fn count_one(&self, counting: &Counting<'_>, row: u32, at: Option<usize>, (sums, run): (bool, &mut Run)) {
        let meant = match (&counting.meant, at) {
            (None, _) => Some(true),
            (Some(meant), Some(at)) => meant.get(at).copied().flatten(),
            (Some(_), None) => None,
        };
        if meant == Some(false) {
            return;
        }
        let value = match (sums, &counting.summed, at) {
            (false, ..) => Some(0),
            (true, Some((field, values)), Some(at)) => match values.number(at) {
                Some(number) => Some(number),
                // No value is nothing, but where there is one that cannot be read.
                None => (!self.is_undecoded(row, *field)).then_some(0),
            },
            (true, ..) => None,
        };
        match value.filter(|_| meant.is_some()) {
            None => run.add((Side::Unknown, self.is_refused(row)), row, 0),
            Some(value) => run.add((self.side_of_one(counting, row, at), self.is_refused(row)), row, value),
        }
    }

    /// What became of a record, or of one of its repetitions.
    fn side_of_one(&self, counting: &Counting<'_>, row: u32, at: Option<usize>) -> Side {
        match self.side(row) {
            Side::Loaded if counting.counted.repeat.is_some() && !counting.loads => Side::Informing,
            Side::Loaded if at.is_some_and(|at| counting.left_out.get(at) == Some(&true)) => Side::SetAside,
            other => other,
        }
    }

    /// Whether some table has a row for each repetition.
    fn loads(&self, counted: Counted) -> bool {
        self.plan.tables.iter().any(|table| table.from == counted.kind && table.repeat == counted.repeat)
    }

    /// Of each record or repetition: whether all tables of it leave its row out. Nothing where none does.
    fn left_out_everywhere(&self, counted: Counted, tables: &[Made<'_>]) -> Vec<bool> {
        let of_group = self.plan.tables.iter().zip(tables);
        let of_group = of_group.filter(|(work, _)| work.from == counted.kind && work.repeat == counted.repeat);
        let made: Vec<&Made> = of_group.map(|(_, made)| made).collect();
        let count = self.repeated(counted.kind, counted.repeat).count(self.kinds[counted.kind].rows.len());
        let is_out = |at: usize| made.iter().all(|made| made.left_out.get(at).is_some_and(Option::is_some));
        if made.is_empty() || made.iter().any(|made| made.left_out.is_empty()) {
            Vec::new()
        } else {
            (0..count).map(is_out).collect()
        }
    }

    /// Which records or repetitions are meant, of those that could be decoded.
    fn meant(&self, filter: &Filter, counted: Counted) -> Result<Vec<Option<bool>>, Stop> {
        let of = RowsOf {
            repeated: self.repeated(counted.kind, counted.repeat),
            ..RowsOf::each(&self.kinds[counted.kind].rows)
        };
        let count = of.count();
        let row_of = |at: usize| of.record(u32::try_from(at).unwrap_or(NOWHERE));
        match filter {
            Filter::Field(at, condition) => {
                let values = self.lent_to_each(counted.kind, *at, of)?;
                let holds = |place: usize| {
                    let untold = values.is_null(place) && self.is_undecoded(row_of(place), *at);
                    (!untold).then(|| conditions::holds(&condition.test, values.as_ref(), place))
                };
                Ok((0..count).map(holds).collect())
            }
            Filter::Expression(computed) => {
                let input = |read: &Reads| match read {
                    Reads::Field(at) => self.lent_to_each(counted.kind, *at, of),
                    Reads::File => Ok(self.file(count)),
                    Reads::Offset => Ok(self.offsets(of.records, of.repeated)),
                    Reads::RepeatNumber(level) => Ok(numbers_of::<arrow_array::types::Int32Type>(of, *level)),
                    Reads::OffsetOf(_) | Reads::Column(_) | Reads::Parameter(_) => Err(defect("what a control reads")),
                };
                let inputs = computed.reads.iter().map(input).collect::<Result<Vec<_>, _>>()?;
                let evaluated = computed.program.evaluate(&inputs, count).map_err(stop)?;
                let mut meant: Vec<Option<bool>> = (0..count).map(|at| Some(is_true(&evaluated, at))).collect();
                evaluated.failed.iter().for_each(|found| meant[found.row as usize] = None);
                for (read, input) in computed.reads.iter().zip(&inputs) {
                    let Reads::Field(field) = read else { continue };
                    let untold = |at: &usize| input.is_null(*at) && self.is_undecoded(row_of(*at), *field);
                    (0..count).filter(untold).for_each(|at| meant[at] = None);
                }
                Ok(meant)
            }
        }
    }

    /// A field's values, one for each record of a kind or each of its repetitions.
    fn lent_to_each(&self, kind: KindId, at: FieldRef, of: RowsOf<'_>) -> Result<ArrayRef, Stop> {
        if let Some(repeat) = at.repeat {
            let array = self.kinds[kind].repeats.get(repeat).and_then(|group| group.get(at.field));
            return Ok(array.map_or_else(|| self.nothing(at), |values| values.all().clone()));
        }
        if of.records.is_empty() {
            return Ok(self.nothing(at));
        }
        let array = self.lent_to_kind(kind, at)?;
        if of.repeated.is_single() {
            return Ok(array);
        }
        let places: UInt32Array = of.repeated.owners(of.records.len()).map(Some).collect();
        take(array.as_ref(), &places, None).map_err(|_| defect("take"))
    }

    /// No value of a field's type.
    fn nothing(&self, at: FieldRef) -> ArrayRef {
        let ty = crate::arrays::array_type(field_of(&self.plan.mapping, at).ty);
        arrow_array::new_null_array(&ty, 0)
    }
}

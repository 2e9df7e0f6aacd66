//! The fast evaluator: columns in, a column out, with three lanes a row.
//!
//! A failure is a lane, never an early return: CASE, COALESCE, AND and OR merge lanes row by row, so that a guard works
//! at full speed. Why a row failed is not known here.

use std::cell::{OnceCell, RefCell};

use arrow_buffer::BooleanBuffer;

use super::column::{Column, Data, Many};
use super::kernels::choose::{self, Choice, merged};
use super::kernels::{self, Set, rows};
use super::lanes;
use super::program::{Id, Nodes, Part};
use super::scalar::Call;
use crate::mapping::model::Value;
use crate::mapping::sql::op::Op;
use crate::mapping::sql::types::Ty;

/// A batch, or some of its rows, and what was computed of it.
pub struct Frame<'a> {
    nodes: &'a Nodes,
    rows: usize,
    inputs: Inputs<'a>,
    /// The columns of shared parts.
    kept: RefCell<Vec<(Id, Column)>>,
}

enum Inputs<'a> {
    All(&'a [Column]),
    /// Picked out when they are asked for.
    Some {
        of: &'a Frame<'a>,
        rows: &'a [u32],
        picked: Vec<OnceCell<Column>>,
    },
}

impl<'a> Frame<'a> {
    /// Of a whole batch.
    #[must_use]
    pub fn new(nodes: &'a Nodes, inputs: &'a [Column], rows: usize) -> Self {
        Self { nodes, rows, inputs: Inputs::All(inputs), kept: RefCell::default() }
    }

    fn some(of: &'a Frame<'a>, rows: &'a [u32]) -> Self {
        let count = match &of.inputs {
            Inputs::All(all) => all.len(),
            Inputs::Some { picked, .. } => picked.len(),
        };
        let inputs = Inputs::Some { of, rows, picked: vec![OnceCell::new(); count] };
        Self { nodes: of.nodes, rows: rows.len(), inputs, kept: RefCell::default() }
    }

    fn input(&self, slot: usize) -> Column {
        match &self.inputs {
            Inputs::All(all) => all[slot].clone(),
            Inputs::Some { of, rows, picked } => {
                picked[slot].get_or_init(|| choose::picked(&of.input(slot), rows)).clone()
            }
        }
    }

    /// The column of a part.
    #[must_use]
    pub fn column(&self, id: Id) -> Column {
        let node = &self.nodes.all[id];
        let (op, args, types, prepared) = match &node.part {
            Part::Input(slot) => return self.input(*slot),
            Part::Literal(value) => return Column::One(value.clone()),
            Part::Call { op, args, types, prepared } => (*op, args, types, prepared),
        };
        if let Some((_, kept)) = self.kept.borrow().iter().find(|(own, _)| *own == id) {
            return kept.clone();
        }
        let call = Call { op, types, prepared, ty: node.ty };
        let made = match op {
            Op::And => self.all(args, false),
            Op::Or => self.all(args, true),
            Op::Case => self.case(args, node.ty),
            Op::Coalesce => self.coalesce(args, node.ty),
            _ => node.set.as_ref().and_then(|set| one_of(set, &self.column(args[0]))).unwrap_or_else(|| {
                let columns: Vec<Column> = args.iter().map(|arg| self.column(*arg)).collect();
                let columns: Vec<&Column> = columns.iter().collect();
                self.call(&call, &columns)
            }),
        };
        let made = Column::Many(made);
        if node.shared {
            self.kept.borrow_mut().push((id, made.clone()));
        }
        made
    }

    /// An operation that needs all its operands.
    fn call(&self, call: &Call<'_>, args: &[&Column]) -> Many {
        let failed = args.iter().fold(None, |failed, arg| lanes::or_some(failed.as_ref(), arg.failed()));
        match call.op {
            Op::IsNull | Op::IsTrue | Op::IsFalse => {
                return Many { data: Data::Bool(self.state(call.op, args[0])), has: None, failed };
            }
            Op::NullIf | Op::Distinct => {
                if let Some(many) = self.compared(call, args, failed.clone()) {
                    return many;
                }
            }
            Op::In | Op::Greatest | Op::Least | Op::Concat | Op::ConcatWith => {}
            _ => {
                if args.iter().any(|arg| matches!(arg, Column::One(None))) {
                    return Many::nothing(self.rows, call.ty, failed);
                }
                if let Some(raw) = kernels::fast(call, args, self.rows) {
                    return strict(call.op, raw, args, failed);
                }
            }
        }
        rows::each(call, args, failed.as_ref(), self.rows)
    }

    fn state(&self, op: Op, column: &Column) -> BooleanBuffer {
        match (op, column) {
            (Op::IsTrue, column) => column.truths(self.rows),
            (Op::IsFalse, column) => falses(column, self.rows),
            (_, Column::One(None)) => BooleanBuffer::new_set(self.rows),
            (_, column) => column.has().map_or_else(|| BooleanBuffer::new_unset(self.rows), |has| !has),
        }
    }

    /// NULLIF and IS DISTINCT FROM, by whether both are equal.
    fn compared(&self, call: &Call<'_>, args: &[&Column], failed: Option<BooleanBuffer>) -> Option<Many> {
        if args.iter().any(|arg| matches!(arg, Column::One(None))) {
            return None;
        }
        let equal = kernels::fast(&Call { op: Op::Eq, ty: Ty::Bool, ..*call }, args, self.rows)?;
        let Data::Bool(equal) = equal.data else { return None };
        let both = lanes::and_some(args[0].has(), args[1].has());
        let equal = lanes::and(&equal, both.as_ref());
        if call.op == Op::NullIf {
            let Many { data, has, .. } = args[0].clone().spread(self.rows, call.ty);
            let kept = !&equal;
            return Some(Many { data, has: Some(lanes::and(&kept, has.as_ref())), failed });
        }
        let all = BooleanBuffer::new_set(self.rows);
        let [a, b] = [args[0], args[1]].map(|arg| arg.has().unwrap_or(&all));
        let neither = &!a & &!b;
        Some(Many { data: Data::Bool(!&(&equal | &neither)), has: None, failed })
    }

    /// AND (`wins` is false) and OR (`wins` is true).
    fn all(&self, args: &[Id], wins: bool) -> Many {
        let mut won = BooleanBuffer::new_unset(self.rows);
        let mut lost = BooleanBuffer::new_set(self.rows);
        let mut failed = None;
        for arg in args {
            let column = self.column(*arg);
            let (truths, falses) = (column.truths(self.rows), falses(&column, self.rows));
            let (wins, loses) = if wins { (truths, falses) } else { (falses, truths) };
            won = &won | &wins;
            lost = &lost & &loses;
            failed = lanes::or_some(failed.as_ref(), column.failed());
        }
        let failed = failed.map(|failed| lanes::without(&failed, Some(&won))).and_then(lanes::any);
        let data = if wins { won.clone() } else { !&won };
        let has = &won | &lost;
        Many { data: Data::Bool(data), has: if has.has_false() { Some(has) } else { None }, failed }
    }

    fn case(&self, args: &[Id], ty: Ty) -> Many {
        let mut left = BooleanBuffer::new_set(self.rows);
        let mut failed: Option<BooleanBuffer> = None;
        let mut choices: Vec<Choice> = Vec::new();
        for pair in args.chunks(2) {
            if !left.has_true() {
                break;
            }
            let [condition, value] = pair else {
                choices.push(self.choice(left.clone(), pair[0]));
                break;
            };
            let condition = self.column_of(*condition, &left);
            let chosen = &condition.truths(self.rows) & &left;
            if let Some(bad) = condition.failed() {
                let bad = bad & &left;
                left = lanes::without(&left, Some(&bad));
                failed = lanes::or_some(failed.as_ref(), Some(&bad));
            }
            left = lanes::without(&left, Some(&chosen));
            if chosen.has_true() {
                choices.push(self.choice(chosen, *value));
            }
        }
        merged(&choices, failed, self.rows, ty)
    }

    fn coalesce(&self, args: &[Id], ty: Ty) -> Many {
        let mut left = BooleanBuffer::new_set(self.rows);
        let mut choices: Vec<Choice> = Vec::new();
        for arg in args {
            if !left.has_true() {
                break;
            }
            let column = self.column_of(*arg, &left);
            let taken = match &column {
                Column::One(None) => continue,
                column => match (column.has(), column.failed()) {
                    (None, _) => left.clone(),
                    (Some(has), failed) => {
                        let known = failed.map_or_else(|| has.clone(), |failed| has | failed);
                        &known & &left
                    }
                },
            };
            left = lanes::without(&left, Some(&taken));
            choices.push((taken, column));
        }
        merged(&choices, None, self.rows, ty)
    }

    fn choice(&self, chosen: BooleanBuffer, id: Id) -> Choice {
        let column = self.column_of(id, &chosen);
        (chosen, column)
    }

    /// The column of a part that only these rows need: of them alone where it is costly and they are few.
    fn column_of(&self, id: Id, needed: &BooleanBuffer) -> Column {
        let node = &self.nodes.all[id];
        let few = || needed.count_set_bits() * 2 < self.rows;
        if !node.costly || node.shared || !few() {
            return self.column(id);
        }
        let picked: Vec<u32> = needed.set_indices_u32().collect();
        let column = Frame::some(self, &picked).column(id);
        choose::put_back(column, &picked, self.rows)
    }
}

/// `a IN (…)` of literals; none where the rows have to be looked at one by one.
fn one_of(set: &Set, column: &Column) -> Option<Many> {
    let hits = set.hits(column)?;
    let has = if set.has_null { Some(lanes::and(&hits, column.has())) } else { column.has().cloned() };
    Some(Many { data: Data::Bool(hits), has, failed: column.failed().cloned() })
}

/// The lanes of an operation that has a value where all its operands have one.
fn strict(op: Op, raw: kernels::Raw, args: &[&Column], failed: Option<BooleanBuffer>) -> Many {
    let has = args.iter().fold(None, |has, arg| lanes::and_some(has.as_ref(), arg.has()));
    let bad = raw.bad.map(|bad| lanes::without(&lanes::and(&bad, has.as_ref()), failed.as_ref()));
    if matches!(op, Op::TryCast | Op::TryStrptime) {
        let good = bad.map(|bad| !&bad);
        return Many { data: raw.data, has: lanes::and_some(has.as_ref(), good.as_ref()), failed };
    }
    Many { data: raw.data, has, failed: lanes::or_some(failed.as_ref(), bad.and_then(lanes::any).as_ref()) }
}

/// Rows that have a value which is false.
fn falses(column: &Column, rows: usize) -> BooleanBuffer {
    match column {
        Column::One(Some(Value::Bool(false))) => BooleanBuffer::new_set(rows),
        Column::Many(Many { data: Data::Bool(bits), has, failed }) => {
            let bits = lanes::and(&!bits, has.as_ref());
            lanes::without(&bits, failed.as_ref())
        }
        _ => BooleanBuffer::new_unset(rows),
    }
}

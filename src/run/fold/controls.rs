//! The controls of a mapping, made ready: what its records tell them, and how they are judged and counted.
//!
//! A control's key is its number and what one control record speaks of: a file, or the place of the record that opened
//! a group. So a group may span chunks, and nobody sees who read it.

use arrow_buffer::i256;

use super::signed::{self, Signed};
use crate::evidence::manifest::{ControlEvidence, PartEvidence};
use crate::evidence::text;
use crate::finding::{Arg, Args, Code};
use crate::mapping::model::{
    self, Accept, Condition, Control, Counted, FieldRef, KindId, Mapping, OnFail, Operand, Type,
};
use crate::place::Place;
use crate::run::computed::Computed;
use crate::run::parameters::Setting;
use crate::run::plan::field_of;
use crate::run::prepare::Prepared;
use crate::validate::set::control::{Closed, Figure, Part, Parts, Why};
use crate::validate::set::key;

/// In a key, after the control's number: it speaks of a file.
const FILE: u8 = 0;
/// It speaks of a group that a record opened.
const OPENED: u8 = 1;
/// Nothing is open.
const OUTSIDE: u8 = 2;
/// Characters of a value that a finding shows.
const SHOWN: usize = 200;

/// What the records of a source tell a control.
#[derive(Debug)]
pub struct Telling {
    /// Number among all rules and controls of the run.
    pub id: u16,
    /// Number in its mapping.
    pub own: usize,
    /// The field that says the figure.
    pub says: FieldRef,
    /// Index among [`Plan::scopes`](crate::run::plan::Plan::scopes) of the kind that opens; none: the file.
    pub scope: Option<usize>,
    /// What is told of each record.
    pub of: Measure,
    /// Which records or repetitions.
    pub filter: Option<Filter>,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
}

/// What is told of each record.
#[derive(Debug)]
pub enum Measure {
    /// That it is there, whatever its kind.
    Every,
    /// That a record of a kind, or each of its repetitions, is there.
    Counted(Vec<Counted>),
    /// The values of fields.
    Summed(Vec<FieldRef>),
    /// Whether a control record has the value of this field of a record above.
    Same(FieldRef),
    /// What it says, and the value of this field of the record that opens.
    Repeats(FieldRef),
}

/// Which records or repetitions are meant.
#[derive(Debug)]
pub enum Filter {
    /// Those for whose field a condition holds.
    Field(FieldRef, Box<Condition>),
    /// Those for which an expression is true.
    Expression(Box<Computed>),
}

/// A control, ready to be judged.
#[derive(Debug)]
pub struct ControlWork {
    /// Number of its mapping.
    pub mapping: usize,
    /// Number in that mapping.
    pub number: usize,
    /// How its figure follows from the records.
    pub figure: Figure,
    /// Its figure, or what it is made of, is personal: neither is shown.
    pub personal: bool,
    /// Of its figure.
    pub scale: u8,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
    /// What is signed off of it.
    pub signed: Vec<Signed>,
    /// The control records' kind.
    kind: String,
    /// The kind that opens; empty: the file.
    opened: String,
    /// The field that says it.
    says: String,
    /// The field of the record that opens, if its value is what is repeated, and the type of both.
    is: Option<(String, Type)>,
}

/// Makes the controls of a mapping ready, the first with this number, and tells its plan what its records have to tell.
pub fn plan(mapping: usize, prepared: &mut Prepared, first: usize, settings: &[Option<Setting>]) -> Vec<ControlWork> {
    let (declared, plan) = (prepared.plan.mapping.clone(), &mut prepared.plan);
    let mut works = Vec::new();
    for (number, control) in declared.source.controls.iter().enumerate() {
        let scope = control.opened.map(|kind| scope(&mut plan.scopes, kind));
        plan.controls.push(Telling {
            id: u16::try_from(first + number).unwrap_or(u16::MAX),
            own: number,
            says: control.says,
            scope,
            of: measure(control),
            filter: control.filter.as_ref().and_then(|filter| self::filter(filter, settings)),
            on_fail: control.on_fail,
        });
        works.push(ControlWork::new((mapping, number), &declared, control));
    }
    works
}

fn scope(scopes: &mut Vec<KindId>, kind: KindId) -> usize {
    scopes.iter().position(|known| *known == kind).unwrap_or_else(|| {
        scopes.push(kind);
        scopes.len() - 1
    })
}

fn measure(control: &Control) -> Measure {
    match &control.figure {
        model::Figure::Count { of: None, .. } => Measure::Every,
        model::Figure::Count { of: Some(of), .. } => Measure::Counted(of.clone()),
        model::Figure::Sum { fields, .. } => Measure::Summed(fields.clone()),
        model::Figure::Is(at) if control.repeats_opened().is_some() => Measure::Repeats(*at),
        model::Figure::Is(at) => Measure::Same(*at),
    }
}

fn filter(filter: &Condition, settings: &[Option<Setting>]) -> Option<Filter> {
    match &filter.of {
        Operand::Field(at) => Some(Filter::Field(*at, Box::new(filter.clone()))),
        Operand::Expression(_, expression) => Some(Filter::Expression(Box::new(Computed::new(expression, settings)))),
        Operand::Record | Operand::Bytes { .. } | Operand::Index(_) => None,
    }
}

impl ControlWork {
    fn new((mapping, number): (usize, usize), declared: &Mapping, control: &Control) -> Self {
        let says = field_of(declared, control.says);
        let kind = |kind: KindId| declared.source.kinds[kind].name.clone();
        let is_personal = |at: FieldRef| field_of(declared, at).personal;
        let (figure, made_of) = match &control.figure {
            model::Figure::Count { per, .. } => (Figure::Count { per: *per }, false),
            model::Figure::Sum { fields, low_digits } => {
                let modulus = low_digits.map(|digits| i256::from_i128(10).wrapping_pow(digits));
                (Figure::Sum { modulus }, fields.iter().any(|at| is_personal(*at)))
            }
            model::Figure::Is(at) if control.repeats_opened().is_some() => (Figure::Repeats, is_personal(*at)),
            model::Figure::Is(at) => (Figure::Same, is_personal(*at)),
        };
        let named = |at: FieldRef| format!("{}.{}", kind(at.kind), field_of(declared, at).name);
        Self {
            mapping,
            number,
            figure,
            personal: says.personal || made_of,
            scale: says.ty.scale(),
            on_fail: control.on_fail,
            signed: Vec::new(),
            kind: kind(control.says.kind),
            opened: control.opened.map(kind).unwrap_or_default(),
            says: named(control.says),
            is: control.repeats_opened().map(|at| (named(at), says.ty)),
        }
    }

    /// A figure as a text; empty if it is personal.
    #[must_use]
    pub fn shown(&self, figure: i256) -> String {
        if self.personal { String::new() } else { text::decimal(figure, self.scale) }
    }

    /// What is told of a difference that is signed off, by what was told of the difference.
    #[must_use]
    pub fn accepted(&self, args: &Args, accept: &Accept) -> Option<(Code, Args)> {
        let [says, found, difference] = &args[..] else { return None };
        let difference = if self.personal { Arg::Hidden } else { difference.clone() };
        let [by, because] = [accept.by.as_str(), accept.because.as_str()].map(Arg::from);
        Some((Code::ControlAccepted, vec![difference, says.clone(), found.clone(), by, because]))
    }

    /// Those that sign off this difference; where nobody knows the difference, those that may.
    #[must_use]
    pub fn signed_off(&self, why: Why) -> Vec<usize> {
        match why {
            Why::Differs { says, found } => signed::of(&self.signed, says.wrapping_sub(found), &[]),
            Why::Unknown { .. } | Why::Missing | Why::Unread => signed::of_any(&self.signed, &[]),
            // What repeats a value has no difference.
            Why::Outside | Why::Twice { .. } | Why::UnreadAbove | Why::Unlike => Vec::new(),
        }
    }

    /// What it came to, for the manifest; `mapping` and `control` are their names.
    #[must_use]
    pub fn evidence(&self, mapping: &str, control: &Control, count: &ControlCount) -> ControlEvidence {
        let has_figure = !self.personal && !matches!(self.figure, Figure::Same | Figure::Repeats);
        let figure = |figure: i256| has_figure.then(|| self.shown(figure));
        let sums = matches!(self.figure, Figure::Sum { .. }) && !self.personal;
        let part = |part: Part| PartEvidence { records: part.records, amount: sums.then(|| self.shown(part.amount)) };
        let (word, per, low_digits) = match control.figure {
            model::Figure::Count { per, .. } => ("count", per, 0),
            model::Figure::Sum { low_digits, .. } => ("sum", 1, low_digits.unwrap_or(0)),
            model::Figure::Is(_) => ("is", 1, 0),
        };
        let ControlCount { scopes, differing, extra, says, found, parts } = *count;
        ControlEvidence {
            mapping: mapping.to_owned(),
            control: control.id.clone(),
            scopes,
            differing,
            extra,
            figure: word.to_owned(),
            per,
            low_digits: low_digits.into(),
            says: figure(says),
            found: figure(found),
            difference: figure(says.wrapping_sub(found)),
            read: part(parts.read()),
            rejected: part(parts.rejected),
            set_aside: part(parts.set_aside),
            informing: part(parts.informing),
            loaded: part(parts.loaded),
            unknown: parts.unknown,
            report: None,
            accepted: Vec::new(),
        }
    }

    /// What is said where it does not hold; of what it repeats, with both values as bytes of a key.
    #[must_use]
    pub fn told(&self, why: Why, values: &[Vec<u8>; 2]) -> (Code, Args) {
        let shown = |figure| Arg::amount(self.shown(figure));
        let named = || [self.kind.as_str().into(), self.opened.as_str().into()];
        match why {
            Why::Differs { says, found } => {
                let figures = [says, found, says.wrapping_sub(found)];
                (Code::ControlDiffers, figures.map(shown).into())
            }
            Why::Unknown { unknown, says, found } => {
                let figures = [says, found, says.wrapping_sub(found)].map(shown);
                (Code::ControlUnknown, std::iter::once(unknown.into()).chain(figures).collect())
            }
            Why::Missing => (Code::ControlMissing, named().into()),
            Why::Outside => (Code::ControlOutside, named().into()),
            Why::Twice { first } => (Code::ControlTwice, vec![self.kind.as_str().into(), first.place.record.into()]),
            Why::Unread => (Code::ControlUnread, vec![self.says.as_str().into()]),
            Why::UnreadAbove => (Code::ControlUnread, vec![self.repeated().into()]),
            Why::Unlike => {
                let [says, is] = values.each_ref().map(|value| self.shown_value(value));
                (Code::ControlUnlike, vec![says, self.repeated().into(), is])
            }
        }
    }

    /// The field whose value it repeats.
    fn repeated(&self) -> &str {
        self.is.as_ref().map_or("", |(field, _)| field)
    }

    /// The first characters of a value; nothing of a personal one.
    fn shown_value(&self, value: &[u8]) -> Arg {
        let Some((_, ty)) = self.is.as_ref().filter(|_| !self.personal) else { return "".into() };
        let texts = key::shown(value, &[*ty]);
        texts.first().map(|text| text.chars().take(SHOWN).collect::<String>()).unwrap_or_default().into()
    }
}

/// The key of what a control record in this file, or in the group that was opened here, speaks of; neither: of nothing.
#[must_use]
pub fn key(telling: &Telling, file: u32, opened: Option<Place>) -> Vec<u8> {
    let mut key = telling.id.to_be_bytes().to_vec();
    key.push(match (telling.scope, opened) {
        (None, _) => FILE,
        (Some(_), Some(_)) => OPENED,
        (Some(_), None) => OUTSIDE,
    });
    key.extend_from_slice(&file.to_be_bytes());
    if let (Some(_), Some(place)) = (telling.scope, opened) {
        key.extend_from_slice(&place.offset.to_be_bytes());
    }
    key
}

/// Whether nothing is open there.
#[must_use]
pub fn is_outside(key: &[u8]) -> bool {
    key.get(2) == Some(&OUTSIDE)
}

/// What a control came to, over all that its control records speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControlCount {
    /// Files, or groups.
    pub scopes: u64,
    /// Those of them for which it does not hold.
    pub differing: u64,
    /// Control records that speak of nothing, or of what another one does.
    pub extra: u64,
    /// What all control records say, unscaled.
    pub says: i256,
    /// What the records come to, unscaled.
    pub found: i256,
    /// The records.
    pub parts: Parts,
}

impl ControlCount {
    /// One more file or group.
    pub fn close(&mut self, closed: &Closed) {
        self.scopes += 1;
        self.differing += u64::from(!closed.holds);
        self.says = self.says.wrapping_add(closed.says);
        self.found = self.found.wrapping_add(closed.found);
        self.parts.add(closed.parts);
    }

    /// Adds those of another partition.
    pub fn add(&mut self, other: &Self) {
        self.scopes += other.scopes;
        self.differing += other.differing;
        self.extra += other.extra;
        self.says = self.says.wrapping_add(other.says);
        self.found = self.found.wrapping_add(other.found);
        self.parts.add(other.parts);
    }
}

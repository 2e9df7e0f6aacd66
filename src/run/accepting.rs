//! Differences of controls that `migration.yaml` signs off: which of them is found, and which is not.
//!
//! In: its entries; then each difference that a control has. Out: what is told of one that is signed off, of entries that
//! no control needs, and the evidence. Whether an entry is of a difference is known from the values themselves
//! ([`crate::run::fold::signed`]); nothing personal comes here.

use crate::evidence::manifest::{AcceptedEvidence, Named};
use crate::finding::{Arg, Args, Code};
use crate::mapping::model::{Accept, Said};
use crate::run::fold::judging::Told;
use crate::run::fold::plan::{Judged, SetRules};
use crate::run::fold::signed::Signed;

/// The entries, each for one file, group or key.
pub struct Accepting<'a> {
    accept: &'a [Accept],
    rules: &'a SetRules,
    used: Vec<bool>,
    /// They may be of a difference that nobody knows.
    open: Vec<bool>,
}

impl<'a> Accepting<'a> {
    /// None was found yet.
    #[must_use]
    pub fn new(accept: &'a [Accept], rules: &'a SetRules) -> Self {
        Self { accept, rules, used: vec![false; accept.len()], open: vec![false; accept.len()] }
    }

    /// Makes of a control's difference that is accepted what is said of it then.
    pub fn accepts(&mut self, work: Judged<'_>, told: &mut Told) -> bool {
        if is_open(told.code) {
            for at in told.signed.iter().filter(|at| **at < self.accept.len()) {
                self.open[*at] = true;
            }
            return false;
        }
        let Some(at) = told.signed.iter().copied().find(|at| self.used.get(*at) == Some(&false)) else { return false };
        let found = match work {
            Judged::Control(work) => work.accepted(&told.args, &self.accept[at]),
            Judged::Report(work) => work.accepted(&told.args, &self.accept[at]),
            Judged::Rule(_) | Judged::Dedupe(_) => None,
        };
        let Some(found) = found else { return false };
        self.used[at] = true;
        (told.code, told.args) = found;
        true
    }

    /// What is told of entries of controls that were judged, and whose difference there is not, or not once more.
    pub fn unused(&self) -> impl Iterator<Item = (Code, Args)> {
        let numbers = (0..self.accept.len()).filter(|at| !self.used[*at]);
        numbers.filter_map(|at| {
            let works: Vec<(&[Signed], &Signed, Judged<'_>)> = self.works(at).collect();
            if works.is_empty() {
                return None;
            }
            let is_key_hidden = works.iter().any(|(.., work)| work.has_personal_key());
            let is_hidden = works.iter().any(|(.., work)| work.is_personal());
            let accept = &self.accept[at];
            let difference = if is_hidden { Arg::Hidden } else { Arg::amount(accept.difference.clone()) };
            let first = works
                .iter()
                .find_map(|(all, own, _)| all.iter().find(|other| other.is_same(own) && self.used[other.number]));
            let (named, line) = (Arg::from(named(accept, is_key_hidden)), Arg::from(accept.line));
            Some(match first {
                _ if self.open[at] => (Code::AcceptUnused, vec![named, difference, line, "open".into()]),
                Some(first) => {
                    let first = self.accept[first.number].line;
                    (Code::AcceptRepeated, vec![named, difference, line, first.into()])
                }
                None => (Code::AcceptUnused, vec![named, difference, line, "none".into()]),
            })
        })
    }

    /// What was found of one control. Nothing is said of a key or a difference that is personal.
    #[must_use]
    pub fn evidence(&self, work: Judged<'_>) -> Vec<AcceptedEvidence> {
        let named = |(name, value): &(Said, Said)| Named { name: name.text.clone(), value: value.text.clone() };
        let used = work.signed().iter().filter(|signed| self.used[signed.number]);
        let evidence = |signed: &Signed| {
            let accept = &self.accept[signed.number];
            let key = accept.key.iter().filter(|_| !work.has_personal_key()).map(named).collect();
            AcceptedEvidence {
                key,
                difference: (!work.is_personal()).then(|| accept.difference.clone()),
                because: accept.because.clone(),
                by: accept.by.clone(),
            }
        };
        used.map(evidence).collect()
    }

    /// The controls that an entry is about: what is signed off of each, this among it.
    fn works(&self, at: usize) -> impl Iterator<Item = (&'a [Signed], &'a Signed, Judged<'a>)> {
        let inside = self.rules.controls.iter().map(Judged::Control);
        let works = inside.chain(self.rules.reports.iter().map(Judged::Report));
        works.filter_map(move |work| {
            let all = work.signed();
            Some((all, all.iter().find(|signed| signed.number == at)?, work))
        })
    }
}

/// Whether it says that nobody knows the difference.
const fn is_open(code: Code) -> bool {
    matches!(code, Code::ControlUnknown | Code::ControlMissing | Code::ControlUnread | Code::ReportUnknown)
}

/// As `migration.yaml` names it.
fn named(accept: &Accept, is_hidden: bool) -> String {
    let mapping = accept.mapping.as_ref().map(|name| format!("{name}.")).unwrap_or_default();
    let key: Vec<String> = accept.key.iter().map(|(name, value)| format!("{} {}", name.text, value.text)).collect();
    let key = if key.is_empty() || is_hidden { String::new() } else { format!(" ({})", key.join(", ")) };
    format!("{mapping}{}{key}", accept.control)
}

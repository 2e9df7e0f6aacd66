//! What the parameters of a migration are in one run.
//!
//! In: what `migration.yaml` declares, and what `--set` gives. Out: a value for each parameter, and where it comes from;
//! or all that is wrong. Refuses to show the value of a personal parameter.

use std::sync::Arc;

use crate::canonical;
use crate::evidence::hash;
use crate::evidence::manifest::{ApprovalEvidence, MigrationEvidence, ParameterEvidence, TitleEvidence};
use crate::finding::Code;
use crate::mapping::constant;
use crate::mapping::migration::{Objection, objection};
use crate::mapping::model::{Approval, Migration, Parameter, Type, Value};
use crate::mapping::nearest::or_empty;
use crate::mapping::types;
use crate::run::Stop;
use crate::run::report::{MigrationReport, ParameterReport};

/// The value of a parameter, in one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Of the parameter's type.
    pub value: Value,
    /// The command line says so; else it is the default.
    pub is_set: bool,
}

impl Setting {
    /// The one text of the value; none if the parameter is personal.
    #[must_use]
    pub fn shown(&self, parameter: &Parameter) -> Option<String> {
        (!parameter.personal).then(|| canonical::text(parameter.ty, &self.value))
    }
}

/// The parameters of a migration as a command gives them.
#[derive(Debug, Default)]
pub struct Given {
    /// One for each parameter; none where it has no value, or a wrong one.
    pub settings: Vec<Option<Setting>>,
    /// What is wrong with `--set`: TL0910, TL0922 to TL0924.
    pub wrong: Vec<Stop>,
    /// Parameters that have no value at all: TL0921. A run must not begin; a check may.
    pub unset: Vec<Stop>,
}

/// Reads what `--set` gives to these parameters, and takes their defaults for the others.
#[must_use]
pub fn given(parameters: &[Parameter], set: &[(String, String)]) -> Given {
    let mut given = Given { wrong: misnamed(parameters, set), ..Given::default() };
    for parameter in parameters {
        let text = set.iter().find(|(name, _)| *name == parameter.name).map(|(_, text)| text);
        let setting = match (text, &parameter.default) {
            (Some(text), _) => match value(parameter, text) {
                Ok(value) => Some(Setting { value, is_set: true }),
                Err(stop) => {
                    given.wrong.push(stop);
                    None
                }
            },
            (None, Some(default)) => Some(Setting { value: default.clone(), is_set: false }),
            (None, None) => {
                let args = vec![parameter.name.as_str().into(), types::name(parameter.ty).into()];
                let args = args.into_iter().chain([example(parameter).into()]).collect();
                given.unset.push(Stop::new(Code::ParameterUnset, args));
                None
            }
        };
        given.settings.push(setting);
    }
    given
}

/// Names that no parameter has, and those that are set twice.
fn misnamed(parameters: &[Parameter], set: &[(String, String)]) -> Vec<Stop> {
    let mut wrong = Vec::new();
    for (at, (name, _)) in set.iter().enumerate() {
        let is_known = parameters.iter().any(|parameter| parameter.name == *name);
        let names = parameters.iter().map(|parameter| parameter.name.as_str());
        let problem = match is_known {
            false if parameters.is_empty() => "no_parameters",
            false => "no_parameter",
            true if set[..at].iter().any(|(other, _)| other == name) => "set_twice",
            true => continue,
        };
        let nearest = if is_known { "" } else { or_empty(name, names) };
        let args = vec!["--set".into(), problem.into(), name.as_str().into(), nearest.into()];
        wrong.push(Stop::new(Code::BadOption, args));
    }
    wrong
}

/// The value that a text of the command line is.
fn value(parameter: &Parameter, text: &str) -> Result<Value, Stop> {
    let name = parameter.name.as_str();
    let shown = if parameter.personal { "" } else { text };
    let Some(value) = constant::parse(text, parameter.ty) else {
        let args = vec![name.into(), shown.into(), types::name(parameter.ty).into(), example(parameter).into()];
        return Err(Stop::new(Code::ParameterType, args));
    };
    let Some(objection) = objection(parameter, &value) else { return Ok(value) };
    Err(match objection {
        Objection::NotOneOf { .. } if parameter.personal => {
            Stop::new(Code::ParameterNotOneOf, vec![name.into(), "".into(), "".into(), "".into()])
        }
        Objection::NotOneOf { allowed } => {
            let nearest = or_empty(text, allowed.iter().map(String::as_str));
            let args = vec![name.into(), text.into(), nearest.into(), allowed.join(", ").into()];
            Stop::new(Code::ParameterNotOneOf, args)
        }
        Objection::OutOfRange { least, most } => {
            Stop::new(Code::ParameterOutOfRange, vec![name.into(), shown.into(), least.into(), most.into()])
        }
    })
}

/// A text that the parameter takes, to be copied; of a personal one, some text of its type.
#[must_use]
pub fn example(parameter: &Parameter) -> String {
    let bound = parameter.range.as_ref().and_then(|(least, most)| least.as_ref().or(most.as_ref()));
    match parameter.one_of.first().or(bound).filter(|_| !parameter.personal) {
        Some(value) => canonical::text(parameter.ty, value),
        None => example_of(parameter.ty),
    }
}

fn example_of(ty: Type) -> String {
    let plain = match ty {
        Type::Decimal { precision, scale } => {
            let whole = &"123"[..usize::from(precision - scale).min(3)];
            let whole = if whole.is_empty() { "0" } else { whole };
            let decimals = &"50"[..usize::from(scale).min(2)];
            return if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") };
        }
        Type::Text => "…",
        Type::Int16 | Type::Int32 | Type::Int64 => "12",
        Type::Date => "2026-12-31",
        Type::Time => "23:59:00",
        Type::Timestamp => "2026-12-31T23:59:00",
        Type::Bool => "true",
        Type::Float32 | Type::Float64 => "1.5",
    };
    plain.to_owned()
}

/// What a run is told by its `migration.yaml`.
#[derive(Debug, Clone)]
pub struct Settled {
    /// SHA-256 of the file's bytes.
    pub sha256: String,
    /// Where someone signs: of its text without the signatures.
    pub unsigned_sha256: Option<String>,
    /// What it says.
    pub migration: Arc<Migration>,
    /// One for each of its parameters.
    pub settings: Vec<Setting>,
}

impl Settled {
    fn parameters(&self) -> impl Iterator<Item = (&Parameter, &Setting)> {
        self.migration.parameters.iter().zip(&self.settings)
    }

    /// For the manifest: a personal value as its digest.
    #[must_use]
    pub fn evidence(&self) -> MigrationEvidence {
        let parameters = self.parameters().map(|(parameter, setting)| ParameterEvidence {
            name: parameter.name.clone(),
            ty: types::name(parameter.ty),
            set: setting.is_set,
            personal: parameter.personal,
            value: setting.shown(parameter),
            sha256: parameter.personal.then(|| hash::sha256(canonical::text(parameter.ty, &setting.value).as_bytes())),
        });
        let title = &self.migration.title;
        let open = MigrationEvidence {
            sha256: self.sha256.clone(),
            title: TitleEvidence { en: title.en.clone(), fr: title.fr.clone() },
            parameters: parameters.collect(),
            approved_by: self.approved_by(),
            unsigned_sha256: self.unsigned_sha256.clone(),
            sealed_sha256: String::new(),
        };
        MigrationEvidence { sealed_sha256: open.seal(), ..open }
    }

    fn approved_by(&self) -> Vec<ApprovalEvidence> {
        let evidence = |one: &Approval| ApprovalEvidence {
            name: one.name.clone(),
            role: one.role.clone(),
            on: canonical::text(Type::Date, &Value::Date(one.on)),
        };
        self.migration.approved_by.iter().map(evidence).collect()
    }

    /// For the end of the run.
    #[must_use]
    pub fn report(&self) -> MigrationReport {
        let parameters = self.parameters().map(|(parameter, setting)| ParameterReport {
            name: parameter.name.clone(),
            value: setting.shown(parameter),
            is_set: setting.is_set,
        });
        MigrationReport {
            title_en: self.migration.title.en.clone(),
            title_fr: self.migration.title.fr.clone(),
            parameters: parameters.collect(),
            approved_by: self.approved_by(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Arg;
    use crate::mapping::migration;

    const TEXT: &str = "parameters:
  cutover: {type: date, default: 2026-12-31, range: [2026-01-01, ~]}
  town: {one_of: [north, south]}
  rate: {type: 'decimal(5,4)', default: 1.25}
  secret: {type: int32, personal: true, one_of: [1234, 5678]}
";

    fn parameters() -> Vec<Parameter> {
        migration::read(TEXT).migration.unwrap().parameters
    }

    fn set(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn told(stops: &[Stop]) -> Vec<String> {
        let arg = Arg::plain;
        let one = |stop: &Stop| {
            assert_eq!(stop.args.len(), stop.code.args().len());
            format!("{} {}", stop.code.id(), stop.args.iter().map(arg).collect::<Vec<_>>().join("|"))
        };
        stops.iter().map(one).collect()
    }

    #[test]
    fn what_is_set_goes_before_the_default_and_what_has_neither_is_told() {
        let found = given(&parameters(), &set(&[("cutover", "2027-01-31"), ("secret", "5678")]));
        assert_eq!(found.wrong, []);
        assert_eq!(told(&found.unset), ["TL0921 town|text|north"]);
        let settings: Vec<_> = found.settings.into_iter().map(|one| one.map(|one| (one.value, one.is_set))).collect();
        let want = [
            Some((Value::Date(20_849), true)),
            None,
            Some((Value::Decimal(12_500), false)),
            Some((Value::Int(5678), true)),
        ];
        assert_eq!(settings, want);
    }

    #[test]
    fn what_is_wrong_is_told_with_what_would_be_right() {
        for (name, text, want) in [
            ("cutover", "31.12.2026", "TL0922 cutover|31.12.2026|date|2026-01-01"),
            ("cutover", "", "TL0922 cutover||date|2026-01-01"),
            ("cutover", "2025-12-31", "TL0924 cutover|2025-12-31|2026-01-01|"),
            ("rate", "1.23456", "TL0922 rate|1.23456|decimal(5,4)|1.50"),
            ("rate", "1,25", "TL0922 rate|1,25|decimal(5,4)|1.50"),
            ("town", "nroth", "TL0923 town|nroth|north|north, south"),
            ("cutovr", "2026-12-31", "TL0910 --set|no_parameter|cutovr|cutover"),
            ("Cutover ", "2026-12-31", "TL0910 --set|no_parameter|Cutover |cutover"),
            ("secret", "046454286", "TL0923 secret|||"),
            ("secret", "46454286x", "TL0922 secret||int32|12"),
        ] {
            assert_eq!(told(&given(&parameters(), &set(&[(name, text)])).wrong), [want], "{name}={text}");
        }
        let twice = given(&parameters(), &set(&[("town", "north"), ("town", "south")]));
        assert_eq!(told(&twice.wrong), ["TL0910 --set|set_twice|town|"]);
        assert_eq!(told(&given(&[], &set(&[("town", "x")])).wrong), ["TL0910 --set|no_parameters|town|"]);
    }

    #[test]
    fn an_example_is_a_value_of_its_type() {
        let decimals = [(1, 0), (1, 1), (5, 4), (38, 38), (15, 2), (3, 1)];
        let decimals = decimals.map(|(precision, scale)| Type::Decimal { precision, scale });
        let others = [Type::Text, Type::Int16, Type::Date, Type::Time, Type::Timestamp, Type::Bool, Type::Float32];
        for ty in decimals.into_iter().chain(others) {
            assert!(constant::parse(&example_of(ty), ty).is_some(), "{ty:?} {}", example_of(ty));
        }
    }
}

//! Which keys a manifest has, and what stands in each.
//!
//! In: JSON. Out: what is not as [`Manifest`] writes it, each with the path of its key. Refuses to put a default where
//! something is missing, and to look at what a value means.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::manifest::{
    AcceptedEvidence, AmountLimitEvidence, ApprovalEvidence, AsideEvidence, BookEvidence, ByteClasses, ColumnEvidence,
    ControlEvidence, ControlFileEvidence, CoverageEvidence, CoveredEvidence, CrosswalkEvidence, FieldCounts,
    FindingEvidence, FirstEvidence, KindEvidence, ListEvidence, LookupEvidence, Manifest, MappingEvidence,
    MendedEvidence, MendsEvidence, MigrationEvidence, MissingEvidence, Named, OutputEvidence, ParameterEvidence,
    Parameters, PartEvidence, RecordClasses, ReportEvidence, RoundTripEvidence, RoundTripReason, RuleEvidence,
    RuleLimitEvidence, SourceEvidence, SplitEvidence, TableEvidence, UnreadEvidence, VERSION,
};
use super::totals::ColumnTotals;
use crate::finding::{Args, Code, Severity};
use crate::run::report::Outcome;

/// Keys that may be left out, as they end.
const OPTIONAL: [&str; 59] = [
    "].absent",
    "].each",
    "].lists",
    "].copybooks",
    "].low_values",
    "].high_values",
    "coverage",
    "].column",
    "].of",
    ".gross",
    "].list",
    "].largest",
    "].from",
    "].to",
    "].split",
    "].unread",
    "].round_trip",
    "].reasons",
    "].wanted",
    "].first",
    "].ignored",
    "].amount_limits",
    "].structures",
    "].limit_share",
    "].limits",
    "limits.breaches",
    "mends",
    "].edited_sha256",
    "].mapping_sha256",
    "controls",
    "].says",
    "].found",
    "].difference",
    "].accepted",
    "].report",
    "report.column",
    "].key",
    "control_files",
    "migration.approved_by",
    "migration.unsigned_sha256",
    "].rules",
    ".amount",
    "crosswalks",
    "migration",
    "].sha256",
    "].value",
    "parameters.limit",
    "parameters.only",
    "parameters.language",
    "].kind",
    "].path",
    "].stored_bytes",
    "].stored_sha256",
    "].rows",
    "].table",
    "].lookup",
    "totals.min",
    "totals.max",
    "totals.sum",
];
/// Keys of [`OPTIONAL`] that must be there in these lists all the same.
const REQUIRED: [(&str, &str); 16] = [
    ("mends.", "].mapping_sha256"),
    ("tables[", "].column"),
    ("coverage[", "].rows"),
    ("coverage[", "].table"),
    ("crosswalks[", "].rows"),
    ("crosswalks[", "].sha256"),
    ("control_files[", "].rows"),
    ("control_files[", "].sha256"),
    ("tables[", "].kind"),
    ("tables[", "].table"),
    ("tables[", "].rows"),
    ("outputs[", "].path"),
    ("outputs[", "].sha256"),
    ("mappings[", "].sha256"),
    ("mappings[", "].value"),
    ("set_aside[", "].value"),
];

/// TL0809 to TL0811, in the order of the keys.
pub fn differences(found: &Value) -> Vec<(Code, Args)> {
    let mut wrong = Vec::new();
    match serde_json::to_value(full()) {
        Ok(wanted) => compare(&wanted, found, "", &mut wrong),
        Err(_) => wrong.push((Code::Defect, vec!["manifest".into()])),
    }
    wrong
}

fn compare(wanted: &Value, found: &Value, path: &str, wrong: &mut Vec<(Code, Args)>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => compare_keys(wanted, found, path, wrong),
        (Value::Array(wanted), Value::Array(found)) => {
            for (index, one) in found.iter().enumerate() {
                compare(&wanted[0], one, &format!("{path}[{index}]"), wrong);
            }
        }
        (Value::Number(_), Value::Number(number)) if number.is_u64() => {}
        (Value::Bool(_), Value::Bool(_)) => {}
        (Value::String(_), Value::String(_)) if is_known_word(path, found) => {}
        _ => wrong.push((Code::ManifestValue, vec![path.into()])),
    }
}

fn compare_keys(wanted: &Map<String, Value>, found: &Map<String, Value>, path: &str, wrong: &mut Vec<(Code, Args)>) {
    let path_of = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    for (key, wanted) in wanted {
        let path = path_of(key);
        match found.get(key) {
            Some(found) => compare(wanted, found, &path, wrong),
            None if is_optional(&path) => {}
            None => wrong.push((Code::ManifestKeyMissing, vec![path.into()])),
        }
    }
    let unknown = found.keys().filter(|key| !wanted.contains_key(*key));
    wrong.extend(unknown.map(|key| (Code::ManifestKeyUnknown, vec![path_of(key).into()])));
}

fn is_optional(path: &str) -> bool {
    OPTIONAL.iter().any(|end| path.ends_with(end))
        && !REQUIRED.iter().any(|(start, end)| path.starts_with(start) && path.ends_with(end))
}

fn is_known_word(path: &str, found: &Value) -> bool {
    if path == "outcome" {
        Outcome::deserialize(found).is_ok()
    } else if path.starts_with("findings[") && path.ends_with("].severity") {
        Severity::deserialize(found).is_ok()
    } else {
        true
    }
}

/// A manifest that has every key, and one element in every list.
fn full() -> Manifest {
    let text = String::new;
    let named = || vec![Named::default()];
    Manifest {
        manifest: VERSION,
        content_sha256: text(),
        run: text(),
        identity: text(),
        outcome: Outcome::Published,
        started: text(),
        ended: text(),
        tool: text(),
        format: 0,
        mends: Some(MendsEvidence {
            run: text(),
            content_sha256: text(),
            rejects: vec![MendedEvidence { edited_sha256: Some(text()), ..MendedEvidence::default() }],
        }),
        parameters: Parameters { limit: Some(0), only: vec![text()], language: Some(text()), ..Parameters::default() },
        migration: Some(MigrationEvidence {
            sealed_sha256: "0".to_owned(),
            parameters: vec![ParameterEvidence {
                value: Some(text()),
                sha256: Some(text()),
                ..ParameterEvidence::default()
            }],
            approved_by: vec![ApprovalEvidence::default()],
            unsigned_sha256: Some(text()),
            ..MigrationEvidence::default()
        }),
        mappings: vec![MappingEvidence {
            about: named(),
            kinds: vec![KindEvidence {
                kind: Some(text()),
                records: RecordClasses::default(),
                counts_against: vec![text()],
            }],
            unread: vec![UnreadEvidence {
                first: Some(FirstEvidence::default()),
                ignored: Some(text()),
                ..UnreadEvidence::default()
            }],
            round_trip: vec![RoundTripEvidence {
                first: Some(FirstEvidence::default()),
                reasons: vec![RoundTripReason {
                    found: Some(text()),
                    wanted: Some(text()),
                    first: vec![FirstEvidence::default()],
                    ..RoundTripReason::default()
                }],
                ..RoundTripEvidence::default()
            }],
            copybooks: vec![BookEvidence::default()],
            ..MappingEvidence::default()
        }],
        sources: vec![SourceEvidence {
            path: Some(text()),
            sha256: "-".to_owned(), // left out where it is empty
            stored_bytes: Some(0),
            stored_sha256: Some(text()),
            bytes_by_class: ByteClasses::default(),
            // What is left out where it is zero is there.
            fields: vec![FieldCounts { low_values: 1, high_values: 1, ..FieldCounts::default() }],
            ..SourceEvidence::default()
        }],
        crosswalks: vec![CrosswalkEvidence::default()],
        control_files: vec![ControlFileEvidence::default()],
        coverage: vec![coverage()],
        set_aside: vec![AsideEvidence { table: Some(text()), sums: named(), ..AsideEvidence::default() }],
        controls: vec![control()],
        tables: vec![TableEvidence {
            absent: 1, // left out where it is zero
            columns: vec![ColumnEvidence { lookup: Some(LookupEvidence::default()), ..column() }],
            structures: vec![text()],
            lists: vec![ListEvidence {
                each: Some(0),
                absent: 1, // left out where it is zero
                columns: vec![ColumnEvidence { lookup: Some(LookupEvidence::default()), ..column() }],
                structures: vec![text()],
                ..ListEvidence::default()
            }],
            rules: vec![RuleEvidence {
                amount: Some(text()),
                limits: Some(RuleLimitEvidence { breaches: Some(0), amount: Some(text()) }),
                ..RuleEvidence::default()
            }],
            split: Some(SplitEvidence { amounts: vec![text()], ..SplitEvidence::default() }),
            limit_share: Some(text()),
            amount_limits: vec![AmountLimitEvidence { amount: Some(text()), ..AmountLimitEvidence::default() }],
            ..TableEvidence::default()
        }],
        findings: vec![FindingEvidence {
            mapping: text(),
            code: text(),
            subject: text(),
            severity: Severity::Note,
            count: 0,
        }],
        outputs: vec![OutputEvidence { rows: Some(0), mapping_sha256: Some(text()), ..OutputEvidence::default() }],
    }
}

fn column() -> ColumnEvidence {
    let text = || Some(String::new());
    let totals = ColumnTotals { min: text(), max: text(), sum: text(), ..ColumnTotals::default() };
    ColumnEvidence { totals, ..ColumnEvidence::default() }
}

fn coverage() -> CoverageEvidence {
    let text = || Some(String::new());
    let covered = || CoveredEvidence { rows: 0, amount: text(), gross: text() };
    CoverageEvidence {
        column: text(),
        of: text(),
        matched: covered(),
        unmatched: covered(),
        outside: covered(),
        empty: covered(),
        list: text(),
        largest: vec![MissingEvidence {
            from: text(),
            to: text(),
            amount: text(),
            gross: text(),
            ..MissingEvidence::default()
        }],
        ..CoverageEvidence::default()
    }
}

fn control() -> ControlEvidence {
    let part = || PartEvidence { amount: Some(String::new()), ..PartEvidence::default() };
    ControlEvidence {
        says: Some(String::new()),
        found: Some(String::new()),
        difference: Some(String::new()),
        read: part(),
        rejected: part(),
        set_aside: part(),
        informing: part(),
        loaded: part(),
        report: Some(ReportEvidence {
            key: vec![String::new()],
            column: Some(String::new()),
            ..ReportEvidence::default()
        }),
        accepted: vec![AcceptedEvidence {
            key: vec![Named::default()],
            difference: Some(String::new()),
            ..AcceptedEvidence::default()
        }],
        ..ControlEvidence::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(change: impl Fn(&mut Value)) -> Vec<String> {
        let mut json = serde_json::to_value(full()).unwrap();
        change(&mut json);
        differences(&json)
            .into_iter()
            .map(|(code, args)| match &args[..] {
                [crate::finding::Arg::Text(path)] => format!("{} {path}", code.id()),
                _ => panic!("{args:?}"),
            })
            .collect()
    }

    #[test]
    fn each_difference_is_told_with_the_path_of_its_key() {
        type Change = fn(&mut Value);
        let cases: [(&str, Change); 17] = [
            ("TL0809 migration.parameters[0].set", |m| {
                drop(m["migration"]["parameters"][0].as_object_mut().unwrap().remove("set"));
            }),
            ("TL0809 migration.sha256", |m| drop(m["migration"].as_object_mut().unwrap().remove("sha256"))),
            ("TL0809 mappings[0].about[0].value", |m| {
                drop(m["mappings"][0]["about"][0].as_object_mut().unwrap().remove("value"));
            }),
            ("TL0809 sources[0].bytes", |m| drop(m["sources"][0].as_object_mut().unwrap().remove("bytes"))),
            ("TL0809 tables[0].rows", |m| drop(m["tables"][0].as_object_mut().unwrap().remove("rows"))),
            ("TL0809 crosswalks[0].rows", |m| drop(m["crosswalks"][0].as_object_mut().unwrap().remove("rows"))),
            ("TL0811 tables[0].columns[0].lookup", |m| m["tables"][0]["columns"][0]["lookup"] = Value::Null),
            ("TL0809 tables", |m| drop(m.as_object_mut().unwrap().remove("tables"))),
            ("TL0810 parameters.seed", |m| m["parameters"]["seed"] = 1.into()),
            ("TL0810 signature", |m| m["signature"] = "x".into()),
            ("TL0811 format", |m| m["format"] = "1".into()),
            ("TL0811 format", |m| m["format"] = (-1).into()),
            ("TL0811 parameters.limit", |m| m["parameters"]["limit"] = Value::Null),
            ("TL0811 mappings[0].about", |m| m["mappings"][0]["about"] = "GL".into()),
            ("TL0811 outcome", |m| m["outcome"] = "done".into()),
            ("TL0811 findings[0].severity", |m| m["findings"][0]["severity"] = "fatal".into()),
            ("TL0811 tables[0].columns[0].personal", |m| m["tables"][0]["columns"][0]["personal"] = 0.into()),
        ];
        for (want, change) in cases {
            assert_eq!(told(change), [want]);
        }
    }

    #[test]
    fn what_may_be_left_out_may_be_left_out() {
        let bare = Manifest {
            parameters: Parameters::default(),
            sources: vec![SourceEvidence::default()],
            migration: None,
            mends: None,
            crosswalks: Vec::new(),
            control_files: Vec::new(),
            controls: vec![ControlEvidence::default()],
            coverage: vec![CoverageEvidence {
                largest: vec![MissingEvidence::default()],
                ..CoverageEvidence::default()
            }],
            set_aside: vec![AsideEvidence::default()],
            outputs: vec![OutputEvidence::default()],
            tables: vec![TableEvidence { columns: vec![ColumnEvidence::default()], ..TableEvidence::default() }],
            mappings: vec![MappingEvidence { kinds: vec![KindEvidence::default()], ..MappingEvidence::default() }],
            ..full()
        };
        assert_eq!(differences(&serde_json::to_value(bare).unwrap()), []);
        assert_eq!(told(|_| ()), [""; 0]);
        assert_eq!(differences(&Value::Null)[0].0, Code::ManifestValue);
    }
}

//! A limit that was passed is told by a finding, and only then.

use super::Figures;
use crate::evidence::manifest::{KindEvidence, MappingEvidence, RuleEvidence, TableEvidence};
use crate::evidence::verify::files::FINDINGS;
use crate::finding::Code;
use crate::mapping::constant;
use crate::mapping::model::{Most, Type, Value};

impl<'m> Figures<'m> {
    /// The limits of a table and of its rules.
    pub(super) fn limits(&mut self, index: usize, mapping: &'m MappingEvidence, table: &'m TableEvidence) {
        let path = |key: &str| format!("tables[{index}].{key}");
        if let Some(share) = &table.limit_share {
            let of_table = |kind: &&KindEvidence| kind.kind.as_deref() == Some(table.kind.as_str());
            let loaded = mapping.kinds.iter().find(of_table).map_or(0, |kind| kind.records.loaded);
            match share.parse::<Most>() {
                Ok(most) => {
                    let allowed = most.of(loaded.saturating_add(table.rejected));
                    self.told.compare(path("limit"), table.limit, allowed);
                }
                Err(_) => self.told.value(path("limit_share")),
            }
        }
        let over = [table.table.clone(), table.rejected.to_string(), table.limit.to_string()];
        self.limit(&path("limit"), (table, Code::TooManyRejects), "", &over, Some(table.rejected > table.limit));
        for (number, limit) in table.amount_limits.iter().enumerate() {
            let path = path(&format!("amount_limits[{number}]"));
            let subject = format!("{}.{}", table.table, limit.column);
            let personal =
                table.columns.iter().find(|column| column.name == limit.column).map(|column| column.personal);
            if personal.is_none_or(|personal| personal != limit.amount.is_none()) {
                self.told.conflict(format!("{path}.column"), format!("tables[{index}].columns"));
            }
            if limit.unknown > table.rejected {
                self.told.conflict(format!("{path}.unknown"), format!("tables[{index}].rejected"));
            }
            let args = [limit.column.clone(), limit.unknown.to_string(), limit.most.clone()];
            self.limit(&path, (table, Code::AmountUnknown), &subject, &args, Some(limit.unknown > 0));
            let is_over = limit.amount.as_deref().map(|amount| is_above(amount, &limit.most));
            let args = [limit.column.clone(), limit.amount.clone().unwrap_or_default(), limit.most.clone()];
            self.limit(&path, (table, Code::TooMuchRefused), &subject, &args, is_over);
        }
        table.rules.iter().enumerate().for_each(|(number, rule)| {
            self.rule_limits(&path(&format!("rules[{number}].limits")), table, rule);
        });
    }

    fn rule_limits(&mut self, path: &str, table: &TableEvidence, rule: &RuleEvidence) {
        let Some(limits) = &rule.limits else { return };
        let subject = format!("{}.{}", table.table, rule.rule);
        if let Some(most) = limits.breaches {
            let args = [rule.rule.clone(), rule.breaches.to_string(), most.to_string()];
            self.limit(path, (table, Code::RuleTooOften), &subject, &args, Some(rule.breaches > most));
        }
        if let Some(most) = &limits.amount {
            let is_over = rule.amount.as_deref().map(|amount| is_above(amount.trim_start_matches('-'), most));
            let args = [rule.rule.clone(), rule.amount.clone().unwrap_or_default(), most.clone()];
            self.limit(path, (table, Code::RuleTooMuch), &subject, &args, is_over);
        }
    }

    /// Whether a limit is told as it should be; `is_over` is none where an amount is personal, and nobody can say.
    fn limit(
        &mut self,
        path: &str,
        (table, code): (&TableEvidence, Code),
        subject: &str,
        args: &[String],
        is_over: Option<bool>,
    ) {
        let (Some(findings), Some(is_over)) = (&self.contents.findings, is_over) else { return };
        let is_meant = |(mapping, of, about, told): &&(String, String, String, Vec<String>)| {
            *mapping == table.mapping && of == code.id() && about == subject && told.first() == args.first()
        };
        let told: Vec<_> = findings.limits.iter().filter(is_meant).map(|(.., told)| &told[..]).collect();
        let holds = if is_over { told == [args] } else { told.is_empty() };
        if !holds {
            self.told.conflict(path, FINDINGS);
        }
    }
}

/// Whether one decimal text is a larger number than another; what is no number is above all.
fn is_above(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| {
        let scale = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let ty = Type::Decimal { precision: 38, scale: u8::try_from(scale).unwrap_or(u8::MAX) };
        match constant::parse(text, ty) {
            Some(Value::Decimal(unscaled)) => Some((unscaled, scale)),
            _ => None,
        }
    });
    let (Some((one, scale)), Some((other, same))) = (one, other) else { return true };
    scale != same || one > other
}

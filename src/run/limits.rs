//! What the mapping allows to be refused or broken, beside what was.
//!
//! In: the counts of a mapping that has ended. Out: each limit that was passed, as a finding. Refuses: counting.

use arrow_buffer::i256;

use crate::evidence::manifest::{AmountLimitEvidence, RuleLimitEvidence};
use crate::evidence::text;
use crate::finding::{Arg, Args, Code, Subject};
use crate::mapping::model::{AmountLimit, Most, RuleLimits};
use crate::run::batch::index;
use crate::run::plan::Plan;
use crate::run::settle::RuleEnd;
use crate::run::summary::{AtStake, Summary};

/// What was counted in one mapping, beside what it declares.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// What is declared.
    pub plan: &'a Plan,
    /// What was counted.
    pub summary: &'a Summary,
    /// What its rules over several rows came to.
    pub rules: &'a [RuleEnd],
}

impl Limits<'_> {
    /// Every limit that was passed, table by table.
    #[must_use]
    pub fn passed(self) -> Vec<(Subject, Code, Args)> {
        let tables = self.plan.mapping.tables.iter().enumerate();
        tables
            .flat_map(|(table, declared)| {
                let rows = declared.rules.iter().enumerate();
                let rows = rows.flat_map(move |(rule, it)| {
                    self.of_rule(table, &it.id, Subject::Rule(index(table), index(rule)), it.limits, None)
                });
                let sets = self.rules.iter().filter(move |end| end.table == table);
                let sets = sets.flat_map(move |end| {
                    let (it, subject) =
                        (&declared.set_rules[end.rule], Subject::SetRule(index(table), index(end.rule)));
                    self.of_rule(table, &it.id, subject, it.limits, Some(end))
                });
                self.rejects(table).into_iter().chain(self.amounts(table)).chain(rows).chain(sets)
            })
            .collect()
    }

    /// How many refused records a table allows; a share is of the records that came to it.
    #[must_use]
    pub fn allowed(self, table: usize) -> u64 {
        self.most(table, self.plan.mapping.tables[table].limits.rejects)
    }

    fn most(self, table: usize, most: Most) -> u64 {
        let loaded = self.summary.kinds[self.plan.tables[table].from].loaded;
        most.of(loaded.saturating_add(self.summary.tables[table].rejected))
    }

    fn rejects(self, table: usize) -> Option<(Subject, Code, Args)> {
        let (rejected, allowed) = (self.summary.tables[table].rejected, self.allowed(table));
        let args = || vec![self.plan.mapping.tables[table].name.as_str().into(), rejected.into(), allowed.into()];
        (rejected > allowed).then(|| (Subject::Record, Code::TooManyRejects, args()))
    }

    fn amounts(self, table: usize) -> impl Iterator<Item = (Subject, Code, Args)> {
        let limits = self.plan.mapping.tables[table].limits.amounts.iter();
        let stakes = limits.zip(&self.summary.tables[table].stakes);
        stakes.flat_map(move |(limit, stake)| {
            let shown = self.amount(table, *limit, *stake);
            let subject = Subject::Column(index(table), index(limit.column));
            let amount = shown.amount.clone().map_or(Arg::Hidden, Arg::amount);
            let args = |figure| vec![shown.column.as_str().into(), figure, Arg::amount(shown.most.clone())];
            let over = stake.amount > i256::from_i128(limit.most);
            let over = over.then(|| (subject, Code::TooMuchRefused, args(amount)));
            let unknown = (stake.unknown > 0).then(|| (subject, Code::AmountUnknown, args(stake.unknown.into())));
            over.into_iter().chain(unknown)
        })
    }

    fn amount(self, table: usize, limit: AmountLimit, stake: AtStake) -> AmountLimitEvidence {
        let column = &self.plan.mapping.tables[table].columns[limit.column];
        let scale = column.ty.scale();
        AmountLimitEvidence {
            column: column.name.clone(),
            amount: (!column.personal).then(|| text::decimal(stake.amount, scale)),
            unknown: stake.unknown,
            most: text::decimal(i256::from_i128(limit.most), scale),
        }
    }

    /// What the manifest says of a table's limits by money.
    #[must_use]
    pub fn amount_evidence(self, table: usize) -> Vec<AmountLimitEvidence> {
        let limits = self.plan.mapping.tables[table].limits.amounts.iter();
        limits
            .zip(&self.summary.tables[table].stakes)
            .map(|(limit, stake)| self.amount(table, *limit, *stake))
            .collect()
    }

    /// Findings about a rule, in whatever pass they were found; that it was broken too often is none of them, nor is a doubt
    /// about its column.
    #[must_use]
    pub fn breaches(self, of: Subject) -> u64 {
        let own = |(_, code, subject): &(_, Code, Subject)| *subject == of && Code::is_breach_id(code.id());
        self.summary.findings.iter().filter(|(key, _)| own(key)).map(|(_, found)| found.count).sum()
    }

    fn of_rule(
        self,
        table: usize,
        id: &str,
        subject: Subject,
        limits: RuleLimits,
        end: Option<&RuleEnd>,
    ) -> impl Iterator<Item = (Subject, Code, Args)> + use<> {
        let breaches = self.breaches(subject);
        let often = limits.breaches.map(|most| self.most(table, most)).filter(|most| breaches > *most);
        let often = often.map(|most| (subject, Code::RuleTooOften, vec![id.into(), breaches.into(), most.into()]));
        let much = end.zip(limits.amount).filter(|(end, most)| end.at_stake.wrapping_abs() > i256::from_i128(*most));
        let much = much.map(|(end, most)| {
            let amount = end.amount.clone().map_or(Arg::Hidden, Arg::amount);
            let most = text::decimal(i256::from_i128(most), end.scale);
            (subject, Code::RuleTooMuch, vec![id.into(), amount, Arg::amount(most)])
        });
        often.into_iter().chain(much)
    }

    /// What the manifest says of a rule's limits, if it has any.
    #[must_use]
    pub fn rule_evidence(self, end: &RuleEnd) -> Option<RuleLimitEvidence> {
        let limits = self.plan.mapping.tables[end.table].set_rules[end.rule].limits;
        (limits != RuleLimits::default()).then(|| RuleLimitEvidence {
            breaches: limits.breaches.map(|most| self.most(end.table, most)),
            amount: limits.amount.map(|most| text::decimal(i256::from_i128(most), end.scale)),
        })
    }
}

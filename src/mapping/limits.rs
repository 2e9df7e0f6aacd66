//! How much of a table may be refused, and how often a rule may be broken: `limits:` in, numbers out.
//!
//! Refuses to know what is refused.

use std::str::FromStr;

use super::mistakes::{Mistakes, args};
use super::model::{AmountLimit, Limits, Most, OnFail, RuleLimits, RuleLimitsDraft, Said, Type};
use super::rules::Columns;
use super::set_rules;
use super::tree::{Node, Shape};
use super::view::{self, View};
use crate::finding::Code;

/// Decimals of a percent that a share in millionths can hold, and the share of all.
const DECIMALS: usize = 4;
const ALL: u32 = 1_000_000;

/// The limits of a table with these columns.
pub fn of_table(of_table: View<'_>, columns: &Columns<'_>) -> Limits {
    let Some(view) = of_table.map("limits", "limits") else { return Limits::default() };
    let rejects = view.get("rejects").and_then(|node| most(node, view.mistakes()));
    let amounts = match view.get("amount") {
        None => Vec::new(),
        Some(Node { shape: Shape::List(nodes), .. }) => {
            nodes.iter().filter_map(|node| amount(view, node, columns)).collect()
        }
        Some(node) => amount(view, node, columns).into_iter().collect(),
    };
    if view.has("amount") {
        // How many may go with that amount is nobody's to guess.
        view.need("rejects");
    }
    Limits { rejects: rejects.unwrap_or_default(), amounts }
}

fn amount(limits: View<'_>, node: &Node, columns: &Columns<'_>) -> Option<AmountLimit> {
    let view = View::open(node, "amount_limit", limits.mistakes())?;
    let [of, most] = ["of", "most"].map(|key| view.need(key).and_then(|_| view.text(key)));
    let column = of.and_then(|name| set_rules::column_of(columns, name, Type::is_number, "no_sum", view.mistakes()));
    let (column, most) = (column?, most?);
    let most = set_rules::from_zero(most, columns.of_table[column].ty, view.mistakes())?;
    Some(AmountLimit { column, most })
}

/// The limits of a rule; `at_stake` is the type of its amount, if it has one.
pub fn of_rule(rule: View<'_>, on_fail: OnFail, at_stake: Option<Type>) -> RuleLimits {
    of_draft(&draft(rule, on_fail), at_stake, rule.mistakes())
}

/// The limits of a rule whose amount has a type that nobody knows yet.
pub fn draft(rule: View<'_>, on_fail: OnFail) -> RuleLimitsDraft {
    let Some(view) = rule.map("limits", "rule_limits") else { return RuleLimitsDraft::default() };
    if on_fail == OnFail::Fail {
        let (at, also) = (rule.key_at("limits"), rule.has("on_fail").then(|| rule.key_at("on_fail")));
        rule.mistakes().fail_with(Code::Conflict, at, also, args!["limits", "on_fail: fail"]);
    }
    let breaches = view.get("breaches").and_then(|node| most(node, view.mistakes()));
    let amount = view.text("amount").map(|text| (view.key_at("amount"), Said::from(text)));
    RuleLimitsDraft { breaches, amount }
}

/// The same when the type of its amount is known, or that it has none.
pub fn of_draft(draft: &RuleLimitsDraft, at_stake: Option<Type>, mistakes: &Mistakes) -> RuleLimits {
    let amount = draft.amount.as_ref().and_then(|(key_at, said)| {
        if at_stake.is_none() {
            mistakes.fail(Code::KeyMisplaced, *key_at, args!["amount", "no_amount"]);
        }
        set_rules::from_zero(said.text(), at_stake?, mistakes)
    });
    RuleLimits { breaches: draft.breaches, amount }
}

/// `10`, or `0.1%`.
fn most(node: &Node, mistakes: &Mistakes) -> Option<Most> {
    let found = view::text(node, mistakes)?;
    if !found.text.ends_with('%') {
        return view::whole(found, 0, u64::MAX, mistakes).map(Most::Count);
    }
    let share = found.text.parse().ok();
    if share.is_none() {
        mistakes.fail(Code::WrongShape, found.at, args!["share", "text"]);
    }
    share
}

/// As a mapping writes it.
impl FromStr for Most {
    type Err = NoLimit;

    fn from_str(text: &str) -> Result<Self, NoLimit> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let Some(percent) = text.strip_suffix('%') else {
            return text.parse().map(Self::Count).map_err(|_| NoLimit);
        };
        let (whole, decimals) = percent.trim_end().split_once('.').unwrap_or((percent.trim_end(), ""));
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > DECIMALS {
            return Err(NoLimit);
        }
        let millionths = format!("{whole}{decimals:0<DECIMALS$}").parse().ok();
        millionths.filter(|millionths| *millionths <= ALL).map(Self::Share).ok_or(NoLimit)
    }
}

/// Neither a number nor a share from `0%` to `100%` with at most four decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a number nor a share")]
pub struct NoLimit;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Span;

    fn read(text: &str) -> Option<Most> {
        let node = Node { shape: Shape::Plain(text.to_owned()), at: Span::default() };
        most(&node, &Mistakes::default())
    }

    #[test]
    fn a_limit_is_a_number_or_a_share_that_is_rounded_down() {
        for (text, records, want) in [
            ("10", 0, Some(10)),
            ("0", 99, Some(0)),
            ("0.1%", 10_000, Some(10)),
            ("0.1 %", 9_999, Some(9)),
            ("0.0001%", 1_000_000, Some(1)),
            ("0.0001%", 999_999, Some(0)),
            ("100%", u64::MAX, Some(u64::MAX)),
            ("100.0001%", 1, None),
            ("0.00001%", 1, None),
            (".5%", 1, None),
            ("-1%", 1, None),
            ("-1", 1, None),
            ("0,1%", 1, None),
            ("%", 1, None),
            ("99999999999%", 1, None),
        ] {
            assert_eq!(read(text).map(|most| most.of(records)), want, "{text} of {records}");
        }
    }

    #[test]
    fn a_share_is_shown_as_it_is_written() {
        for text in ["10", "0.1%", "0.0001%", "12.5%", "100%", "0%"] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
    }
}

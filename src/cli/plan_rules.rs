//! What a table's rules say, in words: a checked table in; its rules as data, and sentences, out.
//!
//! Refuses to know how rules are judged.

use serde::{Serialize, Serializer};

use super::words::{self, Language};
use crate::evidence::text;
use crate::finding::Arg;
use crate::mapping::model::{Nulls, OnFail, Report, ReportFigure, SetRule, SetTest, Table, Term};

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedRule {
    /// Its name.
    pub id: String,
    /// What must hold.
    pub says: CheckedTest,
    /// The rows that it is about, as written; none: all.
    pub r#where: Option<String>,
    /// What follows where it does not hold.
    #[serde(serialize_with = "on_fail")]
    pub on_fail: OnFail,
    /// Findings that are allowed: `10`, or `0.1%`; none: any.
    pub breaches_allowed: Option<String>,
    /// What may be at stake in them; none: any amount.
    pub amount_allowed: Option<String>,
}

/// What must hold; columns by their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckedTest {
    /// An expression, as written.
    Row(String),
    /// No two rows have the same key.
    Unique {
        /// The key.
        columns: Vec<String>,
        /// An empty part of the key breaks it.
        refuses_empty: bool,
    },
    /// Another table has the key.
    References {
        /// The key.
        columns: Vec<String>,
        /// The other table.
        table: String,
        /// Its columns.
        others: Vec<String>,
        /// An empty part of the key breaks it.
        refuses_empty: bool,
    },
    /// A sum is a number.
    Sum {
        /// What is summed.
        column: String,
        /// The key; empty: the whole table.
        by: Vec<String>,
        /// What it must be.
        equals: String,
        /// How far it may be from it; none: not at all.
        tolerance: Option<String>,
    },
    /// A sum is another table's.
    Compare {
        /// What is summed.
        column: String,
        /// The key; empty: the whole table.
        by: Vec<String>,
        /// The other table.
        table: String,
        /// What is summed there.
        sum: String,
        /// The key there.
        others: Vec<String>,
        /// Which of its rows, as written; none: all.
        others_where: Option<String>,
        /// How far they may be apart; none: not at all.
        tolerance: Option<String>,
    },
    /// A rule of `migration.yaml`: both sides come to the same.
    Sides {
        /// This table first.
        own: Vec<CheckedSide>,
        /// The other side.
        others: Vec<CheckedSide>,
        /// How far they may be apart; none: not at all.
        tolerance: Option<String>,
    },
    /// What a report of the old system says.
    Report {
        /// Its file.
        file: String,
        /// The key; empty: the whole table.
        by: Vec<String>,
        /// Its figures.
        figures: Vec<CheckedFigure>,
    },
    /// So many rows have the same key.
    Count {
        /// The key; empty: the whole table.
        by: Vec<String>,
        /// At least.
        least: u64,
        /// At most; none: any.
        most: Option<u64>,
    },
    /// A column counts up by one.
    Sequence {
        /// The column.
        column: String,
        /// The key; empty: the whole table.
        by: Vec<String>,
    },
}

/// A figure of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedFigure {
    /// The report's header.
    pub header: String,
    /// What is summed; none: rows are counted.
    pub sum: Option<String>,
    /// How far it may be off; none: not at all.
    pub tolerance: Option<String>,
}

/// What a table comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedSide {
    /// The table.
    pub table: String,
    /// What is summed; none: rows are counted.
    pub sum: Option<String>,
    /// The key; empty: the whole table.
    pub by: Vec<String>,
    /// Which of its rows, as written; none: all.
    pub r#where: Option<String>,
    /// It is taken off, not added.
    pub minus: bool,
}

impl CheckedSide {
    fn of(term: &Term) -> Self {
        Self {
            table: term.target.table.clone(),
            sum: term.sum().cloned(),
            by: term.key().to_vec(),
            r#where: term.filter.as_ref().map(|filter| filter.said.text.clone()),
            minus: term.minus,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn on_fail<S: Serializer>(on_fail: &OnFail, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match on_fail {
        OnFail::Reject => "reject",
        OnFail::Warn => "warn",
        OnFail::Fail => "fail",
    })
}

/// The rules of a table: those of each row first, each sort in the mapping's order; last the controls beside the files that
/// are about it.
#[must_use]
pub fn of(table: &Table) -> Vec<CheckedRule> {
    let rows = table.rules.iter().map(|rule| CheckedRule {
        id: rule.id.clone(),
        says: CheckedTest::Row(rule.row.typed.text.clone()),
        r#where: None,
        on_fail: rule.on_fail,
        breaches_allowed: rule.limits.breaches.map(|most| most.to_string()),
        amount_allowed: None,
    });
    let sets = table.set_rules.iter().map(|rule| CheckedRule {
        id: rule.id.clone(),
        says: test(table, rule),
        // That of the first side stands there.
        r#where: filter(rule).filter(|_| !matches!(rule.test, SetTest::Compare { of_migration: true, .. })),
        on_fail: rule.on_fail,
        breaches_allowed: rule.limits.breaches.map(|most| most.to_string()),
        amount_allowed: rule
            .limits
            .amount
            .zip(rule.at_stake())
            .map(|(most, column)| text::value(table.columns[column].ty, most)),
    });
    let reports = table.reports.iter().map(|report| CheckedRule {
        id: report.id.clone(),
        says: self::report(table, report),
        r#where: report.filter.as_ref().map(|filter| filter.typed.text.clone()),
        on_fail: report.on_fail,
        breaches_allowed: None,
        amount_allowed: None,
    });
    rows.chain(sets).chain(reports).collect()
}

fn report(table: &Table, report: &Report) -> CheckedTest {
    let figure = |figure: &ReportFigure| CheckedFigure {
        header: figure.header.clone(),
        sum: figure.sum.map(|sum| table.columns[sum].name.clone()),
        tolerance: figure
            .sum
            .filter(|_| figure.tolerance != 0)
            .map(|sum| text::value(table.columns[sum].ty, figure.tolerance)),
    };
    CheckedTest::Report {
        file: report.file.clone(),
        by: report.keys.iter().map(|key| table.columns[key.column].name.clone()).collect(),
        figures: report.figures.iter().map(figure).collect(),
    }
}

fn filter(rule: &SetRule) -> Option<String> {
    rule.filter.as_ref().map(|filter| filter.typed.text.clone())
}

fn test(table: &Table, rule: &SetRule) -> CheckedTest {
    let name = |column: usize| table.columns[column].name.clone();
    let names = |columns: &[usize]| columns.iter().map(|column| name(*column)).collect();
    let number = |column: usize, unscaled: i128| text::value(table.columns[column].ty, unscaled);
    let within = |column: usize, unscaled: i128| (unscaled != 0).then(|| number(column, unscaled));
    match &rule.test {
        SetTest::Unique { columns, nulls } => {
            CheckedTest::Unique { columns: names(columns), refuses_empty: *nulls == Nulls::Refuse }
        }
        SetTest::References { columns, target, nulls } => CheckedTest::References {
            columns: names(columns),
            table: target.table.clone(),
            others: target.columns.clone(),
            refuses_empty: *nulls == Nulls::Refuse,
        },
        SetTest::Sum { column, by, equals, tolerance } => CheckedTest::Sum {
            column: name(*column),
            by: names(by),
            equals: number(*column, *equals),
            tolerance: within(*column, *tolerance),
        },
        SetTest::Compare { column, by, minus, beside, others, tolerance, of_migration } => {
            let own = column.map(name);
            let tolerance = column
                .map_or_else(|| (*tolerance != 0).then(|| tolerance.to_string()), |column| within(column, *tolerance));
            match (others.as_slice(), own) {
                ([term], Some(column)) if !of_migration => CheckedTest::Compare {
                    column,
                    by: names(by),
                    table: term.target.table.clone(),
                    sum: term.sum().cloned().unwrap_or_default(),
                    others: term.key().to_vec(),
                    others_where: term.filter.as_ref().map(|filter| filter.said.text.clone()),
                    tolerance,
                },
                (others, sum) => {
                    let (table, by) = (table.name.clone(), names(by));
                    let first = CheckedSide { table, sum, by, r#where: filter(rule), minus: *minus };
                    let own = std::iter::once(first).chain(beside.iter().map(CheckedSide::of)).collect();
                    CheckedTest::Sides { own, others: others.iter().map(CheckedSide::of).collect(), tolerance }
                }
            }
        }
        SetTest::Count { by, least, most } => {
            CheckedTest::Count { by: names(by), least: *least, most: (*most != u64::MAX).then_some(*most) }
        }
        SetTest::Sequence { column, by } => CheckedTest::Sequence { column: name(*column), by: names(by) },
    }
}

/// What a rule says, and what follows where it does not hold.
#[must_use]
pub fn sentence(language: Language, rule: &CheckedRule) -> String {
    let texts = language.texts();
    let mut said = test_in_words(language, &rule.says);
    if let Some(filter) = &rule.r#where {
        let args = [("rule", said.into()), ("filter", one_line(filter).into())];
        said = words::say(language, texts.plan_rule_where, &args);
    }
    let template = match rule.on_fail {
        OnFail::Reject => texts.plan_rejects,
        OnFail::Warn => texts.plan_warns,
        OnFail::Fail => texts.plan_fails,
    };
    words::say(language, template, &[("keys", said.into())])
}

fn test_in_words(language: Language, test: &CheckedTest) -> String {
    let texts = language.texts();
    let say = |template: &str, args: &[(&str, Arg)]| words::say(language, template, args);
    let listed = |names: &[String]| Arg::from(names.join(", "));
    let or_nothing = |text: &Option<String>| Arg::from(text.clone().unwrap_or_default());
    let and_full = |said: String, refuses: bool| {
        if refuses { say(texts.plan_rule_nulls, &[("rule", said.into())]) } else { said }
    };
    match test {
        CheckedTest::Row(row) => say(texts.plan_rule_row, &[("row", one_line(row).into())]),
        CheckedTest::Unique { columns, refuses_empty } => {
            and_full(say(texts.plan_rule_unique, &[("columns", listed(columns))]), *refuses_empty)
        }
        CheckedTest::References { columns, table, others, refuses_empty } => {
            let args = [
                ("columns", listed(columns)),
                ("count", columns.len().into()),
                ("table", table.as_str().into()),
                ("others", listed(others)),
            ];
            and_full(say(texts.plan_rule_references, &args), *refuses_empty)
        }
        CheckedTest::Sum { column, by, equals, tolerance } => {
            let args = [
                ("column", column.as_str().into()),
                ("equals", equals.as_str().into()),
                ("tolerance", or_nothing(tolerance)),
                ("by", listed(by)),
            ];
            say(texts.plan_rule_sum, &args)
        }
        CheckedTest::Compare { column, by, table, sum, others: _, others_where, tolerance } => {
            let args = [
                ("column", column.as_str().into()),
                ("other", sum.as_str().into()),
                ("table", table.as_str().into()),
                ("filter", or_nothing(others_where)),
                ("tolerance", or_nothing(tolerance)),
                ("by", listed(by)),
            ];
            say(texts.plan_rule_compare, &args)
        }
        CheckedTest::Report { file, by, figures } => {
            let figure = |figure: &CheckedFigure| {
                let args = [
                    ("column", figure.sum.clone().unwrap_or_default().into()),
                    ("header", figure.header.as_str().into()),
                    ("tolerance", or_nothing(&figure.tolerance)),
                ];
                say(if figure.sum.is_some() { texts.plan_figure_sum } else { texts.plan_figure_count }, &args)
            };
            let figures = figures.iter().map(figure).collect::<Vec<_>>().join(", ");
            let args = [("figures", figures.into()), ("file", file.as_str().into()), ("by", listed(by))];
            say(texts.plan_rule_report, &args)
        }
        CheckedTest::Sides { own, others, tolerance } => {
            let by = own.first().map_or_else(|| "".into(), |side| listed(&side.by));
            let [own, others] = [own, others].map(|sides| sides_in_words(language, sides).into());
            let args = [("own", own), ("others", others), ("tolerance", or_nothing(tolerance)), ("by", by)];
            say(texts.plan_rule_sides, &args)
        }
        CheckedTest::Count { by, least, most } => {
            let (template, rows) = match (*least, *most) {
                (least, Some(most)) if least == most => (texts.plan_rule_count_exact, most),
                (0, Some(most)) => (texts.plan_rule_count_most, most),
                (least, None) => (texts.plan_rule_count_least, least),
                (_, Some(most)) => (texts.plan_rule_count_range, most),
            };
            say(template, &[("least", (*least).into()), ("rows", rows.into()), ("by", listed(by))])
        }
        CheckedTest::Sequence { column, by } => {
            say(texts.plan_rule_sequence, &[("column", column.as_str().into()), ("by", listed(by))])
        }
    }
}

/// Tables as they are added up.
fn sides_in_words(language: Language, sides: &[CheckedSide]) -> String {
    let texts = language.texts();
    let mut said = String::new();
    for side in sides {
        let filter = side.r#where.as_deref().map(one_line).unwrap_or_default();
        let column = side.sum.as_deref().unwrap_or_default();
        let args = [("column", column.into()), ("table", side.table.as_str().into()), ("filter", filter.into())];
        let template = if side.sum.is_some() { texts.plan_side_sum } else { texts.plan_side_count };
        let sign = match (said.is_empty(), side.minus) {
            (true, false) => "",
            (true, true) => "− ",
            (false, false) => " + ",
            (false, true) => " − ",
        };
        said = said + sign + &words::say(language, template, &args);
    }
    said
}

/// An expression on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_migration_yaml_says_of_a_table_is_said_with_its_rules() {
        let text = "tumpline: 1\nsource: {files: x, format: fixed, encoding: cp850, fields: [{name: t, at: 1-9}, {name: m, at: 15-22, type: \"decimal(8,2)\"}]}\ntable: t\n";
        let migration = "controls: [{id: c, file: r.csv, table: t, match: t, compare: {b: {sum: m}, n: count}, tolerance: 0.1, where: m > 0}]\nrules: [{id: r, compare: [{table: t, sum: m, by: t, where: m > 0}, {table: t, sum: m, by: t, minus: true}], equals: {table: t, sum: m, by: t}, on_fail: warn}]\n";
        let read = crate::mapping::migration::read(migration);
        let mut mapping = crate::mapping::read("m", text).mapping.unwrap();
        let told = (migration, &read.migration.unwrap(), &read.declared);
        assert_eq!(crate::mapping::migration::attach(told, &mut [&mut mapping], true), (Vec::new(), 0));
        let said = |language| {
            of(&mapping.tables[0])
                .iter()
                .map(|rule| sentence(language, rule).replace('\u{a0}', " "))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            said(Language::En),
            [
                "m of t where m > 0 − m of t comes to m of t, for each t (only warns)",
                "as r.csv says: m adds up to `b`, within 0.10, there are `n` rows, for each t, where m > 0 (else nothing is published)"
            ]
        );
        assert!(said(Language::Fr)[1].starts_with("comme le dit r.csv : la somme de m est `b`, à 0.10 près"));
    }

    #[test]
    fn every_rule_is_said_in_words() {
        for (rule, english, french) in [
            ("row: 'i >\n 0'", "each row: i > 0 (else refused)", "chaque ligne : i > 0 (sinon refusé)"),
            (
                "unique: [t, i]",
                "no two rows have the same t, i (else nothing is published)",
                "jamais deux lignes avec les mêmes t, i (sinon rien n’est publié)",
            ),
            (
                "unique: t, nulls: refuse, on_fail: reject",
                "no two rows have the same t, none of them empty (else refused)",
                "jamais deux lignes avec les mêmes t, et aucune valeur vide (sinon refusé)",
            ),
            (
                "references: accounts.code, by: t, where: \"t <> ''\", on_fail: warn",
                "the t of each row is in accounts (code), where t <> '' (only warns)",
                "t de chaque ligne figure dans accounts (code), là où t <> '' (simple avertissement)",
            ),
            (
                "references: [accounts.t, accounts.i], on_fail: warn",
                "the t, i of each row are in accounts (t, i) (only warns)",
                "t, i de chaque ligne figurent dans accounts (t, i) (simple avertissement)",
            ),
            (
                "sum: m, by: [t, i], on_fail: warn",
                "m adds up to 0.00, for each t, i (only warns)",
                "la somme de m est 0.00, pour chaque t, i (simple avertissement)",
            ),
            (
                "sum: m, equals: -5, tolerance: 0.1, on_fail: warn",
                "m adds up to -5.00, within 0.10 (only warns)",
                "la somme de m est -5.00, à 0.10 près (simple avertissement)",
            ),
            (
                "sum: m, by: t, equals: {table: control, sum: balance}, on_fail: warn",
                "m adds up to what balance of control adds up to, for each t (only warns)",
                "la somme de m est celle de balance dans control, pour chaque t (simple avertissement)",
            ),
            (
                "count: 1, by: t, on_fail: warn",
                "1 row for each t (only warns)",
                "1 ligne pour chaque t (simple avertissement)",
            ),
            (
                "count: [2, ~], by: t, on_fail: warn",
                "at least 2 rows for each t (only warns)",
                "au moins 2 lignes pour chaque t (simple avertissement)",
            ),
            ("count: [~, 9], on_fail: warn", "at most 9 rows (only warns)", "au plus 9 lignes (simple avertissement)"),
            ("count: [2, 3], on_fail: warn", "2 to 3 rows (only warns)", "de 2 à 3 lignes (simple avertissement)"),
            (
                "sequence: i, by: t, on_fail: warn",
                "i counts up by one, without a gap, for each t (only warns)",
                "i compte de un en un, sans lacune, pour chaque t (simple avertissement)",
            ),
        ] {
            let text = format!(
                "tumpline: 1\nsource: {{files: x, format: fixed, encoding: cp850, fields: [{{name: t, at: 1-9}}, {{name: i, at: 10-14, type: int32}}, {{name: m, at: 15-22, type: \"decimal(8,2)\"}}]}}\ntable: t\nrules: [{{id: a, {rule}}}]\n"
            );
            let read = crate::mapping::read("m", &text);
            let mapping = read.mapping.unwrap_or_else(|| panic!("{rule}: {:?}", read.diagnostics));
            let rules = of(&mapping.tables[0]);
            let said = |language| sentence(language, &rules[0]).replace('\u{a0}', " ");
            assert_eq!((said(Language::En).as_str(), said(Language::Fr).as_str()), (english, french), "{rule}");
        }
    }
}

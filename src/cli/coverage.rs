//! What the crosswalks of a run cover, for people.
//!
//! In: what the manifest says. Out: text: one table a look-up, its largest missing keys, and where the list is that can be
//! filled in. Refuses: what is personal is counted, and neither shown nor listed.

use std::path::Path;

use super::layout::{self, Side};
use super::numbers;
use super::which;
use super::words::{self, Language, Texts};
use crate::evidence::coverage::Coverage;
use crate::evidence::manifest::{CoverageEvidence, CoveredEvidence, MissingEvidence};
use crate::finding::Arg;

/// The text of a run.
#[must_use]
pub fn text(language: Language, width: usize, run: &Coverage) -> String {
    let words = Words { language, width, texts: language.texts() };
    let outcome = words::outcome(language, run.outcome);
    let head = if run.coverage.is_empty() { words.texts.coverage_none } else { words.texts.coverage_head };
    let head = words.say(head, &[("run", run.run.as_str().into()), ("outcome", outcome.into())]);
    let mends = run.mends.iter().filter(|_| !run.coverage.is_empty());
    let mends = mends.map(|mends| words.line(words.texts.coverage_mends, &[("run", mends.as_str().into())]));
    let all = run.coverage.iter().map(|one| words.one(&run.folder, one));
    let which = which::line(language, width, run.chosen, None);
    let head = layout::wrapped(width, "", &head) + &which + &mends.collect::<String>();
    std::iter::once(head).chain(all).collect::<Vec<_>>().join("\n")
}

struct Words {
    language: Language,
    width: usize,
    texts: &'static Texts,
}

impl Words {
    fn say(&self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn plain(&self, template: &'static str) -> String {
        words::plain(self.language, template)
    }

    fn count(&self, number: u64) -> String {
        numbers::count(self.language, number)
    }

    fn money(&self, amount: Option<&String>) -> String {
        amount.map(|amount| numbers::grouped(self.language, amount)).unwrap_or_default()
    }

    fn one(&self, folder: &str, one: &CoverageEvidence) -> String {
        let texts = self.texts;
        let subject = format!("{}.{}", one.table, one.column.as_deref().unwrap_or("split"));
        let args = [
            ("subject", subject.into()),
            ("crosswalk", one.crosswalk.as_str().into()),
            ("keys", one.keys.into()),
            ("used", one.used.into()),
        ];
        let mut text = layout::wrapped(self.width, "", &self.say(texts.coverage_of, &args));
        text += &self.figures(one);
        if one.unknown > 0 {
            text += &self.line(texts.coverage_unknown, &[("rows", one.unknown.into())]);
        }
        let missing = ("missing", Arg::from(one.missing));
        if one.missing == 0 {
            return text + &self.line(texts.coverage_whole, &[]);
        }
        if one.personal {
            return text + &self.line(texts.coverage_personal, &[missing]);
        }
        let shown = one.largest.len() as u64;
        let shown = if shown < one.missing { Arg::from(shown) } else { "".into() };
        text += &self.line(texts.coverage_largest, &[missing, ("shown", shown)]);
        text += &self.largest(one);
        if let Some(list) = &one.list {
            let path = Path::new(folder).join(list);
            text += &self.line(texts.coverage_fill, &[("path", crate::run::io::shown(&path).into())]);
        }
        text
    }

    fn line(&self, template: &str, args: &[(&str, Arg)]) -> String {
        layout::wrapped(self.width, layout::INDENT, &self.say(template, args))
    }

    fn figures(&self, one: &CoverageEvidence) -> String {
        let texts = self.texts;
        let leads_to = match one.leads_to.as_str() {
            "reject" => texts.coverage_reject,
            "warn" => texts.coverage_warn,
            "fail" => texts.coverage_fail,
            "default" => texts.coverage_default,
            "keep" => texts.coverage_keep,
            _ => texts.coverage_empty,
        };
        let money = one.of.as_deref().filter(|_| one.matched.amount.is_some());
        let amount = money.map_or_else(String::new, |of| self.say(texts.coverage_amount, &[("column", of.into())]));
        let gross = money.map_or_else(String::new, |_| self.plain(texts.coverage_gross));
        let head = vec![String::new(), self.plain(texts.coverage_rows), amount, gross, String::new()];
        let row = |label: &'static str, of: &CoveredEvidence, then: &'static str| {
            let then = if of.rows > 0 && !then.is_empty() { self.plain(then) } else { String::new() };
            vec![
                self.plain(label),
                self.count(of.rows),
                self.money(of.amount.as_ref()),
                self.money(of.gross.as_ref()),
                then,
            ]
        };
        let mut rows = vec![head, row(texts.coverage_matched, &one.matched, "")];
        rows.push(row(texts.coverage_unmatched, &one.unmatched, leads_to));
        rows.extend((one.outside.rows > 0).then(|| row(texts.coverage_outside, &one.outside, leads_to)));
        rows.extend((one.empty.rows > 0).then(|| row(texts.coverage_no_key, &one.empty, "")));
        layout::table_of_what_counts(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left], &rows)
    }

    /// The largest missing keys; where lines would be too long, a file is shown by its name.
    fn largest(&self, one: &CoverageEvidence) -> String {
        let room = self.width.saturating_sub(layout::length(layout::INDENT));
        let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
        let fits = |table: &String| table.lines().all(|line| layout::length(line) <= room);
        let table = |shown: &dyn Fn(&str) -> String| {
            let (sides, rows) = layout::what_counts(&sides, &self.missing(one, shown));
            layout::table(&sides, &rows)
        };
        let name = |file: &str| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
        let short = || {
            let (sides, rows) = layout::what_counts(&sides, &self.missing(one, &name));
            layout::hanging_table(room, &sides[..sides.len() - 1], &rows)
        };
        let table = Some(table(&str::to_owned)).filter(fits).unwrap_or_else(short);
        table.lines().flat_map(|line| [layout::INDENT, line, "\n"]).collect()
    }

    /// A row for each missing key, under a heading.
    fn missing(&self, one: &CoverageEvidence, shown: &dyn Fn(&str) -> String) -> Vec<Vec<String>> {
        let texts = self.texts;
        let heads = [texts.coverage_key, texts.coverage_days, texts.coverage_rows];
        let mut head: Vec<String> = heads.map(|text| self.plain(text)).to_vec();
        head.push(one.of.clone().unwrap_or_default());
        head.push(self.plain(texts.coverage_gross));
        head.push(self.plain(texts.coverage_example));
        let row = |missing: &MissingEvidence| {
            let days = [("from", missing.from.clone()), ("to", missing.to.clone())];
            let days = days.map(|(name, day)| (name, Arg::from(day.unwrap_or_default())));
            let place = [("file", shown(&missing.file).into()), ("record", missing.record.into())];
            vec![
                words::shown(&missing.key),
                if missing.hole { self.say(texts.coverage_hole, &days) } else { String::new() },
                self.count(missing.rows),
                self.money(missing.amount.as_ref()),
                self.money(missing.gross.as_ref()),
                self.say(texts.coverage_place, &place),
            ]
        };
        std::iter::once(head).chain(one.largest.iter().map(row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::which::Chosen;
    use crate::run::report::Outcome;

    fn covered(rows: u64, amount: &str) -> CoveredEvidence {
        CoveredEvidence { rows, amount: Some(amount.to_owned()), gross: Some(amount.replace('-', "")) }
    }

    fn run() -> Coverage {
        let missing = MissingEvidence {
            key: "4999".into(),
            rows: 3,
            amount: Some("-12.50".into()),
            gross: Some("12.50".into()),
            file: "GL.TXT".into(),
            record: 17,
            ..MissingEvidence::default()
        };
        let hole =
            MissingEvidence { key: "4100".into(), hole: true, from: Some("2020-01-01".into()), ..missing.clone() };
        let one = CoverageEvidence {
            mapping: "gl".into(),
            table: "journal".into(),
            column: Some("account".into()),
            crosswalk: "accounts.csv".into(),
            leads_to: "reject".into(),
            keys: 1_200,
            used: 900,
            of: Some("amount".into()),
            matched: covered(12_000, "1234567.80"),
            unmatched: covered(3, "-12.50"),
            outside: covered(3, "-12.50"),
            empty: covered(0, "0.00"),
            unknown: 1,
            missing: 2,
            personal: false,
            list: Some("for-people/crosswalk/gl.journal.account.csv".into()),
            largest: vec![missing, hole],
        };
        let split = CoverageEvidence { column: None, personal: true, list: None, largest: Vec::new(), ..one.clone() };
        let none = CoveredEvidence::default();
        let whole = CoverageEvidence { missing: 0, unmatched: none.clone(), outside: none, ..split.clone() };
        Coverage {
            run: "R".into(),
            outcome: Outcome::Refused,
            folder: "out/refused/R".into(),
            chosen: Chosen::Newest,
            mends: None,
            coverage: vec![one, split, whole],
        }
    }

    #[test]
    fn coverage_is_said_in_both_languages() {
        let said = text(Language::En, 100, &run()).replace('\u{a0}', " ");
        for want in [
            "Run R (refused):",
            "\n  the newest in this folder, whatever became of it\n",
            "900 of 1,200 keys",
            "refused",
            "1,234,567.80",
            "4999",
            "from 2020-01-01",
            "GL.TXT, record 17",
            "out/refused/R/for-people/crosswalk/gl.journal.account.csv",
            "journal.split",
            "personal",
            "every key",
        ] {
            assert!(said.contains(want), "{want}\n{said}");
        }
        assert_eq!(said.matches("4999").count(), 1, "a personal key is not shown");
        let mut deep = run();
        deep.coverage[0].largest[0].file = "../exports/of/the/old/system/LEDGER2024.TXT".into();
        let narrow = text(Language::Fr, 80, &deep);
        assert!(narrow.contains("LEDGER2024.TXT") && !narrow.contains("exports"), "{narrow}");
        assert!(narrow.lines().all(|line| line.chars().count() <= 80), "{narrow}");
        let said = text(Language::Fr, 100, &run());
        assert!(said.contains("refusée") && said.contains("GL.TXT"), "{said}");
        let replay = text(Language::En, 80, &Coverage { mends: Some("BASE".into()), ..run() });
        assert!(replay.contains("stands in the run BASE") && !said.contains("BASE"), "{replay}");
        let none = Coverage { coverage: Vec::new(), chosen: Chosen::Named, ..run() };
        assert_eq!(text(Language::En, 100, &none).lines().count(), 1);
    }
}

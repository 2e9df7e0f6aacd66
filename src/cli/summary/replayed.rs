//! What a replay came to, and what comes next, for people.
//!
//! In: the report of a replay. Out: lines of a given width. Refuses any figure that is not in the report.

use super::{Summary, TOTALS, decimals};
use crate::cli::layout::{self, Side};
use crate::cli::which;
use crate::cli::words;
use crate::evidence::which::Chosen;
use crate::run::report::{MendedReport, Outcome};

impl Summary<'_> {
    /// What became of the refused records of the run that is mended, and the rows that they made.
    pub(super) fn mended(&self) -> String {
        let (texts, Some(mended)) = (self.texts, &self.report.mended) else { return String::new() };
        let refused: u64 = mended.mappings.iter().map(|one| one.refused).sum();
        let left: u64 = mended.mappings.iter().map(|one| one.records.rejected).sum();
        let args = [
            ("refused", refused.into()),
            ("repaired", (refused - left).into()),
            ("left", left.into()),
            ("run", mended.run.as_str().into()),
            ("folder", words::shown(&mended.folder).into()),
            ("known", self.report.run.as_str().into()),
        ];
        let template = match (mended.changed, mended.known, refused) {
            (true, ..) => texts.replayed,
            (false, true, _) => texts.replayed_known,
            (false, false, 0) => texts.replayed_nothing,
            (false, false, _) => texts.replayed_same,
        };
        let advice =
            if mended.changed || left == 0 { String::new() } else { self.lines(&self.say(texts.next_replay, &args)) };
        let unused = mended.unused.iter().map(|file| {
            let args = [("file", words::shown(file).into()), ("folder", words::shown(&mended.folder).into())];
            self.lines(&self.say(texts.replayed_unused, &args))
        });
        let unused: String = unused.collect();
        let rows: Vec<_> = mended.tables.iter().filter(|table| table.rows > 0).collect();
        let decimal = rows.iter().flat_map(|table| table.totals.iter().take(TOTALS)).map(|(_, sum)| decimals(sum));
        let decimal = decimal.max().unwrap_or(0);
        let cells = rows.iter().flat_map(|table| self.table(table, decimal)).map(|mut row| {
            row.drain(2..4);
            row
        });
        let cells: Vec<_> = cells.collect();
        let sides = [Side::Left, Side::Right, Side::Left, Side::Right];
        let repaired = if cells.is_empty() {
            String::new()
        } else {
            self.heading(texts.repaired_rows, &[]) + &layout::table(&sides, &cells)
        };
        let which = match mended.chosen {
            Chosen::Newest => self.newest(mended),
            chosen => which::line(self.language, self.width, chosen, None),
        };
        self.heading(template, &args) + &which + &unused + &advice + &repaired
    }

    /// Which run was taken, where nobody named it.
    fn newest(&self, mended: &MendedReport) -> String {
        let started = mended.started.get(..16).unwrap_or_default().replace('T', " ") + " UTC";
        let outcome = words::outcome(self.language, mended.outcome);
        self.lines(&self.say(self.texts.replayed_newest, &[("outcome", outcome.into()), ("started", started.into())]))
    }

    /// Of a refused replay, the run that it mends has all its refused records, and those that were repaired.
    pub(super) fn next_refused(&self) -> String {
        let texts = self.texts;
        let Some(mended) = &self.report.mended else { return self.say(texts.next_refused, &[]) };
        // The output folder's newest run may be another one than that which was named.
        let dir = if mended.chosen == Chosen::Named { mended.folder.clone() } else { self.out() };
        let args = [("folder", words::shown(&mended.folder).into()), ("dir", words::shown(&dir).into())];
        self.say(texts.next_refused_replay, &args)
    }

    /// What can be done with what a replay that was published left.
    pub(super) fn next_replay(&self) -> Option<String> {
        let report = self.report;
        let args = [("folder", words::shown(&report.folder).into())];
        let is_meant = report.mended.is_some() && report.outcome == Outcome::Published && self.rejected() > 0;
        is_meant.then(|| self.say(self.texts.next_replay, &args))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;
    use crate::cli::words::Language;
    use crate::evidence::manifest::MendedEvidence;
    use crate::finding::Code;
    use crate::run::report::Report;

    fn replayed(outcome: Outcome, refused: u64, left: u64) -> Report {
        let mut one = MendedEvidence { refused, ..MendedEvidence::default() };
        one.records.rejected = left;
        let mended = MendedReport {
            run: "BASE".into(),
            folder: "out/refused/BASE".into(),
            chosen: Chosen::Named,
            outcome: Outcome::Refused,
            started: "2026-11-24T15:30:12Z".into(),
            changed: true,
            known: false,
            unused: Vec::new(),
            mappings: vec![one],
            tables: Vec::new(),
        };
        Report { mended: Some(mended), ..report(outcome) }
    }

    fn shown(report: &Report, language: Language) -> String {
        let text = super::super::summary(language, 100, report, false);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A replay does not read the sources: to mend them helps nothing.
    #[test]
    fn a_refused_replay_is_told_to_mend_the_rejects_of_its_base() {
        for (language, has, lacks) in [
            (
                Language::En,
                "Mend the records otherwise in out/refused/BASE/rejects/*.raw",
                "Mend the mapping or the sources",
            ),
            (
                Language::Fr,
                "Corrigez autrement les enregistrements dans out/refused/BASE/rejects/*.raw",
                "ou les sources,",
            ),
        ] {
            let text = shown(&replayed(Outcome::Refused, 3, 1), language);
            assert!(text.contains(has) && !text.contains(lacks), "{text}");
        }
        let text = shown(&report(Outcome::Refused), Language::En);
        assert!(text.contains("Mend the mapping or the sources"), "{text}");
        for (chosen, dir) in [(Chosen::Named, "out/refused/BASE"), (Chosen::Newest, "out")] {
            let mut ended = replayed(Outcome::Refused, 3, 1);
            ended.mended = ended.mended.map(|mended| MendedReport { chosen, ..mended });
            let text = shown(&ended, Language::En);
            assert!(text.contains(&format!("and replay {dir} again.")), "{text}");
        }
    }

    /// Where more than the limits refuse a run, its end is not about them.
    #[test]
    fn limits_have_their_advice_where_they_do_not_stand_alone() {
        let mut ended = report(Outcome::Refused);
        let advice = "or, if the treasurer accepts the loss, allow them: `limits: {rejects: …}`.";
        assert!(!shown(&ended, Language::En).contains(advice));
        let mut other = ended.findings[0].clone();
        (other.code, other.args) = (Code::RepairedRowsFail, vec![1_u64.into(), "BASE".into()]);
        ended.findings.push(other);
        assert!(shown(&ended, Language::En).contains(advice));
    }

    #[test]
    fn a_replay_that_changes_nothing_says_why() {
        for (known, refused, want) in [
            (false, 3, "Nothing changes: 3 records that the run BASE refused are refused again. No new run was made"),
            (false, 0, "Nothing changes: the run BASE refused no record"),
            (
                true,
                3,
                "Nothing changes: the replay 20261124T153012Z-1a2b3c4d of the run BASE was the same as this one.",
            ),
        ] {
            let mut ended = replayed(Outcome::Refused, refused, refused);
            ended.mended = ended.mended.map(|mended| MendedReport { changed: false, known, ..mended });
            let text = shown(&ended, Language::En);
            assert!(text.contains(want), "{text}");
        }
    }

    #[test]
    fn edits_that_a_replay_did_not_take_are_told_with_what_to_do() {
        let mut ended = replayed(Outcome::Published, 3, 1);
        let unused = vec!["out/runs/OLD/rejects/m.raw".to_owned()];
        ended.mended = ended.mended.map(|mended| MendedReport { unused, ..mended });
        let text = shown(&ended, Language::En);
        assert!(text.contains("Not used: out/runs/OLD/rejects/m.raw was edited after"), "{text}");
        assert!(text.contains("Put these edits into out/refused/BASE/rejects/*.raw"), "{text}");
    }
}

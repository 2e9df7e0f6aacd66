//! Where the time of a run went: each stage's share of the threads' time.

use super::{Summary, layout, numbers};
use crate::cli::layout::Side;
use crate::cli::words::timings;
use crate::host::stopwatch::{Role, Stage, ThreadTime};

const NANOSECONDS_A_HUNDREDTH: u64 = 10_000_000;

impl Summary<'_> {
    /// A row for each stage: seconds and share of all threads that make chunks together, and of the one that writes. Nothing
    /// where it was not measured.
    pub(super) fn timings(&self) -> String {
        let Some(times) = &self.report.timings else { return String::new() };
        let words = timings::words(self.language);
        let of_role = |role: Role| Stage::ALL.map(|stage| spent(times, role, stage));
        let (workers, main) = (of_role(Role::Worker), of_role(Role::Main));
        let mut rows = vec![words.heads.map(str::to_owned).to_vec()];
        for (number, stage) in Stage::ALL.into_iter().enumerate() {
            let cells = [&workers, &main].into_iter().flat_map(|all| self.seconds_and_share(all[number], all));
            rows.push(std::iter::once(timings::stage(self.language, stage).to_owned()).chain(cells).collect());
        }
        let sums = [&workers, &main].into_iter().flat_map(|all| self.seconds_and_share(all.iter().sum(), all));
        rows.push(std::iter::once(words.all.to_owned()).chain(sums).collect());
        let mut sides = [Side::Right; 5];
        sides[0] = Side::Left;
        self.heading(words.heading, &[]) + &layout::table(&sides, &rows)
    }

    fn seconds_and_share(&self, spent: u64, all: &[u64]) -> [String; 2] {
        let whole = all.iter().sum::<u64>().max(1);
        let hundredths = spent / NANOSECONDS_A_HUNDREDTH;
        let seconds = numbers::grouped(self.language, &format!("{}.{:02}", hundredths / 100, hundredths % 100));
        // To the nearest tenth of a percent.
        let tenths = (u128::from(spent) * 2_000 + u128::from(whole)) / (2 * u128::from(whole));
        let share = numbers::grouped(self.language, &format!("{}.{}", tenths / 10, tenths % 10));
        [seconds, self.say(timings::words(self.language).share, &[("share", share.into())])]
    }
}

/// Nanoseconds of all threads of a role in a stage.
fn spent(times: &[ThreadTime], role: Role, stage: Stage) -> u64 {
    times.iter().filter(|time| time.role == role).map(|time| time.spent[stage as usize]).sum()
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::super::{Language, summary};
    use super::*;
    use crate::run::report::{Outcome, Report};

    #[test]
    fn shares_are_told_in_both_languages_and_fit_a_narrow_screen() {
        let mut spent = [0; Stage::ALL.len()];
        spent[Stage::Decode as usize] = 500_000_000;
        spent[Stage::Encode as usize] = 1_500_000_000;
        let worker = ThreadTime { role: Role::Worker, spent };
        let main = ThreadTime {
            role: Role::Main,
            spent: {
                let mut main = [0; Stage::ALL.len()];
                main[Stage::Wait as usize] = 1_234_567_890;
                main
            },
        };
        let timed = Report { timings: Some(vec![main, worker.clone(), worker]), ..report(Outcome::Published) };
        let english = summary(Language::En, 80, &timed, true);
        for line in [
            "  stage   workers, s   share  writer, s   share",
            "  decode        1.00   25.0%       0.00    0.0%",
            "  wait          0.00    0.0%       1.23  100.0%",
            "  all           4.00  100.0%       1.23  100.0%",
        ] {
            assert!(english.lines().any(|one| one == line), "{line}\n{english}");
        }
        let french = summary(Language::Fr, 80, &timed, true);
        assert!(french.lines().all(|line| layout::length(line) <= 80), "{french}");
        assert!(french.contains("encoder") && french.contains("75,0"), "{french}");
        assert!(!summary(Language::En, 80, &report(Outcome::Published), true).contains("Where the time"));
    }
}

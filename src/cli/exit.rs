//! Exit codes: what a caller's script may rely on.

use super::engine::{Checked, Problem, Verified};
use crate::evidence::verify::is_difference;
use crate::finding::{Code, Severity};
use crate::inspect::look::Looked;
use crate::run::Stop;
use crate::run::report::{Outcome, Report};

/// Published, or all is well.
pub const DONE: u8 = 0;
/// It ran, and published nothing; or `verify` found differences.
pub const REFUSED: u8 = 1;
/// The mapping or the command is wrong.
pub const WRONG: u8 = 2;
/// The environment failed.
pub const FAILED: u8 = 3;
/// Interrupted by the user.
pub const INTERRUPTED: u8 = 130;

/// Every exit code, in order.
pub const ALL: [u8; 5] = [DONE, REFUSED, WRONG, FAILED, INTERRUPTED];

/// The exit code of a run that ended.
#[must_use]
pub const fn of_outcome(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Published | Outcome::Trial => DONE,
        Outcome::Refused => REFUSED,
    }
}

/// The exit code of a run or a replay; where a replay changes nothing, nothing went wrong.
#[must_use]
pub fn of_report(report: &Report) -> u8 {
    let fails = report.findings.iter().any(|group| group.severity == Severity::Fail);
    let is_unchanged = report.mended.as_ref().is_some_and(|mended| !mended.changed);
    if is_unchanged && fails { of_outcome(Outcome::Refused) } else { of_outcome(report.outcome) }
}

/// The exit code of what stops a command.
#[must_use]
pub const fn of_code(code: Code) -> u8 {
    match code {
        Code::Interrupted => INTERRUPTED,
        Code::Io
        | Code::SourceChanged
        | Code::OutputBusy
        | Code::MemoryTooSmall
        | Code::NotConserved
        | Code::DiskFull
        | Code::HeldTooMuch
        | Code::RulesNeedDisk
        | Code::LeadsNowhere
        | Code::CompressedDamaged
        | Code::Defect => FAILED,
        _ => WRONG,
    }
}

/// The exit code of a command without a result: of the gravest stop.
#[must_use]
pub fn of_problem(problem: &Problem) -> u8 {
    match problem {
        Problem::Stop(stop) => of_code(stop.code),
        Problem::Mappings(_) => WRONG,
        Problem::Sources { stops } => gravest(stops.iter()).unwrap_or(WRONG),
    }
}

/// The exit code of `check`: mistakes count, doubts do not.
#[must_use]
pub fn of_check(checked: &Checked) -> u8 {
    let Checked { migration, mappings, .. } = checked;
    let stops = mappings.iter().filter_map(|mapping| gravest(mapping.sources.iter().map(|one| &one.stop))).max();
    let texts = migration.iter().map(|one| &one.text).chain(mappings.iter().map(|mapping| &mapping.text));
    let looked = mappings.iter().filter_map(|mapping| mapping.looked.as_ref()).flat_map(|looked| &looked.doubts);
    let mistakes = texts.flat_map(|text| &text.diagnostics).chain(looked);
    let is_wrong = mistakes.into_iter().any(|mistake| mistake.severity == Severity::Fail);
    stops.unwrap_or(DONE).max(if is_wrong { WRONG } else { DONE })
}

/// The exit code of `verify`: a source that could not be checked is no difference.
#[must_use]
pub fn of_verified(verified: &Verified) -> u8 {
    if verified.findings.iter().any(|finding| is_difference(finding.code)) { REFUSED } else { DONE }
}

/// The exit code of `look`: what it could not read counts.
#[must_use]
pub fn of_looked(files: &[Looked]) -> u8 {
    files.iter().filter_map(|file| file.face.as_ref().err()).map(|stop| of_code(stop.code)).max().unwrap_or(DONE)
}

fn gravest<'a>(stops: impl Iterator<Item = &'a Stop>) -> Option<u8> {
    stops.map(|stop| of_code(stop.code)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_exit_code_that_the_reference_promises() {
        for &code in Code::ALL {
            let want = match code.id() {
                "TL0906" => 130,
                "TL0135" | "TL0512" | "TL0901" | "TL0902" | "TL0903" | "TL0904" | "TL0905" | "TL0907" | "TL0911"
                | "TL0912" | "TL0913" => 3,
                _ => 2,
            };
            assert_eq!(of_code(code), want, "{}", code.id());
        }
    }

    #[test]
    fn the_gravest_of_several_stops_counts() {
        let stops = |codes: &[Code]| codes.iter().map(|&code| Stop::new(code, Vec::new())).collect::<Vec<_>>();
        let of = |codes: &[Code]| of_problem(&Problem::Sources { stops: stops(codes) });
        assert_eq!(of(&[Code::NoFiles, Code::FileCount]), 2);
        assert_eq!(of(&[Code::NoFiles, Code::Io]), 3);
        assert_eq!(of_problem(&Problem::Mappings(Vec::new())), 2);
    }

    #[test]
    fn a_source_that_could_not_be_checked_is_no_difference() {
        let verified = |code: Option<Code>| Verified {
            files: 1,
            findings: code.map(|code| Stop::new(code, vec!["x".into()])).into_iter().collect(),
            ..Verified::default()
        };
        assert_eq!(of_verified(&verified(None)), 0);
        for unseen in [Code::SourceGone, Code::SourceUnreadable, Code::SourceElsewhere, Code::SourceUnread] {
            assert_eq!(of_verified(&verified(Some(unseen))), 0);
        }
        assert_eq!(of_verified(&verified(Some(Code::SourceDiffers))), 1);
    }
}

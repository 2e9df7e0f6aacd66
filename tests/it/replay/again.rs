//! What a replay that was refused says, and that following it leads on.

use std::path::Path;

use tumpline::evidence::verify::verify;
use tumpline::evidence::which::Chosen;
use tumpline::finding::Code;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Sizes};

use super::{
    LINES, NAMES, VENDORS, asked, base, edit, findings, ids, later, mend, moved, raw, replay, rule, stop, town,
};
use crate::machine::{Left, left, machine};

fn codes(left: &Left) -> Vec<String> {
    findings(left).into_iter().map(|one| one.0).collect()
}

/// A run of rows with a rule over all of them.
fn named(on_fail: &str) -> (FakeHost, Report) {
    let host = machine(NAMES);
    host.put("m.yaml", (LINES.to_owned() + &rule(on_fail)).into_bytes());
    let before = base(&host);
    (host, before)
}

#[test]
fn a_record_that_was_mended_wrongly_is_mended_again_where_it_stands() {
    for (on_fail, code) in [("fail", "TL0717"), ("reject", "TL0715")] {
        let (host, before) = named(on_fail);
        edit(&host, &before, b"002002.00ann  \n");
        let wrong = replay(&host, "out");
        assert_eq!(wrong.report.outcome, Outcome::Refused, "{on_fail}");
        let group = wrong.report.findings.iter().find(|group| group.code.id() == code).unwrap();
        assert_eq!(group.args[1], before.run.as_str().into(), "the run to be mended is named");
        // As the advice says: in the rejects of that run, and with the output folder.
        edit(&host, &before, b"002002.00bob  \n");
        let right = replay(&host, "out");
        assert_eq!((right.report.outcome, ids(&right).len()), (Outcome::Published, 3), "{on_fail}");
        assert_eq!(right.manifest["mends"]["run"], before.run.as_str());
    }
}

#[test]
fn a_rule_that_a_repaired_record_breaks_may_be_changed_instead() {
    let (host, before) = named("reject");
    edit(&host, &before, b"002002.00ann  \n");
    replay(&host, "out");
    mend(&host, "on_fail: reject", "on_fail: warn");
    assert_eq!(replay(&host, "out").report.outcome, Outcome::Published);
}

#[test]
fn rejects_of_a_refused_replay_that_were_edited_are_taken() {
    let host = town();
    let before = base(&host);
    mend(&host, "rejects: 2", "rejects: 0");
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006006.50eve  \n");
    let first = replay(&host, "out");
    assert_eq!((first.report.outcome, moved(&first)), (Outcome::Refused, (2, 1)));
    edit(&host, &first.report, b"005005.00bob  \n");
    let last = replay(&host, "out");
    assert_eq!((last.report.outcome, moved(&last)), (Outcome::Published, (1, 0)));
    assert_eq!(last.manifest["mends"]["run"], first.report.run.as_str());
}

/// A check of a row that fails the run: no replay takes back what it found.
#[test]
fn what_old_rows_fail_with_is_told_to_need_a_run() {
    let host = town();
    mend(&host, "{name: amount}", "{name: amount, range: [0, 3], on_fail: fail}");
    let before = base(&host);
    mend(&host, "range: [0, 3], on_fail: fail", "range: [0, 9]");
    edit(&host, &before, b"003003.00eve  \n005005.00bob  \n006006.50eve  \n");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Refused, (3, 0)));
    assert!(codes(&after).contains(&"TL0716".to_owned()) && !codes(&after).contains(&"TL0717".to_owned()));
    // As the advice says.
    for (file, text) in [("a", "001001.00ann  \n"), ("b", "004004.00ann  \n")] {
        host.put(format!("in/{file}.txt"), text.as_bytes().to_vec());
    }
    later(&host);
    assert_eq!(base(&host).outcome, Outcome::Published);
}

#[test]
fn an_older_run_is_not_taken_where_later_repairs_would_be_lost() {
    let host = town();
    let before = base(&host);
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n");
    let first = replay(&host, "out");
    // What was edited in the run itself may be edited again.
    edit(&host, &before, b"003004.00eve  \n005y05.00bob  \n006y06.50cy   \n");
    let other = replay(&host, &before.folder);
    assert_eq!(other.report.outcome, Outcome::Published);
    edit(&host, &first.report, b"005005.00bob  \n006y06.50cy   \n");
    let second = replay(&host, &first.report.folder);
    let stop = stop(&host, &before.folder);
    assert_eq!((stop.code, &stop.args[0]), (Code::LaterRepairs, &before.run.as_str().into()));
    assert_eq!(stop.args[1], second.report.run.as_str().into());
    // As the advice says.
    assert!(!replay(&host, "out").report.mended.unwrap().changed);
}

#[test]
fn the_newest_run_of_these_mappings_is_taken_and_said_to_be() {
    let host = town();
    let before = base(&host);
    host.put("other.yaml", LINES.replace("table: t", "table: o").into_bytes());
    later(&host);
    let other = tumpline::run::Request { paths: vec!["other.yaml".into()], out: "out".into(), ..Default::default() };
    assert_eq!(tumpline::run::run(&host, &other, &|_| {}).unwrap().outcome, Outcome::Refused);
    mend(&host, "eve]", "eve, cy]");
    let after = replay(&host, "out");
    let mended = after.report.mended.as_ref().unwrap();
    assert_eq!(
        (mended.run.as_str(), mended.chosen, mended.outcome),
        (before.run.as_str(), Chosen::Newest, Outcome::Refused)
    );
    assert_eq!(replay(&host, &before.folder).report.mended.unwrap().chosen, Chosen::Named);
}

#[test]
fn other_mappings_than_those_of_the_run_are_named() {
    let host = town();
    base(&host);
    host.put("other.yaml", LINES.replace("table: t", "table: o").into_bytes());
    for (paths, what, name) in
        [(&["other.yaml"][..], "no_mapping", "m"), (&["m.yaml", "other.yaml"], "new_mapping", "other")]
    {
        later(&host);
        let mut request = asked("out", &[]);
        request.request.paths = paths.iter().map(Into::into).collect();
        let ended = tumpline::run::replay::replay_in_sizes(&host, &request, Sizes::default(), &|_| {});
        let Err(Problem::Stop(stop)) = ended else { panic!("{ended:?}") };
        assert_eq!(
            (stop.code, stop.args),
            (Code::ReplayChanges, vec![what.into(), name.into(), "".into(), "m".into()])
        );
    }
}

/// A row that was left out for another one, which a rule refused afterwards: if that one becomes another, a run would load
/// what was left out.
#[test]
fn what_was_kept_in_place_of_another_may_not_be_edited() {
    let mapping = VENDORS.replace("unique: [year, no, version]", "unique: name, on_fail: reject");
    let host = machine(&[("in/a.txt", b"2500101ann\n2500102bob\n2500201bob\n"), ("m.yaml", mapping.as_bytes())]);
    let before = base(&host);
    assert_eq!(raw(&host, &before), b"2500102bob\n2500201bob\n");
    edit(&host, &before, b"2500302bob\n2500201cy \n");
    let stop = stop(&host, "out");
    assert_eq!(
        (stop.code, &stop.args[..3]),
        (Code::ReplayChanges, &["kept".into(), "in/a.txt".into(), 2_u64.into()][..])
    );
    // Where nothing was edited, it is kept as it was.
    edit(&host, &before, b"2500102bob\n2500201bob\n");
    mend(&host, "on_fail: reject", "on_fail: warn");
    let after = replay(&host, "out");
    assert_eq!((moved(&after), findings(&after).iter().filter(|one| one.0 == "TL0714").count()), ((2, 0), 1));
}

/// It is that record alone that may not be edited.
#[test]
fn an_edit_beside_what_was_kept_in_place_of_another_is_taken() {
    let mapping = VENDORS.replace("unique: [year, no, version]", "unique: name, on_fail: reject");
    let host = machine(&[("in/a.txt", b"2500101ann\n2500102bob\n2500201bob\n"), ("m.yaml", mapping.as_bytes())]);
    let before = base(&host);
    edit(&host, &before, b"2500102bob\n2500201ann\n");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Published, (2, 0)));
}

#[test]
fn verify_tells_that_edited_rejects_went_into_a_replay() {
    let host = town();
    let before = base(&host);
    let told = |host: &FakeHost| {
        let found = verify(host, Path::new(&before.folder)).unwrap().findings;
        let found: Vec<_> = found.into_iter().filter(|(code, _)| *code == Code::EvidenceHash).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1.clone()
    };
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006006.50cy   \n");
    let raw_file = "rejects/m.raw";
    assert_eq!(told(&host), [raw_file.into(), "edited".into(), "".into()]);
    let after = replay(&host, "out");
    assert_eq!(told(&host), [raw_file.into(), "replayed".into(), after.report.run.as_str().into()]);
    assert_eq!(raw(&host, &after.report), b"005y05.00bob  \n006006.50cy   \n");
}

#[test]
fn a_crosswalk_that_changed_is_told_of_for_the_sake_of_old_rows() {
    let host = town();
    host.put("codes.csv", b"old,new\nann,A\nbob,B\n".to_vec());
    let lookup = "{name: name}\n  - {name: code, lookup: {in: codes.csv, match: {old: name}, take: new}}";
    mend(&host, "{name: name, one_of: [ann, bob, eve]}", lookup);
    let before = base(&host);
    host.put("codes.csv", b"old,new\nann,X\nbob,B\neve,E\ncy,C\n".to_vec());
    edit(&host, &before, b"003003.00eve  \n005005.00bob  \n006006.50cy   \n");
    let after = replay(&host, "out");
    let told = |report: &Report| {
        let mut groups = report.findings.iter().filter(|group| group.code == Code::OldCrosswalk);
        groups.next().map(|group| (group.count, group.args.clone()))
    };
    assert_eq!(told(&after.report), Some((1, vec!["codes.csv".into(), before.run.as_str().into()])));
    assert_eq!(
        left(&host, after.report).manifest["coverage"][0]["matched"]["rows"],
        3,
        "of the records that ran again"
    );
}

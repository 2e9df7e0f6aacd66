//! What a replay repaired and people read does not drop out of `current` without a word.

use std::path::Path;

use tumpline::evidence::verify::verify;
use tumpline::finding::{Arg, Code, Severity};
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{FindingGroup, Outcome, Report};

use super::{base, edit, ids, later, mend, moved, raw, replay, stop, town, try_replay};

/// The findings of a code: how many, how grave, and where the first is.
fn told(report: &Report, code: Code) -> Option<(u64, Severity, &str, u64)> {
    let mut groups = report.findings.iter().filter(|group| group.code == code);
    groups.next().map(|it: &FindingGroup| (it.count, it.severity, it.file.as_str(), it.first.record))
}

fn args(report: &Report, code: Code) -> Vec<Arg> {
    let group = report.findings.iter().find(|group| group.code == code);
    group.map(|group| group.args.clone()).unwrap_or_default()
}

/// The run that `current` leads to.
fn current(host: &FakeHost) -> String {
    let json = host.content("out/current/manifest.json").unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
    manifest["run"].as_str().unwrap_or_default().to_owned()
}

/// The next run of the sources, under the mapping as it is.
fn run_again(host: &FakeHost) -> Report {
    later(host);
    base(host)
}

#[test]
fn a_base_that_is_edited_again_does_not_take_a_repaired_record_out_of_what_people_read() {
    let host = town();
    let before = base(&host);
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n");
    let first = replay(&host, "out");
    // The edit is taken back, and another record is mended.
    edit(&host, &before, b"003x03.00eve  \n005005.00bob  \n006y06.50cy   \n");
    let other = replay(&host, &before.folder);
    assert_eq!(other.report.outcome, Outcome::Refused);
    assert_eq!(told(&other.report, Code::RepairLost), Some((1, Severity::Fail, "in/a.txt", 3)));
    let mended_in = format!("refused/{}/rejects/m.raw", before.run);
    assert_eq!(
        args(&other.report, Code::RepairLost),
        [first.report.run.as_str().into(), mended_in.into(), "again".into()]
    );
    assert_eq!(current(&host), first.report.run);
    // As the advice says: it is mended here too.
    edit(&host, &before, b"003003.00eve  \n005005.00bob  \n006y06.50cy   \n");
    let both = replay(&host, &before.folder);
    assert_eq!((both.report.outcome, moved(&both)), (Outcome::Published, (2, 1)));
    assert_eq!(ids(&both), ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_record_that_a_mended_mapping_repaired_does_not_drop_out_either() {
    let host = town();
    let before = base(&host);
    mend(&host, "eve]", "eve, cy]");
    let first = replay(&host, "out");
    mend(&host, "eve, cy]", "eve]");
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006006.50cy   \n");
    let other = replay(&host, &before.folder);
    assert_eq!(told(&other.report, Code::RepairLost), Some((1, Severity::Fail, "in/b.txt", 3)));
    assert_eq!(args(&other.report, Code::RepairLost)[2], "mapping".into());
    assert_eq!(current(&host), first.report.run);
}

#[test]
fn edits_of_a_base_that_its_replay_did_not_take_are_told() {
    let host = town();
    let before = base(&host);
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n");
    let first = replay(&host, "out");
    assert_eq!(first.report.mended.as_ref().map(|it| it.unused.clone()), Some(Vec::new()));
    // Someone goes on in the file that was edited before, and the newest run is another one.
    edit(&host, &before, b"003003.00eve  \n005005.00bob  \n006y06.50cy   \n");
    let second = replay(&host, "out");
    let mended = second.report.mended.unwrap_or_else(|| panic!("no replay"));
    assert_eq!((mended.run, mended.changed), (first.report.run.clone(), false));
    assert_eq!(mended.unused, [format!("{}/rejects/m.raw", before.folder)]);
    // As the advice says: that run by its own folder.
    let named = replay(&host, &before.folder);
    assert_eq!((named.report.outcome, moved(&named)), (Outcome::Published, (2, 1)));
}

#[test]
fn edits_of_a_refused_replay_and_of_its_base_are_not_mixed_up() {
    let host = town();
    let before = base(&host);
    mend(&host, "rejects: 2", "rejects: 0");
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n");
    let first = replay(&host, "out");
    assert_eq!(first.report.outcome, Outcome::Refused);
    edit(&host, &before, b"003003.00eve  \n005005.00bob  \n006y06.50cy   \n");
    edit(&host, &first.report, b"005y05.00bob  \n006006.50eve  \n");
    let second = replay(&host, "out");
    let mended = second.report.mended.unwrap_or_else(|| panic!("no replay"));
    assert_eq!(mended.run, first.report.run);
    assert_eq!(mended.unused, [format!("{}/rejects/m.raw", before.folder)]);
}

#[test]
fn a_run_after_a_replay_tells_which_repaired_records_it_drops() {
    let host = town();
    let before = base(&host);
    edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n");
    let repaired = replay(&host, "out");
    mend(&host, "rejects: 2", "rejects: 3");
    let run = run_again(&host);
    assert_eq!((run.outcome, current(&host)), (Outcome::Published, run.run.clone()));
    assert_eq!(told(&run, Code::RepairDropped), Some((1, Severity::Warn, "in/a.txt", 3)));
    assert_eq!(args(&run, Code::RepairDropped)[2], "edited".into());
    assert_eq!(told(&run, Code::RepairsUntold), None);
    super::holds(&host, &run);
    // As the advice says: the bytes as they were mended, in the rejects of this run.
    assert_eq!(raw(&host, &run), b"003x03.00eve  \n005y05.00bob  \n006006.50cy   \n");
    edit(&host, &run, b"003003.00eve  \n005y05.00bob  \n006006.50cy   \n");
    let kept = replay(&host, "out");
    assert_eq!((kept.report.outcome, ids(&kept)), (Outcome::Published, ids(&repaired)));
    assert_eq!(told(&kept.report, Code::RepairDropped), None, "it is judged again");
}

#[test]
fn what_a_run_cannot_compare_with_a_replay_is_counted() {
    for (why, what) in [("source", "in/a.txt"), ("gone", ""), ("edited", "rejects/m.raw")] {
        let host = town();
        let before = base(&host);
        edit(&host, &before, b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n");
        let repaired = replay(&host, "out");
        match why {
            "source" => host.put("in/a.txt", b"001001.00ann  \n003x03.00eve  \n".to_vec()),
            "gone" => tumpline::host::Host::remove_folder(&host, Path::new(&before.folder)).unwrap_or_default(),
            _ => mend(&host, "decimal: '.'}", "decimal: '.', on_bad: empty}"),
        }
        mend(&host, "rejects: 2", "rejects: 3");
        let run = run_again(&host);
        assert_eq!(told(&run, Code::RepairDropped), None, "{why}");
        assert_eq!(told(&run, Code::RepairsUntold).map(|it| (it.0, it.1)), Some((1, Severity::Warn)), "{why}");
        let found = args(&run, Code::RepairsUntold);
        assert_eq!(found[1..3], [repaired.report.run.as_str().into(), why.into()]);
        assert!(format!("{:?}", found[3]).contains(what), "{found:?}");
        assert_eq!(current(&host), run.run);
    }
}

/// Whoever follows what the commands say about edits that do not help ends with a run that holds.
#[test]
fn records_that_are_edited_and_stay_refused_are_those_of_a_new_run() {
    let host = town();
    mend(&host, "rejects: 2", "rejects: 3");
    let before = base(&host);
    assert_eq!(before.outcome, Outcome::Published);
    edit(&host, &before, b"003z03.00eve  \n005y05.00bob  \n006006.50cy   \n");
    let found = verify(&host, Path::new("out")).unwrap_or_default();
    assert!(found.findings.iter().any(|(code, _)| *code == Code::EvidenceHash));
    // As the advice says.
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Published, (0, 3)));
    assert_eq!(raw(&host, &after.report), b"003z03.00eve  \n005y05.00bob  \n006006.50cy   \n");
    assert_eq!(
        (current(&host), verify(&host, Path::new("out")).unwrap_or_default().holds()),
        (after.report.run.clone(), true)
    );
    // And again: nothing changes.
    let files = host.files();
    assert!(!replay(&host, "out").report.mended.is_some_and(|it| it.changed));
    let named = try_replay(&host, &before.folder, None).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert!(named.mended.is_some_and(|it| it.known && !it.changed));
    assert_eq!((named.run, host.files()), (after.report.run, files));
}

/// A limit by money looks at the bytes as they are now.
#[test]
fn limits_look_at_edited_records_that_stay_refused() {
    let host = crate::machine::machine(&[("in/a.txt", b"001001.00ann  \n002002.00zed  \n")]);
    host.put("m.yaml", super::LINES.as_bytes().to_vec());
    mend(&host, "limits: {rejects: 2}", "limits: {rejects: 2, amount: {of: amount, most: 20.00}}");
    let before = base(&host);
    assert_eq!(before.outcome, Outcome::Published);
    edit(&host, &before, b"002099.00zed  \n");
    let after = replay(&host, "out");
    assert_eq!((after.report.outcome, moved(&after)), (Outcome::Refused, (0, 1)));
    let told = |host: &FakeHost| {
        let found = verify(host, Path::new(&before.folder)).unwrap_or_default().findings;
        found.into_iter().find(|(code, _)| *code == Code::EvidenceHash).map(|(_, args)| args)
    };
    let want = |word: &str, run: &str| Some(vec!["rejects/m.raw".into(), word.into(), run.into()]);
    assert_eq!(told(&host), want("refused", &after.report.run));
    // The same once more is no other run.
    let files = host.files();
    let again = replay(&host, "out");
    assert_eq!((again.report.outcome, host.files(), &again.report.run), (Outcome::Refused, files, &after.report.run));
    // As the advice says: put back as it was.
    edit(&host, &before, b"002002.00zed  \n");
    assert_eq!(told(&host), None);
}

/// An editor that writes a mark before the bytes shifts the first record, and may have written all of them otherwise.
#[test]
fn a_byte_order_mark_before_edited_records_is_refused_unless_it_was_there() {
    let edited = b"003003.00eve  \n005y05.00bob  \n006y06.50cy   \n";
    for (mark, name) in [(&b"\xEF\xBB\xBF"[..], "utf-8"), (b"\xFF\xFE", "utf-16le")] {
        let host = town();
        let before = base(&host);
        edit(&host, &before, &[mark, edited].concat());
        let stop = stop(&host, "out");
        assert_eq!((stop.code, &stop.args[1..]), (Code::RawMarked, &[name.into(), "ascii".into()][..]));
    }
    // Text in UTF-8 has it between its records.
    let host = town();
    mend(&host, "ascii", "utf-8");
    let before = base(&host);
    edit(&host, &before, &[&b"\xEF\xBB\xBF"[..], edited].concat());
    assert_eq!(moved(&replay(&host, "out")), (1, 2));
    // A record that began so in its source may be edited as it is.
    let host =
        crate::machine::machine(&[("in/a.txt", b"000000.00bob  \n\xEF\xBB\xBF001001.00ann  \n002002.00zed  \n")]);
    host.put("m.yaml", super::LINES.as_bytes().to_vec());
    let before = base(&host);
    assert_eq!(raw(&host, &before), b"\xEF\xBB\xBF001001.00ann  \n002002.00zed  \n");
    edit(&host, &before, b"\xEF\xBB\xBF001001.00ann  \n002002.00eve  \n");
    assert_eq!(moved(&replay(&host, "out")), (1, 1));
}

#[test]
fn a_rule_that_is_another_one_now_is_told_apart_from_what_was_repaired() {
    for (names, edited, cause) in [("ann", &b"002002.00eve  \n"[..], "rule"), ("bob", b"002002.00bob  \n", "repaired")]
    {
        let host = crate::machine::machine(&[(
            "in/a.txt",
            format!("001001.00ann  \n002x02.00ann  \n003003.00{names}  \n").as_bytes(),
        )]);
        host.put("m.yaml", (super::LINES.to_owned() + &super::rule("warn")).into_bytes());
        let before = base(&host);
        mend(&host, "on_fail: warn", "on_fail: reject");
        edit(&host, &before, edited);
        let after = replay(&host, "out");
        assert_eq!(after.report.outcome, Outcome::Refused, "{cause}");
        let group = after.report.findings.iter().find(|group| group.code == Code::OldRowsRefused);
        assert_eq!(group.map(|it| it.args[2].clone()), Some(cause.into()), "{cause}");
    }
}

#[test]
fn without_a_replay_nothing_is_told_of_repairs() {
    let host = town();
    mend(&host, "rejects: 2", "rejects: 3");
    base(&host);
    let again = run_again(&host);
    assert_eq!(told(&again, Code::RepairDropped).or(told(&again, Code::RepairsUntold)), None);
}

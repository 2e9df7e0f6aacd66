//! Refused records that are longer than a record may be, as they were edited.

use super::{LINES, base, edit, moved, raw, replay};
use crate::machine::{Left, machine};

/// What is said of the record that is too long.
fn said(left: &Left) -> Vec<String> {
    let found = left.report.findings.iter().find(|group| group.code.id() == "TL0109");
    found.map(|group| group.args.iter().map(tumpline::run::names::arg).collect()).unwrap_or_default()
}

/// A record has the length that it was given last, and not the one that it had in its source.
#[test]
fn a_record_that_was_edited_and_is_too_long_stays_so_in_the_replays_that_follow() {
    for end in ["\n", "\r\n", ""] {
        let host = machine(&[("in/a.txt", format!("001001.00ann  \n003x03.00eve  {end}").as_bytes())]);
        let max =
            LINES.replace("  encoding: ascii\n", "  encoding: ascii\n  records: {end: newline, max_length: 20}\n");
        host.put("m.yaml", max.into_bytes());
        let mut report = base(&host);
        for (more, length) in [(100, "114"), (30, "44"), (60, "74")] {
            let bytes = format!("003003.00eve  {}{end}", "z".repeat(more));
            edit(&host, &report, bytes.as_bytes());
            let first = replay(&host, "out");
            assert_eq!((moved(&first), said(&first)), ((0, 1), vec![length.to_owned(), "20".to_owned()]));
            assert_eq!(raw(&host, &first.report), bytes.as_bytes());
            let second = replay(&host, "out");
            assert_eq!((moved(&second), said(&second)), ((0, 1), said(&first)), "{end:?}");
            report = first.report;
        }
        edit(&host, &report, format!("003003.00eve  {end}").as_bytes());
        assert_eq!(moved(&replay(&host, "out")), (1, 0));
    }
}

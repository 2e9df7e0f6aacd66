//! A replay brings what was refused into tables with lists, beside the rows that stand.

use tumpline::host::Host;
use tumpline::run::Request;
use tumpline::run::Sizes;
use tumpline::run::replay::{ReplayRequest, replay_in_sizes};

use super::rows;
use crate::machine::{left, machine, run, run_on};

const MAPPING: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-3, type: int32}, {name: parts, at: 4-7, repeat: {times: 2, width: 2}, fields: [{name: p, at: 1-2, type: int32}]}]}
      - {name: line, when: {at: 1, is: L}, under: head, fields: [{name: v, at: 2-4, type: int32}]}
table: head
from: head
limits: {rejects: 99}
columns:
  - {name: no}
  - {name: parts, nest: head.parts, columns: [{name: p, range: [0, MOST]}]}
  - {name: lines, nest: line.v}
";

#[test]
fn refused_records_come_into_lists() {
    let text = "H010102\nL001\nL002\nH020199\nL003\nH030304\nL0x5\nH040506\n";
    let (strict, wide) = (MAPPING.replace("MOST", "50"), MAPPING.replace("MOST", "99"));
    let host = machine(&[("in.txt", text.as_bytes())]);
    host.put("m.yaml", strict.into_bytes());
    let first = run_on(&host, 2, None).unwrap();
    let first = left(&host, first);
    assert_eq!(rows(&first, "head"), ["1|[(1) (2)]|[1 2]", "4|[(5) (6)]|[]"]);
    host.put("m.yaml", wide.clone().into_bytes());
    host.set_now(host.now().checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
    let request = Request { paths: vec!["m.yaml".into()], threads: Some(2), ..Request::default() };
    let asked = ReplayRequest { dir: "out".into(), request };
    let report =
        replay_in_sizes(&host, &asked, Sizes::default(), &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, []);
    let again = left(&host, report);
    let mut found = rows(&again, "head");
    found.sort();
    assert_eq!(found, ["1|[(1) (2)]|[1 2]", "2|[(1) (99)]|[3]", "4|[(5) (6)]|[]"]);
    // All that a run of the mended mapping says of the lists.
    let whole = run(&wide, &[("in.txt", text.as_bytes())], 1, None);
    assert_eq!(again.manifest["tables"][0]["lists"], whole.manifest["tables"][0]["lists"]);
}

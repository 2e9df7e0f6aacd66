//! What a run's hint may cost: it decodes no more than its bound, and says what a search at leisure says.

use std::sync::atomic::{AtomicU64, Ordering};

use tumpline::extractors::encoding::Encoding;
use tumpline::finding::{Arg, Code};
use tumpline::host::Host;
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::budget::Budget;
use tumpline::inspect::ways::hint;
use tumpline::run::diagnosis::{Diagnosis, Doubted};
use tumpline::run::{self, Request as RunRequest, Stop};

/// Asks as a run does, and keeps what was decoded for it: with the usual bound, and without.
#[derive(Debug)]
struct Counting;

static DECODED: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

impl Diagnosis for Counting {
    fn hint(&self, host: &dyn Host, of: Doubted<'_>) -> Option<Stop> {
        let [bounded, ample] = [Budget::of(hint::MOST), Budget::ample()];
        let hints = [&bounded, &ample].map(|budget| hint::hint_within(host, of, budget));
        DECODED[0].store(bounded.spent(), Ordering::Relaxed);
        DECODED[1].store(ample.spent(), Ordering::Relaxed);
        let [hint, at_leisure] = hints;
        assert_eq!(hint.as_ref().map(|hint| &hint.args[1]), at_leisure.as_ref().map(|hint| &hint.args[1]));
        hint
    }
}

#[test]
fn a_hint_decodes_no_more_than_its_bound_and_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let encoding = Encoding::of("cp037").unwrap();
    let items = (0..40).map(|at| format!("           05  AMOUNT-{at}  PIC S9(7)V99.\n")).collect::<Vec<_>>().concat();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("acct.cpy", format!("       01  R.\n           05  NAME  PIC X(20).\n{items}").as_bytes());
    let one = |number: usize| {
        let amounts = (0..40).map(|at| format!("{:09}", number * 37_117 + at)).collect::<Vec<_>>().concat();
        encoding.encode(&format!("{:<20}{amounts}", "ROAD SALT")).unwrap()
    };
    // A byte before every record: as declared hardly anything decodes, and no length of the copybook's divides the size.
    let records: Vec<Vec<u8>> = (1..=110).map(|number| [&[7][..], &one(number)].concat()).collect();
    write("acct.dat", &records.concat());
    let text =
        "tumpline: 1\nsource: {files: acct.dat, format: cobol, encoding: ascii, copybook: acct.cpy}\ntable: account\n";
    write("account.yaml", text.as_bytes());
    let mapping = folder.path().join("account.yaml");
    let out = folder.path().join("out");
    let request =
        RunRequest { paths: vec![mapping], out, trial: true, diagnosis: Some(&Counting), ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
    let hint = report.findings.iter().find(|group| group.code == Code::ReadsOtherwise);
    let with = hint.map(|group| group.args[1].clone());
    assert_eq!(with, Some(Arg::from("encoding: cp037, end: {length: 381}, before: 1")));
    let [bounded, ample] = [0, 1].map(|at: usize| DECODED[at].load(Ordering::Relaxed));
    assert!(bounded <= hint::MOST && ample > hint::MOST, "{bounded} {ample}");
}

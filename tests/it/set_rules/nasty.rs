//! Machines that fail in the middle of rules over several rows, and keys that nobody has.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::PathBuf;

use tumpline::finding::Code;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::Outcome;
use tumpline::run::{Problem, Request, Sizes, Stop, run_in_sizes};

use super::laws::{csv, files};
use super::{of_rules, rows, run, run_on};
use crate::machine::{left, machine};

const SIZES: Sizes = Sizes { block: Some(300), held: Some(200) };

/// Two rules, of which the first refuses: three passes.
fn refusing() -> String {
    csv(
        "{id: a, references: t.k, by: g, on_fail: reject}, {id: b, sum: n, by: g, equals: 0, on_fail: warn}, {id: c, unique: amt, on_fail: reject}",
    )
}

fn lines() -> String {
    (0..60).fold(String::from("k,g,n,amt\n"), |mut text, row| {
        writeln!(
            text,
            "k{row},k{},{},{}.00",
            if row == 7 { 99 } else { row / 2 },
            row % 5,
            if row == 40 { 41 } else { row }
        )
        .unwrap();
        text
    })
}

fn host() -> FakeHost {
    machine(&[("m/m.yaml", refusing().as_bytes()), ("m/in.csv", lines().as_bytes())])
}

fn stop_of(problem: Problem) -> Stop {
    match problem {
        Problem::Stop(stop) => stop,
        Problem::Sources { stops } => stops.into_iter().next().unwrap(),
        Problem::Mappings(texts) => panic!("{:?}", texts[0].diagnostics),
    }
}

fn of(host: &FakeHost, folder: &str) -> Vec<String> {
    host.files().into_iter().filter(|path| path.starts_with(folder)).collect()
}

/// What `current` shows: its run, and the names and bytes of its files.
fn current(host: &FakeHost) -> (String, Vec<Vec<u8>>) {
    let target = tumpline::host::Host::target(host, "out/current".as_ref()).unwrap();
    let files = of(host, &format!("out/{target}/")).iter().map(|path| host.content(path).unwrap()).collect();
    (target, files)
}

#[test]
fn whatever_fails_and_whenever_the_old_run_is_shown_and_nothing_stays_behind() {
    let host_of_log = host();
    host_of_log.keep_log();
    let report = run_on(&host_of_log, 1, SIZES).unwrap();
    assert_eq!((report.outcome, report.tables[0].rows), (Outcome::Published, 47), "{:?}", report.findings);
    let log = host_of_log.log();
    let spilled = |operation: &str, name: &str| {
        log.iter().filter(|line| line.starts_with(operation) && line.contains(name)).count()
    };
    for name in ["held/entries-", "held/breaches-", "held/refused-"] {
        assert!(spilled("create", name) > 1 && spilled("read", name) > 1 && spilled("write", name) > 1, "{name}");
    }
    let mut failed = 0;
    for (kind, times, step) in [(ErrorKind::StorageFull, u64::MAX, 17), (ErrorKind::Other, 1, 11)] {
        for after in (0..log.len() as u64).step_by(step * crate::every(3)) {
            let host = host();
            run_on(&host, 1, Sizes::default()).unwrap();
            let old = current(&host);
            host.fail_times("", "", kind, after, times);
            let outcome = run_on(&host, 1, SIZES);
            host.heal();
            // A machine that does nothing any more cannot bring `current` back, if it stopped right behind the switch.
            let is_switched = outcome.is_ok() || (times > 1 && after + 20 > log.len() as u64);
            if let Err(problem) = outcome {
                failed += 1;
                stop_of(problem);
            }
            assert!(is_switched || current(&host) == old, "{kind:?} after {after}");
            assert_eq!(current(&host).1.len(), old.1.len(), "{kind:?} after {after}: a whole run is shown");
            let again = run_on(&host, 1, SIZES).unwrap();
            assert_eq!(
                (again.outcome, of(&host, "out/.staging/")),
                (Outcome::Published, vec![]),
                "{kind:?} after {after}"
            );
        }
    }
    assert!(failed > log.len() / 10 / crate::every(3), "{failed} of {}", log.len());
}

#[test]
fn a_disk_that_fills_up_while_spilling_says_so_and_takes_its_files_along() {
    for name in ["held/entries-", "held/breaches-", "held/refused-"] {
        for room in (0..2_000).step_by(97) {
            let host = host();
            host.fail("write", name, ErrorKind::StorageFull, room);
            let stop = match run_on(&host, 2, SIZES) {
                Err(problem) => stop_of(problem),
                Ok(_) if room > 0 => continue, // there was room for all
                Ok(report) => panic!("{name} {room}: {:?}", report.outcome),
            };
            assert_eq!(stop.code, Code::DiskFull, "{name} {room}");
            assert!(of(&host, "out/runs/").is_empty() && of(&host, "out/.staging/").is_empty(), "{:?}", host.files());
        }
    }
}

#[test]
fn an_interrupt_in_a_later_pass_publishes_nothing_and_leaves_nothing() {
    for pass in [2, 3] {
        let host = host();
        let request =
            Request { paths: vec![PathBuf::from("m")], out: "out".into(), threads: Some(2), ..Request::default() };
        let problem = run_in_sizes(&host, &request, SIZES, &|progress| {
            if progress.pass == pass {
                host.interrupt();
            }
        });
        assert_eq!(stop_of(problem.unwrap_err()).code, Code::Interrupted, "{pass}");
        assert_eq!(of(&host, "out/"), ["out/.lock"], "{pass}");
    }
}

#[test]
fn a_source_that_is_another_one_in_the_second_pass_stops_the_run() {
    for (text, code) in [
        (Some(lines().replace("k59", "k00")), Some(Code::SourceChanged)),
        (Some(lines() + "x,x,,\n"), Some(Code::SourceChanged)),
        (Some(lines()), None),
        (Some("k,g,n,amt\n".to_owned()), Some(Code::SourceChanged)),
    ] {
        let host = host();
        let request =
            Request { paths: vec![PathBuf::from("m")], out: "out".into(), threads: Some(2), ..Request::default() };
        let ended = run_in_sizes(&host, &request, Sizes { held: Some(0), ..Sizes::default() }, &|_| {
            if let Some(text) = &text {
                host.put("m/in.csv", text.as_bytes().to_vec());
            }
        });
        assert_eq!(ended.err().map(|problem| stop_of(problem).code), code);
        assert_eq!(of(&host, "out/").len() > 1, code.is_none(), "{:?}", host.files());
    }
}

#[test]
fn what_can_be_read_once_alone_has_no_rule_that_refuses() {
    for (on_fail, code) in [("reject", Some(Code::ReadOnce)), ("warn", None), ("fail", None)] {
        let mapping = csv(&format!("{{id: r, unique: k, on_fail: {on_fail}}}"));
        let stdin = machine(&[("m/m.yaml", mapping.replace("in.csv", "\"-\"").as_bytes())]);
        stdin.set_stdin(&b"k,g,n,amt\na,,,\na,,,\n"[..]);
        let pipe = machine(&[("m/m.yaml", mapping.as_bytes())]);
        pipe.put_pipe("pipe", &b"k,g,n,amt\na,,,\na,,,\n"[..]);
        for (host, sources) in [(stdin, vec![]), (pipe, vec![(None, PathBuf::from("pipe"))])] {
            let request = Request { paths: vec![PathBuf::from("m")], out: "out".into(), sources, ..Request::default() };
            match run_in_sizes(&host, &request, Sizes::default(), &|_| {}) {
                Err(problem) => {
                    let stop = stop_of(problem);
                    assert_eq!(Some(stop.code), code, "{on_fail}: {stop:?}");
                }
                Ok(report) => {
                    assert_eq!(code, None, "{on_fail}");
                    assert_eq!(of_rules(&left(&host, report)).len(), 2);
                }
            }
        }
    }
}

#[test]
fn a_compressed_source_is_read_again_in_every_pass() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, lines().as_bytes()).unwrap();
    let plain = run(&files(&refusing(), "in.csv", &lines()), 2, SIZES);
    let mapped = ("m.yaml".to_owned(), refusing().into_bytes());
    let left = run(&[mapped, ("in.csv".to_owned(), packed.finish().unwrap())], 2, SIZES);
    assert_eq!(rows(&left, "t"), rows(&plain, "t"));
    assert_eq!(of_rules(&left), of_rules(&plain));
}

#[test]
fn a_key_of_a_mebibyte_is_a_key_like_others_and_is_shown_short() {
    let long = "é".repeat(1 << 19);
    let mapping = csv("{id: a, unique: k, on_fail: reject}, {id: b, sum: n, by: [k, g], equals: 3, on_fail: warn}, {id: c, references: t.k, by: g, on_fail: warn}")
        .replace("delimiter: ','", "delimiter: ','\n  records: {max_length: 8 MiB}");
    let mut text = String::from("k,g,n,amt\n");
    for (end, number) in [("a", 1), ("b", 2), ("a", 3), ("", 3), ("c", 4)] {
        writeln!(text, "{long}{end},{long},{number},").unwrap();
    }
    for sizes in
        [Sizes::default(), Sizes { block: None, held: Some(0) }, Sizes { block: Some(3 << 20), held: Some(1 << 20) }]
    {
        let left = run(&files(&mapping, "in.csv", &text), 2, sizes);
        assert_eq!(rows(&left, "t").len(), 3);
        let found = of_rules(&left);
        let told: Vec<_> = found.iter().map(|found| (found.code.as_str(), found.record.unwrap() - 1)).collect();
        assert_eq!(told, [("TL0701", 1), ("TL0701", 3), ("TL0703", 2), ("TL0703", 5)]);
        assert!(found.iter().all(|found| found.args[0].chars().count() < 210 && found.args[0].ends_with('…')));
        assert_eq!(left.report.outcome, Outcome::Published);
    }
}

#[test]
fn one_key_of_thousands_of_rows_is_refused_whole_from_memory_and_from_the_disk() {
    // More rows than are remembered until a key is judged, and other keys around it.
    let mut text = String::from("k,g,n,amt\n");
    for row in 0..3_000 {
        writeln!(text, "a{},g{},1,", row % 1_000, if row % 10 == 3 { row } else { 0 }).unwrap();
    }
    let mapping = csv(
        "{id: s, sum: n, by: g, equals: 1, on_fail: reject}, {id: c, sum: n, by: k, equals: {table: t, sum: n, by: [g]}, where: n = 2}",
    );
    for sizes in
        [Sizes::default(), Sizes { block: Some(2_000), held: Some(0) }, Sizes { block: Some(500), held: Some(30_000) }]
    {
        let left = run(&files(&mapping, "in.csv", &text), 2, sizes);
        assert_eq!(rows(&left, "t").len(), 300, "{sizes:?}");
        let refused: Vec<_> = of_rules(&left).into_iter().filter(|found| found.severity == "reject").collect();
        assert_eq!(refused.len(), 2_700);
        assert!(refused.iter().all(|found| found.args == ["g0", "2700", "1", "2700"]));
        assert!(refused.is_sorted_by_key(|found| found.record));
    }
}

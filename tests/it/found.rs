//! Which files a run reads, which it refuses, and that it leaves out none without a word.

use std::path::{Path, PathBuf};

use tumpline::evidence::verify::{self, Verification};
use tumpline::host::Host;
use tumpline::host::fake::FakeHost;
use tumpline::host::real::RealHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Request, prepare, run, run_in_blocks};

use crate::machine::{left, machine, run_on};

fn fixed(files: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: '{files}'
  format: fixed
  encoding: ascii
  fields: [{{name: id, at: 1-5}}]
table: t
"
    )
}

fn csv(more: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: '*.csv'
  format: delimited
  encoding: utf-8
  delimiter: ','
  {more}
  fields: [{{name: id}}, {{name: n, type: int32}}]
table: t
"
    )
}

fn request(mapping: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Request {
    Request { paths: vec![mapping.into()], out: out.into(), threads: Some(1), ..Request::default() }
}

fn codes(problem: &Problem) -> Vec<&'static str> {
    match problem {
        Problem::Stop(stop) => vec![stop.code.id()],
        Problem::Sources { stops } => stops.iter().map(|stop| stop.code.id()).collect(),
        Problem::Mappings(mappings) => {
            mappings.iter().flat_map(|one| &one.diagnostics).map(|found| found.code.id()).collect()
        }
    }
}

fn refused(host: &dyn Host, request: &Request) -> Vec<&'static str> {
    codes(&run(host, request, &|_| {}).unwrap_err())
}

/// What `check` says of the sources of one mapping.
fn checked(host: &dyn Host, request: &Request) -> Vec<&'static str> {
    prepare::check(host, request)
        .unwrap()
        .mappings
        .iter()
        .flat_map(|one| &one.stops)
        .map(|stop| stop.code.id())
        .collect()
}

fn told(found: &Verification) -> Vec<&'static str> {
    found.findings.iter().map(|(code, _)| code.id()).collect()
}

fn rows(report: &Report) -> u64 {
    report.tables.iter().map(|table| table.rows).sum()
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_unicode_is_read_and_found_again() {
    use std::os::unix::ffi::OsStrExt;
    // Seen from where the test stands, as a user types it.
    let disk = tempfile::tempdir_in("target").unwrap();
    let folder = PathBuf::from("target").join(disk.path().file_name().unwrap());
    let put = |name: &[u8], text: &str| std::fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), text).unwrap();
    put(b"a.txt", "12345\n");
    put(b"Relev\xE9.txt", "22345\n");
    put(b"m.yaml", &fixed("*.txt"));
    let out = folder.join("out");
    let report = run(&RealHost, &request(folder.join("m.yaml"), &out), &|_| {}).unwrap();
    assert_eq!((report.outcome, rows(&report)), (Outcome::Published, 2));
    let manifest = std::fs::read(out.join("current/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["sources"][0]["file"], r"Relev\xE9.txt");
    for source in manifest["sources"].as_array().unwrap() {
        assert!(Path::new(source["path"].as_str().unwrap()).is_absolute(), "verify finds it from any folder");
    }
    let found = verify::verify(&RealHost, &out).unwrap();
    assert_eq!((told(&found), found.sources), (Vec::new(), 2));

    put(br"Relev\xE9.txt", "32345\n");
    assert_eq!(refused(&RealHost, &request(folder.join("m.yaml"), &out)), ["TL0012"], "two files of one shown name");

    put(b"maps-\xE9.yaml", &fixed("a.txt"));
    assert_eq!(refused(&RealHost, &request(&folder, &out)), ["TL0909"], "a mapping's name is in the evidence");
}

#[test]
fn a_link_that_leads_nowhere_is_told() {
    for (pattern, link) in [("*.txt", "b.txt"), ("*/*.txt", "share"), ("**/*.txt", "share")] {
        let host = machine(&[("m.yaml", fixed(pattern).as_bytes()), ("a.txt", b"12345\n"), ("d/c.txt", b"22345\n")]);
        host.switch(Path::new(link), "unmounted/b").unwrap();
        let request = request("m.yaml", "out");
        assert_eq!(refused(&host, &request), ["TL0512"], "{pattern}");
        assert_eq!(checked(&host, &request), ["TL0512"], "{pattern}");
    }
}

#[test]
fn a_pipe_is_read_if_the_command_names_it_and_else_refused() {
    let text = b"12345\n22345\n".repeat(5_000);
    for pattern in ["*.txt", "pipe.txt"] {
        let host = machine(&[("m.yaml", fixed(pattern).as_bytes())]);
        host.put_pipe("pipe.txt", text.clone());
        let request = request("m.yaml", "out");
        assert_eq!(refused(&host, &request), ["TL0909"], "{pattern}");
        assert_eq!(checked(&host, &request), ["TL0909"], "{pattern}");
        assert!(host.open_stream(Path::new("pipe.txt")).is_ok(), "no one opened it");
    }
    let host = machine(&[("m.yaml", fixed("*.txt").as_bytes()), ("file/in.txt", &text)]);
    host.put_pipe("in.txt", text.clone());
    let of = |path: &str, block| {
        let sources = vec![(None, PathBuf::from(path))];
        let request = Request { sources, ..request("m.yaml", format!("out-{}", path.len())) };
        left(&host, run_in_blocks(&host, &request, block, &|_| {}).unwrap())
    };
    let (piped, stored) = (of("in.txt", Some(1 << 12)), of("file/in.txt", Some(1 << 12)));
    assert_eq!(piped.report.tables[0].rows, 10_000);
    assert_eq!(piped.files, stored.files);
    assert_eq!(piped.manifest["sources"][0]["sha256"], stored.manifest["sources"][0]["sha256"]);
    assert_eq!(piped.manifest["sources"][0]["path"], serde_json::Value::Null, "nothing can be found there again");
}

#[test]
fn what_runs_wrote_is_never_a_source() {
    let mapping = fixed("**/*.raw");
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("in/a.raw", b"12345\n")]);
    for out in ["out", "."] {
        assert_eq!(run_on_to(&host, out).unwrap().tables[0].rows, 1);
        assert_eq!(codes(&run_on_to(&host, out).unwrap_err()), ["TL0513"], "{out}");
        assert_eq!(checked(&host, &request("m.yaml", out)), ["TL0513"]);
        for made in ["out", "runs"].iter().filter(|made| host.kind(Path::new(made)).is_ok()) {
            host.remove_folder(Path::new(made)).unwrap();
        }
    }
    // Sources that stand beside the runs are sources.
    let host = machine(&[("m.yaml", fixed("*.txt").as_bytes()), ("a.txt", b"12345\n")]);
    for _ in 0..2 {
        assert_eq!(run_on_to(&host, ".").unwrap().tables[0].rows, 1);
    }
}

fn run_on_to(host: &FakeHost, out: &str) -> Result<Report, Problem> {
    run(host, &request("m.yaml", out), &|_| {})
}

#[test]
fn a_folder_passes_no_mapping_over() {
    let good = fixed("../in.txt");
    for name in ["b.yml", "b.YAML", "migration.yml"] {
        let path = format!("maps/{name}");
        let files = [("maps/a.yaml", good.as_bytes()), (path.as_str(), good.as_bytes()), ("in.txt", b"12345\n")];
        assert_eq!(refused(&machine(&files), &request("maps", "out")), ["TL0909"], "{name}");
    }
    let host = machine(&[("maps/a.yaml", good.as_bytes()), ("in.txt", b"12345\n"), ("maps/.b.yml", b"")]);
    host.put("maps/old.yaml/c.yaml", "");
    assert_eq!(rows(&run(&host, &request("maps", "out"), &|_| {}).unwrap()), 1, "hidden files and folders are none");
    host.put_pipe("maps/b.yaml", "");
    assert_eq!(refused(&host, &request("maps", "out")), ["TL0909"]);
}

#[test]
fn files_without_a_record_are_not_the_same_bytes() {
    for (text, want) in [("id,n\n", Vec::new()), ("id,n\na,1\n", vec!["TL0503"])] {
        let mapping = csv("").replace("'*.csv'", "{glob: '*.csv', empty: allow}");
        let host = machine(&[("m.yaml", mapping.as_bytes()), ("a.csv", text.as_bytes()), ("b.csv", text.as_bytes())]);
        let report = run_on(&host, 1, None).unwrap();
        let found = report.findings.iter().map(|group| group.code.id()).filter(|code| *code != "TL0509");
        assert_eq!(found.collect::<Vec<_>>(), want, "{text}");
    }
}

#[test]
fn a_trial_of_the_first_records_says_what_it_did_not_see() {
    // Of a packed file no one knows how long it is: what was read of it counts, to the end of a block.
    let text = b"12345\n".repeat(100);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &text).unwrap();
    for (name, bytes, unread) in [("a.txt", text.clone(), 570), ("a.txt.gz", packed.finish().unwrap(), 34)] {
        let host = machine(&[("m.yaml", fixed("a.txt*").as_bytes()), (name, &bytes)]);
        let request = Request { limit: Some(5), trial: true, ..request("m.yaml", "out") };
        let left = left(&host, run_in_blocks(&host, &request, Some(64), &|_| {}).unwrap());
        let source = &left.manifest["sources"][0];
        assert_eq!(source.get("sha256"), None, "{name}");
        let by_class = &source["bytes_by_class"];
        assert_eq!((&by_class["loaded"], &by_class["unread"]), (&25.into(), &unread.into()), "{name}: {source}");
        assert_eq!(source["bytes"], 30 + unread);
        let found = verify::verify(&host, Path::new(&left.report.folder)).unwrap();
        assert_eq!((told(&found), found.holds(), found.sources), (vec!["TL0813"], true, 0));
    }
}

#[test]
fn a_copy_whose_current_is_a_folder_is_verified_and_not_written_to() {
    let host = machine(&[("m.yaml", fixed("a.txt").as_bytes()), ("a.txt", b"12345\n")]);
    let report = run_on(&host, 1, None).unwrap();
    for path in host.files() {
        if let Some(name) = path.strip_prefix(&format!("{}/", report.folder)) {
            host.put(format!("copy/current/{name}"), host.content(&path).unwrap());
        }
    }
    assert!(verify::verify(&host, Path::new("copy")).unwrap().holds());
    host.keep_log();
    assert_eq!(codes(&run_on_to(&host, "copy").unwrap_err()), ["TL0909"]);
    assert!(!host.log().iter().any(|line| line.contains("findings.parquet")), "told before it began");
    let trial = Request { trial: true, ..request("m.yaml", "copy") };
    assert_eq!(run(&host, &trial, &|_| {}).unwrap().outcome, Outcome::Trial);
}

#[test]
fn what_a_repeated_header_ends_is_told_with_its_bytes() {
    let text = "id,n\na,1\nid,n\nb,2\nc,3\n";
    let mapping = csv("repeated_header: end");
    for block in [None, Some(8)] {
        let host = machine(&[("m.yaml", mapping.as_bytes()), ("a.csv", text.as_bytes())]);
        let report = run_on(&host, 2, block).unwrap();
        assert_eq!((report.outcome, rows(&report)), (Outcome::Published, 1));
        let found: Vec<_> = report.findings.iter().map(|group| (group.code.id(), group.args.clone())).collect();
        assert_eq!(found, [("TL0126", vec![13_u64.into()])]);
        let at = report.findings[0].first;
        assert_eq!((at.record, at.line, at.offset), (3, 3, 9));
    }
}

#[test]
fn a_byte_order_mark_where_files_were_joined_is_a_separator() {
    let text = "\u{FEFF}id,n\na,1\n\u{FEFF}id,n\n\u{FEFF}\n\u{FEFF}\"b\u{FEFF}\",2\n";
    let wide = |pair: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(pair).collect::<Vec<u8>>();
    for (encoding, bytes) in [
        ("utf-8", text.as_bytes().to_vec()),
        ("utf-16le", wide(u16::to_le_bytes)),
        ("utf-16be", wide(u16::to_be_bytes)),
    ] {
        let mapping = csv("repeated_header: skip").replace("utf-8", encoding);
        for block in [None, Some(8), Some(16), Some(22)] {
            let left = crate::machine::run(&mapping, &[("a.csv", &bytes)], 2, block);
            assert_eq!(left.report.findings.len(), 0, "{encoding} {block:?}");
            let batches: Vec<_> =
                left.files.iter().filter(|(path, _)| path.starts_with("data/")).map(|(_, bytes)| bytes).collect();
            let ids: Vec<String> = batches
                .into_iter()
                .flat_map(|bytes| crate::tables::batches(bytes))
                .flat_map(|batch| {
                    let column = batch.column_by_name("id").unwrap().clone();
                    (0..batch.num_rows()).map(|row| crate::tables::cell(&column, row)).collect::<Vec<_>>()
                })
                .collect();
            assert_eq!(ids, ["a", "b\u{FEFF}"], "{encoding} {block:?}");
        }
    }
}

#[test]
fn no_byte_of_a_personal_field_is_told() {
    for (personal, want) in [("", "81"), (", personal: true", "")] {
        let mapping = fixed("a.txt").replace("ascii", "cp1252").replace("at: 1-5", &format!("at: 1-5{personal}"));
        let host = machine(&[("m.yaml", mapping.as_bytes()), ("a.txt", b"12\x8145\n")]);
        let report = run_on(&host, 1, None).unwrap();
        let found = report.findings.iter().find(|group| group.code.id() == "TL0201").unwrap();
        assert_eq!(found.args, [3_u64.into(), want.into()]);
    }
}

#[test]
fn what_is_held_back_leaves_room_on_the_disk() {
    let mapping = fixed("-");
    let host = machine(&[("m.yaml", mapping.as_bytes())]);
    for (free, want) in
        [(Some(1 << 40), Ok(1)), (None, Ok(1)), (Some(300 << 20), Ok(1)), (Some(200 << 20), Err("TL0912"))]
    {
        let mut text = b"12345\n".to_vec();
        text.resize(6 << 20, 0);
        host.set_stdin(text);
        host.set_free_space(free);
        let ended = run_on(&host, 1, Some(1 << 12)).map(|report| rows(&report));
        assert_eq!(ended.map_err(|problem| codes(&problem)[0]), want, "{free:?}");
    }
}

//! Files as they come: empty, broken, hostile; machines as they are: full, forbidden, interrupted.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use tumpline::finding::Code;
use tumpline::host::fake::FakeHost;
use tumpline::run::report::{Outcome, Report};
use tumpline::run::{Problem, Request, Stop, run_in_blocks};

use crate::machine::{Left, left, machine, run, run_on};
use crate::tables::batches;

pub const LINES: &str = "tumpline: 1\nsource: {files: in.*, format: fixed, encoding: cp850, fields: [{name: a, at: 1-3}, {name: n, at: 4-6, type: int32}]}\ntable: t\n";
pub const CSV: &str = "tumpline: 1\nsource: {files: in.*, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}, {name: n, type: int32}]}\ntable: t\n";

/// The rows of table `t`, cells joined by `|`, without the trace.
fn rows(left: &Left) -> Vec<String> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with("data/t/")) {
        for batch in batches(bytes) {
            let columns = &batch.columns()[..batch.num_columns() - 2];
            for row in 0..batch.num_rows() {
                let cells = columns.iter().map(|column| crate::tables::cell(column.as_ref(), row));
                rows.push(cells.collect::<Vec<_>>().join("|"));
            }
        }
    }
    rows
}

fn codes(report: &Report) -> Vec<(&'static str, u64)> {
    report.findings.iter().map(|group| (group.code.id(), group.count)).collect()
}

fn one(mapping: &str, bytes: &[u8]) -> Left {
    run(mapping, &[("in.txt", bytes)], 2, None)
}

fn stop_of(problem: Problem) -> Stop {
    match problem {
        Problem::Stop(stop) => stop,
        Problem::Sources { stops } => stops.into_iter().next().unwrap(),
        Problem::Mappings(texts) => panic!("{:?}", texts[0].diagnostics),
    }
}

#[test]
fn line_ends_marks_and_padding_are_separators() {
    for text in [
        &b"aaa001\nbbb002\n"[..],
        b"aaa001\r\nbbb002",
        b"aaa001\rbbb002\r",
        b"aaa001\r\r\nbbb002\r\r\n",
        b"\n\naaa001\n\r\n\rbbb002\n\n",
        b"aaa001\nbbb002\n\x1a",
        b"aaa001\r\nbbb002\x1a\x1a\x1a\x1a",
        b"aaa001\nbbb002\n\0\0\0\0\0",
        b"\x0caaa001\n\x0c\x0cbbb002\n\x0c\n",
    ] {
        let left = one(LINES, text);
        assert_eq!(rows(&left), ["aaa|1", "bbb|2"], "{text:?}");
        assert_eq!(left.report.sources[0].bytes, text.len() as u64);
    }
    let marked = one(&LINES.replace("cp850", "utf-8"), b"\xEF\xBB\xBFaaa001\nbbb002\n");
    assert_eq!(rows(&marked), ["aaa|1", "bbb|2"]);
    let other = one(LINES, b"\xEF\xBB\xBFaaa001\n");
    assert_eq!((other.report.outcome, codes(&other.report)), (Outcome::Refused, vec![("TL0511", 1)]));
}

#[test]
fn hardly_anything_is_told_as_what_it_is() {
    for (mapping, bytes, want) in [
        (LINES, &b""[..], vec![("TL0509", 1)]),
        (LINES, b"\n", vec![("TL0509", 1)]),
        (LINES, b"x", vec![("TL0108", 1), ("TL0601", 1)]),
        (CSV, b"", vec![("TL0509", 1)]),
        (CSV, b"a,n\n", vec![("TL0509", 1)]),
        (CSV, b"a", vec![("TL0504", 1)]),
        (CSV, b"a,n,n,b\n1,2,3,4\n", vec![("TL0505", 1), ("TL0506", 1)]),
        (CSV, b"a,c,b\n1,2,3\n", vec![("TL0504", 1), ("TL0505", 1)]),
        (CSV, b"x,y\n1,2\n", vec![("TL0507", 1)]),
    ] {
        let left = one(mapping, bytes);
        let mut found = codes(&left.report);
        found.sort_unstable();
        assert_eq!(found, want, "{bytes:?}");
        assert_eq!(left.report.outcome, Outcome::Refused, "{bytes:?}");
        assert!(left.files.keys().any(|path| path == "data/t/part-00000.parquet"), "{bytes:?}");
        let allowing = mapping.replace("in.*", "{glob: in.*, empty: allow}");
        let left = one(&allowing, bytes);
        let empty = want[0].0 == "TL0509";
        assert_eq!(left.report.outcome, if empty { Outcome::Published } else { Outcome::Refused }, "{bytes:?}");
    }
}

#[test]
fn sources_that_are_not_there_stop_the_run_before_it_begins() {
    let host = FakeHost::new();
    host.put("m.yaml", LINES.as_bytes().to_vec());
    assert_eq!(stop_of(run_on(&host, 1, None).unwrap_err()).code, Code::NoFiles);
    host.put("m.yaml", LINES.replace("in.*", "in.txt").into_bytes());
    assert_eq!(stop_of(run_on(&host, 1, None).unwrap_err()).code, Code::NoSuchPath);
    host.put_folder("in.txt");
    assert_eq!(stop_of(run_on(&host, 1, None).unwrap_err()).code, Code::WrongPath);
    assert!(!host.files().iter().any(|path| path.starts_with("out")));
    let host = machine(&[("m.yaml", LINES.as_bytes()), ("in.txt", b"aaa001\n")]);
    host.fail("open", "in.txt", ErrorKind::PermissionDenied, 0);
    let stop = stop_of(run_on(&host, 1, None).unwrap_err());
    assert_eq!((stop.code, stop.args[1].clone()), (Code::Io, "in.txt".into()));
}

#[test]
fn the_same_bytes_twice_fail_the_run() {
    let left = run(LINES, &[("in.a", b"aaa001\n"), ("in.b", b"aaa001\n")], 2, None);
    assert_eq!((left.report.outcome, codes(&left.report)), (Outcome::Refused, vec![("TL0503", 1)]));
    assert!(left.report.folder.contains("refused"));
}

#[test]
fn a_source_that_changes_meanwhile_publishes_nothing() {
    let host = machine(&[("m.yaml", LINES.as_bytes()), ("in.txt", b"aaa001\n")]);
    host.change_while_read("in.txt");
    assert_eq!(stop_of(run_on(&host, 1, None).unwrap_err()).code, Code::SourceChanged);
    assert!(!host.files().iter().any(|path| path.contains("runs/") || path.contains("current")));
}

#[test]
fn law_4_all_or_nothing_on_a_disk_that_fills_up() {
    let lines: Vec<u8> = (0..5000).flat_map(|n| format!("r{:02}{:03}\n", n % 100, n % 1000).into_bytes()).collect();
    for room in [0, 10, 1_000, 3_000] {
        let host = machine(&[("m.yaml", LINES.as_bytes()), ("in.txt", b"old111\n")]);
        let old = run_on(&host, 2, None).unwrap();
        host.put("in.txt", lines.clone());
        host.fail("write", "out", ErrorKind::StorageFull, room);
        let stop = stop_of(run_on(&host, 2, None).unwrap_err());
        assert_eq!(stop.code, Code::DiskFull, "{room}");
        host.heal();
        let part = format!("{}/data/t/part-00000.parquet", old.folder);
        assert_eq!(batches(&host.content(&part).unwrap())[0].num_rows(), 1);
        assert!(!host.files().iter().any(|path| path.contains(".staging/")), "{:?}", host.files());
        assert_eq!(run_on(&host, 2, None).unwrap().tables[0].rows, 5000);
    }
}

#[test]
fn an_interrupted_run_publishes_nothing_and_leaves_nothing() {
    let host = machine(&[("m.yaml", LINES.as_bytes()), ("in.txt", &b"aaa001\n".repeat(5000))]);
    let request = Request { paths: vec!["m.yaml".into()], out: "out".into(), ..Request::default() };
    let problem = run_in_blocks(&host, &request, Some(4 << 10), &|_| host.interrupt()).unwrap_err();
    assert_eq!(stop_of(problem).code, Code::Interrupted);
    assert!(
        !host.files().iter().any(|path| path.contains(".staging/") || path.contains("runs/")),
        "{:?}",
        host.files()
    );
}

/// The source is made while it is read: 10 GB of long lines, of which a million bytes are the fields'.
#[test]
fn ten_gigabytes_pass_through_the_hosts_seam() {
    const LINE: u64 = 100_000;
    let host = machine(&[("m.yaml", LINES.as_bytes())]);
    let length = 100_000 * LINE;
    host.put_made("in.txt", length, |offset, buffer: &mut [u8]| {
        buffer.fill(b'.');
        let mut line = offset / LINE;
        while line * LINE < offset + buffer.len() as u64 {
            let text = format!("r{:02}{:03}", line % 100, line % 1000);
            let end = (line + 1) * LINE - 1;
            for (place, byte) in (line * LINE..).zip(text.bytes()).chain([(end, b'\n')]) {
                let slot = place.checked_sub(offset).and_then(|place| buffer.get_mut(usize::try_from(place).unwrap()));
                if let Some(slot) = slot {
                    *slot = byte;
                }
            }
            line += 1;
        }
    });
    let report = run_on(&host, 2, None).unwrap();
    assert_eq!((report.outcome, report.tables[0].rows), (Outcome::Published, 100_000));
    assert_eq!(report.sources[0].bytes, length);
    let left = left(&host, report);
    let n = left.manifest["tables"][0]["columns"][1]["totals"]["sum"].as_str().unwrap().to_owned();
    assert_eq!(n, (100 * (0..1000).sum::<u64>()).to_string());
}

#[test]
fn compressed_sources_and_the_standard_input_give_the_same_rows() {
    let plain: Vec<u8> = (0..40_000).flat_map(|n| format!("r{:02}{:03}\n", n % 100, n % 1000).into_bytes()).collect();
    let want = rows(&one(LINES, &plain));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&plain).unwrap();
    let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz2.write_all(&plain).unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(&plain).unwrap();
    let packed = [
        ("in.gz", gz.finish().unwrap()),
        ("in.bz2", bz2.finish().unwrap()),
        ("in.xz", xz.finish().unwrap()),
        ("in.zst", zstd::encode_all(&plain[..], 1).unwrap()),
    ];
    for (name, bytes) in &packed {
        for block in [Some(4 << 10), None] {
            let left = run(LINES, &[(name, bytes)], 3, block);
            assert_eq!(rows(&left), want, "{name}");
            assert_eq!(left.manifest["sources"][0]["bytes"], plain.len());
            assert_eq!(left.manifest["sources"][0]["stored_bytes"], bytes.len());
        }
        let cut = run(LINES, &[(name, &bytes[..bytes.len() - 5])], 2, None);
        assert_eq!(cut.report.outcome, Outcome::Refused, "{name}");
        assert!(codes(&cut.report).contains(&("TL0510", 1)), "{name} {:?}", codes(&cut.report));
    }
    let host = machine(&[("m.yaml", LINES.replace("in.*", "\"-\"").as_bytes())]);
    host.set_stdin(plain);
    let report = run_on(&host, 2, Some(4 << 10)).unwrap();
    assert_eq!(rows(&left(&host, report)), want);
}

#[test]
fn a_quote_that_is_never_closed_ends_the_source_there() {
    let left = one(CSV, b"a,n\nx,1\n\"y,2\nz,3\n");
    assert_eq!(rows(&left), ["x|1"]);
    assert_eq!((left.report.outcome, codes(&left.report)), (Outcome::Refused, vec![("TL0114", 1), ("TL0508", 1)]));
    assert_eq!(left.report.sources[0].unread_bytes, 9);
    assert_eq!(left.report.findings[0].first.record, 3);
    assert_eq!(left.report.findings[0].first.line, 3);
}

#[test]
fn quotes_newlines_and_ragged_rows_are_read_as_declared() {
    let text = b"a,n\n\"one\ntwo\",1\n\"say \"\"no\"\"\",2\nx\ny,3,4\n,5\nsix\" pipe,6\n";
    let strict = one(CSV, text);
    assert_eq!(rows(&strict), ["one\ntwo|1", "say \"no\"|2", "-|5"]);
    assert_eq!(codes(&strict.report), [("TL0601", 1), ("TL0111", 2), ("TL0113", 1)]);
    let places: Vec<_> = strict.report.findings.iter().map(|group| (group.first.record, group.first.line)).collect();
    assert_eq!(places[1..], [(4, 5), (7, 8)]);
    let padded = one(&CSV.replace("delimiter", "ragged: pad, delimiter"), b"a,n\nx\n");
    assert_eq!(codes(&padded.report)[1..], [("TL0200", 1), ("TL0111", 1)]);
    let cut = one(&CSV.replace("delimiter", "ragged: truncate, delimiter"), b"a,n\nx,1,2\n");
    assert_eq!((rows(&cut), codes(&cut.report)), (vec!["x|1".to_owned()], vec![("TL0514", 1), ("TL0111", 1)]));
    let lenient = one(
        &CSV.replace("delimiter", "lenient: true, delimiter"),
        b"a,n\n\"JOHN \"JACK\" DOE\",1\nx,2,,\ny;3\n\"open,4\n",
    );
    assert_eq!(rows(&lenient), ["JOHN \"JACK\" DOE|1", "x|2", "y|3", "\"open|4"]);
    assert_eq!(codes(&lenient.report), [("TL0121", 2), ("TL0122", 1), ("TL0123", 1)]);
}

#[test]
fn dialects_are_followed() {
    for (options, text, want) in [
        ("delimiter: ';'", "a;n\nx;1\n", vec!["x|1"]),
        ("delimiter: '||'", "a||n\nx||1\n\"y||z\"||2\n", vec!["x|1", "y||z|2"]),
        ("delimiter: tab", "a\tn\nx\t1\n", vec!["x|1"]),
        ("delimiter: ',', quote: none", "a,n\n\"x,1\n", vec!["\"x|1"]),
        ("delimiter: ',', escape: '\\'", "a,n\n\"x\\\"y\",1\nz\\,w,2\n", vec!["x\"y|1", "z,w|2"]),
        ("delimiter: ',', comment: '#'", "# \"title\na,n\nx,1\n# one \" quote\ny,2\n", vec!["x|1", "y|2"]),
        ("delimiter: ',', preamble: 2", "a \"title\nmore\na,n\nx,1\n", vec!["x|1"]),
        ("delimiter: ',', preamble: until header", "title\n\nn,a\n1,x\n", vec!["x|1"]),
        ("delimiter: ',', header: 2", "first,second\na,n\nx,1\n", vec!["x|1"]),
        ("delimiter: ',', header_match: fold", " A , N\nx,1\n", vec!["x|1"]),
        ("delimiter: ',', repeated_header: skip", "a,n\nx,1\na,n\ny,2\n", vec!["x|1", "y|2"]),
        ("delimiter: ',', repeated_header: end", "a,n\nx,1\na,n\ny,2\n", vec!["x|1"]),
    ] {
        let left = one(&CSV.replace("delimiter: ','", options), text.as_bytes());
        assert_eq!(rows(&left), want, "{options} {:?}", left.report.findings);
        assert_eq!(left.report.outcome, Outcome::Published, "{options}");
    }
}

#[test]
fn encodings_of_two_bytes_are_framed_by_their_units() {
    let text = "a,n\r\n\"é \"\"\u{0A0D},\u{2C22}\"\"\",1\r\nb,2\r\n";
    for (name, big) in [("utf-16le", false), ("utf-16be", true)] {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        let bytes: Vec<u8> =
            units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        for block in [Some(16), None] {
            let left = run(&CSV.replace("utf-8", name), &[("in.csv", &bytes)], 2, block);
            assert_eq!(rows(&left), ["é \"\u{0A0D},\u{2C22}\"|1", "b|2"], "{name} {block:?}");
        }
    }
    // In Shift JIS the second byte of 表 is a backslash and that of ポ is a vertical bar.
    let mapping = CSV.replace("utf-8", "shift_jis").replace("delimiter: ','", "delimiter: '|'");
    let (bytes, (), ()) = encoding_rs_text("a|n\nポ表|1\n表|2\n");
    let left = run(&mapping, &[("in.csv", &bytes)], 2, Some(4));
    assert_eq!(rows(&left), ["ポ表|1", "表|2"]);
}

fn encoding_rs_text(text: &str) -> (Vec<u8>, (), ()) {
    let (bytes, _, failed) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!failed);
    (bytes.into_owned(), (), ())
}

#[test]
fn fixed_lines_are_short_long_tabbed_and_counted_as_declared() {
    let plain = one(LINES, b"aaa001\nbb\naaa\t01\nccc003tail\n");
    assert_eq!(rows(&plain), ["aaa|1", "ccc|3"]);
    assert_eq!(codes(&plain.report), [("TL0601", 1), ("TL0108", 1), ("TL0110", 1), ("TL0514", 1)]);
    let with = |records: &str| LINES.replace("fields", &format!("records: {records}, fields"));
    assert_eq!(rows(&one(&with("{tabs: 3}"), b"a\t001\n")), ["a|1"]);
    let long = one(&with("{max_length: 8}"), b"aaa001\naaa001234\n");
    assert_eq!(codes(&long.report), [("TL0601", 1), ("TL0109", 1)]);
    let cut = one(&with("{max_length: 8, long: cut}"), b"aaa001234\n");
    assert_eq!((rows(&cut), codes(&cut.report)), (vec!["aaa|1".to_owned()], vec![("TL0514", 1), ("TL0125", 1)]));
    let pad = one(&with("{short: pad}").replace("int32", "int32, on_blank: empty"), b"bb\n");
    assert_eq!(rows(&pad), ["bb|-"]);
    let characters = with("{positions: characters}").replace("cp850", "utf-8");
    assert_eq!(rows(&one(&characters, "éàü001\n".as_bytes())), ["éàü|1"]);
}

#[test]
fn the_last_record_of_a_fixed_length_may_be_cut_off_or_padded() {
    let mapping = LINES.replace("fields", "records: {end: {length: 6}}, fields");
    let padded = one(&mapping, b"aaa001bbb002\n");
    assert_eq!(
        (rows(&padded), padded.report.outcome),
        (vec!["aaa|1".to_owned(), "bbb|2".to_owned()], Outcome::Published)
    );
    let cut = one(&mapping, b"aaa001bbb0");
    assert_eq!((rows(&cut), codes(&cut.report)), (vec!["aaa|1".to_owned()], vec![("TL0601", 1), ("TL0115", 1)]));
    assert_eq!(cut.files["rejects/m.raw"], b"bbb0");
}

#[test]
fn refused_records_are_kept_byte_for_byte() {
    let left = one(LINES, b"aaa001\r\nbbbxyz\r\n\r\nccc\x81\r\nddd004\n");
    assert_eq!(left.files["rejects/m.raw"], b"bbbxyz\r\nccc\x81\r\n");
    let rejects = batches(&left.files["rejects/m.parquet"]);
    assert_eq!(rejects[0].num_rows(), 2);
    assert_eq!(left.report.outcome, Outcome::Refused);
    assert_eq!(left.report.sources[0].rejected, 2);
}

#[test]
fn a_line_of_two_gibibytes_is_refused_and_does_not_fill_the_memory() {
    let host = machine(&[("m.yaml", LINES.as_bytes())]);
    let length = (2 << 30) + 14;
    host.put_made("in.txt", length, move |offset, buffer: &mut [u8]| {
        buffer.fill(b'x');
        for (at, byte) in [(0, b"aaa001\n"), (length - 7, b"\nbbb02\n")] {
            for (place, byte) in (at..at + 7).zip(byte) {
                if let Some(slot) =
                    place.checked_sub(offset).and_then(|place| buffer.get_mut(usize::try_from(place).unwrap()))
                {
                    *slot = *byte;
                }
            }
        }
    });
    host.fail("write", "m.raw", ErrorKind::StorageFull, 1 << 20);
    // Its bytes are streamed to the rejects, of which this machine keeps a mebibyte.
    assert_eq!(stop_of(run_on(&host, 2, None).unwrap_err()).code, Code::DiskFull);
}

#[test]
fn two_thousand_columns_and_a_limit_of_memory() {
    let fields: Vec<String> = (0..2000).map(|n| format!("{{name: c{n}}}")).collect();
    let mapping = format!(
        "tumpline: 1\nsource: {{files: in.*, format: delimited, encoding: utf-8, delimiter: ',', fields: [{}]}}\ntable: t\n",
        fields.join(", ")
    );
    let header: Vec<String> = (0..2000).map(|n| format!("c{n}")).collect();
    let row = vec!["x"; 2000].join(",");
    let text = format!("{}\n{row}\n{row}\n", header.join(","));
    assert_eq!(one(&mapping, text.as_bytes()).report.tables[0].rows, 2);
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("in.csv", text.as_bytes())]);
    let request = Request {
        paths: vec![PathBuf::from("m.yaml")],
        out: "out".into(),
        memory: Some(64 << 20),
        ..Request::default()
    };
    let stop = stop_of(run_in_blocks(&host, &request, None, &|_| {}).unwrap_err());
    assert_eq!(stop.code, Code::MemoryTooSmall);
}

#[test]
fn a_trial_of_a_few_records_says_so_and_publishes_nothing() {
    let host = machine(&[("m.yaml", LINES.as_bytes()), ("in.txt", b"aaa001\nbbbxxx\nccc003\nddd004\n")]);
    let request =
        Request { paths: vec!["m.yaml".into()], out: "out".into(), limit: Some(3), trial: true, ..Request::default() };
    let report = run_in_blocks(&host, &request, None, &|_| {}).unwrap();
    assert_eq!((report.outcome, report.sources[0].records, report.tables[0].rows), (Outcome::Trial, 3, 2));
    assert_eq!(report.sources[0].unread_bytes, 7);
    assert!(report.folder.contains("trial"));
}

#[test]
fn a_limit_looks_at_no_file_behind_it() {
    let host = machine(&[("m.yaml", CSV.as_bytes()), ("in.1", b"a,n\nx,1\ny,2\n"), ("in.2", b"b\n1\n"), ("in.3", b"")]);
    host.put("in.4", compressed(b"a,n\nz,3\n"));
    for threads in [1, 4, 8] {
        let request = Request {
            paths: vec!["m.yaml".into()],
            out: "out".into(),
            limit: Some(3),
            threads: Some(threads),
            trial: true,
            ..Request::default()
        };
        let report = run_in_blocks(&host, &request, Some(4), &|_| {}).unwrap();
        let source = &report.sources[0];
        assert_eq!((codes(&report), source.files, source.records), (vec![], 4, 3), "{threads}");
        // How long the compressed file is that was not read, nobody knows.
        assert_eq!((source.bytes, source.unread_bytes), (16, 4), "{threads}");
    }
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// A migration of two mappings over the same file, and one over another.
fn several() -> FakeHost {
    let of = |table: &str, files: &str| LINES.replace("table: t", &format!("table: {table}")).replace("in.*", files);
    let host = machine(&[("in/a.txt", b"aaa001\nbbb002\n"), ("in/b.txt", b"ccc003\n"), ("new/a.txt", b"ddd004\n")]);
    for (name, table, files) in [("m1", "one", "../in/a.*"), ("m2", "two", "../in/a.*"), ("m3", "three", "../in/b.*")] {
        host.put(format!("m/{name}.yaml"), of(table, files).into_bytes());
    }
    host
}

#[test]
fn sources_and_tables_are_chosen_among_several_mappings() {
    let named = |name: &str, path: &str| (Some(name.to_owned()), PathBuf::from(path));
    let any = |path: &str| (None, PathBuf::from(path));
    for (sources, only, limit, want) in [
        (vec![], &[][..], None, Ok(vec![("one", 2), ("two", 2), ("three", 1)])),
        (vec![named("m1", "new")], &[], None, Ok(vec![("one", 1), ("two", 2), ("three", 1)])),
        (vec![named("m2", "in/b.txt"), named("m2", "in/a.txt")], &["two"], None, Ok(vec![("two", 3)])),
        (vec![any("in/b.txt")], &["one"], None, Ok(vec![("one", 1)])),
        (vec![], &[], Some(1), Ok(vec![("one", 1), ("two", 1), ("three", 1)])),
        (vec![named("m3", "in/a.txt")], &["one"], None, Ok(vec![("one", 2)])),
        (vec![any("in/b.txt")], &[], None, Err(Code::BadOption)),
        (vec![any("in/b.txt")], &["one", "two"], None, Err(Code::BadOption)),
        (vec![named("m4", "in/a.txt")], &[], None, Err(Code::BadOption)),
        (vec![named("M1", "in/a.txt")], &["two"], None, Err(Code::BadOption)),
        (vec![named("m1", "in/c.txt")], &[], None, Err(Code::NoSuchPath)),
        (vec![named("m1", "m")], &[], None, Err(Code::NoFiles)),
        (vec![], &["on"], None, Err(Code::BadOption)),
    ] {
        let request = Request {
            paths: vec!["m".into()],
            out: "out".into(),
            only: only.iter().map(ToString::to_string).collect(),
            trial: true,
            sources: sources.clone(),
            limit,
            ..Request::default()
        };
        let found = run_in_blocks(&several(), &request, Some(8), &|_| {});
        let rows = found.map(|report| report.tables.into_iter().map(|table| (table.table, table.rows)).collect());
        let want =
            want.map(|tables| tables.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect::<Vec<_>>());
        assert_eq!(rows.map_err(|problem| stop_of(problem).code), want, "{sources:?} {only:?} {limit:?}");
    }
}

/// The words of the arguments of the only finding.
fn words(mapping: &str, bytes: &[u8]) -> Vec<String> {
    let report = one(mapping, bytes).report;
    let [group] = &report.findings[..] else { panic!("{:?}", report.findings) };
    let text = tumpline::finding::Arg::plain;
    std::iter::once(group.code.id().to_owned()).chain(group.args.iter().map(text)).collect()
}

#[test]
fn a_header_that_no_line_matches_names_the_nearest_line_and_no_data() {
    let until = CSV.replace("delimiter: ','", "delimiter: ',', preamble: until header, header: 1");
    let titles = b"List of things\n\nN,a,N.B.\n1,Margaret,2\n";
    assert_eq!(words(&until, titles), ["TL0507", "3", "`n`", "`N`, `N.B.`", ""]);
    let none = b"List\n1,Margaret\n2,Giles\n";
    assert_eq!(words(&until, none), ["TL0507", "", "", "", "`a`, `n`"]);
    assert_eq!(words(CSV, b"Margaret,12\nGiles,13\n"), ["TL0507", "", "", "", "`a`, `n`"]);
}

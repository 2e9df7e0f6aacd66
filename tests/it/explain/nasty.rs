//! Records that are not there, files that are not meant, and bytes that are nothing.

use tumpline::cli::diagnostics::Drawing;
use tumpline::cli::explain::{View, text};
use tumpline::cli::words::Language;
use tumpline::host::Host;
use tumpline::host::fake::FakeHost;
use tumpline::inspect::explain::record::{Fate, Glyph, Said};
use tumpline::inspect::explain::{Ask, Which, explain_in_blocks};

use super::{ask, asked, refused, told};
use crate::machine::{machine, run_on};

const LINES: &str = "tumpline: 1
source: {files: '*.txt', format: fixed, encoding: utf-8, records: {end: newline, max_length: 20}, fields: [{name: id, at: 1-5}, {name: n, at: 6-8, type: int32}]}
table: t
limits: {rejects: 100}
";

fn lines(files: &[(&str, &[u8])]) -> FakeHost {
    let host = machine(files);
    host.put("m.yaml", LINES.as_bytes().to_vec());
    host
}

#[test]
fn what_is_not_there_is_told_with_what_there_is() {
    let text = b"\xEF\xBB\xBFaaaaa001\r\n\r\nbbbbb002\r\n\x1A\x1A";
    let host = lines(&[("a.txt", text)]);
    for (which, number, want) in [
        (Which::Record, 0, "TL0955 a.txt first 0 "),
        (Which::Record, 3, "TL0955 a.txt records 3 2"),
        (Which::At, 0, "TL0955 a.txt mark 0 1"),
        (Which::At, 13, "TL0955 a.txt between 13 2"),
        (Which::At, 25, "TL0955 a.txt padding 25 2"),
        (Which::At, 27, "TL0955 a.txt bytes 27 27"),
        (Which::At, u64::MAX, &format!("TL0955 a.txt bytes {} 27", u64::MAX)),
        (Which::Reject, 0, "TL0955 a.txt first 0 "),
        (Which::Reject, 1, "TL0955 m rejects 1 0"),
        (Which::Row, 1, "TL0957 m.yaml parquet"),
    ] {
        assert_eq!(refused(&host, &ask("m.yaml", which, number)), [want], "{which:?} {number}");
    }
    // The record end belongs to its record.
    for (offset, number) in [(3, 1), (10, 1), (11, 1), (12, 1), (15, 2), (24, 2)] {
        assert_eq!(asked(&host, &ask("m.yaml", Which::At, offset)).record.number, number, "{offset}");
    }
    assert_eq!(refused(&host, &ask("gone.yaml", Which::Record, 1)), ["TL0908 gone.yaml"]);
}

#[test]
fn an_empty_file_and_a_half_unit_have_no_record() {
    let host = lines(&[("a.txt", b"")]);
    assert_eq!(refused(&host, &ask("m.yaml", Which::Record, 1)), ["TL0955 a.txt records 1 0"]);
    assert_eq!(refused(&host, &ask("m.yaml", Which::At, 0)), ["TL0955 a.txt bytes 0 0"]);
}

#[test]
fn which_file_is_meant_is_asked_where_it_must_be() {
    let host = lines(&[("a.txt", b"aaaaa001\n"), ("b.txt", b"bbbbb002\nccccc00x\n"), ("x/y.csv", b"")]);
    let of = |file: &str, number| Ask { file: Some(file.to_owned()), ..ask("m.yaml", Which::Record, number) };
    assert_eq!(refused(&host, &ask("m.yaml", Which::Record, 1)), ["TL0956  several a.txt, b.txt "]);
    assert_eq!(refused(&host, &of("c.txt", 1)), ["TL0956 c.txt none a.txt, b.txt a.txt"]);
    assert_eq!(asked(&host, &of("b.txt", 1)).record.fields[0].value, Said::Text("bbbbb".into()));
    assert_eq!(asked(&host, &of("./b.txt", 1)).file, "b.txt");
    // Refused records are counted through all files.
    let reject = asked(&host, &ask("m.yaml", Which::Reject, 1));
    assert_eq!((reject.file.as_str(), reject.record.number), ("b.txt", 2));
    host.put("f/m.yaml", LINES.replace("*.txt", "../a.txt").into_bytes());
    host.put("f/n.yaml", LINES.replace("*.txt", "../[ab].txt").replace("table: t", "table: u").into_bytes());
    let folder = |mapping: Option<&str>, file: Option<&str>| Ask {
        mapping_name: mapping.map(str::to_owned),
        file: file.map(str::to_owned),
        ..ask("f", Which::Record, 1)
    };
    assert_eq!(refused(&host, &folder(None, None)), ["TL0956  mappings m, n "]);
    assert_eq!(refused(&host, &folder(None, Some("a.txt"))), ["TL0956 a.txt several m=../a.txt, n=../a.txt "]);
    assert_eq!(refused(&host, &folder(Some("o"), None)), ["TL0956 o no_mapping m, n m"]);
    assert_eq!(asked(&host, &folder(Some("m"), None)).mapping, "m");
    assert_eq!(asked(&host, &folder(None, Some("b.txt"))).mapping, "n");
    assert_eq!(asked(&host, &folder(Some("n"), Some("a.txt"))).mapping, "n");
    // A mapping with mistakes stops nobody who asks for another one.
    host.put("f/o.yaml", "tumpline: 1\nsauce: {}\n");
    assert_eq!(asked(&host, &folder(None, Some("b.txt"))).mapping, "n");
    assert_eq!(refused(&host, &folder(None, Some("gone.txt"))), ["f/o.yaml"]);
}

#[test]
fn records_that_cannot_be_framed_are_explained_as_far_as_they_go() {
    let long = [b"aaaaa001".repeat(200_000).as_slice(), b"\nbbbbb002\n"].concat();
    let host = lines(&[("a.txt", &long)]);
    let found = asked(&host, &ask("m.yaml", Which::Record, 1)).record;
    assert_eq!((found.length, found.bytes.len(), found.fate.clone()), (1_600_000, 1 << 20, Fate::Refused));
    assert_eq!((found.findings[0].code.id(), found.unread), ("TL0109", true));
    assert_eq!(asked(&host, &ask("m.yaml", Which::Record, 2)).record.offset, 1_600_001);
    assert_eq!(asked(&host, &ask("m.yaml", Which::At, 1_599_999)).record.number, 1);
    let csv = "tumpline: 1\nsource: {files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}, {name: b}]}\ntable: t\n";
    let host = machine(&[("m.yaml", csv.as_bytes()), ("a.csv", b"a,b\n1,2\n3,\"4\n5,6\n")]);
    assert_eq!(asked(&host, &ask("m.yaml", Which::Record, 2)).record.fields[1].value, Said::Text("2".into()));
    assert_eq!(asked(&host, &ask("m.yaml", Which::Record, 1)).record.zone, "header");
    assert_eq!(refused(&host, &ask("m.yaml", Which::Record, 3)), ["TL0955 a.csv unclosed 3 3"]);
    assert_eq!(refused(&host, &ask("m.yaml", Which::At, 12)), ["TL0955 a.csv unclosed 12 3"]);
    let host = machine(&[("m.yaml", csv.as_bytes()), ("a.csv", b"a,c\n1,2\n")]);
    let stops = refused(&host, &ask("m.yaml", Which::Record, 2));
    assert!(stops[0].starts_with("TL0504") || stops[0].starts_with("TL0503"), "{stops:?}");
    assert_eq!(stops.last().map(String::as_str), Some("TL0955 a.csv file 2 "));
}

#[test]
fn bytes_that_are_no_text_are_shown_all_the_same() {
    let host = lines(&[("a.txt", b"a\xFF\xC3\xA9b001\n")]);
    let found = asked(&host, &ask("m.yaml", Which::Record, 1)).record;
    let glyphs = [Glyph::Is('a'), Glyph::Bad, Glyph::Is('é'), Glyph::Goes, Glyph::Is('b')];
    assert_eq!(&found.text[..5], glyphs);
    assert_eq!(found.fields[0].text, Said::Text("X'61FFC3A962'".into()));
    assert_eq!(found.findings[0].code.id(), "TL0201");
    let utf16 = LINES.replace("utf-8", "utf-16le").replace("at: 1-5", "at: 1-10").replace("at: 6-8", "at: 11-16");
    let text: Vec<u8> = "abcde001\r\nfghij002\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let host = machine(&[("m.yaml", utf16.as_bytes()), ("a.txt", &text)]);
    let found = asked(&host, &ask("m.yaml", Which::Record, 2)).record;
    assert_eq!((found.offset, found.fields[1].value.clone()), (20, Said::Text("2".into())));
    assert_eq!(found.text[..2], [Glyph::Is('f'), Glyph::Goes]);
}

#[test]
fn a_compressed_source_is_read_from_its_start() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let line = |number: u32| format!("aaaaa{:03}\n", number % 1_000);
    encoder.write_all((0..200_000).map(line).collect::<String>().as_bytes()).unwrap();
    let host = machine(&[("a.txt.gz", &encoder.finish().unwrap())]);
    host.put("m.yaml", LINES.replace("*.txt", "*.gz").into_bytes());
    let found = asked(&host, &ask("m.yaml", Which::Record, 150_002)).record;
    assert_eq!((found.offset, found.fields[1].value.clone()), (150_001 * 9, Said::Text("1".into())));
    assert!(!host.files().iter().any(|path| path.contains("tumpline-")), "{:?}", host.files());
}

#[test]
fn records_of_one_length_far_down_a_large_file_are_met_at_once() {
    let mapping = include_str!("../mappings/length.yaml");
    let host = machine(&[("m.yaml", mapping.as_bytes())]);
    let record = |number: u32| format!("{number:06}00100");
    let bytes: Vec<u8> = (0..4_000_000_u32).flat_map(|number| record(number % 1_000_000).into_bytes()).collect();
    host.put("in/a.dat", bytes);
    let reads = std::cell::Cell::new(0_u64);
    let ask = ask("m.yaml", Which::At, 11 * 3_999_998 + 5);
    let found = tumpline::inspect::explain::explain(&host, &ask, &|so_far| reads.set(so_far.bytes)).unwrap().record;
    assert_eq!((found.number, found.fields[0].value.clone()), (3_999_999, Said::Text("999998".into())));
    assert_eq!(reads.get(), 0, "no window before it was read");
}

#[test]
fn padding_that_is_passed_over_is_no_record() {
    let mapping = include_str!("../mappings/length.yaml");
    let bytes = ["00000100100".repeat(3), "\u{1a}".repeat(44)].concat();
    let host = machine(&[("m.yaml", mapping.as_bytes()), ("in/a.dat", bytes.as_bytes())]);
    for block in [None, Some(16), Some(33)] {
        for (which, number, want) in [
            (Which::Record, 4, "TL0955 in/a.dat records 4 3"),
            (Which::Record, 7, "TL0955 in/a.dat records 7 3"),
            (Which::Record, u64::MAX, &format!("TL0955 in/a.dat records {} 3", u64::MAX)),
            (Which::At, 34, "TL0955 in/a.dat padding 34 3"),
            (Which::At, 76, "TL0955 in/a.dat padding 76 3"),
            (Which::At, 77, "TL0955 in/a.dat bytes 77 77"),
        ] {
            let found = explain_in_blocks(&host, &ask("m.yaml", which, number), block, &|_| {});
            assert_eq!(told(found.unwrap_err()), [want], "{which:?} {number} {block:?}");
        }
    }
}

#[test]
fn a_run_leads_back_to_its_sources_and_says_what_changed() {
    let host = lines(&[("a.txt", b"aaaaa001\nbbbbb00x\n"), ("b.txt", b"ccccc003\n")]);
    run_on(&host, 1, None).unwrap();
    let current = host.target("out/current".as_ref()).unwrap();
    let part = format!("out/{current}/data/t/part-00000.parquet");
    let found = asked(&host, &ask(part.as_str(), Which::Row, 2));
    assert_eq!((found.file.as_str(), found.record.number), ("b.txt", 1));
    assert_eq!(refused(&host, &ask(part.as_str(), Which::Row, 3)), ["TL0955 part-00000.parquet rows 3 2"]);
    assert_eq!(refused(&host, &ask(part.as_str(), Which::Row, 0)), ["TL0955 part-00000.parquet zero 0 2"]);
    let reject = asked(&host, &ask("out", Which::Reject, 1));
    assert_eq!(reject.record.number, 2);
    // Rows of what went wrong lead there, too.
    for path in ["rejects/m.parquet", "findings.parquet"] {
        let path = format!("out/{current}/{path}");
        let found = asked(&host, &ask(path.as_str(), Which::Row, 1));
        let run = found.run.as_ref().unwrap();
        assert_eq!((found.file.as_str(), found.record.number, run.row_differs), ("a.txt", 2, false));
    }
    assert!(reject.run.as_ref().is_some_and(|run| run.source.is_none() && run.findings.len() == 1), "{:?}", reject.run);
    let named = Ask { file: Some("b.txt".into()), ..ask("out", Which::Record, 1) };
    assert_eq!(asked(&host, &named).run.map(|run| run.findings.len()), Some(0));
    assert_eq!(refused(&host, &ask("out", Which::Record, 1))[0].split(' ').next(), Some("TL0956"));
    host.put("a.txt", b"aaaaa001\nbbbbb00y\n".to_vec());
    host.put("m.yaml", format!("{LINES}# mended\n").into_bytes());
    let changed = asked(&host, &ask("out", Which::Reject, 1)).run.unwrap();
    assert_eq!((changed.source.map(|stop| stop.code.id()), changed.mapping_differs), (Some("TL0804"), true));
    host.put("elsewhere/a.txt", b"aaaaa001\nbbbbb00x\n".to_vec());
    let of = |path: &str| Ask { sources: vec![(None, path.into())], ..ask("out", Which::Reject, 1) };
    for path in ["elsewhere", "elsewhere/a.txt"] {
        assert_eq!(asked(&host, &of(path)).run.and_then(|run| run.source), None, "{path}");
    }
    let given = of("elsewhere");
    host.remove_file("a.txt".as_ref()).unwrap();
    assert_eq!(refused(&host, &ask("out", Which::Reject, 1)), ["TL0805 a.txt"]);
    host.remove_file("m.yaml".as_ref()).unwrap();
    assert_eq!(refused(&host, &given)[0].split(' ').next(), Some("TL0958"));
}

#[test]
fn what_only_all_rows_show_is_what_the_run_says() {
    let rules = "rules: [{id: once, unique: [id], on_fail: reject}]\n";
    for (more, want, told) in [
        (rules, "By itself it would be loaded: 1 row of `t`. The run ", "refused it: see what it said of it."),
        (
            "dedupe: {by: [id]}\n",
            "By itself it would be loaded: 1 row of `t`. The run ",
            "left a row out that stands twice",
        ),
        ("", "It is loaded: 1 row of `t`.", ""),
    ] {
        let host = lines(&[("a.txt", b"aaaaa001\nbbbbb002\naaaaa003\n")]);
        host.put("m.yaml", format!("{LINES}{more}").into_bytes());
        run_on(&host, 1, None).unwrap();
        let found = asked(&host, &ask("out", Which::Record, 1));
        let drawing = Drawing { language: Language::En, colour: false, width: 80 };
        let said = text(View { drawing, all: false }, &found);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(want) && said.contains(told), "{want}\n{said}");
    }
}

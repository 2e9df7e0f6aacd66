//! Law 6: memory is flat, and below the bound that is said before the run. Measured in a process of its own.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::rounds;

/// The largest resident memory of a run with two threads in bytes, and the document that it printed. None where the
/// system does not tell.
fn measured(mapping: &str, source: &[u8]) -> Option<(u64, serde_json::Value)> {
    if !Path::new("/proc/self/status").exists() {
        eprintln!("this system has no /proc: memory was not measured");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("m.yaml"), mapping).unwrap();
    std::fs::write(folder.path().join("in.txt"), source).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tumpline"))
        .args(["run", "m.yaml", "--out", "out", "--threads", "2", "--json", "--trial"])
        .current_dir(folder.path())
        .stdout(std::fs::File::create(folder.path().join("said.json")).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok());
        most = most.max(kib.unwrap_or(0) << 10);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    Some((most, serde_json::from_slice(&std::fs::read(folder.path().join("said.json")).unwrap()).unwrap()))
}

fn stays_below_its_bound(name: &str, mapping: &str, source: &[u8]) {
    let Some((most, document)) = measured(mapping, source) else { return };
    let bound = find(&document, "memory_bound").unwrap();
    assert!(most > 0 && most <= bound, "{name}: {} MiB, the bound is {} MiB", most >> 20, bound >> 20);
}

/// A number of the document, wherever it stands.
fn find(document: &serde_json::Value, key: &str) -> Option<u64> {
    match document {
        serde_json::Value::Object(map) => {
            map.get(key).and_then(serde_json::Value::as_u64).or_else(|| map.values().find_map(|value| find(value, key)))
        }
        serde_json::Value::Array(list) => list.iter().find_map(|value| find(value, key)),
        _ => None,
    }
}

/// As [`rounds`], for texts.
fn times(all: u64) -> usize {
    usize::try_from(rounds(all)).unwrap()
}

const LINES: &str = "tumpline: 1\nsource: {files: in.txt, format: fixed, encoding: ascii, fields: [{name: a, at: 1-10}, {name: n, at: 11-20, type: int64}]}\ntable: t\n";

#[test]
fn law_6_memory_is_flat_for_a_long_file() {
    let text = (0..4_000_000).fold(String::new(), |mut text, row| {
        writeln!(text, "name{:06}{row:010}", row % 977).unwrap();
        text
    });
    stays_below_its_bound("84 MB", LINES, text.as_bytes());
}

#[test]
fn law_6_memory_is_flat_for_a_long_file_that_is_sorted_in_folders_and_deduped() {
    let text = (0..rounds(2_500_000)).fold(String::new(), |mut text, row| {
        writeln!(text, "name{:06}{:010}", row % 977, row.wrapping_mul(7_919) % 2_400_000).unwrap();
        text
    });
    let mapping = format!(
        "{LINES}columns: [{{name: a}}, {{name: n}}, {{name: third, sql: n % 3, type: int16}}]\ndedupe: {{by: n}}\nload: {{partition_by: third, sort_by: [a, n]}}\n"
    );
    stays_below_its_bound("53 MB, sorted", &mapping, text.as_bytes());
}

#[test]
fn law_6_memory_is_flat_for_many_rejects() {
    stays_below_its_bound("rejects", LINES, "name000001not a numb\n".repeat(times(1_000_000)).as_bytes());
}

#[test]
fn law_6_memory_is_flat_for_two_thousand_columns() {
    let fields: Vec<String> = (0..2000).map(|n| format!("{{name: c{n}, index: {}}}", n + 1)).collect();
    let mapping = format!(
        "tumpline: 1\nsource: {{files: in.txt, format: delimited, encoding: ascii, delimiter: ',', header: 0, fields: [{}]}}\ntable: t\n",
        fields.join(", ")
    );
    let rows = (0..6000).fold(String::new(), |mut text, row| {
        let cells: Vec<String> = (0..2000).map(|column| (row * column % 1009).to_string()).collect();
        writeln!(text, "{}", cells.join(",")).unwrap();
        text
    });
    stays_below_its_bound("2,000 columns", &mapping, rows.as_bytes());
}

#[test]
fn law_6_memory_is_flat_where_a_long_parent_is_lent_to_many_children() {
    let mapping = "tumpline: 1\nsource:\n  files: in.txt\n  format: fixed\n  encoding: ascii\n  records:\n    kinds:\n      - {name: head, when: {at: 1, is: H}, fields: [{name: long, at: 2-200001}]}\n      - {name: det, when: {at: 1, is: D}, under: head, fields: [{name: x, at: 2-5}]}\ntables:\n  - {table: t, from: det, columns: [{name: long, from: head.long}, {name: x}]}\n";
    let text = format!("H{}\n{}", "x".repeat(200_000), "D0001\n".repeat(2_000));
    stays_below_its_bound("a long parent", mapping, text.as_bytes());
}

#[test]
fn law_6_memory_is_flat_where_every_value_of_wide_records_is_bad() {
    let fields: Vec<String> = (0..500).map(|n| format!("{{name: c{n}, index: {}, type: int32}}", n + 1)).collect();
    let mapping = format!(
        "tumpline: 1\nsource: {{files: in.txt, format: delimited, encoding: ascii, delimiter: ',', header: 0, fields: [{}]}}\ntable: t\n",
        fields.join(", ")
    );
    let row = vec!["x"; 500].join(",") + "\n";
    stays_below_its_bound("all bad", &mapping, row.repeat(times(5_000)).as_bytes());
}

#[test]
fn law_6_memory_is_flat_for_a_long_line_in_a_stream() {
    let mapping = format!("{LINES}limits: {{rejects: 1}}\n");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"name0000010000000001\n").unwrap();
    let piece = vec![b'x'; 1 << 20];
    (0..600).for_each(|_| packed.write_all(&piece).unwrap());
    packed.write_all(b"\nname0000010000000001\n").unwrap();
    stays_below_its_bound("600 MB in one line", &mapping, &packed.finish().unwrap());
}

#[test]
fn law_6_memory_is_flat_for_records_of_a_hundred_megabytes() {
    let mapping = LINES
        .replace(
            "fields: [{name: a, at: 1-10}",
            "records: {max_length: 128 MiB, short: pad}, fields: [{name: a, at: 1-100000000}",
        )
        .replace(", {name: n, at: 11-20, type: int64}", "");
    let text = [b"short\n", &vec![b'x'; 100_000_000][..], b"\nshort\n", &vec![b'y'; 100_000_000][..], b"\n"].concat();
    stays_below_its_bound("a file", &mapping, &text);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&text).unwrap();
    stays_below_its_bound("a stream", &mapping, &packed.finish().unwrap());
}

#[test]
fn law_6_memory_is_flat_for_long_quoted_cells_in_a_stream() {
    let mapping = "tumpline: 1\nsource: {files: in.txt, format: delimited, encoding: ascii, delimiter: ',', records: {max_length: 100 MiB}, fields: [{name: a}, {name: b}]}\ntable: t\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"a,b\n").unwrap();
    let record = [&b"1,\""[..], &b"x\"\"\n".repeat(5_000_000), b"\"\n"].concat();
    (0..2).for_each(|_| packed.write_all(&record).unwrap());
    stays_below_its_bound("quoted cells", mapping, &packed.finish().unwrap());
}

#[test]
fn law_6_memory_is_flat_for_a_group_of_many_small_records() {
    let mapping = "tumpline: 1\nsource:\n  files: in.txt\n  format: fixed\n  encoding: ascii\n  records:\n    kinds:\n      - {name: p, when: {at: 1, is: P}, fields: [{name: k, at: 1}]}\n      - {name: a, when: {at: 1, is: A}, under: p, fields: [{name: v, at: 1}]}\n      - {name: o, when: {at: 1, is: O}, under: p, fields: [{name: w, at: 1, type: int32}]}\ntables:\n  - {table: t, from: p, with: {a: at most one}, limits: {rejects: 99999999}}\n  - {table: u, from: o, limits: {rejects: 99999999}}\n";
    stays_below_its_bound("small records", mapping, format!("P\n{}", "O\n".repeat(times(1 << 19))).as_bytes());
    let most = format!("P\n{}", "O\n".repeat(65_535)).repeat(2);
    stays_below_its_bound("as many as may be", mapping, most.as_bytes());
}

/// Lines with a number that is the row's, modulo something.
fn numbered(rows: u64, modulo: u64) -> Vec<u8> {
    let text = (0..rows).fold(String::new(), |mut text, row| {
        writeln!(text, "name{:06}{row:010}", row % modulo).unwrap();
        text
    });
    text.into_bytes()
}

#[test]
fn law_6_memory_is_flat_for_hundreds_of_thousands_of_rows_that_break_rules() {
    let rule = |rule: &str| format!("{LINES}limits: {{rejects: 9999999}}\nrules: [{rule}]\n");
    for (name, mapping, modulo) in [
        ("one key in all rows", rule("{id: r, unique: a, on_fail: warn}"), 1),
        ("one sum of all rows", rule("{id: r, sum: n, by: a, on_fail: reject}"), 1),
        ("a sum for each row", rule("{id: r, sum: n, by: [a, n], equals: -1, on_fail: reject}"), 399_989),
    ] {
        stays_below_its_bound(name, &mapping, &numbered(rounds(400_000), modulo));
    }
}

#[test]
fn law_6_memory_is_flat_for_many_rules_about_long_texts() {
    let rules: Vec<String> =
        (0..12).map(|number| format!("{{id: r{number}, unique: [a, n], on_fail: warn}}")).collect();
    let mapping =
        LINES.replace("1-10", "1-2000").replace("11-20", "2001-2010") + &format!("rules: [{}]\n", rules.join(", "));
    let lines = (0..20_000).fold(String::new(), |text, row| text + &format!("{:2000}{row:010}\n", row % 977));
    stays_below_its_bound("long keys", &mapping, lines.as_bytes());
}

/// Many lists of the same elements, and many elements that hardly take bytes in a file.
#[test]
fn law_6_memory_is_flat_where_records_have_many_elements_in_many_lists() {
    let mapping = |lists: usize, texts: usize| {
        let list = |number: usize| {
            let texts = (0..texts)
                .map(|at| format!(", {{name: t{at}, value: 'sixteen letters.'}}"))
                .collect::<Vec<_>>()
                .concat();
            format!(", {{name: l{number}, nest: record.e, personal: true, columns: [{{name: v}}{texts}]}}")
        };
        let lists = (0..lists).map(list).collect::<Vec<_>>().concat();
        format!(
            "tumpline: 1\nsource: {{files: in.txt, format: fixed, encoding: ascii, fields: [{{name: id, at: 1-3}}, {{name: e, at: 4-9003, repeat: {{times: 9000, width: 1}}, fields: [{{name: v, at: 1}}]}}]}}\ntable: t\ncolumns: [{{name: id}}{lists}]\n"
        )
    };
    let text =
        |rows: usize| (0..rows).map(|row| format!("{row:03}{}\n", "x".repeat(9_000))).collect::<Vec<_>>().concat();
    stays_below_its_bound("70 records with 9,000 elements in 8 lists", &mapping(8, 6), text(70).as_bytes());
    stays_below_its_bound("700 records with 9,000 elements in 4 lists", &mapping(4, 0), text(700).as_bytes());
}

/// What `check` says is what a run is held against, and what it says of itself, whatever is judged and looked up.
#[test]
fn the_memory_of_a_run_is_one_figure_before_it_and_after_it() {
    let source = "source: {files: in.txt, format: fixed, encoding: ascii, FIELDS}";
    let fields = "fields: [{name: a, at: 1}, {name: n, at: 2-3, type: int32}]";
    let kinds = "records: {kinds: [{name: tail, when: {at: 1, is: T}, fields: [{name: n, at: 2-3, type: int32}]}, {name: record, fields: [{name: a, at: 1}, {name: n, at: 2-3, type: int32}]}]}, controls: [{id: c, says: tail.n, count: [record]}]";
    let plain =
        |more: &str, table: &str| format!("tumpline: 1\n{}\ntable: {table}\n{more}", source.replace("FIELDS", fields));
    let with = |controls: &str, table: &str| {
        format!("tumpline: 1\n{}\ntable: {table}\nfrom: record\n", source.replace("FIELDS", controls))
    };
    let lookup = "columns: [{name: a}, {name: b, lookup: {in: c.csv, match: [a], take: b}}]\n";
    for (name, mappings) in [
        ("plain", vec![plain("", "t")]),
        ("a rule", vec![plain("rules: [{id: r, unique: n}]\n", "t")]),
        ("a control", vec![with(kinds, "t")]),
        ("repeated rows", vec![plain("dedupe: {by: n, keep: last}\n", "t")]),
        ("an order", vec![plain("load: {sort_by: n}\n", "t")]),
        ("a crosswalk", vec![plain(lookup, "t")]),
        ("several", vec![plain("rules: [{id: r, unique: n}]\n", "t"), with(kinds, "u"), plain(lookup, "v")]),
    ] {
        let host = crate::machine::machine(&[("m/in.txt", b"T01\n"), ("m/c.csv", b"a,b\nT,x\n")]);
        let files = mappings.iter().enumerate();
        files.for_each(|(at, text)| host.put(format!("m/m{at}.yaml"), text.clone().into_bytes()));
        let request = |memory: Option<u64>| tumpline::run::Request {
            paths: vec!["m".into()],
            out: "out".into(),
            threads: Some(3),
            memory,
            ..tumpline::run::Request::default()
        };
        let said = tumpline::run::prepare::check(&host, &request(None)).unwrap().memory.unwrap();
        let run = |memory: Option<u64>| tumpline::run::run(&host, &request(memory), &|_| {});
        let taken = |memory: Option<u64>| run(memory).map(|report| (report.threads, report.memory_bound)).unwrap();
        assert_eq!(taken(None), (3, said.most()), "{name}");
        assert_eq!(taken(Some(said.least())), (1, said.least()), "{name}");
        match run(Some(said.least() - 1)) {
            Err(tumpline::run::Problem::Stop(stop)) => {
                assert_eq!((stop.code.id(), &stop.args[0]), ("TL0904", &said.least().into()), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

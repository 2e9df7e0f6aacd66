//! Records that say how long they are: in files and streams, across blocks, lost and found, refused and read again.

use tumpline::finding::Code;

use crate::alike::{rows, same_told};
use crate::machine::{Left, run};

const BLOCKS: &[Option<u64>] = &[None, Some(7), Some(10), Some(16), Some(40), Some(100)];

pub fn mapping(records: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records: {{{records}}}
  fields: [{{name: id, at: 1-3, type: int32}}, {{name: word, at: 4-8}}]
table: t
limits: {{rejects: 100000}}
"
    )
}

/// A word of four bytes as the mainframe writes it, with the segment's code.
fn word(length: usize, code: u8) -> [u8; 4] {
    let [high, low] = u16::try_from(length).unwrap().to_be_bytes();
    [high, low, code, 0]
}

pub fn big(record: &str) -> Vec<u8> {
    [&word(record.len() + 4, 0)[..], record.as_bytes()].concat()
}

fn little(record: &str) -> Vec<u8> {
    let mut bytes = big(record);
    bytes[..4].reverse();
    bytes
}

/// A block around records that are written already.
fn block(records: &[Vec<u8>]) -> Vec<u8> {
    let inside = records.concat();
    [&word(inside.len() + 4, 0)[..], &inside].concat()
}

pub fn words(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{at:03}{}", &"abcdefghij"[..5 + at % 5])).collect()
}

pub fn expected(count: usize) -> Vec<String> {
    words(count).iter().enumerate().map(|(at, word)| format!("{at}|{}", &word[3..8])).collect()
}

/// Reads the bytes as a file and as a stream, in blocks of all sizes, and gives the rows that come of it.
pub fn read(name: &str, records: &str, bytes: &[u8]) -> Vec<String> {
    same_told(name, &mapping(records), bytes, BLOCKS);
    rows(&run(&mapping(records), &[("in.txt", bytes)], 2, Some(16)), "t")
}

pub fn codes(left: &Left) -> Vec<(Code, u64)> {
    let groups = left.report.findings.iter().filter(|group| group.code != Code::UnreadNotBlank);
    let mut codes: Vec<_> = groups.map(|group| (group.code, group.count)).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn words_before_records_are_read_in_both_orders() {
    let all = |write: fn(&str) -> Vec<u8>| words(30).iter().flat_map(|record| write(record)).collect::<Vec<u8>>();
    assert_eq!(read("big", "end: {rdw: big}", &all(big)), expected(30));
    assert_eq!(read("little", "end: {rdw: little}", &all(little)), expected(30));
    let outside = |order: &str| {
        let one = |record: &String| {
            let mut word = word(record.len(), 0);
            if order == "little" {
                word.reverse();
            }
            [&word[..], record.as_bytes()].concat()
        };
        words(30).iter().flat_map(one).collect::<Vec<u8>>()
    };
    for order in ["big", "little"] {
        let end = format!("end: {{rdw: {order}, counts_itself: false}}");
        assert_eq!(read(order, &end, &outside(order)), expected(30));
        let end = format!("end: {{rdw: {order}, adjust: 4}}");
        assert_eq!(read(order, &end, &outside(order)), expected(30));
    }
}

#[test]
fn blocks_are_read_through_with_their_records() {
    let records: Vec<Vec<u8>> = words(30).iter().map(|record| big(record)).collect();
    let blocks: Vec<u8> = records.chunks(4).flat_map(block).collect();
    assert_eq!(read("VB", "end: {bdw: big, rdw: big}", &blocks), expected(30));
    let mut extended = Vec::new();
    for some in records.chunks(7) {
        let inside = some.concat();
        extended.extend((0x8000_0000 + u32::try_from(inside.len() + 4).unwrap()).to_be_bytes());
        extended.extend(inside);
    }
    assert_eq!(read("extended", "end: {bdw: big, rdw: big}", &extended), expected(30));
    let mut fixed = Vec::new();
    for some in words(30).chunks(5) {
        let inside: String = some.iter().map(|record| &record[..8]).collect();
        fixed.extend(word(inside.len(), 0));
        fixed.extend(inside.bytes());
    }
    let end = "end: {bdw: big, bdw_counts_itself: false, length: 8}";
    assert_eq!(read("FB with words", end, &fixed), expected(30));
}

#[test]
fn segments_are_one_record() {
    let segments = |record: &str, at: usize| {
        let (first, last) = record.split_at(at);
        let one = |bytes: &str, code| [&word(bytes.len() + 4, code)[..], bytes.as_bytes()].concat();
        if first.is_empty() { vec![one(last, 0)] } else { vec![one(first, 1), one(&last[..1], 3), one(&last[1..], 2)] }
    };
    let of = |at: usize, record: &String| segments(record, if at.is_multiple_of(3) { 0 } else { at % 4 + 1 });
    let all: Vec<Vec<Vec<u8>>> = words(30).iter().enumerate().map(|(at, record)| of(at, record)).collect();
    let flat: Vec<u8> = all.concat().concat();
    assert_eq!(read("VS without blocks", "end: {rdw: big, spanned: true}", &flat), expected(30));
    // Each segment that goes on ends its block.
    let mut blocks: Vec<Vec<Vec<u8>>> = vec![Vec::new()];
    for record in &all {
        for (at, segment) in record.iter().enumerate() {
            if at > 0 {
                blocks.push(Vec::new());
            }
            blocks.last_mut().unwrap().push(segment.clone());
        }
    }
    let bytes: Vec<u8> = blocks.iter().flat_map(|records| block(records)).collect();
    assert_eq!(read("VBS", "end: {bdw: big, rdw: big, spanned: true}", &bytes), expected(30));
}

#[test]
fn a_length_may_stand_in_a_header_or_in_the_record() {
    let records = words(30);
    let named = |head: fn(usize) -> Vec<u8>| -> Vec<u8> {
        records.iter().flat_map(|record| [head(record.len()), record.clone().into_bytes()].concat()).collect()
    };
    let text = named(|length| format!("#{length:>3}.").into_bytes());
    let end = "end: {length_at: 2-4, header: 5, counts_itself: false}";
    assert_eq!(read("a header of text", end, &text), expected(30));
    let binary = named(|length| [&[0xFF][..], &u32::try_from(length + 5).unwrap().to_le_bytes()].concat());
    assert_eq!(read("a binary header", "end: {length_at: 2-5, length_as: little, header: 5}", &binary), expected(30));
    let inside: Vec<u8> = records
        .iter()
        .flat_map(|record| {
            [&record.as_bytes()[..8], format!("{:02}", record.len() + 2).as_bytes(), &record.as_bytes()[8..]].concat()
        })
        .collect();
    assert_eq!(read("a field", "end: {length_at: 9-10}", &inside), expected(30));
    let of_code = |at: usize| format!("{at:03}abcde{}", ["S ", "Lmore", "XXplus"][at % 3]).into_bytes();
    let codes: Vec<u8> = (0..30).flat_map(of_code).collect();
    let lengths = "end: {length_at: 9-10, lengths: {S: 10, Lm: 13, XX: 14}}";
    let words: Vec<String> = (0..30).map(|at| format!("{at}|abcde")).collect();
    assert_eq!(read("codes", lengths, &codes), words);
}

#[test]
fn bytes_at_a_files_ends_are_passed_over_as_declared() {
    let records: Vec<u8> = words(20).iter().flat_map(|record| big(record)).collect();
    let all = [b"HEADER OF A FILE", &records[..], b"THE TRAILER"].concat();
    let edges = "file_header: 16, file_trailer: 11";
    assert_eq!(read("edges", &format!("end: {{rdw: big}}, {edges}"), &all), expected(20));
    let fixed: String = words(20).iter().map(|record| &record[..8]).collect();
    let all = [b"HEADER OF A FILE", fixed.as_bytes(), b"THE TRAILER"].concat();
    let records = format!("end: {{length: 8}}, {edges}");
    assert_eq!(read("edges of fixed records", &records, &all), expected(20));
    let left = run(&mapping(&records), &[("in.txt", &all)], 1, Some(10));
    assert_eq!(left.manifest["sources"][0]["bytes_by_class"]["skipped"], 27);
    let short = run(&mapping(&records), &[("in.txt", b"HEADER OF A FILE")], 1, None);
    assert_eq!(codes(&short)[0].0, Code::EdgesMissing);
    let bare = run(&mapping(&records), &[("in.txt", b"HEADER OF A FILETHE TRAILER")], 1, None);
    assert_eq!(codes(&bare)[0].0, Code::NoRecords);
}

#[test]
fn records_are_refused_one_by_one_for_their_length_and_the_chain_goes_on() {
    let records = ["001short", "002", "003a word that is too long", "004right"];
    let bytes: Vec<u8> = records.iter().flat_map(|record| big(record)).collect();
    let rules = "end: {rdw: big}, min_length: 4, max_length: 12";
    assert_eq!(read("lengths", rules, &bytes), ["1|short", "4|right"]);
    let left = run(&mapping(rules), &[("in.txt", &bytes)], 1, None);
    assert_eq!(codes(&left), [(Code::LongRecord, 1), (Code::BelowMinLength, 1)]);
    let short = run(&mapping("end: {rdw: big}"), &[("in.txt", &bytes)], 1, None);
    assert_eq!(codes(&short), [(Code::ShortRecord, 1)]);
    let padded = run(&mapping("end: {rdw: big}, short: pad"), &[("in.txt", &bytes)], 1, None);
    assert_eq!(rows(&padded, "t").len(), 4);
    // The place of a record has its descriptor.
    assert_eq!(&left.files["rejects/m.raw"][..7], b"\0\x07\0\x00002");
    let below = left.report.findings.iter().find(|group| group.code == Code::BelowMinLength);
    let first = below.unwrap().first;
    assert_eq!((first.offset, first.length), (12, 7));
}

#[test]
fn blocks_of_one_byte_change_nothing() {
    let blocks: &[Option<u64>] = &[None, Some(1), Some(2)];
    let records: Vec<u8> = words(4).iter().flat_map(|record| big(record)).collect();
    same_told("lengths", &mapping("end: {rdw: big}"), &records, blocks);
    let lines = words(4).join("\r\n") + "\r\n\r\n";
    same_told("lines", &mapping("end: newline"), lines.as_bytes(), blocks);
    let one_length: String = words(4).iter().map(|record| record[..8].to_owned()).collect();
    same_told("one length", &mapping("end: {length: 8}"), one_length.as_bytes(), blocks);
}

#[test]
fn a_lost_length_ends_its_source_and_says_where() {
    let good: Vec<u8> = words(3).iter().flat_map(|record| big(record)).collect();
    let at = good.len().to_string();
    let blocked = |inside: &[u8], length: usize| [&word(length, 0)[..], inside].concat();
    let (plain, in_blocks) = ("end: {rdw: big}", "end: {bdw: big, rdw: big}");
    for (name, rules, tail, want) in [
        ("zeros", plain, &b"\0\x09\0\x01abcde"[..], ["zeros", &at, "00090001", "", ""]),
        ("below", plain, b"\0\x03\0\0abcde", ["below", &at, "00030000", "3", "4"]),
        ("zero", plain, b"\0\0\0\0\0\0\0\0", ["below", &at, "00000000", "0", "4"]),
        ("the end", plain, b"\0\xFF\0\0abcde", ["source_end", &at, "00ff0000", "255", "9"]),
        ("a half word", plain, b"\0\x09", ["source_end", &at, "0009", "4", "2"]),
    ] {
        let bytes = [&good[..], tail].concat();
        assert_eq!(read(name, rules, &bytes), expected(3), "{name}");
        let left = run(&mapping(rules), &[("in.txt", &bytes)], 1, None);
        let lost = left.report.findings.iter().find(|group| group.code == Code::LostLength).unwrap();
        let args: Vec<String> = lost.args.iter().map(tumpline::finding::Arg::plain).collect();
        assert_eq!(args[..5], want, "{name}");
        assert_eq!(lost.first.offset.to_string(), at, "{name}");
        assert_eq!(left.manifest["sources"][0]["bytes_by_class"]["unread"], tail.len(), "{name}");
        assert!(!left.report.findings.iter().all(|group| group.code != Code::SourceEnded), "{name}");
    }
    for (name, bytes, why) in [
        ("behind its block", blocked(&good, good.len() + 2), "block_end"),
        ("a rest", blocked(&[&good[..], b"\0\x05"].concat(), good.len() + 6), "block_rest"),
        ("not all there", blocked(&good, good.len() + 40), "block_cut"),
        ("only a word", blocked(b"", 40), "block_cut"),
        ("an empty block", blocked(b"", 4), "below"),
    ] {
        read(name, in_blocks, &bytes);
        let left = run(&mapping(in_blocks), &[("in.txt", &bytes)], 1, None);
        let lost = left.report.findings.iter().find(|group| group.code == Code::LostLength);
        let lost = lost.unwrap_or_else(|| panic!("{name}: {:?}", left.report.findings));
        assert_eq!(lost.args[0].plain(), why, "{name}");
    }
}

#[test]
fn a_file_that_is_cut_between_two_records_of_a_block_has_no_bytes_that_could_not_be_read() {
    let bytes = block(&[big("000ab"), big("001cd")]);
    let cut = &bytes[..4 + big("000ab").len()];
    let left = run(&mapping("end: {bdw: big, rdw: big}"), &[("in.txt", cut)], 1, None);
    let told: Vec<Code> = codes(&left).into_iter().map(|(code, _)| code).collect();
    assert!(told.contains(&Code::LostLength) && !told.contains(&Code::SourceEnded), "{told:?}");
}

#[test]
fn another_way_that_leads_on_is_named() {
    let swapped: Vec<u8> = words(30).iter().flat_map(|record| little(record)).collect();
    let plain: Vec<u8> = words(30).iter().flat_map(|record| big(record)).collect();
    let blocks: Vec<u8> = words(30)
        .chunks(9)
        .flat_map(|some| block(&some.iter().map(|record| little(record)).collect::<Vec<_>>()))
        .collect();
    // Every record in two pieces, in blocks of their own.
    let pieces = |record: &String| {
        let (first, last) = record.split_at(4);
        let piece = |text: &str, code: u8| [&word(text.len() + 4, code)[..], text.as_bytes()].concat();
        [block(&[piece(first, 1)]), block(&[piece(last, 2)])].concat()
    };
    let spanned: Vec<u8> = words(30).iter().flat_map(pieces).collect();
    let two = [block(&[big("000ab"), big("001cd")]), block(&[big("002ef")])].concat();
    let cut = [&two[..], &word(4 + 9 + 3, 0), &big("003gh"), b"\0\0\0"].concat();
    for (bytes, rules, hint, led) in [
        (&swapped, "end: {rdw: big}", "rdw: little", "20"),
        (&plain, "end: {bdw: big, rdw: big}", "rdw: big", "20"),
        (&swapped, "end: {bdw: big, rdw: big}", "rdw: little", "20"),
        (&blocks, "end: {bdw: big, rdw: big}", "bdw: big, rdw: little", "20"),
        (&spanned, "end: {bdw: little, rdw: little}", "bdw: big, rdw: big, spanned: true", "20"),
        (&spanned, "end: {bdw: big, rdw: big}", "bdw: big, rdw: big, spanned: true", "20"),
        (&vec![b'x'; 100], "end: {rdw: big}", "", ""),
        // Blocks are a chain, too: one that leads no further than what is declared says nothing.
        (&cut, "end: {bdw: big, rdw: big}", "", ""),
    ] {
        let left = run(&mapping(rules), &[("in.txt", bytes)], 1, None);
        let lost = left.report.findings.iter().find(|group| group.code == Code::LostLength).unwrap();
        assert_eq!((lost.args[5].plain(), lost.args[6].plain()), (hint.to_owned(), led.to_owned()));
    }
}

#[test]
fn nothing_of_a_file_is_shown_where_something_is_personal() {
    let personal = mapping("end: {rdw: big}").replace("at: 4-8", "at: 4-8, personal: true");
    let left = run(&personal, &[("in.txt", b"SMITH, JOHN 123 456 789")], 1, None);
    let lost = left.report.findings.iter().find(|group| group.code == Code::LostLength).unwrap();
    assert_eq!((lost.args[2].plain(), lost.args[3].plain()), (String::new(), String::new()));
}

#[test]
fn a_record_may_be_longer_than_a_block_and_than_what_is_read_ahead() {
    let long = format!("001{}", "x".repeat(65_500));
    let bytes = [big("000first"), big(&long), big("002third"), big(&long), big(&long)].concat();
    for rules in ["end: {rdw: big}", "end: {rdw: big}, max_length: 100"] {
        same_told("long", &mapping(rules), &bytes, &[None, Some(64), Some(1000), Some(65_536)]);
    }
    let left = run(&mapping("end: {rdw: big}, max_length: 100"), &[("in.txt", &bytes)], 2, Some(64));
    assert_eq!(rows(&left, "t"), ["0|first", "2|third"]);
    let wide = [&2_000_005_u32.to_be_bytes()[..], b"000first"].concat();
    let wide = [&12_u32.to_be_bytes()[..], b"000first", &wide, &vec![b'x'; 2_000_000]].concat();
    let rules = "end: {length_at: 1-4, length_as: big, header: 4}";
    same_told("too wide", &mapping(rules), &wide, &[None, Some(64)]);
    let left = run(&mapping(rules), &[("in.txt", &wide)], 1, None);
    let lost = left.report.findings.iter().find(|group| group.code == Code::LostLength).unwrap();
    assert_eq!((lost.args[0].plain(), lost.first.offset), ("beyond".to_owned(), 12));
    let left = run(&mapping(&format!("{rules}, max_length: 3 MiB")), &[("in.txt", &wide)], 1, None);
    assert!(codes(&left).iter().any(|(code, _)| *code == Code::LostLength));
}

#[test]
fn a_file_without_a_record_is_told() {
    for rules in ["end: {rdw: big}", "end: {bdw: big, rdw: big}", "end: {length_at: 1-2}, file_header: 5"] {
        let left = run(&mapping(rules), &[("in.txt", b"")], 1, None);
        assert_eq!(codes(&left)[0].0, Code::NoRecords);
    }
}

/// Digits and capitals as Latin-1 shows those of EBCDIC.
fn ebcdic(c: char) -> char {
    let shift = |first: char, at: u8| char::from(at + u8::try_from(u32::from(c) - u32::from(first)).unwrap());
    match c {
        '0'..='9' => shift('0', 0xF0),
        'A'..='I' => shift('A', 0xC1),
        'J'..='R' => shift('J', 0xD1),
        other => other,
    }
}

/// A file of Cobrix's tests: how its lengths stand, its encoding, the fields that are compared with those of its expected
/// rows, and its records.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)], u64);

const COMPANIES: &[(&str, &str)] = &[("SEGMENT_ID", "1-5"), ("COMPANY_ID", "6-15")];
const CASES: &[Case] = &[
    (
        "test4_data/COMP.DETAILS.SEP30.DATA.dat",
        "test4_expected/test4.txt",
        "rdw: little, counts_itself: false",
        "ascii",
        COMPANIES,
        1000,
    ),
    (
        "test5_data/COMP.DETAILS.SEP30.DATA.dat",
        "test5_expected/test5.txt",
        "rdw: little, counts_itself: false",
        "latin1",
        COMPANIES,
        1000,
    ),
    (
        "test5b_data/COMP.DETAILS.FEB02.DATA.RDW.BE.dat",
        "test5_expected/test5b.txt",
        "rdw: big, counts_itself: false",
        "latin1",
        COMPANIES,
        1000,
    ),
    (
        "test5_data/COMP.DETAILS.SEP30.DATA.dat",
        "test5_expected/test5c.txt",
        "rdw: little, counts_itself: false",
        "latin1",
        COMPANIES,
        1000,
    ),
    ("test14_data/COMP.DETAILS.JUL02.DATA.dat", "test14_expected/test14.txt", "rdw: little", "latin1", COMPANIES, 100),
    (
        "test17/HIERARCHICAL.DATA.RDW.dat",
        "test17_expected/test17a.txt",
        "rdw: little, counts_itself: false",
        "latin1",
        &[("SEGMENT_ID", "1-1")],
        951,
    ),
];

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_variable_files_of_cobrix_have_all_their_records() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/cobrix/data");
    for (data, expected, end, encoding, fields, records) in CASES {
        let bytes = std::fs::read(folder.join(data)).unwrap();
        let listed: Vec<String> = fields.iter().map(|(name, at)| format!("{{name: {name}, at: {at}}}")).collect();
        let mapping = format!(
            "tumpline: 1\nsource: {{files: in.bin, format: fixed, encoding: {encoding}, records: {{end: {{{end}}}}}, fields: [{}]}}\ntable: t\n",
            listed.join(", ")
        );
        let left = run(&mapping, &[("in.bin", &bytes)], 2, Some(1000));
        assert_eq!((left.report.tables[0].rows, left.report.tables[0].rejected), (*records, 0), "{data}");
        // The text is in Latin-1.
        let text: String = std::fs::read(folder.join(expected)).unwrap().into_iter().map(char::from).collect();
        let want = text.lines().map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let cell = |(name, _): &(&str, &str)| match &row[*name] {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            fields.iter().map(cell).collect::<Vec<_>>().join("|")
        });
        let want: Vec<String> = want.collect();
        let want: Vec<String> = match *encoding {
            "ascii" => want,
            _ => want.iter().map(|row| row.chars().map(ebcdic).collect()).collect(),
        };
        // Cobrix drops NULs and blanks at a text's end.
        let found: Vec<String> = rows(&left, "t").iter().map(|row| row.replace(['\0', '@'], "")).collect();
        assert_eq!(found[..want.len()], want, "{data}");
    }
}

/// Batches of records in segments; in `BATCHES` the mapping says what becomes of them.
fn batches_in_segments() -> Vec<u8> {
    let one = |text: &str, code| [&word(text.len() + 4, code)[..], text.as_bytes()].concat();
    let mut blocks: Vec<Vec<Vec<u8>>> = vec![Vec::new()];
    for batch in 0..12 {
        let head = format!("H{batch:02}");
        for (at, text) in [&head[..], "L01", "L0x", "L03", "T03"].iter().enumerate() {
            let (first, last) = text.split_at((batch + at) % 3);
            if first.is_empty() {
                blocks.last_mut().unwrap().push(one(last, 0));
            } else {
                blocks.last_mut().unwrap().push(one(first, 1));
                blocks.push(vec![one(last, 2)]);
            }
        }
    }
    blocks.iter().flat_map(|records| block(records)).collect()
}

const BATCHES: &str = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
    end: {bdw: big, rdw: big, spanned: true}
    group_max: 200
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-3}]}
      - {name: line, when: {at: 1, is: L}, under: head, LINE}
      - {name: tail, when: {at: 1, is: T}, TAIL: head, fields: [{name: count, at: 2-3, type: int32}]}
tables:
";

#[test]
fn children_follow_their_parents_across_blocks_of_either_sort() {
    let bytes = batches_in_segments();
    let lines = BATCHES.replace("LINE", "fields: [{name: n, at: 2-3, type: int32}]").replace("TAIL", "ends");
    let table = "  - {table: t, from: line, limits: {rejects: 99}, columns: [{name: n}, {name: no, from: head.no}]}\n";
    let lines = lines.replace("tables:", "  controls: [{id: n, says: tail.count, count: line}]\ntables:") + table;
    same_told("lines", &lines, &bytes, BLOCKS);
    let left = run(&lines, &[("in.txt", &bytes)], 2, Some(16));
    let want: Vec<String> = (0..12).flat_map(|batch| [format!("1|{batch:02}"), format!("3|{batch:02}")]).collect();
    assert_eq!(rows(&left, "t"), want);

    let groups = BATCHES.replace("LINE", "skip: not wanted").replace("TAIL", "under");
    let table = "  - {table: t, from: head, with: {tail: exactly one}, columns: [{name: no}, {name: count, from: tail.count}]}\n";
    let groups = groups + table;
    same_told("groups", &groups, &bytes, BLOCKS);
    let left = run(&groups, &[("in.txt", &bytes)], 2, Some(16));
    assert_eq!(rows(&left, "t"), (0..12).map(|batch| format!("{batch:02}|3")).collect::<Vec<_>>());
}

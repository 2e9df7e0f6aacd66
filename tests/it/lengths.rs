//! Blocks of one length, and lengths that are computed: in files and streams, across blocks, lost and found.

use tumpline::finding::Code;
use tumpline::run::Problem;

use crate::alike::rows;
use crate::framings::{big, codes, expected, mapping, read, words};
use crate::machine::{machine, run, run_on};

/// Eight bytes of each record, in blocks of so many records, each filled up to `length` with a byte but for the last.
fn blocks(count: usize, of_block: usize, length: usize, fill: u8) -> Vec<u8> {
    let records: Vec<Vec<u8>> = words(count).iter().map(|record| record.as_bytes()[..8].to_vec()).collect();
    let mut bytes = Vec::new();
    for some in records.chunks(of_block) {
        bytes.resize(bytes.len().next_multiple_of(length), fill);
        bytes.extend(some.concat());
    }
    bytes
}

/// The finding of a length that leads nowhere: its reason and its byte.
fn lost(records: &str, bytes: &[u8]) -> (String, String) {
    let left = run(&mapping(records), &[("in.txt", bytes)], 2, Some(16));
    let found = left.report.findings.iter().find(|group| group.code == Code::LostLength);
    let found = found.unwrap_or_else(|| panic!("{records}: {:?}", left.report.findings));
    assert_eq!((found.first.line, codes(&left).contains(&(Code::SourceEnded, 1))), (0, true));
    (found.args[0].plain(), found.args[1].plain())
}

#[test]
fn blocks_of_one_length_without_words_have_their_records() {
    // The last block is short.
    assert_eq!(read("short", "end: {length: 8, block_length: 32}", &blocks(30, 4, 32, 0)), expected(30));
    // What is left of a block is no record.
    assert_eq!(read("rest", "end: {length: 8, block_length: 37}", &blocks(30, 4, 37, b' ')), expected(30));
    // A block has fewer records than it could have.
    let few = "end: {length: 8, block_length: 40, records_per_block: 3}";
    assert_eq!(read("few", few, &blocks(30, 3, 40, 0)), expected(30));
    assert_eq!(read("alone", "end: {length: 8, records_per_block: 4}", &blocks(30, 4, 32, 0)), expected(30));
    // The last block is filled up, with whole records too.
    for (fill, word) in [(0, "low_values"), (b' ', "blanks"), (0xFF, "high_values")] {
        let mut bytes = blocks(30, 4, 32, fill);
        bytes.resize(8 * 32, fill);
        let end = format!("end: {{length: 8, block_length: 32, block_fill: {word}}}");
        assert_eq!(read(word, &end, &bytes), expected(30));
    }
}

#[test]
fn whole_records_of_one_byte_that_no_key_explains_are_told_with_the_key() {
    for (fill, word) in [(0, "low_values"), (b' ', "blanks"), (0xFF, "high_values")] {
        let mut bytes = blocks(30, 4, 32, fill);
        bytes.resize(8 * 32, fill);
        for any in ["", ", block_fill: any"] {
            let records = format!("end: {{length: 8, block_length: 32{any}}}");
            let left = run(&mapping(&records), &[("in.txt", &bytes)], 2, Some(16));
            let found = left.report.findings.iter().find(|group| group.code == Code::RecordOfFill);
            let found = found.unwrap_or_else(|| panic!("{records}: {:?}", left.report.findings));
            assert_eq!((found.count, found.args[1].plain()), (2, format!("block_fill: {word}")));
        }
        let records = format!("end: {{length: 8, block_length: 32, block_fill: {word}}}");
        let left = run(&mapping(&records), &[("in.txt", &bytes)], 2, Some(16));
        assert!(left.report.findings.iter().all(|group| group.code != Code::RecordOfFill), "{word}");
    }
}

#[test]
fn records_with_words_stand_in_blocks_of_one_length() {
    let mut bytes = Vec::new();
    for record in words(30) {
        let record = big(&record);
        if bytes.len() % 50 + record.len() > 50 {
            bytes.resize(bytes.len().next_multiple_of(50), 0);
        }
        bytes.extend(record);
    }
    assert_eq!(read("VB", "end: {rdw: big, block_length: 50}", &bytes), expected(30));
    bytes.resize(bytes.len().next_multiple_of(50), 0);
    assert_eq!(read("filled up", "end: {rdw: big, block_length: 50}", &bytes), expected(30));
}

#[test]
fn what_is_left_of_a_block_may_be_any_bytes_where_it_is_said() {
    let mut bytes = blocks(30, 4, 37, b' ');
    for block in bytes.chunks_mut(37) {
        let rest = block.len().min(32);
        block[rest..].iter_mut().zip(b"old\0\xFF").for_each(|(byte, left)| *byte = *left);
    }
    assert_eq!(read("any", "end: {length: 8, block_length: 37, block_fill: any}", &bytes), expected(30));
    let left = run(&mapping("end: {length: 8, block_length: 37, block_fill: any}"), &[("in.txt", &bytes)], 2, Some(16));
    let classes = &left.manifest["sources"][0]["bytes_by_class"];
    assert_eq!((&classes["loaded"], &classes["separators"]), (&240.into(), &35.into()), "{classes}");
    // Of records with words, from the word of zeros on.
    let mut words_and_rest = Vec::new();
    for record in words(30) {
        let record = big(&record);
        if words_and_rest.len() % 50 + record.len() > 50 {
            let rest = words_and_rest.len().next_multiple_of(50) - words_and_rest.len();
            words_and_rest.extend(b"\0\0\0\0garbage of the block before, as it was".iter().take(rest));
            words_and_rest.resize(words_and_rest.len().next_multiple_of(50), b'x');
        }
        words_and_rest.extend(record);
    }
    assert_eq!(read("VB", "end: {rdw: big, block_length: 50, block_fill: any}", &words_and_rest), expected(30));
    assert_eq!(lost("end: {rdw: big, block_length: 50}", &words_and_rest).0, "not_fill");
}

#[test]
fn what_is_left_of_a_block_is_one_byte_throughout_or_the_source_ends_there() {
    let mut bytes = blocks(30, 4, 37, 0);
    bytes[37 + 34] = b'x';
    let told = lost("end: {length: 8, block_length: 37}", &bytes);
    assert_eq!(told, ("not_fill".into(), "69".into()));
    let cut = &blocks(30, 4, 32, 0)[..100];
    assert_eq!(lost("end: {length: 8, block_length: 32}", cut), ("source_end".into(), "96".into()));
}

#[test]
fn lengths_are_computed_from_a_header_or_from_the_record() {
    let all = |one: &dyn Fn(&String) -> Vec<u8>| words(30).iter().flat_map(one).collect::<Vec<u8>>();
    // Pairs of bytes behind a header, which has an odd one besides.
    let header = |record: &String| {
        let (pairs, odd) = (record.len() / 2, record.len() % 2);
        [format!("{pairs:02}{}", if odd == 1 { "Y" } else { "N" }).as_bytes(), record.as_bytes()].concat()
    };
    let fields = "fields: [{name: pairs, at: 1-2}, {name: odd, at: 3, as: text}]";
    let end = format!(
        "end: {{header: 3, length: {{sql: \"pairs * 2 + 3 + case odd when 'Y' then 1 else 0 end\", {fields}}}}}"
    );
    assert_eq!(read("header", &end, &all(&header)), expected(30));
    let end = format!(
        "end: {{header: 3, counts_itself: false, length: {{sql: \"case when odd = 'Y' then pairs * 2 + 1 else 2 * pairs end\", {fields}}}}}"
    );
    assert_eq!(read("without the header", &end, &all(&header)), expected(30));
    // A number times another one plus a third is computed at once.
    let quick = |record: &String| {
        let length = u16::try_from(3 * record.len()).unwrap();
        [&length.to_be_bytes()[..], &[0; 3], record.as_bytes()].concat()
    };
    let thrice = |record: &String| [quick(record), vec![b'.'; 2 * record.len()]].concat();
    let end = "end: {header: 5, length: {sql: \"n - 2 * 3 + 11\", fields: [{name: n, at: 1-2, as: big}]}}";
    assert_eq!(read("affine", end, &all(&thrice)), expected(30));
    // The record's own digits: the id's last one says which length it has.
    let own = |record: &String| record.as_bytes().to_vec();
    let end = "end: {length: {sql: \"8 + n % 5\", fields: [{name: n, at: 1-3}]}}";
    assert_eq!(read("own", end, &all(&own)), expected(30));
}

#[test]
fn an_expression_without_a_length_ends_the_source_there() {
    let fields = "fields: [{name: n, at: 1}, {name: code, at: 2, as: text}]";
    let computed = |sql: &str| format!("end: {{length: {{sql: \"{sql}\", {fields}}}}}");
    let three = b"4A..4A..";
    for (sql, last, want) in [
        ("n", "x...", "no_number"),
        ("case code when 'A' then n end", "4B..", "no_result"),
        ("4 + n % (n - 3) * 0", "3A..", "no_result"),
        ("n - 8", "4A..", "below"),
        ("n * 0 + 1", "4A..", "below"),
        ("n", "9A..", "source_end"),
        ("n * 99999999", "4A..", "beyond"),
    ] {
        let at = if sql.starts_with("n ") { 0 } else { 8 };
        let bytes = [&three[..], last.as_bytes()].concat();
        assert_eq!(lost(&computed(sql), &bytes), (want.into(), at.to_string()), "{sql}");
    }
}

#[test]
fn blocks_and_expressions_are_checked_with_the_mapping() {
    let told = |records: &str| {
        let host = machine(&[("in.txt", b"")]);
        host.put("m.yaml", mapping(records).into_bytes());
        match run_on(&host, 1, None) {
            Err(Problem::Mappings(texts)) => {
                texts[0].diagnostics.iter().map(|found| found.code.id()).collect::<Vec<_>>().join(" ")
            }
            other => panic!("{records}: {:?}", other.map(|report| report.findings)),
        }
    };
    for (records, want) in [
        ("end: {length: {sql: n, fields: [{name: m, at: 1}]}}", "TL0006"),
        ("end: {length: {sql: n, fields: [{name: n, at: 1, as: text}]}}", "TL0035"),
        ("end: {length: {fields: [{name: n, at: 1}]}}", "TL0003"),
        ("end: {length: {sql: n}}", "TL0003"),
        ("end: {length: {sql: n, fields: [{name: n, at: 1}, {name: n, at: 2}]}}", "TL0012"),
        ("end: {header: 2, length: {sql: n, fields: [{name: n, at: 3}]}}", "TL0015"),
        ("end: {length: {sql: n, fields: [{name: n, at: 1-9, as: big}]}}", "TL0015"),
        ("end: {adjust: 1, length: {sql: n, fields: [{name: n, at: 1}]}}", "TL0027"),
        ("end: {length: 8, block_length: 4}", "TL0078"),
        ("end: {length: 8, block_length: 20, records_per_block: 3}", "TL0078"),
        ("end: {length: 8, records_per_block: 99999999}", "TL0026"),
        ("end: {length: 8, block_fill: blanks}", "TL0003"),
        ("end: {length: 8, bdw: big, block_length: 20}", "TL0014"),
        ("end: {rdw: big, block_length: 20, records_per_block: 3}", "TL0027"),
        ("end: {rdw: big, block_length: 20, spanned: true}", "TL0014"),
        ("end: {length_at: 1, block_length: 20}", "TL0027"),
        ("end: {length: 8, header: 2}", "TL0027"),
    ] {
        assert_eq!(told(records), want, "{records}");
    }
    let left =
        run(&mapping("end: {length: {sql: \"n - 9\", fields: [{name: n, at: 1}]}}"), &[("in.txt", b"4A..")], 1, None);
    let lost = left.report.findings.iter().find(|group| group.code == Code::LostLength).unwrap();
    let args: Vec<String> = lost.args.iter().map(tumpline::finding::Arg::plain).collect();
    assert_eq!((&*args[0], &*args[3], &*args[4]), ("below", "-5", "1"), "a length below zero is told as it is");
    let left = run(&mapping("end: {length: 8, block_length: 32}"), &[("in.txt", &blocks(5, 4, 32, 0))], 1, None);
    assert_eq!(rows(&left, "t"), expected(5));
}

#[test]
fn records_of_a_copybook_may_have_a_length_that_is_computed_and_stand_in_even_blocks() {
    let book = b"       01 REC.\n          05 PAIRS PIC 9(2).\n          05 BODY PIC X(8).\n";
    let mapping = |records: &str| {
        format!(
            "tumpline: 1
source:
  files: in.txt
  format: cobol
  encoding: cp037
  copybook: rec.cpy
  records: {{{records}}}
table: rec
"
        )
    };
    let ebcdic = |text: &str| -> Vec<u8> {
        let byte = |byte: u8| if byte.is_ascii_digit() { byte - b'0' + 0xF0 } else { byte - b'A' + 0xC1 };
        text.bytes().map(byte).collect()
    };
    let want = ["2|AAAA", "4|BBBBBBBB", "0|-"];
    let sql = "end: {length: {sql: \"pairs * 2 + 2\", fields: [{name: pairs, at: 1-2}]}}, short: pad";
    let bytes = ebcdic("02AAAA04BBBBBBBB00");
    let left = run(&mapping(sql), &[("in.txt", &bytes), ("rec.cpy", book)], 2, Some(7));
    assert_eq!(rows(&left, "rec"), want);
    let mut bytes: Vec<u8> = ["02AAAA", "04BBBBBBBB", "00"]
        .iter()
        .flat_map(|text| {
            let mut record = ebcdic(text);
            record.resize(10, 0x40);
            record
        })
        .collect();
    bytes.splice(20..20, [0x40; 3]);
    let even = "end: {length: 10, block_length: 23}";
    let left = run(&mapping(even), &[("in.txt", &bytes), ("rec.cpy", book)], 2, Some(7));
    assert_eq!(rows(&left, "rec"), want);
}

//! What `look` shows, tried on files in memory.

use std::path::PathBuf;

use super::*;
use crate::cli::words;
use crate::extractors::encoding::Encoding;
use crate::host::fake::FakeHost;
use crate::inspect::look::{Positions, Request, look};

const BOTH: [Language; 2] = [Language::En, Language::Fr];

fn shown(language: Language, host: &FakeHost, paths: &[&str], at: &[Positions]) -> String {
    let request = Request { paths: paths.iter().map(PathBuf::from).collect(), at: at.to_vec(), ..Request::default() };
    let files = look(host, &request, &|_| ()).unwrap_or_default();
    let text = text(language, layout::WIDTH, &files, !at.is_empty());
    words::spaced(Language::En, &text)
}

fn of(language: Language, bytes: impl Into<Vec<u8>>) -> String {
    let host = FakeHost::new();
    host.put("in/GL.TXT", bytes);
    shown(language, &host, &["in/GL.TXT"], &[])
}

#[test]
fn a_file_of_lines_is_shown_with_its_evidence() {
    let text = of(Language::En, &b"H001Th\x82r\x8Ase\r\nD0012\r\nD0015\r\nD\t012\r\nT1\r\n\x1A"[..]);
    for want in [
        "in/GL.TXT\n  size        39 bytes; read whole\n",
        "5 records; each ends with CR LF",
        "2 to 11 bytes, most often 5 (60%)",
        "probably cp850: 2 of 2 bytes from 80 on make sense in it",
        "1 byte 1A (Ctrl-Z), part of no record",
        "source: {files: GL.TXT, encoding: cp850, format: fixed, records:\n",
        "Values at 1 of the records\n",
        "  `D`        3  record 2\n",
        "  82        1  é    ‚     -        Ç    record 1, byte 7: `H001Thérèse`\n",
        "  09 (tab)      1  record 4, byte 2\n",
        "             ....5...10...15\n          1  H001Thérèse\n",
        "Last records\n",
        "`·` stands for",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
}

#[test]
fn every_sort_of_file_is_shown_in_both_languages_within_80_columns() {
    let word = |at: u8| [vec![0, at + 4, 0, 0], vec![0xC1; at.into()]].concat();
    let long = format!("{}\n", "x".repeat(5_000));
    let files: [(&str, Vec<u8>); 12] = [
        ("empty", Vec::new()),
        ("one byte", b"x".to_vec()),
        ("a nul", vec![0]),
        ("no line end", b"abc;def".to_vec()),
        ("long line", long.into_bytes()),
        ("mixed ends", b"a\nb\r\nc\rd\r\r\ne".to_vec()),
        ("cells", b"a,\"b\nc\",d\ne,f,g\nh,i,j\nk,l,m\n".to_vec()),
        ("utf-16", "\u{feff}été\r\nhiver\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("utf-8", "été\nÃ©tÃ©\n".into()),
        ("words", (1..20).flat_map(word).collect()),
        ("ebcdic", b"\xC1\xF0\xF1\x40\x40\x40\xC3\x12\x15".repeat(40)),
        ("binary", (0..=255).cycle().take(3_000).collect()),
    ];
    for language in BOTH {
        for (name, bytes) in &files {
            let text = of(language, bytes.clone());
            let has_gaps = text.contains('?') && *name != "binary"; // that is a byte there
            assert!(text.lines().count() >= 3 && !has_gaps, "{name}\n{text}");
            let is_whole_yaml = |line: &str| line.contains("source: {");
            for line in text.lines().filter(|line| !is_whole_yaml(line)) {
                assert!(layout::length(line) <= layout::WIDTH, "{name} {line}");
                assert!(!line.contains(char::is_control), "{name} {line:?}");
            }
        }
    }
    let twice = of(Language::En, "été\nÃ©tÃ©\n");
    assert!(twice.split_whitespace().any(|word| word == "twice"), "{twice}");
    assert!(twice.contains("  C3") && !twice.contains(char::REPLACEMENT_CHARACTER), "half a character: {twice}");
    assert!(of(Language::Fr, "").contains("le fichier est vide"));
    assert!(of(Language::En, "a\nb\r\nc\rd\r\r\ne").contains("line ends are mixed: 1 LF, 1 CR LF, 1 CR, 1 CR CR LF;"));
}

#[test]
fn many_files_are_a_table_with_what_they_have_in_common() {
    let host = FakeHost::new();
    for (name, text) in [("a", "H12\nD34\n"), ("b", "H12\nD34\n"), ("c", "x;y\nz;w\n"), ("d", "H55\nD66\n"), ("e", "")]
    {
        host.put(name, text);
    }
    let text = shown(Language::En, &host, &["a", "b", "c", "d", "e", "none"], &[Positions { first: 2, last: 3 }]);
    for want in [
        "5 files, 32 bytes\n",
        "The same file: a and b\n",
        "They are of 2 shapes",
        "  - one shape: a, b and d\n",
        "  `34`       1  record 2\n",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
    assert!(!text.contains("First records"), "{text}");
}

#[test]
fn the_document_is_the_same_in_both_languages_and_tells_of_what_could_not_be_read() {
    let host = FakeHost::new();
    host.put("a", "H12\nD34\n");
    let request = Request { paths: vec!["a".into(), "none".into()], ..Request::default() };
    let files = look(&host, &request, &|_| ()).unwrap_or_default();
    let parsed: Vec<serde_json::Value> =
        BOTH.iter().filter_map(|language| serde_json::from_str(&document(*language, 2, &files)).ok()).collect();
    assert_eq!(parsed.len(), 2);
    assert_eq!(parsed[0]["files"][0], parsed[1]["files"][0]);
    assert_eq!(parsed[0]["files"][0]["framing"]["kind"], "lines");
    assert_eq!(parsed[0]["files"][0]["values"][0]["values"][0]["count"], 1);
    assert_eq!(parsed[1]["files"][1]["problem"]["code"], "TL0908");
}

#[test]
fn an_ebcdic_file_has_its_page_its_line_ends_and_its_numbers() {
    let lines = "00017HÉLÈNE TREMBLAY 120\u{85}00018JÉRÔME CÔTÉ     7.0\u{85}".repeat(20);
    let bytes = Encoding::of("cp297").and_then(|page| page.encode(&lines)).unwrap();
    let joined = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = joined(of(Language::En, bytes.clone()));
    assert!(text.contains("each ends with NEL"), "{text}");
    assert!(text.contains("encoding: cp037, format: fixed, records: {end: newline}"), "{text}");
    assert!(text.contains("HÉLÈNE") && text.contains("cp297"), "{text}");
    let feeds: Vec<u8> = bytes.iter().map(|byte| if *byte == 0x15 { 0x25 } else { *byte }).collect();
    assert!(of(Language::Fr, feeds).contains("LF"));
    let packed = [&b"\xC1\xC2\xC3\x40\x40\xF1"[..], &[0x00, 0x12, 0x3C, 0x0F, 0x1D]].concat().repeat(60);
    let text = joined(of(Language::En, packed));
    assert!(text.contains("infer FILE --copybook COPYBOOK") && !text.contains("source: {"), "{text}");
}

/// Records of 30 characters: a number, a name, an amount.
fn records(count: usize) -> Vec<Vec<u8>> {
    let names = ["TREMBLAY", "ROY", "GAGNON-LEBLANC", "COTE"];
    let mixed = |at: usize| {
        let once = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (twice ^ twice >> 27) >> 20 & 0xFFFF_FFFF
    };
    let name = |at: usize| names[(mixed(at) % 4) as usize];
    let of = |at: usize| format!("{:05}{:<15}{:>10}", at * 7_919 % 99_991, name(at), mixed(at) % 9_973);
    (0..count).map(|at| of(at).into_bytes()).collect()
}

/// The same with their blanks cut off and their lengths before them.
fn with_words(count: usize) -> Vec<Vec<u8>> {
    let one = |(at, body): (usize, Vec<u8>)| {
        let body = &body[..20 + at % 11];
        let length = u16::try_from(body.len() + 4).unwrap();
        [&length.to_be_bytes()[..], &[0, 0], body].concat()
    };
    records(count).into_iter().enumerate().map(one).collect()
}

#[test]
fn what_is_no_record_is_told_at_the_ends_of_files_and_where_lengths_lead_nowhere() {
    let (plain, words) = (records(200).concat(), with_words(200));
    let chain = words.concat();
    let place = words[..80].concat().len();
    let mut damaged = chain.clone();
    damaged[place + 1] += 3;
    let label = |text: &str| format!("{text:<80}").into_bytes();
    let labelled = [label("VOL1ABC123"), label("HDR1GL.JOURNAL"), plain.clone()].concat();
    for (bytes, english, french, mapping) in [
        (
            labelled.clone(),
            "160 bytes before the first record: 2 labels of a tape",
            "2 étiquettes de bande",
            ", file_header: 160}",
        ),
        (
            [&plain[..], &[0; 96]].concat(),
            "96 bytes X'00' fill the file up",
            "96 octets X'00' remplissent le fichier",
            "{length: 30}}}",
        ),
        (
            [&labelled[..], &[0; 96]].concat(),
            "96 bytes X'00' fill the file up",
            "96 octets X'00' remplissent le fichier",
            ", file_header: 160, file_trailer: 96}",
        ),
        (
            [&plain[..], &[0xFF; 96]].concat(),
            "96 bytes X'FF' fill the file up",
            "96 octets X'FF' remplissent le fichier",
            ", file_trailer: 96}",
        ),
        (
            plain[..plain.len() - 20].to_vec(),
            "the last record is cut: it has 10 bytes",
            "est coupé : il a 10 octets",
            "{length: 30}}}",
        ),
        (
            [&chain[..], &[0xFF; 300]].concat(),
            "300 bytes X'FF' fill the file up",
            "300 octets X'FF'",
            "rdw: big}, file_trailer: 300}",
        ),
        (
            chain[..chain.len() - 3].to_vec(),
            "the beginning of a record that is cut",
            "le début d’un enregistrement coupé",
            "{rdw: big}}}",
        ),
        (damaged, "and no further: what stands there", "et pas plus loin", "{rdw: big}}}"),
    ] {
        let [in_english, in_french] = BOTH.map(|language| {
            let text = of(language, bytes.clone());
            assert!(
                text.lines().all(|line| layout::length(line) <= layout::WIDTH || line.contains("source: {")),
                "{text}"
            );
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        assert!(in_english.contains(english) && in_english.contains(mapping), "{english} {mapping}\n{in_english}");
        let in_french = in_french.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(in_french.contains(french), "{french}\n{in_french}");
        if !english.starts_with("160") {
            assert!(!in_english.contains("2 étiquettes"), "{in_english}");
        }
    }
    let text = of(Language::En, labelled);
    assert!(text.contains("200 records") && text.contains("          1  00000"), "{text}");
}

#[test]
fn what_has_no_records_is_said_to_have_none_and_gets_no_mapping() {
    for (bytes, want) in [
        ("       01 A.\n          05 B PIC X(4).\n          05 C PIC 9(4).\n", "a copybook: it describes records"),
        ("tumpline: 1\nsource:\n  files: x\n  format: fixed\n", "a mapping of Tumpline"),
        ("{\"a\": [1, 2],\n\"b\": 2}\n", "JSON: it has no records"),
    ] {
        let text = of(Language::En, bytes);
        assert!(text.contains(want) && !text.contains("source: {"), "{text}");
    }
    let host = FakeHost::new();
    for (name, text) in
        [("a", "H12\nD34\n"), ("b.cpy", "       01 A.\n          05 B PIC X(4).\n"), ("c", "H14\nD38\n")]
    {
        host.put(name, text);
    }
    let text = shown(Language::En, &host, &["a", "b.cpy", "c"], &[]);
    for want in ["All others are of one shape", "Without records: b.cpy (a copybook)."] {
        assert!(text.contains(want), "{want}\n{text}");
    }
}

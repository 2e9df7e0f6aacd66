//! Pages of EBCDIC, byte by byte against Python's codecs, the `ebcdic` package (`make witnesses`) and iconv.
//!
//! Where a witness differs, the byte and the reason are here. A witness that is not there is named and not asked.

use std::path::Path;
use std::process::Command;

use super::super::ebcdic::Ebcdic;
use super::{encoding, text};
use crate::mapping::encodings::names;

/// What each witness has for each byte of each page: `page witness byte character`, -1 where there is none.
const SCRIPT: &str = r"
import importlib, subprocess, sys
def told(page, witness, table):
    for byte, character in enumerate(table): print(page, witness, byte, character)
def of_module(name):
    module = importlib.import_module(name)
    return [-1 if one in '\ufffe\ufffd' else ord(one) for one in module.decoding_table]
def of_iconv(page):
    # '01' behind each byte: where that comes at once, the byte was left out.
    marked = b''.join(bytes([byte, 0xF0, 0xF1]) for byte in range(256))
    call = ['iconv', '-c', '-f', 'IBM' + page[2:], '-t', 'UTF-16BE']
    text = subprocess.run(call, input=marked, capture_output=True).stdout.decode('utf-16-be')
    table, at = [], 0
    for byte in range(256):
        defined = text[at:at + 2] != '01'
        table.append(ord(text[at]) if defined and text else -1)
        at += 3 if defined else 2
    return table if text else None
for page in sys.argv[1:]:
    for witness, name in ('python', 'encodings.' + page), ('package', 'ebcdic.' + page):
        try: told(page, witness, of_module(name))
        except ImportError: pass
    try: told(page, 'iconv', of_iconv(page) or [])
    except FileNotFoundError: pass
";

/// Bytes that a witness has otherwise, with its character (-1: none), and why it is not followed.
const OTHERWISE: [(&str, &str, u8, i64); 22] = [
    // German pages have the macron of Latin 1 there: iconv, the package, and every witness for 1141.
    ("cp273", "python", 0xBC, 0x203E),
    // Backslash and É as the chart of 278 has them, and every witness for 1143.
    ("cp278", "iconv", 0x71, 0x00C9),
    ("cp278", "iconv", 0xE0, 0x005C),
    // The macron of Latin 1, as every witness has it for 1146.
    ("cp285", "iconv", 0xA1, 0x203E),
    // The broken bar, which is in IBM's chart of 290.
    ("cp290", "package", 0x6A, -1),
    // The dot above, an accent like those around it.
    ("cp870", "iconv", 0xB0, 0x00B7),
    // Þ and þ as every witness has them for 1149.
    ("cp871", "iconv", 0x4A, 0x00FE),
    ("cp871", "iconv", 0xC0, 0x00DE),
    // A bar, a no-break space and the Greek dot, which the two others have.
    ("cp875", "iconv", 0x6A, -1),
    ("cp875", "iconv", 0x74, 0x2207),
    ("cp875", "iconv", 0xDD, 0x00B7),
    // Python makes substitutes of bytes without a character.
    ("cp875", "python", 0xDC, 0x001A),
    ("cp875", "python", 0xE1, 0x001A),
    ("cp875", "python", 0xEC, 0x001A),
    ("cp875", "python", 0xED, 0x001A),
    ("cp875", "python", 0xFC, 0x001A),
    ("cp875", "python", 0xFD, 0x001A),
    // Cedilla and macron of Latin 5, whose characters the page has.
    ("cp1026", "iconv", 0x9D, 0x02DB),
    ("cp1026", "iconv", 0xBC, 0x2014),
    // The package has Java's line ends: NEL as a line feed, and in 1047 the line feed as NEL.
    ("cp1047", "package", 0x25, 0x0085),
    ("cp1047", "package", 0x15, 0x000A),
    ("cp037", "package", 0x15, 0x000A),
];

/// Pages that the package has with NEL as a line feed (Java's way), besides those above.
fn is_java_line_end(page: &str, witness: &str, byte: u8, theirs: i64) -> bool {
    witness == "package" && byte == 0x15 && theirs == 0x0A && page != "cp290"
}

/// iconv has an old chart of 290, without small letters, and with katakana of full width.
fn is_old_chart(page: &str, witness: &str, theirs: i64) -> bool {
    page == "cp290" && witness == "iconv" && (theirs == -1 || (0x3000..0x3100).contains(&theirs))
}

#[test]
fn pages_of_ebcdic_are_as_other_implementations_have_them() {
    let pages: Vec<&str> = names().iter().copied().filter(|name| Ebcdic::of(name).is_some()).collect();
    assert_eq!(pages.len(), 29);
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/witness-venv/bin/python");
    let python = if venv.exists() { venv } else { "python3".into() };
    let Ok(told) = Command::new(python).arg("-c").arg(SCRIPT).args(&pages).output() else {
        println!("python3 is not there: pages of EBCDIC were not compared");
        return;
    };
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let lines = String::from_utf8(told.stdout).unwrap();
    let mut asked: Vec<(&str, &str)> = Vec::new();
    for line in lines.lines() {
        let [page, witness, byte, theirs] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (byte, theirs): (u8, i64) = (byte.parse().unwrap(), theirs.parse().unwrap());
        let ours: Option<char> = text(page, &[byte]).ok().map(|text| text.parse().unwrap());
        let ours = ours.map_or(-1, |ours| i64::from(u32::from(ours)));
        if !asked.contains(&(page, witness)) {
            asked.push((page, witness));
        }
        let known = OTHERWISE.contains(&(page, witness, byte, theirs))
            || is_java_line_end(page, witness, byte, theirs)
            || is_old_chart(page, witness, theirs);
        assert!(ours == theirs || known, "{page} {byte:02X}: {ours:04X}, {witness} has {theirs:04X}");
    }
    for page in pages {
        let of: Vec<&str> = asked.iter().filter(|one| one.0 == page).map(|one| one.1).collect();
        println!("{page}: compared with {}", of.join(", "));
    }
}

#[test]
fn every_character_of_a_page_is_written_as_a_byte_that_reads_as_it() {
    for page in names().iter().filter(|name| Ebcdic::of(name).is_some()) {
        for byte in 0..=0xFF_u8 {
            let Ok(character) = text(page, &[byte]) else { continue };
            let written = encoding(page).encode(&character).unwrap();
            assert_eq!(text(page, &written), Ok(character.clone()), "{page} {byte:02X}");
            // Thai pages have five marks twice.
            let twice = matches!(*page, "cp838" | "cp1160") && byte >= 0xED;
            assert!(written == [byte] || twice, "{page} {byte:02X}");
        }
        assert_eq!(text(page, b"\x15\x25\x40\x05\xF1"), Ok("\u{85}\n \t1".to_owned()), "{page}");
    }
}

#[test]
fn bytes_without_a_character_are_told_with_their_place() {
    for (page, bytes, position) in
        [("cp875", &b"\xC1\xDC"[..], 1), ("cp290", b"\xC1\xC2\xFE", 2), ("cp275", b"\x41", 0)]
    {
        let told = text(page, bytes).map_err(|invalid| (invalid.position, invalid.byte));
        assert_eq!(told, Err((position, bytes[position])), "{page}");
    }
}

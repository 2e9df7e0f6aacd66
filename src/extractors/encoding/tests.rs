use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::mapping::encodings;

fn decoded(name: &str, bytes: &[u8]) -> Result<String, Invalid> {
    let mut into = Vec::new();
    Encoding::of(name).unwrap().decode(bytes, &mut into).map(|()| String::from_utf8(into).unwrap())
}

#[test]
fn every_name_of_the_language_is_an_encoding() {
    for name in encodings::names() {
        assert!(Encoding::of(name).is_some(), "{name}");
    }
}

/// Python's codecs are the witness; where no python3 is installed this says so and compares nothing.
#[test]
fn our_pages_are_those_of_python_byte_for_byte() {
    for (name, page) in PAGES {
        let codec = if *name == "latin1" { "latin-1" } else { name };
        let program = format!(
            "import sys\nfor b in range(256):\n  try: sys.stdout.write('%04X ' % ord(bytes([b]).decode('{codec}')))\n  except UnicodeDecodeError: sys.stdout.write('FFFF ')"
        );
        let Ok(output) = Command::new("python3").args(["-c", &program]).output() else {
            eprintln!("python3 is not installed: the code pages were not compared");
            return;
        };
        let theirs: Vec<u16> = String::from_utf8(output.stdout)
            .unwrap()
            .split_whitespace()
            .map(|code| u16::from_str_radix(code, 16).unwrap())
            .collect();
        let ours: Vec<u16> = (0..128).chain(page.iter().copied()).collect();
        assert_eq!(ours, theirs, "{name}");
    }
}

#[test]
fn what_an_encoding_lacks_is_refused_at_its_place() {
    for (name, bytes, position) in [
        ("cp1252", &b"ab\x81c"[..], 2),
        ("ascii", b"caf\xE9", 3),
        ("utf-8", b"ok\xC3(", 2),
        ("utf-8", b"\xED\xA0\x80", 0),
        ("shift_jis", b"a\x82", 1),
        ("utf-16le", b"a\0b", 2),
        ("utf-16le", b"\x00\xD8a\0", 0),
        ("gbk", b"ab\xFF", 2),
    ] {
        assert_eq!(decoded(name, bytes), Err(Invalid { position, byte: bytes[position] }), "{name} {bytes:x?}");
    }
}

#[test]
fn a_refused_text_leaves_nothing_behind() {
    let mut into = b"before".to_vec();
    assert!(Encoding::of("cp1252").unwrap().decode(b"\xE9\x81", &mut into).is_err());
    assert_eq!(into, b"before");
}

#[test]
fn characters_have_their_starts() {
    for (name, bytes, want) in [
        ("utf-8", "aé€x".as_bytes(), vec![0, 1, 3, 6]),
        ("cp850", b"a\x82b", vec![0, 1, 2]),
        ("utf-16le", b"a\0\xE9\0", vec![0, 2]),
        ("shift_jis", b"a\x83\x41\xB1", vec![0, 1, 3]),
    ] {
        let mut starts = Vec::new();
        Encoding::of(name).unwrap().character_starts(bytes, &mut starts).unwrap();
        assert_eq!(starts, want, "{name}");
    }
}

proptest! {
    #[test]
    fn what_is_encoded_is_decoded_to_the_same_text(text in "\\PC{0,20}") {
        for name in encodings::names() {
            let encoding = Encoding::of(name).unwrap();
            if let Some(bytes) = encoding.encode(&text) {
                // encoding_rs writes some characters of Japanese and Chinese sets in the form of another one.
                if encoding.unit() == Unit::Byte && !name.starts_with("euc") {
                    prop_assert_eq!(decoded(name, &bytes), Ok(text.clone()), "{}", name);
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        for name in encodings::names() {
            let _ = decoded(name, &bytes);
        }
    }
}

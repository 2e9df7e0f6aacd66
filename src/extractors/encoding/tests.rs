//! Pages against Python; labels, places and starts by tables; round trips by random texts and bytes.

use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::mapping::encodings::names;

mod ebcdic;

fn encoding(name: &str) -> Encoding {
    Encoding::of(name).unwrap_or_else(|| panic!("{name}"))
}

fn text(name: &str, bytes: &[u8]) -> Result<String, Invalid> {
    let mut into = b"before".to_vec();
    let decoded = encoding(name).decode(bytes, &mut into);
    let text = String::from_utf8(into).unwrap().split_off(6);
    assert!(decoded.is_ok() || text.is_empty(), "{name} left something behind");
    decoded.map(|()| text)
}

fn starts(name: &str, bytes: &[u8]) -> Result<Vec<u32>, Invalid> {
    let mut starts = vec![7];
    let found = encoding(name).character_starts(bytes, &mut starts);
    assert!(found.is_ok() || starts == [7]);
    found.map(|()| starts.split_off(1))
}

#[test]
fn every_name_has_an_encoding_and_no_label_has() {
    for name in names() {
        encoding(name);
    }
    for page in pages::PAGES {
        assert!(names().contains(&page.0), "{}", page.0);
    }
    for label in ["ibm850", "windows-1252", "UTF-8", "utf-16", "replacement", ""] {
        assert!(Encoding::of(label).is_none(), "{label}");
    }
}

#[test]
fn units_are_what_the_bytes_need() {
    for name in names() {
        let want = match *name {
            "utf-16le" => Unit::Utf16Le,
            "utf-16be" => Unit::Utf16Be,
            "shift_jis" => Unit::ShiftJis,
            "iso-2022-jp" => Unit::Stateful,
            "gbk" | "gb18030" | "big5" | "euc-kr" => Unit::Trail,
            _ => super::ebcdic::Ebcdic::of(name).map_or(Unit::Byte, Unit::Ebcdic),
        };
        assert_eq!(encoding(name).unit(), want, "{name}");
        assert_eq!(encoding(name).ascii_compatible(), want == Unit::Byte, "{name}");
        assert_eq!(encoding(name).is_utf8(), *name == "utf-8", "{name}");
    }
}

#[test]
fn ascii_compatible_encodings_read_ascii_as_itself_and_nothing_else_as_ascii() {
    for name in names().iter().filter(|name| encoding(name).ascii_compatible()) {
        for byte in 0..=0xFF_u8 {
            match text(name, &[byte]) {
                Ok(text) if byte < 0x80 => assert_eq!(text.as_bytes(), [byte], "{name}"),
                Ok(text) => assert!(!text.is_ascii(), "{name} {byte:02X}"),
                Err(invalid) => assert_eq!((invalid.position, invalid.byte, byte > 0x7F), (0, byte, true), "{name}"),
            }
        }
    }
}

/// Without `python3` on the path this test says so and checks nothing.
#[test]
fn own_pages_are_as_python_has_them() {
    const SCRIPT: &str = "
import sys
for name in sys.argv[1:]:
    for byte in range(256):
        try: print(name, byte, ord(bytes([byte]).decode(name)))
        except UnicodeDecodeError: print(name, byte, -1)
";
    let pages = pages::PAGES.map(|page| page.0);
    let Ok(python) = Command::new("python3").arg("-c").arg(SCRIPT).args(pages).output() else {
        println!("python3 is not there: the pages were not compared");
        return;
    };
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    let lines = String::from_utf8(python.stdout).unwrap();
    for line in lines.lines() {
        let [name, byte, want] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let byte: u8 = byte.parse().unwrap();
        let want = want.parse().ok().and_then(char::from_u32);
        let got = text(name, &[byte]).ok().map(|text| text.parse().unwrap());
        assert_eq!(got, want, "{name} {byte:02X}");
        assert_eq!(want.and_then(|want: char| encoding(name).encode(&want.to_string())), want.map(|_| vec![byte]));
        if byte > 0x7F {
            let unit = encoding(name).page().unwrap()[usize::from(byte) - 0x80];
            assert_eq!(u32::from(unit), want.map_or(0xFFFF, u32::from), "{name} {byte:02X}");
        }
    }
    assert_eq!(lines.lines().count(), 256 * pages.len());
}

#[test]
fn what_is_no_character_is_told_with_its_place() {
    for (name, bytes, position) in [
        ("utf-8", &b"ab\xC3\xA9\xE9z"[..], 4),
        ("utf-8", b"ab\xE2\x82", 2),
        ("utf-8", b"\xED\xA0\x80", 0),
        ("utf-8", b"a\xC0\x80", 1),
        ("ascii", b"caf\xE9", 3),
        ("cp1252", b"\xE9t\xE9 \x81", 4),
        ("cp1252", b"ab\x9D", 2),
        ("iso-8859-3", b"ab\xA5c", 2),
        ("shift_jis", b"\x83\x5C\xA0", 2),
        ("shift_jis", b"ab\x83", 2),
        ("shift_jis", b"a\x83\x20b", 1),
        ("euc-jp", b"a\xA4\xA2\x8F\xA1\x20", 3),
        ("gbk", b"abc\xFF", 3),
        ("gb18030", b"ab\x81\x30\x81", 2),
        ("big5", b"abcd\x81\x20", 4),
        ("euc-kr", b"\xB0\xA1\xC9", 2),
        ("iso-2022-jp", b"ab\x1B$B\x24\x22\x1B(Bc\xE9", 11),
        ("iso-2022-jp", b"ab\x1B$B\x24", 5),
        ("utf-16le", b"a\0b\0c", 4),
        ("utf-16be", b"\0a\0", 2),
        ("utf-16le", b"a\0\x00\xD8b\0", 2),
        ("utf-16le", b"\x3D\xD8\x00\xDEa\0\x00\xDC", 6),
        ("utf-16be", b"\0a\xD8\x3D\xDE\x00\xD8\x00", 6),
        ("utf-16be", b"\0a\xD8\x00\x00", 2),
    ] {
        let want = Err(Invalid { position, byte: bytes[position] });
        assert_eq!(text(name, bytes), want.map(|()| String::new()), "{name} {bytes:02X?}");
        assert_eq!(starts(name, bytes), want.map(|()| vec![]), "{name} {bytes:02X?}");
    }
}

#[test]
fn characters_start_where_they_start() {
    for (name, bytes, want, decoded) in [
        ("utf-8", "aé€😀z".as_bytes(), &[0, 1, 3, 6, 10][..], "aé€😀z"),
        ("cp850", b"a\x82b", &[0, 1, 2], "aéb"),
        ("cp858", b"\xD5", &[0], "€"),
        ("koi8-r", b"\xC1\xC2", &[0, 1], "аб"),
        ("utf-16le", b"a\0\x3D\xD8\x00\xDEz\0", &[0, 2, 6], "a😀z"),
        ("utf-16be", b"\xFE\xFF\0a\xD8\x3D\xDE\x00", &[0, 2, 4], "\u{FEFF}a😀"),
        ("shift_jis", b"\x83\x5C\xB1a", &[0, 2, 3], "ソｱa"),
        ("euc-jp", b"a\xA4\xA2\x8E\xB1\x8F\xB0\xA1z", &[0, 1, 3, 5, 8], "aあｱ丂z"),
        ("gbk", b"a\x80\x81\x5C", &[0, 1, 2], "a€乗"),
        ("gb18030", b"\x81\x30\x81\x30a\x81\x40", &[0, 4, 5], "\u{80}a丂"),
        ("big5", b"\xA5\x5C|\x88\x62", &[0, 2, 3], "功|Ê̄"),
        ("euc-kr", b"\xB0\xA1a\x81\x41", &[0, 2, 3], "가a갂"),
        ("iso-2022-jp", b"a\x1B$B\x24\x22\x24\x24\x1B(Bz", &[0, 4, 6, 11], "aあいz"),
    ] {
        assert_eq!(text(name, bytes).as_deref(), Ok(decoded), "{name}");
        assert_eq!(starts(name, bytes).as_deref(), Ok(want), "{name}");
    }
}

#[test]
fn what_an_encoding_cannot_write_is_none() {
    for (name, text, want) in [
        ("ascii", "é", None),
        ("latin1", "é\u{81}", Some(&b"\xE9\x81"[..])),
        ("latin1", "€", None),
        ("cp1252", "€", Some(b"\x80")),
        ("cp1252", "\u{81}", None),
        ("cp850", "é", Some(b"\x82")),
        ("cp850", "\u{FFFF}", None),
        ("cp863", "É", Some(b"\x90")),
        ("iso-8859-15", "œ€", Some(b"\xBD\xA4")),
        ("iso-8859-15", "¤", None),
        ("shift_jis", "ソ", Some(b"\x83\x5C")),
        ("shift_jis", "¥", None),
        ("iso-2022-jp", "あ", Some(b"\x1B$B\x24\x22\x1B(B")),
        ("utf-16le", "a😀", Some(b"a\0\x3D\xD8\x00\xDE")),
        ("utf-16be", "é", Some(b"\0\xE9")),
    ] {
        assert_eq!(encoding(name).encode(text).as_deref(), want, "{name} {text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(at in 0..names().len(), written in "[ -~]{0,5}\\PC{0,4}[a-zé€Éœ¥あ功가]{0,6}\\PC{0,2}") {
        let name = names()[at];
        if let Some(bytes) = encoding(name).encode(&written) {
            prop_assert_eq!(text(name, &bytes), Ok(written));
        }
    }

    #[test]
    fn pieces_between_starts_are_the_text(at in 0..names().len(), bytes in prop::collection::vec(any::<u8>(), 0..12)) {
        let name = names()[at];
        match (text(name, &bytes), starts(name, &bytes)) {
            (Ok(whole), Ok(starts)) if name != "iso-2022-jp" => {
                prop_assert_eq!(starts.first().copied(), (!bytes.is_empty()).then_some(0));
                let ends = starts.iter().skip(1).map(|end| *end as usize).chain([bytes.len()]);
                let pieces: Vec<_> = starts.iter().zip(ends).map(|(from, to)| text(name, &bytes[*from as usize..to])).collect();
                prop_assert!(pieces.iter().flatten().all(|piece| matches!(piece.chars().count(), 1 | 2)));
                prop_assert_eq!(pieces.into_iter().collect::<Result<String, _>>(), Ok(whole));
            }
            (whole, starts) => prop_assert_eq!(whole.err(), starts.err()),
        }
    }

    /// What stands before the invalid bytes is text; what follows cannot mend them.
    #[test]
    fn the_place_of_invalid_bytes_is_the_first(at in 0..names().len(), bytes in prop::collection::vec(any::<u8>(), 0..12)) {
        let name = names()[at];
        if let Err(invalid) = text(name, &bytes) {
            prop_assert_eq!(bytes[invalid.position], invalid.byte);
            if name != "iso-2022-jp" {
                prop_assert!(text(name, &bytes[..invalid.position]).is_ok());
                prop_assert!(text(name, &bytes[invalid.position..]).is_err_and(|again| again.position == 0));
            }
        }
    }
}

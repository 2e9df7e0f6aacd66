//! The text of a copybook: its bytes in, characters in lines out.
//!
//! Copybooks are old, and come as they were moved: in UTF-8 or UTF-16 with a mark before it, in a page of Windows, or in EBCDIC
//! as they stand on a mainframe, where lines are records of 80 bytes. Only names and numbers of them matter, which every page
//! of a family has at the same places. Refuses EBCDIC of which nobody knows where its lines end.

use crate::extractors::encoding::Encoding;

/// A record of a library of source texts.
const CARD: usize = 80;
/// NEL and LF of EBCDIC, and CR, which both families have.
const NEL: u8 = 0x15;
const LF: u8 = 0x25;
const CR: u8 = b'\r';
/// The blanks of both families.
const BLANKS: [u8; 2] = [0x40, b' '];
/// Of ten bytes so many are characters that all pages of EBCDIC share.
const SHARED: usize = 9;

/// The characters; none of EBCDIC whose lines have no ends.
#[must_use]
pub fn of(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let rest = &bytes[mark..];
        let decoded = || with_ends(encoding.decode(bytes).0.into_owned());
        return Some(if encoding == encoding_rs::UTF_8 { plain(rest) } else { decoded() });
    }
    // Programs fill a member up with X'00'.
    let written = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    if is_ebcdic(&bytes[..written]) { lines(bytes).map(|lines| read(&lines)) } else { Some(plain(bytes)) }
}

/// What is not UTF-8 is read as Windows-1252, in which every byte but five is a character.
fn plain(bytes: &[u8]) -> String {
    let other = || encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    with_ends(std::str::from_utf8(bytes).map_or_else(|_| other(), str::to_owned))
}

/// The same with line feeds, where lines end with CR alone.
fn with_ends(text: String) -> String {
    if text.contains('\n') { text } else { text.replace('\r', "\n") }
}

/// Whether nearly all bytes are characters of EBCDIC that COBOL is written in, and its blanks are the blanks.
fn is_ebcdic(bytes: &[u8]) -> bool {
    let count = |wanted: &[u8]| bytes.iter().filter(|byte| wanted.contains(byte)).count();
    let [own, other] = BLANKS.map(|blank| count(&[blank]));
    let is_written = |character: &char| *character == ' ' || character.is_ascii_graphic();
    let written = || decoded(bytes).chars().filter(is_written).count() + count(&[NEL, LF, CR, b'\n']);
    own > other && 10 * written() >= SHARED * bytes.len()
}

/// Lines by the ends that stand there, or cards.
fn lines(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let ends = [&[NEL, LF][..], b"\n", &[CR]].into_iter().find(|ends| bytes.iter().any(|byte| ends.contains(byte)));
    match ends {
        Some(ends) => Some(bytes.split(|byte| ends.contains(byte)).collect()),
        None if bytes.len() <= CARD || bytes.len().is_multiple_of(CARD) => Some(bytes.chunks(CARD).collect()),
        None => None,
    }
}

/// Lines of EBCDIC as text.
fn read(lines: &[&[u8]]) -> String {
    lines.iter().map(|line| decoded(line.strip_suffix(&[CR]).unwrap_or(line)) + "\n").collect()
}

/// Characters of the page of the United States, which has one for every byte.
fn decoded(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    let page = Encoding::of("cp037");
    let is_whole = page.is_some_and(|page| page.decode(bytes, &mut text).is_ok());
    if is_whole { String::from_utf8_lossy(&text).into_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "000100 01  R.                                                           ACCT0001\n000200     05  A   PIC X(3) VALUE 'A'.                                  ACCT0002\n000300*    NAMES OF WHO OWES\n";

    fn ebcdic(text: &str) -> Vec<u8> {
        Encoding::of("cp037").unwrap().encode(text).unwrap()
    }

    /// Lines with this end, in EBCDIC.
    fn ended(end: &[u8]) -> Vec<u8> {
        BOOK.lines().flat_map(|line| [&ebcdic(line)[..], end].concat()).collect()
    }

    #[test]
    fn a_copybook_is_read_however_it_was_moved() {
        let cards: Vec<u8> = BOOK.lines().flat_map(|line| ebcdic(&format!("{line:<80}"))).collect();
        let utf16_of =
            |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
        for (how, bytes) in [
            ("plain", BOOK.as_bytes().to_vec()),
            ("UTF-8 with a mark", [b"\xEF\xBB\xBF", BOOK.as_bytes()].concat()),
            ("UTF-16", utf16_of(BOOK)),
            ("cards", cards.clone()),
            ("NEL", ended(&[NEL])),
            ("LF", ended(&[LF])),
            ("CR LF", ended(&[CR, LF])),
            ("a line feed of ASCII", ended(b"\n")),
            ("CR LF of ASCII", ended(b"\r\n")),
            ("CR alone", ended(&[CR])),
            ("plain with CR alone", BOOK.replace('\n', "\r").into_bytes()),
            ("UTF-16 with CR alone", utf16_of(&BOOK.replace('\n', "\r"))),
            ("cards behind which X'00' stands", [&cards[..], &[0; 160]].concat()),
        ] {
            let read = of(&bytes).unwrap();
            let lines: Vec<&str> =
                read.lines().map(|line| line.trim_end_matches([' ', '\0'])).filter(|line| !line.is_empty()).collect();
            let want: Vec<&str> = BOOK.lines().collect();
            assert_eq!(lines, want, "{how}");
        }
    }

    #[test]
    fn a_page_of_windows_may_stand_behind_a_mark() {
        let bytes = [&b"\xEF\xBB\xBF"[..], b"000100* \xE9t\xE9\n"].concat();
        assert_eq!(of(&bytes).as_deref(), Some("000100* \u{e9}t\u{e9}\n"));
    }

    #[test]
    fn ebcdic_without_ends_is_no_text_unless_it_is_cards() {
        let short: Vec<u8> = BOOK.lines().flat_map(|line| ebcdic(&format!("{line:<79}"))).collect();
        assert_eq!(of(&short), None);
        assert_eq!(of(&ebcdic("01 R PIC X.")).as_deref(), Some("01 R PIC X.\n"));
        assert_eq!(of(b""), Some(String::new()));
    }
}

//! Delimited text of EBCDIC as UTF-8, in which digits, marks and line ends are bytes of ASCII: figures are looked for in these.
//!
//! In: samples. Out: the same samples in UTF-8. What is no character becomes U+FFFD: a run refuses its record. Refuses other
//! encodings, which have these bytes already.

use super::records::Looked;
use crate::extractors::encoding::{Encoding, Unit};
use crate::inspect::sample::{Sample, Window};

/// The new line of EBCDIC.
const NEL: char = '\u{85}';

/// The files in UTF-8; none where they are in no page of EBCDIC.
#[must_use]
pub fn translated(looked: &[Looked], encoding: &str) -> Option<Vec<Looked>> {
    let encoding = Encoding::of(encoding).filter(|encoding| matches!(encoding.unit(), Unit::Ebcdic(_)))?;
    let table: Vec<char> = (0..=u8::MAX).map(|byte| character(encoding, byte)).collect();
    let window = |window: &Window| {
        let text: String = window.bytes.iter().map(|byte| table[usize::from(*byte)]).collect();
        Window { bytes: text.into_bytes(), ..window.clone() }
    };
    let file = |file: &Looked| {
        let windows = file.sample.windows.iter().map(window).collect();
        let sample = Sample { windows, ..file.sample.clone() };
        Looked { path: file.path.clone(), sample, judged: file.judged.clone() }
    };
    Some(looked.iter().map(file).collect())
}

fn character(encoding: Encoding, byte: u8) -> char {
    let mut text = Vec::new();
    let read = encoding.decode(&[byte], &mut text).ok().and_then(|()| std::str::from_utf8(&text).ok()?.chars().next());
    match read {
        Some(NEL) => '\n',
        read => read.unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

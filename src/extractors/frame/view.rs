//! Windows in which every byte of a delimiter, a quote or a line end means itself.
//!
//! UTF-16 becomes one byte a unit; in encodings whose second bytes may be ASCII (Shift JIS, GBK, Big5) and in
//! ISO-2022-JP all bytes that are not ASCII characters are masked; EBCDIC is translated, with NEL as a line feed. Framers work on the view; positions scale back.

use std::borrow::Cow;

use crate::extractors::encoding::Unit;

/// Stands for whatever is no ASCII character.
const OTHER: u8 = 0xFF;
/// Stands for a byte order mark in UTF-16.
const MARK: u8 = 0xFE;

/// Bytes of the source for one byte of the view.
#[must_use]
pub const fn scale(unit: Unit) -> usize {
    match unit {
        Unit::Utf16Le | Unit::Utf16Be => 2,
        Unit::Byte | Unit::Trail | Unit::ShiftJis | Unit::Ebcdic(_) | Unit::Stateful => 1,
    }
}

/// Whether a view may only be made from a record's start.
#[must_use]
pub const fn needs_record_start(unit: Unit) -> bool {
    matches!(unit, Unit::Trail | Unit::ShiftJis | Unit::Stateful)
}

/// The view of a window; an odd last byte of UTF-16 has none.
#[must_use]
pub fn view(unit: Unit, window: &[u8]) -> Cow<'_, [u8]> {
    match unit {
        Unit::Byte => Cow::Borrowed(window),
        Unit::Utf16Le => Cow::Owned(window.chunks_exact(2).map(|pair| narrow(pair[1], pair[0])).collect()),
        Unit::Utf16Be => Cow::Owned(window.chunks_exact(2).map(|pair| narrow(pair[0], pair[1])).collect()),
        Unit::Trail => Cow::Owned(without_trails(window, |byte| byte >= 0x81)),
        // Half-width katakana (A1 to DF) have no second byte.
        Unit::ShiftJis => Cow::Owned(without_trails(window, |byte| matches!(byte, 0x81..=0x9F | 0xE0..=0xFC))),
        Unit::Ebcdic(page) => Cow::Owned(page.view(window)),
        Unit::Stateful => Cow::Owned(without_shifted(window)),
    }
}

const fn narrow(high: u8, low: u8) -> u8 {
    match (high, low) {
        (0, 0..0x80) => low,
        (0xFE, 0xFF) => MARK,
        _ => OTHER,
    }
}

/// How a view shows the byte order mark of an encoding; empty if it has none.
#[must_use]
pub fn byte_order_mark(encoding: &str) -> &'static [u8] {
    match encoding {
        "utf-8" => &[0xEF, 0xBB, 0xBF],
        "utf-16le" | "utf-16be" => &[MARK],
        _ => &[],
    }
}

fn without_trails(window: &[u8], leads: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut view = window.to_vec();
    let mut at = 0;
    while at < view.len() {
        let lead = leads(view[at]);
        if lead {
            view[at] = OTHER;
            // Second bytes below 40 are digits of four-byte codes, which mean nothing to a framer.
            if let Some(trail) = view.get_mut(at + 1).filter(|trail| **trail >= 0x40) {
                *trail = OTHER;
            }
        }
        at += 1 + usize::from(lead && view.get(at + 1) == Some(&OTHER));
    }
    view
}

/// `ESC ( B` and `ESC ( J` go back to ASCII; a line end does so too.
fn without_shifted(window: &[u8]) -> Vec<u8> {
    let mut view = window.to_vec();
    let (mut at, mut shifted) = (0, false);
    while at < window.len() {
        if window[at] == 0x1B {
            let rest = &window[at..];
            shifted = !(rest.starts_with(b"\x1B(B") || rest.starts_with(b"\x1B(J"));
            let long = if rest.starts_with(b"\x1B$(") { 4 } else { 3 };
            let end = (at + long).min(window.len());
            view[at..end].fill(OTHER);
            at = end;
            continue;
        }
        if matches!(window[at], b'\r' | b'\n') {
            shifted = false;
        } else if shifted {
            view[at] = OTHER;
        }
        at += 1;
    }
    view
}

//! Lines of UTF-16 as lines of UTF-8, in which a character of ASCII is a byte and a line end is one.
//!
//! In: samples. Out: the same samples in UTF-8, and the bytes of the longest line as it was. What is no character becomes
//! U+FFFD: a run refuses its record. Refuses records without line ends.

use super::draft::{Form, Reason, SourceDraft};
use super::records::{Cut, Looked, Reading, Records};
use crate::inspect::sample::{Sample, Window};
use crate::mapping::model::Short;

/// What lines of UTF-16 become.
pub const UTF8: &str = "utf-8";

/// Files in UTF-8.
pub struct Narrow {
    /// With their samples in UTF-8.
    pub looked: Vec<Looked>,
    /// Bytes of the shortest and the longest line in UTF-16, without their ends.
    lengths: (u32, u32),
    /// Bytes of the longest line in UTF-8.
    longest: u32,
}

impl Narrow {
    /// Lengths of records are those in UTF-16.
    pub fn tell(&self, source: &mut SourceDraft, records: u64) {
        let (shortest, longest) = self.lengths;
        for why in &mut source.why {
            *why = match why {
                Reason::SameLength { .. } | Reason::Lengths { .. } if shortest == longest => {
                    Reason::SameLength { length: longest, records }
                }
                Reason::SameLength { .. } | Reason::Lengths { .. } => Reason::Lengths { shortest, longest },
                _ => continue,
            };
        }
        // A layout may reach beyond all lines.
        match &mut source.form {
            Form::Lines { longest: of_form, .. } if *of_form > self.longest => *of_form = of_form.saturating_mul(2),
            Form::Lines { longest: of_form, short, .. } => {
                (*of_form, *short) = (longest.max(1), if shortest == longest { Short::Reject } else { Short::Pad });
            }
            _ => {}
        }
    }
}

/// The files in UTF-8; none where they are no lines of UTF-16.
#[must_use]
pub fn narrow(looked: &[Looked], reading: &Reading) -> Option<Narrow> {
    let unit: fn([u8; 2]) -> u16 = match reading.encoding.as_str() {
        "utf-16le" => u16::from_le_bytes,
        "utf-16be" => u16::from_be_bytes,
        _ => return None,
    };
    if reading.cut != Cut::Lines {
        return None;
    }
    let mut lengths = (u32::MAX, 0);
    let file = |file: &Looked| {
        let windows = file.sample.windows.iter().map(|window| self::window(window, unit, &mut lengths)).collect();
        let sample = Sample { windows, ..file.sample.clone() };
        Looked { path: file.path.clone(), sample, judged: file.judged.clone() }
    };
    let looked: Vec<Looked> = looked.iter().map(file).collect();
    let in_utf8 = Reading { encoding: String::from(UTF8), ..reading.clone() };
    let longest = Records::of(&looked, &in_utf8).raw.iter().map(|record| record.len()).max().unwrap_or(0);
    Some(Narrow { looked, lengths, longest: u32::try_from(longest).unwrap_or(u32::MAX).max(1) })
}

/// A window that begins in the midst of a unit follows the first byte of a line end.
fn window(window: &Window, unit: fn([u8; 2]) -> u16, lengths: &mut (u32, u32)) -> Window {
    let odd = usize::from(!window.offset.is_multiple_of(2)).min(window.bytes.len());
    let units = window.bytes[odd..].as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units).map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let bytes = |line: &str| u32::try_from(line.encode_utf16().count() * 2).unwrap_or(u32::MAX);
    let lines = text.trim_start_matches('\u{feff}').split(['\r', '\n']).filter(|line| !line.is_empty()).map(bytes);
    *lengths = lines.fold(*lengths, |(least, most), length| (least.min(length), most.max(length)));
    Window { bytes: text.into_bytes(), ..window.clone() }
}

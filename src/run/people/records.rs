//! The cells of refused records' fields: a text for each field.
//!
//! In: a batch and a refused row. Out: cells of its line. What is personal is left out here already, with every field that
//! shares its bytes; of a record whose form is wrong, so that nobody knows what stands where, all is left out if its kind
//! has anything personal.

use std::borrow::Cow;
use std::ops::Range;

use super::Scribe;
use super::inked::Place;
use super::sheet::{Lines, Ready, clip};
use crate::extractors::encoding::Encoding;
use crate::extractors::fields::{Batch as Fields, Cut, RepeatCut};
use crate::mapping::model::{Field, Kind, KindId, Operand};
use crate::run::batch::Row;
use crate::run::plan::{KindPlan, Plan};

/// What stands instead of a personal value.
pub const HIDDEN: &str = "•••";
/// Characters of one text.
const TEXT: usize = 1_000;
/// Bytes of all texts of one record.
const RECORD: usize = 64 << 10;
/// What stands where a text, or what is over of it, has no room.
const CUT: char = '…';

/// What people get of refused records.
#[derive(Debug)]
pub struct Texts {
    /// Has the words.
    pub scribe: &'static dyn Scribe,
    hidden: Ready,
    kinds: Vec<Vec<TextOf>>,
    /// Of each kind: the places of its texts, if all are shown, and are pieces of ASCII of the record.
    pieces: Vec<Option<Vec<Place>>>,
    /// Something in the source is personal.
    is_personal: bool,
}

/// The text of one field, or of one repetition of it.
#[derive(Debug)]
struct TextOf {
    name: String,
    /// Number of the field in its kind, or its group.
    field: usize,
    cut: Cut,
    /// Group of the kind, and number of the repetition.
    repetition: Option<(usize, u32)>,
    encoding: Encoding,
    /// Bytes of ASCII are that text.
    is_ascii: bool,
    is_hidden: bool,
    is_personal: bool,
}

impl Texts {
    /// Of a mapping's kinds.
    #[must_use]
    pub fn new(plan: &Plan, scribe: &'static dyn Scribe) -> Self {
        let kinds = plan.mapping.source.kinds.iter().zip(&plan.kinds);
        let kinds: Vec<Vec<TextOf>> = kinds.map(|(kind, work)| texts_of(kind, work, plan.encoding)).collect();
        let is_personal = kinds.iter().flatten().any(|text| text.is_personal);
        let pieces = kinds.iter().map(|texts| pieces(texts)).collect();
        Self { scribe, hidden: Ready::new(scribe.marks(), HIDDEN), kinds, pieces, is_personal }
    }

    /// The names of a kind's texts; none for records of no kind, which are one text.
    #[must_use]
    pub fn names(&self, kind: KindId) -> Option<impl Iterator<Item = &str>> {
        self.kinds.get(kind).map(|texts| texts.iter().map(|text| text.name.as_str()))
    }

    /// Adds the cells of a row.
    pub fn cells(
        &self,
        plan: &Plan,
        fields: &Fields<'_>,
        (number, row): (u32, &Row),
        (line, room): (&mut Lines, &mut Vec<u8>),
    ) {
        match row.kind {
            Some(kind) => self.fields((kind, &plan.kinds[kind]), fields, (number, row), (line, room)),
            None if self.is_personal => line.ready(&self.hidden),
            None => line.text(&text(plan.encoding, fields.bytes_of(Cut::Record, number), room)),
        }
    }

    fn fields(
        &self,
        (kind, work): (KindId, &KindPlan),
        fields: &Fields<'_>,
        (number, row): (u32, &Row),
        (line, room): (&mut Lines, &mut Vec<u8>),
    ) {
        // Most records are clean as a whole; the cells of others are looked at one by one.
        let record = fields.slice_of(Cut::Record, number);
        let (from, record) = (fields.bytes.from(record), fields.bytes.get(record));
        let pieces = self.pieces[kind].as_ref().filter(|_| record.len() <= TEXT);
        if pieces.is_some_and(|pieces| line.all_clean(from, record.len(), pieces)) {
            return;
        }
        let are_clean = line.is_clean(record);
        let texts = &self.kinds[kind];
        let is_open = row.sound || !texts.iter().any(|text| text.is_personal);
        let mut left = RECORD;
        for of in texts {
            if of.is_hidden || !is_open {
                line.ready(&self.hidden);
                continue;
            }
            let (among, piece) = match (of.repetition, of.cut) {
                (Some((group, repetition)), cut) => {
                    whole(fields.repetition_of(&work.repeats[group].cut, repetition, cut, number))
                }
                (None, Cut::Bytes(start, end)) => (record, clip(record, &(start as usize..end as usize))),
                (None, cut) => whole(fields.bytes_of(cut, number)),
            };
            let bytes = &among[piece.clone()];
            if of.is_ascii && bytes.len() <= TEXT.min(left) && (are_clean || line.is_clean(bytes)) {
                left -= line.clean(among, piece);
                continue;
            }
            let found = text(of.encoding, bytes, room);
            match left.checked_sub(found.len()) {
                Some(rest) => {
                    left = rest;
                    line.text(&found);
                }
                None => line.text(CUT.encode_utf8(&mut [0; 4])),
            }
        }
    }
}

/// The places of texts, if all are shown, and are pieces of ASCII of the record; fewer than would have no room.
fn pieces(texts: &[TextOf]) -> Option<Vec<Place>> {
    let place = |text: &TextOf| match text.cut {
        Cut::Bytes(start, end) if text.is_ascii && !text.is_hidden && text.repetition.is_none() => {
            Place::of(&(start as usize..end as usize))
        }
        _ => None,
    };
    let are_few = texts.len() <= RECORD / TEXT && !texts.iter().any(|text| text.is_personal);
    texts.iter().map(place).collect::<Option<Vec<_>>>().filter(|_| are_few)
}

const fn whole(bytes: &[u8]) -> (&[u8], Range<usize>) {
    (bytes, 0..bytes.len())
}

/// The texts of a kind, in the mapping's order; groups after the fields, repetition by repetition.
fn texts_of(kind: &Kind, work: &KindPlan, encoding: Encoding) -> Vec<TextOf> {
    let of = |name: String, (number, field): (usize, &Field), cut: Cut, repetition: Option<(usize, u32)>| {
        let encoding = field.reading.encoding.as_deref().and_then(Encoding::of).unwrap_or(encoding);
        let (is_ascii, is_hidden, is_personal) = (encoding.ascii_compatible(), field.personal, field.personal);
        TextOf { name, field: number, cut, repetition, encoding, is_ascii, is_hidden, is_personal }
    };
    let fields = kind.fields.iter().enumerate().zip(&work.fields);
    let mut texts: Vec<TextOf> = fields.map(|(field, work)| of(field.1.name.clone(), field, work.cut, None)).collect();
    for (group, (repeat, repeated)) in kind.repeats.iter().zip(&work.repeats).enumerate() {
        for number in 0..repeated.times {
            texts.extend(repeat.fields.iter().enumerate().zip(&repeated.fields).map(|(field, work)| {
                let name = format!("{}.{} {}", repeat.name, field.1.name, number + 1);
                of(name, field, work.cut, Some((group, number)))
            }));
        }
    }
    hide_shared(work, &mut texts);
    texts
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Bytes, or characters: one source has the one or the other.
    Places(u32, u32),
    Cell(u32),
    Header(usize),
    Record,
}

impl Extent {
    fn of(work: &KindPlan, text: &TextOf) -> Self {
        let shifted = text.repetition.map(|(group, number)| (&work.repeats[group].cut, number));
        match (text.cut, shifted) {
            (Cut::Record, _) => Self::Record,
            (_, Some((RepeatCut::Headers(headers), number))) => Self::Header(headers[number as usize]),
            (Cut::Header(header), _) => Self::Header(header),
            (cut, shifted) => {
                let shift = match shifted {
                    Some((RepeatCut::Pieces(start, width) | RepeatCut::Cells(start, width), number)) => {
                        start + number * width
                    }
                    Some((RepeatCut::Nested(place), number)) => place.byte_start(number).unwrap_or_default(),
                    Some((RepeatCut::Headers(_), _)) | None => 0,
                };
                match cut {
                    Cut::Bytes(start, end) | Cut::Characters(start, end) => Self::Places(start + shift, end + shift),
                    Cut::Cell(cell) => Self::Cell(cell + shift),
                    Cut::Header(_) | Cut::Record => Self::Record,
                }
            }
        }
    }

    /// Whether both have a byte in common, or may have.
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Places(start, end), Self::Places(from, to)) => start < to && from < end,
            (Self::Cell(one), Self::Cell(other)) => one == other,
            (Self::Header(one), Self::Header(other)) => one == other,
            _ => true,
        }
    }
}

/// The fields of a kind that are personal, or share bytes with one that is.
#[derive(Debug)]
pub struct HiddenFields {
    fields: Vec<bool>,
    /// By group.
    repeats: Vec<Vec<bool>>,
    /// Where they stand.
    extents: Vec<Extent>,
}

impl HiddenFields {
    /// There is one.
    #[must_use]
    pub const fn any(&self) -> bool {
        !self.extents.is_empty()
    }

    /// Whether a field of the kind, or of one of its groups, is one.
    #[must_use]
    pub fn is_hidden(&self, repeat: Option<usize>, field: usize) -> bool {
        let fields = repeat.map_or(Some(&self.fields), |group| self.repeats.get(group));
        fields.and_then(|fields| fields.get(field)).copied().unwrap_or(false)
    }

    /// Whether a condition looks at one of them, or may.
    #[must_use]
    pub fn meets(&self, operand: &Operand) -> bool {
        let looked_at = match operand {
            Operand::Bytes { start, end } => Extent::Places(*start, *end),
            Operand::Index(index) => Extent::Cell(*index),
            Operand::Record | Operand::Field(_) | Operand::Expression(..) => Extent::Record,
        };
        self.extents.iter().any(|extent| extent.meets(looked_at))
    }
}

/// What of a kind is hidden.
#[must_use]
pub fn hidden_fields(kind: &Kind, work: &KindPlan, encoding: Encoding) -> HiddenFields {
    let texts = texts_of(kind, work, encoding);
    let hidden: Vec<&TextOf> = texts.iter().filter(|text| text.is_hidden).collect();
    let is_hidden = |group: Option<usize>, field: usize| {
        hidden.iter().any(|text| text.repetition.map(|(of, _)| of) == group && text.field == field)
    };
    let groups = kind.repeats.iter().enumerate();
    HiddenFields {
        fields: (0..kind.fields.len()).map(|field| is_hidden(None, field)).collect(),
        repeats: groups
            .map(|(group, repeat)| (0..repeat.fields.len()).map(|field| is_hidden(Some(group), field)).collect())
            .collect(),
        extents: hidden.iter().map(|text| Extent::of(work, text)).collect(),
    }
}

/// A text that shares bytes with a personal one is hidden too.
fn hide_shared(work: &KindPlan, texts: &mut [TextOf]) {
    let extents: Vec<Extent> = texts.iter().map(|text| Extent::of(work, text)).collect();
    let personal = texts.iter().zip(&extents).filter(|(text, _)| text.is_personal);
    let personal: Vec<Extent> = personal.map(|(_, extent)| *extent).collect();
    for (text, extent) in texts.iter_mut().zip(extents) {
        text.is_hidden = personal.iter().any(|other| extent.meets(*other));
    }
}

/// Bytes as people read them, without the blanks around; what is no text, such as packed digits, as `X'12345C'`. Most texts
/// are short and of ASCII, and are lent from `room`.
fn text<'r>(encoding: Encoding, bytes: &[u8], room: &'r mut Vec<u8>) -> Cow<'r, str> {
    room.clear();
    let is_short = bytes.len() <= TEXT && encoding.decode(bytes, room).is_ok() && room.len() <= TEXT;
    let is_plain = is_short && room.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    match std::str::from_utf8(room) {
        Ok(text) if is_plain => Cow::Borrowed(text.trim_matches(' ')),
        _ => Cow::Owned(any_text(encoding, bytes)),
    }
}

fn any_text(encoding: Encoding, bytes: &[u8]) -> String {
    let few = &bytes[..bytes.len().min(4 * TEXT)];
    // What is cut may end inside of a character.
    let shorter = if few.len() < bytes.len() { 0..4 } else { 0..1 };
    let found = shorter.filter_map(|less| few.get(..few.len() - less)).find_map(|few| decoded(encoding, few));
    let found = found.map(|text| text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " "));
    let Some(text) = found.filter(|text| !text.contains(char::is_control)) else {
        let shown = &few[..few.len().min(TEXT / 2)];
        let cut = if shown.len() < bytes.len() { CUT.to_string() } else { String::new() };
        return in_hex(shown, &cut);
    };
    let text = text.trim();
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}{CUT}", &text[..at]),
        None => text.to_owned(),
    }
}

/// Bytes as text; none where they are none.
#[must_use]
pub fn decoded(encoding: Encoding, bytes: &[u8]) -> Option<String> {
    let mut text = Vec::with_capacity(bytes.len());
    encoding.decode(bytes, &mut text).ok()?;
    String::from_utf8(text).ok()
}

/// Bytes as `X'12345C'`, with `cut` behind them where these are not all.
#[must_use]
pub fn in_hex(bytes: &[u8], cut: &str) -> String {
    format!("X'{}{cut}'", crate::evidence::hash::hex(bytes).to_uppercase())
}

/// Asks the workers of these plans for the lines of refused records.
pub fn keep<'a>(plans: impl Iterator<Item = &'a mut Plan>, scribe: &'static dyn Scribe) {
    for plan in plans {
        plan.texts = Some(Texts::new(plan, scribe));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_text_or_digits() {
        let of = |name: &str, bytes: &[u8]| {
            let (encoding, mut room) = (Encoding::of(name).unwrap(), vec![7]);
            let found = text(encoding, bytes, &mut room).into_owned();
            assert_eq!(found, any_text(encoding, bytes));
            found
        };
        assert_eq!(of("utf-8", b""), "");
        assert_eq!(of("utf-8", b"  "), "");
        assert_eq!(of("utf-8", &[b'x'; TEXT]).len(), TEXT);
        assert_eq!(of("cp037", b"\x40\xC1\xC2\x40"), "AB");
        assert_eq!(of("utf-8", b"  Roads \r\n "), "Roads");
        assert_eq!(of("cp850", b"Montr\x82al"), "Montréal");
        assert_eq!(of("utf-8", b"Montr\x82al"), "X'4D6F6E747282616C'");
        assert_eq!(of("utf-8", &[0x00, 0x12, 0x5C]), "X'00125C'");
        assert!(of("utf-8", format!("a{}", "é".repeat(3 * TEXT)).as_bytes()).starts_with("aé"), "cut in a character");
        let long = of("utf-8", "é".repeat(TEXT + 5).as_bytes());
        assert_eq!((long.chars().count(), long.ends_with("é…")), (TEXT + 1, true));
        assert_eq!(of("utf-8", &[0; TEXT]), format!("X'{}…'", "0".repeat(TEXT)));
    }

    #[test]
    fn what_shares_a_byte_meets() {
        for (one, other, want) in [
            (Extent::Places(0, 3), Extent::Places(2, 4), true),
            (Extent::Places(0, 3), Extent::Places(3, 4), false),
            (Extent::Cell(1), Extent::Cell(1), true),
            (Extent::Cell(1), Extent::Cell(2), false),
            (Extent::Header(1), Extent::Header(2), false),
            (Extent::Header(1), Extent::Cell(2), true),
            (Extent::Record, Extent::Places(8, 9), true),
        ] {
            assert_eq!((one.meets(other), other.meets(one)), (want, want), "{one:?} {other:?}");
        }
    }
}

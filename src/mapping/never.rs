//! Texts that a condition compares, and that no record can have where it looks.
//!
//! In: what a condition looks at, how wide that is, and the texts. Out: TL0974, with what to write instead. Refuses cells, which
//! are of any length, and values that are no texts.

use super::diagnostic::{Diagnostic, Edit};
use super::kinds::Kinds;
use super::mistakes::{Mistakes, args};
use super::model::{FieldPlace, FieldRef, Operand, Trim, Type};
use super::unread::range_text;
use super::view::{Text, View};
use super::written;
use crate::finding::{Args, Code};
use crate::place::Span;

/// Where a condition looks.
#[derive(Clone, Copy)]
pub struct Looks {
    /// Characters that the place holds.
    width: usize,
    /// Its first position, from 0, with the text that says it, where the condition itself does.
    says: Option<(u32, Span)>,
    /// Another place that has to do with it.
    also: Option<Span>,
    /// Blanks that are taken off before the comparison; none: a shorter text is filled up with blanks.
    trim: Option<Trim>,
}

impl Looks {
    /// At bytes of the record that the condition names, or that `kind_at:` does, whose place is `also`.
    pub fn at(range: (u32, u32), says: Option<Span>, also: Option<Span>, unit: u32) -> Self {
        Self { width: width(range, unit), says: says.map(|span| (range.0, span)), also, trim: None }
    }

    /// At a field of text with a place of its own.
    fn field(kinds: &Kinds<'_>, at: FieldRef) -> Option<Self> {
        let draft = kinds.field(at);
        let field = &draft.field;
        let is_plain = field.ty == Type::Text && field.reading.stored.is_none() && field.reading.encoding.is_none();
        let FieldPlace::Bytes { start, end } = field.place else { return None };
        // A pattern may take any part of what stands there.
        let trim = field.reading.pattern.is_none().then_some(field.reading.trim);
        let width = width((start, end), kinds.unit);
        (draft.sound && is_plain).then_some(Self { width, says: None, also: Some(field.at), trim })
    }

    /// Of a condition's map.
    pub fn of(view: View<'_>, of: &Operand, kinds: &Kinds<'_>) -> Option<Self> {
        match of {
            Operand::Bytes { start, end } => {
                Some(Self::at((*start, *end), view.get("at").map(|node| node.at), None, kinds.unit))
            }
            Operand::Field(at) => Self::field(kinds, *at),
            Operand::Record | Operand::Index(_) | Operand::Expression(..) => None,
        }
    }

    /// Tells the texts that can never stand there.
    pub fn tell(self, texts: &[Text<'_>], mistakes: &Mistakes) {
        for text in texts {
            if let Some(args) = self.never(text.text) {
                let (also, edit) = (self.also, self.edit(*text, texts));
                mistakes.extend([Diagnostic { also, edit, ..Diagnostic::warn(Code::NeverThere, text.at, args) }]);
            }
        }
    }

    /// Why a text can never stand there, as arguments of TL0974.
    fn never(self, text: &str) -> Option<Args> {
        let letters = text.chars().count();
        let is_bare = text.trim_matches(' ').is_empty();
        let (left, right) = (text.starts_with(' '), text.ends_with(' '));
        let problem = match self.trim {
            // Drafts write so what nobody knows: no record is meant to have it.
            _ if text.starts_with('?') => return None,
            _ if letters > self.width => return Some(args![text, letters, self.width, ""]),
            Some(Trim::Both) if left || right => "blanks",
            Some(Trim::Left) if left => "blanks",
            Some(Trim::Right) if right => "blanks",
            Some(Trim::None) if letters < self.width => "shorter",
            _ => return None,
        };
        // A blank field has a rule of its own.
        (!is_bare).then(|| args![text, "", "", problem])
    }

    fn edit(self, text: Text<'_>, all: &[Text<'_>]) -> Option<Edit> {
        let letters = |text: &Text<'_>| text.text.chars().count();
        if let Some((start, at)) = self.says {
            let same = all.iter().all(|other| letters(other) == letters(&text));
            let end = start.checked_add(u32::try_from(letters(&text)).ok()?)?;
            return same.then(|| Edit { at, text: range_text((start, end)), certain: false });
        }
        let bare = text.text.trim_matches(' ');
        let fits = bare.len() < text.text.len() && bare.chars().count() <= self.width;
        let takes = fits && self.trim.is_some_and(|trim| trim != Trim::None);
        takes.then(|| Edit { at: text.at, text: written::scalar(bare), certain: false })
    }
}

/// Characters of a place, each of so many bytes.
fn width((start, end): (u32, u32), unit: u32) -> usize {
    usize::try_from((end - start) / unit.max(1)).unwrap_or(usize::MAX)
}

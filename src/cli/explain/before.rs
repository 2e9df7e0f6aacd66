//! What a record was before someone edited it among the refused ones: why it was refused, and which of its bytes are others
//! now.

use super::Words;
use super::bytes::{Drawn, EDITED, Span};
use crate::inspect::explain::Explained;
use crate::inspect::explain::record::Edit;

impl Words {
    pub(super) fn before(self, explained: &Explained) -> String {
        let Some(run) = &explained.run else { return String::new() };
        let now = std::iter::once(explained.record.length).chain(run.edits.iter().map(|edit| edit.length));
        run.edits.iter().zip(now).map(|(edit, now)| self.edit(edit, now)).collect::<Vec<_>>().join("\n")
    }

    fn edit(self, edit: &Edit, now: u64) -> String {
        let texts = self.texts;
        let mut text = self.heading(texts.head_before, &[("run", edit.refused_by.as_str().into())]);
        let found = edit.findings.iter();
        text.extend(found.map(|one| self.told((one.code, one.severity, &one.arguments()), &one.subject)));
        if edit.bytes.is_empty() && edit.length > 0 {
            return text + &self.indented(&self.plain(texts.before_unshown));
        }
        text += &self.ruler(self.bytes_a_line());
        text += &self.edited_lines(edit);
        text += &self.indented(&self.plain(texts.before_legend));
        if edit.length != now {
            let args = [("before", edit.length.into()), ("now", now.into())];
            text += &self.indented(&self.say(texts.before_length, &args));
        }
        text
    }

    /// The lines in which something was edited; all of them, if that is asked for or nothing of them was.
    fn edited_lines(self, edit: &Edit) -> String {
        let spans = edit.differs.iter().map(|(start, end)| Span { number: EDITED, start: *start, end: *end, lane: 0 });
        let spans: Vec<Span> = spans.collect();
        let (width, drawn) = (self.bytes_a_line(), Drawn { bytes: &edit.bytes, text: &edit.text });
        let same = |bytes: &mut usize| match std::mem::take(bytes) {
            0 => String::new(),
            bytes => self.indented(&self.say(self.texts.before_same, &[("bytes", bytes.into())])),
        };
        let (mut text, mut folded) = (String::new(), 0);
        for start in (0..edit.bytes.len()).step_by(width) {
            let at = start..(start + width).min(edit.bytes.len());
            let is_edited = spans.iter().any(|span| span.start < at.end && span.end > at.start);
            if !self.view.all && !is_edited {
                folded += at.len();
                continue;
            }
            text += &same(&mut folded);
            text += &self.row(drawn, &spans, at, width);
        }
        text + &same(&mut folded)
    }
}

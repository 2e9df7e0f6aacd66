//! Records of which nothing has to be asked but their kind and length, or how many cells they have: they are pushed many at
//! a time.
//!
//! In: the spans that the walk kept, in a source without parents or children. Out: the rows that [`Batches`] would push one
//! by one. Refuses: records that are shorter or longer than their kind wants, kinds that values tell, and lenient cells.

use super::{Batches, Row, Zone};
use crate::extractors::RecordSpan;
use crate::extractors::delimited::table::RowCells;
use crate::extractors::kinds::RawRecord;
use crate::extractors::slices::Slices;
use crate::mapping::model::{KindId, Positions};
use crate::place::Place;
use crate::run::plan::{BATCH_BYTES, Framing, Plan};
use crate::run::spans::{Class, counted};
use crate::run::unread::refuses;
use crate::run::walk::{Text, Walk, is_header};
use crate::run::windows::OpenSource;

/// What a record must be, to be pushed so.
#[derive(Debug)]
pub(super) struct Plain {
    /// The kind of all records; none: each one's bytes tell it.
    only: Option<KindId>,
    /// Least and most bytes of each kind; none where more has to be asked of its records.
    lengths: Vec<Option<(u64, u64)>>,
    /// Least and most cells; none in fixed sources.
    cells: Option<(usize, usize)>,
    /// One of them is the file's header again.
    repeats_header: bool,
}

impl Plain {
    /// Of a chunk; none where more has to be asked of its records.
    pub(super) fn of(plan: &Plan, source: &OpenSource, text: &Text<'_>, walk: &Walk) -> Option<Self> {
        let only = plan.matcher.only();
        let has_comments = matches!(&plan.framing, Framing::Text(rules) if rules.comment.is_some());
        let asks_nothing = !has_comments
            && plan.cells.as_ref().is_none_or(|cells| !cells.lenient && only.is_some())
            && plan.descriptors().is_none()
            && !plan.has_parents
            && !plan.has_groups
            && plan.openers.is_empty()
            && plan.scopes.is_empty();
        let lengths = (0..plan.kinds.len()).map(|kind| lengths(plan, kind)).collect();
        let cells = plan.cells.as_ref().map(|cells| {
            let width = source.head.as_ref().and_then(|head| head.width);
            width.map_or((cells.least as usize, usize::MAX), |width| (width as usize, width as usize))
        });
        let asks_for_tabs = cells.is_none() && !plan.has_binary && !matches!(plan.framing, Framing::Fixed(_));
        let has_tabs = || asks_for_tabs && memchr::memchr(b'\t', &text.view).is_some();
        (asks_nothing && !has_tabs()).then_some(Self { only, lengths, cells, repeats_header: walk.repeats_header })
    }

    /// The kind of a record, if it is plain but for its cells.
    #[inline]
    fn kind(&self, plan: &Plan, text: &Text<'_>, span: RecordSpan, length: u64) -> Option<KindId> {
        let told = || {
            let bytes = Slices { window: text.bytes, side: &[] };
            plan.matcher.kind(&RawRecord { bytes, record: text.slice(span), cells: RowCells::default() }).kind()
        };
        let kind = self.only.or_else(told)?;
        let (least, most) = self.lengths[kind]?;
        (least..=most).contains(&length).then_some(kind)
    }
}

/// Least and most bytes of a kind's records; none where more has to be asked of them.
fn lengths(plan: &Plan, kind: KindId) -> Option<(u64, u64)> {
    let work = &plan.kinds[kind];
    let asks = plan.mapping.source.kinds[kind].cells.is_some()
        || work.skipped
        || work.variable.is_some()
        || refuses(plan, kind);
    let lengths = match plan.framing {
        Framing::Fixed(length) => (length as u64, u64::MAX),
        _ => (least(plan, work.least_length), plan.mapping.source.max_length),
    };
    (!asks).then_some(lengths)
}

/// Bytes that a line has surely enough of; a position takes four at most.
fn least(plan: &Plan, positions: u32) -> u64 {
    let characters = plan.lines().is_some_and(|lines| lines.positions == Positions::Characters);
    match plan.short() {
        None => 0,
        Some(_) => u64::from(positions) * if characters { 4 } else { 1 },
    }
}

impl Batches<'_> {
    /// Pushes the plain records that come next, as far as the batch has room; false if there is none.
    pub(super) fn push_plain(&mut self) -> bool {
        let Some((spans, taken)) = self.spans else { return false };
        let Some(plain) = self.plain.take() else { return false };
        let rest = spans.get(taken..).unwrap_or_default();
        let room = self.plan.batch.saturating_sub(self.batch.rows.len());
        let first = self.row_number();
        let most = rest.len().min(room).min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let pushed = rest[..most].iter().take_while(|span| self.push_if(&plain, **span)).count();
        self.cut((first, &rest[..pushed]), &plain);
        self.plain = Some(plain);
        self.spans = Some((spans, taken + pushed));
        pushed > 0
    }

    /// Pushes a record if it is plain, and the batch is not too heavy.
    #[inline]
    fn push_if(&mut self, plain: &Plain, span: RecordSpan) -> bool {
        let place = self.place(span, self.lines + u64::from(span.line) + 1);
        let Place { offset, length, .. } = place;
        let is_header = || plain.repeats_header && is_header(self.source, self.text.raw(span));
        let Some(kind) = plain.kind(self.plan, self.text, span, length) else { return false };
        if self.batch.weight >= BATCH_BYTES || is_header() {
            return false;
        }
        let next = self.text.offset(span.next as usize);
        let (before, after) = (self.at..offset, offset + length..next);
        self.batch.separators += (before.end - before.start) + (after.end - after.start);
        for separator in [before, after] {
            counted(&self.source.spec.name, Class::Separator, &separator);
        }
        self.at = next;
        self.records += 1;
        self.left -= 1;
        self.batch.weight += length;
        self.batch.rows.push(Row {
            place,
            next,
            length,
            end: next,
            kind: Some(kind),
            zone: Zone::Row,
            parent: None,
            ghost: false,
            stands: false,
            sound: true,
            weight: length,
            span,
        });
        self.batch.records.push(self.text.slice(span));
        true
    }

    /// Cuts records that were pushed, from the row `first` on, into their cells.
    fn cut(&mut self, (first, spans): (u32, &[RecordSpan]), plain: &Plain) {
        let Some((rules, wanted)) = self.plan.cells.as_ref().map(|cells| &cells.rules).zip(plain.cells) else { return };
        let text = self.text;
        let others = self.batch.cells.strict_all(rules, (text.bytes, &text.view), spans, wanted);
        for (number, quotes) in others {
            self.data_row(first + number, spans[number as usize], quotes);
        }
    }
}

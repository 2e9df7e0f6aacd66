//! Records of which nothing has to be asked but their kind and length, or how many cells they have: they are pushed many at
//! a time.
//!
//! In: the spans that the walk kept, in a source without parents or children. Out: the rows that [`Batches`] would push one
//! by one. Refuses: records that are shorter or longer than their kind wants, kinds that values tell, and lenient cells.

#[cfg(test)]
mod tests;

use super::Batches;
use crate::extractors::RecordSpan;
use crate::extractors::delimited::table::RowCells;
use crate::extractors::kinds::RawRecord;
use crate::extractors::slices::Slices;
use crate::mapping::model::{KindId, Positions};
use crate::run::plan::{Framing, Plan, batch_bytes};
use crate::run::spans::{Class, counted};
use crate::run::unread::refuses;
use crate::run::walk::{Text, Walk, is_header};
use crate::run::windows::OpenSource;

/// What tells the kinds of records.
#[derive(Debug)]
enum By {
    /// All are of one kind.
    Only(KindId),
    /// The byte at this place, in the window.
    Byte(usize, Box<[OfByte; 256]>),
    /// The conditions of the kinds.
    Conditions,
}

/// What a byte tells: a kind, and the least and most bytes of its records; none can be as long where more has to be asked.
#[derive(Debug, Clone, Copy)]
struct OfByte {
    kind: u32,
    lengths: (u32, u32),
}

/// What a record must be, to be pushed so.
#[derive(Debug)]
pub(super) struct Plain {
    /// What tells the kind of a record.
    by: By,
    /// Least and most bytes of each kind; none where more has to be asked of its records.
    lengths: Vec<Option<(u64, u64)>>,
    /// Least and most cells; none in fixed sources.
    cells: Option<(usize, usize)>,
    /// One of them is the file's header again.
    repeats_header: bool,
    /// Up to where no tab stands in the view; more has to be asked of records that have one. None if it does not matter.
    tabless: Option<usize>,
}

impl Plain {
    /// Of a chunk; none where more has to be asked of its records.
    pub(super) fn of(plan: &Plan, source: &OpenSource, walk: &Walk) -> Option<Self> {
        let only = plan.matcher.only();
        let has_comments = matches!(&plan.framing, Framing::Text(rules) if rules.comment.is_some());
        let asks_nothing = !has_comments
            && plan.cells.as_ref().is_none_or(|cells| !cells.lenient && only.is_some())
            && plan.descriptors().is_none()
            && !plan.has_parents
            && !plan.has_groups
            && plan.openers.is_empty()
            && plan.scopes.is_empty();
        let lengths: Vec<_> = (0..plan.kinds.len()).map(|kind| lengths(plan, kind)).collect();
        let cells = plan.cells.as_ref().map(|cells| {
            let width = source.head.as_ref().and_then(|head| head.width);
            width.map_or((cells.least as usize, usize::MAX), |width| (width as usize, width as usize))
        });
        let asks_for_tabs = cells.is_none() && !plan.has_binary && !matches!(plan.framing, Framing::Fixed(_));
        asks_nothing.then(|| Self {
            by: By::of(plan, &lengths),
            lengths,
            cells,
            repeats_header: walk.repeats_header,
            tabless: asks_for_tabs.then_some(0),
        })
    }

    /// A tab stands in these records or between them. They stand behind those of which that was asked before, or are the same.
    fn meets_tab(&mut self, view: &[u8], spans: &[RecordSpan]) -> bool {
        let (Some(tabless), Some(first), Some(last)) = (&mut self.tabless, spans.first(), spans.last()) else {
            return false;
        };
        let (start, end) = ((first.start as usize).max(*tabless), (last.start + last.len) as usize);
        *tabless = end.max(*tabless);
        view.get(start..end).is_some_and(|bytes| memchr::memchr(b'\t', bytes).is_some())
    }

    /// The kind of a record, if it is plain but for its cells.
    fn kind(&self, plan: &Plan, text: &Text<'_>, span: RecordSpan) -> Option<KindId> {
        let bytes = Slices { window: text.bytes, side: &[] };
        let record = text.slice(span);
        let kind = plan.matcher.kind(&RawRecord { bytes, record, cells: RowCells::default() }).kind()?;
        let (least, most) = self.lengths[kind]?;
        (least..=most).contains(&(record.len() as u64)).then_some(kind)
    }
}

impl By {
    fn of(plan: &Plan, lengths: &[Option<(u64, u64)>]) -> Self {
        if let Some(kind) = plan.matcher.only() {
            return Self::Only(kind);
        }
        let Some((place, told)) = plan.matcher.by_byte() else { return Self::Conditions };
        let narrow = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
        let of_byte = |byte: usize| {
            let kind = told[byte].kind()?;
            let (least, most) = lengths[kind]?;
            Some(OfByte { kind: u32::try_from(kind).ok()?, lengths: (narrow(least), narrow(most)) })
        };
        let none = OfByte { kind: 0, lengths: (u32::MAX, 0) };
        Self::Byte(place, Box::new(std::array::from_fn(|byte| of_byte(byte).unwrap_or(none))))
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
        let Some(mut plain) = self.plain.take() else { return false };
        let rest = spans.get(taken..).unwrap_or_default();
        let room = self.plan.batch.saturating_sub(self.batch.rows.len());
        let first = self.row_number();
        let most = rest.len().min(room).min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let next = &rest[..self.light(&rest[..most])];
        // Asked batch by batch, whose bytes are near then when they are decoded.
        if plain.meets_tab(&self.text.view, next) {
            return false; // No more records of this chunk are plain.
        }
        let goes_on = self.batch.rows.goes_on(self.records + 1);
        let found = if goes_on { self.tell_plain(&plain, next) } else { 0 };
        self.push_told(&rest[..found]);
        self.cut((first, &rest[..found]), &plain);
        self.plain = Some(plain);
        self.spans = Some((spans, taken + found));
        found > 0
    }

    /// Tells the kinds of the plain records that come first among these; gives how many they are.
    fn tell_plain(&mut self, plain: &Plain, spans: &[RecordSpan]) -> usize {
        let Self { plan, source, text, .. } = *self;
        let scale = text.scale;
        let rows = &mut self.batch.rows;
        match &plain.by {
            By::Only(kind) => {
                let Some((least, most)) = plain.lengths[*kind] else { return 0 };
                let is_header = |span: RecordSpan| plain.repeats_header && is_header(source, text.raw(span));
                let fits = |span: &RecordSpan| (least..=most).contains(&(u64::from(span.len) * scale as u64));
                let found = spans.iter().take_while(|span| fits(span) && !is_header(**span)).count();
                rows.push_kinds(*kind, found);
                found
            }
            By::Byte(place, kinds) => rows.push_kinds_of(spans, |span| {
                let (start, len) = (span.start as usize * scale, span.len as usize * scale);
                let OfByte { kind, lengths: (least, most) } = kinds[usize::from(*text.bytes.get(start + place)?)];
                (len > *place && len >= least as usize && len <= most as usize).then_some(kind)
            }),
            By::Conditions => rows.push_kinds_of(spans, |span| u32::try_from(plain.kind(plan, text, span)?).ok()),
        }
    }

    /// How many of these records come before the batch is too heavy.
    fn light(&self, spans: &[RecordSpan]) -> usize {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return 0 };
        let (scale, rows, mut weight) = (self.text.scale as u64, self.batch.rows.len(), self.batch.weight);
        if weight + u64::from(last.next - first.start) * scale < batch_bytes(rows + spans.len()) {
            return spans.len();
        }
        let is_light = |(row, span): &(usize, &RecordSpan)| {
            let before = weight;
            weight += u64::from(span.len) * scale;
            before < batch_bytes(*row)
        };
        (rows..).zip(spans).take_while(is_light).count()
    }

    /// Pushes records whose kinds were told.
    fn push_told(&mut self, spans: &[RecordSpan]) {
        let Some(last) = spans.last() else { return };
        let text = self.text;
        self.batch.rows.push_spans(spans);
        self.batch.records.extend(spans.iter().map(|span| text.slice(*span)));
        self.separators_around(spans);
        let bytes = spans.iter().map(|span| u64::from(span.len)).sum::<u64>() * text.scale as u64;
        let next = text.offset(last.next as usize);
        self.batch.weight += bytes;
        self.batch.separators += next - self.at - bytes;
        self.at = next;
        self.records += spans.len() as u64;
        self.left -= spans.len() as u64;
    }

    /// Says where the separators are that are counted together.
    fn separators_around(&self, spans: &[RecordSpan]) {
        let (file, mut at) = (&self.source.spec.name, self.at);
        for span in spans {
            let [start, end, next] =
                [span.start, span.start + span.len, span.next].map(|place| self.text.offset(place as usize));
            for separator in [at..start, end..next] {
                counted(file, Class::Separator, &separator);
            }
            at = next;
        }
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

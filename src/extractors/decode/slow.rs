//! The general reader of one field: what the quick ones leave over, and everything that has to be told or counted.
//!
//! In: one cell after the other. Out: values, findings, counts of declared changes. Refuses: deciding what becomes of
//! a record.

use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_buffer::{BooleanBufferBuilder, NullBuffer};

use super::stored::Why;
use super::texts::is_blank;
use super::{Decoded, Decoder, FieldCounts, Reads, Refusal};
use crate::finding::{Args, Code, RowArgs, RowFinding};
use crate::mapping::model::{OnBad, OnBlank, Trim, Type};
use crate::mapping::stored::{Fills, OnFill};
use crate::mapping::written;

/// What `trim` takes away.
const BLANKS: [char; 2] = [' ', '\t'];

/// The general reader of one field, and what it found.
pub(super) struct Slow<'d> {
    decoder: &'d Decoder,
    rows: usize,
    scratch: Vec<u8>,
    /// What was said last of a text: many rows in turn say the same.
    said: Option<(Refusal, RowArgs)>,
    /// Rows without a value.
    empty: Vec<usize>,
    findings: Vec<RowFinding>,
    counts: FieldCounts,
}

impl<'d> Slow<'d> {
    pub fn new(decoder: &'d Decoder, rows: usize) -> Self {
        Self {
            decoder,
            rows,
            scratch: Vec::new(),
            said: None,
            empty: Vec::new(),
            findings: Vec::new(),
            counts: FieldCounts::default(),
        }
    }

    /// The value of a row that is read from its text; none where it has none.
    #[cold]
    pub fn value<V: Default>(
        &mut self,
        row: usize,
        cell: &[u8],
        read: impl Fn(&str, usize) -> Result<(V, bool), Refusal>,
    ) -> Option<V> {
        let rules = &self.decoder.texts;
        if rules.is_plainly_blank(cell) && !self.decoder.reads.takes_blank() {
            return self.without(row, Why::Blank(Code::Blank));
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let value = match rules.read(cell, &mut scratch) {
            Err(why) => self.without(row, why),
            Ok((text, _)) if rules.is_null(text.as_bytes()) => self.without(row, Why::Null),
            Ok((text, _)) if text.bytes().all(is_blank) && !self.decoder.reads.takes_blank() => {
                self.without(row, Why::Blank(Code::Blank))
            }
            Ok((text, blanks_after)) => {
                let value = read(text, blanks_after).map_err(|refusal| self.refused(text, &read, refusal));
                self.number(row, value)
            }
        };
        self.scratch = scratch;
        value
    }

    /// Why a text is no value: the blanks around it, where nothing else is wrong and `trim` left them there.
    fn refused<V>(
        &self,
        text: &str,
        read: impl Fn(&str, usize) -> Result<(V, bool), Refusal>,
        refusal: Refusal,
    ) -> Why {
        if self.decoder.texts.keeps_blanks {
            return self.why(text, refusal);
        }
        let (start, end) = (text.trim_start_matches(BLANKS), text.trim_end_matches(BLANKS));
        let bare = start.trim_end_matches(BLANKS);
        let reads = || self.decoder.texts.is_null(bare.as_bytes()) || read(bare, text.len() - end.len()).is_ok();
        let is_why = bare.len() < text.len() && reads();
        if is_why { Refusal::plain(Code::Untrimmed).into() } else { self.why(text, refusal) }
    }

    /// What is wrong with a text: of an edited number, what its picture says of all of it.
    fn why(&self, text: &str, refusal: Refusal) -> Why {
        match (refusal.code, &self.decoder.reads) {
            (Code::OffPicture, Reads::Edited(rules)) => Why::Bad(refusal.code, rules.args(refusal.number, text)),
            _ => refusal.into(),
        }
    }

    /// The value of a row that was read already; none where it has none.
    #[cold]
    pub fn number<V: Default>(&mut self, row: usize, read: Result<(V, bool), Why>) -> Option<V> {
        match read {
            Ok((value, rounded)) => {
                self.counts.rounded += u64::from(rounded);
                Some(value)
            }
            Err(why) => self.without(row, why),
        }
    }

    /// The text of a row, appended; nothing where it has none.
    pub fn text(&mut self, row: usize, cell: &[u8], into: &mut Vec<u8>) {
        let rules = &self.decoder.texts;
        if rules.trim != Trim::None && rules.on_blank != OnBlank::Reject && rules.is_plainly_blank(cell) {
            return self.empty.push(row);
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        match rules.read(cell, &mut scratch) {
            Err(why) => self.without_text(row, why),
            Ok((text, _)) if rules.is_null(text.as_bytes()) => self.without_text(row, Why::Null),
            Ok((text, _)) if rules.on_blank == OnBlank::Reject && text.bytes().all(is_blank) => {
                self.find(row, Code::Blank, RowArgs::default());
            }
            Ok(("", _)) => self.empty.push(row),
            Ok((text, _)) => into.extend_from_slice(text.as_bytes()),
        }
        self.scratch = scratch;
    }

    fn without_text(&mut self, row: usize, why: Why) {
        // A text has no zero: what is declared to be one is empty.
        if self.without::<()>(row, why).is_some() {
            self.empty.push(row);
        }
    }

    /// What a row without a value becomes.
    fn without<V: Default>(&mut self, row: usize, why: Why) -> Option<V> {
        let fills = self.decoder.texts.fills;
        match why {
            Why::Null => {
                self.counts.null_if += 1;
                self.none(row)
            }
            Why::Blank(code) => {
                let what = match self.decoder.texts.on_blank {
                    _ if self.decoder.texts.zero_of_own && code != Code::Blank => OnFill::Reject,
                    // Blanks that are digits come here where the record has none of them.
                    OnBlank::Reject | OnBlank::Number => OnFill::Reject,
                    OnBlank::Empty => OnFill::Empty,
                    OnBlank::Zero => OnFill::Zero,
                };
                self.counts.blank += u64::from(what != OnFill::Reject);
                self.filled(row, what, code)
            }
            Why::Low | Why::High => {
                let is_low = why == Why::Low;
                let code = if is_low { Code::LowValues } else { Code::HighValues };
                let Some(Fills { low, high, .. }) = fills else {
                    return self.bad(row, code, RowArgs::default());
                };
                let (what, count) = if is_low { (low, &mut self.counts.low) } else { (high, &mut self.counts.high) };
                *count += u64::from(what != OnFill::Reject);
                self.filled(row, what, code)
            }
            Why::Bad(code, args) => self.bad(row, code, args.into()),
            Why::Refused(refusal) => {
                let args = self.args_again(refusal);
                self.bad(row, refusal.code, args)
            }
        }
    }

    fn args_again(&mut self, refusal: Refusal) -> RowArgs {
        match &self.said {
            Some((known, args)) if *known == refusal => args.clone(),
            _ => {
                let args = RowArgs::from(self.args(refusal));
                self.said = Some((refusal, args.clone()));
                args
            }
        }
    }

    fn args(&self, refusal: Refusal) -> Args {
        let type_name = || crate::mapping::types::name(self.decoder.ty).into();
        match (refusal.code, self.decoder.ty) {
            (Code::NumberTooLarge | Code::FloatTooSmall, _) => vec![type_name()],
            (Code::TooManyDecimals, Type::Decimal { scale, .. }) => {
                vec![refusal.number.into(), i64::from(scale).into()]
            }
            (Code::TooManyDecimals, _) => vec![refusal.number.into(), 0_i64.into()],
            (Code::Untrimmed, _) => vec![written::trim(self.decoder.texts.trim).into()],
            (Code::BadPackedSign, _) => vec![format!("{:X}", refusal.number).into()],
            (Code::NumberCut, _) => {
                let wanted = self.decoder.texts.stored.as_ref().map_or(0, |stored| stored.bytes());
                vec![refusal.number.into(), i64::from(wanted).into()]
            }
            (code, _) if code.args().is_empty() => Vec::new(),
            _ => vec![refusal.number.into()],
        }
    }

    fn none<V>(&mut self, row: usize) -> Option<V> {
        self.empty.push(row);
        None
    }

    fn filled<V: Default>(&mut self, row: usize, what: OnFill, code: Code) -> Option<V> {
        match what {
            OnFill::Reject => {
                self.find(row, code, RowArgs::default());
                None
            }
            OnFill::Empty => self.none(row),
            OnFill::Zero => Some(V::default()),
        }
    }

    fn bad<V>(&mut self, row: usize, code: Code, args: RowArgs) -> Option<V> {
        if self.decoder.texts.on_bad == OnBad::Empty {
            self.counts.bad += 1;
            self.empty.push(row);
        } else {
            self.find(row, code, args);
        }
        None
    }

    fn find(&mut self, row: usize, code: Code, args: RowArgs) {
        self.empty.push(row);
        self.findings.push(RowFinding { row: u32::try_from(row).unwrap_or(u32::MAX), code, args });
    }

    pub fn nulls(&self) -> Option<NullBuffer> {
        if self.empty.is_empty() {
            return None;
        }
        let mut valid = BooleanBufferBuilder::new(self.rows);
        valid.append_n(self.rows, true);
        self.empty.iter().for_each(|row| valid.set_bit(*row, false));
        Some(NullBuffer::new(valid.finish()))
    }

    /// Arrow refused the texts: a defect, told of every row.
    pub fn undone(self, rows: usize) -> Decoded {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let findings = (0..rows).map(|row| RowFinding { row, code: Code::Defect, args: vec!["text".into()].into() });
        let array = Arc::new(StringArray::new_null(rows as usize));
        Decoded { array, findings: findings.collect(), counts: self.counts }
    }

    pub fn decoded(self, array: ArrayRef) -> Decoded {
        Decoded { array, findings: self.findings, counts: self.counts }
    }
}

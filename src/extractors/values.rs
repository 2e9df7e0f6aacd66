//! The values of a field in the records of a batch, of which some need not be read.
//!
//! In: an array, or a field and where it stands. Out: the array, or the values of some records alone. A text of which nothing can be
//! told need not be read where its record is refused; whoever looks at all of its values, reads them.
//! Refuses: to know which records are refused, and why.

use std::sync::{Arc, OnceLock};

use arrow_array::ArrayRef;

use crate::extractors::decode::Decoder;
use crate::extractors::strip::Starts;

/// The values of all records. Those that wait are read by the first look at them.
#[derive(Debug, Clone)]
pub enum Values<'a> {
    /// They are there.
    Here(ArrayRef),
    /// They are read when somebody looks.
    Later(Arc<Waiting<'a>>),
}

/// A field that is not read yet.
#[derive(Debug)]
pub struct Waiting<'a> {
    decoder: &'a Decoder,
    window: &'a [u8],
    /// Bytes of the record from 0, end exclusive.
    span: (u32, u32),
    starts: Arc<Starts>,
    all: OnceLock<ArrayRef>,
}

impl<'a> Values<'a> {
    /// Those of the field at these bytes of each record, in the order of `starts`; none where something may be told of them, or counted.
    #[must_use]
    pub fn later(decoder: &'a Decoder, window: &'a [u8], span: (u32, u32), starts: &Arc<Starts>) -> Option<Self> {
        let strip = starts.strip(window, span.0, span.1)?;
        let waits = strip.is_ascii() && decoder.tells_nothing_of_ascii();
        let starts = Arc::clone(starts);
        waits.then(|| Self::Later(Arc::new(Waiting { decoder, window, span, starts, all: OnceLock::new() })))
    }

    /// One value a record.
    #[must_use]
    pub fn all(&self) -> &ArrayRef {
        match self {
            Self::Here(array) => array,
            Self::Later(waiting) => waiting.all.get_or_init(|| waiting.read(&waiting.starts)),
        }
    }

    /// The field, if nobody has looked at its values.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting<'a>> {
        match self {
            Self::Later(waiting) if waiting.all.get().is_none() => Some(waiting),
            _ => None,
        }
    }
}

impl From<ArrayRef> for Values<'_> {
    fn from(array: ArrayRef) -> Self {
        Self::Here(array)
    }
}

impl Waiting<'_> {
    /// The values of some of the records, which `choose` takes from all; their places in the window are chosen.
    pub fn of(&self, choose: impl FnOnce(&[u32]) -> Vec<u32>) -> ArrayRef {
        self.read(&self.starts.chosen(choose))
    }

    fn read(&self, starts: &Starts) -> ArrayRef {
        let (start, end) = self.span;
        self.decoder.decode(&starts.cut(self.window, start, end)).array
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;

    use super::*;
    use crate::extractors::slices::{Slice, Slices};
    use crate::mapping::model::{OnBlank, Reading, Trim, Type};

    const WINDOW: &[u8] = b"1ab \n2   \n5 gh\n3c\n4\xE9f \n";
    /// Of the second to the fourth byte.
    const FIELD: (u32, u32) = (1, 4);

    fn starts(rows: &[u32]) -> Arc<Starts> {
        let records = [(0, 4), (5, 4), (10, 4), (15, 2), (18, 4)].map(|(start, len)| Slice::of_window(start, len));
        Arc::new(Starts::of(Slices { window: WINDOW, side: b"" }, &records, rows).unwrap())
    }

    fn decoder(ty: Type, change: impl FnOnce(&mut Reading)) -> Decoder {
        let mut reading = Reading { trim: Trim::Right, on_blank: OnBlank::Empty, ..Reading::plain() };
        change(&mut reading);
        Decoder::new(&ty, &reading, "cp1252", true).unwrap()
    }

    fn texts(texts: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(texts.to_vec()))
    }

    #[test]
    fn a_text_waits_until_somebody_looks_and_of_some_records_no_other_is_read() {
        let decoder = decoder(Type::Text, |_| {});
        let values = Values::later(&decoder, WINDOW, FIELD, &starts(&[0, 1, 2])).unwrap();
        let again = values.clone();
        let some = |rows: &[usize]| {
            values.waiting().unwrap().of(|places| {
                assert_eq!(places, [0, 5, 10]);
                rows.iter().map(|row| places[*row]).collect()
            })
        };
        assert_eq!(&some(&[0, 2]), &texts(&[Some("ab"), Some(" gh")]));
        assert_eq!(&some(&[1]), &texts(&[None]));
        assert_eq!(&some(&[]), &texts(&[]));
        assert_eq!(values.all(), &texts(&[Some("ab"), None, Some(" gh")]));
        assert!(values.waiting().is_none() && again.waiting().is_none(), "somebody looked");
        assert!(Values::from(texts(&[])).waiting().is_none());
    }

    #[test]
    fn nothing_waits_of_which_something_may_be_told() {
        let waits = |decoder: &Decoder, rows: &[u32]| Values::later(decoder, WINDOW, FIELD, &starts(rows)).is_some();
        let plain = decoder(Type::Text, |_| {});
        for (rows, want, what) in [
            (&[0, 1][..], true, ""),
            (&[0, 4], false, "a byte that is not ASCII"),
            (&[0, 3], false, "a record that ends before the field does"),
        ] {
            assert_eq!(waits(&plain, rows), want, "{what}");
        }
        for (decoder, what) in [
            (decoder(Type::Int32, |_| {}), "a number"),
            (decoder(Type::Text, |reading| reading.on_blank = OnBlank::Reject), "no blank text is taken"),
            (
                decoder(Type::Text, |reading| reading.null_if = vec!["ab".to_owned()]),
                "texts that mean that there is none",
            ),
            (decoder(Type::Text, |reading| reading.encoding = Some("cp037".to_owned())), "another encoding"),
        ] {
            assert!(!waits(&decoder, &[0, 1]), "{what}");
        }
    }
}

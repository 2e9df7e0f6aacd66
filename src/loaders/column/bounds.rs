//! The least and the greatest value of a page and of all pages, and in which order the pages stand.
//!
//! In: the values of each page. Out: what the column index and the column's statistics say. Refuses to know: types of
//! columns, bytes.

use parquet::basic::BoundaryOrder;

use crate::simd::widest;

/// A page's least and greatest value.
pub(super) type Ends<T> = (T, T);

/// Those of a page's values; nothing where it has none.
pub(super) fn ends<T: Ord + Copy>(values: &[T]) -> Option<Ends<T>> {
    let (first, rest) = values.split_first()?;
    Some(widest(
        #[inline(always)]
        || {
            let least = rest.iter().fold(*first, |least, value| least.min(*value));
            (least, rest.iter().fold(*first, |greatest, value| greatest.max(*value)))
        },
    ))
}

/// What is known of the pages so far.
#[derive(Debug)]
pub(super) struct Bounds<T> {
    all: Option<Ends<T>>,
    last: Option<Ends<T>>,
    rises: bool,
    falls: bool,
}

impl<T: Ord + Clone> Bounds<T> {
    pub(super) const fn new() -> Self {
        Self { all: None, last: None, rises: true, falls: true }
    }

    /// The next page; nothing of a page without a value.
    pub(super) fn page(&mut self, ends: &Ends<T>) {
        if let Some((least, greatest)) = &self.last {
            self.rises &= *least <= ends.0 && *greatest <= ends.1;
            self.falls &= *least >= ends.0 && *greatest >= ends.1;
        }
        self.last = Some(ends.clone());
        match &mut self.all {
            None => self.all = Some(ends.clone()),
            Some((least, greatest)) => {
                if ends.0 < *least {
                    least.clone_from(&ends.0);
                }
                if ends.1 > *greatest {
                    greatest.clone_from(&ends.1);
                }
            }
        }
    }

    /// Of all pages; nothing if none had a value.
    pub(super) fn all(&self) -> Option<&Ends<T>> {
        self.all.as_ref()
    }

    pub(super) const fn order(&self) -> BoundaryOrder {
        match (self.rises, self.falls) {
            (true, _) => BoundaryOrder::ASCENDING,
            (false, true) => BoundaryOrder::DESCENDING,
            (false, false) => BoundaryOrder::UNORDERED,
        }
    }
}

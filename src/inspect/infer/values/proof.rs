//! Whether a reading holds: the decoder of runs over the values that were kept.
//!
//! Kept are the first values, and of those after them every second, fourth, eighth: few, and from everywhere.

use super::Around;
use crate::extractors::decode::Decoder;
use crate::mapping::model::{Reading, Type};

/// Values that are kept.
const VALUES: usize = 1024;
/// Bytes of the longest that is kept.
const LONGEST: usize = 256;

/// Some of the values, as they stood in their records.
#[derive(Debug, Clone)]
pub struct Kept {
    values: Vec<Vec<u8>>,
    /// Every so many values one is kept.
    step: u64,
    told: u64,
}

impl Default for Kept {
    fn default() -> Self {
        Self { values: Vec::new(), step: 1, told: 0 }
    }
}

impl Kept {
    /// One value.
    pub fn push(&mut self, raw: &[u8]) {
        self.told += 1;
        if !self.told.is_multiple_of(self.step) || raw.len() > LONGEST {
            return;
        }
        if self.values.len() == VALUES {
            // Every second of the later half goes; the first values stay, so that a small file is proved whole.
            let half = self.values.split_off(VALUES / 2);
            self.values.extend(half.into_iter().skip(1).step_by(2));
            self.step *= 2;
        }
        self.values.push(raw.to_vec());
    }

    /// How many are kept.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.values.len() as u64
    }

    /// How many of the kept values do not decode by this reading; none if there can be no such reading.
    #[must_use]
    pub fn refused(&self, ty: Type, reading: &Reading, around: &Around) -> Option<u64> {
        let decoder = Decoder::new(&ty, reading, &around.encoding, around.fixed).ok()?;
        let cells: Vec<&[u8]> = self.values.iter().map(Vec::as_slice).collect();
        Some(decoder.decode(cells.as_slice()).findings.len() as u64)
    }
}

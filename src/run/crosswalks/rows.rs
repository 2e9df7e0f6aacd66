//! The rows of one crosswalk: typed batches in, the crosswalk or its mistakes out. Refuses: bytes, how a file is cut.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type};
use arrow_array::{Array, ArrayRef, BooleanArray, StringArray};
use arrow_buffer::i256;
use arrow_select::concat::concat;
use arrow_select::filter::filter;

use super::faults::Faults;
use super::text::Takes;
use super::{Wanted, guard};
use crate::arrays::array_type;
use crate::evidence::text;
use crate::extractors::decode::{Decoded, Decoder};
use crate::finding::Code;
use crate::mapping::model::{CrosswalkReading, Reading, Trim, Type};
use crate::run::Stop;
use crate::transforms::lookup::{Builder, Clash, Crosswalk};
use crate::transforms::split::{MOST_PARTS, SHARE_SCALE, SplitBuilder, Splits, Wrong};

/// The rows so far.
pub struct Rows<'w> {
    wanted: &'w Wanted,
    /// One for each of the wanted columns.
    decoders: Vec<Decoder>,
    building: Building,
    /// Line of each row of the builder.
    lines: Vec<u32>,
    /// Batches of each taken column.
    taken: Vec<Vec<ArrayRef>>,
    faults: Faults,
    /// Of each wanted column: values with blanks at their ends, and the line of the first.
    blanks: Vec<(u64, u32)>,
    /// Rows of the file.
    read: u64,
}

/// What a crosswalk becomes, while it is read.
enum Building {
    Crosswalk(Builder),
    Splits(SplitBuilder),
}

/// What a crosswalk became.
pub enum Made {
    /// What look-ups look into.
    Crosswalk(Arc<Crosswalk>),
    /// The parts of a split.
    Splits(Arc<Splits>),
}

impl Made {
    /// Bytes of memory.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Crosswalk(crosswalk) => crosswalk.bytes(),
            Self::Splits(splits) => splits.bytes(),
        }
    }
}

/// A crosswalk without mistakes.
pub struct Read {
    /// It.
    pub made: Made,
    /// Its rows.
    pub rows: u64,
    /// Values with blanks at their ends.
    pub doubts: Vec<Stop>,
    /// Bytes that were held besides, at the end.
    pub beside: u64,
}

/// How a cell of this type is read: nothing is trimmed from a text, and a blank is no value.
#[must_use]
pub fn reading(ty: Type, of: &CrosswalkReading) -> Reading {
    let (picture, decimal, thousands, sign) = match of {
        CrosswalkReading::Text { picture, decimal, thousands, sign, .. } => {
            (picture.clone(), *decimal, thousands.clone(), sign.clone())
        }
        CrosswalkReading::Parquet => (None, None, Vec::new(), Vec::new()),
    };
    Reading {
        trim: if ty == Type::Text { Trim::None } else { Trim::Both },
        picture: picture.filter(|_| ty == Type::Date),
        sign,
        decimal,
        thousands,
        true_words: vec!["true".to_owned()],
        false_words: vec!["false".to_owned()],
        ..Reading::plain()
    }
}

impl<'w> Rows<'w> {
    /// None yet.
    ///
    /// # Errors
    /// TL0009, TL0018: what the mapping's check could not see.
    pub fn new(wanted: &'w Wanted) -> Result<Self, Stop> {
        let encoding = match &wanted.reading {
            CrosswalkReading::Text { encoding, .. } => encoding,
            CrosswalkReading::Parquet => "utf-8",
        };
        let columns = wanted.columns();
        let decoder = |(_, ty): &(&str, Type)| Decoder::new(ty, &reading(*ty, &wanted.reading), encoding, false);
        let decoders = columns.iter().map(decoder).collect::<Result<_, _>>();
        let (keys, dated) = (wanted.keys.iter().map(|(_, ty)| array_type(*ty)).collect(), wanted.valid.is_some());
        let building = match wanted.shares {
            None => Building::Crosswalk(Builder::new(keys, dated)),
            Some(_) => Building::Splits(SplitBuilder::new(keys, dated)),
        };
        Ok(Self {
            wanted,
            decoders: decoders.map_err(|(code, args)| Stop::new(code, args))?,
            building,
            lines: Vec::new(),
            taken: vec![Vec::new(); wanted.taken.len()],
            faults: Faults::of(&wanted.file),
            blanks: vec![(0, 0); columns.len()],
            read: 0,
        })
    }

    /// Whether all wanted headers are there, once; tells those that are not.
    pub fn check_headers(&mut self, there: &[String]) -> bool {
        let wanted = self.wanted.columns().into_iter().map(|(header, _)| header).collect();
        self.faults.check_headers(wanted, there)
    }

    /// What is wrong with the file as a whole.
    pub fn mistake(&mut self, code: Code, args: Vec<crate::finding::Arg>) {
        self.faults.add(0, code, args);
    }

    fn empty_keys(&mut self, arrays: &[ArrayRef], lines: &[u32], sound: &mut [bool]) {
        for (key, array) in arrays.iter().enumerate().take(self.wanted.keys.len()) {
            for row in 0..if array.null_count() > 0 { lines.len() } else { 0 } {
                if sound[row] && array.is_null(row) {
                    let header = self.wanted.keys[key].0.as_str().into();
                    self.faults.on_line(lines[row], Code::CrosswalkNoKey, vec![header]);
                    sound[row] = false;
                }
            }
        }
    }

    fn blanks(&mut self, arrays: &[ArrayRef], lines: &[u32]) {
        for ((count, first), array) in self.blanks.iter_mut().zip(arrays) {
            let Some(texts) = array.as_string_opt::<i32>() else { continue };
            for (row, text) in texts.iter().enumerate() {
                if text.is_some_and(|text| text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace))
                {
                    *count += 1;
                    *first = if *count == 1 { lines[row] } else { *first };
                }
            }
        }
    }

    fn backwards(&mut self, arrays: &[ArrayRef], lines: &[u32], sound: &mut [bool]) {
        let days = arrays.get(self.wanted.keys.len()..self.wanted.keys.len() + 2);
        let Some([from, to]) = days.filter(|_| self.wanted.valid.is_some()) else { return };
        let (from, to) = (from.as_primitive::<Date32Type>(), to.as_primitive::<Date32Type>());
        for row in 0..lines.len() {
            if sound[row] && from.is_valid(row) && to.is_valid(row) && from.value(row) > to.value(row) {
                self.faults.on_line(lines[row], Code::CrosswalkBackwards, vec![self.wanted.days().into()]);
                sound[row] = false;
            }
        }
    }

    /// A share is more than nothing.
    fn no_shares(&mut self, arrays: &[ArrayRef], lines: &[u32], sound: &mut [bool]) {
        let at = self.wanted.keys.len() + if self.wanted.valid.is_some() { 2 } else { 0 };
        let shares = arrays.get(at).filter(|_| self.wanted.shares.is_some());
        let Some(shares) = shares.and_then(|array| array.as_primitive_opt::<Decimal128Type>()) else { return };
        for row in (0..lines.len()).filter(|row| sound[*row]).collect::<Vec<_>>() {
            if shares.is_null(row) || shares.value(row) <= 0 {
                self.faults.on_line(lines[row], Code::SplitShare, vec![self.wanted.share().into()]);
                sound[row] = false;
            }
        }
    }

    /// A row that is left out takes its share along: of its key, if that can be read, the others are not all.
    fn lose(&mut self, arrays: &[ArrayRef], sound: &[bool]) -> Result<(), Stop> {
        let Building::Splits(builder) = &mut self.building else { return Ok(()) };
        let keys = &arrays[..self.wanted.keys.len()];
        let is_lost = |(row, sound): (usize, &bool)| !*sound && keys.iter().all(|key| key.is_valid(row));
        let lost = BooleanArray::from(sound.iter().enumerate().map(is_lost).collect::<Vec<bool>>());
        let of = |key: &ArrayRef| filter(key.as_ref(), &lost).map_err(|_| defect("filter"));
        builder.lose(keys.iter().map(of).collect::<Result<_, _>>()?);
        Ok(())
    }

    /// What is wrong with splits as wholes.
    fn wrong_splits(&mut self, wrong: Vec<Wrong>) {
        let mut wrong: Vec<(u32, Wrong)> = wrong.into_iter().map(|one| (self.line_of(&one), one)).collect();
        wrong.sort_by_key(|(line, _)| *line);
        // What a line has that cannot be read, may be what others lack.
        let is_known = |(_, one): &(u32, Wrong)| !matches!(one, Wrong::Sum(..)) || !self.faults.lost_key();
        wrong.retain(is_known);
        for (line, one) in wrong {
            match one {
                Wrong::Sum(_, sum) => {
                    let sum = text::decimal(i256::from_parts(sum, 0), SHARE_SCALE);
                    let sum = sum.trim_end_matches('0').trim_end_matches('.');
                    self.faults.on_line(line, Code::SplitSum, vec![sum.into(), self.wanted.share().into()]);
                }
                Wrong::TooMany(_, parts) => {
                    self.faults.on_line(
                        line,
                        Code::SplitParts,
                        vec![i64::from(parts).into(), i64::from(MOST_PARTS).into(), self.wanted.key().into()],
                    );
                }
                Wrong::Twice(clash) => self.clashes((Code::SplitTwice, self.wanted.values()), &[clash]),
                Wrong::Overlap(clash) => self.clashes((Code::CrosswalkOverlap, self.wanted.days()), &[clash]),
            }
        }
    }

    fn line_of(&self, wrong: &Wrong) -> u32 {
        let (Wrong::Sum(row, _)
        | Wrong::TooMany(row, _)
        | Wrong::Twice(Clash { row, .. })
        | Wrong::Overlap(Clash { row, .. })) = wrong;
        self.lines[*row as usize]
    }

    /// What two lines have in common that they may not, under these headers.
    fn clashes(&mut self, (code, headers): (Code, String), clashes: &[Clash]) {
        for clash in clashes {
            let [line, other] = [clash.row, clash.other].map(|row| self.lines[row as usize]);
            self.faults.on_line(line, code, vec![i64::from(other).into(), headers.as_str().into()]);
        }
    }

    /// The crosswalk.
    ///
    /// # Errors
    /// All its mistakes, those of earlier lines first.
    pub fn finish(mut self) -> Result<Read, Vec<Stop>> {
        if self.read == 0 && self.faults.is_empty() {
            self.faults.add(0, Code::CrosswalkEmpty, Vec::new());
        }
        let mut taken = Vec::with_capacity(self.taken.len());
        // Where headers are missing there is none.
        for batches in std::mem::take(&mut self.taken).into_iter().filter(|batches| !batches.is_empty()) {
            let arrays: Vec<&dyn Array> = batches.iter().map(AsRef::as_ref).collect();
            taken.push(concat(&arrays).map_err(|_| vec![defect("concat")])?);
        }
        // While a column's batches are made one array, both are there.
        let largest = taken.iter().map(Array::get_buffer_memory_size).max().unwrap_or(0);
        let beside = (largest + self.lines.capacity() * size_of::<u32>()) as u64;
        let building = std::mem::replace(&mut self.building, Building::Crosswalk(Builder::new(Vec::new(), false)));
        let made = match building {
            Building::Crosswalk(builder) => {
                let (crosswalk, overlaps) = builder.finish(taken);
                self.clashes((Code::CrosswalkOverlap, self.wanted.days()), &overlaps);
                Made::Crosswalk(Arc::new(crosswalk))
            }
            Building::Splits(builder) => {
                let weights = self.wanted.shares.as_ref().is_some_and(|(_, weights)| *weights);
                let finished = builder.finish(&taken, weights);
                let (splits, wrong) = finished.map_err(|(code, args)| vec![Stop::new(code, args)])?;
                self.wrong_splits(wrong);
                Made::Splits(Arc::new(splits))
            }
        };
        if !self.faults.is_empty() {
            return Err(self.faults.stops());
        }
        Ok(Read { made, rows: self.read, doubts: self.doubts(), beside })
    }

    fn doubts(&self) -> Vec<Stop> {
        let found = self.headers().into_iter().zip(&self.blanks).filter(|(_, (count, _))| *count > 0);
        let doubt = |(header, (count, line)): (&str, &(u64, u32))| {
            let args = vec![self.wanted.file.as_str().into(), header.into(), (*count).into(), i64::from(*line).into()];
            Stop::new(Code::CrosswalkBlanks, args)
        };
        found.map(doubt).collect()
    }
}

impl Takes for Rows<'_> {
    fn decoders(&self) -> &[Decoder] {
        &self.decoders
    }

    fn headers(&self) -> Vec<&str> {
        self.wanted.columns().into_iter().map(|(header, _)| header).collect()
    }

    fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }

    fn push(&mut self, decoded: Vec<Decoded>, lines: &[u32]) -> Result<(), Stop> {
        self.read += lines.len() as u64;
        let mut sound = vec![true; lines.len()];
        let headers: Vec<&str> = self.wanted.columns().into_iter().map(|(header, _)| header).collect();
        self.faults.undecoded(&headers, &decoded, lines, &mut sound);
        if decoded.iter().take(self.wanted.keys.len()).any(|key| !key.findings.is_empty()) {
            self.faults.lose_key();
        }
        let mut arrays: Vec<ArrayRef> = decoded.into_iter().map(|column| column.array).collect();
        arrays.iter_mut().take(self.wanted.keys.len()).for_each(unguard);
        self.empty_keys(&arrays, lines, &mut sound);
        self.blanks(&arrays, lines);
        self.backwards(&arrays, lines, &mut sound);
        self.no_shares(&arrays, lines, &mut sound);
        let mut lines = lines.to_vec();
        if sound.contains(&false) {
            let mut kept = sound.iter();
            lines.retain(|_| kept.next().copied().unwrap_or(false));
            self.lose(&arrays, &sound)?;
            let mask = BooleanArray::from(sound);
            let keep = |array: &ArrayRef| filter(array.as_ref(), &mask).map_err(|_| defect("filter"));
            arrays = arrays.iter().map(keep).collect::<Result<_, _>>()?;
        }
        self.lines.extend(lines);
        let (keys, rest) = arrays.split_at(self.wanted.keys.len());
        let (days, taken) = rest.split_at(if self.wanted.valid.is_some() { 2 } else { 0 });
        let days = if let [from, to] = days { Some((from, to)) } else { None };
        let (shares, taken) = taken.split_at(usize::from(self.wanted.shares.is_some()));
        let pushed = match (&mut self.building, shares) {
            (Building::Splits(builder), [shares]) => builder.push(keys, days, shares).map(|()| Vec::new()),
            (Building::Crosswalk(builder), _) => builder.push(keys, days),
            (Building::Splits(_), _) => return Err(defect("shares")),
        };
        let twice = (Code::CrosswalkTwice, self.wanted.key());
        self.clashes(twice, &pushed.map_err(|(code, args)| Stop::new(code, args))?);
        self.taken.iter_mut().zip(taken).for_each(|(batches, array)| batches.push(array.clone()));
        Ok(())
    }
}

/// Takes the apostrophe away that a list of missing keys puts before what a spreadsheet would compute.
fn unguard(array: &mut ArrayRef) {
    let Some(texts) = array.as_string_opt::<i32>().filter(|texts| texts.value_data().contains(&b'\'')) else { return };
    let texts: StringArray = texts.iter().map(|text| text.map(guard::unguarded)).collect();
    *array = Arc::new(texts);
}

/// The texts of an array as cells.
#[must_use]
pub fn cells(texts: &StringArray) -> Vec<&[u8]> {
    texts.iter().map(|text| text.unwrap_or_default().as_bytes()).collect()
}

fn defect(what: &'static str) -> Stop {
    Stop::new(Code::Defect, vec![what.into()])
}

//! The distinct values of one column in one row group, numbered as they come.
//!
//! In: values of one page after the other. Out: their numbers, and at the end the values as a dictionary page has them.
//! Refuses to know: nulls, pages. A page whose new values do not fit is left out whole, and so are all that follow; so a
//! dictionary holds what its pages name, and readers keep a megabyte of it at most.

use super::super::encoding::{fold, is_long, mix};
use super::bits;
use super::numbers::Stored;
use super::wide;

/// A dictionary takes no more bytes.
const MOST_BYTES: usize = 1 << 20;
/// A value stands so many slots from its own at most: values chosen to fall together end the dictionary, not the run.
const MOST_STEPS: usize = 64;

/// The values of a dictionary page and how many there are.
#[derive(Debug)]
pub(super) struct DictionaryPage {
    pub(super) entries: usize,
    /// `PLAIN`.
    pub(super) body: Vec<u8>,
}

/// Values that have numbers in a dictionary.
pub(super) trait Table {
    /// How many values it holds.
    fn entries(&self) -> usize;
}

/// The numbers of a page's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// One for each value.
    Each,
    /// One, which so many values have.
    One(usize),
}

impl Found {
    /// How many numbers there may be.
    const fn numbers(self) -> usize {
        match self {
            Self::Each => usize::MAX,
            Self::One(_) => 1,
        }
    }
}

/// Whether all values of a page are the same; in most pages the second one is another.
fn same<T: PartialEq>(values: &[T]) -> Found {
    match values {
        [first, others @ ..] if others.iter().all(|value| value == first) => Found::One(values.len()),
        _ => Found::Each,
    }
}

/// A table, until a page does not fit.
#[derive(Debug)]
pub(super) struct Numbered<T> {
    table: T,
    numbers: Vec<u32>,
    ended: bool,
}

impl<T: Table> Numbered<T> {
    pub(super) const fn new(table: T) -> Self {
        Self { table, numbers: Vec::new(), ended: false }
    }

    /// Appends a page's values by their numbers, which `find` puts into a vector; false, and nothing, if they do not fit.
    pub(super) fn page(
        &mut self,
        find: impl FnOnce(&mut T, &mut Vec<u32>) -> Option<Found>,
        out: &mut Vec<u8>,
    ) -> bool {
        let found = if self.ended { None } else { find(&mut self.table, &mut self.numbers) };
        self.ended = found.is_none();
        let Some(found) = found else { return false };
        let width = bits::width(self.table.entries().saturating_sub(1) as u64);
        out.extend_from_slice(&width.to_le_bytes()[..1]);
        match (found, self.numbers.as_slice()) {
            (Found::One(times), [number]) => bits::run(*number, times, width, out),
            (_, numbers) => bits::runs(numbers, width, out),
        }
        true
    }

    pub(super) const fn table(&self) -> &T {
        &self.table
    }

    /// The numbers that the last page names, each once, ascending.
    pub(super) fn named(&self) -> Vec<usize> {
        let mut named = vec![false; self.table.entries()];
        self.numbers.iter().for_each(|number| named[*number as usize] = true);
        (0..).zip(named).filter_map(|(number, is_named)| is_named.then_some(number)).collect()
    }
}

/// What a value is found by.
trait Key: Copy + Eq {
    fn word(self) -> u64;
}

impl Key for u64 {
    fn word(self) -> u64 {
        self
    }
}

impl Key for u128 {
    fn word(self) -> u64 {
        fold(self.cast_signed())
    }
}

/// Values by their keys, by open addressing.
#[derive(Debug)]
struct Slots<K> {
    /// 0, or the number of an entry and 1; a power of two.
    slots: Vec<u32>,
    /// Of the entries; different values may have the same.
    keys: Vec<K>,
}

enum Place {
    Entry(u32),
    Slot(usize),
    Crowded,
}

impl<K: Key> Slots<K> {
    fn new() -> Self {
        Self { slots: vec![0; 256], keys: Vec::new() }
    }

    /// By the highest bits: of the lowest ones, texts that begin alike have the same.
    #[expect(clippy::cast_possible_truncation, reason = "fewer bits than the number of slots has")]
    fn home(&self, key: K) -> usize {
        (mix(key.word()) >> (u64::BITS - self.slots.len().ilog2())) as usize
    }

    /// `same` tells whether the entry of that number is the value, given that its key is.
    #[inline]
    fn find(&self, key: K, same: impl Fn(usize) -> bool) -> Place {
        let home = self.home(key);
        for step in 0..MOST_STEPS {
            let slot = (home + step) & (self.slots.len() - 1);
            let Some(entry) = self.slots[slot].checked_sub(1) else { return Place::Slot(slot) };
            if self.keys[entry as usize] == key && same(entry as usize) {
                return Place::Entry(entry);
            }
        }
        Place::Crowded
    }

    /// The entry that stands in the key's own slot, as most do, if it has this key.
    #[inline]
    fn at_home(&self, key: K) -> Option<u32> {
        let entry = self.slots[self.home(key)].checked_sub(1)?;
        (self.keys[entry as usize] == key).then_some(entry)
    }

    /// Adds an entry, whose number it gives; nothing if it has no place.
    fn add(&mut self, key: K, slot: usize) -> Option<u32> {
        let entry = u32::try_from(self.keys.len()).ok()?;
        self.keys.push(key);
        self.slots[slot] = entry + 1;
        if self.keys.len() * 2 > self.slots.len() && !self.lay_out(self.slots.len() * 4) {
            return None;
        }
        Some(entry)
    }

    /// False if an entry found no place.
    fn lay_out(&mut self, slots: usize) -> bool {
        self.slots = vec![0; slots];
        for (entry, key) in (1..).zip(&self.keys) {
            let home = self.home(*key);
            let free = (home..home + MOST_STEPS).map(|slot| slot & (slots - 1)).find(|slot| self.slots[*slot] == 0);
            let Some(slot) = free else { return false };
            self.slots[slot] = entry;
        }
        true
    }
}

/// Whole numbers.
#[derive(Debug)]
pub(super) struct NumberTable<T> {
    slots: Slots<u64>,
    entries: Vec<T>,
    near: Near,
}

/// Values near the first one, whose numbers are found without a hash: days of ten years, codes of funds and departments.
#[derive(Debug, Default)]
struct Near {
    least: i64,
    /// 0, or a value's number and 1; nothing before the first value.
    numbers: Vec<u32>,
}

/// So many values are near.
const NEAR: usize = 4_096;

impl Near {
    /// Which of the near values it is; at least [`NEAR`] if it is none.
    #[inline]
    fn place(&self, value: i64) -> usize {
        usize::try_from(value.wrapping_sub(self.least).cast_unsigned()).unwrap_or(usize::MAX)
    }

    #[inline]
    fn number(&self, value: i64) -> Option<u32> {
        self.numbers.get(self.place(value))?.checked_sub(1)
    }

    fn add(&mut self, value: i64, number: u32) {
        if self.numbers.is_empty() {
            self.least = value.saturating_sub_unsigned(NEAR as u64 / 2);
            self.numbers = vec![0; NEAR];
        }
        let place = self.place(value);
        if let Some(near) = self.numbers.get_mut(place) {
            *near = number + 1;
        }
    }
}

impl<T: Stored> NumberTable<T> {
    pub(super) fn new() -> Self {
        Self { slots: Slots::new(), entries: Vec::new(), near: Near::default() }
    }

    /// The numbers of a page's values; nothing where they do not fit, and then no page may come after.
    pub(super) fn page(&mut self, values: &[T], numbers: &mut Vec<u32>) -> Option<Found> {
        let before = self.entries.len();
        numbers.clear();
        let found = same(values);
        for value in values.iter().take(found.numbers()) {
            let Some(number) = self.near.number(value.wide()).or_else(|| self.number(*value)) else {
                self.entries.truncate(before);
                return None;
            };
            numbers.push(number);
        }
        Some(found)
    }

    /// Of a value that is not near, or not known.
    fn number(&mut self, value: T) -> Option<u32> {
        let key = value.bits();
        match self.slots.find(key, |_| true) {
            Place::Entry(entry) => Some(entry),
            Place::Slot(slot) if (self.entries.len() + 1) * size_of::<T>() <= MOST_BYTES => {
                self.entries.push(value);
                let number = self.slots.add(key, slot)?;
                self.near.add(value.wide(), number);
                Some(number)
            }
            Place::Slot(_) | Place::Crowded => None,
        }
    }

    pub(super) fn close(&self) -> DictionaryPage {
        let mut body = Vec::with_capacity(self.entries.len() * size_of::<T>());
        self.entries.iter().for_each(|value| value.append_to(&mut body));
        DictionaryPage { entries: self.entries.len(), body }
    }
}

impl<T: Stored> Table for NumberTable<T> {
    fn entries(&self) -> usize {
        self.entries.len()
    }
}

/// Whole numbers of 128 bits.
#[derive(Debug)]
pub(super) struct WideTable {
    slots: Slots<u128>,
    entries: Vec<i128>,
}

impl WideTable {
    pub(super) fn new() -> Self {
        Self { slots: Slots::new(), entries: Vec::new() }
    }

    /// As [`NumberTable::page`].
    pub(super) fn page(&mut self, values: &[i128], numbers: &mut Vec<u32>) -> Option<Found> {
        let before = self.entries.len();
        numbers.clear();
        let found = same(values);
        let mut own = values.iter().take(found.numbers());
        let fit = own.try_for_each(|value| self.number(*value).map(|number| numbers.push(number)));
        if fit.is_none() {
            self.entries.truncate(before);
        }
        fit.map(|()| found)
    }

    fn number(&mut self, value: i128) -> Option<u32> {
        let key = value.cast_unsigned();
        match self.slots.find(key, |_| true) {
            Place::Entry(entry) => Some(entry),
            Place::Slot(slot) if (self.entries.len() + 1) * size_of::<i128>() <= MOST_BYTES => {
                self.entries.push(value);
                self.slots.add(key, slot)
            }
            Place::Slot(_) | Place::Crowded => None,
        }
    }

    /// In so many bytes each.
    pub(super) fn close(&self, width: usize) -> DictionaryPage {
        let mut body = Vec::with_capacity(self.entries.len() * width);
        self.entries.iter().for_each(|value| wide::append(*value, width, &mut body));
        DictionaryPage { entries: self.entries.len(), body }
    }
}

impl Table for WideTable {
    fn entries(&self) -> usize {
        self.entries.len()
    }
}

/// Texts, or any bytes.
#[derive(Debug)]
pub(super) struct TextTable {
    slots: Slots<u128>,
    /// Where each entry ends in the bytes; its length stands before it there.
    ends: Vec<usize>,
    body: Vec<u8>,
}

/// Bytes before each entry.
const LENGTH: usize = size_of::<u32>();

impl TextTable {
    pub(super) fn new() -> Self {
        Self { slots: Slots::new(), ends: Vec::new(), body: Vec::new() }
    }

    /// The value of that number.
    pub(super) fn entry(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.body[start + LENGTH..self.ends[number]]
    }

    /// As [`NumberTable::page`], of the texts of several arrays; each stands behind its key.
    pub(super) fn page<'a, T: Iterator<Item = (u128, &'a [u8])>>(
        &mut self,
        arrays: impl Iterator<Item = T>,
        numbers: &mut Vec<u32>,
    ) -> Option<Found> {
        let (before, bytes) = (self.ends.len(), self.body.len());
        numbers.clear();
        for texts in arrays {
            for (key, text) in texts {
                let Some(number) = self.at_home(key).or_else(|| self.number(key, text)) else {
                    self.ends.truncate(before);
                    self.body.truncate(bytes);
                    return None;
                };
                numbers.push(number);
            }
        }
        Some(Found::Each)
    }

    /// Of a short text, if it stands in its own slot.
    #[inline]
    fn at_home(&self, key: u128) -> Option<u32> {
        if is_long(key) { None } else { self.slots.at_home(key) }
    }

    /// Of any text.
    #[inline(never)]
    fn number(&mut self, key: u128, text: &[u8]) -> Option<u32> {
        match self.slots.find(key, |entry| !is_long(key) || self.entry(entry) == text) {
            Place::Entry(entry) => Some(entry),
            Place::Slot(slot) if self.body.len() + LENGTH + text.len() <= MOST_BYTES => {
                self.body.extend(u32::try_from(text.len()).ok()?.to_le_bytes());
                self.body.extend_from_slice(text);
                self.ends.push(self.body.len());
                self.slots.add(key, slot)
            }
            Place::Slot(_) | Place::Crowded => None,
        }
    }

    pub(super) fn close(&self) -> DictionaryPage {
        DictionaryPage { entries: self.ends.len(), body: self.body.clone() }
    }
}

impl Table for TextTable {
    fn entries(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::encoding::key;
    use super::*;

    #[test]
    fn a_page_of_one_value_is_that_value_so_many_times() {
        let mut numbers = Vec::new();
        let mut table = NumberTable::<i64>::new();
        for (values, found, want) in [
            (&[7, 7, 7][..], Found::One(3), &[0][..]),
            (&[7, 8, 7], Found::Each, &[0, 1, 0]),
            (&[8], Found::One(1), &[1]),
            (&[8, 8, 9], Found::Each, &[1, 1, 2]),
            (&[], Found::Each, &[]),
        ] {
            assert_eq!(table.page(values, &mut numbers), Some(found), "{values:?}");
            assert_eq!(numbers, want, "{values:?}");
            let wide: Vec<i128> = values.iter().map(|value| i128::from(*value)).collect();
            assert_eq!(WideTable::new().page(&wide, &mut numbers), Some(found), "{values:?}");
        }
        let mut numbered = Numbered::new(table);
        let page = |numbered: &mut Numbered<NumberTable<i64>>, values: &[i64]| {
            let mut out = Vec::new();
            assert!(numbered.page(|table, numbers| table.page(values, numbers), &mut out));
            (out, numbered.named())
        };
        // Two bits a number; ten times the second.
        assert_eq!(page(&mut numbered, &[8; 10]), (vec![2, 10 << 1, 1], vec![1]));
        assert_eq!(page(&mut numbered, &[8; 3]), (vec![2, 1 << 1 | 1, 0b01_0101, 0], vec![1]));
    }

    #[test]
    fn values_that_look_alike_stand_in_slots_of_their_own() {
        let texts = |make: fn(u32) -> String| (0..3_000).map(make).map(|text| key(text.as_bytes(), 0, text.len()));
        for (name, keys) in [
            ("differ in the last bytes", texts(|value| format!("1000-{value:03}")).collect::<Vec<_>>()),
            ("eight bytes", texts(|value| format!("GL19{value:04}")).collect()),
            ("differ in the ninth byte and behind it", texts(|value| format!("ACCOUNT {value}")).collect()),
            ("differ in the first bytes", texts(|value| format!("{value}/2019/JE")).collect()),
            ("fifteen bytes", texts(|value| format!("{:015}", u64::from(value) * 1_000_000)).collect()),
            ("longer", texts(|value| format!("Department of public works {value}")).collect()),
        ] {
            let mut slots = Slots::new();
            for key in &keys {
                let Place::Slot(slot) = slots.find(*key, |_| true) else { panic!("{name}") };
                assert!(slots.add(*key, slot).is_some(), "{name}");
            }
            let at_home = keys.iter().filter(|key| slots.at_home(**key).is_some()).count();
            assert!(at_home > keys.len() * 4 / 5, "{name}: {at_home}");
        }
    }

    #[test]
    fn values_chosen_to_fall_together_end_the_dictionary_before_their_page() {
        // What `mix` makes of them is small: it is undone here, step by step.
        let inverse =
            |factor: u64| (0..6).fold(factor, |own, _| own.wrapping_mul(2_u64.wrapping_sub(own.wrapping_mul(factor))));
        let [first, second] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93].map(inverse);
        let unmixed = |word: u64| {
            let spread = word.wrapping_mul(second);
            (spread ^ (spread >> 32)).wrapping_mul(first)
        };
        let chosen: Vec<i64> = (0..100).map(|word| unmixed(word).cast_signed()).collect();
        assert!(
            (0..).zip(&chosen).all(|(word, value)| mix(value.cast_unsigned()) == word),
            "or the hash is another one"
        );
        let mut numbered = Numbered::new(NumberTable::<i64>::new());
        let mut page =
            |values: &[i64], out: &mut Vec<u8>| numbered.page(|table, numbers| table.page(values, numbers), out);
        let mut out = Vec::new();
        assert!(page(&chosen[..MOST_STEPS], &mut out));
        let before = out.len();
        assert!(!page(&[&[7], &chosen[MOST_STEPS..]].concat(), &mut out));
        assert!(!page(&chosen[..2], &mut out), "no page may come after");
        assert_eq!((out.len(), numbered.table().entries.as_slice()), (before, &chosen[..MOST_STEPS]));
    }

    #[test]
    fn long_texts_of_one_key_are_told_apart() {
        // The second eight bytes are the number that the hash takes from them, so that the first eight do not show in it.
        let text = |first: &[u8; 8]| [&first[..], &0xA076_1D64_78BD_642F_u64.to_le_bytes(), b"behind"].concat();
        let texts = [text(b"01234567"), text(b"76543210"), text(b"01234567")];
        let keyed = || texts.iter().map(|text| (key(text, 0, text.len()), text.as_slice()));
        assert!(keyed().all(|(key, _)| key == keyed().next().unwrap().0), "or the hash is another one");
        let (mut table, mut numbers) = (TextTable::new(), Vec::new());
        assert_eq!(table.page(std::iter::once(keyed()), &mut numbers), Some(Found::Each));
        assert_eq!(numbers, [0, 1, 0]);
    }
}

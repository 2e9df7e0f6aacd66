//! Keys and their numbers: open addressing over one buffer of key bytes.
//!
//! In: bytes and numbers. Out: the number of equal bytes. Refuses: more than 4 GiB of keys, removing a key.

use super::hash::{hash, words};
use super::key::Keys;

/// Rows that are looked up together.
const STEP: usize = 1_024;

/// Where a key is, and its number.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    /// [`NONE`] where there is none.
    number: u32,
    start: u32,
    length: u32,
}

/// No key has this number.
pub const NONE: u32 = u32::MAX;

/// Keys with their numbers.
#[derive(Debug, Default)]
pub struct Slots {
    /// A power of two of them, at most half of them taken; nothing before the first key.
    table: Vec<Slot>,
    /// How far a hash is shifted to be a place.
    shift: u32,
    /// All keys, one after the other.
    keys: Vec<u8>,
    count: u32,
}

impl Slots {
    /// Keys.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.count
    }

    /// Bytes of memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.table.capacity() * size_of::<Slot>() + self.keys.capacity()
    }

    /// Gives back what was reserved for more keys.
    pub fn shrink(&mut self) {
        self.keys.shrink_to_fit();
    }

    /// The number of a key, this one if it is new, and whether it is; none where the keys have become too many.
    pub fn insert(&mut self, key: &[u8], number: u32) -> Option<(u32, bool)> {
        if self.table.len() < 2 * (self.count as usize + 1) {
            self.grow();
        }
        let hash = hash(key);
        let mut at = self.place(hash, self.first(hash));
        while self.table[at].number != NONE {
            if self.is(self.table[at], key) {
                return Some((self.table[at].number, false));
            }
            at = self.place(hash, at + 1);
        }
        let (start, length) = (u32::try_from(self.keys.len()).ok()?, u32::try_from(key.len()).ok()?);
        if number == NONE || start.checked_add(length).is_none() || self.count >= 1 << 29 {
            return None;
        }
        self.keys.extend_from_slice(key);
        self.table[at] = Slot { hash, number, start, length };
        self.count += 1;
        Some((number, true))
    }

    /// The number of each row's key; [`NONE`] where there is none, anything where the key is empty.
    ///
    /// In three steps for some rows at a time: hashes, slots of that hash, keys. Within a step no row waits for another,
    /// so that the processor fetches many places of memory at once.
    pub fn find_all(&self, keys: &Keys<'_>, into: &mut Vec<u32>) {
        if self.table.is_empty() {
            into.resize(keys.len(), NONE);
            return;
        }
        let mut hashes = Vec::with_capacity(STEP);
        let mut slots = Vec::with_capacity(STEP);
        for first in (0..keys.len()).step_by(STEP) {
            let rows = first..keys.len().min(first + STEP);
            hashes.clear();
            hashes.extend(rows.clone().map(|row| hash(keys.key(row))));
            slots.clear();
            slots.extend(hashes.iter().map(|hash| self.table[self.place(*hash, self.first(*hash))]));
            into.extend(rows.zip(&slots).map(|(row, slot)| {
                let key = keys.key(row);
                if slot.number == NONE || self.is(*slot, key) { slot.number } else { self.find(key) }
            }));
        }
    }

    /// The number of one key.
    #[cold]
    fn find(&self, key: &[u8]) -> u32 {
        let hash = hash(key);
        let mut at = self.place(hash, self.first(hash));
        while self.table[at].number != NONE && !self.is(self.table[at], key) {
            at = self.place(hash, at + 1);
        }
        self.table[at].number
    }

    #[inline]
    fn first(&self, hash: u32) -> usize {
        (hash >> self.shift) as usize
    }

    /// The first slot from `at` on that has this hash, or is free.
    #[inline]
    fn place(&self, hash: u32, at: usize) -> usize {
        let last = self.table.len() - 1;
        let mut at = at & last;
        while self.table[at].hash != hash && self.table[at].number != NONE {
            at = (at + 1) & last;
        }
        at
    }

    #[inline]
    fn is(&self, slot: Slot, key: &[u8]) -> bool {
        let start = slot.start as usize;
        let own = &self.keys[start..start + slot.length as usize];
        // A call to compare sixteen bytes would be most of a look-up's cost.
        own.len() == key.len() && words(own) == words(key) && (key.len() <= 16 || own == key)
    }

    fn grow(&mut self) {
        let size = (2 * self.table.len()).max(16);
        let free = Slot { hash: 0, number: NONE, start: 0, length: 0 };
        let old = std::mem::replace(&mut self.table, vec![free; size]);
        self.shift = 32 - size.trailing_zeros();
        for slot in old.into_iter().filter(|slot| slot.number != NONE) {
            let mut at = (slot.hash >> self.shift) as usize;
            while self.table[at].number != NONE {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = slot;
        }
    }
}

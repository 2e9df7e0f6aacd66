//! The keys that crosswalks do not have: what rows tell of them, together, the largest first.
//!
//! In: the entries of one key, from all chunks. Out: one [`Missing`] a key, or a key and a hole between its periods, in
//! the order of look-ups, then of money, then of rows. Refuses: writing lists.

use arrow_buffer::i256;

use super::spool::{EntryBytes, Gathered, Merge, PARTITIONS, Spooled};
use crate::finding::Code;
use crate::mapping::model::{LookupKey, Table, Type, Validity};
use crate::mapping::personal;
use crate::run::Stop;
use crate::run::prepare::Prepared;
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::key;

/// In a key, after the number of the look-up: the crosswalk does not have it.
pub const ABSENT: u8 = 0;
/// It has it on other days.
pub const HOLE: u8 = 1;
/// Side of an entry that has money without its sign.
const GROSS: u8 = 1;

/// A look-up, or a split, whose missing keys are gathered.
#[derive(Debug)]
pub struct GapWork {
    /// Number of its mapping.
    pub mapping: usize,
    /// Its table in that mapping, or the elements of a list, as that counts them.
    pub table: usize,
    /// Number of the look-up; of the split, the one after them.
    pub number: usize,
    /// Types of the key, then those of the days of a hole, if rows of the crosswalk have days.
    pub key: Vec<Type>,
    /// A part of the key is personal: it appears nowhere.
    pub personal: bool,
    /// The column of its money.
    pub amount: Option<usize>,
}

/// Makes all look-ups ready, the first with this number, and tells each plan their numbers.
pub fn plan(prepared: &mut [Prepared], first: usize) -> Vec<GapWork> {
    let mut works = Vec::new();
    for (mapping, one) in prepared.iter_mut().enumerate() {
        one.plan.number = u16::try_from(mapping).unwrap_or(u16::MAX);
        let declared = one.plan.mapping.clone();
        for (number, table) in declared.with_nested().into_iter().enumerate() {
            let of_table = of_table(mapping, number, table);
            let ids = first + works.len()..first + works.len() + of_table.len();
            let covers = ids.map(|id| u16::try_from(id).unwrap_or(u16::MAX)).collect();
            one.plan.rows_of_mut(number).covers = covers;
            works.extend(of_table);
        }
    }
    works
}

fn of_table(mapping: usize, at: usize, table: &Table) -> Vec<GapWork> {
    let work = |number: usize, keys: &[LookupKey], valid: Option<&Validity>, amount: Option<usize>| {
        let days = if valid.is_some() { &[Type::Date; 2][..] } else { &[] };
        let key = keys.iter().map(|key| table.columns[key.column].ty).chain(days.iter().copied()).collect();
        let personal = personal::has_personal_key(table, keys, valid);
        GapWork { mapping, table: at, number, key, personal, amount }
    };
    let lookups = table.lookups.iter().enumerate();
    let lookups = lookups.map(|(number, it)| work(number, &it.keys, it.valid.as_ref(), it.amount));
    let split = table.split.iter().map(|it| work(table.lookups.len(), &it.keys, it.valid.as_ref(), Some(it.amount)));
    lookups.chain(split).collect()
}

/// Tells of one row with such a key.
pub fn tell(key: &[u8], at: RowPlace, amount: Option<i128>, tell: &mut dyn FnMut(&[u8], Entry)) {
    let entry = Entry { side: 0, number: None, at, rows: 1, sum: i256::from_i128(amount.unwrap_or(0)), refused: false };
    tell(key, entry);
    if let Some(amount) = amount {
        tell(key, Entry { side: GROSS, rows: 0, sum: i256::from_i128(amount).wrapping_abs(), ..entry });
    }
}

/// Puts the entries of one key together, and goes past them.
///
/// # Errors
/// TL0901.
pub fn gather(key: &[u8], merge: &mut Merge, found: &mut Gathered) -> Result<(), Stop> {
    let (mut all, mut gross): (Option<Entry>, i256) = (None, i256::ZERO);
    while let Some(bytes) = merge.entry().filter(|entry| entry.key == key) {
        let entry = Entry::read(bytes.rest, bytes.load);
        if entry.side == GROSS {
            gross = gross.wrapping_add(entry.sum);
        } else if let Some(all) = &mut all {
            all.rows += entry.rows;
            all.sum = all.sum.wrapping_add(entry.sum);
        } else {
            all = Some(entry); // the earliest
        }
        merge.next()?;
    }
    let Some(all) = all else { return Ok(()) };
    let (number, key) = key.split_at(2.min(key.len()));
    // What is larger comes first.
    let turned = |bytes: &[u8]| bytes.iter().map(|byte| !byte).collect::<Vec<u8>>();
    let order = [number, &turned(&gross.to_be_bytes()), &turned(&all.rows.to_be_bytes()), key].concat();
    let (mut place, mut load) = (Vec::new(), Vec::new());
    all.push_rest(&mut place);
    load.push(u8::try_from(place.len()).unwrap_or(u8::MAX));
    load.extend_from_slice(&place);
    all.push_load(&mut load);
    found.push(&[], &order, &load);
    Ok(())
}

/// A key that a crosswalk does not have, with all its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Number of the look-up among all rules, controls and look-ups of the run.
    pub id: usize,
    /// The crosswalk has it on other days: it is a hole.
    pub is_hole: bool,
    /// The values of the key as text, then the first and last day of the hole, empty where it is open.
    pub texts: Vec<String>,
    /// Its rows.
    pub rows: u64,
    /// Their money, unscaled.
    pub net: i256,
    /// The same without signs.
    pub gross: i256,
    /// The first of them.
    pub at: RowPlace,
}

/// Gives every missing key; `types` knows those of each look-up's key.
///
/// # Errors
/// TL0901; what `take` gives.
pub fn each<'t>(
    gaps: &Spooled,
    types: impl Fn(usize) -> &'t [Type],
    take: &mut dyn FnMut(Missing) -> Result<(), Stop>,
) -> Result<(), Stop> {
    for partition in 0..PARTITIONS {
        let mut merge = gaps.merge(partition)?;
        while let Some(entry) = merge.entry() {
            take(missing(entry, &types)?)?;
            merge.next()?;
        }
    }
    Ok(())
}

fn missing<'t>(entry: EntryBytes<'_>, types: &impl Fn(usize) -> &'t [Type]) -> Result<Missing, Stop> {
    let defect = || Stop::new(Code::Defect, vec!["a stored key".into()]);
    let (id, rest) = entry.rest.split_first_chunk::<2>().ok_or_else(defect)?;
    let (gross, rest) = rest.split_first_chunk::<32>().ok_or_else(defect)?;
    let (_, rest) = rest.split_first_chunk::<8>().ok_or_else(defect)?;
    let (kind, key) = rest.split_first().ok_or_else(defect)?;
    let (length, load) = entry.load.split_first().ok_or_else(defect)?;
    let (place, load) = load.split_at_checked(usize::from(*length)).ok_or_else(defect)?;
    let Entry { at, rows, sum, .. } = Entry::read(place, load);
    let id = usize::from(u16::from_be_bytes(*id));
    let gross = i256::from_be_bytes(gross.map(|byte| !byte));
    Ok(Missing { id, is_hole: *kind == HOLE, texts: key::shown(key, types(id)), rows, net: sum, gross, at })
}

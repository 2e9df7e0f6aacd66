//! Whether a place holds the code of kinds, weighed by how the records of its values differ in shape.
//!
//! In: faces of records. Out: the place with its codes, those together whose records look alike; or the place that comes
//! nearest. A letter of a name tells much of the name and nothing of the rest: what stands in the same text as a code does
//! not count for it. Refuses to know fields, and to read more than it is given.

pub mod digits;
mod edges;
mod groups;
mod lengths;

use std::collections::{BTreeMap, BTreeSet};

use super::bits::entropy;
use super::page::{Class, class};
use groups::{Counts, FEW, Group, has_letters, merged};

/// Columns where a code may stand.
const COLUMNS: usize = 40;
/// Different codes that a place may have.
const CODES: usize = 40;
/// Columns that are looked at.
const WIDTH: usize = 400;
/// Codes that may look alike and still be listed; where more do, they are what is left by the others.
const LISTED: usize = 6;
/// Of a hundred columns, those in which two kinds differ: where a code is likely to stand, and elsewhere.
const BREADTH: (usize, usize) = (25, 35);
/// The same where the groups follow each other in an order, as headers, details and trailers do.
const BREADTH_IN_ORDER: usize = 12;
/// The same where most groups have next to no records: they differ by chance.
const BREADTH_OF_FEW: usize = 45;
/// The same where the codes begin names that come again.
const BREADTH_OF_NAMES: usize = 60;
/// Columns behind a code that show which name it begins, and names that may begin alike.
const NAME: usize = 8;
const NAMES: usize = 3;
/// The same for a place that is told, but not believed.
const BREADTH_TOLD: usize = 10;

/// A place with its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The first column, from 0.
    pub from: usize,
    /// Exclusive.
    pub to: usize,
    /// Codes whose records look alike, the most frequent first; groups as well.
    pub groups: Vec<Vec<Vec<u8>>>,
    /// Records of each group.
    pub records: Vec<u32>,
}

impl Place {
    /// What a record has at the place.
    #[must_use]
    pub fn code(&self, row: &[u8]) -> Vec<u8> {
        code(row, self.from, self.to)
    }

    /// Whether these codes are none, and their records those that the other codes leave: so many look alike; or most records
    /// begin with digits, and all others with something else.
    #[must_use]
    pub fn is_rest(&self, group: &[Vec<u8>]) -> bool {
        let all = |codes: &[Vec<u8>], wanted: Class| codes.iter().flatten().all(|face| class(*face) == wanted);
        let is_first = self.groups.first().is_some_and(|first| &first[..] == group);
        let numbers = is_first && all(group, Class::Digit);
        let no_digit = |codes: &Vec<Vec<u8>>| codes.iter().flatten().all(|face| class(*face) != Class::Digit);
        group.len() > LISTED || numbers && self.groups.iter().skip(1).all(no_digit)
    }
}

fn code(row: &[u8], from: usize, to: usize) -> Vec<u8> {
    (from..to).map(|column| row.get(column).copied().unwrap_or(b' ')).collect()
}

/// What is thought of all places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The place of the code of kinds.
    pub code: Option<Place>,
    /// The place that comes nearest, where there is none.
    pub perhaps: Option<Place>,
}

/// A place that was weighed.
struct Weighed {
    place: Place,
    /// Thousandths of bits that it saves.
    saved: u64,
    /// Of a hundred columns, those in which two groups differ, as a rule.
    breadth: usize,
    /// How many it takes.
    wanted: usize,
}

/// The records that are looked at.
pub struct Sheet<'a> {
    rows: Vec<&'a [u8]>,
    /// The same, texts and numbers as long as their fields.
    shapes: Vec<Vec<u8>>,
    width: usize,
    /// What each column shows in all of them.
    columns: Vec<Counts>,
}

impl<'a> Sheet<'a> {
    /// Of these records.
    #[must_use]
    pub fn of(rows: Vec<&'a [u8]>) -> Self {
        let width = rows.iter().map(|row| row.len()).max().unwrap_or_default().min(WIDTH);
        let all: Vec<usize> = (0..rows.len()).collect();
        let shapes = lengths::filled(&rows, width);
        let mut sheet = Self { rows, shapes, width, columns: Vec::new() };
        sheet.columns = (0..width).map(|column| sheet.counts(&all, column)).collect();
        sheet
    }

    fn face(&self, row: usize, column: usize) -> u8 {
        self.rows[row].get(column).copied().unwrap_or(b' ')
    }

    fn counts(&self, rows: &[usize], column: usize) -> Counts {
        let mut counts = Counts::default();
        for row in rows {
            let face = self.shapes[*row][column];
            let at = match class(face) {
                Class::Blank => 0,
                Class::Digit => 1 + usize::from(face != b'0'),
                Class::Letter => 3,
                Class::Other => 4,
            };
            counts[at] += 1;
        }
        counts
    }

    /// The code of kinds, or the place that comes nearest.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut all: Vec<Weighed> = (0..self.width.min(COLUMNS)).filter_map(|from| self.weighed_at(from)).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.saved));
        let (sure, unsure): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.breadth >= one.wanted);
        let (most, best) = sure.first().map_or((0, 0), |one| (one.saved, one.place.from));
        // Codes stand early in the record: a place further on must be plainly better.
        let close = |one: &Weighed| one.place.from == best || one.place.to <= best && one.saved * 5 >= most * 2;
        let code = sure.into_iter().filter(close).min_by_key(|one| one.place.from).map(|one| self.longer(one.place));
        if let Some((place, shorter)) = code.as_ref().and_then(|place| Some((place, self.shorter(place)?))) {
            return Verdict { code: Some(self.longer(shorter)), perhaps: Some(place.clone()) };
        }
        let code = code.map(|place| self.of_two_digits(self.edged(place)));
        let perhaps = unsure.into_iter().filter(|one| one.breadth >= BREADTH_TOLD).map(|one| one.place);
        let perhaps = perhaps.filter(|_| code.is_none()).find(|place| self.is_worth_telling(place));
        Verdict { code, perhaps }
    }

    /// The first characters of a code, where the others begin a text that goes on behind it: a few names that come again and
    /// again tell no kinds.
    fn shorter(&self, place: &Place) -> Option<Place> {
        let begins = |to: &usize| self.begins_text(place, *to);
        (place.from + 1..place.to).filter(begins).find_map(|to| self.weighed(place.from, to)).map(|one| one.place)
    }

    /// Whether what stands from this column of a code on begins a text in one kind at least, and tells nothing of what follows
    /// it in any.
    fn begins_text(&self, place: &Place, to: usize) -> bool {
        let mut kinds: BTreeMap<Vec<u8>, BTreeMap<Vec<u8>, Vec<usize>>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            kinds.entry(code(row, place.from, to)).or_default().entry(place.code(row)).or_default().push(at);
        }
        let several: Vec<_> = kinds.into_values().filter(|codes| codes.len() > 1).collect();
        let ends: Vec<usize> = several
            .iter()
            .map(|codes| self.text_end(&codes.values().flatten().copied().collect::<Vec<_>>(), to))
            .collect();
        let alike = |(codes, end): (BTreeMap<Vec<u8>, Vec<usize>>, usize)| {
            let group = |(code, rows): (Vec<u8>, Vec<usize>)| {
                let records = u32::try_from(rows.len()).unwrap_or(u32::MAX);
                let columns = (end..self.width).map(|column| self.counts(&rows, column)).collect();
                Group { codes: vec![(code, records)], records, columns }
            };
            merged(codes.into_iter().map(group).filter(|group| group.records >= FEW).collect()).len() < 2
        };
        ends.iter().any(|end| *end > place.to)
            && several.into_iter().zip(ends.into_iter().map(|end| end.max(place.to))).all(alike)
    }

    /// Where the text ends that begins in this column of these rows; the column itself where there is none.
    fn text_end(&self, rows: &[usize], from: usize) -> usize {
        let texty = |column: &usize| {
            let [blank, zero, digit, letter, other] = self.counts(rows, *column);
            (zero + digit) as usize * 5 <= rows.len() && (*column > from || letter + other > blank)
        };
        (from..self.width).take_while(texty).last().map_or(from, |last| last + 1)
    }

    /// Whether a place that is not believed is told: few codes, each of several records, and no digits of a number.
    fn is_worth_telling(&self, place: &Place) -> bool {
        let digits = |column: Option<usize>| {
            let counts = column.and_then(|column| self.columns.get(column)).copied().unwrap_or_default();
            (counts[1] + counts[2]) as usize * 2 > self.rows.len()
        };
        let number = digits(Some(place.from)) && (digits(place.from.checked_sub(1)) || digits(Some(place.to)));
        let codes = place.groups.iter().map(Vec::len).sum::<usize>();
        !number && codes <= LISTED && place.records.iter().all(|records| *records >= FEW)
    }

    /// The best length of a code that begins at this column: a longer one must save plainly more.
    fn weighed_at(&self, from: usize) -> Option<Weighed> {
        let lengths = 1..=if from == 0 { 3 } else { 2 };
        let all = lengths.filter_map(|length| self.weighed(from, from + length));
        all.reduce(|best, longer| {
            let better = longer.saved * 10 > best.saved * 11 && longer.breadth >= longer.wanted;
            if better || best.breadth < best.wanted && longer.breadth >= longer.wanted { longer } else { best }
        })
    }

    fn weighed(&self, from: usize, to: usize) -> Option<Weighed> {
        if self.is_inside_a_word(from) {
            return None;
        }
        let (groups, same) = self.groups(from, to)?;
        let groups = merged(groups);
        if groups.len() < 2 || groups.iter().filter(|group| group.codes.len() > LISTED).count() > 1 {
            return None;
        }
        let whole = groups.iter().skip(1).fold(groups[0].clone(), |sum, group| sum.and(group));
        let cost: u64 = groups.iter().map(|group| group.cost(false) + group.codes_cost()).sum();
        let saved = whole.cost(false).checked_sub(cost)?;
        let pairs = groups.iter().enumerate().flat_map(|(at, one)| groups[at + 1..].iter().map(move |two| (one, two)));
        let breadths: Vec<usize> = pairs.map(|(one, two)| one.breadth(two, same)).collect();
        let breadth = breadths.iter().sum::<usize>() / breadths.len();
        let wanted = self.wanted(from, to, &groups)?;
        let codes = |group: &Group| group.codes.iter().map(|(code, _)| code.clone()).collect();
        let (groups, records) = groups.iter().map(|group| (codes(group), group.records)).unzip();
        Some(Weighed { place: Place { from, to, groups, records }, saved, breadth, wanted })
    }

    /// Of a hundred columns, those in which the groups of this place must differ; none where they are too few.
    fn wanted(&self, from: usize, to: usize, groups: &[Group]) -> Option<usize> {
        let few = groups.iter().filter(|group| group.records < FEW).count() * 2 >= groups.len();
        let counted = self.counts_records(from);
        let likely = counted || self.is_likely(from);
        let ordered = || self.is_in_order(from, to, groups) || self.is_in_batches(from, to, groups);
        if self.begins_names(from, to) && !ordered() {
            return Some(BREADTH_OF_NAMES);
        }
        Some(match (few, likely) {
            (true, _) if (from == 0 || counted) && self.has_edges(from, to, groups) => BREADTH.0,
            // Numbers that grow are as many as their records.
            (true, true) if from == 0 || has_letters(groups) => BREADTH_OF_FEW,
            (true, _) => return None,
            (false, true) if ordered() => BREADTH_IN_ORDER,
            (false, true) if !counted => BREADTH.0,
            (false, _) => BREADTH.1,
        })
    }

    /// Whether the codes are the beginnings of a few names, or of numbers of what has a name, that come again and again: what
    /// is behind most of them is always the same, and so are the texts and the empty fields of the firm that is called so.
    fn begins_names(&self, from: usize, to: usize) -> bool {
        let mut behind: BTreeMap<Vec<u8>, (BTreeSet<Vec<u8>>, usize)> = BTreeMap::new();
        for row in &self.rows {
            let (different, records) = behind.entry(code(row, from, to)).or_default();
            different.insert(code(row, to, to + NAME));
            *records += 1;
        }
        let showing: Vec<(usize, usize)> =
            behind.values().map(|(different, records)| (different.len(), *records)).filter(|one| one.1 >= 3).collect();
        let names = showing.iter().filter(|(different, records)| *different <= NAMES && different * 2 <= *records);
        let names = names.count();
        names >= 2 && names * 2 >= showing.len()
    }

    /// Whether letters stand before this column and in it.
    fn is_inside_a_word(&self, from: usize) -> bool {
        let letter = |row: usize, column: usize| class(self.face(row, column)) == Class::Letter;
        let inside = |row: &usize| letter(*row, from - 1) && letter(*row, from);
        from > 0 && (0..self.rows.len()).filter(inside).count() * 20 > self.rows.len()
    }

    /// Whether a code is likely to stand here: at the beginning, behind what all records have, or behind a key that
    /// neighbours share.
    fn is_likely(&self, from: usize) -> bool {
        let pairs = self.rows.windows(2).filter(|pair| pair[0].get(..from) == pair[1].get(..from)).count();
        pairs * 2 >= self.rows.len() - 1
    }

    /// Whether what stands before this column grows from record to record, and always by as much, but for 1 where records
    /// were left out.
    fn counts_records(&self, to: usize) -> bool {
        let number = |row: &&[u8]| std::str::from_utf8(row.get(..to)?).ok()?.parse::<u64>().ok();
        let Some(numbers) = self.rows.iter().map(number).collect::<Option<Vec<u64>>>() else { return false };
        let steps = numbers.windows(2).map(|pair| pair[1].checked_sub(pair[0]));
        let Some(steps) = steps.collect::<Option<Vec<u64>>>() else { return false };
        let (least, most) = (steps.iter().min(), steps.iter().max());
        least.zip(most).is_some_and(|(least, most)| *least > 0 && most - least <= 1)
    }

    /// Whether each group of few records has the first or the last record of all, as headers and trailers do.
    fn has_edges(&self, from: usize, to: usize, groups: &[Group]) -> bool {
        let edges = [self.rows.first(), self.rows.last()].map(|row| row.map(|row| code(row, from, to)));
        let mut few = groups.iter().filter(|group| group.records < FEW);
        few.clone().count() <= edges.len()
            && few.all(|group| group.codes.iter().any(|(code, _)| edges.contains(&Some(code.clone()))))
    }

    /// Whether one group tells which comes next, again and again, as it is where records stand in batches.
    fn is_in_order(&self, from: usize, to: usize, groups: &[Group]) -> bool {
        let of: BTreeMap<Vec<u8>, usize> = (0..)
            .zip(groups)
            .flat_map(|(at, group)| group.codes.iter().map(move |(code, _)| (code.clone(), at)))
            .collect();
        let order: Vec<usize> = self.rows.iter().filter_map(|row| of.get(&code(row, from, to)).copied()).collect();
        let mut next = vec![vec![0; groups.len()]; groups.len()];
        order.windows(2).for_each(|pair| next[pair[0]][pair[1]] += 1);
        let all: Vec<u32> = (0..groups.len()).map(|at| next.iter().map(|row| row[at]).sum()).collect();
        let told = entropy(&all).saturating_sub(next.iter().map(|row| entropy(row)).sum());
        let changes = order.windows(2).filter(|pair| pair[0] != pair[1]).count();
        groups.len() > 2 && changes >= 3 * groups.len() && told >= 1_000 * (groups.len() * groups.len()) as u64 + 2_000
    }

    /// Whether records stand in three batches or more: each begins with one group, as the first record does, and ends with
    /// another, as the last one does; these stand nowhere else.
    fn is_in_batches(&self, from: usize, to: usize, groups: &[Group]) -> bool {
        let is_of = |group: &Group, row: &[u8]| group.codes.iter().any(|(known, _)| *known == code(row, from, to));
        let of = |row: Option<&&[u8]>| row.and_then(|row| groups.iter().position(|group| is_of(group, row)));
        let (Some(head), Some(tail)) = (of(self.rows.first()), of(self.rows.last())) else { return false };
        let [head, tail] = [&groups[head], &groups[tail]];
        let meets = |pair: &&[&[u8]]| is_of(tail, pair[0]) && is_of(head, pair[1]);
        let batches = 1 + self.rows.windows(2).filter(meets).count();
        let all = |group: &Group| group.records as usize == batches;
        groups.len() > 2 && batches > 2 && all(head) && all(tail)
    }

    /// The records of each code, as the columns beside its own text show them, and the number of columns that show the same
    /// class in all; none where the place is no code.
    fn groups(&self, from: usize, to: usize) -> Option<(Vec<Group>, usize)> {
        let mut of: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let code = code(row, from, to);
            if code.contains(&b' ') || of.len() > CODES {
                return None;
            }
            of.entry(code).or_default().push(at);
        }
        if of.len() < 2 || of.len() > CODES || of.len() * 2 > self.rows.len().max(CODES) {
            return None;
        }
        let text = self.text(from, to);
        let beside = (0..self.width).filter(|column| !text.contains(column));
        let is_mixed = |column: &usize| self.columns[*column].iter().filter(|count| **count > 0).count() > 1;
        let (mixed, plain): (Vec<usize>, Vec<usize>) = beside.partition(is_mixed);
        // What stands before a code that follows a key is the key.
        let key = if self.is_likely(from) || self.counts_records(from) { 0..from } else { 0..0 };
        let same = plain.iter().filter(|column| self.columns[**column][0] == 0 && !key.contains(column)).count();
        let group = |(code, rows): (Vec<u8>, Vec<usize>)| {
            let records = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let columns = mixed.iter().map(|column| self.counts(&rows, *column)).collect();
            Group { codes: vec![(code, records)], records, columns }
        };
        Some((of.into_iter().map(group).collect(), same))
    }

    /// The columns of the code, and those of the text that it may be the beginning of.
    fn text(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let texty = |column: &usize| {
            let [_, zero, digit, ..] = self.columns[*column];
            (zero + digit) as usize * 5 <= self.rows.len()
        };
        let starts = (to - 1..(to + 1).min(self.width)).all(|column| {
            let [blank, _, _, letter, other] = self.columns[column];
            letter + other > 0 && (blank + letter + other) as usize * 5 >= self.rows.len() * 4
        });
        let end = if starts { (to..self.width).find(|column| !texty(column)).unwrap_or(self.width) } else { to };
        from..end
    }

    /// The same codes go on where one letter follows each of them, always the same.
    fn longer(&self, place: Place) -> Place {
        let letters = |column: usize| (0..self.rows.len()).all(|row| class(self.face(row, column)) == Class::Letter);
        let mut goes: BTreeMap<Vec<u8>, u8> = BTreeMap::new();
        let same = place.to < self.width
            && letters(place.from)
            && letters(place.to)
            && (0..self.rows.len()).all(|row| {
                let face = self.face(row, place.to);
                *goes.entry(place.code(self.rows[row])).or_insert(face) == face
            });
        if !same || place.to - place.from >= 4 {
            return place;
        }
        let mut groups = place.groups.clone();
        for code in groups.iter_mut().flatten() {
            let next = goes.get(code).copied();
            code.extend(next);
        }
        self.longer(Place { to: place.to + 1, groups, ..place })
    }
}

//! Kinds of records, told apart by a code that says how the rest reads.
//!
//! In: the faces of all records, in the order of the files. Out: a code's place with the records of each value, or one kind.
//! Refuses to know fields, and to weigh places: [`super::codes`] does.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::{Place, Sheet};
use super::page::{Class, class};
use super::{closings, headings, named};
use crate::inspect::infer::draft::Skip;

/// Records of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// What tells it; none: it takes what is left.
    pub told: Told,
    /// Its records, by their numbers from 0.
    pub rows: Vec<usize>,
}

/// What tells a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// Nothing else than this face.
    All(u8),
    /// This regular expression; and why such records are not read.
    Heading(String, Skip),
    /// This regular expression: they are called totals.
    Total(String),
    /// One of these codes at this column, from 0; the most frequent first, all of one length.
    Codes(usize, Vec<Vec<u8>>),
    /// Nothing.
    Rest,
}

impl Kind {
    /// Whether its records are not read.
    #[must_use]
    pub const fn is_left_out(&self) -> bool {
        matches!(self.told, Told::All(_) | Told::Heading(..))
    }

    /// A code of letters goes on as far as all of its records do: others may begin with its first letters.
    fn spell_out(&mut self, rows: &[&[u8]]) {
        let Told::Codes(from, codes) = &mut self.told else { return };
        let [code] = &mut codes[..] else { return };
        while code.len() < WORD && code.iter().all(|face| class(*face) == Class::Letter) {
            let at = *from + code.len();
            let Some(next) = self.rows.first().and_then(|row| rows[*row].get(at)) else { return };
            let same = self.rows.iter().all(|row| rows[*row].get(at) == Some(next));
            if !same || class(*next) != Class::Letter {
                return;
            }
            code.push(*next);
        }
    }
}

/// Kinds, and a place that looks like a code but is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds {
    /// In the order in which they are tried; at least one where there are records.
    pub all: Vec<Kind>,
    /// The place.
    pub perhaps: Option<Place>,
}

/// Records that are looked at.
const ROWS: usize = 1200;
/// Codes that no record of those that are looked at has, and that are kinds of their own all the same.
const UNSEEN: usize = 8;
/// Letters of the longest word that is a code.
const WORD: usize = 12;

/// Padding and lines of blanks, if there are any, and the records that are none.
fn apart(rows: &[&[u8]]) -> (Vec<Kind>, Vec<usize>) {
    let (blank, others): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|row| is_blank(rows[*row]));
    let (padding, records): (Vec<usize>, Vec<usize>) = others.into_iter().partition(|row| is_padding(rows[*row]));
    let kind = |rows_of: Vec<usize>| {
        let face = rows[*rows_of.first()?][0];
        Some(Kind { told: Told::All(face), rows: rows_of })
    };
    ([padding, blank].into_iter().filter_map(kind).collect(), records)
}

/// The kinds of records whose code has a known place; none: they are of one kind.
#[must_use]
pub fn at(rows: &[&[u8]], code: Option<(usize, usize)>) -> Kinds {
    let (padding, records) = apart(rows);
    let kinds = match code {
        None => vec![Kind { told: Told::Rest, rows: records }],
        Some((from, to)) => {
            let codes: BTreeSet<Vec<u8>> = records.iter().map(|row| self::code(rows[*row], from, to)).collect();
            let kind = |code: Vec<u8>| {
                let own = records.iter().copied().filter(|row| self::code(rows[*row], from, to) == code).collect();
                Kind { told: Told::Codes(from, vec![code]), rows: own }
            };
            codes.into_iter().map(kind).collect()
        }
    };
    let mut all: Vec<Kind> = padding.into_iter().chain(kinds).collect();
    all.sort_by_key(|kind| (!matches!(kind.told, Told::All(_)), kind.rows.first().copied()));
    Kinds { all, perhaps: None }
}

/// The kinds of these records, in the order in which they are tried; those of `but` are no totals, whatever they are called.
#[must_use]
pub fn kinds(rows: &[&[u8]], but: &BTreeSet<usize>) -> Kinds {
    let (padding, records) = apart(rows);
    let (headings, records) = headings::apart(rows, records);
    let is_rule = |row: &&usize| matches!(rows[**row].first(), Some(b'-' | b'=' | b'_'));
    let rule = padding.iter().flat_map(|kind| &kind.rows).find(is_rule).copied();
    let (titles, records) = closings::openings(rows, records, rule);
    let (ends, records) = closings::ends(rows, records);
    let (totals, records) = named::apart(rows, records, but);
    let (closings, records) = closings::apart(rows, records, !headings.is_empty());
    let mut all: Vec<Kind> = [padding, headings, titles, ends, totals, closings].into_iter().flatten().collect();
    let sheet = Sheet::of(picked(&records).into_iter().map(|row| rows[row]).collect());
    let verdict = sheet.verdict();
    if let Some(place) = &verdict.code {
        all.extend(by_code(rows, &records, place));
        return Kinds { all, perhaps: verdict.perhaps };
    }
    let strange = strangers(rows, &records);
    let left: Vec<usize> =
        records.into_iter().filter(|row| strange.iter().all(|kind| !kind.rows.contains(row))).collect();
    let letter = letter(rows, &left).filter(|_| !strange.is_empty());
    let told = letter.map_or(Told::Rest, |letter| Told::Codes(0, vec![vec![letter]]));
    all.extend(strange);
    all.push(Kind { told, rows: left });
    Kinds { all, perhaps: verdict.perhaps }
}

/// The records of each group of codes, in the order in which they begin; codes that the place does not know are kinds of
/// their own where they are few.
fn by_code(rows: &[&[u8]], records: &[usize], place: &Place) -> Vec<Kind> {
    let mut of: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let mut kinds: Vec<Kind> = Vec::new();
    for group in &place.groups {
        of.extend(group.iter().map(|code| (code.clone(), kinds.len())));
        let told = if place.is_rest(group) { Told::Rest } else { Told::Codes(place.from, group.clone()) };
        kinds.push(Kind { told, rows: Vec::new() });
    }
    let rest = kinds.iter().position(|kind| kind.told == Told::Rest);
    let known = kinds.len();
    for row in records {
        let code = place.code(rows[*row]);
        let full = kinds.len() >= known + UNSEEN;
        let at = of.get(&code).copied().or(rest).unwrap_or_else(|| {
            let told = if full { Told::Rest } else { Told::Codes(place.from, vec![code.clone()]) };
            if !full || kinds.last().is_none_or(|kind| kind.told != Told::Rest) {
                kinds.push(Kind { told, rows: Vec::new() });
            }
            kinds.len() - 1
        });
        of.insert(code, at);
        kinds[at].rows.push(*row);
    }
    if rest.is_some() {
        for kind in &mut kinds {
            kind.spell_out(rows);
        }
    }
    kinds.sort_by_key(|kind| (kind.told == Told::Rest, kind.rows.first().copied()));
    kinds
}

/// A record of blanks, which has nothing in any field.
fn is_blank(row: &[u8]) -> bool {
    !row.is_empty() && row.iter().all(|face| *face == b' ')
}

/// A whole record of one character that is neither a blank nor a zero.
fn is_padding(row: &[u8]) -> bool {
    let first = row.first().copied().unwrap_or(b' ');
    row.len() > 1 && !matches!(first, b' ' | b'0') && row.iter().all(|face| *face == first)
}

fn picked(records: &[usize]) -> Vec<usize> {
    let all = records.len();
    if all <= ROWS { records.to_vec() } else { (0..ROWS).map(|at| records[at * (all - 1) / (ROWS - 1)]).collect() }
}

fn code(row: &[u8], from: usize, to: usize) -> Vec<u8> {
    (from..to).map(|column| row.get(column).copied().unwrap_or(b' ')).collect()
}

/// The letter that all of these records begin with.
fn letter(rows: &[&[u8]], records: &[usize]) -> Option<u8> {
    let first = *rows[*records.first()?].first()?;
    let same = records.iter().all(|row| rows[*row].first() == Some(&first));
    (class(first) == Class::Letter && same).then_some(first)
}

/// Few records that look like none of the others, and begin as none of them does.
fn strangers(rows: &[&[u8]], records: &[usize]) -> Vec<Kind> {
    let width = records.iter().map(|row| rows[*row].len()).max().unwrap_or_default();
    let face = |row: usize, column: usize| rows[row].get(column).copied().unwrap_or(b' ');
    if records.len() < 5 {
        return Vec::new();
    }
    let mut counts = vec![[0_usize; 4]; width];
    for row in records {
        for (column, counts) in counts.iter_mut().enumerate() {
            counts[class(face(*row, column)) as usize] += 1;
        }
    }
    let strange = |row: &&usize| {
        let odd = counts
            .iter()
            .enumerate()
            .filter(|(column, counts)| counts[class(face(**row, *column)) as usize] * 25 <= records.len());
        let odd = odd.count();
        odd >= 5 && odd * 5 >= width
    };
    let found: Vec<usize> = records.iter().filter(strange).copied().collect();
    if found.is_empty() || found.len() * 10 > records.len() {
        return Vec::new();
    }
    let mut kinds: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
    for row in found.iter().copied() {
        if let Some(code) = word(rows, records, &found, row) {
            kinds.entry(code).or_default().push(row);
        }
    }
    let told = |(code, rows)| (Told::Codes(0, vec![code]), rows);
    kinds.into_iter().map(told).map(|(told, rows)| Kind { told, rows }).collect()
}

/// What a strange record begins with and no other does: one character where all others begin with one other, else a word.
fn word(rows: &[&[u8]], records: &[usize], strange: &[usize], row: usize) -> Option<Vec<u8>> {
    let letters = rows[row].iter().take_while(|face| class(**face) == Class::Letter).count().clamp(1, WORD);
    let usual = || records.iter().filter(|other| !strange.contains(other));
    let first = usual().next().and_then(|other| rows[*other].first());
    let is_coded = first.is_some_and(|face| class(*face) == Class::Letter)
        && usual().all(|other| rows[*other].first() == first)
        && rows[row].first() != first;
    let code = code(rows[row], 0, if is_coded { 1 } else { letters });
    let alike = usual().any(|other| self::code(rows[*other], 0, code.len()) == code);
    (!alike && !code.contains(&b' ')).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes with their numbers of records, in the order in which they are tried.
    fn told(lines: &[String]) -> String {
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let text = |code: &Vec<u8>| String::from_utf8_lossy(code).into_owned();
        let told = |kind: &Kind| match &kind.told {
            Told::All(face) => format!("all {}", char::from(*face)),
            Told::Heading(pattern, _) | Told::Total(pattern) => pattern.clone(),
            Told::Codes(at, codes) => format!("{} {}", at + 1, codes.iter().map(text).collect::<Vec<_>>().join("|")),
            Told::Rest => String::from("rest"),
        };
        let all = kinds(&rows, &BTreeSet::new()).all;
        all.iter().map(|kind| format!("{}: {}", told(kind), kind.rows.len())).collect::<Vec<_>>().join(", ")
    }

    const LAST: [&str; 18] = [
        "TREMBLAY",
        "MACDONALD",
        "BELANGER",
        "SINGH",
        "LEFEBVRE",
        "O'CONNOR",
        "COTE",
        "NGUYEN",
        "GAGNON",
        "WHITEFISH",
        "THERIAULT",
        "KOWALSKI",
        "DESJARDINS",
        "HEBERT",
        "CAMPBELL",
        "SAVARD",
        "OUELLETTE",
        "MULLER",
    ];
    const FIRST: [&str; 7] = ["MARIE", "NORA", "JOHN", "MARGARET", "BENOIT", "ANDRE", "FLORA"];
    const CITIES: [(&str, &str); 4] =
        [("MATTAWA", "ON"), ("PICKEREL LANDING", "ON"), ("HULL", "QC"), ("GATINEAU", "QC")];

    /// Numbers that look like chance, the same in every run.
    fn dice(seed: usize, faces: usize) -> usize {
        let once = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((twice ^ twice >> 27) >> 20) as usize % faces
    }

    fn name(seed: usize) -> String {
        format!("{}, {}", LAST[dice(seed, LAST.len())], FIRST[dice(seed + 7_777, FIRST.len())])
    }

    #[test]
    fn names_places_and_flags_among_records_of_one_layout_are_no_codes() {
        for records in [12, 20, 40, 60, 300] {
            let amount =
                |at: usize| format!("{:09}", dice(at * 3, 10_usize.pow(3 + u32::try_from(at % 6).unwrap_or(0))));
            let city = |at: usize| CITIES[dice(at + 99, 4)];
            let lines: [(&str, &dyn Fn(usize) -> String); 5] = [
                ("a number first", &|at| {
                    format!("{at:06}{:09}{:30}{:18}{}", 121_000_000 + at * 7_919, name(at), city(at).0, amount(at))
                }),
                ("the name first", &|at| format!("{:30}{at:06}{}{:8}", name(at), amount(at), dice(at, 9_999))),
                ("a province", &|at| {
                    format!("{at:06}{:25}{:18}{}K1A 0B{}{}", name(at), city(at).0, city(at).1, at % 10, amount(at))
                }),
                ("a province first", &|at| format!("{}{at:06}{:25}{}", city(at).1, name(at), amount(at))),
                ("a flag and its date", &|at| {
                    let closed = if at % 4 == 0 { ("I", "20260115") } else { ("A", "") };
                    format!("{}{at:06}{:25}{}{:8}{}", closed.0, name(at), amount(at), closed.1, amount(at + 1))
                }),
            ];
            for (what, line) in lines {
                let lines: Vec<String> = (0..records).map(line).collect();
                assert_eq!(told(&lines), format!("rest: {records}"), "{what}");
            }
        }
    }

    #[test]
    fn a_code_tells_kinds_whatever_follows_it() {
        let batches = |(head, detail, trailer): (&str, &str, &str), in_front: &dyn Fn(usize) -> String| {
            let mut lines: Vec<String> = Vec::new();
            let mut add = |line: String| {
                let front = in_front(lines.len());
                lines.push(front + &line);
            };
            for batch in 0..12 {
                add(format!("{head}{:30}20260101", name(batch)));
                for at in 0..2 + batch % 5 {
                    let seed = batch * 50 + at;
                    add(format!("{detail}{:30}{:05}{:09}K1A 0B1", name(seed), at, dice(seed, 999_999)));
                }
                add(format!("{trailer}{batch:06}{:012}", dice(batch, 9_999_999)));
            }
            lines
        };
        let none: &dyn Fn(usize) -> String = &|_| String::new();
        let counted: &dyn Fn(usize) -> String = &|at| format!("{:06}", at + 1);
        let codes =
            |at: usize, all: [&str; 3]| format!("{at} {}: 12, {at} {}: 45, {at} {}: 12", all[0], all[1], all[2]);
        assert_eq!(told(&batches(("H", "D", "T"), none)), codes(1, ["H", "D", "T"]));
        assert_eq!(told(&batches(("1", "5", "9"), none)), codes(1, ["1", "5", "9"]));
        assert_eq!(told(&batches(("AA", "AB", "AC"), none)), codes(1, ["AA", "AB", "AC"]));
        assert_eq!(told(&batches(("H", "D", "T"), counted)), codes(7, ["H", "D", "T"]));
    }

    #[test]
    fn one_header_and_one_trailer_are_kinds() {
        for details in [7, 80, 900] {
            let mut lines = vec![String::from("H00001TOWN OF PORTAGE NARROWS      20260101")];
            lines.extend((0..details).map(|at| format!("D{at:05}{:30}{:09}", name(at), dice(at, 9_999_999))));
            lines.push(format!("T{details:05}000000012345"));
            assert_eq!(told(&lines), format!("1 H: 1, 1 D: {details}, 1 T: 1"));
        }
        let mut lines = vec![String::from("HDR2026TOWN OF PORTAGE NARROWS 20260101")];
        lines.extend((0..80).map(|at| format!("{:30}{at:06}{:09}", name(at), dice(at, 9_999_999))));
        lines.push(String::from("TRL000080000000012345"));
        assert_eq!(told(&lines), "1 HDR: 1, 1 TRL: 1, rest: 80");
    }

    #[test]
    fn the_trailer_of_the_file_is_another_kind_than_those_of_its_batches() {
        for end in [("90", "99"), ("80", "99")] {
            let mut lines = vec![String::from("00UTILITY  20250101")];
            for batch in 0..60 {
                lines.push(format!("10{:06}{:20}", batch + 500, name(batch)));
                lines.extend(
                    (0..=batch % 4).map(|at| format!("30202401{:02}{:07}", 10 + at, dice(batch * 9 + at, 99_999))),
                );
                lines.push(format!("{}{:05}{:011}", end.0, 1 + batch % 4, dice(batch, 999_999)));
            }
            lines.push(format!("{}{:07}{:013}", end.1, 150, 123_456));
            let want = format!("1 00: 1, 1 10: 60, 1 30: 150, 1 {}: 60, 1 {}: 1", end.0, end.1);
            assert_eq!(told(&lines), want);
        }
    }

    #[test]
    fn three_batches_between_their_heads_and_tails_are_enough() {
        let mut lines = Vec::new();
        for batch in 1..=3_usize {
            lines.push(format!("HDR{batch:05}1221040213/01/2024"));
            let detail = |at: usize| {
                let amount = format!("{},{:02}", dice(at, 70_000), dice(at, 100));
                format!("DTL{:08}E 7{:04}20{:02}{:02}{amount:>10}", dice(at * 3, 9_999), at, 23 + at % 2, 1 + at % 12)
            };
            lines.extend((0..5 + batch).map(|at| detail(batch * 30 + at)));
            lines.push(format!("TRL{:05}{:011}E", 5 + batch, dice(batch, 99_999)));
        }
        assert_eq!(told(&lines), "1 HDR: 3, 1 DTL: 21, 1 TRL: 3");
    }

    #[test]
    fn codes_of_one_layout_are_one_kind_and_a_place_in_doubt_is_told() {
        let mut lines = Vec::new();
        for batch in 0..20 {
            lines.push(format!("H{batch:05}GENERAL LEDGER"));
            lines.extend((0..6).map(|at| {
                let code = if dice(batch * 6 + at, 3) == 0 { "C" } else { "D" };
                format!("{code}{at:05}{:012}{:20}X", dice(at, 99_999), name(at))
            }));
        }
        assert!(told(&lines).starts_with("1 H: 20, 1 D|C: 120"), "{}", told(&lines));
        let lines: Vec<String> = (0..200)
            .map(|at| format!("{}{at:06}{:08}{}", ["A", "I"][at % 2], at * 31, ["", "20260115"][at % 2]))
            .collect();
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let found = kinds(&rows, &BTreeSet::new());
        let perhaps = found.perhaps.map(|place| (place.from, place.to, place.groups.len()));
        assert_eq!((found.all.len(), perhaps), (2, None), "half of the record differs: these are kinds");
        let lines: Vec<String> = lines.iter().map(|line| format!("{line:23}{}", "0123456789".repeat(4))).collect();
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let found = kinds(&rows, &BTreeSet::new());
        let perhaps = found.perhaps.map(|place| (place.from, place.to, place.groups.len()));
        assert_eq!((found.all.len(), perhaps), (1, Some((0, 1, 2))), "too little differs");
    }

    #[test]
    fn a_total_and_padding_stand_apart() {
        let mut lines: Vec<String> = (0..50).map(|at| format!("{:019}RT2026{:010}NAME", at, at * 31)).collect();
        lines.push(String::from("TOTAL 0000050"));
        lines.push("9".repeat(39));
        assert_eq!(told(&lines), "all 9: 1, ^TOTAL[ :.*=$()-]*[0-9]: 1, rest: 50");
    }
}

//! `GnuCOBOL` as a witness: programs that it compiles write records of random copybooks, and say what they read in them
//! and where each item stands; Tumpline must read the same.
//!
//! `make test-cobol` installs the compiler; without it, it is told what was not compared. `TUMPLINE_SEED` and
//! `TUMPLINE_ROUNDS` (programs of twenty layouts) look further than the suite does.
//!
//! Where `GnuCOBOL` 3.1.2 cannot be a witness, the generator says so where it leaves it out. In one list:
//!
//! - `-std=ibm` and `-std=mf` keep the machine's floats, its order of COMP-5 and BINARY-LONG, and `GnuCOBOL`'s SYNCHRONIZED;
//! - PIC N has a byte a character in two bytes' place, numbers of USAGE NATIONAL have a byte a digit;
//! - MOVE loses digits of packed numbers with P; BLANK WHEN ZERO gives V a byte; `-$$$` has its minus above zero too;
//!   DB is read as plus, and reading LOW-VALUES changes them; `ZZZ-` keeps the minus of -0.4; COMP-X with a sign takes the
//!   bytes of one without, too few for 7 and 12 digits;
//! - SYNCHRONIZED in a table within a table moves the last item for both of them, over what follows;
//! - a table that is counted: places behind it are added up without what SYNCHRONIZED leaves free and with every
//!   REDEFINES; without `-fodoslide` records are cut; counters within a table's elements are read in the first one alone;
//!   the least record has all elements of inner tables.

mod cobc;
mod edited;
mod flavour;
mod item;
mod layouts;
mod places;
mod program;
mod reading;
mod signs;
mod usages;
mod values;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use flavour::Flavour;
use layouts::{Layout, Maker};
use program::Chapter;

use crate::random::Dice;

/// Layouts of one program.
const BATCH: usize = 20;
/// Records of a layout.
const RECORDS: usize = 6;
/// Programs where nothing else is said.
const ROUNDS: u64 = 16;

/// What the layouts of a whole round have between them.
const SEEN: [&str; 39] = [
    "A",
    "BINARY",
    "BINARY-CHAR",
    "BINARY-DOUBLE",
    "BINARY-LONG",
    "BINARY-SHORT",
    "BLANK WHEN ZERO",
    "COMP",
    "COMP-1",
    "COMP-2",
    "COMP-3",
    "COMP-4",
    "COMP-5",
    "COMP-6",
    "COMP-X",
    "COMP-X of bytes",
    "DEPENDING ON",
    "DEPENDING ON in a table",
    "DISPLAY",
    "DISPLAY signed",
    "FILLER",
    "INDEX",
    "JUSTIFIED",
    "NATIONAL",
    "OCCURS",
    "OCCURS in a group",
    "P",
    "PACKED-DECIMAL",
    "POINTER",
    "REDEFINES",
    "SIGN LEADING",
    "SIGN LEADING SEPARATE",
    "SIGN TRAILING",
    "SIGN TRAILING SEPARATE",
    "SIGN of a group",
    "SYNC",
    "USAGE of a group",
    "edited",
    "edited text",
];

/// What came of the layouts.
#[derive(Debug, Default)]
struct Compared {
    layouts: usize,
    items: usize,
    cells: usize,
    seen: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Twenty layouts of one flavour: written by a program, read here.
fn batch(seed: u64, compared: &Mutex<Compared>) {
    let dice = &mut Dice::of(seed);
    let flavour = &flavour::ALL[seed as usize % flavour::ALL.len()];
    let mut taken = Vec::new();
    let layouts: Vec<Layout> = (0..BATCH)
        .map(|number| {
            let mut maker = Maker::new(dice, flavour, number);
            let layout = maker.layout();
            taken.append(&mut maker.seen);
            layout
        })
        .collect();
    // It stays where something is wrong.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gnucobol/{seed}"));
    std::fs::create_dir_all(&folder).unwrap();
    let chapters: Vec<Chapter<'_>> = layouts.iter().map(|layout| chapter(layout, dice)).collect();
    for layout in &layouts {
        std::fs::write(folder.join(format!("l{}.cpy", layout.number)), layout.copybook()).unwrap();
    }
    let said = cobc::run(&folder, &program::program(&chapters, flavour), flavour);
    let mut own = Compared { layouts: BATCH, ..Compared::default() };
    for chapter in &chapters {
        one(chapter, flavour, &folder, &said[&chapter.layout.number], seed, &mut own);
    }
    if own.wrong.is_empty() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    let mut all = compared.lock().unwrap();
    all.layouts += own.layouts;
    all.items += own.items;
    all.cells += own.cells;
    all.wrong.append(&mut own.wrong);
    for one in taken {
        *all.seen.entry(one).or_default() += 1;
    }
}

fn chapter<'l>(layout: &'l Layout, dice: &mut Dice) -> Chapter<'l> {
    let kinds: Vec<_> = (0..RECORDS).map(|_| &layout.kinds[dice.below(layout.kinds.len())]).collect();
    let records = kinds.iter().enumerate().map(|(nth, kind)| values::filled(layout, kind, nth, dice)).collect();
    Chapter { layout, records, kinds }
}

/// One layout: places, then values.
fn one(chapter: &Chapter<'_>, flavour: &Flavour, folder: &Path, said: &cobc::Said, seed: u64, into: &mut Compared) {
    let mut wrong = Vec::new();
    into.items += places::compare(folder, chapter.layout, flavour, said, &mut wrong);
    let tables = reading::expected(chapter, &said.records, &mut wrong);
    let file = std::fs::read(folder.join(format!("l{}.dat", chapter.layout.number))).unwrap();
    into.cells += reading::compare(chapter, flavour, &file, &tables, &mut wrong);
    if !wrong.is_empty() {
        let first = wrong[..wrong.len().min(6)].join("\n  ");
        let named = format!("TUMPLINE_SEED={seed}, {}, layout {}", flavour.name, chapter.layout.number);
        into.wrong.push(format!("{named}: {} differences\n  {first}\n{}", wrong.len(), chapter.layout.copybook()));
    }
}

#[test]
fn records_that_gnucobol_writes_are_read_as_it_reads_them() {
    if !cobc::is_here("records of random copybooks") {
        return;
    }
    let (first, rounds) = (number("TUMPLINE_SEED", 0), number("TUMPLINE_ROUNDS", crate::rounds(ROUNDS)));
    let (next, compared) = (AtomicU64::new(first), Mutex::new(Compared::default()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + rounds {
                        break;
                    }
                    batch(seed, &compared);
                }
            });
        }
    });
    let compared = compared.into_inner().unwrap();
    let Compared { layouts, items, cells, .. } = compared;
    eprintln!("{layouts} layouts beside GnuCOBOL: {items} places, {cells} values");
    if rounds >= ROUNDS {
        let missing: Vec<_> = SEEN.iter().filter(|one| !compared.seen.contains_key(*one)).collect();
        assert!(missing.is_empty() && layouts >= 300, "{layouts} layouts without {missing:?}");
    }
    let first = &compared.wrong[..compared.wrong.len().min(8)];
    assert!(first.is_empty(), "{} layouts differ\n{}", compared.wrong.len(), first.join("\n\n"));
}

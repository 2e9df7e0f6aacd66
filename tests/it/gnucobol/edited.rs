//! Numbers that `GnuCOBOL` moves to items of random edited pictures: its bytes are the text that is written here for the
//! number, and are read as the number.
//!
//! Where `GnuCOBOL` 3.1.2 is no witness, it is said at [`is_known`].

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tumpline::extractors::decode::edited::EditedRules;
use tumpline::mapping::edited::{Edited, Place};
use tumpline::mapping::model::Type;

use super::{cobc, number};
use crate::edited::pictures::Made;
use crate::random::Dice;

/// Pictures of a program.
const PICTURES: usize = 120;
/// Numbers that are moved to each.
const NUMBERS: usize = 40;
/// Programs where nothing else is said.
const ROUNDS: u64 = 6;
/// Digits before and behind the point of the numbers.
const WIDTH: (usize, usize) = (10, 4);

fn program(pictures: &[Made], numbers: &[i128], comma: bool) -> String {
    let mut text = String::from("IDENTIFICATION DIVISION.\nPROGRAM-ID. W.\nENVIRONMENT DIVISION.\n");
    if comma {
        text += "CONFIGURATION SECTION.\nSPECIAL-NAMES.\n    DECIMAL-POINT IS COMMA.\n";
    }
    text += "INPUT-OUTPUT SECTION.\nFILE-CONTROL.\n    SELECT F ASSIGN TO \"w.dat\" ORGANIZATION IS SEQUENTIAL.\nDATA DIVISION.\nFILE SECTION.\nFD F.\n01 R.\n";
    for (at, made) in pictures.iter().enumerate() {
        writeln!(text, "   05 E-{at} {made}.").unwrap();
    }
    text += "WORKING-STORAGE SECTION.\n01 ALL-OF-THEM.\n";
    let (whole, behind) = WIDTH;
    for number in numbers {
        let sign = if *number < 0 { '-' } else { '+' };
        writeln!(
            text,
            "   05 FILLER PIC X({0}) VALUE \"{sign}{1:02$}\".",
            whole + behind + 1,
            number.abs(),
            whole + behind
        )
        .unwrap();
    }
    writeln!(text, "01 EACH-ONE REDEFINES ALL-OF-THEM.\n   05 N PIC S9({whole})V9({behind}) SIGN LEADING SEPARATE OCCURS {} TIMES.\n01 J PIC 9(9) COMP-5 VALUE 0.\nPROCEDURE DIVISION.\nMAIN-P.\n    OPEN OUTPUT F.\n    PERFORM {NUMBERS} TIMES", numbers.len()).unwrap();
    for at in 0..pictures.len() {
        writeln!(text, "        ADD 1 TO J\n        MOVE N(J) TO E-{at}").unwrap();
    }
    text + "        WRITE R\n    END-PERFORM.\n    CLOSE F.\n    STOP RUN.\n"
}

/// The file that a program writes.
fn written(folder: &Path, program: &str) -> Vec<u8> {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("w.cob"), program).unwrap();
    let compiled =
        Command::new("cobc").args(["-x", "-free", "-w", "-o", "w", "w.cob"]).current_dir(folder).output().unwrap();
    let told = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{told:.3000}\n{}", folder.display());
    assert!(Command::new("./w").current_dir(folder).status().unwrap().success());
    std::fs::read(folder.join("w.dat")).unwrap()
}

/// It keeps `0` and `/` among zeros that are suppressed.
fn keeps_marks(picture: &Edited) -> bool {
    picture.places.iter().any(|place| matches!(place, Place::Within(b'0' | b'/')))
}

/// A sign before a currency is that of any number, and what floats does not take the place of a mark right behind the first
/// one; where it keeps marks, what floats stands before them.
fn is_none(picture: &Edited) -> bool {
    let is_apart = |pair: &[Place]| {
        let is_sign = matches!(pair[0], Place::Plus | Place::Minus);
        let is_currency = matches!(pair[1], Place::Always(b'$') | Place::Floating);
        is_sign && is_currency || matches!(pair, [Place::Floating, Place::Within(_)])
    };
    picture.places.windows(2).any(is_apart) || (picture.float.is_some() && keeps_marks(picture))
}

fn one(made: &Made, number: i128, bytes: &[u8], wrong: &mut Vec<String>) -> bool {
    let picture = Arc::new(made.edited());
    if is_none(&picture) {
        return false;
    }
    let scale = picture.scale.cast_unsigned();
    let rules = EditedRules::new(Type::Decimal { precision: 38, scale }, &picture, None);
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let edited = rules.edit(number);
    if edited.as_deref() != Some(&text) && !keeps_marks(&picture) {
        wrong.push(format!("{made}: {number} is {text:?}, not {edited:?}"));
    } else if !text.trim().is_empty() && rules.read(&text) != Ok((number, false)) {
        wrong.push(format!("{made}: {text:?} is read as {:?}, not {number}", rules.read(&text)));
    }
    true
}

#[test]
fn edited_numbers_are_the_texts_that_gnucobol_stores() {
    if !cobc::is_here("edited numbers") {
        return;
    }
    let (first, rounds) = (number("TUMPLINE_SEED", 0), number("TUMPLINE_ROUNDS", crate::rounds(ROUNDS)));
    let (mut compared, mut wrong) = (0, Vec::new());
    for seed in first..first + rounds {
        let dice = &mut Dice::of(seed);
        let comma = seed % 3 == 2;
        let pictures: Vec<Made> = (0..PICTURES).map(|_| Made::of(dice, comma)).collect();
        // Of each record the number of each picture, and what is moved to it.
        let numbers: Vec<i128> = (0..NUMBERS)
            .flat_map(|nth| pictures.iter().map(|made| made.number(dice, nth)).collect::<Vec<_>>())
            .collect();
        let behind = |made: &Made| 10_i128.pow(WIDTH.1 as u32 - made.scale);
        let moved: Vec<i128> =
            numbers.iter().zip(pictures.iter().cycle()).map(|(one, made)| one * behind(made)).collect();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("edited/{seed}"));
        let file = written(&folder, &program(&pictures, &moved, comma));
        let mut rest = file.as_slice();
        for (number, made) in numbers.iter().zip(pictures.iter().cycle()) {
            let (bytes, others) = rest.split_at(made.edited().places.len());
            compared += usize::from(one(made, *number, bytes, &mut wrong));
            rest = others;
        }
        assert!(rest.is_empty());
        std::fs::remove_dir_all(&folder).unwrap();
    }
    eprintln!("{compared} edited numbers beside GnuCOBOL");
    let first = wrong[..wrong.len().min(20)].join("\n");
    assert!(wrong.is_empty(), "{} of {compared} differ\n{first}", wrong.len());
    assert!(rounds < ROUNDS || compared > 20_000, "{compared} were compared");
}

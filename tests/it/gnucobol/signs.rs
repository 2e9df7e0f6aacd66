//! What `GnuCOBOL` takes for a plus in packed numbers that have no S: C and F, as they are read here.

use super::cobc;
use super::flavour::ALL;
use crate::alike::rows;
use crate::machine::run;

/// Bytes of a number of five digits, as COBOL writes them.
const NUMBERS: [&str; 4] = ["12345F", "12345C", "00000C", "99999C"];

const PROGRAM: &str = "IDENTIFICATION DIVISION.
PROGRAM-ID. W.
DATA DIVISION.
WORKING-STORAGE SECTION.
01 B PIC X(3).
01 N REDEFINES B PIC 9(5) COMP-3.
01 D PIC 9(5).
PROCEDURE DIVISION.
    DISPLAY \"=0\".
MOVES    STOP RUN.
";

#[test]
fn c_is_a_plus_of_a_packed_number_without_a_sign_for_gnucobol_too() {
    if !cobc::is_here("signs of packed numbers") {
        return;
    }
    let moves = NUMBERS.map(|bytes| format!("    MOVE X\"{bytes}\" TO B. MOVE N TO D. DISPLAY \"N-L0:\" D.\n"));
    let folder = tempfile::tempdir().unwrap();
    let said = cobc::run(folder.path(), &PROGRAM.replace("MOVES", &moves.concat()), &ALL[0]);
    let theirs: Vec<u32> = said[&0].records[0].iter().map(|(_, number)| number.parse().unwrap()).collect();
    let mapping = "tumpline: 1\nsource: {files: in.dat, format: cobol, encoding: cp037, copybook: r.cpy}\ntable: r\n";
    let hex = |text: &str| -> Vec<u8> {
        (0..3).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
    };
    let bytes: Vec<u8> = NUMBERS.iter().flat_map(|number| hex(number)).collect();
    let book = b"       01  R.\n           05  N  PIC 9(5) COMP-3.\n";
    let left = run(mapping, &[("in.dat", &bytes), ("r.cpy", book)], 1, None);
    let ours: Vec<u32> = rows(&left, "r").iter().map(|number| number.parse().unwrap()).collect();
    assert_eq!((ours, theirs.len()), (theirs, NUMBERS.len()));
}

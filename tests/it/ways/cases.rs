//! Real files whose way is known: the test data of another reader, and unloads of a demonstration of IBM's.

use tumpline::inspect::ways::keys;
use tumpline::mapping::encodings::is_ebcdic;

use super::{asked, doubts, shared, tried};

/// A file, its copybook, the ends of its records, whether it is EBCDIC, and what is doubted.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    copybook: &'static str,
    data: &'static str,
    /// Keys that the best reading must have, without the encoding.
    keys: &'static str,
    ebcdic: bool,
    /// Codes that are told.
    doubts: &'static [&'static str],
    /// Records that a run of the draft refuses at most.
    refused: u64,
}

const fn case(name: &'static str, copybook: &'static str, data: &'static str, keys: &'static str) -> Case {
    Case { name, copybook, data, keys, ebcdic: true, doubts: &[], refused: 0 }
}

const fn doubted(case: Case, doubts: &'static [&'static str]) -> Case {
    Case { doubts, ..case }
}

const CASES: &[Case] = &[
    case("test1", "test1_copybook.cob", "test1_data/example.bin", "end: {length: 2202}"),
    case("test1a", "test1a_copybook.cob", "test1_data/example.bin", "end: {length: 2202}, before: 2"),
    case("test3", "test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "end: {length: 45}"),
    // Among its texts are numbers, and bytes that page 1252 has not.
    Case {
        ebcdic: false,
        // Of one kind, a number stands in some records where others have a text.
        refused: 142,
        doubts: &["TL0989"],
        ..case("test4", "test4_copybook.cob", "test4_data/COMP.DETAILS.SEP30.DATA.dat", LITTLE)
    },
    case("test5", "test5_copybook.cob", "test5_data/COMP.DETAILS.SEP30.DATA.dat", LITTLE),
    case(
        "test5b",
        "test5_copybook.cob",
        "test5b_data/COMP.DETAILS.FEB02.DATA.RDW.BE.dat",
        "end: {rdw: big, counts_itself: false}",
    ),
    case(
        "test6",
        "test6_copybook.cob",
        "test6_data/INTEGR.TYPES.NOV28.DATA.dat",
        "end: {length: 1493}, dialect: ibm, floats: ieee",
    ),
    case("test7", "test7_fillers.cob", "test7_data/TEST.FILLERS.DEC07.DATA.dat", "end: {length: 60}"),
    // Texts of control characters, made to try a reader: they are no texts, and that is said.
    doubted(case("test8", "test8_copybook.cob", "test8_data/TRAN2.MAR14.DATA.dat", "end: {length: 45}"), &["TL0986"]),
    doubted(
        case("test9", "test9_copybook.cob", "test9_data/TRAN.APR14.NPT.DATA.dat", "end: {length: 45}"),
        &["TL0986"],
    ),
    case(
        "test13a",
        "test13a_file_header_footer.cob",
        "test13a_data/TRAN2.JUN24.DATA.dat",
        "end: {length: 45}, file_header: 10, file_trailer: 12",
    ),
    case("test14", "test14_copybook.cob", "test14_data/COMP.DETAILS.JUL02.DATA.dat", "end: {rdw: little}"),
    case("test16", "test16_fix_len_segments.cob", "test16_data/ENTITY.DB.AUG12.DATA.FIX.LEN.dat", "end: {length: 64}"),
    // X'00' stands behind the digits of its offices, and letters among the digits of the next.
    doubted(
        Case { refused: 137, ..case("test17", "test17_hierarchical.cob", "test17/HIERARCHICAL.DATA.RDW.dat", LITTLE) },
        &["TL0989"],
    ),
    // Numbers that begin on the left, in a picture of digits alone.
    doubted(
        Case {
            refused: 7,
            ..case("test19", "test19_display_num.cob", "test19_display_num/data.dat", "end: {length: 80}")
        },
        &["TL0986"],
    ),
    Case { ebcdic: false, ..case("test21", "test21_copybook.cob", "test21_data/data.dat", "end: counters") },
    case(
        "test40",
        "test40_copybook.cob",
        "test40_data/example.dat.gz",
        "end: {length: 1493}, dialect: ibm, floats: ieee",
    ),
];

const LITTLE: &str = "end: {rdw: little, counts_itself: false}";

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_way_of_every_case_is_found_or_doubted() {
    let mut wrong = Vec::new();
    let (mut cuts, mut families, mut told) = (0, 0, 0);
    for case in CASES {
        let folder = shared("cobrix/data");
        let answer = asked(&folder.join(case.data), &folder.join(case.copybook));
        let how = keys::how(answer.best());
        let (encoding, keys) = how.split_once(", ").unwrap();
        let is_family = is_ebcdic(encoding.trim_start_matches("encoding: ")) == case.ebcdic;
        let is_cut = keys == case.keys;
        let found = doubts(&answer);
        cuts += u32::from(is_cut);
        families += u32::from(is_family);
        told += u32::from(is_cut && is_family || !found.is_empty());
        let (records, refused) = tried(&answer);
        if !is_cut || !is_family || found != case.doubts || refused > case.refused {
            wrong.push(format!("{}: {how} {found:?}, {refused} of {records} refused", case.name));
        }
    }
    let all = CASES.len() as u32;
    assert_eq!((cuts, families, told), (all, all, all), "{wrong:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn unloads_read_and_so_do_their_twins_in_text() {
    for (file, copybook, keys, encoding, records) in [
        ("EBCDIC/ACCTDATA.PS", "CVACT01Y", "end: {length: 300}", "cp037", 50),
        ("EBCDIC/DALYTRAN.PS", "CVTRA06Y", "end: {length: 350}", "cp037", 300),
        ("EBCDIC/EXPORT.DATA.PS", "CVEXPORT", "end: {length: 500}", "cp037", 500),
        ("ASCII/acctdata.txt", "CVACT01Y", "end: newline", "ascii", 50),
        ("ASCII/dailytran.txt", "CVTRA06Y", "end: newline", "ascii", 300),
    ] {
        let answer = asked(&shared("carddemo").join(file), &shared("carddemo/cpy").join(format!("{copybook}.cpy")));
        let how = keys::how(answer.best());
        assert_eq!(how, format!("encoding: {encoding}, {keys}"), "{file}");
        assert_eq!((answer.best().counts.bad, doubts(&answer)), (0, vec![]), "{file}");
        assert_eq!(tried(&answer), (records, 0), "{file}");
    }
}

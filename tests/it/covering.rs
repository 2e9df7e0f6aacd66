//! Lengths that go on over whole records, for every layout and every way to say a length; and numbers behind a layout, which look like
//! lengths and are none.

use super::items::{lots, of, told};

/// A copybook's items, and a record of it with this number.
type Layout = (&'static str, &'static str, fn(usize, &mut dyn FnMut(u64) -> u64) -> Vec<u8>);

const PLAIN: &str = "           05 A PIC 9(6).\n           05 B PIC X(12).\n";

fn plain(number: usize) -> Vec<u8> {
    format!("{number:06}{:<12}", ["ROAD SALT", "ARENA", "PUMP HOUSE 2"][number % 3]).into_bytes()
}

const LAYOUTS: [Layout; 8] = [
    ("digits and a text", PLAIN, |number, _| plain(number)),
    ("what no field reads behind them", PLAIN, |number, next| {
        let rest = (0..[0, 3, 10, 37][number % 4]).map(|_| u8::try_from(next(256)).unwrap());
        plain(number).into_iter().chain(rest).collect()
    }),
    (
        "FILLER behind them",
        concat!("           05 A PIC 9(6).\n           05 B PIC X(12).\n", "           05 FILLER PIC X(20).\n"),
        |number, _| [plain(number), vec![b' '; 20]].concat(),
    ),
    (
        "texts alone",
        "           05 A PIC X(6).\n           05 B PIC X(12).\n           05 FILLER PIC X(6).\n",
        |number, _| [plain(number), vec![b' '; 6]].concat(),
    ),
    (
        "a mark that is a control",
        "           05 A PIC X.\n           05 B PIC 9(6).\n           05 C PIC X(12).\n",
        |number, _| [vec![1], plain(number)].concat(),
    ),
    (
        "a table that is counted",
        "           05 A PIC 9(6).\n           05 N PIC 9(2).\n           05 T OCCURS 0 TO 9 DEPENDING ON N.\n              10 X PIC X(5).\n",
        |number, _| format!("{number:06}{:02}{}", number % 4, "ABCDE".repeat(number % 4)).into_bytes(),
    ),
    (
        "binary numbers alone",
        "           05 A PIC S9(9) COMP.\n           05 B PIC S9(4) COMP.\n           05 C PIC S9(9) COMP.\n",
        |number, next| {
            let lot = u32::try_from(next(90_000_000)).unwrap().to_be_bytes();
            [&u32::try_from(number + 1).unwrap().to_be_bytes()[..], &pair(number * 7), &lot].concat()
        },
    ),
    (
        "packed numbers",
        "           05 A PIC S9(7) COMP-3.\n           05 B PIC X(4).\n           05 C PIC S9(9) COMP-3.\n",
        |number, _| {
            [&[0, 0x12, 0x34, 0x5C][..], b"BILL", &[0, 0, 1, u8::try_from(number).unwrap() & 0x77, 0x9D]].concat()
        },
    ),
];

/// A way to say a record's length: the mapping's key, and what stands before so many own bytes.
type Way = (&'static str, fn(usize) -> Vec<u8>);

fn pair(length: usize) -> [u8; 2] {
    u16::try_from(length).unwrap().to_be_bytes()
}

const WAYS: [Way; 5] = [
    ("{rdw: big}", |own| [pair(own + 4), [0, 0]].concat()),
    ("{rdw: little}", |own| [[0, 0], u16::try_from(own + 4).unwrap().to_le_bytes()].concat()),
    ("{rdw: big, counts_itself: false}", |own| [pair(own), [0, 0]].concat()),
    ("{length_at: 1-2, length_as: big, header: 2}", |own| pair(own + 2).to_vec()),
    ("{length_at: 1-4, header: 4}", |own| format!("{:04}", own + 4).into_bytes()),
];

/// Records of which one has a length that goes on over so many others.
fn covering(records: &[Vec<u8>], way: fn(usize) -> Vec<u8>, (at, over): (usize, usize)) -> Vec<u8> {
    let word = way(0).len();
    let one = |(number, record): (usize, &Vec<u8>)| {
        let others = if number == at { &records[at + 1..][..over] } else { &[] };
        let length = record.len() + others.iter().map(|other| other.len() + word).sum::<usize>();
        [way(length), record.clone()].concat()
    };
    records.iter().enumerate().flat_map(one).collect()
}

#[test]
fn whole_records_within_another_are_seen_in_every_layout_and_way() {
    let mut next = lots(5);
    for (what, book, record) in LAYOUTS {
        let records: Vec<Vec<u8>> = (0..40).map(|number| record(number, &mut next)).collect();
        for (end, way) in WAYS {
            let more = format!("  records: {{end: {end}}}\n");
            for (at, over) in [(0, 0), (0, 1), (5, 1), (12, 2), (20, 4), (38, 1), (30, 9), (0, 39)] {
                let left = of(book, &more, &covering(&records, way, (at, over)));
                let seen = told(&left).into_iter().filter(|one| one.starts_with("TL0138")).collect::<Vec<_>>();
                let want: &[&str] = if over == 0 { &[] } else { &["TL0138 1"] };
                assert_eq!(seen, want, "{what}, {end}: {over} behind record {at}");
            }
        }
    }
}

#[test]
fn small_numbers_behind_a_layout_are_no_lengths() {
    let texts: fn(usize, &mut dyn FnMut(u64) -> u64) -> Vec<u8> = |number, _| format!("A{number:05}NAME").into_bytes();
    let books: [Layout; 4] = [
        ("texts", "           05 A PIC X(6).\n           05 B PIC X(4).\n", texts),
        (
            "digits",
            "           05 A PIC 9(5).\n           05 B PIC S9(4) COMP.\n           05 C PIC X(8).\n",
            |number, next| {
                [format!("{number:05}").as_bytes(), &pair(usize::try_from(next(50)).unwrap()), b"NAME    "].concat()
            },
        ),
        ("packed", "           05 A PIC X(4).\n           05 B PIC S9(3) COMP-3.\n", |_, next| {
            [&b"ACCT"[..], &[u8::try_from(next(10)).unwrap(), 0x5C]].concat()
        }),
        ("national", "           05 A PIC N(3) NATIONAL.\n           05 B PIC S9(4) COMP.\n", |_, next| {
            [&b"\0A\0B\0 "[..], &pair(usize::try_from(next(9)).unwrap())].concat()
        }),
    ];
    let mut next = lots(9);
    let mut refused = Vec::new();
    for (what, book, record) in books {
        for (end, way) in WAYS.into_iter().filter(|(end, _)| !end.contains("1-4")) {
            for how in 0..3 {
                let number = |next: &mut dyn FnMut(u64) -> u64, at: usize| match how {
                    0 if next(10) < 6 => 0,
                    0 => next(60),
                    1 => [0, next(12)][usize::try_from(next(2)).unwrap()],
                    _ if at.is_multiple_of(2) => 1 + next(29),
                    _ => [0, 0, 0, next(9)][usize::try_from(next(4)).unwrap()],
                };
                let mut bytes = Vec::new();
                for at in 0..400 {
                    let mut own = record(at, &mut next);
                    for place in 0..[24, 12, 24][how] {
                        let number = u16::try_from(number(&mut next, place)).unwrap();
                        own.extend(if end.contains("little") { number.to_le_bytes() } else { number.to_be_bytes() });
                    }
                    bytes.extend([way(own.len()), own].concat());
                }
                let filled = format!("{book}           05 FILLER PIC X(48).\n");
                for (book, short) in [(book, ""), (filled.as_str(), ", short: pad")] {
                    let left = of(book, &format!("  records: {{end: {end}{short}}}\n"), &bytes);
                    let seen: Vec<String> = told(&left).into_iter().filter(|one| !one.starts_with("TL0514")).collect();
                    refused.extend((!seen.is_empty()).then(|| format!("{what} {end}{short} {how}: {seen:?}")));
                }
            }
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn a_record_as_long_as_its_layout_covers_nothing_whatever_its_filler_has() {
    let book = format!("{PLAIN}           05 FILLER PIC X(22).\n");
    let record = |number: usize| [plain(number), [&pair(22)[..], &[0, 0], &plain(number + 1)].concat()].concat();
    let bytes: Vec<u8> = (0..50).flat_map(|number| [&pair(44)[..], &[0, 0], &record(number)].concat()).collect();
    let left = of(&book, "  records: {end: {rdw: big}}\n", &bytes);
    let seen: Vec<String> = told(&left).into_iter().filter(|one| !one.starts_with("TL0514")).collect();
    assert_eq!(seen, Vec::<String>::new());
}

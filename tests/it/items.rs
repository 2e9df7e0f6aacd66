//! Items of copybooks in records that are cut, padded or zero, and numbers as COBOL's pictures write them.

use crate::alike::rows;
use tumpline::cli::words::{self, Language};

use crate::machine::{Left, run};

/// A record with its descriptor word.
fn described(record: &[u8]) -> Vec<u8> {
    let length = u16::try_from(record.len() + 4).unwrap().to_be_bytes();
    [&length[..], &[0, 0], record].concat()
}

/// A run over these bytes; `more` stands among the keys of the source.
pub fn of(book: &str, more: &str, bytes: &[u8]) -> Left {
    let mapping = format!(
        "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: ascii\n  copybook: r.cpy\n{more}table: r\nlimits: {{rejects: 99}}\n"
    );
    let book = format!("       01  R.\n{book}");
    run(&mapping, &[("in.dat", bytes), ("r.cpy", book.as_bytes())], 2, None)
}

/// Code and count of every finding.
pub fn told(left: &Left) -> Vec<String> {
    let findings = left.manifest["findings"].as_array().unwrap();
    findings.iter().map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["count"])).collect()
}

#[test]
fn what_fills_a_file_up_behind_its_records_is_told_with_what_to_write() {
    let book = "           05 A PIC X(4).\n           05 B PIC S9(9) COMP.\n";
    let record = |number: u8| [&b"SALT"[..], &[0, 0, 0, number]].concat();
    let plain: Vec<u8> = (1..20).flat_map(record).collect();
    let framed: Vec<u8> = (1..20).flat_map(|number| [&[0, 12, 0, 0][..], &record(number)].concat()).collect();
    for (more, records, code) in [("", &plain, "TL0115"), ("  records: {end: {rdw: big}}\n", &framed, "TL0130")] {
        for (rest, told) in [
            (&[0; 5][..], Some("X'00'")),
            (&[0; 21], Some("X'00'")),
            (&[0x1A; 7], Some("X'1A'")),
            (&[b' '; 5], Some("X'20'")),
            (b"END", None),
            (&[0, 0, 7, 7], None),
        ] {
            let left = of(book, more, &[&records[..], rest].concat());
            let found = left.report.findings.iter().find(|group| group.code.id() == code).unwrap();
            let said = words::sentence(Language::En, found.code, &found.args);
            assert_eq!(said.contains("`file_trailer: "), told.is_some(), "{code} {rest:?}: {said}");
            assert!(told.is_none_or(|byte| said.contains(byte)), "{code} {rest:?}: {said}");
        }
    }
}

#[test]
fn a_record_that_ends_inside_of_a_number_is_refused_and_one_that_ends_before_it_has_none() {
    let book = "           05 A PIC X.\n           05 B PIC S9(9) COMP.\n           05 C PIC 9(3) COMP-3.\n           05 Z PIC XX.\n";
    let pad = "  records: {end: {rdw: big}, short: pad}\n  defaults: {on_blank: empty}\n";
    let records: [&[u8]; 5] = [b"A\0\0\0\x07\x12\x3Fzz", b"B\0\0\0", b"C\0\0", b"D", b"E\0\0\0\x07\x12"];
    let left = of(book, pad, &records.map(described).concat());
    assert_eq!(rows(&left, "r"), ["A|7|123|zz", "D|-|-|-"]);
    assert_eq!(told(&left), ["TL0231 2", "TL0231 1"]);
    // The same behind a table that the record counts.
    let book = "           05 N PIC 9.\n           05 T OCCURS 0 TO 2 DEPENDING ON N PIC X.\n           05 B PIC S9(9) COMP.\n";
    let records: [&[u8]; 4] = [b"2xy\0\0\0\x07", b"1x\0\0", b"0", b"0\0\0\0\x07"];
    let left = of(book, pad, &records.map(described).concat());
    assert_eq!(rows(&left, "r"), ["2|7", "0|-", "0|7"]);
    assert_eq!(told(&left), ["TL0231 1"]);
}

#[test]
fn signs_of_pictures_mean_what_cobol_writes() {
    let book = "           05 A PIC ZZ9.99DB.\n           05 B PIC ZZ9.99CR.\n           05 C PIC -ZZ9.99.\n           05 D PIC ZZ9.99-.\n           05 E PIC ---9.99.\n";
    let line = |texts: [&str; 5]| texts.concat() + "\n";
    let lines = [
        line([" 12.00DB", " 12.00CR", "- 12.00", " 12.00-", " -12.00"]),
        line([" 12.00  ", " 12.00  ", "  12.00", " 12.00 ", "  12.00"]),
        line([" 12.00CR", " 12.00  ", "  12.00", " 12.00 ", "  12.00"]),
        line([" 12.00  ", " 12.00DB", "  12.00", " 12.00 ", "  12.00"]),
    ];
    let left = of(book, "  records: {end: newline}\n", lines.concat().as_bytes());
    assert_eq!(rows(&left, "r"), ["-12.00|-12.00|-12.00|-12.00|-12.00", "12.00|12.00|12.00|12.00|12.00"]);
    assert_eq!(left.manifest["tables"][0]["rejected"], 2);
}

#[test]
fn a_picture_says_itself_where_blanks_stand_whatever_is_said_of_trim() {
    let book = "           05 A PIC ZZ9.99.\n           05 B PIC ZZ9-.\n           05 C PIC ---9.\n           05 D PIC ZZZ.\n           05 T PIC X(3).\n";
    let lines = b"  1.50  7-  -3   ab \n 12.00  7    3 12 c \n";
    for more in [
        "",
        "  defaults: {trim: none}\n",
        "  defaults: {trim: left}\n",
        "  fields: [{name: a, trim: none}, {name: b, trim: right}]\n",
    ] {
        let left = of(book, &format!("  records: {{end: newline}}\n{more}"), lines);
        let read: Vec<String> = rows(&left, "r").iter().map(|row| row.replace(' ', "")).collect();
        assert_eq!((read.join(" "), told(&left)), ("1.50|-7|-3|0|ab 12.00|7|3|12|c".to_owned(), Vec::new()), "{more}");
    }
    // What the mapping makes a number of a text has the blanks that `trim` leaves there, and the finding says so.
    let text = "  records: {end: newline}\n  fields: [{name: a, type: int32, trim: none}]\n";
    let left = of("           05 A PIC X(4).\n", text, b"0012\n  12\n");
    assert_eq!((rows(&left, "r"), told(&left)), (vec!["12".to_owned()], vec!["TL0234 1".to_owned()]));
}

#[test]
fn a_number_whose_digits_are_all_suppressed_is_blank_where_it_is_zero() {
    let book =
        "           05 A PIC ZZZ.\n           05 B PIC $$$$.\n           05 C PIC ----.\n           05 D PIC ZZ9.\n";
    let lines = format!(" 12 $12 -12 12\n{:14}\n{:14}\n", format!("{:13}0", ""), "");
    let left = of(book, "  records: {end: newline}\n", lines.as_bytes());
    assert_eq!(rows(&left, "r"), ["12|12|-12|12", "0|0|0|0"]);
    assert_eq!(told(&left), ["TL0200 1"]);
}

#[test]
fn items_of_two_bytes_a_character_are_scaled_suppressed_and_filled_as_others() {
    let book = "           05 A PIC N(3).\n           05 B PIC 9(2)PP NATIONAL.\n           05 C PIC ZZ9 NATIONAL BLANK WHEN ZERO.\n           05 D PIC PP99 NATIONAL.\n";
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let records = [wide("\u{c9}t\u{e9}12 1242"), wide("ab 34   07"), vec![b' '; 20], wide("   56  099")];
    let left = of(book, "", &records.concat());
    assert_eq!(rows(&left, "r"), ["\u{c9}t\u{e9}|1200|12|0.0042", "ab|3400|0|0.0007", "-|5600|0|0.0099"]);
    assert_eq!(told(&left), ["TL0220 1", "TL0220 1", "TL0220 1"]);
    // That blanks are zero says the picture: of those that its program writes there.
    let empty = "  defaults: {on_blank: empty}\n  fields: [{name: c, on_blank: empty}]\n";
    assert_eq!(rows(&of(book, empty, &records.concat()), "r")[2], "-|-|-|-");
    assert_eq!(
        rows(&of(book, &empty.replace("c, on_blank: empty", "c, on_blank: zero"), &records.concat()), "r")[2],
        "-|-|0|-"
    );
}

#[test]
fn a_line_whose_blanks_were_cut_off_has_them_again_and_half_a_number_stays_half() {
    let pad = "  records: {end: newline, short: pad}\n";
    let book = "           05 A PIC X.\n           05 B PIC ZZ9-.\n           05 C PIC S9(3).\n";
    let left = of(book, pad, b"A 12-012\nB 12\nC 12 01J\nD 12 01\n");
    assert_eq!(
        (rows(&left, "r"), told(&left)),
        (vec!["A|-12|12".to_owned(), "C|12|-11".to_owned()], vec!["TL0200 1".to_owned(), "TL0223 1".to_owned()])
    );
    let book = "           05 A PIC X.\n           05 B PIC ZZ9-.\n";
    assert_eq!(rows(&of(book, pad, b"A 12-\nB 12\n"), "r"), ["A|-12", "B|12"]);
    // `!` and three bytes that are not there.
    let book = "           05 A PIC X.\n           05 B PIC S9(9) COMP.\n";
    let left = of(book, pad, b"A!!!!\nB!\n");
    assert_eq!((rows(&left, "r"), told(&left)), (vec!["A|555819297".to_owned()], vec!["TL0231 1".to_owned()]));
}

#[test]
fn a_record_of_zeros_is_a_record_wherever_it_stands() {
    let book = "           05 A PIC S9(4) COMP.\n           05 B PIC S9(9) COMP.\n";
    let bytes = [&b"\0\x01\0\0\0\x05"[..], &[0; 6], b"\0\x02\0\0\0\x06", &[0; 12]].concat();
    assert_eq!(rows(&of(book, "", &bytes), "r"), ["1|5", "0|0", "2|6", "0|0", "0|0"]);
    let cut = of(book, "", &bytes[..28]);
    assert_eq!((rows(&cut, "r").len(), told(&cut)), (4, vec!["TL0115 1".to_owned()]));
}

#[test]
fn a_length_that_goes_on_over_whole_records_is_refused_and_other_bytes_behind_a_record_are_told() {
    let merged = |records: &[&[u8]]| {
        let mut bytes = records.iter().flat_map(|record| described(record)).collect::<Vec<u8>>();
        let length = u16::try_from(bytes.len()).unwrap();
        bytes[..2].copy_from_slice(&length.to_be_bytes());
        bytes
    };
    let (plain, counted) = (
        "           05 A PIC X(3).\n           05 B PIC 9(2).\n",
        "           05 N PIC 9.\n           05 T OCCURS 0 TO 9 DEPENDING ON N PIC X.\n           05 B PIC 9(2).\n",
    );
    let rdw = "  records: {end: {rdw: big}}\n";
    for (book, [one, two, three]) in
        [(plain, [b"abc01", b"def02", b"ghi03"]), (counted, [b"2xy01", b"2ab02", b"2cd03"])]
            as [(&str, [&[u8; 5]; 3]); 2]
    {
        let bytes = [described(one), merged(&[two, three, one]), described(three)].concat();
        let left = of(book, rdw, &bytes);
        assert_eq!((rows(&left, "r").len(), told(&left)), (2, vec!["TL0138 1".to_owned()]), "{book}");
        let blocked = [&u16::try_from(bytes.len() + 4).unwrap().to_be_bytes()[..], &[0, 0], &bytes].concat();
        let left = of(book, "  records: {end: {bdw: big, rdw: big}}\n", &blocked);
        assert_eq!((rows(&left, "r").len(), told(&left)), (2, vec!["TL0138 1".to_owned()]), "{book} in a block");
        // Bytes that are no whole records are what no field reads.
        for rest in [&b"tail"[..], &[0, 4, 0, 0], &[0, 9, 0, 0, b'x', b'y', b'z', b'0'], &[0, 0, 0, 0]] {
            let left = of(book, rdw, &[described(one), described(&[&two[..], rest].concat())].concat());
            assert_eq!(rows(&left, "r").len(), 2, "{book} {rest:?}");
            assert!(!told(&left).iter().any(|one| one.starts_with("TL0138")), "{book} {rest:?}");
        }
    }
}

/// Records as one: the length of the first goes on over so many bytes of the others.
fn covering(records: &[Vec<u8>], most: usize) -> Vec<u8> {
    let mut bytes = records.concat();
    bytes.truncate(most);
    let length = u16::try_from(bytes.len()).unwrap();
    bytes[..2].copy_from_slice(&length.to_be_bytes());
    bytes
}

#[test]
fn whole_records_are_seen_wherever_the_layout_of_the_record_that_covers_them_ends() {
    let rdw = "  records: {end: {rdw: big}}\n";
    let filled = "           05 A PIC X(3).\n           05 B PIC 9(2).\n           05 FILLER PIC X(6).\n";
    let plain = "           05 A PIC X(3).\n           05 B PIC 9(2).\n";
    let counted = "           05 N PIC 9.\n           05 T OCCURS 0 TO 9 DEPENDING ON N PIC X.\n           05 B PIC 9(2).\n           05 FILLER PIC X(4).\n";
    let texts = "           05 A PIC X(3).\n           05 B PIC X(2).\n";
    let (all, two, three) = (usize::MAX, b"def02 tail  ", b"ghi03 tail  ");
    for (what, book, of, most) in [
        ("behind FILLER at its end", filled, [&b"abc01 filld"[..], b"def02 filld", b"ghi03 filld"], all),
        ("one behind FILLER", filled, [b"abc01 filld", b"def02 filld", b""], 30),
        ("the last one goes on", plain, [b"abc01", b"def02", b"ghi03"], 24),
        ("the same behind FILLER", filled, [b"abc01 filld", b"def02 filld", b"ghi03 filld"], 40),
        ("behind what no field reads", plain, [b"abc01 tail  ", two, three], all),
        ("behind a table that is counted", counted, [b"2xy01fill", b"2ab02fill", b"0033fill"], all),
        ("behind texts alone", texts, [b"abc01", b"def02", b"ghi03"], all),
        ("one whose number is blank", plain, [b"abc01", b"def  ", b""], all),
    ] {
        let records: Vec<Vec<u8>> = of.iter().filter(|one| !one.is_empty()).map(|one| described(one)).collect();
        let left = self::of(book, rdw, &[covering(&records, most), described(of[0])].concat());
        let codes: Vec<String> = told(&left).into_iter().filter(|one| !one.starts_with("TL0514")).collect();
        assert_eq!((rows(&left, "r").len(), codes), (1, vec!["TL0138 1".to_owned()]), "{what}");
    }
    let spanned = [&[0, 7, 1, 0][..], b"abc", &[0, 6 + 18, 2, 0], b"01", &described(b"def02"), &described(b"ghi03")];
    let left = of(plain, "  records: {end: {rdw: big, spanned: true}}\n", &spanned.concat());
    assert_eq!(told(&left), ["TL0138 1"], "in segments");
    let another = [&[0, 7, 1, 0][..], b"def", &[0, 6, 2, 0], b"02"].concat();
    let covered = [&[0, 7, 1, 0][..], b"abc", &[0, 6 + 13, 2, 0], b"01", &another].concat();
    let left = of(plain, "  records: {end: {rdw: big, spanned: true}}\n", &covered);
    assert_eq!(told(&left), ["TL0138 1"], "one in two segments");
    let skipped = "  records:\n    end: {rdw: big}\n    kinds:\n      - {name: head, when: {at: 1, is: h}, skip: heading}\n      - {name: entry}\nfrom: entry\n";
    let records = [&b"head 2024-11"[..], b"def02", b"ghi03"].map(described);
    let left = of(plain, skipped, &[covering(&records, all), described(b"uvw09")].concat());
    assert_eq!((rows(&left, "r").len(), told(&left)), (1, vec!["TL0138 1".to_owned()]), "behind one that is skipped");
}

#[test]
fn a_block_that_is_read_as_a_record_with_bytes_before_it_is_refused() {
    let mapping = "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: ascii\n  copybook: {file: r.cpy, before: 4}\n  records: {end: {rdw: big}}\ntable: r\nlimits: {rejects: 99}\n";
    let block = |records: [&[u8]; 3]| described(&records.map(described).concat());
    let bytes = [block([b"abc01", b"def02", b"ghi03"]), block([b"jkl04", b"mno05", b"pqr06"])].concat();
    for (book, bytes) in [
        ("       01  R.\n           05 A PIC X(3).\n           05 B PIC 9(2).\n", bytes.as_slice()),
        (
            "       01  R.\n           05 N PIC 9.\n           05 T OCCURS 0 TO 9 DEPENDING ON N PIC X.\n           05 B PIC 9(2).\n",
            &[block([b"2ab11", b"1a22", b"033"]), block([b"044", b"2ab55", b"066"])].concat(),
        ),
    ] {
        let left = run(mapping, &[("in.dat", bytes), ("r.cpy", book.as_bytes())], 2, None);
        assert_eq!((rows(&left, "r").len(), told(&left)), (0, vec!["TL0138 2".to_owned()]), "{book}");
    }
}

/// Numbers that look random.
pub fn lots(mut seed: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    }
}

#[test]
fn what_no_field_reads_behind_a_record_is_seldom_taken_for_records() {
    let mut next = lots(7);
    let mut fill = |how: u64| -> Vec<u8> {
        let length = next(120);
        let one = |next: &mut dyn FnMut(u64) -> u64| match how {
            0 => next(256),
            1 => [0, 0, 0, next(60)][next(4) as usize],
            2 => u64::from(b"00  1A"[next(6) as usize]),
            _ => [0, 0x0C, next(100), 0x20][next(4) as usize],
        };
        (0..length).map(|_| u8::try_from(one(&mut next)).unwrap()).collect()
    };
    let books = [
        "           05 A PIC X(7).\n           05 B PIC 9(2).\n",
        "           05 A PIC X(7).\n           05 B PIC S9(4) COMP.\n",
    ];
    for (book, number) in books.into_iter().zip([&b"07"[..], &[0, 7]]) {
        for how in 0..4 {
            let records = (0..4000).flat_map(|_| described(&[&b"account"[..], number, &fill(how)].concat()));
            let left = of(book, "  records: {end: {rdw: big}}\n", &records.collect::<Vec<u8>>());
            let findings = left.manifest["findings"].as_array().unwrap();
            let refused: u64 =
                findings.iter().filter(|one| one["code"] == "TL0138").filter_map(|one| one["count"].as_u64()).sum();
            // Where three of four bytes are zeros, a small number may be as large as what follows it.
            assert!(refused <= if how == 1 { 12 } else { 0 }, "{book} {how}: {refused}");
        }
    }
}

//! Files that are damaged, and read well else: the damage is told, and neither the copybook nor the mapping is blamed for it.

use tumpline::cli::words::{self, Language};
use tumpline::extractors::encoding::Encoding;
use tumpline::finding::{Arg, Code};
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Request, ask};
use tumpline::run::{self, Problem, Request as RunRequest};

use super::random::word;
use super::several::text;
use super::wrong::{COPYBOOK, accounts, asked_in, hinted, write};
use super::{asked, doubts, tried};

/// Accounts with a length before each, perhaps in segments or in blocks of twenty; and where each begins.
fn framed(spanned: bool, blocks: bool) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut starts) = (Vec::new(), Vec::new());
    let records: Vec<Vec<u8>> = accounts("cp037", "").iter().map(|one| framed_one(one, spanned)).collect();
    for some in records.chunks(20) {
        if blocks {
            bytes.extend(word(some.iter().map(Vec::len).sum::<usize>() + 4, true, 0));
        }
        for one in some {
            starts.push(bytes.len());
            bytes.extend(one);
        }
    }
    (bytes, starts)
}

fn framed_one(record: &[u8], spanned: bool) -> Vec<u8> {
    if !spanned {
        return [word(record.len() + 4, true, 0), record.to_vec()].concat();
    }
    let (first, last) = record.split_at(13);
    [word(first.len() + 4, true, 1), first.to_vec(), word(last.len() + 4, true, 2), last.to_vec()].concat()
}

#[test]
fn a_length_that_is_wrong_is_told_with_its_place_and_the_copybook_is_not_blamed() {
    let folder = tempfile::tempdir().unwrap();
    for (spanned, blocks) in [(false, false), (false, true), (true, false)] {
        let (whole, starts) = framed(spanned, blocks);
        for (at, length, place) in [
            // Too small to be one; beyond the file; no length; one that leads into a record.
            (70, [0, 0, 0, 0], true),
            (70, [0, 3, 0, 0], true),
            (140, [0xFF, 0xF0, 0, 0], true),
            (5, [0xFF, 0xF0, 0, 0], !blocks),
            (100, [0xC1, 0xC2, 0xC3, 0xC4], true),
            (100, [0, 41, 0, 0], false),
        ] {
            let mut bytes = whole.clone();
            bytes[starts[at]..][..4].copy_from_slice(&length);
            let what = format!("{spanned} {blocks} {at} {length:?}");
            let answer = asked_in(folder.path(), COPYBOOK, &bytes);
            assert_eq!(doubts(&answer), ["TL0999"], "{what}: {:?}", answer.doubts);
            let args = &answer.doubts[0].args;
            let (records, offset) = (args[1].clone(), args[2].clone());
            assert!(
                !place || (records, offset) == ((at as u64).into(), (starts[at] as u64).into()),
                "{what}: {args:?}"
            );
            let text = answer.draft.text();
            assert!(text.contains("rdw: big") && !text.contains("file_"), "{what}: {text}");
        }
    }
}

#[test]
fn a_length_that_goes_on_over_whole_records_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    for spanned in [false, true] {
        let (whole, starts) = framed(spanned, false);
        for (at, over) in [(0, 1), (40, 1), (99, 2), (140, 2)] {
            let mut bytes = whole.clone();
            // In segments, the last one of a record is the one that is too long.
            let word = starts[at] + if spanned { 17 } else { 0 };
            let length = u16::try_from(starts[at + 1 + over] - word).unwrap();
            bytes[word..][..2].copy_from_slice(&length.to_be_bytes());
            let answer = asked_in(folder.path(), COPYBOOK, &bytes);
            assert_eq!(doubts(&answer), ["TL0098"], "{spanned} {at}: {:?}", answer.doubts);
            let (record, offset) = (Arg::from(at + 1), Arg::from(starts[at]));
            assert_eq!(answer.doubts[0].args[1..3], [record, offset], "{spanned} {at}");
            assert_eq!(answer.doubts[0].args[4..], [over.into(), "".into(), "".into()], "{spanned} {at}");
            assert_eq!(tried(&answer).1, 1, "{spanned} {at}");
        }
    }
}

#[test]
fn a_length_that_goes_on_over_whole_records_is_found_behind_the_first_megabyte() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, starts) = framed(false, false);
    let times = (1 << 20) / whole.len() + 2;
    let mut bytes = whole.repeat(times);
    let at = (times - 1) * whole.len() + starts[3];
    let length = u16::try_from(starts[5] - starts[3]).unwrap();
    bytes[at..][..2].copy_from_slice(&length.to_be_bytes());
    let answer = asked_in(folder.path(), COPYBOOK, &bytes);
    assert_eq!(doubts(&answer), ["TL0098"], "{:?}", answer.doubts);
    assert_eq!(answer.doubts[0].args[2], at.into());
}

/// Accounts in blocks of at most so many bytes, through which they are cut as they come; and where each block begins.
fn spanned(most: usize) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut starts, mut block) = (Vec::new(), Vec::new(), Vec::new());
    let mut close = |block: &mut Vec<u8>, bytes: &mut Vec<u8>| {
        starts.push(bytes.len());
        bytes.extend([word(block.len() + 4, true, 0), std::mem::take(block)].concat());
    };
    for record in accounts("cp037", "") {
        let (mut rest, mut begins) = (&record[..], true);
        while !rest.is_empty() {
            let room = (most - 4).saturating_sub(block.len() + 4);
            if room == 0 {
                close(&mut block, &mut bytes);
                continue;
            }
            let (part, left) = rest.split_at(room.min(rest.len()));
            let segment = [[3, 1], [2, 0]][usize::from(left.is_empty())][usize::from(begins)];
            block.extend([word(part.len() + 4, true, segment), part.to_vec()].concat());
            (rest, begins) = (left, false);
        }
    }
    close(&mut block, &mut bytes);
    (bytes, starts)
}

#[test]
fn a_length_of_a_block_that_is_wrong_is_told_with_the_place_of_the_block() {
    let folder = tempfile::tempdir().unwrap();
    let (even, starts) = framed(false, true);
    let blocks: Vec<usize> = starts.iter().step_by(20).map(|start| start - 4).collect();
    let cut = spanned(300);
    for (bytes, blocks, keys) in
        [(&even, &blocks, "{bdw: big, rdw: big}"), (&cut.0, &cut.1, "{bdw: big, rdw: big, spanned: true}")]
    {
        for at in [0, 1, blocks.len() / 2, blocks.len() - 3] {
            for by in [3_i16, -5, 100, 1000, 20_000] {
                let mut bytes = bytes.clone();
                let length = i16::from_be_bytes([bytes[blocks[at]], bytes[blocks[at] + 1]]) + by;
                bytes[blocks[at]..][..2].copy_from_slice(&length.to_be_bytes());
                let what = format!("{keys} {at} {by}");
                let answer = asked_in(folder.path(), COPYBOOK, &bytes);
                let text = answer.draft.text();
                assert!(text.contains(keys) && !text.contains("file_"), "{what}: {text}");
                // What goes beyond the file's end may be cut there.
                if doubts(&answer) != ["TL0990"] {
                    assert_eq!(doubts(&answer), ["TL0999"], "{what}: {:?}", answer.doubts);
                    let place = Arg::from(blocks[at] as u64);
                    assert!(
                        keys.contains("spanned") || answer.doubts[0].args[5] == place,
                        "{what}: {:?}",
                        answer.doubts
                    );
                }
            }
        }
    }
}

#[test]
fn a_length_far_too_large_a_damage_soon_behind_the_beginning_and_bytes_that_are_lost_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, starts) = framed(false, false);
    for (at, length) in [(1, 0x0900), (2, 0x0FFF), (70, 0x0900), (70, 0x7FFF), (70, 0xFFFF), (148, 0x7FFF)] {
        let mut bytes = whole.clone();
        bytes[starts[at]..][..2].copy_from_slice(&u16::to_be_bytes(length));
        let answer = asked_in(folder.path(), COPYBOOK, &bytes);
        let args = &answer.doubts[0].args;
        assert_eq!(doubts(&answer), ["TL0999"], "{at} {length:04X}: {:?}", answer.doubts);
        assert_eq!((&args[1], &args[2]), (&(at as u64).into(), &(starts[at] as u64).into()), "{length:04X}");
        assert!(answer.draft.text().contains("end: {rdw: big}"), "{}", answer.draft.text());
    }
    for lost in [3, 4, 9] {
        let bytes = [&whole[..starts[77] + 20], &whole[starts[77] + 20 + lost..]].concat();
        let answer = asked_in(folder.path(), COPYBOOK, &bytes);
        assert_eq!(doubts(&answer), ["TL0999"], "{lost}: {:?}", answer.doubts);
        assert!(answer.draft.text().contains("end: {rdw: big}"), "{}", answer.draft.text());
    }
    // One that leads to another boundary goes on over whole records.
    let mut bytes = whole.clone();
    bytes[starts[60]..][..2].copy_from_slice(&u16::try_from(starts[70] - starts[60]).unwrap().to_be_bytes());
    let answer = asked_in(folder.path(), COPYBOOK, &bytes);
    assert_eq!((doubts(&answer), &answer.doubts[0].args[2]), (vec!["TL0999"], &(starts[60] as u64).into()));
}

#[test]
fn damage_before_the_third_record_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    for (spanned, blocks) in [(false, false), (false, true), (true, false)] {
        let (whole, starts) = framed(spanned, blocks);
        let way = if spanned { "spanned: true" } else { "rdw: big" };
        for (what, at, length) in [
            ("zeros", 0, Some([0; 4])),
            ("too much", 0, Some([0xFF; 4])),
            ("zeros", 1, Some([0; 4])),
            ("no length", 1, Some([0xC1, 0xC2, 0xC3, 0xC4])),
            ("bytes are lost", 0, None),
        ] {
            let mut bytes = whole.clone();
            match length {
                Some(length) => bytes[starts[at]..][..4].copy_from_slice(&length),
                None => drop(bytes.drain(starts[0] + 7..starts[0] + 16)),
            }
            let answer = asked_in(folder.path(), COPYBOOK, &bytes);
            let what = format!("{what}, record {at}, in segments: {spanned}, in blocks: {blocks}");
            assert_eq!(doubts(&answer), ["TL0099"], "{what}: {:?}", answer.doubts);
            let text = answer.draft.text();
            let has_way = text.contains(way) && text.contains("bdw:") == blocks;
            assert!(has_way && !text.contains("file_") && !text.contains("before"), "{what}: {text}");
            if length.is_some() {
                assert_eq!(answer.doubts[0].args[2], starts[at].into(), "{what}: {:?}", answer.doubts);
                let next = if blocks { starts[20] - 4 } else { starts[at + 1] };
                assert_eq!(answer.doubts[0].args[4], next.into(), "{what}: {:?}", answer.doubts);
            }
            assert!(tried(&answer).0 <= 1, "{what}");
        }
    }
}

#[test]
fn a_file_of_which_few_records_stand_in_segments_is_not_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let records = accounts("cp037", "");
    for split in [[3, 40, 90], [14, 60, 100], [5, 6, 7], [1, 148, 149]] {
        let one = |(at, record): (usize, &Vec<u8>)| framed_one(record, split.contains(&at));
        let bytes: Vec<u8> = records.iter().enumerate().flat_map(one).collect();
        let answer = asked_in(folder.path(), COPYBOOK, &bytes);
        let what = format!("{split:?}: {:?}", answer.doubts);
        assert!(answer.draft.text().contains("{rdw: big, spanned: true}"), "{what}: {}", answer.draft.text());
        assert!(doubts(&answer).is_empty(), "{what}");
    }
    for most in [100, 300, 900] {
        let answer = asked_in(folder.path(), COPYBOOK, &spanned(most).0);
        let what = format!("{most}: {:?}", answer.doubts);
        assert!(answer.draft.text().contains("{bdw: big, rdw: big, spanned: true}"), "{what}");
        assert!(doubts(&answer).is_empty(), "{what}");
    }
}

#[test]
fn a_file_of_records_in_segments_that_is_cut_has_them_in_segments_still() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, _) = spanned(300);
    for less in [1, 9, 40, 100, 290] {
        let answer = asked_in(folder.path(), COPYBOOK, &whole[..whole.len() - less]);
        assert_eq!(doubts(&answer), ["TL0990"], "{less}: {:?}", answer.doubts);
        let text = answer.draft.text();
        assert!(text.contains("{bdw: big, rdw: big, spanned: true}"), "{less}: {text}");
    }
}

#[test]
fn a_wrong_length_near_the_end_is_no_cut_and_a_cut_is() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "acct.cpy", COPYBOOK.as_bytes());
    let (whole, starts) = framed(false, false);
    let mut wrong = whole.clone();
    wrong[starts[140]] = 0x7F;
    for (bytes, want) in [(wrong, "wrong"), (whole[..whole.len() - 9].to_vec(), "source_end")] {
        write(folder.path(), "acct.dat", &bytes);
        let text = "tumpline: 1\nsource:\n  files: acct.dat\n  format: cobol\n  encoding: cp037\n  copybook: acct.cpy\n  records: {end: {rdw: big}}\ntable: account\n";
        let mapping = write(folder.path(), "account.yaml", text.as_bytes());
        let request =
            RunRequest { paths: vec![mapping], out: folder.path().join("out"), trial: true, ..RunRequest::default() };
        let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
        let lost = report.findings.iter().find(|group| group.code == Code::LostLength).unwrap();
        assert_eq!(lost.args[0], Arg::from(want));
        let said = words::sentence(Language::En, Code::LostLength, &lost.args).replace(',', "");
        let (again, cut) =
            (format!("from byte {} on records follow one another", starts[141]), "the file ends too early");
        assert!(said.contains(if want == "wrong" { &again } else { cut }), "{said}");
    }
}

#[test]
fn a_segment_that_cannot_stand_there_is_no_sign_of_another_way() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "acct.cpy", COPYBOOK.as_bytes());
    let (whole, starts) = framed(true, false);
    let keys = "  encoding: cp037\n  copybook: acct.cpy\n  records: {end: {rdw: big, spanned: true}}\n";
    for (at, segment) in [(40, 3), (40, 2), (9, 0x1F), (1, 2)] {
        let mut bytes = whole.clone();
        bytes[starts[at] + 2] = segment;
        write(folder.path(), "acct.dat", &bytes);
        assert_eq!(hinted(folder.path(), keys).0, None, "{at} {segment}");
    }
}

#[test]
fn floats_that_are_no_number_are_no_sign_of_another_way() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "acct.cpy",
        b"       01 R.\n           05 NO PIC 9(4).\n           05 RATE COMP-1.\n           05 SUM COMP-2.\n",
    );
    for (order, nans) in [("ieee-little", 30), ("ieee", 30), ("ieee-little", 12)] {
        let one = |number: u16| {
            let is_nan = number <= nans;
            let (rate, sum) = if is_nan { (f32::NAN, f64::NAN) } else { (f32::from(number) / 4.0, f64::from(number)) };
            let digits: Vec<u8> = format!("{number:04}").bytes().collect();
            let numbers = if order == "ieee" {
                [&rate.to_be_bytes()[..], &sum.to_be_bytes()].concat()
            } else {
                [&rate.to_le_bytes()[..], &sum.to_le_bytes()].concat()
            };
            [digits, numbers].concat()
        };
        write(folder.path(), "acct.dat", &(1..=30).flat_map(one).collect::<Vec<u8>>());
        let keys = format!("  encoding: ascii\n  copybook: {{file: acct.cpy, floats: {order}}}\n");
        let (hint, (records, refused)) = hinted(folder.path(), &keys);
        assert_eq!((hint, records, refused), (None, 30, nans.into()), "{order} {nans}");
    }
}

#[test]
fn letters_before_the_first_record_are_not_the_end_of_one() {
    let folder = tempfile::tempdir().unwrap();
    // The records' last item is longer than what stands before them.
    let book = write(
        folder.path(),
        "r.cpy",
        b"       01 R.\n           05 NO PIC 9(6).\n           05 WHO PIC X(9).\n           05 AMOUNT PIC 9(15).\n",
    );
    let one =
        |number: u64| text(&format!("{number:06}{:<9}{:015}", ["SALT", "PUMPS"][number as usize % 2], number * 977));
    let records: Vec<u8> = (1..=60).flat_map(one).collect();
    for (head, header) in [("UNLD", true), ("GL94", true), ("0094", false)] {
        let bytes = [text(head), records.clone()].concat();
        let answer = asked(&write(folder.path(), "r.dat", &bytes), &book);
        let told = (answer.draft.text().contains("file_header: 4"), doubts(&answer).is_empty());
        assert_eq!(told, (header, header), "{head}: {:?}", answer.doubts);
    }
}

#[test]
fn packed_numbers_that_were_translated_are_told_and_no_sign_is_let_in_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let book = b"       01 R.\n           05 NO PIC 9(6).\n           05 WHO PIC X(9).\n           05 AT-DAY PIC 9(8).\n           05 TOWN PIC X(7).\n           05 AMOUNT PIC S9(7)V99 COMP-3.\n";
    let book = write(folder.path(), "r.cpy", book);
    let record = |number: u64, sign: char| {
        let digits = format!("{:09}{sign}", number * 977_131 % 1_000_000_000);
        let packed: Vec<u8> = (0..5).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect();
        [text(&format!("{number:06}{:<9}20260105{:<7}", ["SALT", "PUMPS"][number as usize % 2], "SUDBURY")), packed]
            .concat()
    };
    let signs = |number: u64| if number.is_multiple_of(9) { 'D' } else { 'C' };
    let whole: Vec<u8> = (1..=300).flat_map(|number| record(number, signs(number))).collect();
    let (page, latin) = (Encoding::of("cp037").unwrap(), Encoding::of("latin1").unwrap());
    let to_ascii = |byte: &u8| {
        let mut character = Vec::new();
        page.decode(&[*byte], &mut character).unwrap();
        latin.encode(std::str::from_utf8(&character).unwrap()).unwrap()[0]
    };
    let translated: Vec<u8> = whole.iter().map(to_ascii).collect();
    let nopfd: Vec<u8> =
        (1..=300).flat_map(|number| record(number, ['A', 'C', 'B', 'F'][number as usize % 4])).collect();
    // To characters of seven bits: what has no counterpart there is lost.
    let lossy =
        |lost: u8| -> Vec<u8> { translated.iter().map(|byte| if *byte < 0x80 { *byte } else { lost }).collect() };
    let lost = [lossy(b'?'), lossy(0x1A)].map(|bytes| (bytes, true, false));
    let kept = [(whole, false, false), (translated.clone(), true, false), (nopfd, false, true)];
    for (bytes, told, signs) in kept.into_iter().chain(lost) {
        let answer = asked(&write(folder.path(), "r.dat", &bytes), &book);
        let drafted = answer.draft.text();
        assert_eq!(doubts(&answer).contains(&"TL0097"), told, "{:?}", answer.doubts);
        assert_eq!(drafted.contains("signs: any"), signs, "{drafted}");
    }
    // Of small numbers half look like numbers still: others.
    let small =
        b"       01 R.\n           05 NO PIC 9(6).\n           05 WHO PIC X(9).\n           05 N PIC S9(3) COMP-3.\n";
    let small = write(folder.path(), "s.cpy", small);
    let counts = |number: u64| {
        let packed = [0, u8::try_from(number % 10).unwrap() << 4 | 0xC];
        [text(&format!("{number:06}{:<9}", "SALT")), packed.to_vec()].concat()
    };
    let whole: Vec<u8> = (1..=300).flat_map(counts).collect();
    for (bytes, told) in [(whole.iter().map(to_ascii).collect(), true), (whole, false)] {
        let answer = asked(&write(folder.path(), "s.dat", &bytes), &small);
        assert_eq!(doubts(&answer).contains(&"TL0097"), told, "{:?}", answer.doubts);
    }
    // Where hardly anything else stands in the records, no way reads; it is told all the same.
    let book = write(
        folder.path(),
        "p.cpy",
        b"       01 R.\n           05 A PIC S9(9) COMP-3.\n           05 B PIC S9(7)V99 COMP-3.\n",
    );
    let packed = |number: u64| record(number, 'C')[30..].to_vec();
    let bytes: Vec<u8> = (1..=300).flat_map(|number| [packed(number), packed(number + 77)].concat()).collect();
    let data = write(folder.path(), "p.dat", &bytes.iter().map(to_ascii).collect::<Vec<u8>>());
    let request = Request { paths: vec![data], book: Book { file: book, ..Book::default() }, ..Request::default() };
    let Err(Problem::Sources { stops }) = ask(&RealHost, &request) else { panic!("it reads") };
    let codes: Vec<Code> = stops.iter().map(|stop| stop.code).collect();
    assert_eq!(codes, [Code::NoWayReads, Code::PackedTranslated]);
}

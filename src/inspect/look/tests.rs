//! Faces of files in memory.

use super::*;
use crate::finding::Code;
use crate::host::fake::FakeHost;

fn faces(host: &FakeHost, paths: &[&str], request: Request) -> Vec<Looked> {
    let request = Request { paths: paths.iter().map(PathBuf::from).collect(), ..request };
    look(host, &request, &|_| ()).unwrap()
}

pub fn face(bytes: impl Into<Vec<u8>>) -> Face {
    let host = FakeHost::new();
    host.put("x", bytes);
    faces(&host, &["x"], Request::default()).remove(0).face.unwrap()
}

#[test]
fn lines_of_kinds_are_told_with_their_values_and_places() {
    let found = face(&b"H001Th\x82r\x8Ase\r\nD0012\r\nD\t012\r\nT1\r\n\x1A"[..]);
    assert_eq!(found.framing, Framing::Lines);
    assert_eq!((found.lines.ends.cr_lf, found.records, found.extent.is_whole), (4, 4, true));
    assert_eq!(found.verdict.name(), Some("cp850"));
    let ranked: Vec<_> = found.values[0].ranked().iter().map(|(value, count, _)| (value.to_vec(), *count)).collect();
    assert_eq!(ranked[0], (b"D".to_vec(), 2));
    let place = |byte: u8| found.places.iter().find(|place| place.byte == byte).unwrap();
    let tab = place(b'\t');
    assert_eq!((tab.at.and_then(|at| at.record), tab.position, tab.offset), (Some(3), 2, 21));
    let letter = place(0x8A);
    assert_eq!((letter.position, &letter.around[..], letter.within), (9, &b"H001Th\x82r\x8Ase"[..], 8));
    assert_eq!(found.padding.map(|padding| padding.byte), Some(0x1A));
}

#[test]
fn files_without_line_ends_are_of_one_length_or_of_unknown_records() {
    let mixed = |at: u32| {
        let once = (u64::from(at) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (twice ^ twice >> 27) >> 20 & 0xFFFF_FFFF
    };
    let name = |at: u32| ["ROY", "TREMBLAY", "COTE LTEE"][(mixed(at) % 3) as usize];
    let one = |at: u32| format!("{:04}{:<12}{:06}", at * 31, name(at), mixed(at) % 100_000);
    let fixed = face((0..60).map(one).collect::<String>());
    assert_eq!((fixed.framing, fixed.records), (Framing::Fixed(22), 60));
    assert_eq!(fixed.fixed[0].left_over, Some(0));
    for (bytes, framing) in [(&b""[..], Framing::Empty), (b"x", Framing::Lines), (b"\0", Framing::Unknown)] {
        assert_eq!(face(bytes).framing, framing, "{bytes:?}");
    }
    let words: Vec<u8> = (1..20_u8).flat_map(|at| [vec![0, at + 4, 0, 0], vec![0xC1; at.into()]].concat()).collect();
    let chain = face(words);
    assert!(matches!(chain.framing, Framing::Chain(_)));
    assert_eq!(chain.records, 19);
    let ebcdic = [&[0xC1_u8, 0xF0, 0xF1, 0x40, 0x40][..], &[0x15]].concat().repeat(20);
    let lines = face(ebcdic);
    assert_eq!((lines.framing, lines.lens, lines.records), (Framing::Lines, Lens::EbcdicLines, 20));
}

#[test]
fn utf_16_is_looked_at_one_character_at_a_time() {
    let text: Vec<u8> = "\u{feff}a;\u{e9}\r\nb;’\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let found = face(text);
    assert_eq!((found.framing, found.records, found.lines.ends.cr_lf), (Framing::Lines, 2, 2));
    assert_eq!(found.first[1].bytes, b"b;\x1A");
}

const LINE: &[u8; 64] = b"D0000000000000000000000000000000000000000000000000000000000000\r\n";

#[test]
fn a_large_file_is_sampled_and_all_of_it_is_read_on_demand() {
    let host = FakeHost::new();
    let length = 3 << 20;
    // One odd byte stands between two samples.
    let odd = length / 2 + 5_000;
    host.put_made("big", length, move |offset, buffer| {
        for (at, byte) in (offset..).zip(buffer.iter_mut()) {
            *byte = if at == odd { 7 } else { LINE[usize::try_from(at % 64).unwrap_or(0)] };
        }
    });
    let bounds = Bounds { whole: 1 << 20, windows: 8, window: 4 << 10 };
    let request = Request { bounds, ..Request::default() };
    let sampled = faces(&host, &["big"], request.clone()).remove(0).face.unwrap();
    assert_eq!((sampled.extent.is_whole, sampled.extent.samples), (false, 8));
    assert!(sampled.extent.bytes <= 32 << 10 && sampled.bytes.counts[7] == 0);
    assert_eq!((sampled.framing, sampled.records_in_all()), (Framing::Lines, Some(length / 64)));
    assert!(sampled.last[2].at.record.is_none() && sampled.last[2].at.offset == length - 64);
    let all = Request { all: true, paths: vec!["big".into()], ..request };
    let found = look(&host, &all, &|_| ()).unwrap().remove(0).face.unwrap();
    assert!(found.extent.is_whole && found.records == length / 64 && found.bytes.counts[7] == 1);
    let bell = found.places.iter().find(|place| place.byte == 7).unwrap();
    assert_eq!((bell.at.and_then(|at| at.record), bell.position), (Some(odd / 64 + 1), odd % 64 + 1));
    host.interrupt();
    assert_eq!(look(&host, &all, &|_| ()).err().map(|stop| stop.code), Some(Code::Interrupted));
}

#[test]
fn the_same_file_twice_and_files_of_another_shape_are_found() {
    let host = FakeHost::new();
    let lines = |end: &str| format!("H12345{end}D12345{end}D99999{end}");
    host.put("a", lines("\n"));
    host.put("b", lines("\n"));
    host.put("b.zst", zstd::encode_all(lines("\n").as_bytes(), 1).unwrap());
    host.put("c", "H12345\nD12\u{e9}45\n");
    host.put("d.csv", "a;b\nc;d\ne;f\n");
    host.put("empty", "");
    host.put("empty too", "");
    let paths = ["a", "none", "b", "b.zst", "c", "d.csv", "empty", "empty too"];
    let found = faces(&host, &paths, Request::default());
    assert_eq!(found[1].face.as_ref().err().map(|stop| stop.code), Some(Code::NoSuchPath));
    assert_eq!(same(&found), [vec![0, 2, 3]]);
    assert_eq!(shapes(&found), [vec![0, 2, 3], vec![4], vec![5]]);
}

#[test]
fn files_whose_kinds_have_other_lengths_are_of_another_shape() {
    let host = FakeHost::new();
    let kinds = |head: usize, line: usize, of: usize| {
        let one = |at: usize| {
            let (code, width) = if at.is_multiple_of(3) { ('H', head) } else { ('D', line) };
            format!("{code}{:0width$}\n", at * 7)
        };
        (0..of).map(one).collect::<Vec<_>>().concat()
    };
    host.put("a", kinds(23, 40, 24));
    host.put("b", kinds(23, 40, 60));
    host.put("c", kinds(30, 52, 24));
    host.put("d", (0..24).map(|at| "X".repeat(at) + "\n").collect::<String>());
    let found = faces(&host, &["a", "b", "c", "d"], Request::default());
    assert_eq!(shapes(&found)[0][..2], [0, 1]);
    assert!(shapes(&found).iter().all(|group| !(group.contains(&0) && group.contains(&2))), "{:?}", shapes(&found));
}

#[test]
fn files_with_other_headers_are_of_another_shape() {
    let host = FakeHost::new();
    host.put("a.csv", "id;nom;solde\n1;A;2\n2;B;3\n");
    host.put("b.csv", "\u{feff}id;nom;solde\n3;C;2\n4;D;3\n");
    host.put("c.csv", "id;nom;montant\n1;A;2\n2;B;3\n");
    host.put("d.csv", "nom;id;solde\nA;1;2\nB;2;3\n");
    host.put("e.csv", "5;E;2\n6;F;3\n7;G;3\n");
    let found = faces(&host, &["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"], Request::default());
    let groups = shapes(&found);
    assert_eq!(groups, [vec![0, 1, 4], vec![2], vec![3]]);
    host.put("h.csv", "fund;dept\n1;2\n3;4\n");
    let others = faces(&host, &["a.csv", "h.csv"], Request::default());
    assert_eq!(headers(&others, &shapes(&others)), [], "two exports");
    host.put("f.csv", "Smith;Guelph\nLee;Hull\nRoy;Hull\n");
    host.put("g.csv", "Jones;Barrie\nLee;Hull\nRoy;Hull\n");
    assert_eq!(
        shapes(&faces(&host, &["f.csv", "g.csv"], Request::default())),
        [vec![0, 1]],
        "rows of texts are no headers"
    );
    let text = |all: &[Vec<u8>]| String::from_utf8_lossy(&all.concat()).into_owned();
    let told: Vec<_> = headers(&found, &groups)
        .iter()
        .map(|one| (one.file, one.other, text(&one.missing), text(&one.extra)))
        .collect();
    assert_eq!(told, [(2, 0, "solde".into(), "montant".into()), (3, 0, String::new(), String::new())]);
}

#[test]
fn marks_and_what_fills_up_a_file_are_in_no_record() {
    let text = "00001Roy\r\n00002Lee\r\n".repeat(50);
    for bytes in [
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        [text.as_bytes(), b"\x1A", &[0; 100]].concat(),
    ] {
        let found = face(bytes);
        let lengths: Vec<_> = found.lines.lengths.iter().map(|(length, seen)| (*length, seen.count)).collect();
        assert_eq!((found.records, lengths, found.values[0].seen.len()), (100, vec![(8, 100)], 1));
    }
    let padded = face([text.as_bytes(), b"\x1A", &[0; 100]].concat());
    assert_eq!(padded.padding.map(|padding| (padding.byte, padding.other, padding.count)), Some((0, Some(0x1A), 101)));
}

#[test]
fn the_first_record_of_one_length_begins_behind_the_header() {
    let names = ["TREMBLAY", "ROY", "GAGNON-LEBLANC", "COTE"];
    let mixed = |at: u32| {
        let once = (u64::from(at) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (twice ^ twice >> 27) >> 20 & 0xFFFF_FFFF
    };
    let name = |at: u32| names[(mixed(at) % 4) as usize];
    let of = |at: u32| format!("{:05}{:<15}{:>10}", at * 7919 % 99_991, name(at), mixed(at) % 9_973);
    let found = face("GL EXPORT.".to_owned() + &(0..200).map(of).collect::<String>());
    let rest = Rest { header: 10, ..Rest::default() };
    assert_eq!((found.framing, found.rest, found.records), (Framing::Fixed(30), Some(rest), 200));
    assert_eq!((found.first[0].at.offset, found.first[0].bytes.starts_with(b"00000")), (10, true));
}

#[test]
fn text_and_ebcdic_are_not_of_one_shape() {
    let host = FakeHost::new();
    host.put("a", "A0001\nB0002\nC0003\nD0004\n".repeat(20));
    host.put("e", b"\xC1\xF0\xF1\x40\x40\x15".repeat(20));
    assert_eq!(shapes(&faces(&host, &["a", "e"], Request::default())).len(), 2);
}

#[test]
fn what_has_no_records_is_of_no_shape_of_records() {
    let host = FakeHost::new();
    let lines: String = (0..40).map(|at| format!("D{at:07}{:>12}\n", at * 7)).collect::<Vec<_>>().concat();
    host.put("ledger", lines);
    let book: String = (0..40).map(|at| format!("       05 F{at:<4} PIC X.\n")).collect::<Vec<_>>().concat();
    host.put("book", book);
    host.put("book too", "       01 A.\n          05 B PIC X(4).\n");
    host.put("mapping", "tumpline: 1\nsource:\n  files: x\n  format: fixed\n");
    let found = faces(&host, &["ledger", "book", "mapping", "book too"], Request::default());
    assert_eq!(shapes(&found), [vec![1, 3], vec![0], vec![2]]);
}

#[test]
fn behind_a_wrong_block_records_in_segments_are_counted_as_they_are_told() {
    let word = |code: u8, body: &[u8]| [&[0, u8::try_from(body.len() + 4).unwrap(), code, 0], body].concat();
    let bodies: Vec<Vec<u8>> = (0..60_u8).map(|at| vec![b'A' + at % 26; usize::from(at % 9) + 6]).collect();
    // A block ends with the beginning of a record, of which the next one has the rest.
    let (mut blocks, mut open) = (Vec::new(), Vec::new());
    for (at, body) in bodies.iter().enumerate() {
        if at % 5 == 4 {
            open.extend(word(1, &body[..3]));
            blocks.push(word(0, &open));
            open = word(2, &body[3..]);
        } else {
            open.extend(word(0, body));
        }
    }
    blocks.push(word(0, &open));
    let whole = face(blocks.concat());
    assert_eq!(whole.records, 60);
    for by in [3, 13, 90] {
        let mut damaged = blocks.clone();
        damaged[4][1] += by;
        let found = face(damaged.concat());
        let Framing::Chain(chain) = found.framing else { panic!("{:?}", found.framing) };
        assert!(chain.is_spanned() && found.records >= 53 && found.records + 2 >= chain.records(), "{by} {chain:?}");
    }
}

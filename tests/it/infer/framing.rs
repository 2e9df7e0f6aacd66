//! Records are cut by a draft as a run cuts them: every record of these files is loaded by the mapping that was drafted.

use tempfile::TempDir;
use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::records::{self as cut, Looked, Records};
use tumpline::inspect::infer::{Inferred, Request, infer};
use tumpline::inspect::look::judge;
use tumpline::inspect::sample::{self, Bounds};

use super::tried_draft;

const NAMES: [&str; 4] = ["Tremblay", "Roy", "Gagnon-Leblanc", "Cote"];

/// Records of 30 characters: a number, a name, an amount.
fn records(count: u32) -> Vec<String> {
    let mixed = |at: u32| {
        let once = (u64::from(at) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (twice ^ twice >> 27) >> 20 & 0xFFFF_FFFF
    };
    let name = |at: u32| NAMES[(mixed(at) % 4) as usize];
    let of = |at: u32| format!("{:05}{:<15}{:>10}", at * 7919 % 99_991, name(at), mixed(at) % 9_973);
    (0..count).map(of).collect()
}

/// The folder with the file, and what was drafted of it.
fn inferred(bytes: &[u8], encoding: Option<&str>) -> (TempDir, Inferred) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.dat");
    std::fs::write(&path, bytes).unwrap();
    let request = Request { paths: vec![path], encoding: encoding.map(str::to_owned), ..Request::default() };
    let inferred = infer(&RealHost, &request).unwrap();
    (folder, inferred)
}

/// Bytes in EBCDIC, page 037: letters, digits and blanks.
fn ebcdic(text: &str) -> Vec<u8> {
    let byte = |one: u8| match one {
        b'0'..=b'9' => 0xF0 + (one - b'0'),
        b'a'..=b'i' => 0x81 + (one - b'a'),
        b'j'..=b'r' => 0x91 + (one - b'j'),
        b's'..=b'z' => 0xA2 + (one - b's'),
        b'A'..=b'I' => 0xC1 + (one - b'A'),
        b'J'..=b'R' => 0xD1 + (one - b'J'),
        b'S'..=b'Z' => 0xE2 + (one - b'S'),
        b'-' => 0x60,
        b'\n' => 0x15,
        _ => 0x40,
    };
    text.bytes().map(byte).collect()
}

/// Each with a word of its length before it.
fn with_words(records: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let word = |body: Vec<u8>| {
        let length = u16::try_from(body.len() + 4).unwrap();
        [&length.to_be_bytes()[..], &[0, 0], &body].concat()
    };
    records.flat_map(word).collect()
}

#[test]
fn every_record_is_loaded_however_records_end() {
    let all = records(200);
    let plain = all.join("\n") + "\n";
    let ends = ["\r\n", "\r", "\n"];
    let mixed: String = all.iter().enumerate().map(|(at, line)| line.clone() + ends[at % 3]).collect();
    let paged: String = all
        .iter()
        .enumerate()
        .map(|(at, line)| if at % 50 == 0 { format!("\u{c}{line}\n") } else { format!("{line}\n") })
        .collect();
    let short = |line: &String| line.trim_end_matches(char::is_numeric).trim_end().to_owned();
    let words =
        |line: &String| if line.as_bytes()[0] == b'5' { short(line).into_bytes() } else { line.clone().into_bytes() };
    let joined = all.concat();
    for (what, bytes, encoding, want) in [
        ("mixed ends", mixed.into_bytes(), None, "end: newline"),
        ("page breaks", paged.into_bytes(), None, "max_length: 30"),
        ("a header of the file", [b"GL EXPORT.", joined.as_bytes()].concat(), None, "file_header: 10"),
        ("a trailer of the file", [joined.as_bytes(), b"END-OF-GL."].concat(), None, "file_trailer: 10"),
        ("NEL", ebcdic(&plain), Some("cp037"), "end: newline"),
        ("NEL that nobody told", ebcdic(&plain), None, "encoding: cp037"),
        ("RDW", with_words(all.iter().map(words)), None, "end: {rdw: big}"),
        ("RDW in EBCDIC", with_words(all.iter().map(|line| ebcdic(line))), Some("cp037"), "end: {rdw: big}"),
    ] {
        let (_folder, Inferred { draft, .. }) = inferred(&bytes, encoding);
        let text = yaml(Language::En, &draft);
        assert!(text.contains(want), "{what}: {text}");
        assert_eq!(tried_draft(&draft, Language::Fr), (0, 200), "{what}: {text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80 || !line.trim_start().starts_with('#')), "{text}");
    }
}

#[test]
fn what_is_odd_of_record_ends_is_told() {
    let joined = records(200).concat();
    let told = |bytes: &[u8]| -> Vec<&'static str> {
        inferred(bytes, None).1.doubts.iter().map(|doubt| doubt.code.id()).collect()
    };
    let mixed = records(40).join("\n") + "\n" + &records(40).join("\r") + "\r";
    assert_eq!(told(mixed.as_bytes()), ["TL0982"]);
    assert_eq!(told(&joined.as_bytes()[..joined.len() - 20]), ["TL0136"], "the last record is cut");
    assert_eq!(told(joined.as_bytes()), [""; 0]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.dat");
    std::fs::write(&path, ebcdic(&joined)).unwrap();
    let stops = infer(&RealHost, &Request { paths: vec![path], ..Request::default() }).unwrap_err();
    assert_eq!((stops[0].code.id(), stops[0].args[1].plain().starts_with("cp")), ("TL0948", true));
}

#[test]
fn tabs_are_filled_up_to_the_stops_that_make_lines_even() {
    let blanks = |line: &String, every: usize| {
        // The blanks before a stop, as a tab.
        let stop = line[5..20].find("  ").map_or(0, |at| (5 + at).next_multiple_of(every));
        let from = line[..stop].trim_end().len();
        if stop > from && stop <= 20 { format!("{}\t{}", &line[..from], &line[stop..]) } else { line.clone() }
    };
    for every in [8, 4] {
        let all = records(200);
        let lines: Vec<String> = all
            .iter()
            .enumerate()
            .map(|(at, line)| if at % 3 == 0 { blanks(line, every) } else { line.clone() })
            .collect();
        assert!(lines.iter().any(|line| line.contains('\t')));
        let (_folder, Inferred { draft, .. }) = inferred((lines.join("\n") + "\n").as_bytes(), None);
        let text = yaml(Language::En, &draft);
        assert!(text.contains(&format!("tabs: {every}")), "{text}");
        assert_eq!(tried_draft(&draft, Language::En), (0, 200), "{text}");
    }
}

#[test]
fn tabs_that_show_no_stops_are_told_and_refused() {
    let odd = |at: usize, tab: &str| {
        let mut all = records(60);
        all[at].replace_range(20..21, tab);
        all
    };
    for (lines, said) in [
        (odd(7, "\t"), "1 record has a tab where one character should be, since it is as long as the others"),
        (odd(7, "\t\t\t\t\tX"), "1 record has tabs, and no stops make them as long as the others"),
    ] {
        let (_folder, Inferred { draft, .. }) = inferred((lines.join("\n") + "\n").as_bytes(), None);
        let text = yaml(Language::En, &draft);
        assert!(super::flat(&text).contains(said) && !text.contains("\n    tabs: "), "{text}");
        assert_eq!(draft.kinds.len(), 1, "{text}");
        assert_eq!(tried_draft(&draft, Language::En), (1, 60), "{text}");
    }
}

#[test]
fn records_with_their_lengths_are_read_behind_gaps_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.rdw");
    let record = |at: u16| {
        let body = format!("<{at:05}{}>", "x".repeat(usize::from(at % 37)));
        let length = u16::try_from(body.len() + 4).unwrap().to_be_bytes();
        [&length[..], &[0, 0], body.as_bytes()].concat()
    };
    std::fs::write(&path, (0..4_000).flat_map(record).collect::<Vec<u8>>()).unwrap();
    let bounds = Bounds { whole: 4_096, windows: 6, window: 4_096 };
    let sample = sample::open(&RealHost, &path).unwrap().sample(bounds).unwrap();
    let judged = judge(&sample);
    let looked = [Looked { path, sample, judged }];
    let reading = cut::reading(&looked, None).unwrap();
    let records = Records::of(&looked, &reading);
    let text = |record: &&[u8]| String::from_utf8(record.to_vec()).unwrap();
    let all: Vec<String> = records.raw.iter().map(text).collect();
    assert!(all.iter().all(|record| record.starts_with('<') && record.ends_with('>')), "{all:?}");
    let tenths: std::collections::BTreeSet<&str> = all.iter().map(|record| &record[2..3]).collect();
    assert!(tenths.len() >= 4 && all.iter().any(|record| record.starts_with("<03999")), "{tenths:?}");
    // A window ends at a line end where it has one, and a length of 13 looks like one.
    assert!(!records.is_whole && records.read == looked[0].sample.bytes(), "{}", records.read);
}

#[test]
fn lines_of_one_length_that_commas_cut_are_told_both_ways() {
    let told = |line: &dyn Fn(u64) -> String, lines: u64| -> (bool, bool) {
        let text: String = (0..lines).map(|at| line(at) + "\n").collect();
        let Inferred { draft, doubts } = inferred(text.as_bytes(), None).1;
        let is_fixed = !matches!(draft.source.form, tumpline::inspect::infer::draft::Form::Delimited(_));
        (is_fixed, doubts.iter().any(|doubt| doubt.code.id() == "TL0998"))
    };
    let comma =
        |at: u64, width: usize| format!("{:>width$},{:02}", (at * at * 7_919 % 99_991) >> (at % 12), at * 7 % 100);
    for lines in [3, 60] {
        assert_eq!(told(&|at| comma(at, 8), lines), (true, false), "{lines}");
        assert_eq!(
            told(&|at| format!("{at:04}{}{}{}", comma(at, 9), comma(at + 7, 9), comma(at + 4, 9)), lines),
            (true, false)
        );
        let salt = |at: u64| format!("{:9}{}{}", ["SALT", "GRAVEL"][at as usize % 2], comma(at, 9), comma(at + 7, 9));
        assert_eq!(told(&salt, lines), (true, false), "{lines}");
    }
    assert_eq!(told(&|at| format!("{:05},{:02}", at * 31, 10 + at % 80), 60), (true, true));
    assert_eq!(told(&|at| format!("{:05},{:04},{}", at * 31, 1_000 + at, at % 7), 60), (true, true));
    assert_eq!(told(&|at| format!("{:>7},{:02}", at * 31 + 1_000_000, at % 100), 60), (true, true));
    assert_eq!(
        told(&|at| format!("{},{},{},{}", 1 + at % 9, 10 + at % 80, 10 + at % 70, 10 + at % 60), 60),
        (false, false)
    );
}

#[test]
fn lines_of_ebcdic_are_recognised_and_their_letters_tell_the_page() {
    use tumpline::extractors::encoding::Encoding;
    type Line<'l> = &'l dyn Fn(&[&str; 4], usize) -> String;
    let names = ["HÉLÈNE TREMBLAY", "JÉRÔME CÔTÉ", "FRANÇOISE LÉVÊQUE", "déjà payé à l'école"];
    let plain = ["HELEN SMITH", "JEROME COX", "NORA SINGH", "already paid"];
    let signs = ["WHAT A TOWN!", "[NONE] OF IT", "PAID #12 @ $5", "A | B"];
    let fixed = |texts: &[&str; 4], at: usize| format!("{:05}{:20}{:>9}", at * 31, texts[at % 4], at * at * 7 % 9_973);
    let cells = |texts: &[&str; 4], at: usize| format!("K{at};{};{}", texts[at % 4], at * at * 7 % 9_973);
    let lines: [(Line<'_>, &str); 2] = [(&fixed, "format: fixed"), (&cells, "format: delimited")];
    for ((line, form), end) in lines.iter().flat_map(|line| ["\u{85}", "\n"].map(|end| (*line, end))) {
        for (page, texts, said) in [
            ("cp037", &plain, "No byte was seen in a text that its pages read in different ways"),
            ("cp297", &names, "make sense in cp297"),
            ("cp037", &names, "make sense in cp037"),
            ("cp037", &signs, "comes next"),
        ] {
            let text: String = (0..120).map(|at| line(texts, at) + end).collect();
            let bytes = Encoding::of(page).unwrap().encode(&text).unwrap();
            let (_folder, Inferred { draft, .. }) = inferred(&bytes, None);
            let drafted = yaml(Language::En, &draft);
            let words = drafted.split_whitespace().filter(|word| *word != "#").collect::<Vec<_>>().join(" ");
            let what = format!("{page} {end:?}: {drafted}");
            assert!(drafted.contains(&format!("encoding: {page}")) && drafted.contains(form), "{what}");
            assert!(words.contains(said), "{what}");
            assert_eq!(tried_draft(&draft, Language::Fr), (0, 120), "{what}");
        }
    }
}

#[test]
fn rows_of_several_kinds_are_cells_however_even_their_lengths_are() {
    for (seed, mark) in (0..6).flat_map(|seed| [",", ";", "|"].map(|mark| (seed, mark))) {
        let cents = |at: u64| (at + seed + 3) * 7_919 % 89_991 + 10_000;
        let money = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
        let vendor = |at: u64| ["Bell", "Roy", "Hydro"][(at * at + seed) as usize % 3];
        let mut lines = Vec::new();
        for batch in 0..5_u64 {
            lines.push(["H", &(batch + 101).to_string(), "2024-01-15"].join(mark));
            let details = batch * 9..batch * 9 + 3 + (batch + seed) % 4;
            lines.extend(
                details.clone().map(|at| {
                    ["D", vendor(at), &format!("INV{:04}", at * 37 % 9_973), &money(cents(at)), "x"].join(mark)
                }),
            );
            let sum: u64 = details.clone().map(cents).sum();
            lines.push(["S", &details.count().to_string(), &money(sum)].join(mark));
        }
        let (_folder, Inferred { draft, .. }) = inferred((lines.join("\n") + "\n").as_bytes(), None);
        let text = yaml(Language::En, &draft);
        assert!(text.contains("format: delimited") && draft.kinds.len() == 3, "{text}");
        assert!(text.contains("sum: kind_d.column_4"), "{text}");
        assert_eq!(tried_draft(&draft, Language::En), (0, lines.len() as u64), "{text}");
    }
}

#[test]
fn cells_of_ebcdic_are_read_as_those_of_ascii() {
    use tumpline::extractors::encoding::Encoding;
    let mut lines = vec!["vendor,invoice,amount".to_owned()];
    for (vendor, name) in ["Hydro", "Élan", "Roy"].into_iter().enumerate() {
        let cents = |at: usize| (at * 7_919 + vendor * 31) % 89_991 + 10_000;
        let money = |cents: usize| format!("{}.{:02}", cents / 100, cents % 100);
        lines.extend((0..4 + vendor).map(|at| format!("{name},INV{vendor}{at:03},{}", money(cents(at)))));
        lines.push(format!("Total {name},,{}", money((0..4 + vendor).map(cents).sum())));
    }
    let cut: Vec<String> = (0..60).map(|at| format!("Hydro{at},{},{:02},paid", at * 37 % 900, at * 7 % 100)).collect();
    let short: Vec<String> = (0..60).map(|at| format!("K{},{},{:02},x", at % 10, at * 37 % 90, at * 7 % 100)).collect();
    for (lines, want) in [(lines, "the file's own count or total"), (cut, "cut: 2 + 3"), (short, "cut: 2 + 3")] {
        let text = lines.join("\n") + "\n";
        let drafted = |bytes: &[u8]| {
            let (_folder, Inferred { draft, doubts }) = inferred(bytes, None);
            let said =
                yaml(Language::En, &draft).split_whitespace().filter(|word| *word != "#").collect::<Vec<_>>().join(" ");
            assert!(said.contains(want), "{said}");
            assert_eq!(tried_draft(&draft, Language::En).0, 0, "{said}");
            let codes: Vec<&str> = doubts.iter().map(|doubt| doubt.code.id()).collect();
            (draft.kinds, codes)
        };
        let page = Encoding::of("cp037").unwrap();
        for end in ["\n", "\u{85}"] {
            assert_eq!(drafted(&page.encode(&text.replace('\n', end)).unwrap()), drafted(text.as_bytes()));
        }
    }
}

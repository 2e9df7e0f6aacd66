//! What a draft says of files as a whole: names that are patterns, the same bytes twice, NULs, delimiters that are not
//! there, files of nothing, records of any length.

use std::path::{Path, PathBuf};
use std::process::Command;

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::{Inferred, Request, infer};
use tumpline::run::{self, Request as RunRequest, Stop};

/// Files with these bytes, and what is drafted of them.
struct Folder {
    folder: tempfile::TempDir,
    paths: Vec<PathBuf>,
}

impl Folder {
    fn of(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |(name, bytes): &(&str, &[u8])| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let paths = files.iter().map(write).collect();
        Self { folder, paths }
    }

    fn infer(&self, delimiter: Option<&str>) -> Result<Inferred, Vec<Stop>> {
        let delimiter = delimiter.map(str::to_owned);
        infer(&RealHost, &Request { paths: self.paths.clone(), delimiter, ..Request::default() })
    }

    /// Refused records and all records of a trial run of the draft.
    fn tried(&self, inferred: &Inferred) -> (u64, u64) {
        let mapping = self.folder.path().join("drafted.yaml");
        std::fs::write(&mapping, yaml(Language::En, &inferred.draft)).unwrap();
        let out = self.folder.path().join("out");
        let request = RunRequest { paths: vec![mapping], out, trial: true, ..RunRequest::default() };
        let source = &run::run(&RealHost, &request, &|_| ()).unwrap().sources[0];
        (source.rejected, source.records)
    }
}

/// Codes with their arguments, of which paths are shown by their last part.
fn told(stops: &[Stop]) -> Vec<String> {
    let arg = |arg: &tumpline::finding::Arg| {
        let text = arg.plain();
        Path::new(&text).file_name().map_or(text.clone(), |name| name.to_string_lossy().into_owned())
    };
    let one = |stop: &Stop| {
        let args: Vec<String> = stop.args.iter().map(arg).collect();
        format!("{} {}", stop.code.id(), args.join(" "))
    };
    stops.iter().map(one).collect()
}

fn lines(records: usize) -> String {
    (0..records).map(|at| format!("{at:05}SMITH     {:08}\n", at * 37)).collect::<Vec<_>>().concat()
}

#[test]
fn a_name_with_characters_of_patterns_is_that_file() {
    let text = lines(20);
    for name in ["GL[2024].TXT", "GL*.TXT", "what?.txt", "[!a].txt", "a]b.txt"] {
        // Another file that the name would take as a pattern.
        let folder = Folder::of(&[(name, text.as_bytes())]);
        for other in ["GL2.TXT", "GLX.TXT", "whats.txt", "b.txt"] {
            std::fs::write(folder.folder.path().join(other), "x\n").unwrap();
        }
        let found = folder.infer(None).unwrap();
        assert_eq!(folder.tried(&found), (0, 20), "{name}");
    }
}

#[test]
fn the_same_bytes_count_once() {
    let text = lines(20);
    let folder = Folder::of(&[("a.txt", text.as_bytes()), ("b.txt", text.as_bytes())]);
    let found = folder.infer(None).unwrap();
    assert_eq!(told(&found.doubts), ["TL0976 b.txt a.txt "]);
    assert_eq!((found.draft.seen.records, found.draft.source.files.len()), (20, 1));
    assert_eq!(folder.tried(&found), (0, 20));
    let twice = Request { paths: vec![folder.paths[0].clone(); 2], ..Request::default() };
    assert_eq!(told(&infer(&RealHost, &twice).unwrap().doubts), ["TL0976 a.txt  2"]);
}

#[test]
fn nuls_within_text_are_told_with_their_place() {
    let text = lines(20).replace("00007SMITH", "00007SM\0TH");
    let folder = Folder::of(&[("a.txt", format!("{text}\0\0").as_bytes())]);
    let found = folder.infer(None).unwrap();
    assert_eq!(told(&found.doubts), ["TL0975 1 a.txt 8 175"]);
    let drafted = yaml(Language::En, &found.draft);
    assert!(drafted.contains("1 NUL character"), "{drafted}");
    folder.tried(&found);
    let mapping = folder.folder.path().join("drafted.yaml");
    let checked = Command::new(env!("CARGO_BIN_EXE_tumpline")).arg("check").arg(mapping).env("LANG", "C").output();
    let said = String::from_utf8(checked.unwrap().stderr).unwrap();
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("a.txt`, the first in line 8, at byte 175"), "{said}");
}

#[test]
fn a_delimiter_that_is_nowhere_is_told() {
    let folder = Folder::of(&[("a.csv", b"a;b\n1;2\n")]);
    assert_eq!(told(&folder.infer(Some("|")).unwrap().doubts), ["TL0977 | a.csv"]);
    assert!(folder.infer(Some(";")).unwrap().doubts.is_empty());
}

#[test]
fn files_of_nothing_say_of_what() {
    for (bytes, what) in [
        (&b""[..], "empty"),
        (b"\xEF\xBB\xBF", "mark"),
        (b"\xFF\xFE", "mark"),
        (b"\n\n\r\n", "blank"),
        (b"   \n  \n", "blank"),
        (b"\xEF\xBB\xBF\n", "blank"),
    ] {
        let folder = Folder::of(&[("a.csv", bytes)]);
        assert_eq!(told(&folder.infer(None).unwrap_err()), [format!("TL0951 a.csv {what}")], "{bytes:?}");
        let text = lines(20);
        let beside = Folder::of(&[("a.txt", bytes), ("b.txt", text.as_bytes())]);
        let found = beside.infer(None).unwrap();
        assert_eq!(told(&found.doubts), [format!("TL0978 a.txt {what}")], "{bytes:?}");
        assert_eq!(beside.tried(&found), (0, 20));
    }
}

#[test]
fn a_mark_before_records_of_fixed_width_is_none_of_their_characters() {
    let folder = Folder::of(&[("a.txt", format!("\u{feff}{}", lines(20).replace("SMITH", "SÉGUI")).as_bytes())]);
    let found = folder.infer(None).unwrap();
    assert_eq!(folder.tried(&found), (0, 20), "{}", yaml(Language::En, &found.draft));
    let names: Vec<&str> = found.draft.kinds[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names.first(), Some(&"f1_5"), "{names:?}");
}

#[test]
fn records_of_any_length_are_drafted_or_refused_with_the_reason() {
    let cell = "word and\nmore ".repeat(150_000);
    let folder = Folder::of(&[("a.csv", format!("id,text\n1,\"{cell}\"\n2,x\n3,y\n").as_bytes())]);
    let found = folder.infer(None).unwrap();
    assert_eq!(found.draft.source.max_length, Some(3 << 20));
    assert!(yaml(Language::En, &found.draft).contains("max_length: 3145728"));
    assert_eq!(folder.tried(&found), (0, 4), "the header counts as a record");
    let long = format!("{}12345678{}\n", lines(40), "AB 12 ".repeat(350_000));
    let folder = Folder::of(&[("a.txt", long.as_bytes())]);
    let found = folder.infer(None).unwrap();
    assert_eq!(folder.tried(&found), (0, 41));
    let fields = found.draft.kinds.iter().map(|kind| kind.fields.len()).sum::<usize>();
    assert!(fields < 20, "one long record shows no borders: {fields}");
    let cells = (0..40_000_u64).map(|at| (at * at % 99_991).to_string()).collect::<Vec<_>>().join(";") + "\n";
    assert_eq!(
        told(&Folder::of(&[("a.csv", cells.as_bytes())]).infer(None).unwrap_err()),
        ["TL0980 a.csv 40000 10000"]
    );
    let wide = format!("{}\n", "alpha beta 12 x ".repeat(300_000));
    let folder = Folder::of(&[("a.txt", wide.as_bytes())]);
    assert_eq!(told(&folder.infer(None).unwrap_err()), ["TL0979 a.txt 4800000 32760"]);
}

#[test]
fn lines_of_utf_16_are_read_by_their_characters() {
    let names = ["TREMBLAY É", "SINGH", "CÔTÉ ET FILS"];
    let line = |at: usize| format!("{at:05}{:20}{:08}\r\n", names[at % 3], at * at * 7_919 % 999_983);
    let text: String = (0..80).map(line).collect();
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for (bytes, encoding) in [
        (little(&format!("\u{feff}{text}")), "utf-16le"),
        (little(&text), "utf-16le"),
        (big(&format!("\u{feff}{text}")), "utf-16be"),
    ] {
        let folder = Folder::of(&[("a.txt", &bytes)]);
        let found = folder.infer(None).unwrap();
        let drafted = yaml(Language::En, &found.draft);
        assert_eq!(folder.tried(&found), (0, 80), "{drafted}");
        assert!(drafted.contains(&format!("encoding: {encoding}")), "{drafted}");
        assert!(drafted.contains("All records have 66 bytes"), "{drafted}");
        let places: Vec<&str> =
            drafted.lines().filter_map(|line| line.split(", at: ").nth(1)?.split(',').next()).collect();
        let places: Vec<&str> = places.iter().map(|place| place.trim_end_matches('}')).collect();
        assert_eq!(places, ["1-5", "6-25", "26-33"], "{drafted}");
    }
}

#[test]
fn commas_in_columns_make_no_cells() {
    let names = ["SINGH, NORA", "O'CONNOR, MARGARET", "LEE, AN", "TREMBLAY, MARIE"];
    let amount = |at: usize| format!("{},{:03}.{:02}", 1 + at % 9, at * 7 % 1_000, at % 100);
    let line = |at: usize| {
        let [one, two] = [names[at * 7 / 3 % 4], names[at * 5 / 2 % 4]];
        format!("{at:05}{one:22}{two:22}{:>12}{:>12}\n", amount(at), amount(at + 5))
    };
    let text: String = (0..60).map(line).collect();
    let folder = Folder::of(&[("a.txt", text.as_bytes())]);
    let found = folder.infer(None).unwrap();
    assert!(found.draft.source.form.is_fixed(), "{}", yaml(Language::En, &found.draft));
    assert_eq!(folder.tried(&found), (0, 60));
    let cells = |at: usize| format!("{at:05},SMITH     ,{:>8},2024-01-{:02}\n", at * 31, at % 28 + 1);
    let text: String = (0..60).map(cells).collect();
    let folder = Folder::of(&[("a.txt", text.as_bytes())]);
    assert!(!folder.infer(None).unwrap().draft.source.form.is_fixed());
}

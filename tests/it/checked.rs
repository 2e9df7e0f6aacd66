//! What `check` does beyond telling mistakes: `--fix`, `--csv`, `--no-sources`, and what it never shows.

use std::path::Path;
use std::process::{Command, Output};

/// What the program says in a folder, what it prints, and its exit code.
fn tumpline(folder: &Path, words: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(words).current_dir(folder).env_remove("LC_ALL").env("LANG", "C");
    let Output { status, stdout, stderr } = command.output().unwrap();
    (String::from_utf8(stderr).unwrap(), String::from_utf8(stdout).unwrap(), status.code().unwrap())
}

fn town(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(town.path().join(name), bytes).unwrap();
    }
    town
}

const ROWS: &str = "tumpline: 1
source:
  files: rows.txt
  format: fixed
  encoding: cp850
  ignore: [{at: 14-15, because: card punch}]
  fields:
    - {name: no, at: 1-3}
    - {name: paid, at: 4-11, type: date, picture: YYYYMMDD}
    - {name: kind, at: 12, personal: true}
    - {name: spare, at: 13}
table: rows
columns:
  - {name: no, title: {en: \"=Number\", fr: Numéro}, required: true, pattern: '^\\d{3}$'}
  - {name: paid_on, from: paid, range: [2020-01-01, 2026-12-31]}
  - {name: kind, from: kind, one_of: [Q, Z]}
  - {name: year, sql: year(paid)}
rules:
  - {id: once, unique: [no]}
  - {id: late, row: paid_on > date '2020-01-01', on_fail: warn}
";

const DATA: &[u8] = b"00120260105Q 99\n00220260106Q 98\n00320260107Q 97\n00420260108Q 96\n";

#[test]
fn fix_does_what_is_certain_shows_it_and_leaves_the_rest() {
    let broken = ROWS
        .replace("format: fixed", "format:fixed")
        .replace("encoding", "encodng")
        .replace("from: paid", "from: payd");
    let town = town(&[("rows.yaml", broken.as_bytes()), ("rows.txt", DATA)]);
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml", "--fix"]);
    assert!(
        said.starts_with(
            "rows.yaml: 2 lines mended\n    4 -   format:fixed\n    4 +   format: fixed\n    5 -   encodng: cp850\n    5 +   encoding: cp850\n\n"
        ),
        "{said}"
    );
    assert!(
        code == 2 && said.contains("error[TL0006]") && said.contains("= write: - {name: paid_on, from: paid, range"),
        "{said}"
    );
    let mended = std::fs::read_to_string(town.path().join("rows.yaml")).unwrap();
    assert_eq!(mended, ROWS.replace("from: paid", "from: payd"), "a field's name is only proposed");
    assert_eq!(std::fs::read_dir(town.path()).unwrap().count(), 2, "no other file is left");
    let (said, printed, _) = tumpline(town.path(), &["check", "rows.yaml", "--fix", "--json", "--lang", "fr"]);
    assert!(said.starts_with("Rien n’a été corrigé"), "{said}");
    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let edit = &document["mappings"][0]["mistakes"][0]["edit"];
    assert!(edit["text"] == "paid" && edit["certain"] == false && document["fixed"].is_null(), "{edit}");
}

#[cfg(unix)]
#[test]
fn fix_leaves_a_link_a_link() {
    let town =
        town(&[("rows.yaml", b""), ("real.txt", ROWS.replace("encoding", "encodng").as_bytes()), ("rows.txt", DATA)]);
    std::fs::remove_file(town.path().join("rows.yaml")).unwrap();
    std::os::unix::fs::symlink("real.txt", town.path().join("rows.yaml")).unwrap();
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml", "--fix", "--no-sources"]);
    assert!(code == 0 && said.contains("1 line mended"), "{said}");
    assert!(std::fs::symlink_metadata(town.path().join("rows.yaml")).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(town.path().join("real.txt")).unwrap(), ROWS);
}

#[test]
fn the_field_map_has_a_line_for_each_column_and_for_what_becomes_none() {
    let town = town(&[("rows.yaml", ROWS.as_bytes()), ("rows.txt", DATA)]);
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml", "--csv", "map.csv"]);
    assert!(code == 0 && said.ends_with("Field map of 4 columns in map.csv; 1 field becomes no column\n"), "{said}");
    let read = || std::fs::read_to_string(town.path().join("map.csv")).unwrap();
    assert_eq!(
        read(),
        "\u{feff}table,column,title,type of the column,required,made from,source file,kind of record,field,position,type of the field,how it is read,checks,rules that name it,personal,what becomes of a mistake,about,remark\r\n\
         rows,no,\"'=Number\",text,yes,,rows.txt,record,no,1-3,text,,pattern: ^\\d{3}$,once,,the record is refused,,\r\n\
         rows,paid_on,,date,,,rows.txt,record,paid,4-11,date,picture: YYYYMMDD,\"range: [2020-01-01, 2026-12-31]\",late,,the record is refused,,\r\n\
         rows,kind,,text,,,rows.txt,record,kind,12,text,,\"one_of: […, …]\",,yes,the record is refused,,\r\n\
         rows,year,,whole number,,year(paid),rows.txt,record,paid,4-11,date,picture: YYYYMMDD,,,,the record is refused,,\r\n\
         ,,,,,,rows.txt,record,spare,13,text,,,,,,,no column takes it\r\n\
         ,,,,,,rows.txt,record,,14-15,,,,,,,,not read: card punch\r\n"
    );
    let before = std::fs::read(town.path().join("rows.yaml")).unwrap();
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml", "--csv", "rows.yaml"]);
    assert!(code == 2 && said.contains("TL0949") && said.contains("is no field map"), "{said}");
    assert_eq!(std::fs::read(town.path().join("rows.yaml")).unwrap(), before, "a mapping is not written over");
    let (_, printed, _) = tumpline(town.path(), &["check", "rows.yaml", "--csv", "map.csv", "--lang", "fr", "--json"]);
    let french = read();
    assert!(
        french.starts_with("\u{feff}table;colonne;titre;") && french.contains("rows;no;Numéro;texte;oui;"),
        "{french}"
    );
    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let fields = document["mappings"][0]["fields"].as_array().unwrap();
    assert_eq!((fields.len(), &fields[1]["reading"]), (6, &"picture: YYYYMMDD".into()));
}

#[test]
fn a_mapping_with_mistakes_has_no_field_map() {
    let town = town(&[("rows.yaml", ROWS.replace("from: paid", "from: payd").as_bytes()), ("rows.txt", DATA)]);
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml", "--csv", "map.csv"]);
    assert!(code == 2 && said.contains("No field map was written"), "{said}");
    assert!(!town.path().join("map.csv").exists());
}

#[test]
fn what_the_first_records_say_is_told_without_a_value_of_a_person() {
    let town = town(&[("rows.yaml", ROWS.as_bytes()), ("rows.txt", DATA)]);
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(code == 0 && said.contains("looked at  all 4 records of 1 file"), "{said}");
    assert!(said.contains("`spare` of `record` is blank in all 4 records read"), "{said}");
    let wrong = ROWS.replace("[Q, Z]", "[S, Z]");
    std::fs::write(town.path().join("rows.yaml"), &wrong).unwrap();
    let (said, printed, _) = tumpline(town.path(), &["check", "rows.yaml", "--json"]);
    assert!(said.contains("none of 4 values of `kind` meets its `one_of:`"), "{said}");
    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let looked = &document["mappings"][0]["looked"];
    assert_eq!((&looked["records"], &looked["whole"]), (&4.into(), &true.into()));
    assert!(looked["doubts"].as_array().unwrap().iter().all(|doubt| !doubt.to_string().contains("`Q")), "{looked}");
    let (said, _, _) = tumpline(town.path(), &["check", "rows.yaml", "--no-sources"]);
    assert!(!said.contains("one_of:` (") && !said.contains("looked at"), "{said}");
    std::fs::remove_file(town.path().join("rows.txt")).unwrap();
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml", "--no-sources"]);
    assert!(code == 0 && !said.contains("TL0908"), "{said}");
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(code != 0 && said.contains("TL0908"), "{said}");
}

#[test]
fn what_stands_at_a_place_that_is_personal_is_not_shown() {
    let mapping = "tumpline: 1
source:
  files: rows.txt
  format: fixed
  encoding: cp850
  records:
    kinds:
      - {name: a, when: {at: 1, is: A}, fields: [{name: x, at: 1-3}]}
      - {name: b, when: {at: 1, is: B}, fields: [{name: y, at: 1-3, personal: true}]}
tables:
  - {table: a, from: a}
  - {table: b, from: b}
";
    let rows: &[u8] = b"A01\nA02\nX99\nX98\n";
    let town = town(&[("rows.yaml", mapping.as_bytes()), ("rows.txt", rows)]);
    let (said, _, _) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(said.contains("is of kind `b`") && !said.contains("`X`"), "{said}");
    std::fs::write(town.path().join("rows.yaml"), mapping.replace(", personal: true", "")).unwrap();
    let (said, _, _) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(said.contains("`X` (2)"), "{said}");
}

#[test]
fn what_can_be_read_only_once_is_left_to_the_run() {
    let town = town(&[("rows.yaml", ROWS.replace("files: rows.txt", "files: '-'").as_bytes())]);
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(code == 0 && said.contains("looked at  no record"), "{said}");
}

#[test]
fn a_file_that_is_empty_or_no_text_makes_no_trouble() {
    let noise: Vec<u8> = (0_u32..60_000).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for bytes in [&b""[..], b"\n\n\n", b"\x1a", &noise, &[0; 5_000]] {
        for format in ["", "  records: {end: {length: 15}}\n"] {
            let mapping = ROWS.replace("  fields:", &format!("{format}  fields:"));
            let town = town(&[("rows.yaml", mapping.as_bytes()), ("rows.txt", bytes)]);
            let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml"]);
            assert!(code == 0 && !said.contains("TL0911"), "{format} {code} {said}");
        }
    }
}

/// Writes so many rows of a letter and a number, and checks a mapping of them.
fn looked(mapping: &str, row: &dyn Fn(u32) -> String) -> String {
    let rows: String = (0..500_000).map(row).collect();
    assert!(rows.len() > 5 << 20, "more than is read");
    let town = town(&[("rows.yaml", mapping.as_bytes()), ("rows.txt", rows.as_bytes())]);
    tumpline(town.path(), &["check", "rows.yaml"]).0
}

#[test]
fn the_record_in_which_the_reading_ends_is_no_doubt() {
    let head = "tumpline: 1\nsource:\n  files: rows.txt\n  encoding: cp850\n";
    let fields = "  fields: [{name: no, at: 1-7, type: int32}, {name: note, at: 8-13}]\ntable: rows\n";
    let lines = format!("{head}  format: fixed\n{fields}");
    let fixed = format!("{head}  format: fixed\n  records: {{end: {{length: 13}}}}\n{fields}");
    let cells = format!(
        "{head}  format: delimited\n  delimiter: \",\"\n  header: 0\n  fields: [{{name: no, index: 1, type: int32}}, {{name: note, index: 2}}]\ntable: rows\n"
    );
    let rows: [(String, &dyn Fn(u32) -> String); 3] = [
        (lines, &|number| format!("{number:07}record\n")),
        (fixed, &|number| format!("{number:07}record")),
        (cells, &|number| format!("{number},\"a\nline, and another\"\n")),
    ];
    for (mapping, row) in rows {
        let said = looked(&mapping, row);
        assert!(said.contains("rows.yaml: no mistakes\n") && said.contains("looked at  the first "), "{said}");
    }
}

#[test]
fn a_field_of_one_place_at_the_start_of_a_record_may_fail() {
    let mapping = "tumpline: 1\nsource: {files: rows.txt, format: fixed, encoding: ascii, fields: [{name: no, at: 1, type: int32}]}\ntable: rows\n";
    let town = town(&[("rows.yaml", mapping.as_bytes()), ("rows.txt", b"x\ny\nz\n")]);
    let (said, _, exit) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(said.contains("TL0965") && exit == 0, "{exit} {said}");
}

#[test]
fn a_source_that_the_mapping_never_reads_is_a_mistake_and_an_open_quote_has_its_place() {
    let csv = "tumpline: 1
source:
  files: rows.csv
  format: delimited
  encoding: ascii
  delimiter: comma
  preamble: until header
  fields: [{name: no, header: number}, {name: text, header: label}]
table: rows
";
    let town = town(&[("rows.yaml", csv.as_bytes()), ("rows.csv", b"a,b\n1,x\n2,y\n")]);
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("error[TL0507]") && said.contains("rows.yaml: 1 mistake"), "{said}");
    std::fs::write(town.path().join("rows.csv"), b"number,label\n1,x\n2,\"y\n3,z\n").unwrap();
    let (said, _, code) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert_eq!(code, 0, "{said}");
    let words: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("record 3 of `rows.csv`, at line 3, opens a quote in cell 2 that is never closed: 9 bytes"),
        "{said}"
    );
    std::fs::write(town.path().join("rows.csv"), b"").unwrap();
    let (said, _, _) = tumpline(town.path(), &["check", "rows.yaml"]);
    assert!(said.contains("there is no record in `rows.csv`: it has no byte"), "{said}");
}

#[test]
fn headers_that_a_run_refuses_are_a_mistake_and_hide_no_other() {
    let csv = "tumpline: 1
source: {files: 'rows*.csv', format: delimited, encoding: ascii, delimiter: comma, fields: [{name: no, type: int32}, {name: text}]}
table: rows
";
    let good = "no,text\n1,x\n2,y\n3,z\n";
    for (files, want, other) in [
        (vec![good], None, false),
        (vec!["no,text,more\n1,x,a\n2,y,b\n3,z,c\n"], Some("TL0505"), false),
        (vec!["no,text,more\nq,x,a\nr,y,b\ns,z,c\n"], Some("TL0505"), true),
        (vec!["no,label\n1,x\n"], Some("TL0504"), false),
        (vec!["no,text,text\n1,x,y\n"], Some("TL0506"), false),
        (vec![good, "a,b\n4,w\n"], Some("TL0507"), false),
    ] {
        let town = town(&[("m.yaml", csv.as_bytes())]);
        for (number, file) in files.iter().enumerate() {
            std::fs::write(town.path().join(format!("rows{number}.csv")), file).unwrap();
        }
        let (said, _, code) = tumpline(town.path(), &["check", "m.yaml"]);
        assert_eq!(code, if want.is_some() { 2 } else { 0 }, "{said}");
        assert!(want.is_none_or(|want| said.contains(&format!("error[{want}]"))), "{said}");
        assert_eq!(said.contains("TL0965"), other, "{said}");
        let (said, _, code) = tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
        assert_eq!(code, i32::from(want.is_some()), "{said}");
    }
}

const BLOCKS: &str = "tumpline: 1
source:
  files: rows.*
  format: fixed
  encoding: ascii
  records: {end: {length: 8}}
  fields: [{name: no, at: 1-3}, {name: word, at: 4-8}]
table: rows
";

#[test]
fn a_file_that_ends_within_a_record_is_told_with_what_is_left() {
    let whole = "001abcde002abcde003abcde";
    for (bytes, want) in [
        ([whole, "004ab"].concat(), Some("5 bytes stand behind 3 records of 8 bytes")),
        (whole.to_owned(), None),
        ([whole, "\u{1a}\u{1a}"].concat(), None),
    ] {
        let town = town(&[("m.yaml", BLOCKS.as_bytes()), ("rows.dat", bytes.as_bytes())]);
        let (said, _, code) = tumpline(town.path(), &["check", "m.yaml"]);
        let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((flat.contains("TL0136"), code), (want.is_some(), 0), "{said}");
        assert!(want.is_none_or(|want| flat.contains(want)), "{said}");
    }
}

#[test]
fn a_compressed_file_that_is_cut_says_so_and_how_much_came_of_it() {
    use std::io::Write;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    gz.write_all(&b"001abcde".repeat(5_000)).unwrap();
    let gz = gz.finish().unwrap();
    for (end, what) in [(gz.len() - 6, "ends too early"), (5, "ends too early")] {
        let town = town(&[("m.yaml", BLOCKS.as_bytes()), ("rows.gz", &gz[..end])]);
        let (said, _, _) = tumpline(town.path(), &["check", "m.yaml"]);
        let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains("TL0135") && flat.contains(what) && flat.contains("A transfer may have broken off"),
            "{said}"
        );
        let (said, _, code) = tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
        let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("TL0510") && flat.contains(what) && code == 1, "{code} {said}");
        let (said, _, code) = tumpline(town.path(), &["look", "rows.gz"]);
        assert!(said.contains("TL0135") && code == 3, "{code} {said}");
    }
}

#[test]
fn line_ends_in_records_of_one_length_are_told_wherever_they_stand() {
    let mapping = "tumpline: 1\nsource:\n  files: rows.dat\n  format: fixed\n  encoding: cp850\n  records:\n    end: {length: 34}\n    kinds:\n      - {name: d, when: {at: 1, is: D}, fields: [{name: a, at: 2-6}, {name: b, at: 7-34}]}\ntable: rows\n";
    let line = |at: u32, name: usize| format!("D{at:05}{:name$}{:>9}\n", "Roy", at * 7);
    let titled =
        String::from("HTOWN OF PORTAGE NARROWS, RATES OF 2024\n") + &(0..80).map(|at| line(at, 18)).collect::<String>();
    let uneven: String = (0..80).map(|at| line(at, 10 + at as usize * 7 % 23)).collect();
    for (text, said_of) in [(titled, "stands after every 33 bytes"), (uneven, "at uneven distances")] {
        let town = town(&[("m.yaml", mapping.as_bytes()), ("rows.dat", text.as_bytes())]);
        let (said, _, _) = tumpline(town.path(), &["check", "m.yaml"]);
        let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("TL0969") && flat.contains(said_of) && flat.contains("end: newline"), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    }
}

#[test]
fn lines_without_an_end_are_told_with_the_length_of_their_records() {
    let mapping = "tumpline: 1\nsource: {files: rows.dat, format: fixed, encoding: cp850, fields: [{name: a, at: 1-5}, {name: b, at: 6-34}]}\ntable: rows\n";
    let line = |at: u32, end: &str| format!("{at:05}{:<20}{:>9}{end}", ["Tremblay", "Roy"][at as usize % 2], at * 7);
    for (end, is_told) in [("", true), ("\n", false), ("\r", false)] {
        let rows: String = (0..80).map(|at| line(at, end)).collect();
        let town = town(&[("m.yaml", mapping.as_bytes()), ("rows.dat", rows.as_bytes())]);
        for (language, length) in [("en", "34 bytes"), ("fr", "34 octets")] {
            let (said, _, _) = tumpline(town.path(), &["check", "m.yaml", "--lang", language]);
            let flat = said.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{a0}', " ");
            assert_eq!(flat.contains("TL0972") && flat.contains(length), is_told, "{said}");
            assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
        }
    }
}

#[test]
fn one_length_over_lines_is_told_though_most_values_can_be_read() {
    let mapping = "tumpline: 1\nsource:\n  files: rows.dat\n  format: fixed\n  encoding: cp850\n  records: {end: {length: 34}}\n  fields: [{name: a, at: 1-5}, {name: b, at: 6-34}]\ntable: rows\n";
    let line = |at: u32, end: &str| format!("{at:05}{:<20}{:>9}{end}", "Tremblay", at * 7);
    let row = |end: &str| (0..80).map(|at| line(at, end)).collect::<Vec<_>>().concat();
    for (length, end, is_told) in
        [("34", "\r\n", true), ("36", "\r\n", false), ("72", "\r\n", false), ("34", "", false)]
    {
        let mapping = mapping.replace("{length: 34}", &format!("{{length: {length}}}"));
        let town = town(&[("m.yaml", mapping.as_bytes()), ("rows.dat", row(end).as_bytes())]);
        let (said, _, _) = tumpline(town.path(), &["check", "m.yaml"]);
        assert_eq!(said.contains("TL0969"), is_told, "{length} {said}");
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    }
}

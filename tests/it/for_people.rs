//! The files for people without Parquet: what is in them, what is not, and that they are a part of the run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tumpline::cli::people::scribe;
use tumpline::cli::words::Language;
use tumpline::evidence::manifest::Manifest;
use tumpline::evidence::verify::verify;
use tumpline::finding::{Code, Severity};
use tumpline::host::fake::FakeHost;
use tumpline::host::{Access, Host};
use tumpline::run::people::sheet::Marks;
use tumpline::run::people::{Cell, Found, MOST_ADVICE, MOST_OF_SORT, MOST_ROWS, Scribe};
use tumpline::run::report::Outcome;
use tumpline::run::{Request, Sizes, run_in_sizes};

use crate::machine::{Left, left, machine};

/// Heads, entries and notes; the payee is personal, and `line` has its bytes too.
const MAPPING: &str = "tumpline: 1
source:
  files: '*.txt'
  format: fixed
  encoding: cp850
  records:
    end: newline
    kinds:
      - name: entry
        when: {at: 1, is: E}
        fields:
          - {name: account, at: 2-5}
          - {name: amount, at: 6-12, type: 'decimal(9,2)', decimal: '.'}
          - {name: payee, at: 13-20, personal: true}
          - {name: memo, at: 21-30}
          - {name: line, at: 1-30}
      - name: note
        when: {at: 1, is: N}
        fields:
          - {name: text, at: 2-10}
          - {name: day, at: 11-18, type: date, picture: YYYYMMDD}
tables:
  - table: entries
    from: entry
    columns: [{name: account}, {name: amount}, {name: payee}]
    limits: {rejects: 100}
    rules: [{id: once, unique: [account], on_fail: warn}]
  - table: notes
    from: note
    columns: [{name: text}, {name: day}]
    limits: {rejects: 100}
";

const LINES: &str = "E0012  10.50Tremblay=1+1      \r
E0013  x1.50Gagnon  -12.50    \r
N@home    20240101\r
N@home    20241301\r
E0013   1.50Roy     Montr\x01al  \r
E0012   2.50Roy     again     \r
?Tremblay, who is no record\r
E0014-12.50xLeclerc =cmd|'A'!;\r
";

fn lines() -> Vec<u8> {
    LINES.bytes().map(|byte| if byte == 1 { 0x82 } else { byte }).collect()
}

fn run_by(people: &'static dyn Scribe, files: &[(&str, &[u8])], request: Request, sizes: Sizes) -> (FakeHost, Left) {
    let host = machine(files);
    let paths = if files.iter().any(|(name, _)| *name == "m.yaml") { "m.yaml" } else { "m" };
    let request = Request { paths: vec![PathBuf::from(paths)], out: "out".into(), people: Some(people), ..request };
    let report = run_in_sizes(&host, &request, sizes, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    let verified = verify(&host, report.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, []);
    let left = left(&host, report);
    (host, left)
}

fn run(language: Language) -> (FakeHost, Left) {
    let files: [(&str, &[u8]); 2] = [("m.yaml", MAPPING.as_bytes()), ("a.txt", &lines())];
    run_by(scribe(language), &files, Request::default(), Sizes::default())
}

fn text(left: &Left, name: &str) -> String {
    let bytes = left.files.get(&format!("for-people/{name}")).unwrap_or_else(|| panic!("{name}: {:?}", names(left)));
    String::from_utf8(bytes.clone()).unwrap()
}

fn names(left: &Left) -> Vec<&str> {
    left.files.keys().filter_map(|name| name.strip_prefix("for-people/")).collect()
}

fn rows(left: &Left, name: &str, separator: char) -> Vec<Vec<String>> {
    let text = text(left, name);
    let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no byte order mark"));
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\r'), "{text:?}");
    text.split_terminator("\r\n").map(|line| cells(line, separator)).collect()
}

/// The cells of a line that has no quoted line end.
fn cells(line: &str, separator: char) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().unwrap();
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' => is_quoted = !is_quoted,
            _ if c == separator && !is_quoted => cells.push(String::new()),
            _ => cell.push(c),
        }
    }
    cells
}

#[test]
fn a_refused_record_has_its_fields_and_what_is_wrong_with_it() {
    let (_, left) = run(Language::En);
    let want =
        ["findings.csv", "reconciliation.csv", "rejects/m/entry.csv", "rejects/m/no-kind.csv", "rejects/m/note.csv"];
    assert_eq!(names(&left), want);
    let entries = rows(&left, "rejects/m/entry.csv", ',');
    assert_eq!(
        entries[0],
        ["file", "line", "record", "what is wrong", "what to do", "account", "amount", "payee", "memo", "line"]
    );
    assert_eq!(entries.len(), 3, "{entries:?}");
    assert_eq!(entries[1][..3], ["a.txt", "2", "2"]);
    assert!(entries[1][3].starts_with("amount: "), "{entries:?}");
    assert_eq!(entries[1][5..], ["0013", "x1.50", "•••", "-12.50", "•••"]);
    assert_eq!(entries[2][5..], ["0014", "'-12.50x", "•••", "'=cmd|'A'!;", "•••"]);
    let notes = rows(&left, "rejects/m/note.csv", ',');
    assert_eq!(notes[1][5..], ["'@home", "20241301"]);
    assert!(notes[1][3].starts_with("day: "), "{notes:?}");
    let none = rows(&left, "rejects/m/no-kind.csv", ',');
    assert_eq!((&none[0][5], &none[1][5]), (&"record".to_owned(), &"•••".to_owned()), "anything in it may be personal");
}

/// Nothing is personal; the second mapping has repetitions besides.
const OPEN: [&str; 2] =
    ["", "    - {name: pairs, at: 14-19, repeat: {times: 2, width: 3}, fields: [{name: value, at: 1-3}]}\n"];

#[test]
fn a_cell_is_whole_whatever_else_its_record_has() {
    // Short records are filled up to the last field.
    for (repeated, last) in OPEN.into_iter().flat_map(|repeated| [(repeated, 60), (repeated, 2_020)]) {
        let mapping = format!(
            "tumpline: 1
source:
  files: a.txt
  format: fixed
  encoding: ascii
  records: {{end: newline, short: pad}}
  fields:
    - {{name: code, at: 1-3, type: int32}}
    - {{name: memo, at: 4-13}}
{repeated}    - {{name: rest, at: 20-{last}}}
tables:
  - {{table: t, columns: [{{name: code}}, {{name: memo}}], limits: {{rejects: 100}}}}
"
        );
        let long = "z".repeat(1_500);
        let lines = format!(
            "x12Roads     ab cd end\nx13say \"a\",b =1 -2 =end\nx14 +1       ab cd {long}\nx15\nx16a  b  c,  ef gh i\"\n"
        );
        let files: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.txt", lines.as_bytes())];
        let (_, left) = run_by(scribe(Language::En), &files, Request::default(), Sizes::default());
        let cut = if last > 1_000 { format!("{}…", &long[..1_000]) } else { long[..41].to_owned() };
        let want = [
            ("x12", "Roads", "end", ["ab", "cd"]),
            ("x13", "say \"a\",b", "'=end", ["'=1", "-2"]),
            ("x14", "+1", &cut, ["ab", "cd"]),
            ("x15", "", "", ["", ""]),
            ("x16", "a  b  c,", "i\"", ["ef", "gh"]),
        ];
        let rows = rows(&left, "rejects/m/record.csv", ',');
        assert_eq!(rows.len(), 1 + want.len());
        for (row, (code, memo, rest, pairs)) in rows[1..].iter().zip(want) {
            let pairs = if repeated.is_empty() { &[][..] } else { &pairs };
            assert_eq!(row[5..], [&[code, memo, rest], pairs].concat(), "{repeated} {last}");
        }
    }
}

#[test]
fn the_words_and_marks_are_those_of_the_language_and_the_data_are_the_same() {
    let (english, french) = (run(Language::En).1, run(Language::Fr).1);
    let entries = rows(&french, "rejects/m/entry.csv", ';');
    assert_eq!(entries[0][..4], ["fichier", "ligne", "enregistrement", "ce qui ne va pas"]);
    assert_eq!(entries[2][8], "'=cmd|'A'!;", "the cell is quoted");
    let sums = rows(&french, "reconciliation.csv", ';');
    assert!(sums.iter().any(|row| row.ends_with(&["amount".to_owned(), "14,50".to_owned()])), "{sums:?}");
    let sums = rows(&english, "reconciliation.csv", ',');
    assert!(sums.iter().any(|row| row.ends_with(&["amount".to_owned(), "14.50".to_owned()])), "{sums:?}");
    assert_eq!(
        (&english.manifest["parameters"]["language"], &french.manifest["parameters"]["language"]),
        (&"en".into(), &"fr".into())
    );
    assert_eq!(english.manifest["identity"], french.manifest["identity"]);
    let data = |left: &Left| {
        let files = left.files.iter().filter(|(name, _)| !name.starts_with("for-people/"));
        files.map(|(name, bytes)| (name.clone(), bytes.clone())).collect::<Vec<_>>()
    };
    assert_eq!(data(&english), data(&french));
}

#[test]
fn nothing_personal_is_in_them() {
    for language in [Language::En, Language::Fr] {
        let (host, left) = run(language);
        for name in names(&left) {
            let text = text(&left, name);
            for personal in ["Tremblay", "Gagnon", "Roy", "Leclerc"] {
                assert!(!text.contains(personal), "{name}: {text}");
            }
        }
        let access = |name: &str| host.access(format!("{}/for-people/{name}", left.report.folder));
        assert_eq!(access("rejects/m/entry.csv"), Some(Access::Owner));
        assert_eq!(access("findings.csv"), Some(Access::Usual));
    }
}

/// A comma too much shifts every cell after it: the payee stands where the memo is.
#[test]
fn where_cells_are_shifted_nothing_of_the_record_is_shown() {
    let mapping = |personal: bool| {
        format!(
            "tumpline: 1\nsource: {{files: a.csv, format: delimited, encoding: utf-8, delimiter: ',', \
             fields: [{{name: id}}, {{name: payee, personal: {personal}}}, {{name: memo}}]}}\ntable: t\n\
             columns: [{{name: id}}, {{name: memo}}]\nlimits: {{rejects: 9}}\n"
        )
    };
    for (personal, want) in [(true, ["•••"; 3]), (false, ["1", "x", "Tremblay"])] {
        let mapping = mapping(personal);
        let files: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.csv", b"id,payee,memo\n1,x,Tremblay,y\n")];
        let left = run_by(scribe(Language::En), &files, Request::default(), Sizes::default()).1;
        let name = names(&left).into_iter().find(|name| name.starts_with("rejects/")).unwrap().to_owned();
        assert_eq!(rows(&left, &name, ',')[1][5..], want);
    }
}

#[test]
fn findings_are_those_of_the_parquet_file_in_its_order() {
    let (_, left) = run(Language::En);
    let found = rows(&left, "findings.csv", ',');
    let parquet = crate::set_rules::findings(&left);
    assert_eq!(found.len(), parquet.len() + 1);
    for (row, one) in found[1..].iter().zip(&parquet) {
        let record = one.record.map(|record| record.to_string()).unwrap_or_default();
        assert_eq!((&row[1], &row[4], &row[5], &row[6]), (&one.mapping, &record, &one.subject, &one.code));
    }
    let twice = found.iter().find(|row| row[6] == "TL0701").unwrap();
    assert!(twice[7].contains("account 0012") && twice[0] == "warning", "{twice:?}");
}

/// Writes in English, with room for fewer rows.
#[derive(Debug, Clone, Copy)]
struct Few {
    rows: u64,
    of_sort: u64,
    advice: u64,
}

impl Default for Few {
    fn default() -> Self {
        Self { rows: MOST_ROWS, of_sort: MOST_OF_SORT, advice: MOST_ADVICE }
    }
}

fn few(few: Few) -> &'static dyn Scribe {
    Box::leak(Box::new(few))
}

impl Scribe for Few {
    fn most_rows(&self) -> u64 {
        self.rows
    }
    fn most_of_sort(&self) -> u64 {
        self.of_sort
    }
    fn most_advice(&self) -> u64 {
        self.advice
    }
    fn language(&self) -> &'static str {
        Language::En.language()
    }
    fn marks(&self) -> Marks {
        Language::En.marks()
    }
    fn finding_heads(&self) -> [Cell; 9] {
        Language::En.finding_heads()
    }
    fn reject_heads(&self) -> [Cell; 5] {
        Language::En.reject_heads()
    }
    fn severity(&self, severity: Severity) -> &'static str {
        Scribe::severity(&Language::En, severity)
    }
    fn what(&self, found: &Found<'_>) -> String {
        Language::En.what(found)
    }
    fn wrong(&self, found: &Found<'_>, what: String) -> String {
        Language::En.wrong(found, what)
    }
    fn advice(&self, found: &Found<'_>) -> String {
        Language::En.advice(found)
    }
    fn as_for(&self, record: u64, file: Option<&str>) -> String {
        Language::En.as_for(record, file)
    }
    fn record_head(&self) -> Cell {
        Language::En.record_head()
    }
    fn more(&self, rows: u64, file: &str) -> Vec<Cell> {
        Language::En.more(rows, file)
    }
    fn reconciliation(&self, manifest: &Manifest) -> Vec<Vec<Cell>> {
        Language::En.reconciliation(manifest)
    }
}

/// Entries whose amount is no number, notes that have no such day, and both in two files.
fn many() -> [(&'static str, Vec<u8>); 2] {
    let entry = |amount: &str| format!("E0013{amount:>7}Gagnon  memo      \r\n");
    let note = "Nx        20241301\r\n".to_owned();
    let one = [entry("1.50"), entry("x1.50"), note.clone(), entry("y2"), note.clone()].concat();
    let other = [entry("3z"), note, entry("q")].concat();
    [("a.txt", one.into_bytes()), ("b.txt", other.into_bytes())]
}

/// Runs [`many`] with the mapping on so many threads.
fn run_many(scribe: &'static dyn Scribe, threads: usize, block: Option<u64>) -> Left {
    let [one, other] = many();
    let files = [("m.yaml", MAPPING.as_bytes()), (one.0, &one.1[..]), (other.0, &other.1[..])];
    let request = Request { threads: Some(threads), ..Request::default() };
    run_by(scribe, &files, request, Sizes { block, ..Sizes::default() }).1
}

#[test]
fn each_sort_of_findings_has_the_place_of_its_own_first_one() {
    let left = run_many(scribe(Language::En), 1, None);
    let firsts = left.report.findings.iter().map(|group| (group.subject.as_str(), group.first.record));
    let firsts: Vec<_> = firsts.filter(|(subject, _)| !subject.is_empty()).collect();
    assert_eq!(firsts, [("entry.amount", 2), ("note.day", 3)]);
}

/// What to do, in each row behind the first.
fn advice(left: &Left, name: &str) -> Vec<String> {
    let rows = rows(left, name, ',');
    let at = rows[0].iter().position(|head| head == "what to do").unwrap();
    rows[1..].iter().map(|row| row.get(at).cloned().unwrap_or_default()).collect()
}

#[test]
fn the_first_ones_of_a_sort_say_what_to_do_and_the_others_where_it_stands() {
    let whole = run_many(scribe(Language::En), 1, None);
    let entries = advice(&whole, "rejects/m/entry.csv");
    assert!(entries.len() == 4 && entries.iter().all(|said| *said == entries[0] && said.len() > 40), "{entries:?}");
    let notes = advice(&whole, "rejects/m/note.csv");
    let elsewhere = |file: &str, record: u64| match file {
        "a.txt" => format!("as for record {record}"),
        _ => format!("as for record {record} of a.txt"),
    };
    for (most, (threads, block)) in
        (0..5).flat_map(|most| [(1, None), (1, Some(60)), (8, Some(70))].map(|of| (most, of)))
    {
        let left = run_many(few(Few { advice: most as u64, ..Few::default() }), threads, block);
        // At least one says it.
        let full = most.max(1);
        for (name, whole, record) in [("entry", &entries, 2), ("note", &notes, 3)] {
            let path = format!("rejects/m/{name}.csv");
            let files = rows(&left, &path, ',');
            let want = whole
                .iter()
                .zip(&files[1..])
                .enumerate()
                .map(|(number, (said, row))| if number < full { said.clone() } else { elsewhere(&row[0], record) });
            assert_eq!(advice(&left, &path), want.collect::<Vec<_>>(), "{most} {threads} {block:?}");
        }
        let found = rows(&left, "findings.csv", ',');
        for (subject, said, record) in [("entry.amount", &entries[0], 2), ("note.day", &notes[0], 3)] {
            for (number, row) in found.iter().filter(|row| row[5] == subject).enumerate() {
                let want = if number < full { said.clone() } else { elsewhere(&row[2], record) };
                assert_eq!(row[8], want, "{most} {row:?}");
            }
        }
    }
}

/// A record that is wrong in two ways has the words of the one, and is told where those of the other are.
#[test]
fn a_record_has_all_that_is_to_be_done() {
    let mapping = MAPPING.replace("{name: memo, at: 21-30}", "{name: memo, at: 21-30, type: date, picture: YYYYMMDD}");
    let line = |amount: &str, memo: &str| format!("E0013{amount:>7}Gagnon  {memo:<10}\r\n");
    let both = || line("x", "20241301");
    let text = [line("x", "20240101"), both(), line("x", "20240101"), both()].concat();
    let files: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.txt", text.as_bytes())];
    for block in [None, Some(40)] {
        let scribe = few(Few { advice: 1, ..Few::default() });
        let left = run_by(scribe, &files, Request::default(), Sizes { block, ..Sizes::default() }).1;
        let said = advice(&left, "rejects/m/entry.csv");
        let (of_amount, of_both) = (said[0].as_str(), said[1].split_once(" | ").unwrap());
        assert!(of_both.0 == "as for record 1" && of_both.1.len() > 20 && of_both.1 != of_amount, "{said:?}");
        assert_eq!(said[2..], ["as for record 1", "as for record 1 | as for record 2"]);
    }
}

#[test]
fn findings_of_one_sort_that_are_left_out_are_counted() {
    for (threads, block) in [(1, None), (2, Some(60)), (8, Some(70))] {
        let left = run_many(few(Few { of_sort: 2, ..Few::default() }), threads, block);
        let parquet = crate::set_rules::findings(&left);
        let found = rows(&left, "findings.csv", ',');
        let (rows, last) = (&found[1..found.len() - 1], &found[found.len() - 1]);
        let over = parquet.len() - rows.len();
        assert_eq!(last[0], format!("and {over}\u{a0}rows more, all in findings.parquet"));
        assert_eq!(left.report.people.map(|people| people.left_out), Some(over as u64));
        let place = |sort: &str| -> Vec<(&str, &str)> {
            rows.iter().filter(|row| row[5] == sort).map(|row| (row[2].as_str(), row[4].as_str())).collect()
        };
        assert_eq!(place("entry.amount"), [("a.txt", "2"), ("a.txt", "4")]);
        assert_eq!(place("note.day"), [("a.txt", "3"), ("a.txt", "5")]);
        assert_eq!(self::rows(&left, "rejects/m/entry.csv", ',').len(), 5, "refused records are all there");
    }
}

#[test]
fn what_a_spreadsheet_has_no_room_for_is_counted() {
    // More batches than threads, and a file that is full within one of them.
    for (most, given, threads) in [(2, 5, 2), (700, 4000, 4)] {
        let scribe = few(Few { rows: most as u64, ..Few::default() });
        let notes = "Nx        20241301\r\n".repeat(given);
        let mapping = MAPPING.replace("limits: {rejects: 100}", "limits: {rejects: 10000}");
        let files: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.txt", notes.as_bytes())];
        let request = Request { threads: Some(threads), ..Request::default() };
        let left = run_by(scribe, &files, request, Sizes::default()).1;
        for (name, parquet) in [("findings.csv", "findings"), ("rejects/m/note.csv", "rejects/m")] {
            let listed = rows(&left, name, ',');
            let over = if most == 2 { "3" } else { "3,300" };
            let more = format!("and {over}\u{a0}rows more, all in {parquet}.parquet");
            assert_eq!((listed.len(), listed[most + 1][0].as_str()), (most + 2, more.as_str()));
            let numbers: Vec<_> =
                listed[1..=most].iter().map(|row| row[if name == "findings.csv" { 4 } else { 2 }].clone()).collect();
            assert_eq!(numbers, (1..=most).map(|number| number.to_string()).collect::<Vec<_>>());
        }
        assert_eq!(left.report.people.map(|people| people.left_out), Some((given - most) as u64));
    }
}

#[test]
fn they_are_the_same_on_any_number_of_threads() {
    let many = lines().repeat(40);
    let files: [(&str, &[u8]); 2] = [("m.yaml", MAPPING.as_bytes()), ("a.txt", &many)];
    let scribe = few(Few { advice: 7, ..Few::default() });
    let of = |threads, block| {
        let request = Request { threads: Some(threads), ..Request::default() };
        let left = run_by(scribe, &files, request, Sizes { block, ..Sizes::default() }).1;
        let files =
            left.files.iter().filter(|(name, _)| name.starts_with("for-people/") && !name.contains("reconciliation"));
        files.map(|(name, bytes)| (name.clone(), bytes.clone())).collect::<Vec<_>>()
    };
    let one = of(1, None);
    assert!(one.iter().all(|(_, bytes)| bytes.len() > 40));
    // In one block the lines are completed when it has its turn, in many by whoever makes them.
    for (threads, block) in [(1, Some(60)), (2, Some(100)), (8, Some(333)), (2, None)] {
        assert!(of(threads, block) == one, "{threads} {block:?}");
    }
}

#[test]
fn a_change_of_them_is_told_by_verify() {
    let (host, left) = run(Language::En);
    for name in names(&left) {
        let path = format!("{}/for-people/{name}", left.report.folder);
        let before = host.content(&path).unwrap();
        let mut changed = before.clone();
        *changed.last_mut().unwrap() ^= 1;
        host.put(&path, changed);
        let found = verify(&host, left.report.folder.as_ref()).unwrap().findings;
        let want = vec![(Code::EvidenceHash, vec![format!("for-people/{name}").into(), "".into(), "".into()])];
        assert_eq!(found, want);
        host.put(&path, before);
    }
}

#[test]
fn refused_runs_and_trials_have_them_and_a_run_without_rejects_has_no_file_of_them() {
    let mapping = MAPPING.replace("rejects: 100", "rejects: 0");
    let bad: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.txt", &lines())];
    let left = run_by(scribe(Language::En), &bad, Request::default(), Sizes::default()).1;
    assert_eq!((left.report.outcome, names(&left).len()), (Outcome::Refused, 5));
    let trial = Request { trial: true, limit: Some(3), ..Request::default() };
    let left = run_by(scribe(Language::En), &bad, trial, Sizes::default()).1;
    assert_eq!(
        (left.report.outcome, names(&left)),
        (Outcome::Trial, vec!["findings.csv", "reconciliation.csv", "rejects/m/entry.csv"])
    );
    let good: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.txt", b"E0012  10.50Tremblay          \r\n")];
    let left = run_by(scribe(Language::En), &good, Request::default(), Sizes::default()).1;
    assert_eq!((left.report.outcome, names(&left)), (Outcome::Published, vec!["findings.csv", "reconciliation.csv"]));
}

/// Passes are read anew; only the last one's records are in the files, and what waited beside the run is gone.
#[test]
fn a_record_that_a_rule_over_several_rows_refuses_is_among_them() {
    let mapping = MAPPING.replace("on_fail: warn", "on_fail: reject");
    let files: [(&str, &[u8]); 2] = [("m.yaml", mapping.as_bytes()), ("a.txt", &lines())];
    let (host, left) = run_by(scribe(Language::En), &files, Request::default(), Sizes::default());
    let entries = rows(&left, "rejects/m/entry.csv", ',');
    let records: Vec<&str> = entries[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(records, ["1", "2", "6", "8"]);
    assert!(entries[1][3].contains("account 0012"), "{entries:?}");
    assert_eq!(host.list(Path::new("out/.staging")).unwrap(), [""; 0]);
}

#[test]
fn the_reconciliation_has_every_source_table_control_and_rule() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let host = FakeHost::new();
    for folder in ["mappings", "samples"] {
        crate::evidence::copy(&host, &root.join(folder), folder);
    }
    let request = Request {
        paths: vec!["mappings".into()],
        out: "out".into(),
        people: Some(scribe(Language::En)),
        ..Request::default()
    };
    let report = tumpline::run::run(&host, &request, &|_| {}).unwrap();
    assert!(verify(&host, report.folder.as_ref()).unwrap().findings.is_empty());
    let left = left(&host, report);
    let rows = rows(&left, "reconciliation.csv", ',');
    let has = |first: &str, second: &str| rows.iter().any(|row| row.len() > 1 && row[0] == first && row[1] == second);
    for source in left.manifest["sources"].as_array().unwrap() {
        assert!(has(source["mapping"].as_str().unwrap(), source["file"].as_str().unwrap()), "{source}");
    }
    for (list, name) in [("tables", "table"), ("controls", "control")] {
        for one in left.manifest[list].as_array().unwrap() {
            assert!(has(one["mapping"].as_str().unwrap(), one[name].as_str().unwrap()), "{one}");
        }
    }
    let rules = left.manifest["tables"].as_array().unwrap().iter().filter_map(|table| table["rules"].as_array());
    for rule in rules.flatten() {
        assert!(rows.iter().any(|row| row.len() > 2 && row[2] == rule["rule"].as_str().unwrap()), "{rule}");
    }
    // Every source closes, and so does the sum of all.
    let sources: Vec<_> =
        rows.iter().skip_while(|row| row[0] != "mapping").skip(1).take_while(|row| row.len() > 1).collect();
    for row in &sources {
        let figures: Vec<u64> = row[3..9].iter().map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(figures[0], figures[1..].iter().sum::<u64>(), "{row:?}");
    }
    assert_eq!(sources.last().unwrap()[0], "total");
}

const PROGRAM: &str = "
import csv, sys
name, mark = sys.argv[1:]
with open(name, encoding='utf-8-sig', newline='') as file:
    for row in csv.reader(file, delimiter=mark, strict=True):
        print('\\x1f'.join(row), end='\\x1e')
";

#[test]
fn python_reads_the_same_cells() {
    let folder = tempfile::tempdir().unwrap();
    for (language, mark) in [(Language::En, ','), (Language::Fr, ';')] {
        let (_, left) = run(language);
        for name in names(&left) {
            let path = folder.path().join("x.csv");
            std::fs::write(&path, text(&left, name)).unwrap();
            let mut command = Command::new("python3");
            command.args(["-c", PROGRAM]).arg(&path).arg(mark.to_string()).stderr(Stdio::inherit());
            let Ok(read) = command.output() else {
                eprintln!("python3 is not installed: the files for people were not compared");
                return;
            };
            let read = String::from_utf8(read.stdout).unwrap();
            let read: Vec<Vec<&str>> = read.split_terminator('\x1e').map(|row| row.split('\x1f').collect()).collect();
            assert_eq!(read, rows(&left, name, mark), "{name}");
        }
    }
}

//! `tumpline infer` of delimited files: what it drafts is accepted by `check`, and a trial run loads every record.

use std::path::Path;
use std::process::{Command, Output};

/// What the program says on its standard output and its standard error, and its exit code.
fn tumpline(folder: &Path, words: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(words).current_dir(folder).env_remove("LC_ALL").env("LANG", "C");
    let Output { status, stdout, stderr } = command.output().unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap(), status.code().unwrap())
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

/// Files with the rows that they have.
fn clean() -> Vec<(&'static str, Vec<u8>, u64)> {
    let plain = |name, text: &str, rows| (name, text.as_bytes().to_vec(), rows);
    vec![
        plain("comma", "id,name,amount\n1,A,2.50\n2,B,-3.00\n", 2),
        (
            "semicolon, decimal comma, cp1252",
            latin("Compte;Libellé;Solde\r\n3210;Écoles;1\u{a0}234,50\r\n4410;Égouts;-12,00\r\n"),
            2,
        ),
        plain("tab", "id\tname\tpaid on\n1\tA\t2024-01-31\n2\tB\t\n", 2),
        plain("pipes without quotes", "id|size|note\n1|6\" pipe|x\n2|3\" pipe|\"y\n", 2),
        plain("quoted newlines", "id,text\n1,\"a\nb\"\n2,\"c, \"\"d\"\"\"\n3,e\n", 3),
        plain("escapes", "id,text\n1,\"say \\\"no\\\", twice\"\n2,\"x\"\n", 2),
        plain("titles", "TOWN OF X\nOpen items\n\nid,name,amount\n1,A,2.50\n2,B,3.00\n", 2),
        plain("a total at the end", "id,name,amount\n1,A,2.50\n2,B,3.00\nTotal,2,5.50\n", 2),
        plain("a narrow total", "id;amount\n1;2,50\n2;3,00\nTotal;5,50\n", 2),
        plain("ends of reports", "id,name,x\n1,A,2\nRows: 1\n2,B,3\nRows: 12\n*** END ***\n", 2),
        plain("days first", "id,on\n1,25/12/2024\n2,01/02/2024\n", 2),
        plain("ambiguous days", "id,on\n1,05/06/2024\n2,01/02/2024\n", 2),
        plain("two-digit years", "id,on\n1,25-12-99\n2,01-02-03\n", 2),
        plain("empty columns", "id,none,name,nothing\n1,,A,\n2,,B,\n", 2),
        plain("nothing", "id,paid,n\n1,0000-00-00,N/A\n2,2024-01-31,5\n3,,7\n", 3),
        plain("no rows' names", "1,2.50,A\n2,3.00,B\n3,4.50,C\n", 3),
        plain("one column", "code\nA1\nB2\n", 2),
        plain("one column of numbers", "123\n456\n", 2),
        plain("headers twice", "Solde,Solde,,N°\n1.5,2.5,3.5,7\n2.5,3.5,4.5,8\n", 2),
        plain("a mark", "\u{feff}id,name\n1,Montréal\n", 1),
        ("utf-16", utf16("id;nom;montant\r\n1;Montréal;1,50\r\n2;Québec;2,50\r\n"), 2),
        plain("signs", "id,a,b,c\n1,12.50CR,(3.00),4.00-\n2,1.00DB,\"1,000.00\",$5.00\n", 2),
        plain("codes", "roll,postal\n0057610109998,P0X 1C0\n0157610109998,P0H 2H0\n", 2),
        plain("yes and no", "id,active,flag\n1,Y,X\n2,N,\n3,,X\n", 3),
        plain("the header again", "id,name\n1,A\nid,name\n2,B\n", 2),
        plain("comments", "# made by X\nid,name\n1,A\n# middle\n2,B\n", 2),
        plain("short rows", "id,name,note\n1,A,x\n2,B\n3,C\n", 3),
        plain("a delimiter after each row", "id,name\n1,A,\n2,B,\n", 2),
        plain("columns without a header", "id,name\n1,A,5\n2,B,6\n", 2),
        plain("times", "id,at,t\n1,2024-01-31 13:45:00,07:05\n2,2024-02-01 00:00:00,23:59\n", 2),
        plain("midnights", "id,at\n1,2024-01-31 00:00:00\n2,2024-02-01 00:00:00\n", 2),
        plain("large numbers", "id,n\n1,123456789012345678901234567890\n2,5\n", 2),
        plain("an end mark of DOS", "id,name\r\n1,A\r\n2,B\r\n\u{1a}", 2),
        plain("names that YAML must quote", "\"a: b\",\"#c\",\"d'e\",\"[f]\"\n1,2,3,4\n5,6,7,8\n", 2),
    ]
}

#[test]
fn every_record_of_a_clean_file_is_loaded_by_the_mapping_that_was_drafted() {
    for (name, bytes, rows) in clean() {
        let town = tempfile::tempdir().unwrap();
        std::fs::write(town.path().join("in.csv"), bytes).unwrap();
        let (_, said, code) = tumpline(town.path(), &["infer", "in.csv", "--out", "m.yaml"]);
        assert_eq!(code, 0, "{name}: {said}");
        let mapping = std::fs::read_to_string(town.path().join("m.yaml")).unwrap();
        let (_, said, code) = tumpline(town.path(), &["check", "m.yaml"]);
        assert_eq!(code, 0, "{name}: {said}\n{mapping}");
        let (json, said, code) = tumpline(town.path(), &["run", "m.yaml", "--out", "out", "--trial", "--json"]);
        let found: serde_json::Value = serde_json::from_str(&json).unwrap();
        let table = &found["tables"][0];
        assert_eq!(
            (code, &table["rows"], &table["rejected"]),
            (0, &rows.into(), &0.into()),
            "{name}: {said}\n{mapping}"
        );
    }
}

#[test]
fn lines_of_fixed_width_with_commas_and_times_are_not_cut() {
    let town = tempfile::tempdir().unwrap();
    let line = |number: u32| {
        format!("{number:04} 2024-01-{:02} 10:{:02}:30 SMITH, JOHN {number:04}\n", number % 28 + 1, number % 60)
    };
    std::fs::write(town.path().join("a.txt"), (0..60).map(line).collect::<String>()).unwrap();
    let (mapping, said, _) = tumpline(town.path(), &["infer", "a.txt"]);
    assert!(mapping.contains("format: fixed"), "{mapping}{said}");
    let rows = |number: u32| format!("{number};A\n");
    std::fs::write(town.path().join("b.txt"), (10..60).map(rows).collect::<String>()).unwrap();
    let (mapping, said, _) = tumpline(town.path(), &["infer", "b.txt"]);
    assert!(mapping.contains("format: delimited"), "{mapping}{said}");
}

#[test]
fn french_comments_stand_beside_the_same_mapping() {
    let town = tempfile::tempdir().unwrap();
    std::fs::write(town.path().join("in.csv"), "id;on;solde\n1;25/12/2024;1,50\n2;01/02/2024;\n").unwrap();
    let without = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.trim_start().starts_with('#')).map(str::to_owned).collect()
    };
    let (english, _, _) = tumpline(town.path(), &["infer", "in.csv"]);
    let (french, _, _) = tumpline(town.path(), &["infer", "in.csv", "--lang", "fr"]);
    assert_eq!(without(&english), without(&french));
    assert!(english.contains("The day stands first") && french.contains("Le jour vient d’abord"), "{french}");
    for text in [&english, &french] {
        assert!(text.lines().all(|line| line.chars().count() <= 130), "{text}");
    }
}

#[test]
fn a_layout_names_the_fields_and_what_the_data_deny_is_said_aloud() {
    let town = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(town.path().join(name), text).unwrap();
    put("pay.txt", "0001SMITH 202401310012550\n0123JONES 000000000099000\n");
    put("pay.csv", "Field,From,To,Format\nid,1,4,9(4)\nwho,5,10,X(6)\npaid,11,18,CCYYMMDD\namount,19,25,9(5)V99\n");
    let (_, said, code) = tumpline(town.path(), &["infer", "pay.txt", "--layout", "pay.csv", "--out", "m.yaml"]);
    assert_eq!((code, said.contains("TL0954")), (0, false), "{said}");
    let mapping = std::fs::read_to_string(town.path().join("m.yaml")).unwrap();
    for want in
        ["name: amount, at: 19-25, type: \"decimal(7,2)\"", "name: paid, at: 11-18, type: date, picture: YYYYMMDD"]
    {
        assert!(mapping.contains(want), "{mapping}");
    }
    let (json, said, code) = tumpline(town.path(), &["run", "m.yaml", "--out", "out", "--trial", "--json"]);
    assert!(code == 0 && json.contains("\"rows\": 2"), "{said}");
    put("id.csv", "id,on\n1,25/12/2024\nx,26/12/2024\n3,27/12/2024\n");
    put(
        "s.json",
        r#"{"fields": [{"name": "id", "type": "integer"}, {"name": "on", "type": "date", "format": "%Y-%m-%d"}, {"name": "more"}]}"#,
    );
    let (mapping, said, code) = tumpline(town.path(), &["infer", "id.csv", "--layout", "s.json"]);
    assert_eq!(code, 0, "{said}");
    for want in
        ["the layout of `id` and the data do not agree", "dates are written another way", "the file has no such column"]
    {
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(want), "{said}");
    }
    assert!(mapping.contains("picture: DD/MM/YYYY") && !mapping.contains("int32"), "{mapping}");
    put("bad.csv", "name,start,length\na,0,3\nb,x,5\n");
    let (_, said, code) = tumpline(town.path(), &["infer", "pay.txt", "--layout", "bad.csv"]);
    assert!(code == 2 && said.matches("TL0953").count() == 2, "{said}");
}

#[test]
fn a_header_without_rows_is_drafted_and_files_of_two_layouts_are_refused() {
    let town = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(town.path().join(name), text).unwrap();
    put("none.csv", "id,name\n");
    put("one.csv", "id,name\n1,A\n");
    put("other.csv", "id,amount\n1,2.50\n");
    put("empty.csv", "\n\n");
    let (mapping, _, code) = tumpline(town.path(), &["infer", "none.csv"]);
    assert!(code == 0 && mapping.contains("No row follows"), "{mapping}");
    let (_, said, code) = tumpline(town.path(), &["infer", "one.csv", "other.csv"]);
    assert!(code == 2 && said.contains("TL0950"), "{said}");
    let (_, said, code) = tumpline(town.path(), &["infer", "empty.csv"]);
    assert!(code == 2 && said.contains("TL0951"), "{said}");
    let (mapping, said, _) = tumpline(town.path(), &["infer", "one.csv", "--delimiter", "semicolon"]);
    assert!(mapping.contains("delimiter: \";\""), "{mapping}{said}");
}

#[test]
fn what_follows_a_quote_that_is_never_closed_is_told_as_not_read() {
    let town = tempfile::tempdir().unwrap();
    let rows = (0..40).map(|at| format!("{at},memo {at},{at}.00\n")).collect::<Vec<_>>().concat();
    let text = format!("id,memo,amt\n{rows}40,\"open,1.00\n{rows}");
    std::fs::write(town.path().join("in.csv"), text).unwrap();
    let (_, said, code) = tumpline(town.path(), &["infer", "in.csv", "--out", "m.yaml"]);
    assert!(code == 0 && said.contains("samples of"), "{said}");
    let mapping = std::fs::read_to_string(town.path().join("m.yaml")).unwrap();
    assert!(mapping.contains("never closed, in record 42") && !mapping.contains("all of 1 file"), "{mapping}");
    let (printed, said, _) = tumpline(town.path(), &["check", "m.yaml"]);
    let said = printed + &said;
    assert!(said.contains("TL0981") && said.contains("the first 40 records"), "{said}");
}

#[test]
fn fields_about_people_are_marked_and_their_numbers_are_text() {
    let town = tempfile::tempdir().unwrap();
    let row = |at: u32| format!("Emp{at},{at} Main,12345{at:02},{}000.00,144 339 {at:03},19{at}-01-02\n", 30 + at);
    let rows: String = (10..60).map(row).collect();
    let text = format!("employee,address,bank account,salary,SIN,date naiss\n{rows}");
    std::fs::write(town.path().join("in.csv"), text).unwrap();
    let (mapping, said, code) = tumpline(town.path(), &["infer", "in.csv"]);
    assert_eq!((code, mapping.matches("personal: true").count()), (0, 6), "{mapping}{said}");
    assert!(!mapping.contains("From ") && !mapping.contains("type: int"), "{mapping}");
}

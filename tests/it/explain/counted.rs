//! Records of copybooks that count their tables themselves: each field stands where its bytes are, elements that are not
//! there are not listed, and what is personal is hidden, no more and no less.

use tumpline::inspect::explain::record::{FieldAt, Record, Said};
use tumpline::inspect::explain::{Ask, Which};

use super::{ask, asked};
use crate::machine::machine;

const BOOK: &str = "
       01  R.
           05  N            PIC 9.
           05  G OCCURS 0 TO 5 DEPENDING ON N.
               10  M        PIC 9.
               10  H OCCURS 1 TO 3 DEPENDING ON M.
                   15  V    PIC 9(3) COMP-3.
           05  TAIL         PIC X(3).
           05  LAST-ONE     PIC S9(3).
";

/// Two records behind descriptor words, in EBCDIC: of two elements with two and one inner ones, and of none.
const BYTES: &[u8] = b"\x00\x13\x00\x00\xF2\xF2\x12\x3F\x45\x6F\xF1\x78\x9F\xC1\xC2\x40\xF0\xF1\xD2\
    \x00\x0B\x00\x00\xF0\xC1\xC2\xC3\xF0\xF0\xC7";

fn explained(extra: &str, number: u64, show_personal: bool) -> Record {
    let host = machine(&[("in.dat", BYTES), ("r.cpy", BOOK.as_bytes())]);
    let mapping = format!(
        "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: cp037\n  copybook: r.cpy\n  \
         records: {{end: {{rdw: big}}}}\n{extra}tables:\n- {{table: r}}\n- {{table: g, from: record.g}}\n- {{table: h, from: record.h}}\n"
    );
    host.put("m.yaml", mapping.into_bytes());
    asked(&host, &Ask { show_personal, ..ask("m.yaml", Which::Record, number) }).record
}

fn line(record: &Record, name: &str) -> Vec<String> {
    let fields = record.fields.iter().filter(|field| field.name == name);
    let said = |said: &Said| match said {
        Said::Empty => "none".to_owned(),
        Said::Text(text) => text.clone(),
        Said::Hidden => "hidden".to_owned(),
    };
    let line = |field: &tumpline::inspect::explain::record::FieldSeen| {
        let FieldAt::Bytes(first, last) = field.at else { panic!("{field:?}") };
        let number = field.repetition.as_ref().map(|number| format!("[{number}]")).unwrap_or_default();
        format!("{number}{first}-{last} {:?} {} {}", field.spans[0], said(&field.text), said(&field.value))
    };
    fields.map(line).collect()
}

#[test]
fn each_field_stands_where_its_bytes_are_and_no_more_elements_than_there_are() {
    let record = explained("", 1, true);
    assert_eq!(line(&record, "g.m"), ["[1]2-2 (5, 6) 2 2", "[2]7-7 (10, 11) 1 1"]);
    let inner = ["[1.1]3-4 (6, 8) X'123F' 123", "[1.2]5-6 (8, 10) X'456F' 456", "[2.1]8-9 (11, 13) X'789F' 789"];
    assert_eq!(line(&record, "h.v"), inner);
    assert_eq!(line(&record, "tail"), ["10-12 (13, 16) AB  AB"]);
    assert_eq!(line(&record, "last_one"), ["13-15 (16, 19) 01K -12"]);
    assert!(!record.changed);
    let short = explained("", 2, true);
    assert_eq!(line(&short, "tail"), ["2-4 (5, 8) ABC ABC"]);
    assert!(short.fields.iter().all(|field| field.repetition.is_none()));
}

/// Of a record with a wrong counter nobody knows where what stands behind it is.
#[test]
fn behind_a_wrong_counter_no_field_is_listed_and_nothing_personal_is_shown() {
    let book = BOOK.replace("05  N            PIC 9.", "05  KEY-NO PIC X(2).\n           05  N            PIC 9.");
    let bytes = b"\x00\x10\x00\x00\xC1\xC2\xF9\xC1\xC2\xC3\xC4\xC5\xC6\xF0\xF1\xD2";
    let found = |extra: &str| {
        let host = machine(&[("in.dat", bytes), ("r.cpy", book.as_bytes())]);
        let mapping = format!(
            "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: cp037\n  copybook: r.cpy\n  \
             records: {{end: {{rdw: big}}}}\n{extra}table: r\n"
        );
        host.put("m.yaml", mapping.into_bytes());
        asked(&host, &Ask { show_personal: false, ..ask("m.yaml", Which::Record, 1) })
    };
    let record = found("").record;
    assert_eq!((record.findings[0].code.id(), record.unread), ("TL0150", true));
    let names: Vec<&str> = record.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["key_no", "n"]);
    assert_eq!((&record.fields[0].text, &record.fields[1].text), (&Said::Text("AB".into()), &Said::Text("9".into())));
    let hidden = found("  fields: [{name: tail, personal: true}]\n");
    let told = serde_json::to_string(&hidden).unwrap();
    assert!(!told.contains("DEF") && !told.contains("C4 C5") && hidden.record.fields.len() == 2, "{told}");
}

#[test]
fn what_is_personal_is_hidden_and_nothing_else() {
    let shown = |extra: &str, number| -> String {
        let record = explained(extra, number, false);
        record.bytes.iter().map(|byte| if byte.is_some() { 'x' } else { '.' }).collect()
    };
    let inner = "  fields: [{name: h, fields: [{name: v, personal: true}]}]\n";
    assert_eq!(shown(inner, 1), "xxxxxx....x..xxxxxx");
    assert_eq!(shown(inner, 2), "xxxxxxxxxxx");
    let record = explained(inner, 1, false);
    assert!(line(&record, "h.v").iter().all(|line| line.ends_with("hidden hidden")));
    assert_eq!(line(&record, "tail"), ["10-12 (13, 16) AB  AB"]);
    let tail = "  fields: [{name: tail, personal: true}]\n";
    assert_eq!(shown(tail, 1), "xxxxxxxxxxxxx...xxx");
    // Other places of the same bytes are as personal.
    let again = "  fields: [{name: h, fields: [{name: v, personal: true}]}, {name: all_of_it, at: 2-5}]\n";
    assert_eq!(line(&explained(again, 1, false), "all_of_it"), ["2-5 (5, 9) hidden hidden"]);
}

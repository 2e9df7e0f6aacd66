//! Lists in the row that a record makes: their elements, and where each column of these comes from.

use tumpline::cli::diagnostics::Drawing;
use tumpline::cli::explain::{View, text};
use tumpline::cli::layout;
use tumpline::cli::words::{Language, spaced};
use tumpline::inspect::explain::record::{ElementSeen, Fate, From, ListSeen, Record, Said};
use tumpline::inspect::explain::{Ask, Explained, Which};

use super::{ask, asked};
use crate::machine::{machine, run_on};

const TREE: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: town, when: {at: 1, is: T}, fields: [{name: no, at: 2-4, type: int32}]}
      - {name: house, when: {at: 1, is: H}, under: town, fields: [{name: no, at: 2-4, type: int32}, {name: name, at: 5-8, PERSONAL}]}
      - {name: room, when: {at: 1, is: R}, under: house, fields: [{name: v, at: 2-5, type: int32}, {name: doors, at: 6-9, repeat: {times: 2, width: 2}, fields: [{name: door, at: 1-2, on_blank: empty}]}]}
      - {name: note, when: {at: 1, is: N}, under: town, fields: [{name: text, at: 2-6}]}
tables:
  - table: town
    from: town
    limits: {rejects: 99}
    columns:
      - {name: no}
      - name: houses
        nest: house
        columns:
          - {name: of, from: town.no}
          - {name: no}
          - {name: name, default: none}
          - {name: twice, sql: house.no * 2, type: int64}
          - {name: rooms, nest: room, columns: [{name: v, range: [0, 900]}, {name: doors, nest: room.doors.door, on_fail: warn, one_of: [aa, bb]}]}
      - {name: notes, nest: note.text}
  - {table: house, from: house, limits: {rejects: 99}, columns: [{name: no}]}
";

const TEXT: &str = "T001\nH011ann \nR   1aabb\nR   2aaxx\nNfirst\nH012    \nNlast \nT002\nT003\nH031eve \nR 901aabb\n";

fn tree() -> String {
    TREE.replace("PERSONAL", "on_blank: empty")
}

fn explained(mapping: &str, number: u64) -> Explained {
    let host = machine(&[("in.txt", TEXT.as_bytes()), ("m.yaml", mapping.as_bytes())]);
    asked(&host, &Ask { show_personal: false, ..ask("m.yaml", Which::Record, number) })
}

fn drawn(found: &Explained, language: Language, all: bool) -> String {
    let drawing = Drawing { language, colour: false, width: 80 };
    let said = spaced(language, &text(View { drawing, all }, found));
    let long = said.lines().find(|line| layout::length(line) > 80);
    assert!(!said.contains('{') && long.is_none(), "{long:?}\n{said}");
    said
}

fn lists(record: &Record) -> &[ListSeen] {
    &record.tables[0].rows[0].lists
}

fn shown(said: &Said) -> String {
    match said {
        Said::Empty => "-".into(),
        Said::Text(text) => text.clone(),
        Said::Hidden => "·".into(),
    }
}

/// Number, record, values; then the lists within.
fn flat(element: &ElementSeen) -> String {
    let child = element.child.as_ref().map_or_else(String::new, |at| format!("@{}", at.record));
    let values: Vec<String> = element.columns.iter().map(|column| shown(&column.value)).collect();
    let within: Vec<String> = element.lists.iter().map(all).collect();
    let all: Vec<String> = std::iter::once(values.join(",")).chain(within).collect();
    format!("({}{child} {})", element.number, all.join(" "))
}

fn all(list: &ListSeen) -> String {
    format!("{}:{}[{}]", list.name, list.count, list.elements.iter().map(flat).collect::<String>())
}

#[test]
fn a_row_shows_its_lists_and_what_their_elements_are_made_of() {
    let town = explained(&tree(), 1);
    let found: Vec<String> = lists(&town.record).iter().map(all).collect();
    assert_eq!(
        found,
        [
            "houses:2[(1@2 1,11,ann,22 houses.rooms:2[(1@3 1 houses.rooms.doors:2[(1 aa)(2 bb)])(2@4 2 houses.rooms.doors:2[(1 aa)(2 xx)])])(2@6 1,12,none,24 houses.rooms:0[])]",
            "notes:2[(1@5 first)(2@7 last)]",
        ]
    );
    let house = &lists(&town.record)[0].elements[0];
    let From::Field(name, None) = &house.columns[0].from else { panic!("{house:?}") };
    assert_eq!(name, "no");
    let From::Field(name, None) = &house.columns[1].from else { panic!("{house:?}") };
    assert_eq!(name, "house.no");
    let From::Expression(twice) = &house.columns[3].from else { panic!("{house:?}") };
    assert_eq!(twice.reads, [("house.no".to_owned(), Said::Text("11".into()))]);
    assert_eq!(lists(&town.record)[0].elements[1].columns[2].before, Some(Said::Empty));
    let From::Field(name, Some(5)) = &lists(&town.record)[1].elements[0].columns[0].from else { panic!("{town:?}") };
    assert_eq!(name, "note.text");
    // A town without any.
    let found: Vec<String> = lists(&explained(&tree(), 8).record).iter().map(all).collect();
    assert_eq!(found, ["houses:0[]", "notes:0[]"]);
    // Below one element is refused, and with it the town.
    let refused = explained(&tree(), 9).record;
    assert_eq!(refused.fate, Fate::Refused);
    let room = &lists(&refused)[0].elements[0].lists[0].elements[0];
    assert!(room.child.as_ref().is_some_and(|at| at.refused && at.record == 11), "{room:?}");
}

#[test]
fn a_child_says_whose_row_it_is_part_of_and_which_element() {
    let room = explained(&tree(), 4);
    assert_eq!(room.record.fate, Fate::Joined(vec!["town".into()]));
    let said = drawn(&room, Language::En, false);
    assert!(said.contains("It is loaded as a part of record 1: its fields go into that record's row of"), "{said}");
    let names: Vec<&str> = room.record.tables.iter().map(|table| table.name.as_str()).collect();
    // Its doors stand in the element that it makes.
    assert_eq!(names, ["town.houses.rooms"]);
    let row = &room.record.tables[0].rows[0];
    assert_eq!(row.lists.iter().map(all).collect::<Vec<_>>(), ["houses.rooms.doors:2[(1 aa)(2 xx)]"]);
    // Only the second is not one of those that may stand there.
    let found: Vec<usize> = row.lists[0].elements.iter().map(|one| one.columns[0].findings.len()).collect();
    assert_eq!(found, [0, 1], "{:?}", room.record.findings);
    // It makes a row of its own besides.
    let house = explained(&tree(), 2);
    let names: Vec<&str> = house.record.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["house", "town.houses"]);
}

#[test]
fn people_see_the_first_elements_and_how_many_there_are() {
    let town = explained(&tree(), 1);
    let said = drawn(&town, Language::En, false);
    for want in [
        "  List `houses`: 2 elements\n  element 1: record 2, line 2, offset 5\n",
        "  List `houses.rooms` in element 1: 2 elements\n",
        "  List `houses.rooms` in element 2: 0 elements\n",
        "  List `notes`: 2 elements\n  1  first  note.text of record 5\n  2  last   note.text of record 7\n",
    ] {
        assert!(said.contains(want), "{want}\n{said}");
    }
    drawn(&town, Language::Fr, true);
    let many = format!("T001\n{}", "Nfirst\n".repeat(1_500));
    let host = machine(&[("in.txt", many.as_bytes()), ("m.yaml", tree().as_bytes())]);
    let town = asked(&host, &ask("m.yaml", Which::Record, 1));
    let said = drawn(&town, Language::En, false);
    assert!(
        said.contains("List `notes`: 1,500 elements") && said.contains("… 1,497 elements more; `--all` shows"),
        "{said}"
    );
    let said = drawn(&town, Language::Fr, true);
    assert!(said.contains("… encore 500\u{a0}éléments\n") && said.contains("\n  1000  first"), "{said}");
}

#[test]
fn personal_values_of_elements_are_left_out() {
    let town = explained(&TREE.replace("PERSONAL", "personal: true"), 1);
    let house = &lists(&town.record)[0].elements[0];
    assert_eq!(house.columns.iter().map(|column| shown(&column.value)).collect::<Vec<_>>(), ["1", "11", "·", "22"]);
    let said = drawn(&town, Language::En, true) + &serde_json::to_string(&town).unwrap();
    assert!(!said.contains("ann"), "{said}");
}

#[test]
fn the_row_of_a_table_with_lists_leads_back_to_all_of_it() {
    let host = machine(&[("in.txt", TEXT.as_bytes()), ("m.yaml", tree().as_bytes())]);
    let report = run_on(&host, 2, Some(16)).unwrap();
    let part = format!("{}/data/town/part-00000.parquet", report.folder);
    for (number, record, houses) in [(1, 1, 2), (2, 8, 0)] {
        let found = asked(&host, &ask(part.as_str(), Which::Row, number));
        assert_eq!((found.record.number, lists(&found.record)[0].count), (record, houses));
        assert!(found.record.tables[0].rows[0].asked);
    }
}

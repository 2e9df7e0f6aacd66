//! Children in their parent's row: all of them, at any depth, and whole groups alone.

use super::rows;
use crate::machine::run;
use crate::random::Dice;

const TREE: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    group_max: 4 KiB
    kinds:
      - {name: town, when: {at: 1, is: T}, fields: [{name: no, at: 2-4, type: int32}]}
      - {name: house, when: {at: 1, is: H}, under: town, fields: [{name: no, at: 2-4, type: int32}, {name: name, at: 5-8}]}
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
          - {name: rooms, nest: room, columns: [{name: v, range: [0, 900]}, {name: doors, nest: room.doors.door, on_fail: warn, one_of: [aa, bb]}]}
      - {name: notes, nest: note.text}
  - {table: house, from: house, limits: {rejects: 99}, columns: [{name: town, from: town.no}, {name: no}]}
  - {table: room, from: room, limits: {rejects: 99}, columns: [{name: town, from: town.no}, {name: house, from: house.no}, {name: v}]}
  - {table: note, from: note, limits: {rejects: 99}, columns: [{name: town, from: town.no}, {name: text}]}
";

#[test]
fn a_tree_of_records_is_one_row() {
    let text = "T001\nH011ann \nR   1aabb\nR   2aa  \nNfirst\nH012bob \nNlast \nT002\nT003\nH031eve \n";
    for block in [None, Some(5), Some(17), Some(40)] {
        let left = run(TREE, &[("in.txt", text.as_bytes())], 2, block);
        let wanted = ["1|[(1,11,[(1,[aa bb]) (2,[aa -])]) (1,12,[])]|[first last]", "2|[]|[]", "3|[(3,31,[])]|[]"];
        assert_eq!(rows(&left, "town"), wanted, "{block:?}");
        assert_eq!(rows(&left, "house"), ["1|11", "1|12", "3|31"]);
    }
}

#[test]
fn what_is_wrong_below_refuses_the_whole_tree() {
    let text = "T001\nH011ann \nR 901aabb\nT002\nH021bob \nR   x    \nNgood \nT003\nH031eve \nR   3aabb\n";
    let left = run(TREE, &[("in.txt", text.as_bytes())], 2, Some(20));
    assert_eq!(rows(&left, "town"), ["3|[(3,31,[(3,[aa bb])])]|[]"]);
    assert_eq!((rows(&left, "house").len(), rows(&left, "room").len(), rows(&left, "note").len()), (1, 1, 0));
    let findings = left.manifest["findings"].as_array().unwrap();
    let told: Vec<String> = findings
        .iter()
        .map(|one| format!("{} {} {}", one["code"].as_str().unwrap(), one["subject"].as_str().unwrap(), one["count"]))
        .collect();
    for wanted in ["TL0302 town.houses.rooms.v 1", "TL0202 room.v 1", "TL0105  4"] {
        assert!(told.iter().any(|one| one == wanted), "{wanted}: {told:?}");
    }
}

/// Random towns; the numbers of houses are never the same.
fn random_text(dice: &mut Dice) -> String {
    let (mut lines, mut house) = (Vec::new(), 0);
    for town in 0..=dice.below(12) {
        lines.push(format!("T{town:03}"));
        for _ in 0..dice.below(9) {
            if dice.one_in(3) {
                lines.push(format!("N{:5}", dice.below(99)));
                continue;
            }
            house += 1;
            lines.push(format!("H{house:03}name"));
            lines.extend((0..dice.below(4)).map(|_| format!("R{:4}aabb", dice.below(905))));
        }
    }
    lines.join("\n") + "\n"
}

/// Rows of a table that begin with these values: what stands behind them.
fn of<'r>(rows: &'r [String], values: &str) -> Vec<&'r str> {
    rows.iter().filter_map(|row| row.strip_prefix(values)).collect()
}

#[test]
fn random_trees_hold_what_tables_of_their_own_hold() {
    let mut refused = 0;
    for seed in 0..20 {
        let mut dice = Dice::of(seed);
        let text = random_text(&mut dice);
        let left = run(TREE, &[("in.txt", text.as_bytes())], 3, Some(1 + dice.below(200) as u64));
        let [towns, houses, rooms, notes] = ["town", "house", "room", "note"].map(|table| rows(&left, table));
        for row in &towns {
            let town = row.split('|').next().unwrap();
            let of_house = |house: &&str| {
                let rooms = of(&rooms, &format!("{town}|{house}|"));
                let rooms: Vec<String> = rooms.iter().map(|v| format!("({v},[aa bb])")).collect();
                format!("({town},{house},[{}])", rooms.join(" "))
            };
            let houses: Vec<String> = of(&houses, &format!("{town}|")).iter().map(of_house).collect();
            let notes = of(&notes, &format!("{town}|")).join(" ");
            assert_eq!(*row, format!("{town}|[{}]|[{notes}]", houses.join(" ")), "{seed}: {text}");
        }
        refused += text.matches('T').count() - towns.len();
    }
    assert!(refused > 0, "nothing was refused");
}

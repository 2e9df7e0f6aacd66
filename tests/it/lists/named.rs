//! Level 88 in lists: the names of values stand in elements as they stand in a table of these.

use super::rows;
use crate::machine::run;

const BOOK: &str = "
       01  R.
           05  ID-NO           PIC 9(3).
           05  N               PIC 9.
           05  G OCCURS 0 TO 3 DEPENDING ON N.
               10  SORT        PIC X.
                   88  CASH    VALUE 'C'.
                   88  BANK    VALUES 'B' 'D'.
               10  V           PIC 9(2).
                   88  NOTHING VALUE 0.
                   88  SOME    VALUES 1 THRU 99.
";

const MAPPING: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: r.cpy
  records: {end: newline}
tables:
- table: r
  limits: {rejects: 9}
  columns:
    - {name: id_no}
    - name: g
      nest: record.g
      columns:
        - {name: at, from: number}
        - {name: sort, label: sort, null_if: [CASH]}
        - {name: how_much, nest: record.g, columns: [{name: v}, {name: word, label: v, one_of: [NOTHING, SOME]}]}
- {table: g, from: record.g, limits: {rejects: 9}, columns: [{name: id_no}, {name: at, from: number}, {name: sort, label: sort, null_if: [CASH]}, {name: v}, {name: word, label: v}]}
";

#[test]
fn names_of_values_stand_in_elements() {
    let text = "0010\n0022C01B00\n0033D99X07C00\n0041C0x\n";
    for block in [None, Some(7), Some(20)] {
        let left = run(MAPPING, &[("in.dat", text.as_bytes()), ("r.cpy", BOOK.as_bytes())], 2, block);
        let wanted = [
            "1|[]",
            "2|[(1,-,(1,SOME)) (2,BANK,(0,NOTHING))]",
            "3|[(1,BANK,(99,SOME)) (2,-,(7,SOME)) (3,-,(0,NOTHING))]",
        ];
        assert_eq!(rows(&left, "r"), wanted);
        let table: Vec<String> = rows(&left, "g").iter().map(|row| row.replace('|', ",")).collect();
        let elements = ["2,1,-,1,SOME", "2,2,BANK,0,NOTHING", "3,1,BANK,99,SOME", "3,2,-,7,SOME", "3,3,-,0,NOTHING"];
        assert_eq!(table, elements);
        let findings = left.manifest["findings"].as_array().unwrap();
        let unnamed = findings.iter().filter(|one| one["subject"] == "record.g.sort").map(|one| &one["count"]);
        assert_eq!(unnamed.collect::<Vec<_>>(), [1], "{findings:?}");
        let lists = &left.manifest["tables"][0]["lists"][0];
        assert_eq!(
            (&lists["columns"][1]["emptied"], &lists["structures"]),
            (&2.into(), &serde_json::json!(["how_much"]))
        );
    }
}

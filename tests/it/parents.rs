//! Where a parent stands: the key by which rows of several tables belong together, whatever their fields say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::machine::run;
use crate::tables::{batches, cell};
use tumpline::run::report::Outcome;

const MAPPING: &str = "tumpline: 1
source:
  files: '*.txt'
  format: fixed
  encoding: ascii
  records:
    end: newline
    short: pad
    kinds:
      - {name: company, when: {at: 1, is: C}, fields: [{name: name, at: 2-5}]}
      - {name: dept, when: {at: 1, is: D}, under: company, fields: [{name: title, at: 2-5}]}
      - name: person
        when: {at: 1, is: P}
        under: dept
        fields:
          - {name: code, at: 2-3}
          - {name: pay, at: 4-5, repeat: {times: 2, width: 1}, fields: [{name: cents, at: 1, type: int32, on_blank: zero}]}
tables:
  - {table: company, from: company, columns: [{name: id, from: _offset}, {name: name}]}
  - {table: dept, from: dept, columns: [{name: id, from: _offset}, {name: company, from: company._offset}, {name: name, from: company.name}]}
  - table: pay
    from: person.pay
    columns:
      - {name: key, sql: \"_file || ':' || cast(company._offset as varchar)\"}
      - {name: dept, from: dept._offset, type: 'decimal(18,0)'}
      - {name: own, from: person._offset}
      - {name: name, from: company.name}
      - {name: cents}
";

/// Where the company, the department and the record itself begin.
type Places = (usize, usize, usize);
type Rows = Vec<Vec<String>>;

/// Companies that are called alike, each with a few people; and where each record begins.
fn text(companies: usize) -> String {
    let mut text = String::new();
    for company in 0..companies {
        text.push_str("CACME\n");
        for dept in 0..=company % 3 {
            let _ = writeln!(text, "DD{dept}");
            (0..company % 4).for_each(|person| text.push_str(["PAB12\n", "PCD3\n"][person % 2]));
        }
    }
    text
}

/// The rows of a table, as texts.
fn rows(files: &BTreeMap<String, Vec<u8>>, table: &str) -> Rows {
    let of = files.iter().filter(|(path, _)| path.starts_with(&format!("data/{table}/")));
    let all = of.flat_map(|(_, bytes)| batches(bytes));
    all.flat_map(|batch| {
        let cells = |row| batch.columns().iter().map(|column| cell(column.as_ref(), row)).collect();
        (0..batch.num_rows()).map(cells).collect::<Rows>()
    })
    .collect()
}

/// Of each record that is no company: the offsets of those that are open above it.
fn above(text: &str, letter: char) -> Vec<Places> {
    let (mut at, mut company, mut dept, mut found) = (0, 0, 0, Vec::new());
    for line in text.lines() {
        match line.as_bytes()[0] {
            b'C' => company = at,
            b'D' => dept = at,
            _ => {}
        }
        if line.starts_with(letter) {
            found.push((company, dept, at));
        }
        at += line.len() + 1;
    }
    found
}

#[test]
fn a_row_has_the_place_of_the_records_above_it_on_any_blocks_and_threads() {
    let texts = [text(17), text(5)];
    let files = [("a.txt", texts[0].as_bytes()), ("b.txt", texts[1].as_bytes())];
    for (threads, block) in [(1, None), (1, Some(1)), (2, Some(7)), (3, Some(64))] {
        let left = run(MAPPING, &files, threads, block);
        assert_eq!(left.report.outcome, Outcome::Published, "{:?}", left.report.findings);
        let wanted = |letter: char, row: &dyn Fn(&str, Places) -> Rows| {
            let of = |(file, text): (&str, &String)| {
                above(text, letter).into_iter().flat_map(|places| row(file, places)).collect::<Vec<_>>()
            };
            ["a.txt", "b.txt"].into_iter().zip(&texts).flat_map(of).collect::<Vec<_>>()
        };
        let own = |text: String, rest: &[String]| [&[text][..], rest].concat();
        let company =
            wanted('C', &|file, (_, _, at)| vec![own(at.to_string(), &["ACME".into(), file.into(), at.to_string()])]);
        assert_eq!(rows(&left.files, "company"), company);
        let dept = wanted('D', &|file, (company, _, at)| {
            vec![own(at.to_string(), &[company.to_string(), "ACME".into(), file.into(), at.to_string()])]
        });
        assert_eq!(rows(&left.files, "dept"), dept);
        let pay = rows(&left.files, "pay");
        let keys = wanted('P', &|file, (company, dept, at)| {
            vec![vec![format!("{file}:{company}"), dept.to_string(), at.to_string()]; 2]
        });
        let got: Rows = pay.iter().map(|row| row[..3].to_vec()).collect();
        assert_eq!(got, keys, "{threads} {block:?}");
    }
}

#[test]
fn a_kind_that_is_not_above_has_no_place_here() {
    let mistakes = |from: &str| {
        let text = MAPPING.replace("company, from: company._offset", from);
        let read = tumpline::mapping::read("m", &text);
        let codes: Vec<&str> = read.diagnostics.iter().map(|one| one.code.id()).collect();
        codes.join(" ")
    };
    assert_eq!(mistakes("company, from: company._offset"), "");
    assert_eq!(mistakes("company, from: person._offset"), "TL0028");
    assert_eq!(mistakes("company, from: firm._offset"), "TL0008");
    assert_eq!(mistakes("company, from: company._ofset"), "TL0006");
}

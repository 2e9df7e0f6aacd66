//! The order of rows, their folders, and which of several rows is kept: each against a plain sort, against other readers,
//! in all sizes, and on machines that fail.

mod dedupe;
mod layout;
mod sorting;

use tumpline::run::Sizes;

use crate::machine::Left;
use crate::set_rules::run;

/// A mapping of `in.csv` with a column of every sort of type; `keys` are those of its table.
pub fn mapping(keys: &str) -> String {
    format!(
        "tumpline: 1
source:
  files: {{glob: in.csv, empty: allow}}
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields:
    - {{name: id, type: int64}}
    - {{name: t, on_blank: empty}}
    - {{name: small, type: int16, on_blank: empty}}
    - {{name: whole, type: int64, on_blank: empty}}
    - {{name: amount, type: 'decimal(9,2)', on_blank: empty}}
    - {{name: wide, type: 'decimal(38,3)', on_blank: empty}}
    - {{name: day, type: date, on_blank: empty}}
    - {{name: flag, type: bool, 'true': y, 'false': n, on_blank: empty}}
    - {{name: share, type: float64, on_blank: empty}}
tables:
  - table: t
    limits: {{rejects: 9999999}}
{keys}"
    )
}

/// The header of its file.
pub const HEADER: &str = "id,t,small,whole,amount,wide,day,flag,share\n";

/// Runs it over these lines.
pub fn of_lines(keys: &str, lines: &str, threads: usize, sizes: Sizes) -> Left {
    let text = format!("{HEADER}{lines}");
    let files = [("m.yaml", mapping(keys).into_bytes()), ("in.csv", text.into_bytes())];
    run(&files.map(|(name, bytes)| (name.to_owned(), bytes)), threads, sizes)
}

/// Every key of the page about order is one that the program reads.
#[test]
fn the_keys_of_their_page_are_read_without_mistakes() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/order.md")).unwrap();
    let blocks = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let keys: Vec<&str> = blocks.flat_map(str::lines).collect();
    assert!(keys.len() >= 4, "{keys:?}");
    let names = "{name: fund}, {name: account}, {name: posted_on}, {name: changed_on}, {name: vendor_no}, {name: invoice_no}, {name: fiscal_year}";
    for key in keys {
        let text = format!(
            "tumpline: 1\nsource: {{files: x, format: delimited, encoding: utf-8, delimiter: ',', fields: [{names}]}}\ntable: t\n{key}\n"
        );
        assert_eq!(tumpline::mapping::read("m", &text).diagnostics, [], "{key}");
    }
}

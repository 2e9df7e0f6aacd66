//! Expressions over one million rows, one thread, in batches as a run has them.
//!
//! In: nothing. Out: one line of JSON for each expression, with the rows a second of the best round. The slow evaluator
//! gives the same values for the first rows, or it panics. `benches/expressions.py` runs the peers beside it.

#![allow(missing_docs, clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::float_arithmetic)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]

use std::sync::Arc;
use std::time::Instant;

use arrow_array::{Array, ArrayRef, Date32Array, Decimal64Array, Int32Array, StringArray};
use tumpline::arrays::array_type;
use tumpline::mapping::model::Type;
use tumpline::mapping::sql::{self, NameId, Names};
use tumpline::transforms::sql::Program;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROWS: usize = 1_000_000;
const BATCH: usize = 8_192;
const MONEY: Type = Type::Decimal { precision: 15, scale: 2 };
const RATE: Type = Type::Decimal { precision: 5, scale: 4 };

const COLUMNS: [(&str, Type); 8] = [
    ("amount", MONEY),
    ("other", MONEY),
    ("rate", RATE),
    ("fund", Type::Text),
    ("dept", Type::Text),
    ("day", Type::Text),
    ("posted", Type::Date),
    ("qty", Type::Int32),
];

/// The name that the peers know, and the expression.
const EXPRESSIONS: [(&str, &str); 10] = [
    ("compare", "amount > other"),
    ("case", "CASE WHEN amount > 1000 THEN amount * 0.05 WHEN amount < 0 THEN other ELSE 0 END"),
    ("text", "lpad(fund, 3, '0') || '-' || substring(dept, 1, 4)"),
    ("strptime", "strptime(day, '%Y%m%d')"),
    ("product", "amount * rate"),
    ("round", "round(amount * rate, 2)"),
    ("quotient", "round(amount / qty, 2)"),
    ("guard", "amount > 0 AND dept IN ('1000', '2000', '3000') AND posted >= date '2026-01-01'"),
    ("like", "fund LIKE '1%'"),
    ("fiscal", "year(posted) + CASE WHEN month(posted) >= 4 THEN 1 ELSE 0 END"),
];

struct Columns;
impl Names for Columns {
    fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)> {
        let id = COLUMNS.iter().position(|(own, _)| [*own] == name)?;
        Some((id, COLUMNS[id].1))
    }
    fn all(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The same numbers as `expressions.py` makes.
fn number(row: usize, salt: usize) -> usize {
    (row.wrapping_mul(2_654_435_761).wrapping_add(salt * 40_503) % 4_294_967_296) >> 8
}

fn batch(start: usize, rows: usize) -> Vec<ArrayRef> {
    let each = start..start + rows;
    let money =
        |salt, most: usize, less: i64| each.clone().map(|row| (number(row, salt) % most) as i64 - less).collect();
    let decimal =
        |values: Vec<i64>, ty| -> ArrayRef { Arc::new(Decimal64Array::from(values).with_data_type(array_type(ty))) };
    let text = |salt, width: usize, most: usize| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(each.clone().map(|row| format!("{:0width$}", number(row, salt) % most))))
    };
    vec![
        decimal(money(1, 400_000, 100_000), MONEY),
        decimal(money(2, 400_000, 100_000), MONEY),
        decimal(money(3, 9_999, 0), RATE),
        text(4, 2, 100),
        text(5, 6, 10_000),
        Arc::new(StringArray::from_iter_values(each.clone().map(|row| {
            let of = number(row, 6);
            format!("{:04}{:02}{:02}", 2000 + of % 27, of / 27 % 12 + 1, of / 324 % 28 + 1)
        }))),
        Arc::new(Date32Array::from_iter_values(each.clone().map(|row| (number(row, 7) % 20_000) as i32 + 5_000))),
        Arc::new(Int32Array::from_iter_values(each.clone().map(|row| (number(row, 8) % 999) as i32 + 1))),
    ]
}

fn main() {
    let starts = (0..ROWS).step_by(BATCH);
    let batches: Vec<Vec<ArrayRef>> = starts.map(|start| batch(start, BATCH.min(ROWS - start))).collect();
    for (name, text) in EXPRESSIONS {
        let program = Program::new(&sql::read(text, &Columns, None).expect("an expression"));
        let of = |batch: &Vec<ArrayRef>| {
            let inputs: Vec<ArrayRef> = program.inputs().iter().map(|id| Arc::clone(&batch[*id])).collect();
            let done = program.evaluate(&inputs, batch[0].len()).expect("values");
            assert!(done.failed.is_empty());
            done.array.len()
        };
        let round = || {
            let start = Instant::now();
            assert_eq!(batches.iter().map(of).sum::<usize>(), ROWS);
            start.elapsed().as_secs_f64()
        };
        let best = (0..9).map(|_| round()).fold(f64::MAX, f64::min);
        println!("{{\"name\": \"{name}\", \"rows_per_second\": {:.0}}}", ROWS as f64 / best);
    }
}

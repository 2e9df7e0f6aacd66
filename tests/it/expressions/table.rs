//! Random tables: every type, values that lie at the borders, none here and there.

#![allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation)]

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Int16Array, Int32Array, Int64Array,
    StringArray, TimestampMicrosecondArray,
};
use serde_json::json;
use tumpline::arrays::array_type;
use tumpline::canonical;
use tumpline::mapping::model::{Type, Value};
use tumpline::mapping::sql::{NameId, Names};
use tumpline::transforms::sql::value::{Cell, Val};

use super::generator::Random;

const fn decimal(precision: u8, scale: u8) -> Type {
    Type::Decimal { precision, scale }
}

pub const COLUMNS: [(&str, Type); 18] = [
    ("small", Type::Int16),
    ("medium", Type::Int32),
    ("large", Type::Int64),
    ("rate", decimal(5, 4)),
    ("price", decimal(9, 2)),
    ("amount", decimal(15, 2)),
    ("share", decimal(18, 6)),
    ("huge", decimal(38, 10)),
    ("whole", decimal(38, 0)),
    ("tiny", decimal(38, 38)),
    ("fund", Type::Text),
    ("dept", Type::Text),
    ("name", Type::Text),
    ("posted", Type::Date),
    ("due", Type::Date),
    ("stamp", Type::Timestamp),
    ("open", Type::Bool),
    ("paid", Type::Bool),
];

pub struct Table {
    columns: Vec<Vec<Option<Value>>>,
}

/// The columns of every table.
pub struct Columns;

impl Names for Columns {
    fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)> {
        let id = COLUMNS.iter().position(|(own, _)| [*own] == name)?;
        Some((id, COLUMNS[id].1))
    }
    fn all(&self) -> Vec<String> {
        COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

fn random(ty: Type, random: &mut Random) -> Option<Value> {
    if random.below(7) == 0 {
        return None;
    }
    let mut whole = |most: i128| {
        let number = match random.below(5) {
            0 => i128::from(random.below(3) as i64 - 1),
            1 => most - i128::from(random.below(2) as i64),
            2 => i128::from(random.below(100_000) as i64) % (most + 1),
            _ => i128::from(random.next() >> 1) * i128::from(random.next() >> 1) % (most + 1),
        };
        if random.below(2) == 0 { number } else { -number }
    };
    Some(match ty {
        Type::Int16 => Value::Int(whole(32_767) as i64),
        Type::Int32 => Value::Int(whole(2_147_483_647) as i64),
        Type::Int64 => Value::Int(whole(i128::from(i64::MAX)) as i64),
        Type::Decimal { precision, .. } => Value::Decimal(whole(10_i128.pow(u32::from(precision)) - 1)),
        Type::Date => Value::Date(match random.below(6) {
            0 => -719_162,
            1 => 2_932_896,
            2 => 19_781 + random.below(3) as i32,
            _ => random.below(40_000) as i32 - 5_000,
        }),
        Type::Timestamp => {
            let day = random.below(40_000) as i64 - 5_000;
            let clock = [0, 1, 86_399_999_999, 45_296_123_456][random.below(4)];
            Value::Timestamp(day * 86_400_000_000 + clock)
        }
        Type::Bool => Value::Bool(random.below(2) == 0),
        _ => Value::Text(text(random)),
    })
}

fn text(random: &mut Random) -> String {
    const TEXTS: [&str; 23] = [
        "",
        " ",
        "0",
        "12",
        "-7",
        "007",
        "12.50",
        "-0.05",
        "20260131",
        "20260230",
        "2026-01-31",
        "a",
        "abc",
        "ABC-12",
        "  pad  ",
        "été",
        "Ça va?",
        "日本語",
        "ß",
        "a,b,c",
        "2026-01-31 10:42",
        "2024366",
        "046 454 286",
    ];
    if random.below(4) > 0 {
        return TEXTS[random.below(TEXTS.len())].to_owned();
    }
    let letters: Vec<char> = "0123456789abcXYZ -.,éÀ漢😀%_".chars().collect();
    (0..random.below(12)).map(|_| letters[random.below(letters.len())]).collect()
}

impl Table {
    pub fn random(seed: u64, rows: usize) -> Self {
        let mut source = Random::new(seed);
        // A table of ASCII alone takes other ways.
        let ascii = seed.is_multiple_of(2);
        let mut cell = |ty| match random(ty, &mut source) {
            Some(Value::Text(text)) if ascii => Some(Value::Text(text.chars().filter(char::is_ascii).collect())),
            other => other,
        };
        let columns = COLUMNS.iter().map(|(_, ty)| (0..rows).map(|_| cell(*ty)).collect()).collect();
        Self { columns }
    }

    pub fn rows(&self) -> usize {
        self.columns[0].len()
    }

    pub fn cell(&self, id: NameId, row: usize) -> Cell<'_> {
        self.columns[id][row].as_ref().map(Val::of)
    }

    pub fn array(&self, id: NameId) -> ArrayRef {
        let (values, ty) = (&self.columns[id], COLUMNS[id].1);
        let int = |value: &Option<Value>| if let Some(Value::Int(number)) = value { Some(*number) } else { None };
        let unscaled = |value: &Option<Value>| if let Some(Value::Decimal(n)) = value { Some(*n) } else { None };
        match ty {
            Type::Int16 => Arc::new(values.iter().map(|v| int(v).map(|n| n as i16)).collect::<Int16Array>()),
            Type::Int32 => Arc::new(values.iter().map(|v| int(v).map(|n| n as i32)).collect::<Int32Array>()),
            Type::Int64 => Arc::new(values.iter().map(int).collect::<Int64Array>()),
            Type::Decimal { precision, .. } if precision > 18 => {
                Arc::new(values.iter().map(unscaled).collect::<Decimal128Array>().with_data_type(array_type(ty)))
            }
            Type::Decimal { .. } => Arc::new(
                values
                    .iter()
                    .map(|v| unscaled(v).map(|n| n as i64))
                    .collect::<Decimal64Array>()
                    .with_data_type(array_type(ty)),
            ),
            Type::Date => Arc::new(
                values
                    .iter()
                    .map(|v| if let Some(Value::Date(days)) = v { Some(*days) } else { None })
                    .collect::<Date32Array>(),
            ),
            Type::Timestamp => Arc::new(
                values
                    .iter()
                    .map(|v| if let Some(Value::Timestamp(micros)) = v { Some(*micros) } else { None })
                    .collect::<TimestampMicrosecondArray>(),
            ),
            Type::Bool => Arc::new(
                values
                    .iter()
                    .map(|v| if let Some(Value::Bool(truth)) = v { Some(*truth) } else { None })
                    .collect::<BooleanArray>(),
            ),
            _ => Arc::new(
                values
                    .iter()
                    .map(|v| if let Some(Value::Text(text)) = v { Some(text.as_str()) } else { None })
                    .collect::<StringArray>(),
            ),
        }
    }

    /// For `DuckDB`, where whole numbers are computed with 64 bits as well.
    pub fn json(&self) -> serde_json::Value {
        let columns = COLUMNS.iter().zip(&self.columns).map(|((name, ty), values)| {
            let duck = match ty {
                Type::Int16 | Type::Int32 | Type::Int64 => "BIGINT".to_owned(),
                Type::Text => "VARCHAR".to_owned(),
                other => canonical::type_name(*other),
            };
            let texts: Vec<Option<String>> =
                values.iter().map(|value| value.as_ref().map(|value| canonical::text(*ty, value))).collect();
            json!({ "name": name, "type": duck, "values": texts })
        });
        json!({ "table": columns.collect::<Vec<_>>() })
    }
}

/// The text of a row's value.
pub fn shown(array: &ArrayRef, ty: Type, row: usize) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    let value = match ty {
        Type::Int16 => Value::Int(i64::from(array.as_primitive::<Int16Type>().value(row))),
        Type::Int32 => Value::Int(i64::from(array.as_primitive::<Int32Type>().value(row))),
        Type::Int64 => Value::Int(array.as_primitive::<Int64Type>().value(row)),
        Type::Decimal { precision, .. } if precision > 18 => {
            Value::Decimal(array.as_primitive::<Decimal128Type>().value(row))
        }
        Type::Decimal { .. } => Value::Decimal(i128::from(array.as_primitive::<Decimal64Type>().value(row))),
        Type::Date => Value::Date(array.as_primitive::<Date32Type>().value(row)),
        Type::Timestamp => Value::Timestamp(array.as_primitive::<TimestampMicrosecondType>().value(row)),
        Type::Bool => Value::Bool(array.as_boolean().value(row)),
        Type::Float64 => Value::Float(array.as_primitive::<Float64Type>().value(row)),
        _ => Value::Text(Cow::Borrowed(array.as_string::<i32>().value(row)).into_owned()),
    };
    Some(canonical::text(ty, &value))
}

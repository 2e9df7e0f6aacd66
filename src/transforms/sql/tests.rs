//! Every example of the table, by both evaluators.

use std::sync::Arc;

use arrow_array::{Decimal64Array, Int32Array, StringArray};

use super::*;
use crate::arrays::array_type;
use crate::canonical;
use crate::mapping::model::Value;
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{Names, read, table};

struct NoNames;
impl Names for NoNames {
    fn resolve(&self, _: &[&str]) -> Option<(NameId, Type)> {
        None
    }
    fn all(&self) -> Vec<String> {
        Vec::new()
    }
}

fn shown(text: &str) -> [String; 2] {
    let typed = match read(text, &NoNames, None) {
        Ok(typed) => typed,
        Err(mistakes) => return [format!("{text}: {mistakes:?}"), String::new()],
    };
    let slow = match scalar::evaluate::<Failure>(&typed.expr, &|_| Ok(None)) {
        Ok(None) => "NULL".to_owned(),
        Ok(Some(value)) => canonical::text(typed.expr.ty.model().unwrap_or(Type::Text), &value.value()),
        Err(failure) => failure.code.id().to_owned(),
    };
    let done = Program::new(&typed).evaluate(&[], 3).unwrap();
    assert_eq!(done.array.len(), 3);
    let column = Column::of(&done.array, typed.ty).unwrap();
    let fast = match done.failed.first() {
        Some(failure) => failure.code.id().to_owned(),
        None => match column.cell(2, Ty::of(typed.ty)) {
            None => "NULL".to_owned(),
            Some(value) => canonical::text(typed.ty, &value.value()),
        },
    };
    [slow, fast]
}

#[test]
fn every_example_of_the_table_gives_what_it_says() {
    let wrong: Vec<String> = table::all()
        .flat_map(|entry| entry.examples)
        .filter_map(|(text, want)| {
            let found = shown(text);
            (found != [*want, *want]).then(|| format!("{text} is {want}, not {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An amount of two decimals, a count and a text.
struct Fields;
const FIELDS: [(&str, Type); 3] =
    [("amount", Type::Decimal { precision: 9, scale: 2 }), ("count", Type::Int32), ("code", Type::Text)];
impl Names for Fields {
    fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)> {
        let id = FIELDS.iter().position(|(own, _)| [*own] == name)?;
        Some((id, FIELDS[id].1))
    }
    fn all(&self) -> Vec<String> {
        Vec::new()
    }
}

fn evaluated(text: &str, wanted: Option<Type>) -> (Vec<Option<String>>, Vec<String>) {
    let arrays: [ArrayRef; 3] = [
        Arc::new(
            Decimal64Array::from(vec![Some(1000), Some(-50), None, Some(999_999_999)])
                .with_data_type(array_type(FIELDS[0].1)),
        ),
        Arc::new(Int32Array::from(vec![Some(2), Some(0), Some(3), None])),
        Arc::new(StringArray::from(vec![Some("20260131"), Some("12"), Some("20260230"), None])),
    ];
    let program = Program::new(&read(text, &Fields, wanted).unwrap());
    let inputs: Vec<ArrayRef> = program.inputs().iter().map(|id| Arc::clone(&arrays[*id])).collect();
    let done = program.evaluate(&inputs, 4).unwrap();
    assert_eq!(*done.array.data_type(), array_type(program.ty()));
    let column = Column::of(&done.array, program.ty()).unwrap();
    let shown = |row| {
        let cell = column.cell(row, Ty::of(program.ty()));
        cell.map(|value| canonical::text(program.ty(), &value.value()))
    };
    let told = |one: &RowFinding| format!("{} {} {:?}", one.row, one.code.id(), &one.args[..]);
    ((0..4).map(shown).collect(), done.failed.iter().map(told).collect())
}

#[test]
fn a_value_in_the_place_of_a_name_is_that_name_with_the_same_value_in_every_row() {
    let amounts = Decimal64Array::from(vec![Some(1000), Some(-50), None, Some(999_999_999)]);
    let amounts: ArrayRef = Arc::new(amounts.with_data_type(array_type(FIELDS[0].1)));
    let codes: ArrayRef = Arc::new(StringArray::from(vec![Some("7"), Some("12"), Some(""), None]));
    for text in [
        "count + amount",
        "amount / count",
        "CASE WHEN amount > 0 THEN amount / count ELSE 0.00 END",
        "count <> 0 AND amount / count > 1",
        "coalesce(amount, 1 / count)",
        "count IN (amount, 7)",
        "code || cast(count as text) || code",
        "cast(code as int) % count",
        "nullif(count, 7) + count * 2000000000 * 2000000000",
        "count",
    ] {
        for value in [0, 7, -3, i32::MAX] {
            let counts: ArrayRef = Arc::new(Int32Array::from(vec![value; 4]));
            let typed = read(text, &Fields, None).unwrap();
            let arrays = [Arc::clone(&amounts), counts, Arc::clone(&codes)];
            let evaluated = |program: &Program| {
                let inputs: Vec<ArrayRef> = program.inputs().iter().map(|id| Arc::clone(&arrays[*id])).collect();
                let Evaluated { array, failed, .. } = program.evaluate(&inputs, 4).unwrap();
                let column = Column::of(&array, program.ty()).unwrap();
                let cell = |row| column.cell(row, Ty::of(program.ty())).map(|value| value.value());
                ((0..4).map(cell).collect::<Vec<_>>(), failed)
            };
            let set = Value::Int(i64::from(value));
            let with = Program::new(&typed.clone().with(&|id| (id == 1).then(|| set.clone())));
            assert!(!with.inputs().contains(&1), "{text}");
            assert_eq!(evaluated(&with), evaluated(&Program::new(&typed)), "{text} with {value}");
        }
    }
}

#[test]
fn a_row_that_fails_says_why_and_leaves_its_neighbours_alone() {
    let some = |text: &str| Some(text.to_owned());
    for (text, wanted, values, failed) in [
        ("amount / count", None, vec![some("5.000000"), None, None, None], vec!["1 TL0402 [Text(\"/\"), Text(\"\")]"]),
        (
            "round(amount / count, 2)",
            None,
            vec![some("5.00"), None, None, None],
            vec!["1 TL0402 [Text(\"/\"), Text(\"amount / count\")]"],
        ),
        (
            "1 + trunc((amount + 1) / (count - 2))",
            None,
            vec![None, some("1"), None, None],
            vec!["0 TL0402 [Text(\"/\"), Text(\"(amount + 1) / (count - 2)\")]"],
        ),
        (
            "amount * 1000",
            Some(Type::Decimal { precision: 9, scale: 2 }),
            vec![some("10000.00"), some("-500.00"), None, None],
            vec!["3 TL0307 [Text(\"decimal(9,2)\")]"],
        ),
        (
            "strptime(code, '%Y%m%d')",
            None,
            vec![some("2026-01-31"), None, None, None],
            vec!["1 TL0407 [Text(\"%Y%m%d\"), Text(\"\")]", "2 TL0407 [Text(\"%Y%m%d\"), Text(\"\")]"],
        ),
        (
            "CASE WHEN length(code) = 8 AND try_strptime(code, '%Y%m%d') IS NOT NULL THEN strptime(code, '%Y%m%d') END",
            None,
            vec![some("2026-01-31"), None, None, None],
            vec![],
        ),
        (
            "coalesce(count, CAST(code AS int32))",
            Some(Type::Int16),
            vec![some("2"), some("0"), some("3"), None],
            vec![],
        ),
        (
            "length(code) +\n  CAST(trim(code)\n    AS int16)",
            None,
            vec![None, some("14"), None, None],
            vec![
                "0 TL0403 [Text(\"int16\"), Text(\"CAST(trim(code) AS int16)\")]",
                "2 TL0403 [Text(\"int16\"), Text(\"CAST(trim(code) AS int16)\")]",
            ],
        ),
        (
            "CAST(amount * 0.09 AS decimal(38,38)) - (1.75 + 0.05)",
            None,
            vec![some("-0.90000000000000000000000000000000000000"), None, None, None],
            vec![
                "1 TL0401 [Text(\"-\"), Text(\"decimal(38,38)\"), Text(\"\")]",
                "3 TL0401 [Text(\"CAST\"), Text(\"decimal(38,38)\"), Text(\"CAST(amount * 0.09 AS decimal(38,38))\")]",
            ],
        ),
        ("count > 0 AND amount / count > 1", None, vec![some("true"), some("false"), None, None], vec![]),
        ("lpad(code, 4, '0') || '/' || count", None, vec![], vec![]),
    ] {
        if values.is_empty() {
            assert_eq!(read(text, &Fields, wanted).unwrap_err()[0].code, Code::WrongOperands);
            continue;
        }
        let found = evaluated(text, wanted);
        assert_eq!((found.0, found.1.iter().map(String::as_str).collect()), (values, failed), "{text}");
    }
}

#[test]
fn patterns_that_differ_in_case_alone_are_two_parts() {
    let some = |text: &str| Some(text.to_owned());
    let (values, failed) =
        evaluated("CASE WHEN 'Ab' || code LIKE 'a_%0_3%' THEN 1 WHEN 'Ab' || code ILIKE 'a_%0_3%' THEN 2 END", None);
    assert_eq!((values, failed.len()), (vec![some("2"), None, some("2"), None], 0));
}

#[test]
fn texts_that_grow_beyond_all_measure_fail_and_long_ones_are_chosen() {
    for (text, lengths, failures) in [
        ("length(concat(repeat(code, 100000), repeat(code, 100000)))", [None, Some("400000"), None, Some("0")], 2),
        ("length(translate(repeat(code, 90000), '2', 'é'))", [Some("720000"), Some("180000"), Some("720000"), None], 0),
        ("length(translate(repeat(code, 130000), '2', 'é'))", [None, Some("260000"), None, None], 2),
        (
            "length(CASE WHEN count = 2 THEN repeat(code, 130000) ELSE code END)",
            [Some("1040000"), Some("2"), Some("8"), None],
            0,
        ),
    ] {
        let (values, failed) = evaluated(text, None);
        assert_eq!(values, lengths.map(|one| one.map(str::to_owned)), "{text}");
        assert_eq!(failed.len(), failures, "{text} {failed:?}");
        assert!(failed.iter().all(|one| one.contains("TL0408")), "{text} {failed:?}");
    }
}

#[test]
fn a_value_that_could_not_be_read_fails_the_rows_that_need_it_alone() {
    let input: ArrayRef = Arc::new(Int32Array::from(vec![Some(2), None, Some(-3), None]));
    let code: ArrayRef = Arc::new(StringArray::from(vec!["A", "A", "B", "B"]));
    for (text, unread) in [
        ("count > 0", vec![1, 3]),
        ("code = 'A' AND count > 0", vec![1]),
        ("count > 0 AND code = 'A'", vec![1]),
        ("code = 'B' OR count > 0", vec![1]),
        ("CASE WHEN code = 'A' THEN count > 0 END", vec![1]),
        ("count IS NULL", vec![1, 3]),
        ("coalesce(count, 0) = 0", vec![1, 3]),
        ("code = 'C'", vec![]),
    ] {
        let program = Program::new(&read(text, &Fields, None).unwrap());
        let of = |id: &NameId| if FIELDS[*id].0 == "count" { (&input, &[1, 3][..]) } else { (&code, &[][..]) };
        let done = program.evaluate_of(program.inputs().iter().map(of), 4).unwrap();
        let slot = program.inputs().iter().position(|id| FIELDS[*id].0 == "count").unwrap_or_default();
        let want: Vec<_> = unread.into_iter().map(|row| (row, slot)).collect();
        assert_eq!((done.unread, done.failed), (want, vec![]), "{text}");
    }
}

#[test]
fn inputs_of_another_type_or_length_are_a_defect() {
    let program = Program::new(&read("count + 1", &Fields, None).unwrap());
    let right: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let wrong: ArrayRef = Arc::new(StringArray::from(vec!["1", "2"]));
    assert!(program.evaluate(&[Arc::clone(&right)], 2).is_ok());
    for (inputs, rows) in
        [(vec![], 2), (vec![wrong], 2), (vec![Arc::clone(&right)], 3), (vec![right.clone(), right], 2)]
    {
        assert_eq!(program.evaluate(&inputs, rows).unwrap_err().0, Code::Defect);
    }
}

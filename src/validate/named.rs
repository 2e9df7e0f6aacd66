//! Names of values, as level 88 of a copybook gives them: a column in, findings or names by row out.
//!
//! Texts are compared as COBOL does: the shorter one counts as filled up with blanks, and what lies between two texts is
//! said by the order of their code page. Of several names that hold, the first of the copybook is a value's name. An empty
//! value has none, and passes; so do blanks that nothing trimmed, with a name or without one. Refuses to know: records, copybooks, what a finding leads to.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
};
use arrow_array::{Array, ArrayRef, StringArray};

use crate::arrays::DECIMAL64_DIGITS;
use crate::finding::{Arg, Code, RowArgs, RowFinding};
use crate::mapping::model::{Named, NamedConstant, Type, Value};

/// The names of one field's values.
#[derive(Debug)]
pub struct NamedValues {
    ty: Type,
    names: Vec<String>,
    values: Values,
}

/// Values, each with the number of its name.
#[derive(Debug)]
enum Values {
    Texts(Texts),
    Numbers(Numbers),
    Floats(Vec<(f64, f64, u32)>),
}

#[derive(Debug)]
struct Texts {
    single: HashMap<String, u32>,
    between: Vec<(String, String, u32)>,
    order: Order,
}

#[derive(Debug, Default)]
struct Numbers {
    single: HashMap<i128, u32>,
    between: Vec<(i128, i128, u32)>,
}

/// The order of characters: of a code page, or that of Unicode where there is none.
#[derive(Debug)]
struct Order(HashMap<char, u32>);

impl Order {
    /// What stands in no code page comes behind what does.
    fn rank(&self, character: char) -> u32 {
        let behind = if self.0.is_empty() { 0 } else { 0x100 };
        self.0.get(&character).copied().unwrap_or(behind + u32::from(character))
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        let longest = one.chars().count().max(other.chars().count());
        let filled = |text: &str| {
            text.chars().chain(std::iter::repeat(' ')).take(longest).map(|c| self.rank(c)).collect::<Vec<_>>()
        };
        filled(one).cmp(&filled(other))
    }
}

impl NamedValues {
    /// Of a field of this type. `decoded` gives the text of bytes in the field's encoding; `order` has the characters of
    /// its code page by their bytes, where texts are not in the order of Unicode.
    #[must_use]
    pub fn new(ty: Type, named: &Named, decoded: &dyn Fn(&[u8]) -> Option<String>, order: Option<Vec<String>>) -> Self {
        let places = order.into_iter().flatten().zip(0_u32..);
        let order = Order(places.filter_map(|(text, place)| Some((text.chars().next()?, place))).collect());
        let mut values = match ty {
            Type::Float32 | Type::Float64 => Values::Floats(Vec::new()),
            Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { .. } => Values::Numbers(Numbers::default()),
            _ => Values::Texts(Texts { single: HashMap::new(), between: Vec::new(), order }),
        };
        for (name, number) in named.names.iter().zip(0_u32..) {
            for (from, to) in &name.values {
                values.add(from, to.as_ref(), number, decoded);
            }
        }
        Self { ty, names: named.names.iter().map(|name| name.name.clone()).collect(), values }
    }

    /// Adds the rows whose value has no name (TL0305, with the values that have one).
    pub fn check(&self, array: &ArrayRef, written: &Arg, findings: &mut Vec<RowFinding>) {
        let args = RowArgs::from(vec![written.clone()]);
        for (row, name) in self.numbers(array).into_iter().enumerate() {
            if name.is_none() && array.is_valid(row) && !self.is_blank(array, row) {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                findings.push(RowFinding { row, code: Code::NotOneOf, args: args.clone() });
            }
        }
    }

    /// Whether a text is blanks.
    fn is_blank(&self, array: &ArrayRef, row: usize) -> bool {
        self.ty == Type::Text && array.as_string::<i32>().value(row).bytes().all(|byte| byte == b' ')
    }

    /// The name of each row's value; nothing where it has none.
    #[must_use]
    pub fn labels(&self, array: &ArrayRef) -> ArrayRef {
        let name = |number: Option<u32>| number.and_then(|number| self.names.get(number as usize)).map(String::as_str);
        Arc::new(self.numbers(array).into_iter().map(name).collect::<StringArray>())
    }

    /// The number of each row's name.
    fn numbers(&self, array: &ArrayRef) -> Vec<Option<u32>> {
        match (&self.values, self.ty) {
            (Values::Texts(texts), Type::Text) => {
                array.as_string::<i32>().iter().map(|text| text.and_then(|text| texts.number(text))).collect()
            }
            (Values::Numbers(numbers), Type::Int16) => numbers.of::<Int16Type>(array),
            (Values::Numbers(numbers), Type::Int32) => numbers.of::<Int32Type>(array),
            (Values::Numbers(numbers), Type::Int64) => numbers.of::<Int64Type>(array),
            (Values::Numbers(numbers), Type::Decimal { precision, .. }) if precision > DECIMAL64_DIGITS => {
                numbers.of::<Decimal128Type>(array)
            }
            (Values::Numbers(numbers), Type::Decimal { .. }) => numbers.of::<Decimal64Type>(array),
            (Values::Floats(floats), Type::Float32) => of_floats::<Float32Type>(floats, array),
            (Values::Floats(floats), Type::Float64) => of_floats::<Float64Type>(floats, array),
            _ => vec![None; array.len()],
        }
    }
}

impl Values {
    /// What is no value of the type is in none of its fields.
    fn add(
        &mut self,
        from: &NamedConstant,
        to: Option<&NamedConstant>,
        number: u32,
        decoded: &dyn Fn(&[u8]) -> Option<String>,
    ) {
        match self {
            Self::Texts(texts) => {
                let text = |constant: &NamedConstant| match constant {
                    NamedConstant::Value(Value::Text(text)) => Some(text.trim_end_matches(' ').to_owned()),
                    NamedConstant::Bytes(bytes) => decoded(bytes).map(|text| text.trim_end_matches(' ').to_owned()),
                    NamedConstant::Value(_) => None,
                };
                match (text(from), to.map(text)) {
                    (Some(from), None) => drop(texts.single.entry(from).or_insert(number)),
                    (Some(from), Some(Some(to))) => texts.between.push((from, to, number)),
                    _ => {}
                }
            }
            Self::Numbers(numbers) => {
                let whole = |constant: &NamedConstant| match constant {
                    NamedConstant::Value(Value::Int(value)) => Some(i128::from(*value)),
                    NamedConstant::Value(Value::Decimal(value)) => Some(*value),
                    _ => None,
                };
                match (whole(from), to.map(whole)) {
                    (Some(from), None) => drop(numbers.single.entry(from).or_insert(number)),
                    (Some(from), Some(Some(to))) => numbers.between.push((from, to, number)),
                    _ => {}
                }
            }
            Self::Floats(floats) => {
                let float = |constant: &NamedConstant| match constant {
                    NamedConstant::Value(Value::Float(value)) => Some(*value),
                    _ => None,
                };
                if let (Some(from), Some(to)) = (float(from), to.map_or_else(|| float(from), float)) {
                    floats.push((from, to, number));
                }
            }
        }
    }
}

impl Texts {
    fn number(&self, text: &str) -> Option<u32> {
        let text = text.trim_end_matches(' ');
        let between = self.between.iter().filter(|(from, to, _)| {
            self.order.compare(from, text) != Ordering::Greater && self.order.compare(text, to) != Ordering::Greater
        });
        self.single.get(text).copied().into_iter().chain(between.map(|(_, _, number)| *number)).min()
    }
}

impl Numbers {
    fn of<T: ArrowPrimitiveType>(&self, array: &ArrayRef) -> Vec<Option<u32>>
    where
        i128: From<T::Native>,
    {
        let number = |value: T::Native| self.number(i128::from(value));
        array.as_primitive::<T>().iter().map(|value| value.and_then(number)).collect()
    }

    fn number(&self, value: i128) -> Option<u32> {
        let between = self.between.iter().filter(|(from, to, _)| (*from..=*to).contains(&value));
        self.single.get(&value).copied().into_iter().chain(between.map(|(_, _, number)| *number)).min()
    }
}

fn of_floats<T: ArrowPrimitiveType>(floats: &[(f64, f64, u32)], array: &ArrayRef) -> Vec<Option<u32>>
where
    f64: From<T::Native>,
{
    let number = |value: T::Native| {
        let value = f64::from(value);
        floats.iter().filter(|(from, to, _)| *from <= value && value <= *to).map(|(_, _, number)| *number).min()
    };
    array.as_primitive::<T>().iter().map(|value| value.and_then(number)).collect()
}

#[cfg(test)]
mod tests {
    use arrow_array::{Int32Array, StringArray};

    use super::*;
    use crate::mapping::model::ValueName;

    type Spelt<'s> = (&'s str, &'s [(&'s str, Option<&'s str>)]);

    fn of(ty: Type, names: &[Spelt<'_>], order: Option<Vec<String>>) -> NamedValues {
        let constant = |text: &str| match crate::mapping::constant::parse(text, ty) {
            Some(value) => NamedConstant::Value(value),
            None => panic!("{text}"),
        };
        let spelt = |(name, values): &Spelt<'_>| ValueName {
            name: (*name).to_owned(),
            values: values.iter().map(|(from, to)| (constant(from), to.map(constant))).collect(),
        };
        let declared = Named { names: names.iter().map(spelt).collect(), on_fail: None, written: String::new() };
        NamedValues::new(ty, &declared, &|_| None, order)
    }

    fn labels(values: &NamedValues, array: &ArrayRef) -> Vec<String> {
        let labels = values.labels(array);
        labels.as_string::<i32>().iter().map(|label| label.unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn a_value_has_the_first_name_that_holds() {
        let names: &[Spelt<'_>] =
            &[("LOW", &[("1", Some("5"))]), ("THREE", &[("3", None)]), ("OTHER", &[("-7", None), ("9", None)])];
        let values = of(Type::Int32, names, None);
        let array: ArrayRef = Arc::new(Int32Array::from(vec![Some(3), Some(5), Some(9), Some(-7), Some(6), None]));
        assert_eq!(labels(&values, &array), ["LOW", "LOW", "OTHER", "OTHER", "-", "-"]);
        let mut found = Vec::new();
        values.check(&array, &"1 THRU 5".into(), &mut found);
        let want = RowFinding { row: 4, code: Code::NotOneOf, args: vec!["1 THRU 5".into()].into() };
        assert_eq!(found, [want]);
    }

    #[test]
    fn texts_are_compared_as_if_both_were_filled_up() {
        let values = of(Type::Text, &[("A", &[("A", None)]), ("UP", &[("B", Some("BC"))])], None);
        let array: ArrayRef = Arc::new(StringArray::from(vec!["A  ", "A", "B", "BB", "BD", "AA"]));
        assert_eq!(labels(&values, &array), ["A", "A", "UP", "UP", "-", "-"]);
    }

    #[test]
    fn blanks_that_nothing_trimmed_pass_and_may_have_a_name() {
        let array: ArrayRef = Arc::new(StringArray::from(vec!["  ", "A ", " A"]));
        let unnamed = of(Type::Text, &[("A", &[("A", None)])], None);
        let named = of(Type::Text, &[("A", &[("A", None)]), ("NONE", &[("", None)])], None);
        for (values, want) in [(unnamed, "-"), (named, "NONE")] {
            assert_eq!(labels(&values, &array), [want, "A", "-"]);
            let mut found = Vec::new();
            values.check(&array, &"'A'".into(), &mut found);
            assert_eq!(found.iter().map(|found| found.row).collect::<Vec<_>>(), [2]);
        }
    }

    #[test]
    fn what_lies_between_two_texts_is_said_by_the_order_of_their_page() {
        let names: &[Spelt<'_>] = &[("CODE", &[("A", Some("9"))])];
        let array: ArrayRef = Arc::new(StringArray::from(vec!["Z", "5", "é"]));
        assert_eq!(labels(&of(Type::Text, names, None), &array), ["-", "-", "-"]);
        let page = ["A", "B", "Z", "0", "5", "9"].map(str::to_owned).to_vec();
        assert_eq!(labels(&of(Type::Text, names, Some(page)), &array), ["CODE", "CODE", "-"]);
    }
}

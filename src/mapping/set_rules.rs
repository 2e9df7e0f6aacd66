//! Rules over several rows: a rule's map and its table's columns in, a checked statement out.
//!
//! What a rule wants of another table stays a name: [`targets`](super::targets) looks whether it is there. Refuses to
//! know how rules are judged.

use super::expression;
use super::mistakes::{Mistakes, args};
use super::model::{Nulls, OnFail, SetRule, SetTest, Target, Term, TermFilter, Type, Value};
use super::rules::Columns;
use super::tree::Shape;
use super::types;
use super::view::{Text, View};
use super::{constant, limits, table};
use crate::finding::Code;
use crate::place::Span;

/// The rule of this map, whose test stands under this key.
pub fn read(view: View<'_>, test: &str, id: Option<Text<'_>>, columns: &Columns<'_>) -> Option<SetRule> {
    let scope = Scope { view, columns, mistakes: view.mistakes() };
    let test = match test {
        "unique" => scope.unique(),
        "references" => scope.references(),
        "sum" => scope.sum(),
        "count" => scope.count(),
        _ => scope.sequence(),
    };
    let filter =
        scope.if_said("where", |text| expression::read(text, columns, Some(Type::Bool), scope.mistakes).map(Some));
    if test.as_ref().is_some_and(|test| test.summed().is_some()) {
        // What is summed is at stake itself.
        view.misplaced("amount", "summed");
    }
    let amount = scope.if_said("amount", |name| scope.number(name).map(Some));
    let on_fail = table::on_fail(view, OnFail::Fail);
    let summed = test.as_ref().and_then(SetTest::summed).or(amount.flatten());
    let limits = limits::of_rule(view, on_fail, summed.map(|column| columns.of_table[column].ty));
    let about = view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
    let id = id?;
    let (test, filter, amount) = (test?, filter?, amount?);
    Some(SetRule { id: id.text.to_owned(), at: id.at, test, filter, on_fail, limits, amount, about })
}

/// A rule's map, and the columns that it may name.
struct Scope<'a> {
    view: View<'a>,
    columns: &'a Columns<'a>,
    mistakes: &'a Mistakes,
}

impl<'a> Scope<'a> {
    /// The default where the key is not said; none where it is said wrongly.
    fn if_said<T: Default>(&self, key: &str, read: impl FnOnce(Text<'a>) -> Option<T>) -> Option<T> {
        if self.view.has(key) { read(self.view.text(key)?) } else { Some(T::default()) }
    }

    fn unique(&self) -> Option<SetTest> {
        let columns = listed(self.view, "unique").and_then(|names| self.key(&names));
        let nulls = self.nulls();
        Some(SetTest::Unique { columns: columns?, nulls })
    }

    fn references(&self) -> Option<SetTest> {
        let target = listed(self.view, "references").and_then(|names| self.referred(&names));
        let own = if self.view.has("by") {
            listed(self.view, "by")
        } else {
            // A place in `references:` is the place of the column that is meant here too.
            target.as_ref().map(|(_, names)| names.clone())
        };
        let columns = own.and_then(|names| self.key(&names));
        let nulls = self.nulls();
        let ((target, _), columns) = (target?, columns?);
        self.same_length(self.view, columns.len(), target.columns.len())?;
        Some(SetTest::References { columns, target, nulls })
    }

    /// `table.column`, or several of one table; with each column at its place.
    fn referred(&self, names: &[Text<'a>]) -> Option<(Target, Vec<Text<'a>>)> {
        let parts = names.iter().map(|name| {
            let parts = name.text.split_once('.').filter(|(table, column)| !table.is_empty() && !column.is_empty());
            if parts.is_none() {
                self.mistakes.fail(Code::WrongShape, name.at, args!["table_column", "text"]);
            }
            parts.map(|(table, column)| (table, Text { text: column, at: name.at }))
        });
        let parts: Vec<(&str, Text<'_>)> = parts.collect::<Vec<_>>().into_iter().collect::<Option<_>>()?;
        let (table, first) = *parts.first()?;
        if let Some((other, name)) = parts.iter().find(|(other, _)| *other != table) {
            let whole = format!("{other}.{}", name.text);
            self.mistakes.fail_with(Code::BadReference, name.at, Some(first.at), args![whole, "other_table"]);
            return None;
        }
        let columns: Vec<Text<'_>> = parts.into_iter().map(|(_, column)| column).collect();
        once(&columns, self.mistakes)?;
        let at = self.view.get("references")?.at;
        Some((target(table, &columns, at), columns))
    }

    fn sum(&self) -> Option<SetTest> {
        let column = self.view.text("sum").and_then(|name| self.number(name));
        let by = self.by();
        let ty = column.map(|column| self.columns.of_table[column].ty);
        let tolerance = self.if_said("tolerance", |text| from_zero(text, ty?, self.mistakes));
        if let Some(node) = self.view.get("equals").filter(|node| matches!(node.shape, Shape::Map(_))) {
            let others = View::open(node, "equals", self.mistakes)?;
            let target = self.other_sum(others, node.at);
            let filter = others.text("where").map(|text| TermFilter { said: text.into(), expression: None });
            let (column, by, tolerance, target) = (column?, by?, tolerance?, target?);
            self.same_length(others, by.len(), target.columns.len() - 1)?;
            let others = vec![Term { target, counts: false, minus: false, filter }];
            let column = Some(column);
            return Some(SetTest::Compare {
                column,
                by,
                minus: false,
                beside: Vec::new(),
                others,
                tolerance,
                of_migration: false,
            });
        }
        let equals = self.if_said("equals", |text| exact(text, ty?, self.mistakes));
        Some(SetTest::Sum { column: column?, by: by?, equals: equals?, tolerance: tolerance? })
    }

    /// The other table's key, and last what is summed there.
    fn other_sum(&self, others: View<'_>, at: Span) -> Option<Target> {
        let [table, sum] = ["table", "sum"].map(|key| others.need(key).and_then(|_| others.text(key)));
        let key = if others.has("by") {
            listed(others, "by").filter(|names| once(names, self.mistakes).is_some())
        } else if self.view.has("by") {
            listed(self.view, "by")
        } else {
            Some(Vec::new())
        };
        let (table, sum, mut columns) = (table?, sum?, key?);
        columns.push(sum);
        Some(target(table.text, &columns, at))
    }

    fn count(&self) -> Option<SetTest> {
        let bounds = super::keys::find("rule", "count")?.wanted.bounds()?;
        let found = self.view.get("count").and_then(|node| table::from_to(node, bounds, self.mistakes));
        let by = self.by();
        let (least, most) = found?;
        if (least, most) == (0, u64::MAX) {
            // Whatever there is lies between nothing and anything.
            self.mistakes.fail(Code::WrongShape, self.view.get("count")?.at, args!["pair", "nothing"]);
        }
        Some(SetTest::Count { by: by?, least, most })
    }

    fn sequence(&self) -> Option<SetTest> {
        if self.view.text("on_fail").is_some_and(|word| word.text == "reject") {
            let also = self.view.key_at("sequence");
            let at = self.view.key_at("on_fail");
            self.mistakes.fail_with(Code::Conflict, at, Some(also), args!["on_fail: reject", "sequence"]);
        }
        let column = self.view.text("sequence").and_then(|name| self.whole_number(name));
        let by = self.by();
        Some(SetTest::Sequence { column: column?, by: by? })
    }

    fn nulls(&self) -> Nulls {
        if self.view.word("nulls") == Some("refuse") { Nulls::Refuse } else { Nulls::Skip }
    }

    /// The key of `by:`; without it, the whole table has one key.
    fn by(&self) -> Option<Vec<usize>> {
        if self.view.has("by") { self.key(&listed(self.view, "by")?) } else { Some(Vec::new()) }
    }

    /// Columns of a key; tells every one that cannot be part of it.
    fn key(&self, names: &[Text<'_>]) -> Option<Vec<usize>> {
        let columns: Vec<Option<usize>> = names.iter().map(|name| self.key_column(*name)).collect();
        once(names, self.mistakes)?;
        columns.into_iter().collect()
    }

    fn key_column(&self, name: Text<'_>) -> Option<usize> {
        column_of(self.columns, name, |ty| !matches!(ty, Type::Float32 | Type::Float64), "float_key", self.mistakes)
    }

    fn number(&self, name: Text<'_>) -> Option<usize> {
        column_of(self.columns, name, Type::is_number, "no_sum", self.mistakes)
    }

    fn whole_number(&self, name: Text<'_>) -> Option<usize> {
        column_of(self.columns, name, types::is_whole, "no_whole", self.mistakes)
    }

    /// Tells keys of two tables that have not equally many columns; `others` has the other's.
    fn same_length(&self, others: View<'_>, own: usize, other: usize) -> Option<()> {
        if own != other {
            self.mistakes.fail(Code::KeyLength, others.key_at("by"), args![own, other]);
            return None;
        }
        Some(())
    }
}

/// A column of a fitting type.
pub fn column_of(
    columns: &Columns<'_>,
    name: Text<'_>,
    is_fit: impl FnOnce(Type) -> bool,
    why: &str,
    mistakes: &Mistakes,
) -> Option<usize> {
    let column = columns.named(name, mistakes)?;
    let found = &columns.of_table[column];
    if !is_fit(found.ty) {
        mistakes.fail_with(Code::BadReference, name.at, Some(found.at), args![name.text, why]);
        return None;
    }
    Some(column)
}

/// A number with no more decimals than the column: a sum may have more digits before the mark.
fn exact(found: Text<'_>, ty: Type, mistakes: &Mistakes) -> Option<i128> {
    let wide = Type::Decimal { precision: 38, scale: ty.scale() };
    let Some(Value::Decimal(unscaled)) = constant::parse(found.text, wide) else {
        mistakes.fail(Code::BadConstant, found.at, args![found.text, types::name(ty)]);
        return None;
    };
    Some(unscaled)
}

/// Such a number that is not negative.
pub fn from_zero(found: Text<'_>, ty: Type, mistakes: &Mistakes) -> Option<i128> {
    let number = exact(found, ty, mistakes)?;
    if number < 0 {
        mistakes.fail(Code::OutOfBounds, found.at, args![found.text, 0_u64, ""]);
        return None;
    }
    Some(number)
}

/// At least one name.
pub fn listed<'a>(view: View<'a>, key: &str) -> Option<Vec<Text<'a>>> {
    let names = view.texts(key)?;
    if names.is_empty() {
        // What stands in the list and is no name was told.
        if view.list(key).is_some_and(<[_]>::is_empty) {
            view.mistakes().fail(Code::NothingToLoad, view.key_at(key), args!["column"]);
        }
        return None;
    }
    Some(names)
}

/// Tells a name that stands twice in a key.
pub fn once(names: &[Text<'_>], mistakes: &Mistakes) -> Option<()> {
    let mut found = Some(());
    for (at, name) in names.iter().enumerate() {
        if let Some(first) = names[..at].iter().find(|other| other.text == name.text) {
            mistakes.fail_with(Code::BadReference, name.at, Some(first.at), args![name.text, "twice"]);
            found = None;
        }
    }
    found
}

fn target(table: &str, columns: &[Text<'_>], at: Span) -> Target {
    Target { table: table.to_owned(), columns: columns.iter().map(|column| column.text.to_owned()).collect(), at }
}

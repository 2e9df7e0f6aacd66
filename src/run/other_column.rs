//! Another column, where a rule that refers to another table finds nothing: of that table, where not one key is in the column
//! that the rule names; of its own, where all its keys are empty.
//!
//! In: what the rules came to, and the tables that this pass has written. Out: what TL0709 and TL0735 say, by rule. The first
//! keys of one table are looked for in every column of the other that could be meant. Refuses to show a value, and
//! to look where some key was found, where the key is of several columns, or where the rule is about some rows only.

use std::collections::{BTreeMap, HashMap};

use arrow_array::{Array, RecordBatch};

use crate::evidence::manifest::OutputEvidence;
use crate::evidence::verify::content::Parquet;
use crate::finding::{Arg, Args, Code};
use crate::mapping::model::{Column, SetTest, Table, Target};
use crate::mapping::targets::is_one_key;
use crate::run::Stop;
use crate::run::fold::judging::Judged;
use crate::run::fold::plan::{SetRules, SetWork};
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::validate::set::key::Columns;

/// Distinct keys that are looked for.
const KEYS: usize = 1_000;
/// Rows of a batch.
const BATCH: usize = 8_192;

/// What TL0709 or TL0735 says of a rule, by the rule's number.
pub type Nearest = BTreeMap<usize, (Code, Args)>;

/// Where to look.
pub struct Search<'a> {
    /// The mappings.
    pub prepared: &'a [Prepared],
    /// Their rules.
    pub rules: &'a SetRules,
    /// The run's folder.
    pub staging: &'a Staging<'a>,
    /// Its files so far.
    pub outputs: Vec<&'a OutputEvidence>,
}

/// A rule's columns, and those that it refers to.
struct Pair<'a> {
    table: &'a Table,
    columns: &'a [usize],
    other: &'a Table,
    target: &'a Target,
}

impl<'a> Pair<'a> {
    /// The rule's column and the other's, where the key is of one column.
    fn one_key(&self) -> Option<(&'a Column, &'a Column)> {
        let ([own], [named]) = (self.columns, self.target.columns.as_slice()) else { return None };
        let other = self.other.columns.iter().find(|column| column.name == *named)?;
        Some((&self.table.columns[*own], other))
    }
}

/// What a column has of the keys.
struct Match {
    /// For each key, whether it is there.
    seen: Vec<bool>,
    /// Rows with a value.
    rows: u64,
    /// Those of them whose value is a key.
    matched: u64,
}

impl Search<'_> {
    /// Adds what is found of rules of which nothing is known yet.
    ///
    /// # Errors
    /// TL0901 where the machine fails.
    pub fn add(&self, judged: &Judged, found: &mut Nearest) -> Result<(), Stop> {
        for (number, (work, count)) in self.rules.all.iter().zip(&judged.counts).enumerate() {
            if count.rows == 0 || count.breaches < count.rows || found.contains_key(&number) {
                continue;
            }
            let Some(pair) = self.pair(work) else { continue };
            found.extend(self.nearest(&pair)?.map(|told| (number, told)));
        }
        Ok(())
    }

    /// Adds the rules that have looked at no row, when all tables are written.
    ///
    /// # Errors
    /// TL0901 where the machine fails.
    pub fn add_empty(&self, judged: &Judged, found: &mut Nearest) -> Result<(), Stop> {
        for (number, (work, count)) in self.rules.all.iter().zip(&judged.counts).enumerate() {
            if count.rows == 0
                && let Some(pair) = self.pair(work)
            {
                found.extend(self.empty(&pair)?.map(|told| (number, told)));
            }
        }
        Ok(())
    }

    /// None where the rule is no reference, or is about some rows only.
    fn pair(&self, work: &SetWork) -> Option<Pair<'_>> {
        let table = &self.prepared[work.mapping].plan.mapping.tables[work.table];
        let rule = &table.set_rules[work.rule];
        let SetTest::References { columns, target, .. } = &rule.test else { return None };
        let mut tables = self.prepared.iter().flat_map(|one| &one.plan.mapping.tables);
        let other = tables.find(|other| other.name == target.table)?;
        rule.filter.is_none().then_some(Pair { table, columns, other, target })
    }

    /// The column of the other table that has the rule's keys.
    fn nearest(&self, pair: &Pair<'_>) -> Result<Option<(Code, Args)>, Stop> {
        let Some((own, named)) = pair.one_key() else { return Ok(None) };
        let best = self.best((pair.table, own), (pair.other, named))?;
        let args = |(nearest, count): (&str, u64)| {
            let columns = pair.target.columns.join(", ");
            vec![pair.other.name.as_str().into(), columns.into(), nearest.into(), count.into()]
        };
        Ok(best.map(|best| (Code::OtherColumn, args(best))))
    }

    /// What is said where the rule's table has rows, and none of them a whole key; with the column of it that has the other's.
    fn empty(&self, pair: &Pair<'_>) -> Result<Option<(Code, Args)>, Stop> {
        let rows = self.rows(pair.table);
        if rows == 0 {
            return Ok(None);
        }
        let best = match pair.one_key() {
            Some((own, named)) => self.best((pair.other, named), (pair.table, own))?,
            None => None,
        };
        let (nearest, count) = best.map_or(("".into(), "".into()), |(name, count)| (Arg::from(name), Arg::from(count)));
        let columns: Vec<&str> = pair.columns.iter().map(|at| pair.table.columns[*at].name.as_str()).collect();
        let target = format!("{}.{}", pair.target.table, pair.target.columns.join(", "));
        let named = [pair.table.name.as_str().into(), columns.join(", ").into(), target.into()];
        let args = [Arg::from(rows)].into_iter().chain(named).chain([nearest, count]).collect();
        Ok(Some((Code::KeysEmpty, args)))
    }

    /// The column of a table, other than the one that is named, that has most of the keys of a column.
    fn best<'c>(
        &self,
        (table, own): (&Table, &Column),
        (other, meant): (&'c Table, &Column),
    ) -> Result<Option<(&'c str, u64)>, Stop> {
        let is_meant = |column: &Column| column.name == meant.name;
        let is_itself = |column: &Column| table.name == other.name && column.name == own.name;
        let candidates = other.columns.iter().filter(|column| is_one_key(own.ty, column.ty));
        let fitting = candidates.filter(|column| !is_meant(column) && !is_itself(column));
        let names: Vec<&'c str> = fitting.map(|column| column.name.as_str()).collect();
        let keys = self.keys(table, &own.name)?;
        if names.is_empty() || keys.is_empty() {
            return Ok(None);
        }
        let none = || Match { seen: vec![false; keys.len()], rows: 0, matched: 0 };
        let mut matches: Vec<Match> = names.iter().map(|_| none()).collect();
        self.each_batch(other, &names, &mut |batch| {
            for (name, of) in names.iter().zip(&mut matches) {
                of.add(batch, name, &keys);
            }
            true
        })?;
        let mut best: Option<(&'c str, u64)> = None;
        for (name, of) in names.iter().zip(&matches) {
            let count = of.count();
            if of.is_near() && best.is_none_or(|(_, most)| count > most) {
                best = Some((name, count));
            }
        }
        Ok(best)
    }

    /// Rows of a table.
    fn rows(&self, table: &Table) -> u64 {
        let folder = format!("data/{}/", table.name);
        let own = self.outputs.iter().filter(|output| output.path.starts_with(&folder));
        own.filter_map(|output| output.rows).sum()
    }

    /// The first keys of a column, each with a number.
    fn keys(&self, table: &Table, column: &str) -> Result<HashMap<Vec<u8>, usize>, Stop> {
        let mut keys = HashMap::new();
        self.each_batch(table, &[column], &mut |batch| {
            each_key(batch, column, &mut |key| {
                let number = keys.len();
                if number < KEYS && !keys.contains_key(key) {
                    keys.insert(key.to_vec(), number);
                }
            });
            keys.len() < KEYS
        })?;
        Ok(keys)
    }

    /// Gives the batches of these columns until `take` has enough. Columns that are folders stand in no file.
    fn each_batch(
        &self,
        table: &Table,
        names: &[&str],
        take: &mut dyn FnMut(&RecordBatch) -> bool,
    ) -> Result<(), Stop> {
        let unreadable = |problem: String| Stop::new(Code::Defect, vec![format!("{}: {problem}", table.name).into()]);
        let folder = format!("data/{}/", table.name);
        for output in self.outputs.iter().filter(|output| output.path.starts_with(&folder)) {
            let parquet = Parquet::open(self.staging.open(&output.path)?).map_err(unreadable)?;
            let there: Vec<&str> = names.iter().copied().filter(|name| parquet.has(name)).collect();
            for batch in parquet.batches_of(&there, BATCH).map_err(unreadable)? {
                if !take(&batch.map_err(|_| unreadable("Parquet".to_owned()))?) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Gives the values of a column as keys, without those that are empty.
fn each_key(batch: &RecordBatch, column: &str, take: &mut dyn FnMut(&[u8])) {
    let Some(array) = batch.column_by_name(column) else { return };
    let Some(values) = Columns::of([array]) else { return };
    let mut key = Vec::new();
    for row in 0..array.len() {
        key.clear();
        if values.push(row, &mut key) {
            take(&key);
        }
    }
}

impl Match {
    fn add(&mut self, batch: &RecordBatch, name: &str, keys: &HashMap<Vec<u8>, usize>) {
        each_key(batch, name, &mut |key| {
            self.rows += 1;
            if let Some(number) = keys.get(key) {
                self.seen[*number] = true;
                self.matched += 1;
            }
        });
    }

    fn count(&self) -> u64 {
        self.seen.iter().filter(|seen| **seen).count() as u64
    }

    /// Half of the keys are there, or half of what is there are keys.
    fn is_near(&self) -> bool {
        let count = self.count();
        count > 0 && (2 * count >= self.seen.len() as u64 || 2 * self.matched >= self.rows)
    }
}

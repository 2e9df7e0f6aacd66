//! Another column of the table that a rule refers to, where not one key is in the column that it names.
//!
//! In: what the rules came to, and the tables that this pass has written. Out: what TL0709 says, by rule. The first keys
//! of the rule's table are looked for in every column of the other table that could be meant. Refuses to show a value, and
//! to look where some key was found, where the key is of several columns, or where the rule is about some rows only.

use std::collections::{BTreeMap, HashMap};

use arrow_array::{Array, RecordBatch};

use crate::evidence::manifest::OutputEvidence;
use crate::evidence::verify::content::Parquet;
use crate::finding::{Args, Code};
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

/// What TL0709 says of a rule, by the rule's number.
pub type Nearest = BTreeMap<usize, Args>;

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

/// A rule's column, and the column that it refers to.
struct Pair<'a> {
    own: (&'a Table, &'a Column),
    other: &'a Table,
    target: &'a Target,
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
            if let Some(pair) = self.pair(work)
                && let Some(args) = self.nearest(&pair)?
            {
                found.insert(number, args);
            }
        }
        Ok(())
    }

    /// None where the rule is no reference of one column, or is about some rows only.
    fn pair(&self, work: &SetWork) -> Option<Pair<'_>> {
        let table = &self.prepared[work.mapping].plan.mapping.tables[work.table];
        let rule = &table.set_rules[work.rule];
        let SetTest::References { columns, target, .. } = &rule.test else { return None };
        let [own] = columns.as_slice() else { return None };
        let mut tables = self.prepared.iter().flat_map(|one| &one.plan.mapping.tables);
        let other = tables.find(|other| other.name == target.table)?;
        rule.filter.is_none().then(|| Pair { own: (table, &table.columns[*own]), other, target })
    }

    fn nearest(&self, pair: &Pair<'_>) -> Result<Option<Args>, Stop> {
        let (table, own) = pair.own;
        let is_named = |column: &Column| pair.target.columns.contains(&column.name);
        let is_itself = |column: &Column| table.name == pair.other.name && column.name == own.name;
        let candidates = pair.other.columns.iter().filter(|column| is_one_key(own.ty, column.ty));
        let names = candidates.filter(|column| !is_named(column) && !is_itself(column));
        let names: Vec<&str> = names.map(|column| column.name.as_str()).collect();
        let keys = self.keys(table, &own.name)?;
        if names.is_empty() || keys.is_empty() {
            return Ok(None);
        }
        let none = || Match { seen: vec![false; keys.len()], rows: 0, matched: 0 };
        let mut matches: Vec<Match> = names.iter().map(|_| none()).collect();
        self.each_batch(pair.other, &names, &mut |batch| {
            for (name, of) in names.iter().zip(&mut matches) {
                of.add(batch, name, &keys);
            }
            true
        })?;
        let mut best: Option<(&str, u64)> = None;
        for (name, of) in names.iter().zip(&matches) {
            let count = of.count();
            if of.is_near() && best.is_none_or(|(_, most)| count > most) {
                best = Some((name, count));
            }
        }
        let args = |(nearest, count): (&str, u64)| {
            let columns = pair.target.columns.join(", ");
            vec![pair.other.name.as_str().into(), columns.into(), nearest.into(), count.into()]
        };
        Ok(best.map(args))
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

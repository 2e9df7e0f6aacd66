//! What the manifest says that crosswalks cover: whether it follows from its tables, and whether its lists are there.

use super::Figures;
use crate::evidence::manifest::{ColumnEvidence, CoverageEvidence, LookupEvidence, TableEvidence};

/// Where lists of missing keys stand.
const LISTS: &str = "for-people/crosswalk/";

/// The columns of a table, then those of its lists by the way to them.
fn columns(table: &TableEvidence) -> Vec<(String, &ColumnEvidence)> {
    let own = table.columns.iter().map(|column| (column.name.clone(), column));
    let of_lists = table
        .lists
        .iter()
        .flat_map(|list| list.columns.iter().map(move |column| (format!("{}.{}", list.list, column.name), column)));
    own.chain(of_lists).collect()
}

impl<'m> Figures<'m> {
    /// Every look-up and every split has one, and every list is one of theirs.
    pub(super) fn coverage(&mut self) {
        let manifest = self.manifest;
        self.once("coverage", manifest.coverage.iter().map(|it| (&it.table, &it.column)));
        for (index, coverage) in manifest.coverage.iter().enumerate() {
            self.covered(&format!("coverage[{index}]"), coverage);
        }
        for (index, table) in manifest.tables.iter().enumerate() {
            let columns = columns(table).into_iter().filter(|(_, column)| column.lookup.is_some());
            let wanted: Vec<_> = columns.map(|(name, _)| Some(name)).chain(table.split.iter().map(|_| None)).collect();
            let found = manifest.coverage.iter().filter(|it| it.table == table.table).map(|it| it.column.clone());
            let found = found.collect::<Vec<_>>();
            if found.len() != wanted.len() || !wanted.iter().all(|one| found.contains(one)) {
                self.told.conflict("coverage", format!("tables[{index}]"));
            }
        }
        let lists = || manifest.coverage.iter().filter_map(|it| it.list.as_ref());
        for (index, output) in manifest.outputs.iter().enumerate() {
            if output.path.starts_with(LISTS) && !lists().any(|list| *list == output.path) {
                self.told.conflict(format!("outputs[{index}]"), "coverage");
            }
        }
    }

    fn covered(&mut self, path: &str, coverage: &'m CoverageEvidence) {
        let at = |key: &str| format!("{path}.{key}");
        let named = |table: &&TableEvidence| table.table == coverage.table && table.mapping == coverage.mapping;
        match self.manifest.tables.iter().find(named) {
            Some(table) => self.of_table(path, coverage, table),
            None => self.told.conflict(at("table"), "tables"),
        }
        if coverage.used > coverage.keys {
            self.told.conflict(at("used"), at("keys"));
        }
        if !["reject", "warn", "fail", "empty", "default", "keep"].contains(&coverage.leads_to.as_str()) {
            self.told.value(at("leads_to"));
        }
        let not_there = u128::from(coverage.unmatched.rows) + u128::from(coverage.outside.rows);
        if u128::from(coverage.missing) > not_there || (coverage.missing == 0) != (not_there == 0) {
            self.told.conflict(at("missing"), at("unmatched"));
        }
        let is_listed = coverage.missing > 0 && !coverage.personal;
        let is_written = |list: &String| self.manifest.outputs.iter().any(|output| output.path == *list);
        if coverage.list.is_some() != is_listed || coverage.list.as_ref().is_some_and(|list| !is_written(list)) {
            self.told.conflict(at("list"), "outputs");
        }
        let shown = coverage.largest.len() as u64;
        if (shown == 0) == is_listed || shown > coverage.missing {
            self.told.conflict(at("largest"), at("missing"));
        }
        let parts = [&coverage.matched, &coverage.unmatched, &coverage.outside, &coverage.empty];
        let money = |part: usize| (parts[part].amount.is_some(), parts[part].gross.is_some());
        let is_told = money(0).0 && money(0).1;
        if (0..parts.len()).any(|part| money(part) != (is_told, is_told)) || is_told && coverage.of.is_none() {
            self.told.conflict(at("matched"), at("unmatched"));
        }
        let rows: u128 = parts.iter().map(|part| u128::from(part.rows)).sum();
        if u128::from(coverage.unknown) > rows {
            self.told.conflict(at("unknown"), at("matched"));
        }
    }

    /// What was loaded is part of what was looked up.
    fn of_table(&mut self, path: &str, coverage: &CoverageEvidence, table: &TableEvidence) {
        let columns = columns(table);
        let named = |name: &String| columns.iter().find(|(known, _)| known == name).map(|(_, column)| *column);
        let of = coverage.of.as_ref().map(named);
        let is_shown = of.flatten().is_some_and(|column| !column.personal);
        if of == Some(None) || is_shown != coverage.matched.amount.is_some() {
            self.told.conflict(format!("{path}.of"), format!("{path}.matched.amount"));
        }
        let Some(name) = &coverage.column else {
            if table.split.as_ref().is_none_or(|split| split.crosswalk != coverage.crosswalk) {
                self.told.conflict(format!("{path}.crosswalk"), "tables");
            }
            return;
        };
        let lookup = named(name).and_then(|column| column.lookup.as_ref());
        let Some(LookupEvidence { crosswalk, matched, unmatched, empty }) = lookup else {
            return self.told.conflict(format!("{path}.column"), "tables");
        };
        if *crosswalk != coverage.crosswalk {
            self.told.conflict(format!("{path}.crosswalk"), "tables");
        }
        let not_there = coverage.unmatched.rows.saturating_add(coverage.outside.rows);
        let are_more = *matched > coverage.matched.rows || *unmatched > not_there || *empty > coverage.empty.rows;
        // Parts of a row may be more than the row; a replay looks up the records that it runs again alone.
        if are_more && table.split.is_none() && self.manifest.mends.is_none() {
            self.told.conflict(format!("{path}.matched"), "tables");
        }
    }
}

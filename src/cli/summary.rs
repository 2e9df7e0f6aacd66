//! The end of a run, as a short text for people.
//!
//! In: the run's report. Out: lines of a given width (a path may be longer). Refuses any figure that is not in the
//! report; a report holds no personal value.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::layout::{self, INDENT, Side};
use super::numbers;
use super::words::{self, Language, Texts};
use crate::evidence::manifest::{ApprovalEvidence, UnreadEvidence};
use crate::finding::{Arg, Code, Severity};
use crate::run::report::{
    AsideReport, DoubtReport, FindingGroup, Outcome, ParameterReport, Report, RuleReport, SourceReport, TableReport,
};

mod controls;
mod replayed;
mod round_trip;
mod timings;

/// Groups of findings of one severity that are listed.
const GROUPS: usize = 6;
/// Groups of findings of one severity with advice; each code's is said once.
const ADVICE: usize = 3;
/// Sums of one table that are listed.
const TOTALS: usize = 4;
/// Broken rules over several rows that are listed.
const RULES: usize = 30;
/// Places that no field reads that are listed.
const PLACES: usize = 10;
/// Reasons for setting aside that are listed.
const REASONS: usize = 10;

/// The summary of a run in lines of a width; `timings` adds how fast it was.
#[must_use]
pub fn summary(language: Language, width: usize, report: &Report, timings: bool) -> String {
    let summary = Summary { language, width, texts: language.texts(), report };
    if report.mended.as_ref().is_some_and(|mended| !mended.changed) {
        let blocks = [summary.mended(), summary.findings(Severity::Reject), summary.findings(Severity::Fail)];
        let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
        return format!("\n{}\n", blocks.join("\n"));
    }
    let mut blocks =
        vec![summary.headline(timings), summary.timings(), summary.mended(), summary.tables(), summary.every_byte()];
    blocks.extend([summary.unread(), summary.round_trip(), summary.set_aside(), summary.left_out()]);
    blocks.extend([summary.controls(), summary.rules()]);
    // What decides stands last, where it is on the screen when the run has ended.
    blocks.extend([Severity::Note, Severity::Warn, Severity::Reject, Severity::Fail].map(|s| summary.findings(s)));
    blocks.extend([summary.gone(), summary.output(), summary.approved(), summary.next()]);
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    format!("\n{}\n", blocks.join("\n"))
}

struct Summary<'a> {
    language: Language,
    width: usize,
    texts: &'static Texts,
    report: &'a Report,
}

impl Summary<'_> {
    fn say(&self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn heading(&self, template: &str, args: &[(&str, Arg)]) -> String {
        layout::wrapped(self.width, "", &self.say(template, args))
    }

    fn lines(&self, text: &str) -> String {
        layout::wrapped(self.width, INDENT, text)
    }

    fn count(&self, number: u64) -> String {
        numbers::count(self.language, number)
    }

    fn rejected(&self) -> u64 {
        self.report.sources.iter().map(|source| source.rejected).sum()
    }

    fn headline(&self, timings: bool) -> String {
        let report = self.report;
        let template = match report.outcome {
            Outcome::Published => self.texts.published,
            Outcome::Refused => self.texts.refused,
            Outcome::Trial => self.texts.trial,
        };
        let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
        let time = numbers::duration(self.language, report.millis);
        let args = [
            ("rows", rows.into()),
            ("tables", report.tables.len().into()),
            ("time", time.into()),
            ("rejects", self.rejected().into()),
        ];
        let headline = self.heading(template, &args) + &self.migration();
        if timings { headline + &self.speed() } else { headline }
    }

    /// The migration's title, and what it was told.
    fn migration(&self) -> String {
        let Some(migration) = &self.report.migration else { return String::new() };
        let title = match self.language {
            Language::En => &migration.title_en,
            Language::Fr => &migration.title_fr,
        };
        let parameter = |one: &ParameterReport| {
            let value = one.value.clone().unwrap_or_else(|| "…".to_owned());
            let template = if one.is_set { self.texts.parameter } else { self.texts.parameter_default };
            self.say(template, &[("name", one.name.as_str().into()), ("value", value.into())])
        };
        let parameters = migration.parameters.iter().map(parameter).collect::<Vec<_>>().join(", ");
        match (title.as_str(), parameters.as_str()) {
            ("", "") => String::new(),
            (title, "") => self.lines(&words::shown(title)),
            (title, parameters) => {
                let args = [("title", title.into()), ("parameters", parameters.into())];
                self.lines(&self.say(self.texts.with_parameters, &args))
            }
        }
    }

    fn speed(&self) -> String {
        let report = self.report;
        let bytes = report.sources.iter().map(|source| source.bytes).sum();
        let records = report.sources.iter().map(|source| source.records).sum();
        let args = [
            ("run", report.run.as_str().into()),
            ("rate", numbers::bytes(self.language, numbers::per_second(bytes, report.millis)).into()),
            ("records", numbers::per_second(records, report.millis).into()),
            ("threads", report.threads.into()),
            ("memory", numbers::memory(self.language, report.memory_bound).into()),
        ];
        self.heading(self.texts.speed, &args)
    }

    /// Rows, rejects and sums of each table.
    fn tables(&self) -> String {
        let (texts, tables) = (self.texts, &self.report.tables);
        if tables.is_empty() {
            return String::new();
        }
        let mut heads = [texts.head_table, texts.head_rows, texts.head_rejected, texts.head_allowed, "", ""];
        if tables.iter().any(|table| !table.totals.is_empty()) {
            heads[4] = texts.head_totals;
        }
        let listed = tables.iter().flat_map(|table| table.totals.iter().take(TOTALS));
        let decimals = listed.map(|(_, sum)| decimals(sum)).max().unwrap_or(0);
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        rows.extend(tables.iter().flat_map(|table| self.table(table, decimals)));
        let mut sides = [Side::Right; 6];
        (sides[0], sides[4]) = (Side::Left, Side::Left);
        let more: usize = tables.iter().map(|table| table.totals.len().saturating_sub(TOTALS)).sum();
        let amounts: String = tables.iter().flat_map(|table| self.amounts(table)).collect();
        let whole = layout::table(&sides, &rows);
        let is_wide = whole.lines().any(|line| layout::length(line) > self.width);
        let listed = if is_wide { self.tables_above_totals(&sides[..4], &rows) } else { whole };
        listed + &self.more(texts.more_totals, more, "manifest.json") + &amounts
    }

    /// The same where sums are too long to stand beside the counts: below them, each with its table's name.
    fn tables_above_totals(&self, sides: &[Side], rows: &[Vec<String>]) -> String {
        let counts: Vec<Vec<String>> =
            rows.iter().filter(|row| !row[0].is_empty()).map(|row| row[..sides.len()].to_vec()).collect();
        let mut table = String::new();
        let mut sums = vec![vec![self.texts.head_totals.to_owned(), String::new()]];
        for row in rows.iter().skip(1) {
            table = if row[0].is_empty() { table } else { row[0].clone() };
            if let [name, sum] = &row[sides.len()..]
                && !name.is_empty()
            {
                sums.push(vec![format!("{table}.{name}"), sum.trim_end().to_owned()]);
            }
        }
        let beside = layout::table(&[Side::Left, Side::Left], &sums);
        let is_wide = beside.lines().any(|line| layout::length(line) > self.width);
        let below = |row: &Vec<String>| [row[0].clone(), format!("  {}", row[1])].map(|cell| vec![cell]);
        let listed = if is_wide {
            let lines: Vec<Vec<String>> = sums.iter().flat_map(below).filter(|row| !row[0].trim().is_empty()).collect();
            layout::table(&[Side::Left], &lines)
        } else {
            beside
        };
        layout::table(sides, &counts) + &listed
    }

    /// The money in a table's refused records, where the mapping limits it.
    fn amounts<'t>(&'t self, table: &'t TableReport) -> impl Iterator<Item = String> + 't {
        table.amounts.iter().filter(|_| table.rejected > 0).map(|limit| {
            let column = format!("{}.{}", table.table, limit.column);
            let amount =
                limit.amount.as_deref().map_or_else(|| "…".to_owned(), |sum| numbers::grouped(self.language, sum));
            let args = [
                ("column", column.into()),
                ("amount", amount.into()),
                ("most", numbers::grouped(self.language, &limit.most).into()),
                ("unknown", if limit.unknown == 0 { "".into() } else { limit.unknown.into() }),
            ];
            self.lines(&self.say(self.texts.amount_refused, &args))
        })
    }

    /// A table with its first sum, and a line for each other one; the decimal marks stand under each other.
    fn table(&self, table: &TableReport, most_decimals: usize) -> Vec<Vec<String>> {
        let sum = |(name, sum): &(String, String)| {
            let blanks = " ".repeat(most_decimals.saturating_sub(decimals(sum)));
            [words::shown(name), numbers::grouped(self.language, sum) + &blanks]
        };
        let mut sums = table.totals.iter().take(TOTALS).map(sum);
        let counts = [table.rows, table.rejected, table.limit].map(|number| self.count(number));
        let first = std::iter::once(words::shown(&table.table)).chain(counts);
        let mut rows = vec![first.chain(sums.next().unwrap_or_default()).collect::<Vec<_>>()];
        rows.extend(sums.map(|sum| std::iter::repeat_n(String::new(), 4).chain(sum).collect()));
        rows
    }

    fn more(&self, template: &str, more: usize, file: &str) -> String {
        match more {
            0 => String::new(),
            _ => self.lines(&self.say(template, &[("more", more.into()), ("file", file.into())])),
        }
    }

    /// Records: as many as the column of the sources has.
    fn set_aside(&self) -> String {
        let of_mapping = |source, aside: &AsideReport| aside.table.is_none().then_some(source);
        self.reasons(self.texts.set_aside, of_mapping)
    }

    /// Rows, whose records are loaded.
    fn left_out(&self) -> String {
        self.reasons(self.texts.left_out, |_, aside| aside.table.as_deref())
    }

    /// The reasons that have a name, of a mapping or a table.
    fn reasons<'s>(&'s self, heading: &str, name: impl Fn(&'s str, &'s AsideReport) -> Option<&'s str>) -> String {
        let sources = self.report.sources.iter();
        let asides = sources.flat_map(|source| source.set_aside.iter().map(move |aside| (&source.mapping, aside)));
        let named = asides.filter_map(|(mapping, aside)| Some((name(mapping, aside)?, aside)));
        let rows: Vec<_> = named.filter(|(_, aside)| aside.records > 0).map(|(n, a)| self.reason(n, a)).collect();
        if rows.is_empty() {
            return String::new();
        }
        let shown = &rows[..rows.len().min(REASONS)];
        let listed = layout::hanging_table(self.width, &[Side::Left, Side::Right], shown);
        let more = self.more(self.texts.more_reasons, rows.len() - shown.len(), "manifest.json");
        self.heading(heading, &[]) + &listed + &more
    }

    /// Mapping or table, records or rows, and the reason with what was summed.
    fn reason(&self, name: &str, aside: &AsideReport) -> Vec<String> {
        let sum = |(name, sum): &(String, String)| {
            let sum = numbers::grouped(self.language, sum);
            let name = name.rsplit('.').next().unwrap_or(name);
            words::shown(name) + "\u{a0}" + &sum
        };
        let sums = aside.sums.iter().map(sum).collect::<Vec<_>>().join(", ");
        let args = [("because", aside.because.as_str().into()), ("sums", sums.into())];
        let said = self.say(self.texts.aside, &args);
        vec![words::shown(name), self.count(aside.records), said]
    }

    /// Whether the rules over several rows hold; of those that do not, what they looked at, and what is at stake.
    fn rules(&self) -> String {
        let (rules, texts) = (&self.report.rules, self.texts);
        let broken: Vec<&RuleReport> = rules.iter().filter(|rule| rule.breaches > 0).collect();
        let args = [("count", rules.len().into()), ("broken", broken.len().into())];
        match (rules.len(), broken.len()) {
            (0, _) => return String::new(),
            (_, 0) => return self.heading(texts.rules_hold, &args),
            _ => {}
        }
        let heads = [texts.head_rule, texts.head_rows, texts.head_keys, texts.head_findings, texts.head_at_stake];
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        rows.extend(broken.iter().take(RULES).map(|rule| {
            let amount = rule.amount.as_ref().map(|amount| numbers::grouped(self.language, amount));
            let counts = [rule.rows, rule.keys, rule.breaches].map(|number| self.count(number));
            let name = words::shown(&format!("{}.{}", rule.table, rule.rule));
            std::iter::once(name).chain(counts).chain([amount.unwrap_or_default()]).collect()
        }));
        let mut sides = [Side::Right; 5];
        sides[0] = Side::Left;
        let more = self.more(texts.more_rules, broken.len().saturating_sub(RULES), "manifest.json");
        self.heading(texts.rules_broken, &args) + &layout::table_of_what_counts(&sides, &rows) + &more
    }

    fn findings(&self, severity: Severity) -> String {
        let mut groups: Vec<&FindingGroup> =
            self.report.findings.iter().filter(|group| group.severity == severity && !has_own_block(group)).collect();
        // What refused the run comes first, causes before what follows from them, what is wrong between rows and with
        // controls before what is wrong in one, then what is most.
        groups.sort_by_key(|group| {
            let is_of_one = !group.code.id().starts_with("TL07");
            (!self.is_over_limit(&group.mapping), follows(group), is_of_one, Reverse(group.count))
        });
        if groups.is_empty() {
            return String::new();
        }
        let heading = match severity {
            Severity::Fail if self.report.outcome == Outcome::Trial => self.texts.findings_fail_trial,
            Severity::Fail => self.texts.findings_fail,
            Severity::Reject => self.texts.findings_reject,
            Severity::Warn => self.texts.findings_warn,
            Severity::Note => self.texts.findings_note,
        };
        let mut rows = Vec::new();
        let mut advised = BTreeSet::new();
        for group in groups.iter().take(GROUPS) {
            rows.extend(self.group(group));
            if self.is_advised(group) && advised.len() < ADVICE && advised.insert(group.code) {
                let advice = words::advice_here(self.language, group.code, &group.args);
                rows.push(vec![String::new(), String::new(), self.say("-> {advice}", &[("advice", advice.into())])]);
            }
        }
        let listed = layout::hanging_table(self.width, &[Side::Left, Side::Right], &rows);
        let more = self.more(self.texts.more_findings, groups.len().saturating_sub(GROUPS), "findings.parquet");
        let following: u64 = groups.iter().filter(|group| follows(group)).map(|group| group.count).sum();
        let following = self.say(self.texts.findings_follow, &[("records", following.into())]);
        let following = if groups.iter().any(|group| follows(group)) { self.lines(&following) } else { String::new() };
        let args = [("rejects", self.rejected().into()), ("groups", groups.len().into())];
        self.heading(heading, &args) + &listed + &more + &following
    }

    fn fails(&self) -> impl Iterator<Item = &FindingGroup> {
        self.report.findings.iter().filter(|group| group.severity == Severity::Fail)
    }

    /// Whether nothing but the limits of refused records refuses the run: its end says then what can be done.
    fn is_by_limits_alone(&self) -> bool {
        self.fails().all(|group| group.code == Code::TooManyRejects)
    }

    /// Whether people are told what to do: not where the mapping itself says that it is known, nor where the end says it.
    fn is_advised(&self, group: &FindingGroup) -> bool {
        match group.severity {
            Severity::Fail | Severity::Reject => group.code != Code::TooManyRejects || !self.is_by_limits_alone(),
            Severity::Warn => !group.code.id().starts_with("TL03"),
            Severity::Note => false,
        }
    }

    /// Mappings of which every record was refused, if there are any.
    fn nothing_loaded(&self) -> Option<String> {
        let is_refused = |source: &&SourceReport| source.rejected > 0 && source.rejected == source.records;
        let sources = self.report.sources.iter().filter(is_refused);
        let mappings = sources.map(|source| source.mapping.as_str()).collect::<Vec<_>>().join(", ");
        let said = self.say(self.texts.next_nothing, &[("mappings", mappings.as_str().into())]);
        (!mappings.is_empty()).then_some(said)
    }

    fn is_over_limit(&self, mapping: &str) -> bool {
        self.report.findings.iter().any(|group| group.code.is_limit() && group.mapping == mapping)
    }

    /// Code, how often, and what is wrong; limits by table.
    fn group(&self, group: &FindingGroup) -> Vec<Vec<String>> {
        let code = group.code.id().to_owned();
        if group.code != Code::TooManyRejects {
            let is_file = group.first.record == 0 && group.count == 1;
            let count = if is_file { String::new() } else { self.count(group.count) };
            return vec![vec![code, count, self.group_said(group)]];
        }
        let is_over = |table: &&TableReport| table.mapping == group.mapping && table.rejected > table.limit;
        let row = |table: &TableReport| {
            let args = [table.table.as_str().into(), table.rejected.into(), table.limit.into()];
            vec![code.clone(), String::new(), words::sentence(self.language, group.code, &args)]
        };
        self.report.tables.iter().filter(is_over).map(row).collect()
    }

    /// What holds for all findings of the group, the place of the first, and what is wrong there if they differ.
    fn group_said(&self, group: &FindingGroup) -> String {
        let what = words::sentence_of_all(self.language, group.code, &group.args, &group.varying);
        let example = words::sentence(self.language, group.code, &group.args);
        let example = if example == what { String::new() } else { example };
        // `entry` without `head` in entry: once is enough.
        let is_named = what.contains(&format!("`{}`", group.subject));
        let subject = if is_named { "" } else { group.subject.as_str() };
        let is_said = self.report.sources.len() < 2 || subject.split('.').next() == Some(&group.mapping);
        let mapping = if is_said { "" } else { group.mapping.as_str() };
        let parts: Vec<&str> = [mapping, subject].into_iter().filter(|part| !part.is_empty()).collect();
        let number = |number: u64| if number == 0 { Arg::from("") } else { Arg::from(number) };
        // Of no source, the line is that of a report, which is said.
        let is_apart = group.first.line != group.first.record && !group.file.is_empty();
        let line = if is_apart { group.first.line } else { 0 };
        // Of an old row of a run that is mended, the record's number is not known.
        let offset = if group.first.record == 0 { group.first.offset } else { 0 };
        let args = [
            ("where", parts.join(" ").into()),
            ("what", what.into()),
            ("file", short(&group.file).into()),
            ("record", number(group.first.record)),
            ("line", number(line)),
            ("offset", number(offset)),
            ("example", example.into()),
        ];
        self.say(self.texts.finding, &args)
    }

    fn every_byte(&self) -> String {
        if self.report.sources.is_empty() {
            return String::new();
        }
        let texts = self.texts;
        let heads = [texts.head_source, texts.head_bytes, texts.head_read, texts.head_loaded, texts.head_rejected];
        let others = [texts.head_set_aside, texts.head_informing, texts.head_skipped, texts.head_unread];
        let heads = heads.into_iter().chain(others);
        let mut rows = vec![heads.map(str::to_owned).collect::<Vec<_>>()];
        for source in &self.report.sources {
            let numbers = [source.bytes, source.records, source.loaded, source.rejected, source.aside];
            let numbers = numbers.into_iter().chain([source.informing, source.skipped, source.unread_bytes]);
            let cells = numbers.map(|number| self.count(number));
            rows.push(std::iter::once(words::shown(&source.mapping)).chain(cells).collect());
        }
        let mut sides = [Side::Right; 9];
        sides[0] = Side::Left;
        let is_unread = self.report.sources.iter().any(|source| source.unread_bytes > 0);
        let heading = match is_unread {
            false => texts.every_byte,
            true if self.fails().next().is_none() => texts.every_byte_asked,
            true => texts.every_byte_but,
        };
        self.heading(heading, &[]) + &layout::table_of_what_counts(&sides, &rows)
    }

    /// Places that no field reads and that hold something.
    fn unread(&self) -> String {
        let sources = self.report.sources.iter();
        let places = sources.flat_map(|source| source.unread.iter().map(move |one| (source, one)));
        let places: Vec<_> = places.filter(|(_, one)| one.not_blank > 0 && one.ignored.is_none()).collect();
        if places.is_empty() {
            return String::new();
        }
        let rows: Vec<_> = places.iter().take(PLACES).map(|(source, one)| self.unread_row(source, one)).collect();
        let listed = layout::hanging_table(self.width, &[Side::Left, Side::Left], &rows);
        let more = self.more(self.texts.more_unread, places.len() - rows.len(), "manifest.json");
        let slack = if places.iter().all(|(_, one)| one.unit == "slack") { "slack" } else { "" };
        let args = Code::UnreadNotBlank.args().iter().map(|arg| Arg::from(if *arg == "slack" { slack } else { "" }));
        let advice = words::advice_here(self.language, Code::UnreadNotBlank, &args.collect::<Vec<_>>());
        let advice = self.lines(&self.say("-> {advice}", &[("advice", advice.into())]));
        self.heading(self.texts.unread, &[("places", places.len().into())]) + &listed + &more + &advice
    }

    fn unread_row(&self, source: &SourceReport, one: &UnreadEvidence) -> Vec<String> {
        let template = match one.unit.as_str() {
            "header" => self.texts.unread_header,
            "cells" => self.texts.unread_cells,
            "characters" => self.texts.unread_characters,
            "slack" => self.texts.unread_slack,
            _ => self.texts.unread_bytes,
        };
        let name =
            if self.report.sources.len() < 2 { one.kind.clone() } else { format!("{} {}", source.mapping, one.kind) };
        let (file, record) = one.first.as_ref().map_or(("", 0), |first| (first.file.as_str(), first.record));
        let args = [
            ("not_blank", self.count(one.not_blank).into()),
            ("records", one.records.into()),
            ("file", short(file).into()),
            ("record", record.into()),
        ];
        let place = self.say(template, &[("place", shortened(&one.place).into())]);
        vec![words::shown(&name), place, self.say(self.texts.unread_found, &args)]
    }

    /// Tables that `current` showed before, and does not show any more.
    fn gone(&self) -> String {
        let Some(before) = self.report.replaced.as_ref().filter(|before| !before.tables_gone.is_empty()) else {
            return String::new();
        };
        let args = [
            ("count", before.tables_gone.len().into()),
            ("tables", before.tables_gone.join(", ").into()),
            ("folder", format!("{}/data", before.folder).into()),
        ];
        let lines = [self.texts.gone_tables, self.texts.gone_where, self.texts.gone_advice];
        let lines: String = lines.iter().map(|line| self.lines(&self.say(line, &args))).collect();
        self.heading(self.texts.gone, &args) + &lines
    }

    /// The folder of `--out`, if the run's folder stands in it.
    fn out(&self) -> String {
        let folder = self.report.folder.trim_end_matches(['/', '\\']);
        let above = |path: &str| path.rfind(['/', '\\']).map(|at| path[..at].to_owned());
        above(folder).and_then(|runs| above(&runs)).unwrap_or_else(|| String::from("."))
    }

    fn output(&self) -> String {
        let (texts, folder) = (self.texts, self.report.folder.as_str());
        let is_published = self.report.outcome == Outcome::Published;
        let data = if is_published { format!("{}/current/data", self.out()) } else { format!("{folder}/data") };
        let tables = if is_published { texts.output_tables } else { texts.output_kept };
        let mut rows = vec![(tables, format!("{data}/TABLE/*.parquet")), (texts.output_run, folder.to_owned())];
        let rejects = if self.rejected() > 0 { texts.output_rejects } else { "" };
        let args = [("rejects", rejects.into())];
        rows.push(("", self.say(texts.output_holds, &args)));
        rows.extend(self.report.replaced.as_ref().map(|before| (texts.output_before, before.folder.clone())));
        rows.extend(self.report.people.map(|_| (texts.output_people, format!("{folder}/for-people/*.csv"))));
        let left = self.report.people.map_or(0, |people| people.left_out);
        if left > 0 {
            rows.push(("", self.say(texts.people_left, &[("rows", left.into())])));
        }
        let rows: Vec<Vec<String>> =
            rows.into_iter().map(|(label, path)| vec![label.to_owned(), words::shown(&path)]).collect();
        self.heading(texts.output, &[]) + &layout::hanging_table(self.width, &[Side::Left], &rows)
    }

    /// Who signs for the migration.
    fn approved(&self) -> String {
        let signed = self.report.migration.iter().flat_map(|migration| &migration.approved_by);
        let line = |one: &ApprovalEvidence| {
            let args = [
                ("name", one.name.as_str().into()),
                ("role", one.role.as_str().into()),
                ("on", one.on.as_str().into()),
            ];
            self.lines(&self.say(self.texts.approval, &args))
        };
        let lines: String = signed.map(line).collect();
        if lines.is_empty() { lines } else { self.heading(self.texts.approved_by, &[]) + &lines }
    }

    fn next(&self) -> String {
        let texts = self.texts;
        let rejects = ("rejects", Arg::from(self.rejected()));
        let lines = match self.report.outcome {
            Outcome::Published => {
                let looked_at = (self.rejected() > 0).then(|| self.say(texts.next_rejects, &[rejects]));
                let lines = looked_at.into_iter().chain(self.next_replay()).chain(self.next_crosswalk());
                lines.chain([self.say(texts.next_verify, &[])]).collect()
            }
            Outcome::Refused => {
                let limits = self.is_by_limits_alone().then(|| self.say(texts.next_limits, &[]));
                let current = self.say(texts.next_current, &[]);
                let nothing = self.nothing_loaded();
                let lines = nothing.into_iter().chain([self.next_refused()]);
                lines.chain(limits).chain(self.next_replay()).chain(self.next_crosswalk()).chain([current]).collect()
            }
            Outcome::Trial => vec![self.say(texts.next_trial, &[]), self.say(texts.next_current, &[])],
        };
        let lines: String = self.next_doubts().iter().chain(&lines).map(|line: &String| self.lines(line)).collect();
        // A command to be copied stands on a line of its own.
        let command = match self.report.outcome {
            Outcome::Published => format!("{INDENT}{INDENT}tumpline verify {}\n", words::shown(&quoted(&self.out()))),
            Outcome::Refused | Outcome::Trial => String::new(),
        };
        self.heading(texts.next, &[]) + &lines + &command
    }
}

impl Summary<'_> {
    /// What mappings leave open: how they were read all the same is told by `check`.
    fn next_doubts(&self) -> Vec<String> {
        let line = |doubt: &DoubtReport| {
            let codes: Vec<&str> = doubt.codes.iter().map(|code| code.id()).collect();
            let mapping = words::shown(&quoted(&doubt.mapping));
            self.say(self.texts.next_doubts, &[("codes", codes.join(", ").into()), ("mapping", mapping.into())])
        };
        self.report.doubts.iter().map(line).collect()
    }

    /// Where the keys are that crosswalks lack.
    fn next_crosswalk(&self) -> Option<String> {
        let args = [("keys", self.report.missing_keys.into()), ("out", words::shown(&quoted(&self.out())).into())];
        (self.report.missing_keys > 0).then(|| self.say(self.texts.next_crosswalk, &args))
    }
}

/// Whether the records were refused for the sake of another record.
fn follows(group: &FindingGroup) -> bool {
    matches!(group.code, Code::ParentRefused | Code::WithRefused)
}

/// What stands where no field reads is listed place by place, apart from other warnings.
fn has_own_block(group: &FindingGroup) -> bool {
    group.code == Code::UnreadNotBlank
}

/// A list of places as a line has room for it: the first few, and the last.
fn shortened(place: &str) -> String {
    let ranges: Vec<&str> = place.split(", ").collect();
    match ranges.as_slice() {
        [first, second, .., last] if ranges.len() > 3 => format!("{first}, {second}, …, {last}"),
        _ => place.to_owned(),
    }
}

/// Characters of a sum from its decimal point on.
fn decimals(sum: &str) -> usize {
    sum.find('.').map_or(0, |point| sum.len() - point)
}

/// A file's name with the folder that it is in: `ledger/GLJ2024.TXT`.
fn short(file: &str) -> &str {
    let parts = file.rmatch_indices(['/', '\\']).map(|(at, _)| at + 1);
    let start = parts.take(2).last().unwrap_or(0);
    let short = &file[start..];
    if short.starts_with("../") || file.matches(['/', '\\']).count() < 2 { file } else { short }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    if path.contains(' ') { format!("\"{path}\"") } else { path.to_owned() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::evidence::manifest::{ControlEvidence, PartEvidence, ReportEvidence};
    use crate::place::Place;
    use crate::run::report::MigrationReport;

    fn aside(because: &str, records: u64, sums: &[(&str, &str)]) -> crate::run::report::AsideReport {
        let sums = sums.iter().map(|(name, sum)| ((*name).to_owned(), (*sum).to_owned())).collect();
        crate::run::report::AsideReport { because: because.into(), table: None, records, sums }
    }

    fn table(mapping: &str, table: &str, figures: [u64; 3], totals: &[(&str, &str)]) -> TableReport {
        let totals = totals.iter().map(|(name, sum)| ((*name).to_owned(), (*sum).to_owned())).collect();
        let [rows, rejected, limit] = figures;
        TableReport { mapping: mapping.into(), table: table.into(), rows, rejected, limit, amounts: Vec::new(), totals }
    }

    fn group(code: Code, severity: Severity, subject: &str, count: u64, file: &str, record: u64) -> FindingGroup {
        let first = Place { file: 0, record, line: record, offset: record * 100, length: 99 };
        FindingGroup {
            mapping: "ledger".into(),
            code,
            severity,
            subject: subject.into(),
            count,
            file: file.into(),
            first,
            args: Vec::new(),
            varying: Vec::new(),
        }
    }

    /// A town's ledger and vendors, as a run of this outcome may have ended.
    pub fn report(outcome: Outcome) -> Report {
        let ledger = SourceReport {
            mapping: "ledger".into(),
            files: 12,
            bytes: 808_123_456,
            records: 1_234_600,
            loaded: 1_234_500,
            rejected: 16,
            aside: 52,
            set_aside: vec![aside("empty journals", 52, &[("entry.amount", "0.00"), ("entry.jrnl_no", "0")])],
            informing: 32,
            ..SourceReport::default()
        };
        let vendors = SourceReport {
            mapping: "vendors".into(),
            files: 1,
            bytes: 512_000,
            records: 5_012,
            loaded: 5_012,
            ..SourceReport::default()
        };
        let mut findings = vec![
            group(Code::ImpossibleDate, Severity::Reject, "record.DUE_DT", 14, "GLJ2019.TXT", 88_113),
            FindingGroup {
                args: vec!["entry".into(), "head".into()],
                ..group(Code::Orphan, Severity::Reject, "entry", 1, "GLJ2021.TXT", 1)
            },
            FindingGroup {
                args: vec!["sin".into()],
                ..group(Code::CheckFailed, Severity::Warn, "journal.sin", 3, "GLJ2018.TXT", 1_207)
            },
            FindingGroup {
                mapping: "vendors".into(),
                args: vec![12_u64.into(), 13_u64.into()],
                varying: vec![true, false],
                ..group(Code::RaggedRecord, Severity::Reject, "", 2, "../in/2026/VENDORS.CSV", 8)
            },
            FindingGroup { mapping: "vendors".into(), ..group(Code::NoRecords, Severity::Warn, "", 1, "NEW.CSV", 0) },
        ];
        let (folder, limit) = match outcome {
            Outcome::Published => ("out/runs/20261124T153012Z-1a2b3c4d", 20),
            Outcome::Refused => ("out/refused/20261124T153012Z-1a2b3c4d", 10),
            Outcome::Trial => ("out/trial/20261124T153012Z-1a2b3c4d", 10),
        };
        if outcome == Outcome::Refused {
            let args = vec!["journal".into(), 16_u64.into(), 10_u64.into()];
            let limits = group(Code::TooManyRejects, Severity::Fail, "journal", 1, "", 0);
            findings.insert(0, FindingGroup { args, ..limits });
        }
        Report {
            mended: None,
            run: "20261124T153012Z-1a2b3c4d".into(),
            outcome,
            folder: folder.into(),
            migration: None,
            sources: vec![ledger, vendors],
            controls: Vec::new(),
            rules: Vec::new(),
            tables: vec![
                table("ledger", "journal", [1_234_500, 16, limit], &[("amount", "0.00"), ("debit", "98765432.10")]),
                table("vendors", "vendor", [5_012, 0, 0], &[]),
            ],
            findings,
            missing_keys: 0,
            doubts: Vec::new(),
            people: None,
            replaced: None,
            millis: 12_345,
            timings: None,
            threads: 8,
            memory_bound: 412 << 20,
        }
    }

    /// A wide terminal.
    const WIDE: usize = 100;

    fn shown(language: Language, report: &Report, timings: bool) -> String {
        let text = summary(language, WIDE, report, timings);
        for line in text.lines() {
            assert!(layout::length(line) <= WIDE || line.contains('/'), "{line}");
            assert_eq!(line.trim_end(), line);
        }
        words::spaced(language, &text).replace(numbers::NBSP, "~")
    }

    #[test]
    fn what_a_run_was_told_stands_under_its_first_line() {
        let parameter = |name: &str, value: Option<&str>, is_set| ParameterReport {
            name: name.into(),
            value: value.map(str::to_owned),
            is_set,
        };
        let all = vec![
            parameter("cutover", Some("2026-12-31"), false),
            parameter("town", Some("north"), true),
            parameter("secret", None, true),
        ];
        for (language, title, parameters, want) in [
            (
                Language::En,
                "Cutover",
                all.clone(),
                "Cutover; with cutover = 2026-12-31 (default), town = north, secret = …",
            ),
            (
                Language::Fr,
                "Bascule",
                all.clone(),
                "Bascule ; avec cutover = 2026-12-31 (par défaut), town = north, secret = …",
            ),
            (Language::En, "", all, "with cutover = 2026-12-31 (default), town = north, secret = …"),
            (Language::En, "Cutover", Vec::new(), "Cutover"),
        ] {
            let mut ended = report(Outcome::Published);
            let titles = (title.to_owned(), title.to_owned());
            ended.migration =
                Some(MigrationReport { title_en: titles.0, title_fr: titles.1, parameters, approved_by: Vec::new() });
            let said = shown(language, &ended, false).replace(['\u{a0}', '~'], " ");
            assert_eq!(said.lines().nth(2), Some(format!("  {want}").as_str()), "{said}");
        }
        let mut ended = report(Outcome::Published);
        ended.migration = Some(MigrationReport::default());
        assert_eq!(shown(Language::En, &ended, false), shown(Language::En, &report(Outcome::Published), false));
    }

    #[test]
    fn a_published_run_in_english() {
        assert_eq!(
            shown(Language::En, &report(Outcome::Published), true),
            "\n\
Published in 12.3 s: 1,239,512 rows in 2 tables, 16 records refused
run 20261124T153012Z-1a2b3c4d, 65.5 MB/s, 100,414 records/s, 8 threads, at most 412.0 MiB of memory

  table         rows  rejected  allowed  totals
  journal  1,234,500        16       20  amount           0.00
                                         debit   98,765,432.10
  vendor       5,012         0        0

Every byte accounted for
  source         bytes       read     loaded  rejected  set aside  informing
  ledger   808,123,456  1,234,600  1,234,500        16         52         32
  vendors      512,000      5,012      5,012         0          0          0

Set aside, as the mappings say
  ledger  52  empty journals (amount 0.00, jrnl_no 0)

Warnings (nothing is refused for them)
  TL0306  3  ledger journal.sin: not a valid social insurance number; GLJ2018.TXT record 1,207
  TL0509     vendors: not a single record; NEW.CSV
             -> Check that the export ended well; where a file may be empty, say so:
             `files: {glob: …, empty: allow}`.

Refused: 16 records, 3 reasons (how often, and where first)
  TL0212  14  ledger record.DUE_DT: impossible date; GLJ2019.TXT record 88,113
              -> If the text means that there is no date, such as 00000000, declare
              `null_if: [00000000]` on the field; else correct it in the old system.
  TL0111   2  vendors: fewer or more cells than wanted: 13 cells; 2026/VENDORS.CSV record 8:
              12 cells where 13 are wanted
              -> Mostly a delimiter stands in a text that is not quoted; mend the export, or declare
              `ragged: pad` or `truncate`.
  TL0102   1  ledger: `entry` without `head` before it; GLJ2021.TXT record 1
              -> Look at the records before it in the source; the parent's condition may be too
              narrow.

Where it is
  tables    out/current/data/TABLE/*.parquet
  this run  out/runs/20261124T153012Z-1a2b3c4d
            rejects/ (refused records), findings.parquet (all findings), manifest.json (evidence)

What to do next
  16 records were refused, as the limits allow; rejects/*.parquet has each with its findings. Once
  the mapping or rejects/*.raw is mended, `tumpline replay` brings them in.
  To check at any time that nothing was changed:
    tumpline verify out

"
        );
    }
    #[test]
    fn a_published_run_in_french() {
        assert_eq!(
            shown(Language::Fr, &report(Outcome::Published), true),
            "\n\
Publié en 12,3~s~: 1~239~512~lignes dans 2~tables, 16~enregistrements refusés
exécution 20261124T153012Z-1a2b3c4d, 65,5~Mo/s, 100~414~enregistrements/s, 8~fils, au plus 412,0~Mio
de mémoire

  table       lignes  rejets  permis  totaux
  journal  1~234~500      16      20  amount           0,00
                                      debit   98~765~432,10
  vendor       5~012       0       0

Tous les octets ont été comptés
  source        octets        lus    chargés  rejets  mis de côté  informatifs
  ledger   808~123~456  1~234~600  1~234~500      16           52           32
  vendors      512~000      5~012      5~012       0            0            0

Mis de côté, comme le disent les correspondances
  ledger  52  empty journals (amount~0,00, jrnl_no~0)

Avertissements (rien n’est refusé pour autant)
  TL0306  3  ledger journal.sin~: ce n’est pas un numéro d’assurance sociale valide~; GLJ2018.TXT,
             enregistrement~1~207
  TL0509     vendors~: pas un seul enregistrement~; NEW.CSV
             -> Vérifiez que l’exportation s’est bien terminée~; si un fichier peut être vide,
             dites-le~: `files: {glob: …, empty: allow}`.

Refusés~: 16~enregistrements, 3~raisons (combien de fois, et où d’abord)
  TL0212  14  ledger record.DUE_DT~: date impossible~; GLJ2019.TXT, enregistrement~88~113
              -> Si le texte veut dire «~sans date~», comme 00000000, déclarez `null_if: [00000000]`
              pour le champ~; sinon, corrigez dans l’ancien système.
  TL0111   2  vendors~: moins ou plus de cellules qu’il n’en faut~: 13~cellules~; 2026/VENDORS.CSV,
              enregistrement~8~: 12~cellules là où il en faut 13
              -> Souvent un délimiteur figure dans un texte sans guillemets~; corrigez
              l’exportation, ou déclarez `ragged: pad` ou `truncate`.
  TL0102   1  ledger~: `entry` sans `head` auparavant~; GLJ2021.TXT, enregistrement~1
              -> Regardez dans la source les enregistrements qui le précèdent~; la condition du
              parent est peut-être trop étroite.

Où se trouve le résultat
  tables           out/current/data/TABLE/*.parquet
  cette exécution  out/runs/20261124T153012Z-1a2b3c4d
                   rejects/ (enregistrements refusés), findings.parquet (constats), manifest.json
                   (preuves)

Et maintenant
  16~enregistrements ont été refusés, comme les limites le permettent~; rejects/*.parquet les
  contient, avec leurs constats. Une fois corrigés la correspondance ou rejects/*.raw,
  `tumpline replay` les reprend.
  Pour vérifier en tout temps que rien n’a été changé~:
    tumpline verify out

"
        );
    }
    #[test]
    fn a_refused_run_in_english() {
        assert_eq!(
            shown(Language::En, &report(Outcome::Refused), false),
            "\n\
Refused after 12.3 s; nothing was published: 16 records refused, 1,239,512 rows in 2 tables kept for
a look

  table         rows  rejected  allowed  totals
  journal  1,234,500        16       10  amount           0.00
                                         debit   98,765,432.10
  vendor       5,012         0        0

Every byte accounted for
  source         bytes       read     loaded  rejected  set aside  informing
  ledger   808,123,456  1,234,600  1,234,500        16         52         32
  vendors      512,000      5,012      5,012         0          0          0

Set aside, as the mappings say
  ledger  52  empty journals (amount 0.00, jrnl_no 0)

Warnings (nothing is refused for them)
  TL0306  3  ledger journal.sin: not a valid social insurance number; GLJ2018.TXT record 1,207
  TL0509     vendors: not a single record; NEW.CSV
             -> Check that the export ended well; where a file may be empty, say so:
             `files: {glob: …, empty: allow}`.

Refused: 16 records, 3 reasons (how often, and where first)
  TL0212  14  ledger record.DUE_DT: impossible date; GLJ2019.TXT record 88,113
              -> If the text means that there is no date, such as 00000000, declare
              `null_if: [00000000]` on the field; else correct it in the old system.
  TL0102   1  ledger: `entry` without `head` before it; GLJ2021.TXT record 1
              -> Look at the records before it in the source; the parent's condition may be too
              narrow.
  TL0111   2  vendors: fewer or more cells than wanted: 13 cells; 2026/VENDORS.CSV record 8:
              12 cells where 13 are wanted
              -> Mostly a delimiter stands in a text that is not quoted; mend the export, or declare
              `ragged: pad` or `truncate`.

Why nothing is published
  TL0601    16 rejects in the table `journal`, where 10 are allowed

Where it is
  tables, not published  out/refused/20261124T153012Z-1a2b3c4d/data/TABLE/*.parquet
  this run               out/refused/20261124T153012Z-1a2b3c4d
                         rejects/ (refused records), findings.parquet (all findings), manifest.json
                         (evidence)

What to do next
  Mend the mapping or the sources, as said above, and run it again; where only records were refused,
  `tumpline replay` runs those alone.
  If the treasurer accepts the loss, raise `rejects` under `limits` in the mapping instead.
  Whatever was published before stays as it is.

"
        );
    }
    #[test]
    fn a_refused_run_in_french() {
        assert_eq!(
            shown(Language::Fr, &report(Outcome::Refused), false),
            "\n\
Refusé après 12,3~s~; rien n’a été publié~: 16~enregistrements refusés, 1~239~512~lignes gardées
dans 2~tables pour examen

  table       lignes  rejets  permis  totaux
  journal  1~234~500      16      10  amount           0,00
                                      debit   98~765~432,10
  vendor       5~012       0       0

Tous les octets ont été comptés
  source        octets        lus    chargés  rejets  mis de côté  informatifs
  ledger   808~123~456  1~234~600  1~234~500      16           52           32
  vendors      512~000      5~012      5~012       0            0            0

Mis de côté, comme le disent les correspondances
  ledger  52  empty journals (amount~0,00, jrnl_no~0)

Avertissements (rien n’est refusé pour autant)
  TL0306  3  ledger journal.sin~: ce n’est pas un numéro d’assurance sociale valide~; GLJ2018.TXT,
             enregistrement~1~207
  TL0509     vendors~: pas un seul enregistrement~; NEW.CSV
             -> Vérifiez que l’exportation s’est bien terminée~; si un fichier peut être vide,
             dites-le~: `files: {glob: …, empty: allow}`.

Refusés~: 16~enregistrements, 3~raisons (combien de fois, et où d’abord)
  TL0212  14  ledger record.DUE_DT~: date impossible~; GLJ2019.TXT, enregistrement~88~113
              -> Si le texte veut dire «~sans date~», comme 00000000, déclarez `null_if: [00000000]`
              pour le champ~; sinon, corrigez dans l’ancien système.
  TL0102   1  ledger~: `entry` sans `head` auparavant~; GLJ2021.TXT, enregistrement~1
              -> Regardez dans la source les enregistrements qui le précèdent~; la condition du
              parent est peut-être trop étroite.
  TL0111   2  vendors~: moins ou plus de cellules qu’il n’en faut~: 13~cellules~; 2026/VENDORS.CSV,
              enregistrement~8~: 12~cellules là où il en faut 13
              -> Souvent un délimiteur figure dans un texte sans guillemets~; corrigez
              l’exportation, ou déclarez `ragged: pad` ou `truncate`.

Pourquoi rien n’est publié
  TL0601    16~rejets dans la table `journal`, où 10 sont permis

Où se trouve le résultat
  tables, non publiées  out/refused/20261124T153012Z-1a2b3c4d/data/TABLE/*.parquet
  cette exécution       out/refused/20261124T153012Z-1a2b3c4d
                        rejects/ (enregistrements refusés), findings.parquet (constats),
                        manifest.json (preuves)

Et maintenant
  Corrigez la correspondance ou les sources, comme il est dit ci-dessus, et recommencez~; si seuls
  des enregistrements ont été refusés, `tumpline replay` reprend ceux-là seuls.
  Si la trésorerie accepte la perte, augmentez plutôt `rejects` sous `limits` dans la
  correspondance.
  Ce qui était publié avant reste tel quel.

"
        );
    }
    #[test]
    fn a_trial_in_english() {
        assert_eq!(
            shown(Language::En, &report(Outcome::Trial), false),
            "\n\
Trial ended after 12.3 s; nothing was published: 16 records refused, 1,239,512 rows in 2 tables kept
for a look

  table         rows  rejected  allowed  totals
  journal  1,234,500        16       10  amount           0.00
                                         debit   98,765,432.10
  vendor       5,012         0        0

Every byte accounted for
  source         bytes       read     loaded  rejected  set aside  informing
  ledger   808,123,456  1,234,600  1,234,500        16         52         32
  vendors      512,000      5,012      5,012         0          0          0

Set aside, as the mappings say
  ledger  52  empty journals (amount 0.00, jrnl_no 0)

Warnings (nothing is refused for them)
  TL0306  3  ledger journal.sin: not a valid social insurance number; GLJ2018.TXT record 1,207
  TL0509     vendors: not a single record; NEW.CSV
             -> Check that the export ended well; where a file may be empty, say so:
             `files: {glob: …, empty: allow}`.

Refused: 16 records, 3 reasons (how often, and where first)
  TL0212  14  ledger record.DUE_DT: impossible date; GLJ2019.TXT record 88,113
              -> If the text means that there is no date, such as 00000000, declare
              `null_if: [00000000]` on the field; else correct it in the old system.
  TL0111   2  vendors: fewer or more cells than wanted: 13 cells; 2026/VENDORS.CSV record 8:
              12 cells where 13 are wanted
              -> Mostly a delimiter stands in a text that is not quoted; mend the export, or declare
              `ragged: pad` or `truncate`.
  TL0102   1  ledger: `entry` without `head` before it; GLJ2021.TXT record 1
              -> Look at the records before it in the source; the parent's condition may be too
              narrow.

Where it is
  tables, not published  out/trial/20261124T153012Z-1a2b3c4d/data/TABLE/*.parquet
  this run               out/trial/20261124T153012Z-1a2b3c4d
                         rejects/ (refused records), findings.parquet (all findings), manifest.json
                         (evidence)

What to do next
  Look at the findings, mend the mapping, and run it again without --trial, --limit and --only to
  publish.
  Whatever was published before stays as it is.

"
        );
    }
    #[test]
    fn a_trial_in_french() {
        assert_eq!(
            shown(Language::Fr, &report(Outcome::Trial), false),
            "\n\
Essai terminé en 12,3~s~; rien n’a été publié~: 16~enregistrements refusés, 1~239~512~lignes gardées
dans 2~tables pour examen

  table       lignes  rejets  permis  totaux
  journal  1~234~500      16      10  amount           0,00
                                      debit   98~765~432,10
  vendor       5~012       0       0

Tous les octets ont été comptés
  source        octets        lus    chargés  rejets  mis de côté  informatifs
  ledger   808~123~456  1~234~600  1~234~500      16           52           32
  vendors      512~000      5~012      5~012       0            0            0

Mis de côté, comme le disent les correspondances
  ledger  52  empty journals (amount~0,00, jrnl_no~0)

Avertissements (rien n’est refusé pour autant)
  TL0306  3  ledger journal.sin~: ce n’est pas un numéro d’assurance sociale valide~; GLJ2018.TXT,
             enregistrement~1~207
  TL0509     vendors~: pas un seul enregistrement~; NEW.CSV
             -> Vérifiez que l’exportation s’est bien terminée~; si un fichier peut être vide,
             dites-le~: `files: {glob: …, empty: allow}`.

Refusés~: 16~enregistrements, 3~raisons (combien de fois, et où d’abord)
  TL0212  14  ledger record.DUE_DT~: date impossible~; GLJ2019.TXT, enregistrement~88~113
              -> Si le texte veut dire «~sans date~», comme 00000000, déclarez `null_if: [00000000]`
              pour le champ~; sinon, corrigez dans l’ancien système.
  TL0111   2  vendors~: moins ou plus de cellules qu’il n’en faut~: 13~cellules~; 2026/VENDORS.CSV,
              enregistrement~8~: 12~cellules là où il en faut 13
              -> Souvent un délimiteur figure dans un texte sans guillemets~; corrigez
              l’exportation, ou déclarez `ragged: pad` ou `truncate`.
  TL0102   1  ledger~: `entry` sans `head` auparavant~; GLJ2021.TXT, enregistrement~1
              -> Regardez dans la source les enregistrements qui le précèdent~; la condition du
              parent est peut-être trop étroite.

Où se trouve le résultat
  tables, non publiées  out/trial/20261124T153012Z-1a2b3c4d/data/TABLE/*.parquet
  cette exécution       out/trial/20261124T153012Z-1a2b3c4d
                        rejects/ (enregistrements refusés), findings.parquet (constats),
                        manifest.json (preuves)

Et maintenant
  Regardez les constats, corrigez la correspondance, et recommencez sans --trial, --limit ni --only
  pour publier.
  Ce qui était publié avant reste tel quel.

"
        );
    }

    #[test]
    fn rows_that_a_table_leaves_out_are_no_records_that_are_set_aside() {
        let mut told = report(Outcome::Published);
        told.sources[0].set_aside.push(crate::run::report::AsideReport {
            table: Some("journal".into()),
            ..aside("the same entry again", 7, &[("entry.amount", "1.00")])
        });
        for (language, wanted) in [
            (
                Language::En,
                "\
Set aside, as the mappings say
  ledger  52  empty journals (amount 0.00, jrnl_no 0)

Rows left out of tables, as the mappings say: their records count above as
loaded, and in controls as set aside
  journal  7  the same entry again (amount 1.00)
",
            ),
            (
                Language::Fr,
                "\
Mis de côté, comme le disent les correspondances
  ledger  52  empty journals (amount 0,00, jrnl_no 0)

Lignes non chargées dans les tables, comme le disent les correspondances : leurs
enregistrements comptent plus haut comme chargés, et dans les contrôles comme
mis de côté
  journal  7  the same entry again (amount 1,00)
",
            ),
        ] {
            let shown = summary(language, 80, &told, false).replace('\u{a0}', " ");
            assert!(shown.contains(wanted), "{shown}");
        }
    }

    /// A control with what it says, its difference, and what was refused, set aside, informing and loaded.
    fn control(id: &str, figure: &str, [says, difference]: [&str; 2], parts: [&str; 4]) -> ControlEvidence {
        let part = |text: &str| PartEvidence {
            records: text.parse().unwrap_or(1),
            amount: (figure == "sum").then(|| text.to_owned()),
        };
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (control, figure) = (id.to_owned(), figure.to_owned());
        let [rejected, set_aside, informing, loaded] = parts.map(part);
        let (says, difference) = (text(says), text(difference));
        let differing = u64::from(difference.as_ref().is_some_and(|text| !text.trim_matches(['0', '.']).is_empty()));
        let of = ControlEvidence {
            control,
            figure,
            says,
            difference,
            rejected,
            set_aside,
            informing,
            loaded,
            ..ControlEvidence::default()
        };
        ControlEvidence { mapping: "ledger".into(), scopes: 4, per: 1, differing, ..of }
    }

    fn with_controls(outcome: Outcome) -> Report {
        let mut report = report(outcome);
        report.sources.truncate(1);
        let hash = control("batch-hash", "sum", ["5690050000", "0"], ["0", "0", "0", "45690050000"]);
        report.controls = vec![
            control("batch-number", "is", ["", ""], ["", "", "", ""]),
            control("batch-count", "count", ["10000", "0"], ["1", "2", "0", "9997"]),
            control("batch-credits", "sum", ["5000000.00", "12.34"], ["100.00", "0.00", "0.00", "4999887.66"]),
            ControlEvidence { low_digits: 10, read: hash.loaded.clone(), ..hash },
        ];
        report
    }

    #[test]
    fn controls_beside_the_files_close_too_and_their_keys_are_counted() {
        let mut report = with_controls(Outcome::Refused);
        let file = String::from("controls/tb.csv");
        let of = ReportEvidence { file, equal: 1_200, different: 1, without_rows: 2, ..ReportEvidence::default() };
        let beside = control("trial-balance", "sum", ["1000.00", "10.00"], ["90.00", "0.00", "0.00", "900.00"]);
        report.controls = vec![ControlEvidence { report: Some(of), ..beside }];
        report.migration = Some(MigrationReport {
            approved_by: vec![ApprovalEvidence {
                name: "M. Tremblay".into(),
                role: "treasurer".into(),
                on: "2026-12-01".into(),
            }],
            ..MigrationReport::default()
        });
        let english = summary(Language::En, 80, &report, false).replace(numbers::NBSP, " ");
        for want in [
            "  trial-balance  1,000.00       10.00     90.00  900.00\n",
            "  trial-balance  controls/tb.csv: 1,200 keys are equal, 1 differs, 2 have no row\n",
            "Approved by\n  M. Tremblay, treasurer, 2026-12-01\n",
        ] {
            assert!(english.contains(want), "{english}");
        }
        let french = summary(Language::Fr, 120, &report, false).replace(numbers::NBSP, " ");
        assert!(french.contains("controls/tb.csv : 1 200 clés concordent, 1 diffère, 2 sont sans ligne"), "{french}");
    }

    #[test]
    fn the_line_of_a_report_is_said_once() {
        let mut report = with_controls(Outcome::Refused);
        let mut one = group(Code::NoRowsOfReport, Severity::Fail, "migration.controls.tb", 1, "", 0);
        one.first.line = 3;
        let key = Arg::Key(vec![("fund".into(), "2".into())]);
        let amount = Arg::amount("5.00".into());
        one.args = vec![key, "tb.csv".into(), "a".into(), 3_u64.into(), amount, "t".into()];
        one.varying = vec![false; 6];
        report.findings = vec![one.clone()];
        assert_eq!(shown(Language::En, &report, false).matches("(line 3)").count(), 1);
        one.count = 2;
        one.varying = vec![true, false, false, true, false, false];
        report.findings = vec![one];
        let text = summary(Language::En, 200, &report, false).replace(numbers::NBSP, " ");
        assert!(
            text.contains("keys of a report without rows: `a` of `tb.csv`: fund 2: `a` of `tb.csv` (line 3) is"),
            "{text}"
        );
    }

    #[test]
    fn what_the_old_system_says_is_a_table_that_closes() {
        let block = |language, report: &Report, width| {
            let text = summary(language, width, report, false).replace(numbers::NBSP, "~");
            let start = text.find("\nContr").unwrap();
            text[start + 1..].split("\n\n").next().unwrap().to_owned()
        };
        assert_eq!(
            block(Language::En, &with_controls(Outcome::Refused), 80),
            "\
Controls (says − difference − rejected − set aside − informing = loaded)
  control                says  difference  rejected  set aside        loaded
  batch-count          10,000           0         1          2         9,997
  batch-credits  5,000,000.00       12.34    100.00          0  4,999,887.66
  batch-hash
  batch-number   the same value in 4~records
  batch-credits  does not hold in 1 of 4~files or batches
  batch-hash     the last 10~digits of each of 4~sums; together read
                 45,690,050,000 = loaded 45,690,050,000"
        );
        assert_eq!(
            block(Language::Fr, &with_controls(Outcome::Refused), 80),
            "\
Contrôles (dit − écart − rejets − mis de côté − informatifs = chargés)
  contrôle                dit  écart  rejets  mis de côté       chargés
  batch-count          10~000      0       1            2         9~997
  batch-credits  5~000~000,00  12,34  100,00            0  4~999~887,66
  batch-hash
  batch-number   la même valeur dans 4~enregistrements
  batch-credits  ne tient pas dans 1 sur 4~fichiers ou lots
  batch-hash     les derniers chiffres (10) de chaque somme (4~sommes)~; lus en
                 tout 45~690~050~000 = chargés 45~690~050~000"
        );
        let mut wide = with_controls(Outcome::Refused);
        wide.controls[2].set_aside.amount = Some("123456789012.00".to_owned());
        let text = block(Language::En, &wide, 80);
        assert!(text.contains("says~5,000,000.00, difference~12.34, rejected~100.00,"), "{text}");
        assert!(text.lines().all(|line| layout::length(line) <= 80), "{text}");
    }

    #[test]
    fn bytes_that_could_not_be_read_are_said() {
        let mut report = report(Outcome::Refused);
        report.sources[0].unread_bytes = 1_234;
        let mut part = report.clone();
        (part.outcome, part.findings) = (Outcome::Trial, Vec::new());
        assert!(shown(Language::En, &part, false).contains("--limit left the rest unread"));
        let text = shown(Language::En, &report, false);
        assert!(text.contains("but not every byte could be read") && text.contains("bytes unread"), "{text}");
        assert!(text.contains("1,234"));
    }

    #[test]
    fn long_lists_are_cut_and_say_where_the_rest_is() {
        let mut report = report(Outcome::Published);
        report.tables[0].totals = (0..40).map(|at| (format!("c{at}"), String::from("1.00"))).collect();
        report.findings = vec![report.findings[0].clone(); 20];
        let text = shown(Language::En, &report, false);
        assert!(text.contains("and 36 totals more, all in manifest.json"), "{text}");
        assert!(text.contains("and 14 reasons more, all in findings.parquet"), "{text}");
        assert_eq!(text.matches("TL0212").count(), GROUPS);
        assert_eq!(text.matches("->").count(), 1, "an advice is said once");
    }

    #[test]
    fn sums_of_many_digits_stand_below_the_counts_where_they_do_not_fit_beside_them() {
        let sum = "-123456789012345678901234567890.12";
        let mut report = report(Outcome::Published);
        for column in ["txns.amount", "accounts.transactions.amount_of_the_year_before_the_last"] {
            report.tables[0].totals = vec![(column.to_owned(), sum.to_owned()), ("c".to_owned(), String::from("1.00"))];
            for language in [Language::En, Language::Fr] {
                let text = summary(language, 80, &report, false);
                let long: Vec<&str> =
                    text.lines().filter(|line| layout::length(line) > 80 && !line.contains('/')).collect();
                assert_eq!(long, [""; 0], "{text}");
                assert!(text.contains(&numbers::grouped(language, sum)), "{text}");
                assert!(text.contains(&format!("  {}.c", report.tables[0].table)), "{text}");
            }
        }
    }

    #[test]
    fn every_table_over_its_limit_is_named() {
        let mut report = report(Outcome::Refused);
        report.tables.push(table("ledger", "batch", [10, 16, 3], &[]));
        let text = shown(Language::En, &report, false);
        assert!(text.contains("16 rejects in the table `journal`, where 10 are allowed"), "{text}");
        assert!(text.contains("16 rejects in the table `batch`, where 3 are allowed"), "{text}");
    }

    #[test]
    fn a_row_whose_record_is_not_known_is_told_by_its_first_byte() {
        for (record, want) in [(0, "GLJ2021.TXT at byte 12,345"), (8, "GLJ2021.TXT record 8")] {
            let mut report = report(Outcome::Published);
            let mut old = group(Code::NotUnique, Severity::Warn, "journal.once", 1, "GLJ2021.TXT", record);
            old.first.offset = 12_345;
            old.args = vec!["".into(), "GLJ2021.TXT".into(), "".into()];
            report.findings = vec![FindingGroup { varying: vec![false; 3], ..old }];
            let text = shown(Language::En, &report, false);
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('~', " ");
            assert!(line.contains(want) && (record == 0 || !line.contains("at byte")), "{line}");
        }
    }

    #[test]
    fn causes_stand_before_what_follows_from_them() {
        let mut report = report(Outcome::Published);
        let args = vec![7_u64.into(), 700_u64.into()];
        let parent = group(Code::ParentRefused, Severity::Reject, "", 900, "GLJ2021.TXT", 8);
        report.findings.insert(1, FindingGroup { args, varying: vec![true, true], ..parent });
        let text = shown(Language::En, &report, false);
        let at = |code: &str| text.find(code).unwrap();
        assert!(at("TL0102") < at("TL0104"), "{text}");
        assert!(text.contains("900 records of these only followed another that was refused"), "{text}");
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('~', " ");
        assert!(
            line.contains("the parent was refused; GLJ2021.TXT record 8: the parent was refused: record 7"),
            "{line}"
        );
    }

    #[test]
    fn where_nothing_could_be_loaded_the_file_is_doubted() {
        let mut report = report(Outcome::Refused);
        report.sources[1].rejected = report.sources[1].records;
        let text = shown(Language::En, &report, false);
        assert!(text.contains("Not a single record could be loaded: vendors."), "{text}");
    }

    #[test]
    fn tables_that_are_not_shown_any_more_are_told() {
        let mut report = report(Outcome::Published);
        let folder = String::from("out/runs/20261123T090000Z-5e6f7a8b");
        report.replaced =
            Some(crate::run::report::Replaced { folder, tables_gone: vec!["owner".into(), "lot".into()] });
        let english = shown(Language::En, &report, false);
        for want in [
            "Attention: `current` shows 2~tables less than before",
            "Not in this run, and so not shown any more: owner, lot",
            "The run before still has them: out/runs/20261123T090000Z-5e6f7a8b/data",
            "run all the mappings together",
        ] {
            assert!(english.contains(&want.replace('~', " ")), "{english}");
        }
        let french = shown(Language::Fr, &report, false);
        assert!(french.contains("`current` montre 2~tables de moins qu’avant"), "{french}");
    }

    #[test]
    fn lines_are_as_wide_as_the_terminal() {
        for outcome in [Outcome::Published, Outcome::Refused, Outcome::Trial] {
            for (language, width) in [(Language::En, 80), (Language::Fr, 80), (Language::En, 120), (Language::Fr, 120)]
            {
                let text = summary(language, width, &report(outcome), true);
                for line in text.lines().filter(|line| !line.contains('/')) {
                    assert!(layout::length(line) <= width, "{width} {line}");
                }
            }
        }
    }

    #[test]
    fn an_empty_report_and_a_short_folder_are_shown() {
        let mut report = report(Outcome::Published);
        (report.sources, report.tables, report.findings) = (Vec::new(), Vec::new(), Vec::new());
        for folder in ["x", "runs/x", "/", "a/b/"] {
            report.folder = folder.into();
            assert!(shown(Language::Fr, &report, true).contains("Publié"));
        }
    }
}

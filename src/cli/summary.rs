//! The end of a run, as a short text for people.
//!
//! In: the run's report. Out: lines of at most a hundred characters (a path may be longer). Refuses any figure that is
//! not in the report; a report holds no personal value.

use super::layout::{self, INDENT, Side};
use super::numbers;
use super::words::{self, Language, Texts};
use crate::finding::{Arg, Code, Severity};
use crate::run::report::{FindingGroup, Outcome, Report, SourceReport, TableReport};

/// Findings of one severity that are listed.
const FINDINGS: usize = 12;
/// Sums that are listed.
const TOTALS: usize = 12;

/// The summary of a run; `timings` adds how fast it was.
#[must_use]
pub fn summary(language: Language, report: &Report, timings: bool) -> String {
    let summary = Summary { language, texts: language.texts(), report };
    let mut blocks = vec![summary.headline(timings), summary.tables(), summary.totals(), summary.set_aside()];
    blocks.extend([Severity::Fail, Severity::Reject, Severity::Warn, Severity::Note].map(|s| summary.findings(s)));
    blocks.extend([summary.every_byte(), summary.output(), summary.next()]);
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    format!("\n{}\n", blocks.join("\n"))
}

struct Summary<'a> {
    language: Language,
    texts: &'static Texts,
    report: &'a Report,
}

impl Summary<'_> {
    fn say(&self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn heading(&self, text: &str) -> String {
        words::plain(self.language, text) + "\n"
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
        let args = [("rows", rows.into()), ("tables", report.tables.len().into()), ("time", time.into())];
        let headline = layout::wrapped("", &self.say(template, &args));
        if timings { headline + &self.speed() } else { headline }
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
        layout::wrapped("", &self.say(self.texts.speed, &args))
    }

    fn tables(&self) -> String {
        if self.report.tables.is_empty() {
            return String::new();
        }
        let texts = self.texts;
        let heads = [texts.head_table, texts.head_loaded, texts.head_rejected, texts.head_allowed];
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        rows.extend(self.report.tables.iter().map(|table| self.table(table)));
        layout::table(&[Side::Left, Side::Right, Side::Right, Side::Right], &rows)
    }

    fn table(&self, table: &TableReport) -> Vec<String> {
        let counts = [table.rows, table.rejected, table.limit].map(|number| self.count(number));
        std::iter::once(words::shown(&table.table)).chain(counts).collect()
    }

    fn totals(&self) -> String {
        let sums = |table: &TableReport| {
            let name = table.table.clone();
            let row = |(column, sum): &(String, String)| {
                vec![words::shown(&format!("{name}.{column}")), numbers::grouped(self.language, sum)]
            };
            table.totals.iter().map(row).collect::<Vec<_>>()
        };
        let mut rows: Vec<Vec<String>> = self.report.tables.iter().flat_map(sums).collect();
        if rows.is_empty() {
            return String::new();
        }
        let more = rows.len().saturating_sub(TOTALS);
        rows.truncate(TOTALS);
        let listed = layout::table(&[Side::Left, Side::Right], &rows);
        self.heading(self.texts.totals) + &listed + &self.more(self.texts.more_totals, more, "manifest.json")
    }

    fn more(&self, template: &str, more: usize, file: &str) -> String {
        match more {
            0 => String::new(),
            _ => layout::wrapped(INDENT, &self.say(template, &[("more", more.into()), ("file", file.into())])),
        }
    }

    fn set_aside(&self) -> String {
        let line = |(source, aside): (&SourceReport, &crate::run::report::AsideReport)| {
            let args = [
                ("mapping", source.mapping.as_str().into()),
                ("because", aside.because.as_str().into()),
                ("records", aside.records.into()),
            ];
            let sum = |(name, sum): &(String, String)| {
                let sum = numbers::grouped(self.language, sum);
                self.say(self.texts.aside_sum, &[("name", name.as_str().into()), ("sum", sum.into())])
            };
            let said = std::iter::once(self.say(self.texts.aside, &args)).chain(aside.sums.iter().map(sum));
            layout::wrapped(INDENT, &said.collect::<Vec<_>>().join(", "))
        };
        let sources = self.report.sources.iter();
        let asides = sources.flat_map(|source| source.set_aside.iter().map(move |aside| (source, aside)));
        let lines: String = asides.filter(|(_, aside)| aside.records > 0).map(line).collect();
        if lines.is_empty() { lines } else { self.heading(self.texts.set_aside) + &lines }
    }

    fn findings(&self, severity: Severity) -> String {
        let mut groups: Vec<&FindingGroup> =
            self.report.findings.iter().filter(|group| group.severity == severity).collect();
        if severity == Severity::Reject {
            // What refused the run comes first, then what is most.
            groups.sort_by_key(|group| (!self.is_over_limit(&group.mapping), std::cmp::Reverse(group.count)));
        }
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
        let lines: String = groups.iter().take(FINDINGS).map(|group| self.finding(group)).collect();
        let more = groups.len().saturating_sub(FINDINGS);
        self.heading(heading) + &lines + &self.more(self.texts.more_findings, more, "findings.parquet")
    }

    fn is_over_limit(&self, mapping: &str) -> bool {
        self.report.findings.iter().any(|group| group.code == Code::TooManyRejects && group.mapping == mapping)
    }

    fn finding(&self, group: &FindingGroup) -> String {
        let several = self.report.sources.len() > 1;
        let what = words::sentence(self.language, group.code, &group.args);
        // `entry` without `head` in entry: once is enough.
        let is_named = what.contains(&format!("`{}`", group.subject));
        let args = [
            ("what", what.into()),
            ("subject", if is_named { "" } else { group.subject.as_str() }.into()),
            ("mapping", if several && !group.file.is_empty() { group.mapping.as_str() } else { "" }.into()),
        ];
        let finding = self.say(self.texts.finding_in, &args) + &self.first(group);
        layout::wrapped(&format!("{INDENT}{}  ", group.code.id()), &finding)
    }

    fn first(&self, group: &FindingGroup) -> String {
        let file = ("file", Arg::from(group.file.as_str()));
        let (count, record) = (("count", group.count.into()), ("record", group.first.record.into()));
        match (group.file.is_empty(), group.first.record, group.count) {
            (true, _, 0..=1) => String::new(),
            (true, ..) => self.say(self.texts.finding_times, &[count]),
            (false, 0, 1) => self.say(self.texts.finding_file, &[file]),
            (false, 0, _) => self.say(self.texts.finding_files, &[count, file]),
            (false, _, 1) => self.say(self.texts.finding_record, &[file, record]),
            (false, ..) => self.say(self.texts.finding_records, &[count, file, record]),
        }
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
        let heading = if is_unread { texts.every_byte_but } else { texts.every_byte };
        self.heading(heading) + &layout::table_of_what_counts(&sides, &rows)
    }

    /// Where analysts read: through `current` if this run is it.
    fn data(&self) -> String {
        let folder = self.report.folder.trim_end_matches(['/', '\\']);
        let above = |path: &str| path.rfind(['/', '\\']).map(|at| path[..at].to_owned());
        let out = above(folder).and_then(|runs| above(&runs).or_else(|| Some(String::from("."))));
        match (self.report.outcome, out) {
            (Outcome::Published, Some(out)) => format!("{out}/current/data"),
            _ => format!("{folder}/data"),
        }
    }

    fn output(&self) -> String {
        let (texts, folder) = (self.texts, self.report.folder.as_str());
        let tables = if self.report.outcome == Outcome::Published { texts.output_tables } else { texts.output_kept };
        let mut rows = vec![(tables, self.data())];
        if self.rejected() > 0 {
            rows.push((texts.output_rejects, format!("{folder}/rejects")));
        }
        if !self.report.findings.is_empty() {
            rows.push((texts.output_findings, format!("{folder}/findings.parquet")));
        }
        rows.push((texts.output_evidence, format!("{folder}/manifest.json")));
        let rows: Vec<Vec<String>> =
            rows.into_iter().map(|(label, path)| vec![label.to_owned(), words::shown(&path)]).collect();
        self.heading(texts.output) + &layout::table(&[Side::Left, Side::Left], &rows)
    }

    fn next(&self) -> String {
        let texts = self.texts;
        let folder = ("folder", Arg::from(self.report.folder.as_str()));
        let lines = match self.report.outcome {
            Outcome::Published => {
                let tables = format!("{}/*/*.parquet", self.data());
                let rejects = self.say(texts.next_rejects, &[("rejects", self.rejected().into())]);
                let rejects = (self.rejected() > 0).then_some(rejects);
                let open = self.say(texts.next_clean, &[("tables", tables.into())]);
                rejects.into_iter().chain([open, self.say(texts.next_verify, &[folder])]).collect()
            }
            Outcome::Refused => {
                let mut fails = self.report.findings.iter().filter(|group| group.severity == Severity::Fail);
                let by_limits_alone = fails.all(|group| group.code == Code::TooManyRejects);
                let limits = by_limits_alone.then(|| self.say(texts.next_limits, &[]));
                let current = self.say(texts.next_current, &[]);
                std::iter::once(self.say(texts.next_refused, &[])).chain(limits).chain([current]).collect()
            }
            Outcome::Trial => vec![self.say(texts.next_trial, &[]), self.say(texts.next_current, &[])],
        };
        self.heading(texts.next) + &lines.iter().map(|line| layout::wrapped(INDENT, line)).collect::<String>()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::place::Place;

    fn aside(because: &str, records: u64, sums: &[(&str, &str)]) -> crate::run::report::AsideReport {
        let sums = sums.iter().map(|(name, sum)| ((*name).to_owned(), (*sum).to_owned())).collect();
        crate::run::report::AsideReport { because: because.into(), records, sums }
    }

    fn table(mapping: &str, table: &str, figures: [u64; 3], totals: &[(&str, &str)]) -> TableReport {
        let totals = totals.iter().map(|(name, sum)| ((*name).to_owned(), (*sum).to_owned())).collect();
        let [rows, rejected, limit] = figures;
        TableReport { mapping: mapping.into(), table: table.into(), rows, rejected, limit, totals }
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
            run: "20261124T153012Z-1a2b3c4d".into(),
            outcome,
            folder: folder.into(),
            sources: vec![ledger, vendors],
            tables: vec![
                table("ledger", "journal", [1_234_500, 16, limit], &[("amount", "0.00"), ("debit", "98765432.10")]),
                table("vendors", "vendor", [5_012, 0, 0], &[]),
            ],
            findings,
            millis: 12_345,
            threads: 8,
            memory_bound: 412 << 20,
        }
    }

    fn shown(language: Language, report: &Report, timings: bool) -> String {
        let text = summary(language, report, timings);
        for line in text.lines() {
            assert!(layout::length(line) <= layout::WIDTH || line.contains('/'), "{line}");
            assert_eq!(line.trim_end(), line);
        }
        words::spaced(language, &text).replace(numbers::NBSP, "~")
    }

    #[test]
    fn a_published_run_in_english() {
        assert_eq!(
            shown(Language::En, &report(Outcome::Published), true),
            "\n\
Published after 12.3 s: 1,239,512 rows in 2 tables
run 20261124T153012Z-1a2b3c4d, 65.5 MB/s, 100,414 records/s, 8 threads, at most 412.0 MiB of memory

  table       loaded  rejected  allowed
  journal  1,234,500        16       20
  vendor       5,012         0        0

Totals
  journal.amount           0.00
  journal.debit   98,765,432.10

Set aside
  ledger: empty journals: 52 records, entry.amount 0.00, entry.jrnl_no 0

Records refused
  TL0212  impossible date in record.DUE_DT (ledger): 14 records, first at GLJ2019.TXT record 88,113
  TL0102  `entry` without `head` before it (ledger): 1 record, at GLJ2021.TXT record 1

Warnings
  TL0306  not a valid social insurance number in journal.sin (ledger): 3 records, first at
          GLJ2018.TXT record 1,207
  TL0509  not a single record (vendors): NEW.CSV

Every byte accounted for
  source         bytes       read     loaded  rejected  set aside  informing
  ledger   808,123,456  1,234,600  1,234,500        16         52         32
  vendors      512,000      5,012      5,012         0          0          0

Where it is
  tables    out/current/data
  rejects   out/runs/20261124T153012Z-1a2b3c4d/rejects
  findings  out/runs/20261124T153012Z-1a2b3c4d/findings.parquet
  evidence  out/runs/20261124T153012Z-1a2b3c4d/manifest.json

What to do next
  16 records were refused, as the limits allow: look at them among the rejects.
  Open the tables with DuckDB or Power BI: out/current/data/*/*.parquet
  Check the evidence whenever you like: tumpline verify out/runs/20261124T153012Z-1a2b3c4d

"
        );
    }
    #[test]
    fn a_published_run_in_french() {
        assert_eq!(
            shown(Language::Fr, &report(Outcome::Published), true),
            "\n\
Publié en 12,3~s~: 1~239~512~lignes dans 2~tables
exécution 20261124T153012Z-1a2b3c4d, 65,5~Mo/s, 100~414~enregistrements/s, 8~fils, au plus 412,0~Mio
de mémoire

  table      chargés  rejetés  permis
  journal  1~234~500       16      20
  vendor       5~012        0       0

Totaux
  journal.amount           0,00
  journal.debit   98~765~432,10

Mis de côté
  ledger~: empty journals~: 52~enregistrements, entry.amount 0,00, entry.jrnl_no 0

Enregistrements refusés
  TL0212  date impossible dans record.DUE_DT (ledger)~: 14~enregistrements, d’abord dans
          GLJ2019.TXT, enregistrement~88~113
  TL0102  `entry` sans `head` auparavant (ledger)~: 1~enregistrement, dans GLJ2021.TXT,
          enregistrement~1

Avertissements
  TL0306  ce n’est pas un numéro d’assurance sociale valide dans journal.sin (ledger)~:
          3~enregistrements, d’abord dans GLJ2018.TXT, enregistrement~1~207
  TL0509  pas un seul enregistrement (vendors)~: NEW.CSV

Chaque octet est attribué
  source        octets        lus    chargés  rejetés  mis de côté  informatifs
  ledger   808~123~456  1~234~600  1~234~500       16           52           32
  vendors      512~000      5~012      5~012        0            0            0

Où cela se trouve
  tables    out/current/data
  rejets    out/runs/20261124T153012Z-1a2b3c4d/rejects
  constats  out/runs/20261124T153012Z-1a2b3c4d/findings.parquet
  preuves   out/runs/20261124T153012Z-1a2b3c4d/manifest.json

Que faire maintenant
  16~enregistrements ont été refusés, comme les limites le permettent~: examinez-les parmi les
  rejets.
  Ouvrez les tables avec DuckDB ou Power BI~: out/current/data/*/*.parquet
  Vérifiez les preuves quand vous voudrez~: tumpline verify out/runs/20261124T153012Z-1a2b3c4d

"
        );
    }
    #[test]
    fn a_refused_run_in_english() {
        assert_eq!(
            shown(Language::En, &report(Outcome::Refused), false),
            "\n\
Refused after 12.3 s: nothing was published; 1,239,512 rows in 2 tables kept for a look

  table       loaded  rejected  allowed
  journal  1,234,500        16       10
  vendor       5,012         0        0

Totals
  journal.amount           0.00
  journal.debit   98,765,432.10

Set aside
  ledger: empty journals: 52 records, entry.amount 0.00, entry.jrnl_no 0

Why it was refused
  TL0601  16 rejects in the table `journal`, where 10 are allowed

Records refused
  TL0212  impossible date in record.DUE_DT (ledger): 14 records, first at GLJ2019.TXT record 88,113
  TL0102  `entry` without `head` before it (ledger): 1 record, at GLJ2021.TXT record 1

Warnings
  TL0306  not a valid social insurance number in journal.sin (ledger): 3 records, first at
          GLJ2018.TXT record 1,207
  TL0509  not a single record (vendors): NEW.CSV

Every byte accounted for
  source         bytes       read     loaded  rejected  set aside  informing
  ledger   808,123,456  1,234,600  1,234,500        16         52         32
  vendors      512,000      5,012      5,012         0          0          0

Where it is
  tables, not published  out/refused/20261124T153012Z-1a2b3c4d/data
  rejects                out/refused/20261124T153012Z-1a2b3c4d/rejects
  findings               out/refused/20261124T153012Z-1a2b3c4d/findings.parquet
  evidence               out/refused/20261124T153012Z-1a2b3c4d/manifest.json

What to do next
  Mend the mapping or the sources, and run it again.
  If the loss is accepted, raise `rejects` under `limits` in the mapping instead.
  Whatever was published before stays as it is.

"
        );
    }
    #[test]
    fn a_refused_run_in_french() {
        assert_eq!(
            shown(Language::Fr, &report(Outcome::Refused), false),
            "\n\
Refusé après 12,3~s~: rien n’a été publié~; 1~239~512~lignes gardées dans 2~tables pour examen

  table      chargés  rejetés  permis
  journal  1~234~500       16      10
  vendor       5~012        0       0

Totaux
  journal.amount           0,00
  journal.debit   98~765~432,10

Mis de côté
  ledger~: empty journals~: 52~enregistrements, entry.amount 0,00, entry.jrnl_no 0

Pourquoi c’est refusé
  TL0601  16~rejets dans la table `journal`, où 10 sont permis

Enregistrements refusés
  TL0212  date impossible dans record.DUE_DT (ledger)~: 14~enregistrements, d’abord dans
          GLJ2019.TXT, enregistrement~88~113
  TL0102  `entry` sans `head` auparavant (ledger)~: 1~enregistrement, dans GLJ2021.TXT,
          enregistrement~1

Avertissements
  TL0306  ce n’est pas un numéro d’assurance sociale valide dans journal.sin (ledger)~:
          3~enregistrements, d’abord dans GLJ2018.TXT, enregistrement~1~207
  TL0509  pas un seul enregistrement (vendors)~: NEW.CSV

Chaque octet est attribué
  source        octets        lus    chargés  rejetés  mis de côté  informatifs
  ledger   808~123~456  1~234~600  1~234~500       16           52           32
  vendors      512~000      5~012      5~012        0            0            0

Où cela se trouve
  tables, non publiées  out/refused/20261124T153012Z-1a2b3c4d/data
  rejets                out/refused/20261124T153012Z-1a2b3c4d/rejects
  constats              out/refused/20261124T153012Z-1a2b3c4d/findings.parquet
  preuves               out/refused/20261124T153012Z-1a2b3c4d/manifest.json

Que faire maintenant
  Corrigez la correspondance ou les sources, et recommencez.
  Si la perte est admise, augmentez plutôt `rejects` sous `limits` dans la correspondance.
  Ce qui était publié avant reste tel quel.

"
        );
    }
    #[test]
    fn a_trial_in_english() {
        assert_eq!(
            shown(Language::En, &report(Outcome::Trial), false),
            "\n\
Trial of 12.3 s: nothing was published; 1,239,512 rows in 2 tables kept for a look

  table       loaded  rejected  allowed
  journal  1,234,500        16       10
  vendor       5,012         0        0

Totals
  journal.amount           0.00
  journal.debit   98,765,432.10

Set aside
  ledger: empty journals: 52 records, entry.amount 0.00, entry.jrnl_no 0

Records refused
  TL0212  impossible date in record.DUE_DT (ledger): 14 records, first at GLJ2019.TXT record 88,113
  TL0102  `entry` without `head` before it (ledger): 1 record, at GLJ2021.TXT record 1

Warnings
  TL0306  not a valid social insurance number in journal.sin (ledger): 3 records, first at
          GLJ2018.TXT record 1,207
  TL0509  not a single record (vendors): NEW.CSV

Every byte accounted for
  source         bytes       read     loaded  rejected  set aside  informing
  ledger   808,123,456  1,234,600  1,234,500        16         52         32
  vendors      512,000      5,012      5,012         0          0          0

Where it is
  tables, not published  out/trial/20261124T153012Z-1a2b3c4d/data
  rejects                out/trial/20261124T153012Z-1a2b3c4d/rejects
  findings               out/trial/20261124T153012Z-1a2b3c4d/findings.parquet
  evidence               out/trial/20261124T153012Z-1a2b3c4d/manifest.json

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
Essai de 12,3~s~: rien n’a été publié~; 1~239~512~lignes dans 2~tables à examiner

  table      chargés  rejetés  permis
  journal  1~234~500       16      10
  vendor       5~012        0       0

Totaux
  journal.amount           0,00
  journal.debit   98~765~432,10

Mis de côté
  ledger~: empty journals~: 52~enregistrements, entry.amount 0,00, entry.jrnl_no 0

Enregistrements refusés
  TL0212  date impossible dans record.DUE_DT (ledger)~: 14~enregistrements, d’abord dans
          GLJ2019.TXT, enregistrement~88~113
  TL0102  `entry` sans `head` auparavant (ledger)~: 1~enregistrement, dans GLJ2021.TXT,
          enregistrement~1

Avertissements
  TL0306  ce n’est pas un numéro d’assurance sociale valide dans journal.sin (ledger)~:
          3~enregistrements, d’abord dans GLJ2018.TXT, enregistrement~1~207
  TL0509  pas un seul enregistrement (vendors)~: NEW.CSV

Chaque octet est attribué
  source        octets        lus    chargés  rejetés  mis de côté  informatifs
  ledger   808~123~456  1~234~600  1~234~500       16           52           32
  vendors      512~000      5~012      5~012        0            0            0

Où cela se trouve
  tables, non publiées  out/trial/20261124T153012Z-1a2b3c4d/data
  rejets                out/trial/20261124T153012Z-1a2b3c4d/rejects
  constats              out/trial/20261124T153012Z-1a2b3c4d/findings.parquet
  preuves               out/trial/20261124T153012Z-1a2b3c4d/manifest.json

Que faire maintenant
  Regardez les constats, corrigez la correspondance, et recommencez sans --trial, --limit ni --only
  pour publier.
  Ce qui était publié avant reste tel quel.

"
        );
    }

    #[test]
    fn bytes_that_could_not_be_read_are_said() {
        let mut report = report(Outcome::Refused);
        report.sources[0].unread_bytes = 1_234;
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
        assert!(text.contains("and 28 totals more, all in manifest.json"), "{text}");
        assert!(text.contains("and 8 sorts of findings more, all in findings.parquet"), "{text}");
        assert_eq!(text.matches("TL0212").count(), FINDINGS);
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

//! `--json`: one document for programs. Its `version` is 1; keys are added, never renamed or removed.
//!
//! In: reports, plans and problems as data. Out: JSON text. The `message` is in the language asked for; everything
//! else is the same in both.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::diagnostics::line_and_column;
use super::engine::{
    Checked, CheckedMapping, CheckedMemory, CheckedMigration, CheckedParameter, CheckedPlan, MappingText, Problem,
    Verified,
};
use super::field_map::{self, MapRow};
use super::words::{self, Language};
use crate::evidence::coverage::Coverage;
use crate::evidence::manifest::{
    AmountLimitEvidence, ControlEvidence, CoverageEvidence, RoundTripEvidence, UnreadEvidence,
};
use crate::evidence::which::Chosen;
use crate::finding::{Arg, Code, Severity};
use crate::host::stopwatch::{Role, Stage, ThreadTime};
use crate::inspect::check::first::Looked;
use crate::inspect::check::fix::{Change, Fixed};
use crate::inspect::copybook::draft::BookDraft;
use crate::inspect::explain::Explained;
use crate::inspect::infer::draft::Draft;
use crate::mapping::diagnostic::Diagnostic;
use crate::place::Span;
use crate::run::Stop;
use crate::run::report::{
    AsideReport, FindingGroup, MendedReport, MigrationReport, Outcome, Replaced, Report, RuleReport, SourceReport,
    TableReport,
};

/// The document's version.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a, T: Serialize> {
    version: u32,
    command: &'a str,
    exit: u8,
    #[serde(flatten)]
    body: T,
}

/// A document of a command.
pub(super) fn document<T: Serialize>(command: &str, exit: u8, body: T) -> String {
    // Plain structs with text keys: nothing in them can be refused.
    serde_json::to_string_pretty(&Document { version: VERSION, command, exit, body }).unwrap_or_default() + "\n"
}

/// The end of a run, or of a replay.
#[must_use]
pub fn run(language: Language, command: &str, exit: u8, report: &Report) -> String {
    document(command, exit, Ended::of(language, report))
}

/// What `check` found.
#[must_use]
pub fn check(language: Language, exit: u8, checked: &Checked, fixed: &[Fixed]) -> String {
    #[derive(Serialize)]
    struct Found<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        migration: Option<Migration<'a>>,
        mappings: Vec<Mapping<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        memory: Option<CheckedMemory>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        fixed: Vec<FixedLine<'a>>,
    }
    let lines = fixed.iter().flat_map(|one| one.changes.iter().map(|change| (one.path.as_str(), change)));
    let fixed =
        lines.map(|(path, Change { line, before, after })| FixedLine { path, line: *line, before, after }).collect();
    let migration = checked.migration.as_ref().map(|migration| Migration::of(language, migration));
    let mappings = checked.mappings.iter().map(|mapping| Mapping::checked(language, mapping)).collect();
    document("check", exit, Found { migration, mappings, memory: checked.memory, fixed })
}

/// What `verify` found.
#[must_use]
pub fn verify(language: Language, exit: u8, verified: &Verified) -> String {
    #[derive(Serialize)]
    struct Holds<'a> {
        run: &'a str,
        folder: &'a str,
        chosen: Chosen,
        newer: Option<&'a str>,
        files: u64,
        rows: u64,
        sources: u64,
        findings: Vec<Told>,
    }
    let findings = verified.findings.iter().map(|stop| Told::stop(language, stop)).collect();
    let Verified { run, folder, chosen, newer, files, rows, sources, .. } = verified;
    let (chosen, newer) = (*chosen, newer.as_deref());
    let holds = Holds { run, folder, chosen, newer, files: *files, rows: *rows, sources: *sources, findings };
    document("verify", exit, holds)
}

/// What the crosswalks of a run cover.
#[must_use]
pub fn crosswalk(exit: u8, run: &Coverage) -> String {
    #[derive(Serialize)]
    struct Covers<'a> {
        run: &'a str,
        outcome: Outcome,
        folder: &'a str,
        chosen: Chosen,
        mends: Option<&'a str>,
        coverage: &'a [CoverageEvidence],
    }
    let Coverage { run, outcome, folder, chosen, mends, coverage } = run;
    let (outcome, chosen, mends) = (*outcome, *chosen, mends.as_deref());
    document("crosswalk", exit, Covers { run, outcome, folder, chosen, mends, coverage })
}

/// What a code means, in both languages.
#[must_use]
pub fn explain_code(exit: u8, code: Code) -> String {
    #[derive(Serialize)]
    struct Means {
        message: String,
        meaning: String,
        advice: String,
    }
    #[derive(Serialize)]
    struct Coded {
        code: Code,
        en: Means,
        fr: Means,
    }
    let means = |language| Means {
        message: words::template(language, code),
        meaning: words::meaning(language, code),
        advice: words::advice(language, code),
    };
    document("explain", exit, Coded { code, en: means(Language::En), fr: means(Language::Fr) })
}

/// What is known of a record.
#[must_use]
pub fn explain(language: Language, exit: u8, explained: &Explained) -> String {
    #[derive(Serialize)]
    struct Known<'a> {
        #[serde(flatten)]
        explained: &'a Explained,
        /// The record's findings in words, in their order.
        told: Vec<Told>,
        /// What is not as it was in the run.
        doubts: Vec<Told>,
    }
    let stop = |found: &crate::inspect::explain::record::Finding| Stop::new(found.code, found.args.clone());
    let told = explained.record.findings.iter().map(|found| Told::stop(language, &stop(found))).collect();
    let doubts = explained.run.iter().filter_map(|run| run.source.as_ref());
    let doubts = doubts.map(|stop| Told::stop(language, stop)).collect();
    document("explain", exit, Known { explained, told, doubts })
}

/// A copybook's layout.
#[must_use]
pub fn copybook(exit: u8, layout: &super::copybook::Document<'_>) -> String {
    document("copybook", exit, layout)
}

/// A mapping drafted from a copybook.
#[must_use]
pub fn copybook_draft(exit: u8, draft: &BookDraft, mapping: &str) -> String {
    #[derive(Serialize)]
    struct Drafted<'a> {
        copybook: &'a str,
        dialect: &'a str,
        kinds: Vec<&'a str>,
        mapping: &'a str,
    }
    let kinds = draft.kinds.iter().map(|kind| kind.name.as_str()).collect();
    let (copybook, dialect) = (draft.book.file.as_str(), draft.book.dialect.name());
    document("copybook", exit, Drafted { copybook, dialect, kinds, mapping })
}

/// A drafted mapping.
#[must_use]
pub fn infer(exit: u8, draft: &Draft, mapping: &str) -> String {
    #[derive(Serialize)]
    struct Kind<'a> {
        name: &'a str,
        records: u64,
        fields: usize,
    }
    #[derive(Serialize)]
    struct Drafted<'a> {
        files: &'a [String],
        encoding: &'a str,
        records: u64,
        bytes: u64,
        read: u64,
        kinds: Vec<Kind<'a>>,
        mapping: &'a str,
    }
    let kinds =
        draft.kinds.iter().map(|kind| Kind { name: &kind.name, records: kind.records, fields: kind.fields.len() });
    let body = Drafted {
        files: &draft.source.files,
        encoding: &draft.source.encoding,
        records: draft.seen.records,
        bytes: draft.seen.bytes,
        read: draft.seen.read,
        kinds: kinds.collect(),
        mapping,
    };
    document("infer", exit, body)
}

/// Why a command has no result.
#[must_use]
pub fn problem(language: Language, command: &str, exit: u8, problem: &Problem) -> String {
    #[derive(Serialize)]
    struct Stopped<'a> {
        problems: Vec<Told>,
        mappings: Vec<Mapping<'a>>,
    }
    let told = |stops: &[Stop]| stops.iter().map(|stop| Told::stop(language, stop)).collect();
    let (problems, mappings) = match problem {
        Problem::Stop(stop) => (told(std::slice::from_ref(stop)), Vec::new()),
        Problem::Sources { stops } => (told(stops), Vec::new()),
        Problem::Mappings(texts) => (Vec::new(), texts.iter().map(|text| Mapping::of(language, text)).collect()),
    };
    document(command, exit, Stopped { problems, mappings })
}

/// A stop, told.
#[derive(Serialize)]
pub(super) struct Told {
    code: Code,
    message: String,
    advice: String,
    args: Map<String, Value>,
}

impl Told {
    /// In the words of a language.
    pub(super) fn stop(language: Language, stop: &Stop) -> Self {
        Self {
            code: stop.code,
            message: message(language, stop.code, &stop.args),
            advice: words::advice_here(language, stop.code, &stop.args),
            args: args(stop.code, &stop.args),
        }
    }
}

fn message(language: Language, code: Code, args: &[Arg]) -> String {
    words::spaced(language, &words::sentence(language, code, args))
}

/// Arguments by name.
fn args(code: Code, args: &[Arg]) -> Map<String, Value> {
    let value = |arg: &Arg| match arg {
        Arg::Int(number) => Value::from(*number),
        other => Value::from(other.plain()),
    };
    // Behind them stands the number of a list's element, where a finding is about one.
    let names = code.args().iter().chain(&["element"]);
    names.zip(args).map(|(name, arg)| ((*name).to_owned(), value(arg))).collect()
}

#[derive(Serialize)]
struct Ended<'a> {
    run: &'a str,
    outcome: Outcome,
    folder: &'a str,
    millis: u64,
    threads: usize,
    memory_bound: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<&'a MendedReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    migration: Option<&'a MigrationReport>,
    sources: Vec<SourceEnded<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    controls: &'a [ControlEvidence],
    tables: Vec<TableEnded<'a>>,
    rules: &'a [RuleReport],
    findings: Vec<Found<'a>>,
    replaced: Option<&'a Replaced>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<Vec<TimeEnded>>,
}

/// The time of one thread.
#[derive(Serialize)]
struct TimeEnded {
    thread: Role,
    nanoseconds: BTreeMap<Stage, u64>,
}

impl TimeEnded {
    fn of(time: &ThreadTime) -> Self {
        let nanoseconds = Stage::ALL.into_iter().map(|stage| (stage, time.spent[stage as usize])).collect();
        Self { thread: time.role, nanoseconds }
    }
}

impl<'a> Ended<'a> {
    fn of(language: Language, report: &'a Report) -> Self {
        Self {
            run: &report.run,
            outcome: report.outcome,
            folder: &report.folder,
            millis: report.millis,
            threads: report.threads,
            memory_bound: report.memory_bound,
            mended: report.mended.as_ref(),
            migration: report.migration.as_ref(),
            sources: report.sources.iter().map(SourceEnded::of).collect(),
            controls: &report.controls,
            tables: report.tables.iter().map(TableEnded::of).collect(),
            rules: &report.rules,
            findings: report.findings.iter().map(|group| Found::of(language, group)).collect(),
            replaced: report.replaced.as_ref(),
            timings: report.timings.as_ref().map(|times| times.iter().map(TimeEnded::of).collect()),
        }
    }
}

#[derive(Serialize)]
struct SourceEnded<'a> {
    mapping: &'a str,
    files: u64,
    bytes: u64,
    records: u64,
    loaded: u64,
    rejected: u64,
    aside: u64,
    informing: u64,
    skipped: u64,
    unread_bytes: u64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unread: &'a [UnreadEvidence],
    #[serde(skip_serializing_if = "Option::is_none")]
    round_trip: Option<&'a [RoundTripEvidence]>,
    set_aside: Vec<Aside<'a>>,
}

impl<'a> SourceEnded<'a> {
    fn of(source: &'a SourceReport) -> Self {
        Self {
            mapping: &source.mapping,
            files: source.files,
            bytes: source.bytes,
            records: source.records,
            loaded: source.loaded,
            rejected: source.rejected,
            aside: source.aside,
            informing: source.informing,
            skipped: source.skipped,
            unread_bytes: source.unread_bytes,
            unread: &source.unread,
            round_trip: source.round_trip.as_deref(),
            set_aside: source.set_aside.iter().map(Aside::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct Aside<'a> {
    because: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'a str>,
    records: u64,
    sums: Vec<Sum<'a>>,
}

impl<'a> Aside<'a> {
    fn of(aside: &'a AsideReport) -> Self {
        Self { because: &aside.because, table: aside.table.as_deref(), records: aside.records, sums: sums(&aside.sums) }
    }
}

/// Exact, so as text.
#[derive(Serialize)]
struct Sum<'a> {
    name: &'a str,
    sum: &'a str,
}

fn sums(sums: &[(String, String)]) -> Vec<Sum<'_>> {
    sums.iter().map(|(name, sum)| Sum { name, sum }).collect()
}

#[derive(Serialize)]
struct TableEnded<'a> {
    mapping: &'a str,
    table: &'a str,
    rows: u64,
    rejected: u64,
    limit: u64,
    amount_limits: &'a [AmountLimitEvidence],
    totals: Vec<Sum<'a>>,
}

impl<'a> TableEnded<'a> {
    fn of(table: &'a TableReport) -> Self {
        Self {
            mapping: &table.mapping,
            table: &table.table,
            rows: table.rows,
            rejected: table.rejected,
            limit: table.limit,
            amount_limits: &table.amounts,
            totals: sums(&table.totals),
        }
    }
}

#[derive(Serialize)]
struct Found<'a> {
    code: Code,
    severity: Severity,
    mapping: &'a str,
    subject: &'a str,
    count: u64,
    /// Of all findings of the group; `example` and `args` are of the first.
    message: String,
    example: String,
    advice: String,
    args: Map<String, Value>,
    /// Names of the arguments that are not the same in all.
    varying: Vec<&'static str>,
    first: First<'a>,
}

#[derive(Serialize)]
struct First<'a> {
    file: &'a str,
    record: u64,
    line: u64,
    offset: u64,
    length: u64,
}

impl<'a> Found<'a> {
    fn of(language: Language, group: &'a FindingGroup) -> Self {
        let place = group.first;
        let of_all = words::sentence_of_all(language, group.code, &group.args, &group.varying);
        let varying = group.code.args().iter().zip(&group.varying).filter(|(_, varies)| **varies);
        Self {
            code: group.code,
            severity: group.severity,
            mapping: &group.mapping,
            subject: &group.subject,
            count: group.count,
            message: words::spaced(language, &of_all),
            example: message(language, group.code, &group.args),
            advice: words::advice_here(language, group.code, &group.args),
            args: args(group.code, &group.args),
            varying: varying.map(|(name, _)| *name).collect(),
            first: First {
                file: &group.file,
                record: place.record,
                line: place.line,
                offset: place.offset,
                length: place.length,
            },
        }
    }
}

#[derive(Serialize)]
struct Migration<'a> {
    path: &'a str,
    mistakes: Vec<Mistake>,
    title_en: &'a str,
    title_fr: &'a str,
    parameters: &'a [CheckedParameter],
}

impl<'a> Migration<'a> {
    fn of(language: Language, migration: &'a CheckedMigration) -> Self {
        let CheckedMigration { text, title_en, title_fr, parameters, .. } = migration;
        let mistakes = text.diagnostics.iter().map(|one| Mistake::of(language, &text.text, one)).collect();
        Self { path: &text.path, mistakes, title_en, title_fr, parameters }
    }
}

#[derive(Serialize)]
struct Mapping<'a> {
    path: &'a str,
    mistakes: Vec<Mistake>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copybooks: Vec<Book<'a>>,
    sources: Vec<Told>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    looked: Option<LookedAt>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<MapRow>,
    plan: Option<&'a CheckedPlan>,
}

/// A copybook that a mapping names and that has mistakes.
#[derive(Serialize)]
struct Book<'a> {
    path: &'a str,
    mistakes: Vec<Mistake>,
}

impl<'a> Book<'a> {
    fn of(language: Language, text: &'a MappingText) -> Self {
        let mistakes = text.diagnostics.iter().map(|one| Mistake::of(language, &text.text, one)).collect();
        Self { path: &text.path, mistakes }
    }
}

impl<'a> Mapping<'a> {
    fn of(language: Language, text: &'a MappingText) -> Self {
        let mistake = |diagnostic| Mistake::of(language, &text.text, diagnostic);
        let mistakes = text.diagnostics.iter().map(mistake).collect();
        Self {
            path: &text.path,
            mistakes,
            copybooks: Vec::new(),
            sources: Vec::new(),
            doubts: Vec::new(),
            looked: None,
            fields: Vec::new(),
            plan: None,
        }
    }

    fn checked(language: Language, mapping: &'a CheckedMapping) -> Self {
        let sources = mapping.sources.iter().map(|one| Told::stop(language, &one.stop)).collect();
        let doubts = mapping.doubts.iter().map(|stop| Told::stop(language, stop)).collect();
        let looked = mapping.looked.as_ref().map(|looked| LookedAt::of(language, &mapping.text.text, looked));
        let fields = mapping.mapping.as_deref().map(field_map::rows).unwrap_or_default();
        let copybooks = mapping.books.iter().map(|book| Book::of(language, book)).collect();
        let plan = mapping.plan.as_ref();
        Self { copybooks, sources, doubts, looked, fields, plan, ..Self::of(language, &mapping.text) }
    }
}

/// A line that `--fix` changed.
#[derive(Serialize)]
struct FixedLine<'a> {
    path: &'a str,
    line: usize,
    before: &'a str,
    after: &'a str,
}

/// What the first records say.
#[derive(Serialize)]
struct LookedAt {
    records: u64,
    files: u64,
    of_files: u64,
    whole: bool,
    doubts: Vec<Mistake>,
}

impl LookedAt {
    fn of(language: Language, text: &str, looked: &Looked) -> Self {
        let doubts = looked.doubts.iter().map(|one| Mistake::of(language, text, one)).collect();
        let Looked { files: (files, of_files), records, whole, .. } = *looked;
        Self { records, files, of_files, whole, doubts }
    }
}

#[derive(Serialize)]
struct Mistake {
    code: Code,
    severity: Severity,
    message: String,
    advice: String,
    args: Map<String, Value>,
    at: At,
    also: Option<At>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<Instead>,
}

/// What to write instead, and whether `--fix` does it.
#[derive(Serialize)]
struct Instead {
    start: u32,
    end: u32,
    text: String,
    certain: bool,
}

/// Line and column from 1, bytes from 0 with the end exclusive.
#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
    start: u32,
    end: u32,
}

impl Mistake {
    fn of(language: Language, text: &str, diagnostic: &Diagnostic) -> Self {
        let at = |span: Span| {
            let (line, column) = line_and_column(text, span.start);
            At { line, column, start: span.start, end: span.end }
        };
        Self {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: message(language, diagnostic.code, &diagnostic.args),
            advice: words::advice_here(language, diagnostic.code, &diagnostic.args),
            args: args(diagnostic.code, &diagnostic.args),
            at: at(diagnostic.at),
            also: diagnostic.also.map(at),
            edit: diagnostic.edit.as_ref().map(|edit| Instead {
                start: edit.at.start,
                end: edit.at.end,
                text: edit.text.clone(),
                certain: edit.certain,
            }),
        }
    }
}

//! One command from its words to its exit code.
//!
//! In: the process's words, an engine and two streams. Out: text on the streams, an exit code. Refuses to exit.

mod asked;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use super::args::{self, CheckLine, Command, CrosswalkLine, Parsed, ReplayLine, RunLine, VerifyLine};
use super::diagnostics::Drawing;
use super::engine::{
    Checked, CheckedMapping, CheckedMemory, CheckedMigration, Engine, Problem, Sources, Told, Verified,
};
use super::field_map::{self, MapRow};
use super::progress::Progress;
use super::words::{self, Language};
use super::{coverage, exit, json, layout, manual, numbers, people, plan_words, summary, which};
use crate::evidence::verify::is_difference;
use crate::finding::{Code, Severity};
use crate::inspect::check::fix::{Change, Fixed};
use crate::inspect::ways::hint::Ways;
use crate::mapping::model::Mapping;
use crate::run::diagnosis::Diagnosis;
use crate::run::report::Report;
use crate::run::{Request, Stop};

/// What `verify` lists.
const DIFFERENCES: usize = 12;

/// Where the command writes.
pub struct Streams<'a> {
    /// `--json`'s document, the schema, the help that was asked for.
    pub out: &'a mut dyn Write,
    /// All that is for people.
    pub err: &'a mut (dyn Write + Send),
    /// The width of `err` in characters, if it is a terminal: there are colour and a moving line.
    pub terminal: Option<usize>,
    /// The same of `out`.
    pub answering: Option<usize>,
}

/// Does what the words ask for; the first word is the program's name.
pub fn command(line: impl IntoIterator<Item = OsString>, engine: &Engine<'_>, streams: &mut Streams<'_>) -> u8 {
    let line: Vec<OsString> = line.into_iter().collect();
    let language = args::language(&line, engine.variable);
    let is_dumb = (engine.variable)("TERM").is_some_and(|text| text == "dumb");
    let moving = streams.terminal.filter(|_| !is_dumb);
    let drawing = Drawing::new(language, streams.terminal, engine.variable);
    let answering = Drawing::new(language, streams.answering, engine.variable);
    // What is paged or kept is as wide as the narrowest usual terminal.
    let answering = Drawing { width: layout::width_of(streams.answering.or(Some(layout::WIDTH))), ..answering };
    let mut teller = Teller { language, drawing, answering, moving, json: args::wants_json(&line), streams };
    match args::parse(language, answering.width, &line) {
        Parsed::Command(Command::Run(line)) => run(&line, engine, &mut teller),
        Parsed::Command(Command::Check(line)) => check(&line, engine, &mut teller),
        Parsed::Command(Command::Replay(line)) => replay(&line, engine, &mut teller),
        Parsed::Command(Command::Verify(line)) => verify(&line, engine, &mut teller),
        Parsed::Command(Command::Crosswalk(line)) => crosswalk(&line, engine, &mut teller),
        Parsed::Command(Command::Look(line)) => asked::looked(&line, engine, &mut teller),
        Parsed::Command(Command::Init(line)) => asked::init(&line, engine, &mut teller),
        Parsed::Command(Command::Infer(line)) => asked::inferred(&line, engine, &mut teller),
        Parsed::Command(Command::Completions(line)) => {
            teller.print(&manual::completions(language, &line.shell), exit::DONE)
        }
        Parsed::Command(Command::Man(line)) => match manual::page(language, line.of.as_deref()) {
            Ok(page) => teller.print(&page, exit::DONE),
            Err(stop) => teller.problem("man", &Problem::Stop(stop)),
        },
        Parsed::Command(Command::Explain(line)) => asked::explained(&line, engine, &mut teller),
        Parsed::Command(Command::Copybook(line)) => asked::copybook(&line, engine, &mut teller),
        Parsed::Command(Command::Schema) => teller.print(&(engine.schema)(), exit::DONE),
        Parsed::Asked(text) => teller.print(&text, exit::DONE),
        Parsed::Nothing(text) => {
            teller.tell(&text);
            exit::WRONG
        }
        Parsed::Wrong(stop) => teller.problem("", &Problem::Stop(stop)),
    }
}

/// Tells people and programs the same.
struct Teller<'a, 's> {
    language: Language,
    drawing: Drawing,
    /// How an answer is drawn.
    answering: Drawing,
    /// The width of a terminal on which a line can move.
    moving: Option<usize>,
    json: bool,
    streams: &'a mut Streams<'s>,
}

impl Teller<'_, '_> {
    /// For people. A standard error that nobody reads changes nothing.
    fn tell(&mut self, text: &str) {
        let text = words::spaced(self.language, text);
        let _ = self.streams.err.write_all(text.as_bytes()).and_then(|()| self.streams.err.flush());
    }

    /// For programs. Text that could not be written is told, unless its reader had enough.
    fn print(&mut self, text: &str, code: u8) -> u8 {
        match self.streams.out.write_all(text.as_bytes()).and_then(|()| self.streams.out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let args = vec!["write".into(), "-".into(), error.to_string().into()];
                let stop = Stop::new(Code::Io, args);
                self.tell(&self.drawing.stop(&stop));
                exit::of_code(stop.code)
            }
            _ => code,
        }
    }

    /// What was asked for: the document, if that is wanted, else the text.
    fn answer(
        &mut self,
        code: u8,
        text: impl FnOnce(Drawing) -> String,
        document: impl FnOnce(Language, u8) -> String,
    ) -> u8 {
        if self.json {
            return self.print(&document(self.language, code), code);
        }
        let text = words::spaced(self.language, &text(self.answering));
        self.print(&text, code)
    }

    /// The document, if it is wanted.
    fn document(&mut self, code: u8, text: impl FnOnce(Language, u8) -> String) -> u8 {
        if self.json { self.print(&text(self.language, code), code) } else { code }
    }

    fn problem(&mut self, command: &str, problem: &Problem) -> u8 {
        let text = match problem {
            Problem::Stop(stop) => self.drawing.stop(stop),
            Problem::Sources { stops } => self.stops(stops),
            Problem::Mappings(mappings) => mappings.iter().map(|mapping| self.drawing.mapping(mapping)).collect(),
        };
        self.tell(&text);
        if matches!(command, "run" | "replay") {
            let line = words::plain(self.language, self.language.texts().nothing_published);
            self.tell(&layout::wrapped(self.drawing.width, "", &line));
        }
        let code = exit::of_problem(problem);
        self.document(code, |language, code| json::problem(language, command, code, problem))
    }

    fn stops(&self, stops: &[Stop]) -> String {
        stops.iter().map(|stop| self.drawing.stop(stop)).collect::<Vec<_>>().join("\n")
    }

    fn say(&self, template: &str, args: &[(&str, crate::finding::Arg)]) -> String {
        layout::wrapped(self.drawing.width, "", &words::say(self.language, template, args))
    }
}

fn run(line: &RunLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let (people, diagnosis) = (Some(people::scribe(teller.language)), Some(&Ways as &dyn Diagnosis));
    let request = Request { people, diagnosis, ..line.request() };
    told_run(teller, ("run", line.timings), |told| (engine.run)(&request, told))
}

fn replay(line: &ReplayLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let mut asked = line.request();
    asked.request.people = Some(people::scribe(teller.language));
    told_run(teller, ("replay", line.timings), |told| (engine.replay)(&asked, told))
}

/// A run or a replay, with its progress and its end.
fn told_run(
    teller: &mut Teller<'_, '_>,
    (command, timings): (&str, bool),
    run: impl FnOnce(Told<'_>) -> Result<Report, Problem>,
) -> u8 {
    let progress = Progress::new(teller.language, teller.moving, teller.streams.err);
    let ended = run(&|so_far| progress.tell(so_far));
    progress.end();
    match ended {
        Err(problem) => teller.problem(command, &problem),
        Ok(report) => {
            teller.tell(&summary::summary(teller.language, teller.drawing.width, &report, timings));
            let code = exit::of_report(&report);
            teller.document(code, |language, code| json::run(language, command, code, &report))
        }
    }
}

fn check(line: &CheckLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let fixed = if line.fix { (engine.fix)(&line.request()) } else { Ok(Vec::new()) };
    let fixed = match fixed {
        Ok(fixed) => fixed,
        Err(stop) => return teller.problem("check", &Problem::Stop(stop)),
    };
    if line.fix {
        teller.tell(&mended(teller, &fixed));
    }
    let sources = if line.no_sources { Sources::Left } else { Sources::Read };
    match (engine.check)(&line.request(), sources) {
        Err(problem) => teller.problem("check", &problem),
        Ok(found) => {
            let migration = found.migration.iter().map(|migration| checked_migration(teller, migration));
            let mappings = found.mappings.iter().map(|mapping| checked(teller, mapping));
            let memory = found.memory.map(|memory| run_memory(teller, memory));
            let texts: Vec<String> = migration.chain(mappings).chain(memory).collect();
            for text in &texts {
                teller.tell(text);
            }
            let code = exit::of_check(&found);
            if let Some(path) = &line.csv
                && let Err(stop) = map(teller, engine, path, &found)
            {
                return teller.problem("check", &Problem::Stop(stop));
            }
            teller.document(code, |language, code| json::check(language, code, &found, &fixed))
        }
    }
}

/// What a run of all mappings takes.
fn run_memory(teller: &Teller<'_, '_>, CheckedMemory { least, most }: CheckedMemory) -> String {
    let args = [("least", least.into()), ("most", numbers::memory(teller.language, most).into())];
    teller.say(words::check::RUN_MEMORY.of(teller.language), &args)
}

/// Which lines `--fix` changed, each as it was and as it is.
fn mended(teller: &Teller<'_, '_>, fixed: &[Fixed]) -> String {
    if fixed.is_empty() {
        return teller.say(words::check::NOTHING_FIXED.of(teller.language), &[]) + "\n";
    }
    let of_file = |one: &Fixed| {
        let args = [("path", one.path.as_str().into()), ("count", one.changes.len().into())];
        let head = teller.say(words::check::FIXED.of(teller.language), &args);
        let lines = one.changes.iter().map(|Change { line, before, after }| {
            let sides =
                [('-', before), ('+', after)].map(|(sign, text)| format!("{line:>5} {sign} {}\n", words::shown(text)));
            sides.concat()
        });
        head + &lines.collect::<String>() + "\n"
    };
    fixed.iter().map(of_file).collect()
}

/// Writes the field map, if no mapping has a mistake.
fn map(teller: &mut Teller<'_, '_>, engine: &Engine<'_>, path: &Path, found: &Checked) -> Result<(), Stop> {
    let mappings: Option<Vec<&Mapping>> = found.mappings.iter().map(|one| one.mapping.as_deref()).collect();
    let Some(mappings) = mappings else {
        let text = teller.say(words::check::NOT_WRITTEN.of(teller.language), &[]);
        teller.tell(&text);
        return Ok(());
    };
    let rows: Vec<MapRow> = mappings.into_iter().flat_map(field_map::rows).collect();
    let csv = field_map::csv(teller.language, people::scribe(teller.language).marks(), &rows);
    let empty = |language| field_map::csv(language, people::scribe(language).marks(), &[]);
    let is_map = |head: &[u8]| [Language::En, Language::Fr].into_iter().any(|one| head.starts_with(&empty(one)));
    (engine.write)(path, &csv, &is_map)?;
    let (columns, fields) = field_map::counts(&rows);
    let fields = if fields == 0 { "".into() } else { crate::finding::Arg::from(fields) };
    let args = [("path", path.to_string_lossy().into_owned().into()), ("columns", columns.into()), ("fields", fields)];
    let text = teller.say(words::check::WRITTEN.of(teller.language), &args);
    teller.tell(&text);
    Ok(())
}

fn checked_migration(teller: &Teller<'_, '_>, migration: &CheckedMigration) -> String {
    let texts = teller.language.texts();
    let mistakes = migration.text.diagnostics.len();
    let template = if mistakes == 0 { texts.check_sound } else { texts.check_mistakes };
    let args = [("path", migration.text.path.as_str().into()), ("count", mistakes.into())];
    let mut text = teller.drawing.mapping(&migration.text) + &teller.say(template, &args);
    text += &plan_words::migration(teller.language, teller.drawing.width, migration);
    text.push('\n');
    text
}

fn checked(teller: &Teller<'_, '_>, mapping: &CheckedMapping) -> String {
    let texts = teller.language.texts();
    let path = ("path", crate::finding::Arg::from(mapping.text.path.as_str()));
    let looked = || mapping.looked.iter().flat_map(|looked| &looked.doubts);
    let of = |severity| mapping.text.diagnostics.iter().chain(looked()).filter(|one| one.severity == severity).count();
    let (mistakes, doubts) = (of(Severity::Fail), of(Severity::Warn) + mapping.doubts.len());
    let (template, count) = match (mistakes, mapping.sources.len(), doubts) {
        (0, 0, 0) => (texts.check_sound, 0),
        (0, 0, doubts) => (texts.check_doubts, doubts),
        (0, sources, _) => (texts.check_sources, sources),
        (mistakes, ..) => (texts.check_mistakes, mistakes),
    };
    let mut text = teller.drawing.mapping(&mapping.text);
    text.extend(mapping.books.iter().map(|book| teller.drawing.mapping(book)));
    if !mapping.sources.is_empty() {
        text += &teller.drawing.misfits(&mapping.text, &mapping.sources);
    }
    for doubt in &mapping.doubts {
        text += &teller.drawing.doubt(doubt);
        text.push('\n');
    }
    if let Some(looked) = &mapping.looked {
        text += &teller.drawing.looked(&mapping.text, looked);
    }
    text += &teller.say(template, &[path, ("count", count.into())]);
    if let Some(plan) = &mapping.plan {
        text += &plan_words::looked(teller.language, teller.drawing.width, mapping.looked.as_ref());
        text += &plan_words::plan(teller.language, teller.drawing.width, plan);
    }
    text.push('\n');
    text
}

fn verify(line: &VerifyLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    match (engine.verify)(&line.dir) {
        Err(problem) => teller.problem("verify", &problem),
        Ok(verified) => {
            let text = verification(teller, &verified);
            teller.tell(&text);
            let code = exit::of_verified(&verified);
            teller.document(code, |language, code| json::verify(language, code, &verified))
        }
    }
}

fn crosswalk(line: &CrosswalkLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    match (engine.coverage)(&line.dir) {
        Err(problem) => teller.problem("crosswalk", &problem),
        Ok(run) => {
            teller.tell(&coverage::text(teller.language, teller.drawing.width, &run));
            teller.document(exit::DONE, |_, code| json::crosswalk(code, &run))
        }
    }
}

fn verification(teller: &Teller<'_, '_>, verified: &Verified) -> String {
    let texts = teller.language.texts();
    let args = [
        ("run", verified.run.as_str().into()),
        ("files", verified.files.into()),
        ("rows", verified.rows.into()),
        ("sources", verified.sources.into()),
        ("count", verified.findings.iter().filter(|finding| is_difference(finding.code)).count().into()),
    ];
    let width = teller.drawing.width;
    let mut advised = BTreeSet::new();
    let told = |stop: &Stop| {
        let sentence = words::sentence(teller.language, stop.code, &stop.args);
        let advice = words::advice_here(teller.language, stop.code, &stop.args);
        let margin = format!("{}{}  ", layout::INDENT, stop.code.id());
        let told = layout::wrapped(width, &margin, &sentence);
        let margin = format!("{}-> ", " ".repeat(margin.len()));
        if advised.insert(advice.clone()) { told + &layout::wrapped(width, &margin, &advice) } else { told }
    };
    let holds = exit::of_verified(verified) == exit::DONE;
    let mut text = teller.say(if holds { texts.verified } else { texts.not_verified }, &args);
    text += &which::line(teller.language, width, verified.chosen, verified.newer.as_deref());
    if !holds {
        text += &layout::wrapped(width, layout::INDENT, &words::say(teller.language, texts.verified_rest, &args));
    }
    text.extend(verified.findings.iter().take(DIFFERENCES).map(told));
    let more = verified.findings.len().saturating_sub(DIFFERENCES);
    if more > 0 {
        let more = words::say(teller.language, texts.verified_more, &[("more", more.into())]);
        text += &layout::wrapped(width, layout::INDENT, &more);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::engine::{CheckedParameter, CheckedPlan, MappingText};
    use crate::cli::plan_words::ParameterGiven;
    use crate::cli::summary::tests::report;
    use crate::evidence::coverage::Coverage;
    use crate::evidence::which::Chosen;
    use crate::inspect::check::misfits::Misfit;
    use crate::mapping::diagnostic::Diagnostic;
    use crate::mapping::model::{
        Column, Condition, Field, FieldPlace, FieldRef, Filler, Format, Kind, Limits, Lines, Long, Many, Most, Nulls,
        OnFail, Operand, Order, Origin, Positions, Reading, RuleLimits, SetAside, SetRule, SetTest, Short, Source,
        Table, Test, Title, Trim, Type, Value, With,
    };
    use crate::place::Span;
    use crate::run::report::Outcome;

    struct Said {
        code: u8,
        out: String,
        err: String,
    }

    /// A command with an engine whose functions give these.
    struct Fake {
        run: Result<Report, Problem>,
        check: Result<Checked, Problem>,
        verify: Result<Verified, Problem>,
        coverage: Result<Coverage, Problem>,
    }

    impl Default for Fake {
        fn default() -> Self {
            let verified = Verified { run: "R".into(), files: 9, rows: 1_000, sources: 3, ..Verified::default() };
            let coverage = Coverage {
                run: "R".into(),
                outcome: Outcome::Trial,
                folder: "out/trial/R".into(),
                chosen: Chosen::Named,
                mends: None,
                coverage: Vec::new(),
            };
            let check = Ok(Checked::default());
            Self { run: Ok(report(Outcome::Published)), check, verify: Ok(verified), coverage: Ok(coverage) }
        }
    }

    impl Fake {
        fn say(&self, line: &str) -> Said {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let engine = Engine {
                run: &|_, told| {
                    told(crate::run::Progress::default());
                    self.run.clone()
                },
                replay: &|_, _| self.run.clone(),
                check: &|_, _| self.check.clone(),
                fix: &|_| Ok(Vec::new()),
                write: &|_, _, _| Ok(()),
                verify: &|_| self.verify.clone(),
                coverage: &|_| self.coverage.clone(),
                infer: &|_, _| Err(stop(Code::NothingToInfer)),
                ways: &|_, _| Err(stop(Code::NothingToInfer)),
                look: &|_, _| Ok(Vec::new()),
                init: &|_, _| Ok(()),
                explain: &|_, _| Err(stop(Code::NoSuchRecord)),
                copybook: &|_| Err(Stop::new(Code::Io, vec!["read".into(), "gone.cpy".into(), "gone".into()]).into()),
                draft_book: &|_, _| Err(Stop::new(Code::CopybookRecord, vec!["".into()]).into()),
                schema: &|| String::from("{}\n"),
                variable: &|_| None,
            };
            let words = std::iter::once("tumpline").chain(line.split_whitespace()).map(OsString::from);
            let mut streams = Streams { out: &mut out, err: &mut err, terminal: None, answering: None };
            let code = command(words, &engine, &mut streams);
            let [out, err] = [out, err].map(|bytes| String::from_utf8(bytes).unwrap());
            Said { code, out, err }
        }
    }

    fn stop(code: Code) -> Problem {
        let args = code.args().iter().map(|arg| (*arg).into()).collect();
        Problem::Stop(Stop::new(code, args))
    }

    #[test]
    fn every_end_has_its_exit_code() {
        let run = |run| Fake { run, ..Fake::default() }.say("run m --out o").code;
        assert_eq!(run(Ok(report(Outcome::Published))), 0);
        assert_eq!(run(Ok(report(Outcome::Trial))), 0);
        assert_eq!(run(Ok(report(Outcome::Refused))), 1);
        for (code, want) in [
            (Code::UnknownKey, 2),
            (Code::NoFiles, 2),
            (Code::BadOption, 2),
            (Code::Io, 3),
            (Code::OutputBusy, 3),
            (Code::Defect, 3),
            (Code::Interrupted, 130),
        ] {
            assert_eq!(run(Err(stop(code))), want, "{}", code.id());
        }
        let fake = Fake::default();
        for (line, want) in [
            ("", 2),
            ("--help", 0),
            ("run --help", 0),
            ("--version", 0),
            ("run", 2),
            ("run m --out o --set a=b", 0),
            ("run m --out o --set a", 2),
            ("check m --set a=b", 0),
            ("schema", 0),
            ("verify d", 0),
            ("crosswalk d", 0),
            ("check m", 0),
        ] {
            assert_eq!(fake.say(line).code, want, "{line}");
        }
    }

    #[test]
    fn people_read_the_error_stream_and_programs_the_other() {
        let fake = Fake::default();
        let said = fake.say("run m --out o");
        assert!(said.out.is_empty() && said.err.contains("Published in 12.3 s"), "{}", said.err);
        let said = fake.say("run m --out o --lang fr");
        assert!(said.err.contains("Publié en 12,3\u{a0}s"), "{}", said.err);
        assert_eq!(fake.say("schema").out, "{}\n");
        assert!(fake.say("run --help").out.contains("--memory"));
        let said = fake.say("run m --out o --memory 2G --lang fr");
        assert!(said.err.contains("TL0910") && said.err.contains("il faut une taille"), "{}", said.err);
        let said = fake.say("run m --out o --set 046454286");
        assert!(said.err.contains("error[TL0910]: `--set`: a name and a value are wanted"), "{}", said.err);
        assert!(!said.err.contains("046454286"), "what is set may be personal: {}", said.err);
    }

    #[test]
    fn every_stop_ends_with_what_to_do() {
        for &code in Code::ALL {
            for line in ["run m --out o --lang en", "run m --out o --lang fr"] {
                let said = Fake { run: Err(stop(code)), ..Fake::default() }.say(line);
                let advice = if line.ends_with("en") { "what to do: " } else { "que faire\u{a0}: " };
                assert!(said.err.contains(code.id()) && said.err.contains(advice), "{}", said.err);
                let last =
                    if line.ends_with("en") { "Nothing was published; " } else { "Rien n’a été publié\u{a0}; " };
                assert!(said.err.lines().last().is_some_and(|line| line.starts_with(last)), "{}", said.err);
            }
        }
    }

    fn json(fake: &Fake, line: &str) -> serde_json::Value {
        let said = fake.say(line);
        let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(document["version"], 1);
        assert_eq!(document["exit"], said.code);
        assert!(!said.err.is_empty(), "people are told too");
        document
    }

    #[test]
    fn json_is_one_document_with_a_version() {
        let fake = Fake::default();
        let run = json(&fake, "run m --out o --json");
        assert_eq!((&run["command"], &run["outcome"]), (&"run".into(), &"published".into()));
        assert_eq!(run["tables"][0]["totals"][1]["sum"], "98765432.10");
        let orphan = &run["findings"][1];
        assert_eq!((&orphan["code"], &orphan["args"]["parent"]), (&"TL0102".into(), &"head".into()));
        assert_eq!((&orphan["severity"], &orphan["first"]["record"]), (&"reject".into(), &1.into()));
        assert_eq!(orphan["message"], "`entry` without `head` before it");
        assert_eq!((&orphan["example"], &orphan["varying"]), (&orphan["message"], &serde_json::json!([])));
        let ragged = &run["findings"][3];
        assert_eq!(ragged["message"], "fewer or more cells than wanted: 13 cells");
        assert_eq!(
            (&ragged["example"], &ragged["varying"][0]),
            (&"12 cells where 13 are wanted".into(), &"cells".into())
        );
        assert!(
            ragged["advice"].as_str().is_some_and(|advice| advice.contains("ragged: pad")) && run["replaced"].is_null()
        );

        let verify = json(&Fake { verify: Ok(differing()), ..Fake::default() }, "verify d --json");
        assert_eq!((&verify["findings"][0]["code"], &verify["exit"]), (&"TL0802".into(), &1.into()));

        let stopped = json(&Fake { run: Err(stop(Code::DiskFull)), ..Fake::default() }, "run m --out o --json");
        assert_eq!((&stopped["problems"][0]["code"], &stopped["exit"]), (&"TL0907".into(), &3.into()));
        let mistakes = Fake { run: Err(Problem::Mappings(vec![mistaken()])), ..Fake::default() };
        let mistakes = json(&mistakes, "run m --out o --json");
        let at = &mistakes["mappings"][0]["mistakes"][0]["at"];
        assert_eq!((&at["line"], &at["column"]), (&2.into(), &1.into()));
        let wrong = json(&fake, "run m --json");
        assert_eq!((&wrong["problems"][0]["code"], &wrong["exit"]), (&"TL0910".into(), &2.into()));
        let checked = checked_of(sound(), Some(plan()));
        let check = json(&Fake { check: Ok(all(vec![checked])), ..Fake::default() }, "check m --json");
        assert_eq!(check["mappings"][0]["plan"]["tables"][0]["columns"][1]["type"], "decimal(15,2)");
    }

    fn all(mappings: Vec<CheckedMapping>) -> Checked {
        Checked { mappings, ..Checked::default() }
    }

    /// A migration with a parameter of each sort.
    fn migration() -> CheckedMigration {
        let parameter = |name: &str, ty: &str, given, value: Option<&str>| CheckedParameter {
            name: name.into(),
            r#type: ty.into(),
            personal: name == "secret",
            given,
            value: value.map(str::to_owned),
            example: "2026-12-31".into(),
            title_en: if name == "cutover" { "Last day".into() } else { String::new() },
            title_fr: String::new(),
        };
        CheckedMigration {
            path: "mappings/migration.yaml".into(),
            text: MappingText { path: "mappings/migration.yaml".into(), ..MappingText::default() },
            title_en: "Cutover of 2026".into(),
            title_fr: "Bascule de 2026".into(),
            parameters: vec![
                parameter("cutover", "date", ParameterGiven::Default, Some("2026-12-31")),
                parameter("town", "text", ParameterGiven::Set, Some("north")),
                parameter("secret", "int32", ParameterGiven::Set, None),
                parameter("rate", "date", ParameterGiven::Unset, None),
            ],
        }
    }

    #[test]
    fn check_says_what_a_run_of_all_mappings_takes() {
        let memory = Some(CheckedMemory { least: (806 << 20) - 1, most: 1300 << 20 });
        let fake = Fake { check: Ok(Checked { memory, ..Checked::default() }), ..Fake::default() };
        for (line, want) in [
            (
                "check m",
                "A run takes at most 1.3~GiB of memory, with a thread for each core. `--memory`\nmay allow less, down to 806~MiB for one thread.\n",
            ),
            (
                "check m --lang fr",
                "Une exécution prend au plus 1,3~Gio de mémoire, avec un fil par cœur. `--memory`\npeut permettre moins, jusqu’à 806~Mio pour un seul fil.\n",
            ),
        ] {
            assert_eq!(fake.say(line).err.replace('\u{a0}', " "), want.replace('~', " "), "{line}");
        }
        assert!(fake.say("check m --json").out.contains("\"memory\""));
    }

    #[test]
    fn check_says_what_a_migration_has_and_what_it_wants() {
        let checked = Checked { migration: Some(migration()), ..Checked::default() };
        let fake = Fake { check: Ok(checked), ..Fake::default() };
        assert_eq!(
            fake.say("check m").err,
            "\
mappings/migration.yaml: no mistakes
  title       Cutover of 2026
  parameters  cutover  date   `2026-12-31`, the default         Last day
              town     text   `north`, by --set
              secret   int32  …, by --set             personal
              rate     date   to be set: --set rate=2026-12-31

"
        );
        let said = fake.say("check m --lang fr").err;
        assert!(said.contains("paramètres  cutover  date   `2026-12-31`, par défaut"), "{said}");
        let document = json(&fake, "check m --json");
        let parameters = &document["migration"]["parameters"];
        assert_eq!((&parameters[0]["value"], &parameters[0]["given"]), (&"2026-12-31".into(), &"default".into()));
        assert_eq!((&parameters[2]["value"], &parameters[3]["given"]), (&serde_json::Value::Null, &"unset".into()));
        let mistaken = CheckedMigration { text: mistaken(), ..CheckedMigration::default() };
        let checked = Checked { migration: Some(mistaken), ..Checked::default() };
        let said = Fake { check: Ok(checked), ..Fake::default() }.say("check m");
        assert!(said.code == 2 && said.err.ends_with("gl.yaml: 1 mistake\n\n"), "{}", said.err);
    }

    fn differing() -> Verified {
        let findings = vec![
            Stop::new(Code::EvidenceHash, vec!["data/journal/part-00000.parquet".into(), "".into(), "".into()]),
            Stop::new(Code::SourceGone, vec!["GLJ2019.TXT".into()]),
        ];
        Verified {
            run: "20261124T153012Z-1a2b3c4d".into(),
            files: 11,
            rows: 1_234_500,
            sources: 2,
            findings,
            ..Verified::default()
        }
    }

    fn mistaken() -> MappingText {
        let diagnostics = vec![Diagnostic {
            severity: Severity::Fail,
            code: Code::UnknownKey,
            args: vec!["sorce".into(), "source".into()],
            at: Span { start: 12, end: 17 },
            also: None,
            edit: None,
        }];
        MappingText { path: "gl.yaml".into(), text: "tumpline: 1\nsorce: {}\n".into(), diagnostics, hidden: Vec::new() }
    }

    fn sound() -> MappingText {
        MappingText { path: "mappings/gl.yaml".into(), text: "tumpline: 1\n".into(), ..MappingText::default() }
    }

    #[test]
    fn verify_says_what_differs() {
        let said = Fake { verify: Ok(differing()), ..Fake::default() }.say("verify d");
        assert_eq!(said.code, 1);
        assert_eq!(
            said.err,
            "\
Run 20261124T153012Z-1a2b3c4d is not intact: 1 difference
  What is intact: 11 files as the run wrote them, 1,234,500 rows counted again,
  2 sources as the run read them
  TL0802  `data/journal/part-00000.parquet` is not what the run wrote
          -> Get the file back from a copy, or run the migration again; find out
             who changed it.
  TL0805  the source `GLJ2019.TXT` is not there any more
          -> Put the source back if it must be checked.
"
        );
        let twenty = Verified { findings: vec![differing().findings[0].clone(); 20], ..differing() };
        let said = Fake { verify: Ok(twenty), ..Fake::default() }.say("verify d");
        assert!(said.err.ends_with("and 8 differences more; --json lists all\n"), "{}", said.err);
        assert_eq!(said.err.matches("->").count(), 1, "an advice is said once: {}", said.err);
        let said = Fake::default().say("verify d --lang fr");
        assert_eq!(
            said.err.replace('\u{a0}', " "),
            "\
L’exécution R est intacte : 9 fichiers comme elle les a écrits, 1 000 lignes
recomptées, 3 sources comme elle les a lues
"
        );
    }

    #[test]
    fn check_says_the_plan_in_words() {
        let checked = checked_of(sound(), Some(plan()));
        let fake = Fake { check: Ok(all(vec![checked])), ..Fake::default() };
        assert_eq!(
            fake.say("check m").err,
            "\
mappings/gl.yaml: no mistakes
  source     2 files, 808.1 MB, in cp850
             GLJ2018.TXT   67.3 MB
             GLJ2019.TXT  740.8 MB
  read as    lines of fixed-width fields; positions are counted in bytes
             a line that ends before its kind's last field is filled up with
             blanks
             a line of more than 1 MiB is refused
             a line with a tab is refused
             a parent with its children has at most 16 MiB; a larger group is
             refused
  kinds      head   position 1 is `H`   1 field
             entry  position 1 is `D`   under head, 3 fields
             tail   every other record  ends head, skipped: totals of the old
                                        system
  set aside  empty journals, where entry.amount is one of `0.00`, `-0.05`
  memory     at most 412.0 MiB, with a thread for each core; files are read in
             blocks of 16 MiB

  table journal: General ledger journal
    one row for each entry, with at most one tail, 10 rejects allowed, _file and
    _offset say where each row came from
    batch_no   int32          required      head.batch_no; length, one_of (only
                                            warns)
    amount     decimal(15,2)  required      entry.amount
    sin        text           may be empty  entry.sin; personal
    loaded_on  date           may be empty  always `2024-10-04`
    secret     text           may be empty  always …; personal
    rules
      balanced  amount adds up to 0.00, within 0.05, for each batch_no,
                loaded_on (else nothing is published)
      once      no two rows have the same batch_no, sin, none of them empty
                (else nothing is published)

"
        );
    }

    #[test]
    fn check_says_the_plan_in_french() {
        let checked = checked_of(sound(), Some(plan()));
        let fake = Fake { check: Ok(all(vec![checked])), ..Fake::default() };
        assert_eq!(
            fake.say("check m --lang fr").err.replace('\u{a0}', "~"),
            "\
mappings/gl.yaml~: aucune erreur
  source       2~fichiers, 808,1~Mo, en cp850
               GLJ2018.TXT~~~67,3~Mo
               GLJ2019.TXT~~740,8~Mo
  lecture      lignes de champs à largeur fixe~; les positions se comptent en
               octets
               une ligne qui se termine avant le dernier champ de son genre est
               complétée par des blancs
               une ligne de plus de 1~Mio est refusée
               une ligne avec une tabulation est refusée
               un parent et ses enfants ont au plus 16~Mio~; un groupe plus
               grand est refusé
  genres       head   position 1 est `H`  1~champ
               entry  position 1 est `D`  sous head, 3~champs
               tail   tous les autres     ferme head, non lu~: totals of the old
                                          system
  mis de côté  empty journals, là où entry.amount est parmi `0.00`, `-0.05`
  mémoire      au plus 412,0~Mio, avec un fil par cœur~; les fichiers sont lus
               par blocs de 16~Mio

  table journal~: Journal général
    une ligne par entry, avec un tail au plus, 10~rejets permis, _file et
    _offset disent d’où vient chaque ligne
    batch_no   int32          obligatoire     head.batch_no; length, one_of
                                              (simple avertissement)
    amount     decimal(15,2)  obligatoire     entry.amount
    sin        text           peut être vide  entry.sin; personnel
    loaded_on  date           peut être vide  toujours `2024-10-04`
    secret     text           peut être vide  toujours …; personnel
    règles
      balanced  la somme de amount est 0.00, à 0.05 près, pour chaque batch_no,
                loaded_on (sinon rien n’est publié)
      once      jamais deux lignes avec les mêmes batch_no, sin, et aucune
                valeur vide (sinon rien n’est publié)

"
        );
    }

    #[test]
    fn check_counts_mistakes_and_sources() {
        let stop = Stop::new(Code::NoFiles, vec!["*.TXT".into()]);
        let no_files = vec![Misfit { stop, at: None, edit: None }];
        let checked = |text: MappingText, sources: Vec<Misfit>| CheckedMapping { sources, ..checked_of(text, None) };
        let fake = Fake {
            check: Ok(all(vec![checked(mistaken(), Vec::new()), checked(sound(), no_files)])),
            ..Fake::default()
        };
        let said = fake.say("check m");
        assert_eq!(said.code, 2);
        assert!(said.err.contains("gl.yaml: 1 mistake\n"), "{}", said.err);
        assert!(said.err.contains("mappings/gl.yaml: 1 mistake in its sources"), "{}", said.err);
        assert!(said.err.contains("error[TL0501]: no file matches `*.TXT`"), "{}", said.err);
    }

    fn checked_of(text: MappingText, plan: Option<CheckedPlan>) -> CheckedMapping {
        let (path, sources, doubts) = (text.path.clone().into(), Vec::new(), Vec::new());
        CheckedMapping { path, text, books: Vec::new(), plan, sources, doubts, looked: None, mapping: None }
    }

    fn plan() -> CheckedPlan {
        let files = vec![("GLJ2018.TXT".to_owned(), 67_343_621), ("GLJ2019.TXT".to_owned(), 740_779_835)];
        CheckedPlan::of(&mapping(), files, 16 << 20, 412 << 20)
    }

    fn field(name: &str, place: (u32, u32), ty: Type, personal: bool) -> Field {
        let reading = Reading { trim: Trim::Right, ..Reading::plain() };
        let place = FieldPlace::Bytes { start: place.0, end: place.1 };
        Field { name: name.into(), at: Span::default(), place, ty, reading, personal, named: None }
    }

    fn kind(name: &str, letter: &str, under: Option<usize>, fields: Vec<Field>) -> Kind {
        let when =
            Condition { of: Operand::Bytes { start: 0, end: 1 }, test: Test::In(vec![Value::Text(letter.into())]) };
        Kind {
            name: name.into(),
            at: Span::default(),
            when: Some(when),
            in_preamble: false,
            under,
            ends: None,
            same: Vec::new(),
            skip: None,
            cells: None,
            fields,
            repeats: Vec::new(),
            variable: None,
            filler: Filler::Any,
            described: 0,
            slack: Vec::new(),
            ignore: Vec::new(),
        }
    }

    fn column(name: &str, from: Origin, ty: Type, required: bool, personal: bool) -> Column {
        Column {
            name: name.into(),
            at: Span::default(),
            from,
            ty,
            required,
            default: None,
            null_if: Vec::new(),
            range: None,
            length: None,
            pattern: None,
            one_of: Vec::new(),
            check: None,
            on_fail: OnFail::Reject,
            personal,
            title: Title::default(),
            about: String::new(),
        }
    }

    fn mapping() -> Mapping {
        let money = Type::Decimal { precision: 15, scale: 2 };
        let entry = vec![
            field("amount", (1, 16), money, false),
            field("sin", (16, 25), Type::Text, true),
            field("posted", (25, 33), Type::Date, false),
        ];
        let mut tail = kind("tail", "", None, Vec::new());
        (tail.when, tail.ends, tail.skip) = (None, Some(0), Some("totals of the old system".into()));
        let kinds = vec![
            kind("head", "H", None, vec![field("batch_no", (1, 9), Type::Int32, false)]),
            kind("entry", "D", Some(0), entry),
            tail,
        ];
        let at = |kind, field| FieldRef { kind, repeat: None, field };
        let zero =
            Condition { of: Operand::Field(at(1, 0)), test: Test::In(vec![Value::Decimal(0), Value::Decimal(-5)]) };
        let lines = Lines { short: Short::Pad, long: Long::Reject, tabs: None, positions: Positions::Bytes };
        let source = Source {
            files: vec!["GLJ*.TXT".into()],
            files_at: Span::default(),
            expect: None,
            empty: crate::mapping::model::Empty::Refuse,
            encoding: "cp850".into(),
            of_copybook: false,
            format: Format::Lines(lines),
            edges: crate::mapping::model::Edges::default(),
            max_length: 1 << 20,
            group_max: 16 << 20,
            kinds,
            set_aside: vec![SetAside { when: zero, because: "empty journals".into() }],
            controls: Vec::new(),
        };
        let constant = Origin::Constant(Some(Value::Date(20_000)));
        let columns = vec![
            Column {
                one_of: vec![Value::Int(1)],
                length: Some((1, 9)),
                on_fail: OnFail::Warn,
                ..column("batch_no", Origin::Field(at(0, 0)), Type::Int32, true, false)
            },
            column("amount", Origin::Field(at(1, 0)), money, true, false),
            column("sin", Origin::Field(at(1, 1)), Type::Text, false, true),
            column("loaded_on", constant, Type::Date, false, false),
            column("secret", Origin::Constant(Some(Value::Text("hush".into()))), Type::Text, false, true),
        ];
        let rule = |id: &str, test| SetRule {
            id: id.into(),
            at: Span::default(),
            test,
            filter: None,
            on_fail: OnFail::Fail,
            amount: None,
            limits: RuleLimits::default(),
            about: String::new(),
        };
        let sum = rule("balanced", SetTest::Sum { column: 1, by: vec![0, 3], equals: 0, tolerance: 5 });
        let once = rule("once", SetTest::Unique { columns: vec![0, 2], nulls: Nulls::Refuse });
        let table = Table {
            name: "journal".into(),
            at: Span::default(),
            title: Title { en: "General ledger journal".into(), fr: "Journal général".into() },
            from: 1,
            repeat: None,
            with: vec![With { kind: 2, many: Many::MostOne }],
            set_aside: Vec::new(),
            lookups: Vec::new(),
            split: None,
            columns,
            structures: Vec::new(),
            nests: Vec::new(),
            rules: Vec::new(),
            set_rules: vec![sum, once],
            limits: Limits { rejects: Most::Count(10), amounts: Vec::new() },
            reports: Vec::new(),
            trace: true,
            order: Order::default(),
            dedupe: None,
        };
        Mapping { name: "gl".into(), digest: String::new(), about: Vec::new(), source, tables: vec![table] }
    }
}

//! One command from its words to its exit code.
//!
//! In: the process's words, an engine and two streams. Out: text on the streams, an exit code. Refuses to exit.

use std::ffi::OsString;
use std::io::{self, Write};

use super::args::{self, CheckLine, Command, Parsed, RunLine, VerifyLine};
use super::diagnostics::Drawing;
use super::engine::{CheckedMapping, Engine, Problem, Verified};
use super::progress::Progress;
use super::words::{self, Language};
use super::{exit, json, layout, plan_words, summary};
use crate::finding::{Code, Severity};
use crate::run::Stop;

/// Where the command writes.
pub struct Streams<'a> {
    /// `--json`'s document, the schema, the help that was asked for.
    pub out: &'a mut dyn Write,
    /// All that is for people.
    pub err: &'a mut (dyn Write + Send),
    /// Whether `err` is a terminal: colour and a moving line.
    pub err_is_terminal: bool,
}

/// Does what the words ask for; the first word is the program's name.
pub fn command(line: impl IntoIterator<Item = OsString>, engine: &Engine<'_>, streams: &mut Streams<'_>) -> u8 {
    let line: Vec<OsString> = line.into_iter().collect();
    let language = args::language(&line, engine.variable);
    let drawing = Drawing::new(language, streams.err_is_terminal, engine.variable);
    let mut teller = Teller { language, drawing, json: args::wants_json(&line), streams };
    match args::parse(language, &line) {
        Parsed::Command(Command::Run(line)) => run(&line, engine, &mut teller),
        Parsed::Command(Command::Check(line)) => check(&line, engine, &mut teller),
        Parsed::Command(Command::Verify(line)) => verify(&line, engine, &mut teller),
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
    json: bool,
    streams: &'a mut Streams<'s>,
}

impl Teller<'_, '_> {
    /// For people. A standard error that nobody reads changes nothing.
    fn tell(&mut self, text: &str) {
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
        let code = exit::of_problem(problem);
        self.document(code, |language, code| json::problem(language, command, code, problem))
    }

    fn stops(&self, stops: &[Stop]) -> String {
        stops.iter().map(|stop| self.drawing.stop(stop)).collect::<Vec<_>>().join("\n")
    }

    fn say(&self, template: &str, args: &[(&str, crate::finding::Arg)]) -> String {
        layout::wrapped("", &words::say(self.language, template, args))
    }
}

fn run(line: &RunLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let request = match line.request() {
        Ok(request) => request,
        Err(stop) => return teller.problem("run", &Problem::Stop(stop)),
    };
    let progress = Progress::new(teller.language, teller.streams.err_is_terminal, teller.streams.err);
    let ended = (engine.run)(&request, &|so_far| progress.tell(so_far));
    progress.end();
    match ended {
        Err(problem) => teller.problem("run", &problem),
        Ok(report) => {
            teller.tell(&summary::summary(teller.language, &report, line.timings));
            let code = exit::of_outcome(report.outcome);
            teller.document(code, |language, code| json::run(language, code, &report))
        }
    }
}

fn check(line: &CheckLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    match (engine.check)(&line.paths, &args::given(&line.source)) {
        Err(problem) => teller.problem("check", &problem),
        Ok(mappings) => {
            for mapping in &mappings {
                let text = checked(teller, mapping);
                teller.tell(&text);
            }
            let code = exit::of_check(&mappings);
            teller.document(code, |language, code| json::check(language, code, &mappings))
        }
    }
}

fn checked(teller: &Teller<'_, '_>, mapping: &CheckedMapping) -> String {
    let texts = teller.language.texts();
    let path = ("path", crate::finding::Arg::from(mapping.text.path.as_str()));
    let of = |severity| mapping.text.diagnostics.iter().filter(|found| found.severity == severity).count();
    let (mistakes, doubts) = (of(Severity::Fail), of(Severity::Warn));
    let (template, count) = match (mistakes, mapping.sources.len(), doubts) {
        (0, 0, 0) => (texts.check_sound, 0),
        (0, 0, doubts) => (texts.check_doubts, doubts),
        (0, sources, _) => (texts.check_sources, sources),
        (mistakes, ..) => (texts.check_mistakes, mistakes),
    };
    let mut text = teller.drawing.mapping(&mapping.text);
    if !mapping.sources.is_empty() {
        text += &teller.stops(&mapping.sources);
        text.push('\n');
    }
    text += &teller.say(template, &[path, ("count", count.into())]);
    if let Some(plan) = &mapping.plan {
        text += &plan_words::plan(teller.language, plan);
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

fn verification(teller: &Teller<'_, '_>, verified: &Verified) -> String {
    let texts = teller.language.texts();
    let args = [
        ("run", verified.run.as_str().into()),
        ("files", verified.files.into()),
        ("rows", verified.rows.into()),
        ("count", verified.findings.iter().filter(|finding| finding.code != Code::SourceGone).count().into()),
    ];
    let told = |stop: &Stop| {
        let sentence = words::sentence(teller.language, stop.code, &stop.args);
        let advice = words::advice(teller.language, stop.code);
        let margin = format!("{}{}  ", layout::INDENT, stop.code.id());
        layout::wrapped(&margin, &sentence) + &layout::wrapped(&" ".repeat(margin.len()), &advice)
    };
    let holds = exit::of_verified(verified) == exit::DONE;
    let mut text = teller.say(if holds { texts.verified } else { texts.not_verified }, &args);
    if !holds {
        text += &layout::wrapped(layout::INDENT, &words::say(teller.language, texts.verified_rest, &args));
    }
    text.extend(verified.findings.iter().map(told));
    text
}

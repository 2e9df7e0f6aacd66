//! Commands that answer a question: what a file is, what became of a record, what a copybook comes to.
//!
//! The answer goes to the standard output, so that it can be kept or paged; what is wrong, and how far the reading is, to the
//! standard error.

use super::{Teller, exit, json};
use crate::cli::args::{Asked, CopybookLine, ExplainLine, InferLine, InitLine, LookLine};
use crate::cli::engine::{Engine, Problem};
use crate::cli::progress::Progress;
use crate::cli::{beginning, copybook, explain, infer, layout, look};
use crate::inspect::copybook::{self as books, DraftRequest};
use crate::inspect::ways;
use crate::run::Stop;
use crate::run::io as machine;

pub(super) fn looked(line: &LookLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let progress = Progress::of_reading(teller.language, teller.moving, teller.streams.err);
    let ended = (engine.look)(&line.request(), &|so_far| progress.tell(so_far));
    progress.end();
    let files = match ended {
        Err(stop) => return teller.problem("look", &Problem::Stop(stop)),
        Ok(files) => files,
    };
    let stops: Vec<Stop> = files.iter().filter_map(|file| file.face.as_ref().err()).cloned().collect();
    if !stops.is_empty() {
        teller.tell(&teller.stops(&stops));
    }
    let values = !line.positions.is_empty();
    teller.answer(
        exit::of_looked(&files),
        |drawing| look::text(drawing.language, drawing.width, &files, values),
        |language, code| look::document(language, code, &files),
    )
}

pub(super) fn init(line: &InitLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let files = beginning::files(teller.language);
    if let Err(stop) = (engine.init)(&line.folder, &files) {
        return teller.problem("init", &Problem::Stop(stop));
    }
    teller.tell(&beginning::told(teller.language, teller.drawing.width, &line.folder));
    exit::DONE
}

pub(super) fn explained(line: &ExplainLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let ask = match line.asked() {
        Ok(Asked::Record(ask)) => ask,
        Ok(Asked::Code(code)) => {
            return teller.answer(
                exit::DONE,
                |drawing| explain::code::text(drawing.language, drawing.width, code),
                |_, exit| json::explain_code(exit, code),
            );
        }
        Err(stop) => return teller.problem("explain", &Problem::Stop(stop)),
    };
    let progress = Progress::new(teller.language, teller.moving, teller.streams.err);
    let found = (engine.explain)(&ask, &|so_far| progress.tell(so_far));
    progress.end();
    match found {
        Err(problem) => teller.problem("explain", &problem),
        Ok(found) => teller.answer(
            exit::DONE,
            |drawing| explain::text(explain::View { drawing, all: line.all }, &found),
            |language, code| json::explain(language, code, &found),
        ),
    }
}

pub(super) fn copybook(line: &CopybookLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    if let Some(request) = line.draft() {
        return drafted(&request, engine, teller);
    }
    let request = line.request();
    let dialect = request.options.dialect;
    match (engine.copybook)(&request) {
        Err(problem) => teller.problem("copybook", &problem),
        Ok(read) => {
            for doubt in books::doubts(&read) {
                let text = teller.drawing.doubt(&doubt);
                teller.tell(&text);
            }
            teller.answer(
                exit::DONE,
                |drawing| copybook::text(drawing.language, drawing.width, &read, dialect),
                |_, code| json::copybook(code, &copybook::document(&read, dialect)),
            )
        }
    }
}

/// A draft by a copybook: the ways that were tried, then the mapping of the best.
fn by_copybook((line, request): (&InferLine, &ways::Request), engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let language = teller.language;
    let answer = match (engine.ways)(request, &|answer| infer::ways::yaml(language, answer)) {
        Err(problem) => return teller.problem("infer", &problem),
        Ok(answer) => answer,
    };
    for doubt in &answer.doubts {
        let text = teller.drawing.doubt(doubt);
        teller.tell(&text);
    }
    let out = line.out.as_ref().map(|path| machine::shown(path));
    let text = infer::ways::summary(language, teller.drawing.width.min(layout::WIDTH), &answer, out.as_deref());
    teller.tell(&text);
    if line.out.is_some() && !teller.json {
        return exit::DONE;
    }
    let mapping = infer::ways::yaml(language, &answer);
    if teller.json {
        return teller.document(exit::DONE, |language, code| infer::ways::document(language, code, &answer, &mapping));
    }
    teller.print(&mapping, exit::DONE)
}

/// A mapping of a copybook: to its file, else to the standard output.
fn drafted(request: &DraftRequest, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    let language = teller.language;
    match (engine.draft_book)(request, &|draft| copybook::mapping::yaml(language, draft)) {
        Err(problem) => teller.problem("copybook", &problem),
        Ok(draft) => {
            let out = request.out.as_ref().map(|path| machine::shown(path));
            for doubt in &draft.doubts {
                let text = teller.drawing.doubt(doubt);
                teller.tell(&text);
            }
            let text = copybook::mapping::summary(language, teller.drawing.width, &draft, out.as_deref());
            teller.tell(&text);
            if request.out.is_some() && !teller.json {
                return exit::DONE;
            }
            let mapping = copybook::mapping::yaml(language, &draft);
            if teller.json {
                return teller.document(exit::DONE, |_, code| json::copybook_draft(code, &draft, &mapping));
            }
            teller.print(&mapping, exit::DONE)
        }
    }
}

pub(super) fn inferred(line: &InferLine, engine: &Engine<'_>, teller: &mut Teller<'_, '_>) -> u8 {
    if let Some(request) = line.by_copybook() {
        return by_copybook((line, &request), engine, teller);
    }
    let language = teller.language;
    match (engine.infer)(&line.request(), &|draft| infer::yaml::yaml(language, draft)) {
        Err(problem) => teller.problem("infer", &problem),
        Ok(found) => {
            for doubt in &found.doubts {
                let text = teller.drawing.doubt(doubt);
                teller.tell(&text);
            }
            let out = line.out.as_ref().map(|path| machine::shown(path));
            let text = infer::summary(language, teller.drawing.width, &found.draft, out.as_deref());
            teller.tell(&text);
            if line.out.is_some() && !teller.json {
                return exit::DONE;
            }
            let mapping = infer::yaml::yaml(language, &found.draft);
            if teller.json {
                return teller.document(exit::DONE, |_, code| json::infer(code, &found.draft, &mapping));
            }
            teller.print(&mapping, exit::DONE)
        }
    }
}

//! Which file of which mapping is meant, where a mapping or a folder of mappings is given.
//!
//! In: the command's path, and what it says of mapping and file. Out: a [`Target`]; or the names that there are. Refuses
//! to read a source.

use std::path::PathBuf;

use super::{Ask, Target, Which};
use crate::finding::{Code, Severity};
use crate::host::Host;
use crate::mapping::model::Mapping;
use crate::mapping::nearest::nearest;
use crate::run::one::Sought;
use crate::run::prepare::{self, LookedMapping};
use crate::run::sources::{self, SourceSpec};
use crate::run::{Problem, Request, Stop};

/// Names that a message lists.
const LISTED: usize = 6;

/// A mapping with its files.
struct Candidate {
    path: PathBuf,
    name: String,
    files: Result<Vec<SourceSpec>, Vec<Stop>>,
}

/// What is meant.
///
/// # Errors
/// TL0956; what is wrong with the mappings or their files.
pub fn target(host: &dyn Host, ask: &Ask) -> Result<Target, Problem> {
    let request = Request { paths: vec![ask.path.clone()], set: ask.set.clone(), trial: true, ..Request::default() };
    let looked = prepare::look(host, &request)?;
    let single = looked.mappings.len() == 1;
    let candidates: Vec<Candidate> =
        looked.mappings.iter().filter_map(|one| candidate(host, ask, one, single)).collect();
    let of_name: Vec<&Candidate> =
        candidates.iter().filter(|one| ask.mapping_name.as_ref().is_none_or(|name| *name == one.name)).collect();
    let mistaken = || {
        let wrong = |found: &crate::mapping::diagnostic::Diagnostic| found.severity == Severity::Fail;
        let texts = looked.migration.iter().map(|one| &one.text).chain(looked.mappings.iter().map(|one| &one.text));
        let texts: Vec<_> = texts.filter(|text| text.diagnostics.iter().any(wrong)).cloned().collect();
        (!texts.is_empty()).then_some(Problem::Mappings(texts))
    };
    let found = chosen(ask, &of_name, &candidates).map_err(|stop| mistaken().unwrap_or_else(|| stop.into()))?;
    let (candidate, specs) = found;
    let specs = match specs {
        Some(specs) => specs,
        None => candidate.files.clone().map_err(|stops| Problem::Sources { stops })?,
    };
    let sought = match ask.which {
        Which::Record | Which::Row => Sought::Record(ask.number),
        Which::At => Sought::At(ask.number),
        Which::Reject => Sought::Refused(ask.number),
    };
    Ok(Target { mapping: candidate.path.clone(), specs, sought, set: ask.set.clone(), run: None, repaired: None })
}

fn candidate(host: &dyn Host, ask: &Ask, one: &LookedMapping, single: bool) -> Option<Candidate> {
    let mapping: &Mapping = one.mapping.as_deref()?;
    let files = sources::find(host, &one.path, mapping, &ask.sources, single);
    let files = files.map_err(|wrong| wrong.into_iter().map(|(code, args)| Stop::new(code, args)).collect());
    Some(Candidate { path: one.path.clone(), name: mapping.name.clone(), files })
}

/// The mapping, and its files if these are not simply all that it has.
fn chosen<'c>(
    ask: &Ask,
    of_name: &[&'c Candidate],
    all: &'c [Candidate],
) -> Result<(&'c Candidate, Option<Vec<SourceSpec>>), Stop> {
    if let (Some(name), []) = (&ask.mapping_name, of_name) {
        return Err(which(Some(name), "no_mapping", all.iter().map(|one| one.name.clone()).collect()));
    }
    let files = of_name.iter().flat_map(|one| one.files.iter().flatten().map(move |spec| (*one, spec)));
    let files: Vec<(&Candidate, &SourceSpec)> = files.collect();
    if let Some(name) = &ask.file {
        let meant: Vec<_> = files.iter().filter(|(_, spec)| is_called(spec, name)).collect();
        // A whole name is meant before the end of another.
        let exact: Vec<_> = meant.iter().filter(|(_, spec)| spec.name == *name).collect();
        let meant = if exact.is_empty() { meant.iter().collect() } else { exact };
        return match meant[..] {
            [(one, spec)] => Ok((one, Some(vec![SourceSpec::clone(spec)]))),
            [] => Err(which(Some(name), "none", names(&files))),
            _ => Err(which(Some(name), "several", meant.iter().map(|(one, spec)| with_mapping(one, spec)).collect())),
        };
    }
    match (of_name, &files[..]) {
        ([one], _) if ask.which == Which::Reject => Ok((one, None)),
        ([one], [_] | []) => Ok((one, None)),
        (_, [(one, spec)]) => Ok((one, Some(vec![SourceSpec::clone(spec)]))),
        ([_], _) => Err(which(None, "several", names(&files))),
        _ => Err(which(None, "mappings", of_name.iter().map(|one| one.name.clone()).collect())),
    }
}

fn names(files: &[(&Candidate, &SourceSpec)]) -> Vec<String> {
    files.iter().map(|(_, spec)| spec.name.clone()).collect()
}

fn with_mapping(one: &Candidate, spec: &SourceSpec) -> String {
    format!("{}={}", one.name, spec.name)
}

/// Whether a file has this name, or one that ends so behind a slash.
pub fn is_called(spec: &SourceSpec, name: &str) -> bool {
    let name = name.strip_prefix("./").unwrap_or(name);
    let ends = |whole: &str| whole == name || whole.strip_suffix(name).is_some_and(|before| before.ends_with('/'));
    ends(&spec.name) || spec.path.as_deref().is_some_and(|path| ends(&crate::run::io::shown(path)))
}

/// TL0956, with the names that there are.
pub fn which(name: Option<&String>, problem: &str, all: Vec<String>) -> Stop {
    let ends = all.iter().map(|one| one.rsplit('/').next().unwrap_or(one));
    let is_wrong = problem != "several";
    let near = name.filter(|_| is_wrong).and_then(|name| nearest(name, ends)).unwrap_or_default().to_owned();
    let more = if all.len() > LISTED { ", …" } else { "" };
    let listed = all.into_iter().take(LISTED).collect::<Vec<_>>().join(", ") + more;
    let name = name.map(String::as_str).unwrap_or_default();
    Stop::new(Code::WhichSource, vec![name.into(), problem.into(), listed.into(), near.into()])
}

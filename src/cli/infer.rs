//! `infer`: a draft as a mapping, and what people are told of it.
//!
//! In: a draft. Out: YAML, a summary. Refuses to draft anything.

pub mod keys;
pub mod reasons;
pub mod ways;
pub mod yaml;

use super::layout;
use super::words::infer::Texts;
use super::words::{self, Language};
use crate::finding::Arg;
use crate::inspect::infer::delimited::why::CutWhy;
use crate::inspect::infer::draft::{Draft, KindDraft, Reason};

/// What is told of records that are passed over: how many, why, and where the first of them stand.
fn skipped<'k>(kind: &'k KindDraft, skip: &'static str) -> [(&'static str, Arg); 5] {
    let places = |why: &'k Reason| match why {
        Reason::Cut(CutWhy::Totals { places, .. }) => Some(places.as_slice()),
        _ => None,
    };
    let places = kind.why.iter().find_map(places).unwrap_or_default();
    let listed = places.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let has_more = !places.is_empty() && kind.records > places.len() as u64;
    let others = if has_more { Arg::from(kind.records) } else { Arg::from("") };
    [
        ("name", kind.name.as_str().into()),
        ("records", kind.records.into()),
        ("skip", skip.into()),
        ("places", listed.into()),
        ("others", others),
    ]
}

/// What people are told when a draft is made: `out` is where it was written, if it was.
#[must_use]
pub fn summary(language: Language, width: usize, draft: &Draft, out: Option<&str>) -> String {
    let texts = Texts::of(language);
    let say = |template: &str, args: &[(&str, Arg)]| words::say(language, template, args);
    let line = |template: &str, args: &[(&str, Arg)]| layout::wrapped(width, "", &say(template, args));
    let fields: usize = draft.kinds.iter().map(|kind| kind.fields.len()).sum();
    let seen = draft.seen;
    let sampled = |bytes: u64| if seen.is_whole() { Arg::from("") } else { Arg::from(bytes) };
    let mut text = line(
        texts.summary,
        &[
            ("kinds", draft.kinds.len().into()),
            ("fields", fields.into()),
            ("records", seen.records.into()),
            ("read", sampled(seen.read)),
            ("bytes", sampled(seen.bytes)),
        ],
    );
    for kind in draft.kinds.iter().filter(|_| draft.kinds.len() > 1) {
        let args = [
            ("name", kind.name.as_str().into()),
            ("records", kind.records.into()),
            ("fields", kind.fields.len().into()),
        ];
        text += &match kind.skip {
            Some(skip) => line(texts.summary_skipped, &skipped(kind, texts.skip(skip))),
            None => say(texts.summary_kinds, &args) + "\n",
        };
    }
    let speaker = reasons::Speaker::new(language, &draft.source.form);
    for stray in draft.source.why.iter().filter(|why| matches!(why, Reason::StrayLines { .. })) {
        text += &layout::wrapped(width, "", &speaker.reason(stray));
    }
    let open = yaml::open(draft);
    if open > 0 {
        text += &line(texts.summary_open, &[("open", open.into())]);
    }
    let controls = draft.controls.iter().filter(|control| control.certain).count();
    if controls > 0 {
        text += &line(texts.summary_controls, &[("controls", controls.into())]);
    }
    if let Some(path) = out {
        text += &line(texts.written, &[("path", path.into())]);
        text += &line(texts.next_check, &[("path", path.into())]);
    }
    text
}

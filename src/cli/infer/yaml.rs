//! A draft as the text of a mapping, with its reasons as comments.
//!
//! In: a draft and a language. Out: YAML that `check` accepts. Refuses to guess: what the draft does not say is not written.

use super::keys::{self, scalar};
use super::reasons::{Hides, Speaker, sum_of};
use crate::cli::lines::Lines;
use crate::cli::words::Language;
use crate::cli::words::infer::Texts;
use crate::inspect::infer::draft::{
    ControlDraft, Draft, FieldDraft, FigureDraft, Form, GroupDraft, KindDraft, Other, Reason, SumDraft, When,
};
use crate::inspect::ways::{cuts::Cut, keys::edges, keys::end};
use crate::mapping::model::{
    Dialect, FieldPlace, Filler, HeaderMatch, Preamble, Ragged, RepeatPlace, RepeatedHeader, Short,
};
use crate::run::sources;

/// The text of a mapping.
#[must_use]
pub fn yaml(language: Language, draft: &Draft) -> String {
    let speaker = Speaker::new(language, &draft.source.form);
    let mut page = Page { lines: Lines::default(), draft, texts: Texts::of(language), speaker };
    page.head();
    page.source();
    page.controls();
    page.tables();
    page.lines.text
}

struct Page<'a> {
    lines: Lines,
    draft: &'a Draft,
    texts: &'static Texts,
    speaker: Speaker<'a>,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        self.lines.line(indent, text);
    }

    fn comment(&mut self, indent: usize, text: &str) {
        self.lines.comment(indent, text);
    }

    fn head(&mut self) {
        let (texts, seen) = (self.texts, self.draft.seen);
        let files = self.draft.source.files.join(", ");
        let head = self.speaker.say(texts.head, &[("files", crate::cli::words::shown(&files).into())]);
        let template = if seen.is_whole() { texts.read_whole } else { texts.read_samples };
        let args = [
            ("records", seen.records.into()),
            ("files", seen.files.into()),
            ("read", seen.read.into()),
            ("bytes", seen.bytes.into()),
        ];
        let read = self.speaker.say(template, &args);
        let advice = self.speaker.say(texts.head_advice, &[]);
        for text in [head, read, advice] {
            self.comment(0, &text);
        }
    }

    fn source(&mut self) {
        let source = &self.draft.source;
        self.line(0, "tumpline: 1");
        self.line(0, "source:");
        let files: Vec<String> = source.files.iter().map(|file| scalar(&sources::pattern_of(file))).collect();
        let files = if let [only] = &files[..] { only.clone() } else { format!("[{}]", files.join(", ")) };
        self.line(2, &format!("files: {files}"));
        let why = said(&self.speaker, &source.why);
        self.comment(2, &why);
        self.line(2, &format!("format: {}", if source.form.is_fixed() { "fixed" } else { "delimited" }));
        self.line(2, &format!("encoding: {}", source.encoding));
        if let Form::Delimited(dialect) = &source.form {
            self.dialect(dialect);
        }
        self.records();
    }

    fn dialect(&mut self, dialect: &Dialect) {
        let delimiter = match &dialect.delimiter[..] {
            "," => "comma".to_owned(),
            "\t" => "tab".to_owned(),
            other => scalar(other),
        };
        self.line(2, &format!("delimiter: {delimiter}"));
        let quote = dialect.quote.map_or_else(|| "none".to_owned(), |quote| scalar(&quote.to_string()));
        self.line(2, &format!("quote: {quote}"));
        let mut keys = Vec::new();
        keys.extend(dialect.escape.map(|escape| format!("escape: {}", scalar(&escape.to_string()))));
        keys.push(format!("header: {}", dialect.header));
        keys.extend(match dialect.preamble {
            Preamble::Lines(0) => None,
            Preamble::Lines(lines) => Some(format!("preamble: {lines}")),
            Preamble::UntilHeader => Some("preamble: until header".to_owned()),
        });
        keys.extend(match dialect.header_match {
            HeaderMatch::Exact => None,
            HeaderMatch::Trim => Some("header_match: trim".to_owned()),
            HeaderMatch::Fold => Some("header_match: fold".to_owned()),
        });
        keys.extend(dialect.lenient.then(|| "lenient: true".to_owned()));
        keys.extend(dialect.comment.as_ref().map(|comment| format!("comment: {}", scalar(comment))));
        keys.extend(match dialect.ragged {
            Ragged::Reject => None,
            Ragged::Pad => Some("ragged: pad".to_owned()),
            Ragged::Truncate => Some("ragged: truncate".to_owned()),
        });
        keys.extend(match dialect.repeated_header {
            RepeatedHeader::Reject => None,
            RepeatedHeader::Skip => Some("repeated_header: skip".to_owned()),
            RepeatedHeader::End => Some("repeated_header: end".to_owned()),
        });
        for key in keys {
            self.line(2, &key);
        }
    }

    /// One kind that takes all stands in the short form.
    fn records(&mut self) {
        let draft = self.draft;
        let single = match &draft.kinds[..] {
            [only] if only.when.is_none() && only.cells.is_none() => Some(only),
            _ => None,
        };
        let mut keys = Vec::new();
        match &draft.source.form {
            Form::Lines { longest, short, tabs } => {
                keys.push("end: newline".to_owned());
                keys.extend((*short == Short::Pad).then(|| "short: pad".to_owned()));
                keys.extend(tabs.map(|every| format!("tabs: {every}")));
                let by_character = matches!(&draft.source.encoding[..], "utf-8" | "utf-16le" | "utf-16be");
                keys.extend(by_character.then(|| "positions: characters".to_owned()));
                keys.push(format!("max_length: {longest}"));
            }
            Form::Length(length) => {
                keys.push(format!("end: {{length: {length}}}"));
                keys.extend(edges(draft.source.edges));
            }
            Form::Words { word, in_blocks, short } => {
                let blocks = in_blocks.then_some(*word);
                keys.push(end(&Cut::Words { word: *word, blocks, spanned: false }));
                keys.extend(edges(draft.source.edges));
                keys.extend((*short == Short::Pad).then(|| "short: pad".to_owned()));
            }
            Form::Delimited(_) => keys.extend(draft.source.max_length.map(|bytes| format!("max_length: {bytes}"))),
        }
        if !keys.is_empty() || single.is_none() {
            self.line(2, "records:");
        }
        for key in keys {
            self.line(4, &key);
        }
        if let Some(only) = single {
            let why = said(&self.speaker, &only.why);
            self.comment(2, &why);
            self.filler(2, only);
            return self.fields(2, &only.fields, &only.groups);
        }
        if !draft.common.is_empty() {
            self.fields(4, &draft.common, &[]);
        }
        self.line(4, "kinds:");
        for kind in &draft.kinds {
            self.kind(kind);
        }
    }

    fn kind(&mut self, kind: &KindDraft) {
        let why = said(&self.speaker, &kind.why);
        self.comment(6, &why);
        self.line(6, &format!("- name: {}", kind.name));
        if let Some(when) = &kind.when {
            self.line(8, &format!("when: {}", condition(when)));
        }
        let named = |at: usize| self.draft.kinds.get(at).map(|kind| kind.name.clone()).unwrap_or_default();
        let mut keys = Vec::new();
        keys.extend(kind.under.map(|at| format!("under: {}", named(at))));
        keys.extend(kind.ends.map(|at| format!("ends: {}", named(at))));
        keys.extend(kind.in_preamble.then(|| "place: preamble".to_owned()));
        keys.extend(kind.cells.map(|cells| format!("cells: {cells}")));
        keys.extend(kind.skip.map(|skip| format!("skip: {}", scalar(self.texts.skip(skip)))));
        for key in keys {
            self.line(8, &key);
        }
        self.filler(8, kind);
        if !kind.fields.is_empty() || !kind.groups.is_empty() {
            self.fields(8, &kind.fields, &kind.groups);
        }
    }

    fn filler(&mut self, indent: usize, kind: &KindDraft) {
        if kind.filler == Filler::Blank {
            self.comment(indent, self.texts.filler_blank);
            self.line(indent, "filler: blank");
        }
    }

    fn fields(&mut self, indent: usize, fields: &[FieldDraft], groups: &[GroupDraft]) {
        self.line(indent, "fields:");
        for field in fields {
            self.field(indent + 2, field);
        }
        for group in groups {
            self.group(indent + 2, group);
        }
    }

    fn field(&mut self, indent: usize, field: &FieldDraft) {
        let hides = if field.personal { Hides::Values } else { Hides::Nothing };
        let speaker = self.speaker.hiding(hides);
        let why = said(&speaker, &field.why);
        self.comment(indent, &why);
        for other in &field.others {
            let text = speaker.other(other);
            self.comment(indent, &text);
        }
        let mut keys = vec![format!("name: {}", scalar(&field.name))];
        keys.extend(place(&field.place));
        keys.extend(
            keys::of(field.ty, &field.reading, &self.draft.source.form)
                .iter()
                .map(|(key, value)| format!("{key}: {value}")),
        );
        keys.extend(field.personal.then(|| "personal: true".to_owned()));
        self.lines.keys(indent, &keys);
    }

    fn group(&mut self, indent: usize, group: &GroupDraft) {
        let why: Vec<String> = group.why.iter().map(|reason| self.speaker.reason(reason)).collect();
        self.comment(indent, &why.join(" "));
        let (at, repeat) = match &group.place {
            RepeatPlace::Bytes { start, times, width } => {
                let at = format!("at: {}", range(*start, start + times * width));
                (Some(at), format!("{{times: {times}, width: {width}}}"))
            }
            RepeatPlace::Cells { start, times, width } => {
                let at = format!("index: {}", range(*start, start + times * width));
                (Some(at), format!("{{times: {times}, width: {width}}}"))
            }
            // No draft has groups in one another.
            RepeatPlace::Nested { .. } => (None, String::new()),
            RepeatPlace::Headers(headers) => {
                let headers: Vec<String> = headers.iter().map(|header| scalar(header)).collect();
                (None, format!("{{headers: [{}]}}", headers.join(", ")))
            }
        };
        self.line(indent, &format!("- name: {}", group.name));
        if let Some(at) = at {
            self.line(indent + 2, &at);
        }
        self.line(indent + 2, &format!("repeat: {repeat}"));
        self.fields(indent + 2, &group.fields, &[]);
    }

    fn controls(&mut self) {
        let certain: Vec<&ControlDraft> = self.draft.controls.iter().filter(|control| control.certain).collect();
        if !certain.is_empty() {
            self.line(2, "controls:");
        }
        for control in certain {
            self.comment(4, &self.speaker.say(self.texts.control_found, &[("groups", control.groups.into())]));
            self.lines.keys(4, &control_keys(control));
        }
        for control in self.draft.controls.iter().filter(|control| !control.certain) {
            self.comment(2, &self.speaker.say(self.texts.control_perhaps, &[("groups", control.groups.into())]));
            self.line(2, &format!("# - {{{}}}", control_keys(control).join(", ")));
        }
    }

    fn tables(&mut self) {
        // A total that a control reads informs of the others, and is no row.
        let is_row = |kind: &&KindDraft| kind.skip.is_none() && !kind.why.contains(&Reason::CalledTotal);
        let read: Vec<&KindDraft> = self.draft.kinds.iter().filter(is_row).collect();
        let single = read.len() == 1;
        self.line(0, "tables:");
        for kind in read {
            let name = if single { self.draft.name.clone() } else { format!("{}_{}", self.draft.name, kind.name) };
            self.table(&name, kind);
            for group in &kind.groups {
                self.line(2, &format!("- table: {name}_{}", group.name));
                self.line(4, &format!("from: {}.{}", kind_name(self.draft, kind), group.name));
            }
        }
    }

    fn table(&mut self, name: &str, kind: &KindDraft) {
        self.line(2, &format!("- table: {name}"));
        self.line(4, &format!("from: {}", kind_name(self.draft, kind)));
        if let Some(parent) = kind.under.map(|parent| &self.draft.kinds[parent]).filter(|parent| parent.skip.is_none())
        {
            self.columns_under(parent, kind);
        }
        let certain = |sum: &&SumDraft| sum.is_whole && sum.share.n == sum.share.of;
        let sums: Vec<SumDraft> = kind.sums.iter().filter(certain).cloned().collect();
        let perhaps: Vec<SumDraft> = kind.sums.iter().filter(|sum| !certain(sum)).cloned().collect();
        let key = kind.unique.first();
        if key.is_some() || !sums.is_empty() {
            self.line(4, "rules:");
        }
        if let Some(key) = key {
            self.comment(6, &self.speaker.say(self.texts.unique, &[]));
            self.line(6, &format!("- {{id: key, unique: [{}]}}", key.join(", ")));
        }
        let rule = |number: usize, sum: &SumDraft| format!("- {{id: adds_up_{number}, row: {}}}", sum_of(sum));
        for (number, sum) in (1..).zip(&sums) {
            self.comment(6, &self.speaker.say(self.texts.sum_found, &[("n", sum.share.n.into())]));
            self.line(6, &rule(number, sum));
        }
        for (number, sum) in (sums.len() + 1..).zip(&perhaps) {
            let args = [("n", sum.share.n.into()), ("of", sum.share.of.into())];
            self.comment(4, &self.speaker.say(self.texts.sum_perhaps, &args));
            self.line(4, &format!("# {}", rule(number, sum)));
        }
    }
}

impl Page<'_> {
    /// The columns of a kind that stands under another one: where its parent begins, and its own fields.
    fn columns_under(&mut self, parent: &KindDraft, kind: &KindDraft) {
        let is_taken = |name: &String| kind.fields.iter().any(|field| field.name == *name);
        let places = (1_u32..).map(|n| if n == 1 { String::new() } else { format!("_{n}") });
        let mut names = places.map(|n| format!("{}_offset{n}", parent.name));
        let key = names.find(|name| !is_taken(name)).unwrap_or_default();
        let table = format!("{}_{}", self.draft.name, parent.name);
        let args = [("parent", parent.name.as_str().into()), ("table", table.into())];
        self.comment(4, &self.speaker.say(self.texts.parent_key, &args));
        let own = kind.fields.iter().map(|field| format!("{{name: {}}}", scalar(&field.name)));
        let key = format!("{{name: {}, from: {}}}", scalar(&key), scalar(&format!("{}._offset", parent.name)));
        self.lines.list(4, "columns", &std::iter::once(key).chain(own).collect::<Vec<_>>());
    }
}

/// The name under which tables know a kind: a kind in the short form is called `record`.
fn kind_name<'d>(draft: &Draft, kind: &'d KindDraft) -> &'d str {
    if draft.kinds.len() == 1 && kind.when.is_none() { "record" } else { &kind.name }
}

fn condition(when: &When) -> String {
    let is = |texts: &[String]| match texts {
        [only] => format!("is: {}", scalar(only)),
        many => format!("in: [{}]", many.iter().map(|one| scalar(one)).collect::<Vec<_>>().join(", ")),
    };
    match when {
        When::At { start, end, is: texts } => format!("{{at: {}, {}}}", range(*start, *end), is(texts)),
        When::Cell { index, is: texts } => format!("{{index: {}, {}}}", index + 1, is(texts)),
        When::All(one) => format!("{{all: {}}}", scalar(&one.to_string())),
        When::Pattern(pattern) => format!("{{pattern: {}}}", scalar(pattern)),
    }
}

fn range(start: u32, end: u32) -> String {
    if end == start + 1 { end.to_string() } else { format!("{}-{end}", start + 1) }
}

fn place(place: &FieldPlace) -> Option<String> {
    match place {
        FieldPlace::Bytes { start, end } => Some(format!("at: {}", range(*start, *end))),
        FieldPlace::Header(header) => Some(format!("header: {}", scalar(header))),
        FieldPlace::Index(index) => Some(format!("index: {}", index + 1)),
        FieldPlace::Record => None,
    }
}

fn control_keys(control: &ControlDraft) -> [String; 3] {
    let says = format!("says: {}.{}", control.says.0, control.says.1);
    let figure = match &control.figure {
        FigureDraft::Count(kinds) => format!("count: [{}]", kinds.join(", ")),
        FigureDraft::CountAll => "count: all".to_owned(),
        FigureDraft::Sum { kind, field, low_digits } => {
            let low = low_digits.map_or_else(String::new, |digits| format!(", low_digits: {digits}"));
            format!("sum: {kind}.{field}{low}")
        }
        FigureDraft::Is(kind, field) => format!("is: {kind}.{field}"),
    };
    [format!("id: {}", control.id), says, figure]
}

/// Fields of a draft that could be read in more than one way.
#[must_use]
pub fn open(draft: &Draft) -> u64 {
    let fields = draft.kinds.iter().flat_map(|kind| &kind.fields);
    let is_open = |field: &&FieldDraft| {
        field
            .others
            .iter()
            .any(|other| !matches!(other, Other::Value(_)) || field.ty == crate::mapping::model::Type::Text)
    };
    fields.filter(is_open).count() as u64
}

/// Reasons in words; two that say the same are said once.
fn said(speaker: &Speaker<'_>, why: &[Reason]) -> String {
    let mut said: Vec<String> = Vec::with_capacity(why.len());
    for sentence in why.iter().map(|reason| speaker.reason(reason)) {
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said.join(" ")
}

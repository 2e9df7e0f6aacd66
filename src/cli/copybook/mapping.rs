//! A draft of a mapping, made from a copybook, as text.
//!
//! In: a draft and a language. Out: YAML that `check --no-sources` accepts; what the copybook leaves open is marked, and
//! what only a name suggests is a comment. Refuses to guess.

use crate::cli::infer::keys::scalar;
use crate::cli::layout;
use crate::cli::lines::Lines;
use crate::cli::words::copybook_draft::{DraftTexts, texts};
use crate::cli::words::{self, Language};
use crate::finding::Arg;
use crate::inspect::copybook::draft::{
    BookDraft, Chosen, DayDraft, FieldDraft, KindDraft, LengthDraft, TableDraft, WhenDraft,
};
use crate::mapping::copybook::{Dialect, Reference};
use crate::mapping::types;

/// Names of level 88 that a comment shows of one field.
const SHOWN: usize = 6;

/// The text of a mapping.
#[must_use]
pub fn yaml(language: Language, draft: &BookDraft) -> String {
    let mut page = Page { lines: Lines::default(), draft, language, texts: texts(language), said: Vec::new() };
    page.head();
    page.source();
    page.tables();
    page.lines.text
}

/// What people are told when a draft is made: `out` is where it was written, if it was.
#[must_use]
pub fn summary(language: Language, width: usize, draft: &BookDraft, out: Option<&str>) -> String {
    let texts = texts(language);
    let tables: usize = draft.kinds.iter().map(|kind| usize::from(!kind.is_filler()) + kind.tables.len()).sum();
    let say = |template, args: &[(&str, Arg)]| layout::wrapped(width, "", &words::say(language, template, args));
    let text = say(texts.summary, &[("kinds", draft.kinds.len().into()), ("tables", tables.into())]);
    text + &out.map(|path| say(texts.written, &[("path", path.into())])).unwrap_or_default()
}

struct Page<'a> {
    lines: Lines,
    draft: &'a BookDraft,
    language: Language,
    texts: &'static DraftTexts,
    /// What is said once in the whole draft, and has been.
    said: Vec<&'static str>,
}

impl Page<'_> {
    fn comment(&mut self, indent: usize, template: &str, args: &[(&str, Arg)]) {
        let text = words::say(self.language, template, args);
        self.lines.comment(indent, &text);
    }

    /// What somebody has to complete.
    fn wanting(&mut self, indent: usize, template: &str, args: &[(&str, Arg)]) {
        let text = words::say(self.language, template, args);
        self.lines.comment(indent, &format!("{} {text}", self.texts.to_do));
    }

    fn head(&mut self) {
        let file = words::shown(&self.draft.book.file);
        self.comment(0, self.texts.head, &[("file", file.into())]);
        for doubt in &self.draft.doubts {
            let said = words::sentence(self.language, doubt.code, &doubt.args);
            self.lines.comment(0, &format!("{}: {said}.", doubt.code.id()));
        }
    }

    fn source(&mut self) {
        let (draft, texts) = (self.draft, self.texts);
        self.lines.line(0, "tumpline: 1");
        self.lines.line(0, "source:");
        if let Some(files) = &draft.files {
            self.lines.line(2, &format!("files: {}", scalar(files)));
        } else {
            self.wanting(2, texts.files, &[]);
            self.lines.line(2, &format!("files: {}", texts.no_files));
        }
        self.lines.line(2, "format: cobol");
        let is_ibm = draft.book.dialect == Dialect::Ibm;
        self.wanting(2, if is_ibm { texts.encoding_ibm } else { texts.encoding_other }, &[]);
        self.lines.line(2, &format!("encoding: {}", draft.encoding));
        let book = self.book();
        self.lines.line(2, &format!("copybook: {book}"));
        if let [only] = draft.kinds.as_slice() {
            self.chosen(2, &only.chosen);
        }
        self.records();
    }

    /// `copybook:`, as short as it can be.
    fn book(&self) -> String {
        let book = &self.draft.book;
        let mut keys = Vec::new();
        if book.dialect != Dialect::Ibm {
            keys.push(format!("dialect: {}", book.dialect.name()));
        }
        keys.extend(
            book.reference
                .map(|reference| format!("format: {}", if reference == Reference::Free { "free" } else { "fixed" })),
        );
        let copies: Vec<String> = book.copies.iter().map(|folder| scalar(folder)).collect();
        match copies.as_slice() {
            [] => {}
            [only] => keys.push(format!("copies: {only}")),
            several => keys.push(format!("copies: [{}]", several.join(", "))),
        }
        keys.extend(book.comma.then(|| "decimal_comma: true".to_owned()));
        let file = scalar(&book.file);
        if keys.is_empty() { file } else { format!("{{file: {file}, {}}}", keys.join(", ")) }
    }

    fn records(&mut self) {
        let (draft, texts) = (self.draft, self.texts);
        self.lines.line(2, "records:");
        let rdw = ("rdw", Arg::from("end: {rdw: big}"));
        match &draft.length {
            LengthDraft::Same(length) => {
                self.comment(4, texts.same, &[("length", (*length).into()), rdw]);
                self.lines.line(4, &format!("end: {{length: {length}}}"));
            }
            LengthDraft::Counted(length) => {
                let fixed = ("fixed", Arg::from(format!("end: {{length: {length}}}")));
                self.comment(4, texts.counted, &[("length", (*length).into()), rdw, fixed]);
                self.lines.line(4, "end: counters");
            }
            LengthDraft::Differ(lengths) => {
                let lengths: Vec<String> = lengths.iter().map(u64::to_string).collect();
                let fixed = ("fixed", Arg::from("end: {length: N}"));
                self.comment(4, texts.differ, &[("lengths", lengths.join(", ").into()), fixed]);
                self.lines.line(4, "end: {rdw: big}");
            }
        }
        if let Some(longest) = draft.length.max_length() {
            self.comment(4, texts.longest, &[]);
            self.lines.line(4, &format!("max_length: {longest}"));
        }
        if let [only] = draft.kinds.as_slice() {
            return self.fields(2, only);
        }
        self.comment(4, texts.kinds, &[]);
        self.lines.line(4, "kinds:");
        for kind in &draft.kinds {
            self.kind(kind);
        }
    }

    fn kind(&mut self, kind: &KindDraft) {
        self.lines.line(6, &format!("- name: {}", kind.name));
        if let Some(when) = &kind.when {
            self.when(8, when, &kind.name);
        }
        if kind.is_filler() {
            return self.lines.line(8, &format!("skip: {}", scalar(self.texts.filler)));
        }
        if let Some(record) = &kind.record {
            self.lines.line(8, &format!("record: {}", scalar(record)));
        }
        self.chosen(8, &kind.chosen);
        self.fields(8, kind);
    }

    /// What tells a kind; where nobody knows it, what no record has.
    fn when(&mut self, indent: usize, when: &WhenDraft, kind: &str) {
        let texts = self.texts;
        let item = ("item", Arg::from(when.item.clone().unwrap_or_default()));
        if when.is.is_empty() {
            self.wanting(indent, texts.open, &[item]);
        } else if when.names.is_empty() {
            self.comment(indent, texts.by_value, &[item]);
        } else {
            self.comment(indent, texts.by_names, &[("names", when.names.join(", ").into())]);
        }
        let (first, last) = (when.at.0 + 1, when.at.1);
        let at = match &when.field {
            Some(field) => format!("field: {}", scalar(field)),
            None if first == last => format!("at: {first}"),
            None => format!("at: {first}-{last}"),
        };
        let is = match when.is.as_slice() {
            [] => format!("is: {}", scalar(&format!("?{kind}"))),
            [only] => format!("is: {}", scalar(only)),
            several => format!("in: [{}]", several.iter().map(|one| scalar(one)).collect::<Vec<_>>().join(", ")),
        };
        self.lines.line(indent, &format!("when: {{{at}, {is}}}"));
    }

    /// Which descriptions are read, and instead of which.
    fn chosen(&mut self, indent: usize, chosen: &[Chosen]) {
        let texts = self.texts;
        for one in chosen.iter().filter(|one| !one.others.is_empty()) {
            let args = [("name", one.name.as_str().into()), ("others", one.others.join(", ").into())];
            self.wanting(indent, texts.chosen, &args);
        }
        let names: Vec<String> = chosen.iter().map(|one| scalar(&one.name)).collect();
        match names.as_slice() {
            [] => {}
            [only] => self.lines.line(indent, &format!("redefinition: {only}")),
            several => self.lines.line(indent, &format!("redefinition: [{}]", several.join(", "))),
        }
    }

    /// What there is to say of a kind's fields. A list of proposals alone is a proposal.
    fn fields(&mut self, indent: usize, kind: &KindDraft) {
        let said: Vec<&FieldDraft> = kind.fields.iter().filter(|field| !field.is_plain()).collect();
        let is_said = |table: &&TableDraft| table.fields.iter().any(|field| !field.is_plain());
        let tables: Vec<&TableDraft> = kind.tables.iter().filter(is_said).collect();
        if said.is_empty() && tables.is_empty() {
            return;
        }
        let is_active = |table: &&TableDraft| table.fields.iter().any(FieldDraft::is_said);
        let active = said.iter().any(|field| field.is_said()) || tables.iter().any(is_active);
        self.keyed(indent, active, "fields:");
        for field in said {
            self.field(indent + 2, field);
        }
        for table in tables {
            let active = is_active(&table);
            self.keyed(indent + 2, active, &format!("- name: {}", scalar(&table.name)));
            self.keyed(indent + 4, active, "fields:");
            for field in table.fields.iter().filter(|field| !field.is_plain()) {
                self.field(indent + 6, field);
            }
        }
    }

    fn keyed(&mut self, indent: usize, active: bool, line: &str) {
        if active {
            self.lines.line(indent, line);
        } else {
            self.lines.proposed(indent, line);
        }
    }

    fn field(&mut self, indent: usize, field: &FieldDraft) {
        if !field.names.is_empty() {
            self.names(indent, field);
        }
        if field.is_said() {
            self.said(indent, field);
        }
        if let Some(day) = &field.day {
            self.day(indent, field, day);
        }
    }

    /// What the mapping says of a field.
    fn said(&mut self, indent: usize, field: &FieldDraft) {
        let mut keys = vec![format!("name: {}", scalar(&field.name))];
        if field.personal {
            self.once(indent, self.texts.personal);
            keys.push("personal: true".to_owned());
        }
        if field.high {
            self.once(indent, self.texts.high);
            keys.push("on_high_values: empty".to_owned());
        }
        self.lines.line(indent, &format!("- {{{}}}", keys.join(", ")));
    }

    /// A comment that need not be said again; whether it is said now.
    fn once(&mut self, indent: usize, template: &'static str) -> bool {
        let is_new = !self.said.contains(&template);
        if is_new {
            self.said.push(template);
            self.comment(indent, template, &[]);
        }
        is_new
    }

    fn names(&mut self, indent: usize, field: &FieldDraft) {
        let named = |(name, values): &(String, String)| format!("{name} {}", words::shown(values));
        let mut shown: Vec<String> = field.names.iter().take(SHOWN).map(named).collect();
        shown.extend((field.names.len() > SHOWN).then(|| "…".to_owned()));
        let own = ("field", Arg::from(field.name.as_str()));
        let label = words::say(self.language, self.texts.label, std::slice::from_ref(&own));
        let label = format!("{{name: {}, label: {}}}", scalar(&label), scalar(&field.name));
        self.comment(indent, self.texts.names, &[own, ("names", shown.join("; ").into())]);
        if self.once(indent, self.texts.labels) {
            self.lines.proposed(indent, &label);
        }
    }

    fn day(&mut self, indent: usize, field: &FieldDraft, day: &DayDraft) {
        let texts = self.texts;
        let (first, others) = day.pictures.split_first().map_or(("", &[][..]), |(first, others)| (*first, others));
        let mut keys = vec![format!("name: {}", scalar(&field.name)), format!("type: {}", types::name(day.ty))];
        keys.push(format!("picture: {}", scalar(first)));
        keys.extend(day.short.then(|| "years: 1950-2049".to_owned()));
        keys.extend((!day.zeros.is_empty()).then(|| format!("null_if: [{}]", day.zeros)));
        keys.extend(field.personal.then(|| "personal: true".to_owned()));
        self.once(indent, texts.day);
        if day.short {
            self.once(indent, texts.short_year);
        }
        self.lines.proposed(indent, &format!("- {{{}}}", keys.join(", ")));
        if !others.is_empty() {
            self.comment(indent, texts.pictures, &[("pictures", others.join(", ").into())]);
        }
    }

    fn tables(&mut self) {
        let single = self.draft.kinds.len() == 1;
        self.lines.line(0, "tables:");
        for kind in self.draft.kinds.iter().filter(|kind| single || !kind.is_filler()) {
            let from = if single { "record" } else { &kind.name };
            // A record of tables alone has no columns of its own.
            if !kind.fields.is_empty() || kind.tables.is_empty() {
                self.record_table(kind, from);
            }
            for table in &kind.tables {
                self.table(kind, table, from);
            }
        }
    }

    /// The table of what stands once in a record.
    fn record_table(&mut self, kind: &KindDraft, from: &str) {
        self.lines.line(2, &format!("- table: {}", kind.name));
        self.lines.line(4, &format!("title: {}", scalar(&kind.title)));
        self.lines.line(4, &format!("from: {from}"));
        if let Some(key) = &kind.key {
            self.comment(4, self.texts.key, &[]);
            self.lines.proposed(4, &format!("rules: [{{id: key, unique: [{}]}}]", scalar(key)));
        }
    }

    /// A table that stands in records: its key, its numbers, and what an element has.
    fn table(&mut self, kind: &KindDraft, table: &TableDraft, from: &str) {
        self.lines.line(2, &format!("- table: {}", table.table));
        self.lines.line(4, &format!("from: {}", scalar(&format!("{from}.{}", table.name))));
        self.comment(4, self.texts.table_key, &[]);
        self.lines.line(4, "columns:");
        for (name, from) in table.columns(kind.key.as_deref(), from) {
            let from = from.map(|from| format!(", from: {}", scalar(&from))).unwrap_or_default();
            self.lines.line(6, &format!("- {{name: {}{from}}}", scalar(&name)));
        }
    }
}

//! `infer --copybook`: the ways that were tried, and the mapping of the best with its reasons as comments.
//!
//! In: an answer. Out: YAML, a table for people, a document for programs. Refuses to ask.

use serde::Serialize;

use super::reasons;
use crate::cli::json::Told;
use crate::cli::layout::{self, Side};
use crate::cli::lines::Lines;
use crate::cli::words::infer;
use crate::cli::words::ways::Texts;
use crate::cli::words::{self, Language};
use crate::cli::{json, numbers};
use crate::finding::Arg;
use crate::inspect::encoding::PageReading;
use crate::inspect::encoding::ebcdic::Pages;
use crate::inspect::infer::draft::Form;
use crate::inspect::ways::draft::Why;
use crate::inspect::ways::keys;
use crate::inspect::ways::reading::Reading;
use crate::inspect::ways::{Answer, pages, percent, rest};

/// Pages that are named.
const NAMED: usize = 6;
/// Fields that fail are named up to so many.
const FAILING: usize = 8;

/// Says reasons in a language.
#[derive(Clone, Copy)]
struct Speaker {
    language: Language,
    texts: &'static Texts,
}

impl Speaker {
    const fn new(language: Language) -> Self {
        Self { language, texts: Texts::of(language) }
    }

    fn say(self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn count(self, template: &str, name: &str, count: u64) -> String {
        self.say(template, &[(name, count.into())])
    }

    fn reason(self, why: &Why) -> String {
        let texts = self.texts;
        match why {
            Why::Decodes { good, of, records } => self
                .say(texts.decodes, &[("good", (*good).into()), ("of", (*of).into()), ("records", (*records).into())]),
            Why::Divides(records, length) => {
                self.say(texts.divides, &[("records", (*records).into()), ("length", (*length).into())])
            }
            Why::Remains(bytes) => self.count(texts.remains, "bytes", *bytes),
            Why::Filled(bytes, byte) => {
                self.say(texts.filled, &[("bytes", (*bytes).into()), ("byte", rest::shown(*byte).into())])
            }
            Why::CommaOnly => texts.comma_only.to_owned(),
            Why::CommaBetter(more) => self.count(texts.comma_better, "more", *more),
            Why::Header(bytes) => self.count(texts.header, "bytes", *bytes),
            Why::Before(bytes) => self.count(texts.before, "bytes", *bytes),
            Why::Spare(bytes) => self.count(texts.spare, "bytes", *bytes),
            Why::Chain(led) | Why::Lines(led) | Why::Counted(led) => {
                let template = match why {
                    Why::Lines(_) => texts.lines,
                    Why::Counted(_) => texts.counted,
                    _ if led.to_the_end => texts.chain_to_the_end,
                    _ => texts.chain_so_far,
                };
                let args = [
                    ("records", led.records.into()),
                    ("bytes", led.bytes.into()),
                    ("shortest", led.shortest.into()),
                    ("longest", led.longest.into()),
                ];
                self.say(template, &args)
            }
            Why::ChainTo(led, offset) | Why::ChainFrom(led, offset) => {
                let args = [
                    ("offset", (*offset).into()),
                    ("records", led.records.into()),
                    ("shortest", led.shortest.into()),
                    ("longest", led.longest.into()),
                ];
                let is_from = matches!(why, Why::ChainFrom(..));
                self.say(if is_from { texts.chain_from } else { texts.chain_to }, &args)
            }
            Why::Page(why) => self.page(why),
            Why::Same(others) => self.say(texts.same, &[("names", others.join(" / ").into())]),
            Why::Kind(records, of) => self.say(texts.kind, &[("records", (*records).into()), ("of", (*of).into())]),
            Why::Left => texts.left.to_owned(),
            Why::Either(other) => self.say(texts.either, &[("other", other.as_str().into())]),
            Why::Said(item) => self.say(texts.said, &[("item", item.as_str().into())]),
            Why::Others(names) => self.say(texts.others, &[("names", names.join(", ").into())]),
            Why::Untold(records, of) => self.say(texts.untold, &[("records", (*records).into()), ("of", (*of).into())]),
            Why::Fill(key, count) => {
                let template = match *key {
                    "on_low_values" => texts.fill_low,
                    "on_high_values" => texts.fill_high,
                    "signs" => texts.fill_signs,
                    _ => texts.fill_blank,
                };
                self.count(template, "count", *count)
            }
            Why::Personal => texts.personal.to_owned(),
            Why::Padded => texts.padded.to_owned(),
            Why::Short => texts.short.to_owned(),
            Why::Element => texts.element.to_owned(),
            Why::Order(reason) => reasons::Speaker::new(self.language, &Form::Length(0)).reason(reason),
            Why::Control(groups) => self.count(infer::Texts::of(self.language).control_found, "groups", *groups),
            Why::ControlPerhaps(groups) => {
                self.count(infer::Texts::of(self.language).control_perhaps, "groups", *groups)
            }
            Why::ParentKey(parent, table) => self.say(
                infer::Texts::of(self.language).parent_key,
                &[("parent", parent.as_str().into()), ("table", table.as_str().into())],
            ),
        }
    }

    fn page(self, why: &pages::Why) -> String {
        let texts = self.texts;
        match why {
            pages::Why::Known => texts.page_known.to_owned(),
            pages::Why::Ebcdic(pages) => self.ebcdic(pages),
            pages::Why::OnlyAscii => texts.only_ascii.to_owned(),
            pages::Why::Page(readings) => {
                let others: Vec<&str> = readings.iter().skip(1).take(NAMED / 2).map(|page| page.name).collect();
                self.say(texts.page_ascii, &[("names", others.join(", ").into())])
            }
            pages::Why::Utf8 => texts.utf8.to_owned(),
        }
    }

    fn ebcdic(self, pages: &Pages) -> String {
        let texts = self.texts;
        if pages.is_told_by_nothing() {
            return texts.page_by_nothing.to_owned();
        }
        let mut said = Vec::new();
        if let Some(PageReading { name, sensible, odd, undefined, .. }) = pages.readings.first() {
            if *sensible == 0 {
                said.push(texts.page_by_none.to_owned());
            }
            let odd = if odd + undefined > 0 { Arg::from(odd + undefined) } else { "".into() };
            said.extend((*sensible > 0).then(|| {
                self.say(texts.page_by, &[("sensible", (*sensible).into()), ("name", (*name).into()), ("odd", odd)])
            }));
        }
        let same: Vec<&str> = pages.same().take(NAMED).collect();
        if !same.is_empty() {
            said.push(self.say(texts.page_same, &[("names", same.join(", ").into())]));
        }
        if let Some(next) = pages.next() {
            let shown = |read: Option<char>| read.map_or_else(|| "—".to_owned(), String::from);
            let bytes = pages.deciding.iter().map(|one| {
                let args = [
                    ("byte", format!("{:02X}", one.byte).into()),
                    ("count", one.count.into()),
                    ("one", shown(one.one).into()),
                    ("other", shown(one.other).into()),
                ];
                self.say(texts.page_decided, &args)
            });
            let bytes = bytes.collect::<Vec<_>>().join(", ");
            said.push(self.say(texts.page_next, &[("name", next.name.into()), ("bytes", bytes.into())]));
        }
        said.join(" ")
    }
}

/// Why a page of EBCDIC was taken, and which others it may be.
#[must_use]
pub fn page(language: Language, pages: &Pages) -> String {
    Speaker::new(language).ebcdic(pages)
}

/// The text of the mapping.
#[must_use]
pub fn yaml(language: Language, answer: &Answer) -> String {
    let speaker = Speaker::new(language);
    let copybook = answer.copybook.as_str();
    let head = [("file", words::shown(&answer.file).into()), ("copybook", words::shown(copybook).into())];
    let mut lines = Lines::default();
    lines.comment(0, &speaker.say(speaker.texts.head, &head));
    lines.comment(0, speaker.texts.advice);
    for doubt in &answer.doubts {
        lines.comment(0, &format!("{}: {}.", doubt.code.id(), words::sentence(language, doubt.code, &doubt.args)));
    }
    for line in &answer.draft.lines {
        let why: Vec<String> = line.why.iter().map(|why| speaker.reason(why)).collect();
        lines.comment(line.indent, &why.join(" "));
        lines.line(line.indent, &line.text);
    }
    lines.text
}

/// The ways that were tried, for people.
#[must_use]
pub fn summary(language: Language, width: usize, answer: &Answer, out: Option<&str>) -> String {
    let speaker = Speaker::new(language);
    let texts = speaker.texts;
    let read = numbers::bytes(language, answer.read);
    let args = [
        ("file", words::shown(&answer.file).into()),
        ("copybook", words::shown(&answer.copybook).into()),
        ("read", read.into()),
    ];
    let mut text = layout::wrapped(width, "", &speaker.say(texts.tried, &args));
    let mut rows = vec![vec![texts.head_share.to_owned(), texts.head_records.to_owned(), texts.head_how.to_owned()]];
    rows.extend(answer.readings.iter().map(|reading| {
        let share = words::plain(language, &format!("{} %", percent(reading.counts.share())));
        vec![share, numbers::count(language, reading.led.records), keys::how(reading)]
    }));
    text += &layout::hanging_table(width, &[Side::Right, Side::Right], &rows);
    if !answer.failing.is_empty() {
        let names = answer.failing.iter().take(FAILING).map(|one| format!("{} ({}/{})", one.name, one.bad, one.of));
        let fields = names.collect::<Vec<_>>().join(", ");
        text += &layout::wrapped(width, "", &speaker.say(texts.failing, &[("fields", fields.into())]));
    }
    if let Some(path) = out {
        for template in [texts.written, texts.next] {
            text += &layout::wrapped(width, "", &speaker.say(template, &[("path", path.into())]));
        }
    }
    text
}

/// A way, for programs.
#[derive(Serialize)]
struct Way<'a> {
    with: String,
    encoding: &'a str,
    dialect: &'a str,
    file_header: u64,
    file_trailer: u64,
    before: u64,
    records: u64,
    to_the_end: bool,
    tried: u64,
    whole: u64,
    decodes: u64,
    of: u64,
}

impl<'a> Way<'a> {
    fn of(reading: &'a Reading) -> Self {
        Self {
            with: keys::how(reading),
            encoding: &reading.setting.encoding,
            dialect: reading.setting.dialect.name(),
            file_header: reading.edges().header,
            file_trailer: reading.edges().trailer,
            before: reading.before,
            records: reading.led.records,
            to_the_end: reading.led.to_the_end,
            tried: reading.records.0,
            whole: reading.records.1,
            decodes: reading.counts.usual + reading.counts.odd,
            of: reading.counts.all(),
        }
    }
}

/// The same for programs.
#[must_use]
pub fn document(language: Language, exit: u8, answer: &Answer, mapping: &str) -> String {
    #[derive(Serialize)]
    struct Failing<'a> {
        field: &'a str,
        fails: u64,
        of: u64,
    }
    #[derive(Serialize)]
    struct Slides<'a> {
        field: &'a str,
        bytes: i64,
        decodes: u64,
        would: u64,
    }
    #[derive(Serialize)]
    struct Body<'a> {
        file: &'a str,
        copybook: &'a str,
        bytes: Option<u64>,
        read: u64,
        ways: Vec<Way<'a>>,
        failing: Vec<Failing<'a>>,
        slides: Option<Slides<'a>>,
        doubts: Vec<Told>,
        mapping: &'a str,
    }
    let failing = answer.failing.iter().map(|one| Failing { field: &one.name, fails: one.bad, of: one.of });
    let slides = answer.slide.as_ref().map(|one| Slides {
        field: &one.field,
        bytes: one.by,
        decodes: percent(one.before),
        would: percent(one.after),
    });
    let body = Body {
        file: &answer.file,
        copybook: &answer.copybook,
        bytes: answer.bytes,
        read: answer.read,
        ways: answer.readings.iter().map(Way::of).collect(),
        failing: failing.collect(),
        slides,
        doubts: answer.doubts.iter().map(|stop| Told::stop(language, stop)).collect(),
        mapping,
    };
    json::document("infer", exit, body)
}

//! All words of the program, in English and in French: codes and figures in, sentences out.
//!
//! Each language is one file, with one exhaustive match over the codes and one value of [`Texts`], so that a missing
//! sentence does not compile. Refuses to know where the words are shown.
//!
//! Templates: `{name}` is an argument; `{name:record|records}` the number with its noun; `{name?is|are}` the noun
//! alone; `{name:bytes}` a size, `{name:mebibytes}` one rounded up; `[…]` is left out if one of its arguments is empty.

mod books;
pub mod check;
pub mod copybook;
pub mod copybook_draft;
mod en;
mod fr;
pub mod infer;
pub mod init;
pub mod look;
mod lost;
mod mending;
mod nest;
pub mod pages;
pub mod placeholders;
pub mod timings;
pub mod ways;

use std::borrow::Cow;
use std::sync::Arc;

use super::numbers;
use crate::finding::{Arg, Code, Severity};
use crate::run::report::Outcome;

/// A language of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// The environment's: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set; English if it is not French.
    #[must_use]
    pub fn of_environment(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| variable(name).filter(|text| !text.is_empty());
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
        named.and_then(|name| Self::named(name.get(..2)?)).unwrap_or_default()
    }

    /// `en` or `fr`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::En, Self::Fr].into_iter().find(|language| language.name() == name)
    }

    /// `en` or `fr`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// What stands between thousands.
    #[must_use]
    pub const fn thousands(self) -> char {
        match self {
            Self::En => ',',
            Self::Fr => numbers::NBSP,
        }
    }

    /// What stands before the decimals.
    #[must_use]
    pub const fn decimal(self) -> char {
        match self {
            Self::En => '.',
            Self::Fr => ',',
        }
    }

    /// Whether so many are one: 1 in English, 0 and 1 in French.
    const fn is_singular(self, number: i64) -> bool {
        match self {
            Self::En => number == 1,
            Self::Fr => matches!(number, -1..=1),
        }
    }

    /// All texts but those of the findings.
    #[must_use]
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::Fr => &fr::TEXTS,
        }
    }
}

/// What is told of one code. Only the sentences are templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// What is wrong here, without a full stop.
    pub sentence: &'static str,
    /// What is wrong in several places whose arguments differ: each argument may be left out. Empty if the sentence
    /// does for them too.
    pub several: &'static str,
    /// What the code means, on one line.
    pub meaning: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// The words of a code as they are written in their file.
const fn told(language: Language, code: Code) -> Told {
    match language {
        Language::En => en::told(code),
        Language::Fr => fr::told(code),
    }
}

/// What is wrong here.
#[must_use]
pub fn sentence(language: Language, code: Code, args: &[Arg]) -> String {
    let said = fill(language, told(language, code).sentence, &|name| argument(language, code, args, name));
    nest::in_element(language, said, code, args)
}

/// What is wrong in all of several places, of which these are the arguments of one: those that differ are left out.
#[must_use]
pub fn sentence_of_all(language: Language, code: Code, args: &[Arg], differs: &[bool]) -> String {
    let told = told(language, code);
    // Which element of a list it is differs from place to place.
    let own = code.args().len();
    let args = if differs.get(own) == Some(&true) { &args[..own.min(args.len())] } else { args };
    let differs = &differs[..own.min(differs.len())];
    if told.several.is_empty() || !differs.contains(&true) {
        return sentence(language, code, args);
    }
    let differs = |name: &str| {
        let at = code.args().iter().position(|arg| *arg == name);
        at.and_then(|at| differs.get(at)).copied().unwrap_or(false)
    };
    fill(language, told.several, &|name| if differs(name) { None } else { argument(language, code, args, name) })
}

/// An argument of a code, in words if it is a stable word.
fn argument(language: Language, code: Code, args: &[Arg], name: &str) -> Option<Arg> {
    let arg = code.args().iter().position(|arg| *arg == name).and_then(|at| args.get(at))?;
    let Arg::Text(text) = arg else { return Some(arg.clone()) };
    // `16-` goes on as far as its record does.
    if code == Code::UnreadNotBlank && name != "header" && text.ends_with('-') {
        return Some(format!("{text}…").into());
    }
    Some(match word(language, code, name, text) {
        None => arg.clone(),
        // Only these name the other arguments.
        Some(word) if code == Code::LostLength => {
            fill(language, word, &|other| argument(language, code, args, other)).into()
        }
        Some(word) => typeset(language, word).into_owned().into(),
    })
}

/// A stable word of a code's argument.
fn word(language: Language, code: Code, arg: &str, word: &str) -> Option<&'static str> {
    let own = || nest::word(language, code, arg, word).or_else(|| lost::word(language, code, word));
    mending::word(language, code, word).or_else(own).or_else(|| match language {
        Language::En => en::word(code, arg, word),
        Language::Fr => fr::word(code, arg, word),
    })
}

/// A text as streams get it: English is searched and copied with plain spaces; by now no line is broken any more.
#[must_use]
pub fn spaced(language: Language, text: &str) -> String {
    match language {
        Language::En => text.replace(numbers::NBSP, " "),
        Language::Fr => text.to_owned(),
    }
}

/// What is wrong, with the names of what differs from case to case: `{wanted} is wanted here, not {found}`.
#[must_use]
pub fn template(language: Language, code: Code) -> String {
    let shown = |name: &str| code.args().iter().find(|arg| **arg == name).map(|arg| Arg::from(format!("{{{arg}}}")));
    fill(language, told(language, code).sentence, &shown)
}

/// What a code means, on one line.
#[must_use]
pub fn meaning(language: Language, code: Code) -> String {
    typeset(language, told(language, code).meaning).into_owned()
}

/// What to do about it.
#[must_use]
pub fn advice(language: Language, code: Code) -> String {
    typeset(language, told(language, code).advice).into_owned()
}

/// What to do about it here: the advice of a stable word among the arguments, else that of the code.
#[must_use]
pub fn advice_here(language: Language, code: Code, args: &[Arg]) -> String {
    let of = |(name, arg): (&&str, &Arg)| {
        let word: &str = match arg {
            Arg::Text(word) => word,
            // Which end of the file it is, a number of bytes says.
            Arg::Int(_) if code == Code::RestOfRecord => "bytes",
            _ => return None,
        };
        let own = || {
            let of_books = || books::advice(language, code, word);
            nest::advice(language, code, name, word)
                .or_else(|| lost::advice(language, code, name, word))
                .or_else(of_books)
        };
        mending::advice(language, code, name, word).or_else(own).or_else(|| match language {
            Language::En => en::advice(code, name, word),
            Language::Fr => fr::advice(code, name, word),
        })
    };
    typeset(language, code.args().iter().zip(args).find_map(of).unwrap_or(told(language, code).advice)).into_owned()
}

/// A text without arguments, as the language sets it.
#[must_use]
pub fn plain(language: Language, text: &str) -> String {
    typeset(language, text).into_owned()
}

/// A text with its arguments.
#[must_use]
pub fn say(language: Language, template: &str, args: &[(&str, Arg)]) -> String {
    fill(language, template, &|name| args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value.clone()))
}

/// A severity, as a word.
#[must_use]
pub const fn severity(language: Language, severity: Severity) -> &'static str {
    let texts = language.texts();
    match severity {
        Severity::Fail => texts.severity_fail,
        Severity::Reject => texts.severity_reject,
        Severity::Warn => texts.severity_warn,
        Severity::Note => texts.severity_note,
    }
}

/// An outcome, as a word.
#[must_use]
pub const fn outcome(language: Language, outcome: Outcome) -> &'static str {
    let texts = language.texts();
    match outcome {
        Outcome::Published => texts.outcome_published,
        Outcome::Refused => texts.outcome_refused,
        Outcome::Trial => texts.outcome_trial,
    }
}

/// A text of the system or of a file as a terminal may show it: without control characters, and without others that nobody
/// sees.
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, c| {
        if is_visible(c) {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
        shown
    })
}

/// Whether a terminal shows a character as one that stands where it is: no control character, none without a width, and none
/// that turns the direction of others.
#[must_use]
pub fn is_visible(c: char) -> bool {
    let has_no_width = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_control() && !has_no_width && !matches!(c, '\u{2028}'..='\u{202e}')
}

/// French texts are written with plain spaces; here a space before `:` `;` `?` `!` `»` `%` and after `«` becomes one at
/// which no line breaks. English stays as it is.
fn typeset(language: Language, text: &str) -> Cow<'_, str> {
    if language == Language::En {
        return text.into();
    }
    let mut set = String::with_capacity(text.len() + 8);
    let mut copied = 0;
    for at in memchr::memchr_iter(b' ', text.as_bytes()) {
        let (before, behind) = (&text[..at], &text[at + 1..]);
        if before.ends_with('«') || behind.starts_with([':', ';', '?', '!', '»', '%']) {
            set.push_str(&text[copied..at]);
            set.push('\u{a0}');
            copied = at + 1;
        }
    }
    set.push_str(&text[copied..]);
    set.into()
}

/// The value of an argument, by its name.
type Values<'a> = &'a dyn Fn(&str) -> Option<Arg>;

fn fill(language: Language, template: &str, of: Values<'_>) -> String {
    let template = typeset(language, template);
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = &*template;
    while let Some(at) = memchr::memchr2(b'{', b'[', rest.as_bytes()) {
        filled.push_str(&rest[..at]);
        let is_optional = rest.as_bytes()[at] == b'[';
        rest = &rest[at..];
        let Some(length) = rest.find(if is_optional { ']' } else { '}' }) else { break };
        let inside = &rest[1..length];
        if !is_optional {
            filled.push_str(&place(language, inside, of));
        } else if placeholders(inside).iter().all(|name| !is_empty(of(name).as_ref())) {
            filled.push_str(&fill(language, inside, of));
        }
        rest = &rest[length + 1..];
    }
    filled.push_str(rest);
    filled
}

fn is_empty(value: Option<&Arg>) -> bool {
    match value {
        None => true,
        Some(Arg::Text(text) | Arg::Amount(text)) => text.is_empty(),
        Some(_) => false,
    }
}

fn place(language: Language, inside: &str, of: Values<'_>) -> String {
    let name = inside.split([':', '?']).next().unwrap_or(inside);
    let Some(value) = of(name) else { return String::from("?") };
    let number = match &value {
        Arg::Int(number) => Some(*number),
        Arg::Text(text) => text.parse().ok(),
        _ => None,
    };
    let form = &inside[name.len()..];
    match (form.get(1..).unwrap_or_default().split_once('|'), number) {
        (Some((one, many)), Some(number)) => {
            let noun = if language.is_singular(number) { one } else { many };
            if form.starts_with('?') {
                noun.to_owned()
            } else {
                format!("{}{}{noun}", numbers::signed(language, number), numbers::NBSP)
            }
        }
        (Some((_, many)), None) if form.starts_with('?') => many.to_owned(),
        (Some((_, many)), None) => format!("{} {many}", value_shown(language, &value)),
        (None, Some(number)) if form == ":bytes" => {
            u64::try_from(number).map_or_else(|_| number.to_string(), |number| numbers::exact_bytes(language, number))
        }
        (None, Some(number)) if form == ":mebibytes" => {
            let number = u64::try_from(number).unwrap_or(0);
            numbers::exact_bytes(language, number.div_ceil(1 << 20) << 20)
        }
        (None, _) => value_shown(language, &value),
    }
}

fn value_shown(language: Language, value: &Arg) -> String {
    match value {
        Arg::Int(number) => numbers::signed(language, *number),
        Arg::Text(text) => shown(text),
        Arg::Amount(text) => numbers::grouped(language, text),
        Arg::Key(columns) => columns.iter().map(|column| column_shown(language, column)).collect::<Vec<_>>().join(", "),
        Arg::AllRows => language.texts().key_all_rows.to_owned(),
        Arg::HiddenKey => typeset(language, language.texts().key_personal).into_owned(),
        Arg::Hidden => typeset(language, language.texts().value_personal).into_owned(),
    }
}

/// A column of a key with its value.
fn column_shown(language: Language, (name, value): &(Arc<str>, Arc<str>)) -> String {
    let value = if value.is_empty() { language.texts().value_empty.to_owned() } else { shown(value) };
    format!("{} {value}", shown(name))
}

/// The names of a template's arguments, in their order.
fn placeholders(template: &str) -> Vec<&str> {
    let pieces = template.split('{').skip(1);
    pieces.filter_map(|piece| piece.split_once('}')).filter_map(|(inside, _)| inside.split([':', '?']).next()).collect()
}

macro_rules! texts {
    ($( $(#[doc = $doc:literal])+ $name:ident ( $($arg:literal),* ) ; )+) => {
        /// Every text but those of the findings; templates where a text has arguments.
        #[derive(Debug)]
        pub struct Texts { $( $(#[doc = $doc])+ pub $name: &'static str, )+ }

        #[cfg(test)]
        impl Texts {
            /// Names, arguments and texts.
            fn all(&self) -> Vec<(&'static str, &'static [&'static str], &'static str)> {
                vec![ $( (stringify!($name), &[ $($arg),* ], self.$name), )+ ]
            }
        }
    };
}

texts! {
    // ---- words ----------------------------------------------------------------------------------------------
    /// What stands before a mistake.
    error();
    /// What stands before a doubt.
    warning();
    /// What stands before an advice.
    help();
    /// What stands before what is to be written instead.
    write();
    /// What is said of the other place of a mistake.
    see_also();
    /// Nothing is published.
    severity_fail();
    /// The record is refused.
    severity_reject();
    /// Reported only.
    severity_warn();
    /// Repaired as declared.
    severity_note();
    /// The outcome, as a word.
    outcome_published();
    /// The outcome, as a word.
    outcome_refused();
    /// The outcome, as a word.
    outcome_trial();

    // ---- the end of a run -----------------------------------------------------------------------------------
    /// First line.
    published("rows", "tables", "time", "rejects");
    /// First line.
    refused("rows", "tables", "time", "rejects");
    /// First line.
    trial("rows", "tables", "time", "rejects");
    /// The migration's title, and its parameters.
    with_parameters("title", "parameters");
    /// A parameter that the command line set.
    parameter("name", "value");
    /// A parameter that has its default.
    parameter_default("name", "value");
    /// Which run, and how fast it was.
    speed("run", "rate", "records", "threads", "memory");
    /// Heading of a column.
    head_table();
    /// Heading of a column.
    head_rows();
    /// Heading of a column.
    head_read();
    /// Heading of a column.
    head_loaded();
    /// Heading of a column.
    head_rejected();
    /// Heading of a column.
    head_allowed();
    /// Heading of the sums, over two columns.
    head_totals();
    /// Heading of a column.
    head_rule();
    /// Heading of a column.
    head_keys();
    /// Heading of a column.
    head_findings();
    /// Heading of a column.
    head_at_stake();
    /// Rules over several rows, all of which hold.
    rules_hold("count");
    /// The same, some of which are broken.
    rules_broken("count", "broken");
    /// Heading: places that no field reads and that hold something.
    unread("places");
    /// Such a place.
    unread_bytes("place");
    /// Such a place.
    unread_characters("place");
    /// Such a place.
    unread_cells("place");
    /// Such a place.
    unread_header("place");
    /// Bytes that SYNCHRONIZED leaves free.
    unread_slack("place");
    /// What stands there.
    unread_found("not_blank", "records", "file", "record");
    /// Such places that are not listed.
    more_unread("more", "file");
    /// Broken rules that are not listed.
    more_rules("more", "file");
    /// Heading of a column.
    head_set_aside();
    /// Heading of a column.
    head_source();
    /// Heading of a column.
    head_bytes();
    /// Heading of a column: records that only inform others.
    head_informing();
    /// Heading of a column: records of kinds that the mapping skips.
    head_skipped();
    /// Heading of a column: bytes that could not be read.
    head_unread();
    /// Heading of the controls.
    controls();
    /// Heading of a column: a control's name.
    head_control();
    /// Heading of a column: what the control records say.
    head_says();
    /// Heading of a column: what that is more than what was read.
    head_difference();
    /// Heading of a column: values that cannot be read.
    head_unknown();
    /// What is not listed.
    more_controls("more", "file");
    /// Heading of a column: whether a control holds.
    head_holds();
    /// It does.
    control_yes();
    /// It does not.
    control_no();
    /// It does not, and each difference is signed off.
    control_signed();
    /// A control that does not hold in all of its files or groups; `signed` is empty, or that each difference is signed off.
    control_fails("differing", "all", "signed");
    /// A control that repeats a value, and holds.
    control_same("records");
    /// A control that repeats a value, and does not hold.
    control_unlike("records", "differing");
    /// A control in units of several records; parts that are nothing are empty.
    control_units("unit", "read", "rejected", "aside", "informing", "loaded");
    /// A control of the last digits of a sum; parts that are nothing are empty.
    control_digits("unit", "read", "rejected", "aside", "informing", "loaded");
    /// A control of the last digits of several sums; parts that are nothing are empty.
    control_digits_each("unit", "sums", "read", "rejected", "aside", "informing", "loaded");
    /// A control beside the files: its keys; numbers that are 0 are empty.
    control_keys("file", "equal", "different", "missing", "without", "unknown");
    /// Heading of those who sign for the migration.
    approved_by();
    /// Who, as what, when.
    approval("name", "role", "on");
    /// The key of all rows of a table.
    key_all_rows();
    /// A key that is not shown.
    key_personal();
    /// A sum or a number that is not shown.
    value_personal();
    /// What stands for no value in a key.
    value_empty();
    /// Heading of the reasons.
    set_aside();
    /// Heading of the reasons for rows that tables leave out.
    left_out();
    /// One reason.
    aside("because", "sums");
    /// Heading of findings that refuse the run.
    findings_fail();
    /// Heading, in a trial.
    findings_fail_trial();
    /// Heading of refused records.
    findings_reject("rejects", "groups");
    /// Heading of warnings.
    findings_warn();
    /// Heading of repairs.
    findings_note();
    /// A sort of findings: what holds for all, the place of the first, and what is wrong there.
    finding("where", "what", "file", "record", "line", "offset", "example");
    /// What is not listed.
    more_findings("more", "file");
    /// Refused for another's sake.
    findings_follow("records");
    /// Money in refused records.
    amount_refused("column", "amount", "most", "unknown");
    /// What is not listed.
    more_totals("more", "file");
    /// What is not listed.
    more_reasons("more", "file");
    /// Heading of the conservation law's figures.
    every_byte();
    /// The same, where a source ended too early.
    every_byte_but();
    /// The same, where the command asked for a part only.
    every_byte_asked();
    /// Heading of the tables that `current` does not show any more.
    gone("count");
    /// Which tables.
    gone_tables("tables");
    /// Where they still are.
    gone_where("count", "folder");
    /// What to do about it.
    gone_advice("count");
    /// Heading of the folders.
    output();
    /// Label of a folder.
    output_tables();
    /// Label of a folder: what would have been published.
    output_kept();
    /// Label of the run's folder.
    output_run();
    /// What the run's folder holds.
    output_holds("rejects");
    /// Label of the folder of the run that `current` showed before.
    output_before();
    /// Label of a folder.
    output_rejects();
    // ---- files for people without Parquet --------------------------------------------------------------------
    /// Head of a column.
    people_severity();
    /// Head of a column.
    people_mapping();
    /// Head of a column.
    people_file();
    /// Head of a column.
    people_line();
    /// Head of a column: the number of a record, or its text.
    people_record();
    /// Head of a column: what was set aside, of records or, where a table is named, of its rows.
    people_records();
    /// Head of a column.
    people_subject();
    /// Head of a column.
    people_code();
    /// Head of a column.
    people_what();
    /// Head of a column.
    people_advice();
    /// Title.
    people_reconciliation();
    /// Before the run’s ID.
    people_run();
    /// Before the run’s start.
    people_started();
    /// Before how the run ended.
    people_outcome();
    /// Title.
    people_sources();
    /// Title.
    people_tables();
    /// Title.
    people_refused_money();
    /// Title.
    people_controls();
    /// Title.
    people_rules();
    /// Title.
    people_signatures();
    /// Head of a column, and before sums.
    people_total();
    /// Head of a column.
    people_reason();
    /// Head of a column.
    people_field();
    /// Head of a column.
    people_refused();
    /// Head of a column: how many files, groups or keys a control is about.
    people_scopes();
    /// Head of a column: how many of them differ.
    people_differing();
    /// Head of a column: in what a control counts.
    people_counted();
    /// A control in units of several records.
    people_units("unit");
    /// A control of the last digits of a sum.
    people_digits("unit");
    /// Head of a column: what a control compares with what is said.
    people_compared();
    /// Head of a column.
    people_accepted();
    /// Head of a column.
    people_because();
    /// Head of a column.
    people_by();
    /// Head of a column.
    people_name();
    /// Head of a column.
    people_role();
    /// Head of a column.
    people_date();
    /// Head of a column.
    people_signature();
    /// What is wrong with a field or rule.
    people_wrong("name", "what");
    /// Last row of a file that leaves rows out.
    people_more("rows", "file");
    /// Where the advice stands, in the same file.
    people_as_for("record");
    /// Where the advice stands.
    people_as_for_in("record", "file");
    /// Label of these files.
    output_people();
    /// Findings that the file leaves out.
    people_left("rows");

    /// Heading of the advice.
    next();
    /// Advice.
    next_rejects("rejects");
    /// Where missing keys are.
    next_crosswalk("keys", "out");
    /// Who tells what a mapping leaves open.
    next_doubts("codes", "mapping");
    /// Advice.
    next_verify();
    /// What to do about a replay that was refused: the folder of the run that it mends, and the one that is replayed again.
    next_refused_replay("folder", "dir");
    /// Advice.
    next_refused();
    /// Advice, if no record at all could be loaded.
    next_nothing("mappings");
    /// Advice, if the limits alone refused it.
    next_limits();
    /// Advice.
    next_trial();
    /// Advice.
    next_current();
    /// After what stopped a run.
    nothing_published();
    /// A replay that an earlier one was the same as: that one's run.
    replayed_known("run", "known");
    /// Edited bytes that a replay did not take: their file, and the folder of the run that it mends.
    replayed_unused("file", "folder");
    /// What a replay came to: refused records of the run that is mended, those that are no more, and those that are.
    replayed("refused", "repaired", "left", "run");
    /// A replay that changes nothing.
    replayed_same("refused", "run");
    /// A replay of a run that refused nothing.
    replayed_nothing("run");
    /// Where nobody named the run: which it is.
    replayed_newest("outcome", "started");
    /// Over the rows that were repaired.
    repaired_rows();
    /// Advice, where a replay left refused records.
    next_replay("folder");

    // ---- progress -------------------------------------------------------------------------------------------
    /// On a terminal, beside the bar.
    progress_bar("pass", "done", "total", "rate", "rejects", "left");
    /// On a narrow terminal.
    progress_bar_short("done", "rate", "rejects", "left");
    /// Every ten seconds elsewhere.
    progress_line("pass", "percent", "done", "total", "records", "rate", "rejects", "left");
    /// On a terminal, beside the bar.
    reading_bar("done", "total", "rate", "left");
    /// On a narrow terminal.
    reading_bar_short("done", "rate", "left");
    /// Every ten seconds elsewhere.
    reading_line("percent", "done", "total", "records", "rate", "left");

    // ---- check ----------------------------------------------------------------------------------------------
    /// A mapping without mistakes.
    check_sound("path");
    /// A mapping with doubts only.
    check_doubts("path", "count");
    /// A mapping with mistakes.
    check_mistakes("path", "count");
    /// Sources with mistakes.
    check_sources("path", "count");
    /// What was read of the sources, before the plan.
    check_looked_head();
    /// The files were read to their ends.
    check_looked_whole("records", "files");
    /// Only the first records were read.
    check_looked_some("records", "files", "of");
    /// There are files, and none of them can be read twice.
    check_looked_none();
    /// Label of a migration's title.
    plan_title();
    /// Label of a migration's parameters.
    plan_parameters();
    /// A parameter's value.
    plan_parameter_set("value");
    /// A parameter's value.
    plan_parameter_default("value");
    /// A parameter without a value.
    plan_parameter_unset("name", "example");
    /// Label.
    plan_source();
    /// Files, their bytes and their encoding.
    plan_files("files", "bytes", "encoding");
    /// Files that are not listed.
    plan_more_files("more");
    /// Label.
    plan_reading();
    /// Lines of fixed-width fields.
    plan_lines("positions");
    /// What positions count.
    plan_bytes();
    /// What positions count.
    plan_characters();
    /// Short lines.
    plan_short_reject();
    /// Short lines.
    plan_short_pad();
    /// Long lines.
    plan_long_reject("most");
    /// Long lines.
    plan_long_cut("most");
    /// Tabs.
    plan_no_tabs();
    /// Tabs.
    plan_tabs("every");
    /// Records of one length.
    plan_fixed("length");
    /// Records with a word before each.
    plan_rdw("order");
    /// Records whose counters say how long they are.
    plan_counted("longest");
    /// Such records, in segments.
    plan_spanned("order");
    /// Records with a length at a place.
    plan_length_at("first", "last", "header");
    /// Blocks around records.
    plan_blocks("order");
    /// Blocks of one length.
    plan_even("length", "filled");
    /// Records whose length is computed.
    plan_computed("sql", "header");
    /// What a length leaves out.
    plan_counts_less("before");
    /// What is added to it.
    plan_adjusted("adjust");
    /// The order of the mainframe.
    plan_big();
    /// The other order.
    plan_little();
    /// Short records.
    plan_short_reject_record();
    /// Short records.
    plan_short_pad_record();
    /// Short and long records.
    plan_lengths("least", "most");
    /// Bytes at a file's start and end.
    plan_edges("header", "trailer");
    /// Cells.
    plan_delimited("delimiter", "quote");
    /// Header lines.
    plan_headers("lines");
    /// No header.
    plan_no_header();
    /// Lines before the header.
    plan_preamble("lines");
    /// Lines before the header.
    plan_until_header();
    /// Header names.
    plan_match_exact();
    /// Header names.
    plan_match_trim();
    /// Header names.
    plan_match_fold();
    /// Broken files are read as a person would.
    plan_lenient();
    /// Rows of another length.
    plan_ragged_reject();
    /// Rows of another length.
    plan_ragged_pad();
    /// Rows of another length.
    plan_ragged_truncate();
    /// Headers inside of the data.
    plan_repeated_reject();
    /// Headers inside of the data.
    plan_repeated_skip();
    /// Headers inside of the data.
    plan_repeated_end();
    /// Comment lines.
    plan_comment("start");
    /// A parent with its children.
    plan_group("most");
    /// Label.
    plan_kinds();
    /// A kind without a condition.
    plan_rest();
    /// The only kind, without a condition.
    plan_every();
    /// A kind before the header.
    plan_in_preamble();
    /// A kind's parent.
    plan_under("parent");
    /// The kind that it closes.
    plan_ends("parent");
    /// Not read.
    plan_skipped("reason");
    /// How many fields are read.
    plan_fields("count");
    /// What no field reads must be blank.
    plan_filler();
    /// Places that are not read, with reasons.
    plan_ignored("count");
    /// Operand.
    plan_record();
    /// Operand.
    plan_byte("at");
    /// Operand.
    plan_byte_range("first", "last");
    /// Operand.
    plan_cell("at");
    /// Condition.
    plan_is("what", "values");
    /// Condition.
    plan_one_of("what", "values");
    /// Condition.
    plan_not("what", "values");
    /// Condition.
    plan_all("what", "letter");
    /// Condition.
    plan_matches("what", "pattern");
    /// Condition.
    plan_cells("count");
    /// Label.
    plan_aside();
    /// Reason and condition.
    plan_aside_line("because", "when");
    /// Label of the controls.
    plan_controls();
    /// Every record, whatever its kind.
    plan_control_every();
    /// Control.
    plan_control_count("id", "says", "of", "per", "when", "opened");
    /// Control.
    plan_control_sum("id", "says", "of", "digits", "when", "opened");
    /// Control.
    plan_control_is("id", "says", "of");
    /// Label, and where a table's rows come from.
    plan_table("table", "title");
    /// Rows.
    plan_from("from");
    /// A joined child.
    plan_with_one("kind");
    /// A joined child.
    plan_with_most_one("kind");
    /// How many rejects are allowed.
    plan_limit("limit");
    /// The share that may be refused.
    plan_limit_share("share");
    /// The money that may be refused.
    plan_limit_amount("column", "most");
    /// Where rows can be traced.
    plan_trace();
    /// Which rows are kept.
    plan_dedupe_last("by", "order");
    /// Which rows are kept.
    plan_dedupe_first("by", "order");
    /// The order of the rows.
    plan_sorted("columns");
    /// The folders of the rows.
    plan_partitioned("columns");
    /// Must have a value.
    plan_required();
    /// May be empty.
    plan_optional();
    /// Never shown.
    plan_personal();
    /// Label of a table's rules.
    plan_rules();
    /// Rule: an expression.
    plan_rule_row("row");
    /// Rule.
    plan_rule_unique("columns");
    /// Rule: so many columns, and those that they are in.
    plan_rule_references("columns", "count", "table", "others");
    /// Rule.
    plan_rule_sum("column", "equals", "tolerance", "by");
    /// Rule.
    plan_rule_compare("column", "other", "table", "filter", "tolerance", "by");
    /// Rule.
    plan_rule_sides("own", "others", "tolerance", "by");
    /// A control beside the files.
    plan_rule_report("figures", "file", "by");
    /// A figure of it.
    plan_figure_sum("column", "header", "tolerance");
    /// A figure of it.
    plan_figure_count("header");
    /// What a table comes to.
    plan_side_sum("column", "table", "filter");
    /// What a table comes to.
    plan_side_count("table", "filter");
    /// Rule.
    plan_rule_count_exact("rows", "by");
    /// Rule.
    plan_rule_count_least("rows", "by");
    /// Rule.
    plan_rule_count_most("rows", "by");
    /// Rule.
    plan_rule_count_range("least", "rows", "by");
    /// Rule.
    plan_rule_sequence("column", "by");
    /// A rule whose key must be there.
    plan_rule_nulls("rule");
    /// A rule about some rows.
    plan_rule_where("rule", "filter");
    /// A rule that refuses.
    plan_rejects("keys");
    /// Checks of a column that only warn.
    plan_warns("keys");
    /// Checks of a column that fail the run.
    plan_fails("keys");
    /// Origin: a constant.
    plan_constant("value");
    /// Origin: a null.
    plan_empty();
    /// Origin.
    plan_repeat_number();
    /// Where a column's values come from.
    plan_list("from");
    /// Where the columns of a structure come from.
    plan_structure("from");
    /// Origin: a crosswalk, and the columns that are its keys.
    plan_lookup("crosswalk", "keys");
    /// Origin: the table's split.
    plan_split_taken("header");
    /// Origin: the number of a part.
    plan_part_number();
    /// Of a table: how its rows are split.
    plan_split("crosswalk", "keys", "amounts");
    /// Label of crosswalks.
    plan_crosswalk();
    /// One crosswalk.
    plan_crosswalk_file("file", "rows", "bytes", "memory");
    /// Label.
    plan_memory();
    /// The bound, and the blocks.
    plan_memory_bound("memory", "block");

    // ---- verify ---------------------------------------------------------------------------------------------
    /// Nothing differs.
    verified("run", "files", "rows", "sources");
    /// Something differs.
    not_verified("run", "count");
    /// What is not listed.
    verified_more("more");
    /// What held, besides.
    verified_rest("files", "rows", "sources");

    /// Which run it is, where an output folder was named: the one in force; and the folder of a newer one.
    which_current("newer");
    /// The newest one.
    which_newest();

    // ---- crosswalk ------------------------------------------------------------------------------------------
    /// First line.
    coverage_head("run", "outcome");
    /// First line, where nothing is looked up.
    coverage_none("run", "outcome");
    /// Of a replay: what is not in the figures.
    coverage_mends("run");
    /// Over the figures of a look-up.
    coverage_of("subject", "crosswalk", "keys", "used");
    /// Label of rows.
    coverage_matched();
    /// Label of rows.
    coverage_unmatched();
    /// Label of rows.
    coverage_outside();
    /// Label of rows.
    coverage_no_key();
    /// Heading.
    coverage_rows();
    /// Heading: the sum of a column.
    coverage_amount("column");
    /// Heading: the sum without signs.
    coverage_gross();
    /// What became of rows.
    coverage_reject();
    /// What became of rows.
    coverage_warn();
    /// What became of rows.
    coverage_fail();
    /// What became of rows.
    coverage_default();
    /// What became of rows.
    coverage_empty();
    /// What became of rows.
    coverage_keep();
    /// Rows whose money nobody knows.
    coverage_unknown("rows");
    /// Nothing is missing.
    coverage_whole();
    /// Over the missing keys.
    coverage_largest("missing", "shown");
    /// Missing keys that are personal.
    coverage_personal("missing");
    /// Heading.
    coverage_key();
    /// Heading.
    coverage_days();
    /// Heading.
    coverage_example();
    /// The days of a hole, either of which may be empty.
    coverage_hole("from", "to");
    /// Where an example stands.
    coverage_place("file", "record");
    /// Where the list is.
    coverage_fill("path");

    // ---- the command's help ---------------------------------------------------------------------------------
    /// The program.
    about();
    /// `run`.
    about_run();
    /// `check`.
    about_check();
    /// `replay`.
    about_replay();
    /// `verify`.
    about_verify();
    /// `crosswalk`.
    about_crosswalk();
    /// `look`.
    about_look();
    /// `init`.
    about_init();
    /// `explain`.
    about_explain();
    /// `copybook`.
    about_copybook();
    /// `schema`.
    about_infer();
    /// The command.
    about_schema();
    /// `completions`.
    about_completions();
    /// `man`.
    about_man();
    /// `PATH…`.
    help_paths();
    /// `--out`.
    help_out();
    /// `--source`.
    help_source();
    /// `--only`.
    help_only();
    /// `--set`.
    help_set();
    /// `--threads`.
    help_threads();
    /// `--memory`.
    help_memory();
    /// `--limit`.
    help_limit();
    /// `--trial`.
    help_trial();
    /// `--round-trip`.
    help_round_trip();
    /// `--lang`.
    help_lang();
    /// `--timings`.
    help_timings();
    /// `--json`.
    help_json();
    /// `--no-sources`
    help_no_sources();
    /// `--fix`
    help_fix();
    /// `--csv`
    help_csv();
    /// `DIR`.
    help_dir();
    /// `FILE`.
    help_shape();
    /// `--out` of a draft.
    help_draft();
    /// `--force`.
    help_force();
    /// `--encoding`.
    help_encoding();
    /// `--layout`.
    help_layout();
    /// `--delimiter`.
    help_delimiter();
    /// `FILE…`.
    help_files();
    /// `--at`.
    help_positions();
    /// `--all`.
    help_all();
    /// `FOLDER`.
    help_folder();
    /// `SHELL`.
    help_shell();
    /// `COMMAND`.
    help_man_of();
    /// What `explain` explains.
    help_what();
    /// `--record`.
    help_record();
    /// `--at`.
    help_at();
    /// `--reject`.
    help_reject();
    /// `--row`.
    help_row();
    /// `--mapping`.
    help_mapping();
    /// `--show-personal`.
    help_show_personal();
    /// `FILE` of a copybook.
    help_book();
    /// `--dialect`.
    help_dialect();
    /// `--format` of a copybook.
    help_format();
    /// `--copies`.
    help_copies();
    /// `--copybook`.
    help_described_by();
    /// `--record` of a copybook.
    help_level_01();
    /// Option `--mapping` of `copybook`.
    help_drafts();
    /// Option `--files` of `copybook`.
    help_data();
    /// Option `--decimal-comma`.
    help_comma();
    /// `--help`.
    help_help();
    /// `--version`.
    help_version();
    /// Heading of the usage; a colon follows.
    head_usage();
    /// Heading of the commands; a colon follows.
    head_commands();
    /// Heading of the arguments; a colon follows.
    head_arguments();
    /// Heading of the options; a colon follows.
    head_options();
}

pub mod explain;
pub mod round_trip;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::sql;
    use std::collections::BTreeSet;

    const BOTH: [Language; 2] = [Language::En, Language::Fr];

    /// Words with a colon behind them within backticks: keys of the mapping language.
    fn keys_in(text: &str) -> Vec<&str> {
        let quoted = text.split('`').skip(1).step_by(2);
        let before = quoted.flat_map(|quoted| quoted.match_indices(':').map(move |(at, _)| &quoted[..at]));
        let last = |before: &str| before.rfind(|c: char| !(c.is_ascii_lowercase() || c == '_')).map_or(0, |at| at + 1);
        before.map(|before| &before[last(before)..]).filter(|key| !key.is_empty()).collect()
    }

    #[test]
    fn advices_name_keys_that_there_are() {
        for (language, code) in
            BOTH.into_iter().flat_map(|language| Code::ALL.iter().map(move |code| (language, *code)))
        {
            let told = told(language, code);
            for key in [told.sentence, told.meaning, told.advice].into_iter().flat_map(keys_in) {
                assert!(crate::mapping::keys::is_any(key), "{language:?} {}: `{key}:`", code.id());
            }
        }
    }

    #[test]
    fn every_code_is_told_in_both_languages_with_exactly_its_arguments() {
        for language in BOTH {
            for &code in Code::ALL {
                let told = told(language, code);
                let of = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
                let mut named = of(&placeholders(told.sentence));
                if code == Code::LostLength {
                    let (_, arg, words) = STABLE_WORDS.iter().find(|(other, ..)| *other == code).unwrap();
                    let words = words.iter().filter_map(|one| word(language, code, arg, one));
                    named.extend(words.flat_map(placeholders));
                }
                assert_eq!(named, of(code.args()), "{language:?} {}", code.id());
                let may_differ = matches!(code.id().get(..4), Some("TL01" | "TL02" | "TL03" | "TL05"))
                    || (Code::NotUnique..=Code::KeyEmpty).contains(&code)
                    || code == Code::SidesDiffer
                    || (Code::ControlDiffers..=Code::ReportAccepted).contains(&code);
                assert!(of(&placeholders(told.several)).is_subset(&of(code.args())), "{language:?} {}", code.id());
                let all = if told.several.is_empty() { told.sentence } else { told.several };
                let bare = all.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest));
                let is_bare = bare.into_iter().any(|part| part.contains('{'));
                assert!(!may_differ || !is_bare, "{language:?} {}: {all}", code.id());
                for text in [told.meaning, told.advice] {
                    assert!(text.ends_with(['.', '?']) && text.len() > 15, "{language:?} {} {text}", code.id());
                }
                assert!(!told.sentence.ends_with('.'), "{language:?} {}", code.id());
                assert!(!told.meaning.contains('\n'));
            }
        }
    }

    #[test]
    fn every_text_is_there_in_both_languages_with_exactly_its_arguments() {
        for language in BOTH {
            for (name, args, text) in language.texts().all() {
                let of = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
                assert!(!text.is_empty(), "{language:?} {name}");
                assert_eq!(of(&placeholders(text)), of(args), "{language:?} {name}");
            }
        }
    }

    #[test]
    fn the_two_languages_differ_in_every_sentence() {
        for &code in Code::ALL {
            let [english, french] = BOTH.map(|language| told(language, code));
            assert!(english.sentence != french.sentence && english.meaning != french.meaning, "{}", code.id());
            assert!(english.advice != french.advice, "{}", code.id());
        }
    }

    #[test]
    fn french_is_set_as_french() {
        let told = Code::ALL.iter().map(|&code| told(Language::Fr, code));
        let of_codes = told.flat_map(|told| [told.sentence, told.meaning, told.advice]);
        let texts = of_codes.chain(Language::Fr.texts().all().into_iter().map(|(_, _, text)| text));
        for text in texts {
            // Without what the mapping language wrote itself, between backticks, and without templates' marks.
            let outside: String = text.split('`').step_by(2).collect();
            let outside = outside.split(['{', '}']).step_by(2).collect::<String>();
            assert!(!outside.contains('\''), "an apostrophe is ’: {text}");
            assert!(!outside.contains('"'), "{text}");
            let set = typeset(Language::Fr, &outside);
            for (at, mark) in set.char_indices().filter(|(_, c)| matches!(c, ':' | ';' | '?' | '!' | '»')) {
                assert!(set[..at].ends_with('\u{a0}'), "{mark} without its space: {text}");
            }
        }
        assert_eq!(typeset(Language::Fr, "a : b ; « c » ?"), "a\u{a0}: b\u{a0}; «\u{a0}c\u{a0}»\u{a0}?");
        assert_eq!(typeset(Language::En, "a : b"), "a : b");
    }

    #[test]
    fn templates_are_filled() {
        let number = |number: i64| [("n", Arg::Int(number))];
        for (language, template, args, want) in [
            (Language::En, "{n} done", &number(1234)[..], "1,234 done"),
            (Language::Fr, "{n} faits", &number(1234), "1\u{a0}234 faits"),
            (Language::En, "{n:file|files}", &number(0), "0\u{a0}files"),
            (Language::Fr, "{n:fichier|fichiers}", &number(0), "0\u{a0}fichier"),
            (Language::En, "{n:file|files}", &number(1), "1\u{a0}file"),
            (Language::En, "there {n?is|are} {n}", &number(2), "there are 2"),
            (Language::En, "{n:bytes}", &number(1 << 20), "1\u{a0}MiB"),
            (Language::En, "{n:mebibytes}", &number((1 << 20) + 1), "2\u{a0}MiB"),
            (Language::En, "a[; b {n}] c", &number(5), "a; b 5 c"),
            (Language::En, "a[; b {n}] c", &[("n", Arg::from(""))], "a c"),
            (Language::En, "a[; b {n}] c", &[], "a c"),
            (Language::En, "a {n}", &[], "a ?"),
            (Language::En, "a {n}", &[("n", Arg::from("{x}[y]"))], "a {x}[y]"),
            (Language::En, "a {n}", &[("n", Arg::from("\u{1b}[31m"))], "a \\u{1b}[31m"),
            (Language::En, "a { n", &[], "a { n"),
        ] {
            assert_eq!(say(language, template, args), want, "{template}");
        }
    }

    #[test]
    fn stable_words_are_told_in_words_and_unknown_ones_as_they_are() {
        let position = |problem: &str| [Arg::from("0-5"), Arg::from(problem)];
        let of = |language, problem: &str| sentence(language, Code::BadPosition, &position(problem));
        assert_eq!(of(Language::En, "counts_from_1"), "`0-5` is no position: positions count from 1");
        assert_eq!(
            of(Language::Fr, "counts_from_1"),
            "`0-5` n’est pas une position\u{a0}: les positions se comptent à partir de 1"
        );
        assert_eq!(of(Language::En, "brand_new"), "`0-5` is no position: brand_new");
        for (code, arg, words) in STABLE_WORDS {
            for one in *words {
                assert!(word(Language::En, *code, arg, one).is_some(), "en {} {one}", code.id());
                assert!(word(Language::Fr, *code, arg, one).is_some(), "fr {} {one}", code.id());
                let both = mending::advice(Language::En, *code, arg, one);
                let [english, french] = [en::advice(*code, arg, one), fr::advice(*code, arg, one)];
                assert_eq!(english.is_some(), french.is_some(), "{} {one}", code.id());
                assert!(*code != Code::YamlSyntax || both.or(english).is_some(), "{one}");
            }
        }
    }

    #[test]
    fn the_part_of_an_expression_that_failed_is_shown_if_it_is_not_the_whole() {
        for (part, english, french) in [
            ("CAST(x AS date)", "a text that is no date, in `CAST(x AS date)`", "dans `CAST(x AS date)`"),
            ("", "a text that is no date", "un texte qui n’est pas date"),
        ] {
            let args = ["date".into(), part.into()];
            assert_eq!(sentence(Language::En, Code::BadCast, &args), english);
            assert!(sentence(Language::Fr, Code::BadCast, &args).ends_with(french), "{part}");
        }
    }

    #[test]
    fn what_differs_among_several_findings_is_left_out() {
        let (args, of) = ([Arg::from(12_u64), Arg::from(13_u64)], sentence_of_all);
        let all = |differs: &[bool]| of(Language::En, Code::RaggedRecord, &args, differs).replace('\u{a0}', " ");
        assert_eq!(all(&[false, false]), "12 cells where 13 are wanted");
        assert_eq!(all(&[true, false]), "fewer or more cells than wanted: 13 cells");
        assert_eq!(all(&[true, true]), "fewer or more cells than wanted");
        let range = [Arg::from("1"), Arg::from("")];
        assert_eq!(of(Language::En, Code::OutOfRange, &range, &[false, false]), "a value out of range: at least 1");
        let range = [Arg::amount("1000.50".to_owned()), Arg::amount(String::new())];
        let said = of(Language::Fr, Code::OutOfRange, &range, &[false, false]);
        assert!(said.contains("1\u{a0}000,50"), "{said}");
    }

    #[test]
    fn the_page_of_rules_shows_what_people_see() {
        let page = include_str!("../../../docs/rules.md");
        let key = |columns: &[(&str, &str)]| {
            Arg::Key(columns.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
        };
        let amount = |text: &str| Arg::amount(text.to_owned());
        let invoice = || key(&[("vendor_no", "F00017"), ("invoice_no", "2025-114")]);
        let journal = || key(&[("journal_no", "1042")]);
        for (code, args) in [
            (Code::NotUnique, vec![invoice(), "GLJ2025.TXT".into(), "40".into()]),
            (Code::NoReference, vec![key(&[("account", "511200")]), "accounts".into(), "account".into()]),
            (
                Code::SumDiffers,
                vec![key(&[("fund", "010"), ("journal_no", "1042")]), amount("-1250.00"), amount("0.00"), "3".into()],
            ),
            (
                Code::SumsDiffer,
                vec![key(&[("fund", "010")]), amount("118204.17"), amount("118454.17"), "control".into()],
            ),
            (Code::CountOutside, vec![journal(), "1".into(), "2".into(), "".into()]),
            (Code::SequenceGap, vec![journal(), "3".into(), "5".into()]),
            (Code::SequenceTwice, vec![journal(), "7".into(), "GLJ2025.TXT".into(), "94".into()]),
        ] {
            let said = sentence(Language::En, code, &args).replace('\u{a0}', " ");
            assert!(page.contains(&format!("{}  ", code.id())) && page.contains(&said), "{}: {said}", code.id());
        }
        assert!(page.contains(Language::En.texts().key_personal));
    }

    #[test]
    fn keys_have_names_figures_are_grouped_and_what_is_hidden_is_no_value() {
        let gap = |language, key: Arg| sentence(language, Code::SequenceGap, &[key, "3".into(), "".into()]);
        assert_eq!(gap(Language::En, Arg::AllRows), "the whole table lacks the number 3");
        assert_eq!(gap(Language::Fr, Arg::AllRows), "il manque dans toute la table le numéro 3");
        let key = Arg::Key(vec![("fund".into(), "personal".into()), ("year".into(), "".into())]);
        assert_eq!(gap(Language::En, key.clone()), "fund personal, year (empty) lacks the number 3");
        assert_eq!(gap(Language::En, Arg::HiddenKey), "a key that is personal (not shown) lacks the number 3");
        let sums = |language| {
            let amounts = ["-1234567.80", "0.00"].map(|text| Arg::amount(text.to_owned()));
            let [sum, other] = amounts;
            sentence(language, Code::SumsDiffer, &[key.clone(), sum, other, "t".into()])
        };
        assert!(sums(Language::En).contains("-1,234,567.80"), "{}", sums(Language::En));
        assert!(sums(Language::Fr).contains("-1\u{a0}234\u{a0}567,80"), "{}", sums(Language::Fr));
    }

    #[test]
    fn advice_is_about_what_is_wrong_here() {
        let of = |code, word: &str| advice_here(Language::En, code, &[word.into()]);
        assert!(of(Code::YamlSyntax, "tab").contains("spaces") && of(Code::YamlSyntax, "blank").contains("Delete"));
        assert_eq!(of(Code::ImpossibleDate, "?"), advice(Language::En, Code::ImpossibleDate));
        assert!(of(Code::NumberTooLarge, "float32").contains("float64"), "an int64 holds no such number");
        assert!(
            !of(Code::NumberTooLarge, "float64").contains("int64")
                && of(Code::NumberTooLarge, "int32").contains("int64")
        );
        for (place, key) in [(1, "file_trailer"), (2, "file_header")] {
            let args: Vec<Arg> = (0..7).map(|at| if at == place { Arg::from(9_u64) } else { "".into() }).collect();
            assert!(advice_here(Language::En, Code::RestOfRecord, &args).contains(&format!("`{key}: N`")), "{key}");
        }
        for language in BOTH {
            for (problem, page) in [("no_year", "mapping.md"), ("format_without_year", "sql.md")] {
                let said = advice_here(language, Code::BadPicture, &["%d".into(), problem.into()]);
                assert!(said.contains(&format!("docs/reference/{page}")), "{said}");
            }
        }
    }

    /// An advice is written out as it is: no argument is set into it.
    #[test]
    fn no_advice_has_a_place_for_an_argument() {
        let has_place = |code: Code, said: &str| {
            // A blank follows a key of YAML, and none the name of an argument with its words.
            let with_words = |arg: &str| said.split(&format!("{{{arg}:")).skip(1).any(|rest| !rest.starts_with(' '));
            code.args().iter().any(|arg| said.contains(&format!("{{{arg}}}")) || with_words(arg))
        };
        for language in BOTH {
            for code in Code::ALL {
                let said = advice(language, *code);
                assert!(!has_place(*code, &said), "{} {said}", code.id());
            }
            for (code, name, words) in STABLE_WORDS {
                let at = code.args().iter().position(|arg| arg == name).unwrap_or_default();
                for word in *words {
                    let mut args: Vec<Arg> = vec!["".into(); code.args().len()];
                    args[at] = (*word).into();
                    let said = advice_here(language, *code, &args);
                    assert!(!has_place(*code, &said), "{} {word} {said}", code.id());
                }
            }
        }
    }

    /// The words that the other modules give as arguments.
    const STABLE_WORDS: &[(Code, &str, &[&str])] = &[
        (
            Code::YamlSyntax,
            "problem",
            &[
                "documents",
                "alias",
                "anchor",
                "tag",
                "key",
                "escape",
                "quote",
                "after_quote",
                "tab",
                "blank",
                "bracket",
                "bracket_open",
                "flow_colon",
                "indentation",
                "no_dash",
                "indented_more",
                "no_colon",
                "no_space",
                "colon",
                "colon_in_text",
                "directive",
                "character",
                "syntax",
                "comma",
                "escape_letter",
                "indented_less",
            ],
        ),
        (
            Code::WrongShape,
            "wanted",
            &[
                "text",
                "number",
                "list",
                "map",
                "word",
                "nothing",
                "character",
                "name",
                "years",
                "table_name",
                "parameter_name",
                "pair",
                "text_or_list",
                "table_column",
            ],
        ),
        (Code::WrongShape, "found", &["text", "number", "list", "map", "word", "nothing"]),
        (
            Code::DuplicateName,
            "sort",
            &["mapping", "migration", "file", "field", "header", "kind", "table", "column", "rule", "control"],
        ),
        (Code::MissingKey, "key", &["test", "figure", "sum_or_count"]),
        (Code::NoFolderName, "problem", &["too_long", "means_empty"]),
        (
            Code::BadPosition,
            "problem",
            &[
                "counts_from_1",
                "backwards",
                "no_range",
                "too_large",
                "one_cell",
                "beyond_end",
                "long_length",
                "behind_header",
                "short_for_codes",
                "beyond_repetition",
                "not_times_width",
            ],
        ),
        (Code::NeverThere, "problem", &["blanks", "shorter"]),
        (Code::BadPattern, "problem", &["no_group", "too_large", "syntax", "escape", "paren", "repeat"]),
        (Code::SqlSyntax, "found", &["no_end", "unclosed", "paren_open", "paren_close", "ends"]),
        (Code::SqlNotHere, "what", &["select"]),
        (
            Code::KeyMisplaced,
            "why",
            &[
                "in_source",
                "in_records",
                "in_defaults",
                "in_files",
                "in_kind",
                "in_field",
                "in_column",
                "in_table",
                "in_lookup",
                "in_load",
                "in_migration",
            ],
        ),
        (Code::NotConstant, "argument", &["pattern", "format", "unit", "scale", "group", "escape"]),
        (Code::SqlTooLarge, "limit", &["length", "depth", "tokens", "parts"]),
        (Code::BadArgument, "argument", &["length", "position", "count", "text", "month", "pattern"]),
        (Code::BadPicture, "problem", &["unknown_letter", "no_year", "no_day", "no_time", "years_missing", "empty"]),
        (Code::BadPicture, "problem", sql::format::PROBLEMS),
        (Code::OffPicture, "other", &["clause", "point", "marks"]),
        (
            Code::OffPicture,
            "allowed",
            &[
                "end",
                "digit",
                "overpunch",
                "blank",
                "asterisk",
                "float",
                "float_plus",
                "float_minus",
                "always",
                "always_blank",
                "within",
                "within_float",
                "within_asterisks",
                "asterisk_or_blank",
                "point",
                "plus",
                "minus",
                "below",
            ],
        ),
        (Code::NoConditions, "why", &["none", "type", "edited", "trimmed"]),
        (Code::PartialRecord, "why", &["counted"]),
        (Code::BadCompression, "what", &["cut", "damaged"]),
        (Code::CompressedDamaged, "what", &["cut", "damaged"]),
        (Code::FieldsSlide, "side", &["right", "left"]),
        (Code::RecordsShift, "side", &["right", "left"]),
        (
            Code::LostLength,
            "why",
            &[
                "zeros",
                "below",
                "counter",
                "no_number",
                "no_result",
                "not_fill",
                "segment",
                "beyond",
                "source_end",
                "wrong",
                "block_end",
                "block_rest",
                "block_cut",
            ],
        ),
        (Code::NothingToLoad, "what", &["kind", "header", "table", "column", "columns", "field"]),
        (
            Code::KeyMisplaced,
            "why",
            &[
                "fixed",
                "delimited",
                "nested",
                "no_number",
                "no_bare_digits",
                "no_date",
                "no_text",
                "no_bool",
                "no_parent",
                "no_repeat",
                "parent_or_end",
                "before_parent",
                "preamble",
                "repeat",
                "float",
                "fixed_length",
                "computed",
                "even_blocks",
                "only_header",
                "described",
                "no_lengths",
                "only_rdw",
                "only_bdw",
                "only_length_at",
                "only_told",
                "no_header",
                "parquet",
                "only_by",
                "only_nulls",
                "only_sum",
                "only_sets",
                "summed",
                "no_difference",
                "only_count",
                "only_counted",
                "only_report",
                "one_kind",
                "no_split",
            ],
        ),
        (
            Code::BadReference,
            "why",
            &[
                "own_ancestor",
                "ends_ancestor",
                "no_child",
                "no_parent",
                "no_field",
                "other_kind",
                "no_repeat",
                "skipped",
                "float_key",
                "no_date",
                "circle",
                "twice",
                "no_sum",
                "no_whole",
                "no_count",
                "not_above",
                "not_lent",
                "other_table",
                "no_folder",
                "personal_folder",
                "is_read",
            ],
        ),
        (Code::ParameterClash, "other", &["field", "column"]),
        (Code::CrosswalkLine, "problem", &["few", "many", "quote", "unclosed"]),
        (
            Code::CrosswalkValue,
            "why",
            &["TL0201", "TL0202", "TL0203", "TL0204", "TL0205", "TL0211", "TL0212", "TL0213", "TL0214", "TL0216"],
        ),
        (Code::CrosswalkUnreadable, "problem", &["Parquet", "size", "type"]),
        (Code::YamlTooLarge, "limit", &["bytes", "depth"]),
        (Code::WithCount, "wanted", &["exactly one", "at most one"]),
        (Code::CheckFailed, "check", &["sin", "bn", "luhn", "aba", "iban", "ca_postal_code", "ca_transit"]),
        (Code::EvidenceTotal, "what", &["identity", "rows", "bytes", "count", "empty", "min", "max", "sum"]),
        (Code::EvidenceTotal, "found", &[""]),
        (Code::EvidenceUnreadable, "problem", &["JSON", "Parquet"]),
        (
            Code::LayoutUnread,
            "problem",
            &["large", "no_json", "no_schema", "encoding", "no_table", "no_headers", "no_fields"],
        ),
        (Code::LayoutMistake, "problem", &["name", "place"]),
        (
            Code::LayoutContradicted,
            "problem",
            &[
                "fails",
                "never",
                "picture",
                "decimals",
                "unread",
                "missing",
                "extra",
                "border",
                "short",
                "beyond",
                "sign",
                "open_sign",
                "punched",
                "letters",
            ],
        ),
        (Code::EvidenceHash, "edited", &["edited", "replayed", "refused"]),
        (Code::AcceptUnused, "why", &["none", "open"]),
        (Code::RepairDropped, "how", &["edited", "again", "mapping"]),
        (Code::RepairLost, "how", &["edited", "again", "mapping"]),
        (Code::RepairsUntold, "why", &["source", "gone", "edited"]),
        (Code::OldRowsRefused, "cause", &["repaired", "rule"]),
        (Code::BaseDiffers, "what", &["TL0801", "TL0802", "TL0803", "TL0806", "TL0807", "TL0812"]),
        (
            Code::ReplayChanges,
            "what",
            &[
                "no_mapping",
                "new_mapping",
                "table",
                "column",
                "kind",
                "field",
                "reason",
                "control",
                "controls",
                "batches",
                "joined",
                "ignore",
                "kept",
                "folders",
                "dedupe",
                "head",
            ],
        ),
        (Code::Io, "doing", &["open", "read", "write", "create", "rename", "list", "lock", "sync", "remove"]),
        (Code::WrongPath, "wanted", &["file", "folder", "UTF-8", "mapping", "mappings", "run"]),
        (
            Code::BadOption,
            "problem",
            &[
                "unknown",
                "unknown_command",
                "too_many",
                "missing_path",
                "missing_out",
                "missing_dir",
                "no_value",
                "invalid",
                "language",
                "conflict",
                "repeated",
                "size",
                "number",
                "MAPPING=",
                "no_mapping",
                "no_table",
                "no_parameter",
                "no_parameters",
                "set",
                "set_twice",
            ],
        ),
    ];

    #[test]
    fn the_language_is_the_environments() {
        for (variables, want) in [
            (&[][..], Language::En),
            (&[("LANG", "fr_CA.UTF-8")], Language::Fr),
            (&[("LANG", "fr_CA.UTF-8"), ("LC_ALL", "C")], Language::En),
            (&[("LANG", "en_CA"), ("LC_MESSAGES", "fr")], Language::Fr),
            (&[("LC_ALL", ""), ("LANG", "fr")], Language::Fr),
            (&[("LANG", "é")], Language::En),
            (&[("LANG", "f")], Language::En),
        ] {
            let variable =
                |name: &str| variables.iter().find(|(set, _)| *set == name).map(|(_, text)| (*text).to_owned());
            assert_eq!(Language::of_environment(&variable), want, "{variables:?}");
        }
    }
}

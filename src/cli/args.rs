//! The command line: words of the process in, one [`Command`] or what is wrong with it out.
//!
//! The texts of the help come from the words, so that it is there in both languages.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::explain;
use super::words::placeholders::placeholder;
use super::words::{self, Language, Texts};
use crate::finding::{Args, Code};
use crate::inspect::copybook::{CopybookRequest, DraftRequest};
use crate::inspect::explain::{Ask, Which};
use crate::inspect::infer::{self, published::Recognise};
use crate::inspect::look::{self, Positions};
use crate::inspect::ways::{self, shelf::Book};
use crate::mapping::copybook::{Dialect, Options, Reference};
use crate::run::replay::ReplayRequest;
use crate::run::{Request, Stop};

#[derive(Debug, Parser)]
#[command(name = "tumpline", version, subcommand_required = true, arg_required_else_help = true)]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
    /// Known before all else is parsed, so that mistakes too are told in it.
    #[arg(long, global = true, display_order = 900, value_name = "en|fr", value_parser = ["en", "fr"], hide_possible_values = true)]
    lang: Option<String>,
}

/// What the user asks for.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum Command {
    #[allow(missing_docs)]
    Run(RunLine),
    #[allow(missing_docs)]
    Check(CheckLine),
    #[allow(missing_docs)]
    Replay(ReplayLine),
    #[allow(missing_docs)]
    Verify(VerifyLine),
    #[allow(missing_docs)]
    Crosswalk(CrosswalkLine),
    #[allow(missing_docs)]
    Infer(Box<InferLine>),
    #[allow(missing_docs)]
    Look(LookLine),
    #[allow(missing_docs)]
    Init(InitLine),
    #[allow(missing_docs)]
    Explain(ExplainLine),
    #[allow(missing_docs)]
    Copybook(CopybookLine),
    #[allow(missing_docs)]
    Schema,
    #[allow(missing_docs)]
    Completions(CompletionsLine),
    #[allow(missing_docs)]
    Man(ManLine),
}

impl Command {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Run(_) => "run",
            Self::Check(_) => "check",
            Self::Replay(_) => "replay",
            Self::Verify(_) => "verify",
            Self::Crosswalk(_) => "crosswalk",
            Self::Infer(_) => "infer",
            Self::Look(_) => "look",
            Self::Init(_) => "init",
            Self::Explain(_) => "explain",
            Self::Copybook(_) => "copybook",
            Self::Schema => "schema",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct RunLine {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long, value_name = "[MAPPING=]FILE")]
    pub source: Vec<OsString>,
    #[arg(long, value_name = "TABLE")]
    pub only: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    #[arg(long, value_name = "N", value_parser = at_least_1, allow_hyphen_values = true)]
    pub threads: Option<u64>,
    #[arg(long, value_name = "M", value_parser = size, allow_hyphen_values = true)]
    pub memory: Option<u64>,
    #[arg(long, value_name = "N", value_parser = at_least_1, allow_hyphen_values = true)]
    pub limit: Option<u64>,
    #[arg(long)]
    pub trial: bool,
    #[arg(long)]
    pub round_trip: bool,
    #[arg(long)]
    pub timings: bool,
    #[command(flatten)]
    pub telling: Telling,
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct CheckLine {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_name = "[MAPPING=]FILE")]
    pub source: Vec<OsString>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    #[arg(long)]
    pub no_sources: bool,
    #[arg(long)]
    pub fix: bool,
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    #[command(flatten)]
    pub telling: Telling,
}

impl CheckLine {
    /// What is to be checked.
    #[must_use]
    pub fn request(&self) -> Request {
        Request { paths: self.paths.clone(), sources: given(&self.source), set: self.set.clone(), ..Request::default() }
    }
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct ReplayLine {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    #[arg(long, value_name = "N", value_parser = at_least_1, allow_hyphen_values = true)]
    pub threads: Option<u64>,
    #[arg(long, value_name = "M", value_parser = size, allow_hyphen_values = true)]
    pub memory: Option<u64>,
    #[arg(long)]
    pub timings: bool,
    #[command(flatten)]
    pub telling: Telling,
}

impl ReplayLine {
    /// What is to be run again.
    #[must_use]
    pub fn request(&self) -> ReplayRequest {
        let request = Request {
            paths: self.paths.clone(),
            set: self.set.clone(),
            threads: self.threads.map(|threads| usize::try_from(threads).unwrap_or(usize::MAX)),
            memory: self.memory,
            timings: self.timings,
            ..Request::default()
        };
        ReplayRequest { dir: self.dir.clone(), request }
    }
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct VerifyLine {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub telling: Telling,
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct CrosswalkLine {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub telling: Telling,
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct InferLine {
    #[arg(id = "shape", value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[arg(id = "draft", long = "out", value_name = "MAPPING.yaml")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    #[arg(long, value_name = "LAYOUT")]
    pub layout: Option<PathBuf>,
    #[arg(long, value_name = "CHARACTERS")]
    pub delimiter: Option<String>,
    #[arg(id = "described_by", long = "copybook", value_name = "COPYBOOK", conflicts_with_all = ["layout", "delimiter"])]
    pub copybook: Option<PathBuf>,
    #[arg(long, value_name = "NAME", value_parser = ["ibm", "micro-focus", "gnucobol"], hide_possible_values = true, requires = "described_by")]
    pub dialect: Option<String>,
    #[arg(long, value_name = "fixed|free", value_parser = ["fixed", "free"], hide_possible_values = true, requires = "described_by")]
    pub format: Option<String>,
    #[arg(long, value_name = "DIR", requires = "described_by")]
    pub copies: Vec<PathBuf>,
    #[arg(id = "comma", long = "decimal-comma", requires = "described_by")]
    pub comma: bool,
    #[arg(id = "level_01", long = "record", value_name = "NAME", requires = "described_by")]
    pub record: Option<String>,
    #[command(flatten)]
    pub telling: Telling,
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct LookLine {
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[arg(long = "at", value_name = "N[-M]", value_parser = positions, allow_hyphen_values = true)]
    pub positions: Vec<Positions>,
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub telling: Telling,
}

impl InferLine {
    /// What is to be drafted.
    #[must_use]
    pub fn request(&self) -> infer::Request {
        infer::Request {
            paths: self.files.clone(),
            encoding: self.encoding.clone(),
            layout: self.layout.clone().filter(|path| path.as_os_str() != "none"),
            recognise: match &self.layout {
                Some(path) if path.as_os_str() == "none" => Recognise::Nothing,
                _ => Recognise::Published,
            },
            delimiter: self.delimiter.as_deref().filter(|text| !text.is_empty()).map(delimiter),
            out: self.out.clone(),
            force: self.force,
        }
    }
}

impl InferLine {
    /// What is to be read by a copybook, if one is given.
    #[must_use]
    pub fn by_copybook(&self) -> Option<ways::Request> {
        let book = Book {
            file: self.copybook.clone()?,
            copies: self.copies.clone(),
            dialect: self.dialect.as_deref().and_then(Dialect::named),
            reference: self.format.as_deref().map(reference),
            comma: self.comma.then_some(true),
            record: self.record.clone(),
        };
        let (out, force) = (self.out.clone(), self.force);
        Some(ways::Request { paths: self.files.clone(), book, encoding: self.encoding.clone(), out, force })
    }
}

/// A value of `--format`.
fn reference(name: &str) -> Reference {
    if name == "free" { Reference::Free } else { Reference::Fixed }
}

impl LookLine {
    /// What is to be looked at.
    #[must_use]
    pub fn request(&self) -> look::Request {
        let (paths, at) = (self.files.clone(), self.positions.clone());
        look::Request { paths, at, all: self.all, ..look::Request::default() }
    }
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct InitLine {
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct CompletionsLine {
    #[arg(value_name = "SHELL", value_parser = ["bash", "zsh", "fish", "powershell"])]
    pub shell: String,
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct ManLine {
    #[arg(value_name = "COMMAND")]
    pub of: Option<String>,
}

/// The delimiter, or the one that is called so: `tab`, `semicolon`.
fn delimiter(text: &str) -> String {
    let named = crate::mapping::keys::CHARACTER_WORDS.iter().find(|(word, _)| *word == text);
    named.map_or_else(|| text.replace("\\t", "\t"), |(_, character)| character.to_string())
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[command(group = clap::ArgGroup::new("which").args(["record", "at", "reject", "row"]).multiple(false))]
#[allow(missing_docs)]
pub struct ExplainLine {
    #[arg(value_name = "TL0212|PATH")]
    pub what: PathBuf,
    #[arg(long, value_name = "[[MAPPING=]FILE:]N", allow_hyphen_values = true)]
    pub record: Option<String>,
    #[arg(long, value_name = "[[MAPPING=]FILE:]OFFSET", allow_hyphen_values = true)]
    pub at: Option<String>,
    #[arg(long, value_name = "[MAPPING=]N", allow_hyphen_values = true)]
    pub reject: Option<String>,
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub row: Option<String>,
    #[arg(long, value_name = "PATH")]
    pub mapping: Option<PathBuf>,
    #[arg(long, value_name = "[MAPPING=]FILE")]
    pub source: Vec<OsString>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    #[arg(long)]
    pub show_personal: bool,
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub telling: Telling,
}

/// What `explain` is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// What a finding means.
    Code(Code),
    /// What becomes of a record.
    Record(Ask),
}

impl ExplainLine {
    /// What is asked.
    ///
    /// # Errors
    /// TL0959 for a code that no finding has; TL0910 where no record is named, or by something that is no number.
    pub fn asked(&self) -> Result<Asked, Stop> {
        let named = [
            ("--record", Which::Record, &self.record),
            ("--at", Which::At, &self.at),
            ("--reject", Which::Reject, &self.reject),
            ("--row", Which::Row, &self.row),
        ];
        let named = named.into_iter().find_map(|(option, which, text)| Some((option, which, text.as_ref()?)));
        let Some((option, which, text)) = named else {
            let what = self.what.to_string_lossy();
            return match explain::code::named(&what) {
                Some(code) => Ok(Asked::Code(code?)),
                None => Err(bad("explain", "missing_which", &what)),
            };
        };
        let named = Named::read(text).ok_or_else(|| bad(option, "which", text))?;
        let has = (named.mapping.is_some(), named.file.is_some());
        if matches!((which, has), (Which::Row, (true, _) | (_, true)) | (Which::Reject, (_, true))) {
            return Err(bad(option, "which", text));
        }
        let Named { mapping: mapping_name, file, number } = named;
        Ok(Asked::Record(Ask {
            path: self.what.clone(),
            which,
            number,
            mapping_name,
            file,
            mapping: self.mapping.clone(),
            sources: given(&self.source),
            set: self.set.clone(),
            show_personal: self.show_personal,
        }))
    }
}

/// `[[MAPPING=]FILE:]N`, or `MAPPING=N`.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    mapping: Option<String>,
    file: Option<String>,
    number: u64,
}

impl Named {
    /// The number may be written as the program writes it, with commas or blanks between thousands. As with `--source`,
    /// what stands before a `=` is a mapping's name unless it has a `/` or a `\`.
    fn read(text: &str) -> Option<Self> {
        let (of, number) = match (text.rsplit_once(':'), text.rsplit_once('=')) {
            (Some((of, number)), _) => (of.to_owned(), number),
            (None, Some((name, number))) => (format!("{name}="), number),
            (None, None) => (String::new(), text),
        };
        let digits: String = number.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
        let number = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
        let is_name = |name: &str| !name.contains(['/', '\\']);
        let (mapping, file) = of.split_once('=').filter(|(name, _)| is_name(name)).unwrap_or(("", &of));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Self { mapping: some(mapping), file: some(file), number })
    }
}

fn bad(option: &str, problem: &str, value: &str) -> Stop {
    Stop::new(Code::BadOption, vec![option.into(), problem.into(), value.into(), "".into()])
}

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[allow(missing_docs)]
pub struct CopybookLine {
    #[arg(value_name = "FILE")]
    pub book: PathBuf,
    #[arg(long, value_name = "NAME", value_parser = ["ibm", "micro-focus", "gnucobol"], hide_possible_values = true)]
    pub dialect: Option<String>,
    #[arg(long, value_name = "fixed|free", value_parser = ["fixed", "free"], hide_possible_values = true)]
    pub format: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub copies: Vec<PathBuf>,
    #[arg(id = "comma", long = "decimal-comma")]
    pub comma: bool,
    #[arg(id = "drafts", long = "mapping")]
    pub mapping: bool,
    #[arg(id = "data", long = "files", value_name = "PATTERN", requires = "drafts")]
    pub files: Option<String>,
    #[arg(id = "draft", long = "out", value_name = "MAPPING.yaml", requires = "drafts")]
    pub out: Option<PathBuf>,
    #[arg(long, requires = "draft")]
    pub force: bool,
    #[command(flatten)]
    pub telling: Telling,
}

impl CopybookLine {
    /// What is to be read.
    #[must_use]
    pub fn request(&self) -> CopybookRequest {
        let dialect = self.dialect.as_deref().and_then(Dialect::named).unwrap_or_default();
        let reference = self.format.as_deref().map(reference);
        let options = Options { dialect, reference, comma: self.comma };
        CopybookRequest { file: self.book.clone(), copies: self.copies.clone(), options }
    }

    /// What is to be drafted, if that is asked.
    #[must_use]
    pub fn draft(&self) -> Option<DraftRequest> {
        let (files, out) = (self.files.clone(), self.out.clone());
        self.mapping.then(|| DraftRequest { book: self.request(), files, out, force: self.force })
    }
}

/// How the command answers.
#[derive(Debug, clap::Args)]
#[allow(missing_docs)]
pub struct Telling {
    #[arg(long)]
    pub json: bool,
}

/// What became of the process's words.
#[derive(Debug)]
pub enum Parsed {
    /// A command.
    Command(Command),
    /// The user asked for the help or the version; for the standard output.
    Asked(String),
    /// No command was given: the help, for the standard error.
    Nothing(String),
    /// TL0910.
    Wrong(Stop),
}

/// Parses the process's words, the program's name first; help is as wide as answers are.
#[must_use]
pub fn parse(language: Language, width: usize, line: &[OsString]) -> Parsed {
    let mut command = clap_command(language).term_width(width);
    let matches = command.try_get_matches_from_mut(line);
    match matches.and_then(|matches| Line::from_arg_matches(&matches)) {
        Ok(line) => Parsed::Command(line.command),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Parsed::Asked(error.to_string()),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Parsed::Nothing(error.to_string()),
            ErrorKind::MissingSubcommand => Parsed::Nothing(command.render_help().to_string()),
            _ => Parsed::Wrong(Stop::new(Code::BadOption, wrong(language, &error))),
        },
    }
}

/// The language that the words ask for, even if nothing else can be parsed.
#[must_use]
pub fn language(line: &[OsString], variable: &dyn Fn(&str) -> Option<String>) -> Language {
    let texts: Vec<&str> = line.iter().filter_map(|word| word.to_str()).collect();
    let apart = texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let joined = || texts.iter().find_map(|text| text.strip_prefix("--lang="));
    apart.or_else(joined).and_then(Language::named).unwrap_or_else(|| Language::of_environment(variable))
}

/// Whether the words ask for JSON, even if nothing else can be parsed.
#[must_use]
pub fn wants_json(line: &[OsString]) -> bool {
    line.iter().any(|word| word == "--json")
}

/// The definition of the command with the texts of a language.
#[must_use]
pub fn clap_command(language: Language) -> clap::Command {
    let texts = language.texts();
    let mut command = with_texts(Line::command(), language);
    command = command
        .mut_subcommands(|command| with_texts(command, language))
        .subcommand_value_name(placeholder(language, "COMMAND").unwrap_or("COMMAND"));
    let version = clap::Arg::new("version").short('V').long("version").action(ArgAction::Version);
    command
        .subcommand_help_heading(texts.head_commands)
        .arg(version.help(words::plain(language, texts.help_version)).help_heading(texts.head_options))
}

fn with_texts(command: clap::Command, language: Language) -> clap::Command {
    let texts = language.texts();
    let about = about(texts, command.get_name());
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}", texts.head_usage);
    let command = command.about(words::plain(language, about)).help_template(template).mut_args(|arg| {
        let head = if arg.is_positional() { texts.head_arguments } else { texts.head_options };
        let help = words::plain(language, help(texts, arg.get_id().as_str()));
        let name = arg.get_value_names().unwrap_or_default().first().and_then(|name| placeholder(language, name));
        let arg = if let Some(name) = name { arg.value_name(name) } else { arg };
        arg.help(help).help_heading(head)
    });
    let help = clap::Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command.arg(help.help(words::plain(language, texts.help_help)).help_heading(texts.head_options))
}

fn about(texts: &Texts, command: &str) -> &'static str {
    match command {
        "run" => texts.about_run,
        "check" => texts.about_check,
        "replay" => texts.about_replay,
        "verify" => texts.about_verify,
        "crosswalk" => texts.about_crosswalk,
        "infer" => texts.about_infer,
        "look" => texts.about_look,
        "init" => texts.about_init,
        "explain" => texts.about_explain,
        "copybook" => texts.about_copybook,
        "schema" => texts.about_schema,
        "completions" => texts.about_completions,
        "man" => texts.about_man,
        _ => texts.about,
    }
}

fn help(texts: &Texts, arg: &str) -> &'static str {
    match arg {
        "paths" => texts.help_paths,
        "out" => texts.help_out,
        "source" => texts.help_source,
        "only" => texts.help_only,
        "set" => texts.help_set,
        "threads" => texts.help_threads,
        "memory" => texts.help_memory,
        "limit" => texts.help_limit,
        "trial" => texts.help_trial,
        "round_trip" => texts.help_round_trip,
        "lang" => texts.help_lang,
        "timings" => texts.help_timings,
        "json" => texts.help_json,
        "no_sources" => texts.help_no_sources,
        "fix" => texts.help_fix,
        "csv" => texts.help_csv,
        "dir" => texts.help_dir,
        "files" => texts.help_files,
        "shape" => texts.help_shape,
        "draft" => texts.help_draft,
        "force" => texts.help_force,
        "encoding" => texts.help_encoding,
        "layout" => texts.help_layout,
        "delimiter" => texts.help_delimiter,
        "positions" => texts.help_positions,
        "all" => texts.help_all,
        "folder" => texts.help_folder,
        "shell" => texts.help_shell,
        "of" => texts.help_man_of,
        "what" => texts.help_what,
        "record" => texts.help_record,
        "at" => texts.help_at,
        "reject" => texts.help_reject,
        "row" => texts.help_row,
        "mapping" => texts.help_mapping,
        "show_personal" => texts.help_show_personal,
        "book" => texts.help_book,
        "dialect" => texts.help_dialect,
        "format" => texts.help_format,
        "copies" => texts.help_copies,
        "described_by" => texts.help_described_by,
        "level_01" => texts.help_level_01,
        "drafts" => texts.help_drafts,
        "data" => texts.help_data,
        "comma" => texts.help_comma,
        _ => "",
    }
}

impl RunLine {
    /// What the run is asked for.
    #[must_use]
    pub fn request(&self) -> Request {
        Request {
            paths: self.paths.clone(),
            out: self.out.clone(),
            sources: given(&self.source),
            only: self.only.clone(),
            set: self.set.clone(),
            threads: self.threads.map(|threads| usize::try_from(threads).unwrap_or(usize::MAX)),
            memory: self.memory,
            limit: self.limit,
            trial: self.trial || self.limit.is_some() || !self.only.is_empty(),
            timings: self.timings,
            round_trip: self.round_trip,
            people: None,
            diagnosis: None,
        }
    }
}

/// `--source [MAPPING=]FILE`. What stands before the first `=` is a mapping's name unless it has a `/` or a `\`: a
/// file with `=` in its name is given as `./a=b.txt`.
#[must_use]
pub fn given(sources: &[OsString]) -> Vec<(Option<String>, PathBuf)> {
    sources.iter().map(|source| one_given(source)).collect()
}

fn one_given(source: &OsStr) -> (Option<String>, PathBuf) {
    match source.to_str().and_then(|text| text.split_once('=')) {
        Some((name, file)) if !name.is_empty() && !name.contains(['/', '\\']) => {
            (Some(name.to_owned()), PathBuf::from(file))
        }
        _ => (None, PathBuf::from(source)),
    }
}

/// `NAME=VALUE`; the value may have `=` in it, and be empty.
fn setting(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or("set")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn at_least_1(text: &str) -> Result<u64, &'static str> {
    text.parse().ok().filter(|number| *number >= 1).ok_or("number")
}

/// `5` or `1-2`: bytes of a record, counted from 1.
fn positions(text: &str) -> Result<Positions, &'static str> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.parse::<u64>().ok().filter(|number| *number >= 1);
    let (first, last) = number(first).zip(number(last)).filter(|(first, last)| first <= last).ok_or("positions")?;
    Ok(Positions { first, last })
}

/// Bytes: `1048576`, `512MiB`, `2GB`, `2 GB`; a `K`, `M` or `G` alone is refused, since it means two things.
fn size(text: &str) -> Result<u64, &'static str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit: u64 = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        "tib" => 1 << 40,
        _ => return Err("size"),
    };
    let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    bytes.filter(|bytes| *bytes > 0).ok_or("size")
}

/// The option, what is wrong with it, the value that it was given, and what may have been meant.
fn wrong(language: Language, error: &clap::Error) -> Args {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.last().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let shown = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand].map(text).into_iter().find(|o| !o.is_empty());
    let shown = shown.unwrap_or_else(|| String::from("tumpline"));
    // `--memory <M>` is shown as `--memory`, `<PATH>...` as `PATH`.
    let option = shown.split(' ').next().unwrap_or_default();
    let option = option.trim_start_matches('<').trim_end_matches('.').trim_end_matches('>');
    // What is set may be personal.
    let value = if option == "--set" { String::new() } else { text(ContextKind::InvalidValue) };
    let problem = match error.kind() {
        ErrorKind::UnknownArgument if option.starts_with('-') => "unknown",
        ErrorKind::UnknownArgument => "too_many",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::MissingRequiredArgument => missing(language, option),
        ErrorKind::ArgumentConflict if text(ContextKind::PriorArg) == shown => "repeated",
        ErrorKind::ArgumentConflict => "conflict",
        ErrorKind::ValueValidation if option == "--set" => "set",
        ErrorKind::InvalidValue if value.is_empty() => "no_value",
        ErrorKind::InvalidValue if option == "--lang" => "language",
        ErrorKind::InvalidValue if option == "SHELL" => "shell",
        ErrorKind::ValueValidation if option == "--at" => "positions",
        ErrorKind::ValueValidation if option == "--memory" => "size",
        ErrorKind::ValueValidation => "number",
        _ => "invalid",
    };
    let nearest =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(text).into_iter().collect::<String>();
    vec![option.into(), problem.into(), value.into(), nearest.into()]
}

fn missing(language: Language, option: &str) -> &'static str {
    let all = [
        ("PATH", "missing_path"),
        ("DIR", "missing_dir"),
        ("FILE", "missing_file"),
        ("FOLDER", "missing_folder"),
        ("SHELL", "shell"),
        ("TL0212|PATH", "missing_what"),
    ];
    let is = |(name, _): &&(&str, &str)| placeholder(language, name).unwrap_or(name) == option;
    all.iter().find(is).map_or("missing_out", |(_, problem)| problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Vec<OsString> {
        std::iter::once("tumpline").chain(text.split_whitespace()).map(OsString::from).collect()
    }

    #[test]
    fn the_definition_is_sound_and_every_argument_has_a_help_in_both_languages() {
        for language in [Language::En, Language::Fr] {
            let mut command = clap_command(language);
            command.clone().debug_assert();
            command.build();
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                assert!(command.get_about().is_some_and(|about| !about.to_string().is_empty()));
                for arg in command.get_arguments() {
                    assert!(arg.get_help().is_some_and(|help| !help.to_string().is_empty()), "{}", arg.get_id());
                }
            }
        }
    }

    #[test]
    fn a_run_is_asked_for_as_the_line_says() {
        let parsed = parse(
            Language::En,
            80,
            &line(
                "run m1 m2 --out o --source a.txt --source gl=b.txt --only t --threads 4 --memory 2GB --limit 9 --set town=north --set rate=a=b --set note=",
            ),
        );
        let Parsed::Command(Command::Run(run)) = parsed else { panic!("{parsed:?}") };
        let request = run.request();
        assert_eq!(request.paths, [PathBuf::from("m1"), PathBuf::from("m2")]);
        assert_eq!(request.sources, [(None, "a.txt".into()), (Some(String::from("gl")), "b.txt".into())]);
        assert_eq!((request.threads, request.memory, request.limit), (Some(4), Some(2_000_000_000), Some(9)));
        assert!(request.trial, "--limit and --only imply it");
        let set = [("town", "north"), ("rate", "a=b"), ("note", "")];
        assert_eq!(request.set, set.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told() {
        for (text, want) in [
            ("run m", "--out missing_out  "),
            ("run --out o", "PATH missing_path  "),
            ("run m --out o --threads 0", "--threads number 0 "),
            ("run m --out o --threads x", "--threads number x "),
            ("run m --out o --limit -3", "--limit number -3 "),
            ("run m --out o --memory 2G", "--memory size 2G "),
            ("run m --out o --memory 0", "--memory size 0 "),
            ("run m --out o --memory 99999999999TB", "--memory size 99999999999TB "),
            ("run m --out o --lang de", "--lang language de "),
            ("--lang de check m", "--lang language de "),
            ("run m --out o --out p", "--out repeated  "),
            ("run m --out", "--out no_value  "),
            ("run m --out o --set 046454286", "--set set  "),
            ("check m --set =x", "--set set  "),
            ("check m --set", "--set no_value  "),
            ("run m --out o --nonsense", "--nonsense unknown  "),
            ("run m --out o --memmory 2GB", "--memmory unknown  --memory"),
            ("walk", "walk unknown_command  "),
            ("chekc m", "chekc unknown_command  check"),
            ("verify", "DIR missing_dir  "),
            ("verify a b", "b too_many  "),
            ("crosswalk", "DIR missing_dir  "),
        ] {
            let parsed = parse(Language::En, 80, &line(text));
            let Parsed::Wrong(stop) = parsed else { panic!("{text}: {parsed:?}") };
            let args: Vec<String> = stop.args.iter().map(crate::finding::Arg::plain).collect();
            assert_eq!(args.join(" "), want, "{text}");
        }
        for text in ["--lang en check m", "check --lang en m", "check m --lang en", "schema --lang en"] {
            assert!(matches!(parse(Language::En, 80, &line(text)), Parsed::Command(_)), "{text}");
        }
        for language in [Language::En, Language::Fr] {
            for words in ["--help", "infer --help", "run --help"] {
                let Parsed::Asked(help) = parse(language, 80, &line(words)) else { panic!("{words}") };
                assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
            }
        }
        assert!(matches!(parse(Language::En, 80, &line("")), Parsed::Nothing(_)));
        for (language, words) in [(Language::En, "--lang en"), (Language::Fr, "--lang fr")] {
            assert!(matches!(parse(language, 80, &line(words)), Parsed::Nothing(help) if help.contains("crosswalk")));
        }
        for (text, want) in [
            ("verify", "DOSSIER missing_dir"),
            ("init", "RÉPERTOIRE missing_folder"),
            ("explain", "TL0212|CHEMIN missing_what"),
        ] {
            let Parsed::Wrong(stop) = parse(Language::Fr, 80, &line(text)) else { panic!("{text}") };
            let args: Vec<String> = stop.args.iter().take(2).map(crate::finding::Arg::plain).collect();
            assert_eq!(args.join(" "), want);
        }
        assert!(
            matches!(parse(Language::En, 80, &line("--version")), Parsed::Asked(text) if text.starts_with("tumpline "))
        );
    }

    #[test]
    fn a_source_may_name_its_mapping() {
        for (text, want) in [
            ("a.txt", (None, "a.txt")),
            ("gl=a.txt", (Some("gl"), "a.txt")),
            ("gl=a=b.txt", (Some("gl"), "a=b.txt")),
            ("./a=b.txt", (None, "./a=b.txt")),
            (r"c:\a=b", (None, r"c:\a=b")),
            ("=a", (None, "=a")),
            ("-", (None, "-")),
        ] {
            let (name, path) = one_given(OsStr::new(text));
            assert_eq!((name.as_deref(), path.to_str().unwrap()), want, "{text}");
        }
    }

    #[test]
    fn a_record_may_name_its_file_and_its_mapping() {
        for (text, want) in [
            ("5", Some((None, None, 5))),
            ("1,724", Some((None, None, 1_724))),
            ("a.txt:5", Some((None, Some("a.txt"), 5))),
            ("gl=a.txt:5", Some((Some("gl"), Some("a.txt"), 5))),
            ("gl=5", Some((Some("gl"), None, 5))),
            ("./a=b.txt:0", Some((None, Some("./a=b.txt"), 0))),
            (r"C:\gl\a.txt:5", Some((None, Some(r"C:\gl\a.txt"), 5))),
            ("a.txt:", None),
            ("a.txt", None),
            ("-3", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            let read = Named::read(text);
            let read = read.as_ref().map(|one| (one.mapping.as_deref(), one.file.as_deref(), one.number));
            assert_eq!(read, want, "{text}");
        }
    }

    #[test]
    fn sizes_have_a_unit_that_means_one_thing() {
        for (text, want) in [
            ("1", Some(1)),
            ("512MiB", Some(512 << 20)),
            ("2GB", Some(2_000_000_000)),
            ("2 gib", Some(2 << 30)),
            ("2G", None),
            ("1.5GB", None),
            ("-1", None),
            ("MB", None),
        ] {
            assert_eq!(size(text).ok(), want, "{text}");
        }
    }

    #[test]
    fn the_help_is_there_in_both_languages() {
        for (language, want) in [(Language::En, "Options:"), (Language::Fr, "Options\u{a0}:")] {
            let Parsed::Asked(help) = parse(language, 80, &line("run --help")) else { panic!() };
            assert!(help.contains(want), "{help}");
            assert!(help.contains("--source"));
        }
    }

    #[test]
    fn the_language_is_known_before_the_rest() {
        let none = |_: &str| None;
        let french = |_: &str| Some(String::from("fr_CA"));
        for (text, variable, want) in [
            ("run --lang fr --nonsense", &none as &dyn Fn(&str) -> Option<String>, Language::Fr),
            ("run --lang=fr", &none, Language::Fr),
            ("--lang fr run m --out o", &none, Language::Fr),
            ("run", &french, Language::Fr),
            ("run --lang en", &french, Language::En),
            ("run --lang de", &french, Language::Fr),
        ] {
            assert_eq!(language(&line(text), variable), want, "{text}");
        }
    }
}

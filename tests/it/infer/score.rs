//! How much of known layouts a draft finds: the table of docs/infer-score.md.
//!
//! A field counts where any record has something in it. Its borders are right where the draft has a field of the same
//! places, those aside that are blank in every record. Where they are not, the draft has said so if each of its fields
//! there names another reading of its borders, or is the same in all records, in which no border shows.

use std::path::PathBuf;

use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::{Draft, FieldDraft, KindDraft, Other, Reason, When};
use tumpline::inspect::infer::records::{Faces, Records, look, reading};
use tumpline::inspect::infer::values::why::Why;
use tumpline::mapping::model::FieldPlace;

use super::truth::{self, Kind, True, What, what};
use super::{draft, here};

/// Counts of fields.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    pub fields: u32,
    pub borders: u32,
    pub right: u32,
    pub told: u32,
    pub silent: u32,
}

impl Score {
    /// One field more.
    pub fn count(&mut self, verdict: Verdict) {
        self.fields += 1;
        self.borders += u32::from(matches!(verdict, Verdict::Right | Verdict::TypeTold | Verdict::TypeSilent));
        self.right += u32::from(verdict == Verdict::Right);
        self.told += u32::from(matches!(verdict, Verdict::TypeTold | Verdict::BordersTold));
        self.silent += u32::from(matches!(verdict, Verdict::TypeSilent | Verdict::Silent));
    }

    pub fn add(&mut self, other: Self) {
        self.fields += other.fields;
        self.borders += other.borders;
        self.right += other.right;
        self.told += other.told;
        self.silent += other.silent;
    }

    pub const fn percent(self) -> u32 {
        let fields = if self.fields == 0 { 1 } else { self.fields };
        self.right * 100 / fields
    }

    fn row(self, name: &str) -> String {
        let Self { fields, borders, right, told, silent } = self;
        format!("| {name} | {fields} | {borders} | {right} | {told} | {silent} | {} |\n", self.percent())
    }
}

/// What became of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Borders right, type told as another reading.
    TypeTold,
    BordersTold,
    /// Borders right, type wrong.
    TypeSilent,
    Silent,
}

/// The score of a draft of these files against the truth.
pub fn of(paths: &[PathBuf], truth: &[Kind]) -> Score {
    let draft = draft(paths);
    let looked = look(&RealHost, paths).unwrap();
    let reading = reading(&looked, None).unwrap();
    let faces = Faces::under(&reading.encoding).unwrap();
    let records = Records::of(&looked, reading.cut);
    let rows: Vec<Vec<u8>> = records.raw.iter().map(|record| faces.of(record)).collect();
    let mut score = Score::default();
    for kind in truth {
        let Some(found) = same(&draft, kind) else { continue };
        let own: Vec<&[u8]> = rows.iter().filter(|row| is_of(row, kind, &draft, found)).map(Vec::as_slice).collect();
        let page = Rows(own);
        for field in kind.fields.iter().filter(|field| !page.is_blank(field.at.0, field.at.1)) {
            let verdict = verdict(field, found, &page);
            if verdict != Verdict::Right && std::env::var_os("TUMPLINE_SCORE").is_some() {
                eprintln!(
                    "{:?} {} {:?} {:?} {:?}: {:?}",
                    kind.code,
                    field.name,
                    field.at,
                    field.what,
                    verdict,
                    found
                        .fields
                        .iter()
                        .filter(|one| place(one).0 < field.at.1 && place(one).1 > field.at.0)
                        .map(|one| (place(one), what(one.ty, &one.reading.sign, one.reading.picture.as_deref())))
                        .collect::<Vec<_>>()
                );
            }
            score.count(verdict);
        }
    }
    score
}

pub struct Rows<'a>(pub Vec<&'a [u8]>);

impl Rows<'_> {
    pub fn is_blank(&self, from: usize, to: usize) -> bool {
        let blank = |row: &&[u8]| (from..to).all(|at| row.get(at).is_none_or(|face| *face == b' '));
        self.0.iter().all(blank)
    }

    /// Whether two borders differ by columns alone that are blank in every record.
    fn agree(&self, one: usize, other: usize) -> bool {
        self.is_blank(one.min(other), one.max(other))
    }
}

/// The drafted kind for a true one.
fn same<'d>(draft: &'d Draft, kind: &Kind) -> Option<&'d KindDraft> {
    let coded = |found: &&KindDraft| match (&found.when, &kind.code) {
        (Some(When::At { start, is, .. }), Some((at, code))) => *start as usize == *at && is.contains(code),
        _ => false,
    };
    let read = || draft.kinds.iter().filter(|found| found.skip.is_none());
    read().find(coded).or_else(|| kind.code.is_none().then(|| read().max_by_key(|found| found.records))?)
}

fn is_of(row: &[u8], kind: &Kind, draft: &Draft, found: &KindDraft) -> bool {
    match (&kind.code, &found.when) {
        (Some((at, code)), _) => row.get(*at..at + code.len()) == Some(code.as_bytes()),
        (None, Some(When::At { start, is, .. })) => {
            is.iter().any(|code| row.get(*start as usize..*start as usize + code.len()) == Some(code.as_bytes()))
        }
        (None, _) => draft.kinds.iter().filter(|other| other.name != found.name).all(|other| match &other.when {
            Some(When::At { start, is, .. }) => {
                !is.iter().any(|code| row.get(*start as usize..*start as usize + code.len()) == Some(code.as_bytes()))
            }
            Some(When::All(one)) => !row.iter().all(|face| char::from(*face) == *one),
            _ => true,
        }),
    }
}

pub fn place(field: &FieldDraft) -> (usize, usize) {
    match field.place {
        FieldPlace::Bytes { start, end } => (start as usize, end as usize),
        _ => (0, 0),
    }
}

pub fn verdict(field: &True, kind: &KindDraft, page: &Rows<'_>) -> Verdict {
    let (from, to) = field.at;
    let exact = kind.fields.iter().find(|one| {
        let (start, end) = place(one);
        page.agree(start, from) && page.agree(end, to)
    });
    if let Some(found) = exact {
        return match type_verdict(&field.what, found) {
            Some(true) => Verdict::Right,
            Some(false) => Verdict::TypeTold,
            None => Verdict::TypeSilent,
        };
    }
    let over: Vec<&FieldDraft> = kind
        .fields
        .iter()
        .filter(|one| {
            let (start, end) = place(one);
            start < to && end > from && !page.is_blank(start.max(from), end.min(to))
        })
        .collect();
    if !over.is_empty() && over.iter().all(|one| says_borders(one)) { Verdict::BordersTold } else { Verdict::Silent }
}

/// Whether a draft's field says that its borders may be others.
fn says_borders(field: &FieldDraft) -> bool {
    let constant = field.why.iter().any(|why| matches!(why, Reason::Value(Why::Constant(_))));
    let other = field.others.iter().any(|other| matches!(other, Other::Joined(_) | Other::Begins(_) | Other::WithNext));
    constant || other
}

/// Whether the type is right (true), told as another reading (false), or neither.
fn type_verdict(truth: &What, found: &FieldDraft) -> Option<bool> {
    let main = what(found.ty, &found.reading.sign, found.reading.picture.as_deref());
    let others = found.others.iter().filter_map(|other| match other {
        Other::Value(other) => Some(what(other.ty, &other.reading.sign, other.reading.picture.as_deref())),
        _ => None,
    });
    if alike(truth, &main) {
        return Some(true);
    }
    let told = others.into_iter().any(|other| alike(truth, &other) || same_family(truth, &other));
    let implied = same_family(truth, &main) && says_decimals(found);
    // A text loses nothing: what it is beside that, nobody has said.
    (told || implied || main == What::Text && !found.others.is_empty()).then_some(false)
}

pub fn says_decimals(found: &FieldDraft) -> bool {
    found.why.iter().any(|why| matches!(why, Reason::Value(Why::Implied(_))))
}

fn alike(truth: &What, found: &What) -> bool {
    match (truth, found) {
        // A number that is a name of something is a text as well as a number.
        (What::Date(one), What::Date(other)) => one == other,
        (one, other) => one == other,
    }
}

/// Numbers that differ in their decimals alone.
fn same_family(truth: &What, found: &What) -> bool {
    matches!(
        (truth, found),
        (What::Number(_), What::Number(_))
            | (What::Overpunch(_), What::Overpunch(_))
            | (What::Signed(_), What::Signed(_))
    )
}

fn town() -> Vec<(&'static str, Vec<&'static str>, Vec<Kind>)> {
    let of = truth::of_mapping;
    vec![
        (
            "journal",
            vec!["samples/ledger/GLJ2024.TXT", "samples/ledger/GLJ2025.TXT", "samples/ledger/GLJ2026.TXT"],
            of("mappings/journal.yaml"),
        ),
        ("balances", vec!["samples/ledger/GLBAL.DAT"], of("mappings/balances.yaml")),
        ("cheques", vec!["samples/payables/CHEQUES.TXT"], of("mappings/cheques.yaml")),
        (
            "payroll",
            vec!["samples/payroll/PAY202601.TXT", "samples/payroll/PAY202602.TXT", "samples/payroll/PAY202603.TXT"],
            of("mappings/payroll.yaml"),
        ),
        ("tax roll", vec!["samples/taxroll/TAXROLL.TXT"], of("mappings/taxroll.yaml")),
        ("levies", vec!["samples/taxroll/LEVIES.TXT"], of("mappings/levies.yaml")),
    ]
}

fn elsewhere() -> Vec<(&'static str, Vec<&'static str>, Vec<Kind>)> {
    let of = truth::of_mapping;
    vec![
        ("FedACH", vec!["../shared/conformance/fed/FedACHdir.txt"], of("mappings/formats/fedach.yaml")),
        ("CardDemo accounts", vec!["../shared/conformance/carddemo/ASCII/acctdata.txt"], truth::accounts()),
        ("CardDemo transactions", vec!["../shared/conformance/carddemo/ASCII/dailytran.txt"], truth::transactions()),
        ("NACHA", vec!["../shared/conformance/nacha/201805101354.ach"], of("mappings/formats/nacha.yaml")),
        ("MPAC", vec!["../shared/conformance/mpac/yetf.txt"], of("mappings/formats/mpac.yaml")),
    ]
}

fn table(all: Vec<(&'static str, Vec<&'static str>, Vec<Kind>)>) -> (Vec<(&'static str, Score)>, Score) {
    let mut sum = Score::default();
    let mut rows = Vec::new();
    for (name, files, truth) in all {
        let paths: Vec<PathBuf> = files.iter().map(|file| here(file)).collect();
        let score = of(&paths, &truth);
        sum.add(score);
        rows.push((name, score));
    }
    (rows, sum)
}

#[test]
fn nothing_of_the_town_s_files_is_wrong_in_silence() {
    let (rows, sum) = table(town());
    assert_eq!(sum.silent, 0, "{rows:?}");
    assert!(sum.borders * 10 >= sum.fields * 9, "{sum:?}");
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_page_of_the_score_is_as_it_was_measured() {
    let (towns, town) = table(town());
    let (others, other) = table(elsewhere());
    let random = super::layouts::score();
    assert_eq!(other.silent, 0, "{others:?}");
    let mut page = String::from(HEAD);
    for (name, score) in towns {
        page += &score.row(name);
    }
    page += &town.row("**the town**");
    for (name, score) in others {
        page += &score.row(name);
    }
    page += &other.row("**files of others**");
    page += &random.row("**40 random layouts**");
    page += &super::hostile::score().row("**84 layouts that mislead**");
    page += FOOT;
    let path = here("docs/infer-score.md");
    if std::env::var_os("TUMPLINE_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    eprintln!("{page}");
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), page, "run make infer-score");
}

const HEAD: &str = "\
# How much `tumpline infer` finds

This page is written by `make infer-score`; a test fails when it is out of date. `infer` sees the files alone. What it drafts is
compared with mappings that people wrote (`mappings/`), and with the copybooks of CardDemo.

- **fields**: fields in which any record has something.
- **borders**: of these, those whose first and last place are right. Places that are blank in every record do not count.
- **right**: borders and type are right. A number is right with its sign and its decimals, a date with its picture.
- **told**: not so, but the draft's comment says that it may be otherwise, or the field is the same in every record.
- **silent**: wrong, and nothing says so.

| files | fields | borders | right | told | silent | right, in % |
|---|---:|---:|---:|---:|---:|---:|
";

const FOOT: &str = "
Where the share is low, the files do not show more. Every batch and entry of the NACHA file is the same but for its number, so that
there is one long constant; the MPAC file has one property, so that most kinds have one record.
Codes of digits side by side, such as fund, department and account, look like one number: the draft says so and leaves them together.
The random layouts have texts, codes, dates, numbers with zeros before them, signs in the last digit and trailing signs, in any
order and of any width, 300 records each. They are drawn anew from fixed seeds.
Those that mislead have amounts as people write them, numbers that end at the right, numbers that count up, codes with zeros before
them, and dates beside all of these, often without a blank between; 100 to 700 records each. There a date where none is, and a number
that a run would read as another one, are wrong in silence whatever the comment says.
";

//! How much of known layouts a draft finds: the table of docs/infer-score.md.
//!
//! A field counts where any record has something in it. Its borders are right where the draft has a field of the same
//! places, those aside that are blank in every record. Where they are not, the draft has said so if each of its fields
//! there names another reading of its borders, or is the same in all records, in which no border shows.

use std::path::PathBuf;
use std::sync::LazyLock;

use arrow_array::Array;
use tumpline::extractors::decode::{Decoded, Decoder};
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::{Draft, FieldDraft, KindDraft, Other, Reason, When};
use tumpline::inspect::infer::published::Recognise;
use tumpline::inspect::infer::records::{Faces, Records, look, reading};
use tumpline::inspect::infer::values::why::Why;
use tumpline::mapping::model::{FieldPlace, Type};

use super::hostile::unscaled;
use super::truth::{self, Kind, True, What, what};
use super::{drafted, here};

/// Counts of fields.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    pub fields: u32,
    pub borders: u32,
    pub right: u32,
    /// Of those that are told: numbers by which something is called, kept as text with the number beside it.
    pub named: u32,
    pub told: u32,
    pub silent: u32,
}

impl Score {
    /// One field more.
    pub fn count(&mut self, verdict: Verdict) {
        let exact = matches!(verdict, Verdict::Right | Verdict::Named | Verdict::TypeTold | Verdict::TypeSilent);
        self.fields += 1;
        self.borders += u32::from(exact);
        self.right += u32::from(verdict == Verdict::Right);
        self.named += u32::from(verdict == Verdict::Named);
        self.told += u32::from(matches!(verdict, Verdict::Named | Verdict::TypeTold | Verdict::BordersTold));
        self.silent += u32::from(matches!(verdict, Verdict::TypeSilent | Verdict::Silent));
    }

    pub fn add(&mut self, other: Self) {
        self.fields += other.fields;
        self.borders += other.borders;
        self.right += other.right;
        self.named += other.named;
        self.told += other.told;
        self.silent += other.silent;
    }

    /// Of a hundred fields, those that are right, and those that are right or a name kept as text.
    pub fn percent(self) -> (u32, u32) {
        let of = |number: u32| number * 100 / self.fields.max(1);
        (of(self.right), of(self.right + self.named))
    }

    fn row(self, name: &str) -> String {
        let Self { fields, borders, right, named, told, silent } = self;
        let (strict, usual) = self.percent();
        format!("| {name} | {fields} | {borders} | {right} | {told} | {silent} | {strict} | {named} | {usual} |\n")
    }
}

/// What became of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// A number by which something is called, kept as text, and the number told as another reading.
    Named,
    /// Borders right, type told as another reading.
    TypeTold,
    BordersTold,
    /// Borders right, type wrong.
    TypeSilent,
    Silent,
}

/// The score of a draft of these files against the truth.
pub fn of(paths: &[PathBuf], truth: &[Kind], recognise: Recognise) -> Score {
    let draft = drafted(paths, recognise);
    let looked = look(&RealHost, paths).unwrap();
    let reading = reading(&looked, None).unwrap();
    let faces = Faces::under(&reading.encoding).unwrap();
    let records = Records::of(&looked, &reading);
    let rows: Vec<Vec<u8>> = records.raw.iter().map(|record| faces.of(record)).collect();
    let mut score = Score::default();
    for kind in truth {
        let found = same(&draft, kind);
        let own: Vec<usize> = (0..rows.len()).filter(|row| is_of(&rows[*row], kind, &draft, found)).collect();
        let page = Rows(own.iter().map(|row| rows[*row].as_slice()).collect());
        let cells = |field: &FieldDraft| -> Vec<&[u8]> {
            own.iter().map(|row| faces.bytes(records.raw[*row], place(field).0, place(field).1)).collect()
        };
        for field in kind.fields.iter().filter(|field| !page.is_blank(field.at.0, field.at.1)) {
            // Fields of a kind that was not told apart are wrong, and nothing says so.
            let verdict = found.map_or(Verdict::Silent, |found| match verdict(field, found, &page) {
                Verdict::Right if reads_otherwise(field, found, &page, &cells) => Verdict::Silent,
                verdict => verdict,
            });
            if verdict != Verdict::Right && std::env::var_os("TUMPLINE_SCORE").is_some() {
                eprintln!("{:?} {field:?} {verdict:?}: {:?}", kind.code, over(field, found));
            }
            score.count(verdict);
        }
    }
    score
}

/// Whether a number or a date is drafted that a run would read as another value than by the mapping that people wrote.
fn reads_otherwise<'c>(
    field: &True,
    kind: &KindDraft,
    page: &Rows<'_>,
    cells: &dyn Fn(&FieldDraft) -> Vec<&'c [u8]>,
) -> bool {
    let Some((read, encoding)) = field.read.as_ref().filter(|_| field.what != What::Text) else { return false };
    let found =
        kind.fields.iter().find(|one| page.agree(place(one).0, field.at.0) && page.agree(place(one).1, field.at.1));
    let Some(found) = found else { return false };
    let cells = cells(found);
    let [truth, drafted] = [(&read.ty, &read.reading), (&found.ty, &found.reading)]
        .map(|(ty, reading)| Decoder::new(ty, reading, encoding, true).unwrap().decode(cells.as_slice()));
    let refused = |decoded: &Decoded, row: usize| decoded.findings.iter().any(|finding| finding.row as usize == row);
    let value = |decoded: &Decoded, row: usize| decoded.array.is_valid(row).then(|| unscaled(&decoded.array, row));
    (0..cells.len()).any(|row| {
        let readable = !refused(&truth, row) && !refused(&drafted, row);
        readable && value(&truth, row) != value(&drafted, row)
    })
}

/// The drafted fields at the place of one, for whoever asks with `TUMPLINE_SCORE`.
fn over(field: &True, found: Option<&KindDraft>) -> Vec<((usize, usize), What)> {
    let is_over = |one: &&FieldDraft| place(one).0 < field.at.1 && place(one).1 > field.at.0;
    let shown = |one: &FieldDraft| (place(one), what(one.ty, &one.reading.sign, one.reading.picture.as_deref()));
    found.into_iter().flat_map(|found| &found.fields).filter(is_over).map(shown).collect()
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

fn is_of(row: &[u8], kind: &Kind, draft: &Draft, found: Option<&KindDraft>) -> bool {
    match (&kind.code, found.and_then(|found| found.when.as_ref())) {
        (Some((at, code)), _) => row.get(*at..at + code.len()) == Some(code.as_bytes()),
        (None, Some(When::At { start, is, .. })) => {
            is.iter().any(|code| row.get(*start as usize..*start as usize + code.len()) == Some(code.as_bytes()))
        }
        (None, _) => {
            draft.kinds.iter().filter(|other| found.is_none_or(|found| other.name != found.name)).all(|other| {
                match &other.when {
                    Some(When::At { start, is, .. }) => !is
                        .iter()
                        .any(|code| row.get(*start as usize..*start as usize + code.len()) == Some(code.as_bytes())),
                    Some(When::All(one)) => !row.iter().all(|face| char::from(*face) == *one),
                    _ => true,
                }
            })
        }
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
        let text = field.is_name && found.ty == Type::Text && tells(found, &field.what);
        return match type_verdict(&field.what, found) {
            Some(true) => Verdict::Right,
            Some(false) if text => Verdict::Named,
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

/// Whether a draft's field has this as another reading.
fn tells(field: &FieldDraft, truth: &What) -> bool {
    let is = |other: &Other| match other {
        Other::Value(other) => what(other.ty, &other.reading.sign, other.reading.picture.as_deref()) == *truth,
        _ => false,
    };
    field.others.iter().any(is)
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

pub fn town() -> Vec<(&'static str, Vec<&'static str>, Vec<Kind>)> {
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

pub fn elsewhere() -> Vec<(&'static str, Vec<&'static str>, Vec<Kind>)> {
    let of = truth::of_mapping;
    vec![
        ("FedACH", vec!["../shared/conformance/fed/FedACHdir.txt"], of("mappings/formats/fedach.yaml")),
        ("CardDemo accounts", vec!["../shared/conformance/carddemo/ASCII/acctdata.txt"], truth::accounts()),
        ("CardDemo transactions", vec!["../shared/conformance/carddemo/ASCII/dailytran.txt"], truth::transactions()),
        ("NACHA", vec!["../shared/conformance/nacha/201805101354.ach"], of("mappings/formats/nacha.yaml")),
        ("MPAC", vec!["../shared/conformance/mpac/yetf.txt"], of("mappings/formats/mpac.yaml")),
    ]
}

type Table = (Vec<(&'static str, Score)>, Score);

/// The town's, as a user has it, and without what is known of published layouts; measured once for all tests.
static KNOWN: LazyLock<Table> = LazyLock::new(|| table(town(), Recognise::Published));
static BLIND: LazyLock<Table> = LazyLock::new(|| table(town(), Recognise::Nothing));

pub fn table(all: Vec<(&'static str, Vec<&'static str>, Vec<Kind>)>, recognise: Recognise) -> Table {
    let mut sum = Score::default();
    let mut rows = Vec::new();
    for (name, files, truth) in all {
        let paths: Vec<PathBuf> = files.iter().map(|file| here(file)).collect();
        eprintln!("== {name} {recognise:?}");
        let score = of(&paths, &truth, recognise);
        sum.add(score);
        rows.push((name, score));
    }
    (rows, sum)
}

/// Nine of ten fields, without names that were kept as text.
fn is_most(score: Score) -> bool {
    score.percent().0 >= 90
}

#[test]
fn nine_of_ten_fields_of_the_town_s_files_are_right_and_none_is_wrong_in_silence() {
    let (rows, sum) = &*KNOWN;
    assert!(sum.silent == 0 && is_most(*sum), "{rows:?}");
    let (rows, blind) = &*BLIND;
    assert!(blind.silent == 0 && blind.borders * 10 >= blind.fields * 9, "{rows:?}");
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_page_of_the_score_is_as_it_was_measured() {
    let (others, other_sum) = table(elsewhere(), Recognise::Published);
    assert!(others.iter().all(|(_, score)| score.silent == 0 && is_most(*score)), "{others:?}");
    if !crate::is_thorough() {
        return; // A part of the layouts is drawn, and what the page says is not measured.
    }
    let mut page = String::from(HEAD);
    let mut rows = |all: &[(&str, Score)], name: &str, sum: Score| {
        let one = |(name, score): &(&str, Score)| score.row(name);
        page += &all.iter().map(one).collect::<String>();
        page += &sum.row(name);
    };
    rows(&KNOWN.0, "**the town**", KNOWN.1);
    rows(&others, "**files of others**", other_sum);
    rows(&[], "**40 random layouts**", super::layouts::score());
    rows(&[], "**84 layouts that mislead**", super::hostile::score());
    rows(&[], "**156 layouts whose fields touch**", super::beside::score());
    let (numbers, days) = super::families::scores();
    rows(&[], "**132 fields of numbers that are days by chance**", numbers);
    rows(&[], "**108 fields of days, times and signs like these**", days);
    rows(&[], "**48 layouts whose fields add up, or seem to**", super::related::score());
    page += MIDDLE;
    let elsewhere = table(elsewhere(), Recognise::Nothing);
    for ((all, sum), name) in [(&*BLIND, "**the town**"), (&elsewhere, "**files of others**")] {
        assert_eq!(sum.silent, 0, "{all:?}");
        page += &all.iter().map(|(name, score)| score.row(name)).collect::<String>();
        page += &sum.row(name);
    }
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
- **right**: borders and type are right. A number is right with its sign and its decimals, a date with its picture. Where a mapping says
  what a field is, every record's value has to be the same by the draft.
- **told**: not so, but the draft's comment says that it may be otherwise, or the field is the same in every record.
- **silent**: wrong, and nothing says so. All fields of a kind that was not told apart are.
- **names**: of those that are told, whole numbers by which something is called, and which the mapping calls so (a
  cheque's `number`): the draft keeps them as text, since a number would lose their zeros, and has the number beside it.
- **with names, in %**: right ones and names together. A careful person may do either; the mappings took the number.

| files | fields | borders | right | told | silent | right, in % | names | with names, in % |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
";

const MIDDLE: &str = "
FedACH's directory, the NACHA file, the MPAC file and the town's tax roll are of layouts that somebody published. `infer` recognises
them by marks that all such files have, and takes names, places and types from the layout as far as the records agree.

## By the records alone
The same files with `--layout none`, which recognises nothing.

| files | fields | borders | right | told | silent | right, in % | names | with names, in % |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
";

const FOOT: &str = "
Where the share is low, the files do not show more. Every batch and entry of the NACHA file is the same but for its number, so that
there is one long constant; the MPAC file has one property, so that most kinds have one record.
Codes of digits side by side, such as fund, department and account, look like one number: the draft says so and leaves them together.
Decimals that are not written show nowhere, such as those of the cheques' amounts and of the hours in the payroll.
The random layouts have texts, codes, dates, numbers with zeros before them, signs in the last digit and trailing signs, in any
order and of any width, 300 records each. They are drawn anew from fixed seeds.
Those that mislead have amounts as people write them, numbers that end at the right, numbers that count up, codes with zeros before
them, and dates beside all of these, often without a blank between; 100 to 700 records each. There a date where none is, and a number
that a run would read as another one, are wrong in silence whatever the comment says.
Those whose fields touch have signs between two numbers, decimals before codes, periods before dates and counts before codes, which
explain each other's digits: many of them cannot be told apart, and stay text with both readings. There a part of a number whose sign
stands apart is wrong in silence too if it is a number.
Numbers that are days by chance are drawn from eleven families: vendors from 1 with zeros before them, departments and accounts,
orders of a year or a month and a number that begins anew, codes of two and three lists, codes with a letter behind. Each is drawn six
times, as cells and as a field of fixed width. A day, a time or a sign that is read there is wrong in silence, whatever the comment
says. Beside them are true days and times of the same digits, and numbers with the sign in the last one.
Those whose fields add up have sums of two fields, and what looks like one: a constant more, nothing more, a rate of 1, numbers that
count together, a sum in three records of four.
";

//! `tumpline copybook`: a copybook's layout as a table for people and as a document for programs.
//!
//! In: items as data. Out: text. Refuses to read copybooks.

pub mod mapping;

use serde::Serialize;

use super::layout::{self, Side};
use super::words::copybook::{CopybookTexts, texts};
use super::words::{self, Language};
use crate::finding::Arg;
use crate::mapping::copybook::becomes::becomes;
use crate::mapping::copybook::{
    Condition, Copybook, Dialect, Elementary, Item, Literal, Part, Path, Renames, Usage, Value,
};
use crate::mapping::model::Type;
use crate::mapping::types;

/// The table.
#[must_use]
pub fn text(language: Language, width: usize, copybook: &Copybook, dialect: Dialect) -> String {
    let words = Words { language, texts: texts(language) };
    let asked = copybook.files.first().map_or("", |file| file.name.as_str());
    let args = [("file", asked.into()), ("records", copybook.records.len().into()), ("dialect", dialect.name().into())];
    let mut text = layout::wrapped(width, "", &words.say(words.texts.head, &args));
    let mut copied: Vec<String> = Vec::new();
    for name in copybook.files.iter().skip(1).map(|file| words::shown(&file.name)) {
        if !copied.contains(&name) {
            copied.push(name);
        }
    }
    if !copied.is_empty() {
        text += &layout::wrapped(width, "", &words.say(words.texts.copied, &[("files", copied.join(", ").into())]));
    }
    text.push('\n');
    let sides = [Side::Right, Side::Right, Side::Right, Side::Left];
    text += &layout::hanging_table(width, &sides, &rows(&words, copybook));
    if copybook.items().iter().any(|(_, item)| item.occurs.as_ref().is_some_and(|occurs| occurs.depending.is_some())) {
        text.push('\n');
        text += &layout::wrapped(width, "", &words.plain(words.texts.longest));
    }
    text
}

struct Words {
    language: Language,
    texts: &'static CopybookTexts,
}

impl Words {
    fn say(&self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn plain(&self, text: &'static str) -> String {
        words::plain(self.language, text)
    }
}

fn rows(words: &Words, copybook: &Copybook) -> Vec<Vec<String>> {
    let texts = words.texts;
    let mut rows =
        vec![[texts.from, texts.to, texts.bytes, texts.item, texts.what].map(|head| words.plain(head)).to_vec()];
    for (path, item) in copybook.items() {
        rows.push(row(words, copybook, &path, item));
        rows.extend(item.conditions.iter().map(|condition| condition_row(words, path.0.len(), condition)));
    }
    for renames in &copybook.renames {
        let (first, last) = (renames.offset + 1, renames.offset + renames.length);
        let of = words.say(texts.renames, &[("first", first.into()), ("last", last.into())]);
        let value = match renamed(copybook, renames) {
            Some(elementary) => value(words, elementary, renames.length),
            None => words.say(texts.becomes, &[("type", types::name(Type::Text).into())]),
        };
        let name = format!("66 {}", renames.name);
        rows.push(vec![
            first.to_string(),
            last.to_string(),
            renames.length.to_string(),
            name,
            format!("{of}; {value}"),
        ]);
    }
    rows
}

/// The elementary item that 66 gives another name, if it is one: a mapping reads a group, or several items, as a text.
fn renamed<'c>(copybook: &'c Copybook, renames: &Renames) -> Option<&'c Elementary> {
    match &copybook.item(renames.item.as_ref()?)?.part {
        Part::Elementary(elementary) => Some(elementary),
        Part::Group(_) => None,
    }
}

fn indented(depth: usize, text: &str) -> String {
    format!("{}{text}", "  ".repeat(depth.saturating_sub(1)))
}

fn row(words: &Words, copybook: &Copybook, path: &Path, item: &Item) -> Vec<String> {
    let name = format!("{:02} {}", item.level, item.name.as_deref().unwrap_or("FILLER"));
    let end = (item.offset + item.length).max(item.offset + 1);
    let places = [item.offset + 1, end, item.length].map(|number| number.to_string());
    let what = what(words, copybook, path, item).join("; ");
    places.into_iter().chain([indented(path.0.len(), &name), what]).collect()
}

/// All that is to be said of an item.
fn what(words: &Words, copybook: &Copybook, path: &Path, item: &Item) -> Vec<String> {
    let texts = words.texts;
    let mut all = vec![match &item.part {
        Part::Group(_) => words.plain(texts.group),
        Part::Elementary(elementary) => value(words, elementary, item.length),
    }];
    if let Some(occurs) = &item.occurs {
        let counter = occurs.depending.as_ref().and_then(|path| copybook.item(path)).and_then(|item| item.name.clone());
        let args = [
            ("least", u64::from(occurs.least).into()),
            ("most", u64::from(occurs.most).into()),
            ("counter", counter.clone().unwrap_or_default().into()),
        ];
        all.push(words.say(if counter.is_some() { texts.depending } else { texts.times }, &args));
        let slack = occurs.stride.saturating_sub(item.length);
        all.extend((slack > 0).then(|| words.say(texts.between, &[("slack", slack.into())])));
    }
    if let Some(name) = item.redefines.and_then(|at| sibling(copybook, path, at)).and_then(|item| item.name.as_deref())
    {
        all.push(words.say(texts.again, &[("name", name.into())]));
    }
    if item.slack > 0 {
        all.push(words.say(texts.slack, &[("slack", item.slack.into())]));
    }
    all
}

/// Another item under the same one.
fn sibling<'c>(copybook: &'c Copybook, path: &Path, at: usize) -> Option<&'c Item> {
    let (_, above) = path.0.split_last()?;
    copybook.item(&Path(above.iter().copied().chain([at]).collect()))
}

/// `S9(7)V99 COMP-3, becomes decimal(9,2)`.
fn value(words: &Words, elementary: &Elementary, length: u64) -> String {
    let picture = elementary.picture.as_ref().map(|picture| picture.text.clone());
    let usage = (elementary.usage.name() != "DISPLAY").then(|| elementary.usage.name().to_owned());
    let sign = elementary.sign.map(|sign| sign.words().to_owned());
    let justified = elementary.is_justified.then(|| "JUSTIFIED".to_owned());
    let blank = elementary.is_blank_when_zero.then(|| "BLANK WHEN ZERO".to_owned());
    let written: Vec<String> = [picture, usage, sign, justified, blank].into_iter().flatten().collect();
    let nothing = match elementary.usage {
        Usage::Dbcs => words.texts.wide,
        Usage::National => words.texts.signed,
        _ => words.texts.address,
    };
    let becomes = becomes(elementary, length)
        .map_or_else(|| words.plain(nothing), |ty| words.say(words.texts.becomes, &[("type", types::name(ty).into())]));
    format!("{}, {becomes}", written.join(" "))
}

fn condition_row(words: &Words, depth: usize, condition: &Condition) -> Vec<String> {
    let values: Vec<String> = condition.values.iter().map(|value| range(words, value)).collect();
    let name = indented(depth + 1, &format!("88 {}", condition.name));
    vec![String::new(), String::new(), String::new(), name, values.join(", ")]
}

fn range(words: &Words, value: &Value) -> String {
    let first = literal(words, &value.from);
    match &value.to {
        None => first,
        Some(last) => words.say(words.texts.through, &[("first", first.into()), ("last", literal(words, last).into())]),
    }
}

fn literal(words: &Words, literal: &Literal) -> String {
    let texts = words.texts;
    match literal {
        Literal::Zero => words.plain(texts.zero),
        Literal::Space => words.plain(texts.space),
        Literal::High => words.plain(texts.high),
        Literal::Low => words.plain(texts.low),
        Literal::Quote => words.plain(texts.quote),
        Literal::All(text) => words.say(texts.all, &[("text", format!("'{}'", words::shown(text)).into())]),
        Literal::Text(_) | Literal::Bytes(_) | Literal::Number(_) => words::shown(&literal.written()),
    }
}

/// For programs: every item with its path, places from 1.
#[derive(Debug, Serialize)]
pub struct Document<'c> {
    dialect: &'static str,
    files: Vec<&'c str>,
    items: Vec<ItemDocument<'c>>,
    renames: Vec<RenamesDocument<'c>>,
}

#[derive(Debug, Serialize)]
struct ItemDocument<'c> {
    path: String,
    level: u8,
    name: Option<&'c str>,
    start: u64,
    end: u64,
    length: u64,
    picture: Option<&'c str>,
    usage: Option<&'static str>,
    sign: Option<&'static str>,
    r#type: Option<String>,
    occurs: Option<OccursDocument>,
    redefines: Option<String>,
    slack: u64,
    justified: bool,
    blank_when_zero: bool,
    conditions: Vec<ConditionDocument<'c>>,
}

#[derive(Debug, Serialize)]
struct OccursDocument {
    least: u32,
    most: u32,
    stride: u64,
    depending_on: Option<String>,
}

#[derive(Debug, Serialize)]
struct ConditionDocument<'c> {
    name: &'c str,
    values: Vec<[Option<String>; 2]>,
}

#[derive(Debug, Serialize)]
struct RenamesDocument<'c> {
    name: &'c str,
    start: u64,
    end: u64,
    length: u64,
    r#type: Option<String>,
}

/// The document of a copybook.
#[must_use]
pub fn document(copybook: &Copybook, dialect: Dialect) -> Document<'_> {
    let renames = copybook.renames.iter().map(|renames| RenamesDocument {
        name: &renames.name,
        start: renames.offset + 1,
        end: renames.offset + renames.length,
        length: renames.length,
        r#type: renamed(copybook, renames)
            .map_or(Some(Type::Text), |elementary| becomes(elementary, renames.length))
            .map(types::name),
    });
    Document {
        dialect: dialect.name(),
        files: copybook.files.iter().map(|file| file.name.as_str()).collect(),
        items: copybook.items().iter().map(|(path, item)| item_document(copybook, path, item)).collect(),
        renames: renames.collect(),
    }
}

fn item_document<'c>(copybook: &'c Copybook, path: &Path, item: &'c Item) -> ItemDocument<'c> {
    let elementary = match &item.part {
        Part::Elementary(elementary) => Some(elementary),
        Part::Group(_) => None,
    };
    let above = path.0.split_last().map_or(&[][..], |(_, above)| above);
    ItemDocument {
        path: dotted(copybook, path),
        level: item.level,
        name: item.name.as_deref(),
        start: item.offset + 1,
        end: item.offset + item.length,
        length: item.length,
        picture: elementary.and_then(|one| one.picture.as_ref()).map(|picture| picture.text.as_str()),
        usage: elementary.map(|one| one.usage.name()),
        sign: elementary.and_then(|one| one.sign).map(crate::mapping::copybook::Sign::words),
        r#type: elementary.and_then(|one| becomes(one, item.length)).map(types::name),
        occurs: item.occurs.as_ref().map(|occurs| OccursDocument {
            least: occurs.least,
            most: occurs.most,
            stride: occurs.stride,
            depending_on: occurs.depending.as_ref().map(|counter| dotted(copybook, counter)),
        }),
        redefines: item.redefines.map(|at| dotted(copybook, &Path(above.iter().copied().chain([at]).collect()))),
        slack: item.slack,
        justified: elementary.is_some_and(|one| one.is_justified),
        blank_when_zero: elementary.is_some_and(|one| one.is_blank_when_zero),
        conditions: item.conditions.iter().map(condition_document).collect(),
    }
}

fn condition_document(condition: &Condition) -> ConditionDocument<'_> {
    let values =
        condition.values.iter().map(|value| [Some(value.from.written()), value.to.as_ref().map(Literal::written)]);
    ConditionDocument { name: &condition.name, values: values.collect() }
}

/// Names from the record down, with `.` between them.
fn dotted(copybook: &Copybook, path: &Path) -> String {
    let names = (1..=path.0.len()).filter_map(|depth| copybook.item(&Path(path.0[..depth].to_vec())));
    names.map(|item| item.name.as_deref().unwrap_or("FILLER")).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::copybook::{Options, read};

    const BOOK: &str = "       01  PAYMENT.
           05  KIND           PIC X.
               88  CREDIT     VALUES 'C' 'K' THRU 'M'.
           05  COUNTED        PIC 9(3) COMP-3.
           05  LINES OCCURS 0 TO 80 TIMES DEPENDING ON COUNTED.
               10  AMOUNT     PIC S9(7)V99 COMP-3.
               10  AMOUNT-X   REDEFINES AMOUNT PIC X(5).
       66  HEAD RENAMES KIND THRU COUNTED.
       66  HOW-MANY RENAMES COUNTED.
";

    fn told(language: Language) -> String {
        match read("payment.cpy", BOOK, &(), Options::default()) {
            Ok(copybook) => text(language, 80, &copybook, Dialect::Ibm),
            Err(broken) => panic!("{:?}", broken.mistakes),
        }
    }

    #[test]
    fn a_layout_reads_well_in_both_languages() {
        let english = "\
payment.cpy: 1\u{a0}record, as ibm lays them out

  from   to  bytes  item             what it is
     1  403    403  01 PAYMENT       group
     1    1      1    05 KIND        X, becomes text
                        88 CREDIT    'C', 'K' to 'M'
     2    3      2    05 COUNTED     9(3) COMP-3, becomes int16
     4    8      5    05 LINES       group; 0 to 80 times, as COUNTED says
     4    8      5      10 AMOUNT    S9(7)V99 COMP-3, becomes decimal(9,2)
     4    8      5      10 AMOUNT-X  X(5), becomes text; the bytes of AMOUNT
                                     again
     1    3      3  66 HEAD          another name for bytes 1 to 3; becomes text
     2    3      2  66 HOW-MANY      another name for bytes 2 to 3; 9(3) COMP-3,
                                     becomes int16

Places are those of the longest record: where a counter says less, what follows
stands earlier.
";
        assert_eq!(told(Language::En), english);
        let slack = "       01  R. 05  T OCCURS 3. 10 A PIC S9(9) COMP SYNC. 10 B PIC X.\n";
        let Ok(slack) = read("slack.cpy", slack, &(), Options::default()) else { panic!("{slack}") };
        let told_of_slack = text(Language::En, 80, &slack, Dialect::Ibm).replace('\u{a0}', " ");
        let plain = told_of_slack.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains("group; 3 times; behind each one 3 bytes left free by SYNC"), "{told_of_slack}");
        let french = told(Language::Fr);
        assert!(french.contains("0 à 80 fois, selon COUNTED"), "{french}");
        assert!(french.lines().all(|line| line.chars().count() <= 80), "{french}");
    }
}

//! Reasons of a draft as sentences.
//!
//! In: reasons and other readings as data, and a language. Out: text on one line. Refuses YAML and its comments.

use super::{keys, ways};
use crate::cli::words::infer::{Texts, published};
use crate::cli::words::{self, Language};
use crate::finding::Arg;
use crate::inspect::infer::delimited::why::{CutMark, CutWhy};
use crate::inspect::infer::draft::{Form, Other, Reason, SumDraft, Within};
use crate::inspect::infer::values::why::{Open, Other as Reading, Seen, Share, Why};
use crate::mapping::written;

/// Characters of a value that is shown.
const LONGEST: usize = 24;

/// Says reasons in a language.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    language: Language,
    texts: &'static Texts,
    form: &'a Form,
    /// Values of personal fields are not shown.
    hides: Hides,
}

/// Whether values are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hides {
    /// They are.
    Nothing,
    /// They are about people.
    Values,
}

type Named<'n> = (&'n str, Arg);

impl<'a> Speaker<'a> {
    /// For a draft of this form.
    #[must_use]
    pub const fn new(language: Language, form: &'a Form) -> Self {
        Self { language, texts: Texts::of(language), form, hides: Hides::Nothing }
    }

    /// The same, for a field whose values are not shown.
    #[must_use]
    pub const fn hiding(self, hides: Hides) -> Self {
        Self { hides, ..self }
    }

    /// A template with its arguments.
    #[must_use]
    pub fn say(&self, template: &str, args: &[Named<'_>]) -> String {
        words::say(self.language, template, args)
    }

    /// One reason; empty where it would show what is hidden.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> String {
        let texts = self.texts;
        match reason {
            Reason::Value(why) => self.value(why),
            Reason::Cut(why) => self.cut(why),
            Reason::Doubt(doubt) => {
                let (code, args) = doubt.told("");
                sentence(&words::sentence(self.language, code, &args))
            }
            Reason::SameLength { length, .. } => self.say(texts.same_length, &[("length", u64::from(*length).into())]),
            Reason::Lengths { shortest, longest } => {
                let [shortest, longest] = [*shortest, *longest].map(u64::from);
                self.say(texts.lengths, &[("shortest", shortest.into()), ("longest", longest.into())])
            }
            Reason::Edges(edges) => {
                let args = [("header", edges.header), ("trailer", edges.trailer)];
                let args = args.map(|(name, bytes)| (name, if bytes > 0 { bytes.into() } else { Arg::from("") }));
                self.say(texts.edges, &args)
            }
            Reason::Words { records } => self.say(texts.words, &[("records", (*records).into())]),
            Reason::Tabs { every, records } => {
                self.say(texts.tabs, &[("every", u64::from(*every).into()), ("records", (*records).into())])
            }
            Reason::TabsSingle { records } => self.say(texts.tabs_single, &[("records", (*records).into())]),
            Reason::TabsOpen { records } => self.say(texts.tabs_open, &[("records", (*records).into())]),
            Reason::Ebcdic(pages) => ways::page(self.language, pages),
            Reason::OnlyAscii => self.say(texts.only_ascii, &[]),
            Reason::EncodingBy { letters, others } => {
                let mut text = self.say(texts.encoding_by, &[("letters", (*letters).into())]);
                if !others.is_empty() {
                    text = text + " " + &self.say(texts.encoding_others, &[("others", others.join(", ").into())]);
                }
                text
            }
            Reason::StrayLines { file, encoding, n, lines } => {
                let template = if encoding == "utf-8" { texts.stray_bytes } else { texts.stray_utf8 };
                let more = !lines.is_empty() && *n > lines.len() as u64;
                let lines = lines.iter().map(u64::to_string).chain(more.then(|| String::from("…")));
                let lines = lines.collect::<Vec<_>>().join(", ");
                let args = [
                    ("n", (*n).into()),
                    ("file", words::shown(file).into()),
                    ("encoding", encoding.as_str().into()),
                    ("lines", lines.into()),
                ];
                self.say(template, &args)
            }
            Reason::Records { records, of } => {
                self.say(texts.records, &[("records", (*records).into()), ("of", (*of).into())])
            }
            Reason::Told(code, args) => sentence(&words::sentence(self.language, *code, args)),
            Reason::Codes(codes) => self.say(texts.codes, &[("codes", self.counted(codes).into())]),
            Reason::PerhapsCode { start, end, codes } => {
                let place = if start == end { start.to_string() } else { format!("{start}-{end}") };
                let args = [("place", place.into()), ("codes", self.counted(codes).into())];
                self.say(texts.perhaps_code, &args)
            }
            Reason::CalledTotal => self.say(texts.called_total, &[]),
            Reason::First => self.say(texts.first, &[]),
            Reason::Last => self.say(texts.last, &[]),
            Reason::Heads { groups } => self.say(texts.heads, &[("groups", (*groups).into())]),
            Reason::Ends { groups } => self.say(texts.ends, &[("groups", (*groups).into())]),
            Reason::Checks(check) => self.say(texts.checks, &[("check", written::check(*check).into())]),
            Reason::Layout => self.say(texts.layout, &[]),
            Reason::Published { name, source } => {
                let [name, source] = [*name, *source].map(|text| published(self.language, text));
                self.say(texts.published, &[("name", name.into()), ("source", source.into())])
            }
            Reason::OfPublished(name) => {
                self.say(texts.of_published, &[("name", published(self.language, name).into())])
            }
            Reason::EntriesOfClasses => self.say(texts.entries_of_classes, &[]),
            Reason::Near { field, days } => {
                self.say(texts.near, &[("field", field.as_str().into()), ("days", (*days).into())])
            }
            Reason::Running { within, groups } => {
                let (template, name) = match within {
                    Within::File => (texts.running_file, ""),
                    Within::Kind(name) => (texts.running_kind, name.as_str()),
                    Within::Field(name) => (texts.running_field, name.as_str()),
                };
                self.say(template, &[("name", name.into()), ("groups", (*groups).into())])
            }
            Reason::Adds(sum) => {
                let args = [("sum", sum_of(sum).into()), ("n", sum.share.n.into()), ("of", sum.share.of.into())];
                self.say(texts.adds, &args)
            }
            Reason::OfFile { inside, months } => {
                let args = [("n", inside.n.into()), ("of", inside.of.into()), ("months", (*months).into())];
                self.say(texts.of_file, &args)
            }
            Reason::Repeats { times } => self.say(texts.repeats, &[("times", u64::from(*times).into())]),
        }
    }

    fn seen(&self, template: &str, seen: Seen) -> String {
        self.say(template, &[("n", seen.n.into()), ("first", place(seen.first))])
    }

    fn share(&self, template: &str, share: Share) -> String {
        self.say(template, &[("n", share.n.into()), ("of", share.of.into())])
    }

    fn text(&self, template: &str, text: &str, n: u64) -> String {
        self.say(template, &[("text", words::shown(text).into()), ("n", n.into())])
    }

    fn value(&self, why: &Why) -> String {
        let texts = self.texts;
        match why {
            Why::NoValues => self.say(texts.no_values, &[]),
            Why::AlwaysBlank(_) => self.say(texts.always_blank, &[]),
            Why::Blanks(share) => self.share(texts.blanks, *share),
            Why::Constant(text) if self.shows(text) => self.text(texts.constant, text, 0),
            Why::Constant(_) => self.say(texts.constant_long, &[]),
            Why::Values(values) if values.iter().all(|(text, _)| self.shows(text)) => self.values(values),
            Why::Values(values) => self.say(texts.distinct, &[("n", values.len().into())]),
            Why::Distinct(n) => self.say(texts.distinct, &[("n", (*n).into())]),
            Why::AllDifferent(_) => self.say(texts.all_different, &[]),
            Why::NoValue { text, n } => self.text(texts.no_value, text, *n),
            Why::PerhapsNoValue { text, n } => self.text(texts.perhaps_no_value, text, *n),
            Why::PerhapsZero { text, n } => self.text(texts.perhaps_zero, text, *n),
            Why::Serials { least, most } => {
                self.say(texts.serials, &[("least", least.as_str().into()), ("most", most.as_str().into())])
            }
            Why::Reads(share) if share.n == share.of => String::new(),
            Why::Reads(share) => self.share(texts.reads, *share),
            Why::Exceptions(seen) => self.seen(texts.exceptions, *seen),
            Why::Range { .. } if self.hides == Hides::Values => String::new(),
            Why::Range { least, most } => {
                self.say(texts.range, &[("least", self.figure(least)), ("most", self.figure(most))])
            }
            Why::DayFirst(seen) => self.seen(texts.day_first, *seen),
            Why::MonthFirst(seen) => self.seen(texts.month_first, *seen),
            Why::BothOrders { day, month } => {
                let first = if day.first == 0 || month.first == 0 { 0 } else { day.first.max(month.first) };
                let first = if first == 0 { Arg::from("") } else { first.into() };
                self.say(texts.both_orders, &[("days", day.n.into()), ("months", month.n.into()), ("first", first)])
            }
            Why::FewerYears { years, otherwise } => {
                self.say(texts.fewer_years, &[("years", (*years).into()), ("otherwise", (*otherwise).into())])
            }
            Why::Window { gap: (from, to), .. } => {
                let two = |year: &u8| Arg::from(format!("{year:02}"));
                self.say(texts.window, &[("from", two(from)), ("to", two(to))])
            }
            Why::NoWindow => self.say(texts.no_window, &[]),
            Why::Midnight => self.say(texts.midnight, &[]),
            Why::LeadingZeros(seen) => self.seen(texts.leading_zeros, *seen),
            Why::SameLength(n) => self.say(texts.code_length, &[("n", u64::from(*n).into())]),
            Why::Years => self.say(texts.years, &[]),
            Why::Mark { mark, fewest, most } => {
                // As many in all: the range is left out.
                let range = if fewest == most { Arg::from("") } else { u64::from(*fewest).into() };
                let mark = ("mark", mark.to_string().into());
                self.say(texts.mark, &[mark, ("fewest", range), ("most", u64::from(*most).into())])
            }
            Why::MarkOfOthers(mark) => self.say(texts.mark_of_others, &[("mark", mark.to_string().into())]),
            Why::Thousands(_, seen) => self.seen(texts.thousands, *seen),
            Why::Signs(_, seen) => self.seen(texts.signs, *seen),
            Why::Currency(text, seen) => self.text(texts.currency, text, seen.n),
            Why::Implied(share) => self.share(texts.implied, *share),
            Why::Scientific(seen) => self.seen(texts.scientific, *seen),
            Why::ShortDates(seen) => self.seen(texts.short_dates, *seen),
            Why::Percents(seen) => self.seen(texts.percents, *seen),
            Why::LeftBlanks(share) => self.share(texts.left_blanks, *share),
            Why::RightBlanks(share) => self.share(texts.right_blanks, *share),
            Why::NotDecoded(seen) => self.seen(texts.not_decoded, *seen),
            Why::Checks(check) => self.say(texts.checks, &[("check", written::check(*check).into())]),
            Why::PersonalName => self.say(texts.personal_name, &[]),
            Why::PersonalValues => self.say(texts.personal_values, &[]),
            Why::NotProved => self.say(texts.not_proved, &[]),
        }
    }

    /// A number as the language writes it; any other text as it is.
    fn figure(&self, text: &str) -> Arg {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match text.trim_start_matches('-').split_once('.') {
            Some((whole, decimals)) if self.language == Language::Fr && digits(whole) && digits(decimals) => {
                text.replace('.', ",").into()
            }
            _ => text.into(),
        }
    }

    fn shows(&self, text: &str) -> bool {
        self.hides == Hides::Nothing && text.chars().count() <= LONGEST && !text.contains('`')
    }

    fn values(&self, values: &[(String, u64)]) -> String {
        self.say(self.texts.values, &[("values", self.counted(values).into())])
    }

    /// Texts with their counts.
    fn counted(&self, all: &[(String, u64)]) -> String {
        let count = |n: u64| crate::cli::numbers::count(self.language, n);
        let one = |(text, n): &(String, u64)| format!("`{}` {}", words::shown(text), count(*n));
        all.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn cut(&self, why: &CutWhy) -> String {
        let texts = self.texts;
        match why {
            CutWhy::Cells { cells, records } => {
                let args = [("cells", u64::from(*cells).into()), ("n", records.n.into()), ("of", records.of.into())];
                self.say(texts.cells, &args)
            }
            CutWhy::OtherDelimiter { delimiter, cells, records } => {
                let delimiter = if delimiter == "\t" { "tab" } else { delimiter };
                let args = [
                    ("delimiter", delimiter.into()),
                    ("cells", u64::from(*cells).into()),
                    ("n", records.n.into()),
                    ("of", records.of.into()),
                ];
                self.say(texts.other_delimiter, &args)
            }
            CutWhy::OneCell => self.say(texts.one_cell, &[]),
            CutWhy::Quoted(n) => self.say(texts.quoted, &[("n", (*n).into())]),
            CutWhy::QuotesAreText(n) => self.say(texts.quotes_are_text, &[("n", (*n).into())]),
            CutWhy::Escaped(n) => self.say(texts.escaped, &[("n", (*n).into())]),
            CutWhy::StrayQuotes(seen) => self.seen(texts.stray_quotes, *seen),
            CutWhy::Unclosed { record, unread } => {
                self.say(texts.unclosed, &[("first", place(*record)), ("n", (*unread).into())])
            }
            CutWhy::LongRecord { record, bytes } => {
                self.say(texts.long_record, &[("first", place(*record)), ("bytes", (*bytes).into())])
            }
            CutWhy::ByteOrderMark => self.say(texts.byte_order_mark, &[]),
            CutWhy::Preamble { lines, filled } => {
                let before = self.say(texts.preamble, &[("n", (*lines).into())]);
                if filled.n > 0 { before + " " + &self.seen(texts.preamble_filled, *filled) } else { before }
            }
            CutWhy::Titles(n) => self.say(texts.titles, &[("n", (*n).into())]),
            CutWhy::HeaderOverNumbers { columns, line } => {
                self.say(texts.header_over_numbers, &[("columns", (*columns).into()), ("line", (*line).into())])
            }
            CutWhy::HeaderByWords { line } => self.say(texts.header_by_words, &[("line", (*line).into())]),
            CutWhy::NoHeader => self.say(texts.no_header, &[]),
            CutWhy::RepeatedHeader(seen) => self.seen(texts.repeated_header, *seen),
            CutWhy::Comments(seen) => self.seen(texts.comments, *seen),
            CutWhy::KindsByCode(n) => self.say(texts.kinds_by_code, &[("n", (*n).into())]),
            CutWhy::CutNumber { left, mark } => {
                let template = match mark {
                    CutMark::Decimal => texts.cut_decimal,
                    CutMark::Thousands => texts.cut_thousands,
                };
                let [left, right] = [*left, *left + 1].map(u64::from);
                self.say(template, &[("left", left.into()), ("right", right.into())])
            }
            CutWhy::ShortRows { rows, padded } => {
                let then = if *padded { texts.short_rows_padded } else { texts.short_rows_refused };
                self.seen(texts.short_rows, *rows) + &self.seen(then, *rows)
            }
            CutWhy::LongRows { rows, empty: false } => self.seen(texts.long_rows, *rows),
            CutWhy::LongRows { rows, empty: true } => self.seen(texts.long_rows_empty, *rows),
            CutWhy::Totals { places, n, sums } => self.totals(places, *n, *sums),
            CutWhy::SumOfRows => self.say(texts.sum_of_rows, &[]),
            CutWhy::NoRows => self.say(texts.no_rows, &[]),
            CutWhy::NoHeaderOfItsOwn(text) => self.text(texts.no_header_of_its_own, text, 0),
            CutWhy::Mark(mark) => self.say(texts.file_mark, &[("mark", mark.to_string().into())]),
        }
    }

    /// Where rows that are no records stand, and whether their figures are sums.
    fn totals(&self, places: &[u64], n: u64, sums: Option<Share>) -> String {
        let texts = self.texts;
        let count = |place: &u64| crate::cli::numbers::count(self.language, *place);
        let listed = places.iter().map(count).collect::<Vec<_>>().join(", ");
        let others = if n > places.len() as u64 { Arg::from(n) } else { Arg::from("") };
        let at = self.say(texts.totals_at, &[("n", n.into()), ("places", listed.into()), ("others", others)]);
        let sums = match sums {
            None => String::new(),
            Some(Share { of: 0, .. }) => self.say(texts.totals_untold, &[("n", n.into())]),
            Some(sums) => self.share(texts.totals_sums, sums),
        };
        if places.is_empty() { sums } else { (at + " " + &sums).trim_end().to_owned() }
    }

    /// Another reading.
    #[must_use]
    pub fn other(&self, other: &Other) -> String {
        let texts = self.texts;
        match other {
            Other::Value(reading) => self.reading(reading),
            Other::Joined(places) if places.is_empty() => self.say(texts.joined, &[]),
            Other::Joined(places) => self.say(texts.joined_at, &[("places", listed(places).into())]),
            Other::Begins(places) => self.say(texts.begins, &[("places", listed(places).into())]),
            Other::WithNext => self.say(texts.with_next, &[]),
            Other::Days(days) => {
                let day = |(from, to, picture): &(u32, u32, &str)| format!("{from}-{to} `{picture}`");
                let days: Vec<String> = days.iter().map(day).collect();
                self.say(texts.days, &[("days", days.join(", ").into())])
            }
        }
    }

    fn reading(&self, other: &Reading) -> String {
        let texts = self.texts;
        let why = match other.open {
            Open::Ambiguous => texts.open_ambiguous,
            Open::Exceptions => texts.open_exceptions,
            Open::Code => texts.open_code,
            Open::Spread => texts.open_spread,
            Open::TooFew => texts.open_too_few,
            Open::Century => texts.open_century,
            Open::Decimals => texts.open_decimals,
        };
        let keys = keys::of(other.ty, &other.reading, self.form);
        let keys = keys.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ");
        let keys = if keys.is_empty() { String::from("type: text") } else { keys };
        let first = place(other.failure.unwrap_or(0));
        let args = [
            ("keys", keys.into()),
            ("n", other.reads.n.into()),
            ("of", other.reads.of.into()),
            ("first", first),
            ("why", why.into()),
        ];
        let template = if other.reads.n == other.reads.of { texts.or } else { texts.or_of };
        self.say(template, &args)
    }
}

/// A sum as an expression.
#[must_use]
pub fn sum_of(sum: &SumDraft) -> String {
    format!("{} = {}", sum.total, sum.parts.join(" + "))
}

/// A record's number; nothing where it is not known.
fn place(record: u64) -> Arg {
    if record == 0 { Arg::from("") } else { record.into() }
}

/// A message as a sentence among others.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// Places one after the other, ranges where they touch.
fn listed(places: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for place in places {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *place => *last = *place,
            _ => ranges.push((*place, *place)),
        }
    }
    let range = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    ranges.iter().map(range).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_the_decimal_mark_of_the_language() {
        let form = Form::Length(80);
        let range = |least: &str, most: &str| Why::Range { least: least.to_owned(), most: most.to_owned() };
        let say = |language, why: &Why| Speaker::new(language, &form).value(why);
        assert_eq!(say(Language::Fr, &range("-22.25", "1.50")), "De -22,25 à 1,50.");
        assert_eq!(say(Language::En, &range("-22.25", "1.50")), "From -22.25 to 1.50.");
        assert_eq!(say(Language::Fr, &range("2024-02-01", "2024-03-26")), "De 2024-02-01 à 2024-03-26.");
    }

    #[test]
    fn places_that_touch_are_ranges() {
        assert_eq!(listed(&[3, 4, 5, 9, 11, 12]), "3-5, 9, 11-12");
    }
}

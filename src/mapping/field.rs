//! Fields: their maps in, names, places, types and readings out.
//!
//! Refuses to know kinds and tables. A field with a mistake still has its name, so that nobody misses it.

use super::cobol::Given;
use super::cobol::Said;
use super::condition::pattern;
use super::keys::{CHARACTER_WORDS, MOST_RECORD};
use super::kinds::Layout;
use super::mistakes::{Mistakes, args};
use super::model::{Field, FieldPlace, OnBad, OnBlank, Pattern, Reading, Repeat, RepeatPlace, Round, Sign, Trim, Type};
use super::nearest::or_empty;
use super::stored::{Fills, OnFill, Signs, Stored};
use super::tree::{Node, Shape};
use super::view::{Text, View};
use super::{encodings, picture, position, types};
use crate::finding::Code;
use crate::place::Span;

/// A field, and whether its type is known.
#[derive(Debug, Clone)]
pub struct FieldDraft {
    /// As far as it could be read.
    pub field: Field,
    /// Type and place are known.
    pub sound: bool,
    /// Why level 88 gives its values no names, where it gives none: the word of TL0077.
    pub unnamed: &'static str,
}

/// A group, and whether its place and all its names are known.
#[derive(Debug, Clone)]
pub struct RepeatDraft {
    /// Place of its name.
    pub at: Span,
    /// As far as it could be read; its fields are in `fields`.
    pub repeat: Repeat,
    /// Its fields.
    pub fields: Vec<FieldDraft>,
    /// Groups of them.
    pub groups: Vec<GroupDraft>,
    /// Nothing of it is missing.
    pub sound: bool,
}

/// Fields that stand in one group of a copybook, which does not repeat.
#[derive(Debug, Clone)]
pub struct GroupDraft {
    /// What it is called.
    pub name: String,
    /// What each field is called within it, and what the record calls the field.
    pub fields: Vec<(String, String)>,
}

impl GroupDraft {
    /// What the record calls the field of this name.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(within, _)| within == name).map(|(_, field)| field.as_str())
    }
}

/// What a list of fields says.
#[derive(Debug, Clone)]
pub struct Fields {
    /// Single fields.
    pub single: Vec<FieldDraft>,
    /// Groups that repeat.
    pub repeats: Vec<RepeatDraft>,
    /// Groups that do not.
    pub groups: Vec<GroupDraft>,
    /// Every name is known.
    pub whole: bool,
}

impl Default for Fields {
    fn default() -> Self {
        Self { single: Vec::new(), repeats: Vec::new(), groups: Vec::new(), whole: true }
    }
}

impl Fields {
    fn place_of(&self, name: &str) -> Option<Span> {
        let field = self.single.iter().find(|one| one.field.name == name).map(|one| one.field.at);
        field.or_else(|| self.repeats.iter().find(|one| one.repeat.name == name).map(|one| one.at))
    }

    fn add_field(&mut self, draft: FieldDraft, mistakes: &Mistakes) {
        match self.place_of(&draft.field.name) {
            Some(first) => twice("field", &draft.field.name, draft.field.at, first, mistakes),
            None => self.single.push(draft),
        }
    }

    fn add_repeat(&mut self, draft: RepeatDraft, mistakes: &Mistakes) {
        match self.place_of(&draft.repeat.name) {
            Some(first) => twice("field", &draft.repeat.name, draft.at, first, mistakes),
            None => self.repeats.push(draft),
        }
    }

    /// Adds the fields of another list, which may not have the same names.
    pub fn append(&mut self, other: Self, mistakes: &Mistakes) {
        self.whole &= other.whole;
        self.groups.extend(other.groups);
        other.single.into_iter().for_each(|one| self.add_field(one, mistakes));
        other.repeats.into_iter().for_each(|one| self.add_repeat(one, mistakes));
    }
}

/// Tells that a name stands twice.
pub fn twice(sort: &str, name: &str, at: Span, first: Span, mistakes: &Mistakes) {
    mistakes.fail_with(Code::DuplicateName, at, Some(first), args![sort, name]);
}

/// A name without dots; tells TL0003 and TL0004.
pub fn name<'a>(view: View<'a>, key: &str) -> Option<Text<'a>> {
    view.need(key)?;
    let found = view.text(key)?;
    if found.text.trim().is_empty() || found.text.contains(['.', '\n', '\r', '\0']) {
        view.mistakes().fail(Code::WrongShape, found.at, args!["name", "text"]);
        return None;
    }
    Some(found)
}

/// What holds around a list of fields.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// How records are cut.
    pub layout: Layout,
    /// `defaults:` of the source.
    pub defaults: &'a ReadingKeys,
    /// The kind stands in the preamble.
    pub preamble: bool,
    /// What the kind's copybook gives; in a source that has one.
    pub given: Option<&'a Given>,
    /// Maps that say items of every kind anew.
    pub said: &'a [&'a Node],
    /// `format: cobol`.
    pub cobol: bool,
}

/// Whether a map of `fields:` has a place of its own.
pub fn has_place(node: &Node) -> bool {
    let Shape::Map(entries) = &node.shape else { return true };
    entries.iter().any(|entry| matches!(entry.key.as_str(), "at" | "repeat"))
}

/// Where the fields of a list are.
#[derive(Clone, Copy)]
enum Inside {
    Record,
    Bytes(u32),
    Cells(u32),
    /// A group whose place is not known.
    Unknown,
}

/// The fields of a kind: those of its copybook, as these maps say them anew, then those of the other maps.
pub fn read<'n>(nodes: impl IntoIterator<Item = &'n Node>, around: Around<'_>, mistakes: &Mistakes) -> Fields {
    let mut found = Fields::default();
    let mut of_items = OfItems::default();
    let said = around.said.iter().copied().filter(|_| around.given.is_some());
    let all = nodes.into_iter().map(|node| node as &Node).chain(said);
    for node in all {
        let view = View::open(node, "field", mistakes);
        let Some((view, name)) = view.and_then(|view| Some((view, name(view, "name")?))) else {
            if let Some(view) = view {
                field(view, Text { text: "", at: view.head() }, around, Inside::Record);
            }
            found.whole = false;
            continue;
        };
        let own_place = has_place(node);
        if !around.cobol {
            view.misplaced_all(&COBOL_KEYS, "no_cobol");
        } else if own_place {
            view.misplaced_all(&["item", "conditions"], "own_place");
        }
        match around.given.filter(|_| !own_place) {
            Some(given) => of_items.take(given, (view, name), around, &mut found),
            None if view.has("repeat") => found.add_repeat(repeat(view, name, around), mistakes),
            None => found.add_field(field(view, name, around, Inside::Record), mistakes),
        }
    }
    if let Some(given) = around.given {
        of_items.add_all(given, around, &mut found, mistakes);
    }
    found
}

/// Keys that have a meaning in `format: cobol` alone.
const COBOL_KEYS: [&str; 6] = ["item", "pad", "signs", "on_low_values", "on_high_values", "conditions"];

fn field(view: View<'_>, name: Text<'_>, around: Around<'_>, inside: Inside) -> FieldDraft {
    view.misplaced("fields", "no_repeat");
    let own = ReadingKeys::read(view);
    let place = place(view, name, around, inside);
    let stated = [&own, around.defaults].into_iter().find(|keys| keys.ty_there);
    let ty = stated.map_or(Some(Type::Text), |keys| keys.ty);
    let personal = own.personal.or(around.defaults.personal).unwrap_or(false);
    refuse_number(view, &own, None);
    let reading = match ty {
        Some(ty) => reading(view, &own, around, ty, name),
        None => Keys { own: &own, defaults: around.defaults }.plain(Type::Text, around),
    };
    let sound = place.is_some() && ty.is_some();
    let place = place.unwrap_or(FieldPlace::Record);
    let field = Field {
        name: name.text.to_owned(),
        at: name.at,
        place,
        ty: ty.unwrap_or(Type::Text),
        reading,
        personal,
        named: None,
    };
    FieldDraft { field, sound, unnamed: "none" }
}

fn place(view: View<'_>, name: Text<'_>, around: Around<'_>, inside: Inside) -> Option<FieldPlace> {
    match (around.layout, inside) {
        (Layout::Fixed { .. }, Inside::Record) => {
            fixed_only(view);
            if !view.has("at") && view.has("pattern") {
                return Some(FieldPlace::Record);
            }
            view.need("at")?;
            let (start, end) = around.layout.bytes(view.text("at")?, view.mistakes())?;
            Some(FieldPlace::Bytes { start, end })
        }
        (Layout::Fixed { .. }, Inside::Bytes(width)) => {
            fixed_only(view);
            view.need("at")?;
            let found = view.text("at")?;
            let (start, end) = position::range(found, view.mistakes())?;
            if end > width {
                position::refuse(found, "beyond_repetition", view.mistakes());
                return None;
            }
            Some(FieldPlace::Bytes { start, end })
        }
        (Layout::Delimited { .. }, Inside::Record) => record_cell(view, name, around),
        (Layout::Delimited { .. }, Inside::Cells(width)) => {
            view.misplaced("at", "delimited");
            view.misplaced("header", "nested");
            if !view.has("index") && width == 1 {
                return Some(FieldPlace::Index(0));
            }
            view.need("index")?;
            let found = view.text("index")?;
            let index = position::cell(found, view.mistakes())?;
            if index >= width {
                position::refuse(found, "beyond_repetition", view.mistakes());
                return None;
            }
            Some(FieldPlace::Index(index))
        }
        _ => None,
    }
}

fn fixed_only(view: View<'_>) {
    view.misplaced("header", "fixed");
    view.misplaced("index", "fixed");
}

fn record_cell(view: View<'_>, name: Text<'_>, around: Around<'_>) -> Option<FieldPlace> {
    let has_pattern = view.has("pattern");
    let Layout::Delimited { header, header_at } = around.layout else { return None };
    view.misplaced("at", "delimited");
    if view.conflict("header", "index") {
        return None;
    }
    if view.has("index") {
        return position::cell(view.text("index")?, view.mistakes()).map(FieldPlace::Index);
    }
    if around.preamble {
        view.misplaced("header", "preamble");
        if !has_pattern && !view.has("header") {
            view.missing("index");
        }
        return has_pattern.then_some(FieldPlace::Record);
    }
    if header {
        let text = if view.has("header") { view.text("header")?.text } else { name.text };
        return Some(FieldPlace::Header(text.to_owned()));
    }
    if let Some(entry) = view.entry("header") {
        view.mistakes().fail_with(Code::Conflict, entry.key_at, header_at, args!["header", "header: 0"]);
    } else if has_pattern {
        return Some(FieldPlace::Record);
    } else if !view.has("at") {
        view.missing("index");
    }
    None
}

/// Keys that a group has; all others belong to its fields.
const GROUP_KEYS: [&str; 6] = ["name", "at", "header", "index", "repeat", "fields"];

fn repeat(view: View<'_>, name: Text<'_>, around: Around<'_>) -> RepeatDraft {
    let mistakes = view.mistakes();
    for one in super::keys::of("field").filter(|one| !GROUP_KEYS.contains(&one.key)) {
        view.misplaced(one.key, "repeat");
    }
    let place = view.map("repeat", "repeat").and_then(|inner| repeat_place(view, inner, around));
    let inside = match place {
        Some(RepeatPlace::Bytes { width, .. }) => Inside::Bytes(width),
        Some(RepeatPlace::Cells { width, .. }) => Inside::Cells(width),
        Some(RepeatPlace::Headers(_)) => Inside::Cells(1),
        Some(RepeatPlace::Nested { .. }) | None => Inside::Unknown,
    };
    let mut found = Fields::default();
    let nodes = view.need("fields").and_then(|_| view.list("fields"));
    found.whole = nodes.is_some();
    for node in nodes.unwrap_or_default() {
        let Some(view) = View::open(node, "field", mistakes) else {
            found.whole = false;
            continue;
        };
        view.misplaced("repeat", "nested");
        match self::name(view, "name") {
            Some(name) => found.add_field(field(view, name, around, inside), mistakes),
            None => found.whole = false,
        }
    }
    let sound = place.is_some() && found.whole;
    let place = place.unwrap_or(RepeatPlace::Headers(Vec::new()));
    let repeat = Repeat { name: name.text.to_owned(), place, fields: Vec::new() };
    RepeatDraft { at: name.at, repeat, fields: found.single, groups: Vec::new(), sound }
}

fn repeat_place(group: View<'_>, inner: View<'_>, around: Around<'_>) -> Option<RepeatPlace> {
    let mistakes = group.mistakes();
    if inner.conflict("headers", "times") || inner.conflict("headers", "width") {
        return None;
    }
    match around.layout {
        Layout::Unknown => None,
        Layout::Fixed { .. } => {
            fixed_only(group);
            if inner.has("headers") {
                inner.misplaced("headers", "fixed");
                return None;
            }
            let at = group.need("at").and_then(|_| group.text("at"));
            let (times, width) = times_and_width(inner)?;
            let at = at?;
            let (start, end) = around.layout.bytes(at, mistakes)?;
            if u64::from(end - start) != u64::from(times) * u64::from(width) {
                position::refuse(at, "not_times_width", mistakes);
                return None;
            }
            Some(RepeatPlace::Bytes { start, times, width })
        }
        Layout::Delimited { header, header_at } => {
            group.misplaced("at", "delimited");
            group.misplaced("header", "repeat");
            if let Some(entry) = inner.entry("headers") {
                if !header {
                    mistakes.fail_with(Code::Conflict, entry.key_at, header_at, args!["headers", "header: 0"]);
                    return None;
                }
                group.misplaced("index", "repeat");
                return headers(inner);
            }
            let index = group.need("index").and_then(|_| group.text("index"));
            let (times, width) = times_and_width(inner)?;
            let index = index?;
            let (start, end) = position::range(index, mistakes)?;
            if end - start > 1 && u64::from(end - start) != u64::from(times) * u64::from(width) {
                position::refuse(index, "not_times_width", mistakes);
                return None;
            }
            Some(RepeatPlace::Cells { start, times, width })
        }
    }
}

fn headers(inner: View<'_>) -> Option<RepeatPlace> {
    let found = inner.text_list("headers")?;
    for (i, one) in found.iter().enumerate() {
        if let Some(first) = found[..i].iter().find(|other| other.text == one.text) {
            twice("header", one.text, one.at, first.at, inner.mistakes());
        }
    }
    if found.is_empty() {
        inner.mistakes().fail(Code::NothingToLoad, inner.key_at("headers"), args!["header"]);
        return None;
    }
    Some(RepeatPlace::Headers(found.iter().map(|one| one.text.to_owned()).collect()))
}

fn times_and_width(inner: View<'_>) -> Option<(u32, u32)> {
    let number = |key| {
        inner.need(key)?;
        inner.whole(key).and_then(|number| u32::try_from(number.min(MOST_RECORD)).ok())
    };
    let (times, width) = (number("times"), number("width"));
    Some((times?, width?))
}

/// The keys of a field, or of `defaults:`, that say how it reads; none where a key is not there or wrong.
#[derive(Debug, Default)]
pub struct ReadingKeys {
    ty: Option<Type>,
    ty_there: bool,
    encoding: Option<&'static str>,
    pattern: Option<Pattern>,
    trim: Option<Trim>,
    pad: Option<bool>,
    picture: Option<(String, Span)>,
    years: Option<(i32, i32)>,
    years_there: bool,
    sign: Option<Vec<Sign>>,
    decimal: Option<char>,
    thousands: Option<Vec<char>>,
    currency: Option<Vec<String>>,
    round: Option<Round>,
    null_if: Option<Vec<String>>,
    on_blank: Option<OnBlank>,
    on_bad: Option<OnBad>,
    signs: Option<Signs>,
    on_low: Option<OnFill>,
    on_high: Option<OnFill>,
    true_words: Option<Vec<String>>,
    false_words: Option<Vec<String>>,
    /// `personal:`
    pub personal: Option<bool>,
}

impl ReadingKeys {
    /// The keys of this map.
    pub fn read(view: View<'_>) -> Self {
        let mistakes = view.mistakes();
        let owned = |key| view.texts(key).map(|texts| texts.iter().map(|one| one.text.to_owned()).collect());
        let found = Self {
            ty: view.text("type").and_then(|text| types::parse(text, mistakes)),
            ty_there: view.has("type"),
            encoding: view.text("encoding").and_then(|text| encoding(text, mistakes)),
            pattern: view.text("pattern").and_then(|text| pattern(text, true, mistakes)),
            trim: view.word("trim").map(trim),
            pad: view.word("pad").map(|_| true),
            picture: view.text("picture").map(|text| (text.text.to_owned(), text.at)),
            years: view.text("years").and_then(|text| years(text, mistakes)),
            years_there: view.has("years"),
            sign: signs(view),
            decimal: view.text("decimal").and_then(|text| character(text, mistakes)),
            thousands: characters(view, "thousands"),
            currency: owned("currency"),
            round: view.word("round").map(round),
            null_if: owned("null_if"),
            on_blank: view.word("on_blank").map(on_blank),
            on_bad: view.word("on_bad").map(on_bad),
            signs: view.word("signs").map(|word| if word == "any" { Signs::Any } else { Signs::Preferred }),
            on_low: view.word("on_low_values").map(on_fill),
            on_high: view.word("on_high_values").map(on_fill),
            true_words: owned("true"),
            false_words: owned("false"),
            personal: view.flag("personal"),
        };
        found.check_itself(view);
        found
    }

    fn check_itself(&self, view: View<'_>) {
        if let (Some(decimal), Some(thousands)) = (self.decimal, &self.thousands)
            && thousands.contains(&decimal)
        {
            view.conflict("decimal", "thousands");
        }
        if let (Some(yes), Some(no)) = (&self.true_words, &self.false_words)
            && yes.iter().any(|word| no.contains(word))
        {
            view.conflict("true", "false");
        }
        if let Some(signs) = &self.sign
            && signs.len() > 1
            && signs.contains(&Sign::None)
        {
            view.mistakes().fail(Code::Conflict, view.key_at("sign"), args!["none", "sign"]);
        }
    }

    /// Tells a picture in `defaults:` that is none for any type.
    pub fn check_picture(&self, mistakes: &Mistakes) {
        let Some((text, at)) = &self.picture else { return };
        let tries = [Type::Date, Type::Time, Type::Timestamp].map(|ty| picture::parse(text, ty, true));
        if let [Err(problem), Err(_), Err(_)] = tries {
            mistakes.fail(Code::BadPicture, *at, args![text.as_str(), problem]);
        }
    }
}

/// A field's own keys before those of `defaults:`.
struct Keys<'a> {
    own: &'a ReadingKeys,
    defaults: &'a ReadingKeys,
}

impl Keys<'_> {
    fn pick<T: Clone>(&self, of: impl Fn(&ReadingKeys) -> Option<T>) -> Option<T> {
        of(self.own).or_else(|| of(self.defaults))
    }

    /// The reading without its picture. A default that has no meaning for the type is left out.
    fn plain(&self, ty: Type, around: Around<'_>) -> Reading {
        let layout = around.layout;
        let number = types::is_number(ty);
        let boolean = ty == Type::Bool;
        let trim = match (ty, layout) {
            (Type::Text, Layout::Delimited { .. }) => Trim::None,
            (Type::Text, _) => Trim::Right,
            _ => Trim::Both,
        };
        let on_blank = self.pick(|keys| keys.on_blank.filter(|what| number || *what != OnBlank::Zero));
        let usual_blank = if ty == Type::Text { OnBlank::Empty } else { OnBlank::Reject };
        Reading {
            encoding: self.pick(|keys| keys.encoding).map(str::to_owned),
            pattern: self.pick(|keys| keys.pattern.clone()),
            trim: self.pick(|keys| keys.trim).unwrap_or(trim),
            picture: None,
            years: self.pick(|keys| keys.years).filter(|_| types::is_date(ty)),
            sign: self.pick(|keys| keys.sign.clone()).filter(|_| number).unwrap_or_default(),
            decimal: self.pick(|keys| keys.decimal).filter(|_| number),
            thousands: self.pick(|keys| keys.thousands.clone()).filter(|_| number).unwrap_or_default(),
            currency: self.pick(|keys| keys.currency.clone()).filter(|_| number).unwrap_or_default(),
            round: self.pick(|keys| keys.round).filter(|_| number && !is_float(ty)),
            null_if: self.pick(|keys| keys.null_if.clone()).unwrap_or_default(),
            on_blank: on_blank.unwrap_or(usual_blank),
            blanks_tell: false,
            zero_is_blank: false,
            on_bad: self.pick(|keys| keys.on_bad).unwrap_or(OnBad::Reject),
            true_words: self.pick(|keys| keys.true_words.clone()).filter(|_| boolean).unwrap_or_default(),
            false_words: self.pick(|keys| keys.false_words.clone()).filter(|_| boolean).unwrap_or_default(),
            stored: None,
            edited: None,
            fills: around.cobol.then(|| self.fills(ty)),
        }
    }

    /// What LOW-VALUES and HIGH-VALUES become. Zero is a number's alone.
    fn fills(&self, ty: Type) -> Fills {
        let fits = |fill: &OnFill| types::is_number(ty) || *fill != OnFill::Zero;
        let usual = if ty == Type::Text { OnFill::Empty } else { OnFill::Reject };
        Fills {
            low: self.pick(|keys| keys.on_low.filter(fits)).unwrap_or(usual),
            high: self.pick(|keys| keys.on_high.filter(fits)).unwrap_or(OnFill::Reject),
            pad: self.pick(|keys| keys.pad).unwrap_or(false),
        }
    }

    /// The reading of an item: what the mapping says, then what the copybook says.
    fn of_item(&self, ty: Type, said: &Said, around: Around<'_>) -> Reading {
        let plain = self.plain(ty, around);
        let number = types::is_number(ty);
        let signs = self.pick(|keys| keys.signs);
        let usual_trim = if ty == said.ty { said.trim } else { plain.trim };
        let said_blank = said.on_blank.filter(|_| number);
        let on_blank = self.own.on_blank.or(said_blank).unwrap_or(plain.on_blank);
        // Who says how the number is written, or takes a part of it, does not want the picture's word.
        let own = self.own;
        let is_written =
            own.sign.is_some() || own.decimal.is_some() || own.thousands.is_some() || own.currency.is_some();
        let is_held = number && !is_written && plain.pattern.is_none();
        let said_trim = self.pick(|keys| keys.trim).filter(|_| !(said.edited && number));
        Reading {
            encoding: self.own.encoding.or(said.encoding).map(str::to_owned),
            trim: said_trim.unwrap_or(usual_trim),
            sign: self.own.sign.clone().unwrap_or_else(|| said.sign.clone()).into_iter().filter(|_| number).collect(),
            decimal: self.own.decimal.or(said.decimal).filter(|_| number),
            thousands: self.own.thousands.clone().unwrap_or_else(|| said.thousands.into_iter().collect()),
            currency: self.own.currency.clone().unwrap_or_else(|| said.currency.clone().into_iter().collect()),
            on_blank,
            blanks_tell: self.own.on_blank.is_some() && said.stored.is_none_or(|stored| stored.is_told_by_blanks()),
            zero_is_blank: on_blank == OnBlank::Zero && said_blank == Some(on_blank),
            edited: said.picture.clone().filter(|_| is_held),
            stored: said.stored.map(|stored| Stored { signs: signs.unwrap_or(stored.signs), ..stored }),
            ..plain
        }
    }
}

mod items;
use items::OfItems;

fn is_float(ty: Type) -> bool {
    matches!(ty, Type::Float32 | Type::Float64)
}

fn reading(view: View<'_>, own: &ReadingKeys, around: Around<'_>, ty: Type, name: Text<'_>) -> Reading {
    let keys = Keys { own, defaults: around.defaults };
    let mut reading = keys.plain(ty, around);
    refuse_meaningless(view, own, ty);
    if types::is_date(ty) {
        let has_years = reading.years.is_some() || own.years_there || around.defaults.years_there;
        reading.picture = field_picture(&keys, ty, has_years, name, view.mistakes());
    }
    if ty == Type::Bool {
        for key in ["true", "false"] {
            let defaults = if key == "true" { &around.defaults.true_words } else { &around.defaults.false_words };
            if !view.has(key) && defaults.is_none() {
                view.missing(key);
            }
        }
        let is_word = reading.true_words.iter().chain(&reading.false_words).any(String::is_empty);
        if is_word && own.on_blank.is_some() {
            let key = if reading.true_words.iter().any(String::is_empty) { "true" } else { "false" };
            view.conflict("on_blank", key);
        }
    }
    reading
}

/// Keys of the field itself that its type gives no meaning.
fn refuse_meaningless(view: View<'_>, own: &ReadingKeys, ty: Type) {
    if !types::is_number(ty) {
        view.misplaced_all(&["sign", "decimal", "thousands", "currency", "round"], "no_number");
        if own.on_blank == Some(OnBlank::Zero) {
            view.misplaced("on_blank", "no_number");
        }
        for (key, fill) in [("on_low_values", own.on_low), ("on_high_values", own.on_high)] {
            if fill == Some(OnFill::Zero) {
                view.misplaced(key, "no_number");
            }
        }
    }
    if is_float(ty) {
        view.misplaced("round", "float");
    }
    if !types::is_date(ty) {
        view.misplaced_all(&["picture", "years"], "no_date");
    }
    if ty != Type::Bool {
        view.misplaced_all(&["true", "false"], "no_bool");
    }
}

/// LOW-VALUES and HIGH-VALUES are told only where they are not a number.
fn refuse_fills(view: View<'_>, own: &ReadingKeys, stored: Stored) {
    if own.on_low.is_some() && stored.has_zero_of_low_values() {
        view.misplaced("on_low_values", "zero_of_low_values");
    }
    if own.on_high.is_some() && stored.number_of_high_values().is_some() {
        view.misplaced("on_high_values", "number_of_high_values");
    }
}

/// What is empty says no number of elements.
fn refuse_empty(view: View<'_>, own: &ReadingKeys) {
    let is_empty = [
        ("on_blank", own.on_blank == Some(OnBlank::Empty)),
        ("on_low_values", own.on_low == Some(OnFill::Empty)),
        ("on_high_values", own.on_high == Some(OnFill::Empty)),
        ("on_bad", own.on_bad == Some(OnBad::Empty)),
    ];
    for (key, _) in is_empty.into_iter().filter(|(_, is_empty)| *is_empty) {
        view.misplaced(key, "counts");
    }
}

/// Blanks are a number only where its bytes may have every value.
fn refuse_number(view: View<'_>, own: &ReadingKeys, stored: Option<Stored>) {
    if own.on_blank == Some(OnBlank::Number) && !stored.is_some_and(|stored| stored.blanks_may_be_digits()) {
        view.misplaced("on_blank", "no_bare_digits");
    }
}

fn field_picture(keys: &Keys<'_>, ty: Type, has_years: bool, name: Text<'_>, mistakes: &Mistakes) -> Option<String> {
    if let Some((text, at)) = &keys.own.picture {
        if let Err(problem) = picture::parse(text, ty, has_years) {
            mistakes.fail(Code::BadPicture, *at, args![text.as_str(), problem]);
        }
        return Some(text.clone());
    }
    let (text, _) = keys.defaults.picture.as_ref()?;
    match picture::parse(text, ty, has_years) {
        Ok(_) => Some(text.clone()),
        Err("years_missing") => {
            mistakes.fail(Code::BadPicture, name.at, args![text.as_str(), "years_missing"]);
            None
        }
        Err(_) => None,
    }
}

/// The name of an encoding; tells TL0009.
pub fn encoding(found: Text<'_>, mistakes: &Mistakes) -> Option<&'static str> {
    let name = encodings::canonical(found.text);
    if name.is_none() {
        let nearest = or_empty(found.text, encodings::names().iter().copied());
        mistakes.fail(Code::UnknownEncoding, found.at, args![found.text, nearest]);
    }
    name
}

/// One character, or the word for it; tells TL0004.
pub fn character(found: Text<'_>, mistakes: &Mistakes) -> Option<char> {
    if let Some(&(_, character)) = CHARACTER_WORDS.iter().find(|(word, _)| *word == found.text) {
        return Some(character);
    }
    let mut characters = found.text.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    if only.is_none() {
        mistakes.fail(Code::WrongShape, found.at, args!["character", "text"]);
    }
    only
}

/// Characters, or words for them.
pub fn characters(view: View<'_>, key: &str) -> Option<Vec<char>> {
    let texts = view.texts(key)?;
    Some(texts.into_iter().filter_map(|text| character(text, view.mistakes())).collect())
}

/// The styles of signs that a map declares.
pub fn signs(view: View<'_>) -> Option<Vec<Sign>> {
    view.words("sign").map(|words| words.into_iter().map(sign).collect())
}

fn years(found: Text<'_>, mistakes: &Mistakes) -> Option<(i32, i32)> {
    let year = |text: &str| {
        let text = text.trim();
        (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse::<i32>().ok()).flatten()
    };
    let Some((first, last)) = found.text.split_once('-').and_then(|(a, b)| Some((year(a)?, year(b)?))) else {
        mistakes.fail(Code::WrongShape, found.at, args!["years", "text"]);
        return None;
    };
    if last - first != 99 {
        let hundred = format!("{first}-{}", first + 99);
        mistakes.fail(Code::OutOfBounds, found.at, args![found.text, hundred.as_str(), hundred.as_str()]);
        return None;
    }
    Some((first, last))
}

fn trim(word: &str) -> Trim {
    match word {
        "none" => Trim::None,
        "left" => Trim::Left,
        "right" => Trim::Right,
        _ => Trim::Both,
    }
}

fn round(word: &str) -> Round {
    match word {
        "half_up" => Round::HalfUp,
        "half_even" => Round::HalfEven,
        _ => Round::Truncate,
    }
}

fn on_blank(word: &str) -> OnBlank {
    match word {
        "empty" => OnBlank::Empty,
        "zero" => OnBlank::Zero,
        "number" => OnBlank::Number,
        _ => OnBlank::Reject,
    }
}

fn on_fill(word: &str) -> OnFill {
    match word {
        "empty" => OnFill::Empty,
        "zero" => OnFill::Zero,
        _ => OnFill::Reject,
    }
}

fn on_bad(word: &str) -> OnBad {
    if word == "empty" { OnBad::Empty } else { OnBad::Reject }
}

fn sign(word: &str) -> Sign {
    match word {
        "none" => Sign::None,
        "trailing" => Sign::Trailing,
        "overpunch" => Sign::Overpunch,
        "overpunch_p" => Sign::OverpunchP,
        "minus_after" => Sign::MinusAfter,
        "cr_db" => Sign::CrDb,
        "parentheses" => Sign::Parentheses,
        "angles" => Sign::Angles,
        "any_text" => Sign::AnyText,
        _ => Sign::Leading,
    }
}

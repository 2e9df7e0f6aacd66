//! A layout as a table with a line of headers: names, and starts with lengths or ends.
//!
//! Headers are told by their words, in English or French. Places count from 1 and include their end; a column of offsets
//! counts from 0. Where lengths stand alone, each field begins behind the one before it.

use super::types::said;
use super::{Layout, LayoutField};
use crate::finding::{Args, Code};
use crate::inspect::infer::delimited::dialect;
use crate::inspect::infer::delimited::rows::{Cutter, Text};
use crate::inspect::infer::values::names::words;
use crate::inspect::sample::Window;

/// The last place that a field may have.
const LAST: u32 = 1 << 28;

const NAMES: [&str; 11] =
    ["name", "field", "nom", "champ", "column", "colonne", "variable", "element", "zone", "rubrique", "libelle"];
const LENGTHS: [&str; 8] = ["length", "len", "longueur", "width", "size", "taille", "bytes", "largeur"];
const ENDS: [&str; 6] = ["end", "to", "fin", "thru", "through", "last"];
const STARTS: [&str; 9] = ["start", "from", "begin", "position", "positions", "pos", "debut", "at", "columns"];
const TYPES: [&str; 6] = ["type", "picture", "pic", "usage", "datatype", "nature"];
const FORMATS: [&str; 2] = ["format", "mask"];
const ABOUTS: [&str; 9] =
    ["description", "desc", "comment", "comments", "notes", "remarks", "definition", "remarques", "commentaire"];

/// Which column says what.
#[derive(Debug, Clone, Default)]
struct Roles {
    name: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    length: Option<usize>,
    ty: Option<usize>,
    format: Option<usize>,
    /// Starts count from 0.
    from_zero: bool,
}

impl Roles {
    /// Of a row; none if it is no line of headers.
    fn of(cells: &[String]) -> Option<Self> {
        let mut roles = Self::default();
        for (at, cell) in cells.iter().enumerate() {
            let words = words(cell);
            let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
            let take = |role: &mut Option<usize>| {
                if role.is_none() {
                    *role = Some(at);
                }
            };
            // What is more special comes first: `field length` is a length, `end position` an end.
            if has(&ABOUTS) {
                continue;
            }
            if has(&LENGTHS) {
                take(&mut roles.length);
            } else if has(&ENDS) {
                take(&mut roles.end);
            } else if has(&["offset"]) && roles.start.is_none() {
                (roles.start, roles.from_zero) = (Some(at), true);
            } else if has(&STARTS) {
                take(&mut roles.start);
            } else if has(&TYPES) {
                take(&mut roles.ty);
            } else if has(&FORMATS) {
                take(&mut roles.format);
            } else if has(&NAMES) {
                take(&mut roles.name);
            }
        }
        let placed = roles.start.is_some() || roles.length.is_some();
        (roles.name.is_some() && (placed || roles.ty.is_some() || roles.format.is_some())).then_some(roles)
    }

    fn is_placed(&self) -> bool {
        self.start.is_some() || self.length.is_some()
    }
}

/// Reads the table.
pub fn read(path: &str, bytes: &[u8]) -> Result<Layout, Vec<(Code, Args)>> {
    let unread = |problem: &str| vec![(Code::LayoutUnread, vec![path.into(), problem.into()])];
    let encoding = if std::str::from_utf8(bytes).is_ok() { "utf-8" } else { "cp1252" };
    let window = Window { offset: 0, bytes: bytes.to_vec(), starts_line: true, ends_line: true, is_last: true };
    let text = Text::new(&window, encoding).ok_or_else(|| unread("encoding"))?;
    let guess = dialect::guess(text).ok_or_else(|| unread("no_table"))?;
    let cutter = Cutter::new(&guess.dialect, &text).ok_or_else(|| unread("no_table"))?;
    let mut reader = Reader { path, roles: None, next: 0, fields: Vec::new(), mistakes: Vec::new() };
    cutter.each(text, 0, &mut |row| {
        let cells: Vec<String> =
            row.cells.iter().map(|cell| text.decode(cell).unwrap_or_default().trim().to_owned()).collect();
        reader.row(&cells, row.line);
        true
    });
    if reader.roles.is_none() {
        return Err(unread("no_headers"));
    }
    if reader.mistakes.is_empty() { Ok(Layout { fields: reader.fields, ordered: true }) } else { Err(reader.mistakes) }
}

struct Reader<'p> {
    path: &'p str,
    roles: Option<Roles>,
    /// Where the next field begins if nothing says so, from 0.
    next: u32,
    fields: Vec<LayoutField>,
    mistakes: Vec<(Code, Args)>,
}

impl Reader<'_> {
    fn row(&mut self, cells: &[String], line: u64) {
        let Some(roles) = self.roles.clone() else {
            self.roles = Roles::of(cells);
            return;
        };
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let name = cell(roles.name);
        // A heading between fields has a text and no place.
        if filled == 0 || filled == 1 && roles.is_placed() {
            return;
        }
        if name.is_empty() {
            return self.mistake(line, "name", "");
        }
        let Ok(at) = self.place(&roles, &cell, line) else { return };
        let said = said(cell(roles.ty), cell(roles.format));
        if let Some((_, end)) = at {
            self.next = end;
        }
        self.fields.push(LayoutField { name: name.to_owned(), at, said });
    }

    fn place<'c>(
        &mut self,
        roles: &Roles,
        cell: &dyn Fn(Option<usize>) -> &'c str,
        line: u64,
    ) -> Result<Option<(u32, u32)>, ()> {
        if !roles.is_placed() {
            return Ok(None);
        }
        let (start, end, length) = (cell(roles.start), cell(roles.end), cell(roles.length));
        let first = u32::from(!roles.from_zero);
        let found = match (range(start), number(start), number(end), number(length)) {
            (Some((from, to)), ..) => from.checked_sub(first).map(|from| (from, to + u32::from(roles.from_zero))),
            (None, Some(from), Some(to), _) => {
                from.checked_sub(first).map(|from| (from, to + u32::from(roles.from_zero)))
            }
            (None, Some(from), None, Some(length)) => from.checked_sub(first).map(|from| (from, from + length)),
            (None, None, None, Some(length)) if start.is_empty() => Some((self.next, self.next + length)),
            _ => None,
        };
        if let Some(found) = found.filter(|(from, to)| from < to) {
            return Ok(Some(found));
        }
        let written: Vec<&str> = [start, end, length].into_iter().filter(|text| !text.is_empty()).collect();
        self.mistake(line, "place", &written.join(" "));
        Err(())
    }

    fn mistake(&mut self, line: u64, problem: &str, value: &str) {
        let value: String = value.chars().take(40).collect();
        let args = vec![self.path.into(), line.into(), problem.into(), value.into()];
        self.mistakes.push((Code::LayoutMistake, args));
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    digits.parse().ok().filter(|number| *number <= LAST)
}

/// `1-10`, `1 to 10`, `1 à 10`.
fn range(text: &str) -> Option<(u32, u32)> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let from = text.split(|letter| !is_digit(letter)).next()?;
    let to = text.rsplit(|letter| !is_digit(letter)).next()?;
    let between = text.get(from.len()..text.len().checked_sub(to.len())?)?.trim();
    let joins = matches!(between, "-" | "–" | "—" | ":" | ".." | "to" | "thru" | "à" | "a");
    joins.then(|| Some((number(from)?, number(to)?))).flatten()
}

//! Data items of a random copybook, and its text.

use std::fmt::Write;

/// One data item.
#[derive(Debug, Clone)]
pub struct Item {
    /// None: FILLER.
    pub name: Option<String>,
    /// Clauses behind its name, without OCCURS and REDEFINES.
    pub clauses: String,
    pub part: Part,
    pub occurs: Option<Occurs>,
    pub redefines: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Part {
    Group(Vec<Item>),
    Value(Holds),
}

#[derive(Debug, Clone)]
pub struct Occurs {
    pub least: u32,
    pub most: u32,
    /// The item that says how many there are.
    pub counter: Option<String>,
}

/// What an elementary item holds: what may be moved to it, and how it is told again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A number; `texts`: its bytes are characters or packed digits, so that a fill is no number.
    Number { digits: u32, scale: i32, signed: bool, texts: bool },
    /// A binary number whose bits all count.
    Bits { bytes: u32, scale: u32, signed: bool },
    /// COMP-1.
    Single,
    /// COMP-2.
    Double,
    /// Characters; `apart`: JUSTIFIED, so that blanks stand before them.
    Text { width: u32, letters: bool, apart: bool },
    /// Characters of two bytes; the compiler puts characters of one byte there, so that nobody reads them.
    National,
    /// A number that is edited for people alone, and read as text.
    Written { digits: u32, scale: i32, signed: bool },
    /// An address or an index, which nobody reads.
    Address,
}

impl Holds {
    /// Whether a value of it is compared.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Address | Self::National)
    }
}

impl Item {
    pub fn children(&self) -> &[Self] {
        match &self.part {
            Part::Group(items) => items,
            Part::Value(_) => &[],
        }
    }

    /// Whether a value of it is compared.
    pub fn is_read(&self) -> bool {
        matches!(self.part, Part::Value(holds) if holds.is_read())
    }

    /// Itself and all under it, in the order of the text.
    pub fn all(&self) -> Vec<&Self> {
        let below = self.children().iter().flat_map(Self::all);
        std::iter::once(self).chain(below).collect()
    }

    /// Its entry and those under it. Code ends before column 73.
    pub fn text(&self, level: u32, text: &mut String) {
        let mut words = vec![self.name.clone().unwrap_or_else(|| "FILLER".to_owned())];
        words.extend(self.redefines.as_ref().map(|name| format!("REDEFINES {name}")));
        words.extend(self.occurs.as_ref().map(occurs));
        words.extend(self.clauses.split_whitespace().map(str::to_owned));
        let indent = if level == 1 { 7 } else { 11 };
        let mut line = format!("{:indent$}{level:02} ", "");
        // A line that begins with `$` is one for the compiler: a picture stays behind its PIC.
        let words = words.join(" ").replace("PIC ", "PIC\u{a0}");
        for word in words.split(' ').map(|word| word.replace('\u{a0}', " ")) {
            if line.len() + word.len() > 70 {
                writeln!(text, "{}", line.trim_end()).unwrap();
                line = format!("{:19}", "");
            }
            line += &word;
            line.push(' ');
        }
        writeln!(text, "{}.", line.trim_end()).unwrap();
        for child in self.children() {
            child.text(if level == 1 { 5 } else { level + 5 }, text);
        }
    }
}

fn occurs(occurs: &Occurs) -> String {
    match &occurs.counter {
        Some(counter) => format!("OCCURS {} TO {} TIMES DEPENDING ON {counter}", occurs.least, occurs.most),
        None => format!("OCCURS {} TIMES", occurs.most),
    }
}

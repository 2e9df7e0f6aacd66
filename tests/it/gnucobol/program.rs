//! A COBOL program that says how it lays out its records, fills them, tells what it reads in them, and writes them.
//!
//! It tells, on its standard output: `@NAME OFFSET LENGTH` of each item at its first element and `#NAME OFFSET` of a
//! table's second one; `=LAYOUT` before each record; `NAME:WHAT` of each item, a number with its sign and all digits, a
//! text up to its last bar.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::flavour::{Flavour, Framing};
use super::item::{Holds, Item, Part};
use super::layouts::{Kind, Layout};
use super::values::{Filled, Given};

/// Bytes of the longest record.
const LONGEST: usize = 9000;

/// A layout with its records.
pub struct Chapter<'l> {
    pub layout: &'l Layout,
    pub records: Vec<Vec<Filled<'l>>>,
    pub kinds: Vec<&'l Kind>,
}

/// Digits before and behind the point of the item that a number is moved to, so that its text is known.
pub fn width(holds: Holds) -> Option<(u32, u32)> {
    match holds {
        Holds::Number { digits, scale, .. } => {
            let behind = u32::try_from(scale).unwrap_or(0);
            let zeros = u32::try_from(-scale).unwrap_or(0);
            Some((digits.saturating_sub(behind) + zeros, behind))
        }
        Holds::Bits { scale, .. } => Some((20, scale)),
        Holds::Single | Holds::Double => Some((20, 10)),
        _ => None,
    }
}

/// The program.
pub fn program(chapters: &[Chapter<'_>], flavour: &Flavour) -> String {
    let (comma, copied) = (flavour.comma, flavour.is_copied());
    let mut text = String::from("IDENTIFICATION DIVISION.\nPROGRAM-ID. WITNESS.\nENVIRONMENT DIVISION.\n");
    if comma {
        text += "CONFIGURATION SECTION.\nSPECIAL-NAMES.\n    DECIMAL-POINT IS COMMA.\n";
    }
    text += "INPUT-OUTPUT SECTION.\nFILE-CONTROL.\n";
    for Chapter { layout, .. } in chapters {
        let number = layout.number;
        let lines = if flavour.framing == Framing::Lines { "LINE " } else { "" };
        writeln!(text, "    SELECT F{number} ASSIGN TO \"l{number}.dat\"\n        ORGANIZATION IS {lines}SEQUENTIAL.")
            .unwrap();
    }
    text += "DATA DIVISION.\nFILE SECTION.\n";
    for Chapter { layout, .. } in chapters {
        if copied {
            writeln!(
                text,
                "FD  F{0}\n    RECORD IS VARYING IN SIZE FROM 1 TO {LONGEST} CHARACTERS DEPENDING ON LEN.\n01 A-{0} PIC X({LONGEST}).",
                layout.number
            )
            .unwrap();
        } else {
            writeln!(text, "FD  F{0}.\nCOPY \"l{0}.cpy\".", layout.number).unwrap();
        }
    }
    text += "WORKING-STORAGE SECTION.\n01 PR USAGE POINTER.\n01 NR REDEFINES PR BINARY-DOUBLE UNSIGNED.\n01 PI USAGE POINTER.\n01 NI REDEFINES PI BINARY-DOUBLE UNSIGNED.\n01 OFS PIC 9(6).\n01 LEN PIC 9(6).\n01 BYTES PIC 9(6).\n";
    for depth in 1..=5 {
        writeln!(text, "01 I{depth} PIC 9(4) COMP-5.").unwrap();
    }
    for (whole, behind) in widths(chapters) {
        let nines = |count: u32| if count == 0 { String::new() } else { format!("9({count})") };
        let point = if behind > 0 { "V" } else { "" };
        writeln!(
            text,
            "01 D-{whole}-{behind} PIC S{}{point}{} SIGN LEADING SEPARATE.\n01 T-{whole}-{behind} REDEFINES D-{whole}-{behind} PIC X({}).",
            nines(whole),
            nines(behind),
            whole + behind + 1
        )
        .unwrap();
    }
    if copied {
        for chapter in chapters {
            writeln!(text, "COPY \"l{}.cpy\".", chapter.layout.number).unwrap();
        }
        writeln!(text, "LINKAGE SECTION.\n01 ALL-OF-IT PIC X({LONGEST}).").unwrap();
    }
    text += "PROCEDURE DIVISION.\nMAIN-P.\n";
    for Chapter { layout, .. } in chapters {
        writeln!(text, "    PERFORM C-{}.", layout.number).unwrap();
    }
    text += "    STOP RUN.\n";
    for chapter in chapters {
        chapter.text(flavour, &mut text);
    }
    text
}

fn widths(chapters: &[Chapter<'_>]) -> BTreeSet<(u32, u32)> {
    let items = chapters.iter().flat_map(|chapter| chapter.layout.record.all());
    items.filter_map(|item| if let Part::Value(holds) = item.part { width(holds) } else { None }).collect()
}

impl Chapter<'_> {
    fn text(&self, flavour: &Flavour, text: &mut String) {
        let (number, record) = (self.layout.number, self.layout.name());
        writeln!(text, "C-{number}.\n    OPEN OUTPUT F{number}.").unwrap();
        self.places(text);
        for (filled, kind) in self.records.iter().zip(&self.kinds) {
            if !self.layout.is_counted() {
                writeln!(text, "    MOVE ALL \"?\" TO {record}.").unwrap();
            }
            for filled in filled {
                moved(filled, flavour.comma, text);
            }
            if flavour.is_copied() {
                writeln!(text, "    SET ADDRESS OF ALL-OF-IT TO ADDRESS OF {record}\n    MOVE BYTES TO LEN\n    MOVE ALL-OF-IT(1:BYTES) TO A-{number}(1:BYTES)\n    WRITE A-{number}.").unwrap();
            } else {
                writeln!(text, "    WRITE {record}.").unwrap();
            }
            // Afterwards, since reading what is no number changes it.
            writeln!(text, "    DISPLAY \"={number}\".\n    PERFORM D-{number}-{}.", kind.letter).unwrap();
        }
        writeln!(text, "    CLOSE F{number}.").unwrap();
        for kind in &self.layout.kinds {
            writeln!(text, "D-{number}-{}.", kind.letter).unwrap();
            let mut teller = Teller { kind, text };
            teller.item(&self.layout.record, 0);
            text.push_str("    CONTINUE.\n");
        }
    }

    /// The bytes of the longest record. Where a table is counted, what the compiler takes for its length is less than its
    /// items have: there it is the last byte of the last item.
    fn bytes(&self) -> String {
        if !self.layout.is_counted() {
            return format!("COMPUTE BYTES = FUNCTION BYTE-LENGTH({})", self.layout.name());
        }
        let last = &self.layout.record.children()[self.layout.record.children().len() - 1];
        let most = last.occurs.as_ref().map_or(1, |occurs| occurs.most);
        let name = last.name.clone().unwrap_or_default() + if last.occurs.is_some() { "(1)" } else { "" };
        format!("SET PI TO ADDRESS OF {name}\n    COMPUTE BYTES = NI - NR + {most} * FUNCTION BYTE-LENGTH({name})")
    }

    /// Where each item stands, in the longest record.
    fn places(&self, text: &mut String) {
        for item in self.layout.record.all() {
            if let Some((counter, most)) =
                item.occurs.as_ref().and_then(|occurs| occurs.counter.as_ref().map(|counter| (counter, occurs.most)))
            {
                writeln!(text, "    MOVE {most} TO {counter}.").unwrap();
            }
        }
        writeln!(text, "    SET PR TO ADDRESS OF {}.\n    {}.", self.layout.name(), self.bytes()).unwrap();
        place(&self.layout.record, 0, text);
    }
}

fn place(item: &Item, around: usize, text: &mut String) {
    let tables = around + usize::from(item.occurs.is_some());
    if let Some(name) = &item.name {
        let first = subscripts(&vec![1; tables]);
        writeln!(
            text,
            "    SET PI TO ADDRESS OF {name}{first}\n    COMPUTE OFS = NI - NR\n    COMPUTE LEN = FUNCTION BYTE-LENGTH({name}{first})\n    DISPLAY \"@{name} \" OFS \" \" LEN."
        )
        .unwrap();
        if item.occurs.as_ref().is_some_and(|occurs| occurs.most > 1) {
            let mut second = vec![1; tables];
            second[tables - 1] = 2;
            let second = subscripts(&second);
            writeln!(
                text,
                "    SET PI TO ADDRESS OF {name}{second}\n    COMPUTE OFS = NI - NR\n    DISPLAY \"#{name} \" OFS."
            )
            .unwrap();
        }
    }
    item.children().iter().for_each(|child| place(child, tables, text));
}

fn subscripts(all: &[u32]) -> String {
    if all.is_empty() {
        return String::new();
    }
    format!("({})", all.iter().map(u32::to_string).collect::<Vec<_>>().join(" "))
}

/// A statement that moves a value.
fn moved(filled: &Filled<'_>, comma: bool, text: &mut String) {
    let at = subscripts(&filled.tables.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let (from, to) = match &filled.given {
        Given::Number(number) | Given::MinusZero(number) => {
            (if comma { number.replace('.', ",") } else { number.clone() }, Some(filled.name))
        }
        Given::Text(given) if given.is_empty() => ("SPACES".to_owned(), Some(filled.name)),
        Given::Text(given) => (format!("\"{given}\""), Some(filled.name)),
        Given::Bytes(hex) => (format!("X\"{hex}\""), filled.around),
        Given::Fill(constant) => ((*constant).to_owned(), filled.around),
        Given::Nothing => return,
    };
    writeln!(text, "    MOVE {from} TO {}{at}.", to.unwrap_or_default()).unwrap();
}

/// The paragraph that tells what stands in a record of one kind.
struct Teller<'k, 't> {
    kind: &'k Kind,
    text: &'t mut String,
}

impl Teller<'_, '_> {
    fn item(&mut self, item: &Item, around: usize) {
        if item.name.as_ref().is_some_and(|name| self.kind.others.contains(name)) {
            return;
        }
        let Some(occurs) = &item.occurs else { return self.element(item, around) };
        let index = around + 1;
        let most = occurs.counter.clone().unwrap_or_else(|| occurs.most.to_string());
        writeln!(self.text, "    PERFORM VARYING I{index} FROM 1 BY 1 UNTIL I{index} > {most}").unwrap();
        self.element(item, index);
        writeln!(self.text, "    END-PERFORM").unwrap();
    }

    fn element(&mut self, item: &Item, around: usize) {
        let (Some(name), Part::Value(holds)) = (&item.name, &item.part) else {
            return item.children().iter().for_each(|child| self.item(child, around));
        };
        let at = if around == 0 {
            String::new()
        } else {
            format!("({})", (1..=around).map(|depth| format!("I{depth}")).collect::<Vec<_>>().join(" "))
        };
        match (width(*holds), holds) {
            (_, Holds::Address | Holds::National) => {}
            (Some((whole, behind)), _) => {
                writeln!(
                    self.text,
                    "    MOVE {name}{at} TO D-{whole}-{behind}\n    DISPLAY \"{name}:\" T-{whole}-{behind}"
                )
                .unwrap();
            }
            (None, _) => writeln!(self.text, "    DISPLAY \"{name}:\" {name}{at} \"|\"").unwrap(),
        }
    }
}

//! Random elementary items: every usage and picture that the compiler takes, with what it holds.

use super::flavour::{Flavour, Framing};
use super::item::Holds;
use crate::random::Dice;

/// Clauses of an elementary item and what it holds; `seen` is the usage's name, for the count.
#[derive(Debug)]
pub struct Usage {
    pub seen: &'static str,
    pub clauses: String,
    pub holds: Holds,
}

/// One of all usages, of characters alone where records are lines.
pub fn any(dice: &mut Dice, flavour: &Flavour) -> Usage {
    if flavour.framing == Framing::Lines {
        return characters(dice);
    }
    match dice.below(24) {
        0 | 1 => zoned(dice),
        2 => separate(dice),
        3 | 4 => number(dice, "COMP-3", 38),
        5 => number(dice, "PACKED-DECIMAL", 18),
        6 => packed_unsigned(dice, flavour),
        7 | 8 => binary(dice, flavour),
        9 if flavour.has_native() => native(dice, flavour),
        10 => comp_x(dice, flavour),
        11 if flavour.has_native() => sized(dice, flavour),
        12 => float(dice, flavour, ("COMP-1", ["FLOAT-SHORT", "FLOAT"], Holds::Single)),
        13 => float(dice, flavour, ("COMP-2", ["FLOAT-LONG", "DOUBLE"], Holds::Double)),
        14 | 15 => edited(dice),
        16 => edited_text(dice),
        17 => scaled(dice),
        18 => blank_when_zero(dice),
        19 => address(dice, flavour),
        20 => national(dice),
        _ => text(dice),
    }
}

fn characters(dice: &mut Dice) -> Usage {
    match dice.below(7) {
        0 => zoned(dice),
        1 => separate(dice),
        2 | 3 => edited(dice),
        4 => edited_text(dice),
        5 => blank_when_zero(dice),
        _ => text(dice),
    }
}

/// One that has a field, for the first of a table's items.
pub fn readable(dice: &mut Dice, flavour: &Flavour) -> Usage {
    loop {
        let usage = any(dice, flavour);
        if usage.holds.is_read() {
            return usage;
        }
    }
}

/// A picture of digits, with decimals or none.
fn digits(dice: &mut Dice, most: usize, signed: bool) -> (String, u32, i32) {
    let small = if dice.one_in(4) { most } else { most.min(9) };
    let all = 1 + dice.below(small);
    let behind = if dice.one_in(2) { 0 } else { dice.below(all + 1) };
    let nines = |count: usize| match count {
        0 => String::new(),
        1..=3 if all.is_multiple_of(2) => "9".repeat(count),
        _ => format!("9({count})"),
    };
    let point = if behind > 0 { format!("V{}", nines(behind)) } else { String::new() };
    let picture = format!("{}{}{point}", if signed { "S" } else { "" }, nines(all - behind));
    (picture, all as u32, (behind as u32).cast_signed())
}

fn usage(dice: &mut Dice, picture: &str, words: &str) -> String {
    match dice.below(4) {
        0 => format!("{words} PIC {picture}"),
        1 => format!("PICTURE IS {picture} USAGE IS {words}"),
        _ => format!("PIC {picture} {words}"),
    }
}

fn number(dice: &mut Dice, words: &'static str, most: usize) -> Usage {
    let signed = dice.one_in(2);
    let (picture, digits, scale) = digits(dice, most, signed);
    let texts = matches!(words, "COMP-3" | "PACKED-DECIMAL");
    Usage { seen: words, clauses: usage(dice, &picture, words), holds: Holds::Number { digits, scale, signed, texts } }
}

fn zoned(dice: &mut Dice) -> Usage {
    let signed = dice.one_in(2);
    let (picture, digits, scale) = digits(dice, 38, signed);
    let (seen, words) = match (signed, dice.below(3)) {
        (true, 0) => ("SIGN LEADING", " SIGN IS LEADING"),
        (true, 1) => ("SIGN TRAILING", " SIGN TRAILING"),
        (true, _) => ("DISPLAY signed", ""),
        (false, 0) => ("DISPLAY", " DISPLAY"),
        (false, _) => ("DISPLAY", ""),
    };
    Usage {
        seen,
        clauses: format!("PIC {picture}{words}"),
        holds: Holds::Number { digits, scale, signed, texts: true },
    }
}

fn separate(dice: &mut Dice) -> Usage {
    let (picture, digits, scale) = digits(dice, 37, true);
    let (seen, words) = if dice.one_in(2) {
        ("SIGN LEADING SEPARATE", "SIGN LEADING SEPARATE CHARACTER")
    } else {
        ("SIGN TRAILING SEPARATE", "SIGN IS TRAILING SEPARATE")
    };
    let holds = Holds::Number { digits, scale, signed: true, texts: true };
    Usage { seen, clauses: format!("PIC {picture} {words}"), holds }
}

fn packed_unsigned(dice: &mut Dice, flavour: &Flavour) -> Usage {
    // With a sign it is COMP-3.
    let signed = flavour.dialect == "gnucobol" && dice.one_in(4);
    let (picture, digits, scale) = digits(dice, 18, signed);
    let holds = Holds::Number { digits, scale, signed, texts: signed };
    Usage { seen: "COMP-6", clauses: usage(dice, &picture, "COMP-6"), holds }
}

fn synchronized(dice: &mut Dice, flavour: &Flavour, usage: Usage) -> Usage {
    if flavour.sync && dice.one_in(3) {
        let words = dice.pick(&["SYNC", "SYNCHRONIZED", "SYNC RIGHT"]);
        return Usage { clauses: format!("{} {words}", usage.clauses), seen: "SYNC", ..usage };
    }
    usage
}

fn binary(dice: &mut Dice, flavour: &Flavour) -> Usage {
    let words =
        [("COMP", "COMP"), ("BINARY", "BINARY"), ("COMP-4", "COMP-4"), ("COMP", "COMPUTATIONAL")][dice.below(4)];
    let found = Usage { seen: words.0, ..number(dice, words.1, 18) };
    synchronized(dice, flavour, found)
}

fn native(dice: &mut Dice, flavour: &Flavour) -> Usage {
    let found = number(dice, "COMP-5", 18);
    let found = match found.holds {
        Holds::Number { digits, scale, signed, .. } if flavour.dialect == "gnucobol" => {
            let bytes = [1, 2, 4, 8][usize::from(digits > 2) + usize::from(digits > 4) + usize::from(digits > 9)];
            Usage { holds: Holds::Bits { bytes, scale: scale.cast_unsigned(), signed }, ..found }
        }
        _ => found,
    };
    synchronized(dice, flavour, found)
}

fn comp_x(dice: &mut Dice, flavour: &Flavour) -> Usage {
    let gnu = flavour.dialect == "gnucobol";
    let words = if gnu { dice.pick(&["COMP-X", "COMP-X", "COMP-N", "COMPUTATIONAL-X"]) } else { "COMP-X" };
    if dice.one_in(2) {
        let bytes = 1 + dice.below(8) as u32;
        let holds = Holds::Bits { bytes, scale: 0, signed: false };
        return Usage { seen: "COMP-X of bytes", clauses: format!("PIC X({bytes}) {words}"), holds };
    }
    let signed = gnu && dice.one_in(4);
    let (picture, digits, scale) = digits(dice, 18, signed);
    if signed && matches!(digits, 7 | 12) {
        // The bytes that the compiler takes then hold them without a sign alone.
        return comp_x(dice, flavour);
    }
    let holds = Holds::Number { digits, scale, signed, texts: false };
    Usage { seen: "COMP-X", clauses: usage(dice, &picture, words), holds }
}

fn sized(dice: &mut Dice, flavour: &Flavour) -> Usage {
    let (seen, own, bytes) = [
        ("BINARY-CHAR", "BINARY-CHAR", 1),
        ("BINARY-SHORT", "SIGNED-SHORT", 2),
        ("BINARY-LONG", "SIGNED-INT", 4),
        ("BINARY-LONG", "BINARY-INT", 4),
        ("BINARY-DOUBLE", "BINARY-LONG-LONG", 8),
        ("BINARY-DOUBLE", "UNSIGNED-LONG", 8),
    ][dice.below(6)];
    // Names that only the compiler's own dialect knows.
    if flavour.dialect == "gnucobol" && dice.one_in(3) {
        let holds = Holds::Bits { bytes, scale: 0, signed: own != "UNSIGNED-LONG" };
        return Usage { seen, clauses: own.to_owned(), holds };
    }
    let (signed, words) = [(true, ""), (true, " SIGNED"), (false, " UNSIGNED")][dice.below(3)];
    Usage { seen, clauses: format!("{seen}{words}"), holds: Holds::Bits { bytes, scale: 0, signed } }
}

fn float(dice: &mut Dice, flavour: &Flavour, (seen, own, holds): (&'static str, [&str; 2], Holds)) -> Usage {
    let words = if flavour.dialect == "gnucobol" && dice.one_in(3) { dice.pick(&own) } else { seen };
    Usage { seen, clauses: words.to_owned(), holds }
}

/// Zeros that P stands for. Of packed numbers the compiler's MOVE loses digits there.
fn scaled(dice: &mut Dice) -> Usage {
    let (all, zeros) = (1 + dice.below(9) as u32, 1 + dice.below(4) as u32);
    let signed = dice.one_in(2);
    let sign = if signed { "S" } else { "" };
    let words = dice.pick(&["", " DISPLAY", " COMP", " BINARY"]);
    let (picture, scale) = match dice.below(3) {
        0 => (format!("{sign}9({all}){}", "P".repeat(zeros as usize)), -zeros.cast_signed()),
        1 => (format!("{sign}VP({zeros})9({all})"), (zeros + all).cast_signed()),
        _ => (format!("{sign}P({zeros})9({all})"), (zeros + all).cast_signed()),
    };
    let texts = !matches!(words, " COMP" | " BINARY");
    let holds = Holds::Number { digits: all, scale, signed, texts };
    Usage { seen: "P", clauses: format!("PIC {picture}{words}"), holds }
}

/// Whole numbers: for a V the compiler takes a byte here.
fn blank_when_zero(dice: &mut Dice) -> Usage {
    let digits = 1 + dice.below(9) as u32;
    let (picture, holds) = (format!("9({digits})"), Holds::Number { digits, scale: 0, signed: false, texts: true });
    Usage { seen: "BLANK WHEN ZERO", clauses: format!("PIC {picture} BLANK WHEN ZERO"), holds }
}

fn address(dice: &mut Dice, flavour: &Flavour) -> Usage {
    let (seen, mut clauses) = [
        ("INDEX", "USAGE INDEX"),
        ("POINTER", "USAGE IS POINTER"),
        ("POINTER", "PROGRAM-POINTER"),
        ("INDEX", "USAGE HANDLE"),
    ][dice.below(4)];
    if seen == "POINTER" && flavour.sync && dice.one_in(2) {
        clauses = "USAGE POINTER SYNC";
    }
    if flavour.dialect != "gnucobol" {
        return Usage { seen: "INDEX", clauses: "USAGE INDEX".to_owned(), holds: Holds::Address };
    }
    Usage { seen, clauses: clauses.to_owned(), holds: Holds::Address }
}

fn national(dice: &mut Dice) -> Usage {
    let width = 1 + dice.below(8);
    Usage { seen: "NATIONAL", clauses: format!("PIC N({width})"), holds: Holds::National }
}

fn text(dice: &mut Dice) -> Usage {
    let width = 1 + dice.below(14) as u32;
    let (apart, words) = if dice.one_in(5) { (true, " JUSTIFIED RIGHT") } else { (false, "") };
    let letters = dice.one_in(5);
    let seen = if apart {
        "JUSTIFIED"
    } else if letters {
        "A"
    } else {
        "X"
    };
    let letter = if letters { "A" } else { "X" };
    Usage { seen, clauses: format!("PIC {letter}({width}){words}"), holds: Holds::Text { width, letters, apart } }
}

/// A number as people read it: zeros suppressed, a sign, a currency.
fn edited(dice: &mut Dice) -> Usage {
    let few = 2 + dice.below(5);
    let floating = ["$", "-", "+"][dice.below(3)];
    let own = floating != "$";
    let (whole, mut digits, own, all_suppressed) = match dice.below(12) {
        0 => (format!("Z({few})9"), few + 1, false, false),
        1 => (format!("9({few})"), few, false, false),
        2 => ("ZZ,ZZ9".to_owned(), 5, false, false),
        3 => ("Z,ZZZ,ZZ9".to_owned(), 7, false, false),
        4 => (format!("{floating}({few})9"), few, own, false),
        5 => (format!("{floating}(2),{floating}(2)9"), 4, own, false),
        6 => (format!("Z({few})"), few, false, true),
        7 => ("Z(3),Z(3)".to_owned(), 6, false, true),
        8 => (format!("Z({few}).ZZ"), few + 2, false, true),
        9 => (format!("{floating}(2),{floating}(3)"), 4, own, true),
        10 => (format!("{floating}({few}).{floating}(2)"), few + 1, own, true),
        _ => (format!("{floating}({few})"), few - 1, own, true),
    };
    let mut behind = if whole.contains('.') { 2 } else { 0 };
    let mut point = String::new();
    if !all_suppressed {
        behind = [0, 0, 1, 2, 2, 3][dice.below(6)];
        digits += behind;
        point += if behind > 0 { "." } else { "" };
        point += &"9".repeat(behind);
    }
    // A minus before a currency that floats stands there for numbers above zero as well.
    let (before, after) = if own || whole.starts_with('$') {
        ("", "")
    } else {
        [("", ""), ("", "-"), ("", "+"), ("", "CR"), ("", "DB"), ("-", ""), ("+", "")][dice.below(7)]
    };
    let signed = own || !before.is_empty() || !after.is_empty();
    let blank = if dice.one_in(4) { " BLANK WHEN ZERO" } else { "" };
    let mut picture = format!("{before}{whole}{point}{after}");
    if dice.one_in(2) {
        picture = spelled(&picture);
    }
    let holds = Holds::Number { digits: digits as u32, scale: (behind as u32).cast_signed(), signed, texts: true };
    Usage { seen: "edited", clauses: format!("PIC {picture}{blank}"), holds }
}

/// A picture without brackets.
fn spelled(picture: &str) -> String {
    let mut parts = picture.split('(');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (times, rest) = part.split_once(')').unwrap_or_default();
        let last = text.pop().unwrap_or_default();
        text.extend(std::iter::repeat_n(last, times.parse().unwrap_or(1)));
        text += rest;
    }
    text
}

/// What is read as text: dates, and numbers that only people read.
fn edited_text(dice: &mut Dice) -> Usage {
    let (picture, digits, scale, signed) = [
        ("99/99/9999", 8, 0, false),
        ("9(3)B9(3)", 6, 0, false),
        ("**,**9.99", 7, 2, false),
        ("ZZ9B99-", 5, 0, true),
        ("0999", 3, 0, false),
        ("*(5).99CR", 7, 2, true),
    ][dice.below(6)];
    let holds = Holds::Written { digits, scale, signed };
    Usage { seen: "edited text", clauses: format!("PIC {picture}"), holds }
}

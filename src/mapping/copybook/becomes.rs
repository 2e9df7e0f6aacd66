//! Which type of the mapping language holds an item's values.

use super::entry::Usage;
use super::item::Elementary;
use super::picture::{Category, Picture, Symbol};
use crate::mapping::model::Type;

/// The type; None for an address or an index, which means nothing outside of its program, for characters of two bytes
/// (DBCS), which no encoding here has, and for national digits whose sign goes with one of them.
#[must_use]
pub fn becomes(elementary: &Elementary, length: u64) -> Option<Type> {
    Some(match (elementary.usage, &elementary.picture) {
        (Usage::Dbcs, _) => return None,
        (usage, _) if usage.is_address() => return None,
        (Usage::Float, _) => Type::Float32,
        (Usage::Double, _) => Type::Float64,
        (Usage::Sized(bytes, signed), _) => number(bits(u64::from(bytes), signed), 0),
        (Usage::Native | Usage::CompN | Usage::CompX, Some(picture)) => {
            // All bits count, whatever the picture says.
            number(bits(length, picture.signed), picture.scale)
        }
        // No character has a digit and a sign.
        (Usage::National, Some(picture))
            if picture.signed
                && !elementary.sign.is_some_and(|sign| sign.is_separate)
                && picture.category == Category::Numeric =>
        {
            return None;
        }
        (Usage::National, Some(picture)) if picture.digits == 0 => Type::Text,
        (_, Some(picture)) if is_number(picture) => number(picture.digits, picture.scale),
        _ => Type::Text,
    })
}

/// A number, and neither a date such as `99/99/9999` nor one whose digits have something else among them, nor an edited one
/// with `P`: what stands there is not its value.
fn is_number(picture: &Picture) -> bool {
    let edits = picture.category == Category::NumericEdited;
    let is_other = |(symbol, _): &(Symbol, u32)| {
        matches!(symbol, Symbol::Char('/' | 'B' | '0' | '*')) || edits && *symbol == Symbol::Char('P')
    };
    matches!(picture.category, Category::Numeric | Category::NumericEdited) && !picture.symbols.iter().any(is_other)
}

/// Digits of the largest number of so many bytes.
fn bits(bytes: u64, signed: bool) -> u32 {
    let bits = u32::try_from(bytes.saturating_mul(8)).unwrap_or(u32::MAX).saturating_sub(u32::from(signed)).min(127);
    (1_u128 << bits).saturating_sub(1).checked_ilog10().unwrap_or_default() + 1
}

/// Digits, of which `scale` stand behind the point; a scale below zero stands for zeros before it.
fn number(digits: u32, scale: i32) -> Type {
    let behind = scale.unsigned_abs();
    let precision = if scale < 0 { digits + behind } else { digits.max(behind) };
    match (precision, scale.max(0)) {
        (..=4, 0) => Type::Int16,
        (..=9, 0) => Type::Int32,
        (..=18, 0) => Type::Int64,
        (precision, scale) => {
            let byte = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
            Type::Decimal { precision: byte(precision), scale: byte(scale.unsigned_abs()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mapping::copybook::{Options, Part, Reference, read};
    use crate::mapping::types;

    #[test]
    fn every_item_becomes_the_narrowest_type_that_holds_it() {
        for (entry, want) in [
            ("PIC X(3)", "text"),
            ("PIC 9(4)", "int16"),
            ("PIC S9(9)", "int32"),
            ("PIC 9(18) COMP-3", "int64"),
            ("PIC 9(19)", "decimal(19,0)"),
            ("PIC S9(7)V99 COMP-3", "decimal(9,2)"),
            ("PIC VPP999", "decimal(5,5)"),
            ("PIC 9(3)PP", "int32"),
            ("PIC S9(4) COMP", "int16"),
            // 65,535 is no int16; 18,446,744,073,709,551,615 has twenty digits.
            ("PIC 9(4) COMP-5", "int32"),
            ("PIC S9(18) COMP-5", "decimal(19,0)"),
            ("PIC 9(18) COMP-5", "decimal(20,0)"),
            ("PIC S9(3)V9 COMP-5", "decimal(5,1)"),
            ("BINARY-CHAR", "int16"),
            ("COMP-1", "float32"),
            ("COMP-2", "float64"),
            ("PIC ZZ,ZZ9.99-", "decimal(7,2)"),
            ("PIC 99/99/9999", "text"),
            ("PIC 999B999", "text"),
            ("PIC **,**9.99", "text"),
            ("PIC ZZ9PP", "text"),
            ("PIC -(3)9P", "text"),
            ("PIC N(4)", "text"),
            ("PIC 9(5) NATIONAL", "int32"),
            ("PIC U(4)", "text"),
            ("PIC 1", "text"),
            ("POINTER", "none"),
            ("PIC G(4) DISPLAY-1", "none"),
            ("PIC S9(3) NATIONAL", "none"),
            ("PIC S9(3) NATIONAL SIGN TRAILING SEPARATE", "int16"),
        ] {
            let options = Options { reference: Some(Reference::Free), ..Options::default() };
            let Ok(copybook) = read("t", &format!("01 A {entry}."), &(), options) else { panic!("{entry}") };
            let Part::Elementary(elementary) = &copybook.records[0].part else { panic!("{entry}") };
            let found = super::becomes(elementary, copybook.records[0].length);
            assert_eq!(found.map_or_else(|| String::from("none"), types::name), want, "{entry}");
        }
    }
}

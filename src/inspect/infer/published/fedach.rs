//! The directory of routing numbers of the US Federal Reserve: 155 characters a record, one a number.
//!
//! Source: Federal Reserve Banks, "`FedACH` directory file format" (`fedwiredirectory.frb.org/format_ACH.cfm`). The telephone
//! number, three fields there, is one here.

use super::{Given, KindOf, Place, Published, day, is_digits, mostly, text};
use crate::mapping::model::Check;
use crate::validate::numbers;

/// The layout.
pub static FEDACH: Published = Published {
    name: "FedACH's directory",
    source: "the Federal Reserve's FedACH directory file format (fedwiredirectory.frb.org/format_ACH.cfm)",
    width: 155,
    code: None,
    common: &[],
    kinds: &[KindOf { code: "", given: Given::Always, name: "record", fields: &FIELDS, again: &[] }],
    has_marks,
};

const FIELDS: [Place; 15] = [
    text("routing_number", 1, 9),
    text("office_code", 10, 10),
    text("servicing_frb_number", 11, 19),
    text("record_type_code", 20, 20),
    day("change_date", 21, 26, "MMDDYY"),
    text("new_routing_number", 27, 35),
    text("customer_name", 36, 71),
    text("address", 72, 107),
    text("city", 108, 127),
    text("state_code", 128, 129),
    text("zipcode", 130, 134),
    text("zipcode_extension", 135, 138),
    text("telephone", 139, 148),
    text("institution_status_code", 149, 149),
    text("data_view_code", 150, 150),
];

/// Records from which on numbers with a check digit are none by chance.
const ENOUGH: usize = 5;

/// Two routing numbers with their check digits, an office between them, the type of the record, and digits where the day and
/// the new number are.
fn has_marks(rows: &[&[u8]]) -> bool {
    let checks = |row: &[u8], from: usize| {
        let text = row.get(from..from + 9).and_then(|text| std::str::from_utf8(text).ok());
        text.is_some_and(|text| numbers::holds(Check::Aba, text))
    };
    let is_of = |row: &[u8]| {
        checks(row, 0)
            && checks(row, 10)
            && matches!(row.get(9), Some(b'O' | b'B'))
            && matches!(row.get(19), Some(b'0'..=b'2'))
            && is_digits(row, 20, 35)
            && is_digits(row, 129, 134)
    };
    rows.len() >= ENOUGH && mostly(rows, is_of)
}

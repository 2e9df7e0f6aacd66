//! NACHA's payment files: 94 characters a record, batches of entries, entries with an addenda record or more.
//!
//! Source: Nacha, ACH Guide for Developers, "ACH File Details" (`achdevguide.nacha.org/ach-file-details`), which gives the
//! records of the Nacha Operating Rules, Appendix Three. International (IAT) and accounting (ADV) batches have other entries.

use super::{KindOf, Place, Published, day, has, mostly, number, person, text};

/// The layout.
pub static NACHA: Published = Published {
    name: "NACHA payment files",
    source: "the Nacha Operating Rules, Appendix Three (achdevguide.nacha.org/ach-file-details)",
    width: 94,
    code: Some((0, 1)),
    common: &[],
    kinds: &[
        KindOf { code: "1", given: None, name: "file_header", fields: &FILE_HEADER, again: &[] },
        KindOf { code: "5", given: None, name: "batch_header", fields: &BATCH_HEADER, again: &[] },
        KindOf { code: "6", given: None, name: "entry", fields: &ENTRY, again: &ROUTING },
        KindOf { code: "7", given: Some((1, "05")), name: "addenda", fields: &ADDENDA, again: &[] },
        KindOf { code: "7", given: Some((1, "98")), name: "addenda", fields: &CHANGE, again: &[] },
        KindOf { code: "7", given: Some((1, "99")), name: "addenda", fields: &RETURN, again: &[] },
        KindOf { code: "7", given: None, name: "addenda", fields: &TYPE, again: &[] },
        KindOf { code: "8", given: None, name: "batch_control", fields: &BATCH_CONTROL, again: &[] },
        KindOf { code: "9", given: None, name: "file_control", fields: &FILE_CONTROL, again: &[] },
    ],
    has_marks,
};

const FILE_HEADER: [Place; 12] = [
    text("priority_code", 2, 3),
    text("immediate_destination", 4, 13),
    text("immediate_origin", 14, 23),
    day("file_creation_date", 24, 29, "YYMMDD"),
    text("file_creation_time", 30, 33),
    text("file_id_modifier", 34, 34),
    text("record_size", 35, 37),
    text("blocking_factor", 38, 39),
    text("format_code", 40, 40),
    text("immediate_destination_name", 41, 63),
    text("immediate_origin_name", 64, 86),
    text("reference_code", 87, 94),
];

const BATCH_HEADER: [Place; 12] = [
    text("service_class_code", 2, 4),
    text("company_name", 5, 20),
    text("company_discretionary_data", 21, 40),
    text("company_identification", 41, 50),
    text("standard_entry_class", 51, 53),
    text("company_entry_description", 54, 63),
    text("company_descriptive_date", 64, 69),
    day("effective_entry_date", 70, 75, "YYMMDD"),
    text("settlement_date", 76, 78),
    text("originator_status_code", 79, 79),
    text("originating_dfi", 80, 87),
    number("batch_number", 88, 94, 0),
];

const ENTRY: [Place; 10] = [
    text("transaction_code", 2, 3),
    number("receiving_dfi", 4, 11, 0),
    text("check_digit", 12, 12),
    person("account_number", 13, 29),
    number("amount", 30, 39, 2),
    person("individual_id", 40, 54),
    person("individual_name", 55, 76),
    text("discretionary_data", 77, 78),
    text("addenda_indicator", 79, 79),
    text("trace_number", 80, 94),
];

/// The bank's whole number, of which the receiving DFI and the check digit are parts.
const ROUTING: [Place; 1] = [text("routing_number", 4, 12)];

const ADDENDA: [Place; 4] = [
    text("addenda_type", 2, 3),
    person("payment_information", 4, 83),
    number("addenda_sequence", 84, 87, 0),
    text("entry_sequence", 88, 94),
];

const CHANGE: [Place; 6] = [
    text("addenda_type", 2, 3),
    text("change_code", 4, 6),
    text("original_trace", 7, 21),
    text("original_receiving_dfi", 28, 35),
    person("corrected_data", 36, 64),
    text("trace_number", 80, 94),
];

const RETURN: [Place; 7] = [
    text("addenda_type", 2, 3),
    text("return_reason", 4, 6),
    text("original_trace", 7, 21),
    text("date_of_death", 22, 27),
    text("original_receiving_dfi", 28, 35),
    person("addenda_information", 36, 79),
    text("trace_number", 80, 94),
];

/// Addenda of several types, or of one that has another layout.
const TYPE: [Place; 1] = [text("addenda_type", 2, 3)];

const BATCH_CONTROL: [Place; 9] = [
    text("service_class_code", 2, 4),
    number("entry_addenda_count", 5, 10, 0),
    number("entry_hash", 11, 20, 0),
    number("total_debits", 21, 32, 2),
    number("total_credits", 33, 44, 2),
    text("company_identification", 45, 54),
    text("message_authentication_code", 55, 73),
    text("originating_dfi", 80, 87),
    number("batch_number", 88, 94, 0),
];

const FILE_CONTROL: [Place; 6] = [
    number("batch_count", 2, 7, 0),
    number("block_count", 8, 13, 0),
    number("entry_addenda_count", 14, 21, 0),
    number("entry_hash", 22, 31, 0),
    number("total_debits", 32, 43, 2),
    number("total_credits", 44, 55, 2),
];

/// A header first, of priority 01, with records of 094 in blocks of 10, format 1; and known codes alone.
fn has_marks(rows: &[&[u8]]) -> bool {
    let is_header = |row: &[u8]| has(row, 0, "101") && has(row, 34, "094101");
    let headers = || rows.iter().filter(|row| row[0] == b'1');
    let is_other = |row: &[u8]| row[0] == b'5' && (has(row, 50, "IAT") || has(row, 50, "ADV"));
    is_header(rows[0])
        && headers().all(|row| is_header(row))
        && rows.iter().any(|row| row[0] == b'5')
        && !rows.iter().any(|row| is_other(row))
        && mostly(rows, |row| matches!(row[0], b'1' | b'5'..=b'9'))
}

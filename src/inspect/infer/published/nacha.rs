//! NACHA's payment files: 94 characters a record, batches of entries, entries with an addenda record or more.
//!
//! Source: Nacha, ACH Guide for Developers, "ACH File Details" (`achdevguide.nacha.org/ach-file-details`), which gives the
//! records of the Nacha Operating Rules, Appendix Three. International (IAT) and accounting (ADV) batches have other entries.

use super::{Given, KindOf, MOST, Place, Published, day, digits, has, mostly, person, text};

/// The layout.
pub static NACHA: Published = Published {
    name: "NACHA payment files",
    source: "the Nacha Operating Rules, Appendix Three (achdevguide.nacha.org/ach-file-details)",
    width: 94,
    code: Some((0, 1)),
    common: &[],
    kinds: &[
        KindOf { code: "1", given: Given::Always, name: "file_header", fields: &FILE_HEADER, again: &[] },
        KindOf { code: "5", given: Given::Always, name: "batch_header", fields: &BATCH_HEADER, again: &[] },
        KindOf { code: "6", given: Given::Where(are_corporate), name: "entry", fields: &CORPORATE, again: &ROUTING },
        KindOf { code: "6", given: Given::Mixed(are_mixed), name: "entry", fields: &EITHER, again: &ROUTING },
        KindOf { code: "6", given: Given::Always, name: "entry", fields: &ENTRY, again: &ROUTING },
        KindOf { code: "7", given: Given::Has(1, "05"), name: "addenda", fields: &ADDENDA, again: &[] },
        KindOf { code: "7", given: Given::Has(1, "98"), name: "addenda", fields: &CHANGE, again: &[] },
        KindOf { code: "7", given: Given::Has(1, "99"), name: "addenda", fields: &RETURN, again: &[] },
        KindOf { code: "7", given: Given::Always, name: "addenda", fields: &TYPE, again: &[] },
        KindOf { code: "8", given: Given::Always, name: "batch_control", fields: &BATCH_CONTROL, again: &[] },
        KindOf { code: "9", given: Given::Always, name: "file_control", fields: &FILE_CONTROL, again: &[] },
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
    digits("batch_number", 88, 94, 0),
];

const CODE: Place = text("transaction_code", 2, 3);
const BANK: Place = digits("receiving_dfi", 4, 11, 0);
const CHECK: Place = text("check_digit", 12, 12);
const ACCOUNT: Place = person("account_number", 13, 29);
const AMOUNT: Place = digits("amount", 30, 39, 2);
const DISCRETIONARY: Place = text("discretionary_data", 77, 78);
const INDICATOR: Place = text("addenda_indicator", 79, 79);
const TRACE: Place = text("trace_number", 80, 94);

const ENTRY: [Place; 10] = [
    CODE,
    BANK,
    CHECK,
    ACCOUNT,
    AMOUNT,
    person("individual_id", 40, 54),
    person("individual_name", 55, 76),
    DISCRETIONARY,
    INDICATOR,
    TRACE,
];

/// Classes whose entries say how many addenda records they have, and which company receives them.
const CORPORATE_CLASSES: [&str; 4] = ["CTX", "ATX", "ENR", "TRX"];

const CORPORATE: [Place; 12] = [
    CODE,
    BANK,
    CHECK,
    ACCOUNT,
    AMOUNT,
    person("identification_number", 40, 54),
    digits("addenda_count", 55, 58, 0),
    person("receiving_company", 59, 74),
    text("reserved", 75, 76),
    DISCRETIONARY,
    INDICATOR,
    TRACE,
];

/// What entries of all classes share, where batches of both stand in a file.
const EITHER: [Place; 10] = [
    CODE,
    BANK,
    CHECK,
    ACCOUNT,
    AMOUNT,
    person("identification_number", 40, 54),
    person("receiver", 55, 76),
    DISCRETIONARY,
    INDICATOR,
    TRACE,
];

/// The bank's whole number, of which the receiving DFI and the check digit are parts.
const ROUTING: [Place; 1] = [text("routing_number", 4, 12)];

const ADDENDA: [Place; 4] = [
    text("addenda_type", 2, 3),
    person("payment_information", 4, 83),
    digits("addenda_sequence", 84, 87, 0),
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
    digits("entry_addenda_count", 5, 10, 0),
    digits("entry_hash", 11, 20, 0),
    digits("total_debits", 21, 32, 2),
    digits("total_credits", 33, 44, 2),
    text("company_identification", 45, 54),
    text("message_authentication_code", 55, 73),
    text("originating_dfi", 80, 87),
    digits("batch_number", 88, 94, 0),
];

const FILE_CONTROL: [Place; 6] = [
    digits("batch_count", 2, 7, 0),
    digits("block_count", 8, 13, 0),
    digits("entry_addenda_count", 14, 21, 0),
    digits("entry_hash", 22, 31, 0),
    digits("total_debits", 32, 43, 2),
    digits("total_credits", 44, 55, 2),
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
        && batches_hold(rows)
}

/// How many batches are of a corporate class, and how many there are.
fn corporate(rows: &[&[u8]]) -> (usize, usize) {
    let headers = || rows.iter().filter(|row| row.first() == Some(&b'5'));
    let is_corporate = |row: &&&[u8]| CORPORATE_CLASSES.into_iter().any(|class| has(row, 50, class));
    (headers().filter(is_corporate).count(), headers().count())
}

fn are_corporate(rows: &[&[u8]]) -> bool {
    let (corporate, all) = corporate(rows);
    all > 0 && corporate == all
}

fn are_mixed(rows: &[&[u8]]) -> bool {
    let (corporate, all) = corporate(rows);
    corporate > 0 && corporate < all
}

/// Whether batches that are there whole agree with their controls in entries, hash and money: other files have 94 characters
/// and these codes too, and only the money tells that it stands where the layout has it.
fn batches_hold(rows: &[&[u8]]) -> bool {
    let (mut batch, mut held, mut judged) = (Batch::default(), 0, 0);
    for row in rows {
        match row[0] {
            b'5' => batch = Batch::default(),
            b'6' => batch.add(row),
            b'7' => batch.entries += 1,
            // Of a file that is read in pieces, a batch may be cut.
            b'8' if figure(row, 4, 10) == Some(batch.entries) => {
                judged += 1;
                held += usize::from(batch.holds(row));
            }
            _ => {}
        }
    }
    judged > 0 && held * 100 >= judged * MOST
}

/// What the entries of a batch come to.
#[derive(Clone, Copy, Default)]
struct Batch {
    entries: u64,
    hash: u64,
    debits: u64,
    credits: u64,
    /// An amount is no number: nothing is made of it, and nothing is compared.
    is_open: bool,
}

impl Batch {
    /// Transaction codes from 5 on in their last digit are debits.
    fn add(&mut self, row: &[u8]) {
        let amount = figure(row, 29, 39);
        self.is_open |= amount.is_none();
        let is_debit = row.get(2).is_some_and(|code| (b'5'..=b'9').contains(code));
        *(if is_debit { &mut self.debits } else { &mut self.credits }) += amount.unwrap_or_default();
        self.hash += figure(row, 3, 11).unwrap_or_default();
        self.entries += 1;
    }

    /// Whether it comes to what its control says, but for the count.
    fn holds(self, control: &[u8]) -> bool {
        let money = [self.debits, self.credits].map(Some);
        figure(control, 10, 20) == Some(self.hash % 10_000_000_000)
            && (self.is_open || [(20, 32), (32, 44)].map(|(from, to)| figure(control, from, to)) == money)
    }
}

/// Digits from 0, end exclusive, as a number.
fn figure(row: &[u8], from: usize, to: usize) -> Option<u64> {
    row.get(from..to).and_then(|text| std::str::from_utf8(text).ok()?.parse().ok())
}

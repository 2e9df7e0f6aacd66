//! Parents, ends and controls of a draft by a copybook: by the order of the records, and by the key that they have from their parents.

use super::marked::{UNLOAD, hex};
use super::several::{drafted_by, text};

/// Batches of a header, so many details and a trailer that counts and sums them.
fn batches(of: usize, rows: fn(usize) -> usize) -> Vec<Vec<u8>> {
    let batch = |batch: usize| {
        let rows = rows(batch);
        let amount = |row: usize| 1_000 * batch + 37 * row + 5;
        let detail = move |row: usize| {
            [text(&format!("D{:06}{:<8}", batch * 100 + row, "SALT")), hex(&format!("{:09}C", amount(row)))].concat()
        };
        let total: usize = (0..rows).map(amount).sum();
        let trailer = [text(&format!("T{rows:09}")), hex(&format!("{total:011}C")), text("    ")].concat();
        std::iter::once(text("H20260105GL OF 1994 ")).chain((0..rows).map(detail)).chain([trailer]).collect::<Vec<_>>()
    };
    (1..=of).flat_map(batch).collect()
}

#[test]
fn batches_have_parents_ends_and_the_controls_that_hold_in_each() {
    let folder = tempfile::tempdir().unwrap();
    let (mapping, said) = drafted_by(UNLOAD, folder.path(), &batches(8, |batch| 2 + batch * 3 % 7), &[]);
    for want in [
        "- name: detail_rec\n        when: {at: 1, is: D}\n        under: header_rec\n",
        "- name: trailer_rec\n        when: {at: 1, is: T}\n        ends: header_rec\n",
        "- {id: count_1, says: trailer_rec.t_rows, count: [detail_rec]}\n",
        "- {id: sum_2, says: trailer_rec.t_total, sum: detail_rec.d_amount}\n",
        "- {name: header_rec_offset, from: header_rec._offset}\n      - {name: d_type}\n",
    ] {
        assert!(mapping.contains(want), "{want}\n{mapping}");
    }
    assert!(said.contains("in 3 tables"), "{said}");
}

#[test]
fn the_trailer_of_a_file_is_held_to_its_count_and_its_sum() {
    let folder = tempfile::tempdir().unwrap();
    let (mapping, _) = drafted_by(UNLOAD, folder.path(), &batches(1, |_| 40), &[]);
    for want in ["says: trailer_rec.t_rows, count: [detail_rec]", "says: trailer_rec.t_total, sum: detail_rec.d_amount"]
    {
        assert!(mapping.contains(&format!(", {want}}}\n")) && !mapping.contains("# - {id"), "{want}\n{mapping}");
    }
    assert!(!mapping.contains("under:"), "{mapping}");
}

#[test]
fn a_key_that_children_have_from_their_parents_is_held() {
    const BOOK: &str = "
       01  COMPANY-DETAILS.
           05  SEGMENT-ID   PIC X.
           05  COMPANY-ID   PIC X(6).
           05  STATIC-DETAILS.
               10  COMPANY-NAME PIC X(12).
               10  TAX-NO       PIC 9(8).
           05  CONTACTS REDEFINES STATIC-DETAILS.
               10  PHONE        PIC 9(10).
               10  CONTACT      PIC X(10).
";
    let company = |number: usize| text(&format!("CC{number:05}{:<12}{:08}", "ROAD SALT", number * 7_919));
    let contact = |number: usize| text(&format!("PC{number:05}{:010}{:<10}", 5_550_000 + number, "M TREMBLAY"));
    let records: Vec<Vec<u8>> = (1..40)
        .flat_map(|number| std::iter::once(company(number)).chain((0..number % 4).map(move |_| contact(number))))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let (mapping, _) = drafted_by(BOOK, folder.path(), &records, &[]);
    assert!(mapping.contains("        under: static_details\n        same: [company_id]\n"), "{mapping}");
    // Kinds that take turns without a key, an end or a name that says so stand under nothing.
    let alone = |mut record: Vec<u8>, number: usize| {
        record[1..7].copy_from_slice(&text(&format!("{:06}", number * 31)));
        record
    };
    let records: Vec<Vec<u8>> = records.into_iter().enumerate().map(|(at, record)| alone(record, at)).collect();
    let (mapping, _) = drafted_by(BOOK, folder.path(), &records, &[]);
    assert!(mapping.contains("kinds:") && !mapping.contains("under:"), "{mapping}");
}

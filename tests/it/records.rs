//! What becomes of single records: lines that are padded, repetitions that are left out, many findings at once.

use crate::machine::run;

#[test]
fn a_short_line_is_padded_to_its_last_field_the_place_of_a_sign_too() {
    let mapping = |short: &str| {
        format!(
            "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records: {{end: newline, short: {short}}}
  fields: [{{name: id, at: 1-2}}, {{name: amount, at: 3-8, type: 'decimal(5,2)', sign: trailing}}]
table: t
limits: {{rejects: 9}}
"
        )
    };
    let files: &[(&str, &[u8])] = &[("in.txt", b"0112345-\n0212345 \n0312345\n04123\n")];
    let padded = run(&mapping("pad"), files, 1, None);
    assert_eq!((padded.report.tables[0].rows, padded.report.tables[0].rejected), (3, 1));
    assert_eq!(padded.manifest["tables"][0]["columns"][1]["totals"]["sum"], "123.45");
    let refused = run(&mapping("reject"), files, 1, None);
    assert_eq!((refused.report.tables[0].rows, refused.report.tables[0].rejected), (2, 2));
}

#[test]
fn a_repetition_that_is_left_out_is_not_judged_by_the_columns() {
    let mapping = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    kinds: [{name: k, fields: [{name: id, at: 1-2}, {name: p, at: 3-8, repeat: {times: 2, width: 3}, fields: [{name: amount, at: 1-3, type: int32}]}]}]
tables:
  - table: t
    from: k.p
    set_aside: [{when: {field: amount, is: 0}, because: nothing}]
    columns: [{name: id}, {name: amount, range: [1, 500]}]
    limits: {rejects: 1}
";
    let left = run(mapping, &[("in.txt", b"01000005\n02000999\n03007008\n")], 1, None);
    assert_eq!((left.report.tables[0].rows, left.report.tables[0].rejected), (3, 1));
    assert_eq!(left.manifest["tables"][0]["columns"][1]["totals"]["sum"], "20");
    assert_eq!(left.manifest["set_aside"][0]["records"], 1);
}

#[test]
fn a_parent_tells_of_the_first_of_many_refused_children() {
    let mapping = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: id, at: 2-3}]}
      - {name: line, under: head, fields: [{name: n, at: 2-3, type: int32}]}
tables:
  - {table: heads, from: head, with: {line: at most one}, columns: [{name: id}, {name: n, from: line.n}], limits: {rejects: 9}}
";
    let left = run(mapping, &[("in.txt", b"H01\nLxx\nLyy\nLzz\nH02\nL07\n")], 1, None);
    let findings: Vec<_> = left.report.findings.iter().map(|group| (group.code.id(), group.count)).collect();
    assert!(findings.contains(&("TL0105", 1)), "{findings:?}");
    assert_eq!((left.report.tables[0].rows, left.report.tables[0].rejected), (1, 4));
}

#[test]
fn findings_of_a_whole_batch_are_all_told_in_order() {
    let mapping = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: {length: 8}
    kinds: [{name: k, fields: [{name: p, at: 1-8, repeat: {times: 8, width: 1}, fields: [{name: n, at: 1, type: int32}]}]}]
tables: [{table: t, from: k.p, columns: [{name: n}], limits: {rejects: 100000}}]
";
    let left = run(mapping, &[("in.txt", &b"x".repeat(8 * 9_000))], 2, None);
    assert_eq!(left.report.tables[0].rejected, 9_000);
    let mut last = (0, 0);
    let mut findings = 0;
    for batch in crate::tables::batches(&left.files["findings.parquet"]) {
        let records = batch.column_by_name("record").unwrap();
        let records = arrow_array::cast::AsArray::as_primitive::<arrow_array::types::Int64Type>(records);
        for record in records.values() {
            last = if *record == last.0 { (last.0, last.1 + 1) } else { (*record, 1) };
            assert!(last.1 <= 8 && (last.0 - 1) * 8 + last.1 == findings + 1, "{last:?} {findings}");
            findings += 1;
        }
    }
    assert_eq!(findings, 72_000);
    let rejects = crate::tables::batches(&left.files["rejects/m.parquet"]);
    assert_eq!(rejects.iter().map(arrow_array::RecordBatch::num_rows).sum::<usize>(), 9_000);
}

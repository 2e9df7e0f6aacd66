//! What a single trailer says of the records before it: figures with a mark, and a count and a total side by side.

use tumpline::inspect::infer::draft::{Draft, FieldDraft, FigureDraft, KindDraft, Other};
use tumpline::inspect::infer::fixed::fields;
use tumpline::mapping::model::Sign;

use super::draft;

fn drafted(detail: &dyn Fn(u64) -> String, trailer: &dyn Fn(u64, u64) -> String) -> Draft {
    let cents = |at: u64| at * at * 7_919 % 99_991 + 1;
    let mut lines = vec![String::from("H20250101 PAYROLL")];
    lines.extend((0..120).map(|at| {
        format!("D{:05}{:<20}{}", at * 613 % 99_991, ["ROY", "MACDONALD", "LEE"][at as usize % 3], detail(cents(at)))
    }));
    lines.push(trailer(120, (0..120).map(cents).sum()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pay.txt");
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    draft(&[path])
}

/// What is said to be found: counts and sums, and whether each is a control.
fn figures(draft: &Draft) -> Vec<(&'static str, bool)> {
    let name = |figure: &FigureDraft| match figure {
        FigureDraft::Count(_) | FigureDraft::CountAll => "count",
        FigureDraft::Sum { .. } => "sum",
        FigureDraft::Is(..) => "is",
    };
    draft.controls.iter().map(|control| (name(&control.figure), control.certain)).collect()
}

#[test]
fn a_count_and_a_total_that_touch_are_two_controls() {
    let plain = |cents: u64| format!("{cents:09}");
    for (trailer, want) in [
        ((|n, t| format!("T{n:06}{t:011}")) as fn(u64, u64) -> String, vec![("count", true), ("sum", true)]),
        (|n, t| format!("T{t:011}{n:06}"), vec![("sum", true), ("count", true)]),
        (|n, t| format!("T{:06}{t:011}", n + 7), Vec::new()),
        (|n, t| format!("T{n:06}{:011}", t + 1), Vec::new()),
    ] {
        let draft = drafted(&plain, &trailer);
        assert_eq!(figures(&draft), want, "{:?}", draft.kinds);
    }
}

#[test]
fn a_total_with_its_mark_is_found_where_the_amounts_have_theirs() {
    let point = |cents: u64| format!("{:>10}", format!("{}.{:02}", cents / 100, cents % 100));
    let comma = |cents: u64| point(cents).replace('.', ",");
    let draft = drafted(&point, &|n, t| format!("T{n:>6}  {}", point(t)));
    assert!(figures(&draft).iter().any(|figure| figure.0 == "sum"), "{:?} {:?}", draft.controls, draft.kinds);
    let draft = drafted(&comma, &|n, t| format!("T{n:>6}  {}", comma(t)));
    assert!(figures(&draft).iter().any(|figure| figure.0 == "sum"), "{:?} {:?}", draft.controls, draft.kinds);
    let draft = drafted(&point, &|n, t| format!("T{n:>6}  {t:>10}"));
    assert!(figures(&draft).iter().all(|figure| figure.0 != "sum"), "cents and dollars: {:?}", draft.controls);
}

#[test]
fn a_whole_number_that_a_sum_shows_to_have_its_sign_in_its_last_digit_may_have_decimals() {
    let punched = |cents: i64, width: usize| {
        let letters = if cents < 0 { "}JKLMNOPQR" } else { "{ABCDEFGHI" };
        let (digits, last) = (cents.unsigned_abs() / 10, usize::try_from(cents.unsigned_abs() % 10).unwrap());
        format!("{digits:0width$}{}", &letters[last..=last], width = width - 1)
    };
    let mut lines = Vec::new();
    for batch in 0..5_i64 {
        lines.push(format!("H{:05}2024010{}GL BATCH                 ", 700 + batch, batch + 1));
        let mut total = 0;
        for at in 0..5 + batch {
            // No last digit is a zero: no brace shows what the letters are.
            let cents = ((batch * 7 + at) * 7_919 % 99_991) / 10 * 10 + at % 9 + 1;
            let cents = if at % 4 == 3 { -cents } else { cents };
            total += cents;
            let name = ["HYDRO ONE", "KAL TIRE"][usize::try_from(at % 2).unwrap()];
            lines.push(format!(
                "D{:04}{}{}{name:20}",
                at + 1,
                [22, 51, 63][usize::try_from(at % 3).unwrap()],
                punched(cents, 13)
            ));
        }
        lines.push(format!("T{:06}{}{:20}", 5 + batch, punched(total, 13), ""));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gl.txt");
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    let draft = draft(&[path]);
    let signed = |field: &&FieldDraft| field.ty.is_number() && field.reading.sign == [Sign::Overpunch];
    let fields: Vec<&FieldDraft> = draft.kinds.iter().flat_map(|kind| &kind.fields).filter(signed).collect();
    assert!(!fields.is_empty(), "{:?}", draft.kinds);
    for field in fields {
        let tells = |other: &Other| matches!(other, Other::Value(other) if other.ty.scale() == 2);
        assert!(field.ty.scale() == 2 || field.others.iter().any(tells), "{field:#?}");
    }
}

#[test]
fn a_hash_total_that_zeros_fill_up_ends_where_the_blanks_of_the_amount_begin() {
    for groups in [1, 3, 12_u64] {
        let mut lines = Vec::new();
        for batch in 0..groups {
            lines.push(format!("H{:08}{:<51}", 20_240_101 + batch, "BATCH"));
            let details = 12 + batch * 3 % 11;
            let account = |at: u64| 10_000 + (batch * 97 + at + 7).pow(3) * 613 % 89_989;
            let cents = |at: u64| (batch * 97 + at + 5).pow(3) * 7_919 % 99_991 + 1;
            let money = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
            lines.extend((0..details).map(|at| {
                format!("D{:05}{:<20}{:>12}{:22}", account(at), ["ROY", "LEE"][at as usize % 2], money(cents(at)), "")
            }));
            let (hash, sum) = ((0..details).map(account).sum::<u64>(), (0..details).map(cents).sum::<u64>());
            lines.push(format!("T{details:07}{hash:012}{:>12}{:28}", money(sum), ""));
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gl.txt");
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        let draft = draft(&[path]);
        let trailer = draft.kinds.iter().find(|kind| kind.name == "t").unwrap();
        let places: Vec<Option<(usize, usize)>> = trailer.fields.iter().map(fields::places).collect();
        assert_eq!(places[2..], [Some((8, 20)), Some((20, 32))], "{groups}: {:#?}", trailer.fields);
    }
}

#[test]
fn a_code_of_two_digits_is_whole_and_the_trailer_s_count_is_found() {
    for (codes, batches) in [(["01", "20", "99"], 1), (["01", "20", "99"], 5), (["10", "20", "90"], 4)] {
        let mut lines = Vec::new();
        for batch in 0..batches {
            let details = 40 + batch;
            lines.push(format!("{}{:08}{:<30}", codes[0], 20_240_101 + batch, "TOWN OF PORTAGE"));
            let cents = |at: u64| (batch * 97 + at + 5).pow(3) * 7_919 % 99_991 + 1;
            let line = |at: u64| {
                format!("{}{:05}{:<20}{:09}", codes[1], 10_000 + (at + 9).pow(3) * 7_919 % 89_989, "ROY", cents(at))
            };
            lines.extend((0..details).map(line));
            lines.push(format!("{}{details:06}{:012}{:18}", codes[2], (0..details).map(cents).sum::<u64>(), ""));
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("roll.txt");
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        let draft = draft(&[path]);
        let whole = |kind: &&KindDraft| kind.fields.first().and_then(fields::places) == Some((0, 2));
        assert_eq!(draft.kinds.iter().filter(whole).count(), 3, "{codes:?} {batches}: {:#?}", draft.kinds);
        assert_eq!(figures(&draft), [("count", true), ("sum", true)], "{codes:?} {batches}: {:#?}", draft.controls);
    }
}

//! What a single trailer says of the records before it: figures with a mark, and a count and a total side by side.

use tumpline::inspect::infer::draft::{Draft, FieldDraft, FigureDraft, Other};
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

//! What a single trailer says of the records before it: figures with a mark, and a count and a total side by side.

use tumpline::inspect::infer::draft::{Draft, FigureDraft};

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

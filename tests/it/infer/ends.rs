//! Where texts, records, reports and files end: families drawn from seeds, with what each record says. Nothing is cut or taken for
//! a record without a word.

use std::path::{Path, PathBuf};

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::{Draft, FieldDraft, FigureDraft, Form, KindDraft, Other, Reason, Skip};
use tumpline::inspect::infer::values::why::Why;
use tumpline::inspect::infer::{Inferred, Request, infer};
use tumpline::mapping::model::{FieldPlace, Type};

use super::layouts::Draw;
use super::tried_draft;

const TEXTS: [&str; 8] = [
    "PAYROLL",
    "A/P CHEQUE RUN",
    "TAX LEVY",
    "REVERSE ENTRY",
    "HST REBATE",
    "TRANSFER TO RESERVE",
    "WATER BILLING Q1",
    "PERMIT FEES",
];

fn pick<'t>(draw: &mut Draw, all: &[&'t str]) -> &'t str {
    all[usize::try_from(draw.below(all.len() as u64)).unwrap()]
}

/// A draft of a file of this name; the records of a trial, and those that it refuses.
fn drafted(folder: &Path, name: &str, bytes: &[u8]) -> Inferred {
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    infer(&RealHost, &Request { paths: vec![path], ..Request::default() }).unwrap()
}

fn of(name: &str, text: &str) -> Inferred {
    let folder = tempfile::tempdir().unwrap();
    drafted(folder.path(), name, text.as_bytes())
}

fn main_kind(draft: &Draft) -> &KindDraft {
    draft.kinds.iter().max_by_key(|kind| (kind.skip.is_none(), kind.records)).unwrap()
}

fn places(field: &FieldDraft) -> (usize, usize) {
    match field.place {
        FieldPlace::Bytes { start, end } => (start as usize, end as usize),
        _ => (0, 0),
    }
}

/// The fields that have something of these places.
fn over(draft: &Draft, from: usize, to: usize) -> Vec<&FieldDraft> {
    let is_over = |field: &&FieldDraft| places(field).0 < to && places(field).1 > from;
    main_kind(draft).fields.iter().filter(is_over).collect()
}

#[test]
fn a_long_text_keeps_the_digits_at_its_end() {
    let mut all = 0;
    for (records, share) in [(40, 3), (300, 1), (300, 7), (1_000, 3)] {
        for (width, forms, gap) in
            [(20, 0..1, ""), (20, 1..2, " "), (25, 2..3, ""), (25, 0..3, ""), (30, 0..3, " "), (25, 0..1, " ")]
        {
            let mut draw = Draw(records * 31 + width + share);
            let mut line = |at: u64| {
                let number = 1 + draw.below(9_999);
                let ends = [format!(" {number}"), format!(" {number:04}"), format!(" INV{number:06}")];
                let end = &ends[usize::try_from(forms.start + draw.below(forms.end - forms.start)).unwrap()];
                let end = if draw.below(10) < share { end.as_str() } else { "" };
                let text: String = format!("{}{end}", pick(&mut draw, &TEXTS)).chars().take(width as usize).collect();
                let day = format!("2024{:02}{:02}", 1 + draw.below(9), 1 + draw.below(28));
                format!("{:06}{gap}{text:1$}{gap}{day}\n", at + 1, width as usize)
            };
            let draft = of("texts.txt", &(0..records).map(&mut line).collect::<String>()).draft;
            let from = 6 + gap.len();
            let fields = over(&draft, from, from + width as usize);
            assert!(fields.iter().all(|field| field.ty == Type::Text), "{records} {width} {forms:?} {fields:?}");
            let is_told = || fields[0].others.contains(&Other::WithNext);
            assert!(fields.len() == 1 || is_told(), "{records} {width} {forms:?} {gap:?}: {fields:?}");
            all += usize::from(fields.len() == 1);
        }
    }
    assert!(all >= 22, "{all}");
}

#[test]
fn a_code_and_the_number_that_it_may_have_are_two_fields() {
    for blank in [3, 6] {
        let mut draw = Draw(blank * 17);
        let mut line = |at: u64| {
            let phone = format!("705{:07}", 2_000_000 + draw.below(7_999_999));
            let phone = if draw.below(10) < blank { "" } else { &phone };
            format!("{:06} {}{phone:10} X\n", at + 1, pick(&mut draw, &["A", "B", "C"]))
        };
        let draft = of("codes.txt", &(0..300).map(&mut line).collect::<String>()).draft;
        let found: Vec<(usize, usize)> = over(&draft, 7, 18).into_iter().map(places).collect();
        assert_eq!(found, [(7, 8), (8, 18)], "{blank}");
    }
}

#[test]
fn no_number_is_made_of_a_code_and_the_amount_that_touches_it() {
    for seed in 0..6 {
        let mut draw = Draw(seed * 7 + 1);
        let mut line = |at: u64| {
            let street =
                format!("{} {}", 1 + draw.below(2_999), pick(&mut draw, &["MAIN ST", "HWY 17", "CONCESSION RD 4"]));
            let amount = if draw.below(10) < 8 { 0 } else { draw.below(400) * 2_500 };
            let code = if seed % 2 == 0 { "0000" } else { "" };
            format!("{street:20}{code}{:07}{amount:011}{:>11}.00 {}\n", draw.below(9_999_999), at * at % 9_000, at % 7)
        };
        let draft = of("touching.txt", &(0..400).map(&mut line).collect::<String>()).draft;
        let from = if seed % 2 == 0 { 24 } else { 20 };
        for field in over(&draft, from, from + 7) {
            assert!(places(field).1 <= from + 7 || field.ty == Type::Text, "{seed} {field:?}");
        }
        for field in over(&draft, from, from + 18) {
            assert!(!matches!(field.ty, Type::Decimal { .. }) || places(field).0 >= from + 7, "{seed} {field:?}");
        }
    }
}

#[test]
fn a_length_shows_itself_in_the_records_behind_the_next_and_others_are_told() {
    let mut right = 0;
    for seed in 0..24 {
        let mut draw = Draw(seed * 91 + 5);
        let phones = 1 + usize::try_from(draw.below(3)).unwrap();
        let phone = |draw: &mut Draw| {
            let phone = format!("705{:07}", 2_000_000 + draw.below(7_999_999));
            if draw.below(10) < 3 { " ".repeat(10) } else { phone }
        };
        let record = |at: u64| format!("{:05}{}", at + 1, (0..phones).map(|_| phone(&mut draw)).collect::<String>());
        let text: String = (0..300).map(record).collect();
        let Inferred { draft, doubts } = of("phones.dat", &text);
        let length = 5 + 10 * u32::try_from(phones).unwrap();
        let told = doubts.iter().any(|doubt| doubt.code.id() == "TL0973");
        assert!(draft.source.form == Form::Length(length) || told, "{seed}: {:?}", draft.source.form);
        right += u32::from(draft.source.form == Form::Length(length));
    }
    assert!(right >= 20, "{right}");
}

/// A printed report: its lines, and how many of them are records.
fn report(seed: u64, (pages, totals): (u64, bool), sign: fn(i64) -> String) -> (String, u64) {
    let mut draw = Draw(seed + 3);
    let per = 20 + draw.below(9);
    let (mut lines, mut sum) = (Vec::new(), 0);
    let names = ["ACME SUPPLIES LTD", "BELL CANADA", "TOTAL FUELS", "3M CANADA INC", "OMERS"];
    for at in 0..per * pages {
        if at % per == 0 {
            if at > 0 && totals {
                lines.push(format!("{:>40} {:>20}", "PAGE TOTAL", sign(sum / 2)));
            }
            lines.push(format!("{:40}PAGE {:3}", "TOWN OF BLACKWATER", at / per + 1));
            lines.extend(["CHEQUE REGISTER               2024-03-31", ""].map(str::to_owned));
            lines.push("CHQ NO  DATE       PAYEE                             AMOUNT".to_owned());
            lines.push("------  ---------- ----------------------- -------------------".to_owned());
        }
        let cents = i64::try_from(100 + draw.below(9_999_999)).unwrap() * if draw.below(9) == 0 { -1 } else { 1 };
        sum += cents;
        let day = format!("2024-{:02}-{:02}", 1 + draw.below(3), 1 + draw.below(28));
        lines.push(format!("{:6}  {day} {:23} {:>18}", 12_001 + at, pick(&mut draw, &names), sign(cents)));
    }
    if totals {
        lines.push(format!("{:>40} {:>20}", "PAGE TOTAL", sign(sum / 2)));
    }
    lines.push(format!("{:>40} {:>20}", ["GRAND TOTAL", "TOTAL GENERAL"][seed as usize % 2], sign(sum)));
    lines.extend((seed / 2 % 2 == 1).then(|| "*** END OF REPORT ***".to_owned()));
    lines.push(format!("{} CHEQUES", per * pages));
    (lines.join("\n") + "\n", per * pages)
}

#[test]
fn a_report_s_own_totals_and_last_lines_are_no_records() {
    fn edited(cents: i64, [thousands, mark]: [&str; 2]) -> String {
        let (whole, rest) = (cents.abs() / 100, cents.abs() % 100);
        let whole =
            if whole > 999 { format!("{}{thousands}{:03}", whole / 1_000, whole % 1_000) } else { whole.to_string() };
        format!("{whole}{mark}{rest:02}")
    }
    let signs: [fn(i64) -> String; 3] = [
        |cents| format!("{}{}", edited(cents, [",", "."]), if cents < 0 { "-" } else { " " }),
        |cents| format!("{}{}", edited(cents, [",", "."]), if cents < 0 { "CR" } else { "  " }),
        |cents| format!("{}{}", edited(cents, [" ", ","]), if cents < 0 { "-" } else { " " }),
    ];
    for (seed, pages) in (0..8).flat_map(|seed| [(seed, 2), (seed, 3), (seed, 9)]) {
        for (at, sign) in signs.into_iter().enumerate() {
            let (text, records) = report(seed, (pages, seed % 3 == 0), sign);
            let folder = tempfile::tempdir().unwrap();
            let draft = drafted(folder.path(), "report.prn", text.as_bytes()).draft;
            let what = format!("{seed} {pages} {at}: {}", yaml(Language::En, &draft));
            let is_row = |kind: &&KindDraft| kind.skip.is_none() && !kind.why.contains(&Reason::CalledTotal);
            let kinds: Vec<&KindDraft> = draft.kinds.iter().filter(is_row).collect();
            assert_eq!(kinds.iter().map(|kind| kind.records).collect::<Vec<_>>(), [records], "{what}");
            let last = kinds[0].fields.last().unwrap();
            assert!(last.ty == Type::Decimal { precision: 15, scale: 2 }, "{what}");
            assert!(draft.kinds.iter().any(|kind| kind.skip == Some(Skip::Total)), "{what}");
            assert_eq!(tried_draft(&draft, Language::En).0, 0, "{what}");
        }
    }
}

#[test]
fn a_trailer_s_count_is_tried_behind_the_last_digits_of_its_code() {
    for codes in [["01", "20", "99"], ["00", "10", "99"], ["01", "02", "09"], ["HDR", "DTL", "TRL"]] {
        let mut draw = Draw(5);
        let mut lines = Vec::new();
        for batch in 0..30 {
            let (records, mut sum) = (3 + draw.below(10), 0);
            lines.push(format!("{}2024{:02}{:02}AP", codes[0], 1 + batch / 28, 1 + batch % 28));
            for _ in 0..records {
                let cents = 100 + draw.below(999_899);
                sum += cents;
                let name = pick(&mut draw, &["ACME", "BELL", "HYDRO"]);
                lines.push(format!("{}{:06}{cents:>9}{name:20}", codes[1], 1 + draw.below(99_999)));
            }
            lines.push(format!("{}{records:06}{sum:012}", codes[2]));
        }
        let draft = of("batches.txt", &(lines.join("\n") + "\n")).draft;
        let counts = draft.controls.iter().filter(|control| matches!(control.figure, FigureDraft::Count(_)));
        assert_eq!(counts.filter(|control| control.certain).count(), 1, "{codes:?} {:?}", draft.controls);
        assert!(draft.controls.iter().any(|control| matches!(control.figure, FigureDraft::Sum { .. })), "{codes:?}");
    }
}

#[test]
fn few_rows_behind_a_title_are_cells_whatever_their_file_is_called() {
    let titles = ["GL EXPORT\nRun: 2024-03-01\n\n", "Ville de Saint-Remi\nJournal general 2024\n\n", "Town of X\n", ""];
    for (title, mark, rows) in titles
        .iter()
        .flat_map(|title| [";", "|", "\t", ","].map(|mark| (title, mark)))
        .flat_map(|(title, mark)| [1_u64, 2, 5].map(|rows| (*title, mark, rows)))
    {
        let row = |at: u64| format!("Total Environnement{mark}0500{mark}2023{mark}{at}{mark}8440.30\n");
        let text = format!("{title}Memo{mark}Vendor{mark}Exercice{mark}Qty{mark}Montant\n");
        let text: String = text + &(0..rows).map(row).collect::<String>();
        let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &wide] {
            let folder = tempfile::tempdir().unwrap();
            let draft = drafted(folder.path(), "export.txt", bytes).draft;
            let what = format!("{title} {mark} {rows} {}: {}", bytes.len(), yaml(Language::En, &draft));
            assert!(matches!(&draft.source.form, Form::Delimited(dialect) if dialect.delimiter == mark), "{what}");
            assert_eq!((main_kind(&draft).records, main_kind(&draft).fields.len()), (rows, 5), "{what}");
            assert_eq!(tried_draft(&draft, Language::En).0, 0, "{what}");
        }
    }
}

#[test]
fn a_row_whose_cells_stand_again_below_is_no_header() {
    let title = "GL EXPORT\nRun: 2024-03-01\n\n";
    for (title, lines) in [("", 0), (title, 3), ("Town of X\n", 1)] {
        let mut draw = Draw(11);
        let mut row = |_| {
            let code = format!("K{}A {}B{}", draw.below(10), draw.below(10), draw.below(10));
            let number = if draw.below(4) > 0 { String::new() } else { (10_000 + draw.below(80_000)).to_string() };
            format!("{number}\t{code}\t{}\n", ["X", "X", ""][usize::try_from(draw.below(3)).unwrap()])
        };
        let rows: String = (0..100).map(&mut row).collect();
        let rows = format!("\tK0C 1C9\tX\n{rows}");
        let folder = tempfile::tempdir().unwrap();
        let draft = drafted(folder.path(), "export.csv", format!("{title}{rows}").as_bytes()).draft;
        assert_eq!(main_kind(&draft).records, 101, "{lines}: {}", yaml(Language::En, &draft));
    }
}

#[test]
fn a_name_that_stands_below_once_is_still_the_name_of_its_column() {
    let payees = ["ACME SUPPLIES", "BELL CANADA", "HYDRO ONE"];
    for (header, other) in [("No,Payee,Amount", "Payee"), ("No,Name,Name", "Name"), ("Fund,Category,2024", "Category")]
    {
        let row = |at: usize| {
            let payee = if at == 50 { other } else { payees[at % 3] };
            format!("{at},{payee},{}\n", if at == 60 { 2024 } else { 10 + at * 7 % 900 })
        };
        let text = format!("{header}\n{}", (1..=200).map(row).collect::<String>());
        let folder = tempfile::tempdir().unwrap();
        let draft = drafted(folder.path(), "rows.csv", text.as_bytes()).draft;
        assert_eq!(main_kind(&draft).records, 200, "{header}: {}", yaml(Language::En, &draft));
        assert_eq!(tried_draft(&draft, Language::En).0, 0, "{header}");
    }
}

#[test]
fn the_end_of_a_report_is_no_row() {
    for end in ["End of report", "*** FIN ***", "Fin du rapport", "--- end of the listing ---", "== END =="] {
        let rows = (1..100).map(|at| format!("{at};Bell Canada;{at}.50\n")).collect::<Vec<_>>().concat();
        let folder = tempfile::tempdir().unwrap();
        let draft = drafted(folder.path(), "report.csv", format!("No;Payee;Amt\n{rows}{end};;\n").as_bytes()).draft;
        let kind = main_kind(&draft);
        let types: Vec<Type> = kind.fields.iter().map(|field| field.ty).collect();
        assert_eq!((kind.records, types[0]), (99, Type::Int32), "{end}: {}", yaml(Language::En, &draft));
        assert_eq!(tried_draft(&draft, Language::En).0, 0, "{end}");
    }
    let rows = (1..100).map(|at| format!("{at};Fin de saison;{at}.50\n")).collect::<Vec<_>>().concat();
    assert_eq!(main_kind(&of("rows.csv", &format!("No;Payee;Amt\n{rows}")).draft).records, 99);
}

#[test]
fn a_record_that_is_called_end_stays_one() {
    let steps = "Code;Etape\n;DEBUT\n;MILIEU\n;ARRET\n;FIN\n";
    let status = "Status;Label\nNew;\nOpen;\nHeld;\nEnd;\n";
    let kinds = "Type;Note;N\nBudget;;\nActuals;;\nFin de rapport;;\nNotes;;\nEnd of report;;\n";
    let among = format!("Vendor;Note;X\n{}END;;\n{}", "ACME;a;x\nBELL;;y\n".repeat(9), "HYDRO;b;\n".repeat(5));
    for (text, records) in [(steps, 4), (status, 4), (kinds, 5), (among.as_str(), 24)] {
        assert_eq!(main_kind(&of("steps.csv", text).draft).records, records, "{text}");
    }
}

#[test]
fn values_that_no_type_reads_say_why() {
    let months = ["janvier", "mars", "avril", "novembre"];
    let row =
        |at: u64| format!("{at};{} {} 2024;{}.{:02} %;x%\n", 1 + at % 28, months[at as usize % 4], at % 20, at % 97);
    let draft = of("texts.csv", &format!("No;Le;Taux;Note\n{}", (1..60).map(row).collect::<String>())).draft;
    let why = |at: usize, is: fn(&Why) -> bool| {
        draft.kinds[0].fields[at].why.iter().any(|why| matches!(why, Reason::Value(why) if is(why)))
    };
    assert!(why(1, |why| matches!(why, Why::ShortDates(_))), "{draft:?}");
    assert!(why(2, |why| matches!(why, Why::Percents(seen) if (seen.n, seen.first) == (59, 2))), "{draft:?}");
    assert!(!why(3, |why| matches!(why, Why::Percents(_))), "{draft:?}");
}

#[test]
fn days_of_one_year_before_a_list_are_told_both_ways() {
    for (picture, fund, behind) in ["MMDDYY", "DDMMYY", "YYMMDD"]
        .into_iter()
        .flat_map(|picture| [(picture, 5, ""), (picture, 4, "217"), (picture, 3, " PAID")])
    {
        let mut draw = Draw(fund * 3 + 1);
        let mut line = |at: u64| {
            let (month, day) = (1 + draw.below(12), 1 + draw.below(28));
            let day =
                picture.replace("YY", "20").replace("MM", &format!("{month:02}")).replace("DD", &format!("{day:02}"));
            format!("{:06} {day}{:02}{behind}\n", at + 1, 1 + draw.below(fund))
        };
        let draft = of("funds.txt", &(0..300).map(&mut line).collect::<String>()).draft;
        for field in over(&draft, 7, 15) {
            let is_right = places(field) == (7, 13) && field.reading.picture.as_deref() == Some(picture);
            assert!(field.ty == Type::Text || is_right, "{picture} {behind}: {field:?}");
        }
    }
}

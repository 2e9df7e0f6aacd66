//! Rows of different numbers of cells, headers of several lines and numbers that their own comma cuts: nothing is cut off or
//! read as another number without a word, and the draft's own run reads every record of a clean file.

use tumpline::inspect::infer::draft::{Form, KindDraft};
use tumpline::mapping::model::{Preamble, Ragged, Type};

use super::cells::{Dice, Tried};

/// An amount with a comma in so many of a hundred rows, and none in the others.
fn amount(dice: &mut Dice, share: u64) -> String {
    let whole = dice.below(900) + 1;
    if dice.below(100) < share { format!("{whole},{:02}", dice.below(100)) } else { whole.to_string() }
}

fn ragged(tried: &Tried) -> Ragged {
    match &tried.draft().source.form {
        Form::Delimited(dialect) => dialect.ragged,
        other => panic!("{other:?}"),
    }
}

/// Whether a field of this place, from 1, or behind it is no text in any kind of so many cells or more.
fn typed_from(tried: &Tried, cells: u32, place: usize) -> bool {
    let wide = |kind: &&&KindDraft| kind.cells.is_some_and(|own| own >= cells);
    let kinds = tried.kinds();
    kinds.iter().filter(wide).flat_map(|kind| kind.fields.iter().skip(place - 1)).any(|field| field.ty != Type::Text)
}

#[test]
fn decimal_commas_without_quotes_are_told_whatever_stands_behind_them() {
    for seed in 0..24 {
        let mut dice = Dice(seed * 31 + 7);
        let (share, amounts, behind) = ([70, 40, 95][seed as usize % 3], 1 + seed / 12, seed % 4);
        let names =
            ["gross", "net"].iter().take(amounts as usize).map(|name| format!(",{name}")).collect::<Vec<_>>().concat();
        let header = format!("id,vendor{names}{}\n", [",note", "", ",note", ","][behind as usize]);
        let row = |at: u64, dice: &mut Dice| {
            let all = (0..amounts).map(|_| format!(",{}", amount(dice, share))).collect::<Vec<_>>().concat();
            let end = [",", "", [",", ",x"][dice.below(2) as usize], ","][behind as usize];
            format!("K{at},Bell{all}{end}\n")
        };
        let rows: String = (0..150).map(|at| row(at, &mut dice)).collect();
        let tried = Tried::of(&format!("{header}{rows}"));
        let what = format!("seed {seed}: {:?}\n{header}{}\n{}", tried.codes(), &rows[..200], tried.english);
        assert!(tried.codes().contains(&"TL0991"), "{what}");
        assert_eq!((tried.rows, tried.refused), (150, 0), "{what}");
        assert!(ragged(&tried) != Ragged::Truncate, "no cell is dropped: {what}");
        let base = u32::try_from(header.matches(',').count()).unwrap() + 2;
        assert!(!typed_from(&tried, base, 3), "{what}");
    }
}

#[test]
fn commas_in_all_amounts_leave_the_header_where_it_is() {
    let mut dice = Dice(3);
    let titles = ["", "Compte,,Montant,\n", "Ville\n"];
    for (title, end) in titles.iter().flat_map(|title| [(title, ""), (title, ",")]) {
        let row = |at: u64, dice: &mut Dice| format!("{at},Bell,{},{}{end}\n", amount(dice, 100), amount(dice, 100));
        let rows: String = (0..80).map(|at| row(at, &mut dice)).collect();
        let tried = Tried::of(&format!("{title}No,Fournisseur,Brut,Net{end}\n{rows}"));
        assert_eq!((tried.rows, tried.refused), (80, 0), "{title}{end}: {}", tried.english);
        assert!(tried.codes().contains(&"TL0991") && tried.english.contains("header: No"), "{}", tried.english);
    }
}

#[test]
fn the_last_line_of_a_header_names_the_columns() {
    let mut dice = Dice(5);
    for (header, delimiter) in [
        ("Compte;;Montant;\nNo;Fournisseur;Brut;Net", ";"),
        ("Compte,,Montant,\nNo,Fournisseur,Brut,Net", ","),
        ("Rapport\nCompte|||\nNo|Fournisseur|Brut|Net", "|"),
    ] {
        let quoted = |dice: &mut Dice| format!("\"{}\"", amount(dice, 100));
        let row = |at: u64, dice: &mut Dice| {
            [at.to_string(), "Bell".to_owned(), quoted(dice), quoted(dice)].join(delimiter) + "\n"
        };
        let rows: String = (0..40).map(|at| row(at, &mut dice)).collect();
        let tried = Tried::of(&format!("{header}\n{rows}"));
        assert_eq!((tried.rows, tried.refused), (40, 0), "{header}: {}", tried.english);
        let decimal = |name: &str| matches!(tried.field(name).ty, Type::Decimal { scale: 2, .. });
        assert!(decimal("brut") && decimal("net"), "{}", tried.english);
    }
    let tried = Tried::of("name,city\nRoy,Lévis\nSinger,Ajax\n");
    let Form::Delimited(dialect) = &tried.draft().source.form else { panic!("{}", tried.english) };
    assert_eq!((dialect.preamble, tried.rows), (Preamble::Lines(0), 2), "words under words are records");
}

#[test]
fn rows_of_other_widths_are_told_and_not_cut() {
    let cells =
        |at: u64| vec![at.to_string(), "Bell".to_owned(), "2024-01-15".to_owned(), format!("{at}.50"), "x".to_owned()];
    for (short, long, extra) in [(3, 3, "more"), (3, 3, ""), (3, 0, ""), (0, 3, "more"), (1, 1, "more"), (1, 0, "")] {
        let row = |at: u64| {
            let mut cells = cells(at);
            if at % 20 < short && (short > 1 || at < 20) {
                cells.pop();
            } else if (10..10 + long).contains(&(at % 20)) && (long > 1 || at < 20) {
                cells.push(extra.to_owned());
            }
            cells.join(",") + "\n"
        };
        let rows: String = (0..200).map(row).collect();
        let tried = Tried::of(&format!("id,vendor,date,amount,note\n{rows}"));
        let what = format!("{short} {long} {extra}: {:?} {}", tried.codes(), tried.english);
        assert!(tried.codes().iter().any(|code| ["TL0991", "TL0996"].contains(code)), "{what}");
        assert_eq!(tried.rows + tried.refused, 200, "{what}");
        assert!(tried.refused == 0 || tried.codes().contains(&"TL0996"), "{what}");
        assert!(ragged(&tried) != Ragged::Truncate || extra.is_empty(), "{what}");
    }
}

#[test]
fn numbers_with_codes_and_pairs_of_numbers_are_not_one_number() {
    for (what, value) in [
        (
            "a sign and a code",
            &(|dice: &mut Dice| format!("{}.50- {}", dice.below(900), dice.one(&["A", "B"])))
                as &dyn Fn(&mut Dice) -> String,
        ),
        ("credits and debits", &|dice| format!("-{} {}", dice.below(9_000), dice.one(&["CR", "DR"]))),
        ("an amount and a letter", &|dice| format!("{}.50 {}", dice.below(900), dice.one(&["R", "D"]))),
        ("a fund and an account", &|dice| format!("{} {}", dice.below(90) + 10, dice.below(900) + 100)),
        ("two numbers", &|dice| format!("{}- {}", dice.below(90) + 10, dice.below(90) + 10)),
        ("a comma between", &|dice| format!("{},{}", dice.below(90) + 10, dice.below(900) + 100)),
    ] {
        let mut dice = Dice(11);
        let rows = (0..60).map(|at| format!("{at};{}\n", value(&mut dice))).collect::<Vec<_>>().concat();
        let tried = Tried::of(&format!("id;amount\n{rows}"));
        assert_eq!((tried.field("amount").ty, tried.rows), (Type::Text, 60), "{what}: {}", tried.english);
    }
}

#[test]
fn codes_that_would_be_days_are_days_under_the_name_of_one_alone() {
    let codes = ["20101010", "20111010", "20120510", "20101231", "20130101"];
    let rows = (0..60).map(|at| format!("{};x;{at}.50\n", codes[at % 5])).collect::<Vec<_>>().concat();
    for (name, ty) in [
        ("compte", Type::Text),
        ("account", Type::Text),
        ("gl_code", Type::Text),
        ("poste", Type::Text),
        ("posted on", Type::Date),
        ("date", Type::Date),
    ] {
        let tried = Tried::of(&format!("{name};note;amount\n{rows}"));
        let found = tried.field(&name.replace(' ', "_"));
        assert_eq!(found.ty, ty, "{name}: {}", tried.english);
        assert!(ty == Type::Date || tried.english.contains("YYYYMMDD"), "both readings are told: {}", tried.english);
    }
    let day = |at: u64| tumpline::calendar::civil(19_000 + i32::try_from(at * 7 % 400).unwrap());
    let row = |at: u64| {
        let (year, month, day) = day(at);
        format!("{year}{month:02}{day:02};x;{at}.50\n")
    };
    let rows: String = (0..300).map(row).collect();
    let tried = Tried::of(&format!("ref;note;amount\n{rows}"));
    assert_eq!(tried.field("ref").ty, Type::Date, "a calendar shows: {}", tried.english);
}

#[test]
fn trailers_of_cells_become_controls() {
    for (seed, same) in [(1, false), (2, true), (3, false)] {
        let (mut dice, mut lines) = (Dice(seed), Vec::new());
        for batch in 1..=12 {
            lines.push(format!("H,{batch:04},2024-{batch:02}-15{}", if same { ",," } else { "" }));
            let (mut sum, details) = (0, dice.below(6) + 1);
            for at in 1..=details {
                let cents = dice.below(90_000) + 100;
                sum += cents;
                lines.push(format!("D,{batch:04},{at},V{:03},{}.{:02}", dice.below(60), cents / 100, cents % 100));
            }
            lines.push(format!("T,{batch:04},{details},{}.{:02}{}", sum / 100, sum % 100, if same { "," } else { "" }));
        }
        let rows = lines.len() as u64;
        let text = lines.join("\n") + "\n";
        let tried = Tried::of(&text);
        assert_eq!((tried.rows, tried.refused), (rows, 0), "{seed}: {}", tried.english);
        for control in ["count: [kind_d]", "sum: kind_d.column_5"] {
            assert!(tried.english.contains(control), "{seed}: {}", tried.english);
        }
        assert!(tried.draft().controls.iter().all(|control| control.certain), "{}", tried.english);
    }
}

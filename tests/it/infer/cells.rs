//! Random delimited files of which all is known: whatever is odd of their cells, a draft reads it right or says it, and its own
//! run loads every record.

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::{Draft, FieldDraft, Form, KindDraft, When};
use tumpline::inspect::infer::{Inferred, Request, infer};
use tumpline::mapping::model::Type;
use tumpline::run::{self, Request as RunRequest};

/// Numbers that look random, and are the same in every test.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    pub fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len() as u64) as usize]
    }

    fn cents(&mut self) -> u64 {
        self.below(999_000) + 100
    }
}

/// What a file's draft says, and what its own trial makes of it: rows of tables, the sums of their columns, and refused
/// records.
pub struct Tried {
    inferred: Inferred,
    pub english: String,
    pub rows: u64,
    pub totals: Vec<(String, String)>,
    pub refused: u64,
}

impl Tried {
    pub fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.csv");
        std::fs::write(&path, text).unwrap();
        let inferred = infer(&RealHost, &Request { paths: vec![path], ..Request::default() }).unwrap();
        let english = yaml(Language::En, &inferred.draft);
        let mapping = folder.path().join("drafted.yaml");
        std::fs::write(&mapping, &english).unwrap();
        let out = folder.path().join("out");
        let request = RunRequest { paths: vec![mapping], out, trial: true, ..RunRequest::default() };
        let report = run::run(&RealHost, &request, &|_| ()).unwrap();
        let rows = report.tables.iter().map(|table| table.rows).sum();
        let totals = report.tables.iter().flat_map(|table| table.totals.clone()).collect();
        Self { inferred, english, rows, totals, refused: report.sources[0].rejected }
    }

    pub fn draft(&self) -> &Draft {
        &self.inferred.draft
    }

    fn delimiter(&self) -> &str {
        match &self.draft().source.form {
            Form::Delimited(dialect) => &dialect.delimiter,
            other => panic!("{other:?}"),
        }
    }

    /// The kinds that are read.
    pub fn kinds(&self) -> Vec<&KindDraft> {
        self.draft().kinds.iter().filter(|kind| kind.skip.is_none()).collect()
    }

    pub fn field(&self, name: &str) -> &FieldDraft {
        let all = self.draft().kinds.iter().flat_map(|kind| &kind.fields);
        all.into_iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no {name}\n{}", self.english))
    }

    /// The comments without their line breaks.
    fn said(&self) -> String {
        self.english.split_whitespace().filter(|word| *word != "#").collect::<Vec<_>>().join(" ")
    }

    /// Codes of what is told aloud.
    pub fn codes(&self) -> Vec<&'static str> {
        self.inferred.doubts.iter().map(|stop| stop.code.id()).collect()
    }
}

const VENDORS: [&str; 5] = ["Bell", "Hydro", "Roy et fils", "Staples", "Ville"];

/// A row of a list of invoices, with so many amounts.
fn invoice(dice: &mut Dice, amounts: u64) -> Vec<String> {
    let mut cells = vec![
        dice.one(&VENDORS).to_owned(),
        format!("{:05}", dice.below(100_000)),
        format!("2024-{:02}-{:02}", dice.below(12) + 1, dice.below(28) + 1),
    ];
    cells.extend((0..amounts).map(|_| {
        let cents = dice.cents();
        format!("{},{:02}", cents / 100, cents % 100)
    }));
    cells.push(dice.one(&["x", "achat"]).to_owned());
    cells
}

#[test]
fn ragged_rows_and_decimal_commas_hide_no_delimiter() {
    for seed in 0..20 {
        let mut dice = Dice(seed);
        let delimiter = [";", "|", "\t", "^"][seed as usize % 4];
        let (amounts, ragged) = (dice.below(2) + 1, [0, 3, 6, 20, 40][seed as usize % 5]);
        let (is_long, titles) = (dice.below(2) == 0, dice.below(3) == 0);
        let mut lines = if titles { vec!["VILLE DE X".to_owned(), "Factures".to_owned()] } else { Vec::new() };
        let names = ["Fournisseur", "No", "Date", "Montant", "Solde", "Note"];
        let header = names.iter().filter(|name| amounts == 2 || **name != "Solde").copied();
        lines.push(header.collect::<Vec<_>>().join(delimiter));
        for row in 0..120 {
            let mut cells = invoice(&mut dice, amounts);
            if row < ragged * 3 && row % 3 == 0 {
                if is_long { cells.push(String::new()) } else { drop(cells.pop()) }
            }
            lines.push(cells.join(delimiter));
        }
        let tried = Tried::of(&(lines.join("\n") + "\n"));
        assert_eq!(tried.delimiter(), delimiter, "seed {seed}: {}", tried.english);
        let decimal = matches!(tried.field("montant").ty, Type::Decimal { scale: 2, .. });
        assert!(decimal && tried.field("note").ty == Type::Text, "seed {seed}: {}", tried.english);
        assert_eq!(tried.rows + tried.refused, 120, "seed {seed}: {}", tried.english);
        let told = tried.said().contains("have fewer cells") && tried.said().contains("run refuses");
        assert!(tried.refused == 0 || told, "seed {seed}: {}", tried.english);
        assert!(tried.said().contains("`,` would cut"), "the other one is told: {}", tried.english);
    }
}

#[test]
fn a_comma_file_with_another_delimiter_in_its_texts_stays_one() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let header = if seed % 2 == 0 { "no,vendor,amount,note\n" } else { "" };
        let row = |at: u64, dice: &mut Dice| {
            format!("{},{},{}.50,first; second {at}\n", 1000 + at, dice.one(&VENDORS), dice.below(900))
        };
        let rows: String = (0..80).map(|at| row(at, &mut dice)).collect();
        let tried = Tried::of(&format!("{header}{rows}"));
        assert_eq!((tried.delimiter(), tried.rows), (",", 80), "seed {seed}: {}", tried.english);
    }
}

/// Rows of vendors, one of which is a firm of the name `Total`; the sum of their cents.
fn vendors(dice: &mut Dice, rows: u64, firm: u64) -> (Vec<String>, u64) {
    let mut sum = 0;
    let mut row = |at: u64| {
        let cents = dice.cents();
        sum += cents;
        let vendor = if at % 17 < firm { "Total" } else { dice.one(&VENDORS) };
        format!("{vendor},{}.{:02},{}", cents / 100, cents % 100, dice.one(&["note", ""]))
    };
    ((0..rows).map(&mut row).collect(), sum)
}

#[test]
fn a_firm_called_total_is_no_total_and_a_total_is() {
    for seed in 0..20 {
        let mut dice = Dice(seed);
        let (firm, rows) = (dice.below(5), 60 + dice.below(80));
        let (mut lines, sum) = vendors(&mut dice, rows, firm);
        let money = format!("{}.{:02}", sum / 100, sum % 100);
        let end = dice.below(5);
        let at = lines.len() / 2;
        match end {
            0 => lines.push(format!("Total,{money},")),
            1 => lines.push(format!("Grand total,{money},")),
            2 => lines.push(format!("Total,,{money}")),
            // A record like any other, wherever it stands.
            3 => lines.push("Total,12.34,".to_owned()),
            _ => lines.insert(at, "Total,12.34,".to_owned()),
        }
        let records = if end < 3 { rows } else { rows + 1 };
        let tried = Tried::of(&format!("vendor,amount,memo\n{}\n", lines.join("\n")));
        assert_eq!((tried.rows, tried.refused), (records, 0), "seed {seed}, end {end}, firm {firm}: {}", tried.english);
        let read: u64 = tried.kinds().iter().map(|kind| kind.records).sum();
        assert_eq!(read, records, "what is said is what is done: {}", tried.english);
        let said = tried.said();
        assert_eq!(tried.codes().contains(&"TL0995"), firm > 0 || end > 2, "{}", tried.english);
        assert!(end > 2 || said.contains("It stands at"), "its place is told: {}", tried.english);
        assert!(end > 1 || said.contains("Sums of other rows: 1 of 1"), "{}", tried.english);
        assert!(end > 2 || said.contains(&format!("1 of {} records", rows + 1)), "{}", tried.english);
    }
}

#[test]
fn a_heading_that_is_a_vendor_s_name_takes_no_record_with_it() {
    let group = |vendor: &str| {
        let rows = (0..20).map(|at| format!("{vendor},{at}1,{at}.50\n")).collect::<Vec<_>>().concat();
        format!("{vendor}\n{rows}")
    };
    let tried = Tried::of(&format!("vendor,no,amount\n{}", VENDORS.map(group).concat()));
    assert_eq!((tried.rows, tried.refused), (100, 0), "{}", tried.english);
}

#[test]
fn numbers_and_names_that_the_delimiter_cuts_are_told_and_not_typed() {
    for seed in 0..18 {
        let mut dice = Dice(seed);
        let (sort, share) = (seed % 3, [100, 50, 30][(seed / 3) as usize % 3]);
        let row = |at: u64, dice: &mut Dice| {
            let cut = dice.below(100) < share;
            let small = format!("{}.{:02}", dice.below(900), dice.below(100));
            let amount = match (sort, cut) {
                (0, true) => format!("{},{:02}", dice.below(900), dice.below(100)),
                (1, true) => format!("{},{:03}.{:02}", dice.below(90) + 1, dice.below(1000), dice.below(100)),
                (0, false) => dice.below(900).to_string(),
                _ => small,
            };
            let vendor = if sort == 2 && cut { "SMITH, JOHN" } else { "BELL" };
            format!("K{at},{vendor},{amount},x\n")
        };
        let rows: String = (0..150).map(|at| row(at, &mut dice)).collect();
        let tried = Tried::of(&format!("id,vendor,amount,note\n{rows}"));
        assert_eq!((tried.rows, tried.refused), (150, 0), "seed {seed}: {}", tried.english);
        assert_eq!(tried.codes(), ["TL0991"], "seed {seed}: {}", tried.english);
        let wide = tried.kinds().into_iter().find(|kind| kind.cells == Some(5)).unwrap();
        assert_eq!(wide.fields.len(), 5, "every cell is read: {}", tried.english);
        if sort < 2 {
            let rest: Vec<_> = wide.fields[2..].iter().map(|field| (field.ty, field.name.as_str())).collect();
            let want = ["column_3", "column_4", "column_5"].map(|name| (Type::Text, name));
            assert_eq!(rest, want, "seed {seed}: {}", tried.english);
        }
    }
}

#[test]
fn a_decimal_comma_without_quotes_or_header_is_told() {
    let mut dice = Dice(7);
    let rows = (0..90).map(|at| format!("K{at},{},{:02},x\n", dice.below(900), dice.below(100)));
    let rows = rows.collect::<Vec<_>>().concat();
    let tried = Tried::of(&rows);
    assert!(tried.said().contains("Cells 2 and 3 may be one number with a decimal comma"), "{}", tried.english);
    assert_eq!((tried.rows, tried.refused), (90, 0));
}

/// An amount that its decimal comma cuts, behind a plain sign in some.
fn comma(dice: &mut Dice) -> String {
    format!("{}{},{:02}", ["", "", "-"][dice.below(3) as usize], dice.below(3_000), dice.below(100))
}

#[test]
fn commas_that_cut_all_rows_alike_leave_text_and_a_doubt() {
    type Row = fn(u64, &mut Dice) -> String;
    let shapes: [(Row, &str); 7] = [
        (|_, _| "1,50".to_owned(), "1 + 2"),
        (|_, _| "1,12,50,".to_owned(), "1 + 2, 2 + 3"),
        (|_, dice| comma(dice), "1 + 2"),
        (|_, dice| format!("{},", comma(dice)), "1 + 2"),
        (|at, dice| format!("{},{},{}", at + 100, comma(dice), comma(dice)), "2 + 3, 4 + 5"),
        (|at, dice| format!("S{at},{},A", comma(dice)), "2 + 3"),
        (|at, dice| format!("S{at},{},{:03}.5,A", dice.below(90), dice.below(1_000)), "2 + 3"),
    ];
    for (seed, (row, pairs)) in (0..4).flat_map(|seed| shapes.iter().map(move |shape| (seed, shape))) {
        let mut dice = Dice(seed * 7 + 3);
        let rows: String = (0..60).map(|at| row(at, &mut dice) + "\n").collect();
        let tried = Tried::of(&rows);
        let what = format!("{pairs}: {:?} {}", tried.codes(), tried.english);
        assert!(tried.codes().contains(&"TL0997") && tried.said().contains(&format!("cut: {pairs}")), "{what}");
        let cells = |pair: &str| pair.split(" + ").map(|cell| cell.parse::<usize>().unwrap()).collect::<Vec<_>>();
        for cell in pairs.split(", ").flat_map(cells) {
            assert_eq!(tried.kinds()[0].fields[cell - 1].ty, Type::Text, "{what}");
        }
        assert_eq!((tried.rows, tried.refused), (60, 0), "{what}");
    }
}

#[test]
fn commas_that_cut_all_rows_of_a_kind_leave_text_and_a_doubt() {
    for seed in 0..6 {
        let mut dice = Dice(seed * 13 + 5);
        let mut lines = Vec::new();
        for batch in 0..4 {
            lines.push(format!("H,{batch},2024-01-15"));
            lines.extend((0..3 + dice.below(4)).map(|at| format!("D,Bell,INV{at},{},x", comma(&mut dice))));
        }
        let tried = Tried::of(&(lines.join("\n") + "\n"));
        let what = format!("{:?} {}", tried.codes(), tried.english);
        assert!(tried.codes().contains(&"TL0997") && tried.said().contains("cut: 4 + 5"), "{what}");
        let kinds = tried.kinds();
        let detail = kinds.iter().find(|kind| kind.cells == Some(6)).unwrap();
        assert!(detail.fields[3..5].iter().all(|field| field.ty == Type::Text), "{what}");
        assert_eq!((tried.rows, tried.refused), (lines.len() as u64, 0), "{what}");
    }
}

/// Batches of rows with codes: header, details, trailer.
fn batches(dice: &mut Dice, codes: [&str; 3], edges: bool) -> (String, u64) {
    let mut lines = Vec::new();
    if edges {
        lines.push("FILE,20240131".to_owned());
    }
    for batch in 1..=12 + dice.below(20) {
        lines.push(format!("{},{batch:05},2024-{:02}-{:02}", codes[0], dice.below(12) + 1, dice.below(28) + 1));
        let details = dice.below(6) + 1;
        for at in 1..=details {
            lines.push(format!(
                "{},{batch:05},{at},V{:03},{}.{:02}",
                codes[1],
                dice.below(60),
                dice.below(900),
                at + 10
            ));
        }
        lines.push(format!("{},{batch:05},{details},{}.10", codes[2], dice.below(9_000)));
    }
    if edges {
        lines.push("END,99,1,2,3,4,5".to_owned());
    }
    (lines.join("\n") + "\n", lines.len() as u64)
}

#[test]
fn codes_in_the_first_cell_make_kinds_and_the_first_record_is_kept() {
    for seed in 0..9 {
        let mut dice = Dice(seed);
        let codes = [["H", "D", "T"], ["01", "05", "09"], ["HDR", "DTL", "TRL"]][seed as usize % 3];
        let (text, records) = batches(&mut dice, codes, seed % 2 == 0);
        let tried = Tried::of(&text);
        assert_eq!((tried.rows, tried.refused), (records, 0), "seed {seed}: {}", tried.english);
        for (code, cells) in codes.into_iter().zip([3, 5, 4]) {
            let is = |kind: &&KindDraft| kind.when == Some(When::Cell { index: 0, is: vec![code.to_owned()] });
            let kind = tried.kinds().into_iter().find(is).unwrap_or_else(|| panic!("{code}: {}", tried.english));
            assert_eq!((kind.cells, kind.fields.len()), (Some(cells), cells as usize), "{}", tried.english);
        }
        assert!(tried.english.contains("under: kind_"), "seed {seed}: {}", tried.english);
    }
}

#[test]
fn no_record_is_lost_before_the_rows_or_cut_behind_them() {
    for seed in 0..15 {
        let mut dice = Dice(seed);
        let mut rows: Vec<String> = (0..100)
            .map(|at| format!("K{at:04},{},2024-03-15,{}.25,{}", dice.one(&VENDORS), at, dice.one(&["x", ""])))
            .collect();
        let (first, short) = match dice.below(5) {
            0 => ("K9999,Bell,2024-03-15", true),
            1 => ("K9999,Bell,2024-03-15,1.00,x,,extra", false),
            2 => ("HDR,20240131,ACME", true),
            3 => ("K9999,Bell", true),
            _ => ("K9999,Bell,2024-03-15,1.00,x,", false),
        };
        rows.insert(0, first.to_owned());
        let tried = Tried::of(&(rows.join("\n") + "\n"));
        assert_eq!(tried.rows + tried.refused, 101, "seed {seed}, {first}: {}", tried.english);
        let told = tried.said().contains("1 row has fewer cells, the first in record 1. A run refuses it.");
        assert_eq!((tried.refused == 1, told), (short, short), "seed {seed}, {first}: {}", tried.english);
        assert!(!tried.english.contains("preamble"), "{}", tried.english);
        assert!(!first.ends_with("extra") || tried.codes() == ["TL0991"], "{}", tried.english);
    }
}

#[test]
fn what_stands_before_a_header_in_several_cells_is_told() {
    let rows = (0..40).map(|at| format!("{at},Bell,{at}.50,x\n")).collect::<Vec<_>>().concat();
    let tried = Tried::of(&format!("Printed,2024-01-31\nid,vendor,amount,note\n{rows}"));
    let said = tried.said();
    assert!(
        said.contains("1 line stands before the header. 1 of them has several cells, the first in record 1"),
        "{said}"
    );
    assert_eq!((tried.rows, tried.refused), (40, 0));
}

//! Files of published layouts, drawn anew: they are recognised, their fields have the layout's names and places, a trial loads
//! every record, and what does not agree is told.

use std::collections::BTreeSet;
use std::path::Path;

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::inspect::infer::draft::{Draft, Reason};
use tumpline::inspect::infer::published::Recognise;
use tumpline::mapping::model::{Sign, Type};

use super::layouts::Draw;
use super::{draft, drafted, flat, here, tried_draft};

const NAMES: [&str; 5] = ["NORA SINGH", "FLORA MACDONALD", "BENOIT COTE", "O'CONNOR & SONS", "LEE"];

fn name(draw: &mut Draw) -> &'static str {
    NAMES[usize::try_from(draw.below(5)).unwrap()]
}

/// Eight digits of a bank with the check digit of routing numbers behind them.
fn routing(number: u64) -> u64 {
    let digits = format!("{number:08}");
    let sum: u64 =
        digits.bytes().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
    number * 10 + (10 - sum % 10) % 10
}

/// A payment file with so many batches; every other entry has an addenda record.
fn payments(draw: &mut Draw, batches: u64) -> Vec<String> {
    let mut lines = vec![format!(
        "101 0910000190123456789260102{:04}A094101{:23}{:23}REF{:05}",
        draw.below(2_400),
        "BANK",
        "TOWN",
        draw.below(999)
    )];
    let (mut all, mut hash, mut credits) = (0, 0, 0);
    for batch in 1..=batches {
        let date = if draw.below(3) == 0 { String::from("      ") } else { format!("2601{:02}", 1 + draw.below(28)) };
        lines.push(format!(
            "5220{:16}{:20}{:10}PPD{:10}{:6}{date}   109100001{batch:07}",
            "TOWN OF X", "", "1234567890", "PAYROLL", ""
        ));
        let (mut own, mut own_hash, mut sum) = (0, 0, 0);
        for at in 1..=1 + draw.below(9) {
            let most = 10_u64.pow(2 + u32::try_from(draw.below(6)).unwrap());
            let (bank, amount) = (9_000_000 + draw.below(90_000), 1 + draw.below(most));
            let addenda = draw.below(2);
            let account = draw.below(10_000_000_000);
            lines.push(format!(
                "622{:09}{account:<17}{amount:010}{:<15}{:22}  {addenda}09100001{at:07}",
                routing(bank),
                at * 31,
                name(draw)
            ));
            if addenda == 1 {
                lines.push(format!("705{:80}0001{at:07}", "INVOICE 12, THANK YOU"));
            }
            (own, own_hash, sum) = (own + 1 + addenda, own_hash + bank, sum + amount);
        }
        lines.push(format!(
            "8220{own:06}{own_hash:010}{:012}{sum:012}{:10}{:25}09100001{batch:07}",
            0, "1234567890", ""
        ));
        (all, hash, credits) = (all + own, hash + own_hash, credits + sum);
    }
    lines.push(format!(
        "9{batches:06}{:06}{all:08}{hash:010}{:012}{credits:012}{:39}",
        (lines.len() + 1).div_ceil(10),
        0,
        ""
    ));
    while !lines.len().is_multiple_of(10) {
        lines.push("9".repeat(94));
    }
    lines
}

fn directory(draw: &mut Draw) -> Vec<String> {
    let line = |draw: &mut Draw| {
        let (own, served) = (routing(1_000_000 + draw.below(9_000_000)), routing(1_100_001));
        let day = format!("{:02}{:02}{:02}", 1 + draw.below(12), 1 + draw.below(28), draw.below(24));
        format!(
            "{own:09}O{served:09}1{day}000000000{:36}{:36}{:20}NY{:05}{:4}{:010}11{:5}",
            name(draw),
            "1 MAIN ST",
            "ALBANY",
            draw.below(99_999),
            "",
            draw.below(10_u64.pow(10)),
            ""
        )
    };
    (0..200).map(|_| line(draw)).collect()
}

fn roll(draw: &mut Draw) -> Vec<String> {
    let mut lines = Vec::new();
    for property in 0..40_u64 {
        let roll = format!("4601{property:011}0000");
        let value = 1_000 * draw.below(900);
        let mut add = |rest: String| lines.push(format!("{:100}", format!("{roll}{rest}")));
        add(format!("AA{:02}{:03}", draw.below(5), draw.below(40)));
        add(format!(
            "BB{:06}{:07}F{:05} {:1}{}",
            draw.below(99_999),
            draw.below(999_999),
            draw.below(9_999),
            "",
            301 + draw.below(9)
        ));
        for owner in 0..=draw.below(2) {
            let born = if draw.below(2) == 0 { String::new() } else { format!("{}", 1940 + draw.below(60)) };
            add(format!("GG {:03}{:28}{:7}{born:4}", owner + 1, name(draw), ""));
        }
        add(format!("JJ{:21}P0X 1C0", "MATTAWA ON"));
        add(format!("KK{:05}{:5} {:17}", 1 + draw.below(900), "", "STATION RD"));
        add(format!("PA1{value:010}   RT{:34}{value:010}", ""));
        add(format!("PB1{value:010}{:010}{:010}", 0, 0));
    }
    lines
}

fn draft_of(folder: &Path, lines: &[String], ending: &str, recognise: Recognise) -> Draft {
    let path = folder.join("drawn.txt");
    std::fs::write(&path, lines.iter().flat_map(|line| [line.as_str(), ending]).collect::<String>()).unwrap();
    drafted(&[path], recognise)
}

/// The layout's name that a draft tells.
fn told(draft: &Draft) -> Option<&'static str> {
    draft.source.why.iter().find_map(|why| match why {
        Reason::Published { name, .. } => Some(*name),
        _ => None,
    })
}

fn has(draft: &Draft, kind: &str, field: &str, ty: Type) -> bool {
    let kinds = draft.kinds.iter().filter(|one| one.name == kind);
    kinds.flat_map(|one| &one.fields).any(|one| one.name == field && one.ty == ty)
}

#[test]
fn files_of_published_layouts_are_recognised_and_load_whole() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..6 {
        let mut draw = Draw(seed * 15_485_863 + 9);
        let batches = 1 + draw.below(4);
        let payments = payments(&mut draw, batches);
        let cents = Type::Decimal { precision: 10, scale: 2 };
        for ending in ["\n", "\r\n"] {
            let draft = draft_of(folder.path(), &payments, ending, Recognise::Published);
            assert_eq!(told(&draft), Some("NACHA payment files"), "{seed}");
            assert!(has(&draft, "entry", "amount", cents) && has(&draft, "batch_control", "batch_number", Type::Int32));
            assert_eq!(
                tried_draft(&draft, Language::En),
                (0, payments.len() as u64),
                "{seed}\n{}",
                yaml(Language::En, &draft)
            );
        }
        let trimmed: Vec<String> = payments.iter().map(|line| line.trim_end().to_owned()).collect();
        let draft = draft_of(folder.path(), &trimmed, "\n", Recognise::Published);
        assert_eq!((told(&draft).is_some(), tried_draft(&draft, Language::En).0), (true, 0), "{seed}: trimmed");
        for (lines, layout, kind, field, ty) in [
            (directory(&mut draw), "FedACH's directory", "record", "change_date", Type::Date),
            (roll(&mut draw), "MPAC's year-end tax file", "owner", "year_of_birth", Type::Int32),
        ] {
            let draft = draft_of(folder.path(), &lines, "\n", Recognise::Published);
            assert_eq!(told(&draft), Some(layout), "{seed}");
            assert!(has(&draft, kind, field, ty), "{layout}\n{}", yaml(Language::En, &draft));
            assert_eq!(tried_draft(&draft, Language::Fr), (0, lines.len() as u64), "{layout} {seed}");
        }
    }
}

#[test]
fn a_field_that_does_not_agree_with_its_layout_stays_text_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut draw = Draw(77);
    let mut lines = payments(&mut draw, 3);
    for line in lines.iter_mut().filter(|line| line.starts_with('6')) {
        line.replace_range(29..39, "00000AB250");
    }
    let draft = draft_of(folder.path(), &lines, "\n", Recognise::Published);
    let entry = draft.kinds.iter().find(|kind| kind.name == "entry").unwrap();
    let amount = entry.fields.iter().find(|field| field.name == "amount").unwrap();
    assert_eq!(amount.ty, Type::Text, "{amount:?}");
    assert!(amount.why.iter().any(|why| matches!(why, Reason::Doubt(_))), "{amount:?}");
    assert_eq!(tried_draft(&draft, Language::En).0, 0);
}

#[test]
fn a_letter_in_an_amount_is_no_minus() {
    let folder = tempfile::tempdir().unwrap();
    // One amount of many: a record that is refused. Every other one: a text, so that nothing is lost.
    for (every, ty, refused) in [(10_000, Type::Decimal { precision: 10, scale: 2 }, 1), (2, Type::Text, 0)] {
        let mut lines = payments(&mut Draw(31), 60);
        let entries = lines.iter_mut().filter(|line| line.starts_with('6')).enumerate();
        entries.filter(|(at, _)| at % every == 0).for_each(|(_, line)| line.replace_range(38..39, "J"));
        let draft = draft_of(folder.path(), &lines, "\n", Recognise::Published);
        assert_eq!(told(&draft), Some("NACHA payment files"));
        let entry = draft.kinds.iter().find(|kind| kind.name == "entry").unwrap();
        let amount = entry.fields.iter().find(|field| field.name == "amount").unwrap();
        let is_plain = !amount.reading.sign.contains(&Sign::Overpunch);
        assert_eq!((amount.ty, is_plain), (ty, true), "{amount:?}");
        assert!(amount.why.iter().any(|why| matches!(why, Reason::Doubt(_))), "{amount:?}");
        assert_eq!(tried_draft(&draft, Language::En).0, refused, "{every}");
    }
}

#[test]
fn entries_of_corporate_classes_have_their_own_fields() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = payments(&mut Draw(12), 4);
    let corporate = |line: &mut String| match line.as_bytes()[0] {
        b'5' => line.replace_range(50..53, "CTX"),
        b'6' => line.replace_range(54..76, &format!("{:04}{:16}  ", 1, "ACME CORP")),
        _ => {}
    };
    lines.iter_mut().for_each(corporate);
    let draft = draft_of(folder.path(), &lines, "\n", Recognise::Published);
    assert!(
        has(&draft, "entry", "addenda_count", Type::Int32) && has(&draft, "entry", "receiving_company", Type::Text)
    );
    assert_eq!(tried_draft(&draft, Language::Fr), (0, lines.len() as u64));
    let first = lines.iter().position(|line| line.starts_with('5')).unwrap();
    lines[first].replace_range(50..53, "PPD");
    let draft = draft_of(folder.path(), &lines, "\n", Recognise::Published);
    assert!(has(&draft, "entry", "receiver", Type::Text));
    for (language, said) in [(Language::En, "Entries of batches of class CTX"), (Language::Fr, "lots de classe CTX")] {
        let text = yaml(language, &draft);
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn the_records_alone_are_asked_where_no_layout_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let lines = payments(&mut Draw(5), 3);
    let blind = draft_of(folder.path(), &lines, "\n", Recognise::Nothing);
    assert_eq!(told(&blind), None);
    let mapping = folder.path().join("blind.yaml");
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_tumpline"))
        .args(["infer", "drawn.txt", "--layout", "none", "--out"])
        .arg(&mapping)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    assert!(!std::fs::read_to_string(mapping).unwrap().contains("NACHA"));
    let known = draft_of(folder.path(), &lines, "\n", Recognise::Published);
    let codes: BTreeSet<&str> = known.kinds.iter().map(|kind| kind.name.as_str()).collect();
    let text = yaml(Language::En, &known);
    assert!(codes.contains("file_control") && text.contains("achdevguide.nacha.org"), "{text}");
    assert!(text.contains("personal: true"), "names of people are: {text}");
}

#[test]
fn published_layouts_have_their_names_in_the_language_of_the_draft() {
    let nacha = here("../shared/conformance/nacha/201805101354.ach");
    for (path, english, french) in [
        (here("samples/taxroll/TAXROLL.TXT"), "MPAC's year-end tax file", "l’extrait fiscal annuel de la SÉFM (MPAC)"),
        (nacha, "NACHA payment files", "fichiers de paiement NACHA"),
    ] {
        if !path.is_file() {
            continue;
        }
        let draft = draft(std::slice::from_ref(&path));
        let [said, dit] = [Language::En, Language::Fr].map(|language| flat(&yaml(language, &draft)));
        assert!(said.contains(&format!("the marks of {english}")), "{said}");
        assert!(dit.contains(&format!("les marques de {french}")) && !dit.contains(english), "{dit}");
    }
}

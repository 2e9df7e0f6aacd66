#![allow(clippy::unwrap_used, reason = "tables of expectations")]

use super::*;
use crate::host::streams::Compression;
use crate::inspect::infer::draft::{FieldDraft, Skip, When};
use crate::inspect::infer::values::why::Why;
use crate::inspect::sample::{Stored, Window};
use crate::mapping::model::{FieldPlace, Type};
use crate::mapping::types;

fn sample(bytes: &[u8]) -> Sample {
    let length = bytes.len() as u64;
    let stored = Stored { compression: Compression::None, bytes: length, length: Some(length) };
    let window = Window { offset: 0, bytes: bytes.to_vec(), starts_line: true, ends_line: true, is_last: true };
    Sample { stored, windows: vec![window], is_whole: true }
}

fn given(encoding: &str) -> Given {
    Given { name: "t".into(), encoding: encoding.into(), why: Vec::new(), year: 2026, delimiter: None }
}

fn drafted(bytes: &[u8], encoding: &str) -> Draft {
    let sample = sample(bytes);
    draft(&[File { path: "t.csv", sample: &sample }], &given(encoding), None).unwrap().draft
}

fn of(text: &str) -> Draft {
    drafted(text.as_bytes(), "utf-8")
}

fn dialect(draft: &Draft) -> &Dialect {
    match &draft.source.form {
        Form::Delimited(dialect) => dialect,
        other => panic!("{other:?}"),
    }
}

fn fields(draft: &Draft) -> &[FieldDraft] {
    &draft.kinds.last().unwrap().fields
}

/// Names with types, and with the header or number of the cell where it is not the name.
fn shown(draft: &Draft) -> String {
    let one = |field: &FieldDraft| {
        let place = match &field.place {
            FieldPlace::Header(header) if *header == field.name => String::new(),
            FieldPlace::Header(header) => format!(" <{header}>"),
            FieldPlace::Index(index) => format!(" #{index}"),
            other => format!(" {other:?}"),
        };
        let picture = field.reading.picture.as_ref().map_or(String::new(), |picture| format!(" {picture}"));
        format!("{} {}{picture}{place}", field.name, types::name(field.ty))
    };
    fields(draft).iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn delimiter_quote_and_escape_are_those_that_cut_all_rows_alike() {
    for (text, delimiter, quote, escape, lenient) in [
        ("a,b\n1,2\n3,4\n", ",", Some('"'), None, false),
        ("nom;solde\nA;1,5\nB;2,5\n", ";", Some('"'), None, false),
        ("1;1,5;2,5;3,5\n2;1,5;2,5;3,5\n", ";", Some('"'), None, false),
        ("a\tb\n1\t2\n", "\t", Some('"'), None, false),
        ("id|size\n1|6\" pipe\n2|3\" pipe\n", "|", None, None, false),
        ("id^name\n1^x\n2^y\n", "^", Some('"'), None, false),
        ("id||name||x\n1||x||2\n2||y||3\n", "||", Some('"'), None, false),
        ("Non|64||2015-06-06\nOui|81||2015-02-23\n-|7||NULL\n", "|", Some('"'), None, false),
        ("id,text\n1,\"a, \"\"b\"\"\"\n2,\"line\nbreak\"\n", ",", Some('"'), None, false),
        ("id,text\n1,\"a \\\"b\\\", c\"\n2,\"d\"\n", ",", Some('"'), Some('\\'), false),
        ("id,text\n1,'a, b'\n2,'c, d'\n3,'e, f'\n", ",", Some('\''), None, false),
        ("id,name\n1,\"JOHN \"JACK\" DOE\"\n2,\"x\"\n", ",", Some('"'), None, true),
    ] {
        let draft = of(text);
        let found = dialect(&draft);
        let got = (found.delimiter.as_str(), found.quote, found.escape, found.lenient);
        assert_eq!(got, (delimiter, quote, escape, lenient), "{text}");
    }
}

#[test]
fn a_header_is_told_by_what_stands_under_it() {
    for (text, want) in [
        ("id,amount\n1,2.50\n2,3.00\n", "id int32, amount decimal(15,2)"),
        ("1,2.50\n2,3.00\n", "column_1 int32 #0, column_2 decimal(15,2) #1"),
        ("name,city\nA,B\nC,D\n", "name text, city text"),
        ("Smith,Guelph\nJones,Barrie\n", "column_1 text #0, column_2 text #1"),
        (
            "Account,2023,2024\n1000,1.50,2.50\n2000,3.50,4.50\n",
            "account int32 <Account>, n_2023 decimal(15,2) <2023>, n_2024 decimal(15,2) <2024>",
        ),
        ("id,montant\n", "id text, montant text"),
        (
            "Solde,Solde,,N°\n1.5,2.5,3.5,7\n",
            "solde decimal(15,1) #0, solde_2 decimal(15,1) #1, column_3 decimal(15,1) #2, n int32 <N°>",
        ),
        ("code\nA1\nB2\n", "code text"),
        ("123\n456\n", "column_1 int32 #0"),
        ("date,x\n25/12/2024,1\n01/02/2024,2\n", "date date DD/MM/YYYY, x int32"),
        ("Debut,Fin\n8:30 AM,4:30 PM\n9:00 AM,5:00 PM\n", "debut text <Debut>, fin text <Fin>"),
        ("Debut,Fin\n13h45,14h00\n07h05,08h00\n", "debut text <Debut>, fin text <Fin>"),
        ("Debut,Fin\n2024-01,2024-02\n2024-03,2024-04\n", "debut text <Debut>, fin text <Fin>"),
        (
            "Debut,Fin\n2024-01-31T13:45:00Z,2024-02-01T13:45:00Z\n2024-03-01T13:45:00Z,2024-03-02T13:45:00Z\n",
            "debut text <Debut>, fin text <Fin>",
        ),
        ("12-JAN-2024,A\n13-FEB-2024,B\n14-MAR-2024,C\n", "column_1 date DD-MON-YYYY #0, column_2 text #1"),
        ("13h45,A\n07h05,B\n", "column_1 text #0, column_2 text #1"),
    ] {
        assert_eq!(shown(&of(text)), want, "{text}");
    }
}

#[test]
fn titles_before_the_header_and_totals_after_the_rows_are_no_records() {
    let draft = of("TOWN OF X\nOpen items\n\nid,name,amount\n1,A,2.50\n2,B,3.00\nTotal,,5.50\nEnd of report\n");
    assert_eq!(shown(&draft), "id int32, name text, amount decimal(15,2)");
    assert_eq!(dialect(&draft).preamble, Preamble::UntilHeader);
    let kinds: Vec<_> =
        draft.kinds.iter().map(|kind| (kind.name.as_str(), kind.skip, kind.records, kind.cells)).collect();
    assert_eq!(
        kinds,
        [("total", Some(Skip::Total), 1, None), ("line", Some(Skip::Title), 1, Some(1)), ("record", None, 2, None)]
    );
    let total = When::Cell { index: 0, is: vec!["Total".into()] };
    assert_eq!(draft.kinds[0].when, Some(total));
    let narrow = of("id;amount\n1;2.50\n2;3.00\nTotal;5.50\n");
    assert_eq!((narrow.kinds.len(), shown(&narrow).as_str()), (2, "id int32, amount decimal(15,2)"));
    let small = of("vendor,amount\nBell,100\nBell,50\nTotal Bell,150\nHydro,10\nHydro,20\nTotal Hydro,30\nTotal,180\n");
    let records: Vec<_> = small.kinds.iter().map(|kind| (kind.skip, kind.records)).collect();
    assert_eq!(records, [(Some(Skip::Total), 2), (Some(Skip::Total), 1), (None, 4)], "{:?}", small.kinds);
    let revenue = of("line,label,amount\n1,Total revenue,5\n2,Other,6\n");
    assert_eq!(revenue.kinds.len(), 1, "a label is no total");
}

#[test]
fn counts_at_the_end_are_told_by_a_pattern_if_they_differ() {
    let draft = of("id,name,x\n1,A,2\nRows: 1\n2,B,3\nRows: 12\n");
    assert_eq!(draft.kinds[0].when, Some(When::Pattern(r#"^\s*"?\s*Rows: \d+\s*"?\s*(?:,|$)"#.into())));
    assert_eq!((draft.kinds[0].records, draft.kinds[1].records), (2, 2));
}

#[test]
fn comments_repeated_headers_and_ragged_rows_are_said() {
    let draft = of("# made by X\nid,name\n1,A\n# middle\nid,name\n2,B\n");
    let found = dialect(&draft);
    assert_eq!((found.comment.as_deref(), found.repeated_header), (Some("#"), RepeatedHeader::Skip));
    assert_eq!((found.preamble, draft.kinds[0].records), (Preamble::Lines(0), 2));
    for (text, ragged) in [
        ("a_1,b,c\n1,2,3\n1,2\n", Ragged::Pad),
        ("a_1,b\n1,2,\n3,4,\n", Ragged::Truncate),
        ("a_1,b\n1,2\n3,4\n", Ragged::Reject),
    ] {
        assert_eq!(dialect(&of(text)).ragged, ragged, "{text}");
    }
    let rows: Vec<String> = (0..60).map(|row| format!("{row},X,{row}.50")).collect();
    let draft = of(&format!("id,name,amount\n{}\n7,a,b,c,d\n", rows.join("\n")));
    assert_eq!(shown(&draft), "id int32, name text, amount decimal(15,2)", "a row that will be refused says nothing");
    let more = of("a_1,b\n1,2,x\n3,4,y\n");
    assert_eq!((shown(&more).as_str(), more.kinds[0].cells), ("a_1 int32, b int32, column_3 text #2", Some(3)));
}

#[test]
fn a_decimal_mark_that_one_column_proves_settles_the_others() {
    let draft = of("id;taux;solde\n1;1,234;1,5\n2;5,678;2,75\n");
    assert_eq!(shown(&draft), "id int32, taux decimal(15,3), solde decimal(15,2)");
    let both = of("id;taux\n1;1,234\n2;5,678\n");
    assert_eq!((fields(&both)[1].ty, fields(&both)[1].others.len()), (Type::Text, 2));
}

#[test]
fn encodings_with_and_without_a_mark_read_the_same() {
    let text = "id;nom\r\n1;Montréal\r\n2;Québec\r\n";
    let utf16: Vec<u8> =
        "\u{feff}".chars().chain(text.chars()).collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cp1252: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let marked = format!("\u{feff}{text}");
    for (bytes, encoding) in
        [(text.as_bytes(), "utf-8"), (marked.as_bytes(), "utf-8"), (&utf16[..], "utf-16le"), (&cp1252[..], "cp1252")]
    {
        let draft = drafted(bytes, encoding);
        assert_eq!((shown(&draft).as_str(), draft.seen.records), ("id int32, nom text", 2), "{encoding}");
    }
}

#[test]
fn reasons_stand_beside_what_was_taken() {
    let draft = of("id,name\n1,A\n2,B\n");
    let cut = |wanted: &CutWhy| draft.source.why.contains(&Reason::Cut(wanted.clone()));
    assert!(cut(&CutWhy::HeaderOverNumbers { columns: 1, line: 1 }), "{:?}", draft.source.why);
    let of_id = &fields(&draft)[0].why;
    assert!(of_id.contains(&Reason::Value(Why::Range { least: "1".into(), most: "2".into() })), "{of_id:?}");
}

#[test]
fn what_cannot_be_one_mapping_is_refused() {
    let (one, other, none) = (sample(b"id,x\n1,2\n"), sample(b"id,y\n1,2\n"), sample(b"\n\n"));
    let code = |samples: &[&Sample]| {
        let files: Vec<File<'_>> = samples.iter().map(|sample| File { path: "f", sample }).collect();
        draft(&files, &given("utf-8"), None).map_err(|(code, _)| code.id()).map(|found| found.draft.seen.records)
    };
    assert_eq!(code(&[&one, &other]), Err("TL0950"));
    assert_eq!(code(&[&one, &one]), Ok(2));
    assert_eq!(code(&[&sample(b"")]), Err("TL0951"));
    assert_eq!(code(&[&none]), Err("TL0951"));
}

#[test]
fn windows_of_a_large_file_are_read_from_their_first_whole_row() {
    let mut sample = sample(b"id,name,x\n1,A,2\n");
    sample.windows[0].is_last = false;
    sample.windows.push(Window {
        offset: 900,
        bytes: b"rest\n7,B,9\n8,C,1\n9,cu".to_vec(),
        starts_line: false,
        ends_line: false,
        is_last: false,
    });
    let draft = draft(&[File { path: "t.csv", sample: &sample }], &given("utf-8"), None).unwrap().draft;
    assert_eq!((draft.seen.records, draft.kinds.len()), (3, 1));
}

proptest::proptest! {
    #[test] // a hostile file is drafted or refused
    fn whatever_the_bytes_are_nothing_panics(bytes in proptest::collection::vec(
        proptest::prop_oneof![proptest::sample::select(b",;\"\n\r\\#1aT ".to_vec()), proptest::arbitrary::any::<u8>()], 0..200,
    )) {
        for encoding in ["utf-8", "cp1252", "utf-16le", "shift_jis"] {
            let sample = sample(&bytes);
            let found = draft(&[File { path: "t", sample: &sample }], &given(encoding), None);
            proptest::prop_assert!(found.map_or_else(|(code, _)| code == Code::NothingToInfer, |found| !found.draft.kinds.is_empty()));
        }
        let _ = crate::inspect::infer::layout::read("l", &bytes);
    }
}

/// The sample town's file of this name, drafted; `encoding` as its mapping says.
fn of_town(file: &str, encoding: &str) -> Draft {
    let path = format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"));
    drafted(&std::fs::read(path).unwrap(), encoding)
}

#[test]
fn the_towns_lists_are_drafted_as_their_mappings_have_them() {
    let vendors = of_town("payables/VENDORS.CSV", "cp1252");
    assert_eq!(
        shown(&vendors),
        "fournisseur text <Fournisseur>, nom text <Nom>, adresse text <Adresse>, ville text <Ville>, province text \
         <Province>, code_postal text <Code postal>, contact text <Contact>, langue text <Langue>, no_tps_tvh text <No \
         TPS/TVH>, limite_de_credit decimal(15,2) <Limite de crédit>, actif bool <Actif>, depuis date DD-MM-YYYY <Depuis>, \
         modifie timestamp YYYY-MM-DD HH:MM:SS <Modifié>"
    );
    let invoices = of_town("payables/OPENINV.CSV", "cp1252");
    assert_eq!(
        shown(&invoices),
        "fournisseur text <Fournisseur>, facture text <Facture>, date date DD-MM-YYYY <Date>, echeance date YYYY-MM-DD \
         <Échéance>, libelle text <Libellé>, brut decimal(15,2) <Brut>, solde decimal(15,2) <Solde>, devise text <Devise>, \
         statut text <Statut>"
    );
    let items = of_town("receivables/ARITEMS.CSV", "latin1");
    assert_eq!(
        shown(&items),
        "fund int32 <Fund>, customer text <Customer>, name text <Name>, invoice text <Invoice>, date date MM/DD/YYYY <Date>, \
         due date MM/DD/YYYY <Due>, amount decimal(15,2) <Amount>, status text <Status>"
    );
    for (draft, lines) in [(&vendors, 3), (&invoices, 2), (&items, 0)] {
        assert_eq!(draft.kinds[0].skip, Some(Skip::Total));
        assert_eq!(draft.kinds.len(), 2, "{:?}", draft.kinds.iter().map(|kind| &kind.when).collect::<Vec<_>>());
        let of_titles = CutWhy::Preamble { lines, filled: Seen::default() };
        let preamble = draft.source.why.contains(&Reason::Cut(of_titles));
        assert_eq!((preamble, dialect(draft).lenient), (lines > 0, false));
    }
}

#[test]
fn totals_behind_blank_cells_and_figures_that_are_sums_are_no_records() {
    let of_group = |vendor: u32| {
        let row = |at: u32| format!("{vendor},V{vendor},{}{at},{}.00\n", vendor * 7, at * vendor);
        let rows = (1..=4).map(row).collect::<Vec<_>>().concat();
        format!("{rows},Vendor total,,{}.00\n", vendor * 10)
    };
    let draft = of(&format!("vendor,name,invoice,amount\n{}", (100..105).map(of_group).collect::<String>()));
    let kinds: Vec<_> = draft.kinds.iter().map(|kind| (kind.name.as_str(), kind.records)).collect();
    assert_eq!(kinds, [("total", 5), ("record", 20)]);
    let row = |at: u32| format!("{},{}.50\n", 1000 + at, at * 37 % 101);
    let rows = (1..=20).map(row).collect::<Vec<_>>().concat();
    let sum: u32 = (1..=20).map(|at| at * 37 % 101).sum::<u32>() + 10;
    let draft = of(&format!("account,amount\n{rows},{sum}.00\n"));
    assert_eq!(draft.kinds.iter().map(|kind| kind.records).collect::<Vec<_>>(), [1, 20]);
    assert!(matches!(&draft.kinds[0].when, Some(When::Pattern(_))), "{:?}", draft.kinds[0].when);
    let draft = of(&format!("account,amount\n{rows},{sum}.01\n"));
    assert_eq!(draft.kinds.iter().map(|kind| kind.records).collect::<Vec<_>>(), [21], "it is no sum");
    let draft = of(&format!("account,amount\n{rows},7.00\n{rows},{sum}.00\n"));
    assert_eq!(draft.kinds.iter().map(|kind| kind.records).collect::<Vec<_>>(), [42], "one like it is none");
    let draft = of(&format!("account,amount\n{rows}20 rows,\n"));
    assert_eq!(draft.kinds.iter().map(|kind| kind.records).collect::<Vec<_>>(), [1, 20], "their count");
}

#[test]
fn many_short_rows_are_padded_though_one_is_long() {
    let rows: String =
        (0..60).map(|at| if at % 3 == 0 { format!("{at},x\n") } else { format!("{at},x,1.50\n") }).collect();
    assert_eq!(dialect(&of(&format!("a_1,b,c\n{rows}60,x,1.50,more\n"))).ragged, Ragged::Pad);
}

#[test]
fn what_is_called_a_number_is_the_key_and_no_amount_is() {
    let rows = |head: &str, line: &dyn Fn(u32) -> String| format!("{head}\n") + &(1..60).map(line).collect::<String>();
    let amount = |at: u32| at * at * 7_919 % 99_991;
    for (text, want) in [
        (
            rows("vendor,amount,invoice no", &|at| format!("Roy {at},{},{:05}\n", amount(at), at * 7)),
            Some("invoice_no"),
        ),
        (rows("vendor,amount,code", &|at| format!("Roy,{},{:05}\n", amount(at), at * 7)), Some("code")),
        (rows("status,amount", &|at| format!("{},{}\n", ["A", "B"][at as usize % 2], amount(at))), None),
        (rows("id,amount", &|at| format!("{at},{}\n", amount(at))), Some("id")),
        (rows("status,account", &|at| format!("{},{}\n", ["A", "B"][at as usize % 2], amount(at))), Some("account")),
    ] {
        let key = of(&text).kinds[0].unique.first().map(|key| key.join(" "));
        assert_eq!(key.as_deref(), want, "{text}");
    }
}

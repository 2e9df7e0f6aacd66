#![allow(clippy::unwrap_used, reason = "tables of expectations")]

use super::*;
use crate::inspect::infer::delimited::{Drafted, File, Given, draft};
use crate::inspect::infer::draft::FieldDraft;
use crate::inspect::infer::values::Around;
use crate::inspect::sample::{Sample, Stored, Window};
use crate::mapping::model::FieldPlace;
use crate::mapping::types;

fn layout(text: &str) -> Layout {
    read("layout.csv", text.as_bytes()).unwrap()
}

fn problems(text: &str) -> Vec<String> {
    let shown = |(code, args): &(Code, Args)| {
        format!("{} {}", code.id(), args.iter().skip(1).map(crate::finding::Arg::plain).collect::<Vec<_>>().join(" "))
    };
    read("l", text.as_bytes()).err().unwrap_or_default().iter().map(shown).collect()
}

fn places(layout: &Layout) -> Vec<(&str, u32, u32)> {
    let place = |field: &LayoutField| field.at.unwrap_or((0, 0));
    layout.fields.iter().map(|field| (field.name.as_str(), place(field).0, place(field).1)).collect()
}

#[test]
fn tables_of_places_are_read_as_vendors_write_them() {
    let want = [("a", 0, 3), ("b", 3, 10)];
    for text in [
        "name,start,length,type\na,1,3,X(3)\nb,4,7,9(7)\n",
        "Field Name;From;To;Description\na;1;3;first, of all\nb;4;10;x\n",
        "Nom\tDébut\tFin\na\t1\t3\nb\t4\t10\n",
        "Champ;Position;Longueur\na;1;3\nb;4;7\n",
        "Field,Position,Format\na,1-3,X(3)\nb,4 - 10,N\n",
        "name,length\na,3\nb,7\n",
        "name,offset,size\na,0,3\nb,3,7\n",
        "VENDOR LAYOUT 4.2\n\nNo,Element,Start position,End position,Data type\n1,a,1,3,CHAR\n2,b,4,10,NUM(7)\n",
        "name,start,length,type\nPART ONE,,,\na,1,3,X\nb,4,7,N\n",
    ] {
        assert_eq!(places(&layout(text)), want, "{text}");
    }
}

#[test]
fn schemas_in_json_give_names_and_types() {
    let frictionless =
        r#"{"fields": [{"name": "id", "type": "integer"}, {"name": "on", "type": "date", "format": "%d/%m/%Y"}]}"#;
    let package = format!(r#"{{"resources": [{{"name": "x", "schema": {frictionless}}}]}}"#);
    let json = r#"{"type": "object", "properties": {"on": {"type": "string", "format": "date"}, "id": {"type": ["null", "integer"]}}}"#;
    for (text, ordered) in [(frictionless, true), (package.as_str(), true), (json, false)] {
        let mut found = layout(text);
        assert_eq!(found.ordered, ordered, "{text}");
        found.fields.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!((found.fields[0].name.as_str(), &found.fields[0].said), ("id", &Said::Whole), "{text}");
        assert!(matches!(&found.fields[1].said, Said::Date(Some(_))), "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_layout_is_told_with_its_lines() {
    for (text, want) in [
        ("", &["TL0952 no_table"][..]),
        ("{", &["TL0952 no_json"]),
        ("{}", &["TL0952 no_schema"]),
        (r#"{"fields": []}"#, &["TL0952 no_fields"]),
        ("x,y\n1,2\n", &["TL0952 no_headers"]),
        ("name,start,length\n", &["TL0952 no_fields"]),
        ("name,start,length\na,0,3\n,4,5\nb,x,5\n", &["TL0953 2 place 0 3", "TL0953 3 name ", "TL0953 4 place x 5"]),
        ("name,start,end\na,5,3\n", &["TL0953 2 place 5 3"]),
    ] {
        assert_eq!(problems(text), want, "{text}");
    }
}

fn sample(text: &str) -> Sample {
    let length = text.len() as u64;
    let compression = crate::host::streams::Compression::None;
    let window =
        Window { offset: 0, bytes: text.as_bytes().to_vec(), starts_line: true, ends_line: true, is_last: true };
    Sample {
        stored: Stored { compression, bytes: length, length: Some(length) },
        windows: vec![window],
        is_whole: true,
    }
}

fn shown(field: &FieldDraft) -> String {
    let picture = field.reading.picture.as_ref().map_or(String::new(), |picture| format!(" {picture}"));
    format!("{} {}{picture}", field.name, types::name(field.ty))
}

fn doubts(all: &[(String, Doubt)]) -> Vec<String> {
    all.iter().map(|(field, doubt)| format!("{field} {doubt:?}")).collect()
}

fn delimited(layout: &Layout, text: &str) -> Drafted {
    let sample = sample(text);
    let given = Given { name: "t".into(), encoding: "utf-8".into(), why: Vec::new(), year: 2026, delimiter: None };
    draft(&[File { path: "t", sample: &sample }], &given, Some(layout)).unwrap()
}

#[test]
fn columns_take_their_types_from_a_layout_that_the_data_confirm() {
    let layout =
        layout("name,type,format\nId,integer,\nOn,date,DD/MM/YYYY\nRate,\"decimal(9,3)\",\nCode,text,\nGone,text,\n");
    let found = delimited(&layout, "id,on,rate,code,more\n1,01/02/2024,\"1,234\",7,x\n2,02/02/2024,\"5,678\",8,y\n");
    let fields: Vec<String> = found.draft.kinds[0].fields.iter().map(shown).collect();
    assert_eq!(fields, ["id int32", "on date DD/MM/YYYY", "rate text", "code text", "more text"]);
    assert_eq!(doubts(&found.doubts), ["Gone Missing", "more Extra"]);
    let header = found.draft.kinds[0].fields.iter().map(|field| field.place.clone()).next();
    assert_eq!(header, Some(FieldPlace::Header("id".into())));
}

#[test]
fn a_type_that_fails_is_told_and_stays_text() {
    let layout = layout(
        r#"{"fields": [{"name": "n", "type": "integer"}, {"name": "on", "type": "date", "format": "%Y-%m-%d"}]}"#,
    );
    let mut rows = vec!["n,on".to_owned()];
    rows.extend((1..=20).map(|row| format!("{row},{:02}/01/2024", row % 28 + 1)));
    rows.push("many,31/01/2024\n".to_owned());
    let found = delimited(&layout, &rows.join("\n"));
    let fields: Vec<String> = found.draft.kinds[0].fields.iter().map(shown).collect();
    assert_eq!(fields, ["n text", "on date DD/MM/YYYY"]);
    assert_eq!(doubts(&found.doubts), ["n Fails { n: 1, first: Some(22) }", "on Picture(\"DD/MM/YYYY\")"]);
    let (code, args) = found.doubts[0].1.told("n");
    assert_eq!((code.id(), args.len()), ("TL0954", 4));
}

#[test]
fn without_a_header_the_order_of_the_layout_names_the_columns() {
    let layout = layout("name,type\nident,integer\nname_of,text\n");
    let found = delimited(&layout, "1,A\n2,B\n");
    let fields: Vec<String> = found.draft.kinds[0].fields.iter().map(shown).collect();
    assert_eq!(fields, ["ident int32", "name_of text"]);
    assert_eq!(found.draft.kinds[0].fields[0].place, FieldPlace::Index(0));
}

fn fixed(layout: &Layout, records: &[&str]) -> (Vec<String>, Vec<String>) {
    let around = Around { fixed: true, encoding: "utf-8".into(), name: String::new(), year: 2026 };
    let slices = |record: usize, from: usize, to: usize| {
        let bytes: &[u8] = records[record].as_bytes();
        &bytes[from.min(bytes.len())..to.min(bytes.len())]
    };
    let found = places::fields(layout, records.len(), &slices, &around).unwrap();
    (found.fields.iter().map(shown).collect(), doubts(&found.doubts))
}

#[test]
fn places_of_a_layout_are_read_and_their_decimals_believed() {
    let layout = layout("name,start,length,type\nid,1,4,9(4)\nwho,5,6,X(6)\nwhen,11,8,CCYYMMDD\npay,19,7,9(5)V99\n");
    let (fields, doubts) = fixed(&layout, &["0001SMITH 202401310012550", "0123JONES 000000000099000"]);
    assert_eq!(fields, ["id text", "who text", "when date YYYYMMDD", "pay decimal(7,2)"]);
    assert_eq!(doubts, Vec::<String>::new());
}

#[test]
fn zeros_before_digits_stay_unless_the_layout_says_that_these_are_a_number() {
    let rows: Vec<String> =
        (1..200_u32).map(|at| format!("{:06}{:06}", (at * at * 7919 % 99_991) >> (at % 9), at)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    for (ty, want) in [("", "text"), ("X(6)", "text"), ("9(6)", "int32"), ("9(4)V99", "decimal(6,2)")] {
        let text = format!("name,start,length,type\nacct,1,6,{ty}\nno,7,6,{ty}\n");
        let want = [format!("acct {want}"), format!("no {want}")];
        assert_eq!(fixed(&layout(&text), &rows).0, want, "{ty}");
    }
    let signed = layout("name,start,length\npay,1,6\n");
    assert_eq!(fixed(&signed, &["00012-", "000507", "10003-"]).0, ["pay decimal(6,2)"], "no code has a sign");
}

#[test]
fn borders_that_cut_words_and_records_that_end_elsewhere_are_told() {
    let layout = layout("name,start,length,type\nname,1,6,X\nrest,7,4,X\n");
    let long = ["SMITH     ", "JONES     ", "TREMBLAY  ", "GUO       ", "LI        ", "BEAULIEU  "];
    let (_, found) = fixed(&layout, &long);
    assert_eq!(found, ["name Border { n: 2, first: 3 }"]);
    let (_, found) = fixed(&layout, &["SMITH ON  ", "TREMBLQC  ", "JONES BC  "]);
    assert_eq!(found, Vec::<String>::new(), "a full name beside a code");
    let (_, found) = fixed(&layout, &["SMITH ON  MORE", "JONES BC"]);
    assert_eq!(found, ["rest Beyond { n: 1, first: 1 }"]);
}

#[test]
fn numbers_with_thousands_have_the_decimals_that_they_show() {
    let layout = layout("name,start,length,type\namount,1,8,9(6)V99\n");
    let rows = ["   1,250", "  31,005", "     999"];
    let around = Around { fixed: true, encoding: "ascii".into(), name: String::new(), year: 2026 };
    let slices = |record: usize, from: usize, to: usize| &rows[record].as_bytes()[from.min(8)..to.min(8)];
    let placed = places::fields(&layout, rows.len(), &slices, &around).unwrap();
    assert_eq!(placed.fields[0].ty.scale(), 0, "{:?}", placed.fields[0]);
}

#[test]
fn a_letter_is_no_sign_where_the_layout_says_no_sign() {
    let records = ["0000001A", "0001200B", "0003400J", "0000077C", "0001234{", "0000010}"];
    let (told, stays) = ("amount Punched { n: 6, first: 1 }", "amount text");
    for (ty, want, doubt) in [
        ("9(6)V99", stays, told),
        ("S9(6)V99", "amount decimal(8,2)", ""),
        ("9(8)", stays, told),
        ("S9(8)", "amount int32", ""),
        ("integer", "amount int32", ""),
    ] {
        let (fields, doubts) = fixed(&layout(&format!("name,start,length,type\namount,1,8,{ty}\n")), &records);
        assert_eq!((fields[0].as_str(), doubts.join(" ").as_str()), (want, doubt), "{ty}");
    }
}

#[test]
fn borders_one_place_beside_are_told_from_the_field_where_they_begin() {
    let rows =
        ["000001SMITH     20240131X00012345", "000123LI        20230207Y00000099", "004567TREMBLAY  20220630X01000000"];
    let told = |text: &str| fixed(&layout(text), &rows).1;
    let from_0 = "name,start,end\nno,1,5\nname,6,15\non,16,23\nkind,24,24\namount,25,32\n";
    assert!(told(from_0).contains(&"no Shifted { right: true, n: 3, first: 1 }".to_owned()), "{:?}", told(from_0));
    let right = "name,start,end\nno,1,6\nname,7,16\non,17,24\nkind,25,25\namount,26,33\n";
    assert_eq!(told(right), Vec::<String>::new());
    let one_wide = "name,start,end\nno,1,7\nname,8,17\non,18,25\nkind,26,26\namount,27,33\n";
    assert!(told(one_wide).contains(&"no Shifted { right: false, n: 3, first: 1 }".to_owned()), "{:?}", told(one_wide));
}

#[test]
fn what_is_odd_of_a_layout_itself_and_a_field_past_all_records_are_told() {
    let found = layout("name,start,length\nno,1,6\nname,5,10\nno,15,2\npart,15,1\n").doubts();
    let shown = |(code, args): &(Code, Args)| {
        format!("{} {}", code.id(), args.iter().map(crate::finding::Arg::plain).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), ["TL0960 no name 5-6", "TL0954 no twice  "]);
    let (_, doubts) = fixed(&layout("name,start,length\nno,1,3\nmore,4,2\n"), &["001", "002"]);
    assert_eq!(doubts, ["more Past"]);
}

#[test]
fn a_sign_with_a_field_of_its_own_is_read_with_its_number() {
    let names = "name,start,length,type\nwho,1,5,X(5)\n";
    let pay = |at: usize, ty: &str| format!("pay,{at},6,{ty}\n");
    let rows = |line: &dyn Fn(u32) -> String| (1..40).map(line).collect::<Vec<_>>();
    let minus = |at: u32| if at.is_multiple_of(3) { '-' } else { ' ' };
    let credit = |at: u32| if at.is_multiple_of(3) { "CR" } else { "  " };
    let text = |at: u32| format!("{:06}", at * 7_919 % 99_991);
    let read = "{ n: 13, first: 3 }";
    for (layout_of, lines, want, doubt) in [
        (
            format!("{names}{}sign,12,1,X\n", pay(6, "9(4)V99")),
            rows(&|at| format!("SMITH{}{}", text(at), minus(at))),
            "pay decimal(7,2)",
            format!("pay Sign {read}"),
        ),
        (
            format!("{names}{}sign,12,1,X\n", pay(6, "9(6)")),
            rows(&|at| format!("SMITH{}{}", text(at), minus(at))),
            "pay decimal(7,0)",
            format!("pay Sign {read}"),
        ),
        (
            format!("{names}{}sign,12,2,X(2)\n", pay(6, "\"N(6,2)\"")),
            rows(&|at| format!("SMITH{}{}", text(at), credit(at))),
            "pay decimal(8,2)",
            format!("pay Sign {read}"),
        ),
        (
            format!("{names}sign,6,1,X\n{}", pay(7, "9(4)V99")),
            rows(&|at| format!("SMITH{}{}", minus(at), text(at))),
            "pay decimal(7,2)",
            format!("pay Sign {read}"),
        ),
        (
            format!("{names}{}sign,12,1,X\nnext,13,3,9(3)\n", pay(6, "9(4)V99")),
            rows(&|at| format!("SMITH{}{}{at:03}", text(at), minus(at))),
            "pay text",
            format!("pay OpenSign {read}"),
        ),
        (
            format!("{names}{}side,12,1,X\n", pay(6, "9(4)V99")),
            rows(&|at| format!("SMITH{}{}", text(at), if at.is_multiple_of(3) { 'C' } else { 'D' })),
            "pay decimal(6,2)",
            String::from("pay Letters"),
        ),
        (
            format!("{names}{}dash,12,1,X\n", pay(6, "9(4)V99")),
            rows(&|at| format!("SMITH{}-", text(at))),
            "pay decimal(6,2)",
            String::new(),
        ),
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (fields, doubts) = fixed(&layout(&layout_of), &lines);
        assert!(fields.contains(&want.to_owned()), "{layout_of} {fields:?}");
        assert_eq!(doubts.first().cloned().unwrap_or_default(), doubt, "{layout_of}");
    }
}

#[test]
fn what_stands_behind_a_date_that_is_one_a_place_beside_is_text() {
    let lines: Vec<String> = (0..120_u64)
        .map(|at| {
            let name = ["ACME SUPPLIES", "BELL CANADA", "HYDRO ONE"][usize::try_from(at % 3).unwrap()];
            let (month, day, cents) = (at * 7 % 9 + 1, at * 5 % 28 + 1, at * at * 7_919 % 999_983);
            format!("{:05}{name:20}2024{month:02}{day:02}{cents:09}{:04}", at * 613 % 99_991, at * 37 % 8_000)
        })
        .collect();
    let around = Around { fixed: true, encoding: String::from("ascii"), name: String::new(), year: 2026 };
    let slices = |record: usize, from: usize, to: usize| {
        let line = lines[record].as_bytes();
        &line[from.min(line.len())..to.min(line.len())]
    };
    for (width, shifted) in [(20, None), (19, Some(true)), (21, Some(false))] {
        let text = format!(
            "name,start,length,type\nvendor,1,5,X(5)\nname,6,{width},X({width})\npaid_on,{},8,date CCYYMMDD\n\
             amount,{},9,9(7)V99\nhours,{},4,9(2)V99\n",
            6 + width,
            14 + width,
            23 + width
        );
        let placed = places::fields(&layout(&text), lines.len(), &slices, &around).unwrap();
        let told = placed.doubts.iter().find_map(|(field, doubt)| match doubt {
            Doubt::Shifted { right, .. } => Some((field.as_str(), *right)),
            _ => None,
        });
        assert_eq!(told, shifted.map(|right| ("paid_on", right)), "{width}");
        let typed = placed.fields[2..].iter().filter(|field| field.ty != crate::mapping::model::Type::Text).count();
        assert_eq!(typed, if shifted.is_some() { 0 } else { 3 }, "{width}: {:#?}", placed.fields);
    }
}

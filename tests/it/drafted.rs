//! Mappings that `tumpline copybook --mapping` drafts: `check` accepts them, and they load nothing that nobody has said.

mod any_names;

use std::path::Path;
use std::process::{Command, Output};

/// What the program says in a folder on its standard output and error, and its exit code.
fn tumpline(folder: &Path, line: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(line).current_dir(folder).env_remove("LC_ALL").env("LANG", "C");
    let Output { status, stdout, stderr } = command.output().unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap(), status.code().unwrap())
}

/// A folder with a copybook `b.cpy`.
fn town(book: &str) -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    std::fs::write(town.path().join("b.cpy"), book).unwrap();
    town
}

/// The draft of a copybook, which `check` accepts in either language, and without a word.
fn drafted(book: &str, more: &[&str]) -> String {
    let (text, said) = drafted_with_doubts(book, more);
    assert!(!said.contains("[TL"), "{said}\n{text}");
    text
}

/// The same, with what `check` doubts.
fn drafted_with_doubts(book: &str, more: &[&str]) -> (String, String) {
    let town = town(book);
    let mut english = (String::new(), String::new());
    for language in ["en", "fr"] {
        let line =
            [&["copybook", "b.cpy", "--mapping", "--out", "m.yaml", "--force", "--lang", language], more].concat();
        let (out, said, code) = tumpline(town.path(), &line);
        assert_eq!((out.as_str(), code), ("", 0), "{said}");
        let text = std::fs::read_to_string(town.path().join("m.yaml")).unwrap();
        let (_, said, code) = tumpline(town.path(), &["check", "m.yaml", "--no-sources", "--lang", "en"]);
        assert!(code == 0 && !said.contains("error["), "{said}\n{text}");
        assert!(text.lines().all(|line| !line.starts_with('#') || line.chars().count() <= 100), "{text}");
        if language == "en" {
            english = (text, said);
        } else {
            assert!(text.contains("À FAIRE"), "{text}");
        }
    }
    english
}

const ACCOUNT: &str = "
       01  ACCOUNT-RECORD.
           05  ACCT-ID                PIC 9(11).
           05  ACCT-STATUS            PIC X.
               88  ACTIVE             VALUE 'A'.
               88  CLOSED             VALUES 'C' 'X' THRU 'Z'.
           05  CUST-FIRST-NAME        PIC X(20).
           05  ACCT-OPEN-DATE         PIC 9(8).
           05  ACCT-SHORT-DATE        PIC 9(6) COMP-3.
           05  LAST-UPDATED           PIC X(10).
           05  AMT                    PIC S9(5)V99 COMP-3.
           05  AMT-X REDEFINES AMT    PIC X(4).
           05  MONTHS OCCURS 2.
               10  BUDGET             PIC 9(5).
               10  WEEKS OCCURS 3.
                   15  SPENT          PIC S9(3).
                   15  CLERK-PHONE    PIC X(4).
";

#[test]
fn one_record_is_drafted_with_its_tables_and_what_names_suggest() {
    let text = drafted(ACCOUNT, &[]);
    for want in [
        "  # TO DO: the files of records.\n  files: TO-DO/*.DAT\n",
        "  encoding: cp037\n  copybook: b.cpy\n",
        "  # TO DO: AMT is read, and not AMT-X, which would be the same bytes.\n  redefinition: AMT\n",
        "    end: {length: 110}\n",
        "    # Level 88 of acct_status: ACTIVE 'A'; CLOSED 'C', 'X' THRU 'Z'.\n",
        "    # {name: acct_status_name, label: acct_status}\n",
        "    - {name: cust_first_name, personal: true}\n",
        "    # - {name: acct_open_date, type: date, picture: YYYYMMDD, null_if: [00000000]}\n",
        "    # - {name: acct_short_date, type: date, picture: YYMMDD, years: 1950-2049, null_if: [000000]}\n",
        "    # - {name: last_updated, type: date, picture: YYYY-MM-DD}\n",
        "    - name: weeks\n      fields:\n        - {name: clerk_phone, personal: true}\n",
        "  - table: account_record\n    title: \"Account record\"\n    from: record\n",
        "    # rules: [{id: key, unique: [acct_id]}]\n",
        "  - table: account_record_weeks\n    from: record.weeks\n",
        "      - {name: acct_id}\n      - {name: months_number, from: months.number}\n      - {name: weeks_number, from: weeks.number}\n      - {name: spent}\n",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
}

#[test]
fn what_the_command_was_told_stands_in_the_draft() {
    let line =
        ["--dialect", "gnucobol", "--format", "fixed", "--copies", "lib", "--decimal-comma", "--files", "in/*.dat"];
    let text = drafted(ACCOUNT, &line);
    let want = "copybook: {file: b.cpy, dialect: gnucobol, format: fixed, copies: lib, decimal_comma: true}\n";
    for want in [want, "\n  files: in/*.dat\n", "\n  encoding: latin1\n"] {
        assert!(text.contains(want), "{want}\n{text}");
    }
}

const SEGMENTS: &str = "
       01  R.
           05  SEG-TYPE               PIC X(2).
               88  IS-COMPANY         VALUE 'C'.
               88  IS-PERS            VALUES 'P' 'Q'.
               88  ANY-SEG            VALUES 'C' 'P' 'Q'.
           05  BODY                   PIC X(8).
           05  COMPANY-DATA REDEFINES BODY.
               10  NAME               PIC X(6).
               10  PAID               PIC 99.
           05  PERSON-DATA REDEFINES BODY.
               10  NAME               PIC X(4).
               10  NAME-R REDEFINES NAME.
                   15  NAME-NO        PIC 9(4).
               10  BORN               PIC 9(4).
           05  OTHER-DATA REDEFINES BODY.
               10  X                  PIC X(8).
";

#[test]
fn layouts_of_the_same_bytes_are_kinds_told_by_names_or_by_nobody_yet() {
    let text = drafted(SEGMENTS, &[]);
    for want in [
        "      - name: company_data\n        # By the names of level 88: IS-COMPANY.",
        "        when: {at: 1-2, is: \"C \"}\n        redefinition: COMPANY-DATA\n",
        "        when: {at: 1-2, in: [\"P \", \"Q \"]}\n        # TO DO: NAME is read, and not NAME-R, which would be the same bytes.\n        redefinition: [PERSON-DATA, NAME]\n",
        "        # TO DO: what marks these records in SEG-TYPE.",
        "        when: {at: 1-2, is: \"?other_data\"}\n",
        "  - table: other_data\n    title: \"Other data\"\n    from: other_data\n",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
}

#[test]
fn what_nobody_has_said_loads_nothing() {
    let book = SEGMENTS.lines().filter(|line| !line.contains("88  ")).collect::<Vec<_>>().join("\n");
    let town = town(&book);
    let line = ["copybook", "b.cpy", "--mapping", "--dialect", "gnucobol", "--files", "in.dat", "--out", "m.yaml"];
    assert_eq!(tumpline(town.path(), &line).2, 0);
    std::fs::write(town.path().join("in.dat"), "C Acme  12P Ann 1990").unwrap();
    let (_, said, code) = tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
    assert!(code == 1 && said.contains("[TL0101]") | said.contains("no declared kind"), "{said}");
    assert!(said.contains("Nothing was published") || said.contains("refused"), "{said}");
}

const SEVERAL: &str = "
       01  HEAD-REC.
           05  REC-CODE  PIC X VALUE 'H'.
           05  MADE      PIC 9(8).
       01  DETAIL-REC.
           05  REC-CODE-D  PIC X.
               88  IS-DETAIL VALUE 'D'.
           05  PAID      PIC S9(7) COMP-3.
       01  TAIL-REC.
           05  REC-CODE-T PIC X.
           05  ROWS      PIC 9(8).
       77  UNUSED        PIC X.
";

#[test]
fn several_records_are_kinds() {
    let text = drafted(SEVERAL, &[]);
    for want in [
        "    end: {rdw: big}\n",
        "      - name: head_rec\n        # By the VALUE of REC-CODE.\n        when: {at: 1, is: H}\n        record: HEAD-REC\n",
        "        # By the names of level 88: IS-DETAIL.",
        "        when: {at: 1, is: D}\n        record: DETAIL-REC\n",
        "        when: {at: 1, is: \"?tail_rec\"}\n        record: TAIL-REC\n",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
    assert!(!text.to_lowercase().contains("unused"), "{text}");
}

const STAFF: &str = "
       01  EMP-REC.
           05  SS-NUM          PIC 9(9).
           05  EMP-NO          PIC 9(6).
           05  STREET          PIC X(4).
           05  TYP             PIC S9(3) COMP-3.
               88  COMPANY     VALUE 1.
               88  PERSON      VALUES 2 -3.
           05  FILLER OCCURS 3.
               10  A           PIC 9(2).
               10  FILLER OCCURS 2.
                   15 C        PIC X.
           05  FILLER OCCURS 4 PIC X(2).
           05  BODY            PIC X(8).
           05  COMPANY-DATA REDEFINES BODY.
               10  TITLE       PIC X(6).
               10  PAID        PIC 99.
           05  PERSON-DATA REDEFINES BODY.
               10  SHARE       PIC X(4).
               10  RANK        PIC 9(4).
";

#[test]
fn what_tells_who_somebody_is_is_marked_and_is_no_key() {
    let text = drafted_with_doubts(STAFF, &[]).0;
    for want in [
        "          - {name: ss_num, personal: true}\n",
        "          - {name: street, personal: true}\n",
        "    # rules: [{id: key, unique: [emp_no]}]\n",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
    assert!(!text.contains("{name: ss_num}"), "a key stands in every table\n{text}");
    let alone = drafted(
        "       01 R. 05 NAS PIC 9(9). 05 ADRESSE-1 PIC X(9).\n           05 RUE2 PIC X. 05 T OCCURS 2 PIC 9.\n",
        &[],
    );
    assert_eq!(alone.matches("personal: true").count(), 3, "{alone}");
    assert!(!alone.contains("unique"), "{alone}");
}

#[test]
fn the_parts_of_a_name_or_an_address_are_marked_too() {
    let book = "
       01  EMPLOYEE-REC.
           05  DEPT            PIC X(4).
           05  EMPLOYEE-DATA.
               10  CUST-NAME.
                   15  GIVEN   PIC X(9).
                   15  INITIAL PIC X.
               10  GRADE       PIC X.
           05  PHONES OCCURS 2.
               10  AREA-CODE   PIC 9(3).
";
    let text = drafted(book, &[]);
    let marked: Vec<&str> = text.lines().filter(|line| line.contains("personal: true")).map(str::trim).collect();
    let want = ["given", "initial", "area_code"].map(|name| format!("- {{name: {name}, personal: true}}"));
    assert_eq!(marked, want, "{text}");
}

#[test]
fn a_record_of_filler_alone_is_passed_over() {
    let text = drafted(
        "01 FD-REC. 05 FILLER PIC X(80).\n01 H. 05 H-TYPE PIC X VALUE 'H'. 05 N PIC 9.\n",
        &["--format", "free"],
    );
    assert!(text.contains("is: \"?fd_rec\"}\n        skip: \"FILLER alone\"\n      - name: h\n"), "{text}");
    assert!(!text.contains("table: fd_rec"), "{text}");
}

#[test]
fn a_copybook_of_filler_alone_has_nothing_to_draft() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("b.cpy"), "       01  FILLER.\n           05  FILLER PIC X(10).\n").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(["copybook", "b.cpy", "--mapping"]).current_dir(place.path());
    let said = command.output().unwrap();
    let text = String::from_utf8(said.stderr).unwrap();
    assert!(text.starts_with("error[TL0094]: no item of `b.cpy` has a name"), "{text}");
    assert!(!said.status.success() && said.stdout.is_empty());
}

#[test]
fn descriptions_that_are_called_the_same_are_chosen_with_their_groups() {
    let group = |name: &str| format!(" 05 {name}. 10 DT PIC 9(4). 10 DTX REDEFINES DT PIC X(4).\n");
    let text = drafted(&format!("01 R.\n{}{}", group("HOME"), group("WORK-G")), &["--format", "free"]);
    assert!(text.contains("  redefinition: [\"DT OF HOME\", \"DT OF WORK-G\"]\n"), "{text}");
    assert!(text.contains("# TO DO: DT OF HOME is read, and not DTX OF HOME,"), "{text}");
}

#[test]
fn a_table_without_a_name_is_called_after_its_first_item() {
    let text = drafted_with_doubts(STAFF, &[]).0;
    for want in [
        "  - table: company_data_filler_a\n    from: company_data.filler_a\n",
        "  - table: company_data_filler_c\n    from: company_data.filler_c\n",
        "      - {name: filler_a_number, from: filler_a.number}\n      - {name: filler_c_number, from: filler_c.number}\n      - {name: c}\n",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
    assert_eq!(text.matches("  - table: ").count(), 6, "nothing of a FILLER has a name, and no table has it\n{text}");
}

#[test]
fn a_packed_number_tells_kinds_by_its_value() {
    let text = drafted_with_doubts(STAFF, &[]).0;
    for want in [
        "        # By the names of level 88: COMPANY. See whether they mean this layout.\n        when: {field: typ, is: ",
        "        # By the names of level 88: PERSON. See whether they mean this layout.\n        when: {field: typ, in: [",
    ] {
        assert!(text.contains(want), "{want}\n{text}");
    }
    let town = town(STAFF);
    let line = ["copybook", "b.cpy", "--mapping", "--files", "in.dat", "--out", "m.yaml"];
    assert_eq!(tumpline(town.path(), &line).2, 0);
    let record = |typ: u8, sign: u8, body: &str| {
        let encoding = tumpline::extractors::encoding::Encoding::of("cp037").unwrap();
        let text = |text: &str| encoding.encode(text).unwrap();
        [text("123456789000001MAIN"), vec![0, typ << 4 | sign], text("11ab22cd33ef        "), text(body)].concat()
    };
    let records = [record(1, 0xC, "ACME  12"), record(2, 0xC, "HALF0001"), record(3, 0xD, "HALF0002")];
    std::fs::write(town.path().join("in.dat"), records.concat()).unwrap();
    let (out, said, code) = tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
    assert!(code == 0 && (out.clone() + &said).contains("person_data"), "{out}{said}");
}

#[test]
fn an_item_that_nothing_speaks_for_tells_no_kind() {
    let book = STAFF.lines().filter(|line| !line.contains("88  ") && !line.contains("TYP ")).collect::<Vec<_>>();
    let text = drafted_with_doubts(&book.join("\n"), &[]).0;
    assert!(text.contains("# TO DO: what marks these records. As it stands here"), "{text}");
    assert!(!text.contains("EMP-NO"), "{text}");
}

#[test]
fn other_shapes_are_accepted_too() {
    for (book, want) in [
        // Records that count themselves.
        ("       01 R. 05 N PIC 9. 05 T OCCURS 0 TO 3 DEPENDING ON N. 10 X PIC X.\n", "    end: counters\n"),
        // More than is taken where nothing is said.
        (
            "       01 R. 05 N PIC 9(6). 05 T OCCURS 0 TO 100000 DEPENDING ON N. 10 X PIC X(20).\n",
            "\n    max_length: 2000006\n",
        ),
        // A piece without a record: called after its file.
        ("           05 A PIC X.\n           05 B PIC 9(3).\n", "  - table: b\n"),
        // A description without a name cannot be chosen.
        ("       01 R. 05 A PIC X. 05 B PIC X(2). 05 FILLER REDEFINES B PIC 9(2).\n", "  redefinition: B\n"),
        ("       01 CON. 05 A PIC X.\n", "  - table: con_record\n"),
        ("       01 R. 05 T OCCURS 2 PIC X(3).\n", "    from: record.t\n"),
    ] {
        let text = drafted(book, &[]);
        assert!(text.contains(want), "{want}\n{text}");
    }
}

#[test]
fn a_draft_takes_no_file_that_is_there_and_names_its_copybook_from_where_it_stands() {
    let town = town(ACCOUNT);
    let draft = |out: &str| tumpline(town.path(), &["copybook", "b.cpy", "--mapping", "--out", out]);
    std::fs::create_dir_all(town.path().join("maps/deep")).unwrap();
    assert_eq!(draft("maps/deep/m.yaml").2, 0);
    let text = std::fs::read_to_string(town.path().join("maps/deep/m.yaml")).unwrap();
    assert!(text.contains("  copybook: ../../b.cpy\n"), "{text}");
    let (_, said, code) = draft("maps/deep/m.yaml");
    assert!(code != 0 && said.contains("[TL0949]"), "{said}");
    let (_, said, code) = tumpline(town.path(), &["copybook", "b.cpy", "--mapping", "--out", "b.cpy", "--force"]);
    assert!(code != 0 && said.contains("[TL0949]"), "{said}");
    let (out, _, code) = tumpline(town.path(), &["copybook", "b.cpy", "--mapping"]);
    assert!(code == 0 && out.contains("\ntumpline: 1\n"), "{out}");
    let (out, _, code) = tumpline(town.path(), &["copybook", "b.cpy", "--mapping", "--json"]);
    assert!(code == 0 && out.contains("\"mapping\""), "{out}");
    let (_, said, code) = tumpline(town.path(), &["copybook", "b.cpy", "--out", "x.yaml"]);
    assert!(code == 2 && said.contains("--mapping"), "{said}");
    std::fs::write(town.path().join("b.cpy"), "       77  A PIC X.\n").unwrap();
    let (_, said, code) = tumpline(town.path(), &["copybook", "b.cpy", "--mapping"]);
    assert!(code != 0 && said.contains("[TL0071]"), "{said}");
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "../shared/conformance is not here")]
fn copybooks_that_nobody_here_wrote_are_drafted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance");
    for book in [
        "carddemo/cpy/CVACT01Y.cpy",
        "carddemo/cpy/CVEXPORT.cpy",
        "carddemo/cpy/CVTRA06Y.cpy",
        "cobrix/data/test1_copybook.cob",
        "cobrix/data/test4_copybook.cob",
        "cobrix/data/test6_copybook.cob",
        "cobrix/data/test7_fillers.cob",
        "cobrix/data/test16_fix_len_segments.cob",
        "cobrix/data/test17_hierarchical.cob",
        "cobrix/data/test19_display_num.cob",
        "cobrix/data/test21_copybook.cob",
        "cobrix/data/test40_copybook.cob",
    ] {
        // A layout may be shorter than the others of the same bytes.
        drafted_with_doubts(&std::fs::read_to_string(folder.join(book)).unwrap(), &[]);
    }
}

//! What a text is that has no records: JSON, XML, YAML, a copybook, a program.
//!
//! In: a sample and what was found of it. Out: its sort; none where it may have records. Told by what stands in it, whatever the file is
//! called. Refuses to read it: most of its lines must have the face of their sort.

use super::{Face, Framing, Lens};
use crate::inspect::encoding::{Verdict, ebcdic};
use crate::inspect::sample::Sample;

/// Bytes that are looked at.
const SEEN: usize = 256 * 1024;
/// Of a hundred lines so many are such as their sort has.
const MOST: usize = 60;
const NEARLY_ALL: usize = 85;
/// Fewer lines show nothing.
const LEAST: usize = 3;

/// A sort of text that has no records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// One value, or one a line.
    Json,
    /// XML, HTML.
    Xml,
    /// YAML; a mapping of ours is said to be one.
    Yaml {
        /// It is a mapping.
        is_mapping: bool,
    },
    /// Record descriptions of COBOL.
    Copybook,
    /// A program, or what starts one: COBOL, JCL, SQL, a script.
    Program,
}

impl Sort {
    /// Of a file.
    #[must_use]
    pub fn of(sample: &Sample, face: &Face) -> Option<Self> {
        let text = text(sample, face)?;
        let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
        let first = lines.first()?.trim_start_matches('\u{feff}').trim_start();
        let last = lines.last()?.trim();
        if is_json(&text, &lines, (first, last), sample.is_whole) {
            return Some(Self::Json);
        }
        if is_xml(first, &text) {
            return Some(Self::Xml);
        }
        // Cells are none of these.
        if face.delimiters.likely().is_some_and(|found| found.byte != b',' || found.times > 2) {
            return None;
        }
        if is_program(&lines) {
            return Some(Self::Program);
        }
        if is_copybook(&lines) {
            return Some(Self::Copybook);
        }
        let is_mapping = lines.iter().any(|line| line.starts_with("tumpline:"));
        is_yaml(&lines).then_some(Self::Yaml { is_mapping })
    }
}

/// The beginning of a text in lines; none of what is no text.
fn text(sample: &Sample, face: &Face) -> Option<String> {
    let window = sample.windows.first()?;
    if face.framing != Framing::Lines || matches!(face.verdict, Verdict::Binary { .. }) {
        return None;
    }
    let window = face.lens.through(window);
    let bytes = &window.bytes[..window.bytes.len().min(SEEN)];
    if face.lens == Lens::EbcdicLines {
        let read = |byte: &u8| if *byte == b'\n' { '\n' } else { ebcdic::reads_as(*byte).unwrap_or('?') };
        return Some(bytes.iter().map(read).collect());
    }
    Some(String::from_utf8_lossy(bytes).into_owned())
}

fn share(lines: &[&str], is: impl Fn(&str) -> bool) -> usize {
    lines.iter().filter(|line| is(line)).count() * 100 / lines.len().max(1)
}

/// A value that is read whole; or each of its lines is one; or its beginning looks like one.
fn is_json(text: &str, lines: &[&str], (first, last): (&str, &str), is_whole: bool) -> bool {
    let opens = |line: &str| line.starts_with('{') || line.starts_with('[');
    let is_value = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if !opens(first) {
        return false;
    }
    if is_whole && text.len() < SEEN && is_value(text.trim_start_matches('\u{feff}')) {
        return true;
    }
    let is_object = |line: &str| line.starts_with('{') && is_value(line);
    if share(lines, is_object) >= NEARLY_ALL {
        return true;
    }
    let is_open = |line: &&str| {
        matches!(line.trim(), "{" | "[" | "}" | "]" | "}," | "],") || line.contains("\":") || line.contains("\" :")
    };
    let open = lines.iter().filter(|line| is_open(line)).count() * 100;
    open >= lines.len() * NEARLY_ALL || open >= lines.len() * MOST && (!is_whole || matches!(last, "}" | "]"))
}

fn is_xml(first: &str, text: &str) -> bool {
    let begins = first.strip_prefix('<').and_then(|rest| rest.chars().next());
    begins.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '?' | '!'))
        && (text.contains("</") || text.contains("/>"))
}

/// A line of COBOL without its number and what stands from 73 on; none of a comment.
fn of_cobol(line: &str) -> Option<String> {
    let is_numbered = line.len() > 6 && line.bytes().take(6).all(|byte| byte.is_ascii_digit() || byte == b' ');
    let area = if is_numbered { line.get(6..line.len().min(72))? } else { line };
    let is_comment = area.starts_with(['*', '/']) || area.trim_start().starts_with("*>");
    (!is_comment).then(|| area.trim().to_ascii_uppercase())
}

/// Most lines are level numbers with names, and some have pictures.
fn is_copybook(lines: &[&str]) -> bool {
    let told: Vec<String> = lines.iter().filter_map(|line| of_cobol(line)).filter(|line| !line.is_empty()).collect();
    let is_level = |line: &&String| {
        let mut words = line.split_whitespace();
        let level = words.next().and_then(|word| word.parse::<u8>().ok());
        let is_level = level.is_some_and(|level| matches!(level, 1..=49 | 66 | 77 | 78 | 88));
        let name = words.next().unwrap_or_default().trim_end_matches('.');
        let is_name = name.contains(|one: char| one.is_ascii_alphabetic())
            && name.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | ':' | '(' | ')'));
        is_level && is_name
    };
    let has_clause =
        |line: &&String| [" PIC ", " PICTURE ", " OCCURS ", " COMP"].iter().any(|word| line.contains(word));
    let levels = told.iter().filter(is_level).count();
    let clauses = told.iter().filter(|line| has_clause(line)).count();
    levels > 0 && levels * 100 >= told.len() * MOST / 2 && clauses > 0 && (clauses + levels) * 100 >= told.len() * MOST
}

/// Divisions of COBOL, cards of JCL, statements of SQL, or lines that end as those of programs do.
fn is_program(lines: &[&str]) -> bool {
    let of_cobol = |line: &&&str| {
        let line = self::of_cobol(line).unwrap_or_default();
        line.contains(" DIVISION.") || line.contains("PROCEDURE DIVISION")
    };
    let is_statement = |line: &str| {
        let line = line.trim_start().to_ascii_uppercase();
        let begins =
            ["SELECT ", "INSERT INTO ", "CREATE ", "UPDATE ", "DELETE FROM ", "ALTER ", "DROP ", "FROM ", "WHERE "];
        begins.iter().any(|word| line.starts_with(word))
    };
    let is_card = |line: &str| line.starts_with("//") || line.starts_with("/*");
    let is_code = |line: &str| {
        let line = line.trim();
        let begins =
            ["def ", "import ", "from ", "#", "//", "fn ", "use ", "return", "if ", "for ", "echo ", "set ", "let "];
        line.ends_with(['{', '}', ';', '(', ')', ':', '\\']) || begins.iter().any(|word| line.starts_with(word))
    };
    let is_script = lines[0].starts_with("#!");
    lines.iter().any(|line| of_cobol(&line))
        || lines.len() >= LEAST && share(lines, is_card) >= MOST
        || share(lines, is_statement) >= MOST / 3 && lines.iter().any(|line| line.ends_with([';', ')']))
        || lines.len() >= LEAST && share(lines, is_code) >= if is_script { MOST / 3 } else { MOST }
}

/// Nearly all lines are keys with values, items or comments, and some stand further in than others.
fn is_yaml(lines: &[&str]) -> bool {
    let is_key = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ").trim_start_matches(['{', '[', ' ']);
        let (key, rest) = line.split_once(':').unwrap_or_default();
        let is_key =
            !key.is_empty() && !key.contains(|one: char| one.is_whitespace() || one.is_ascii_digit() && key.len() < 3);
        is_key && (rest.is_empty() || rest.starts_with(' '))
    };
    let is_such = |line: &str| {
        let line = line.trim_start();
        line.starts_with('#') || line == "---" || line.starts_with("- ") || is_key(line)
    };
    let keys = lines.iter().filter(|line| is_key(line)).count();
    let indented = lines.iter().any(|line| line.starts_with(' '));
    let marked = lines[0].starts_with("---") || lines[0].starts_with('#') || lines[0].starts_with("tumpline:");
    keys >= LEAST && (indented || marked) && share(lines, is_such) >= NEARLY_ALL
}

#[cfg(test)]
mod tests {
    use super::super::tests::face;
    use super::*;

    const BOOK: &str = "000100 01  GL-REC.\n000200*    THE KEY\n000300     05  GL-NO      PIC 9(6).\n\
        000400     05  GL-AMT     PIC S9(7)V99 COMP-3.\n000500         88  ZERO-AMT  VALUE 0.\n";

    #[test]
    fn texts_without_records_are_told_by_what_stands_in_them() {
        let yaml = "tumpline: 1\nsource:\n  files: x\n  format: fixed\n  fields:\n    - {name: a, at: 1-2}\n";
        for (text, want) in [
            (BOOK, Some(Sort::Copybook)),
            (
                "       01 A.\n          03 B PIC X(4).\n          03 C OCCURS 3 TIMES\n             PIC 9(3).\n",
                Some(Sort::Copybook),
            ),
            (yaml, Some(Sort::Yaml { is_mapping: true })),
            ("# what\nname: town\nlist:\n- a: 1\n- b: 2\n", Some(Sort::Yaml { is_mapping: false })),
            ("{\"a\": 1,\n \"b\": [1, 2]}\n", Some(Sort::Json)),
            ("{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", Some(Sort::Json)),
            (
                "{\"a\": [1, 2], \"b\": {\"c\": \"d\"}, \"list\": [{\"e\": 1}, {\"e\": 2}, {\"e\": 3}, {\"e\": 4}, {\"e\": 5}, {\"e\": 6}]}",
                Some(Sort::Json),
            ),
            ("{\n  \"a\" : \"x\",\n  \"b\" : {\n    \"c\" : 1,\n    \"d\" : 2\n  },\n  \"e\" : tr", Some(Sort::Json)),
            ("<?xml version=\"1.0\"?>\n<a>\n<b/>\n</a>\n", Some(Sort::Xml)),
            ("//JOB1 JOB (1)\n//STEP EXEC PGM=X\n//DD1 DD DSN=A.B\n", Some(Sort::Program)),
            (
                "       IDENTIFICATION DIVISION.\n       PROGRAM-ID. X.\n       PROCEDURE DIVISION.\n           STOP RUN.\n",
                Some(Sort::Program),
            ),
            ("CREATE TABLE a (\n  b INT\n);\nINSERT INTO a VALUES (1);\n", Some(Sort::Program)),
            ("#!/bin/sh\nset -e\ncp a b\necho done\n", Some(Sort::Program)),
            ("H0001ROY\nD0002  12\nD0003  13\nT0002\n", None),
            ("01 ROY JEAN     12.50\n02 COTE LUC     13.00\n05 SMITH AL     14.75\n", None),
            ("id;nom;solde\n1;ROY;12\n2;COTE;13\n", None),
            ("a: 1, b; c\nTOTAL: 12\nSubtotal 3\n12:30 late\n", None),
            ("[1] ROY\n[2] COTE\n[3] LEE\n", None),
            ("<12> ROY\n<13> COTE\n", None),
        ] {
            assert_eq!(face(text).sort, want, "{text}");
        }
        let of_host = BOOK.lines().map(|line| line.to_owned() + "\u{85}").collect::<String>();
        let of_host = crate::extractors::encoding::Encoding::of("cp037").unwrap().encode(&of_host).unwrap();
        assert_eq!(face(of_host).sort, Some(Sort::Copybook));
    }
}

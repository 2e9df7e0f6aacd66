//! Texts of `look`, `infer`, `explain` and `check` as their user reads them, in both languages, at 80 columns.

use std::path::Path;
use std::process::Command;

/// All that the program says in a folder, its lines put together.
fn said(folder: &Path, words: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    let done =
        command.args(words.split(' ')).current_dir(folder).env_remove("LC_ALL").env("LANG", "C").output().unwrap();
    let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{words}: {text}");
    text.split_whitespace().filter(|word| *word != "#").collect::<Vec<_>>().join(" ")
}

const MAPPING: &str = "tumpline: 1
source:
  files: [flat.txt, other.txt]
  format: fixed
  encoding: ascii
  records: {end: newline, max_length: 20}
  fields:
    - {name: id, at: 1-6}
    - {name: amount, at: 17-20, type: int32, sign: none}
table: t
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let line = |at: usize| format!("{at:06}{:10}{:04}\n", ["SMITH", "ROY"][at % 2], at * 7 % 97);
    let flat: String = (0..40).map(line).collect();
    let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
    write("flat.txt", flat.as_bytes());
    write("other.txt", flat.replace("SMITH", "JONES").as_bytes());
    write("nul.txt", &[0; 5_000]);
    write("empty.txt", b"");
    write("unplaced.csv", b"name,type\nID,X(6)\nNAME,X(10)\n");
    write("m.yaml", MAPPING.as_bytes());
    folder
}

#[test]
fn each_text_says_in_both_languages_what_is_so_and_what_to_do() {
    let folder = folder();
    for (words, english, french) in [
        (
            "infer flat.txt --layout unplaced.csv",
            "it gives no places, and nothing stands between cells in the file | = what to do: Add the places of the fields to the layout, as columns `start` and `length`",
            "elle ne donne aucune place, et rien ne sépare des cellules dans le fichier | = que faire : Ajoutez les places des champs à la description, dans des colonnes `début` et `longueur`",
        ),
        (
            "infer nul.txt",
            "nothing stands in `nul.txt` from which a mapping could be drafted: it has nothing but blanks, NULs and line ends",
            "il n’y a rien dans `nul.txt` dont on puisse tirer une correspondance : il n’a que des blancs, des NUL et des fins de ligne",
        ),
        ("infer empty.txt", "it has no byte", "il n’a aucun octet"),
        (
            "infer nul.txt flat.txt",
            "there is no record in `nul.txt`: it has nothing but blanks, NULs and line ends",
            "il n’y a aucun enregistrement dans `nul.txt` : il n’a que des blancs, des NUL et des fins de ligne",
        ),
        ("infer nul.txt flat.txt", "tables: - table: flat", "tables: - table: flat"),
        (
            "look nul.txt",
            "records none: the file has nothing but blanks, NULs and line ends",
            "enregistrements aucun : le fichier n’a que des blancs, des NUL et des fins de ligne",
        ),
        ("look empty.txt", "the file is empty", "le fichier est vide"),
        (
            "look flat.txt --at 1,1",
            "`--at 1,1`: bytes of a record are wanted, counted from 1, such as `5` or `1-2`",
            "`--at 1,1` : il faut des octets d’un enregistrement, comptés à partir de 1, comme `5` ou `1-2`",
        ),
        (
            "explain m.yaml --record 3",
            "there are several (flat.txt, other.txt) | = what to do: Put the file's name, or the end of it, before the number: `--record GLJ2024.TXT:17`",
            "il y en a plusieurs (flat.txt, other.txt) | = que faire : Mettez le nom du fichier, ou la fin de ce nom, devant le numéro : `--record GLJ2024.TXT:17`",
        ),
        (
            "check m.yaml",
            "80 of 80 records have something at bytes 7-16, which no field reads",
            "80 sur 80 enregistrements ont quelque chose aux octets 7-16, qu’aucun champ ne lit",
        ),
        (
            "explain m.yaml --record flat.txt:3",
            "field place text value 1 id bytes 1-6 `000002` 000002 2 amount bytes 17-20 `0014` 14",
            "champ place texte valeur 1 id octets 1-6 `000002` 000002 2 amount octets 17-20 `0014` 14",
        ),
    ] {
        for (language, want) in [("en", english), ("fr", french)] {
            let text = said(folder.path(), &format!("{words} --lang {language}"));
            assert!(text.contains(want), "{words}: {want}\n{text}");
        }
    }
}

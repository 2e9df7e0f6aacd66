//! What to do about mistakes of a mapping, as exactly as the stable word of a mistake allows: in English and in French.
//!
//! In: a code, one of its arguments and the word that it has. Out: words, and an advice that is better than the code's.

use super::Language;
use crate::finding::Code;

type Both = (&'static str, &'static str);

const fn of(language: Language, both: Both) -> &'static str {
    match language {
        Language::En => both.0,
        Language::Fr => both.1,
    }
}

/// The advice for a stable word; none where the code's own says it.
pub fn advice(language: Language, code: Code, arg: &str, word: &str) -> Option<&'static str> {
    let both = match code {
        Code::YamlSyntax => of_yaml(word),
        Code::MissingKey => of_missing(word),
        Code::KeyMisplaced if arg == "key" => of_key(word),
        Code::KeyMisplaced => of_place(word),
        Code::BadReference if arg == "why" => of_reference(word),
        Code::WrongResult if arg == "wanted" && word == "bool" => Some((
            "A rule or a condition says what must be true: write a comparison, such as `amount > 0`.",
            "Une règle ou une condition dit ce qui doit être vrai : écrivez une comparaison, par exemple `amount > 0`.",
        )),
        Code::WrongShape if arg == "wanted" && word == "number" => Some((
            "Write digits alone, without marks or words, such as `10`.",
            "Écrivez des chiffres seuls, sans signe ni mot, par exemple `10`.",
        )),
        Code::SqlSyntax => of_sql(word),
        Code::SqlNotHere => of_sql_not_here(word),
        Code::BadPosition if matches!(word, "beyond_end" | "beyond_repetition") => Some((
            "Correct the place; or the length that all records or repetitions have: `records: {end: {length: 80}}`, `width:`.",
            "Corrigez la place ; ou la longueur de tous les enregistrements ou répétitions : `records: {end: {length: 80}}`, `width:`.",
        )),
        Code::BadPicture if word == "years_missing" => Some((
            "Say which hundred years two digits stand for: the oldest year that occurs begins them.",
            "Dites quelles cent années deux chiffres désignent : la plus ancienne qui se présente les commence.",
        )),
        Code::BadPicture if word == "unknown_letter" => Some((
            "The letters are YYYY or YY, MM, DD, HH, MI, SS; MON is a month's name, DDD the day of the year. Any sign between them stands for itself.",
            "Les lettres sont YYYY ou YY, MM, DD, HH, MI, SS ; MON est le nom d’un mois, DDD le jour de l’année. Tout signe entre elles vaut pour lui-même.",
        )),
        Code::BadPattern if matches!(word, "paren" | "repeat") => Some((
            "Mend the pattern, or put `\\` before what stands for itself: `\\(`, `\\*`, `\\.`. Any text is `.*`, not `*`.",
            "Corrigez le motif, ou mettez `\\` devant ce qui vaut pour soi-même : `\\(`, `\\*`, `\\.`. N’importe quel texte s’écrit `.*`, et non `*`.",
        )),
        _ => None,
    };
    both.map(|both| of(language, both))
}

/// A stable word of a mapping's mistakes that no other file has.
pub fn word(language: Language, code: Code, word: &str) -> Option<&'static str> {
    let both = match (code, word) {
        (Code::YamlSyntax, "comma") => (
            "a comma ends the text here, since it stands between braces without quotes",
            "une virgule termine ici le texte, qui se trouve sans guillemets entre des accolades",
        ),
        (Code::YamlSyntax, "escape_letter") => (
            "between double quotes, `\\` and the letter behind it stand for a control character",
            "entre guillemets doubles, `\\` et la lettre qui suit valent un caractère de commande",
        ),
        (Code::YamlSyntax, "indented_less") => (
            "the line is indented less than the lines above and below it",
            "la ligne est moins en retrait que celles du dessus et du dessous",
        ),
        (Code::WrongShape, "nothing") => ("an empty place", "une place vide"),
        (Code::KeyMisplaced, "in_source") => ("it belongs under `source:`", "sa place est sous `source:`"),
        (Code::KeyMisplaced, "in_records") => {
            ("it belongs under `records:` of the source", "sa place est sous `records:` de la source")
        }
        (Code::KeyMisplaced, "in_defaults") => {
            ("it belongs to a field, or under `defaults:`", "sa place est dans un champ, ou sous `defaults:`")
        }
        (Code::KeyMisplaced, "in_files") => ("it belongs under `files:`", "sa place est sous `files:`"),
        (Code::KeyMisplaced, "in_kind") => ("it belongs to a kind", "sa place est dans un genre"),
        (Code::KeyMisplaced, "in_field") => {
            ("it belongs to a field of the source", "sa place est dans un champ de la source")
        }
        (Code::KeyMisplaced, "in_column") => {
            ("it belongs to a column of the table", "sa place est dans une colonne de la table")
        }
        (Code::KeyMisplaced, "in_table") => ("it belongs to the table", "sa place est dans la table"),
        (Code::KeyMisplaced, "in_lookup") => ("it belongs under `lookup:`", "sa place est sous `lookup:`"),
        (Code::KeyMisplaced, "in_load") => ("it belongs under `load:`", "sa place est sous `load:`"),
        (Code::KeyMisplaced, "in_migration") => (
            "it belongs into the migration.yaml beside the mapping",
            "sa place est dans le migration.yaml qui accompagne la correspondance",
        ),
        (Code::BadPattern, "paren") => (
            "a parenthesis or bracket is opened and not closed, or closed and not opened",
            "une parenthèse ou un crochet est ouvert sans être fermé, ou fermé sans être ouvert",
        ),
        (Code::BadPattern, "repeat") => (
            "there is nothing before a `*`, `+` or `?` that could be repeated",
            "rien ne précède un `*`, un `+` ou un `?`, qui répètent ce qui les précède",
        ),
        (Code::SqlSyntax, "no_end") => ("a CASE has no END", "un CASE n’a pas de END"),
        (Code::SqlSyntax, "unclosed") => {
            ("the quote that opens here is never closed", "l’apostrophe ouverte ici n’est jamais fermée")
        }
        (Code::SqlSyntax, "paren_open") => ("a parenthesis is never closed", "une parenthèse n’est jamais fermée"),
        (Code::SqlSyntax, "paren_close") => {
            ("a parenthesis is closed that was not opened", "une parenthèse est fermée sans avoir été ouverte")
        }
        (Code::SqlSyntax, "ends") => ("it ends too early", "elle se termine trop tôt"),
        (Code::SqlNotHere, "select") => {
            ("SELECT: they look at one row at a time", "de SELECT : elles voient une ligne à la fois")
        }
        _ => return None,
    };
    Some(of(language, both))
}

fn of_yaml(word: &str) -> Option<Both> {
    Some(match word {
        "comma" => (
            "Put the text between quotes, as in `type: \"decimal(15,2)\"` or `sql: \"substring(code, 1, 2)\"`.",
            "Mettez le texte entre guillemets, comme dans `type: \"decimal(15,2)\"` ou `sql: \"substring(code, 1, 2)\"`.",
        ),
        "escape_letter" => (
            "Use single quotes, where a backslash is a backslash; in paths of files a `/` works on every system.",
            "Employez des apostrophes droites, où la barre oblique inverse reste elle-même ; dans un chemin, `/` convient à tous les systèmes.",
        ),
        "indented_less" => (
            "Begin the line exactly under the first letter of the key above.",
            "Commencez la ligne juste sous la première lettre de la clé du dessus.",
        ),
        _ => return None,
    })
}

fn of_missing(key: &str) -> Option<Both> {
    Some(match key {
        "tumpline" => ("Begin the mapping with `tumpline: 1`.", "Commencez la correspondance par `tumpline: 1`."),
        "source" => (
            "Say under `source:` which files are read and how: `files:`, `format:`, `encoding:`, `fields:`.",
            "Dites sous `source:` quels fichiers sont lus et comment : `files:`, `format:`, `encoding:`, `fields:`.",
        ),
        "encoding" => (
            "Add it under `source:`: `encoding: cp850` for most old DOS programs, `cp1252` for Windows, `utf-8` for new exports. Names with accents show whether it is right.",
            "Ajoutez-la sous `source:` : `encoding: cp850` pour la plupart des anciens programmes DOS, `cp1252` pour Windows, `utf-8` pour un export récent. Les noms accentués montrent si c’est juste.",
        ),
        "files" => (
            "Add under `source:` where the files are, seen from the mapping's folder: `files: exports/GL*.TXT`.",
            "Ajoutez sous `source:` où sont les fichiers, vus du dossier de la correspondance : `files: exports/GL*.TXT`.",
        ),
        "format" => (
            "Add under `source:` `format: fixed` if each field has its positions, `format: delimited` if a character stands between them.",
            "Ajoutez sous `source:` `format: fixed` si chaque champ a ses positions, `format: delimited` si un caractère les sépare.",
        ),
        "delimiter" => (
            "Add the character that stands between the cells: `delimiter: \";\"`, `delimiter: \",\"` or `delimiter: tab`.",
            "Ajoutez le caractère qui sépare les cellules : `delimiter: \";\"`, `delimiter: \",\"` ou `delimiter: tab`.",
        ),
        "true" | "false" => (
            "A bool needs both words as the file writes them: `true: Y, false: N`; where a blank means no: `true: X, false: \"\"`.",
            "Un bool exige les deux mots tels que le fichier les écrit : `true: Y, false: N` ; si un blanc veut dire non : `true: X, false: \"\"`.",
        ),
        "name" => ("Give it a name: `name: amount`.", "Donnez-lui un nom : `name: amount`."),
        "id" => (
            "Give it a short name by which messages call it: `id: in-balance`.",
            "Donnez-lui un nom court par lequel les messages l’appellent : `id: in-balance`.",
        ),
        "at" => (
            "Say where it stands in the record, counted from 1, the end included: `at: 12-20`.",
            "Dites où il se trouve dans l’enregistrement, compté à partir de 1, fin comprise : `at: 12-20`.",
        ),
        "is" => (
            "Say what must stand there: `is: D`, or one of several: `in: [D, E]`.",
            "Dites ce qui doit s’y trouver : `is: D`, ou l’un parmi plusieurs : `in: [D, E]`.",
        ),
        "because" => (
            "Say why, for the auditor: `because: empty journals`.",
            "Dites pourquoi, pour le vérificateur : `because: journaux vides`.",
        ),
        "when" => (
            "Say which records are meant: `when: {field: status, is: R}`.",
            "Dites de quels enregistrements il s’agit : `when: {field: status, is: R}`.",
        ),
        "test" => (
            "Say what must hold: `row: amount > 0` of each row; `unique: [invoice_no]`, or `sum: amount` with `equals: 0`, of several.",
            "Dites ce qui doit être vrai : `row: amount > 0` de chaque ligne ; `unique: [invoice_no]`, ou `sum: amount` avec `equals: 0`, de plusieurs.",
        ),
        "says" => (
            "Name the field in which the old system wrote the figure: `says: tail.total`.",
            "Nommez le champ où l’ancien système a écrit le chiffre : `says: tail.total`.",
        ),
        "kind_at" => (
            "`is:` and `in:` of a kind compare what stands at `kind_at:` of `records:`; add `kind_at: 1-2`, or write `when: {at: 1-2, is: AA}`.",
            "`is:` et `in:` d’un genre comparent ce qui se trouve à `kind_at:` de `records:` ; ajoutez `kind_at: 1-2`, ou écrivez `when: {at: 1-2, is: AA}`.",
        ),
        _ => return None,
    })
}

fn of_key(key: &str) -> Option<Both> {
    Some(match key {
        "range" => (
            "Only numbers and dates have a range. List the values of a text, `one_of: [A, R]`, or give it a `pattern:`.",
            "Seuls les nombres et les dates ont un intervalle. Donnez les valeurs d’un texte, `one_of: [A, R]`, ou un `pattern:`.",
        ),
        _ => return None,
    })
}

fn of_place(why: &str) -> Option<Both> {
    Some(match why {
        "in_source" => (
            "Move the line up to the other keys of `source:`, and indent it as they are.",
            "Remontez la ligne parmi les clés de `source:`, avec le même retrait.",
        ),
        "in_records" => {
            ("Put it under `source:`, inside of `records:`.", "Mettez-la sous `source:`, à l’intérieur de `records:`.")
        }
        "in_column" => (
            "A field says how the old system wrote a value; what the value may be is said of the column, in `columns:` of the table.",
            "Un champ dit comment l’ancien système a écrit la valeur ; ce qu’elle peut être se dit de la colonne, dans `columns:` de la table.",
        ),
        "in_field" | "in_defaults" => (
            "A column says what a value means; how it is written is said of the field, in `fields:` of the source.",
            "Une colonne dit ce que veut dire la valeur ; comment elle est écrite se dit du champ, dans `fields:` de la source.",
        ),
        "in_files" => (
            "Write `files: {glob: exports/GL*.TXT, expect: 12}`.",
            "Écrivez `files: {glob: exports/GL*.TXT, expect: 12}`.",
        ),
        "in_table" => {
            ("Put it where the table is, beside `columns:`.", "Mettez-la là où est la table, à côté de `columns:`.")
        }
        "fixed" => (
            "Remove the key; or write `format: delimited`, if a character stands between the cells.",
            "Retirez la clé ; ou écrivez `format: delimited`, si un caractère sépare les cellules.",
        ),
        "delimited" => (
            "Remove the key; or write `format: fixed`, if each field has its positions.",
            "Retirez la clé ; ou écrivez `format: fixed`, si chaque champ a ses positions.",
        ),
        "no_number" => (
            "Remove the key; or give the field the type of a number, such as `type: \"decimal(11,2)\"` or `type: int32`.",
            "Retirez la clé ; ou donnez au champ le type d’un nombre, par exemple `type: \"decimal(11,2)\"` ou `type: int32`.",
        ),
        "no_date" => (
            "Remove the key; or give the field the type of a date: `type: date`.",
            "Retirez la clé ; ou donnez au champ le type d’une date : `type: date`.",
        ),
        "no_bool" => ("Remove the key; or write `type: bool`.", "Retirez la clé ; ou écrivez `type: bool`."),
        _ => return None,
    })
}

fn of_reference(why: &str) -> Option<Both> {
    Some(match why {
        "own_ancestor" => (
            "Name the kind that comes before these records and opens them, such as the header: `under: head`.",
            "Nommez le genre qui précède ces enregistrements et les ouvre, par exemple l’en-tête : `under: head`.",
        ),
        "no_parent" => (
            "A row has the fields of its own kind, of the kinds above it (`under:`) and of those that `with:` joins. Name one of these, or tie the kind to the table's.",
            "Une ligne a les champs de son genre, des genres au-dessus (`under:`) et de ceux que `with:` joint. Nommez-en un, ou rattachez ce genre à celui de la table.",
        ),
        "personal_folder" => (
            "Take the column out of `partition_by:`, or choose one that is not about people.",
            "Retirez la colonne de `partition_by:`, ou choisissez-en une qui ne concerne pas des personnes.",
        ),
        "no_sum" | "no_whole" | "no_count" => (
            "Name a field or column that is a number; or give this one such a type: `type: int32`, `type: \"decimal(11,2)\"`.",
            "Nommez un champ ou une colonne qui est un nombre ; ou donnez-lui un tel type : `type: int32`, `type: \"decimal(11,2)\"`.",
        ),
        "no_child" => {
            ("Name a kind that is `under:` the table's kind.", "Nommez un genre qui est `under:` celui de la table.")
        }
        "float_key" => (
            "Give it an exact type: `type: \"decimal(11,2)\"`, or `type: text` for a code.",
            "Donnez-lui un type exact : `type: \"decimal(11,2)\"`, ou `type: text` pour un code.",
        ),
        "skipped" => (
            "Take `skip:` away from the kind, if its records are wanted.",
            "Retirez `skip:` du genre, si ses enregistrements sont voulus.",
        ),
        _ => return None,
    })
}

fn of_sql(word: &str) -> Option<Both> {
    Some(match word {
        "no_end" => (
            "Write END where the CASE ends: `CASE WHEN status = 'R' THEN 1 ELSE 0 END`.",
            "Écrivez END là où finit le CASE : `CASE WHEN status = 'R' THEN 1 ELSE 0 END`.",
        ),
        "unclosed" => (
            "Close the text with a single quote; an apostrophe in it is written twice: `'l''an'`.",
            "Fermez le texte par une apostrophe droite ; une apostrophe dans le texte s’écrit deux fois : `'l''an'`.",
        ),
        "paren_open" => ("Add `)` where it ends.", "Ajoutez `)` là où elle finit."),
        "paren_close" => {
            ("Remove one `)`, or add the `(` before it.", "Retirez un `)`, ou ajoutez le `(` qui le précède.")
        }
        "ends" => (
            "Something must follow the last sign or word: a name, a number, a text between single quotes.",
            "Quelque chose doit suivre le dernier signe ou mot : un nom, un nombre, un texte entre apostrophes droites.",
        ),
        _ => return None,
    })
}

fn of_sql_not_here(word: &str) -> Option<Both> {
    Some(match word {
        "quoted_text" => (
            "Put a text between single quotes; between double quotes stands a name.",
            "Mettez un texte entre apostrophes droites ; entre guillemets doubles se trouve un nom.",
        ),
        "select" | "subquery" => (
            "Write only what gives the value, such as `status`; a value of another file is looked up with `lookup:`.",
            "N’écrivez que ce qui donne la valeur, par exemple `status` ; la valeur d’un autre fichier se cherche avec `lookup:`.",
        ),
        "aggregate" => (
            "A sum over rows is a rule: `rules: [{id: balanced, sum: amount, by: [journal_no], equals: 0}]`.",
            "Une somme sur des lignes est une règle : `rules: [{id: balanced, sum: amount, by: [journal_no], equals: 0}]`.",
        ),
        _ => return None,
    })
}

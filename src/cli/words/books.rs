//! What to do about mistakes of a copybook and numbers that do not fit, as exactly as the stable word of a mistake allows: in
//! English and in French.
//!
//! Both languages stand side by side, as in [`super::mending`].

use super::Language;
use crate::finding::Code;

/// The advice for a stable word; none where the code's own says it.
pub fn advice(language: Language, code: Code, word: &str) -> Option<&'static str> {
    let both = match code {
        Code::CopybookText => of_text(word),
        Code::CopybookItem => of_item(word),
        Code::CopybookNotOpened if word == "broken" => Some((
            "Correct the mistakes that are told here too; `tumpline copybook FILE` tells them alone.",
            "Corrigez les fautes qui sont signalées ici aussi ; `tumpline copybook FICHIER` les donne seules.",
        )),
        Code::CopybookNotOpened if word == "missing" => Some((
            "Correct its path: it is taken from the mapping's folder.",
            "Corrigez son chemin : il part du dossier de la correspondance.",
        )),
        Code::CopyMissing if word == "itself" => Some((
            "Take this COPY out, or correct its name: a book that brings itself in has no end.",
            "Retirez ce COPY, ou corrigez son nom : un livre qui se copie lui-même n’a pas de fin.",
        )),
        Code::NumberTooLarge if word == "float32" => Some((
            "Give the field the type float64; if nearly every record has this, check the form of the floats (IBM hexadecimal or IEEE).",
            "Donnez au champ le type float64 ; si presque tous les enregistrements en ont, vérifiez la forme des nombres flottants (hexadécimale d’IBM ou IEEE).",
        )),
        Code::NumberTooLarge if word == "float64" => Some((
            "No float holds it: read the field as text, or as a decimal of enough digits; check the form of the floats (IBM hexadecimal or IEEE).",
            "Aucun nombre flottant ne le contient : lisez le champ comme texte, ou comme un décimal d’assez de chiffres ; vérifiez la forme des nombres flottants (hexadécimale d’IBM ou IEEE).",
        )),
        _ => None,
    }?;
    Some(match language {
        Language::En => both.0,
        Language::Fr => both.1,
    })
}

type Both = (&'static str, &'static str);

fn of_text(word: &str) -> Option<Both> {
    Some(match word {
        "open_literal" => (
            "Close it with the same quote in this line. One that goes on in the next line has `-` in column 7 there, and a quote again.",
            "Fermez-le par le même signe dans cette ligne. S’il continue à la ligne suivante, celle-ci a `-` à la colonne 7, et de nouveau ce signe.",
        ),
        "no_period" => (
            "End the entry before it with a full stop. Code beyond column 72 is not read in fixed format; `--format free` reads whole lines.",
            "Terminez l’entrée qui précède par un point. Le code après la colonne 72 n’est pas lu en format fixe ; `--format free` lit les lignes entières.",
        ),
        "not_an_entry" => (
            "Correct it, or take it out: each entry begins with a level number, such as `05  AMOUNT  PIC 9(7).` In fixed format columns 1 to 6 and 73 to 80 are no code; `--format free` reads whole lines.",
            "Corrigez-le, ou retirez-le : chaque entrée commence par un numéro de niveau, comme `05  AMOUNT  PIC 9(7).` En format fixe, les colonnes 1 à 6 et 73 à 80 ne sont pas du code ; `--format free` lit les lignes entières.",
        ),
        "level" => (
            "Correct the level number. In fixed format what stands in columns 1 to 6 is none; `--format free` reads whole lines.",
            "Corrigez le numéro de niveau. En format fixe, ce qui se trouve aux colonnes 1 à 6 n’en est pas un ; `--format free` lit les lignes entières.",
        ),
        "name" => (
            "Correct the name. Code beyond column 72 is not read in fixed format; `--format free` reads whole lines.",
            "Corrigez le nom. Le code après la colonne 72 n’est pas lu en format fixe ; `--format free` lit les lignes entières.",
        ),
        "comma_number" => (
            "Say so where the comma is the decimal mark of the whole copybook; else write the number with a point.",
            "Dites-le si la virgule est le signe décimal de tout le copybook ; sinon, écrivez le nombre avec un point.",
        ),
        "copy_phrase" => (
            "In a copy of the copybook, put the book's own text in place of this COPY, with the names as the phrase makes them; or say it as REPLACING LEADING ==OLD== BY ==NEW==, which is read.",
            "Dans une copie du copybook, mettez le texte du livre à la place de ce COPY, avec les noms tels que la clause les forme ; ou dites-le par REPLACING LEADING ==ANCIEN== BY ==NOUVEAU==, qui est lu.",
        ),
        "directive" => (
            "In a copy of the copybook, take out the directive, and the lines that do not hold for these files.",
            "Dans une copie du copybook, retirez la directive, et les lignes qui ne valent pas pour ces fichiers.",
        ),
        "reference" => (
            "Say `--format fixed` where columns 1 to 6 and 73 to 80 are no code, else `--format free`; in a mapping `format:` of `copybook:`.",
            "Dites `--format fixed` si les colonnes 1 à 6 et 73 à 80 ne sont pas du code, sinon `--format free` ; dans un mapping, `format:` de `copybook:`.",
        ),
        "nothing" => (
            "See whether it is the right file: a copybook has entries such as `05  AMOUNT  PIC 9(7).`, and the file of data is another one. `tumpline look FILE` shows what an unknown file is.",
            "Voyez si c’est le bon fichier : un copybook a des entrées comme `05  AMOUNT  PIC 9(7).`, et le fichier de données en est un autre. `tumpline look FICHIER` montre ce qu’est un fichier inconnu.",
        ),
        _ => return None,
    })
}

fn of_item(word: &str) -> Option<Both> {
    Some(match word {
        "bounds" => (
            "Say how many elements there are: `OCCURS 12 TIMES`, or `OCCURS 0 TO 12 TIMES DEPENDING ON N`.",
            "Dites combien il y a d’éléments : `OCCURS 12 TIMES`, ou `OCCURS 0 TO 12 TIMES DEPENDING ON N`.",
        ),
        "counter" => (
            "Name an item such as `05  N  PIC 9(3).` that stands in the record before the table; its picture has no decimals and no P.",
            "Nommez une donnée comme `05  N  PIC 9(3).` qui se trouve dans l’enregistrement avant la table ; son image n’a ni décimales ni P.",
        ),
        "counter_elsewhere" => (
            "In the copybook, write the number of elements that every record has (`OCCURS 12 TIMES`), or name an item of the same record.",
            "Dans le copybook, écrivez le nombre d’éléments de chaque enregistrement (`OCCURS 12 TIMES`), ou nommez une donnée du même enregistrement.",
        ),
        "table_moves" => (
            "Where programs leave room for the longest table, say so: `copybook: {file: …, slides: false}`. Else give the kind a copybook that describes its bytes alone, without REDEFINES.",
            "Si les programmes laissent la place de la plus longue table, dites-le : `copybook: {file: …, slides: false}`. Sinon, donnez au type un copybook qui décrit ses seuls octets, sans REDEFINES.",
        ),
        "redefines" => (
            "Put the entry directly behind the one whose bytes it describes anew, or correct the name behind REDEFINES.",
            "Placez l’entrée juste après celle dont elle décrit à nouveau les octets, ou corrigez le nom après REDEFINES.",
        ),
        "ambiguous" => {
            ("Say of which group it is: `NAME OF GROUP`.", "Dites de quel groupe elle est : `NOM OF GROUPE`.")
        }
        "occurs_here" => (
            "Put an item of level 05 between: `01  R.`, and under it `05  T  OCCURS 12 TIMES.`",
            "Intercalez une donnée de niveau 05 : `01  R.`, et sous elle `05  T  OCCURS 12 TIMES.`",
        ),
        "belongs_66" | "belongs_88" => (
            "Put the entry behind what it is about, give it a name, or take it out: it has no bytes of its own.",
            "Placez l’entrée après ce dont elle parle, donnez-lui un nom, ou retirez-la : elle n’a pas d’octets à elle.",
        ),
        "renames" => (
            "Name the item that stands first before THRU, and the last one behind it.",
            "Nommez avant THRU la donnée qui vient en premier, et après lui la dernière.",
        ),
        _ => return None,
    })
}

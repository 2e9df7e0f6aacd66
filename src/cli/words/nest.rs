//! Words about lists in a row: the stable words of their mistakes, and which element a finding is about.
//!
//! Both languages stand side by side, as in [`super::mending`].

use super::Language;
use crate::finding::{Arg, Code};

/// A stable word of a mistake about a list or a structure.
pub fn word(language: Language, code: Code, arg: &str, word: &str) -> Option<&'static str> {
    both(code, word).filter(|_| arg == "why").map(|(words, _)| words.of(language))
}

/// What to do about it.
pub fn advice(language: Language, code: Code, arg: &str, word: &str) -> Option<&'static str> {
    both(code, word).filter(|_| arg == "why").map(|(_, advice)| advice.of(language))
}

/// A sentence about an element of a list, whose number stands behind the code's own arguments.
pub fn in_element(language: Language, sentence: String, code: Code, args: &[Arg]) -> String {
    let Some(number) = args.get(code.args().len()) else { return sentence };
    let element = Both("element", "élément").of(language);
    format!("{sentence} ({element} {})", number.plain())
}

#[derive(Clone, Copy)]
struct Both(&'static str, &'static str);

impl Both {
    const fn of(self, language: Language) -> &'static str {
        match language {
            Language::En => self.0,
            Language::Fr => self.1,
        }
    }
}

/// A word, and what to do about it.
fn both(code: Code, word: &str) -> Option<(Both, Both)> {
    match code {
        Code::KeyMisplaced => misplaced(word),
        Code::BadReference => reference(word),
        _ => None,
    }
}

/// Why a key has no meaning beside `nest:`, or in the columns of a list or structure.
fn misplaced(word: &str) -> Option<(Both, Both)> {
    Some(match word {
        "split_in_list" => (
            Both(
                "a split makes several rows of one, and what stands in a list is no row",
                "une répartition fait plusieurs lignes d’une seule, et ce qui est dans une liste n’est pas une ligne",
            ),
            Both(
                "Make a table of the elements, `from:` the group or the kind, and split its rows; the list may stay, with whole amounts.",
                "Faites des éléments une table, avec `from:` et le groupe ou le genre, et répartissez ses lignes ; la liste peut rester, avec les montants entiers.",
            ),
        ),
        "lookup_of_list" => (
            Both(
                "the column is nested, and what is looked up is a single value",
                "la colonne est imbriquée, et ce qu’on recherche est une valeur seule",
            ),
            Both(
                "Write it at a column within it: `columns: [{name: code}, {name: new_code, lookup: {in: …, match: {old: code}, take: new}}]`.",
                "Écrivez-la à une colonne qui s’y trouve : `columns: [{name: code}, {name: nouveau_code, lookup: {in: …, match: {ancien: code}, take: nouveau}}]`.",
            ),
        ),
        "aside_in_list" => (
            Both(
                "a list has all that its record has: were some left out, counts and sums of the list would no longer be those of the record",
                "une liste a tout ce que son enregistrement contient : si l’on en laissait de côté, ses nombres et ses sommes ne seraient plus ceux de l’enregistrement",
            ),
            Both(
                "Make a table of the elements, `from:` the group, and write `set_aside:` there: what is left out is counted with its reason. Or set the child's records aside in the source.",
                "Faites des éléments une table, avec `from:` et le groupe, et écrivez-y `set_aside:` : ce qui est laissé de côté y est compté avec sa raison. Ou mettez de côté les enregistrements de l’enfant dans la source.",
            ),
        ),
        "of_table_in_list" => (
            Both(
                "it is about the rows of a table, and what is nested stands within one row",
                "ceci porte sur les lignes d’une table, et ce qui est imbriqué se trouve dans une ligne",
            ),
            Both(
                "Write it at the table; for statements about the elements make a table of them, `from:` the group or the kind, and write it there.",
                "Écrivez-le à la table ; pour ce qui porte sur les éléments, faites-en une table, avec `from:` et le groupe ou le genre, et écrivez-le là.",
            ),
        ),
        "of_structure" => (
            Both(
                "the column is a structure, and this is about single values",
                "la colonne est une structure, et ceci porte sur des valeurs seules",
            ),
            Both(
                "Write it at the columns of the structure: `columns: [{name: …, required: true}]`.",
                "Écrivez-la aux colonnes de la structure : `columns: [{name: …, required: true}]`.",
            ),
        ),
        "of_list" => (
            Both(
                "the column is a list, and this is about single values",
                "la colonne est une liste, et ceci porte sur des valeurs seules",
            ),
            Both(
                "Write it at the columns of the list: `columns: [{name: …, required: true}]`; for a list of single values name the field, `nest: kind.group.field`.",
                "Écrivez-la aux colonnes de la liste : `columns: [{name: …, required: true}]` ; pour une liste de valeurs seules, nommez le champ : `nest: genre.groupe.champ`.",
            ),
        ),
        "no_nest" => (
            Both("the column is neither a list nor a structure", "la colonne n’est ni une liste ni une structure"),
            Both(
                "Say of what it is a list: `nest: kind.group`, or `nest:` with a child's kind; or a structure: `nest:` with the rows' own kind; or remove `columns:`.",
                "Dites de quoi elle est la liste : `nest: genre.groupe`, ou `nest:` et le genre d’un enfant ; ou la structure : `nest:` et le genre des lignes mêmes ; ou retirez `columns:`.",
            ),
        ),
        "with_split" => (
            Both(
                "each part of a split row would have the whole list again",
                "chaque part d’une ligne répartie aurait de nouveau toute la liste",
            ),
            Both(
                "Make a table of the elements, `from:` the group or the kind; or split the rows of another table.",
                "Faites des éléments une table, avec `from:` et le groupe ou le genre ; ou répartissez les lignes d’une autre table.",
            ),
        ),
        _ => return None,
    })
}

/// Why a name does not stand for what is wanted.
fn reference(word: &str) -> Option<(Both, Both)> {
    Some(match word {
        "structure" => (
            Both(
                "it is a structure, and a single value is wanted",
                "c’est une structure, et l’on veut une valeur seule",
            ),
            Both(
                "Name one of its columns, by the way to it: `address.city`.",
                "Nommez une de ses colonnes, par le chemin qui y mène : `adresse.ville`.",
            ),
        ),
        "list_in_structure" => (
            Both(
                "it stands many times in one row, and a structure has single values",
                "cela se répète dans une ligne, et une structure n’a que des valeurs seules",
            ),
            Both(
                "Write the list beside the structure, at the columns around it.",
                "Écrivez la liste à côté de la structure, aux colonnes qui l’entourent.",
            ),
        ),
        "in_structure" => (
            Both(
                "it stands in a structure, and a folder's name would take it out of that",
                "elle se trouve dans une structure, et le nom d’un dossier l’en retirerait",
            ),
            Both(
                "Add a column of the same values outside of the structure, and name that one.",
                "Ajoutez une colonne des mêmes valeurs hors de la structure, et nommez celle-là.",
            ),
        ),
        "part_of_other" => (
            Both(
                "it is a group of other records, or of what repeats, than these rows are",
                "c’est un groupe d’autres enregistrements, ou de ce qui se répète, que ceux de ces lignes",
            ),
            Both(
                "Make a list of these, and write the structure at its columns: `{name: …, nest: kind.months, columns: [{name: …, nest: kind.months.group}]}`.",
                "Faites-en une liste, et écrivez la structure à ses colonnes : `{name: …, nest: genre.mois, columns: [{name: …, nest: genre.mois.groupe}]}`.",
            ),
        ),
        "own_kind" => (
            Both(
                "each row has one value of it, and a list is of a group or of children",
                "chaque ligne en a une seule valeur, et une liste est celle d’un groupe ou d’enfants",
            ),
            Both(
                "Remove `nest:` for a column of single values. For a list name a group of the kind, `kind.group`, or a kind that is `under:` it; for a structure the kind alone.",
                "Retirez `nest:` pour une colonne de valeurs seules. Pour une liste, nommez un groupe du genre, `genre.groupe`, ou un genre qui est `under:` lui ; pour une structure, le genre seul.",
            ),
        ),
        "not_within" => (
            Both(
                "the group does not stand within the elements around it",
                "le groupe ne se trouve pas dans les éléments qui l’entourent",
            ),
            Both(
                "Write the list beside the other one, at the columns of the table.",
                "Écrivez la liste à côté de l’autre, aux colonnes de la table.",
            ),
        ),
        "child_of_element" => (
            Both(
                "children belong to a record, not to what repeats in it",
                "les enfants appartiennent à un enregistrement, non à ce qui s’y répète",
            ),
            Both(
                "Write the list at the columns of a table that is `from:` the parent's kind.",
                "Écrivez la liste aux colonnes d’une table dont `from:` est le genre du parent.",
            ),
        ),
        "group_of_child" => (
            Both("it repeats in the records of a child", "il se répète dans les enregistrements d’un enfant"),
            Both(
                "Make a list of the children, and write this one at its columns: `{name: …, nest: child, columns: [{name: …, nest: child.group}]}`.",
                "Faites une liste des enfants, et écrivez celle-ci à ses colonnes : `{name: …, nest: enfant, columns: [{name: …, nest: enfant.groupe}]}`.",
            ),
        ),
        _ => return None,
    })
}

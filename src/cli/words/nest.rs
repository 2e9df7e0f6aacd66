//! Words about lists in a row: the stable words of their mistakes, and which element a finding is about.
//!
//! Both languages stand side by side, as in [`super::mending`].

use super::Language;
use crate::finding::{Arg, Code};

/// A stable word of a mistake about a list.
pub fn word(language: Language, code: Code, word: &str) -> Option<&'static str> {
    both(code, word).map(|(words, _)| words.of(language))
}

/// What to do about it.
pub fn advice(language: Language, code: Code, word: &str) -> Option<&'static str> {
    both(code, word).map(|(_, advice)| advice.of(language))
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
    Some(match (code, word) {
        (Code::KeyMisplaced, "in_list") => (
            Both(
                "nothing is looked up for the elements of a list",
                "rien n’est recherché pour les éléments d’une liste",
            ),
            Both(
                "Make a table of the elements, `from:` the group or the kind, and look the codes up there.",
                "Faites des éléments une table, avec `from:` et le groupe ou le genre, et recherchez-y les codes.",
            ),
        ),
        (Code::KeyMisplaced, "of_list") => (
            Both(
                "the column is a list, and this is about single values",
                "la colonne est une liste, et ceci porte sur des valeurs seules",
            ),
            Both(
                "Write it at the columns of the list: `columns: [{name: …, required: true}]`; for a list of single values name the field, `nest: kind.group.field`.",
                "Écrivez-la aux colonnes de la liste : `columns: [{name: …, required: true}]` ; pour une liste de valeurs seules, nommez le champ : `nest: genre.groupe.champ`.",
            ),
        ),
        (Code::KeyMisplaced, "no_nest") => (
            Both("the column is no list", "la colonne n’est pas une liste"),
            Both(
                "Say of what it is a list: `nest: kind.group`, or `nest:` with a child's kind; or remove `columns:`.",
                "Dites de quoi elle est la liste : `nest: genre.groupe`, ou `nest:` et le genre d’un enfant ; ou retirez `columns:`.",
            ),
        ),
        (Code::KeyMisplaced, "with_split") => (
            Both(
                "each part of a split row would have the whole list again",
                "chaque part d’une ligne répartie aurait de nouveau toute la liste",
            ),
            Both(
                "Make a table of the elements, `from:` the group or the kind; or split the rows of another table.",
                "Faites des éléments une table, avec `from:` et le groupe ou le genre ; ou répartissez les lignes d’une autre table.",
            ),
        ),
        (Code::BadReference, "own_kind") => (
            Both(
                "it is what makes the rows themselves, and a list is of a group or of children",
                "c’est ce qui fait les lignes elles-mêmes, et une liste est celle d’un groupe ou d’enfants",
            ),
            Both(
                "Name a group of the kind, `kind.group`, or a kind that is `under:` it.",
                "Nommez un groupe du genre, `genre.groupe`, ou un genre qui est `under:` lui.",
            ),
        ),
        (Code::BadReference, "not_within") => (
            Both(
                "the group does not stand within the elements around it",
                "le groupe ne se trouve pas dans les éléments qui l’entourent",
            ),
            Both(
                "Write the list beside the other one, at the columns of the table.",
                "Écrivez la liste à côté de l’autre, aux colonnes de la table.",
            ),
        ),
        (Code::BadReference, "child_of_element") => (
            Both(
                "children belong to a record, not to what repeats in it",
                "les enfants appartiennent à un enregistrement, non à ce qui s’y répète",
            ),
            Both(
                "Write the list at the columns of a table that is `from:` the parent's kind.",
                "Écrivez la liste aux colonnes d’une table dont `from:` est le genre du parent.",
            ),
        ),
        (Code::BadReference, "group_of_child") => (
            Both("it repeats in the records of a child", "il se répète dans les enregistrements d’un enfant"),
            Both(
                "Make a list of the children, and write this one at its columns: `{name: …, nest: child, columns: [{name: …, nest: child.group}]}`.",
                "Faites une liste des enfants, et écrivez celle-ci à ses colonnes : `{name: …, nest: enfant, columns: [{name: …, nest: enfant.groupe}]}`.",
            ),
        ),
        _ => return None,
    })
}

//! The words of what `check` does beside telling mistakes: the lines that `--fix` changed, the field map of `--csv`.
//!
//! In: a name. Out: a text in English or in French; templates where it has arguments.

use super::Language;
use crate::mapping::model::Type;

/// One text in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Both(&'static str, &'static str);

impl Both {
    /// In a language.
    #[must_use]
    pub const fn of(self, language: Language) -> &'static str {
        match language {
            Language::En => self.0,
            Language::Fr => self.1,
        }
    }
}

/// How many lines of a file were mended.
pub const FIXED: Both = Both("{path}: {count:line|lines} mended", "{path} : {count:ligne corrigée|lignes corrigées}");
/// Nothing was certain.
pub const NOTHING_FIXED: Both = Both(
    "Nothing was mended: no mistake has only one right text.",
    "Rien n’a été corrigé : aucune erreur n’a un seul texte juste.",
);
/// The field map was written.
pub const WRITTEN: Both = Both(
    "Field map of {columns:column|columns} in {path}[; {fields:field becomes no column|fields become no column}]",
    "Table des champs de {columns:colonne|colonnes} dans {path}[ ; {fields:champ ne devient aucune colonne|champs ne deviennent aucune colonne}]",
);
/// What a run of all mappings takes.
pub const RUN_MEMORY: Both = Both(
    "A run takes at most {most} of memory, with a thread for each core. `--memory` may allow less, down to {least:mebibytes} for one thread.",
    "Une exécution prend au plus {most} de mémoire, avec un fil par cœur. `--memory` peut permettre moins, jusqu’à {least:mebibytes} pour un seul fil.",
);
/// `--csv` where mappings have mistakes.
pub const NOT_WRITTEN: Both = Both(
    "No field map was written: a mapping has mistakes.",
    "Aucune table des champs n’a été écrite : une correspondance a des erreurs.",
);

/// Headings of the field map, in their order.
pub const HEADS: [Both; 18] = [
    Both("table", "table"),
    Both("column", "colonne"),
    Both("title", "titre"),
    Both("type of the column", "type de la colonne"),
    Both("required", "obligatoire"),
    Both("made from", "provenance"),
    Both("source file", "fichier source"),
    Both("kind of record", "genre d’enregistrement"),
    Both("field", "champ"),
    Both("position", "position"),
    Both("type of the field", "type du champ"),
    Both("how it is read", "lecture"),
    Both("checks", "contrôles"),
    Both("rules that name it", "règles qui la nomment"),
    Both("personal", "personnel"),
    Both("what becomes of a mistake", "en cas d’erreur"),
    Both("about", "à propos"),
    Both("remark", "remarque"),
];

/// Yes.
pub const YES: Both = Both("yes", "oui");
/// A field of which no column is made.
pub const NO_COLUMN: Both = Both("no column takes it", "aucune colonne ne la prend");
/// A field that only others need.
pub const NEEDED: Both = Both(
    "becomes no column; a condition, a control or a parent's key reads it",
    "ne devient aucune colonne ; une condition, un contrôle ou la clé d’un parent le lit",
);
/// A place that is not read, with the reason.
pub const IGNORED: Both = Both("not read: {because}", "non lu : {because}");
/// Records that are not read, with the reason.
pub const SKIPPED: Both =
    Both("these records are not read: {because}", "ces enregistrements ne sont pas lus : {because}");
/// A place that no field reads.
pub const UNREAD: Both = Both("no field reads this place", "aucun champ ne lit cette place");
/// A record is refused.
pub const REJECTS: Both = Both("the record is refused", "l’enregistrement est refusé");
/// Nothing but a warning.
pub const WARNS: Both = Both("a warning", "un avertissement");
/// Nothing is published.
pub const FAILS: Both = Both("nothing is published", "rien n’est publié");
/// A cell by its number.
pub const CELL: Both = Both("cell {at}", "cellule {at}");
/// A cell by its header.
pub const HEADER: Both = Both("column `{name}`", "colonne `{name}`");
/// The whole record.
pub const WHOLE: Both = Both("the whole record", "l’enregistrement entier");
/// A place in one repetition of a group.
pub const IN_GROUP: Both =
    Both("{place} of each of {times} in `{group}`", "{place} de chacun des {times} de `{group}`");
/// A place in the repetitions of a group that is told by headers.
pub const IN_HEADERS: Both = Both("columns {headers}", "colonnes {headers}");

/// A type for people who sign: what it holds, not how it is stored.
#[must_use]
pub fn ty(language: Language, ty: Type) -> String {
    let both = match ty {
        Type::Text => Both("text", "texte"),
        Type::Int16 | Type::Int32 | Type::Int64 => Both("whole number", "nombre entier"),
        Type::Date => Both("date", "date"),
        Type::Time => Both("time of day", "heure"),
        Type::Timestamp => Both("date and time", "date et heure"),
        Type::Bool => Both("yes or no", "oui ou non"),
        Type::Float32 | Type::Float64 => Both("floating-point number", "nombre à virgule flottante"),
        Type::Decimal { precision, scale } => {
            let template = Both(
                "number of {digits} digits, {scale} after the mark",
                "nombre de {digits} chiffres, dont {scale} décimales",
            );
            let args = [("digits", i64::from(precision).into()), ("scale", i64::from(scale).into())];
            return super::say(language, template.of(language), &args);
        }
    };
    both.of(language).to_owned()
}

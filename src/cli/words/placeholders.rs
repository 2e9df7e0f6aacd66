//! What stands in the help for a value that people give: `FILE`, in French `FICHIER`.

use super::Language;

const FRENCH: [(&str, &str); 16] = [
    ("CHARACTERS", "CARACTÈRES"),
    ("COMMAND", "COMMANDE"),
    ("DIR", "DOSSIER"),
    ("FILE", "FICHIER"),
    ("FOLDER", "RÉPERTOIRE"),
    ("LAYOUT", "DESCRIPTION"),
    ("MAPPING.yaml", "CORRESPONDANCE.yaml"),
    ("NAME", "NOM"),
    ("NAME=VALUE", "NOM=VALEUR"),
    ("PATH", "CHEMIN"),
    ("PATTERN", "MOTIF"),
    ("TL0212|PATH", "TL0212|CHEMIN"),
    ("[MAPPING=]FILE", "[CORRESPONDANCE=]FICHIER"),
    ("[MAPPING=]N", "[CORRESPONDANCE=]N"),
    ("[[MAPPING=]FILE:]N", "[[CORRESPONDANCE=]FICHIER:]N"),
    ("[[MAPPING=]FILE:]OFFSET", "[[CORRESPONDANCE=]FICHIER:]OCTET"),
];

/// The placeholder in a language, if that has another one than English.
#[must_use]
pub fn placeholder(language: Language, english: &str) -> Option<&'static str> {
    let french = || FRENCH.iter().find(|(name, _)| *name == english).map(|(_, french)| *french);
    if language == Language::Fr { french() } else { None }
}

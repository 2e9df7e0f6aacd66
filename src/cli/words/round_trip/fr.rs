//! The words of `--round-trip` in French.

use super::Texts;

pub const TEXTS: Texts = Texts {
    all_same: "Aller-retour : {values:valeur recodée|valeurs recodées} de {fields:champ|champs} redonnent les octets lus",
    some_other: "Aller-retour : recodées, {other} sur {values:valeur|valeurs} donnent d’autres octets que ceux qui ont été lus",
    none: "Aller-retour : aucun champ n’a été recodé (ni les nombres et les dates en texte, ni les cellules ne le sont)",
    found: "{why} : {values:valeur|valeurs} ; la première : {file}, enregistrement {record}",
    more: "et {more:autre champ|autres champs} ; tout est dans {file}",
    advice: "Rien n’est refusé pour cela : les valeurs sont lues comme déclaré. Cela montre quel programme les a écrites, \
             et ce qu’un fichier réécrit aurait autrement.",

    witness: "Second témoin : {same} sur {fields:champ binaire recodé|champs binaires recodés} redonnent les octets présents.",
    would_be: "`{field}` : X'{found}' serait X'{bytes}' ({why})",
    personal: "`{field}` : d’autres octets (personnel)",
    no_bytes: "`{field}` : X'{found}' ne serait rien ({why})",

    packed_sign: "signe condensé {found} au lieu de {wanted}",
    zoned_sign: "signe en zone {found} au lieu de {wanted}",
    plain_digit: "chiffre sans son signe",
    plus: "plus au lieu d’un blanc",
    inserted: "`0` ou `/` de l’image parmi les blancs avant le nombre",
    minus_zero: "moins zéro",
    blanks: "blancs, lus comme zéro selon la déclaration",
    zeros: "zéro en chiffres, là où des blancs ou des astérisques sont zéro",
    low_values: "LOW-VALUES, lues comme zéro selon la déclaration",
    high_values: "HIGH-VALUES, lues comme zéro selon la déclaration",
    zero_exponent: "zéro avec un exposant",
    not_normalised: "nombre flottant hexadécimal non normalisé",
    rounded: "valeur arrondie",
    blanks_before: "blancs avant un texte",
    filled_low: "texte complété par X'00'",
    filled_tabs: "texte complété par des tabulations",
    character: "caractère qui a plusieurs octets",
    unknown: "d’autres octets",
};

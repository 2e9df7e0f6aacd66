//! The words of `tumpline copybook`, in both languages.

use super::Language;

/// Its texts; templates as everywhere.
pub struct CopybookTexts {
    /// `{file}`, `{records}`, `{dialect}`.
    pub head: &'static str,
    /// `{files}`: the books that were copied.
    pub copied: &'static str,
    /// Below a table that has a record whose length changes.
    pub longest: &'static str,
    /// Headings.
    pub from: &'static str,
    /// Heading.
    pub to: &'static str,
    /// Heading.
    pub bytes: &'static str,
    /// Heading.
    pub item: &'static str,
    /// Heading.
    pub what: &'static str,
    /// What has items under it.
    pub group: &'static str,
    /// An item of which nothing is carried.
    pub address: &'static str,
    /// An item of characters of two bytes.
    pub wide: &'static str,
    /// National digits with a sign that no character has.
    pub signed: &'static str,
    /// `{type}`.
    pub becomes: &'static str,
    /// `{most}`.
    pub times: &'static str,
    /// `{least}`, `{most}`, `{counter}`.
    pub depending: &'static str,
    /// `{name}`.
    pub again: &'static str,
    /// `{slack}`.
    pub slack: &'static str,
    /// `{slack}`: behind each element of a table.
    pub between: &'static str,
    /// `{first}`, `{last}`.
    pub through: &'static str,
    /// An entry 66: `{first}`, `{last}`.
    pub renames: &'static str,
    /// Figurative constants: ZERO, SPACE, HIGH-VALUE, LOW-VALUE, QUOTE.
    pub zero: &'static str,
    /// Blanks.
    pub space: &'static str,
    /// Bytes FF.
    pub high: &'static str,
    /// Bytes 00.
    pub low: &'static str,
    /// A quote.
    pub quote: &'static str,
    /// A text again and again: `{text}`.
    pub all: &'static str,
    /// Where a column comes from that has the names of a field's values: `{field}`.
    pub label: &'static str,
}

const EN: CopybookTexts = CopybookTexts {
    head: "{file}: {records:record|records}, as {dialect} lays them out",
    copied: "It copies {files}.",
    longest: "Places are those of the longest record: where a counter says less, what follows stands earlier.",
    from: "from",
    to: "to",
    bytes: "bytes",
    item: "item",
    what: "what it is",
    group: "group",
    address: "an address, which means nothing elsewhere",
    wide: "characters of two bytes, which no encoding here has: no field",
    signed: "digits with a sign that has no character of its own: no field",
    becomes: "becomes {type}",
    times: "{most:time|times}",
    depending: "{least} to {most} times, as {counter} says",
    again: "the bytes of {name} again",
    slack: "behind {slack:byte|bytes} left free by SYNC",
    between: "behind each one {slack:byte|bytes} left free by SYNC",
    through: "{first} to {last}",
    renames: "another name for bytes {first} to {last}",
    zero: "zero",
    space: "blank",
    high: "high-values (FF)",
    low: "low-values (00)",
    quote: "a quote",
    all: "{text} repeated",
    label: "level 88 of {field}",
};

const FR: CopybookTexts = CopybookTexts {
    head: "{file} : {records:enregistrement|enregistrements}, disposés comme par {dialect}",
    copied: "Il copie {files}.",
    longest: "Les places sont celles de l’enregistrement le plus long : si un compteur dit moins, la suite vient plus tôt.",
    from: "de",
    to: "à",
    bytes: "octets",
    item: "donnée",
    what: "ce que c’est",
    group: "groupe",
    address: "une adresse, sans signification ailleurs",
    wide: "caractères de deux octets, qu’aucun encodage d’ici n’a : aucun champ",
    signed: "chiffres dont le signe n’a pas de caractère à lui : aucun champ",
    becomes: "devient {type}",
    times: "{most:fois|fois}",
    depending: "{least} à {most} fois, selon {counter}",
    again: "les octets de {name} de nouveau",
    slack: "après {slack:octet|octets} laissés libres par SYNC",
    between: "après chacune, {slack:octet|octets} laissés libres par SYNC",
    through: "{first} à {last}",
    renames: "un autre nom des octets {first} à {last}",
    zero: "zéro",
    space: "blanc",
    high: "high-values (FF)",
    low: "low-values (00)",
    quote: "un guillemet",
    all: "{text} répété",
    label: "niveau 88 de {field}",
};

/// The texts of a language.
#[must_use]
pub const fn texts(language: Language) -> &'static CopybookTexts {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

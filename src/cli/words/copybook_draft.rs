//! The words of a mapping that `tumpline copybook --mapping` drafts: its comments, in both languages.

use super::Language;

/// Its texts; templates as everywhere.
#[expect(missing_docs, reason = "a field is called after what its text says")]
pub struct DraftTexts {
    /// `{file}`.
    pub head: &'static str,
    pub to_do: &'static str,
    pub files: &'static str,
    /// The placeholder of a pattern.
    pub no_files: &'static str,
    pub encoding_ibm: &'static str,
    pub encoding_other: &'static str,
    /// `{length}`, `{rdw}`.
    pub same: &'static str,
    /// `{length}`, `{rdw}`, `{fixed}`.
    pub counted: &'static str,
    /// `{lengths}`, `{fixed}`.
    pub differ: &'static str,
    pub longest: &'static str,
    /// `{name}`, `{others}`.
    pub chosen: &'static str,
    pub kinds: &'static str,
    /// `{names}`.
    pub by_names: &'static str,
    /// `{item}`.
    pub by_value: &'static str,
    /// `{item}`.
    pub open: &'static str,
    pub personal: &'static str,
    pub high: &'static str,
    pub day: &'static str,
    /// `{pictures}`.
    pub pictures: &'static str,
    pub short_year: &'static str,
    /// `{field}`, `{names}`.
    pub names: &'static str,
    pub labels: &'static str,
    /// Why records are not read that have no item with a name.
    pub filler: &'static str,
    pub key: &'static str,
    pub table_key: &'static str,
    /// `{kinds}`, `{tables}`.
    pub summary: &'static str,
    /// `{path}`.
    pub written: &'static str,
    /// What a column is called that has the names of a field's values: `{field}`.
    pub label: &'static str,
}

const EN: DraftTexts = DraftTexts {
    head: "Drafted by tumpline copybook from {file}. A copybook says neither which files there are nor what tells their records apart: complete the lines marked TO DO. Nobody has confirmed the rest.",
    to_do: "TO DO:",
    files: "the files of records.",
    no_files: "TO-DO/*.DAT",
    encoding_ibm: "the code page. cp037 is that of the United States and Canada; cp500, cp1047, cp1140 and cp297 are others. A wrong one shows in accents, in brackets and in exclamation marks; `tumpline look FILE` compares them. If the file was translated to ASCII, write latin1 or cp1252.",
    encoding_other: "the encoding. `tumpline look FILE` compares them; cp850 and cp1252 are others.",
    same: "The copybook's record has {length:byte|bytes}. Lines of text: `end: newline`. A length before each record (RDW): `{rdw}`. `tumpline look FILE` tells which it is.",
    counted: "The records say themselves how often their tables stand in them: they have {length:byte|bytes} at most, and no length is taken to stand before them. A length before each record (RDW): `{rdw}`. All equally long: `{fixed}` and `slides: false` in `copybook:`.",
    differ: "The kinds have {lengths} bytes: a length is taken to stand before each record (RDW). Records that are all equally long: `{fixed}`. Lines of text: `end: newline`. `tumpline look FILE` tells which it is.",
    longest: "The longest record of the copybook; where nothing is said, one of more than 1 MiB is refused.",
    chosen: "{name} is read, and not {others}, which would be the same bytes.",
    kinds: "Kinds are tried in order. A record of no kind is refused.",
    by_names: "By the names of level 88: {names}. See whether they mean this layout.",
    by_value: "By the VALUE of {item}.",
    open: "what marks these records[ in {item}]. As it stands here no record has it, and nothing is loaded.",
    personal: "Personal are fields that are about people by their names: no message shows their values.",
    high: "HIGH-VALUES tell these records: they are no value of the field.",
    day: "Lines such as the next one are proposals: a date or time, by the name. Look at values first.",
    pictures: "Or {pictures}.",
    short_year: "Say which hundred years two digits mean.",
    names: "Level 88 of {field}: {names}.",
    labels: "A value that level 88 does not name is a warning; `conditions: reject` refuses its record, `conditions: off` says nothing. A column of a table may have the names, such as:",
    filler: "FILLER alone",
    key: "If no two records share it:",
    table_key: "One row an element. Take the columns that say whose it is; `_file` and `_offset` are those of its record.",
    summary: "{kinds:kind|kinds} of records, {tables:table|tables}. What a copybook does not say is marked TO DO.",
    written: "Written to {path}.",
    label: "{field}_name",
};

const FR: DraftTexts = DraftTexts {
    head: "Ébauché par tumpline copybook d’après {file}. Un copybook ne dit ni quels fichiers il y a, ni ce qui distingue leurs enregistrements : complétez les lignes marquées À FAIRE. Le reste n’est confirmé par personne.",
    to_do: "À FAIRE :",
    files: "les fichiers des enregistrements.",
    no_files: "A-FAIRE/*.DAT",
    encoding_ibm: "la page de code. cp037 est celle des États-Unis et du Canada ; cp500, cp1047, cp1140 et cp297 en sont d’autres. Une mauvaise se voit aux accents, aux crochets et aux points d’exclamation ; `tumpline look FICHIER` les compare. Si le fichier a été traduit en ASCII, écrivez latin1 ou cp1252.",
    encoding_other: "l’encodage. `tumpline look FICHIER` les compare ; cp850 et cp1252 en sont d’autres.",
    same: "L’enregistrement du copybook a {length:octet|octets}. Lignes de texte : `end: newline`. Une longueur avant chaque enregistrement (RDW) : `{rdw}`. `tumpline look FICHIER` dit lequel des cas c’est.",
    counted: "Les enregistrements disent eux-mêmes combien de fois leurs tables s’y trouvent : ils ont {length:octet|octets} au plus, et aucune longueur n’est supposée devant. Une longueur avant chacun (RDW) : `{rdw}`. Tous de même longueur : `{fixed}`, et `slides: false` dans `copybook:`.",
    differ: "Les genres ont {lengths} octets : une longueur est supposée avant chaque enregistrement (RDW). Enregistrements tous de même longueur : `{fixed}`. Lignes de texte : `end: newline`. `tumpline look FICHIER` dit lequel des cas c’est.",
    longest: "Le plus long enregistrement du copybook ; si rien n’est dit, un enregistrement de plus de 1 Mio est refusé.",
    chosen: "{name} est lu, et non {others}, qui serait les mêmes octets.",
    kinds: "Les genres sont essayés dans l’ordre. Un enregistrement d’aucun genre est refusé.",
    by_names: "D’après les noms de niveau 88 : {names}. Voyez s’ils désignent bien cette disposition.",
    by_value: "D’après le VALUE de {item}.",
    open: "ce qui marque ces enregistrements[ dans {item}]. Tel quel, aucun enregistrement ne convient, et rien n’est chargé.",
    personal: "Sont personnels les champs qui, d’après leur nom, sont au sujet de personnes : aucun message ne montre leurs valeurs.",
    high: "HIGH-VALUES distinguent ces enregistrements : ce n’est pas une valeur du champ.",
    day: "Les lignes comme la suivante sont des propositions : une date ou une heure, d’après le nom. Voyez d’abord des valeurs.",
    pictures: "Ou {pictures}.",
    short_year: "Dites de quelles cent années deux chiffres parlent.",
    names: "Niveau 88 de {field} : {names}.",
    labels: "Une valeur que le niveau 88 ne nomme pas donne un avertissement ; `conditions: reject` refuse son enregistrement, `conditions: off` ne dit rien. Une colonne d’une table peut avoir les noms, par exemple :",
    filler: "rien que FILLER",
    key: "Si elle est différente dans tous les enregistrements :",
    table_key: "Une ligne par élément. Prenez les colonnes qui disent à qui il est ; `_file` et `_offset` sont ceux de son enregistrement.",
    summary: "{kinds:genre|genres} d’enregistrements, {tables:table|tables}. Ce qu’un copybook ne dit pas est marqué À FAIRE.",
    written: "Écrit dans {path}.",
    label: "{field}_nom",
};

/// The texts of a language.
#[must_use]
pub const fn texts(language: Language) -> &'static DraftTexts {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

//! Words about a length that leads nowhere: the cause, and what to do about it.
//!
//! Both languages stand side by side, as in [`super::mending`]. Other words are put in as they are; these name numbers of
//! their finding (`{found}`, `{wanted}`), which may be hidden, and are whole without them.

use super::Language;
use crate::finding::Code;

/// The cause, as a template.
pub fn word(language: Language, code: Code, why: &str) -> Option<&'static str> {
    let both = (code == Code::LostLength).then(|| cause(why)).flatten()?;
    Some(of(language, both))
}

/// What to do about it, where that is not what the code says.
pub fn advice(language: Language, code: Code, arg: &str, why: &str) -> Option<&'static str> {
    let both = (code == Code::LostLength && arg == "why").then(|| cure(why)).flatten()?;
    Some(of(language, both))
}

type Both = (&'static str, &'static str);

const fn of(language: Language, both: Both) -> &'static str {
    match language {
        Language::En => both.0,
        Language::Fr => both.1,
    }
}

fn cause(why: &str) -> Option<Both> {
    Some(match why {
        "zeros" => (
            "bytes of the length that must be zero are not",
            "des octets de la longueur qui doivent être à zéro ne le sont pas",
        ),
        "below" => (
            "the length is too small: [it says {found:byte|bytes}, and ]at least {wanted:byte is|bytes are} needed",
            "la longueur est trop petite : [elle dit {found:octet|octets}, et ]il faut au moins {wanted:octet|octets}",
        ),
        "no_number" => (
            "where the length should stand is neither a number nor a declared code",
            "là où devrait se trouver la longueur, il n’y a ni nombre ni code déclaré",
        ),
        "counter" => (
            "what says how often a group stands in the record[, `{counter}`,] is no number, or out of its range",
            "ce qui dit combien de fois un groupe se trouve dans l’enregistrement[, `{counter}`,] n’est pas un nombre, ou est hors de ses bornes",
        ),
        "no_result" => (
            "the expression of the length fails there, or has no value",
            "l’expression de la longueur y échoue, ou n’a pas de valeur",
        ),
        "not_fill" => (
            "behind its last record the block has {wanted:byte|bytes} more, and they differ; what fills up a block is one byte throughout",
            "après son dernier enregistrement, le bloc a encore {wanted:octet|octets}, et ils diffèrent ; ce qui remplit un bloc est partout le même octet",
        ),
        "segment" => (
            "the piece of a record that begins there cannot stand there",
            "le morceau d’enregistrement qui commence là ne peut s’y trouver",
        ),
        "beyond" => (
            "the length is too large: [it says {found:byte|bytes}, and ]{wanted:byte is|bytes are} the most",
            "la longueur est trop grande : [elle dit {found:octet|octets}, et ]le maximum est de {wanted:octet|octets}",
        ),
        "source_end" => (
            "the file ends too early: {wanted:byte is|bytes are} left[, and {found} are needed]",
            "le fichier se termine trop tôt : il en reste {wanted:octet|octets}[, et il en faut {found}]",
        ),
        "wrong" => (
            "the length is wrong: [it says {found:byte|bytes}, ]{wanted:byte is|bytes are} left of the file, and from byte {again} on records follow one another to its end",
            "la longueur est fausse : [elle dit {found:octet|octets}, ]il reste {wanted:octet|octets} du fichier, et à partir de l’octet {again} des enregistrements se suivent jusqu’à sa fin",
        ),
        "block_end" => (
            "the block ends too early: {wanted:byte is|bytes are} left of it[, and {found} are needed]",
            "le bloc se termine trop tôt : il en reste {wanted:octet|octets}[, et il en faut {found}]",
        ),
        "block_rest" => (
            "{wanted:byte is|bytes are} left of the block, too few for another record",
            "il reste {wanted:octet|octets} du bloc, trop peu pour un autre enregistrement",
        ),
        "block_cut" => (
            "the file ends within a block, of which {wanted:byte is|bytes are} missing",
            "le fichier se termine au milieu d’un bloc, dont il manque {wanted:octet|octets}",
        ),
        _ => return None,
    })
}

fn cure(why: &str) -> Option<Both> {
    Some(match why {
        "source_end" | "block_cut" => (
            "The file was cut off, or copied before it was written to its end: compare its size with that of the original, and get it again. If what stands at its end is no record, say how many bytes that are: `file_trailer:`. If hardly a record was read, correct `end:`; `tumpline look FILE` shows which lengths lead through a file.",
            "Le fichier a été coupé, ou copié avant d’être écrit en entier : comparez sa taille à celle de l’original, et obtenez-le à nouveau. Si ce qui se trouve à sa fin n’est pas un enregistrement, dites combien d’octets cela fait : `file_trailer:`. Si presque rien n’a été lu, corrigez `end:` ; `tumpline look FICHIER` montre quelles longueurs traversent un fichier.",
        ),
        "block_end" | "block_rest" => (
            "If lengths leave their own four bytes out, say `counts_itself: false`, of blocks `bdw_counts_itself: false`. If the file was read well up to here, it is damaged, or was joined of several: get it again. `tumpline look FILE` shows which lengths lead through a file.",
            "Si les longueurs ne comptent pas leurs propres quatre octets, dites `counts_itself: false`, pour les blocs `bdw_counts_itself: false`. Si le fichier se lit bien jusqu’ici, il est abîmé, ou fait de plusieurs : obtenez-le à nouveau. `tumpline look FICHIER` montre quelles longueurs traversent un fichier.",
        ),
        "not_fill" => (
            "Correct `block_length:`, or the `length:` of records. Where blocks have fewer records than fit into them, say how many: `records_per_block:`. Where the rest of a block is whatever stood in memory, `block_fill: any`; where whole records of one byte fill it up, `block_fill: low_values`, `blanks` or `high_values`.",
            "Corrigez `block_length:`, ou `length:` des enregistrements. Si les blocs ont moins d’enregistrements qu’il n’y tient, dites combien : `records_per_block:`. Si le reste d’un bloc est ce qui traînait en mémoire, `block_fill: any` ; si des enregistrements entiers d’un seul octet le remplissent, `block_fill: low_values`, `blanks` ou `high_values`.",
        ),
        "beyond" => (
            "If records are as long as that, say so: `max_length:` of `records:`. If not, no length stands there: correct `end:`, or get the file again if it was read well up to here; `tumpline look FILE` shows which lengths lead through a file.",
            "Si des enregistrements sont aussi longs, dites-le : `max_length:` de `records:`. Sinon, ce n’est pas une longueur : corrigez `end:`, ou obtenez le fichier à nouveau s’il se lit bien jusqu’ici ; `tumpline look FICHIER` montre quelles longueurs traversent un fichier.",
        ),
        "no_result" => (
            "Compute the expression by hand with the bytes that stand there: a CASE may lack an ELSE, or a place among its `fields:` may be wrong. If the file was read well up to here, it is damaged: get it again.",
            "Calculez l’expression à la main avec les octets qui s’y trouvent : il manque peut-être un ELSE à un CASE, ou une place de ses `fields:` est fausse. Si le fichier se lit bien jusqu’ici, il est abîmé : obtenez-le à nouveau.",
        ),
        "counter" => (
            "Compare what OCCURS … DEPENDING ON names with the record at this place. If the file was read well up to here, it is damaged: get it again. If hardly a record was read, records may have a length before them, or an end: correct `end:`.",
            "Comparez ce que nomme OCCURS … DEPENDING ON avec l’enregistrement à cet endroit. Si le fichier se lit bien jusqu’ici, il est abîmé : obtenez-le à nouveau. Si presque rien n’a été lu, les enregistrements sont peut-être précédés de leur longueur, ou ont une fin : corrigez `end:`.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Language, sentence};
    use crate::finding::{Arg, Code};

    fn told(language: Language, why: &str, numbers: [Arg; 2]) -> String {
        let [found, wanted] = numbers;
        let args = [
            why.into(),
            26_u64.into(),
            "".into(),
            found,
            wanted,
            "".into(),
            "".into(),
            "".into(),
            90_u64.into(),
            "".into(),
        ];
        sentence(language, Code::LostLength, &args).replace('\u{a0}', " ")
    }

    #[test]
    fn each_cause_is_a_whole_sentence_also_where_what_stands_there_is_personal() {
        for (why, wanted, english, hidden) in [
            (
                "below",
                Arg::from(4_u64),
                "the length is too small: it says -3 bytes, and at least 4 bytes are needed",
                "the length is too small: at least 4 bytes are needed",
            ),
            (
                "beyond",
                4_u64.into(),
                "the length is too large: it says -3 bytes, and 4 bytes are the most",
                "the length is too large: 4 bytes are the most",
            ),
            (
                "source_end",
                1_u64.into(),
                "the file ends too early: 1 byte is left, and -3 are needed",
                "the file ends too early: 1 byte is left",
            ),
            (
                "block_end",
                9_u64.into(),
                "the block ends too early: 9 bytes are left of it, and -3 are needed",
                "the block ends too early: 9 bytes are left of it",
            ),
            (
                "wrong",
                60_u64.into(),
                "the length is wrong: it says -3 bytes, 60 bytes are left of the file, and from byte 90 on records follow one another to its end",
                "the length is wrong: 60 bytes are left of the file, and from byte 90 on records follow one another to its end",
            ),
            ("zeros", "".into(), "bytes of the length that must be zero are not", "must be zero are not"),
        ] {
            let said = told(Language::En, why, [(-3_i64).into(), wanted.clone()]);
            assert_eq!(said, format!("nothing can be read from byte 26 on: {english}"));
            let said = told(Language::En, why, ["".into(), wanted.clone()]);
            assert!(said.ends_with(hidden), "{said}");
            let french = told(Language::Fr, why, ["".into(), wanted]);
            assert!(french.starts_with("rien ne peut être lu à partir de l’octet 26 : "), "{french}");
            assert!(!french.contains(['?', '[', '{']) && !french.contains("  "), "{french}");
        }
        for (why, english) in [
            ("block_rest", "5 bytes are left of the block, too few for another record"),
            ("block_cut", "the file ends within a block, of which 5 bytes are missing"),
        ] {
            assert!(told(Language::En, why, ["".into(), 5_u64.into()]).ends_with(english), "{why}");
        }
    }
}

//! What the name of a field says of its values: that they are days, or that they are about people.
//!
//! A name never makes a type; it settles whether digits that all read as days are believed, and what is kept from messages.

/// Words of names that are about people wherever they stand.
const PERSONAL: [&str; 19] = [
    "sin",
    "nas",
    "ssn",
    "dob",
    "birth",
    "birthdate",
    "naissance",
    "surname",
    "firstname",
    "lastname",
    "prenom",
    "email",
    "courriel",
    "phone",
    "telephone",
    "tel",
    "cell",
    "cellulaire",
    "mobile",
];
/// Pairs of words that are about people together.
const PERSONAL_PAIRS: [(&str, &str); 6] =
    [("first", "name"), ("last", "name"), ("given", "name"), ("family", "name"), ("nom", "famille"), ("ne", "le")];
const DAYS: [&str; 22] = [
    "date",
    "dt",
    "day",
    "dob",
    "birth",
    "naissance",
    "posted",
    "due",
    "echeance",
    "expiry",
    "expires",
    "effective",
    "issued",
    "paid",
    "opened",
    "closed",
    "created",
    "updated",
    "hired",
    "jour",
    "start",
    "end",
];
const TIMES: [&str; 5] = ["time", "heure", "hour", "hr", "hhmm"];

/// Without accents, as far as old exports in English and French have them.
#[must_use]
pub fn unaccented(letter: char) -> char {
    match letter {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'Ç' | 'ç' => 'c',
        'È' | 'É' | 'Ê' | 'Ë' | 'è' | 'é' | 'ê' | 'ë' => 'e',
        'Ì' | 'Í' | 'Î' | 'Ï' | 'ì' | 'í' | 'î' | 'ï' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'Ù' | 'Ú' | 'Û' | 'Ü' | 'ù' | 'ú' | 'û' | 'ü' => 'u',
        'Ý' | 'ý' | 'ÿ' => 'y',
        other => other.to_ascii_lowercase(),
    }
}

/// The words of a name: letters and digits in lower case, without accents; a capital after a small letter begins one.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in name.chars().flat_map(spelt) {
        let begins = small && letter.is_uppercase();
        let plain = unaccented(letter);
        if !plain.is_ascii_alphanumeric() || begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| plain.is_ascii_alphanumeric()) {
            word.push(plain);
        }
        small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Letters that are two.
fn spelt(letter: char) -> impl Iterator<Item = char> {
    let two = match letter {
        'œ' | 'Œ' => ['o', 'e'],
        'æ' | 'Æ' => ['a', 'e'],
        'ß' => ['s', 's'],
        other => [other, '\0'],
    };
    two.into_iter().filter(|letter| *letter != '\0')
}

fn has(name: &str, known: &[&str]) -> bool {
    words(name).iter().any(|word| known.contains(&word.as_str()))
}

/// Whether the values are about people.
#[must_use]
pub fn is_personal(name: &str) -> bool {
    let words = words(name);
    let pair = |two: &[String]| PERSONAL_PAIRS.contains(&(two[0].as_str(), two[1].as_str()));
    has(name, &PERSONAL) || words.windows(2).any(pair)
}

/// Whether the values are days, by the name.
#[must_use]
pub fn is_day(name: &str) -> bool {
    has(name, &DAYS)
}

/// Whether the values are times of day, by the name.
#[must_use]
pub fn is_time(name: &str) -> bool {
    has(name, &TIMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_words_without_accents() {
        for (name, want) in [
            ("DATE_FACT", "date fact"),
            ("Échéance (jour)", "echeance jour"),
            ("birthDate", "birth date"),
            ("Cœur", "coeur"),
            ("N° client", "n client"),
            ("", ""),
            ("日付", ""),
        ] {
            assert_eq!(words(name).join(" "), want, "{name}");
        }
    }

    #[test]
    fn names_tell_people_and_days() {
        for (name, personal, day) in [
            ("SIN", true, false),
            ("NAS employé", true, false),
            ("Birth Date", true, true),
            ("Né le", true, false),
            ("FirstName", true, false),
            ("Vendor name", false, false),
            ("DATE_ECH", false, true),
            ("posted_on", false, true),
            ("basin", false, false),
            ("Updates", false, false),
        ] {
            assert_eq!((is_personal(name), is_day(name)), (personal, day), "{name}");
        }
    }
}

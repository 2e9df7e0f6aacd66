//! What the name of a field says of its values: that they are days, or that they are about people.
//!
//! A name never makes a type; it settles whether digits that all read as days are believed, and what is kept from messages.

use crate::mapping::model::Check;

/// Words of names that are about people wherever they stand.
const PERSONAL: &[&str] = &[
    "sin",
    "nas",
    "ssn",
    "ssno",
    "ssnum",
    "dob",
    "ddn",
    "bdate",
    "birth",
    "birthdate",
    "birthday",
    "naissance",
    "naiss",
    "nais",
    "surname",
    "firstname",
    "lastname",
    "fullname",
    "fname",
    "lname",
    "custname",
    "empname",
    "prenom",
    "prenoms",
    "email",
    "courriel",
    "phone",
    "phones",
    "telephone",
    "telephones",
    "tel",
    "tele",
    "phn",
    "cell",
    "cellulaire",
    "mobile",
    "fax",
    "address",
    "addresses",
    "addr",
    "adresse",
    "adresses",
    "adr",
    "adrs",
    "street",
    "rue",
    "iban",
    "bankaccount",
    "salary",
    "salaries",
    "salaire",
    "salaires",
    "wage",
    "wages",
    "remuneration",
    "employee",
    "employees",
    "employe",
    "employes",
    "matricule",
    "spouse",
    "conjoint",
    "conjointe",
    "gender",
    "sexe",
    "passport",
    "passeport",
];
/// Those of them that are people.
const PEOPLE: &[&str] = &["employee", "employees", "employe", "employes", "spouse", "conjoint", "conjointe"];
/// Pairs of words that are about people together, in either order and with another word or none between them.
const PERSONAL_PAIRS: &[(&str, &str)] = &[
    ("first", "name"),
    ("last", "name"),
    ("given", "name"),
    ("family", "name"),
    ("nom", "famille"),
    ("ne", "le"),
    ("nee", "le"),
    ("first", "nm"),
    ("last", "nm"),
    ("e", "mail"),
    ("bank", "account"),
    ("bank", "acct"),
    ("bank", "acc"),
    ("bank", "compte"),
    ("compte", "bancaire"),
    ("compte", "banque"),
    ("emp", "no"),
    ("emp", "id"),
    ("emp", "num"),
    ("emp", "number"),
    ("net", "pay"),
    ("gross", "pay"),
    ("pay", "rate"),
    ("paie", "nette"),
    ("paie", "brute"),
];
/// Pairs of the same kind that make the name of a number which tells who somebody is.
const NUMBER_PAIRS: &[(&str, &str)] = &[
    ("ss", "num"),
    ("ss", "no"),
    ("ss", "nr"),
    ("ss", "nbr"),
    ("ss", "number"),
    ("soc", "sec"),
    ("soc", "ins"),
    ("social", "security"),
    ("social", "insurance"),
    ("assurance", "sociale"),
    ("ass", "soc"),
];
/// Words of names of people, unless a word beside them says that a thing has the name.
const NAMES: &[&str] = &["name", "names", "nom", "noms"];
/// Things that have names.
const THINGS: &[&str] = &[
    "vendor",
    "supplier",
    "fournisseur",
    "company",
    "compagnie",
    "entreprise",
    "business",
    "account",
    "acct",
    "gl",
    "compte",
    "fund",
    "fonds",
    "file",
    "fichier",
    "dept",
    "department",
    "departement",
    "division",
    "service",
    "project",
    "projet",
    "program",
    "programme",
    "bank",
    "banque",
    "branch",
    "succursale",
    "table",
    "field",
    "champ",
    "column",
    "colonne",
    "city",
    "ville",
    "street",
    "rue",
    "product",
    "produit",
    "item",
    "article",
    "event",
    "batch",
    "lot",
    "journal",
    "ledger",
    "period",
    "periode",
    "report",
    "rapport",
    "system",
    "systeme",
    "currency",
    "devise",
    "unit",
    "unite",
    "category",
    "categorie",
    "type",
    "class",
    "classe",
    "code",
    "short",
    "display",
    "host",
    "domain",
    "municipality",
    "municipalite",
    "province",
    "country",
    "pays",
    "organisation",
    "organization",
    "object",
    "tax",
    "taxe",
    "asset",
    "actif",
    "center",
    "centre",
    "cost",
    "location",
    "group",
    "groupe",
];
/// Words of names of numbers that tell who somebody is: digits alone, but never a number.
const NUMBERED: &[&str] = &["sin", "nas", "ssn", "ssno", "ssnum", "iban", "bankaccount"];
const DAYS: [&str; 26] = [
    "date",
    "dt",
    "day",
    "dob",
    "ddn",
    "bdate",
    "birth",
    "naissance",
    "naiss",
    "nais",
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
/// The first of [`DAYS`] that are called a day whatever stands beside them.
const CALLED_DAYS: usize = 10;
/// Behind a word for what happened, they make it the day on which it did.
const WHEN: [&str; 4] = ["on", "le", "date", "dt"];
/// Words of names of numbers, of people and of codes: who posted, whom it was paid to, the code of an expiry.
const NO_DAY: [&str; 18] = [
    "by", "par", "to", "from", "no", "num", "number", "numero", "nbr", "nr", "code", "cd", "id", "type", "amount",
    "montant", "count", "days",
];
/// Words of names of accounts, codes and numbers of things: eight digits under them need a calendar to be days.
const NUMBERS: [&str; 36] = [
    "account",
    "accounts",
    "acct",
    "acc",
    "compte",
    "comptes",
    "cpte",
    "gl",
    "code",
    "codes",
    "cd",
    "no",
    "num",
    "number",
    "numero",
    "nbr",
    "nr",
    "id",
    "key",
    "cle",
    "ref",
    "reference",
    "vendor",
    "fournisseur",
    "supplier",
    "customer",
    "client",
    "invoice",
    "facture",
    "po",
    "cheque",
    "check",
    "item",
    "article",
    "fund",
    "fonds",
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
    words(name).iter().any(|word| known.iter().any(|known| is(word, known)))
}

/// Whether a word of a name is this one, perhaps with a number behind it: `ADDR2`.
fn is(word: &str, known: &str) -> bool {
    word.strip_prefix(known).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the values are about people.
#[must_use]
pub fn is_personal(name: &str) -> bool {
    let named = has(name, NAMES) && !has(name, THINGS);
    has(name, PERSONAL) || named || has_pair(name, PERSONAL_PAIRS) || has_pair(name, NUMBER_PAIRS)
}

/// Whether all that a group of this name is made of is about people: the parts of a name, of an address, of a birth. A group
/// that is called after people may have anything of theirs.
#[must_use]
pub fn is_of_people(group: &str) -> bool {
    is_personal(group) && !has(group, PEOPLE)
}

/// Whether the values are numbers that tell who somebody is, or whose account it is, by the name: they are texts.
#[must_use]
pub fn is_personal_number(name: &str) -> bool {
    let of_account = PERSONAL_PAIRS
        .iter()
        .filter(|pair| ["account", "acct", "acc", "compte"].iter().any(|word| pair.0 == *word || pair.1 == *word));
    has(name, NUMBERED) || has_pair(name, NUMBER_PAIRS) || has_pair(name, &of_account.copied().collect::<Vec<_>>())
}

/// Whether numbers that pass this check are those of people.
#[must_use]
pub const fn is_check_of_people(check: Check) -> bool {
    matches!(check, Check::Sin | Check::Iban)
}

/// Whether both words of a pair stand near each other.
fn has_pair(name: &str, known: &[(&str, &str)]) -> bool {
    let words = words(name);
    let place = |wanted: &str| words.iter().position(|word| is(word, wanted));
    let near =
        |pair: &(&str, &str)| place(pair.0).zip(place(pair.1)).is_some_and(|(one, other)| one.abs_diff(other) < 3);
    known.iter().any(near)
}

/// Whether the values are days, by the name.
#[must_use]
pub fn is_day(name: &str) -> bool {
    has(name, &DAYS)
}

/// Whether the values are accounts, codes or numbers of things, by the name.
#[must_use]
pub fn is_number(name: &str) -> bool {
    words(name).iter().any(|word| NUMBERS.iter().any(|known| is(word, known)))
}

/// Whether a name says so surely that the values are days that nothing else has to show it.
#[must_use]
pub fn is_surely_day(name: &str) -> bool {
    let words = words(name);
    let one_of = |word: &String, known: &[&str]| known.iter().any(|known| is(word, known));
    let happened = |pair: &[String]| one_of(&pair[0], &DAYS[CALLED_DAYS..]) && one_of(&pair[1], &WHEN);
    let called = words.iter().any(|word| one_of(word, &DAYS[..CALLED_DAYS]) && !is(word, "day"));
    (called || words.windows(2).any(happened)) && !words.iter().any(|word| one_of(word, &NO_DAY))
}

/// Whether a name says so surely that the values are times of day: hours that were worked have hundredths, and the same names.
#[must_use]
pub fn is_surely_time(name: &str) -> bool {
    has(name, &["hhmm", "hhmmss"])
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
    fn numbers_of_people_are_known_by_name() {
        for (name, is_one) in [
            ("SIN", true),
            ("NAS conjoint", true),
            ("no compte bancaire", true),
            ("Bank Acct", true),
            ("account", false),
            ("SS-NUM", true),
            ("EMP-SOC-SEC-NO", true),
            ("no assurance sociale", true),
            ("SS-CODE", false),
        ] {
            assert_eq!(is_personal_number(name), is_one, "{name}");
        }
    }

    #[test]
    fn parts_of_names_and_addresses_are_about_people() {
        for (group, are) in [
            ("CUST-NAME", true),
            ("HOME-ADDRESS", true),
            ("BIRTH", true),
            ("EMPLOYEE-DATA", false),
            ("GL-ACCOUNT", false),
        ] {
            assert_eq!(is_of_people(group), are, "{group}");
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
            ("account name", false, false),
            ("Name", true, false),
            ("nom", true, false),
            ("employee", true, false),
            ("Adresse 1", true, false),
            ("bank account", true, false),
            ("no compte bancaire", true, false),
            ("IBAN", true, false),
            ("salaire annuel", true, false),
            ("date naiss", true, true),
            ("account", false, false),
            ("DATE_ECH", false, true),
            ("posted_on", false, true),
            ("basin", false, false),
            ("STREET", true, false),
            ("ADDR2", true, false),
            ("WS-RUE", true, false),
            ("SS-NUM", true, false),
            ("CLI-DATE-NAIS", true, true),
            ("CUST-LAST-NM", true, false),
            ("DDN1", true, true),
            ("district", false, false),
            ("program", false, false),
            ("Updates", false, false),
        ] {
            assert_eq!((is_personal(name), is_day(name)), (personal, day), "{name}");
        }
    }

    #[test]
    fn a_name_of_a_day_is_not_one_of_who_or_which() {
        for (name, sure) in [
            ("Date paid", true),
            ("posted_on", true),
            ("DATE_ECH", true),
            ("payé le", false),
            ("due_date", true),
            ("DDN", true),
            ("posted", false),
            ("posted_by", false),
            ("paid_to", false),
            ("due_from", false),
            ("jour_no", false),
            ("date_code", false),
            ("expiry_code", false),
            ("start", false),
            ("day", false),
        ] {
            assert_eq!(is_surely_day(name), sure, "{name}");
        }
        assert!(is_number("No compte") && is_number("GL_Account") && !is_number("posted on"));
        assert!(is_surely_time("HHMM") && !is_surely_time("hour") && !is_surely_time("time_by"));
    }
}

//! Names of encodings: every label that the language takes, and the one name that each stands for.
//!
//! Labels are those of the WHATWG encoding standard, except that `latin1` and `iso-8859-1` mean the true ISO-8859-1 and
//! `ascii` seven bits; besides them the usual old names of DOS and Windows pages.

/// DOS and Windows pages: the number in all of `cp850`, `850`, `ibm850`, `windows-1252`.
const PAGES: &[(&str, &str)] = &[
    ("437", "cp437"),
    ("850", "cp850"),
    ("852", "cp852"),
    ("858", "cp858"),
    ("860", "cp860"),
    ("861", "cp861"),
    ("863", "cp863"),
    ("865", "cp865"),
    ("1250", "cp1250"),
    ("1251", "cp1251"),
    ("1252", "cp1252"),
    ("1253", "cp1253"),
    ("1254", "cp1254"),
    ("1255", "cp1255"),
    ("1256", "cp1256"),
    ("1257", "cp1257"),
    ("1258", "cp1258"),
];

/// Other names, first the label and then the name.
const OTHERS: &[(&str, &str)] = &[
    ("ascii", "ascii"),
    ("us-ascii", "ascii"),
    ("ansi-x3.4-1968", "ascii"),
    ("latin1", "latin1"),
    ("latin-1", "latin1"),
    ("l1", "latin1"),
    ("iso-8859-1", "latin1"),
    ("iso8859-1", "latin1"),
    ("iso88591", "latin1"),
    ("utf8", "utf-8"),
    ("utf16", "utf-16le"),
    ("utf-16", "utf-16le"),
];

/// All names, in the order of the reference.
const NAMES: &[&str] = &[
    "utf-8",
    "ascii",
    "latin1",
    "cp437",
    "cp850",
    "cp852",
    "cp858",
    "cp860",
    "cp861",
    "cp863",
    "cp865",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "utf-16le",
    "utf-16be",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "cp866",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "x-mac-cyrillic",
    "cp874",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "gbk",
    "gb18030",
    "big5",
];

/// The name that a label stands for, such as `cp850` for `IBM850`; none if unknown.
#[must_use]
pub fn canonical(label: &str) -> Option<&'static str> {
    let label = label.trim().to_ascii_lowercase().replace('_', "-");
    let named = |name: &str| NAMES.iter().copied().find(|known| known.replace('_', "-") == name);
    if let Some((_, name)) = OTHERS.iter().find(|(known, _)| *known == label) {
        return named(name);
    }
    if let Some(name) = named(&label) {
        return Some(name);
    }
    let number = ["cp", "ibm", "windows-", "win-", "dos-", "x-cp", "cp-", "ibm-"]
        .iter()
        .find_map(|prefix| label.strip_prefix(prefix));
    let number = number.unwrap_or(&label);
    if let Some((_, name)) = PAGES.iter().find(|(known, _)| *known == number) {
        return named(name);
    }
    let other = encoding_rs::Encoding::for_label(label.as_bytes())?.name().to_ascii_lowercase();
    match other.as_str() {
        "ibm866" => named("cp866"),
        "windows-874" => named("cp874"),
        "x-user-defined" | "replacement" => None,
        windows if windows.starts_with("windows-") => named(&windows.replace("windows-", "cp")),
        name => named(&name.replace('_', "-")),
    }
}

/// Every name, in the order in which the reference lists them.
#[must_use]
pub const fn names() -> &'static [&'static str] {
    NAMES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stands_for_one_name() {
        for (label, name) in [
            ("IBM850", Some("cp850")),
            ("850", Some("cp850")),
            ("CP850", Some("cp850")),
            ("windows-1252", Some("cp1252")),
            ("ISO-8859-1", Some("latin1")),
            ("iso_8859-1", Some("latin1")),
            ("l1", Some("latin1")),
            ("ASCII", Some("ascii")),
            ("UTF8", Some("utf-8")),
            ("utf-16", Some("utf-16le")),
            ("Shift_JIS", Some("shift_jis")),
            ("sjis", Some("shift_jis")),
            ("iso-8859-15", Some("iso-8859-15")),
            ("latin9", None),
            ("l9", Some("iso-8859-15")),
            ("ibm866", Some("cp866")),
            ("tis-620", Some("cp874")),
            ("x-user-defined", None),
            ("klingon", None),
            ("", None),
            ("gb2312", Some("gbk")),
        ] {
            assert_eq!(canonical(label), name, "{label}");
        }
    }

    #[test]
    fn every_name_stands_for_itself() {
        for name in names() {
            assert_eq!(canonical(name), Some(*name));
        }
    }
}

//! Names of encodings: every label that the language takes, and the one name that each stands for.
//!
//! In: a label as someone wrote it. Out: the encoding's name. Refuses to know bytes, and labels that mean one thing
//! here and another there (`ansi`, `oem`).

/// Every name; the usual ones of the Americas and western Europe stand first.
const NAMES: [&str; 78] = [
    "utf-8",
    "latin1",
    "cp1252",
    "cp850",
    "cp437",
    "ascii",
    "utf-16le",
    "utf-16be",
    "iso-8859-15",
    "macintosh",
    "cp858",
    "cp860",
    "cp861",
    "cp863",
    "cp865",
    "cp852",
    "ibm866",
    "cp874",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-9",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "x-mac-cyrillic",
    "gbk",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "cp037",
    "cp273",
    "cp275",
    "cp277",
    "cp278",
    "cp280",
    "cp284",
    "cp285",
    "cp290",
    "cp297",
    "cp500",
    "cp838",
    "cp870",
    "cp871",
    "cp875",
    "cp1025",
    "cp1026",
    "cp1047",
    "cp1140",
    "cp1141",
    "cp1142",
    "cp1143",
    "cp1144",
    "cp1145",
    "cp1146",
    "cp1147",
    "cp1148",
    "cp1149",
    "cp1160",
];

/// Whether what a byte means depends on those before it.
#[must_use]
pub fn is_stateful(name: &str) -> bool {
    name == "iso-2022-jp"
}

/// Whether it is a page of EBCDIC.
#[must_use]
pub fn is_ebcdic(name: &str) -> bool {
    EBCDIC.contains(&name)
}

/// Pages of EBCDIC.
const EBCDIC: [&str; 29] = [
    "cp037", "cp273", "cp275", "cp277", "cp278", "cp280", "cp284", "cp285", "cp290", "cp297", "cp500", "cp838",
    "cp870", "cp871", "cp875", "cp1025", "cp1026", "cp1047", "cp1140", "cp1141", "cp1142", "cp1143", "cp1144",
    "cp1145", "cp1146", "cp1147", "cp1148", "cp1149", "cp1160",
];

/// Labels that the web's list has not, or has for another encoding (`latin1` is page 1252 there).
const LABELS: [(&str, &str); 86] = [
    ("ansi-x3.4-1968", "ascii"),
    ("iso-ir-6", "ascii"),
    ("iso646-us", "ascii"),
    ("us-ascii", "ascii"),
    ("819", "latin1"),
    ("cp819", "latin1"),
    ("csisolatin1", "latin1"),
    ("ibm819", "latin1"),
    ("iso-8859-1", "latin1"),
    ("iso-8859-1:1987", "latin1"),
    ("iso-ir-100", "latin1"),
    ("iso8859-1", "latin1"),
    ("iso88591", "latin1"),
    ("l1", "latin1"),
    ("latin-1", "latin1"),
    ("csisolatin5", "iso-8859-9"),
    ("iso-8859-9:1989", "iso-8859-9"),
    ("iso-ir-148", "iso-8859-9"),
    ("iso8859-9", "iso-8859-9"),
    ("iso88599", "iso-8859-9"),
    ("l5", "iso-8859-9"),
    ("latin5", "iso-8859-9"),
    ("latin-5", "iso-8859-9"),
    ("latin9", "iso-8859-15"),
    ("latin-9", "iso-8859-15"),
    ("mac-roman", "macintosh"),
    ("macroman", "macintosh"),
    ("utf16", "utf-16le"),
    ("utf16le", "utf-16le"),
    ("utf16be", "utf-16be"),
    ("65001", "utf-8"),
    ("cp65001", "utf-8"),
    ("cp932", "shift_jis"),
    ("cp936", "gbk"),
    ("cp949", "euc-kr"),
    ("cp950", "big5"),
    ("37", "cp037"),
    ("cp37", "cp037"),
    ("ibm37", "cp037"),
    ("csibm037", "cp037"),
    ("ebcdic-cp-us", "cp037"),
    ("ebcdic-cp-ca", "cp037"),
    ("ebcdic-cp-wt", "cp037"),
    ("ebcdic-cp-nl", "cp037"),
    ("csibm273", "cp273"),
    ("ebcdic-br", "cp275"),
    ("csibm275", "cp275"),
    ("ebcdic-cp-dk", "cp277"),
    ("ebcdic-cp-no", "cp277"),
    ("csibm277", "cp277"),
    ("ebcdic-cp-fi", "cp278"),
    ("ebcdic-cp-se", "cp278"),
    ("csibm278", "cp278"),
    ("ebcdic-cp-it", "cp280"),
    ("csibm280", "cp280"),
    ("ebcdic-cp-es", "cp284"),
    ("csibm284", "cp284"),
    ("ebcdic-cp-gb", "cp285"),
    ("csibm285", "cp285"),
    ("ebcdic-jp-kana", "cp290"),
    ("csibm290", "cp290"),
    ("ebcdic-cp-fr", "cp297"),
    ("csibm297", "cp297"),
    ("ebcdic-cp-be", "cp500"),
    ("ebcdic-cp-ch", "cp500"),
    ("csibm500", "cp500"),
    ("ibm-thai", "cp838"),
    ("csibmthai", "cp838"),
    ("ebcdic-cp-roece", "cp870"),
    ("ebcdic-cp-yu", "cp870"),
    ("csibm870", "cp870"),
    ("ebcdic-cp-is", "cp871"),
    ("csibm871", "cp871"),
    ("csibm1026", "cp1026"),
    ("ebcdic-us-37+euro", "cp1140"),
    ("ebcdic-de-273+euro", "cp1141"),
    ("ebcdic-dk-277+euro", "cp1142"),
    ("ebcdic-no-277+euro", "cp1142"),
    ("ebcdic-fi-278+euro", "cp1143"),
    ("ebcdic-se-278+euro", "cp1143"),
    ("ebcdic-it-280+euro", "cp1144"),
    ("ebcdic-es-284+euro", "cp1145"),
    ("ebcdic-gb-285+euro", "cp1146"),
    ("ebcdic-fr-297+euro", "cp1147"),
    ("ebcdic-international-500+euro", "cp1148"),
    ("ebcdic-is-871+euro", "cp1149"),
];

/// The name that a label stands for, in lower case, such as `cp850` for `IBM850`; none if unknown.
///
/// Letter case does not matter, `_` is as `-`. Labels are those of the WHATWG Encoding Standard, except that
/// `latin1`, `iso-8859-1` and `iso-8859-9` mean these and `ascii` seven bits; DOS and Windows pages also go by
/// `ibm850`, `850`, `windows-1252`, `win-1252`, pages of EBCDIC by `ibm-1047`, `ccsid1047` and IANA's names.
#[must_use]
pub fn canonical(label: &str) -> Option<&'static str> {
    let written = label.to_ascii_lowercase();
    let label = written.replace('_', "-");
    let own = LABELS.iter().find(|one| one.0 == label).map(|one| one.1);
    own.or_else(|| named(&label)).or_else(|| numbered(&label)).or_else(|| by_web(&written, &label))
}

/// Every name, in the order in which the reference lists them.
#[must_use]
pub fn names() -> &'static [&'static str] {
    &NAMES
}

fn named(label: &str) -> Option<&'static str> {
    NAMES.iter().copied().find(|name| name.replace('_', "-") == label)
}

/// A page by its number: three digits for DOS; 874 and 1250 to 1258 for Windows; any for EBCDIC.
fn numbered(label: &str) -> Option<&'static str> {
    let digits = label.find(|letter: char| letter.is_ascii_digit())?;
    let (prefix, number) = label.split_at(digits);
    let known = match prefix {
        "" | "cp" | "cp-" | "ibm" | "ibm-" | "ccsid" | "ccsid-" => true,
        "windows-" | "windows" | "win-" | "win" | "x-cp" => number == "874" || number.starts_with("125"),
        _ => false,
    };
    // IANA has 00858 and 01140.
    let number = if number.len() == 5 { number.trim_start_matches('0') } else { number };
    let page = |prefix: &str| named(&format!("{prefix}{number}"));
    known.then(|| page("cp").or_else(|| page("ibm"))).flatten()
}

/// Labels of the web's list have `_`, `-` or both.
fn by_web(written: &str, label: &str) -> Option<&'static str> {
    let find = |label: &str| encoding_rs::Encoding::for_label_no_replacement(label.as_bytes());
    let found = find(written).or_else(|| find(label)).or_else(|| find(&label.replace('-', "_")))?;
    let name = found.name().to_ascii_lowercase().replace('_', "-");
    named(&name).or_else(|| numbered(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_for_one_name() {
        for (labels, want) in [
            ("utf-8 UTF8 utf_8 unicode-1-1-utf-8 65001 cp65001", "utf-8"),
            ("latin1 LATIN-1 iso-8859-1 ISO_8859-1:1987 iso8859-1 l1 819 cp819 ibm819 iso_8859_1", "latin1"),
            ("ascii US-ASCII us_ascii ANSI_X3.4-1968", "ascii"),
            ("cp1252 windows-1252 Windows_1252 win-1252 WIN1252 1252 x-cp1252", "cp1252"),
            ("cp850 IBM850 ibm-850 850 cp_850", "cp850"),
            ("cp863 863 ibm863", "cp863"),
            ("ibm866 cp866 866", "ibm866"),
            ("windows-874 dos-874 tis-620 iso-8859-11 cp874", "cp874"),
            ("iso-8859-15 ISO8859-15 iso_8859-15 iso885915 latin9 Latin-9 csisolatin9", "iso-8859-15"),
            ("iso-8859-2 latin2 iso_8859-2:1987", "iso-8859-2"),
            ("iso-8859-9 latin5 iso_8859-9:1989", "iso-8859-9"),
            ("windows-1254 cp1254 1254", "cp1254"),
            ("utf-16 utf16 UTF-16LE utf-16le ucs-2 unicode", "utf-16le"),
            ("utf-16be utf_16be utf16be", "utf-16be"),
            ("shift_jis Shift-JIS sjis ms_kanji windows-31j cp932", "shift_jis"),
            ("gbk gb2312 gb_2312-80 cp936", "gbk"),
            ("big5 big5-hkscs cp950", "big5"),
            ("euc-kr ks_c_5601-1987 korean windows-949 cp949", "euc-kr"),
            ("euc-jp x-euc-jp euc_jp", "euc-jp"),
            ("macintosh x-mac-roman MacRoman", "macintosh"),
            ("koi8-r KOI8_R koi", "koi8-r"),
            ("cp037 037 IBM037 ibm-037 37 cp_037 EBCDIC-CP-US ebcdic_cp_ca csIBM037 ccsid037", "cp037"),
            ("cp1047 IBM-1047 IBM1047 1047 ccsid1047 CCSID-1047", "cp1047"),
            ("cp1140 1140 CCSID01140 CP01140 ebcdic-us-37+euro IBM01140", "cp1140"),
            ("cp838 ibm-Thai 838 ibm838", "cp838"),
            ("cp500 ebcdic-cp-ch ibm500", "cp500"),
            ("cp858 ccsid00858 cp00858", "cp858"),
        ] {
            for label in labels.split(' ') {
                assert_eq!(canonical(label), Some(want), "{label}");
            }
        }
        for label in
            "ansi oem replacement iso-2022-kr x-user-defined windows-850 windows-1140 win-1047 ebcdic ccsid -850 cp 0 999 12520 utf-7 utf-32".split(' ')
        {
            assert_eq!(canonical(label), None, "{label}");
        }
        assert_eq!(canonical(""), None);
    }

    #[test]
    fn a_name_is_a_label_of_itself_and_stands_once() {
        for (at, name) in names().iter().enumerate() {
            assert_eq!(canonical(name), Some(*name));
            assert_eq!(canonical(&name.to_ascii_uppercase()), Some(*name));
            assert!(!names()[..at].contains(name), "{name}");
        }
        assert!(LABELS.iter().all(|label| names().contains(&label.1)));
    }
}

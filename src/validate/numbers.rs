//! The numbers that people know: what makes a SIN, a bank's routing number, a postal code possible.
//!
//! In: a text as it stands in a column, or a whole number. Out: whether such a number can exist. Refuses to know:
//! whether it was ever given to anybody.

use crate::mapping::model::Check;

/// Whether the text passes the check.
#[must_use]
pub fn holds(check: Check, text: &str) -> bool {
    let text = text.as_bytes();
    match check {
        Check::Sin => sin(text),
        Check::Bn => bn(text),
        Check::Luhn => luhn(text),
        Check::Aba => aba(text),
        Check::Iban => iban(text),
        Check::CaPostalCode => ca_postal_code(text),
        Check::CaTransit => ca_transit(text),
    }
}

/// Whether a whole number passes the check once it has its leading zeros again: nine digits, where the check says how
/// many.
#[must_use]
pub fn holds_of(check: Check, number: i128) -> bool {
    let Ok(mut rest) = u128::try_from(number) else { return false };
    let mut digits = [b'0'; 39];
    let mut first = digits.len();
    while rest > 0 {
        first -= 1;
        digits[first] = b"0123456789"[usize::try_from(rest % 10).unwrap_or(0)];
        rest /= 10;
    }
    let padded = match check {
        Check::Sin | Check::Bn | Check::Aba | Check::CaTransit => first.min(digits.len() - 9),
        Check::Luhn | Check::Iban | Check::CaPostalCode => first,
    };
    std::str::from_utf8(&digits[padded..]).is_ok_and(|text| holds(check, text))
}

/// Canada's social insurance number: nine digits, alone or in threes apart by blanks or hyphens, whose last is a check
/// digit by the Luhn formula; not all zeros. Numbers that begin with 0 pass: the Canada Revenue Agency gives such tax
/// numbers to people who cannot have a SIN.
///
/// Source: Employment and Social Development Canada, "The Social Insurance Number Code of Practice"; ISO/IEC 7812-1,
/// annex B.
#[must_use]
pub fn sin(text: &[u8]) -> bool {
    let mut digits = [0; 9];
    match text {
        [_, _, _, apart @ (b' ' | b'-'), _, _, _, again, _, _, _] if apart == again => {
            let bare = text.iter().enumerate().filter(|(place, _)| !matches!(place, 3 | 7));
            digits.iter_mut().zip(bare).for_each(|(digit, (_, byte))| *digit = *byte);
            nine_by_luhn(&digits)
        }
        _ => nine_by_luhn(text),
    }
}

/// Canada's business number: nine digits, the last a check digit by the Luhn formula; then, or not, a program account:
/// two capitals that begin with R and four digits that are not all zeros, each part after a blank or not (`123456782 RT
/// 0001`).
///
/// Source: Canada Revenue Agency, RC2 "The Business Number and Your Canada Revenue Agency Program Accounts".
#[must_use]
pub fn bn(text: &[u8]) -> bool {
    let Some((number, account)) = text.split_at_checked(9) else { return false };
    let account = account.strip_prefix(b" ").filter(|rest| !rest.is_empty()).unwrap_or(account);
    let account_holds = match account {
        [] => true,
        [b'R', program, rest @ ..] => {
            let reference = rest.strip_prefix(b" ").unwrap_or(rest);
            program.is_ascii_uppercase() && reference.len() == 4 && all_digits(reference) && reference != b"0000"
        }
        _ => false,
    };
    account_holds && nine_by_luhn(number)
}

fn nine_by_luhn(text: &[u8]) -> bool {
    text.len() == 9 && luhn(text) && text != b"000000000"
}

/// A number of two or more digits whose last is a check digit by the Luhn formula: from the right, each second digit
/// counts double, less 9 where that is above 9, and the sum is a multiple of 10.
///
/// Source: ISO/IEC 7812-1, annex B; US patent 2,950,048.
#[must_use]
pub fn luhn(text: &[u8]) -> bool {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let value = |(place, digit): (usize, &u8)| {
        let digit = digit - b'0';
        if place % 2 == 1 { DOUBLED[usize::from(digit)] } else { u32::from(digit) }
    };
    text.len() >= 2 && all_digits(text) && text.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

/// A routing number of a bank of the United States: nine digits, the first two 00 to 12, 21 to 32, 61 to 72 or 80; the
/// digits times 3, 7, 1, 3, 7, 1, 3, 7, 1 add up to a multiple of 10; not all zeros.
///
/// Source: American Bankers Association, "Routing Number Administrative Policy and Procedures"; Federal Reserve,
/// "E-Payments Routing Directory".
#[must_use]
pub fn aba(text: &[u8]) -> bool {
    if text.len() != 9 || !all_digits(text) || text == b"000000000" {
        return false;
    }
    let district = (text[0] - b'0') * 10 + (text[1] - b'0');
    let weighted =
        text.iter().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight);
    matches!(district, 0..=12 | 21..=32 | 61..=72 | 80) && weighted.sum::<u32>() % 10 == 0
}

/// An international bank account number: two capitals of a country, two check digits, up to 30 digits and capitals, in
/// one piece or in groups of four apart by blanks. Read with its first four characters last, and letters as 10 to 35,
/// it leaves 1 when divided by 97. Where the country is in the registry, the length is its own; elsewhere it is 15 to
/// 34.
///
/// Source: ISO 13616-1; SWIFT, "IBAN Registry".
#[must_use]
pub fn iban(text: &[u8]) -> bool {
    let mut packed = [0_u8; 34];
    let mut length = 0;
    for (place, &byte) in text.iter().enumerate() {
        if byte == b' ' {
            let inside = place % 5 == 4 && place + 1 < text.len() && text.len() == spaced(text);
            if !inside {
                return false;
            }
            continue;
        }
        let (true, Some(free)) = (byte.is_ascii_digit() || byte.is_ascii_uppercase(), packed.get_mut(length)) else {
            return false;
        };
        *free = byte;
        length += 1;
    }
    let [a, b, c, d, account @ ..] = &packed[..length] else { return false };
    let shape = a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit();
    let fits = match IBAN_LENGTHS.binary_search_by_key(&[*a, *b], |(country, _)| **country) {
        Ok(at) => IBAN_LENGTHS[at].1 == length,
        Err(_) => (15..=34).contains(&length),
    };
    let remainder = account.iter().chain([a, b, c, d]).fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        letter => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    shape && fits && remainder == 1
}

/// The length of the text, if a blank stood in each fifth place.
fn spaced(text: &[u8]) -> usize {
    let characters = text.iter().filter(|byte| **byte != b' ').count();
    characters + characters.saturating_sub(1) / 4
}

/// Country and length of its IBANs, by country.
const IBAN_LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

/// A Canadian postal code in capitals: `K1A 0B1`, or without its blank. D, F, I, O, Q and U stand nowhere, W and Z not
/// first.
///
/// Source: Canada Post, "Addressing Guidelines", section on postal codes.
#[must_use]
pub fn ca_postal_code(text: &[u8]) -> bool {
    let (area, unit) = match text {
        [_, _, _, b' ', _, _, _] => (&text[..3], &text[4..]),
        [_, _, _, _, _, _] => text.split_at(3),
        _ => return false,
    };
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"DFIOQU".contains(&byte);
    let area_holds = letter(area[0]) && !b"WZ".contains(&area[0]) && area[1].is_ascii_digit() && letter(area[2]);
    area_holds && unit[0].is_ascii_digit() && letter(unit[1]) && unit[2].is_ascii_digit()
}

/// A Canadian bank's branch: a transit number of five digits and an institution of three, as paper has them
/// (`12345-003`, `12345003`) or as electronic payments do (`000312345`: a zero, the institution, the transit). Neither
/// part is all zeros; there is no check digit.
///
/// Source: Payments Canada, Standard 005 (AFT) and Standard 006 (MICR-encoded documents).
#[must_use]
pub fn ca_transit(text: &[u8]) -> bool {
    let (transit, institution) = match text {
        [transit @ .., b'-', a, b, c] if transit.len() == 5 => (transit, [*a, *b, *c]),
        [transit @ .., a, b, c] if transit.len() == 5 => (transit, [*a, *b, *c]),
        [b'0', a, b, c, transit @ ..] if transit.len() == 5 => (transit, [*a, *b, *c]),
        _ => return false,
    };
    all_digits(transit) && all_digits(&institution) && transit != b"00000" && institution != *b"000"
}

fn all_digits(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_that_people_know_hold_or_not() {
        for (check, good, bad) in [
            (
                Check::Sin,
                &["046454286", "046 454 286", "046-454-286", "130692544", "900000001"][..],
                &[
                    "046454287",
                    "000000000",
                    "46454286",
                    "046 454-286",
                    "046454286 ",
                    "04645428X",
                    "",
                    "0464542861",
                    "130692545",
                ][..],
            ),
            (
                Check::Bn,
                &["123456782", "123456782RT0001", "123456782 RT 0001", "123456782 RP0002"],
                &[
                    "123456789",
                    "123456782RT000",
                    "123456782RT0000",
                    "123456782XX0001",
                    "123456782 ",
                    "123456782rt0001",
                    "12345678",
                    "é12345678",
                ],
            ),
            (
                Check::Luhn,
                &["79927398713", "18", "4111111111111111"],
                &["79927398710", "0", "", "1-8", "4111111111111112"],
            ),
            (
                Check::Aba,
                &["011000015", "021000021", "121042882", "322271627", "800000006"],
                &["011000016", "000000000", "131000000", "330000009", "01100001", "0110000150", "01100001A"],
            ),
            (
                Check::Iban,
                &[
                    "GB82WEST12345698765432",
                    "GB82 WEST 1234 5698 7654 32",
                    "DE89370400440532013000",
                    "NO9386011117947",
                    "MT84MALT011000012345MTLCAST001S",
                ],
                &[
                    "GB82WEST12345698765431",
                    "gb82west12345698765432",
                    "GB82WEST1234569876543",
                    "GB82 WEST12345698765432",
                    "GB82 WEST 1234 5698 7654 32 ",
                    "DE8937040044053201300",
                    "",
                    "GB",
                    "GB82WEST1234569876543212345678901234567890",
                ],
            ),
            (
                Check::CaPostalCode,
                &["K1A 0B1", "K1A0B1", "H0H 0H0", "V6Z 2W7"],
                &[
                    "k1a 0b1", "W1A 0B1", "Z1A 0B1", "K1D 0B1", "K1A-0B1", "K1A  0B1", "K1A 0BO", "D1A 0B1", "",
                    "K1A0B11",
                ],
            ),
            (
                Check::CaTransit,
                &["12345-003", "12345003", "000312345"],
                &["12345-000", "00000-003", "12345-03", "100312345", "1234500", "12345 003", "000012345", ""],
            ),
        ] {
            for text in good {
                assert!(holds(check, text), "{check:?} {text}");
            }
            for text in bad {
                assert!(!holds(check, text), "{check:?} {text}");
            }
        }
    }

    #[test]
    fn whole_numbers_get_their_zeros_back() {
        for (check, number, want) in [
            (Check::Sin, 46_454_286, true),
            (Check::Sin, 46_454_287, false),
            (Check::Sin, 0, false),
            (Check::Sin, -46_454_286, false),
            (Check::Sin, 1_046_454_286, false),
            (Check::Aba, 11_000_015, true),
            (Check::Bn, 123_456_782, true),
            (Check::CaTransit, 312_345, true),
            (Check::CaTransit, 100_312_345, false),
            (Check::Luhn, 79_927_398_713, true),
            (Check::Luhn, 0, false),
            (Check::Iban, 8_237, false),
            (Check::CaPostalCode, 101_010, false),
            (Check::Luhn, i128::MAX, false),
        ] {
            assert_eq!(holds_of(check, number), want, "{check:?} {number}");
        }
    }

    #[test]
    fn the_registry_is_in_order() {
        assert!(IBAN_LENGTHS.is_sorted_by(|left, right| left.0 < right.0));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC{0,40}", grouped in "[A-Z0-9 -]{0,40}") {
            for check in [Check::Sin, Check::Bn, Check::Luhn, Check::Aba, Check::Iban, Check::CaPostalCode, Check::CaTransit] {
                let _ = (holds(check, &text), holds(check, &grouped));
            }
        }

        #[test] // the Luhn formula and the ABA's weights find every wrong digit
        fn one_wrong_digit_is_found(number in 0_u64..100_000_000, at in 0_usize..9, by in 1_u8..10) {
            let with_check = |check| (0..10).map(|last| format!("{number:08}{last}")).find(|text| holds(check, text));
            for check in [Check::Sin, Check::Luhn, Check::Aba] {
                let Some(text) = with_check(check) else { continue };
                let mut wrong = text.into_bytes();
                wrong[at] = (wrong[at] - b'0' + by) % 10 + b'0';
                let wrong = String::from_utf8(wrong).unwrap();
                prop_assert!(!holds(check, &wrong), "{check:?} {wrong}");
            }
        }
    }
}

//! The Gregorian calendar: days since 1970-01-01 and the year, month and day that they are.
//!
//! Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". Years start in March there, so that the leap
//! day ends them.

/// The day number of 0001-01-01.
pub const FIRST_DAY: i32 = -719_162;
/// The day number of 9999-12-31.
pub const LAST_DAY: i32 = 2_932_896;

/// Year, month (1 to 12) and day (1 to 31) of a day's number.
#[inline]
#[must_use]
pub const fn civil(days: i32) -> (i64, i64, i64) {
    if days < FIRST_DAY || days > LAST_DAY { civil_of_any_year(days) } else { civil_of_usual_year(days) }
}

/// In 32 bits, without a division by anything but constants.
/// Source: Cassio Neri and Lorenz Schneider, "Euclidean affine functions and their application to calendar algorithms".
#[inline]
#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "the days are bounded")]
const fn civil_of_usual_year(days: i32) -> (i64, i64, i64) {
    let number = 4 * (days + 719_468) as u32 + 3;
    let (century, of_century) = (number / 146_097, number % 146_097 / 4);
    let product = 2_939_745 * (4 * of_century + 3) as u64;
    let (year_of_century, day_of_year) = ((product >> 32) as u32, product as u32 / 2_939_745 / 4);
    let month_and_day = 2_141 * day_of_year + 197_913;
    let (month, day) = (month_and_day >> 16, (month_and_day & 0xFFFF) / 2_141);
    let next = day_of_year >= 306;
    let year = 100 * century + year_of_century + next as u32;
    (year as i64, (if next { month - 12 } else { month }) as i64, day as i64 + 1)
}

const fn civil_of_any_year(days: i32) -> (i64, i64, i64) {
    let days = days as i64 + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + (month <= 2) as i64, month, day)
}

/// The number of a date; none if no calendar has it, or outside of the years 1 to 9999.
#[inline]
#[must_use]
#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "the years are bounded")]
pub const fn days(year: i64, month: i64, day: i64) -> Option<i32> {
    if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month) {
        return None;
    }
    Some(number(year as u32, month as u32, day as u32))
}

/// In 32 bits, as [`civil_of_usual_year`]; of a date that exists.
#[inline]
#[expect(clippy::cast_possible_wrap, reason = "the years are bounded")]
const fn number(year: u32, month: u32, day: u32) -> i32 {
    let (year, month) = if month <= 2 { (year - 1, month + 12) } else { (year, month) };
    let century = year / 100;
    let of_years = 1_461 * year / 4 - century + century / 4;
    let of_months = (979 * month - 2_919) / 32;
    (of_years + of_months + day - 1) as i32 - 719_468
}

/// Days of a month, 1 to 12.
#[inline]
#[must_use]
pub const fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 25 != 0 || year % 16 == 0) => 29,
        2 => 28,
        // 30 or 31 in turn, once more from August on.
        _ => 30 + ((month ^ (month >> 3)) & 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_its_date_and_back() {
        for number in FIRST_DAY..=LAST_DAY {
            let (year, month, day) = civil(number);
            assert_eq!(days(year, month, day), Some(number));
            assert_eq!(civil_of_any_year(number), (year, month, day));
        }
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        assert_eq!((1..=12).map(|month| month_length(2026, month)).collect::<Vec<_>>(), lengths);
        assert_eq!((civil(FIRST_DAY), civil(LAST_DAY)), ((1, 1, 1), (9999, 12, 31)));
        assert_eq!((days(2026, 2, 29), days(2024, 2, 29), days(1900, 2, 29)), (None, Some(19_782), None));
    }
}

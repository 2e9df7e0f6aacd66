//! Dates, times and timestamps: the Gregorian calendar, years 1 to 9999, no time zones.

use super::{Entry, Gives, Group, Nulls, Takes};
use crate::finding::Code::{BadArgument, NoSuchDate, NotByFormat};
use crate::mapping::sql::op::Op;

const fn date(form: &'static str, name: &'static str, op: Op, takes: &'static [Takes], gives: Gives) -> Entry {
    Entry::new(Group::Dates, form, op, takes, gives).named(name)
}

const fn part(form: &'static str, name: &'static str, op: Op) -> Entry {
    date(form, name, op, &[Takes::Moment], Gives::Int)
}

const fn clock(form: &'static str, name: &'static str, op: Op) -> Entry {
    date(form, name, op, &[Takes::Clock], Gives::Int)
}

/// The lines.
pub const TABLE: &[Entry] = &[
    date("d + n", "+", Op::AddDays, &[Takes::Date, Takes::Int], Gives::Date)
        .fails(&[NoSuchDate])
        .about("A date and whole days is a date.", "Une date et des jours entiers font une date.")
        .examples(&[("date '2026-12-31' + 1", "2027-01-01"), ("date '9999-12-31' + 1", "TL0405")]),
    date("d + interval", "+", Op::AddMonths, &[Takes::Moment, Takes::Interval], Gives::First)
        .fails(&[NoSuchDate])
        .about(
            "Months and years keep the day, or take the month’s last one; days and weeks are counted; hours, minutes and seconds need a timestamp.",
            "Mois et années gardent le jour, ou prennent le dernier du mois ; jours et semaines se comptent ; heures, minutes et secondes veulent un horodatage.",
        )
        .examples(&[
            ("date '2026-01-31' + interval '1' month", "2026-02-28"),
            ("date '2024-02-29' + interval '1 year'", "2025-02-28"),
            ("timestamp '2026-01-01 23:30:00' + interval '45' minute", "2026-01-02 00:15:00"),
            ("date '9999-12-01' + interval '1' month", "TL0405"),
        ]),
    date("d - n", "-", Op::SubDays, &[Takes::Date, Takes::Int], Gives::Date)
        .fails(&[NoSuchDate])
        .about("So many days before.", "Tant de jours avant.")
        .examples(&[("date '2026-03-01' - 1", "2026-02-28"), ("date '0001-01-01' - 1", "TL0405")]),
    date("d - interval", "-", Op::AddMonths, &[Takes::Moment, Takes::Interval], Gives::First)
        .fails(&[NoSuchDate])
        .about("The same backwards.", "De même en arrière.")
        .examples(&[("date '2026-03-31' - interval '1' month", "2026-02-28"), ("date '0001-01-31' - interval '1' month", "TL0405")]),
    date("d - e", "-", Op::DaysBetween, &[Takes::Date, Takes::Date], Gives::Int)
        .about("Days from the second date to the first.", "Jours de la seconde date à la première.")
        .examples(&[("date '2026-03-01' - date '2026-02-01'", "28")]),
    part("year(d), EXTRACT(year FROM d)", "year", Op::Year).about("The year.", "L’année.").examples(&[("year(date '2026-11-25')", "2026"), ("EXTRACT(year FROM date '2026-11-25')", "2026")]),
    part("quarter(d)", "quarter", Op::Quarter).about("1 to 4.", "1 à 4.").examples(&[("quarter(date '2026-11-25')", "4")]),
    part("month(d)", "month", Op::Month).about("1 to 12.", "1 à 12.").examples(&[("month(date '2026-11-25')", "11")]),
    part("day(d)", "day", Op::Day).about("1 to 31.", "1 à 31.").examples(&[("day(date '2026-11-25')", "25")]),
    part("day_of_week(d)", "day_of_week", Op::DayOfWeek)
        .about("1 for Monday to 7 for Sunday.", "1 pour lundi à 7 pour dimanche.")
        .examples(&[("day_of_week(date '2026-11-25')", "3")]),
    part("day_of_year(d)", "day_of_year", Op::DayOfYear)
        .about("1 to 366.", "1 à 366.")
        .examples(&[("day_of_year(date '2024-12-31')", "366")]),
    clock("hour(t)", "hour", Op::Hour).about("0 to 23.", "0 à 23.").examples(&[("hour(time '23:59:01')", "23")]),
    clock("minute(t)", "minute", Op::Minute).about("0 to 59.", "0 à 59.").examples(&[("minute(timestamp '2026-01-01 23:59:01')", "59")]),
    clock("second(t)", "second", Op::Second)
        .about("0 to 59, without the fraction.", "0 à 59, sans la fraction.")
        .examples(&[("second(time '23:59:01.5')", "1")]),
    date("date_trunc(unit, d)", "date_trunc", Op::DateTrunc, &[Takes::Unit, Takes::Moment], Gives::First)
        .about(
            "The start of its year, quarter, month, week (Monday) or day; of a timestamp also hour, minute, second. The type stays.",
            "Le début de son année, trimestre, mois, semaine (lundi) ou jour ; d’un horodatage aussi heure, minute, seconde. Le type reste.",
        )
        .examples(&[
            ("date_trunc('month', date '2026-11-25')", "2026-11-01"),
            ("date_trunc('week', date '2026-11-25')", "2026-11-23"),
            ("date_trunc('hour', timestamp '2026-11-25 10:42:00')", "2026-11-25 10:00:00"),
        ]),
    date("make_date(year, month, day)", "make_date", Op::MakeDate, &[Takes::Int, Takes::Int, Takes::Int], Gives::Date)
        .fails(&[NoSuchDate])
        .about("The date, if there is one.", "La date, s’il y en a une.")
        .examples(&[("make_date(2026, 2, 28)", "2026-02-28"), ("make_date(2026, 2, 30)", "TL0405")]),
    date("strptime(a, format)", "strptime", Op::Strptime, &[Takes::Text, Takes::Format], Gives::Format)
        .fails(&[NotByFormat])
        .about(
            "The date that the text says: %Y, %m, %d, %j, %b, %H, %M, %S, %f; %-m and its like without leading zeros. The whole text, every digit.",
            "La date que dit le texte : %Y, %m, %d, %j, %b, %H, %M, %S, %f ; %-m et semblables sans zéros au début. Le texte entier, chaque chiffre.",
        )
        .examples(&[
            ("strptime('20261125', '%Y%m%d')", "2026-11-25"),
            ("strptime('5/11/2026', '%-d/%m/%Y')", "2026-11-05"),
            ("strptime('2026-11-25 10:42', '%Y-%m-%d %H:%M')", "2026-11-25 10:42:00"),
            ("strptime('20260230', '%Y%m%d')", "TL0407"),
            ("strptime('2026-11-25 ', '%Y-%m-%d')", "TL0407"),
        ]),
    date("try_strptime(a, format)", "try_strptime", Op::TryStrptime, &[Takes::Text, Takes::Format], Gives::Format)
        .nulls(Nulls::Own)
        .about("The same; no value where the text does not follow.", "De même ; sans valeur si le texte ne suit pas.")
        .examples(&[("try_strptime('20260230', '%Y%m%d')", "NULL")]),
    date("strftime(d, format)", "strftime", Op::Strftime, &[Takes::Moment, Takes::Format], Gives::Text)
        .about("The date as a text.", "La date en texte.")
        .examples(&[("strftime(date '2026-11-05', '%d/%m/%Y')", "05/11/2026"), ("strftime(date '2026-11-05', '%-d %b')", "5 Nov")]),
    date("last_day(d)", "last_day", Op::LastDay, &[Takes::Moment], Gives::Date)
        .about("The last day of its month.", "Le dernier jour de son mois.")
        .examples(&[("last_day(date '2024-02-10')", "2024-02-29")]),
    date("date_diff(unit, d, e)", "date_diff", Op::DateDiff, &[Takes::Unit, Takes::Moment, Takes::Moment], Gives::Int)
        .about(
            "Borders of the unit that are crossed from d to e.",
            "Frontières de l’unité franchies de d à e.",
        )
        .examples(&[
            ("date_diff('month', date '2026-01-31', date '2026-02-01')", "1"),
            ("date_diff('day', date '2026-02-01', date '2026-01-01')", "-31"),
        ]),
    date("date_add(unit, n, d)", "date_add", Op::DateAdd, &[Takes::Unit, Takes::Int, Takes::Moment], Gives::Moment)
        .fails(&[NoSuchDate])
        .about("As `d + interval`, for a number that differs from row to row.", "Comme `d + interval`, pour un nombre qui change d’une ligne à l’autre.")
        .examples(&[("date_add('month', 1, date '2026-01-31')", "2026-02-28"), ("date_add('year', 9000, date '2026-01-31')", "TL0405")]),
    date("fiscal_year(d, start_month)", "fiscal_year", Op::FiscalYear, &[Takes::Moment, Takes::Int], Gives::Int)
        .fails(&[BadArgument])
        .about(
            "The fiscal year, named by the calendar year in which it ends; it starts on the first of this month.",
            "L’exercice, nommé d’après l’année civile où il finit ; il commence le premier de ce mois.",
        )
        .examples(&[
            ("fiscal_year(date '2026-04-01', 4)", "2027"),
            ("fiscal_year(date '2026-03-31', 4)", "2026"),
            ("fiscal_year(date '2026-03-31', 1)", "2026"),
            ("fiscal_year(date '2026-03-31', 13)", "TL0406"),
        ]),
];

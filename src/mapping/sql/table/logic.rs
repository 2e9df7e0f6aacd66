//! Comparison, truth, choice and conversion.

use super::{Entry, Gives, Group, Nulls, Takes};
use crate::finding::Code::{BadCast, LostDigits, LostTime, Overflow};
use crate::mapping::sql::op::Op;

const fn logic(form: &'static str, name: &'static str, op: Op, takes: &'static [Takes], gives: Gives) -> Entry {
    Entry::new(Group::Logic, form, op, takes, gives).named(name)
}

const fn compare(form: &'static str, name: &'static str, op: Op) -> Entry {
    logic(form, name, op, &[Takes::Same, Takes::Same], Gives::Bool)
}

/// The lines.
pub const TABLE: &[Entry] = &[
    compare("a = b", "=", Op::Eq)
        .about(
            "Equal; whole numbers and decimals by their value, texts by their code points.",
            "Égal ; entiers et décimaux par leur valeur, textes par leurs points de code.",
        )
        .examples(&[("1 = 1.00", "true"), ("'a' = 'A'", "false"), ("NULL = 1", "NULL")]),
    compare("a <> b", "<>", Op::Ne)
        .about("Not equal; also `!=`.", "Différent ; aussi `!=`.")
        .examples(&[("1 <> 2", "true"), ("1 != 1", "false")]),
    compare("a < b", "<", Op::Lt)
        .about("Less: numbers, texts by code points, dates, times.", "Inférieur : nombres, textes par points de code, dates, heures.")
        .examples(&[("1.5 < 2", "true"), ("'Z' < 'a'", "true")]),
    compare("a <= b", "<=", Op::Le)
        .about("Less or equal.", "Inférieur ou égal.")
        .examples(&[("2.0 <= 2", "true")]),
    compare("a > b", ">", Op::Gt)
        .about("Greater.", "Supérieur.")
        .examples(&[("date '2026-02-01' > date '2026-01-31'", "true")]),
    compare("a >= b", ">=", Op::Ge)
        .about("Greater or equal.", "Supérieur ou égal.")
        .examples(&[("1 >= 2", "false")]),
    compare("a IS [NOT] DISTINCT FROM b", "is distinct from", Op::Distinct)
        .nulls(Nulls::Own)
        .about("Different, where no value equals no value.", "Différent, où sans valeur égale sans valeur.")
        .examples(&[
            ("NULL IS DISTINCT FROM 1", "true"),
            ("1 IS DISTINCT FROM NULL", "true"),
            ("1 IS NOT DISTINCT FROM 1.0", "true"),
        ]),
    logic("a AND b", "and", Op::And, &[Takes::Bool], Gives::Bool)
        .more(2)
        .nulls(Nulls::Own)
        .about(
            "False if one is false, even if the other fails, on either side; else a failure, else no value, else true.",
            "Faux si l’un est faux, même si l’autre échoue, des deux côtés ; sinon un échec, sinon sans valeur, sinon vrai.",
        )
        .examples(&[
            ("1 / 0 > 1 AND FALSE", "false"),
            ("TRUE AND NULL", "NULL"),
            ("NULL AND 1 / 0 > 1", "TL0402"),
        ]),
    logic("a OR b", "or", Op::Or, &[Takes::Bool], Gives::Bool)
        .more(2)
        .nulls(Nulls::Own)
        .about(
            "True if one is true, even if the other fails, on either side; else a failure, else no value, else false.",
            "Vrai si l’un est vrai, même si l’autre échoue, des deux côtés ; sinon un échec, sinon sans valeur, sinon faux.",
        )
        .examples(&[("1 / 0 > 1 OR TRUE", "true"), ("FALSE OR NULL", "NULL"), ("NULL OR 1 / 0 > 1", "TL0402")]),
    logic("NOT a", "not", Op::Not, &[Takes::Bool], Gives::Bool)
        .about("The contrary.", "Le contraire.")
        .examples(&[("NOT 1 = 2", "true"), ("NOT NULL", "NULL")]),
    logic("a IS [NOT] NULL", "is null", Op::IsNull, &[Takes::Any], Gives::Bool)
        .nulls(Nulls::Own)
        .about("Whether there is no value.", "S’il n’y a pas de valeur.")
        .examples(&[("NULL IS NULL", "true"), ("1 IS NOT NULL", "true"), ("1 / 0 IS NULL", "TL0402")]),
    logic("a IS [NOT] TRUE", "is true", Op::IsTrue, &[Takes::Bool], Gives::Bool)
        .nulls(Nulls::Own)
        .about("True, not false and not without a value.", "Vrai, ni faux ni sans valeur.")
        .examples(&[("NULL IS TRUE", "false"), ("(1 = 1) IS TRUE", "true")]),
    logic("a IS [NOT] FALSE", "is false", Op::IsFalse, &[Takes::Bool], Gives::Bool)
        .nulls(Nulls::Own)
        .about("False, not true and not without a value.", "Faux, ni vrai ni sans valeur.")
        .examples(&[("NULL IS FALSE", "false"), ("(1 = 2) IS FALSE", "true")]),
    logic("a [NOT] IN (b, …)", "in", Op::In, &[Takes::Same], Gives::Bool)
        .more(2)
        .nulls(Nulls::Own)
        .about("As `a = b OR …`.", "Comme `a = b OR …`.")
        .examples(&[("'ON' IN ('ON', 'QC')", "true"), ("3 IN (1, NULL)", "NULL"), ("3 NOT IN (1, 2.0)", "true")]),
    logic("a [NOT] BETWEEN b AND c", "between", Op::And, &[Takes::Same, Takes::Same, Takes::Same], Gives::Bool)
        .nulls(Nulls::Own)
        .about("As `a >= b AND a <= c`.", "Comme `a >= b AND a <= c`.")
        .examples(&[("2 BETWEEN 1 AND 2.5", "true"), ("0 BETWEEN 1 AND NULL", "false"), ("2 BETWEEN 1 AND NULL", "NULL")]),
    logic("CASE WHEN a THEN b … [ELSE c] END", "case", Op::Case, &[Takes::Bool, Takes::Same], Gives::Same)
        .more(2)
        .nulls(Nulls::Own)
        .about(
            "The value after the first condition that is true; a branch that is not taken cannot fail. Also `CASE a WHEN b THEN c … END`.",
            "La valeur qui suit la première condition vraie ; une branche qui n’est pas prise ne peut pas échouer. Aussi `CASE a WHEN b THEN c … END`.",
        )
        .examples(&[
            ("CASE WHEN 1 > 2 THEN 1 / 0 ELSE 2.5 END", "2.500000"),
            ("CASE 'D' WHEN 'C' THEN -1 WHEN 'D' THEN 1 END", "1"),
            ("CASE WHEN FALSE THEN 'a' END", "NULL"),
        ]),
    logic("coalesce(a, b, …)", "coalesce", Op::Coalesce, &[Takes::Same], Gives::Same)
        .more(1)
        .nulls(Nulls::Own)
        .about(
            "The first that has a value; those after it cannot fail.",
            "Le premier qui a une valeur ; ceux qui suivent ne peuvent pas échouer.",
        )
        .examples(&[("coalesce(NULL, 2, 1 / 0)", "2.000000"), ("coalesce(1 / 0, 2)", "TL0402")]),
    logic("nullif(a, b)", "nullif", Op::NullIf, &[Takes::Same, Takes::Same], Gives::First)
        .nulls(Nulls::Own)
        .about("No value where both are equal, else the first.", "Sans valeur si les deux sont égaux, sinon le premier.")
        .examples(&[("nullif(5, 5.0)", "NULL"), ("nullif('a', NULL)", "a")]),
    logic("CAST(a AS type), a::type", "cast", Op::Cast, &[Takes::Any], Gives::First)
        .fails(&[BadCast, LostDigits, Overflow, LostTime])
        .about(
            "The same value in another type, or a finding. Text must read as constants of mappings do, without blanks: `12`, `-12.50`, `2026-12-31`, `true`. Nothing is rounded.",
            "La même valeur dans un autre type, ou un constat. Un texte doit se lire comme les constantes des mappages, sans espaces : `12`, `-12.50`, `2026-12-31`, `true`. Rien n’est arrondi.",
        )
        .examples(&[
            ("CAST('12.50' AS decimal(9,2))", "12.50"),
            ("12.00::int64", "12"),
            ("CAST(12.5 AS text)", "12.5"),
            ("CAST(' 12' AS int64)", "TL0403"),
            ("CAST(1.25 AS decimal(9,1))", "TL0404"),
            ("CAST(1000 AS decimal(3,0))", "TL0401"),
            ("CAST('2026-02-30' AS date)", "TL0403"),
            ("CAST(timestamp '2026-01-31 10:00:00' AS date)", "TL0409"),
        ]),
    logic("TRY_CAST(a AS type)", "try_cast", Op::TryCast, &[Takes::Any], Gives::First)
        .nulls(Nulls::Own)
        .about(
            "As CAST; where the value does not convert there is no value. What fails inside of it still fails.",
            "Comme CAST ; sans valeur si la conversion ne se fait pas. Ce qui échoue à l’intérieur échoue toujours.",
        )
        .examples(&[("TRY_CAST('12a' AS int64)", "NULL"), ("TRY_CAST(1.25 AS decimal(9,1))", "NULL")]),
];

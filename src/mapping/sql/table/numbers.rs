//! Arithmetic and rounding.

use super::{Entry, Gives, Group, Nulls, Takes};
use crate::finding::Code::{DivisionByZero, LostDigits, Overflow};
use crate::mapping::sql::op::{Mode, Op};

const fn number(form: &'static str, name: &'static str, op: Op, takes: &'static [Takes], gives: Gives) -> Entry {
    Entry::new(Group::Numbers, form, op, takes, gives).named(name)
}

const INTS: &[Takes] = &[Takes::Int, Takes::Int];
const DECIMALS: &[Takes] = &[Takes::Exact, Takes::Exact];
const FLOATS: &[Takes] = &[Takes::Float, Takes::Float];

/// The lines.
pub const TABLE: &[Entry] = &[
    number("a + b", "+", Op::Add, INTS, Gives::Int)
        .fails(&[Overflow])
        .about("Sum of whole numbers of 64 bits.", "Somme d’entiers de 64 bits.")
        .examples(&[("2 + 3", "5"), ("9223372036854775807 + 1", "TL0401"), ("2 + NULL", "NULL")]),
    number("a + b", "+", Op::Add, DECIMALS, Gives::Sum)
        .fails(&[Overflow])
        .about(
            "Exact sum; the type is held to 38 digits, and a value that needs more is a finding.",
            "Somme exacte ; le type s’arrête à 38 chiffres, et une valeur qui en demande plus est un constat.",
        )
        .examples(&[
            ("1.25 + 2", "3.25"),
            ("0.1 + 0.2", "0.3"),
            ("99999999999999999999999999999999999999 + 1", "TL0401"),
        ]),
    number("a + b", "+", Op::Add, FLOATS, Gives::Float)
        .fails(&[Overflow])
        .about(
            "Sum of floats, rounded as floats are; no infinity.",
            "Somme de flottants, arrondie comme ils le sont ; pas d’infini.",
        )
        .examples(&[("CAST('1.5' AS float64) + CAST('2' AS float64)", "3.5"), (BIG_FLOAT_SUM, "TL0401")]),
    number("a - b", "-", Op::Sub, INTS, Gives::Int)
        .fails(&[Overflow])
        .about("Difference of whole numbers of 64 bits.", "Différence d’entiers de 64 bits.")
        .examples(&[("2 - 3", "-1"), ("-9223372036854775807 - 2", "TL0401")]),
    number("a - b", "-", Op::Sub, DECIMALS, Gives::Sum)
        .fails(&[Overflow])
        .about("Exact difference.", "Différence exacte.")
        .examples(&[("1.00 - 0.01", "0.99"), ("-99999999999999999999999999999999999999 - 1", "TL0401")]),
    number("a - b", "-", Op::Sub, FLOATS, Gives::Float)
        .about("Difference of floats.", "Différence de flottants.")
        .examples(&[("CAST('1.5' AS float64) - CAST('2' AS float64)", "-0.5")]),
    number("a * b", "*", Op::Mul, INTS, Gives::Int)
        .fails(&[Overflow])
        .about("Product of whole numbers of 64 bits.", "Produit d’entiers de 64 bits.")
        .examples(&[("-2 * 3", "-6"), ("9223372036854775807 * 2", "TL0401")]),
    number("a * b", "*", Op::Mul, DECIMALS, Gives::Product)
        .fails(&[Overflow])
        .about(
            "Exact product with the decimals of both; more than 38 decimals are a mistake of the expression.",
            "Produit exact avec les décimales des deux ; plus de 38 décimales sont une erreur de l’expression.",
        )
        .examples(&[("1.25 * 0.05", "0.0625"), ("9999999999999999999999.5 * 9999999999999999999999.5", "TL0401")]),
    number("a * b", "*", Op::Mul, FLOATS, Gives::Float)
        .about("Product of floats.", "Produit de flottants.")
        .examples(&[("CAST('1.5' AS float64) * CAST('2' AS float64)", "3")]),
    number("a / b", "/", Op::Div, DECIMALS, Gives::Quotient)
        .fails(&[DivisionByZero, LostDigits, Overflow])
        .about(
            "Exact quotient, also of whole numbers. With more decimals than its type it is a finding: `round(a / b, n)` and its like see the exact quotient and round it once.",
            "Quotient exact, aussi d’entiers. Avec plus de décimales que son type, c’est un constat : `round(a / b, n)` et semblables voient le quotient exact et l’arrondissent une fois.",
        )
        .examples(&[
            ("7 / 2", "3.500000"),
            ("round(2 / 3, 2)", "0.67"),
            ("1 / 3", "TL0404"),
            ("1 / 0", "TL0402"),
            ("99999999999999999999999999999999999999 / 0.1", "TL0401"),
        ]),
    number("a / b", "/", Op::Div, FLOATS, Gives::Float)
        .fails(&[DivisionByZero])
        .about("Quotient of floats.", "Quotient de flottants.")
        .examples(&[
            ("CAST('3' AS float64) / CAST('2' AS float64)", "1.5"),
            ("CAST('3' AS float64) / CAST('0' AS float64)", "TL0402"),
        ]),
    number("a // b", "//", Op::WholeDiv, INTS, Gives::Int)
        .fails(&[DivisionByZero, Overflow])
        .about("Quotient without its fraction, towards zero.", "Quotient sans sa fraction, vers zéro.")
        .examples(&[("7 // 2", "3"), ("-7 // 2", "-3"), ("7 // 0", "TL0402"), (LEAST_BY_MINUS_ONE, "TL0401")]),
    number("a // b", "//", Op::WholeDiv, DECIMALS, Gives::Whole)
        .fails(&[DivisionByZero])
        .about("Whole quotient of decimals, towards zero.", "Quotient entier de décimaux, vers zéro.")
        .examples(&[("7.5 // 0.5", "15"), ("-7.9 // 2", "-3"), ("7.5 // 0.0", "TL0402")]),
    number("a % b", "%", Op::Rem, INTS, Gives::Int)
        .fails(&[DivisionByZero])
        .about("What `//` leaves; its sign is the first one’s.", "Ce que laisse `//` ; son signe est celui du premier.")
        .examples(&[("7 % 4", "3"), ("-7 % 4", "-3"), ("7 % 0", "TL0402")]),
    number("a % b", "%", Op::Rem, DECIMALS, Gives::Remainder)
        .fails(&[DivisionByZero])
        .about("What `//` leaves, of decimals.", "Ce que laisse `//`, de décimaux.")
        .examples(&[("7.5 % 2", "1.5"), ("-0.75 % 0.5", "-0.25"), ("1.5 % 0.0", "TL0402")]),
    number("mod(a, b)", "mod", Op::Rem, INTS, Gives::Int)
        .fails(&[DivisionByZero])
        .about("As `a % b`.", "Comme `a % b`.")
        .examples(&[("mod(7, 4)", "3"), ("mod(7, 0)", "TL0402")]),
    number("mod(a, b)", "mod", Op::Rem, DECIMALS, Gives::Remainder)
        .fails(&[DivisionByZero])
        .about("As `a % b`, of decimals.", "Comme `a % b`, de décimaux.")
        .examples(&[("mod(7.5, 2)", "1.5"), ("mod(7.5, 0)", "TL0402")]),
    number("-a", "negative", Op::Negative, &[Takes::Exact], Gives::First)
        .fails(&[Overflow])
        .about("The number with the other sign.", "Le nombre de signe contraire.")
        .examples(&[("-(1.5)", "-1.5"), ("-(-9223372036854775808)", "TL0401")]),
    number("-a", "negative", Op::Negative, &[Takes::Float], Gives::First)
        .about("The float with the other sign.", "Le flottant de signe contraire.")
        .examples(&[("-CAST('1.5' AS float64)", "-1.5")]),
    number("+a", "positive", Op::Positive, &[Takes::Exact], Gives::First)
        .about("The number itself.", "Le nombre même.")
        .examples(&[("+1.5", "1.5")]),
    number("abs(a)", "abs", Op::Abs, &[Takes::Exact], Gives::First)
        .fails(&[Overflow])
        .about("The number without its sign.", "Le nombre sans son signe.")
        .examples(&[("abs(-1.50)", "1.50"), ("abs(-9223372036854775808)", "TL0401")]),
    number("abs(a)", "abs", Op::Abs, &[Takes::Float], Gives::First)
        .about("The float without its sign.", "Le flottant sans son signe.")
        .examples(&[("abs(CAST('-1.5' AS float64))", "1.5")]),
    number("sign(a)", "sign", Op::Sign, &[Takes::Exact], Gives::Int)
        .about("-1, 0 or 1.", "-1, 0 ou 1.")
        .examples(&[("sign(-1.5)", "-1"), ("sign(0)", "0")]),
    number("round(a [, n])", "round", Op::Round(Mode::Half), &[Takes::Exact, Takes::Scale], Gives::Rounded)
        .least(1)
        .fails(&[Overflow])
        .about(
            "To n decimals (0 if left out), half away from zero; below 0 to tens, hundreds, … Of `a / b` the exact quotient.",
            "À n décimales (0 si absent), la moitié en s’éloignant de zéro ; sous 0 aux dizaines, centaines, … De `a / b`, le quotient exact.",
        )
        .examples(&[
            ("round(2.345, 2)", "2.35"),
            ("round(-2.5)", "-3"),
            ("round(1250, -2)", "1300"),
            ("round(5, 2)", "5"),
            ("round(CAST(1250 AS decimal(4,0)), -2)", "1300"),
            ("round(10 / 3, 4)", "3.3333"),
            ("round(9223372036854775807, -1)", "TL0401"),
        ]),
    number("round_even(a [, n])", "round_even", Op::Round(Mode::Even), &[Takes::Exact, Takes::Scale], Gives::Rounded)
        .least(1)
        .about("To n decimals, half to the even neighbour.", "À n décimales, la moitié vers le voisin pair.")
        .examples(&[("round_even(2.345, 2)", "2.34"), ("round_even(2.5)", "2"), ("round_even(1 / 8, 2)", "0.12")]),
    number("trunc(a [, n])", "trunc", Op::Round(Mode::Trunc), &[Takes::Exact, Takes::Scale], Gives::Rounded)
        .least(1)
        .about("To n decimals, towards zero.", "À n décimales, vers zéro.")
        .examples(&[("trunc(-2.99)", "-2"), ("trunc(2.999, 2)", "2.99"), ("trunc(2 / 3, 2)", "0.66")]),
    number("floor(a [, n])", "floor", Op::Round(Mode::Floor), &[Takes::Exact, Takes::Scale], Gives::Rounded)
        .least(1)
        .about("To n decimals, downwards.", "À n décimales, vers le bas.")
        .examples(&[("floor(-2.01)", "-3"), ("floor(2.99)", "2"), ("floor(-1 / 3, 2)", "-0.34")]),
    number("ceil(a [, n])", "ceil", Op::Round(Mode::Ceil), &[Takes::Exact, Takes::Scale], Gives::Rounded)
        .least(1)
        .about("To n decimals, upwards.", "À n décimales, vers le haut.")
        .examples(&[("ceil(2.01)", "3"), ("ceil(-2.99)", "-2"), ("ceil(1 / 3, 2)", "0.34"), ("ceil(0.05, -2)", "100")]),
    number("greatest(a, b, …)", "greatest", Op::Greatest, &[Takes::Same], Gives::Same)
        .more(1)
        .nulls(Nulls::Skipped)
        .about("The greatest of its operands.", "Le plus grand de ses opérandes.")
        .examples(&[("greatest(1, 2.5, NULL)", "2.5"), ("greatest('a', 'b')", "b"), ("greatest(NULL, NULL)", "NULL")]),
    number("least(a, b, …)", "least", Op::Least, &[Takes::Same], Gives::Same)
        .more(1)
        .nulls(Nulls::Skipped)
        .about("The least of its operands.", "Le plus petit de ses opérandes.")
        .examples(&[("least(1, 2.5, NULL)", "1.0"), ("least(date '2026-01-02', date '2026-01-01')", "2026-01-01")]),
];

const BIG_FLOAT_SUM: &str = "CAST('1.7e308' AS float64) + CAST('1.7e308' AS float64)";
const LEAST_BY_MINUS_ONE: &str = "-9223372036854775808 // -1";

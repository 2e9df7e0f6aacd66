//! Texts. Lengths and positions count code points, from 1.

use super::{Entry, Gives, Group, Nulls, Takes};
use crate::finding::Code::{BadArgument, TextTooLong};
use crate::mapping::sql::op::Op;

const fn text(form: &'static str, name: &'static str, op: Op, takes: &'static [Takes]) -> Entry {
    Entry::new(Group::Text, form, op, takes, Gives::Text).named(name)
}

const fn test(form: &'static str, name: &'static str, op: Op, takes: &'static [Takes]) -> Entry {
    Entry::new(Group::Text, form, op, takes, Gives::Bool).named(name)
}

const ONE: &[Takes] = &[Takes::Text];
const TWO: &[Takes] = &[Takes::Text, Takes::Text];
const THREE: &[Takes] = &[Takes::Text, Takes::Text, Takes::Text];
const WITH_COUNT: &[Takes] = &[Takes::Text, Takes::Int];
const PAD: &[Takes] = &[Takes::Text, Takes::Int, Takes::Text];

/// The lines.
pub const TABLE: &[Entry] = &[
    text("a || b", "||", Op::Join, ONE)
        .more(2)
        .about("Both texts, one after the other.", "Les deux textes, l’un après l’autre.")
        .fails(&[TextTooLong])
        .examples(&[
            ("'a' || '-' || 'b'", "a-b"),
            ("'a' || NULL", "NULL"),
            ("repeat('a', 1000000) || repeat('b', 1000000)", "TL0408"),
        ]),
    text("concat(a, …)", "concat", Op::Concat, ONE)
        .more(1)
        .nulls(Nulls::Skipped)
        .about("All texts, one after the other.", "Tous les textes, l’un après l’autre.")
        .fails(&[TextTooLong])
        .examples(&[
            ("concat('a', NULL, 'b')", "ab"),
            ("concat(NULL)", ""),
            ("concat(repeat('a', 1000000), repeat('b', 1000000))", "TL0408"),
        ]),
    text("concat_ws(mark, a, …)", "concat_ws", Op::ConcatWith, ONE)
        .more(2)
        .nulls(Nulls::Skipped)
        .about(
            "All texts with the mark in between; without a mark there is no value.",
            "Tous les textes avec la marque entre eux ; sans marque, pas de valeur.",
        )
        .fails(&[TextTooLong])
        .examples(&[
            ("concat_ws('-', 'a', NULL, 'b')", "a-b"),
            ("concat_ws(NULL, 'a')", "NULL"),
            ("concat_ws('-', repeat('a', 1000000), repeat('b', 1000000))", "TL0408"),
        ]),
    text("lower(a)", "lower", Op::Lower, ONE)
        .about("Small letters, of all scripts.", "En minuscules, de toutes les écritures.")
        .examples(&[("lower('ÉTÉ')", "été")]),
    text("upper(a)", "upper", Op::Upper, ONE)
        .about("Capital letters, one for one code point where there is one.", "En majuscules, une pour un point de code s’il y en a une.")
        .examples(&[("upper('été')", "ÉTÉ")]),
    text("trim(a [, characters])", "trim", Op::Trim, TWO)
        .least(1)
        .about(
            "Without the blanks, or these characters, at both ends.",
            "Sans les espaces, ou ces caractères, aux deux bouts.",
        )
        .examples(&[("trim('  a b ')", "a b"), ("trim('00120', '0')", "12"), ("trim(BOTH 'x' FROM 'xax')", "a")]),
    text("ltrim(a [, characters])", "ltrim", Op::TrimLeft, TWO)
        .least(1)
        .about("The same, at the start.", "De même, au début.")
        .examples(&[("ltrim('0012', '0')", "12"), ("ltrim('  a ')", "a ")]),
    text("rtrim(a [, characters])", "rtrim", Op::TrimRight, TWO)
        .least(1)
        .about("The same, at the end.", "De même, à la fin.")
        .examples(&[("rtrim(' a  ')", " a")]),
    text("lpad(a, length, fill)", "lpad", Op::PadLeft, PAD)
        .fails(&[BadArgument, TextTooLong])
        .about(
            "Filled up at the start to this length, or cut at the end to it.",
            "Complété au début à cette longueur, ou coupé à la fin.",
        )
        .examples(&[
            ("lpad('12', 5, '0')", "00012"),
            ("lpad('12345', 3, '0')", "123"),
            ("lpad('a', 3, '')", "TL0406"),
            ("lpad('a', 9999999, '0')", "TL0408"),
        ]),
    text("rpad(a, length, fill)", "rpad", Op::PadRight, PAD)
        .fails(&[BadArgument, TextTooLong])
        .about(
            "Filled up at the end to this length, or cut to it.",
            "Complété à la fin à cette longueur, ou coupé.",
        )
        .examples(&[
            ("rpad('ab', 4, '.')", "ab.."),
            ("rpad('a', 3, '')", "TL0406"),
            ("rpad('a', 9999999, '0')", "TL0408"),
        ]),
    text("left(a, n)", "left", Op::Left, WITH_COUNT)
        .about("The first n code points; below 0 all but the last -n.", "Les n premiers points de code ; sous 0, tous sauf les -n derniers.")
        .examples(&[("left('été', 2)", "ét"), ("left('abc', -1)", "ab")]),
    text("right(a, n)", "right", Op::Right, WITH_COUNT)
        .about("The last n code points; below 0 all but the first -n.", "Les n derniers points de code ; sous 0, tous sauf les -n premiers.")
        .examples(&[("right('été', 2)", "té"), ("right('abc', -1)", "bc")]),
    text("substring(a, start [, length])", "substring", Op::Substring, &[Takes::Text, Takes::Int, Takes::Int])
        .least(2)
        .fails(&[BadArgument])
        .about(
            "Code points from start, counted from 1, so many or to the end; a start below 1 or a length below 0 is a finding. Also `substring(a FROM start FOR length)`.",
            "Points de code à partir de start, compté de 1, tant ou jusqu’à la fin ; un start sous 1 ou une longueur sous 0 est un constat. Aussi `substring(a FROM start FOR length)`.",
        )
        .examples(&[
            ("substring('abcdef', 2, 3)", "bcd"),
            ("substring('été' FROM 2)", "té"),
            ("substring('abc', 0, 1)", "TL0406"),
            ("substring('abc', 9)", ""),
        ]),
    Entry::new(Group::Text, "position(b IN a)", Op::Position, TWO, Gives::Int)
        .named("position")
        .about("Where the first text first stands in the second, from 1; 0 if nowhere.", "Où le premier texte est d’abord dans le second, à partir de 1 ; 0 s’il n’y est pas.")
        .examples(&[("position('t' IN 'été')", "2"), ("position('x' IN 'abc')", "0"), ("position('' IN 'abc')", "1")]),
    text("replace(a, from, to)", "replace", Op::Replace, THREE)
        .fails(&[TextTooLong])
        .about("Every `from` becomes `to`; an empty `from` changes nothing.", "Chaque `from` devient `to` ; un `from` vide ne change rien.")
        .examples(&[
            ("replace('1,234,5', ',', '')", "12345"),
            ("replace('a', '', 'b')", "a"),
            ("replace(repeat('a', 1000000), 'a', 'bbb')", "TL0408"),
        ]),
    text("translate(a, from, to)", "translate", Op::Translate, THREE)
        .about(
            "Each character of `from` becomes the one at its place in `to`; without one there it goes.",
            "Chaque caractère de `from` devient celui de même place dans `to` ; s’il n’y en a pas, il disparaît.",
        )
        .fails(&[TextTooLong])
        .examples(&[("translate('a-b c', '- ', '_')", "a_bc"), ("translate(repeat('a', 1000000), 'a', 'é')", "TL0408")]),
    text("split_part(a, mark, n)", "split_part", Op::SplitPart, &[Takes::Text, Takes::Text, Takes::Int])
        .fails(&[BadArgument])
        .about(
            "The nth piece between marks, from 1, or from the end below 0; empty if there are fewer.",
            "Le n-ième morceau entre les marques, à partir de 1, ou de la fin sous 0 ; vide s’il y en a moins.",
        )
        .examples(&[
            ("split_part('10-220-03', '-', 2)", "220"),
            ("split_part('a-b', '-', -1)", "b"),
            ("split_part('a', '-', 2)", ""),
            ("split_part('a-b', '-', 0)", "TL0406"),
        ]),
    Entry::new(Group::Text, "length(a)", Op::Length, ONE, Gives::Int)
        .named("length")
        .about("Code points.", "Points de code.")
        .examples(&[("length('été')", "3"), ("length('')", "0")]),
    text("repeat(a, n)", "repeat", Op::Repeat, WITH_COUNT)
        .fails(&[BadArgument, TextTooLong])
        .about("The text n times, at most 1 MiB.", "Le texte n fois, au plus 1 Mio.")
        .examples(&[("repeat('ab', 2)", "abab"), ("repeat('a', -1)", "TL0406"), ("repeat('a', 2000000)", "TL0408")]),
    text("reverse(a)", "reverse", Op::Reverse, ONE)
        .about("The code points from the last to the first.", "Les points de code du dernier au premier.")
        .examples(&[("reverse('abc')", "cba")]),
    test("a [NOT] LIKE pattern [ESCAPE c]", "like", Op::Like, &[Takes::Text, Takes::Like, Takes::Text])
        .least(2)
        .about(
            "The whole text follows the pattern: `%` any characters, `_` one.",
            "Le texte entier suit le motif : `%` n’importe quels caractères, `_` un seul.",
        )
        .examples(&[("'GL-12' LIKE 'GL-%'", "true"), ("'a%' LIKE 'a!%' ESCAPE '!'", "true"), ("'été' LIKE '_t_'", "true")]),
    test("a [NOT] ILIKE pattern [ESCAPE c]", "ilike", Op::Like, &[Takes::Text, Takes::Like, Takes::Text])
        .least(2)
        .about("The same without regard to case.", "De même, sans égard à la casse.")
        .examples(&[("'État' ILIKE 'é%'", "true")]),
    test("regexp_matches(a, pattern)", "regexp_matches", Op::Matches, &[Takes::Text, Takes::Regex])
        .about(
            "Whether the regular expression is found in the text. `\\d`, `\\w`, `\\s` are ASCII.",
            "Si l’expression rationnelle se trouve dans le texte. `\\d`, `\\w`, `\\s` sont ASCII.",
        )
        .examples(&[("regexp_matches('10-220', '^\\d+-\\d+$')", "true"), ("regexp_matches('١', '\\d')", "false")]),
    text("regexp_replace(a, pattern, to)", "regexp_replace", Op::RegexReplace, &[Takes::Text, Takes::Regex, Takes::Text])
        .fails(&[TextTooLong])
        .about(
            "Everything that is found becomes `to`, as it is written.",
            "Tout ce qui se trouve devient `to`, tel qu’il est écrit.",
        )
        .examples(&[
            ("regexp_replace('a1b22', '\\d+', '#')", "a#b#"),
            ("regexp_replace('a', 'a', '$0')", "$0"),
            ("regexp_replace(repeat('a', 1000000), 'a', 'bbb')", "TL0408"),
        ]),
    text("regexp_extract(a, pattern [, group])", "regexp_extract", Op::RegexExtract, &[Takes::Text, Takes::Regex, Takes::Group])
        .least(2)
        .about(
            "What is found first: this group of it, 0 for all; without a number the first group if the pattern has one. Empty if nothing is found.",
            "Ce qui se trouve d’abord : ce groupe, 0 pour tout ; sans numéro le premier groupe si le motif en a un. Vide si rien ne se trouve.",
        )
        .examples(&[
            ("regexp_extract('GL 1234', '\\d+')", "1234"),
            ("regexp_extract('FY2026', 'FY(\\d+)')", "2026"),
            ("regexp_extract('FY2026', 'FY(\\d+)', 0)", "FY2026"),
            ("regexp_extract('10-220', '(\\d+)-(\\d+)', 2)", "220"),
            ("regexp_extract('b', '(a)|b', 1)", ""),
            ("regexp_extract('a', 'b')", ""),
        ]),
    test("starts_with(a, b)", "starts_with", Op::StartsWith, TWO)
        .about("Whether the text starts with the other.", "Si le texte commence par l’autre.")
        .examples(&[("starts_with('abc', 'ab')", "true")]),
    test("ends_with(a, b)", "ends_with", Op::EndsWith, TWO)
        .about("Whether the text ends with the other.", "Si le texte finit par l’autre.")
        .examples(&[("ends_with('abc', 'bc')", "true")]),
    test("contains(a, b)", "contains", Op::Contains, TWO)
        .about("Whether the other stands in the text.", "Si l’autre est dans le texte.")
        .examples(&[("contains('abc', 'x')", "false")]),
    test("luhn_valid(a)", "luhn_valid", Op::LuhnValid, ONE)
        .about(
            "Whether the digits end with their Luhn check digit; blanks and hyphens are passed over.",
            "Si les chiffres finissent par leur chiffre de Luhn ; espaces et tirets sont ignorés.",
        )
        .examples(&[("luhn_valid('046 454 286')", "true"), ("luhn_valid('046454287')", "false"), ("luhn_valid('')", "false")]),
];

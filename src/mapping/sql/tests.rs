//! Expressions from text to types: what is read, what is refused and where.

use super::*;
use crate::finding::Arg;

/// A few fields of every type.
struct Fields;

const FIELDS: [(&str, Type); 9] = [
    ("amount", Type::Decimal { precision: 15, scale: 2 }),
    ("rate", Type::Decimal { precision: 5, scale: 4 }),
    ("big", Type::Decimal { precision: 38, scale: 10 }),
    ("qty", Type::Int32),
    ("fund", Type::Text),
    ("posted", Type::Date),
    ("stamp", Type::Timestamp),
    ("open", Type::Bool),
    ("batch.batch_no", Type::Int64),
];

impl Names for Fields {
    fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)> {
        let name = name.join(".");
        FIELDS.iter().position(|(own, _)| *own == name).map(|id| (id, FIELDS[id].1))
    }
    fn all(&self) -> Vec<String> {
        FIELDS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

fn told(text: &str, wanted: Option<Type>) -> Vec<String> {
    let show = Arg::plain;
    match read(text, &Fields, wanted) {
        Ok(typed) => vec![typed.expr.ty.name()],
        Err(all) => all
            .iter()
            .map(|one| {
                let under = &text[one.at.start as usize..one.at.end as usize];
                let args: Vec<String> = one.args.iter().map(show).collect();
                format!("{} [{under}] {}", one.code.id(), args.join("; "))
            })
            .collect(),
    }
}

#[test]
fn an_expression_has_the_type_that_the_table_says() {
    for (text, want) in [
        ("amount + 1", "decimal(16,2)"),
        ("amount + rate", "decimal(18,4)"),
        ("amount * rate", "decimal(20,6)"),
        ("amount * 0.05", "decimal(17,4)"),
        ("amount / 3", "decimal(19,6)"),
        ("qty / 2", "decimal(16,6)"),
        ("amount // 3", "decimal(13,0)"),
        ("amount % 3", "decimal(3,2)"),
        ("big + big", "decimal(38,10)"),
        ("round(amount * rate, 2)", "decimal(17,2)"),
        ("round(amount / qty, 2)", "decimal(16,2)"),
        ("round(qty)", "int64"),
        ("qty + batch.batch_no", "int64"),
        ("-qty", "int64"),
        ("CASE WHEN open THEN amount ELSE 0 END", "decimal(15,2)"),
        ("CASE fund WHEN 'A' THEN 1 ELSE 1.5 END", "decimal(2,1)"),
        ("coalesce(qty, amount)", "decimal(15,2)"),
        ("nullif(fund, '')", "text"),
        ("lpad(fund, 3, '0') || '-' || fund", "text"),
        ("posted + 30", "date"),
        ("posted - posted", "int64"),
        ("posted + interval '1' month", "date"),
        ("stamp + interval '1 hour'", "timestamp"),
        ("strptime(fund, '%Y%m%d')", "date"),
        ("strptime(fund, '%Y%m%d%H%M')", "timestamp"),
        ("amount > 10 AND NOT open", "bool"),
        ("fund IN ('a', 'b') OR fund LIKE 'x%'", "bool"),
        ("amount BETWEEN 1 AND 2", "bool"),
        ("fund::decimal(9,2)", "decimal(9,2)"),
        ("EXTRACT(year FROM posted)", "int64"),
        ("floor(amount)", "decimal(14,0)"),
        ("floor(amount, 1)", "decimal(15,1)"),
        ("trim(BOTH '0' FROM fund)", "text"),
        ("left(fund, 2) || right(fund, 2)", "text"),
        ("date '2026-01-01'", "date"),
        ("\"fund\" IS NOT NULL", "bool"),
        ("fund || 'a' = 'b' AND open", "bool"),
        ("NULL", "text"),
        ("qty -- of a line\n + /* and */ 1\n", "int64"),
    ] {
        assert_eq!(told(text, None), [want], "{text}");
    }
}

#[test]
fn a_mistake_says_what_and_where() {
    for (text, want) in [
        (
            "amount + fund",
            vec![
                "TL0034 [amount + fund] +; (decimal(15,2), text); (int, int) (decimal, decimal) (float64, float64) (date, int) (date|timestamp, interval)",
            ],
        ),
        ("amont + 1", vec!["TL0006 [amont] amont; amount"]),
        (
            "amont + lenght(fnd)",
            vec!["TL0006 [amont] amont; amount", "TL0033 [lenght(fnd)] lenght; length", "TL0006 [fnd] fnd; fund"],
        ),
        // No operator is what such a call means.
        ("chr(10)", vec!["TL0033 [chr(10)] chr; "]),
        ("sum(amount)", vec!["TL0031 [sum(amount)] aggregate"]),
        ("sign(amount) OVER ()", vec!["TL0031 [sign(amount)] window"]),
        ("(SELECT 1)", vec!["TL0031 [SELECT 1] subquery"]),
        ("fund IN (SELECT 1)", vec!["TL0031 [fund IN (SELECT 1)] subquery"]),
        ("amount = ?", vec!["TL0031 [?] parameter"]),
        ("amount +", vec!["TL0030 [] ends"]),
        ("amount qty", vec!["TL0030 [qty] `qty`"]),
        ("'abc", vec!["TL0030 ['] unclosed"]),
        ("fund LIKE fund", vec!["TL0037 [fund] like; pattern"]),
        ("regexp_matches(fund, '(')", vec!["TL0017 ['('] syntax"]),
        ("strptime(fund, '%d/%m/%y')", vec!["TL0018 ['%d/%m/%y'] %d/%m/%y; format_century"]),
        ("date '2026-02-30'", vec!["TL0020 [date '2026-02-30'] 2026-02-30; date"]),
        ("CAST(fund AS decimla(9,2))", vec!["TL0010 [CAST(fund AS decimla(9,2))] decimla(9, 2); decimal(15,2)"]),
        ("CAST(open AS date)", vec!["TL0019 [CAST(open AS date)] bool; date"]),
        ("CASE WHEN amount THEN 1 END", vec!["TL0035 [amount] decimal(15,2); bool"]),
        ("CASE WHEN open THEN 1 ELSE 'a' END", vec!["TL0035 ['a'] text; int64"]),
        (
            "posted + interval '1' hour",
            vec![
                "TL0034 [posted + interval '1' hour] +; (date, interval); (int, int) (decimal, decimal) (float64, float64) (date, int) (date|timestamp, interval)",
            ],
        ),
        ("interval '1' hour", vec!["TL0031 [interval '1' hour] interval_alone"]),
        (
            "0.00000000000000000001 * 0.00000000000000000001",
            vec!["TL0038 [0.00000000000000000001 * 0.00000000000000000001] *; 40"],
        ),
        (
            "date_trunc('mont', posted)",
            vec!["TL0013 ['mont'] mont; month; year, quarter, month, week, day, hour, minute, second"],
        ),
        ("date_add('hour', 1, posted)", vec!["TL0013 ['hour'] hour; ; year, quarter, month, week, day"]),
        ("regexp_extract(fund, '(a)(b)', 3)", vec!["TL0026 [3] 3; 0; 2"]),
        ("regexp_extract(fund, '(a)(b)', -1)", vec!["TL0026 [-1] -1; 0; 2"]),
        ("regexp_extract(fund, 'a', qty)", vec!["TL0037 [qty] regexp_extract; group"]),
        (
            "regexp_extract(fund, 'a', 'b')",
            vec![
                "TL0034 [regexp_extract(fund, 'a', 'b')] regexp_extract; (text, text, text); (text, 'pattern', 'int')",
            ],
        ),
        ("fund GLOB 'a*'", vec!["TL0030 [GLOB] `GLOB`"]),
        ("fund LIKE 'a!' ESCAPE '!'", vec!["TL0017 ['a!'] escape"]),
        ("fund LIKE 'a' ESCAPE 'ab'", vec!["TL0037 ['ab'] like; escape"]),
        (
            "date_trunc('dayss', posted)",
            vec!["TL0013 ['dayss'] dayss; day; year, quarter, month, week, day, hour, minute, second"],
        ),
        ("qty --1", vec!["TL0031 [--1] comment"]),
        ("qty -- first\n - -1 -- last", vec!["TL0031 [-- last] comment"]),
        ("", vec!["TL0030 [] ends"]),
    ] {
        assert_eq!(told(text, None), want, "{text}");
    }
}

/// A condition of the wrong type is underlined: by it, where a part begins and ends.
#[test]
fn a_part_is_underlined_from_its_first_word_to_its_last_bracket() {
    for part in [
        "(amount + 1) * (qty - 2)",
        "abs((amount))",
        "-(amount)",
        "-amount",
        "+ qty",
        "CAST((amount) AS decimal(15, 2))",
        "TRY_CAST(CAST(fund AS text) AS int64)",
        "(fund)::decimal(9, 2)",
        "fund::text::double precision",
        "EXTRACT(year FROM (posted))",
        "substring(fund FROM 2 FOR (qty))",
        "trim(BOTH '0' FROM (fund))",
        "position('t' IN fund)",
        "floor((amount), 1)",
        "date '2026-01-31'",
        "posted + interval '1' month",
        "stamp - interval '90 minutes'",
        "(posted + 1) - (posted)",
        "CASE WHEN (open) THEN (1) ELSE abs(2) END",
        "coalesce(qty, (2))",
        "fund || ('é' || fund)",
    ] {
        let told = told(&format!("CASE WHEN\n {part} THEN 1 END"), None);
        assert!(told.iter().all(|one| one.contains(&format!("[{part}]"))), "{part}: {told:?}");
    }
    for part in ["(qty) IS TRUE", "qty IS NOT FALSE", "NOT (qty)"] {
        let told = told(part, None);
        assert!(told[0].contains(&format!("[{part}]")), "{part}: {told:?}");
    }
}

#[test]
fn the_result_is_what_the_column_wants_or_a_mistake() {
    let money = Type::Decimal { precision: 9, scale: 2 };
    for (text, wanted, want) in [
        ("qty", Type::Int16, "int64"),
        ("qty", Type::Int32, "int64"),
        ("qty", money, "decimal(9,2)"),
        ("amount", money, "decimal(9,2)"),
        ("rate", money, "TL0036 [rate] decimal(5,4); decimal(9,2); 2"),
        ("amount", Type::Int64, "TL0036 [amount] decimal(15,2); int64; 0"),
        ("floor(amount)", Type::Int64, "int64"),
        ("NULL", Type::Date, "date"),
        ("fund", money, "TL0035 [fund] text; decimal(9,2)"),
        ("posted", Type::Timestamp, "TL0035 [posted] date; timestamp"),
        ("qty", Type::Text, "TL0035 [qty] int64; text"),
    ] {
        assert_eq!(told(text, Some(wanted)), [want], "{text} {wanted:?}");
    }
}

#[test]
fn texts_have_limits_in_length_and_depth() {
    let one = |text: String| told(&text, None).remove(0);
    assert!(one("a".repeat(70_000)).ends_with("length"));
    for open in ["(", "CASE WHEN ", "abs(", "1 + (", "NOT (", "CAST("] {
        assert!(one(open.repeat(5_000)).starts_with("TL003"), "{open}");
    }
    for chain in ["NOT ", "- ", "-", "+", "1 IN ", "INTERVAL ", "CASE ", "1 + ", "open AND "] {
        let said = one(chain.repeat(5_000));
        assert!(said.starts_with("TL003"), "{chain}: {said}");
    }
    for depth in [30, 60, 90, 99] {
        let said = one(format!("{}1{}", "(".repeat(depth), ")".repeat(depth)));
        assert!(said == "int64" || said.ends_with("depth"), "{depth} {said}");
    }
    assert_eq!(one(format!("{}1{}", "(".repeat(40), ")".repeat(40))), "int64");
    assert_eq!(one(vec!["fund"; 1_500].join(" || ")), "text");
    assert_eq!(one(vec!["open"; 1_500].join(" AND ")), "bool");
    assert_eq!(one(vec!["qty"; 90].join(" + ")), "int64");
    assert!(one(vec!["qty"; 1_500].join(" + ")).ends_with("depth"));
    for (open, close) in [
        ("CASE ", " WHEN 1 THEN 2 WHEN 2 THEN 3 END"),
        ("(", " IN (2, qty))::int64"),
        ("(", " BETWEEN 2 AND 3)::int64"),
    ] {
        let said = one(format!("{}qty{}", open.repeat(30), close.repeat(30)));
        assert!(said.ends_with("parts"), "{open}: {said}");
        assert_eq!(one(format!("{}qty{}", open.repeat(5), close.repeat(5))), "int64");
    }
    assert_eq!(one(format!("CASE qty * 2 + 1 {} END", "WHEN 12 THEN 1 ".repeat(4_000))), "int64");
    assert_eq!(one(format!("fund IN ({})", vec!["'a'"; 10_000].join(", "))), "bool");
}

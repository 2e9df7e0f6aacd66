//! Random typed expressions, each as we write it and, where there is one, as `DuckDB` does.

use tumpline::mapping::sql::types::{MOST_DIGITS, Ty};
use tumpline::mapping::sql::{self, Typed};

use super::table::{COLUMNS, Columns};

/// Numbers that are the same for the same seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(7))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 ^ (self.0 >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 3
    }

    pub fn below(&mut self, most: usize) -> usize {
        ((self.next() >> 16) % most as u64) as usize
    }
}

/// One expression.
#[derive(Clone)]
pub struct Made {
    pub ours: String,
    /// None where `DuckDB` has nothing like it.
    pub duck: Option<String>,
    /// Of a quotient both operands: what rounds it sees them.
    quotient: Option<Box<[Made; 2]>>,
}

pub struct Generator {
    random: Random,
}

/// `{}` stands for the operands, in their order.
fn filled(form: &str, parts: impl Iterator<Item = String>) -> String {
    parts.fold(form.to_owned(), |text, part| text.replacen("{}", &part, 1))
}

/// The same form in both.
fn same(form: &str, parts: &[Made]) -> Made {
    other(form, form, parts)
}

/// Two forms; an empty one where `DuckDB` has none.
fn other(ours: &str, duck: &str, parts: &[Made]) -> Made {
    let theirs: Option<Vec<String>> = parts.iter().map(|part| part.duck.clone()).collect();
    // Parts may hold braces only in texts that are none of the generator's.
    Made {
        ours: filled(ours, parts.iter().map(|part| part.ours.clone())),
        duck: theirs.filter(|_| !duck.is_empty()).map(|theirs| filled(duck, theirs.into_iter())),
        quotient: None,
    }
}

/// What an expression is here; none if it is a mistake.
fn typed(ours: &str) -> Option<Typed> {
    sql::read(ours, &Columns, None).ok()
}

/// As `DuckDB` calls the type of an exact number.
fn duck_type(ty: Ty) -> Option<String> {
    Some(match ty {
        Ty::Int(_) => "BIGINT".to_owned(),
        Ty::Decimal { precision, scale } => format!("DECIMAL({precision},{scale})"),
        _ => return None,
    })
}

/// `{}` of `duck` are the operands as texts; the function of Python gives a text of the type that ours has.
fn by_python(ours: String, duck: &str, parts: &[Made]) -> Made {
    let theirs: Option<Vec<String>> = parts.iter().map(|part| part.duck.clone()).collect();
    let ty = typed(&ours).map(|typed| typed.expr.ty);
    let duck = theirs.zip(ty).and_then(|(theirs, ty)| {
        let call = filled(duck, theirs.into_iter().map(|part| format!("CAST({part} AS VARCHAR)")));
        let (digits, scale) = if let Ty::Decimal { precision, scale } = ty { (precision, scale) } else { (0, 0) };
        Some(format!("CAST({call}, {digits}, {scale}) AS {})", duck_type(ty)?))
    });
    Made { ours, duck, quotient: None }
}

/// An operator of exact numbers: by `DuckDB` where its types suffice, else by the fractions of Python.
fn exact(operator: &str, a: Made, b: Made) -> Made {
    let ours = format!("({} {operator} {})", a.ours, b.ours);
    let ty = typed(&ours).map(|typed| typed.expr.ty);
    let is_capped = matches!(ty, Some(Ty::Decimal { precision: MOST_DIGITS, .. }));
    if is_capped || matches!(operator, "/" | "//" | "%") && !matches!(ty, Some(Ty::Int(_))) {
        let parts = [a, b];
        let made = by_python(ours, &format!("exact('{operator}', {{}}, {{}}"), &parts);
        return Made { quotient: (operator == "/").then(|| Box::new(parts)), ..made };
    }
    same(&format!("({{}} {operator} {{}})"), &[a, b])
}

/// Whether no decimal of 38 digits holds the values of both: `DuckDB` would round them.
fn is_beyond(a: &Made, b: &Made) -> bool {
    let exact = |made: &Made| typed(&made.ours).and_then(|typed| typed.expr.ty.exact());
    let (Some(one), Some(two)) = (exact(a), exact(b)) else { return false };
    (one.0 - one.1).max(two.0 - two.1) + one.1.max(two.1) > MOST_DIGITS
}

/// A comparison: by `DuckDB` where its types suffice, else by the fractions of Python.
fn compared(operator: &str, a: Made, b: Made) -> Made {
    let form = format!("({{}} {operator} {{}})");
    let duck = format!("compared('{operator}', CAST({{}} AS VARCHAR), CAST({{}} AS VARCHAR))");
    let duck = if is_beyond(&a, &b) { &duck } else { &form };
    other(&form, duck, &[a, b])
}

/// The same form, in `DuckDB` as the type that ours has: its rounded decimals keep digits that they cannot have.
fn as_typed(form: &str, part: Made) -> Made {
    let made = same(form, &[part]);
    let ty = typed(&made.ours).and_then(|typed| duck_type(typed.expr.ty));
    Made { duck: made.duck.zip(ty).map(|(duck, ty)| format!("CAST({duck} AS {ty})")), ..made }
}

/// Without the decimals beyond `scale`.
fn rounded(mode: &str, scale: &str, of: Made) -> Made {
    let ours = format!("{mode}({}, {scale})", of.ours);
    let parts = of.quotient.clone().map_or_else(|| [of, plain("1")], |parts| *parts);
    by_python(ours, &format!("rounded('{mode}', {scale}, {{}}, {{}}"), &parts)
}

fn plain(text: &str) -> Made {
    Made { ours: text.to_owned(), duck: Some(text.to_owned()), quotient: None }
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self { random: Random::new(seed) }
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.random.below(most)
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.random.below(all.len())]
    }

    /// An expression that is right: decimals do not need more than 38 decimals.
    pub fn made(&mut self) -> Made {
        loop {
            let depth = self.below(4) + 1;
            let made = match self.below(13) / 2 {
                0 => self.int(depth),
                1 => self.decimal(depth),
                2 => self.text(depth),
                3 => self.date(depth),
                4 => self.stamp(depth),
                5 => self.truth(depth),
                _ => self.float(depth),
            };
            if typed(&made.ours).is_some() {
                return made;
            }
        }
    }

    fn column(&mut self, fits: fn(Ty) -> bool) -> Made {
        let columns: Vec<&str> = COLUMNS.iter().filter(|(_, ty)| fits(Ty::of(*ty))).map(|(name, _)| *name).collect();
        plain(self.pick(&columns))
    }

    fn guard(&mut self, depth: usize, of: fn(&mut Self, usize) -> Made) -> Made {
        let (a, b) = (of(self, depth), of(self, depth));
        let b = if is_beyond(&a, &b) { Made { duck: None, ..b } } else { b };
        match self.below(6) {
            0 => {
                let when = self.truth(depth);
                same("CASE WHEN {} THEN {} ELSE {} END", &[when, a, b])
            }
            1 => {
                let (one, two) = (self.truth(depth), self.truth(depth));
                same("CASE WHEN {} THEN {} WHEN {} THEN {} END", &[one, a, two, b])
            }
            2 => same("coalesce({}, {})", &[a, b]),
            3 => same("nullif({}, {})", &[a, b]),
            4 => same("greatest({}, {})", &[a, b]),
            _ => same("least({}, {})", &[a, b]),
        }
    }

    fn small(&mut self) -> Made {
        let number = self.pick(&["0", "1", "2", "3", "5", "12", "31", "-1"]);
        other(number, &format!("CAST({number} AS BIGINT)"), &[])
    }

    fn int(&mut self, depth: usize) -> Made {
        if depth == 0 {
            return match self.below(3) {
                0 => self.small(),
                1 => {
                    let number = self.pick(&["1000", "-100000", "9223372036854775807", "4611686018427387904"]);
                    other(number, &format!("CAST({number} AS BIGINT)"), &[])
                }
                _ => self.column(|ty| matches!(ty, Ty::Int(_))),
            };
        }
        let depth = depth - 1;
        match self.below(20) {
            18 => {
                let scale = self.pick(&["-3", "-2", "-1"]);
                let mode = self.pick(&["round", "round_even", "trunc", "floor", "ceil"]);
                rounded(mode, scale, self.int(depth))
            }
            0 => same("({} + {})", &[self.int(depth), self.int(depth)]),
            1 => same("({} - {})", &[self.int(depth), self.int(depth)]),
            2 => same("({} * {})", &[self.int(depth), self.int(depth)]),
            3 => same("({} // {})", &[self.int(depth), self.int(depth)]),
            4 => same("({} % {})", &[self.int(depth), self.int(depth)]),
            5 => same("(-({}))", &[self.int(depth)]),
            6 => same("abs({})", &[self.int(depth)]),
            7 => other("sign({})", "CAST(sign({}) AS BIGINT)", &[self.decimal(depth)]),
            8 => same("length({})", &[self.text(depth)]),
            9 => same("position({} IN {})", &[self.text(depth), self.text(depth)]),
            10 => {
                let form = self.pick(&[
                    ("year({})", "year({})"),
                    ("quarter({})", "quarter({})"),
                    ("month({})", "month({})"),
                    ("day({})", "day({})"),
                    ("day_of_week({})", "isodow({})"),
                    ("day_of_year({})", "dayofyear({})"),
                    ("EXTRACT(year FROM {})", "CAST(EXTRACT(year FROM {}) AS BIGINT)"),
                ]);
                other(form.0, form.1, &[self.date(depth)])
            }
            11 => same("({} - {})", &[self.date(depth), self.date(depth)]),
            12 => {
                let form = self.pick(&["CAST({} AS int64)", "TRY_CAST({} AS int64)"]);
                other(form, &form.replace("int64", "BIGINT"), &[self.text(depth)])
            }
            13 => {
                let unit = self.pick(&["year", "quarter", "month", "week", "day"]);
                same(&format!("date_diff('{unit}', {{}}, {{}})"), &[self.date(depth), self.date(depth)])
            }
            14 => {
                let start = self.below(12) + 1;
                let duck = if start == 1 { "year({})".to_owned() } else { String::new() };
                other(&format!("fiscal_year({{}}, {start})"), &duck, &[self.date(depth)])
            }
            15 => {
                let part = self.pick(&["hour", "minute", "second", "year", "day"]);
                same(&format!("{part}({{}})"), &[self.stamp(depth)])
            }
            16 => {
                let unit = self.pick(&["hour", "minute", "day", "month"]);
                same(&format!("date_diff('{unit}', {{}}, {{}})"), &[self.stamp(depth), self.stamp(depth)])
            }
            _ => self.guard(depth, Self::int),
        }
    }

    fn decimal(&mut self, depth: usize) -> Made {
        if depth == 0 {
            return match self.below(3) {
                0 => plain(self.pick(&["0.05", "12.50", "-1.005", "0.5", "100.00", "0.00"])),
                1 => plain(self.pick(&["amount", "price", "rate"])),
                _ => self.column(|ty| matches!(ty, Ty::Decimal { .. })),
            };
        }
        let depth = depth - 1;
        let mixed = |own: &mut Self| if own.below(4) == 0 { own.int(depth) } else { own.decimal(depth) };
        match self.below(15) {
            0 => exact("+", self.decimal(depth), mixed(self)),
            1 => exact("-", mixed(self), self.decimal(depth)),
            2 | 3 => exact("*", self.decimal(depth.min(1)), self.decimal(0)),
            4 => exact("/", mixed(self), mixed(self)),
            5 => exact("//", self.decimal(depth), mixed(self)),
            6 => exact("%", self.decimal(depth), self.decimal(0)),
            7 => same("(-({}))", &[self.decimal(depth)]),
            8 => {
                let scale = self.pick(&["-2", "-1", "0", "1", "2", "3"]);
                let of = self.decimal(depth);
                if of.quotient.is_none() && self.below(3) > 0 {
                    return as_typed(&format!("round({{}}, {scale})"), of);
                }
                let mode = self.pick(&["round", "round_even", "trunc", "floor", "ceil"]);
                rounded(mode, scale, of)
            }
            9 => {
                let mode = self.pick(&["round", "round_even", "trunc", "floor", "ceil"]);
                let scale = self.pick(&["-2", "0", "2", "6"]);
                rounded(mode, scale, exact("/", mixed(self), mixed(self)))
            }
            10 => {
                let mode = self.pick(&["floor", "ceil"]);
                let of = self.decimal(depth);
                if of.quotient.is_some() { rounded(mode, "0", of) } else { as_typed(&format!("{mode}({{}})"), of) }
            }
            11 => {
                let to = self.pick(&["decimal(9,2)", "decimal(18,2)", "decimal(20,6)", "decimal(38,4)"]);
                same(&format!("CAST({{}} AS {to})"), &[mixed(self)])
            }
            12 => {
                let form = self.pick(&["CAST({} AS decimal(9,2))", "TRY_CAST({} AS decimal(12,3))"]);
                same(form, &[self.text(depth)])
            }
            13 => rounded("round_even", "1", self.decimal(depth)),
            _ => self.guard(depth, Self::decimal),
        }
    }

    fn text(&mut self, depth: usize) -> Made {
        if depth == 0 {
            return match self.below(3) {
                0 => plain(self.pick(&["'0'", "'-'", "'été'", "''", "'a b'", "'12'", "','"])),
                _ => self.column(|ty| ty == Ty::Text),
            };
        }
        let depth = depth - 1;
        match self.below(24) {
            0 | 1 => same("({} || {} || {})", &[self.text(depth), self.text(0), self.text(0)]),
            2 => same("concat({}, {})", &[self.text(depth), self.text(0)]),
            3 => same("concat_ws('-', {}, {})", &[self.text(depth), self.text(0)]),
            4 => same("lower({})", &[self.text(depth)]),
            5 => same("upper({})", &[self.text(depth)]),
            6 => {
                let form = self.pick(&["trim({})", "ltrim({})", "rtrim({})", "trim({}, '0a')", "ltrim({}, '0')"]);
                same(form, &[self.text(depth)])
            }
            7 | 8 => {
                let form = self.pick(&["lpad({}, 5, '0')", "rpad({}, 8, ' ')", "lpad({}, 3, 'é')"]);
                same(form, &[self.text(depth)])
            }
            9 => same("left({}, {})", &[self.text(depth), self.small()]),
            10 => same("right({}, {})", &[self.text(depth), self.small()]),
            11 | 12 => {
                let form = self.pick(&["substring({}, 2, 3)", "substring({}, 1, 2)", "substring({}, 3)"]);
                same(form, &[self.text(depth)])
            }
            13 => same("substring({}, {}, {})", &[self.text(depth), self.small(), self.small()]),
            14 => same("replace({}, {}, {})", &[self.text(depth), self.text(0), self.text(0)]),
            15 => same("translate({}, 'abé0', 'xy')", &[self.text(depth)]),
            16 => {
                let number = self.pick(&["1", "2", "-1"]);
                let mark = self.pick(&["-", ","]);
                same(&format!("split_part({{}}, '{mark}', {number})"), &[self.text(depth)])
            }
            17 => same("repeat({}, {})", &[self.text(depth), self.small()]),
            18 => same("reverse({})", &[self.text(depth)]),
            19 => other(
                "regexp_replace({}, '[0-9]+', '#')",
                "regexp_replace({}, '[0-9]+', '#', 'g')",
                &[self.text(depth)],
            ),
            20 => {
                let form = self.pick(&[
                    "regexp_extract({}, '[a-z]+')",
                    "regexp_extract({}, '([a-z])([a-z]+)?', 0)",
                    "regexp_extract({}, '([a-z])([a-z]+)?', 2)",
                ]);
                same(form, &[self.text(depth)])
            }
            21 => {
                let of = match self.below(3) {
                    0 => self.int(depth),
                    1 => self.decimal(depth),
                    _ => self.date(depth),
                };
                same("CAST({} AS text)", &[of])
            }
            22 => {
                let format = self.pick(&["%d/%m/%Y", "%Y%m%d", "%-d %b %Y", "%j"]);
                same(&format!("strftime({{}}, '{format}')"), &[self.date(depth)])
            }
            _ => self.guard(depth, Self::text),
        }
    }

    fn date(&mut self, depth: usize) -> Made {
        if depth == 0 {
            return match self.below(3) {
                0 => plain(self.pick(&["date '2024-02-29'", "date '2026-12-31'", "date '2026-01-31'"])),
                _ => self.column(|ty| ty == Ty::Date),
            };
        }
        let depth = depth - 1;
        match self.below(11) {
            0 => other("({} + {})", "({} + CAST({} AS INTEGER))", &[self.date(depth), self.small()]),
            1 => other("({} - {})", "({} - CAST({} AS INTEGER))", &[self.date(depth), self.small()]),
            2 => {
                let step = self.pick(&["'1' month", "'13' month", "'1' year", "'2' day", "'3' week"]);
                let sign = self.pick(&["+", "-"]);
                let form = format!("({{}} {sign} interval {step})");
                other(&form, &format!("CAST({form} AS DATE)"), &[self.date(depth)])
            }
            3 => same("last_day({})", &[self.date(depth)]),
            4 => {
                let unit = self.pick(&["year", "quarter", "month", "week", "day"]);
                let form = format!("date_trunc('{unit}', {{}})");
                other(&form, &format!("CAST({form} AS DATE)"), &[self.date(depth)])
            }
            5 => same("make_date(2024, {}, {})", &[self.small(), self.small()]),
            6 => {
                let form = self.pick(&["strptime({}, '%Y%m%d')", "try_strptime({}, '%Y-%m-%d')"]);
                other(form, &format!("CAST({form} AS DATE)"), &[self.text(depth)])
            }
            7 => {
                let form = self.pick(&["CAST({} AS date)", "TRY_CAST({} AS date)"]);
                same(form, &[self.text(depth)])
            }
            8 => {
                let unit = self.pick(&["month", "year", "week", "day"]);
                other(&format!("date_add('{unit}', {{}}, {{}})"), "", &[self.int(0), self.date(depth)])
            }
            9 => same("CAST({} AS date)", &[self.stamp(depth)]),
            _ => self.guard(depth, Self::date),
        }
    }

    fn stamp(&mut self, depth: usize) -> Made {
        if depth == 0 {
            return plain(self.pick(&["stamp", "timestamp '2026-01-31 23:59:59'"]));
        }
        let depth = depth - 1;
        match self.below(6) {
            0 => {
                let step = self.pick(&["'1' month", "'90' minute", "'2' day", "'5' second"]);
                same(&format!("({{}} + interval {step})"), &[self.stamp(depth)])
            }
            1 => {
                let unit = self.pick(&["month", "day", "hour", "minute"]);
                other(
                    &format!("date_trunc('{unit}', {{}})"),
                    &format!("CAST(date_trunc('{unit}', {{}}) AS TIMESTAMP)"),
                    &[self.stamp(depth)],
                )
            }
            2 => same("CAST({} AS timestamp)", &[self.date(depth)]),
            3 => {
                let form = self.pick(&["strptime({}, '%Y-%m-%d %H:%M')", "try_strptime({}, '%Y-%m-%d %H:%M')"]);
                same(form, &[self.text(depth)])
            }
            _ => self.guard(depth, Self::stamp),
        }
    }

    fn float(&mut self, depth: usize) -> Made {
        if depth == 0 {
            let of = if self.below(2) == 0 { self.int(0) } else { self.decimal(0) };
            return other("CAST({} AS float64)", "float_of(CAST({} AS VARCHAR))", &[of]);
        }
        let depth = depth - 1;
        match self.below(7) {
            0 => same("({} + {})", &[self.float(depth), self.float(depth)]),
            1 => same("({} - {})", &[self.float(depth), self.float(depth)]),
            2 => same("({} * {})", &[self.float(depth), self.float(depth)]),
            3 => same("({} / {})", &[self.float(depth), self.float(depth)]),
            4 => {
                let form = self.pick(&["abs({})", "(-({}))"]);
                same(form, &[self.float(depth)])
            }
            5 => {
                let of = if self.below(2) == 0 { self.int(depth) } else { self.decimal(depth) };
                other("CAST({} AS float64)", "float_of(CAST({} AS VARCHAR))", &[of])
            }
            _ => self.guard(depth, Self::float),
        }
    }

    fn truth(&mut self, depth: usize) -> Made {
        if depth == 0 {
            return plain(self.pick(&["open", "paid", "open", "TRUE", "FALSE"]));
        }
        let depth = depth - 1;
        match self.below(18) {
            0 | 1 => {
                let op = self.pick(&["=", "<>", "<", "<=", ">", ">="]);
                let (a, b) = match self.below(4) {
                    0 => (self.int(depth), self.decimal(depth)),
                    1 => (self.decimal(depth), self.decimal(depth)),
                    2 => (self.text(depth), self.text(depth)),
                    _ => (self.date(depth), self.date(depth)),
                };
                compared(op, a, b)
            }
            2 | 3 => same("({} AND {})", &[self.truth(depth), self.truth(depth)]),
            4 | 5 => same("({} OR {})", &[self.truth(depth), self.truth(depth)]),
            6 => same("(NOT {})", &[self.truth(depth)]),
            7 => {
                let form = self.pick(&["({} IS NULL)", "({} IS NOT NULL)"]);
                let of = if self.below(2) == 0 { self.int(depth) } else { self.text(depth) };
                same(form, &[of])
            }
            8 => {
                let form = self.pick(&["({} IS TRUE)", "({} IS NOT FALSE)"]);
                same(form, &[self.truth(depth)])
            }
            9 => {
                let form = self.pick(&["({} IN ('12', 'abc', 'été'))", "({} NOT IN ('a', NULL))"]);
                same(form, &[self.text(depth)])
            }
            10 => same("({} IN (0, 1, 12.5, 100))", &[self.decimal(depth)]),
            11 => same("({} BETWEEN {} AND {})", &[self.decimal(depth), self.int(0), self.decimal(0)]),
            12 => {
                let pattern = self.pick(&["a%", "%2", "%é%", "_b_", "12"]);
                let op = self.pick(&["LIKE", "NOT LIKE", "ILIKE"]);
                same(&format!("({{}} {op} '{pattern}')"), &[self.text(depth)])
            }
            13 => {
                let form = self.pick(&[
                    "starts_with({}, {})",
                    "ends_with({}, {})",
                    "contains({}, {})",
                    "({} IS DISTINCT FROM {})",
                    "(regexp_matches({}, '^[0-9]+$') AND {} <> '')",
                ]);
                same(form, &[self.text(depth), self.text(0)])
            }
            14 => same("luhn_valid({})", &[self.text(depth)]),
            15 => {
                let op = self.pick(&["=", "<>", "<", "<=", ">", ">="]);
                same(&format!("({{}} {op} {{}})"), &[self.float(depth), self.float(depth)])
            }
            16 => other("(strptime({}, '%Y%j') < {})", "", &[self.text(depth), self.date(depth)]),
            _ => self.guard(depth, Self::truth),
        }
    }
}

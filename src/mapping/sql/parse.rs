//! The text of an expression in, a [`Tree`] with byte places out. sqlparser is behind this module alone.
//!
//! Refuses statements, subqueries, aggregates, windows and whatever else expressions do not have, by name (TL0031);
//! text that is no SQL (TL0030); and what is too long or too deep (TL0032), before it is parsed, so that no text can
//! overflow the stack. Knows neither the names of fields nor types.

use std::cell::Cell;
use std::cmp::Ordering;

use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, CeilFloorKind, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Ident, InTarget, Interval, Spanned, TrimWhereField, UnaryOperator, Value, ValueWithSpan,
};
use sqlparser::dialect::{Dialect, DuckDbDialect, Precedence};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::tree::{Part, Tree};
use super::{Mistake, mistake};
use crate::finding::Code;
use crate::mapping::mistakes::args;
use crate::place::Span;
use places::Places;

mod places;

/// Longest text, in bytes.
pub const MOST_BYTES: usize = 64 << 10;
/// Deepest nesting, of brackets in the text and of parts in the tree.
pub const MOST_LEVELS: usize = 100;
/// Most operators; a chain of them is a tree as deep.
pub const MOST_OPERATORS: usize = 2_000;
/// What sqlparser is allowed to nest: each bracket costs it one or two of its own levels.
const PARSER_LEVELS: usize = 300;
/// Brackets and operators of a text that is parsed on the caller's stack. sqlparser takes some 50 KiB a level, and a
/// chain of operators is dropped recursively.
const SHALLOW: usize = 12;
/// Stack for everything deeper, in bytes; what is not used takes no memory.
const LARGE_STACK: usize = 64 << 20;

/// Functions over many rows that people know from SQL.
const AGGREGATES: [&str; 14] = [
    "sum",
    "count",
    "avg",
    "min",
    "max",
    "median",
    "stddev",
    "variance",
    "first",
    "last",
    "any_value",
    "string_agg",
    "array_agg",
    "list",
];

/// Reads one expression.
pub fn parse(text: &str) -> Result<Tree, Mistake> {
    let mut places = Places::of(text);
    if text.len() > MOST_BYTES {
        return Err(mistake(Code::SqlTooLarge, places.whole(), args!["length"]));
    }
    let dialect = Ours(DuckDbDialect);
    let tokens = Tokenizer::new(&dialect, text).tokenize_with_location().map_err(|problem| {
        mistake(Code::SqlSyntax, places.from(problem.location), args![problem_text(&problem.message)])
    })?;
    if tokens
        .iter()
        .find(|one| !matches!(one.token, Token::Whitespace(_)))
        .is_some_and(|one| is_word(one, Keyword::SELECT))
    {
        return not_here(places.whole(), "select");
    }
    places.read(&tokens);
    let mut comments = tokens.iter().filter(|token| is_line_comment(&token.token)).map(|token| places.of_token(token));
    if let Some(open) = comments.next_back().filter(|at| at.end as usize == text.len()) {
        // Where YAML has joined the lines it would take what follows with it; and `a --1` is one.
        return not_here(open, "comment");
    }
    let nested = measure(&tokens, &places)?;
    let unbalanced = unbalanced(&tokens);
    let read = || tree(&dialect, tokens, &places).map_err(|found| reason(found, unbalanced));
    if nested <= SHALLOW {
        return read();
    }
    std::thread::scope(|scope| {
        let large = std::thread::Builder::new().stack_size(LARGE_STACK).spawn_scoped(scope, read);
        let read = large.ok().and_then(|thread| thread.join().ok());
        read.unwrap_or_else(|| Err(mistake(Code::SqlTooLarge, places.whole(), args!["depth"])))
    })
}

fn tree(dialect: &Ours, tokens: Vec<TokenWithSpan>, places: &Places<'_>) -> Result<Tree, Mistake> {
    let mut parser = Parser::new(dialect).with_recursion_limit(PARSER_LEVELS).with_tokens_with_locations(tokens);
    let expr = parser.parse_expr().map_err(|problem| refused(&problem, &parser, places))?;
    let next = parser.peek_token();
    if next.token != Token::EOF {
        return Err(mistake(Code::SqlSyntax, places.of_token(&next), args![format!("`{}`", next.token)]));
    }
    Reader { places }.tree(expr, 0)
}

/// `DuckDB`'s dialect without trailing commas, where `||` binds more weakly than `+`.
#[derive(Debug)]
struct Ours(DuckDbDialect);

impl Dialect for Ours {
    fn dialect(&self) -> std::any::TypeId {
        self.0.dialect()
    }
    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch == '_'
    }
    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch.is_ascii_digit() || ch == '_'
    }
    fn supports_comma_separated_trim(&self) -> bool {
        true
    }
    fn get_next_precedence(&self, parser: &Parser<'_>) -> Option<Result<u8, ParserError>> {
        let concat = parser.peek_token_ref().token == Token::StringConcat;
        concat.then(|| Ok(self.prec_value(Precedence::Pipe)))
    }
}

/// What sqlparser says, as a stable word of TL0030 or as the piece of text that it did not expect.
fn problem_text(message: &str) -> String {
    let message = message.split(" at Line").next().unwrap_or(message).trim();
    match message.rsplit_once(", found: ") {
        _ if message.starts_with("Unterminated string") => "unclosed".to_owned(),
        Some((_, "EOF")) => "ends".to_owned(),
        Some((_, found)) => format!("`{found}`"),
        None => message.to_owned(),
    }
}

fn is_word(one: &TokenWithSpan, keyword: Keyword) -> bool {
    matches!(&one.token, Token::Word(word) if word.quote_style.is_none() && word.keyword == keyword)
}

/// What is opened and not closed in a text: a CASE, a parenthesis; or the other way round.
fn unbalanced(tokens: &[TokenWithSpan]) -> Option<&'static str> {
    let count = |is: &dyn Fn(&TokenWithSpan) -> bool| tokens.iter().filter(|one| is(one)).count();
    let (cases, ends) = (count(&|one| is_word(one, Keyword::CASE)), count(&|one| is_word(one, Keyword::END)));
    let (opened, closed) = (count(&|one| one.token == Token::LParen), count(&|one| one.token == Token::RParen));
    match (cases.cmp(&ends), opened.cmp(&closed)) {
        (Ordering::Greater, _) => Some("no_end"),
        (_, Ordering::Greater) => Some("paren_open"),
        (_, Ordering::Less) => Some("paren_close"),
        _ => None,
    }
}

/// What does not parse, for the plainest reason.
fn reason(found: Mistake, unbalanced: Option<&'static str>) -> Mistake {
    match unbalanced {
        Some(word) if found.code == Code::SqlSyntax => Mistake { args: args![word], ..found },
        _ => found,
    }
}

fn refused(problem: &ParserError, parser: &Parser<'_>, places: &Places<'_>) -> Mistake {
    let (ParserError::ParserError(message) | ParserError::TokenizerError(message)) = problem else {
        return mistake(Code::SqlTooLarge, places.whole(), args!["depth"]);
    };
    let at = located(message).map_or_else(|| places.of_token(&parser.peek_token()), |place| places.from(place));
    let found = places.text(at);
    let is_debug = message.starts_with("No infix parser") && !found.is_empty();
    mistake(Code::SqlSyntax, at, args![if is_debug { format!("`{found}`") } else { problem_text(message) }])
}

/// The place that sqlparser writes at the end of its messages.
fn located(message: &str) -> Option<Location> {
    let (line, column) = message.rsplit_once("at Line: ")?.1.split_once(", Column: ")?;
    Some(Location { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
}

const fn is_line_comment(token: &Token) -> bool {
    matches!(token, Token::Whitespace(Whitespace::SingleLineComment { .. }))
}

/// Most that can nest in these tokens, by an estimate from above; refuses what would nest too deeply.
fn measure(tokens: &[TokenWithSpan], places: &Places<'_>) -> Result<usize, Mistake> {
    let (mut depth, mut operators, mut deepest) = (0_usize, 0_usize, 0_usize);
    for token in tokens {
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
            Token::Word(word) if word.quote_style.is_none() => match word.keyword {
                Keyword::CASE => depth += 1,
                Keyword::END => depth = depth.saturating_sub(1),
                Keyword::AND
                | Keyword::OR
                | Keyword::NOT
                | Keyword::IS
                | Keyword::IN
                | Keyword::LIKE
                | Keyword::BETWEEN
                | Keyword::INTERVAL
                | Keyword::COLLATE
                | Keyword::AT => operators += 1,
                _ => {}
            },
            Token::Whitespace(_) | Token::Comma | Token::Number(..) | Token::SingleQuotedString(_) => {}
            _ => operators += 1,
        }
        deepest = deepest.max(depth);
        if depth > MOST_LEVELS {
            return Err(mistake(Code::SqlTooLarge, places.of_token(token), args!["depth"]));
        }
        if operators > MOST_OPERATORS {
            return Err(mistake(Code::SqlTooLarge, places.of_token(token), args!["tokens"]));
        }
    }
    Ok(deepest + operators)
}

/// From sqlparser's tree to ours.
struct Reader<'a> {
    places: &'a Places<'a>,
}

impl Reader<'_> {
    fn at(&self, expr: &impl Spanned) -> Span {
        let at = self.places.span(expr.span()).unwrap_or_else(|| self.places.whole());
        self.places.balanced(at)
    }

    #[expect(clippy::too_many_lines, reason = "one flat table, one arm a form")]
    fn tree(&self, expr: Expr, depth: usize) -> Result<Tree, Mistake> {
        let at = self.at(&expr);
        if depth > MOST_LEVELS {
            return Err(mistake(Code::SqlTooLarge, at, args!["depth"]));
        }
        let one = |name: &'static str, of: Box<Expr>| Ok(Part::call(name, vec![self.tree(*of, depth + 1)?]));
        let two = |name: &'static str, a: Box<Expr>, b: Box<Expr>| {
            Ok(Part::call(name, vec![self.tree(*a, depth + 1)?, self.tree(*b, depth + 1)?]))
        };
        let is_negated = Cell::new(false);
        let negated = |negated: bool, part: Part| {
            is_negated.set(negated);
            part
        };
        let form = Form::of(&expr);
        let part = match expr {
            Expr::Nested(inner) => return self.tree(*inner, depth + 1),
            Expr::Identifier(name) => Part::Name(vec![self.name(name)?]),
            Expr::CompoundIdentifier(names) => {
                Part::Name(names.into_iter().map(|name| self.name(name)).collect::<Result<_, _>>()?)
            }
            Expr::Value(value) => literal(value, at)?,
            Expr::TypedString(typed) => match typed.value.value {
                Value::SingleQuotedString(text) => Part::Typed(typed.data_type.to_string().to_lowercase(), text),
                _ => return not_here(at, "quoted_text"),
            },
            Expr::Interval(interval) => self.interval(interval, at)?,
            Expr::BinaryOp { .. } => return self.chain(expr, depth),
            Expr::UnaryOp { op, expr } => match (op, *expr) {
                (UnaryOperator::Minus, Expr::Value(ValueWithSpan { value: Value::Number(digits, _), .. })) => {
                    Part::Number(format!("-{digits}"))
                }
                (UnaryOperator::Minus, inner) => one("negative", Box::new(inner))?,
                (UnaryOperator::Plus, inner) => one("positive", Box::new(inner))?,
                (UnaryOperator::Not | UnaryOperator::BangNot, inner) => one("not", Box::new(inner))?,
                _ => return not_here(at, "operator"),
            },
            Expr::IsNull(of) | Expr::IsUnknown(of) => one("is null", of)?,
            Expr::IsNotNull(of) | Expr::IsNotUnknown(of) => negated(true, one("is null", of)?),
            Expr::IsTrue(of) => one("is true", of)?,
            Expr::IsNotTrue(of) => negated(true, one("is true", of)?),
            Expr::IsFalse(of) => one("is false", of)?,
            Expr::IsNotFalse(of) => negated(true, one("is false", of)?),
            Expr::IsDistinctFrom(a, b) => two("is distinct from", a, b)?,
            Expr::IsNotDistinctFrom(a, b) => negated(true, two("is distinct from", a, b)?),
            Expr::In { expr, target: InTarget::List(list), negated: not, global: false } => {
                let all = std::iter::once(*expr).chain(list);
                negated(not, Part::call("in", self.trees(all, depth)?))
            }
            Expr::In { .. } | Expr::Exists { .. } | Expr::Subquery(_) => return not_here(at, "subquery"),
            Expr::Between { expr, negated: not, low, high } => {
                negated(not, Part::call("between", self.trees([*expr, *low, *high], depth)?))
            }
            Expr::Like { negated: not, any: false, expr, pattern, escape_char } => {
                let all = [*expr, *pattern].into_iter().chain(escape_char.map(|escape| *escape));
                negated(not, Part::call("like", self.trees(all, depth)?))
            }
            Expr::ILike { negated: not, any: false, expr, pattern, escape_char } => {
                let all = [*expr, *pattern].into_iter().chain(escape_char.map(|escape| *escape));
                negated(not, Part::call("ilike", self.trees(all, depth)?))
            }
            Expr::Cast { kind, expr, data_type, format: None } => Part::Cast {
                tried: matches!(kind, CastKind::TryCast | CastKind::SafeCast),
                of: Box::new(self.tree(*expr, depth + 1)?),
                ty: data_type.to_string().to_lowercase(),
            },
            Expr::Extract { field, expr, .. } => {
                let name = field.to_string().to_lowercase();
                Part::Call { name: extracted(&name), args: vec![self.tree(*expr, depth + 1)?] }
            }
            Expr::Ceil { expr, field } => self.ceil_or_floor("ceil", *expr, field, at, depth)?,
            Expr::Floor { expr, field } => self.ceil_or_floor("floor", *expr, field, at, depth)?,
            Expr::Position { expr, r#in } => two("position", expr, r#in)?,
            Expr::Substring { expr, substring_from, substring_for, .. } => {
                let start = substring_from.map_or_else(|| Expr::value(Value::Number("1".into(), false)), |from| *from);
                let all = [*expr, start].into_iter().chain(substring_for.map(|length| *length));
                Part::call("substring", self.trees(all, depth)?)
            }
            Expr::Trim { expr, trim_where, trim_what, trim_characters } => {
                let name = match trim_where {
                    None | Some(TrimWhereField::Both) => "trim",
                    Some(TrimWhereField::Leading) => "ltrim",
                    Some(TrimWhereField::Trailing) => "rtrim",
                };
                let what = trim_what.map(|what| *what).into_iter().chain(trim_characters.into_iter().flatten());
                Part::call(name, self.trees(std::iter::once(*expr).chain(what), depth)?)
            }
            Expr::Function(function) => self.function(function, at, depth)?,
            Expr::Case { operand, conditions, else_result, .. } => {
                let whens = conditions.into_iter().map(|CaseWhen { condition, result }| {
                    Ok((self.tree(condition, depth + 1)?, self.tree(result, depth + 1)?))
                });
                Part::Case {
                    whens: whens.collect::<Result<_, _>>()?,
                    of: self.optional(operand, depth)?,
                    otherwise: self.optional(else_result, depth)?,
                }
            }
            Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => return not_here(at, "star"),
            Expr::AtTimeZone { .. } => return not_here(at, "zone"),
            Expr::Array(_) | Expr::Struct { .. } | Expr::Dictionary(_) | Expr::Map(_) | Expr::Tuple(_) => {
                return not_here(at, "array");
            }
            Expr::CompoundFieldAccess { .. } | Expr::JsonAccess { .. } => return not_here(at, "array"),
            Expr::Prefixed { .. } => return not_here(at, "quoted_text"),
            _ => return not_here(at, "syntax"),
        };
        let tree = Tree { at: form.place(self.places, covering(at, &part)), part };
        Ok(if is_negated.get() { Tree { at: tree.at, part: Part::call("not", vec![tree]) } } else { tree })
    }

    fn optional(&self, expr: Option<Box<Expr>>, depth: usize) -> Result<Option<Box<Tree>>, Mistake> {
        expr.map(|expr| self.tree(*expr, depth + 1).map(Box::new)).transpose()
    }

    fn trees(&self, all: impl IntoIterator<Item = Expr>, depth: usize) -> Result<Vec<Tree>, Mistake> {
        all.into_iter().map(|expr| self.tree(expr, depth + 1)).collect()
    }

    fn name(&self, name: Ident) -> Result<String, Mistake> {
        match name.quote_style {
            None | Some('"') => Ok(name.value),
            Some(_) => not_here(self.places.span(name.span).unwrap_or_default(), "quoted_text"),
        }
    }

    fn interval(&self, interval: Interval, at: Span) -> Result<Part, Mistake> {
        let unit = interval.leading_field.as_ref().map(|unit| unit.to_string().to_lowercase()).unwrap_or_default();
        let plain = interval.last_field.is_none()
            && interval.leading_precision.is_none()
            && interval.fractional_seconds_precision.is_none();
        let amount = match self.tree(*interval.value, 1)?.part {
            Part::Number(text) | Part::Text(text) if plain => text,
            _ => return not_here(at, "interval"),
        };
        Ok(Part::Interval(amount, unit))
    }

    /// A run of one operator becomes one part, so that `a || b || c …` is not deep.
    fn chain(&self, expr: Expr, depth: usize) -> Result<Tree, Mistake> {
        let at = self.at(&expr);
        let mut rights = Vec::new();
        let mut left = expr;
        let mut outer = None;
        loop {
            match left {
                Expr::BinaryOp { left: inner, op, right }
                    if outer.is_none() || (outer.as_ref() == Some(&op) && is_flat(&op)) =>
                {
                    rights.push(*right);
                    outer = Some(op);
                    left = *inner;
                }
                first => {
                    left = first;
                    break;
                }
            }
        }
        let Some(name) = outer.as_ref().and_then(operator) else { return not_here(at, "operator") };
        let args = self.trees(std::iter::once(left).chain(rights.into_iter().rev()), depth)?;
        let part = Part::call(name, args);
        Ok(Tree { at: self.places.balanced(covering(at, &part)), part })
    }

    fn ceil_or_floor(
        &self,
        name: &'static str,
        of: Expr,
        field: CeilFloorKind,
        at: Span,
        depth: usize,
    ) -> Result<Part, Mistake> {
        let scale = match field {
            CeilFloorKind::Scale(scale) => Some(Expr::Value(scale)),
            CeilFloorKind::DateTimeField(sqlparser::ast::DateTimeField::NoDateTime) => None,
            CeilFloorKind::DateTimeField(_) => return not_here(at, "function_form"),
        };
        Ok(Part::call(name, self.trees(std::iter::once(of).chain(scale), depth)?))
    }

    fn function(&self, function: Function, at: Span, depth: usize) -> Result<Part, Mistake> {
        let [sqlparser::ast::ObjectNamePart::Identifier(name)] = function.name.0.as_slice() else {
            return not_here(at, "function_form");
        };
        let name = name.value.to_lowercase();
        if function.over.is_some() {
            return not_here(at, "window");
        }
        if AGGREGATES.contains(&name.as_str()) || function.filter.is_some() || !function.within_group.is_empty() {
            return not_here(at, "aggregate");
        }
        let list = match function.args {
            FunctionArguments::List(list) => list,
            FunctionArguments::Subquery(_) => return not_here(at, "subquery"),
            FunctionArguments::None => return not_here(at, "function_form"),
        };
        if list.duplicate_treatment.is_some() || !list.clauses.is_empty() || function.null_treatment.is_some() {
            return not_here(at, "aggregate");
        }
        let args = list.args.into_iter().map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.tree(expr, depth + 1),
            FunctionArg::Unnamed(_) => not_here(at, "star"),
            _ => not_here(at, "named_argument"),
        });
        Ok(Part::Call { name, args: args.collect::<Result<_, _>>()? })
    }
}

/// How a part is written around its operands, as far as sqlparser does not say where.
enum Form {
    /// Nothing is missing but brackets.
    Plain,
    /// One of these words stands before.
    From(&'static [&'static str]),
    /// One of these words stands after.
    To(&'static [&'static str]),
    /// A name with its operands between brackets.
    Function,
    /// A type stands after `::`; so many tokens without its brackets.
    Type(usize),
    /// A type stands before.
    Typed,
    /// `interval` stands before; so many tokens stand after.
    Interval(usize),
}

impl Form {
    fn of(expr: &Expr) -> Self {
        match expr {
            Expr::IsNull(_) | Expr::IsNotNull(_) => Self::To(&["null", "isnull", "notnull"]),
            Expr::IsUnknown(_) | Expr::IsNotUnknown(_) => Self::To(&["unknown"]),
            Expr::IsTrue(_) | Expr::IsNotTrue(_) => Self::To(&["true"]),
            Expr::IsFalse(_) | Expr::IsNotFalse(_) => Self::To(&["false"]),
            Expr::UnaryOp { .. } => Self::From(&["-", "+", "not", "!"]),
            Expr::Cast { kind: CastKind::DoubleColon, data_type, .. } => {
                Self::Type(data_type.to_string().split('(').next().map_or(1, |name| name.split(' ').count()))
            }
            Expr::Cast { .. } => Self::From(&["cast", "try_cast", "safe_cast"]),
            Expr::Extract { .. } => Self::From(&["extract"]),
            Expr::Ceil { .. } => Self::From(&["ceil", "ceiling"]),
            Expr::Floor { .. } => Self::From(&["floor"]),
            Expr::Position { .. } => Self::From(&["position"]),
            Expr::Substring { .. } => Self::From(&["substring", "substr"]),
            Expr::Trim { .. } => Self::From(&["trim"]),
            Expr::Function(_) => Self::Function,
            Expr::TypedString(_) => Self::Typed,
            Expr::Interval(interval) => Self::Interval(usize::from(interval.leading_field.is_some())),
            _ => Self::Plain,
        }
    }

    /// The whole part, from the place of its operands.
    fn place(&self, places: &Places<'_>, at: Span) -> Span {
        match self {
            Self::Plain => places.balanced(at),
            Self::From(words) => places.since_word(at, words),
            Self::To(words) => places.until_word(at, words),
            Self::Function => places.with_brackets(places.balanced(at)),
            Self::Type(tokens) => places.with_brackets(places.with_tokens(places.until_word(at, &["::"]), 0, *tokens)),
            Self::Typed => places.with_tokens(at, 1, 0),
            Self::Interval(after) => places.with_tokens(places.since_word(at, &["interval"]), 0, *after),
        }
    }
}

/// A place and those of the operands.
fn covering(at: Span, part: &Part) -> Span {
    let operands = match part {
        Part::Call { args, .. } => args.as_slice(),
        Part::Cast { of, .. } => std::slice::from_ref(&**of),
        _ => &[],
    };
    operands.iter().fold(at, |all, one| Span { start: all.start.min(one.at.start), end: all.end.max(one.at.end) })
}

fn literal(value: ValueWithSpan, at: Span) -> Result<Part, Mistake> {
    match value.value {
        Value::Number(digits, false) => Ok(Part::Number(digits)),
        Value::SingleQuotedString(text) => Ok(Part::Text(text)),
        Value::Boolean(truth) => Ok(Part::Bool(truth)),
        Value::Null => Ok(Part::Null),
        Value::Placeholder(_) => not_here(at, "parameter"),
        _ => not_here(at, "quoted_text"),
    }
}

fn not_here<T>(at: Span, what: &str) -> Result<T, Mistake> {
    Err(mistake(Code::SqlNotHere, at, args![what]))
}

/// The function that `EXTRACT(part FROM x)` means.
fn extracted(part: &str) -> String {
    match part {
        "dow" | "dayofweek" => "day_of_week".to_owned(),
        "doy" | "dayofyear" => "day_of_year".to_owned(),
        other => other.to_owned(),
    }
}

/// Operators that take any number of operands.
fn is_flat(op: &BinaryOperator) -> bool {
    matches!(op, BinaryOperator::And | BinaryOperator::Or | BinaryOperator::StringConcat)
}

fn operator(op: &BinaryOperator) -> Option<&'static str> {
    Some(match op {
        BinaryOperator::Plus => "+",
        BinaryOperator::Minus => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::DuckIntegerDivide => "//",
        BinaryOperator::Modulo => "%",
        BinaryOperator::StringConcat => "||",
        BinaryOperator::Eq => "=",
        BinaryOperator::NotEq => "<>",
        BinaryOperator::Lt => "<",
        BinaryOperator::LtEq => "<=",
        BinaryOperator::Gt => ">",
        BinaryOperator::GtEq => ">=",
        BinaryOperator::And => "and",
        BinaryOperator::Or => "or",
        _ => return None,
    })
}

//! An expression as it is written: nothing is resolved, nothing has a type.

use crate::place::Span;

/// A part of an expression with its place in the expression's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Bytes of the expression's text.
    pub at: Span,
    /// What stands there.
    pub part: Part,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// `NULL`.
    Null,
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// Digits, with a sign and a point perhaps.
    Number(String),
    /// `'…'`.
    Text(String),
    /// `date '…'`: the type's name in small letters, and the text.
    Typed(String, String),
    /// Amount and unit in small letters; the unit may be empty, then it stands in the amount.
    Interval(String, String),
    /// `amount`, `batch.batch_no`.
    Name(Vec<String>),
    /// An operator or a function, by its name in the table.
    Call {
        /// In small letters.
        name: String,
        /// In the order of the text.
        args: Vec<Tree>,
    },
    /// Both forms of CASE.
    Case {
        /// What the values after WHEN are compared with.
        of: Option<Box<Tree>>,
        /// WHEN and THEN.
        whens: Vec<(Tree, Tree)>,
        /// ELSE.
        otherwise: Option<Box<Tree>>,
    },
    /// `CAST`, `::` and `TRY_CAST`.
    Cast {
        /// `TRY_CAST`.
        tried: bool,
        /// The value.
        of: Box<Tree>,
        /// The type's name in small letters.
        ty: String,
    },
}

impl Part {
    /// A call of an operator.
    pub fn call(name: &str, args: Vec<Tree>) -> Self {
        Self::Call { name: name.to_owned(), args }
    }
}

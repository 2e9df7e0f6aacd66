//! COBOL data descriptions: the text of a copybook in, a tree of items with their places in the record out.
//!
//! A small compiler front end. `source` takes the reference format away (columns, continuation, comments), `words` cuts
//! the text into words, `copies` brings in what COPY and REPLACE say, `sentence` and `clause` read
//! data description entries, `tree` puts entries under one another by their level numbers, `layout` gives each item its offset and length.
//! All mistakes are told, each with its place. Refuses to open files, and to know what the bytes of a record hold.
//!
//! Sources of the rules: IBM Enterprise COBOL for z/OS 6.4 Language Reference (SC27-8713), ISO/IEC 1989:2014, Micro
//! Focus Visual COBOL's and `GnuCOBOL` 3's manuals where a [`Dialect`] differs.

pub mod becomes;
mod clause;
mod comma;
mod copies;
mod diagnostic;
mod dialect;
mod entry;
mod item;
mod layout;
mod mistake;
mod names;
pub mod picture;
pub mod placeholder;
mod replacing;
mod sentence;
mod sizes;
mod source;
mod tree;
mod value;
mod words;

pub use copies::{Copied, Library};
pub use dialect::{BinarySizes, Dialect, Endian, Float};
pub use entry::{Condition, Literal, Sign, SignPlace, Usage, Value};
pub use item::{Copybook, Elementary, Item, Occurs, Part, Path, Renames};
pub use mistake::{Mistake, PictureProblem, Problem};
pub use picture::Picture;
pub use replacing::Unmatched;
pub use source::Reference;

use crate::place::Span;

/// A piece of the text of one of the files that a copybook is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct At {
    /// Index into [`Copybook::files`]; 0 is the file that was asked for.
    pub file: u16,
    /// The bytes.
    pub span: Span,
}

/// How a copybook is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whose COBOL it is.
    pub dialect: Dialect,
    /// Where code stands on a line; None: what makes fewer mistakes, fixed if both make as many.
    pub reference: Option<Reference>,
    /// DECIMAL-POINT IS COMMA; the text may say so itself.
    pub comma: bool,
}

/// What is wrong with a copybook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The file that was asked for, then those that it copies.
    pub files: Vec<Copied>,
    /// At least one, in the order of their places.
    pub mistakes: Vec<Mistake>,
}

/// Reads a copybook, or the data division of a program.
///
/// # Errors
/// All mistakes at once.
pub fn read(name: &str, text: &str, library: &dyn Library, options: Options) -> Result<Copybook, Broken> {
    let one = |reference| read_as(name, text, library, options, reference);
    if let Some(reference) = options.reference {
        return one(reference);
    }
    match (one(Reference::Fixed), one(Reference::Free)) {
        (Ok(fixed), Ok(free)) if !fixed.is_laid_out_as(&free) => Err(Broken {
            files: fixed.files,
            mistakes: vec![Mistake { at: At::default(), problem: Problem::Reference }],
        }),
        (Ok(read), _) | (Err(_), Ok(read)) => Ok(read),
        (Err(fixed), Err(free)) => Err(if free.mistakes.len() < fixed.mistakes.len() { free } else { fixed }),
    }
}

fn read_as(
    name: &str,
    text: &str,
    library: &dyn Library,
    options: Options,
    reference: Reference,
) -> Result<Copybook, Broken> {
    let mut mistakes = Vec::new();
    let opened = copies::opened(name, text, library, reference, &mut mistakes);
    let read = sentence::entries(&opened.words, options.comma, &mut mistakes);
    let trees = tree::trees(read, &mut mistakes);
    let mut copybook = layout::copybook(opened.files, trees, options.dialect, &mut mistakes);
    copybook.unmatched = opened.unmatched;
    copybook.unmatched.sort_by_key(|phrase| phrase.at);
    if mistakes.is_empty() {
        return Ok(copybook);
    }
    // What stands in a book that is missing is not there: that is told alone.
    let is_missing = |mistake: &Mistake| matches!(mistake.problem, Problem::NoCopy(_));
    if mistakes.iter().any(is_missing) {
        mistakes.retain(|mistake| !mistake.problem.may_be_of_a_missing_book());
    }
    mistakes.sort_by_key(|mistake| mistake.at);
    Err(Broken { files: copybook.files, mistakes })
}

#[cfg(test)]
mod tests;

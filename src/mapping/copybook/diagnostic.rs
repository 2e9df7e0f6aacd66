//! A mistake in a copybook as a diagnostic, whose words are made elsewhere.

use super::{Mistake, Problem};
use crate::finding::{Arg, Args, Code};
use crate::mapping::diagnostic::Diagnostic;
use crate::mapping::mistakes::args;

impl Mistake {
    /// As data for who tells it; its place is one in the text of the file [`At::file`](super::At::file).
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let (code, args) = told(&self.problem);
        Diagnostic::fail(code, self.at.span, args)
    }
}

fn told(problem: &Problem) -> (Code, Args) {
    use Problem as P;
    let text = |problem: &str, word: &str| (Code::CopybookText, args![problem, word]);
    let item = |problem: &str, name: &str| (Code::CopybookItem, args![problem, name, "", ""]);
    match problem {
        P::OpenLiteral => text("open_literal", ""),
        P::OpenPseudoText => text("open_pseudo_text", ""),
        P::NoPeriod => text("no_period", ""),
        P::NotAnEntry(word) => text("not_an_entry", word),
        P::Level(word) => text("level", word),
        P::Name(word) => text("name", word),
        P::Number(word) => text("number", word),
        P::CommaNumber(word) => text("comma_number", word),
        P::CopyPhrase(word) => text("copy_phrase", word),
        P::Directive(word) => text("directive", word),
        P::Reference => text("reference", ""),
        P::Nothing => text("nothing", ""),
        P::Clause(word, nearest) => (Code::UnknownClause, args![word.as_str(), nearest.as_str()]),
        P::Incomplete(clause) => (Code::ClauseIncomplete, args![*clause]),
        P::ClauseTwice(clause) => (Code::ClauseTwice, args![*clause]),
        P::Picture(problem, 0) => (Code::CobolPicture, args![problem.name(), ""]),
        P::Picture(problem, place) => (Code::CobolPicture, args![problem.name(), *place]),
        P::NoCopy(name) => (Code::CopyMissing, args![name.as_str(), "missing"]),
        P::CopiesItself(name) => (Code::CopyMissing, args![name.as_str(), "itself"]),
        P::NoParent => item("no_parent", ""),
        P::PictureOfGroup(name) => item("picture_of_group", name),
        P::NothingInIt(name) => item("nothing_in_it", name),
        P::Redefines(name) => item("redefines", name),
        P::Ambiguous(name) => item("ambiguous", name),
        P::Counter(name) => item("counter", name),
        P::Bounds => item("bounds", ""),
        P::OfOccurs(word) => text("of_occurs", word),
        P::OccursHere => item("occurs_here", ""),
        P::Belongs(66) => item("belongs_66", ""),
        P::Belongs(_) => item("belongs_88", ""),
        P::Renames(name) => item("renames", name),
        P::UsageOfPicture(usage, picture) => (Code::UsageOfPicture, args![usage.as_str(), picture.as_str()]),
        P::Unknown(name, nearest) => (Code::UnknownItem, args![name.as_str(), nearest.as_str()]),
        P::Digits(most) => (Code::CopybookTooLarge, args!["digits", Arg::from(u64::from(*most))]),
        P::TooLong(most) => (Code::CopybookTooLarge, args!["record", Arg::from(*most)]),
    }
}

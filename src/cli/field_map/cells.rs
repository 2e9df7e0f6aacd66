//! The field map's rows as cells in a language.
//!
//! In: a row as data. Out: one cell for each heading. Refuses to know a mapping.

use super::{MapRow, Place, Remark, distinct};
use crate::cli::plan_words::{self, CheckedOrigin};
use crate::cli::words::check::{self, Both};
use crate::cli::words::{self, Language};
use crate::finding::Arg;
use crate::mapping::model::{FieldPlace, OnFail, RepeatPlace, Type};
use crate::mapping::unread::range_text;
use crate::run::people::Cell;

impl MapRow {
    /// One for each of [`check::HEADS`].
    pub(super) fn cells(&self, language: Language) -> Vec<Cell> {
        let title = match language {
            Language::En => &self.title_en,
            Language::Fr => &self.title_fr,
        };
        let types = |types: &[Type]| distinct(types.iter().map(|ty| check::ty(language, *ty)).collect()).join("; ");
        let yes = |is: bool| if is { check::YES.of(language) } else { "" };
        let made = match &self.origin {
            None | Some(CheckedOrigin::Field(_)) => String::new(),
            Some(origin) => plan_words::origin(language, origin),
        };
        let places: Vec<String> = self.places.iter().map(|place| place.text(language)).collect();
        let on_fail = self.on_fail.map(|on_fail| match on_fail {
            OnFail::Reject => check::REJECTS,
            OnFail::Warn => check::WARNS,
            OnFail::Fail => check::FAILS,
        });
        vec![
            self.table.as_str().into(),
            self.column.as_str().into(),
            title.as_str().into(),
            types(self.column_ty.as_slice()).into(),
            yes(self.required).into(),
            made.into(),
            self.files.as_str().into(),
            self.kind.as_str().into(),
            self.field.as_str().into(),
            distinct(places).join("; ").into(),
            types(&self.field_tys).into(),
            self.reading.as_str().into(),
            self.checks.as_str().into(),
            self.rules.as_str().into(),
            yes(self.personal).into(),
            on_fail.map_or("", |both| both.of(language)).into(),
            self.about.as_str().into(),
            self.remark.text(language).into(),
        ]
    }
}

impl Remark {
    fn text(&self, language: Language) -> String {
        let say = |both: Both, because: &str| words::say(language, both.of(language), &[("because", because.into())]);
        match self {
            Self::None => String::new(),
            Self::NoColumn => say(check::NO_COLUMN, ""),
            Self::Needed => say(check::NEEDED, ""),
            Self::Ignored(because) => say(check::IGNORED, because),
            Self::Skipped(because) => say(check::SKIPPED, because),
            Self::Unread => say(check::UNREAD, ""),
        }
    }
}

impl Place {
    fn text(&self, language: Language) -> String {
        let say = |both: Both, args: &[(&str, Arg)]| words::say(language, both.of(language), args);
        let at = match &self.at {
            FieldPlace::Bytes { start, .. } if self.open => format!("{}-", start + 1),
            FieldPlace::Bytes { start, end } => range_text((*start, *end)),
            FieldPlace::Header(name) => say(check::HEADER, &[("name", name.as_str().into())]),
            FieldPlace::Index(cell) => say(check::CELL, &[("at", (i64::from(*cell) + 1).into())]),
            FieldPlace::Record => say(check::WHOLE, &[]),
        };
        match &self.group {
            None => at,
            Some((_, RepeatPlace::Headers(headers))) => {
                say(check::IN_HEADERS, &[("headers", headers.join(", ").into())])
            }
            Some((group, place)) => {
                let args = [
                    ("place", at.into()),
                    ("times", i64::from(place.times()).into()),
                    ("group", group.as_str().into()),
                ];
                say(check::IN_GROUP, &args)
            }
        }
    }
}

//! The lists of a row: how many elements each has, and of the first ones each column with where it comes from.

use super::{Words, line};
use crate::cli::layout::{self, Side};
use crate::inspect::explain::record::{ElementSeen, ListSeen, Record};

/// Elements of one list that are shown where not all are asked for.
const MOST: usize = 3;

impl Words {
    pub(super) fn lists(self, record: &Record, lists: &[ListSeen]) -> String {
        lists.iter().map(|list| self.list(record, list, None)).collect()
    }

    /// A list; `of` is the element that it stands in.
    fn list(self, record: &Record, list: &ListSeen, of: Option<&str>) -> String {
        let shown = if self.view.all { list.elements.len() } else { MOST.min(list.elements.len()) };
        let args = [
            ("list", list.name.as_str().into()),
            ("element", of.unwrap_or_default().into()),
            ("elements", list.count.into()),
        ];
        let mut text = self.indented(&self.say(self.texts.list, &args));
        let elements = &list.elements[..shown];
        if list.is_value {
            let row = |one: &ElementSeen| {
                one.columns.iter().flat_map(|column| self.named(&one.number, record, column)).collect::<Vec<_>>()
            };
            let rows: Vec<Vec<String>> = elements.iter().flat_map(row).collect();
            text += &layout::hanging_table(self.width(), &[Side::Left, Side::Left], &rows);
        } else {
            text.extend(elements.iter().map(|one| self.element(record, one)));
        }
        let more = list.count - shown;
        if more > 0 {
            let template = if self.view.all { self.texts.unshown_elements } else { self.texts.more_elements };
            text += &self.indented(&self.say(template, &[("more", more.into())]));
        }
        text
    }

    fn element(self, record: &Record, element: &ElementSeen) -> String {
        let number = element.number.as_str();
        let head = match &element.child {
            Some(place) => {
                let args = [
                    ("number", number.into()),
                    ("record", place.record.into()),
                    ("line", line(place.line)),
                    ("offset", place.offset.into()),
                ];
                self.say(self.texts.element_of, &args) + &self.refused(place)
            }
            None => self.say(self.texts.element, &[("number", number.into())]),
        };
        let rows: Vec<Vec<String>> = element.columns.iter().flat_map(|column| self.column(record, column)).collect();
        let table = layout::hanging_table(self.width(), &[Side::Left, Side::Left], &rows);
        let lists = element.lists.iter().map(|list| self.list(record, list, Some(number)));
        self.indented(&head) + &table + &lists.collect::<String>()
    }
}

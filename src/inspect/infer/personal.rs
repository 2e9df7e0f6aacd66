//! What of a draft is about people: by the names of its fields, and by the checks that their values pass.
//!
//! In: a whole draft. Out: the same, with its fields marked, so that no message shows a value of theirs. Refuses to take a
//! mark away: a mark too many hides values, and one too few shows them.

use super::draft::{Draft, FieldDraft, Reason};
use super::values::names;
use super::values::why::Why;
use crate::mapping::model::{Check, FieldPlace};

/// Marks every field that is about people.
pub fn mark(draft: &mut Draft) {
    let kinds = draft.kinds.iter_mut();
    let own = kinds.flat_map(|kind| {
        let of_groups = kind.groups.iter_mut().flat_map(|group| &mut group.fields);
        kind.fields.iter_mut().chain(of_groups)
    });
    draft.common.iter_mut().chain(own).filter(|field| !field.personal).for_each(mark_field);
}

fn mark_field(field: &mut FieldDraft) {
    let header = if let FieldPlace::Header(header) = &field.place { header.as_str() } else { "" };
    let why = if names::is_personal(&field.name) || names::is_personal(header) {
        Why::PersonalName
    } else if checks(field).any(names::is_check_of_people) {
        Why::PersonalValues
    } else {
        return;
    };
    field.personal = true;
    field.why.retain(|why| !matches!(why, Reason::Value(Why::Range { .. } | Why::Constant(_) | Why::Values(_))));
    field.why.push(Reason::Value(why));
}

/// The checks that all of its values pass.
fn checks(field: &FieldDraft) -> impl Iterator<Item = Check> {
    let said = field.why.iter().filter_map(|why| match why {
        Reason::Checks(check) | Reason::Value(Why::Checks(check)) => Some(*check),
        _ => None,
    });
    field.check.into_iter().chain(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::infer::draft::Form;

    #[test]
    fn a_field_whose_values_all_pass_the_check_of_people_is_marked() {
        let place = || FieldPlace::Bytes { start: 6, end: 15 };
        let field = |name: &str| FieldDraft::text(name.to_owned(), place(), &Form::Length(20));
        for (name, check, personal) in [
            ("f7_15", Some(Check::Sin), true),
            ("f7_15", Some(Check::Aba), false),
            ("f7_15", None, false),
            ("employee_name", None, true),
        ] {
            let mut one = field(name);
            one.why = check.map(Reason::Checks).into_iter().collect();
            one.why.push(Reason::Value(Why::Constant("046454286".to_owned())));
            mark_field(&mut one);
            let shows = one.why.iter().any(|why| matches!(why, Reason::Value(Why::Constant(_))));
            assert_eq!((one.personal, shows), (personal, !personal), "{name} {check:?}");
        }
    }
}

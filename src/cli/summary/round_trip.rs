//! What came of values that were encoded again.

use super::{Summary, layout, short, words};
use crate::cli::layout::Side;
use crate::evidence::manifest::{FirstEvidence, RoundTripEvidence, RoundTripReason};
use crate::finding::Arg;

/// Fields that are listed.
const FIELDS: usize = 20;

impl Summary<'_> {
    /// The fields whose values give other bytes; nothing where it was not asked for.
    pub(super) fn round_trip(&self) -> String {
        let texts = self.language.round_trip();
        let sources = self.report.sources.iter().filter_map(|source| Some((source, source.round_trip.as_ref()?)));
        let fields: Vec<_> =
            sources.clone().flat_map(|(source, fields)| fields.iter().map(move |it| (source, it))).collect();
        if sources.clone().next().is_none() {
            return String::new();
        }
        let sum = |of: fn(&RoundTripEvidence) -> u64| fields.iter().map(|(_, field)| of(field)).sum::<u64>();
        let (same, other) = (sum(|field| field.same), sum(|field| field.other));
        let args = [("values", (same + other).into()), ("fields", fields.len().into()), ("other", other.into())];
        if other == 0 {
            return self.heading(if same == 0 { texts.none } else { texts.all_same }, &args);
        }
        let differing: Vec<_> = fields.iter().filter(|(_, field)| field.other > 0).collect();
        let rows: Vec<_> = differing
            .iter()
            .take(FIELDS)
            .flat_map(|(source, field)| self.round_trip_rows(&source.mapping, field))
            .collect();
        let listed = layout::hanging_table(self.width, &[Side::Left], &rows);
        let more = self.more(texts.more, differing.len().saturating_sub(FIELDS), "manifest.json");
        let advice = self.lines(&self.say("-> {advice}", &[("advice", self.say(texts.advice, &[]).into())]));
        self.heading(texts.some_other, &args) + &listed + &more + &advice
    }

    /// A line for each way in which a field's values differ.
    fn round_trip_rows(&self, mapping: &str, field: &RoundTripEvidence) -> Vec<Vec<String>> {
        let name =
            if self.report.sources.len() < 2 { field.field.clone() } else { format!("{mapping} {}", field.field) };
        let row = |why: String, values: u64, first: Option<&FirstEvidence>| {
            let (file, record) = first.map_or(("", 0), |first| (first.file.as_str(), first.record));
            let args = [
                ("why", Arg::from(why)),
                ("values", values.into()),
                ("file", short(file).into()),
                ("record", record.into()),
            ];
            vec![words::shown(&name), self.say(self.language.round_trip().found, &args)]
        };
        if field.reasons.is_empty() {
            let why = self.say(self.language.round_trip().unknown, &[]);
            return vec![row(why, field.other, field.first.as_ref())];
        }
        let reasons = field.reasons.iter();
        reasons.map(|reason| row(self.round_trip_why(reason), reason.values, reason.first.first())).collect()
    }

    fn round_trip_why(&self, reason: &RoundTripReason) -> String {
        let half = |half: &Option<String>| Arg::from(half.clone().unwrap_or_default());
        let args = [("found", half(&reason.found)), ("wanted", half(&reason.wanted))];
        self.say(self.language.round_trip().why(&reason.why), &args)
    }
}

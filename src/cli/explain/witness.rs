//! The second witness of a record: what the values of its stored fields encode to.

use super::Words;
use crate::cli::words;
use crate::finding::Arg;
use crate::inspect::explain::record::{FieldSeen, Record, Said, Witness};

/// Fields that are listed where not all are asked for.
const MOST: usize = 20;

impl Words {
    /// How many give the bytes that stand there, and which do not; nothing of a record without stored fields.
    pub(super) fn witness(self, record: &Record) -> String {
        let texts = self.language.round_trip();
        let fields = record.fields.iter().filter_map(|field| Some((field, field.witness.as_ref()?)));
        let fields: Vec<_> = fields.collect();
        if fields.is_empty() {
            return String::new();
        }
        let others: Vec<_> = fields.iter().filter(|(_, witness)| !witness.same).collect();
        let same = fields.len() - others.len();
        let mut text =
            self.indented(&self.say(texts.witness, &[("same", same.into()), ("fields", fields.len().into())]));
        let most = if self.view.all { others.len() } else { MOST };
        for (field, witness) in others.iter().take(most) {
            text += &self.indented(&self.other_bytes(field, witness));
        }
        if others.len() > most {
            text += &self.indented(&self.say(self.texts.more_witness, &[("more", (others.len() - most).into())]));
        }
        text
    }

    fn other_bytes(self, field: &FieldSeen, witness: &Witness) -> String {
        let texts = self.language.round_trip();
        let number = field.repetition.as_ref().map(|number| format!("[{number}]")).unwrap_or_default();
        let name = Arg::from(format!("{}{number}", words::shown(&field.name)));
        let (Said::Text(found), Said::Text(bytes)) = (&witness.found, &witness.bytes) else {
            return self.say(texts.personal, &[("field", name)]);
        };
        let half = |half: &Option<String>| Arg::from(half.clone().unwrap_or_default());
        let signs = [("found", half(&witness.sign_found)), ("wanted", half(&witness.sign_wanted))];
        let why = self.say(texts.why(witness.why.unwrap_or_default()), &signs);
        let args =
            [("field", name), ("found", found.as_str().into()), ("why", why.into()), ("bytes", bytes.as_str().into())];
        self.say(if bytes.is_empty() { texts.no_bytes } else { texts.would_be }, &args)
    }
}

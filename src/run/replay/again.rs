//! One refused record, met as a replay meets it.
//!
//! In: a plan, the refused records of a run, which may have been edited, and which of them is meant. Out: a [`Met`], with
//! what was open before it. Refuses to find out which run it is that has the bytes.

use std::path::Path;

use super::feed::{Feed, Instead};
use super::kept::Rejects;
use crate::host::Host;
use crate::run::Stop;
use crate::run::batch::Batches;
use crate::run::evaluate::seen::evaluate_seeing;
use crate::run::one::Met;
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;
use crate::run::walk::Text;
use crate::run::windows::OpenSource;

/// Where refused records stand, and which of them is meant.
#[derive(Debug, Clone, Copy)]
pub struct Among<'a> {
    /// The folder of the run that refused them.
    pub folder: &'a Path,
    /// Their bytes are not as that run wrote them.
    pub is_edited: bool,
    /// The file, by its number among the sources, and the record's number in it.
    pub of: (u32, u64),
}

/// Meets one of them, if need be with other bytes than stand there; none: it is not one of them.
///
/// # Errors
/// TL0933 to TL0936, TL0971, TL0806, TL0901.
pub fn find(
    host: &dyn Host,
    (plan, specs): (&Plan, &[SourceSpec]),
    among: Among<'_>,
    bytes: Option<&[u8]>,
) -> Result<Option<Met>, Stop> {
    let rejects = Rejects::open(host, (plan, specs), (among.folder, among.is_edited))?;
    let instead = bytes.map(|bytes| Instead { of: among.of, bytes });
    let mut feed = Feed::new((plan, specs), rejects).with(instead);
    while let Some(found) = feed.each(|source, text, batches| met(plan, among.of, (source, text, batches)))? {
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The record, if it is one of these; all of them are taken.
fn met(
    plan: &Plan,
    of: (u32, u64),
    (source, text, batches): (&OpenSource, &Text<'_>, &mut Batches<'_>),
) -> Result<Option<Met>, Stop> {
    let mut found = None;
    while let Some(batch) = batches.next()? {
        let mut rows = (0..).zip(batch.rows.iter()).filter(|(_, row)| !row.ghost);
        let Some((row, _)) = rows.find(|(_, row)| (row.place.file, row.place.record) == of) else { continue };
        let (evaluated, seen) = evaluate_seeing(plan, source, text, batch, row)?;
        found = Some(Met::of((plan, source), text, batch, (row, evaluated, seen))?);
    }
    Ok(found)
}

//! Sources that could not be compared with what a run read, and why.
//!
//! In: what the manifest says of a source. Out: a file to compare, or the reason why there is none. Refuses to compare.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::manifest::SourceEvidence;
use crate::finding::{Args, Code};
use crate::host::{Host, PathKind, paths};

/// Whether a finding says that a source could not be compared, which is no difference.
#[must_use]
pub const fn is_unseen(code: Code) -> bool {
    matches!(code, Code::SourceGone | Code::SourceUnread | Code::SourceElsewhere)
}

/// Where a source is, or why it cannot be compared: TL0813 if the run did not read it to its end, TL0805 if it is not
/// where it was, TL0814 if not even its folder is there, as on another machine.
///
/// # Errors
/// Those of the system.
pub fn place(host: &dyn Host, source: &SourceEvidence) -> io::Result<Result<PathBuf, (Code, Args)>> {
    let file = || source.file.as_str().into();
    if source.sha256.is_empty() {
        return Ok(Err((Code::SourceUnread, vec![file()])));
    }
    let Some(shown) = &source.path else { return Ok(Err((Code::SourceGone, vec![file()]))) };
    let path = PathBuf::from(shown);
    for path in [Some(path.clone()), paths::named(shown).map(PathBuf::from)].into_iter().flatten() {
        if kind(host, &path)? == Some(PathKind::File) {
            return Ok(Ok(path));
        }
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let is_elsewhere = folder.map(|folder| kind(host, folder)).transpose()?.is_some_and(|found| found.is_none());
    let elsewhere = || (Code::SourceElsewhere, vec![file(), shown.as_str().into()]);
    Ok(Err(if is_elsewhere { elsewhere() } else { (Code::SourceGone, vec![file()]) }))
}

fn kind(host: &dyn Host, path: &Path) -> io::Result<Option<PathKind>> {
    match host.kind(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fake::FakeHost;

    #[test]
    fn a_source_that_cannot_be_compared_says_why() {
        let host = FakeHost::new();
        host.put("/town/gl/a.txt", "1");
        host.put_pipe("/town/gl/pipe", "1");
        for (path, sha256, want) in [
            (Some("/town/gl/a.txt"), "ab", Ok("/town/gl/a.txt")),
            (Some("/town/gl/b.txt"), "ab", Err(Code::SourceGone)),
            (Some("/town/gl/pipe"), "ab", Err(Code::SourceGone)),
            (Some("/home/ann/gl/a.txt"), "ab", Err(Code::SourceElsewhere)),
            (None, "ab", Err(Code::SourceGone)),
            (Some("/town/gl/a.txt"), "", Err(Code::SourceUnread)),
        ] {
            let source = SourceEvidence {
                mapping: String::new(),
                file: "a.txt".to_owned(),
                path: path.map(str::to_owned),
                bytes: 1,
                sha256: sha256.to_owned(),
                stored_bytes: None,
                stored_sha256: None,
                records: crate::evidence::manifest::RecordClasses::default(),
                bytes_by_class: crate::evidence::manifest::ByteClasses::default(),
                fields: Vec::new(),
            };
            let found = place(&host, &source).unwrap().map_err(|(code, args)| {
                assert_eq!(args.len(), code.args().len());
                code
            });
            assert_eq!(found, want.map(PathBuf::from), "{path:?}");
        }
    }
}

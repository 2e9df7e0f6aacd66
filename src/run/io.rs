//! What the machine refused, as the reason why a run stops.
//!
//! In: what was being done, to which path, and the system's error. Out: a [`Stop`]. Refuses to know who asked.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::finding::Code;
use crate::host::paths;
use crate::run::Stop;

/// The stop that an error of the machine leads to: TL0907 where the disk or the quota is full, TL0901 else.
///
/// `doing` is one of `open`, `read`, `write`, `create`, `rename`, `list`, `lock`, `sync`, `remove`; the words of each
/// language are made from it. The problem is told in the system's words.
#[must_use]
pub fn stop(doing: &'static str, path: &Path, error: &io::Error) -> Stop {
    let path = shown(path);
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Stop::new(Code::DiskFull, vec![path.into()]),
        _ => Stop::new(Code::Io, vec![doing.into(), path.into(), error.to_string().into()]),
    }
}

/// A path as messages show it, with `/` on every system; what is not Unicode as [`paths::shown`] shows it.
#[must_use]
pub fn shown(path: &Path) -> String {
    match path.to_str() {
        Some(text) if cfg!(windows) => text.replace('\\', "/"),
        Some(text) => text.to_owned(),
        None => paths::shown(path.as_os_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart_from_other_errors() {
        for (kind, want) in [
            (ErrorKind::NotFound, Code::Io),
            (ErrorKind::PermissionDenied, Code::Io),
            (ErrorKind::StorageFull, Code::DiskFull),
            (ErrorKind::QuotaExceeded, Code::DiskFull),
        ] {
            let stop = stop("write", Path::new("out/x"), &io::Error::from(kind));
            assert_eq!((stop.code, stop.args.len()), (want, want.args().len()), "{kind:?}");
        }
    }
}

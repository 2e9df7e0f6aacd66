//! What the machine refused, as the reason why a run stops; and reads that are whole or stop it.
//!
//! In: what was being done, to which path, and the system's error. Out: a [`Stop`]. Refuses to know who asked.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::finding::{Args, Code};
use crate::host::streams::Damage;
use crate::host::{SourceFile, paths};
use crate::run::Stop;

/// The stop that an error of the machine leads to: TL0907 where the disk or the quota is full, TL0135 where a compressed file
/// is damaged or cut off, TL0901 else.
///
/// `doing` is one of `open`, `read`, `write`, `create`, `rename`, `list`, `lock`, `sync`, `remove`; the words of each
/// language are made from it. The problem is told in the system's words.
#[must_use]
pub fn stop(doing: &'static str, path: &Path, error: &io::Error) -> Stop {
    let path = shown(path);
    if let Some(damage) = Damage::of(error) {
        return Stop::new(Code::CompressedDamaged, [vec![path.into()], damage_args(damage)].concat());
    }
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Stop::new(Code::DiskFull, vec![path.into()]),
        _ => Stop::new(Code::Io, vec![doing.into(), path.into(), error.to_string().into()]),
    }
}

/// What is told of a compressed file that cannot be read to its end, in the order of TL0510 and of the last arguments of
/// TL0135.
#[must_use]
pub fn damage_args(damage: &Damage) -> Args {
    // Of a file that ends too early a library knows no more than that.
    let problem = if damage.is_cut { "" } else { damage.problem.as_str() };
    vec![damage.word().into(), damage.read.into(), damage.stored.into(), problem.into()]
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

/// Fills the buffer from there on.
///
/// # Errors
/// TL0901, also where the file has fewer bytes.
pub fn read_whole(file: &dyn SourceFile, path: &Path, at: u64, buffer: &mut [u8]) -> Result<(), Stop> {
    let mut done = 0;
    while done < buffer.len() {
        let failed = |error: &io::Error| stop("read", path, error);
        match file.read_at(at + done as u64, &mut buffer[done..]).map_err(|error| failed(&error))? {
            0 => return Err(failed(&io::ErrorKind::UnexpectedEof.into())),
            read => done += read,
        }
    }
    Ok(())
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

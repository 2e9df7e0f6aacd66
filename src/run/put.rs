//! Writes one small file that somebody asked for: a mended mapping, a draft, the field map.
//!
//! In: a path and bytes. Out: the file on the disk, whole, or as it was; one that was there keeps its permissions. Refuses
//! to know what is in it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::finding::Code;
use crate::host::{Access, Host, OutputFile, PathKind};
use crate::run::{Stop, io};

/// Names that a file in the making may have.
const NAMES: usize = 9;
/// Bytes of a file by which its sort is told.
const HEAD: usize = 64 * 1024;

/// Writes a whole file in one step, whatever stood there before.
///
/// # Errors
/// TL0901, TL0907.
pub fn put(host: &dyn Host, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    // Nobody else reads it before it has the permissions of the one that goes.
    let is_there = host.kind(path).is_ok();
    let (fresh, mut file) = create(host, path, if is_there { Access::Owner } else { Access::Usual })?;
    let written = file.write_all(bytes).and_then(|()| file.flush()).and_then(|()| file.sync());
    drop(file);
    let permitted = written.and_then(|()| if is_there { host.permit_as(&fresh, path) } else { Ok(()) });
    let moved = permitted.and_then(|()| host.rename(&fresh, path));
    moved.map_err(|error| {
        // What stood there is as it was; what could not be finished is not left behind.
        drop(host.remove_file(&fresh));
        io::stop("write", path, &error)
    })
}

/// Whether a file may be replaced: where nothing stands, or one of the same sort, as `is_own` says of its first bytes; an
/// empty one too. So that no wrong name costs a source or a mapping.
///
/// # Errors
/// TL0949 with `sort`, the sort that it is not; TL0901.
pub fn may_replace(
    host: &dyn Host,
    path: &Path,
    sort: &'static str,
    is_own: &dyn Fn(&[u8]) -> bool,
) -> Result<(), Stop> {
    let failed = |error: std::io::Error| io::stop("open", path, &error);
    match host.kind(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(PathKind::File) => {}
        Ok(_) => return Err(Stop::new(Code::OutExists, vec![io::shown(path).into(), sort.into()])),
    }
    let mut head = vec![0; HEAD];
    let length = host.open(path).and_then(|file| file.read_at(0, &mut head)).map_err(failed)?;
    if length == 0 || is_own(&head[..length]) {
        return Ok(());
    }
    Err(Stop::new(Code::OutExists, vec![io::shown(path).into(), sort.into()]))
}

/// A new file beside one.
fn create(host: &dyn Host, path: &Path, access: Access) -> Result<(PathBuf, Box<dyn OutputFile>), Stop> {
    let mut last = None;
    for number in 1..=NAMES {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".new{number}"));
        let fresh = PathBuf::from(name);
        match host.create(&fresh, access) {
            Ok(file) => return Ok((fresh, file)),
            // Of the name for a moment nobody has heard.
            Err(error) => last = Some(io::stop("create", path, &error)),
        }
    }
    Err(last.unwrap_or_else(|| Stop::new(Code::Defect, vec!["no name for a file".into()])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fake::FakeHost;

    #[test]
    fn a_file_is_written_whole_or_stays_as_it_was() {
        let host = FakeHost::new();
        host.put("a.yaml", "old");
        let write = |bytes: &[u8]| put(&host, Path::new("a.yaml"), bytes).map_err(|stop| stop.code);
        assert_eq!(write(b"new"), Ok(()));
        assert_eq!(host.content("a.yaml").as_deref(), Some(&b"new"[..]));
        host.fail("write", "a.yaml", ErrorKind::StorageFull, 0);
        assert_eq!(write(b"lost"), Err(Code::DiskFull));
        assert_eq!(host.content("a.yaml").as_deref(), Some(&b"new"[..]));
        assert_eq!(host.files(), ["a.yaml"], "nothing else is left");
        for number in 1..=NAMES {
            host.fail("create", &format!("b.yaml.new{number}"), ErrorKind::ReadOnlyFilesystem, 0);
        }
        let stop = put(&host, Path::new("b.yaml"), b"x").unwrap_err();
        assert_eq!(stop.args[1], "b.yaml".into(), "the file that was asked for is named");
    }

    #[test]
    fn only_what_is_of_the_same_sort_is_replaced() {
        let host = FakeHost::new();
        for (name, bytes) in [("own", "map of fields"), ("empty", ""), ("source", "1,2,3")] {
            host.put(name, bytes);
        }
        host.put_folder("folder");
        let may = |name: &str| {
            let is_own = |head: &[u8]| head.starts_with(b"map");
            may_replace(&host, Path::new(name), "map", &is_own).map_err(|stop| (stop.code, stop.args))
        };
        for name in ["own", "empty", "new"] {
            assert_eq!(may(name), Ok(()), "{name}");
        }
        for name in ["source", "folder"] {
            assert_eq!(may(name), Err((Code::OutExists, vec![name.into(), "map".into()])), "{name}");
        }
    }
}

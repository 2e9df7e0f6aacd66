//! Writes one small file that somebody asked for: a mended mapping, a draft, the field map.
//!
//! In: a path and bytes. Out: the file on the disk, whole, or as it was. Refuses to know what is in it.

use std::path::{Path, PathBuf};

use crate::finding::Code;
use crate::host::{Access, Host, OutputFile};
use crate::run::{Stop, io};

/// Names that a file in the making may have.
const NAMES: usize = 9;

/// Writes a whole file in one step, whatever stood there before.
///
/// # Errors
/// TL0901, TL0907.
pub fn put(host: &dyn Host, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let (fresh, mut file) = create(host, path)?;
    let written = file.write_all(bytes).and_then(|()| file.flush()).and_then(|()| file.sync());
    drop(file);
    let moved = written.and_then(|()| host.rename(&fresh, path));
    moved.map_err(|error| {
        // What stood there is as it was; what could not be finished is not left behind.
        drop(host.remove_file(&fresh));
        io::stop("write", path, &error)
    })
}

/// A new file beside one.
fn create(host: &dyn Host, path: &Path) -> Result<(PathBuf, Box<dyn OutputFile>), Stop> {
    let mut last = None;
    for number in 1..=NAMES {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".new{number}"));
        let fresh = PathBuf::from(name);
        match host.create(&fresh, Access::Usual) {
            Ok(file) => return Ok((fresh, file)),
            Err(error) => last = Some(io::stop("create", &fresh, &error)),
        }
    }
    Err(last.unwrap_or_else(|| Stop::new(Code::Defect, vec!["no name for a file".into()])))
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

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
    }
}

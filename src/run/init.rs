//! Writes the files of a new folder, or none of them.
//!
//! In: a folder, and files with their paths in it. Out: the files on the disk. Refuses to replace anything: what is
//! there already is told before a byte is written.

use std::path::Path;

use crate::finding::Code;
use crate::host::{Access, Host};
use crate::run::{Stop, io};

/// Writes the files; the folder may be there.
///
/// # Errors
/// TL0940 for the first file that is there already; TL0901, TL0907.
pub fn write(host: &dyn Host, folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Stop> {
    for (name, _) in files {
        let path = folder.join(name);
        match host.kind(&path) {
            Ok(_) => return Err(Stop::new(Code::IsThere, vec![io::shown(&path).into()])),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(io::stop("open", &path, &error)),
        }
    }
    files.iter().try_for_each(|(name, bytes)| one(host, &folder.join(name), bytes))
}

fn one(host: &dyn Host, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let within = path.parent().unwrap_or(Path::new(""));
    host.create_folder(within, Access::Usual).map_err(|error| io::stop("create", within, &error))?;
    let mut file = host.create(path, Access::Usual).map_err(|error| io::stop("create", path, &error))?;
    file.write_all(bytes).and_then(|()| file.sync()).map_err(|error| io::stop("write", path, &error))
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;
    use crate::host::fake::FakeHost;

    #[test]
    fn nothing_that_is_there_is_touched_and_then_nothing_is_written() {
        let host = FakeHost::new();
        let files = [("a.yaml", b"new".to_vec()), ("in/b.txt", b"new".to_vec())];
        let write = |folder: &str| write(&host, Path::new(folder), &files).map_err(|stop| (stop.code, stop.args));
        assert_eq!(write("fresh"), Ok(()));
        assert_eq!(host.files(), ["fresh/a.yaml", "fresh/in/b.txt"]);
        host.put("old/in/b.txt", "old");
        assert_eq!(write("old"), Err((Code::IsThere, vec!["old/in/b.txt".into()])));
        assert_eq!(host.content("old/in/b.txt").as_deref(), Some(&b"old"[..]));
        assert_eq!(host.content("old/a.yaml"), None);
        host.fail("write", "full", ErrorKind::StorageFull, 0);
        assert_eq!(write("full").map_err(|(code, _)| code), Err(Code::DiskFull));
    }
}

//! Names of files as text, and ways from one to another.
//!
//! In: a name as the system gives it. Out: a text that says it, for messages, evidence and the column `_file`; and
//! back. Refuses to drop what is not Unicode: such a byte is `\xE9`; and to know where links lead.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// A name as text. A byte that is no Unicode is `\x` and two digits: `Relev\xE9.txt` is a name of a server that wrote
/// code page 1252. A name that is Unicode is as it is, whatever it has in it.
#[must_use]
pub fn shown(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}"); // a text takes all that is written
        }
    }
    text
}

/// The name that is not Unicode and that [`shown`] shows so; none if there is none.
#[must_use]
pub fn named(text: &str) -> Option<OsString> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        let digits = rest.get(at + 2..at + 4);
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|byte| *byte >= 0x80);
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let taken = if let Some(byte) = byte {
            bytes.push(byte);
            4
        } else {
            bytes.extend_from_slice(b"\\x");
            2
        };
        rest = &rest[at + taken..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(of_bytes(bytes)).filter(|name| shown(name) == text && name.to_str().is_none())
}

/// A path without `.` and `..`, as far as a folder stands before these.
#[must_use]
pub fn straight(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(found.components().next_back(), Some(Component::Normal(_))) => {
                found.pop();
            }
            part => found.push(part),
        }
    }
    found
}

/// The way from a folder to a file, both from the root; none where nothing but the root is above both.
#[must_use]
pub fn relative(folder: &Path, file: &Path) -> Option<PathBuf> {
    let (folder, file) = (straight(folder), straight(file));
    let shared: Vec<Component<'_>> = folder
        .components()
        .zip(file.components())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one)
        .collect();
    let is_near = shared.iter().any(|part| matches!(part, Component::Normal(_)));
    let up = folder.components().skip(shared.len()).map(|_| Component::ParentDir);
    is_near.then(|| up.chain(file.components().skip(shared.len())).collect())
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

/// Names are of units of 16 bits there, and what is no Unicode in one cannot be written as bytes.
#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_way_goes_up_no_further_than_it_must() {
        for (folder, file, want) in [
            ("/a/b", "/a/b/x.txt", Some("x.txt")),
            ("/a/b/.", "/a/b/./x.txt", Some("x.txt")),
            ("/a/w", "/a/w/../f/x.psv", Some("../f/x.psv")),
            ("/a/w/../m", "/a/x.txt", Some("../x.txt")),
            ("/a/b", "/c/x.txt", None),
            ("/", "/x.txt", None),
        ] {
            assert_eq!(relative(Path::new(folder), Path::new(file)).as_deref(), want.map(Path::new), "{folder} {file}");
        }
        assert_eq!(straight(Path::new("/../a/../b")), Path::new("/../b"));
    }

    #[test]
    fn a_name_that_is_unicode_is_as_it_is() {
        for name in ["Relevé.txt", r"a\x41\x", "a b\u{FFFD}", ""] {
            assert_eq!(shown(OsStr::new(name)), name);
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn other_bytes_are_shown_and_found_again() {
        use std::os::unix::ffi::OsStrExt;
        for (bytes, want) in [
            (&b"Relev\xE9.txt"[..], r"Relev\xE9.txt"),
            (b"caf\xC3", r"caf\xC3"),
            (b"\xC3\xA9\xFF\xFE\\x", r"é\xFF\xFE\x"),
        ] {
            let name = OsStr::from_bytes(bytes);
            assert_eq!(shown(name), want);
            assert_eq!(named(want).as_deref(), Some(name), "{want}");
        }
    }
}

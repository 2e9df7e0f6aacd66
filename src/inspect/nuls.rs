//! NUL characters in the midst of text: a terminal hides them, and a table has them in its values.
//!
//! In: bytes of a file. Out: how many there are, and where the first stands. Refuses those that fill the end of a file.

use crate::finding::{Args, Code};

/// NULs of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nuls {
    /// How many.
    pub count: u64,
    /// The line of the first, from 1; none where lines before it were not seen.
    pub line: Option<u64>,
    /// Where the first stands, in bytes of the content.
    pub offset: u64,
}

/// Those among these bytes; where they are the last of the file, what fills its end is none.
#[must_use]
pub fn of(bytes: &[u8], last: bool) -> Option<Nuls> {
    let fills = bytes.iter().rev().take_while(|byte| last && matches!(byte, 0 | 0x1A)).count();
    let bytes = &bytes[..bytes.len() - fills];
    let first = memchr::memchr(0, bytes)?;
    let count = memchr::memchr_iter(0, bytes).count() as u64;
    let line = 1 + memchr::memchr_iter(b'\n', &bytes[..first]).count() as u64;
    Some(Nuls { count, line: Some(line), offset: first as u64 })
}

impl Nuls {
    /// The same, of bytes that begin at a place of the content.
    #[must_use]
    pub fn in_window(self, offset: u64) -> Self {
        Self { line: self.line.filter(|_| offset == 0), offset: offset + self.offset, ..self }
    }

    /// As a finding about a file.
    #[must_use]
    pub fn told(self, file: &str) -> (Code, Args) {
        let line = self.line.map_or("".into(), Into::into);
        (Code::NulInText, vec![self.count.into(), file.into(), line, self.offset.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nuls_are_counted_but_for_those_at_the_end() {
        for (bytes, last, want) in [
            (&b"ab\ncd\n"[..], true, None),
            (b"ab\n\0\0\x1A", true, None),
            (b"ab\nc\0d\0\n\0", true, Some((2, 2, 4))),
            (b"ab\n\0\0", false, Some((2, 2, 3))),
        ] {
            let found = of(bytes, last).map(|nuls| (nuls.count, nuls.line.unwrap_or(0), nuls.offset));
            assert_eq!(found, want, "{bytes:?}");
        }
        assert_eq!(of(b"a\0", false).map(|nuls| nuls.in_window(10)), Some(Nuls { count: 1, line: None, offset: 11 }));
    }
}

//! Whether the sources are still what a run read.
//!
//! In: what the manifest says of a source. Out: the same, another, gone, or unreadable. Compressed ones are compared
//! twice: as they are stored, and as they are decompressed. Refuses to know records.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::reading::{Reading, hashed};
use crate::evidence::manifest::SourceEvidence;
use crate::evidence::unseen;
use crate::finding::{Args, Code};
use crate::host::Host;
use crate::host::streams::{Compression, MAGIC_LENGTH, StoredHash, open_stream};

/// What became of a source.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    /// It is what was read.
    Same,
    /// TL0804, TL0805, TL0808, TL0813 or TL0814.
    Told(Code, Args),
}

/// Reads a source again.
pub fn state(host: &dyn Host, source: &SourceEvidence) -> State {
    let told = |code, mut more: Args| {
        more.insert(0, source.file.as_str().into());
        State::Told(code, more)
    };
    let path = match unseen::place(host, source) {
        Ok(Ok(path)) => path,
        Ok(Err((code, args))) => return State::Told(code, args),
        Err(error) => return told(Code::SourceUnreadable, vec![error.to_string().into()]),
    };
    match is_same(host, &path, source) {
        Ok(true) => State::Same,
        Ok(false) => told(Code::SourceDiffers, Vec::new()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            told(Code::SourceGone, Vec::new())
        }
        Err(error) => told(Code::SourceUnreadable, vec![error.to_string().into()]),
    }
}

fn is_same(host: &dyn Host, path: &Path, source: &SourceEvidence) -> io::Result<bool> {
    let mut first = [0; MAGIC_LENGTH];
    let file = host.open(path)?;
    let read = file.read_at(0, &mut first)?;
    let compression = Compression::of(&source.file, &first[..read]);
    let stored = StoredHash::new();
    let found = if compression == Compression::None {
        if file.stat()?.length != source.bytes {
            return Ok(false);
        }
        hashed(Reading::new(file))?
    } else {
        hashed(open_stream(host, Some(path), compression, &stored)?)?
    };
    let (bytes, sha256) = stored.stored().map(|stored| (stored.bytes, stored.sha256)).unzip();
    // Of a damaged file, how far its stored bytes were read is chance.
    let as_stored = found.damaged || (bytes == source.stored_bytes && sha256 == source.stored_sha256);
    Ok(as_stored && found.bytes == source.bytes && found.sha256 == source.sha256)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::evidence::hash;
    use crate::host::fake::FakeHost;

    fn gz(text: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn evidence(text: &[u8], stored: Option<&[u8]>) -> SourceEvidence {
        SourceEvidence {
            file: "a.txt".to_owned(),
            path: Some("in/a.txt".to_owned()),
            bytes: text.len() as u64,
            sha256: hash::sha256(text),
            stored_bytes: stored.map(|stored| stored.len() as u64),
            stored_sha256: stored.map(hash::sha256),
            ..SourceEvidence::default()
        }
    }

    #[test]
    fn a_source_is_the_same_another_gone_or_unreadable() {
        let text = b"0001 some text, some text, some text\n".repeat(50);
        let (fast, best) = (gz(&text, 1), gz(&text, 9));
        let [plain, packed] = [evidence(&text, None), evidence(&text, Some(&fast))];
        let mut other_text = packed.clone();
        other_text.sha256 = hash::sha256(b"other");
        let mut unread = packed.clone();
        unread.sha256.clear();
        for (source, stored, want) in [
            (&plain, &text, State::Same),
            (&plain, &text[1..].to_vec(), State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&plain, &[&text[1..], b"x"].concat(), State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&plain, &fast, State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&packed, &fast, State::Same),
            (&packed, &best, State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&packed, &text, State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&packed, &fast[..30].to_vec(), State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&other_text, &fast, State::Told(Code::SourceDiffers, vec!["a.txt".into()])),
            (&unread, &fast, State::Told(Code::SourceUnread, vec!["a.txt".into()])),
        ] {
            let host = FakeHost::new();
            host.put("in/a.txt", stored.clone());
            assert_eq!(state(&host, source), want);
        }
        let host = FakeHost::new();
        let elsewhere = State::Told(Code::SourceElsewhere, vec!["a.txt".into(), "in/a.txt".into()]);
        assert_eq!(state(&host, &plain), elsewhere);
        host.put("in/b.txt", text.clone());
        assert_eq!(state(&host, &plain), State::Told(Code::SourceGone, vec!["a.txt".into()]));
        host.put("in/a.txt", text);
        for operation in ["open", "read"] {
            host.fail(operation, "a.txt", ErrorKind::PermissionDenied, 0);
            let State::Told(Code::SourceUnreadable, args) = state(&host, &plain) else { panic!("{operation}") };
            assert_eq!(args.len(), 2);
            host.heal();
        }
    }
}

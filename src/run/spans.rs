//! What becomes of each byte of a source, as it is counted: whoever counts bytes says here which ones.
//!
//! In: spans of a file. Out: sums by class, which are all that a run keeps. In the tests of this crate the spans are kept too,
//! and must tile the file (law 1).

use std::ops::Range;

use crate::evidence::manifest::ByteClasses;
use crate::run::plan::Plan;

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A loaded record.
    Loaded,
    /// A refused record.
    Rejected,
    /// A record set aside.
    SetAside,
    /// A record that only informs others.
    Informing,
    /// A record or line that the mapping skips.
    Skipped,
    /// A record's end, a blank line, a byte order mark, padding at the end.
    Separator,
    /// Not read because the source ended before.
    Unread,
}

impl Class {
    /// What the bytes behind a file's data are: padding, or what the mapping declares to stand there.
    #[must_use]
    pub fn of_end(plan: &Plan) -> Self {
        if plan.mapping.source.edges.trailer > 0 { Self::Skipped } else { Self::Separator }
    }
}

/// Counts bytes of a file.
pub fn count(bytes: &mut ByteClasses, class: Class, (file, span): (&str, Range<u64>)) {
    counted(file, class, &span);
    *of(bytes, class) += span.end.saturating_sub(span.start);
}

/// The sum of a class, for spans that were [`counted`].
pub const fn of(bytes: &mut ByteClasses, class: Class) -> &mut u64 {
    match class {
        Class::Loaded => &mut bytes.loaded,
        Class::Rejected => &mut bytes.rejected,
        Class::SetAside => &mut bytes.set_aside,
        Class::Informing => &mut bytes.informing,
        Class::Skipped => &mut bytes.skipped,
        Class::Separator => &mut bytes.separators,
        Class::Unread => &mut bytes.unread,
    }
}

/// These bytes of a file are counted, here or where many sums are one.
#[cfg(not(test))]
#[inline]
pub const fn counted(_file: &str, _class: Class, _span: &Range<u64>) {}

#[cfg(test)]
pub use tests::counted;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write;
    use std::sync::{Mutex, PoisonError};

    use super::*;
    use crate::host::fake::FakeHost;
    use crate::run::{Request, Sizes, run_in_sizes};

    /// First byte, the byte after the last one, and what they are.
    type Spans = Vec<(u64, u64, Class)>;
    /// A mapping, and what makes sources of it.
    type Sort = (&'static str, fn(&mut Numbers) -> Vec<u8>);

    /// By the file's name; other tests leave theirs here too, under names that are not these.
    static COUNTED: Mutex<BTreeMap<String, Spans>> = Mutex::new(BTreeMap::new());

    pub fn counted(file: &str, class: Class, span: &Range<u64>) {
        if file.starts_with("tiled-") && !span.is_empty() {
            let mut all = COUNTED.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(file.to_owned()).or_default().push((span.start, span.end, class));
        }
    }

    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, most: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % most
        }

        fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
            all[usize::try_from(self.below(all.len() as u64)).unwrap()]
        }
    }

    /// Batches with pages, notes that are joined, and lines that nobody knows; some are set aside.
    const KINDS: &str = "tumpline: 1
source:
  files: FILE
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-4, type: int32}]}
      - {name: entry, when: {at: 1, is: D}, under: head, fields: [{name: code, at: 2}, {name: amount, at: 3-7, type: \"decimal(5,2)\"}]}
      - {name: note, when: {at: 1, is: A}, under: entry, fields: [{name: text, at: 2-5}]}
      - {name: tail, when: {at: 1, is: T}, ends: head, fields: [{name: n, at: 2-4, type: int32}]}
      - {name: page, when: {at: 1, is: P}, skip: page headings}
  set_aside: [{when: {field: entry.code, is: R}, because: reversed}]
  controls: [{id: n, says: tail.n, count: entry, on_fail: warn}]
tables:
  - table: t
    from: entry
    with: {note: at most one}
    columns: [{name: no, from: head.no}, {name: amount}, {name: text, from: note.text}]
    limits: {rejects: 100000}
";

    fn kinds(numbers: &mut Numbers) -> Vec<u8> {
        let mut text = String::from(numbers.one_of(&["", "", "\u{feff}"]));
        for _ in 0..numbers.below(60) {
            let line = match numbers.below(12) {
                0 | 1 => format!("H{:03}", numbers.below(1000)),
                2..=6 => format!("D{}{:05}", numbers.one_of(&["A", "B", "R"]), numbers.below(90000)),
                7 => numbers.one_of(&["DA12x45", "Hxyz", "D", "?who", "AXXXXX"]).to_owned(),
                8 => "Aword".to_owned(),
                9 => format!("T{:03}", numbers.below(9)),
                10 => "Page".to_owned(),
                _ => String::new(),
            };
            write!(text, "{line}{}", numbers.one_of(&["\n", "\n", "\r\n", "\r", "\r\r\n"])).unwrap();
        }
        text.push_str(numbers.one_of(&["", "", "DA00100", "\u{1a}", "\u{1a}\u{1a}\0\0", "\n\n"]));
        text.into_bytes()
    }

    /// Quoted cells, a head to look for, and all that follows a second head.
    const CELLS: &str = "tumpline: 1
source:
  files: {glob: FILE, empty: allow}
  format: delimited
  encoding: utf-8
  delimiter: ','
  preamble: until header
  repeated_header: end
  fields: [{name: id, type: int32}, {name: text}]
  set_aside: [{when: {field: record.text, is: no}, because: not wanted}]
tables:
  - {table: t, limits: {rejects: 100000}}
";

    fn cells(numbers: &mut Numbers) -> Vec<u8> {
        let mut text = String::from(numbers.one_of(&["", "\u{feff}", "Report of May\n\n", "x\ny\n"])) + "id,text\r\n";
        for _ in 0..numbers.below(40) {
            let cell = match numbers.below(8) {
                0 => "\"two\r\nlines\"",
                1 => "\"a \"\"word\"\", b\"",
                2 => "no",
                3 => "",
                4 => "x,y",
                _ => "plain",
            };
            let id = if numbers.below(9) == 0 { "x".to_owned() } else { numbers.below(999).to_string() };
            write!(text, "{id},{cell}{}", numbers.one_of(&["\n", "\r\n", "\r", "\n\n"])).unwrap();
            if numbers.below(60) == 0 {
                text.push_str("id,text\n");
            }
        }
        text.push_str(numbers.one_of(&["", "", "7,\"never closed\nand on", "8,end", "\u{1a}\0"]));
        text.into_bytes()
    }

    const LENGTH: &str = "tumpline: 1
source: {files: FILE, format: fixed, encoding: ascii, records: {end: {length: 5}, kinds: [{name: a, when: {at: 1, is: A}, fields: [{name: n, at: 2-5, type: int32}]}, {name: b, skip: others}]}}
tables:
  - {table: t, from: a, limits: {rejects: 100000}}
";

    fn lengths(numbers: &mut Numbers) -> Vec<u8> {
        let records = (0..numbers.below(80)).map(|_| match numbers.below(5) {
            0 => "B    ".to_owned(),
            1 => "A 12x".to_owned(),
            _ => format!("A{:04}", numbers.below(9999)),
        });
        let mut text: String = records.collect();
        text.push_str(numbers.one_of(&["", "", "A1", "\u{1a}"]));
        text.into_bytes()
    }

    const DESCRIBED: &str = "tumpline: 1
source:
  files: {glob: FILE, empty: allow}
  format: fixed
  encoding: ascii
  records:
    end: {rdw: little}
    file_header: 3
    min_length: 2
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-4, type: int32}]}
      - {name: line, when: {at: 1, is: L}, under: head, fields: [{name: n, at: 2-3, type: int32}]}
      - {name: page, when: {at: 1, is: P}, skip: page headings}
tables:
  - {table: t, from: line, columns: [{name: n}, {name: no, from: head.no}], limits: {rejects: 100000}}
";

    /// Words of four bytes, low byte first, and a wrong one now and then.
    fn described(numbers: &mut Numbers) -> Vec<u8> {
        let mut bytes = b"top"[..usize::try_from(numbers.below(40)).unwrap().min(3)].to_vec();
        for _ in 0..numbers.below(40) {
            let record = numbers.one_of(&["H001", "Hxyz", "L12", "L12", "L34", "Lx", "P", "page", "??", ""]);
            let length = u8::try_from(record.len() + 4).unwrap();
            bytes.extend([0, u8::from(numbers.below(90) == 0), length, 0]);
            bytes.extend(record.as_bytes());
        }
        bytes.extend(numbers.one_of(&["", "", "", "x", "trailing"]).as_bytes());
        bytes
    }

    const BLOCKED: &str = "tumpline: 1
source: {files: {glob: FILE, empty: allow}, format: fixed, encoding: ascii, records: {end: {bdw: big, rdw: big, spanned: true}, file_trailer: 4}, fields: [{name: n, at: 1-3, type: int32}]}
table: t
limits: {rejects: 100000}
";

    /// Records in segments, each of which that goes on ends its block.
    fn blocked(numbers: &mut Numbers) -> Vec<u8> {
        let mut blocks: Vec<Vec<u8>> = vec![Vec::new()];
        for _ in 0..numbers.below(40) {
            let record = numbers.one_of(&["001", "002", "12345678", "0x2", "7"]);
            let (first, last) = record.split_at(usize::try_from(numbers.below(record.len() as u64)).unwrap());
            let pieces = if first.is_empty() { vec![(last, 0)] } else { vec![(first, 1), (last, 2)] };
            for (piece, code) in pieces {
                if code == 2 || numbers.below(4) == 0 {
                    blocks.push(Vec::new());
                }
                let block = blocks.last_mut().unwrap();
                block.extend([0, u8::try_from(piece.len() + 4).unwrap(), code, u8::from(numbers.below(90) == 0)]);
                block.extend(piece.as_bytes());
            }
        }
        let blocks = blocks.into_iter().filter(|block| !block.is_empty());
        let mut bytes: Vec<u8> = blocks
            .flat_map(|block| {
                let [high, low] = u16::try_from(block.len() + 4).unwrap().to_be_bytes();
                [vec![high, low, 0, 0], block].concat()
            })
            .collect();
        bytes.extend(numbers.one_of(&["tail", "tail", "tail", ""]).as_bytes());
        bytes
    }

    const EVEN: &str = "tumpline: 1
source: {files: {glob: FILE, empty: allow}, format: fixed, encoding: ascii, records: {end: {length: 3, block_length: 20, records_per_block: 5, block_fill: low_values}}, fields: [{name: n, at: 1-3, type: int32}]}
table: t
limits: {rejects: 100000}
";

    /// Blocks of twenty bytes, filled up from anywhere; a rest that is none now and then.
    fn even(numbers: &mut Numbers) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..numbers.below(20) {
            let records: String = (0..=numbers.below(5)).map(|_| numbers.one_of(&["001", "0x2", "777"])).collect();
            let mut block = records.into_bytes();
            block.truncate(15);
            block.resize(20, 0);
            if numbers.below(40) == 0 {
                block[19] = b'x';
            }
            bytes.extend(block);
        }
        let left = bytes.len().saturating_sub(usize::try_from(numbers.below(12)).unwrap());
        bytes.truncate(left);
        bytes
    }

    const COMPUTED: &str = "tumpline: 1
source:
  files: {glob: FILE, empty: allow}
  format: fixed
  encoding: ascii
  records: {end: {header: 2, length: {sql: \"case code when 'W' then n * 2 + 2 else 5 + 5 % (n - 3) end\", fields: [{name: n, at: 1}, {name: code, at: 2, as: text}]}}}
  fields: [{name: v, at: 1-2, type: int32}]
table: t
limits: {rejects: 100000}
";

    /// Words of two bytes behind a header, and a header without a length now and then.
    fn computed(numbers: &mut Numbers) -> Vec<u8> {
        let records = (0..numbers.below(40)).map(|_| numbers.one_of(&["1W12", "2W1234", "2Wx234", "5Bx234", "1W0x"]));
        let mut text: String = records.collect();
        text.push_str(numbers.one_of(&["", "", "3B", "xW", "9W1", "4"]));
        text.into_bytes()
    }

    const WIDE: &str = "tumpline: 1
source: {files: {glob: FILE, empty: allow}, format: delimited, encoding: utf-16le, delimiter: ',', header: 0, fields: [{name: a, index: 1, type: int32}]}
table: t
limits: {rejects: 100000}
";

    fn wide(numbers: &mut Numbers) -> Vec<u8> {
        let lines = (0..numbers.below(50)).map(|_| numbers.one_of(&["12\r\n", "7\n", "x\n", "\n", "345\r"]));
        let text: String = lines.collect();
        let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if numbers.below(3) == 0 {
            bytes.push(b'1');
        }
        bytes
    }

    /// Runs the text, and gives the spans in their order with the sums that the run gives.
    fn spans(mapping: &str, file: &str, text: &[u8], block: Option<u64>) -> (Spans, ByteClasses) {
        let host = FakeHost::new();
        host.put("m.yaml", mapping.replace("FILE", file));
        host.put(file, text.to_vec());
        let request =
            Request { paths: vec!["m.yaml".into()], out: "out".into(), threads: Some(3), ..Request::default() };
        let sizes = Sizes { block, held: None };
        let report = run_in_sizes(&host, &request, sizes, &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
        let manifest = host.content(format!("{}/manifest.json", report.folder)).unwrap();
        let manifest = crate::evidence::manifest::Manifest::from_json(&manifest).unwrap();
        let counted = COUNTED.lock().unwrap_or_else(PoisonError::into_inner).remove(file);
        let mut counted = counted.unwrap_or_default();
        counted.sort_unstable();
        (counted, manifest.sources[0].bytes_by_class)
    }

    #[test]
    fn law_1_the_spans_of_all_classes_tile_each_source() {
        let mut numbers = Numbers(20_260_601);
        let sorts: [Sort; 8] = [
            (KINDS, kinds),
            (CELLS, cells),
            (LENGTH, lengths),
            (WIDE, wide),
            (DESCRIBED, described),
            (BLOCKED, blocked),
            (EVEN, even),
            (COMPUTED, computed),
        ];
        let mut seen = BTreeMap::new();
        for round in 0..240 {
            let (mapping, source) = sorts[round % sorts.len()];
            let text = source(&mut numbers);
            for block in [None, Some(64), Some(10)] {
                let file = format!("tiled-{round}-{}.txt", block.unwrap_or(0));
                let (spans, sums) = spans(mapping, &file, &text, block);
                let shown = || format!("{block:?} {spans:?}\n{:?}", String::from_utf8_lossy(&text));
                let mut at = 0;
                let mut by_class: BTreeMap<Class, u64> = BTreeMap::new();
                for (from, to, class) in &spans {
                    assert_eq!(*from, at, "{}", shown());
                    at = *to;
                    *by_class.entry(*class).or_default() += to - from;
                    *seen.entry(*class).or_insert(0) += 1;
                    let own = &text[usize::try_from(*from).unwrap()..usize::try_from(*to).unwrap()];
                    let is_separator = |byte: &u8| b"\r\n\0\x1a\xef\xbb\xbf".contains(byte);
                    let is_word = mapping == BLOCKED && own.len() == 4 && own[2..] == [0, 0];
                    let separates = is_word || own.iter().all(is_separator);
                    assert!(*class != Class::Separator || separates, "{own:?} {}", shown());
                }
                assert_eq!(at, text.len() as u64, "{}", shown());
                let ByteClasses { loaded, rejected, set_aside, informing, skipped, separators, unread } = sums;
                let sums = [loaded, rejected, set_aside, informing, skipped, separators, unread];
                assert_eq!(ALL.map(|class| by_class.get(&class).copied().unwrap_or(0)), sums, "{}", shown());
            }
        }
        assert!(ALL.iter().all(|class| seen.get(class).is_some_and(|count| *count > 20)), "{seen:?}");
    }

    const ALL: [Class; 7] = [
        Class::Loaded,
        Class::Rejected,
        Class::SetAside,
        Class::Informing,
        Class::Skipped,
        Class::Separator,
        Class::Unread,
    ];
}

//! The framer against a slow reader of whole files, on files as they are written, and on such with a byte that is wrong.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::extractors::frame::computed::Measure;
use crate::extractors::frame::lengths::{Number, Why};
use crate::extractors::frame::{Frame, Framed};

/// Records: where each is, and its own bytes; and where the file was lost, if it was.
type Read = (Vec<(usize, usize, Vec<u8>)>, Option<(usize, Why)>);

/// A byte of the record's head times a number plus one; 7 has no length, 9 is no number.
#[derive(Debug, Clone, Copy)]
struct Computing {
    at: usize,
    times: i64,
    plus: i64,
}

impl Measure for Computing {
    fn measure(&self, head: &[u8]) -> Result<i64, Why> {
        match head[self.at] {
            7 => Err(Why::NoResult),
            9 => Err(Why::NoNumber),
            number => Ok(i64::from(number) * self.times + self.plus),
        }
    }
}

/// Reads a whole file, byte by byte, with nothing of the framer's.
mod oracle {
    use super::*;

    struct File<'a> {
        rules: &'a Descriptors,
        bytes: &'a [u8],
    }

    type Found<T> = Result<T, (usize, Why)>;

    /// The two numbers of a word: its length, and what stands beside it, in the mainframe's order.
    fn word(way: LengthWord, word: &[u8]) -> (i64, u8, u8) {
        let one = |at: usize| i64::from(word[at]);
        match (way.leads, way.big) {
            (true, true) => (one(0) * 256 + one(1), word[2], word[3]),
            (true, false) => (one(1) * 256 + one(0), word[2], word[3]),
            (false, true) => (one(2) * 256 + one(3), word[1], word[0]),
            (false, false) => (one(3) * 256 + one(2), word[1], word[0]),
        }
    }

    fn whole(way: LengthWord, told: i64, at: usize) -> Found<usize> {
        let all = told + way.adjust + if way.counts_itself { 0 } else { 4 };
        let least = if way.counts_itself { 4 } else { 5 };
        if all < least { Err((at, Why::Below)) } else { Ok(usize::try_from(all).unwrap()) }
    }

    impl File<'_> {
        fn bytes(&self, at: usize, count: usize) -> Found<&[u8]> {
            self.bytes.get(at..at + count).ok_or((at, Why::SourceEnd))
        }

        fn block(&self, at: usize) -> Found<usize> {
            let way = self.rules.blocks.and_then(Blocks::word).unwrap();
            let bytes = self.bytes(at, 4)?;
            let order: Vec<u8> = if way.big { bytes.to_vec() } else { bytes.iter().rev().copied().collect() };
            let length = if way.leads == way.big && order[0] >= 0x80 {
                let number = order.iter().fold(0_i64, |sum, byte| sum * 256 + i64::from(*byte));
                whole(way, number - (1 << 31), at)?
            } else {
                let (told, one, other) = word(way, bytes);
                if (one, other) != (0, 0) {
                    return Err((at, Why::Zeros));
                }
                whole(way, told, at)?
            };
            if length < 5 { Err((at, Why::Below)) } else { Ok(at + length) }
        }

        /// The end of what begins at `at`.
        fn fits(&self, at: usize, length: usize, block: usize, told: usize) -> Found<usize> {
            let end = at + length;
            match () {
                () if end > block => Err((told, Why::BlockEnd)),
                () if length > self.rules.longest => Err((told, Why::Beyond)),
                () if end > self.bytes.len() => Err((told, Why::SourceEnd)),
                () => Ok(end),
            }
        }

        fn head(&self, at: usize, count: usize, block: usize) -> Found<&[u8]> {
            if at + count > block { Err((at, Why::BlockRest)) } else { self.bytes(at, count) }
        }

        /// The end of a record, its own bytes, and where the block ends that is open then.
        fn record(&self, at: usize, block: usize) -> Found<(usize, Vec<u8>, usize)> {
            match self.rules.record.clone() {
                Lengths::Counted(_) => panic!("none is drawn"),
                Lengths::Fixed(length) => {
                    self.head(at, 1, block)?;
                    let end = self.fits(at, length, block, at)?;
                    Ok((end, self.bytes[at..end].to_vec(), block))
                }
                Lengths::Word(way) => {
                    let (told, one, other) = word(way, self.head(at, 4, block)?);
                    if (one, other) != (0, 0) {
                        return Err((at, Why::Zeros));
                    }
                    let end = self.fits(at, whole(way, told, at)?, block, at)?;
                    Ok((end, self.bytes[at + 4..end].to_vec(), block))
                }
                Lengths::Spanned(way) => self.segments(way, at, block),
                Lengths::Computed(computed) => {
                    let head = self.head(at, computed.head, block)?;
                    let told = computed.work.measure(head).map_err(|why| (at, why))?;
                    let all = told.saturating_add(if computed.counts_itself { 0 } else { signed(computed.header) });
                    if told < 0 || all < signed(computed.head) {
                        return Err((at, Why::Below));
                    }
                    let end = self.fits(at, usize::try_from(all).unwrap(), block, at)?;
                    Ok((end, self.bytes[at + computed.header..end].to_vec(), block))
                }
                Lengths::Field(field) => {
                    let head = self.head(at, field.header.max(field.end), block)?;
                    let told = at + field.start;
                    let number = field.number.read(&head[field.start..field.end]).ok_or((told, Why::NoNumber))?;
                    let all = i64::try_from(number).unwrap_or(i64::MAX).saturating_add(field.adjust);
                    let all = if field.counts_itself { all } else { all.saturating_add(signed(field.header)) };
                    if all < signed(field.header.max(field.end)) {
                        return Err((told, Why::Below));
                    }
                    let length = usize::try_from(all).unwrap().min(usize::MAX / 4);
                    let end = self.fits(at, length, block, told)?;
                    Ok((end, self.bytes[at + field.header..end].to_vec(), block))
                }
            }
        }

        fn segments(&self, way: LengthWord, start: usize, block: usize) -> Found<(usize, Vec<u8>, usize)> {
            let (mut at, mut block, mut own) = (start, block, Vec::new());
            loop {
                if at > start && self.rules.blocks.is_some() {
                    block = self.block(at)?;
                    at += 4;
                }
                let (told, one, other) = word(way, self.head(at, 4, block)?);
                match (one, other) {
                    (_, 1..) => return Err((at, Why::Zeros)),
                    (4.., _) => return Err((at, Why::Segment)),
                    _ => {}
                }
                let length = whole(way, told, at)?;
                if (one < 2) != (at == start) {
                    return Err((at, Why::Segment));
                }
                let end = self.fits(at, length, block, at)?;
                if end - start > self.rules.longest {
                    return Err((at, Why::Beyond));
                }
                own.extend_from_slice(&self.bytes[at + 4..end]);
                if one == 0 || one == 2 {
                    return Ok((end, own, block));
                }
                if self.rules.blocks.is_some() && end != block {
                    return Err((at, Why::Segment));
                }
                at = end;
            }
        }
    }

    impl File<'_> {
        /// The records of a block of one length that begins at `start`.
        fn even(&self, even: Even, start: usize, records: &mut Vec<(usize, usize, Vec<u8>)>) -> Found<()> {
            let end = (start + even.length).min(self.bytes.len());
            let mut at = start;
            while at < end {
                let rest = &self.bytes[at..end];
                let left = start + even.length - at;
                let is_over = at - start >= even.filled
                    || even.fill.is_some_and(|fill| rest.iter().all(|byte| *byte == fill))
                    || matches!(self.rules.record, Lengths::Word(_)) && (left < 4 || rest.starts_with(&[0; 4]));
                if is_over {
                    let is_even = rest.iter().all(|byte| *byte == rest[0]);
                    return if is_even { Ok(()) } else { Err((at, Why::NotFill)) };
                }
                let (next, own, _) = self.record(at, start + even.length)?;
                records.push((at, next, own));
                at = next;
            }
            Ok(())
        }
    }

    pub fn read(rules: &Descriptors, bytes: &[u8]) -> Read {
        let file = File { rules, bytes };
        if let Some(Blocks::Even(even)) = rules.blocks {
            let mut records = Vec::new();
            let mut starts = (0..bytes.len()).step_by(even.length);
            let lost = starts.find_map(|start| file.even(even, start, &mut records).err());
            return (records, lost);
        }
        let (mut at, mut records) = (0, Vec::new());
        let mut block = if rules.blocks.is_some() { 0 } else { usize::MAX };
        let is_blocked = rules.blocks.is_some();
        loop {
            if at == bytes.len() {
                return (records, (is_blocked && block > at).then_some((at, Why::BlockCut)));
            }
            if is_blocked && at >= block {
                match file.block(at) {
                    Ok(end) => (at, block) = (at + 4, end),
                    Err(lost) => return (records, Some(lost)),
                }
                continue;
            }
            match file.record(at, block) {
                Ok((end, own, now)) => {
                    records.push((at, end, own));
                    (at, block) = (end, now);
                }
                Err(lost) => return (records, Some(lost)),
            }
        }
    }
}

/// Reads a file a window at a time, each longer by so many bytes than the one before that was too short.
fn framed(rules: &Descriptors, bytes: &[u8], step: usize) -> Read {
    let (mut records, mut from, mut block_end, mut end) = (Vec::new(), 0, 0, step.min(bytes.len()));
    loop {
        let window = &bytes[from..end];
        let last = end == bytes.len();
        let open = if block_end == usize::MAX { block_end } else { block_end - from };
        let mut framer = DescribedFramer::new(rules, window, (0, open), last);
        let at = loop {
            match framer.next(usize::MAX) {
                Framed::Record(span) => {
                    let raw = span.of(window);
                    let pieces = rules.pieces(raw);
                    let own: Vec<u8> = pieces.iter().flat_map(|piece| &raw[piece.clone()]).copied().collect();
                    let one = rules.piece(raw).map(|piece| raw[piece].to_vec());
                    assert!(one.is_none_or(|one| one == own));
                    records.push((from + span.start as usize, from + span.next as usize, own));
                }
                Framed::Lost { start } => {
                    let found = framer.lost().unwrap();
                    let at = from + start + usize::try_from(found.behind).unwrap();
                    return (records, Some((at, found.no.why)));
                }
                Framed::End { .. } if last => return (records, None),
                Framed::End { at } | Framed::Cut { start: at } => break at,
                Framed::Unclosed { .. } => panic!(),
            }
        };
        block_end = if framer.block_end() == usize::MAX { usize::MAX } else { from + framer.block_end().max(at) };
        from += at;
        end = (end + step).min(bytes.len());
    }
}

fn ways() -> impl Strategy<Value = LengthWord> {
    (0..8_usize, -2..3_i64).prop_map(|(way, adjust)| LengthWord { adjust, ..LengthWord::ALL[way] })
}

fn rules() -> impl Strategy<Value = Descriptors> {
    let field = (0..7_usize, 0..3_usize, 1..3_usize, any::<bool>(), -2..3_i64, 0..5_usize);
    let field = field.prop_map(|(header, start, wide, counts_itself, adjust, number)| {
        let text = Number::Digits { zero: b'0', blank: b' ' };
        let codes = Number::Codes((0..=u8::MAX).map(|code| (vec![code; wide], u64::from(code % 16))).collect());
        let number = [text, Number::Big, Number::Little, Number::Packed, codes][number].clone();
        let end = start + wide;
        let header = if header < end { 0 } else { header };
        Lengths::Field(LengthField { header, start, end, number, counts_itself, adjust })
    });
    let computed = (0..7_usize, 0..3_usize, any::<bool>(), 1..3_i64, -2..6_i64);
    let computed = computed.prop_map(|(header, at, counts_itself, times, plus)| {
        let header = if header <= at { 0 } else { header };
        let work = Arc::new(Computing { at, times, plus });
        Lengths::Computed(ComputedLength { header, head: header.max(at + 1), counts_itself, work })
    });
    let record = prop_oneof![
        (1..9_usize).prop_map(Lengths::Fixed),
        ways().prop_map(Lengths::Word),
        ways().prop_map(Lengths::Spanned),
        field,
        computed
    ];
    let even = (0..30_usize, 1..5_usize, proptest::option::of(prop_oneof![Just(0), Just(b'.')]));
    let blocks =
        prop_oneof![Just(None), ways().prop_map(|way| Some((way, None))), (ways(), even.prop_map(Some)).prop_map(Some)];
    (record, blocks, prop_oneof![Just(30_usize), Just(1 << 20)]).prop_map(|(record, blocks, longest)| {
        let blocks = blocks.map(|(way, even)| match (&record, even) {
            (Lengths::Fixed(record), Some((more, records, fill))) => {
                let (length, most) = (record + more, record * records);
                Blocks::Even(Even { length, filled: most.min(length / record * record), fill, is_mixed: false })
            }
            (Lengths::Word(_), Some((more, ..))) => {
                let length = 5 + more;
                Blocks::Even(Even { length, filled: length, fill: None, is_mixed: false })
            }
            _ => Blocks::Word(way),
        });
        Descriptors { record, blocks, longest }
    })
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}

fn word_of(way: LengthWord, all: usize, beside: u8) -> [u8; 4] {
    let told = signed(all) - way.adjust - if way.counts_itself { 0 } else { 4 };
    let told = u16::try_from(told.max(0)).unwrap();
    let length = if way.big { told.to_be_bytes() } else { told.to_le_bytes() };
    if way.leads { [length[0], length[1], beside, 0] } else { [0, beside, length[0], length[1]] }
}

/// The bytes of one record that stands in one piece.
fn one(rules: &Descriptors, record: &[u8]) -> Vec<u8> {
    match &rules.record {
        Lengths::Fixed(length) => record.iter().copied().chain(std::iter::repeat(b'.')).take(*length).collect(),
        Lengths::Word(way) => [&word_of(*way, record.len() + 4, 0)[..], record].concat(),
        other => panic!("{other:?} is in no such block"),
    }
}

/// A file in blocks of one length; what does not fit into one stands in the next.
fn written_even(rules: &Descriptors, even: Even, records: &[Vec<u8>], of_block: usize) -> Vec<u8> {
    let (mut bytes, mut of) = (Vec::new(), 0);
    let fill = even.fill.unwrap_or(0);
    for record in records {
        let record = one(rules, record);
        let past = bytes.len() % even.length;
        if past + record.len() > even.filled || of == of_block {
            bytes.resize(bytes.len().next_multiple_of(even.length), fill);
            of = 0;
        }
        bytes.extend(record);
        of += 1;
    }
    bytes
}

/// A file with these records, in pieces of so many bytes where they may be, and so many of them in a block.
fn written(rules: &Descriptors, records: &[Vec<u8>], piece: usize, of_block: usize) -> Vec<u8> {
    if let Some(Blocks::Even(even)) = rules.blocks {
        return written_even(rules, even, records, of_block);
    }
    let mut blocks: Vec<Vec<u8>> = vec![Vec::new()];
    for (number, record) in records.iter().enumerate() {
        if number % of_block == 0 {
            blocks.push(Vec::new());
        }
        match rules.record.clone() {
            Lengths::Counted(_) => panic!("none is drawn"),
            Lengths::Fixed(_) | Lengths::Word(_) => blocks.last_mut().unwrap().extend(one(rules, record)),
            Lengths::Computed(computed) => {
                let mut bytes = vec![b'h'; computed.header];
                bytes.extend(
                    record.iter().copied().chain(std::iter::repeat(b'.')).take(record.len().max(computed.head)),
                );
                // The first number that tells so many bytes, if one does.
                let all = signed(bytes.len()) - if computed.counts_itself { 0 } else { signed(computed.header) };
                let tells = |number: &u8| computed.work.measure(&vec![*number; computed.head]) == Ok(all);
                if let Some(number) = (0..=u8::MAX).find(tells) {
                    bytes[..computed.head].fill(number);
                }
                blocks.last_mut().unwrap().extend(bytes);
            }
            Lengths::Spanned(way) => {
                let pieces: Vec<&[u8]> = record.chunks(piece).collect();
                for (at, bytes) in pieces.iter().enumerate() {
                    let code = match (at == 0, at + 1 == pieces.len()) {
                        (true, true) => 0,
                        (true, false) => 1,
                        (false, true) => 2,
                        (false, false) => 3,
                    };
                    if at > 0 {
                        blocks.push(Vec::new());
                    }
                    let block = blocks.last_mut().unwrap();
                    block.extend(word_of(way, bytes.len() + 4, code));
                    block.extend(*bytes);
                }
            }
            Lengths::Field(field) => {
                let own = record.len().max(field.end.saturating_sub(field.header));
                let all = field.header + own;
                let told = signed(all) - field.adjust - if field.counts_itself { 0 } else { signed(field.header) };
                let told = told.max(0);
                let wide = field.end - field.start;
                let number: Vec<u8> = match field.number {
                    Number::Big => told.to_be_bytes()[8 - wide..].to_vec(),
                    Number::Little => told.to_le_bytes()[..wide].to_vec(),
                    Number::Codes(_) => vec![u8::try_from(told % 256).unwrap(); wide],
                    Number::Digits { .. } => format!("{told:0>wide$}").into_bytes()[..wide].to_vec(),
                    Number::Packed => {
                        let digits = format!("{told:0>width$}C", width = 2 * wide - 1);
                        let digits = &digits[digits.len() - 2 * wide..];
                        let half = |at: usize| u8::from_str_radix(&digits[at..=at], 16).unwrap();
                        (0..wide).map(|at| half(2 * at) * 16 + half(2 * at + 1)).collect()
                    }
                };
                let mut bytes = vec![b'h'; field.header];
                bytes.extend(record.iter().copied().chain(std::iter::repeat(b'.')).take(own));
                bytes[field.start..field.end].copy_from_slice(&number);
                blocks.last_mut().unwrap().extend(bytes);
            }
        }
    }
    let blocks = blocks.into_iter().filter(|block| !block.is_empty());
    blocks
        .flat_map(|block| {
            let word = rules.blocks.and_then(Blocks::word).map(|way| word_of(way, block.len() + 4, 0).to_vec());
            word.into_iter().flatten().chain(block).collect::<Vec<_>>()
        })
        .collect()
}

proptest! {
    #[test]
    fn files_are_read_as_the_oracle_reads_them(
        rules in rules(),
        records in vec(vec(any::<u8>(), 1..12), 0..9),
        (piece, of_block, step) in (1..9_usize, 1..4_usize, 1..40_usize),
        wrong in proptest::option::of((any::<prop::sample::Index>(), any::<u8>())),
    ) {
        let mut bytes = written(&rules, &records, piece, of_block);
        if let (Some((at, byte)), false) = (wrong, bytes.is_empty()) {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let want = oracle::read(&rules, &bytes);
        prop_assert_eq!(framed(&rules, &bytes, bytes.len().max(1)), want.clone());
        prop_assert_eq!(framed(&rules, &bytes, step), want);
    }

    #[test]
    fn random_bytes_are_read_as_the_oracle_reads_them(rules in rules(), bytes in vec(0..9_u8, 0..80), step in 1..20_usize) {
        prop_assert_eq!(framed(&rules, &bytes, step), oracle::read(&rules, &bytes));
    }

    #[test]
    fn what_is_written_is_read_and_can_be_read_again_without_its_blocks(
        (way, block) in (0..8_usize, proptest::option::of(0..8_usize)),
        spanned in any::<bool>(),
        records in vec(vec(any::<u8>(), 1..12), 1..9),
        (piece, of_block) in (1..9_usize, 1..4_usize),
    ) {
        let way = LengthWord::ALL[way];
        let record = if spanned { Lengths::Spanned(way) } else { Lengths::Word(way) };
        let blocks = block.map(|way| Blocks::Word(LengthWord::ALL[way]));
        let rules = Descriptors { record, blocks, longest: 1 << 20 };
        let bytes = written(&rules, &records, piece, of_block);
        let (found, lost) = framed(&rules, &bytes, 64);
        prop_assert_eq!(lost, None);
        let own: Vec<&[u8]> = found.iter().map(|(_, _, own)| &own[..]).collect();
        prop_assert_eq!(&own, &records.iter().map(|record| &record[..]).collect::<Vec<_>>());
        let raw: Vec<u8> = found.iter().flat_map(|(start, end, _)| &bytes[*start..*end]).copied().collect();
        let mut framer = DescribedFramer::new(&rules, &raw, (0, usize::MAX), true);
        let mut again = 0;
        while let Framed::Record(span) = framer.next(usize::MAX) {
            let raw = span.of(&raw);
            let pieces = rules.pieces(raw);
            let own: Vec<u8> = pieces.iter().flat_map(|piece| &raw[piece.clone()]).copied().collect();
            prop_assert_eq!(&own, &records[again]);
            again += 1;
        }
        prop_assert_eq!((again, framer.lost()), (records.len(), None));
    }
}

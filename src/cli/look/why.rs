//! Why records are told apart so, and what is there that is none: the evidence of one length, and of lengths before records.
//!
//! In: a face. Out: lines. Refuses certainty that the evidence does not have.

use super::Writer;
use super::head::joined;
use crate::finding::Arg;
use crate::inspect::framing::{Chain, Fixed, Rest, Tail, labels};
use crate::inspect::look::{Face, Framing, Stopped};
use crate::inspect::ways::cuts::Cut;
use crate::inspect::ways::rest::{Broken, Edge, shown};

pub(super) fn why(writer: Writer, face: &Face) -> Vec<String> {
    match face.framing {
        Framing::Fixed(_) => fixed(writer, face),
        Framing::Chain(chain) => chained(writer, face, &chain),
        _ => Vec::new(),
    }
}

fn fixed(writer: Writer, face: &Face) -> Vec<String> {
    let words = writer.words();
    let Some((first, others)) = face.fixed.split_first() else { return Vec::new() };
    let ends = match (face.rest, first.left_over) {
        (Some(rest), _) => ends(writer, rest),
        (None, Some(0)) => vec![words.fixed_divides.to_owned()],
        (None, Some(left)) => vec![writer.say(words.fixed_left, &[("left", left.into())])],
        (None, None) => Vec::new(),
    };
    let evidence = writer.say(
        words.fixed_evidence,
        &[
            ("length", first.length.into()),
            ("before", (first.length - 1).into()),
            ("after", (first.length + 1).into()),
            ("agreement", u64::from(first.agreement).into()),
            ("beside", u64::from(first.beside).into()),
        ],
    );
    // Twice the length is one too: it is worth a word only if it stands out more.
    let is_other =
        |one: &&Fixed| !one.length.is_multiple_of(first.length) || one.stands_out() > first.stands_out() * 5 / 4;
    let others = others.iter().filter(is_other).map(|one| one.length.to_string()).collect::<Vec<_>>().join(", ");
    let others = (!others.is_empty()).then(|| writer.say(words.fixed_others, &[("others", others.into())]));
    ends.into_iter().chain(Some(evidence)).chain(others).collect()
}

/// What stands before the first record of one length, and behind the last.
fn ends(writer: Writer, rest: Rest) -> Vec<String> {
    let words = writer.words();
    let of = |template: &str, bytes: u64| writer.say(template, &[("left", bytes.into())]);
    let head = match (rest.header, rest.labels / labels::LENGTH) {
        (0, _) => None,
        (header, 0) => Some(of(words.fixed_left_before, header)),
        (header, labels) => {
            Some(writer.say(words.labels_before, &[("left", header.into()), ("labels", labels.into())]))
        }
    };
    let bytes = rest.trailer;
    let tail = match rest.tail {
        Tail::Nothing => None,
        Tail::Fill(byte) => Some(filled(writer, bytes, byte)),
        Tail::Alike(byte) => Some(alike(writer, bytes, byte)),
        Tail::Labels => {
            let args = [("left", bytes.into()), ("labels", (bytes / labels::LENGTH).into())];
            Some(writer.say(words.labels_behind, &args))
        }
        Tail::Other => Some(of(words.fixed_left_behind, bytes)),
        Tail::Cut(left) => {
            let more = (bytes > left).then(|| of(words.fixed_left_fill, bytes - left));
            Some(joined(writer, [Some(of(words.fixed_left_cut, left)), more]))
        }
    };
    head.into_iter().chain(tail).collect()
}

fn filled(writer: Writer, bytes: u64, byte: u8) -> String {
    writer.say(writer.words().filled_up, &[("left", bytes.into()), ("byte", shown(byte).into())])
}

fn alike(writer: Writer, bytes: u64, byte: u8) -> String {
    writer.say(writer.words().filled_alike, &[("left", bytes.into()), ("byte", shown(byte).into())])
}

fn chained(writer: Writer, face: &Face, chain: &Chain) -> Vec<String> {
    let words = writer.words();
    let mut said = Vec::new();
    if chain.header > 0 {
        said.push(writer.say(words.fixed_left_before, &[("left", chain.header.into())]));
    }
    let led =
        writer.say(words.chain_evidence, &[("records", chain.led.records.into()), ("bytes", chain.led.bytes.into())]);
    said.push(format!("{led}{}", how_far(writer, chain)));
    said.extend(stopped(writer, face, chain));
    said.push(word(writer, &chain.cut));
    if chain.has_blocks() {
        let blocks = if chain.is_spanned() { "".into() } else { chain.led.blocks.into() };
        said.push(writer.say(words.chain_blocks, &[("blocks", blocks)]));
    }
    said.extend(chain.is_spanned().then(|| words.chain_spanned.to_owned()));
    said
}

/// How far lengths lead, and what is behind the last record.
fn how_far(writer: Writer, chain: &Chain) -> String {
    let words = writer.words();
    let of = |template: &str| writer.say(template, &[("left", chain.trailer.into())]);
    let beside = |said: String| format!("{}{said}", words.between);
    match chain.tail {
        Edge::NoRecord if !chain.led.to_the_end => format!(", {}", words.chain_so_far),
        Edge::NoRecord if chain.trailer > 0 => beside(of(words.fixed_left_behind)),
        Edge::NoRecord => format!(", {}", words.chain_to_the_end),
        Edge::Fill(byte) => beside(filled(writer, chain.trailer, byte)),
        Edge::Alike(byte) => beside(alike(writer, chain.trailer, byte)),
        Edge::Piece if chain.trailer == 0 => beside(words.chain_block_cut.to_owned()),
        Edge::Piece => beside(of(words.chain_cut)),
        Edge::Broken(broken) => format!(", {}", damage(writer, chain, broken)),
    }
}

/// Which length leads nowhere, and from where others lead on.
fn damage(writer: Writer, chain: &Chain, broken: Broken) -> String {
    let words = writer.words();
    let bytes = broken.lost.bytes().iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().concat();
    let place = [("offset", Arg::from(broken.at + broken.lost.behind)), ("bytes", bytes.as_str().into())];
    if let Some(begins) = broken.begins() {
        let template = if broken.of_block { words.chain_begins_block } else { words.chain_begins };
        let [offset, bytes] = place;
        return writer.say(template, &[offset, bytes, ("again", begins.into())]);
    }
    let stops = writer.say(if broken.of_block { words.chain_breaks_block } else { words.chain_breaks }, &place);
    let again = chain.behind.map(|behind| {
        let to = behind.at + behind.led.bytes;
        let args = [("again", behind.at.into()), ("records", behind.led.records.into()), ("to", to.into())];
        writer.say(words.chain_again, &args)
    });
    joined(writer, [Some(stops), again])
}

/// Where lengths lead nowhere behind all that was followed at first.
fn stopped(writer: Writer, face: &Face, chain: &Chain) -> Option<String> {
    let is_open = chain.tail == Edge::NoRecord && !chain.led.to_the_end;
    let Stopped { at, records, again } = face.stopped.filter(|stop| is_open && stop.at >= chain.led.bytes)?;
    let again = again.map_or_else(|| Arg::from(""), Arg::from);
    let records = if records > 0 { records.into() } else { Arg::from("") };
    let args = [("offset", at.into()), ("records", records), ("again", again)];
    Some(writer.say(writer.words().chain_stops, &args))
}

/// How a length stands before a record.
fn word(writer: Writer, cut: &Cut) -> String {
    let words = writer.words();
    let order = |big: bool| if big { words.chain_big } else { words.chain_little };
    let (place, order, itself) = match *cut {
        Cut::Words { word, .. } => (
            if word.leads { words.chain_leads } else { words.chain_follows },
            order(word.big),
            if word.counts_itself { words.chain_itself } else { words.chain_body },
        ),
        Cut::Prefix { big, counts_itself } => {
            let itself = if counts_itself { words.chain_itself_two } else { words.chain_body };
            (words.chain_two, order(big), itself)
        }
        Cut::Fixed(_) | Cut::FixedInBlocks(..) | Cut::Lines | Cut::Counters => return String::new(),
    };
    writer.say(words.chain_word, &[("place", place.into()), ("order", order.into()), ("itself", itself.into())])
}

//! How the records of a file are probably told apart, from a sample of it.
//!
//! In: a sample. Out: the likeliest framing, and all candidates with their evidence. Refuses to look for one length
//! where line ends tell records apart: it costs time, and chance finds some.

use super::ebcdic::Ebcdic;
use super::lens::{EBCDIC_ENDS, Lens};
use super::records::{Framing, Walker};
use crate::inspect::encoding::{Bytes, Verdict};
use crate::inspect::framing::{Chain, Fixed, LineEnds, Lines, Rest, chain, fixed_lengths, rest};
use crate::inspect::sample::Sample;
use crate::inspect::ways::cuts::Cut;

/// A sample, judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its encoding.
    pub verdict: Verdict,
    /// How it is looked at.
    pub lens: Lens,
    /// How its records are told apart.
    pub framing: Framing,
    /// Lengths that all records may have.
    pub fixed: Vec<Fixed>,
    /// Where the likeliest of them leaves bytes over.
    pub rest: Option<Rest>,
    /// Line ends, whether records end by them or not.
    pub ends: LineEnds,
}

/// Judges a sample.
#[must_use]
pub fn judge(sample: &Sample) -> Judged {
    let chain = chain(sample).filter(|chain| !matches!(chain.cut, Cut::Prefix { .. }) || !is_lines(sample));
    let mut bytes = Bytes::default();
    match chain {
        Some(chain) => add_records(&mut bytes, sample, &chain),
        None => sample.windows.iter().for_each(|window| bytes.add(window)),
    }
    let verdict = bytes.verdict();
    let is_ebcdic_text = matches!(verdict, Verdict::Ebcdic { .. }) && chain.is_none() && Ebcdic::of(sample).is_lines();
    let (lens, lines) = lines(sample, &verdict, &bytes, is_ebcdic_text);
    let is_text = is_ebcdic_text || !matches!(verdict, Verdict::Ebcdic { .. } | Verdict::Binary { .. });
    let told_by_lines = lines.ends.all() > 0 && (is_regular(&lines) || is_text && !is_wild(&lines));
    let fixed = if told_by_lines || chain.is_some() || is_text && is_enclosed(sample) {
        Vec::new()
    } else {
        fixed_lengths(sample)
    };
    let framing = match (&verdict, chain, fixed.first()) {
        (Verdict::Empty, ..) => Framing::Empty,
        (_, Some(chain), _) => Framing::Chain(chain),
        (_, None, Some(fixed)) => Framing::Fixed(fixed.length),
        (_, None, None) if told_by_lines || (is_text && lines.count() > 0) => Framing::Lines,
        _ => Framing::Unknown,
    };
    let rest = fixed.first().and_then(|fixed| rest(sample, fixed));
    Judged { verdict, lens, framing, fixed, rest, ends: lines.ends }
}

/// Whether a text begins and ends with brackets, as JSON and XML do: what stands between them comes again at even distances, too.
fn is_enclosed(sample: &Sample) -> bool {
    let (Some(first), Some(last)) = (sample.windows.first(), sample.windows.last()) else { return false };
    let is_written = |byte: &&u8| !byte.is_ascii_whitespace();
    let ends = (first.bytes.iter().find(is_written), last.bytes.iter().rfind(is_written));
    matches!(ends, (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) | (Some(b'<'), Some(b'>')))
}

/// Whether it is text in lines, whatever two bytes of it would be as lengths.
fn is_lines(sample: &Sample) -> bool {
    let mut bytes = Bytes::default();
    sample.windows.iter().for_each(|window| bytes.add(window));
    let verdict = bytes.verdict();
    let is_text = !matches!(verdict, Verdict::Ebcdic { .. } | Verdict::Binary { .. });
    let (_, lines) = lines(sample, &verdict, &bytes, is_text);
    is_text && lines.ends.all() > 0 || matches!(verdict, Verdict::Utf16 { .. })
}

/// What the records hold, without the lengths before them.
fn add_records(bytes: &mut Bytes, sample: &Sample, chain: &Chain) {
    let mut walker = Walker::new(Framing::Chain(*chain));
    for window in &sample.windows {
        walker.add(window, &mut |record| bytes.add(&record.window()));
    }
}

/// The lines of a sample, through the lens under which it has the most regular ones, or under which it is text.
fn lines(sample: &Sample, verdict: &Verdict, bytes: &Bytes, is_text: bool) -> (Lens, Lines) {
    let through = |lens: Lens| {
        let mut lines = Lines::default();
        sample.windows.iter().for_each(|window| lines.add(&lens.through(window)));
        lines
    };
    let has_ends = EBCDIC_ENDS.iter().any(|byte| bytes.counts[usize::from(*byte)] > 0);
    if matches!(verdict, Verdict::Ebcdic { .. }) && has_ends {
        let lines = through(Lens::EbcdicLines);
        if is_regular(&lines) || is_text && !is_wild(&lines) {
            return (Lens::EbcdicLines, lines);
        }
    }
    let lens = Lens::of(verdict);
    (lens, through(lens))
}

/// Whether half of the lines or more are of one length, and more than two.
fn is_regular(lines: &Lines) -> bool {
    let usual = lines.usual().and_then(|length| lines.lengths.get(&length)).map_or(0, |seen| seen.count);
    usual > 2 && usual * 2 >= lines.count()
}

/// Whether line ends may be chance: nearly every line is of a length of its own, and some are very long.
fn is_wild(lines: &Lines) -> bool {
    let usual = lines.usual().and_then(|length| lines.lengths.get(&length)).map_or(0, |seen| seen.count);
    lines.longest > 4_096 && usual * 20 < lines.count() && lines.count() >= 20
}

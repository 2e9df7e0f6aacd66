//! How far a run is: a moving line on a terminal, else a plain line every ten seconds.
//!
//! In: totals since the run's start, from any thread. Out: one line of words. Refuses floats and file names.

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::layout;
use super::numbers;
use super::words::{self, Language};
use crate::finding::Arg;
use crate::run;

/// Between two plain lines.
const EVERY: Duration = Duration::from_secs(10);
/// The longest bar.
const BAR: usize = 20;
/// A shorter one is left out.
const LEAST_BAR: usize = 5;
/// Before this, what is left is not guessed.
const SURE: Duration = Duration::from_secs(2);

/// What is told, in a language.
#[derive(Clone, Copy)]
struct Sentences {
    bar: &'static str,
    short: &'static str,
    line: &'static str,
}

impl Sentences {
    const fn of_run(language: Language) -> Self {
        let texts = language.texts();
        Self { bar: texts.progress_bar, short: texts.progress_bar_short, line: texts.progress_line }
    }

    const fn of_reading(language: Language) -> Self {
        let texts = language.texts();
        Self { bar: texts.reading_bar, short: texts.reading_bar_short, line: texts.reading_line }
    }
}

/// The progress of one run.
pub struct Progress<'a> {
    language: Language,
    width: usize,
    started: Instant,
    sentences: Sentences,
    shown: Shown<'a>,
}

enum Shown<'a> {
    Bar(ProgressBar),
    Lines(Mutex<Lines<'a>>),
}

struct Lines<'a> {
    to: &'a mut (dyn Write + Send),
    last: Duration,
}

impl<'a> Progress<'a> {
    /// Progress on the standard error, which may be a terminal of a width; `to` is where plain lines go.
    pub fn new(language: Language, terminal: Option<usize>, to: &'a mut (dyn Write + Send)) -> Self {
        let shown = match terminal {
            Some(_) => Shown::Bar(bar()),
            None => Shown::Lines(Mutex::new(Lines { to, last: Duration::ZERO })),
        };
        Self {
            language,
            width: layout::width_of(terminal),
            started: Instant::now(),
            sentences: Sentences::of_run(language),
            shown,
        }
    }

    /// Progress of what reads records and refuses none.
    pub fn of_reading(language: Language, terminal: Option<usize>, to: &'a mut (dyn Write + Send)) -> Self {
        Self { sentences: Sentences::of_reading(language), ..Self::new(language, terminal, to) }
    }

    /// Tells how far the run is.
    pub fn tell(&self, progress: run::Progress) {
        self.tell_at(progress, self.started.elapsed());
    }

    fn tell_at(&self, progress: run::Progress, elapsed: Duration) {
        match &self.shown {
            Shown::Bar(bar) => {
                bar.set_length(progress.total_bytes.max(progress.bytes));
                bar.set_message(moving_line(self.language, self.sentences, self.width, progress, elapsed));
                bar.set_position(progress.bytes);
            }
            Shown::Lines(lines) => {
                let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
                if elapsed.saturating_sub(lines.last) >= EVERY {
                    lines.last = elapsed;
                    let line = line(self.language, self.sentences.line, progress, elapsed);
                    // A standard error that nobody reads does not stop a run.
                    let _ = writeln!(lines.to, "{}", words::spaced(self.language, &line));
                }
            }
        }
    }

    /// Takes the moving line away.
    pub fn end(self) {
        if let Shown::Bar(bar) = self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{wide_msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Per cent, what is done and what is left in one line of a width, and a bar in the room that remains.
fn moving_line(
    language: Language,
    sentences: Sentences,
    width: usize,
    progress: run::Progress,
    elapsed: Duration,
) -> String {
    let share = share(progress);
    let percent = share.map_or(String::new(), |share| format!("{share:>3}% "));
    let room = width.saturating_sub(layout::length(&percent) + 1);
    let lines = [sentences.bar, sentences.short].map(|template| line(language, template, progress, elapsed));
    let [long, short] = lines;
    let said = if layout::length(&long) <= room { long } else { short };
    let room = room.saturating_sub(layout::length(&said) + 3).min(BAR);
    match share.filter(|_| room >= LEAST_BAR) {
        None => percent + &said,
        Some(share) => {
            let done = "=".repeat(room * usize::try_from(share).unwrap_or(100).min(100) / 100);
            format!("[{done:<room$}] {percent}{said}")
        }
    }
}

/// Per cent; none where the whole is not known.
fn share(progress: run::Progress) -> Option<u64> {
    let is_known = progress.total_bytes > 0 && progress.bytes <= progress.total_bytes;
    let share = u128::from(progress.bytes) * 100 / u128::from(progress.total_bytes.max(1));
    is_known.then(|| u64::try_from(share).unwrap_or(100))
}

fn line(language: Language, template: &str, progress: run::Progress, elapsed: Duration) -> String {
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let share = share(progress);
    let shown = |bytes: u64| numbers::bytes(language, bytes);
    let rate = numbers::per_second(progress.records, millis);
    let args = [
        ("percent", share.map_or(String::new(), |share| share.to_string()).into()),
        ("done", shown(progress.bytes).into()),
        ("total", share.map_or(String::new(), |_| shown(progress.total_bytes)).into()),
        ("records", progress.records.into()),
        ("rate", numbers::count(language, rate).into()),
        ("rejects", progress.rejects.into()),
        ("left", left(language, progress, millis).into()),
        ("pass", if progress.pass > 1 { u64::from(progress.pass).into() } else { "".into() }),
    ];
    words::say(language, template, &args.map(|(name, value): (&str, Arg)| (name, value)))
}

/// The time that is left at the speed so far; empty where nobody can know.
fn left(language: Language, progress: run::Progress, millis: u64) -> String {
    let rest = progress.total_bytes.saturating_sub(progress.bytes);
    if progress.bytes == 0 || rest == 0 || Duration::from_millis(millis) < SURE {
        return String::new();
    }
    let left = u128::from(millis) * u128::from(rest) / u128::from(progress.bytes);
    let seconds = u64::try_from(left / 1000).unwrap_or(u64::MAX / 1000);
    match seconds.max(1) {
        seconds @ 0..60 => format!("{seconds}{}s", numbers::NBSP),
        seconds @ 600..3600 => format!("{}{}min", seconds / 60, numbers::NBSP),
        seconds => numbers::duration(language, seconds * 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: run::Progress =
        run::Progress { total_bytes: 808_000_000, bytes: 404_000_000, records: 4_000_000, rejects: 12, pass: 1 };

    #[test]
    fn a_plain_line_comes_every_ten_seconds() {
        let mut written = Vec::new();
        let progress = Progress::new(Language::En, None, &mut written);
        for seconds in [1, 9, 10, 11, 19, 20] {
            progress.tell_at(HALF, Duration::from_secs(seconds));
        }
        progress.end();
        let text = String::from_utf8(written).unwrap().replace('\u{a0}', " ");
        assert_eq!(
            text,
            "50%, 404.0 MB of 808.0 MB, 4,000,000 records, 400,000/s, 12 rejects, 10 s left\n\
             50%, 404.0 MB of 808.0 MB, 4,000,000 records, 200,000/s, 12 rejects, 20 s left\n"
        );
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let unknown = run::Progress { total_bytes: 0, bytes: 5_000, records: 1, rejects: 0, pass: 1 };
        let of = |language: Language, progress, seconds| {
            line(language, language.texts().progress_line, progress, Duration::from_secs(seconds))
                .replace('\u{a0}', " ")
        };
        assert_eq!(of(Language::En, unknown, 10), "5.0 kB, 1 record, 0/s, 0 rejects");
        assert_eq!(of(Language::Fr, unknown, 1), "5,0 ko, 1 enregistrement, 1/s, 0 rejet");
        let french = "50 %, 404,0 Mo sur 808,0 Mo, 4 000 000 enregistrements, 400 000/s, 12 rejets, encore 10 s";
        assert_eq!(of(Language::Fr, HALF, 10), french);
    }

    #[test]
    fn the_moving_line_fits_and_ends_with_the_time_that_is_left() {
        let most = run::Progress {
            total_bytes: 99_900_000_000,
            bytes: 50_100_000_000,
            records: 4_000_000_000,
            rejects: 123_456,
            pass: 12,
        };
        for (language, ends) in [(Language::En, "left"), (Language::Fr, "encore")] {
            for (progress, seconds) in [(HALF, 10), (most, 3599)] {
                for width in [60, 72, 80, 120] {
                    let line = moving_line(
                        language,
                        Sentences::of_run(language),
                        width,
                        progress,
                        Duration::from_secs(seconds),
                    );
                    assert!(layout::length(&line) < width && line.contains(ends), "{width} {line}");
                }
            }
        }
        let of = |width| {
            moving_line(Language::En, Sentences::of_run(Language::En), width, HALF, Duration::from_secs(10))
                .replace('\u{a0}', " ")
        };
        let long = "404.0 MB of 808.0 MB, 400,000 records/s, 12 rejects, 10 s left";
        assert_eq!(of(80), format!("[====     ]  50% {long}"));
        assert_eq!(of(60), "[====     ]  50% 404.0 MB, 400,000/s, 12 rejects, 10 s left");
    }

    #[test]
    fn what_only_reads_tells_of_no_rejects() {
        for language in [Language::En, Language::Fr] {
            let Sentences { bar, short, line: long } = Sentences::of_reading(language);
            for template in [bar, short, long] {
                let said = line(language, template, HALF, Duration::from_secs(10));
                assert!(!said.contains("12") && !said.contains("reje"), "{said}");
            }
        }
    }

    #[test]
    fn no_total_is_divided_by() {
        for progress in [run::Progress::default(), run::Progress { bytes: u64::MAX, records: u64::MAX, ..HALF }] {
            for millis in [0, u64::MAX] {
                moving_line(
                    Language::En,
                    Sentences::of_reading(Language::En),
                    80,
                    progress,
                    Duration::from_millis(millis),
                );
            }
        }
    }
}

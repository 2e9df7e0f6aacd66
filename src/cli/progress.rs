//! How far a run is: a moving line on a terminal, else a plain line every ten seconds.
//!
//! In: totals since the run's start, from any thread. Out: one line of words. Refuses floats and file names.

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::numbers;
use super::words::{self, Language};
use crate::finding::Arg;
use crate::run;

/// Between two plain lines.
const EVERY: Duration = Duration::from_secs(10);
/// Before this, what is left is not guessed.
const SURE: Duration = Duration::from_secs(2);

/// The progress of one run.
pub struct Progress<'a> {
    language: Language,
    started: Instant,
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
    /// Progress on the standard error, which is a terminal or not; `to` is where plain lines go.
    pub fn new(language: Language, is_terminal: bool, to: &'a mut (dyn Write + Send)) -> Self {
        let shown =
            if is_terminal { Shown::Bar(bar()) } else { Shown::Lines(Mutex::new(Lines { to, last: Duration::ZERO })) };
        Self { language, started: Instant::now(), shown }
    }

    /// Tells how far the run is.
    pub fn tell(&self, progress: run::Progress) {
        self.tell_at(progress, self.started.elapsed());
    }

    fn tell_at(&self, progress: run::Progress, elapsed: Duration) {
        match &self.shown {
            Shown::Bar(bar) => {
                bar.set_length(progress.total_bytes.max(progress.bytes));
                bar.set_message(line(self.language, self.language.texts().progress_bar, progress, elapsed));
                bar.set_position(progress.bytes);
            }
            Shown::Lines(lines) => {
                let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
                if elapsed.saturating_sub(lines.last) >= EVERY {
                    lines.last = elapsed;
                    let line = line(self.language, self.language.texts().progress_line, progress, elapsed);
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
    let style = ProgressStyle::with_template("{bar:20} {percent:>3}% {wide_msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "))
}

fn line(language: Language, template: &str, progress: run::Progress, elapsed: Duration) -> String {
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let total = progress.total_bytes;
    let is_known = total > 0 && progress.bytes <= total;
    let shown = |bytes: u64| numbers::bytes(language, bytes);
    let percent = u128::from(progress.bytes) * 100 / u128::from(total.max(1));
    let rate = numbers::per_second(progress.records, millis);
    let args = [
        ("percent", if is_known { percent.to_string() } else { String::new() }.into()),
        ("done", shown(progress.bytes).into()),
        ("total", if is_known { shown(total) } else { String::new() }.into()),
        ("records", progress.records.into()),
        ("rate", numbers::count(language, rate).into()),
        ("rejects", progress.rejects.into()),
        ("left", left(language, progress, millis).into()),
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
    numbers::duration(language, seconds.max(1) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: run::Progress =
        run::Progress { total_bytes: 808_000_000, bytes: 404_000_000, records: 4_000_000, rejects: 12 };

    #[test]
    fn a_plain_line_comes_every_ten_seconds() {
        let mut written = Vec::new();
        let progress = Progress::new(Language::En, false, &mut written);
        for seconds in [1, 9, 10, 11, 19, 20] {
            progress.tell_at(HALF, Duration::from_secs(seconds));
        }
        progress.end();
        let text = String::from_utf8(written).unwrap().replace('\u{a0}', " ");
        assert_eq!(
            text,
            "50%, 404.0 MB of 808.0 MB, 4,000,000 records, 400,000/s, 12 rejects, 10.0 s left\n\
             50%, 404.0 MB of 808.0 MB, 4,000,000 records, 200,000/s, 12 rejects, 20.0 s left\n"
        );
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let unknown = run::Progress { total_bytes: 0, bytes: 5_000, records: 1, rejects: 0 };
        let of = |language: Language, progress, seconds| {
            line(language, language.texts().progress_line, progress, Duration::from_secs(seconds))
                .replace('\u{a0}', " ")
        };
        assert_eq!(of(Language::En, unknown, 10), "5.0 kB, 1 record, 0/s, 0 rejects");
        assert_eq!(of(Language::Fr, unknown, 1), "5,0 ko, 1 enregistrement, 1/s, 0 rejet");
        let french = "50 %, 404,0 Mo sur 808,0 Mo, 4 000 000 enregistrements, 400 000/s, 12 rejets, encore 10,0 s";
        assert_eq!(of(Language::Fr, HALF, 10), french);
    }

    #[test]
    fn no_total_is_divided_by() {
        for progress in [run::Progress::default(), run::Progress { bytes: u64::MAX, records: u64::MAX, ..HALF }] {
            for millis in [0, u64::MAX] {
                line(Language::En, Language::En.texts().progress_bar, progress, Duration::from_millis(millis));
            }
        }
    }
}

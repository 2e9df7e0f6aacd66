//! Where the time of a thread goes: a stopwatch that is always in one stage, so that stages sum to all of it.
//!
//! In: a clock, and from wherever a thread turns to another stage a word of it. Out: nanoseconds by stage and thread.
//! Refuses: to be asked where no stopwatch runs; [`turn`] does nothing there.
//!
//! A thread's stopwatch is found by the thread itself: stages are told deep inside of the work, where nobody has a hold of
//! it, and results may not depend on it.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// A clock that never goes back.
pub trait Clock: Send + Sync {
    /// Nanoseconds since some moment.
    fn nanoseconds(&self) -> u64;
}

/// What a thread may be busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Bytes of sources come into memory.
    Read,
    /// Records are found in them, and their kinds.
    Frame,
    /// Fields become values.
    Decode,
    /// Columns are made of fields: expressions, look-ups.
    Map,
    /// Checks of columns, rules, and what is counted and told of rows.
    Check,
    /// Columns become Parquet.
    Encode,
    /// SHA-256 of sources and of what is written.
    Hash,
    /// Bytes go into files.
    Write,
    /// Another thread is waited for.
    Wait,
    /// Anything else: plans, evidence, publishing.
    Rest,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Frame,
        Self::Decode,
        Self::Map,
        Self::Check,
        Self::Encode,
        Self::Hash,
        Self::Write,
        Self::Wait,
        Self::Rest,
    ];
}

/// What a thread does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It puts chunks into files, and does what is done once.
    Main,
    /// It makes chunks.
    Worker,
}

/// The time of one thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreadTime {
    /// What it does.
    pub role: Role,
    /// Nanoseconds in each stage, in the order of [`Stage::ALL`].
    pub spent: [u64; Stage::ALL.len()],
}

impl ThreadTime {
    /// Nanoseconds in all stages.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.spent.iter().sum()
    }
}

/// The stopwatches of all threads of a run.
pub struct Stopwatch {
    clock: Arc<dyn Clock>,
    threads: Mutex<Vec<ThreadTime>>,
}

impl Stopwatch {
    /// By this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { clock, threads: Mutex::default() })
    }

    /// Starts the stopwatch of this thread, until the guard is dropped.
    #[must_use]
    pub fn start(self: &Arc<Self>, role: Role, stage: Stage) -> Running {
        let running = Watch {
            of: Arc::clone(self),
            time: ThreadTime { role, spent: [0; Stage::ALL.len()] },
            stage,
            since: self.clock.nanoseconds(),
        };
        Running { before: WATCH.replace(Some(running)) }
    }

    /// The threads whose stopwatches were stopped: the main one first.
    #[must_use]
    pub fn times(&self) -> Vec<ThreadTime> {
        let mut times = self.threads.lock().unwrap_or_else(PoisonError::into_inner).clone();
        times.sort_by_key(|time| time.role);
        times
    }
}

struct Watch {
    of: Arc<Stopwatch>,
    time: ThreadTime,
    stage: Stage,
    since: u64,
}

impl Watch {
    fn turn(&mut self, stage: Stage) -> Stage {
        let now = self.of.clock.nanoseconds();
        self.time.spent[self.stage as usize] += now.saturating_sub(self.since);
        self.since = now;
        std::mem::replace(&mut self.stage, stage)
    }
}

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// The stopwatch of a thread runs until this is dropped.
pub struct Running {
    /// What ran in the thread before.
    before: Option<Watch>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut watch) = WATCH.replace(self.before.take()) {
            watch.turn(Stage::Rest);
            watch.of.threads.lock().unwrap_or_else(PoisonError::into_inner).push(watch.time);
        }
    }
}

/// From now on this thread is busy with `stage`.
pub fn turn(stage: Stage) {
    swap(stage);
}

/// Busy with `stage` for this long, and then with what was before.
pub fn within<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    let before = swap(stage);
    let done = work();
    swap(before);
    done
}

/// Turns to a stage; gives the one that ended.
fn swap(stage: Stage) -> Stage {
    WATCH.with_borrow_mut(|watch| watch.as_mut().map_or(Stage::Rest, |watch| watch.turn(stage)))
}

/// The stopwatch that runs in this thread, for the threads that it starts.
#[must_use]
pub fn running() -> Option<Arc<Stopwatch>> {
    WATCH.with_borrow(|watch| watch.as_ref().map(|watch| Arc::clone(&watch.of)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Each look at it takes a nanosecond.
    struct Ticks(AtomicU64);

    impl Clock for Ticks {
        fn nanoseconds(&self) -> u64 {
            self.0.fetch_add(1, Ordering::Relaxed)
        }
    }

    #[test]
    fn stages_sum_to_the_time_of_their_thread() {
        let watch = Stopwatch::new(Arc::new(Ticks(AtomicU64::new(100))));
        assert_eq!(swap(Stage::Read), Stage::Rest, "no stopwatch runs");
        let main = watch.start(Role::Main, Stage::Rest);
        assert_eq!(within(Stage::Write, || within(Stage::Hash, || swap(Stage::Hash))), Stage::Hash);
        let handle = running().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let _worker = handle.start(Role::Worker, Stage::Read);
                turn(Stage::Frame);
                turn(Stage::Read);
            });
        });
        drop(main);
        assert!(running().is_none());
        let times = watch.times();
        assert_eq!(times.iter().map(|time| time.role).collect::<Vec<_>>(), [Role::Main, Role::Worker]);
        assert_eq!((times[0].total(), times[1].total()), (10, 3));
        let of = |thread: usize, stage: Stage| times[thread].spent[stage as usize];
        assert_eq!((of(0, Stage::Write), of(0, Stage::Hash), of(0, Stage::Rest)), (2, 2, 6));
        assert_eq!((of(1, Stage::Read), of(1, Stage::Frame)), (2, 1));
    }
}

//! Threads of a run that have nothing left to do, and what the others share with them.
//!
//! In: things that are made without one another. Out: what was made of each, in their order, so that it does not show who made it.
//! Refuses: to share before all threads have begun and one has ended. Whoever waited for what another does might be given that
//! one's whole work.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::host::stopwatch::{Stage, within};

/// How many of a run's threads have begun and ended.
#[derive(Debug)]
pub struct Threads {
    all: usize,
    begun: AtomicUsize,
    ended: AtomicUsize,
}

thread_local! {
    /// Those that this thread is one of.
    static OWN: RefCell<Option<Arc<Threads>>> = const { RefCell::new(None) };
}

/// A thread at work; it has ended when this is dropped.
#[derive(Debug)]
pub struct AtWork(Arc<Threads>);

impl Threads {
    /// So many, of one pool, of which none has begun.
    #[must_use]
    pub fn new(all: usize) -> Arc<Self> {
        Arc::new(Self { all, begun: AtomicUsize::new(0), ended: AtomicUsize::new(0) })
    }

    /// This thread begins.
    #[must_use]
    pub fn begin(self: &Arc<Self>) -> AtWork {
        self.begun.fetch_add(1, Ordering::SeqCst);
        OWN.set(Some(Arc::clone(self)));
        AtWork(Arc::clone(self))
    }

    fn are_spare(&self) -> bool {
        self.ended.load(Ordering::SeqCst) > 0 && self.begun.load(Ordering::SeqCst) == self.all
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        OWN.set(None);
        self.0.ended.fetch_add(1, Ordering::SeqCst);
    }
}

/// Whether others help this thread.
#[must_use]
pub fn others_help() -> bool {
    OWN.with_borrow(|own| own.as_ref().is_some_and(|own| own.are_spare()))
}

/// What is made of each, by this thread and those that are spare.
pub fn share<I: Send, O: Send>(items: Vec<I>, make: impl Fn(I) -> O + Send + Sync) -> Vec<O> {
    if others_help() { items.into_par_iter().map(make).collect() } else { items.into_iter().map(make).collect() }
}

/// What both come to, at the same time once one of these threads is spare. Whoever asks is none of them, and its time is that of `other` and of
/// waiting.
pub fn both<A: Send, B>(threads: &Threads, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if !threads.are_spare() {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let started = scope.spawn(one);
        let other = other();
        let one = within(Stage::Wait, || started.join());
        (one.unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Mutex;
    use std::sync::mpsc::channel;
    use std::thread::ThreadId;

    use super::*;

    #[test]
    fn both_are_done_at_the_same_time_when_a_thread_has_ended_and_not_before() {
        for ended in [false, true] {
            let threads = Threads::new(1);
            let at_work = threads.begin();
            let at_work = Some(at_work).filter(|_| !ended);
            let own = std::thread::current().id();
            let (one, other) = both(&threads, || std::thread::current().id(), || std::thread::current().id());
            assert_eq!((one == own, other == own), (!ended, true));
            drop(at_work);
        }
    }

    #[test]
    fn work_is_shared_when_a_thread_has_ended_and_not_before() {
        // A third thread would help at once.
        let (threads, pool) = (Threads::new(2), rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap());
        let made_by = Mutex::new(BTreeSet::<String>::new());
        let note = |number: u32| {
            let id: ThreadId = std::thread::current().id();
            made_by.lock().unwrap().insert(format!("{id:?}"));
            std::thread::sleep(std::time::Duration::from_millis(1));
            number * 2
        };
        let ((go, may_go), (done, is_done)) = (channel::<()>(), channel::<()>());
        pool.in_place_scope(|scope| {
            let (threads, made_by, note) = (&threads, &made_by, &note);
            scope.spawn(move |_| {
                let at_work = threads.begin();
                may_go.recv().unwrap();
                drop((at_work, done));
            });
            scope.spawn(move |_| {
                let _at_work = threads.begin();
                let items = || (0..100).collect::<Vec<u32>>();
                let want: Vec<u32> = (0..100).map(|number| number * 2).collect();
                assert_eq!(share(items(), note), want);
                assert_eq!(made_by.lock().unwrap().len(), 1, "the other one is at work");
                go.send(()).unwrap();
                let _ = is_done.recv();
                assert_eq!(share(items(), note), want);
                assert!(made_by.lock().unwrap().len() > 1);
            });
        });
    }
}

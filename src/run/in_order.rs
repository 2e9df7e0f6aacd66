//! Batches that several threads work on, and one after the other ends.
//!
//! In: batches, read one at a time by whoever is free. Out: what was made of each, in the order in which they were read.
//! As many batches are in memory as there are threads. Refuses to know what a batch is.

use std::iter::Fuse;
use std::sync::{Mutex, PoisonError};

use super::Stop;
use super::turns::Turns;
use crate::host::stopwatch::{self, Role, Stage, turn, within};

/// Makes something of each batch, on so many threads, and ends one after the other in their order.
///
/// # Errors
/// The first one in the order of the batches; none behind it is ended.
pub fn in_order<B, M>(
    threads: usize,
    batches: impl Iterator<Item = Result<B, Stop>> + Send,
    make: impl Fn(B) -> Result<M, Stop> + Sync,
    end: impl FnMut(M) -> Result<(), Stop> + Send,
) -> Result<(), Stop> {
    let queue = Mutex::new(Queue { batches: batches.fuse(), next: 0 });
    let turns = Turns::new(end);
    // The lock ends here: as the condition of a loop it would be held until the batch has ended.
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let _guard = StopOnPanic(&turns);
        while let Some((number, batch)) = next() {
            let outcome = batch.and_then(&make);
            let Some(mut end) = within(Stage::Wait, || turns.take(number)) else { break };
            if let Err(stop) = outcome.and_then(&mut end) {
                turns.stop();
                return Err(stop);
            }
            turns.hand_on(end);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let helper = |_| {
            let watch = stopwatch::running();
            scope.spawn(|| {
                let _stops = watch.map(|watch| watch.start(Role::Worker, Stage::Rest));
                work()
            })
        };
        let helpers: Vec<_> = (1..threads).map(helper).collect();
        let own = work();
        turn(Stage::Wait);
        let all = helpers.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let first = std::iter::once(own).chain(all).collect();
        turn(Stage::Rest);
        first
    })
}

struct Queue<I: Iterator> {
    batches: Fuse<I>,
    next: u64,
}

impl<I: Iterator> Queue<I> {
    fn next(&mut self) -> Option<(u64, I::Item)> {
        let batch = self.batches.next()?;
        self.next += 1;
        Some((self.next - 1, batch))
    }
}

/// A thread that panics never hands its turn on: those that wait for it must not do so for ever.
struct StopOnPanic<'t, T>(&'t Turns<T>);

impl<T> Drop for StopOnPanic<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Condvar;
    use std::time::Duration;

    use super::*;
    use crate::finding::Code;

    fn stop(number: u64) -> Stop {
        Stop::new(Code::Defect, vec![number.into()])
    }

    #[test]
    fn what_is_made_ends_in_the_order_of_the_batches() {
        for threads in [1, 2, 5] {
            let mut ended = Vec::new();
            // The first ones take the longest.
            let make = |number: u64| {
                std::thread::sleep(Duration::from_micros(40 - number));
                Ok(number * 2)
            };
            let end = |number| {
                ended.push(number);
                Ok(())
            };
            in_order(threads, (0..40).map(Ok), make, end).unwrap();
            assert_eq!(ended, (0..40).map(|number| number * 2).collect::<Vec<_>>());
        }
        assert_eq!(in_order(3, std::iter::empty::<Result<u64, Stop>>(), Ok, |_| Ok(())), Ok(()));
    }

    #[test]
    fn the_first_error_is_told_wherever_it_stands() {
        for threads in [1, 2, 5] {
            for (unread, unmade, unended) in [(7, 9, 11), (9, 7, 11), (11, 9, 7)] {
                let mut ended = 0;
                let batches = (0..40).map(|number| if number == unread { Err(stop(number)) } else { Ok(number) });
                let make = |number| if number == unmade { Err(stop(number)) } else { Ok(number) };
                let told = in_order(threads, batches, make, |number| {
                    if number == unended {
                        return Err(stop(number));
                    }
                    ended += 1;
                    Ok(())
                });
                assert_eq!((told, ended), (Err(stop(7)), 7), "{threads}");
            }
        }
    }

    #[test]
    fn batches_are_made_at_the_same_time() {
        let (begun, told) = (Mutex::new(0), Condvar::new());
        // Each waits until the other has begun.
        let make = |number: u64| {
            *begun.lock().unwrap() += 1;
            told.notify_all();
            let alone = |begun: &mut u64| *begun < 2;
            let waited = told.wait_timeout_while(begun.lock().unwrap(), Duration::from_secs(20), alone);
            Ok((number, waited.unwrap().1.timed_out()))
        };
        let mut ended = Vec::new();
        let end = |made| {
            ended.push(made);
            Ok(())
        };
        in_order(2, (0..2).map(Ok), make, end).unwrap();
        assert_eq!(ended, [(0, false), (1, false)]);
    }

    #[test]
    #[should_panic(expected = "batch 3")]
    fn a_panic_leaves_nobody_waiting() {
        let make = |number: u64| if number == 3 { panic!("batch 3") } else { Ok(number) };
        drop(in_order(4, (0..40).map(Ok), make, |_| Ok(())));
    }
}

//! Things that workers hand on from one chunk to the next, in order: the cursor, the hash of a file, leave to begin.

use std::sync::{Condvar, Mutex, PoisonError};

/// A value that goes from each chunk to the one after it.
#[derive(Debug)]
pub struct Turns<T> {
    state: Mutex<State<T>>,
    turned: Condvar,
}

#[derive(Debug)]
struct State<T> {
    turn: u64,
    value: Option<T>,
    /// So many wait for their turn.
    waiting: usize,
    stopped: bool,
}

impl<T> Turns<T> {
    /// The first chunk takes this value.
    #[must_use]
    pub const fn new(first: T) -> Self {
        Self {
            state: Mutex::new(State { turn: 0, value: Some(first), waiting: 0, stopped: false }),
            turned: Condvar::new(),
        }
    }

    /// Waits for the chunk's turn and takes the value; none if the work was stopped.
    #[must_use]
    pub fn take(&self, turn: u64) -> Option<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if state.stopped {
                return None;
            }
            if state.turn == turn
                && let Some(value) = state.value.take()
            {
                return Some(value);
            }
            state.waiting += 1;
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }

    /// Takes the value if it is the chunk's turn now.
    #[must_use]
    pub fn take_now(&self, turn: u64) -> Option<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_turn = state.turn == turn && !state.stopped;
        is_turn.then(|| state.value.take()).flatten()
    }

    /// Whether a chunk waits for its turn.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).waiting > 0
    }

    /// Hands the value on to the next chunk.
    pub fn hand_on(&self, value: T) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.turn += 1;
        state.value = Some(value);
        self.turned.notify_all();
    }

    /// Wakes all who wait, and tells them to stop.
    pub fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.turned.notify_all();
    }
}

/// Lets no more than so many chunks be under way.
#[derive(Debug)]
pub struct Gate {
    state: Mutex<(u64, bool)>,
    most: u64,
    turned: Condvar,
}

impl Gate {
    /// At most `most` between [`Self::enter`] and [`Self::leave`].
    #[must_use]
    pub const fn new(most: u64) -> Self {
        Self { state: Mutex::new((0, false)), most, turned: Condvar::new() }
    }

    /// Waits until there is room; false if the work was stopped.
    #[must_use]
    pub fn enter(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.0 >= self.most && !state.1 {
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.0 += 1;
        !state.1
    }

    /// One chunk is done.
    pub fn leave(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.turned.notify_all();
    }

    /// Wakes all who wait, and tells them to stop.
    pub fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.turned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_from_turn_to_turn_in_order() {
        let turns = Turns::new(Vec::new());
        std::thread::scope(|scope| {
            for turn in [3, 1, 0, 2] {
                let turns = &turns;
                scope.spawn(move || {
                    let mut seen = turns.take(turn).unwrap();
                    seen.push(turn);
                    turns.hand_on(seen);
                });
            }
        });
        assert_eq!(turns.take(4), Some(vec![0, 1, 2, 3]));
    }

    #[test]
    fn a_value_is_taken_at_once_in_its_turn_alone() {
        let turns = Turns::new('a');
        assert_eq!((turns.take_now(1), turns.take_now(0), turns.take_now(0)), (None, Some('a'), None));
        turns.hand_on('b');
        assert_eq!((turns.take_now(0), turns.take_now(1)), (None, Some('b')));
        turns.hand_on('c');
        turns.stop();
        assert_eq!(turns.take_now(2), None);
    }

    #[test]
    fn a_turn_is_awaited_while_a_chunk_waits_for_it() {
        let turns = Turns::new(());
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| turns.take(1));
            while !turns.is_awaited() {
                std::thread::yield_now();
            }
            assert_eq!(turns.take(0), Some(()));
            turns.hand_on(());
            assert_eq!(waits.join().unwrap(), Some(()));
            assert!(!turns.is_awaited());
        });
    }

    #[test]
    fn who_waits_is_told_of_a_stop() {
        let (turns, gate) = (Turns::new(()), Gate::new(1));
        assert!(gate.enter());
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| turns.take(9));
            let stands = scope.spawn(|| gate.enter());
            turns.stop();
            gate.stop();
            assert_eq!(waits.join().unwrap(), None);
            assert!(!stands.join().unwrap());
        });
    }
}

//! Work on many items, shared out among the processors.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread::{self, Builder};

/// What `work` makes of each stretch of `items`, in their order. Stretches have at least `least` items; few items are worked on here
/// and at once.
pub fn in_shares<T: Sync, R: Send>(items: &[T], least: usize, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    in_ranges(items.len() as u32, least as u32, |range| work(items.get(range.start as usize..range.end as usize).unwrap_or_default()))
}

/// The same of the numbers below `n`.
pub fn in_ranges<R: Send>(n: u32, least: u32, work: impl Fn(Range<u32>) -> R + Sync) -> Vec<R> {
    let n_threads = thread::available_parallelism().map_or(1, usize::from) as u32;
    let length = n.div_ceil(n_threads).max(least).max(1);
    let mut shares = (0..n).step_by(length as usize).map(|first| first..n.min(first + length));
    let first = shares.next();
    let work = &work;
    thread::scope(|scope| {
        // A thread that the system refuses is done without.
        let begun: Vec<_> = shares.map(|share| (share.clone(), share_thread().spawn_scoped(scope, move || work(share)))).collect();
        let mut done: Vec<R> = first.map(work).into_iter().collect();
        for (share, thread) in begun {
            done.push(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(_) => work(share),
            });
        }
        done
    })
}

/// Both at once, the second on a thread of its own.
pub fn at_once<A, B: Send>(here: impl FnOnce() -> A, there: impl FnOnce() -> B + Send) -> (A, B) {
    at_once_on(share_thread(), here, there)
}

fn at_once_on<A, B: Send>(thread: Builder, here: impl FnOnce() -> A, there: impl FnOnce() -> B + Send) -> (A, B) {
    // Handed over once there is a thread: one that is refused would take its work along.
    let (hand, taken) = mpsc::channel();
    thread::scope(|scope| {
        let Ok(thread) = thread.spawn_scoped(scope, move || taken.recv().map(work_on)) else { return (here(), there()) };
        // Where it is not taken, the thread says so below.
        let _handed = hand.send(there);
        let here = here();
        match thread.join() {
            Ok(Ok(there)) => (here, there),
            Ok(Err(not_taken)) => resume_unwind(Box::new(not_taken)),
            Err(panic) => resume_unwind(panic),
        }
    })
}

fn work_on<R>(work: impl FnOnce() -> R) -> R {
    work()
}

fn share_thread() -> Builder {
    Builder::new().name("share".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_items_are_worked_on_in_their_order() {
        for n in [0, 1, 9, 10, 11, 1000] {
            let items: Vec<usize> = (0..n).collect();
            assert_eq!(in_shares(&items, 10, <[usize]>::to_vec).concat(), items);
        }
        assert_eq!(in_shares(&[1; 9], 10, <[i32]>::len), [9], "few are one share");
    }

    #[test]
    fn both_are_done_at_once_or_here_where_a_thread_is_refused() {
        let name = || thread::current().name().map(str::to_owned);
        assert_eq!(at_once(name, name), (name(), Some("share".to_owned())));
        // Nobody has so much memory.
        let refused = || share_thread().stack_size(1 << 60);
        assert!(thread::scope(|scope| refused().spawn_scoped(scope, || {}).is_err()));
        assert_eq!(at_once_on(refused(), name, name), (name(), name()));
    }
}

//! Work on many items, shared out among the processors.

use std::panic::resume_unwind;
use std::sync::{OnceLock, mpsc};
use std::thread::{self, Builder};

/// What `work` makes of each stretch of `items`, in their order. Stretches have at least `least` items; few items are worked on here
/// and at once.
pub fn in_shares<T: Sync, R: Send>(items: &[T], least: usize, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    at_once_each(items.chunks(share_length(items.len(), least)).collect(), work)
}

/// What is found of each number below `n`, in their order.
pub fn of_each<T: Clone + Default + Send>(n: u32, least: usize, find: impl Fn(u32) -> T + Sync) -> Vec<T> {
    let mut found = vec![T::default(); n as usize];
    let length = share_length(found.len(), least);
    let fill = |first: usize, slots: &mut [T]| slots.iter_mut().zip(first as u32..).for_each(|(slot, number)| *slot = find(number));
    let fill = &fill;
    let shares: Vec<(usize, &mut [T])> = (0..).step_by(length).zip(found.chunks_mut(length)).collect();
    at_once_each(shares, |(first, slots)| fill(first, slots));
    found
}

fn share_length(n: usize, least: usize) -> usize {
    // Asking the system takes longer than many a small work.
    static N_THREADS: OnceLock<usize> = OnceLock::new();
    let n_threads = N_THREADS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from));
    n.div_ceil(*n_threads).max(least).max(1)
}

/// Works on all shares at once, the first here.
fn at_once_each<S: Send, R: Send>(shares: Vec<S>, work: impl Fn(S) -> R + Sync) -> Vec<R> {
    let work = &work;
    let mut shares = shares.into_iter();
    let first = shares.next();
    thread::scope(|scope| {
        let begun: Vec<_> = shares
            .map(|share| {
                // Handed over once there is a thread: one that the system refuses would take its work along.
                let (hand, taken) = mpsc::channel();
                let thread = share_thread().spawn_scoped(scope, move || taken.recv().map(work));
                match thread {
                    Ok(thread) => (hand.send(share).err().map(|refused| refused.0), Some(thread)),
                    Err(_) => (Some(share), None),
                }
            })
            .collect();
        let mut done: Vec<R> = first.map(work).into_iter().collect();
        for (refused, thread) in begun {
            match (refused, thread.map(thread::ScopedJoinHandle::join)) {
                (Some(share), _) => done.push(work(share)),
                (None, Some(Ok(Ok(result)))) => done.push(result),
                (None, Some(Err(panic))) => resume_unwind(panic),
                (None, Some(Ok(Err(_))) | None) => {}
            }
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

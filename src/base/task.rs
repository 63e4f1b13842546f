//! Long work as others see it: how far it is, and that it is to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shared by whoever works and whoever waits.
#[derive(Debug, Default)]
pub struct Task {
    n_done: AtomicU64,
    n_all: AtomicU64,
    is_cancelled: AtomicBool,
}

/// The work was to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Task {
    pub const fn new() -> Self {
        Self { n_done: AtomicU64::new(0), n_all: AtomicU64::new(0), is_cancelled: AtomicBool::new(false) }
    }

    /// So much more is to be done: bytes, say.
    pub fn expect(&self, n: u64) {
        self.n_all.fetch_add(n, Ordering::Relaxed);
    }

    /// So much more is done. Whoever works calls it often enough that a cancel takes effect within a tenth of a second.
    ///
    /// # Errors
    /// The work is to stop.
    pub fn advance(&self, n: u64) -> Result<(), Cancelled> {
        self.n_done.fetch_add(n, Ordering::Relaxed);
        if self.is_cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// From 0 to 1.
    pub fn share_done(&self) -> f32 {
        let [done, all] = [&self.n_done, &self.n_all].map(|n| n.load(Ordering::Relaxed));
        if all == 0 { 0.0 } else { (done as f32 / all as f32).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_tells_how_far_it_is_and_stops_when_it_is_told_to() {
        let task = Task::default();
        assert!(task.share_done() < 0.01);
        task.expect(8);
        assert_eq!(task.advance(2), Ok(()));
        assert!((task.share_done() - 0.25).abs() < 0.01);
        task.cancel();
        assert_eq!(task.advance(99), Err(Cancelled));
        assert!(task.share_done() <= 1.0);
    }
}

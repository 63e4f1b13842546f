//! Something that is made on another thread: what is being made, what was made last.

use std::sync::Arc;

use crate::base::Task;

/// What was made last, of what, and what is being made. `K` is of what.
#[derive(Debug)]
pub struct Making<K, V> {
    asked: Option<(K, u64, Arc<Task>)>,
    made: Option<(K, V)>,
    n_made: u64,
}

impl<K, V> Default for Making<K, V> {
    fn default() -> Self {
        Self { asked: None, made: None, n_made: 0 }
    }
}

impl<K: PartialEq, V> Making<K, V> {
    /// Whether it is neither made of this nor being made.
    pub fn wants(&self, key: &K) -> bool {
        match &self.asked {
            Some((asked, ..)) => asked != key,
            None => self.made.as_ref().is_none_or(|(made, _)| made != key),
        }
    }

    /// Another one is to be made; what is being made stops.
    pub fn ask(&mut self, key: K, ticket: u64) -> Arc<Task> {
        self.cancel();
        let task = Arc::<Task>::default();
        self.asked = Some((key, ticket, Arc::clone(&task)));
        task
    }

    pub fn cancel(&mut self) {
        if let Some((.., task)) = self.asked.take() {
            task.cancel();
        }
    }

    /// It is of use no longer.
    pub fn forget(&mut self) {
        self.cancel();
        self.made = None;
    }

    /// Takes what was made, unless something else was asked for meanwhile. Says whether it was taken.
    pub fn take(&mut self, ticket: u64, made: V) -> bool {
        let is_asked = |(_, asked, _): &mut (K, u64, Arc<Task>)| *asked == ticket;
        let Some((key, ..)) = self.asked.take_if(is_asked) else { return false };
        self.made = Some((key, made));
        self.n_made += 1;
        true
    }

    /// It was not made.
    pub fn end(&mut self, ticket: u64) {
        self.asked.take_if(|(_, asked, _)| *asked == ticket);
    }

    pub fn made(&self) -> Option<(&K, &V)> {
        self.made.as_ref().map(|(key, value)| (key, value))
    }

    /// How often anything was made.
    pub fn n_made(&self) -> u64 {
        self.n_made
    }

    /// How far it is, from 0 to 1, while it is being made.
    pub fn share_done(&self) -> Option<f32> {
        self.asked.as_ref().map(|(.., task)| task.share_done())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Cancelled;

    #[test]
    fn what_is_asked_for_anew_stops_what_is_being_made_and_only_the_last_is_taken() {
        let mut making: Making<&str, u8> = Making::default();
        let first = making.ask("a", 1);
        assert!(!making.wants(&"a") && making.wants(&"b"));
        let second = making.ask("b", 2);
        assert_eq!((first.advance(0), second.advance(0)), (Err(Cancelled), Ok(())));
        assert!(!making.take(1, 7), "nobody waits for it any more");
        assert!(making.take(2, 8) && making.share_done().is_none());
        assert_eq!((making.made(), making.n_made()), (Some((&"b", &8)), 1));
        assert!(!making.wants(&"b"));
        making.ask("c", 3);
        making.end(3);
        assert!(making.wants(&"c") && making.made().is_some(), "what was made before stays until there is another");
        making.forget();
        assert!(making.made().is_none() && making.wants(&"b"));
    }
}

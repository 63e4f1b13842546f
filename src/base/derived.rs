//! Revisions, and values computed from a key only when the key changes.

/// A counter that goes up by one with every change of what it counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rev(u64);

impl Rev {
    pub fn bump(&mut self) {
        self.0 += 1;
    }

    /// How many changes there were since one before it.
    pub fn since(self, before: Self) -> u64 {
        self.0.saturating_sub(before.0)
    }
}

/// What all content that can change amounts to. Revisions of two situations have nothing to do with each other, so it counts too
/// how often anything was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentKey {
    pub n_opened: u64,
    pub situation: Option<Rev>,
}

/// A value computed from a key, kept until the key differs. Nothing is ever invalidated by hand.
#[derive(Clone, Debug)]
pub struct Derived<K, V> {
    kept: Option<(K, V)>,
    n_computed: u64,
    n_updated: u64,
}

impl<K, V> Default for Derived<K, V> {
    fn default() -> Self {
        Self { kept: None, n_computed: 0, n_updated: 0 }
    }
}

impl<K: PartialEq, V> Derived<K, V> {
    /// The value for `key`: the kept one where the key is the same, else `compute`d afresh.
    pub fn refresh(&mut self, key: K, compute: impl FnOnce(&K) -> V) -> &V {
        let is_current = self.kept.as_ref().is_some_and(|(kept_key, _)| *kept_key == key);
        if !is_current {
            self.n_computed += 1;
            self.kept = None;
        }
        let (_, value) = self.kept.get_or_insert_with(|| {
            let value = compute(&key);
            (key, value)
        });
        value
    }

    /// Takes a value for `key` that was computed elsewhere, on a thread say.
    pub fn put(&mut self, key: K, value: V) {
        self.n_computed += 1;
        self.kept = Some((key, value));
    }

    /// Brings the value of one key up to date for another in place, where that takes less than computing it. Where `change` cannot, it
    /// says so, and the value is computed when it is asked for.
    pub fn update(&mut self, from: &K, to: K, change: impl FnOnce(&mut V) -> bool) {
        if let Some((kept_key, value)) = self.kept.as_mut().filter(|(kept_key, _)| kept_key == from) {
            if change(value) {
                *kept_key = to;
                self.n_computed += 1;
                self.n_updated += 1;
            } else {
                self.kept = None;
            }
        }
    }

    /// Keeps the value of one key for another that it would be the same for.
    pub fn carry_over(&mut self, from: &K, to: K) {
        if let Some((kept_key, _)) = self.kept.as_mut().filter(|(kept_key, _)| kept_key == from) {
            *kept_key = to;
        }
    }

    /// The value last computed, if any, which is not kept any longer.
    pub fn take(&mut self) -> Option<V> {
        self.kept.take().map(|(_, value)| value)
    }

    /// The same, to put something in it that does not depend on the key.
    pub fn get_mut(&mut self) -> Option<&mut V> {
        self.kept.as_mut().map(|(_, value)| value)
    }

    /// The value last computed, if any.
    pub fn get(&self) -> Option<&V> {
        self.kept.as_ref().map(|(_, value)| value)
    }

    /// How often the value was computed or brought up to date: tests count this to show that idle frames compute nothing.
    pub fn n_computed(&self) -> u64 {
        self.n_computed
    }

    /// How often all of it was computed.
    pub fn n_made(&self) -> u64 {
        self.n_computed - self.n_updated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_computed_once_for_each_run_of_equal_keys() {
        let mut doubled = Derived::default();
        for key in [1, 1, 2, 2, 2, 1] {
            assert_eq!(*doubled.refresh(key, |k| k * 2), key * 2);
        }
        assert_eq!(doubled.n_computed(), 3);
    }

    #[test]
    fn a_value_is_brought_up_to_date_or_carried_over_for_another_key() {
        let mut doubled = Derived::default();
        doubled.refresh(1, |k| k * 2);
        doubled.update(&1, 2, |value| {
            *value += 2;
            true
        });
        assert_eq!(*doubled.refresh(2, |_| 0), 4);
        doubled.carry_over(&2, 3);
        assert_eq!(*doubled.refresh(3, |_| 0), 4);
        assert_eq!(doubled.n_computed(), 2);
        doubled.carry_over(&2, 4);
        doubled.update(&2, 4, |_| panic!("what is kept is of another key"));
        assert_eq!(*doubled.refresh(4, |k| k * 2), 8);
        assert_eq!((doubled.n_computed(), doubled.n_made()), (3, 2));
        doubled.update(&4, 5, |_| false);
        assert_eq!(*doubled.refresh(5, |k| k * 2), 10, "what cannot be brought up to date is computed");
    }
}

//! Sorting that can be stopped.

use std::cmp::Ordering;

use crate::base::{Cancelled, Task};

/// So many are sorted before it is asked whether it is to stop: a few milliseconds.
const STEP: usize = 1 << 16;

/// Sorts. `compare` calls no two equal, so that the order is the same whatever the steps.
pub(super) fn sorted<T: Clone>(mut items: Vec<T>, task: &Task, compare: impl Fn(&T, &T) -> Ordering) -> Result<Vec<T>, Cancelled> {
    for step in items.chunks_mut(STEP) {
        step.sort_unstable_by(&compare);
        task.advance(0)?;
    }
    let mut length = STEP;
    let mut merged = Vec::with_capacity(if items.len() > STEP { items.len() } else { 0 });
    while length < items.len() {
        merged.clear();
        for pair in items.chunks(length.saturating_mul(2)) {
            let (a, b) = pair.split_at(length.min(pair.len()));
            merge(a, b, &compare, &mut merged, task)?;
        }
        std::mem::swap(&mut items, &mut merged);
        length = length.saturating_mul(2);
    }
    Ok(items)
}

fn merge<T: Clone>(
    mut a: &[T],
    mut b: &[T],
    compare: &impl Fn(&T, &T) -> Ordering,
    merged: &mut Vec<T>,
    task: &Task,
) -> Result<(), Cancelled> {
    let mut n_to_ask = STEP;
    while let (Some((first, rest_of_a)), Some((other, rest_of_b))) = (a.split_first(), b.split_first()) {
        if compare(first, other) == Ordering::Greater {
            merged.push(other.clone());
            b = rest_of_b;
        } else {
            merged.push(first.clone());
            a = rest_of_a;
        }
        n_to_ask -= 1;
        if n_to_ask == 0 {
            task.advance(0)?;
            n_to_ask = STEP;
        }
    }
    merged.extend_from_slice(a);
    merged.extend_from_slice(b);
    Ok(())
}

/// What stands for a number, so that they compare as the numbers do; no number is as high as [`NOTHING`].
pub(super) fn of_number(number: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    if number.is_nan() {
        return NOTHING;
    }
    // Zeros of both signs are one.
    let bits = (number + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

/// The same of a whole number.
pub(super) fn of_integer(number: i64) -> u64 {
    const SIGN: u64 = 1 << 63;
    (number.cast_unsigned() ^ SIGN).min(NOTHING - 1)
}

/// Of a row that says nothing.
pub(super) const NOTHING: u64 = u64::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_in_order_whatever_the_steps_and_a_cancel_stops_it() {
        // Numbers without an order to them (Lehmer's generator).
        let mut state: u64 = 1;
        let mut next = || {
            state = state * 48_271 % 2_147_483_647;
            state
        };
        for n in [0, 1, 7, STEP, STEP + 1, 3 * STEP + 11] {
            let items: Vec<(u64, usize)> = (0..n).map(|at| (next() % 1000, at)).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            assert_eq!(sorted(items, &Task::default(), Ord::cmp).unwrap(), expected, "{n}");
        }
        let task = Task::default();
        task.cancel();
        assert_eq!(sorted(vec![2, 1], &task, Ord::cmp), Err(Cancelled));
    }

    #[test]
    fn what_stands_for_numbers_compares_as_they_do() {
        let numbers = [f64::NEG_INFINITY, -1e300, -2.5, -1e-300, 0.0, 1e-300, 1.0, 7.0, 1e300, f64::INFINITY];
        let keys = numbers.map(of_number);
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        assert_eq!(of_number(-0.0), of_number(0.0));
        assert!(of_number(f64::INFINITY) < NOTHING && of_number(f64::NAN) == NOTHING);
        let keys = [i64::MIN, -1, 0, 1, i64::MAX].map(of_integer);
        assert!(keys.is_sorted_by(|a, b| a < b) && keys.iter().all(|key| *key < NOTHING));
    }
}

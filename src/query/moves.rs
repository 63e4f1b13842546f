//! How long lists are changed in a few places, each of the rest moved once at most.

use std::ops::Range;

use crate::query::lists::NONE;

/// So few changes are carried out one by one.
const FEW: usize = 8;

/// What becomes of those in a list that change: for each its place in the old list, or an empty range where it is new, and the number
/// that it has in the new one, or none where it is gone. Sorted; none overlap.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    steps: Vec<(Range<usize>, Option<u32>)>,
}

impl Moves {
    /// Whatever comes at a place stands before what was there.
    pub fn of(mut steps: Vec<(Range<usize>, Option<u32>)>) -> Self {
        steps.sort_by_key(|(range, _)| (range.start, range.end));
        // What comes in the place of what goes need move nothing.
        let mut joined: Vec<(Range<usize>, Option<u32>)> = Vec::with_capacity(steps.len());
        for (range, new) in steps {
            match joined.last_mut() {
                Some((before, put)) if new.is_none() && put.is_some() && before.end == range.start && before.start == range.start => {
                    *before = range;
                }
                _ => joined.push((range, new)),
            }
        }
        Self { steps: joined }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Range<usize>, Option<u32>)> {
        self.steps.iter().cloned()
    }

    /// The numbers of what is there after it.
    pub fn now(&self) -> impl Iterator<Item = u32> {
        self.steps.iter().filter_map(|(_, new)| *new)
    }

    /// The old places of what changes or goes.
    pub fn old(&self) -> impl Iterator<Item = u32> {
        self.steps.iter().flat_map(|(range, _)| range.clone()).map(|at| at as u32)
    }

    /// The numbers of what is there after it, with the place of each in the new list.
    pub fn new_places(&self) -> impl Iterator<Item = (u32, u32)> {
        let (mut n_come, mut n_gone) = (0, 0);
        self.steps.iter().filter_map(move |(range, new)| {
            let place = (range.start + n_come - n_gone) as u32;
            n_come += usize::from(new.is_some());
            n_gone += range.len();
            new.map(|new| (new, place))
        })
    }

    /// Whether all the rest stays where it is.
    pub fn is_in_place(&self) -> bool {
        self.steps.iter().all(|(range, new)| range.len() == usize::from(new.is_some()))
    }

    /// What became of the places of `n`.
    pub fn shifts(&self, n: usize) -> Shifts {
        let by = |(range, new): &(Range<usize>, Option<u32>)| i32::from(new.is_some()) - range.len() as i32;
        let steps = self.steps.iter().map(|step| (step.0.end as u32, by(step))).filter(|(_, by)| *by != 0);
        let mut all = 0;
        let steps = steps.map(|(from, by)| {
            all += by;
            (from, all)
        });
        Shifts { steps: steps.collect(), n: n as u32 }
    }

    /// Changes a list that has one for each.
    pub fn carry_out<T: Clone>(&self, list: &mut Vec<T>, value: impl Fn(u32) -> T) {
        patch(list, self.steps.iter().map(|(range, new)| (range.clone(), new.map(&value).into_iter().collect())).collect());
    }
}

/// Puts others in the place of some stretches of a list, which are sorted.
pub(super) fn patch<T: Clone>(list: &mut Vec<T>, patches: Vec<(Range<usize>, Vec<T>)>) {
    if patches.iter().all(|(range, put)| range.len() == put.len()) {
        for (range, put) in &patches {
            list.get_mut(range.clone()).into_iter().flatten().zip(put).for_each(|(slot, value)| slot.clone_from(value));
        }
        return;
    }
    // Few need no second list; the last comes first, so that the others stay where they are.
    if patches.len() <= FEW {
        for (range, put) in patches.into_iter().rev() {
            list.splice(range, put);
        }
        return;
    }
    let mut made = Vec::with_capacity(list.len() + patches.iter().map(|(_, put)| put.len()).sum::<usize>());
    let mut done = 0;
    for (range, put) in patches {
        made.extend_from_slice(list.get(done..range.start).unwrap_or_default());
        made.extend(put);
        done = range.end;
    }
    made.extend_from_slice(list.get(done..).unwrap_or_default());
    *list = made;
}

/// What the places in a list have become after some came and went: nothing is kept of those that stay.
#[derive(Clone, Debug, Default)]
pub struct Shifts {
    /// From which old place on all stand how much further on.
    steps: Vec<(u32, i32)>,
    /// How many places there were.
    n: u32,
}

impl Shifts {
    pub fn is_none(&self) -> bool {
        self.steps.is_empty()
    }

    /// The place now of one that there was and is still.
    pub fn now(&self, place: u32) -> u32 {
        let n_before = self.steps.partition_point(|(from, _)| *from <= place);
        let by = n_before.checked_sub(1).and_then(|last| self.steps.get(last)).map_or(0, |(_, by)| *by);
        place.saturating_add_signed(by)
    }

    /// Gives numbers that stand for places those that they have now; the first place is `first`. [`NONE`] stays.
    pub(super) fn carry_out(&self, numbers: &mut [u32], first: u32) {
        if self.steps.len() > FEW {
            let (mut map, mut by) = (Vec::with_capacity(self.n as usize), 0);
            for (from, next) in self.steps.iter().chain([&(self.n, 0)]) {
                map.extend((map.len() as u32..*from).map(|place| place.saturating_add_signed(by)));
                by = *next;
            }
            let now = |number: u32| map.get(number.checked_sub(first)? as usize).map(|place| first + place);
            numbers.iter_mut().for_each(|number| *number = now(*number).unwrap_or(*number));
            return;
        }
        // The last comes first: none is taken for one that stood further on.
        let mut steps = self.steps.iter().rev().peekable();
        while let Some((from, all)) = steps.next() {
            let by = all - steps.peek().map_or(0, |(_, all)| *all);
            shift(numbers, first + from, by);
        }
    }
}

/// Adds to all numbers from one on, but for [`NONE`].
pub(super) fn shift(numbers: &mut [u32], from: u32, by: i32) {
    // One comparison and no branch, so that several are done at once.
    let (n, by) = (NONE - from, by as u32);
    for number in numbers {
        let is_meant = number.wrapping_sub(from) < n;
        *number = number.wrapping_add(if is_meant { by } else { 0 });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_list_with_moves_carried_out_is_one_made_afresh(
            n in 0..12_usize, gone in prop::collection::btree_set(0..12_usize, 0..5), come in prop::collection::vec(0..12_usize, 0..9)
        ) {
            let mut list: Vec<u32> = (0..n as u32).collect();
            let gone: Vec<usize> = gone.into_iter().filter(|at| *at < n).collect();
            let mut come: Vec<usize> = come.into_iter().filter(|at| *at <= n).collect();
            come.sort_unstable();
            let mut afresh = Vec::new();
            for at in 0..=n {
                let here = (0_u32..).zip(&come).filter(|(_, place)| **place == at);
                afresh.extend(here.map(|(number, _)| 100 + number));
                if at < n && !gone.contains(&at) {
                    afresh.push(at as u32);
                }
            }
            let going = gone.iter().map(|at| (*at..at + 1, None));
            let coming = come.iter().zip(0..).map(|(at, number)| (*at..*at, Some(number)));
            let moves = Moves::of(going.chain(coming).collect());
            moves.carry_out(&mut list, |number| 100 + number);
            prop_assert_eq!(&list, &afresh);
            let shifts = moves.shifts(n);
            prop_assert_eq!(shifts.is_none(), moves.is_in_place());
            for old in (0..n).filter(|at| !gone.contains(at)) {
                let now = shifts.now(old as u32);
                prop_assert_eq!(afresh.get(now as usize), Some(&(old as u32)));
                let mut numbers = [old as u32 + 1, 0, NONE];
                shifts.carry_out(&mut numbers, 1);
                prop_assert_eq!(numbers, [now + 1, 0, NONE]);
            }
        }
    }
}

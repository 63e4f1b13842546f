//! How long lists are changed in a few places, each of the rest moved once at most.

use std::ops::Range;

/// So few changes are carried out one by one.
const FEW: usize = 4;

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

    /// For each of `n` old places the new one; `None` where all stay the same. What goes has [`u32::MAX`].
    pub fn renumbering(&self, n: usize) -> Option<Vec<u32>> {
        if self.is_in_place() {
            return None;
        }
        let mut map: Vec<u32> = Vec::with_capacity(n);
        let mut next = 0;
        for (range, new) in &self.steps {
            let n_kept = (range.start - map.len()) as u32;
            map.extend(next..next + n_kept);
            next += n_kept;
            map.extend(range.clone().map(|_| if new.is_some() { next } else { u32::MAX }));
            next += u32::from(new.is_some());
        }
        let n_kept = (n - map.len()) as u32;
        map.extend(next..next + n_kept);
        Some(map)
    }

    /// Gives places among `n` old ones those that they are now, but for what goes.
    pub fn renumber(&self, n: usize, places: &mut [u32]) {
        if self.steps.len() > FEW {
            renumber(places, 0, self.renumbering(n).as_ref());
            return;
        }
        // From where on all stand so much further on.
        let shift = |(range, new): &(Range<usize>, Option<u32>)| (range.end as u32, i32::from(new.is_some()) - range.len() as i32);
        let shifts: Vec<(u32, i32)> = self.steps.iter().map(shift).filter(|(_, by)| *by != 0).collect();
        if shifts.is_empty() {
            return;
        }
        for place in places {
            let by: i32 = shifts.iter().map(|(from, by)| if *place >= *from { *by } else { 0 }).sum();
            *place = place.wrapping_add_signed(by);
        }
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

/// Gives all numbers those that they have now; numbers from `first` on are counted.
pub(super) fn renumber(numbers: &mut [u32], first: u32, map: Option<&Vec<u32>>) {
    let Some(map) = map else { return };
    for number in numbers {
        let new = number.checked_sub(first).and_then(|at| map.get(at as usize));
        if let Some(new) = new {
            *number = new.saturating_add(first);
        }
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
            n in 0..12_usize, gone in prop::collection::btree_set(0..12_usize, 0..5), come in prop::collection::vec(0..12_usize, 0..5)
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
            let map = moves.renumbering(n).unwrap_or_else(|| (0..n as u32).collect());
            for old in (0..n).filter(|at| !gone.contains(at)) {
                prop_assert_eq!(afresh.get(map[old] as usize), Some(&(old as u32)));
                let mut place = [old as u32];
                moves.renumber(n, &mut place);
                prop_assert_eq!(place, [map[old]]);
            }
        }
    }
}

//! Places too near to one another to be told apart, put together: once for all steps of zoom, from the finest to the coarsest.

use std::ops::Add;

/// Something about each position, and its sums over those that it takes one after the other.
#[derive(Debug, Default)]
pub struct Totals<T> {
    own: Vec<T>,
    /// In the order of [`Groups::taken`]: what the taker has from then on.
    so_far: Vec<T>,
}

/// Which positions stand together at each step of zoom. Those that stand together at one step do so at all coarser ones.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// For each position the coarsest step at which it stands for itself, and whom it belongs to at coarser ones.
    positions: Vec<Standing>,
    /// The positions that others have taken, by taker, the finest step first.
    taken: Vec<Taken>,
    /// Where those that a position takes end in `taken`.
    ends: Vec<u32>,
    reach: f64,
    finest_step: u8,
}

#[derive(Clone, Copy, Debug)]
struct Standing {
    /// 0 where it is never taken.
    from_step: u8,
    taker: u32,
}

/// A position that another one took, and how many the taker stood for from then on.
#[derive(Clone, Copy, Debug)]
struct Taken {
    position: u32,
    so_far: u32,
}

/// Steps of zoom for each doubling of the scale.
const STEPS_PER_ZOOM: f64 = 2.0;
const WORLD_POINTS: f64 = 256.0;

impl Groups {
    /// `positions` are in world units, the more important first. At no zoom up to `max_zoom` do two groups stand nearer to one another
    /// than `reach` points.
    pub fn of(positions: &[[f64; 2]], reach: f64, max_zoom: f64) -> Self {
        let mut standing = vec![Standing { from_step: 0, taker: 0 }; positions.len()];
        let finest_step = step_at(max_zoom);
        let mut grid = Grid::new(positions);
        let mut left: Vec<u32> = (0..).zip(positions).map(|(index, _)| index).collect();
        // Taker and taken, the finest step first.
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for step in (0..=finest_step).rev() {
            let scale = WORLD_POINTS * (f64::from(step) / STEPS_PER_ZOOM).exp2();
            grid.clear(reach / scale, left.len());
            left.retain(|index| {
                let taker = grid.add_or_taker(*index);
                if let (Some(taker), Some(standing)) = (taker, standing.get_mut(*index as usize)) {
                    *standing = Standing { from_step: step + 1, taker };
                    pairs.push((taker, *index));
                }
                taker.is_none()
            });
        }
        Self { reach, finest_step, ..Self::counted(standing, &pairs) }
    }

    /// `pairs` are takers and whom they took, in the order of taking.
    fn counted(positions: Vec<Standing>, pairs: &[(u32, u32)]) -> Self {
        let mut sizes = vec![1_u32; positions.len()];
        // First how many each takes, then where the next of those is put: at last where they end.
        let mut ends = vec![0_u32; positions.len()];
        for (taker, _) in pairs {
            ends.get_mut(*taker as usize).into_iter().for_each(|n| *n += 1);
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut taken = vec![Taken { position: 0, so_far: 0 }; pairs.len()];
        for (taker, position) in pairs {
            let more = sizes.get(*position as usize).copied().unwrap_or_default();
            let (Some(size), Some(end)) = (sizes.get_mut(*taker as usize), ends.get_mut(*taker as usize)) else { continue };
            *size += more;
            taken.get_mut(*end as usize).into_iter().for_each(|slot| *slot = Taken { position: *position, so_far: *size });
            *end += 1;
        }
        Self { positions, taken, ends, ..Self::default() }
    }

    /// Lets a position stand where it is now, or the last one where it is new: others stay together as they were, whatever they mean, and
    /// those that it stood for find their places anew. `false` where those are so many that all had better be put together anew.
    pub fn put(&mut self, positions: &[[f64; 2]], moved: u32) -> bool {
        if moved as usize == self.positions.len() {
            self.positions.push(Standing { from_step: 0, taker: moved });
        }
        let is_done = self.part_from(positions, moved);
        // The one that moved comes last: it stands for nobody, so that it can be taken at any step.
        self.settle(positions, moved, None);
        self.count_again();
        is_done
    }

    /// Takes the last position out.
    pub fn take_last(&mut self, positions: &[[f64; 2]]) -> bool {
        let Some(last) = self.positions.len().checked_sub(1) else { return true };
        let is_done = self.part_from(positions, last as u32);
        self.positions.truncate(last);
        self.count_again();
        is_done
    }

    /// Lets those that one stands for find others.
    fn part_from(&mut self, positions: &[[f64; 2]], left: u32) -> bool {
        const MOST: usize = 200;
        let followers = (0_u32..).zip(&self.positions).filter(|(_, standing)| standing.from_step > 0 && standing.taker == left);
        let followers: Vec<u32> = followers.map(|(follower, _)| follower).collect();
        if followers.len() > MOST {
            return false;
        }
        // Each still stands where it stood before, so that none is taken at a step at which it took others.
        for follower in followers {
            self.settle(positions, follower, Some(left));
        }
        true
    }

    /// Finds who takes a position first, from the finest step on.
    fn settle(&mut self, positions: &[[f64; 2]], position: u32, without: Option<u32>) {
        let Some(at) = positions.get(position as usize) else { return };
        let mut found = Standing { from_step: 0, taker: position };
        // Only who is nearer than the reach at the next finer step takes it earlier.
        let reach_sq = |step: u8| (self.reach / (WORLD_POINTS * (f64::from(step) / STEPS_PER_ZOOM).exp2())).powi(2);
        let mut within = reach_sq(0);
        for ((index, other), standing) in (0_u32..).zip(positions).zip(&self.positions) {
            let distance = distance_sq(*at, *other);
            if distance >= within || index == position || Some(index) == without {
                continue;
            }
            let step = (found.from_step..=self.finest_step).take_while(|step| distance < reach_sq(*step)).last();
            if let Some(step) = step.filter(|step| *step >= standing.from_step) {
                found = Standing { from_step: step + 1, taker: index };
                within = if step < self.finest_step { reach_sq(step + 1) } else { 0.0 };
            }
        }
        if let Some(standing) = self.positions.get_mut(position as usize) {
            *standing = found;
        }
    }

    fn count_again(&mut self) {
        let positions = std::mem::take(&mut self.positions);
        let mut at_steps: Vec<Vec<(u32, u32)>> = vec![Vec::new(); usize::from(self.finest_step) + 2];
        for (index, standing) in (0..).zip(&positions).filter(|(_, standing)| standing.from_step > 0) {
            at_steps.get_mut(usize::from(standing.from_step)).into_iter().for_each(|pairs| pairs.push((standing.taker, index)));
        }
        let pairs: Vec<(u32, u32)> = at_steps.into_iter().rev().flatten().collect();
        *self = Self { reach: self.reach, finest_step: self.finest_step, ..Self::counted(positions, &pairs) };
    }

    /// Whether a position stands for itself at a step, and for those that it has taken.
    pub fn stands(&self, position: u32, step: u8) -> bool {
        self.positions.get(position as usize).is_some_and(|standing| step >= standing.from_step)
    }

    /// Who stands for a position at a step: itself, or another.
    pub fn standing_for(&self, position: u32, step: u8) -> u32 {
        let mut at = position;
        while let Some(Standing { from_step, taker }) = self.positions.get(at as usize)
            && step < *from_step
        {
            at = *taker;
        }
        at
    }

    /// How many a position stands for at a step, itself included.
    pub fn size(&self, position: u32, step: u8) -> u32 {
        self.taken_by(position, step).last().map_or(1, |taken| taken.so_far)
    }

    /// All that a position stands for at a step: itself, then those that it has taken.
    pub fn members(&self, position: u32, step: u8) -> Vec<u32> {
        let mut members = vec![position];
        let mut n_done = 0;
        while let Some(next) = members.get(n_done).copied() {
            members.extend(self.taken_by(next, step).iter().map(|taken| taken.position));
            n_done += 1;
        }
        members
    }

    /// Of something about each position its sum over all that the position stands for, at any step.
    pub fn totals<T: Copy + Add<Output = T>>(&self, own: Vec<T>) -> Totals<T> {
        // A position takes others only before it is taken itself: at the finer steps.
        let mut order: Vec<(u32, u8)> = (0..).zip(&self.positions).map(|(index, position)| (index, position.from_step)).collect();
        order.sort_by_key(|(_, from_step)| std::cmp::Reverse(*from_step));
        let mut whole = own.clone();
        for (index, _) in order.iter().filter(|(_, from_step)| *from_step > 0) {
            let taker = self.positions.get(*index as usize).map(|position| position.taker as usize);
            if let (Some(more), Some(sum)) = (whole.get(*index as usize).copied(), taker.and_then(|taker| whole.get_mut(taker))) {
                *sum = *sum + more;
            }
        }
        let mut so_far = Vec::with_capacity(self.taken.len());
        let mut start = 0;
        for (own, end) in own.iter().zip(&self.ends) {
            let taken = self.taken.get(start..*end as usize).unwrap_or_default();
            let parts = taken.iter().filter_map(|taken| whole.get(taken.position as usize));
            so_far.extend(parts.scan(*own, |sum, part| {
                *sum = *sum + *part;
                Some(*sum)
            }));
            start = *end as usize;
        }
        Totals { own, so_far }
    }

    /// Of all that a position stands for at a step.
    pub fn total<T: Copy + Default>(&self, totals: &Totals<T>, position: u32, step: u8) -> T {
        let (first, n) = self.range_taken_by(position, step);
        let last = n.checked_sub(1).and_then(|last| totals.so_far.get(first + last));
        last.or_else(|| totals.own.get(position as usize)).copied().unwrap_or_default()
    }

    /// Those that a position has taken itself by the time of a step.
    fn taken_by(&self, position: u32, step: u8) -> &[Taken] {
        let (first, n) = self.range_taken_by(position, step);
        self.taken.get(first..first + n).unwrap_or_default()
    }

    /// Where they begin in `taken`, and how many they are.
    fn range_taken_by(&self, position: u32, step: u8) -> (usize, usize) {
        let end_of = |index: usize| self.ends.get(index).map_or(0, |end| *end as usize);
        let first = (position as usize).checked_sub(1).map_or(0, end_of);
        let all = self.taken.get(first..end_of(position as usize)).unwrap_or_default();
        (first, all.partition_point(|taken| !self.stands(taken.position, step)))
    }
}

/// The step of zoom that holds at a zoom.
pub fn step_at(zoom: f64) -> u8 {
    (zoom.max(0.0) * STEPS_PER_ZOOM) as u8
}

/// The positions that stand at one step, in cells of twice the reach: whoever is within reach stands in one of four of them.
struct Grid<'a> {
    positions: &'a [[f64; 2]],
    reach: f64,
    n_columns: i64,
    /// The first in each cell; cells are told apart by as many bits as there are positions, so some share a list.
    heads: Vec<u32>,
    /// The next in the list of each position.
    next: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'a> Grid<'a> {
    fn new(positions: &'a [[f64; 2]]) -> Self {
        Self { positions, reach: 0.0, n_columns: 1, heads: Vec::new(), next: vec![NONE; positions.len()] }
    }

    /// Begins a step, with a reach in world units.
    fn clear(&mut self, reach: f64, n_at_most: usize) {
        self.reach = reach;
        self.n_columns = (0.5 / reach).floor().clamp(1.0, f64::from(1_u32 << 30)) as i64;
        self.heads.clear();
        self.heads.resize(n_at_most.next_power_of_two(), NONE);
    }

    /// The most important position within reach of one, if there is any; else that one stands from now on.
    fn add_or_taker(&mut self, index: u32) -> Option<u32> {
        let at = *self.positions.get(index as usize)?;
        let near = at.map(|value| (value * self.n_columns as f64 + 0.5) as i64 - 1);
        let taker =
            [[0, 0], [1, 0], [0, 1], [1, 1]].into_iter().filter_map(|[right, down]| self.first_in([near[0] + right, near[1] + down], at));
        let taker = taker.min();
        if taker.is_none() {
            let slot = self.slot(at.map(|value| (value * self.n_columns as f64) as i64));
            if let (Some(head), Some(next)) = (self.heads.get_mut(slot), self.next.get_mut(index as usize)) {
                *next = std::mem::replace(head, index);
            }
        }
        taker
    }

    fn first_in(&self, cell: [i64; 2], at: [f64; 2]) -> Option<u32> {
        let mut first = NONE;
        let mut index = self.heads.get(self.slot(cell)).copied().unwrap_or(NONE);
        while let Some(there) = self.positions.get(index as usize) {
            if index < first && distance_sq(*there, at) < self.reach * self.reach {
                first = index;
            }
            index = self.next.get(index as usize).copied().unwrap_or(NONE);
        }
        (first != NONE).then_some(first)
    }

    /// Round the world: the columns at 180 degrees are neighbours.
    fn slot(&self, [column, row]: [i64; 2]) -> usize {
        let column = if column < 0 {
            column + self.n_columns
        } else if column >= self.n_columns {
            column - self.n_columns
        } else {
            column
        };
        // Fibonacci hashing: the upper bits are well mixed.
        let mixed = (column as u64 ^ (row as u64).rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 33) as usize & (self.heads.len() - 1)
    }
}

/// In world units, the short way round, squared.
fn distance_sq(a: [f64; 2], b: [f64; 2]) -> f64 {
    let across = (a[0] - b[0]).abs();
    across.min(1.0 - across).powi(2) + (a[1] - b[1]).powi(2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REACH: f64 = 14.0;
    const MAX_ZOOM: f64 = 20.0;

    fn groups(positions: &[[f64; 2]]) -> Groups {
        Groups::of(positions, REACH, MAX_ZOOM)
    }

    /// The groups at a step, each by its members.
    fn at(groups: &Groups, n_positions: u32, step: u8) -> Vec<Vec<u32>> {
        (0..n_positions).filter(|index| groups.stands(*index, step)).map(|index| groups.members(index, step)).collect()
    }

    fn sizes(positions: &[[f64; 2]], zoom: f64) -> Vec<usize> {
        at(&groups(positions), positions.len() as u32, step_at(zoom)).iter().map(Vec::len).collect()
    }

    #[test]
    fn places_at_one_spot_are_one_group_at_every_zoom_and_others_part() {
        let positions = [[0.5, 0.5], [0.5, 0.5], [0.501, 0.5]];
        assert_eq!(sizes(&positions, 2.0), [3]);
        assert_eq!(sizes(&positions, 8.0), [2, 1]);
        assert_eq!(sizes(&positions, 20.0), [2, 1]);
    }

    #[test]
    fn places_on_both_sides_of_180_degrees_are_put_together() {
        assert_eq!(sizes(&[[0.9999, 0.5], [0.0001, 0.5], [0.5, 0.5]], 3.0), [2, 1]);
    }

    #[test]
    fn a_hundred_thousand_places_at_one_spot_are_one_group() {
        let groups = Groups::of(&vec![[0.3, 0.4]; 100_000], REACH, MAX_ZOOM);
        for step in [0, 20, 40] {
            assert_eq!(groups.size(0, step), 100_000);
            assert_eq!(groups.members(0, step).len(), 100_000);
        }
    }

    #[test]
    fn no_places_are_no_groups() {
        assert!(at(&groups(&[]), 0, 0).is_empty());
        assert_eq!(groups(&[]).members(3, 0), [3], "whoever asks for what is not there gets it back");
    }

    fn positions() -> impl Strategy<Value = Vec<[f64; 2]>> {
        // Some crowd together, some lie at the edges of the world.
        let one = prop_oneof![0.0..=1.0_f64, 0.5..0.501_f64, Just(0.0), Just(1.0 - f64::EPSILON)];
        prop::collection::vec([one.clone(), one], 0..200)
    }

    proptest! {
        #[test]
        fn every_place_is_in_one_group_and_no_two_groups_stand_too_near(positions in positions(), step in 0_u8..=40) {
            let groups = groups(&positions);
            let found = at(&groups, positions.len() as u32, step);
            let mut members: Vec<u32> = found.iter().flatten().copied().collect();
            members.sort_unstable();
            prop_assert_eq!(members, (0..positions.len() as u32).collect::<Vec<_>>());
            let scale = WORLD_POINTS * (f64::from(step) / STEPS_PER_ZOOM).exp2();
            for (index, group) in found.iter().enumerate() {
                for other in &found[index + 1..] {
                    let (a, b) = (positions[group[0] as usize], positions[other[0] as usize]);
                    prop_assert!(distance_sq(a, b).sqrt() * scale >= REACH - 1e-9);
                }
                for member in group {
                    prop_assert_eq!(groups.standing_for(*member, step), group[0]);
                    prop_assert!(group[0] <= *member, "the most important stands for the others");
                }
            }
        }

        #[test]
        fn places_that_move_come_and_go_leave_groups_that_are_whole_and_apart(
            mut positions in positions(), moved in prop::collection::vec((any::<prop::sample::Index>(), [0.0..=1.0_f64, 0.4..=0.6_f64]), 1..8), step in 0_u8..=40
        ) {
            let mut groups = groups(&positions);
            for (which, at) in moved {
                let index = which.index(positions.len() + 1);
                if index == positions.len() {
                    positions.push(at);
                }
                positions[index] = at;
                prop_assert!(groups.put(&positions, index as u32));
            }
            for is_taken_out in [false, true] {
                if is_taken_out && positions.pop().is_some() {
                    prop_assert!(groups.take_last(&positions));
                }
                let found = at(&groups, positions.len() as u32, step);
                let mut members: Vec<u32> = found.iter().flatten().copied().collect();
                members.sort_unstable();
                prop_assert_eq!(members, (0..positions.len() as u32).collect::<Vec<_>>());
                let scale = WORLD_POINTS * (f64::from(step) / STEPS_PER_ZOOM).exp2();
                for (index, group) in found.iter().enumerate() {
                    prop_assert_eq!(groups.size(group[0], step), group.len() as u32);
                    for member in group {
                        prop_assert_eq!(groups.standing_for(*member, step), group[0]);
                    }
                    for other in &found[index + 1..] {
                        let (a, b) = (positions[group[0] as usize], positions[other[0] as usize]);
                        prop_assert!(distance_sq(a, b).sqrt() * scale >= REACH - 1e-9);
                    }
                }
            }
        }

        #[test]
        fn places_that_stand_together_stay_together_at_all_coarser_steps(positions in positions(), step in 1_u8..=40) {
            let groups = groups(&positions);
            for group in at(&groups, positions.len() as u32, step) {
                let coarser = groups.standing_for(group[0], step - 1);
                prop_assert!(group.iter().all(|member| groups.standing_for(*member, step - 1) == coarser));
            }
        }

        #[test]
        fn sizes_and_sums_are_those_of_the_members(positions in positions(), step in 0_u8..=40) {
            let groups = groups(&positions);
            // Of each a power of two, as far as that goes: a sum tells whose it is.
            let values: Vec<u64> = (0..positions.len()).map(|index| 1 << (index % 60)).collect();
            let totals = groups.totals(values.clone());
            for group in at(&groups, positions.len() as u32, step) {
                prop_assert_eq!(groups.size(group[0], step), group.len() as u32);
                let sum: u64 = group.iter().map(|member| values[*member as usize]).sum();
                prop_assert_eq!(groups.total(&totals, group[0], step), sum);
            }
        }
    }
}

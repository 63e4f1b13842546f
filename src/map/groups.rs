//! Places too near to one another to be told apart, put together. For each step of zoom anew, never for each picture: a group does
//! not change while the map is moved.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::viewpoint::Item;

/// Positions that stand together at one step of zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What stands there, found when it is first asked for.
    pub items: OnceLock<Arc<[Item]>>,
    /// Indices of the positions; the first is where the group stands.
    pub members: Vec<u32>,
}

/// The groups of some positions at every zoom, each step found when it is first asked for.
#[derive(Debug)]
pub struct Groups {
    steps: Vec<OnceLock<Vec<Group>>>,
}

/// Steps of zoom for each doubling of the scale.
const STEPS_PER_ZOOM: f64 = 2.0;
const WORLD_POINTS: f64 = 256.0;

impl Groups {
    pub fn new(max_zoom: f64) -> Self {
        Self { steps: (0..=(max_zoom * STEPS_PER_ZOOM) as usize).map(|_| OnceLock::new()).collect() }
    }

    /// The groups at a zoom: no two stand nearer than `reach` points, and none has a member farther from where it stands.
    /// `positions` are in world units, the more important first; they must be the same at every call.
    pub fn at(&self, zoom: f64, positions: &[[f64; 2]], reach: f64) -> &[Group] {
        let step = ((zoom.max(0.0) * STEPS_PER_ZOOM) as usize).min(self.steps.len().saturating_sub(1));
        let scale = WORLD_POINTS * (step as f64 / STEPS_PER_ZOOM).exp2();
        self.steps.get(step).map_or(&[], |step| step.get_or_init(|| grouped(positions, reach / scale)))
    }
}

/// Takes the positions in turn: each that is not taken yet takes those within `reach` (world units) that are not either.
fn grouped(positions: &[[f64; 2]], reach: f64) -> Vec<Group> {
    let n_cells = (1.0 / reach).floor().clamp(1.0, f64::from(1_u32 << 24)) as i64;
    let cell = |[x, y]: [f64; 2]| ((x * n_cells as f64) as i64, (y * n_cells as f64) as i64);
    // Sorted rather than in a map: with 10,000 positions this takes a few milliseconds, and it is done in a frame.
    let mut by_cell: Vec<((i64, i64), u32)> = (0..).zip(positions).map(|(index, at)| (cell(*at), index)).collect();
    by_cell.sort_unstable();
    let in_cell = |key: (i64, i64)| {
        let start = by_cell.partition_point(|(other, _)| *other < key);
        by_cell.iter().skip(start).take_while(move |(other, _)| *other == key).map(|(_, index)| index)
    };
    let mut is_taken = vec![false; positions.len()];
    let mut groups = Vec::new();
    for (index, at) in positions.iter().enumerate() {
        if is_taken.get(index).copied().unwrap_or(true) {
            continue;
        }
        let (column, row) = cell(*at);
        let mut members = vec![index as u32];
        // Round the world: the columns at 180 degrees are neighbours, and where there are few, some are one.
        let columns = BTreeSet::from([-1, 0, 1].map(|step| (column + step).rem_euclid(n_cells)));
        let near = columns.into_iter().flat_map(|column| (row - 1..=row + 1).map(move |row| (column, row)));
        for other in near.flat_map(in_cell) {
            let (Some(there), Some(taken)) = (positions.get(*other as usize), is_taken.get(*other as usize)) else { continue };
            if !taken && *other as usize != index && distance(*there, *at) < reach {
                members.push(*other);
            }
        }
        for member in &members {
            if let Some(taken) = is_taken.get_mut(*member as usize) {
                *taken = true;
            }
        }
        groups.push(Group { items: OnceLock::new(), members });
    }
    groups
}

/// In world units, the short way round.
fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let across = (a[0] - b[0]).abs();
    across.min(1.0 - across).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_at_one_spot_are_one_group_at_every_zoom_and_others_part() {
        let positions = [[0.5, 0.5], [0.5, 0.5], [0.501, 0.5]];
        let groups = Groups::new(20.0);
        let sizes = |zoom: f64| groups.at(zoom, &positions, 14.0).iter().map(|group| group.members.len()).collect::<Vec<_>>();
        assert_eq!(sizes(2.0), [3]);
        assert_eq!(sizes(8.0), [2, 1]);
        assert_eq!(sizes(20.0), [2, 1]);
    }

    #[test]
    fn places_on_both_sides_of_180_degrees_are_put_together() {
        let positions = [[0.9999, 0.5], [0.0001, 0.5], [0.5, 0.5]];
        let groups = Groups::new(20.0);
        let sizes: Vec<usize> = groups.at(3.0, &positions, 14.0).iter().map(|group| group.members.len()).collect();
        assert_eq!(sizes, [2, 1]);
    }

    proptest! {
        #[test]
        fn every_place_is_in_one_group_and_no_two_groups_stand_too_near(
            positions in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 0..200), zoom in 0.0..6.0_f64
        ) {
            let positions: Vec<[f64; 2]> = positions.into_iter().map(|(x, y)| [x, y]).collect();
            let groups = Groups::new(20.0);
            let found = groups.at(zoom, &positions, 14.0);
            let mut members: Vec<u32> = found.iter().flat_map(|group| group.members.clone()).collect();
            members.sort_unstable();
            prop_assert_eq!(members, (0..positions.len() as u32).collect::<Vec<_>>());
            let scale = 256.0 * ((zoom * 2.0).floor() / 2.0).exp2();
            for (index, group) in found.iter().enumerate() {
                for other in &found[index + 1..] {
                    let (a, b) = (positions[group.members[0] as usize], positions[other.members[0] as usize]);
                    prop_assert!(distance(a, b) * scale >= 14.0 - 1e-9);
                }
            }
        }
    }
}

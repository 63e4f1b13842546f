//! How much of what stands on the map is asked for, whatever the camera: found once for each answer.

use crate::placing::groups::step_at;
use crate::placing::ranked::Window;
use crate::placing::resolved::{Group, Named, Resolved};
use crate::query::{Answer, Fit, Index};
use crate::viewpoint::{Camera, Outside};

/// Of everything that is resolved how many of its events are asked for, in the same orders.
#[derive(Debug, Default)]
pub struct Sighted {
    points: Vec<Seen>,
    wide: Vec<Seen>,
    badges: Vec<Seen>,
    routes: Vec<Seen>,
    outside: Outside,
}

/// How many of a place's events are asked for, surely and possibly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub surely: u32,
    pub possibly: u32,
}

impl Seen {
    pub fn fit(self) -> Fit {
        match self {
            Self { surely: 0, possibly: 0 } => Fit::Out,
            Self { surely: 0, .. } => Fit::Possibly,
            Self { .. } => Fit::Surely,
        }
    }

    pub fn n_events(self) -> usize {
        (self.surely + self.possibly) as usize
    }
}

/// Point places that stand together, as far as they are asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    pub group: Group,
    /// The most important of those that are asked for, where there are any, by its place among the points.
    pub leader: u32,
    /// In world units.
    pub at: [f64; 2],
    /// How many places are asked for; where none is, how many there are.
    pub n_places: usize,
    pub fit: Fit,
}

impl Sighted {
    /// `None` where everything is asked for.
    pub fn of(resolved: &Resolved, index: &Index, answer: &Answer, outside: Outside) -> Option<Self> {
        if answer.is_everything() {
            return None;
        }
        let at_places: Vec<Seen> = answer.events_at_places(index).into_iter().map(|[surely, possibly]| Seen { surely, possibly }).collect();
        let seen = |named: &Named| at_places.get(named.place as usize).copied().unwrap_or_default();
        let first_event = index.kinds().events.start;
        let of_event = |event: u32| match answer.fit(first_event + event) {
            Fit::Out => Seen::default(),
            Fit::Possibly => Seen { surely: 0, possibly: 1 },
            Fit::Surely => Seen { surely: 1, possibly: 0 },
        };
        Some(Self {
            points: resolved.points().iter().map(|point| seen(&point.named)).collect(),
            wide: resolved.wides().iter().map(|wide| seen(&wide.named)).collect(),
            badges: resolved.badges().iter().map(|badge| seen(&badge.named)).collect(),
            routes: resolved.routes().iter().map(|route| of_event(route.event)).collect(),
            outside,
        })
    }

    pub fn point(&self, index: u32) -> Seen {
        of(&self.points, index)
    }

    pub fn wide(&self, index: u32) -> Seen {
        of(&self.wide, index)
    }

    pub fn badge(&self, index: u32) -> Seen {
        of(&self.badges, index)
    }

    pub fn route(&self, index: u32) -> Seen {
        of(&self.routes, index)
    }

    pub fn is_hiding(&self) -> bool {
        self.outside == Outside::Hide
    }

    /// The point places in view at a camera's zoom, those too near to be told apart together: first, unless they are hidden, those of
    /// which none is asked for, then those of which any is.
    pub fn stands(&self, resolved: &Resolved, camera: Camera, window: Window) -> Vec<Stand> {
        let step = step_at(camera.zoom());
        let mut of_heads = vec![(0_u32, u32::MAX, Fit::Out); self.points.len()];
        for (index, seen) in (0_u32..).zip(&self.points).filter(|(_, seen)| seen.fit() > Fit::Out) {
            let head = resolved.head_of(index, step);
            if let Some((n, leader, fit)) = of_heads.get_mut(head as usize) {
                (*n, *leader, *fit) = (*n + 1, (*leader).min(index), (*fit).max(seen.fit()));
            }
        }
        let faded = resolved.groups(camera, window).filter(|_| !self.is_hiding());
        let faded = faded.filter(|(group, _)| of_heads.get(group.first as usize).is_some_and(|(n, ..)| *n == 0));
        let mut stands: Vec<Stand> =
            faded.map(|(group, at)| Stand { group, leader: group.first, at, n_places: group.n_places, fit: Fit::Out }).collect();
        for (head, (n, leader, fit)) in (0..).zip(&of_heads).filter(|(_, (n, ..))| *n > 0) {
            let Some(at) = resolved.position(*leader).filter(|at| window.shows_point(*at)) else { continue };
            stands.push(Stand { group: resolved.group(head, step), leader: *leader, at, n_places: *n as usize, fit: *fit });
        }
        stands
    }
}

fn of(all: &[Seen], index: u32) -> Seen {
    all.get(index as usize).copied().unwrap_or_default()
}

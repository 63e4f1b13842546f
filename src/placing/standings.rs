//! What the events of everything on the map come to, whatever the camera: found once for each answer.

use std::ops::Add;

use crate::model::{GradeRange, StandingWord};
use crate::placing::groups::Totals;
use crate::placing::resolved::{Group, Named, Resolved};
use crate::query::{Answer, Index};

/// What some events come to: how many have each standing, and the range of the grades of their live reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standings {
    /// In the order of [`StandingWord::ALL`].
    counts: [u32; StandingWord::ALL.len()],
    pub grades: GradeRange,
}

impl Standings {
    /// Of so many events of one standing.
    pub fn of_events(word: StandingWord, n: u32, grades: GradeRange) -> Self {
        let mut standings = Self { grades, ..Self::default() };
        if let Some(count) = standings.counts.get_mut(word as usize) {
            *count = n;
        }
        standings
    }

    pub fn n(&self, word: StandingWord) -> u32 {
        self.counts.get(word as usize).copied().unwrap_or_default()
    }

    /// An event that is counted at several places is so many.
    pub fn n_events(&self) -> usize {
        self.counts.iter().map(|count| *count as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    /// The standings that there are, in the order of the words, with how many events have each.
    pub fn present(&self) -> impl Iterator<Item = (StandingWord, u32)> {
        StandingWord::ALL.iter().copied().zip(self.counts).filter(|(_, count)| *count > 0)
    }

    /// The one that all have, where they have one.
    pub fn agreed(&self) -> Option<StandingWord> {
        let mut present = self.present();
        let first = present.next();
        first.filter(|_| present.next().is_none()).map(|(word, _)| word)
    }
}

impl Add for Standings {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count = count.saturating_add(more));
        Self { grades: self.grades.and(other.grades), ..self }
    }
}

/// The standings of the events that are asked for, of everything that is resolved, in the same orders. An event at two places that stand
/// together counts at each.
#[derive(Debug, Default)]
pub struct AllStandings {
    points: Totals<Standings>,
    wide: Vec<Standings>,
    badges: Vec<Standings>,
    routes: Vec<Standings>,
}

impl AllStandings {
    pub fn of(resolved: &Resolved, index: &Index, answer: &Answer) -> Self {
        let of_event =
            |event: u32| index.standing(event).map(|word| Standings::of_events(word, 1, index.grades(event))).unwrap_or_default();
        let mut at_places = vec![Standings::default(); index.kinds().places.len()];
        for (event, places) in answer.events_with_places(index) {
            let standings = of_event(event);
            for place in places {
                if let Some(slot) = at_places.get_mut(*place as usize) {
                    *slot = *slot + standings;
                }
            }
        }
        let at = |named: &Named| of(&at_places, named.place);
        let first_event = index.kinds().events.start;
        let of_route = |event: u32| if answer.is_shown(first_event + event) { of_event(first_event + event) } else { Standings::default() };
        Self {
            points: resolved.totals(resolved.points().iter().map(|point| at(&point.named)).collect()),
            wide: resolved.wides().iter().map(|wide| at(&wide.named)).collect(),
            badges: resolved.badges().iter().map(|badge| at(&badge.named)).collect(),
            routes: resolved.routes().iter().map(|route| of_route(route.event)).collect(),
        }
    }

    /// Of all places that stand together.
    pub fn group(&self, resolved: &Resolved, group: Group) -> Standings {
        resolved.total_of(&self.points, group)
    }

    pub fn wide(&self, index: u32) -> Standings {
        of(&self.wide, index)
    }

    pub fn badge(&self, index: u32) -> Standings {
        of(&self.badges, index)
    }

    pub fn route(&self, index: u32) -> Standings {
        of(&self.routes, index)
    }
}

fn of(all: &[Standings], index: u32) -> Standings {
    all.get(index as usize).copied().unwrap_or_default()
}

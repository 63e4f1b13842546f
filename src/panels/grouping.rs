//! Records of a list put in order by their dates, and into groups.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::model::{ActorId, Event, PlaceId, RecordId, Report, Situation, SourceId, StandingWord, Subject};
use crate::panels::rows::{Group, RowInputs, urgency};
use crate::query::{Index, Lack, Span};
use crate::viewpoint::{GroupBy, ListKind};
use crate::wording::{self, Dates};

/// What days are headed by, kept from one order to the next: most of a long list's dates are the same after an edit.
#[derive(Debug, Default)]
pub struct DayHeadings {
    /// How they are written.
    dates: Option<Dates>,
    /// By what [`Index::date`] tells.
    written: HashMap<(Option<Span>, u64), Arc<str>, RandomState>,
}

impl DayHeadings {
    /// Forgets what is written otherwise.
    pub(super) fn are_written_as(&mut self, dates: &Dates) {
        if self.dates.as_ref() != Some(dates) {
            *self = Self { dates: Some(dates.clone()), ..Self::default() };
        }
    }

    pub fn n_written(&self) -> usize {
        self.written.len()
    }
}

/// The dates of records: looked up once and in the order of the records' numbers, in which they lie in memory.
#[derive(Default)]
pub(super) struct DatesOf {
    first: u32,
    /// The date of each record from the first on, by its place among all.
    dates: Vec<u32>,
    all: Vec<(Option<Span>, u64)>,
}

impl DatesOf {
    /// Of records by their numbers, which ascend.
    pub fn of(numbers: &[u32], index: &Index) -> Self {
        let (first, end) = numbers.first().zip(numbers.last()).map_or((0, 0), |(first, last)| (*first, *last + 1));
        let mut known: HashMap<(Option<Span>, u64), u32, RandomState> = HashMap::default();
        let (mut dates, mut all) = (vec![0; (end - first) as usize], Vec::new());
        for number in numbers {
            let date = *known.entry(index.date(*number)).or_insert_with_key(|date| {
                all.push(*date);
                all.len() as u32 - 1
            });
            dates.get_mut((number - first) as usize).into_iter().for_each(|slot| *slot = date);
        }
        Self { first, dates, all }
    }

    fn date(&self, number: u32) -> u32 {
        self.dates.get((number - self.first) as usize).copied().unwrap_or_default()
    }

    fn span(&self, date: u32) -> Option<Span> {
        self.all.get(date as usize)?.0
    }

    /// The numbers by time, as any other order has them: far fewer dates are compared than there are records.
    pub fn sorted(&self, numbers: &[u32], is_reversed: bool) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.all.len() as u32).collect();
        order.sort_by(|a, b| match (self.span(*a), self.span(*b)) {
            (Some(a), Some(b)) if is_reversed => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        let mut piles = vec![0; order.len()];
        for (pile, same) in (0..).zip(order.chunk_by(|a, b| self.span(*a) == self.span(*b))) {
            same.iter().for_each(|date| piles.get_mut(*date as usize).into_iter().for_each(|slot| *slot = pile));
        }
        let pile = |number: &u32| (piles.get(self.date(*number) as usize).copied().unwrap_or_default(), *number);
        dealt(&numbers.iter().map(pile).collect::<Vec<_>>(), piles.len()).0
    }
}

/// Deals numbers out to so many piles, each to the one that it comes with. The piles lie one after the other, and in each the numbers in the
/// order in which they came; where each pile is.
fn dealt(numbers: &[(u32, u32)], n_piles: usize) -> (Vec<u32>, Vec<Range<usize>>) {
    // First how many come to each, then where the next of those is put: at last where they end.
    let mut ends = vec![0; n_piles];
    for (pile, _) in numbers {
        ends.get_mut(*pile as usize).into_iter().for_each(|n| *n += 1);
    }
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut dealt = vec![0; numbers.len()];
    for (pile, number) in numbers {
        let Some(end) = ends.get_mut(*pile as usize) else { continue };
        dealt.get_mut(*end).into_iter().for_each(|slot| *slot = *number);
        *end += 1;
    }
    let piles = ends.into_iter().scan(0, |start, end| Some(std::mem::replace(start, end)..end)).collect();
    (dealt, piles)
}

/// Groups by their headings, in the order in which their first members came.
#[derive(Default)]
struct Groups {
    all: Vec<GroupOf>,
    known: HashMap<Option<Arc<str>>, u32, RandomState>,
}

struct GroupOf {
    /// Its place among all as they came.
    came: u32,
    heading: Option<Arc<str>>,
    /// Its first member.
    first: u32,
}

impl Groups {
    /// The place of the group that a record belongs to.
    fn at(&mut self, heading: Option<Arc<str>>, number: u32) -> u32 {
        *self.known.entry(heading).or_insert_with_key(|heading| {
            let came = self.all.len() as u32;
            self.all.push(GroupOf { came, heading: heading.clone(), first: number });
            came
        })
    }
}

/// Puts sorted records into groups.
pub(super) struct Grouping<'a> {
    pub situation: &'a Situation,
    pub index: &'a Index,
    pub inputs: &'a RowInputs<'a>,
    pub group: GroupBy,
}

impl Grouping<'_> {
    /// The records group by group, and of each group its heading and where its members are. Groups stand in the order in which their first
    /// members come; by name or rank where that says more. Those without what they are grouped by come last.
    pub fn groups(&self, numbers: &[u32], dates: &DatesOf, days: &mut DayHeadings) -> (Vec<u32>, Vec<Group>) {
        let mut groups = Groups::default();
        let mut members: Vec<(u32, u32)> = Vec::with_capacity(numbers.len());
        // Several dates may be written alike.
        let mut of_dates: Vec<Option<u32>> = vec![None; dates.all.len()];
        for number in numbers {
            if self.group == GroupBy::Day {
                let place = dates.date(*number) as usize;
                let Some((slot, date)) = of_dates.get_mut(place).zip(dates.all.get(place)) else { continue };
                members.push((*slot.get_or_insert_with(|| groups.at(self.day(*number, *date, days), *number)), *number));
            } else {
                members.extend(self.headings(*number).into_iter().map(|heading| (groups.at(heading.map(Arc::from), *number), *number)));
            }
        }
        let mut order = groups.all;
        match self.group {
            GroupBy::Day => {}
            GroupBy::Standing | GroupBy::Lack => order.sort_by_key(|of| (of.heading.is_none(), self.rank(of.first))),
            _ => order.sort_by(|a, b| (a.heading.is_none(), &a.heading).cmp(&(b.heading.is_none(), &b.heading))),
        }
        // A stable sort: whatever has none of it goes to the end.
        order.sort_by_key(|of| of.heading.is_none());
        let mut piles = vec![0; order.len()];
        for (pile, of) in (0..).zip(&order) {
            piles.get_mut(of.came as usize).into_iter().for_each(|slot| *slot = pile);
        }
        members.iter_mut().for_each(|(group, _)| *group = piles.get(*group as usize).copied().unwrap_or_default());
        let (numbers, piles) = dealt(&members, piles.len());
        let none = wording::group_of_none(self.group);
        let headings = order.into_iter().map(|of| of.heading.unwrap_or_else(|| none.into()));
        (numbers, headings.zip(piles).map(|(heading, members)| Group { heading: Some(heading), members }).collect())
    }

    fn rank(&self, first: u32) -> Option<usize> {
        match self.group {
            GroupBy::Standing => self.index.standing(first).map(|word| usize::from(u8::MAX - urgency(word))),
            _ => None,
        }
    }

    fn event(&self, number: u32) -> Option<&Event> {
        match self.index.id(number)? {
            RecordId::Event(id) => self.situation.event(id),
            _ => None,
        }
    }

    fn report(&self, number: u32) -> Option<&Report> {
        match self.index.id(number)? {
            RecordId::Report(id) => self.situation.report(id),
            _ => None,
        }
    }

    fn day(&self, number: u32, date: (Option<Span>, u64), days: &mut DayHeadings) -> Option<Arc<str>> {
        if let Some(written) = days.written.get(&date) {
            return Some(Arc::clone(written));
        }
        let when = match self.event(number) {
            Some(event) => event.when.as_ref(),
            None => self.report(number)?.published.as_ref(),
        };
        let written: Arc<str> = self.inputs.dates.when(when?).into();
        days.written.insert(date, Arc::clone(&written));
        Some(written)
    }

    /// What a record is grouped under: several places, say, or nothing at all (`None`).
    fn headings(&self, number: u32) -> Vec<Option<String>> {
        let found = match self.group {
            GroupBy::Place => self.names(self.places(number).into_iter().map(RecordId::Place)),
            GroupBy::Actor => self.names(self.actors(number).into_iter().map(RecordId::Actor)),
            GroupBy::Source => self.names(self.sources(number).into_iter().map(RecordId::Source)),
            GroupBy::Category => self.events(number).filter_map(|event| event.category.clone()).collect(),
            GroupBy::Standing => self.index.standing(number).map(|word| self.standing_heading(number, word)).into_iter().collect(),
            GroupBy::Kind => self.kind(number).into_iter().collect(),
            GroupBy::Country => self.country(number).into_iter().collect(),
            GroupBy::Side => self.side(number).into_iter().collect(),
            GroupBy::Lack => {
                Lack::ALL.into_iter().filter(|lack| self.index.lacks(number, *lack)).map(|lack| wording::lack(lack).to_owned()).collect()
            }
            GroupBy::Nothing | GroupBy::Day => BTreeSet::new(),
        };
        if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() }
    }

    fn standing_heading(&self, number: u32, word: StandingWord) -> String {
        match self.report(number).and_then(|report| report.about.first()) {
            Some(about) => wording::capitalised(wording::stance_done(about.stance)),
            None => wording::standing_word(word).to_owned(),
        }
    }

    fn names(&self, ids: impl Iterator<Item = RecordId>) -> BTreeSet<String> {
        ids.filter_map(|id| self.situation.name_in(&id, self.inputs.language)).map(|name| crate::base::shortened(name, 120)).collect()
    }

    /// The event itself, or those that a report speaks of.
    fn events(&self, number: u32) -> impl Iterator<Item = &Event> {
        let about = self.report(number).into_iter().flat_map(|report| &report.about).filter_map(|about| match &about.subject {
            Subject::Event(id) => self.situation.event(id),
            Subject::Report(_) => None,
        });
        self.event(number).into_iter().chain(about)
    }

    fn places(&self, number: u32) -> BTreeSet<PlaceId> {
        self.events(number).flat_map(|event| event.places.iter().map(|at| at.place.clone())).collect()
    }

    fn actors(&self, number: u32) -> BTreeSet<ActorId> {
        if let Some(RecordId::Source(id)) = self.index.id(number) {
            return self.situation.source(id).and_then(|source| source.actor.clone()).into_iter().collect();
        }
        self.events(number).flat_map(|event| event.actors.iter().map(|by| by.actor.clone())).collect()
    }

    fn sources(&self, number: u32) -> BTreeSet<SourceId> {
        if let Some(report) = self.report(number) {
            return BTreeSet::from([report.source.clone()]);
        }
        let Some(event) = self.event(number) else { return BTreeSet::new() };
        let about = self.situation.reports_about(&event.id).iter();
        about.filter_map(|(id, _)| self.situation.report(id)).map(|report| report.source.clone()).collect()
    }

    fn kind(&self, number: u32) -> Option<String> {
        let id = self.index.id(number)?;
        let word = match id {
            RecordId::Place(place) if self.inputs.list == ListKind::Places => self.situation.place(place)?.kind.map(wording::place_kind),
            RecordId::Actor(actor) if self.inputs.list == ListKind::Actors => self.situation.actor(actor)?.kind.map(wording::actor_kind),
            RecordId::Source(source) if self.inputs.list == ListKind::Sources => {
                self.situation.source(source)?.kind.map(wording::source_kind)
            }
            _ => Some(wording::kinds(id)),
        };
        word.map(str::to_owned)
    }

    fn country(&self, number: u32) -> Option<String> {
        match self.index.id(number)? {
            RecordId::Place(id) => self.situation.place(id)?.country.clone(),
            _ => None,
        }
    }

    fn side(&self, number: u32) -> Option<String> {
        match self.index.id(number)? {
            RecordId::Actor(id) => self.situation.actor(id)?.side.clone(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::tests::situation;
    use crate::panels::rows::sort;
    use crate::viewpoint::{Arrangement, SortBy};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn records_sorted_by_their_dates_stand_as_if_they_were_compared(situation in situation(), is_reversed in any::<bool>()) {
            let index = Index::of(&situation);
            for numbers in [index.kinds().events.clone(), index.kinds().reports.clone(), 0..index.n_records() as u32] {
                let numbers: Vec<u32> = numbers.collect();
                let mut compared = numbers.clone();
                sort(&mut compared, &index, Arrangement { sort: SortBy::Time, group: GroupBy::Nothing, is_reversed });
                prop_assert_eq!(DatesOf::of(&numbers, &index).sorted(&numbers, is_reversed), compared);
            }
        }
    }
}

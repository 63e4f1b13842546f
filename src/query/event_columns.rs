//! The values of events: who, where and what they are filed under.

use crate::earth::Bounds;
use crate::model::{Actor, ActorId, Event, Mode, PlaceId, Situation, StandingWord};
use crate::query::filter::Facet;
use crate::query::index::Kinds;
use crate::query::lists::{Column, ColumnMaker, Lists, NONE, record_column};
use crate::query::numbering::Numbering;

/// A number and those of all that it is part of, from itself on; of a circle each once. Nothing on earth is part of more than some: of a
/// chain without end the nearest count.
pub(super) fn with_wholes(first: u32, whole_of: impl Fn(u32) -> Option<u32>) -> Vec<u32> {
    const MOST: usize = 32;
    let mut chain = vec![first];
    while let Some(next) = chain.last().and_then(|last| whole_of(*last)) {
        if chain.len() == MOST || chain.contains(&next) {
            break;
        }
        chain.push(next);
    }
    chain
}

fn all_with_wholes(part_of: &[u32]) -> Lists {
    let mut wholes = Lists::default();
    let whole_of = |number: u32| part_of.get(number as usize).copied().filter(|whole| *whole != NONE);
    (0..part_of.len() as u32).for_each(|first| wholes.push(with_wholes(first, whole_of)));
    wholes
}

/// Where places lie and what they are part of.
pub(super) struct Places {
    pub of_event: Lists,
    /// The box of each, or of the nearest that it is part of and that has one.
    pub boxes: Vec<Option<Bounds>>,
    pub wholes: Lists,
}

impl Places {
    pub fn of(situation: &Situation, known: &impl Numbering) -> Self {
        let places = || situation.places().values();
        let number = |id: &PlaceId| known.place(id).unwrap_or(NONE);
        let part_of: Vec<u32> = places().map(|place| place.part_of.as_ref().map_or(NONE, number)).collect();
        let own: Vec<Option<Bounds>> = places().map(|place| Bounds::of_geometry(place.geometry.as_ref()?)).collect();
        let wholes = all_with_wholes(&part_of);
        let box_of = |place| wholes.of(place).iter().find_map(|whole| *own.get(*whole as usize)?);
        let boxes = (0..own.len() as u32).map(box_of).collect();
        let mut of_event = Lists::default();
        situation.events().values().for_each(|event| of_event.push(places_of(event, known)));
        Self { of_event, boxes, wholes }
    }
}

/// The places of an event.
pub(super) fn places_of(event: &Event, known: &impl Numbering) -> Vec<u32> {
    let mut places: Vec<u32> = event.places.iter().filter_map(|at| known.place(&at.place)).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The values of an event in the columns of words. `sides` are those of its actors and of what these are part of.
pub(super) fn put_words<'a>(event: &'a Event, sides: &[&'a str], standing: Option<StandingWord>, mut put: impl FnMut(Facet, &[&'a str])) {
    let tags: Vec<&str> = event.tags.iter().map(String::as_str).collect();
    put(Facet::Side, sides);
    put(Facet::Category, event.category.as_deref().as_slice());
    put(Facet::Mode, &[Mode::word(event.mode)]);
    put(Facet::Standing, standing.map(StandingWord::word).as_slice());
    put(Facet::Tag, &tags);
}

/// The columns up to that of sources.
pub(super) fn event_columns(
    situation: &Situation,
    known: &impl Numbering,
    kinds: &Kinds,
    places: &Places,
    standing: &impl Fn(u32) -> Option<StandingWord>,
) -> Vec<Column> {
    let part_of = |actor: &Actor| actor.part_of.as_ref().and_then(|whole| known.actor(whole)).unwrap_or(NONE);
    let wholes = all_with_wholes(&situation.actors().values().map(part_of).collect::<Vec<u32>>());
    let side_of: Vec<Option<&str>> = situation.actors().values().map(|actor| actor.side.as_deref()).collect();
    let actors_of = |event: &Event| -> Vec<u32> {
        let own = event.actors.iter().filter_map(|by| known.actor(&by.actor));
        own.flat_map(|actor| wholes.of(actor)).copied().collect()
    };
    let mut makers: [ColumnMaker; 5] = std::array::from_fn(|_| ColumnMaker::default());
    for (number, event) in (0..).zip(situation.events().values()) {
        let sides: Vec<&str> = actors_of(event).into_iter().filter_map(|actor| *side_of.get(actor as usize)?).collect();
        put_words(event, &sides, standing(number), |facet, words| {
            if let Some(maker) = makers.get_mut(facet as usize - Facet::Side as usize) {
                maker.push(words.iter().copied());
            }
        });
    }
    let events = || situation.events().values();
    let actors = record_column(situation.actors().keys().map(ActorId::as_str), kinds.actors.start, events().map(actors_of));
    let places_of = |event| places.of_event.of(event).iter().flat_map(|place| places.wholes.of(*place)).copied().collect();
    let n_events = situation.events().len() as u32;
    let places = record_column(situation.places().keys().map(PlaceId::as_str), kinds.places.start, (0..n_events).map(places_of));
    std::iter::once(actors).chain(makers.map(ColumnMaker::finished)).chain([places]).collect()
}

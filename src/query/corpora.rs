//! What can be searched by name: the records of a situation, and the world.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use crate::base::in_shares;
use crate::gazetteer::{GazetteerError, PlaceNames, SubjectKind};
use crate::model::{ActorId, Names, PlaceId, RecordId, Situation, SourceId};
use crate::query::finding::Corpus;
use crate::query::names::{NameIndex, Spellings};

/// The names of all records, in all their languages. Subjects are records by their number in [`Index`](crate::query::Index).
#[derive(Debug, Default)]
pub struct RecordNames {
    names: NameIndex,
    /// Numbers from which the kinds begin that stand after places.
    begins: [u32; 4],
    /// What each lies in or comes from, by number, itself where there is nothing: of a place and an actor what they are part of, of an
    /// event its first place, of a report its source.
    wholes: Vec<u32>,
}

/// The names of the gazetteer. Subjects are those of [`PlaceNames`].
pub struct World {
    names: NameIndex,
    places: &'static PlaceNames,
}

impl RecordNames {
    pub fn of(situation: &Situation) -> Self {
        const LEAST: usize = 5_000;
        let mut named: Vec<(&str, Option<&Names>)> = Vec::new();
        named.extend(situation.places().values().map(|place| (place.name.as_str(), Some(&place.names))));
        let actors = number(named.len());
        named.extend(situation.actors().values().map(|actor| (actor.name.as_str(), Some(&actor.names))));
        let sources = number(named.len());
        named.extend(situation.sources().values().map(|source| (source.name.as_str(), Some(&source.names))));
        let events = number(named.len());
        named.extend(situation.events().values().map(|event| (event.title.as_str(), None)));
        let reports = number(named.len());
        let source_of = |id| situation.source(id).map(|source| (source.name.as_str(), &source.names));
        named.extend(situation.reports().values().map(|report| {
            let (source, names) = source_of(&report.source).unzip();
            report.title.as_deref().map_or((source.unwrap_or_default(), names), |title| (title, None))
        }));
        let numbers: Vec<u32> = (0..number(named.len())).collect();
        let spellings = in_shares(&numbers, LEAST, |numbers| {
            let mut spellings = Spellings::default();
            for subject in numbers {
                let Some((name, others)) = named.get(*subject as usize) else { continue };
                spellings.push(*subject, 0, name);
                for (which, other) in (1_u16..).zip(others.iter().flat_map(|names| names.values())) {
                    spellings.push(*subject, which, other);
                }
            }
            spellings
        });
        let wholes = wholes(situation, [actors, sources]);
        Self { names: NameIndex::of(&spellings), begins: [actors, sources, events, reports], wholes }
    }

    /// In bytes: what the names take in memory.
    pub fn size(&self) -> usize {
        self.names.size() + 4 * self.wholes.len()
    }

    /// The name of a record that was found, as the record has it.
    pub fn spelling<'a>(situation: &'a Situation, id: &RecordId, which: u16) -> Option<&'a str> {
        let names = match id {
            RecordId::Place(id) => &situation.place(id)?.names,
            RecordId::Actor(id) => &situation.actor(id)?.names,
            RecordId::Source(id) => &situation.source(id)?.names,
            RecordId::Event(_) => return situation.name_of(id),
            RecordId::Report(report) => &situation.source(&situation.report(report)?.source)?.names,
        };
        usize::from(which).checked_sub(1).map_or_else(|| situation.name_of(id), |at| names.values().nth(at).map(String::as_str))
    }
}

impl Corpus for RecordNames {
    fn names(&self) -> &NameIndex {
        &self.names
    }

    /// What a situation tells of is worth more than a namesake in the world: as much as a country.
    fn importance(&self, subject: u32) -> f32 {
        const PLACE: f32 = 8.5;
        const OTHERS: [f32; 4] = [8.4, 7.4, 8.0, 6.8];
        let kind = self.begins.iter().take_while(|begin| **begin <= subject).count();
        kind.checked_sub(1).and_then(|at| OTHERS.get(at)).copied().unwrap_or(PLACE)
    }

    fn within(&self, subject: u32) -> [Option<u32>; 2] {
        [self.wholes.get(subject as usize).copied().filter(|whole| *whole != subject), None]
    }

    fn is_whole(&self, subject: u32) -> bool {
        let [_, _, events, _] = self.begins;
        subject < events
    }
}

/// For each record by number the number of what it lies in or comes from, itself where there is nothing. Actors and sources begin at two
/// numbers.
fn wholes(situation: &Situation, [actors, sources]: [u32; 2]) -> Vec<u32> {
    let places_by_id: HashMap<&PlaceId, u32, RandomState> = situation.places().keys().zip(0..).collect();
    let actors_by_id: HashMap<&ActorId, u32, RandomState> = situation.actors().keys().zip(actors..).collect();
    let sources_by_id: HashMap<&SourceId, u32, RandomState> = situation.sources().keys().zip(sources..).collect();
    let place = |id: Option<&PlaceId>| places_by_id.get(id?).copied();
    let of_places = situation.places().values().map(|record| place(record.part_of.as_ref()));
    let of_actors = situation.actors().values().map(|record| actors_by_id.get(record.part_of.as_ref()?).copied());
    let of_sources = situation.sources().values().map(|record| actors_by_id.get(record.actor.as_ref()?).copied());
    let of_events = situation.events().values().map(|record| place(record.places.first().map(|at| &at.place)));
    let of_reports = situation.reports().values().map(|record| sources_by_id.get(&record.source).copied());
    let all = of_places.chain(of_actors).chain(of_sources).chain(of_events).chain(of_reports);
    all.zip(0..).map(|(whole, own)| whole.unwrap_or(own)).collect()
}

impl World {
    /// Unpacked and put in order at the first call, which takes most of a second: not for a frame.
    ///
    /// # Errors
    /// Those of [`PlaceNames::embedded`].
    pub fn embedded() -> Result<&'static Self, GazetteerError> {
        static MADE: OnceLock<Result<World, GazetteerError>> = OnceLock::new();
        MADE.get_or_init(|| PlaceNames::embedded().map(Self::of)).as_ref().map_err(Clone::clone)
    }

    fn of(places: &'static PlaceNames) -> Self {
        const LEAST: usize = 5_000;
        let numbers: Vec<u32> = (0..places.n_subjects()).collect();
        let spellings = in_shares(&numbers, LEAST, |numbers| {
            let mut spellings = Spellings::default();
            for subject in numbers {
                for (which, name) in (0_u16..).zip(places.spellings(*subject)) {
                    spellings.push(*subject, which, name);
                }
            }
            spellings
        });
        Self { names: NameIndex::of(&spellings), places }
    }

    /// In bytes: what the names take in memory, without those of [`PlaceNames`].
    pub fn size(&self) -> usize {
        self.names.size()
    }

    pub fn places(&self) -> &'static PlaceNames {
        self.places
    }
}

/// All of it would be megabytes.
impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("n_names", &self.names.n_names()).finish()
    }
}

impl Corpus for World {
    fn names(&self) -> &NameIndex {
        &self.names
    }

    fn importance(&self, subject: u32) -> f32 {
        self.places.importance(subject)
    }

    fn within(&self, subject: u32) -> [Option<u32>; 2] {
        self.places.within(subject)
    }

    fn is_whole(&self, subject: u32) -> bool {
        self.places.subject(subject).is_some_and(|subject| matches!(subject.kind, SubjectKind::Country | SubjectKind::Region))
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

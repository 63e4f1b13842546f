//! What can be searched by name: the records of a situation, and the world.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use crate::base::in_shares;
use crate::gazetteer::{GazetteerError, PlaceNames, SubjectKind};
use crate::model::{ActorId, Names, PlaceId, RecordId, Situation, SourceId};
use crate::query::finding::Corpus;
use crate::query::ids::Ids;
use crate::query::names::{NameIndex, Spellings};
use crate::query::touched::Touched;

/// The names of all records, in all their languages. Subjects are records by their places among all when these were made; those that came
/// since stand after them, in the order in which they came.
#[derive(Debug, Default)]
pub struct RecordNames {
    names: NameIndex,
    ids: Ids,
    came: Vec<RecordId>,
    /// Numbers from which the kinds begin that stand after places.
    begins: [u32; 5],
    /// What each lies in or comes from, itself where there is nothing: of a place and an actor what they are part of, of an event its first
    /// place, of a report its source.
    wholes: Vec<u32>,
    /// The names that some have had since, none where they are gone.
    renamed: BTreeMap<u32, Vec<String>>,
    /// Of those; made when it is asked for.
    newer: OnceLock<NameIndex>,
}

/// The names of the gazetteer. Subjects are those of [`PlaceNames`].
pub struct World {
    names: NameIndex,
    places: &'static PlaceNames,
}

impl RecordNames {
    pub fn of(situation: &Situation) -> Self {
        const LEAST: usize = 5_000;
        let ids: Vec<RecordId> = situation.ids().collect();
        let counts = [
            situation.places().len(),
            situation.actors().len(),
            situation.sources().len(),
            situation.events().len(),
            situation.reports().len(),
        ];
        let mut begin = 0;
        let begins = counts.map(|n| {
            begin += number(n);
            begin
        });
        let numbers: Vec<u32> = (0..number(ids.len())).collect();
        let spellings = in_shares(&numbers, LEAST, |numbers| {
            let mut spellings = Spellings::default();
            for (subject, id) in numbers.iter().filter_map(|number| Some((*number, ids.get(*number as usize)?))) {
                (0_u16..).zip(names_of(situation, id)).for_each(|(which, name)| spellings.push(subject, which, name));
            }
            spellings
        });
        let [actors, sources, ..] = begins;
        let wholes = wholes(situation, [actors, sources]);
        Self { names: NameIndex::of(&spellings), ids: Ids::of(&ids), begins, wholes, ..Self::default() }
    }

    /// Brings them up to date after an edit; names that changed are kept apart from the others. `false` where those have come to be so many
    /// that searching takes longer than it should: then all had better be made anew.
    #[must_use]
    pub fn update(&mut self, situation: &Situation, touched: &Touched) -> bool {
        const MOST: usize = 10_000;
        for id in &touched.renamed {
            let subject = self.subject(id).unwrap_or_else(|| {
                self.came.push(id.clone());
                self.wholes.push(number(self.wholes.len()));
                number(self.wholes.len() - 1)
            });
            self.renamed.insert(subject, names_of(situation, id).map(str::to_owned).collect());
            self.newer = OnceLock::new();
        }
        for id in &touched.records {
            let whole = whole_of(situation, id).and_then(|whole| self.subject(&whole));
            let subject = self.subject(id);
            if let Some((slot, own)) = subject.and_then(|own| Some((self.wholes.get_mut(own as usize)?, own))) {
                *slot = whole.unwrap_or(own);
            }
        }
        self.renamed.len() <= MOST
    }

    /// By the order of the kinds.
    fn kind(&self, subject: u32) -> usize {
        let came = (subject as usize).checked_sub(self.ids.len()).and_then(|at| self.came.get(at));
        match came {
            None => self.begins.iter().take_while(|begin| **begin <= subject).count(),
            Some(RecordId::Place(_)) => 0,
            Some(RecordId::Actor(_)) => 1,
            Some(RecordId::Source(_)) => 2,
            Some(RecordId::Event(_)) => 3,
            Some(RecordId::Report(_)) => 4,
            Some(RecordId::Scene(_)) => 5,
        }
    }

    fn subject(&self, id: &RecordId) -> Option<u32> {
        // Those that came are few.
        let came = || self.came.iter().position(|other| other == id).map(|at| number(self.ids.len() + at));
        self.ids.find(id).ok().or_else(came)
    }

    /// The record that was found.
    pub fn id(&self, subject: u32) -> Option<&RecordId> {
        self.ids.get(subject).or_else(|| self.came.get((subject as usize).checked_sub(self.ids.len())?))
    }

    /// In bytes: what the names take in memory.
    pub fn size(&self) -> usize {
        self.names.size() + 4 * self.wholes.len()
    }

    /// The name of a record that was found, as the record has it.
    pub fn spelling<'a>(situation: &'a Situation, id: &RecordId, which: u16) -> Option<&'a str> {
        names_of(situation, id).nth(which.into())
    }
}

impl Corpus for RecordNames {
    fn names(&self) -> &NameIndex {
        &self.names
    }

    fn newer_names(&self) -> Option<&NameIndex> {
        (!self.renamed.is_empty()).then(|| {
            self.newer.get_or_init(|| {
                let mut spellings = Spellings::default();
                for (subject, names) in &self.renamed {
                    (0_u16..).zip(names).for_each(|(which, name)| spellings.push(*subject, which, name));
                }
                NameIndex::of(&[spellings])
            })
        })
    }

    fn is_renamed(&self, subject: u32) -> bool {
        self.renamed.contains_key(&subject)
    }

    /// What a situation tells of is worth more than a namesake in the world: as much as a country.
    fn importance(&self, subject: u32) -> f32 {
        match self.kind(subject) {
            0 => 8.5,
            1 => 8.4,
            2 => 7.4,
            3 => 8.0,
            4 => 6.8,
            // Whoever looks for something looks for what it is about first.
            _ => 6.6,
        }
    }

    fn within(&self, subject: u32) -> [Option<u32>; 2] {
        [self.wholes.get(subject as usize).copied().filter(|whole| *whole != subject), None]
    }

    fn is_whole(&self, subject: u32) -> bool {
        self.kind(subject) < 3
    }
}

/// What a record is called, the usual name first; a report without a title as its source is.
fn names_of<'a>(situation: &'a Situation, id: &RecordId) -> impl Iterator<Item = &'a str> {
    let (name, others): (Option<&str>, Option<&Names>) = match id {
        RecordId::Place(id) => situation.place(id).map(|place| (place.name.as_str(), &place.names)).unzip(),
        RecordId::Actor(id) => situation.actor(id).map(|actor| (actor.name.as_str(), &actor.names)).unzip(),
        RecordId::Source(id) => situation.source(id).map(|source| (source.name.as_str(), &source.names)).unzip(),
        RecordId::Event(id) => (situation.event(id).map(|event| event.title.as_str()), None),
        RecordId::Report(id) => {
            let report = situation.report(id);
            let source =
                || report.and_then(|report| situation.source(&report.source)).map(|source| (source.name.as_str(), &source.names)).unzip();
            report.and_then(|report| report.title.as_deref()).map_or_else(source, |title| (Some(title), None))
        }
        RecordId::Scene(id) => (situation.scene(id).map(|scene| scene.title.as_str()), None),
    };
    name.into_iter().chain(others.into_iter().flat_map(|names| names.values().map(String::as_str)))
}

/// What a record lies in or comes from, if that is there.
fn whole_of(situation: &Situation, id: &RecordId) -> Option<RecordId> {
    let whole: RecordId = match id {
        RecordId::Place(id) => situation.place(id)?.part_of.clone()?.into(),
        RecordId::Actor(id) => situation.actor(id)?.part_of.clone()?.into(),
        RecordId::Source(id) => situation.source(id)?.actor.clone()?.into(),
        RecordId::Event(id) => situation.event(id)?.places.first()?.place.clone().into(),
        RecordId::Report(id) => situation.report(id)?.source.clone().into(),
        RecordId::Scene(_) => return None,
    };
    situation.contains(&whole).then_some(whole)
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
    let of_scenes = situation.scenes().values().map(|_| None);
    let all = of_places.chain(of_actors).chain(of_sources).chain(of_events).chain(of_reports).chain(of_scenes);
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

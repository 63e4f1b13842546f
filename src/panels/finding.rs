//! What a person means by what is typed: records, places of the world, positions and actions, in the order of the palette.

use std::sync::OnceLock;

use crate::command::Action;
use crate::earth::{LonLat, read_positions};
use crate::model::RecordId;
use crate::query::{Corpus, NameIndex, RecordNames, Spellings, World, find};
use crate::wording;

/// What is searched.
#[derive(Clone, Copy)]
pub struct Searched<'a> {
    pub records: &'a RecordNames,
    /// Not there until the place names are ready.
    pub world: Option<&'a World>,
}

/// Something that can be taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Do(Action),
    /// A record, and which of its names was found.
    Go(RecordId, u16),
    /// A subject of the gazetteer, and which of its names was found.
    Fly(u32, u16),
    At(LonLat),
}

/// What choices have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// Whatever they are.
    Best,
    Places,
    Actors,
    Events,
    Sources,
    Reports,
    Scenes,
    World,
    Coordinates,
    Actions,
}

/// Choices under their headings, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    pub groups: Vec<(Heading, Vec<Choice>)>,
}

impl Choices {
    pub fn iter(&self) -> impl Iterator<Item = &Choice> {
        self.groups.iter().flat_map(|(_, choices)| choices)
    }
}

/// The names of all actions, and other words for them. Subjects are actions by their place among all.
struct ActionNames(NameIndex);

impl Corpus for ActionNames {
    fn names(&self) -> &NameIndex {
        &self.0
    }

    fn importance(&self, _subject: u32) -> f32 {
        7.6
    }
}

impl ActionNames {
    fn all() -> &'static Self {
        static MADE: OnceLock<ActionNames> = OnceLock::new();
        MADE.get_or_init(|| {
            let mut spellings = Spellings::default();
            for (subject, action) in (0..).zip(Action::ALL) {
                let names = std::iter::once(wording::action(action)).chain(wording::action_also(action).iter().copied());
                (0..).zip(names).for_each(|(which, name)| spellings.push(subject, which, name));
            }
            Self(NameIndex::of(&[spellings]))
        })
    }
}

/// Everything that is meant by a text, or where there is none the actions, the more useful first.
pub fn choices(searched: &Searched<'_>, typed: &str) -> Choices {
    const N_BEST: usize = 3;
    /// A position is never meant for a name.
    const POSITION: f32 = 100.0;
    const MOST_OF_A_KIND: usize = 6;
    const MOST_RECORDS: usize = 60;
    const MOST_PLACES: usize = 14;
    if typed.trim().is_empty() {
        return Choices { groups: vec![(Heading::Actions, by_use().collect())] };
    }
    let positions = read_positions(typed).into_iter().map(|position| (POSITION, Choice::At(position)));
    let records = find(searched.records, typed, MOST_RECORDS).into_iter();
    let records = records.filter_map(|found| Some((found.score, Choice::Go(searched.records.id(found.subject)?.clone(), found.which))));
    let world = searched.world.map(|world| find(world, typed, MOST_PLACES)).unwrap_or_default().into_iter();
    let world = world.map(|found| (found.score, Choice::Fly(found.subject, found.which)));
    let actions = find(ActionNames::all(), typed, MOST_OF_A_KIND).into_iter();
    let actions = actions.filter_map(|found| Some((found.score, Choice::Do(*Action::ALL.get(found.subject as usize)?))));
    let actions = actions.filter(|(_, choice)| *choice != Choice::Do(Action::CommandPalette));
    let mut found: Vec<(f32, Choice)> = positions.chain(records).chain(world).chain(actions).collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut groups: Vec<(Heading, Vec<Choice>)> = Vec::new();
    for (at, (_, choice)) in found.into_iter().enumerate() {
        let heading = if at < N_BEST { Heading::Best } else { Heading::of(&choice) };
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, choices)) if heading == Heading::World || choices.len() < MOST_OF_A_KIND => choices.push(choice),
            Some(_) => {}
            None => groups.push((heading, vec![choice])),
        }
    }
    groups.sort_by_key(|(heading, _)| *heading);
    Choices { groups }
}

/// All actions, those first that a person is most likely to want and not to know the key of.
fn by_use() -> impl Iterator<Item = Choice> {
    const USEFUL: [Action; 12] = [
        Action::FitSituation,
        Action::OpenFile,
        Action::Measure,
        Action::CopyPicture,
        Action::NextTheme,
        Action::ToggleLayers,
        Action::ToggleGraticule,
        Action::ToggleLocalNames,
        Action::NextNotation,
        Action::NextUnread,
        Action::Settings,
        Action::ShortcutSheet,
    ];
    let others = Action::ALL.into_iter().filter(|action| !USEFUL.contains(action) && *action != Action::CommandPalette);
    USEFUL.into_iter().chain(others).map(Choice::Do)
}

impl Heading {
    fn of(choice: &Choice) -> Self {
        match choice {
            Choice::Do(_) => Self::Actions,
            Choice::Fly(..) => Self::World,
            Choice::At(_) => Self::Coordinates,
            Choice::Go(RecordId::Place(_), _) => Self::Places,
            Choice::Go(RecordId::Actor(_), _) => Self::Actors,
            Choice::Go(RecordId::Event(_), _) => Self::Events,
            Choice::Go(RecordId::Source(_), _) => Self::Sources,
            Choice::Go(RecordId::Report(_), _) => Self::Reports,
            Choice::Go(RecordId::Scene(_), _) => Self::Scenes,
        }
    }
}

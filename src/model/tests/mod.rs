//! Tests of the model that need whole situations, and the small situations made up for them.
//!
//! Main types: [`Story`] (a situation told in few words), the strategies [`situation`] and [`edit`].
//!
//! **Does not:** exist outside tests.

mod edits;
mod integrity;
mod linking;
mod links;
mod new_id;
mod standing;
mod troops;

use proptest::prelude::*;

use crate::model::{
    About, Actor, ActorId, Aspect, BodyId, Credibility, Edit, Event, EventActor, EventId, EventPlace, Extra, Header, Link, Mode, Origin,
    Place, PlaceId, PlaceRole, RecordId, Relation, Report, ReportId, Situation, Source, SourceId, Stance, Subject, Troops, Via, When,
};

/// A situation that sources, events and reports are added to as a test needs them.
#[derive(Default)]
pub struct Story {
    pub situation: Situation,
}

impl Story {
    pub fn put(&mut self, edit: Edit) -> &mut Self {
        self.situation.apply(edit);
        self
    }

    pub fn report(&mut self, report: Report) -> &mut Self {
        self.put(Edit::PutReport(Box::new(report)))
    }

    pub fn event(&mut self, event: Event) -> &mut Self {
        self.put(Edit::PutEvent(Box::new(event)))
    }
}

/// A report from its source's own knowledge, published on a day of October 2024.
pub fn own(id: &str, source: &str, day: u8, about: Vec<About>) -> Report {
    Report {
        origin: Origin::Own,
        published: When::parse(&format!("2024-10-{day:02}")).ok(),
        about,
        ..Report::new(id.into(), source.into())
    }
}

/// A report that relays another.
pub fn relayed(id: &str, source: &str, day: u8, from: &str, about: Vec<About>) -> Report {
    Report { origin: Origin::Relayed, via: Some(Via::Report(from.into())), ..own(id, source, day, about) }
}

pub fn about(event: &str, stance: Stance) -> About {
    About::new(Subject::Event(event.into()), stance)
}

pub fn event(id: &str, part_of: &[&str]) -> Event {
    let links = part_of.iter().map(|whole| Link { event: (*whole).into(), rel: Relation::PartOf, extra: Extra::new() }).collect();
    Event { links, ..Event::new(id.into(), id, Mode::Happened) }
}

/// An id out of very few, so that records find one another, replace one another, and link in circles.
fn id<I: for<'a> From<&'a str> + std::fmt::Debug>(letter: char, n: u8) -> impl Strategy<Value = I> {
    (0..n).prop_map(move |number| I::from(&format!("{letter}{number}")))
}

fn place_id() -> impl Strategy<Value = PlaceId> {
    id('p', 3)
}

fn actor_id() -> impl Strategy<Value = ActorId> {
    id('a', 3)
}

fn source_id() -> impl Strategy<Value = SourceId> {
    id('s', 4)
}

pub fn event_id() -> impl Strategy<Value = EventId> {
    id('e', 4)
}

pub fn report_id() -> impl Strategy<Value = ReportId> {
    id('r', 9)
}

fn maybe<S: Strategy<Value: Clone>>(inner: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::weighted(0.4, inner)
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn place() -> impl Strategy<Value = Place> {
    (place_id(), maybe(place_id())).prop_map(|(id, part_of)| Place { part_of, ..Place::new(id, "somewhere") })
}

fn actor() -> impl Strategy<Value = Actor> {
    (actor_id(), maybe(actor_id())).prop_map(|(id, part_of)| Actor { part_of, ..Actor::new(id, "somebody") })
}

fn source() -> impl Strategy<Value = Source> {
    (source_id(), maybe(actor_id())).prop_map(|(id, actor)| Source { actor, ..Source::new(id, "a voice") })
}

fn any_event() -> impl Strategy<Value = Event> {
    let places = prop::collection::vec((place_id(), any_of(PlaceRole::ALL)), 0..3);
    let actors = prop::collection::vec(actor_id(), 0..3);
    let relation = prop_oneof![3 => Just(Relation::PartOf), 1 => any_of(Relation::ALL)];
    let links = prop::collection::vec((event_id(), relation), 0..3);
    (event_id(), places, actors, links).prop_map(|(id, places, actors, links)| Event {
        places: places.into_iter().map(|(place, role)| EventPlace { place, role, extra: Extra::new() }).collect(),
        actors: actors.into_iter().map(|actor| EventActor { actor, role: None, extra: Extra::new() }).collect(),
        links: links.into_iter().map(|(event, rel)| Link { event, rel, extra: Extra::new() }).collect(),
        ..Event::new(id, "something", Mode::Happened)
    })
}

fn troops() -> impl Strategy<Value = Troops> {
    (maybe(actor_id()), maybe(id::<BodyId>('b', 2)), maybe(place_id()), maybe(place_id())).prop_map(|(actor, body, from, to)| Troops {
        actor,
        body,
        from,
        to,
        ..Troops::default()
    })
}

pub fn any_about() -> impl Strategy<Value = About> {
    let subject = prop_oneof![5 => event_id().prop_map(Subject::Event), 1 => report_id().prop_map(Subject::Report)];
    let stance = prop_oneof![2 => Just(Stance::Asserts), 1 => any_of(Stance::ALL)];
    (subject, stance, maybe(any_of(Aspect::ALL)), maybe(any_of(Credibility::ALL)), maybe(troops())).prop_map(
        |(subject, stance, aspect, credibility, troops)| About {
            aspect,
            credibility,
            troops: troops.map(Box::new),
            ..About::new(subject, stance)
        },
    )
}

fn published() -> impl Strategy<Value = Option<When>> {
    prop::option::weighted(0.9, (1..6_u8).prop_map(|day| When::parse(&format!("2024-10-{day:02}")).unwrap()))
}

fn report() -> impl Strategy<Value = Report> {
    let via = prop_oneof![2 => report_id().prop_map(Via::Report), 1 => source_id().prop_map(Via::Source)];
    let basis = prop::collection::vec(any_of(&["images", "call"]), 0..2);
    let links = (maybe(via), any_of(Origin::ALL), basis, maybe(event_id()), maybe(report_id()));
    (report_id(), source_id(), published(), links, prop::collection::vec(any_about(), 0..4)).prop_map(
        |(id, source, published, (via, origin, basis, said_at, supersedes), about)| Report {
            published,
            via,
            origin,
            basis: basis.into_iter().map(str::to_owned).collect(),
            said_at,
            supersedes,
            about,
            ..Report::new(id, source)
        },
    )
}

fn record_id() -> impl Strategy<Value = RecordId> {
    prop_oneof![
        place_id().prop_map(RecordId::Place),
        actor_id().prop_map(RecordId::Actor),
        source_id().prop_map(RecordId::Source),
        event_id().prop_map(RecordId::Event),
        report_id().prop_map(RecordId::Report),
    ]
}

fn put() -> impl Strategy<Value = Edit> {
    prop_oneof![
        1 => place().prop_map(|place| Edit::PutPlace(Box::new(place))),
        1 => actor().prop_map(|actor| Edit::PutActor(Box::new(actor))),
        1 => source().prop_map(|source| Edit::PutSource(Box::new(source))),
        2 => any_event().prop_map(|event| Edit::PutEvent(Box::new(event))),
        5 => report().prop_map(|report| Edit::PutReport(Box::new(report))),
    ]
}

/// Any edit, several in one among them.
pub fn edit() -> impl Strategy<Value = Edit> {
    let header =
        "[a-c]".prop_map(|title| Edit::PutHeader(Box::new(Header { title, time_zone: Some("Asia/Seoul".into()), ..Header::default() })));
    let single = prop_oneof![8 => put(), 3 => record_id().prop_map(Edit::Remove), 1 => header];
    single.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Edit::All))
}

/// A small situation with links in all directions, circles and links to nothing among them.
pub fn situation() -> impl Strategy<Value = Situation> {
    prop::collection::vec(put(), 0..40).prop_map(|puts| {
        let mut situation = Situation::default();
        situation.apply(Edit::All(puts));
        situation
    })
}

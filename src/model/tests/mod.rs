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
    About, Actor, ActorId, Aspect, BodyId, Credibility, Edit, Event, EventActor, EventId, EventPlace, Extra, Graded, Header, Identity,
    Link, Mode, Origin, Place, PlaceId, PlaceKind, PlaceRole, Precision, PrecisionWord, RecordId, Relation, Reliability, Report, ReportId,
    Scene, Situation, Source, SourceId, SourceKind, Stance, Strength, Subject, Troops, Via, When,
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

fn name() -> impl Strategy<Value = String> {
    "[A-C]{1,3}( [a-c])?"
}

fn geometry() -> impl Strategy<Value = geo::Geometry<f64>> {
    let at = (-3..3_i8, -3..3_i8).prop_map(|(x, y)| geo::Point::new(f64::from(x), f64::from(y)));
    prop_oneof![
        3 => at.clone().prop_map(geo::Geometry::Point),
        1 => at.prop_map(|at| geo::Rect::new(at.0, at.0 + geo::coord! { x: 1.0, y: 2.0 }).to_polygon().into()),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    let precision = any_of(&[PrecisionWord::Exact, PrecisionWord::District, PrecisionWord::Country]).prop_map(Precision::Word);
    let kind = any_of(&[PlaceKind::City, PlaceKind::Facility]);
    let looks = (maybe(geometry()), maybe(precision), maybe(kind), prop::bool::weighted(0.2), maybe(name()));
    (place_id(), name(), maybe(place_id()), looks).prop_map(|(id, name, part_of, (geometry, precision, kind, unnamed, local))| Place {
        geometry,
        precision,
        kind,
        part_of,
        unnamed,
        names: local.into_iter().map(|local| ("ko".to_owned(), local)).collect(),
        ..Place::new(id, &name)
    })
}

fn actor() -> impl Strategy<Value = Actor> {
    let side = maybe(any_of(&["North", "South"]));
    (actor_id(), name(), maybe(actor_id()), side, maybe(any_of(&[Identity::Friend, Identity::Hostile])))
        .prop_map(|(id, name, part_of, side, identity)| Actor { part_of, side: side.map(str::to_owned), identity, ..Actor::new(id, &name) })
}

fn source() -> impl Strategy<Value = Source> {
    let graded = prop::collection::vec(any_of(Reliability::ALL).prop_map(Graded::bare), 0..2);
    (source_id(), name(), maybe(actor_id()), maybe(any_of(SourceKind::ALL)), graded).prop_map(|(id, name, actor, kind, graded)| Source {
        actor,
        kind,
        graded,
        ..Source::new(id, &name)
    })
}

fn any_event() -> impl Strategy<Value = Event> {
    let places = prop::collection::vec((place_id(), any_of(PlaceRole::ALL)), 0..3);
    let actors = prop::collection::vec(actor_id(), 0..3);
    let relation = prop_oneof![3 => Just(Relation::PartOf), 1 => any_of(Relation::ALL)];
    let links = prop::collection::vec((event_id(), relation), 0..3);
    let filed = (any_of(Mode::ALL), maybe(any_of(&["strike", "talks"])), prop::collection::vec(any_of(&["a", "b", "c"]), 0..3));
    (event_id(), name(), published(), places, actors, links, filed).prop_map(
        |(id, title, when, places, actors, links, (mode, category, tags))| Event {
            when,
            places: places.into_iter().map(|(place, role)| EventPlace { place, role, extra: Extra::new() }).collect(),
            actors: actors.into_iter().map(|actor| EventActor { actor, role: None, extra: Extra::new() }).collect(),
            links: links.into_iter().map(|(event, rel)| Link { event, rel, extra: Extra::new() }).collect(),
            category: category.map(str::to_owned),
            tags: tags.into_iter().map(str::to_owned).collect(),
            ..Event::new(id, &title, mode)
        },
    )
}

fn troops() -> impl Strategy<Value = Troops> {
    let strength = maybe((1..4_u64).prop_map(Strength::Count));
    let ends = (maybe(place_id()), maybe(place_id()));
    (maybe(actor_id()), maybe(id::<BodyId>('b', 2)), ends, strength).prop_map(|(actor, body, (from, to), strength)| Troops {
        actor,
        body,
        from,
        to,
        strength,
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
    let when = any_of(&["2024-10-01", "2024-10-02", "2024-10-02?", "2024-10-03", "2024-10-04/..", "[2024-10-01,2024-10-05]", "2024-10"]);
    prop::option::weighted(0.9, when.prop_map(|when| When::parse(when).unwrap()))
}

fn report() -> impl Strategy<Value = Report> {
    let via = prop_oneof![2 => report_id().prop_map(Via::Report), 1 => source_id().prop_map(Via::Source)];
    let basis = prop::collection::vec(any_of(&["images", "call"]), 0..2);
    let links = (maybe(via), any_of(Origin::ALL), basis, maybe(event_id()), maybe(report_id()));
    let reliability = prop::collection::vec(any_of(Reliability::ALL).prop_map(Graded::bare), 0..2);
    let own = (published(), maybe(published()), maybe(name()), reliability, prop::collection::vec(report_id(), 0..2));
    (report_id(), source_id(), own, links, prop::collection::vec(any_about(), 0..4)).prop_map(
        |(id, source, (published, known, title, reliability, distinct_from), (via, origin, basis, said_at, supersedes), about)| Report {
            distinct_from,
            published,
            known: known.flatten(),
            title,
            reliability,
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
        id('x', 3).prop_map(RecordId::Scene),
    ]
}

fn put() -> impl Strategy<Value = Edit> {
    prop_oneof![
        1 => place().prop_map(|place| Edit::PutPlace(Box::new(place))),
        1 => actor().prop_map(|actor| Edit::PutActor(Box::new(actor))),
        1 => source().prop_map(|source| Edit::PutSource(Box::new(source))),
        2 => any_event().prop_map(|event| Edit::PutEvent(Box::new(event))),
        5 => report().prop_map(|report| Edit::PutReport(Box::new(report))),
        1 => scene().prop_map(|scene| Edit::PutScene(Box::new(scene))),
    ]
}

fn scene() -> impl Strategy<Value = Scene> {
    let selection = maybe(event_id().prop_map(RecordId::Event));
    (id('x', 3), name(), 0..5_i8, maybe(name()), selection).prop_map(|(id, title, order, text, selection)| Scene {
        text,
        selection,
        is_hidden: order == 4,
        ..Scene::new(id, &title, f64::from(order))
    })
}

/// Any edit, several in one among them.
pub fn edit() -> impl Strategy<Value = Edit> {
    let zone = maybe(any_of(&["Asia/Seoul", "Europe/Kyiv"]));
    let header = ("[a-c]", zone, maybe(Just("b".to_owned()))).prop_map(|(title, zone, viewpoint)| {
        Edit::PutHeader(Box::new(Header { title, time_zone: zone.map(str::to_owned), viewpoint, ..Header::default() }))
    });
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

/// An edit that changes one thing of one record of a situation, whichever it has.
pub fn tweak(situation: &Situation, which: prop::sample::Index, how: u8) -> Edit {
    let ids: Vec<RecordId> = situation.ids().collect();
    if ids.is_empty() {
        return Edit::nothing();
    }
    match which.get(&ids) {
        RecordId::Place(id) => {
            let mut place = situation.place(id).unwrap().clone();
            match how % 3 {
                0 => place.geometry = Some(geo::Geometry::Point(geo::Point::new(f64::from(how), 1.0))),
                1 => place.geometry = None,
                _ => place.name = format!("A{how}"),
            }
            Edit::PutPlace(Box::new(place))
        }
        RecordId::Actor(id) => {
            let actor = situation.actor(id).unwrap().clone();
            let side = if how.is_multiple_of(2) { None } else { Some("West".to_owned()) };
            Edit::PutActor(Box::new(Actor { side, ..actor }))
        }
        RecordId::Source(id) => {
            let mut source = situation.source(id).unwrap().clone();
            source.graded.push(Graded::bare(Reliability::ALL[usize::from(how) % Reliability::ALL.len()]));
            Edit::PutSource(Box::new(source))
        }
        RecordId::Event(id) => {
            let mut event = situation.event(id).unwrap().clone();
            match how % 4 {
                0 => drop(event.links.pop()),
                1 => drop(event.places.pop()),
                2 => event.when = None,
                _ => event.title = format!("A{how}"),
            }
            Edit::PutEvent(Box::new(event))
        }
        RecordId::Report(id) => {
            let mut report = situation.report(id).unwrap().clone();
            match how % 7 {
                0 => report.origin = if report.origin == Origin::Own { Origin::Relayed } else { Origin::Own },
                1 | 2 => {
                    let stance = Stance::ALL[usize::from(how) % Stance::ALL.len()];
                    report.about.iter_mut().for_each(|about| about.stance = stance);
                }
                3 => report.supersedes = None,
                4 => report.via = None,
                5 => report.published = None,
                _ => report.title = Some(format!("A{how}")),
            }
            Edit::PutReport(Box::new(report))
        }
        RecordId::Scene(id) => {
            let scene = situation.scene(id).unwrap().clone();
            Edit::PutScene(Box::new(Scene { order: f64::from(how), ..scene }))
        }
    }
}

/// Edits of all kinds, and tweaks of whatever is there by then.
pub fn edits() -> impl Strategy<Value = Vec<Result<Edit, (prop::sample::Index, u8)>>> {
    let tweak = (any::<prop::sample::Index>(), any::<u8>());
    prop::collection::vec(prop_oneof![2 => edit().prop_map(Ok), 3 => tweak.prop_map(Err)], 1..16)
}

/// What is brought up to date with every edit of a situation.
pub trait Kept {
    fn situation(&self) -> &Situation;
    /// Carries out an edit; its inverse.
    fn apply(&mut self, edit: Edit) -> Edit;
    /// What of it is not as if it were made afresh.
    fn difference(&self) -> Option<String>;
}

/// Carries out edits and takes them back again: after each of these, everything must be as if it were made afresh.
pub fn is_as_if_made_afresh(mut kept: impl Kept, edits: Vec<Result<Edit, (prop::sample::Index, u8)>>) -> Result<(), TestCaseError> {
    let mut inverses = Vec::new();
    let step = |kept: &mut _, edit: Edit| {
        let told = format!("{edit:?}");
        let inverse = Kept::apply(kept, edit);
        prop_assert_eq!(Kept::difference(kept), None, "after {}", told);
        Ok(inverse)
    };
    for edit in edits {
        let edit = edit.unwrap_or_else(|(which, how)| tweak(kept.situation(), which, how));
        inverses.push(step(&mut kept, edit)?);
    }
    inverses.into_iter().rev().try_for_each(|inverse| step(&mut kept, inverse).map(drop))
}

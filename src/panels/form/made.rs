//! Fields for something that is there or is made in the same step: a place of the world that the situation has not yet, a source.

use egui::Ui;

use crate::base::{searchable, shortened};
use crate::earth::{LonLat, decimal_text, distance_m, read_positions};
use crate::gazetteer::{Subject, SubjectKind};
use crate::model::{Linked, Place, PlaceId, PlaceKind, Precision, PrecisionWord, RecordId, Situation, Source, SourceId};
use crate::panels::View;
use crate::panels::form::Form;
use crate::panels::form::offers::{Offer, Taken, records};
use crate::panels::pieces::removable_chip;
use crate::placing::anchor;
use crate::query::{World, find};
use crate::wording;

/// A record that there is not yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    Place(Box<Place>),
    Source(Box<Source>),
}

/// Two that are called the same and stand nearer than this are one place.
const ONE_PLACE_M: f64 = 5_000.0;

impl Form<'_, '_> {
    /// Where: a place of the situation, of the world, at a position that is typed, or one that is only named. What it is to be, where that
    /// changes.
    pub fn place(&mut self, ui: &mut Ui, label: &str, value: Option<&Linked<PlaceId, Place>>) -> Option<Option<Linked<PlaceId, Place>>> {
        match value {
            Some(Linked::Known(id)) => self.labelled(ui, label, |form, ui| form.linked(ui, &RecordId::Place(id.clone()))).then_some(None),
            Some(Linked::New(place)) => {
                self.labelled(ui, label, |form, ui| form.made_chip(ui, &place.name, &wording::adding::new_place(place))).then_some(None)
            }
            None => match self.labelled(ui, label, |form, ui| form.offering(ui, label, wording::adding::PLACE_HINT, places, false))? {
                Taken::Record(RecordId::Place(id)) => self.taken_up(ui, Linked::Known(id)),
                Taken::Made(Made::Place(place)) => self.taken_up(ui, Linked::New(place)),
                _ => None,
            },
        }
    }

    /// Who says so: a source of the situation, or a new one of that name.
    pub fn source(
        &mut self,
        ui: &mut Ui,
        label: &str,
        value: Option<&Linked<SourceId, Source>>,
    ) -> Option<Option<Linked<SourceId, Source>>> {
        match value {
            Some(Linked::Known(id)) => self.labelled(ui, label, |form, ui| form.linked(ui, &RecordId::Source(id.clone()))).then_some(None),
            Some(Linked::New(source)) => {
                self.labelled(ui, label, |form, ui| form.made_chip(ui, &source.name, wording::adding::NEW_SOURCE)).then_some(None)
            }
            None => match self.labelled(ui, label, |form, ui| form.offering(ui, label, wording::adding::SOURCE_HINT, sources, false))? {
                Taken::Record(RecordId::Source(id)) => self.taken_up(ui, Linked::Known(id)),
                Taken::Made(Made::Source(source)) => self.taken_up(ui, Linked::New(source)),
                _ => None,
            },
        }
    }

    /// The field gives its room to a chip, so that the keyboard goes on to the next.
    #[expect(clippy::unnecessary_wraps, clippy::option_option, reason = "it is what a field gives: another value, which is not nothing")]
    fn taken_up<T>(&mut self, ui: &Ui, value: T) -> Option<Option<T>> {
        self.go_on(ui);
        Some(Some(value))
    }

    /// A chip of what there is not yet, with a word what will be made; whether its cross was pressed.
    fn made_chip(&self, ui: &mut Ui, name: &str, remark: &str) -> bool {
        let width = ui.available_width();
        let is_pressed = removable_chip(ui, self.view.theme, name, self.view.theme.text, width, Some(&wording::editing::take_away(name)));
        self.remark(ui, remark, false);
        is_pressed
    }
}

fn offer(words: &str, about: String, made: Made) -> Offer {
    Offer { words: shortened(words, 120), about, record: None, made: Some(made) }
}

/// The places that could be meant: those of the situation, then those of the world and positions, at last one that is not on the map.
fn places(view: &View<'_>, typed: &str) -> Vec<Offer> {
    const MOST_OF_SITUATION: usize = 4;
    const MOST_OF_WORLD: usize = 5;
    let mut offers = records(view, typed, &|id| matches!(id, RecordId::Place(_)));
    offers.truncate(MOST_OF_SITUATION);
    for at in read_positions(typed) {
        offers.push(offer(typed, decimal_text(at, 5), Made::Place(Box::new(place_at(view, at)))));
    }
    let found = view.world().map(|world| find(world, typed, MOST_OF_WORLD)).unwrap_or_default();
    for subject in found.iter().filter_map(|found| view.world()?.places().subject(found.subject)) {
        if view.situation.is_none_or(|situation| known_place(situation, &subject).is_none()) {
            let place = view.situation.map(|situation| place_of(situation, &subject));
            offers.extend(place.map(|place| offer(subject.name, wording::where_it_lies(&subject), Made::Place(Box::new(place)))));
        }
    }
    let name = typed.trim();
    if !offers.iter().any(|offer| searchable(&offer.words) == searchable(name)) {
        offers.push(offer(name, wording::adding::NEW_UNPLACED.to_owned(), Made::Place(Box::new(Place::new("".into(), name)))));
    }
    offers
}

/// The sources that could be meant. Those whose name holds what was typed come before a new one, those that are only like it after.
fn sources(view: &View<'_>, typed: &str) -> Vec<Offer> {
    let name = typed.trim();
    let folded = searchable(name);
    let offers = records(view, typed, &|id| matches!(id, RecordId::Source(_)));
    if offers.iter().any(|offer| searchable(&offer.words) == folded) {
        return offers;
    }
    let (mut sure, like): (Vec<Offer>, Vec<Offer>) = offers.into_iter().partition(|offer| searchable(&offer.words).contains(&folded));
    sure.push(offer(name, wording::adding::NEW_SOURCE.to_owned(), Made::Source(Box::new(Source::new("".into(), name)))));
    sure.extend(like);
    sure
}

/// The situation's own place that the gazetteer has too.
fn known_place<'a>(situation: &'a Situation, subject: &Subject<'_>) -> Option<&'a Place> {
    let name = searchable(subject.name);
    situation.places().values().find(|place| {
        searchable(&place.name) == name && anchor(situation, &place.id).is_some_and(|at| distance_m(at, subject.position) < ONE_PLACE_M)
    })
}

/// A place of the gazetteer as one of the situation.
fn place_of(situation: &Situation, subject: &Subject<'_>) -> Place {
    let (kind, precision) = match subject.kind {
        SubjectKind::Country => (PlaceKind::Country, PrecisionWord::Country),
        SubjectKind::Region => (PlaceKind::Region, PrecisionWord::Region),
        SubjectKind::Site => (PlaceKind::Facility, PrecisionWord::Settlement),
        SubjectKind::NationalCapital | SubjectKind::RegionalCapital | SubjectKind::Town => (PlaceKind::City, PrecisionWord::Settlement),
    };
    let country = std::str::from_utf8(&subject.country_code).ok().filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()));
    let whole = situation
        .places()
        .values()
        .find(|place| place.kind == Some(PlaceKind::Country) && country.is_some() && place.country.as_deref() == country);
    Place {
        geometry: Some(geo::Point::new(subject.position.lon_deg(), subject.position.lat_deg()).into()),
        kind: Some(kind),
        precision: Some(Precision::Word(precision)),
        country: country.map(str::to_owned),
        part_of: whole.filter(|_| kind != PlaceKind::Country).map(|place| place.id.clone()),
        ..Place::new("".into(), subject.name)
    }
}

/// A place at a position, with a name after what is near.
pub fn place_at(view: &View<'_>, at: LonLat) -> Place {
    let own = view.situation.into_iter().flat_map(|situation| {
        let is_point = |place: &&Place| matches!(place.geometry, Some(geo::Geometry::Point(_))) && !place.unnamed;
        let points = situation.places().values().filter(is_point);
        points.filter_map(|place| Some((place.name.as_str(), anchor(situation, &place.id)?)))
    });
    let towns = view.world().map(World::places).into_iter().flat_map(|places| {
        let subjects = (0..places.n_subjects()).filter_map(|number| places.subject(number));
        subjects
            .filter(|subject| !matches!(subject.kind, SubjectKind::Country | SubjectKind::Region))
            .map(|subject| (subject.name, subject.position))
    });
    let nearest = own.chain(towns).min_by(|(_, a), (_, b)| roughly_m(at, *a).total_cmp(&roughly_m(at, *b)));
    let name = nearest.map_or_else(|| decimal_text(at, 4), |(name, from)| wording::adding::near(name, from, at));
    Place {
        geometry: Some(geo::Point::new(at.lon_deg(), at.lat_deg()).into()),
        precision: Some(Precision::Word(PrecisionWord::Exact)),
        ..Place::new("".into(), &name)
    }
}

/// Quick enough to be asked of every town of the world: what is nearest by it is nearest.
fn roughly_m(a: LonLat, b: LonLat) -> f64 {
    let lon_deg = (a.lon_deg() - b.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let lat_deg = a.lat_deg() - b.lat_deg();
    let narrowed = lon_deg * ((a.lat_deg() + b.lat_deg()) / 2.0).to_radians().cos();
    narrowed.hypot(lat_deg) * 111_200.0
}

/// What a search flew to, as a place: one of the situation's own, one of the world, or the position.
pub fn found_place(view: &View<'_>) -> Option<Linked<PlaceId, Place>> {
    let found = view.viewpoint.found.as_ref()?;
    let situation = view.situation?;
    let world = view.world();
    let named = world.map(|world| find(world, &found.name, 20)).unwrap_or_default();
    let subject = named.iter().filter_map(|one| world?.places().subject(one.subject)).find(|subject| subject.position == found.position);
    Some(match subject.map(|subject| (known_place(situation, &subject), subject)) {
        Some((Some(place), _)) => Linked::Known(place.id.clone()),
        Some((None, subject)) => Linked::New(Box::new(place_of(situation, &subject))),
        None => Linked::New(Box::new(place_at(view, found.position))),
    })
}

//! The forms of places, actors, sources and the header.

use std::collections::BTreeSet;

use egui::Ui;
use geo::{Geometry, Point};

use crate::base::searchable;
use crate::command::{Drawer, Outbox};
use crate::earth::{LonLat, decimal_text, mgrs_text, read_positions};
use crate::model::{
    Actor, ActorKind, Header, Identity, Names, Place, PlaceKind, Precision, PrecisionWord, RecordId, Source, SourceKind, Zone,
};
use crate::panels::View;
use crate::panels::editing::releases::releases;
use crate::panels::editing::steps::{Steps, date, forget_raw, link, raw, word};
use crate::panels::form::Form;
use crate::panels::grading::{Subject, grade_button};
use crate::panels::pieces::section;
use crate::query::{Facet, Value};
use crate::wording;
use crate::wording::editing as words;

/// Where the decimal places of degrees end that are worth showing: about a metre.
const DEGREE_PLACES: usize = 5;

pub fn place(form: &mut Form<'_, '_>, ui: &mut Ui, place: &mut Place, steps: &mut Steps<'_, '_>) {
    let to = form.line(ui, words::NAME, &place.name, "");
    steps.rename(&mut place.name, to);
    names(form, ui, &mut place.names, steps);
    word(form, ui, words::KIND, &mut place.kind, PlaceKind::ALL, wording::place_kind, (&mut place.extra, "kind"), steps);
    coordinates(form, ui, place, steps);
    precision(form, ui, place, steps);
    let to = form.optional_line(ui, words::COUNTRY, place.country.as_deref(), words::COUNTRY_HINT);
    steps.set_text(words::COUNTRY, &mut place.country, to);
    let own = RecordId::Place(place.id.clone());
    link(form, ui, wording::PART_OF, &mut place.part_of, |id| id.place().cloned(), Some(&own), steps);
    let to = form.flag(ui, words::UNNAMED_PLACE, words::UNNAMED_PLACE_EXPLAINED, place.unnamed);
    steps.set_flag(words::UNNAMED_PLACE, &mut place.unnamed, to);
    let to = form.flag(ui, words::INFERRED_PLACE, words::INFERRED_PLACE_EXPLAINED, place.inferred);
    steps.set_flag(words::INFERRED_PLACE, &mut place.inferred, to);
    let to = form.lines(ui, words::NOTE, place.note.as_deref(), "");
    steps.set_text(words::NOTE, &mut place.note, to);
}

/// A point's position as it is typed; of a line or an area only that it is one.
fn coordinates(form: &mut Form<'_, '_>, ui: &mut Ui, place: &mut Place, steps: &mut Steps<'_, '_>) {
    let position = match &place.geometry {
        Some(Geometry::Point(point)) => LonLat::new(point.x(), point.y()),
        None => None,
        Some(_) => {
            form.labelled(ui, words::POSITION, |form, ui| form.remark(ui, words::IS_A_SHAPE, false));
            return;
        }
    };
    let shown = position.map(|position| decimal_text(position, DEGREE_PLACES)).unwrap_or_default();
    let read = |text: &str| {
        if text.trim().is_empty() {
            return Ok((None, None));
        }
        match read_positions(text).first() {
            Some(position) => {
                Ok((Some(*position), Some(words::position_read(&decimal_text(*position, DEGREE_PLACES), &mgrs_text(*position)))))
            }
            None => Err(words::NO_POSITION.to_owned()),
        }
    };
    let to = form.parsed(ui, words::POSITION, &shown, words::POSITION_HINT, read);
    let to = to.map(|position| position.map(|position| Geometry::Point(Point::new(position.lon_deg(), position.lat_deg()))));
    steps.set(words::POSITION, &mut place.geometry, to, |geometry| match geometry {
        Some(Geometry::Point(point)) => LonLat::new(point.x(), point.y()).map(|position| decimal_text(position, DEGREE_PLACES)),
        _ => None,
    });
}

/// A word, or a radius.
fn precision(form: &mut Form<'_, '_>, ui: &mut Ui, place: &mut Place, steps: &mut Steps<'_, '_>) {
    let shown = match place.precision {
        Some(Precision::Word(word)) => word.word().to_owned(),
        Some(Precision::Metres(radius_m)) => words::metres(radius_m),
        None => raw(&place.extra, "precision").unwrap_or_default().to_owned(),
    };
    let read = |text: &str| {
        if text.trim().is_empty() {
            return Ok((None, None));
        }
        let typed = typed_precision(text).ok_or_else(|| words::NO_PRECISION.to_owned())?;
        Ok((Some(typed), Some(wording::precision(typed))))
    };
    let to = form.parsed(ui, words::PRECISION, &shown, words::PRECISION_HINT, read);
    forget_raw(&mut place.extra, "precision", to.as_ref());
    steps.set(words::PRECISION, &mut place.precision, to, |precision| precision.map(wording::precision));
}

/// `settlement`, `500 m`, `2.5 km`, `800`: metres where no unit is given.
fn typed_precision(text: &str) -> Option<Precision> {
    let text = text.trim().to_lowercase();
    if let Some(word) = PrecisionWord::ALL.iter().find(|word| word.word() == text || text.len() >= 3 && word.word().starts_with(&text)) {
        return Some(Precision::Word(*word));
    }
    let (number, factor) = match text.strip_suffix("km") {
        Some(number) => (number, 1_000.0),
        None => (text.strip_suffix("metres").or_else(|| text.strip_suffix('m')).unwrap_or(&text), 1.0),
    };
    let radius_m = number.trim().replace(',', "").parse::<f64>().ok()? * factor;
    (radius_m.is_finite() && radius_m > 0.0).then_some(Precision::Metres(radius_m))
}

/// One language and name a line.
fn names(form: &mut Form<'_, '_>, ui: &mut Ui, names: &mut Names, steps: &mut Steps<'_, '_>) {
    let lines: Vec<String> = names.iter().map(|(language, name)| words::name_in_language(language, name)).collect();
    let read = |line: &str| {
        let (language, name) = line.split_once(':').ok_or_else(|| words::no_language(line))?;
        let (language, name) = (language.trim(), name.trim());
        let is_tag = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if is_tag && !name.is_empty() { Ok((language.to_owned(), name.to_owned())) } else { Err(words::no_language(line)) }
    };
    let to = form.parsed_lines(ui, words::NAMES, &lines, words::NAMES_HINT, read).map(|names| names.into_iter().collect::<Names>());
    steps.set(words::NAMES, names, to, |names| Some(names.values().cloned().collect::<Vec<_>>().join(", ")));
}

pub fn actor(form: &mut Form<'_, '_>, ui: &mut Ui, actor: &mut Actor, steps: &mut Steps<'_, '_>) {
    let to = form.line(ui, words::NAME, &actor.name, "");
    steps.rename(&mut actor.name, to);
    names(form, ui, &mut actor.names, steps);
    word(form, ui, words::KIND, &mut actor.kind, ActorKind::ALL, wording::actor_kind, (&mut actor.extra, "kind"), steps);
    let own = RecordId::Actor(actor.id.clone());
    link(form, ui, wording::PART_OF, &mut actor.part_of, |id| id.actor().cloned(), Some(&own), steps);
    let to = form.optional_line(ui, words::ROLE, actor.role.as_deref(), "");
    steps.set_text(words::ROLE, &mut actor.role, to);
    let to = form.word(ui, words::SIDE, actor.side.as_deref(), sides_in_use);
    steps.set_text(words::SIDE, &mut actor.side, to);
    word(form, ui, words::IDENTITY, &mut actor.identity, Identity::ALL, wording::identity, (&mut actor.extra, "identity"), steps);
    let to = form.lines(ui, words::NOTE, actor.note.as_deref(), "");
    steps.set_text(words::NOTE, &mut actor.note, to);
}

fn sides_in_use(view: &View<'_>) -> Vec<String> {
    let actors = view.situation.into_iter().flat_map(|situation| situation.actors().values());
    let sides: BTreeSet<&String> = actors.filter_map(|actor| actor.side.as_ref()).collect();
    sides.into_iter().cloned().collect()
}

pub fn source(form: &mut Form<'_, '_>, ui: &mut Ui, source: &mut Source, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    let view = form.view;
    let to = form.line(ui, words::NAME, &source.name, "");
    steps.rename(&mut source.name, to);
    names(form, ui, &mut source.names, steps);
    word(form, ui, words::KIND, &mut source.kind, SourceKind::ALL, wording::source_kind, (&mut source.extra, "kind"), steps);
    let to = form.flag(ui, words::NAMED_SOURCE, words::NAMED_SOURCE_EXPLAINED, source.named);
    steps.set_flag(words::NAMED_SOURCE, &mut source.named, to);
    link(form, ui, wording::SPEAKS_FOR, &mut source.actor, |id| id.actor().cloned(), None, steps);
    let to = form.optional_line(ui, wording::LINK, source.url.as_deref(), words::LINK_HINT);
    steps.set_text(wording::LINK, &mut source.url, to);
    if let Some(known) = view.situation.and_then(|situation| situation.source(&source.id)) {
        form.labelled(ui, wording::RELIABILITY, |form, ui| grade_button(form.view, ui, Subject::Source(known), out));
    }
    let to = form.lines(ui, words::NOTE, source.note.as_deref(), "");
    steps.set_text(words::NOTE, &mut source.note, to);
}

pub fn header(form: &mut Form<'_, '_>, ui: &mut Ui, header: &mut Header, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    // Who looks at what may leave the house wants to edit that.
    let are_releases_first = form.view.desk.drawer == Some(Drawer::Release);
    if are_releases_first {
        releases(form, ui, header, steps, out);
        section(ui, form.view.theme, words::THE_SITUATION);
    }
    let to = form.line(ui, words::TITLE, &header.title, "");
    steps.rename(&mut header.title, to);
    let to = form.lines(ui, words::SUMMARY, header.summary.as_deref(), "");
    steps.set_text(words::SUMMARY, &mut header.summary, to);
    date(form, ui, words::AS_OF, &mut header.as_of, (&mut header.extra, "as_of"), steps);
    let zone = header.time_zone.as_deref().or(raw(&header.extra, "time_zone")).unwrap_or_default().to_owned();
    let to = form.parsed(ui, words::ZONE, &zone, words::ZONE_HINT, |text| match text.trim() {
        "" => Ok((None, None)),
        name => Zone::named(name).map(|_| (Some(name.to_owned()), None)).map_err(|error| error.to_string()),
    });
    forget_raw(&mut header.extra, "time_zone", to.as_ref());
    steps.set_text(words::ZONE, &mut header.time_zone, to);
    let to = form.optional_line(ui, words::VIEWPOINT, header.viewpoint.as_deref(), words::VIEWPOINT_HINT);
    steps.set_text(words::VIEWPOINT, &mut header.viewpoint, to);
    let to = form.optional_line(ui, words::HANDLING, header.handling.as_deref(), words::HANDLING_HINT);
    steps.set_text(words::HANDLING, &mut header.handling, to);
    let each = |line: &str| Ok(line.to_owned());
    let list = |lines: &Vec<String>| (!lines.is_empty()).then(|| lines.join("; "));
    let to = form.parsed_lines(ui, words::AUTHORS, &header.authors, words::ONE_A_LINE, each);
    steps.set(words::AUTHORS, &mut header.authors, to, list);
    let to = form.parsed_lines(ui, words::QUESTIONS, &header.questions, words::ONE_A_LINE, each);
    steps.set(words::QUESTIONS, &mut header.questions, to, list);
    let to = form.parsed_lines(ui, words::LANGUAGES, &header.languages, words::LANGUAGES_HINT, each);
    steps.set(words::LANGUAGES, &mut header.languages, to, list);
    if !are_releases_first {
        releases(form, ui, header, steps, out);
    }
}

/// Tags that events have, the words that are the same but for case and accents once.
pub fn tags_in_use(view: &View<'_>) -> Vec<String> {
    in_use(view, Facet::Tag)
}

pub fn categories_in_use(view: &View<'_>) -> Vec<String> {
    in_use(view, Facet::Category)
}

fn in_use(view: &View<'_>, facet: Facet) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let words = view.index.values(facet).iter().filter(|value| !value.is_none()).map(Value::as_str);
    words.filter(|word| seen.insert(searchable(word))).map(str::to_owned).collect()
}

//! The events of a situation as rows of a data layer, for programs that know no situation.

use std::io;

use crate::dataset::{Builder, Dataset, Value};
use crate::model::{CivilDay, Event, Mode, Moment, RecordId, Situation, Zone};
use crate::placing::anchor;

/// What rows of several things are called that are one text.
const BETWEEN: &str = "; ";

/// A row for each event and each of its places, an event without one once and nowhere. `when` is written as the situation writes it, and
/// `from` and `to` are the first and the last moment that it can mean, in UTC.
///
/// # Errors
/// What rows say cannot be written down on this machine.
pub fn events_layer(situation: &Situation, name: &str) -> io::Result<Dataset> {
    let mut builder = Builder::spooled(name, "events of a situation");
    for event in situation.events().values() {
        let places: Vec<_> = event.places.iter().map(|at| (&at.place, anchor(situation, &at.place))).collect();
        let nowhere = places.is_empty().then_some((None, None));
        for (place, at) in places.into_iter().map(|(place, at)| (Some(place), at)).chain(nowhere) {
            put(&mut builder, situation, event);
            if let Some(place) = place {
                builder.put("place", Value::Text(&situation.called(&RecordId::Place(place.clone()), None)));
            }
            let point = at.map(|at| geo::Coord { x: at.lon_deg(), y: at.lat_deg() });
            // A situation has fewer events than a layer may have rows.
            builder.end_point(point, 0..0).map_err(io::Error::other)?;
        }
    }
    builder.finish()
}

fn put(builder: &mut Builder, situation: &Situation, event: &Event) {
    let mut text = |name: &str, text: &str| builder.put(name, Value::Text(text));
    text("id", event.id.as_str());
    text("title", &event.title);
    text("summary", event.summary.as_deref().unwrap_or_default());
    text("mode", Mode::word(event.mode));
    let bounds = event.when.as_ref().map(|when| when.bounds(situation.zone()));
    text("when", event.when.as_ref().map_or("", |when| when.text()));
    let [from, to] = bounds.map(|bounds| [bounds.earliest(), bounds.latest()]).unwrap_or_default();
    text("from", &from.map(in_utc).unwrap_or_default());
    text("to", &to.map(in_utc).unwrap_or_default());
    text("category", event.category.as_deref().unwrap_or_default());
    text("tags", &event.tags.join(BETWEEN));
    let actors: Vec<String> = event.actors.iter().map(|by| situation.called(&RecordId::Actor(by.actor.clone()), None)).collect();
    text("actors", &actors.join(BETWEEN));
    let mut sources: Vec<String> = Vec::new();
    for (report, _) in situation.reports_about(&event.id) {
        let source = situation.report(report).map(|report| situation.called(&RecordId::Source(report.source.clone()), None));
        sources.extend(source.filter(|source| !sources.contains(source)));
    }
    text("sources", &sources.join(BETWEEN));
}

/// As ISO 8601 writes it.
fn in_utc(moment: Moment) -> String {
    let at = moment.civil(&Zone::utc());
    let CivilDay { year, month, day } = at.day;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", at.hour, at.minute, at.second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, EventPlace, Extra, Place, PlaceRole, When};

    #[test]
    fn each_place_of_an_event_is_a_row_and_an_event_without_one_is_a_row_nowhere() {
        let mut situation = Situation::default();
        let kursk = Place { geometry: Some(geo::Point::new(36.2, 51.7).into()), ..Place::new("kursk".into(), "Kursk") };
        for place in [kursk, Place::new("void".into(), "Void")] {
            situation.apply(Edit::PutPlace(Box::new(place)));
        }
        let at = |place: &str| EventPlace { place: place.into(), role: PlaceRole::At, extra: Extra::default() };
        let fight = Event {
            when: Some(When::parse("2024-10-24").unwrap()),
            places: vec![at("kursk"), at("void")],
            tags: vec!["a".to_owned(), "b".to_owned()],
            ..Event::new("fight".into(), "A fight", Mode::Happened)
        };
        for event in [fight, Event::new("word".into(), "A word", Mode::Happened)] {
            situation.apply(Edit::PutEvent(Box::new(event)));
        }
        let layer = events_layer(&situation, "s").unwrap();
        let said = |row: u32, name: &str| layer.text(row, layer.column_named(name).unwrap()).map(std::borrow::Cow::into_owned);
        let rows: Vec<_> = (0..layer.n_rows()).map(|row| (said(row, "title"), said(row, "place"))).collect();
        let expected = [("A fight", Some("Kursk")), ("A fight", Some("Void")), ("A word", None)];
        assert_eq!(rows, expected.map(|(title, place)| (Some(title.to_owned()), place.map(str::to_owned))));
        assert_eq!(said(0, "tags").as_deref(), Some("a; b"));
        assert_eq!(layer.points().unwrap().iter().filter(|at| !at.x.is_nan()).count(), 1);
        assert!(said(0, "from").unwrap().starts_with("2024-10-24T00:00:00"), "{:?}", said(0, "from"));
    }
}

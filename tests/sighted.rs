#![cfg(test)]
//! What the map shows of a window of time: in full what is surely in it, hollow what is possibly, faintly or not at all the rest.

use std::collections::BTreeMap;

use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::app::load;
use sandtable::command::Content;
use sandtable::earth::LonLat;
use sandtable::map::{Inputs, Mark, Picture, Shown};
use sandtable::model::{
    Event, EventId, EventPlace, Extra, Header, Mode, Moment, Place, PlaceId, PlaceRole, RecordId, Records, Situation, When,
};
use sandtable::placing::{Resolved, Sighted, Window};
use sandtable::query::{Answer, Clock, Filter, Fit, Index, Question, TimeWindow};
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, Item, Outside, ThemeKind};

fn answer(index: &Index, situation: &Situation, window: &str) -> Answer {
    let window = TimeWindow::typed(window, situation.zone(), Moment(0)).unwrap();
    Answer::of(index, &Question { filter: &Filter::default(), clock: Clock::Happened, window: Some(window), view: None, with_words: None })
}

fn picture(situation: &Situation, window: &str, outside: Outside) -> Picture {
    let (index, resolved) = (Index::of(situation), Resolved::of(situation, None));
    let sighted = Sighted::of(&resolved, &index, &answer(&index, situation, window), outside);
    let ctx = Context::default();
    install_fonts(&ctx);
    let mut picture = None;
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 720.0));
        let camera = Camera::new(LonLat::new(75.0, 45.0).unwrap(), 3.0);
        let basemap = Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark));
        let inputs = Inputs { situation: Some((situation, &resolved)), sighted: sighted.as_ref(), ..basemap };
        picture = Some(Picture::build(&inputs, &Shown::default(), ui.ctx()));
    });
    output.textures_delta.clear();
    picture.unwrap()
}

#[test]
fn a_place_is_drawn_as_surely_as_its_events_are_in_the_window() {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is a situation") };
    let situation = document.situation();
    let fit = |picture: &Picture, id: &str| {
        let is_it = |mark: &&Mark| mark.item == Item::Record(RecordId::Place(id.into()));
        picture.marks.iter().find(is_it).map(|mark| (mark.fit, mark.n_events))
    };
    let faded = picture(situation, "2024-10-24", Outside::Fade);
    assert_eq!(fit(&faded, "kazan"), Some((Fit::Surely, 1)), "the summit ended there that day");
    assert_eq!(fit(&faded, "kursk-region"), Some((Fit::Possibly, 2)), "by that day, or by the one after");
    assert_eq!(fit(&faded, "korean-peninsula").map(|(fit, _)| fit), Some(Fit::Out));
    let hidden = picture(situation, "2024-10-24", Outside::Hide);
    assert_eq!(fit(&hidden, "korean-peninsula"), None);
    assert!(hidden.marks.iter().all(|mark| mark.fit > Fit::Out) && hidden.movements.iter().all(|movement| movement.fit > Fit::Out));
    assert_eq!(fit(&hidden, "kazan"), fit(&faded, "kazan"));
    assert!(!hidden.labels.iter().any(|label| label.key == "place:korean-peninsula"));
}

/// So many places in a grid, each with an event on one of ten days; every tenth has none, every seventh event is dated in doubt.
fn grid(n_places: usize) -> Situation {
    let mut records = Records::default();
    for number in 0..n_places {
        let place = PlaceId::from(format!("p{number:04}").as_str());
        let (column, row) = (number % 40, number / 40);
        let at = geo::Point::new(20.0 + column as f64 * 2.3, 30.0 + row as f64 * 1.7);
        records.places.insert(place.clone(), Place { geometry: Some(at.into()), ..Place::new(place.clone(), &format!("Place {number}")) });
        if number.is_multiple_of(10) {
            continue;
        }
        let id = EventId::from(format!("e{number:04}").as_str());
        let doubt = if number.is_multiple_of(7) { "?" } else { "" };
        let when = When::parse(&format!("2024-10-{:02}{doubt}", 1 + number % 10)).ok();
        let places = vec![EventPlace { place, role: PlaceRole::At, extra: Extra::new() }];
        records.events.insert(id.clone(), Event { when, places, ..Event::new(id, "E", Mode::Happened) });
    }
    Situation::with_records(Header::default(), records)
}

#[test]
fn however_places_stand_together_each_that_is_asked_for_is_counted_once() {
    let situation = grid(700);
    let (index, resolved) = (Index::of(&situation), Resolved::of(&situation, None));
    let everywhere = Window::of(Camera::new(LonLat::new(0.0, 20.0).unwrap(), 0.0), [2_000.0; 2], 0.0);
    let answer = answer(&index, &situation, "2024-10-02/2024-10-04");
    // Numbers that end in 1, 2 or 3, of which those that 7 divides are in doubt.
    let expected = (0..700).filter(|number| (1..=3).contains(&(number % 10))).count();
    for zoom in [0.0, 1.5, 3.0, 5.0, 12.0] {
        let camera = Camera::new(LonLat::ORIGIN, zoom);
        for outside in [Outside::Fade, Outside::Hide] {
            let sighted = Sighted::of(&resolved, &index, &answer, outside).unwrap();
            let stands = sighted.stands(&resolved, camera, everywhere);
            let shown = stands.iter().filter(|stand| stand.fit > Fit::Out);
            assert_eq!(shown.map(|stand| stand.n_places).sum::<usize>(), expected, "zoom {zoom}");
            let mut at: BTreeMap<u32, usize> = BTreeMap::new();
            stands.iter().for_each(|stand| *at.entry(stand.group.first).or_default() += 1);
            assert!(at.values().all(|n| *n == 1), "no group stands twice");
            if outside == Outside::Hide {
                assert!(stands.iter().all(|stand| stand.fit > Fit::Out));
            } else {
                assert_eq!(stands.len(), resolved.groups(camera, everywhere).count(), "each group in full or faintly");
            }
        }
    }
    assert!(Sighted::of(&resolved, &index, &Answer::of(&index, &all()), Outside::Hide).is_none(), "nothing asked, nothing hidden");
}

fn all() -> Question<'static> {
    static EVERYTHING: std::sync::LazyLock<Filter> = std::sync::LazyLock::new(Filter::default);
    Question { filter: &EVERYTHING, clock: Clock::Happened, window: None, view: None, with_words: None }
}

#![cfg(test)]
//! Troop reports on the map: one symbol for each body at each place, as its latest live report has it.

#[path = "common/picture.rs"]
mod picture;
#[path = "common/window.rs"]
mod window;

use egui::Rect;
use egui_kittest::kittest::Queryable;
use picture::{EURASIA, picture};
use sandtable::app::load;
use sandtable::command::Content;
use sandtable::map::{LegendEntry, Mark, Picture, TroopMark};
use sandtable::model::{
    About, Actor, ActorId, Event, EventId, EventPlace, Extra, Framing, Header, Identity, Mode, Place, PlaceId, PlaceRole, RecordId,
    Records, Report, ReportId, Situation, Source, SourceId, Stance, StandingWord, Strength, Subject, Troops, When,
};
use sandtable::query::Fit;
use sandtable::symbols::{StandardIdentity, Status};
use sandtable::theme::Theme;
use sandtable::viewpoint::{Item, MapPart, MapParts, Outside};
use window::{state_of, window};

fn all(situation: &Situation) -> Picture {
    picture(situation, None, Outside::Fade, MapParts::default(), EURASIA)
}

fn sample() -> Situation {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is a situation") };
    document.situation().clone()
}

fn texts(troops: &TroopMark) -> Vec<&str> {
    troops.texts.iter().map(|(text, _)| text.text()).collect()
}

fn legend(picture: &Picture) -> Vec<&str> {
    picture.legend.iter().map(LegendEntry::words).collect()
}

/// Two towns far apart, and a source.
#[derive(Default)]
struct Told(Records, Header);

impl Told {
    fn new() -> Self {
        let mut told = Self::default();
        for (id, lon, lat) in [("east", 100.0, 50.0), ("west", 50.0, 50.0)] {
            let place = Place { geometry: Some(geo::Point::new(lon, lat).into()), ..Place::new(PlaceId::from(id), id) };
            told.0.places.insert(place.id.clone(), place);
        }
        for id in ["one", "two"] {
            told.0.sources.insert(id.into(), Source::new(SourceId::from(id), id));
        }
        for (id, side, identity) in [("reds", "Red", Identity::Hostile), ("blues", "Blue", Identity::Friend)] {
            let actor = Actor { side: Some(side.to_owned()), identity: Some(identity), ..Actor::new(ActorId::from(id), id) };
            told.0.actors.insert(actor.id.clone(), actor);
        }
        // A force of a side is part of it.
        let force = Actor { part_of: Some("reds".into()), ..Actor::new(ActorId::from("force"), "The force") };
        told.0.actors.insert(force.id.clone(), force);
        told
    }

    /// An event at a place, in a mode.
    fn event(mut self, id: &str, place: &str, mode: Mode) -> Self {
        let places = vec![EventPlace { place: place.into(), role: PlaceRole::At, extra: Extra::new() }];
        let when = When::parse("2024-10-24").ok();
        self.0.events.insert(id.into(), Event { places, when, ..Event::new(EventId::from(id), id, mode) });
        self
    }

    fn report(mut self, id: &str, (source, day): (&str, u8), event: &str, stance: Stance, troops: Troops) -> Self {
        let about = About { troops: Some(Box::new(troops)), ..About::new(Subject::Event(event.into()), stance) };
        let published = When::parse(&format!("2024-10-{day:02}")).ok();
        self.0.reports.insert(id.into(), Report { published, about: vec![about], ..Report::new(ReportId::from(id), source.into()) });
        self
    }

    fn situation(self) -> Situation {
        Situation::with_records(self.1, self.0)
    }
}

fn men(actor: &str, body: &str, strength: Option<Strength>) -> Troops {
    Troops { actor: Some(actor.into()), body: Some(body.into()), strength, ..Troops::default() }
}

fn report(id: &str) -> Item {
    Item::Record(RecordId::Report(id.into()))
}

#[test]
fn the_sample_shows_its_bodies_at_their_places_with_what_is_told_of_them() {
    let situation = sample();
    let picture = all(&situation);
    let names: Vec<&str> = picture.troops.iter().flat_map(|troops| &troops.names).map(String::as_str).collect();
    assert_eq!(picture.troops.len(), 2, "{names:?}");
    let of_locations = picture.troops.iter().find(|troops| texts(troops).contains(&"3,000")).expect("somebody counted");
    let of_kursk = picture.troops.iter().find(|troops| !texts(troops).contains(&"3,000")).unwrap();
    assert_eq!(of_locations.names, ["North Korean troops, 3,000, Several locations in Russia, contested, F6, 2 reports of one body"]);
    assert_eq!(of_kursk.names, ["North Korean troops, strength not reported, Kursk region, contested, F6"]);
    assert_eq!(texts(of_kursk), ["F6"], "nothing is put where nobody gives a number");
    assert!(picture.troops.iter().all(|troops| troops.framing == Framing::Side(Some(0))), "the sample names no viewpoint");
    assert!(legend(&picture).contains(&"Troops of North Korea") && legend(&picture).contains(&"Strength as reported"));
}

#[test]
fn a_symbol_covers_no_mark_no_name_and_no_other_symbol() {
    let situation = sample();
    for view in [EURASIA, (36.2, 51.7, 6.0), (36.2, 51.7, 9.0), (90.0, 60.0, 4.0)] {
        let picture = picture(&situation, None, Outside::Fade, MapParts::default(), view);
        let marks = picture.marks.iter().filter(|mark| mark.is_drawn()).map(Mark::rect);
        let names = picture.labels.iter().map(|label| Rect::from_min_size(label.pos, label.text.size()));
        let others: Vec<Rect> = marks.chain(names).collect();
        for (index, troops) in picture.troops.iter().enumerate() {
            let claim = troops.claim();
            assert!(!others.iter().any(|other| other.intersects(claim)), "{view:?}: {:?}", troops.names);
            assert!(picture.troops.iter().skip(index + 1).all(|other| !other.claim().intersects(claim)));
            assert!(picture.rect.contains_rect(claim));
        }
    }
}

#[test]
fn one_body_has_one_symbol_at_a_place_however_many_speak_of_it() {
    let told = Told::new().event("e", "east", Mode::Happened).event("f", "east", Mode::Happened);
    let told = told
        .report("a", ("one", 20), "e", Stance::Asserts, men("reds", "them", Some(Strength::Count(1_500))))
        .report("b", ("two", 22), "e", Stance::Asserts, men("reds", "them", Some(Strength::Range { min: 2_000, max: 3_000 })))
        .report("c", ("two", 21), "f", Stance::Asserts, men("reds", "them", Some(Strength::Word("several hundred".to_owned()))));
    let picture = all(&told.situation());
    let [troops] = picture.troops.as_slice() else { panic!("{} symbols", picture.troops.len()) };
    assert_eq!(troops.items, [report("b")], "the latest speaks for them");
    assert_eq!(texts(troops), ["1,500–3,000"], "what is told differs, and is never added up");
    assert!(troops.names[0].ends_with("3 reports of one body"), "{:?}", troops.names);
}

#[test]
fn a_body_told_of_at_two_places_stands_at_both_and_says_so() {
    let told = Told::new().event("e", "east", Mode::Happened);
    let elsewhere = Troops { to: Some("west".into()), ..men("reds", "them", None) };
    let told = told
        .report("a", ("one", 20), "e", Stance::Asserts, men("reds", "them", Some(Strength::Word("several hundred".to_owned()))))
        .report("b", ("two", 22), "e", Stance::Asserts, elsewhere);
    let picture = all(&told.situation());
    let mut items: Vec<_> = picture.troops.iter().flat_map(|troops| troops.items.clone()).collect();
    items.sort();
    assert_eq!(items, [report("a"), report("b")], "at each place the report that puts them there");
    for troops in &picture.troops {
        assert_eq!(texts(troops), ["several hundred"]);
        assert!(troops.names[0].contains("told of at 1 other place too"), "{:?}", troops.names);
    }
}

#[test]
fn what_is_denied_taken_back_or_replaced_speaks_for_nobody() {
    let told = Told::new().event("e", "east", Mode::Happened).event("f", "west", Mode::Happened);
    let told = told
        .report("denial", ("two", 23), "e", Stance::Denies, men("reds", "them", Some(Strength::Count(9))))
        .report("assertion", ("one", 20), "e", Stance::Asserts, men("reds", "them", Some(Strength::Count(700))))
        .report("said", ("one", 20), "f", Stance::Asserts, men("reds", "others", None))
        .report("taken-back", ("one", 21), "f", Stance::Retracts, men("reds", "others", None));
    let picture = all(&told.situation());
    let [troops] = picture.troops.as_slice() else { panic!("{} symbols", picture.troops.len()) };
    assert_eq!((troops.items.as_slice(), texts(troops)), (&[report("assertion")][..], vec!["700"]));
    assert_eq!(troops.standing.map(StandingWord::word), Some("contested"), "the denial is seen");
}

#[test]
fn the_frame_tells_friend_from_foe_with_a_viewpoint_and_sides_without_one() {
    let told = || {
        let told = Told::new().event("e", "east", Mode::Happened).event("f", "west", Mode::Happened);
        told.report("a", ("one", 20), "e", Stance::Asserts, men("force", "them", None)).report(
            "b",
            ("one", 20),
            "f",
            Stance::Asserts,
            men("blues", "us", None),
        )
    };
    let framings = |told: Told| {
        let picture = all(&told.situation());
        let of = |id: &str| picture.troops.iter().find(|troops| troops.items == [report(id)]).unwrap();
        let entries = legend(&picture).into_iter().filter(|words| words.to_lowercase().contains("troops")).map(str::to_owned);
        let identities = [of("a").code.identity, of("b").code.identity];
        ([of("a").framing, of("b").framing], identities, entries.collect::<Vec<_>>())
    };
    let (framing, identities, entries) = framings(told());
    assert_eq!(framing, [Framing::Side(Some(1)), Framing::Side(Some(0))], "in the order of their names: Blue, Red");
    assert_eq!(identities, [StandardIdentity::Neutral; 2]);
    assert_eq!(entries, ["Troops of Blue", "Troops of Red"]);
    assert_ne!(Theme::fill_of(framing[0]), Theme::fill_of(framing[1]));
    let mut seen = told();
    seen.1.viewpoint = Some("Blue".to_owned());
    let (framing, identities, entries) = framings(seen);
    assert_eq!(framing, [StandardIdentity::Hostile, StandardIdentity::Friend].map(Framing::Identity));
    assert_eq!(identities, [StandardIdentity::Hostile, StandardIdentity::Friend]);
    assert_eq!(entries, ["Friendly troops", "Hostile troops"]);
}

#[test]
fn what_is_only_intended_is_dashed() {
    for (mode, status) in [(Mode::Happened, Status::Present), (Mode::Intended, Status::Planned), (Mode::Expected, Status::Planned)] {
        let told = Told::new().event("e", "east", mode);
        let echelon = Troops { echelon: Some("two battalions".to_owned()), unit: Some("2/8".to_owned()), ..men("reds", "them", None) };
        let picture = all(&told.report("a", ("one", 20), "e", Stance::Asserts, echelon).situation());
        let [troops] = picture.troops.as_slice() else { panic!("{} symbols", picture.troops.len()) };
        assert_eq!(troops.code.status, status);
        assert_eq!(troops.code.echelon(), Some(sandtable::symbols::Echelon::Battalion));
        assert_eq!(texts(troops), ["2/8"]);
        let is_planned = status == Status::Planned;
        assert_eq!(legend(&picture).contains(&"Dashed: expected, intended or demanded"), is_planned);
        assert_eq!(troops.names[0].contains("planned"), is_planned);
    }
}

#[test]
fn several_bodies_at_one_place_stand_as_a_stack() {
    let mut told = Told::new().event("e", "east", Mode::Happened);
    for (index, strength) in [40_u64, 9_000, 300].into_iter().enumerate() {
        let (id, day) = (format!("r{index}"), 20 + index as u8);
        told = told.report(&id, ("one", day), "e", Stance::Asserts, men("reds", &id, Some(Strength::Count(strength))));
    }
    // A report without a body stands by itself, but a source's later one replaces its earlier one.
    for (id, day) in [("earlier", 20), ("later", 21)] {
        told = told.report(id, ("two", day), "e", Stance::Asserts, Troops { body: None, ..men("reds", "", None) });
    }
    let picture = all(&told.situation());
    let [troops] = picture.troops.as_slice() else { panic!("{} symbols", picture.troops.len()) };
    assert_eq!(troops.items, [report("r1"), report("r2"), report("r0"), report("later")], "the largest on top");
    assert_eq!(texts(troops), ["4"], "how many there are, and no sum of men");
    assert!(legend(&picture).contains(&"Several bodies of troops"));
}

#[test]
fn time_and_filter_leave_troops_out_as_they_do_marks() {
    let situation = sample();
    let shown = |outside| picture(&situation, Some("2024-11"), outside, MapParts::default(), EURASIA).troops;
    assert!(shown(Outside::Hide).is_empty(), "nothing is told of November");
    let faded = shown(Outside::Fade);
    assert!(!faded.is_empty() && faded.iter().all(|troops| troops.fit == Fit::Out && troops.names[0].ends_with("left out")));
    let off = MapParts::default().toggled(MapPart::Troops);
    assert!(picture(&situation, None, Outside::Fade, off, EURASIA).troops.is_empty());
}

#[test]
fn a_place_keeps_its_name_beside_the_symbol_where_room_is_short() {
    let harness = window(state_of([load::sample()]), [1280.0, 720.0]);
    let picture = harness.state().desk.as_ref().unwrap().picture().unwrap();
    assert_eq!(picture.troops.len(), 2);
    assert!(picture.labels.iter().any(|label| label.key == "place:kursk-region"), "its name goes on past the symbol");
}

#[test]
fn a_press_on_a_symbol_selects_its_report() {
    let mut harness = window(state_of([load::sample()]), [1280.0, 800.0]);
    harness.get_by_label_contains("North Korean troops, 3,000, Several locations in Russia").click();
    harness.run_steps(6);
    let selection = harness.state().state.viewpoint().selection.clone();
    assert_eq!(selection, Some(report("us-officials-count")));
    harness.run();
    harness.get_by_label_contains("strength not reported, Kursk region").click();
    harness.run_steps(6);
    assert_eq!(harness.state().state.viewpoint().selection, Some(report("ukrainian-military-intelligence-statement")));
}

#[test]
fn a_press_on_a_stack_selects_one_of_its_reports_after_the_other_and_tells_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: serde_json::Value| std::fs::write(folder.path().join(name), value.to_string()).unwrap();
    write("situation.json", serde_json::json!({"format": 1, "title": "Two bodies"}));
    let town = serde_json::json!({"type": "Feature", "id": "town", "geometry": {"type": "Point", "coordinates": [36, 51]}, "properties": {"name": "Town"}});
    write("places.geojson", serde_json::json!({"type": "FeatureCollection", "features": [town]}));
    write("sources.json", serde_json::json!([{"id": "wire", "name": "Wire"}]));
    let event = serde_json::json!({"id": "e", "title": "Presence", "mode": "happened", "places": [{"place": "town", "role": "at"}]});
    write("events.json", serde_json::json!([event]));
    let report = |id: &str, strength: u32| {
        let troops = serde_json::json!({"body": id, "strength": strength});
        serde_json::json!({"id": id, "source": "wire", "origin": "own", "about": [{"event": "e", "stance": "asserts", "troops": troops}]})
    };
    write("reports.json", serde_json::json!([report("few", 40), report("many", 900)]));
    let mut harness = window(state_of([load::load(folder.path())]), [1280.0, 800.0]);
    for expected in ["many", "few", "many"] {
        harness.get_by_label_contains("2 bodies of troops on the map, first Troops, 900, Town").click();
        harness.run_steps(6);
        assert_eq!(harness.state().state.viewpoint().selection, Some(self::report(expected)));
        assert_eq!(harness.state().state.viewpoint().picked.len(), 2);
    }
}

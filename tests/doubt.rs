#![cfg(test)]
//! The map shows doubt: what events come to, how what is said of them is graded, and how precisely a place is known.

#[path = "common/picture.rs"]
mod picture;

use picture::EURASIA;
use sandtable::app::load;
use sandtable::command::Content;
use sandtable::map::{LegendEntry, Mark, Picture};
use sandtable::model::{RecordId, StandingWord};
use sandtable::viewpoint::{Item, MapPart, MapParts, Outside};

/// Of the sample, as far as it lies in a window of time; with the camera at a place and a zoom.
fn picture(window: Option<&str>, view: (f64, f64, f64), parts: MapParts) -> Picture {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is a situation") };
    picture::picture(document.situation(), window, Outside::Fade, parts, view)
}

fn mark<'a>(picture: &'a Picture, id: &str) -> &'a Mark {
    picture.marks.iter().find(|mark| mark.item == Item::Record(RecordId::Place(id.into()))).unwrap()
}

fn legend(picture: &Picture) -> Vec<&str> {
    picture.legend.iter().map(LegendEntry::words).collect()
}

#[test]
fn a_mark_has_the_standings_of_its_events_that_are_asked_for() {
    let whole = picture(None, EURASIA, MapParts::default());
    let kursk = mark(&whole, "kursk-region").standings;
    assert_eq!(kursk.present().collect::<Vec<_>>(), [(StandingWord::Asserted, 1), (StandingWord::Contested, 1)]);
    assert_eq!(mark(&whole, "kazan").standings.agreed(), Some(StandingWord::Asserted));
    let moving = whole.movements.first().expect("the men went to Russia");
    assert_eq!(moving.standings.agreed(), Some(StandingWord::Contested), "North Korea denies it");
    assert!(moving.sign_at.is_some_and(|at| whole.rect.contains(at)));
    let of_one_day = picture(Some("2024-10-24"), EURASIA, MapParts::default());
    assert!(mark(&of_one_day, "korean-peninsula").standings.is_empty(), "nothing of that day happened there");
    assert_eq!(mark(&of_one_day, "kazan").standings.n_events(), 1);
}

#[test]
fn the_legend_explains_just_the_rings_on_screen() {
    let whole = picture(None, EURASIA, MapParts::default());
    for words in ["Asserted", "Contested: asserted and denied", "Ring in parts: by events of each", "Grades: source A–F, statement 1–6"]
    {
        assert!(legend(&whole).contains(&words), "{words}");
    }
    for words in ["Corroborated: origins independent", "Denied, asserted by nobody", "Retracted"] {
        assert!(!legend(&whole).contains(&words), "{words} is nowhere in the sample");
    }
    let kazan = picture(None, (49.1, 55.8, 9.0), MapParts::default());
    assert!(legend(&kazan).contains(&"Asserted") && !legend(&kazan).iter().any(|words| words.starts_with("Contested")));
    let nothing = picture(None, (-150.0, -40.0, 5.0), MapParts::default());
    assert!(!legend(&nothing).iter().any(|words| words.contains("Grades") || words.contains("ssert")), "{:?}", legend(&nothing));
}

#[test]
fn the_range_of_grades_stands_beside_a_name_and_can_be_switched_off() {
    let grade = |picture: &Picture, key: &str| {
        let label = picture.labels.iter().find(|label| label.key == key).unwrap();
        label.text.aside().map(str::to_owned)
    };
    let with = picture(None, EURASIA, MapParts::default());
    assert_eq!(grade(&with, "place:kazan"), Some(mark(&with, "kazan").standings.grades.to_string()));
    let without = picture(None, EURASIA, MapParts::default().toggled(MapPart::Grades));
    assert_eq!(grade(&without, "place:kazan"), None);
    assert!(!legend(&without).iter().any(|words| words.starts_with("Grades")));
}

#[test]
fn a_place_looked_at_nearer_than_it_is_known_is_faint_and_says_why() {
    let far = picture(None, EURASIA, MapParts::default());
    assert!(mark(&far, "ukraine").known_to.is_none() && !far.discs.is_empty());
    assert!(!legend(&far).contains(&"Faint: nearer than it is known"));
    let near = picture(None, (31.4, 49.0, 8.0), MapParts::default());
    assert!(mark(&near, "ukraine").known_to.is_some());
    assert!(!near.discs.iter().any(|disc| disc.item == mark(&near, "ukraine").item), "a disc that fills the view says nothing");
    assert!(legend(&near).contains(&"Faint: nearer than it is known"));
    let label = near.labels.iter().find(|label| label.key == "place:ukraine").unwrap();
    let lines: Vec<&str> = label.text.lines(0.0).map(|(_, job)| job.text.as_str()).collect();
    assert!(lines.contains(&"known only to the country: about 300 km"), "{lines:?}");
}

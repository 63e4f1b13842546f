#![cfg(test)]
//! What an edit makes anew, counted: what it touches and nothing else, and never all of it.

#[path = "common/window.rs"]
mod window;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::load;
use sandtable::command::{Action, Command, EditCommand};
use sandtable::model::{
    About, Actor, Credibility, Edit, Event, EventActor, Extra, Graded, Header, Mode, Place, RecordId, Regrade, Reliability, Report,
    Situation, Source, Stance, Subject, When, Zone,
};
use window::{Window, state_of, window};

type Screen = Harness<'static, Window>;

fn screen() -> Screen {
    let mut screen = window(state_of([load::sample()]), [1280.0, 900.0]);
    screen.run();
    screen
}

fn situation(screen: &Screen) -> &Situation {
    screen.state().state.situation().unwrap()
}

/// How often all of it and how many rows were made by a command and the frames after it.
fn made_by(screen: &mut Screen, command: Command) -> (u64, u64) {
    let (all, rows) = screen.state().state.n_made();
    screen.state_mut().state.run(command);
    screen.run();
    let (all_now, rows_now) = screen.state().state.n_made();
    (all_now - all, rows_now - rows)
}

fn made_by_edit(screen: &mut Screen, edit: Edit) -> (u64, u64) {
    made_by(screen, Command::step("Change", edit))
}

/// The same again by its undo, and what was there before.
fn taken_back(screen: &mut Screen, before: &Situation) -> (u64, u64) {
    let made = made_by(screen, Command::Act(Action::Undo));
    assert_eq!(situation(screen), before);
    made
}

fn event(screen: &Screen) -> Event {
    situation(screen).event(&"deployment".into()).unwrap().clone()
}

fn put(event: Event) -> Edit {
    Edit::PutEvent(Box::new(event))
}

#[test]
fn another_title_date_category_or_tag_makes_one_row_anew() {
    let mut screen = screen();
    let before = situation(&screen).clone();
    let own = event(&screen);
    for changed in [
        Event { title: "Soldiers were sent".to_owned(), ..own.clone() },
        Event { when: When::parse("2024-10-20").ok(), ..own.clone() },
        Event { category: Some("something else".to_owned()), ..own.clone() },
        Event { tags: vec!["new".to_owned()], ..own.clone() },
        Event { mode: Mode::Expected, ..own.clone() },
    ] {
        assert_eq!(made_by_edit(&mut screen, put(changed)), (0, 1));
        assert_eq!(taken_back(&mut screen, &before), (0, 1));
    }
}

#[test]
fn a_list_in_days_writes_only_headings_that_it_did_not_have() {
    let mut screen = screen();
    let own = event(&screen);
    let n_written = |screen: &Screen| screen.state().state.n_days_written();
    let n_before = n_written(&screen);
    assert!(n_before > 1, "{n_before}");
    made_by_edit(&mut screen, put(Event { title: "Soldiers were sent".to_owned(), ..own.clone() }));
    assert_eq!(n_written(&screen), n_before);
    made_by_edit(&mut screen, put(Event { when: When::parse("1999-12-31").ok(), ..own }));
    assert_eq!(n_written(&screen), n_before + 1);
    screen.get_by_label_contains("31 Dec 1999");
    made_by(&mut screen, Command::Act(Action::Undo));
    assert_eq!(n_written(&screen), n_before + 1);
}

#[test]
fn the_span_of_all_dates_is_sought_only_where_an_event_at_its_end_goes_or_is_redated() {
    let mut screen = screen();
    let starts = |event: &&Event| event.when.as_ref().and_then(|when| when.bounds(&Zone::default()).earliest());
    let first = situation(&screen).events().values().filter(|event| starts(event).is_some()).min_by_key(starts).unwrap().clone();
    let n_sought = |screen: &Screen| screen.state().state.n_spans_sought();
    made_by_edit(&mut screen, put(Event { title: "The first of all".to_owned(), tags: vec!["first".to_owned()], ..first.clone() }));
    assert_eq!(n_sought(&screen), 0);
    made_by_edit(&mut screen, Edit::Remove(RecordId::Event(first.id)));
    let n_by_clocks = n_sought(&screen);
    assert!((1..=3).contains(&n_by_clocks), "{n_by_clocks}");
    made_by(&mut screen, Command::Act(Action::Undo));
    assert_eq!(n_sought(&screen), n_by_clocks, "it only becomes wider again");
}

#[test]
fn another_actor_makes_that_ones_row_anew_too() {
    let mut screen = screen();
    let before = situation(&screen).clone();
    let own = event(&screen);
    let other = situation(&screen).actors().keys().find(|id| own.actors.iter().all(|by| by.actor != **id)).unwrap().clone();
    let mut changed = own;
    changed.actors.push(EventActor { actor: other, role: None, extra: Extra::new() });
    assert_eq!(made_by_edit(&mut screen, put(changed)), (0, 2), "its own and the new actor's");
    assert_eq!(taken_back(&mut screen, &before), (0, 2));
}

#[test]
fn a_statement_makes_its_report_and_its_events_and_their_parts_anew() {
    let mut screen = screen();
    let before = situation(&screen).clone();
    let is_plain = |report: &&Report| report.about.len() == 1 && report.about[0].stance == Stance::Asserts;
    let report = situation(&screen).reports().values().find(is_plain).unwrap().clone();
    let Subject::Event(of) = report.about[0].subject.clone() else { panic!("it speaks of an event") };
    let n_parts = situation(&screen).events_linking_to(&of).len() as u64;
    let mut changed = report;
    changed.about[0].stance = Stance::Denies;
    let (all, rows) = made_by_edit(&mut screen, Edit::PutReport(Box::new(changed)));
    assert_eq!(all, 0);
    assert!((2..=2 + n_parts).contains(&rows), "{rows}");
    assert_eq!(taken_back(&mut screen, &before), (0, rows));
}

#[test]
fn edits_of_every_kind_leave_all_the_rest_as_it_is() {
    let mut screen = screen();
    let before = situation(&screen).clone();
    let own = event(&screen);
    let n_records = before.ids().count() as u64;
    let place: Place =
        before.places().values().find(|place| !before.events_at(&place.id).is_empty() && place.precision.is_none()).unwrap().clone();
    // One that others are held through has to do with most of so few records.
    let carries_none = |report: &&Report| before.reports_carried_by_report(&report.id).is_empty();
    let report: Report = before.reports().values().find(carries_none).unwrap().clone();
    let source: Source = before.sources().values().next().unwrap().clone();
    let actor: Actor = before.actors().values().last().unwrap().clone();
    let regraded = Regrade::Source { source: source.id.clone(), judgement: Graded::bare(Reliability::E) };
    let judged = Regrade::Statement { report: report.id.clone(), index: 0, judgement: Graded::bare(Credibility::Five) };
    let tagged = before.events().values().take(20).map(|event| put(Event { tags: vec!["picked".to_owned()], ..event.clone() }));
    let at = geo::Geometry::Point(geo::Point::new(36.0, 51.5));
    let told =
        Report { about: vec![About::new(Subject::Event("new".into()), Stance::Asserts)], ..Report::new("r-new".into(), source.id.clone()) };
    let edits = [
        ("retitled", put(Event { title: "Sent".to_owned(), ..own.clone() })),
        ("elsewhere", put(Event { places: Vec::new(), ..own.clone() })),
        ("no longer part of anything", put(Event { links: Vec::new(), ..own.clone() })),
        ("a place renamed", Edit::PutPlace(Box::new(Place { name: "Elsewhere".to_owned(), ..place.clone() }))),
        ("a source renamed", Edit::PutSource(Box::new(Source { name: "Others".to_owned(), ..source.clone() }))),
        ("an actor renamed", Edit::PutActor(Box::new(Actor { name: "Others".to_owned(), ..actor }))),
        ("a source regraded", Regrade::edit_of(&[regraded], &before)),
        ("a statement judged", Regrade::edit_of(&[judged], &before)),
        (
            "an event and a report added",
            Edit::All(vec![put(Event::new("new".into(), "New", Mode::Happened)), Edit::PutReport(Box::new(told))]),
        ),
        ("a place added", Edit::PutPlace(Box::new(Place { geometry: Some(at), ..Place::new("new".into(), "New") }))),
        ("an event removed", Edit::Remove(RecordId::Event(own.id.clone()))),
        ("a report removed", Edit::Remove(RecordId::Report(report.id.clone()))),
        ("events tagged", Edit::All(tagged.collect())),
        ("another title of all", Edit::PutHeader(Box::new(Header { title: "Another".to_owned(), ..before.header().clone() }))),
    ];
    for (name, edit) in edits {
        let (all, rows) = made_by_edit(&mut screen, edit);
        assert_eq!(all, 0, "{name}");
        assert!(rows <= n_records / 3, "{name} made {rows} of {n_records}");
        let (all_back, rows_back) = taken_back(&mut screen, &before);
        assert_eq!(all_back, 0, "{name}, taken back");
        // Of what is gone again no row is made.
        assert!(rows_back <= rows.max(n_records / 3), "{name}, taken back, made {rows_back} of {n_records}");
    }
    screen.get_by_label_contains("Events 36");
}

#[test]
fn other_days_and_clocks_make_all_of_it_anew() {
    let mut screen = screen();
    let header = Header { time_zone: Some("Asia/Tokyo".to_owned()), ..situation(&screen).header().clone() };
    assert_eq!(made_by_edit(&mut screen, Edit::PutHeader(Box::new(header))).0, 3);
}

#[test]
fn a_command_that_steps_over_several_edits_brings_up_to_date_what_all_of_them_touched() {
    let mut screen = screen();
    let before = situation(&screen).clone();
    let own = event(&screen);
    made_by_edit(&mut screen, put(Event { title: "One".to_owned(), ..own.clone() }));
    made_by_edit(&mut screen, put(Event { title: "Two".to_owned(), places: Vec::new(), ..own }));
    made_by_edit(&mut screen, Edit::Remove(RecordId::Source(before.sources().keys().next().unwrap().clone())));
    let (all, rows) = made_by(&mut screen, Command::Edit(EditCommand::TurnTo(0)));
    assert_eq!(situation(&screen), &before);
    assert_eq!(all, 0);
    assert!(rows > 1);
}

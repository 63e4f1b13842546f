#![cfg(test)]
//! Adding what came in: an event with its report at a place that is searched, a report that is pasted, the inbox, two reports that are one.

#[path = "common/window.rs"]
mod window;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sandtable::app::load;
use sandtable::command::{Command, FoundAlike};
use sandtable::model::{
    About, Edit, Event, Extra, Mode, Moment, PlaceKind, Precision, PrecisionWord, RecordId, Report, ReportId, Situation, Source, Stance,
    Subject, TextFile, ToldDifferently, Via, When, merge_reports, told_differently,
};
use sandtable::query::{Duplicates, World};
use sandtable::viewpoint::{Item, ListKind};
use window::{Window, state_of, window};

type Screen = Harness<'static, Window>;

fn sample(size: [f32; 2]) -> Screen {
    let mut state = state_of([load::sample()]);
    state.run(Command::World(World::embedded()));
    state.run(Command::Now(Moment(1_732_000_000)));
    window(state, size)
}

fn situation(screen: &Screen) -> &Situation {
    screen.state().state.situation().unwrap()
}

fn selection(screen: &Screen) -> Option<&Item> {
    screen.state().state.viewpoint().selection.as_ref()
}

fn undo(screen: &mut Screen) {
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
}

/// Counts what is pressed besides text.
struct Typist {
    screen: Screen,
    n_presses: usize,
}

impl Typist {
    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.screen.key_press_modifiers(modifiers, key);
        self.screen.run();
        self.n_presses += 1;
    }

    /// Into whatever has the keyboard.
    fn write(&mut self, text: &str) {
        self.screen.event(egui::Event::Text(text.to_owned()));
        self.screen.run();
    }
}

#[test]
fn an_event_with_a_report_at_a_searched_place_takes_at_most_twelve_key_presses_beyond_the_text() {
    let mut typist = Typist { screen: sample([1280.0, 720.0]), n_presses: 0 };
    let before = situation(&typist.screen).clone();
    typist.press(Modifiers::NONE, Key::N);
    let typed =
        ["Shelling of the crossing at Sudzha", "24 Oct 2024", "sudzha", "Kursk Gazette", "25 Oct 2024", "https://example.org/sudzha"];
    for text in typed {
        typist.write(text);
        typist.press(Modifiers::NONE, Key::Enter);
    }
    typist.write("The crossing came under fire in the morning.");
    typist.press(Modifiers::COMMAND, Key::Enter);
    assert!(typist.n_presses <= 12, "{}", typist.n_presses);
    println!("{} key presses", typist.n_presses);
    let screen = &typist.screen;
    let (after, id) = (situation(screen), "shelling-of-the-crossing-at-sudzha");
    let event = after.event(&id.into()).unwrap();
    assert_eq!(event.when.as_ref().unwrap().text(), "2024-10-24");
    let place = after.place(&event.places[0].place).unwrap();
    assert_eq!((place.id.as_str(), place.kind, place.country.as_deref()), ("sudzha", Some(PlaceKind::City), Some("RU")));
    assert_eq!(place.precision, Some(Precision::Word(PrecisionWord::Settlement)));
    assert_eq!(place.part_of.as_ref().map(ToString::to_string).as_deref(), Some("russia"));
    let [(report, 0)] = after.reports_about(&id.into()) else { panic!() };
    let report = after.report(report).unwrap();
    assert_eq!(after.source(&report.source).unwrap().name, "Kursk Gazette");
    assert_eq!((report.url.as_deref(), report.published.as_ref().unwrap().text()), (Some("https://example.org/sudzha"), "2024-10-25"));
    assert_eq!(report.about[0].excerpt.as_deref(), Some("The crossing came under fire in the morning."));
    assert_eq!(report.about[0].stance, Stance::Asserts);
    assert_eq!(report.known.as_ref().unwrap().text(), "2024-11-19T07:06:40Z", "we know it since now");
    assert_eq!(selection(screen), Some(&Item::Record(RecordId::Event(id.into()))));
    undo(&mut typist.screen);
    assert_eq!(*situation(&typist.screen), before, "all of it was one step");
}

#[test]
fn what_is_typed_faster_than_it_is_drawn_goes_to_the_fields_that_it_is_for() {
    let mut screen = sample([1280.0, 720.0]);
    screen.key_press(Key::N);
    screen.run();
    let enter = |pressed| egui::Event::Key { key: Key::Enter, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    let typed = |text: &str| egui::Event::Text(text.to_owned());
    let events = [typed("Crash"), enter(true), enter(false), typed("24 Oct 2024"), enter(true), enter(false), typed("Kursk region")];
    screen.input_mut().events.extend(events);
    screen.run();
    // Fields that nothing is typed in are passed by Enter as well.
    for text in ["", "Kursk Gazette", "", "https://example.org/1", ""] {
        screen.event(typed(text));
        screen.key_press(Key::Enter);
        screen.run();
    }
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let report = situation(&screen).reports_about(&"crash".into()).first().and_then(|(id, _)| situation(&screen).report(id));
    assert_eq!(report.unwrap().url.as_deref(), Some("https://example.org/1"));
    let event = situation(&screen).event(&"crash".into()).unwrap();
    assert_eq!(event.when.as_ref().unwrap().text(), "2024-10-24");
    assert_eq!(event.places[0].place.as_str(), "kursk-region");
}

#[test]
fn what_is_searched_and_pinned_is_where_a_new_event_is() {
    let mut typist = Typist { screen: sample([1280.0, 720.0]), n_presses: 0 };
    typist.press(Modifiers::COMMAND, Key::K);
    typist.write("rylsk");
    typist.press(Modifiers::NONE, Key::Enter);
    typist.press(Modifiers::NONE, Key::N);
    typist.screen.get_by_label("Take away Ryl’sk");
    typist.write("Column seen");
    typist.press(Modifiers::COMMAND, Key::Enter);
    let event = situation(&typist.screen).event(&"column-seen".into()).unwrap();
    assert_eq!(event.places[0].place.as_str(), "rylsk");
    assert!(situation(&typist.screen).reports_about(&"column-seen".into()).is_empty(), "nothing was said of who says so");
}

#[test]
fn a_click_on_the_map_places_a_new_event_and_suggests_a_name() {
    let mut screen = sample([1280.0, 720.0]);
    screen.key_press_modifiers(Modifiers::SHIFT, Key::H);
    screen.run();
    screen.get_by_label_contains("Click where it happened");
    let at = egui::pos2(420.0, 400.0);
    let rect = screen.state().desk.as_ref().unwrap().picture().unwrap().rect;
    let wanted = screen.state().state.viewpoint().camera.place_at([f64::from(at.x - rect.center().x), f64::from(at.y - rect.center().y)]);
    screen.hover_at(at);
    screen.run();
    screen.drag_at(at);
    screen.drop_at(at);
    screen.run();
    screen.event(egui::Event::Text("Crash".to_owned()));
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let event = situation(&screen).event(&"crash".into()).unwrap();
    let place = situation(&screen).place(&event.places[0].place).unwrap();
    assert!(place.name.contains(" km ") && place.name.contains(" of "), "{}", place.name);
    assert_eq!(place.precision, Some(Precision::Word(PrecisionWord::Exact)));
    let Some(geo::Geometry::Point(point)) = place.geometry else { panic!() };
    assert!((point.x() - wanted.lon_deg()).abs() < 1e-6 && (point.y() - wanted.lat_deg()).abs() < 1e-6);
}

#[test]
fn what_cannot_be_taken_holds_the_form_open_and_is_kept_when_it_is_left() {
    let mut screen = sample([1280.0, 720.0]);
    screen.key_press(Key::N);
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    screen.get_by_label("It needs a title: what happened?");
    screen.event(egui::Event::Text("Something".to_owned()));
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    screen.event(egui::Event::Text("30 Feb 2024".to_owned()));
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    screen.get_by_label_contains("could not be taken");
    assert!(screen.state().state.document().unwrap().is_saved());
    screen.key_press(Key::Escape);
    screen.run();
    screen.key_press(Key::Escape);
    screen.run();
    screen.key_press(Key::N);
    screen.run();
    assert_eq!(
        screen.get_by_role_and_label(Role::TextInput, "Title").accesskit_node().value().as_deref(),
        Some("Something"),
        "it is kept for later"
    );
    screen.get_by_label("Begin afresh").click();
    screen.run();
    assert!(screen.query_by_label("Begin afresh").is_none());
}

#[test]
fn pasted_text_becomes_a_report_of_the_inbox_that_a_key_links_to_an_event() {
    let mut screen = sample([1280.0, 720.0]);
    let text = "Troops seen at Sudzha\n24 October 2024\nhttps://example.org/1\n\nSoldiers were seen near the border crossing on Thursday.";
    screen.event(egui::Event::Paste(text.to_owned()));
    screen.run();
    screen.get_by_label_contains("the title, the link, the date read from it");
    screen.get_by_label_contains("waits in the inbox");
    screen.event(egui::Event::Text("Kursk Gazette".to_owned()));
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let id = ReportId::from("troops-seen-at-sudzha");
    let report = situation(&screen).report(&id).unwrap();
    assert_eq!(report.published.as_ref().unwrap().text(), "2024-10-24");
    assert_eq!(report.excerpt.as_deref(), Some("Soldiers were seen near the border crossing on Thursday."));
    assert!(report.about.is_empty());
    screen.key_press(Key::Num7);
    screen.run();
    assert_eq!(screen.state().state.viewpoint().list, ListKind::Inbox);
    screen.get_by_label("Inbox 1");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::L);
    screen.run();
    screen.event(egui::Event::Text("BRICS summit".to_owned()));
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    // The likeliest way is taken by Enter: it asserts it.
    screen.key_press(Key::Enter);
    screen.run();
    let report = situation(&screen).report(&id).unwrap();
    assert_eq!(report.about[0].subject, Subject::Event("brics-summit".into()));
    assert_eq!(report.about[0].excerpt.as_deref(), Some("Soldiers were seen near the border crossing on Thursday."));
    assert_eq!(report.excerpt, None);
    screen.get_by_label("Inbox 0");
    undo(&mut screen);
    screen.get_by_label("Inbox 1");
    // Or an event is made of it.
    screen.key_press(Key::N);
    screen.run();
    screen.get_by_label("From the report");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let event = situation(&screen).event(&"troops-seen-at-sudzha".into()).unwrap();
    assert_eq!(situation(&screen).reports_about(&event.id), [(id, 0)]);
    screen.get_by_label("Inbox 0");
}

fn put(situation: &mut Situation, report: Report) {
    situation.apply(Edit::PutReport(Box::new(report)));
}

#[test]
fn merging_two_reports_keeps_what_both_say_and_leads_every_link_to_the_one() {
    let mut situation = Situation::default();
    situation.apply(Edit::PutSource(Box::new(Source::new("s".into(), "S"))));
    for id in ["e", "f"] {
        situation.apply(Edit::PutEvent(Box::new(Event::new(id.into(), id, Mode::Happened))));
    }
    let about = |event: &str| About::new(Subject::Event(event.into()), Stance::Asserts);
    put(&mut situation, Report { about: vec![about("e")], title: Some("Kept".into()), ..Report::new("kept".into(), "s".into()) });
    let gone = Report {
        about: vec![about("e"), about("f")],
        title: Some("Gone".into()),
        url: Some("https://example.org".into()),
        basis: vec!["photo".into()],
        ..Report::new("gone".into(), "s".into())
    };
    put(&mut situation, gone);
    put(&mut situation, Report { via: Some(Via::Report("gone".into())), ..Report::new("relay".into(), "s".into()) });
    put(
        &mut situation,
        Report { supersedes: Some("gone".into()), basis: vec!["gone".into(), "kept".into()], ..Report::new("later".into(), "s".into()) },
    );
    let denial = About::new(Subject::Report("gone".into()), Stance::Denies);
    put(&mut situation, Report { about: vec![denial], ..Report::new("denial".into(), "s".into()) });
    let before = situation.clone();
    let edit = merge_reports(&situation, &"kept".into(), &"gone".into()).unwrap();
    let inverse = situation.apply(edit);
    let report = |id: &str| situation.report(&id.into()).unwrap();
    assert!(situation.report(&"gone".into()).is_none());
    assert_eq!(report("kept").about, [about("e"), about("f")]);
    assert_eq!((report("kept").title.as_deref(), report("kept").url.as_deref()), (Some("Kept"), Some("https://example.org")));
    assert_eq!(report("kept").basis, ["photo"]);
    assert_eq!(report("relay").via, Some(Via::Report("kept".into())));
    assert_eq!((report("later").supersedes.as_ref(), report("later").basis.as_slice()), (Some(&"kept".into()), &["kept".to_owned()][..]));
    assert_eq!(report("denial").about[0].subject, Subject::Report("kept".into()));
    situation.apply(inverse);
    assert_eq!(situation, before);
}

#[test]
fn merging_two_reports_loses_no_words_silently() {
    let mut situation = Situation::default();
    let text = |file: &str| Some(Box::new(TextFile { file: file.to_owned(), sha256: None, extra: Extra::default() }));
    let kept = Report {
        title: Some("One".into()),
        excerpt: Some("They came by train.".into()),
        known: When::parse("2024-10-26").ok(),
        translation: Some("By train they came. All of them.".into()),
        text: text("texts/one.txt"),
        ..Report::new("kept".into(), "s".into())
    };
    let gone = Report {
        title: Some("Two".into()),
        excerpt: Some("They came at night.".into()),
        known: When::parse("2024-10-25").ok(),
        translation: Some("All of them.".into()),
        text: text("texts/two.txt"),
        ..Report::new("gone".into(), "s".into())
    };
    assert_eq!(told_differently(&kept, &gone), [ToldDifferently { member: "title", goes: Some("Two") }]);
    put(&mut situation, kept);
    put(&mut situation, gone);
    situation.apply(merge_reports(&situation, &"kept".into(), &"gone".into()).unwrap());
    let one = situation.report(&"kept".into()).unwrap();
    assert_eq!(one.excerpt.as_deref(), Some("They came by train.\n\nThey came at night."));
    assert_eq!(one.known.as_ref().map(When::text), Some("2024-10-25"), "it is known since either was");
    assert_eq!(one.translation.as_deref(), Some("By train they came. All of them."));
    assert_eq!((one.text.as_ref().unwrap().file.as_str(), one.attachments[0].file.as_str()), ("texts/one.txt", "texts/two.txt"));
}

#[test]
fn reports_that_may_be_one_are_offered_on_the_page_and_told_apart_for_good() {
    let mut screen = sample([1280.0, 1000.0]);
    let double = |id: &str| Report {
        url: Some("https://example.org/one".to_owned()),
        title: Some(format!("Report {id}")),
        ..Report::new(id.into(), "us-officials".into())
    };
    let state = &mut screen.state_mut().state;
    let edit = Edit::All(vec![Edit::PutReport(Box::new(double("one"))), Edit::PutReport(Box::new(double("two")))]);
    state.run(Command::step("two reports", edit));
    let situation_now = state.situation().unwrap();
    let (rev, duplicates) = (situation_now.rev(), Duplicates::of(situation_now));
    state.run(Command::Alike(Box::new(FoundAlike { situation: 1, rev, duplicates })));
    state.run(Command::Select(Some(Item::Record(RecordId::Report("one".into())))));
    screen.run();
    screen.get_by_label("Not the same: Report two").click();
    screen.run();
    assert!(screen.query_by_label("Merge into this one: Report two").is_none());
    assert_eq!(situation(&screen).report(&"one".into()).unwrap().distinct_from, ["two".into()]);
    undo(&mut screen);
    screen.get_by_label("Merge into this one: Report two").click();
    screen.run();
    assert!(situation(&screen).report(&"two".into()).is_none());
    assert!(screen.query_by_role_and_label(Role::Button, "Merge into this one: Report two").is_none());
    // What came back is gone to; each of the two is offered on the page of the other.
    undo(&mut screen);
    assert_eq!(selection(&screen), Some(&Item::Record(RecordId::Report("two".into()))));
    screen.get_by_label("Merge into this one: Report one");
    screen.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Report("one".into())))));
    screen.run();
    screen.get_by_label("Merge into this one: Report two");
}

#![cfg(test)]
//! The window's passes driven as a person would: keys, clicks, and what is then to be read.

#[path = "common/window.rs"]
mod window;

use std::fs;
use std::path::{Path, PathBuf};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sandtable::app::{Desk, Effect, State, load};
use sandtable::command::{Command, Notice};
use sandtable::map::Hit;
use sandtable::model::RecordId;
use sandtable::viewpoint::{Arrangement, Item, ListKind, SortBy, ThemeKind};
use window::{Window, state_of};

fn window_on(loaded: Vec<sandtable::command::Loaded>) -> Harness<'static, Window> {
    window::window(state_of(loaded), [1280.0, 800.0])
}

fn sample_window() -> Harness<'static, Window> {
    window_on(vec![load::sample()])
}

fn event(id: &str) -> Item {
    Item::Record(RecordId::Event(id.into()))
}

fn place(id: &str) -> Item {
    Item::Record(RecordId::Place(id.into()))
}

fn selection(harness: &Harness<'_, Window>) -> Option<Item> {
    harness.state().state.viewpoint().selection.clone()
}

#[test]
fn a_word_of_what_was_done_goes_by_itself_and_a_failure_stays() {
    let mut harness = sample_window();
    let mut wait = |notice: Notice| {
        let words = notice.words().to_owned();
        harness.state_mut().state.run(Command::Notice(notice));
        harness.run();
        harness.get_by_label(&words);
        let now = harness.ctx.input(|input| input.time);
        harness.input_mut().time = Some(now + 11.0);
        harness.run();
        harness.input_mut().time = None;
        harness.query_by_label(&words).is_some()
    };
    assert!(!wait(Notice::Done("It is done.".to_owned())));
    assert!(wait(Notice::Failed("It failed.".to_owned())));
}

#[test]
fn the_list_has_the_page_s_room_while_there_is_no_page_and_stays_where_it_was_scrolled_to() {
    let mut harness = sample_window();
    let n_rows = |harness: &Harness<'_, Window>| harness.query_all_by_role(egui::accesskit::Role::ListBoxOption).count();
    let n_without = n_rows(&harness);
    harness.state_mut().state.run(Command::Select(Some(event("deployment"))));
    harness.run();
    assert!(n_rows(&harness) < n_without, "{} of {n_without}", n_rows(&harness));
    let top_of = |harness: &Harness<'_, Window>| harness.get_by_label_contains("North Korean troops deployed to Russia · F6").rect().top();
    let before = top_of(&harness);
    harness.state_mut().state.run(Command::Select(None));
    harness.run();
    assert_eq!(top_of(&harness), before);
    assert_eq!(n_rows(&harness), n_without);
}

#[test]
fn what_was_read_of_a_situation_is_kept_when_another_takes_its_place_and_not_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024");
    let mut state = State::default();
    let left = |state: &mut State, mut loaded: sandtable::command::Loaded, unread: &[RecordId]| {
        loaded.news.unread = unread.iter().cloned().collect();
        let effects = state.run(Command::Loaded(Box::new(loaded)));
        effects.into_iter().find_map(|effect| if let Effect::Left(left) = effect { Some(*left) } else { None })
    };
    let unread = [RecordId::Event("deployment".into())];
    assert_eq!(left(&mut state, load::load(&folder), &unread), None, "nothing was there");
    let first = left(&mut state, load::sample(), &[]).unwrap();
    assert_eq!((first.path, first.news.unread.len()), (folder, 1), "the one that goes, with its own news");
    assert_eq!(left(&mut state, load::sample(), &[]), None, "a reload replaces nothing");
}

/// A situation whose files are given by name.
fn situation_of(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn sources_of_one_letter_stand_in_the_order_of_their_digits_and_another_situation_begins_at_its_top() {
    let report = |(id, letter, digit): &(usize, &str, &str)| {
        format!(
            r#"{{"id": "r{id:02}", "source": "s", "title": "{letter}{digit}", "published": "2024", "reliability": {{"reliability": "{letter}"}}, "about": [{{"event": "e", "stance": "asserts", "credibility": {digit}}}]}}"#
        )
    };
    let grades: Vec<_> = (0..60).map(|at| (at, ["B", "A", "A"][at % 3], ["1", "6", "3"][at % 3])).collect();
    let folder = situation_of(&[
        ("situation.json", r#"{"format": 1, "title": "Grades"}"#.to_owned()),
        ("sources.json", r#"[{"id": "s", "name": "S"}]"#.to_owned()),
        ("events.json", r#"[{"id": "e", "title": "E", "mode": "happened"}]"#.to_owned()),
        ("reports.json", format!("[{}]", grades.iter().map(report).collect::<Vec<_>>().join(",\n"))),
    ]);
    let mut harness = window_on(vec![load::load(folder.path())]);
    harness.state_mut().state.run(Command::ShowList(ListKind::Reports));
    let by_grade = Arrangement::of(ListKind::Reports).sorted_by(ListKind::Reports, SortBy::Reliability);
    harness.state_mut().state.run(Command::Arrange(ListKind::Reports, by_grade));
    harness.run();
    let rows = |harness: &Harness<'_, Window>| -> Vec<String> {
        let mut rows: Vec<_> = harness.query_all_by_role(egui::accesskit::Role::ListBoxOption).collect();
        rows.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        rows.iter().filter_map(|row| row.accesskit_node().label()).collect()
    };
    let at_first = rows(&harness);
    assert!(at_first.len() > 5 && at_first.iter().all(|row| row.contains("A3")), "{at_first:?}");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
    harness.run();
    assert!(rows(&harness).iter().all(|row| row.contains("B1")), "{:?}", rows(&harness));
    harness.state_mut().state.run(Command::Loaded(Box::new(load::sample())));
    harness.run();
    assert!(rows(&harness).first().unwrap().contains("Putin visits Pyongyang"), "{:?}", rows(&harness));
}

#[test]
fn the_sample_is_listed_with_its_counts() {
    let harness = sample_window();
    harness.get_by_label("Events 36");
    harness.get_by_label("Reports 13");
    harness.get_by_label_contains("Putin visits Pyongyang ·");
}

#[test]
fn a_click_on_a_row_shows_its_page_and_rings_its_places() {
    let mut harness = sample_window();
    harness.get_by_label_contains("North Korean troops deployed to Russia ·").click();
    harness.run();
    assert_eq!(selection(&harness), Some(event("deployment")));
    harness.get_by_label("Contested");
    harness.get_by_label("2 sources assert, 1 denies (North Korea, a party), 1 comments");
    harness.get_by_label("0 independent origins, 2 unclear, held through 1 carrier");
    let desk = harness.state().desk.as_ref().unwrap();
    assert!(desk.picture().unwrap().marks.iter().any(|mark| mark.item == place("russia")), "its place is on the map");
}

#[test]
fn a_click_on_a_mark_answers_what_is_linked_to_the_place() {
    let mut harness = sample_window();
    harness.get_by_label("Kursk region on the map, 2 events (1 asserted, 1 contested), F6").click();
    harness.run();
    assert_eq!(selection(&harness), Some(place("kursk-region")));
    harness.get_by_label("Linked to this place · 4");
    harness.get_by_label("North Korean forces stationed in the Kursk region").click();
    harness.run();
    assert_eq!(selection(&harness), Some(event("stationing")));
    harness.get_by_label_contains("Inherited: North Korea's mission to the United Nations denied");
}

#[test]
fn a_click_beside_a_mark_on_the_area_finds_the_area_and_one_on_the_sea_finds_nothing() {
    let mut harness = sample_window();
    harness.state_mut().state.run(Command::Select(Some(place("kursk-region"))));
    harness
        .state_mut()
        .state
        .run(Command::LookAt(sandtable::viewpoint::Camera::new(sandtable::earth::LonLat::new(36.3, 51.7).unwrap(), 7.0)));
    harness.run();
    let picture = harness.state().desk.as_ref().unwrap().picture().unwrap();
    let mark = picture.marks.iter().find(|mark| mark.item == place("kursk-region")).unwrap().pos;
    assert_eq!(picture.pick(mark + egui::vec2(60.0, 0.0)), Some(Hit::Item(place("kursk-region"))));
    assert_ne!(picture.pick(mark + egui::vec2(0.0, 220.0)), Some(Hit::Item(place("kursk-region"))));
}

#[test]
fn a_selected_row_far_down_is_scrolled_into_view() {
    let mut harness = sample_window();
    let id = harness.state().state.situation().unwrap().events().keys().last().unwrap().clone();
    let title = harness.state().state.situation().unwrap().event(&id).unwrap().title.clone();
    harness.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Event(id)))));
    harness.run();
    let row = harness.get_by_label_contains(&format!("{title} ·")).rect();
    let tabs = harness.get_by_label("Events 36").rect();
    assert!(row.top() >= tabs.bottom() && row.bottom() <= 470.0, "{row:?} is out of the list's view");
}

#[test]
fn a_name_on_a_page_leads_to_its_record_and_back_leads_back() {
    let mut harness = sample_window();
    harness.set_size(egui::vec2(1280.0, 1400.0));
    harness.state_mut().state.run(Command::Select(Some(event("stationing"))));
    harness.run();
    // Among who says so, and among the origins.
    harness.query_all_by_label("Ukraine's military intelligence service").next().unwrap().click();
    harness.run();
    assert!(matches!(selection(&harness), Some(Item::Record(RecordId::Source(_)))));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    harness.run();
    assert_eq!(selection(&harness), Some(event("stationing")));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    harness.run();
    assert!(matches!(selection(&harness), Some(Item::Record(RecordId::Source(_)))));
}

/// Whoever types faster than passes come: the arrow finds the list in whatever pass after its key it comes.
#[test]
fn an_arrow_right_after_the_key_of_a_list_selects_in_it_and_leaves_the_keyboard_there() {
    for n_passes in 1..5 {
        let mut harness = sample_window();
        harness.key_press(Key::Num3);
        (0..n_passes).for_each(|_| harness.step());
        harness.key_press(Key::ArrowDown);
        harness.run();
        assert!(matches!(selection(&harness), Some(Item::Record(RecordId::Place(_)))), "after {n_passes} passes");
        let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let role = focused.map(|node| node.accesskit_node().role());
        assert_eq!(role, Some(egui::accesskit::Role::ListBoxOption), "after {n_passes} passes");
    }
}

#[test]
fn lists_selection_map_and_drawers_have_their_keys() {
    let mut harness = sample_window();
    harness.key_press(Key::Num2);
    harness.run();
    assert_eq!(harness.state().state.viewpoint().list, ListKind::Reports);
    harness.key_press(Key::ArrowDown);
    harness.run();
    let first = selection(&harness);
    assert!(matches!(first, Some(Item::Record(RecordId::Report(_)))));
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_ne!(selection(&harness), first);
    harness.key_press(Key::K);
    harness.run();
    assert_eq!(selection(&harness), first);
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(selection(&harness), None);
    let zoom = harness.state().state.viewpoint().camera.zoom();
    harness.key_press(Key::Plus);
    harness.run();
    assert!(harness.state().state.viewpoint().camera.zoom() > zoom);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.key_press(Key::Home);
    harness.run();
    assert!((harness.state().state.viewpoint().camera.zoom() - zoom).abs() < 1e-6, "Home shows the whole situation again");
    harness.key_press(Key::T);
    harness.run();
    assert_eq!(harness.state().state.theme(), ThemeKind::Light);
    harness.key_press(Key::Backslash);
    harness.run();
    assert!(harness.query_by_label("Events 36").is_none(), "the panel is hidden, the map has its room");
}

#[test]
fn no_key_press_is_lost_where_a_pass_brings_several() {
    let mut harness = sample_window();
    for _ in 0..3 {
        let (key, modifiers) = (Key::ArrowDown, Modifiers::NONE);
        for pressed in [true, false] {
            harness.input_mut().events.push(egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        }
    }
    harness.run();
    assert_eq!(selection(&harness), Some(event("deployment")), "the third event of the list");
}

#[test]
fn the_wheel_zooms_about_the_pointer_and_a_drag_moves_the_ground() {
    let mut harness = sample_window();
    let before = harness.state().state.viewpoint().camera;
    harness.hover_at(egui::pos2(300.0, 400.0));
    harness.run();
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, 2.0),
        modifiers: Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
    });
    harness.run();
    let zoomed = harness.state().state.viewpoint().camera;
    assert!(zoomed.zoom() > before.zoom() + 0.1, "{before:?} {zoomed:?}");
    harness.drag_at(egui::pos2(300.0, 620.0));
    harness.hover_at(egui::pos2(340.0, 620.0));
    harness.run();
    harness.drop_at(egui::pos2(340.0, 620.0));
    harness.run();
    let dragged = harness.state().state.viewpoint().camera;
    assert!(dragged.offset_to(zoomed.centre())[0] > 20.0, "{zoomed:?} {dragged:?}");
}

#[test]
fn what_is_typed_right_after_the_palette_was_asked_for_arrives() {
    let mut harness = sample_window();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.step();
    harness.event(egui::Event::Text("deployed to russia".to_owned()));
    harness.step();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(selection(&harness), Some(event("deployment")));
}

#[test]
fn the_panels_keep_their_share_of_a_window_that_grows_until_they_are_dragged() {
    /// Of the harness, round the window.
    const MARGIN: f32 = 8.0;
    fn edge(harness: &Harness<'_, Window>) -> f32 {
        harness.state().desk.as_ref().unwrap().picture().unwrap().rect.right()
    }
    let panel_width = |harness: &Harness<'_, Window>| harness.ctx.content_rect().right() - MARGIN - edge(harness);
    let mut harness = sample_window();
    assert_eq!(panel_width(&harness).round(), 360.0);
    harness.set_size(egui::vec2(1920.0, 1080.0));
    harness.run();
    assert_eq!(panel_width(&harness).round(), 500.0);

    let [from, to] = [-2.0, 120.0].map(|by| egui::pos2(edge(&harness) - by, 900.0));
    harness.hover_at(from);
    harness.run();
    harness.drag_at(from);
    harness.run();
    harness.hover_at(to);
    harness.run();
    harness.drop_at(to);
    harness.run();
    assert!((panel_width(&harness) - 620.0).abs() < 2.0, "{}", panel_width(&harness));
    harness.set_size(egui::vec2(1600.0, 1000.0));
    harness.run();
    assert!((panel_width(&harness) - 620.0).abs() < 2.0, "{}", panel_width(&harness));
}

#[test]
fn an_idle_window_computes_nothing() {
    let mut harness = sample_window();
    harness.get_by_label_contains("North Korean troops deployed to Russia ·").click();
    // The list comes to rest after it has scrolled: under the pointer there is another row then.
    harness.run_steps(10);
    let counts = |harness: &Harness<'_, Window>| {
        let window = harness.state();
        let desk = window.desk.as_ref().unwrap();
        (desk.n_pictures(), window.state.n_derived())
    };
    let settled = counts(&harness);
    for _ in 0..20 {
        harness.step();
        let repaint = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
        assert!(repaint > std::time::Duration::from_secs(60), "an idle pass asks for another");
    }
    assert_eq!(counts(&harness), settled);
}

#[test]
fn a_theme_switched_to_looks_as_if_started_in() {
    let picture_after = |commands: Vec<Command>| {
        let mut state = State::default();
        for command in commands {
            state.run(command);
        }
        state.run(Command::Loaded(Box::new(load::sample())));
        let mut harness = Harness::builder().with_size([1280.0, 800.0]).wgpu().build_ui_state(
            |ui, window: &mut Window| {
                let ctx = ui.ctx().clone();
                window.desk.get_or_insert_with(|| Desk::new(&ctx)).pass(&mut window.state, true, ui);
            },
            Window::on(state),
        );
        harness.run();
        harness.state_mut().state.run(Command::Theme(ThemeKind::Light));
        harness.run();
        harness.render().unwrap()
    };
    let switched = picture_after(vec![Command::Theme(ThemeKind::Dark)]);
    let started = picture_after(vec![Command::Theme(ThemeKind::Light)]);
    let n_differing = switched.pixels().zip(started.pixels()).filter(|(a, b)| a != b).count();
    assert!(switched.pixels().any(|p| p.0[0] < 100), "something is drawn");
    // The glyph texture is packed in another order, which shows in the last bit of some edges.
    assert!(n_differing < 40, "{n_differing} pixels differ");
}

#[test]
fn the_picture_is_made_anew_when_a_font_comes() {
    let mut harness = sample_window();
    let n_pictures = |harness: &Harness<'_, Window>| harness.state().desk.as_ref().unwrap().n_pictures();
    let before = n_pictures(&harness);
    let data = egui::FontData::from_static(include_bytes!("../assets/fonts/NotoSans-Regular.ttf"));
    let family =
        egui::epaint::text::InsertFontFamily { family: egui::FontFamily::Proportional, priority: egui::epaint::text::FontPriority::Lowest };
    harness.ctx.add_font(egui::epaint::text::FontInsert::new("one more", data, vec![family]));
    harness.run();
    assert_eq!(n_pictures(&harness), before + 1, "its names may be wider now");
    harness.run();
    assert_eq!(n_pictures(&harness), before + 1);
}

#[test]
fn selecting_does_not_rebuild_the_picture_or_the_lists() {
    let mut harness = sample_window();
    let before = harness.state().desk.as_ref().unwrap().n_pictures();
    harness.state_mut().state.run(Command::Select(Some(event("lower-house-vote"))));
    harness.run();
    assert_eq!(harness.state().desk.as_ref().unwrap().n_pictures(), before, "its place was in view already");
}

/// A file in a folder of its own that is removed at the end.
fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn a_geojson_file_opens_as_a_layer_with_a_list() {
    let text = r##"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.2, 51.7]}, "properties": {"name": "Alpha", "n": 3}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]}, "properties": {"title": "Beta", "fill": "#00ff00"}},
        {"type": "Feature", "geometry": null, "properties": {"name": "Nowhere"}}]}"##;
    let (_folder, path) = file("layer.geojson", text);
    let mut harness = window_on(vec![load::load(&path)]);
    harness.get_by_label("layer.geojson 3");
    harness.get_by_label_contains("Beta ·").click();
    harness.run();
    assert_eq!(selection(&harness), Some(Item::Row { layer: 0, row: 1 }));
    harness.get_by_label("#00ff00");
}

#[test]
fn what_cannot_be_read_is_said_and_can_be_dismissed() {
    let mut harness = window_on(vec![load::sample(), load::load(Path::new("no-such-file.geojson"))]);
    harness.get_by_label_contains("no such file or folder");
    harness.get_by_label("Events 36");
    harness.get_by_label("Dismiss").click();
    harness.run();
    assert!(harness.query_by_label_contains("no such file or folder").is_none());
}

#[test]
fn hostile_names_are_shown_without_harm() {
    let names = [
        "x".repeat(10_000),
        "\u{202e}gnp.exe \u{0}\u{7}".to_owned(),
        "e\u{301}".repeat(300),
        "שלום \u{1F600} 北京".to_owned(),
        "a\nb\tc".to_owned(),
    ];
    let features: Vec<String> = names
        .iter()
        .map(|name| {
            format!(
                r#"{{"type": "Feature", "geometry": {{"type": "Point", "coordinates": [1, 2]}}, "properties": {{"name": {}}}}}"#,
                serde_json::Value::from(name.as_str())
            )
        })
        .collect();
    let (_folder, path) = file("names.geojson", &format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(",")));
    let mut state = State::default();
    state.run(Command::Loaded(Box::new(load::load(&path))));
    let mut harness = Harness::builder().with_size([640.0, 400.0]).allow_missing_glyphs().build_ui_state(
        |ui, window: &mut Window| {
            let ctx = ui.ctx().clone();
            window.desk.get_or_insert_with(|| Desk::new(&ctx)).pass(&mut window.state, true, ui);
        },
        Window::on(state),
    );
    harness.run();
    for row in 0..5 {
        harness.state_mut().state.run(Command::Select(Some(Item::Row { layer: 0, row })));
        harness.run();
    }
}

#[test]
fn an_empty_window_says_what_to_do() {
    let harness = window_on(Vec::new());
    harness.get_by_label_contains("Drop a situation's folder or a GeoJSON file");
}

/// A window in which the camera may move by itself.
fn window_in_motion() -> Harness<'static, Window> {
    let mut harness = sample_window();
    let state = std::mem::take(&mut harness.state_mut().state);
    harness.state_mut().state = state.with_motion();
    harness
}

#[test]
fn a_flight_passes_through_views_between_and_comes_to_rest() {
    let mut harness = window_in_motion();
    let whole = harness.state().state.viewpoint().camera;
    harness.state_mut().state.run(Command::Select(Some(place("kursk-region"))));
    harness.key_press(Key::F);
    harness.step();
    harness.step();
    assert!(harness.state().state.is_moving(), "it does not jump");
    harness.run_steps(120);
    assert!(!harness.state().state.is_moving(), "it arrives");
    let close = harness.state().state.viewpoint().camera;
    assert!(close.zoom() > whole.zoom() + 1.0, "{whole:?} {close:?}");
    harness.key_press(Key::OpenBracket);
    harness.run_steps(120);
    assert_eq!(harness.state().state.viewpoint().camera, whole, "the view before");
    harness.key_press(Key::CloseBracket);
    harness.run_steps(120);
    assert_eq!(harness.state().state.viewpoint().camera, close, "the view after");
    harness.step();
    let repaint = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(repaint > std::time::Duration::from_secs(60), "at rest it asks for no pass");
}

/// A window whose camera is on its way to the Kursk region.
fn window_in_flight() -> Harness<'static, Window> {
    let mut harness = window_in_motion();
    harness.state_mut().state.run(Command::Select(Some(place("kursk-region"))));
    harness.key_press(Key::F);
    harness.step();
    harness.step();
    assert!(harness.state().state.is_moving());
    harness
}

#[test]
fn a_hand_on_the_map_stops_a_flight() {
    let mut harness = window_in_flight();
    harness.state_mut().state.run(Command::Camera(sandtable::command::CameraCommand::Pan([5.0, 0.0])));
    assert!(!harness.state().state.is_moving());
}

#[test]
fn a_drag_with_shift_draws_a_box_that_fills_the_map() {
    let mut harness = sample_window();
    let before = harness.state().state.viewpoint().camera;
    harness.event(egui::Event::ModifiersChanged(Modifiers::SHIFT));
    harness.hover_at(egui::pos2(200.0, 500.0));
    harness.run();
    harness.drag_at(egui::pos2(200.0, 500.0));
    harness.step();
    for x in [230.0, 300.0, 400.0] {
        harness.hover_at(egui::pos2(x, 600.0));
        harness.step();
    }
    harness.drop_at(egui::pos2(400.0, 600.0));
    harness.run();
    let after = harness.state().state.viewpoint().camera;
    assert!(after.zoom() > before.zoom() + 1.5, "{before:?} {after:?}");
}

#[test]
fn the_arrow_keys_move_what_was_touched_last() {
    let mut harness = sample_window();
    let camera = |harness: &Harness<'_, Window>| harness.state().state.viewpoint().camera;
    harness.key_press(Key::ArrowDown);
    harness.run();
    let (first, before) = (selection(&harness), camera(&harness));
    assert!(first.is_some(), "at first they go through the list");
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert!(camera(&harness).offset_to(before.centre())[0] < -20.0, "to the sides they move the map");
    // A click on the ground, where nothing is.
    harness.state_mut().state.run(Command::Select(None));
    harness.run();
    let before = camera(&harness);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(selection(&harness), None, "the map has them now");
    assert!(camera(&harness).offset_to(before.centre())[1] < -20.0);
    harness.get_by_label_contains("North Korean troops deployed to Russia ·").click();
    harness.run();
    let before = camera(&harness);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_ne!(selection(&harness), Some(event("deployment")), "and now the list again");
    assert_eq!(camera(&harness), before);
}

#[test]
fn with_reduced_motion_the_map_jumps() {
    let mut harness = window_in_flight();
    harness.state_mut().state.run(Command::Motion(false));
    assert!(!harness.state().state.is_moving());
    let close = harness.state().state.viewpoint().camera;
    assert!(close.zoom() > 5.0, "it is where it was going to be: {close:?}");
    harness.key_press(Key::Home);
    harness.run();
    assert!(!harness.state().state.is_moving());
    assert!(harness.state().state.viewpoint().camera.zoom() < close.zoom());
}

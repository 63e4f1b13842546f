#![cfg(test)]
//! A working day by keyboard alone: twenty tasks, each with what a screen reader would say; and what every control is called.

#[path = "common/window.rs"]
mod window;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sandtable::app::{State, load};
use sandtable::command::{Command, Drawer, Overlay};
use sandtable::model::RecordId;
use sandtable::viewpoint::{GroupBy, Item, ListKind, SortBy, ThemeKind};
use window::{Window, state_of};

fn sample_window(size: [f32; 2]) -> Harness<'static, Window> {
    window::window(state_of([load::sample()]), size)
}

/// The tour with what was said on it.
struct Tour {
    harness: Harness<'static, Window>,
    said: Vec<String>,
    transcript: String,
}

impl Tour {
    fn new() -> Self {
        let mut tour = Self { harness: sample_window([1280.0, 900.0]), said: Vec::new(), transcript: String::new() };
        tour.listen("(start)");
        tour
    }

    fn state(&self) -> &State {
        &self.harness.state().state
    }

    fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
        let held = if modifiers.is_none() { String::new() } else { format!("{}+", egui::ModifierNames::NAMES.format(&modifiers, false)) };
        self.listen(&format!("{held}{}", key.name()));
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
        self.listen(&format!("“{text}”"));
    }

    /// What the live region says anew, and where the keyboard is.
    fn listen(&mut self, done: &str) {
        let said: Vec<String> = self.harness.get_all_by_role(egui::accesskit::Role::Status).map(|node| node_words(&node)).collect();
        let focus = self.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let focus = focus.map(|node| format!("{:?} {}", node.accesskit_node().role(), node_words(&node))).unwrap_or_default();
        self.transcript.push_str(&format!("{done}\n"));
        for words in said.iter().filter(|words| !self.said.contains(words)) {
            self.transcript.push_str(&format!("  says: {words}\n"));
        }
        self.said = said;
        if !focus.is_empty() {
            self.transcript.push_str(&format!("  at: {focus}\n"));
        }
    }

    fn selected(&self) -> String {
        match &self.state().viewpoint().selection {
            Some(Item::Record(id)) => id.to_string(),
            Some(Item::Row { layer, row }) => format!("row {row} of layer {layer}"),
            None => String::new(),
        }
    }

    /// Finds a record in the palette by typing.
    fn find(&mut self, name: &str) {
        self.press_with(Modifiers::COMMAND, Key::K);
        assert_eq!(self.state().furnishing().overlay, Some(Overlay::Palette));
        self.type_text(name);
        self.press(Key::Enter);
        assert_eq!(self.state().furnishing().overlay, None);
    }
}

fn node_words(node: &egui_kittest::Node<'_>) -> String {
    let node = node.accesskit_node();
    node.label().or_else(|| node.value()).unwrap_or_default()
}

#[test]
fn twenty_tasks_are_done_by_keyboard_alone() {
    let mut tour = Tour::new();

    // 1. Find the denial. 2. Who said it, and through whom.
    tour.press(Key::Num2);
    assert_eq!(tour.state().viewpoint().list, ListKind::Reports);
    tour.find("deployed to russia");
    assert_eq!(tour.selected(), "event:deployment");
    tour.harness.get_by_label("denied");
    tour.press(Key::Enter);
    // The keyboard is on the page; Tab goes to its links.
    for _ in 0..40 {
        tour.harness.key_press(Key::Tab);
        tour.harness.run();
        let focus = tour.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused()).map(|node| node_words(&node));
        if focus.as_deref().is_some_and(|name| name == "North Korea's mission to the United Nations") {
            break;
        }
    }
    tour.press(Key::Enter);
    assert!(tour.selected().starts_with("source:"), "{}", tour.selected());
    tour.harness.get_by_label_contains("Linked · ");

    // 3. Back to the event.
    tour.press_with(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(tour.selected(), "event:deployment");

    // 4. Where: the map is fitted to it, and 5. back to the view before.
    let before = tour.state().viewpoint().camera;
    tour.press(Key::F);
    assert_ne!(tour.state().viewpoint().camera, before);
    tour.press(Key::OpenBracket);
    assert_eq!(tour.state().viewpoint().camera, before);

    // 6. Sort reports by grade. 7. Turn the order round.
    tour.press(Key::Num2);
    for _ in 0..3 {
        tour.press(Key::S);
    }
    assert_eq!(tour.state().viewpoint().arrangements.of(ListKind::Reports).sort, SortBy::Reliability);
    tour.press_with(Modifiers::SHIFT, Key::S);
    assert!(tour.state().viewpoint().arrangements.of(ListKind::Reports).is_reversed);

    // 8. Group reports by source.
    tour.press_with(Modifiers::SHIFT, Key::G);
    assert_eq!(tour.state().viewpoint().arrangements.of(ListKind::Reports).group, GroupBy::Source);

    // 9. The first report, 10. and two more with it. 11. Put back.
    tour.press_with(Modifiers::COMMAND, Key::Home);
    assert!(tour.selected().starts_with("report:"));
    tour.press_with(Modifiers::SHIFT, Key::J);
    tour.press_with(Modifiers::SHIFT, Key::J);
    assert_eq!(tour.state().viewpoint().picked.len(), 3);
    tour.harness.get_by_label("3 items");
    tour.press(Key::Escape);
    assert!(tour.state().viewpoint().picked.is_empty());

    // 12. The thread of the treaty.
    tour.find("comprehensive strateg");
    assert_eq!(tour.selected(), "event:partnership");
    tour.harness.get_by_label("Thread");

    // 13. Go back twice.
    for _ in 0..2 {
        tour.press_with(Modifiers::ALT, Key::ArrowLeft);
    }
    assert!(tour.selected().starts_with("report:"), "{}", tour.selected());

    // 14. Places, 15. sources, 16. what lies in the tray.
    for (key, list) in [(Key::Num3, ListKind::Places), (Key::Num5, ListKind::Sources), (Key::Num6, ListKind::Tray)] {
        tour.press(key);
        assert_eq!(tour.state().viewpoint().list, list);
        tour.press(Key::ArrowDown);
        assert_ne!(tour.selected(), "");
    }

    // 17. Which key was it? 18. Problems, and shut again.
    tour.press(Key::Questionmark);
    tour.harness.get_by_label("Mark all as read");
    tour.press(Key::Escape);
    assert_eq!(tour.state().furnishing().overlay, None);
    tour.press(Key::P);
    assert_eq!(tour.state().furnishing().drawer, Some(Drawer::Problems));
    tour.harness.get_by_label_contains("No problems were found");
    tour.press(Key::P);

    // 19. Light theme and larger, by keys. 20. A command by its name.
    tour.press(Key::T);
    tour.press_with(Modifiers::COMMAND, Key::Plus);
    let likes = tour.state().preferences();
    assert_eq!((likes.theme, likes.scale_percent), (ThemeKind::Light, 110));
    tour.find("usual size");
    assert_eq!(tour.state().preferences().scale_percent, 100);

    compare(&tour.transcript);
}

/// What was said is kept beside the test; `UPDATE_TRANSCRIPT=1` writes it anew.
fn compare(transcript: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tour.txt");
    if std::env::var_os("UPDATE_TRANSCRIPT").is_some() {
        std::fs::write(&path, transcript).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (number, (now, before)) in transcript.lines().zip(kept.lines()).enumerate() {
        assert_eq!(now, before, "line {} of the transcript", number + 1);
    }
    assert_eq!(transcript.lines().count(), kept.lines().count());
}

/// Whatever can be pressed, set or reached by the keyboard says what it is and what it is called.
#[test]
fn every_control_has_a_name_and_a_role() {
    use egui::accesskit::{Action, Role};
    let mut n_controls = 0;
    let overlays = [None, Some(Overlay::Palette), Some(Overlay::Shortcuts), Some(Overlay::Open), Some(Overlay::Settings)];
    for overlay in overlays {
        let mut harness = sample_window([1280.0, 900.0]);
        let state = &mut harness.state_mut().state;
        state.run(Command::Overlay(overlay));
        state.run(Command::Drawer(Some(Drawer::Log)));
        state.run(Command::Act(sandtable::command::Action::ToggleLayers));
        state.run(Command::Select(Some(Item::Record(RecordId::Event("deployment".into())))));
        harness.run();
        for node in harness.root().children_recursive() {
            let inner = node.accesskit_node();
            let is_control = inner.data().supports_action(Action::Click) || inner.data().supports_action(Action::Focus);
            // Scroll bars are egui's own and have no words; what they scroll is reached by the keys of the list.
            if !is_control
                || matches!(inner.role(), Role::Window | Role::GenericContainer | Role::ScrollView | Role::Pane | Role::ScrollBar)
            {
                continue;
            }
            n_controls += 1;
            assert!(!node_words(&node).trim().is_empty(), "{overlay:?}: a {:?} has no name: {node:?}", inner.role());
            assert_ne!(inner.role(), Role::Unknown, "{overlay:?}: {} has no role", node_words(&node));
        }
    }
    assert!(n_controls > 150, "{n_controls} controls");
}

#[test]
fn the_tab_key_passes_the_list_in_one_step() {
    let mut harness = sample_window([1280.0, 900.0]);
    let mut names = Vec::new();
    for _ in 0..36 {
        harness.key_press(Key::Tab);
        harness.run();
        let focus = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        names.extend(focus.map(|node| format!("{:?}", node.accesskit_node().role())));
    }
    let n_rows = names.iter().filter(|role| *role == "ListBoxOption").count();
    assert!((1..=3).contains(&n_rows), "{names:?}");
}

#[test]
fn a_small_window_and_a_large_size_keep_the_map_and_every_panel_works() {
    for (size, percent) in [([640.0, 400.0], 100), ([640.0, 400.0], 300), ([7680.0, 4320.0], 100), ([1280.0, 720.0], 300)] {
        let mut harness = sample_window(size);
        let likes = harness.state().state.preferences().clone();
        harness.state_mut().state.run(Command::Prefer(sandtable::viewpoint::Preferences { scale_percent: percent, ..likes }));
        harness.run();
        for key in [Key::ArrowDown, Key::L, Key::P, Key::Questionmark, Key::Escape, Key::Num6, Key::ArrowDown] {
            harness.key_press(key);
            harness.run();
        }
        let map = harness.state().desk.as_ref().unwrap().picture().unwrap().rect;
        assert!(map.width() >= 60.0 && map.height() >= 20.0, "{size:?} at {percent} %: the map has {map:?}");
    }
}

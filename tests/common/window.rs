//! A window without a screen, for tests that drive the program as a person would.

use egui_kittest::Harness;
use sandtable::app::{Desk, Effect, State};
use sandtable::command::{Command, Loaded};

/// The program's state and the panels over it.
pub struct Window {
    pub state: State,
    pub desk: Option<Desk>,
    /// What a shell would have carried out.
    pub effects: Vec<Effect>,
}

impl Window {
    pub fn on(state: State) -> Self {
        Self { state, desk: None, effects: Vec::new() }
    }
}

/// A window of a size on a state.
pub fn window(state: State, size: [f32; 2]) -> Harness<'static, Window> {
    // Each key that is pressed and let go is a pass of its own; a widget that is new takes another until it knows its state.
    let mut harness = Harness::builder().with_size(size).with_max_steps(8).build_ui_state(
        |ui, window: &mut Window| {
            let ctx = ui.ctx().clone();
            let effects = window.desk.get_or_insert_with(|| Desk::new(&ctx)).pass(&mut window.state, true, ui);
            window.effects.extend(effects);
        },
        Window::on(state),
    );
    harness.run();
    harness
}

/// A state in which things were opened one after the other.
pub fn state_of(loaded: impl IntoIterator<Item = Loaded>) -> State {
    let mut state = State::default();
    for loaded in loaded {
        state.run(Command::Loaded(Box::new(loaded)));
    }
    state
}

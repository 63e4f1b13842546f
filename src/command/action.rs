//! Everything that has a name and a key.

use egui::{Key, KeyboardShortcut, Modifiers};

/// Something a person can ask for by a key, a menu or a button, without saying more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    NextItem,
    PreviousItem,
    Back,
    Forward,
    ClearSelection,
    ShowEvents,
    ShowReports,
    FitSituation,
    FitSelection,
    ViewBack,
    ViewForward,
    ZoomIn,
    ZoomOut,
    PanLeft,
    PanRight,
    PanUp,
    PanDown,
    NextTheme,
    NextNotation,
    ToggleGraticule,
    ToggleLocalNames,
    ToggleRangeRings,
    ToggleLocator,
    ToggleLayers,
    Measure,
    CopyPicture,
    ToggleMotion,
    TogglePanel,
    Quit,
}

/// What the plain arrow keys move, up and down: what was last touched. To the sides they always move the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrows {
    /// The selection, through the list.
    #[default]
    List,
    Map,
}

impl Arrows {
    /// The action of a plain arrow key, where it is not the one that [`Action::shortcuts`] has.
    fn action(self, key: Key) -> Option<Action> {
        match (key, self) {
            (Key::ArrowLeft, _) => Some(Action::PanLeft),
            (Key::ArrowRight, _) => Some(Action::PanRight),
            (Key::ArrowUp, Self::Map) => Some(Action::PanUp),
            (Key::ArrowDown, Self::Map) => Some(Action::PanDown),
            _ => None,
        }
    }
}

impl Action {
    pub const ALL: [Self; 29] = [
        Self::NextItem,
        Self::PreviousItem,
        Self::Back,
        Self::Forward,
        Self::ClearSelection,
        Self::ShowEvents,
        Self::ShowReports,
        Self::FitSituation,
        Self::FitSelection,
        Self::ViewBack,
        Self::ViewForward,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::PanLeft,
        Self::PanRight,
        Self::PanUp,
        Self::PanDown,
        Self::NextTheme,
        Self::NextNotation,
        Self::ToggleGraticule,
        Self::ToggleLocalNames,
        Self::ToggleRangeRings,
        Self::ToggleLocator,
        Self::ToggleLayers,
        Self::Measure,
        Self::CopyPicture,
        Self::ToggleMotion,
        Self::TogglePanel,
        Self::Quit,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::NextItem => "Next in list",
            Self::PreviousItem => "Previous in list",
            Self::Back => "Back",
            Self::Forward => "Forward",
            Self::ClearSelection => "Clear selection",
            Self::ShowEvents => "Show events",
            Self::ShowReports => "Show reports",
            Self::FitSituation => "Whole situation",
            Self::FitSelection => "Fit to selection",
            Self::ViewBack => "View before",
            Self::ViewForward => "View after",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::PanLeft => "Pan left",
            Self::PanRight => "Pan right",
            Self::PanUp => "Pan up",
            Self::PanDown => "Pan down",
            Self::NextTheme => "Next theme",
            Self::NextNotation => "Next notation of coordinates",
            Self::ToggleGraticule => "Show or hide the graticule",
            Self::ToggleLocalNames => "Show or hide local names",
            Self::ToggleRangeRings => "Show or hide range rings",
            Self::ToggleLocator => "Show or hide the locator map",
            Self::ToggleLayers => "Show or hide layers and legend",
            Self::Measure => "Measure distance and bearing",
            Self::CopyPicture => "Copy the picture of the map",
            Self::ToggleMotion => "Move smoothly, or jump",
            Self::TogglePanel => "Show or hide the panel",
            Self::Quit => "Quit",
        }
    }

    /// The keys that ask for it; a key with more modifiers is looked at first.
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        const fn plain(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::NONE, key)
        }
        const fn with(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(modifiers, key)
        }
        match self {
            Self::NextItem => &const { [plain(Key::ArrowDown), plain(Key::J)] },
            Self::PreviousItem => &const { [plain(Key::ArrowUp), plain(Key::K)] },
            Self::Back => &const { [with(Modifiers::ALT, Key::ArrowLeft)] },
            Self::Forward => &const { [with(Modifiers::ALT, Key::ArrowRight)] },
            Self::ClearSelection => &const { [plain(Key::Escape)] },
            Self::ShowEvents => &const { [plain(Key::Num1)] },
            Self::ShowReports => &const { [plain(Key::Num2)] },
            Self::FitSituation => &const { [plain(Key::Home)] },
            Self::FitSelection => &const { [plain(Key::F)] },
            Self::ViewBack => &const { [plain(Key::OpenBracket)] },
            Self::ViewForward => &const { [plain(Key::CloseBracket)] },
            Self::ZoomIn => &const { [plain(Key::Plus), plain(Key::Equals)] },
            Self::ZoomOut => &const { [plain(Key::Minus)] },
            Self::PanLeft => &const { [with(Modifiers::SHIFT, Key::ArrowLeft)] },
            Self::PanRight => &const { [with(Modifiers::SHIFT, Key::ArrowRight)] },
            Self::PanUp => &const { [with(Modifiers::SHIFT, Key::ArrowUp)] },
            Self::PanDown => &const { [with(Modifiers::SHIFT, Key::ArrowDown)] },
            Self::NextTheme => &const { [plain(Key::T)] },
            Self::NextNotation => &const { [plain(Key::C)] },
            Self::ToggleGraticule => &const { [plain(Key::G)] },
            Self::ToggleLocalNames => &const { [plain(Key::N)] },
            Self::ToggleRangeRings => &const { [plain(Key::R)] },
            Self::ToggleLocator => &const { [plain(Key::I)] },
            Self::ToggleLayers => &const { [plain(Key::L)] },
            Self::Measure => &const { [plain(Key::M)] },
            // Ctrl-C alone never comes as a key.
            Self::CopyPicture => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C)] },
            Self::ToggleMotion => &const { [with(Modifiers::SHIFT, Key::M)] },
            Self::TogglePanel => &const { [plain(Key::Backslash)] },
            Self::Quit => &const { [with(Modifiers::COMMAND, Key::Q)] },
        }
    }

    /// The name with its first key, for tooltips.
    pub fn tooltip(self, ctx: &egui::Context) -> String {
        match self.shortcuts().first() {
            Some(shortcut) => format!("{} ({})", self.name(), ctx.format_shortcut(shortcut)),
            None => self.name().to_owned(),
        }
    }

    /// The actions whose keys were pressed in this pass. Those with more modifiers take their key first, so that a plain key never
    /// answers for a combination; nothing is taken while text is being typed.
    pub fn pressed(ctx: &egui::Context, arrows: Arrows) -> Vec<Self> {
        if ctx.text_edit_focused() {
            return Vec::new();
        }
        let mut keys: Vec<(KeyboardShortcut, Self)> =
            Self::ALL.into_iter().flat_map(|a| a.shortcuts().iter().map(move |s| (*s, a))).collect();
        for key in [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown] {
            let shortcut = KeyboardShortcut::new(Modifiers::NONE, key);
            if let Some(action) = arrows.action(key) {
                keys.retain(|(other, _)| *other != shortcut);
                keys.push((shortcut, action));
            }
        }
        keys.sort_by_key(|(shortcut, _)| std::cmp::Reverse(n_modifiers(shortcut.modifiers)));
        ctx.input_mut(|input| {
            let mut pressed = Vec::new();
            for (shortcut, action) in keys {
                // A slow pass can bring several presses of one key: none is lost.
                let n_presses = input.count_and_consume_key(shortcut.modifiers, shortcut.logical_key);
                pressed.extend(std::iter::repeat_n(action, n_presses));
            }
            pressed
        })
    }
}

fn n_modifiers(modifiers: Modifiers) -> u32 {
    u32::from(modifiers.alt) + u32::from(modifiers.shift) + u32::from(modifiers.ctrl || modifiers.command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut keys: Vec<_> = Action::ALL.into_iter().flat_map(Action::shortcuts).collect();
        let n_keys = keys.len();
        keys.sort_by_key(|s| format!("{s:?}"));
        keys.dedup();
        assert_eq!(keys.len(), n_keys);
    }
}

//! Everything that has a name and a key.

use egui::{Key, KeyboardShortcut, Modifiers};

/// Something a person can ask for by a key, a menu or a button, without saying more. What it is called stands in `wording`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    NextItem,
    PreviousItem,
    FirstItem,
    LastItem,
    PageDown,
    PageUp,
    ExtendDown,
    ExtendUp,
    PickItem,
    PickAll,
    CopyText,
    CopyCitation,
    NextUnread,
    MarkAllRead,
    ToggleOnlyNew,
    NextSort,
    ReverseSort,
    NextGroup,
    ShowEvents,
    ShowReports,
    ShowPlaces,
    ShowActors,
    ShowSources,
    ShowTray,
    ShowInbox,
    OpenPage,
    ReadText,
    NextQuotation,
    PreviousQuotation,
    Back,
    Forward,
    ClearSelection,
    Edit,
    EditHeader,
    Link,
    Duplicate,
    Delete,
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
    Measure,
    NewEvent,
    NewEventHere,
    NewReport,
    LogQuestion,
    MovePlace,
    EditShape,
    DrawLine,
    DrawArea,
    TakeBack,
    CopyPicture,
    ToggleGraticule,
    ToggleLocalNames,
    ToggleRangeRings,
    ToggleLocator,
    PlayPause,
    NextEvent,
    PreviousEvent,
    WholeTime,
    NextClock,
    NextTimeMode,
    ToggleOutside,
    ToggleTimeline,
    ToggleFilter,
    ResetFilter,
    CommandPalette,
    ShortcutSheet,
    NextPane,
    PreviousPane,
    TogglePanel,
    ToggleLayers,
    ToggleProblems,
    ToggleLog,
    ToggleLedger,
    ToggleHistory,
    ToggleDifferences,
    ToggleHandover,
    ToggleTable,
    NextTheme,
    Larger,
    Smaller,
    ActualSize,
    NextNotation,
    ToggleMotion,
    OpenFile,
    Reload,
    Save,
    SaveAs,
    AttachText,
    Undo,
    Redo,
    Present,
    CaptureScene,
    /// All parts of the scene in hand as the window shows them.
    RecaptureScene,
    ToggleScenes,
    ToggleRelease,
    /// What people take home of the briefing.
    Export,
    Settings,
    Quit,
}

/// What an action has to do with: the headings of menu and shortcut sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    List,
    Show,
    Edit,
    Map,
    Time,
    Briefing,
    Window,
    Program,
}

impl Topic {
    pub const ALL: [Self; 8] = [Self::List, Self::Show, Self::Edit, Self::Map, Self::Time, Self::Briefing, Self::Window, Self::Program];
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

/// Who has the first right to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOwner {
    /// Nothing in particular, or the list or the map: every key asks for its action.
    Window,
    /// A button, a link or the like: Enter, Space and plain arrows are its own.
    Widget,
    /// The timeline: it has the arrows to the sides and the keys that zoom.
    Timeline,
    /// The strip of scenes: arrows, Enter and the keys that copy, hide and remove a scene are its own.
    Scenes,
    /// A row of the table: arrows, the keys that go to its ends and page through it, and what picks all are its own.
    Table,
    /// A field of a form, be it one in which nothing is typed: letters are never meant for the window.
    Form,
    /// Something lies over the window.
    Overlay,
    /// A menu is open or text is being typed: Escape leaves it, and arrows walk in it.
    Menu,
    /// Text of a form is being typed and not taken yet: it has an undo of its own.
    Draft,
    /// A briefing is given: keys are those of the wall.
    Wall,
}

impl KeyOwner {
    /// Whether a key still asks for its action.
    fn leaves(self, shortcut: KeyboardShortcut, action: Action) -> bool {
        let is_of_window = matches!(action.topic(), Topic::Window | Topic::Program);
        match self {
            Self::Window => true,
            Self::Widget => {
                let is_plain = shortcut.modifiers.is_none();
                let key = shortcut.logical_key;
                !(is_plain && matches!(key, Key::Enter | Key::Space | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight))
            }
            Self::Timeline => {
                let is_plain = shortcut.modifiers.is_none();
                !(is_plain && matches!(shortcut.logical_key, Key::ArrowLeft | Key::ArrowRight | Key::Plus | Key::Minus | Key::Equals))
            }
            Self::Scenes => {
                let key = shortcut.logical_key;
                let is_arrow = matches!(key, Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight);
                let is_own = is_arrow || matches!(key, Key::Enter | Key::Delete | Key::H | Key::Home | Key::End);
                !(shortcut.modifiers.is_none() && is_own || shortcut.modifiers.command_only() && (is_arrow || key == Key::D))
            }
            Self::Table => {
                let held = shortcut.modifiers;
                let goes = matches!(
                    shortcut.logical_key,
                    Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::Home | Key::End | Key::PageUp | Key::PageDown
                );
                !(goes && !held.alt || held.command_only() && shortcut.logical_key == Key::A)
            }
            Self::Form if action == Action::CaptureScene => false,
            Self::Form => {
                let is_for_typing = !(shortcut.modifiers.command || shortcut.modifiers.alt);
                !is_for_typing || matches!(shortcut.logical_key, Key::Escape | Key::F1 | Key::F6)
            }
            Self::Overlay => action == Action::ClearSelection || is_of_window && shortcut.modifiers.command,
            Self::Menu => is_of_window && shortcut.modifiers.command,
            Self::Wall => matches!(action, Action::Quit | Action::CommandPalette),
            Self::Draft => is_of_window && shortcut.modifiers.command && !matches!(action, Action::Undo | Action::Redo),
        }
    }
}

impl Action {
    pub const ALL: [Self; 106] = [
        Self::NextItem,
        Self::PreviousItem,
        Self::FirstItem,
        Self::LastItem,
        Self::PageDown,
        Self::PageUp,
        Self::ExtendDown,
        Self::ExtendUp,
        Self::PickItem,
        Self::PickAll,
        Self::CopyText,
        Self::CopyCitation,
        Self::NextUnread,
        Self::MarkAllRead,
        Self::ToggleOnlyNew,
        Self::NextSort,
        Self::ReverseSort,
        Self::NextGroup,
        Self::ShowEvents,
        Self::ShowReports,
        Self::ShowPlaces,
        Self::ShowActors,
        Self::ShowSources,
        Self::ShowTray,
        Self::ShowInbox,
        Self::OpenPage,
        Self::ReadText,
        Self::NextQuotation,
        Self::PreviousQuotation,
        Self::Back,
        Self::Forward,
        Self::ClearSelection,
        Self::Edit,
        Self::EditHeader,
        Self::Link,
        Self::Duplicate,
        Self::Delete,
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
        Self::Measure,
        Self::NewEvent,
        Self::NewEventHere,
        Self::NewReport,
        Self::LogQuestion,
        Self::MovePlace,
        Self::EditShape,
        Self::DrawLine,
        Self::DrawArea,
        Self::TakeBack,
        Self::CopyPicture,
        Self::ToggleGraticule,
        Self::ToggleLocalNames,
        Self::ToggleRangeRings,
        Self::ToggleLocator,
        Self::PlayPause,
        Self::NextEvent,
        Self::PreviousEvent,
        Self::WholeTime,
        Self::NextClock,
        Self::NextTimeMode,
        Self::ToggleOutside,
        Self::ToggleTimeline,
        Self::ToggleFilter,
        Self::ResetFilter,
        Self::CommandPalette,
        Self::ShortcutSheet,
        Self::NextPane,
        Self::PreviousPane,
        Self::TogglePanel,
        Self::ToggleLayers,
        Self::ToggleProblems,
        Self::ToggleLog,
        Self::ToggleLedger,
        Self::ToggleHistory,
        Self::ToggleDifferences,
        Self::ToggleHandover,
        Self::ToggleTable,
        Self::NextTheme,
        Self::Larger,
        Self::Smaller,
        Self::ActualSize,
        Self::NextNotation,
        Self::ToggleMotion,
        Self::OpenFile,
        Self::Reload,
        Self::Save,
        Self::SaveAs,
        Self::AttachText,
        Self::Undo,
        Self::Redo,
        Self::Present,
        Self::CaptureScene,
        Self::RecaptureScene,
        Self::ToggleScenes,
        Self::ToggleRelease,
        Self::Export,
        Self::Settings,
        Self::Quit,
    ];

    #[expect(clippy::too_many_lines, reason = "a table: every action once")]
    pub fn topic(self) -> Topic {
        match self {
            Self::NextItem
            | Self::PreviousItem
            | Self::FirstItem
            | Self::LastItem
            | Self::PageDown
            | Self::PageUp
            | Self::ExtendDown
            | Self::ExtendUp
            | Self::PickItem
            | Self::PickAll
            | Self::CopyText
            | Self::CopyCitation
            | Self::NextUnread
            | Self::MarkAllRead
            | Self::ToggleOnlyNew
            | Self::NextSort
            | Self::ReverseSort
            | Self::NextGroup => Topic::List,
            Self::ShowEvents
            | Self::ShowReports
            | Self::ShowPlaces
            | Self::ShowActors
            | Self::ShowSources
            | Self::ShowTray
            | Self::ShowInbox
            | Self::OpenPage
            | Self::ReadText
            | Self::NextQuotation
            | Self::PreviousQuotation
            | Self::Back
            | Self::Forward
            | Self::ClearSelection => Topic::Show,
            Self::Edit
            | Self::EditHeader
            | Self::Link
            | Self::Duplicate
            | Self::Delete
            | Self::NewEvent
            | Self::NewEventHere
            | Self::NewReport
            | Self::LogQuestion
            | Self::MovePlace
            | Self::EditShape
            | Self::DrawLine
            | Self::DrawArea
            | Self::TakeBack => Topic::Edit,
            Self::FitSituation
            | Self::FitSelection
            | Self::ViewBack
            | Self::ViewForward
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::PanLeft
            | Self::PanRight
            | Self::PanUp
            | Self::PanDown
            | Self::Measure
            | Self::CopyPicture
            | Self::ToggleGraticule
            | Self::ToggleLocalNames
            | Self::ToggleRangeRings
            | Self::ToggleLocator => Topic::Map,
            Self::PlayPause
            | Self::NextEvent
            | Self::PreviousEvent
            | Self::WholeTime
            | Self::NextClock
            | Self::NextTimeMode
            | Self::ToggleOutside
            | Self::ToggleTimeline
            | Self::ToggleFilter
            | Self::ResetFilter => Topic::Time,
            Self::Present | Self::CaptureScene | Self::RecaptureScene | Self::ToggleScenes | Self::ToggleRelease | Self::Export => {
                Topic::Briefing
            }
            Self::CommandPalette
            | Self::NextPane
            | Self::PreviousPane
            | Self::TogglePanel
            | Self::ToggleLayers
            | Self::ToggleProblems
            | Self::ToggleLog
            | Self::ToggleLedger
            | Self::ToggleHistory
            | Self::ToggleDifferences
            | Self::ToggleHandover
            | Self::ToggleTable
            | Self::NextTheme
            | Self::Larger
            | Self::Smaller
            | Self::ActualSize
            | Self::NextNotation
            | Self::ToggleMotion => Topic::Window,
            Self::OpenFile
            | Self::Reload
            | Self::Save
            | Self::SaveAs
            | Self::AttachText
            | Self::Undo
            | Self::Redo
            | Self::Settings
            | Self::ShortcutSheet
            | Self::Quit => Topic::Program,
        }
    }

    /// The keys that ask for it; a key with more modifiers is looked at first.
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        match self {
            Self::NextItem => &const { [plain(Key::ArrowDown), plain(Key::J)] },
            Self::PreviousItem => &const { [plain(Key::ArrowUp), plain(Key::K)] },
            Self::FirstItem => &const { [with(Modifiers::COMMAND, Key::Home)] },
            Self::LastItem => &const { [with(Modifiers::COMMAND, Key::End)] },
            Self::PageDown => &const { [plain(Key::PageDown)] },
            Self::PageUp => &const { [plain(Key::PageUp)] },
            Self::ExtendDown => &const { [with(Modifiers::SHIFT, Key::J)] },
            Self::ExtendUp => &const { [with(Modifiers::SHIFT, Key::K)] },
            Self::PickItem => &const { [plain(Key::X)] },
            Self::PickAll => &const { [with(Modifiers::COMMAND, Key::A)] },
            Self::CopyText => &const { [plain(Key::Y)] },
            Self::CopyCitation => &const { [with(Modifiers::SHIFT, Key::Y)] },
            Self::NextUnread => &const { [plain(Key::U)] },
            Self::MarkAllRead => &const { [with(Modifiers::SHIFT, Key::U)] },
            Self::ToggleOnlyNew => &const { [with(Modifiers::COMMAND, Key::U)] },
            Self::NextSort => &const { [plain(Key::S)] },
            Self::ReverseSort => &const { [with(Modifiers::SHIFT, Key::S)] },
            Self::NextGroup => &const { [with(Modifiers::SHIFT, Key::G)] },
            Self::ShowEvents => &const { [plain(Key::Num1)] },
            Self::ShowReports => &const { [plain(Key::Num2)] },
            Self::ShowPlaces => &const { [plain(Key::Num3)] },
            Self::ShowActors => &const { [plain(Key::Num4)] },
            Self::ShowSources => &const { [plain(Key::Num5)] },
            Self::ShowTray => &const { [plain(Key::Num6)] },
            Self::ShowInbox => &const { [plain(Key::Num7)] },
            Self::OpenPage => &const { [plain(Key::Enter)] },
            Self::ReadText => &const { [plain(Key::A)] },
            Self::NextQuotation => &const { [plain(Key::Q)] },
            Self::PreviousQuotation => &const { [with(Modifiers::SHIFT, Key::Q)] },
            Self::Back => &const { [with(Modifiers::ALT, Key::ArrowLeft)] },
            Self::Forward => &const { [with(Modifiers::ALT, Key::ArrowRight)] },
            Self::ClearSelection => &const { [plain(Key::Escape)] },
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
            Self::Measure => &const { [plain(Key::M)] },
            // Ctrl-C alone never comes as a key.
            Self::CopyPicture => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C)] },
            Self::ToggleGraticule => &const { [plain(Key::G)] },
            Self::ToggleLocalNames => &const { [plain(Key::B)] },
            Self::ToggleRangeRings => &const { [plain(Key::R)] },
            Self::ToggleLocator => &const { [plain(Key::I)] },
            Self::PlayPause => &const { [plain(Key::Space)] },
            Self::NextEvent => &const { [plain(Key::Period)] },
            Self::PreviousEvent => &const { [plain(Key::Comma)] },
            Self::WholeTime => &const { [plain(Key::Num0)] },
            Self::NextClock => &const { [plain(Key::O)] },
            Self::NextTimeMode => &const { [with(Modifiers::SHIFT, Key::O)] },
            Self::ToggleOutside => &const { [plain(Key::H)] },
            Self::ToggleTimeline => &const { [plain(Key::V)] },
            Self::ToggleFilter => &const { [with(Modifiers::COMMAND, Key::F), plain(Key::D)] },
            Self::ResetFilter => &const { [with(Modifiers::SHIFT, Key::D)] },
            Self::CommandPalette => &const { [with(Modifiers::COMMAND, Key::K), plain(Key::Slash)] },
            Self::ShortcutSheet => &const { [plain(Key::Questionmark), plain(Key::F1)] },
            Self::NextPane => &const { [plain(Key::F6)] },
            Self::PreviousPane => &const { [with(Modifiers::SHIFT, Key::F6)] },
            Self::TogglePanel => &const { [plain(Key::Backslash)] },
            Self::ToggleLayers => &const { [plain(Key::L)] },
            Self::ToggleProblems => &const { [plain(Key::P)] },
            Self::ToggleLog => &const { [with(Modifiers::SHIFT, Key::L)] },
            Self::ToggleLedger => &const { [plain(Key::W)] },
            Self::ToggleHistory => &const { [with(Modifiers::SHIFT, Key::Z)] },
            Self::ToggleDifferences => &const { [with(Modifiers::SHIFT, Key::W)] },
            Self::ToggleHandover => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H)] },
            Self::ToggleTable => &const { [with(Modifiers::COMMAND, Key::T)] },
            Self::NextTheme => &const { [plain(Key::T)] },
            Self::Larger => &const { [with(Modifiers::COMMAND, Key::Plus), with(Modifiers::COMMAND, Key::Equals)] },
            Self::Smaller => &const { [with(Modifiers::COMMAND, Key::Minus)] },
            Self::ActualSize => &const { [with(Modifiers::COMMAND, Key::Num0)] },
            Self::NextNotation => &const { [plain(Key::C)] },
            Self::ToggleMotion => &const { [with(Modifiers::SHIFT, Key::M)] },
            Self::OpenFile => &const { [with(Modifiers::COMMAND, Key::O)] },
            Self::Reload => &const { [with(Modifiers::COMMAND, Key::R)] },
            Self::Save => &const { [with(Modifiers::COMMAND, Key::S)] },
            Self::SaveAs => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S)] },
            Self::AttachText => &const { [with(Modifiers::SHIFT, Key::T)] },
            Self::Undo => &const { [with(Modifiers::COMMAND, Key::Z)] },
            Self::Redo => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z), with(Modifiers::COMMAND, Key::Y)] },
            Self::Present => &const { [plain(Key::F5)] },
            Self::CaptureScene => &const { [with(Modifiers::COMMAND, Key::Enter)] },
            Self::RecaptureScene => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Enter)] },
            Self::ToggleScenes => &const { [with(Modifiers::COMMAND, Key::B)] },
            Self::ToggleRelease => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::R)] },
            Self::Export => &const { [with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E)] },
            Self::Settings => &const { [with(Modifiers::COMMAND, Key::Comma)] },
            Self::Quit => &const { [with(Modifiers::COMMAND, Key::Q)] },
            _ => self.shortcuts_to_edit(),
        }
    }

    /// Those of [`Topic::Edit`].
    fn shortcuts_to_edit(self) -> &'static [KeyboardShortcut] {
        match self {
            Self::Edit => &const { [plain(Key::E)] },
            Self::EditHeader => &const { [with(Modifiers::COMMAND, Key::H)] },
            Self::Link => &const { [with(Modifiers::COMMAND, Key::L)] },
            Self::Duplicate => &const { [with(Modifiers::COMMAND, Key::D)] },
            Self::Delete => &const { [plain(Key::Delete)] },
            Self::NewEvent => &const { [plain(Key::N)] },
            Self::NewEventHere => &const { [with(Modifiers::SHIFT, Key::H)] },
            Self::NewReport => &const { [with(Modifiers::SHIFT, Key::N)] },
            Self::LogQuestion => &const { [plain(Key::Z)] },
            Self::MovePlace => &const { [with(Modifiers::COMMAND, Key::M)] },
            Self::EditShape => &const { [with(Modifiers::COMMAND, Key::E)] },
            Self::DrawLine => &const { [with(Modifiers::SHIFT, Key::R)] },
            Self::DrawArea => &const { [with(Modifiers::SHIFT, Key::A)] },
            Self::TakeBack => &const { [plain(Key::Backspace)] },
            _ => &[],
        }
    }

    /// Whether what is being typed in a form is to be taken before it is done.
    pub fn needs_what_is_typed(self) -> bool {
        matches!(self, Self::Save | Self::SaveAs | Self::Export | Self::Quit | Self::Reload | Self::OpenFile)
    }

    /// The actions whose keys were pressed in this pass. Those with more modifiers take their key first, so that a plain key never
    /// answers for a combination; a key that a text field, an overlay or the widget in focus has a use for is left to it.
    pub fn pressed(ctx: &egui::Context, arrows: Arrows, owner: KeyOwner) -> Vec<Self> {
        let mut keys: Vec<(KeyboardShortcut, Self)> =
            Self::ALL.into_iter().flat_map(|a| a.shortcuts().iter().map(move |s| (*s, a))).filter(|(s, a)| owner.leaves(*s, *a)).collect();
        for key in [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown] {
            let shortcut = KeyboardShortcut::new(Modifiers::NONE, key);
            if let Some(action) = arrows.action(key).filter(|action| owner.leaves(shortcut, *action)) {
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

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn with(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

fn n_modifiers(modifiers: Modifiers) -> u32 {
    u32::from(modifiers.alt) + u32::from(modifiers.shift) + u32::from(modifiers.ctrl || modifiers.command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key_and_what_edits_has_one() {
        assert!(Action::ALL.into_iter().all(|action| action.topic() != Topic::Edit || !action.shortcuts().is_empty()));
        let mut keys: Vec<_> = Action::ALL.into_iter().flat_map(Action::shortcuts).collect();
        let n_keys = keys.len();
        keys.sort_by_key(|s| format!("{s:?}"));
        keys.dedup();
        assert_eq!(keys.len(), n_keys);
    }
}

//! What actions are called.

use egui::Key;

use crate::command::{Action, Topic};

pub fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::List => "Lists",
        Topic::Show => "Reading",
        Topic::Edit => "Adding and editing",
        Topic::Map => "Map",
        Topic::Time => "Time and filter",
        Topic::Briefing => "Briefing",
        Topic::Window => "Window",
        Topic::Program => "Program",
    }
}

/// Where a topic goes on in another column.
pub fn continued(topic_: Topic) -> String {
    format!("{} (continued)", topic(topic_))
}

#[expect(clippy::too_many_lines, reason = "a table: every action once")]
pub fn action(action: Action) -> &'static str {
    match action {
        Action::NextItem => "Next in list",
        Action::PreviousItem => "Previous in list",
        Action::FirstItem => "First in list",
        Action::LastItem => "Last in list",
        Action::PageDown => "A page down in the list",
        Action::PageUp => "A page up in the list",
        Action::ExtendDown => "Pick out the next as well",
        Action::ExtendUp => "Pick out the one before as well",
        Action::PickItem => "Pick out, or put back",
        Action::PickAll => "Pick out the whole list",
        Action::CopyText => "Copy as text",
        Action::CopyCitation => "Copy citation",
        Action::NextUnread => "Next unread",
        Action::MarkAllRead => "Mark all as read",
        Action::ToggleOnlyNew => "Only what is new, or all",
        Action::NextSort => "Sort by the next choice",
        Action::ReverseSort => "Turn the order round",
        Action::NextGroup => "Group by the next choice",
        Action::ShowEvents => "Show events",
        Action::ShowReports => "Show reports",
        Action::ShowPlaces => "Show places",
        Action::ShowActors => "Show actors",
        Action::ShowSources => "Show sources",
        Action::ShowTray => "Show the tray",
        Action::ShowInbox => "Show the inbox: reports of no event",
        Action::OpenPage => "Read the page",
        Action::ReadText => "Read the source text, or shut it",
        Action::NextQuotation => "Next quotation in the text",
        Action::PreviousQuotation => "Quotation before in the text",
        Action::Back => "Back",
        Action::Forward => "Forward",
        Action::ClearSelection => "Clear selection",
        Action::Edit => "Edit, or be done with it",
        Action::EditHeader => "Edit what the situation says of itself",
        Action::Link => "Link to another record …",
        Action::Duplicate => "Duplicate",
        Action::Delete => "Delete …",
        Action::FitSituation => "Whole situation",
        Action::FitSelection => "Fit to selection",
        Action::ViewBack => "View before",
        Action::ViewForward => "View after",
        Action::ZoomIn => "Zoom in",
        Action::ZoomOut => "Zoom out",
        Action::PanLeft => "Pan left",
        Action::PanRight => "Pan right",
        Action::PanUp => "Pan up",
        Action::PanDown => "Pan down",
        Action::Measure => "Measure distance and bearing",
        Action::NewEvent => "New event …",
        Action::NewEventHere => "New event at a click on the map",
        Action::NewReport => "New report …",
        Action::LogQuestion => "Open questions …",
        Action::MovePlace => "Move the place",
        Action::EditShape => "Move the corners of the line or area",
        Action::DrawLine => "Draw a line",
        Action::DrawArea => "Draw an area",
        Action::TakeBack => "Take the last point back",
        Action::CopyPicture => "Copy the picture of the map",
        Action::ToggleGraticule => "Show or hide the graticule",
        Action::ToggleLocalNames => "Show or hide local names",
        Action::ToggleRangeRings => "Show or hide range rings",
        Action::ToggleLocator => "Show or hide the locator map",
        Action::PlayPause => "Play, or stop",
        Action::NextEvent => "Next event in time",
        Action::PreviousEvent => "Event before in time",
        Action::WholeTime => "All of time",
        Action::NextClock => "Next clock: happened, reported, known",
        Action::NextTimeMode => "Next way to look at time",
        Action::ToggleOutside => "Fade or hide what is left out",
        Action::ToggleTimeline => "Show or hide the timeline",
        Action::ToggleFilter => "Show or hide the filter",
        Action::ResetFilter => "Reset filter and time",
        Action::CommandPalette => "Search",
        Action::ShortcutSheet => "Show all keys",
        Action::NextPane => "Next part of the window",
        Action::PreviousPane => "Part of the window before",
        Action::TogglePanel => "Show or hide the lists",
        Action::ToggleLayers => "Show or hide layers and legend",
        Action::ToggleProblems => "Show or hide problems",
        Action::ToggleLog => "Show or hide the log",
        Action::ToggleDifferences => "Show or hide the differences: what changed",
        Action::ToggleLedger => "Show or hide the ledger: who says what",
        Action::ToggleTable => "Show or hide the table: all that rows say",
        Action::ToggleHandover => "Show or hide the handover page",
        Action::ToggleHistory => "Show or hide the history: what was done",
        Action::NextTheme => "Next theme",
        Action::Larger => "Larger",
        Action::Smaller => "Smaller",
        Action::ActualSize => "Usual size",
        Action::NextNotation => "Next notation of coordinates",
        Action::ToggleMotion => "Move smoothly, or jump",
        Action::OpenFile => "Open …",
        Action::Reload => "Reload from disk",
        Action::Save => "Save",
        Action::SaveAs => "Save as …",
        Action::AttachText => "Attach a source text …",
        Action::Undo => "Undo",
        Action::Redo => "Redo",
        Action::Present => "Present",
        Action::CaptureScene => "New scene of what is shown",
        Action::RecaptureScene => "Scene in hand: take all that is shown",
        Action::ToggleScenes => "Show or hide the scenes",
        Action::ToggleRelease => "Show or hide what may leave the house",
        Action::Export => "Export the briefing …",
        Action::Settings => "Settings …",
        Action::Quit => "Quit",
    }
}

/// The name with its first key, for tooltips.
pub fn action_and_key(action_: Action, ctx: &egui::Context) -> String {
    match key(action_, ctx) {
        Some(key) => format!("{} ({key})", action(action_)),
        None => action(action_).to_owned(),
    }
}

/// The first key of an action, as it stands on a keyboard.
pub fn key(action: Action, ctx: &egui::Context) -> Option<String> {
    action.shortcuts().first().map(|key| shortcut(key, ctx))
}

/// A key with those held down with it, as they stand on a keyboard.
pub fn shortcut(shortcut: &egui::KeyboardShortcut, ctx: &egui::Context) -> String {
    let name = shortcut.logical_key.name();
    let sign = match shortcut.logical_key {
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Comma => ",",
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Equals => "=",
        Key::Questionmark => "?",
        Key::Slash => "/",
        Key::Backslash => "\\",
        _ => return ctx.format_shortcut(shortcut),
    };
    // egui gives some of these a sign already.
    let words = ctx.format_shortcut(shortcut);
    words.strip_suffix(name).map(|held| format!("{held}{sign}")).unwrap_or(words)
}

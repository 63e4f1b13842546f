//! A person's settings as they stand in a file: what differs from the defaults, and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::State;
use crate::command::{Command, Drawer, Furnishing, LeftPanel};
use crate::earth::Notation;
use crate::model::Zone;
use crate::viewpoint::{DateNotation, MapPart, Preferences, ThemeKind};

/// Members that are not there are as at the first start; unknown ones and unknown words are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale_percent: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    motion: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale_after_days: Option<u16>,
    /// Parts of the map that are switched otherwise than at the first start.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    map: BTreeMap<String, bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lists: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drawer: Option<String>,
}

fn differing<T: PartialEq>(value: T, default: &T) -> Option<T> {
    (value != *default).then_some(value)
}

impl Settings {
    pub fn of(state: &State) -> Self {
        let (likes, usual) = (state.preferences(), Preferences::default());
        let (desk, usual_desk) = (state.furnishing(), Furnishing::default());
        let (parts, usual_parts) = (state.viewpoint().parts, crate::viewpoint::MapParts::default());
        let switched = MapPart::ALL.into_iter().filter(|part| parts.has(*part) != usual_parts.has(*part));
        Self {
            theme: differing(likes.theme, &usual.theme).map(|theme| theme.name().to_owned()),
            scale_percent: differing(likes.scale_percent, &usual.scale_percent),
            time_zone: likes.time_zone.clone(),
            dates: differing(likes.dates, &usual.dates).map(|dates| dates.word().to_owned()),
            coordinates: differing(likes.coordinates, &usual.coordinates).map(|notation| notation.name().to_owned()),
            language: likes.language.clone(),
            motion: likes.has_motion,
            name: likes.name.clone(),
            stale_after_days: differing(likes.stale_after_days, &usual.stale_after_days),
            map: switched.map(|part| (part.name().to_owned(), parts.has(part))).collect(),
            lists: differing(desk.is_panel_open, &usual_desk.is_panel_open),
            left: desk.left.map(|left| left_word(left).to_owned()),
            timeline: differing(desk.is_timeline_open, &usual_desk.is_timeline_open),
            drawer: desk.drawer.map(|drawer| drawer_word(drawer).to_owned()),
        }
    }

    /// Brings a state that is new to what is set.
    pub fn apply(&self, state: &mut State) {
        let usual = Preferences::default();
        let (least, most) = Preferences::SCALES;
        let (soonest, latest) = Preferences::STALE_DAYS;
        state.run(Command::Prefer(Preferences {
            theme: self.theme.as_deref().and_then(ThemeKind::from_name).unwrap_or(usual.theme),
            scale_percent: self.scale_percent.unwrap_or(usual.scale_percent).clamp(least, most),
            time_zone: self.time_zone.clone().filter(|name| Zone::named(name).is_ok()),
            dates: DateNotation::ALL.into_iter().find(|dates| self.dates.as_deref() == Some(dates.word())).unwrap_or(usual.dates),
            coordinates: Notation::ALL.into_iter().find(|n| self.coordinates.as_deref() == Some(n.name())).unwrap_or(usual.coordinates),
            language: self.language.clone(),
            has_motion: self.motion,
            name: self.name.clone(),
            stale_after_days: self.stale_after_days.unwrap_or(usual.stale_after_days).clamp(soonest, latest),
        }));
        for part in MapPart::ALL {
            if self.map.get(part.name()).is_some_and(|is_on| *is_on != state.viewpoint().parts.has(part)) {
                state.run(Command::TogglePart(part));
            }
        }
        let usual = Furnishing::default();
        state.run(Command::Restore(Furnishing {
            is_panel_open: self.lists.unwrap_or(usual.is_panel_open),
            left: [LeftPanel::Filter, LeftPanel::Layers].into_iter().find(|left| self.left.as_deref() == Some(left_word(*left))),
            is_timeline_open: self.timeline.unwrap_or(usual.is_timeline_open),
            drawer: Drawer::ALL.into_iter().find(|drawer| self.drawer.as_deref() == Some(drawer_word(*drawer))),
            ..usual
        }));
    }
}

fn left_word(left: LeftPanel) -> &'static str {
    match left {
        LeftPanel::Filter => "filter",
        LeftPanel::Layers => "layers",
    }
}

fn drawer_word(drawer: Drawer) -> &'static str {
    match drawer {
        Drawer::Problems => "problems",
        Drawer::Log => "log",
        Drawer::Ledger => "ledger",
        Drawer::History => "history",
        Drawer::Differences => "differences",
        Drawer::Handover => "handover",
        Drawer::Scenes => "scenes",
        Drawer::Release => "release",
        Drawer::Table => "table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Action;

    #[test]
    fn what_was_set_is_so_again_at_the_next_start() {
        let mut state = State::default();
        assert_eq!(serde_json::to_string(&Settings::of(&state)).unwrap(), "{}", "nothing set, nothing kept");
        state.run(Command::Prefer(Preferences {
            theme: ThemeKind::Projector,
            scale_percent: 150,
            time_zone: Some("Asia/Seoul".to_owned()),
            dates: DateNotation::Iso,
            coordinates: Notation::Mgrs,
            language: Some("uk".to_owned()),
            has_motion: Some(false),
            name: Some("A. Analyst".to_owned()),
            stale_after_days: 30,
        }));
        for action in [Action::TogglePanel, Action::ToggleLayers, Action::ToggleGraticule, Action::ToggleLog] {
            state.run(Command::Act(action));
        }
        let text = serde_json::to_string(&Settings::of(&state)).unwrap();
        let mut next = State::default();
        serde_json::from_str::<Settings>(&text).unwrap().apply(&mut next);
        assert_eq!(Settings::of(&next), Settings::of(&state));
        assert_eq!((next.preferences(), next.furnishing()), (state.preferences(), state.furnishing()));
    }

    #[test]
    fn settings_that_make_no_sense_are_as_at_the_first_start() {
        let text =
            r#"{"theme": "pink", "scale_percent": 9000, "time_zone": "Europe/Atlantis", "dates": "x", "map": {"?": true}, "new": 1}"#;
        let mut state = State::default();
        serde_json::from_str::<Settings>(text).unwrap().apply(&mut state);
        assert_eq!(*state.preferences(), Preferences { scale_percent: 300, ..Preferences::default() });
    }
}

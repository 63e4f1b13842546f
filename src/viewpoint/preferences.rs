//! How one person likes to read: kept from one start to the next, and no part of a situation or a scene.

use crate::earth::Notation;
use crate::viewpoint::ThemeKind;

/// What a person chose of theme, size, dates, coordinates and languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    pub theme: ThemeKind,
    /// The size of everything in percent of what the system asks for, within [`Self::SCALES`].
    pub scale_percent: u16,
    /// The IANA name of the time zone that times are shown in; the situation's own where absent. Days stay the situation's.
    pub time_zone: Option<String>,
    pub dates: DateNotation,
    pub coordinates: Notation,
    /// The language (BCP 47 tag) that names are shown in where a record has one; as the record's `name` says where absent.
    pub language: Option<String>,
    /// Whether the map may move by itself; what the system asks for where absent.
    pub has_motion: Option<bool>,
    /// What stands beside the judgements that this person makes.
    pub name: Option<String>,
    /// An assertion that was not confirmed for so many days says so; within [`Self::STALE_DAYS`].
    pub stale_after_days: u16,
}

/// How dates and times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateNotation {
    /// `24 Oct 2024, Thu 14:30`.
    #[default]
    Words,
    /// ISO 8601: `2024-10-24 14:30`.
    Iso,
    /// Date-time group as in military messages: `241430ZOCT24`; a date without a time stays a date.
    DateTimeGroup,
}

impl DateNotation {
    pub const ALL: [Self; 3] = [Self::Words, Self::Iso, Self::DateTimeGroup];

    /// The word for it in settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Iso => "iso",
            Self::DateTimeGroup => "dtg",
        }
    }
}

impl Preferences {
    pub const STALE_DAYS: (u16, u16) = (1, 365);
    /// The smallest and the largest size in percent.
    pub const SCALES: (u16, u16) = (80, 300);
    /// Sizes that keys and buttons step through.
    const STEPS: [u16; 11] = [80, 90, 100, 110, 125, 150, 175, 200, 225, 250, 300];

    /// The next larger or smaller size.
    pub fn next_scale(&self, is_larger: bool) -> u16 {
        let now = self.scale_percent;
        let next =
            if is_larger { Self::STEPS.into_iter().find(|step| *step > now) } else { Self::STEPS.into_iter().rfind(|step| *step < now) };
        next.unwrap_or(now)
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeKind::default(),
            scale_percent: 100,
            time_zone: None,
            dates: DateNotation::default(),
            coordinates: Notation::default(),
            language: None,
            has_motion: None,
            name: None,
            stale_after_days: 14,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_step_up_to_300_and_down_to_80_percent() {
        let mut likes = Preferences::default();
        for (is_larger, end) in [(true, 300), (false, 80)] {
            for _ in 0..20 {
                likes.scale_percent = likes.next_scale(is_larger);
            }
            assert_eq!(likes.scale_percent, end);
        }
    }
}

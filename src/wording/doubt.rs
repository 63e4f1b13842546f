//! How the map says what is in doubt: standings, grades, precision.

use crate::base::counted;
use crate::earth::rough_distance_text;
use crate::model::{Precision, StandingWord};
use crate::placing::{Standings, rough_radius_m};
use crate::wording::records::standing_word;

// Legend.
pub const TOO_NEAR: &str = "Faint: nearer than it is known";
pub const RING_IN_PARTS: &str = "Ring in parts: by events of each";
pub const GRADES_BESIDE: &str = "Grades: source A–F, statement 1–6";

/// What a ring means.
pub fn standing_explained(word: StandingWord) -> &'static str {
    match word {
        StandingWord::Unreported => "Unreported",
        StandingWord::Asserted => "Asserted",
        StandingWord::Corroborated => "Corroborated: origins independent",
        StandingWord::Contested => "Contested: asserted and denied",
        StandingWord::Denied => "Denied, asserted by nobody",
        StandingWord::Retracted => "Retracted",
    }
}

/// For those who do not see it a mark's name with what its ring says: `Kursk region on the map, 3 events, contested, B2-F6`, or
/// `… , 7 events (5 asserted, 2 contested), B2-F6`.
pub fn with_standings(name: &str, standings: &Standings) -> String {
    let word = |word: StandingWord| standing_word(word).to_lowercase();
    let events = counted(standings.n_events(), "event", "events");
    let told = match standings.agreed() {
        Some(agreed) => format!("{name}, {events}, {}", word(agreed)),
        None => {
            let of_each: Vec<String> = standings.present().map(|(of, n)| format!("{n} {}", word(of))).collect();
            format!("{name}, {events} ({})", of_each.join(", "))
        }
    };
    if standings.grades.is_empty() { told } else { format!("{told}, {}", standings.grades) }
}

/// Why a place is drawn faintly: `known only to the district: about 25 km`.
pub fn known_only(precision: Precision) -> String {
    match precision {
        Precision::Word(word) => format!("known only to the {}{}", word.word(), about(precision)),
        Precision::Metres(radius_m) => format!("known only to about {}", rough_distance_text(radius_m)),
    }
}

fn about(precision: Precision) -> String {
    rough_radius_m(precision).map(|radius_m| format!(": about {}", rough_distance_text(radius_m))).unwrap_or_default()
}

/// After the coordinates of a place that is known only roughly.
pub fn place_within(name: &str, radius_m: f64) -> String {
    format!("{name}, known to about {}", rough_distance_text(radius_m))
}

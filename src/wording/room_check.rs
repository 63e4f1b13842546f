//! Words of the room check: what of a scene cannot be read from the back row, and what helps.

use crate::base::{counted, shortened};
use crate::briefing::room_check::{Alike, Coloured, Finding, LEAST_CONTRAST, MOST_NAMES, SMALLEST_TYPE, Stands};
use crate::wording::{theme, unresolved};

pub const ROOM_CHECK: &str = "Room check";
pub const CHECKING: &str = "Room check: looking at the scenes …";
pub const SHOW_FINDINGS: &str = "Shows what the back row of a room could not read, scene by scene";
pub const SHOW_SCENES: &str = "Shows the scenes again";
pub const BACK_TO_SCENES: &str = "Back to the scenes";
pub const CANNOT_BE_READ: &str = "Not all of it can be read from the back row";
pub const LEFT_OUT: &str = "they are presented as they are";

/// How all scenes fare, in one line.
pub fn room_checked(n_checked: usize, n_failing: usize, n_left_out: usize) -> String {
    let left_out = if n_left_out > 0 { format!("; {n_left_out} more were not looked at") } else { String::new() };
    let words = match (n_checked, n_failing) {
        (1, 0) => "the scene can be read from the back row".to_owned(),
        (n, 0) => format!("all {n} scenes can be read from the back row"),
        (n, failing) => format!("{failing} of {} cannot be read from the back row", counted(n, "scene", "scenes")),
    };
    format!("{ROOM_CHECK}: {words}{left_out}")
}

/// The same for a button.
pub fn n_failing(n_failing: usize) -> String {
    format!("{ROOM_CHECK} {n_failing}")
}

/// What is wrong in one scene or the same in several, aloud and as a tooltip.
pub fn finding_told(scenes: &str, finding: &Finding) -> String {
    format!("{scenes}: {}; {}", self::finding(finding), help(finding))
}

/// Which scenes: by number and title where it is one.
pub fn of_scenes(numbers: &[usize], title: &str) -> String {
    match numbers {
        [number] => format!("Scene {number}: {}", shortened(title, 80)),
        // One after the other.
        [first, .., last] if last - first + 1 == numbers.len() => format!("Scenes {first} to {last}"),
        numbers => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!("Scenes {}", shortened(&numbers.join(", "), 80))
        }
    }
}

pub fn not_looked_at(n_left_out: usize, most: usize) -> String {
    format!(
        "the room check looks at the first {most} scenes: {} from this one on were not looked at",
        counted(n_left_out, "scene", "scenes")
    )
}

fn quoted(words: &str) -> String {
    format!("“{}”", shortened(words, 60))
}

fn and_more(n_more: usize) -> String {
    if n_more == 0 { String::new() } else { format!(", and {}", counted(n_more, "text more", "texts more")) }
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// What is wrong, how bad it is, and where.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::SmallType { words, points, part_of_height, n_more } => format!(
            "the type is too small: {points:.1} points, 1/{part_of_height:.0} of the height rather than 1/{SMALLEST_TYPE:.0}, in {}{}",
            quoted(words),
            and_more(*n_more)
        ),
        Finding::LowContrast { words, ratio, theme: of, n_more } => format!(
            "the contrast is too low: {:.1}:1 rather than {LEAST_CONTRAST}:1, in {}{} ({} theme)",
            // Never rounded to what would be enough.
            (ratio * 10.0).floor() / 10.0,
            quoted(words),
            and_more(*n_more),
            theme(*of).to_lowercase()
        ),
        Finding::TooManyLabels { n, n_nameless } => {
            let nameless = if *n_nameless > 0 { format!(", and {n_nameless} of them have no room") } else { String::new() };
            format!("there are too many names on the map: {n}, more than {MOST_NAMES}{nameless}")
        }
        Finding::ColourAlone(Alike { what, n_colours, layer }) => {
            let of = layer.as_deref().map(|layer| format!(" of {}", quoted(layer))).unwrap_or_default();
            format!("{}{of} in {n_colours} colours are told apart by the colour alone", coloured(*what))
        }
        Finding::CardOverSubject { name, share } => format!("the card lies over {}: {} of it is covered", quoted(name), percent(*share)),
        Finding::TextOverSubject { words, name, share } => {
            format!("the words {} lie over {}: {} of it is covered", quoted(words), quoted(name), percent(*share))
        }
        Finding::TextOverText { words, other } => format!("the words {} lie over {}", quoted(words), quoted(other)),
        Finding::SubjectNotSeen { name } => format!("{} is selected and is not to be seen on the map", quoted(name)),
        Finding::CutOff { words, stands } => match stands {
            Stands::Card => format!("the text is too long for its card, it is cut off in {}", quoted(words)),
            Stands::Handling => format!("the handling mark is too long for the wall, it is cut off: {}", quoted(words)),
            Stands::AsOf | Stands::Foot => format!("too long for the foot of the wall, it is cut off: {}", quoted(words)),
            _ => format!("the words {} are not all to be seen: they reach under the card or out of the map", quoted(words)),
        },
        Finding::NoAsOf => "the wall does not say as of when".to_owned(),
        Finding::NoHandling => "the wall does not say how the situation may be handled".to_owned(),
        Finding::Unresolved(what) => unresolved(what),
    }
}

fn coloured(what: Coloured) -> &'static str {
    match what {
        Coloured::Areas => "areas",
        Coloured::Lines => "lines",
        Coloured::Marks => "marks",
        Coloured::Symbols => "symbols",
    }
}

/// What would help.
pub fn help(finding: &Finding) -> &'static str {
    match finding {
        Finding::SmallType { .. } | Finding::CutOff { stands: Stands::Card, .. } => "shorten the text, or make two scenes of it",
        Finding::LowContrast { .. } => "choose another theme for the scene, or let the words stand elsewhere",
        Finding::TooManyLabels { .. } => "zoom in, ask for less in the filter, or hide names in the layers",
        Finding::ColourAlone(Alike { layer: None, what: Coloured::Symbols, .. }) => {
            "give the header a viewpoint, so that frames tell sides apart, or put words beside them"
        }
        Finding::ColourAlone(_) => "put a word beside each colour, or hide what is not needed",
        Finding::CardOverSubject { .. } => "move the view until it stands beside the card, and take the view",
        Finding::TextOverSubject { .. } | Finding::TextOverText { .. } => "erase the words and put them where nothing is",
        Finding::SubjectNotSeen { .. } => "take another view, or let the selection or the filter go",
        Finding::CutOff { stands: Stands::Handling | Stands::AsOf | Stands::Foot, .. } => "shorten it in the header",
        Finding::CutOff { .. } => "erase the words and put them further in, or shorten them",
        Finding::NoAsOf => "put the date into the header (Ctrl+H)",
        Finding::NoHandling => "put the marking into the header (Ctrl+H)",
        Finding::Unresolved(_) => "take that part of the scene anew, or let it go",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewpoint::ThemeKind;

    #[test]
    fn a_finding_tells_how_bad_it_is_and_where() {
        let small = Finding::SmallType { words: "Nobody else".to_owned(), points: 9.2, part_of_height: 37.5, n_more: 2 };
        assert_eq!(
            finding(&small),
            "the type is too small: 9.2 points, 1/38 of the height rather than 1/30, in “Nobody else”, and 2 texts more"
        );
        let low = Finding::LowContrast { words: "Kursk".to_owned(), ratio: 4.48, theme: ThemeKind::Dark, n_more: 0 };
        assert_eq!(finding(&low), "the contrast is too low: 4.4:1 rather than 4.5:1, in “Kursk” (dark theme)");
    }

    #[test]
    fn how_all_scenes_fare_is_told_in_one_line() {
        assert_eq!(room_checked(8, 0, 0), "Room check: all 8 scenes can be read from the back row");
        assert_eq!(room_checked(1, 0, 0), "Room check: the scene can be read from the back row");
        assert_eq!(room_checked(8, 3, 0), "Room check: 3 of 8 scenes cannot be read from the back row");
        assert_eq!(room_checked(200, 0, 7), "Room check: all 200 scenes can be read from the back row; 7 more were not looked at");
    }
}

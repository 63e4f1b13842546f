//! What the map says: its parts, its legend, its tools, and what stands on its edge.

use crate::base::{counted, grouped};
use crate::earth::{LonLat, Notation, bearing_deg, distance_m, distance_text, rough_distance_text};
use crate::placing::PointKind;
use crate::query::Fit;
use crate::viewpoint::{MapPart, Picked};

pub fn map_part(part: MapPart) -> &'static str {
    match part {
        MapPart::Places => "Places",
        MapPart::Areas => "Areas and lines",
        MapPart::Movements => "Movements",
        MapPart::Troops => "Troops",
        MapPart::Names => "Countries and cities",
        MapPart::Regions => "Regions of countries",
        MapPart::Water => "Seas, rivers and lakes",
        MapPart::DisputedAreas => "Disputed areas",
        MapPart::LocalNames => "Local names",
        MapPart::Grades => "Grades",
        MapPart::Graticule => "Graticule",
        MapPart::RangeRings => "Range rings",
        MapPart::Locator => "Locator map",
        MapPart::Legend => "Legend on pictures",
    }
}

pub fn notation(notation: Notation) -> &'static str {
    match notation {
        Notation::Decimal => "Decimal degrees",
        Notation::Dms => "Degrees, minutes, seconds",
        Notation::Mgrs => "MGRS",
        Notation::Utm => "UTM",
    }
}

// Legend.
pub const NUMBER_OF_EVENTS: &str = "Number of events there";
pub const SEVERAL_PLACES: &str = "Several places";
pub const DISPUTED_TERRITORY: &str = "Disputed territory";
pub const DISPUTED_BORDER: &str = "Disputed border";

pub fn point(kind: PointKind, has_events: bool) -> &'static str {
    match (kind, has_events) {
        (PointKind::Settlement, true) => "Place with events",
        (PointKind::Settlement, false) => "Place without events",
        (PointKind::Facility, true) => "Facility with events",
        (PointKind::Facility, false) => "Facility without events",
    }
}

pub fn badges(share: &str) -> String {
    format!("Place that no source names{share}")
}

pub fn areas(share: &str) -> String {
    format!("Area{share}")
}

pub fn rough_places(share: &str) -> String {
    format!("Known only roughly: within here{share}")
}

pub fn movements_without_strength(share: &str) -> String {
    format!("Movement, strength not reported{share}")
}

/// Of the least and the most men that are reported.
pub fn movements((least, most): (u64, u64), share: &str) -> String {
    if least == most {
        format!("Movement of {} as reported{share}", grouped(most))
    } else {
        format!("Movement of {} to {} as reported{share}", grouped(least), grouped(most))
    }
}

pub fn movements_too_short(n: usize) -> String {
    format!("{} movements too short to show", grouped(n as u64))
}

/// How many are shown of those in view, after what they are.
pub fn share(n_shown: usize, n_in_view: usize) -> String {
    format!(" ({} of {} in view)", grouped(n_shown as u64), grouped(n_in_view as u64))
}

/// The same, where the largest are shown.
pub fn share_of_largest(n_shown: usize, n_in_view: usize) -> String {
    format!(" (the {} largest of {} in view)", grouped(n_shown as u64), grouped(n_in_view as u64))
}

// On the map and its edge.
pub const DETAIL_ENDS: &str = "The basemap's detail ends here";

pub fn disputed(name: &str, controlled_by: &str, claimed_by: &str) -> String {
    format!("{name}: {}; {}", self::controlled_by(controlled_by), self::claimed_by(claimed_by))
}

pub fn controlled_by(who: &str) -> String {
    format!("controlled by {who}")
}

pub fn claimed_by(who: &str) -> String {
    format!("claimed by {who}")
}

/// A round length, for the scale bar.
pub fn scale(length_m: f64) -> String {
    if length_m >= 1_000.0 { format!("{} km", length_m / 1_000.0) } else { format!("{length_m} m") }
}

/// Distance, and the bearings there and back: `1,234 km · 045° there, 229° back`. Where an end is known only roughly, so is all of this:
/// `about 1,230 km ± 25 km · 045° ± 2° there, 229° ± 2° back`; where both could be one place, there is no bearing.
pub fn measured(from: Picked, to: Picked) -> String {
    let distance_m = distance_m(from.at, to.at);
    let bearing = |a: LonLat, b: LonLat| (bearing_deg(a, b).round() as u16) % 360;
    let [there, back] = [bearing(from.at, to.at), bearing(to.at, from.at)];
    let within_m: f64 = [from, to].iter().filter_map(|end| end.within_m).sum();
    if within_m <= 0.0 {
        return format!("{} · {there:03}° there, {back:03}° back", distance_text(distance_m));
    }
    if distance_m <= within_m {
        return format!("no more than {}", rough_distance_text(distance_m + within_m));
    }
    // Figures that the precision does not bear out are left out.
    let step_m = 10_f64.powf((within_m / 2.0).log10().floor());
    let about = distance_text((distance_m / step_m).round() * step_m);
    let degrees = (within_m / distance_m).asin().to_degrees().ceil().max(1.0);
    format!("about {about} ± {} · {there:03}° ± {degrees}° there, {back:03}° ± {degrees}° back", rough_distance_text(within_m))
}

// For those who do not see it.
pub fn map(centre: LonLat, notation: Notation) -> String {
    format!("Map around {}", notation.text(centre, 2))
}

pub fn on_map(name: &str) -> String {
    format!("{name} on the map")
}

pub const POSSIBLY_SHOWN: &str = "possibly: its date may lie outside";
pub const LEFT_OUT: &str = "left out by time or filter";

/// A mark's name with how surely it is asked for, where that is in question.
pub fn as_asked_for(name: &str, fit: Fit) -> String {
    match fit {
        Fit::Surely => name.to_owned(),
        Fit::Possibly => format!("{name}, possibly"),
        Fit::Out => format!("{name}, left out"),
    }
}

pub fn group_on_map(n_places: usize, first: &str) -> String {
    format!("{} on the map, {first} first", counted(n_places, "place", "places"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_told_with_its_bearings_there_and_back() {
        let at = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
        assert_eq!(measured(at(125.74, 39.02).into(), at(36.19, 51.73).into()), "6,704 km · 314° there, 064° back");
        assert_eq!(measured(at(0.0, 0.0).into(), at(0.0, 0.005).into()), "553 m · 000° there, 180° back");
    }

    #[test]
    fn a_distance_to_a_place_known_only_roughly_says_how_roughly() {
        let at = |lon: f64, lat: f64, within_m| Picked { at: LonLat::new(lon, lat).unwrap(), within_m };
        let (pyongyang, kursk) = (at(125.74, 39.02, None), at(36.19, 51.73, Some(100_000.0)));
        assert_eq!(measured(pyongyang, kursk), "about 6,700 km ± 100 km · 314° ± 1° there, 064° ± 1° back");
        let near = at(36.19, 53.0, Some(25_000.0));
        assert_eq!(measured(near, kursk), "about 140 km ± 130 km · 180° ± 63° there, 000° ± 63° back");
        assert_eq!(measured(at(36.19, 52.0, None), kursk), "no more than 130 km", "they may be one place");
    }
}

//! What the coordinates of a file are measured in: degrees of WGS 84, or something that is turned into them or refused.

use geo::Coord;

use crate::formats::row_faults::RowFaults;

/// A reference system that is read. All others need a library of projections, and are refused by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Degrees of WGS 84 (EPSG:4326), or of a system within two metres of it.
    Degrees,
    /// Metres of Web Mercator (EPSG:3857), turned into degrees.
    WebMercator,
}

/// What a file says of its reference system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// `is_near` where it is not WGS 84 itself, but a system of a continent within two metres of it.
    Known { reference: Reference, is_near: bool },
    /// The name of one that is not read.
    Other(String),
}

/// Radius of the sphere of Web Mercator, in metres (EPSG:3857).
const RADIUS_M: f64 = 6_378_137.0;

/// Names of datums that lie within two metres of WGS 84, in letters and figures only: North America, Europe, China, Australia.
const NEAR: [&str; 7] =
    ["NORTHAMERICAN1983", "NAD83", "ETRS89", "ETRS1989", "EUROPEANTERRESTRIALREFERENCESYSTEM1989", "CHINA2000", "GDA94"];

impl Reference {
    /// A position in degrees, x = longitude; NaN stays NaN.
    pub fn in_degrees(self, at: Coord<f64>) -> Coord<f64> {
        match self {
            Self::Degrees => at,
            Self::WebMercator => Coord { x: (at.x / RADIUS_M).to_degrees(), y: (at.y / RADIUS_M).sinh().atan().to_degrees() },
        }
    }

    /// The other way round; the poles, which Web Mercator does not have, are as far as its numbers reach.
    pub fn from_degrees(self, at: Coord<f64>) -> Coord<f64> {
        match self {
            Self::Degrees => at,
            Self::WebMercator => {
                Coord { x: at.x.to_radians() * RADIUS_M, y: at.y.clamp(-89.999_999, 89.999_999).to_radians().tan().asinh() * RADIUS_M }
            }
        }
    }
}

impl Said {
    const WGS_84: Self = Self::Known { reference: Reference::Degrees, is_near: false };
    const WEB_MERCATOR: Self = Self::Known { reference: Reference::WebMercator, is_near: false };

    /// By the number that an organisation gave it: EPSG, OGC, ESRI.
    pub fn by_code(organisation: &str, code: i64) -> Self {
        match (organisation.to_ascii_uppercase().as_str(), code) {
            ("EPSG" | "", 4326 | 4979) | ("OGC", 84) => Self::WGS_84,
            ("EPSG" | "" | "ESRI", 3857 | 3785 | 900_913 | 102_100 | 102_113) => Self::WEB_MERCATOR,
            ("EPSG" | "", 4269 | 4258 | 4490 | 4283) => Self::Known { reference: Reference::Degrees, is_near: true },
            (organisation, code) => Self::Other(format!("{}:{code}", if organisation.is_empty() { "EPSG" } else { organisation })),
        }
    }

    /// By its well-known text (OGC 01-009, ISO 19162), as a .prj file has it.
    pub fn by_text(text: &str) -> Self {
        let text = text.trim().trim_start_matches('\u{feff}');
        let name = text.split('"').nth(1).unwrap_or_default();
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        let is_projected = plain.starts_with("PROJCS") || plain.starts_with("PROJCRS") || plain.starts_with("PROJECTEDCRS");
        let is_geographic = ["GEOGCS", "GEOGCRS", "GEODCRS", "GEOGRAPHICCRS"].iter().any(|start| plain.starts_with(start));
        let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
        let is_of_wgs_84 = has(&["WGS84", "WGS1984", "WORLDGEODETICSYSTEM1984"]);
        let is_in_degrees = plain.contains("DEGREE") && has(&["GREENWICH"]) || !plain.contains("PRIMEM");
        if is_projected && is_of_wgs_84 && has(&["WEBMERCATOR", "PSEUDOMERCATOR", "POPULARVISUALISATION", "EPSG3857"]) {
            Self::WEB_MERCATOR
        } else if is_geographic && is_in_degrees && is_of_wgs_84 {
            Self::WGS_84
        } else if is_geographic && is_in_degrees && has(&NEAR) {
            Self::Known { reference: Reference::Degrees, is_near: true }
        } else {
            let shown: String = name.chars().take(80).collect();
            Self::Other(if shown.is_empty() { "a system without a name".to_owned() } else { shown })
        }
    }
}

/// Tells of a reference system that is read, but is not WGS 84 itself.
pub fn tell_reference(reference: Reference, is_near: bool, faults: &mut RowFaults<'_>) {
    if is_near {
        let detail = "the coordinates are in a system of their continent, not WGS 84";
        faults.warning("other-crs", detail, "took them for WGS 84, which is right to two metres");
    }
    if reference == Reference::WebMercator {
        faults.warning("other-crs", "the coordinates are metres of Web Mercator (EPSG:3857)", "turned into degrees of WGS 84");
    }
}

/// Why a file is refused whose reference system is not read.
pub fn refusal(name: &str) -> String {
    format!(
        "its coordinates are in {name}; only degrees of WGS 84 (EPSG:4326) and Web Mercator (EPSG:3857) are read. Convert it first, for \
         example: ogr2ogr -t_srs EPSG:4326 converted.gpkg FILE"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const WGS_84_PRJ: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    const MERCATOR_PRJ: &str = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],UNIT["Meter",1.0]]"#;

    #[test]
    fn reference_systems_are_known_by_number_and_by_text() {
        let near = Said::Known { reference: Reference::Degrees, is_near: true };
        let other = |name: &str| Said::Other(name.to_owned());
        for (organisation, code, expected) in [
            ("epsg", 4326, Said::WGS_84),
            ("", 3857, Said::WEB_MERCATOR),
            ("OGC", 84, Said::WGS_84),
            ("EPSG", 4258, near.clone()),
            ("EPSG", 32637, other("EPSG:32637")),
            ("ESRI", 102_025, other("ESRI:102025")),
        ] {
            assert_eq!(Said::by_code(organisation, code), expected);
        }
        let utm = WGS_84_PRJ.replace("GEOGCS[\"GCS_WGS_1984\"", "PROJCS[\"WGS_1984_UTM_Zone_37N\",GEOGCS[\"GCS_WGS_1984\"");
        for (text, expected) in [
            (WGS_84_PRJ, Said::WGS_84),
            (MERCATOR_PRJ, Said::WEB_MERCATOR),
            (&WGS_84_PRJ.replace("WGS_1984", "North_American_1983"), near),
            (&WGS_84_PRJ.replace("WGS_1984", "Pulkovo_1942"), other("GCS_Pulkovo_1942")),
            (&WGS_84_PRJ.replace("Greenwich", "Paris"), other("GCS_WGS_1984")),
            (&utm, other("WGS_1984_UTM_Zone_37N")),
            ("", other("a system without a name")),
        ] {
            assert_eq!(Said::by_text(text), expected, "{text}");
        }
    }

    #[test]
    fn metres_of_web_mercator_become_degrees() {
        let at = Reference::WebMercator.in_degrees(Coord { x: 4_187_535.2, y: 7_509_961.7 });
        assert!((at.x - 37.6173).abs() < 1e-4 && (at.y - 55.755_8).abs() < 1e-3, "{at:?}");
        let edge = Reference::WebMercator.in_degrees(Coord { x: -20_037_508.342_789_244, y: 0.0 });
        assert!((edge.x + 180.0).abs() < 1e-9 && edge.y.abs() < 1e-9);
        let back = Reference::WebMercator.from_degrees(at);
        assert!((back.x - 4_187_535.2).abs() < 1e-3 && (back.y - 7_509_961.7).abs() < 1e-3);
        assert!(Reference::WebMercator.from_degrees(Coord { x: 0.0, y: 90.0 }).y.is_finite());
    }
}

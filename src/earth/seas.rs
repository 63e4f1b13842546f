//! The names of oceans, seas, bays and straits.

use std::sync::OnceLock;

use crate::earth::LonLat;

static SEAS: &str = include_str!("../../assets/basemap/seas.tsv");

/// A named stretch of water.
#[derive(Clone, Debug, PartialEq)]
pub struct Sea {
    pub name: &'static str,
    /// The other form, where the name is disputed: both are shown or none.
    pub other_name: Option<&'static str>,
    pub label_at: LonLat,
    /// Map zoom (256-point tiles) from which the name is of use.
    pub min_zoom: f64,
}

/// All named seas, what is of use first first. A line of the table that is not in its form is left out: a test sees to it that there
/// is none.
pub fn seas() -> &'static [Sea] {
    static READ: OnceLock<Vec<Sea>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut seas: Vec<Sea> = rows().filter_map(read).collect();
        seas.sort_by(|a, b| a.min_zoom.total_cmp(&b.min_zoom));
        seas
    })
}

fn rows() -> impl Iterator<Item = &'static str> {
    SEAS.lines().filter(|line| !line.starts_with('#'))
}

fn read(line: &'static str) -> Option<Sea> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [name, other_name, lon, lat, zoom] = *cells else { return None };
    let label_at = LonLat::new(lon.parse().ok()?, lat.parse().ok()?)?;
    Some(Sea { name, other_name: (!other_name.is_empty()).then_some(other_name), label_at, min_zoom: zoom.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_sea() {
        assert!(rows().count() > 80);
        for row in rows() {
            assert!(read(row).is_some(), "{row}");
        }
    }

    #[test]
    fn disputed_names_have_both_forms() {
        for (name, other) in [("Sea of Japan", "East Sea"), ("Persian Gulf", "Arabian Gulf"), ("Gulf of Mexico", "Gulf of America")] {
            let sea = seas().iter().find(|sea| sea.name == name).unwrap();
            assert_eq!(sea.other_name, Some(other));
        }
    }
}

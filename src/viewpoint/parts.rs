//! What of the map is shown: parts that can be switched on and off.

/// A part of the map that can be switched on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapPart {
    /// The situation's places, and the points of data layers.
    Places,
    /// Areas, lines and rough places.
    Areas,
    Movements,
    /// Bodies of troops as military symbols.
    Troops,
    /// Countries, cities and towns of the basemap.
    Names,
    /// Regions of countries: lines and names.
    Regions,
    /// Seas by name, rivers and lakes.
    Water,
    DisputedAreas,
    /// Names as people there write them, under the English ones.
    LocalNames,
    /// Beside places, the range of the grades of what is said of their events.
    Grades,
    Graticule,
    /// Circles of equal distance round the selected place.
    RangeRings,
    /// A small map of where the view lies.
    Locator,
    /// On pictures that leave the program; the window has it beside the map.
    Legend,
}

impl MapPart {
    pub const ALL: [Self; 14] = [
        Self::Places,
        Self::Areas,
        Self::Movements,
        Self::Troops,
        Self::Names,
        Self::Regions,
        Self::Water,
        Self::DisputedAreas,
        Self::LocalNames,
        Self::Grades,
        Self::Graticule,
        Self::RangeRings,
        Self::Locator,
        Self::Legend,
    ];

    /// What settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Areas => "areas",
            Self::Movements => "movements",
            Self::Troops => "troops",
            Self::Names => "names",
            Self::Regions => "regions",
            Self::Water => "water",
            Self::DisputedAreas => "disputed-areas",
            Self::LocalNames => "local-names",
            Self::Grades => "grades",
            Self::Graticule => "graticule",
            Self::RangeRings => "range-rings",
            Self::Locator => "locator",
            Self::Legend => "legend",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// The parts that are switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MapParts(u16);

impl MapParts {
    pub fn has(self, part: MapPart) -> bool {
        self.0 & part.bit() != 0
    }

    #[must_use]
    pub fn toggled(self, part: MapPart) -> Self {
        Self(self.0 ^ part.bit())
    }
}

/// All but what is asked for now and then.
impl Default for MapParts {
    fn default() -> Self {
        let on_demand = [MapPart::LocalNames, MapPart::Graticule, MapPart::RangeRings, MapPart::Locator];
        let on = MapPart::ALL.into_iter().filter(|part| !on_demand.contains(part));
        Self(on.fold(0, |bits, part| bits | part.bit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_switched_by_itself() {
        for part in MapPart::ALL {
            let before = MapParts::default();
            let after = before.toggled(part);
            for other in MapPart::ALL {
                assert_eq!(before.has(other) != after.has(other), other == part, "{}", other.name());
            }
            assert_eq!(after.toggled(part), before);
        }
    }
}

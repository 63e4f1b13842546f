//! The measuring tool: two picks on the map.

use crate::earth::LonLat;

/// What the measuring tool has been shown so far; there is one while the tool is in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    pub from: Option<Picked>,
    pub to: Option<Picked>,
}

/// Somewhere on the map that was picked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picked {
    pub at: LonLat,
    /// Radius in metres within which it lies, where it is a place that is known only roughly.
    pub within_m: Option<f64>,
}

impl From<LonLat> for Picked {
    fn from(at: LonLat) -> Self {
        Self { at, within_m: None }
    }
}

impl Measure {
    /// With one more pick: the third begins anew.
    #[must_use]
    pub fn picked(self, pick: Picked) -> Self {
        match self {
            Self { from: Some(from), to: None } => Self { from: Some(from), to: Some(pick) },
            _ => Self { from: Some(pick), to: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_pick_begins_anew() {
        let [a, b, c] = [1.0, 2.0, 3.0].map(|lon| Picked::from(LonLat::new(lon, 0.0).unwrap()));
        let two = Measure::default().picked(a).picked(b);
        assert_eq!(two, Measure { from: Some(a), to: Some(b) });
        assert_eq!(two.picked(c), Measure { from: Some(c), to: None });
    }
}

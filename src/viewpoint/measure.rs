//! The measuring tool: two picks on the map.

use crate::earth::LonLat;

/// What the measuring tool has been shown so far; there is one while the tool is in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    pub from: Option<LonLat>,
    pub to: Option<LonLat>,
}

impl Measure {
    /// With one more pick: the third begins anew.
    #[must_use]
    pub fn picked(self, at: LonLat) -> Self {
        match self {
            Self { from: Some(from), to: None } => Self { from: Some(from), to: Some(at) },
            _ => Self { from: Some(at), to: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_pick_begins_anew() {
        let [a, b, c] = [1.0, 2.0, 3.0].map(|lon| LonLat::new(lon, 0.0).unwrap());
        let two = Measure::default().picked(a).picked(b);
        assert_eq!(two, Measure { from: Some(a), to: Some(b) });
        assert_eq!(two.picked(c), Measure { from: Some(c), to: None });
    }
}

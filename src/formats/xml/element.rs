//! An element with all that is in it.

use geo::Coord;
use smol_str::SmolStr;

use crate::earth::LonLat;
use crate::formats::xml::source::Spot;

/// An element; names come without their namespaces.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: SmolStr,
    pub attributes: Vec<(SmolStr, SmolStr)>,
    /// What stands directly in it.
    pub text: String,
    pub children: Vec<Element>,
    /// Where it begins.
    pub at: Spot,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.trim())
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of a name, without space around it; `None` where there is none.
    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    /// All texts in it, in the order in which the elements end: markup that should have been text loses its tags only.
    pub fn all_text(&self) -> String {
        let inner = self.children.iter().map(Self::all_text).filter(|text| !text.is_empty());
        let own = Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
        own.into_iter().chain(inner).collect::<Vec<_>>().join(" ")
    }
}

/// A position, x = longitude; a longitude up to one turn too far is turned back.
///
/// # Errors
/// It is nowhere on the earth: why, in words.
pub fn coord_deg(lon_deg: f64, lat_deg: f64) -> Result<Coord<f64>, String> {
    const MAX_WRAPPED_LON_DEG: f64 = 540.0;
    let position = LonLat::new(lon_deg, lat_deg).filter(|_| lon_deg.abs() <= MAX_WRAPPED_LON_DEG);
    position.map(|at| Coord { x: at.lon_deg(), y: at.lat_deg() }).ok_or_else(|| format!("longitude {lon_deg}, latitude {lat_deg}"))
}

/// Two numbers where both are some and finite.
pub fn numbers(first: Option<&str>, second: Option<&str>) -> Option<(f64, f64)> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    Some((number(first?)?, number(second?)?))
}

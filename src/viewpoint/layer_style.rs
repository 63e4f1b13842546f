//! How a data layer is drawn.

use smol_str::SmolStr;

use crate::dataset::Breaks;

/// How a data layer is drawn, where the file does not say it itself.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerStyle {
    /// The column that tells rows apart by colour, and how its numbers are cut.
    pub colour_by: Option<SmolStr>,
    pub breaks: Breaks,
    pub drawn_as: DrawnAs,
    /// The column of numbers that points are as large as, and lines and arcs as wide.
    pub size_by: Option<SmolStr>,
    /// The column whose words stand beside rows.
    pub label_by: Option<SmolStr>,
    /// The column of degrees, clockwise from north, that points point to.
    pub direction_by: Option<SmolStr>,
    /// The columns of longitude and latitude in degrees that arcs go to.
    pub arcs_to: [Option<SmolStr>; 2],
    /// 100: nothing shows through.
    pub opacity_percent: u8,
    /// The zoom levels from and to which it is shown.
    pub zooms: [f64; 2],
}

/// What points become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DrawnAs {
    #[default]
    Points,
    /// Those near one another as one sign with their number.
    Clusters,
    /// How many there are around each spot.
    Heat,
}

impl DrawnAs {
    pub const ALL: [Self; 3] = [Self::Points, Self::Clusters, Self::Heat];
}

impl LayerStyle {
    /// Zoom levels that a camera can have lie between these.
    pub const ALL_ZOOMS: [f64; 2] = [0.0, 22.0];

    pub fn is_shown_at(&self, zoom: f64) -> bool {
        let [from, to] = self.zooms;
        (from..=to).contains(&zoom)
    }
}

impl Default for LayerStyle {
    fn default() -> Self {
        Self {
            colour_by: None,
            breaks: Breaks::default(),
            drawn_as: DrawnAs::default(),
            size_by: None,
            label_by: None,
            direction_by: None,
            arcs_to: [None, None],
            opacity_percent: 100,
            zooms: Self::ALL_ZOOMS,
        }
    }
}

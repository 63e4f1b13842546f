//! What the basemap is drawn of, the lowest first: which lines and fills, in which colours, and from which zoom.

use egui::Color32;

use crate::earth::{self, BasemapError, Detail, Line, Rings};
use crate::map::picture::narrow;
use crate::theme::Theme;
use crate::viewpoint::{MapPart, MapParts};

/// What comes and goes together.
pub struct GroundLayer {
    pub rule: Rule,
    pub strokes: Vec<GroundLines>,
    pub fill: Option<GroundFill>,
}

/// Areas in one colour. No two of them overlap.
pub struct GroundFill {
    pub colour: Color32,
    pub areas: Vec<&'static Rings>,
}

/// Lines that look alike.
pub struct GroundLines {
    pub colour: Color32,
    /// In points.
    pub width: f32,
    /// Lengths in points of dashes and of gaps.
    pub dash: Option<[f32; 2]>,
    pub lines: &'static [Line],
}

/// When a layer is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The switch that it hangs on, if any.
    pub part: Option<MapPart>,
    pub min_zoom: f64,
    /// Whether it fades where the basemap's detail ends.
    pub is_line: bool,
}

/// From these zooms on the finer levels of detail are drawn.
const COARSE_FROM_ZOOM: f64 = 3.3;
const FINE_FROM_ZOOM: f64 = 4.6;
pub const FINEST_FROM_ZOOM: f64 = 6.7;
/// Up to this zoom the basemap is sharp; beyond, its lines fade.
pub const SHARP_TO_ZOOM: f64 = 9.0;

impl Rule {
    /// How strongly it is drawn at a zoom; `None` where it is not.
    pub fn strength(&self, zoom: f64, parts: MapParts) -> Option<f32> {
        let is_drawn = zoom >= self.min_zoom && self.part.is_none_or(|part| parts.has(part));
        is_drawn.then(|| if self.is_line { line_strength(zoom) } else { 1.0 })
    }
}

/// The detail of the whole world that is right for a zoom.
pub fn world_detail(zoom: f64) -> Detail {
    match zoom {
        ..COARSE_FROM_ZOOM => Detail::Coarsest,
        ..FINE_FROM_ZOOM => Detail::Coarse,
        _ => Detail::Fine,
    }
}

/// The detail that a zoom is drawn with.
pub fn detail(zoom: f64) -> Detail {
    if zoom < FINEST_FROM_ZOOM { world_detail(zoom) } else { Detail::Finest }
}

/// How strongly the basemap's lines are drawn: fully as far as they are right, then ever less, for they only seem to be.
fn line_strength(zoom: f64) -> f32 {
    const FAINTEST: f64 = 0.35;
    const OVER_ZOOMS: f64 = 3.0;
    narrow((1.0 - (zoom - SHARP_TO_ZOOM).max(0.0) / OVER_ZOOMS * (1.0 - FAINTEST)).max(FAINTEST))
}

/// All of the basemap at a level of detail, in the colours of a theme. It lies on the sea.
///
/// # Errors
/// The built-in basemap cannot be read: the program was built from damaged files.
pub fn layers(detail: Detail, theme: &Theme) -> Result<Vec<GroundLayer>, BasemapError> {
    let (level, overlay) = (earth::level(detail)?, earth::overlay()?);
    let ground = Rule { part: None, min_zoom: 0.0, is_line: false };
    let fill = |rule, colour, areas| GroundLayer { rule, strokes: Vec::new(), fill: Some(GroundFill { colour, areas }) };
    let lines = |lines, width, colour, dash| GroundLines { colour, width, dash, lines };
    let stroked = |rule, strokes| GroundLayer { rule, strokes, fill: None };
    let lake_rule = Rule { part: Some(MapPart::Water), min_zoom: 2.5, ..ground };
    let mut layers = vec![
        fill(ground, theme.land, level.land.iter().map(|polygon| &polygon.rings).collect()),
        fill(lake_rule, theme.lake, level.lakes.iter().collect()),
    ];
    // From afar rivers and regions are only clutter.
    if detail > Detail::Coarsest {
        let rule = Rule { part: Some(MapPart::Water), min_zoom: COARSE_FROM_ZOOM, is_line: true };
        layers.push(stroked(rule, vec![lines(&overlay.rivers, 1.0, theme.river, None)]));
        for provinces in &overlay.provinces {
            let rule = Rule { part: Some(MapPart::Regions), min_zoom: f64::from(provinces.min_zoom).max(4.0), is_line: true };
            layers.push(stroked(rule, vec![lines(&provinces.lines, 0.9, theme.admin1, None)]));
        }
    }
    let edges = vec![
        lines(&level.coast, 1.0, theme.coast, None),
        lines(&level.borders, 1.2, theme.border, None),
        lines(&level.disputed_lines, 1.2, theme.disputed, Some([5.0, 4.0])),
    ];
    layers.push(stroked(Rule { is_line: true, ..ground }, edges));
    Ok(layers)
}

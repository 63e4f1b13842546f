//! The rows of data layers that are drawn one by one: points, lines and areas, arcs.

use egui::{Color32, Pos2};

use crate::dataset::{Dataset, Sizes};
use crate::map::picture::{AreaStyle, Inputs, Picture, narrow, rgba};
use crate::map::shapes::View;
use crate::placing::{Part, RowLooks, Units, parts};
use crate::query::Fit;
use crate::theme::Theme;
use crate::viewpoint::Item;

/// A point of a data layer.
pub struct Point {
    pub item: Item,
    pub pos: Pos2,
    pub style: AreaStyle,
    /// In points, without its halo.
    pub radius: f32,
    /// Where it points to, in degrees clockwise from north.
    pub direction_deg: Option<f32>,
}

/// Radius in points of a point of a data layer, where nothing says how large it is.
pub const POINT_RADIUS: f32 = 3.5;

/// Radius in points of a sign whose area stands for a number.
pub fn sized_radius(step: u8) -> f32 {
    const LEAST: f32 = 2.0;
    const MOST: f32 = 9.0;
    LEAST + (MOST - LEAST) * f32::from(step) / f32::from(Sizes::STEPS)
}

/// Width in points of a line that stands for a number.
pub fn sized_width(step: u8) -> f32 {
    1.0 + f32::from(step)
}

/// The colour that a row has by its class, where rows are told apart.
fn class_colour(looks: &RowLooks, row: u32, theme: &Theme) -> Option<Color32> {
    looks.classes.as_ref().map(|classes| theme.of_class(classes, classes.of_row(row)))
}

impl Picture {
    pub(super) fn add_layer(&mut self, view: &View, index: usize, layer: &Dataset, units: Option<&Units>, inputs: &Inputs<'_>) {
        let rows = inputs.row_answers.get(index);
        let (looks, layer_style) = (inputs.look(index), inputs.style(index));
        let opacity = f32::from(layer_style.opacity_percent) / 100.0;
        let directions = layer_style.direction_by.as_ref().and_then(|column| layer.column_named(column));
        let first_point = self.points.len();
        for row in 0..layer.n_rows() {
            let fit = rows.map_or(Fit::Surely, |rows| rows.fit(row));
            if fit == Fit::Out {
                continue;
            }
            if layer.bounds_of(row).is_some_and(|b| !view.may_show(b)) {
                continue;
            }
            if layer.picture_of(row).is_some() {
                continue;
            }
            let Some(geometry) = layer.geometry(row) else { continue };
            let item = Item::Row { layer: index, row };
            let style = layer.style(row);
            let class = class_colour(&looks, row, inputs.theme);
            let step = looks.sizes.as_ref().map(|sizes| sizes.of_row(row));
            let shape = AreaStyle::of(style).in_colour(class).faded(opacity);
            let is_line = matches!(geometry, geo::Geometry::LineString(_) | geo::Geometry::MultiLineString(_));
            let width = step.filter(|_| is_line).map(sized_width).or(shape.width);
            self.add_shapes(view, &item, &geometry, AreaStyle { width, ..shape }, fit);
            let point = AreaStyle { fill: style.marker_color.map(|c| rgba(c.0, 1.0)), ..AreaStyle::default() };
            let point = class.map_or(point, |colour| AreaStyle { fill: Some(colour.to_srgba_unmultiplied()), ..point }).faded(opacity);
            let has_symbol = units.is_some_and(|units| units.has(row));
            for part in parts(&geometry).into_iter().filter(|_| !has_symbol) {
                if let Part::Point(at) = part {
                    for pos in view.copies(at) {
                        let radius = step.map_or(POINT_RADIUS, sized_radius);
                        let direction_deg = directions.and_then(|column| layer.number(row, column)).map(narrow);
                        self.points.push(Point { item: item.clone(), pos, style: point, radius, direction_deg });
                    }
                }
            }
        }
        // The smaller over the larger.
        if let Some(points) = self.points.get_mut(first_point..).filter(|_| looks.sizes.is_some()) {
            points.sort_by(|a, b| b.radius.total_cmp(&a.radius));
        }
    }

    /// The arcs from the rows of a layer, where they are no image.
    pub(super) fn add_arcs(&mut self, view: &View, index: usize, layer: &Dataset, inputs: &Inputs<'_>) {
        let looks = inputs.look(index);
        let Some(arcs) = looks.arcs.as_ref().filter(|_| !inputs.has_images) else { return };
        let opacity = f32::from(inputs.style(index).opacity_percent) / 100.0;
        for row in 0..layer.n_rows() {
            let fit = inputs.row_answers.get(index).map_or(Fit::Surely, |rows| rows.fit(row));
            let Some(geometry) = arcs.geometry(layer, row).filter(|_| fit > Fit::Out) else { continue };
            let class = class_colour(&looks, row, inputs.theme);
            let width = looks.sizes.as_ref().map(|sizes| sized_width(sizes.of_row(row)));
            let style = AreaStyle { width, ..AreaStyle::of(layer.style(row)) }.in_colour(class).faded(opacity);
            self.add_shapes(view, &Item::Row { layer: index, row }, &geometry, style, fit);
        }
    }
}

//! Names of rows of data layers: what a column of theirs says, beside them.

use egui::{Align2, Context, vec2};

use crate::base::shortened;
use crate::dataset::{Dataset, Values};
use crate::map::dots::dots_orders;
use crate::map::labels::{Text, Wish, grade_font, line};
use crate::map::layer_rows::{POINT_RADIUS, sized_radius};
use crate::map::picture::{Inputs, Picture};
use crate::map::shapes::View;
use crate::placing::{Scatter, middle};
use crate::query::Fit;
use crate::viewpoint::Item;

/// With more points in view than this no row is named: nobody could tell whose name it is, and to look through them takes a while.
const MOST_IN_VIEW: usize = 20_000;
/// Between a point and its name, in points: more than names keep clear of points.
const BESIDE: f32 = 4.5;
/// Of rows whose words have to be read from their file so many are named at most.
const MOST_READ: usize = 80;

/// What the names of rows wish for in a view, those of layers on top first.
pub fn wishes(picture: &Picture, view: &View, inputs: &Inputs<'_>, most: usize, ctx: &Context) -> Vec<Wish> {
    let layers: Vec<(usize, &Dataset)> = inputs.shown_layers().map(|(index, layer)| (index, layer.as_ref())).collect();
    let mut wishes = Vec::new();
    for (index, layer) in layers.into_iter().rev() {
        let column = inputs.style(index).label_by.and_then(|name| layer.column_named(&name));
        let Some(column) = column else { continue };
        let is_read =
            !matches!(layer.columns().get(column as usize).map(|column| &column.values), Some(Values::Words(_) | Values::Numbers(_)));
        let most = if is_read { most.min(MOST_READ) } else { most };
        let looks = inputs.look(index);
        let step = |row: u32| looks.sizes.as_ref().map_or(0, |sizes| sizes.of_row(row));
        let mut rows = rows_in_view(picture, view, inputs, index, layer);
        // The largest first; as they stand in the file where all are alike.
        rows.sort_by_key(|row| (std::cmp::Reverse(step(*row)), *row));
        for row in rows.into_iter().take(most) {
            let place = layer.geometry(row).and_then(|geometry| Some((layer.points().is_some(), middle(&geometry)?)));
            let Some(((is_point, place), words)) = place.zip(layer.text(row, column).filter(|words| !words.trim().is_empty())) else {
                continue;
            };
            let text = Text::new(ctx, vec![line(&shortened(&words, 40), grade_font(), inputs.theme.mark_label, 0.0)]);
            let gap =
                if is_point { looks.sizes.as_ref().map_or(POINT_RADIUS, |sizes| sized_radius(sizes.of_row(row))) + BESIDE } else { 0.0 };
            let beside = [
                (Align2::LEFT_CENTER, vec2(gap, 0.0)),
                (Align2::RIGHT_CENTER, vec2(-gap, 0.0)),
                (Align2::CENTER_BOTTOM, vec2(0.0, -gap)),
                (Align2::CENTER_TOP, vec2(0.0, gap)),
            ];
            let sides = if is_point { beside.to_vec() } else { vec![(Align2::CENTER_CENTER, vec2(0.0, 0.0))] };
            let item = Item::Row { layer: index, row };
            for at in view.copies(place).into_iter().filter(|at| view.rect.contains(*at)) {
                let rank = -f32::from(step(row));
                let mut wish = Wish::new(format!("{item}:name"), text.clone(), inputs.theme.mark_label, rank, at, &sides);
                wish.label.item = Some(item.clone());
                wishes.push(wish);
            }
        }
    }
    wishes
}

/// The rows of a layer that are asked for and stand in view; none where they are too many.
fn rows_in_view(picture: &Picture, view: &View, inputs: &Inputs<'_>, index: usize, layer: &Dataset) -> Vec<u32> {
    let fits = |row: &u32| inputs.row_answers.get(index).is_none_or(|answer| answer.fit(*row) > Fit::Out);
    let scatter: Option<&Scatter> = inputs.placed.get(index).and_then(|placed| placed.scatter.as_deref());
    if scatter.is_some() {
        let orders = dots_orders(inputs, picture.pixels_per_point);
        // Of the images of a layer only that of its points knows rows in view.
        let points = orders.iter().filter(|order| order.layer == index).flat_map(|order| order.rows_in_view(MOST_IN_VIEW));
        return points.filter(fits).collect();
    }
    let is_seen = |row: &u32| layer.bounds_of(*row).is_some_and(|bounds| view.may_show(bounds));
    (0..layer.n_rows()).filter(|row| is_seen(row) && fits(row)).take(MOST_IN_VIEW).collect()
}

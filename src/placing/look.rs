//! What the style of a data layer comes to: of each row its class, its size, and the arc from it.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::dataset::{Breaks, Classes, Dataset, Sizes, Values};
use crate::placing::outlines::ManyShapes;
use crate::viewpoint::LayerStyle;

/// What the rows of a layer look like, as far as columns tell.
#[derive(Clone, Debug, Default)]
pub struct RowLooks {
    pub classes: Option<Arc<Classes>>,
    pub sizes: Option<Arc<Sizes>>,
    pub arcs: Option<Arc<ManyShapes>>,
}

/// What of a style that depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LooksOf {
    colour_by: Option<SmolStr>,
    breaks: Breaks,
    size_by: Option<SmolStr>,
    arcs_to: [Option<SmolStr>; 2],
}

impl LooksOf {
    pub fn of(style: &LayerStyle) -> Self {
        let LayerStyle { colour_by, breaks, size_by, arcs_to, .. } = style.clone();
        Self { colour_by, breaks, size_by, arcs_to }
    }
}

impl RowLooks {
    pub fn of(layer: &Dataset, style: &LooksOf) -> Self {
        let number = |name: &Option<SmolStr>| layer.column_named(name.as_ref()?);
        let column = |name: &Option<SmolStr>| layer.columns().get(number(name)? as usize);
        let is_of_numbers = |name: &Option<SmolStr>| column(name).is_some_and(|column| matches!(column.values, Values::Numbers(_)));
        let [lon, lat] = &style.arcs_to;
        let ends = number(lon).zip(number(lat)).filter(|_| is_of_numbers(lon) && is_of_numbers(lat));
        Self {
            classes: column(&style.colour_by).and_then(|column| Classes::of(layer, column, style.breaks)).map(Arc::new),
            sizes: column(&style.size_by).and_then(Sizes::of).map(Arc::new),
            arcs: ends.map(|(lon, lat)| Arc::new(ManyShapes::of_arcs([lon, lat]))),
        }
    }
}

//! What is found of a data layer once, when it is read: where and when its rows are.

use std::sync::Arc;

use crate::dataset::Dataset;
use crate::placing::outlines::ManyShapes;
use crate::placing::scatter::Scatter;
use crate::placing::units::Units;
use crate::query::RowDates;

/// Where and when the rows of a data layer are.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// Where its rows are military units.
    pub units: Option<Units>,
    /// Where it has very many points and nothing else.
    pub scatter: Option<Arc<Scatter>>,
    /// Where it has lines and areas of very many positions.
    pub many_shapes: Option<Arc<ManyShapes>>,
    /// How many of its rows are nowhere.
    pub n_nowhere: usize,
    /// When they were.
    pub dates: RowDates,
}

impl Placed {
    pub fn of(layer: &Dataset) -> Self {
        let units = Units::of(layer);
        let scatter = if units.is_none() { Scatter::of(layer).map(Arc::new) } else { None };
        let many_shapes = if units.is_none() { ManyShapes::of(layer).map(Arc::new) } else { None };
        let n_nowhere = match layer.points() {
            Some(points) => points.iter().filter(|at| at.x.is_nan()).count(),
            None => (0..layer.n_rows()).filter(|row| layer.bounds_of(*row).is_none()).count(),
        };
        Self { units, scatter, many_shapes, n_nowhere, dates: RowDates::of(layer) }
    }
}

//! What is found of a data layer once, when it is read: where and when its rows are.

use std::sync::Arc;

use crate::dataset::Dataset;
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
    /// When they were.
    pub dates: RowDates,
}

impl Placed {
    pub fn of(layer: &Dataset) -> Self {
        let units = Units::of(layer);
        let scatter = if units.is_none() { Scatter::of(layer).map(Arc::new) } else { None };
        Self { units, scatter, dates: RowDates::of(layer) }
    }
}

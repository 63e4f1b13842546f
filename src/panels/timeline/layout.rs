//! Where everything of the timeline stands.

use egui::{Rangef, Rect};

use crate::model::Moment;
use crate::panels::timeline::scale::Scale;
use crate::query::TimeWindow;

/// The lines of the timeline from top to bottom: labels, bars, what is selected, the band of reports, the axis, lanes.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    pub scale: Scale,
    /// The left end of the names of lanes.
    pub left: f32,
    pub top: f32,
    pub bars_top: f32,
    /// What bars stand on.
    pub base: f32,
    pub markers: Rangef,
    pub band: Rangef,
    pub axis: Rangef,
    pub lanes: Rangef,
    pub bottom: f32,
}

pub const AXIS: f32 = 22.0;
const LABELS: f32 = 18.0;
const MARKERS: f32 = 9.0;
const BAND: f32 = 3.0;
/// Under the bars, with the gaps.
const FIXED: f32 = LABELS + MARKERS + BAND + AXIS + 4.0;
/// What the bars have beside lanes, at most and at least.
const BARS_BY_LANES: [f32; 2] = [34.0, 72.0];

impl Plot {
    pub fn new(rect: Rect, extent: [Moment; 2], has_lanes: bool) -> Self {
        let gutter = (rect.width() * 0.13).clamp(84.0, 148.0);
        let scale = Scale::new(extent, rect.left() + 12.0 + gutter, rect.right() - 16.0);
        let room = (rect.height() - FIXED).max(8.0);
        let [least, most] = BARS_BY_LANES;
        let bars = if has_lanes { (room * 0.3).clamp(least, most).min(room) } else { room };
        let top = rect.top();
        let bars_top = top + LABELS;
        let base = bars_top + bars;
        let markers = Rangef::new(base + 1.0, base + MARKERS);
        let band = Rangef::new(markers.max + 1.0, markers.max + 1.0 + BAND);
        let axis = Rangef::new(band.max + 2.0, band.max + 2.0 + AXIS);
        let lanes = Rangef::new(axis.max, rect.bottom());
        Self { scale, left: rect.left() + 12.0, top, bars_top, base, markers, band, axis, lanes, bottom: axis.min }
    }

    pub fn clip(&self) -> Rect {
        Rect::from_x_y_ranges(self.x(), Rangef::new(self.top, self.axis.max))
    }

    pub fn x(&self) -> Rangef {
        Rangef::new(self.scale.left, self.scale.right)
    }

    /// What is dragged, clicked and scrolled.
    pub fn surface(&self) -> Rect {
        self.clip()
    }

    /// Where the window lies, within the axis.
    pub fn window_x(&self, window: TimeWindow) -> Rangef {
        let x = |at: Option<Moment>, or: f32| at.map_or(or, |at| self.scale.x(at).clamp(self.scale.left, self.scale.right));
        Rangef::new(x(window.first, self.scale.left), x(window.last.map(|last| Moment(last.0.saturating_add(1))), self.scale.right))
    }

    /// Where an end of the window stands; `None` out of view.
    pub fn edge_x(&self, at: Moment, is_first: bool) -> Option<f32> {
        let at = if is_first { at } else { Moment(at.0.saturating_add(1)) };
        let x = self.scale.x(at);
        (self.scale.left - 0.5..=self.scale.right + 0.5).contains(&x).then_some(x)
    }
}

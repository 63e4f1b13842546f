//! A military symbol in a list, a legend or a picker.

use egui::{Color32, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::map::stamps::{self, Stamp};
use crate::symbols::{Drawing, Fields, Fill, SymbolCode};

/// Paints a symbol as large as fits into `size`, in its middle. `name` is what a screen reader says.
pub fn symbol_icon(ui: &mut Ui, code: &SymbolCode, fill: Fill, size: Vec2, halo: Option<Color32>, name: &str) -> Response {
    /// Room for the halo, in points.
    const MARGIN: f32 = 2.0;
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, name));
    if ui.is_rect_visible(rect) {
        let Drawing { bounds, anchor, .. } = Drawing::of(code, &Fields::new(), fill);
        let room = rect.shrink(MARGIN).size();
        let points_per_unit = (room.x / bounds.width()).min(room.y / bounds.height());
        let middle = pos2(f32::midpoint(bounds.min.x, bounds.max.x), f32::midpoint(bounds.min.y, bounds.max.y));
        let anchor = rect.center() + (vec2(anchor.x, anchor.y) - middle.to_vec2()) * points_per_unit;
        // A hundred units are the octagon.
        let stamp = Stamp::Symbol { code: *code, fill, anchor, size: 100.0 * points_per_unit, halo, opacity: 1.0 };
        stamps::paint(&[&stamp], ui.painter());
    }
    response
}

//! The pointer, as a person drags with it.

use egui::Pos2;
use egui_kittest::Harness;

/// Drags from one point to another, over some between them.
pub fn drag<State>(screen: &mut Harness<'static, State>, from: Pos2, to: Pos2) {
    screen.hover_at(from);
    screen.run();
    screen.drag_at(from);
    screen.run();
    for share in [0.3, 0.7, 1.0] {
        screen.hover_at(from + (to - from) * share);
        screen.run();
    }
    screen.drop_at(to);
    screen.run();
}

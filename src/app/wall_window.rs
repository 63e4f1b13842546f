//! The wall as a window of its own, on the display that the room sees.
//!
//! egui has one zoom for all windows of a program, but the wall is drawn on a canvas of so many points whatever the screen, and the
//! speaker's window as the person likes it. So the zoom is another while the wall is drawn, and where the pointer is on it, which the
//! window system has told in points of the other zoom, is put right before the pass.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use egui::{Context, Event, Pos2, RawInput, Ui, Vec2, ViewportBuilder, ViewportId, vec2};

use crate::briefing::Display;
use crate::wording;

/// The window that the wall is in.
pub struct WallWindow {
    zoom: f32,
    /// What the zoom of the other windows is, over this one's, as bits.
    ratio: Arc<AtomicU32>,
}

impl WallWindow {
    pub fn new(ctx: &Context) -> Self {
        let ratio = Arc::new(AtomicU32::new(1.0_f32.to_bits()));
        ctx.add_plugin(PointerOnWall { ratio: Arc::clone(&ratio) });
        Self { zoom: 1.0, ratio }
    }

    pub fn id() -> ViewportId {
        ViewportId::from_hash_of("wall")
    }

    /// Draws the wall on a display, or in a window where there is none to choose, on a canvas so many points high.
    pub fn show(&mut self, ctx: &Context, display: Option<&Display>, canvas_height: f32, add: impl FnOnce(&mut Ui)) {
        let before = ctx.zoom_factor();
        self.ratio.store((before / self.zoom).to_bits(), Ordering::Relaxed);
        ctx.options_mut(|options| options.zoom_factor = self.zoom);
        let mut add = Some(add);
        let mut wanted = self.zoom;
        let builder = self.builder(display);
        ctx.show_viewport_immediate(Self::id(), builder, |ui, _| {
            // Of whole pixels: so it is to the last bit that of a picture of the same size.
            let ctx = ui.ctx();
            let height_px = (ui.max_rect().height() * ctx.pixels_per_point()).round();
            wanted = height_px / canvas_height / ctx.native_pixels_per_point().unwrap_or(1.0);
            if let Some(add) = add.take() {
                add(ui);
            }
        });
        ctx.options_mut(|options| options.zoom_factor = before);
        if wanted.is_finite() && wanted > 0.1 && wanted.to_bits() != self.zoom.to_bits() {
            self.zoom = wanted;
            ctx.request_repaint();
        }
    }

    fn builder(&self, display: Option<&Display>) -> ViewportBuilder {
        let builder = ViewportBuilder::default().with_title(wording::WALL_WINDOW).with_app_id("sandtable-wall");
        let Some(display) = display else {
            return builder.with_inner_size(vec2(1280.0, 720.0) / self.zoom);
        };
        // Sizes are taken in points of the zoom that is set. A window manager makes it cover the display; where there is none it has that
        // size and that place all the same.
        let points = display.pixels_per_point * self.zoom;
        let builder = builder.with_decorations(false).with_inner_size(Vec2::from(display.size_px) / points);
        builder.with_position(Pos2::from(display.at_px.map(|side| side / points))).with_monitor(display.index)
    }
}

/// Puts the pointer right.
struct PointerOnWall {
    ratio: Arc<AtomicU32>,
}

impl egui::Plugin for PointerOnWall {
    fn debug_name(&self) -> &'static str {
        "pointer-on-wall"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        if input.viewport_id != WallWindow::id() {
            return;
        }
        let ratio = f32::from_bits(self.ratio.load(Ordering::Relaxed));
        let put_right = |pos: &mut Pos2| *pos = (pos.to_vec2() * ratio).to_pos2();
        for event in &mut input.events {
            match event {
                Event::PointerMoved(pos) | Event::PointerButton { pos, .. } | Event::Touch { pos, .. } => put_right(pos),
                _ => {}
            }
        }
    }
}

//! One pass of all panels over a state: the same for the window, for picture files and for tests.

use std::sync::Arc;

use eframe::egui_wgpu::RenderState;
use egui::{Color32, Context, Event, FocusDirection, Key, Rect, Ui, UiBuilder};

use crate::app::figures::MapFor;
use crate::app::state::{Effect, State};
use crate::app::wall_window::WallWindow;
use crate::app::{figures, logbook};
use crate::base::{Derived, LogLine};
use crate::command::{Action, BriefCommand, Command, KeyOwner, Outbox, Overlay, WallAction};
use crate::map::host::{BasemapLayer, Piece};
use crate::map::{DotsKept, Picture, PictureKey, SceneMap, Shown, Tiles, View as MapSurface, dots_orders, let_adapter_draw_points};
use crate::panels::{
    Announcer, AskedBar, DrawerPanel, MapGround, MapPanel, Notes, Overlays, SideOfChoices, SidePanel, TextPanel, TimelinePanel, TopBar,
    View, Wall, caption, paint_focus,
};
use crate::theme::{Theme, install_fonts, n_fonts};
use crate::viewpoint::{Item, ThemeKind, Viewpoint};

/// What the screen is cleared with before a pass: the colour of the panels, which then need not be painted. A software adapter takes
/// 20 ms to paint a large rectangle with egui.
pub fn background(theme: ThemeKind) -> Color32 {
    Theme::of(theme).panel
}

/// In points: in narrower windows the layers would leave the map no room.
const WIDTH_FOR_LAYERS: f32 = 640.0;

/// The panels, with the picture they share.
pub struct Desk {
    top: TopBar,
    asked: AskedBar,
    left: SideOfChoices,
    side: SidePanel,
    text: TextPanel,
    drawer: DrawerPanel,
    timeline: TimelinePanel,
    overlays: Overlays,
    announcer: Announcer,
    wall: Wall,
    notes: Notes,
    /// Where the wall is a window of its own.
    wall_window: Option<WallWindow>,
    map: MapPanel,
    picture: Derived<PictureKey, Picture>,
    /// Whether the map leaves the program as a picture: then it has a caption, and a legend of its own.
    leaves: bool,
    /// Whether the caption has a title and as of when.
    has_title: bool,
    /// What the picture names, for the one after it.
    shown: Shown,
    /// What it named when a briefing began: there one is back to the letter.
    shown_before: Option<Shown>,
    basemap: Arc<BasemapLayer>,
    /// Where the basemap is not drawn anew for each frame.
    tiles: Option<Tiles>,
    /// What the very many points of data layers become.
    dots: DotsKept,
    themed: Option<ThemeKind>,
    /// Whether a key was used later than the pointer: then what has the keyboard is ringed.
    is_keyboard_used: bool,
    /// Whether text was being typed when the last pass ended: Escape, which takes the keyboard out of the field before panels see it, is
    /// still the field's.
    was_typing: bool,
    /// What lay over the window in the last pass.
    overlaid: Option<Overlay>,
    /// What came after an Enter in the same pass: it is for the field that the keyboard goes to.
    held_back: Vec<Event>,
    /// The lines of the log, as far as they are shown.
    log: (u64, Vec<LogLine>),
    n_passes: u64,
}

impl Desk {
    pub fn new(ctx: &Context) -> Self {
        Self::with_basemap(ctx, Arc::new(BasemapLayer::new()))
    }

    /// With a basemap that may be being made ready already.
    pub fn with_basemap(ctx: &Context, basemap: Arc<BasemapLayer>) -> Self {
        install_fonts(ctx);
        Self {
            top: TopBar::default(),
            asked: AskedBar::default(),
            left: SideOfChoices::default(),
            side: SidePanel::default(),
            text: TextPanel::default(),
            drawer: DrawerPanel::default(),
            timeline: TimelinePanel::default(),
            was_typing: false,
            overlaid: None,
            held_back: Vec::new(),
            overlays: Overlays::default(),
            announcer: Announcer::default(),
            wall: Wall::default(),
            notes: Notes::default(),
            wall_window: Some(WallWindow::new(ctx)),
            map: MapPanel::default(),
            picture: Derived::default(),
            leaves: false,
            has_title: true,
            shown: Shown::default(),
            shown_before: None,
            basemap,
            tiles: None,
            dots: DotsKept::default(),
            themed: None,
            is_keyboard_used: false,
            log: (0, Vec::new()),
            n_passes: 0,
        }
    }

    /// Lets the basemap be drawn once into squares of pixels, from which frames copy: for software adapters.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn draw_from_tiles(&mut self, graphics: &RenderState, ctx: &Context) -> std::io::Result<()> {
        self.tiles = Some(Tiles::new(graphics, Arc::clone(&self.basemap), ctx.clone())?);
        Ok(())
    }

    /// Lets the adapter draw very many points one by one: one that is no software.
    pub fn let_adapter_draw_points(&mut self, graphics: &RenderState) {
        let_adapter_draw_points(graphics);
        self.dots.let_adapter_draw();
    }

    /// Lets what very many points become be made by a thread, while frames go on.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn make_dots_by_thread(&mut self, ctx: &Context) -> std::io::Result<()> {
        self.dots = DotsKept::by_thread(ctx.clone())?;
        Ok(())
    }

    pub fn tiles(&self) -> Option<&Tiles> {
        self.tiles.as_ref()
    }

    pub fn basemap(&self) -> &Arc<BasemapLayer> {
        &self.basemap
    }

    /// What the view wants of the basemap and is not ready yet, and whether it is in view rather than beyond its edge.
    pub fn missing_basemap(&self, state: &State) -> (Vec<Piece>, bool) {
        let Some(picture) = self.picture.get() else { return (Vec::new(), false) };
        let view = MapSurface::new(state.viewpoint().camera, picture.rect);
        let theme = Theme::of(state.theme());
        let missing = self.basemap.missing(&view, theme);
        if !missing.is_empty() || self.tiles.is_none() {
            return (missing, true);
        }
        let further = Tiles::further_views(&view, picture.pixels_per_point);
        (further.iter().flat_map(|view| self.basemap.missing(view, theme)).collect(), false)
    }

    /// Lets the next picture choose its names afresh.
    pub fn forget_names(&mut self) {
        self.shown = Shown::default();
    }

    pub fn picture(&self) -> Option<&Picture> {
        self.picture.get()
    }

    /// Draws the map as it leaves the program, or as it stands in the window, from the next pass on.
    pub fn set_leaving(&mut self, leaves: bool) {
        self.leaves = leaves;
    }

    /// Whether a picture that leaves tells its title and as of when; how it may be handled it tells always.
    pub fn set_title(&mut self, has_title: bool) {
        self.has_title = has_title;
    }

    /// How often a picture was computed, and how many passes there were: tests show with them that idle frames compute nothing.
    pub fn n_pictures(&self) -> u64 {
        self.picture.n_computed()
    }

    /// Whether points of data layers are still being drawn by a thread.
    pub fn is_waiting_for_dots(&self) -> bool {
        self.dots.is_waiting()
    }

    pub fn n_passes(&self) -> u64 {
        self.n_passes
    }

    /// Draws everything (or with `has_chrome` off the map alone), then carries out what was asked for.
    pub fn pass(&mut self, state: &mut State, has_chrome: bool, ui: &mut Ui) -> Vec<Effect> {
        self.n_passes += 1;
        // With where egui was asked for it: what keeps an idle window awake is found in the log.
        log::trace!(target: "sandtable::frame", "pass {} {:?}", self.n_passes, ui.ctx().repaint_causes());
        if self.themed != Some(state.theme()) {
            Theme::of(state.theme()).apply(ui.ctx());
            self.themed = Some(state.theme());
            // egui's own widgets take it up from the next pass on.
            ui.ctx().request_repaint();
        }
        // The size of everything, over what the system asks for.
        ui.ctx().set_zoom_factor(f32::from(state.preferences().scale_percent) / 100.0);
        state.refresh();
        let mut out = Outbox::default();
        if state.is_moving() {
            // A pass that took long must not jump to the end.
            const LONGEST_SECS: f32 = 0.1;
            let seconds = ui.input(|input| input.stable_dt).min(LONGEST_SECS);
            out.push(Command::Tick { seconds: f64::from(seconds) });
        }
        self.hold_back(ui.ctx());
        self.follow_input(ui.ctx());
        self.leave_what_is_covered(state, ui.ctx());
        let owner = self.key_owner(state, ui.ctx());
        if owner == KeyOwner::Window {
            leave_arrows_to_actions(ui.ctx());
        }
        if state.presenting.is_some() && owner == KeyOwner::Wall {
            let pressed = WallAction::pressed(ui.ctx());
            pressed.into_iter().for_each(|action| out.push(Command::Brief(BriefCommand::Wall(action))));
        }
        let (late, actions): (Vec<Action>, Vec<Action>) =
            Action::pressed(ui.ctx(), state.arrows, owner).into_iter().partition(|action| action.needs_what_is_typed());
        actions.into_iter().for_each(|action| out.push(Command::Act(action)));
        if !late.is_empty() {
            self.side.editor().take_all();
        }
        if !matches!(owner, KeyOwner::Menu | KeyOwner::Overlay | KeyOwner::Wall) {
            paste(ui.ctx(), &mut out);
        }
        self.draw(state, has_chrome, ui, &mut out);
        late.into_iter().for_each(|action| out.push(Command::Act(action)));
        self.was_typing = state.desk.overlay.is_none() && ui.ctx().text_edit_focused();

        // Hover is collected in a pass and shown in the next; nothing hovered is news too.
        let (hovers, commands): (Vec<Command>, Vec<Command>) = out.drain().partition(|command| matches!(command, Command::Hover(_)));
        let hover = hovers.into_iter().last().unwrap_or(Command::Hover(None));
        let is_hover_new = !matches!(&hover, Command::Hover(item) if item.as_ref() == state.hover());
        let mut effects = Vec::new();
        if is_hover_new || !commands.is_empty() {
            ui.ctx().request_repaint();
            for command in std::iter::once(hover).chain(commands) {
                effects.extend(state.run(command));
            }
        }
        effects
    }

    /// Whoever types faster than passes come types on in the next field: a field that has the keyboard takes all that came with a pass.
    fn hold_back(&mut self, ctx: &Context) {
        let is_enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
        let is_typing = ctx.text_edit_focused();
        ctx.input_mut(|input| {
            input.events.splice(0..0, std::mem::take(&mut self.held_back));
            if let Some(at) = input.events.iter().position(is_enter).filter(|_| is_typing) {
                self.held_back = input.events.split_off(at + 1);
            }
        });
        if !self.held_back.is_empty() {
            ctx.request_repaint();
        }
    }

    fn follow_input(&mut self, ctx: &Context) {
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key { pressed: true, .. } => self.is_keyboard_used = true,
                    Event::PointerButton { .. } => self.is_keyboard_used = false,
                    _ => {}
                }
            }
        });
    }

    /// A tooltip stays for as long as the pointer is where it was, even below what came to lie over the window: until it moves it is nowhere.
    fn leave_what_is_covered(&mut self, state: &State, ctx: &Context) {
        let overlay = state.desk.overlay;
        let is_new = std::mem::replace(&mut self.overlaid, overlay) != overlay;
        if is_new && overlay.is_some() {
            ctx.input_mut(|input| {
                if !input.pointer.any_down() {
                    input.pointer = egui::PointerState::default();
                }
            });
        }
    }

    /// Who has the first right to the keys of this pass.
    fn key_owner(&self, state: &State, ctx: &Context) -> KeyOwner {
        let focused = ctx.memory(egui::Memory::focused);
        if state.desk.overlay.is_some() {
            KeyOwner::Overlay
        } else if state.presenting.is_some() {
            KeyOwner::Wall
        } else if ctx.text_edit_focused() && self.side.is_typing() {
            KeyOwner::Draft
        } else if egui::Popup::is_any_open(ctx) || ctx.text_edit_focused() || self.was_typing {
            KeyOwner::Menu
        } else if focused.is_none_or(|id| self.side.owns(id) || self.map.owns(id)) {
            KeyOwner::Window
        } else if focused.is_some_and(|id| self.timeline.owns(id)) {
            KeyOwner::Timeline
        } else if focused.is_some_and(|id| self.drawer.owns(id)) {
            KeyOwner::Scenes
        } else if focused.is_some_and(|id| self.drawer.owns_in_table(id)) {
            KeyOwner::Table
        } else if state.desk.editing.is_some() {
            KeyOwner::Form
        } else {
            KeyOwner::Widget
        }
    }

    fn draw(&mut self, state: &State, has_chrome: bool, ui: &mut Ui, out: &mut Outbox) {
        match (state.is_presenting(), self.shown_before.take()) {
            (true, None) => self.shown_before = Some(std::mem::take(&mut self.shown)),
            (true, before) => self.shown_before = before,
            (false, Some(before)) => self.shown = before,
            (false, None) => {}
        }
        if let Some(presenting) = &state.presenting {
            if has_chrome && !ui.ctx().embed_viewports() {
                self.draw_briefing(state, presenting.canvas_height() as f32, ui, out);
            } else {
                self.draw_wall(state, ui, out);
            }
            return;
        }
        let Some(view) = state.view() else { return };
        let is_roomy = ui.available_width() > WIDTH_FOR_LAYERS;
        if has_chrome {
            self.announcer.ui(&view, ui);
            let has_room_for_time = TimelinePanel::has_room(ui.available_size());
            self.top.ui(&view, ui, out);
            self.asked.ui(&view, ui, out);
            if state.desk.is_timeline_open && has_room_for_time {
                self.timeline.ui(&view, ui, out);
            }
            let is_reading = view.viewpoint.reading.is_some();
            let has_room_for_both = TextPanel::has_room_beside(ui.available_width());
            self.text.ui(&view, ui, out);
            if let Some(left) = state.desk.left.filter(|_| is_roomy && !is_reading) {
                let legend = self.picture.get().map(|picture| picture.legend.as_slice()).unwrap_or_default();
                self.left.ui(&view, left, legend, ui, out);
            }
            if state.desk.is_panel_open && (!is_reading || has_room_for_both) {
                self.side.ui(&view, ui, out);
            }
            if state.desk.drawer.is_some() {
                let n_lines = logbook::n_lines();
                if self.log.0 != n_lines {
                    self.log = (n_lines, logbook::lines());
                }
                self.drawer.ui(&view, &self.log.1, ui, out);
            }
            self.overlays.ui(&view, ui, out);
            paint_focus(ui.ctx(), &view, self.is_keyboard_used);
        }
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            let map_for = if !has_chrome || self.leaves { MapFor::Away(caption(&view, self.has_title)) } else { MapFor::Window };
            self.draw_map(state, &view, (rect, &map_for), ui, out);
        });
    }

    /// The map in a part of the screen.
    fn draw_map(&mut self, state: &State, view: &View<'_>, (rect, map_for): (Rect, &MapFor), ui: &mut Ui, out: &mut Outbox) {
        let size = [f64::from(rect.width()), f64::from(rect.height())];
        if size != state.map_size {
            out.push(Command::MapResized(size));
        }
        let has_counts = *map_for == MapFor::Window;
        self.refresh_picture(state, rect, map_for, ui.ctx());
        let Some(picture) = self.picture.get() else { return };
        let belongs = |item: &Item| state.belonging.get().is_some_and(|items| items.contains(item));
        let map = figures::map_view(state, picture, &belongs);
        let ground = MapGround { basemap: &self.basemap, tiles: self.tiles.as_ref(), has_counts };
        self.map.ui(view, &map, &ground, ui, out);
    }

    /// The speaker's window, and the wall on its display.
    fn draw_briefing(&mut self, state: &State, canvas_height: f32, ui: &mut Ui, out: &mut Outbox) {
        let Some(view) = state.view() else { return };
        self.notes.ui(&view, ui, out);
        self.overlays.ui(&view, ui, out);
        paint_focus(ui.ctx(), &view, self.is_keyboard_used);
        let ctx = ui.ctx().clone();
        let Some(mut window) = self.wall_window.take() else { return };
        window.show(&ctx, view.walls_display(), canvas_height, |ui| {
            let pressed = WallAction::pressed(ui.ctx());
            pressed.into_iter().for_each(|action| out.push(Command::Brief(BriefCommand::Wall(action))));
            if ui.input(|input| input.viewport().close_requested()) {
                out.push(Command::Brief(BriefCommand::Wall(WallAction::Leave)));
            }
            self.draw_wall(state, ui, out);
        });
        self.wall_window = Some(window);
    }

    /// What the room sees of a briefing, in all of a screen.
    fn draw_wall(&mut self, state: &State, ui: &mut Ui, out: &mut Outbox) {
        let Some(view) = state.view() else { return };
        let mut wall = std::mem::take(&mut self.wall);
        // What a scene names must not depend on where one comes from.
        if !state.is_moving() && !view.is_wandering {
            self.forget_names();
        }
        let card = wall.card();
        wall.ui(&view, ui, out, |ui, rect, out| {
            let mut map = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("map-on-wall"));
            self.draw_map(state, &view, (rect, &MapFor::Scene(SceneMap { card })), &mut map, out);
        });
        self.wall = wall;
    }

    fn refresh_picture(&mut self, state: &State, rect: Rect, map_for: &MapFor, ctx: &Context) {
        let (content, language) = (state.content_key(), state.preferences().language.clone());
        let Viewpoint { camera, parts, ref hidden_layers, .. } = *state.viewpoint();
        let resolved = state.resolved();
        let inputs = figures::inputs(state, rect, map_for);
        let key = PictureKey {
            content,
            language,
            camera,
            rect,
            pixels_per_point: ctx.pixels_per_point(),
            n_fonts: n_fonts(ctx),
            theme: state.theme(),
            parts,
            hidden_layers: hidden_layers.clone(),
            caption: inputs.caption.cloned(),
            leaves: inputs.leaves,
            scene: inputs.scene,
            sighted: state.sighted().1,
            standings: state.standings().1,
            troops: state.troops().1,
            row_answers: state.row_answers().1,
            looks: state.looks().1,
            stacked_layers: inputs.stacked_layers.to_vec(),
            layer_styles: state.viewpoint().layer_styles.clone(),
            ringed: resolved.filter(|resolved| resolved.is_crowded()).map(|_| state.n_ringed()),
        };
        let n_before = self.picture.n_computed();
        let shown = &self.shown;
        let orders = dots_orders(&inputs, ctx.pixels_per_point());
        self.picture.refresh(key, |_| Picture::build(&inputs, shown, ctx));
        if let Some(picture) = self.picture.get_mut() {
            picture.dots = self.dots.refresh(orders);
        }
        if self.picture.n_computed() != n_before {
            self.shown = self.picture.get().map(|picture| picture.shown.clone()).unwrap_or_default();
        }
    }
}

/// Text that is pasted where no field is to take it.
fn paste(ctx: &Context, out: &mut Outbox) {
    ctx.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) => {
                out.push(Command::Paste(text.clone()));
                false
            }
            _ => true,
        });
    });
}

/// An arrow that asks for an action moves the list's or map's selection and not the keyboard too: that a widget keeps the arrows is known to
/// egui only a pass after it got the keyboard.
fn leave_arrows_to_actions(ctx: &Context) {
    const ARROWS: [Key; 4] = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];
    if ctx.input(|input| ARROWS.iter().any(|arrow| input.key_pressed(*arrow))) {
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
}

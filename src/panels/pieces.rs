//! Small parts that panels share: links, chips, headings.

use egui::{Align2, Color32, CornerRadius, Pos2, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::base::shortened;
use crate::command::{Action, Command, Outbox};
use crate::document::{Step, Turn};
use crate::model::RecordId;
use crate::panels::{View, preview};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::Item;
use crate::wording;

/// The longest name drawn in full; more would be no name.
const MAX_NAME_CHARS: usize = 120;

/// The lines of a symbol are black: on a dark panel they need an edge.
pub const SYMBOL_HALO: Option<Color32> = Some(Color32::WHITE);

pub fn text(text: &str, size: TextSize, weight: Weight, colour: Color32) -> RichText {
    RichText::new(shortened(text, 4_000)).font(font(size, weight)).color(colour)
}

/// A name that selects its record when pressed and previews it when hovered.
pub fn link(ui: &mut Ui, view: &View<'_>, id: &RecordId, out: &mut Outbox) -> Response {
    link_in_words(ui, view, id, view.name(id), out)
}

/// The same in other words than the name.
pub fn link_in_words(ui: &mut Ui, view: &View<'_>, id: &RecordId, words: &str, out: &mut Outbox) -> Response {
    item_link(ui, view, &Item::Record(id.clone()), words, out)
}

/// The same of any item.
pub fn item_link(ui: &mut Ui, view: &View<'_>, item: &Item, words: &str, out: &mut Outbox) -> Response {
    let name = shortened(words, MAX_NAME_CHARS);
    let colour = view.theme.accent;
    let label =
        egui::Label::new(RichText::new(&name).font(font(TextSize::Body, Weight::Regular)).color(colour)).wrap().sense(Sense::click());
    let response = ui.add(label);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
    trace_place("link", item, response.rect);
    if response.hovered() || response.has_focus() {
        let line = Rect::from_min_max(pos2(response.rect.left(), response.rect.bottom() - 1.0), response.rect.max);
        ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(1.0, colour));
        out.push(Command::Hover(Some(item.clone())));
    }
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.clicked() {
        out.select(item.clone());
    }
    response.on_hover_ui(|ui| preview::card(view, ui, item))
}

/// A small framed word, never wider than what it stands in.
pub fn chip(ui: &mut Ui, theme: &Theme, word: &str, ink: Color32) -> Response {
    let width = ui.max_rect().width();
    chip_within(ui, theme, word, ink, width)
}

/// The same, cut to a width.
pub fn chip_within(ui: &mut Ui, theme: &Theme, word: &str, ink: Color32, width: f32) -> Response {
    let response = sensing_chip(ui, theme, word, ink, width, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    response
}

/// One to be pressed, which is taken or not.
pub fn chip_button(ui: &mut Ui, theme: &Theme, word: &str, is_taken: bool) -> Response {
    let width = ui.max_rect().width();
    let ink = if is_taken { theme.accent } else { theme.text };
    let response = sensing_chip(ui, theme, word, ink, width, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_taken, word));
    response
}

fn sensing_chip(ui: &mut Ui, theme: &Theme, word: &str, ink: Color32, width: f32, sense: Sense) -> Response {
    let mut job = egui::text::LayoutJob::simple_singleline(shortened(word, 60), font(TextSize::Small, Weight::Semibold), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width((width - 12.0).max(0.0));
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(12.0, 4.0), sense);
    let edge = if response.sense.senses_click() && (response.hovered() || ink == theme.accent) { theme.accent } else { theme.hairline };
    ui.painter().rect(rect, CornerRadius::same(4), theme.raised, Stroke::new(1.0, edge), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(6.0, 2.0), galley, ink);
    response
}

/// A line to be typed in a row with chips, and as high as they are.
pub fn small_field(ui: &mut Ui, theme: &Theme, typed: &mut String, name: &str, hint: &str, width: f32) -> Response {
    let add = |ui: &mut Ui| {
        outline_field(ui, theme);
        ui.spacing_mut().interact_size.y = 0.0;
        let field = egui::TextEdit::singleline(typed)
            .font(font(TextSize::Small, Weight::Regular))
            .hint_text(text(hint, TextSize::Small, Weight::Regular, theme.weak))
            .char_limit(2_000)
            .margin(egui::Margin::symmetric(6, 2))
            .desired_width(width);
        ui.add(field)
    };
    let response = ui.scope(add).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    response
}

/// A chip with a cross at its end, where `cross` says what that does: whether the cross was pressed. Delete and Backspace press it too.
pub fn removable_chip(ui: &mut Ui, theme: &Theme, word: &str, ink: Color32, width: f32, cross: Option<&str>) -> bool {
    const CROSS: f32 = 18.0;
    let room = if cross.is_some() { CROSS } else { 0.0 };
    let mut job = egui::text::LayoutJob::simple_singleline(shortened(word, 120), font(TextSize::Small, Weight::Semibold), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width((width - 14.0 - room).max(0.0));
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(14.0 + room, 6.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    ui.painter().rect(rect, CornerRadius::same(4), theme.raised, Stroke::new(1.0, theme.hairline), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(7.0, 3.0), galley, ink);
    response.on_hover_text(word);
    let Some(name) = cross else { return false };
    let cross_rect = rect.with_min_x(rect.right() - CROSS - 2.0);
    let response = ui.interact(cross_rect, ui.next_auto_id().with(("cross", word)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    trace_rect("cross", name, cross_rect);
    let is_lit = response.hovered() || response.has_focus();
    let stroke = Stroke::new(1.4, if is_lit { theme.accent } else { theme.weak });
    let arm = vec2(3.2, 3.2);
    let [middle, other] = [cross_rect.center(), vec2(arm.x, -arm.y).to_pos2()];
    ui.painter().line_segment([middle - arm, middle + arm], stroke);
    ui.painter().line_segment([middle - other.to_vec2(), middle + other.to_vec2()], stroke);
    let is_deleted = response.has_focus()
        && [egui::Key::Delete, egui::Key::Backspace]
            .into_iter()
            .any(|key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)));
    response.on_hover_text(name).clicked() || is_deleted
}

/// The title of a section of a page.
pub fn section(ui: &mut Ui, theme: &Theme, title: &str) {
    ui.add_space(14.0);
    let response = ui.label(text(title, TextSize::Small, Weight::Semibold, theme.weak));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    trace_rect("section", title, response.rect);
    ui.add_space(2.0);
}

/// A button for an action, with its key in the tooltip.
pub fn action_button(ui: &mut Ui, words: &str, action: Action, out: &mut Outbox) -> Response {
    let response = ui.button(words).on_hover_text(wording::action_and_key(action, ui.ctx()));
    if response.clicked() {
        out.push(Command::Act(action));
    }
    response
}

/// The step that an action would take back or do again.
pub fn next_step<'v>(view: &View<'v>, action: Action) -> Option<&'v str> {
    let way = match action {
        Action::Undo => Turn::Undo,
        Action::Redo => Turn::Redo,
        _ => return None,
    };
    view.document?.next_turn(way).map(Step::name)
}

/// What an action is called, with the step that it would take back or do again.
pub fn action_now(view: &View<'_>, action: Action) -> String {
    wording::with_step(wording::action(action), next_step(view, action).map(|name| shortened(name, 60)).as_deref())
}

/// A button with a sign instead of words: `name` is for those who do not see it. Says whether it was pressed.
pub fn icon_button(ui: &mut Ui, sign: &str, name: &str, tooltip: &str) -> bool {
    let response = ui.button(sign);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(tooltip).clicked()
}

/// A button that opens a menu.
pub fn menu(ui: &mut Ui, theme: &Theme, words: &str, add_choices: impl FnOnce(&mut Ui)) -> Response {
    ui.menu_button(text(words, TextSize::Small, Weight::Regular, theme.text), |ui| {
        ui.set_min_width(160.0);
        add_choices(ui);
    })
    .response
}

/// Gives the circles and boxes that are ticked in this part of the screen an edge that is seen: egui has but the faint one of buttons for them.
pub fn outline_ticks(ui: &mut Ui) {
    let (ground, edge) = (ui.visuals().extreme_bg_color, ui.visuals().weak_text_color());
    let inactive = &mut ui.visuals_mut().widgets.inactive;
    inactive.bg_fill = ground;
    inactive.bg_stroke = Stroke::new(1.2, edge);
}

/// The same for what is typed or chosen in fields of a form, which on a plain ground are nothing but their edge.
pub fn outline_field(ui: &mut Ui, theme: &Theme) {
    ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, theme.field_edge());
}

/// One of several, of which one is taken.
pub fn radio(ui: &mut Ui, is_taken: bool, words: &str) -> Response {
    ui.scope(|ui| {
        outline_ticks(ui);
        ui.radio(is_taken, words)
    })
    .inner
}

/// A choice of a menu, of which one is taken. Says whether it was pressed.
pub fn choice(ui: &mut Ui, words: &str, is_taken: bool) -> bool {
    let is_pressed = radio(ui, is_taken, words).clicked();
    if is_pressed {
        ui.close();
    }
    is_pressed
}

/// Paints one line of text cut to a width, and returns where it ends.
pub fn line(ui: &Ui, at: Pos2, words: &str, size: TextSize, weight: Weight, colour: Color32, width: f32) -> f32 {
    let mut job = egui::text::LayoutJob::simple_singleline(shortened(words, 400), font(size, weight), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    let galley = ui.painter().layout_job(job);
    let rect = Align2::LEFT_TOP.anchor_size(at, galley.size());
    ui.painter().galley(rect.min, galley, colour);
    rect.right()
}

/// Tells in the log (target `sandtable::layout`) where an item stands on the screen, for whoever drives the window from outside.
pub fn trace_place(what: &str, item: &Item, rect: Rect) {
    if let Item::Record(id) = item {
        trace_rect(what, id, rect);
    }
}

/// The same of something else on the screen.
pub fn trace_rect(what: &str, name: impl std::fmt::Display, rect: Rect) {
    log::trace!(target: "sandtable::layout", "{what} {name} at {:.0},{:.0}", rect.center().x, rect.center().y);
}

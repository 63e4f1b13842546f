//! The row over the timeline: play and steps, the window, its mode and clock, speed, lanes, and what is in and what is not.

use egui::{Align, CornerRadius, Layout, Margin, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::command::{Action, Command, Outbox, TimeCommand};
use crate::model::{Moment, Situation};
use crate::panels::form::{Field, Lines, Look};
use crate::panels::pieces::{self, trace_rect};
use crate::panels::{Timeline, View};
use crate::query::{Clock, Count, Counted, Facet, Reason, TimeWindow, typed_speed};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::{ListKind, Listed, Outside, TimeMode};
use crate::wording;
use crate::wording::time as words;

/// What is typed over the timeline.
#[derive(Debug, Default)]
pub struct Controls {
    window: Field,
    speed: Field,
}

/// What has room in the row; the rest stands in a menu.
#[derive(Clone, Copy)]
struct Room {
    modes: bool,
    clock: bool,
    speed: bool,
    lanes: bool,
    outside: bool,
}

impl Room {
    fn of(width: f32) -> Self {
        Self { modes: width >= 860.0, clock: width >= 700.0, speed: width >= 940.0, lanes: width >= 1040.0, outside: width >= 1180.0 }
    }

    fn is_short(self) -> bool {
        !(self.modes && self.clock && self.speed && self.lanes && self.outside)
    }
}

const ROW_HEIGHT: f32 = 26.0;

impl Controls {
    pub fn ui(&mut self, view: &View<'_>, timeline: &Timeline<'_>, ui: &mut Ui, out: &mut Outbox) {
        let theme = view.theme;
        let room = Room::of(ui.available_width());
        let frame = egui::Frame::new().inner_margin(Margin { left: 12, right: 12, top: 5, bottom: 3 });
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 2.0);
            ui.spacing_mut().button_padding = vec2(7.0, 3.0);
            ui.spacing_mut().interact_size.y = 22.0;
            ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW_HEIGHT), Layout::right_to_left(Align::Center), |ui| {
                counts(view, timeline, ui, out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    self.left(view, timeline, room, ui, out);
                });
            });
            for error in [self.window.error(), self.speed.error()].into_iter().flatten() {
                let words = pieces::text(error, TextSize::Small, Weight::Semibold, theme.error);
                ui.horizontal(|ui| {
                    ui.add_space(4.0);
                    ui.label(words)
                });
            }
        });
    }

    fn left(&mut self, view: &View<'_>, timeline: &Timeline<'_>, room: Room, ui: &mut Ui, out: &mut Outbox) {
        let theme = view.theme;
        let time = &view.viewpoint.time;
        let (play, sign) = if timeline.is_playing { (words::STOP, Sign::Stop) } else { (words::PLAY, Sign::Play) };
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = 1.0;
            for (sign, name, action) in [
                (Sign::Previous, wording::action(Action::PreviousEvent), Action::PreviousEvent),
                (sign, play, Action::PlayPause),
                (Sign::Next, wording::action(Action::NextEvent), Action::NextEvent),
            ] {
                if sign_button(ui, theme, sign, name, &wording::action_and_key(action, ui.ctx())) {
                    out.push(Command::Act(action));
                }
            }
        });
        ui.add_space(2.0);
        self.window_field(view, room, ui, out);
        if time.window.is_some() {
            let all = pieces::text(words::ALL_SHORT, TextSize::Small, Weight::Regular, theme.text);
            let response = ui.button(all).on_hover_text(wording::action_and_key(Action::WholeTime, ui.ctx()));
            trace_rect("timeline", "all", response.rect);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::ALL_OF_TIME));
            if response.clicked() {
                out.push(Command::Act(Action::WholeTime));
            }
        }
        if room.modes {
            modes(view, ui, out);
        }
        if room.clock {
            pieces::menu(ui, theme, words::clock(time.clock), |ui| clocks(view, ui, out))
                .on_hover_text(wording::action_and_key(Action::NextClock, ui.ctx()));
        }
        if room.speed {
            self.speed_field(view, timeline, ui, out);
        }
        if room.lanes {
            let response = pieces::menu(ui, theme, words::lanes(time.lanes), |ui| lanes(view, ui, out));
            trace_rect("timeline", "lanes", response.rect);
        }
        if room.outside {
            pieces::menu(ui, theme, words::outside(time.outside), |ui| outsides(view, ui, out))
                .on_hover_text(words::outside_explained(time.outside));
        }
        if room.is_short() {
            pieces::menu(ui, theme, words::MORE, |ui| self.more(view, timeline, room, ui, out));
        }
    }

    /// What has no room in the row.
    fn more(&mut self, view: &View<'_>, timeline: &Timeline<'_>, room: Room, ui: &mut Ui, out: &mut Outbox) {
        let heading = |ui: &mut Ui, words: &str| ui.label(pieces::text(words, TextSize::Small, Weight::Semibold, view.theme.weak));
        if !room.modes {
            heading(ui, words::MODE);
            for mode in TimeMode::ALL {
                if pieces::choice(ui, words::time_mode(mode), view.viewpoint.time.mode == mode) {
                    out.push(Command::Time(TimeCommand::Mode(mode)));
                }
            }
        }
        if !room.clock {
            heading(ui, words::CLOCK);
            clocks(view, ui, out);
        }
        if !room.lanes {
            heading(ui, words::LANES);
            lanes(view, ui, out);
        }
        if !room.outside {
            heading(ui, words::OUTSIDE);
            outsides(view, ui, out);
        }
        if !room.speed {
            heading(ui, words::SPEED_FIELD);
            self.speed_field(view, timeline, ui, out);
        }
    }

    fn window_field(&mut self, view: &View<'_>, room: Room, ui: &mut Ui, out: &mut Outbox) {
        let width = if room.speed { 212.0 } else { 168.0 };
        let look = look("window", words::WINDOW_FIELD, words::WINDOW_HINT, width, ui);
        let said = view.dates.window(view.viewpoint.time.window);
        let Some(text) = self.window.ui(&look, &said, view.theme, ui) else { return };
        let is_all = [words::ALL_OF_TIME, words::ALL_SHORT, ""].iter().any(|all| text.trim().eq_ignore_ascii_case(all));
        let typed = if is_all { Ok(None) } else { TimeWindow::typed(&text, &view.dates.zone, now(view)).map(Some) };
        match typed {
            Ok(window) => {
                self.window.clear();
                out.push(Command::Time(TimeCommand::Window(window)));
            }
            Err(error) => self.window.refuse(words::not_a_window(&error)),
        }
    }

    fn speed_field(&mut self, view: &View<'_>, timeline: &Timeline<'_>, ui: &mut Ui, out: &mut Outbox) {
        let look = look("speed", words::SPEED_FIELD, words::SPEED_HINT, 78.0, ui);
        let said = words::speed(timeline.speed_secs);
        let Some(text) = self.speed.ui(&look, &said, view.theme, ui) else { return };
        match typed_speed(&text) {
            Ok(speed) => {
                self.speed.clear();
                out.push(Command::Time(TimeCommand::Speed(speed)));
            }
            Err(error) => self.speed.refuse(words::not_a_speed(&error)),
        }
    }
}

fn look<'a>(id: &'a str, name: &'a str, hint: &'a str, width: f32, ui: &Ui) -> Look<'a> {
    let most_chars = TimeWindow::MAX_LEN;
    Look { id: ui.make_persistent_id(id), trace: ("timeline", id), name, hint, width: width - 12.0, most_chars, lines: Lines::One }
}

/// The last moment of what the situation describes; without one, of what it holds.
fn now(view: &View<'_>) -> Moment {
    let as_of = view.situation.and_then(Situation::as_of_end);
    let last = || view.timeline.and_then(|timeline| Some(timeline.span?[1]));
    as_of.or_else(last).or(view.now).unwrap_or(Moment(0))
}

fn modes(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut all: Option<Rect> = None;
        for mode in TimeMode::ALL {
            let is_taken = view.viewpoint.time.mode == mode;
            let ink = if is_taken { theme.text } else { theme.weak };
            let galley = ui.painter().layout_no_wrap(words::time_mode(mode).to_owned(), font(TextSize::Small, Weight::Semibold), ink);
            let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 14.0, 22.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_taken, words::time_mode(mode)));
            trace_rect("timeline", format_args!("mode-{mode:?}"), rect);
            if is_taken || response.hovered() {
                let ground = if is_taken { theme.selected_row } else { theme.hovered_row };
                ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(4), ground);
            }
            ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
            all = Some(all.map_or(rect, |all| all.union(rect)));
            if response.on_hover_text(words::time_mode_explained(mode)).clicked() {
                out.push(Command::Time(TimeCommand::Mode(mode)));
            }
        }
        if let Some(all) = all {
            ui.painter().rect_stroke(all, CornerRadius::same(4), Stroke::new(1.0, theme.hairline), egui::StrokeKind::Inside);
        }
    });
}

fn clocks(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    for clock in Clock::ALL {
        let response =
            pieces::radio(ui, view.viewpoint.time.clock == clock, words::clock(clock)).on_hover_text(words::clock_explained(clock));
        if response.clicked() {
            ui.close();
            out.push(Command::Time(TimeCommand::Clock(clock)));
        }
    }
}

fn lanes(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    for lanes in [None, Some(Facet::Actor), Some(Facet::Category), Some(Facet::Place), Some(Facet::Source)] {
        if pieces::choice(ui, words::lanes(lanes), view.viewpoint.time.lanes == lanes) {
            out.push(Command::Time(TimeCommand::Lanes(lanes)));
        }
    }
}

fn outsides(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    for outside in [Outside::Fade, Outside::Hide] {
        if pieces::choice(ui, words::outside(outside), view.viewpoint.time.outside == outside) {
            out.push(Command::Time(TimeCommand::Outside(outside)));
        }
    }
}

/// What the bars count.
pub fn counted(view: &View<'_>) -> (Counted, ListKind) {
    if view.viewpoint.list == ListKind::Reports { (Counted::Reports, ListKind::Reports) } else { (Counted::Events, ListKind::Events) }
}

/// From right to left: undated, outside, in.
fn counts(view: &View<'_>, timeline: &Timeline<'_>, ui: &mut Ui, out: &mut Outbox) {
    if let Some(rows) = rows_counted(view) {
        ui.label(pieces::text(&rows, TextSize::Small, Weight::Semibold, view.theme.text));
    }
    if view.situation.is_none() {
        return;
    }
    let (of, list) = counted(view);
    let none = Count::default();
    let count = view.count(list).unwrap_or(&none);
    let n_hidden = |reason: Reason| count.hidden.iter().find(|(known, _)| *known == reason).map_or(0, |(_, n)| *n);
    let has_window = view.viewpoint.time.window.is_some();
    let n_undated = if has_window { n_hidden(Reason::Undated) } else { timeline.histogram.n_undated };
    // Without a window they are in the lists already: then the tray tells them from the others.
    let tray_or_list = if has_window { Command::List(list, Listed::Hidden(Reason::Undated)) } else { Command::ShowList(ListKind::Tray) };
    let explained = if has_window { words::list_hidden(Reason::Undated) } else { words::SHOW_TRAY_OF_UNDATED };
    if n_undated > 0 && link(ui, view.theme, "undated", &words::n_undated(n_undated), explained) {
        out.push(tray_or_list);
    }
    let n_outside = n_hidden(Reason::OutsideWindow);
    if n_outside > 0 && link(ui, view.theme, "outside", &words::n_outside(n_outside), words::list_hidden(Reason::OutsideWindow)) {
        out.push(Command::List(list, Listed::Hidden(Reason::OutsideWindow)));
    }
    ui.label(pieces::text(&words::in_window(count, of), TextSize::Small, Weight::Semibold, view.theme.text));
}

/// The rows of data layers that are switched on, as far as they are asked for; `None` where there is no such layer.
fn rows_counted(view: &View<'_>) -> Option<String> {
    let shown = (0..).zip(view.layers).filter(|(index, _)| !view.viewpoint.hidden_layers.contains(index));
    let counts = shown.map(|(index, layer)| {
        let n_rows = layer.n_rows() as usize;
        (view.row_answers.get(index).map_or(n_rows, |answer| answer.n_shown()), n_rows)
    });
    let sum = counts.reduce(|(shown, all), (more_shown, more)| (shown + more_shown, all + more));
    sum.map(|(n_shown, n_rows)| wording::rows_of(n_shown, n_rows))
}

fn link(ui: &mut Ui, theme: &Theme, id: &str, words: &str, explained: &str) -> bool {
    let label = egui::Label::new(pieces::text(words, TextSize::Small, Weight::Regular, theme.accent)).sense(Sense::click());
    let response = ui.add(label);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, words));
    trace_rect("timeline", id, response.rect);
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        ui.painter().hline(response.rect.x_range(), response.rect.bottom() - 1.0, Stroke::new(1.0, theme.accent));
    }
    response.on_hover_text(explained).clicked()
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Play,
    Stop,
    Previous,
    Next,
}

/// A button whose sign is drawn: no font here has the signs of players.
fn sign_button(ui: &mut Ui, theme: &Theme, sign: Sign, name: &str, tooltip: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(26.0, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    trace_rect(
        "timeline",
        if matches!(sign, Sign::Play | Sign::Stop) {
            "play"
        } else if sign == Sign::Next {
            "next"
        } else {
            "previous"
        },
        rect,
    );
    paint_sign(ui, theme, sign, rect, &response);
    response.on_hover_text(tooltip).clicked()
}

fn paint_sign(ui: &Ui, theme: &Theme, sign: Sign, rect: Rect, response: &Response) {
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, CornerRadius::same(4), theme.hovered_row);
    }
    let ink = if matches!(sign, Sign::Play | Sign::Stop) { theme.accent } else { theme.text };
    let centre = rect.center();
    let triangle = |at: Pos2, half: f32, towards: f32| {
        let points = vec![at + vec2(-half * 0.8 * towards, -half), at + vec2(half * towards, 0.0), at + vec2(-half * 0.8 * towards, half)];
        painter.add(egui::Shape::convex_polygon(points, ink, Stroke::NONE));
    };
    match sign {
        Sign::Play => triangle(centre, 6.0, 1.0),
        Sign::Stop => {
            for x in [-3.0, 3.0] {
                painter.rect_filled(Rect::from_center_size(centre + vec2(x, 0.0), vec2(3.5, 11.0)), CornerRadius::same(1), ink);
            }
        }
        Sign::Previous | Sign::Next => {
            let towards = if sign == Sign::Next { 1.0 } else { -1.0 };
            triangle(centre - vec2(1.0 * towards, 0.0), 4.5, towards);
            let bar = pos2(centre.x + 5.0 * towards, centre.y);
            painter.rect_filled(Rect::from_center_size(bar, vec2(2.0, 9.0)), CornerRadius::ZERO, ink);
        }
    }
}

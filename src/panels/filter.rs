//! The filter: words, an area, and the values of every facet, each with how many there would be if it were chosen.

use std::collections::BTreeSet;

use egui::{CornerRadius, Pos2, Rect, Response, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::base::{Derived, grouped, shortened};
use crate::command::{Command, FilterCommand, Outbox, Pane};
use crate::map::signs;
use crate::model::StandingWord;
use crate::panels::facets::{Axis, MANY, Section, Taken, ValueRow, Wanted, sections, sections_of_layer};
use crate::panels::pieces::{icon_button, line, text, trace_rect};
use crate::panels::{View, layer_name};
use crate::query::{Area, Choice, Facet, Value};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::wording;

/// Only what is fleeting: what is typed, and which sections are shut or shown at length.
#[derive(Debug)]
pub struct FilterPanel {
    words: String,
    is_typing: bool,
    wanted: Wanted,
    shut: BTreeSet<Axis>,
    sections: Derived<(u64, Option<String>, Wanted), Vec<Section>>,
    /// Of each data layer.
    layers: Derived<(u64, Wanted), Vec<Vec<Section>>>,
    n_focus: u64,
}

impl Default for FilterPanel {
    fn default() -> Self {
        Self {
            words: String::new(),
            is_typing: false,
            wanted: Wanted::default(),
            // Long and seldom asked for.
            shut: BTreeSet::from([Axis::Facet(Facet::Body), Axis::Facet(Facet::Tag)]),
            sections: Derived::default(),
            layers: Derived::default(),
            n_focus: 0,
        }
    }
}

impl FilterPanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        if view.situation.is_none() && view.layers.is_empty() {
            ui.add_space(12.0);
            ui.label(text(wording::NOTHING_TO_FILTER, TextSize::Body, Weight::Regular, view.theme.weak));
            ui.take_available_space();
            return;
        }
        ui.add_space(10.0);
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            self.words_field(view, ui, out);
        });
        ui.add_space(6.0);
        let counts = view.facet_counts;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            ui.spacing_mut().item_spacing = vec2(6.0, 2.0);
            area(view, ui, out);
            ui.add_space(6.0);
            if let Some(counts) = counts.filter(|_| view.situation.is_some()) {
                let words = wording::counts_are_of(view.viewpoint.list);
                ui.label(text(&words, TextSize::Small, Weight::Regular, view.theme.weak));
                let key = (view.facet_counts_rev, view.preferences.language.clone(), self.wanted.clone());
                self.sections.refresh(key, |(_, _, wanted)| sections(view, counts, wanted));
                for section in self.sections.get().into_iter().flatten() {
                    facet_section(view, section, &mut self.wanted, &mut self.shut, ui, out);
                }
            }
            self.of_layers(view, ui, out);
            ui.add_space(16.0);
        });
    }

    /// The columns of data layers that are switched on: what is chosen of one counts for all that have one of its name.
    fn of_layers(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let key = (view.asked_rows_rev, self.wanted.clone());
        self.layers.refresh(key, |(_, wanted)| {
            let layers = view.layers.iter().zip(view.row_facets);
            layers.map(|(layer, facets)| sections_of_layer(view, layer, facets, wanted)).collect()
        });
        for (index, sections) in self.layers.get().into_iter().flatten().enumerate() {
            let Some(layer) = view.layers.get(index).filter(|_| !view.viewpoint.hidden_layers.contains(&index)) else { continue };
            ui.add_space(8.0);
            ui.push_id(index, |ui| {
                let name = shortened(layer_name(layer), 40);
                ui.label(text(&name, TextSize::Body, Weight::Semibold, view.theme.text));
                let counted = view.row_answers.get(index).map(|answer| wording::rows_of(answer.n_shown(), layer.n_rows() as usize));
                ui.label(text(&counted.unwrap_or_default(), TextSize::Small, Weight::Regular, view.theme.weak));
                for section in sections {
                    facet_section(view, section, &mut self.wanted, &mut self.shut, ui, out);
                }
            });
        }
    }

    /// What is typed counts on Enter, and when the field is left.
    fn words_field(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let asked = &view.viewpoint.filter.words;
        if !self.is_typing {
            self.words.clone_from(asked);
        }
        let id = ui.make_persistent_id("filter-words");
        let field = egui::TextEdit::singleline(&mut self.words)
            .id(id)
            .hint_text(wording::WORDS_HINT)
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 5.0));
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::WORDS));
        trace_rect("filter", "words", response.rect);
        let (pane, n_sent) = view.desk.focus;
        if pane == Pane::Filter && n_sent != std::mem::replace(&mut self.n_focus, n_sent) {
            response.request_focus();
        }
        self.is_typing = response.has_focus();
        if response.lost_focus() {
            if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
                self.words.clone_from(asked);
            } else if self.words.trim() != asked {
                out.push(Command::Filter(FilterCommand::Words(self.words.clone())));
            }
        }
    }
}

/// Where: what the map shows, or what is drawn on it.
fn area(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let area = view.viewpoint.filter.area.as_ref();
    ui.label(text(wording::AREA, TextSize::Small, Weight::Semibold, view.theme.weak));
    let is_view = area == Some(&Area::View);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_view, wording::ONLY_VIEW));
    trace_rect("filter", "only-view", rect);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(4), view.theme.hovered_row);
    }
    check_box(ui, pos2(rect.left() + 9.0, rect.center().y), if is_view { Taken::In } else { Taken::No }, view.theme);
    let at = pos2(rect.left() + 24.0, rect.center().y - 9.0);
    line(ui, at, wording::ONLY_VIEW, TextSize::Body, Weight::Regular, view.theme.text, rect.width() - 24.0);
    if response.clicked() {
        out.push(Command::Filter(FilterCommand::Area((!is_view).then_some(Area::View))));
    }
    if view.viewpoint.outline.is_some() {
        ui.label(text(wording::DRAWING, TextSize::Small, Weight::Regular, view.theme.text));
        ui.horizontal(|ui| {
            if ui.button(wording::CLOSE_AREA).clicked() {
                out.push(Command::Filter(FilterCommand::CloseArea));
            }
            if ui.button(wording::GIVE_UP).clicked() {
                out.push(Command::Filter(FilterCommand::Draw(false)));
            }
        });
        return;
    }
    ui.horizontal(|ui| {
        let response = ui.button(wording::DRAW_AREA);
        trace_rect("filter", "draw-area", response.rect);
        if response.clicked() {
            out.push(Command::Filter(FilterCommand::Draw(true)));
        }
        if matches!(area, Some(Area::Box(_) | Area::Polygon(_))) && ui.button(wording::CLEAR_AREA).clicked() {
            out.push(Command::Filter(FilterCommand::Area(None)));
        }
    });
}

fn facet_section(view: &View<'_>, section: &Section, wanted: &mut Wanted, shut: &mut BTreeSet<Axis>, ui: &mut Ui, out: &mut Outbox) {
    let axis = &section.axis;
    ui.push_id(axis.key(), |ui| {
        let is_open = !shut.contains(axis);
        if heading(view, section, is_open, ui, out) {
            if is_open {
                shut.insert(axis.clone())
            } else {
                shut.remove(axis)
            };
        }
        if !is_open {
            return;
        }
        if section.n_all > MANY {
            find_field(axis, wanted, ui);
        }
        if let Some(facet) = axis.facet().filter(|facet| !facet.grades_in_order().is_empty()) {
            at_least(view, facet, ui, out);
        }
        if section.rows.is_empty() {
            let is_searched = wanted.find.get(axis).is_some_and(|typed| !typed.is_empty());
            let words = if is_searched { wording::NO_SUCH_VALUE } else { wording::NOTHING_LEFT };
            ui.label(text(words, TextSize::Small, Weight::Regular, view.theme.weak));
        }
        let mut is_apart = false;
        for row in &section.rows {
            // What cannot be judged, and what nobody judged, is neither good nor bad: it stands apart.
            let is_ungraded =
                matches!(axis, Axis::Facet(Facet::Reliability | Facet::Credibility)) && matches!(row.value.as_str(), "F" | "6" | "");
            if is_ungraded && !std::mem::replace(&mut is_apart, true) {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 7.0), Sense::hover());
                ui.painter().hline((rect.left() + 22.0)..=rect.right(), rect.center().y, Stroke::new(1.0, view.theme.hairline));
            }
            value_row(view, axis, row, ui, out);
        }
        more(view, section, wanted, ui);
    });
}

/// The title of a section, which shuts and opens it. Says whether it was pressed.
fn heading(view: &View<'_>, section: &Section, is_open: bool, ui: &mut Ui, out: &mut Outbox) -> bool {
    let theme = view.theme;
    let title = wording::section_chosen(section.axis.title(), section.n_chosen);
    ui.add_space(8.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, is_open, &title));
    trace_rect("facet", section.axis.key(), rect);
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(4), theme.hovered_row);
    }
    let centre = pos2(rect.left() + 5.0, rect.center().y);
    let points = if is_open {
        vec![centre + vec2(-3.5, -2.0), centre + vec2(3.5, -2.0), centre + vec2(0.0, 3.0)]
    } else {
        vec![centre + vec2(-2.0, -3.5), centre + vec2(3.0, 0.0), centre + vec2(-2.0, 3.5)]
    };
    ui.painter().add(Shape::convex_polygon(points, theme.weak, Stroke::NONE));
    let ink = if section.n_chosen > 0 { theme.text } else { theme.weak };
    line(ui, pos2(rect.left() + 16.0, rect.top() + 4.0), &title, TextSize::Small, Weight::Semibold, ink, rect.width() - 44.0);
    if section.n_chosen > 0 {
        let place = Rect::from_center_size(pos2(rect.right() - 8.0, rect.center().y), vec2(20.0, 20.0));
        let clear = ui.interact(place, response.id.with("clear"), Sense::click());
        clear.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::remove_chip(section.axis.title())));
        cross(ui, place.center(), if clear.hovered() || clear.has_focus() { theme.accent } else { theme.weak });
        if clear.clicked() {
            out.push(section.axis.set(Choice::default()));
        }
        return response.clicked() && !clear.hovered();
    }
    response.clicked()
}

pub fn cross(ui: &Ui, centre: Pos2, ink: egui::Color32) {
    for arm in [vec2(3.5, 3.5), vec2(3.5, -3.5)] {
        ui.painter().line_segment([centre - arm, centre + arm], Stroke::new(1.5, ink));
    }
}

fn find_field(axis: &Axis, wanted: &mut Wanted, ui: &mut Ui) {
    let typed = wanted.find.entry(axis.clone()).or_default();
    ui.horizontal(|ui| {
        let field = egui::TextEdit::singleline(typed).hint_text(wording::FIND_VALUE).desired_width(ui.available_width() - 36.0);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, axis.title()));
        trace_rect("find", axis.key(), response.rect);
        if !typed.is_empty() && icon_button(ui, "✕", wording::SHOW_ALL, wording::SHOW_ALL) {
            typed.clear();
        }
    });
}

/// "C or better", in one press.
fn at_least(view: &View<'_>, facet: Facet, ui: &mut Ui, out: &mut Outbox) {
    let grades = facet.grades_in_order();
    let choice = view.viewpoint.filter.choice(facet);
    let now = choice.and_then(|choice| wording::at_least(facet, choice));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding = vec2(8.0, 2.0);
        ui.add_space(16.0);
        ui.label(text(wording::AT_LEAST, TextSize::Small, Weight::Regular, view.theme.weak));
        // At least the worst is all.
        for (at, grade) in grades.iter().enumerate().take(grades.len() - 1) {
            let is_now = now == Some(*grade);
            let words = text(grade, TextSize::Small, Weight::Semibold, view.theme.text);
            let response = ui.add(egui::Button::new(words).selected(is_now));
            let name = wording::or_better(grade);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_now, &name));
            trace_rect("at-least", grade, response.rect);
            if response.on_hover_text(&name).clicked() {
                let include = grades.iter().take(at + 1).map(|grade| Value::from(*grade)).collect();
                let choice = if is_now { Choice::default() } else { Choice { include, exclude: BTreeSet::new() } };
                out.push(Command::Filter(FilterCommand::Set(facet, choice)));
            }
        }
    });
}

/// A value: a press takes it in, "not" or a press with Ctrl leaves it out; the same again is neither.
fn value_row(view: &View<'_>, axis: &Axis, row: &ValueRow, ui: &mut Ui, out: &mut Outbox) {
    const HEIGHT: f32 = 24.0;
    const INDENT: f32 = 14.0;
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    let is_out = row.taken == Taken::Out;
    response.widget_info(|| {
        WidgetInfo::selected(Role::CheckBox, true, row.taken == Taken::In, wording::value_counted(axis.of(), &row.name, row.n, is_out))
    });
    trace_rect("value", format_args!("{}:{}", axis.key(), row.value.as_str()), rect);
    let count = ui.painter().layout_no_wrap(grouped(row.n as u64), font(TextSize::Small, Weight::Regular), theme.weak);
    let count_at = pos2(rect.right() - count.size().x - 2.0, rect.center().y - count.size().y / 2.0);
    let not = NotButton::new(ui, &response, rect, count_at.x - 8.0);
    not.response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_out, wording::leave_out(axis.of(), &row.name)));
    let is_near = response.hovered() || response.has_focus() || not.response.hovered();
    if is_near {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(4), theme.hovered_row);
    }
    let mut left = rect.left() + 2.0 + INDENT * f32::from(row.depth);
    check_box(ui, pos2(left + 7.0, rect.center().y), row.taken, theme);
    left += 22.0;
    if *axis == Axis::Facet(Facet::Standing)
        && let Some(word) = StandingWord::from_word(row.value.as_str())
    {
        signs::paint(pos2(left + 6.0, rect.center().y), word, theme, ui.painter());
        left += 18.0;
    }
    let right = if is_near || is_out { not.rect.left() } else { count_at.x } - 6.0;
    let ink = if row.n == 0 || is_out { theme.weak } else { theme.text };
    let weight = if row.taken == Taken::In { Weight::Semibold } else { Weight::Regular };
    let at = pos2(left, rect.center().y - 9.0);
    let mut end = line(ui, at, &row.name, TextSize::Body, weight, ink, right - left);
    if is_out {
        ui.painter().hline(left..=end, rect.center().y + 1.0, Stroke::new(1.0, theme.text));
    }
    if let Some(meaning) = axis.facet().and_then(|facet| wording::grade_meaning(facet, &row.value)) {
        end += 8.0;
        line(ui, pos2(end, rect.center().y - 7.5), meaning, TextSize::Small, Weight::Regular, theme.weak, right - end);
    }
    ui.painter().galley(count_at, count, theme.weak);
    if is_near || is_out {
        not.paint(ui, theme, is_out);
    }
    let is_pressed_out = not.response.clicked() || response.secondary_clicked();
    let response = not.response.on_hover_text(wording::leave_out_hint()).union(response);
    let is_with_ctrl = ui.input(|input| input.modifiers.command);
    if is_pressed_out || response.clicked() {
        let is_excluded = is_pressed_out || is_with_ctrl;
        out.push(axis.toggle(&row.value, is_excluded));
    }
}

/// The small button that leaves a value out: there for the pointer while it is over the row, for others always.
struct NotButton {
    rect: Rect,
    response: Response,
}

impl NotButton {
    fn new(ui: &Ui, row: &Response, row_rect: Rect, right: f32) -> Self {
        let rect = Rect::from_min_max(pos2(right - 30.0, row_rect.top() + 3.0), pos2(right, row_rect.bottom() - 3.0));
        // No stop of the Tab key: Ctrl with Enter on the row does the same.
        Self { rect, response: ui.interact(rect, row.id.with("not"), Sense::CLICK) }
    }

    fn paint(&self, ui: &Ui, theme: &Theme, is_out: bool) {
        let ink = if self.response.hovered() || is_out { theme.text } else { theme.weak };
        let fill = if is_out { theme.selected_row } else { theme.raised };
        ui.painter().rect(self.rect, CornerRadius::same(4), fill, Stroke::new(1.0, theme.hairline), StrokeKind::Inside);
        let words = ui.painter().layout_no_wrap(wording::NOT.to_owned(), font(TextSize::Small, Weight::Regular), ink);
        ui.painter().galley(self.rect.center() - words.size() / 2.0, words, ink);
    }
}

/// Empty, with a tick, or with a stroke.
fn check_box(ui: &Ui, centre: Pos2, taken: Taken, theme: &Theme) {
    let rect = Rect::from_center_size(centre, vec2(14.0, 14.0));
    let painter = ui.painter();
    match taken {
        Taken::No => {
            painter.rect(rect, CornerRadius::same(3), theme.raised, Stroke::new(1.0, theme.weak), StrokeKind::Inside);
        }
        Taken::In => {
            painter.rect_filled(rect, CornerRadius::same(3), theme.accent);
            let stroke = Stroke::new(2.0, theme.on_accent);
            painter.add(Shape::line(vec![centre + vec2(-3.5, 0.0), centre + vec2(-1.0, 3.0), centre + vec2(4.0, -3.0)], stroke));
        }
        Taken::Out => {
            painter.rect(rect, CornerRadius::same(3), theme.raised, Stroke::new(1.5, theme.text), StrokeKind::Inside);
            painter.line_segment([centre - vec2(3.5, 0.0), centre + vec2(3.5, 0.0)], Stroke::new(2.0, theme.text));
        }
    }
}

/// What lets the rest be seen, or says how many there are.
fn more(view: &View<'_>, section: &Section, wanted: &mut Wanted, ui: &mut Ui) {
    let (axis, is_long) = (&section.axis, wanted.long.contains(&section.axis));
    let is_searched = wanted.find.get(axis).is_some_and(|typed| !typed.trim().is_empty());
    let words = match (section.n_more, is_long || is_searched) {
        (0, true) if is_long && !is_searched && section.n_all > 10 => wording::FEWER.to_owned(),
        (0, _) => return,
        (n, false) => wording::more_values(n),
        (n, true) => {
            ui.label(text(&wording::too_many_values(n), TextSize::Small, Weight::Regular, view.theme.weak));
            return;
        }
    };
    ui.horizontal(|ui| {
        ui.add_space(22.0);
        let label = egui::Label::new(text(&words, TextSize::Small, Weight::Regular, view.theme.accent)).sense(Sense::click());
        let response = ui.add(label);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        trace_rect("more", axis.key(), response.rect);
        if response.clicked() {
            if is_long {
                wanted.long.remove(axis)
            } else {
                wanted.long.insert(axis.clone())
            };
        }
    });
}
